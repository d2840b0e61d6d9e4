# First run.
start-promise = Only what you may keep. All of it on your own computer.
start-promise-text = Done in two minutes, no account and no network.
start-steps = Steps
start-step-language = Language
start-step-controller = Who you are
start-step-policy = What may be kept
start-step-passphrase = Passphrase
start-step-recovery = Recovery code
start-step-ready = Done
start-step-state-done = done
start-language-title = Welcome to your card index
start-language-text = Choose a language. You can change it at any time.
start-zone = Time zone
start-zone-hint = It decides when a day begins and ends, for deadlines for example.
start-controller-title = Who is responsible for the data?
start-controller-text = Whoever decides why and how is the controller: you or your company. The name appears in letters, receipts and access answers.
start-policy-title = This is what the vault may hold
start-policy-text = The policy is built into the database. What is not named here cannot be stored, not by import either.
start-passphrase-title = Choose a passphrase
start-passphrase-text = It unlocks the vault. Four words that do not belong together are easy to remember and hard to guess.
passphrase = Passphrase
passphrase-again = The passphrase once more
passphrase-differs = The two are not the same.
passphrase-show = Show the passphrase
strength = Strength
strength-0 = At least twelve characters or four words
strength-1 = Weak
strength-2 = Not quite enough
strength-3 = Good
strength-4 = Very good
start-make = Create the vault
start-making = Making keys …
start-recovery-title = Write down or print your recovery code
start-recovery-text = It opens the vault if you forget the passphrase or change computers. Nobody else has it, nor do we.
recovery-code = Recovery code
recovery-group = Group { $number }
recovery-type-back = Type group { $first } and group { $second }, so that we know you have it
recovery-once = The code is shown this once only. Keep the paper away from the computer.
recovery-sheet-title = Recovery code for Kartotek
recovery-sheet-text = The code opens the vault without the passphrase. Keep this paper like a house key, and not together with the computer.
recovery-sheet-how = On the lock screen: choose Recovery code and type all nine groups. Capitals and spaces do not matter.
recovery-sheet-date = Printed { $date }
start-ready-title = The vault is ready
start-ready-text = It lies encrypted on this computer and nowhere else.
keyring-choice = Unlock with the computer's keyring too
keyring-choice-hint = Convenient, but whoever is logged in to the computer can then open the vault without the passphrase. You can change it in Settings.
start-first-import = Import a list
start-first-import-text = A CSV file from a spreadsheet or another customer register
start-first-contact = Create the first contact
start-first-contact-text = Type in a person by hand
start-open = Open the vault

# The lock screen.
lock-title = Kartotek is locked
lock-text = Type the passphrase to open it.
lock-recovery-text = Type the nine groups from your paper. Spaces and small letters are fine.
unlock = Unlock
unlocking = Unlocking …
unlock-with-recovery = Use the recovery code
unlock-with-passphrase = Use the passphrase
unlock-with-keyring = Unlock with the keyring
problem-title = The vault cannot be opened
problem-safe = Kartotek changes and deletes nothing by itself.
open-folder = Open the folder

# Controller.
controller-name = Your name or the company's
controller-sole-trader = I am a sole trader or a private person
controller-sole-trader-hint = The organization number is then a personal identity number and is not stored.
controller-organization-number = Organization number
controller-address = Address
controller-email = E-mail
controller-phone = Phone
controller-name-missing = Type a name, so that letters and receipts have a sender.

# The line over the screen when the vault has something to say.
notice-security = To Security
notice-title = Notice

# A new recovery code.
recovery-new = New recovery code
recovery-new-text = Type the passphrase to see a new code. The old one opens until you have typed back two groups of the new one.
recovery-new-show = Show a new code
recovery-new-making = Checking …
recovery-new-adopt = Use the new code
recovery-new-old = Until then the old one holds. After that it opens only backups that exist already.
recovery-new-done = The new recovery code holds. The old one no longer opens the vault.

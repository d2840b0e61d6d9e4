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
start-language-title = Welcome to Kartotek
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
recovery-sheet-text = This code opens your Kartotek without the passphrase: all your contacts, on this computer and on any other that has the file or a backup of it. Nobody else has the code, and nobody can make it again for you.
recovery-sheet-picture = The code as a picture for a phone's camera
recovery-sheet-keep-title = Where to keep it
recovery-sheet-keep = Keep it like a spare key to the shop: in a drawer that can be locked, in a safe, or with somebody you trust. Not together with the computer, not as a photograph and not in an e-mail.
recovery-sheet-forgot-title = If you have forgotten the passphrase
recovery-sheet-how = On the lock screen, choose Use the recovery code and type all nine groups. Capitals and spaces do not matter.
recovery-sheet-scan = Or point a phone's camera at the picture: it shows the same nine groups as text to copy from. Do not save the text in the phone.
recovery-sheet-new-computer-title = On a new computer
recovery-sheet-new-computer = Install Kartotek, choose I have Kartotek on another computer, choose your backup and type the code. Your contacts are back. Then make a new passphrase in Settings.
recovery-sheet-old-title = When a new code has been made
recovery-sheet-old = Then this paper no longer opens the vault, only backups from before. Tear it up when those are gone.
recovery-sheet-print = Print the sheet
recovery-sheet-printed = The sheet is printed. Put it away where the computer is not.
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
start-moved = I have Kartotek on another computer

# The lock screen.
lock-title = Kartotek is locked
lock-text = Type the passphrase to open it.
lock-recovery-text = Type the nine groups from your paper. Spaces and small letters are fine.
lock-wait = Wait { $count ->
    [one] one second
   *[other] { $count } seconds
  } before the next try.
lock-call = The call
lock-call-stop = Stop the clock
lock-call-stopped = The call is stopped
lock-call-stopped-at = The call was stopped at { $time }
lock-call-taken = The time is saved when you unlock.
recall-title = Do you remember the passphrase?
recall-text = The keyring has opened the vault. Type the passphrase once, so that you still have it on the day when the computer is new or the keyring is gone.
recall-check = Check and open
recall-skip = Skip for now
recall-forgotten = Forgotten it? The recovery code on paper opens the vault and makes a new passphrase.
recall-renew = Make a new one with the recovery code
recall-right = Right. We ask again in two weeks.
unlock = Unlock
unlocking = Unlocking …
unlock-with-recovery = Use the recovery code
unlock-with-passphrase = Use the passphrase
unlock-asking = Asking the keyring …
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
notice-damage = Damage
notice-security = To Security
notice-title = Notice

# A new recovery code.
recovery-new = New recovery code
recovery-new-text = Type the passphrase or the present code to see a new one. The old one opens until you have typed back two groups of the new one.
recovery-new-show = Show a new code
recovery-new-making = Checking …
recovery-new-adopt = Use the new code
recovery-new-old = Until then the old one holds. After that it opens only backups that exist already.
recovery-new-done = The new recovery code holds. The old one no longer opens the vault.

# The ways in, in Settings.
keys-ways = What opens the vault
keys-passphrase = Passphrase
keys-passphrase-text = What you type every day. Change it when somebody may have seen it.
keys-recovery = Recovery code
keys-keyring = This computer's keyring
keys-keyring-text = Convenient, but whoever is logged in to the computer can then open the vault without the passphrase.
keys-since = Since { $date }
keys-not-in-use = Not in use
keys-test = Test
keys-test-what = Test: { $what }
keys-test-text = Type it as you would on the lock screen. Nothing is changed, whatever comes out.
keys-opens = It opens the vault.
keys-does-not-open = It does not open the vault.
keys-keyring-add = Add
keys-keyring-added = The keyring opens the vault from now on.
keys-keyring-remove = Remove the keyring
keys-keyring-remove-title = Remove the keyring?
keys-keyring-remove-text = The key is deleted from the computer's keyring. From then on the vault is opened with the passphrase or the recovery code.
keys-keyring-removed = The keyring does not open the vault any more, and its entry is deleted.
keys-never-removed = The passphrase and the recovery code can be changed but not removed: they open the vault on any computer, and each of them saves you when the other is lost.
recovery-offer = Nobody has checked yet that the recovery code is safe on paper. It is the only way in if the passphrase is forgotten: make a new one, print it and type it back.
keyring-offer = The computer's keyring has no key for this vault any more.
keyring-renew = Put a new key there

# A lost key file.
mend-keys-title = Get the key file back
mend-keys-text = Every backup carries a copy of the key file. Type the passphrase or the recovery code: if it opens the database, the key file is put back. The database is not touched.
mend-keys-newest = From the backups beside the vault, the newest from { $date }
mend-keys-file = From { $date }
mend-keys-none = There is no backup beside the vault. Choose one, on a stick for example.
mend-keys-run = Put the key file back
mend-keys-done = The key file is back. Unlock as usual.

# Folders that are synchronised.
allow-folder-title = I know what I am doing
allow-folder-text = Kartotek can be told to use this folder all the same. Then never open the vault on two computers, wait until everything is copied before you open it elsewhere, and know that the provider may keep old copies with people you have forgotten.
allow-folder-sure = I have read this and want the vault to lie here
allow-folder-yes = Use this folder all the same

# Several vaults.
vaults-another = Another vault
vaults-another-text = If you keep two businesses apart, for example. One vault is open at a time.
vaults-title = Vaults
vaults-text = One is open at a time. Going to another one locks the one that is open.
vaults-known = Known vaults
vaults-here = You are here
vaults-opened = Opened last { $date }
vaults-label = Name in the list
vaults-label-hint = Only for you, on this computer, and readable without a key: choose a name that gives nothing away.
vaults-name = Name { $name }
vaults-leave-out = Remove { $name } from the list
vaults-leave-out-title = Remove it from the list?
vaults-leave-out-text = Nothing is deleted. The vault's folder stays where it is, and you can open it again with Open a folder.
vaults-leave-out-yes = Remove from the list
vaults-open-folder = Open a folder
vaults-new = New vault

# To and from another computer.
move-in-title = From another computer
move-in-text = How did your vault come here?
restore-have-text = A file that ends in .kartotek-backup, on a USB stick for example
move-in-folder = I have copied the folder
move-in-folder-text = The whole folder of the vault, now on this computer's own disk
move-in-key = You need the passphrase or the recovery code. The keyring stays on the old computer.
move-out-title = Move to another computer
move-out-text = Three steps, two here and one there. Nothing is deleted here.
move-out-backup = Backup
move-out-backup-text = Plug in a USB stick and choose it. The vault is sealed in one file and read back.
move-out-take = Choose where and back up
move-out-key = Key
move-out-key-text = Without a key nobody opens the backup, nor you. Test the one that you will use there.
move-out-test-passphrase = Test the passphrase
move-out-test-recovery = Test the recovery code
move-out-there = On the new computer
move-out-there-text = Take the stick and the recovery sheet with you:
move-out-there-1 = Install Kartotek and start it.
move-out-there-2 = Choose I have Kartotek on another computer, then I have a backup, and choose the file on the stick.
move-out-there-3 = Type the passphrase or the recovery code, and see that your contacts are there.
move-out-there-4 = Then delete the folder on this computer and the file on the stick, so that people you forget do not stay behind there.
arrived-title = Your vault is on this computer now
arrived-text = Everything is here. Two things are left to do.
arrived-old = The old computer still has its own copy, and so does the stick. When you see that everything is here, delete them: whoever you forget from now on is forgotten here only.
arrived-both = Do not go on working in both: they are two vaults from now on and do not learn from each other.

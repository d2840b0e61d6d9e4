# Settings.
settings-look = Language and appearance
settings-language = Language
settings-appearance = Appearance
appearance-system = As the computer
appearance-light = Light
appearance-dark = Dark
settings-controller = Controller
settings-controller-text = The name appears in letters, receipts and access answers.
settings-policy = What may be kept
settings-security = Security
settings-security-text = What opens the vault. Test a key now and then, so that you know it before you need it.
settings-recovery-confirmed = The recovery code is written down and confirmed. If the paper is lost, make a new one.
settings-recovery-unconfirmed = The recovery code was never confirmed. Make a new one and write it down: without the passphrase or a code nobody can open the vault.
settings-passphrase-change = Change passphrase
passphrase-old = Present passphrase
passphrase-new = New passphrase
passphrase-new-again = The new one once more
passphrase-changing = Changing …
passphrase-changed = The new passphrase holds. A backup with it is taken now; older ones open with the old one.
settings-root = Master key
settings-root-text = Whoever has an old copy of the vault's folder and gets hold of the passphrase can read that copy and, with the key in it, also what is written today. A new master key ends the latter.
root-new = New master key
root-new-text = The whole vault is encrypted anew under a new key. Passphrase and recovery code stay the same. Do it when the computer or the folder may have been in other hands, or when you had to use the recovery code.
root-new-while = The vault is closed meanwhile, and the backup that is taken first keeps today's key.
root-new-make = Change the master key
root-new-making = Encrypting anew …
root-new-done = The vault has a new master key. The key in older copies of the folder does not open it any more.
root-offer-again = The change of the master key was not finished. The old one holds and nothing has changed; change it again when you have a moment.
root-offer = You opened it with the recovery code. If somebody else could see the passphrase or copy the folder, change the passphrase and the master key.
settings-enrichment = Enrichment
settings-enrichment-on = Suggest facts that can be worked out
settings-enrichment-text = Only from what is already in the vault, never from the network. Nothing is stored unless you say yes, and all of it can be undone.
settings-file = Where the file is
settings-file-text = Everything is in one encrypted folder on this computer.
settings-file-copy = Copy the path
settings-move = Move to another computer
settings-move-text = Step by step: a backup to carry, a key that you know, and what to do there.
settings-erasures-text = Every erasure with its certificate, without personal data.
settings-about = About Kartotek
settings-webview = Web view
settings-no-network = Kartotek uses no network and sends nothing anywhere.
settings-licences = Licences
settings-report = Problem report
settings-report-text = Versions, settings and error codes, no personal data. Read it and send it yourself.

# Locking.
auto-lock = Locking
auto-lock-text = When it locks, what you are writing is kept in the vault, and a call goes on.
auto-lock-idle = Lock when nobody has touched the vault for
auto-lock-idle-hint = The time counts while the computer sleeps, too.
auto-lock-minutes = { $count ->
    [one] one minute
    [60] one hour
   *[other] { $count } minutes
  }
auto-lock-never = Do not lock by itself
auto-lock-sleep = Lock when the computer goes to sleep
auto-lock-lid = Lock when the lid is shut
auto-lock-sleep-lid = Lock when the computer goes to sleep or its lid is shut
auto-lock-screen = Lock when the screen is locked
auto-lock-deaf = This computer does not tell programs about it, so Kartotek cannot lock then.
recall-setting = Ask for the passphrase now and then
recall-setting-text = After the keyring has opened the vault for two weeks, so that the passphrase is not forgotten.

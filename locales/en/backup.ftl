
# Backups in Settings.
backups-title = Backups
backups-text = A backup is the whole vault sealed in one file. It opens with the passphrase or the recovery code on any computer, and nobody who was forgotten comes back with it.
backups-age = { $days ->
    [0] The newest backup is from today.
    [one] The newest backup is from yesterday.
   *[other] The newest backup is { NUMBER($days) } days old.
}
backups-age-known = The folder cannot be reached, so nobody can see whether the backup is still there.
backups-none = There is no backup yet.
backups-advice-old = Take a new one: if the computer breaks, only what is in the backup is left.
backups-advice-none = If the computer breaks, everything is lost. Take one now, best on a USB stick or another disk.
backups-work-take = The backup is being written and read back …
backups-work-renew = The backups are being written anew without the forgotten …
backups-work-rehearse = The backup is being opened aside and checked …
backups-work-restore = Restoring …
backups-work-rotate = The vault is being encrypted anew …
backups-work-salvage = What can be read is being rescued …
stage-begin = Beginning …
stage-copy = Copying the database
stage-seal = Encrypting
stage-check = Reading back
stage-renew = One backup after the other
stage-open = Decrypting the backup
stage-forget = Taking out who was forgotten
stage-read = Reading page by page
stage-fill = Writing what is left into a new vault
backups-take = Back up now
backups-taken = The backup is taken and was read back.
backups-folder = Folder
backups-folder-hint = A backup on the same disk does not help when the disk breaks. A USB stick or another disk is better.
backups-choose = Choose folder
backups-beside = Beside the vault
backups-moved = New backups go to the new folder. The old ones stay where they are; they are listed under Left behind and renewed while the folder can be reached.
backups-often = How often
backups-often-never = Only when I say so
backups-often-day = Every day
backups-often-week = Every week
backups-often-hint = The backup is taken in the background while the vault is open, and always before an import.
backups-list = Backups that exist
backups-people = { $count ->
    [one] 1 person
   *[other] { NUMBER($count) } people
}
backups-forgotten = { $count ->
    [one] May still hold 1 who is forgotten
   *[other] May still hold { NUMBER($count) } who are forgotten
}
backups-renew = Renew
backups-renewed = The backups were rewritten. One that may still hold somebody forgotten is marked in the list.
backups-more = Show more
backups-damaged = { $count ->
    [one] A backup is damaged and cannot be rewritten. It may hold somebody who was forgotten: delete it.
   *[other] { NUMBER($count) } backups are damaged and cannot be rewritten. They may hold somebody who was forgotten: delete them.
}
backups-is-damaged = Damaged
backups-trouble = The backups need you
backups-trouble-old = The backup is old
backups-trouble-none = There is no backup
backups-earlier = From before the new master key: it opens with the passphrase or recovery code of that time, and cannot be renewed.
backups-delete = Delete
backups-delete-title = Delete the backup?
backups-delete-text = The backup from { $date } cannot be brought back.
backups-left = Left behind
backups-left-text = Backups have gone here. They are renewed when somebody is forgotten, as long as the folder can be reached.
backups-left-away = The folder cannot be reached. What lies there may still hold people who are forgotten.
aside-title = Vaults put aside
aside-text = When a backup or a rescued vault took over, the vault before it was put aside, whole and with the same passphrase. It is never renewed: whoever was forgotten since may still be in it. Delete it when you have seen that everything is right.
aside-holds = { $count ->
    [one] May still hold 1 who was forgotten since
   *[other] May still hold { NUMBER($count) } who were forgotten since
}
aside-delete-title = Delete the vault that was put aside?
aside-delete-text = The vault that was put aside on { $date } cannot be brought back. The one you work in is not touched.
aside-deleted = The vault that was put aside is deleted.
certificate-aside = Vaults put aside
certificate-aside-holds = { $count ->
    [one] May still be in 1 vault that was put aside. Delete it under Backups in Settings.
   *[other] May still be in { NUMBER($count) } vaults that were put aside. Delete them under Backups in Settings.
}
certificate-backups = Backups
certificate-backups-stale = { $count ->
    [0] No backup in the folders known here can hold anybody who was forgotten
    [one] May still be in 1 backup, marked in Settings
   *[other] May still be in { NUMBER($count) } backups, marked in Settings
}
certificate-backups-unreached = A folder of backups cannot be reached; they are renewed when it can be reached again

# Restoring.
restore-title = Restore a backup
restore-text = Choose the backup and type the passphrase or the recovery code that held when it was taken.
restore-kept-text = What is in the folder now is not deleted. It is put aside.
restore-have = I have a backup
restore-choose = Choose the backup
restore-choose-other = Choose another backup
restore-file = { $people ->
    [one] From { $date }, 1 person
   *[other] From { $date }, { NUMBER($people) } people
}
restore-anyway = Restore anyway
restore-anyway-hint = Whoever was forgotten since may come back, and who said no since may stand as a yes. Forget them again afterwards, and ask anew: they have a right to it.
restore-begin = Restore …
restore-begin-title = Go back to { $date }?
restore-begin-text = The vault is locked, and you type the passphrase once more. What you have now is put aside and not lost; whoever was forgotten does not come back.
restore-begin-yes = Lock and restore
restore-run = Restore
restore-running = Restoring …
restore-running-text = The backup is opened, the forgotten are taken out, and everything is read back. This can take a while.
restored-title = The vault is back
restored-people = { $count ->
    [one] 1 person, as it was on { $date }
   *[other] { NUMBER($count) } people, as it was on { $date }
}
restored-forgotten = { $count ->
    [0] Nobody whom Kartotek knows to be forgotten was in it.
    [one] 1 who is forgotten did not come back.
   *[other] { NUMBER($count) } who are forgotten did not come back.
}
restored-noes = { $count ->
    [one] 1 no that was said since then still holds.
   *[other] { NUMBER($count) } noes that were said since then still hold.
}
restored-noes-unknown = What people have said no to since then is not known here. Ask again before you send advertising to anybody.
restored-folder = What was in the folder before is kept here. Delete it when you have seen that everything is right:
restored-open = To the lock screen

# A restore rehearsed.
rehearse-title = Rehearse a restore
rehearse-text = The newest backup is opened in a private place on this disk, checked and compared with today, and removed again. Nothing here is changed.
rehearse-run = Rehearse now
rehearse-again = It is time to do it again.
rehearsed-people = { $count ->
    [one] It works: 1 contact, from { $date },
   *[other] It works: { NUMBER($count) } contacts, from { $date },
}
rehearsed-same = as many as now.
rehearsed-fewer = { NUMBER($count) } fewer than now.
rehearsed-more = { NUMBER($count) } more than now.
rehearsed-forgotten = { $count ->
    [one] 1 in it is forgotten by now and would not come back.
   *[other] { NUMBER($count) } in it are forgotten by now and would not come back.
}
rehearsed-last = Last rehearsed { $date }, and it worked.
rehearsed-failed = The rehearsal on { $date } failed: the backup does not open. Take a new one.
rehearsed-never = A restore was never rehearsed. Only then is it sure that the backup works.

# What is left of a damaged vault.
rescue-title = Rescue what can be read
rescue-text = The vault is read page by page, and what is whole becomes a new vault. Type the passphrase or the recovery code.
rescue-safe = The damaged vault is not changed, and nobody who was forgotten comes back.
rescue-run = Rescue
rescue-running = What can be read is being rescued …
rescue-report = This was rescued
rescue-pages = { $count ->
    [0] All { $of } pages could be read.
    [one] 1 of { $of } pages could not be read.
   *[other] { NUMBER($count) } of { $of } pages could not be read.
}
rescue-what = What
rescue-rescued = Rescued
rescue-lost = Lost
rescue-at-least = at least { NUMBER($count) }
rescue-contacts = Contacts
rescue-values = Names, addresses, numbers
rescue-consents = Consents and refusals
rescue-activities = Calls and notes
rescue-noes = Addresses that said no
rescue-noes-lost = Addresses that said no may come in again without a word from Kartotek. Make sure before you import an old list.
rescue-ledger = The list of the forgotten
rescue-keys = Keys behind refusals and the forgotten (without them those addresses are not stopped at an import)
rescue-forgotten = { $count ->
    [one] 1 forgotten person stays forgotten.
   *[other] { NUMBER($count) } forgotten people stay forgotten.
}
rescue-doubtful = { $count ->
    [one] For 1 contact a refusal may be lost. No earlier yes counts any more: ask again.
   *[other] For { NUMBER($count) } contacts a refusal may be lost. No earlier yes counts any more: ask again.
}
rescue-loose = { $count ->
    [one] 1 value lost its contact. It stands in the open files only.
   *[other] { NUMBER($count) } values lost their contact. They stand in the open files only.
}
rescue-refused = { $count ->
    [one] 1 row stays out because the policy does not allow it.
   *[other] { NUMBER($count) } rows stay out because the policy does not allow them.
}
rescue-journal = Part of the journal is lost, so it cannot prove everything any more.
rescue-look = Look inside
rescue-look-hint = Name, e-mail, phone or what was noted. Looking changes nothing.
rescue-look-none = Nobody like that was rescued.
rescue-look-more = There are more: type to find somebody.
rescue-look-text = As it was rescued. Nothing can be changed here.
rescue-choose = Nothing is decided yet. What was rescued can become your vault, be saved as open files, or be left.
rescue-adopt = Go on with what was rescued
rescue-save = Save as open files
rescue-saved = Saved unencrypted in { $file }. Keep it safe.
rescue-backup = { $people ->
    [one] The newest backup that opens is from { $date } and holds 1 person
   *[other] The newest backup that opens is from { $date } and holds { NUMBER($people) } people
}
rescue-backup-text = It is whole, and what came after it is missing.
rescue-backup-restore = Restore the backup instead
rescue-adopted = The rescued vault is in place
rescue-adopted-text = It opens with the same passphrase and recovery code as before. Look through it, and take a backup.

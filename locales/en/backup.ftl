
# Backups in Settings.
backups-title = Backups
backups-text = A backup is the whole vault sealed in one file. It opens with the passphrase or the recovery code on any computer, and nobody who was forgotten comes back with it.
backups-age = { $days ->
    [0] The newest backup is from today.
    [one] The newest backup is from yesterday.
   *[other] The newest backup is { NUMBER($days) } days old.
}
backups-none = There is no backup yet.
backups-advice-old = Take a new one: if the computer breaks, only what is in the backup is left.
backups-advice-none = If the computer breaks, everything is lost. Take one now, best on a USB stick or another disk.
backups-taking = The backup is being written and read back …
backups-renewing = The backups are being written anew without the forgotten …
backups-take = Back up now
backups-taken = The backup is taken and was read back.
backups-folder = Folder
backups-folder-hint = A backup on the same disk does not help when the disk breaks. A USB stick or another disk is better.
backups-choose = Choose folder
backups-beside = Beside the vault
backups-moved = New backups go to the new folder. The old ones stay where they are and are not written anew when somebody is forgotten: delete them yourself.
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
backups-renewed = Nobody who was forgotten is left in the backups.
backups-more = Show more
backups-trouble = The backup could not be taken
backups-trouble-old = The backup is old
certificate-backups = Backups
certificate-backups-stale = { $count ->
    [0] No backup in the folder can hold anybody who was forgotten
    [one] May still be in 1 backup, which is being renewed
   *[other] May still be in { NUMBER($count) } backups, which are being renewed
}
certificate-backups-unreached = The folder of backups could not be reached; they are renewed when it can be reached again

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
restore-run = Restore
restore-running = Restoring …
restore-running-text = The backup is opened, the forgotten are taken out, and everything is read back. This can take a while.
restored-title = The vault is back
restored-people = { $count ->
    [one] 1 person, as it was on { $date }
   *[other] { NUMBER($count) } people, as it was on { $date }
}
restored-forgotten = { $count ->
    [0] Nobody in the backup was forgotten.
    [one] 1 who is forgotten did not come back.
   *[other] { NUMBER($count) } who are forgotten did not come back.
}
restored-folder = What was in the folder before is kept here. Delete it when you have seen that everything is right:
restored-open = To the lock screen

# The command line: questions, answers and receipts.
ask-passphrase = Passphrase:
ask-new-passphrase = Choose a passphrase:
ask-passphrase-again = The same passphrase again:
passphrases-differ = The two passphrases differ, and no vault was made. Start again.
passphrase-missing = There is no passphrase and no terminal to ask in. Give it with --passphrase-fd.
passphrase-env-missing = The environment variable with the passphrase is not there. Set it, or give the passphrase with --passphrase-fd.
passphrase-fd-missing = No passphrase could be read. Check the number after --passphrase-fd.
vault-missing = The folder of the vault is missing. Give it with --vault.
json-does-not-fit = The input is not JSON of the shape that is needed (line { $line }, column { $column }). Mend it and try again; the command's --help shows the shape.
at-line-and-column = Line { $line }, { $column }:
made-code-shown = The vault is made. Write down the recovery code above and keep it on paper: it is shown this once.
made-code-in-file = The vault is made. The recovery code is in the file: print it, keep the paper and delete the file.
made-unconfirmed = The legitimate-interest assessments are not confirmed, so that basis cannot be used yet. Read them with policy show and confirm them in the window.
column-dropped = The column “{ $column }” is not in the policy and was left out.
import-done = { $created } new, { $unchanged } already there, { $refused } refused.
import-would = Dry run, nothing was saved: { $created } new, { $unchanged } already there, { $refused } refused.
contact-edited = The change is saved.
consent-given = The consent is recorded.
consent-withdrawn = The withdrawal is recorded and holds from now on.
consent-state-did-not-ask = did not ask
consent-state-given = yes
consent-state-refused = no
consent-state-withdrawn = withdrawn
consent-state-expired = expired
call-recorded = The call is recorded.
note-written = The note is saved.
enrichment-on = Enrichment is on. It suggests only what the vault itself shows.
enrichment-off = Enrichment is off.
exported = The file is written. It is not encrypted: hand it to the right person, then delete it.
forget-needs-yes = Nothing is forgotten yet. { $mentions } texts of others name this person, { $exports } files were handed out, and { $aside } vaults put aside may hold the person, too. Add --yes when it is meant: there is no way back.
forget-accepted = The person is gone from every list. The file is now scrubbed and read back.
forget-proven = Forgotten: { $pages } pages read, { $residues } residues.
forget-pending = The person is gone from every list, but the proof is not finished. Kartotek goes on at its next start, and the backups follow then.
forget-pending-disk-full = The person is gone from every list, but the disk is full and the proof is not finished. Free some space; Kartotek goes on at its next start, and the backups follow then.
check-in-order = in order
check-at-fault = FAULT
verify-in-order = Everything is in order.
verify-at-fault = Something is not in order. Copy the folder before you do anything else.
assessment-confirmed = The legitimate-interest assessment was read and confirmed:
assessment-unconfirmed = The legitimate-interest assessment is a draft that nobody has confirmed:
ask-recovery = Recovery code:
backup-taken = The backup was taken and read back.
backup-contents = { $people ->
    [one] 1 person
   *[other] { $people } people
}{ $forgotten ->
    [0] {""}
   *[other] , at most { $forgotten } of them forgotten since
}
backup-renewed = The backups were written anew: { $people ->
    [0] nobody forgotten was in them.
    [one] 1 forgotten person was taken out.
   *[other] { $people } forgotten people were taken out.
}
restored = The backup was restored: { $people } people. { $forgotten ->
    [0] Nobody known to be forgotten was in it.
    [one] 1 forgotten person did not come back.
   *[other] { $forgotten } forgotten people did not come back.
}
noes-stand = { $noes ->
    [one] 1 no that was said since then still holds.
   *[other] { $noes } noes that were said since then still hold.
}
noes-unknown = What people have said no to since then is not known here: ask again before sending advertising.
restored-kept = What was there before is kept in { $folder }.
backup-earlier-key = , from before the new master key: it opens with what was typed then and is not renewed
import-backup = The backup from before the import: { $file }
forget-backups-later = The person may still be in backups. Run backup renew when they can be reached.
forget-backups-away = In { $folder }, which cannot be reached, the person may still be. Run backup renew when it can.
aside-contents = put aside on { $date }, { $kilobytes } kB{ $forgotten ->
    [0] {""}
   *[other] , may still hold { $forgotten } who were forgotten since
}
aside-deleted = The vault that was put aside is deleted.
aside-holds-forgotten = The vault put aside in { $folder } may still hold { $forgotten } who were forgotten since. Delete it with: backup aside --delete { $name }
backup-rehearsed = The backup from { $date } opens and is whole: { $people ->
    [one] 1 contact
   *[other] { $people } contacts
}{ $trend ->
    [fewer] , { $by } fewer than now.
    [more] , { $by } more than now.
   *[same] , as many as now.
}
headway-copy = Copying … { $percent } %
headway-seal = Encrypting … { $percent } %
headway-check = Reading back … { $percent } %
headway-renew = Backups written anew … { $percent } %
headway-open = Opening the backup … { $percent } %
headway-forget = Taking out who was forgotten … { $percent } %
headway-read = Reading what is left … { $percent } %
headway-fill = Writing what is left into a new vault … { $percent } %
salvage-pages = { $unreadable } of { $pages } pages could not be read.
salvage-contacts = Contacts: { $rescued } rescued, { $more ->
    [yes] at least { $lost } lost
   *[no] { $lost } lost
}
salvage-values = Values (names, addresses, numbers): { $rescued } rescued, { $more ->
    [yes] at least { $lost } lost
   *[no] { $lost } lost
}
salvage-consents = Consents and refusals: { $rescued } rescued, { $more ->
    [yes] at least { $lost } lost
   *[no] { $lost } lost
}
salvage-activities = Calls and notes: { $rescued } rescued, { $more ->
    [yes] at least { $lost } lost
   *[no] { $lost } lost
}
salvage-noes = Addresses that said no: { $rescued } rescued, { $more ->
    [yes] at least { $lost } lost
   *[no] { $lost } lost
}
salvage-ledger = The list of the forgotten: { $rescued } rescued, { $more ->
    [yes] at least { $lost } lost
   *[no] { $lost } lost
}
salvage-keys = Keys behind refusals and the forgotten (without them those addresses are not stopped at an import): { $rescued } rescued, { $more ->
    [yes] at least { $lost } lost
   *[no] { $lost } lost
}
salvage-refused = { $count } rows stay out because the policy does not allow them.
salvage-loose = { $count } rows lost their contact and stand in the ZIP only.
salvage-forgotten = { $count } forgotten people stay forgotten.
salvage-doubtful = For { $count } people a refusal may be lost, so none of their yeses counts any more.
salvage-exported = What is left stands in { $file }, unencrypted: keep it safe.
salvage-settled = A new vault with what is left lies in { $folder }.
salvage-backup = The newest backup that opens: { $file }
usage-missing = { $what } is missing.
usage-unknown = { $what } does not exist.
usage-value = { $value } cannot be used for { $what }.
usage-conflict = { $what } cannot be used together with { $other }.
usage-command-missing = The command is missing.
usage-other = The command line cannot be understood.
usage-help = Run the command with --help to see how it is written.
keys-restored = The key file is back beside its database.
key-passphrase = passphrase, since { $since }
key-recovery = recovery code, since { $since }
key-keyring = keyring of a computer, since { $since }
key-opens = It opens the vault.
forget-proven-now = A forget that was waiting is proven now.

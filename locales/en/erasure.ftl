# Forget a person.
forget-title = Forget { $name }
forget-text = Everything about the person is erased from the vault, the search and the logs on this computer. It cannot be undone.
forget-goes = Erased now
forget-outside = Outside the vault
forget-exports = These files were handed out. Delete them yourself, or ask the recipient:
forget-no-exports = No files about the person were written from the vault.
forget-prints = Printed on paper. Destroy it, or ask the recipient:
forget-print = { $date }, the person's sheet
forget-print-list = { $date }, in a list
forget-aside = Vaults that were put aside in the folder may hold the person, too. They are not renewed: delete them under Backups in Settings.
forget-aside-on = Put aside on { $date }
forget-copies = Copies of the vault's folder that you made are out of reach from here.
forget-mentions = 
    { $count -> 
        [one] One text about somebody else names the person
       *[other] { $count } texts about others name the person
    }
forget-mentions-text = They stay, because they are about others too. Read them and change them where needed.
forget-drafts =
    { $count ->
        [one] One unsaved draft is about this person
       *[other] { $count } unsaved drafts are about this person
    }
forget-drafts-text = What names the person is erased with the person. To keep some of it, cancel and save it first without the person.
forget-draft-goes = erased
forget-draft-stays = stays without the person
forget-mentions-seen = I have read the texts
forget-ground = Ground
ground-a = The data are no longer needed
ground-b = The person withdrew consent
ground-c = The person objected to the processing
ground-d = The data were processed unlawfully
ground-e = The law requires erasure
ground-f = A child's data in an online service
ground-article = Art. 17(1)({ $letter })
forget-suppress = Remember the no, so that the person does not come back with a new list
forget-suppress-hint = Only a secret check value of e-mail and phone is kept.
forget-suppress-required = The person said no, so this is not optional. Only a secret check value is kept.
forget-copy = Give the person a copy first
forget-person = Forget { $name }
forget-proving = The person is gone from every view. The file is scrubbed and read back …
forget-proven = The erasure is proven

# What an erasure counts.
kind-search = Search entries
kind-lifts = Noes taken back
kind-suppressions = Suppressions
kind-consents = Consents with words and evidence
kind-verifications = Verifications
kind-hidden-values = Replaced data
kind-values = Contact data
kind-bases = Lawful bases
kind-tags = Tags
kind-card = The row in the list
kind-activities = Calls and notes
kind-drafts = Drafts
kind-disclosures = Disclosures
kind-person = The contact

# The certificate.
certificate-title = Certificate of erasure
certificate-text = The figures come from the read-back. The certificate holds no personal data.
certificate-show = Show the certificate
certificate-save = Save the certificate
certificate-residues = 
    { $count -> 
        [0] No remains were found
        [one] One remain was found
       *[other] { $count } remains were found
    }
certificate-number = Number
certificate-accepted = Gone from every view
certificate-proven = Proven
certificate-erased = Entries erased
certificate-suppressed = The no is kept
certificate-checks = Checks
certificate-read = Read
certificate-read-value = { $pages } pages, { $frames } log frames, { $values } values searched
certificate-versions = Programs
certificate-journal = Head of the journal
check-structural = structure
check-by-value = values
check-references = references

# The ledger.
erasures-title = Erasures
erasures-none = Nobody has been forgotten yet.
erasure-proven = Proven { $date }
erasure-pending = The read-back is running
erasure-waiting = Not proven yet

# Why the proof takes longer.
forget-waiting-disk-full = The person is gone from every view, but the disk is full and the proof has to wait. Free some space; Kartotek tries again every minute.
forget-waiting-file-held = The person is gone from every view, but another program holds the vault's file and the proof has to wait. Let that program finish; Kartotek tries again every minute.
forget-waiting-disk-failed = The person is gone from every view, but the disk did not answer as it should and the proof has to wait. Kartotek tries again every minute.
forget-waiting-cancelled = The person is gone from every view. The proof goes on at the next unlock.
forget-waiting-read-only = The person is gone from every view, but the file cannot be written and the proof has to wait. Give yourself the right to write; Kartotek goes on at the next unlock.
forget-place = Place: { $place }
place-page = page { $page }, byte { $byte }
place-index = search index { $index }
place-log = write log

//! A no never becomes a yes: what people said no to after the day of the backup stands in what is restored (Art. 7(3),
//! Art. 21(3)).

use kartotek_core::consent::{self, Method, No, Yes};
use kartotek_core::policy::{Channel, Language};
use kartotek_core::vault::ReadTx;

use super::*;

fn no(person: PersonId, channel: Channel) -> No {
    No {
        person,
        purpose: "prospecting".into(),
        product: String::new(),
        channel,
        method: Some(Method::VerbalCall),
        evidence: "sade nej i telefon".into(),
        happened_at: None,
    }
}

fn yes(person: PersonId, lifts_no: bool) -> Yes {
    Yes {
        person,
        purpose: "prospecting".into(),
        product: String::new(),
        channel: Channel::Email,
        value: None,
        wording: "Får jag mejla dig?".into(),
        language: Language::Sv,
        method: Method::VerbalVisit,
        evidence: "vid disken".into(),
        happened_at: None,
        valid_until_on: None,
        lifts_no,
    }
}

fn says_yes(vault: &Vault, person: PersonId, lifts_no: bool) {
    let yes = yes(person, lifts_no);
    let given = vault.write(Op::GiveConsent, |tx| consent::give(tx, &yes));
    given.unwrap();
}

fn says_no(vault: &Vault, person: PersonId, channel: Channel) {
    let no = no(person, channel);
    let said = vault.write(Op::WithdrawConsent, |tx| consent::withdraw(tx, &no));
    said.unwrap();
}

/// Three people who said yes, in a backup: Åsa of the bed, and two more.
struct Yeses {
    bed: Bed,
    file: PathBuf,
    berit: PersonId,
    cilla: PersonId,
}

impl Yeses {
    fn new() -> Self {
        let bed = Bed::new();
        let more =
            |name, email| people::add(&bed.vault, &[("name", name), ("email", email)]).unwrap();
        let berit = more("Berit Ek", "berit.ek@example.com");
        let cilla = more("Cilla Dal", "cilla.dal@example.com");
        for person in [bed.leaving, berit, cilla] {
            says_yes(&bed.vault, person, false);
        }
        let taken = backup::take(&bed.vault, &bed.path("sticka"), Course::alone());
        Self {
            file: taken.unwrap().file,
            bed,
            berit,
            cilla,
        }
    }

    fn people(&self) -> [PersonId; 3] {
        [self.bed.leaving, self.berit, self.cilla]
    }
}

/// Of whom a yes holds, and that the chains are whole.
fn holding(dir: &Path, key: &str, people: [PersonId; 3]) -> [bool; 3] {
    let vault = session::open_in(dir, passphrase(key), &plain()).unwrap();
    let of = |tx: &ReadTx<'_>, person| {
        assert_eq!(consent::verify_chain(tx, person)?, None);
        consent::holds(tx, person, "prospecting")
    };
    let holding = people.map(|person| vault.read(|tx| of(tx, person)).unwrap());
    vault.close().unwrap();
    holding
}

#[test]
fn a_no_of_after_the_backup_stands_after_the_restore() {
    let yeses = Yeses::new();
    let (people, vault) = (yeses.people(), &yeses.bed.vault);
    says_no(vault, yeses.bed.leaving, Channel::Any);
    // A no that was taken back is none.
    says_no(vault, yeses.berit, Channel::Email);
    says_yes(vault, yeses.berit, true);
    // Somebody whom the backup does not know objects to all marketing.
    let later = "dora.alm@example.com";
    let dora = people::add(vault, &[("name", "Dora Alm"), ("email", later)]).unwrap();
    vault
        .write(Op::RefuseConsent, |tx| consent::object(tx, dora, None))
        .unwrap();
    let (_dir, home, _) = yeses.bed.leave();
    for round in ["once", "and once more"] {
        let restored = restore(&yeses.file, &home, Ledger::Whole, PASSPHRASE).unwrap();
        assert_eq!(restored.noes, Some(1), "{round}");
        assert_eq!(
            holding(&home, PASSPHRASE, people),
            [false, true, true],
            "{round}"
        );
        assert!(is_refused(&home, later), "{round}: her address, too");
    }
    let vault = session::open_in(&home, passphrase(PASSPHRASE), &plain()).unwrap();
    let events = vault.read(|tx| consent::events(tx, people[0])).unwrap();
    let said = events.last().unwrap();
    assert_eq!(said.evidence, "sade nej i telefon");
    assert_eq!(said.state, consent::State::Withdrawn);
}

#[test]
fn what_an_open_vault_told_has_its_noes_in_it() {
    let yeses = Yeses::new();
    let (people, vault) = (yeses.people(), &yeses.bed.vault);
    says_no(vault, yeses.cilla, Channel::Any);
    vault
        .change_passphrase(&passphrase(PASSPHRASE), &SecretString::from(NEW))
        .unwrap();
    let told = Ledger::Told(Known::of(vault).unwrap());
    let (_dir, home, _) = yeses.bed.leave();
    let restored = restore(&yeses.file, &home, told, PASSPHRASE).unwrap();
    assert_eq!(restored.noes, Some(1));
    assert_eq!(holding(&home, PASSPHRASE, people), [true, true, false]);
}

/// From Settings: it was told, and the vault says the same once more.
#[test]
fn what_is_told_twice_is_said_once() {
    let yeses = Yeses::new();
    let (people, vault) = (yeses.people(), &yeses.bed.vault);
    says_no(vault, yeses.cilla, Channel::Any);
    let told = Ledger::Told(Known::of(vault).unwrap());
    let (_dir, home, _) = yeses.bed.leave();
    let restored = restore(&yeses.file, &home, told, PASSPHRASE).unwrap();
    assert_eq!((restored.noes, restored.doubtful), (Some(1), 0));
    assert_eq!(holding(&home, PASSPHRASE, people), [true, true, false]);
}

/// The row of the no is lost, or every row: whoever may have said it is asked anew, the others keep their yes where that
/// is known.
#[test]
fn a_no_that_may_be_lost_with_the_vault_counts_as_one() {
    let yeses = Yeses::new();
    let people = yeses.people();
    says_no(&yeses.bed.vault, yeses.cilla, Channel::Any);
    let (dir, home, _) = yeses.bed.leave();
    let [rows, by_person, ids, person, person_ids] = roots([
        "consent_event",
        "consent_event_person",
        "sqlite_autoindex_consent_event_1",
        "person",
        "sqlite_autoindex_person_1",
    ]);
    let first = 1;
    for (lost, held) in [
        // Only the first page: the rows are whole, and the no is carried over.
        (vec![first], [true, true, false]),
        (vec![first, rows], [true, true, false]),
        (vec![first, rows, ids], [false, false, false]),
        (vec![rows, by_person], [false, false, false]),
        // Nobody's row is there, but the index still says whose it is; or nothing does.
        (vec![first, person], [true, true, false]),
        (vec![first, person, person_ids], [false, false, false]),
        (vec![first, rows, by_person, ids], [false, false, false]),
    ] {
        let place = dir.path().join("skadat");
        damaged(&home, &place, |database| {
            for page in &lost {
                database[(page - 1) * PAGE + 300] ^= 0x55;
            }
        });
        let whole = restore(&yeses.file, &place, Ledger::Whole, PASSPHRASE);
        let restored = whole.unwrap_or_else(|error| {
            assert_eq!(error.code(), Code::ForgottenUnknown, "{lost:?}");
            restore(&yeses.file, &place, Ledger::AsFarAsKnown, PASSPHRASE).unwrap()
        });
        let all = held == [false; 3];
        let told = if all { (None, 3) } else { (Some(1), 0) };
        if lost != [first, rows] {
            assert_eq!((restored.noes, restored.doubtful), told, "{lost:?}");
        }
        assert_eq!(holding(&place, PASSPHRASE, people), held, "{lost:?}");
        fs::remove_dir_all(&place).unwrap();
    }
}

#[test]
fn where_nothing_was_nobody_can_say() {
    let yeses = Yeses::new();
    let people = yeses.people();
    says_no(&yeses.bed.vault, yeses.cilla, Channel::Any);
    let (dir, _, _) = yeses.bed.leave();
    let place = dir.path().join("ny dator");
    let restored = restore(&yeses.file, &place, Ledger::Whole, PASSPHRASE).unwrap();
    assert_eq!(restored.noes, None);
    assert_eq!(holding(&place, PASSPHRASE, people), [true, true, true]);
}

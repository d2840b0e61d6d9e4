//! A damaged vault: what is left of it becomes a sound one and open files, and the damaged one stays as it was.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use kartotek_core::consent::{self, No, Yes};
use kartotek_core::contact::{self, Filter, Order};
use kartotek_core::erasure::{self, Ground};
use kartotek_core::policy::{Channel, Language};
use kartotek_core::salvage::{self, Rescue, What};
use kartotek_core::vault::session;
use kartotek_core::vault::{Course, DATABASE, Op, Vault, WriteTx};
use kartotek_core::{Code, PersonId, activity, backup, verify};

use crate::house::roots;
use crate::people;
use crate::small_disk::Small;
use crate::vault_folder::{PASSPHRASE, fingerprint, house, passphrase, plain};

const PAGE: usize = 4096;

struct Bed {
    dir: tempfile::TempDir,
}

impl Bed {
    fn new(furnish: impl FnOnce(&Vault)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("valv");
        let (vault, _) = session::create_in(&home, house(false), &plain()).unwrap();
        furnish(&vault);
        vault.close().unwrap();
        Self { dir }
    }

    fn home(&self) -> PathBuf {
        self.dir.path().join("valv")
    }

    fn database(&self) -> PathBuf {
        self.home().join(DATABASE)
    }

    fn damage(&self, at: impl IntoIterator<Item = usize>) {
        let mut bytes = fs::read(self.database()).unwrap();
        for at in at {
            bytes[at] ^= 0x55;
        }
        fs::write(self.database(), bytes).unwrap();
    }

    fn rescue(&self) -> Rescue {
        let before = files(&self.home());
        let rescue = salvage::salvage(
            &self.home(),
            &passphrase(PASSPHRASE),
            &plain(),
            None,
            Course::alone(),
        );
        assert_eq!(
            files(&self.home()),
            before,
            "the damaged vault is never touched"
        );
        rescue.unwrap_or_else(|error| panic!("{:?}", error.code()))
    }
}

/// The files of a vault, without what lies aside.
fn files(dir: &Path) -> Vec<(String, (u32, String))> {
    let all = fingerprint(dir).into_iter();
    all.filter(|(name, _)| !name.starts_with('.') && name != "backups")
        .collect()
}

fn names(vault: &Vault) -> Vec<String> {
    let page = vault
        .read(|tx| contact::list(tx, Order::Name, &Filter::All, 0, 500))
        .unwrap();
    page.rows.into_iter().map(|row| row.display_name).collect()
}

fn add(vault: &Vault, name: &str) -> PersonId {
    let mail = format!("{}@example.se", name.replace(' ', "."));
    people::add(vault, &[("name", name), ("email", &mail)]).unwrap()
}

fn crowd(vault: &Vault, people: usize) -> Vec<PersonId> {
    let add = |n| {
        let person = add(vault, &format!("Person Nummer{n:03}"));
        let text = format!("Samtal om altan nummer {n}, {}", "virke ".repeat(n % 30));
        vault
            .write(Op::WriteNote, |tx| {
                activity::write_note(tx, &[person], &text, None)
            })
            .unwrap();
        person
    };
    (0..people).map(add).collect()
}

fn yes(vault: &Vault, person: PersonId) {
    let card = vault.read(|tx| contact::get(tx, person)).unwrap();
    let value = card
        .values
        .iter()
        .find(|value| value.field == "email")
        .map(|value| value.id);
    let yes = Yes {
        person,
        purpose: "newsletter".into(),
        product: String::new(),
        channel: Channel::Email,
        value,
        wording: "Får vi skicka vårt nyhetsbrev till dig?".into(),
        language: Language::Sv,
        method: consent::Method::Paper,
        evidence: String::new(),
        happened_at: None,
        valid_until_on: None,
        lifts_no: false,
    };
    vault
        .write(Op::GiveConsent, |tx| consent::give(tx, &yes))
        .unwrap();
}

fn no(vault: &Vault, person: PersonId) {
    let no = No {
        person,
        purpose: "newsletter".into(),
        product: String::new(),
        channel: Channel::Any,
        method: None,
        evidence: String::new(),
        happened_at: None,
    };
    vault
        .write(Op::WithdrawConsent, |tx| consent::withdraw(tx, &no))
        .unwrap();
}

fn kind(rescue: &Rescue, what: What) -> (u32, u32) {
    let kinds = &rescue.report().kinds;
    let kind = kinds.iter().find(|kind| kind.what == what).unwrap();
    (kind.rescued, kind.lost)
}

#[test]
fn a_sound_vault_is_rescued_whole() {
    let bed = Bed::new(|vault| {
        let people = crowd(vault, 12);
        yes(vault, people[0]);
        let gone = add(vault, "Cecilia Bortglömd");
        erasure::forget(vault, gone, Ground::A, true).unwrap();
        erasure::prove_pending(vault, &mut |_| {}).unwrap();
    });
    let rescue = bed.rescue();
    let report = rescue.report();
    assert_eq!(
        (
            report.unreadable,
            report.refused,
            report.doubtful,
            report.loose
        ),
        (0, 0, 0, 0)
    );
    assert_eq!(report.gaps, Vec::<String>::new());
    assert_eq!(kind(&rescue, What::Contacts), (12, 0));
    assert_eq!(kind(&rescue, What::Values), (24, 0));
    assert_eq!(kind(&rescue, What::Consents), (1, 0));
    assert_eq!(kind(&rescue, What::Activities), (12, 0));
    assert_eq!(names(rescue.vault()).len(), 12);
    let found = rescue
        .vault()
        .read(|tx| kartotek_core::search::search(tx, "altan", 50))
        .unwrap();
    assert_eq!(found.notes.len(), 12, "found by search");
}

#[test]
fn damage_costs_what_lay_there_and_the_rest_becomes_a_sound_vault() {
    let bed = Bed::new(|vault| drop(crowd(vault, 60)));
    let whole = fs::read(bed.database()).unwrap();
    let pages = whole.len() / PAGE;
    let mut lost = 0;
    for round in 0..6_usize {
        fs::write(bed.database(), &whole).unwrap();
        // Anywhere, the first page too.
        let page = (pages - round * 4) % pages;
        bed.damage([page * PAGE + 200 + round]);
        let rescue = bed.rescue();
        assert_eq!(rescue.report().unreadable, 1, "page {page}");
        let (contacts, gone) = kind(&rescue, What::Contacts);
        assert_eq!(contacts + gone, 60, "page {page}: told exactly");
        let (values, values_gone) = kind(&rescue, What::Values);
        assert_eq!(values + values_gone, 120, "page {page}");
        lost += gone + values_gone;
        for name in names(rescue.vault()) {
            let invented = !name.starts_with("Person Nummer")
                && !name.contains("person.nummer")
                && !name.contains("Person.Nummer")
                && !name.is_empty();
            assert!(!invented, "page {page}: {name}");
        }
        for check in verify::verify(rescue.vault(), None) {
            let told = rescue.report().gaps.contains(&check.name);
            assert!(
                check.ok || told,
                "page {page}: {} {}",
                check.name,
                check.detail
            );
            assert!(
                check.ok || check.name == "journal",
                "page {page}: {} {}",
                check.name,
                check.detail
            );
        }
    }
    assert!(lost > 0, "the damage was damage");
}

#[test]
fn the_rescued_vault_takes_the_place_and_the_damaged_one_is_kept() {
    let bed = Bed::new(|vault| drop(crowd(vault, 30)));
    let pages = fs::read(bed.database()).unwrap().len() / PAGE;
    bed.damage((1..pages / 2).map(|page| page * PAGE + 9));
    let damaged = fs::read(bed.database()).unwrap();
    let refused = session::open_in(&bed.home(), passphrase(PASSPHRASE), &plain());
    assert!(refused.is_err_and(|error| error.code() == Code::Damaged));
    let rescue = bed.rescue();
    let kept = rescue.adopt().unwrap().expect("the damaged one");
    assert_eq!(
        fs::read(kept.join(DATABASE)).unwrap(),
        damaged,
        "byte for byte"
    );
    let vault = session::open_in(&bed.home(), passphrase(PASSPHRASE), &plain()).unwrap();
    let before = names(&vault).len();
    add(&vault, "Kom efteråt");
    assert_eq!(names(&vault).len(), before + 1, "and it can be worked in");
    vault.close().unwrap();
    assert!(
        fs::read_dir(bed.home())
            .unwrap()
            .flatten()
            .all(|e| !e.file_name().to_string_lossy().starts_with(".copy-"))
    );
}

#[test]
fn what_is_left_is_handed_out_as_open_files() {
    let bed = Bed::new(|vault| drop(crowd(vault, 8)));
    let rescue = bed.rescue();
    let out = bed.dir.path().join("räddat.zip");
    let bytes = rescue.export(&out).unwrap();
    assert_eq!(bytes, out.metadata().unwrap().len());
    assert!(
        rescue
            .export(&out)
            .is_err_and(|error| error.code() == Code::FileExists)
    );
    let mut zip = zip::ZipArchive::new(fs::File::open(&out).unwrap()).unwrap();
    let all: Vec<String> = zip
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    assert_eq!(
        all.iter()
            .filter(|name| name.starts_with("people/") && name.contains(".json"))
            .count(),
        8
    );
    assert!(
        all.iter().all(|name| !name.contains("Person")),
        "no names among the names: {all:?}"
    );
    let mut cards = String::new();
    zip.by_name("contacts.vcf")
        .unwrap()
        .read_to_string(&mut cards)
        .unwrap();
    assert_eq!(cards.matches("BEGIN:VCARD").count(), 8);
    let mut data = String::new();
    zip.by_name("people/00001.json")
        .unwrap()
        .read_to_string(&mut data)
        .unwrap();
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!(data["data"]["activities"].as_array().unwrap().len(), 1);
    drop(rescue);
    assert!(
        fs::read_dir(bed.home())
            .unwrap()
            .flatten()
            .all(|e| !e.file_name().to_string_lossy().starts_with(".copy-")),
        "nothing stays aside"
    );
}

#[test]
fn the_open_files_of_a_rescue_are_named_when_somebody_in_them_is_forgotten() {
    let bed = Bed::new(|vault| drop(crowd(vault, 3)));
    let rescue = bed.rescue();
    let out = bed.dir.path().join("räddat.zip");
    rescue.export(&out).unwrap();
    // What did not come to be there is not remembered.
    assert!(rescue.export(&out).is_err());
    let full = crate::small_disk::Small::new(1);
    full.fill(8 * 1024);
    assert!(rescue.export(&full.path("räddat.zip")).is_err());
    rescue.adopt().unwrap();

    let vault = session::open_in(&bed.home(), passphrase(PASSPHRASE), &plain()).unwrap();
    let page = vault
        .read(|tx| contact::list(tx, Order::Name, &Filter::All, 0, 50))
        .unwrap();
    assert_eq!(page.rows.len(), 3);
    let named = [out.display().to_string()];
    for row in &page.rows {
        let plan = erasure::preview(&vault, row.id).unwrap();
        assert_eq!(plan.exports, named);
    }
    // It stayed with whoever is responsible; nobody else got it.
    let timeline = vault.read(|tx| activity::timeline(tx, page.rows[0].id, None, 20));
    let timeline = serde_json::to_string(&timeline.unwrap()).unwrap();
    let name = house(false).controller.name;
    assert!(
        timeline.contains(&format!("\"recipient\":\"{name}\"")),
        "{timeline}"
    );
}

/// The newest backup takes the place of the damaged one instead: its people are in the open files all the same.
#[test]
fn the_open_files_of_a_rescue_that_nobody_adopts_are_remembered_too() {
    let mut taken = None;
    let bed = Bed::new(|vault| {
        crowd(vault, 2);
        let beside = vault.path().with_file_name(backup::FOLDER);
        taken = Some(backup::take(vault, &beside, Course::alone()).unwrap());
    });
    let rescue = bed.rescue();
    let out = bed.dir.path().join("räddat.zip");
    rescue.export(&out).unwrap();
    assert!(rescue.export(&out).is_err(), "it is there");
    drop(rescue);
    let (file, key) = (taken.unwrap().file, passphrase(PASSPHRASE));
    backup::restore(&file, &bed.home(), &key, &plain(), Course::alone()).unwrap();
    let vault = session::open_in(&bed.home(), key, &plain()).unwrap();
    for _ in 0..2 {
        salvage::take_handed_out(&vault).unwrap();
        let page = vault
            .read(|tx| contact::list(tx, Order::Name, &Filter::All, 0, 50))
            .unwrap();
        for row in page.rows {
            let plan = erasure::preview(&vault, row.id).unwrap();
            assert_eq!(plan.exports, [out.display().to_string()]);
        }
    }
    let left = fingerprint(&bed.home()).into_keys();
    assert!(left.into_iter().all(|name| !name.contains("rescued")));
}

#[test]
fn whoever_was_forgotten_stays_so_when_the_log_is_lost() {
    let mut leaving = None;
    let bed = Bed::new(|vault| {
        crowd(vault, 5);
        let cecilia = add(vault, "Cecilia Bortglömd");
        let words = ["Cecilia Bortglömds vän".to_owned()];
        let tag = |tx: &mut WriteTx<'_>| contact::tag(tx, &[cecilia], &words, &[]).map(drop);
        vault.write(Op::TagContacts, tag).unwrap();
        leaving = Some(cecilia);
    });
    // The database as it was before she was forgotten: what came after was in a log that is lost.
    let before = fs::read(bed.database()).unwrap();
    let vault = session::open_in(&bed.home(), passphrase(PASSPHRASE), &plain()).unwrap();
    erasure::forget(&vault, leaving.unwrap(), Ground::A, true).unwrap();
    erasure::prove_pending(&vault, &mut |_| {}).unwrap();
    let stick = bed.dir.path().join("sticka");
    backup::take(&vault, &stick, Course::alone()).unwrap();
    vault.close().unwrap();
    fs::write(bed.database(), &before).unwrap();
    bed.damage([before.len() - 100]);
    let salvage = |list| {
        let key = passphrase(PASSPHRASE);
        salvage::salvage(&bed.home(), &key, &plain(), list, Course::alone()).unwrap()
    };
    let rescue = salvage(Some(stick.as_path()));
    assert!(!names(rescue.vault()).contains(&"Cecilia Bortglömd".to_owned()));
    assert_eq!(rescue.report().forgotten, 1);
    assert_eq!(rescue.report().refused, 0, "the policy has no part in it");
    // Its words would be a residue of the next one who is called so.
    let friend = add(rescue.vault(), "Cecilia Bortglömds vän");
    erasure::forget(rescue.vault(), friend, Ground::A, false).unwrap();
    erasure::prove_pending(rescue.vault(), &mut |_| {}).unwrap();
    let ledger = erasure::ledger(rescue.vault()).unwrap();
    assert_eq!(ledger.len(), 2, "and cannot be imported by a later restore");
    let good = rescue
        .newest_good_backup(Some(&stick), Course::alone())
        .unwrap();
    assert_eq!(
        good.map(|backup| backup.people),
        Some(5),
        "the newest backup is proposed"
    );
    drop(rescue);
    // Without the list nobody knows: the test would see her.
    assert!(names(salvage(None).vault()).contains(&"Cecilia Bortglömd".to_owned()));
}

#[test]
fn the_newest_good_backup_is_looked_for_wherever_they_went() {
    let dir = tempfile::tempdir().unwrap();
    let [first, second] = ["första", "andra"].map(|name| {
        let folder = dir.path().canonicalize().unwrap().join(name);
        fs::create_dir(&folder).unwrap();
        folder
    });
    let goes_to = |vault: &Vault, folder: &Path| {
        let plan = backup::Plan {
            folder: folder.display().to_string(),
            hours: 24,
        };
        vault
            .write(Op::ChangeSettings, |tx| backup::set_plan(tx, &plan))
            .unwrap();
    };
    // Beside the vault one that is newer than in the folder of today, and in the one that was left the newest.
    let mut taken = Vec::new();
    let bed = Bed::new(|vault| {
        crowd(vault, 2);
        goes_to(vault, &first);
        goes_to(vault, &second);
        let beside = vault.path().with_file_name(backup::FOLDER);
        for folder in [&second, &beside, &first] {
            taken.push(backup::take(vault, folder, Course::alone()).unwrap());
        }
    });
    let rescue = bed.rescue();
    let newest = || {
        let good = rescue.newest_good_backup(None, Course::alone()).unwrap();
        good.map(|backup| backup.file)
    };
    for newer in taken.iter().rev() {
        assert_eq!(newest().as_ref(), Some(&newer.file));
        // Damaged, or its folder away: the next is the newest.
        if newer.file.starts_with(&first) {
            fs::rename(&first, dir.path().join("borta")).unwrap();
        } else {
            let bytes = fs::read(&newer.file).unwrap();
            fs::write(&newer.file, &bytes[..bytes.len() - 9]).unwrap();
        }
    }
    assert_eq!(newest(), None);
}

#[test]
fn a_yes_whose_no_may_be_lost_counts_no_more() {
    let mut asked = None;
    let bed = Bed::new(|vault| {
        let people = crowd(vault, 24);
        for person in &people {
            yes(vault, *person);
        }
        for person in &people {
            no(vault, *person);
        }
        asked = Some(people);
    });
    let people = asked.unwrap();
    let whole = fs::read(bed.database()).unwrap();
    let mut doubted = 0;
    // What was said last lies last.
    for page in (1..whole.len() / PAGE).rev() {
        fs::write(bed.database(), &whole).unwrap();
        bed.damage([page * PAGE + 50]);
        let wreck = salvage::salvage(
            &bed.home(),
            &passphrase(PASSPHRASE),
            &plain(),
            None,
            Course::alone(),
        )
        .unwrap();
        let report = wreck.report();
        if kind(&wreck, What::Consents).1 == 0 {
            continue;
        }
        doubted += report.doubtful;
        for person in &people {
            let holds = wreck.vault().read(|tx| consent::panel(tx, *person));
            let Ok(panel) = holds else { continue };
            let given = serde_json::to_string(&panel).unwrap().contains("\"given\"");
            assert!(!given, "page {page}: a no became a yes");
        }
        if doubted > 0 {
            break;
        }
    }
    assert!(doubted > 0, "some page held noes");
}

/// Whoever opens the vault meanwhile would sweep it away, or be put aside with what was answered.
#[test]
fn nobody_opens_the_vault_while_what_was_rescued_waits() {
    let bed = Bed::new(|vault| drop(crowd(vault, 30)));
    let pages = fs::read(bed.database()).unwrap().len() / PAGE;
    bed.damage([(pages - 1) * PAGE + 50]);
    let rescue = bed.rescue();
    let open = || session::open_in(&bed.home(), passphrase(PASSPHRASE), &plain());
    let code = || open().err().map(|error| error.code());
    assert_eq!(code(), Some(Code::OpenElsewhere));
    drop(rescue);
    open().unwrap().close().unwrap();
    let rescue = bed.rescue();
    assert!(rescue.adopt().unwrap().is_some());
    open().unwrap().close().unwrap();
}

#[test]
fn a_salvage_that_is_stopped_leaves_nothing() {
    use std::ops::ControlFlow;
    use std::sync::atomic::{AtomicU32, Ordering};
    let bed = Bed::new(|vault| drop(crowd(vault, 10)));
    let before = fingerprint(&bed.home());
    for most in [0, 1, 2, 3] {
        let heard = AtomicU32::new(0);
        let stop = |_| {
            if heard.fetch_add(1, Ordering::SeqCst) < most {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        let stopped = salvage::salvage(
            &bed.home(),
            &passphrase(PASSPHRASE),
            &plain(),
            None,
            Course::new(&stop),
        );
        assert!(
            stopped.is_err_and(|error| error.code() == Code::Cancelled),
            "after {most}"
        );
        assert_eq!(fingerprint(&bed.home()), before, "after {most}");
    }
}

#[test]
fn what_opens_nothing_is_said() {
    let bed = Bed::new(|_| ());
    let salvage = |key: &str| {
        let rescue = salvage::salvage(
            &bed.home(),
            &passphrase(key),
            &plain(),
            None,
            Course::alone(),
        );
        rescue.err().map(|error| error.code())
    };
    assert_eq!(
        salvage("helt fel lösenfras här"),
        Some(Code::WrongPassphrase)
    );
    let bytes = fs::read(bed.database()).unwrap();
    fs::write(bed.database(), vec![7; bytes.len()]).unwrap();
    assert_eq!(salvage(PASSPHRASE), Some(Code::NothingReadable));
    fs::remove_file(bed.database()).unwrap();
    assert_eq!(salvage(PASSPHRASE), Some(Code::DatabaseMissing));
}

/// Rescued and lost, of noes, ledger and keys.
type Told = [(u32, u32); 3];

/// Whoever is let in although she said no was told of.
#[test]
fn lost_noes_a_lost_ledger_and_lost_keys_are_told() {
    let bed = Bed::new(|vault| {
        crowd(vault, 3);
        let gone = add(vault, "Cecilia Bortglömd");
        erasure::forget(vault, gone, Ground::C, true).unwrap();
        erasure::prove_pending(vault, &mut |_| {}).unwrap();
    });
    let whole = fs::read(bed.database()).unwrap();
    let [ledger, index, noes, keys] = roots([
        "erasure",
        "sqlite_autoindex_erasure_2",
        "suppression",
        "secret",
    ]);
    // What is left: of the noes, of the ledger, of the keys; the index names whom the ledger named.
    let cases: [(&[usize], Told, bool); 6] = [
        (&[], [(1, 0), (1, 0), (3, 0)], true),
        (&[ledger], [(1, 0), (1, 0), (3, 0)], true),
        (&[ledger, index], [(1, 0), (0, 1), (3, 0)], true),
        (&[noes], [(0, 1), (1, 0), (3, 0)], false),
        (&[keys], [(0, 1), (1, 0), (0, 3)], false),
        (&[noes, keys], [(0, 1), (1, 0), (0, 3)], false),
    ];
    for (lost, left, stopped) in cases {
        fs::write(bed.database(), &whole).unwrap();
        bed.damage(lost.iter().map(|page| (page - 1) * PAGE + 300));
        let rescue = bed.rescue();
        let told = [What::Noes, What::Ledger, What::Keys].map(|what| kind(&rescue, what));
        assert_eq!(told, left, "{lost:?}");
        let again = people::add(
            rescue.vault(),
            &[
                ("name", "C Bortglömd"),
                ("email", "Cecilia.Bortglömd@example.se"),
            ],
        );
        assert_eq!(again.is_err(), stopped, "{lost:?}");
    }
}

/// A disk that dies is often read-only: what is left is handed out elsewhere, or becomes a vault on another disk.
#[test]
fn what_lies_on_a_disk_that_takes_nothing_any_more_is_rescued_elsewhere() {
    let small = Small::new(16);
    let home = small.path("valv");
    let (vault, _) = session::create_in(&home, house(false), &plain()).unwrap();
    crowd(&vault, 5);
    vault.close().unwrap();
    let mut bytes = fs::read(home.join(DATABASE)).unwrap();
    let last = bytes.len() - 100;
    bytes[last] ^= 0x55;
    fs::write(home.join(DATABASE), bytes).unwrap();
    small.remount("ro");
    let salvage = || {
        let key = passphrase(PASSPHRASE);
        salvage::salvage(&home, &key, &plain(), None, Course::alone()).unwrap()
    };
    let other = tempfile::tempdir().unwrap();
    let mut rescue = salvage();
    let held = rescue.take_hold().err().map(|error| error.code());
    assert_eq!(
        held,
        Some(Code::ReadOnly),
        "asked before anything is given up"
    );
    let out = other.path().join("rescued.zip");
    rescue.export(&out).unwrap();
    assert!(fs::read(&out).unwrap().starts_with(b"PK"));
    let refused = rescue.adopt().err().map(|error| error.code());
    assert_eq!(refused, Some(Code::ReadOnly), "nothing moves in there");
    let place = other.path().join("valv");
    salvage().settle(&place).unwrap();
    small.remount("rw");
    let vault = session::open_in(&place, passphrase(PASSPHRASE), &plain()).unwrap();
    assert_eq!(names(&vault).len(), 5);
    vault.close().unwrap();
    // And from one disk to another that takes it.
    let rescued = salvage();
    rescued.settle(&other.path().join("ett till")).unwrap();
}

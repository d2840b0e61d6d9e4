//! Every parser of bytes that others wrote, by name: the fuzzer calls them, and `tests/rules` with the kept inputs. An input
//! is accepted or refused; the vault behind it is as it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use kartotek_core::contact::{self, ContactDraft, Source, SourceHow};
use kartotek_core::import::{self, ImportPlan};
use kartotek_core::vault::{Op, SystemClock, Vault, session};
use kartotek_core::{Code, backup, policy, search, text};

/// The parsers.
pub(crate) const NAMES: [&str; 7] = [
    "csv", "slots", "backup", "query", "policy", "contact", "values",
];

/// Gives the input to the parser of that name.
pub(crate) fn parse(name: &str, bytes: &[u8]) {
    match name {
        "csv" => csv(bytes),
        "slots" => slots(bytes),
        "backup" => drop(backup::label(&file(name, bytes))),
        "query" => query(bytes),
        "policy" => drop(policy::load(&String::from_utf8_lossy(bytes))),
        "contact" => contact(bytes),
        "values" => values(&String::from_utf8_lossy(bytes)),
        _ => unreachable!("a parser of no such name"),
    }
}

struct Ground {
    folder: tempfile::TempDir,
    vault: Vault,
}

/// One vault for all inputs: none of them leaves anything in it.
fn ground() -> &'static Ground {
    static GROUND: OnceLock<Ground> = OnceLock::new();
    GROUND.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let home = folder.path().join("valv");
        let clock = std::sync::Arc::new(SystemClock);
        let vault = Vault::create_raw(&home, [7; 32], clock).expect("a vault");
        let found = vault.write(Op::CreateVault, |tx| {
            policy::activate(tx, &policy::default_policy())
        });
        found.expect("a policy");
        Ground { folder, vault }
    })
}

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let file = ground().folder.path().join(name);
    fs::write(&file, bytes).expect("a file");
    file
}

fn source() -> Source {
    Source {
        how: SourceHow::Met,
        on: String::new(),
        place: "Mässan".into(),
    }
}

fn csv(bytes: &[u8]) {
    let file = file("lista.csv", bytes);
    let vault = &ground().vault;
    let plan = ImportPlan {
        targets: None,
        source: source(),
        person_type: None,
        bases: vec![],
    };
    let sniffed = import::sniff(vault, &file);
    let run = import::run(
        vault,
        &file,
        &plan,
        true,
        &AtomicBool::new(false),
        &mut |_, _| {},
    );
    if let (Ok(sniffed), Ok(run)) = (sniffed, run) {
        let report = run.value;
        let accounted = report.created + report.unchanged + report.refused;
        assert_eq!(accounted, sniffed.rows, "every row is accounted for");
    }
}

/// As a key file in a vault's folder.
fn slots(bytes: &[u8]) {
    let folder: &Path = ground().folder.path();
    let home = folder.join("nycklar");
    let database = home.join("kartotek.db");
    if !database.exists() {
        fs::create_dir(&home).expect("a folder");
        fs::copy(ground().vault.path(), &database).expect("a database");
    }
    fs::write(home.join("slots.json"), bytes).expect("a key file");
    session::look(&home);
}

fn query(bytes: &[u8]) {
    let query = String::from_utf8_lossy(bytes);
    let found = ground().vault.read(|tx| search::search(tx, &query, 20));
    assert!(found.is_ok(), "every query has an answer, if an empty one");
}

/// A contact as the command line takes it.
fn contact(bytes: &[u8]) {
    let Ok(draft) = serde_json::from_slice::<ContactDraft>(bytes) else {
        return;
    };
    let tried = ground().vault.write(Op::CreateContact, |tx| {
        contact::create(tx, &draft)?;
        Err::<(), _>(Code::Cancelled.into())
    });
    let code = tried.map(|_| ()).expect_err("nothing is kept").code();
    assert_ne!(
        code,
        Code::Internal,
        "refused for a reason that can be said"
    );
}

fn values(typed: &str) {
    for region in ["SE", "DE", "US"] {
        if let Ok(number) = text::phone(typed, region) {
            text::phone_display(&number, region);
            text::phone_country(&number);
        }
    }
    if let Ok(address) = text::email(typed) {
        assert!(
            text::mail_domain(&address).is_some(),
            "an address has a domain"
        );
    }
    let _ = text::website(typed);
    text::sort_key(&text::tidy(&text::fold(typed)));
    text::words(typed);
}

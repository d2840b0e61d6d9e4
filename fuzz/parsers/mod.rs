//! Every parser of bytes that others wrote, by name: the fuzzer calls them, and `tests/rules` with the kept inputs. An input
//! is accepted or refused; the vault behind it is as it was.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt as _;
use std::sync::atomic::AtomicBool;

use kartotek_core::import::{self, ImportPlan};
use kartotek_core::vault::session::{self, Found, Unlock};
use kartotek_core::vault::{Course, DATABASE, SLOTS, known, rummage};
use kartotek_core::{backup, policy, search, text};
use secrecy::SecretString;

use ground::{Ground, around, ground};

mod acts;
mod ground;
mod logs;

/// The parsers.
pub(crate) const NAMES: [&str; 14] = [
    "csv",
    "slots",
    "backup",
    "query",
    "policy",
    "contact",
    "values",
    "acts",
    "codes",
    "forgotten",
    "vaults",
    "wreck",
    "log",
    "args",
];

/// Gives the input to the parser of that name.
pub(crate) fn parse(name: &str, bytes: &[u8]) {
    match name {
        "csv" => csv(bytes),
        "slots" => slots(bytes),
        "backup" => drop(backup::label(&ground().file(name, bytes))),
        "query" => query(&String::from_utf8_lossy(bytes)),
        "policy" => drop(policy::load(&String::from_utf8_lossy(bytes))),
        "contact" => acts::contact(bytes),
        "values" => values(&String::from_utf8_lossy(bytes)),
        "acts" => acts::act(&String::from_utf8_lossy(bytes)),
        "codes" => codes(&String::from_utf8_lossy(bytes)),
        "forgotten" => forgotten(&String::from_utf8_lossy(bytes)),
        "vaults" => vaults(bytes),
        "wreck" => drop(rummage(bytes)),
        "log" => logs::log(bytes),
        "args" => args(bytes),
        _ => unreachable!("a parser of no such name"),
    }
}

fn csv(bytes: &[u8]) {
    let file = ground().file("lista.csv", bytes);
    let vault = &ground().vault;
    let plan = ImportPlan {
        targets: None,
        source: ground::source(),
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

/// As a key file in a vault's folder, with the right code of another one.
fn slots(bytes: &[u8]) {
    let home = ground().folder().join("nycklar");
    let database = home.join(DATABASE);
    if !database.exists() {
        fs::create_dir(&home).expect("a folder");
        fs::copy(ground().vault.path(), &database).expect("a database");
    }
    fs::write(home.join(SLOTS), bytes).expect("a key file");
    if matches!(session::look(&home), Found::Vault { .. }) {
        let code = Unlock::Recovery(SecretString::from(ground().code.reveal()));
        let opened = session::open_in(&home, code, &around());
        assert!(
            opened.is_err(),
            "nobody opens a vault with the code of another"
        );
    }
}

fn query(query: &str) {
    let found = ground().vault.read(|tx| search::search(tx, query, 20));
    assert!(found.is_ok(), "every query has an answer, if an empty one");
}

fn values(typed: &str) {
    for region in ["SE", "DE", "US"] {
        if let Ok(number) = text::phone(typed, region) {
            text::phone_display(&number, region);
            text::phone_country(&number);
            text::phone_line(&number);
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

/// What is typed to open a vault: a recovery code (`@code` stands for the right one), two of its groups, a new passphrase.
fn codes(typed: &str) {
    let Ground { vault, code, .. } = ground();
    let right = typed.contains("@code");
    let typed = typed.replace("@code", code.reveal());
    let opens = vault.test_key(&Unlock::Recovery(SecretString::from(&*typed)));
    assert!(opens.is_err() || right, "a code is guessed");
    let groups: Vec<_> = (1..)
        .zip(typed.lines().map(str::to_owned))
        .take(2)
        .collect();
    let fits = vault.confirm_recovery(code, &groups);
    assert!(fits.is_err(), "groups are guessed");
    // Its strength is looked at first; then there is no such zone.
    let new = ground::new_vault(&typed, "Ingenstans");
    let made = session::create_in(&ground().folder().join("inget"), new, &around());
    assert!(made.is_err());
}

/// As the list beside the backups; `@vault` stands for the vault's id.
fn forgotten(text: &str) {
    let folder = ground().folder().join("kopior");
    fs::create_dir_all(&folder).expect("a folder");
    let list = text.replace("@vault", &ground().id);
    fs::write(folder.join(format!("forgotten-{}.json", ground().id)), list).expect("a list");
    let renewed = backup::renew(&ground().vault, &folder, Course::alone());
    assert_eq!(renewed.unwrap_or(0), 0, "there is no backup to renew");
}

fn vaults(bytes: &[u8]) {
    let file = ground().file(known::FILE, bytes);
    let before = known::list(&file);
    // Writing waits for the disk, and over a broken list there is one way only.
    if before.is_empty() {
        return;
    }
    let here = ground().folder();
    known::opened(&file, here, i64::MAX).expect("the list is written");
    let after = known::list(&file);
    let there = after.iter().any(|known| known.folder == here);
    assert!(
        there || after.len() == 100,
        "it is known, or the list is full"
    );
    assert!(after.len() <= before.len() + 1);
}

/// A command line, a line of the input for each word: it is understood, or there is a sentence that says why not.
fn args(bytes: &[u8]) {
    let words = bytes.split(|byte| *byte == b'\n');
    let words = words.map(|word| OsString::from_vec(word.to_vec()));
    let sentence = kartotek::read([OsString::from("kartotek")].into_iter().chain(words));
    assert_ne!(sentence.as_deref(), Some(""), "wrong use has a sentence");
}

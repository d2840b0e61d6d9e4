//! What the program says to what it cannot use: the sentence in both languages, an exit code, an unchanged vault, and
//! the next action works.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use kartotek_core::vault::SystemClock;
use kartotek_core::vault::session::{self, Unlock};
use serde_json::json;

use super::bed::{Bed, LANGUAGES, PASSPHRASE, Ran, fixture, run, sentence};

/// Every file of a folder, byte for byte.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder)
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().unwrap().is_file());
    files
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect()
}

/// A vault with two people in it.
fn peopled(language: &'static str) -> Bed {
    let bed = Bed::new(language);
    bed.run(&format!("import {}", fixture("phone.csv").display()))
        .ok();
    bed
}

fn says(bed: &Bed, ran: &Ran, code: i32, error: &str) {
    assert_eq!(
        ran.code, code,
        "exit code of {error}; stdout: {}, stderr: {}",
        ran.out, ran.err
    );
    let sentence = bed.sentence(error);
    assert!(
        ran.err.contains(&sentence),
        "{error} is said in words: {}",
        ran.err
    );
    assert!(ran.out.is_empty(), "a refusal is no result: {}", ran.out);
}

/// `spoil` the vault: it must be refused as `error`, not a byte changed, and be as before once it is mended.
fn refused_untouched(error: &str, code: i32, spoil: impl Fn(&Path)) {
    for language in LANGUAGES {
        let bed = peopled(language);
        let before = bed.everybody();
        let sound = bytes(&bed.vault);
        spoil(&bed.vault);
        let spoilt = bytes(&bed.vault);
        says(&bed, &bed.run("contact list --json"), code, error);
        assert!(
            bytes(&bed.vault) == spoilt,
            "{error}: what cannot be opened is not touched"
        );
        for (name, content) in sound {
            fs::write(bed.vault.join(name), content).unwrap();
        }
        assert_eq!(
            bed.everybody(),
            before,
            "{error}: the mended vault opens as before"
        );
    }
}

#[test]
fn a_wrong_passphrase() {
    for language in LANGUAGES {
        let bed = peopled(language);
        let before = bed.everybody();
        let untouched = bytes(&bed.vault);
        says(
            &bed,
            &bed.run_with("contact list --json", "", "fel häst batteri häftklammer"),
            77,
            "wrong-passphrase",
        );
        assert!(bytes(&bed.vault) == untouched, "no byte changes");
        assert_eq!(bed.everybody(), before);
    }
}

#[test]
fn a_weak_passphrase_makes_no_vault() {
    for language in LANGUAGES {
        let dir = tempfile::tempdir().unwrap();
        let vault = dir.path().join("ny");
        let ran = run(&vault, language, "init", "", "hej");
        assert_eq!((ran.code, ran.out.as_str()), (65, ""), "{}", ran.err);
        assert!(
            ran.err
                .contains(&sentence(language, "errors", "error-weak-passphrase")),
            "{}",
            ran.err
        );
        run(&vault, language, "init", "", PASSPHRASE).ok();
    }
}

#[test]
fn a_file_that_is_no_vault() {
    refused_untouched("keys-do-not-fit", 69, |vault| {
        fs::write(vault.join("kartotek.db"), "en lapp ".repeat(1024)).unwrap();
    });
    for short in ["", "en lapp"] {
        refused_untouched("truncated", 69, |vault| {
            fs::write(vault.join("kartotek.db"), short).unwrap();
        });
    }
    for language in LANGUAGES {
        let bed = peopled(language);
        let note = bed.file("lapp.txt", "mjölk, bröd");
        says(
            &bed,
            &run(&note, language, "contact list", "", PASSPHRASE),
            69,
            "not-a-vault",
        );
        assert_eq!(fs::read_to_string(note).unwrap(), "mjölk, bröd");
        bed.run("contact list").ok();
    }
}

#[test]
fn a_database_in_plain_text() {
    refused_untouched("not-encrypted", 69, |vault| {
        let mut page = b"SQLite format 3\0".to_vec();
        page.resize(8192, 0);
        fs::write(vault.join("kartotek.db"), page).unwrap();
    });
}

#[test]
fn a_truncated_vault() {
    refused_untouched("damaged", 69, |vault| {
        let file = fs::OpenOptions::new()
            .write(true)
            .open(vault.join("kartotek.db"))
            .unwrap();
        let half = file.metadata().unwrap().len() / 2;
        file.set_len(half / 4096 * 4096).unwrap();
    });
}

#[test]
fn a_key_file_changed_by_somebody_else_is_told_once() {
    for language in LANGUAGES {
        let bed = peopled(language);
        let slots = bed.vault.join("slots.json");
        let text = fs::read_to_string(&slots).unwrap();
        let generation = text.split("\"gen\":").nth(1).unwrap();
        let generation = generation.split(',').next().unwrap();
        let edited = text.replacen(&format!("\"gen\":{generation}"), "\"gen\":77", 1);
        assert_ne!(edited, text, "the case is what it says");
        fs::write(&slots, edited).unwrap();
        let notice = sentence(language, "errors", "notice-key-file-changed");
        let ran = bed.run("contact list --json").ok();
        assert!(ran.err.contains(&notice), "said on stderr: {}", ran.err);
        assert_eq!(ran.json().as_array().map(Vec::len), Some(2), "and it opens");
        let again = bed.run("contact list --json").ok();
        assert_eq!(again.err, "", "the file is ours again");
    }
}

#[test]
fn a_vault_that_was_not_closed_is_told_once() {
    for language in LANGUAGES {
        let bed = peopled(language);
        fs::write(bed.vault.join("kartotek.db-wal"), "").unwrap();
        let ran = bed.run("contact list --json").ok();
        let notice = sentence(language, "errors", "notice-cut-off");
        let (before, after) = notice.split_once("{ $time }").unwrap();
        assert!(ran.err.starts_with(before), "{}", ran.err);
        let time = ran
            .err
            .trim_end()
            .trim_start_matches(before)
            .trim_end_matches(after);
        let shape: String = time.replace(|c: char| c.is_ascii_digit(), "0");
        assert_eq!(shape, "0000-00-00 00:00", "by the clock on the wall");
        assert_eq!(bed.run("contact list --json").ok().err, "", "told once");
    }
}

#[test]
fn a_vault_of_a_newer_version() {
    refused_untouched("too-new", 69, |vault| {
        let slots = vault.join("slots.json");
        let mut newer: serde_json::Value =
            serde_json::from_slice(&fs::read(&slots).unwrap()).unwrap();
        newer["v"] = json!(99);
        fs::write(slots, newer.to_string()).unwrap();
    });
}

#[test]
fn a_missing_key_file() {
    refused_untouched("key-file-missing", 69, |vault| {
        fs::remove_file(vault.join("slots.json")).unwrap();
    });
}

#[test]
fn no_vault_and_a_vault_too_many() {
    for language in LANGUAGES {
        let bed = peopled(language);
        let before = bed.everybody();
        let ran = run(&bed.path("annan"), language, "contact list", "", PASSPHRASE);
        says(&bed, &ran, 66, "no-vault");
        assert!(!bed.path("annan").exists(), "looking makes no folder");
        says(&bed, &bed.run("init"), 73, "vault-exists");
        assert_eq!(bed.everybody(), before, "and the vault is as it was");
    }
}

#[test]
fn a_vault_that_is_open_elsewhere() {
    for language in LANGUAGES {
        let bed = peopled(language);
        let held = session::open(
            &bed.vault,
            Unlock::Passphrase(PASSPHRASE.to_owned().into()),
            Arc::new(SystemClock),
        )
        .unwrap();
        says(&bed, &bed.run("contact list --json"), 75, "open-elsewhere");
        held.close().unwrap();
        assert_eq!(bed.everybody().as_array().unwrap().len(), 2, "free again");
    }
}

#[test]
fn broken_quotes_name_their_line() {
    for language in LANGUAGES {
        let bed = peopled(language);
        let before = bed.everybody();
        let ran = bed.run(&format!(
            "import {}",
            fixture("broken-quotes.csv").display()
        ));
        says(&bed, &ran, 65, "broken-quotes");
        let line = if language == "sv" {
            "Rad 3:"
        } else {
            "Line 3:"
        };
        assert!(ran.err.contains(line), "{}", ran.err);
        assert_eq!(bed.everybody(), before);
        bed.run(&format!("import {}", fixture("customers.csv").display()))
            .ok();
    }
}

#[test]
fn files_that_are_no_table() {
    for language in LANGUAGES {
        let bed = peopled(language);
        let before = bed.everybody();
        let picture = bed.file("bild.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0");
        says(
            &bed,
            &bed.run(&format!("import {}", picture.display())),
            65,
            "unreadable-file",
        );
        let numbers = bed.file("tal.csv", "a;b\n1;2\n");
        says(
            &bed,
            &bed.run(&format!("import {}", numbers.display())),
            65,
            "no-columns",
        );
        says(&bed, &bed.run("import /finns/inte.csv"), 66, "file-gone");
        assert_eq!(bed.everybody(), before);
    }
}

#[test]
fn ten_thousand_columns() {
    let bed = peopled("sv");
    let header = (0..10_000)
        .map(|n| format!(";Kolumn {n}"))
        .collect::<Vec<_>>()
        .concat();
    let wide = bed.file(
        "bred.csv",
        format!("Namn{header}\nAda Falk{}\n", ";x".repeat(10_000)),
    );
    let report = bed
        .run(&format!("import {} --json", wide.display()))
        .ok()
        .json();
    assert_eq!(
        (
            report["created"].as_u64(),
            report["dropped_columns"].as_array().map(Vec::len)
        ),
        (Some(1), Some(10_000))
    );
    bed.run(&format!("contact show {}", bed.id("Ada Falk")))
        .ok();
}

#[test]
fn a_name_of_a_megabyte() {
    for language in LANGUAGES {
        let bed = peopled(language);
        let before = bed.everybody();
        let long = "å".repeat(1_000_000);
        let draft = json!({"person_type": "consumer", "source": {"how": "call"}, "values": [{"field": "name", "content": long}]});
        says(
            &bed,
            &bed.feed("contact add", &draft.to_string()),
            65,
            "policy-too-long",
        );
        let csv = bed.file("lång.csv", format!("Namn;E-post\n{long};a@example.se\n"));
        let ran = bed.run(&format!("import {}", csv.display()));
        assert_eq!(ran.code, 65, "nothing could be taken in");
        assert!(
            ran.err.contains(&bed.sentence("policy-too-long")),
            "{}",
            ran.err
        );
        assert_eq!(bed.everybody(), before);
        bed.feed("contact add", r#"{"person_type": "consumer", "source": {"how": "call"}, "values": [{"field": "name", "content": "Ada Falk"}]}"#).ok();
    }
}

#[test]
fn hostile_text_in_every_field_stays_text_and_steers_no_terminal() {
    let hostile = [
        "<script>alert(1)</script>",
        "=HYPERLINK(\"http://example.com\",\"x\")",
        "\u{202E}gpj.exe",
        "rött \u{1b}[31m larm",
    ];
    let bed = peopled("sv");
    for text in hostile {
        let draft = json!({
            "person_type": "employee", "source": {"how": "referral", "place": text}, "tags": [text],
            "values": [
                {"field": "name", "content": text}, {"field": "organization", "content": text}, {"field": "role", "content": text},
                {"field": "relation", "content": text},
                {"field": "address", "content": {"street": text, "postal_code": "123 45", "town": text, "country": ""}}
            ]
        });
        let id = bed
            .feed("contact add", &draft.to_string())
            .ok()
            .out
            .trim()
            .to_owned();
        bed.feed(&format!("note add {id}"), text).ok();
        let told = bed.run(&format!("contact show {id}")).ok().out;
        assert!(
            !told.contains(['\u{1b}', '\u{202E}']),
            "nothing steers the terminal: {told:?}"
        );
        bed.run(&format!(
            "export {id} --out {}",
            bed.path(&format!("{id}.zip")).display()
        ))
        .ok();
        bed.run(&format!("forget {id} --ground d --yes")).ok();
    }
    assert_eq!(
        bed.everybody().as_array().unwrap().len(),
        2,
        "the others are still there"
    );
}

#[test]
fn wrong_use_is_exit_code_two_and_no_person_is_sixty_six() {
    for language in LANGUAGES {
        let wrong = Bed::new(language).run("forget --hej");
        assert_eq!(wrong.code, 2);
        let said = super::bed::sentence(language, "cli", "usage-help");
        assert!(
            wrong.err.contains("--hej") && wrong.err.contains(&said),
            "{}",
            wrong.err
        );
    }
    let bed = Bed::new("sv");
    assert_eq!(bed.run("forget").code, 2);
    assert_eq!(
        bed.run("import x.csv --acquired-on 2026-02-30").code,
        2,
        "a day that does not exist"
    );
    let nobody = "00000000-0000-4000-8000-000000000000";
    says(
        &bed,
        &bed.run(&format!("contact show {nobody}")),
        66,
        "no-such-person",
    );
    let taken = bed.file("finns.zip", "viktigt");
    bed.run(&format!("import {}", fixture("phone.csv").display()))
        .ok();
    let ran = bed.run(&format!(
        "export {} --out {}",
        bed.id("Göran Wärn"),
        taken.display()
    ));
    says(&bed, &ran, 73, "file-exists");
    assert_eq!(
        fs::read_to_string(taken).unwrap(),
        "viktigt",
        "nothing is written over"
    );
}

//! A full disk and a read-only folder, on a small file system of our own (needs root to mount).

use std::path::{Path, PathBuf};

use super::bed::{Bed, LANGUAGES, PASSPHRASE, Ran, copy, fixture, run, sentence};
use crate::small_disk::Small;

/// A vault with people on the small file system.
fn moved(small: &Small, language: &'static str) -> (Bed, PathBuf) {
    let bed = Bed::new(language);
    bed.run(&format!("import {}", fixture("kunder.csv").display()))
        .ok();
    let vault = small.path("kartotek");
    copy(&bed.vault, &vault);
    (bed, vault)
}

fn says(bed: &Bed, ran: &Ran, code: i32, error: &str) {
    assert_eq!(ran.code, code, "{error}: {}", ran.err);
    assert!(
        ran.err.contains(&bed.sentence(error)),
        "{error}: {}",
        ran.err
    );
}

fn many(bed: &Bed) -> PathBuf {
    let rows = (0..20_000)
        .map(|n| format!("Person Nummer {n};person{n}@example.com;Orten\n"))
        .collect::<Vec<_>>()
        .concat();
    bed.file("många.csv", format!("Namn;E-post;Ort\n{rows}"))
}

#[test]
fn an_import_that_fills_the_disk_leaves_nothing_behind() {
    for language in LANGUAGES {
        let small = Small::new(16);
        let (bed, vault) = moved(&small, language);
        let go = |command: &str| run(&vault, language, command, "", PASSPHRASE);
        let before = go("contact list --json").ok().json();
        small.fill(2 * 1024 * 1024);
        says(
            &bed,
            &go(&format!("import {}", many(&bed).display())),
            74,
            "disk-full",
        );
        small.empty();
        assert_eq!(
            go("contact list --json").ok().json(),
            before,
            "nobody of the half import is there"
        );
        go(&format!("import {}", fixture("customers.csv").display())).ok();
        assert!(go("verify").ok().code == 0, "and the file is sound");
    }
}

#[test]
fn an_export_to_a_full_disk_leaves_no_half_file() {
    for language in LANGUAGES {
        let small = Small::new(1);
        let bed = Bed::new(language);
        bed.run(&format!("import {}", fixture("kunder.csv").display()))
            .ok();
        let id = bed.id("Åsa Öberg");
        let before = bed.run(&format!("contact show {id} --json")).ok().json();
        small.fill(0);
        let out = small.path("asa.zip");
        let full = bed.run(&format!("export {id} --out {}", out.display()));
        says(&bed, &full, 74, "disk-full");
        assert!(
            full.err.contains(" 1 MB "),
            "how much is needed: {}",
            full.err
        );
        assert!(!out.exists(), "no half file stays");
        assert_eq!(
            bed.run(&format!("contact show {id} --json")).ok().json(),
            before,
            "and no disclosure is claimed"
        );
        small.empty();
        bed.run(&format!("export {id} --out {}", out.display()))
            .ok();
    }
}

#[test]
fn a_forget_on_a_full_disk_is_refused_whole() {
    for language in LANGUAGES {
        let small = Small::new(16);
        let (bed, vault) = moved(&small, language);
        let go = |command: &str| run(&vault, language, command, "", PASSPHRASE);
        let before = go("contact list --json").ok().json();
        let id = bed.id("Åsa Öberg");
        small.fill(0);
        says(
            &bed,
            &go(&format!("forget {id} --ground a --yes")),
            74,
            "disk-full",
        );
        small.empty();
        assert_eq!(
            go("contact list --json").ok().json(),
            before,
            "nobody is forgotten by half"
        );
        go(&format!("forget {id} --ground a --yes")).ok();
    }
}

#[test]
fn a_proof_that_a_full_disk_held_up_is_finished_at_the_next_start() {
    for language in LANGUAGES {
        let small = Small::new(16);
        let (bed, vault) = moved(&small, language);
        let go = |command: &str| run(&vault, language, command, "", PASSPHRASE);
        let id = bed.id("Åsa Öberg");
        let stick = bed.path("sticka").display().to_string();
        go(&format!("backup take --folder {stick}")).ok();
        small.fill(200 * 1024);
        let full = go(&format!("forget {id} --ground a --yes"));
        assert_eq!(full.code, 1, "accepted and not proven: {}", full.err);
        let told = sentence(language, "cli", "forget-pending-disk-full");
        assert!(full.err.contains(&told), "{}", full.err);
        small.empty();
        assert_eq!(
            go(&format!("contact show {id}")).code,
            66,
            "gone from every view"
        );
        assert_eq!(
            go("contact list --json")
                .ok()
                .json()
                .as_array()
                .map(Vec::len),
            Some(4)
        );
        let again = go(&format!(
            "import {} --json",
            fixture("kunder.csv").display()
        ))
        .ok()
        .json();
        assert_eq!(again["refused"], 1, "and kept out: {again}");
        let copies = go(&format!("backup list --folder {stick} --json"));
        let copies = copies.ok().json();
        assert_eq!(copies[0]["forgotten"], 0, "the backups follow: {copies}");
        assert_eq!(copies[0]["people"], 4);
    }
}

#[test]
fn a_read_only_folder() {
    for language in LANGUAGES {
        let small = Small::new(16);
        let (bed, vault) = moved(&small, language);
        let go = |command: &str| run(&vault, language, command, "", PASSPHRASE);
        let before = go("contact list --json").ok().json();
        small.remount("ro");
        says(
            &bed,
            &go(&format!("import {}", fixture("customers.csv").display())),
            73,
            "read-only",
        );
        says(
            &bed,
            &run(
                Path::new(&small.path("ny")),
                language,
                "init",
                "",
                PASSPHRASE,
            ),
            73,
            "read-only",
        );
        small.remount("rw");
        assert_eq!(go("contact list --json").ok().json(), before);
        go(&format!("import {}", fixture("customers.csv").display())).ok();
    }
}

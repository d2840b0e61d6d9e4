//! Backups with nothing but the program.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use crate::house::list_in;

use super::bed::{Bed, LANGUAGES, PASSPHRASE, begun, ended, fixture, run, sentence};

#[test]
fn ctrl_c_stops_a_backup_and_leaves_all_as_it_was() {
    let mut rows = String::new();
    for n in 0..2_000 {
        let _ = writeln!(rows, "Person Nummer {n};person{n}@example.com");
    }
    for language in LANGUAGES {
        let bed = Bed::new(language);
        let list = bed.file("många.csv", format!("Namn;E-post\n{rows}"));
        bed.run(&format!("import {}", list.display())).ok();
        let stick = bed.path("sticka");
        fs::create_dir(&stick).unwrap();
        let take = format!("backup take --folder {}", stick.display());
        let there = || fs::read_dir(&stick).unwrap().flatten();
        let stopped = begun(&bed.vault, language, &take, "", PASSPHRASE);
        // In the middle of it: half a copy lies there.
        while there().count() == 0 {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let id = stopped.id().to_string();
        Command::new("kill").args(["-INT", &id]).status().unwrap();
        let stopped = ended(stopped);
        assert_eq!(stopped.code, 130, "{}", stopped.err);
        assert!(
            stopped.err.contains(&bed.sentence("cancelled")),
            "{}",
            stopped.err
        );
        assert_eq!(there().count(), 0, "half a copy is taken away");
        let whole = bed.run(&take).ok();
        assert!(
            !whole.err.contains(&before_time(language)),
            "it was closed in order"
        );
        assert_eq!(bed.run("verify").ok().code, 0);
    }
}

/// How the sentence begins that tells of a vault which was not closed.
fn before_time(language: &str) -> String {
    let told = sentence(language, "errors", "notice-cut-off");
    told.split(" {").next().unwrap().to_owned()
}

#[test]
fn a_vault_is_lost_and_comes_back_without_whoever_was_forgotten() {
    for language in LANGUAGES {
        let bed = Bed::new(language);
        bed.run(&format!("import {}", fixture("kunder.csv").display()))
            .ok();
        let stick = bed.path("sticka");
        let folder = format!("--folder {}", stick.display());
        let taken = bed.run(&format!("backup take {folder} --json")).ok().json();
        let file = taken[0]["file"].as_str().unwrap().to_owned();
        let people = taken[0]["people"].as_u64().unwrap();
        assert_eq!(people, bed.everybody().as_array().unwrap().len() as u64);

        let leaving = bed.id("Åsa Öberg");
        bed.run(&format!("forget {leaving} --ground a --yes")).ok();
        // The stick is no folder of the plan's, and is not lost sight of.
        let listed = bed.run(&format!("backup list {folder} --json")).ok().json();
        assert_eq!(listed[0]["forgotten"], 0, "written anew: {listed}");
        assert_eq!(listed[0]["people"], people - 1);
        bed.run(&format!("backup renew {folder}")).ok();

        // The computer is gone; the stick is not.
        fs::remove_dir_all(&bed.vault).unwrap();
        let back = bed.run(&format!("restore {file} --json")).ok();
        let told = back.json();
        assert_eq!(told["people"], people - 1, "{told}");
        assert_eq!(told["kept"], serde_json::Value::Null);
        assert!(!bed.everybody().to_string().contains("Öberg"));
        bed.run("verify").ok();

        // A list that was cut off on the stick, and again no vault that knows.
        fs::remove_dir_all(&bed.vault).unwrap();
        fs::write(list_in(&stick), "{").unwrap();
        let unknown = bed.run(&format!("restore {file}"));
        assert_eq!(unknown.code, 69, "{}", unknown.err);
        assert!(unknown.err.contains(&bed.sentence("forgotten-unknown")));
        bed.run(&format!("restore {file} --as-far-as-known")).ok();

        let wrong = run(
            &bed.path("annan"),
            language,
            &format!("restore {file}"),
            "",
            "fel lösenfras helt",
        );
        assert_eq!(wrong.code, 77, "{}", wrong.err);
        assert!(wrong.err.contains(&bed.sentence("wrong-passphrase")));
        let list = fixture("kunder.csv").display().to_string();
        let none = run(
            &bed.path("tom"),
            language,
            &format!("restore {list}"),
            "",
            PASSPHRASE,
        );
        assert_eq!(none.code, 65, "{}", none.err);
        assert!(
            none.err.contains(&bed.sentence("not-a-backup")),
            "{}",
            none.err
        );
        assert!(
            !bed.path("tom").exists(),
            "no folder for a file that is no backup"
        );
    }
}

#[test]
fn a_damaged_vault_is_rescued_and_a_restore_rehearsed() {
    for language in LANGUAGES {
        let bed = Bed::new(language);
        bed.run(&format!("import {}", fixture("kunder.csv").display()))
            .ok();
        bed.run("backup take").ok();
        let people = bed.everybody().as_array().unwrap().len();
        let rehearsed = bed.run("backup rehearse --json").ok().json();
        assert_eq!(rehearsed["people"], people, "{rehearsed}");
        assert_eq!(rehearsed["today"], people, "{rehearsed}");

        let database = bed.vault.join("kartotek.db");
        let mut bytes = fs::read(&database).unwrap();
        bytes[300] ^= 1;
        fs::write(&database, &bytes).unwrap();
        let refused = bed.run("contact list");
        assert_eq!(refused.code, 69, "{}", refused.err);
        let (zip, new) = (bed.path("kvar.zip"), bed.path("nytt"));
        let rescue = format!(
            "salvage --out {} --into {} --json",
            zip.display(),
            new.display()
        );
        let rescued = bed.run(&rescue);
        assert_eq!(rescued.code, 1, "one page is lost: {}", rescued.err);
        let told = rescued.json();
        assert_eq!(told["report"]["unreadable"], 1, "{told}");
        assert_eq!(told["report"]["kinds"][0]["rescued"], people, "{told}");
        assert_eq!(told["newest_good_backup"]["people"], people, "{told}");
        assert!(fs::read(&zip).unwrap().starts_with(b"PK"));
        assert_eq!(fs::read(&database).unwrap(), bytes, "untouched");
        let list = run(&new, language, "contact list --json", "", PASSPHRASE);
        assert_eq!(list.ok().json().as_array().unwrap().len(), people);
        let nowhere = bed.run("salvage");
        assert_eq!(nowhere.code, 2, "{}", nowhere.err);
    }
}

#[test]
fn a_vault_put_aside_is_named_after_a_forget_and_deleted() {
    for language in LANGUAGES {
        let bed = Bed::new(language);
        bed.run(&format!("import {}", fixture("kunder.csv").display()))
            .ok();
        let stick = bed.path("sticka");
        let take = format!("backup take --folder {} --json", stick.display());
        let taken = bed.run(&take).ok().json();
        let file = taken[0]["file"].as_str().unwrap().to_owned();
        bed.run(&format!("restore {file}")).ok();
        let aside = bed.run("backup aside --json").ok().json();
        assert_eq!(aside[0]["forgotten"], 0, "{aside}");
        let name = aside[0]["name"].as_str().unwrap();

        let leaving = bed.id("Åsa Öberg");
        let told = bed.run(&format!("forget {leaving} --ground a --yes")).ok();
        assert!(told.err.contains(name), "{}", told.err);
        let told = bed.run("backup list").ok();
        assert!(told.err.contains(name), "{}", told.err);
        assert_eq!(
            bed.run("backup aside --json").ok().json()[0]["forgotten"],
            1
        );

        let gone = bed.run(&format!("backup aside --delete {name}")).ok();
        assert!(
            gone.err
                .contains(&sentence(language, "cli", "aside-deleted"))
        );
        assert!(!bed.vault.join(name).exists());
        assert!(!bed.run("backup list").ok().err.contains(name));
        assert_eq!(bed.run(&format!("backup aside --delete {name}")).code, 66);
    }
}

#[test]
fn an_import_has_a_backup_of_before() {
    for language in LANGUAGES {
        let bed = Bed::new(language);
        let kept = || {
            // Without the stick what is left is listed all the same.
            let list = bed.run("backup list --json").json();
            list.as_array().unwrap().len()
        };
        let first = format!("import {}", fixture("kunder.csv").display());
        let second = format!("import {}", fixture("customers.csv").display());
        bed.run(&first).ok();
        assert_eq!(kept(), 0, "there was nobody to lose");
        bed.goes_to(&bed.path("sticka"), 0);
        bed.run(&format!("{second} --dry-run")).ok();
        let nothing = bed.file("tom.csv", "\n");
        assert_ne!(bed.run(&format!("import {}", nothing.display())).code, 0);
        assert_eq!(kept(), 0, "a trial and a refusal change nothing");
        let told = bed.run(&second).ok();
        assert_eq!(kept(), 1, "beside the vault, as the stick is out");
        let list = bed.run("backup list --json").json();
        let file = list[0]["file"].as_str().unwrap();
        assert!(told.err.contains(file), "{}", told.err);
        assert!(std::path::Path::new(file).starts_with(bed.vault.join("backups")));
    }
}

#[test]
fn a_forget_renews_the_backups_and_writes_the_list_beside_them() {
    for language in LANGUAGES {
        let bed = Bed::new(language);
        bed.run(&format!("import {}", fixture("kunder.csv").display()))
            .ok();
        bed.run("backup take").ok();
        let leaving = bed.id("Åsa Öberg");
        let told = bed.run(&format!("forget {leaving} --ground a --yes")).ok();
        let list = bed.run("backup list --json").ok().json();
        assert_eq!(list[0]["forgotten"], 0, "{list}");
        let later = sentence(language, "cli", "forget-backups-later");
        assert!(!told.err.contains(&later), "{}", told.err);
        let known = fs::read_to_string(list_in(&bed.vault.join("backups"))).unwrap();
        assert!(known.contains(&leaving), "{known}");

        // With the stick out it is said, and the forget stands.
        bed.goes_to(&bed.path("sticka"), 24);
        let leaving = bed.everybody()[0]["id"].as_str().unwrap().to_owned();
        let told = bed.run(&format!("forget {leaving} --ground a --yes")).ok();
        assert!(told.err.contains(&bed.sentence("backup-folder-missing")));
        assert!(told.err.contains(&later), "{}", told.err);
        // No folder is made where a stick belongs, and those on it are not none.
        for command in ["backup take", "backup list", "backup rehearse"] {
            let out = bed.run(command);
            assert_eq!(out.code, 66, "{command}: {}", out.err);
            assert!(out.err.contains(&bed.sentence("backup-folder-missing")));
        }
        assert!(!bed.path("sticka").exists());
    }
}

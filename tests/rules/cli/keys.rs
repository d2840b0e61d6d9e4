//! Keys and vaults with nothing but the program.

use std::fs;
use std::process::Command;

use super::bed::{Bed, LANGUAGES, PASSPHRASE, program, run};

#[test]
fn a_lost_key_file_comes_back_from_the_backups_beside_the_vault() {
    for language in LANGUAGES {
        let bed = Bed::new(language);
        let slots = bed.vault.join("slots.json");
        bed.run("backup take").ok();
        assert_eq!(bed.run("restore --keys-only").code, 73, "no loss, no gain");
        fs::remove_file(&slots).unwrap();
        let refused = bed.run("contact list");
        assert_eq!(refused.code, 69);
        assert!(refused.err.contains(&bed.sentence("key-file-missing")));
        let wrong = bed.run_with("restore --keys-only", "", "fel lösenfras helt");
        assert_eq!(wrong.code, 77, "{}", wrong.err);
        assert!(!slots.exists());
        let back = bed.run("restore --keys-only --json").ok().json();
        let from = back["from"].as_str().unwrap();
        assert!(from.ends_with(".kartotek-backup"), "{from}");
        bed.run("verify").ok();
        assert_eq!(bed.run("restore").code, 2, "a whole restore names its file");
    }
}

#[test]
fn the_ways_in_are_listed_and_the_code_is_tested() {
    let bed = Bed::new("sv");
    let list = bed.run("key list --json").ok().json();
    assert_eq!(
        (&list[0]["way"], &list[1]["way"]),
        (&"passphrase".into(), &"recovery".into())
    );
    assert!(
        bed.run("key list")
            .ok()
            .out
            .contains("återställningskod, sedan 20")
    );
    let wrong = bed.feed("key test", "7KQ2-M9XD");
    assert_eq!(wrong.code, 77);
    assert!(wrong.err.contains(&bed.sentence("recovery-code-typo")));
    let (vault, code) = (bed.path("annat"), bed.path("kod.txt"));
    let init = format!("init --recovery-out {}", code.display());
    run(&vault, "sv", &init, "", PASSPHRASE).ok();
    let test = format!("key test {}", code.display());
    run(&vault, "sv", &test, "", PASSPHRASE).ok();
    assert_eq!(bed.run(&test).code, 77, "another vault's code");
}

#[test]
fn a_synchronised_folder_is_refused_until_the_switch_is_given_once() {
    for language in LANGUAGES {
        let bed = Bed::new(language);
        let vault = bed.path("OneDrive").join("kartotek");
        fs::create_dir(bed.path("OneDrive")).unwrap();
        fs::rename(&bed.vault, &vault).unwrap();
        let go = |command: &str| run(&vault, language, command, "", PASSPHRASE);
        let refused = go("contact list");
        assert_eq!(refused.code, 69);
        assert!(
            refused.err.contains(&bed.sentence("synced-folder")),
            "{}",
            refused.err
        );
        go("contact list --allow-synced-folder").ok();
        go("contact list").ok();

        let new = bed.path("Dropbox").join("nytt");
        let go = |command: &str| run(&new, language, command, "", PASSPHRASE);
        assert_eq!(go("init").code, 69);
        assert!(!new.exists());
        go("init --allow-synced-folder").ok();
        go("verify").ok();
    }
}

#[test]
fn the_list_of_vaults_is_kept_without_opening_any() {
    let bed = Bed::new("sv");
    let go = |arguments: &[&str]| {
        let out = Command::new(program())
            .args(["vaults", "--json"])
            .args(arguments)
            .env("XDG_CONFIG_HOME", bed.path("config"))
            .output()
            .unwrap();
        let json = serde_json::from_slice::<serde_json::Value>(&out.stdout).unwrap_or_default();
        (out.status.code(), json)
    };
    let folder = bed.vault.canonicalize().unwrap().display().to_string();
    assert_eq!(go(&["list"]), (Some(0), serde_json::json!([])));
    let (code, list) = go(&["add", &folder, "--name", "Butiken"]);
    assert_eq!(code, Some(0));
    assert_eq!(list[0]["folder"], folder.as_str());
    assert_eq!(list[0]["label"], "Butiken");
    let nothing = bed.path("tomt").display().to_string();
    assert_eq!(go(&["add", &nothing]).0, Some(66));
    assert_eq!(go(&["remove", &folder]), (Some(0), serde_json::json!([])));
    assert!(bed.vault.join("kartotek.db").exists(), "nothing is deleted");
}

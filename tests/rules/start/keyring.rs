//! The keyring: it answers, is silent, comes and goes; and a key file that somebody edited.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use kartotek_core::Code;
use kartotek_core::vault::session::{self, Found, Unlock};
use kartotek_core::vault::{KeyWay, KeyringFault, SLOTS};
use secrecy::SecretString;

use crate::vault_folder::{
    PASSPHRASE, PaperKeyring, around, house, made, passphrase, plain, refused, still_opens,
};

#[test]
fn the_keyring_opens_when_it_answers_and_its_silence_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let keyring = Arc::new(PaperKeyring::default());
    let with = around(keyring.clone());
    made(dir.path(), true, &with);
    assert_eq!(session::look(dir.path()), Found::Vault { keyring: true });
    session::open_in(dir.path(), Unlock::Keyring, &with)
        .expect("the keyring opens")
        .close()
        .unwrap();

    let written = *keyring.writes.lock().unwrap();
    for (fault, code) in [
        (KeyringFault::NoEntry, Code::KeyringUnavailable),
        (KeyringFault::NoStore, Code::KeyringUnavailable),
        (KeyringFault::Locked, Code::KeyringLocked),
        (KeyringFault::Failed, Code::KeyringLocked),
    ] {
        *keyring.fault.lock().unwrap() = Some(fault);
        let why = format!("{fault:?}");
        refused(dir.path(), Unlock::Keyring, &with, code, &why);
    }
    *keyring.fault.lock().unwrap() = None;
    *keyring.delay.lock().unwrap() = Duration::from_secs(3);
    let start = std::time::Instant::now();
    refused(
        dir.path(),
        Unlock::Keyring,
        &with,
        Code::KeyringLocked,
        "hangs",
    );
    assert!(
        start.elapsed() < Duration::from_millis(2500),
        "a hanging keyring is not waited for"
    );
    *keyring.delay.lock().unwrap() = Duration::ZERO;

    let good = keyring.items.lock().unwrap().clone();
    let put = |texts: &[&str]| {
        for items in keyring.items.lock().unwrap().values_mut() {
            *items = texts.iter().map(|t| (*t).to_owned()).collect();
        }
    };
    for wrong in ["", "nyckel", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        put(&[wrong]);
        refused(
            dir.path(),
            Unlock::Keyring,
            &with,
            Code::KeyringUnavailable,
            "a wrong item",
        );
        assert_eq!(
            keyring.items.lock().unwrap().len(),
            1,
            "the item is left alone"
        );
    }
    let right = good.values().next().unwrap()[0].clone();
    put(&[
        "nyckel",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        &right,
    ]);
    session::open_in(dir.path(), Unlock::Keyring, &with)
        .expect("several items: the one that fits")
        .close()
        .unwrap();
    keyring.items.lock().unwrap().clear();
    refused(
        dir.path(),
        Unlock::Keyring,
        &with,
        Code::KeyringUnavailable,
        "the item is gone",
    );
    assert_eq!(
        *keyring.writes.lock().unwrap(),
        written,
        "no new key is ever written while opening"
    );
    still_opens(dir.path());
}

#[test]
fn a_first_run_whose_keyring_fails_makes_no_vault() {
    let dir = tempfile::tempdir().unwrap();
    let keyring = Arc::new(PaperKeyring::default());
    *keyring.fault.lock().unwrap() = Some(KeyringFault::Locked);
    let failed = session::create_in(dir.path(), house(true), &around(keyring))
        .err()
        .map(|e| e.code());
    assert_eq!(failed, Some(Code::KeyringLocked));
    assert_eq!(
        session::look(dir.path()),
        Found::Nothing,
        "the next try starts afresh"
    );
    made(dir.path(), false, &plain());
}

#[test]
fn the_keyring_slot_comes_and_goes() {
    let dir = tempfile::tempdir().unwrap();
    let keyring = Arc::new(PaperKeyring::default());
    let with = around(keyring.clone());
    made(dir.path(), false, &with);
    let vault = session::open_in(dir.path(), passphrase(PASSPHRASE), &with).unwrap();
    assert!(!vault.has_keyring());
    *keyring.fault.lock().unwrap() = Some(KeyringFault::NoStore);
    let before = fs::read(dir.path().join(SLOTS)).unwrap();
    assert_eq!(
        vault.set_keyring(true).err().unwrap().code(),
        Code::KeyringNotAdded
    );
    assert_eq!(
        fs::read(dir.path().join(SLOTS)).unwrap(),
        before,
        "no slot without an item"
    );
    *keyring.fault.lock().unwrap() = None;
    vault.set_keyring(true).unwrap();
    vault.close().unwrap();
    let vault = session::open_in(dir.path(), Unlock::Keyring, &with).unwrap();
    vault.set_keyring(false).unwrap();
    assert!(
        keyring.items.lock().unwrap().is_empty(),
        "the item goes with the slot"
    );
    vault.close().unwrap();
    refused(
        dir.path(),
        Unlock::Keyring,
        &with,
        Code::KeyringUnavailable,
        "no slot",
    );
}

#[test]
fn an_edited_key_file_opens_by_passphrase_only_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let with = around(Arc::new(PaperKeyring::default()));
    made(dir.path(), true, &with);
    let slots = dir.path().join(SLOTS);
    let text = fs::read_to_string(&slots).unwrap();
    fs::write(
        &slots,
        text.replacen("\"state\":\"active\"", "\"state\": \"active\"", 1),
    )
    .unwrap();
    session::open_in(dir.path(), Unlock::Keyring, &with)
        .expect("white space changes nothing that is said")
        .close()
        .unwrap();
    let generation = text
        .split("\"gen\":")
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap();
    fs::write(
        &slots,
        text.replacen(&format!("\"gen\":{generation}"), "\"gen\":77", 1),
    )
    .unwrap();
    refused(
        dir.path(),
        Unlock::Keyring,
        &with,
        Code::KeyFileChanged,
        "nobody is looking",
    );
    let vault = session::open_in(dir.path(), passphrase(PASSPHRASE), &with).unwrap();
    assert_eq!(
        vault.notice(),
        Some(Code::KeyFileChanged),
        "the user hears of it"
    );
    vault.close().unwrap();
    let vault = session::open_in(dir.path(), Unlock::Keyring, &with)
        .expect("rewritten, so all is well again");
    assert_eq!(vault.notice(), None);
}

/// A way in that a stranger puts into the file would get the next root key, without a question.
#[test]
fn a_way_in_that_a_stranger_planted_is_taken_out() {
    let dir = tempfile::tempdir().unwrap();
    let code = made(dir.path(), false, &plain());
    let stranger = tempfile::tempdir().unwrap();
    made(stranger.path(), false, &plain());
    let file = dir.path().join(SLOTS);
    let read = |path: &Path| -> serde_json::Value {
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    };
    let own = fs::read(&file).unwrap();
    let ways = || {
        let vault = session::open_in(dir.path(), passphrase(PASSPHRASE), &plain()).unwrap();
        let notice = vault.notice();
        let slots = vault.key_slots().unwrap().into_iter();
        let ways: Vec<_> = slots.map(|slot| slot.way).collect();
        vault.close().unwrap();
        (notice, ways)
    };
    // Something else was changed: every way in is the owner's.
    let mut edited = read(&file);
    edited["gen"] = 77.into();
    fs::write(&file, edited.to_string()).unwrap();
    let both = vec![KeyWay::Passphrase, KeyWay::Recovery];
    assert_eq!(ways(), (Some(Code::KeyFileChanged), both.clone()));
    assert_eq!(ways(), (None, both));

    // The stranger's slot in the place of the owner's, and beside it as another kind.
    let theirs = read(&stranger.path().join(SLOTS));
    let recovery_of = |slots: &serde_json::Value| {
        let all = slots["slots"].as_array().unwrap();
        all.iter()
            .position(|slot| slot["key"]["type"] == "recovery")
            .unwrap()
    };
    let mut planted = read(&file);
    let at = recovery_of(&planted);
    planted["slots"][at] = theirs["slots"][recovery_of(&theirs)].clone();
    let mut another = planted["slots"][at].clone();
    another["id"] = "k-1".into();
    another["key"] = serde_json::json!({ "type": "keyring", "account": "x" });
    planted["slots"].as_array_mut().unwrap().push(another);
    fs::write(&file, planted.to_string()).unwrap();
    assert_eq!(
        ways(),
        (Some(Code::KeyFileChanged), vec![KeyWay::Passphrase])
    );
    assert_eq!(ways(), (None, vec![KeyWay::Passphrase]), "nor later");
    // By his own key the owner's file is whole.
    fs::write(&file, own).unwrap();
    let key = Unlock::Recovery(SecretString::from(code.reveal()));
    session::open_in(dir.path(), key, &plain())
        .unwrap()
        .close()
        .unwrap();
}

//! Passphrases and codes: weak, typed back, made anew.

use std::fs;
use std::sync::Arc;

use kartotek_core::Code;
use kartotek_core::vault::session::{self, RecoveryCode, Unlock};
use kartotek_core::vault::{SLOTS, Vault};
use secrecy::SecretString;

use super::recovery;
use crate::vault_folder::{
    PASSPHRASE, PaperKeyring, around, fingerprint, house, made, passphrase, plain, refused,
    still_opens,
};

#[test]
fn weak_passphrases_and_unknown_zones_make_no_vault() {
    let dir = tempfile::tempdir().unwrap();
    let mut weak = house(false);
    weak.passphrase = SecretString::from("hemligt");
    let code = session::create_in(dir.path(), weak, &plain())
        .err()
        .map(|e| e.code());
    assert_eq!(code, Some(Code::WeakPassphrase));
    let mut lost = house(false);
    lost.zone = "Europe/Ryd".into();
    let code = session::create_in(dir.path(), lost, &plain())
        .err()
        .map(|e| e.code());
    assert_eq!(code, Some(Code::InvalidArgument));
    assert!(fingerprint(dir.path()).is_empty());
}

#[test]
fn two_groups_typed_back_confirm_the_code() {
    let dir = tempfile::tempdir().unwrap();
    let (vault, code) = session::create_in(dir.path(), house(false), &plain()).unwrap();
    let groups: Vec<String> = code.reveal().split('-').map(str::to_owned).collect();
    let typed = |a: usize, b: usize| {
        vec![
            (a, groups[a - 1].to_lowercase()),
            (b, groups[b - 1].clone()),
        ]
    };
    let confirmed = || {
        vault
            .read(kartotek_core::vault::settings::settings)
            .unwrap()
            .recovery_confirmed
    };
    for (why, wrong) in [
        ("one group", vec![(1, groups[0].clone())]),
        ("the same group twice", typed(3, 3)),
        (
            "another place",
            vec![(1, groups[1].clone()), (2, groups[0].clone())],
        ),
        (
            "no such group",
            vec![(0, groups[0].clone()), (10, groups[0].clone())],
        ),
    ] {
        let got = vault
            .confirm_recovery(&code, &wrong)
            .err()
            .map(|e| e.code());
        assert_eq!(got, Some(Code::RecoveryMismatch), "{why}");
    }
    assert!(!confirmed());
    vault.confirm_recovery(&code, &typed(2, 7)).unwrap();
    assert!(confirmed());
}

/// The groups of a code as they are typed back.
fn typed_back(code: &RecoveryCode, numbers: [usize; 2]) -> Vec<(usize, String)> {
    let groups: Vec<&str> = code.reveal().split('-').collect();
    numbers.map(|n| (n, groups[n - 1].to_owned())).to_vec()
}

/// A new code, typed back.
fn renewed(vault: &Vault, proof: &Unlock) -> RecoveryCode {
    let code = vault.new_recovery(proof).unwrap();
    vault
        .confirm_recovery(&code, &typed_back(&code, [3, 8]))
        .unwrap();
    code
}

#[test]
fn the_old_code_opens_until_the_new_one_was_typed_back() {
    let dir = tempfile::tempdir().unwrap();
    let old = made(dir.path(), false, &plain());
    let vault = still_opens(dir.path());
    let before = fingerprint(dir.path());
    for (proof, code) in [
        (passphrase("inte den"), Code::WrongPassphrase),
        (recovery("7KQ2"), Code::RecoveryCodeTypo),
        (Unlock::Keyring, Code::InvalidArgument),
    ] {
        let got = vault.new_recovery(&proof).err().map(|e| e.code());
        assert_eq!(got, Some(code), "only who knows a way in gets a new code");
    }
    let fresh = vault.new_recovery(&passphrase(PASSPHRASE)).unwrap();
    let wrong = vault.confirm_recovery(&fresh, &typed_back(&old, [3, 8]));
    assert_eq!(wrong.err().map(|e| e.code()), Some(Code::RecoveryMismatch));
    assert_eq!(
        fingerprint(dir.path())[SLOTS],
        before[SLOTS],
        "a code that was shown and not typed back changes nothing"
    );
    // As after a crash between showing and typing back.
    drop(vault);
    let vault = session::open_in(dir.path(), recovery(old.reveal()), &plain())
        .expect("the old code still opens");
    let unconfirmed = vault.read(kartotek_core::vault::settings::settings);
    assert!(!unconfirmed.unwrap().recovery_confirmed);

    // The present code proves as well as the passphrase, which may be the one that was lost.
    let fresh = renewed(&vault, &recovery(old.reveal()));
    let confirmed = vault.read(kartotek_core::vault::settings::settings);
    assert!(confirmed.unwrap().recovery_confirmed);
    let slots = fs::read(dir.path().join(SLOTS)).unwrap();
    vault
        .confirm_recovery(&fresh, &typed_back(&fresh, [1, 5]))
        .unwrap();
    assert_eq!(
        fs::read(dir.path().join(SLOTS)).unwrap(),
        slots,
        "typed back once more, the code is the same"
    );
    vault.close().unwrap();
    let wrong = Code::WrongPassphrase;
    refused(dir.path(), recovery(old.reveal()), &plain(), wrong, "old");
    session::open_in(dir.path(), recovery(fresh.reveal()), &plain())
        .expect("the new code opens")
        .close()
        .unwrap();
    still_opens(dir.path());
}

#[test]
fn the_code_on_paper_makes_a_new_passphrase_and_a_new_code() {
    let dir = tempfile::tempdir().unwrap();
    let with = around(Arc::new(PaperKeyring::default()));
    let code = made(dir.path(), true, &with);
    let vault = session::open_in(dir.path(), recovery(code.reveal()), &with).unwrap();
    let new = SecretString::from("fyra nya fina ord");
    for proof in [Unlock::Keyring, recovery("AAAA-BBBB")] {
        assert!(vault.change_passphrase(&proof, &new).is_err());
    }
    vault
        .change_passphrase(&recovery(code.reveal()), &new)
        .unwrap();
    let fresh = renewed(&vault, &recovery(code.reveal()));
    vault.close().unwrap();
    for key in [passphrase("fyra nya fina ord"), recovery(fresh.reveal())] {
        let opened = session::open_in(dir.path(), key, &plain()).unwrap();
        opened.close().unwrap();
    }
}

#[test]
fn a_new_passphrase_and_a_new_code_replace_the_old() {
    let dir = tempfile::tempdir().unwrap();
    let code = made(dir.path(), false, &plain());
    let vault = still_opens(dir.path());
    let secret = |text: &str| SecretString::from(text);
    let wrong = vault.change_passphrase(&passphrase("inte den"), &secret("fyra nya fina ord"));
    assert_eq!(wrong.err().unwrap().code(), Code::WrongPassphrase);
    vault
        .change_passphrase(&passphrase(PASSPHRASE), &secret("fyra nya fina ord"))
        .unwrap();
    let fresh = renewed(&vault, &passphrase("fyra nya fina ord"));
    vault.close().unwrap();
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::WrongPassphrase,
        "the old passphrase",
    );
    refused(
        dir.path(),
        recovery(code.reveal()),
        &plain(),
        Code::WrongPassphrase,
        "the old code",
    );
    session::open_in(dir.path(), passphrase("fyra nya fina ord"), &plain())
        .unwrap()
        .close()
        .unwrap();
    session::open_in(dir.path(), recovery(fresh.reveal()), &plain())
        .unwrap()
        .close()
        .unwrap();
}

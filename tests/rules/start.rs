//! Starting: every row of the start-up decision table, and every file that is not a good vault.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use kartotek_core::Code;
use kartotek_core::vault::session::{self, Found, RecoveryCode, Unlock};
use kartotek_core::vault::{DATABASE, KeyringFault, Op, SLOTS, Vault};
use secrecy::SecretString;

use crate::vault_folder::{
    PASSPHRASE, PaperKeyring, around, fingerprint, house, made, passphrase, plain, refused,
    still_opens,
};

fn recovery(text: &str) -> Unlock {
    Unlock::Recovery(SecretString::from(text))
}

#[test]
fn nothing_there_is_a_first_run_and_opening_makes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(session::look(dir.path()), Found::Nothing);
    assert_eq!(session::look(&dir.path().join("none")), Found::Nothing);
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::NoVault,
        "an empty folder",
    );
    assert!(
        fingerprint(dir.path()).is_empty(),
        "opening creates nothing"
    );
}

#[test]
fn a_new_vault_opens_with_its_passphrase_and_with_its_recovery_code() {
    let dir = tempfile::tempdir().unwrap();
    let code = made(dir.path(), false, &plain());
    assert_eq!(session::look(dir.path()), Found::Vault { keyring: false });
    let vault = still_opens(dir.path());
    assert!(vault.notice().is_none());
    let (settings, controller) = vault
        .read(|tx| {
            Ok((
                kartotek_core::vault::settings::settings(tx)?,
                kartotek_core::vault::settings::controller(tx)?,
            ))
        })
        .unwrap();
    assert!(!settings.recovery_confirmed && !settings.enrichment);
    assert_eq!(settings.zone, "Europe/Stockholm");
    assert!(
        controller == house(false).controller,
        "the controller is kept"
    );
    let policy = vault.read(kartotek_core::policy::active).unwrap();
    assert!(
        !policy.confirmed_assessments.is_empty(),
        "read and confirmed at creation"
    );
    vault.close().unwrap();
    let sloppy = code
        .reveal()
        .to_lowercase()
        .replace('-', " ")
        .replace('0', "o");
    session::open_in(dir.path(), recovery(&sloppy), &plain())
        .expect("the recovery code as somebody types it")
        .close()
        .unwrap();
}

#[test]
fn files_are_for_their_owner_only_whatever_the_umask() {
    // The umask belongs to the whole process, so a child of our own makes the vault.
    if let Some(dir) = std::env::var_os("KARTOTEK_TEST_UMASK_DIR") {
        let (vault, _) = session::create_in(dir.as_ref(), house(false), &plain()).unwrap();
        vault
            .write(Op::ChangeSettings, |tx| {
                let settings = kartotek_core::vault::settings::settings(tx)?;
                kartotek_core::vault::settings::set_settings(tx, &settings)
            })
            .unwrap();
        std::process::exit(17); // without closing: the write-ahead log stays
    }
    for umask in ["000", "022", "077", "777"] {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("valv");
        let status = Command::new("sh")
            .args(["-c", &format!("umask {umask}; exec \"$0\" --exact start::files_are_for_their_owner_only_whatever_the_umask")])
            .arg(std::env::current_exe().unwrap())
            .env("KARTOTEK_TEST_UMASK_DIR", &folder)
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(17), "umask {umask}");
        assert_eq!(
            folder.metadata().unwrap().permissions().mode() & 0o7777,
            0o700,
            "umask {umask}"
        );
        let files = fingerprint(&folder);
        assert!(
            files.len() >= 4,
            "database, log, slots, lock: {:?}",
            files.keys()
        );
        for (name, (mode, _)) in files {
            assert_eq!(mode, 0o600, "{name} with umask {umask}");
        }
        still_opens(&folder).close().unwrap();
    }
}

#[test]
fn a_wrong_passphrase_says_so_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let code = made(dir.path(), false, &plain());
    for wrong in [
        "",
        "gröna hästar äter sil",
        "Gröna hästar äter sill",
        "något helt annat",
    ] {
        refused(
            dir.path(),
            passphrase(wrong),
            &plain(),
            Code::WrongPassphrase,
            wrong,
        );
    }
    let typo = code
        .reveal()
        .replacen(|c: char| c.is_ascii_digit() || c.is_alphabetic(), "@", 1);
    refused(
        dir.path(),
        recovery(&typo),
        &plain(),
        Code::RecoveryCodeTypo,
        "a typing error",
    );
    let other = tempfile::tempdir().unwrap();
    let others = made(other.path(), false, &plain());
    refused(
        dir.path(),
        recovery(others.reveal()),
        &plain(),
        Code::WrongPassphrase,
        "another vault's code",
    );
    still_opens(dir.path());
}

#[test]
fn a_database_without_its_key_file_is_never_replaced() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    fs::remove_file(dir.path().join(SLOTS)).unwrap();
    let found = Found::Problem {
        code: Code::KeyFileMissing,
    };
    assert_eq!(session::look(dir.path()), found);
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::KeyFileMissing,
        "no key file",
    );
    let before = fingerprint(dir.path());
    let again = session::create_in(dir.path(), house(false), &plain())
        .err()
        .map(|e| e.code());
    assert_eq!(again, Some(Code::VaultExists), "nothing is created over it");
    assert_eq!(fingerprint(dir.path()), before);
}

#[test]
fn a_key_file_without_its_database_creates_none() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    fs::rename(dir.path().join(DATABASE), dir.path().join("undan")).unwrap();
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::DatabaseMissing,
        "no database",
    );
    let again = session::create_in(dir.path(), house(false), &plain())
        .err()
        .map(|e| e.code());
    assert_eq!(again, Some(Code::VaultExists));
    fs::rename(dir.path().join("undan"), dir.path().join(DATABASE)).unwrap();
    still_opens(dir.path());
}

#[test]
fn a_founding_cut_off_between_its_two_files_is_finished() {
    let dir = tempfile::tempdir().unwrap();
    let code = made(dir.path(), false, &plain());
    let aside = dir.path().join(".moving-in-1764000000000");
    fs::create_dir(&aside).unwrap();
    fs::rename(dir.path().join(DATABASE), aside.join(DATABASE)).unwrap();

    assert_eq!(
        session::look(dir.path()),
        Found::Vault { keyring: false },
        "it is a vault"
    );
    assert!(aside.join(DATABASE).exists(), "looking changes nothing");
    session::open_in(dir.path(), recovery(code.reveal()), &plain())
        .unwrap()
        .close()
        .unwrap();
    assert!(!aside.exists(), "the empty folder is gone");
    still_opens(dir.path());
}

#[test]
fn a_vault_is_not_created_twice() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let before = fingerprint(dir.path());
    let again = session::create_in(dir.path(), house(false), &plain())
        .err()
        .map(|e| e.code());
    assert_eq!(again, Some(Code::VaultExists));
    assert_eq!(fingerprint(dir.path()), before);
}

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
        Code::KeyringUnavailable
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

#[test]
fn a_right_key_and_a_broken_database_is_damage() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let path = dir.path().join(DATABASE);
    let good = fs::read(&path).unwrap();
    for at in [0, 17, 100, 4095] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&path, &bad).unwrap();
        refused(
            dir.path(),
            passphrase(PASSPHRASE),
            &plain(),
            Code::Damaged,
            &format!("one bit of byte {at}"),
        );
    }
    fs::write(&path, &good).unwrap();
    still_opens(dir.path());
}

#[test]
fn a_truncated_vault_is_called_that() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let path = dir.path().join(DATABASE);
    let good = fs::read(&path).unwrap();
    for length in [
        0,
        1,
        15,
        16,
        100,
        4095,
        4096,
        4097,
        8192,
        good.len() / 2,
        good.len() - 4096,
        good.len() - 1,
    ] {
        fs::write(&path, &good[..length]).unwrap();
        // Cut between two pages, only the key can tell; else it is seen before any key is asked for.
        let whole = length >= 4096 && length % 4096 == 0;
        let code = if whole {
            Code::Damaged
        } else {
            Code::Truncated
        };
        let found = match session::look(dir.path()) {
            Found::Problem { code } => code,
            _ => Code::Damaged,
        };
        assert_eq!(found, code, "{length} bytes, looked at");
        refused(
            dir.path(),
            passphrase(PASSPHRASE),
            &plain(),
            code,
            &format!("{length} bytes"),
        );
    }
    fs::write(&path, &good).unwrap();
    still_opens(dir.path());
}

#[test]
fn a_plain_text_database_is_refused_loudly() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let path = dir.path().join(DATABASE);
    let good = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    let open = rusqlite::Connection::open(&path).unwrap();
    open.execute_batch("CREATE TABLE person (name TEXT)")
        .unwrap();
    drop(open);
    assert!(
        fs::read(&path).unwrap().starts_with(b"SQLite format 3\0"),
        "the case is what it says"
    );
    let found = Found::Problem {
        code: Code::NotEncrypted,
    };
    assert_eq!(session::look(dir.path()), found);
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::NotEncrypted,
        "plain text",
    );
    fs::remove_file(dir.path().join(SLOTS)).unwrap();
    assert_eq!(session::look(dir.path()), found, "without a key file, too");
    fs::write(&path, good).unwrap();
}

#[test]
fn a_file_that_is_something_else_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let path = dir.path().join(DATABASE);
    let other = tempfile::tempdir().unwrap();
    made(other.path(), false, &plain());
    let good = fs::read(&path).unwrap();
    for (why, bytes) in [
        (
            "a picture",
            [b"\x89PNG\r\n\x1a\n".as_slice(), &[7; 9000]].concat(),
        ),
        ("a text", "Kära dagbok, ".repeat(900).into_bytes()),
        (
            "another vault",
            fs::read(other.path().join(DATABASE)).unwrap(),
        ),
        ("zeros", vec![0; 8192]),
    ] {
        let whole = bytes.len() % 4096 == 0;
        let code = if whole {
            Code::KeysDoNotFit
        } else {
            Code::Truncated
        };
        fs::write(&path, bytes).unwrap();
        refused(dir.path(), passphrase(PASSPHRASE), &plain(), code, why);
    }
    fs::write(&path, &good).unwrap();
    fs::rename(&path, dir.path().join("undan")).unwrap();
    symlink("undan", &path).unwrap();
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::NotAVault,
        "a symbolic link",
    );
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::NotAVault,
        "a folder",
    );
    fs::remove_dir(&path).unwrap();
    fs::rename(dir.path().join("undan"), &path).unwrap();
    still_opens(dir.path());
}

/// The vault's id in capitals.
fn loud(slots: &str) -> String {
    let at = slots.rfind("\"vault\":\"").unwrap() + 9;
    format!(
        "{}{}{}",
        &slots[..at],
        slots[at..at + 36].to_uppercase(),
        &slots[at + 36..]
    )
}

#[test]
fn a_damaged_or_newer_key_file_is_never_repaired() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let slots = dir.path().join(SLOTS);
    let good = fs::read_to_string(&slots).unwrap();
    for (why, text, code) in [
        ("empty", String::new(), Code::KeyFileDamaged),
        ("cut", good[..good.len() / 2].into(), Code::KeyFileDamaged),
        (
            "huge",
            format!("{good}{}", " ".repeat(70_000)),
            Code::KeyFileDamaged,
        ),
        (
            "another spelling of the same",
            loud(&good),
            Code::KeyFileDamaged,
        ),
        (
            "64 GiB",
            good.replace("\"m_kib\":65536", "\"m_kib\":67108864"),
            Code::KeyFileDamaged,
        ),
        (
            "newer",
            good.replace("\"v\":1,\"vault\"", "\"v\":2,\"vault\""),
            Code::TooNew,
        ),
    ] {
        assert_ne!(text, good, "{why}: the case is what it says");
        fs::write(&slots, text).unwrap();
        assert_eq!(session::look(dir.path()), Found::Problem { code }, "{why}");
        refused(dir.path(), passphrase(PASSPHRASE), &plain(), code, why);
    }
    fs::write(&slots, good).unwrap();
    still_opens(dir.path());
}

#[test]
fn a_second_instance_is_turned_away() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let first = still_opens(dir.path());
    let second = session::open_in(dir.path(), passphrase(PASSPHRASE), &plain())
        .err()
        .map(|e| e.code());
    assert_eq!(second, Some(Code::OpenElsewhere));
    first.close().unwrap();
    still_opens(dir.path());
}

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

/// Runs `test` of this binary in a mount namespace of its own, where `prepare` has mounted something over `$DIR`.
fn in_a_mount(test: &str, prepare: &str, dir: &std::path::Path) {
    let output = Command::new("unshare")
        .args([
            "-rm",
            "sh",
            "-c",
            &format!("{prepare} && exec \"$0\" --exact start::{test}"),
        ])
        .arg(std::env::current_exe().unwrap())
        .env("DIR", dir)
        .env("KARTOTEK_TEST_MOUNT_DIR", dir)
        .output()
        .expect("unshare (package util-linux)");
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{prepare} (needs the right to make user and mount namespaces):\n{said}"
    );
}

#[test]
fn a_read_only_folder_is_explained_and_left_alone() {
    if let Some(dir) = std::env::var_os("KARTOTEK_TEST_MOUNT_DIR") {
        let dir = std::path::Path::new(&dir);
        refused(
            &dir.join("valv"),
            passphrase(PASSPHRASE),
            &plain(),
            Code::ReadOnly,
            "a read-only folder",
        );
        let made = session::create_in(&dir.join("nytt"), house(false), &plain())
            .err()
            .map(|e| e.code());
        assert_eq!(made, Some(Code::ReadOnly), "no new vault either");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    made(&dir.path().join("valv"), false, &plain());
    let mount = "mount --bind \"$DIR\" \"$DIR\" && mount -o remount,bind,ro \"$DIR\"";
    in_a_mount(
        "a_read_only_folder_is_explained_and_left_alone",
        mount,
        dir.path(),
    );
    still_opens(&dir.path().join("valv"));
}

#[test]
fn a_full_disk_makes_no_half_vault() {
    if let Some(dir) = std::env::var_os("KARTOTEK_TEST_MOUNT_DIR") {
        let dir = std::path::Path::new(&dir).join("valv");
        let full = session::create_in(&dir, house(false), &plain())
            .err()
            .map(|e| e.code());
        assert_eq!(full, Some(Code::DiskFull));
        assert_eq!(
            session::look(&dir),
            Found::Nothing,
            "the next try starts afresh"
        );
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mount = "mount -t tmpfs -o size=160k none \"$DIR\"";
    in_a_mount("a_full_disk_makes_no_half_vault", mount, dir.path());
}

/// A `cipher_` pragma that sets something after the first read corrupts the file, so there is one place for them.
#[test]
fn the_engines_own_pragmas_stand_in_one_place() {
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../core/src"
    ))];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            for line in fs::read_to_string(&path).unwrap().lines() {
                let asks = ["cipher_version", "cipher_integrity_check", "cipher_status"]
                    .iter()
                    .any(|p| line.contains(p));
                let code = line.split("//").next().unwrap_or_default();
                if !asks && code.contains("PRAGMA cipher_") {
                    found.push(path.file_name().unwrap().to_string_lossy().into_owned());
                }
            }
        }
    }
    assert_eq!(
        found,
        ["connection.rs"],
        "set before the key, in the one function that opens"
    );
}

//! What may not be written: folders, files, media. It is said, or it opens all the same; not one byte changes, and when
//! it may be written again everything works.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::Command;

use kartotek_core::backup;
use kartotek_core::rights;
use kartotek_core::vault::session;
use kartotek_core::vault::{Course, DATABASE, SLOTS, Vault};
use kartotek_core::{Code, Error, PersonId};
use secrecy::SecretString;

use crate::faults::bed;
use crate::people;
use crate::small_disk::Small;
use crate::vault_folder::{
    PASSPHRASE, fingerprint, house, made, passphrase, plain, refused, still_opens,
};

impl Small {
    /// `ro` or `rw`.
    pub(crate) fn remount(&self, mode: &str) {
        let done = Command::new("mount")
            .args(["-o", &format!("remount,{mode}")])
            .arg(self.path(""))
            .output()
            .expect("the small disk");
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
}

const NOBODY: u32 = 65534;
const PLACE: &str = "KARTOTEK_TEST_NOBODYS_PLACE";

/// Root may write everywhere, so somebody else plays this.
#[test]
fn whoever_may_not_write_is_told_so() {
    if let Some(place) = std::env::var_os(PLACE) {
        return nobody(Path::new(&place));
    }
    let dir = tempfile::tempdir().unwrap();
    let (place, program) = (dir.path().join("plats"), dir.path().join("program"));
    fs::create_dir(&place).unwrap();
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    mode(dir.path(), 0o755);
    mode(&program, 0o755);
    chown(&place, Some(NOBODY), Some(NOBODY)).expect("this test must run as root");
    let ran = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(&program)
        .args(["--exact", "read_only::whoever_may_not_write_is_told_so"])
        .env(PLACE, &place)
        .output()
        .expect("setpriv (package util-linux)");
    let said =
        String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && said.contains("1 passed"), "{said}");
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn somebody(vault: &Vault) -> PersonId {
    people::add(vault, &[("name", "Åsa Öberg")]).unwrap()
}

fn read_only<T>(answer: Result<T, Error>, why: &str) {
    let code = answer.err().map(|error| error.code());
    assert_eq!(code, Some(Code::ReadOnly), "{why}");
}

fn nobody(place: &Path) {
    let home = place.join("valv");
    made(&home, false, &plain());
    let file = |name: &str| home.join(name);
    let turned_away = |path: &Path, locked: u32, usual: u32, why: &str| {
        mode(path, locked);
        refused(&home, passphrase(PASSPHRASE), &plain(), Code::ReadOnly, why);
        mode(path, usual);
        still_opens(&home).close().unwrap();
    };
    turned_away(&file(DATABASE), 0o400, 0o600, "a database for reading");
    turned_away(
        &file("kartotek.lock"),
        0o400,
        0o600,
        "a lock file for reading",
    );
    // The log's index has to be made.
    turned_away(&home, 0o500, 0o700, "a folder for reading");

    // As a power cut leaves it.
    let vault = still_opens(&home);
    let leaving = somebody(&vault);
    let torn = place.join("strömavbrott");
    bed::copy(&home, &torn);
    drop(vault);
    let wal = torn.join(format!("{DATABASE}-wal"));
    mode(&wal, 0o400);
    let before = fingerprint(&torn);
    let vault = still_opens(&torn);
    assert_eq!(bed::names(&vault).unwrap().len(), 1, "read it can be");
    read_only(
        people::add(&vault, &[("name", "Berit Ek")]),
        "a log for reading",
    );
    drop(vault);
    let after = fingerprint(&torn);
    for name in [
        DATABASE.to_owned(),
        format!("{DATABASE}-wal"),
        SLOTS.to_owned(),
    ] {
        assert_eq!(after[&name], before[&name], "{name} is as it was");
    }
    mode(&wal, 0o600);
    let vault = still_opens(&torn);
    assert_eq!(
        bed::names(&vault).unwrap().len(),
        1,
        "nothing of the log is lost"
    );
    drop(vault);

    mode(&file(SLOTS), 0o400);
    let vault = still_opens(&home);
    let (closed, stick) = (place.join("stängd"), place.join("sticka"));
    fs::create_dir(&closed).unwrap();
    mode(&closed, 0o500);
    read_only(
        backup::take(&vault, &closed, Course::alone()),
        "a stick for reading",
    );
    read_only(
        backup::take(&vault, &closed.join("ny"), Course::alone()),
        "a new folder on it",
    );
    let out = closed.join("utdrag.zip");
    read_only(rights::export(&vault, leaving, &out, ""), "an export to it");
    assert_eq!(fs::read_dir(&closed).unwrap().count(), 0);
    let taken = backup::take(&vault, &stick, Course::alone()).unwrap();
    let there = closed.join("valv");
    read_only(
        backup::restore(
            &taken.file,
            &there,
            &passphrase(PASSPHRASE),
            &plain(),
            Course::alone(),
        ),
        "a restore to it",
    );
    read_only(
        session::create_in(&there, house(false), &plain()),
        "a new vault on it",
    );

    // The folder is closed while the vault is open: what is open goes on, the key file cannot be replaced.
    mode(&home, 0o500);
    let slots = fs::read(file(SLOTS)).unwrap();
    let new = SecretString::from("fyra nya fina ord");
    read_only(
        vault.change_passphrase(&passphrase(PASSPHRASE), &new),
        "a new passphrase",
    );
    assert_eq!(fs::read(file(SLOTS)).unwrap(), slots);
    mode(&home, 0o700);
    somebody(&vault);
    vault.close().unwrap();
    still_opens(&home).close().unwrap();
}

/// A medium that is for reading, with the log that a power cut left on it.
#[test]
fn a_medium_for_reading_keeps_its_log() {
    let small = Small::new(16);
    let home = small.path("valv");
    made(&home, false, &plain());
    let vault = still_opens(&home);
    somebody(&vault);
    let torn = small.path("strömavbrott");
    bed::copy(&home, &torn);
    vault.close().unwrap();
    small.remount("ro");
    for (place, why) in [(&torn, "with a log"), (&home, "closed in order")] {
        refused(place, passphrase(PASSPHRASE), &plain(), Code::ReadOnly, why);
    }
    small.remount("rw");
    for place in [torn, home] {
        let vault = still_opens(&place);
        assert_eq!(bed::names(&vault).unwrap().len(), 1, "nobody is lost");
        bed::sound(&vault).unwrap();
    }
}

/// Not even root may write to it.
#[test]
fn files_that_are_fixed_are_left_alone() {
    let small = Small::new(16);
    let home = small.path("valv");
    made(&home, false, &plain());
    for path in [home.join(DATABASE), home.clone()] {
        let fixed = |sign: &str| {
            let done = Command::new("chattr").arg(sign).arg(&path).status();
            assert!(
                done.is_ok_and(|status| status.success()),
                "chattr (package e2fsprogs)"
            );
        };
        fixed("+i");
        refused(
            &home,
            passphrase(PASSPHRASE),
            &plain(),
            Code::ReadOnly,
            "fixed",
        );
        fixed("-i");
        still_opens(&home).close().unwrap();
    }
}

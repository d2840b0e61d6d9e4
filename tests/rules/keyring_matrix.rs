//! Every way in which a desktop's keyring can fail to answer, one after the other in one running program: a real Secret
//! Service (gnome-keyring) wherever it can do it, and a stand-in for what it cannot: hanging, being slow, and dying in
//! the middle of a call. Nothing is written, no key is made, and as soon as it answers the vault opens.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kartotek_core::Code;
use kartotek_core::vault::session::{self, Found, Surroundings, Unlock};
use kartotek_core::vault::{Cost, SystemClock};
use zbus::blocking::{MessageIterator, connection, fdo::DBusProxy};

use crate::keyring_items::{account, items, put, put_second};
use crate::vault_folder::{fingerprint, house, refused};

const TEST: &str = "keyring_matrix::whatever_the_keyring_does_nothing_is_lost_and_nothing_is_made";
/// Set in the program inside the session: its folder.
const PLACE: &str = "KARTOTEK_TEST_MATRIX";
/// Set in the stand-in: what it does.
const STAND_IN: &str = "KARTOTEK_TEST_STAND_IN";
const NAME: &str = "org.freedesktop.secrets";
const PATIENCE: Duration = Duration::from_secs(2);

#[test]
fn whatever_the_keyring_does_nothing_is_lost_and_nothing_is_made() {
    if let Some(what) = std::env::var_os(STAND_IN) {
        return stand_in(&what.to_string_lossy());
    }
    if let Some(place) = std::env::var_os(PLACE) {
        return Desk::new(Path::new(&place)).every_case();
    }
    let place = tempfile::tempdir().unwrap();
    for home in ["hem", "annat"] {
        fs::create_dir(place.path().join(home)).unwrap();
    }
    // A bus that starts no service by itself.
    let bus = place.path().join("buss.conf");
    fs::write(
        &bus,
        "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">
         <busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
         <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
    )
    .unwrap();
    let ran = Command::new("dbus-run-session")
        .arg(format!("--config-file={}", bus.display()))
        .arg("--")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", TEST])
        .env(PLACE, place.path())
        .env("HOME", place.path().join("hem"))
        .env("XDG_RUNTIME_DIR", place.path())
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("dbus-run-session (package dbus)");
    let said =
        String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && said.contains("1 passed"), "{said}");
}

/// Owns the keyring's name and does what no real one does on request.
fn stand_in(what: &str) {
    let bus = connection::Builder::session().unwrap().name(NAME).unwrap();
    let bus = bus.build().unwrap();
    for message in MessageIterator::from(&bus) {
        let message = message.unwrap();
        let header = message.header();
        if header
            .path()
            .is_none_or(|path| !path.starts_with("/org/freedesktop/secrets"))
        {
            continue;
        }
        match what {
            "dies" => std::process::exit(0),
            "is slow" => {
                std::thread::sleep(PATIENCE * 2);
                let error = "org.freedesktop.DBus.Error.Failed";
                let _ = bus.reply_error(&header, error, &"too late");
            }
            _ => {}
        }
    }
}

fn around() -> Surroundings {
    Surroundings {
        patience: PATIENCE,
        cost: Cost::Floor,
        ..Surroundings::new(Arc::new(SystemClock))
    }
}

/// One program in one session, while keyrings come and go.
struct Desk {
    place: PathBuf,
    vault: PathBuf,
    bus: DBusProxy<'static>,
    keyring: Option<Child>,
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.end();
    }
}

impl Desk {
    fn new(place: &Path) -> Self {
        let bus = zbus::blocking::Connection::session().unwrap();
        Self {
            place: place.to_owned(),
            vault: place.join("valv"),
            bus: DBusProxy::new(&bus).unwrap(),
            keyring: None,
        }
    }

    fn there(&self) -> bool {
        self.bus.name_has_owner(NAME.try_into().unwrap()).unwrap()
    }

    fn wait(&self, there: bool) {
        let begun = Instant::now();
        while self.there() != there {
            assert!(begun.elapsed() < Duration::from_secs(30), "{there}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn begin(&mut self, program: &mut Command, input: &str) {
        self.end();
        let mut child = program
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon (package gnome-keyring)");
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        self.keyring = Some(child);
        self.wait(true);
    }

    fn end(&mut self) {
        if let Some(mut keyring) = self.keyring.take() {
            let _ = keyring.kill();
            let _ = keyring.wait();
            self.wait(false);
        }
    }

    /// The real one. Its user types the password at once, or never.
    fn real(&mut self, home: &str, unlocked: bool) {
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon
            .args(["--foreground", "--components=secrets"])
            .env("XDG_DATA_HOME", self.place.join(home));
        if unlocked {
            daemon.arg("--unlock");
        }
        self.begin(&mut daemon, if unlocked { "losen" } else { "" });
    }

    fn stand_in(&mut self, what: &str) {
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.args(["--exact", TEST]).env(STAND_IN, what);
        self.begin(&mut program, "");
    }

    fn opens(&self, why: &str) {
        session::open_in(&self.vault, Unlock::Keyring, &around())
            .unwrap_or_else(|error| panic!("{why}: {:?}", error.code()))
            .close()
            .unwrap();
    }

    /// An existing vault stays shut, and nobody waits for ever.
    fn stays_shut(&self, code: Code, why: &str) {
        let begun = Instant::now();
        refused(&self.vault, Unlock::Keyring, &around(), code, why);
        assert!(
            begun.elapsed() < PATIENCE * 2,
            "{why}: {:?}",
            begun.elapsed()
        );
    }

    /// A first run that asks for the keyring makes nothing.
    fn first_run_makes_nothing(&self, wanted: Code, why: &str) {
        let new = self.place.join("nytt");
        let made = session::create_in(&new, house(true), &around());
        let code = made.err().map(|error| error.code());
        assert_eq!(code, Some(wanted), "{why}");
        assert_eq!(session::look(&new), Found::Nothing, "{why}");
        let left = fingerprint(&new);
        assert!(
            left.keys().all(|name| name == "kartotek.lock"),
            "{why}: {:?}",
            left.keys()
        );
    }

    fn every_case(mut self) {
        self.real("hem", true);
        let (vault, _) = session::create_in(&self.vault, house(true), &around()).unwrap();
        vault.close().unwrap();
        let account = account(&self.vault);
        assert_eq!(items(&account).len(), 1);
        self.opens("a keyring that answers");
        let right = items(&account)[0].get_password().unwrap();

        for (wrong, why) in [
            (b"nyckel".as_slice(), "a wrong value"),
            (
                b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "somebody else's key",
            ),
            (&[0xff, 0xfe, 0x00, 0xc3, 0x28], "no text at all"),
        ] {
            items(&account)[0].set_secret(wrong).unwrap();
            self.stays_shut(Code::KeyringUnavailable, why);
            let kept = items(&account);
            assert_eq!(kept.len(), 1, "{why}");
            assert_eq!(
                kept[0].get_secret().unwrap(),
                wrong,
                "{why}: the item is left alone"
            );
            kept[0].set_password(&right).unwrap();
            self.opens(why);
        }

        put_second(&account);
        self.opens("two items: the one that fits");
        assert_eq!(items(&account).len(), 2, "both are left alone");
        for item in items(&account) {
            item.delete_credential().unwrap();
        }

        self.stays_shut(Code::KeyringUnavailable, "no item");
        assert!(items(&account).is_empty(), "and none is made");
        put(&account, &right);
        self.opens("put back");

        self.end();
        self.stays_shut(Code::KeyringUnavailable, "no service");
        self.first_run_makes_nothing(Code::KeyringUnavailable, "no service");
        self.real("hem", true);
        self.opens("a service that comes late");

        self.real("annat", true);
        self.stays_shut(Code::KeyringUnavailable, "another desktop");
        assert!(items(&account).is_empty());
        self.real("hem", true);
        self.opens("the first desktop again");

        self.real("hem", false);
        self.stays_shut(Code::KeyringLocked, "locked, and nobody answers");
        self.first_run_makes_nothing(Code::KeyringLocked, "locked, and nobody answers");
        for (what, code) in [
            ("hangs", Code::KeyringLocked),
            ("is slow", Code::KeyringLocked),
            ("dies", Code::KeyringUnavailable),
        ] {
            self.stand_in(what);
            self.stays_shut(code, what);
            self.stand_in(what);
            self.first_run_makes_nothing(code, what);
        }
        self.real("hem", true);
        self.opens("after all that");
        assert_eq!(items(&account).len(), 1, "no key was ever made");
    }
}

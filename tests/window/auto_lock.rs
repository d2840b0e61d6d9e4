//! Locking without a press. There is no systemd here: what says "sleep" and "lock" is a stand-in for logind on a bus of the
//! journey's own. What hears it is the window itself, over the real D-Bus.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::fd::OwnedFd as Fd;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::{ObjectPath, OwnedFd, OwnedObjectPath, Value};

use crate::acts::PASSPHRASE;
use crate::driver::Driver;
use crate::main_job::pictures;
use crate::page::Page;
use crate::quiet;
use crate::stage::{Group, Stage, automation, wait_for};

pub(crate) const NAME: &str = "Kvastskaftet Ek";
const SESSION: &str = "/org/freedesktop/login1/session/_31";
const LONG: Duration = Duration::from_secs(15);

/// As much of logind as the window asks.
struct Login {
    /// The other ends of the delays that were handed out.
    delays: Arc<Mutex<Vec<UnixStream>>>,
}

#[allow(clippy::unused_self)] // The bus calls methods only.
#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Login {
    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> OwnedFd {
        assert_eq!((what, who, mode), ("sleep:shutdown", "Kartotek", "delay"));
        assert!(!why.is_empty(), "people may ask who keeps it awake");
        let (ours, theirs) = UnixStream::pair().expect("a pair");
        ours.set_nonblocking(true).expect("not blocking");
        self.delays.lock().expect("the delays").push(ours);
        OwnedFd::from(Fd::from(theirs))
    }

    #[zbus(name = "GetSessionByPID")]
    fn get_session_by_pid(&self, pid: u32) -> OwnedObjectPath {
        assert!(pid > 0, "the window's");
        ObjectPath::try_from(SESSION).expect("a path").into()
    }
}

/// As much of `UPower`.
struct Power;

#[allow(clippy::unused_self)]
#[zbus::interface(name = "org.freedesktop.UPower")]
impl Power {
    #[zbus(property)]
    fn lid_is_closed(&self) -> bool {
        false
    }

    #[zbus(property)]
    fn lid_is_present(&self) -> bool {
        true
    }
}

/// A bus and a stand-in for logind and `UPower` on it.
pub(crate) struct System {
    _bus: Group,
    pub(crate) address: String,
    login: Connection,
    delays: Arc<Mutex<Vec<UnixStream>>>,
}

impl System {
    pub(crate) fn new() -> Self {
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--print-address=1"]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut bus = Group::start(&mut command);
        let mut address = String::new();
        let out = bus.out().expect("the bus says its address");
        BufReader::new(out)
            .read_line(&mut address)
            .expect("an address");
        let address = address.trim().to_owned();
        let delays = Arc::default();
        let login = Login {
            delays: Arc::clone(&delays),
        };
        let login = Builder::address(address.as_str())
            .and_then(|bus| bus.name("org.freedesktop.login1"))
            .and_then(|bus| bus.name("org.freedesktop.UPower"))
            .and_then(|bus| bus.serve_at("/org/freedesktop/login1", login))
            .and_then(|bus| bus.serve_at("/org/freedesktop/UPower", Power))
            .and_then(Builder::build)
            .expect("a stand-in for logind");
        Self {
            _bus: bus,
            address,
            login,
            delays,
        }
    }

    /// How many delays the window holds.
    pub(crate) fn held(&self) -> usize {
        let mut delays = self.delays.lock().expect("the delays");
        // The end of the file: the other end was let go of.
        delays.retain_mut(|delay| delay.read(&mut [0]).is_err());
        delays.len()
    }

    pub(crate) fn sleep(&self, begins: bool) {
        self.prepare("PrepareForSleep", begins);
    }

    fn prepare(&self, signal: &str, begins: bool) {
        let (path, manager) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
        let said = self
            .login
            .emit_signal(None::<&str>, path, manager, signal, &begins);
        said.expect("a signal");
    }

    /// As `UPower` says it.
    fn lid(&self, shut: bool) {
        let (path, properties) = ("/org/freedesktop/UPower", "org.freedesktop.DBus.Properties");
        let changed = HashMap::from([("LidIsClosed", Value::from(shut))]);
        let what = ("org.freedesktop.UPower", changed, Vec::<&str>::new());
        let said =
            self.login
                .emit_signal(None::<&str>, path, properties, "PropertiesChanged", &what);
        said.expect("a signal");
    }

    pub(crate) fn lock_session(&self) {
        let session = "org.freedesktop.login1.Session";
        let said = self
            .login
            .emit_signal(None::<&str>, SESSION, session, "Lock", &());
        said.expect("a signal");
    }
}

/// The session bus of the window that plays on this stage.
fn session_bus(stage: &Stage) -> Connection {
    Builder::address(&*stage.bus())
        .and_then(Builder::build)
        .expect("the session bus")
}

/// Opens the window with `around` in its environment, and the card of the one person.
pub(crate) fn open(stage: &Stage, around: &[String]) -> Page {
    quiet::vault(stage);
    let mut line = vec!["env"];
    line.extend(around.iter().map(String::as_str));
    let page = Page::new(stage.open_behind(&line, &automation(), &[]), "sv");
    page.unlock(PASSPHRASE);
    page.click("link", NAME);
    page.find("heading", NAME);
    page
}

/// Types a note, lets `happen`, and finds the note again after the lock.
fn locks_with_a_note(page: &Page, note: &str, happen: impl FnOnce()) {
    page.fill(&page.text("note-label"), note);
    happen();
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.sees(&page.text("draft-bar-text"));
    page.click("link", NAME);
    page.find("heading", NAME);
    assert_eq!(typed(page), note, "what was typed last is there");
}

/// What stands in the fields for long texts.
pub(crate) fn typed(page: &Page) -> serde_json::Value {
    let words = "return [...document.querySelectorAll('textarea')].map((e) => e.value).join()";
    page.driver().run(words, serde_json::json!([]))
}

#[test]
fn nobody_at_the_window_for_long_locks_it_and_somebody_keeps_it_open() {
    let stage = Stage::new("sv");
    let page = open(&stage, &["KARTOTEK_IDLE_SECONDS=6".to_owned()]);
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        page.driver().keys(&[], "j");
        assert!(
            page.look("any", &page.text("lock-title")).is_none(),
            "somebody is there"
        );
        std::thread::sleep(Duration::from_millis(500));
    }
    let typed = Instant::now();
    locks_with_a_note(&page, "Halv rad", || {});
    assert!(
        typed.elapsed() > Duration::from_secs(4),
        "not before its time"
    );
    // How long that is, is chosen, and kept.
    let chosen = |minutes: &str| {
        let field = page.find("button", &page.text("auto-lock-idle"));
        let said = "return arguments[0].textContent.trim()";
        let said = page
            .driver()
            .run(said, serde_json::json!([Driver::argument(&field)]));
        said == minutes
    };
    page.click("link", &page.text("nav-settings"));
    assert!(chosen("15 minuter"), "as a new vault has it");
    page.click("button", &page.text("auto-lock-idle"));
    page.click("option", "5 minuter");
    page.control('l');
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.click("link", &page.text("nav-settings"));
    wait_for("the minutes that were chosen", LONG, || chosen("5 minuter"));
    page.finish();
}

#[test]
fn sleep_and_a_locked_screen_lock_the_vault_first() {
    let system = System::new();
    let stage = Stage::new("sv");
    let bus = format!("DBUS_SYSTEM_BUS_ADDRESS={}", system.address);
    let page = open(&stage, &[bus]);
    wait_for("a delay of the sleep", LONG, || system.held() == 1);
    let closed_first = || {
        wait_for("the computer may sleep or go off", LONG, || {
            system.held() == 0
        });
        let log = stage.vault().join("kartotek.db-wal");
        assert!(!log.exists(), "the vault was closed before");
    };
    let awake = || {
        system.sleep(false);
        wait_for("the next delay", LONG, || system.held() == 1);
    };
    locks_with_a_note(&page, "Innan locket stängs", || {
        system.sleep(true);
        closed_first();
    });
    awake();
    locks_with_a_note(&page, "Innan sessionen låses", || system.lock_session());
    system.lid(false);
    locks_with_a_note(&page, "Innan datorn fälls ihop", || {
        // Both are said at once, and the sleep waits for the lock of the lid.
        system.lid(true);
        system.sleep(true);
        closed_first();
    });
    awake();

    let desktop = session_bus(&stage);
    let saver = |on: bool| {
        let (path, name) = (
            "/org/freedesktop/ScreenSaver",
            "org.freedesktop.ScreenSaver",
        );
        let said = desktop.emit_signal(None::<&str>, path, name, "ActiveChanged", &on);
        said.expect("a signal");
    };
    saver(false);
    locks_with_a_note(&page, "Innan skärmsläckaren", || saver(true));

    // Switched off, nothing happens; the other one still locks.
    page.click("link", &page.text("nav-settings"));
    page.find("heading", &page.text("auto-lock"));
    assert!(
        page.look("any", &page.text("auto-lock-deaf")).is_none(),
        "both are heard here"
    );
    page.click("checkbox", &page.text("auto-lock-sleep-lid"));
    let off = "return document.querySelector(`[role=switch][aria-labelledby$=sleep]`).getAttribute('aria-checked')";
    wait_for("the switch is off", LONG, || {
        page.driver().run(off, serde_json::json!([])) == "false"
    });
    stage.picture(&page, &pictures().join("locking"), "heard");
    system.sleep(true);
    wait_for("the computer may sleep at once", LONG, || {
        system.held() == 0
    });
    system.lid(true);
    std::thread::sleep(Duration::from_millis(500));
    assert!(page.look("any", &page.text("lock-title")).is_none());
    system.lock_session();
    page.sees(&page.text("lock-title"));

    // The end of the computer is another thing than its sleep.
    page.unlock(PASSPHRASE);
    page.sees(NAME);
    awake();
    system.prepare("PrepareForShutdown", true);
    closed_first();
    page.finish();
}

/// Its own loop runs in the place of the window's: whatever the lock asks of the window would wait for its user.
#[test]
fn a_print_dialog_that_is_left_open_keeps_nothing_open() {
    let system = System::new();
    let stage = Stage::new("sv");
    let page = open(
        &stage,
        &[format!("DBUS_SYSTEM_BUS_ADDRESS={}", system.address)],
    );
    wait_for("a delay of the sleep", LONG, || system.held() == 1);
    let search = ["search", "--onlyvisible", "--class", "kartotek"];
    let windows = || quiet::xdotool(&stage, &search).lines().count();
    let before = windows();
    page.control('p');
    wait_for("the print dialog", LONG, || windows() > before);
    system.sleep(true);
    wait_for("the computer may sleep", LONG, || system.held() == 0);
    let log = stage.vault().join("kartotek.db-wal");
    assert!(!log.exists(), "the vault was closed before");
    wait_for("the dialog is gone", LONG, || windows() == before);
    page.sees(&page.text("lock-title"));
    page.finish();
}

#[test]
fn the_settings_say_when_nothing_can_be_heard() {
    let stage = Stage::new("sv");
    let page = open(&stage, &[]);
    page.click("link", &page.text("nav-settings"));
    page.find("heading", &page.text("auto-lock"));
    page.sees(&page.text("auto-lock-deaf"));
    page.driver().run(
        "[...document.querySelectorAll('h2')].find((e) => e.textContent === arguments[0]).scrollIntoView()",
        serde_json::json!([page.text("auto-lock")]),
    );
    stage.picture(&page, &pictures().join("locking"), "settings");
    page.accessible("locking settings");
    page.finish();
}

#[test]
fn wrong_keys_make_the_next_try_wait() {
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    for _ in 0..4 {
        page.unlock("helt fel lösenfras här");
        page.sees(&page.text("error-wrong-passphrase"));
        let free = "return !document.querySelector('form [type=submit]').disabled";
        wait_for("the next try", LONG, || {
            page.driver().run(free, serde_json::json!([])) == true
        });
    }
    page.unlock("helt fel lösenfras här");
    page.find("any", "Vänta");
    stage.picture(&page, &pictures().join("locking"), "wait");
    page.accessible("waiting");
    page.loses("Vänta");
    page.unlock(PASSPHRASE);
    page.sees(NAME);
    page.finish();
}

#[test]
fn a_call_goes_on_over_the_lock() {
    let stage = Stage::new("sv");
    let page = open(&stage, &[]);
    page.press("call");
    page.sees(&page.text("call-running"));
    page.control('l');
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.click("link", NAME);
    page.find("button", &page.text("call-end"));
    assert!(
        page.look("any", &page.text("call-interrupted")).is_none(),
        "nobody asks whether it goes on"
    );
    page.press("call-end");
    page.sees(&page.text("call-saved"));
    page.finish();
}

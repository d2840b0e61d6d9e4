//! The keyring as a convenience: chosen in the first run, it opens the next start without a passphrase; one that hangs or
//! dies keeps nobody out. And a second start of the program brings the first window to the front.

use std::fs::File;
use std::process::Command;
use std::time::Duration;

use serde_json::json;
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;
use zbus::names::BusName;

use crate::acts::PASSPHRASE;
use crate::auto_lock::System;
use crate::main_job::pictures;
use crate::page::{Page, key};
use crate::quiet::{self, shown, windows, xdotool};
use crate::stage::{self, Group, Keyring, Stage, wait_for};

#[test]
fn the_keyring_chosen_at_first_opens_the_next_start() {
    let stage = Stage::new("sv");
    let page = Page::new(stage.open(&[]), "sv");
    page.first_run_until_ready(&mut |_, _| ());
    page.click("checkbox", &page.text("keyring-choice"));
    page.press("start-open");
    page.loses(&page.text("start-ready-title"));
    page.sees(&page.text("contacts-none-title"));
    // The keys of the window work from its first moment.
    page.control('n');
    page.find("heading", &page.text("form-new-title"));
    page.fill("Namn", "Nyckelrings Nils");
    page.driver().keys(&[], &key::ENTER.to_string());
    page.sees(&page.text("contact-created"));
    drop(page);

    let page = Page::new(stage.open(&[]), "sv");
    page.sees("Nyckelrings Nils");
    // Whoever locks it wants to be asked, and may let the keyring answer.
    page.press("lock");
    page.sees(&page.text("lock-title"));
    page.press("unlock-with-keyring");
    page.sees("Nyckelrings Nils");

    // A key right after a click is not overtaken by it.
    let both = "document.querySelector('nav a[href=\"/settings\"]').click();
        window.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', ctrlKey: true, bubbles: true }));";
    page.driver().run(both, json!([]));
    page.find("heading", &page.text("form-new-title"));
    std::thread::sleep(Duration::from_millis(400));
    page.find("heading", &page.text("form-new-title"));

    // Taken away again: the lock screen offers it no more.
    page.click("link", &page.text("nav-settings"));
    page.press("keys-keyring-remove");
    page.sees(&page.text("keys-keyring-remove-text"));
    page.press("keys-keyring-remove");
    wait_for("the slot to go", Duration::from_secs(10), || {
        let slots = std::fs::read_to_string(stage.vault().join("slots.json"));
        slots.is_ok_and(|slots| !slots.contains("keyring"))
    });
    page.press("lock");
    page.sees(&page.text("lock-title"));
    assert!(
        page.look("button", &page.text("unlock-with-keyring"))
            .is_none(),
        "no keyring, no button"
    );
    page.finish();
}

/// The first run ends with the next press, and nothing of the keyring is there.
fn goes_on_without(stage: &Stage, page: &Page) {
    page.press("start-open");
    page.sees(&page.text("contacts-none-title"));
    let slots = std::fs::read_to_string(stage.vault().join("slots.json")).expect("the slots");
    assert!(!slots.contains("keyring"), "nothing half is left");
}

#[test]
fn a_first_run_without_a_keyring_says_so_and_goes_on() {
    let stage = Stage::new("sv");
    stage.keyring(Keyring::None);
    let page = Page::new(stage.open(&[]), "sv");
    page.first_run_until_ready(&mut |_, _| ());
    page.click("checkbox", &page.text("keyring-choice"));
    page.press("start-open");
    page.sees(&page.text("error-keyring-not-added"));
    page.accessible("no keyring in the first run");
    stage.picture(&page, &pictures().join("keys"), "first-run-no-keyring");
    goes_on_without(&stage, &page);
    page.finish();
}

/// The keyring's process behind the window that is open; ended with the journey.
struct Daemon(String);

impl Daemon {
    fn of(stage: &Stage) -> Self {
        let bus = Builder::address(&*stage.bus()).and_then(Builder::build);
        let name = BusName::try_from("org.freedesktop.secrets").expect("a name");
        let process = bus.and_then(|bus| {
            let process = DBusProxy::new(&bus)?.get_connection_unix_process_id(name)?;
            Ok(process)
        });
        Self(process.expect("a keyring on the bus").to_string())
    }

    fn signal(&self, signal: &str) -> bool {
        let kill = Command::new("kill").args([signal, &self.0]).output();
        kill.is_ok_and(|done| done.status.success())
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.signal("-KILL");
    }
}

/// Milliseconds that the page was longest without a turn while two seconds went by.
fn longest_pause(page: &Page) -> f64 {
    let pause = r"
const done = arguments[0];
const begun = performance.now();
let [last, longest] = [begun, 0];
const turn = () => {
  const now = performance.now();
  [longest, last] = [Math.max(longest, now - last), now];
  if (now - begun < 2000) setTimeout(turn, 10); else done(longest);
};
turn();";
    let pause = page.driver().run_async(pause, json!([]));
    pause.as_f64().expect("milliseconds")
}

/// A first run with the keyring chosen, and a first contact.
fn with_keyring(stage: &Stage, language: &'static str) -> Page {
    let page = Page::new(stage.open(&[]), language);
    page.first_run_until_ready(&mut |_, _| ());
    page.click("checkbox", &page.text("keyring-choice"));
    page.press("start-open");
    page.loses(&page.text("start-ready-title"));
    page.sees(&page.text("contacts-none-title"));
    page
}

#[test]
fn a_keyring_that_hangs_or_dies_keeps_nobody_out() {
    let stage = Stage::new("sv");
    let page = with_keyring(&stage, "sv");
    let daemon = Daemon::of(&stage);
    assert!(daemon.signal("-STOP"), "it hangs");
    page.press("lock");
    page.sees(&page.text("lock-title"));
    page.press("unlock-with-keyring");
    page.sees(&page.text("unlock-asking"));
    let pause = longest_pause(&page);
    println!("a hanging keyring: the page paused {pause} ms at most");
    assert!(
        pause < 1500.0,
        "the page waits with the keyring: {pause} ms"
    );
    stage.picture(&page, &pictures().join("keys"), "keyring-asked");
    page.accessible("the keyring is asked");
    // Whoever goes elsewhere, or types, does without it; and it opens nothing behind their back.
    page.press("restore-title");
    page.press("back");
    page.find("button", &page.text("unlock-with-keyring"));
    page.press("unlock-with-keyring");
    page.sees(&page.text("unlock-asking"));
    page.fill(&page.text("passphrase"), "h");
    page.loses(&page.text("unlock-asking"));
    assert!(daemon.signal("-CONT"), "it answers after all");
    std::thread::sleep(Duration::from_secs(1));
    page.sees(&page.text("lock-title"));
    assert!(daemon.signal("-STOP"), "it hangs again");
    page.press("unlock-with-keyring");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("contacts-none-title"));

    // Whoever waits is told.
    page.press("lock");
    page.press("unlock-with-keyring");
    page.sees(&page.text("unlock-asking"));
    wait_for("words about the keyring", Duration::from_mins(1), || {
        page.look("any", &page.text("error-keyring-locked"))
            .is_some()
    });
    stage.picture(&page, &pictures().join("keys"), "keyring-hangs");
    // It wakes up, and opens without a new start.
    assert!(daemon.signal("-CONT"), "it goes on");
    page.press("unlock-with-keyring");
    page.sees(&page.text("contacts-none-title"));

    page.press("lock");
    page.sees(&page.text("lock-title"));
    assert!(daemon.signal("-KILL"), "it dies");
    page.press("unlock-with-keyring");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("contacts-none-title"));
    page.finish();
}

#[test]
fn a_start_with_a_keyring_that_hangs_is_one_with_the_passphrase() {
    let stage = Stage::lit("en", true);
    drop(with_keyring(&stage, "en"));
    stage.keyring(Keyring::Silent);
    let system = System::new();
    let bus = format!("DBUS_SYSTEM_BUS_ADDRESS={}", system.address);
    let page = Page::new(
        stage.open_behind(&["env", &bus], &stage::automation(), &[]),
        "en",
    );
    let _daemon = Daemon::of(&stage);
    page.sees(&page.text("unlock-asking"));
    stage.picture(&page, &pictures().join("keys"), "keyring-asked-en-dark");
    // Whoever locks the screen wants nothing opened behind it.
    wait_for("a delay of the sleep", Duration::from_secs(15), || {
        system.held() == 1
    });
    system.lock_session();
    page.loses(&page.text("unlock-asking"));
    page.sees(&page.text("error-keyring-locked"));
    page.unlock(PASSPHRASE);
    page.sees(&page.text("contacts-none-title"));
    page.finish();
}

#[test]
fn a_first_run_with_a_keyring_that_hangs_says_so_and_goes_on() {
    let stage = Stage::new("sv");
    stage.keyring(Keyring::Silent);
    let page = Page::new(stage.open(&[]), "sv");
    let _daemon = Daemon::of(&stage);
    page.first_run_until_ready(&mut |_, _| ());
    page.click("checkbox", &page.text("keyring-choice"));
    page.press("start-open");
    wait_for("words about the keyring", Duration::from_mins(1), || {
        page.look("any", &page.text("error-keyring-not-added"))
            .is_some()
    });
    goes_on_without(&stage, &page);
    page.finish();
}

/// The window that has the keyboard.
fn focused(stage: &Stage) -> String {
    xdotool(stage, &["getwindowfocus"])
}

#[test]
fn a_second_start_brings_the_first_window_to_the_front() {
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let (go, ended) = (stage.file("go"), stage.file("ended"));
    let script =
        "\"$0\" & while ! [ -e \"$1\" ]; do sleep 0.1; done; \"$0\"; echo $? >\"$2\"; wait";
    let _both = shown(&stage, || {
        let mut command: Command = stage.session(&[
            "sh",
            "-c",
            script,
            &stage::normal(),
            &go.display().to_string(),
            &ended.display().to_string(),
        ]);
        command
            .env_remove("TAURI_AUTOMATION")
            .env_remove("TAURI_WEBVIEW_AUTOMATION");
        let log = File::create(stage.home().join("window.log")).expect("a log");
        Group::start(command.stdout(log.try_clone().expect("a log")).stderr(log))
    });
    let first = quiet::windows(&stage).remove(0);
    // Something else has the keyboard.
    let root = xdotool(&stage, &["search", "--maxdepth", "0", "--name", ""]);
    let root = root.lines().next().unwrap_or("0").to_owned();
    xdotool(&stage, &["windowfocus", &root]);
    wait_for("another focus", Duration::from_secs(5), || {
        focused(&stage) != first
    });
    File::create(&go).expect("a file");
    wait_for("the second start to end", Duration::from_secs(30), || {
        std::fs::read_to_string(&ended).is_ok_and(|text| !text.is_empty())
    });
    let code = std::fs::read_to_string(&ended).expect("its end");
    assert_eq!(code.trim(), "0", "it hands over in order: {}", stage.log());
    assert_eq!(windows(&stage), [first.as_str()], "no second window");
    wait_for("the first window in front", Duration::from_secs(10), || {
        focused(&stage) == first
    });
}

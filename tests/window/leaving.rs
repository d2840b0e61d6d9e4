//! Leaving in the middle of something: a file dialog at the lock, and a window that is closed over a half written note.

use std::time::Duration;

use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask};

use crate::acts::PASSPHRASE;
use crate::auto_lock::{NAME, open, typed};
use crate::page::Page;
use crate::quiet;
use crate::stage::{Stage, automation, wait_for};

const LONG: Duration = Duration::from_secs(15);

#[test]
fn a_file_dialog_goes_with_the_lock() {
    let stage = Stage::new("sv");
    let page = open(&stage, &["KARTOTEK_IDLE_SECONDS=4".to_owned()]);
    page.press("export");
    page.sees(&page.text("export-part-page"));
    // The real dialog of the desktop, which nobody answers.
    let search = ["search", "--onlyvisible", "--name", "."];
    let shown = || -> Vec<String> {
        let found = quiet::xdotool(&stage, &search);
        found.lines().map(str::to_owned).collect()
    };
    let alone = shown();
    page.press("export-run");
    wait_for("the file dialog", LONG, || shown() != alone);
    page.sees(&page.text("lock-title"));
    let log = stage.vault().join("kartotek.db-wal");
    wait_for("a closed vault", LONG, || !log.exists());
    wait_for("the end of the dialog", LONG, || shown() == alone);
    page.unlock(PASSPHRASE);
    page.find("link", NAME);
    page.finish();
}

/// A command that does not end, as on a share that does not answer: the lock screen is there at once, and it is said why
/// nobody can unlock yet.
#[test]
fn a_folder_that_does_not_answer_holds_nobody_at_the_door() {
    for language in ["sv", "en"] {
        let stage = Stage::new(language);
        quiet::vault(&stage);
        let page = Page::new(stage.open(&[]), language);
        page.unlock(PASSPHRASE);
        page.find("link", NAME);
        page.click("link", &page.text("nav-settings"));
        stage.slow(24_000);
        page.press("backups-take");
        page.sees(&page.text("backups-work-take"));
        page.press("lock");
        page.sees(&page.text("lock-title"));
        page.unlock(PASSPHRASE);
        page.sees(&page.text("error-folder-hangs"));
        page.accessible("a vault that is still closing");
        stage.slow(0);
        let log = stage.vault().join("kartotek.db-wal");
        wait_for("a closed vault", Duration::from_secs(40), || !log.exists());
        page.unlock(PASSPHRASE);
        page.find("link", NAME);
        page.finish();
    }
}

/// What a window manager does when somebody clicks on the cross.
fn close(stage: &Stage) {
    let (screen, _) = x11rb::connect(Some(&stage.display())).expect("the screen");
    let atom = |name: &str| {
        let asked = screen.intern_atom(false, name.as_bytes()).expect("asked");
        asked.reply().expect("an atom").atom
    };
    let (protocols, delete) = (atom("WM_PROTOCOLS"), atom("WM_DELETE_WINDOW"));
    for window in quiet::windows(stage) {
        let window = window.parse().expect("a window");
        let event = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
        let sent = screen.send_event(false, window, EventMask::NO_EVENT, event);
        sent.expect("sent").check().expect("taken");
    }
}

#[test]
fn closing_the_window_keeps_what_is_typed() {
    let stage = Stage::new("sv");
    let page = open(&stage, &[]);
    page.fill(&page.text("note-label"), "Sista raden");
    close(&stage);
    wait_for("the end of the program", LONG, || {
        stage.process(&automation()).is_none()
    });
    drop(page);
    let page = Page::new(stage.open_behind(&["env"], &automation(), &[]), "sv");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("draft-bar-text"));
    page.click("link", NAME);
    page.find("heading", NAME);
    assert_eq!(typed(&page), "Sista raden");
    page.finish();
}

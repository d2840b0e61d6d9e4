//! What was copied leaves the clipboard again: after its time and with the lock, and nothing else does.

use std::time::{Duration, Instant};

use serde_json::json;
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, CreateWindowAux, WindowClass};
use x11rb::rust_connection::RustConnection;
use x11rb::{COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT, CURRENT_TIME};

use crate::acts::PASSPHRASE;
use crate::page::{Page, key};
use crate::quiet;
use crate::stage::{Stage, automation, wait_for};

const NAME: &str = "Kvastskaftet Ek";
const LONG: Duration = Duration::from_secs(15);

/// What the clipboard puts into an empty field.
fn pasted(page: &Page) -> String {
    let field = "const e = document.querySelector('form.note textarea'); e.focus(); e.select(); return e.value";
    page.driver().run(field, json!([]));
    page.keys(key::BACKSPACE);
    let value = "return document.querySelector('form.note textarea').value";
    wait_for("an empty field", LONG, || {
        page.driver().run(value, json!([])) == ""
    });
    page.control('v');
    // Nothing to wait for when there is nothing to paste.
    std::thread::sleep(Duration::from_millis(700));
    let value = page.driver().run(value, json!([]));
    value.as_str().unwrap_or_default().to_owned()
}

fn copy_the_name(page: &Page) {
    page.click("link", NAME);
    page.find("heading", NAME);
    page.click(
        "button",
        &page.text("fact-acts").replace("{ $label }", "Namn"),
    );
    page.click("option", &page.text("copy"));
    page.sees(&page.text("copied"));
}

#[test]
fn a_copied_name_leaves_the_clipboard() {
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let around = ["env", "KARTOTEK_COPY_SECONDS=8"];
    let page = Page::new(stage.open_behind(&around, &automation(), &[]), "sv");
    page.unlock(PASSPHRASE);

    // After its time.
    let start = Instant::now();
    copy_the_name(&page);
    assert_eq!(pasted(&page), NAME, "it was copied");
    wait_for("it to go", Duration::from_secs(40), || {
        pasted(&page).is_empty()
    });
    assert!(start.elapsed() > Duration::from_secs(7), "not before");

    // With the lock.
    copy_the_name(&page);
    assert_eq!(pasted(&page), NAME);
    page.control('l');
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.click("link", NAME);
    page.find("heading", NAME);
    assert_eq!(pasted(&page), "", "the lock took it");

    // By hand it is ours, too.
    page.fill(&page.text("note-label"), "annat");
    wait_for("what was typed", LONG, || {
        let value =
            "const e = document.querySelector('form.note textarea'); e.select(); return e.value";
        page.driver().run(value, json!([])) == "annat"
    });
    page.control('c');
    assert_eq!(pasted(&page), "annat");
    page.control('l');
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.click("link", NAME);
    page.find("heading", NAME);
    assert_eq!(pasted(&page), "", "the lock took that, too");

    // What another program put there stays.
    copy_the_name(&page);
    let (screen, window) = other_program(&stage);
    let clipboard = atom(&screen, "CLIPBOARD");
    let hint = read(&screen, window, clipboard, "x-kde-passwordManagerHint");
    assert_eq!(hint, b"secret", "no history keeps it");
    let text = read(&screen, window, clipboard, "UTF8_STRING");
    assert_eq!(text, NAME.as_bytes());
    let taken = screen.set_selection_owner(window, clipboard, CURRENT_TIME);
    taken.expect("asked").check().expect("taken");
    page.control('l');
    page.sees(&page.text("lock-title"));
    let owner = screen.get_selection_owner(clipboard).expect("asked");
    assert_eq!(owner.reply().expect("an owner").owner, window, "theirs");
    page.finish();
}

/// Another program's window, without a picture.
fn other_program(stage: &Stage) -> (RustConnection, u32) {
    let (screen, number) = x11rb::connect(Some(&stage.display())).expect("the screen");
    let root = screen.setup().roots[number].root;
    let window = screen.generate_id().expect("an id");
    let made = screen.create_window(
        COPY_DEPTH_FROM_PARENT,
        window,
        root,
        0,
        0,
        1,
        1,
        0,
        WindowClass::INPUT_OUTPUT,
        COPY_FROM_PARENT,
        &CreateWindowAux::new(),
    );
    made.expect("asked").check().expect("a window");
    (screen, window)
}

fn atom(screen: &RustConnection, name: &str) -> u32 {
    let atom = screen.intern_atom(false, name.as_bytes()).expect("asked");
    atom.reply().expect("an atom").atom
}

/// What the owner of the clipboard gives as `kind`.
fn read(screen: &RustConnection, window: u32, clipboard: u32, kind: &str) -> Vec<u8> {
    let (kind, place) = (atom(screen, kind), atom(screen, "KARTOTEK_READ"));
    let asked = screen.convert_selection(window, clipboard, kind, place, CURRENT_TIME);
    asked.expect("asked").check().expect("taken");
    loop {
        if let Event::SelectionNotify(event) = screen.wait_for_event().expect("an answer") {
            assert_ne!(event.property, 0, "it is offered");
            break;
        }
    }
    let found = screen.get_property(true, window, place, AtomEnum::ANY, 0, 1024);
    found.expect("asked").reply().expect("a property").value
}

//! Finding things as people do: by what they are and what they are called.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::driver::{Driver, Element};
use crate::stage::Played;
use crate::texts;

/// Keys of the `WebDriver` protocol.
pub(crate) mod key {
    pub(crate) const CONTROL: char = '\u{E009}';
    pub(crate) const ENTER: char = '\u{E007}';
    pub(crate) const BACKSPACE: char = '\u{E003}';
    pub(crate) const ESCAPE: char = '\u{E00C}';
    pub(crate) const UP: char = '\u{E013}';
    pub(crate) const DOWN: char = '\u{E015}';
}

/// Visible, topmost, and with that role and name. A name fits exactly first, then as a part; of a field only as its
/// beginning, or a note would be typed into the search for notes while the card is still to come.
const FIND: &str = r"
const [role, name] = arguments;
const roles = {
  button: 'button, [role=button], summary, input[type=submit]',
  link: 'a[href], [role=link]',
  textbox: 'input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea, [role=textbox], [role=searchbox], [role=combobox], [contenteditable=true]',
  checkbox: 'input[type=checkbox], [role=checkbox], [role=switch]',
  radio: 'input[type=radio], [role=radio]',
  option: '[role=option], [role=menuitem], [role=menuitemradio], option',
  select: 'select, [role=combobox], button[aria-haspopup=listbox]',
  tab: '[role=tab]',
  row: '[role=row], tr, [role=option], li',
  heading: 'h1, h2, h3, h4, [role=heading]',
  dialog: '[role=dialog], [role=alertdialog], dialog[open]',
  alert: '[role=alert], [role=status], [aria-live]',
  any: 'body *',
};
const shown = (e) => { const r = e.getBoundingClientRect(); const s = getComputedStyle(e);
  return (r.width > 0 && r.height > 0 || e.matches('input')) && s.visibility !== 'hidden' && s.display !== 'none' && !e.closest('[inert], [aria-hidden=true]'); };
const clean = (t) => (t || '').replace(/[\u2066-\u2069\u200e\u200f]/g, '').replace(/\s+/g, ' ').trim();
const named = (e) => { const by = e.getAttribute('aria-labelledby');
  return clean(by ? by.split(/\s+/).map((i) => document.getElementById(i)?.textContent ?? '').join(' ')
    : e.getAttribute('aria-label') ?? (e.labels?.length ? [...e.labels].map((l) => l.textContent).join(' ') : null)
      ?? (e.matches('input, textarea, select') ? (e.placeholder || e.title || e.value) : null) ?? (e.textContent || e.title)); };
const dialogs = [...document.querySelectorAll(roles.dialog)].filter(shown);
const floating = [...document.querySelectorAll('[role=listbox], [role=menu]')].filter(shown);
const within = (role === 'option' && floating.length) ? floating[floating.length - 1] : (dialogs.length && role !== 'alert' && role !== 'dialog') ? dialogs[dialogs.length - 1] : document;
const all = [...within.querySelectorAll(roles[role] ?? role)].filter(shown);
const wanted = clean(name);
if (role === 'any') { const hits = all.filter((e) => clean(e.textContent).includes(wanted)); return hits[hits.length - 1] ?? null; }
return all.find((e) => named(e) === wanted) ?? all.find((e) => named(e).toLowerCase().startsWith(wanted.toLowerCase()))
  ?? (role === 'textbox' ? null : all.find((e) => named(e).toLowerCase().includes(wanted.toLowerCase()))) ?? null;
";

const PATIENCE: Duration = Duration::from_secs(15);

/// A window and the language it speaks.
pub(crate) struct Page {
    pub(crate) played: Played,
    pub(crate) language: &'static str,
    /// What is not accessible on the screens so far: all of it is told at the end.
    inaccessible: RefCell<Vec<String>>,
}

impl Page {
    pub(crate) fn new(played: Played, language: &'static str) -> Self {
        let page = Self {
            played,
            language,
            inaccessible: RefCell::default(),
        };
        page.size(1280, 820);
        page
    }

    pub(crate) fn driver(&self) -> &Driver {
        &self.played.driver
    }

    pub(crate) fn size(&self, width: u32, height: u32) {
        self.driver().size(width, height);
    }

    /// The text `id` in the window's language.
    pub(crate) fn text(&self, id: &str) -> String {
        texts::text(self.language, id)
    }

    pub(crate) fn look(&self, role: &str, name: &str) -> Option<Element> {
        self.driver().element(FIND, json!([role, name]))
    }

    /// What is called `name`, as soon as it is there.
    pub(crate) fn find(&self, role: &str, name: &str) -> Element {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(element) = self.look(role, name) {
                return element;
            }
            assert!(
                Instant::now() < end,
                "no {role} called {name:?} on screen:\n{}",
                self.seen()
            );
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    /// Clicks what is called `name`; something that is just moving in is tried again.
    pub(crate) fn click(&self, role: &str, name: &str) {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.driver().click(&self.find(role, name)) {
                Ok(()) => return,
                Err(why) => assert!(
                    Instant::now() < end,
                    "{role} {name:?} cannot be clicked: {why}\n{}",
                    self.seen()
                ),
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    pub(crate) fn press(&self, id: &str) {
        self.click("button", &self.text(id));
    }

    /// Replaces what stands in the field called `name`.
    pub(crate) fn fill(&self, name: &str, text: &str) {
        let end = Instant::now() + PATIENCE;
        let select = "arguments[0].focus(); arguments[0].select?.();";
        let field = loop {
            // One of the screen before may be on its way out.
            let field = self.find("textbox", name);
            let chosen = self
                .driver()
                .try_run(select, json!([Driver::argument(&field)]));
            match chosen {
                Ok(_) => break field,
                Err(why) => assert!(Instant::now() < end, "{name:?} cannot be filled: {why:?}"),
            }
        };
        self.driver().type_into(&field, text);
    }

    /// Sets a date or time, which each system lets one type differently.
    pub(crate) fn set(&self, name: &str, value: &str) {
        let field = self.find("textbox", name);
        let set = "const [e, v] = arguments; Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(e, v);
                   e.dispatchEvent(new Event('input', { bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true }));";
        self.driver()
            .run(set, json!([Driver::argument(&field), value]));
    }

    /// Checks the screen called `name`.
    pub(crate) fn accessible(&self, name: &str) {
        self.settled();
        let violations = crate::axe::violations(self.driver());
        let mut all = self.inaccessible.borrow_mut();
        all.extend(
            violations
                .into_iter()
                .map(|violation| format!("{name}: {violation}")),
        );
    }

    /// The journey is over: every screen that it saw was accessible.
    pub(crate) fn finish(self) {
        let all = self.inaccessible.borrow();
        assert!(all.is_empty(), "not accessible:\n{}", all.join("\n"));
    }

    pub(crate) fn keys(&self, keys: impl Into<String>) {
        self.driver().keys(&[], &keys.into());
    }

    pub(crate) fn control(&self, letter: char) {
        self.driver().keys(&[key::CONTROL], &letter.to_string());
    }

    /// The words are on screen, soon.
    pub(crate) fn sees(&self, words: &str) {
        self.find("any", words);
    }

    /// The words are on screen no more, soon.
    pub(crate) fn loses(&self, words: &str) {
        let end = Instant::now() + PATIENCE;
        while self.look("any", words).is_some() {
            assert!(
                Instant::now() < end,
                "{words:?} is still on screen:\n{}",
                self.seen()
            );
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    /// The button is there no more, soon.
    pub(crate) fn loses_button(&self, name: &str) {
        let end = Instant::now() + PATIENCE;
        while self.look("button", name).is_some() {
            assert!(Instant::now() < end, "{name:?} is still a button");
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    /// Everything that can be read on screen, for a failed check.
    pub(crate) fn seen(&self) -> String {
        let seen = self
            .driver()
            .try_run("return document.body.innerText", json!([]));
        match seen {
            Ok(Value::String(text)) => text.chars().take(3_000).collect(),
            Ok(_) => String::new(),
            Err(why) => why,
        }
    }

    /// Waits until nothing moves and nothing loads.
    pub(crate) fn settled(&self) {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let busy = "return document.querySelectorAll('[aria-busy=true], .skeleton').length + document.getAnimations().filter((a) => a.playState === 'running').length";
            if self
                .driver()
                .try_run(busy, json!([]))
                .is_ok_and(|busy| busy == 0)
            {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

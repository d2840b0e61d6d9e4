//! A page under watch: whether something ran, was loaded or led away, and what stands on it.

use std::time::Duration;

use serde_json::{Value, json};

use super::PAYLOADS;
use crate::page::Page;
use crate::stage::wait_for;

/// Listens for what the page refuses to load.
const WATCH: &str = "window.__refused = []; document.addEventListener('securitypolicyviolation', (e) => window.__refused.push(e.blockedURI + ' ' + e.violatedDirective));";

/// What ran, was loaded, was refused, or stands in the page as something that it must not be.
const HARM: &str = r"
const bad = 'script:not([src]):not([nonce]), iframe, object, embed, base[href], meta[http-equiv=refresh], video, audio, marquee, '
  + 'img[src^=http], [onerror], [onload], [onfocus], [onclick], [onmouseover], [ontoggle], [onblur], a[href^=javascript], a[href^=data], form[action^=http]';
const strange = [...document.querySelectorAll(bad)].filter((e) => !window.__known?.includes(e)).map((e) => e.outerHTML.slice(0, 120));
const loaded = performance.getEntriesByType('resource').map((e) => e.name).filter((n) => !/^(tauri|ipc|blob|data):/.test(n) && !/^http:\/\/(tauri|ipc)\.localhost/.test(n));
return { ran: window.__ran ?? null, strange, loaded, refused: window.__refused ?? ['nobody watches'], origin: location.origin, title: document.title };";

/// The parts of the page that were there before any payload.
const KNOWN: &str =
    "window.__known = [...document.querySelectorAll('script, iframe, meta, base')];";

pub(super) struct Watched<'a> {
    pub(super) page: &'a Page,
    before: Value,
}

impl<'a> Watched<'a> {
    pub(super) fn new(page: &'a Page) -> Self {
        page.driver().run(WATCH, json!([]));
        page.driver().run(KNOWN, json!([]));
        let before = page.driver().run(HARM, json!([]));
        Self { page, before }
    }

    /// A dialog of a script would make the driver refuse; everything else is asked for.
    pub(super) fn unharmed(&self, where_: &str) {
        let after = self.page.driver().run(HARM, json!([]));
        assert_eq!(after, self.before, "{where_}");
    }

    /// Goes by a link of the page's own kind. The engine writes down a hundred new addresses in thirty seconds, and no more.
    pub(super) fn go(&self, path: &str) {
        let go = "const a = document.createElement('a'); a.href = arguments[0]; document.querySelector('main, body').append(a); a.click(); a.remove();";
        self.page.driver().run(go, json!([path]));
        let there = format!("return location.pathname === '{path}'");
        wait_for(path, Duration::from_secs(40), || {
            let there = self.page.driver().try_run(&there, json!([]));
            there.is_ok_and(|there| there == true)
        });
    }

    /// So many of the texts at least, in a list that is longer than the window.
    pub(super) fn shows_some(&self, many: usize) {
        let count = "const text = document.body.innerText; return arguments[0].filter((one) => text.includes(one)).length;";
        wait_for("some of the texts", Duration::from_secs(20), || {
            let count = self
                .page
                .driver()
                .try_run(count, json!([PAYLOADS.as_slice()]));
            count.is_ok_and(|count| count.as_u64() >= Some(many as u64))
        });
    }

    /// As shown, marks that turn the direction left out on both sides.
    pub(super) fn shows(&self, text: &str, times: usize) {
        let shown = r"
const plain = (s) => s.normalize('NFC').replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f]/g, '');
return plain(document.body.innerText + ' ' + [...document.querySelectorAll('input, textarea')].map((e) => e.value).join(' ')).split(plain(arguments[0])).length - 1;";
        wait_for(
            &format!("{text} shown {times} times"),
            Duration::from_secs(20),
            || {
                let count = self.page.driver().try_run(shown, json!([text]));
                count.is_ok_and(|count| count.as_u64() >= Some(times as u64))
            },
        );
    }
}

//! A list of hostile texts in every text that is kept, through every view, on paper and in the extract: none of them runs,
//! loads or leads anywhere, and each is shown as it was typed.

use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::driver::Driver;
use crate::page::Page;
use crate::stage::{Stage, wait_for};

mod names;
mod watched;

use watched::Watched;

/// Markup, links, templates, formulas, directions of writing, broken and enormous characters. What runs sets `__ran`;
/// what loads asks for a name under example.org, and the page's own record of its requests shows it.
const PAYLOADS: [&str; 60] = [
    "<script>window.__ran=1</script>",
    "<img src=x onerror=window.__ran=1>",
    "<img src=https://example.org/a.png>",
    "<svg onload=window.__ran=1>",
    "<svg><script>window.__ran=1</script></svg>",
    "\"><script>window.__ran=1</script>",
    "' onmouseover='window.__ran=1",
    "</title><script>window.__ran=1</script>",
    "</textarea><script>window.__ran=1</script>",
    "</style><img src=x onerror=window.__ran=1>",
    "<iframe src=https://example.org></iframe>",
    "<iframe srcdoc='<script>parent.__ran=1</script>'></iframe>",
    "<object data=https://example.org/a></object>",
    "<embed src=https://example.org/a>",
    "<link rel=stylesheet href=https://example.org/a.css>",
    "<style>@import 'https://example.org/a.css'</style>",
    "<div style=\"background:url(https://example.org/b.png)\">x</div>",
    "<video src=https://example.org/a.mp4 onerror=window.__ran=1>",
    "<audio src=x onerror=window.__ran=1>",
    "<input autofocus onfocus=window.__ran=1>",
    "<details open ontoggle=window.__ran=1>x</details>",
    "<marquee onstart=window.__ran=1>x</marquee>",
    "<body onload=window.__ran=1>",
    "<form action=https://example.org><button>x</button></form>",
    "<a href=\"javascript:window.__ran=1\">x</a>",
    "<a href=\"data:text/html,<script>opener.__ran=1</script>\">x</a>",
    "<base href=https://example.org>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=window.__ran=1>",
    "<template><script>window.__ran=1</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=window.__ran=1>\">",
    "<x contenteditable onblur=window.__ran=1>x</x>",
    "javascript:window.__ran=1",
    "data:text/html,<script>window.__ran=1</script>",
    "file:///etc/passwd",
    "smb://example.org/x",
    "ms-msdt:/id PCWDiagnostic",
    "[x](javascript:window.__ran=1)",
    "![x](https://example.org/a.png)",
    "{{constructor.constructor('window.__ran=1')()}}",
    "${window.__ran=1}",
    "#{window.__ran=1}",
    "<%= window.__ran=1 %>",
    "{ $name } { -brand }",
    "%3Cscript%3Ewindow.__ran=1%3C/script%3E",
    "&lt;script&gt;window.__ran=1&lt;/script&gt;",
    "\\u003cscript\\u003ewindow.__ran=1",
    "=HYPERLINK(\"https://example.org\";\"x\")",
    "+cmd|'/c calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "＝1+1",
    "../../../../etc/passwd",
    "CON",
    "'; DROP TABLE person; --",
    "NEAR(\"a b\" *) -c ^d",
    "\u{202E}gpj.exe\u{202C} efter",
    "z\u{335}\u{321}\u{31b}\u{338}\u{35c}\u{360}a\u{335}\u{321}\u{31b}l",
    "👩‍👩‍👧‍👦\u{FE0F}\u{200D}\u{200D}",
    "__proto__",
];

/// Puts a contact with the text in every field, a note, a call, a tag, a no with its evidence, and a yes with its wording,
/// through the window's own commands; returns the person's id.
const KEEP: &str = r"
const [text, done] = [arguments[0], arguments[arguments.length - 1]];
const go = (name, args) => window.__TAURI_INTERNALS__.invoke(name, args);
(async () => {
  const { policy } = await go('policy', {});
  const fields = policy.fields.filter((f) => f.person_types.includes('employee') && f.kind !== 'language' && [...text].length <= f.max_chars);
  const values = fields.map((f) => ({
    field: f.key,
    content: f.kind === 'address' ? { street: text, postal_code: '', town: text, country: '' } : text,
    as_typed: f.kind !== 'text' && f.kind !== 'address',
  }));
  const draft = { person_type: 'employee', language: null, source: { how: 'met', on: '', place: text }, bases: [], values, tags: [...text].length <= 60 ? [text] : [] };
  const id = await go('create_contact', { draft });
  await go('write_note', { people: [id], text, followUpOn: '2026-12-24' });
  await go('log_call', { call: { person: id, with: [], direction: 'outgoing', outcome: 'reached', started_at: Date.now() - 600000, duration: 60, text, follow_up_on: null } });
  const purpose = policy.purposes.find((p) => p.channels.length > 0);
  await go('refuse_consent', { no: { person: id, purpose: purpose.key, product: text, channel: purpose.channels[0], method: null, evidence: text, happened_at: null } });
  const postal = policy.purposes.find((p) => p.channels.includes('post') && p.bases.some((b) => b.person_type === 'employee' && b.bases.includes('6_1_a')));
  if (values.some((v) => typeof v.content === 'object')) {
    await go('give_consent', { yes: { person: id, purpose: postal.key, product: 'ja ' + text, channel: 'post', value: null, wording: text, language: 'sv', method: 'paper', evidence: text, happened_at: null, valid_until_on: null, lifts_no: false } });
  }
  return id;
})().then(done, (fault) => done('! ' + JSON.stringify(fault)));";

/// A contact with the text everywhere; returns the person's id.
fn kept(page: &Page, text: &str) -> String {
    let id = page.driver().run_async(KEEP, json!([text]));
    let id = id.as_str().unwrap_or_default().to_owned();
    assert!(!id.is_empty() && !id.starts_with('!'), "{text}: {id}");
    id
}

#[test]
fn no_payload_runs_loads_or_leads_away() {
    let stage = Stage::new("sv");
    let page = Page::new(stage.open(&[]), "sv");
    page.first_run(|_, _| ());
    page.find("link", &page.text("nav-contacts"));
    let watched = Watched::new(&page);
    let ids: Vec<String> = PAYLOADS.iter().map(|text| kept(&page, text)).collect();
    for (id, payload) in ids.iter().zip(PAYLOADS) {
        watched.go(&format!("/contacts/{id}"));
        watched.shows(payload, 5);
        watched.unharmed(&format!("the card of {payload}"));
    }
    for path in ["/contacts", "/follow-up", "/import", "/settings"] {
        watched.go(path);
        page.settled();
        if ["/contacts", "/follow-up"].contains(&path) {
            watched.shows_some(8);
        }
        watched.unharmed(path);
    }
    binned(&watched, &ids);
    searched(&watched);
    previewed(&stage, &watched);
    controller(&watched);
    taken_out(&stage, &watched, &ids);
    printed(&stage, &watched, &ids[1..]);
    forgotten(&watched, &ids);
    typed(&watched, &ids[1..]);
    page.finish();
}

/// A command of the window's own; `"done"` when it did it.
fn command(watched: &Watched<'_>, name: &str, arguments: &Value) {
    let go = r"
const [name, args, done] = arguments;
window.__TAURI_INTERNALS__.invoke(name, args).then(() => done('done'), (fault) => done(JSON.stringify(fault)));";
    let done = watched
        .page
        .driver()
        .run_async(go, json!([name, arguments]));
    assert_eq!(done, "done", "{name}");
}

/// In the bin, and back.
fn binned(watched: &Watched<'_>, ids: &[String]) {
    command(watched, "bin_contacts", &json!({ "ids": ids }));
    watched.go("/bin");
    watched.page.settled();
    watched.shows(PAYLOADS[0], 1);
    watched.unharmed("the bin");
    command(watched, "restore_contacts", &json!({ "ids": ids }));
}

/// Typed where one searches.
fn searched(watched: &Watched<'_>) {
    let type_in = r"
const e = document.querySelector('[role=dialog] input, [role=dialog] [role=combobox]');
if (!e) return false;
Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(e, arguments[0]);
e.dispatchEvent(new Event('input', { bubbles: true }));
return true;";
    for payload in PAYLOADS {
        if watched.page.driver().run(type_in, json!([payload])) != true {
            watched.page.control('k');
            wait_for("the palette", Duration::from_secs(15), || {
                watched
                    .page
                    .driver()
                    .try_run(type_in, json!([payload]))
                    .is_ok_and(|there| there == true)
            });
        }
        watched.shows(payload, 1);
        watched.unharmed(&format!("a search for {payload}"));
    }
    watched.page.keys(crate::page::key::ESCAPE);
}

/// As headings and cells of a list that is looked at before it is taken in.
fn previewed(stage: &Stage, watched: &Watched<'_>) {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let headings: Vec<String> = PAYLOADS.iter().map(|text| quoted(text)).collect();
    let list = format!("Namn;{0}\nÅsa;{0}\n", headings.join(";"));
    let file = stage.file("<img src=x onerror=window.__ran=1>.csv");
    fs::write(&file, list).expect("a list");
    watched.go("/import");
    stage.choose(Some(&file));
    watched.page.press("import-pick");
    // The table begins with sixty columns.
    for payload in &PAYLOADS[..59] {
        watched.shows(payload, 1);
    }
    watched.unharmed("the import's preview");
}

/// As words that were typed and not saved, and are there again after the lock.
fn typed(watched: &Watched<'_>, ids: &[String]) {
    let page = watched.page;
    let all = || ids.iter().zip(&PAYLOADS[1..]);
    for (id, payload) in all() {
        let spot = json!({ "place": "note", "person": id, "about": null });
        let words = json!({ "text": payload, "rest": r#"{"followUpOn":""}"#, "with": [] });
        command(
            watched,
            "keep_draft",
            &json!({ "spot": spot, "typed": words }),
        );
    }
    page.press("lock");
    page.unlock(crate::acts::PASSPHRASE);
    page.find("link", &page.text("nav-contacts"));
    let again = Watched::new(page);
    for (id, payload) in all() {
        again.go(&format!("/contacts/{id}"));
        wait_for(payload, Duration::from_secs(15), || {
            let box_ = page.look("textbox", &page.text("note-label"));
            let value = "return arguments[0].value";
            let value = box_.map(|it| page.driver().try_run(value, json!([Driver::argument(&it)])));
            value.is_some_and(|value| value.is_ok_and(|text| text == **payload))
        });
        again.unharmed(&format!("the draft of {payload}"));
    }
}

/// In the words before a forget, which name other people's texts, and in the ledger after it.
fn forgotten(watched: &Watched<'_>, ids: &[String]) {
    for (id, payload) in ids.iter().zip(PAYLOADS) {
        watched.go(&format!("/contacts/{id}"));
        watched.shows(payload, 4);
        watched.page.press("forget");
        watched.page.sees(&watched.page.text("forget-goes"));
        watched.unharmed(&format!("the dialog that forgets {payload}"));
        watched.page.keys(crate::page::key::ESCAPE);
        watched.page.loses(&watched.page.text("forget-goes"));
    }
    let gone = json!({ "person": ids[0], "ground": "a", "suppress": true });
    command(watched, "forget", &gone);
    watched.page.sees(&watched.page.text("forget-proven"));
    watched.page.press("certificate-show");
    watched.page.sees(&watched.page.text("certificate-backups"));
    watched.unharmed("the certificate");
    watched.page.press("done");
    watched.go("/settings");
    watched.page.settled();
    watched.unharmed("the ledger");
}

/// As the seller's own particulars.
fn controller(watched: &Watched<'_>) {
    let set = r"
const [text, done] = [arguments[0], arguments[arguments.length - 1]];
const controller = { name: text, address: text, email: '', phone: text, organization_number: text, sole_trader: false };
window.__TAURI_INTERNALS__.invoke('set_controller', { controller }).then(() => done('set'), (fault) => done(JSON.stringify(fault)));";
    for payload in PAYLOADS {
        assert_eq!(
            watched.page.driver().run_async(set, json!([payload])),
            "set"
        );
        watched.go("/contacts");
        watched.go("/settings");
        watched.shows(payload, 1);
        watched.unharmed(&format!("settings with {payload}"));
    }
}

/// In the extract, whose readable page is opened by whoever gets it.
fn taken_out(stage: &Stage, watched: &Watched<'_>, ids: &[String]) {
    let out = r"
const [id, done] = [arguments[0], arguments[arguments.length - 1]];
window.__TAURI_INTERNALS__.invoke('export_person', { person: id, recipient: arguments[1] }).then((e) => done(e.path), (fault) => done('! ' + JSON.stringify(fault)));";
    for (n, (id, payload)) in ids.iter().zip(PAYLOADS).enumerate() {
        let file = stage.file(&format!("utdrag-{n}.zip"));
        stage.choose(Some(&file));
        let path = watched.page.driver().run_async(out, json!([id, payload]));
        assert_eq!(path.as_str(), file.to_str(), "an extract");
        watched.unharmed("after an extract");
        watched.go(&format!("/contacts/{id}"));
        // Once more than before: whom it was handed to.
        watched.shows(payload, 6);
        watched.unharmed("the history of extracts");
        let mut zip = zip::ZipArchive::new(fs::File::open(&file).expect("a file")).expect("a ZIP");
        let name = (0..zip.len())
            .filter_map(|at| Some(zip.name_for_index(at)?.ok()?.into_owned()))
            .find(|name| Path::new(name).extension() == Some(OsStr::new("html")))
            .expect("a readable page");
        let mut html = String::new();
        zip.by_name(&name)
            .expect("the page")
            .read_to_string(&mut html)
            .expect("text");
        for tag in [
            "<script",
            "<img",
            "<svg",
            "<iframe",
            "onerror=window.__ran=1>",
        ] {
            assert!(!html.contains(tag), "{tag} in the extract of {payload}");
        }
        if payload.contains('<') {
            assert!(!html.contains(payload), "{payload} as it is");
            assert!(html.contains("&lt;"), "the words stand there as words");
        }
    }
}

/// On paper: each by itself, all of them in a list.
fn printed(stage: &Stage, watched: &Watched<'_>, ids: &[String]) {
    for (n, id) in ids.iter().enumerate() {
        watched.go(&format!("/contacts/{id}"));
        watched.shows(PAYLOADS[n + 1], 4);
        let paper = crate::paper::printed(stage, watched.page, &format!("hot-{n}.pdf"));
        assert!(!paper.trim().is_empty(), "the words on paper");
        watched.unharmed("after printing");
    }
    watched.go("/contacts");
    watched
        .page
        .sees(&watched.page.text("contact-choose-title"));
    let list = crate::paper::printed(stage, watched.page, "hot-list.pdf");
    for words in ["DROP TABLE", "__proto__", "passwd"] {
        assert!(list.contains(words), "{words} on paper");
    }
    watched.unharmed("after printing a list");
}

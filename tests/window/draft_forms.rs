//! Every form that keeps a draft: filled, locked over, and as it was when its way back is gone.

use std::time::Duration;

use kartotek_core::vault::known;
use serde_json::json;

use crate::acts::PASSPHRASE;
use crate::drafts::{NAME, types, value_of};
use crate::page::{Page, key};
use crate::quiet;
use crate::shots::Shots;
use crate::stage::{Stage, wait_for};
use crate::vaults;

const LONG: Duration = Duration::from_secs(15);

/// A form: how it is opened and filled, and what must stand in it afterwards.
struct Form {
    /// The draft's name in the bar.
    place: &'static str,
    fill: fn(&Page),
    /// What stands in its fields, one after the other.
    stands: fn(&Page) -> Vec<String>,
    /// What the fields must hold, by language where that differs.
    wanted: fn(&Page) -> Vec<&'static str>,
    /// After the draft was let go of.
    leave: fn(&Page),
}

/// The label of a field of the policy.
fn label(page: &Page, sv: &'static str, en: &'static str) -> &'static str {
    if page.language == "sv" { sv } else { en }
}

fn name(page: &Page) -> &'static str {
    label(page, "Namn", "Name")
}

fn email(page: &Page) -> &'static str {
    label(page, "E-post", "E-mail")
}

/// The one field that `selector` finds.
fn field(page: &Page, selector: &str) -> String {
    let value = page.driver().run(
        "return document.querySelector(arguments[0])?.value ?? ''",
        json!([selector]),
    );
    value.as_str().unwrap_or_default().to_owned()
}

/// Types into the one field that `selector` finds, in the place of what stands there.
fn type_into(page: &Page, selector: &str, text: &str) {
    let find = "return document.querySelector(arguments[0])";
    wait_for("the field", LONG, || {
        page.driver().element(find, json!([selector])).is_some()
    });
    page.driver().run(
        "const e = document.querySelector(arguments[0]); e.focus(); e.select()",
        json!([selector]),
    );
    let element = page.driver().element(find, json!([selector]));
    page.driver().type_into(&element.expect("a field"), text);
    wait_for("what was typed", LONG, || field(page, selector) == text);
}

fn act(page: &Page, id: &str) {
    page.click("option", &page.text(id));
}

fn cancel(page: &Page) {
    page.press("cancel");
}

/// The outcome that is chosen.
fn outcome(page: &Page) -> String {
    let chosen = "return [...document.querySelectorAll('[role=radio][aria-checked=true], input[type=radio]:checked')].map((e) => e.closest('label')?.textContent ?? e.textContent).join().trim()";
    let chosen = page.driver().run(chosen, json!([]));
    chosen.as_str().unwrap_or_default().to_owned()
}

const FORMS: &[Form] = &[
    Form {
        place: "draft-place-new-contact",
        fill: |page| {
            page.control('n');
            page.find("heading", &page.text("form-new-title"));
            types(page, name(page), "Nyckelrings Nils");
            types(page, email(page), "nils@exam");
            types(page, &page.text("tags"), "Mäss");
        },
        stands: |page| {
            let fields = [name(page), email(page), &page.text("tags")];
            fields.map(|field| value_of(page, field)).into()
        },
        wanted: |_| vec!["Nyckelrings Nils", "nils@exam", "Mäss"],
        leave: cancel,
    },
    Form {
        place: "draft-place-contact",
        fill: |page| {
            card(page);
            page.press("more");
            act(page, "edit-contact");
            types(page, name(page), "Kvastskaftet Eklund");
        },
        stands: |page| vec![value_of(page, name(page))],
        wanted: |_| vec!["Kvastskaftet Eklund"],
        leave: cancel,
    },
    Form {
        place: "draft-place-fact",
        fill: |page| {
            card(page);
            let acts = page.text("fact-acts").replace("{ $label }", name(page));
            page.click("button", &acts);
            act(page, "edit");
            types(page, name(page), "Kvastskaftet Ekman");
        },
        stands: |page| vec![value_of(page, name(page))],
        wanted: |_| vec!["Kvastskaftet Ekman"],
        leave: cancel,
    },
    Form {
        place: "draft-place-new-fact",
        fill: |page| {
            card(page);
            page.press("fact-add");
            page.click("option", email(page));
            types(page, email(page), "kvast@exam");
        },
        stands: |page| vec![value_of(page, email(page))],
        wanted: |_| vec!["kvast@exam"],
        leave: cancel,
    },
    Form {
        place: "draft-place-note",
        fill: |page| {
            card(page);
            types(page, &page.text("note-label"), "Vill ha ask i kök");
        },
        stands: |page| vec![value_of(page, &page.text("note-label"))],
        wanted: |_| vec!["Vill ha ask i kök"],
        leave: |_| (),
    },
    Form {
        place: "draft-place-entry",
        fill: |page| {
            card(page);
            page.press("entry-acts");
            act(page, "entry-edit");
            type_into(page, "li textarea", "Ringde om taket och rännan");
        },
        stands: |page| vec![field(page, "li textarea")],
        wanted: |_| vec!["Ringde om taket och rännan"],
        leave: cancel,
    },
    Form {
        place: "draft-place-follow-up",
        fill: |page| {
            card(page);
            page.press("entry-acts");
            act(page, "follow-up-set");
            type_into(page, "li form .date input", "2031-03-04");
        },
        stands: |page| vec![field(page, "li form .date input")],
        wanted: |page| vec![label(page, "2031-03-04", "04/03/2031")],
        leave: |_| (),
    },
    Form {
        place: "draft-place-call",
        fill: |page| {
            card(page);
            page.press("call");
            types(page, &page.text("call-note"), "Ville inte pra");
            page.click("radio", &page.text("outcome-call-back"));
        },
        stands: |page| vec![value_of(page, &page.text("call-note")), outcome(page)],
        wanted: |page| vec!["Ville inte pra", label(page, "Ring tillbaka", "Call back")],
        leave: |page| page.press("call-drop"),
    },
    Form {
        place: "draft-place-logged-call",
        fill: |page| {
            card(page);
            page.press("more");
            act(page, "log-call");
            page.find("dialog", &page.text("log-call"));
            types(page, &page.text("call-minutes"), "7");
            types(page, &page.text("call-note"), "Ringde om montering");
        },
        stands: |page| {
            let fields = ["call-note", "call-minutes"];
            fields.map(|field| value_of(page, &page.text(field))).into()
        },
        wanted: |_| vec!["Ringde om montering", "7"],
        leave: cancel,
    },
    Form {
        place: "draft-place-consent",
        fill: |page| {
            card(page);
            page.press("consent-ask");
            page.sees(&page.text("consent-ask-text"));
            types(page, &page.text("consent-evidence"), "Sades vid disk");
            types(
                page,
                &page.text("consent-words-shown"),
                "Får jag mejla dig?",
            );
        },
        stands: |page| {
            let fields = ["consent-evidence", "consent-words-shown"];
            fields.map(|field| value_of(page, &page.text(field))).into()
        },
        wanted: |_| vec!["Sades vid disk", "Får jag mejla dig?"],
        leave: cancel,
    },
    Form {
        place: "draft-place-export",
        fill: |page| {
            card(page);
            page.press("export");
            page.sees(&page.text("export-part-page"));
            types(page, &page.text("export-handed-to"), "Kvastens ombud");
        },
        stands: |page| vec![value_of(page, &page.text("export-handed-to"))],
        wanted: |_| vec!["Kvastens ombud"],
        leave: cancel,
    },
    Form {
        place: "draft-place-import",
        fill: |page| {
            page.click("link", &page.text("nav-import"));
            page.press("import-pick");
            page.find("textbox", &page.text("form-source-place"));
            page.click("button", &becomes(page, page.text("target-town")));
            act(page, "target-skip");
            types(page, &page.text("form-source-place"), "Mässan i Sala");
        },
        stands: |page| {
            let skipped = becomes(page, page.text("target-skip"));
            let skipped = page.look("button", &skipped).is_some();
            let skipped = if skipped { "skipped" } else { "taken" };
            let place = value_of(page, &page.text("form-source-place"));
            vec![skipped.to_owned(), place]
        },
        wanted: |_| vec!["skipped", "Mässan i Sala"],
        leave: |_| (),
    },
    Form {
        place: "draft-place-controller",
        fill: |page| {
            page.click("link", &page.text("nav-settings"));
            types(page, &page.text("controller-address"), "Verkstadsgatan 3");
        },
        stands: |page| vec![value_of(page, &page.text("controller-address"))],
        wanted: |_| vec!["Verkstadsgatan 3"],
        leave: |_| (),
    },
    Form {
        place: "draft-place-tags",
        fill: |page| {
            page.click("link", &page.text("nav-contacts"));
            page.click("checkbox", &mark(page));
            page.press("tag-act");
            types(page, &page.text("tag-add"), "Mässan");
            page.keys(key::ENTER);
            page.sees("Mässan");
            types(page, &page.text("tag-add"), "vill ha of");
            types(page, &page.text("tag-remove"), "kal");
        },
        stands: |page| {
            let taken = page.look("any", "Mässan").is_some();
            let fields = ["tag-add", "tag-remove"];
            let fields = fields.map(|field| value_of(page, &page.text(field)));
            let taken = if taken { "Mässan" } else { "" };
            std::iter::once(taken.to_owned()).chain(fields).collect()
        },
        // A tag that is left is taken.
        wanted: |_| vec!["Mässan", "", "kal"],
        leave: cancel,
    },
    Form {
        place: "draft-place-vault-name",
        fill: |page| {
            page.in_settings("vaults-another", "vaults-text");
            let name = page.text("vaults-name");
            page.click("button", name.trim_end_matches("{ $name }").trim());
            types(page, &page.text("vaults-label"), "Torghand");
        },
        stands: |page| vec![value_of(page, &page.text("vaults-label"))],
        wanted: |_| vec!["Torghand"],
        leave: |page| {
            cancel(page);
            page.press("close");
        },
    },
];

/// The forms at nobody's spots.
const NOBODYS: [&str; 5] = [
    "draft-place-new-contact",
    "draft-place-import",
    "draft-place-controller",
    "draft-place-tags",
    "draft-place-vault-name",
];

/// The control of the list's second column, when it becomes `target`.
fn becomes(page: &Page, target: String) -> String {
    let of = page.text("import-becomes-for");
    format!("{}: {target}", of.replace("{ $column }", "Ort"))
}

fn mark(page: &Page) -> String {
    page.text("contact-mark").replace("{ $name }", NAME)
}

fn card(page: &Page) {
    page.click("link", NAME);
    page.find("heading", NAME);
}

const LIST: &str = "Namn;Ort\nNyckelrings Nils;Sala\n";

/// One person with a note, a list to bring in, and a second vault in the list of vaults.
fn vault(stage: &Stage) {
    quiet::vault(stage);
    let list = quiet::command_line(stage, &["contact", "list", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    let id = list[0]["id"].as_str().expect("an id");
    let text = stage.file("note.txt");
    std::fs::write(&text, "Ringde om taket").expect("a note");
    let text = text.display().to_string();
    quiet::command_line(stage, &["note", "add", id, "--text", &text]);
    let list = stage.file("lista.csv");
    std::fs::write(&list, LIST).expect("a list");
    stage.choose(Some(&list));
    let shop = stage.file("Butiken");
    std::fs::create_dir(&shop).expect("a folder");
    for (folder, at) in [(shop, 1), (stage.vault(), 2)] {
        known::opened(&vaults::list(stage), &folder, at).expect("a list of vaults");
    }
}

/// Whether the card stands open when somebody wants to go on with what is typed in it.
#[derive(Clone, Copy, PartialEq)]
enum Card {
    Open,
    Shut,
}

fn goes_and_comes_back(page: &Page, form: &Form, before: Card, shots: &Shots<'_>) {
    (form.fill)(page);
    page.control('l');
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.sees(&page.text("draft-bar-text"));
    let place = page.text(form.place);
    if NOBODYS.contains(&form.place) {
        page.click("link", &place);
    } else {
        if before == Card::Open {
            // Not by its link: the one in the bar has the name in it, too.
            page.find("checkbox", &mark(page));
            page.keys("j");
            page.find("heading", NAME);
        }
        let of = page.text("draft-of").replace("{ $place }", &place);
        page.click("link", &of.replace("{ $name }", NAME));
    }
    let wanted = (form.wanted)(page);
    let end = std::time::Instant::now() + LONG;
    loop {
        let stands = (form.stands)(page);
        if stands == wanted {
            break;
        }
        assert!(
            std::time::Instant::now() < end,
            "{}: {stands:?} instead of {wanted:?}\n{}",
            form.place,
            page.seen()
        );
    }
    shots.take(page, form.place);
    if form.place == "draft-place-follow-up" {
        // A date has nothing to let go of but itself.
        cancel(page);
    } else {
        page.press("draft-discard");
        page.find("alert", &page.text("draft-discarded"));
    }
    (form.leave)(page);
    page.loses(&page.text("draft-bar-text"));
}

fn journey(language: &'static str, dark: bool, before: Card) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "draft-forms", language, dark);
    vault(&stage);
    let page = Page::new(stage.open(&[]), language);
    shots.take(&page, "lock");
    page.unlock(PASSPHRASE);
    page.find("heading", &page.text("nav-contacts"));
    for form in FORMS {
        goes_and_comes_back(&page, form, before, &shots);
    }
    page.finish();
}

#[test]
fn every_form_is_as_it_was_after_the_lock() {
    journey("sv", false, Card::Shut);
}

#[test]
fn every_form_is_as_it_was_after_the_lock_in_english_and_in_the_dark_over_an_open_card() {
    journey("en", true, Card::Open);
}

/// An import that was locked over after its dry run, of a list that lies on a stick.
#[test]
fn an_import_goes_on_when_its_list_is_there_again() {
    let stage = Stage::new("sv");
    vault(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.click("link", &page.text("nav-import"));
    page.press("import-pick");
    page.find("textbox", &page.text("form-source-place"));
    types(&page, &page.text("form-source-place"), "Mässan i Sala");
    page.press("import-try");
    page.sees(&page.text("import-trial-title"));
    page.control('l');
    page.sees(&page.text("lock-title"));
    let [list, away] = ["lista.csv", "borta.csv"].map(|name| stage.file(name));
    std::fs::rename(&list, &away).expect("a stick that is pulled");
    page.unlock(PASSPHRASE);
    page.click("link", &page.text("draft-place-import"));
    page.sees(&page.text("error-file-gone"));
    page.sees(&page.text("import-pick-title"));
    page.accessible("a list that is gone");
    std::fs::rename(&away, &list).expect("a stick that is back");
    page.press("try-again");
    page.find("textbox", &page.text("form-source-place"));
    let place = value_of(&page, &page.text("form-source-place"));
    assert_eq!(place, "Mässan i Sala");
    let path = "const done = arguments[arguments.length - 1]; window.__TAURI_INTERNALS__.invoke('drafts', {}).then((all) => done(JSON.stringify(all)));";
    let kept = page.driver().run_async(path, json!([]));
    let kept = kept.as_str().unwrap_or_default();
    assert!(
        kept.contains("Mässan i Sala") && !kept.contains("/lista.csv"),
        "the page never learns the path: {kept}"
    );
    page.press("import-try");
    page.sees(&page.text("import-trial-title"));
    page.click("button", &page.text("nav-import"));
    page.sees(&page.text("import-done-title"));
    page.loses(&page.text("draft-bar-text"));
    // What was taken in is no draft, and another list under the name is looked at anew.
    page.control('l');
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.find("link", NAME);
    page.click("link", &page.text("nav-import"));
    page.sees(&page.text("import-pick-title"));
    assert!(page.look("any", &page.text("draft-bar-text")).is_none());
    page.finish();
}

/// A place that is added without a journey is red here.
#[test]
fn every_place_has_its_form() {
    use kartotek_core::draft::Place;
    let known = |place: &str| {
        let code = place.trim_start_matches("draft-place-").replace('-', "_");
        serde_json::from_value::<Place>(json!(code)).is_ok()
    };
    assert!(FORMS.iter().all(|form| known(form.place)));
    let places = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../locales/sv/draft.ftl"
    ));
    let places = places.expect("texts");
    let named = places.lines().filter(|l| l.starts_with("draft-place-"));
    assert_eq!(named.count(), FORMS.len());
}

//! Every command of the window with arguments that no page of ours would send: it is refused or done, soon, with a code, and
//! the window and what is in it stay.

use serde_json::{Value, json};

use crate::acts::PASSPHRASE;
use crate::page::Page;
use crate::quiet;
use crate::stage::Stage;

/// The page's side of the commands, made from the Rust types.
const BINDINGS: &str = include_str!("../../../ui/src/lib/bindings.ts");

/// Asks for `command` with `arguments`; the answer is what came of it within ten seconds. A window that is replaced or gone
/// gives none.
const ASK: &str = r"
const [command, args, done] = arguments;
const late = new Promise((say) => setTimeout(() => say('late'), 10000));
const asked = window.__TAURI_INTERNALS__.invoke(command, args).then(() => 'done', (fault) => fault?.code ?? String(fault).slice(0, 40));
Promise.race([asked, late]).then(done);";

/// The commands that take arguments, each with the names of those.
fn commands() -> Vec<(&'static str, Vec<&'static str>)> {
    let calls = BINDINGS.split("__TAURI_INVOKE(\"").skip(1);
    let taking = calls.filter_map(|rest| {
        let (name, rest) = rest.split_once('"')?;
        let (names, _) = rest.strip_prefix(", { ")?.split_once(" }")?;
        Some((name, names.split(", ").collect()))
    });
    taking.collect()
}

/// Nothing, numbers at the ends, texts that are empty, endless or lead elsewhere, and shapes within shapes.
fn strange(person: &str) -> Vec<Value> {
    let deep = (0..100).fold(json!(0), |inner, _| json!([inner]));
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(9_007_199_254_740_993_u64),
        json!(1e308),
        json!(""),
        json!("\u{0}\u{202E}'\"<>"),
        json!("x".repeat(100_000)),
        json!("../../../../etc/passwd"),
        json!("file:///etc/passwd"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!(person),
        json!([person, person]),
        json!([[person, "x"], [1, "x"]]),
        json!([]),
        json!({}),
        json!({ "__proto__": { "code": "done" }, "id": person, "text": "x", "kind": "x" }),
        deep,
    ]
}

#[test]
fn no_argument_of_a_command_harms_the_window() {
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.sees("Kvastskaftet Ek");
    // Whoever opens a dialog is not kept waiting by it.
    stage.choose(None);
    let list = page.driver().run(
        "return [...document.querySelectorAll('a')].map((a) => a.href).find((way) => /contacts.[0-9a-f]{8}-/.test(way)) ?? document.body.innerHTML.slice(0, 3000)",
        json!([]),
    );
    let person = list.as_str().and_then(|way| way.rsplit('/').next());
    let person = person.expect("somebody").to_owned();
    let (values, commands) = (strange(&person), commands());
    assert!(commands.len() > 60, "{} take arguments", commands.len());
    let mut refused = 0;
    for (command, names) in &commands {
        for first in 0..values.len() {
            let value = |at: usize| values[(first + 7 * at) % values.len()].clone();
            let named = names.iter().enumerate();
            let arguments: serde_json::Map<_, _> = named
                .map(|(at, name)| ((*name).to_owned(), value(at)))
                .collect();
            let answer = page
                .driver()
                .run_async(ASK, json!([command, Value::Object(arguments)]));
            let answer = answer.as_str().unwrap_or("nothing").to_owned();
            assert!(
                !["late", "internal", "nothing"].contains(&answer.as_str()),
                "{command}, from value {first}: {answer}"
            );
            refused += usize::from(answer != "done");
        }
    }
    println!("{} commands, {refused} refusals", commands.len());
    assert!(refused > commands.len() * values.len() / 2);
    assert!(!stage.log().contains("panicked"), "{}", stage.log());
    page.click("link", &page.text("nav-settings"));
    page.click("link", &page.text("nav-contacts"));
    page.sees("Kvastskaftet Ek");
    page.finish();
}

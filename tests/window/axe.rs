//! Accessibility: axe-core on what is on screen.

use serde_json::json;

use crate::driver::Driver;

/// No violation of WCAG 2.2 A or AA on the screen called `name`.
pub(crate) fn clean(driver: &Driver, name: &str) {
    let here = driver.run("return typeof window.axe", json!([]));
    if here != "object" {
        let file = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../ui/node_modules/axe-core/axe.min.js"
        );
        let axe = std::fs::read_to_string(file).expect("axe-core in ui/node_modules");
        driver.run(&format!("{axe}; window.axe = axe;"), json!([]));
    }
    let violations = driver.run_async(
        "const done = arguments[arguments.length - 1];
         const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
         // Measure colours at rest, not in the middle of a transition.
         Promise.allSettled(document.getAnimations().map((a) => a.finished)).then(() =>
           window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })).then(
           (r) => done(r.violations.map((v) => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + ' ' + (n.failureSummary || '').slice(0, 200)).join(' | '))),
           (e) => done(['axe did not run: ' + e]));",
        json!([]),
    );
    let violations = violations
        .as_array()
        .cloned()
        .unwrap_or_else(|| vec![json!("axe gave no answer")]);
    assert!(
        violations.is_empty(),
        "{name} is not accessible:\n{violations:#?}"
    );
}

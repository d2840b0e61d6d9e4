//! Accessibility: axe-core on what is on screen.

use serde_json::json;

use crate::driver::Driver;

/// Every violation of WCAG 2.2 A and AA and of good practice on screen.
pub(crate) fn violations(driver: &Driver) -> Vec<String> {
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
    serde_json::from_value(violations).unwrap_or_else(|_| vec!["axe gave no answer".to_owned()])
}

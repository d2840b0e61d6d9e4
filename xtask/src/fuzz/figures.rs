//! docs/reliability.md: a line for each parser, with the sums over all runs.

use std::fs;

use super::run::Run;
use crate::sh::{self, Outcome};

const HEAD: &str = "| parser | seconds | inputs | features | failures found | last run |";

/// Adds a run to the line of its parser.
pub(super) fn add(name: &str, run: &Run) -> Outcome {
    let file = sh::root().join("docs/reliability.md");
    let text = fs::read_to_string(&file).map_err(|error| error.to_string())?;
    let day = sh::output(sh::command("date +%F")).unwrap_or_default();
    let text = added(&text, name, run, day.trim())
        .ok_or_else(|| format!("docs/reliability.md has no table {HEAD}"))?;
    fs::write(&file, text).map_err(|error| error.to_string())
}

fn added(text: &str, name: &str, run: &Run, day: &str) -> Option<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // The head and the rule below it.
    let start = lines.iter().position(|line| line == HEAD)? + 2;
    let rows = lines[start..]
        .iter()
        .take_while(|line| line.starts_with('|'));
    let end = start + rows.count();
    let named = |line: &String| line.split('|').nth(1).map(str::trim) == Some(name);
    let at = lines[start..end]
        .iter()
        .position(named)
        .map(|at| start + at);
    let before: Vec<u64> = at
        .map(|at| lines[at].split('|').skip(2).take(4))
        .into_iter()
        .flatten()
        .map(|cell| cell.trim().parse().unwrap_or(0))
        .collect();
    let sum = |at: usize, more: u64| before.get(at).copied().unwrap_or(0) + more;
    let features = run.features.max(sum(2, 0));
    let line = format!(
        "| {name} | {} | {} | {features} | {} | {day} |",
        sum(0, run.seconds),
        sum(1, run.inputs),
        sum(3, u64::from(run.failed)),
    );
    match at {
        Some(at) => lines[at] = line,
        None => lines.insert(end, line),
    }
    Some(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::{HEAD, Run, added};

    #[test]
    fn runs_add_up_in_the_line_of_their_parser() {
        let run = |inputs, features, failed| Run {
            seconds: 60,
            inputs,
            features,
            failed,
        };
        let empty = format!("Before\n\n{HEAD}\n|---|---|---|---|---|---|\n\nAfter\n");
        let one = added(&empty, "csv", &run(100, 9, true), "2026-11-26").unwrap();
        let two = added(&one, "slots", &run(7, 3, false), "2026-11-26").unwrap();
        let three = added(&two, "csv", &run(50, 8, false), "2026-11-27").unwrap();
        let rows = "| csv | 120 | 150 | 9 | 1 | 2026-11-27 |\n| slots | 60 | 7 | 3 | 0 | 2026-11-26 |\n\nAfter\n";
        assert!(three.ends_with(rows), "{three}");
        assert!(added("nothing", "csv", &run(1, 1, false), "").is_none());
    }
}

//! The table: ours, the floors of the same run, the ratio to floor A, and the goal.
#![allow(clippy::print_stdout)]

use kartotek_bench::Size;
use kartotek_bench::figures::Figures;

/// The most that a figure may be.
enum Goal {
    /// Times floor A.
    Ratio(f64),
    /// In the figure's own unit.
    Flat(f64),
}

use Goal::{Flat, Ratio};

/// A line: its name, the figure, the unit, whether more is better, and the goal.
struct Line(&'static str, &'static str, &'static str, bool, Option<Goal>);

const LINES: &[Line] = &[
    Line(
        "unlock to first page, p50",
        "unlock to first page p50",
        "ms",
        false,
        Some(Ratio(2.0)),
    ),
    Line(
        "list page of 50 anywhere, p95",
        "list page p95",
        "ms",
        false,
        Some(Ratio(4.0)),
    ),
    Line(
        "open a card, p95",
        "card p95",
        "ms",
        false,
        Some(Ratio(3.0)),
    ),
    Line(
        "key press, p50",
        "key press p50",
        "ms",
        false,
        Some(Ratio(2.0)),
    ),
    Line(
        "key press, p95",
        "key press p95",
        "ms",
        false,
        Some(Ratio(1.5)),
    ),
    Line(
        "key press, p99",
        "key press p99",
        "ms",
        false,
        Some(Ratio(1.2)),
    ),
    Line(
        "save a note, p95",
        "save a note p95",
        "ms",
        false,
        Some(Ratio(3.0)),
    ),
    Line(
        "create a contact, p95",
        "create a contact p95",
        "ms",
        false,
        None,
    ),
    Line(
        "CSV import",
        "import rows/s",
        "rows/s",
        true,
        Some(Ratio(3.0)),
    ),
    Line("export, p50", "export p50", "ms", false, None),
    Line(
        "forget: out of every view, p95",
        "forget: out of every view p95",
        "ms",
        false,
        Some(Flat(20.0)),
    ),
    Line(
        "forget: physically gone (20 people, one pass)",
        "forget: physically gone",
        "s",
        false,
        Some(Ratio(1.3)),
    ),
    Line(
        "key press meanwhile, p99",
        "key press meanwhile p99",
        "ms",
        false,
        Some(Flat(50.0)),
    ),
    Line(
        "key press meanwhile, worst",
        "key press meanwhile worst",
        "ms",
        false,
        Some(Flat(100.0)),
    ),
    Line("vault size", "vault size", "MiB", false, Some(Ratio(1.25))),
    Line(
        "peak memory, working day",
        "peak memory",
        "MiB",
        false,
        None,
    ),
    Line(
        "peak memory, import",
        "peak memory of the import",
        "MiB",
        false,
        None,
    ),
    Line(
        "peak memory, forgetting",
        "peak memory of forgetting",
        "MiB",
        false,
        None,
    ),
    Line("notes in bulk", "notes/s", "rows/s", true, None),
    Line("consents in bulk", "consents/s", "rows/s", true, None),
];

pub(crate) fn print(size: Size, ours: &Figures, ours_by_hand: &Figures, flat: &Figures) {
    println!(
        "{}: {} contacts, {} consent events, {} notes\n",
        size.name, size.contacts, size.events, size.notes
    );
    println!("| | ours | floor A | ratio | goal | floor B (flat) |");
    println!("|---|---|---|---|---|---|");
    for Line(label, name, unit, more_is_better, goal) in LINES {
        let Some(own) = ours.get(*name) else { continue };
        let floor = ours_by_hand.get(*name);
        let ratio = floor.map(|floor| {
            if *more_is_better {
                floor / own
            } else {
                own / floor
            }
        });
        let (met, mut verdict) = match goal {
            Some(Ratio(most)) => (
                ratio.is_none_or(|ratio| ratio <= *most),
                format!("≤ {most}×"),
            ),
            Some(Flat(most)) => (own <= most, format!("≤ {most} {unit}")),
            None => (true, String::new()),
        };
        if !met {
            verdict.push_str(", **missed**");
        }
        println!(
            "| {label} | {} | {} | {} | {verdict} | {} |",
            figure(Some(own), unit),
            figure(floor, unit),
            ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}×")),
            figure(flat.get(*name), unit),
        );
    }
}

fn figure(value: Option<&f64>, unit: &str) -> String {
    match value {
        None => "–".to_owned(),
        Some(value) if *value >= 100.0 => format!("{value:.0} {unit}"),
        Some(value) if *value >= 10.0 => format!("{value:.1} {unit}"),
        Some(value) => format!("{value:.2} {unit}"),
    }
}

//! How quickly the window is there and how much memory it takes, beside an empty window of the same engine that the same
//! driver opens: figures for `cargo xtask bench --window`, and a bound for every change.

use std::fs;
use std::time::{Duration, Instant};

use crate::page::Page;
use crate::quiet;
use crate::stage::{Stage, automation, wait_for};

/// The engine's own small browser.
const EMPTY: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
/// Rounds of each; the middle one counts.
const ROUNDS: usize = 5;

struct Weight {
    /// From the driver's order to what is waited for.
    start: Duration,
    /// Proportional set size of all its processes, in KiB.
    memory: u64,
}

#[test]
fn the_window_is_not_much_heavier_than_an_empty_one() {
    let rounds = if std::env::var_os("KARTOTEK_BENCH").is_some() {
        ROUNDS
    } else {
        1
    };
    let empty = middle(rounds, empty);
    let ours = middle(rounds, ours);
    let times = |ours: f64, empty: f64| ours / empty;
    let (start, start_empty) = (ours.start.as_secs_f64(), empty.start.as_secs_f64());
    #[allow(clippy::cast_precision_loss)] // KiB
    let (memory, memory_empty) = (ours.memory as f64 / 1024.0, empty.memory as f64 / 1024.0);
    println!("| | ours | empty window | ratio | goal |\n|---|---|---|---|---|");
    println!(
        "| start to list on screen | {:.0} ms | {:.0} ms | {:.2}× | ≤ 1.6× |",
        1000.0 * start,
        1000.0 * start_empty,
        times(start, start_empty)
    );
    println!(
        "| memory, list and search used (PSS) | {memory:.0} MiB | {memory_empty:.0} MiB | {:.2}× | ≤ 1.4× |",
        times(memory, memory_empty)
    );
    assert!(
        times(memory, memory_empty) < 2.0,
        "{memory:.0} MiB beside {memory_empty:.0} MiB"
    );
}

fn middle(rounds: usize, weigh: fn() -> Weight) -> Weight {
    let mut all: Vec<Weight> = (0..rounds).map(|_| weigh()).collect();
    all.sort_by_key(|weight| weight.start);
    let memory = all.iter().map(|weight| weight.memory).min().unwrap_or(0);
    Weight {
        start: all[rounds / 2].start,
        memory,
    }
}

fn empty() -> Weight {
    let stage = Stage::new("sv");
    let start = Instant::now();
    let played = stage.open_behind(&[], EMPTY, &["--automation", "about:blank"]);
    let script = "return document.readyState";
    wait_for("an empty page", Duration::from_secs(30), || {
        played.driver.run(script, serde_json::json!([])) == "complete"
    });
    Weight {
        start: start.elapsed(),
        memory: memory(&stage),
    }
}

/// A vault that the keyring opens, so that no passphrase's cost is in the figure.
fn ours() -> Weight {
    let stage = Stage::new("sv");
    let page = Page::new(stage.open(&[]), "sv");
    page.first_run_until_ready(&mut |_, _| ());
    page.click("checkbox", &page.text("keyring-choice"));
    page.press("start-open");
    page.sees(&page.text("contacts-none-title"));
    drop(page);
    wait_for("the window to go", Duration::from_secs(20), || {
        let lock = fs::File::open(stage.vault().join("kartotek.lock"));
        lock.is_ok_and(|lock| lock.try_lock().is_ok())
    });
    let list: Vec<String> = (0..2_000)
        .map(|n| format!("Kund {n:04};kund{n}@example.com;Örebro\n"))
        .collect();
    let file = stage.file("kunder.csv");
    fs::write(&file, format!("Namn;E-post;Ort\n{}", list.concat())).expect("a list");
    quiet::command_line(&stage, &["import", &file.display().to_string()]);

    let start = Instant::now();
    let page = Page::new(stage.open_behind(&[], &automation(), &[]), "sv");
    page.sees("Kund 0003");
    let start = start.elapsed();
    page.control('k');
    page.find("dialog", "");
    page.keys("kund 19");
    page.find("option", "Kund 19");
    Weight {
        start,
        memory: memory(&stage),
    }
}

/// Of every process with this stage's home except the driver, the bus and the keyring.
fn memory(stage: &Stage) -> u64 {
    let home = format!("HOME={}", stage.home().display());
    let around = ["WebKitWebDriver", "dbus-", "gnome-keyring", "sh"];
    let mut sum = 0;
    for process in fs::read_dir("/proc").expect("/proc").flatten() {
        let path = process.path();
        let name = fs::read_to_string(path.join("comm")).unwrap_or_default();
        let environment = fs::read(path.join("environ")).unwrap_or_default();
        let is_here = environment
            .split(|byte| *byte == 0)
            .any(|one| one == home.as_bytes());
        if !is_here || around.iter().any(|other| name.starts_with(other)) {
            continue;
        }
        let rollup = fs::read_to_string(path.join("smaps_rollup")).unwrap_or_default();
        sum += rollup
            .lines()
            .find_map(|line| line.strip_prefix("Pss:"))
            .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok())
            .unwrap_or(0);
    }
    sum
}

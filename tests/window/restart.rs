//! Locking, closing, a crash in the middle of a call, and coming back.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::acts::PASSPHRASE;
use crate::page::Page;
use crate::quiet;
use crate::stage::{Stage, automation, wait_for};

/// Ends the window the hard way.
pub(crate) fn kill(stage: &Stage) {
    let home = format!("HOME={}", stage.home().display());
    let name = std::path::PathBuf::from(automation());
    for process in std::fs::read_dir("/proc").expect("/proc").flatten() {
        let path = process.path();
        let ours = std::fs::read_link(path.join("exe")).is_ok_and(|exe| exe == name);
        let environment = std::fs::read(path.join("environ")).unwrap_or_default();
        if ours
            && environment
                .split(|byte| *byte == 0)
                .any(|one| one == home.as_bytes())
        {
            let id = process.file_name().to_string_lossy().into_owned();
            assert!(
                Command::new("kill")
                    .args(["-KILL", &id])
                    .status()
                    .is_ok_and(|status| status.success()),
                "killed"
            );
            return;
        }
    }
    panic!("no window to kill");
}

#[test]
fn a_call_survives_a_crash_and_a_locked_vault_opens_again() {
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    page.accessible("lock");
    page.unlock(PASSPHRASE);
    page.click("link", "Kvastskaftet Ek");
    page.press("call");
    page.sees(&page.text("call-running"));
    std::thread::sleep(Duration::from_secs(3));
    kill(&stage);
    std::thread::sleep(Duration::from_secs(2));
    drop(page);

    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.click("link", "Kvastskaftet Ek");
    page.sees(&page.text("call-interrupted"));
    page.accessible("interrupted call");
    let time = page.driver().run(
        "return document.querySelector('[role=timer]').textContent",
        serde_json::json!([]),
    );
    let time = time.as_str().unwrap_or_default().to_owned();
    let seconds: u32 = time
        .rsplit(':')
        .next()
        .and_then(|seconds| seconds.trim().parse().ok())
        .expect("a time");
    let minutes: u32 = time
        .split(':')
        .next()
        .and_then(|minutes| minutes.trim().parse().ok())
        .expect("a time");
    assert!(
        minutes * 60 + seconds >= 5,
        "the clock ran on while the window was gone: {time}"
    );
    page.press("call-goes-on");
    page.press("call-end");
    page.sees(&page.text("call-saved"));

    page.press("lock");
    page.sees(&page.text("lock-title"));
    page.unlock("helt fel lösenfras här");
    page.sees(&page.text("error-wrong-passphrase"));
    page.accessible("wrong passphrase");
    page.unlock(PASSPHRASE);
    page.sees("Kvastskaftet Ek");
    page.finish();
}

/// A list long enough that the proof of a forget takes its time.
fn many(stage: &Stage) -> String {
    let rows: Vec<String> = (0..6_000)
        .map(|n| format!("Person Nummer {n};person{n}@example.com;Ringde om offert nummer {n}\n"))
        .collect();
    let file = stage.file("många.csv");
    let list = format!("Namn;E-post;Anteckning\n{}", rows.concat());
    std::fs::write(&file, list).expect("a list");
    file.display().to_string()
}

#[test]
fn locking_does_not_wait_for_a_proof_and_it_goes_on_at_the_next_unlock() {
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let list = many(&stage);
    quiet::command_line(&stage, &["import", &list]);
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.click("link", "Kvastskaftet Ek");
    page.press("forget");
    page.sees(&page.text("forget-goes"));
    let name = page
        .text("forget-person")
        .replace("{ $name }", "Kvastskaftet Ek");
    page.click("button", &name);
    page.sees(&page.text("forget-proving"));
    page.control('l');
    let locking = Instant::now();
    page.sees(&page.text("lock-title"));
    let took = locking.elapsed();
    assert!(took < Duration::from_secs(4), "locking waited: {took:?}");
    // The page is gone at once, the file is closed right after.
    let behind = stage.vault().join("kartotek.db-wal");
    let long = Duration::from_secs(4);
    wait_for("closed in order", long, || !behind.exists());
    page.unlock(PASSPHRASE);
    // Not proven when it was locked: it is told now.
    page.press("certificate-show");
    page.sees(&page.text("certificate-title"));
    page.press("done");
    page.finish();
}

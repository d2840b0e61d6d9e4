//! The main job from an empty folder to a proven forget, with nothing but the program.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::bed::{LANGUAGES, PASSPHRASE, controller_json, fixture, run};

#[test]
fn the_whole_main_job_in_both_languages() {
    for language in LANGUAGES {
        main_job(language);
    }
}

#[allow(clippy::too_many_lines)] // one story, told in its order
fn main_job(language: &str) {
    let dir = tempfile::tempdir().unwrap();
    let vault = dir.path().join("kartotek");
    let go = |command: &str, stdin: &str| run(&vault, language, command, stdin, PASSPHRASE);
    let file = |name: &str| dir.path().join(name).display().to_string();

    // A vault with its recovery code in a file of our own.
    fs::write(file("controller.json"), controller_json(language)).unwrap();
    let code = file("code.txt");
    let made = go(
        &format!(
            "init --confirm-policy --recovery-out {code} --controller {}",
            file("controller.json")
        ),
        "",
    )
    .ok();
    assert!(
        made.out.is_empty(),
        "the code is in its file and nowhere else: {}",
        made.out
    );
    assert_eq!(
        fs::metadata(&code).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        fs::read_to_string(&code).unwrap().trim().split('-').count(),
        9,
        "nine groups"
    );

    // Real contacts, first on trial.
    let csv = fixture("kunder.csv");
    let trial = go(&format!("import {} --dry-run --json", csv.display()), "")
        .ok()
        .json();
    assert_eq!(
        go("contact list --json", "")
            .ok()
            .json()
            .as_array()
            .unwrap()
            .len(),
        0,
        "a trial writes nothing"
    );
    let report = go(
        &format!(
            "import {} --source Mässan --acquired-on 2026-03-31 --json",
            csv.display()
        ),
        "",
    )
    .ok()
    .json();
    assert_eq!(report, trial, "the trial said what would come");
    assert_eq!(
        (report["created"].as_u64(), report["refused"].as_u64()),
        (Some(5), Some(0)),
        "{report}"
    );
    let again = go(&format!("import {} --json", csv.display()), "")
        .ok()
        .json();
    assert_eq!(
        (again["created"].as_u64(), again["unchanged"].as_u64()),
        (Some(0), Some(5)),
        "the same file again creates nothing"
    );

    let list = go("contact list --json", "").ok().json();
    let id = |name: &str| {
        let found = list
            .as_array()
            .unwrap()
            .iter()
            .find(|person| person["display_name"] == name);
        found.unwrap_or_else(|| panic!("{name} in {list}"))["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (asa, bjorn) = (id("Åsa Öberg"), id("Björn Ek"));

    // A yes with its words, a call, a note.
    go(
        &format!("consent give {asa} --purpose newsletter --channel email --method verbal_visit"),
        "",
    )
    .ok();
    let consents = go(&format!("consent show {asa} --json"), "").ok().json();
    let given: Vec<_> = consents
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["shown"] == "given")
        .collect();
    assert_eq!(given.len(), 1, "one yes and no more: {consents}");
    assert!(
        !given[0]["wording"].as_str().unwrap().is_empty(),
        "with the words that were read out"
    );
    fs::write(file("call.txt"), "Vill ha offert före midsommar.").unwrap();
    go(
        &format!(
            "call add {asa} --outcome reached --duration 180 --follow-up 2026-12-01 --text {}",
            file("call.txt")
        ),
        "",
    )
    .ok();
    go(
        &format!("note add {asa} {bjorn}"),
        "Bägge kommer till visningen.",
    )
    .ok();
    let shown = go(&format!("contact show {asa} --json"), "").ok().json();
    let timeline = shown["timeline"].to_string();
    for kept in [
        "Vill ha offert före midsommar.",
        "Bägge kommer till visningen.",
        "hängränna",
    ] {
        assert!(
            timeline.contains(kept),
            "{kept} is on the timeline: {timeline}"
        );
    }
    let hits = go("contact search --json", "hängränna\n").ok().json();
    assert!(
        hits.to_string().contains(&asa),
        "found by a word of a note: {hits}"
    );

    // Taken back, exported, forgotten.
    go(
        &format!("consent withdraw {asa} --purpose newsletter --channel email"),
        "",
    )
    .ok();
    let consents = go(&format!("consent show {asa} --json"), "").ok().json();
    assert!(
        consents
            .as_array()
            .unwrap()
            .iter()
            .any(|line| line["shown"] == "withdrawn"),
        "{consents}"
    );
    let zip = file("asa.zip");
    go(&format!("export {asa} --out {zip}"), "").ok();
    assert!(fs::read(&zip).unwrap().starts_with(b"PK"), "one ZIP");
    assert_eq!(
        fs::metadata(&zip).unwrap().permissions().mode() & 0o777,
        0o600
    );

    let before = go(&format!("forget {asa} --ground a"), "");
    assert_eq!(before.code, 2, "without --yes nothing is forgotten");
    go(&format!("contact show {asa}"), "").ok();
    let proof = file("certificate.json");
    let forgotten = go(
        &format!("forget {asa} --ground a --yes --certificate {proof} --json"),
        "",
    )
    .ok()
    .json();
    assert_eq!(forgotten["residues"], 0, "{forgotten}");
    let kept: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&proof).unwrap()).unwrap();
    assert_eq!(kept, forgotten, "the file holds the certificate");
    assert_eq!(go(&format!("contact show {asa}"), "").code, 66, "gone");
    assert_eq!(
        go(&format!("contact show {bjorn} --json"), "").ok().json()["display_name"],
        "Björn Ek"
    );

    // And it does not come back with the next list.
    let later = go(&format!("import {} --json", csv.display()), "")
        .ok()
        .json();
    assert_eq!(
        (
            later["created"].as_u64(),
            later["unchanged"].as_u64(),
            later["refused"].as_u64()
        ),
        (Some(0), Some(4), Some(1)),
        "{later}"
    );
    assert_eq!(later["rows"][0]["reason"], "suppressed");

    let head = forgotten["journal_head"].as_str().unwrap();
    let checks = go(&format!("verify --head {head} --json"), "").ok().json();
    assert!(
        checks
            .as_array()
            .unwrap()
            .iter()
            .all(|check| check["ok"] == true),
        "{checks}"
    );
}

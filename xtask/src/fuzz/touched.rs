//! Which parsers a change touches.

use crate::sh::{self, Outcome};

/// Where each parser lives.
const LIVE: &[(&str, &[&str])] = &[
    (
        "csv",
        &["core/src/import/", "core/src/contact/", "core/src/text/"],
    ),
    (
        "slots",
        &["core/src/vault/slots/", "core/src/vault/sealed.rs"],
    ),
    (
        "backup",
        &["core/src/backup/", "core/src/vault/container.rs"],
    ),
    ("query", &["core/src/search/"]),
    ("policy", &["core/src/policy/"]),
    ("contact", &["core/src/contact/"]),
    ("values", &["core/src/text/", "core/src/contact/"]),
    (
        "acts",
        &[
            "core/src/activity/",
            "core/src/backup/",
            "core/src/consent/",
            "core/src/contact/",
            "core/src/draft/",
            "core/src/enrichment/",
            "core/src/import/",
            "core/src/rights/",
            "core/src/vault/locking.rs",
            "core/src/vault/settings.rs",
        ],
    ),
    (
        "codes",
        &[
            "core/src/vault/recovery.rs",
            "core/src/vault/passphrase.rs",
            "core/src/vault/sealed.rs",
            "core/src/vault/slots/",
        ],
    ),
    ("forgotten", &["core/src/backup/forgotten.rs"]),
    ("vaults", &["core/src/vault/known.rs"]),
    ("wreck", &["core/src/vault/wreck/"]),
    (
        "log",
        &[
            "core/src/vault/wreck/log.rs",
            "core/src/vault/wreck/pages.rs",
        ],
    ),
    ("args", &["cli/src/"]),
];
/// A change here touches all of them.
const ALL: &[&str] = &["fuzz/parsers", "fuzz/fuzz_targets", "fuzz/Cargo"];

/// Of the `known` parsers those that lie in what changed since `revision`.
pub(super) fn touched(known: &[String], revision: &str) -> Outcome<Vec<String>> {
    for (name, places) in LIVE {
        let gone = places.iter().find(|place| !sh::root().join(place).exists());
        if let Some(gone) = gone {
            return Err(format!("{name} does not live in {gone} any more"));
        }
    }
    let mut git = std::process::Command::new("git");
    git.current_dir(sh::root())
        .args(["diff", "--name-only", revision, "--"]);
    let changed = sh::output(git).ok_or_else(|| format!("{revision} is no revision"))?;
    let is_in = |places: &[&str]| {
        changed
            .lines()
            .any(|file| places.iter().any(|place| file.starts_with(place)))
    };
    let home = |name: &str| LIVE.iter().find(|(parser, _)| *parser == name);
    let mut touched = Vec::new();
    for name in known {
        let (_, places) = home(name).ok_or_else(|| format!("{name} lives nowhere"))?;
        if is_in(ALL) || is_in(places) {
            touched.push(name.clone());
        }
    }
    Ok(touched)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What git calls a tree without files.
    const NOTHING: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    #[test]
    fn every_parser_lives_somewhere() {
        let known = super::super::parsers().expect("the parsers");
        let mut all = touched(&known, NOTHING).expect("a revision");
        all.sort_unstable();
        assert_eq!(all, known);
        assert!(touched(&["nobody".to_owned()], NOTHING).is_err());
    }
}

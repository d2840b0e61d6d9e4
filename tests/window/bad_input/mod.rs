//! What goes wrong, on screen, in both languages: what happened, what to do next; and the next act works.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::stage::wait_for;

mod canary;
mod commands;
mod disk;
mod lists;
mod payloads;
mod vaults;
mod words;

const LANGUAGES: [&str; 2] = ["sv", "en"];

/// The vault's two files, byte for byte; a file that is missing has no bytes.
fn bytes(vault: &Path) -> BTreeMap<&'static str, Option<Vec<u8>>> {
    let read = |name| (name, fs::read(vault.join(name)).ok());
    ["kartotek.db", "slots.json"].map(read).into()
}

/// Puts the two files there as they were.
fn put(vault: &Path, files: &BTreeMap<&'static str, Option<Vec<u8>>>) {
    for (name, content) in files {
        let file = vault.join(name);
        match content {
            Some(content) => {
                // Whole or not at all: the window may look at any moment.
                let fresh = file.with_extension("put");
                fs::write(&fresh, content).expect("a file");
                fs::rename(fresh, file).expect("its place");
            }
            None if file.exists() => fs::remove_file(file).expect("removed"),
            None => {}
        }
    }
}

/// Until the backup that comes by itself after the first page is there.
fn backed_up(vault: &Path) {
    wait_for("the day's backup", Duration::from_secs(30), || {
        let all = fs::read_dir(vault.join("backups")).into_iter().flatten();
        all.flatten().any(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.starts_with("forgotten-")
        })
    });
}

/// Until all that was written lies in the file itself.
fn at_rest(vault: &Path) {
    wait_for("a quiet moment", Duration::from_secs(20), || {
        let log = vault.join("kartotek.db-wal").metadata();
        log.map_or(true, |log| log.len() == 0)
    });
}

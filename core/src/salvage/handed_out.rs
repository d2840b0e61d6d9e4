//! Open files of a rescue that nobody adopted yet: where they lie stands in a private file beside the damaged vault, until
//! whatever takes its place is opened and remembers them for everybody who is in it.

use std::fs;
use std::path::Path;

use crate::vault::{Vault, replace_file, verify};
use crate::{Code, Result, rights};

/// A JSON array of paths.
const FILE: &str = "rescued-to.json";
/// Room for more files than anybody saves.
const MAX_BYTES: u64 = 64 << 10;

/// Notes a file before it is there; `false` when it stands there already.
pub(super) fn note(dir: &Path, file: &Path) -> Result<bool> {
    let mut all = noted(dir);
    let file = name(file)?;
    if all.contains(&file) {
        return Ok(false);
    }
    all.push(file);
    write(dir, &all)?;
    Ok(true)
}

/// The file did not come to be there.
pub(super) fn strike(dir: &Path, file: &Path) -> Result<()> {
    let file = name(file)?;
    let mut all = noted(dir);
    all.retain(|noted| *noted != file);
    write(dir, &all)
}

/// Somebody remembers them.
pub(super) fn forget(dir: &Path) -> Result<()> {
    write(dir, &[])
}

/// Takes the noted files into `vault`, which lies where they were noted.
///
/// # Errors
/// When the vault cannot be written: they stay noted.
pub fn take_handed_out(vault: &Vault) -> Result<()> {
    let dir = vault.folder();
    let all = noted(dir);
    if all.is_empty() {
        return Ok(());
    }
    let people = vault.read(verify::everybody)?;
    for file in &all {
        rights::remember(vault, &people, file)?;
    }
    forget(dir)
}

/// What stands there; nothing where somebody else wrote something else.
fn noted(dir: &Path) -> Vec<String> {
    let file = dir.join(FILE);
    let meta = file.symlink_metadata();
    if !meta.is_ok_and(|meta| meta.is_file() && meta.len() <= MAX_BYTES) {
        return Vec::new();
    }
    let text = fs::read(file).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// As it is remembered.
fn name(file: &Path) -> Result<String> {
    Ok(std::path::absolute(file)?.to_string_lossy().into_owned())
}

fn write(dir: &Path, all: &[String]) -> Result<()> {
    let file = dir.join(FILE);
    if !all.is_empty() {
        let text = serde_json::to_vec(all).map_err(|_| Code::InvalidArgument)?;
        return replace_file(&file, &text);
    }
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

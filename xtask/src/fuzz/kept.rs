//! The inputs that are kept in the tree: those with a name, by hand; and of what the fuzzer found, named by its hash, a
//! few that each reach something else.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use super::{Fuzzer, corpus, entries, found};
use crate::sh::{self, Outcome};

/// Inputs for each parser at most, and bytes of one.
const MOST: usize = 64;
const LONGEST: u64 = 1024;

/// Chooses anew from what was found and kept so far.
pub(super) fn keep(fuzzer: &Fuzzer, name: &str) -> Outcome {
    let (kept, found) = (corpus(name), found(name)?);
    let failed = |error: std::io::Error| error.to_string();
    for file in entries(&kept)?.iter().filter(|file| is_found(file)) {
        fs::copy(file, found.join(file.file_name().unwrap_or_default())).map_err(failed)?;
        fs::remove_file(file).map_err(failed)?;
    }
    let choice = found.with_extension("kept");
    let _ = fs::remove_dir_all(&choice);
    fs::create_dir_all(&choice).map_err(failed)?;
    for file in entries(&kept)? {
        fs::copy(&file, choice.join(file.file_name().unwrap_or_default())).map_err(failed)?;
    }
    let mut merge = fuzzer.parser(name, [&choice, &found])?;
    merge.args(["-merge=1", "-set_cover_merge=1"]);
    merge.stderr(Stdio::null());
    sh::go(merge)?;
    let mut chosen: Vec<_> = entries(&choice)?
        .into_iter()
        .filter(|file| is_found(file))
        .filter_map(|file| Some((file.metadata().ok()?.len(), file)))
        .collect();
    chosen.retain(|(size, _)| *size <= LONGEST);
    chosen.sort_unstable();
    // Short ones reach little, long ones are many bytes: some of every size.
    let step = chosen.len().div_ceil(MOST).max(1);
    for (_, file) in chosen.iter().skip(step - 1).step_by(step) {
        fs::copy(file, kept.join(file.file_name().unwrap_or_default())).map_err(failed)?;
    }
    Ok(())
}

/// libFuzzer names a file by the SHA-1 of its bytes.
fn is_found(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.len() == 40 && name.bytes().all(|b| b.is_ascii_hexdigit()))
}

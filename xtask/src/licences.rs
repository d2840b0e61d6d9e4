//! The licences of everything that goes into the program, from the locked dependencies.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::sh::{self, Outcome};

fn file() -> PathBuf {
    sh::root().join("src-tauri/licences.txt")
}

/// Writes the list.
pub(crate) fn write() -> Outcome {
    std::fs::write(file(), list()?).map_err(|error| error.to_string())
}

/// The committed list is the locked one.
pub(crate) fn compare() -> Outcome {
    if std::fs::read_to_string(file()).unwrap_or_default() == list()? {
        return Ok(());
    }
    Err("src-tauri/licences.txt is stale: run `cargo xtask licences`".to_owned())
}

/// Something that goes into the program.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) licence: String,
}

fn list() -> Outcome<String> {
    let mut text = "The program\n".to_owned();
    let lines = |packages: Vec<Package>, text: &mut String| {
        for one in packages {
            let _ = writeln!(text, "{} {} ({})", one.name, one.version, one.licence);
        }
    };
    lines(crates()?, &mut text);
    text.push_str(
        "SQLCipher (BSD-3-Clause), SQLite (public domain), OpenSSL (Apache-2.0)\n\nThe page\n",
    );
    lines(page()?, &mut text);
    Ok(text)
}

/// Crates that only build, and whose C goes into the program.
const ENGINES: [&str; 2] = ["openssl-src", "sqlcipher-src"];

/// The crates of the window, as locked, and the engines that are built in.
pub(crate) fn crates() -> Outcome<Vec<Package>> {
    let tree = |edges: &str| {
        let tree = format!(
            "cargo tree --locked --package kartotek-desktop --edges {edges} --prefix none --target x86_64-unknown-linux-gnu --format {{p}}|{{l}}"
        );
        let tree = sh::output(sh::command(&tree)).ok_or("cargo tree failed")?;
        Ok::<BTreeSet<Package>, String>(tree.lines().filter_map(one).collect())
    };
    let mut crates = tree("normal")?;
    let all = tree("normal,build")?.into_iter();
    let engines: Vec<Package> = all
        .filter(|one| ENGINES.contains(&one.name.as_str()))
        .collect();
    if engines.len() != ENGINES.len() {
        return Err(format!("not all of {ENGINES:?} are built in"));
    }
    crates.extend(engines);
    Ok(crates.into_iter().collect())
}

/// `serde v1.0.0 (proc-macro)|MIT`; our own crates have a path and are left out.
fn one(line: &str) -> Option<Package> {
    let (package, licence) = line.split_once('|')?;
    if package.contains('/') {
        return None;
    }
    let mut words = package.split_whitespace();
    let (name, version) = (words.next()?, words.next()?);
    Some(Package {
        name: name.to_owned(),
        version: version.trim_start_matches('v').to_owned(),
        licence: licence.trim_end_matches(" (*)").to_owned(),
    })
}

/// The page's packages that are built in: what `package.json` names, with the licence that the lock file gives.
pub(crate) fn page() -> Outcome<Vec<Package>> {
    let read = |name: &str| {
        let path = sh::root().join("ui").join(name);
        std::fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))
    };
    let (named, lock) = (read("package.json")?, read("package-lock.json")?);
    let mut packages = Vec::new();
    for name in named.lines().filter_map(quoted) {
        let Some(at) = lock.find(&format!("\"node_modules/{name}\": {{")) else {
            continue;
        };
        let entry = &lock[at..];
        let entry = &entry[..entry.find("\n    }").unwrap_or(entry.len())];
        let field = |key: &str| {
            let line = entry
                .lines()
                .find(|line| line.trim_start().starts_with(&format!("\"{key}\":")))?;
            line.split('"').nth(3)
        };
        if let (Some(version), Some(licence)) = (field("version"), field("license")) {
            packages.push(Package {
                name: name.to_owned(),
                version: version.to_owned(),
                licence: licence.to_owned(),
            });
        }
    }
    Ok(packages)
}

fn quoted(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix('"')?.split('"').next()
}

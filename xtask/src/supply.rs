//! What may go into the program (deny.toml), and the list of what does: a bill of materials in `CycloneDX` 1.6.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use crate::licences::{self, Package};
use crate::sh::{self, Outcome};

/// The checker, of a version that reads our deny.toml.
const DENY: &str = "cargo-deny@0.20.2";

/// Licences, banned crates and sources; advisories as far as a copy of their database is on this computer, and on the page's
/// packages as far as their registry answers.
pub(crate) fn check() -> Outcome {
    let deny = sh::tool(DENY)?;
    let check = |what: &str| {
        let mut deny = Command::new(&deny);
        deny.current_dir(sh::root())
            .args(["--log-level", "error", "--workspace", "check"])
            .args(what.split(' '));
        deny
    };
    sh::go(check("--hide-inclusion-graph bans licenses sources"))?;
    if advisories() {
        sh::go(check("--disable-fetch advisories"))?;
    } else {
        println!(
            "advisories: not looked at, their database is not on this computer (`cargo deny fetch`)"
        );
    }
    packages()?;
    compare()
}

/// Advisories on what the page is made of and with: one of high severity or worse is refused.
fn packages() -> Outcome {
    const AUDIT: &str =
        "npm audit --prefix ui --audit-level=high --json --fetch-retries=0 --fetch-timeout=20000";
    let told = sh::command(AUDIT).output();
    let told = told.map_err(|error| format!("{AUDIT}: {error}"))?;
    let answered = String::from_utf8_lossy(&told.stdout).contains("\"auditReportVersion\"");
    match (answered, told.status.success()) {
        (true, true) => Ok(()),
        (true, false) => Err("an advisory on a package: `npm audit --prefix ui`".to_owned()),
        (false, _) => {
            println!("advisories on packages: not looked at, their registry gave no answer");
            Ok(())
        }
    }
}

fn advisories() -> bool {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    home.is_some_and(|home| home.join("advisory-dbs").is_dir())
}

fn file() -> PathBuf {
    sh::root().join("src-tauri/sbom.cdx.json")
}

/// Writes the bill of materials.
pub(crate) fn write() -> Outcome {
    std::fs::write(file(), bill()?).map_err(|error| error.to_string())
}

fn compare() -> Outcome {
    if std::fs::read_to_string(file()).unwrap_or_default() == bill()? {
        return Ok(());
    }
    Err("src-tauri/sbom.cdx.json is stale: run `cargo xtask licences`".to_owned())
}

fn bill() -> Outcome<String> {
    let mut text = format!(
        "{{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.6\",\n  \"version\": 1,\n  \"metadata\": {{ \"component\": {{ \"type\": \"application\", \"name\": \"kartotek\", \"version\": \"{}\" }} }},\n  \"components\": [\n",
        env!("CARGO_PKG_VERSION")
    );
    let crates = licences::crates()?;
    let page = licences::page()?;
    let all = crates.iter().map(|one| ("cargo", one));
    let all = all.chain(page.iter().map(|one| ("npm", one)));
    let lines: Vec<String> = all.map(|(kind, one)| component(kind, one)).collect();
    let _ = write!(text, "{}\n  ]\n}}\n", lines.join(",\n"));
    Ok(text)
}

fn component(kind: &str, one: &Package) -> String {
    let name = one.name.replace('@', "%40");
    format!(
        "    {{ \"type\": \"library\", \"name\": \"{}\", \"version\": \"{}\", \"purl\": \"pkg:{kind}/{name}@{}\", \"licenses\": [{{ \"expression\": \"{}\" }}] }}",
        one.name,
        one.version,
        one.version.replace('+', "%2B"),
        one.licence.replace(" / ", " OR ").replace('/', " OR "),
    )
}

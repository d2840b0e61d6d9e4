//! What is built in is what was looked at: the engine by version and by its bytes, the page's packages by their hashes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// SQLCipher's C as the crate `sqlcipher-src` of Cargo.lock ships it. Compared with the signed release of
/// <https://github.com/sqlcipher/sqlcipher> at every new version, and only then written here.
const ENGINE: (&str, &str, &str) = (
    "4.20.0 community",
    "3.54.1",
    "8cd2347d18886fee4651153fabeeeffb7cec008700987dab1c00261febc4220f",
);

/// The page's packages that may run a program when they are installed, each for a reason. Look again 2027-02-01.
const SCRIPTS: [&str; 2] = [
    // Puts its own binary in place.
    "node_modules/esbuild",
    // Only on macOS; not installed elsewhere.
    "node_modules/fsevents",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_engine_is_the_one_that_was_looked_at() {
    let (sqlite, cipher) = kartotek_core::vault::versions();
    assert_eq!((cipher.as_str(), sqlite.as_str()), (ENGINE.0, ENGINE.1));
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("cargo's metadata");
    let source = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|package| package["name"] == "sqlcipher-src")
        .and_then(|package| Path::new(package["manifest_path"].as_str()?).parent())
        .expect("the engine's crate");
    let bytes = std::fs::read(source.join("sqlcipher/sqlcipher.c")).unwrap();
    let hash = Sha256::digest(&bytes);
    let hash = hash.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    assert_eq!(hash, ENGINE.2, "the engine's C has changed: look at it");
}

#[test]
fn the_pages_packages_have_hashes_and_run_nothing() {
    let lock = std::fs::read(root().join("ui/package-lock.json")).unwrap();
    let lock: Value = serde_json::from_slice(&lock).unwrap();
    let packages = lock["packages"].as_object().unwrap();
    assert!(packages.len() > 100, "the lock file lists the packages");
    for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
        let hash = package["integrity"].as_str().unwrap_or_default();
        assert!(hash.starts_with("sha512-"), "{name} has a hash");
        let from = package["resolved"].as_str().unwrap_or_default();
        assert!(
            !from.starts_with("git") && !from.starts_with("http:"),
            "{name}"
        );
        let runs = package["hasInstallScript"] == true;
        assert!(
            !runs || SCRIPTS.contains(&name.as_str()),
            "{name} runs a script when installed"
        );
    }
}

#[test]
fn the_core_has_no_tokio_and_none_of_its_sockets() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", "kartotek-core"])
        .args(["--features", "doors,keyring", "--edges", "normal"])
        .args(["--prefix", "none", "--format", "{p} {f}"])
        .current_dir(root())
        .output()
        .unwrap();
    let tree = String::from_utf8(tree.stdout).unwrap();
    assert!(tree.contains("rusqlite"), "the tree of the core");
    for crates in ["tokio ", "mio ", "socket2 "] {
        assert!(
            !tree.lines().any(|line| line.starts_with(crates)),
            "{crates}"
        );
    }
}

//! The contract with the page, compared with what is committed.

use std::collections::BTreeSet;

use specta_typescript::Typescript;

use crate::commands;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/lib/bindings.ts");

/// `KARTOTEK_WRITE_BINDINGS=1` writes the file instead (`cargo xtask bindings`).
#[test]
fn the_committed_bindings_are_fresh() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bindings.ts");
    let header = "/* eslint-disable */\n// Made from the Rust types by `cargo xtask bindings`; do not edit.\n// The bridge keeps the name `Channel` for itself in Rust; the page may use it.\nexport type Channel = ContactChannel;";
    commands::contract()
        .export(Typescript::default().header(header), &file)
        .expect("an export");
    let fresh = std::fs::read_to_string(&file).expect("the export");
    // What is read is always whole; what is sent is whole too, so that a forgotten field is a compile error.
    let (types, bridge) = fresh
        .split_once("/* Tauri Specta runtime */")
        .expect("types, then the bridge");
    let types = types
        .replace("?: never", "\u{1}")
        .replace("?: ", ": ")
        .replace('\u{1}', "?: never");
    let fresh = format!("{types}/* Tauri Specta runtime */{bridge}");
    if std::env::var_os("KARTOTEK_WRITE_BINDINGS").is_some() {
        std::fs::write(COMMITTED, &fresh).expect("bindings.ts written");
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(
        fresh == committed,
        "ui/src/lib/bindings.ts is stale: run `cargo xtask bindings`"
    );
}

#[test]
fn every_command_is_listed_in_the_manifest_and_allowed_to_the_window() {
    let file = include_str!("../capabilities/main.json");
    let capability: serde_json::Value = serde_json::from_str(file).expect("JSON");
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|name| name.replace('-', "_"))
        .collect();
    let listed: BTreeSet<String> = commands::names().iter().map(ToString::to_string).collect();
    assert_eq!(
        allowed, listed,
        "capabilities/main.json and src/commands/names.rs differ"
    );
    let bindings = std::fs::read_to_string(COMMITTED).expect("bindings.ts");
    let handled: BTreeSet<String> = bindings
        .split("__TAURI_INVOKE(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .collect();
    assert_eq!(
        handled, listed,
        "the handler and src/commands/names.rs differ"
    );
}

#[test]
fn the_configuration_is_closed() {
    let file = include_str!("../tauri.conf.json");
    let config: serde_json::Value = serde_json::from_str(file).expect("JSON");
    let security = &config["app"]["security"];
    assert_eq!(security["csp"]["default-src"], "'none'");
    assert_eq!(security["csp"]["script-src"], "'self'");
    assert_eq!(security["csp"]["style-src"], "'self'");
    assert_eq!(security["csp"]["connect-src"], "ipc: http://ipc.localhost");
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(security["assetProtocol"]["enable"], false);
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(config["app"]["windows"], serde_json::json!([]));
    let capability = include_str!("../capabilities/main.json");
    assert!(
        !capability.contains("remote"),
        "no page from elsewhere has any right"
    );
    assert!(
        !capability.contains("core:default"),
        "the default set lets the page open developer tools"
    );
}

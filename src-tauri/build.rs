//! Names every command, so that what is not listed is denied, and makes the configuration part of the program.

include!("src/commands/names.rs");

/// Shown when the window is built before the page.
const NO_PAGE: &str =
    "<!doctype html><meta charset=utf-8><title>Kartotek</title><p>Run <b>cargo xtask run</b>.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let page = std::path::Path::new("../ui/build/index.html");
    if !page.exists() {
        std::fs::create_dir_all("../ui/build")?;
        std::fs::write(page, NO_PAGE)?;
    }
    println!("cargo:rerun-if-changed=src/commands/names.rs");
    let attributes = tauri_build::Attributes::new()
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    Ok(tauri_build::try_build(attributes)?)
}

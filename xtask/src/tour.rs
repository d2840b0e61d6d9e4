//! `cargo xtask tour`: the main job in the real window, as pictures.

use crate::sh::{self, Outcome};
use crate::{build, prerequisites};

/// Plays and leaves `target/tour/*.png` and a contact sheet.
pub(crate) fn tour(yes: bool) -> Outcome {
    prerequisites::journeys(yes)?;
    if let Some(install) = build::packages() {
        sh::go(install)?;
    }
    sh::go(build::page())?;
    let automation = build::automation(build::plain)?;
    let folder = sh::target().join("tour");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let mut play = build::plain("test --workspace --test window tour");
    play.env("KARTOTEK_AUTOMATION", automation)
        .env("KARTOTEK_TOUR", &folder);
    sh::go(play)?;
    println!("{}", folder.join("sheet.png").display());
    Ok(())
}

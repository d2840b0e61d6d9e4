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
        .env("KARTOTEK_TOUR", &folder)
        .env("KARTOTEK_CLI", sh::target().join("debug/kartotek"))
        .env("KARTOTEK_TOUR_ROWS", "100000");
    sh::go(play)?;
    sheet(&folder)?;
    println!("{}", folder.join("sheet.png").display());
    Ok(())
}

/// All pictures on one sheet.
fn sheet(folder: &std::path::Path) -> Outcome {
    let mut pictures = Vec::new();
    for variant in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let variant = std::fs::read_dir(variant.path()).into_iter().flatten();
        pictures.extend(variant.flatten().map(|picture| picture.path()));
    }
    pictures.sort();
    let mut montage = sh::command("montage -geometry 480x330+6+6 -tile 6x -background #888");
    montage.args(pictures).arg(folder.join("sheet.png"));
    sh::go(montage)
}

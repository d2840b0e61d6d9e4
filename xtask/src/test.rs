//! `cargo xtask test`: every check there is.

use std::process::Command;
use std::time::Instant;

use crate::steps::Steps;
use crate::{build, bundle, fuzz, licences, prerequisites, sh, supply};

/// Everything; `quick`: core and page only.
pub(crate) fn test(quick: bool, yes: bool) -> sh::Outcome {
    let start = Instant::now();
    prerequisites::style()?;
    if quick {
        prerequisites::node()?;
    } else {
        prerequisites::journeys(yes)?;
    }
    let steps = Steps::default();
    steps.command("format", sh::command("cargo fmt --all --check"));
    let page = std::thread::scope(|lanes| {
        // The page's checks wait for Node, the rest for rustc: side by side.
        let page = lanes.spawn(|| page(&steps));
        if quick {
            let packages = "-p kartotek-core -p kartotek -p kartotek-tests";
            steps.command(
                "lints: core",
                build::cargo(&format!("build {packages} --all-targets")),
            );
            steps.command("tests: core", build::cargo(&format!("test {packages}")));
        }
        page.join().unwrap_or(false)
    });
    if !quick {
        whole(&steps, page);
    }
    steps.finish(start)
}

fn page(steps: &Steps) -> bool {
    if let Some(install) = build::packages()
        && !steps.command("page: packages", install)
    {
        return false;
    }
    let npm = |script: &str| sh::command(&format!("npm --prefix ui run --silent {script}"));
    // The generated texts and types come with the build.
    let built = steps.command("page: build", build::page());
    steps.command("page: svelte-check", npm("check"));
    steps.command("page: eslint", npm("lint"));
    steps.command("page: tests", npm("test"));
    built
}

fn whole(steps: &Steps, page: bool) {
    steps.step("licences fresh", licences::compare);
    steps.step("supply chain", supply::check);
    if !steps.command(
        "lints: workspace",
        build::cargo("build --workspace --all-targets"),
    ) {
        return;
    }
    let program = sh::target().join("debug/kartotek");
    let mut tests = build::cargo("test --workspace");
    tests.env("KARTOTEK_CLI", &program);
    steps.command("tests: workspace", tests);
    steps.command(
        "tests: kills, power cuts, failing disk",
        build::cargo("test --workspace --test soak -- gate"),
    );
    steps.step("fuzz: parsers that changed", fuzz::changed);
    let (mut window, mut automation) = (None, None);
    let built = steps.step("window: build", || {
        window = Some(build::window(build::cargo)?);
        automation = Some(build::automation(build::cargo)?);
        Ok(())
    });
    if let (true, true, Some(window), Some(automation)) = (built, page, window, automation) {
        let mut journeys: Command = build::cargo("test --workspace --test window");
        journeys
            .env("KARTOTEK_WINDOW", window)
            .env("KARTOTEK_AUTOMATION", automation)
            .env("KARTOTEK_CLI", program);
        steps.command("window: journeys", journeys);
        steps.step("window: package", bundle::test);
    } else {
        steps.step("window: journeys", || {
            Err("not run: the window or its page was not built".to_owned())
        });
    }
}

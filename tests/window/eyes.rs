//! Looking at the display where no driver may look into the page: waiting until something has changed and stands still.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::stage::Stage;

/// Fewer pixels than this are a caret that blinks or a second hand.
const CALM: f64 = 300.0;
const PATIENCE: Duration = Duration::from_secs(40);

/// Watches one window of the stage.
pub(crate) struct Eyes<'s> {
    stage: &'s Stage,
    window: String,
}

impl<'s> Eyes<'s> {
    pub(crate) fn on(stage: &'s Stage, window: String) -> Self {
        Self { stage, window }
    }

    /// What the window shows now.
    fn look(&self, name: &str) -> PathBuf {
        let file = self.stage.file(&format!("{name}.ppm"));
        let mut import = self.stage.command("import");
        import.args(["-silent", "-window", &self.window]).arg(&file);
        assert!(
            import.status().is_ok_and(|status| status.success()),
            "a look at the window"
        );
        file
    }

    /// How many pixels differ.
    fn differ(&self, one: &Path, other: &Path) -> f64 {
        let mut compare = self.stage.command("compare");
        let output = compare
            .args(["-metric", "AE"])
            .args([one, other])
            .arg("null:")
            .output()
            .expect("compare of imagemagick");
        let text = String::from_utf8_lossy(&output.stderr);
        let number = text.split_whitespace().next().unwrap_or_default();
        number.parse().unwrap_or(f64::MAX)
    }

    /// Runs `act` and waits until at least `pixels` have changed and nothing moves any more.
    pub(crate) fn after(&self, what: &str, pixels: u32, act: impl FnOnce()) {
        let before = self.look("before");
        act();
        let end = Instant::now() + PATIENCE;
        let mut last = self.look("last");
        loop {
            std::thread::sleep(Duration::from_millis(150));
            let now = self.look("now");
            if self.differ(&before, &now) >= f64::from(pixels) && self.differ(&last, &now) < CALM {
                return;
            }
            last = self.stage.file("last.ppm");
            std::fs::rename(&now, &last).expect("renamed");
            assert!(
                Instant::now() < end,
                "{what}: nothing to see of it within {PATIENCE:?}: {}",
                self.stage.log()
            );
        }
    }

    /// Waits until the page is painted: more than a few colours, and nothing moves.
    pub(crate) fn painted(&self) {
        let end = Instant::now() + PATIENCE;
        let mut last: Option<PathBuf> = None;
        loop {
            let now = self.look("now");
            let colours = self
                .stage
                .command("identify")
                .args(["-format", "%k"])
                .arg(&now)
                .output();
            let colours = colours.expect("identify of imagemagick").stdout;
            let colours: u32 = String::from_utf8_lossy(&colours)
                .trim()
                .parse()
                .unwrap_or(0);
            let calm = last
                .as_ref()
                .is_some_and(|last| self.differ(last, &now) < CALM);
            if colours > 60 && calm {
                return;
            }
            let kept = self.stage.file("last.ppm");
            std::fs::rename(&now, &kept).expect("renamed");
            last = Some(kept);
            assert!(
                Instant::now() < end,
                "the page is painted: {}",
                self.stage.log()
            );
            std::thread::sleep(Duration::from_millis(150));
        }
    }
}

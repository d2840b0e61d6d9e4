//! What a user does, as sentences: the acts that several journeys share.

use std::time::Duration;

use kartotek_core::vault::{Clock, SystemClock};
use serde_json::json;

use crate::page::Page;
use crate::stage::wait_for;

pub(crate) const PASSPHRASE: &str = "häst batteri klammer tegelsten";

/// Twenty days ago.
pub(crate) struct Past;

impl Clock for Past {
    fn now_ms(&self) -> i64 {
        SystemClock.now_ms() - 20 * 24 * 60 * 60 * 1_000
    }
}

impl Page {
    /// Goes through the first run; answers the nine groups of the recovery code. `look` is called on every step.
    pub(crate) fn first_run(&self, mut look: impl FnMut(&Self, &str)) -> Vec<String> {
        let groups = self.first_run_until_ready(&mut look);
        self.press("start-open");
        self.loses(&self.text("start-ready-title"));
        groups
    }

    /// Changes the passphrase in Settings.
    pub(crate) fn change_passphrase(&self, new: &str) {
        self.click("link", &self.text("nav-settings"));
        self.press("settings-passphrase-change");
        self.fill(&self.text("passphrase-old"), PASSPHRASE);
        self.fill(&self.text("passphrase-new"), new);
        self.fill(&self.text("passphrase-new-again"), new);
        self.press("settings-passphrase-change");
        self.sees(&self.text("passphrase-changed"));
    }

    /// Presses `button` in Settings until `words` are there: as a user would, when the section moved away under the pointer.
    pub(crate) fn in_settings(&self, button: &str, words: &str) {
        self.click("link", &self.text("nav-settings"));
        self.find("button", &self.text(button));
        let there = || self.look("any", &self.text(words)).is_some();
        wait_for(words, Duration::from_secs(30), || {
            self.settled();
            if !there()
                && let Some(button) = self.look("button", &self.text(button))
            {
                let _ = self.driver().click(&button);
                self.settled();
            }
            there()
        });
    }

    /// The first run as far as its last step.
    pub(crate) fn first_run_until_ready(&self, look: &mut dyn FnMut(&Self, &str)) -> Vec<String> {
        let groups = self.first_steps(look);
        self.type_back(&self.asked_groups(), &groups);
        self.press("next");
        self.sees(&self.text("start-ready-title"));
        look(self, "start-ready");
        groups
    }

    /// The first run as far as the code, which is not typed back.
    pub(crate) fn first_run_until_the_code(&self) -> Vec<String> {
        self.first_steps(&mut |_, _| ())
    }

    fn first_steps(&self, look: &mut dyn FnMut(&Self, &str)) -> Vec<String> {
        self.sees(&self.text("start-language-title"));
        let language = if self.language == "sv" {
            "Svenska"
        } else {
            "English"
        };
        self.click("radio", language);
        look(self, "start-language");
        self.press("next");
        self.sees(&self.text("start-controller-title"));
        self.fill(&self.text("controller-name"), "Nordanvind Försäljning");
        self.fill(
            &self.text("controller-address"),
            "Exempelgatan 5, 753 20 Uppsala",
        );
        self.fill(&self.text("controller-email"), "hej@example.se");
        look(self, "start-controller");
        self.press("next");
        self.sees(&self.text("start-policy-title"));
        self.click("checkbox", &self.text("policy-assessment-confirm"));
        look(self, "start-policy");
        self.press("next");
        self.sees(&self.text("start-passphrase-title"));
        self.fill(&self.text("passphrase"), PASSPHRASE);
        self.fill(&self.text("passphrase-again"), PASSPHRASE);
        look(self, "start-passphrase");
        self.press("start-make");
        self.sees(&self.text("start-recovery-title"));
        look(self, "start-recovery");
        self.recovery_groups()
    }

    /// Types the groups that were asked for.
    pub(crate) fn type_back(&self, asked: &[usize], groups: &[String]) {
        for number in asked {
            let name = self
                .text("recovery-group")
                .replace("{ $number }", &number.to_string());
            self.fill(&name, &groups[number - 1]);
        }
    }

    pub(crate) fn recovery_groups(&self) -> Vec<String> {
        let groups = self.driver().run(
            "return [...document.querySelectorAll('.group')].map((e) => e.textContent.trim())",
            json!([]),
        );
        let groups: Vec<String> = serde_json::from_value(groups).expect("the groups");
        assert_eq!(groups.len(), 9, "eight groups and a checksum: {groups:?}");
        groups
    }

    /// Which groups the window wants typed back.
    pub(crate) fn asked_groups(&self) -> Vec<usize> {
        let labels = self.driver().run("return [...document.querySelectorAll('fieldset input')].map((e) => e.getAttribute('aria-label'))", json!([]));
        let labels: Vec<String> = serde_json::from_value(labels).expect("labels");
        labels
            .iter()
            .map(|label| {
                label
                    .split_whitespace()
                    .next_back()
                    .and_then(|n| n.parse().ok())
                    .expect("a number")
            })
            .collect()
    }

    /// Opens the form of a new contact from the palette.
    pub(crate) fn new_contact(&self) {
        self.control('k');
        self.click("option", &self.text("nav-new"));
        self.find("heading", &self.text("form-new-title"));
    }

    /// Opens a locked vault.
    pub(crate) fn unlock(&self, passphrase: &str) {
        self.sees(&self.text("lock-title"));
        self.fill(&self.text("passphrase"), passphrase);
        self.press("unlock");
    }
}

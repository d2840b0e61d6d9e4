//! `policy`: what may be stored, what for and on which basis.

use kartotek_core::policy::{self, Language, Words};
use kartotek_core::vault::{Vault, settings};

use crate::console::{Console, Failure};
use crate::{exit, texts};

#[derive(clap::Subcommand)]
pub(crate) enum Policy {
    /// The policy in force
    Show,
}

impl Policy {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        let Self::Show = self;
        let (active, language) =
            vault.read(|tx| Ok((policy::active(tx)?, settings::settings(tx)?.language)))?;
        if console.json {
            console.print_json(&active)?;
            return Ok(exit::DONE);
        }
        let say = |words: &Words| match language {
            Language::Sv => words.sv.clone(),
            Language::En => words.en.clone(),
        };
        console.print(&format!(
            "{} (v{})",
            say(&active.policy.title),
            active.policy.version
        ))?;
        for field in &active.policy.fields {
            console.print(&format!(
                "  {}: {} (≤ {})",
                field.key,
                say(&field.label),
                field.max_chars
            ))?;
        }
        for purpose in &active.policy.purposes {
            console.print(&format!("{}: {}", purpose.key, say(&purpose.label)))?;
            for allowed in &purpose.bases {
                let bases: Vec<String> = allowed.bases.iter().map(texts::word).collect();
                console.print(&format!(
                    "  {}: {}",
                    texts::word(allowed.person_type),
                    bases.join(", ")
                ))?;
            }
            if let Some(draft) = &purpose.assessment {
                let confirmed = active.confirmed_assessments.contains(&purpose.key);
                console.print(&format!(
                    "  {}",
                    console.texts.say(if confirmed {
                        "assessment-confirmed"
                    } else {
                        "assessment-unconfirmed"
                    })
                ))?;
                for words in [
                    &draft.interest,
                    &draft.necessity,
                    &draft.balancing,
                    &draft.safeguards,
                ] {
                    console.print(&format!("    {}", say(words)))?;
                }
            }
        }
        Ok(exit::DONE)
    }
}

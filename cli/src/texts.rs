//! Sentences in Swedish and English, from `locales/`.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use kartotek_core::Code;
use kartotek_core::policy::Language;

const SWEDISH: [&str; 2] = [
    include_str!("../../locales/sv/errors.ftl"),
    include_str!("../../locales/sv/cli.ftl"),
];
const ENGLISH: [&str; 2] = [
    include_str!("../../locales/en/errors.ftl"),
    include_str!("../../locales/en/cli.ftl"),
];

/// All sentences of one language.
pub(crate) struct Texts {
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    pub(crate) fn new(language: Language) -> Self {
        let (tag, sources) = match language {
            Language::Sv => (unic_langid::langid!("sv"), SWEDISH),
            Language::En => (unic_langid::langid!("en"), ENGLISH),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // A terminal shows the isolating marks as rubbish.
        bundle.set_use_isolating(false);
        for source in sources {
            let resource =
                FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Self { bundle }
    }

    /// A sentence; its id where the sentence is missing.
    pub(crate) fn say(&self, id: &str) -> String {
        self.with(id, &FluentArgs::new())
    }

    /// A sentence with figures or names in it.
    pub(crate) fn with(&self, id: &str, args: &FluentArgs<'_>) -> String {
        let pattern = self
            .bundle
            .get_message(id)
            .and_then(|message| message.value());
        match pattern {
            Some(pattern) => self
                .bundle
                .format_pattern(pattern, Some(args), &mut Vec::new())
                .into_owned(),
            None => id.to_owned(),
        }
    }

    /// What happened and what to do next.
    pub(crate) fn error(&self, code: Code) -> String {
        self.say(&format!("error-{}", word(code).replace('_', "-")))
    }
}

/// The word of a code in machine-readable output: `wrong_passphrase`.
pub(crate) fn word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The language of the terminal, for what is said before a vault is open.
pub(crate) fn of_terminal() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    if set.is_some_and(|value| value.to_lowercase().starts_with("sv")) {
        Language::Sv
    } else {
        Language::En
    }
}

#[cfg(test)]
mod tests;

//! The export's words, in the person's language.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::langid;

use crate::policy::Language;
use crate::{Code, Result};

/// The texts of one language.
pub(super) struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    pub(super) fn new(language: Language) -> Result<Self> {
        let (id, source) = match language {
            Language::Sv => (
                langid!("sv"),
                include_str!("../../../locales/sv/export.ftl"),
            ),
            Language::En => (
                langid!("en"),
                include_str!("../../../locales/en/export.ftl"),
            ),
        };
        let resource = FluentResource::try_new(source.to_owned()).map_err(|_| Code::Internal)?;
        let mut bundle = FluentBundle::new(vec![id]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|_| Code::Internal)?;
        Ok(Self { bundle })
    }

    /// The text `export-{id}`.
    pub(super) fn say(&self, id: &str) -> String {
        self.form(id, None).unwrap_or_else(|| id.to_owned())
    }

    /// The text with something put in.
    pub(super) fn say_with(&self, id: &str, name: &str, value: &str) -> String {
        let mut args = FluentArgs::new();
        args.set(name, value.to_owned());
        self.form(id, Some(&args)).unwrap_or_else(|| id.to_owned())
    }

    /// The text with a number put in as `count`.
    pub(super) fn say_count(&self, id: &str, count: u32) -> String {
        let mut args = FluentArgs::new();
        args.set("count", count);
        self.form(id, Some(&args)).unwrap_or_else(|| id.to_owned())
    }

    /// A code of the database in words: `source` and `web_form` give `export-source-web-form`. Unknown codes stay.
    pub(super) fn code(&self, of: &str, code: &str) -> String {
        self.form(&format!("{of}-{}", code.replace('_', "-")), None)
            .unwrap_or_else(|| code.to_owned())
    }

    fn form(&self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let message = self.bundle.get_message(&format!("export-{id}"))?;
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(message.value()?, args, &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

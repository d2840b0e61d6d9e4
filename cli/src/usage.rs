//! Wrong use of the command line, in the language of the terminal: what is wrong, and where the right form stands.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use fluent_bundle::FluentArgs;

use crate::texts::Texts;

/// Whether the whole help says more: nothing was asked for, or the help itself was.
pub(crate) fn is_help(error: &Error) -> bool {
    !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

/// What happened and what to do next.
pub(crate) fn sentence(error: &Error, texts: &Texts) -> String {
    let mut args = FluentArgs::new();
    args.set(
        "what",
        named(
            error,
            &[ContextKind::InvalidArg, ContextKind::InvalidSubcommand],
        ),
    );
    args.set("value", named(error, &[ContextKind::InvalidValue]));
    args.set("other", named(error, &[ContextKind::PriorArg]));
    let id = match error.kind() {
        ErrorKind::MissingRequiredArgument => "usage-missing",
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => "usage-unknown",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "usage-value",
        ErrorKind::ArgumentConflict => "usage-conflict",
        ErrorKind::MissingSubcommand => "usage-command-missing",
        _ => "usage-other",
    };
    format!("{} {}", texts.with(id, &args), texts.say("usage-help"))
}

/// The first of `kinds` that the error names.
fn named(error: &Error, kinds: &[ContextKind]) -> String {
    kinds
        .iter()
        .find_map(|kind| match error.get(*kind)? {
            ContextValue::String(one) => Some(one.clone()),
            ContextValue::Strings(several) => Some(several.join(", ")),
            other => Some(other.to_string()),
        })
        .unwrap_or_default()
}

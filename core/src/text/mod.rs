//! Names, e-mail, phone, folding and sorting: pure functions, no storage.

mod email;
mod fold;
mod phone;
mod sort;
mod website;

#[cfg(test)]
mod tests;

pub use email::{email, is_public_mail_provider, mail_domain};
pub use fold::{fold, tidy, words};
pub use phone::{
    LineType, phone, phone_both, phone_country, phone_digits, phone_display, phone_line,
};
pub use sort::{SORT_KEY_VERSION, sort_key};
pub use website::website;

/// The home country's region (ISO 3166-1) for national spellings.
pub const HOME_REGION: &str = "SE";

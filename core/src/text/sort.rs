//! Sort keys: computed once with ICU and stored, so that no reader of the file needs a collation of ours.

use std::sync::LazyLock;

use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;
use icu_locale_core::locale;

/// The version of [`sort_key`]; stored beside each key. Raise it with every update of the collator.
pub const SORT_KEY_VERSION: i64 = 1;

static SWEDISH: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    CollatorBorrowed::try_new(locale!("sv").into(), CollatorOptions::default()).ok()
});

/// ICU sort key, Swedish tailoring (å ä ö last). Compare bytewise.
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(2 * text.len() + 8);
    match &*SWEDISH {
        Some(collator) => {
            let Ok(()) = collator.write_sort_key_to(text, &mut key);
        }
        None => key.extend_from_slice(text.as_bytes()),
    }
    key
}

//! Asking somebody, who may take for ever.

use std::sync::Arc;

use kartotek_core::Code;

use crate::fault::Answer;

/// Asks somebody, and gives the vault back with the answer. Nobody holds the vault meanwhile: the lock waits for no dialog,
/// and what is answered over the lock is [`Code::Locked`].
pub(crate) fn asked<V, T>(
    vault: Arc<V>,
    ask: impl FnOnce() -> Option<T>,
) -> Answer<Option<(Arc<V>, T)>> {
    let there = Arc::downgrade(&vault);
    drop(vault);
    let Some(answer) = ask() else {
        return Ok(None);
    };
    let vault = there.upgrade().ok_or(Code::Locked)?;
    Ok(Some((vault, answer)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_holds_the_vault_while_somebody_is_asked() {
        let mut open = Some(Arc::new(7));
        let vault = open.clone().expect("open");
        let answered = asked(vault, || open.as_ref().map(Arc::strong_count));
        let (vault, count) = answered.expect("no fault").expect("an answer");
        assert_eq!((*vault, count), (7, 1), "only who has it open");

        let answered = asked(vault, || {
            open = None;
            Some("export.zip")
        });
        assert_eq!(answered.expect_err("locked").code, Code::Locked);
        let closed = asked(Arc::new(7), || None::<&str>);
        assert!(closed.expect("no fault").is_none());
    }
}

//! SQL: What a new contact asks of the house: policy, bases, language, suppression.

use super::coded;
use crate::Result;
use crate::policy::{Language, LawfulBasis, PersonType};
use crate::vault::ReadTx;

pub(in crate::contact) fn active_policy(tx: &ReadTx<'_>) -> Result<i64> {
    tx.row("SELECT policy_id FROM active_policy", (), |r| r.get(0))
}

pub(in crate::contact) fn active_bases(
    tx: &ReadTx<'_>,
) -> Result<Vec<(i64, PersonType, LawfulBasis)>> {
    let rows = tx.rows(
        "SELECT purpose_id, person_type, basis FROM active_basis",
        (),
        |r| Ok((r.get(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?)),
    )?;
    rows.into_iter()
        .map(|(purpose, person_type, basis)| {
            Ok((
                purpose,
                coded(PersonType::from_code(&person_type))?,
                coded(LawfulBasis::from_code(&basis))?,
            ))
        })
        .collect()
}

pub(in crate::contact) fn vault_language(tx: &ReadTx<'_>) -> Result<Language> {
    let code: String = tx.row("SELECT language FROM vault", (), |r| r.get(0))?;
    coded(Language::from_code(&code))
}

/// Whether anybody is kept out at all.
pub(in crate::contact) fn suppresses(tx: &ReadTx<'_>) -> Result<bool> {
    tx.row("SELECT EXISTS (SELECT 1 FROM suppression)", (), |r| {
        r.get(0)
    })
}

/// Whether a token stands in the list, other than as `except`'s own.
pub(in crate::contact) fn is_suppressed(
    tx: &ReadTx<'_>,
    token: &[u8; 32],
    except: Option<i64>,
) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM suppression WHERE token = ?1 AND (person_id IS NULL OR person_id IS NOT ?2))",
        (token, except),
        |r| r.get(0),
    )
}

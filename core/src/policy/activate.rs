//! Compiling a policy into the tables that the triggers read, in the transaction of the caller.

use super::{LawfulBasis, Policy, check, store};
use crate::vault::WriteTx;
use crate::{Code, Result};

/// Stores `policy` as a new version and compiles it into the tables that the triggers read. A basis of legitimate interest
/// stays out until the very text of its assessment has been confirmed.
///
/// # Errors
/// [`Code::InvalidPolicy`] also when a version is not newer than the active one, or when a field or purpose in use would fall out.
pub fn activate(tx: &mut WriteTx<'_>, policy: &Policy) -> Result<()> {
    check::check(policy)?;
    if store::newest_version(tx)? >= i64::from(policy.version) {
        return Err(Code::InvalidPolicy.into());
    }
    let (document, sha256) = policy.document()?;
    let id = store::insert(tx, policy.version, sha256, &document)?;
    compile(tx, policy, id)
}

/// Compiles today's document once more; where none is named, the newest that is stored, or the default one.
pub(crate) fn settle(tx: &mut WriteTx<'_>) -> Result<()> {
    match store::newest(tx)? {
        Some((id, document)) => {
            let policy = serde_json::from_str(&document).map_err(|_| Code::InvalidPolicy)?;
            compile(tx, &policy, id)
        }
        None => activate(tx, &super::default_policy()),
    }
}

/// Compiles `policy`, whose row is `id`.
fn compile(tx: &mut WriteTx<'_>, policy: &Policy, id: i64) -> Result<()> {
    store::clear_compiled(tx)?;
    for field in &policy.fields {
        store::compile_field(tx, field)?;
    }
    for purpose in &policy.purposes {
        store::compile_purpose(tx, purpose)?;
        let confirmed = match &purpose.assessment {
            Some(draft) => store::confirmed(tx, &purpose.key, draft.sha256()?)?,
            None => false,
        };
        for allowed in &purpose.bases {
            for basis in &allowed.bases {
                if *basis != LawfulBasis::LegitimateInterest || confirmed {
                    store::compile_basis(tx, purpose.id, allowed.person_type, *basis)?;
                }
            }
        }
    }
    store::set_active(tx, id)?;
    if store::orphans(tx)? {
        return Err(Code::InvalidPolicy.into());
    }
    Ok(())
}

/// Marks the drafted assessment of `purpose` as read and confirmed; from then on the basis may be used.
///
/// # Errors
/// [`Code::PolicyPurpose`] when the policy has no such purpose or no assessment for it.
pub fn confirm_assessment(tx: &mut WriteTx<'_>, purpose: &str) -> Result<()> {
    let policy = super::active(tx)?.policy;
    let purpose = policy.purpose(purpose).ok_or(Code::PolicyPurpose)?;
    let sha256 = purpose
        .assessment
        .as_ref()
        .ok_or(Code::PolicyPurpose)?
        .sha256()?;
    if store::confirmed(tx, &purpose.key, sha256)? {
        return Ok(());
    }
    let assessment = store::confirm(tx, &purpose.key, sha256)?;
    for allowed in purpose
        .bases
        .iter()
        .filter(|a| a.bases.contains(&LawfulBasis::LegitimateInterest))
    {
        store::compile_basis(
            tx,
            purpose.id,
            allowed.person_type,
            LawfulBasis::LegitimateInterest,
        )?;
    }
    tx.refers_to(assessment);
    Ok(())
}

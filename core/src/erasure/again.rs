//! Forgetting again: whoever is in the ledger does not come back with a copy of an earlier time.

use rusqlite::types::Value;
use uuid::Uuid;

use super::{Ground, Noted, forget, store};
use crate::vault::{Op, ReadTx, Remains, Vault, Wreck};
use crate::{Code, PersonId, Result};

/// Somebody whom the ledger names, by random id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    pub person: PersonId,
    pub ground: Ground,
    /// Tokens of the addresses were kept.
    pub suppressed: bool,
}

/// Everybody in the ledger.
pub fn forgotten(tx: &ReadTx<'_>) -> Result<Vec<Forgotten>> {
    store::forgotten(tx)?
        .into_iter()
        .map(|(person, ground, noted)| {
            let noted: Noted = serde_json::from_str(&noted).map_err(|_| Code::Damaged)?;
            Ok(Forgotten {
                person,
                ground,
                suppressed: noted.suppressed,
            })
        })
        .collect()
}

/// Forgets everybody of `ledger` who is in `vault`, and notes the others in its ledger, so that they cannot come back
/// either. Call [`super::prove_pending`] next. Returns how many were there.
pub fn forget_again(vault: &Vault, ledger: &[Forgotten]) -> Result<u32> {
    let mut there = 0;
    for entry in ledger {
        if vault.read(|tx| store::in_ledger(tx, entry.person))? {
            continue;
        }
        match forget::forget(vault, entry.person, entry.ground, entry.suppressed) {
            Ok(_) => there += 1,
            Err(error) if error.code() == Code::NoSuchPerson => {
                let noted = Noted {
                    erased: Vec::new(),
                    suppressed: entry.suppressed,
                    row: None,
                };
                let noted = serde_json::to_string(&noted).map_err(|_| Code::Internal)?;
                vault.write(Op::Forget, |tx| {
                    let (erasure, now) = (Uuid::now_v7(), tx.now());
                    tx.refers_to(erasure);
                    store::open_entry(tx, erasure, entry.person, entry.ground, now, &noted)
                })?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(there)
}

/// A token of an address that said no, kept without its person.
pub(crate) type Token = (Vec<u8>, i64, String, String, String, String);

/// Every token that is kept without a person.
pub(crate) fn kept_tokens(tx: &ReadTx<'_>) -> Result<Vec<Token>> {
    store::kept_tokens(tx)
}

/// Keeps the tokens of another edition of this vault, too; they are under the same keys.
pub(crate) fn keep_tokens(vault: &Vault, tokens: &[Token]) -> Result<()> {
    vault.write(Op::Restore, |tx| {
        for (token, key, channel, reason, since, review) in tokens {
            store::suppress(tx, token, *key, channel, reason, (since, review))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// What a damaged vault still says of those who were forgotten.
#[derive(Default)]
pub(crate) struct Left {
    pub(crate) forgotten: Vec<Forgotten>,
    pub(crate) tokens: Vec<Token>,
    /// That is everybody and every token.
    pub(crate) whole: bool,
}

/// Reads the ledger and the kept tokens of a damaged vault. Whoever stands only in the index of a lost row counts, too: no
/// letter and no proof is left, but the person stays away.
pub(crate) fn left_in(wreck: &Wreck) -> Left {
    let ledger = wreck.table("erasure");
    let mut left = Left {
        whole: sure(ledger),
        ..Left::default()
    };
    for row in ledger.rows.values() {
        let text = |name| match ledger.column(row, name) {
            Some(Value::Text(text)) => text.as_str(),
            _ => "",
        };
        let noted = serde_json::from_str::<Noted>(text("counts"));
        match uuid(ledger.column(row, "person_uid")) {
            Some(person) => left.forgotten.push(Forgotten {
                person: PersonId(person),
                ground: Ground::from_letter(text("ground")),
                suppressed: noted.is_ok_and(|noted| noted.suppressed),
            }),
            None => left.whole = false,
        }
    }
    let mut named = std::collections::BTreeSet::new();
    for entry in wreck.index("sqlite_autoindex_erasure_2") {
        if let [person, Value::Integer(number)] = entry.as_slice()
            && let Some(person) = uuid(Some(person))
            && !ledger.rows.contains_key(number)
        {
            named.insert(*number);
            left.forgotten.push(Forgotten {
                person: PersonId(person),
                ground: Ground::A,
                suppressed: true,
            });
        }
    }
    left.whole &= ledger.gone.is_subset(&named);

    let kept = wreck.table("suppression");
    left.whole &= sure(kept) && kept.gone.is_empty();
    for row in kept.rows.values() {
        let text = |name| match kept.column(row, name) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        // Those of people who are there stand and fall with them.
        if !matches!(kept.column(row, "person_id"), Some(Value::Null)) {
            continue;
        }
        match (kept.column(row, "token"), kept.column(row, "key_id")) {
            (Some(Value::Blob(token)), Some(Value::Integer(key))) => left.tokens.push((
                token.clone(),
                *key,
                text("channel"),
                text("reason"),
                text("since_month"),
                text("review_on"),
            )),
            _ => left.whole = false,
        }
    }
    left
}

/// Which rows it had is known, from the file itself.
fn sure(rest: &Remains) -> bool {
    !rest.uncounted && !rest.guessed
}

fn uuid(value: Option<&Value>) -> Option<Uuid> {
    match value {
        Some(Value::Blob(bytes)) => Uuid::from_slice(bytes).ok(),
        _ => None,
    }
}

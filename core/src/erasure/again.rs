//! Forgetting again: whoever is in the ledger does not come back with a copy of an earlier time.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Ground, Noted, forget, store};
use crate::vault::{Op, ReadTx, Remains, Use, Vault, Wreck};
use crate::{Code, PersonId, Result, draft};

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
/// either. Whoever is not there yet may be in what was being typed: every draft goes. Call [`super::prove_pending`] next.
/// Returns how many were there.
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
                    draft::discard_all(tx)?;
                    store::open_entry(tx, erasure, entry.person, entry.ground, now, &noted)
                })?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(there)
}

/// A token of an address that said no, kept without its person.
pub(super) type Token = (Vec<u8>, i64, String, String, String, String);

/// A key that tokens are made with: its number, itself, and when it was made.
pub(super) type TokenKey = (i64, Zeroizing<Vec<u8>>, i64);

/// The addresses that said no and are kept without their people, and the keys that tell them.
#[derive(Clone, Default)]
pub(crate) struct Noes {
    tokens: Vec<Token>,
    keys: Vec<TokenKey>,
}

impl Noes {
    /// All of a vault.
    pub(crate) fn of(tx: &ReadTx<'_>) -> Result<Self> {
        Ok(Self {
            tokens: store::kept_tokens(tx)?,
            keys: store::token_keys(tx)?,
        })
    }

    pub(crate) fn extend(&mut self, others: Self) {
        self.tokens.extend(others.tokens);
        self.keys.extend(others.keys);
    }

    /// Keeps them in another edition of their vault, too. A key is the same when its bytes are: after a rescue another one
    /// may have its number.
    pub(crate) fn keep(&self, vault: &Vault) -> Result<()> {
        if self.tokens.is_empty() {
            return Ok(());
        }
        vault.write(Op::Restore, |tx| {
            let mut numbers = BTreeMap::new();
            for key in &self.keys {
                numbers.insert(key.0, store::keep_token_key(tx, key)?);
            }
            for (token, key, channel, reason, since, review) in &self.tokens {
                // A key that was lost there may be here, under its number. Without any it tells nobody's address.
                let number = match numbers.get(key) {
                    None if store::is_token_key(tx, *key)? => key,
                    None => continue,
                    Some(number) => number,
                };
                store::suppress(tx, token, *number, channel, reason, (since, review))?;
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// What a damaged vault still says of those who were forgotten.
#[derive(Default)]
pub(crate) struct Left {
    pub(crate) forgotten: Vec<Forgotten>,
    pub(crate) noes: Noes,
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
    let mut named = BTreeSet::new();
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
            (Some(Value::Blob(token)), Some(Value::Integer(key))) => left.noes.tokens.push((
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
    let keys = wreck.table("secret");
    for (number, row) in &keys.rows {
        if let (Some(Value::Blob(key)), Some(Value::Integer(at))) =
            (keys.column(row, "key"), keys.column(row, "created_at"))
            && matches!(keys.column(row, "use"), Some(Value::Text(usage)) if usage == Use::Suppression.name())
        {
            left.noes.keys.push((*number, key.clone().into(), *at));
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

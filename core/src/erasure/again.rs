//! Forgetting again: whoever is in the ledger does not come back with a copy of an earlier time.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Ground, Noted, forget, store};
use crate::vault::{Op, ReadTx, Remains, Use, Vault, Wreck, as_uuid};
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

/// A token of an address that said no.
#[derive(Clone)]
pub(super) struct Token {
    /// Somebody who was in that edition; nobody where the token outlived its person.
    pub(super) owner: Option<PersonId>,
    pub(super) digest: Vec<u8>,
    /// The number of its key there.
    pub(super) key: i64,
    pub(super) channel: String,
    pub(super) reason: String,
    /// `YYYY-MM`.
    pub(super) since: String,
    /// `YYYY-MM-DD`.
    pub(super) review: String,
}

/// A key that tokens are made with: its number, itself, and when it was made.
pub(super) type TokenKey = (i64, Zeroizing<Vec<u8>>, i64);

/// The addresses that said no, and the keys that tell them.
#[derive(Clone, Default)]
pub(crate) struct Noes {
    tokens: Vec<Token>,
    keys: Vec<TokenKey>,
}

impl Noes {
    /// All of a vault.
    pub(crate) fn of(tx: &ReadTx<'_>) -> Result<Self> {
        Ok(Self {
            tokens: store::tokens_of_all(tx)?,
            keys: store::token_keys(tx)?,
        })
    }

    pub(crate) fn extend(&mut self, others: Self) {
        self.tokens.extend(others.tokens);
        self.keys.extend(others.keys);
    }

    /// Keeps those of people whom another edition of their vault does not have there, too. A key is the same when its bytes
    /// are: after a rescue another one may have its number.
    pub(crate) fn keep(&self, vault: &Vault) -> Result<()> {
        if self.tokens.is_empty() {
            return Ok(());
        }
        vault.write(Op::Restore, |tx| {
            let mut numbers = BTreeMap::new();
            for key in &self.keys {
                numbers.insert(key.0, store::keep_token_key(tx, key)?);
            }
            for token in &self.tokens {
                // Those of people who are here stand and fall with them.
                if let Some(owner) = token.owner
                    && store::person_is_back(tx, owner.0)?
                {
                    continue;
                }
                // A key that was lost there may be here, under its number. Without any it tells nobody's address.
                let number = match numbers.get(&token.key) {
                    None if store::is_token_key(tx, token.key)? => token.key,
                    None => continue,
                    Some(number) => *number,
                };
                let dates = (&*token.since, &*token.review);
                let (channel, reason) = (&token.channel, &token.reason);
                store::suppress(tx, &token.digest, number, channel, reason, dates)?;
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
        let noted = serde_json::from_str::<Noted>(ledger.text(row, "counts"));
        match ledger.uuid(row, "person_uid") {
            Some(person) => left.forgotten.push(Forgotten {
                person: PersonId(person),
                ground: Ground::from_letter(ledger.text(row, "ground")),
                suppressed: noted.is_ok_and(|noted| noted.suppressed),
            }),
            None => left.whole = false,
        }
    }
    let mut named = BTreeSet::new();
    for entry in wreck.index("sqlite_autoindex_erasure_2") {
        if let [person, Value::Integer(number)] = entry.as_slice()
            && let Some(person) = as_uuid(person)
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

    let (kept, people) = (wreck.table("suppression"), wreck.table("person"));
    left.whole &= sure(kept) && kept.gone.is_empty();
    for row in kept.rows.values() {
        let text = |name| kept.text(row, name).to_owned();
        let owner = kept.number(row, "person_id");
        let owner = owner.and_then(|number| people.rows.get(&number));
        let owner = owner.and_then(|row| people.uuid(row, "uid")).map(PersonId);
        match (kept.column(row, "token"), kept.number(row, "key_id")) {
            (Some(Value::Blob(token)), Some(key)) => left.noes.tokens.push(Token {
                owner,
                digest: token.clone(),
                key,
                channel: text("channel"),
                reason: text("reason"),
                since: text("since_month"),
                review: text("review_on"),
            }),
            _ => left.whole = false,
        }
    }
    let keys = wreck.table("secret");
    for (number, row) in &keys.rows {
        if let (Some(Value::Blob(key)), Some(at)) =
            (keys.column(row, "key"), keys.number(row, "created_at"))
            && keys.text(row, "use") == Use::Suppression.name()
        {
            left.noes.keys.push((*number, key.clone().into(), at));
        }
    }
    left
}

/// Which rows it had is known, from the file itself.
fn sure(rest: &Remains) -> bool {
    !rest.uncounted && !rest.guessed
}

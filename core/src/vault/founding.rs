//! What a new vault holds before anybody is in it: its house, its keys, its writer, its policy.

use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use super::session::Controller;
use super::{Clock, Op, WriteTx, journal, keys, locking};
use crate::Result;
use crate::policy::{self, Language};

/// Who and where the new house is.
pub(super) struct House<'a> {
    pub(super) uid: Uuid,
    pub(super) language: Language,
    pub(super) zone: &'a str,
    pub(super) controller: &'a Controller,
    /// The default policy, and whether its assessments were confirmed; absent where a test brings its own.
    pub(super) policy: Option<bool>,
}

/// Writes the rows of the house and the journal's first entry, in one transaction.
pub(super) fn found(conn: &mut Connection, clock: &dyn Clock, house: &House<'_>) -> Result<()> {
    let now = clock.now_ms();
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute(
        "INSERT INTO vault (id, uid, created_at, language, zone) VALUES (1, ?1, ?2, ?3, ?4)",
        (house.uid, now, house.language.code(), house.zone),
    )?;
    let c = house.controller;
    tx.execute(
        "INSERT INTO controller (id, name, address, email, phone, organization_number, sole_trader) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
        (&c.name, &c.address, &c.email, &c.phone, &c.organization_number, c.sole_trader),
    )?;
    tx.execute(
        "INSERT INTO actor (id, uid, label) VALUES (1, ?1, ?2)",
        (Uuid::new_v4(), &c.name),
    )?;
    tx.execute(
        "INSERT INTO scope (id, uid) VALUES (1, ?1)",
        [Uuid::new_v4()],
    )?;
    let writer = Uuid::new_v4();
    tx.execute(
        "INSERT INTO device (id, uid, created_at) VALUES (1, ?1, ?2)",
        (writer, now),
    )?;
    for usage in ["suppression", "fingerprint", "ledger"] {
        let fresh = keys::random::<32>()?;
        tx.execute(
            "INSERT INTO secret (use, key, created_at) VALUES (?1, ?2, ?3)",
            (usage, &fresh[..], now),
        )?;
    }
    let mut write = WriteTx::new(&tx, clock, Uuid::new_v4(), Op::CreateVault);
    locking::recalled(&mut write)?;
    if let Some(confirmed) = house.policy {
        let policy = policy::default_policy();
        policy::activate(&mut write, &policy)?;
        if confirmed {
            for purpose in policy.purposes.iter().filter(|p| p.assessment.is_some()) {
                policy::confirm_assessment(&mut write, &purpose.key)?;
            }
        }
    }
    let actor = write.actor();
    let (entry, _) = write.into_parts();
    journal::append(&tx, writer, now, actor, &entry)?;
    tx.commit()?;
    Ok(())
}

//! A new vault for what is left of a wreck: the same keys, the same id and settings, a writer of its own. What is lost of
//! the house is made as it is made for a new one.

use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, TransactionBehavior, params_from_iter};
use uuid::Uuid;

use super::Wreck;
use crate::Result;
use crate::vault::lock::FolderLock;
use crate::vault::sealed::Sealed;
use crate::vault::session::Surroundings;
use crate::vault::{Aside, DATABASE, SLOTS, Use, Vault, connection, files, keys};

impl Wreck {
    /// Makes the vault in `aside`: its house stands, nobody is in it. The wreck gives its keys away.
    pub(crate) fn found(&self, aside: &Aside, around: &Surroundings) -> Result<Vault> {
        let path = aside.path().join(DATABASE);
        let root = self.root.again();
        connection::create_at(&path, &root.database(), self.schema)?;
        let mut conn = connection::writer(&path, &root.database())?;
        self.furnish(&mut conn, around.clock.now_ms())?;
        conn.close().map_err(|(_, error)| error)?;
        let mut slots = self.slots.clone();
        files::replace(&aside.path().join(SLOTS), &slots.seal(&root))?;
        let sealed = Sealed {
            root,
            slots: slots.into(),
            changed: false,
            around: around.patient(),
        };
        let lock = FolderLock::take(aside.path())?;
        Vault::assemble(path, sealed.into(), Arc::clone(&around.clock), lock)?.settled()
    }

    fn furnish(&self, conn: &mut Connection, now: i64) -> Result<()> {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for table in [
            "vault",
            "controller",
            "actor",
            "scope",
            "secret",
            "left_folder",
        ] {
            let rest = self.table(table);
            for row in rest.rows.values() {
                insert(&tx, table, &rest.columns, row)?;
            }
        }
        tx.execute(
            "INSERT INTO vault (id, uid, created_at, language, zone) SELECT 1, ?1, ?2, 'sv', 'Europe/Stockholm' WHERE NOT EXISTS (SELECT 1 FROM vault)",
            (self.vault(), now),
        )?;
        tx.execute(
            "INSERT INTO controller (id, name, address, email) SELECT 1, '', '', '' WHERE NOT EXISTS (SELECT 1 FROM controller)",
            [],
        )?;
        tx.execute(
            "INSERT INTO actor (id, uid, label) SELECT 1, ?1, name FROM controller WHERE NOT EXISTS (SELECT 1 FROM actor WHERE id = 1)",
            [Uuid::new_v4()],
        )?;
        tx.execute(
            "INSERT INTO scope (id, uid) SELECT 1, ?1 WHERE NOT EXISTS (SELECT 1 FROM scope WHERE id = 1)",
            [Uuid::new_v4()],
        )?;
        // A writer of its own: its chain in the journal starts anew.
        tx.execute(
            "INSERT INTO device (id, uid, created_at) VALUES (1, ?1, ?2)",
            (Uuid::new_v4(), now),
        )?;
        for usage in Use::ALL.map(Use::name) {
            let fresh = keys::random::<32>()?;
            // Numbered from this instant on: whatever number the lost one had, no other key gets it.
            tx.execute(
                "INSERT INTO secret (key_id, use, key, created_at) SELECT (SELECT max(?3, coalesce(max(key_id), 0) + 1) FROM secret), ?1, ?2, ?3
                 WHERE NOT EXISTS (SELECT 1 FROM secret WHERE use = ?1)",
                (usage, &fresh[..], now),
            )?;
        }
        Ok(tx.commit()?)
    }
}

fn insert(conn: &Connection, table: &str, columns: &[String], row: &[Value]) -> Result<()> {
    let columns = columns.get(..row.len()).unwrap_or(columns);
    let marks = vec!["?"; columns.len()].join(", ");
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({marks})",
        columns.join(", ")
    );
    conn.execute(&sql, params_from_iter(row))?;
    Ok(())
}

//! The inventory against the bytes: two people with a canary in every text and blob column. One's export holds all of
//! hers and nothing of the other's; forgetting her leaves none anywhere and the other's export as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use kartotek_core::erasure::{self, Ground};
use kartotek_core::inventory::{self, Claim};
use kartotek_core::{PersonId, rights};
use memchr::memmem;
use rusqlite::Connection;
use rusqlite::types::Value;
use uuid::Uuid;

use super::bed::{Bed, KEY};
use super::decryptor::Clear;
use crate::export::{assert_valid, unpacked};
use crate::foreign::hex;

/// A content that stands nowhere else.
#[derive(Clone)]
struct Canary {
    place: String,
    bytes: Vec<u8>,
    /// How an export writes it.
    shown: String,
}

/// Columns that the schema closes with a list of words: no canary can sit there.
fn closed(conn: &Connection, table: &str, column: &str) -> Option<String> {
    let sql: String = conn
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE name = ?1",
            [table],
            |r| r.get(0),
        )
        .expect("a table");
    let start = sql.find(&format!("CHECK ({column} IN ('"))?;
    let list = &sql[start..];
    let from = list.find('\'')? + 1;
    Some(list[from..from + list[from..].find('\'')?].to_owned())
}

/// How long the schema wants a blob to be.
fn length(conn: &Connection, table: &str, column: &str) -> usize {
    let sql: String = conn
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE name = ?1",
            [table],
            |r| r.get(0),
        )
        .expect("a table");
    let wanted = format!("length({column}) = ");
    sql.find(&wanted)
        .and_then(|at| sql[at + wanted.len()..].split(')').next()?.parse().ok())
        .unwrap_or(24)
}

/// Sows rows about one person. `fixed`: what a column must hold for the rows to hang together.
struct Sower<'a> {
    conn: &'a Connection,
    who: &'a str,
    canaries: Vec<Canary>,
    unseeded: Vec<String>,
}

impl Sower<'_> {
    fn row(&mut self, claim: &Claim, nth: usize, fixed: &[(&str, Value)]) -> i64 {
        let fixed: BTreeMap<&str, Value> = fixed.iter().cloned().collect();
        let mut columns: Vec<(String, String)> = self
            .conn
            .prepare("SELECT name, type FROM pragma_table_xinfo(?1) WHERE hidden = 0")
            .expect("columns")
            .query_map([claim.table], |r| Ok((r.get(0)?, r.get(1)?)))
            .expect("columns")
            .map(|column| column.expect("a column"))
            .collect();
        columns.extend(
            fixed
                .contains_key("rowid")
                .then(|| ("rowid".to_owned(), "INTEGER".to_owned())),
        );
        let mut values = Vec::new();
        let mut names = Vec::new();
        for (column, kind) in columns {
            let value = match fixed.get(column.as_str()) {
                Some(value) => value.clone(),
                None => self.seed(claim, &column, &kind, nth),
            };
            if column != "id" || fixed.contains_key("id") {
                names.push(column);
                values.push(value);
            }
        }
        let places: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            claim.table,
            names.join(", "),
            places.join(", ")
        );
        self.conn
            .execute(&sql, rusqlite::params_from_iter(values))
            .unwrap_or_else(|error| panic!("{}: {error}", claim.table));
        self.conn.last_insert_rowid()
    }

    fn seed(&mut self, claim: &Claim, column: &str, kind: &str, nth: usize) -> Value {
        let place = format!("{}.{column}", claim.table);
        if let Some(word) = closed(self.conn, claim.table, column) {
            return Value::Text(word);
        }
        // A virtual table's columns have no type; they hold texts.
        match kind {
            "TEXT" | "" => {
                let text = format!("kanarie{}{nth}{}", self.who, Uuid::new_v4().simple());
                self.canaries.push(Canary {
                    place,
                    bytes: text.clone().into_bytes(),
                    shown: text.clone(),
                });
                Value::Text(text)
            }
            "BLOB" => {
                let length = length(self.conn, claim.table, column);
                let bytes: Vec<u8> = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()]
                    .concat()[..length]
                    .to_vec();
                let shown = match <[u8; 16]>::try_from(bytes.as_slice()) {
                    Ok(id) => Uuid::from_bytes(id).to_string(),
                    Err(_) => hex(&bytes),
                };
                self.canaries.push(Canary {
                    place,
                    bytes: bytes.clone(),
                    shown,
                });
                Value::Blob(bytes)
            }
            "INTEGER" => Value::Integer(1),
            _ => {
                self.unseeded.push(place);
                Value::Null
            }
        }
    }
}

/// From the person out to the leaves.
const ORDER: &[&str] = &[
    "person",
    "value",
    "hidden_value",
    "verification",
    "basis",
    "tag",
    "person_tag",
    "card",
    "activity",
    "participant",
    "consent_event",
    "event_lift",
    "suppression",
    "disclosure",
    "draft",
    "draft_with",
    "person_fts",
];

/// One of everything about person number `number`.
fn sow<'a>(conn: &'a Connection, who: &'a str, number: i64) -> Sower<'a> {
    let mut sower = Sower {
        conn,
        who,
        canaries: Vec::new(),
        unseeded: Vec::new(),
    };
    let mut last: BTreeMap<&str, i64> = BTreeMap::new();
    let int = Value::Integer;
    let policy: i64 = conn
        .query_row("SELECT policy_id FROM active_policy", [], |r| r.get(0))
        .expect("a policy");
    let house = [
        ("recorded_by", int(1)),
        ("policy_id", int(policy)),
        ("verified_by", int(1)),
        ("decided_by", int(1)),
        ("by", int(1)),
        ("scope_id", int(1)),
    ];
    // What an entry of the list does not name cannot be sown and is seen as missing.
    let claims: Vec<&Claim> = inventory::entries()
        .iter()
        .rev()
        .flat_map(|entry| entry.claims.iter())
        .collect();
    for claim in &claims {
        assert!(
            ORDER.contains(&claim.table) || ["note_fts", "searchable_note"].contains(&claim.table),
            "no test sows {}: add it here",
            claim.table
        );
    }
    for table in ORDER.iter().copied() {
        let claim = claims
            .iter()
            .find(|claim| claim.table == table)
            .unwrap_or_else(|| panic!("no entry claims {table}"));
        let times = if matches!(table, "value" | "consent_event") {
            2
        } else {
            1
        };
        for nth in 0..times {
            let mut fixed = house.to_vec();
            fixed.push(("person_id", int(number)));
            match table {
                "person" => fixed.extend([
                    ("id", int(number)),
                    ("language", Value::Text("sv".into())),
                    ("enrichment", int(0)),
                ]),
                "value" => fixed.push(("field_id", int(if nth == 0 { 1 } else { 4 }))),
                "hidden_value" | "verification" => fixed.push(("value_id", int(last["value"]))),
                "basis" => fixed.extend([
                    ("purpose_id", int(1)),
                    ("basis", Value::Text("6_1_b".into())),
                ]),
                "person_tag" => fixed.push(("tag_id", int(last["tag"]))),
                "participant" => {
                    fixed.extend([("activity_id", int(last["activity"])), ("at", int(1))]);
                }
                "activity" => fixed.push(("running", int(0))),
                "draft" => fixed.push(("place", Value::Text("note".into()))),
                "draft_with" => fixed.push(("draft_id", int(last["draft"]))),
                // First a no, then the yes that lifts it.
                "consent_event" => fixed.extend([
                    ("purpose_id", int(3)),
                    ("value_id", int(last["value"])),
                    ("wording_id", int(1000)),
                    ("polarity", int(if nth == 0 { -1 } else { 1 })),
                ]),
                "event_lift" => fixed.extend([
                    ("event_id", int(last["consent_event"])),
                    ("lifts_id", int(last["consent_event"] - 1)),
                ]),
                "suppression" => {
                    fixed.extend([("key_id", int(1)), ("event_id", int(last["consent_event"]))]);
                }
                "person_fts" => fixed.push(("rowid", int(number))),
                _ => {}
            }
            let row = sower.row(claim, nth, &fixed);
            last.insert(table, row);
        }
    }
    sower
}

/// What is wrong with the list, measured; empty in a healthy build. `change` is done to the schema first.
fn faults(change: &str) -> Vec<String> {
    let bed = Bed::new();
    let conn = bed.foreign();
    conn.execute_batch(change).expect("a changed schema");
    let mut faults = BTreeSet::new();
    let (hers, his) = {
        let (anna, bo) = (sow(&conn, "anna", 1), sow(&conn, "bo", 2));
        faults.extend(
            anna.unseeded
                .iter()
                .map(|place| format!("{place}: cannot be seeded")),
        );
        (anna.canaries, bo.canaries)
    };
    let claimed = bed.vault.read(inventory::unclaimed).expect("the schema");
    faults.extend(
        claimed
            .into_iter()
            .map(|place| format!("{place}: no entry")),
    );
    let id = |number: i64| {
        conn.query_row("SELECT uid FROM person WHERE id = ?1", [number], |r| {
            r.get::<_, PersonId>(0)
        })
        .expect("a person")
    };
    let (anna, bo) = (id(1), id(2));
    let export = |person| {
        bed.vault
            .read(|tx| rights::draw_up(tx, person, "head"))
            .expect("drawn up")
    };

    let clear = Clear::read(&bed.database(), &KEY);
    for canary in hers.iter().chain(&his) {
        assert!(
            clear.count(&canary.bytes) > 0,
            "the decryptor is blind for {}",
            canary.place
        );
    }
    let export_of_bo = export(bo);
    let (_, files) = unpacked(&export(anna));
    if change.is_empty() {
        assert_valid(&files["data.json"]);
    }
    for canary in &hers {
        let withheld = canary.place == "person.subject_key";
        if !withheld && !files["data.json"].contains(&canary.shown) {
            faults.insert(format!("{}: not in the export", canary.place));
        }
    }
    for canary in &his {
        if files.values().any(|file| file.contains(&canary.shown)) {
            faults.insert(format!(
                "{}: another person's is in the export",
                canary.place
            ));
        }
    }

    erasure::forget(&bed.vault, anna, Ground::A, false).expect("accepted");
    if erasure::prove_pending(&bed.vault, &mut |_| {}).is_err() {
        faults.insert("the read-back refuses the certificate".to_owned());
    }
    let clear = Clear::read(&bed.database(), &KEY);
    let ledger: i64 = conn
        .query_row(
            "SELECT count(*) FROM erasure WHERE person_uid = ?1",
            [anna],
            |r| r.get(0),
        )
        .expect("the ledger");
    assert_eq!(ledger, 1);
    let raw: Vec<Vec<u8>> = fs::read_dir(bed.folder.path())
        .expect("the vault's folder")
        .filter_map(|file| fs::read(file.expect("a file").path()).ok())
        .collect();
    for canary in &hers {
        // By name, and nothing else: the id in the ledger (row and index), the handle in the journal's entries, and the
        // token of a standing no, keyed and without a person (row and index).
        let allowed = match canary.place.as_str() {
            "person.uid" | "suppression.token" => 2,
            "person.handle" => 1,
            _ => 0,
        };
        if clear.count(&canary.bytes) > allowed * copies(&clear) {
            faults.insert(format!("{}: left after forgetting", canary.place));
        }
        if raw
            .iter()
            .any(|file| memmem::find(file, &canary.bytes).is_some())
        {
            faults.insert(format!("{}: in clear in a file", canary.place));
        }
    }
    for canary in &his {
        if clear.count(&canary.bytes) == 0 {
            faults.insert(format!("{}: another person's went along", canary.place));
        }
    }
    if export(bo) != export_of_bo {
        faults.insert("the other person's export changed".to_owned());
    }
    faults.into_iter().collect()
}

/// Each page may stand once in the file and again in every frame of the log.
fn copies(clear: &Clear) -> usize {
    1 + clear.frames.len()
}

#[test]
fn what_can_be_stored_can_be_shown_and_forgotten() {
    assert_eq!(faults(""), Vec::<String>::new());
}

#[test]
fn a_column_without_an_entry_is_red() {
    assert_eq!(
        faults("ALTER TABLE value ADD COLUMN nickname TEXT"),
        [
            "value.nickname: no entry",
            "value.nickname: not in the export"
        ],
        "adding a column about a person must turn this test red"
    );
}

#[test]
fn a_table_that_nobody_erases_is_red() {
    let found = faults(
        "CREATE TABLE scribble (person_id INTEGER, text TEXT);
         CREATE TRIGGER copies AFTER INSERT ON value BEGIN INSERT INTO scribble VALUES (NEW.person_id, NEW.content); END;",
    );
    for fault in [
        "scribble.person_id: no entry",
        "scribble.text: no entry",
        "value.content: left after forgetting",
        "the read-back refuses the certificate",
    ] {
        assert!(
            found.iter().any(|found| found == fault),
            "{fault} must be seen: {found:?}"
        );
    }
}

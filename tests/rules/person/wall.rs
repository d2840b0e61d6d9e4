//! The wall: what the policy does not name is stored by no form, no import and no raw SQL with the key in hand.

use std::sync::atomic::AtomicBool;

use kartotek_core::consent::{self, Method, No};
use kartotek_core::contact::{self, Intake, Origin, Source, SourceHow};
use kartotek_core::import;
use kartotek_core::policy::Channel;
use kartotek_core::vault::Op;
use kartotek_core::{Code, Error};
use rusqlite::Connection;

use super::{add, draft, foreign, vault};

/// The trigger's code, or what happened instead.
fn refused(conn: &Connection, sql: &str) -> String {
    match conn.execute_batch(sql) {
        Ok(()) => "went through".into(),
        Err(rusqlite::Error::SqliteFailure(_, Some(message))) => message,
        Err(other) => other.to_string(),
    }
}

#[test]
fn no_form_and_no_import_stores_a_field_that_the_policy_does_not_name() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let form = add(&vault, &[("name", "Anna"), ("civil_status", "gift")]);
    assert_eq!(
        form.err().map(|e| e.code()),
        Some(Code::PolicyField),
        "the form"
    );
    let many = vault.write(Op::Import, |tx| {
        Intake::open(tx, Origin::Imported)?
            .prepare(tx, &draft(&[("name", "Anna"), ("age", "40")]))
            .map(|_| ())
    });
    assert_eq!(
        many.err().map(|e| e.code()),
        Some(Code::PolicyField),
        "the way in for many"
    );

    let file = dir.path().join("people.csv");
    std::fs::write(
        &file,
        "Namn;E-post;Civilstånd\nAnna Berg;anna@example.com;gift\n",
    )
    .unwrap();
    let plan = import::ImportPlan {
        targets: None,
        source: Source {
            how: SourceHow::Import,
            on: String::new(),
            place: "people.csv".into(),
        },
        person_type: None,
        bases: vec![],
    };
    let report = import::run(
        &vault,
        &file,
        &plan,
        false,
        &AtomicBool::new(false),
        &mut |_, _| {},
    )
    .unwrap()
    .value;
    assert_eq!(
        (report.created, report.dropped_columns),
        (1, vec!["Civilstånd".to_owned()]),
        "the row is kept and the column dropped"
    );
    drop(vault);
    let stored: i64 = foreign(dir.path())
        .query_row(
            "SELECT count(*) FROM value WHERE content LIKE '%gift%'",
            (),
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(stored, 0);
}

#[test]
fn raw_sql_with_the_key_meets_the_same_wall() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    add(&vault, &[("name", "Anna"), ("email", "anna@example.com")]).unwrap();
    drop(vault);
    let conn = foreign(dir.path());
    let keys: bool = conn
        .query_row("PRAGMA foreign_keys", (), |r| r.get(0))
        .unwrap();
    assert!(
        !keys,
        "default pragmas: nothing but the triggers stands in the way"
    );

    let row = |field: i64, content: &str| {
        format!("(randomblob(16), 1, {field}, '{content}', 'typed', 1, 1, 1)")
    };
    let columns =
        "(uid, person_id, field_id, content, origin, recorded_at, recorded_by, policy_id)";
    let inactive = row(77, "gift");
    for (sql, code) in [
        (format!("INSERT INTO value {columns} VALUES {inactive}"), "POLICY_FIELD"),
        (format!("INSERT OR REPLACE INTO value {columns} VALUES {inactive}"), "POLICY_FIELD"),
        (format!("INSERT OR IGNORE INTO value {columns} VALUES {inactive}"), "POLICY_FIELD"),
        ("REPLACE INTO value (id, uid, person_id, field_id, content, origin, recorded_at, recorded_by, policy_id) SELECT id, uid, 1, 77, 'gift', 'typed', 1, 1, 1 FROM value LIMIT 1".into(), "POLICY_FIELD"),
        ("INSERT INTO value (id, uid, person_id, field_id, content, origin, recorded_at, recorded_by, policy_id) SELECT id, uid, 1, 1, 'gift', 'typed', 1, 1, 1 FROM value LIMIT 1 ON CONFLICT (id) DO UPDATE SET field_id = 77, content = 'gift'".into(), "APPEND_ONLY"),
        ("REPLACE INTO value (id, uid, person_id, field_id, content, origin, recorded_at, recorded_by, policy_id) SELECT id, randomblob(16), 1, 1, 'Berit', 'typed', 1, 1, 1 FROM value LIMIT 1".into(), "APPEND_ONLY"),
        ("REPLACE INTO value (uid, person_id, field_id, content, origin, recorded_at, recorded_by, policy_id) SELECT uid, 1, 1, 'Berit', 'typed', 1, 1, 1 FROM value LIMIT 1".into(), "APPEND_ONLY"),
        ("UPDATE value SET field_id = 77".into(), "VALUES_ARE_NOT_CHANGED"),
        ("UPDATE OR REPLACE value SET content = 'gift'".into(), "VALUES_ARE_NOT_CHANGED"),
        ("CREATE TEMP VIEW door AS SELECT * FROM value; CREATE TEMP TRIGGER door_update INSTEAD OF UPDATE ON door BEGIN UPDATE value SET field_id = NEW.field_id WHERE id = OLD.id; END; UPDATE door SET field_id = 77".into(), "VALUES_ARE_NOT_CHANGED"),
        (format!("INSERT INTO value {columns} VALUES {}", row(1, &"a".repeat(201))), "POLICY_TOO_LONG"),
        (format!("INSERT INTO value {columns} VALUES (randomblob(16), 1, 7, 'https://example.com', 'enriched', 1, 1, 1)"), "ENRICHMENT_OFF"),
        (format!("INSERT INTO value {columns} VALUES (randomblob(16), 4711, 1, 'Ingen', 'typed', 1, 1, 1)"), "NO_SUCH_PERSON"),
        ("INSERT INTO basis (uid, person_id, purpose_id, basis, valid_from, decided_by) VALUES (randomblob(16), 1, 3, '6_1_f', 1, 1)".into(), "POLICY_BASIS"),
        ("INSERT INTO basis (uid, person_id, purpose_id, basis, valid_from, decided_by) VALUES (randomblob(16), 1, 1, '6_1_f', 1, 1)".into(), "POLICY_BASIS"),
        ("UPDATE basis SET basis = '6_1_a'".into(), "APPEND_ONLY"),
        ("REPLACE INTO basis (id, uid, person_id, purpose_id, basis, valid_from, decided_by) SELECT id, uid, 1, 2, '6_1_a', 1, 1 FROM basis".into(), "APPEND_ONLY"),
        ("UPDATE policy SET document = '{}'".into(), "APPEND_ONLY"),
        ("DELETE FROM policy".into(), "APPEND_ONLY"),
        ("REPLACE INTO policy (id, version, sha256, document, recorded_at) SELECT id, version, sha256, '{}', 1 FROM policy".into(), "APPEND_ONLY"),
        ("DELETE FROM person".into(), "FORGET_ONLY"),
        ("UPDATE person SET uid = randomblob(16)".into(), "APPEND_ONLY"),
    ] {
        assert_eq!(refused(&conn, &sql), code, "{sql}");
    }
    let left: (i64, i64) = conn.query_row("SELECT count(*), count(*) FILTER (WHERE field_id = 77 OR content LIKE '%gift%') FROM value", (), |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
    assert_eq!(left, (2, 0), "the two values of the form and nothing else");
}

#[test]
fn consent_events_and_the_journal_only_grow() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let id = add(&vault, &[("name", "Anna")]).unwrap();
    let no = No {
        person: id,
        purpose: "newsletter".into(),
        product: String::new(),
        channel: Channel::Email,
        method: Some(Method::VerbalCall),
        evidence: String::new(),
        happened_at: None,
    };
    vault
        .write(Op::RefuseConsent, |tx| consent::refuse(tx, &no))
        .unwrap();
    drop(vault);
    let conn = foreign(dir.path());
    let all = |table: &str| -> Vec<String> {
        let columns = if table == "journal" {
            "id || hex(hash)"
        } else {
            "id || hex(mac) || state || polarity"
        };
        conn.prepare(&format!("SELECT {columns} FROM {table} ORDER BY id"))
            .unwrap()
            .query_map((), |r| r.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    };
    for table in ["consent_event", "journal"] {
        let before = all(table);
        let columns: Vec<String> = conn
            .prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))
            .unwrap()
            .query_map((), |r| r.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let but_id = columns
            .iter()
            .filter(|c| *c != "id")
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        let changed = if table == "journal" {
            "op = 'x'"
        } else {
            "state = 'given'"
        };
        for sql in [
            format!("UPDATE {table} SET {changed}"),
            format!("UPDATE OR REPLACE {table} SET {changed}"),
            format!("DELETE FROM {table}"),
            format!("REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"),
            format!("REPLACE INTO {table} ({but_id}) SELECT {but_id} FROM {table} LIMIT 1"),
            format!(
                "INSERT INTO {table} SELECT * FROM {table} WHERE true LIMIT 1 ON CONFLICT (id) DO UPDATE SET {changed}"
            ),
            format!(
                "CREATE TEMP VIEW door_{table} AS SELECT * FROM {table}; CREATE TEMP TRIGGER door_{table}_delete INSTEAD OF DELETE ON door_{table} BEGIN DELETE FROM {table} WHERE id = OLD.id; END; DELETE FROM door_{table}"
            ),
        ] {
            assert_eq!(refused(&conn, &sql), "APPEND_ONLY", "{sql}");
        }
        assert_eq!(all(table), before, "{table} is as it was");
    }
}

#[test]
fn nobody_comes_back_under_a_forgotten_id() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    add(&vault, &[("name", "Anna")]).unwrap();
    drop(vault);
    let conn = foreign(dir.path());
    let columns = "uid, handle, person_type, language, source_how, source_on, source_where, recorded_by, recorded_at, policy_id, subject_key";
    let row = "x'00112233445566778899aabbccddeeff', randomblob(16), 'consumer', 'sv', 'met', '2026-01-01', '', 1, 1, 1, randomblob(32)";
    conn.execute_batch("INSERT INTO erasure (uid, person_uid, ground, state, accepted_at, counts) VALUES (randomblob(16), x'00112233445566778899aabbccddeeff', 'a', 'proven', 1, '[]')").unwrap();
    for verb in ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"] {
        assert_eq!(
            refused(
                &conn,
                &format!("{verb} INTO person ({columns}) VALUES ({row})")
            ),
            "FORGOTTEN",
            "{verb}"
        );
    }
    assert_eq!(
        refused(
            &conn,
            "UPDATE person SET uid = x'00112233445566778899aabbccddeeff'"
        ),
        "APPEND_ONLY"
    );
    assert_eq!(refused(&conn, "DELETE FROM erasure"), "APPEND_ONLY");
    assert_eq!(
        refused(&conn, "UPDATE erasure SET person_uid = randomblob(16)"),
        "APPEND_ONLY"
    );
    assert_eq!(
        refused(
            &conn,
            "REPLACE INTO erasure (person_uid, uid, ground, state, accepted_at, counts) SELECT person_uid, randomblob(16), 'a', 'proven', 1, '[]' FROM erasure"
        ),
        "APPEND_ONLY"
    );
}

#[test]
fn a_refusal_of_the_wall_reaches_the_door_as_its_code() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let id = add(&vault, &[("name", "Anna")]).unwrap();
    drop(vault);
    // Somebody took a field out of the compiled policy; the form still knows it.
    foreign(dir.path())
        .execute_batch("DELETE FROM active_field WHERE key = 'role'")
        .unwrap();
    let vault = kartotek_core::vault::Vault::open_raw(
        dir.path(),
        super::KEY,
        std::sync::Arc::new(kartotek_core::vault::SystemClock),
    )
    .unwrap();
    let edit = contact::ContactEdit {
        add: draft(&[("role", "Inköpare")]).values,
        ..contact::ContactEdit::default()
    };
    let answer = vault.write(Op::EditContact, |tx| {
        contact::edit(tx, id, &edit).map(|_| ())
    });
    assert!(
        matches!(answer, Err(Error::Sql(_))),
        "it is the storage that says no"
    );
    assert_eq!(answer.err().map(|e| e.code()), Some(Code::PolicyField));
}

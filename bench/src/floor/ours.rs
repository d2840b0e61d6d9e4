//! Floor A: Kartotek's own schema, filled and read by hand.

use kartotek_bench::people::Person;
use rusqlite::Transaction;
use uuid::Uuid;

use crate::Hand;

pub(crate) fn hand() -> Hand {
    let house = "
        INSERT INTO actor (id, uid, label) VALUES (1, zeroblob(16), '');
        INSERT INTO scope (id, uid) VALUES (1, zeroblob(16));
        INSERT INTO policy (id, version, sha256, document, recorded_at) VALUES (1, 1, zeroblob(32), '{}', 0);
        INSERT INTO active_policy (id, policy_id, activated_at) VALUES (1, 1, 0);
        INSERT INTO active_field (id, key, kind, max_chars) VALUES (1, 'name', 'text', 200), (2, 'organization', 'text', 200), (3, 'email', 'email', 254), (4, 'phone', 'phone', 40), (5, 'address', 'address', 400);
        INSERT INTO active_purpose (id, key) VALUES (1, 'prospecting');
        INSERT INTO active_basis (purpose_id, person_type, basis) VALUES (1, 'employee', '6_1_f');
        INSERT INTO wording (id, sha256, language, body, recorded_at) VALUES (1, zeroblob(32), 'sv', 'Får jag mejla dig?', 0);";
    Hand {
        schema: format!("{}{house}", include_str!("../../../core/src/vault/migrations/001.sql")),
        contact,
        note,
        event,
        first: "SELECT p.uid, c.display_name, c.subtitle, c.town, c.last_contact_at, c.follow_up_on FROM card c CROSS JOIN person p ON p.id = c.person_id ORDER BY c.name_key, c.person_id LIMIT 50",
        keys: "SELECT name_key, person_id FROM card ORDER BY name_key, person_id",
        page: "SELECT p.uid, c.display_name, c.subtitle, c.town, c.last_contact_at, c.follow_up_on FROM card c CROSS JOIN person p ON p.id = c.person_id
               WHERE (c.name_key, c.person_id) >= (?1, ?2) ORDER BY c.name_key, c.person_id LIMIT 50",
        card: &[
            "SELECT p.*, c.display_name, c.subtitle FROM person p JOIN card c ON c.person_id = p.id WHERE p.id = ?1",
            "SELECT v.*, (SELECT max(verified_at) FROM verification WHERE value_id = v.id) FROM value v WHERE person_id = ?1 AND NOT EXISTS (SELECT 1 FROM hidden_value WHERE value_id = v.id)",
            "SELECT * FROM basis WHERE person_id = ?1 AND valid_to IS NULL",
            "SELECT t.name FROM person_tag p JOIN tag t ON t.id = p.tag_id WHERE p.person_id = ?1",
            "SELECT a.*, (SELECT count(*) FROM participant o WHERE o.activity_id = a.id) FROM participant p JOIN activity a ON a.id = p.activity_id WHERE p.person_id = ?1 ORDER BY p.at DESC, p.activity_id DESC LIMIT 20",
            "SELECT e.*, w.body, v.content FROM consent_event e LEFT JOIN wording w ON w.id = e.wording_id LEFT JOIN value v ON v.id = e.value_id WHERE e.person_id = ?1 ORDER BY e.id",
        ],
        people: "SELECT p.uid, c.display_name, c.subtitle FROM person_fts f CROSS JOIN card c ON c.person_id = f.rowid CROSS JOIN person p ON p.id = f.rowid WHERE person_fts MATCH ?1 ORDER BY f.rank LIMIT 10",
        notes: "SELECT a.uid, a.at, a.text, c.display_name FROM (SELECT rowid AS id FROM note_fts WHERE note_fts MATCH ?1 ORDER BY rowid DESC LIMIT 10) f
                CROSS JOIN activity a ON a.id = f.id CROSS JOIN card c ON c.person_id = (SELECT person_id FROM participant WHERE activity_id = a.id LIMIT 1)",
        forget: &[
            "INSERT INTO erasure (uid, person_uid, ground, state, accepted_at, counts) SELECT randomblob(16), uid, 'a', 'pending', 0, '{}' FROM person WHERE id = ?1",
            "DELETE FROM person_fts WHERE rowid = ?1",
            "DELETE FROM card WHERE person_id = ?1",
            "DELETE FROM activity WHERE id IN (SELECT activity_id FROM participant WHERE person_id = ?1)",
            "DELETE FROM participant WHERE person_id = ?1",
            "DELETE FROM event_lift WHERE person_id = ?1",
            "DELETE FROM consent_event WHERE person_id = ?1",
            "DELETE FROM basis WHERE person_id = ?1",
            "DELETE FROM value WHERE person_id = ?1",
            "DELETE FROM person WHERE id = ?1",
        ],
        search: &["person_fts", "note_fts"],
    }
}

fn contact(tx: &Transaction<'_>, n: i64, p: &Person) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO person (id, uid, handle, person_type, language, source_how, source_on, source_where, recorded_by, recorded_at, policy_id, subject_key)
         VALUES (?1, ?2, ?3, 'employee', 'sv', 'import', '2026-03-02', 'list.csv', 1, 0, 1, ?4)",
    )?
    .execute((n, Uuid::new_v4(), Uuid::new_v4(), [7u8; 32]))?;
    let address = serde_json::json!({"street": p.street, "postal_code": p.postal_code, "town": p.town, "country": ""}).to_string();
    let values = [
        (1, &p.name, None),
        (2, &p.organization, None),
        (3, &p.email, Some(&p.email)),
        (4, &p.phone, Some(&p.phone)),
        (5, &address, None),
    ];
    for (position, (field, content, norm)) in (0..).zip(values) {
        if !content.is_empty() {
            tx.prepare_cached(
                "INSERT INTO value (uid, person_id, field_id, content, norm, origin, position, recorded_at, recorded_by, policy_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'imported', ?6, 0, 1, 1)",
            )?
            .execute((Uuid::now_v7(), n, field, content, norm, position))?;
        }
    }
    tx.prepare_cached("INSERT INTO basis (uid, person_id, purpose_id, basis, valid_from, decided_by) VALUES (?1, ?2, 1, '6_1_f', 0, 1)")?
        .execute((Uuid::now_v7(), n))?;
    let key = |text: &str| text.to_lowercase().into_bytes();
    tx.prepare_cached(
        "INSERT INTO card (person_id, display_name, subtitle, town, name_key, town_key, key_version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)",
    )?
    .execute((n, &p.name, &p.organization, &p.town, key(&p.name), key(&p.town)))?;
    tx.prepare_cached("INSERT INTO person_fts (rowid, name, organization, email, tags, phone) VALUES (?1, ?2, ?3, ?4, '', ?5)")?
        .execute((n, &p.name, &p.organization, &p.email, &p.phone))?;
    Ok(())
}

fn note(tx: &Transaction<'_>, n: i64, person: i64, at: i64, text: &str) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT INTO activity (id, uid, kind, at, text, recorded_at, recorded_by) VALUES (?1, ?2, 'note', ?3, ?4, ?3, 1)")?
        .execute((n, Uuid::now_v7(), at, text))?;
    tx.prepare_cached("INSERT INTO participant (person_id, at, activity_id) VALUES (?1, ?2, ?3)")?
        .execute((person, at, n))?;
    tx.prepare_cached(
        "UPDATE card SET last_contact_at = max(last_contact_at, ?2) WHERE person_id = ?1",
    )?
    .execute((person, at))?;
    Ok(())
}

fn event(tx: &Transaction<'_>, n: i64, person: i64) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO consent_event (id, uid, person_id, purpose_id, channel, value_id, state, polarity, wording_id, method, happened_at, recorded_at, recorded_by, policy_id, prev, mac)
         VALUES (?1, ?2, ?3, 1, 'email', (SELECT id FROM value WHERE person_id = ?3 AND field_id = 3), 'given', 1, 1, 'paper', ?1, ?1, 1, 1, ?4, ?4)",
    )?
    .execute((n, Uuid::now_v7(), person, [9u8; 32]))?;
    Ok(())
}

//! Floor B: contacts, notes and consents in three flat tables with an external-content index.

use kartotek_bench::people::Person;
use rusqlite::Transaction;

use crate::Hand;

pub(crate) fn hand() -> Hand {
    Hand {
        schema: "
            CREATE TABLE contact (id INTEGER PRIMARY KEY, name TEXT, organization TEXT, email TEXT, phone TEXT, street TEXT, postal_code TEXT, town TEXT, sort BLOB);
            CREATE INDEX contact_sort ON contact (sort, id);
            CREATE TABLE note (id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL);
            CREATE INDEX note_contact ON note (contact_id, at);
            CREATE TABLE consent (id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL, purpose TEXT, channel TEXT, state TEXT, at INTEGER);
            CREATE INDEX consent_contact ON consent (contact_id);
            CREATE VIRTUAL TABLE contact_fts USING fts5 (name, organization, email, phone, content = 'contact', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
            CREATE VIRTUAL TABLE note_fts USING fts5 (text, content = 'note', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');"
            .to_owned(),
        contact,
        note,
        event,
        first: "SELECT id, name, organization, town FROM contact ORDER BY sort, id LIMIT 50",
        keys: "SELECT sort, id FROM contact ORDER BY sort, id",
        page: "SELECT id, name, organization, town FROM contact WHERE (sort, id) >= (?1, ?2) ORDER BY sort, id LIMIT 50",
        card: &[
            "SELECT * FROM contact WHERE id = ?1",
            "SELECT * FROM note WHERE contact_id = ?1 ORDER BY at DESC LIMIT 20",
            "SELECT * FROM consent WHERE contact_id = ?1",
        ],
        people: "SELECT c.id, c.name, c.organization FROM contact_fts f JOIN contact c ON c.id = f.rowid WHERE contact_fts MATCH ?1 ORDER BY rank LIMIT 10",
        notes: "SELECT n.id, n.contact_id, n.at, n.text FROM note_fts f JOIN note n ON n.id = f.rowid WHERE note_fts MATCH ?1 ORDER BY f.rowid DESC LIMIT 10",
        forget: &[
            "INSERT INTO note_fts (note_fts, rowid, text) SELECT 'delete', id, text FROM note WHERE contact_id = ?1",
            "INSERT INTO contact_fts (contact_fts, rowid, name, organization, email, phone) SELECT 'delete', id, name, organization, email, phone FROM contact WHERE id = ?1",
            "DELETE FROM note WHERE contact_id = ?1",
            "DELETE FROM consent WHERE contact_id = ?1",
            "DELETE FROM contact WHERE id = ?1",
        ],
        search: &["contact_fts", "note_fts"],
    }
}

fn contact(tx: &Transaction<'_>, n: i64, p: &Person) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT INTO contact VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
        .execute((
            n,
            &p.name,
            &p.organization,
            &p.email,
            &p.phone,
            &p.street,
            &p.postal_code,
            &p.town,
            p.name.to_lowercase().as_bytes(),
        ))?;
    tx.prepare_cached("INSERT INTO contact_fts (rowid, name, organization, email, phone) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((n, &p.name, &p.organization, &p.email, &p.phone))?;
    Ok(())
}

fn note(tx: &Transaction<'_>, n: i64, person: i64, at: i64, text: &str) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT INTO note VALUES (?1, ?2, ?3, ?4)")?
        .execute((n, person, at, text))?;
    tx.prepare_cached("INSERT INTO note_fts (rowid, text) VALUES (?1, ?2)")?
        .execute((n, text))?;
    Ok(())
}

fn event(tx: &Transaction<'_>, n: i64, person: i64) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT INTO consent VALUES (?1, ?2, 'newsletter', 'email', 'given', ?1)")?
        .execute((n, person))?;
    Ok(())
}

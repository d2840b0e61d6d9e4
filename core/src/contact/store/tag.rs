//! SQL: Tags.

use uuid::Uuid;

use crate::Result;
use crate::contact::TagCount;
use crate::vault::{ReadTx, WriteTx};

pub(in crate::contact) fn tag_id(tx: &mut WriteTx<'_>, name: &str) -> Result<i64> {
    match tx.row_opt("SELECT id FROM tag WHERE name = ?1", [name], |r| r.get(0))? {
        Some(id) => Ok(id),
        None => tx.insert(
            "INSERT INTO tag (uid, name) VALUES (?1, ?2)",
            (Uuid::now_v7(), name),
        ),
    }
}

/// Whether the person did not have it.
pub(in crate::contact) fn add_tag(tx: &mut WriteTx<'_>, person: i64, tag: i64) -> Result<bool> {
    Ok(tx.execute(
        "INSERT INTO person_tag (person_id, tag_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        (person, tag),
    )? > 0)
}

/// Whether the person had it.
pub(in crate::contact) fn remove_tag(
    tx: &mut WriteTx<'_>,
    person: i64,
    name: &str,
) -> Result<bool> {
    Ok(tx.execute("DELETE FROM person_tag WHERE person_id = ?1 AND tag_id = (SELECT id FROM tag WHERE name = ?2)", (person, name))? > 0)
}

pub(crate) fn delete_unused_tags(tx: &mut WriteTx<'_>) -> Result<()> {
    tx.execute(
        "DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM person_tag WHERE tag_id = tag.id)",
        (),
    )?;
    Ok(())
}

pub(in crate::contact) fn tags_of(tx: &ReadTx<'_>, person: i64) -> Result<Vec<String>> {
    tx.rows("SELECT t.name FROM person_tag p JOIN tag t ON t.id = p.tag_id WHERE p.person_id = ?1 ORDER BY t.name", [person], |r| r.get(0))
}

pub(in crate::contact) fn tag_counts(tx: &ReadTx<'_>) -> Result<Vec<TagCount>> {
    tx.rows(
        "SELECT t.name, count(*) FROM tag t JOIN person_tag p ON p.tag_id = t.id JOIN person o ON o.id = p.person_id WHERE o.binned_at IS NULL GROUP BY t.id",
        (),
        |r| Ok(TagCount { name: r.get(0)?, count: r.get(1)? }),
    )
}

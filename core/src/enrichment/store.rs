//! SQL of the switches and of who else has an address at a domain.

use crate::Result;
use crate::text;
use crate::vault::{ReadTx, WriteTx};

/// The contact's own switch, else the vault's. Never on for somebody in the bin.
pub(super) fn is_on(tx: &ReadTx<'_>, person: i64) -> Result<bool> {
    tx.row("SELECT coalesce(p.enrichment, v.enrichment) = 1 AND p.binned_at IS NULL FROM person p, vault v WHERE p.id = ?1", [person], |r| r.get(0))
}

pub(super) fn set_global(tx: &mut WriteTx<'_>, on: bool) -> Result<()> {
    tx.execute("UPDATE vault SET enrichment = ?1", [on])?;
    Ok(())
}

pub(super) fn set_for(tx: &mut WriteTx<'_>, person: i64, on: Option<bool>) -> Result<()> {
    tx.execute(
        "UPDATE person SET enrichment = ?2 WHERE id = ?1",
        (person, on),
    )?;
    Ok(())
}

/// Where most of the others with an address at `domain` work, as somebody typed or imported it; what was itself enriched proves nothing.
pub(super) fn organization_at(
    tx: &ReadTx<'_>,
    person: i64,
    domain: &str,
) -> Result<Option<String>> {
    let words = text::words(domain).join(" ");
    let colleagues = format!("email : \"{words}\"");
    tx.row_opt(
        "SELECT o.content FROM (SELECT rowid AS id FROM person_fts WHERE person_fts MATCH ?1 LIMIT 500) f
         JOIN value e ON e.person_id = f.id AND e.norm LIKE '%@' || ?2
         JOIN active_field k ON k.key = 'organization'
         JOIN value o ON o.person_id = f.id AND o.field_id = k.id AND o.origin <> 'enriched' AND NOT EXISTS (SELECT 1 FROM hidden_value WHERE value_id = o.id)
         WHERE f.id <> ?3 AND substr(e.norm, -length(?2) - 1) = '@' || ?2
         GROUP BY o.content ORDER BY count(*) DESC, o.content LIMIT 1",
        (colleagues, domain, person),
        |r| r.get(0),
    )
}

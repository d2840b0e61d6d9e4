//! The person's rights: one-click export (Art. 15 and 20). One ZIP: a page to read, the same data for machines with its
//! schema, and a vCard. Nobody else is in it. And paper: what a printed sheet holds, and the memory that it was printed.

use std::io;
use std::path::Path;

use uuid::Uuid;

use crate::vault::{Committed, Op, ReadTx, Vault, journal_head};
use crate::{Code, Error, PersonId, Result, held};

mod archive;
mod document;
mod mask;
mod page;
mod place;
mod print;
mod store;
#[cfg(test)]
mod tests;
mod vcard;
mod words;

pub use print::{
    ListSheet, MOST_ROWS, Paper, PersonSheet, list_sheet, may_print, person_sheet, printed,
};

/// The JSON Schema of `data.json`.
pub const SCHEMA: &str = include_str!("../../../docs/export.schema.json");

/// What an export wrote.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Exported {
    pub path: String,
    pub bytes: u64,
    pub files: Vec<String>,
}

/// Writes one ZIP about one person, 0600, where the user chose, and remembers it as a disclosure to `recipient` (empty: the person).
///
/// Errors: [`Code::NoSuchPerson`], [`Code::FileExists`] (nothing is overwritten), [`Code::DiskFull`] and
/// [`Code::ReadOnly`] (nothing half is left).
pub fn export(
    vault: &Vault,
    person: PersonId,
    out: &Path,
    recipient: &str,
) -> Result<Committed<Exported>> {
    let zip = vault.read(|tx| draw_up(tx, person, &journal_head(tx)?))?;
    let room = zip.len() as u64;
    let placed =
        place::Waiting::beside(&zip, out).map_err(|error| Error::from(error).needing(room))?;
    let id = Uuid::now_v7();
    let remembered = vault.write(Op::Export, |tx| {
        let row = tx.person(person)?;
        tx.about(row)?;
        tx.refers_to(id);
        let path = std::path::absolute(out)?.to_string_lossy().into_owned();
        store::remember(tx, row, id, recipient, &path)?;
        Ok(Exported {
            path,
            bytes: room,
            files: archive::FILES.map(str::to_owned).to_vec(),
        })
    })?;
    put_remembered(vault, placed, &[id])?;
    match vault.read(|tx| store::is_remembered(tx, id)) {
        Ok(true) => Ok(remembered),
        // Whoever was forgotten in between takes the memory along, and so the file.
        Ok(false) => {
            held::remove(out)?;
            Err(Code::Forgotten.into())
        }
        Err(error) => {
            if held::remove(out).is_ok() {
                forget_files(vault, &[id]);
            }
            Err(error)
        }
    }
}

/// Gives a file its name that is remembered under `ids`: whatever happens in between, none is there that the vault does not
/// remember.
fn put_remembered(vault: &Vault, placed: place::Waiting<'_>, ids: &[Uuid]) -> Result<()> {
    let out = placed.out();
    let Err(error) = placed.put() else {
        return Ok(());
    };
    // A part that a failing disk does not let go of stays remembered; a file of somebody else's is none of ours.
    if error.kind() == io::ErrorKind::AlreadyExists || out.symlink_metadata().is_err() {
        forget_files(vault, ids);
    }
    Err(error.into())
}

/// A disk that fails here, too, leaves the memory of a file that is not there: better than the other way round.
fn forget_files(vault: &Vault, ids: &[Uuid]) {
    let _ = vault.write(Op::UndoExport, |tx| {
        if let [id] = ids {
            tx.refers_to(*id);
        }
        ids.iter().try_for_each(|id| store::forget_file(tx, *id))
    });
}

/// The ZIP of a person; the same bytes for the same data, journal head and time.
#[doc(hidden)]
pub fn draw_up(tx: &ReadTx<'_>, person: PersonId, journal_head: &str) -> Result<Vec<u8>> {
    let document = document::draw_up(tx, person, journal_head)?;
    let json = serde_json::to_string_pretty(&document.json).map_err(|_| Code::Internal)?;
    let page = page::write(&document);
    let vcard = vcard::write(&document);
    archive::pack(
        document.made_at.with_timezone(&document.zone).naive_local(),
        archive::FILES.into_iter().zip([
            page.as_bytes(),
            json.as_bytes(),
            vcard.as_bytes(),
            SCHEMA.as_bytes(),
        ]),
    )
    .map_err(Error::from)
}

/// `data.json` and `contact.vcf` of a person, who does not ask: nothing is remembered.
pub(crate) fn open_files(
    tx: &ReadTx<'_>,
    person: PersonId,
    journal_head: &str,
) -> Result<(Vec<u8>, Vec<u8>)> {
    let document = document::draw_up(tx, person, journal_head)?;
    let json = serde_json::to_vec_pretty(&document.json).map_err(|_| Code::Internal)?;
    Ok((json, vcard::write(&document).into_bytes()))
}

/// Puts `files` about `people` as one ZIP, 0600, where nothing is yet; whole or not at all. Returns its bytes. Each of them has
/// it remembered before it is there, so that a crash in between leaves no file that nobody knows of; it stays with whoever
/// is responsible, and so they are its recipient.
pub(crate) fn put_zip(
    vault: &Vault,
    people: &[PersonId],
    files: &[(String, Vec<u8>)],
    out: &Path,
) -> Result<u64> {
    let files = files
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()));
    let at = vault.read(|tx| Ok(tx.today()?.and_hms_opt(0, 0, 0).ok_or(Code::Internal)?))?;
    let zip = archive::pack(at, files)?;
    let room = zip.len() as u64;
    let placed =
        place::Waiting::beside(&zip, out).map_err(|error| Error::from(error).needing(room))?;
    let path = std::path::absolute(out)?.to_string_lossy().into_owned();
    let remembered = remember(vault, people, &path)?;
    put_remembered(vault, placed, &remembered)?;
    Ok(room)
}

/// Has a file about `people` remembered that stays with whoever is responsible. Returns what it is remembered under.
pub(crate) fn remember(vault: &Vault, people: &[PersonId], path: &str) -> Result<Vec<Uuid>> {
    let remembered = vault.write(Op::Export, |tx| {
        let recipient = crate::vault::settings::controller(tx)?.name;
        let mut ids = Vec::new();
        for person in people {
            let (row, id) = (tx.person(*person)?, Uuid::now_v7());
            store::remember(tx, row, id, &recipient, path)?;
            ids.push(id);
        }
        Ok(ids)
    })?;
    Ok(remembered.value)
}

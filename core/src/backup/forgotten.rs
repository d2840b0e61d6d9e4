//! The list of the forgotten beside the backups: random ids, so that a copy restored on another machine forgets them, too.
//! Each vault has its own, because several may share a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::erasure::{self, Forgotten};
use crate::vault::{Use, Vault, hex};
use crate::{Code, Result, held};

const FORMAT: &str = "kartotek-forgotten";
/// Room for a hundred thousand people.
const MAX_BYTES: u64 = 8 << 20;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    format: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    mac: String,
    people: Vec<Entry>,
    v: u32,
    vault: Uuid,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    ground: erasure::Ground,
    person: crate::PersonId,
    suppressed: bool,
}

/// The file of `vault` in a folder of backups.
fn place(vault: &Vault, folder: &Path) -> Result<PathBuf> {
    Ok(folder.join(format!("forgotten-{}.json", vault.id()?)))
}

/// Writes the ledger of `vault` into `folder`, together with what the list there names already. One that is cut off or was
/// changed by somebody else says nothing that counts, and is replaced.
pub(super) fn write(vault: &Vault, folder: &Path) -> Result<()> {
    let mut all = vault.read(erasure::forgotten)?;
    let there = match read(vault, folder) {
        Err(error) if error.code() == Code::ForgottenUnknown => Vec::new(),
        there => there?.unwrap_or_default(),
    };
    for entry in there {
        if !all.iter().any(|known| known.person == entry.person) {
            all.push(entry);
        }
    }
    let mut list = List {
        format: FORMAT.to_owned(),
        mac: String::new(),
        people: all
            .iter()
            .map(|entry| Entry {
                ground: entry.ground,
                person: entry.person,
                suppressed: entry.suppressed,
            })
            .collect(),
        v: 1,
        vault: vault.id()?,
    };
    list.mac = mac(vault, &list)?;
    let text = serde_json::to_vec(&list).map_err(|_| Code::Internal)?;
    crate::vault::replace_file(&place(vault, folder)?, &text)
}

/// Somebody in the ledger of `vault` is not on the list in `folder`, or there is no list that counts.
pub(super) fn lacks_somebody(vault: &Vault, folder: &Path) -> Result<bool> {
    let listed = match read(vault, folder) {
        Err(error) if error.code() == Code::ForgottenUnknown => return Ok(true),
        listed => listed?.unwrap_or_default(),
    };
    let on: BTreeSet<Uuid> = listed.iter().map(|entry| entry.person.0).collect();
    let all = vault.read(erasure::forgotten)?;
    Ok(all.iter().any(|entry| !on.contains(&entry.person.0)))
}

/// The list in `folder`, when this vault wrote it, if there is one.
///
/// # Errors
/// [`Code::ForgottenUnknown`] when it is cut off or somebody else changed it: then nobody knows who must not come back.
pub(super) fn read(vault: &Vault, folder: &Path) -> Result<Option<Vec<Forgotten>>> {
    let text = match text(&place(vault, folder)?) {
        Err(error) if error.code() == Code::NotFound => return Ok(None),
        text => text?,
    };
    let mut list: List = serde_json::from_slice(&text).map_err(|_| Code::ForgottenUnknown)?;
    let said = std::mem::take(&mut list.mac);
    let ours = list.vault == vault.id()? && list.format == FORMAT && list.v == 1;
    if !ours || mac(vault, &list)? != said {
        return Err(Code::ForgottenUnknown.into());
    }
    Ok(Some(list.people.into_iter().map(Forgotten::from).collect()))
}

/// What stands in the file, unless it is none or larger than any list.
fn text(path: &Path) -> Result<Vec<u8>> {
    let meta = path.symlink_metadata()?;
    if !meta.is_file() || meta.len() > MAX_BYTES {
        return Err(Code::ForgottenUnknown.into());
    }
    Ok(held::read(path)?)
}

impl From<Entry> for Forgotten {
    fn from(entry: Entry) -> Self {
        Self {
            person: entry.person,
            ground: entry.ground,
            suppressed: entry.suppressed,
        }
    }
}

/// Everybody whom the list in `folder` names, whoever wrote it: for a vault that lost the key of its list. It can only make
/// more people stay away.
pub(crate) fn named(vault: &Vault, folder: &Path) -> Vec<Forgotten> {
    if let Ok(people) = read(vault, folder) {
        return people.unwrap_or_default();
    }
    let list = place(vault, folder).and_then(|place| text(&place)).ok();
    let list: Option<List> = list.and_then(|text| serde_json::from_slice(&text).ok());
    let ours = list.filter(|list| vault.id().is_ok_and(|id| id == list.vault));
    ours.map(|list| list.people.into_iter().map(Forgotten::from).collect())
        .unwrap_or_default()
}

fn mac(vault: &Vault, list: &List) -> Result<String> {
    let text = serde_json::to_string(list).map_err(|_| Code::Internal)?;
    let mac = vault.read(|tx| Ok(tx.keyed(Use::Ledger)?.mark(&[&text])))?;
    Ok(hex(&mac))
}

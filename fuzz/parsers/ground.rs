//! The vault behind the parsers: one for all inputs, and none of them leaves anything in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use kartotek_core::contact::{self, ContactDraft, Content, Source, SourceHow, ValueDraft};
use kartotek_core::policy::{Language, PersonType};
use kartotek_core::vault::session::{self, Controller, NewVault, RecoveryCode, Surroundings};
use kartotek_core::vault::{Cost, NoKeyring, Op, SLOTS, SystemClock, Vault};
use kartotek_core::{PersonId, ValueId, activity};
use secrecy::SecretString;

pub(crate) struct Ground {
    folder: tempfile::TempDir,
    pub(crate) vault: Vault,
    /// The vault's, as its key file says it.
    pub(crate) id: String,
    pub(crate) code: RecoveryCode,
    /// Somebody with an address, a number and a note.
    pub(crate) person: PersonId,
    pub(crate) value: ValueId,
}

pub(crate) fn ground() -> &'static Ground {
    static GROUND: OnceLock<Ground> = OnceLock::new();
    GROUND.get_or_init(|| {
        // In memory where that is: some disks write a file that replaces another at once.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() {
            tempfile::tempdir_in(memory)
        } else {
            tempfile::tempdir()
        };
        let folder = folder.expect("a folder");
        let new = new_vault("gröna hästar äter sill", "Europe/Stockholm");
        let made = session::create_in(&folder.path().join("valv"), new, &around());
        let (vault, code) = made.expect("a vault");
        let person = vault.write(Op::CreateContact, |tx| {
            let somebody = contact::create(tx, &somebody())?;
            activity::write_note(tx, &[somebody], "Ring om båtvagnen på måndag", None)?;
            Ok(somebody)
        });
        let person = person.expect("a contact").value;
        let known = vault.read(|tx| contact::get(tx, person)).expect("a card");
        let keys = fs::read(folder.path().join("valv").join(SLOTS)).expect("a key file");
        let keys: serde_json::Value = serde_json::from_slice(&keys).expect("JSON");
        let value = known.values.iter().find(|value| value.field == "email");
        Ground {
            id: keys["vault"].as_str().expect("an id").to_owned(),
            folder,
            code,
            person,
            value: value.expect("an address").id,
            vault,
        }
    })
}

impl Ground {
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A file with these bytes.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let file = self.folder().join(name);
        fs::write(&file, bytes).expect("a file");
        file
    }
}

pub(crate) fn around() -> Surroundings {
    Surroundings {
        keyring: Arc::new(NoKeyring),
        patience: Duration::from_millis(500),
        cost: Cost::Floor,
        ..Surroundings::new(Arc::new(SystemClock))
    }
}

pub(crate) fn new_vault(passphrase: &str, zone: &str) -> NewVault {
    NewVault {
        controller: Controller::default(),
        language: Language::Sv,
        zone: zone.to_owned(),
        passphrase: SecretString::from(passphrase),
        keyring: false,
        confirm_assessments: true,
    }
}

pub(crate) fn source() -> Source {
    Source {
        how: SourceHow::Met,
        on: String::new(),
        place: "Mässan".into(),
    }
}

fn somebody() -> ContactDraft {
    let value = |(field, text): (&str, &str)| ValueDraft {
        field: field.into(),
        content: Content::Text(text.into()),
        as_typed: false,
    };
    let values = [
        ("name", "Åsa Ek"),
        ("email", "asa@example.se"),
        ("phone", "070-174 06 05"),
    ];
    ContactDraft {
        person_type: PersonType::SoleTrader,
        language: None,
        source: source(),
        bases: vec![],
        values: values.into_iter().map(value).collect(),
        tags: vec!["båt".into()],
    }
}

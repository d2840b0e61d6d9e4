//! Keys that do not fit: random ones, one bit off, another vault's, an older one of this vault. Always refused in words,
//! and not one byte of the folder changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use kartotek_core::Code;
use kartotek_core::vault::session::{self, RecoveryCode, Surroundings, Unlock};
use kartotek_core::vault::{Course, DATABASE, SLOTS, Vault, rotate};
use secrecy::SecretString;

use super::Round;
use super::bed::{self, Item, key};
use crate::dice::Dice;

/// A vault that three keys open, and an open one beside it that makes codes of the right form.
pub(crate) struct Door {
    place: tempfile::TempDir,
    item: Arc<Item>,
    around: Surroundings,
    /// What the keyring keeps.
    right: String,
    code: RecoveryCode,
    other: Vault,
    others: RecoveryCode,
    /// Database and key file from before a new root key.
    old: [Vec<u8>; 2],
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Door {
    pub(crate) fn new() -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let item = Arc::new(Item::default());
        let around = bed::with(&item);
        let home = place.path().join("valv");
        let (vault, code) = session::create_in(&home, bed::house(true), &around).expect("a vault");
        bed::sow(&vault, 2);
        vault.close().expect("closed in order");
        let old = [DATABASE, SLOTS].map(|name| fs::read(home.join(name)).expect("a file"));
        let vault = session::open_in(&home, Unlock::Keyring, &around).expect("a vault");
        let vault = rotate(vault, Course::alone()).expect("a new root key");
        vault.close().expect("closed in order");
        let (other, others) = session::create_in(
            &place.path().join("annat"),
            bed::house(false),
            &bed::around(),
        )
        .expect("another vault");
        Self {
            right: item.text(),
            place,
            item,
            around,
            code,
            other,
            others,
            old,
        }
    }

    /// Tries one key that does not fit.
    pub(crate) fn round(&self, dice: &mut Dice) -> Round<()> {
        let home = self.place.path().join("valv");
        match dice.below(12) {
            0..=2 => {
                let random = (0..43).map(|_| char::from(ALPHABET[dice.below(64)]));
                self.in_keyring(&home, random.collect(), "a random key in the keyring")
            }
            3..=6 => {
                let mut text = self.right.clone().into_bytes();
                let at = dice.below(text.len() - 1);
                let place = ALPHABET.iter().position(|c| *c == text[at]).unwrap_or(0);
                text[at] = ALPHABET[place ^ (1 << dice.below(6))];
                let text = String::from_utf8(text).map_err(|error| error.to_string())?;
                self.in_keyring(&home, text, "one bit off in the keyring")
            }
            7 | 8 => {
                let proof = Unlock::Recovery(SecretString::from(self.others.reveal().to_owned()));
                let random = self.other.new_recovery(&proof);
                let random = random.map_err(|error| bed::code("a random code", &error))?;
                let unlock = Unlock::Recovery(SecretString::from(random.reveal().to_owned()));
                self.refused(&home, &unlock, &[Code::WrongPassphrase], "a random code")
            }
            9 => {
                let mut typed = self.code.reveal().to_owned().into_bytes();
                let at = dice.below(typed.len());
                let at = if typed[at] == b'-' { at - 1 } else { at };
                typed[at] = if typed[at] == b'7' { b'8' } else { b'7' };
                let typed = String::from_utf8(typed).map_err(|error| error.to_string())?;
                let unlock = Unlock::Recovery(SecretString::from(typed));
                let codes = [Code::RecoveryCodeTypo, Code::WrongPassphrase];
                self.refused(&home, &unlock, &codes, "a typing error in the code")
            }
            10 => {
                let text = ["", " ", "gröna hästar äter sil", "Gröna hästar äter sill"];
                let mut text = text[dice.below(4)].to_owned();
                if dice.below(2) == 0 {
                    text.push_str(&dice.roll().to_string());
                }
                let unlock = Unlock::Passphrase(SecretString::from(text));
                self.refused(&home, &unlock, &[Code::WrongPassphrase], "a passphrase")
            }
            _ => self.older(&home, dice),
        }
    }

    fn in_keyring(&self, home: &Path, text: String, what: &str) -> Round<()> {
        self.item.put(text);
        let answer = self.refused(home, &Unlock::Keyring, &[Code::KeyringUnavailable], what);
        self.item.put(self.right.clone());
        answer
    }

    /// The key file from before a new root key with the database from after it, or the other way round.
    fn older(&self, home: &Path, dice: &mut Dice) -> Round<()> {
        let which = dice.below(2);
        let path = home.join([DATABASE, SLOTS][which]);
        let today = fs::read(&path).map_err(|error| error.to_string())?;
        fs::write(&path, &self.old[which]).map_err(|error| error.to_string())?;
        let answer = self.refused(home, &key(), &[Code::KeysDoNotFit], "an older root key");
        fs::write(&path, today).map_err(|error| error.to_string())?;
        answer
    }

    fn refused(&self, home: &Path, unlock: &Unlock, codes: &[Code], what: &str) -> Round<()> {
        let before = contents(home);
        match session::open_in(home, unlock.clone(), &self.around) {
            Ok(_) => return Err(format!("{what} opens")),
            Err(error) if codes.contains(&error.code()) => {}
            Err(error) => return Err(bed::code(what, &error)),
        }
        if contents(home) == before {
            return Ok(());
        }
        Err(format!("{what} changed a file"))
    }

    /// After all that every right key opens.
    pub(crate) fn still_opens(&self) -> Round<()> {
        let home = self.place.path().join("valv");
        let code = Unlock::Recovery(SecretString::from(self.code.reveal().to_owned()));
        for unlock in [key(), code, Unlock::Keyring] {
            let vault = session::open_in(&home, unlock, &self.around);
            let vault = vault.map_err(|error| bed::code("a right key", &error))?;
            vault
                .close()
                .map_err(|error| bed::code("closing", &error))?;
        }
        Ok(())
    }
}

/// Every file, byte for byte.
fn contents(home: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(home).into_iter().flatten().flatten();
    entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).unwrap_or_default())
        })
        .collect()
}

//! Damage of every file of the vault, everywhere in it.

use std::fs;

use kartotek_core::vault::{DATABASE, Op, Vault, session};
use kartotek_core::{Code, activity, policy};

use crate::dice::Dice;
use crate::faults::damage::{Good, Harm, Target};
use crate::people;
use crate::vault_folder::{PASSPHRASE, house, passphrase, plain};

#[test]
fn damage_is_found_wherever_it_is() {
    let good = Good::new();
    for (target, harm, rounds) in [
        (Target::Database, Harm::Bit, 50),
        (Target::Database, Harm::Cut, 25),
        (Target::Database, Harm::Pages, 50),
        (Target::Keys, Harm::Bit, 40),
        (Target::Keys, Harm::Cut, 25),
        (Target::Backup, Harm::Bit, 25),
        (Target::Backup, Harm::Cut, 20),
        (Target::Backup, Harm::Pages, 20),
        (Target::Log, Harm::Bit, 30),
        (Target::Log, Harm::Cut, 20),
    ] {
        for round in 0..rounds {
            good.round(target, harm, &mut Dice(round)).unwrap();
        }
    }
}

/// A long text runs over several pages: one of them that is damaged is an error, never a part of the text.
#[test]
fn a_text_of_which_a_page_is_damaged_is_never_handed_out() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("valv");
    let (vault, _) = session::create_in(&home, house(false), &plain()).unwrap();
    let person = people::add(&vault, &[("name", "Berit Ek")]).unwrap();
    let text = "altan ".repeat(3_000);
    vault
        .write(Op::WriteNote, |tx| {
            activity::write_note(tx, &[person], &text, None)
        })
        .unwrap();
    let read = |vault: &Vault| {
        let policy = vault
            .read(policy::active)
            .map(|active| active.policy.fields.len());
        let notes = vault.read(|tx| activity::timeline(tx, person, None, 50));
        let notes = notes.map(|page| serde_json::to_string(&page).unwrap());
        (policy, notes)
    };
    let (policy, notes) = read(&vault);
    let (policy, notes) = (policy.unwrap(), notes.unwrap());
    vault.close().unwrap();
    let database = home.join(DATABASE);
    let whole = fs::read(&database).unwrap();
    let mut wrong = Vec::new();
    let mut told = 0;
    for page in 1..whole.len() / 4096 {
        let mut bytes = whole.clone();
        bytes[page * 4096 + 77] ^= 0x55;
        fs::write(&database, &bytes).unwrap();
        let Ok(vault) = session::open_in(&home, passphrase(PASSPHRASE), &plain()) else {
            continue;
        };
        for again in 0..3 {
            let (there, written) = read(&vault);
            match there {
                Ok(there) if there == policy => {}
                Err(error) if error.code() == Code::Damaged => told += 1,
                other => wrong.push(format!(
                    "page {page}, {again}: policy {:?}",
                    other.map_err(|e| e.code())
                )),
            }
            match written {
                Ok(written) if written == notes => {}
                Err(error) if error.code() == Code::Damaged => told += 1,
                other => wrong.push(format!(
                    "page {page}, {again}: notes {:?}",
                    other.map(|t| t.len()).map_err(|e| e.code())
                )),
            }
        }
    }
    assert!(told > 0);
    assert_eq!(wrong, Vec::<String>::new());
}

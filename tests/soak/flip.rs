//! One wrong bit anywhere in a closed vault's database is found, and never by a crash.

use std::fs;
use std::time::Instant;

use kartotek_core::vault::DATABASE;
use kartotek_core::verify;

use crate::Run;
use crate::bed::{self, Dice};
use crate::report::Figures;

pub(crate) fn flip(run: &Run) -> Figures {
    let mut figures = Figures::default();
    let mut dice = Dice(run.seed);
    let folder = tempfile::tempdir().expect("a folder");
    let vault = bed::vault(folder.path());
    for n in 0..40 {
        bed::add(&vault, &format!("Person {n}")).expect("a contact");
    }
    vault.close().expect("closed in order");
    let good = fs::read(folder.path().join(DATABASE)).expect("the database");
    while Instant::now() < run.end {
        let mut bad = good.clone();
        let bit = dice.below(bad.len() * 8);
        bad[bit / 8] ^= 1 << (bit % 8);
        fs::write(folder.path().join(DATABASE), &bad).expect("a damaged database");
        let found = match bed::again(folder.path()) {
            Err(_) => true,
            Ok(vault) => verify::verify(&vault, None).iter().any(|check| !check.ok),
        };
        for leftover in ["-wal", "-shm"] {
            let _ = fs::remove_file(folder.path().join(format!("{DATABASE}{leftover}")));
        }
        figures.rounds += 1;
        figures.acts += 1;
        figures.lost += u64::from(!found);
    }
    figures
}

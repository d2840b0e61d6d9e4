//! Backups, and what becomes of them: taken, written anew, restored; and a rescue.

use std::fs;
use std::path::Path;

use kartotek_core::Result;
use kartotek_core::backup::{self, Backup, Ledger};
use kartotek_core::erasure::{self, Ground};
use kartotek_core::salvage::{self, Rescue};
use kartotek_core::vault::{Course, DATABASE, session};

use super::{Stage, anybody, done, full, same, says_how_much};
use crate::dice::Dice;
use crate::faults::Round;
use crate::faults::bed::{self, around, key};
use crate::people;

/// The backup that was there is whole, and what has the name of a backup can be restored.
pub(super) fn take(stage: &Stage, dice: &mut Dice) -> Round<bool> {
    let folder = stage.home.join("backups");
    let vault = stage.open()?;
    let wanted = bed::names(&vault)?;
    let first = done(
        "the first backup",
        backup::take(&vault, &folder, Course::alone()),
    )?;
    let bytes = fs::read(&first.file).map_err(|error| error.to_string())?;
    stage.fill();
    let second = backup::take(&vault, &folder, Course::alone());
    let was_full = full("backup", &second)?;
    let vault = stage.room(vault, dice)?;
    if !fs::read(&first.file).is_ok_and(|now| now == bytes) {
        return Err("the first backup was touched".into());
    }
    bed::tidy(&folder)?;
    let there = done("the backups", backup::list(&vault, &folder))?;
    let elsewhere = tempfile::tempdir().map_err(|error| error.to_string())?;
    for copy in there.iter().filter(|copy| copy.file != first.file) {
        let restored = backup::restore(
            &copy.file,
            elsewhere.path(),
            &key(),
            &around(),
            Course::alone(),
        );
        if done("restoring", restored)?.people as usize != wanted.len() {
            return Err("somebody is missing in a backup".into());
        }
    }
    done("once more", backup::take(&vault, &folder, Course::alone()))?;
    if was_full {
        // The copy is what takes the room; the entry in the journal afterwards is a few pages.
        let copied = there.len() > 1;
        if !copied {
            says_how_much(&second)?;
        }
    }
    Ok(was_full)
}

/// The vault that is there, or what the backup holds.
pub(super) fn restore(stage: &Stage) -> Round<bool> {
    let stick = tempfile::tempdir().map_err(|error| error.to_string())?;
    let vault = stage.open()?;
    let then = bed::names(&vault)?;
    let taken = done(
        "a backup",
        backup::take(&vault, stick.path(), Course::alone()),
    )?;
    done("one more", people::add(&vault, &[("name", "Sedan Dess")]))?;
    let now = bed::names(&vault)?;
    done("closing", vault.close())?;
    let go = || backup::restore(&taken.file, &stage.home, &key(), &around(), Course::alone());
    let there = || done("opening", session::open_in(&stage.home, key(), &around()));
    stage.fill();
    let restored = go();
    let was_full = full("restoring", &restored)?;
    says_how_much(&restored)?;
    stage.small.empty();
    let wanted = if was_full { &now } else { &then };
    same("afterwards", &bed::names(&there()?)?, wanted)?;
    if was_full {
        stage.fill_but_named(&restored);
        done("with the room that was named", go())?;
        stage.small.empty();
        same("once more", &bed::names(&there()?)?, &then)?;
    }
    Ok(was_full)
}

/// Each backup is the old one or the new one, whole; with room nobody who is forgotten is in any.
pub(super) fn renew(stage: &Stage, dice: &mut Dice) -> Round<bool> {
    let folder = stage.home.join("backups");
    let vault = stage.open()?;
    for _ in 0..2 {
        done("a backup", backup::take(&vault, &folder, Course::alone()))?;
    }
    let (leaving, _) = anybody(&vault)?;
    done("forget", erasure::forget(&vault, leaving, Ground::A, true))?;
    done("the proof", erasure::prove_pending(&vault, &mut |_| {}))?;
    let wanted = bed::names(&vault)?;
    stage.fill();
    let renewed = backup::renew(&vault, &folder, Course::alone());
    let was_full = full("writing anew", &renewed)?;
    let vault = stage.room(vault, dice)?;
    bed::tidy(&folder)?;
    let list = || done("the backups", backup::list(&vault, &folder));
    let there = list()?;
    if there.len() != 2 {
        return Err("a backup is gone".into());
    }
    if there.iter().any(Backup::is_stale) {
        says_how_much(&renewed)?;
    }
    for backup in &there {
        brought_back(backup, wanted.len() + usize::from(backup.is_stale()))?;
    }
    stage.fill_but_named(&renewed);
    done(
        "with the room that was named",
        backup::renew(&vault, &folder, Course::alone()),
    )?;
    stage.small.empty();
    if list()?.iter().any(Backup::is_stale) {
        return Err("somebody who is forgotten is in a backup".into());
    }
    Ok(was_full)
}

/// It opens elsewhere and so many people are in it; the list of the forgotten there is nowhere near.
fn brought_back(backup: &Backup, people: usize) -> Round<()> {
    let elsewhere = tempfile::tempdir().map_err(|error| error.to_string())?;
    let file = elsewhere.path().join("kopia.kartotek-backup");
    fs::copy(&backup.file, &file).map_err(|error| error.to_string())?;
    let opened = backup::label(&file);
    if done("reading a backup", opened)?.people as usize != people {
        return Err("somebody is missing in a backup, or too many are there".into());
    }
    let home = elsewhere.path().join("valv");
    let known = Ledger::AsFarAsKnown;
    let restored = backup::restore_knowing(known, &file, &home, &key(), &around(), Course::alone());
    done("restoring", restored).map(drop)
}

/// The damaged vault as it was, or all that is left of it.
pub(super) fn rescue(stage: &Stage) -> Round<bool> {
    done("closing", stage.open()?.close())?;
    let database = stage.home.join(DATABASE);
    let mut bytes = fs::read(&database).map_err(|error| error.to_string())?;
    let page = bytes.len() / 2;
    bytes[page..page + 64].fill(0x55);
    fs::write(&database, &bytes).map_err(|error| error.to_string())?;
    let elsewhere = tempfile::tempdir().map_err(|error| error.to_string())?;
    let copy = elsewhere.path().join("valv");
    bed::copy(&stage.home, &copy);
    let wanted = bed::names(done("a rescue with room", rescued(&copy))?.vault())?;

    stage.fill();
    let rescue = rescued(&stage.home);
    let mut was_full = full("a rescue", &rescue)?;
    says_how_much(&rescue)?;
    let rescue = rescue.map(Rescue::adopt);
    if let Ok(adopted) = &rescue {
        was_full |= full("taking its place", adopted)?;
    }
    stage.small.empty();
    if was_full {
        bed::tidy(&stage.home)?;
        if !fs::read(&database).is_ok_and(|now| now == bytes) {
            return Err("the damaged vault was touched".into());
        }
        stage.fill_but_named(&rescue);
        let rescue = done("with the room that was named", rescued(&stage.home))?;
        done("taking its place", rescue.adopt())?;
        stage.small.empty();
    }
    let vault = done("opening", session::open_in(&stage.home, key(), &around()))?;
    same("afterwards", &bed::names(&vault)?, &wanted)?;
    Ok(was_full)
}

fn rescued(home: &Path) -> Result<Rescue> {
    salvage::salvage(home, &key(), &around(), None, Course::alone())
}

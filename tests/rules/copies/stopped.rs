//! Works that are stopped at every step.

use std::fs;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU32, Ordering};

use kartotek_core::backup::{self};
use kartotek_core::vault::session::{self};
use kartotek_core::vault::{Course, rotate};
use kartotek_core::{Code, verify};

use super::{Bed, code, litter, stopped_everywhere};
use crate::people;
use crate::vault_folder::{PASSPHRASE, fingerprint, passphrase, plain};

#[test]
fn a_backup_that_is_stopped_leaves_nothing_behind() {
    let bed = Bed::new();
    let stick = bed.path("sticka");
    bed.take(&stick);
    let before = fingerprint(&stick);
    let times = stopped_everywhere(
        |course| code(backup::take(&bed.vault, &stick, course)),
        |most| {
            assert_eq!(fingerprint(&stick), before, "after {most}");
            assert_eq!(
                litter(&bed.path("valv")),
                Vec::<String>::new(),
                "after {most}"
            );
        },
    );
    assert!(times > 5, "it could be stopped at {times} places");
    assert_eq!(backup::list(&bed.vault, &stick).unwrap().len(), 2);
}

#[test]
fn backups_that_are_renewed_are_old_or_new_when_stopped() {
    let bed = Bed::new();
    let leaving = bed.add("Åsa Öberg");
    let stick = bed.path("sticka");
    bed.take(&stick);
    bed.take(&stick);
    bed.forget(leaving);
    let times = stopped_everywhere(
        |course| code(backup::renew(&bed.vault, &stick, course)),
        |most| {
            let all = backup::list(&bed.vault, &stick).unwrap();
            assert_eq!(all.len(), 2, "after {most}");
            assert_eq!(litter(&stick), Vec::<String>::new(), "after {most}");
            assert_eq!(
                litter(&bed.path("valv")),
                Vec::<String>::new(),
                "after {most}"
            );
        },
    );
    assert!(times > 8, "{times}");
    assert!(
        backup::list(&bed.vault, &stick)
            .unwrap()
            .iter()
            .all(|backup| backup.forgotten == 0)
    );
}

#[test]
fn a_restore_that_is_stopped_leaves_the_vault_that_was_there() {
    let bed = Bed::new();
    let stick = bed.path("sticka");
    let leaving = bed.add("Åsa Öberg");
    let good = bed.take(&stick);
    bed.forget(leaving);
    bed.add("Kom efteråt");
    let (home, dir) = (bed.path("valv"), bed.dir);
    bed.vault.close().unwrap();
    let before = fingerprint(&home);
    let mut rounds = 0;
    let times = stopped_everywhere(
        |course| {
            rounds += 1;
            // Argon2 at each look: some of the places do.
            code(backup::restore(
                &good.file,
                &home,
                &passphrase(PASSPHRASE),
                &plain(),
                course,
            ))
        },
        |most| {
            let now = fingerprint(&home);
            let names = |map: &std::collections::BTreeMap<String, (u32, String)>| {
                map.keys().cloned().collect::<Vec<_>>()
            };
            assert_eq!(names(&now), names(&before), "after {most}");
            assert_eq!(now["slots.json"], before["slots.json"], "after {most}");
        },
    );
    assert!(times > 3 && rounds > 3, "{times}");
    let vault = session::open_in(&home, passphrase(PASSPHRASE), &plain()).unwrap();
    assert!(verify::verify(&vault, None).iter().all(|check| check.ok));
    drop(dir);
}

#[test]
fn a_new_root_key_that_is_stopped_leaves_the_vault_open_under_the_old_one() {
    let bed = Bed::new();
    let mut vault = Some(bed.vault);
    let mut stops = 0;
    loop {
        let heard = AtomicU32::new(0);
        let stop = |_| {
            if heard.fetch_add(1, Ordering::SeqCst) < stops {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        match rotate(vault.take().unwrap(), Course::new(&stop)) {
            Ok(rotated) => {
                vault = Some(rotated);
                break;
            }
            Err(kept) => {
                assert_eq!(kept.code(), Code::Cancelled);
                vault = kept.vault.map(|vault| *vault);
                let open = vault.as_ref().expect("it stays open");
                people::add(open, &[("name", "Ännu en")]).unwrap();
                let slots = fs::read_to_string(open.path().with_file_name("slots.json")).unwrap();
                assert!(!slots.contains("pending"), "after {stops}");
            }
        }
        stops += 1;
    }
    assert!(stops > 3, "{stops}");
    let vault = vault.unwrap();
    assert!(verify::verify(&vault, None).iter().all(|check| check.ok));
}

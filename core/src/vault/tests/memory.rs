//! What a key leaves in the memory of its own process.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;

use secrecy::SecretString;
use uuid::Uuid;

use super::keys::sample;
use crate::vault::keys::Key;
use crate::vault::passphrase::{self, Cost};

/// The search must not find itself: nothing that it holds stands there as it is.
const MASK: u8 = 0x5a;

#[test]
fn a_key_that_was_used_lies_in_one_place_only() {
    let (root, key, mut slots) = sample();
    let places = |key: &Key| times(&std::array::from_fn(|at| key[at] ^ MASK));
    let (database, backup) = (root.database(), root.backup(Uuid::new_v4()));
    slots.seal(&root);
    let opened = slots.open(&slots.all[0], &key).unwrap().unwrap();
    let moved = [Some(opened.root.again()), None];
    slots
        .begin_epoch(&opened.root, "2026-11-26".into())
        .unwrap();
    let typed = SecretString::from("gröna hästar äter sent");
    let (_, slow) = passphrase::new_key(&typed, Cost::Floor).unwrap();
    for key in [&database, &backup, &key, &slow] {
        assert_eq!(places(key), 1);
    }
    let here = Key::of(root.bytes()).unwrap();
    assert_eq!(
        places(&here),
        4,
        "the first, the opened one, its copy, and here"
    );
    drop((opened, moved));
    assert_eq!(places(&here), 2);
    drop(root);
    assert_eq!(places(&here), 1);
}

/// How often a text stands in the writable memory of this process.
fn times(masked: &[u8; 32]) -> usize {
    const STEP: usize = 4096;
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let memory = File::open("/proc/self/mem").unwrap();
    let mut found = 0;
    let mut window = vec![0; STEP + masked.len() - 1];
    for map in maps.lines().filter(|map| map.contains(" rw")) {
        let (from, to) = map
            .split(' ')
            .next()
            .and_then(|ends| ends.split_once('-'))
            .unwrap();
        let end = |text: &str| u64::from_str_radix(text, 16).unwrap();
        for at in (end(from)..end(to)).step_by(STEP) {
            let Ok(read) = memory.read_at(&mut window, at) else {
                continue;
            };
            for byte in &mut window[..read] {
                *byte ^= MASK;
            }
            found += memchr::memmem::find_iter(&window[..read], masked).count();
            window.fill(0);
        }
    }
    found
}

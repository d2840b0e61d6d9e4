//! What stands in the memory of the program's processes after locking: searched byte by byte, as somebody with the right to would.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

use kartotek_core::vault::session::{Surroundings, Unlock};
use kartotek_core::vault::{SystemClock, raw_keys};
use memchr::memmem;

use crate::stage::Stage;

const PAGE: u64 = 4096;
/// Bytes that stand nowhere.
const NOTHING: &[u8] = &[0xF8, 0x9D, 0xE1, 0xC0, 0xFE, 0xB7, 0xFF, 0x93, 0xC1, 0xF5];

/// How often each of the texts stands in the writable memory of a process: as UTF-8 or Latin-1, which the engine prefers,
/// and as UTF-16.
pub(crate) fn held(process: &str, texts: &[&str]) -> Vec<(usize, usize)> {
    let wide =
        |text: &&str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let latin = |text: &&str| -> Vec<u8> {
        let letter = |letter| u8::try_from(letter).expect("no letter beyond Latin-1");
        text.chars().map(letter).collect()
    };
    let forms = texts.iter().flat_map(|text| {
        let (narrow, latin) = (text.as_bytes().to_vec(), latin(text));
        // Most texts are the same in both.
        let latin = if latin == narrow {
            NOTHING.to_vec()
        } else {
            latin
        };
        [narrow, latin, wide(text)]
    });
    let found = times(process, &forms.collect::<Vec<_>>());
    let (forms, _) = found.as_chunks::<3>();
    forms
        .iter()
        .map(|[narrow, latin, wide]| (narrow + latin, *wide))
        .collect()
}

/// How often each of the keys of the stage's vault stands there: the root key and the key of the database, as they are and
/// as hexadecimal digits, small and large.
pub(crate) fn keys(stage: &Stage, process: &str, passphrase: &str) -> Vec<usize> {
    let around = Surroundings::new(Arc::new(SystemClock));
    let unlock = Unlock::Passphrase(passphrase.to_owned().into());
    let keys = raw_keys(&stage.vault(), &unlock, &around).expect("the keys");
    let digit = |half: u8| char::from_digit(half.into(), 16).expect("a digit");
    let hex = |key: &[u8; 32]| -> String {
        key.iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
            .collect()
    };
    let forms = keys.iter().flat_map(|key| {
        let hex = hex(key);
        [
            key.to_vec(),
            hex.to_uppercase().into_bytes(),
            hex.into_bytes(),
        ]
    });
    times(process, &forms.collect::<Vec<_>>())
}

/// How often each of the byte strings stands in the writable memory of a process.
fn times(process: &str, texts: &[Vec<u8>]) -> Vec<usize> {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).expect("its maps");
    let memory = File::open(format!("/proc/{process}/mem")).expect("its memory");
    let pages = File::open(format!("/proc/{process}/pagemap")).expect("its pages");
    let mut found = vec![0; texts.len()];
    let mut bytes = 0;
    for map in maps.lines().filter(|map| map.contains(" rw")) {
        let ends = map.split(' ').next().and_then(|ends| ends.split_once('-'));
        let (from, to) = ends.expect("where it lies");
        let end = |text: &str| u64::from_str_radix(text, 16).expect("an address");
        let (from, to) = (end(from), end(to));
        for (from, to) in present(&pages, from, to) {
            let mut region = vec![0; usize::try_from(to - from).expect("a region")];
            if memory.read_exact_at(&mut region, from).is_err() {
                continue;
            }
            bytes += region.len();
            for (text, count) in texts.iter().zip(&mut found) {
                *count += memmem::find_iter(&region, text).count();
            }
        }
    }
    assert!(bytes > 1 << 20, "the memory was read");
    found
}

/// The parts of a region that were ever written: a web view reserves far more than a computer has.
fn present(pages: &File, from: u64, to: u64) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    let mut chunk = vec![0; 8 << 16];
    let mut page = from / PAGE;
    while page < to / PAGE {
        let Ok(read) = pages.read_at(&mut chunk, page * 8) else {
            break;
        };
        let (entries, _) = chunk[..read].as_chunks::<8>();
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            // Bits 63 and 62: in memory, in swap (proc_pid_pagemap(5)).
            if page < to / PAGE && u64::from_le_bytes(*entry) >> 62 != 0 {
                let at = page * PAGE;
                match runs.last_mut().filter(|run| run.1 == at) {
                    Some(run) => run.1 += PAGE,
                    None => runs.push((at, at + PAGE)),
                }
            }
            page += 1;
        }
    }
    runs
}

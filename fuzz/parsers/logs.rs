//! Write-ahead logs. Their checksums have no key, so a hostile log has right ones; the fuzzer would hardly hit them.

use kartotek_core::vault::log_pages;

const PAGE: usize = 4096;
/// A vault of 64 GiB.
const MOST_PAGES: usize = 1 << 24;
const MOST_FRAMES: usize = 64;

/// A log as it is; and one with a frame for every eight bytes: the number of its page, and how many pages there are after it.
pub(crate) fn log(bytes: &[u8]) {
    for log in [bytes.to_vec(), whole(bytes)] {
        let size = log_pages(&log).unwrap_or(0);
        assert!(size <= MOST_PAGES, "memory for {size} pages");
    }
}

fn whole(frames: &[u8]) -> Vec<u8> {
    let mut sum = (0, 0);
    let mut log = Vec::new();
    for word in [0x377f_0682_u32, 3_007_000, 4096, 0, 1, 2] {
        log.extend(word.to_be_bytes());
    }
    add(&mut sum, &log);
    close(&mut log, sum);
    for frame in frames.chunks_exact(8).take(MOST_FRAMES) {
        add(&mut sum, frame);
        add(&mut sum, &[0; PAGE]);
        log.extend(frame);
        for salt in [1_u32, 2] {
            log.extend(salt.to_be_bytes());
        }
        close(&mut log, sum);
        log.extend([0; PAGE]);
    }
    log
}

fn close(log: &mut Vec<u8>, sum: (u32, u32)) {
    log.extend(sum.0.to_be_bytes());
    log.extend(sum.1.to_be_bytes());
}

/// SQLite's checksum, in little-endian words.
fn add(sum: &mut (u32, u32), bytes: &[u8]) {
    for pair in bytes.chunks_exact(8) {
        let word =
            |at: usize| u32::from_le_bytes([pair[at], pair[at + 1], pair[at + 2], pair[at + 3]]);
        sum.0 = sum.0.wrapping_add(word(0)).wrapping_add(sum.1);
        sum.1 = sum.1.wrapping_add(word(4)).wrapping_add(sum.0);
    }
}

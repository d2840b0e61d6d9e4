//! An independent reader of a vault's pages: SQLCipher 4's layout from its documentation, no code of ours, no SQLite.

use std::path::Path;

use aes::cipher::{BlockModeDecrypt, KeyIvInit, block_padding::NoPadding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;

const PAGE: usize = 4096;
const IV: usize = 16;
const MAC: usize = 64;
const RESERVE: usize = IV + MAC;
const SALT: usize = 16;

/// Everything a vault's database and write-ahead log hold, in clear.
pub(crate) struct Clear {
    /// The pages of the file, in order.
    pub(crate) pages: Vec<Vec<u8>>,
    /// The frames of the log, old ones too: page number and content.
    pub(crate) frames: Vec<(u32, Vec<u8>)>,
}

impl Clear {
    /// Decrypts `database` and the log beside it; every MAC must fit.
    pub(crate) fn read(database: &Path, key: &[u8; 32]) -> Self {
        let file = std::fs::read(database).expect("the database can be read");
        assert_eq!(file.len() % PAGE, 0, "whole pages");
        let salt: [u8; SALT] = file[..SALT].try_into().expect("a salt");
        let keys = Keys::new(key, &salt);
        let pages = file
            .chunks(PAGE)
            .enumerate()
            .map(|(n, page)| keys.page(u32::try_from(n + 1).expect("a page number"), page))
            .collect();
        let mut log = database.as_os_str().to_owned();
        log.push("-wal");
        let log = std::fs::read(log).unwrap_or_default();
        let frames = log
            .get(32..)
            .unwrap_or_default()
            .chunks_exact(24 + PAGE)
            .map(|frame| {
                let number = u32::from_be_bytes(frame[..4].try_into().expect("a number"));
                (number, keys.page(number, &frame[24..]))
            })
            .collect();
        Self { pages, frames }
    }

    /// Every page and frame with its place.
    pub(crate) fn places(&self) -> impl Iterator<Item = (String, &[u8])> {
        let pages = self
            .pages
            .iter()
            .enumerate()
            .map(|(n, page)| (format!("page {}", n + 1), page.as_slice()));
        let frames = self
            .frames
            .iter()
            .map(|(number, page)| (format!("frame of page {number}"), page.as_slice()));
        pages.chain(frames)
    }
}

struct Keys {
    cipher: [u8; 32],
    mac: [u8; 32],
}

impl Keys {
    fn new(key: &[u8; 32], salt: &[u8; SALT]) -> Self {
        let salt = salt.map(|byte| byte ^ 0x3a);
        let mut mac = [0; 32];
        pbkdf2::pbkdf2_hmac::<Sha512>(key, &salt, 2, &mut mac);
        Self { cipher: *key, mac }
    }

    fn page(&self, number: u32, page: &[u8]) -> Vec<u8> {
        let start = if number == 1 { SALT } else { 0 };
        let end = PAGE - RESERVE;
        let mut mac = Hmac::<Sha512>::new_from_slice(&self.mac).expect("any key length");
        mac.update(&page[start..end + IV]);
        mac.update(&number.to_le_bytes());
        mac.verify_slice(&page[end + IV..])
            .unwrap_or_else(|_| panic!("page {number}: the MAC does not fit"));
        let iv: [u8; IV] = page[end..end + IV].try_into().expect("an IV");
        let mut clear = page.to_vec();
        cbc::Decryptor::<aes::Aes256>::new(&self.cipher.into(), &iv.into())
            .decrypt_padded::<NoPadding>(&mut clear[start..end])
            .expect("whole blocks");
        clear[..start].fill(0);
        clear[end..].fill(0);
        clear
    }
}

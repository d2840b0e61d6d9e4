//! The pages of a damaged database in clear, each with its MAC checked by itself: one that does not fit is missing and takes
//! no other along. The engine gives a file up at the first such page. The layout is that of `SQLCipher` 4 (docs/vault-format.md).

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;
use zeroize::Zeroizing;

use super::log;
use crate::Result;
use crate::vault::connection::beside;
use crate::vault::keys::Key;

pub(super) const PAGE: usize = 4096;
const SALT: usize = 16;
const IV: usize = 16;
const MAC: usize = 64;
/// The part of a page that the engine uses.
pub(super) const USABLE: usize = PAGE - IV - MAC;

/// A page in clear.
type Clear = Zeroizing<Vec<u8>>;

/// Every page that could be read.
pub(super) struct Pages(Vec<Option<Clear>>);

impl Pages {
    /// Reads `database` and the write-ahead log beside it as far as it is whole; nothing is written anywhere. `done` hears
    /// how many pages of how many are read. `None`: not one page opens with `key`.
    pub(super) fn read(
        database: &Path,
        key: &Key,
        done: &mut dyn FnMut(usize, usize) -> Result<()>,
    ) -> Result<Option<Self>> {
        let file = fs::read(database)?;
        let log = match fs::read(beside(database, "-wal")) {
            Ok(log) => log,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let newer = log::committed(&log);
        let raw = |number: usize| {
            newer
                .pages
                .get(&number)
                .copied()
                .or_else(|| file.get((number - 1) * PAGE..number * PAGE))
        };
        let there = newer.size.unwrap_or_else(|| file.len().div_ceil(PAGE));
        let Some(cipher) = Cipher::fitting(key, &file, &raw, there) else {
            return Ok(None);
        };
        let mut pages = Vec::with_capacity(there);
        for number in 1..=there {
            pages.push(raw(number).and_then(|page| cipher.open(number, page)));
            if number % 64 == 0 {
                done(number, there)?;
            }
        }
        let mut pages = Self(pages);
        // A file that was cut says itself how long it was.
        if newer.size.is_none()
            && let Some(said) = pages.get(1).and_then(|first| be32(first, 28))
            && (there..log::MOST_PAGES).contains(&(said as usize))
        {
            pages.0.resize_with(said as usize, || None);
        }
        done(there, there)?;
        Ok(Some(pages))
    }

    /// The same with one page missing.
    #[cfg(test)]
    pub(super) fn without(&self, page: usize) -> Self {
        let mut pages = self.0.clone();
        pages[page - 1] = None;
        Self(pages)
    }

    /// Pages that are clear already.
    pub(super) fn clear(pages: impl Iterator<Item = Option<Vec<u8>>>) -> Self {
        Self(pages.map(|page| page.map(Zeroizing::new)).collect())
    }

    /// How many pages the file has or had.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Page `number`, counted from 1; `None` when it cannot be read.
    pub(super) fn get(&self, number: usize) -> Option<&[u8]> {
        let page = self.0.get(number.checked_sub(1)?)?.as_ref()?;
        page.get(..USABLE)
    }
}

/// Whether a page of `database` is under `key`, wherever it stands.
pub(in crate::vault) fn has_page_under(database: &Path, key: &Key) -> bool {
    let Ok(file) = fs::read(database) else {
        return false;
    };
    let raw = |number: usize| file.get((number - 1) * PAGE..number * PAGE);
    Cipher::fitting(key, &file, &raw, file.len().div_ceil(PAGE)).is_some()
}

/// The keys of one file.
struct Cipher {
    page: Key,
    mac: Hmac<Sha512>,
}

impl Cipher {
    /// The cipher whose MAC fits a page. The salt stands in the first bytes of the file and of every newer first page;
    /// when a byte of it is wrong, the right one is one of 4,080.
    fn fitting<'p>(
        key: &Key,
        file: &[u8],
        raw: &dyn Fn(usize) -> Option<&'p [u8]>,
        there: usize,
    ) -> Option<Self> {
        let fits = |cipher: &Self, some: usize| {
            (1..=there)
                .take(some)
                .any(|n| raw(n).is_some_and(|page| cipher.genuine(n, page)))
        };
        let salts = [file.get(..SALT), raw(1).and_then(|first| first.get(..SALT))];
        for salt in salts.into_iter().flatten() {
            let cipher = Self::new(key, salt.try_into().ok()?)?;
            if fits(&cipher, there) {
                return Some(cipher);
            }
        }
        let damaged: [u8; SALT] = file.get(..SALT)?.try_into().ok()?;
        for place in 0..SALT {
            for byte in 0..=u8::MAX {
                let mut salt = damaged;
                salt[place] = byte;
                let cipher = Self::new(key, salt)?;
                if fits(&cipher, 4) {
                    return Some(cipher);
                }
            }
        }
        None
    }

    /// The MAC's key is PBKDF2-HMAC-SHA512 of the page key: two rounds, half of one block.
    fn new(key: &Key, salt: [u8; SALT]) -> Option<Self> {
        let keyed = Hmac::<Sha512>::new_from_slice(&key[..]).ok()?;
        let round = |parts: &[&[u8]]| {
            let mut mac = keyed.clone();
            for part in parts {
                mac.update(part);
            }
            mac.finalize().into_bytes()
        };
        let first = round(&[&salt.map(|byte| byte ^ 0x3a), &1_u32.to_be_bytes()]);
        let second = round(&[&first]);
        let mut mac = Zeroizing::new([0; 32]);
        for (out, (a, b)) in mac.iter_mut().zip(first.iter().zip(second.iter())) {
            *out = a ^ b;
        }
        Some(Self {
            page: key.clone(),
            mac: Hmac::new_from_slice(&mac[..]).ok()?,
        })
    }

    fn genuine(&self, number: usize, page: &[u8]) -> bool {
        let start = if number == 1 { SALT } else { 0 };
        let (Some(covered), Some(tag), Ok(number)) = (
            page.get(start..USABLE + IV),
            page.get(USABLE + IV..PAGE),
            u32::try_from(number),
        ) else {
            return false;
        };
        let mut mac = self.mac.clone();
        mac.update(covered);
        mac.update(&number.to_le_bytes());
        mac.verify_slice(tag).is_ok()
    }

    fn open(&self, number: usize, page: &[u8]) -> Option<Clear> {
        if !self.genuine(number, page) {
            return None;
        }
        let start = if number == 1 { SALT } else { 0 };
        let iv: [u8; IV] = page.get(USABLE..USABLE + IV)?.try_into().ok()?;
        let mut clear = Zeroizing::new(page.get(..USABLE)?.to_vec());
        cbc::Decryptor::<aes::Aes256>::new((&*self.page).into(), &iv.into())
            .decrypt_padded::<NoPadding>(clear.get_mut(start..)?)
            .ok()?;
        Some(clear)
    }
}

/// Big-endian number at `at`.
pub(super) fn be32(page: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(page.get(at..at + 4)?.try_into().ok()?))
}

pub(super) fn be16(page: &[u8], at: usize) -> Option<usize> {
    let bytes = page.get(at..at + 2)?.try_into().ok()?;
    Some(usize::from(u16::from_be_bytes(bytes)))
}

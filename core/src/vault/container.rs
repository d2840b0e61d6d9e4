//! A backup's file: a line about the backup, the slots file without its keyring slot as a second line, then the copy of
//! the database in sealed chunks. Who has the passphrase or the recovery code of that time can open it on any machine.
//!
//! The key is HKDF(root key, "backup", salt = the backup's id), so a backup needs no passphrase to be made. A newer edition
//! keeps its id and with it the key; the nonce is another. The chunks
//! follow the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): 64 KiB of XChaCha20-Poly1305, the nonce
//! of 19 random bytes, the chunk's number and a mark on the last; both lines are bound to every chunk. Not a byte is
//! handed out before its tag was checked, and a file that ends early is refused.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::course::{Course, Stage};
use super::files;
use super::keys::{self, Key, RootKey};
use super::slots::{self, Slots};
use crate::{Code, Result, held};

const FORMAT: &str = "kartotek-backup";
const VERSION: u32 = 1;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;
/// Longest first line.
const MAX_HEAD: usize = 4 * 1024;

/// The first line. Nothing personal stands in it: numbers only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Head {
    pub(crate) backup: Uuid,
    /// Milliseconds UTC.
    pub(crate) created_at: i64,
    /// The entry of the erasure ledger up to which everybody is gone from the copy.
    pub(crate) erased: Option<Uuid>,
    format: String,
    nonce: String,
    pub(crate) people: u32,
    /// `PRAGMA user_version` of the copy.
    pub(crate) schema: i32,
    v: u32,
    pub(crate) vault: Uuid,
}

/// What a copy is of.
pub(crate) struct About {
    pub(crate) backup: Uuid,
    pub(crate) created_at: i64,
    pub(crate) erased: Option<Uuid>,
    pub(crate) people: u32,
    pub(crate) schema: i32,
}

/// A backup whose lines were read; nothing is decrypted yet.
pub(crate) struct Sealed {
    pub(crate) head: Head,
    pub(super) slots: Slots,
    bound: [u8; 32],
    body: BufReader<File>,
}

/// Both lines and the chunks of `copy`, into the new private file `to`; durable when this returns.
pub(super) fn seal(
    copy: &Path,
    to: &Path,
    about: &About,
    slots: &Slots,
    root: &RootKey,
    course: Course<'_>,
) -> Result<Head> {
    let nonce: [u8; 19] = *keys::random()?;
    let head = Head {
        backup: about.backup,
        created_at: about.created_at,
        erased: about.erased,
        format: FORMAT.to_owned(),
        nonce: slots::text(&nonce),
        people: about.people,
        schema: about.schema,
        v: VERSION,
        vault: slots.vault,
    };
    let mut lines = serde_json::to_vec(&head).map_err(|_| Code::Internal)?;
    lines.push(b'\n');
    lines.extend(slots.without_keyring().seal(root));
    lines.push(b'\n');
    let cipher = Stream {
        key: root.backup(head.backup),
        nonce,
        bound: Sha256::digest(&lines).into(),
    };

    let mut from = held::open(copy)?;
    let of = from.metadata()?.len();
    let mut out = BufWriter::with_capacity(4 * CHUNK, files::create_private(to)?);
    out.write_all(&lines)?;
    let mut chunk = Zeroizing::new(vec![0; CHUNK]);
    let mut filled = fill(&mut from, &mut chunk)?;
    let mut next = Zeroizing::new(vec![0; CHUNK]);
    for number in 0.. {
        let after = if filled == CHUNK {
            fill(&mut from, &mut next)?
        } else {
            0
        };
        let last = after == 0;
        course.at(Stage::Seal, u64::from(number) * CHUNK as u64, of)?;
        out.write_all(&cipher.seal(number, last, &chunk[..filled])?)?;
        if last {
            break;
        }
        std::mem::swap(&mut chunk, &mut next);
        filled = after;
    }
    let file = out
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(head)
}

/// Reads the two lines.
///
/// # Errors
/// [`Code::NotABackup`], [`Code::TooNew`], [`Code::BackupDamaged`].
pub(super) fn open(path: &Path) -> Result<Sealed> {
    #[derive(Deserialize)]
    struct Kind {
        format: String,
        v: u32,
    }
    let mut body = BufReader::with_capacity(4 * CHUNK, held::open(path)?);
    let first = line(&mut body, MAX_HEAD)?.ok_or(Code::NotABackup)?;
    let kind: Kind = serde_json::from_slice(&first).map_err(|_| Code::NotABackup)?;
    if kind.format != FORMAT {
        return Err(Code::NotABackup.into());
    }
    if kind.v != VERSION {
        return Err(Code::TooNew.into());
    }
    let head: Head = serde_json::from_slice(&first).map_err(|_| Code::BackupDamaged)?;
    if head.schema > super::migrate::LATEST {
        return Err(Code::TooNew.into());
    }
    let most = usize::try_from(slots::MAX_BYTES).unwrap_or(usize::MAX);
    let second = line(&mut body, most)?.ok_or(Code::BackupDamaged)?;
    let slots = Slots::parse(&second).map_err(|error| match error.code() {
        Code::TooNew => Code::TooNew,
        _ => Code::BackupDamaged,
    })?;
    if slots.vault != head.vault {
        return Err(Code::BackupDamaged.into());
    }
    let mut bound = Sha256::new();
    for text in [&first, &second] {
        bound.update(text);
        bound.update(b"\n");
    }
    Ok(Sealed {
        head,
        slots,
        bound: bound.finalize().into(),
        body,
    })
}

impl Sealed {
    /// Whether it is under `root`: one from before a new root key opens with what was typed then, and with nothing else.
    pub(super) fn is_under(&self, root: &RootKey) -> bool {
        self.slots.is_under(root)
    }

    /// Writes the copy of the database into the new private file `to`. A file with one wrong bit, or one that ends
    /// early, leaves nothing there.
    ///
    /// # Errors
    /// [`Code::BackupDamaged`].
    pub(super) fn unseal(
        mut self,
        root: &RootKey,
        to: &Path,
        stage: Stage,
        course: Course<'_>,
    ) -> Result<()> {
        let of = self.body.get_ref().metadata()?.len();
        let mut out = BufWriter::new(files::create_private(to)?);
        let at = |done| course.at(stage, done, of);
        let done = self.chunks(root, &mut out, &at).and_then(|()| {
            let file = out
                .into_inner()
                .map_err(std::io::IntoInnerError::into_error)?;
            Ok(file.sync_all()?)
        });
        if done.is_err() {
            let _ = held::remove(to);
        }
        done
    }

    fn chunks(
        &mut self,
        root: &RootKey,
        out: &mut impl Write,
        at: &dyn Fn(u64) -> Result<()>,
    ) -> Result<()> {
        let nonce = slots::bytes::<19>(&self.head.nonce).map_err(|_| Code::BackupDamaged)?;
        let cipher = Stream {
            key: root.backup(self.head.backup),
            nonce,
            bound: self.bound,
        };
        let mut chunk = vec![0; CHUNK + TAG];
        let mut next = vec![0; CHUNK + TAG];
        let mut filled = fill(&mut self.body, &mut chunk)?;
        for number in 0.. {
            let after = if filled == chunk.len() {
                fill(&mut self.body, &mut next)?
            } else {
                0
            };
            let last = after == 0;
            at(u64::from(number) * chunk.len() as u64)?;
            out.write_all(&cipher.open(number, last, &chunk[..filled])?)?;
            if last {
                break;
            }
            std::mem::swap(&mut chunk, &mut next);
            filled = after;
        }
        Ok(())
    }
}

struct Stream {
    key: Key,
    nonce: [u8; 19],
    bound: [u8; 32],
}

impl Stream {
    fn nonce(&self, number: u32, last: bool) -> [u8; 24] {
        let mut nonce = [0; 24];
        nonce[..19].copy_from_slice(&self.nonce);
        nonce[19..23].copy_from_slice(&number.to_be_bytes());
        nonce[23] = u8::from(last);
        nonce
    }

    fn seal(&self, number: u32, last: bool, chunk: &[u8]) -> Result<Vec<u8>> {
        keys::encrypt(&self.key, self.nonce(number, last), chunk, &self.bound)
    }

    fn open(&self, number: u32, last: bool, chunk: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        keys::decrypt(&self.key, self.nonce(number, last), chunk, &self.bound)
            .ok_or(Code::BackupDamaged.into())
    }
}

/// Reads until `buffer` is full or nothing comes any more.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// A line without its end; `None` when it is longer than `most` or has no end.
fn line(from: &mut impl Read, most: usize) -> Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut byte = [0];
    while from.read(&mut byte)? == 1 {
        if byte[0] == b'\n' {
            return Ok(Some(line));
        }
        line.push(byte[0]);
        if line.len() > most {
            break;
        }
    }
    Ok(None)
}

//! The gap scrub by hand, for floor A: zeroes what nothing owns, in chunks, without judging anything. `SQLite` file format 1.3 to 1.6.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction};

use crate::Outcome;

const CHUNK: usize = 256;

pub(crate) fn scrub(conn: &mut Connection) -> Outcome<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    let mut next = 1;
    loop {
        let tx = conn.transaction()?;
        let head = page(&tx, 1)?;
        let (usable, pages) = (head.len() - usize::from(head[20]), be32(&head, 28));
        let free = freelist(&tx, &head, pages)?;
        for number in (next..next + CHUNK).take_while(|n| *n <= pages) {
            one(&tx, number, usable, &free)?;
        }
        tx.commit()?;
        next += CHUNK;
        if next > pages {
            return Ok(());
        }
    }
}

/// By page: on the freelist, as a leaf.
fn freelist(tx: &Transaction<'_>, head: &[u8], pages: usize) -> Outcome<Vec<bool>> {
    let mut free = vec![false; pages + 1];
    let mut trunk = be32(head, 32);
    while trunk != 0 {
        let bytes = page(tx, trunk)?;
        for leaf in 0..be32(&bytes, 4) {
            free[be32(&bytes, 8 + 4 * leaf)] = true;
        }
        trunk = be32(&bytes, 0);
    }
    Ok(free)
}

fn one(tx: &Transaction<'_>, number: usize, usable: usize, free: &[bool]) -> Outcome<()> {
    let mut bytes = page(tx, number)?;
    if free[number] {
        return zero(tx, number, &mut bytes, 0, usable);
    }
    let head = if number == 1 { 100 } else { 0 };
    let kind = bytes[head];
    if !matches!(kind, 2 | 5 | 10 | 13) {
        return Ok(());
    }
    let pointers = head + if kind < 10 { 12 } else { 8 };
    let cells = be16(&bytes, head + 3);
    let mut owned = vec![(0, pointers + 2 * cells)];
    for cell in 0..cells {
        let start = be16(&bytes, pointers + 2 * cell);
        owned.push((start, cell_end(tx, &bytes, start, kind, usable)?));
    }
    let mut block = be16(&bytes, head + 1);
    while block != 0 {
        owned.push((block, block + 4));
        block = be16(&bytes, block);
    }
    owned.sort_unstable();
    owned.push((usable, usable));
    let mut at = 0;
    let mut dirty = false;
    for (from, to) in owned {
        if at < from {
            dirty |= bytes[at..from].iter().any(|byte| *byte != 0);
            bytes[at..from].fill(0);
        }
        at = at.max(to);
    }
    if dirty {
        write(tx, number, &bytes)
    } else {
        Ok(())
    }
}

/// Where a cell ends on its page; what its payload leaves of the last overflow page is zeroed.
fn cell_end(
    tx: &Transaction<'_>,
    bytes: &[u8],
    start: usize,
    kind: u8,
    usable: usize,
) -> Outcome<usize> {
    let (payload, mut at) = varint(bytes, start + if kind < 10 { 4 } else { 0 });
    if kind == 5 {
        return Ok(at);
    }
    let mut most = (usable - 12) * 64 / 255 - 23;
    if kind == 13 {
        (_, at) = varint(bytes, at);
        most = usable - 35;
    }
    if payload <= most {
        return Ok(at + payload);
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let local = match least + (payload - least) % (usable - 4) {
        local if local <= most => local,
        _ => least,
    };
    let mut overflow = be32(bytes, at + local);
    let rest = payload - local;
    for _ in 1..rest.div_ceil(usable - 4) {
        overflow = be32(&page(tx, overflow)?, 0);
    }
    let tail = 4 + (rest - 1) % (usable - 4) + 1;
    zero(tx, overflow, &mut page(tx, overflow)?, tail, usable)?;
    Ok(at + local + 4)
}

fn zero(
    tx: &Transaction<'_>,
    number: usize,
    bytes: &mut [u8],
    from: usize,
    to: usize,
) -> Outcome<()> {
    if bytes[from..to].iter().all(|byte| *byte == 0) {
        return Ok(());
    }
    bytes[from..to].fill(0);
    write(tx, number, bytes)
}

fn page(tx: &Transaction<'_>, number: usize) -> Outcome<Vec<u8>> {
    Ok(tx
        .prepare_cached("SELECT data FROM sqlite_dbpage WHERE pgno = ?1")?
        .query_row([i64::try_from(number)?], |r| r.get(0))?)
}

fn write(tx: &Transaction<'_>, number: usize, bytes: &[u8]) -> Outcome<()> {
    tx.prepare_cached("UPDATE sqlite_dbpage SET data = ?2 WHERE pgno = ?1 AND schema = 'main'")?
        .execute((i64::try_from(number)?, bytes))?;
    Ok(())
}

fn be16(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]))
}

fn be32(bytes: &[u8], at: usize) -> usize {
    (be16(bytes, at) << 16) | be16(bytes, at + 2)
}

/// The number and where the next one starts.
fn varint(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut number = 0;
    for n in 1..=9 {
        let byte = usize::from(bytes[at]);
        at += 1;
        if n == 9 {
            return ((number << 8) | byte, at);
        }
        number = (number << 7) | (byte & 0x7f);
        if byte < 0x80 {
            break;
        }
    }
    (number, at)
}

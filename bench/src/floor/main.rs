//! The floor: the same questions answered by hand-written SQL, without rules, provenance of acts or a program around it.
//! `floor a|b fill|measure FOLDER SIZE`: A is Kartotek's own schema, B a flat one. Prints figures as JSON.
#![allow(clippy::print_stdout)]

mod flat;
mod ours;
mod scrub;

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use kartotek_bench::figures::{Figures, Stopwatch, Times, file_size, peak_memory};
use kartotek_bench::people::{Person, Words, write_csv};
use kartotek_bench::{KEY, Size, questions, size};
use rusqlite::{Connection, Params, Transaction};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One schema by hand. Person `n` has row `n + 1` in both.
pub(crate) struct Hand {
    schema: String,
    contact: fn(&Transaction<'_>, i64, &Person) -> rusqlite::Result<()>,
    note: fn(&Transaction<'_>, i64, i64, i64, &str) -> rusqlite::Result<()>,
    event: fn(&Transaction<'_>, i64, i64) -> rusqlite::Result<()>,
    first: &'static str,
    keys: &'static str,
    /// After a key and a row.
    page: &'static str,
    /// All that a card shows, by row.
    card: &'static [&'static str],
    people: &'static str,
    notes: &'static str,
    /// All that belongs to a person, by row, in this order.
    forget: &'static [&'static str],
    search: &'static [&'static str],
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [schema, step, folder, size_name] = arguments.as_slice() else {
        return Err("floor a|b fill|measure FOLDER SIZE".into());
    };
    let hand = if schema == "a" {
        ours::hand()
    } else {
        flat::hand()
    };
    let size = size(size_name).ok_or("unknown size")?;
    let database = Path::new(folder).join(format!("floor-{schema}.db"));
    let figures = match step.as_str() {
        "fill" => fill(&hand, &database, size)?,
        _ => measure(&hand, &database, size)?,
    };
    println!("{}", serde_json::to_string(&figures)?);
    Ok(())
}

/// The pragmas of the vault, in its order.
fn open(database: &Path, cache_kib: u32) -> Outcome<Connection> {
    let conn = Connection::open(database)?;
    let mut hex = String::new();
    for byte in KEY {
        write!(hex, "{byte:02x}")?;
    }
    conn.execute_batch(&format!("PRAGMA key = \"x'{hex}'\";"))?;
    conn.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;
         PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 0; PRAGMA cache_size = -{cache_kib};"
    ))?;
    conn.set_prepared_statement_cache_capacity(256);
    Ok(conn)
}

fn fill(hand: &Hand, database: &Path, size: Size) -> Outcome<Figures> {
    let mut figures = Figures::new();
    let mut conn = open(database, 65_536)?;
    conn.execute_batch(&hand.schema)?;
    let list = database.with_extension("csv");
    write_csv(&list, size.contacts)?;

    let start = Stopwatch::start();
    let tx = conn.transaction()?;
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_path(&list)?;
    for (n, record) in (1..).zip(reader.records()) {
        let record = record?;
        let field = |at: usize| record.get(at).unwrap_or_default().to_owned();
        let person = Person {
            name: field(0),
            organization: field(1),
            email: field(2),
            phone: field(3),
            street: field(4),
            postal_code: field(5),
            town: field(6),
        };
        (hand.contact)(&tx, n, &person)?;
    }
    tx.commit()?;
    figures.insert(
        "import rows/s".into(),
        f64::from(size.contacts) * 1_000.0 / start.millis(),
    );
    figures.insert("peak memory of the import".into(), peak_memory());

    let words = Words::new();
    for chunk in 0..size.notes.div_ceil(10_000) {
        let tx = conn.transaction()?;
        for n in chunk * 10_000..(chunk * 10_000 + 10_000).min(size.notes) {
            let note = words.note(n, size);
            let row = i64::from(n) + 1;
            (hand.note)(&tx, row, i64::from(note.person) + 1, note.at, &note.text)?;
        }
        tx.commit()?;
    }
    let tx = conn.transaction()?;
    for n in 0..size.events {
        (hand.event)(&tx, i64::from(n) + 1, i64::from(n / 3) + 1)?;
    }
    tx.commit()?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))?;
    figures.insert("vault size".into(), file_size(database));
    Ok(figures)
}

fn measure(hand: &Hand, database: &Path, size: Size) -> Outcome<Figures> {
    let mut figures = Figures::new();
    let mut times = Times::default();
    for _ in 0..11 {
        times.take(|| -> Outcome<usize> { rows(&open(database, 16_384)?, hand.first, ()) })?;
    }
    times.into(&mut figures, "unlock to first page");

    let conn = open(database, 16_384)?;
    let keys: Vec<(Vec<u8>, i64)> = conn
        .prepare(hand.keys)?
        .query_map((), |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut times = Times::default();
    for place in questions::places(size) {
        let (key, row) = &keys[place as usize];
        times.take(|| rows(&conn, hand.page, (key, row)))?;
    }
    times.into(&mut figures, "list page");

    let mut times = Times::default();
    for person in questions::cards(size) {
        times.take(|| {
            hand.card
                .iter()
                .try_fold(0, |sum, sql| {
                    Ok(sum + rows(&conn, sql, [i64::from(person) + 1])?)
                })
                .map_err(|error: Box<dyn Error>| error)
        })?;
    }
    times.into(&mut figures, "card");

    let mut times = Times::default();
    for typed in questions::typed(size, &Words::new()) {
        let query = query(&typed);
        times.take(|| -> Outcome<usize> {
            Ok(rows(&conn, hand.people, [&query])? + rows(&conn, hand.notes, [&query])?)
        })?;
    }
    times.into(&mut figures, "key press");

    let mut writer = open(database, 65_536)?;
    let mut times = Times::default();
    let words = Words::new();
    for n in 0..questions::SAVED {
        let note = words.note(size.notes + n, size);
        times.take(|| -> Outcome<()> {
            let tx = writer.transaction()?;
            (hand.note)(
                &tx,
                i64::from(size.notes + n) + 1,
                i64::from(note.person) + 1,
                note.at,
                &note.text,
            )?;
            Ok(tx.commit()?)
        })?;
    }
    times.into(&mut figures, "save a note");
    figures.insert("peak memory".into(), peak_memory());

    // Activities go before the rows that point at them.
    writer.execute_batch("PRAGMA foreign_keys = OFF")?;
    let mut times = Times::default();
    for person in questions::forgotten(size) {
        times.take(|| -> Outcome<()> {
            let tx = writer.transaction()?;
            for sql in hand.forget {
                tx.prepare_cached(sql)?.execute([i64::from(person) + 1])?;
            }
            Ok(tx.commit()?)
        })?;
    }
    times.into(&mut figures, "forget: out of every view");
    drop(conn);
    let start = Stopwatch::start();
    physically_gone(hand, &mut writer)?;
    figures.insert("forget: physically gone".into(), start.millis() / 1_000.0);
    Ok(figures)
}

/// The least that the physical part can be: the indexes merged in chunks, the gaps zeroed in chunks, the log emptied, and
/// every page read once more.
fn physically_gone(hand: &Hand, conn: &mut Connection) -> Outcome<()> {
    for index in hand.search {
        let merge = |pages: i64| {
            conn.execute(
                &format!("INSERT INTO {index} ({index}, rank) VALUES ('merge', ?1)"),
                [pages],
            )
        };
        merge(-50)?;
        loop {
            let before = conn.total_changes();
            merge(50)?;
            if conn.total_changes() - before < 2 {
                break;
            }
        }
    }
    scrub::scrub(conn)?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))?;
    rows(conn, "SELECT data FROM sqlite_dbpage", ())?;
    Ok(())
}

/// Every word, the last as a beginning.
fn query(typed: &str) -> String {
    let words: Vec<String> = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\""))
        .collect();
    format!("{}*", words.join(" "))
}

/// Reads every column of every row; how many bytes there were.
fn rows(conn: &Connection, sql: &str, params: impl Params) -> Outcome<usize> {
    use rusqlite::types::ValueRef;
    let mut statement = conn.prepare_cached(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query(params)?;
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            bytes += match row.get_ref(column)? {
                ValueRef::Text(text) => text.to_vec().len(),
                ValueRef::Blob(blob) => blob.to_vec().len(),
                _ => 8,
            };
        }
    }
    Ok(bytes)
}

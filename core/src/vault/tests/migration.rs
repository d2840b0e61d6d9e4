//! A migration, with a schema that only these tests know: a copy first, and whatever moment it is cut off at the vault
//! opens, old or new.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::trace::{TraceEvent, TraceEventCodes};

use crate::Code;
use crate::vault::keys::RootKey;
use crate::vault::migrate::STEPS;
use crate::vault::slots::Slots;
use crate::vault::wreck::tests::furnished;
use crate::vault::{DATABASE, SLOTS, before, closed, connection, lock, migrate};

#[path = "../../../../tests/small_disk.rs"]
mod small_disk;

use small_disk::Small;

const NOW: i64 = 1_800_000_000_000;
/// Statements, so that it can be cut off between them.
const SECOND: &[&str] = &[
    "CREATE TABLE later (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, words TEXT NOT NULL) STRICT",
    "INSERT INTO later (person_id, words) SELECT id, 'words of ' || id FROM person",
    "ALTER TABLE tag ADD COLUMN colour TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX later_person ON later (person_id)",
    "DROP TABLE note_fts",
    "CREATE VIRTUAL TABLE note_fts USING fts5 (text, content = 'searchable_note', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')",
    "INSERT INTO note_fts (note_fts) VALUES ('rebuild')",
];

fn steps(second: &str) -> Vec<&str> {
    STEPS.iter().copied().chain([second]).collect()
}

/// A closed vault and its keys.
struct Old {
    dir: PathBuf,
    people: u32,
    root: RootKey,
    slots: Slots,
    _temp: tempfile::TempDir,
}

impl Old {
    fn new() -> Self {
        Self::of(20)
    }

    fn of(people: u32) -> Self {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().canonicalize().unwrap().join("valv");
        let vault = furnished(&dir, people as usize);
        let sealed = vault.sealed().unwrap();
        let (root, slots) = (sealed.root.again(), lock(&sealed.slots).clone());
        vault.close().unwrap();
        Self {
            dir,
            people,
            root,
            slots,
            _temp: temp,
        }
    }

    fn bring(&self, second: &str) -> crate::Result<()> {
        before::bring(&self.dir, (&self.slots, &self.root), NOW, &steps(second))
    }

    fn database(&self) -> PathBuf {
        self.dir.join(DATABASE)
    }

    /// Its files in another folder.
    fn moved(self, dir: PathBuf) -> Self {
        fs::create_dir(&dir).unwrap();
        for name in [DATABASE, SLOTS] {
            fs::copy(self.dir.join(name), dir.join(name)).unwrap();
        }
        Self { dir, ..self }
    }

    /// The schema's number, once it and its index of notes proved to be whole, and how many rows the new table has.
    fn state(&self) -> (i32, i64) {
        let key = self.root.database();
        let version = closed::version(&self.database(), &key).unwrap();
        closed::whole(&self.database(), &key, version).unwrap();
        let index = connection::keyed(&self.database(), &key).unwrap();
        let check = "INSERT INTO note_fts (note_fts, rank) VALUES ('integrity-check', 1)";
        index.execute(check, []).unwrap();
        drop(index);
        let conn = connection::reader(&self.database(), &key).unwrap();
        let counted = |sql: &str| conn.query_row(sql, [], |r| r.get::<_, u32>(0)).unwrap();
        for sql in [
            "SELECT count(*) FROM person",
            "SELECT count(*) FROM note_fts WHERE note_fts MATCH 'anteckning'",
        ] {
            assert_eq!(counted(sql), self.people, "everybody is there: {sql}");
        }
        let later = conn
            .query_row("SELECT count(*) FROM later", [], |r| r.get(0))
            .unwrap_or(-1);
        (version, later)
    }

    fn backups(&self) -> usize {
        let entries = fs::read_dir(self.dir.join("backups"))
            .into_iter()
            .flatten()
            .flatten();
        let ours = entries.filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|ending| ending == "kartotek-backup")
        });
        ours.count()
    }

    fn beside(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.dir).unwrap().flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.starts_with('.')).collect()
    }
}

#[test]
fn a_backup_is_taken_before_a_migration() {
    let old = Old::new();
    old.bring(&SECOND.join(";")).unwrap();
    assert_eq!(old.state(), (2, 20));
    assert_eq!(old.backups(), 1);
    assert_eq!(old.beside(), Vec::<String>::new());
    old.bring(&SECOND.join(";")).unwrap();
    assert_eq!(old.backups(), 1, "once is enough");
}

#[test]
fn without_a_folder_for_backups_a_copy_lies_beside_until_the_new_one_is_whole() {
    let old = Old::new();
    fs::write(old.dir.join("backups"), "no folder").unwrap();
    let broken = old
        .bring("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT; SELECT nonsense FROM nowhere");
    assert!(broken.is_err());
    assert_eq!(old.state(), (1, -1), "as it was");
    assert_eq!(old.beside(), [".before-1"], "the copy stays");
    let key = old.root.database();
    closed::whole(&old.dir.join(".before-1").join(DATABASE), &key, 1).unwrap();
    old.bring(&SECOND.join(";")).unwrap();
    assert_eq!(old.state(), (2, 20));
    assert_eq!(old.beside(), Vec::<String>::new(), "and goes then");
}

/// `KARTOTEK_PEOPLE` asks for one size more.
#[test]
#[allow(clippy::print_stdout)]
fn a_vault_of_any_size_is_brought_forward() {
    let more = std::env::var("KARTOTEK_PEOPLE").map(|people| people.parse().unwrap());
    for people in [0, 500].into_iter().chain(more) {
        let old = Old::of(people);
        let begun = Instant::now();
        old.bring(&SECOND.join(";")).unwrap();
        println!("{people} people brought forward in {:?}", begun.elapsed());
        assert_eq!(old.state(), (2, i64::from(people)));
    }
}

/// With so much room that something fits, and with more and more.
#[test]
fn a_disk_that_is_full_leaves_it_as_it_was() {
    let mut full = 0;
    for spare in (0..).step_by(32 << 10) {
        let small = Small::new(16);
        let old = Old::new().moved(small.path("valv"));
        small.fill(spare);
        // Where not even its schema can be looked at, opening says why.
        let (second, key) = (SECOND.join(";"), old.root.database());
        let opened = |()| connection::writer_to(&old.database(), &key, &steps(&second)).map(drop);
        let brought = old.bring(&second).and_then(opened);
        small.empty();
        let done = match brought.map_err(|error| error.code()) {
            Ok(()) => true,
            Err(Code::DiskFull) => false,
            Err(other) => panic!("with {spare} bytes: {other:?}"),
        };
        let wanted = if done { (2, 20) } else { (1, -1) };
        assert_eq!(old.state(), wanted, "with {spare} bytes");
        super::super::copies::sweep(&old.dir);
        old.bring(&SECOND.join(";")).unwrap();
        assert_eq!(
            old.state(),
            (2, 20),
            "with {spare} bytes, and then with room"
        );
        assert_eq!(old.beside(), Vec::<String>::new());
        if done {
            break;
        }
        full += 1;
    }
    assert!(full > 8, "{full} times it was full");
}

fn root_of(key: &str) -> RootKey {
    let mut bytes = [0; 32];
    for (n, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&key[2 * n..2 * n + 2], 16).unwrap();
    }
    RootKey::from_bytes(&bytes).unwrap()
}

/// This test of this program in a process of its own.
fn alone(test: &str, dir: &Path, place: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let test = format!("vault::tests::migration::{test}");
    command.args(["--exact", &test, "--test-threads=1"]);
    command.env("KARTOTEK_TEST_DIR", dir);
    command.env("KARTOTEK_TEST_DIES", place);
    command
}

/// Plays in a process of its own, which dies at a statement of the migration; in any other run it is nothing.
#[test]
fn dies_in_a_migration() {
    let (Some(dir), Ok(place)) = (
        std::env::var_os("KARTOTEK_TEST_DIR"),
        std::env::var("KARTOTEK_TEST_DIES"),
    ) else {
        return;
    };
    let (at, key) = place.split_once(':').unwrap();
    let database = Path::new(&dir).join(DATABASE);
    let root = root_of(key);
    let mut conn = connection::writer(&database, &root.database()).unwrap();
    let mut left: u32 = at.parse().unwrap();
    let die = move |_: TraceEvent<'_>| {
        left -= 1;
        if left == 0 {
            std::process::abort();
        }
    };
    conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(die))
        .unwrap();
    migrate::take(&mut conn, &steps(&SECOND.join(";"))).unwrap();
}

#[test]
fn killed_at_every_statement_it_opens_old_or_new() {
    let old = Old::new();
    let whole = fs::read(old.database()).unwrap();
    let key = crate::vault::hex(old.root.bytes());
    let (mut before_commit, mut through) = (0, false);
    for at in 1..400 {
        fs::write(old.database(), &whole).unwrap();
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(connection::beside(&old.database(), suffix));
        }
        let place = format!("{at}:{key}");
        let child = alone("dies_in_a_migration", &old.dir, &place).output();
        let child = child.unwrap();
        let (version, later) = old.state();
        assert!(
            matches!((version, later), (1, -1) | (2, 20)),
            "at statement {at}: never between: {version} {later}"
        );
        before_commit += usize::from(version == 1);
        old.bring(&SECOND.join(";")).unwrap();
        assert_eq!(old.state(), (2, 20), "at statement {at}: and goes on");
        if child.status.success() {
            assert_eq!(version, 2);
            through = true;
            break;
        }
    }
    assert!(
        through && before_commit > SECOND.len(),
        "{before_commit} times before the commit"
    );
}

/// What [`killed_anywhere_it_opens_old_or_new`] kills; in any other run it is nothing.
#[test]
fn brings_a_vault() {
    let (Some(dir), Ok(place)) = (
        std::env::var_os("KARTOTEK_TEST_DIR"),
        std::env::var("KARTOTEK_TEST_DIES"),
    ) else {
        return;
    };
    let Some(key) = place.strip_prefix("any:") else {
        return;
    };
    let (dir, root) = (Path::new(&dir), root_of(key));
    let slots = Slots::parse(&fs::read(dir.join(SLOTS)).unwrap()).unwrap();
    fs::write(dir.join("begun"), "").unwrap();
    before::bring(dir, (&slots, &root), NOW, &steps(&SECOND.join(";"))).unwrap();
}

/// The whole of it: the backup or the copy beside, the migration, the proof, the copy's end.
#[test]
fn killed_anywhere_it_opens_old_or_new() {
    const TIMES: u32 = 15;
    let mut versions = [0, 0];
    for backups in [true, false] {
        let old = Old::new();
        let whole = fs::read(old.database()).unwrap();
        if !backups {
            fs::write(old.dir.join("backups"), "no folder").unwrap();
        }
        let place = format!("any:{}", crate::vault::hex(old.root.bytes()));
        let begun = old.dir.join("begun");
        let mut lasts = None;
        for time in 0..=TIMES {
            fs::write(old.database(), &whole).unwrap();
            let mut child = alone("brings_a_vault", &old.dir, &place);
            let mut child = child.stdout(Stdio::null()).spawn().unwrap();
            while !begun.exists() {
                let lives = child.try_wait().unwrap().is_none();
                assert!(lives || begun.exists(), "it begins");
                thread::sleep(Duration::from_millis(1));
            }
            let since = Instant::now();
            match lasts {
                None => assert!(child.wait().unwrap().success()),
                Some(lasts) => {
                    // On a busy computer it takes longer than the first time.
                    thread::sleep(lasts * (3 * time) / TIMES);
                    child.kill().unwrap();
                    child.wait().unwrap();
                }
            }
            lasts.get_or_insert(since.elapsed());
            fs::remove_file(&begun).unwrap();
            let (version, later) = old.state();
            assert!(
                matches!((version, later), (1, -1) | (2, 20)),
                "{time}: never between: {version} {later}"
            );
            versions[usize::from(version == 2)] += 1;
            super::super::copies::sweep(&old.dir);
            old.bring(&SECOND.join(";")).unwrap();
            assert_eq!(old.state(), (2, 20), "{time}: and goes on");
            assert_eq!(
                old.beside(),
                Vec::<String>::new(),
                "{time}: nothing is left"
            );
        }
    }
    assert!(versions.iter().all(|times| *times > 2), "{versions:?}");
}

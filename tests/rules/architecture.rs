//! The walls of the house, read from the source: arrows point down, SQL stays in its rooms, people are never printed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms and their floors, as in `core/src/lib.rs`.
const FLOORS: &[(&str, u8)] = &[
    ("error", 0),
    ("id", 0),
    ("held", 0),
    ("policy", 0),
    ("text", 0),
    ("vault", 0),
    ("contact", 1),
    ("activity", 2),
    ("consent", 2),
    ("draft", 2),
    ("inventory", 3),
    ("enrichment", 4),
    ("erasure", 4),
    ("import", 4),
    ("rights", 4),
    ("search", 4),
    ("verify", 4),
    ("backup", 5),
    ("salvage", 6),
];

/// Types with text in them that is not about a person, each with its reason.
const IMPERSONAL: &[(&str, &str)] = &[
    ("Filter", "a tag or a person type, not a person"),
    ("Place", "the name of a form"),
    ("Target", "the key of a field"),
    ("Count", "the name of an inventory entry and a number"),
    ("Certificate", "figures, versions and random ids"),
    ("Progress", "figures and random ids"),
];

/// A source file of the core, without its comments and tests.
struct Source {
    room: String,
    path: PathBuf,
    code: String,
}

/// The core's source without its tests, whose house belongs to no floor.
fn sources() -> Vec<Source> {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src");
    let mut out = Vec::new();
    let mut folders = vec![tree.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            let is_rust = path.extension().is_some_and(|ending| ending == "rs");
            if path.is_dir() {
                if name != "tests" {
                    folders.push(path);
                }
            } else if is_rust && name != "tests.rs" && path != tree.join("house.rs") {
                let inside = path.strip_prefix(&tree).unwrap();
                let first = inside.iter().next().unwrap().to_str().unwrap();
                let room = first.trim_end_matches(".rs").to_owned();
                let code = without_comments(&fs::read_to_string(&path).unwrap());
                out.push(Source { room, path, code });
            }
        }
    }
    assert!(out.len() > 30, "the source was found");
    out
}

fn without_comments(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|f| f.1)
}

/// The rooms that a source names: `use crate::{a, b::c}` and `crate::a::` in the middle of the code.
fn named(code: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let heads: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => heads(list),
            None => vec![rest],
        };
        for head in heads {
            let word: String = head
                .trim_start()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            out.insert(word);
        }
    }
    out
}

/// The first words of a `use` list, nested lists left out.
fn heads(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut out) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                out.push(&list[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                out.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out
}

#[test]
fn every_room_has_a_floor() {
    for source in sources() {
        if source.room != "lib" {
            assert!(
                floor(&source.room).is_some(),
                "{} is on no floor",
                source.room
            );
        }
    }
}

#[test]
fn arrows_point_down() {
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources() {
        let Some(own) = floor(&source.room) else {
            continue;
        };
        for other in named(&source.code) {
            let Some(theirs) = floor(&other) else {
                continue;
            };
            assert!(
                theirs <= own,
                "{} (floor {own}) reaches up to {other} (floor {theirs})",
                source.path.display()
            );
            if other != source.room && own == theirs && own > 0 {
                arrows.entry(source.room.clone()).or_default().insert(other);
            }
        }
    }
    for (from, tos) in &arrows {
        for to in tos {
            let back = arrows.get(to).is_some_and(|others| others.contains(from));
            assert!(!back, "{from} and {to} lean on each other");
        }
    }
}

#[test]
fn the_reader_of_arrows_reads() {
    let code = "use crate::policy::{self, Channel};\nuse crate::{\n    Code, contact,\n    vault::{ReadTx, WriteTx},\n};\nlet x = crate::erasure::forget();";
    let found = named(code);
    for room in ["policy", "contact", "vault", "erasure"] {
        assert!(found.contains(room), "{room}");
    }
    assert!(!found.contains("ReadTx") && !found.contains("Channel"));
}

#[test]
fn sql_stands_in_the_stores() {
    let verbs = [
        "SELECT ",
        "INSERT ",
        "UPDATE ",
        "DELETE FROM",
        "REPLACE INTO",
        "CREATE ",
        "DROP ",
        "PRAGMA ",
        "BEGIN ",
        "WITH RECURSIVE",
    ];
    for source in sources() {
        // A large store is a folder of that name.
        let store = source.path.ends_with("store.rs")
            || source
                .path
                .parent()
                .is_some_and(|folder| folder.ends_with("store"));
        if source.room == "vault" || store {
            continue;
        }
        for line in source.code.lines() {
            let sql = verbs.iter().any(|verb| {
                line.contains(&format!("\"{verb}")) || line.trim_start().starts_with(verb)
            });
            assert!(!sql, "{}: {}", source.path.display(), line.trim());
        }
    }
}

#[test]
fn people_are_never_printed() {
    let carriers = [
        "String",
        "Content",
        "Address",
        "Value",
        "Source",
        "ContactRow",
        "ConsentEvent",
        "ConsentLine",
        "Entry",
        "Mention",
    ];
    let mut seen = 0;
    for source in sources() {
        let personal_room = floor(&source.room).is_some_and(|floor| floor > 0);
        if !personal_room && !source.path.ends_with("vault/session.rs") {
            continue;
        }
        let lines: Vec<&str> = source.code.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let line = line.trim();
            assert!(
                !(line.starts_with("impl")
                    && (line.contains("Debug for") || line.contains("Display for"))),
                "{}: {line}",
                source.path.display()
            );
            let Some(name) = declared(line) else { continue };
            if IMPERSONAL.iter().any(|(type_name, _)| *type_name == name) {
                continue;
            }
            let body = lines[at..].iter().skip(1).take_while(|l| **l != "}");
            let holds = body
                .flat_map(|l| l.split(|c: char| !c.is_alphanumeric()))
                .any(|word| carriers.contains(&word));
            let derived = lines[..at]
                .iter()
                .rev()
                .take_while(|l| !l.is_empty() && **l != "}")
                .any(|l| {
                    l.trim_start().starts_with("#[derive") && l.contains("Debug")
                        || l.trim() == "Debug,"
                });
            seen += usize::from(holds);
            assert!(
                !(holds && derived),
                "{}: {name} can be printed",
                source.path.display()
            );
        }
    }
    assert!(seen > 20, "the personal types were found");
}

/// The name of the type that a line declares.
fn declared(line: &str) -> Option<&str> {
    let rest = line
        .trim_start_matches("pub(crate) ")
        .trim_start_matches("pub(super) ")
        .trim_start_matches("pub ");
    let rest = rest
        .strip_prefix("struct ")
        .or_else(|| rest.strip_prefix("enum "))?;
    rest.split(|c: char| !c.is_alphanumeric()).next()
}

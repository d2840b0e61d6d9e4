//! One person's export: what is in the ZIP, who is not, and how it lands on disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::os::unix::fs::PermissionsExt;

use kartotek_core::{Code, PersonId, rights};
use rusqlite::Connection;
use serde_json::Value;

use crate::erasure::bed::{Bed, NOW};

/// A ZIP's files in order, and their contents by name.
pub(crate) fn unpacked(zip: &[u8]) -> (Vec<String>, BTreeMap<String, String>) {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).expect("a ZIP");
    let mut names = Vec::new();
    let mut contents = BTreeMap::new();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).expect("a file");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("UTF-8");
        let name = file.name().expect("a name").into_owned();
        names.push(name.clone());
        contents.insert(name, text);
    }
    (names, contents)
}

fn drawn(bed: &Bed, person: PersonId) -> BTreeMap<String, String> {
    let zip = bed
        .vault
        .read(|tx| rights::draw_up(tx, person, "head"))
        .expect("drawn up");
    unpacked(&zip).1
}

/// Against the published schema.
pub(crate) fn assert_valid(json: &str) {
    let schema: Value = serde_json::from_str(rights::SCHEMA).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let json: Value = serde_json::from_str(json).expect("data.json is JSON");
    let errors: Vec<String> = validator
        .iter_errors(&json)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(
        errors,
        Vec::<String>::new(),
        "data.json follows export.schema.json"
    );
}

/// Anna (1), with one of everything that the page has a section for, and Berit (2).
fn anna(conn: &Connection) -> PersonId {
    let anna = Bed::somebody(
        conn,
        1,
        "Anna Åkerlund",
        "anna@example.org",
        "+46701740605",
        "Vill ha offert, helst i maj",
    );
    Bed::somebody(
        conn,
        2,
        "Berit Sund",
        "berit@example.org",
        "+46701740606",
        "Ringer i maj",
    );
    Bed::value(
        conn,
        1,
        6,
        r#"{"street":"Storgatan 1","postal_code":"111 22","town":"Åmål","country":""}"#,
        None,
    );
    conn.execute_batch(
        "INSERT INTO basis (uid, person_id, purpose_id, basis, valid_from, decided_by) VALUES (randomblob(16), 1, 1, '6_1_b', 0, 1);
         INSERT INTO consent_event (uid, person_id, purpose_id, channel, value_id, state, polarity, wording_id, method, happened_at, recorded_at, recorded_by, policy_id, prev, mac)
           SELECT randomblob(16), 1, 3, 'email', id, 'given', 1, 1000, 'verbal_visit', 0, 0, 1, policy_id, zeroblob(32), zeroblob(32) FROM value WHERE person_id = 1 AND field_id = 4;
         INSERT INTO tag (id, uid, name) VALUES (1, randomblob(16), 'Mässa'); INSERT INTO person_tag VALUES (1, 1);
         UPDATE controller SET name = 'Nils Fors', address = 'Skogsvägen 2, 123 45 Mora', email = 'nils@example.org';
         UPDATE activity SET follow_up_on = '2026-05-04' WHERE id = 1;",
    )
    .expect("rows");
    anna
}

#[test]
fn the_zip_holds_a_page_data_a_card_and_the_schema() {
    let bed = Bed::new();
    let conn = bed.foreign();
    let anna = anna(&conn);
    let draw = || {
        bed.vault
            .read(|tx| rights::draw_up(tx, anna, "writer:1:head"))
            .expect("drawn up")
    };
    let zip = draw();
    assert_eq!(zip, draw(), "the same data make the same bytes");
    let (names, files) = unpacked(&zip);
    assert_eq!(
        names,
        [
            "index.html",
            "data.json",
            "contact.vcf",
            "export.schema.json"
        ]
    );
    assert_valid(&files["data.json"]);
    let json: Value = serde_json::from_str(&files["data.json"]).expect("JSON");
    assert_eq!(json["journal_head"], "writer:1:head");
    assert_eq!(json["created_at"], "2026-03-10T12:00:00.000Z");
    assert_eq!(json["data"]["values"].as_array().map(Vec::len), Some(4));
    let page = &files["index.html"];
    for said in [
        "<html lang=\"sv\">",
        "Uppgifter om Anna Åkerlund",
        "Nils Fors<br>Skogsvägen 2",
        "Storgatan 1<br>111 22 Åmål",
        "070-174 06 05",
        "Avtal (artikel 6.1 b)",
        "36 månader",
        "Får vi skicka nyhetsbrevet?",
        "Muntligt vid ett möte",
        "Vill ha offert, helst i maj",
        "2026-05-04",
        "<li>Mässa</li>",
        "Integritetsskyddsmyndigheten",
        "artikel 17",
        "2026-03-10 13:00",
    ] {
        assert!(page.contains(said), "the page must say {said:?}");
    }
    for never in [
        "<script",
        "http://",
        "https://",
        "6_1_b",
        "verbal_visit",
        "consumer",
        "Berit",
        "berit@",
    ] {
        assert!(!page.contains(never), "the page must not hold {never:?}");
    }
}

#[test]
fn a_person_is_answered_in_their_language() {
    let bed = Bed::new();
    let conn = bed.foreign();
    let anna = anna(&conn);
    conn.execute("UPDATE person SET language = 'en' WHERE id = 1", [])
        .expect("English");
    let page = &drawn(&bed, anna)["index.html"];
    for said in [
        "<html lang=\"en\">",
        "Data about Anna",
        "Contract (Article 6(1)(b))",
        "36 months",
        "Offers and orders",
        "Swedish Authority for Privacy Protection",
    ] {
        assert!(page.contains(said), "the page must say {said:?}");
    }
    assert!(!page.contains("Ändamål"), "no Swedish heading");
}

#[test]
fn others_are_masked_and_the_person_is_not() {
    let bed = Bed::new();
    let conn = bed.foreign();
    let anna = anna(&conn);
    Bed::note(
        &conn,
        &[1, 2],
        "Anna och Berit vill ha samma tak. Sund betalar.",
    );
    Bed::note(
        &conn,
        &[1],
        "Granne till BERIT  SUND (berit@example.org, 070-174 06 06). Anna Åkerlund nås på 0701740605.",
    );
    Bed::note(&conn, &[1], "Eva Sundberg och en Sund till");
    let files = drawn(&bed, anna);
    let json: Value = serde_json::from_str(&files["data.json"]).expect("JSON");
    let texts: Vec<&str> = json["data"]["activities"]
        .as_array()
        .expect("notes")
        .iter()
        .filter_map(|a| a["text"].as_str())
        .collect();
    assert!(texts.contains(&"Anna och [uppgift om annan person] vill ha samma tak. [uppgift om annan person] betalar."), "{texts:?}");
    assert!(
        texts.contains(&"Granne till [uppgift om annan person] ([uppgift om annan person], [uppgift om annan person]). Anna Åkerlund nås på 0701740605."),
        "{texts:?}"
    );
    assert!(
        texts.contains(&"Eva Sundberg och en Sund till"),
        "nobody known is named here: {texts:?}"
    );
    assert_eq!(json["masked"], 5);
    assert!(files["index.html"].contains("5 ställen"));
    assert!(files["index.html"].contains("Anteckningen handlar också om någon annan"));
    for (name, content) in &files {
        for trace in ["Berit", "BERIT", "berit@", "06 06", "740606"] {
            assert!(!content.contains(trace), "{trace} is in {name}");
        }
    }
}

#[test]
fn somebody_in_the_bin_is_masked_too() {
    let bed = Bed::new();
    let conn = bed.foreign();
    let anna = anna(&conn);
    Bed::note(&conn, &[1], "Hälsa Berit Sund");
    conn.execute_batch("UPDATE person SET binned_at = 1 WHERE id = 2; DELETE FROM card WHERE person_id = 2; DELETE FROM person_fts WHERE rowid = 2")
        .expect("binned");
    assert!(!drawn(&bed, anna)["data.json"].contains("Berit"));
}

#[test]
fn hostile_content_stays_content() {
    let bed = Bed::new();
    let conn = bed.foreign();
    let nasty = "<script>alert(1)</script>\" onload='x' =HYPERLINK(\"a\") \u{202e}evil; a,b\\c";
    let person = Bed::somebody(&conn, 1, nasty, "x@example.org", "+46701740605", nasty);
    let files = drawn(&bed, person);
    assert!(!files["index.html"].contains("<script"));
    assert!(
        !files["index.html"].contains('\u{202e}'),
        "a direction mark must not reach beyond the text"
    );
    assert!(
        files["index.html"]
            .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39;")
    );
    assert_valid(&files["data.json"]);
    let json: Value = serde_json::from_str(&files["data.json"]).expect("JSON");
    assert_eq!(
        json["data"]["values"][0]["content"], nasty,
        "the data are not changed"
    );
}

/// Lines unfolded, as a reader does it (RFC 6350, 3.2).
fn unfolded(card: &str) -> Vec<String> {
    card.replace("\r\n ", "")
        .split("\r\n")
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_card_follows_rfc_6350() {
    let bed = Bed::new();
    let conn = bed.foreign();
    let person = anna(&conn);
    let long = "Åäö, med; komma\\och\nrad ".repeat(7);
    Bed::value(&conn, 1, 2, &long, None);
    let card = drawn(&bed, person).remove("contact.vcf").expect("a card");
    assert!(card.starts_with("BEGIN:VCARD\r\nVERSION:4.0\r\n"));
    assert!(card.ends_with("END:VCARD\r\n"));
    assert_eq!(
        card.matches('\n').count(),
        card.matches("\r\n").count(),
        "CRLF only"
    );
    for line in card.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    let lines = unfolded(&card);
    for expected in [
        "FN:Anna Åkerlund",
        "N:Åkerlund;Anna;;;",
        "EMAIL:anna@example.org",
        "TEL;VALUE=uri:tel:+46701740605",
        "ADR:;;Storgatan 1;Åmål;;111 22;",
        "CATEGORIES:Mässa",
        "REV:20260310T120000Z",
        "LANG:sv",
    ] {
        assert!(
            lines.iter().any(|line| line == expected),
            "{expected} is missing: {lines:?}"
        );
    }
    let organization = lines
        .iter()
        .find_map(|line| line.strip_prefix("ORG:"))
        .expect("an organization");
    let read = organization
        .replace("\\n", "\n")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\");
    assert_eq!(read, long, "escapes can be undone");
}

#[test]
fn the_file_is_private_whole_and_remembered() {
    let bed = Bed::new();
    let conn = bed.foreign();
    let anna = anna(&conn);
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("utdrag.zip");
    let written = rights::export(&bed.vault, anna, &out, "Fraktbolaget AB").expect("written");
    assert_eq!(
        written.value.bytes,
        fs::metadata(&out).expect("a file").len()
    );
    assert_eq!(
        fs::metadata(&out).expect("a file").permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        fs::read_dir(folder.path()).expect("a folder").count(),
        1,
        "nothing half is left beside it"
    );
    let (kind, recipient, location, at): (String, String, String, i64) = conn
        .query_row(
            "SELECT kind, recipient, location, at FROM disclosure WHERE person_id = 1",
            [],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
        )
        .expect("remembered");
    assert_eq!(
        (kind.as_str(), recipient.as_str(), location.as_str(), at),
        (
            "export",
            "Fraktbolaget AB",
            out.to_str().expect("a path"),
            NOW
        )
    );
    let op: String = conn
        .query_row("SELECT op FROM journal ORDER BY id DESC LIMIT 1", [], |r| {
            r.get(0)
        })
        .expect("an entry");
    assert_eq!(op, "person.export");
    let page = &drawn(&bed, anna)["index.html"];
    assert!(
        page.contains("Fraktbolaget AB"),
        "the next export names the recipient of this one"
    );
    let head = unpacked(&fs::read(&out).expect("a file")).1["data.json"].clone();
    let head: Value = serde_json::from_str(&head).expect("JSON");
    assert_eq!(
        head["journal_head"]
            .as_str()
            .map(|head| head.split(':').count()),
        Some(3),
        "writer:n:hash"
    );
}

#[test]
fn nothing_is_overwritten_and_nothing_half_is_left() {
    let bed = Bed::new();
    let conn = bed.foreign();
    let anna = anna(&conn);
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("utdrag.zip");
    let disclosures = || {
        conn.query_row("SELECT count(*) FROM disclosure", [], |r| {
            r.get::<_, i64>(0)
        })
        .expect("a number")
    };
    fs::write(&out, "min").expect("a file");
    let code = rights::export(&bed.vault, anna, &out, "")
        .err()
        .map(|error| error.code());
    assert_eq!(code, Some(Code::FileExists));
    assert_eq!(
        fs::read(&out).expect("a file"),
        b"min",
        "somebody's file is untouched"
    );
    let nowhere = folder.path().join("saknas").join("utdrag.zip");
    let code = rights::export(&bed.vault, anna, &nowhere, "")
        .err()
        .map(|error| error.code());
    assert_eq!(code, Some(Code::NotFound));
    let unknown = rights::export(
        &bed.vault,
        PersonId::new(),
        &folder.path().join("b.zip"),
        "",
    )
    .err()
    .map(|error| error.code());
    assert_eq!(unknown, Some(Code::NoSuchPerson));
    assert_eq!(disclosures(), 0, "what was not written is not remembered");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn a_file_that_cannot_get_its_name_is_not_remembered() {
    let bed = Bed::new();
    let conn = bed.foreign();
    let anna = anna(&conn);
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("utdrag".repeat(60));
    rights::export(&bed.vault, anna, &out, "")
        .err()
        .expect("no file system has such names");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    let remembered = "SELECT count(*) FROM disclosure";
    let remembered: i64 = conn
        .query_row(remembered, [], |r| r.get(0))
        .expect("a number");
    assert_eq!(remembered, 0);
    let acts =
        "SELECT group_concat(op, ' ') FROM (SELECT op FROM journal ORDER BY id DESC LIMIT 2)";
    let acts: String = conn.query_row(acts, [], |r| r.get(0)).expect("entries");
    assert_eq!(acts, "person.export.undo person.export");
}

#[test]
fn a_file_that_the_vault_cannot_remember_is_taken_back() {
    let bed = Bed::new();
    let conn = bed.foreign();
    let anna = anna(&conn);
    conn.execute_batch(
        "CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no room'); END",
    )
    .expect("a trap");
    let folder = tempfile::tempdir().expect("a folder");
    rights::export(&bed.vault, anna, &folder.path().join("utdrag.zip"), "")
        .err()
        .expect("refused");
    assert_eq!(
        fs::read_dir(folder.path()).expect("a folder").count(),
        0,
        "no file without a memory of it"
    );
    let left: i64 = conn
        .query_row("SELECT count(*) FROM disclosure", [], |r| r.get(0))
        .expect("a number");
    assert_eq!(left, 0);
}

/// Set in the child that has a full disk.
const FULL: &str = "KARTOTEK_FULL_DISK";

#[test]
fn a_full_disk_leaves_nothing_half() {
    if let Some(full) = std::env::var_os(FULL) {
        return on_a_full_disk(full.as_ref());
    }
    let folder = tempfile::tempdir().expect("a folder");
    let this = std::env::current_exe().expect("this test");
    let child = std::process::Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c"])
        .arg("mount -t tmpfs -o size=48k none \"$0\" && exec \"$1\" --exact export::a_full_disk_leaves_nothing_half --nocapture")
        .args([folder.path(), this.as_path()])
        .env(FULL, folder.path())
        .output()
        .expect("unshare (util-linux) runs");
    assert!(
        child.status.success(),
        "in a namespace with a small disk: {}{}",
        String::from_utf8_lossy(&child.stdout),
        String::from_utf8_lossy(&child.stderr)
    );
}

fn on_a_full_disk(full: &std::path::Path) {
    let bed = Bed::new();
    let conn = bed.foreign();
    let anna = anna(&conn);
    // Ids do not shrink: the ZIP is larger than the disk.
    for _ in 0..40 {
        let text: Vec<String> = (0..60).map(|_| uuid::Uuid::new_v4().to_string()).collect();
        Bed::note(&conn, &[1], &text.join(" "));
    }
    let code = rights::export(&bed.vault, anna, &full.join("utdrag.zip"), "")
        .err()
        .map(|error| error.code());
    assert_eq!(code, Some(Code::DiskFull));
    assert_eq!(
        fs::read_dir(full).expect("a folder").count(),
        0,
        "nothing half is left"
    );
    let remembered: i64 = conn
        .query_row("SELECT count(*) FROM disclosure", [], |r| r.get(0))
        .expect("a number");
    assert_eq!(remembered, 0);
    let elsewhere = tempfile::tempdir().expect("a folder");
    rights::export(&bed.vault, anna, &elsewhere.path().join("utdrag.zip"), "")
        .expect("the next one works");
}

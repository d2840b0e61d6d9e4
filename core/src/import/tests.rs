use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use proptest::prelude::*;

use super::encoding::{Decoded, detect};
use super::headers::{addresses, recognise};
use super::layout::Layout;
use super::rows::{Fault, Row, Rows};
use super::words::{cleaned, country, person_type, several};
use super::*;
use crate::policy::FieldKind;

fn read_all(text: &[u8], delimiter: u8) -> Vec<(u32, Vec<String>, Option<Fault>)> {
    let mut rows = Rows::new(Cursor::new(text), delimiter);
    let mut row = Row::default();
    let mut all = Vec::new();
    while rows.next_into(&mut row).unwrap() {
        all.push((
            row.line,
            row.cells().map(str::to_owned).collect(),
            row.fault,
        ));
    }
    all
}

fn cells(text: &str) -> Vec<Vec<String>> {
    read_all(text.as_bytes(), b';')
        .into_iter()
        .map(|(_, cells, _)| cells)
        .collect()
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/fixtures/csv")
        .join(name)
}

fn recognised(headers: &[&str]) -> Vec<Target> {
    let headers: Vec<String> = headers.iter().map(|h| (*h).to_owned()).collect();
    recognise(&headers, |key| {
        matches!(key, "name" | "organization" | "role" | "relation")
    })
}

fn field(key: &str) -> Target {
    Target::Field(key.to_owned())
}

#[test]
fn rows_begin_at_the_line_an_editor_shows() {
    let rows = read_all(b"a;b\r\n\"two\r\nlines\";c\n\nd;e\rf;g", b';');
    let lines: Vec<u32> = rows.iter().map(|(line, ..)| *line).collect();
    assert_eq!(
        lines,
        [1, 2, 4, 5, 6],
        "CR, LF and CRLF each end one line, inside quotes too"
    );
    assert_eq!(rows[1].1, ["two\r\nlines", "c"]);
}

#[test]
fn quotes_are_escaped_by_doubling_and_stray_ones_are_a_fault_of_their_row() {
    assert_eq!(cells("\"a \"\"b\"\" c\";d"), [["a \"b\" c", "d"]]);
    assert_eq!(
        cells("5\" skruv;d"),
        [["5\" skruv", "d"]],
        "a quote inside a plain cell is text"
    );
    let rows = read_all(b"\"a\" b;c\nd;e", b';');
    assert_eq!(rows[0].2, Some(Fault::StrayQuote));
    assert_eq!(rows[1].2, None, "the next row is sound again");
}

#[test]
fn a_quoted_cell_without_end_says_where_it_began() {
    let rows = read_all(b"a;b\nc;\"d\ne;f\n", b';');
    assert_eq!(rows.last().unwrap().2, Some(Fault::Unclosed(2)));
}

#[test]
fn a_row_without_end_does_not_fill_the_memory() {
    let mut text = b"\"".to_vec();
    text.resize(20 * 1024 * 1024, b'x');
    text.extend(b"\"\nb;c");
    let rows = read_all(&text, b';');
    assert_eq!(rows[0].2, Some(Fault::TooLong));
    assert_eq!(rows[1].1, ["b", "c"]);
}

proptest! {
    /// The crate `csv` writes; we read the same cells.
    #[test]
    fn what_is_well_formed_is_read_as_written(table in prop::collection::vec(prop::collection::vec("(?s).{0,12}", 1..6), 1..8)) {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(Vec::new());
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let text = writer.into_inner().unwrap();
        let read: Vec<Vec<String>> = read_all(&text, b';').into_iter().map(|(_, cells, _)| cells).collect();
        prop_assert_eq!(read, table);
    }

    /// Whatever the bytes, there is an answer and no panic.
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.csv");
        fs::write(&path, &bytes).unwrap();
        if let Ok(layout) = Layout::of(&path) {
            let targets = recognise(&layout.headers, |_| false);
            addresses(&layout.headers, &targets);
            let mut rows = layout.body().unwrap();
            let mut row = Row::default();
            let mut count = 0;
            while rows.next_into(&mut row).unwrap() {
                count += u32::from(!row.is_blank());
            }
            prop_assert_eq!(count, layout.rows, "the survey and the run count the same rows");
        }
    }

    /// What our own export guards with an apostrophe comes back as it was.
    #[test]
    fn a_guard_is_taken_off_exactly_once(text in "[=+@'＝-]?[a-zåäö0-9'=+-]{0,8}") {
        let needs = text.starts_with(['=', '+', '-', '@', '＝', '\'']);
        let written = if needs { format!("'{text}") } else { text.clone() };
        prop_assert_eq!(cleaned(&written), text);
    }
}

#[test]
fn encodings_are_told_apart() {
    let text = "Namn;Ort\r\nÅsa Öberg;Älvsbyn\r\nHåkan Wärn;Malmö\r\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2], bom: &[u8]| {
        [
            bom,
            &text.encode_utf16().flat_map(bytes).collect::<Vec<_>>(),
        ]
        .concat()
    };
    let (latin, ..) = encoding_rs::WINDOWS_1252.encode(text);
    let cases = [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("UTF-16LE", utf16(u16::to_le_bytes, b"\xff\xfe")),
        ("UTF-16BE", utf16(u16::to_be_bytes, b"\xfe\xff")),
        ("UTF-16LE", utf16(u16::to_le_bytes, b"")),
        ("UTF-16BE", utf16(u16::to_be_bytes, b"")),
        ("windows-1252", latin.into_owned()),
    ];
    for (name, bytes) in cases {
        let mut file = Cursor::new(bytes);
        let encoding = detect(&mut file).unwrap();
        assert_eq!(encoding.name(), name);
        let mut decoded = String::new();
        std::io::Read::read_to_string(&mut Decoded::new(file, encoding), &mut decoded).unwrap();
        assert_eq!(
            decoded, text,
            "{name} comes out as it went in, without its mark"
        );
    }
}

#[test]
fn one_broken_byte_does_not_turn_a_file_into_another_encoding() {
    let mut bytes = "Åsa Öberg från Älvsbyn åt räksmörgås på Ön\n"
        .repeat(20)
        .into_bytes();
    bytes.push(0xE5);
    assert_eq!(detect(&mut Cursor::new(bytes)).unwrap().name(), "UTF-8");
}

#[test]
fn headers_of_every_program_are_known() {
    let cases: &[(&str, Target)] = &[
        ("Namn", field("name")),
        ("Förnamn", Target::GivenName),
        ("Fo\u{308}rnamn", Target::GivenName),
        ("Efternamn", Target::FamilyName),
        ("Företag", field("organization")),
        ("Organisation", field("organization")),
        ("Titel", field("role")),
        ("Befattning", field("role")),
        ("Roll", field("role")),
        ("E-post", field("email")),
        ("Mejl", field("email")),
        ("Epost", field("email")),
        ("Email", field("email")),
        ("E-mail 1 - Value", field("email")),
        ("E-postadress 2", field("email")),
        ("E-mail 3 Address", field("email")),
        ("Telefon", field("phone")),
        ("Mobil", field("phone")),
        ("Tel", field("phone")),
        ("Phone", field("phone")),
        ("Telefon 2, arbete", field("phone")),
        ("Hemtelefon", field("phone")),
        ("Phone 2 - Value", field("phone")),
        ("Adress", Target::Street),
        ("Gata", Target::Street),
        ("Business Street", Target::Street),
        ("Postnr", Target::PostalCode),
        ("Zip code", Target::PostalCode),
        ("Address 1 - Postal Code", Target::PostalCode),
        ("Ort", Target::Town),
        ("Stad", Target::Town),
        ("City", Target::Town),
        ("Ort, hem", Target::Town),
        ("Land", Target::Country),
        ("Land/region, arbete", Target::Country),
        ("Webb", field("website")),
        ("Hemsida", field("website")),
        ("Website 1 - Value", field("website")),
        ("Språk", Target::Language),
        ("Relation", field("relation")),
        ("Taggar", Target::Tags),
        ("Group Membership", Target::Tags),
        ("Anteckning", Target::Note),
        ("Typ", Target::PersonType),
    ];
    for (header, target) in cases {
        assert_eq!(
            recognised(&[header]),
            std::slice::from_ref(target),
            "{header}"
        );
    }
}

#[test]
fn what_the_policy_does_not_name_is_not_guessed() {
    for header in [
        "Civilstånd",
        "Personnummer",
        "consent",
        "Samtycke",
        "Birthday",
        "E-mail 1 - Type",
        "Kundnummer",
        "Kund nr",
        "Fax",
        "",
    ] {
        assert_eq!(recognised(&[header]), [Target::NotInPolicy], "{header}");
    }
}

#[test]
fn a_title_beside_a_job_title_is_a_courtesy() {
    assert_eq!(
        recognised(&["Titel", "Befattning"]),
        [Target::NotInPolicy, field("role")]
    );
}

#[test]
fn a_second_column_for_one_value_is_reported() {
    assert_eq!(
        recognised(&["Företag", "Company", "E-post", "E-post 2"]),
        [
            field("organization"),
            Target::NotInPolicy,
            field("email"),
            field("email")
        ]
    );
}

#[test]
fn address_columns_find_together() {
    let group = |headers: &[&str]| {
        let headers: Vec<String> = headers.iter().map(|h| (*h).to_owned()).collect();
        addresses(&headers, &recognise(&headers, |_| false))
    };
    assert_eq!(
        group(&[
            "Adress, arbete",
            "Adress 2, arbete",
            "Ort, arbete",
            "Gata, hem",
            "Ort, hem"
        ]),
        [0, 0, 0, 1, 1]
    );
    assert_eq!(
        group(&[
            "Address 1 - Street",
            "Address 1 - City",
            "Address 2 - Street",
            "Address 2 - City"
        ]),
        [0, 0, 1, 1]
    );
    assert_eq!(group(&["Gata", "Gata 2", "Postnr", "Ort"]), [0, 0, 0, 0]);
}

#[test]
fn cells_say_what_they_mean() {
    assert_eq!(
        cleaned(" '+46 70 174 06 06"),
        "'+46 70 174 06 06",
        "only a guard at the very start is a guard"
    );
    assert_eq!(cleaned("'+46 70 174 06 06 "), "+46 70 174 06 06");
    assert_eq!(
        cleaned("'t Gille"),
        "'t Gille",
        "a name of somebody else's program"
    );
    assert_eq!(
        several(
            "a@example.se; b@example.se ::: c@example.se",
            Some(FieldKind::Email)
        )
        .len(),
        3
    );
    assert_eq!(several("Berg, Åsa", Some(FieldKind::Text)), ["Berg, Åsa"]);
    assert_eq!(
        [
            country("Sverige"),
            country("Norway"),
            country("dk"),
            country("Ruritanien")
        ],
        ["", "NO", "DK", "Ruritanien"]
    );
    assert_eq!(person_type("Enskild firma"), Some(PersonType::SoleTrader));
    assert_eq!(person_type("Leverantör"), None);
}

#[test]
fn layouts_of_the_fixtures() {
    let cases = [
        ("kunder.csv", "UTF-8", b';', 14, 5),
        ("customers.csv", "UTF-8", b',', 13, 3),
        ("google-contacts.csv", "UTF-8", b',', 36, 3),
        ("outlook-sv.csv", "windows-1252", b';', 32, 2),
        ("phone.csv", "UTF-16LE", b'\t', 7, 2),
        ("oddities.csv", "UTF-8", b';', 4, 7),
    ];
    for (name, encoding, delimiter, columns, rows) in cases {
        let layout = Layout::of(&fixture(name)).unwrap();
        assert_eq!(
            (layout.encoding.name(), layout.delimiter),
            (encoding, delimiter),
            "{name}"
        );
        assert_eq!(
            (layout.headers.len(), layout.rows),
            (columns, rows),
            "{name}"
        );
    }
}

fn refused(bytes: &[u8]) -> (Code, Option<u32>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.csv");
    fs::write(&path, bytes).unwrap();
    match Layout::of(&path) {
        Ok(_) => panic!("a file that must be refused was read"),
        Err(error) => (error.code(), error.line()),
    }
}

#[test]
fn what_is_no_table_of_text_is_refused() {
    assert_eq!(refused(b""), (Code::UnreadableFile, None), "an empty file");
    assert_eq!(
        refused(b"\r\n;;;\r\n"),
        (Code::UnreadableFile, None),
        "blank lines only"
    );
    assert_eq!(
        refused(b"PK\x03\x04\x14\0\0\0\x08\0xl/workbook.xml"),
        (Code::UnreadableFile, None),
        "a workbook"
    );
    assert_eq!(
        refused(b"SQLite format 3\0\x10\0\x01\x01"),
        (Code::UnreadableFile, None),
        "a database"
    );
    assert_eq!(
        refused(&fs::read(fixture("broken-quotes.csv")).unwrap()),
        (Code::BrokenQuotes, Some(3))
    );
    assert_eq!(
        Layout::of(&std::env::temp_dir()).err().map(|e| e.code()),
        Some(Code::UnreadableFile),
        "a folder"
    );
    let many = "a;".repeat(30_000);
    assert_eq!(
        refused(many.as_bytes()),
        (Code::UnreadableFile, None),
        "more columns than a table of people has"
    );
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("large.csv");
    fs::File::create(&path)
        .unwrap()
        .set_len(layout::LARGEST_FILE + 1)
        .unwrap();
    assert_eq!(
        Layout::of(&path).err().map(|e| e.code()),
        Some(Code::FileTooLarge)
    );
}

#[test]
fn ten_thousand_columns_are_a_table() {
    let header = (0..10_000)
        .map(|n| format!("Kolumn {n}"))
        .collect::<Vec<_>>()
        .join(";");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("wide.csv");
    fs::write(
        &path,
        format!("Namn;{header}\r\nAda Falk{}\r\n", ";x".repeat(10_000)),
    )
    .unwrap();
    let layout = Layout::of(&path).unwrap();
    assert_eq!((layout.headers.len(), layout.rows), (10_001, 1));
    assert_eq!(recognise(&layout.headers, |_| true)[0], field("name"));
}

#[test]
fn a_spreadsheet_may_name_its_delimiter() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sep.csv");
    fs::write(&path, "sep=;\r\nNamn;E-post\r\nAda Falk;ada@example.se\r\n").unwrap();
    let layout = Layout::of(&path).unwrap();
    assert_eq!(
        (layout.delimiter, layout.headers.len(), layout.rows),
        (b';', 2, 1)
    );
    let mut row = Row::default();
    layout.body().unwrap().next_into(&mut row).unwrap();
    assert_eq!((row.line, row.cell(0)), (3, "Ada Falk"));
}

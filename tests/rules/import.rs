//! CSV files of real programs into a real vault: every row accounted for, nothing twice, nothing that a policy or a no forbids.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kartotek_core::consent::{self, No, Shown};
use kartotek_core::contact::{
    self, BasisChoice, Contact, Content, Filter, Order, Origin, Source, SourceHow,
};
use kartotek_core::erasure::{self, Ground};
use kartotek_core::import::{self, ImportPlan, ImportReport, RowOutcome, Target};
use kartotek_core::policy::{self, Channel, LawfulBasis, PersonType};
use kartotek_core::vault::{Op, SystemClock, Vault};
use kartotek_core::{Code, Error, PersonId, activity};

struct House {
    vault: Vault,
    dir: tempfile::TempDir,
}

impl House {
    fn new() -> Self {
        let house = Self::unconfirmed();
        let confirm = |tx: &mut kartotek_core::vault::WriteTx<'_>| {
            let purposes = policy::default_policy().purposes;
            let mut drafted = purposes
                .iter()
                .filter(|purpose| purpose.assessment.is_some());
            drafted.try_for_each(|purpose| policy::confirm_assessment(tx, &purpose.key))
        };
        house
            .vault
            .write(Op::ConfirmAssessment, confirm)
            .map(|done: kartotek_core::vault::Committed<()>| done.value)
            .unwrap();
        house
    }

    fn unconfirmed() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let vault = Vault::create_raw(dir.path(), [7; 32], Arc::new(SystemClock)).unwrap();
        vault
            .write(Op::CreateVault, |tx| {
                policy::activate(tx, &policy::default_policy())
            })
            .unwrap();
        Self { vault, dir }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn run(&self, file: &Path, plan: &ImportPlan, dry: bool) -> Result<ImportReport, Error> {
        let done = import::run(
            &self.vault,
            file,
            plan,
            dry,
            &AtomicBool::new(false),
            &mut |_, _| {},
        );
        done.map(|done| done.value)
    }

    fn import(&self, file: &Path) -> ImportReport {
        self.run(file, &plan(), false).unwrap()
    }

    fn text(&self, text: &str) -> ImportReport {
        self.import(&self.file("lista.csv", text))
    }

    fn everybody(&self) -> Vec<Contact> {
        let all = |tx: &kartotek_core::vault::ReadTx<'_>| {
            let page = contact::list(tx, Order::Name, &Filter::All, 0, 100)?;
            page.rows
                .iter()
                .map(|row| contact::get(tx, row.id))
                .collect()
        };
        self.vault.read(all).unwrap()
    }

    fn named(&self, name: &str) -> Contact {
        let found = self
            .everybody()
            .into_iter()
            .find(|contact| contact.display_name == name);
        found.unwrap_or_else(|| panic!("{name} is not in the vault"))
    }

    fn notes(&self, person: PersonId) -> Vec<String> {
        let page = self
            .vault
            .read(|tx| activity::timeline(tx, person, None, 50))
            .unwrap();
        let text = |entry| match entry {
            activity::Entry::Note { text, .. } => Some(text),
            _ => None,
        };
        page.entries.into_iter().filter_map(text).collect()
    }
}

fn plan() -> ImportPlan {
    ImportPlan {
        targets: None,
        source: Source {
            how: SourceHow::Import,
            on: String::new(),
            place: String::new(),
        },
        person_type: None,
        bases: Vec::new(),
    }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/csv")
        .join(name)
}

fn counts(report: &ImportReport) -> (u32, u32, u32) {
    (report.created, report.unchanged, report.refused)
}

fn refusals(report: &ImportReport) -> Vec<(u32, Code, &str)> {
    let refused = report
        .rows
        .iter()
        .filter(|row| row.outcome == RowOutcome::Refused);
    refused
        .map(|row| (row.line, row.reason, row.column.as_str()))
        .collect()
}

fn texts(contact: &Contact, field: &str) -> Vec<String> {
    let of = contact.values.iter().filter(|value| value.field == field);
    of.map(|value| match &value.content {
        Content::Text(text) => value.norm.clone().unwrap_or_else(|| text.clone()),
        Content::Address(a) => format!("{}|{}|{}|{}", a.street, a.postal_code, a.town, a.country),
    })
    .collect()
}

#[test]
fn a_swedish_list_comes_in_whole_and_twice_is_once() {
    let house = House::new();
    let report = house.import(&fixture("kunder.csv"));
    assert_eq!(
        counts(&report),
        (5, 0, 0),
        "every person of the list is made: {:?}",
        refusals(&report)
    );
    assert_eq!(
        report.dropped_columns,
        ["Civilstånd", "Samtycke"],
        "what the policy does not name is said and dropped"
    );
    let asa = house.named("Åsa Öberg");
    assert_eq!(
        asa.person_type,
        PersonType::Employee,
        "with an organization a person is its employee"
    );
    assert_eq!(texts(&asa, "phone"), ["+46701740605"]);
    assert_eq!(texts(&asa, "address"), ["Verkstadsgatan 3|123 45|Örebro|"]);
    assert_eq!(asa.tags, ["kund", "mässa"]);
    assert_eq!(
        house.notes(asa.id),
        ["Vill ha offert på 40 meter hängränna."]
    );
    assert!(
        asa.values
            .iter()
            .all(|value| value.origin == Origin::Imported && value.verified_at.is_none()),
        "imported and unverified (P-3)"
    );
    assert_eq!(
        (asa.source.how, asa.source.place.as_str()),
        (SourceHow::Import, "kunder.csv:2"),
        "the source names file and row"
    );
    let bjorn = house.named("Björn Ek");
    assert_eq!(
        (bjorn.person_type, texts(&bjorn, "phone")),
        (PersonType::Consumer, vec!["+46701740606".to_owned()]),
        "a spreadsheet's apostrophe is no part of a number"
    );
    assert_eq!(
        texts(&house.named("Cecilia Ström"), "phone"),
        ["+46701740607"],
        "0046 is +46"
    );
    let everybody = house.everybody();
    assert_eq!(everybody.len(), 5);
    for person in &everybody {
        let panel = house
            .vault
            .read(|tx| consent::panel(tx, person.id))
            .unwrap();
        assert!(
            panel.iter().all(|line| line.shown == Shown::DidNotAsk),
            "a column Samtycke = 1 makes no consent (P-8)"
        );
    }

    let again = house.import(&fixture("kunder.csv"));
    assert_eq!(counts(&again), (0, 5, 0));
    assert_eq!(house.everybody().len(), 5);
}

#[test]
fn a_source_names_the_file_once() {
    let house = House::new();
    for (place, name, said) in [
        ("lista.csv", "Åsa Öberg", "lista.csv:2"),
        ("Nolia", "Bo Ek", "Nolia (lista.csv:2)"),
    ] {
        let mut plan = plan();
        place.clone_into(&mut plan.source.place);
        let file = house.file("lista.csv", &format!("Namn\r\n{name}\r\n"));
        house.run(&file, &plan, false).unwrap();
        assert_eq!(house.named(name).source.place, said);
    }
}

#[test]
fn lists_of_other_programs_come_in_whole() {
    let house = House::new();
    for (name, rows) in [
        ("customers.csv", 3),
        ("google-contacts.csv", 3),
        ("outlook-sv.csv", 2),
        ("phone.csv", 2),
    ] {
        let report = house.import(&fixture(name));
        assert_eq!(
            counts(&report),
            (rows, 0, 0),
            "{name}: {:?}",
            refusals(&report)
        );
    }
    let nora = house.named("Nora Field");
    assert_eq!(
        texts(&nora, "address"),
        ["4 Dock Road|AB1 2CD|Portsmouth|GB"]
    );
    assert_eq!(
        house.named("Petra Hill").person_type,
        PersonType::SoleTrader,
        "the column Type decides"
    );
    let karin = house.named("Karin Maria Åkesson");
    assert_eq!(
        texts(&karin, "email"),
        ["karin@example.se", "karin.akesson@example.com"]
    );
    assert_eq!(
        texts(&karin, "phone"),
        ["+46701740613", "+46701740614"],
        "two numbers in one cell"
    );
    assert_eq!(
        texts(&karin, "address"),
        ["Torget 2|567 89|Nora|"],
        "once, not once more written out"
    );
    assert!(karin.tags.contains(&"Kunder".to_owned()));
    let marta = house.named("Märta Sjögren");
    assert_eq!(
        texts(&marta, "role"),
        ["Säljare"],
        "Dr is a courtesy and no role"
    );
    assert_eq!(
        texts(&marta, "address").len(),
        2,
        "at work and at home: {:?}",
        texts(&marta, "address")
    );
    assert_eq!(
        house.notes(marta.id),
        ["Söker blå skinn – mängdrabatt."],
        "Windows-1252, dash and all"
    );
    assert_eq!(
        texts(&house.named("Ylva Rönn"), "phone"),
        ["+46701740622", "+46701740623"],
        "+46 (0)70 is +46 70"
    );
}

#[test]
fn every_row_is_accounted_for_with_line_reason_and_column() {
    let house = House::new();
    let report = house.import(&fixture("oddities.csv"));
    assert_eq!(counts(&report), (1, 1, 5));
    assert_eq!(
        refusals(&report),
        [
            (3, Code::InvalidEmail, "E-post"),
            (4, Code::InvalidPhone, "Telefon"),
            (5, Code::Nameless, ""),
            (6, Code::UnreadableRow, ""),
            (9, Code::UnreadableRow, ""),
        ]
    );
    let known: Vec<_> = report
        .rows
        .iter()
        .filter(|row| row.outcome == RowOutcome::Unchanged)
        .map(|row| (row.line, row.reason))
        .collect();
    assert_eq!(
        known,
        [(7, Code::AlreadyKnown)],
        "the same e-mail in another row is the same person"
    );
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let house = House::new();
    let dry = house.run(&fixture("oddities.csv"), &plan(), true).unwrap();
    assert_eq!(house.everybody().len(), 0, "nothing is written");
    let real = house.import(&fixture("oddities.csv"));
    assert_eq!(counts(&dry), counts(&real));
    assert_eq!(refusals(&dry), refusals(&real));
}

#[test]
fn cancelling_takes_everything_back() {
    let house = House::new();
    let rows = (0..2000)
        .map(|n| format!("Person {n};p{n}@example.com\n"))
        .collect::<Vec<_>>()
        .concat();
    let file = house.file("many.csv", &format!("Namn;E-post\n{rows}"));
    let cancel = AtomicBool::new(false);
    let mut seen = Vec::new();
    let stopped = import::run(
        &house.vault,
        &file,
        &plan(),
        false,
        &cancel,
        &mut |done, of| {
            seen.push((done, of));
            cancel.store(done >= 1000, Ordering::Relaxed);
        },
    );
    assert_eq!(
        stopped.map(|_| ()).map_err(|error| error.code()),
        Err(Code::Cancelled)
    );
    assert!(
        seen.len() > 3 && seen.iter().all(|(_, of)| *of == 2000),
        "progress tells how far of how many: {seen:?}"
    );
    assert_eq!(house.everybody().len(), 0);
    assert_eq!(
        counts(&house.import(&file)),
        (2000, 0, 0),
        "and the next try takes all"
    );
}

#[test]
fn an_address_tells_who_is_there_already() {
    let house = House::new();
    let switchboard = "070-174 06 40";
    house.text(&format!(
        "Namn;E-post;Telefon\nAda Falk;ada@example.se;{switchboard}\n"
    ));
    let report = house.text(&format!(
        "Namn;E-post;Telefon\nFalk, Ada;;0046701740640\nA. Falk;ADA@example.se;\nBo Ruta;;{switchboard}\n;;{switchboard}\n"
    ));
    assert_eq!(
        counts(&report),
        (1, 3, 0),
        "colleagues share a switchboard; a name in another order is the same name"
    );
    house.named("Bo Ruta");
}

#[test]
fn a_no_and_a_forget_keep_an_address_out() {
    let house = House::new();
    house.text("Namn;E-post;Telefon\nAda Falk;ada@example.se;\nBo Ruta;;070-174 06 41\nCeder Sten;ceder@example.se;\n");
    let forget = |name: &str, suppress| {
        erasure::forget(&house.vault, house.named(name).id, Ground::A, suppress).unwrap()
    };
    forget("Ada Falk", true);
    forget("Bo Ruta", true);
    forget("Ceder Sten", false);
    let report = house.text("Namn;Mejl;Mobil\nAda F;ada@example.se;\nBo R;;+46 70 174 06 41\nCeder Sten;ceder@example.se;\n");
    assert_eq!(
        refusals(&report),
        [
            (2, Code::Suppressed, "Mejl"),
            (3, Code::Suppressed, "Mobil")
        ]
    );
    assert_eq!(
        report.created, 1,
        "without a token nothing keeps a person out"
    );

    let ceder = house.named("Ceder Sten").id;
    let no = No {
        person: ceder,
        purpose: "newsletter".to_owned(),
        product: String::new(),
        channel: Channel::Email,
        method: None,
        evidence: String::new(),
        happened_at: None,
    };
    house
        .vault
        .write(Op::RefuseConsent, |tx| consent::refuse(tx, &no))
        .unwrap();
    let report = house.text("Namn;E-post;Ort\nCeder Sten;ceder@example.se;Lund\n");
    assert_eq!(
        counts(&report),
        (0, 1, 0),
        "whoever said no and is in the vault is known, not refused"
    );
}

#[test]
fn legitimate_interest_waits_for_its_assessment() {
    let house = House::unconfirmed();
    let report = house.text("Namn;Företag;E-post\nAda Falk;Falks AB;ada@example.se\n");
    assert_eq!(refusals(&report), [(2, Code::AssessmentUnconfirmed, "")]);
    let contract = ImportPlan {
        person_type: Some(PersonType::Consumer),
        bases: vec![BasisChoice {
            purpose: "offer_and_order".to_owned(),
            basis: LawfulBasis::Contract,
        }],
        ..plan()
    };
    let file = house.file("b.csv", "Namn;E-post\nAda Falk;ada@example.se\n");
    assert_eq!(
        counts(&house.run(&file, &contract, false).unwrap()),
        (1, 0, 0),
        "a contract needs none"
    );
}

#[test]
fn a_plan_that_does_not_fit_is_refused_as_a_whole() {
    let house = House::new();
    let file = house.file("a.csv", "Namn;E-post\nAda Falk;ada@example.se\n");
    let refused = |change: &dyn Fn(&mut ImportPlan)| {
        let mut plan = plan();
        change(&mut plan);
        house
            .run(&file, &plan, false)
            .map(|_| ())
            .map_err(|error| error.code())
    };
    assert_eq!(
        refused(&|p| p.source.on = "2026-02-30".to_owned()),
        Err(Code::InvalidDate)
    );
    assert_eq!(
        refused(&|p| p.bases = vec![BasisChoice {
            purpose: "astrology".to_owned(),
            basis: LawfulBasis::Consent
        }]),
        Err(Code::PolicyPurpose)
    );
    assert_eq!(
        refused(&|p| p.targets = Some(vec![Target::Skip])),
        Err(Code::InvalidArgument)
    );
    assert_eq!(
        refused(&|p| p.targets = Some(vec![Target::Skip, Target::Skip])),
        Err(Code::NoColumns)
    );
    let unknown = house.file("b.csv", "Kolumn A;Kolumn B\n1;2\n");
    assert_eq!(
        house
            .run(&unknown, &plan(), false)
            .map(|_| ())
            .map_err(|e| e.code()),
        Err(Code::NoColumns)
    );
    assert_eq!(house.everybody().len(), 0);
}

#[test]
fn the_seller_may_say_what_a_column_is() {
    let house = House::new();
    let file = house.file("a.csv", "Vem;Var;Hemligt\nAda Falk;ada@example.se;ja\n");
    let chosen = vec![
        Target::Field("name".to_owned()),
        Target::Field("email".to_owned()),
        Target::Field("shoe_size".to_owned()),
    ];
    let report = house
        .run(
            &file,
            &ImportPlan {
                targets: Some(chosen),
                ..plan()
            },
            false,
        )
        .unwrap();
    assert_eq!(counts(&report), (1, 0, 0));
    assert_eq!(
        report.dropped_columns,
        ["Hemligt"],
        "nobody can choose a field that the policy does not name"
    );
}

#[test]
fn hostile_cells_are_text_and_stay_as_they_are() {
    let house = House::new();
    let report = house.import(&fixture("hostile.csv"));
    let rows = 22;
    assert_eq!(
        report.created + report.unchanged + report.refused,
        rows,
        "every row is accounted for"
    );
    let names: Vec<String> = house
        .everybody()
        .into_iter()
        .map(|person| person.display_name)
        .collect();
    for kept in [
        "<script>alert(1)</script>",
        "=HYPERLINK(\"http://example.com\",\"x\")",
        "=1+1",
        "'t Gille",
        "../../etc",
        "a\";DROP TABLE person;--",
    ] {
        assert!(
            names.iter().any(|name| name == kept),
            "{kept} is kept as text: {names:?}"
        );
    }
}

#[test]
fn a_name_of_a_megabyte_is_refused_by_its_length_and_the_rest_comes_in() {
    let house = House::new();
    let report = house.text(&format!(
        "Namn;E-post\n{};a@example.se\nAda Falk;ada@example.se\n",
        "å".repeat(1_000_000)
    ));
    assert_eq!(refusals(&report), [(2, Code::PolicyTooLong, "Namn")]);
    assert_eq!(report.created, 1);
}

#[test]
fn ten_thousand_columns_come_in_and_are_reported() {
    let house = House::new();
    let header = (0..10_000)
        .map(|n| format!(";Kolumn {n}"))
        .collect::<Vec<_>>()
        .concat();
    let report = house.text(&format!("Namn{header}\nAda Falk{}\n", ";x".repeat(10_000)));
    assert_eq!((report.created, report.dropped_columns.len()), (1, 10_000));
}

#[test]
fn broken_quotes_refuse_the_file_and_say_where() {
    let house = House::new();
    let error = house
        .run(&fixture("broken-quotes.csv"), &plan(), false)
        .err()
        .expect("half a file is no import");
    assert_eq!((error.code(), error.line()), (Code::BrokenQuotes, Some(3)));
    assert_eq!(house.everybody().len(), 0);
}

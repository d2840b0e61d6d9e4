//! A vault of every released schema is kept with data and must open in today's program. So far there is the first.
//!
//! `KARTOTEK_WRITE_FIXTURE=1 cargo test -p kartotek-tests --test rules first_schema` writes the fixture anew; once its
//! schema is released, never.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use kartotek_core::policy::{Channel, Language};
use kartotek_core::vault::session::{self, Surroundings};
use kartotek_core::vault::{Clock, DATABASE, Op, SLOTS, Vault};
use kartotek_core::{PersonId, activity, consent, contact, search, verify};
use serde_json::json;

use crate::vault_folder::{PASSPHRASE, house, passphrase, plain};

fn fixture() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/vault-1"))
}

/// 2026-03-10 12:00 UTC.
struct Noon;

impl Clock for Noon {
    fn now_ms(&self) -> i64 {
        1_773_144_000_000
    }
}

fn draft(
    number: u8,
    person_type: &str,
    name: &str,
    values: serde_json::Value,
) -> contact::ContactDraft {
    let mut all = vec![
        json!({"field": "name", "content": name}),
        json!({"field": "phone", "content": format!("070-174 06 {number}")}),
    ];
    all.extend(values.as_array().cloned().unwrap_or_default());
    serde_json::from_value(json!({
        "person_type": person_type,
        "source": {"how": "met", "on": "2026-02-14", "place": "Vårmässan"},
        "values": all,
        "tags": ["mässa"],
    }))
    .expect("a draft")
}

fn furnish(vault: &Vault) {
    let add = |draft: &contact::ContactDraft| -> PersonId {
        vault
            .write(Op::CreateContact, |tx| contact::create(tx, draft))
            .expect("a contact")
            .value
    };
    let ake = add(&draft(
        10,
        "consumer",
        "Åke Ljung",
        json!([{"field": "email", "content": "ake.ljung@example.se"}]),
    ));
    let berit = add(&draft(
        11,
        "employee",
        "Berit Öhman",
        json!([
            {"field": "organization", "content": "Ljungs Trä AB"},
            {"field": "email", "content": "berit@example.com"},
            {"field": "address", "content": {"street": "Storgatan 1", "postal_code": "360 10", "town": "Ryd"}},
        ]),
    ));
    let gone = add(&draft(12, "consumer", "Cecilia Bortglömd", json!([])));
    vault
        .write(Op::WriteNote, |tx| {
            activity::write_note(
                tx,
                &[ake, berit],
                "Vill ha offert på altan i lärk.",
                Some("2026-04-01"),
            )
        })
        .expect("a note");
    let email = vault
        .read(|tx| contact::get(tx, ake))
        .expect("a card")
        .values
        .iter()
        .find(|v| v.field == "email")
        .map(|v| v.id);
    vault
        .write(Op::GiveConsent, |tx| {
            consent::give(
                tx,
                &consent::Yes {
                    person: ake,
                    purpose: "newsletter".into(),
                    product: String::new(),
                    channel: Channel::Email,
                    value: email,
                    wording: "Får vi skicka vårt nyhetsbrev till dig?".into(),
                    language: Language::Sv,
                    method: consent::Method::Paper,
                    evidence: "Lapp från mässan".into(),
                    happened_at: None,
                    valid_until_on: None,
                    lifts_no: false,
                },
            )
        })
        .expect("a yes");
    kartotek_core::erasure::forget(vault, gone, kartotek_core::erasure::Ground::A, false)
        .expect("a forget");
    kartotek_core::erasure::prove_pending(vault, &mut |_| {}).expect("its proof");
}

fn write_fixture() {
    let dir = fixture();
    let _ = fs::remove_dir_all(&dir);
    let around = Surroundings {
        clock: Arc::new(Noon),
        ..plain()
    };
    let (vault, _) = session::create_in(&dir, house(false), &around).expect("a vault");
    furnish(&vault);
    vault.close().expect("closed");
    fs::remove_file(dir.join("kartotek.lock")).expect("the lock file is not part of it");
}

#[test]
fn a_vault_of_the_first_schema_opens_with_all_its_people() {
    if std::env::var_os("KARTOTEK_WRITE_FIXTURE").is_some() {
        write_fixture();
    }
    let dir = tempfile::tempdir().expect("a folder");
    for name in [SLOTS, DATABASE] {
        fs::copy(fixture().join(name), dir.path().join(name)).expect("the fixture");
    }
    let vault = session::open_in(dir.path(), passphrase(PASSPHRASE), &plain())
        .expect("the first schema opens");
    let hits = vault
        .read(|tx| search::search(tx, "ohman", 10))
        .expect("a search");
    assert_eq!(hits.people.len(), 1, "found without dots");
    let ake = vault
        .read(|tx| search::search(tx, "0701740610", 10))
        .expect("a search")
        .people[0]
        .id;
    let events = vault.read(|tx| consent::events(tx, ake)).expect("consents");
    assert_eq!(events.len(), 1, "the yes is kept");
    assert_eq!(events[0].wording, "Får vi skicka vårt nyhetsbrev till dig?");
    for check in verify::verify(&vault, None) {
        assert!(check.ok, "{}: {}", check.name, check.detail);
    }
    vault
        .write(Op::WriteNote, |tx| {
            activity::write_note(tx, &[ake], "Ringde igen.", None)
        })
        .expect("and it can be worked in");
}

//! The JSON that scripts rely on, key by key.

use serde_json::{Value, json};

use super::bed::{Bed, PASSPHRASE, fixture};

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

#[test]
fn an_import_reports_rows_refused_and_columns_dropped() {
    let bed = Bed::new("sv");
    let report = bed
        .run(&format!(
            "import {} --json",
            fixture("oddities.csv").display()
        ))
        .ok()
        .json();
    assert_eq!(
        keys(&report),
        ["created", "dropped_columns", "refused", "rows", "unchanged"]
    );
    assert_eq!(
        report["rows"],
        json!([
            {"line": 3, "reason": "invalid_email"},
            {"line": 4, "reason": "invalid_phone"},
            {"line": 5, "reason": "nameless"},
            {"line": 6, "reason": "unreadable_row"},
            {"line": 9, "reason": "unreadable_row"},
        ])
    );
    let told = bed.run(&format!("import {}", fixture("oddities.csv").display()));
    assert!(
        told.err.contains("Rad 3, E-post: "),
        "people read the line and the column: {}",
        told.err
    );
}

#[test]
fn a_list_gives_ids_names_and_addresses() {
    let bed = Bed::new("en");
    bed.run(&format!("import {}", fixture("customers.csv").display()))
        .ok();
    let list = bed.everybody();
    assert_eq!(list.as_array().unwrap().len(), 3);
    for person in list.as_array().unwrap() {
        assert_eq!(keys(person), ["display_name", "emails", "id", "phones"]);
    }
    let nora = list
        .as_array()
        .unwrap()
        .iter()
        .find(|person| person["display_name"] == "Nora Field")
        .unwrap();
    assert_eq!(
        (&nora["emails"], &nora["phones"]),
        (&json!(["nora.field@example.com"]), &json!(["+46701740610"]))
    );
}

#[test]
fn a_contact_is_added_and_edited_by_json_on_stdin_or_from_a_file() {
    let bed = Bed::new("en");
    let draft = json!({
        "person_type": "consumer", "source": {"how": "met", "place": "Spring fair"},
        "values": [{"field": "name", "content": "Nora Field"}, {"field": "email", "content": "nora@example.com"}]
    });
    let added = bed
        .feed("contact add --json", &draft.to_string())
        .ok()
        .json();
    assert_eq!(keys(&added), ["id"]);
    let id = added["id"].as_str().unwrap();
    let edit = json!({"add": [{"field": "phone", "content": "070-174 06 50"}], "tags": ["lead"]});
    let file = bed.file("edit.json", edit.to_string());
    bed.run(&format!("contact edit {id} {}", file.display()))
        .ok();
    let shown = bed.run(&format!("contact show {id} --json")).ok().json();
    assert_eq!(shown["tags"], json!(["lead"]));
    assert_eq!(bed.everybody()[0]["phones"], json!(["+46701740650"]));

    let wrong = bed.feed(
        "contact add",
        "{\"person_type\": \"consumer\", \"shoe_size\": 43}",
    );
    assert_eq!(wrong.code, 65);
    assert!(
        !wrong.err.contains("43"),
        "no message repeats what was typed: {}",
        wrong.err
    );
}

#[test]
fn the_passphrase_may_come_from_a_descriptor_with_the_json_behind_it() {
    let bed = Bed::new("sv");
    let draft = r#"{"person_type": "consumer", "source": {"how": "call"}, "values": [{"field": "name", "content": "Ada Falk"}]}"#;
    let mut child = std::process::Command::new(super::bed::program())
        .args(["contact", "add", "--passphrase-fd", "0", "--vault"])
        .arg(&bed.vault)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(
        &mut child.stdin.take().unwrap(),
        format!("{PASSPHRASE}\n{draft}").as_bytes(),
    )
    .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(
        bed.id("Ada Falk"),
        String::from_utf8(output.stdout).unwrap().trim()
    );
}

#[test]
fn a_certificate_and_the_checks_have_their_keys() {
    let bed = Bed::new("sv");
    bed.run(&format!("import {}", fixture("kunder.csv").display()))
        .ok();
    let certificate = bed
        .run(&format!(
            "forget {} --ground b --yes --no-suppress --json",
            bed.id("Björn Ek")
        ))
        .ok()
        .json();
    for key in [
        "erasure",
        "ground",
        "accepted_at",
        "proven_at",
        "erased",
        "suppressed",
        "checks",
        "pages_read",
        "residues",
        "journal_head",
    ] {
        assert!(certificate.get(key).is_some(), "{key} in {certificate}");
    }
    assert_eq!(
        (&certificate["ground"], &certificate["suppressed"]),
        (&json!("b"), &json!(false))
    );
    assert!(
        !certificate.to_string().contains("Björn"),
        "no personal data in a certificate"
    );
    let back = bed
        .run(&format!(
            "import {} --json",
            fixture("kunder.csv").display()
        ))
        .ok()
        .json();
    assert_eq!(
        back["created"], 1,
        "nothing was kept that would stop him: {back}"
    );
    let checks = bed.run("verify --json").ok().json();
    for check in checks.as_array().unwrap() {
        assert_eq!(keys(check), ["detail", "name", "ok"]);
    }
}

#[test]
fn the_policy_and_the_switches_are_there_for_scripts() {
    let bed = Bed::new("en");
    let policy = bed.run("policy show --json").ok().json();
    let fields: Vec<&str> = policy["policy"]["fields"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|field| field["key"].as_str())
        .collect();
    assert!(
        fields.contains(&"name") && !fields.contains(&"civil_status"),
        "{fields:?}"
    );
    assert!(bed.run("policy show").ok().out.contains("newsletter"));
    assert_eq!(
        bed.run("enrichment on --json").ok().json(),
        json!({"enrichment": true})
    );
    bed.feed("contact add", r#"{"person_type": "consumer", "source": {"how": "call"}, "values": [{"field": "name", "content": "Ada Falk"}]}"#).ok();
    let id = bed.id("Ada Falk");
    bed.run(&format!("enrichment off --contact {id}")).ok();
    assert_eq!(
        bed.run(&format!("contact show {id} --json")).ok().json()["enrichment"],
        false
    );
}

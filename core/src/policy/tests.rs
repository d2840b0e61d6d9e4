//! What loads as a policy, and what activating it allows.

use std::sync::Arc;

use super::*;
use crate::vault::{Op, SystemClock, Vault};

fn vault() -> (tempfile::TempDir, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::create_raw(dir.path(), [7; 32], Arc::new(SystemClock)).unwrap();
    vault
        .write(Op::CreateVault, |tx| activate(tx, &default_policy()))
        .unwrap();
    (dir, vault)
}

fn changed(change: impl FnOnce(&mut serde_json::Value)) -> Result<Policy> {
    let mut document = serde_json::from_str(include_str!("default.json")).unwrap();
    change(&mut document);
    load(&document.to_string())
}

fn refused(change: impl FnOnce(&mut serde_json::Value), why: &str) {
    assert_eq!(
        changed(change).unwrap_err().code(),
        Code::InvalidPolicy,
        "{why}"
    );
}

#[test]
fn the_default_policy_loads_and_names_what_a_seller_needs() {
    let policy = default_policy();
    for key in [
        "name",
        "organization",
        "role",
        "email",
        "phone",
        "address",
        "website",
        "relation",
        "language",
    ] {
        assert!(policy.field(key).is_some(), "{key} is missing");
    }
    for purpose in &policy.purposes {
        for person_type in PersonType::ALL {
            assert!(
                purpose.allowed(person_type).is_some(),
                "{} says nothing of {}",
                purpose.key,
                person_type.code()
            );
        }
    }
    for person_type in PersonType::ALL {
        assert!(
            policy
                .purposes
                .iter()
                .any(|p| p.allowed(person_type).unwrap().default),
            "a new {} has no basis at first",
            person_type.code()
        );
    }
}

#[test]
fn a_policy_that_breaks_the_law_or_itself_does_not_load() {
    refused(|p| p["fields"][0]["surprise"] = true.into(), "unknown key");
    refused(
        |p| p["fields"][1]["id"] = 1.into(),
        "two fields with one id",
    );
    refused(
        |p| p["fields"][2]["label"]["sv"] = "Hälsa".into(),
        "a special category without a ground",
    );
    refused(
        |p| p["fields"][2]["key"] = "union_member".into(),
        "a special category by key",
    );
    refused(
        |p| p["fields"][2]["class"] = "sensitive".into(),
        "a sensitive field without a ground",
    );
    refused(
        |p| p["purposes"][0]["assessment"]["necessity"]["sv"] = " ".into(),
        "an assessment without its second step",
    );
    refused(
        |p| p["purposes"][2]["consent_wording"] = serde_json::Value::Null,
        "consent without words",
    );
    refused(
        |p| p["purposes"][0]["retention"] = "for ever".into(),
        "no retention",
    );
    assert!(
        changed(|p| {
            p["fields"][2]["label"]["sv"] = "Allergier".into();
            p["fields"][2]["article_9"] = "9_2_a".into();
        })
        .is_ok(),
        "explicit consent is a ground"
    );
}

#[test]
fn legitimate_interest_is_inactive_until_its_assessment_is_confirmed() {
    let (_dir, vault) = vault();
    let allowed = |vault: &Vault| {
        vault
            .read(|tx| {
                tx.row(
                    "SELECT count(*) FROM active_basis WHERE basis = '6_1_f'",
                    (),
                    |r| r.get::<_, i64>(0),
                )
            })
            .unwrap()
    };
    assert_eq!(
        allowed(&vault),
        0,
        "nothing is allowed before somebody read it"
    );
    vault
        .write(Op::ConfirmAssessment, |tx| {
            confirm_assessment(tx, "prospecting")
        })
        .unwrap();
    assert_eq!(
        allowed(&vault),
        4,
        "the four person types of prospecting, and no other purpose"
    );
    assert_eq!(
        vault.read(active).unwrap().confirmed_assessments,
        ["prospecting"]
    );
    assert_eq!(
        vault
            .write(Op::ConfirmAssessment, |tx| confirm_assessment(
                tx,
                "newsletter"
            ))
            .unwrap_err()
            .code(),
        Code::PolicyPurpose,
        "a purpose without a draft"
    );

    let mut next = default_policy();
    next.version = 2;
    next.purposes[0].label.sv.push('!');
    vault
        .write(Op::CreateVault, |tx| activate(tx, &next))
        .unwrap();
    assert_eq!(allowed(&vault), 4, "an unchanged text stays confirmed");
    next.version = 3;
    next.purposes[1]
        .assessment
        .as_mut()
        .unwrap()
        .balancing
        .en
        .push('!');
    vault
        .write(Op::CreateVault, |tx| activate(tx, &next))
        .unwrap();
    assert_eq!(allowed(&vault), 0, "a changed text must be read again");
    assert_eq!(
        vault
            .write(Op::CreateVault, |tx| activate(tx, &next))
            .unwrap_err()
            .code(),
        Code::InvalidPolicy,
        "versions only grow"
    );
}

//! What a page or a script may ask for: JSON of the shape that an act wants, to the act, and everything that shows or hands
//! out the person afterwards. The transaction is rolled back.

use std::sync::atomic::AtomicBool;

use kartotek_core::backup::{self, Plan};
use kartotek_core::contact::{self, ContactDraft, ContactEdit, Filter, Order};
use kartotek_core::import::{self, ImportPlan};
use kartotek_core::vault::session::Controller;
use kartotek_core::vault::{Op, ReadTx, WriteTx, journal_head, locking, settings};
use kartotek_core::{Code, PersonId, Result, activity, consent, draft, enrichment, rights};
use serde::de::DeserializeOwned;

use super::ground::ground;

/// A contact as the command line takes it.
pub(crate) fn contact(bytes: &[u8]) {
    if let Ok(draft) = serde_json::from_slice::<ContactDraft>(bytes) {
        tried(|tx| contact::create(tx, &draft));
    }
}

/// The name of an act on a line, then what it wants; `@person` and `@value` stand for somebody and an address that are there.
pub(crate) fn act(asked: &str) {
    let asked = asked
        .replace("@person", &ground().person.to_string())
        .replace("@value", &ground().value.to_string());
    let Some((name, json)) = asked.split_once('\n') else {
        return;
    };
    let person = ground().person;
    match name {
        "edit" => with(json, |tx, edit: ContactEdit| {
            contact::edit(tx, person, &edit)
        }),
        "tag" => with(json, |tx, (add, remove): (Vec<String>, Vec<String>)| {
            contact::tag(tx, &[person], &add, &remove)
        }),
        "yes" => with(json, |tx, yes| consent::give(tx, &yes)),
        "no" => with(json, |tx, no| consent::refuse(tx, &no)),
        "withdraw" => with(json, |tx, no| consent::withdraw(tx, &no)),
        "object" => with(json, |tx, purpose: Option<String>| {
            consent::object(tx, person, purpose.as_deref())
        }),
        "past_call" => with(json, |tx, call| activity::log_call(tx, &call)),
        "call" => with(json, |tx, (direction, end)| {
            let call = activity::start_call(tx, person, direction)?;
            activity::end_call(tx, call, &end)
        }),
        "note" => with(json, |tx, (text, on): (String, Option<String>)| {
            activity::write_note(tx, &[person], &text, on.as_deref())
        }),
        "draft" => with(json, |tx, (spot, typed)| {
            draft::keep(tx, &spot, &typed)?;
            draft::drafts(tx)?;
            draft::discard(tx, &spot)
        }),
        "enrich" => with(json, |tx, field: String| {
            enrichment::set_for(tx, person, Some(true))?;
            enrichment::accept(tx, person, &field)
        }),
        "settings" => with(json, |tx, wanted| settings::set_settings(tx, &wanted)),
        "controller" => with(json, |tx, who: Controller| {
            settings::set_controller(tx, &who)
        }),
        "locking" => with(json, locking::set_locking),
        "plan" => with(json, |tx, plan: Plan| backup::set_plan(tx, &plan)),
        "list" => with(
            json,
            |tx, (order, filter, start, count): (Order, Filter, u32, u32)| {
                contact::list(tx, order, &filter, start, count)?;
                rights::list_sheet(tx, order, &filter)
            },
        ),
        "timeline" => with(json, |tx, (after, count): (Option<String>, u32)| {
            activity::timeline(tx, person, after.as_deref(), count)
        }),
        "import" => import(json),
        _ => {}
    }
}

fn with<A: DeserializeOwned, T>(json: &str, act: impl FnOnce(&mut WriteTx<'_>, A) -> Result<T>) {
    if let Ok(asked) = serde_json::from_str(json) {
        tried(|tx| {
            act(tx, asked)?;
            Ok(ground().person)
        });
    }
}

/// Does it and takes it back.
fn tried(act: impl FnOnce(&mut WriteTx<'_>) -> Result<PersonId>) {
    let mut shown = Ok(());
    let tried = ground().vault.write(Op::EditContact, |tx| {
        let person = act(tx)?;
        shown = show(tx, person);
        Err::<(), _>(Code::Cancelled.into())
    });
    let code = tried.map(|_| ()).expect_err("nothing is kept").code();
    assert!(can_be_said(code), "{code:?} is no reason to refuse");
    let shown = shown.map_err(|error| error.code());
    assert_eq!(shown, Ok(()), "what was taken in can be shown");
}

fn can_be_said(code: Code) -> bool {
    !matches!(code, Code::Internal | Code::Damaged)
}

fn show(tx: &ReadTx<'_>, person: PersonId) -> Result<()> {
    contact::get(tx, person)?;
    consent::panel(tx, person)?;
    activity::timeline(tx, person, None, 200)?;
    enrichment::suggestions(tx, person)?;
    rights::person_sheet(tx, person)?;
    rights::draw_up(tx, person, &journal_head(tx)?)?;
    Ok(())
}

/// A plan for a file that is always the same.
fn import(json: &str) {
    let Ok(plan) = serde_json::from_str::<ImportPlan>(json) else {
        return;
    };
    let rows = "namn;epost;telefon;ort\nÅsa Ek;ek@example.se;070-174 06 06;Ystad\nBo;;;\n";
    let file = ground().file("plan.csv", rows.as_bytes());
    let run = import::run(
        &ground().vault,
        &file,
        &plan,
        true,
        &AtomicBool::new(false),
        &mut |_, _| {},
    );
    let code = run.map(|_| ()).map_err(|error| error.code());
    assert!(code.is_ok() || code.is_err_and(can_be_said));
}

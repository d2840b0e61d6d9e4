//! The keyring opens the vault, and the passphrase is asked for now and then, so that nobody forgets it.

use std::sync::Arc;
use std::time::Duration;

use kartotek_core::vault::session::{self, Unlock};
use kartotek_core::vault::{Op, SystemClock, locking};

use crate::acts::{PASSPHRASE, Past};
use crate::drafts::types;
use crate::main_job::pictures;
use crate::page::Page;
use crate::stage::{Stage, wait_for};

const LONG: Duration = Duration::from_secs(15);
const NEW: &str = "lingon traktor måne sax";

/// A vault that the keyring opens, and whose passphrase was typed last twenty days ago; its recovery code.
fn not_typed_for_long(stage: &Stage) -> Vec<String> {
    let page = Page::new(stage.open(&[]), "sv");
    let groups = page.first_run_until_ready(&mut |_, _| ());
    page.click("checkbox", &page.text("keyring-choice"));
    page.press("start-open");
    page.sees(&page.text("contacts-none-title"));
    drop(page);
    let key = Unlock::Passphrase(PASSPHRASE.to_owned().into());
    let mut vault = None;
    wait_for("the window to let go of the vault", LONG, || {
        vault = session::open(&stage.vault(), key.clone(), Arc::new(Past)).ok();
        vault.is_some()
    });
    let vault = vault.expect("the vault");
    vault.write(Op::Recall, locking::recalled).expect("kept");
    vault.close().expect("closed");
    groups
}

#[test]
fn the_keyring_lets_nobody_forget_the_passphrase() {
    let stage = Stage::new("sv");
    not_typed_for_long(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    page.sees(&page.text("recall-title"));
    stage.picture(&page, &pictures().join("locking"), "recall");
    page.accessible("recall");
    page.fill(&page.text("passphrase"), "helt fel lösenfras här");
    page.press("recall-check");
    page.sees(&page.text("error-wrong-passphrase"));
    page.press("recall-skip");
    page.sees(&page.text("contacts-none-title"));
    drop(page);
    // Not twice a day.
    let page = Page::new(stage.open(&[]), "sv");
    page.sees(&page.text("contacts-none-title"));
    page.finish();
}

#[test]
fn whoever_knows_the_passphrase_is_not_asked_again_for_a_while() {
    let stage = Stage::new("sv");
    not_typed_for_long(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    page.sees(&page.text("recall-title"));
    types(&page, &page.text("passphrase"), PASSPHRASE);
    page.press("recall-check");
    page.sees(&page.text("contacts-none-title"));
    drop(page);
    let key = Unlock::Passphrase(PASSPHRASE.to_owned().into());
    let mut due = None;
    wait_for("the window to let go of the vault", LONG, || {
        let vault = session::open(&stage.vault(), key.clone(), Arc::new(SystemClock));
        due = vault.ok().map(|vault| vault.read(locking::recall_is_due));
        due.is_some()
    });
    assert!(
        due.is_some_and(|due| due.is_ok_and(|due| !due)),
        "typed today"
    );
}

#[test]
fn a_passphrase_that_was_forgotten_by_then_is_replaced_there() {
    let stage = Stage::new("sv");
    let groups = not_typed_for_long(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    page.press("recall-renew");
    page.fill(&page.text("recovery-code"), &groups.join(" "));
    page.fill(&page.text("passphrase-new"), NEW);
    page.fill(&page.text("passphrase-new-again"), NEW);
    stage.picture(&page, &pictures().join("locking"), "recall-renew");
    page.accessible("a new passphrase from the recall");
    page.press("settings-passphrase-change");
    page.sees(&page.text("contacts-none-title"));
    page.press("lock");
    page.unlock(NEW);
    page.sees(&page.text("contacts-none-title"));
    page.finish();
}

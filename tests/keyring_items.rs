//! What lies in the session's real keyring under a vault's account.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use kartotek_core::vault::{KEYRING_SERVICE, SLOTS};
use keyring_core::Entry;
use keyring_core::api::CredentialStoreApi;
use zbus_secret_service_keyring_store::Store;

/// The account that the key file names.
pub(crate) fn account(vault: &Path) -> String {
    let slots = fs::read(vault.join(SLOTS)).expect("the key file");
    let slots: serde_json::Value = serde_json::from_slice(&slots).expect("JSON");
    let all = slots["slots"].as_array().expect("the ways in");
    let account = all.iter().find_map(|slot| slot["key"]["account"].as_str());
    account.expect("the keyring among them").to_owned()
}

fn store() -> Arc<Store> {
    Store::new().expect("a keyring")
}

pub(crate) fn items(account: &str) -> Vec<Entry> {
    let wanted = HashMap::from([("service", KEYRING_SERVICE), ("username", account)]);
    store().search(&wanted).expect("an answer")
}

pub(crate) fn put(account: &str, secret: &str) {
    let label = HashMap::from([("label", "Kartotek")]);
    store()
        .build(KEYRING_SERVICE, account, Some(&label))
        .and_then(|item| item.set_password(secret))
        .expect("an item");
}

/// A second item with a key that does not fit, as two programs that do not know of each other leave it.
pub(crate) fn put_second(account: &str) {
    put("annat", "nyckel");
    let username = HashMap::from([("username", account)]);
    items("annat")[0]
        .update_attributes(&username)
        .expect("under our name");
    assert_eq!(items(account).len(), 2);
}

//! What crosses layers, without a window.

mod activity;
mod architecture;
mod consent;
mod desktop_keyring;
mod erasure;
mod export;
mod first_schema;
mod house;
mod person;
mod start;
mod vault_folder;

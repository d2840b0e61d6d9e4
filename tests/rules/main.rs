//! What crosses layers, without a window.

mod activity;
mod architecture;
mod cli;
mod consent;
mod desktop_keyring;
mod erasure;
mod export;
mod first_schema;
mod house;
mod import;
mod person;
mod start;
mod vault_folder;

//! What crosses layers, without a window.

#![allow(clippy::unwrap_used)] // all of it is tests; the lint knows only functions marked so

mod activity;
mod architecture;
mod backup;
mod cli;
mod consent;
mod desktop_keyring;
mod erasure;
mod export;
mod first_schema;
mod foreign;
mod house;
mod import;
mod keys;
mod person;
mod print;
mod rotate;
mod start;
mod vault_folder;

#[path = "../people.rs"]
mod people;
#[path = "../small_disk.rs"]
mod small_disk;

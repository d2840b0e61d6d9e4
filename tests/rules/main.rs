//! What crosses layers, without a window.

#![allow(clippy::unwrap_used)] // all of it is tests; the lint knows only functions marked so

mod activity;
mod architecture;
mod backup;
mod call_stop;
mod cli;
mod clock;
mod consent;
mod copies;
mod cut_off;
mod damage;
mod desktop_keyring;
mod erasure;
mod export;
mod first_schema;
mod foreign;
mod full_disk;
mod held;
mod house;
mod import;
mod keyring_matrix;
mod keys;
mod load;
mod parsers;
mod person;
mod print;
mod put_aside;
mod read_only;
mod renewed;
mod restore;
mod rivals;
mod rotate;
mod salvage;
mod start;
mod supply;
mod take_before;
mod vault_folder;
mod wrong_key;

#[path = "../dice.rs"]
mod dice;
#[path = "../faults/mod.rs"]
mod faults;
#[path = "../keyring_items.rs"]
mod keyring_items;
#[path = "../people.rs"]
mod people;
#[path = "../small_disk.rs"]
mod small_disk;

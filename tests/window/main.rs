//! The journeys in the real window, as a user would: mouse and keyboard, under a display, a bus and a keyring of their own.
//! Run by `cargo xtask test`, which builds the window first.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod acts;
mod axe;
mod driver;
mod eyes;
mod page;
mod stage;
mod texts;

#[path = "../keyring_items.rs"]
mod keyring_items;
#[path = "../small_disk.rs"]
mod small_disk;

mod auto_lock;
mod backup;
mod bad_input;
mod call_over_lock;
mod clipboard;
mod dates;
mod draft_forms;
mod drafts;
mod drafts_forgotten;
mod kept_copies;
mod keyring;
mod leaving;
mod lock_over_new_key;
mod long_list;
mod main_job;
mod memory;
mod objection;
mod paper;
mod pictures;
mod put_aside;
mod quiet;
mod recall;
mod recovery;
mod rescue;
mod restart;
mod restore;
mod shared;
mod shots;
mod start_table;
mod vaults;
mod ways_in;
mod weight;

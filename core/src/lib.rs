//! Kartotek's core: the rules and the storage. It has never heard of a window, a network or a terminal.
//!
//! Rooms by floor; arrows point down only (`tests/` reads the `use` lines and says so):
//! 6: [`salvage`]; 5: [`backup`]; 4 rights and routines: [`rights`], [`erasure`], [`import`], [`enrichment`], [`mod@verify`]; 2 what is kept about a person:
//! [`consent`], [`activity`], [`draft`]; 1 the person: [`contact`]; 0 ground: [`policy`], [`vault`], [`text`].
//! [`inventory`] is the one list of everything the vault can hold about a person.

pub mod activity;
pub mod backup;
pub mod consent;
pub mod contact;
pub mod draft;
pub mod enrichment;
pub mod erasure;
mod error;
mod held;
#[cfg(test)]
mod house;
mod id;
pub mod import;
pub mod inventory;
pub mod policy;
pub mod rights;
pub mod salvage;
pub mod search;
pub mod text;
pub mod vault;
pub mod verify;

pub use error::{Code, Error, Result};
pub use id::{ActivityId, EventId, PersonId, ValueId};

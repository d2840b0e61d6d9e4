//! What the window hears without asking.

use kartotek_core::erasure::Progress;
use kartotek_core::vault::{Headway, Topic};

use crate::copies::Work;

/// A write changed these topics: what shows them reads again.
#[derive(Clone, serde::Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct Changed {
    pub(crate) topics: Vec<Topic>,
}

/// The vault is about to be locked, though nobody pressed: what is typed is kept, and then the page locks.
#[derive(Clone, serde::Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct LockAsked;

/// How far an import is, in rows.
#[derive(Clone, serde::Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct ImportProgress {
    pub(crate) done: u32,
    pub(crate) of: u32,
}

/// How far a work on the backups is.
#[derive(Clone, serde::Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct CopyProgress {
    pub(crate) work: Work,
    pub(crate) headway: Headway,
}

/// How far the physical part of a forget is.
#[derive(Clone, serde::Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct ErasureProgress {
    pub(crate) progress: Progress,
}

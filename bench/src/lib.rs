//! What both programs of the benchmark share: the invented vault, the questions, the figures.

pub mod figures;
pub mod people;
pub mod questions;

/// The key of a throw-away vault.
pub const KEY: [u8; 32] = [42; 32];
/// The seed of everything invented.
pub const SEED: u64 = 20_260_302;

/// How much there is.
#[derive(Clone, Copy)]
pub struct Size {
    pub name: &'static str,
    pub contacts: u32,
    pub events: u32,
    pub notes: u32,
}

/// Every size by its switch.
pub const SIZES: [Size; 3] = [
    Size {
        name: "small",
        contacts: 5_000,
        events: 15_000,
        notes: 50_000,
    },
    Size {
        name: "medium",
        contacts: 20_000,
        events: 60_000,
        notes: 200_000,
    },
    Size {
        name: "full",
        contacts: 100_000,
        events: 300_000,
        notes: 1_000_000,
    },
];

/// The size with this name.
pub fn size(name: &str) -> Option<Size> {
    SIZES.into_iter().find(|size| size.name == name)
}

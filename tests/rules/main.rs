//! What crosses layers, without a window.

mod activity;
mod architecture;
mod consent;
mod erasure;
mod export;
mod house;
mod start;
mod vault_folder;

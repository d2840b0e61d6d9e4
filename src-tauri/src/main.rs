//! Kartotek's window: a thin door over the core.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod clipboard;
mod commands;
mod copies;
mod demo;
mod desk;
mod dialogs;
mod events;
mod fault;
mod locking;
mod paper;
mod patience;
mod process;
mod shelf;
mod start;
mod undo;
mod window;

#[cfg(test)]
mod contract;

fn main() -> std::process::ExitCode {
    start::run()
}

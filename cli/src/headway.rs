//! How far a long act is: one line on a terminal, and Ctrl+C stops it in order.

use std::cell::Cell;
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use fluent_bundle::FluentArgs;
use kartotek_core::Result;
use kartotek_core::vault::{Course, Headway};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::console::{Console, Failure};
use crate::exit;
use crate::texts::word;

/// Runs `act`; the first Ctrl+C stops it at its next chunk and leaves all as it was, the second ends the program.
pub(crate) fn along<T>(
    console: &Console,
    act: impl FnOnce(Course<'_>) -> Result<T>,
) -> Result<T, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_shutdown(signal, i32::from(exit::CANCELLED), Arc::clone(&stop))?;
        flag::register(signal, Arc::clone(&stop))?;
    }
    let line = Mutex::new(Line {
        console,
        shown: Cell::default(),
        terminal: io::stderr().is_terminal() && !console.json,
    });
    let tell = |headway: Headway| {
        if let Ok(line) = line.lock() {
            line.show(headway);
        }
        if stop.load(Ordering::SeqCst) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    let done = act(Course::new(&tell));
    if let Ok(line) = line.lock() {
        line.clear();
    }
    Ok(done?)
}

/// The line that is written over and over.
struct Line<'c> {
    console: &'c Console,
    shown: Cell<Option<(kartotek_core::vault::Stage, u64)>>,
    terminal: bool,
}

impl Line<'_> {
    fn show(&self, headway: Headway) {
        let percent = (headway.done * 100)
            .checked_div(headway.of)
            .unwrap_or(0)
            .min(100);
        let now = Some((headway.stage, percent));
        if !self.terminal || self.shown.replace(now) == now {
            return;
        }
        let mut args = FluentArgs::new();
        args.set("percent", percent);
        let id = format!("headway-{}", word(headway.stage));
        self.console.rewrite(&self.console.texts.with(&id, &args));
    }

    fn clear(&self) {
        if self.shown.take().is_some() && self.terminal {
            self.console.rewrite("");
        }
    }
}

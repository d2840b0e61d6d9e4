//! What is asked, by both programs in the same order: places in the list, people, and what somebody types.

use crate::Size;
use crate::people::{Dice, Words, person};

/// How often each quick question is asked.
pub const TIMES: u32 = 300;
/// How many things somebody types.
pub const TYPED: u32 = 1_000;
/// How many notes are saved one by one.
pub const SAVED: u32 = 200;
/// How many contacts are created one by one.
pub const CREATED: u32 = 50;
/// How many people are exported and forgotten.
pub const FORGOTTEN: u32 = 20;
/// Rows of a page.
pub const PAGE: u32 = 50;
/// Entries of a card's timeline.
pub const ENTRIES: u32 = 20;
/// Hits of each kind that a key press shows.
pub const HITS: u32 = 10;

/// Starts of pages anywhere in the list.
pub fn places(size: Size) -> Vec<u32> {
    (0..TIMES)
        .map(|n| below(Dice::new(4, u64::from(n)), size.contacts - PAGE))
        .collect()
}

/// People whose cards are opened.
pub fn cards(size: Size) -> Vec<u32> {
    (0..TIMES)
        .map(|n| below(Dice::new(5, u64::from(n)), size.contacts))
        .collect()
}

/// People who are forgotten, none twice.
pub fn forgotten(size: Size) -> Vec<u32> {
    (0..FORGOTTEN)
        .map(|n| n * (size.contacts / FORGOTTEN) + 7)
        .collect()
}

/// What somebody has typed at a key press: beginnings of names, of firms, and words of notes after a whole word.
pub fn typed(size: Size, words: &Words) -> Vec<String> {
    (0..TYPED)
        .map(|n| {
            let mut dice = Dice::new(6, u64::from(n));
            let who = person(below(Dice::new(7, u64::from(n)), size.contacts));
            let whole = match dice.below(10) {
                0..6 => who.name,
                6..8 if !who.organization.is_empty() => who.organization,
                _ => {
                    let first = words.draw(&mut dice).to_owned();
                    format!("{first} {}", words.draw(&mut dice))
                }
            };
            let letters = whole.chars().count();
            let typed: String = whole.chars().take(1 + dice.below(letters)).collect();
            typed.trim().to_owned()
        })
        .collect()
}

fn below(mut dice: Dice, n: u32) -> u32 {
    u32::try_from(dice.below(n as usize)).unwrap_or_default()
}

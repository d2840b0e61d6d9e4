//! Pages taken apart: by hand, and against pages that the engine wrote.

use super::scrub::*;

const USABLE: usize = 4096 - 80;

/// A leaf of a table with one cell of `payload` at the end of the page.
fn leaf(payload: &[u8]) -> Vec<u8> {
    let mut page = vec![0u8; 4096];
    let start = USABLE - payload.len() - 2;
    page[0] = 13;
    page[3..5].copy_from_slice(&1u16.to_be_bytes());
    page[5..7].copy_from_slice(&u16::try_from(start).unwrap().to_be_bytes());
    page[8..10].copy_from_slice(&u16::try_from(start).unwrap().to_be_bytes());
    page[start] = u8::try_from(payload.len()).unwrap();
    page[start + 1] = 1;
    page[start + 2..USABLE].copy_from_slice(payload);
    page
}

#[test]
fn the_stretch_between_pointers_and_cells_is_a_gap_and_cells_are_not() {
    let mut page = leaf(b"somebody who stays");
    page[2000..2005].copy_from_slice(b"trace");
    let taken = btree(&page, 2, USABLE).unwrap();
    assert_eq!(taken.gaps, vec![10..USABLE - 20]);
    assert_eq!(first_residue(&page, &taken.gaps), Some(2000));
    assert!(zero(&mut page, &taken.gaps));
    assert_eq!(first_residue(&page, &taken.gaps), None);
    assert!(
        page[..USABLE].ends_with(b"somebody who stays"),
        "a live cell was touched"
    );
}

#[test]
fn a_freeblock_keeps_its_head_only() {
    let mut page = leaf(b"somebody who stays");
    page[1..3].copy_from_slice(&3000u16.to_be_bytes());
    page[3002..3004].copy_from_slice(&20u16.to_be_bytes());
    page[3004..3009].copy_from_slice(b"trace");
    let gaps = btree(&page, 2, USABLE).unwrap().gaps;
    assert_eq!(gaps, vec![10..3000, 3004..USABLE - 20]);
    zero(&mut page, &gaps);
    assert_eq!(
        page[3002..3004],
        20u16.to_be_bytes(),
        "the freeblock's size must stay"
    );
}

#[test]
fn page_one_opens_with_the_files_header() {
    let mut page = leaf(b"schema");
    page.copy_within(0..10, 100);
    page[..100].fill(b'h');
    let gaps = btree(&page, 1, USABLE).unwrap().gaps;
    assert_eq!(gaps, vec![110..USABLE - 8], "the header is not a gap");
}

#[test]
fn the_tail_of_the_last_overflow_page_is_a_gap() {
    let chain = Chain {
        first: 9,
        bytes: 2 * (USABLE - 4) + 10,
    };
    assert_eq!(chain.pages(USABLE), 3);
    assert_eq!(chain.tail(USABLE), 14..USABLE);
    let full = Chain {
        first: 9,
        bytes: USABLE - 4,
    };
    assert_eq!((full.pages(USABLE), full.tail(USABLE)), (1, USABLE..USABLE));
}

#[test]
fn a_page_that_does_not_hold_together_is_refused() {
    let mut overlapping = leaf(b"somebody who stays");
    overlapping[3..5].copy_from_slice(&2u16.to_be_bytes());
    overlapping[10..12].copy_from_slice(&u16::try_from(USABLE - 19).unwrap().to_be_bytes());
    assert!(btree(&overlapping, 2, USABLE).is_none(), "cells overlap");
    let mut outside = leaf(b"somebody who stays");
    outside[8..10].copy_from_slice(&u16::try_from(USABLE - 1).unwrap().to_be_bytes());
    assert!(
        btree(&outside, 2, USABLE).is_none(),
        "a cell runs off the page"
    );
    let mut circle = leaf(b"somebody who stays");
    circle[1..3].copy_from_slice(&3000u16.to_be_bytes());
    circle[3000..3002].copy_from_slice(&3000u16.to_be_bytes());
    assert!(
        btree(&circle, 2, USABLE).is_none(),
        "freeblocks run in a circle"
    );
}

#[test]
fn a_trunk_names_its_leaves_and_the_rest_is_a_gap() {
    let mut page = vec![0u8; 4096];
    page[..4].copy_from_slice(&7u32.to_be_bytes());
    page[4..8].copy_from_slice(&2u32.to_be_bytes());
    page[8..12].copy_from_slice(&11u32.to_be_bytes());
    page[12..16].copy_from_slice(&12u32.to_be_bytes());
    assert_eq!(trunk(&page, USABLE), Some((7, vec![11, 12], 16..USABLE)));
    page[4..8].copy_from_slice(&u32::MAX.to_be_bytes());
    assert_eq!(trunk(&page, USABLE), None, "more leaves than fit");
}

#[test]
fn varints_are_sqlites() {
    assert_eq!(varint(&[0x7f], 0), Some((127, 1)));
    assert_eq!(varint(&[0x81, 0x00], 0), Some((128, 2)));
    assert_eq!(varint(&[0xff; 9], 0), Some((u64::MAX, 9)));
    assert_eq!(varint(&[0x81], 0), None);
}

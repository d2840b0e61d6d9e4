//! A disk that fills up while the vault is open: what was refused whole leaves the file sound, and the next act works.

use kartotek_core::Code;
use kartotek_core::erasure::{self, Ground};

use super::{add, vault};
use crate::small_disk::Small;

#[test]
fn a_forget_refused_for_want_of_room_works_once_there_is_room() {
    let small = Small::new(16);
    let vault = vault(&small.path("valv"));
    let person = add(
        &vault,
        &[("name", "Berit Ås"), ("email", "berit.as@example.org")],
    )
    .unwrap();
    add(&vault, &[("name", "Omar Ödman")]).unwrap();
    vault.idle().unwrap();
    small.fill(0);
    let refused = erasure::forget(&vault, person, Ground::A, true);
    assert_eq!(refused.err().map(|e| e.code()), Some(Code::DiskFull));
    small.empty();
    erasure::forget(&vault, person, Ground::A, true).unwrap();
    // Nobody ever wrote a note here: that index is as empty as on its first day.
    let proven = erasure::prove_pending(&vault, &mut |_| {}).unwrap();
    assert_eq!(proven.len(), 1, "proven once there is room");
}

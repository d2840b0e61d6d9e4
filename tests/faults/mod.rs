//! Faults from outside, each as a round that the rules play a few times and the soak for hours: what is wrong after it
//! is said in words, and with the same dice it happens again.

pub(crate) mod bed;
pub(crate) mod clear;
pub(crate) mod damage;
pub(crate) mod full_disk;
pub(crate) mod load;
pub(crate) mod renewed;
pub(crate) mod residue;
pub(crate) mod rivals;
pub(crate) mod sown;
pub(crate) mod unsealed;
pub(crate) mod wrong_key;

/// What a round came to: a figure, or what is wrong.
pub(crate) type Round<T> = Result<T, String>;

//! Forgetting, down to the bytes.

pub(crate) mod bed;
mod canary;
mod decryptor;
mod forget;
mod killed;
mod residue;

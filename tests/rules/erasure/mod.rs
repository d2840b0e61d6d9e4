//! Forgetting, down to the bytes.

mod bed;
mod decryptor;
mod forget;
mod residue;

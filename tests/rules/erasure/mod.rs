//! Forgetting, down to the bytes.

pub(crate) mod bed;
mod canary;
mod decryptor;
mod drafts;
mod forget;
mod killed;
mod residue;

//! What crosses layers, without a window.

mod erasure;
mod export;

//! What crosses layers, without a window.

mod erasure;

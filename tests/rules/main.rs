//! What crosses layers, without a window.

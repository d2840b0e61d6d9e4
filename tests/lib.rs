//! Tests that cross layers.

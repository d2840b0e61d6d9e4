//! The parsers for the fuzzer, compiled once for all targets.

mod parsers;

/// The parsers.
pub const NAMES: [&str; 14] = parsers::NAMES;

/// Gives the input to the parser of that name.
pub fn parse(name: &str, bytes: &[u8]) {
    parsers::parse(name, bytes);
}

//! Pictures of what a journey does not pass: sizes, zoom, many rows.

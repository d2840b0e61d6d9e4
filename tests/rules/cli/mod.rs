//! The real program `kartotek`, as a script drives it.

mod backup;
mod bed;
mod full_disk;
mod keys;
mod main_job;
mod readme;
mod refusals;
mod shapes;

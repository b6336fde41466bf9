//! The library: the one owner of SQLite.

mod records;

pub use records::*;

//! Stands in for the crate `regex`, which feed-rs alone asks for, and for a dozen short patterns in dates and addresses.
//! regex-lite has the same interface for these, and leaves the program a megabyte smaller.

pub use regex_lite::{Captures, Error, Regex, RegexBuilder, Replacer};

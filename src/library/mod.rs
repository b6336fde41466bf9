//! The library: the one owner of `SQLite`. It keeps articles in all their revisions, and what the reader left in them:
//! what was read, the place, the bookmarks.
//!
//! One type with a few verbs, which block; it knows no thread, no clock and nothing of how its answers are shown. Two
//! sessions may use one file at once.

mod bookmarks;
mod check;
mod deletion;
mod elsewhere;
mod error;
mod feeds;
mod fetch;
mod fold;
mod gather;
mod index;
mod keep;
mod known;
mod marking;
mod open;
mod outdated;
mod people;
mod query;
mod records;
mod rows;
mod search;
mod searches;
mod transfer;

use std::{fmt, path::PathBuf};

use rusqlite::{Connection, InterruptHandle, Transaction, TransactionBehavior};
use serde::Serialize;

pub use elsewhere::FileVersion;
pub use error::{Fault, LibraryError};
pub use outdated::{Outdated, Turn};
pub use query::{Query, QueryError, QueryFault};
pub use records::*;
pub use transfer::{
    AnalysisRecord, ArticleRecord, BookmarkRecord, FORMAT, FeedRecord, Imported, Intake, PlaceRecord, Record,
    RevisionRecord,
};

/// A library, open.
#[derive(Debug)]
pub struct Library {
    connection: Connection,
    path: PathBuf,
}

impl Library {
    /// Reads in one state of the library, whatever other sessions write meanwhile.
    fn read<T>(&self, work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, LibraryError> {
        let done = self.connection.unchecked_transaction().and_then(|state| work(&state));
        done.map_err(|error| LibraryError::from_sql(&error, &self.path))
    }

    /// What stops, from another thread, whatever the library is busy with; a search that nobody waits for any more.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.connection.get_interrupt_handle())
    }

    /// Writes all or nothing. The lock is taken at the start: nothing that was read before a write can be out of date.
    fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, LibraryError> {
        let begun = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let done = begun.and_then(|change| {
            let answer = work(&change)?;
            change.commit()?;
            Ok(answer)
        });
        done.map_err(|error| LibraryError::from_sql(&error, &self.path))
    }
}

/// Stops what a library is busy with. That ends with [`Fault::Stopped`], and nothing of it is written.
pub struct Interrupter(InterruptHandle);

impl Interrupter {
    /// Stops it. Where nothing is being done, nothing happens.
    pub fn stop(&self) {
        self.0.interrupt();
    }
}

impl fmt::Debug for Interrupter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interrupter")
    }
}

fn to_json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn to_bytes(value: &impl Serialize) -> rusqlite::Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// A count as SQL takes it.
fn as_integer(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;

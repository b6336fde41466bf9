//! What can go wrong with the library: one line each, which ends in what the reader can do.

use std::{fmt, io, path::Path};

use rusqlite::ErrorCode;

use crate::text::CleanLine;

/// Why the library could not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryError {
    /// What is wrong.
    pub fault: Fault,
    /// Where the library is.
    place: CleanLine,
}

/// What is wrong with a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Its file or folder cannot be made, found, opened, read or written.
    Unreachable(CleanLine),
    /// There is none.
    Missing,
    /// The file is another program's, or no database.
    Foreign,
    /// A newer byline has written it.
    Newer,
    /// The file is damaged.
    Damaged,
    /// Another program holds it for longer than one waits.
    Busy,
    /// The disk is full.
    Full,
    /// It may be read but not written.
    ReadOnly,
    /// The article, the revision or the bookmark is not in it.
    Gone,
    /// It was stopped in the midst of what it did.
    Stopped,
    /// Anything else, in `SQLite`'s words.
    Other(CleanLine),
}

impl LibraryError {
    pub(super) fn new(fault: Fault, place: &Path) -> Self {
        Self { fault, place: CleanLine::new(&place.display().to_string()) }
    }

    pub(super) fn from_io(error: &io::Error, place: &Path) -> Self {
        Self::new(Fault::Unreachable(CleanLine::new(&error.to_string())), place)
    }

    pub(super) fn from_sql(error: &rusqlite::Error, place: &Path) -> Self {
        Self::new(fault(error), place)
    }
}

fn fault(error: &rusqlite::Error) -> Fault {
    use rusqlite::Error as Sql;
    let words = || CleanLine::new(&error.to_string());
    match error {
        Sql::QueryReturnedNoRows => Fault::Gone,
        Sql::Utf8Error(..) | Sql::FromSqlConversionFailure(..) | Sql::InvalidColumnType(..) => Fault::Damaged,
        _ => match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Fault::Busy,
            // The code of a mistake in the query: our words fit our tables, so these are no longer what they were.
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::Unknown) => Fault::Damaged,
            Some(ErrorCode::OperationInterrupted) => Fault::Stopped,
            Some(ErrorCode::NotADatabase) => Fault::Foreign,
            Some(ErrorCode::DiskFull) => Fault::Full,
            Some(ErrorCode::ReadOnly) => Fault::ReadOnly,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::SystemIoFailure) => {
                Fault::Unreachable(words())
            }
            // The only constraints that a caller can break are the references to articles and revisions.
            Some(ErrorCode::ConstraintViolation) => Fault::Gone,
            _ => Fault::Other(words()),
        },
    }
}

impl fmt::Display for LibraryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = &self.place;
        match &self.fault {
            Fault::Unreachable(why) => write!(
                f,
                "the library {place} cannot be reached ({why}); check its folder and your rights there, \
                 or use another with --library PATH"
            ),
            Fault::Missing => write!(
                f,
                "there is no library {place}; check --library and BYLINE_LIBRARY, or begin one with byline add or import"
            ),
            Fault::Foreign => write!(f, "{place} is not a library of byline; use another with --library PATH"),
            Fault::Newer => write!(
                f,
                "the library {place} was written by a newer byline; update byline, or use another library with \
                 --library PATH"
            ),
            Fault::Damaged => write!(
                f,
                "the library {place} is damaged; put a copy of yours in its place, or use another with --library PATH"
            ),
            Fault::Busy => write!(f, "the library {place} is held by another program; close that and try again"),
            Fault::Full => write!(f, "the disk that holds the library {place} is full; make room and try again"),
            Fault::ReadOnly => write!(
                f,
                "the library {place} cannot be written; change your rights there, or use another with --library PATH"
            ),
            Fault::Gone => write!(f, "this is no longer in the library {place}; go back to the list"),
            Fault::Stopped => write!(f, "the library {place} was stopped in what it did; try again"),
            Fault::Other(why) => {
                write!(f, "the library {place} failed ({why}); try again, or use another with --library PATH")
            }
        }
    }
}

impl std::error::Error for LibraryError {}

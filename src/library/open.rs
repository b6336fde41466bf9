//! Opening a library: making its file, telling it from other databases, bringing its tables up to date.

use std::{
    fs::{DirBuilder, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::{Fault, Library, LibraryError, as_integer, index};

/// The steps from an empty database to the present tables. Append only: a step that was ever released stays as it is.
const MIGRATIONS: [&str; 4] = [
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
];

/// Up to this version, the index took what no space parts for one word, in any script.
const UNPARTED: usize = 3;

/// "byln", in the header of the file.
const APPLICATION: i32 = 0x6279_6c6e;

/// How long a write waits for another session's. Writes take milliseconds; what holds on longer is stuck.
const PATIENCE: Duration = Duration::from_secs(5);

/// Statements kept ready; more than the library has.
const STATEMENTS: usize = 96;

impl Library {
    /// Opens the library at `path`; makes it, and the folders above, where there is none. Only its owner may read what
    /// is made.
    ///
    /// # Errors
    /// The file cannot be opened or made, is no library, is damaged or comes from a newer byline.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        Self::open_telling(path, |_| {})
    }

    /// As [`open`](Self::open). Before a library that an older byline made is brought up to date, which takes some minutes
    /// for a million articles, `tell` hears how many it has.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn open_telling(path: &Path, tell: impl FnOnce(u64)) -> Result<Self, LibraryError> {
        // An absolute path is never one of the names to which SQLite gives a meaning of its own.
        let path = std::path::absolute(path).map_err(|error| LibraryError::from_io(&error, path))?;
        make(&path).map_err(|error| LibraryError::from_io(&error, &path))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        match Connection::open_with_flags(&path, flags) {
            Ok(connection) => Self::set_up(connection, path, tell),
            Err(error) => Err(LibraryError::from_sql(&error, &path)),
        }
    }

    /// Opens a library that is there, for somebody who only reads. As [`open_telling`](Self::open_telling); one that cannot
    /// be written is read as it is.
    ///
    /// # Errors
    /// As for [`open`](Self::open), and where there is none.
    pub fn open_to_read(path: &Path, tell: impl FnOnce(u64)) -> Result<Self, LibraryError> {
        if !path.exists() {
            return Err(LibraryError::new(Fault::Missing, path));
        }
        Self::open_telling(path, tell).or_else(|error| match error.fault {
            Fault::ReadOnly | Fault::Unreachable(_) => Self::as_it_is(path).ok_or(error),
            _ => Err(error),
        })
    }

    /// The library in a file of which nothing can be changed, nor anything beside it, if that can be read at all.
    fn as_it_is(path: &Path) -> Option<Self> {
        let path = std::path::absolute(path).ok()?;
        let mut log = path.clone().into_os_string();
        log.push("-wal");
        // With nobody there to write, no lock is needed; but what stands in the log would be missed.
        let is_whole = std::fs::metadata(log).map_or(true, |log| log.len() == 0);
        let modes: &[&str] = if is_whole { &["mode=ro", "immutable=1"] } else { &["mode=ro"] };
        let address = path.to_str()?.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = |mode: &&str| {
            let connection = Connection::open_with_flags(format!("file:{address}?{mode}"), flags).ok()?;
            settle(&connection).ok()?;
            let known = Stamp::read(&connection.unchecked_transaction().ok()?).ok()?;
            (known.fault().is_none() && known.version == MIGRATIONS.len()).then_some(connection)
        };
        modes.iter().find_map(open).map(|connection| Self { connection, path })
    }

    /// A library that is gone when it is dropped.
    ///
    /// # Errors
    /// None that a program with memory left can meet.
    pub fn in_memory() -> Result<Self, LibraryError> {
        let path = PathBuf::from("in memory");
        match Connection::open_in_memory() {
            Ok(connection) => Self::set_up(connection, path, |_| {}),
            Err(error) => Err(LibraryError::from_sql(&error, &path)),
        }
    }

    fn set_up(mut connection: Connection, path: PathBuf, tell: impl FnOnce(u64)) -> Result<Self, LibraryError> {
        match prepare(&mut connection, tell) {
            Ok(None) => Ok(Self { connection, path }),
            Ok(Some(fault)) => Err(LibraryError::new(fault, &path)),
            Err(error) => Err(LibraryError::from_sql(&error, &path)),
        }
    }
}

/// Makes an empty file where there is none. `SQLite` gives its companion files the same rights.
fn make(path: &Path) -> io::Result<()> {
    let mut folders = DirBuilder::new();
    let mut file = OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folders.mode(0o700);
        file.mode(0o600);
    }
    if path.exists() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        folders.recursive(true).create(parent)?;
    }
    match file.open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// What holds for every connection.
fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // A tampered schema gets no functions with side effects to call.
    connection.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; \
         PRAGMA cache_size = -8000;",
    )
}

/// Sets the connection up and brings the tables up to date; answers why this is no library that can be used.
fn prepare(connection: &mut Connection, tell: impl FnOnce(u64)) -> rusqlite::Result<Option<Fault>> {
    settle(connection)?;
    let known = Stamp::read(&connection.unchecked_transaction()?)?;
    if let Some(fault) = known.fault() {
        return Ok(Some(fault));
    }
    if known.version < MIGRATIONS.len() {
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another session may have been quicker.
        let known = Stamp::read(&change)?;
        if let Some(fault) = known.fault() {
            return Ok(Some(fault));
        }
        if known.version > 0 && known.version < MIGRATIONS.len() {
            let articles: i64 = change.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?;
            tell(articles.unsigned_abs());
        }
        for migration in &MIGRATIONS[known.version..] {
            change.execute_batch(migration)?;
        }
        if known.version <= UNPARTED {
            index::part(&change)?;
        }
        change.pragma_update(None, "application_id", APPLICATION)?;
        change.pragma_update(None, "user_version", as_integer(MIGRATIONS.len()))?;
        change.commit()?;
    }
    // While tables are rebuilt, references to them would be in the way.
    connection.pragma_update(None, "foreign_keys", true)?;
    // Where there can be no write-ahead log (a read-only file, another session that is just turning it on), the older
    // journal is as safe, only slower.
    let _ = connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()));
    Ok(None)
}

/// What a database says about itself.
struct Stamp {
    application: i32,
    version: usize,
    is_empty: bool,
}

impl Stamp {
    fn read(state: &Transaction<'_>) -> rusqlite::Result<Self> {
        let version: i64 = state.pragma_query_value(None, "user_version", |row| row.get(0))?;
        Ok(Self {
            application: state.pragma_query_value(None, "application_id", |row| row.get(0))?,
            version: usize::try_from(version).unwrap_or(usize::MAX),
            is_empty: state.query_row("SELECT NOT EXISTS (SELECT * FROM sqlite_schema)", [], |row| row.get(0))?,
        })
    }

    fn fault(&self) -> Option<Fault> {
        let is_new = self.is_empty && self.application == 0 && self.version == 0;
        if !is_new && self.application != APPLICATION {
            return Some(Fault::Foreign);
        }
        (self.version > MIGRATIONS.len()).then_some(Fault::Newer)
    }
}

#[cfg(test)]
mod tests;

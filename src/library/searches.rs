//! Searches that are kept as shelves.

use rusqlite::{OptionalExtension, Transaction};

use super::{KeptSearch, Library, LibraryError, Query, SearchId, fetch::line};
use crate::text::CleanLine;

impl Library {
    /// Keeps a search under a name; one of that name is replaced. A query that makes no sense finds nothing.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn keep_search(&mut self, name: &CleanLine, query: &CleanLine) -> Result<SearchId, LibraryError> {
        let keep = "INSERT INTO kept_search (name, query) VALUES (?1, ?2) \
                    ON CONFLICT (name) DO UPDATE SET query = excluded.query RETURNING id";
        self.write(|change| {
            change.prepare_cached(keep)?.query_row([name.as_str(), query.as_str()], |row| row.get(0)).map(SearchId)
        })
    }

    /// Lets a kept search go; what it finds stays. One that is gone already is let be.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn drop_search(&mut self, id: SearchId) -> Result<(), LibraryError> {
        self.write(|change| {
            change.prepare_cached("DELETE FROM kept_search WHERE id = ?1")?.execute([id.0])?;
            Ok(())
        })
    }

    /// The searches that are kept, by name.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn searches(&self) -> Result<Vec<KeptSearch>, LibraryError> {
        let query = "SELECT id, name, query FROM kept_search ORDER BY name COLLATE NOCASE, id";
        self.read(|state| {
            let mut query = state.prepare_cached(query)?;
            let searches = query.query_map([], |row| {
                let text = |column| line(row, column).map(Option::unwrap_or_default);
                Ok(KeptSearch { id: SearchId(row.get(0)?), name: text(1)?, query: text(2)? })
            })?;
            searches.collect()
        })
    }
}

/// What a kept search looks for, at this moment; `None` where it is gone or makes no sense.
pub(super) fn kept(state: &Transaction<'_>, id: SearchId) -> rusqlite::Result<Option<Query>> {
    let query = "SELECT query, unixepoch() FROM kept_search WHERE id = ?1";
    let mut query = state.prepare_cached(query)?;
    let kept = query.query_row([id.0], |row| Ok((row.get::<_, String>(0)?, row.get(1)?))).optional()?;
    Ok(kept.and_then(|(query, now)| Query::parse(&query, now).ok()))
}

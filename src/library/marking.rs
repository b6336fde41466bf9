//! Marking as read: one article, or all that stands on a shelf, which can be taken back.

use rusqlite::{Transaction, params_from_iter};

use super::{
    ArticleId, DeedId, Library, LibraryError, ReadState, Shelf,
    rows::{self, Side, TOP},
};

/// How many rows of a search are looked at in one go.
const STRETCH: usize = 1000;

impl Library {
    /// Marks an article as read, in the current state of its text, or as unread. One that is gone is let be.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn set_read(&mut self, id: ArticleId, state: ReadState) -> Result<(), LibraryError> {
        let read = state == ReadState::Read;
        self.write(|change| {
            let set = "UPDATE article SET read = ?2, seen = CASE WHEN ?2 THEN revision ELSE seen END, deed = NULL \
                       WHERE id = ?1 AND (read <> ?2 OR ?2 AND seen IS NOT revision)";
            change.prepare_cached(set)?.execute((id.0, read))?;
            Ok(())
        })
    }

    /// Marks all that stands unread on a shelf as read. Answers how many that were, and by what it is
    /// [taken back](Self::unmark).
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn mark_all_read(&mut self, shelf: Shelf) -> Result<(DeedId, usize), LibraryError> {
        self.write(|change| {
            let next = "UPDATE tally SET deeds = deeds + 1 RETURNING deeds";
            let deed: i64 = change.prepare_cached(next)?.query_row([], |row| row.get(0))?;
            if let Shelf::Search(_) = shelf {
                return Ok((DeedId(deed), mark_found(change, shelf, deed)?));
            }
            let mark = format!("UPDATE article SET read = 1, deed = ?1 WHERE read = 0 AND {}", rows::condition(shelf));
            let mut mark = change.prepare_cached(&mark)?;
            let given: [i64; 4] = [deed, 0, 0, rows::own_id(shelf)];
            let named = mark.parameter_count();
            let count = mark.execute(params_from_iter(&given[..named]))?;
            Ok((DeedId(deed), count))
        })
    }

    /// Makes unread again what was marked by this deed and has not been opened since. Answers how many these are.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn unmark(&mut self, deed: DeedId) -> Result<usize, LibraryError> {
        let unmark = "UPDATE article SET read = 0, deed = NULL WHERE deed = ?1 AND read = 1";
        self.write(|change| change.prepare_cached(unmark)?.execute([deed.0]))
    }
}

/// Marks what stands unread on the shelf of a search, which no condition of SQL tells; answers how many that are.
fn mark_found(change: &Transaction<'_>, shelf: Shelf, deed: i64) -> rusqlite::Result<usize> {
    let mut mark = change.prepare_cached("UPDATE article SET read = 1, deed = ?1 WHERE id = ?2")?;
    let (mut gap, mut unread) = (TOP, Vec::new());
    loop {
        let stretch = rows::read(change, shelf, Side::Older, gap, STRETCH)?;
        let Some(last) = stretch.last() else { break };
        gap = last.key;
        unread.extend(stretch.iter().filter(|row| !row.read).map(|row| row.key.id));
    }
    for id in &unread {
        mark.execute([deed, id.0])?;
    }
    Ok(unread.len())
}

//! Marking as read: one article, or all that stands on a shelf, which can be taken back.

use rusqlite::Transaction;

use super::{
    ArticleId, DeedId, Library, LibraryError, ReadState, RowKey, Shelf,
    rows::{self, Side, TOP},
};

/// How many rows are looked at in one go.
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

    /// Marks all that stands unread on a shelf as read, so much at a time that no other session waits for long. Answers
    /// how many that were, and by what it is [taken back](Self::unmark).
    ///
    /// # Errors
    /// The library cannot be written; what was marked by then stays so.
    pub fn mark_all_read(&mut self, shelf: Shelf) -> Result<(DeedId, usize), LibraryError> {
        let next = "UPDATE tally SET deeds = deeds + 1 RETURNING deeds";
        let deed = self.write(|change| change.prepare_cached(next)?.query_row([], |row| row.get(0).map(DeedId)))?;
        // All that is unread stands on a shelf of its own.
        let shelf = if shelf == Shelf::All { Shelf::Unread } else { shelf };
        let (mut count, mut from) = (0, Some(TOP));
        while let Some(gap) = from {
            let marked = self.write(|change| mark(change, shelf, gap, deed))?;
            (count, from) = (count + marked.count, marked.next);
        }
        Ok((deed, count))
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

/// How far the marking of a shelf has come.
struct Marked {
    count: usize,
    /// The gap behind which it goes on.
    next: Option<RowKey>,
}

/// Marks what is unread among the next rows behind a gap.
fn mark(change: &Transaction<'_>, shelf: Shelf, gap: RowKey, deed: DeedId) -> rusqlite::Result<Marked> {
    let stretch = rows::read(change, shelf, Side::Older, gap, STRETCH)?;
    let mut mark = change.prepare_cached("UPDATE article SET read = 1, deed = ?1 WHERE id = ?2")?;
    let mut count = 0;
    for row in stretch.iter().filter(|row| !row.read) {
        count += mark.execute([deed.0, row.key.id.0])?;
    }
    Ok(Marked { count, next: stretch.last().map(|row| row.key) })
}

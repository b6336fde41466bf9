//! Taking articles off the shelves: by the reader, who may want them back, and by the age and number that a feed's
//! retention allows. What was deleted stays known, so that no refresh brings it back.

use rusqlite::{Transaction, params};

use super::{ArticleId, Library, LibraryError, as_integer, index};

impl Library {
    /// Deletes articles. They come back with all that the reader left in them by [`restore`](Self::restore), until
    /// they are [buried](Self::bury). Answers which were there.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn delete(&mut self, articles: &[ArticleId], at: i64) -> Result<Vec<ArticleId>, LibraryError> {
        self.write(|change| {
            let mut deleted = Vec::new();
            for &id in articles {
                if delete(change, id, at)? {
                    deleted.push(id);
                }
            }
            Ok(deleted)
        })
    }

    /// Brings deleted articles back, as they were. Answers which could be brought back.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn restore(&mut self, articles: &[ArticleId]) -> Result<Vec<ArticleId>, LibraryError> {
        self.write(|change| {
            let mut restored = Vec::new();
            for &id in articles {
                if restore(change, id)? {
                    restored.push(id);
                }
            }
            Ok(restored)
        })
    }

    /// Forgets the text of what was deleted before `until`, in seconds since 1970, and what the reader left in it; at
    /// most `limit` articles. Answers how many.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn bury(&mut self, until: i64, limit: usize) -> Result<usize, LibraryError> {
        self.write(|change| {
            let query = "SELECT id FROM article WHERE deleted_at < ?1 AND revision IS NOT NULL LIMIT ?2";
            let mut query = change.prepare_cached(query)?;
            let ids = query.query_map([until, as_integer(limit)], |row| Ok(ArticleId(row.get(0)?)))?;
            let ids: Vec<_> = ids.collect::<Result<_, _>>()?;
            for &id in &ids {
                bury(change, id)?;
            }
            Ok(ids.len())
        })
    }

    /// Takes away what the feeds' retention no longer allows, at most `limit` articles of each feed; bookmarked ones
    /// stay. Answers how many went.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn retire(&mut self, now: i64, limit: usize) -> Result<usize, LibraryError> {
        self.write(|change| {
            let query = "SELECT id, keep_days, keep_count FROM feed WHERE coalesce(keep_days, keep_count) IS NOT NULL";
            let mut query = change.prepare_cached(query)?;
            let feeds = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let feeds: Vec<(i64, Option<i64>, Option<i64>)> = feeds.collect::<Result<_, _>>()?;
            let mut gone = 0;
            for (feed, days, count) in feeds {
                let oldest = days.map_or(i64::MIN, |days| now.saturating_sub(days.saturating_mul(86_400)));
                let given = params![feed, oldest, count.unwrap_or(i64::MAX), as_integer(limit)];
                let mut query = change.prepare_cached(OVERDUE)?;
                let overdue = query.query_map(given, |row| row.get(0).map(ArticleId))?;
                for id in overdue.collect::<Result<Vec<_>, _>>()? {
                    delete(change, id, now)?;
                    bury(change, id)?;
                    gone += 1;
                }
            }
            Ok(gone)
        })
    }
}

/// The articles of feed ?1 that were listed before ?2 or stand below its first ?3.
const OVERDUE: &str = "SELECT id FROM (SELECT id, bookmarks, listed_at, \
                       row_number() OVER (ORDER BY listed_at DESC, id DESC) AS number \
                       FROM article WHERE feed = ?1 AND deleted_at IS NULL) \
                       WHERE bookmarks = 0 AND (listed_at < ?2 OR number > ?3) LIMIT ?4";

/// Takes an article off the shelves; whether it stood there.
fn delete(change: &Transaction<'_>, id: ArticleId, at: i64) -> rusqlite::Result<bool> {
    index::remove(change, id)?;
    let delete = "UPDATE article SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL";
    Ok(change.prepare_cached(delete)?.execute([id.0, at])? > 0)
}

/// Puts a deleted article back; whether it was deleted, and is still whole.
pub(super) fn restore(change: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<bool> {
    let restore = "UPDATE article SET deleted_at = NULL WHERE id = ?1 AND deleted_at IS NOT NULL \
                   AND revision IS NOT NULL";
    let restored = change.prepare_cached(restore)?.execute([id.0])? > 0;
    if restored {
        index::restore(change, id)?;
    }
    Ok(restored)
}

/// Leaves of a deleted article only that it was there.
fn bury(change: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<()> {
    for forget in [
        "DELETE FROM place WHERE article = ?1",
        "DELETE FROM bookmark WHERE article = ?1",
        "DELETE FROM revision WHERE article = ?1",
        "UPDATE article SET revision = NULL, seen = NULL, title = '', site = NULL WHERE id = ?1",
    ] {
        change.prepare_cached(forget)?.execute([id.0])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;

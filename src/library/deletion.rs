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
        if self.read(|state| deleted(state, until, 1))?.is_empty() {
            return Ok(0);
        }
        self.write(|change| {
            let deleted = deleted(change, until, limit)?;
            for &id in &deleted {
                bury(change, id)?;
            }
            Ok(deleted.len())
        })
    }

    /// Takes away what the feeds' retention no longer allows, at most `limit` articles; bookmarked ones stay, and what
    /// was read within the last day. Answers how many went; where none did, nothing is written.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn retire(&mut self, now: i64, limit: usize) -> Result<usize, LibraryError> {
        // Mostly there are none: to know that, no other session's write has to be waited for.
        if self.read(|state| overdue(state, now, 1))?.is_empty() {
            return Ok(0);
        }
        self.write(|change| {
            let overdue = overdue(change, now, limit)?;
            for &id in &overdue {
                delete(change, id, now)?;
                bury(change, id)?;
            }
            Ok(overdue.len())
        })
    }

    /// Clears away what nobody is going to miss: what the feeds' retention no longer allows, and the text of what was
    /// deleted a month ago; at most `limit` articles, so that nobody waits for long. Answers how many; 0 when it is done.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn clear_away(&mut self, now: i64, limit: usize) -> Result<usize, LibraryError> {
        let retired = self.retire(now, limit)?;
        if retired > 0 {
            return Ok(retired);
        }
        self.bury(now.saturating_sub(RECALLED), limit)
    }
}

/// For so many seconds what was deleted can come back.
const RECALLED: i64 = 30 * DAY;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The articles of feed ?1 that were listed before ?2 or stand below its first ?3, but for what somebody was at since ?4.
const OVERDUE: &str = "SELECT id FROM (SELECT id, bookmarks, listed_at, \
                       row_number() OVER (ORDER BY listed_at DESC, id DESC) AS number \
                       FROM article WHERE feed = ?1 AND deleted_at IS NULL) \
                       WHERE bookmarks = 0 AND (listed_at < ?2 OR number > ?3) \
                       AND NOT EXISTS (SELECT * FROM place WHERE article = id AND read_at > ?4) LIMIT ?5";

/// What the retention of the feeds that are followed no longer allows, at most `limit` articles.
fn overdue(state: &Transaction<'_>, now: i64, limit: usize) -> rusqlite::Result<Vec<ArticleId>> {
    let query = "SELECT id, keep_days, keep_count FROM feed \
                 WHERE followed AND coalesce(keep_days, keep_count) IS NOT NULL";
    let mut query = state.prepare_cached(query)?;
    let feeds = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let feeds: Vec<(i64, Option<i64>, Option<i64>)> = feeds.collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    let mut query = state.prepare_cached(OVERDUE)?;
    for (feed, days, count) in feeds {
        let oldest = days.map_or(i64::MIN, |days| now.saturating_sub(days.saturating_mul(DAY)));
        let left = as_integer(limit - found.len());
        let given = params![feed, oldest, count.unwrap_or(i64::MAX), now.saturating_sub(DAY), left];
        for id in query.query_map(given, |row| row.get(0).map(ArticleId))? {
            found.push(id?);
        }
    }
    Ok(found)
}

/// What was deleted before `until` and can still come back, at most `limit` articles.
fn deleted(state: &Transaction<'_>, until: i64, limit: usize) -> rusqlite::Result<Vec<ArticleId>> {
    let query = "SELECT id FROM article WHERE deleted_at < ?1 AND revision IS NOT NULL LIMIT ?2";
    let mut query = state.prepare_cached(query)?;
    query.query_map([until, as_integer(limit)], |row| row.get(0).map(ArticleId))?.collect()
}

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

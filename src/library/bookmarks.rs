//! What the reader leaves in articles: the place, the bookmarks.

use rusqlite::{OptionalExtension, Transaction, params};

use super::{
    ArticleId, Bookmark, BookmarkId, Library, LibraryError, RevisionId, as_integer,
    fetch::{article, line},
    to_json,
};
use crate::{
    article::{Anchor, Article},
    text::Span,
};

impl Library {
    /// Remembers where the reader is and when, in seconds since 1970; `anchor` was made on `revision`.
    ///
    /// # Errors
    /// The article or the revision is gone, or the library cannot be written.
    pub fn set_place(
        &mut self,
        id: ArticleId,
        revision: RevisionId,
        anchor: &Anchor,
        read_at: i64,
    ) -> Result<(), LibraryError> {
        self.write(|change| {
            let set = "INSERT OR REPLACE INTO place (article, revision, anchor, read_at) VALUES (?1, ?2, ?3, ?4)";
            change.prepare_cached(set)?.execute(params![id.0, revision.0, to_json(anchor)?, read_at])?;
            Ok(())
        })
    }

    /// The article that was read last: where a session may begin. `None` where nothing was read yet.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn last_read(&self) -> Result<Option<ArticleId>, LibraryError> {
        self.read(|state| state.prepare_cached(LAST_READ)?.query_row([], |row| row.get(0)).optional())
            .map(|id| id.map(ArticleId))
    }

    /// Bookmarks an article as a whole. One that is bookmarked keeps its bookmark.
    ///
    /// # Errors
    /// The article is gone, or the library cannot be written.
    pub fn bookmark_article(&mut self, id: ArticleId) -> Result<BookmarkId, LibraryError> {
        self.write(|change| {
            let known = "SELECT id FROM bookmark WHERE article = ?1 AND anchor IS NULL";
            let known = change.prepare_cached(known)?.query_row([id.0], |row| row.get(0)).optional()?;
            if let Some(known) = known {
                return Ok(BookmarkId(known));
            }
            let add = "INSERT INTO bookmark (article, revision) \
                       SELECT id, revision FROM article WHERE id = ?1 AND deleted_at IS NULL";
            match change.prepare_cached(add)?.execute([id.0])? {
                0 => Err(rusqlite::Error::QueryReturnedNoRows),
                _ => Ok(BookmarkId(change.last_insert_rowid())),
            }
        })
    }

    /// Takes the bookmark of an article as a whole away, if it has one; those of its passages stay.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn remove_article_bookmark(&mut self, id: ArticleId) -> Result<(), LibraryError> {
        self.write(|change| {
            let remove = "DELETE FROM bookmark WHERE article = ?1 AND anchor IS NULL";
            change.prepare_cached(remove)?.execute([id.0])?;
            Ok(())
        })
    }

    /// Bookmarks a passage; `anchor` was made on `revision`. A passage that is bookmarked keeps its bookmark, also one
    /// that was made on another revision.
    ///
    /// # Errors
    /// The article or the revision is gone, or the library cannot be written.
    pub fn bookmark_passage(
        &mut self,
        id: ArticleId,
        revision: RevisionId,
        anchor: &Anchor,
    ) -> Result<BookmarkId, LibraryError> {
        self.write(|change| {
            let (article, _) = article(change, id, revision)?;
            let known = passages(change, id, &article)?;
            if let Some((known, _)) = known.into_iter().find(|(_, span)| *span == anchor.span) {
                return Ok(known);
            }
            let add = "INSERT INTO bookmark (article, revision, anchor) VALUES (?1, ?2, ?3)";
            let id = change.prepare_cached(add)?.insert(params![id.0, revision.0, to_json(anchor)?])?;
            Ok(BookmarkId(id))
        })
    }

    /// Takes a bookmark away. One that is gone already is let be.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn remove_bookmark(&mut self, id: BookmarkId) -> Result<(), LibraryError> {
        self.write(|change| {
            change.prepare_cached("DELETE FROM bookmark WHERE id = ?1")?.execute([id.0])?;
            Ok(())
        })
    }

    /// At most `limit` bookmarks of all articles, newest first, from the first on or after one.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn bookmarks(&self, after: Option<BookmarkId>, limit: usize) -> Result<Vec<Bookmark>, LibraryError> {
        let after = after.map_or(i64::MAX, |after| after.0);
        self.read(|state| {
            let mut query = state.prepare_cached(BOOKMARKS)?;
            let bookmarks = query.query_map([after, as_integer(limit)], |row| {
                let anchor: Option<String> = row.get(4)?;
                Ok(Bookmark {
                    id: BookmarkId(row.get(0)?),
                    article: ArticleId(row.get(1)?),
                    title: line(row, 2)?.unwrap_or_default(),
                    revision: RevisionId(row.get(3)?),
                    passage: anchor.and_then(|anchor| read_anchor(&anchor)),
                })
            })?;
            bookmarks.collect()
        })
    }
}

const BOOKMARKS: &str = "SELECT bookmark.id, article, title, bookmark.revision, anchor \
                         FROM bookmark CROSS JOIN article ON article.id = bookmark.article \
                         WHERE bookmark.id < ?1 AND deleted_at IS NULL ORDER BY bookmark.id DESC LIMIT ?2";

const LAST_READ: &str = "SELECT article FROM place CROSS JOIN article ON article.id = place.article \
                         WHERE deleted_at IS NULL ORDER BY read_at DESC LIMIT 1";

/// The anchor of the reader's place in an article, on whatever revision it was made.
pub(super) fn place(state: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<Option<Anchor>> {
    let query = "SELECT anchor FROM place WHERE article = ?1";
    let stored: Option<String> = state.prepare_cached(query)?.query_row([id.0], |row| row.get(0)).optional()?;
    Ok(stored.and_then(|anchor| read_anchor(&anchor)))
}

/// The bookmarked passages of an article that are found in this state of its text, by their start.
pub(super) fn passages(
    state: &Transaction<'_>,
    id: ArticleId,
    article: &Article,
) -> rusqlite::Result<Vec<(BookmarkId, Span)>> {
    let query = "SELECT id, anchor FROM bookmark WHERE article = ?1 AND anchor IS NOT NULL";
    let mut query = state.prepare_cached(query)?;
    let mut rows = query.query([id.0])?;
    let mut passages = Vec::new();
    while let Some(row) = rows.next()? {
        let found = read_anchor(row.get_ref(1)?.as_str()?).and_then(|anchor| anchor.find(article));
        if let Some(span) = found {
            passages.push((BookmarkId(row.get(0)?), span));
        }
    }
    passages.sort_by_key(|&(id, span)| (span, id));
    Ok(passages)
}

/// An anchor that cannot be read any more is none.
pub(super) fn read_anchor(stored: &str) -> Option<Anchor> {
    serde_json::from_str(stored).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::plan;

    #[test]
    fn bookmarks_are_read_in_order_without_sorting() {
        let wanted = [
            "SEARCH bookmark USING INTEGER PRIMARY KEY (rowid<?)",
            "SEARCH article USING INTEGER PRIMARY KEY (rowid=?)",
        ];
        assert_eq!(plan(BOOKMARKS), wanted);
    }

    #[test]
    fn what_was_read_last_is_found_without_sorting() {
        let wanted =
            ["SCAN place USING COVERING INDEX place_read", "SEARCH article USING INTEGER PRIMARY KEY (rowid=?)"];
        assert_eq!(plan(LAST_READ), wanted);
    }
}

//! Taking an article from the library, with all that the reader left in it; and storing what it says.

use std::sync::Arc;

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{
    ArticleId, FeedId, Kept, Library, LibraryError, RevisionId, bookmarks,
    check::{self, Restored},
    index,
    keep::read_extent,
    to_bytes,
};
use crate::{
    analysis::{self, Analysis},
    article::{Article, Date, Title},
    text::CleanLine,
};

impl Library {
    /// An article, in the current state of its text.
    ///
    /// # Errors
    /// The article is gone, or the library cannot be read.
    pub fn fetch(&self, id: ArticleId) -> Result<Kept, LibraryError> {
        self.read(|state| fetch(state, id, current(state, id)?))
    }

    /// As [`fetch`](Self::fetch), for an article whose current state is at hand, so that a long text is not read twice.
    ///
    /// # Errors
    /// The article is gone, or the library cannot be read.
    pub fn recall(&self, id: ArticleId, article: Arc<Article>) -> Result<Kept, LibraryError> {
        self.read(|state| {
            let revision = current(state, id)?;
            let analysis = analysis(state, revision, &article)?;
            completed(state, id, revision, article, analysis)
        })
    }

    /// An article, in the state of its text that `revision` names.
    ///
    /// # Errors
    /// The article or the revision is gone, or the library cannot be read.
    pub fn fetch_revision(&self, id: ArticleId, revision: RevisionId) -> Result<Kept, LibraryError> {
        self.read(|state| fetch(state, id, revision))
    }

    /// What a state of an article's text is to be compared with: the state `seen`, else the one before it. What a feed
    /// brings and what a page has are states apart; `None` where there is none before.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn earlier(
        &self,
        id: ArticleId,
        than: RevisionId,
        seen: Option<RevisionId>,
    ) -> Result<Option<Article>, LibraryError> {
        let query = "SELECT id FROM revision WHERE article = ?1 \
                     AND (kept_at, id) < (SELECT kept_at, id FROM revision WHERE id = ?2) \
                     AND (extent = 2) = (SELECT extent = 2 FROM revision WHERE id = ?2) \
                     ORDER BY id = ?3 DESC, kept_at DESC, id DESC LIMIT 1";
        let given = params![id.0, than.0, seen.map_or(0, |seen| seen.0)];
        self.read(|state| {
            let earlier = state.prepare_cached(query)?.query_row(given, |row| row.get(0)).optional()?;
            earlier.map(|earlier| Ok(article(state, id, RevisionId(earlier))?.0)).transpose()
        })
    }

    /// Stores what a state of an article's text says, in place of what was stored before.
    ///
    /// # Errors
    /// The revision is gone, or the library cannot be written.
    pub fn store_analysis(&mut self, revision: RevisionId, analysis: &Analysis) -> Result<(), LibraryError> {
        self.write(|change| {
            store(change, revision, analysis)?;
            index::hear(change, revision, analysis)
        })
    }
}

/// Stores what a text says by today's analysis.
pub(super) fn store(change: &Transaction<'_>, revision: RevisionId, analysis: &Analysis) -> rusqlite::Result<()> {
    store_as(change, revision, analysis::VERSION, analysis)
}

/// Stores that no analysis has read a text yet, so that it is found among those whose analysis is outdated.
pub(super) fn store_none(change: &Transaction<'_>, revision: RevisionId) -> rusqlite::Result<()> {
    let store = "INSERT OR IGNORE INTO analysis (revision, version, analysis) VALUES (?1, 0, x'')";
    change.prepare_cached(store)?.execute([revision.0])?;
    Ok(())
}

/// Stores what a text says by a version of the analysis.
pub(super) fn store_as(
    change: &Transaction<'_>,
    revision: RevisionId,
    version: u32,
    analysis: &Analysis,
) -> rusqlite::Result<()> {
    let store = "INSERT OR REPLACE INTO analysis (revision, version, analysis) VALUES (?1, ?2, ?3)";
    change.prepare_cached(store)?.execute(params![revision.0, version, to_bytes(analysis)?])?;
    Ok(())
}

fn fetch(state: &Transaction<'_>, id: ArticleId, revision: RevisionId) -> rusqlite::Result<Kept> {
    let (article, restored) = article(state, id, revision)?;
    let analysis = match restored {
        Restored::Whole => analysis(state, revision, &article)?,
        Restored::Anew => None,
    };
    completed(state, id, revision, Arc::new(article), analysis)
}

pub(super) fn current(state: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<RevisionId> {
    let current = "SELECT revision FROM article WHERE id = ?1 AND deleted_at IS NULL AND revision IS NOT NULL";
    state.prepare_cached(current)?.query_row([id.0], |row| row.get(0)).map(RevisionId)
}

/// An article with what the reader left in it.
fn completed(
    state: &Transaction<'_>,
    id: ArticleId,
    revision: RevisionId,
    article: Arc<Article>,
    analysis: Option<Analysis>,
) -> rusqlite::Result<Kept> {
    let mut flags = state.prepare_cached(
        "SELECT read, EXISTS (SELECT * FROM bookmark WHERE article = ?1 AND anchor IS NULL), feed, \
         nullif(seen, ?2), (SELECT extent FROM revision WHERE id = ?2) FROM article WHERE id = ?1",
    )?;
    let (read, bookmarked, feed, seen, extent) = flags.query_row([id.0, revision.0], |row| {
        let (feed, seen) = (row.get::<_, Option<i64>>(2)?.map(FeedId), row.get::<_, Option<i64>>(3)?.map(RevisionId));
        Ok((row.get(0)?, row.get(1)?, feed, seen, read_extent(row.get(4)?)))
    })?;
    // A reader whose line was deleted goes on at the next one.
    let place =
        bookmarks::place(state, id)?.and_then(|anchor| anchor.find(&article).or_else(|| anchor.find_gap(&article)));
    let passages = bookmarks::passages(state, id, &article)?;
    let analysis = analysis.map(Arc::new);
    Ok(Kept { id, revision, extent, feed, seen, article, analysis, read, bookmarked, place, passages })
}

/// One state of an article, and whether it came back as it was stored.
pub(super) fn article(
    state: &Transaction<'_>,
    id: ArticleId,
    revision: RevisionId,
) -> rusqlite::Result<(Article, Restored)> {
    let mut query = state.prepare_cached(
        "SELECT title, byline, site, published, link, layout, body FROM revision WHERE article = ?1 AND id = ?2",
    )?;
    query.query_row([id.0, revision.0], |row| {
        let published: Option<String> = row.get(3)?;
        let mut article = Article {
            title: Title { text: line(row, 0)?.unwrap_or_default(), ..Title::default() },
            byline: line(row, 1)?,
            site: line(row, 2)?,
            date: published.and_then(|date| Date::parse(&date)),
            link: line(row, 4)?,
            ..Article::default()
        };
        let restored = check::restore(&mut article, row.get_ref(6)?.as_str()?, row.get_ref(5)?.as_blob()?);
        Ok((article, restored))
    })
}

/// A column of one line, through the gate.
pub(super) fn line(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<CleanLine>> {
    let text: Option<String> = row.get(column)?;
    Ok(text.map(|text| CleanLine::new(&text)))
}

/// What a text says, if this version of the analysis has read it.
pub(super) fn analysis(
    state: &Transaction<'_>,
    revision: RevisionId,
    article: &Article,
) -> rusqlite::Result<Option<Analysis>> {
    let query = "SELECT analysis FROM analysis WHERE revision = ?1 AND version = ?2";
    let mut query = state.prepare_cached(query)?;
    let stored = query.query_row([revision.0, i64::from(analysis::VERSION)], |row| {
        Ok(row.get_ref(0)?.as_blob().ok().and_then(|stored| postcard::from_bytes(stored).ok()))
    });
    Ok(stored.optional()?.flatten().filter(|read| check::is_sound(read, article.text.as_str())))
}

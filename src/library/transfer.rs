//! Everything that the library holds as plain records, out and back in. Put into an empty library, they make the same
//! library again; put into another, they add to it and take nothing away.

mod import;

use std::ops::RangeInclusive;

use rusqlite::{OptionalExtension, Row, Transaction};
use serde::{Deserialize, Serialize};

pub use self::import::Intake;
use super::{ArticleId, Extent, FeedId, FullText, Library, LibraryError, RevisionId, bookmarks, fetch, keep};
use crate::{
    analysis::Analysis,
    article::{Anchor, Article},
    text::CleanLine,
};

/// One line of what is exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Record {
    /// What the lines are; always the first.
    Library {
        /// The version of the format.
        version: u32,
    },
    /// A feed.
    Feed(FeedRecord),
    /// An article, after its feed.
    Article(Box<ArticleRecord>),
    /// A bookmark, after its article; the oldest first.
    Bookmark(BookmarkRecord),
    /// A search that is kept as a shelf.
    Search {
        /// What it is called.
        name: CleanLine,
        /// What it looks for.
        query: CleanLine,
    },
}

impl Record {
    /// Why it cannot be taken in, if so: a text that is not among those of its article, or a time that no calendar knows.
    pub fn fault(&self) -> Option<&'static str> {
        let Self::Article(article) = self else { return None };
        let numbers = [article.current, article.seen, article.place.as_ref().map(|place| place.revision)];
        if numbers.into_iter().flatten().any(|number| number >= article.revisions.len()) {
            return Some("this article names a text that is not among its own");
        }
        let times = [article.added_at, article.listed_at];
        times.iter().any(|time| !TIMES.contains(time)).then_some("this article is of a time that no calendar knows")
    }
}

/// Seconds that the index has days for: far more than a date can say.
const TIMES: RangeInclusive<i64> = -400_000_000_000..=400_000_000_000;

/// The version of the format that [`Library::export`] writes.
pub const FORMAT: u32 = 1;

/// A feed, with how it was fetched last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/export.md says what each is")]
pub struct FeedRecord {
    pub address: CleanLine,
    pub title: CleanLine,
    pub name: Option<CleanLine>,
    pub site: Option<CleanLine>,
    pub folder: Option<CleanLine>,
    pub tags: Vec<CleanLine>,
    pub followed: bool,
    pub full_text: FullText,
    pub keep_days: Option<u32>,
    pub keep_count: Option<u32>,
    pub succeeded_at: Option<i64>,
    pub failed_at: Option<i64>,
    pub error: Option<CleanLine>,
    pub next_try: Option<i64>,
    pub failures: u32,
    pub etag: Option<CleanLine>,
    pub modified: Option<CleanLine>,
}

/// An article in all states of its text, with what the reader left in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/export.md says what each is")]
pub struct ArticleRecord {
    pub identity: String,
    pub feed: Option<CleanLine>,
    pub added_at: i64,
    pub listed_at: i64,
    pub title: CleanLine,
    pub site: Option<CleanLine>,
    pub published: Option<String>,
    pub read: bool,
    pub deleted_at: Option<i64>,
    pub current: Option<usize>,
    pub seen: Option<usize>,
    #[serde(default)]
    pub page_failures: u32,
    pub revisions: Vec<RevisionRecord>,
    pub place: Option<PlaceRecord>,
}

/// A state of an article's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/export.md says what each is")]
pub struct RevisionRecord {
    pub kept_at: i64,
    pub extent: Extent,
    pub article: Article,
    pub analysis: Option<AnalysisRecord>,
}

/// What a text says, and by which version of byline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/export.md says what each is")]
pub struct AnalysisRecord {
    pub version: u32,
    pub analysis: Analysis,
}

/// Where the reader was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/export.md says what each is")]
pub struct PlaceRecord {
    pub revision: usize,
    pub anchor: Anchor,
    pub read_at: i64,
}

/// A bookmark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/export.md says what each is")]
pub struct BookmarkRecord {
    pub identity: String,
    pub feed: Option<CleanLine>,
    pub revision: usize,
    pub passage: Option<Anchor>,
}

/// What an import added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Feeds that were not known.
    pub feeds: usize,
    /// Articles that were not known.
    pub articles: usize,
    /// Bookmarks that were not there.
    pub bookmarks: usize,
    /// Kept searches that were not there.
    pub searches: usize,
    /// States of the text that known articles did not have.
    pub texts: usize,
    /// Bookmarks that were left out, since neither their article nor their words are here.
    pub lost: usize,
}

impl Library {
    /// Hands out everything that the library holds at one moment, record by record.
    ///
    /// # Errors
    /// The library cannot be read, or `take` fails.
    pub fn export<E: From<LibraryError>>(&self, mut take: impl FnMut(Record) -> Result<(), E>) -> Result<(), E> {
        let mut broken = None;
        let read = self.read(|state| {
            let mut hand = |record| match take(record) {
                Ok(()) => Ok(()),
                Err(error) => {
                    broken = Some(error);
                    Err(rusqlite::Error::QueryReturnedNoRows)
                }
            };
            hand(Record::Library { version: FORMAT })?;
            each(state, FEEDS, |row| hand(Record::Feed(feed(row)?)))?;
            each(state, "SELECT id FROM article ORDER BY id", |row| {
                hand(Record::Article(Box::new(article(state, ArticleId(row.get(0)?))?)))
            })?;
            each(state, BOOKMARKS, |row| hand(Record::Bookmark(bookmark(row)?)))?;
            each(state, "SELECT name, query FROM kept_search ORDER BY id", |row| {
                hand(Record::Search { name: text(row, 0)?, query: text(row, 1)? })
            })
        });
        match (broken, read) {
            (Some(error), _) => Err(error),
            (None, read) => Ok(read?),
        }
    }
}

fn each(
    state: &Transaction<'_>,
    query: &str,
    mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut query = state.prepare_cached(query)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

const FEEDS: &str = "SELECT address, title, name, site, folder, followed, full_text, keep_days, keep_count, \
                     succeeded_at, failed_at, error, next_try, failures, etag, modified, \
                     (SELECT json_group_array(name) FROM (SELECT tag.name FROM tagging JOIN tag ON tag.id = tagging.tag \
                     WHERE tagging.feed = feed.id ORDER BY tag.name)) FROM feed ORDER BY id";

/// With the place of the revision among those of its article.
const BOOKMARKS: &str = "SELECT identity, feed.address, article.feed, \
                         (SELECT count(*) FROM revision AS other WHERE other.article = article.id \
                         AND (other.kept_at, other.id) < (revision.kept_at, revision.id)), anchor \
                         FROM bookmark CROSS JOIN article ON article.id = bookmark.article \
                         CROSS JOIN revision ON revision.id = bookmark.revision \
                         LEFT JOIN feed ON feed.id = article.feed ORDER BY bookmark.id";

fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<CleanLine> {
    fetch::line(row, column).map(Option::unwrap_or_default)
}

fn feed(row: &Row<'_>) -> rusqlite::Result<FeedRecord> {
    let tags: String = row.get(16)?;
    Ok(FeedRecord {
        address: text(row, 0)?,
        title: text(row, 1)?,
        name: fetch::line(row, 2)?,
        site: fetch::line(row, 3)?,
        folder: fetch::line(row, 4)?,
        tags: serde_json::from_str(&tags).unwrap_or_default(),
        followed: row.get(5)?,
        full_text: if row.get(6)? { FullText::Always } else { FullText::OnDemand },
        keep_days: row.get(7)?,
        keep_count: row.get(8)?,
        succeeded_at: row.get(9)?,
        failed_at: row.get(10)?,
        error: fetch::line(row, 11)?,
        next_try: row.get(12)?,
        failures: row.get(13)?,
        etag: fetch::line(row, 14)?,
        modified: fetch::line(row, 15)?,
    })
}

fn article(state: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<ArticleRecord> {
    let query = "SELECT id, kept_at, extent, (SELECT version FROM analysis WHERE revision = revision.id), \
                 (SELECT analysis FROM analysis WHERE revision = revision.id) \
                 FROM revision WHERE article = ?1 ORDER BY kept_at, id";
    let mut query = state.prepare_cached(query)?;
    let mut rows = query.query([id.0])?;
    let (mut ids, mut revisions) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let revision = RevisionId(row.get(0)?);
        let (article, _) = fetch::article(state, id, revision)?;
        let stored: Option<Vec<u8>> = row.get(4)?;
        // What cannot be read any more is made anew where it arrives.
        let analysis = stored.and_then(|stored| postcard::from_bytes(&stored).ok());
        let version: Option<u32> = row.get(3)?;
        let analysis = version.zip(analysis).map(|(version, analysis)| AnalysisRecord { version, analysis });
        revisions.push(RevisionRecord {
            kept_at: row.get(1)?,
            extent: keep::read_extent(row.get(2)?),
            article,
            analysis,
        });
        ids.push(revision.0);
    }
    let number = |id: Option<i64>| id.and_then(|id| ids.iter().position(|known| *known == id));
    let place = "SELECT revision, anchor, read_at FROM place WHERE article = ?1";
    let place = state
        .prepare_cached(place)?
        .query_row([id.0], |row| {
            let anchor = bookmarks::read_anchor(row.get_ref(1)?.as_str()?);
            let place = |(anchor, revision)| Ok(PlaceRecord { revision, anchor, read_at: row.get(2)? });
            anchor.zip(number(row.get(0)?)).map(place).transpose()
        })
        .optional()?
        .flatten();
    let query = "SELECT identity, address, added_at, listed_at, article.title, article.site, published, read, \
                 deleted_at, revision, seen, article.feed, page_failures FROM article LEFT JOIN feed ON feed.id = article.feed \
                 WHERE article.id = ?1";
    state.prepare_cached(query)?.query_row([id.0], |row| {
        Ok(ArticleRecord {
            identity: within_feed(row.get(0)?, row.get(11)?),
            feed: fetch::line(row, 1)?,
            added_at: row.get(2)?,
            listed_at: row.get(3)?,
            title: text(row, 4)?,
            site: fetch::line(row, 5)?,
            published: row.get(6)?,
            read: row.get(7)?,
            deleted_at: row.get(8)?,
            current: number(row.get(9)?),
            seen: number(row.get(10)?),
            page_failures: row.get(12)?,
            revisions,
            place,
        })
    })
}

fn bookmark(row: &Row<'_>) -> rusqlite::Result<BookmarkRecord> {
    let anchor: Option<String> = row.get(4)?;
    Ok(BookmarkRecord {
        identity: within_feed(row.get(0)?, row.get(2)?),
        feed: fetch::line(row, 1)?,
        revision: row.get::<_, i64>(3)? as usize,
        passage: anchor.and_then(|anchor| bookmarks::read_anchor(&anchor)),
    })
}

/// An identity without the number of the feed, which is another in another library.
fn within_feed(identity: String, feed: Option<i64>) -> String {
    let known = feed.and_then(|feed| identity.strip_prefix(&keep::feed_prefix(FeedId(feed))).map(str::to_owned));
    known.unwrap_or(identity)
}

#[cfg(test)]
mod tests;

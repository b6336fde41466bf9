//! Everything that the library holds as plain records, out and back in. Put into an empty library, they make the same
//! library again; put into another, they add to it and take nothing away.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::{
    ArticleId, Extent, FeedId, FullText, Library, LibraryError, RevisionId, as_integer, bookmarks, fetch, index,
    keep::{self, digest},
    to_json,
};
use crate::{
    analysis::{self, Analysis},
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

/// An import under way.
#[derive(Debug, Default)]
pub struct Intake {
    /// What it added so far.
    pub imported: Imported,
    unheard: Vec<(ArticleId, RevisionId)>,
}

impl Intake {
    /// The current texts that were taken in without an analysis of this version, to be [renewed](Library::renew); each is
    /// given once. Those that are not are left to a session.
    pub fn take_unheard(&mut self) -> Vec<(ArticleId, RevisionId)> {
        std::mem::take(&mut self.unheard)
    }
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

    /// Takes records in, all or none. What the library has already stays as it is; articles that were read there are
    /// read here too, and bookmarks are added.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn import(&mut self, records: &[Record], intake: &mut Intake) -> Result<(), LibraryError> {
        let Intake { imported, unheard } = intake;
        let (all, added) = self.write(|change| {
            let (mut imported, mut added) = (*imported, Vec::new());
            for record in records {
                match record {
                    Record::Library { .. } => {}
                    Record::Feed(feed) => imported.feeds += usize::from(add_feed(change, feed)?),
                    Record::Article(article) => {
                        if let Some(id) = add_article(change, article)? {
                            imported.articles += 1;
                            added.extend(unheard_text(change, id)?.map(|revision| (id, revision)));
                        }
                    }
                    Record::Bookmark(bookmark) => imported.bookmarks += usize::from(add_bookmark(change, bookmark)?),
                    Record::Search { name, query } => {
                        let add = "INSERT OR IGNORE INTO kept_search (name, query) VALUES (?1, ?2)";
                        imported.searches += change.prepare_cached(add)?.execute([name.as_str(), query.as_str()])?;
                    }
                }
            }
            Ok((imported, added))
        })?;
        *imported = all;
        unheard.extend(added);
        Ok(())
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
                         AND other.id < bookmark.revision), anchor \
                         FROM bookmark CROSS JOIN article ON article.id = bookmark.article \
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
                 FROM revision WHERE article = ?1 ORDER BY id";
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
                 deleted_at, revision, seen, article.feed FROM article LEFT JOIN feed ON feed.id = article.feed \
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

/// The feed at an address, and an identity as this library has it.
fn identity_here(
    state: &Transaction<'_>,
    feed: Option<&CleanLine>,
    identity: &str,
) -> rusqlite::Result<(Option<FeedId>, String)> {
    let Some(address) = feed else { return Ok((None, identity.to_owned())) };
    let query = "SELECT id FROM feed WHERE address = ?1";
    let feed = state.prepare_cached(query)?.query_row([address.as_str()], |row| row.get(0)).optional()?.map(FeedId);
    let identity = feed.map_or_else(|| identity.to_owned(), |feed| keep::feed_prefix(feed) + identity);
    Ok((feed, identity))
}

/// Whether the feed is new here.
fn add_feed(change: &Transaction<'_>, feed: &FeedRecord) -> rusqlite::Result<bool> {
    let add = "INSERT OR IGNORE INTO feed (address, title, name, site, folder, followed, full_text, keep_days, \
               keep_count, succeeded_at, failed_at, error, next_try, failures, etag, modified) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    let line = |line: &Option<CleanLine>| line.as_ref().map(ToString::to_string);
    let added = change.prepare_cached(add)?.execute(params![
        feed.address.as_str(),
        feed.title.as_str(),
        line(&feed.name),
        line(&feed.site),
        line(&feed.folder),
        feed.followed,
        feed.full_text == FullText::Always,
        feed.keep_days,
        feed.keep_count,
        feed.succeeded_at,
        feed.failed_at,
        line(&feed.error),
        feed.next_try,
        feed.failures,
        line(&feed.etag),
        line(&feed.modified),
    ])?;
    if added > 0 {
        super::feeds::add_tags(change, FeedId(change.last_insert_rowid()), &feed.tags)?;
    } else if feed.followed {
        let follow = "UPDATE feed SET followed = 1 WHERE address = ?1 AND followed = 0";
        change.prepare_cached(follow)?.execute([feed.address.as_str()])?;
    }
    Ok(added > 0)
}

/// The current text of an article that is on the shelves, if no analysis of this version is stored of it. It then counts
/// as one that an older byline understood.
fn unheard_text(change: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<Option<RevisionId>> {
    let current = "SELECT revision FROM article WHERE id = ?1 AND deleted_at IS NULL AND revision IS NOT NULL \
                   AND revision NOT IN (SELECT revision FROM analysis WHERE version = ?2)";
    let mut current = change.prepare_cached(current)?;
    let current = current.query_row(params![id.0, analysis::VERSION], |row| row.get(0).map(RevisionId)).optional()?;
    if let Some(revision) = current {
        let age = "INSERT OR IGNORE INTO analysis (revision, version, analysis) VALUES (?1, 0, x'')";
        change.prepare_cached(age)?.execute([revision.0])?;
    }
    Ok(current)
}

/// The article, if it is new here.
fn add_article(change: &Transaction<'_>, article: &ArticleRecord) -> rusqlite::Result<Option<ArticleId>> {
    let (feed, identity) = identity_here(change, article.feed.as_ref(), &article.identity)?;
    let known = "SELECT id FROM article WHERE identity = ?1";
    let known = change.prepare_cached(known)?.query_row([&identity], |row| row.get::<_, i64>(0)).optional()?;
    if let Some(known) = known {
        if article.read {
            let read = "UPDATE article SET read = 1 WHERE id = ?1 AND read = 0";
            change.prepare_cached(read)?.execute([known])?;
        }
        return Ok(None);
    }
    let add = "INSERT INTO article (identity, feed, added_at, listed_at, title, site, published, read, deleted_at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let id = ArticleId(change.prepare_cached(add)?.insert(params![
        identity,
        feed.map(|feed| feed.0),
        article.added_at,
        article.listed_at,
        article.title.as_str(),
        article.site.as_ref().map(CleanLine::as_str),
        article.published,
        article.read,
        article.deleted_at,
    ])?);
    let mut revisions = Vec::with_capacity(article.revisions.len());
    for RevisionRecord { kept_at, extent, article, analysis } in &article.revisions {
        let revision = keep::add_revision(change, id, article, *extent, digest(article), *kept_at)?;
        if let Some(AnalysisRecord { version, analysis }) = analysis {
            fetch::store_as(change, revision, *version, analysis)?;
        }
        revisions.push(revision.0);
    }
    let here = |number: Option<usize>| number.and_then(|number| revisions.get(number)).copied();
    let name = "UPDATE article SET revision = ?2, seen = ?3 WHERE id = ?1";
    change.prepare_cached(name)?.execute(params![id.0, here(article.current), here(article.seen)])?;
    if let Some(place) = &article.place
        && let Some(revision) = here(Some(place.revision))
    {
        let add = "INSERT INTO place (article, revision, anchor, read_at) VALUES (?1, ?2, ?3, ?4)";
        change.prepare_cached(add)?.execute(params![id.0, revision, to_json(&place.anchor)?, place.read_at])?;
    }
    if article.deleted_at.is_none() && article.current.is_some() {
        index::restore(change, id)?;
    }
    Ok(Some(id))
}

/// Whether the bookmark is new here. One of an article or a text that is not here is let go.
fn add_bookmark(change: &Transaction<'_>, bookmark: &BookmarkRecord) -> rusqlite::Result<bool> {
    let (_, identity) = identity_here(change, bookmark.feed.as_ref(), &bookmark.identity)?;
    let revision = "SELECT revision.article, revision.id FROM revision JOIN article ON article.id = revision.article \
                    WHERE identity = ?1 ORDER BY revision.id LIMIT 1 OFFSET ?2";
    let mut revision = change.prepare_cached(revision)?;
    let found = revision.query_row(params![identity, as_integer(bookmark.revision)], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    });
    let Some((article, revision)) = found.optional()? else { return Ok(false) };
    let anchor = bookmark.passage.as_ref().map(to_json).transpose()?;
    let add = "INSERT INTO bookmark (article, revision, anchor) SELECT ?1, ?2, ?3 \
               WHERE NOT EXISTS (SELECT * FROM bookmark WHERE article = ?1 AND anchor IS ?3)";
    Ok(change.prepare_cached(add)?.execute(params![article, revision, anchor])? > 0)
}

#[cfg(test)]
mod tests;

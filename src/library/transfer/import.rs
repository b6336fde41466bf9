//! Records back in. What the library has stays as it is; an article that is known gets the states of its text that it does
//! not have, in their order of time.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Transaction, params};

use super::{AnalysisRecord, ArticleRecord, BookmarkRecord, FeedRecord, Imported, Record, RevisionRecord};
use crate::{
    analysis,
    article::Anchor,
    library::{
        ArticleId, FeedId, FullText, Library, LibraryError, RevisionId, feeds, fetch, index,
        keep::{self, digest},
        to_json,
    },
    text::CleanLine,
};

/// An import under way.
#[derive(Debug, Default)]
pub struct Intake {
    /// What it added so far.
    pub imported: Imported,
    unheard: Vec<(ArticleId, RevisionId)>,
    /// By the identity of articles that have more texts here than there: which text here is which there.
    texts: HashMap<String, Vec<RevisionId>>,
}

impl Intake {
    /// The current texts that were taken in without an analysis of this version, to be [renewed](Library::renew); each is
    /// given once. Those that are not are left to a session.
    pub fn take_unheard(&mut self) -> Vec<(ArticleId, RevisionId)> {
        std::mem::take(&mut self.unheard)
    }

    fn take(&mut self, change: &Transaction<'_>, record: &Record) -> rusqlite::Result<()> {
        let imported = &mut self.imported;
        match record {
            Record::Library { .. } => {}
            Record::Feed(feed) => imported.feeds += usize::from(add_feed(change, feed)?),
            Record::Article(article) => self.take_article(change, article)?,
            Record::Bookmark(bookmark) => match add_bookmark(change, bookmark, &self.texts)? {
                Taken::Added => imported.bookmarks += 1,
                Taken::Known => {}
                Taken::Lost => imported.lost += 1,
            },
            Record::Search { name, query } => {
                let add = "INSERT OR IGNORE INTO kept_search (name, query) VALUES (?1, ?2)";
                imported.searches += change.prepare_cached(add)?.execute([name.as_str(), query.as_str()])?;
            }
        }
        Ok(())
    }

    fn take_article(&mut self, change: &Transaction<'_>, article: &ArticleRecord) -> rusqlite::Result<()> {
        let (feed, identity) = identity_here(change, article.feed.as_ref(), &article.identity)?;
        let known = "SELECT id FROM article WHERE identity = ?1";
        let known = change.prepare_cached(known)?.query_row([&identity], |row| row.get(0).map(ArticleId)).optional()?;
        let id = if let Some(id) = known {
            let texts = merge(change, id, article)?;
            self.imported.texts += texts.added;
            if texts.numbered != texts_here(change, id)? {
                self.texts.insert(identity, texts.numbered);
            }
            id
        } else {
            self.imported.articles += 1;
            add_article(change, article, feed, &identity)?
        };
        self.unheard.extend(unheard_text(change, id)?.map(|revision| (id, revision)));
        Ok(())
    }
}

impl Library {
    /// Takes records in, all or none. What the library has already stays as it is; articles that were read there are
    /// read here too, and texts and bookmarks are added.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn import(&mut self, records: &[Record], intake: &mut Intake) -> Result<(), LibraryError> {
        let before = intake.imported;
        let taken = self.write(|change| records.iter().try_for_each(|record| intake.take(change, record)));
        if taken.is_err() {
            intake.imported = before;
        }
        taken
    }
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
        feeds::add_tags(change, FeedId(change.last_insert_rowid()), &feed.tags)?;
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

fn add_article(
    change: &Transaction<'_>,
    article: &ArticleRecord,
    feed: Option<FeedId>,
    identity: &str,
) -> rusqlite::Result<ArticleId> {
    let add = "INSERT INTO article (identity, feed, added_at, listed_at, title, site, published, read, deleted_at, \
               page_failures) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
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
        article.page_failures,
    ])?);
    let revisions = article.revisions.iter().map(|revision| add_revision(change, id, revision));
    let revisions: Vec<_> = revisions.collect::<Result<_, _>>()?;
    let here = |number: Option<usize>| number.and_then(|number| revisions.get(number)).map(|revision| revision.0);
    let name = "UPDATE article SET revision = ?2, seen = ?3 WHERE id = ?1";
    change.prepare_cached(name)?.execute(params![id.0, here(article.current), here(article.seen)])?;
    add_place(change, id, article, &revisions)?;
    if article.deleted_at.is_none() && article.current.is_some() {
        index::restore(change, id)?;
    }
    Ok(id)
}

fn add_revision(change: &Transaction<'_>, id: ArticleId, revision: &RevisionRecord) -> rusqlite::Result<RevisionId> {
    let RevisionRecord { kept_at, extent, article, analysis } = revision;
    let revision = keep::add_revision(change, id, article, *extent, digest(article), *kept_at)?;
    if let Some(AnalysisRecord { version, analysis }) = analysis {
        fetch::store_as(change, revision, *version, analysis)?;
    }
    Ok(revision)
}

/// Where the reader was there, unless it is known where he is here.
fn add_place(
    change: &Transaction<'_>,
    id: ArticleId,
    article: &ArticleRecord,
    revisions: &[RevisionId],
) -> rusqlite::Result<()> {
    let Some(place) = &article.place else { return Ok(()) };
    let Some(revision) = revisions.get(place.revision) else { return Ok(()) };
    let add = "INSERT OR IGNORE INTO place (article, revision, anchor, read_at) VALUES (?1, ?2, ?3, ?4)";
    change.prepare_cached(add)?.execute(params![id.0, revision.0, to_json(&place.anchor)?, place.read_at])?;
    Ok(())
}

/// What became of the texts of an article that was known.
struct Merged {
    /// The texts of the record, in its order, as they are here.
    numbered: Vec<RevisionId>,
    added: usize,
}

/// A text that is here.
struct Here {
    id: RevisionId,
    content: [u8; 32],
    kept_at: i64,
}

/// Adds to a known article what it does not have. The text that is current there becomes so here where it is newer than
/// all that were here.
fn merge(change: &Transaction<'_>, id: ArticleId, article: &ArticleRecord) -> rusqlite::Result<Merged> {
    if article.read {
        let read = "UPDATE article SET read = 1 WHERE id = ?1 AND read = 0";
        change.prepare_cached(read)?.execute([id.0])?;
    }
    let mut merged = Merged { numbered: Vec::new(), added: 0 };
    let query = "SELECT id, content, kept_at FROM revision WHERE article = ?1";
    let mut query = change.prepare_cached(query)?;
    let here =
        |row: &rusqlite::Row<'_>| Ok(Here { id: RevisionId(row.get(0)?), content: row.get(1)?, kept_at: row.get(2)? });
    let here: Vec<_> = query.query_map([id.0], here)?.collect::<Result<_, _>>()?;
    // Of what was deleted a month ago nothing is to come back.
    let Some(newest) = here.iter().map(|here| here.kept_at).max() else { return Ok(merged) };
    let mut newer = None;
    for (number, record) in article.revisions.iter().enumerate() {
        let content = digest(&record.article);
        let same = here.iter().filter(|here| here.content == content);
        // A text that came back is there more than once.
        let known = same.max_by_key(|here| (here.kept_at == record.kept_at, here.id)).map(|here| here.id);
        let revision = if let Some(known) = known {
            hear(change, known, record.analysis.as_ref())?;
            known
        } else {
            merged.added += 1;
            let revision = add_revision(change, id, record)?;
            newer = newer.or((article.current == Some(number) && record.kept_at > newest).then_some(revision));
            revision
        };
        merged.numbered.push(revision);
    }
    add_place(change, id, article, &merged.numbered)?;
    if let Some(newer) = newer {
        become_current(change, id, newer, article)?;
    }
    Ok(merged)
}

/// The texts of an article, in their order.
fn texts_here(state: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<Vec<RevisionId>> {
    let query = "SELECT id FROM revision WHERE article = ?1 ORDER BY kept_at, id";
    state.prepare_cached(query)?.query_map([id.0], |row| row.get(0).map(RevisionId))?.collect()
}

/// Keeps what a known text says, where that was not known yet.
fn hear(change: &Transaction<'_>, revision: RevisionId, analysis: Option<&AnalysisRecord>) -> rusqlite::Result<()> {
    let Some(analysis) = analysis.filter(|analysis| analysis.version == analysis::VERSION) else { return Ok(()) };
    let known = "SELECT EXISTS (SELECT * FROM analysis WHERE revision = ?1 AND version >= ?2)";
    if change.prepare_cached(known)?.query_row((revision.0, analysis::VERSION), |row| row.get(0))? {
        return Ok(());
    }
    fetch::store(change, revision, &analysis.analysis)?;
    index::hear(change, revision, &analysis.analysis)
}

/// Makes a newer text the current one, listed as it is there. An undated article keeps its place in the list.
fn become_current(
    change: &Transaction<'_>,
    id: ArticleId,
    revision: RevisionId,
    article: &ArticleRecord,
) -> rusqlite::Result<()> {
    index::remove(change, id)?;
    let list = "UPDATE article SET revision = ?2, title = ?3, site = ?4, published = ?5, \
                listed_at = iif(?5 IS NULL, listed_at, ?6), seen = iif(?7, ?2, seen) WHERE id = ?1 RETURNING deleted_at IS NULL";
    let is_read = article.read && article.seen == article.current;
    let given = params![
        id.0,
        revision.0,
        article.title.as_str(),
        article.site.as_ref().map(CleanLine::as_str),
        article.published,
        article.listed_at,
        is_read,
    ];
    let is_listed: bool = change.prepare_cached(list)?.query_row(given, |row| row.get(0))?;
    if is_listed { index::restore(change, id) } else { Ok(()) }
}

/// What became of a bookmark.
enum Taken {
    /// It is new here.
    Added,
    /// It was here already.
    Known,
    /// There is nothing here that it could be put on.
    Lost,
}

/// Adds a bookmark to the text that it was made on; where that is not here, to its words in the current one.
fn add_bookmark(
    change: &Transaction<'_>,
    bookmark: &BookmarkRecord,
    texts: &HashMap<String, Vec<RevisionId>>,
) -> rusqlite::Result<Taken> {
    let (_, identity) = identity_here(change, bookmark.feed.as_ref(), &bookmark.identity)?;
    let article = "SELECT id, revision FROM article WHERE identity = ?1";
    let article = change
        .prepare_cached(article)?
        .query_row([&identity], |row| Ok((ArticleId(row.get(0)?), row.get::<_, Option<i64>>(1)?.map(RevisionId))));
    let Some((article, current)) = article.optional()? else { return Ok(Taken::Lost) };
    let made_on = match texts.get(&identity) {
        Some(texts) => texts.get(bookmark.revision).copied(),
        None => texts_here(change, article)?.get(bookmark.revision).copied(),
    };
    let placed = match (made_on, current) {
        (Some(revision), _) => Some((revision, bookmark.passage.clone())),
        (None, Some(current)) => on_current(change, article, current, bookmark)?,
        (None, None) => None,
    };
    let Some((revision, passage)) = placed else { return Ok(Taken::Lost) };
    let anchor = passage.as_ref().map(to_json).transpose()?;
    let add = "INSERT INTO bookmark (article, revision, anchor) SELECT ?1, ?2, ?3 \
               WHERE NOT EXISTS (SELECT * FROM bookmark WHERE article = ?1 AND anchor IS ?3)";
    let added = change.prepare_cached(add)?.execute(params![article.0, revision.0, anchor])? > 0;
    Ok(if added { Taken::Added } else { Taken::Known })
}

/// A bookmark on the current text of its article, if its words are found there.
fn on_current(
    state: &Transaction<'_>,
    id: ArticleId,
    current: RevisionId,
    bookmark: &BookmarkRecord,
) -> rusqlite::Result<Option<(RevisionId, Option<Anchor>)>> {
    let Some(passage) = &bookmark.passage else { return Ok(Some((current, None))) };
    let (article, _) = fetch::article(state, id, current)?;
    let found = passage.find(&article).map(|span| Anchor::new(&article, span));
    Ok(found.map(|anchor| (current, Some(anchor))))
}

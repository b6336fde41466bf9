//! Keeping articles: a new article, a new revision of a known one, or nothing to do.

use std::{collections::HashSet, io::BufWriter, ops::RangeInclusive};

use jiff::{Timestamp, civil::Time, tz::TimeZone};
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

pub(super) use super::known::feed_prefix;
use super::{
    ArticleId, Extent, FeedId, Gathered, Item, Library, LibraryError, RevisionId,
    check::Layout,
    deletion, fetch,
    index::{self, Fresh},
    known::{Found, Known, Sought, known, written},
    to_bytes,
};
use crate::{
    analysis::{self, Analysis},
    article::{Article, Date, Identity},
    text::CleanLine,
};

impl Library {
    /// Puts an article into the library. One that is known by its `identity` gets a new revision if anything in it
    /// changed, and keeps what the reader left in it; nothing is written if nothing changed. One that was deleted comes
    /// back. `kept_at` is in seconds since 1970.
    ///
    /// # Errors
    /// The library cannot be read or written.
    pub fn keep(&mut self, identity: &str, article: &Article, kept_at: i64) -> Result<ArticleId, LibraryError> {
        let entry = Entry::of_file(identity, article, kept_at);
        match self.read(|state| entry.kept_as_it_is(state))? {
            Some(id) => Ok(id),
            None => self.write(|change| {
                let mut batch = Batch::default();
                let deed = batch.keep(change, &entry, None)?;
                batch.finish(change)?;
                Ok(deed.id())
            }),
        }
    }

    /// As [`keep`](Self::keep), for many articles at once; all are kept or none.
    ///
    /// # Errors
    /// The library cannot be read or written.
    pub fn keep_all<'a>(
        &mut self,
        articles: impl IntoIterator<Item = (&'a str, &'a Article)>,
        kept_at: i64,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        self.write(|change| {
            let entry = |(identity, article)| Entry::of_file(identity, article, kept_at);
            let entries: Vec<_> = articles.into_iter().map(entry).collect();
            let mut batch = Batch::default();
            let keep = |entry| Ok(batch.keep(change, entry, None)?.id());
            let ids = entries.iter().map(keep).collect::<rusqlite::Result<_>>()?;
            batch.finish(change)?;
            Ok(ids)
        })
    }

    /// As [`keep_all`](Self::keep_all), for articles that were analysed. Of those that are known with the same text, what
    /// they say is stored where no analysis of this version was.
    ///
    /// # Errors
    /// The library cannot be read or written.
    pub fn keep_analysed(
        &mut self,
        articles: &[(String, Article, Analysis)],
        kept_at: i64,
    ) -> Result<Gathered, LibraryError> {
        let entries =
            articles.iter().map(|(identity, article, analysis)| (Entry::of_file(identity, article, kept_at), analysis));
        let entries: Vec<_> = entries.collect();
        self.write(|change| {
            let (mut batch, mut gathered) = (Batch::default(), Gathered::default());
            let mut unchanged = Vec::new();
            for (entry, analysis) in &entries {
                match batch.keep(change, entry, Some(analysis))? {
                    Deed::Added(id, _) => gathered.added.push(id),
                    Deed::Changed(id, _) => gathered.changed.push(id),
                    Deed::Nothing(id) => unchanged.push((id, entry.content, *analysis)),
                }
            }
            batch.finish(change)?;
            for (id, content, analysis) in unchanged {
                if let Some(revision) = unheard(change, id, content)? {
                    fetch::store(change, revision, analysis)?;
                    index::hear(change, revision, analysis)?;
                }
            }
            Ok(gathered)
        })
    }

    /// Whether no article was ever kept.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn is_untouched(&self) -> Result<bool, LibraryError> {
        let query = "SELECT NOT EXISTS (SELECT * FROM sqlite_sequence WHERE name = 'article')";
        self.read(|state| state.query_row(query, [], |row| row.get(0)))
    }

    /// By what an article is known: as it was kept, or for what a feed brought a key of the library's own.
    ///
    /// # Errors
    /// The article is gone, or the library cannot be read.
    pub fn identity(&self, id: ArticleId) -> Result<String, LibraryError> {
        let query = "SELECT identity FROM article WHERE id = ?1";
        self.read(|state| state.prepare_cached(query)?.query_row([id.0], |row| row.get(0)))
    }

    /// The article that is known by `identity`, unless it was deleted.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn find(&self, identity: &str) -> Result<Option<ArticleId>, LibraryError> {
        self.read(|state| Ok(known(state, identity)?.filter(|known| !known.deleted).map(|known| known.id)))
    }
}

/// What is to be kept, and under what name.
pub(super) struct Entry<'a> {
    name: Name<'a>,
    article: &'a Article,
    extent: Extent,
    content: [u8; 32],
    kept_at: i64,
}

/// What an article is known by.
#[derive(Clone, Copy)]
enum Name<'a> {
    /// This name.
    Given(&'a str),
    /// What a feed says of it.
    Item(FeedId, &'a Identity),
}

/// Articles that are kept in one step, and indexed together.
#[derive(Default)]
pub(super) struct Batch<'a> {
    fresh: Vec<Fresh<'a>>,
    ids: HashSet<ArticleId>,
}

impl<'a> Batch<'a> {
    /// Keeps one of them, with what it says if that is known.
    pub(super) fn keep(
        &mut self,
        change: &Transaction<'_>,
        entry: &'a Entry<'a>,
        analysis: Option<&'a Analysis>,
    ) -> rusqlite::Result<Deed> {
        let found = entry.find(change)?;
        // Of two states of one article, the first is indexed before it is replaced.
        if matches!(&found, Found::Known(known) if self.ids.contains(&known.id)) {
            index::add(change, std::mem::take(&mut self.fresh))?;
            self.ids.clear();
        }
        let deed = entry.keep(found, change)?;
        if let Deed::Added(id, revision) | Deed::Changed(id, revision) = deed {
            self.fresh.push(Fresh { id, revision, article: entry.article, analysis });
            self.ids.insert(id);
        }
        Ok(deed)
    }

    /// Indexes them.
    pub(super) fn finish(self, change: &Transaction<'_>) -> rusqlite::Result<()> {
        index::add(change, self.fresh)
    }
}

/// What came of keeping it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// It is new, and this is its text.
    Added(ArticleId, RevisionId),
    /// It was known with another text.
    Changed(ArticleId, RevisionId),
    /// Nothing changed, or the reader deleted it.
    Nothing(ArticleId),
}

/// How what comes stands beside what is kept.
enum Beside {
    /// There is nothing to write.
    Same,
    /// It is the same as this revision but for where it leads.
    LedElsewhere(RevisionId),
    /// It is another text.
    Other,
}

impl Deed {
    pub(super) fn id(self) -> ArticleId {
        match self {
            Self::Added(id, _) | Self::Changed(id, _) | Self::Nothing(id) => id,
        }
    }
}

impl<'a> Entry<'a> {
    fn of_file(identity: &'a str, article: &'a Article, kept_at: i64) -> Self {
        let (name, extent) = (Name::Given(identity), Extent::FullText);
        Self { name, article, extent, content: digest(article), kept_at }
    }

    /// An item of a feed.
    pub(super) fn of_item(feed: FeedId, item: &'a Item, kept_at: i64) -> Self {
        let Item { identity, article, extent, .. } = item;
        Self { name: Name::Item(feed, identity), article, extent: *extent, content: digest(article), kept_at }
    }

    /// The page of an article that is kept as `identity`.
    pub(super) fn of_page(identity: &'a str, article: &'a Article, kept_at: i64) -> Self {
        Self { extent: Extent::Page, ..Self::of_file(identity, article, kept_at) }
    }

    fn feed(&self) -> Option<FeedId> {
        match self.name {
            Name::Given(_) => None,
            Name::Item(feed, _) => Some(feed),
        }
    }

    /// The article that it is.
    fn find(&self, state: &Transaction<'_>) -> rusqlite::Result<Found> {
        match self.name {
            Name::Given(name) => Ok(known(state, name)?.map_or_else(|| Found::New(name.to_owned()), Found::Known)),
            Name::Item(feed, identity) => Sought { feed, identity, article: self.article }.find(state),
        }
    }

    /// The article, if keeping it would change nothing.
    pub(super) fn kept_as_it_is(&self, state: &Transaction<'_>) -> rusqlite::Result<Option<ArticleId>> {
        let Found::Known(known) = self.find(state)? else { return Ok(None) };
        let rests = if known.deleted {
            self.feed().is_some()
        } else {
            matches!(self.beside_newest(known.id, state)?, Beside::Same)
        };
        Ok(rests.then_some(known.id))
    }

    /// Writes it down. What changed is not in the index then.
    fn keep(&self, found: Found, change: &Transaction<'_>) -> rusqlite::Result<Deed> {
        let known = match found {
            Found::Known(known) => known,
            Found::New(name) => {
                let id = self.add(&name, change)?;
                return Ok(Deed::Added(id, self.revise(change, id)?));
            }
        };
        if known.deleted {
            if self.feed().is_some() {
                return Ok(Deed::Nothing(known.id));
            }
            if !deletion::restore(change, known.id)? {
                let bring_back = "UPDATE article SET deleted_at = NULL WHERE id = ?1";
                change.prepare_cached(bring_back)?.execute([known.id.0])?;
            }
        }
        match self.beside_newest(known.id, change)? {
            Beside::Same => return Ok(Deed::Nothing(known.id)),
            Beside::LedElsewhere(revision) => {
                let link = self.article.link.as_ref().map(CleanLine::as_str);
                let lead = "UPDATE revision SET link = ?2 WHERE id = ?1";
                change.prepare_cached(lead)?.execute(params![revision.0, link])?;
                return Ok(Deed::Nothing(known.id));
            }
            Beside::Other => {}
        }
        index::remove(change, known.id)?;
        // A page's title often ends in the name of its site: the list keeps the feed's.
        if self.extent != Extent::Page {
            self.list_anew(change, &known)?;
        }
        Ok(Deed::Changed(known.id, self.revise(change, known.id)?))
    }

    /// How it stands beside the newest revision from where it comes. Of an item of a feed, title and text alone are
    /// looked at: feeds write the time of the fetch for a date, their own title anew, and numbers into addresses.
    fn beside_newest(&self, id: ArticleId, state: &Transaction<'_>) -> rusqlite::Result<Beside> {
        let newest = "SELECT id, CASE content = ?3 WHEN TRUE THEN TRUE ELSE ?4 AND title = ?5 AND body = ?6 END, link IS ?7 \
                      FROM revision WHERE article = ?1 AND (extent = 2) = ?2 \
                       ORDER BY kept_at DESC, id DESC LIMIT 1";
        let given = params![
            id.0,
            self.extent == Extent::Page,
            self.content,
            self.feed().is_some(),
            self.article.title.text.as_str(),
            self.article.text.as_str(),
            self.article.link.as_ref().map(CleanLine::as_str),
        ];
        let beside = state.prepare_cached(newest)?.query_row(given, |row| {
            Ok(match (row.get(1)?, row.get(2)?) {
                (true, true) => Beside::Same,
                (true, false) => Beside::LedElsewhere(RevisionId(row.get(0)?)),
                (false, _) => Beside::Other,
            })
        });
        Ok(beside.optional()?.unwrap_or(Beside::Other))
    }

    fn add(&self, name: &str, change: &Transaction<'_>) -> rusqlite::Result<ArticleId> {
        let mut add = change.prepare_cached(
            "INSERT INTO article (identity, feed, added_at, listed_at, title, site, published) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let Article { title, site, date, .. } = self.article;
        let id = add.insert(params![
            name,
            self.feed().map(|feed| feed.0),
            self.kept_at,
            date.map_or(self.kept_at, seconds),
            title.text.as_str(),
            site.as_ref().map(CleanLine::as_str),
            date.map(written),
        ])?;
        Ok(ArticleId(id))
    }

    fn list_anew(&self, change: &Transaction<'_>, known: &Known) -> rusqlite::Result<()> {
        let Article { title, site, date, .. } = self.article;
        let (site, listed_at) = (site.as_ref().map(CleanLine::as_str), date.map_or(known.added_at, seconds));
        let list = "UPDATE article SET listed_at = ?2, title = ?3, site = ?4, published = ?5 WHERE id = ?1";
        change.prepare_cached(list)?.execute(params![
            known.id.0,
            listed_at,
            title.text.as_str(),
            site,
            date.map(written)
        ])?;
        Ok(())
    }

    /// Adds its text as a revision, which becomes the current one. The texts of an article are in the order in which they
    /// were kept, wherever that was; a clock that was set back does not make a new one an older one.
    fn revise(&self, change: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<RevisionId> {
        let newest = "SELECT max(kept_at) FROM revision WHERE article = ?1";
        let newest: Option<i64> = change.prepare_cached(newest)?.query_row([id.0], |row| row.get(0))?;
        let kept_at = newest.map_or(self.kept_at, |newest| newest.max(self.kept_at));
        let revision = add_revision(change, id, self.article, self.extent, self.content, kept_at)?;
        // A summary that changed does not take the place of the text. What was read has not changed where its page came
        // instead, or another date or link with the same words.
        let unless_summary = "UPDATE article SET revision = ?2, seen = iif(seen = revision AND (?4 OR \
                              (SELECT title || body FROM revision WHERE id = ?2) = \
                              (SELECT title || body FROM revision WHERE id = seen)), ?2, seen) \
                              WHERE id = ?1 AND (?3 OR revision IS NULL OR NOT EXISTS \
                              (SELECT * FROM revision WHERE revision.article = ?1 AND extent = 2))";
        let (is_whole, is_page) = (self.extent != Extent::Summary, self.extent == Extent::Page);
        change.prepare_cached(unless_summary)?.execute(params![id.0, revision.0, is_whole, is_page])?;
        Ok(revision)
    }
}

pub(super) fn add_revision(
    change: &Transaction<'_>,
    id: ArticleId,
    article: &Article,
    extent: Extent,
    content: [u8; 32],
    kept_at: i64,
) -> rusqlite::Result<RevisionId> {
    let mut add = change.prepare_cached(
        "INSERT INTO revision (article, content, kept_at, title, byline, site, published, link, extent, layout, body) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    let revision = add.insert(params![
        id.0,
        content,
        kept_at,
        article.title.text.as_str(),
        article.byline.as_ref().map(CleanLine::as_str),
        article.site.as_ref().map(CleanLine::as_str),
        article.date.map(written),
        article.link.as_ref().map(CleanLine::as_str),
        extent_number(extent),
        to_bytes(&Layout::of(article))?,
        article.text.as_str(),
    ])?;
    Ok(RevisionId(revision))
}

fn extent_number(extent: Extent) -> i64 {
    match extent {
        Extent::Summary => 0,
        Extent::FullText => 1,
        Extent::Page => 2,
    }
}

/// What a number in the library says of a text.
pub(super) fn read_extent(number: i64) -> Extent {
    match number {
        0 => Extent::Summary,
        2 => Extent::Page,
        _ => Extent::FullText,
    }
}

/// The current text of an article, if it is this one and no analysis of this version is stored of it.
fn unheard(state: &Transaction<'_>, id: ArticleId, content: [u8; 32]) -> rusqlite::Result<Option<RevisionId>> {
    let query = "SELECT id FROM revision WHERE id = (SELECT revision FROM article WHERE id = ?1) AND content = ?2 \
                 AND NOT EXISTS (SELECT * FROM analysis WHERE revision = revision.id AND version >= ?3)";
    let mut query = state.prepare_cached(query)?;
    query.query_row(params![id.0, content, analysis::VERSION], |row| row.get(0).map(RevisionId)).optional()
}

/// The digest of all that an article holds.
pub(super) fn digest(article: &Article) -> [u8; 32] {
    let mut hash = BufWriter::with_capacity(64 * 1024, Sha256::new());
    // None of this can fail: a digest takes any bytes, and an article has no value that JSON lacks.
    let _ = serde_json::to_writer(&mut hash, article);
    hash.into_inner().unwrap_or_default().finalize().into()
}

/// The first and the last second by which anything is listed, some three thousand years from 1970: the numbers of quotes
/// that are made of it stay within what `SQLite` counts.
const LISTED: RangeInclusive<i64> = -95_617_584_000..=95_617_583_999;

/// Where a date stands in the list; a day without a time stands at its beginning in Greenwich, so that the order is
/// the same wherever the reader is.
fn seconds(date: Date) -> i64 {
    let second = match date {
        Date::Day(day) => {
            let midnight = TimeZone::UTC.to_timestamp(day.to_datetime(Time::midnight()));
            midnight.unwrap_or(if day.year() > 0 { Timestamp::MAX } else { Timestamp::MIN }).as_second()
        }
        Date::Instant(instant) => instant.as_second(),
    };
    second.clamp(*LISTED.start(), *LISTED.end())
}

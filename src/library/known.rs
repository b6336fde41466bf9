//! Which article of the library something is. An item of a feed is looked for under all that it can be known by, since
//! none of it is certain, and is told from its neighbours by what agrees; whichever key leads to it, the article keeps the
//! one under which it was kept first.

use std::fmt::Write;

use rusqlite::{OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};

use super::{ArticleId, FeedId};
use crate::article::{Article, Date, Identity, Key, KeyKind, Reach, without_scheme};

/// An article of the library.
pub(super) struct Known {
    pub(super) id: ArticleId,
    pub(super) added_at: i64,
    pub(super) deleted: bool,
    title: String,
    published: Option<String>,
    /// As what is not its page gave it last.
    link: Option<String>,
}

/// What came of looking for an item.
pub(super) enum Found {
    /// It is this one.
    Known(Known),
    /// It is new, and is to be kept under this name.
    New(String),
}

/// So many of a feed's newest articles are looked at where an item has to be told from its neighbours.
const NEIGHBOURS: i64 = 500;

/// What a [`Known`] is made of.
const COLUMNS: &str = "id, added_at, deleted_at IS NOT NULL, title, published, (SELECT link FROM revision \
                       WHERE revision.article = article.id AND extent <> 2 ORDER BY id DESC LIMIT 1)";

/// The article of this name.
pub(super) fn known(state: &Transaction<'_>, identity: &str) -> rusqlite::Result<Option<Known>> {
    let query = format!("SELECT {COLUMNS} FROM article WHERE identity = ?1");
    state.prepare_cached(&query)?.query_row([identity], read).optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        id: ArticleId(row.get(0)?),
        added_at: row.get(1)?,
        deleted: row.get(2)?,
        title: row.get(3)?,
        published: row.get(4)?,
        link: row.get(5)?,
    })
}

/// An item of a feed that is looked for.
#[derive(Clone, Copy)]
pub(super) struct Sought<'a> {
    pub(super) feed: FeedId,
    pub(super) identity: &'a Identity,
    pub(super) article: &'a Article,
}

impl Sought<'_> {
    /// Finds it.
    pub(super) fn find(self, state: &Transaction<'_>) -> rusqlite::Result<Found> {
        let mut name = None;
        let mut doubtful = Vec::new();
        for key in &self.identity.0 {
            let mut is_free = true;
            for spelling in key.spellings() {
                let Some(known) = known(state, &item_identity(self.feed, &spelling))? else { continue };
                if key.kind == KeyKind::Whole || key.kind != KeyKind::Title && self.is_alike(&known) {
                    return Ok(Found::Known(known));
                }
                doubtful.push((key, known));
                is_free = false;
            }
            if is_free && key.reach == Reach::One && name.is_none() {
                name = Some(item_identity(self.feed, &key.words));
            }
        }
        for (key, known) in doubtful {
            if self.may_be(&known, key, state)? {
                return Ok(Found::Known(known));
            }
        }
        if let Some(known) = self.of_its_time(state)? {
            return Ok(Found::Known(known));
        }
        // What has no key of its own has nothing in it either.
        Ok(Found::New(name.unwrap_or_else(|| item_identity(self.feed, ""))))
    }

    /// Whether it agrees in title and link with an article that one of its keys leads to.
    fn is_alike(self, known: &Known) -> bool {
        self.is_called(known) && (self.article.link.is_none() || known.link.is_none() || self.leads_there(known))
    }

    fn is_called(self, known: &Known) -> bool {
        known.title == self.article.title.text.as_str()
    }

    fn leads_there(self, known: &Known) -> bool {
        let link = self.article.link.as_ref().map(|link| without_scheme(link.as_str()));
        link.is_some() && link == known.link.as_deref().map(without_scheme)
    }

    /// Whether it is an article all the same that one of its keys leads to and that differs in title or link: with
    /// another title, perhaps, or with another link. Where all differs, the feed has used the key again.
    fn may_be(self, known: &Known, key: &Key, state: &Transaction<'_>) -> rusqlite::Result<bool> {
        let shared = |kind| self.identity.0.iter().any(|key| key.kind == kind && key.reach == Reach::Several);
        let is_shared = key.reach == Reach::Several;
        match key.kind {
            KeyKind::Id => {
                let is_bare = self.article.link.is_none() || known.link.is_none();
                let agrees = is_bare || self.is_called(known) || self.is_of_one_time(known);
                if !is_shared && (agrees || self.says_the_same(known, state)?) {
                    return Ok(true);
                }
                Ok(self.leads_there(known) && !shared(KeyKind::Link) && self.is_alone(known, state)?)
            }
            KeyKind::Link if is_shared || self.identity.has(KeyKind::Id) => Ok(false),
            KeyKind::Link => {
                let agrees = self.is_of_one_time(known) || self.says_the_same(known, state)?;
                Ok(agrees || self.is_alone(known, state)?)
            }
            KeyKind::Title => {
                let is_apart = self.article.link.is_some() && known.link.is_some() && !self.leads_there(known);
                let is_certain = !is_shared && !is_apart && self.article.date.is_some();
                Ok(is_certain
                    || self.says_the_same(known, state)?
                    || !is_shared && !is_apart && self.has_no_namesake(known, state)?)
            }
            KeyKind::Whole => Ok(true),
        }
    }

    fn is_of_one_time(self, known: &Known) -> bool {
        let date = self.article.date.map(written);
        date.is_some() && date == known.published
    }

    fn says_the_same(self, known: &Known, state: &Transaction<'_>) -> rusqlite::Result<bool> {
        let newest = "SELECT body = ?2 FROM revision WHERE article = ?1 AND extent <> 2 ORDER BY id DESC LIMIT 1";
        let given = params![known.id.0, self.article.text.as_str()];
        Ok(state.prepare_cached(newest)?.query_row(given, |row| row.get(0)).optional()?.unwrap_or_default())
    }

    /// Whether no other of the newest articles of its feed leads where this one does: many may lead to the home page. It
    /// is asked only where nothing else decides, since it looks at each of them.
    fn is_alone(self, known: &Known, state: &Transaction<'_>) -> rusqlite::Result<bool> {
        let other = "SELECT TRUE FROM (SELECT id, revision FROM article WHERE feed = ?1 AND deleted_at IS NULL \
                     ORDER BY listed_at DESC LIMIT ?5) AS newest CROSS JOIN revision ON revision.id = newest.revision \
                     WHERE newest.id <> ?2 AND link IN (?3, ?4) LIMIT 1";
        let page = self.article.link.as_ref().map(|link| without_scheme(link.as_str())).unwrap_or_default();
        let [secure, open] = ["https", "http"].map(|scheme| format!("{scheme}://{page}"));
        let given = params![self.feed.0, known.id.0, secure, open, NEIGHBOURS];
        Ok(state.prepare_cached(other)?.query_row(given, |_| Ok(())).optional()?.is_none())
    }

    /// Whether no other of the newest articles of its feed has its title.
    fn has_no_namesake(self, known: &Known, state: &Transaction<'_>) -> rusqlite::Result<bool> {
        let other = "SELECT TRUE FROM (SELECT id, title FROM article WHERE feed = ?1 AND deleted_at IS NULL \
                     ORDER BY listed_at DESC LIMIT ?4) WHERE id <> ?2 AND title = ?3 LIMIT 1";
        let given = params![self.feed.0, known.id.0, known.title, NEIGHBOURS];
        Ok(state.prepare_cached(other)?.query_row(given, |_| Ok(())).optional()?.is_none())
    }

    /// The article of its feed with its date, its title and its link, of which only the id has become another.
    fn of_its_time(self, state: &Transaction<'_>) -> rusqlite::Result<Option<Known>> {
        let (Some(Date::Instant(instant)), Some(_)) = (self.article.date, &self.article.link) else { return Ok(None) };
        let query =
            format!("SELECT {COLUMNS} FROM article WHERE feed = ?1 AND listed_at = ?2 AND deleted_at IS NULL LIMIT 99");
        let mut query = state.prepare_cached(&query)?;
        for known in query.query_map(params![self.feed.0, instant.as_second()], read)? {
            let known = known?;
            if self.is_called(&known) && self.leads_there(&known) {
                return Ok(Some(known));
            }
        }
        Ok(None)
    }
}

/// The identity in the library of what a feed knows by `key`. A digest, since ids of items may be of any length.
pub(super) fn item_identity(feed: FeedId, key: &str) -> String {
    let digest = Sha256::digest(key.as_bytes());
    digest.iter().take(16).fold(feed_prefix(feed), |mut name, byte| {
        // Writing to a string cannot fail.
        let _ = write!(name, "{byte:02x}");
        name
    })
}

/// What the identities of a feed's items begin with.
pub(super) fn feed_prefix(feed: FeedId) -> String {
    format!("feed:{}:", feed.0)
}

/// As [`Date::parse`] reads it.
pub(super) fn written(date: Date) -> String {
    match date {
        Date::Day(day) => day.to_string(),
        Date::Instant(instant) => instant.to_string(),
    }
}

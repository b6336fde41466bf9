//! Keeping articles: a new article, a new revision of a known one, or nothing to do.

use std::io::BufWriter;

use jiff::{Timestamp, civil::Time, tz::TimeZone};
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::{ArticleId, Library, LibraryError, check::Layout, to_json};
use crate::{
    article::{Article, Date},
    text::CleanLine,
};

impl Library {
    /// Puts an article into the library. One that is known by its `identity` gets a new revision if anything in it
    /// changed, and keeps what the reader left in it; nothing is written if nothing changed. `kept_at` is in seconds
    /// since 1970.
    ///
    /// # Errors
    /// The library cannot be read or written.
    pub fn keep(&mut self, identity: &str, article: &Article, kept_at: i64) -> Result<ArticleId, LibraryError> {
        let content = digest(article);
        let unchanged = self.read(|state| {
            let known = known(state, identity)?;
            Ok(known.filter(|known| known.content == content).map(|known| known.id))
        })?;
        match unchanged {
            Some(id) => Ok(id),
            None => self.write(|change| keep(change, identity, article, content, kept_at)),
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
            let keep = |(identity, article)| keep(change, identity, article, digest(article), kept_at);
            articles.into_iter().map(keep).collect()
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

    /// The article that is known by `identity`.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn find(&self, identity: &str) -> Result<Option<ArticleId>, LibraryError> {
        self.read(|state| Ok(known(state, identity)?.map(|known| known.id)))
    }
}

/// An article of the library, and what its newest revision holds.
struct Known {
    id: ArticleId,
    content: Vec<u8>,
    added_at: i64,
}

fn known(state: &Transaction<'_>, identity: &str) -> rusqlite::Result<Option<Known>> {
    let mut query = state.prepare_cached(
        "SELECT article.id, revision.content, article.added_at FROM article JOIN revision ON revision.article = article.id \
         WHERE identity = ?1 ORDER BY revision.id DESC LIMIT 1",
    )?;
    let row = query.query_row([identity], |row| {
        Ok(Known { id: ArticleId(row.get(0)?), content: row.get(1)?, added_at: row.get(2)? })
    });
    row.optional()
}

fn keep(
    change: &Transaction<'_>,
    identity: &str,
    article: &Article,
    content: [u8; 32],
    kept_at: i64,
) -> rusqlite::Result<ArticleId> {
    let known = known(change, identity)?;
    if let Some(known) = &known
        && known.content == content
    {
        return Ok(known.id);
    }
    let title = article.title.text.as_str();
    let site = article.site.as_ref().map(CleanLine::as_str);
    let published = article.date.map(written);
    let id = if let Some(known) = known {
        let listed_at = article.date.map_or(known.added_at, seconds);
        change
            .prepare_cached("UPDATE article SET listed_at = ?2, title = ?3, site = ?4, published = ?5 WHERE id = ?1")?
            .execute(params![known.id.0, listed_at, title, site, published])?;
        known.id
    } else {
        let listed_at = article.date.map_or(kept_at, seconds);
        let mut add = change.prepare_cached(
            "INSERT INTO article (identity, added_at, listed_at, title, site, published) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        ArticleId(add.insert(params![identity, kept_at, listed_at, title, site, published])?)
    };
    let mut add = change.prepare_cached(
        "INSERT INTO revision (article, content, kept_at, title, byline, site, published, link, layout, body) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    add.execute(params![
        id.0,
        content,
        kept_at,
        title,
        article.byline.as_ref().map(CleanLine::as_str),
        site,
        published,
        article.link.as_ref().map(CleanLine::as_str),
        to_json(&Layout::of(article))?,
        article.text.as_str(),
    ])?;
    Ok(id)
}

/// The digest of all that an article holds.
fn digest(article: &Article) -> [u8; 32] {
    let mut hash = BufWriter::with_capacity(64 * 1024, Sha256::new());
    // None of this can fail: a digest takes any bytes, and an article has no value that JSON lacks.
    let _ = serde_json::to_writer(&mut hash, article);
    hash.into_inner().unwrap_or_default().finalize().into()
}

/// As [`Date::parse`] reads it.
fn written(date: Date) -> String {
    match date {
        Date::Day(day) => day.to_string(),
        Date::Instant(instant) => instant.to_string(),
    }
}

/// Where a date stands in the list; a day without a time stands at its beginning in Greenwich, so that the order is
/// the same wherever the reader is.
fn seconds(date: Date) -> i64 {
    match date {
        Date::Day(day) => {
            let midnight = TimeZone::UTC.to_timestamp(day.to_datetime(Time::midnight()));
            midnight.map_or(i64::MIN, Timestamp::as_second)
        }
        Date::Instant(instant) => instant.as_second(),
    }
}

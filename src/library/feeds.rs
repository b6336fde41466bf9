//! The feeds: which are followed, how they are called, sorted and kept, and how they were fetched last. What a fetch
//! brings is for `gather`.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{
    ArticleId, Counts, Feed, FeedId, FetchState, Followed, FullText, Library, LibraryError, NewFeed, Retention, Tag,
    TagId, fetch::line, index,
};
use crate::text::CleanLine;

impl Library {
    /// Follows a feed. One that is followed already stays as it is; one that was followed once is known again, with
    /// what was read in it.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn follow(&mut self, feed: &NewFeed) -> Result<Followed, LibraryError> {
        self.write(|change| follow(change, feed))
    }

    /// As [`follow`](Self::follow), for many feeds at once; all are followed or none.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn follow_all<'a>(
        &mut self,
        feeds: impl IntoIterator<Item = &'a NewFeed>,
    ) -> Result<Vec<Followed>, LibraryError> {
        self.write(|change| feeds.into_iter().map(|feed| follow(change, feed)).collect())
    }

    /// Follows a feed no longer. What was read or bookmarked in it stays; what was not goes.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn unfollow(&mut self, id: FeedId) -> Result<(), LibraryError> {
        self.write(|change| {
            let unread = "SELECT id FROM article WHERE feed = ?1 AND deleted_at IS NULL AND read = 0 AND bookmarks = 0 \
                          AND seen IS NULL";
            let mut unread = change.prepare_cached(unread)?;
            let unread: Vec<_> =
                unread.query_map([id.0], |row| Ok(ArticleId(row.get(0)?)))?.collect::<Result<_, _>>()?;
            for article in unread {
                index::remove(change, article)?;
                change.prepare_cached("DELETE FROM article WHERE id = ?1")?.execute([article.0])?;
            }
            // Followed again, it is to be fetched whole.
            let leave = "UPDATE feed SET followed = 0, etag = NULL, modified = NULL, next_try = NULL WHERE id = ?1";
            change.prepare_cached(leave)?.execute([id.0])?;
            Ok(())
        })
    }

    /// The feeds that are followed, by folder and what they are called.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn feeds(&self) -> Result<Vec<Feed>, LibraryError> {
        let query = format!(
            "SELECT {COLUMNS} FROM feed WHERE followed ORDER BY folder, coalesce(name, title) COLLATE NOCASE, id"
        );
        self.read(|state| state.prepare_cached(&query)?.query_map([], feed)?.collect())
    }

    /// One feed, followed or not.
    ///
    /// # Errors
    /// The library has no such feed, or cannot be read.
    pub fn feed(&self, id: FeedId) -> Result<Feed, LibraryError> {
        let query = format!("SELECT {COLUMNS} FROM feed WHERE id = ?1");
        self.read(|state| state.prepare_cached(&query)?.query_row([id.0], feed))
    }

    /// The feed that is followed at this address.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn find_feed(&self, address: &CleanLine) -> Result<Option<FeedId>, LibraryError> {
        let query = "SELECT id FROM feed WHERE address = ?1 AND followed";
        self.read(|state| state.prepare_cached(query)?.query_row([address.as_str()], |row| row.get(0)).optional())
            .map(|id| id.map(FeedId))
    }

    /// Calls a feed as the reader wishes; by its own title where that is `None`.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn name_feed(&mut self, id: FeedId, name: Option<&CleanLine>) -> Result<(), LibraryError> {
        self.set(id, "UPDATE feed SET name = ?2 WHERE id = ?1 AND name IS NOT ?2", name.map(CleanLine::as_str))
    }

    /// Puts a feed into a folder, or into none.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn set_folder(&mut self, id: FeedId, folder: Option<&CleanLine>) -> Result<(), LibraryError> {
        self.set(id, "UPDATE feed SET folder = ?2 WHERE id = ?1 AND folder IS NOT ?2", folder.map(CleanLine::as_str))
    }

    /// The tags of the feeds that are followed, by name.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn tags(&self) -> Result<Vec<Tag>, LibraryError> {
        let query = "SELECT tag.id, tag.name, sum(articles), sum(unread) FROM tag \
                     JOIN tagging ON tagging.tag = tag.id JOIN feed ON feed.id = tagging.feed WHERE followed \
                     GROUP BY tag.id ORDER BY tag.name COLLATE NOCASE";
        self.read(|state| {
            let mut query = state.prepare_cached(query)?;
            let tags = query.query_map([], |row| {
                let (id, name) = (TagId(row.get(0)?), line(row, 1)?.unwrap_or_default());
                let [articles, unread] = [row.get(2)?, row.get(3)?].map(i64::unsigned_abs);
                Ok(Tag { id, name, articles, unread })
            })?;
            tags.collect()
        })
    }

    /// Gives a feed these tags and no others.
    ///
    /// # Errors
    /// The library has no such feed, or cannot be written.
    pub fn set_tags(&mut self, id: FeedId, tags: &[CleanLine]) -> Result<(), LibraryError> {
        self.write(|change| {
            change.prepare_cached("DELETE FROM tagging WHERE feed = ?1")?.execute([id.0])?;
            add_tags(change, id, tags)
        })
    }

    /// Says what is wanted where a feed gives summaries.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn set_full_text(&mut self, id: FeedId, wish: FullText) -> Result<(), LibraryError> {
        let set = "UPDATE feed SET full_text = ?2 WHERE id = ?1 AND full_text <> ?2";
        self.set(id, set, wish == FullText::Always)
    }

    /// Says what became of the pages of a feed's articles; nothing where all came. What is wrong with the feed itself
    /// stands before that.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn tell_pages(&mut self, id: FeedId, fault: Option<&CleanLine>) -> Result<(), LibraryError> {
        let told = fault.map(|fault| format!("{PAGES}{fault}"));
        let query =
            "SELECT error IS NOT ?2 AND (error IS NULL OR substr(error, 1, length(?3)) = ?3) FROM feed WHERE id = ?1";
        let is_news = self.read(|state| {
            state.prepare_cached(query)?.query_row(params![id.0, told, PAGES], |row| row.get(0)).optional()
        })?;
        if is_news != Some(true) {
            return Ok(());
        }
        self.set(id, "UPDATE feed SET error = ?2 WHERE id = ?1", told)
    }

    /// Says how long the articles of a feed are kept.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn set_retention(&mut self, id: FeedId, retention: Retention) -> Result<(), LibraryError> {
        let set = "UPDATE feed SET keep_days = ?2, keep_count = ?3 WHERE id = ?1 \
                   AND (keep_days IS NOT ?2 OR keep_count IS NOT ?3)";
        self.write(|change| {
            change.prepare_cached(set)?.execute(params![id.0, retention.days, retention.count])?;
            Ok(())
        })
    }

    /// How many articles stand on the shelves. Costs the same in any library.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn counts(&self) -> Result<Counts, LibraryError> {
        self.read(|state| {
            state.prepare_cached("SELECT articles, unread, bookmarked FROM tally")?.query_row([], |row| {
                Ok(Counts { articles: count(row, 0)?, unread: count(row, 1)?, bookmarked: count(row, 2)? })
            })
        })
    }

    fn set(&mut self, id: FeedId, set: &str, value: impl rusqlite::ToSql) -> Result<(), LibraryError> {
        self.write(|change| {
            change.prepare_cached(set)?.execute(params![id.0, value])?;
            Ok(())
        })
    }
}

fn follow(change: &Transaction<'_>, feed: &NewFeed) -> rusqlite::Result<Followed> {
    let known = "SELECT id, followed FROM feed WHERE address = ?1";
    let known = change
        .prepare_cached(known)?
        .query_row([feed.address.as_str()], |row| Ok((FeedId(row.get(0)?), row.get(1)?)))
        .optional()?;
    if let Some((id, true)) = known {
        return Ok(Followed::Known(id));
    }
    let set = "INSERT INTO feed (address, title, name, site, folder, full_text) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
               ON CONFLICT (address) DO UPDATE SET followed = 1, name = excluded.name, folder = excluded.folder, \
               full_text = excluded.full_text";
    change.prepare_cached(set)?.execute(params![
        feed.address.as_str(),
        feed.title.as_ref().unwrap_or(&feed.address).as_str(),
        feed.name.as_ref().map(CleanLine::as_str),
        feed.site.as_ref().map(CleanLine::as_str),
        feed.folder.as_ref().map(CleanLine::as_str),
        feed.full_text == FullText::Always,
    ])?;
    let id = known.map_or_else(|| FeedId(change.last_insert_rowid()), |(id, _)| id);
    add_tags(change, id, &feed.tags)?;
    Ok(Followed::New(id))
}

pub(super) fn add_tags(change: &Transaction<'_>, feed: FeedId, tags: &[CleanLine]) -> rusqlite::Result<()> {
    for tag in tags {
        change.prepare_cached("INSERT OR IGNORE INTO tag (name) VALUES (?1)")?.execute([tag.as_str()])?;
        let add = "INSERT OR IGNORE INTO tagging (feed, tag) SELECT ?1, id FROM tag WHERE name = ?2";
        change.prepare_cached(add)?.execute(params![feed.0, tag.as_str()])?;
    }
    Ok(())
}

/// What a fault of the pages of a feed begins with.
const PAGES: &str = "full texts: ";

/// Parts the tags of one feed in a column; no clean line has it.
const BETWEEN_TAGS: char = '\n';

/// What a [`Feed`] is made of.
const COLUMNS: &str = "id, address, title, name, site, folder, full_text, keep_days, keep_count, succeeded_at, \
                       failed_at, error, next_try, failures, etag, modified, articles, unread, \
                       (SELECT group_concat(tag.name, char(10) ORDER BY tag.name) \
                       FROM tagging JOIN tag ON tag.id = tagging.tag WHERE tagging.feed = feed.id)";

fn feed(row: &Row<'_>) -> rusqlite::Result<Feed> {
    let tags: Option<String> = row.get(18)?;
    Ok(Feed {
        id: FeedId(row.get(0)?),
        address: line(row, 1)?.unwrap_or_default(),
        title: line(row, 2)?.unwrap_or_default(),
        name: line(row, 3)?,
        site: line(row, 4)?,
        folder: line(row, 5)?,
        tags: tags.iter().flat_map(|tags| tags.split(BETWEEN_TAGS)).map(CleanLine::new).collect(),
        full_text: if row.get(6)? { FullText::Always } else { FullText::OnDemand },
        retention: Retention { days: row.get(7)?, count: row.get(8)? },
        state: FetchState {
            succeeded_at: row.get(9)?,
            failed_at: row.get(10)?,
            error: line(row, 11)?,
            next_try: row.get(12)?,
            failures: row.get(13)?,
            etag: line(row, 14)?,
            modified: line(row, 15)?,
        },
        articles: count(row, 16)?,
        unread: count(row, 17)?,
    })
}

/// A count; what a tampered library counts below nothing is nothing.
fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|count| u64::try_from(count).unwrap_or_default())
}

//! Gathering: what a fetch of a feed came to goes into the library whole or not at all. What was read, bookmarked or
//! deleted stays so, and where nothing changed nothing is written.

use rusqlite::{OptionalExtension, Transaction, params};

use super::{
    ArticleId, Brought, FeedId, Fetch, FetchOutcome, Gathered, Item, Library, LibraryError, RevisionId, fetch,
    keep::{Deed, Entry, item_identity},
};
use crate::{analysis::Analysis, article::Article, text::CleanLine};

impl Library {
    /// Keeps what a fetch of a feed came to, in one step. A feed that is no longer followed gets nothing.
    ///
    /// # Errors
    /// The library has no such feed, or cannot be read or written.
    pub fn gather(&mut self, feed: FeedId, fetch: &Fetch) -> Result<Gathered, LibraryError> {
        let identities = identities(feed, fetch.items());
        let entries: Vec<_> = fetch
            .items()
            .iter()
            .zip(&identities)
            .map(|(item, identity)| (Entry::of_item(feed, identity, &item.article, item.extent, fetch.at), item))
            .collect();
        // Most fetches change nothing: to know that, no other session's write has to be waited for.
        let rests = self.read(|state| {
            let Some(known) = Known::of(state, feed)? else { return Ok(true) };
            for (entry, _) in &entries {
                if entry.kept_as_it_is(state)?.is_none() {
                    return Ok(false);
                }
            }
            Ok(known.after(fetch, state)? == known)
        })?;
        if rests {
            return Ok(Gathered::default());
        }
        self.write(|change| {
            let Some(known) = Known::of(change, feed)? else { return Ok(Gathered::default()) };
            let mut gathered = Gathered::default();
            for (entry, item) in &entries {
                let revision = match entry.keep(change)? {
                    Deed::Nothing(_) => continue,
                    Deed::Added(id, revision) => {
                        gathered.added.push(id);
                        revision
                    }
                    Deed::Changed(id, revision) => {
                        gathered.changed.push(id);
                        revision
                    }
                };
                if let Some(analysis) = &item.analysis {
                    fetch::store(change, revision, analysis)?;
                }
            }
            let after = known.after(fetch, change)?;
            if after != known || gathered != Gathered::default() {
                after.write(change, feed, fetch)?;
            }
            Ok(gathered)
        })
    }

    /// Which of a feed's items would change anything if they were kept: the ones that are worth an analysis.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn news_among(&self, feed: FeedId, items: &[Item]) -> Result<Vec<bool>, LibraryError> {
        let identities = identities(feed, items);
        self.read(|state| {
            let news = items.iter().zip(&identities).map(|(item, identity)| {
                let entry = Entry::of_item(feed, identity, &item.article, item.extent, 0);
                Ok(entry.kept_as_it_is(state)?.is_none())
            });
            news.collect()
        })
    }

    /// Keeps the text of an article as its page has it; that is then the current state of its text.
    ///
    /// # Errors
    /// The article is gone, or the library cannot be written.
    pub fn keep_page(
        &mut self,
        id: ArticleId,
        page: &Article,
        analysis: Option<&Analysis>,
        kept_at: i64,
    ) -> Result<RevisionId, LibraryError> {
        self.write(|change| {
            let known = "SELECT identity FROM article WHERE id = ?1 AND deleted_at IS NULL";
            let identity: String = change.prepare_cached(known)?.query_row([id.0], |row| row.get(0))?;
            match Entry::of_page(&identity, page, kept_at).keep(change)? {
                Deed::Nothing(_) => {}
                Deed::Added(_, revision) | Deed::Changed(_, revision) => {
                    if let Some(analysis) = analysis {
                        fetch::store(change, revision, analysis)?;
                    }
                }
            }
            fetch::current(change, id)
        })
    }

    /// The articles of a feed whose text is a summary still, newest first: what full text is to be fetched for. With
    /// each, its link.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn summaries(&self, feed: FeedId, limit: usize) -> Result<Vec<(ArticleId, CleanLine)>, LibraryError> {
        let query = "SELECT article.id, revision.link FROM article CROSS JOIN revision ON revision.id = article.revision \
                     WHERE feed = ?1 AND deleted_at IS NULL AND extent = 0 AND link IS NOT NULL \
                     ORDER BY listed_at DESC LIMIT ?2";
        self.read(|state| {
            let mut query = state.prepare_cached(query)?;
            let found = query.query_map(params![feed.0, super::as_integer(limit)], |row| {
                Ok((ArticleId(row.get(0)?), fetch::line(row, 1)?.unwrap_or_default()))
            })?;
            found.collect()
        })
    }
}

impl Fetch {
    fn items(&self) -> &[Item] {
        match &self.outcome {
            FetchOutcome::Brought(brought) => &brought.items,
            FetchOutcome::Unchanged | FetchOutcome::Failed(_) => &[],
        }
    }
}

fn identities(feed: FeedId, items: &[Item]) -> Vec<String> {
    items.iter().map(|item| item_identity(feed, &item.identity)).collect()
}

/// What is written down of a feed's fetches, times apart.
#[derive(Clone, PartialEq, Eq)]
struct Known {
    address: String,
    title: String,
    site: Option<String>,
    error: Option<String>,
    next_try: Option<i64>,
    failures: u32,
    etag: Option<String>,
    modified: Option<String>,
}

impl Known {
    /// `None` where the feed is not followed.
    fn of(state: &Transaction<'_>, feed: FeedId) -> rusqlite::Result<Option<Self>> {
        let query = "SELECT address, title, site, error, next_try, failures, etag, modified, followed FROM feed \
                     WHERE id = ?1";
        state.prepare_cached(query)?.query_row([feed.0], |row| {
            let known = Self {
                address: row.get(0)?,
                title: row.get(1)?,
                site: row.get(2)?,
                error: row.get(3)?,
                next_try: row.get(4)?,
                failures: row.get(5)?,
                etag: row.get(6)?,
                modified: row.get(7)?,
            };
            Ok(row.get(8).ok().filter(|followed| *followed).map(|_: bool| known))
        })
    }

    /// What is to be known after a fetch.
    fn after(&self, fetch: &Fetch, state: &Transaction<'_>) -> rusqlite::Result<Self> {
        let owned = |line: &Option<CleanLine>| line.as_ref().map(ToString::to_string);
        let known = Self { next_try: fetch.next_try, ..self.clone() };
        let mut known = match &fetch.outcome {
            FetchOutcome::Unchanged => Self { error: None, failures: 0, ..known },
            FetchOutcome::Failed(why) => {
                Self { error: Some(why.to_string()), failures: self.failures.saturating_add(1), ..known }
            }
            FetchOutcome::Brought(Brought { title, site, etag, modified, fault, .. }) => Self {
                title: owned(title).unwrap_or(known.title),
                site: owned(site).or(known.site),
                error: owned(fault),
                failures: 0,
                etag: owned(etag),
                modified: owned(modified),
                ..known
            },
        };
        // Where two feeds have become one, both go on as they are.
        if let Some(address) = &fetch.moved_to
            && is_free(state, address.as_str())?
        {
            known.address = address.to_string();
        }
        Ok(known)
    }

    fn write(&self, change: &Transaction<'_>, feed: FeedId, fetch: &Fetch) -> rusqlite::Result<()> {
        let failed = matches!(fetch.outcome, FetchOutcome::Failed(_));
        let set = "UPDATE feed SET address = ?2, title = ?3, site = ?4, error = ?5, next_try = ?6, failures = ?7, \
                   etag = ?8, modified = ?9, succeeded_at = coalesce(?10, succeeded_at), \
                   failed_at = coalesce(?11, failed_at) WHERE id = ?1";
        change.prepare_cached(set)?.execute(params![
            feed.0,
            self.address,
            self.title,
            self.site,
            self.error,
            self.next_try,
            self.failures,
            self.etag,
            self.modified,
            (!failed).then_some(fetch.at),
            failed.then_some(fetch.at),
        ])?;
        Ok(())
    }
}

/// Whether no feed has this address.
fn is_free(state: &Transaction<'_>, address: &str) -> rusqlite::Result<bool> {
    let taken = "SELECT TRUE FROM feed WHERE address = ?1";
    Ok(state.prepare_cached(taken)?.query_row([address], |_| Ok(())).optional()?.is_none())
}

#[cfg(test)]
mod tests;

//! Gathering: what a fetch of a feed came to goes into the library whole or not at all. What was read, bookmarked or
//! deleted stays so, and where nothing changed nothing is written.

use rusqlite::{OptionalExtension, Transaction, params};

use super::{
    ArticleId, Brought, FeedId, Fetch, FetchOutcome, Gathered, Item, Library, LibraryError, RevisionId, fetch,
    keep::{Batch, Deed, Entry},
};
use crate::{
    analysis::Analysis,
    article::{Article, Date, Title, TitleOrigin},
    text::CleanLine,
};

/// How often the page of an article is asked for while its feed is refreshed.
const PAGE_TRIES: u32 = 5;

impl Library {
    /// Keeps what a fetch of a feed came to, in one step. A feed that is no longer followed gets nothing.
    ///
    /// # Errors
    /// The library cannot be read or written.
    pub fn gather(&mut self, feed: FeedId, fetch: &Fetch) -> Result<Gathered, LibraryError> {
        Ok(self.gather_all(&[(feed, fetch)])?.pop().unwrap_or_default())
    }

    /// As [`gather`](Self::gather), in steps of `most` items, between which others may read and write. What is kept when
    /// it ends in the middle is whole; the feed then counts as not fetched, and is to be fetched whole again.
    ///
    /// # Errors
    /// The library cannot be read or written.
    pub fn gather_in_steps(&mut self, feed: FeedId, fetch: &Fetch, most: usize) -> Result<Gathered, LibraryError> {
        let mut all = Gathered::default();
        for step in fetch.in_steps(most) {
            let Gathered { added, changed } = self.gather(feed, &step)?;
            all.added.splice(..0, added);
            all.changed.splice(..0, changed);
        }
        Ok(all)
    }

    /// As [`gather`](Self::gather), for several fetches in one step, which costs less than one step for each.
    ///
    /// # Errors
    /// The library cannot be read or written.
    pub fn gather_all(&mut self, fetches: &[(FeedId, &Fetch)]) -> Result<Vec<Gathered>, LibraryError> {
        let harvests: Vec<_> = fetches.iter().map(|(feed, fetch)| Harvest::new(*feed, fetch)).collect();
        // Most fetches change nothing: to know that, no other session's write has to be waited for.
        let news =
            self.read(|state| harvests.iter().map(|harvest| harvest.is_news(state)).collect::<Result<_, _>>())?;
        let news: Vec<bool> = news;
        if !news.contains(&true) {
            return Ok(vec![Gathered::default(); fetches.len()]);
        }
        self.write(|change| {
            let mut batch = Batch::default();
            let mut gathered = vec![Gathered::default(); harvests.len()];
            for ((harvest, gathered), _) in harvests.iter().zip(&mut gathered).zip(news).filter(|(_, news)| *news) {
                *gathered = harvest.gather(change, &mut batch)?;
            }
            batch.finish(change)?;
            Ok(gathered)
        })
    }

    /// Which of a feed's items would change anything if they were kept: the ones that are worth an analysis.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn news_among(&self, feed: FeedId, items: &[Item]) -> Result<Vec<bool>, LibraryError> {
        self.read(|state| {
            let is_news = |item| Ok(Entry::of_item(feed, item, 0).kept_as_it_is(state)?.is_none());
            items.iter().map(is_news).collect()
        })
    }

    /// Keeps the text of an article as its page has it; that is then the current state of its text. What the page does
    /// not tell of the article is what the feed tells. `None` where the page says much less than the feed: what is there
    /// bars the way to the article, and nothing is kept.
    ///
    /// # Errors
    /// The article is gone, or the library cannot be written.
    pub fn keep_page(
        &mut self,
        id: ArticleId,
        page: &Article,
        analysis: Option<&Analysis>,
        kept_at: i64,
    ) -> Result<Option<RevisionId>, LibraryError> {
        self.write(|change| {
            let known = "SELECT identity, (SELECT max(id) FROM revision WHERE article = ?1 AND extent <> 2) FROM article \
                         WHERE id = ?1 AND deleted_at IS NULL";
            let (identity, item): (String, Option<i64>) =
                change.prepare_cached(known)?.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let item = item.map(|item| fetch::article(change, id, RevisionId(item))).transpose()?;
            let item = item.map(|(item, _)| item).unwrap_or_default();
            if page.text.as_str().len() * 4 < item.text.as_str().len() * 3 {
                return Ok(None);
            }
            let page = completed(page, item);
            let entry = Entry::of_page(&identity, &page, kept_at);
            let mut batch = Batch::default();
            batch.keep(change, &entry, analysis)?;
            batch.finish(change)?;
            fetch::current(change, id).map(Some)
        })
    }

    /// Of the newest `limit` articles of a feed, those whose text is a summary still, newest first: what full text is to
    /// be fetched for. With each, its link. One whose page failed too often is none of them.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn summaries(&self, feed: FeedId, limit: usize) -> Result<Vec<(ArticleId, CleanLine)>, LibraryError> {
        let query = "SELECT newest.id, revision.link FROM \
                     (SELECT id, revision, listed_at, page_failures FROM article WHERE feed = ?1 \
                     AND deleted_at IS NULL ORDER BY listed_at DESC, id DESC LIMIT ?2) AS newest \
                     CROSS JOIN revision ON revision.id = newest.revision \
                     WHERE extent = 0 AND link IS NOT NULL AND page_failures < ?3 ORDER BY listed_at DESC, newest.id DESC";
        self.read(|state| {
            let mut query = state.prepare_cached(query)?;
            let found = query.query_map(params![feed.0, super::as_integer(limit), PAGE_TRIES], |row| {
                Ok((ArticleId(row.get(0)?), fetch::line(row, 1)?.unwrap_or_default()))
            })?;
            found.collect()
        })
    }

    /// Counts that the page of an article could not be had; it is asked for again a few times.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn miss_page(&mut self, id: ArticleId) -> Result<(), LibraryError> {
        self.write(|change| {
            let count = "UPDATE article SET page_failures = page_failures + 1 WHERE id = ?1";
            change.prepare_cached(count)?.execute([id.0])?;
            Ok(())
        })
    }
}

impl Fetch {
    /// The same in steps of `most` items, the last items first. Until the last step, nothing is said that would keep the
    /// feed from being fetched whole.
    pub fn in_steps(&self, most: usize) -> Vec<Self> {
        let FetchOutcome::Brought(brought) = &self.outcome else { return vec![self.clone()] };
        if brought.items.len() <= most {
            return vec![self.clone()];
        }
        let Brought { title, site, etag, modified, fault, items } = brought;
        let count = items.len().div_ceil(most.max(1));
        let steps = (1..).zip(items.rchunks(most.max(1))).map(|(number, items)| {
            let at_last = |line: &Option<CleanLine>| line.clone().filter(|_| number == count);
            let (etag, modified) = (at_last(etag), at_last(modified));
            let (title, site, fault) = (title.clone(), site.clone(), fault.clone());
            let outcome = FetchOutcome::Brought(Brought { title, site, etag, modified, fault, items: items.to_vec() });
            Self { outcome, moved_to: self.moved_to.clone(), ..*self }
        });
        steps.collect()
    }

    /// How many items it brought.
    pub fn count(&self) -> usize {
        self.items().len()
    }

    fn items(&self) -> &[Item] {
        match &self.outcome {
            FetchOutcome::Brought(brought) => &brought.items,
            FetchOutcome::Unchanged | FetchOutcome::Failed(_) => &[],
        }
    }
}

/// A page with what the feed tells better: the title, unless it stands in the page's text itself, the moment where the page
/// has a day or nothing, and what the page does not say.
fn completed(page: &Article, item: Article) -> Article {
    let mut page = page.clone();
    if page.title.origin != TitleOrigin::InBody && item.title.origin != TitleOrigin::Made && !item.title.text.is_empty()
    {
        page.title = Title { text: item.title.text, origin: TitleOrigin::Given };
    }
    if !matches!(page.date, Some(Date::Instant(_))) {
        page.date = item.date.or(page.date);
    }
    page.site = page.site.or(item.site);
    page.byline = page.byline.or(item.byline);
    page
}

/// A fetch on its way into the library.
struct Harvest<'a> {
    feed: FeedId,
    fetch: &'a Fetch,
    entries: Vec<(Entry<'a>, &'a Item)>,
}

impl<'a> Harvest<'a> {
    fn new(feed: FeedId, fetch: &'a Fetch) -> Self {
        let entries = fetch.items().iter().map(|item| (Entry::of_item(feed, item, fetch.at), item));
        Self { feed, fetch, entries: entries.collect() }
    }

    /// Whether there is anything to write.
    fn is_news(&self, state: &Transaction<'_>) -> rusqlite::Result<bool> {
        let Some(known) = Known::of(state, self.feed)? else { return Ok(false) };
        for (entry, _) in &self.entries {
            if entry.kept_as_it_is(state)?.is_none() {
                return Ok(true);
            }
        }
        Ok(known.after(self.fetch, state)? != known)
    }

    fn gather<'b>(&'b self, change: &Transaction<'_>, batch: &mut Batch<'b>) -> rusqlite::Result<Gathered> {
        let mut gathered = Gathered::default();
        let Some(known) = Known::of(change, self.feed)? else { return Ok(gathered) };
        // Of items without a date, the first one of the feed is the newest, and is to stand before the others.
        for (entry, item) in self.entries.iter().rev() {
            match batch.keep(change, entry, item.analysis.as_deref())? {
                Deed::Nothing(_) => {}
                Deed::Added(id, _) => gathered.added.push(id),
                Deed::Changed(id, _) => gathered.changed.push(id),
            }
        }
        gathered.added.reverse();
        gathered.changed.reverse();
        let after = known.after(self.fetch, change)?;
        if after != known || gathered != Gathered::default() {
            after.write(change, self.feed, self.fetch)?;
        }
        Ok(gathered)
    }
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
            // What was broken then is still.
            FetchOutcome::Unchanged => {
                let error = self.error.clone().filter(|_| self.failures == 0);
                Self { error, failures: 0, ..known }
            }
            FetchOutcome::Failed(why) => {
                let known = Self { error: Some(why.to_string()), failures: self.failures.saturating_add(1), ..known };
                // What was broken is to be told again: the feed is to be fetched whole.
                let forgets = self.failures == 0 && self.error.is_some();
                if forgets { Self { etag: None, modified: None, ..known } } else { known }
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

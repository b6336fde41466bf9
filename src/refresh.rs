//! Refreshing: many feeds at once, each fetched, read and analysed on a worker; the pages of articles that are to be had
//! whole; and finding the feed that an address stands for. What comes of it is handed to whoever owns the library, one
//! outcome a feed.
//!
//! It writes nothing, and knows no clock of its own. When it is stopped it hands over nothing more.

mod discover;
mod patience;
mod queue;
mod tally;

use std::{
    collections::HashMap,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, sync_channel},
    },
    thread,
};

pub use self::{
    discover::{FoundFeed, NotFound, find_feed},
    tally::Tally,
};
use self::{
    patience::{Cause, next_try},
    queue::{Permits, Queue},
};
use crate::{
    analysis::{Analysis, analyze},
    article::{Article, Date},
    library::{ArticleId, Brought, Extent, Feed, FeedId, Fetch, FetchOutcome, Item},
    source::{
        self,
        feed::{self, FeedError},
        web::{Answer, Client, Content, LARGEST_FEED, Wanted, WebError, web_address},
    },
    text::CleanLine,
};

/// Most requests at once.
const AT_ONCE: usize = 32;
/// Most requests at once to one host.
const AT_ONCE_PER_HOST: usize = 4;
/// Outcomes that may wait for whoever takes them.
const AHEAD: usize = 64;

/// So many of a feed's newest articles are wanted whole in one refresh, where that is wished.
pub const MOST_PAGES: usize = 200;

/// Items for which a thread of their own is worth its while.
const MANY: usize = 64;

/// Seconds by which an item may be dated ahead: clocks and time zones are set wrongly.
const AHEAD_OF_TIME: i64 = 86_400;

/// What is said where something that came from the web made a thread panic.
pub const STUMBLED: &str = "byline stumbled over it; please report it with its address";

/// What is said where a page has so little text that it cannot be the article.
pub const SHORTER_PAGE: &str =
    "The page says less than the summary: it asks for something first; o opens it in the browser";

/// Tells, for each item of a feed, whether keeping it would change anything.
pub type News = dyn Fn(FeedId, &[Item]) -> Vec<bool> + Send + Sync;

/// How a refresh is done.
#[derive(Clone)]
pub struct Ways {
    /// What fetches.
    pub client: Client,
    /// The time, in seconds since 1970.
    pub clock: fn() -> i64,
    /// How much of the machine it may use.
    pub pace: Pace,
    /// Which items of a feed would change anything in the library: the others are not worth an analysis.
    pub news: Arc<News>,
}

impl fmt::Debug for Ways {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ways").field("pace", &self.pace).finish_non_exhaustive()
    }
}

/// How much of the machine a refresh may use for what it fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// All cores.
    AllCores,
    /// All but one, which is for the reader who goes on meanwhile.
    BesideReader,
}

impl Pace {
    /// How many may read and analyse at once.
    fn analysts(self) -> usize {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        match self {
            Self::AllCores => cores,
            Self::BesideReader => cores - 1,
        }
    }
}

/// What fetching a feed came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Which feed.
    pub feed: FeedId,
    /// What is to be kept of it.
    pub fetch: Fetch,
}

/// What fetching the page of an article came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRead {
    /// Which article.
    pub article: ArticleId,
    /// Its text and what that says; or why there is none.
    pub outcome: Result<(Article, Analysis), NoPage>,
}

/// Why the text of a page is not to be had, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPage {
    /// Its server asks to wait, which says nothing of the page.
    NotNow(CleanLine),
    /// It could not be fetched or read.
    Missed(CleanLine),
}

impl NoPage {
    /// The line.
    pub fn why(&self) -> &CleanLine {
        match self {
            Self::NotNow(why) | Self::Missed(why) => why,
        }
    }
}

/// Outcomes, as they come; ends when all are there, or at once when the client was stopped: what is being fetched then
/// is let go.
#[derive(Debug)]
pub struct Underway<T> {
    /// Nothing where a job had no outcome, or where it was stopped.
    outcomes: Receiver<Option<T>>,
    client: Client,
    left: usize,
}

impl<T> Underway<T> {
    /// The next outcome with those that are there by then, `most` at the most; none at the end.
    pub fn next_few(&mut self, most: usize) -> Vec<T> {
        let mut few: Vec<T> = self.next().into_iter().collect();
        while !few.is_empty() && few.len() < most && self.left > 0 && !self.client.is_stopped() {
            let Ok(outcome) = self.outcomes.try_recv() else { break };
            self.left -= 1;
            few.extend(outcome);
        }
        few
    }

    /// How many outcomes are still to come.
    pub fn left(&self) -> usize {
        self.left
    }
}

impl<T> Iterator for Underway<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        while self.left > 0 && !self.client.is_stopped() {
            let outcome = self.outcomes.recv().ok()?;
            if self.client.is_stopped() {
                return None;
            }
            self.left -= 1;
            if outcome.is_some() {
                return outcome;
            }
        }
        None
    }
}

/// Fetches feeds. The fetches themselves are to be given to [`Library::gather`](crate::library::Library::gather).
pub fn refresh(feeds: Vec<Feed>, ways: &Ways) -> Underway<Fetched> {
    let jobs = feeds.into_iter().map(|feed| (host(&feed.address), feed));
    let fetch = |client: &Client, feed: &Feed| {
        client.fetch(&Wanted {
            address: feed.address.as_str(),
            etag: feed.state.etag.as_ref().map(CleanLine::as_str),
            modified: feed.state.modified.as_ref().map(CleanLine::as_str),
            largest: LARGEST_FEED,
        })
    };
    start(jobs, ways, fetch, |ways, feed, answer| take(ways, &feed, answer))
}

/// Fetches the pages of articles, each given with its link.
pub fn pages(wanted: Vec<(ArticleId, CleanLine)>, ways: &Ways) -> Underway<PageRead> {
    let jobs = wanted.into_iter().map(|wanted| (host(&wanted.1), wanted));
    let fetch = |client: &Client, (_, link): &(ArticleId, CleanLine)| source::fetch_page(client, link.as_str());
    start(jobs, ways, fetch, |_, (article, _), page| {
        let line = |error: &dyn fmt::Display| CleanLine::new(&error.to_string());
        let read = page.map_err(|error| match error {
            WebError::Busy(..) => NoPage::NotNow(line(&error)),
            error => NoPage::Missed(line(&error)),
        });
        let read = read.and_then(|page| {
            let read = || source::read_page(&page).map(|article| (analyze(&article), article));
            let read = catch_unwind(AssertUnwindSafe(read)).map_err(|_| NoPage::Missed(CleanLine::new(STUMBLED)))?;
            read.map(|(analysis, article)| (article, analysis)).map_err(|error| NoPage::Missed(line(&error)))
        });
        PageRead { article, outcome: read }
    })
}

fn host(address: &CleanLine) -> String {
    web_address(address.as_str()).ok().and_then(|url| Some(url.host_str()?.to_owned())).unwrap_or_default()
}

/// Starts the workers. Each takes a job, fetches while it holds a place at the host, and works on what it got while it
/// holds a permit.
fn start<J: Send + 'static, F: 'static, T: Send + 'static>(
    jobs: impl Iterator<Item = (String, J)>,
    ways: &Ways,
    fetch: fn(&Client, &J) -> Result<F, WebError>,
    work: fn(&Ways, J, Result<F, WebError>) -> T,
) -> Underway<T> {
    let busy = Arc::new(Busy::default());
    let queue = Arc::new(Queue::new(jobs, AT_ONCE_PER_HOST));
    let permits = Arc::new(Permits::new(ways.pace.analysts()));
    let left = queue.len();
    let (wake, outcomes) = sync_channel(AHEAD);
    for _ in 0..left.min(AT_ONCE) {
        let (queue, permits, busy) = (Arc::clone(&queue), Arc::clone(&permits), Arc::clone(&busy));
        let (ways, wake) = (ways.clone(), wake.clone());
        thread::spawn(move || {
            while let Some(turn) = queue.take() {
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    let got = turn.job().map(|job| busy.ask(turn.host(), || fetch(&ways.client, job)))?;
                    let job = turn.end().filter(|_| !ways.client.is_stopped())?;
                    Some(permits.with(|| work(&ways, job, got)))
                }));
                // A panic has no outcome, and is counted all the same.
                if ways.client.is_stopped() || wake.send(outcome.ok().flatten()).is_err() {
                    return queue.clear();
                }
            }
        });
    }
    // Where there is no room for it, there is something that wakes whoever waits.
    ways.client.on_stop(move || drop(wake.try_send(None)));
    Underway { outcomes, client: ways.client.clone(), left }
}

/// The hosts that asked to be left alone. Whatever else was to be fetched there has the same answer, unasked.
#[derive(Default)]
struct Busy(Mutex<HashMap<String, WebError>>);

impl Busy {
    fn ask<F>(&self, host: &str, fetch: impl FnOnce() -> Result<F, WebError>) -> Result<F, WebError> {
        if let Some(known) = self.hosts().get(host) {
            return Err(known.clone());
        }
        let got = fetch();
        if let Err(error @ (WebError::Busy(429, _) | WebError::Busy(_, Some(_)))) = &got {
            self.hosts().insert(host.to_owned(), error.clone());
        }
        got
    }

    fn hosts(&self) -> MutexGuard<'_, HashMap<String, WebError>> {
        // Whoever panicked did so outside.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a feed has that was just found, for the library that follows it.
pub fn take_found(ways: &Ways, feed: FeedId, found: FoundFeed) -> Fetched {
    let FoundFeed { read, etag, modified, .. } = found;
    let brought = catch_unwind(AssertUnwindSafe(|| news(ways, feed, read, etag, modified)));
    let outcome = brought.map_or_else(|_| FetchOutcome::Failed(CleanLine::new(STUMBLED)), FetchOutcome::Brought);
    Fetched { feed, fetch: Fetch { at: (ways.clock)(), next_try: None, moved_to: None, outcome } }
}

/// What an answer means for a feed: it is read, and what is new in it analysed.
fn take(ways: &Ways, feed: &Feed, answer: Result<Answer, WebError>) -> Fetched {
    let at = (ways.clock)();
    let failed = |why: &dyn fmt::Display, cause| Fetch {
        at,
        next_try: next_try(cause, feed.state.failures.saturating_add(1), at),
        moved_to: None,
        outcome: FetchOutcome::Failed(CleanLine::new(&why.to_string())),
    };
    let fetch = match answer {
        Err(error) => failed(&error, Cause::of(&error, at)),
        Ok(Answer { moved_to, content: None }) => {
            Fetch { at, next_try: None, moved_to, outcome: FetchOutcome::Unchanged }
        }
        Ok(Answer { moved_to, content: Some(content) }) => {
            match catch_unwind(AssertUnwindSafe(|| brought(ways, feed.id, content))) {
                Ok(Ok(brought)) => Fetch { at, next_try: None, moved_to, outcome: FetchOutcome::Brought(brought) },
                Ok(Err(error)) => failed(&error, Cause::Server),
                Err(_) => failed(&STUMBLED, Cause::Server),
            }
        }
    };
    Fetched { feed: feed.id, fetch }
}

/// Whether a date lies behind this second. What is dated far ahead would stand at the top of the list for ever: it is
/// listed by when it came.
fn is_after(date: Date, second: i64) -> bool {
    match date {
        Date::Instant(instant) => instant.as_second() > second,
        Date::Day(day) => {
            jiff::tz::TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).is_ok_and(|midnight| midnight.as_second() > second)
        }
    }
}

/// Analyses items, on several cores if there are many: a feed that comes with thousands is not to wait for one.
fn analyse(items: &mut [Item], pace: Pace) {
    let analyse = |items: &mut [Item]| {
        for item in items {
            item.analysis = Some(Arc::new(analyze(&item.article)));
        }
    };
    let analyse = &analyse;
    let part = items.len().div_ceil(pace.analysts().max(1));
    if part < MANY {
        return analyse(items);
    }
    thread::scope(|scope| {
        for part in items.chunks_mut(part) {
            scope.spawn(move || analyse(part));
        }
    });
}

/// Reads a feed, and analyses what is new in it.
fn brought(ways: &Ways, id: FeedId, content: Content) -> Result<Brought, FeedError> {
    let Content { bytes, charset, address, etag, modified, .. } = content;
    let read = feed::parse(&bytes, charset.as_deref(), address.as_str())?;
    drop(bytes);
    Ok(news(ways, id, read, etag, modified))
}

/// Analyses what is new in a feed. Only that is handed on.
fn news(ways: &Ways, id: FeedId, read: feed::Feed, etag: Option<CleanLine>, modified: Option<CleanLine>) -> Brought {
    let latest = (ways.clock)().saturating_add(AHEAD_OF_TIME);
    let items = read.items.into_iter().map(|item| Item {
        identity: item.identity,
        article: Arc::new(Article { date: item.article.date.filter(|date| !is_after(*date, latest)), ..item.article }),
        extent: match item.extent {
            feed::Extent::Summary => Extent::Summary,
            feed::Extent::Full => Extent::FullText,
        },
        analysis: None,
    });
    let mut items: Vec<_> = items.collect();
    let mut news = (ways.news)(id, &items).into_iter();
    items.retain(|_| news.next().unwrap_or(true));
    analyse(&mut items, ways.pace);
    let fault = read.faults.first().map(|first| match read.faults.len() - 1 {
        0 => first.clone(),
        more => CleanLine::new(&format!("{first} (and {more} more)")),
    });
    Brought { title: read.title, site: read.site, etag, modified, fault, items }
}

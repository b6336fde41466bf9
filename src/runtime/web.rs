//! What the session asks of the web: refreshes, feeds to follow, pages. Each is done on a thread of its own, which asks
//! the store for what it needs to know and hands it what came of it; nobody waits for it but whoever asked.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Sender, channel},
    },
    time::Duration,
};

use super::{
    Event, now, spawn,
    store::{Errand, FeedErrand},
};
use crate::{
    app::{Effect, Msg, Refreshed, Ticket},
    library::{ArticleId, Feed, FeedId, FetchOutcome, FullText, Library, NewFeed},
    refresh::{self, Fetched, Pace, PageRead, Stopper, Ways},
    source::web::Client,
    text::CleanLine,
};

/// Summaries of one feed whose pages are fetched in one refresh, at the most.
const MOST_PAGES: usize = 200;

/// Items of one feed that are kept in one step.
const STEP: usize = 40;

/// What is said where the store is gone, which happens only as the session ends.
const ENDING: &str = "byline is ending";

/// The session's side of the web.
pub(super) struct Web {
    asker: Asker,
    /// What stops the refresh that goes on.
    stopper: Arc<Mutex<Option<Stopper>>>,
}

/// What each thread needs to ask and to tell.
#[derive(Clone)]
struct Asker {
    library: Option<PathBuf>,
    patience: Duration,
    errands: Sender<Errand>,
    events: Sender<Event>,
}

impl Web {
    /// For the library in this file, with requests that take so long at the most.
    pub(super) fn new(
        library: Option<PathBuf>,
        patience: Duration,
        errands: Sender<Errand>,
        events: Sender<Event>,
    ) -> Self {
        Self { asker: Asker { library, patience, errands, events }, stopper: Arc::default() }
    }

    /// Starts what an effect asks for, or stops it.
    pub(super) fn give(&self, effect: Effect) {
        let asker = self.asker.clone();
        match effect {
            Effect::Refresh { ticket, feed } => {
                let stopper = Arc::clone(&self.stopper);
                spawn("refresh", move || {
                    let outcome = asker.refresh(feed, &stopper);
                    asker.tell(Msg::Refreshed { ticket, outcome });
                });
            }
            Effect::StopRefresh => {
                if let Some(stopper) = held(&self.stopper).as_ref() {
                    stopper.stop();
                }
            }
            Effect::Follow { ticket, address } => {
                spawn("follow", move || {
                    let outcome = asker.follow(&address).map(Box::new);
                    asker.tell(Msg::Followed { ticket, outcome });
                });
            }
            Effect::FetchPage { ticket, id, link } => {
                spawn("page", move || asker.fetch_page(ticket, id, link));
            }
            _ => {}
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Asker {
    /// Refreshes one feed, or all that are due. Each feed's news are kept as they come, so that whatever ends this loses
    /// nothing that came before.
    fn refresh(&self, feed: Option<FeedId>, stopper: &Mutex<Option<Stopper>>) -> Result<Refreshed, CleanLine> {
        let feeds = self.ask(|answer| FeedErrand::Due { feed, at: now(), answer })??;
        let ways = self.ways()?;
        let underway = refresh::refresh(feeds.clone(), &ways);
        *held(stopper) = Some(underway.stopper());
        let mut so_far = Refreshed { feeds: feeds.len(), ..Refreshed::default() };
        self.tell(Msg::Refreshing(so_far));
        let mut whole = Vec::new();
        for fetched in underway {
            let id = fetched.feed;
            let is_failed = matches!(fetched.fetch.outcome, FetchOutcome::Failed(_));
            so_far.failed += usize::from(is_failed);
            so_far.done += 1;
            so_far.added += self.gather(fetched)?;
            if !is_failed && feeds.iter().any(|feed| feed.id == id && feed.full_text == FullText::Always) {
                whole.push(id);
            }
            self.tell(Msg::Refreshing(so_far));
        }
        for id in whole {
            self.complete(id, &ways)?;
        }
        while self.ask(|answer| FeedErrand::ClearAway { at: now(), answer })?? > 0 {}
        *held(stopper) = None;
        Ok(Refreshed { is_stopped: ways.client.is_stopped(), ..so_far })
    }

    /// Fetches the pages of the newest articles of which the feed gave a summary. What cannot be had stays a summary, and
    /// is tried again a few times.
    fn complete(&self, feed: FeedId, ways: &Ways) -> Result<(), CleanLine> {
        let summaries = self.ask(|answer| FeedErrand::Summaries { feed, limit: MOST_PAGES, answer })??;
        for page in refresh::pages(summaries, ways) {
            let is_missed = page.outcome.is_err();
            let kept = self.ask(|answer| FeedErrand::KeepPage { page: Box::new(page), answer })?;
            // Why a page is not to be had is told to who asks for it alone.
            if !is_missed {
                kept?;
            }
        }
        Ok(())
    }

    /// Follows the feed that an address stands for, and keeps what it has now.
    fn follow(&self, address: &CleanLine) -> Result<Feed, CleanLine> {
        let ways = self.ways()?;
        let told = |error: &dyn std::fmt::Display| CleanLine::new(&format!("{address}: {error}"));
        let found = refresh::find_feed(&ways.client, address.as_str()).map_err(|error| told(&error))?;
        let feed = NewFeed { address: found.address.clone(), title: found.read.title.clone(), ..NewFeed::default() };
        let feed = self.ask(|answer| FeedErrand::Follow { feed: Box::new(feed), answer })??;
        let fetched: Fetched = refresh::take_found(&ways, feed.id, found);
        self.gather(fetched)?;
        Ok(feed)
    }

    /// Has the store keep what a fetch came to, in steps between which it does what the reader asks for. Answers how
    /// many articles are new.
    fn gather(&self, Fetched { feed, fetch }: Fetched) -> Result<usize, CleanLine> {
        let mut added = 0;
        for fetch in fetch.in_steps(STEP) {
            let fetched = Box::new(Fetched { feed, fetch });
            added += self.ask(|answer| FeedErrand::Gather { fetched, answer })??.added.len();
        }
        Ok(added)
    }

    fn fetch_page(&self, ticket: Ticket, id: ArticleId, link: CleanLine) {
        let read = self.ways().and_then(|ways| {
            let page: Option<PageRead> = refresh::pages(vec![(id, link)], &ways).next();
            page.ok_or_else(|| CleanLine::new(ENDING))
        });
        let outcome = read.and_then(|page| match &page.outcome {
            Ok(_) => self.ask(|answer| FeedErrand::KeepPage { page: Box::new(page), answer })?,
            Err(fault) => Err(fault.clone()),
        });
        self.tell(Msg::PageFetched { ticket, id, outcome });
    }

    /// How things are fetched in a session: with a look into the library for what is new, past the store, so that no
    /// reader waits for it.
    fn ways(&self) -> Result<Ways, CleanLine> {
        let reader = match &self.library {
            Some(path) => Library::open(path).map(Some).map_err(|error| CleanLine::new(&error.to_string()))?,
            None => None,
        };
        let reader = Mutex::new(reader);
        let news = move |feed, items: &[_]| {
            let news = held(&reader).as_ref().and_then(|reader| reader.news_among(feed, items).ok());
            // What cannot be looked up is taken for new; the store knows better.
            news.unwrap_or_default()
        };
        Ok(Ways { client: Client::new(self.patience), clock: now, pace: Pace::BesideReader, news: Arc::new(news) })
    }

    /// Asks the store, and waits for its answer.
    fn ask<T>(&self, errand: impl FnOnce(Sender<T>) -> FeedErrand) -> Result<T, CleanLine> {
        let (answer, answered) = channel();
        let _ = self.errands.send(Errand::Feed(errand(answer)));
        answered.recv().map_err(|_| CleanLine::new(ENDING))
    }

    fn tell(&self, msg: Msg) {
        // Without a desk there is nobody to tell.
        let _ = self.events.send(msg.into());
    }
}

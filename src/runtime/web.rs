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
        let mut added = Vec::new();
        for fetched in underway {
            let id = fetched.feed;
            so_far.failed += usize::from(matches!(fetched.fetch.outcome, FetchOutcome::Failed(_)));
            let gathered = self.ask(|answer| FeedErrand::Gather { fetched: Box::new(fetched), answer })??;
            so_far.done += 1;
            so_far.added += gathered.added.len();
            if feeds.iter().any(|feed| feed.id == id && feed.full_text == FullText::Always) {
                added.push((id, gathered.added));
            }
            self.tell(Msg::Refreshing(so_far));
        }
        for (id, added) in added {
            self.complete(id, &added, &ways)?;
        }
        while self.ask(|answer| FeedErrand::ClearAway { at: now(), answer })?? > 0 {}
        *held(stopper) = None;
        Ok(Refreshed { is_stopped: ways.client.is_stopped(), ..so_far })
    }

    /// Fetches the pages of new articles of which the feed gave a summary. What cannot be had stays a summary.
    fn complete(&self, feed: FeedId, added: &[ArticleId], ways: &Ways) -> Result<(), CleanLine> {
        let summaries = self.ask(|answer| FeedErrand::Summaries { feed, limit: MOST_PAGES, answer })??;
        let wanted = summaries.into_iter().filter(|(article, _)| added.contains(article)).collect();
        for page in refresh::pages(wanted, ways) {
            if page.outcome.is_ok() {
                self.ask(|answer| FeedErrand::KeepPage { page: Box::new(page), answer })??;
            }
        }
        Ok(())
    }

    /// Follows the feed that an address stands for, and keeps what it has now.
    fn follow(&self, address: &CleanLine) -> Result<Feed, CleanLine> {
        let ways = self.ways()?;
        let told = |error: &dyn std::fmt::Display| CleanLine::new(&format!("{address}: {error}"));
        let found = refresh::find_feed(&ways.client, address.as_str()).map_err(|error| told(&error))?;
        let feed = NewFeed { address: found.address, title: found.title, ..NewFeed::default() };
        let feed = self.ask(|answer| FeedErrand::Follow { feed: Box::new(feed), answer })??;
        let fetched: Fetched = refresh::take(&ways, &feed, Ok(found.answer));
        self.ask(|answer| FeedErrand::Gather { fetched: Box::new(fetched), answer })??;
        Ok(feed)
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

//! What the session asks of the web: refreshes, feeds to follow, pages. Each is done on a thread of its own, which asks
//! the store for what it needs to know and hands it what came of it; nobody waits for it but whoever asked.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
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
    app::{Effect, Msg, Refreshed, Request, Ticket},
    library::{ArticleId, Feed, FeedId, FetchOutcome, FullText, Library, NewFeed},
    refresh::{self, Fetched, MOST_PAGES, Pace, PageRead, Tally, Ways},
    source::web::{Client, WebError},
    text::CleanLine,
};

/// Items that are kept in one step, of one feed or of several.
const STEP: usize = 40;
/// Feeds that are taken together as they come.
const FEW: usize = 16;

/// What is said where the store is gone, which happens only as the session ends.
const ENDING: &str = "byline is ending";

/// The session's side of the web.
pub(super) struct Web {
    asker: Asker,
    /// What fetches, and for which request.
    clients: Vec<(Ticket, Client)>,
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
        Self { asker: Asker { library, patience, errands, events }, clients: Vec::new() }
    }

    /// Starts what an effect asks for, or stops it.
    pub(super) fn give(&mut self, effect: Effect) {
        let asker = self.asker.clone();
        match effect {
            Effect::Refresh { ticket, feed } => {
                let client = self.client(ticket);
                let work = move || asker.refresh(feed, client);
                self.start("refresh", work, move |outcome| Msg::Refreshed { ticket, outcome });
            }
            Effect::Follow { ticket, address } => {
                let client = self.client(ticket);
                let work = move || asker.follow(&address, client).map(Box::new);
                self.start("follow", work, move |outcome| Msg::Followed { ticket, outcome });
            }
            Effect::FetchPage { ticket, id, link } => {
                let client = self.client(ticket);
                let work = move || asker.fetch_page(id, link, client);
                self.start("page", work, move |outcome| Msg::PageFetched { ticket, id, outcome });
            }
            Effect::StopFetching => self.clients.drain(..).for_each(|(_, client)| client.stop()),
            _ => {}
        }
    }

    /// Hears what is answered: what was fetched for it is there.
    pub(super) fn hear(&mut self, msg: &Msg) {
        let (Msg::Refreshed { ticket, .. } | Msg::Followed { ticket, .. } | Msg::PageFetched { ticket, .. }) = msg
        else {
            return;
        };
        self.clients.retain(|(known, _)| known != ticket);
    }

    /// What fetches for a request. For an older one of its kind nothing is fetched any more, but for pages, of which
    /// several may be under way.
    fn client(&mut self, ticket: Ticket) -> Client {
        let client = Client::new(self.asker.patience);
        let is_void = |older: &Ticket| older.request == ticket.request && ticket.request != Request::FullText;
        for (_, older) in self.clients.extract_if(.., |(older, _)| is_void(older)) {
            older.stop();
        }
        self.clients.push((ticket, client.clone()));
        client
    }

    /// Does something on a thread of its own and tells what came of it, be it a panic.
    fn start<T: 'static>(
        &self,
        name: &str,
        work: impl FnOnce() -> Result<T, CleanLine> + Send + 'static,
        told: impl FnOnce(Result<T, CleanLine>) -> Msg + Send + 'static,
    ) {
        let asker = self.asker.clone();
        spawn(name, move || {
            let outcome = catch_unwind(AssertUnwindSafe(work));
            asker.tell(told(outcome.unwrap_or_else(|_| Err(CleanLine::new(refresh::STUMBLED)))));
        });
    }
}

impl Asker {
    /// Refreshes one feed, or all that are due. Each feed's news are kept as they come, so that whatever ends this loses
    /// nothing that came before.
    fn refresh(&self, feed: Option<FeedId>, client: Client) -> Result<Refreshed, CleanLine> {
        let feeds = self.ask(|answer| FeedErrand::Due { feed, at: now(), answer })??;
        let ways = self.ways(client)?;
        let mut so_far = Refreshed { feeds: feeds.len(), ..Refreshed::default() };
        self.tell(Msg::Refreshing(so_far));
        let mut whole = Vec::new();
        let mut underway = refresh::refresh(feeds.clone(), &ways);
        loop {
            // What came meanwhile is kept in few steps: the disk is waited for once in each.
            let batch = underway.next_few(FEW);
            if batch.is_empty() {
                break;
            }
            for fetched in &batch {
                let is_failed = matches!(fetched.fetch.outcome, FetchOutcome::Failed(_));
                so_far.failed += usize::from(is_failed);
                so_far.done += 1;
                let always = |feed: &Feed| feed.id == fetched.feed && feed.full_text == FullText::Always;
                if !is_failed && feeds.iter().any(always) {
                    whole.push(fetched.feed);
                }
            }
            so_far.added += self.gather(batch)?;
            self.tell(Msg::Refreshing(so_far));
        }
        self.complete(&whole, &ways, &mut so_far)?;
        while self.ask(|answer| FeedErrand::ClearAway { at: now(), answer })?? > 0 {}
        Ok(Refreshed { is_stopped: ways.client.is_stopped(), ..so_far })
    }

    /// Fetches the pages of the newest articles of which feeds gave a summary. What cannot be had stays a summary, and is
    /// tried again a few times.
    fn complete(&self, feeds: &[FeedId], ways: &Ways, so_far: &mut Refreshed) -> Result<(), CleanLine> {
        let (mut wanted, mut tally) = (Vec::new(), Tally::default());
        for &feed in feeds {
            let pages = self.ask(|answer| FeedErrand::Summaries { feed, limit: MOST_PAGES, answer })??;
            tally.want(feed, &pages);
            wanted.extend(pages);
        }
        so_far.pages = wanted.len();
        self.tell(Msg::Refreshing(*so_far));
        for page in refresh::pages(wanted, ways) {
            so_far.pages_done += 1;
            let article = page.article;
            if let Err(why) = self.ask(|answer| FeedErrand::KeepPage { page: Box::new(page), answer })? {
                tally.miss(article, why);
            }
            self.tell(Msg::Refreshing(*so_far));
        }
        if !ways.client.is_stopped() {
            for (feed, fault) in tally.told() {
                self.ask(|answer| FeedErrand::TellPages { feed, fault, answer })??;
            }
        }
        Ok(())
    }

    /// Follows the feed that an address stands for, and keeps what it has now.
    fn follow(&self, address: &CleanLine, client: Client) -> Result<Feed, CleanLine> {
        let ways = self.ways(client)?;
        let told = |error: &dyn std::fmt::Display| CleanLine::new(&format!("{address}: {error}"));
        let found = refresh::find_feed(&ways.client, address.as_str()).map_err(|error| told(&error))?;
        if ways.client.is_stopped() {
            return Err(told(&WebError::Stopped));
        }
        let feed = NewFeed { address: found.address.clone(), title: found.read.title.clone(), ..NewFeed::default() };
        let Feed { id, .. } = self.ask(|answer| FeedErrand::Follow { feed: Box::new(feed), answer })??;
        self.gather(vec![refresh::take_found(&ways, id, found)])?;
        let feed = self.ask(|answer| FeedErrand::Due { feed: Some(id), at: now(), answer })??.pop();
        feed.ok_or_else(|| CleanLine::new(ENDING))
    }

    /// Fetches the page of an article, and has the store keep its text.
    fn fetch_page(&self, id: ArticleId, link: CleanLine, client: Client) -> Result<(), CleanLine> {
        let ways = self.ways(client)?;
        let page: Option<PageRead> = refresh::pages(vec![(id, link)], &ways).next();
        let page = page.ok_or_else(|| CleanLine::new(&WebError::Stopped.to_string()))?;
        match &page.outcome {
            Ok(_) => self.ask(|answer| FeedErrand::KeepPage { page: Box::new(page), answer })?,
            Err(fault) => Err(fault.why().clone()),
        }
    }

    /// Has the store keep what fetches came to, in steps between which it does what the reader asks for. Answers how
    /// many articles are new.
    fn gather(&self, fetched: Vec<Fetched>) -> Result<usize, CleanLine> {
        let parts = fetched.into_iter().flat_map(|Fetched { feed, fetch }| {
            fetch.in_steps(STEP).into_iter().map(move |fetch| Fetched { feed, fetch })
        });
        let mut parts = parts.peekable();
        let mut added = 0;
        while let Some(first) = parts.next() {
            let (mut count, mut step) = (first.fetch.count(), vec![first]);
            while let Some(part) = parts.next_if(|part| count + part.fetch.count() <= STEP) {
                count += part.fetch.count();
                step.push(part);
            }
            let gathered = self.ask(|answer| FeedErrand::Gather { fetched: step, answer })??;
            added += gathered.iter().map(|gathered| gathered.added.len()).sum::<usize>();
        }
        Ok(added)
    }

    /// How things are fetched in a session: with a look into the library for what is new, past the store, so that no
    /// reader waits for it.
    fn ways(&self, client: Client) -> Result<Ways, CleanLine> {
        let reader = match &self.library {
            Some(path) => Library::open(path).map(Some).map_err(|error| CleanLine::new(&error.to_string()))?,
            None => None,
        };
        let reader = Mutex::new(reader);
        let news = move |feed, items: &[_]| {
            let reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
            let news = reader.as_ref().and_then(|reader| reader.news_among(feed, items).ok());
            // What cannot be looked up is taken for new; the store knows better.
            news.unwrap_or_default()
        };
        Ok(Ways { client, clock: now, pace: Pace::BesideReader, news: Arc::new(news) })
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

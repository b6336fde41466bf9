//! `byline refresh`: fetches what is new in the feeds, many at once, and keeps each feed's news as soon as they are
//! there.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use clap::Args;
use serde::Serialize;

use super::{Broken, Outcome, configuration, library_path, moment, now, progress::Progress, tell};
use crate::{
    article::without_scheme,
    library::{Feed, FeedId, Fetch, FetchOutcome, FullText, Gathered, Library, LibraryError},
    refresh::{MOST_PAGES, NoPage, Pace, SHORTER_PAGE, Tally, Ways, pages, refresh as fetch},
    source::web::{Client, web_address},
    text::{CleanLine, counted},
};

/// What `refresh` takes.
#[derive(Debug, Args)]
pub(super) struct Refresh {
    /// Print one JSON object a line, for each feed that was asked
    #[arg(long)]
    json: bool,
    /// Which feeds, by address or by what they are called; without any, all that are due
    #[arg(value_name = "FEED")]
    feeds: Vec<String>,
}

/// Feeds whose news are kept in one step, so that no session beside this one waits for long.
const KEPT_AT_ONCE: usize = 16;
/// Items of one feed that are kept in one step.
pub(super) const STEP: usize = 500;
/// Articles that are cleared away in one go.
const CLEARED_AT_ONCE: usize = 64;

/// Refreshes what is named.
pub(super) fn refresh(wanted: &Refresh, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let path = library_path(library)?;
    let mut library = super::open_at(&path)?;
    let ways = ways(&path, configuration()?.patience)?;
    let mut outcome = Outcome::Done;
    let all = library.feeds()?;
    let named = chosen(&all, &wanted.feeds, &mut outcome);
    let (due, waiting): (Vec<_>, Vec<_>) = if wanted.feeds.is_empty() {
        all.into_iter().partition(|feed| feed.is_due(now()))
    } else {
        (named, Vec::new())
    };
    let mut report = Report::new(wanted.json, due.len());
    let mut whole = Vec::new();
    let mut underway = fetch(due.clone(), &ways);
    loop {
        // What came meanwhile is kept in one step: the disk is waited for once.
        let batch = underway.next_few(KEPT_AT_ONCE);
        if batch.is_empty() {
            break;
        }
        let fetches: Vec<_> = batch.iter().map(|fetched| (fetched.feed, &fetched.fetch)).collect();
        for ((id, fetch), gathered) in fetches.iter().zip(keep(&mut library, &fetches)?) {
            let Some(feed) = due.iter().find(|feed| feed.id == *id) else { continue };
            report.add(feed, fetch, &gathered)?;
            let is_failed = matches!(fetch.outcome, FetchOutcome::Failed(_));
            if is_failed && !wanted.feeds.is_empty() {
                outcome = Outcome::Failed;
            }
            if !is_failed && feed.full_text == FullText::Always {
                whole.push(*id);
            }
        }
    }
    complete(&mut library, &ways, &whole, &report.progress)?;
    clear_away(&mut library)?;
    if report.total > 0 || outcome == Outcome::Done {
        report.end(waiting.len())?;
    }
    Ok(outcome)
}

/// Keeps what came.
fn keep(library: &mut Library, fetches: &[(FeedId, &Fetch)]) -> Result<Vec<Gathered>, LibraryError> {
    let is_large = |(_, fetch): &(FeedId, &Fetch)| fetch.count() > STEP;
    if !fetches.iter().any(is_large) {
        return library.gather_all(fetches);
    }
    fetches.iter().map(|(feed, fetch)| library.gather_in_steps(*feed, fetch, STEP)).collect()
}

/// How the command line refreshes: on all cores, with a look into the library for what is new.
pub(super) fn ways(library: &Path, patience: Duration) -> Result<Ways, Broken> {
    let reader = Mutex::new(Library::open(library)?);
    Ok(Ways {
        client: Client::new(patience),
        clock: now,
        pace: Pace::AllCores,
        news: Arc::new(move |feed, items| {
            let reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
            // What cannot be read now is told when it is to be written.
            reader.news_among(feed, items).unwrap_or_default()
        }),
    })
}

/// Fetches, for feeds that were reached, the pages of the articles of which they gave a summary. What cannot be had stays
/// a summary, and is tried again a few times.
pub(super) fn complete(
    library: &mut Library,
    ways: &Ways,
    feeds: &[FeedId],
    progress: &Progress,
) -> Result<(), Broken> {
    let (mut wanted, mut tally) = (Vec::new(), Tally::default());
    for &feed in feeds {
        if library.feed(feed)?.full_text == FullText::Always {
            let summaries = library.summaries(feed, MOST_PAGES)?;
            tally.want(feed, &summaries);
            wanted.extend(summaries);
        }
    }
    let total = wanted.len();
    for (done, page) in (1..).zip(pages(wanted, ways)) {
        progress.show(&format!("full texts {done} of {total}"));
        match page.outcome {
            Ok((article, analysis)) => {
                if library.keep_page(page.article, &article, Some(&analysis), now())?.is_none() {
                    library.miss_page(page.article)?;
                    tally.miss(page.article, CleanLine::new(SHORTER_PAGE));
                }
            }
            Err(NoPage::NotNow(why)) => tally.miss(page.article, why),
            Err(NoPage::Missed(why)) => {
                library.miss_page(page.article)?;
                tally.miss(page.article, why);
            }
        }
    }
    progress.clear();
    for (feed, fault) in tally.told() {
        library.tell_pages(feed, fault.as_ref())?;
    }
    Ok(())
}

/// Clears away what nobody is going to miss, bit by bit, so that no session beside this one waits for it.
pub(super) fn clear_away(library: &mut Library) -> Result<(), Broken> {
    while library.clear_away(now(), CLEARED_AT_ONCE)? > 0 {}
    Ok(())
}

/// The feeds that were named. One that is not followed makes the outcome a failure.
pub(super) fn chosen(all: &[Feed], named: &[String], outcome: &mut Outcome) -> Vec<Feed> {
    let mut chosen: Vec<Feed> = Vec::new();
    for name in named {
        let matching: Vec<_> = all.iter().filter(|feed| is_called(feed, name)).collect();
        if matching.is_empty() {
            tell(&format!("{name}: no feed of this name or address is followed; see byline feeds"));
            *outcome = Outcome::Failed;
        }
        for feed in matching {
            if !chosen.iter().any(|known| known.id == feed.id) {
                chosen.push(feed.clone());
            }
        }
    }
    chosen
}

/// Whether a feed is meant by what was typed: its address, in any spelling, or what it is called, in any case.
pub(super) fn is_called(feed: &Feed, name: &str) -> bool {
    let place = |address: &str| web_address(address).ok().map(|url| without_scheme(url.as_str()).to_owned());
    let is_there = place(name).is_some_and(|named| place(feed.address.as_str()) == Some(named));
    let name = CleanLine::new(name);
    is_there
        || feed.address == name
        || [feed.label(), &feed.title].iter().any(|of| of.as_str().eq_ignore_ascii_case(name.as_str()))
}

/// What is told while the refresh goes on, and at its end.
struct Report {
    json: bool,
    progress: Progress,
    total: usize,
    done: usize,
    added: usize,
    changed: usize,
    failed: usize,
}

#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    feed: &'a str,
    title: &'a str,
    outcome: &'static str,
    added: usize,
    changed: usize,
    error: Option<&'a str>,
    next_try: Option<String>,
}

impl Report {
    fn new(json: bool, total: usize) -> Self {
        let progress = if json { Progress::hidden() } else { Progress::new() };
        Self { json, progress, total, done: 0, added: 0, changed: 0, failed: 0 }
    }

    fn add(&mut self, feed: &Feed, fetch: &Fetch, gathered: &Gathered) -> io::Result<()> {
        self.done += 1;
        self.added += gathered.added.len();
        self.changed += gathered.changed.len();
        let (outcome, error) = match &fetch.outcome {
            FetchOutcome::Unchanged => ("unchanged", None),
            FetchOutcome::Failed(why) => ("failed", Some(why)),
            FetchOutcome::Brought(brought) => ("read", brought.fault.as_ref()),
        };
        self.failed += usize::from(outcome == "failed");
        if self.json {
            let line = Line {
                version: 1,
                feed: feed.address.as_str(),
                title: feed.label().as_str(),
                outcome,
                added: gathered.added.len(),
                changed: gathered.changed.len(),
                error: error.map(CleanLine::as_str),
                next_try: fetch.next_try.map(moment),
            };
            let mut out = io::stdout().lock();
            serde_json::to_writer(&mut out, &line)?;
            out.write_all(b"\n")?;
            return out.flush();
        }
        if let Some(why) = error {
            self.progress.clear();
            tell(&format!("{} ({}): {why}", feed.label(), feed.address));
        }
        self.progress.show(&format!("{} of {} feeds, {} new articles", self.done, self.total, self.added));
        Ok(())
    }

    fn end(self, waiting: usize) -> io::Result<()> {
        self.progress.clear();
        if self.json {
            return Ok(());
        }
        let Self { total, added, changed, failed, .. } = self;
        let told = [(changed, "changed"), (failed, "failed to come")];
        let told = told.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!(", {count} {what}"));
        let waiting = match waiting {
            0 => String::new(),
            waiting => format!("; {} not due yet, see byline feeds", counted(waiting, "feed")),
        };
        if total == 0 && waiting.is_empty() {
            return writeln!(io::stdout(), "No feeds are followed yet; follow one with byline add URL");
        }
        let (feeds, news) = (counted(total, "feed"), counted(added, "new article"));
        writeln!(io::stdout(), "{feeds}: {news}{}{waiting}", told.collect::<String>())
    }
}

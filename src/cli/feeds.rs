//! `byline feeds`: what is followed, and how it was fetched last.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::Args;
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{Broken, Outcome, moment, now, open_to_read};
use crate::{
    library::{Feed, FullText, Retention},
    text::{CleanLine, counted},
};

/// What `feeds` takes.
#[derive(Debug, Args)]
pub(super) struct Feeds {
    /// Print one JSON object a line instead of a text for people
    #[arg(long)]
    json: bool,
}

/// Lists the feeds.
pub(super) fn feeds(wanted: &Feeds, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let feeds = open_to_read(library)?.feeds()?;
    let mut out = BufWriter::new(io::stdout().lock());
    if feeds.is_empty() && !wanted.json {
        writeln!(out, "No feeds are followed yet; follow one with byline add URL")?;
    }
    for feed in &feeds {
        if wanted.json {
            serde_json::to_writer(&mut out, &Line::of(feed)).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        } else {
            write_text(&mut out, feed)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// Prints what is to be known of a feed, for people.
pub(super) fn write_text(out: &mut impl Write, feed: &Feed) -> io::Result<()> {
    writeln!(out, "{}  ({} unread of {})", feed.label(), feed.unread, feed.articles)?;
    write!(out, "    {}", feed.address)?;
    if let Some(folder) = &feed.folder {
        write!(out, "  in {folder}")?;
    }
    for tag in &feed.tags {
        write!(out, "  #{tag}")?;
    }
    if feed.full_text == FullText::Always {
        write!(out, "  full text")?;
    }
    if let Some(kept) = kept(feed.retention) {
        write!(out, "  keeps {kept}")?;
    }
    writeln!(out)?;
    let state = &feed.state;
    match (state.succeeded_at, &state.error) {
        (None, None) => writeln!(out, "    not fetched yet")?,
        (Some(at), _) => writeln!(out, "    brought something {}", local(at))?,
        (None, Some(_)) => {}
    }
    if let Some(error) = &state.error {
        let failed =
            if state.failures == 0 { "with a fault".to_owned() } else { format!("failed {}", times(state.failures)) };
        let at = state.failed_at.filter(|_| state.failures > 0).map(|at| format!(" {}", local(at))).unwrap_or_default();
        writeln!(out, "    {failed}{at}: {error}")?;
    }
    if let Some(at) = state.next_try.filter(|at| *at > now()) {
        writeln!(out, "    next try {}", local(at))?;
    }
    Ok(())
}

/// How long articles are kept, and how many; nothing where all are.
fn kept(retention: Retention) -> Option<String> {
    let days = retention.days.map(|days| counted(days as usize, "day"));
    let count = retention.count.map(|count| counted(count as usize, "article"));
    match (days, count) {
        (Some(days), Some(count)) => Some(format!("{days}, {count}")),
        (days, count) => days.or(count),
    }
}

fn times(count: u32) -> String {
    if count == 1 { "once,".to_owned() } else { format!("{count} times, last") }
}

/// A moment as the reader's own clock has it.
fn local(at: i64) -> String {
    let moment = TimeZone::system().to_datetime(Timestamp::from_second(at).unwrap_or_default());
    moment.strftime("%Y-%m-%d %H:%M").to_string()
}

#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    address: &'a str,
    title: &'a str,
    name: Option<&'a str>,
    site: Option<&'a str>,
    folder: Option<&'a str>,
    tags: Vec<&'a str>,
    full_text: bool,
    keep_days: Option<u32>,
    keep_count: Option<u32>,
    articles: u64,
    unread: u64,
    succeeded_at: Option<String>,
    failed_at: Option<String>,
    error: Option<&'a str>,
    failures: u32,
    next_try: Option<String>,
}

impl<'a> Line<'a> {
    fn of(feed: &'a Feed) -> Self {
        let state = &feed.state;
        Self {
            version: 1,
            address: feed.address.as_str(),
            title: feed.title.as_str(),
            name: feed.name.as_ref().map(CleanLine::as_str),
            site: feed.site.as_ref().map(CleanLine::as_str),
            folder: feed.folder.as_ref().map(CleanLine::as_str),
            tags: feed.tags.iter().map(CleanLine::as_str).collect(),
            full_text: feed.full_text == FullText::Always,
            keep_days: feed.retention.days,
            keep_count: feed.retention.count,
            articles: feed.articles,
            unread: feed.unread,
            succeeded_at: state.succeeded_at.map(moment),
            failed_at: state.failed_at.map(moment),
            error: state.error.as_ref().map(CleanLine::as_str),
            failures: state.failures,
            next_try: state.next_try.map(moment),
        }
    }
}

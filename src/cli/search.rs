//! `byline search`: what the library holds about something, each hit with the sentence that it was found in.

use std::{
    ffi::OsString,
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::Args;
use serde::Serialize;

use super::{Broken, Outcome, listed_day, now, open_to_read, source_of, tell, written};
use crate::{
    library::{Hit, Library, Query, QueryError, Window},
    text::{CleanLine, width},
};

/// What `search` takes.
#[derive(Debug, Args)]
pub(super) struct Search {
    /// Print one JSON object a line instead of a text for people
    #[arg(long)]
    json: bool,
    /// Print the best first, of the newest ten thousand, instead of the newest
    #[arg(long)]
    ranked: bool,
    /// Print at most so many
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
    /// Words, "phrases", -not, OR, begin*, and the fields title: feed: tag: by: person: quote: is:unread is:bookmarked
    /// since:7d before:2026-01-01; in 'quotes' for the shell
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
}

/// Puts a blank before the words of a query that begin with a minus: they would be taken for options, and the blank means
/// nothing in a query. Options proper begin with two.
pub(super) fn with_minus_words(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<_> = arguments.into_iter().collect();
    let takes_next = |argument: &OsString| argument == "--library";
    let is_option = |argument: &OsString| argument.as_encoded_bytes().starts_with(b"-");
    let verb = (1..arguments.len()).find(|&at| !is_option(&arguments[at]) && !takes_next(&arguments[at - 1]));
    if let Some(verb) = verb.filter(|&verb| arguments[verb] == "search") {
        for argument in &mut arguments[verb + 1..] {
            if is_option(argument) && !argument.as_encoded_bytes().starts_with(b"--") && argument != "-h" {
                let mut word = OsString::from(" ");
                word.push(&*argument);
                *argument = word;
            }
        }
    }
    arguments
}

/// How many hits are read at once.
const WINDOW: usize = 200;

/// Prints what a query finds.
pub(super) fn search(wanted: &Search, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let text = wanted.query.iter().map(|word| word.trim_start()).collect::<Vec<_>>().join(" ");
    let query = match Query::parse(&text, now()) {
        Ok(query) => query,
        Err(error) => {
            point_at(&text, &error);
            return Ok(Outcome::Usage);
        }
    };
    let library = open_to_read(library)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut print = |hit: &Hit| print(wanted, &library, hit, &mut out);
    if wanted.ranked {
        library.search_ranked(&query, wanted.limit)?.iter().try_for_each(print)?;
    } else {
        let (mut window, mut left) = (Window::First, wanted.limit);
        while left > 0 {
            let found = library.search(&query, window, left.min(WINDOW))?;
            found.hits.iter().try_for_each(&mut print)?;
            let Some(last) = found.hits.last().filter(|_| !found.to_last) else { break };
            window = Window::After(last.row.key);
            left -= found.hits.len();
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// Says what is wrong with a query, and where.
fn point_at(text: &str, error: &QueryError) {
    tell(&error.to_string());
    let (before, meant) = (&text[..error.at.start as usize], &text[error.at.range()]);
    let line = CleanLine::new(text);
    // A query of several lines has no one line to point into.
    if line.as_str() == text {
        let (indent, carets) = (" ".repeat(width(before)), "^".repeat(width(meant).max(1)));
        let _ = writeln!(io::stderr(), "  {line}\n  {indent}{carets}");
    }
}

fn print(wanted: &Search, library: &Library, hit: &Hit, out: &mut impl Write) -> Result<(), Broken> {
    let source = source_of(library, hit.row.key.id, hit.link.as_ref())?;
    let source = source.as_ref().map(CleanLine::as_str);
    Ok(if wanted.json { write_json(out, hit, source) } else { write_text(out, hit, source) }?)
}

fn write_text(out: &mut impl Write, hit: &Hit, source: Option<&str>) -> io::Result<()> {
    write!(out, "{}  {}", listed_day(&hit.row), hit.row.title)?;
    if let Some(site) = &hit.row.site {
        write!(out, "  ({site})")?;
    }
    writeln!(out)?;
    if let Some(passage) = &hit.passage {
        writeln!(out, "    {}", CleanLine::new(passage.words.as_str()))?;
    }
    if let Some(place) = hit.link.as_ref().map(CleanLine::as_str).or(source) {
        writeln!(out, "    {place}")?;
    }
    Ok(())
}

fn write_json(out: &mut impl Write, hit: &Hit, source: Option<&str>) -> io::Result<()> {
    let row = &hit.row;
    let line = Line {
        version: 1,
        title: row.title.as_str(),
        site: row.site.as_ref().map(CleanLine::as_str),
        date: row.date.map(written),
        link: hit.link.as_ref().map(CleanLine::as_str),
        source,
        read: row.read,
        bookmarked: row.bookmarked,
        passage: hit.passage.as_ref().map(|passage| {
            let words = passage.words.as_str();
            let at = |byte: u32| {
                let byte = byte.saturating_sub(passage.span.start) as usize;
                words.get(..byte).map_or(0, |before| before.chars().count())
            };
            let lights = passage.lights.iter().map(|light| Region { start: at(light.start), end: at(light.end) });
            PassageLine { text: words, found: lights.collect() }
        }),
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    title: &'a str,
    site: Option<&'a str>,
    date: Option<String>,
    link: Option<&'a str>,
    source: Option<&'a str>,
    read: bool,
    bookmarked: bool,
    passage: Option<PassageLine<'a>>,
}

#[derive(Serialize)]
struct PassageLine<'a> {
    text: &'a str,
    found: Vec<Region>,
}

#[derive(Serialize)]
struct Region {
    start: usize,
    end: usize,
}

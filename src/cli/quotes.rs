//! `byline quotes`: what somebody has said, across the library, in order of time.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::{ArgGroup, Args};
use serde::Serialize;

use super::{
    Broken, Outcome,
    analyze::{kind_word, via_word},
    listed_day, now, open_to_read, source_of,
    table::Table,
    tell, written,
};
use crate::{
    analysis::{Quote, Who},
    library::{ArticleId, Kept, Library, Query, Saying, Sought, TimeOrder},
    text::{CleanLine, Span},
};

/// What `quotes` takes.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("whose").args(["by", "about"]).multiple(true).required(true))]
pub(super) struct Quotes {
    /// Who said it: a full name, or a part of one for everybody who bears it; else the words for a source that is no
    /// person, such as "the ministry"
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Words that must all stand in it
    #[arg(long, value_name = "WORDS")]
    about: Option<String>,
    /// Said on that day or later: 7d, 2w, 3m, 1y, today, 2026-01-31
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Said before that day
    #[arg(long, value_name = "TIME")]
    before: Option<String>,
    /// Print at most so many, the oldest
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
    /// Print one JSON object a line instead of a text for people
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print a table of comma-separated values
    #[arg(long)]
    csv: bool,
}

/// How many quotes are read at once.
const WINDOW: usize = 2000;

/// Prints what was said.
pub(super) fn quotes(wanted: &Quotes, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let library = open_to_read(library)?;
    let since = wanted.since.as_deref().map(|time| Query::moment(time, now())).transpose();
    let before = wanted.before.as_deref().map(|time| Query::moment(time, now())).transpose();
    let (since, before) = match (since, before) {
        (Ok(since), Ok(before)) => (since, before),
        (Err(error), _) | (_, Err(error)) => {
            tell(&error.to_string());
            return Ok(Outcome::Usage);
        }
    };
    let about = wanted.about.as_deref().map(CleanLine::new);
    let mut sought = Sought { since, before, about, ..Sought::default() };
    if let Some(name) = &wanted.by {
        sought.by = library.people_named(name)?;
        if sought.by.is_empty() {
            sought.sources = library.sources_named(name)?;
        }
        if sought.by.is_empty() && sought.sources.is_empty() {
            return Err(Broken::Told(CleanLine::new(&format!(
                "{name}: nobody in the library has this as their full name or a part of it, and no source is called so; \
                 see byline people"
            ))));
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let mut table = if wanted.csv { Some(Table::new(&COLUMNS)?) } else { None };
    let mut last: Option<Saying> = None;
    let mut left = wanted.limit.unwrap_or(usize::MAX);
    while left > 0 {
        let mut sayings = library.sayings(&sought, TimeOrder::OldestFirst, last.as_ref(), left.min(WINDOW))?;
        sayings.truncate(left);
        left -= sayings.len();
        // The quotes of an article stand together.
        for sayings in sayings.chunk_by(|one, other| one.article == other.article) {
            // Where its site says enough of an article, that is not read for each of thousands.
            let is_enough = table.is_none() && !wanted.json && sayings[0].row.site.is_some();
            let origin = if is_enough { None } else { Some(Origin::of(&library, sayings[0].article)?) };
            for saying in sayings {
                match (&origin, &mut table) {
                    (Some(origin), Some(table)) => table.add(&origin.line(saying).cells())?,
                    (Some(origin), None) if wanted.json => write_json(&mut out, &origin.line(saying))?,
                    _ => write_text(&mut out, saying, origin.as_ref())?,
                }
            }
        }
        if let Some(table) = &mut table {
            out.write_all(&table.take()?)?;
        }
        last = sayings.pop();
        if last.is_none() {
            break;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// The article of a quote, with where it can be found and what it says.
struct Origin {
    kept: Kept,
    source: Option<CleanLine>,
}

impl Origin {
    fn of(library: &Library, id: ArticleId) -> Result<Self, Broken> {
        let kept = library.fetch(id)?;
        Ok(Self { source: source_of(library, id, kept.article.link.as_ref())?, kept })
    }

    /// What the analysis knows of a quote; nothing where an older one was stored.
    fn quote(&self, saying: &Saying) -> Option<&Quote> {
        self.kept.analysis.as_ref()?.quotes.get(saying.number)
    }

    fn line<'a>(&'a self, saying: &'a Saying) -> Line<'a> {
        let (article, quote) = (&self.kept.article, self.quote(saying));
        let speaker = quote.and_then(|quote| quote.speaker.as_ref());
        let clean = |line: &'a Option<CleanLine>| line.as_ref().map(CleanLine::as_str);
        let part = |span: &Span| article.slice(*span).trim();
        Line {
            version: 1,
            speaker: clean(&saying.speaker),
            quote: saying.words.as_str(),
            title: saying.row.title.as_str(),
            site: clean(&saying.row.site),
            date: saying.row.date.map(written),
            link: clean(&article.link),
            source: clean(&self.source),
            byline: clean(&article.byline),
            kind: quote.map(|quote| kind_word(quote.kind)),
            via: speaker.map(|speaker| via_word(speaker.via)),
            person: speaker.map(|speaker| matches!(speaker.who, Who::Person(_))),
            parts: quote.map_or_else(|| vec![saying.words.as_str()], |quote| quote.spans.iter().map(part).collect()),
        }
    }
}

/// A quote, as programs read it.
#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    speaker: Option<&'a str>,
    quote: &'a str,
    title: &'a str,
    site: Option<&'a str>,
    date: Option<String>,
    link: Option<&'a str>,
    source: Option<&'a str>,
    byline: Option<&'a str>,
    kind: Option<&'a str>,
    via: Option<&'a str>,
    person: Option<bool>,
    /// Its passages one by one; in `quote`, they are joined.
    parts: Vec<&'a str>,
}

/// What stands in the columns of a table.
const COLUMNS: [&str; 11] =
    ["date", "speaker", "quote", "title", "site", "link", "source", "byline", "kind", "via", "person"];

impl Line<'_> {
    fn cells(&self) -> [&str; COLUMNS.len()] {
        let person = self.person.map_or("", |is_person| if is_person { "true" } else { "false" });
        let [speaker, site, link, source, byline, kind, via] =
            [self.speaker, self.site, self.link, self.source, self.byline, self.kind, self.via]
                .map(Option::unwrap_or_default);
        let date = self.date.as_deref().unwrap_or_default();
        [date, speaker, self.quote, self.title, site, link, source, byline, kind, via, person]
    }
}

fn write_json(out: &mut impl Write, line: &Line<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn write_text(out: &mut impl Write, saying: &Saying, origin: Option<&Origin>) -> io::Result<()> {
    let speaker = saying.speaker.as_ref().map_or("—", CleanLine::as_str);
    write!(out, "{}  {speaker}, in “{}”", listed_day(&saying.row), saying.row.title)?;
    if let Some(place) = saying.row.site.as_ref().or(origin.and_then(|origin| origin.source.as_ref())) {
        write!(out, " ({place})")?;
    }
    writeln!(out, "\n    “{}”", CleanLine::new(saying.words.as_str()))
}

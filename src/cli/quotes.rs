//! `byline quotes`: what somebody has said, across the library, in order of time.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::{ArgGroup, Args};
use serde::Serialize;

use super::{Broken, Outcome, day, now, open_library, table::Table, tell, written};
use crate::{
    library::{Query, Saying, Sought, TimeOrder},
    text::CleanLine,
};

/// What `quotes` takes.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("whose").args(["by", "about"]).multiple(true).required(true))]
pub(super) struct Quotes {
    /// Who said it: a full name, or a part of one for everybody who bears it
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
    let library = open_library(library)?;
    let since = wanted.since.as_deref().map(|time| Query::moment(time, now())).transpose();
    let before = wanted.before.as_deref().map(|time| Query::moment(time, now())).transpose();
    let (since, before) = match (since, before) {
        (Ok(since), Ok(before)) => (since, before),
        (Err(error), _) | (_, Err(error)) => {
            tell(&error.to_string());
            return Ok(Outcome::Usage);
        }
    };
    let by = wanted.by.as_deref().map(|name| library.people_named(name)).transpose()?;
    if by.as_ref().is_some_and(Vec::is_empty) {
        let name = wanted.by.as_deref().unwrap_or_default();
        return Err(Broken::Told(CleanLine::new(&format!(
            "{name}: nobody in the library has this as their full name or a part of it; see byline people"
        ))));
    }
    let about = wanted.about.as_deref().map(CleanLine::new);
    let sought = Sought { by: by.unwrap_or_default(), since, before, about };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut table = if wanted.csv { Some(Table::new(&["date", "speaker", "quote", "title", "site"])?) } else { None };
    let mut last: Option<Saying> = None;
    loop {
        let mut sayings = library.sayings(&sought, TimeOrder::OldestFirst, last.as_ref(), WINDOW)?;
        for saying in &sayings {
            match &mut table {
                Some(table) => table.add(&cells(saying))?,
                None if wanted.json => write_json(&mut out, saying)?,
                None => write_text(&mut out, saying)?,
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

fn date(saying: &Saying) -> String {
    saying.row.date.map_or_else(|| day(saying.row.key.when), written)
}

fn cells(saying: &Saying) -> [String; 5] {
    let line = |line: &Option<CleanLine>| line.as_ref().map(ToString::to_string).unwrap_or_default();
    let words = saying.words.as_str().to_owned();
    [date(saying), line(&saying.speaker), words, saying.row.title.to_string(), line(&saying.row.site)]
}

fn write_text(out: &mut impl Write, saying: &Saying) -> io::Result<()> {
    let speaker = saying.speaker.as_ref().map_or("—", CleanLine::as_str);
    write!(out, "{}  {speaker}, in “{}”", day(saying.row.key.when), saying.row.title)?;
    if let Some(site) = &saying.row.site {
        write!(out, " ({site})")?;
    }
    writeln!(out, "\n    “{}”", CleanLine::new(saying.words.as_str()))
}

fn write_json(out: &mut impl Write, saying: &Saying) -> io::Result<()> {
    let line = Line {
        version: 1,
        speaker: saying.speaker.as_ref().map(CleanLine::as_str),
        quote: saying.words.as_str(),
        title: saying.row.title.as_str(),
        site: saying.row.site.as_ref().map(CleanLine::as_str),
        date: date(saying),
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    speaker: Option<&'a str>,
    quote: &'a str,
    title: &'a str,
    site: Option<&'a str>,
    date: String,
}

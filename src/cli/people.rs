//! `byline people`: everyone in the library, with how much is there of them.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::Args;
use serde::Serialize;

use super::{Broken, Outcome, day, now, open_to_read, table::Table};
use crate::{
    library::{Figure, Prominence},
    text::counted,
};

/// What `people` takes.
#[derive(Debug, Args)]
pub(super) struct People {
    /// Those of the newest articles first, instead of the most quoted
    #[arg(long)]
    recent: bool,
    /// Print at most so many
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
    /// Print one JSON object a line instead of a text for people
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print a table of comma-separated values
    #[arg(long)]
    csv: bool,
    /// Only those in whose names these words stand
    #[arg(value_name = "NAME")]
    name: Vec<String>,
}

/// Prints who is in the library.
pub(super) fn people(wanted: &People, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let library = open_to_read(library)?;
    let order = if wanted.recent { Prominence::Recent } else { Prominence::Quoted };
    let mut people = if wanted.name.is_empty() {
        library.people(order, None, now(), wanted.limit)?
    } else {
        library.people_called(&wanted.name.join(" "), wanted.limit)?
    };
    if !wanted.name.is_empty() {
        people.sort_by_key(|figure| match order {
            Prominence::Recent => (std::cmp::Reverse(figure.latest.unsigned_abs()), figure.id),
            Prominence::Quoted => (std::cmp::Reverse(figure.quotes), figure.id),
        });
    }
    let mut out = BufWriter::new(io::stdout().lock());
    if wanted.csv {
        let mut table = Table::new(&["name", "articles", "quotes", "latest"])?;
        for figure in &people {
            let Figure { name, articles, quotes, latest, .. } = figure;
            table.add(&[name.to_string(), articles.to_string(), quotes.to_string(), day(*latest)])?;
        }
        out.write_all(&table.take()?)?;
    } else {
        for figure in &people {
            if wanted.json { write_json(&mut out, figure)? } else { write_text(&mut out, figure)? }
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn write_text(out: &mut impl Write, figure: &Figure) -> io::Result<()> {
    let Figure { name, articles, quotes, latest, .. } = figure;
    let (quotes, articles) = (counted(*quotes as usize, "quote"), counted(*articles as usize, "article"));
    writeln!(out, "{quotes:>13} in {articles:>15}, the last on {}  {name}", day(*latest))
}

fn write_json(out: &mut impl Write, figure: &Figure) -> io::Result<()> {
    let Figure { name, articles, quotes, latest, .. } = figure;
    let line = Line { version: 1, name: name.as_str(), articles: *articles, quotes: *quotes, latest: day(*latest) };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    name: &'a str,
    articles: u64,
    quotes: u64,
    latest: String,
}

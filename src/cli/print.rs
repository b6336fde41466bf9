//! `byline FILE…` where standard output is no terminal: the clean text. A page of the web is kept in the library, too.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use super::{
    Broken, Outcome, now, open_library,
    readings::{Found, found},
    tell,
};
use crate::{
    analysis::analyze,
    article::{Article, TitleOrigin},
    runtime::Named,
    source::{self, Location},
};

/// Prints the text of everything that is named, with a blank line between articles.
pub(super) fn print(named: impl Iterator<Item = Named>, library: Option<&PathBuf>) -> Result<Outcome, Broken> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut outcome, mut first) = (Outcome::Done, true);
    for Found { at, is_named } in named.flat_map(found) {
        match at.and_then(|location| Ok((source::read(&location)?, location))) {
            Ok((article, location)) => {
                if !std::mem::take(&mut first) {
                    out.write_all(b"\n\n")?;
                }
                write_text(&mut out, &article)?;
                if matches!(location, Location::Web { .. }) {
                    out.flush()?;
                    // It was read all the same.
                    keep(&location, &article, library.cloned()).unwrap_or_else(|broken| tell(&broken.to_string()));
                }
            }
            Err(error) => {
                tell(&error.to_string());
                if is_named {
                    outcome = Outcome::Failed;
                }
            }
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn keep(location: &Location, article: &Article, library: Option<PathBuf>) -> Result<(), Broken> {
    let mut library = open_library(library)?;
    let id = library.keep(&location.identity(), article, now())?;
    let kept = library.fetch(id)?;
    if kept.analysis.is_none() {
        library.store_analysis(kept.revision, &analyze(article))?;
    }
    Ok(())
}

fn write_text(out: &mut impl Write, article: &Article) -> io::Result<()> {
    if article.title.origin == TitleOrigin::Given {
        write!(out, "{}\n\n", article.title.text)?;
    }
    writeln!(out, "{}", article.text.as_str())
}

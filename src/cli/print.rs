//! `byline FILE…` where standard output is no terminal: the clean text.

use std::io::{self, Write};

use super::{Broken, Outcome, locations, tell};
use crate::{
    article::{Article, TitleOrigin},
    runtime::Named,
    source,
};

/// Prints the text of everything that is named, with a blank line between articles.
pub(super) fn print(named: impl Iterator<Item = Named>) -> Result<Outcome, Broken> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut outcome, mut first) = (Outcome::Done, true);
    for named in named {
        let is_folder = matches!(&named, Named::Path(path) if path.is_dir());
        for location in locations(named, &mut outcome) {
            match source::read(&location) {
                Ok(article) => {
                    if !std::mem::take(&mut first) {
                        out.write_all(b"\n\n")?;
                    }
                    write_text(&mut out, &article)?;
                }
                Err(error) => {
                    tell(&error.to_string());
                    if !is_folder {
                        outcome = Outcome::Failed;
                    }
                }
            }
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn write_text(out: &mut impl Write, article: &Article) -> io::Result<()> {
    if article.title.origin == TitleOrigin::Given {
        write!(out, "{}\n\n", article.title.text)?;
    }
    writeln!(out, "{}", article.text.as_str())
}

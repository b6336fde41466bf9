//! `byline set`: changes how feeds that are followed are called, sorted and kept.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;

use super::{
    Broken, Outcome,
    feeds::write_text,
    open_library,
    refresh::{chosen, clear_away},
    tell,
    wishes::Wishes,
};
use crate::text::CleanLine;

/// What `set` takes.
#[derive(Debug, Args)]
pub(super) struct Set {
    /// Call the feed so; "" calls it by its own title
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    wishes: Wishes,
    /// Which feeds, by address or by what they are called
    #[arg(value_name = "FEED", required = true)]
    feeds: Vec<String>,
}

/// Changes what is named as it is wished.
pub(super) fn set(wanted: &Set, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    if wanted.name.is_none() && wanted.wishes.is_empty() {
        tell("nothing is to be set; see byline set --help");
        return Ok(Outcome::Usage);
    }
    let mut library = open_library(library)?;
    let mut outcome = Outcome::Done;
    let named = chosen(&library.feeds()?, &wanted.feeds, &mut outcome);
    for feed in &named {
        if let Some(name) = &wanted.name {
            let name = Some(CleanLine::new(name)).filter(|name| !name.is_empty());
            library.name_feed(feed.id, name.as_ref())?;
        }
        wanted.wishes.apply(&mut library, feed.id)?;
    }
    // What is not to be kept any more goes at once.
    clear_away(&mut library)?;
    let mut out = io::stdout().lock();
    for feed in &named {
        write_text(&mut out, &library.feed(feed.id)?)?;
    }
    out.flush()?;
    Ok(outcome)
}

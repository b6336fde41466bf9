//! `byline unfollow`: follows feeds no longer.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;

use super::{Broken, Outcome, open_library, refresh::is_called, tell};

/// What `unfollow` takes.
#[derive(Debug, Args)]
pub(super) struct Unfollow {
    /// Which feeds, by address or by what they are called
    #[arg(value_name = "FEED", required = true)]
    feeds: Vec<String>,
}

/// Follows what is named no longer.
pub(super) fn unfollow(wanted: &Unfollow, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let mut library = open_library(library)?;
    let mut outcome = Outcome::Done;
    for name in &wanted.feeds {
        let matching: Vec<_> = library.feeds()?.into_iter().filter(|feed| is_called(feed, name)).collect();
        match matching.as_slice() {
            [feed] => {
                library.unfollow(feed.id)?;
                writeln!(io::stdout(), "No longer following {} ({})", feed.label(), feed.address)?;
            }
            several => {
                let why = if several.is_empty() { "no feed" } else { "more than one feed" };
                tell(&format!("{name}: {why} of this name is followed; give the address that byline feeds shows"));
                outcome = Outcome::Failed;
            }
        }
    }
    Ok(outcome)
}

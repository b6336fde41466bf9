//! `byline add`: follows feeds, and fetches what they have.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;

use super::{Broken, Outcome, configuration, library_path, progress::Progress, refresh::ways, tell, wishes::Wishes};
use crate::{
    library::{Followed, Library, NewFeed},
    refresh::{self, FoundFeed, Ways},
    text::counted,
};

/// What `add` takes.
#[derive(Debug, Args)]
pub(super) struct Add {
    #[command(flatten)]
    wishes: Wishes,
    /// Addresses of feeds, or of pages that have one
    #[arg(value_name = "URL", required = true)]
    addresses: Vec<String>,
}

/// Follows what is named.
pub(super) fn add(wanted: &Add, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let path = library_path(library)?;
    let mut library = super::open_at(&path)?;
    let ways = ways(&path, configuration()?.patience)?;
    let mut out = io::stdout().lock();
    let mut outcome = Outcome::Done;
    for address in &wanted.addresses {
        match refresh::find_feed(&ways.client, address) {
            Ok(found) => follow(wanted, found, &mut library, &ways, &mut out)?,
            Err(error) => {
                tell(&format!("{address}: {error}"));
                outcome = Outcome::Failed;
            }
        }
    }
    Ok(outcome)
}

fn follow(
    wanted: &Add,
    mut found: FoundFeed,
    library: &mut Library,
    ways: &Ways,
    out: &mut impl Write,
) -> Result<(), Broken> {
    let (address, title) = (found.address.clone(), found.read.title.clone());
    let others = std::mem::take(&mut found.others);
    let followed = library.follow(&NewFeed { address, title, ..NewFeed::default() })?;
    let id = followed.id();
    // What is said anew about a feed that is known holds, too.
    wanted.wishes.apply(library, id)?;
    let fetched = refresh::take_found(ways, id, found);
    library.gather_in_steps(id, &fetched.fetch, super::refresh::STEP)?;
    super::refresh::complete(library, ways, &[id], &Progress::new())?;
    super::refresh::clear_away(library)?;
    let feed = library.feed(id)?;
    let how = if matches!(followed, Followed::New(_)) { "Following" } else { "Followed already:" };
    let articles = counted(feed.articles as usize, "article");
    writeln!(out, "{how} {} ({}), {articles}", feed.label(), feed.address)?;
    if let Some(fault) = &feed.state.error {
        tell(&format!("{} ({}): {fault}", feed.label(), feed.address));
    }
    for other in others {
        let title = if other.title.is_empty() { String::new() } else { format!(" ({})", other.title) };
        writeln!(out, "  its page also names {}{title}", other.address)?;
    }
    Ok(())
}

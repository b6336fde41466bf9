//! `byline add`: follows feeds, and fetches what they have.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;

use super::{Broken, Outcome, configuration, library_path, now, refresh::ways, tell};
use crate::{
    library::{Followed, FullText, Library, NewFeed},
    refresh::{self, FoundFeed, Ways},
    text::{CleanLine, counted},
};

/// What `add` takes.
#[derive(Debug, Args)]
pub(super) struct Add {
    /// Put the feeds into this folder; levels are parted by /
    #[arg(long, value_name = "FOLDER")]
    folder: Option<String>,
    /// Give the feeds this tag; may be repeated
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Fetch the whole page where the feed gives only a summary, at every refresh
    #[arg(long)]
    full_text: bool,
    /// Addresses of feeds, or of pages that have one
    #[arg(value_name = "URL", required = true)]
    addresses: Vec<String>,
}

/// Follows what is named.
pub(super) fn add(wanted: &Add, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let path = library_path(library)?;
    let mut library = Library::open(&path)?;
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
    found: FoundFeed,
    library: &mut Library,
    ways: &Ways,
    out: &mut impl Write,
) -> Result<(), Broken> {
    let FoundFeed { address, title, answer, others } = found;
    let tags: Vec<_> = wanted.tags.iter().map(|tag| CleanLine::new(tag)).filter(|tag| !tag.is_empty()).collect();
    let feed = NewFeed {
        address,
        title,
        folder: wanted.folder.as_deref().map(CleanLine::new).filter(|folder| !folder.is_empty()),
        tags,
        full_text: if wanted.full_text { FullText::Always } else { FullText::OnDemand },
        ..NewFeed::default()
    };
    let followed = library.follow(&feed)?;
    let id = followed.id();
    if let Followed::Known(_) = followed {
        // What is said anew about a feed holds.
        if feed.folder.is_some() {
            library.set_folder(id, feed.folder.as_ref())?;
        }
        if !feed.tags.is_empty() {
            library.set_tags(id, &feed.tags)?;
        }
        if wanted.full_text {
            library.set_full_text(id, FullText::Always)?;
        }
    }
    let fetched = refresh::take(ways, &library.feed(id)?, Ok(answer));
    let gathered = library.gather(id, &fetched.fetch)?;
    super::refresh::complete(library, ways, &[(id, gathered.added)], now)?;
    let feed = library.feed(id)?;
    let how = if matches!(followed, Followed::New(_)) { "Following" } else { "Followed already:" };
    let articles = counted(feed.articles as usize, "article");
    writeln!(out, "{how} {} ({}), {articles}", feed.label(), feed.address)?;
    for other in others {
        let title = if other.title.is_empty() { String::new() } else { format!(" ({})", other.title) };
        writeln!(out, "  its page also names {}{title}", other.address)?;
    }
    Ok(())
}

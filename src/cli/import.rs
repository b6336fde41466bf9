//! `byline import`: follows the feeds of a list that another reader wrote.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;

use super::{Broken, Outcome, counted, open_library, tell};
use crate::{
    library::{Followed, NewFeed},
    source::{self, Location, feed::ListedFeed},
};

/// What `import` takes.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// An OPML file, or the urls file of newsboat; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Follows the feeds of a list.
pub(super) fn import(wanted: &Import, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let location =
        if wanted.file.as_os_str() == "-" { Location::piped() } else { Ok(Location::File(wanted.file.clone())) };
    let list = location.and_then(|location| source::read_feeds(&location)).map_err(|error| Broken::told(&error))?;
    for skipped in &list.skipped {
        tell(skipped.as_str());
    }
    let feeds: Vec<_> = list.feeds.into_iter().map(new_feed).collect();
    let followed = open_library(library)?.follow_all(&feeds)?;
    let new = followed.iter().filter(|followed| matches!(followed, Followed::New(_))).count();
    let known = followed.len() - new;
    let known = match known {
        0 => String::new(),
        known => format!("; {} followed already", counted(known, "feed")),
    };
    let skipped = match list.skipped.len() {
        0 => String::new(),
        skipped => format!("; {} left out", counted(skipped, "line")),
    };
    let new = counted(new, "new feed");
    writeln!(io::stdout(), "Following {new}{known}{skipped}; byline refresh fetches what they have")?;
    Ok(Outcome::Done)
}

/// The title in a list is what the reader wants the feed to be called.
fn new_feed(listed: ListedFeed) -> NewFeed {
    let ListedFeed { address, title, site, folder, tags } = listed;
    let name = title.filter(|title| *title != address);
    NewFeed { address, name, site, folder, tags, ..NewFeed::default() }
}

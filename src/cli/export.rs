//! `byline export`: the list of feeds, for another reader.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::Args;

use super::{Broken, Outcome, open_library};
use crate::source::feed::{ListedFeed, write_opml};

/// What `export` takes.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Print the feeds as OPML, with their folders and tags
    #[arg(long, required = true)]
    opml: bool,
}

/// Prints the list.
pub(super) fn export(wanted: &Export, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    if !wanted.opml {
        return Ok(Outcome::Usage);
    }
    let feeds = open_library(library)?.feeds()?;
    let listed: Vec<_> = feeds
        .into_iter()
        .map(|feed| ListedFeed {
            title: Some(feed.label().clone()),
            address: feed.address,
            site: feed.site,
            folder: feed.folder,
            tags: feed.tags,
        })
        .collect();
    let mut out = BufWriter::new(io::stdout().lock());
    write_opml(&listed, &mut out)?;
    out.flush()?;
    Ok(Outcome::Done)
}

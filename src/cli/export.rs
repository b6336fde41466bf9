//! `byline export`: everything that the library holds, to be kept or taken elsewhere; or the list of feeds, for another
//! reader.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::Args;

use super::{Broken, Outcome, open_to_read};
use crate::{
    library::Library,
    source::feed::{ListedFeed, write_opml},
};

/// What `export` takes.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Print only the feeds, as OPML, with their folders and tags
    #[arg(long)]
    opml: bool,
}

/// Prints what the library holds.
pub(super) fn export(wanted: &Export, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let library = open_to_read(library)?;
    let mut out = BufWriter::new(io::stdout().lock());
    if wanted.opml {
        write_feeds(&library, &mut out)?;
    } else {
        write_everything(&library, &mut out)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn write_everything(library: &Library, out: &mut impl Write) -> Result<(), Broken> {
    library.export(|record| {
        serde_json::to_writer(&mut *out, &record).map_err(io::Error::from)?;
        out.write_all(b"\n").map_err(Broken::from)
    })
}

fn write_feeds(library: &Library, out: &mut impl Write) -> Result<(), Broken> {
    let listed: Vec<_> = library
        .feeds()?
        .into_iter()
        .map(|feed| ListedFeed {
            title: Some(feed.label().clone()),
            address: feed.address,
            site: feed.site,
            folder: feed.folder,
            tags: feed.tags,
        })
        .collect();
    Ok(write_opml(&listed, out)?)
}

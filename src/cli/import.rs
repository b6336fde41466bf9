//! `byline import`: takes in what `byline export` has written, or follows the feeds of a list that another reader wrote.

use std::{
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
};

use clap::Args;

use super::{Broken, Outcome, open_library, tell};
use crate::{
    library::{FORMAT, Followed, Imported, Library, NewFeed, Record},
    source::{self, Location, SourceError, feed::ListedFeed},
    text::{CleanLine, counted},
};

/// What `import` takes.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// What byline export has written, an OPML file, or the urls file of newsboat; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// How many records are taken in at once.
const TOGETHER: usize = 500;

/// Takes in what a file holds.
pub(super) fn import(wanted: &Import, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    if wanted.file.as_os_str() == "-" {
        let mut input = io::stdin().lock();
        if is_export(&mut input)? {
            return everything(input, &mut open_library(library)?);
        }
        return list(Location::piped_from(input), library);
    }
    let mut file = source::stream(&wanted.file).map_err(|error| Broken::told(&error))?;
    if is_export(&mut file).map_err(|error| unreadable(&wanted.file, &error))? {
        return everything(file, &mut open_library(library)?);
    }
    list(Ok(Location::File(wanted.file.clone())), library)
}

fn unreadable(path: &Path, error: &io::Error) -> Broken {
    Broken::Told(CleanLine::new(&format!("{}: could not be read ({error}); try again", path.display())))
}

/// Whether these are lines of JSON; no list of feeds begins like that.
fn is_export(input: &mut impl BufRead) -> io::Result<bool> {
    Ok(input.fill_buf()?.first() == Some(&b'{'))
}

/// Takes in the records of an export. Those before a broken line stay; taken in again, they change nothing.
fn everything(mut input: impl BufRead, library: &mut Library) -> Result<Outcome, Broken> {
    let mut total = Imported::default();
    let (mut line, mut number, mut records) = (Vec::new(), 0, Vec::new());
    loop {
        line.clear();
        let length = input.read_until(b'\n', &mut line)?;
        let is_end = length == 0;
        if !is_end {
            number += 1;
            records.push(record(&line, number)?);
        }
        if is_end || records.len() == TOGETHER {
            let imported = library.import(&records)?;
            total.feeds += imported.feeds;
            total.articles += imported.articles;
            total.bookmarks += imported.bookmarks;
            total.searches += imported.searches;
            records.clear();
        }
        if is_end {
            break;
        }
    }
    let Imported { feeds, articles, bookmarks, searches } = total;
    let [feeds, articles] = [counted(feeds, "feed"), counted(articles, "article")];
    let bookmarks = counted(bookmarks, "bookmark");
    let searches = if searches == 1 { "1 search".to_owned() } else { format!("{searches} searches") };
    writeln!(io::stdout(), "Taken in: {feeds}, {articles}, {bookmarks}, {searches}; the rest was there already")?;
    Ok(Outcome::Done)
}

fn record(line: &[u8], number: usize) -> Result<Record, Broken> {
    let broken = |why: &str| Broken::Told(CleanLine::new(&format!("line {number}: {why}")));
    let record: Record = serde_json::from_slice(line)
        .map_err(|error| broken(&format!("this is no record of byline export ({error}); export it again")))?;
    match record {
        Record::Library { version } if version > FORMAT => {
            Err(broken("this was written by a newer byline; update byline"))
        }
        Record::Library { .. } => Ok(record),
        _ if number == 1 => Err(broken("an export begins with its version; take the whole file")),
        _ => Ok(record),
    }
}

/// Follows the feeds of a list.
fn list(location: Result<Location, SourceError>, library: Option<PathBuf>) -> Result<Outcome, Broken> {
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

//! `byline import`: keeps texts and folders of them, takes in what `byline export` has written, or follows the feeds of
//! a list that another reader wrote.

use std::{
    io::{self, BufRead, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;

use super::{
    Broken, Outcome, now, open_library,
    progress::Progress,
    readings::{self, Found},
    tell,
};
use crate::{
    analysis::{Analysis, analyze},
    article::Article,
    library::{ArticleId, FORMAT, Followed, Imported, Intake, Kept, Library, NewFeed, Record, RevisionId},
    runtime::Named,
    source::{
        self, Location, SourceError,
        feed::{FeedList, ListedFeed},
    },
    text::{CleanLine, counted},
};

/// What `import` takes.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// Texts (plain, Markdown or HTML) and folders of them, what byline export has written, OPML files, or the urls file
    /// of newsboat; - for standard input
    #[arg(value_name = "FILE|FOLDER|-", required = true)]
    named: Vec<PathBuf>,
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// How many records are taken in at once.
const TOGETHER: usize = 500;
/// How many texts are kept in one step, and bytes of them, so that no session beside this one waits for long.
const KEPT_AT_ONCE: usize = 64;
const BYTES_AT_ONCE: usize = 4 * 1024 * 1024;

/// What a file, a folder or standard input holds.
enum Content {
    Export(Box<dyn BufRead>),
    Feeds(FeedList),
    Texts(Box<dyn Iterator<Item = Found> + Send>),
}

/// Takes in what everything that is named holds. Texts are read last, all in one row.
pub(super) fn import(wanted: &Import, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let (mut outcome, mut texts) = (Outcome::Done, Vec::new());
    for path in &wanted.named {
        let taken = match Content::of(path) {
            Ok(Content::Export(records)) => everything(records, &mut open_library(library.clone())?),
            Ok(Content::Feeds(list)) => follow(list, &mut open_library(library.clone())?),
            Ok(Content::Texts(found)) => {
                texts.push(found);
                Ok(())
            }
            Err(error) => Err(Broken::told(&error)),
        };
        match taken {
            Err(Broken::Told(fault)) => {
                tell(fault.as_str());
                outcome = Outcome::Failed;
            }
            taken => taken?,
        }
    }
    if texts.is_empty() {
        return Ok(outcome);
    }
    let kept = keep(texts.into_iter().flatten(), &mut open_library(library)?)?;
    Ok(if outcome == Outcome::Done { kept } else { outcome })
}

impl Content {
    fn of(path: &Path) -> Result<Self, SourceError> {
        if path.as_os_str() == "-" {
            let mut input = io::stdin().lock();
            if is_export(&mut input) {
                return Ok(Self::Export(Box::new(input)));
            }
            return Self::of_source(Location::piped_from(input)?);
        }
        if path.is_dir() {
            return Ok(Self::Texts(readings::found(Named::Path(path.to_owned()))));
        }
        let mut file = source::stream(path)?;
        if is_export(&mut file) {
            return Ok(Self::Export(Box::new(file)));
        }
        Self::of_source(Location::File(path.to_owned()))
    }

    fn of_source(location: Location) -> Result<Self, SourceError> {
        Ok(match source::feeds_in(&location)? {
            Some(list) => Self::Feeds(list),
            None => Self::Texts(Box::new(std::iter::once(Found::named(Ok(location))))),
        })
    }
}

/// Whether these are lines of JSON; no list of feeds begins like that. What cannot be read is told by whoever reads on.
fn is_export(input: &mut impl BufRead) -> bool {
    input.fill_buf().is_ok_and(|begun| begun.strip_prefix(MARK).unwrap_or(begun).starts_with(b"{"))
}

/// Keeps articles, each known again by where it was read, with what they say.
fn keep(found: impl Iterator<Item = Found> + Send, library: &mut Library) -> Result<Outcome, Broken> {
    let progress = Progress::new();
    let (mut batch, mut bytes) = (Vec::new(), 0);
    let (mut all, mut added, mut changed) = (0, 0, 0);
    let mut write = |batch: &mut Vec<(String, Article, Analysis)>| -> Result<(), Broken> {
        let gathered = library.keep_analysed(batch, now())?;
        all += batch.len();
        added += gathered.added.len();
        changed += gathered.changed.len();
        progress.show(&format!("{}, {added} of them new", counted(all, "article")));
        batch.clear();
        Ok(())
    };
    let work = |at: &Location, article: Article, analysis: Analysis| (at.identity(), article, analysis);
    let outcome = readings::each(found, work, |read| match read {
        Ok(read) => {
            bytes += read.1.text.len();
            batch.push(read);
            if batch.len() == KEPT_AT_ONCE || bytes >= BYTES_AT_ONCE {
                bytes = 0;
                write(&mut batch)?;
            }
            Ok(())
        }
        Err(fault) => {
            progress.clear();
            tell(fault.as_str());
            Ok::<_, Broken>(())
        }
    })?;
    write(&mut batch)?;
    progress.clear();
    let known = all - added - changed;
    let told = [(changed, "changed"), (known, "there already")];
    let told = told.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!(", {count} {what}"));
    writeln!(io::stdout(), "Kept: {}{}", counted(added, "new article"), told.collect::<String>())?;
    Ok(outcome)
}

/// Takes in the records of an export. Those before a broken line stay; taken in again, they change nothing. Some editors
/// put a byte order mark before the first line, and blank lines behind the last.
fn everything(mut input: impl BufRead, library: &mut Library) -> Result<(), Broken> {
    let progress = Progress::new();
    let mut intake = Intake::default();
    let (mut line, mut number, mut records) = (Vec::new(), 0, Vec::new());
    loop {
        line.clear();
        let length = input.read_until(b'\n', &mut line)?;
        let is_end = length == 0;
        number += 1;
        let line = if number == 1 { line.strip_prefix(MARK).unwrap_or(&line) } else { &line };
        let is_blank = line.iter().all(u8::is_ascii_whitespace);
        let broken = if is_blank { None } else { record(line, number).map(|record| records.push(record)).err() };
        if is_end || broken.is_some() || records.len() == TOGETHER {
            library.import(&records, &mut intake)?;
            hear(&intake.take_unheard(), library)?;
            progress.show(&format!("{number} lines"));
            records.clear();
        }
        if let Some(why) = broken {
            progress.clear();
            return Err(told_of(number, &why));
        }
        if is_end {
            break;
        }
    }
    progress.clear();
    let Imported { feeds, articles, bookmarks, searches, texts, lost } = intake.imported;
    let [feeds, articles] = [counted(feeds, "feed"), counted(articles, "article")];
    let bookmarks = counted(bookmarks, "bookmark");
    let searches = if searches == 1 { "1 search".to_owned() } else { format!("{searches} searches") };
    let texts = if texts == 0 { String::new() } else { format!(", {} of known articles", counted(texts, "text")) };
    let rest = match lost {
        0 => String::new(),
        1 => "1 bookmark was left out, since what it stands on is not here; ".to_owned(),
        lost => format!("{lost} bookmarks were left out, since what they stand on is not here; "),
    };
    writeln!(
        io::stdout(),
        "Taken in: {feeds}, {articles}{texts}, {bookmarks}, {searches}; {rest}the rest was there already"
    )?;
    Ok(())
}

/// Understands texts that came without an analysis of this version, so that their quotes and people are known at once.
fn hear(texts: &[(ArticleId, RevisionId)], library: &mut Library) -> Result<(), Broken> {
    for texts in texts.chunks(KEPT_AT_ONCE) {
        let texts = texts.iter().map(|(id, revision)| library.fetch_revision(*id, *revision));
        let texts: Vec<_> = texts.collect::<Result<_, _>>()?;
        let mut analyses = Vec::with_capacity(texts.len());
        let understand = |text: Kept| {
            let analysis = catch_unwind(AssertUnwindSafe(|| analyze(&text.article)));
            analysis.ok().map(|analysis| (text.revision, Arc::new(analysis)))
        };
        readings::in_order(texts.into_iter(), understand, |analysis| {
            analyses.extend(analysis);
            Ok::<_, Broken>(())
        })?;
        library.renew(&analyses)?;
    }
    Ok(())
}

/// What is wrong with a line, and what became of the others.
fn told_of(number: usize, why: &str) -> Broken {
    let before = if number == 1 { "" } else { "; what stands before it was taken in" };
    Broken::Told(CleanLine::new(&format!("line {number}: {why}{before}")))
}

/// The record on a line, or what is wrong with it.
fn record(line: &[u8], number: usize) -> Result<Record, String> {
    let record: Record = serde_json::from_slice(line)
        .map_err(|error| format!("this is no record of byline export ({error}); export it again"))?;
    match record {
        Record::Library { version } if version > FORMAT => {
            Err("this was written by a newer byline; update byline".to_owned())
        }
        Record::Library { .. } => Ok(record),
        _ if number == 1 => Err("an export begins with its version; take the whole file".to_owned()),
        _ => match record.fault() {
            Some(fault) => Err(format!("{fault}; export it again")),
            None => Ok(record),
        },
    }
}

/// Follows the feeds of a list.
fn follow(list: FeedList, library: &mut Library) -> Result<(), Broken> {
    for skipped in &list.skipped {
        tell(skipped.as_str());
    }
    let feeds: Vec<_> = list.feeds.into_iter().map(new_feed).collect();
    let followed = library.follow_all(&feeds)?;
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
    Ok(())
}

/// The title in a list is what the reader wants the feed to be called.
fn new_feed(listed: ListedFeed) -> NewFeed {
    let ListedFeed { address, title, site, folder, tags } = listed;
    let name = title.filter(|title| *title != address);
    NewFeed { address, name, site, folder, tags, ..NewFeed::default() }
}

//! The command line: arguments become one verb, which walks the line and ends in a session or in a printer. Only
//! `main` turns the outcome into an exit code.

mod add;
mod analyze;
mod bookmarks;
mod export;
mod feeds;
mod import;
mod man;
mod people;
mod print;
mod progress;
mod quotes;
mod readings;
mod refresh;
mod search;
mod set;
mod table;
mod unfollow;
mod wishes;

use std::{
    ffi::OsString,
    fmt,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{
    Args, CommandFactory, Parser, Subcommand,
    builder::{OsStringValueParser, TypedValueParser},
};

use crate::{
    article::Date,
    config::{self, Config},
    library::{ArticleId, Library, LibraryError, Row},
    runtime::{self, Named, Session, SessionError},
    source::{self, Location, SourceError},
    text::{CleanBody, CleanLine},
    view::Theme,
};

/// A terminal reader for news that knows who is in a text and who said what.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    read: Read,
    /// Use the library in this file
    // A variable that is set to nothing names none.
    #[arg(
        long, global = true, value_name = "PATH", env = "BYLINE_LIBRARY", hide_env_values = true,
        value_parser = OsStringValueParser::new().map(PathBuf::from)
    )]
    library: Option<PathBuf>,
}

/// Read articles; the library, where none is named.
#[derive(Debug, Args)]
struct Read {
    /// What to read: text, Markdown or HTML files, folders of them, pages of the web, or - for standard input
    #[arg(value_name = "FILE|FOLDER|URL|-")]
    named: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Follow feeds, given by their own address or by that of a page that has one
    Add(add::Add),
    /// Fetch what is new in the feeds
    Refresh(refresh::Refresh),
    /// List the feeds, and how they were fetched last
    Feeds(feeds::Feeds),
    /// Change how feeds are called, sorted and kept
    Set(set::Set),
    /// Follow feeds no longer; what was read or bookmarked in them stays
    Unfollow(unfollow::Unfollow),
    /// Print the articles of the library that a query finds
    Search(search::Search),
    /// Print what somebody has said, across the library
    Quotes(quotes::Quotes),
    /// Print who is in the library
    People(people::People),
    /// Print the bookmarked articles and passages
    Bookmarks(bookmarks::Bookmarks),
    /// Keep texts and folders of them, take in what byline export has written, or follow the feeds of a list
    Import(import::Import),
    /// Print everything that the library holds, or the list of feeds for another reader
    Export(export::Export),
    /// Print who is in each article and who said what
    Analyze(Analyze),
    /// Print the manual page: byline man | man -l -
    Man,
    /// Print what a shell needs to complete the arguments of byline
    Completions(man::Completions),
}

#[derive(Debug, Args)]
struct Analyze {
    /// Print one JSON object a line instead of a text for people
    #[arg(long)]
    json: bool,
    /// What to analyse: files, folders, or - for standard input
    #[arg(value_name = "FILE|FOLDER|-", required = true)]
    named: Vec<PathBuf>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All was done.
    Done,
    /// Something that was named failed, and was told.
    Failed,
    /// The arguments make no sense, and that was told.
    Usage,
}

/// Why a verb broke off.
#[derive(Debug)]
enum Broken {
    /// Nobody reads what it prints any more, or the disk is full.
    Output(io::Error),
    Session(SessionError),
    /// One line of what is wrong and what to do.
    Told(CleanLine),
}

impl Broken {
    /// Breaks off with what an error says.
    fn told(error: &dyn fmt::Display) -> Self {
        Self::Told(CleanLine::new(&error.to_string()))
    }

    /// Tells it, unless it means only that nobody reads any more.
    fn tell(self) -> Outcome {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Done,
            broken => {
                tell(&broken.to_string());
                Outcome::Failed
            }
        }
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<LibraryError> for Broken {
    fn from(error: LibraryError) -> Self {
        Self::told(&error)
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Output(error) => write!(f, "the output cannot be written: {error}"),
            Self::Session(error) => error.fmt(f),
            Self::Told(told) => told.fmt(f),
        }
    }
}

/// Runs byline with these arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let arguments = match Arguments::try_parse_from(search::with_minus_words(arguments)) {
        Ok(arguments) => arguments,
        Err(error) => return explain(&error),
    };
    let library = arguments.library.filter(|path| !path.as_os_str().is_empty());
    let done = match arguments.verb {
        Some(Verb::Add(add)) => add::add(&add, library),
        Some(Verb::Refresh(refresh)) => refresh::refresh(&refresh, library),
        Some(Verb::Feeds(feeds)) => feeds::feeds(&feeds, library),
        Some(Verb::Set(set)) => set::set(&set, library),
        Some(Verb::Unfollow(unfollow)) => unfollow::unfollow(&unfollow, library),
        Some(Verb::Search(search)) => search::search(&search, library),
        Some(Verb::Quotes(quotes)) => quotes::quotes(&quotes, library),
        Some(Verb::People(people)) => people::people(&people, library),
        Some(Verb::Bookmarks(bookmarks)) => bookmarks::bookmarks(&bookmarks, library),
        Some(Verb::Man) => man::man(Arguments::command()),
        Some(Verb::Completions(completions)) => man::completions(&completions, Arguments::command()),
        Some(Verb::Import(import)) => import::import(&import, library),
        Some(Verb::Export(export)) => export::export(&export, library),
        Some(Verb::Analyze(Analyze { json, named })) => {
            let form = if json { analyze::Form::Json } else { analyze::Form::Text };
            all_named(named).and_then(|named| analyze::analyze(named.into_iter(), form))
        }
        None if io::stdout().is_terminal() && takes_keys(&arguments.read) => {
            tell("standard input is the terminal itself; pipe a text into byline -, or name a FILE");
            return Outcome::Usage;
        }
        None if io::stdout().is_terminal() => read(arguments.read, library),
        None if arguments.read.named.is_empty() => {
            tell("byline reads in a terminal; name a FILE to print its text, or see byline --help");
            return Outcome::Usage;
        }
        None => all_named(arguments.read.named).and_then(|named| print::print(named.into_iter(), library.as_ref())),
    };
    done.unwrap_or_else(Broken::tell)
}

/// Prints help or version, or what is wrong with the arguments. What was typed stands in that, and goes through the gate
/// as everything does that is printed.
fn explain(error: &clap::Error) -> Outcome {
    if error.use_stderr() {
        // Where standard error is closed there is nobody to tell.
        let _ = write!(io::stderr(), "{}", CleanBody::new(&error.render().to_string()).as_str());
        return Outcome::Usage;
    }
    error.print().map_or_else(|error| Broken::Output(error).tell(), |()| Outcome::Done)
}

/// Why there is nothing to read under a name.
fn missing(named: &Named) -> Option<SourceError> {
    let Named::Path(path) = named else { return None };
    source::missing(path)
}

/// Whether the text would come from where the keys come from.
fn takes_keys(read: &Read) -> bool {
    read.named.iter().any(|path| path.as_os_str() == "-") && io::stdin().is_terminal()
}

/// Opens a session on what was named, on what is piped in, or on the library.
fn read(mut read: Read, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    if read.named.is_empty() && source::is_piped() {
        read.named.push(PathBuf::from("-"));
    }
    // What was named can be read without a library, too.
    let library =
        if read.named.is_empty() { Some(library_path(library)?) } else { library.or_else(config::library_path) };
    let Config { settings, mouse, patience } = configuration()?;
    let named: Vec<_> = read.named.into_iter().map(|path| named_by(path, patience)).collect();
    let faults: Vec<_> = named.iter().filter_map(missing).collect();
    if !named.is_empty() && faults.len() == named.len() {
        for fault in &faults {
            tell(&fault.to_string());
        }
        return Ok(Outcome::Failed);
    }
    let theme = Theme::new(config::colours());
    let session = Session { library, named, settings, theme, mouse, patience };
    runtime::run(session).map_err(Broken::Session)?;
    Ok(Outcome::Done)
}

fn configuration() -> Result<Config, Broken> {
    config::read().map_err(|error| Broken::told(&error))
}

/// Where the library is: as named, or in the user's own place.
fn library_path(named: Option<PathBuf>) -> Result<PathBuf, Broken> {
    named.or_else(config::library_path).ok_or_else(|| {
        Broken::Told(CleanLine::new("no home folder is known to keep the library in; name a file with --library PATH"))
    })
}

/// Opens the library for a verb that only reads. One that was named and is not there is none; without one, the reader's
/// own is empty.
fn open_to_read(named: Option<PathBuf>) -> Result<Library, Broken> {
    let is_named = named.is_some();
    let path = library_path(named)?;
    if !is_named && !path.exists() {
        return Ok(Library::in_memory()?);
    }
    Ok(Library::open_to_read(&path, runtime::tell_of_migration)?)
}

/// Opens the library for a verb.
fn open_library(named: Option<PathBuf>) -> Result<Library, Broken> {
    open_at(&library_path(named)?)
}

fn open_at(path: &std::path::Path) -> Result<Library, Broken> {
    Ok(Library::open_telling(path, runtime::tell_of_migration)?)
}

/// A moment in seconds since 1970, as programs read it.
fn moment(at: i64) -> String {
    jiff::Timestamp::from_second(at).unwrap_or_default().to_string()
}

/// A day of the list, which begins in Greenwich.
fn day(at: i64) -> String {
    let moment = jiff::Timestamp::from_second(at).unwrap_or_default();
    jiff::tz::TimeZone::UTC.to_datetime(moment).date().to_string()
}

/// The day by which an article is listed; of one without a date, that it was kept then.
fn listed_day(row: &Row) -> String {
    let day = day(row.key.when);
    if row.date.is_some() { day } else { format!("kept {day}") }
}

/// Where an article can be found outside the library: the file that it was read from, else its address on the web.
fn source_of(library: &Library, id: ArticleId, link: Option<&CleanLine>) -> Result<Option<CleanLine>, LibraryError> {
    Ok(Location::shown_of(&library.identity(id)?).or_else(|| link.cloned()))
}

/// A date as programs read it.
fn written(date: Date) -> String {
    match date {
        Date::Day(day) => day.to_string(),
        Date::Instant(instant) => instant.to_string(),
    }
}

/// Seconds since 1970.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// What arguments name. The configuration is read where the web is asked alone: a fault in it concerns nothing else.
fn all_named(paths: Vec<PathBuf>) -> Result<Vec<Named>, Broken> {
    let patience = if paths.iter().any(|path| is_address(path)) { configuration()?.patience } else { Duration::ZERO };
    Ok(paths.into_iter().map(|path| named_by(path, patience)).collect())
}

fn is_address(path: &Path) -> bool {
    let begins = |scheme: &str| path.as_os_str().as_encoded_bytes().starts_with(scheme.as_bytes());
    begins("https://") || begins("http://")
}

fn named_by(path: PathBuf, patience: Duration) -> Named {
    match path.to_str() {
        Some("-") => Named::StandardInput,
        Some(address) if is_address(&path) => Named::Page { address: CleanLine::new(address), patience },
        _ => Named::Path(path),
    }
}

/// Says something on standard error.
fn tell(line: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(io::stderr(), "byline: {}", CleanLine::new(line));
}

//! The command line: arguments become one verb, which walks the line and ends in a session or in a printer. Only
//! `main` turns the outcome into an exit code.

mod analyze;
mod print;

use std::{
    ffi::OsString,
    fmt,
    io::{self, IsTerminal, Write},
    path::PathBuf,
};

use clap::{Args, Parser, Subcommand};

use crate::{
    config::{self, Config},
    runtime::{self, Named, Session, SessionError},
    source::{self, Location, SourceError},
    text::{CleanBody, CleanLine},
    view::Theme,
};

/// A terminal reader for news that knows who is in a text and who said what.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    read: Read,
}

/// Read articles; the library, where none is named.
#[derive(Debug, Args)]
struct Read {
    /// What to read: text, Markdown or HTML files, folders of them, or - for standard input
    #[arg(value_name = "FILE|FOLDER|-")]
    named: Vec<PathBuf>,
    /// Use the library in this file
    #[arg(long, value_name = "PATH", env = "BYLINE_LIBRARY", hide_env_values = true)]
    library: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print who is in each article and who said what
    Analyze(Analyze),
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
    /// Tells it, unless it means only that nobody reads any more.
    fn told(self) -> Outcome {
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
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return explain(&error),
    };
    let done = match arguments.verb {
        Some(Verb::Analyze(Analyze { json, named })) => {
            let form = if json { analyze::Form::Json } else { analyze::Form::Text };
            analyze::analyze(named.into_iter().map(named_by), form)
        }
        None if io::stdout().is_terminal() && takes_keys(&arguments.read) => {
            tell("standard input is the terminal itself; pipe a text into byline -, or name a FILE");
            return Outcome::Usage;
        }
        None if io::stdout().is_terminal() => read(arguments.read),
        None if arguments.read.named.is_empty() => {
            tell("byline reads in a terminal; name a FILE to print its text, or see byline --help");
            return Outcome::Usage;
        }
        None => print::print(arguments.read.named.into_iter().map(named_by)),
    };
    done.unwrap_or_else(Broken::told)
}

/// Prints help or version, or what is wrong with the arguments. What was typed stands in that, and goes through the gate
/// as everything does that is printed.
fn explain(error: &clap::Error) -> Outcome {
    if error.use_stderr() {
        // Where standard error is closed there is nobody to tell.
        let _ = write!(io::stderr(), "{}", CleanBody::new(&error.render().to_string()).as_str());
        return Outcome::Usage;
    }
    error.print().map_or_else(|error| Broken::Output(error).told(), |()| Outcome::Done)
}

/// Whether the text would come from where the keys come from.
fn takes_keys(read: &Read) -> bool {
    read.named.iter().any(|path| path.as_os_str() == "-") && io::stdin().is_terminal()
}

/// Opens a session on what was named, or on the library.
fn read(read: Read) -> Result<Outcome, Broken> {
    let library = read.library.or_else(config::library_path);
    if library.is_none() && read.named.is_empty() {
        let told = "no home folder is known to keep the library in; name a file with --library PATH";
        return Err(Broken::Told(CleanLine::new(told)));
    }
    let Config { settings, mouse } =
        config::read().map_err(|error| Broken::Told(CleanLine::new(&error.to_string())))?;
    let named = read.named.into_iter().map(named_by).collect();
    let theme = Theme::new(config::colours());
    let session = Session { library, named, settings, theme, mouse };
    runtime::run(session).map_err(Broken::Session)?;
    Ok(Outcome::Done)
}

fn named_by(path: PathBuf) -> Named {
    if path.as_os_str() == "-" { Named::StandardInput } else { Named::Path(path) }
}

/// Where the articles are that something names. A fault in a folder's file is told and the rest goes on; one of what
/// was named itself makes the outcome a failure.
fn locations(named: Named, outcome: &mut Outcome) -> Box<dyn Iterator<Item = Location> + Send> {
    let found = match named {
        Named::StandardInput => return one(Location::piped(), outcome),
        Named::Path(path) => source::find(&path),
    };
    match found {
        Ok(found) => Box::new(found.filter_map(|location| location.inspect_err(|error| tell(&error.to_string())).ok())),
        Err(error) => one(Err(error), outcome),
    }
}

fn one(location: Result<Location, SourceError>, outcome: &mut Outcome) -> Box<dyn Iterator<Item = Location> + Send> {
    let told = location.inspect_err(|error| {
        tell(&error.to_string());
        *outcome = Outcome::Failed;
    });
    Box::new(told.ok().into_iter())
}

/// Says something on standard error.
fn tell(line: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(io::stderr(), "byline: {}", CleanLine::new(line));
}

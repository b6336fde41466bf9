//! A session on a terminal: it alone sees the whole line. It starts the threads, hears what happens, lets the app
//! change its state, carries out what the app asks, and draws.
//!
//! The loop blocks until something happens. There are no ticks: an idle session uses no processor.

mod access;
mod input;
mod store;
mod terminal;
mod watch;
mod web;
mod work;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, Instant},
};

pub use store::{Catalogue, FileRead, Librarian};

use self::{
    access::Access,
    store::{Errand, Store},
    terminal::Screen,
    web::Web,
    work::Workers,
};
use crate::{
    app::{ArticleRef, Effect, Msg, Request, Settings, State, Ticket, list::Listed, update},
    library::{Library, LibraryError, Shelf},
    text::CleanLine,
    view::{Theme, draw},
};

/// What is said where an article made a thread panic.
const STUMBLED: &str = "byline stumbled over this article; others still open";

/// Articles that are brought up to date before anybody wonders.
const QUICKLY_MIGRATED: u64 = 2000;

/// How long the first frame waits for what it is to show; the reader sees one frame then, not two.
const FIRST_FRAME: Duration = Duration::from_millis(60);

/// What a session begins with.
#[derive(Debug)]
pub struct Session {
    /// Where the library is, if there is a place for it.
    pub library: Option<PathBuf>,
    /// What the command line named, if anything.
    pub named: Vec<Named>,
    /// What the reader has set.
    pub settings: Settings,
    /// How things look.
    pub theme: Theme,
    /// Whether the mouse is listened to.
    pub mouse: Mouse,
    /// How long a request to the web may take.
    pub patience: Duration,
}

/// Something that the command line named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A file or a folder.
    Path(PathBuf),
    /// A page of the web.
    Page {
        /// Its address.
        address: CleanLine,
        /// How long its server may take.
        patience: Duration,
    },
    /// Standard input, read when its turn comes.
    StandardInput,
}

/// Whether the mouse is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// Buttons and the wheel, not its motion.
    On,
    /// Not at all: the terminal's own selection works as usual.
    Off,
}

/// Why a session could not begin or go on.
#[derive(Debug)]
pub enum SessionError {
    /// The library cannot be opened.
    Library(LibraryError),
    /// The terminal cannot be used.
    Terminal(io::Error),
}

impl std::fmt::Display for SessionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Library(error) => error.fmt(f),
            Self::Terminal(error) => write!(f, "the terminal cannot be used ({error}); run byline in a terminal"),
        }
    }
}

impl std::error::Error for SessionError {}

impl From<LibraryError> for SessionError {
    fn from(error: LibraryError) -> Self {
        Self::Library(error)
    }
}

impl From<io::Error> for SessionError {
    fn from(error: io::Error) -> Self {
        Self::Terminal(error)
    }
}

/// What reaches the main thread.
#[derive(Debug)]
enum Event {
    /// Something for the app.
    Msg(Box<Msg>),
    /// The process is to stop for a while, as the terminal or another process asks.
    Stop,
    /// The process goes on after it was stopped.
    Continue,
}

impl From<Msg> for Event {
    fn from(msg: Msg) -> Self {
        Self::Msg(Box::new(msg))
    }
}

/// Runs a session until the reader quits or a signal ends it. The terminal is then as it was before, and all that the
/// library was asked for is written.
///
/// # Errors
/// The library cannot be opened though nothing else was named, or the terminal breaks.
pub fn run(session: Session) -> Result<(), SessionError> {
    let (events, inbox) = channel();
    let library = open_library(&session, &events)?;
    let catalogue = Catalogue::default();
    let file = library.file().map(Path::to_owned);
    let store = Store::start(library, catalogue.clone(), events.clone());
    let workers = Workers::start(&catalogue, &store.errands(), &events);
    let access = Access::new(file.clone(), catalogue.clone(), store.errands(), events.clone());
    let web = Web::new(file, session.patience, store.errands(), events.clone());
    let listed = if session.named.is_empty() { Listed::Shelf(Shelf::All) } else { Listed::Files };
    if listed == Listed::Files {
        work::survey(session.named, catalogue, events.clone());
    }
    input::watch_signals(events.clone())?;
    let screen = Screen::enter(session.mouse)?;
    input::watch_terminal(events.clone());
    input::start(events)?;
    let (state, effects) = State::new(session.settings, Screen::size()?, listed);
    let mut desk = Desk { state, screen, theme: session.theme, access, workers, web, alarms: Vec::new(), done: false };
    let ended = desk.begin(effects, &inbox).and_then(|()| desk.run(&inbox));
    // All is written before the terminal is given back: what is typed from then on is for the shell.
    drop(store);
    ended
}

/// The library; one that cannot be written is read as it is, and who has named something to read can do so without one.
/// Either is told that nothing is kept then.
fn open_library(session: &Session, events: &Sender<Event>) -> Result<Library, LibraryError> {
    let (why, library) = match &session.library {
        Some(path) => match Library::open_telling(path, tell_of_migration) {
            Ok(library) => return Ok(library),
            Err(error) => match Library::open_to_read(path, |_| {}) {
                Ok(library) => (error.to_string(), Some(library)),
                Err(_) if session.named.is_empty() => return Err(error),
                Err(_) => (error.to_string(), None),
            },
        },
        None => ("no home folder is known to keep the library in; name a file with --library PATH".to_owned(), None),
    };
    let told = CleanLine::new(&format!("Nothing is kept in this session: {why}"));
    // The desk is not yet there, but what is sent waits for it.
    let _ = events.send(Msg::Notice(told).into());
    library.map_or_else(Library::in_memory, Ok)
}

/// Says on standard error, before the screen is taken, why an older library takes its time; where that is worth saying.
pub(crate) fn tell_of_migration(articles: u64) {
    if articles > QUICKLY_MIGRATED {
        // Whoever closed standard error does not want to know.
        let _ = writeln!(
            io::stderr(),
            "byline: bringing the library up to date, once; with its {articles} articles that may take minutes…"
        );
    }
}

/// The main thread's side of a session.
struct Desk {
    state: State,
    screen: Screen,
    theme: Theme,
    access: Access,
    workers: Workers,
    web: Web,
    alarms: Vec<(Instant, Ticket)>,
    done: bool,
}

impl Desk {
    /// Carries out the first effects and waits a moment for what they bring, so that the first frame shows it.
    fn begin(&mut self, effects: Vec<Effect>, inbox: &Receiver<Event>) -> Result<(), SessionError> {
        self.carry_out(effects)?;
        let by = Instant::now() + FIRST_FRAME;
        while !self.done && self.is_starting() {
            let Ok(event) = inbox.recv_timeout(by.saturating_duration_since(Instant::now())) else { break };
            self.hear(event)?;
        }
        self.draw()
    }

    fn is_starting(&self) -> bool {
        let nothing_yet = self.state.list().items().is_empty();
        let opening = self.state.is_pending(Request::Rows) || self.state.is_pending(Request::Article);
        opening || (nothing_yet && self.state.list().listed() == Listed::Files)
    }

    fn run(&mut self, inbox: &Receiver<Event>) -> Result<(), SessionError> {
        while !self.done {
            let Some(event) = self.next(inbox) else { break };
            self.hear(event)?;
            for event in inbox.try_iter() {
                self.hear(event)?;
            }
            if !self.done {
                self.draw()?;
            }
        }
        Ok(())
    }

    /// The next event: one that comes in, or an alarm that goes off.
    fn next(&mut self, inbox: &Receiver<Event>) -> Option<Event> {
        let Some(&(at, ticket)) = self.alarms.iter().min_by_key(|(at, _)| *at) else { return inbox.recv().ok() };
        match inbox.recv_timeout(at.saturating_duration_since(Instant::now())) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => {
                self.alarms.retain(|(_, of)| *of != ticket);
                Some(Msg::Woke(ticket).into())
            }
        }
    }

    fn hear(&mut self, event: Event) -> Result<(), SessionError> {
        match event {
            Event::Msg(msg) => self.tell(*msg),
            Event::Stop => self.carry_out(vec![Effect::Suspend]),
            Event::Continue => {
                self.screen.resume()?;
                let size = Screen::size()?;
                self.tell(Msg::Resize(size))?;
                self.tell(Msg::Resumed)
            }
        }
    }

    fn tell(&mut self, msg: Msg) -> Result<(), SessionError> {
        self.access.hear(&msg);
        self.web.hear(&msg);
        let effects = update(&mut self.state, msg);
        self.carry_out(effects)
    }

    /// Passes each effect to whom it concerns. A thread that is gone has said so before.
    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<(), SessionError> {
        for effect in effects {
            match effect {
                Effect::Quit => self.done = true,
                Effect::Redraw => self.screen.clear()?,
                Effect::Suspend => self.suspend()?,
                Effect::Copy(text) => self.screen.copy(&text)?,
                Effect::Browse(link) => self.browse(&link)?,
                Effect::Wake { ticket, after } => self.alarms.push((Instant::now() + after, ticket)),
                Effect::Renew { .. } => {
                    self.access.begin_renewal();
                    self.workers.give(effect);
                }
                Effect::Analyze { .. } | Effect::LayOut { .. } | Effect::Open { which: ArticleRef::File(_), .. } => {
                    self.workers.give(effect);
                }
                Effect::Refresh { .. } => {
                    self.access.begin_refresh();
                    self.web.give(effect);
                }
                Effect::StopFetching | Effect::Follow { .. } | Effect::FetchPage { .. } => self.web.give(effect),
                Effect::LoadRows { .. }
                | Effect::FindUnread { .. }
                | Effect::Open { .. }
                | Effect::LoadBookmarks { .. }
                | Effect::Glance { .. }
                | Effect::LoadFeeds { .. }
                | Effect::Do { .. }
                | Effect::Ask { .. }
                | Effect::Complete { .. }
                | Effect::Compare { .. }
                | Effect::Store { .. }
                | Effect::Change { .. } => self.access.give(effect),
            }
        }
        Ok(())
    }

    /// Stops the process, with nothing half written.
    fn suspend(&mut self) -> Result<(), SessionError> {
        let (resting, rests) = channel();
        let (wake, until) = channel();
        if self.access.errands().send(Errand::Rest { resting, until }).is_ok() {
            // A store that is gone holds no lock either.
            let _ = rests.recv();
        }
        Screen::suspend()?;
        drop(wake);
        Ok(())
    }

    /// Opens a link, as one argument and without a shell; the program that does so may take its time.
    fn browse(&mut self, link: &CleanLine) -> Result<(), SessionError> {
        let address = link.as_str();
        let safe = ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
        if !safe {
            return self.tell(Msg::Notice(CleanLine::new("byline opens only http, https and mailto links")));
        }
        if open::that_detached(address).is_err() {
            return self.tell(Msg::Notice(CleanLine::new("No browser could be started; y copies the link")));
        }
        Ok(())
    }

    fn draw(&mut self) -> Result<(), SessionError> {
        let (state, theme) = (&self.state, &self.theme);
        self.screen.draw(|frame| draw(state, theme, frame)).map_err(SessionError::Terminal)
    }
}

/// Seconds since 1970.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// Runs `work` on a thread of its own.
fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> thread::JoinHandle<()> {
    let built = thread::Builder::new().name(name.to_owned()).spawn(work);
    built.expect("a session needs a handful of threads; a system without them cannot run it")
}

//! The store: the thread that owns the library, and what it does for the app. [`Librarian`] carries out one effect and
//! answers with messages; it knows no thread, so that a session can be played through without any.

mod answers;
mod deeds;
mod feeds;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, PoisonError, RwLock,
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
};

pub(super) use feeds::FeedErrand;

use super::{Event, STUMBLED, now, spawn, watch::Watch};
use crate::{
    analysis::{Analysis, analyze},
    app::{
        ArticleRef, Change, Effect, Msg, Opened, Subject, Switch, Ticket,
        list::{Direction, ROWS, Select},
    },
    article::{Article, compare},
    library::{
        ArticleId, BookmarkId, Extent, Fault, FileVersion, Kept, Library, LibraryError, Outdated, ReadState,
        RevisionId, Row, RowKey, Shelf, Turn, Window,
    },
    source::{self, Location},
    text::CleanLine,
};

/// How many outdated analyses are renewed in one go.
const RENEWED_AT_ONCE: usize = 16;
/// How many bookmarks the overlay shows.
const BOOKMARKS: usize = 1000;

/// What the command line named, by the number under which the desk knows it: where it is, or why it cannot be read.
#[derive(Clone, Debug, Default)]
pub struct Catalogue(Arc<RwLock<Vec<Result<Location, CleanLine>>>>);

impl Catalogue {
    /// Adds what was found, and gives its number.
    pub fn add(&self, location: Result<Location, CleanLine>) -> usize {
        let mut locations = self.0.write().unwrap_or_else(PoisonError::into_inner);
        locations.push(location);
        locations.len() - 1
    }

    /// What has this number.
    pub fn get(&self, number: usize) -> Option<Result<Location, CleanLine>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(number).cloned()
    }
}

/// Held by what the reader did until it is written, however that ends.
pub(super) type Pass = Arc<()>;

/// What the store's thread is asked for.
#[derive(Debug)]
pub(super) enum Errand {
    /// An effect of the app. Its pass is let go when it is carried out.
    Effect(Box<Effect>, Option<Pass>),
    /// To complete a file that was read with what the library knows of it.
    Complete(Box<FileRead>),
    /// To store what a revision says.
    Store(RevisionId, Arc<Analysis>),
    /// To give out texts behind this one whose analysis is outdated.
    Outdated {
        /// Behind this one.
        after: Option<Outdated>,
        /// Where they go.
        answer: Sender<Vec<(Outdated, Arc<Article>)>>,
    },
    /// To store what outdated ones say by now.
    Renew {
        /// The app's request.
        ticket: Ticket,
        /// The last of them; `None` where there were none.
        reached: Option<Outdated>,
        /// What they say.
        analyses: Vec<(RevisionId, Arc<Analysis>)>,
    },
    /// What those ask who fetch feeds and pages.
    Feed(FeedErrand),
    /// To rest while the process is stopped: what was asked for before is written then, and no lock is held that others
    /// would wait for.
    Rest {
        /// Told when it rests.
        resting: Sender<()>,
        /// It goes on when the other end of this is gone.
        until: Receiver<()>,
    },
    /// To end, after all that was asked for before. Others may still be at work, but nobody waits for them.
    End,
}

impl Errand {
    /// The app's request that it answers, if it has one.
    fn ticket(&self) -> Option<Ticket> {
        match self {
            Self::Effect(effect, _) => effect.ticket(),
            Self::Complete(file) => Some(file.ticket),
            Self::Renew { ticket, .. } => Some(*ticket),
            _ => None,
        }
    }
}

/// A file that was read, on its way to the desk.
#[derive(Debug)]
pub struct FileRead {
    /// The request for it.
    pub ticket: Ticket,
    /// Its number.
    pub number: usize,
    /// What it holds.
    pub article: Arc<Article>,
    /// What that says, if it was short enough to be read at once.
    pub analysis: Option<Arc<Analysis>>,
}

/// The store's thread. Whichever way a session ends, all that the library was asked for is written first.
#[derive(Debug)]
pub(super) struct Store {
    errands: Sender<Errand>,
    thread: Option<JoinHandle<()>>,
}

impl Store {
    /// Starts the thread.
    pub(super) fn start(library: Library, catalogue: Catalogue, events: Sender<Event>) -> Self {
        let (errands, inbox) = channel();
        let thread = spawn("store", move || {
            let mut librarian = Librarian::new(library, catalogue);
            librarian.watch = librarian.library.file().and_then(|path| Watch::over(path, events.clone()));
            serve(&mut librarian, &inbox, &events);
        });
        Self { errands, thread: Some(thread) }
    }

    /// Where it takes errands.
    pub(super) fn errands(&self) -> Sender<Errand> {
        self.errands.clone()
    }
}

/// Does what is asked for, until it is to end or nobody can ask any more.
pub(super) fn serve(librarian: &mut Librarian, errands: impl IntoIterator<Item = Errand>, events: &Sender<Event>) {
    if let Some(why) = librarian.bare.take() {
        let _ = events.send(Msg::Notice(why).into());
    }
    for errand in errands {
        if matches!(errand, Errand::End) {
            return;
        }
        let ticket = errand.ticket();
        let answer = catch_unwind(AssertUnwindSafe(|| librarian.run(errand)));
        for msg in answer.unwrap_or_else(|_| vec![failed(ticket, CleanLine::new(STUMBLED))]) {
            // Without a desk there is nobody to tell, but there may be more to write.
            let _ = events.send(msg.into());
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // A thread that is gone has nothing left to write.
        let _ = self.errands.send(Errand::End);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Carries out what the app asks of the library.
#[derive(Debug)]
pub struct Librarian {
    library: Library,
    catalogue: Catalogue,
    /// Held while analyses are renewed here, so that no other session does the same.
    turn: Option<Turn>,
    /// The state of the library's file when it was looked at last.
    seen: Option<FileVersion>,
    /// Whether what was fetched has brought something since it was looked last.
    has_news: bool,
    /// Why a new library has no bundled articles.
    bare: Option<CleanLine>,
    watch: Option<Watch>,
}

impl Librarian {
    /// A librarian for this library. One that was just made gets the bundled articles.
    pub fn new(library: Library, catalogue: Catalogue) -> Self {
        let seen = library.file_version().ok();
        let mut librarian = Self { library, catalogue, turn: None, seen, has_news: false, bare: None, watch: None };
        if librarian.library.is_untouched().unwrap_or_default() {
            // A library without them is of use all the same.
            librarian.bare = librarian.keep_bundled().err().map(|error| CleanLine::new(&error.to_string()));
        }
        librarian
    }

    /// Carries out an effect that concerns the library; others give no answer.
    pub fn carry_out(&mut self, effect: Effect) -> Vec<Msg> {
        self.run(Errand::Effect(Box::new(effect), None))
    }

    /// Completes a file that was read with what the library knows of it.
    pub fn complete(&mut self, file: FileRead) -> Vec<Msg> {
        self.run(Errand::Complete(Box::new(file)))
    }

    /// A few texts behind `after` whose analysis is outdated; none while another session renews them.
    pub fn outdated(&mut self, after: Option<Outdated>) -> Vec<(Outdated, Arc<Article>)> {
        // What cannot be read now is renewed when it is opened.
        let find = |library: &Library, limit| library.outdated(after, limit).unwrap_or_default();
        if self.turn.is_none() {
            self.turn = if find(&self.library, 1).is_empty() { None } else { self.library.take_turn() };
        }
        if self.turn.is_none() {
            return Vec::new();
        }
        let found = find(&self.library, RENEWED_AT_ONCE);
        if found.is_empty() {
            self.turn = None;
        }
        found
    }

    /// Stores what outdated texts say by now.
    pub fn renew(
        &mut self,
        ticket: Ticket,
        reached: Option<Outdated>,
        analyses: Vec<(RevisionId, Arc<Analysis>)>,
    ) -> Vec<Msg> {
        self.run(Errand::Renew { ticket, reached, analyses })
    }

    fn run(&mut self, errand: Errand) -> Vec<Msg> {
        match errand {
            Errand::Effect(effect, _pass) => {
                let ticket = effect.ticket();
                self.answer(*effect).unwrap_or_else(|error| vec![failed(ticket, CleanLine::new(&error.to_string()))])
            }
            Errand::Complete(file) => vec![self.completed(*file)],
            Errand::Store(revision, analysis) => match self.library.store_analysis(revision, &analysis) {
                Ok(()) => Vec::new(),
                Err(error) => vec![notice(&error.to_string())],
            },
            Errand::Outdated { after, answer } => {
                let _ = answer.send(self.outdated(after));
                Vec::new()
            }
            Errand::Renew { ticket, reached, analyses } => {
                let left = self.library.renew(&analyses).and_then(|()| self.library.count_outdated());
                vec![match left {
                    Ok(left) => Msg::Renewed { ticket, reached, left },
                    Err(error) => Msg::Failed { ticket, fault: CleanLine::new(&error.to_string()) },
                }]
            }
            Errand::Feed(errand) => self.run_feed_errand(errand),
            Errand::Rest { resting, until } => {
                let _ = resting.send(());
                let _ = until.recv();
                Vec::new()
            }
            Errand::End => Vec::new(),
        }
    }

    fn answer(&mut self, effect: Effect) -> Result<Vec<Msg>, LibraryError> {
        let msg = match effect {
            Effect::LoadRows { ticket, shelf, window, select } => {
                let last_read = if select == Select::LastRead { self.library.last_read()? } else { None };
                let (window, select) = match last_read {
                    Some(id) => {
                        let key = self.library.row(id)?.key;
                        (Window::Around(key), Select::Key(key))
                    }
                    None => (window, select),
                };
                Msg::Rows { ticket, rows: self.library.rows(shelf, window, ROWS)?, select }
            }
            Effect::FindUnread { ticket, shelf, from, direction } => {
                Msg::UnreadFound { ticket, found: self.next_unread(shelf, from, direction)? }
            }
            Effect::Open { ticket, which: ArticleRef::Kept(id), passage } => {
                let outcome = self.fetch(id, passage).map(|kept| Box::new(opened(kept)));
                Msg::Opened { ticket, outcome: outcome.map_err(|error| CleanLine::new(&error.to_string())) }
            }
            Effect::LoadBookmarks { ticket } => {
                Msg::Bookmarks { ticket, bookmarks: self.library.bookmarks(None, BOOKMARKS)? }
            }
            Effect::LoadFeeds { ticket } => Msg::Feeds { ticket, feeds: self.library.feeds()? },
            Effect::Ask { ticket, question } => {
                let answer = self.answer_to(&question)?;
                Msg::Answered { ticket, question, answer }
            }
            Effect::Complete { ticket, text } => {
                Msg::Completed { ticket, names: self.library.complete(&text, text.len(), answers::NAMES)? }
            }
            Effect::Do { ticket, deed } => Msg::Done { ticket, done: self.carry_out_deed(deed)? },
            Effect::Compare { ticket, id, revision, seen, article } => {
                let earlier = self.library.earlier(id, revision, seen)?;
                Msg::Compared { ticket, differences: earlier.map(|earlier| compare(&earlier, &article)) }
            }
            Effect::Glance { ticket } => Msg::Glanced { ticket, is_changed: self.glance()? },
            Effect::Store { revision, analysis } => {
                self.library.renew(&[(revision, analysis)])?;
                return Ok(Vec::new());
            }
            Effect::Change { subject, change } => {
                let is_tacit = matches!(change, Change::Place(_) | Change::Begun);
                return match self.change(subject, change) {
                    // That nothing is kept was told once; nobody asked for this.
                    Err(error) if is_tacit && error.fault == Fault::ReadOnly => Ok(Vec::new()),
                    changed => changed,
                };
            }
            _ => return Ok(Vec::new()),
        };
        Ok(vec![msg])
    }

    /// The nearest unread article in a direction; beyond the end of the shelf the search goes on from its other end.
    fn next_unread(&self, shelf: Shelf, from: RowKey, direction: Direction) -> Result<Option<RowKey>, LibraryError> {
        // All that is unread is in order on a shelf of its own; elsewhere it is looked for among the rows.
        let shelf = if shelf == Shelf::All { Shelf::Unread } else { shelf };
        let (ahead, other_end): (fn(RowKey) -> Window, _) = match direction {
            Direction::Down => (Window::After, Window::First),
            Direction::Up => (Window::Before, Window::Last),
        };
        for start in [ahead(from), other_end] {
            let mut window = start;
            loop {
                let found = self.library.rows(shelf, window, ROWS)?.rows;
                let unread = |row: &&Row| !row.read && row.key != from;
                let (next, last) = match direction {
                    Direction::Down => (found.iter().find(unread), found.last()),
                    Direction::Up => (found.iter().rfind(unread), found.first()),
                };
                match (next, last) {
                    (Some(row), _) => return Ok(Some(row.key)),
                    (None, None) => break,
                    (None, Some(row)) => window = ahead(row.key),
                }
            }
        }
        Ok(None)
    }

    /// An article; in the state of its text in which the passage was marked, if it is in no newer one.
    fn fetch(&self, id: ArticleId, passage: Option<(BookmarkId, RevisionId)>) -> Result<Kept, LibraryError> {
        let kept = self.library.fetch(id)?;
        match passage {
            Some((bookmark, revision)) if !kept.passages.iter().any(|(known, _)| *known == bookmark) => {
                self.library.fetch_revision(id, revision)
            }
            _ => Ok(kept),
        }
    }

    /// What the library knows of a file is known again, also on a text that has changed meanwhile.
    fn completed(&mut self, file: FileRead) -> Msg {
        let FileRead { ticket, number, article, analysis } = file;
        let which = ArticleRef::File(number);
        let identity = self.identity(number);
        // A page of the web may be gone tomorrow: it is kept as soon as it was read.
        let is_page = matches!(self.catalogue.get(number), Some(Ok(Location::Web { .. })));
        let known = self.library.find(&identity).and_then(|known| match known {
            _ if is_page => self.keep(which, &article, analysis.as_deref()).map(Some),
            Some(_) => self.keep(which, &article, analysis.as_deref()).map(Some),
            None => Ok(None),
        });
        let outcome = match known {
            Ok(Some(kept)) => {
                let analysis = kept.analysis.clone().or(analysis);
                Ok(Box::new(Opened { which, analysis, ..opened(kept) }))
            }
            Ok(None) => Ok(Box::new(Opened {
                which,
                kept: None,
                article,
                analysis,
                read: false,
                bookmarked: false,
                place: None,
                passages: Vec::new(),
                extent: Extent::FullText,
                feed: None,
                seen: None,
            })),
            Err(error) => Err(CleanLine::new(&error.to_string())),
        };
        Msg::Opened { ticket, outcome }
    }

    /// Whether another process, or what was fetched for this one, has changed something since this was asked last.
    fn glance(&mut self) -> Result<bool, LibraryError> {
        if let Some(watch) = &self.watch {
            watch.look();
        }
        let now = self.library.file_version()?;
        let is_other = self.seen.replace(now).is_some_and(|seen| seen != now);
        Ok(std::mem::take(&mut self.has_news) || is_other)
    }

    fn identity(&self, number: usize) -> String {
        self.catalogue.get(number).and_then(Result::ok).map(|location| location.identity()).unwrap_or_default()
    }

    fn change(&mut self, subject: Subject, change: Change) -> Result<Vec<Msg>, LibraryError> {
        let (which, id, revision) = match subject {
            Subject::Kept { which, id, revision } => (which, id, revision),
            Subject::New { which, article, analysis } => {
                let kept = self.keep(which, &article, analysis.as_deref())?;
                (which, kept.id, kept.revision)
            }
        };
        let switch = match change {
            Change::Read(read) => {
                self.library.set_read(id, if read { ReadState::Read } else { ReadState::Unread })?;
                Switch::Read(read)
            }
            Change::Begun => {
                self.library.set_read(id, ReadState::Read)?;
                Switch::Begun
            }
            Change::Bookmark(true) => {
                self.library.bookmark_article(id)?;
                Switch::Bookmarked(true)
            }
            Change::Bookmark(false) => {
                self.library.remove_article_bookmark(id)?;
                Switch::Bookmarked(false)
            }
            Change::Passage(anchor) => {
                Switch::PassageAdded(self.library.bookmark_passage(id, revision, &anchor)?, anchor.span)
            }
            Change::RemoveBookmark(bookmark) => {
                self.library.remove_bookmark(bookmark)?;
                Switch::BookmarkRemoved(bookmark)
            }
            Change::Place(anchor) => {
                self.library.set_place(id, revision, &anchor, now())?;
                Switch::Placed
            }
        };
        let row = self.library.row(id)?;
        Ok(vec![Msg::Changed { which, kept: (id, revision), switch, row }])
    }

    fn keep(
        &mut self,
        which: ArticleRef,
        article: &Arc<Article>,
        analysis: Option<&Analysis>,
    ) -> Result<Kept, LibraryError> {
        let id = match which {
            ArticleRef::Kept(id) => id,
            ArticleRef::File(number) => {
                let identity = self.identity(number);
                self.library.keep(&identity, article, now())?
            }
        };
        let kept = self.library.recall(id, Arc::clone(article))?;
        if let (None, Some(analysis)) = (&kept.analysis, analysis) {
            self.library.store_analysis(kept.revision, analysis)?;
        }
        Ok(kept)
    }

    /// The bundled articles, the welcome last, so that it stands first in the list.
    fn keep_bundled(&mut self) -> Result<(), LibraryError> {
        let bundled: Vec<_> = source::bundled().collect();
        let read =
            bundled.iter().rev().filter_map(|location| Some((location.identity(), source::read(location).ok()?)));
        let articles: Vec<_> = read.collect();
        let ids =
            self.library.keep_all(articles.iter().map(|(identity, article)| (identity.as_str(), article)), now())?;
        for (id, (_, article)) in ids.into_iter().zip(&articles) {
            let revision = self.library.fetch(id)?.revision;
            self.library.store_analysis(revision, &analyze(article))?;
        }
        Ok(())
    }
}

fn opened(kept: Kept) -> Opened {
    let Kept { id, revision, extent, feed, seen, article, analysis, read, bookmarked, place, passages } = kept;
    let (which, kept, seen) = (ArticleRef::Kept(id), Some((id, revision)), seen.filter(|seen| *seen < revision));
    Opened { which, kept, article, analysis, read, bookmarked, place, passages, extent, feed, seen }
}

/// Says that a request came to nothing, to whoever waits for its answer.
fn failed(ticket: Option<Ticket>, fault: CleanLine) -> Msg {
    match ticket {
        Some(ticket) => Msg::Failed { ticket, fault },
        None => Msg::Notice(fault),
    }
}

fn notice(text: &str) -> Msg {
    Msg::Notice(CleanLine::new(text))
}

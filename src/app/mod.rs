//! What is on the reader's desk: one [`State`], changed by [`update`] alone, which answers with what it asks of the
//! world. It names no terminal, no clock and no input or output; what happens comes in as a [`Msg`], what should
//! happen goes out as an [`Effect`], and both are data.

pub mod excerpt;
pub mod feeds;
pub mod insight;
pub mod keys;
pub mod list;
pub mod overlay;
pub mod page;
pub mod reader;
pub mod renewal;
pub mod screen;

mod desk;
mod effect;
mod glance;
mod tickets;

use std::sync::Arc;

pub use desk::{Settings, State, update};
pub use effect::{Change, Effect, Subject, Switch};
pub use tickets::{Request, Ticket, Tickets};

use self::{
    keys::{Command, Key},
    list::{Item, Select},
    overlay::{Answer, Overlay, Question},
    page::Page,
    reader::{Marked, Spot},
    screen::{Pane, Size},
};
use crate::{
    analysis::{Analysis, PersonId},
    article::{Article, Difference},
    library::{
        ArticleId, Bookmark, BookmarkId, DeedId, Extent, Feed, FeedId, FullText, Names, Outdated, RevisionId, Row,
        RowKey, Rows, Shelf,
    },
    text::{CleanLine, Span},
};

/// An article, wherever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArticleRef {
    /// In the library.
    Kept(ArticleId),
    /// The one of this number among those that the command line named.
    File(usize),
}

/// All that can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// The mouse was used.
    Mouse(Mouse),
    /// The terminal has this size now.
    Resize(Size),
    /// A text was pasted.
    Pasted(CleanLine),
    /// The session goes on after it was suspended.
    Resumed,
    /// The system asks the session to end.
    End,
    /// Articles that the command line named were found.
    FilesFound(Vec<Item>),
    /// A file that the command line named was read, and this is what it holds.
    FileRead(Item),
    /// Rows of a shelf.
    Rows {
        /// What they answer.
        ticket: Ticket,
        /// The rows.
        rows: Rows,
        /// Which of them to select.
        select: Select,
    },
    /// The next unread article was looked for.
    UnreadFound {
        /// What this answers.
        ticket: Ticket,
        /// Its row, if there is one.
        found: Option<RowKey>,
    },
    /// An article was opened, or could not be.
    Opened {
        /// What this answers.
        ticket: Ticket,
        /// The article, or why there is none.
        outcome: Result<Box<Opened>, CleanLine>,
    },
    /// The open article was analysed.
    Analyzed {
        /// What this answers.
        ticket: Ticket,
        /// What it says.
        analysis: Arc<Analysis>,
    },
    /// The open article was laid out to its end.
    LaidOut {
        /// What this answers.
        ticket: Ticket,
        /// The page.
        page: Box<Page>,
    },
    /// The bookmarks, newest first.
    Bookmarks {
        /// What this answers.
        ticket: Ticket,
        /// The bookmarks.
        bookmarks: Vec<Bookmark>,
    },
    /// The feeds that are followed.
    Feeds {
        /// What this answers.
        ticket: Ticket,
        /// The feeds, in the order of their shelf.
        feeds: Vec<Feed>,
    },
    /// A feed is followed, and what it has is in the library; or why not.
    Followed {
        /// What this answers.
        ticket: Ticket,
        /// The feed.
        outcome: Result<Box<Feed>, CleanLine>,
    },
    /// A refresh goes on; this is what came of it so far.
    Refreshing(Refreshed),
    /// A refresh has ended.
    Refreshed {
        /// What this answers.
        ticket: Ticket,
        /// What came of it.
        outcome: Result<Refreshed, CleanLine>,
    },
    /// The text that an article has on its page is in the library; or why not.
    PageFetched {
        /// What this answers.
        ticket: Ticket,
        /// The article.
        id: ArticleId,
        /// Whether it is there.
        outcome: Result<(), CleanLine>,
    },
    /// What the library answers to an overlay.
    Answered {
        /// What this answers.
        ticket: Ticket,
        /// The question.
        question: Box<Question>,
        /// The answer.
        answer: Answer,
    },
    /// What the last word of a query may become.
    Completed {
        /// What this answers.
        ticket: Ticket,
        /// The words, and what they take the place of.
        names: Names,
    },
    /// Something was done that can be taken back, or was taken back.
    Done {
        /// What this answers.
        ticket: Ticket,
        /// What.
        done: Done,
    },
    /// The open article was compared with an earlier state of its text.
    Compared {
        /// What this answers.
        ticket: Ticket,
        /// What differs; `None` where there is no earlier state.
        differences: Option<Vec<Difference>>,
    },
    /// Outdated analyses were renewed.
    Renewed {
        /// What this answers.
        ticket: Ticket,
        /// The last of them; `None` where there is nothing left to renew.
        reached: Option<Outdated>,
        /// How many are still outdated.
        left: u64,
    },
    /// What was asked for cannot be had.
    Failed {
        /// What this answers.
        ticket: Ticket,
        /// Why.
        fault: CleanLine,
    },
    /// A change is in the library.
    Changed {
        /// The article as it was named in the change.
        which: ArticleRef,
        /// Its place in the library.
        kept: (ArticleId, RevisionId),
        /// The change.
        switch: Switch,
        /// Its row by now.
        row: Row,
    },
    /// The library's files were written to, by this session or by another process.
    Touched,
    /// It was looked whether another process has changed the library.
    Glanced {
        /// What this answers.
        ticket: Ticket,
        /// Whether one has.
        is_changed: bool,
    },
    /// Something the reader should know.
    Notice(CleanLine),
    /// The time that was asked for is over.
    Woke(Ticket),
}

/// What can be taken back, and what takes it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// All that stands unread on a shelf is marked as read.
    MarkAllRead(Shelf),
    /// What was marked so is unread again.
    Unmark(DeedId),
    /// An article leaves the library.
    Delete(ArticleId),
    /// It comes back.
    Restore(ArticleId),
    /// A search is kept as a shelf.
    KeepSearch(Shelved),
    /// It is kept no longer.
    DropSearch(Shelved),
    /// Full text is fetched with every refresh of a feed, or no longer; doing it again takes it back.
    ToggleFullText(FeedId),
}

/// A search as it stands on the shelves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved {
    /// What it is called.
    pub name: CleanLine,
    /// The query, as it was typed.
    pub query: CleanLine,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// So many articles were marked as read, by this deed.
    MarkedRead(DeedId, usize),
    /// So many are unread again.
    Unmarked(usize),
    /// An article has left the library.
    Deleted(ArticleId),
    /// An article is back; or it is gone for good.
    Restored(Option<ArticleId>),
    /// A search is kept.
    SearchKept(Shelved),
    /// It is kept no longer.
    SearchDropped(Shelved),
    /// This is by now wanted where the feed of this name gives summaries.
    FullTextSet(CleanLine, FullText),
    /// A search makes no sense, and is not kept.
    Senseless(CleanLine),
}

/// What came of a refresh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// How many feeds were to be fetched.
    pub feeds: usize,
    /// How many of them were.
    pub done: usize,
    /// How many of these failed.
    pub failed: usize,
    /// How many articles are new.
    pub added: usize,
    /// How many full texts were to be fetched behind the feeds.
    pub pages: usize,
    /// How many of them were.
    pub pages_done: usize,
    /// Whether it was stopped before its end.
    pub is_stopped: bool,
}

/// What is done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// The column.
    pub x: u16,
    /// The row.
    pub y: u16,
    /// What is done there.
    pub action: MouseAction,
}

/// What a mouse does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseAction {
    /// The first button goes down.
    Click,
    /// The wheel turns down.
    WheelDown,
    /// The wheel turns up.
    WheelUp,
}

/// An article on its way to the desk, with what its reader left in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// Which.
    pub which: ArticleRef,
    /// Where the library has it, if it has.
    pub kept: Option<(ArticleId, RevisionId)>,
    /// The article.
    pub article: Arc<Article>,
    /// What it says, if that is known.
    pub analysis: Option<Arc<Analysis>>,
    /// Whether it was read.
    pub read: bool,
    /// Whether it is bookmarked as a whole.
    pub bookmarked: bool,
    /// Where its reader was.
    pub place: Option<Span>,
    /// Its bookmarked passages, by their start.
    pub passages: Vec<(BookmarkId, Span)>,
    /// How much of it this text is.
    pub extent: Extent,
    /// The feed that brought it.
    pub feed: Option<FeedId>,
    /// The state of the text that was read before this one, if the text has changed since.
    pub seen: Option<RevisionId>,
}

/// An article that is being opened, and what to do when it is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    which: ArticleRef,
    /// Where to stand, instead of the place where the reader was.
    at: Option<Spot>,
    passage: Option<(BookmarkId, RevisionId)>,
    /// What to go to in it.
    mark: Option<Marked>,
    /// Whether reading begins with it, or it is only looked at.
    begin: bool,
    /// Whether it is told what changed in it.
    compare: bool,
}

impl Opening {
    fn preview(which: ArticleRef) -> Self {
        Self { which, at: None, passage: None, mark: None, begin: false, compare: false }
    }
}

/// What a search found, to be gone through.
#[derive(Clone, Debug, PartialEq)]
pub struct Hunt {
    /// Where the hits are.
    places: Vec<Opening>,
    /// Which of them was gone to last.
    at: usize,
    /// What was searched for.
    sought: CleanLine,
}

/// What a pane or an overlay asks of the desk around it.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// To ask this of the world.
    Effect(Effect),
    /// To tell the reader something.
    Notice(CleanLine),
    /// To open an article.
    Open(Opening),
    /// To take the open article off the desk.
    CloseArticle,
    /// That the open article counts as read.
    Begin,
    /// That keys go to this pane.
    Focus(Pane),
    /// That the article be paged through.
    PageOn,
    /// To go on to the next unread article.
    NextUnread,
    /// To go back to a place.
    Visit(Spot),
    /// To go to something in the open article.
    GoTo(Marked),
    /// To do what a key would, as many times as was typed before it.
    Run(Command, Option<u32>),
    /// To light one person, or everyone.
    Light(Option<PersonId>),
    /// To list the feeds.
    ListFeeds,
    /// To list the articles of a shelf, which is called this.
    List(Shelf, CleanLine),
    /// To do what can be taken back.
    Do(Deed),
    /// To follow the feed that an address stands for.
    Follow(CleanLine),
    /// To close all overlays.
    CloseOverlays,
    /// To go from hit to hit with the keys for it.
    Hunt(Hunt),
    /// To complete the last word of a query.
    Complete(String),
    /// To show the words that tell who said the quote with this index.
    Explain(usize),
    /// To close the overlay on top.
    CloseOverlay,
    /// To open an overlay.
    Overlay(Box<Overlay>),
}

impl Wish {
    fn notice(text: impl AsRef<str>) -> Self {
        Self::Notice(CleanLine::new(text.as_ref()))
    }
}

//! What the app asks of the world: data that others carry out, and the changes to the library among it.

use std::{sync::Arc, time::Duration};

#[cfg(doc)]
use super::Msg;
use super::{
    ArticleRef, Deed, Ticket,
    list::{Direction, Select},
    overlay::Question,
};
use crate::{
    analysis::Analysis,
    article::{Anchor, Article},
    library::{ArticleId, BookmarkId, FeedId, Outdated, RevisionId, RowKey, Shelf, Window},
    text::{CleanLine, Span},
};

/// All that the app may ask of the world.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read rows of a shelf; answered by [`Msg::Rows`].
    LoadRows {
        /// To be given back.
        ticket: Ticket,
        /// Of this shelf.
        shelf: Shelf,
        /// These rows.
        window: Window,
        /// To be given back.
        select: Select,
    },
    /// Look for the next unread article of a shelf; answered by [`Msg::UnreadFound`].
    FindUnread {
        /// To be given back.
        ticket: Ticket,
        /// On this shelf.
        shelf: Shelf,
        /// From this row on.
        from: RowKey,
        /// In this direction.
        direction: Direction,
    },
    /// Open an article; answered by [`Msg::Opened`].
    Open {
        /// To be given back.
        ticket: Ticket,
        /// Which.
        which: ArticleRef,
        /// The bookmarked passage that must be in the text, and the state of the text that it was marked on.
        passage: Option<(BookmarkId, RevisionId)>,
    },
    /// Analyse an article, and store that with its revision if the library has it; answered by [`Msg::Analyzed`].
    Analyze {
        /// To be given back.
        ticket: Ticket,
        /// Its revision in the library.
        revision: Option<RevisionId>,
        /// The article.
        article: Arc<Article>,
    },
    /// Store what a text says that joined the library while it was being analysed.
    Store {
        /// The text.
        revision: RevisionId,
        /// What it says.
        analysis: Arc<Analysis>,
    },
    /// Lay an article out to its end; answered by [`Msg::LaidOut`].
    LayOut {
        /// To be given back.
        ticket: Ticket,
        /// The article.
        article: Arc<Article>,
        /// The line under its title.
        origin: String,
        /// Columns.
        width: u16,
    },
    /// Read the bookmarks; answered by [`Msg::Bookmarks`].
    LoadBookmarks {
        /// To be given back.
        ticket: Ticket,
    },
    /// Analyse a few articles anew whose analysis is outdated, as long as nothing else is asked for; answered by
    /// [`Msg::Renewed`].
    Renew {
        /// To be given back.
        ticket: Ticket,
        /// Those behind this one.
        after: Option<Outdated>,
    },
    /// Read which feeds are followed; answered by [`Msg::Feeds`].
    LoadFeeds {
        /// To be given back.
        ticket: Ticket,
    },
    /// Follow the feed that an address stands for; answered by [`Msg::Followed`].
    Follow {
        /// To be given back.
        ticket: Ticket,
        /// The address of a feed, or of a page that has one.
        address: CleanLine,
    },
    /// Fetch what is new in feeds; answered by [`Msg::Refreshed`], and [`Msg::Refreshing`] on the way.
    Refresh {
        /// To be given back.
        ticket: Ticket,
        /// One feed; without it, all that are due.
        feed: Option<FeedId>,
    },
    /// Stop all that is being fetched from the web.
    StopFetching,
    /// Fetch the text that an article has on its page; answered by [`Msg::PageFetched`].
    FetchPage {
        /// To be given back.
        ticket: Ticket,
        /// The article.
        id: ArticleId,
        /// Where its page is.
        link: CleanLine,
    },
    /// Ask the library what an overlay wants to show; answered by [`Msg::Answered`].
    Ask {
        /// To be given back.
        ticket: Ticket,
        /// The question.
        question: Box<Question>,
    },
    /// Ask what the last word of a query may become; answered by [`Msg::Completed`].
    Complete {
        /// To be given back.
        ticket: Ticket,
        /// The query.
        text: String,
    },
    /// Do what can be taken back, or take it back; answered by [`Msg::Done`].
    Do {
        /// To be given back.
        ticket: Ticket,
        /// What.
        deed: Deed,
    },
    /// Compare an article with an earlier state of its text; answered by [`Msg::Compared`](super::Msg::Compared).
    Compare {
        /// To be given back.
        ticket: Ticket,
        /// Which.
        id: ArticleId,
        /// The state that is open.
        revision: RevisionId,
        /// The state that was read, if that is another one; else it is the one before.
        seen: Option<RevisionId>,
        /// The text that is open.
        article: Arc<Article>,
    },
    /// Look whether another process has changed the library since it was looked last; answered by [`Msg::Glanced`].
    Glance {
        /// To be given back.
        ticket: Ticket,
    },
    /// Change what the library knows of an article; answered by [`Msg::Changed`] once that is safe.
    Change {
        /// Of which article.
        subject: Subject,
        /// The change.
        change: Change,
    },
    /// Wake the app after this time; answered by [`Msg::Woke`].
    Wake {
        /// To be given back.
        ticket: Ticket,
        /// The time.
        after: Duration,
    },
    /// Open a link in the reader's browser.
    Browse(CleanLine),
    /// Put a text on the clipboard.
    Copy(String),
    /// Draw the whole screen anew.
    Redraw,
    /// Suspend the session.
    Suspend,
    /// End the session.
    Quit,
}

/// The article that a change concerns.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// One that the library has.
    Kept {
        /// How the desk names it.
        which: ArticleRef,
        /// Where the library has it.
        id: ArticleId,
        /// The state of its text that the change speaks of.
        revision: RevisionId,
    },
    /// One that it is to take in first.
    New {
        /// How the desk names it.
        which: ArticleRef,
        /// The article.
        article: Arc<Article>,
        /// What it says, if that is known.
        analysis: Option<Arc<Analysis>>,
    },
}

/// A change to what the library knows of an article.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Its reader began to read it.
    Begun,
    /// It is to count as read, or as unread.
    Read(bool),
    /// It is bookmarked as a whole, or no longer.
    Bookmark(bool),
    /// A passage of it is bookmarked.
    Passage(Anchor),
    /// A bookmark goes.
    RemoveBookmark(BookmarkId),
    /// This is where its reader is.
    Place(Anchor),
}

/// A change that has been made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It counts as read, since its reader began to read it.
    Begun,
    /// It counts as read, or not.
    Read(bool),
    /// It is bookmarked as a whole, or not.
    Bookmarked(bool),
    /// This passage is bookmarked.
    PassageAdded(BookmarkId, Span),
    /// This bookmark is gone.
    BookmarkRemoved(BookmarkId),
    /// The place is kept.
    Placed,
}

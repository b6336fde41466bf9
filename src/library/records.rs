//! What the library answers: plain data, without a trace of SQL.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::Analysis,
    article::{Anchor, Article, Date},
    text::{CleanLine, Span},
};

/// An article of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArticleId(pub i64);

/// One state of an article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RevisionId(pub i64);

/// A bookmark of an article or of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BookmarkId(pub i64);

/// Whether an article was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadState {
    /// It was.
    Read,
    /// It is still to be read.
    Unread,
}

/// A selection of the library's articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Shelf {
    /// Every article.
    #[default]
    All,
    /// Those not yet read.
    Unread,
    /// Those bookmarked, or with a bookmarked passage.
    Bookmarks,
}

/// An article's place in the order of the list: newest first, by when it was published, else added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    /// Seconds since 1970.
    pub when: i64,
    /// Parts articles of the same second.
    pub id: ArticleId,
}

/// Which window of a shelf's rows is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// From the first row on.
    First,
    /// Up to the last row.
    Last,
    /// The rows after this one.
    After(RowKey),
    /// The rows before this one.
    Before(RowKey),
    /// This row, or where it would stand, in the middle.
    Around(RowKey),
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its place in the order.
    pub key: RowKey,
    /// The title.
    pub title: CleanLine,
    /// The publication.
    pub site: Option<CleanLine>,
    /// When it was published.
    pub date: Option<Date>,
    /// Whether it was read.
    pub read: bool,
    /// Whether the article itself, or a passage of it, is bookmarked.
    pub bookmarked: bool,
}

/// A stretch of rows, in the order of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether no row of the shelf stands before them.
    pub from_first: bool,
    /// Whether no row of the shelf stands after them.
    pub to_last: bool,
}

/// An article taken from the library, with all that the reader left in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub id: ArticleId,
    /// Which state of its text.
    pub revision: RevisionId,
    /// The text.
    pub article: Arc<Article>,
    /// What it says, if this version of the analysis has read it.
    pub analysis: Option<Arc<Analysis>>,
    /// Whether it was read.
    pub read: bool,
    /// Whether the article itself is bookmarked.
    pub bookmarked: bool,
    /// Where the reader was: the text at the top of the page; empty where that text was deleted.
    pub place: Option<Span>,
    /// The bookmarked passages that are found in this text, by their start.
    pub passages: Vec<(BookmarkId, Span)>,
}

/// One line of the bookmarks overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// Which.
    pub id: BookmarkId,
    /// Of which article.
    pub article: ArticleId,
    /// The article's title.
    pub title: CleanLine,
    /// The passage; `None` where the article as a whole is bookmarked.
    pub passage: Option<Anchor>,
    /// The state of the text that the passage was marked on.
    pub revision: RevisionId,
}

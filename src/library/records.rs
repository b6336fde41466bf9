//! What the library answers: plain data, without a trace of SQL.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::Analysis,
    article::{Anchor, Article, Date, Identity},
    text::{CleanBody, CleanLine, Span},
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

/// A feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FeedId(pub i64);

/// A tag of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TagId(pub i64);

/// A search that is kept as a shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SearchId(pub i64);

/// A person of the library: everyone who is named in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FigureId(pub i64);

/// A marking of many articles as read, which can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeedId(pub i64);

/// How much of an article its text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Extent {
    /// What a feed gives in place of the text.
    Summary,
    /// The whole text, as the feed or the file has it.
    #[default]
    FullText,
    /// The whole text, as the article's page has it.
    Page,
}

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
    /// Those that a feed brought.
    Feed(FeedId),
    /// Those that the feeds with a tag brought.
    Tag(TagId),
    /// Those that a kept search finds.
    Search(SearchId),
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
    /// Whether its text has changed since it was read.
    pub changed: bool,
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
    /// How much of the article that text is.
    pub extent: Extent,
    /// The feed that brought it.
    pub feed: Option<FeedId>,
    /// The state of the text that the reader has read, if it is another one than this.
    pub seen: Option<RevisionId>,
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

/// How many articles stand on the shelves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub articles: u64,
    /// Those not yet read.
    pub unread: u64,
    /// Those bookmarked, or with a bookmarked passage.
    pub bookmarked: u64,
}

/// A feed to follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFeed {
    /// Where it is fetched from.
    pub address: CleanLine,
    /// What it calls itself; nothing where that is not known yet.
    pub title: Option<CleanLine>,
    /// What the reader calls it.
    pub name: Option<CleanLine>,
    /// The address of its web site.
    pub site: Option<CleanLine>,
    /// The folder that it is in; levels are parted by "/".
    pub folder: Option<CleanLine>,
    /// Its tags.
    pub tags: Vec<CleanLine>,
    /// What is wanted where it gives summaries.
    pub full_text: FullText,
}

/// What is wanted where a feed gives summaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FullText {
    /// The summaries; a page is fetched when the reader asks for it.
    #[default]
    OnDemand,
    /// The pages, fetched with every refresh.
    Always,
}

/// How long the articles of a feed are kept. Bookmarked ones always are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Retention {
    /// For so many days from when they were listed; `None` for ever.
    pub days: Option<u32>,
    /// So many of them, the newest; `None` for all.
    pub count: Option<u32>,
}

/// Whether a feed that was asked for is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// It is.
    New(FeedId),
    /// It was followed already, and nothing changed.
    Known(FeedId),
}

impl Followed {
    /// The feed.
    pub fn id(self) -> FeedId {
        match self {
            Self::New(id) | Self::Known(id) => id,
        }
    }
}

/// A feed that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Which.
    pub id: FeedId,
    /// Where it is fetched from.
    pub address: CleanLine,
    /// What it calls itself; its address until that is known.
    pub title: CleanLine,
    /// What the reader calls it.
    pub name: Option<CleanLine>,
    /// The address of its web site.
    pub site: Option<CleanLine>,
    /// The folder that it is in; levels are parted by "/".
    pub folder: Option<CleanLine>,
    /// Its tags, in the order of the alphabet.
    pub tags: Vec<CleanLine>,
    /// What is wanted where it gives summaries.
    pub full_text: FullText,
    /// How long its articles are kept.
    pub retention: Retention,
    /// How it was fetched last.
    pub state: FetchState,
    /// How many articles of it are in the library.
    pub articles: u64,
    /// How many of these are unread.
    pub unread: u64,
}

impl Feed {
    /// Whether it may be asked at this time, in seconds since 1970.
    pub fn is_due(&self, at: i64) -> bool {
        self.state.next_try.is_none_or(|next| next <= at)
    }

    /// What it is called on the screen.
    pub fn label(&self) -> &CleanLine {
        self.name.as_ref().unwrap_or(&self.title)
    }
}

/// How a feed was fetched last. Times are in seconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FetchState {
    /// When a fetch last brought something, or went well again after a failure. A fetch that finds all as it was
    /// writes nothing.
    pub succeeded_at: Option<i64>,
    /// When a fetch last failed.
    pub failed_at: Option<i64>,
    /// What was wrong with the last fetch; where it did not fail, with some of what it brought.
    pub error: Option<CleanLine>,
    /// Not to be fetched before.
    pub next_try: Option<i64>,
    /// How many fetches failed since one went well.
    pub failures: u32,
    /// The validator of the last answer, as the server gave it.
    pub etag: Option<CleanLine>,
    /// When the server says that it changed, as it wrote it.
    pub modified: Option<CleanLine>,
}

/// One fetch of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// When, in seconds since 1970.
    pub at: i64,
    /// Not to be fetched again before.
    pub next_try: Option<i64>,
    /// Where the feed has moved to for good.
    pub moved_to: Option<CleanLine>,
    /// What it came to.
    pub outcome: FetchOutcome,
}

/// What a fetch came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchOutcome {
    /// The server says that nothing changed.
    Unchanged,
    /// There is nothing to read; why, in one line.
    Failed(CleanLine),
    /// The feed was read.
    Brought(Brought),
}

/// What a fetch brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// What the feed calls itself.
    pub title: Option<CleanLine>,
    /// The address of its web site.
    pub site: Option<CleanLine>,
    /// The answer's `ETag`.
    pub etag: Option<CleanLine>,
    /// The answer's `Last-Modified`.
    pub modified: Option<CleanLine>,
    /// What is broken in it, in one line; the items below are those that are not.
    pub fault: Option<CleanLine>,
    /// Its items, in their order.
    pub items: Vec<Item>,
}

/// An item of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it can be known by: its id, else its link, else its title and date.
    pub identity: Identity,
    /// What was written.
    pub article: Arc<Article>,
    /// How much of it that is.
    pub extent: Extent,
    /// What it says; `None` where that is not known yet.
    pub analysis: Option<Arc<Analysis>>,
}

/// What the library has made of a fetch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// Articles that are new, in the order of their items.
    pub added: Vec<ArticleId>,
    /// Articles whose text changed.
    pub changed: Vec<ArticleId>,
}

/// What a search found: an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its row of the list.
    pub row: Row,
    /// Its address on the web.
    pub link: Option<CleanLine>,
    /// What was found in its title.
    pub title: Vec<Span>,
    /// The state of its text in which the passage stands.
    pub revision: RevisionId,
    /// The sentence in which something was found, if the body holds it.
    pub passage: Option<Passage>,
}

/// A sentence of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where in the body.
    pub span: Span,
    /// What was found in it; spans of the body too.
    pub lights: Vec<Span>,
    /// Its words.
    pub words: CleanBody,
}

/// A stretch of what a search found, in the order of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// The hits.
    pub hits: Vec<Hit>,
    /// Whether nothing was found before them.
    pub from_first: bool,
    /// Whether nothing was found after them.
    pub to_last: bool,
}

/// What a word of a query may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The bytes whose place it takes.
    pub span: Span,
    /// The words.
    pub names: Vec<CleanLine>,
}

/// A search that is kept as a shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSearch {
    /// Which.
    pub id: SearchId,
    /// What it is called.
    pub name: CleanLine,
    /// What it looks for, as it was typed.
    pub query: CleanLine,
}

/// A tag of feeds that are followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Which.
    pub id: TagId,
    /// Its name.
    pub name: CleanLine,
    /// How many articles of its feeds are in the library.
    pub articles: u64,
    /// How many of these are unread.
    pub unread: u64,
}

/// How many weeks a [`Figure`] tells of.
pub const WEEKS: usize = 8;

/// Someone of the library: the same person in all articles that name them in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Which.
    pub id: FigureId,
    /// The full name.
    pub name: CleanLine,
    /// In how many articles.
    pub articles: u64,
    /// With how many quotes.
    pub quotes: u64,
    /// The first second of the day of the newest article.
    pub latest: i64,
    /// In how many articles of each of the last weeks, the present one last.
    pub weeks: [u32; WEEKS],
}

/// The order of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prominence {
    /// Those of the newest articles first.
    Recent,
    /// The most quoted first.
    Quoted,
}

/// Which way in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeOrder {
    /// The newest first.
    NewestFirst,
    /// The oldest first.
    OldestFirst,
}

/// Which quotes of the library are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// Said by one of these; by anybody where this is empty, and so is `sources`.
    pub by: Vec<FigureId>,
    /// Said by one who is called this, and is no person of the library.
    pub sources: Vec<CleanLine>,
    /// In an article listed at this second or later.
    pub since: Option<i64>,
    /// In an article listed before this second.
    pub before: Option<i64>,
    /// With all of these words in it.
    pub about: Option<CleanLine>,
}

/// Something that somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// In which article.
    pub article: ArticleId,
    /// Which of the quotes of that article's analysis.
    pub number: usize,
    /// Who said it, if that is someone of the library.
    pub figure: Option<FigureId>,
    /// What the speaker is called; `None` where nobody is.
    pub speaker: Option<CleanLine>,
    /// The words.
    pub words: CleanBody,
    /// The row of the article.
    pub row: Row,
}

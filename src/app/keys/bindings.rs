//! The table of keys: every binding there is, with its help. It looks nothing up.

use super::{Command, DeskCommand, Mode};
use crate::app::{list::ListCommand, overlay::OverlayCommand, reader::ReaderCommand};

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where it holds.
    pub mode: Mode,
    /// The keys, each on its own; a sequence of several keys is written with spaces between them.
    pub keys: &'static [&'static str],
    /// What they mean.
    pub command: Command,
    /// What that does, in a line.
    pub help: &'static str,
    /// The same in a word or two, for the footer; empty where it needs no hint.
    pub hint: &'static str,
}

const fn desk(keys: &'static [&'static str], command: DeskCommand, help: &'static str, hint: &'static str) -> Binding {
    Binding { mode: Mode::Everywhere, keys, command: Command::Desk(command), help, hint }
}

const fn list(keys: &'static [&'static str], command: ListCommand, help: &'static str, hint: &'static str) -> Binding {
    Binding { mode: Mode::List, keys, command: Command::List(command), help, hint }
}

/// What the desk does on the list alone.
const fn shelf(keys: &'static [&'static str], command: DeskCommand, help: &'static str) -> Binding {
    Binding { mode: Mode::List, keys, command: Command::Desk(command), help, hint: "" }
}

const fn reader(
    keys: &'static [&'static str],
    command: ReaderCommand,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding { mode: Mode::Reader, keys, command: Command::Reader(command), help, hint }
}

const fn overlay(
    keys: &'static [&'static str],
    command: OverlayCommand,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding { mode: Mode::Overlay, keys, command: Command::Overlay(command), help, hint }
}

use DeskCommand as D;
use ListCommand as L;
use OverlayCommand as O;
use ReaderCommand as R;

/// Every binding there is.
pub const BINDINGS: &[Binding] = &[
    desk(&["?", "F1"], D::Help, "this help", "help"),
    desk(&["q"], D::Back, "back; from the list, quit", ""),
    desk(&["Q", "C-c"], D::Quit, "quit", ""),
    desk(&["Esc"], D::Clear, "clear what is lit, marked or announced", ""),
    desk(&["Tab"], D::OtherPane, "the other pane", ""),
    desk(&["h", "←"], D::ToList, "the list", ""),
    desk(&["l", "→"], D::ToReader, "the reader", ""),
    desk(&["z"], D::Zen, "the text alone, and back", ""),
    desk(&["<"], D::Narrower, "a narrower column", ""),
    desk(&[">"], D::Wider, "a wider column", ""),
    desk(&["@"], D::People, "the people of the article", "people"),
    desk(&["w"], D::WhoSaidWhat, "who said what", "who said what"),
    desk(&["s"], D::ToggleBookmark, "bookmark the article, or remove its bookmark", ""),
    desk(&["B"], D::Bookmarks, "all bookmarks", "bookmarks"),
    desk(&["r"], D::ToggleRead, "mark the article read or unread", ""),
    desk(&["o"], D::Browse, "open the article's link in the browser", ""),
    desk(&["y"], D::CopyLink, "copy the article's link", ""),
    desk(&["J"], D::NextArticle, "next article", ""),
    desk(&["K"], D::PreviousArticle, "previous article", ""),
    desk(&["n"], D::NextUnread, "next unread article", ""),
    desk(&["N"], D::PreviousUnread, "previous unread article", ""),
    desk(&["/"], D::Search, "search the library; then n and N go from hit to hit, Esc ends it", "search"),
    desk(&["U"], D::Undo, "take back what was marked as read or deleted", ""),
    desk(&["R"], D::Refresh, "refresh the feeds that are due, or the one whose articles are listed; Esc stops it", ""),
    desk(&["x"], D::FullText, "the full text from the article's page, in place of a feed's summary", ""),
    desk(&["X"], D::AlwaysFullText, "full text with every refresh of the feed, or no longer", ""),
    desk(&["c"], D::Changes, "what changed in the article since you read it; Esc clears the marks", ""),
    desk(&["C-l"], D::Redraw, "draw the screen anew", ""),
    desk(&["C-z"], D::Suspend, "suspend byline; fg in the shell brings it back", ""),
    list(&["j", "↓"], L::Down, "next line", ""),
    list(&["k", "↑"], L::Up, "previous line", ""),
    list(&["C-d"], L::HalfDown, "half a screen down", ""),
    list(&["C-u"], L::HalfUp, "half a screen up", ""),
    list(&["PgDn"], L::PageDown, "a screen down", ""),
    list(&["PgUp"], L::PageUp, "a screen up", ""),
    list(&["g", "Home"], L::First, "first article", ""),
    list(&["G", "End"], L::Last, "last article", ""),
    list(&["Enter"], L::Open, "read the article", "read"),
    list(&["Space"], L::Page, "page through the article", "page"),
    list(&["1"], L::All, "shelf: all articles", ""),
    list(&["2"], L::Unread, "shelf: unread", ""),
    list(&["3"], L::Bookmarked, "shelf: bookmarked", ""),
    list(&["4"], L::Feeds, "shelf: feeds; Enter lists the articles of one", ""),
    list(&["5"], L::Figures, "the people of the library, and all they said", ""),
    shelf(&["A"], D::MarkAllRead, "mark all of the shelf, or of the feed, as read"),
    shelf(&["D"], D::Delete, "delete the article"),
    shelf(&["a"], D::AddFeed, "add a feed, by its address or that of its site"),
    list(&["0"], L::Files, "shelf: what the command line named", ""),
    reader(
        &["Space", "f", "PgDn", "C-f"],
        R::PageDown,
        "a page on; at the end stops once, then the next unread",
        "page",
    ),
    reader(&["b", "PgUp", "C-b", "S-Space"], R::PageUp, "a page back", ""),
    reader(&["."], R::NextQuote, "next quote", "quote"),
    reader(&[","], R::PreviousQuote, "previous quote", ""),
    reader(&["p"], R::NextMention, "next mention of the lit person, or of anyone", "name"),
    reader(&["P"], R::PreviousMention, "previous mention", ""),
    reader(&["j", "↓", "Enter"], R::Down, "a line down", ""),
    reader(&["k", "↑"], R::Up, "a line up", ""),
    reader(&["d", "C-d"], R::HalfDown, "half a page down", ""),
    reader(&["u", "C-u"], R::HalfUp, "half a page up", ""),
    reader(&["g", "Home"], R::Top, "top", ""),
    reader(&["G", "End"], R::Bottom, "bottom", ""),
    reader(&["}"], R::NextParagraph, "next paragraph", ""),
    reader(&["{"], R::PreviousParagraph, "previous paragraph", ""),
    reader(&["["], R::JumpBack, "back to where you jumped from", ""),
    reader(&["]"], R::JumpForward, "forward again", ""),
    reader(&["S"], R::BookmarkPassage, "bookmark the current quote, else the top paragraph", ""),
    reader(&["Y"], R::CopyQuote, "copy the current quote, else the top paragraph, with who said it and where", ""),
    overlay(&["Esc"], O::Close, "close", "close"),
    overlay(&["Enter"], O::Choose, "choose", "choose"),
    overlay(&["↓", "C-n"], O::Down, "next line", ""),
    overlay(&["↑", "C-p"], O::Up, "previous line", ""),
    overlay(&["PgDn"], O::PageDown, "a screen down", ""),
    overlay(&["PgUp"], O::PageUp, "a screen up", ""),
    overlay(&["Home"], O::First, "first line", ""),
    overlay(&["End"], O::Last, "last line", ""),
    overlay(&["Backspace"], O::Erase, "take back a letter of the filter", ""),
    overlay(&["C-u"], O::EraseAll, "clear the filter", ""),
    Binding {
        mode: Mode::Quotes,
        keys: &["Tab"],
        command: Command::Overlay(O::Explain),
        help: "the words that tell who said it",
        hint: "why",
    },
    Binding {
        mode: Mode::Search,
        keys: &["Tab"],
        command: Command::Overlay(O::Complete),
        help: "complete the word",
        hint: "complete",
    },
    Binding {
        mode: Mode::Search,
        keys: &["C-s"],
        command: Command::Overlay(O::Keep),
        help: "keep the search as a shelf, which is listed where nothing is typed",
        hint: "keep",
    },
    Binding {
        mode: Mode::Search,
        keys: &["Del", "C-d"],
        command: Command::Overlay(O::Remove),
        help: "forget the kept search",
        hint: "forget",
    },
    Binding {
        mode: Mode::Search,
        keys: &["C-r"],
        command: Command::Overlay(O::Turn),
        help: "the best first, or the newest",
        hint: "order",
    },
    Binding {
        mode: Mode::Library,
        keys: &["C-r"],
        command: Command::Overlay(O::Turn),
        help: "the other order: the most quoted or the newest, the oldest words or the newest",
        hint: "order",
    },
    Binding {
        mode: Mode::Bookmarks,
        keys: &["Del", "C-d"],
        command: Command::Overlay(O::Remove),
        help: "remove the bookmark",
        hint: "remove",
    },
];

//! The list pane: a window of a shelf's rows, and the selected one.
//!
//! It never holds a whole shelf of the library: rows are asked for as the selection comes near the window's edge.

use super::{ArticleRef, Effect, Opened, Opening, Request, Tickets, Wish, overlay, screen::Pane};
use crate::{
    article::Date,
    library::{ArticleId, Row, RowKey, Rows, Shelf, Window},
    text::{self, CleanLine},
};

/// How many rows one request brings.
pub const ROWS: usize = 200;
/// How near to the edge of the window the selection comes before more rows are asked for.
const NEAR: usize = 60;
/// How many rows the window holds before it lets go of those farthest away.
const HELD: usize = 1000;

/// How many rows are shown above one that was gone to from afar.
const ROWS_ABOVE: usize = 3;

/// What a key means to the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table of bindings says what each does")]
pub enum ListCommand {
    Down,
    Up,
    HalfDown,
    HalfUp,
    PageDown,
    PageUp,
    First,
    Last,
    Open,
    Page,
    All,
    Unread,
    Bookmarked,
    Files,
    Feeds,
    Figures,
}

impl ListCommand {
    /// Whether it is for whatever the list shows, articles or feeds.
    pub(super) fn is_for_rows(self) -> bool {
        let shelves = [Self::All, Self::Unread, Self::Bookmarked, Self::Files, Self::Feeds, Self::Figures];
        !shelves.contains(&self)
    }
}

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// What the command line named.
    Files,
    /// A shelf of the library.
    Shelf(Shelf),
    /// The feeds that are followed.
    Feeds,
}

/// One article of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub which: ArticleRef,
    /// Its place in the order of the library; a file has none until the library takes it in.
    pub key: Option<RowKey>,
    /// The title; a file's name until it has been read.
    pub title: CleanLine,
    /// The publication.
    pub site: Option<CleanLine>,
    /// When it was published.
    pub date: Option<Date>,
    /// Whether it was read.
    pub read: bool,
    /// Whether it, or a passage of it, is bookmarked.
    pub bookmarked: bool,
    /// Whether its text has changed since it was read.
    pub changed: bool,
    /// Why it cannot be read.
    pub fault: Option<CleanLine>,
}

impl From<Row> for Item {
    fn from(row: Row) -> Self {
        let Row { key, title, site, date, read, bookmarked, changed } = row;
        let (which, key, fault) = (ArticleRef::Kept(key.id), Some(key), None);
        Self { which, key, title, site, date, read, bookmarked, changed, fault }
    }
}

/// Which row to select when the rows arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Select {
    /// The one that is selected now.
    Same,
    /// The first.
    First,
    /// The last.
    Last,
    /// This one, or the one that stands where it would.
    Key(RowKey),
    /// The one that is selected now, on the row of the screen where it is; the rows are those around it anew.
    Refreshed,
    /// The one that was read last, wherever it is; else the first.
    LastRead,
}

/// A direction along the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    Down,
    /// Towards the beginning.
    Up,
}

/// The list.
#[derive(Clone, Debug)]
pub struct List {
    listed: Listed,
    items: Vec<Item>,
    from_first: bool,
    to_last: bool,
    selected: usize,
    top: usize,
    waiting: Option<Window>,
    /// Whether something in the library has changed while rows were on their way.
    is_stale: bool,
    files: Vec<Item>,
    /// What the feed, the tag or the search is called whose articles are listed.
    called: CleanLine,
}

impl List {
    /// An empty list of these articles.
    pub fn new(listed: Listed) -> Self {
        let (items, files, called) = (Vec::new(), Vec::new(), CleanLine::default());
        let (waiting, is_stale) = (None, false);
        Self { listed, items, from_first: true, to_last: true, selected: 0, top: 0, waiting, is_stale, files, called }
    }

    /// Which articles are listed.
    pub fn listed(&self) -> Listed {
        self.listed
    }

    /// The window of items.
    pub fn items(&self) -> &[Item] {
        match self.listed {
            Listed::Files => &self.files,
            Listed::Shelf(_) => &self.items,
            Listed::Feeds => &[],
        }
    }

    /// What the command line named.
    pub fn files(&self) -> &[Item] {
        &self.files
    }

    /// The index of the selected item in the window.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The index of the first item on the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The selected item.
    pub fn current(&self) -> Option<&Item> {
        self.items().get(self.selected)
    }

    /// Does what a key asks; `seen` is how many items the screen shows.
    pub fn apply(&mut self, command: ListCommand, seen: usize, tickets: &mut Tickets) -> Vec<Wish> {
        let before = self.selected;
        let step = |rows: usize| rows.max(1) as isize;
        match command {
            ListCommand::Down => self.step(1),
            ListCommand::Up => self.step(-1),
            ListCommand::HalfDown => self.step(step(seen / 2)),
            ListCommand::HalfUp => self.step(-step(seen / 2)),
            ListCommand::PageDown => self.step(step(seen.saturating_sub(1))),
            ListCommand::PageUp => self.step(-step(seen.saturating_sub(1))),
            ListCommand::First if self.from_first => self.select(0),
            ListCommand::Last if self.to_last => self.select(self.items().len().saturating_sub(1)),
            ListCommand::First => return self.load(Window::First, Select::First, tickets),
            ListCommand::Last => return self.load(Window::Last, Select::Last, tickets),
            ListCommand::Open | ListCommand::Page if self.items().is_empty() => {
                return vec![Wish::notice("There is nothing here to read; 1 lists all articles")];
            }
            ListCommand::Open => return vec![Wish::Begin, Wish::Focus(Pane::Reader)],
            ListCommand::Page => return vec![Wish::PageOn],
            ListCommand::All => return self.show(Listed::Shelf(Shelf::All), tickets),
            ListCommand::Unread => return self.show(Listed::Shelf(Shelf::Unread), tickets),
            ListCommand::Bookmarked => return self.show(Listed::Shelf(Shelf::Bookmarks), tickets),
            ListCommand::Files => return self.show(Listed::Files, tickets),
            ListCommand::Feeds => return self.show(Listed::Feeds, tickets),
            ListCommand::Figures => return vec![Wish::Overlay(Box::new(overlay::figures()))],
        }
        if self.selected == before { Vec::new() } else { self.preview() }
    }

    /// Asks for the first rows of a session: those around the article that was read last.
    pub fn begin(&mut self, tickets: &mut Tickets) -> Vec<Wish> {
        self.load(Window::First, Select::LastRead, tickets)
    }

    /// Opens a shelf anew.
    pub fn show(&mut self, listed: Listed, tickets: &mut Tickets) -> Vec<Wish> {
        if listed == Listed::Files && self.files.is_empty() {
            return vec![Wish::notice("No files here: name some on the command line, as in: byline FILE")];
        }
        (self.listed, self.selected, self.top) = (listed, 0, 0);
        // What is on its way is for the shelf that was left.
        (self.waiting, self.is_stale) = (None, false);
        tickets.cancel(Request::Rows);
        tickets.cancel(Request::Unread);
        match listed {
            Listed::Files => self.preview(),
            Listed::Shelf(_) => self.load(Window::First, Select::First, tickets),
            Listed::Feeds => vec![Wish::ListFeeds],
        }
    }

    /// Opens a shelf that has a name of its own.
    pub fn show_called(&mut self, shelf: Shelf, called: CleanLine, tickets: &mut Tickets) -> Vec<Wish> {
        self.called = called;
        self.show(Listed::Shelf(shelf), tickets)
    }

    /// Moves the selection by one and shows that article.
    pub fn neighbour(&mut self, direction: Direction) -> Vec<Wish> {
        let before = self.selected;
        self.step(if direction == Direction::Down { 1 } else { -1 });
        if self.selected == before {
            let end = if direction == Direction::Down { "last" } else { "first" };
            return vec![Wish::notice(format!("This is the {end} article"))];
        }
        self.preview()
    }

    /// Moves to the next unread article in that direction: in the window, else wherever the library finds one. Beyond
    /// the end the search goes on from the other end.
    pub fn unread(&mut self, direction: Direction, tickets: &mut Tickets) -> Vec<Wish> {
        let items = self.items();
        let unread = |&index: &usize| !items[index].read && items[index].fault.is_none();
        let (before, after) = (0..self.selected.min(items.len()), self.selected + 1..items.len());
        let (ahead, behind) = match direction {
            Direction::Down => (after.clone().find(unread), before.clone().find(unread)),
            Direction::Up => (before.clone().rfind(unread), after.clone().rfind(unread)),
        };
        let whole = self.listed == Listed::Files || (self.from_first && self.to_last);
        if let Some(index) = ahead.or(behind.filter(|_| whole)) {
            self.select(index);
            return self.preview();
        }
        match (self.listed, self.current().and_then(|item| item.key)) {
            (Listed::Shelf(shelf), Some(from)) if !whole => {
                let ticket = tickets.issue(Request::Unread);
                vec![Wish::Effect(Effect::FindUnread { ticket, shelf, from, direction })]
            }
            _ => vec![none_unread()],
        }
    }

    /// Takes in the answer to a search for the next unread article.
    pub fn found_unread(&mut self, found: Option<RowKey>, tickets: &mut Tickets) -> Vec<Wish> {
        let Some(key) = found else { return vec![none_unread()] };
        match self.items.iter().position(|item| item.key == Some(key)) {
            Some(index) => {
                self.select(index);
                self.preview()
            }
            None => self.load(Window::Around(key), Select::Key(key), tickets),
        }
    }

    /// Goes without rows that cannot be had; the shelf asks again when it is opened again.
    pub fn give_up(&mut self) {
        (self.waiting, self.is_stale) = (None, false);
        (self.from_first, self.to_last) = (true, true);
    }

    /// Takes an article out that has left the library; the one behind it takes its place.
    pub fn forget(&mut self, id: ArticleId) -> Vec<Wish> {
        let is_gone = |item: &Item| item.key.is_some_and(|key| key.id == id);
        let Some(index) = self.items.iter().position(is_gone) else { return Vec::new() };
        self.items.remove(index);
        let was_selected = index == self.selected;
        self.select(self.selected - usize::from(index < self.selected));
        if was_selected { self.preview() } else { Vec::new() }
    }

    /// Asks for the rows around the selection anew, since something in the library has changed; where others are on
    /// their way, after these.
    pub fn reload(&mut self, tickets: &mut Tickets) -> Vec<Wish> {
        self.is_stale = self.waiting.is_some();
        if self.is_stale {
            return Vec::new();
        }
        match self.current().and_then(|item| item.key) {
            Some(key) => self.load(Window::Around(key), Select::Refreshed, tickets),
            None => self.load(Window::First, Select::First, tickets),
        }
    }

    /// Takes in the rows around the selection anew; it keeps its row on the screen. What no longer belongs to the shelf
    /// since it was read or lost its bookmark stays until the shelf is opened again.
    fn receive_refreshed(&mut self, rows: Rows) -> Vec<Wish> {
        let above = self.selected.saturating_sub(self.top);
        let before = self.current().map(|item| (item.which, item.key));
        let (newest, oldest) = (rows.rows.first().map(|row| row.key), rows.rows.last().map(|row| row.key));
        let is_within = |item: &Item| (rows.from_first || item.key <= newest) && (rows.to_last || item.key >= oldest);
        let listed = self.listed;
        let stays = |item: &Item| match listed {
            Listed::Shelf(Shelf::Unread | Shelf::Search(_)) => item.read,
            Listed::Shelf(Shelf::Bookmarks) => !item.bookmarked,
            _ => false,
        };
        let mut items: Vec<_> =
            std::mem::take(&mut self.items).into_iter().filter(|item| is_within(item) && stays(item)).collect();
        (self.from_first, self.to_last) = (rows.from_first, rows.to_last);
        items.retain(|item| !rows.rows.iter().any(|row| Some(row.key) == item.key));
        items.extend(rows.rows.into_iter().map(Item::from));
        items.sort_by_key(|item| std::cmp::Reverse(item.key));
        self.items = items;
        let last = self.items.len().saturating_sub(1);
        let (which, key) = before.unzip();
        self.selected = self
            .items
            .iter()
            .position(|item| Some(item.which) == which)
            .or_else(|| self.items.iter().position(|item| Some(item.key) <= key))
            .unwrap_or(last);
        self.top = self.selected.saturating_sub(above);
        if self.current().map(|item| item.which) == which { Vec::new() } else { self.preview() }
    }

    /// Takes in rows that were asked for; what changed in the library meanwhile is asked for next.
    pub fn receive(&mut self, rows: Rows, select: Select, tickets: &mut Tickets) -> Vec<Wish> {
        let mut wishes = self.take_in(rows, select);
        if self.is_stale {
            wishes.extend(self.reload(tickets));
        }
        wishes
    }

    fn take_in(&mut self, rows: Rows, select: Select) -> Vec<Wish> {
        let Some(window) = self.waiting.take() else { return Vec::new() };
        if select == Select::Refreshed {
            return self.receive_refreshed(rows);
        }
        let items = rows.rows.into_iter().map(Item::from);
        match window {
            Window::After(_) => {
                self.items.extend(items);
                self.to_last = rows.to_last;
                let excess = self.items.len().saturating_sub(HELD).min(self.selected.saturating_sub(NEAR));
                self.items.drain(..excess);
                self.selected -= excess;
                self.top = self.top.saturating_sub(excess);
                self.from_first &= excess == 0;
            }
            Window::Before(_) => {
                let added = items.len();
                self.items.splice(..0, items);
                (self.selected, self.top) = (self.selected + added, self.top + added);
                self.from_first = rows.from_first;
                let kept = self.items.len().min(HELD.max(self.selected + NEAR));
                self.to_last &= kept == self.items.len();
                self.items.truncate(kept);
            }
            Window::First | Window::Last | Window::Around(_) => {
                self.items = items.collect();
                (self.from_first, self.to_last) = (rows.from_first, rows.to_last);
            }
        }
        let last = self.items.len().saturating_sub(1);
        self.selected = match select {
            Select::Same | Select::Refreshed => self.selected.min(last),
            Select::First | Select::LastRead => 0,
            Select::Last => last,
            Select::Key(key) => self.items.iter().position(|item| item.key <= Some(key)).unwrap_or(last),
        };
        if let Select::Key(_) = select {
            self.top = self.selected.saturating_sub(ROWS_ABOVE);
        }
        if select == Select::Same { Vec::new() } else { self.preview() }
    }

    /// Adds files as they are found on the command line.
    pub fn receive_files(&mut self, found: Vec<Item>) -> Vec<Wish> {
        let first = self.files.is_empty() && self.listed == Listed::Files;
        self.files.extend(found);
        let mut wishes = if first { self.preview() } else { Vec::new() };
        if first && self.files.len() == 1 {
            // Who names one article wants to read it.
            wishes.extend([Wish::Begin, Wish::Focus(Pane::Reader)]);
        }
        wishes
    }

    /// Takes in what became of an article; a row that no longer belongs stays until the shelf is opened again.
    pub fn refresh(&mut self, which: ArticleRef, row: &Row) {
        for item in self.items.iter_mut().chain(&mut self.files) {
            if item.which == which || item.key.is_some_and(|key| key.id == row.key.id) {
                (item.read, item.bookmarked, item.changed) = (row.read, row.bookmarked, row.changed);
                item.key.get_or_insert(row.key);
            }
        }
    }

    /// Takes in what the library knows of an article that is being opened.
    pub fn refresh_opened(&mut self, opened: &Opened) {
        if let Some(item) = self.files.iter_mut().find(|item| item.which == opened.which) {
            (item.read, item.bookmarked) = (opened.read, opened.bookmarked || !opened.passages.is_empty());
        }
    }

    /// Takes in what reading a file has told of it.
    pub fn refresh_file(&mut self, which: ArticleRef, told: Item) {
        if let Some(item) = self.files.iter_mut().find(|item| item.which == which) {
            *item = Item { read: item.read, bookmarked: item.bookmarked, ..told };
        }
    }

    /// Selects the article if the window holds it.
    pub fn select_article(&mut self, which: ArticleRef) {
        if let Some(index) = self.items().iter().position(|item| item.which == which) {
            self.select(index);
        }
    }

    /// The shelves as the heading of the list names them in `width` columns, each with the column at which its name
    /// begins. Where there is no room for all names, the shelves that are not open have only their key.
    pub fn shelves(&self, width: u16) -> Vec<(Listed, String, u16)> {
        let feeds = match self.listed {
            Listed::Shelf(Shelf::Feed(_)) => format!("4 {}", self.called),
            _ => "4 Feeds".to_owned(),
        };
        let found = match self.listed {
            Listed::Shelf(Shelf::Search(_) | Shelf::Tag(_)) => Some((self.listed, format!("/ {}", self.called))),
            _ => None,
        };
        let shelves = [
            (Listed::Files, "0 Files".to_owned()),
            (Listed::Shelf(Shelf::All), "1 All".to_owned()),
            (Listed::Shelf(Shelf::Unread), "2 Unread".to_owned()),
            (Listed::Shelf(Shelf::Bookmarks), "3 Bookmarks".to_owned()),
            (Listed::Feeds, feeds),
        ];
        let shelves: Vec<_> = shelves.into_iter().skip(usize::from(self.files.is_empty())).chain(found).collect();
        let names: usize = shelves.iter().map(|(_, name)| text::width(name)).sum();
        let fits = |gap: usize| names + shelves.len() * gap < usize::from(width);
        let (gap, is_tight) = if fits(2) { (2, false) } else { (1 + u16::from(!fits(1)), !fits(1)) };
        let mut column = 1;
        let placed = shelves.into_iter().map(|(listed, mut name)| {
            if is_tight && !self.is_open(listed) {
                name.truncate(1);
            }
            let begin = column;
            column += text::width(&name) as u16 + gap;
            (listed, name, begin)
        });
        placed.collect()
    }

    /// Whether what is listed belongs to this shelf of the heading; a feed belongs to the feeds.
    pub fn is_open(&self, listed: Listed) -> bool {
        let of_feed = matches!(self.listed, Listed::Shelf(Shelf::Feed(_))) && listed == Listed::Feeds;
        self.listed == listed || of_feed
    }

    /// Opens the shelf whose name stands in this column of a heading of `width` columns, if there is one.
    pub fn click_shelf(&mut self, column: u16, width: u16, tickets: &mut Tickets) -> Vec<Wish> {
        let shelves = self.shelves(width);
        let hit =
            shelves.into_iter().find(|(_, name, begin)| (*begin..begin + text::width(name) as u16).contains(&column));
        hit.map_or_else(Vec::new, |(listed, ..)| self.show(listed, tickets))
    }

    /// Selects the item on this row of the screen, if there is one.
    pub fn click(&mut self, row: usize) -> Vec<Wish> {
        if self.top + row >= self.items().len() {
            return Vec::new();
        }
        self.select(self.top + row);
        let mut wishes = self.preview();
        wishes.extend([Wish::Begin, Wish::Focus(Pane::Reader)]);
        wishes
    }

    /// Keeps the selection on a screen of `seen` items, and asks for more rows where it nears the window's edge.
    pub fn settle(&mut self, seen: usize, tickets: &mut Tickets) -> Option<Effect> {
        let seen = seen.max(1);
        self.top = self.top.clamp((self.selected + 1).saturating_sub(seen), self.selected);
        self.top = self.top.min(self.items().len().saturating_sub(seen));
        let Listed::Shelf(shelf) = self.listed else { return None };
        if self.waiting.is_some() {
            return None;
        }
        let near_end = !self.to_last && self.selected + NEAR >= self.items.len();
        let near_start = !self.from_first && self.selected < NEAR;
        let window = if near_end {
            Window::After(self.items.last()?.key?)
        } else if near_start {
            Window::Before(self.items.first()?.key?)
        } else {
            return None;
        };
        self.waiting = Some(window);
        Some(Effect::LoadRows { ticket: tickets.issue(Request::Rows), shelf, window, select: Select::Same })
    }

    fn load(&mut self, window: Window, select: Select, tickets: &mut Tickets) -> Vec<Wish> {
        let Listed::Shelf(shelf) = self.listed else { return Vec::new() };
        self.waiting = Some(window);
        vec![Wish::Effect(Effect::LoadRows { ticket: tickets.issue(Request::Rows), shelf, window, select })]
    }

    fn step(&mut self, rows: isize) {
        self.select(self.selected.saturating_add_signed(rows));
    }

    fn select(&mut self, index: usize) {
        self.selected = index.min(self.items().len().saturating_sub(1));
    }

    fn preview(&self) -> Vec<Wish> {
        match self.current() {
            Some(item) => vec![Wish::Open(Opening::preview(item.which))],
            None => vec![Wish::CloseArticle],
        }
    }
}

fn none_unread() -> Wish {
    Wish::notice("Nothing else here is unread")
}

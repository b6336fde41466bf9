//! The overlays: values on a small stack, of which the top one sees the keys first. What they have in common, a list
//! of entries that typing filters, is here; each one's own meaning is in its file.

mod add_feed;
mod asked;
mod bookmarks;
mod changes;
mod evidence;
mod help;
mod people;
mod quotes;

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};

use self::asked::Asking;
use super::{Hunt, Opening, Wish, excerpt::Excerpt, keys::Mode, screen::Rect};
use crate::text::{self, CleanLine, Span};

pub use add_feed::add_feed;
pub use asked::{Answer, HitOrder, More, Question, figures, sayings, search};
pub use bookmarks::bookmarks;
pub use changes::changes;
pub use evidence::evidence;
pub use help::help;
pub use people::people;
pub use quotes::quotes;

/// What a key means to an overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table of bindings says what each does")]
pub enum OverlayCommand {
    Close,
    Choose,
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    Erase,
    EraseAll,
    Remove,
    Explain,
    Complete,
    Keep,
    Turn,
}

/// Which overlay it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The keys and what they do.
    Help,
    /// The people of the article.
    People,
    /// Who said what in the article.
    Quotes,
    /// The words that tell who said a quote.
    Evidence,
    /// All bookmarks.
    Bookmarks,
    /// What changed in the article.
    Changes,
    /// What a search finds in the library.
    Search,
    /// The people of the library.
    Figures,
    /// What one of them said.
    Sayings,
    /// The address of a feed to follow; what is typed is no filter.
    AddFeed,
}

/// One entry of an overlay.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The left column: a key, a name, a speaker.
    pub left: CleanLine,
    /// The right column, which may take several rows.
    pub right: CleanLine,
    /// How the left column is shown.
    pub tone: Tone,
    /// Words of the right column that are shown in a tone of their own, in order.
    pub lit: Vec<(Span, Tone)>,
    /// What choosing the entry does.
    choose: Vec<Wish>,
    /// What removing it does.
    remove: Vec<Wish>,
    /// What asking for its reasons does.
    explain: Vec<Wish>,
}

impl Entry {
    fn new(left: &str, right: &str, tone: Tone) -> Self {
        let excerpt = Excerpt { text: CleanLine::new(right), lit: Vec::new() };
        Self { tone, ..Self::quoting(left, excerpt) }
    }

    /// An entry with words of the text, some of which are lit.
    fn quoting(left: &str, Excerpt { text, lit }: Excerpt) -> Self {
        let (left, right) = (CleanLine::new(left), text);
        let choose = vec![Wish::CloseOverlay];
        Self { left, right, tone: Tone::Plain, lit, choose, remove: Vec::new(), explain: Vec::new() }
    }

    /// The same, which does this too when it is chosen.
    fn leading_to(mut self, wishes: impl IntoIterator<Item = Wish>) -> Self {
        self.choose.extend(wishes);
        self
    }
}

/// How an entry's left column is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    Plain,
    /// As a heading of the entries that follow, which cannot be chosen.
    Heading,
    /// In the colour of the person with this rank.
    Person(usize),
    /// As a source that is no named person.
    Source,
    /// As what was searched for.
    Found,
    /// As words that came.
    Came,
    /// As words that went.
    Went,
}

/// An overlay: entries, a filter over them, and the selected one.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlay {
    /// Which it is.
    pub kind: Kind,
    /// What it is called.
    pub title: CleanLine,
    /// What it says where it has no entries.
    pub empty: CleanLine,
    /// Share of the width that the left column may take, in per cent.
    pub left_share: u16,
    entries: Vec<Entry>,
    filter: String,
    shown: Vec<usize>,
    selected: usize,
    /// Columns of the widest left column among the shown entries.
    widest_left: usize,
    count: usize,
    /// What it asks of the library, if its entries come from there.
    asking: Option<Box<Asking>>,
    /// Whom it is about.
    name: String,
}

/// Where an entry stands on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The entry's index among those shown.
    pub index: usize,
    /// Its first row below the top of the entries.
    pub row: u16,
    /// The rows it takes.
    pub rows: u16,
}

/// Rows that one entry takes at the most.
const ROWS_AN_ENTRY: u16 = 6;

impl Overlay {
    fn new(kind: Kind, title: &str, empty: &str, left_share: u16, entries: Vec<Entry>) -> Self {
        let (title, empty) = (CleanLine::new(title), CleanLine::new(empty));
        let (filter, shown) = (String::new(), Vec::new());
        let (selected, widest_left, count) = (0, 0, 0);
        let (asking, name) = (None, String::new());
        let mut overlay =
            Self { kind, title, empty, left_share, entries, filter, shown, selected, widest_left, count, asking, name };
        overlay.sift();
        overlay
    }

    /// The modes in which its keys are looked up.
    pub fn modes(&self) -> &'static [Mode] {
        match self.kind {
            Kind::Bookmarks => &[Mode::Bookmarks, Mode::Overlay],
            Kind::Quotes => &[Mode::Quotes, Mode::Overlay],
            Kind::Search => &[Mode::Search, Mode::Overlay],
            Kind::Figures | Kind::Sayings => &[Mode::Library, Mode::Overlay],
            Kind::Help | Kind::People | Kind::Evidence | Kind::Changes | Kind::AddFeed => &[Mode::Overlay],
        }
    }

    /// The entries that the filter lets through.
    pub fn shown(&self) -> impl ExactSizeIterator<Item = &Entry> {
        self.shown.iter().map(|&index| &self.entries[index])
    }

    /// The number of the selected entry among those shown, from 1, and how many there are; headings do not count.
    pub fn number(&self) -> (usize, usize) {
        let before = self.shown().take(self.selected + 1).filter(|entry| entry.tone != Tone::Heading).count();
        (before, self.count)
    }

    /// The index of the selected entry among those shown.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// What has been typed.
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Types into the filter.
    pub fn type_text(&mut self, text: &str) {
        self.filter.push_str(text);
        self.typed();
    }

    /// What is typed has changed.
    fn typed(&mut self) {
        if self.asking.is_some() {
            self.ask_typed();
        } else {
            self.sift();
        }
    }

    /// Does what a key asks; `area` is where the entries stand.
    pub fn apply(&mut self, command: OverlayCommand, area: Rect) -> Vec<Wish> {
        self.stay();
        let page = |overlay: &Self| overlay.placed(area).len().saturating_sub(1).max(1) as isize;
        match command {
            OverlayCommand::Close => return vec![Wish::CloseOverlay],
            OverlayCommand::Choose if self.kind == Kind::AddFeed => return add_feed::chosen(&self.filter),
            OverlayCommand::Choose if self.kind == Kind::Search => return self.hunt(),
            OverlayCommand::Complete => return vec![Wish::Complete(self.filter.clone())],
            OverlayCommand::Keep => return self.keep_search(),
            OverlayCommand::Turn => self.turn(),
            OverlayCommand::Choose => return self.current().map_or_else(Vec::new, |entry| entry.choose.clone()),
            OverlayCommand::Explain => return self.current().map_or_else(Vec::new, |entry| entry.explain.clone()),
            OverlayCommand::Remove => return self.remove(),
            OverlayCommand::Down => self.step(1),
            OverlayCommand::Up => self.step(-1),
            OverlayCommand::PageDown => self.step(page(self)),
            OverlayCommand::PageUp => self.step(-page(self)),
            OverlayCommand::First => self.select(0, 1),
            OverlayCommand::Last => self.go_to_end(),
            OverlayCommand::Erase => {
                self.filter.pop();
                self.typed();
            }
            OverlayCommand::EraseAll => {
                self.filter.clear();
                self.typed();
            }
        }
        Vec::new()
    }

    /// Chooses the entry on this row of the entries' area.
    pub fn click(&mut self, row: u16, area: Rect) -> Vec<Wish> {
        let hit = self.placed(area).into_iter().find(|placed| (placed.row..placed.row + placed.rows).contains(&row));
        let Some(hit) = hit else { return Vec::new() };
        self.select(hit.index, 1);
        self.apply(OverlayCommand::Choose, area)
    }

    /// Where the entries are, inside the frame and under the filter.
    pub fn entries_area(frame: Rect) -> Rect {
        let inside = frame.below(2);
        let side = if frame.width > 30 { 2 } else { u16::from(frame.width > 2) };
        let bottom = u16::from(Self::has_lower_edge(frame));
        Rect {
            x: frame.x + side,
            width: frame.width.saturating_sub(2 * side),
            height: inside.height.saturating_sub(bottom),
            ..inside
        }
    }

    /// Whether the frame is closed below; on the lowest screens that row shows an entry.
    pub fn has_lower_edge(frame: Rect) -> bool {
        frame.height > 7
    }

    /// Columns of the left part with the two blanks behind it, and of the right part.
    pub fn columns(&self, area: Rect) -> (u16, u16) {
        if self.widest_left == 0 {
            return (0, area.width);
        }
        let left = 2 + (self.widest_left as u16).min(area.width * self.left_share / 100);
        (left, area.width.saturating_sub(left))
    }

    /// Which entries are seen, and where; the selected one always is, in the middle unless the first or the last ones
    /// leave room. Only entries near the selected one are looked at.
    pub fn placed(&self, area: Rect) -> Vec<Placed> {
        let (_, right) = self.columns(area);
        let height = area.height.max(1);
        let rows = |index: usize| rows_of(&self.entries[self.shown[index]], right).min(height);
        if self.shown.is_empty() {
            return Vec::new();
        }
        let mut first = self.selected;
        let mut used = rows(first);
        while first > 0 && used + rows(first - 1) <= height / 2 + 1 {
            first -= 1;
            used += rows(first);
        }
        let mut end = self.selected + 1;
        while end < self.shown.len() && used + rows(end) <= height {
            used += rows(end);
            end += 1;
        }
        while end == self.shown.len() && first > 0 && used + rows(first - 1) <= height {
            first -= 1;
            used += rows(first);
        }
        let mut row = 0;
        let place = |index| {
            let placed = Placed { index, row, rows: rows(index) };
            row += placed.rows;
            placed
        };
        (first..end).map(place).collect()
    }

    fn current(&self) -> Option<&Entry> {
        self.shown.get(self.selected).map(|&index| &self.entries[index])
    }

    /// Goes to the selected hit, and keeps the others for those keys that go from hit to hit.
    fn hunt(&self) -> Vec<Wish> {
        let Some(entry) = self.current() else { return Vec::new() };
        let opening = |entry: &Entry| {
            entry.choose.iter().find_map(|wish| match wish {
                Wish::Open(opening) => Some(opening.clone()),
                _ => None,
            })
        };
        let places: Vec<Opening> = self.shown().filter_map(opening).collect();
        if places.is_empty() {
            // Shelves are listed, not hits.
            return entry.choose.clone();
        }
        let hunt = Hunt { places, at: self.selected, sought: CleanLine::new(&self.filter) };
        entry.choose.iter().cloned().chain([Wish::Hunt(hunt)]).collect()
    }

    /// Puts a word in place of what was typed of it.
    pub fn complete(&mut self, span: Span, word: &str) {
        if span.fits(&self.filter) {
            self.filter.replace_range(span.range(), word);
            self.typed();
        }
    }

    fn remove(&mut self) -> Vec<Wish> {
        let Some(&index) = self.shown.get(self.selected).filter(|&&index| !self.entries[index].remove.is_empty())
        else {
            return Vec::new();
        };
        let (removed, selected) = (self.entries.remove(index), self.selected);
        self.sift();
        self.select(selected.min(self.shown.len().saturating_sub(1)), 1);
        removed.remove
    }

    fn select_last(&mut self) {
        self.select(self.shown.len().saturating_sub(1), -1);
    }

    fn step(&mut self, entries: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.select(self.selected.saturating_add_signed(entries).min(last), entries);
    }

    /// Selects an entry, or the next one in the direction of travel that is no heading.
    fn select(&mut self, index: usize, towards: isize) {
        let can =
            |index: &usize| self.shown.get(*index).is_some_and(|&entry| self.entries[entry].tone != Tone::Heading);
        let down = || (index..self.shown.len()).find(can);
        let up = || (0..=index).rev().find(can);
        let found = if towards >= 0 { down().or_else(up) } else { up().or_else(down) };
        self.selected = found.unwrap_or(0);
    }

    fn sift(&mut self) {
        let pattern = Pattern::new(&self.filter, CaseMatching::Smart, Normalization::Smart, AtomKind::Substring);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut matches = |entry: &Entry| {
            let words = format!("{} {}", entry.left, entry.right);
            pattern.score(Utf32Str::new(&words, &mut buffer), &mut matcher).is_some()
        };
        let filtered = !self.filter.is_empty() && self.asking.is_none();
        let entries = self.entries.iter().enumerate();
        let kept = entries.filter(|(_, entry)| !filtered || entry.tone != Tone::Heading && matches(entry));
        self.shown = kept.map(|(index, _)| index).collect();
        self.count = self.shown().filter(|entry| entry.tone != Tone::Heading).count();
        self.widest_left = self.shown().map(|entry| text::width(entry.left.as_str())).max().unwrap_or(0);
        self.select(0, 1);
    }
}

/// Rows that an entry takes where its right column has `width` columns.
fn rows_of(entry: &Entry, width: u16) -> u16 {
    let lines = super::page::wrap(entry.right.as_str(), width.max(1)).len() as u16;
    lines.clamp(1, ROWS_AN_ENTRY)
}

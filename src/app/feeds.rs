//! The shelf of feeds: what is followed, and the selected one.

use super::{Wish, list::ListCommand};
use crate::library::{Feed, FeedId, Shelf};

/// The feeds.
#[derive(Clone, Debug, Default)]
pub struct Feeds {
    all: Vec<Feed>,
    selected: usize,
    top: usize,
    /// The feed to select when it is among them.
    expected: Option<FeedId>,
}

impl Feeds {
    /// The feeds, in the order of the shelf.
    pub fn all(&self) -> &[Feed] {
        &self.all
    }

    /// The index of the selected one.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The index of the first one on the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The selected one.
    pub fn current(&self) -> Option<&Feed> {
        self.all.get(self.selected)
    }

    /// Takes in the feeds; the selected one stays selected, on its row of the screen.
    pub fn receive(&mut self, feeds: Vec<Feed>) {
        let above = self.selected.saturating_sub(self.top);
        let selected = self.expected.take().or(self.current().map(|feed| feed.id));
        self.all = feeds;
        let still = self.all.iter().position(|feed| Some(feed.id) == selected);
        self.selected = still.unwrap_or(self.selected.min(self.all.len().saturating_sub(1)));
        self.top = self.selected.saturating_sub(above);
    }

    /// Has a feed selected when the feeds arrive.
    pub fn select_once_there(&mut self, id: FeedId) {
        self.expected = Some(id);
    }

    /// Does what a key asks; `seen` is how many feeds the screen shows.
    pub fn apply(&mut self, command: ListCommand, seen: usize) -> Vec<Wish> {
        let last = self.all.len().saturating_sub(1);
        let page = seen.saturating_sub(1).max(1);
        self.selected = match command {
            ListCommand::Down => self.selected + 1,
            ListCommand::Up => self.selected.saturating_sub(1),
            ListCommand::HalfDown => self.selected + (seen / 2).max(1),
            ListCommand::HalfUp => self.selected.saturating_sub((seen / 2).max(1)),
            ListCommand::PageDown => self.selected + page,
            ListCommand::PageUp => self.selected.saturating_sub(page),
            ListCommand::First => 0,
            ListCommand::Last => last,
            ListCommand::Open | ListCommand::Page => return self.open(),
            _ => self.selected,
        }
        .min(last);
        Vec::new()
    }

    /// Opens the feed on this row of the screen, if there is one.
    pub fn click(&mut self, row: usize) -> Vec<Wish> {
        if self.top + row >= self.all.len() {
            return Vec::new();
        }
        self.selected = self.top + row;
        self.open()
    }

    /// Keeps the selected one on a screen of `seen` feeds.
    pub fn settle(&mut self, seen: usize) {
        self.top = self.top.clamp((self.selected + 1).saturating_sub(seen), self.selected);
        self.top = self.top.min(self.all.len().saturating_sub(seen));
    }

    fn open(&self) -> Vec<Wish> {
        vec![match self.current() {
            Some(feed) => Wish::List(Shelf::Feed(feed.id), feed.label().clone()),
            None => Wish::notice("Nothing is followed yet; a adds a feed"),
        }]
    }
}

//! The desk as a whole: it routes what happens to the pane or overlay that it concerns, and grants what those wish.

mod comparing;
mod deeds;
mod feeding;
mod grant;
mod hunting;
mod mouse;

use std::time::Duration;

use jiff::tz::TimeZone;

use super::{
    Change, Deed, Effect, Hunt, Msg, Opened, Opening, Refreshed, Request, Switch, Tickets, Wish,
    feeds::Feeds,
    glance::Glance,
    keys::{Command, DeskCommand, Key, Keymap, Lookup, Mode},
    list::{Direction, List, Listed},
    overlay::{self, Kind, Overlay},
    reader::{Marked, OpenArticle, Reader, ReaderCommand, Setting},
    renewal::Renewal,
    screen::{Pane, Screen, Size, Zen},
};
use crate::{
    library::{Feed, Shelf},
    text::CleanLine,
};

/// How long the page rests before its place is saved.
const REST: Duration = Duration::from_millis(300);
/// How much wider or narrower one key makes the column.
const COLUMN_STEP: u16 = 4;

/// What the reader has set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Columns that the text takes at the most.
    pub column: u16,
    /// The time zone in which dates are shown.
    pub zone: TimeZone,
    /// The keys.
    pub keymap: Keymap,
}

impl Settings {
    /// The narrowest column.
    pub const NARROWEST: u16 = 20;
    /// The widest column.
    pub const WIDEST: u16 = 160;
}

impl Default for Settings {
    fn default() -> Self {
        Self { column: 72, zone: TimeZone::UTC, keymap: Keymap::default() }
    }
}

/// All that is on the desk.
#[derive(Clone, Debug)]
pub struct State {
    settings: Settings,
    size: Size,
    focus: Pane,
    zen: Zen,
    list: List,
    reader: Reader,
    overlays: Vec<Overlay>,
    notice: Option<CleanLine>,
    keys: Vec<Key>,
    count: Option<u32>,
    opening: Option<Opening>,
    /// What was asked of an article that is still being opened.
    held: Vec<(ReaderCommand, Option<u32>)>,
    renewal: Renewal,
    glance: Glance,
    feeds: Feeds,
    /// What came so far of the refresh that goes on.
    refreshing: Option<Refreshed>,
    /// The address that was to be followed last, unless it is.
    refused: CleanLine,
    /// The hits of a search that are being gone through.
    hunt: Option<Hunt>,
    /// What takes back what was done, the last deed last.
    undo: Vec<Deed>,
    /// The deed being done, if it takes something back.
    undoing: Option<Deed>,
    tickets: Tickets,
}

impl State {
    /// A desk on a terminal of this size that lists these articles, and what it asks for first.
    pub fn new(settings: Settings, size: Size, listed: Listed) -> (Self, Vec<Effect>) {
        let mut state = Self {
            settings,
            size,
            focus: Pane::List,
            zen: Zen::Off,
            list: List::new(listed),
            reader: Reader::default(),
            overlays: Vec::new(),
            notice: None,
            keys: Vec::new(),
            count: None,
            opening: None,
            held: Vec::new(),
            renewal: Renewal::default(),
            glance: Glance::default(),
            feeds: Feeds::default(),
            refreshing: None,
            refused: CleanLine::default(),
            hunt: None,
            undo: Vec::new(),
            undoing: None,
            tickets: Tickets::default(),
        };
        let mut effects = Vec::new();
        let wishes = state.list.begin(&mut state.tickets);
        state.grant(wishes, &mut effects);
        (state, effects)
    }

    /// What the reader has set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Which pane the keys go to.
    pub fn focus(&self) -> Pane {
        self.focus
    }

    /// Whether the text has the screen for itself.
    pub fn zen(&self) -> Zen {
        self.zen
    }

    /// The list.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// The reader.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The overlays; the last one is on top.
    pub fn overlays(&self) -> &[Overlay] {
        &self.overlays
    }

    /// What the reader should know.
    pub fn notice(&self) -> Option<&CleanLine> {
        self.notice.as_ref()
    }

    /// The number typed before a motion.
    pub fn count(&self) -> Option<u32> {
        self.count
    }

    /// What may follow the keys typed so far, if they begin a sequence.
    pub fn may_follow(&self) -> Vec<(Key, Command)> {
        match self.settings.keymap.find(self.modes(), &self.keys) {
            Lookup::Prefix(next) if !self.keys.is_empty() => next,
            _ => Vec::new(),
        }
    }

    /// Whether an answer to a request of this kind is awaited.
    pub fn is_pending(&self, request: Request) -> bool {
        self.tickets.is_pending(request)
    }

    /// The feeds.
    pub fn feeds(&self) -> &Feeds {
        &self.feeds
    }

    /// The selected feed, while the keys go to the shelf of feeds.
    pub fn selected_feed(&self) -> Option<&Feed> {
        let is_shown = self.focus == Pane::List && self.list.listed() == Listed::Feeds;
        self.feeds.current().filter(|_| is_shown)
    }

    /// The open article, unless a feed stands in its place.
    fn article(&self) -> Option<&OpenArticle> {
        self.reader.open().filter(|_| self.selected_feed().is_none())
    }

    /// What came so far of the refresh that goes on.
    pub fn refreshing(&self) -> Option<Refreshed> {
        self.refreshing
    }

    /// How far the renewal of outdated analyses has come.
    pub fn renewal(&self) -> &Renewal {
        &self.renewal
    }

    /// Where everything is on the screen.
    pub fn screen(&self) -> Screen {
        Screen::new(self.size, self.focus, self.zen, self.settings.column)
    }

    /// The terminal's size.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The modes in which a key is looked up, the nearest first. Keys that mean nothing to the list go to the reader
    /// beside it.
    pub fn modes(&self) -> &'static [Mode] {
        match (self.overlays.last(), self.focus) {
            (Some(overlay), _) => overlay.modes(),
            (None, Pane::List) => &[Mode::List, Mode::Everywhere, Mode::Reader],
            (None, Pane::Reader) => &[Mode::Reader, Mode::Everywhere],
        }
    }

    fn setting(&self) -> Setting {
        let text = self.screen().text;
        Setting { width: text.width, height: text.height, zone: self.settings.zone.clone() }
    }

    fn press(&mut self, key: Key) -> Vec<Wish> {
        self.notice = None;
        if self.overlays.is_empty() && self.take_digit(key) {
            return Vec::new();
        }
        self.keys.push(key);
        match self.settings.keymap.find(self.modes(), &self.keys) {
            Lookup::Prefix(_) => Vec::new(),
            Lookup::Command(command) => {
                self.keys.clear();
                self.command(command)
            }
            Lookup::Unbound => {
                self.keys.clear();
                let count = self.count.take();
                self.unbound(key, count)
            }
        }
    }

    /// In the reader, digits count the motion that follows.
    fn take_digit(&mut self, key: Key) -> bool {
        let Some(digit) = key.typed().and_then(|c| c.to_digit(10)) else { return false };
        if self.focus != Pane::Reader || (digit == 0 && self.count.is_none()) {
            return false;
        }
        self.count = Some((self.count.unwrap_or(0) * 10 + digit).min(9999));
        true
    }

    /// In an overlay, keys that are not its own type into the filter, or mean what they mean everywhere.
    fn unbound(&mut self, key: Key, count: Option<u32>) -> Vec<Wish> {
        let Some(overlay) = self.overlays.last_mut() else {
            if count.is_none() {
                self.notice = Some(CleanLine::new(&format!("{key} means nothing here; ? shows the keys")));
            }
            return Vec::new();
        };
        if let Some(c) = key.typed() {
            overlay.type_text(c.encode_utf8(&mut [0; 4]));
            return Vec::new();
        }
        match self.settings.keymap.find(&[Mode::Everywhere], &[key]) {
            Lookup::Command(Command::Desk(
                command @ (DeskCommand::Quit | DeskCommand::Redraw | DeskCommand::Suspend),
            )) => self.desk(command),
            Lookup::Command(Command::Desk(DeskCommand::Help)) if overlay.kind == Kind::Help => {
                vec![Wish::CloseOverlay]
            }
            Lookup::Command(Command::Desk(DeskCommand::Help)) => self.desk(DeskCommand::Help),
            _ => Vec::new(),
        }
    }

    fn command(&mut self, command: Command) -> Vec<Wish> {
        let screen = self.screen();
        let count = self.count.take();
        match command {
            Command::Reader(command) if self.opening.is_some() && self.selected_feed().is_none() => {
                self.held.push((command, count));
                vec![Wish::Focus(Pane::Reader)]
            }
            Command::Reader(_) if self.article().is_none() => vec![no_article()],
            Command::Desk(command) => self.desk(command),
            Command::List(command) if self.list.listed() == Listed::Feeds && command.is_for_rows() => {
                self.feeds.apply(command, screen.items_seen())
            }
            Command::List(command) => self.list.apply(command, screen.items_seen(), &mut self.tickets),
            Command::Reader(command) => {
                self.focus = Pane::Reader;
                let height = self.screen().text.height;
                self.reader.apply(command, count, height)
            }
            Command::Overlay(command) => {
                let area = Overlay::entries_area(screen.overlay);
                self.overlays.last_mut().map_or_else(Vec::new, |overlay| overlay.apply(command, area))
            }
        }
    }

    fn desk(&mut self, command: DeskCommand) -> Vec<Wish> {
        match command {
            DeskCommand::Help => vec![Wish::Overlay(Box::new(overlay::help(&self.settings.keymap, self.modes())))],
            DeskCommand::Back => self.back(),
            DeskCommand::Quit => vec![Wish::Effect(Effect::Quit)],
            DeskCommand::Clear => self.clear(),
            DeskCommand::OtherPane if self.focus == Pane::List => vec![Wish::Focus(Pane::Reader)],
            DeskCommand::OtherPane | DeskCommand::ToList => vec![Wish::Focus(Pane::List)],
            DeskCommand::ToReader => vec![Wish::Focus(Pane::Reader)],
            DeskCommand::Zen => self.toggle_zen(),
            DeskCommand::Narrower => self.set_column(self.settings.column.saturating_sub(COLUMN_STEP)),
            DeskCommand::Wider => self.set_column(self.settings.column + COLUMN_STEP),
            DeskCommand::People => {
                let frame = self.screen().overlay;
                self.over_article(|open| overlay::people(open, self.reader.lit(), frame))
            }
            DeskCommand::WhoSaidWhat => self.over_article(overlay::quotes),
            DeskCommand::Bookmarks => {
                let ticket = self.tickets.issue(Request::Bookmarks);
                vec![Wish::Effect(Effect::LoadBookmarks { ticket })]
            }
            DeskCommand::ToggleBookmark => self.change(|opened| Change::Bookmark(!opened.bookmarked)),
            DeskCommand::ToggleRead => self.change(|opened| Change::Read(!opened.read)),
            DeskCommand::Undo => self.undo(),
            DeskCommand::Refresh => self.refresh(),
            DeskCommand::FullText => self.fetch_page(),
            DeskCommand::AlwaysFullText => self.always_fetch_pages(),
            DeskCommand::Changes => self.tell_changes(),
            DeskCommand::AddFeed => vec![Wish::Overlay(Box::new(overlay::add_feed(self.refused.as_str())))],
            DeskCommand::MarkAllRead => self.mark_all_read(),
            DeskCommand::Delete => self.delete(),
            DeskCommand::Browse => self.with_link(Effect::Browse),
            DeskCommand::CopyLink => self.with_link(|link| Effect::Copy(link.as_str().to_owned())),
            DeskCommand::NextArticle => self.list.neighbour(Direction::Down),
            DeskCommand::PreviousArticle => self.list.neighbour(Direction::Up),
            DeskCommand::Search => vec![Wish::Overlay(Box::new(overlay::search()))],
            DeskCommand::NextUnread if self.hunt.is_some() => self.next_hit(Direction::Down),
            DeskCommand::PreviousUnread if self.hunt.is_some() => self.next_hit(Direction::Up),
            DeskCommand::NextUnread => self.list.unread(Direction::Down, &mut self.tickets),
            DeskCommand::PreviousUnread => self.list.unread(Direction::Up, &mut self.tickets),
            DeskCommand::Redraw => vec![Wish::Effect(Effect::Redraw)],
            DeskCommand::Suspend => vec![Wish::Effect(Effect::Suspend)],
        }
    }

    fn back(&mut self) -> Vec<Wish> {
        if self.zen == Zen::On {
            return self.toggle_zen();
        }
        match self.focus {
            Pane::Reader => vec![Wish::Focus(Pane::List)],
            Pane::List => match self.list.listed() {
                Listed::Shelf(Shelf::Feed(_)) => self.list.show(Listed::Feeds, &mut self.tickets),
                Listed::Shelf(Shelf::Search(_) | Shelf::Tag(_)) => {
                    self.list.show(Listed::Shelf(Shelf::All), &mut self.tickets)
                }
                _ => vec![Wish::Effect(Effect::Quit)],
            },
        }
    }

    fn clear(&mut self) -> Vec<Wish> {
        (self.count, self.hunt) = (None, None);
        self.reader.clear();
        self.stop_fetching()
    }

    fn toggle_zen(&mut self) -> Vec<Wish> {
        self.zen = if self.zen == Zen::On { Zen::Off } else { Zen::On };
        vec![Wish::Focus(Pane::Reader)]
    }

    fn set_column(&mut self, column: u16) -> Vec<Wish> {
        self.settings.column = column.clamp(Settings::NARROWEST, Settings::WIDEST);
        vec![Wish::notice(format!("The text is at most {} columns wide", self.settings.column))]
    }

    fn over_article(&self, overlay: impl FnOnce(&OpenArticle) -> Overlay) -> Vec<Wish> {
        match self.article() {
            Some(open) => vec![Wish::Overlay(Box::new(overlay(open)))],
            None => vec![no_article()],
        }
    }

    /// A change to the selected article, which is the open one unless it is only now on its way.
    fn change(&self, change: impl FnOnce(&Opened) -> Change) -> Vec<Wish> {
        match self.article() {
            Some(_) if self.opening.is_some() => vec![Wish::notice("The article is still being opened")],
            Some(open) => {
                vec![Wish::Effect(Effect::Change { subject: open.opened.subject(), change: change(&open.opened) })]
            }
            None => vec![no_article()],
        }
    }

    /// Does something with the link of the article, or with the address of the site where a feed is selected.
    fn with_link(&self, effect: impl FnOnce(CleanLine) -> Effect) -> Vec<Wish> {
        let of_feed = self.selected_feed().map(|feed| feed.site.clone().unwrap_or_else(|| feed.address.clone()));
        let of_article = || self.article().map(|open| open.opened.article.link.clone());
        let link = match of_feed.map(Some).or_else(of_article) {
            Some(Some(link)) => link,
            Some(None) => return vec![Wish::notice("This article has no link")],
            None => return vec![no_article()],
        };
        let effect = effect(link.clone());
        let told = if matches!(effect, Effect::Copy(_)) { "Copied" } else { "Opening" };
        vec![Wish::Effect(effect), Wish::notice(format!("{told} {link}"))]
    }

    /// Takes in an answer or an event, and says what the parts that it concerns wish.
    fn receive(&mut self, msg: Msg) -> Vec<Wish> {
        match msg {
            Msg::Key(key) => return self.press(key),
            Msg::Mouse(mouse) => return self.click(mouse),
            Msg::Resize(size) => self.size = size,
            Msg::Pasted(text) => {
                if let Some(overlay) = self.overlays.last_mut() {
                    overlay.type_text(text.as_str());
                } else if self.list.listed() == Listed::Feeds {
                    return vec![Wish::Overlay(Box::new(overlay::add_feed(text.as_str())))];
                }
            }
            Msg::Resumed => return vec![Wish::Effect(Effect::Redraw)],
            Msg::End => return vec![Wish::Effect(Effect::Quit)],
            Msg::FilesFound(found) => return self.list.receive_files(found),
            Msg::FileRead(item) => self.list.refresh_file(item.which, item),
            Msg::Rows { rows, select, .. } => return self.list.receive(rows, select, &mut self.tickets),
            Msg::UnreadFound { found, .. } => return self.list.found_unread(found, &mut self.tickets),
            Msg::Opened { outcome, .. } => return self.opened(outcome),
            Msg::Analyzed { analysis, .. } => {
                return self.reader.receive_analysis(analysis).map(Wish::Effect).into_iter().collect();
            }
            Msg::LaidOut { page, .. } => self.reader.receive_page(*page),
            Msg::Bookmarks { bookmarks, .. } => {
                return vec![Wish::Overlay(Box::new(overlay::bookmarks(bookmarks)))];
            }
            Msg::Changed { which, kept, switch, row } => {
                self.list.refresh(which, &row);
                let housed = self.reader.refresh(which, kept, switch).map(Wish::Effect);
                return housed.into_iter().chain(told(switch).map(Wish::notice)).collect();
            }
            Msg::Feeds { feeds, .. } => self.feeds.receive(feeds),
            Msg::Followed { outcome, .. } => return self.followed(outcome),
            Msg::Refreshing(so_far) => self.refreshing = Some(so_far).filter(|_| self.is_pending(Request::Refresh)),
            Msg::Refreshed { outcome, .. } => return self.refreshed(outcome),
            Msg::PageFetched { id, outcome, .. } => return self.page_fetched(id, outcome),
            Msg::Answered { question, answer, .. } => self.answered(&question, answer),
            Msg::Completed { names, .. } => return self.completed(&names),
            Msg::Compared { differences, .. } => return self.compared(differences),
            Msg::Done { done, .. } => return self.done(done),
            Msg::Renewed { reached, left, .. } => self.renewal.receive(reached, left),
            Msg::Failed { ticket, .. } if ticket.request == Request::Renewal => self.renewal.give_up(),
            Msg::Failed { ticket, fault } => {
                match ticket.request {
                    Request::Rows => self.list.give_up(),
                    Request::Article => return self.opened(Err(fault)),
                    Request::Deed => self.undo.extend(self.undoing.take()),
                    _ => {}
                }
                self.notice = Some(fault);
            }
            Msg::Touched => return self.glance.touched(&mut self.tickets).map(Wish::Effect).into_iter().collect(),
            Msg::Glanced { is_changed, .. } => return self.glanced(is_changed),
            Msg::Notice(notice) => self.notice = Some(notice),
            Msg::Woke(ticket) if ticket.request == Request::Glance => {
                return vec![Wish::Effect(self.glance.woke(&mut self.tickets))];
            }
            Msg::Woke(_) => return self.reader.unsaved_place().map(Wish::Effect).into_iter().collect(),
        }
        Vec::new()
    }

    /// Shows what others have changed.
    fn glanced(&mut self, is_changed: bool) -> Vec<Wish> {
        let again = self.glance.taken(&mut self.tickets).map(Wish::Effect);
        let reloading = if is_changed { self.reload() } else { Vec::new() };
        reloading.into_iter().chain(again).collect()
    }

    /// Reads anew what is listed.
    fn reload(&mut self) -> Vec<Wish> {
        match self.list.listed() {
            Listed::Feeds => vec![Wish::ListFeeds],
            _ => self.list.reload(&mut self.tickets),
        }
    }

    fn opened(&mut self, outcome: Result<Box<Opened>, CleanLine>) -> Vec<Wish> {
        let Some(opening) = self.opening.take() else { return Vec::new() };
        let held = std::mem::take(&mut self.held);
        let opened = match outcome {
            Ok(opened) => *opened,
            Err(fault) => {
                self.reader.close(Some(fault));
                return Vec::new();
            }
        };
        self.list.refresh_opened(&opened);
        let passage = opening.passage.and_then(|(id, _)| opened.passages.iter().find(|(known, _)| *known == id));
        let passage = passage.map(|(_, span)| *span);
        let setting = self.setting();
        let mut wishes: Vec<_> = self
            .reader
            .show(opened, opening.at.as_ref(), &setting, &mut self.tickets)
            .into_iter()
            .map(Wish::Effect)
            .collect();
        wishes.extend(passage.map(|span| Wish::GoTo(Marked::Passage(span))));
        wishes.extend(opening.mark.map(Wish::GoTo));
        if opening.begin {
            wishes.push(Wish::Begin);
        }
        if opening.compare {
            wishes.extend(self.compare());
        }
        wishes.extend(held.into_iter().map(|(command, count)| Wish::Run(Command::Reader(command), count)));
        wishes
    }

    /// Brings every part in line with the screen, once all that a message led to is done.
    fn settle(&mut self, effects: &mut Vec<Effect>) {
        let setting = self.setting();
        effects.extend(self.reader.settle(&setting, &mut self.tickets));
        let seen = self.screen().items_seen();
        self.feeds.settle(seen);
        effects.extend(self.ask());
        effects.extend(self.list.settle(seen, &mut self.tickets));
        if self.reader.has_unsaved_place() && !self.tickets.is_pending(Request::Place) {
            let ticket = self.tickets.issue(Request::Place);
            effects.push(Effect::Wake { ticket, after: REST });
        }
        effects.extend(self.renewal.settle(&mut self.tickets));
        if effects.iter().any(|effect| matches!(effect, Effect::Quit | Effect::Suspend)) {
            // The place goes first, so that leaving loses nothing.
            effects.splice(..0, self.reader.unsaved_place());
        }
    }
}

/// Changes the desk by what happened, and says what it asks of the world.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    if msg.ticket().is_some_and(|ticket| !state.tickets.redeem(ticket)) {
        return Vec::new();
    }
    let mut effects = Vec::new();
    let wishes = state.receive(msg);
    state.grant(wishes, &mut effects);
    state.settle(&mut effects);
    effects
}

fn no_article() -> Wish {
    Wish::notice("No article is open; choose one in the list")
}

/// What a change is worth telling.
fn told(switch: Switch) -> Option<&'static str> {
    match switch {
        Switch::Bookmarked(true) => Some("Bookmarked the article; B shows all bookmarks"),
        Switch::Bookmarked(false) => Some("Removed the bookmark of the article"),
        Switch::PassageAdded(..) => Some("Bookmarked the passage; B shows all bookmarks"),
        Switch::BookmarkRemoved(_) => Some("Removed the bookmark of the passage"),
        Switch::Read(true) => Some("Marked as read"),
        Switch::Read(false) => Some("Marked as unread"),
        Switch::Begun | Switch::Placed => None,
    }
}

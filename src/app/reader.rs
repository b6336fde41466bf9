//! The reader pane: the open article, who is lit in it, and the places one jumped from.

mod opened;

use std::sync::Arc;

use jiff::tz::TimeZone;

use self::opened::{Way, page_step};
use super::{ArticleRef, Effect, Opened, Request, Subject, Switch, Tickets, Wish, page::Page};
use crate::{
    analysis::{Analysis, PersonId},
    article::{Anchor, Difference},
    library::{ArticleId, RevisionId},
    text::CleanLine,
};

pub use opened::{Marked, OpenArticle, Progress};

/// What a key means to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table of bindings says what each does")]
pub enum ReaderCommand {
    PageDown,
    PageUp,
    Down,
    Up,
    HalfDown,
    HalfUp,
    Top,
    Bottom,
    NextQuote,
    PreviousQuote,
    NextMention,
    PreviousMention,
    NextParagraph,
    PreviousParagraph,
    JumpBack,
    JumpForward,
    BookmarkPassage,
    CopyQuote,
}

/// A place in an article that one jumped from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The article.
    pub which: ArticleRef,
    /// What stood at the top of the page; its text may change before one comes back. `None` at the very top.
    pub place: Option<Anchor>,
}

/// What a page is laid out for.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Columns of the text.
    pub width: u16,
    /// Rows of the text.
    pub height: u16,
    /// The time zone in which dates are shown.
    pub zone: TimeZone,
}

/// The reader.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    open: Option<OpenArticle>,
    /// Whether the open article was not in the library when its analysis was asked for, and that is not stored yet.
    is_homeless: bool,
    fault: Option<CleanLine>,
    lit: Option<PersonId>,
    back: Vec<Spot>,
    forward: Vec<Spot>,
}

impl Reader {
    /// The open article.
    pub fn open(&self) -> Option<&OpenArticle> {
        self.open.as_ref()
    }

    /// Why there is none.
    pub fn fault(&self) -> Option<&CleanLine> {
        self.fault.as_ref()
    }

    /// The one person who is lit; `None` where everyone is.
    pub fn lit(&self) -> Option<PersonId> {
        self.lit
    }

    /// Lights one person alone, or everyone again.
    pub fn light(&mut self, person: Option<PersonId>) {
        self.lit = person;
    }

    /// Puts an article on the desk, at the place where its reader left it or at `at`.
    pub fn show(&mut self, opened: Opened, at: Option<&Spot>, setting: &Setting, tickets: &mut Tickets) -> Vec<Effect> {
        let mut effects = Vec::new();
        let is_homeless = opened.analysis.is_none() && opened.kept.is_none();
        if opened.analysis.is_none() {
            let ticket = tickets.issue(Request::Analysis);
            let revision = opened.kept.map(|(_, revision)| revision);
            effects.push(Effect::Analyze { ticket, revision, article: Arc::clone(&opened.article) });
        }
        let (open, effect) = OpenArticle::new(opened, at, setting, tickets);
        effects.extend(effect);
        (self.open, self.fault, self.lit) = (Some(open), None, None);
        self.is_homeless = is_homeless;
        effects
    }

    /// Takes the article off the desk, and says why there is none.
    pub fn close(&mut self, fault: Option<CleanLine>) {
        (self.open, self.fault) = (None, fault);
    }

    /// Takes in the analysis of the open article.
    pub fn receive_analysis(&mut self, analysis: Arc<Analysis>) -> Option<Effect> {
        self.open.as_mut()?.receive_analysis(analysis);
        self.house_analysis()
    }

    /// Has the analysis stored of an article that joined the library while it was being analysed.
    fn house_analysis(&mut self) -> Option<Effect> {
        let opened = &self.open.as_ref().filter(|_| self.is_homeless)?.opened;
        let ((_, revision), analysis) = opened.kept.zip(opened.analysis.clone())?;
        self.is_homeless = false;
        Some(Effect::Store { revision, analysis })
    }

    /// Takes in the page of the open article, laid out to its end.
    pub fn receive_page(&mut self, page: Page) {
        if let Some(open) = &mut self.open {
            open.receive_page(page);
        }
    }

    /// Takes in a change that is in the library by now.
    pub fn refresh(&mut self, which: ArticleRef, kept: (ArticleId, RevisionId), switch: Switch) -> Option<Effect> {
        let concerns = |opened: &Opened| opened.which == which || opened.kept.is_some_and(|(id, _)| id == kept.0);
        if let Some(open) = self.open.as_mut().filter(|open| concerns(&open.opened)) {
            open.opened.kept.get_or_insert(kept);
            open.opened.apply(switch);
        }
        self.house_analysis()
    }

    /// Lays the open article out for the screen, where its width has changed, and makes the rows it shows ready.
    pub fn settle(&mut self, setting: &Setting, tickets: &mut Tickets) -> Option<Effect> {
        self.open.as_mut()?.settle(setting, tickets)
    }

    /// Does what a key asks, `count` times; `height` is how many rows the page has.
    pub fn apply(&mut self, command: ReaderCommand, count: Option<u32>, height: u16) -> Vec<Wish> {
        let Some(spot) = self.spot() else { return Vec::new() };
        let from = spot.clone();
        let (times, lit) = (count.unwrap_or(1).max(1), self.lit);
        let Some(open) = self.open.as_mut() else { return Vec::new() };
        let (height, times) = (i64::from(height.max(1)), i64::from(times));
        let mut wishes = match command {
            ReaderCommand::PageDown => open.page_down(page_step(height) * times, height),
            ReaderCommand::PageUp => open.scroll(-page_step(height) * times, height),
            ReaderCommand::Down => open.scroll(times, height),
            ReaderCommand::Up => open.scroll(-times, height),
            ReaderCommand::HalfDown => open.scroll((height / 2).max(1) * times, height),
            ReaderCommand::HalfUp => open.scroll(-(height / 2).max(1) * times, height),
            ReaderCommand::Top => self.jump(from, OpenArticle::go_to_top),
            ReaderCommand::Bottom => self.jump(from, |open| open.go_to_end(height)),
            ReaderCommand::NextQuote => self.jump(from, |open| open.visit_quote(Way::Forward(times), height)),
            ReaderCommand::PreviousQuote => self.jump(from, |open| open.visit_quote(Way::Back(times), height)),
            ReaderCommand::NextMention => self.jump(from, |open| open.visit_mention(lit, Way::Forward(times), height)),
            ReaderCommand::PreviousMention => self.jump(from, |open| open.visit_mention(lit, Way::Back(times), height)),
            ReaderCommand::NextParagraph => open.visit_paragraph(times, height),
            ReaderCommand::PreviousParagraph => open.visit_paragraph(-times, height),
            ReaderCommand::JumpBack => self.travel(Way::Back(times)),
            ReaderCommand::JumpForward => self.travel(Way::Forward(times)),
            ReaderCommand::BookmarkPassage => open.toggle_passage(height),
            ReaderCommand::CopyQuote => open.copy_quote(height),
        };
        // Who pages, or comes to the end in any way, reads.
        let is_paging = matches!(command, ReaderCommand::PageDown | ReaderCommand::HalfDown);
        let is_read = |open: &mut OpenArticle| is_paging || (open.spot() != spot && open.is_at_end(height));
        if self.open.as_mut().is_some_and(is_read) {
            wishes.insert(0, Wish::Begin);
        }
        wishes
    }

    /// Goes to a quote, a mention or a passage that an overlay named.
    pub fn go_to(&mut self, marked: Marked, height: u16) -> Vec<Wish> {
        let Some(spot) = self.spot() else { return Vec::new() };
        self.jump(spot, |open| {
            open.mark(open.recognised(marked), i64::from(height));
            Vec::new()
        })
    }

    /// Goes to a place in the open article, as one comes back to where one was.
    pub fn return_to(&mut self, spot: &Spot) {
        if let Some(open) = &mut self.open {
            open.return_to(spot);
        }
    }

    /// Marks where the open article differs from an earlier state of its text.
    pub fn mark_changes(&mut self, differences: &[Difference]) {
        if let Some(open) = &mut self.open {
            open.mark_changes(differences);
        }
    }

    /// Clears what is lit and marked.
    pub fn clear(&mut self) {
        self.lit = None;
        if let Some(open) = &mut self.open {
            open.clear();
        }
    }

    /// Scrolls by rows, as the wheel does.
    pub fn scroll(&mut self, rows: i64, height: u16) -> Vec<Wish> {
        self.open.as_mut().map_or_else(Vec::new, |open| open.scroll(rows, i64::from(height)))
    }

    /// The place to be saved, if it has moved since it was saved last.
    pub fn unsaved_place(&mut self) -> Option<Effect> {
        self.open.as_mut()?.unsaved_place()
    }

    /// Has the place saved once more even if it does not move: reading begins here. Answers the article if the library
    /// does not know yet that it was read as it stands.
    pub fn begin(&mut self) -> Option<&OpenArticle> {
        let open = self.open.as_mut()?;
        open.begin().then_some(&*open)
    }

    /// Whether the place has moved since it was saved last.
    pub fn has_unsaved_place(&self) -> bool {
        self.open.as_ref().is_some_and(OpenArticle::has_unsaved_place)
    }

    /// Remembers where the reader is before another article takes the desk.
    pub fn leave_spot(&mut self) {
        if let Some(spot) = self.spot() {
            self.remember(spot);
        }
    }

    fn spot(&self) -> Option<Spot> {
        self.open.as_ref().map(OpenArticle::spot)
    }

    fn remember(&mut self, spot: Spot) {
        if self.back.last() != Some(&spot) {
            self.back.push(spot);
        }
        self.forward.clear();
    }

    /// Does a jump, and remembers where it set off if it led anywhere.
    fn jump(&mut self, from: Spot, go: impl FnOnce(&mut OpenArticle) -> Vec<Wish>) -> Vec<Wish> {
        let wishes = self.open.as_mut().map_or_else(Vec::new, go);
        if self.spot().as_ref() != Some(&from) {
            self.remember(from);
        }
        wishes
    }

    fn travel(&mut self, way: Way) -> Vec<Wish> {
        let Some(here) = self.spot() else { return Vec::new() };
        let mut at = here.clone();
        let (times, back) = match way {
            Way::Back(times) => (times, true),
            Way::Forward(times) => (times, false),
        };
        for _ in 0..times {
            let (from, onto) =
                if back { (&mut self.back, &mut self.forward) } else { (&mut self.forward, &mut self.back) };
            let Some(spot) = from.pop() else { break };
            onto.push(at);
            at = spot;
        }
        if at == here {
            let end = if back { "This is where you set off" } else { "This is as far as you jumped" };
            return vec![Wish::notice(end)];
        }
        vec![Wish::Visit(at)]
    }
}

impl Opened {
    /// Whom a change of the library concerns.
    pub fn subject(&self) -> Subject {
        match self.kept {
            Some((id, revision)) => Subject::Kept { which: self.which, id, revision },
            None => {
                Subject::New { which: self.which, article: Arc::clone(&self.article), analysis: self.analysis.clone() }
            }
        }
    }

    fn apply(&mut self, switch: Switch) {
        match switch {
            Switch::Begun => self.read = true,
            Switch::Read(read) => self.read = read,
            Switch::Bookmarked(bookmarked) => self.bookmarked = bookmarked,
            Switch::PassageAdded(id, span) => {
                self.passages.push((id, span));
                self.passages.sort_by_key(|(_, span)| *span);
            }
            Switch::BookmarkRemoved(id) => self.passages.retain(|(known, _)| *known != id),
            Switch::Placed => {}
        }
    }
}

//! Granting what panes and overlays wish of the desk around them.

use super::State;
use crate::{
    analysis::PersonId,
    app::{
        Change, Effect, Opening, Request, Wish,
        list::Direction,
        overlay,
        reader::{ReaderCommand, Spot},
        screen::{Pane, Zen},
    },
    text::CleanLine,
};

impl State {
    /// Grants wishes in their order, and those that come of them.
    pub(super) fn grant(&mut self, wishes: Vec<Wish>, effects: &mut Vec<Effect>) {
        for wish in wishes {
            match wish {
                Wish::Effect(effect) => effects.push(effect),
                Wish::Notice(notice) => self.notice = Some(notice),
                Wish::Open(opening) => self.open(opening, effects),
                Wish::CloseArticle => self.close_article(effects),
                Wish::Begin => self.begin(effects),
                Wish::Focus(pane) => self.turn_to(pane, effects),
                Wish::PageOn => self.page_on(effects),
                Wish::NextUnread => {
                    let wishes = self.list.unread(Direction::Down, &mut self.tickets);
                    self.grant(wishes, effects);
                }
                Wish::Visit(spot) => self.visit(spot, effects),
                Wish::GoTo(marked) => {
                    let wishes = self.reader.go_to(marked, self.screen().text.height);
                    self.focus = Pane::Reader;
                    self.grant(wishes, effects);
                }
                Wish::Run(command, count) => {
                    self.count = count;
                    let wishes = self.command(command);
                    self.grant(wishes, effects);
                }
                Wish::Light(person) => self.light(person),
                Wish::ListFeeds => {
                    let ticket = self.tickets.issue(Request::Feeds);
                    effects.push(Effect::LoadFeeds { ticket });
                }
                Wish::List(shelf, called) => {
                    let wishes = self.list.show_called(shelf, called, &mut self.tickets);
                    self.focus = Pane::List;
                    self.grant(wishes, effects);
                }
                Wish::Do(deed) => {
                    let wishes = self.wish_for(deed);
                    self.grant(wishes, effects);
                }
                Wish::Follow(address) => {
                    let ticket = self.tickets.issue(Request::Follow);
                    self.refused = address.clone();
                    effects.push(Effect::Follow { ticket, address });
                }
                Wish::CloseOverlays => self.overlays.clear(),
                Wish::Hunt(hunt) => self.hunt = Some(hunt),
                Wish::Complete(text) => {
                    let ticket = self.tickets.issue(Request::Completion);
                    effects.push(Effect::Complete { ticket, text });
                }
                Wish::Explain(quote) => match self.reader.open().and_then(|open| overlay::evidence(open, quote)) {
                    Some(evidence) => self.overlays.push(evidence),
                    None => self.notice = Some(CleanLine::new("The text leaves open who said this")),
                },
                Wish::CloseOverlay => {
                    self.overlays.pop();
                }
                Wish::Overlay(overlay) => self.overlays.push(*overlay),
            }
        }
    }

    fn open(&mut self, opening: Opening, effects: &mut Vec<Effect>) {
        effects.extend(self.reader.unsaved_place());
        if opening.begin {
            self.reader.leave_spot();
        }
        self.list.select_article(opening.which);
        self.held.clear();
        self.tickets.cancel(Request::Analysis);
        self.tickets.cancel(Request::Page);
        self.tickets.cancel(Request::Comparison);
        let ticket = self.tickets.issue(Request::Article);
        effects.push(Effect::Open { ticket, which: opening.which, passage: opening.passage });
        self.opening = Some(opening);
    }

    fn close_article(&mut self, effects: &mut Vec<Effect>) {
        effects.extend(self.reader.unsaved_place());
        self.tickets.cancel(Request::Article);
        self.tickets.cancel(Request::Comparison);
        self.opening = None;
        self.reader.close(None);
    }

    /// Marks the article as read that is open, or will be.
    fn begin(&mut self, effects: &mut Vec<Effect>) {
        if let Some(opening) = &mut self.opening {
            opening.begin = true;
            return;
        }
        if let Some(open) = self.reader.begin() {
            effects.push(Effect::Change { subject: open.opened.subject(), change: Change::Begun });
        }
    }

    fn turn_to(&mut self, pane: Pane, effects: &mut Vec<Effect>) {
        self.focus = pane;
        if pane == Pane::List {
            self.zen = Zen::Off;
            effects.extend(self.reader.unsaved_place());
        }
    }

    /// Pages the reader from the list: beside it where both are seen, else by going there.
    fn page_on(&mut self, effects: &mut Vec<Effect>) {
        let wishes = if self.screen().reader.is_some() && self.opening.is_some() {
            self.held.push((ReaderCommand::PageDown, None));
            Vec::new()
        } else if self.screen().reader.is_some() {
            self.reader.apply(ReaderCommand::PageDown, None, self.screen().text.height)
        } else {
            vec![Wish::Begin, Wish::Focus(Pane::Reader)]
        };
        self.grant(wishes, effects);
    }

    fn visit(&mut self, spot: Spot, effects: &mut Vec<Effect>) {
        if self.reader.open().is_some_and(|open| open.opened.which == spot.which) {
            self.reader.return_to(&spot);
        } else {
            let opening = Opening::preview(spot.which);
            self.open(Opening { at: Some(spot), ..opening }, effects);
        }
        self.focus = Pane::Reader;
    }

    fn light(&mut self, person: Option<PersonId>) {
        self.reader.light(person);
        self.focus = Pane::Reader;
        let insight = self.reader.open().and_then(|open| open.insight.as_ref());
        let name = person.zip(insight).map(|(person, insight)| insight.analysis().name(person).to_owned());
        self.notice = Some(CleanLine::new(&match name {
            Some(name) => format!("{name} is lit alone: p next, P previous, Esc everyone"),
            None => "Everyone is lit".to_owned(),
        }));
    }
}

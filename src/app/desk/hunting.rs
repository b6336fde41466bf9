//! What overlays ask of the library, and the hits of a search on the desk.

use super::State;
use crate::{
    app::{
        Effect, Request, Wish,
        list::Direction,
        overlay::{Answer, Kind, Question},
        screen::Pane,
    },
    library::Names,
};

impl State {
    /// Asks what the overlay on top wants to know. What is typed meanwhile is asked at once, and the answer to what was
    /// asked before counts no more; more of the same is asked for when there is an answer.
    pub(super) fn ask(&mut self) -> Option<Effect> {
        let overlay = self.overlays.last_mut()?;
        if self.tickets.is_pending(Request::Answer) && !overlay.asks_anew() {
            return None;
        }
        let question = overlay.due()?;
        Some(Effect::Ask { ticket: self.tickets.issue(Request::Answer), question: Box::new(question) })
    }

    /// An answer goes to whichever overlay asked, if that is still there.
    pub(super) fn answered(&mut self, question: &Question, answer: Answer) {
        if let Some(overlay) = self.overlays.iter_mut().rev().find(|overlay| overlay.asks(question)) {
            overlay.receive(question, answer);
        }
    }

    /// One word completes what was typed; several are told.
    pub(super) fn completed(&mut self, names: &Names) -> Vec<Wish> {
        let searching = self.overlays.last_mut().filter(|overlay| overlay.kind == Kind::Search);
        match (names.names.as_slice(), searching) {
            ([name], Some(overlay)) => {
                overlay.complete(names.span, name.as_str());
                Vec::new()
            }
            ([], _) => vec![Wish::notice("Nothing is known that completes this")],
            (several, _) => {
                let several: Vec<_> = several.iter().map(ToString::to_string).collect();
                vec![Wish::notice(several.join("  "))]
            }
        }
    }

    /// Goes to the next hit of the search in that direction.
    pub(super) fn next_hit(&mut self, direction: Direction) -> Vec<Wish> {
        let Some(hunt) = &mut self.hunt else { return Vec::new() };
        let next = match direction {
            Direction::Down => hunt.at.checked_add(1).filter(|next| *next < hunt.places.len()),
            Direction::Up => hunt.at.checked_sub(1),
        };
        let Some(next) = next else {
            return vec![Wish::notice("No hit beyond this one; Esc ends the search")];
        };
        hunt.at = next;
        let told = format!("Hit {}/{} for {}", next + 1, hunt.places.len(), hunt.sought);
        vec![Wish::Open(hunt.places[next].clone()), Wish::Focus(Pane::Reader), Wish::notice(told)]
    }
}

//! What an older byline said of articles is made anew, a few at a time and only while nothing else is asked for: the
//! reader's own requests come first, and an idle session with nothing left to renew asks for nothing.

use super::{Effect, Request, Tickets};
use crate::library::Outdated;

/// What the reader waits for when one of these is under way.
const FIRST: [Request; 5] = [Request::Rows, Request::Unread, Request::Article, Request::Analysis, Request::Page];

/// How far the renewal of outdated analyses has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Renewal {
    reached: Option<Outdated>,
    /// How many were outdated at the beginning, and still are.
    all: u64,
    left: u64,
    over: bool,
}

impl Renewal {
    /// Takes in that all up to `reached` are renewed and `left` still to be; without a `reached` it is over.
    pub(super) fn receive(&mut self, reached: Option<Outdated>, left: u64) {
        self.over = reached.is_none();
        self.reached = reached.or(self.reached);
        self.left = left;
        self.all = self.all.max(left);
    }

    /// Leaves what is outdated as it is until it is opened.
    pub(super) fn give_up(&mut self) {
        self.over = true;
    }

    /// Asks for the next few, if nothing else is asked for.
    pub(super) fn settle(&self, tickets: &mut Tickets) -> Option<Effect> {
        if self.over {
            return None;
        }
        if FIRST.iter().any(|request| tickets.is_pending(*request)) {
            // Whoever does the work may put it off for what comes first; it is then asked for again.
            tickets.cancel(Request::Renewal);
            return None;
        }
        if tickets.is_pending(Request::Renewal) {
            return None;
        }
        Some(Effect::Renew { ticket: tickets.issue(Request::Renewal), after: self.reached })
    }

    /// How much is renewed, in per cent, while that goes on.
    pub fn percent(&self) -> Option<u64> {
        let under_way = !self.over && self.reached.is_some();
        under_way.then(|| ((self.all - self.left) * 100).checked_div(self.all).unwrap_or(100))
    }
}

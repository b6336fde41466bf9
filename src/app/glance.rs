//! When to look whether another process has changed the library. Its files tell that they were written to, by whomever,
//! and a little before what was written can be read: so one look follows soon and a second one later.

use std::time::Duration;

use super::{Effect, Request, Tickets};

/// How long what others write is gathered before the first look.
const SOON: Duration = Duration::from_millis(150);
/// How long after it the second look is taken, for a disk that is slow to settle.
const LATER: Duration = Duration::from_secs(1);

/// The looks that are still to be taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Glance {
    left: u8,
}

impl Glance {
    /// The library's files were written to.
    pub(super) fn touched(&mut self, tickets: &mut Tickets) -> Option<Effect> {
        self.left = 2;
        wait(SOON, tickets)
    }

    /// The time until the next look is over.
    pub(super) fn woke(&mut self, tickets: &mut Tickets) -> Effect {
        self.left = self.left.saturating_sub(1);
        Effect::Glance { ticket: tickets.issue(Request::Glance) }
    }

    /// A look was taken.
    pub(super) fn taken(self, tickets: &mut Tickets) -> Option<Effect> {
        match self.left {
            0 => None,
            1 => wait(LATER, tickets),
            _ => wait(SOON, tickets),
        }
    }
}

fn wait(after: Duration, tickets: &mut Tickets) -> Option<Effect> {
    let waits = tickets.is_pending(Request::Glance);
    (!waits).then(|| Effect::Wake { ticket: tickets.issue(Request::Glance), after })
}

//! Tickets: every request has one, which its answer gives back; an answer whose ticket is no longer current is dropped.

use super::{Effect, Msg};

/// What is being asked for; a newer request of a kind makes the older one void.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Request {
    /// Rows of a shelf.
    Rows,
    /// The next unread article.
    Unread,
    /// An article.
    Article,
    /// An analysis.
    Analysis,
    /// A page.
    Page,
    /// The bookmarks.
    Bookmarks,
    /// A moment to save the place.
    Place,
    /// Outdated analyses.
    Renewal,
    /// Whether others have changed the library, or a moment until that is asked.
    Glance,
    /// The feeds.
    Feeds,
    /// A feed to follow.
    Follow,
    /// News of feeds.
    Refresh,
    /// The page of an article.
    FullText,
    /// What an overlay asks of the library.
    Answer,
    /// What a word may become.
    Completion,
    /// What changed in an article.
    Comparison,
    /// Something that can be taken back.
    Deed,
}

impl Request {
    /// How many kinds there are.
    const KINDS: usize = Self::Deed as usize + 1;
}

/// A request's identity, given back with its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket {
    /// What was asked for.
    pub request: Request,
    serial: u64,
}

/// The tickets that are current.
#[derive(Clone, Debug, Default)]
pub struct Tickets {
    serial: u64,
    current: [Option<u64>; Request::KINDS],
    /// Those that are current beside others of their kind.
    beside: Vec<Ticket>,
}

impl Tickets {
    /// A new ticket, which makes older ones for the same kind of request void.
    pub fn issue(&mut self, request: Request) -> Ticket {
        self.serial += 1;
        self.current[request as usize] = Some(self.serial);
        Ticket { request, serial: self.serial }
    }

    /// A new ticket beside those for the same kind of request: all of their answers are wanted.
    pub(super) fn issue_beside(&mut self, request: Request) -> Ticket {
        self.serial += 1;
        let ticket = Ticket { request, serial: self.serial };
        self.beside.push(ticket);
        ticket
    }

    /// Takes a ticket back; whether it was current.
    pub(super) fn redeem(&mut self, ticket: Ticket) -> bool {
        if let Some(at) = self.beside.iter().position(|known| *known == ticket) {
            self.beside.swap_remove(at);
            return true;
        }
        let current = &mut self.current[ticket.request as usize];
        let valid = *current == Some(ticket.serial);
        if valid {
            *current = None;
        }
        valid
    }

    /// Makes the tickets for a kind of request void, whatever their answers will be.
    pub(super) fn cancel(&mut self, request: Request) {
        self.current[request as usize] = None;
        self.beside.retain(|ticket| ticket.request != request);
    }

    /// Whether a request of this kind is under way.
    pub fn is_pending(&self, request: Request) -> bool {
        self.current[request as usize].is_some() || self.beside.iter().any(|ticket| ticket.request == request)
    }
}

impl Effect {
    /// The ticket that an answer must give back.
    pub fn ticket(&self) -> Option<Ticket> {
        match self {
            Self::LoadRows { ticket, .. }
            | Self::FindUnread { ticket, .. }
            | Self::Open { ticket, .. }
            | Self::Analyze { ticket, .. }
            | Self::LayOut { ticket, .. }
            | Self::LoadBookmarks { ticket }
            | Self::Glance { ticket }
            | Self::LoadFeeds { ticket }
            | Self::Follow { ticket, .. }
            | Self::Refresh { ticket, .. }
            | Self::Do { ticket, .. }
            | Self::Ask { ticket, .. }
            | Self::Complete { ticket, .. }
            | Self::Compare { ticket, .. }
            | Self::FetchPage { ticket, .. }
            | Self::Renew { ticket, .. }
            | Self::Wake { ticket, .. } => Some(*ticket),
            _ => None,
        }
    }
}

impl Msg {
    pub(super) fn ticket(&self) -> Option<Ticket> {
        match self {
            Self::Rows { ticket, .. }
            | Self::UnreadFound { ticket, .. }
            | Self::Opened { ticket, .. }
            | Self::Analyzed { ticket, .. }
            | Self::LaidOut { ticket, .. }
            | Self::Bookmarks { ticket, .. }
            | Self::Renewed { ticket, .. }
            | Self::Glanced { ticket, .. }
            | Self::Feeds { ticket, .. }
            | Self::Followed { ticket, .. }
            | Self::Refreshed { ticket, .. }
            | Self::Done { ticket, .. }
            | Self::Answered { ticket, .. }
            | Self::Completed { ticket, .. }
            | Self::Compared { ticket, .. }
            | Self::PageFetched { ticket, .. }
            | Self::Failed { ticket, .. }
            | Self::Woke(ticket) => Some(*ticket),
            _ => None,
        }
    }
}

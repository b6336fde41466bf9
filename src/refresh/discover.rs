//! From an address that somebody pasted to a feed: the address itself, a feed that its page names, or one that is where
//! sites commonly have theirs.

use std::fmt;

use crate::{
    source::{
        feed::{self, Feed, FeedError, FeedLink},
        web::{Answer, Client, Content, LARGEST_FEED, Wanted, WebError, web_address},
    },
    text::CleanLine,
};

/// A feed that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundFeed {
    /// Where it is to be followed.
    pub address: CleanLine,
    /// What it has, so that it need be neither fetched nor read again.
    pub read: Feed,
    /// The answer's `ETag`.
    pub etag: Option<CleanLine>,
    /// The answer's `Last-Modified`.
    pub modified: Option<CleanLine>,
    /// Other feeds that the page names.
    pub others: Vec<FeedLink>,
}

/// Why no feed was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFound {
    /// The address could not be fetched.
    Web(WebError),
    /// What is there is neither a feed, nor a page with one.
    Feed(FeedError),
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Web(error) => error.fmt(f),
            Self::Feed(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for NotFound {}

/// Finds the feed that an address stands for.
///
/// # Errors
/// Where there is none; the message says what to do.
pub fn find_feed(client: &Client, address: &str) -> Result<FoundFeed, NotFound> {
    let page = match look(client, address) {
        Err(NotFound::Feed(FeedError::Page(named))) => named,
        found => return found,
    };
    let named = page.iter().enumerate().find_map(|(number, link)| {
        let found = look(client, link.address.as_str()).ok()?;
        let others = page.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, link)| link.clone());
        Some(FoundFeed { others: others.collect(), ..found })
    });
    let usual = || feed::usual_places(address).iter().find_map(|place| look(client, place).ok());
    named.or_else(usual).ok_or(NotFound::Feed(FeedError::Page(page)))
}

/// The feed at an address.
fn look(client: &Client, address: &str) -> Result<FoundFeed, NotFound> {
    let asked = web_address(address).map_err(NotFound::Web)?;
    let wanted = Wanted { address: asked.as_str(), largest: LARGEST_FEED, ..Wanted::default() };
    let Answer { moved_to, content } = client.fetch(&wanted).map_err(NotFound::Web)?;
    let Content { bytes, charset, address, etag, modified, .. } = content.ok_or(NotFound::Web(WebError::Garbled))?;
    let read = feed::parse(&bytes, charset.as_deref(), address.as_str()).map_err(NotFound::Feed)?;
    let address = moved_to.unwrap_or_else(|| CleanLine::new(asked.as_str()));
    Ok(FoundFeed { address, read, etag, modified, others: Vec::new() })
}

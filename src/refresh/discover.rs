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
    let (page, place) = match look(client, address).or_else(|missed| unsecured(client, address, missed)) {
        Err((NotFound::Feed(FeedError::Page(named)), place)) => (named, place),
        found => return found.map_err(|(why, _)| why),
    };
    let named = page.iter().enumerate().find_map(|(number, link)| {
        let found = look(client, link.address.as_str()).ok()?;
        let others = page.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, link)| link.clone());
        Some(FoundFeed { others: others.collect(), ..found })
    });
    let usual = || feed::usual_places(place.as_str()).iter().find_map(|place| look(client, place).ok());
    named.or_else(usual).ok_or(NotFound::Feed(FeedError::Page(page)))
}

/// Why there is no feed at an address, and where that was found out, wherever redirects led.
type Missed = (NotFound, CleanLine);

/// A host that was named without a scheme is asked without security where it has none. One whose certificate is bad has.
fn unsecured(client: &Client, address: &str, missed: Missed) -> Result<FoundFeed, Missed> {
    let is_refused = match &missed.0 {
        NotFound::Web(WebError::Insecure(why)) => !why.as_str().contains("certificate"),
        NotFound::Web(error) => matches!(error, WebError::Unreachable(_) | WebError::CutOff),
        NotFound::Feed(_) => false,
    };
    let host = address.trim();
    if !is_refused || host.contains("://") || host.starts_with("feed:") {
        return Err(missed);
    }
    look(client, &format!("http://{host}")).map_err(|other| if let NotFound::Web(_) = other.0 { missed } else { other })
}

/// The feed at an address.
fn look(client: &Client, address: &str) -> Result<FoundFeed, Missed> {
    let asked = web_address(address).map_err(|error| (NotFound::Web(error), CleanLine::new(address)))?;
    let unreached = |error| (NotFound::Web(error), CleanLine::new(asked.as_str()));
    let wanted = Wanted { address: asked.as_str(), largest: LARGEST_FEED, ..Wanted::default() };
    let Answer { moved_to, content } = client.fetch(&wanted).map_err(unreached)?;
    let content = content.ok_or_else(|| unreached(WebError::Garbled))?;
    let Content { bytes, charset, address, etag, modified, .. } = content;
    let read = feed::parse(&bytes, charset.as_deref(), address.as_str())
        .map_err(|error| (NotFound::Feed(error), address.clone()))?;
    let address = moved_to.unwrap_or_else(|| CleanLine::new(asked.as_str()));
    Ok(FoundFeed { address, read, etag, modified, others: Vec::new() })
}

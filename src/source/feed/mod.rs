//! Feeds: RSS 0.9 to 2.0, Atom and JSON Feed, from bytes to items, each an article. What is broken is mended where that
//! is certain, and costs the item that it stands in where it is not.
//!
//! It fetches nothing, and knows neither what is kept nor when to look again.

mod date;
mod discover;
mod item;
mod json;
mod keys;
mod list;
mod mend;
mod salvage;

use std::{borrow::Cow, fmt, panic::catch_unwind};

use feed_rs::{model, parser};

pub use discover::{FeedLink, feeds_of, usual_places};
pub use item::{Extent, Item};
pub use list::{FeedList, ListError, ListedFeed, read_list, write_opml};

use super::{begins_as_html, composer::link};
use crate::text::{self, CleanLine};

/// Bytes of a text in which a page says that it is one.
const PAGE_HEAD: usize = 4096;
/// Characters of a title in a message.
const LONGEST_IN_MESSAGE: usize = 60;

/// What a feed holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// What it calls itself.
    pub title: Option<CleanLine>,
    /// The address of its web site.
    pub site: Option<CleanLine>,
    /// Its items, in their order; none twice.
    pub items: Vec<Item>,
    /// What was lost, in one line each.
    pub faults: Vec<CleanLine>,
}

/// Why bytes are no feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedError {
    /// There is nothing in them.
    Empty,
    /// They are no text.
    Binary,
    /// They are a web page; these are the feeds that it names.
    Page(Vec<FeedLink>),
    /// They are a text, but no feed.
    Unknown,
    /// They begin as a feed, and nothing in it can be read, for this reason.
    Broken(CleanLine),
}

impl fmt::Display for FeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the answer is empty; try again later"),
            Self::Binary => f.write_str("it is no text; check the address"),
            Self::Page(feeds) => match feeds.first() {
                Some(feed) => write!(f, "it is a web page, not a feed; its feed is {}", feed.address),
                None => f.write_str("it is a web page that names no feed; look on it for one and add that address"),
            },
            Self::Unknown => f.write_str("it is no feed; byline reads RSS, Atom and JSON Feed"),
            Self::Broken(why) => write!(f, "the feed is broken ({why}); tell its publisher, or try again later"),
        }
    }
}

impl std::error::Error for FeedError {}

/// Reads a feed. `address` is where it came from, to which its links are relative; `charset` is what the server said of
/// its encoding.
///
/// # Errors
/// Where there is not one item to be had, and that is not how the feed is meant.
pub fn parse(bytes: &[u8], charset: Option<&str>, address: &str) -> Result<Feed, FeedError> {
    let bytes = without_nul(bytes);
    let text = text::decode_as(&bytes, charset).map_err(|_| FeedError::Binary)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(FeedError::Empty);
    }
    if text.starts_with('{') {
        return json::read(text, address);
    }
    if begins_as_html(text) {
        return Err(FeedError::Page(feeds_of(text, address)));
    }
    if let Ok(whole) = understood(&mend::mend(text)) {
        return Ok(item::read(whole, Vec::new(), address));
    }
    pieces(text, address)
}

/// Whether a text begins as a feed does.
pub(super) fn looks_like_one(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(PAGE_HEAD)];
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let is_json = head.starts_with('{') && head.contains("jsonfeed.org/version");
    is_json || head.starts_with('<') && salvage::cut(head).is_some()
}

/// Reads what can be read of a feed of XML that is broken as a whole.
fn pieces(text: &str, address: &str) -> Result<Feed, FeedError> {
    let Some(pieces) = salvage::cut(text) else {
        let head = &text[..text.floor_char_boundary(PAGE_HEAD)];
        let is_page = head.to_ascii_lowercase().contains("<html");
        return Err(if is_page { FeedError::Page(feeds_of(text, address)) } else { FeedError::Unknown });
    };
    let (opening, closing) = &pieces.frame;
    let (head, head_closing) = &pieces.head;
    let framed = |inner: &str| understood(&mend::mend(&format!("{opening}{inner}{closing}")));
    let head = understood(&mend::mend(&format!("{head}{head_closing}"))).or_else(|_| framed(""));
    let mut whole = head.map_err(FeedError::Broken)?;
    let mut faults = Vec::new();
    for (number, piece) in (1..).zip(pieces.items.iter()) {
        match framed(piece) {
            Ok(mut alone) => whole.entries.append(&mut alone.entries),
            Err(why) => faults.push(lost(number, title_within(piece), &why)),
        }
    }
    match faults.first() {
        Some(fault) if whole.entries.is_empty() => Err(FeedError::Broken(fault.clone())),
        _ => Ok(item::read(whole, faults, address)),
    }
}

/// What the parser makes of a text, or what it says is wrong. It is known to panic over some addresses of authors.
fn understood(text: &str) -> Result<model::Feed, CleanLine> {
    // Where a feed gives no id, what stands for one is decided here, not by the parser.
    let parsed = catch_unwind(|| {
        let parser = parser::Builder::new()
            .id_generator(|_, _, _| String::new())
            .timestamp_parser(|raw| date::read(raw)?.to_string().parse().ok())
            .sanitize_content(false)
            .build();
        parser.parse(text.as_bytes())
    });
    match parsed {
        Ok(parsed) => parsed.map_err(|error| CleanLine::new(&error.to_string())),
        Err(_) => Err(CleanLine::new("byline stumbled over it")),
    }
}

fn lost(number: usize, title: &str, why: &CleanLine) -> CleanLine {
    let title = CleanLine::new(title);
    let title: String = title.as_str().chars().take(LONGEST_IN_MESSAGE).collect();
    let called = if title.is_empty() { String::new() } else { format!(" (“{title}”)") };
    CleanLine::new(&format!("item {number}{called} is broken and left out: {why}"))
}

/// The title of an item of XML that cannot be parsed.
fn title_within(piece: &str) -> &str {
    let inner = piece.split_once("<title").and_then(|(_, rest)| rest.split_once('>')).map_or("", |(_, rest)| rest);
    let inner = inner.trim_start();
    inner.strip_prefix("<![CDATA[").unwrap_or(inner).split(['<', ']']).next().unwrap_or_default()
}

/// Markup without NUL, which no text has and which alone would make the rest look like no text.
fn without_nul(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_eight_bit = bytes.iter().take(4).all(|byte| *byte != 0);
    if is_eight_bit && bytes.trim_ascii_start().starts_with(b"<") && memchr::memchr(0, bytes).is_some() {
        return bytes.iter().copied().filter(|byte| *byte != 0).collect();
    }
    Cow::Borrowed(bytes)
}

/// An address on the web, made absolute.
fn address_on(base: &str, href: &str) -> Option<CleanLine> {
    let href = href.trim();
    let absolute = match url::Url::parse(base) {
        Ok(base) => base.join(href).ok()?,
        Err(_) => url::Url::parse(href).ok()?,
    };
    link(absolute.as_str()).filter(|link| link.as_str().contains("://"))
}

#[cfg(test)]
mod tests;

//! The feeds of a web page: those that it declares, those that its links look like, and where sites of many makes have
//! theirs.

use dom_query::Document;
use url::Url;

use super::super::html;
use crate::text::CleanLine;

/// Most feeds that are told of one page.
const MOST: usize = 24;

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLink {
    /// Its address.
    pub address: CleanLine,
    /// What the page calls it.
    pub title: CleanLine,
}

/// The media types of feeds.
const TYPES: [&str; 5] =
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml"];

/// How the paths of feeds end.
const ENDINGS: [&str; 12] = [
    "/feed",
    "/feed/",
    "/rss",
    "/rss/",
    "/atom",
    "/rss.xml",
    "/atom.xml",
    "/feed.xml",
    "/index.xml",
    "/feed.json",
    ".rss",
    ".atom",
];

/// Where feeds of sites commonly are, for pages that name none.
const USUAL: [&str; 5] = ["feed", "feed.xml", "rss.xml", "atom.xml", "index.xml"];

/// The feeds that a page names, the likeliest first: what it declares in its head before what it links to, and those of
/// comments last.
pub fn feeds_of(page: &str, address: &str) -> Vec<FeedLink> {
    let document = html::document(page);
    let base = base(&document, address);
    let mut found: Vec<FeedLink> = Vec::new();
    let mut add = |href: &str, title: &str| {
        let Some(address) = absolute(base.as_ref(), href) else { return };
        if !found.iter().any(|known| known.address == address) && found.len() < MOST {
            found.push(FeedLink { address, title: CleanLine::new(title) });
        }
    };
    for link in &document.select("link[rel][href]") {
        let is_alternate = link.attr_or("rel", "").split_whitespace().any(|rel| rel.eq_ignore_ascii_case("alternate"));
        let media_type = link.attr_or("type", "").trim().to_ascii_lowercase();
        let (href, title) = (link.attr_or("href", ""), link.attr_or("title", ""));
        // JSON may be anything; what is called a feed is meant as one.
        let is_json_feed =
            media_type == "application/json" && format!("{href} {title}").to_lowercase().contains("feed");
        if is_alternate && (is_json_feed || TYPES.contains(&media_type.as_str())) {
            add(&href, &title);
        }
    }
    for link in &document.select("a[href]") {
        let href = link.attr_or("href", "");
        let path = href.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        if ENDINGS.iter().any(|ending| path.ends_with(ending)) {
            add(&href, &link.text());
        }
    }
    found.sort_by_key(|feed| {
        let words = format!("{} {}", feed.title, feed.address).to_lowercase();
        words.contains("comments") || words.contains("kommentare")
    });
    found
}

/// Where a page that names no feed may have one all the same; nearest to the page first.
pub fn usual_places(address: &str) -> Vec<String> {
    let Ok(mut page) = Url::parse(address) else { return Vec::new() };
    page.set_query(None);
    page.set_fragment(None);
    let mut folder = page.clone();
    if !folder.path().ends_with('/') {
        folder.set_path(&format!("{}/", page.path()));
    }
    let beside = USUAL.iter().filter_map(|place| folder.join(place).ok());
    let at_root = USUAL.iter().filter_map(|place| page.join(&format!("/{place}")).ok());
    let mut places: Vec<String> = Vec::new();
    for place in beside.chain(at_root) {
        if !places.iter().any(|known| known == place.as_str()) {
            places.push(place.into());
        }
    }
    places
}

/// What the addresses in a page are relative to.
fn base(document: &Document, address: &str) -> Option<Url> {
    let page = Url::parse(address).ok();
    let told = document.select_single("base[href]").attr("href");
    let told = told.and_then(|told| match &page {
        Some(page) => page.join(&told).ok(),
        None => Url::parse(&told).ok(),
    });
    told.or(page)
}

fn absolute(base: Option<&Url>, href: &str) -> Option<CleanLine> {
    let href = href.trim();
    let href = href.strip_prefix("feed:").map_or(href, |rest| rest.trim_start_matches('/'));
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| CleanLine::new(url.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expected: &[&str]) {
        let found = feeds_of(page, "https://a.example/news/today");
        let found: Vec<_> = found.iter().map(|feed| feed.address.as_str()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn declared_feeds_come_first() {
        check(
            "<html><head><link rel=alternate type='application/rss+xml' href='/comments/feed' title='Comments'>\
             <link rel=alternate type='application/json' href='/wp-json/1'><link rel=alternate type='application/json' href='/1.json' title='Feed'>\
             <link rel='Alternate home' type='Application/Atom+XML' href='atom.xml' title='All'>\
             <link rel=alternate hreflang=de href='/de'><link rel=alternate type='application/feed+json' href=//b.example/f>\
             </head><body><a href='/rss?x=1'>RSS</a><a href='/about'>About</a></body></html>",
            &[
                "https://a.example/1.json",
                "https://a.example/news/atom.xml",
                "https://b.example/f",
                "https://a.example/rss?x=1",
                "https://a.example/comments/feed",
            ],
        );
    }

    #[test]
    fn a_base_is_heard_and_doubles_are_told_once() {
        check(
            "<base href='https://c.example/x/'><link rel=alternate type=text/xml href=f><a href='f'>f</a>\
             <a href='feed:https://d.example/index.xml'>d</a><a href='javascript:1.rss'>no</a>",
            &["https://c.example/x/f", "https://d.example/index.xml"],
        );
    }

    #[test]
    fn the_usual_places_begin_beside_the_page() {
        let places = usual_places("https://a.example/blog?page=2");
        assert_eq!((places[0].as_str(), places[5].as_str()), ("https://a.example/blog/feed", "https://a.example/feed"));
        assert_eq!(usual_places("https://a.example/").len(), 5);
        assert!(usual_places("nonsense").is_empty());
    }
}

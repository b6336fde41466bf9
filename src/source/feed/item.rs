//! The items of a feed as articles: what tells one from another, which of its texts is taken, and whether that is a
//! summary.

use std::collections::HashSet;

use feed_rs::model::{Entry, Feed as Parsed, Link, Person, Text};

use super::{Feed, address_on, keys::Shared};
use crate::{
    article::{Article, BlockKind, BodyBuilder, Date, Identity, Reach, Title, TitleOrigin},
    source::{
        composer::{Composer, Part},
        html, shape, with_title,
    },
    text::CleanLine,
};

/// An item of a feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it can be known by: its id, else its link, else its title and date.
    pub identity: Identity,
    /// What was written.
    pub article: Article,
    /// How much of the article that is.
    pub extent: Extent,
}

/// How much of an article a feed gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A part, or a few words about it.
    Summary,
    /// All.
    Full,
}

/// Bytes of text up to which what a feed calls a description is no more than that.
const LONGEST_SUMMARY: usize = 1000;

/// How texts end that go on elsewhere.
const GOES_ON: [&str; 8] =
    ["…", "...", "[…]", "[...]", "continue reading", "read more", "read the full story", "read the rest"];

/// Takes the items out of what was parsed.
pub(super) fn read(parsed: Parsed, faults: Vec<CleanLine>, address: &str) -> Feed {
    let title = parsed.title.as_ref().map(plain).filter(|title| !title.is_empty());
    let site = page(&parsed.links, address);
    let authors = names(&parsed.authors);
    let entries: Vec<_> = parsed.entries.into_iter().map(|entry| Told::new(entry, address)).collect();
    let shared = Shared::among(&entries);
    let identities: Vec<_> = entries.iter().map(|told| shared.identity(told)).collect();
    let mut known = HashSet::new();
    let mut items = Vec::with_capacity(entries.len());
    for (told, identity) in entries.into_iter().zip(identities) {
        let own = identity.0.iter().find(|key| key.reach == Reach::One).map(|key| key.words.clone());
        if known.insert(own) {
            items.extend(told.into_item(identity, title.as_ref(), authors.as_ref(), address));
        }
    }
    Feed { title, site, items, faults }
}

/// What a feed tells of an item.
pub(super) struct Told {
    entry: Entry,
    pub(super) id: String,
    pub(super) link: Option<CleanLine>,
    pub(super) title: CleanLine,
    pub(super) date: Option<Date>,
}

impl Told {
    fn new(entry: Entry, address: &str) -> Self {
        let id = entry.id.trim().to_owned();
        let is_address = ["https://", "http://"].iter().any(|scheme| id.starts_with(scheme));
        let link = page(&entry.links, address).or_else(|| address_on(address, &id).filter(|_| is_address));
        let title =
            entry.title.as_ref().map(plain).filter(|title| title.as_str().chars().any(is_seen)).unwrap_or_default();
        let moment = entry.published.or(entry.updated);
        let instant = moment.and_then(|moment| jiff::Timestamp::from_second(moment.timestamp()).ok());
        Self { id, link, title, date: instant.map(Date::Instant), entry }
    }

    /// What it says, as the feed writes it.
    pub(super) fn words(&self) -> &str {
        let content = self.entry.content.as_ref().and_then(|content| content.body.as_deref());
        content.or_else(|| Some(self.entry.summary.as_ref()?.content.as_str())).unwrap_or_default()
    }

    pub(super) fn title_and_date(&self) -> String {
        let date = match self.date {
            Some(Date::Instant(instant)) => instant.to_string(),
            _ => String::new(),
        };
        format!("title:{}\n{date}", self.title)
    }

    fn into_item(
        self,
        identity: Identity,
        site: Option<&CleanLine>,
        authors: Option<&CleanLine>,
        address: &str,
    ) -> Option<Item> {
        let origin = if self.title.is_empty() { TitleOrigin::Made } else { TitleOrigin::Given };
        let about = Article {
            title: Title { text: self.title, origin },
            byline: names(&self.entry.authors).or_else(|| authors.cloned()),
            site: site.cloned(),
            date: self.date,
            link: self.link,
            ..Article::default()
        };
        let base = about.link.as_ref().map_or(address, CleanLine::as_str);
        // Some feeds put a few words into the content, and the text itself into the description.
        let (words, is_content) = match (Words::of_content(&self.entry), Words::of_summary(&self.entry)) {
            (Some(content), Some(summary)) if summary.raw.len() > 2 * content.raw.len() => (Some(summary), false),
            (Some(content), _) => (Some(content), true),
            (None, summary) => (summary, false),
        };
        let article = words.map(|words| words.composed(about.clone(), base)).filter(|read| !read.blocks.is_empty());
        let extent = article.as_ref().map_or(Extent::Summary, |article| extent(article, is_content));
        let article = article.or_else(|| bare(about))?;
        let article = with_title(article, || site.cloned().unwrap_or_else(|| CleanLine::new(address)));
        Some(Item { identity, article, extent })
    }
}

/// A text of an item, as the feed has it.
struct Words<'a> {
    raw: &'a str,
    is_markup: bool,
}

impl<'a> Words<'a> {
    fn new(raw: &'a str, media_type: &str) -> Option<Self> {
        let is_text = media_type.starts_with("text/") || media_type.contains("html");
        let is_markup = media_type != "text/plain" || looks_like_markup(raw);
        (is_text && !raw.trim().is_empty()).then_some(Self { raw, is_markup })
    }

    fn of_content(entry: &'a Entry) -> Option<Self> {
        let content = entry.content.as_ref()?;
        Self::new(content.body.as_deref()?, content.content_type.as_ref())
    }

    /// What the feed calls a summary, or says about the film or the sound that the item is.
    fn of_summary(entry: &'a Entry) -> Option<Self> {
        let described = entry.media.iter().find_map(|media| media.description.as_ref());
        let mut told = [entry.summary.as_ref(), described].into_iter().flatten();
        told.find_map(|text| Self::new(&text.content, text.content_type.as_ref()))
    }

    fn composed(&self, about: Article, base: &str) -> Article {
        if !self.is_markup {
            return lines(self.raw, about);
        }
        // Text that has no tags says by its blank lines where paragraphs end.
        if !self.raw.contains('<') && self.raw.contains("\n\n") {
            return html::compose(&self.raw.replace("\n\n", "<p>"), base, about);
        }
        html::compose(self.raw, base, about)
    }
}

/// Whether there are tags or references in a text that is said to be plain.
fn looks_like_markup(raw: &str) -> bool {
    let begins = |sign: char, is_next: fn(char) -> bool, end: char| {
        raw.split(sign).skip(1).any(|rest| rest.starts_with(is_next) && rest.contains(end))
    };
    begins('<', |c| c.is_ascii_alphabetic() || c == '/', '>')
        || begins('&', |c| c.is_ascii_alphabetic() || c == '#', ';')
}

/// Plain text: blank lines part paragraphs, and lines that do not go on with a sentence stand alone.
fn lines(raw: &str, about: Article) -> Article {
    let mut composer = Composer::default();
    *composer.about() = about;
    let raw = raw.replace("\r\n", "\n");
    for paragraph in raw.split("\n\n") {
        composer.enter(Part::Paragraph);
        for line in paragraph.lines() {
            composer.text(line);
            composer.line_break();
        }
        composer.leave();
    }
    composer.finish()
}

/// An item without a text: its title, or its link where it has no title either.
fn bare(mut about: Article) -> Option<Article> {
    let mut body = BodyBuilder::default();
    let kind = if about.title.text.is_empty() { BlockKind::Paragraph } else { BlockKind::Title };
    let words = if kind == BlockKind::Title { Some(&about.title.text) } else { about.link.as_ref() };
    body.push(words?.as_str());
    body.end_block(kind);
    if kind == BlockKind::Title {
        about.title.origin = TitleOrigin::InBody;
    }
    (about.text, about.blocks, about.marks) = body.finish(BlockKind::Paragraph);
    Some(about)
}

/// How much of an article a text is. One that leads nowhere is all that there is.
fn extent(article: &Article, is_content: bool) -> Extent {
    let text = article.text.as_str();
    let end = text.floor_char_boundary(text.len().saturating_sub(80));
    let end = text[end..].to_lowercase();
    let end = end.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '»' | '→' | '>' | ')' | '›' | '&'));
    let goes_on = GOES_ON.iter().any(|words| end.ends_with(words));
    let is_short = !is_content && text.len() <= LONGEST_SUMMARY;
    if article.link.is_some() && (goes_on || is_short) { Extent::Summary } else { Extent::Full }
}

/// The page that links lead to.
fn page(links: &[Link], address: &str) -> Option<CleanLine> {
    let is_page = |link: &&Link| {
        link.target.is_none()
            && link.rel.as_deref().is_none_or(|rel| rel == "alternate")
            && link.media_type.as_deref().is_none_or(|media_type| media_type.contains("html"))
    };
    links.iter().filter(is_page).find_map(|link| address_on(address, &link.href))
}

/// The names of people, as a byline has them.
fn names(people: &[Person]) -> Option<CleanLine> {
    let mut names: Vec<&str> = Vec::new();
    for name in people.iter().filter_map(|person| person.name.as_deref().map(str::trim)) {
        let name = shape::byline(name).unwrap_or(name);
        let name = bracketed(name).unwrap_or(name);
        if !name.is_empty() && !name.contains('@') && !names.contains(&name) {
            names.push(name);
        }
    }
    let line = CleanLine::new(&html::line(&names.join(", ")));
    (!line.is_empty()).then_some(line)
}

/// The name that stands in brackets where the address was before it, as RSS has authors: "mail@x (Jane Doe)".
fn bracketed(name: &str) -> Option<&str> {
    let name = name.strip_prefix('(')?.strip_suffix(')')?.trim();
    (!name.is_empty() && !name.contains(['(', ')'])).then_some(name)
}

/// Whether a sign shows anything; some titles are made of signs that fill a place and are blank.
fn is_seen(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(
            c,
            '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{200b}'..='\u{200f}' | '\u{2060}'
        )
}

/// A title without markup.
fn plain(title: &Text) -> CleanLine {
    CleanLine::new(&html::line(&title.content))
}

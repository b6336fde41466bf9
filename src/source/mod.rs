//! Bytes in, articles out. [`find`] tells which articles a path names, [`read`] reads one: plain text, Markdown and HTML,
//! from files, folders, standard input, the web and the program itself. [`feed`] reads feeds, [`web`] fetches.
//!
//! It does not know what an article means, where it is kept or how it is shown.

mod bundled;
mod bytes;
mod composer;
mod fault;
pub mod feed;
mod find;
mod html;
mod markdown;
mod page;
mod plain;
mod shape;
pub mod web;

use std::{ffi::OsStr, path::Path};

pub use bundled::bundled;
pub use bytes::{Location, is_piped, stream};
pub use fault::SourceError;
pub use find::{find, missing};
pub use page::{fetch_page, read_page};

use crate::{
    article::{Article, BlockKind, Title, TitleOrigin},
    text::{self, CleanLine},
};

/// Reads one article. What comes back has text, a title, and blocks that cover the text.
///
/// # Errors
/// One line that names the source, says what is wrong with it and what the reader can do.
pub fn read(location: &Location) -> Result<Article, SourceError> {
    if let Location::Web { address, patience } = location {
        let page = location.page(address, *patience)?;
        let article = read_page(&page)?;
        let site = article.site.clone().or_else(|| page::site(page.address.as_str()));
        return Ok(Article { site, ..article });
    }
    let bytes = location.bytes()?;
    let text = text::decode(&bytes).map_err(|_| SourceError::Binary(location.name()))?;
    let article = match Format::of(location.path(), &text) {
        Format::Plain => plain::read(&text),
        Format::Markdown => markdown::read(&text),
        Format::Html => html::read(&text),
    };
    if article.blocks.is_empty() {
        return Err(SourceError::Empty(location.name()));
    }
    Ok(with_title(article, || location.name()))
}

/// The list of feeds that a source holds, OPML or newsboat's `urls`; `None` where it rather is an article. What is named
/// like an article is a list only where each of its lines is a feed.
///
/// # Errors
/// One line that names the source, says what is wrong with it and what the reader can do.
pub fn feeds_in(location: &Location) -> Result<Option<feed::FeedList>, SourceError> {
    let bytes = location.bytes()?;
    // What is no text is told as such when it is read.
    let Ok(text) = text::decode(&bytes) else { return Ok(None) };
    let is_article = location.path().is_some_and(Format::is_known) || begins_as_html(&text);
    let is_markup = text.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    match feed::read_list(&bytes) {
        Ok(list) if !is_article || list.skipped.is_empty() => Ok(Some(list)),
        Err(error) if !is_article && is_markup => Err(SourceError::NoFeeds(location.name(), error)),
        _ => Ok(None),
    }
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Plain,
    Markdown,
    Html,
}

impl Format {
    /// By the name, or where that says nothing by how the text begins.
    fn of(path: Option<&Path>, text: &str) -> Self {
        let extension = path.and_then(Path::extension).and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
        match extension.as_str() {
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            "txt" | "text" => Self::Plain,
            _ if begins_as_html(text) => Self::Html,
            _ if begins_as_markdown(text) => Self::Markdown,
            _ => Self::Plain,
        }
    }

    /// Whether a folder's file of this name is an article.
    fn is_known(path: &Path) -> bool {
        const EXTENSIONS: [&str; 7] = ["txt", "text", "md", "markdown", "html", "htm", "xhtml"];
        path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)))
    }
}

fn begins_as_html(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let is_tag = |tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    is_tag("<!doctype html")
        || is_tag("<html")
        || text.starts_with("<?xml") && text.lines().take(9).any(|line| line.contains("<html"))
}

/// Front matter, or a first line that is a heading of Markdown.
fn begins_as_markdown(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines().skip_while(|line| line.trim().is_empty());
    match lines.next() {
        Some("---") => lines.take(20).any(|line| line.trim_end() == "---"),
        Some(line) => line.strip_prefix("# ").is_some_and(|title| title.starts_with(char::is_alphanumeric)),
        None => false,
    }
}

/// Gives an article without a title one for the lists: its first sentence, or the name of its source.
fn with_title(mut article: Article, name: impl FnOnce() -> CleanLine) -> Article {
    if article.title.text.is_empty() {
        let prose = article.blocks.iter().find(|block| block.kind.is_prose()).or(article.blocks.first());
        let mark = match prose.map(|block| block.kind) {
            Some(BlockKind::ListItem { mark, .. }) => usize::from(mark),
            _ => 0,
        };
        let words = prose.and_then(|block| article.slice(block.span).get(mark..)).unwrap_or_default();
        let made = CleanLine::new(&shape::made_title(words));
        let text = if made.is_empty() { name() } else { made };
        article.title = Title { text, origin: TitleOrigin::Made };
    }
    article
}

/// Gives `text` to `push`, piece by piece, with every run of white space as one space and none at the ends.
fn fold(text: &str, mut push: impl FnMut(&str)) {
    let text = text.trim();
    if is_folded(text) {
        push(text);
        return;
    }
    let mut start = 0;
    let mut was_space = false;
    for (at, c) in text.char_indices() {
        let is_space = c.is_whitespace();
        if is_space && (was_space || c != ' ') {
            push(&text[start..at]);
            if !was_space {
                push(" ");
            }
            start = at + c.len_utf8();
        }
        was_space = is_space;
    }
    push(&text[start..]);
}

/// Whether folding surely changes nothing in a trimmed text, as in nearly every line: no two spaces in a row, and no
/// other white space.
fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    // A look at all pairs is taken many at once, where a search would stop at each. The white space of Ogham begins with
    // 0xe1; a text with that byte is just folded the longer way. The last byte is no white space.
    let is_plain = |pair: (&u8, &u8)| !matches!(pair, (..b' ' | 0xe1, _) | (b' ', b' '));
    // Each of these bytes begins a character.
    let is_white = |at: usize| text[at..].starts_with(char::is_whitespace);
    bytes.iter().zip(bytes.iter().skip(1)).fold(true, |all, pair| all & is_plain(pair))
        && !memchr::memchr3_iter(0xc2, 0xe2, 0xe3, bytes).any(is_white)
}

#[cfg(test)]
mod tests;

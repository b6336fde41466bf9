//! `byline bookmarks`: the bookmarked articles and passages, with where they stand, for notes and for programs.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::Args;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::{Broken, Outcome, open_to_read, source_of, written};
use crate::{
    analysis::Quote,
    article::Anchor,
    library::{Kept, Library},
    text::{CleanBody, CleanLine, Span, is_quotation_mark},
};

/// What `bookmarks` takes.
#[derive(Debug, Args)]
pub(super) struct Bookmarks {
    /// Print Markdown: a heading for each article, passages as quotations
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// Print one JSON object a line, for each article
    #[arg(long)]
    json: bool,
}

/// How many bookmarks are read at once.
const WINDOW: usize = 1000;

/// An article that has bookmarks.
struct Marked {
    kept: Kept,
    source: Option<CleanLine>,
    whole: bool,
    /// As they stand in the text.
    passages: Vec<Passage>,
}

/// A bookmarked passage.
struct Passage {
    start: u32,
    words: CleanBody,
    /// The marks around it, where it is a part of a quote.
    marks: Option<(char, char)>,
    speaker: Option<String>,
}

/// Prints the bookmarks, article by article; the one that was bookmarked last stands first.
pub(super) fn bookmarks(wanted: &Bookmarks, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let marked = read(&open_to_read(library)?)?;
    let mut out = BufWriter::new(io::stdout().lock());
    for marked in &marked {
        match wanted {
            Bookmarks { json: true, .. } => write_json(&mut out, marked)?,
            Bookmarks { markdown: true, .. } => write_markdown(&mut out, marked)?,
            Bookmarks { .. } => write_text(&mut out, marked)?,
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn read(library: &Library) -> Result<Vec<Marked>, Broken> {
    let mut all: Vec<Marked> = Vec::new();
    let mut last = None;
    loop {
        let bookmarks = library.bookmarks(last, WINDOW)?;
        let Some(oldest) = bookmarks.last() else { break };
        last = Some(oldest.id);
        for bookmark in bookmarks {
            let known = all.iter().position(|marked| marked.kept.id == bookmark.article);
            let known = if let Some(known) = known {
                known
            } else {
                let kept = library.fetch(bookmark.article)?;
                let source = source_of(library, bookmark.article, kept.article.link.as_ref())?;
                all.push(Marked { kept, source, whole: false, passages: Vec::new() });
                all.len() - 1
            };
            let marked = &mut all[known];
            match bookmark.passage {
                None => marked.whole = true,
                Some(anchor) => {
                    let here = marked.kept.passages.iter().find(|(id, _)| *id == bookmark.id);
                    let passage = if let Some(&(_, span)) = here {
                        Passage::of(&marked.kept, span, &anchor)
                    } else {
                        let older = library.fetch_revision(bookmark.article, bookmark.revision)?;
                        Passage::of(&older, anchor.span, &anchor)
                    };
                    marked.passages.push(passage);
                }
            }
        }
    }
    for marked in &mut all {
        marked.passages.sort_by(|a, b| (a.start, a.words.as_str()).cmp(&(b.start, b.words.as_str())));
    }
    Ok(all)
}

impl Passage {
    /// A passage that stands there in a text.
    fn of(kept: &Kept, span: Span, anchor: &Anchor) -> Self {
        let quote = kept.analysis.as_ref().and_then(|analysis| {
            analysis
                .quotes
                .iter()
                .map(|quote| (quote, extent(quote)))
                .find(|(_, extent)| extent.start <= span.start && span.end <= extent.end)
        });
        let speaker = quote.and_then(|(quote, _)| {
            let name = kept.analysis.as_ref()?.speaker_name(&kept.article, quote.speaker.as_ref()?);
            Some(name.to_owned())
        });
        let text = kept.article.text.as_str();
        let marks = quote.map(|(_, extent)| {
            let before = text[..extent.start as usize].chars().next_back().filter(|c| is_quotation_mark(*c));
            let after = text[extent.end as usize..].chars().next().filter(|c| is_quotation_mark(*c));
            (before.unwrap_or('“'), after.unwrap_or('”'))
        });
        Self { start: anchor.span.start, words: anchor.words.clone(), marks, speaker }
    }

    /// The words between their marks, and who said them. The marks at the ends of a quote are no part of it.
    fn cited(&self) -> String {
        let words = self.words.as_str();
        let words = self.marks.map_or_else(|| words.to_owned(), |(open, close)| format!("{open}{words}{close}"));
        self.speaker.as_ref().map_or_else(|| words.clone(), |speaker| format!("{words} — {speaker}"))
    }
}

/// From the beginning of a quote to its end.
fn extent(quote: &Quote) -> Span {
    let (first, last) = (quote.spans.first(), quote.spans.last());
    first.zip(last).map_or(Span::new(0, 0), |(first, last)| Span { start: first.start, end: last.end })
}

impl Marked {
    /// "The Gazette, 2026-03-09", as far as it is known.
    fn origin(&self) -> String {
        let site = self.kept.article.site.as_ref().map(ToString::to_string);
        let day = self.kept.article.date.map(|date| date.day(&TimeZone::UTC).to_string());
        [site, day].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

fn write_text(out: &mut impl Write, marked: &Marked) -> io::Result<()> {
    writeln!(out, "{}", marked.kept.article.title.text)?;
    let place = marked.kept.article.link.as_ref().or(marked.source.as_ref()).map(ToString::to_string);
    for line in [Some(marked.origin()).filter(|origin| !origin.is_empty()), place].into_iter().flatten() {
        writeln!(out, "    {line}")?;
    }
    for passage in &marked.passages {
        writeln!(out, "    > {}", CleanLine::new(&passage.cited()))?;
    }
    Ok(())
}

fn write_markdown(out: &mut impl Write, marked: &Marked) -> io::Result<()> {
    let title = escaped(marked.kept.article.title.text.as_str());
    match &marked.kept.article.link {
        // The two characters that could end an address in angle brackets.
        Some(link) => {
            writeln!(out, "## [{title}](<{}>)\n", link.as_str().replace('<', "%3C").replace('>', "%3E"))?;
        }
        None => writeln!(out, "## {title}\n")?,
    }
    let place = marked.source.as_ref().filter(|_| marked.kept.article.link.is_none()).map(ToString::to_string);
    for line in [Some(marked.origin()).filter(|origin| !origin.is_empty()), place].into_iter().flatten() {
        writeln!(out, "{}\n", escaped(&line))?;
    }
    for passage in &marked.passages {
        for line in passage.cited().lines() {
            writeln!(out, "{}", format!("> {}", escaped(line)).trim_end())?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    // A number or a dash at the beginning would make a list.
    let marker = escaped.trim_start_matches(|c: char| c.is_ascii_digit());
    match marker.chars().next() {
        Some('.' | ')') if marker.len() < escaped.len() => {
            escaped.insert(escaped.len() - marker.len(), '\\');
        }
        Some('-' | '+') if marker.len() == escaped.len() => escaped.insert(0, '\\'),
        _ => {}
    }
    escaped
}

fn write_json(out: &mut impl Write, marked: &Marked) -> io::Result<()> {
    let article = &marked.kept.article;
    let line = Line {
        version: 1,
        title: article.title.text.as_str(),
        byline: article.byline.as_ref().map(CleanLine::as_str),
        site: article.site.as_ref().map(CleanLine::as_str),
        date: article.date.map(written),
        link: article.link.as_ref().map(CleanLine::as_str),
        source: marked.source.as_ref().map(CleanLine::as_str),
        article: marked.whole,
        passages: marked.passages.iter().map(|passage| passage.words.as_str()).collect(),
        bookmarks: marked.passages.iter().map(PassageLine::of).collect(),
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    title: &'a str,
    byline: Option<&'a str>,
    site: Option<&'a str>,
    date: Option<String>,
    link: Option<&'a str>,
    source: Option<&'a str>,
    article: bool,
    passages: Vec<&'a str>,
    /// The passages once more, each with what is known of it.
    bookmarks: Vec<PassageLine<'a>>,
}

#[derive(Serialize)]
struct PassageLine<'a> {
    text: &'a str,
    speaker: Option<&'a str>,
}

impl<'a> PassageLine<'a> {
    fn of(passage: &'a Passage) -> Self {
        Self { text: passage.words.as_str(), speaker: passage.speaker.as_deref() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: &str) {
        assert_eq!(escaped(text), wanted);
    }

    #[test]
    fn markdown_shows_the_text_as_it_is() {
        check("a *b* [c](d) <e> f_g", "a \\*b\\* \\[c\\](d) \\<e\\> f\\_g");
        check("# one", "\\# one");
        check("1. two", "1\\. two");
        check("- three", "\\- three");
        check("12 – 3.5", "12 – 3.5");
    }
}

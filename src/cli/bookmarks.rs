//! `byline bookmarks`: the bookmarked articles and passages, with where they stand, for notes and for programs.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::Args;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::{Broken, Outcome, open_library, source_of, written};
use crate::{
    article::Article,
    library::{ArticleId, Library},
    text::CleanLine,
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
    id: ArticleId,
    article: Article,
    source: Option<CleanLine>,
    whole: bool,
    /// As they stand in the text.
    passages: Vec<(u32, String)>,
}

/// Prints the bookmarks, article by article; the one that was bookmarked last stands first.
pub(super) fn bookmarks(wanted: &Bookmarks, library: Option<PathBuf>) -> Result<Outcome, Broken> {
    let marked = read(&open_library(library)?)?;
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
            let known = all.iter().position(|marked| marked.id == bookmark.article);
            let known = if let Some(known) = known {
                known
            } else {
                let article = library.fetch(bookmark.article)?.article;
                let article = Article { text: article.text.clone(), ..(*article).clone() };
                let source = source_of(library, bookmark.article, article.link.as_ref())?;
                all.push(Marked { id: bookmark.article, article, source, whole: false, passages: Vec::new() });
                all.len() - 1
            };
            match bookmark.passage {
                None => all[known].whole = true,
                Some(anchor) => all[known].passages.push((anchor.span.start, anchor.words.as_str().to_owned())),
            }
        }
    }
    for marked in &mut all {
        marked.passages.sort();
    }
    Ok(all)
}

impl Marked {
    /// "The Gazette, 2026-03-09", as far as it is known.
    fn origin(&self) -> String {
        let site = self.article.site.as_ref().map(ToString::to_string);
        let day = self.article.date.map(|date| date.day(&TimeZone::UTC).to_string());
        [site, day].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

fn write_text(out: &mut impl Write, marked: &Marked) -> io::Result<()> {
    writeln!(out, "{}", marked.article.title.text)?;
    let place = marked.article.link.as_ref().or(marked.source.as_ref()).map(ToString::to_string);
    for line in [Some(marked.origin()).filter(|origin| !origin.is_empty()), place].into_iter().flatten() {
        writeln!(out, "    {line}")?;
    }
    for (_, words) in &marked.passages {
        writeln!(out, "    > {}", CleanLine::new(words))?;
    }
    Ok(())
}

fn write_markdown(out: &mut impl Write, marked: &Marked) -> io::Result<()> {
    let title = escaped(marked.article.title.text.as_str());
    match &marked.article.link {
        // The two characters that could end an address in angle brackets.
        Some(link) => {
            writeln!(out, "## [{title}](<{}>)\n", link.as_str().replace('<', "%3C").replace('>', "%3E"))?;
        }
        None => writeln!(out, "## {title}\n")?,
    }
    let place = marked.source.as_ref().filter(|_| marked.article.link.is_none()).map(ToString::to_string);
    for line in [Some(marked.origin()).filter(|origin| !origin.is_empty()), place].into_iter().flatten() {
        writeln!(out, "{}\n", escaped(&line))?;
    }
    for (_, words) in &marked.passages {
        for line in words.lines() {
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
    let article = &marked.article;
    let line = Line {
        version: 1,
        title: article.title.text.as_str(),
        byline: article.byline.as_ref().map(CleanLine::as_str),
        site: article.site.as_ref().map(CleanLine::as_str),
        date: article.date.map(written),
        link: article.link.as_ref().map(CleanLine::as_str),
        source: marked.source.as_ref().map(CleanLine::as_str),
        article: marked.whole,
        passages: marked.passages.iter().map(|(_, words)| words.as_str()).collect(),
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

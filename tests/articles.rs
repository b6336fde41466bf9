//! Whole articles, with what byline finds drawn under the text: `^` under a person, `"` under speech, `~` under a
//! phrase, and at the right who is named or who speaks and how that was found. A reviewer reads a change of the rules
//! as a change of judgements. `INSTA_UPDATE=always cargo test --test articles` writes them anew.

use std::{fmt::Write, path::Path};

use byline::{
    analysis::{Analysis, QuoteKind, analyze},
    app::page::{Page, Row},
    article::{Article, BlockKind},
    source::{self, Location},
    text::{Span, width},
};

const WIDTH: u16 = 80;

/// The article as it is laid out, with its analysis under each line.
fn drawn(article: Article, analysis: &Analysis) -> String {
    let article = std::sync::Arc::new(article);
    let mut page = Page::new(std::sync::Arc::clone(&article), "", WIDTH);
    page.fill();
    let mut out = format!("title: {} ({:?})\n", article.title.text, article.title.origin);
    for (name, value) in [("byline", &article.byline), ("site", &article.site), ("link", &article.link)] {
        if let Some(value) = value {
            writeln!(out, "{name}: {value}").unwrap();
        }
    }
    if let Some(language) = &analysis.language {
        writeln!(out, "language: {}", language.code()).unwrap();
    }
    let top = page.first();
    let mut last_block = None;
    for row in page.rows_from(top) {
        let Row::Text(block, line) = row else {
            continue;
        };
        if last_block.replace(block) != Some(block) {
            let kind = article.blocks[block].kind;
            let kind = if kind == BlockKind::Paragraph { String::new() } else { format!("[{kind:?}]") };
            writeln!(out, "{kind}").unwrap();
        }
        writeln!(out, "{}", article.slice(line.span)).unwrap();
        draw_findings(&mut out, &article, analysis, line.span);
    }
    out
}

/// The row under a line: signs under what was found on it, and its reading at the right.
fn draw_findings(out: &mut String, article: &Article, analysis: &Analysis, line: Span) {
    let mut signs = vec![b' '; width(article.slice(line))];
    let mut readings = Vec::new();
    let mut draw = |span: Span, sign: u8| {
        let (start, end) = (span.start.max(line.start), span.end.min(line.end));
        let column = |at: u32| width(article.slice(Span::new(line.start as usize, at as usize)));
        signs[column(start)..column(end)].fill(sign);
        span.start >= line.start
    };
    for (index, quote) in analysis.quotes.iter().enumerate() {
        let sign = if quote.kind == QuoteKind::Speech { b'"' } else { b'~' };
        for span in quote.spans.iter().filter(|span| span.overlaps(line)) {
            if draw(*span, sign) {
                let speaker = quote.speaker.as_ref().map_or("nobody".to_owned(), |speaker| {
                    let cue = speaker.cue.map(|cue| format!(", {:?}", article.slice(cue))).unwrap_or_default();
                    format!("{} ({:?}{cue})", analysis.speaker_name(article, speaker), speaker.via)
                });
                readings.push(format!("{}{}: {speaker}", char::from(sign), index + 1));
            }
        }
    }
    for mention in analysis.mentions.iter().filter(|mention| mention.span.overlaps(line)) {
        if draw(mention.span, b'^') {
            readings.push(format!("^ {}", analysis.name(mention.person)));
        }
    }
    if !readings.is_empty() || signs.iter().any(|&sign| sign != b' ') {
        let signs = String::from_utf8(signs).unwrap();
        writeln!(out, "{signs:<82}{}", readings.join("; ")).unwrap();
    }
}

fn check(name: &str, location: &Location) {
    let article = source::read(location).unwrap();
    let analysis = analyze(&article);
    insta::assert_snapshot!(name, drawn(article, &analysis));
}

#[test]
fn articles_are_understood() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles");
    let found: Vec<_> = source::find(&folder).unwrap().map(Result::unwrap).collect();
    assert!(found.len() >= 6);
    for location in found {
        let name = Path::new(location.name().as_str()).file_stem().unwrap().to_string_lossy().into_owned();
        check(&name, &location);
    }
}

#[test]
fn bundled_articles_are_understood() {
    for location in source::bundled() {
        check(&format!("bundled_{}", location.name()), &location);
    }
}

//! The rules of the analysis, one line each, through its one entrance.
//!
//! The notation of what is expected: people as `Jane Doe: Jane Doe, Doe`, one entry for each person with all mentions;
//! quotes as `S Jane Doe<she|said: We won | Again`, that is the kind (`S`peech or `P`hrase), who said it (`-` nobody,
//! `"the ministry"` a source that is no person), behind `<` the words that say so and the cue (`~` for a speaker carried
//! over), and the quoted regions between bars.

mod edges;
mod people;
mod quotes;
mod references;
mod robust;
mod sources;
mod speakers;

use super::*;
use crate::article::{BlockKind, BodyBuilder};

/// An article of paragraphs, set apart by blank lines; lines that begin with `#` are headings.
fn article(text: &str) -> Article {
    let mut body = BodyBuilder::default();
    for paragraph in text.split("\n\n") {
        let heading = paragraph.strip_prefix("# ");
        body.push(heading.unwrap_or(paragraph));
        body.end_block(if heading.is_some() { BlockKind::Heading(2) } else { BlockKind::Paragraph });
    }
    let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
    Article { text, blocks, marks, ..Article::default() }
}

fn people_of(article: &Article, analysis: &Analysis) -> String {
    let people = analysis.people.iter().zip(0..).map(|(person, id)| {
        let mentions = analysis.mentions.iter().filter(|mention| mention.person.0 == id);
        let words: Vec<_> = mentions.map(|mention| article.slice(mention.span)).collect();
        format!("{}: {}", person.name, words.join(", "))
    });
    people.collect::<Vec<_>>().join("; ")
}

fn regions_of(article: &Article, quote: &Quote) -> String {
    let words: Vec<_> = quote.spans.iter().map(|span| article.slice(*span)).collect();
    let kind = match quote.kind {
        QuoteKind::Speech => 'S',
        QuoteKind::Phrase => 'P',
    };
    format!("{kind} {}", words.join(" | "))
}

fn speaker_of(article: &Article, analysis: &Analysis, quote: &Quote) -> String {
    let Some(speaker) = &quote.speaker else { return "-".to_owned() };
    let name = analysis.speaker_name(article, speaker);
    let name = if matches!(speaker.who, Who::Person(_)) { name.to_owned() } else { format!("\"{name}\"") };
    let cue = speaker.cue.map_or("", |cue| article.slice(cue));
    match (speaker.via, speaker.words) {
        (Via::Carried, _) => format!("{name}~"),
        (Via::Name, _) => format!("{name}<{cue}"),
        (_, words) => format!("{name}<{}|{cue}", words.map_or("", |words| article.slice(words))),
    }
}

/// Checks the people of a text.
#[track_caller]
fn people(text: &str, expected: &str) {
    let article = article(text);
    assert_eq!(people_of(&article, &analyze(&article)), expected, "\nin: {text}");
}

/// Checks the quotes of a text, without their speakers.
#[track_caller]
fn quotes(text: &str, expected: &[&str]) {
    let article = article(text);
    let analysis = analyze(&article);
    let found: Vec<_> = analysis.quotes.iter().map(|quote| regions_of(&article, quote)).collect();
    assert_eq!(found, expected, "\nin: {text}");
}

/// Checks who said each quote of a text.
#[track_caller]
fn speakers(text: &str, expected: &[&str]) {
    let article = article(text);
    let analysis = analyze(&article);
    let found: Vec<_> = analysis.quotes.iter().map(|quote| speaker_of(&article, &analysis, quote)).collect();
    assert_eq!(found, expected, "\nin: {text}");
}

//! `byline analyze`: who is in each article and who said what, for people and for programs.

use std::io::{self, Write};

use serde::Serialize;

use crate::{
    analysis::{Analysis, QuoteKind, Speaker, Via, Who},
    article::{Article, Date},
    text::Span,
};

/// Writes one article and its analysis as one line of JSON. Offsets count Unicode characters of the body.
///
/// # Errors
/// What the writer gives.
pub fn write_json(out: &mut impl Write, source: &str, article: &Article, analysis: &Analysis) -> io::Result<()> {
    let text = article.text.as_str();
    let at = CharOffsets::new(text);
    let region = |span: Span| Region { start: at.of(span.start), end: at.of(span.end) };
    let speaker = |speaker: &Speaker| SpeakerLine {
        person: match speaker.who {
            Who::Person(person) => Some(person.0),
            Who::Source(_) => None,
        },
        name: analysis.speaker_name(article, speaker).to_owned(),
        via: match speaker.via {
            Via::Name => "name",
            Via::Pronoun => "pronoun",
            Via::Description => "description",
            Via::Carried => "carried",
        },
        text: speaker.words.map(|span| article.slice(span)),
        start: speaker.words.map(|span| at.of(span.start)),
        end: speaker.words.map(|span| at.of(span.end)),
    };
    let mut people: Vec<_> = analysis
        .people
        .iter()
        .enumerate()
        .map(|(id, person)| PersonLine { id, name: person.name.as_str(), mentions: Vec::new() })
        .collect();
    for mention in &analysis.mentions {
        people[mention.person.0 as usize].mentions.push(region(mention.span));
    }
    let quotes = analysis.quotes.iter().map(|quote| QuoteLine {
        spans: quote.spans.iter().copied().map(region).collect(),
        kind: match quote.kind {
            QuoteKind::Speech => "speech",
            QuoteKind::Phrase => "phrase",
        },
        speaker: quote.speaker.as_ref().map(speaker),
        cue: quote.speaker.as_ref().and_then(|speaker| speaker.cue).map(region),
    });
    let line = ArticleLine {
        version: 1,
        source,
        title: article.title.text.as_str(),
        byline: article.byline.as_ref().map(|line| line.as_str()),
        date: article.date.map(|date| match date {
            Date::Day(day) => day.to_string(),
            Date::Instant(instant) => instant.to_string(),
        }),
        link: article.link.as_ref().map(|line| line.as_str()),
        lang: analysis.language.as_ref().map(|language| language.code()),
        text,
        people,
        quotes: quotes.collect(),
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct ArticleLine<'a> {
    version: u32,
    source: &'a str,
    title: &'a str,
    byline: Option<&'a str>,
    date: Option<String>,
    link: Option<&'a str>,
    lang: Option<&'a str>,
    text: &'a str,
    people: Vec<PersonLine<'a>>,
    quotes: Vec<QuoteLine<'a>>,
}

#[derive(Serialize)]
struct PersonLine<'a> {
    id: usize,
    name: &'a str,
    mentions: Vec<Region>,
}

#[derive(Serialize)]
struct QuoteLine<'a> {
    spans: Vec<Region>,
    kind: &'static str,
    speaker: Option<SpeakerLine<'a>>,
    cue: Option<Region>,
}

#[derive(Serialize)]
struct SpeakerLine<'a> {
    person: Option<u32>,
    name: String,
    via: &'static str,
    text: Option<&'a str>,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Serialize)]
struct Region {
    start: usize,
    end: usize,
}

/// From bytes to characters, by the count at every few bytes and a short walk from there.
struct CharOffsets<'a> {
    text: &'a str,
    counts: Vec<u32>,
}

impl<'a> CharOffsets<'a> {
    const STEP: usize = 64;

    fn new(text: &'a str) -> Self {
        let mut total = 0;
        let counts = text.as_bytes().chunks(Self::STEP).map(|chunk| {
            let before = total;
            total += char_starts(chunk) as u32;
            before
        });
        Self { counts: counts.collect(), text }
    }

    fn of(&self, byte: u32) -> usize {
        let byte = byte as usize;
        let step = (byte / Self::STEP).min(self.counts.len().saturating_sub(1));
        let before = self.counts.get(step).copied().unwrap_or_default() as usize;
        before + char_starts(&self.text.as_bytes()[step * Self::STEP..byte])
    }
}

fn char_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| (b as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_characters() {
        let text = "é日本".repeat(60);
        let at = CharOffsets::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(at.of(byte as u32), count);
        }
        assert_eq!(at.of(text.len() as u32), 180);
        assert_eq!(CharOffsets::new("").of(0), 0);
    }
}

//! `byline analyze`: who is in each article and who said what, for people and for programs.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::{Broken, Outcome, readings, tell, written};
use crate::{
    analysis::{Analysis, Language, PersonId, QuoteKind, Speaker, Via, Who},
    article::Article,
    runtime::Named,
    source::Location,
    text::{CleanLine, Span},
};

/// How an analysis is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One JSON object a line.
    Json,
    /// A text for people.
    Text,
}

/// Prints what everything that is named says.
pub(super) fn analyze(named: impl Iterator<Item = Named> + Send, form: Form) -> Result<Outcome, Broken> {
    let mut out = BufWriter::new(io::stdout().lock());
    let work = |location: &Location, article: Article, analysis: Analysis| {
        printed(location.name().as_str(), &article, &analysis, form)
    };
    let outcome = readings::each(named.flat_map(readings::found), work, |printed| match printed {
        Ok(printed) => out.write_all(&printed),
        Err(fault) => {
            tell(fault.as_str());
            Ok(())
        }
    })?;
    out.flush()?;
    Ok(outcome)
}

/// An article and its analysis as they are printed.
fn printed(name: &str, article: &Article, analysis: &Analysis, form: Form) -> Vec<u8> {
    let mut out = Vec::with_capacity(2 * article.text.len());
    let written = match form {
        Form::Json => write_json(&mut out, name, article, analysis),
        Form::Text => write_text(&mut out, name, article, analysis),
    };
    // Writing to memory cannot fail, and neither can turning plain data into JSON.
    debug_assert!(written.is_ok());
    out
}

/// Writes the people and the quotes for a human eye.
fn write_text(out: &mut impl Write, name: &str, article: &Article, analysis: &Analysis) -> io::Result<()> {
    writeln!(out, "{}\n{name}", article.title.text)?;
    if analysis.language.as_ref().is_some_and(|language| language.code() != "en") {
        writeln!(out, "not in English: quotes alone, neither people nor speakers")?;
    }
    writeln!(out, "\nPeople")?;
    for (id, person) in (0..).map(PersonId).zip(&analysis.people) {
        let mentions = analysis.mentions.iter().filter(|mention| mention.person == id).count();
        writeln!(out, "  {} ({mentions})", person.name)?;
    }
    writeln!(out, "\nWho said what")?;
    for quote in &analysis.quotes {
        let speaker = quote.speaker.as_ref().map(|speaker| analysis.speaker_name(article, speaker));
        if quote.kind == QuoteKind::Phrase && speaker.is_none() {
            continue;
        }
        let words: Vec<_> = quote.spans.iter().map(|&span| article.slice(span).trim()).collect();
        writeln!(out, "  {}: “{}”", speaker.unwrap_or("—"), words.join(" … "))?;
    }
    writeln!(out)
}

/// Writes one article and its analysis as one line of JSON. Offsets count Unicode characters of the body.
fn write_json(out: &mut impl Write, source: &str, article: &Article, analysis: &Analysis) -> io::Result<()> {
    let text = article.text.as_str();
    let at = CharOffsets::new(text);
    let region = |span: Span| Region { start: at.of(span.start), end: at.of(span.end) };
    let speaker = |speaker: &Speaker| SpeakerLine {
        person: match speaker.who {
            Who::Person(person) => Some(person.0),
            Who::Source(_) => None,
        },
        name: analysis.speaker_name(article, speaker).to_owned(),
        via: via_word(speaker.via),
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
        kind: kind_word(quote.kind),
        speaker: quote.speaker.as_ref().map(speaker),
        cue: quote.speaker.as_ref().and_then(|speaker| speaker.cue).map(region),
    });
    let line = ArticleLine {
        version: 1,
        source,
        title: article.title.text.as_str(),
        byline: article.byline.as_ref().map(CleanLine::as_str),
        date: article.date.map(written),
        link: article.link.as_ref().map(CleanLine::as_str),
        lang: analysis.language.as_ref().map(Language::code),
        text,
        people,
        quotes: quotes.collect(),
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

/// A kind of quote as programs read it.
pub(super) fn kind_word(kind: QuoteKind) -> &'static str {
    match kind {
        QuoteKind::Speech => "speech",
        QuoteKind::Phrase => "phrase",
    }
}

/// How a speaker was found, as programs read it.
pub(super) fn via_word(via: Via) -> &'static str {
    match via {
        Via::Name => "name",
        Via::Pronoun => "pronoun",
        Via::Description => "description",
        Via::Carried => "carried",
    }
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

//! `byline analyze`: who is in each article and who said what, for people and for programs. Articles are read and
//! analysed on all cores and printed in their order.

use std::{
    collections::BTreeMap,
    io::{self, BufWriter, Write},
    panic::catch_unwind,
    sync::{Mutex, PoisonError, mpsc::channel},
    thread,
};

use serde::Serialize;

use super::{Broken, Outcome, locations, tell, written};
use crate::{
    analysis::{Analysis, Language, PersonId, QuoteKind, Speaker, Via, Who, analyze as read_article},
    article::Article,
    runtime::Named,
    source::{self, Location},
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

/// How many articles each core may be ahead of the printer.
const AHEAD: usize = 32;

/// Prints what everything that is named says.
pub(super) fn analyze(named: impl Iterator<Item = Named>, form: Form) -> Result<Outcome, Broken> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Done;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    for named in named {
        let is_folder = matches!(&named, Named::Path(path) if path.is_dir());
        let locations = locations(named, &mut outcome);
        in_order(
            locations,
            cores,
            |location| printed(&location, form),
            |printed| match printed {
                Ok(printed) => out.write_all(&printed),
                Err(fault) => {
                    tell(fault.as_str());
                    if !is_folder {
                        outcome = Outcome::Failed;
                    }
                    Ok(())
                }
            },
        )?;
    }
    out.flush()?;
    Ok(outcome)
}

/// Does `work` for each item on so many cores, and hands the results to `take` in the order of the items. The first
/// error of `take` ends it.
fn in_order<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    cores: usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> io::Result<()>,
) -> io::Result<()> {
    // An item is begun with a permit, and what is taken gives one back: while a long article holds up the printer, the
    // others do not pile up in memory.
    let (permits, permitted) = channel();
    (0..AHEAD * cores).try_for_each(|_| permits.send(())).map_err(io::Error::other)?;
    let begin = Mutex::new((items.enumerate(), permitted));
    let (results, inbox) = channel();
    thread::scope(|scope| {
        // Both ends go with the printer, whereupon the others stop.
        let (permits, inbox) = (permits, inbox);
        for _ in 0..cores {
            let (results, begin, work) = (results.clone(), &begin, &work);
            scope.spawn(move || {
                let next = || {
                    let (items, permitted) = &mut *begin.lock().unwrap_or_else(PoisonError::into_inner);
                    permitted.recv().ok().and_then(|()| items.next())
                };
                while let Some((number, item)) = next() {
                    if results.send((number, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(results);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, result) in inbox {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                take(result)?;
                next += 1;
                // Where nobody is left to begin anything, permits are of no use.
                let _ = permits.send(());
            }
        }
        Ok(())
    })
}

/// An article and its analysis as they are printed, or what is to be told instead. An article over which the analysis
/// breaks off does not take the others with it.
fn printed(location: &Location, form: Form) -> Result<Vec<u8>, CleanLine> {
    let name = location.name();
    catch_unwind(|| {
        let article = source::read(location).map_err(|error| CleanLine::new(&error.to_string()))?;
        let analysis = read_article(&article);
        let mut out = Vec::with_capacity(2 * article.text.len());
        let written = match form {
            Form::Json => write_json(&mut out, name.as_str(), &article, &analysis),
            Form::Text => write_text(&mut out, name.as_str(), &article, &analysis),
        };
        // Writing to memory cannot fail, and neither can turning plain data into JSON.
        debug_assert!(written.is_ok());
        Ok(out)
    })
    .unwrap_or_else(|_| {
        Err(CleanLine::new(&format!("{name}: byline stumbled over it; please report it with the file")))
    })
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
    fn results_are_taken_in_order_and_do_not_pile_up() {
        let (begun, beginnings) = channel();
        let beginnings = Mutex::new(beginnings);
        let items = (0..1000).inspect(|_| begun.send(()).unwrap());
        // The first item is done only when as many as are allowed have been begun behind it.
        let work = |number| {
            let allowed = if number == 0 { 2 * AHEAD } else { 0 };
            (0..allowed).for_each(|_| beginnings.lock().unwrap().recv().unwrap());
            number
        };
        let mut taken = Vec::new();
        let take = |number| {
            if number == 0 {
                assert_eq!(beginnings.lock().unwrap().try_iter().count(), 0, "begun too early");
            }
            taken.push(number);
            Ok(())
        };
        in_order(items, 2, work, take).unwrap();
        assert_eq!(taken, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn the_first_error_ends_it() {
        let take = |number| if number == 3 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) };
        let ended = in_order(0.., 2, |number| number, take);
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

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

//! How well people and speakers are found, over articles that were annotated: exact spans of names, and quoted regions
//! with the right person.

use std::{error::Error, fmt};

use byline::analysis::{
    Analysis, QuoteKind, analyze,
    tagger::{Model, training},
};

use crate::gold::{self, Gold, Read};

/// Counts of what was found.
#[derive(Clone, Copy, Default)]
pub(crate) struct Score {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Score {
    /// Adds what was found in one text to what was wanted.
    pub(crate) fn add<T: PartialEq>(&mut self, found: &[T], wanted: &[T]) {
        self.right += found.iter().filter(|one| wanted.contains(one)).count();
        self.found += found.len();
        self.wanted += wanted.len();
    }

    /// Whether nothing was wanted, as in a corpus that does not tell.
    pub(crate) fn is_empty(&self) -> bool {
        self.wanted == 0
    }

    /// The harmonic mean of precision and recall, of a hundred.
    pub(crate) fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.wanted).max(1) as f64
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |of: usize| 100.0 * self.right as f64 / of.max(1) as f64;
        write!(f, "P {:.2}  R {:.2}  F1 {:.2}", share(self.found), share(self.wanted), self.f1())
    }
}

/// Where something stands, in characters: its first, and one past its last.
pub(crate) type Place = (usize, usize);

/// The score of a model by itself, without the rules, over the articles of a file.
pub(crate) fn score_model(model: &Model, path: &str) -> Result<Score, Box<dyn Error>> {
    let mut score = Score::default();
    for gold in gold::read(path)? {
        if let Some(read) = gold.article() {
            let found = training::people(model, &read.article).into_iter().filter_map(|span| read.place(span));
            score_people(&mut score, &gold, &found.collect::<Vec<_>>());
        }
    }
    Ok(score)
}

/// What the whole engine finds: names of people, and quoted regions with the right person.
#[derive(Clone, Copy, Default)]
pub(crate) struct Scores {
    /// Names of people.
    pub(crate) people: Score,
    /// Regions of direct speech whose speaker was named by a human reader.
    pub(crate) speakers: Score,
}

impl Scores {
    /// Adds what the engine finds in one article.
    pub(crate) fn add(&mut self, gold: &Gold) {
        let Some(read) = gold.article() else { return };
        let analysis = analyze(&read.article);
        let people: Vec<_> = analysis.mentions.iter().filter_map(|mention| read.place(mention.span)).collect();
        score_people(&mut self.people, gold, &people);
        score_speakers(&mut self.speakers, gold, &regions(&read, &analysis));
    }
}

fn score_people(score: &mut Score, gold: &Gold, found: &[Place]) {
    let Some(people) = &gold.people else { return };
    let wanted: Vec<Place> = people.iter().map(|named| (named.start, named.end)).collect();
    let counts = |place: &&Place| !gold.ignore.iter().any(|ignored| shared(**place, *ignored) > 0);
    let found: Vec<Place> = found.iter().filter(counts).copied().collect();
    score.add(&found, &wanted);
}

/// A quoted region that the engine found, with the speaker's name.
struct Region {
    place: Place,
    speaker: Option<String>,
}

/// The quoted regions of an analysis; a phrase without a speaker is no answer.
fn regions(read: &Read, analysis: &Analysis) -> Vec<Region> {
    let quotes = analysis.quotes.iter().filter(|quote| quote.kind == QuoteKind::Speech || quote.speaker.is_some());
    let regions = quotes.flat_map(|quote| {
        let speaker = quote.speaker.as_ref().map(|speaker| analysis.speaker_name(&read.article, speaker).to_owned());
        let places = quote.spans.iter().filter_map(|span| read.place(*span));
        places.map(move |place| Region { place, speaker: speaker.clone() })
    });
    regions.collect()
}

/// The least overlap, of the union, at which two regions are taken for one.
const SAME: f64 = 0.8;

/// Counts the regions of direct speech that have the right speaker. Regions of other kinds count neither way, nor those
/// whose speaker no human reader has named.
fn score_speakers(score: &mut Score, gold: &Gold, regions: &[Region]) {
    let Some(quotes) = &gold.quotes else { return };
    let letters: Vec<char> = gold.text.chars().collect();
    let wanted: Vec<_> = quotes.iter().filter(|quote| quote.kind == "direct").collect();
    let places: Vec<Place> = wanted.iter().map(|quote| trim(&letters, (quote.start, quote.end))).collect();
    let found: Vec<Place> = regions.iter().map(|region| trim(&letters, region.place)).collect();
    let others = quotes.iter().filter(|quote| quote.kind != "direct" && quote.kind != "indirect");
    let ignored: Vec<Place> =
        others.map(|quote| trim(&letters, (quote.start, quote.end))).chain(gold.ignore.iter().copied()).collect();
    let pairs = pair(&places, &found, SAME);
    let near = pair(&places, &found, f64::MIN_POSITIVE);
    let counts = |at: usize| {
        let is_paired = pairs.iter().chain(&near).any(|(_, other)| *other == at);
        let length = found[at].1 - found[at].0;
        is_paired || !ignored.iter().any(|place| 2 * shared(found[at], *place) >= length)
    };
    let named = |quote: &gold::Quoted| quote.speaker.clone().filter(|_| !quote.speaker_silver);
    let unnamed = pairs.iter().filter(|(want, _)| named(wanted[*want]).is_none()).count();
    score.wanted += wanted.iter().filter(|quote| named(quote).is_some()).count();
    score.found += (0..found.len()).filter(|at| counts(*at)).count() - unnamed;
    let is_right = |(want, have): &&(usize, usize)| {
        let names = named(wanted[*want]).zip(regions[*have].speaker.as_deref());
        names.is_some_and(|(one, other)| may_be_one(&one, other))
    };
    score.right += pairs.iter().filter(is_right).count();
}

/// Pairs wanted and found places, each at most once, those with the largest overlap first.
fn pair(wanted: &[Place], found: &[Place], least: f64) -> Vec<(usize, usize)> {
    let mut all: Vec<(f64, usize, usize)> = Vec::new();
    for (want, one) in wanted.iter().enumerate() {
        for (have, other) in found.iter().enumerate() {
            let both = shared(*one, *other);
            let share = both as f64 / (one.1 - one.0 + other.1 - other.0 - both).max(1) as f64;
            if share >= least {
                all.push((share, want, have));
            }
        }
    }
    all.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, want, have) in all {
        if pairs.iter().all(|pair| pair.0 != want && pair.1 != have) {
            pairs.push((want, have));
        }
    }
    pairs
}

/// How many characters two places share.
fn shared(one: Place, other: Place) -> usize {
    one.1.min(other.1).saturating_sub(one.0.max(other.0))
}

/// The place without marks and white space at its ends.
fn trim(letters: &[char], (mut start, mut end): Place) -> Place {
    let is_edge =
        |at: usize| letters.get(at).is_some_and(|c| c.is_whitespace() || "\"'“”‘’„«»`,.;:!?-–—…".contains(*c));
    while start < end && is_edge(start) {
        start += 1;
    }
    while start < end && is_edge(end - 1) {
        end -= 1;
    }
    (start, end)
}

/// Whether two names can be one person's: one is a word of the other, or they end alike and begin alike.
fn may_be_one(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’'));
        let words = words.filter(|word| !word.is_empty() && !matches!(*word, "Jr" | "Sr" | "II" | "III"));
        words
            .map(|word| word.chars().map(nucleo_matcher::chars::normalize).collect::<String>().to_lowercase())
            .collect()
    };
    let (mut short, mut long) = (words(one), words(other));
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    match (&short[..], &long[..]) {
        ([], _) => false,
        ([word], _) => long.contains(word),
        ([first, .., last], [begins, .., ends]) if last == ends => {
            let is_short = |one: &str, other: &str| other.starts_with(one) && one.chars().count() != 2;
            is_short(first, begins) || is_short(begins, first) || long[..long.len() - 1].contains(first)
        }
        _ => long.starts_with(&short),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, expected: bool) {
        assert_eq!(may_be_one(one, other), expected, "{one}, {other}");
        assert_eq!(may_be_one(other, one), expected, "{other}, {one}");
    }

    #[test]
    fn names_can_be_one_persons() {
        check("Jane Doe", "Doe", true);
        check("Jane Doe", "J. Doe", true);
        check("Jane Mary Doe", "Mary Doe", true);
        check("Jane Doe", "John Doe", false);
        check("Jane Doe", "Jane Roe", false);
        check("Jane Doe Jr.", "Doe", true);
        check("Ana Vázquez", "Vazquez", true);
        check("", "Doe", false);
    }

    #[test]
    fn places_are_paired_by_their_overlap() {
        assert_eq!(pair(&[(0, 10), (20, 30)], &[(21, 30), (0, 4), (1, 10)], 0.8), [(0, 2), (1, 0)]);
        assert_eq!(trim(&[' ', '“', 'a', 'b', '.', ' '], (0, 6)), (2, 4));
    }
}

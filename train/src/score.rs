//! How well the model finds people's names: exact spans, over articles that were annotated.

use std::{error::Error, fs};

use byline::{
    analysis::tagger::{Model, training},
    article::{Article, BlockKind, BodyBuilder},
    text::Span,
};
use serde::Deserialize;

/// An annotated article; places count characters.
#[derive(Deserialize)]
struct Gold {
    text: String,
    people: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    start: usize,
    end: usize,
}

/// An article and where people are named in it.
pub(crate) struct Judged {
    article: Article,
    people: Vec<Span>,
}

/// Counts of what was found.
#[derive(Default)]
pub(crate) struct Score {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Score {
    /// Adds what was found in one text to what was wanted.
    pub(crate) fn add(&mut self, found: &[Span], wanted: &[Span]) {
        self.right += found.iter().filter(|span| wanted.contains(span)).count();
        self.found += found.len();
        self.wanted += wanted.len();
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |of: usize| 100.0 * self.right as f64 / of.max(1) as f64;
        let (p, r) = (share(self.found), share(self.wanted));
        write!(f, "P {p:.2}  R {r:.2}  F1 {:.2}", 2.0 * p * r / (p + r).max(1e-9))
    }
}

/// Reads a file of annotated articles, one a line.
pub(crate) fn read(path: &str) -> Result<Vec<Judged>, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let mut all = Vec::new();
    for line in text.lines() {
        let gold: Gold = serde_json::from_str(line)?;
        all.push(judged(&gold));
    }
    Ok(all)
}

/// The score of a model over some articles.
pub(crate) fn score(model: &Model, articles: &[Judged]) -> Score {
    let mut score = Score::default();
    for judged in articles {
        score.add(&training::people(model, &judged.article), &judged.people);
    }
    score
}

/// Paragraphs are what blank lines keep apart; places are carried over by counting what is no white space.
fn judged(gold: &Gold) -> Judged {
    let mut body = BodyBuilder::default();
    for paragraph in gold.text.split("\n\n") {
        body.push(&paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
        body.end_block(BlockKind::Paragraph);
    }
    let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
    let solid: Vec<(usize, usize)> = text
        .as_str()
        .char_indices()
        .filter(|(_, c)| !c.is_whitespace())
        .map(|(at, c)| (at, at + c.len_utf8()))
        .collect();
    let mut counts = vec![0];
    for c in gold.text.chars() {
        counts.push(counts[counts.len() - 1] + usize::from(!c.is_whitespace()));
    }
    let people = gold.people.iter().filter_map(|place| {
        let (first, last) = (*counts.get(place.start)?, counts.get(place.end)?.checked_sub(1)?);
        Some(Span::new(solid.get(first)?.0, solid.get(last)?.1))
    });
    Judged { people: people.collect(), article: Article { text, blocks, marks, ..Article::default() } }
}

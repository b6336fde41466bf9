//! Articles annotated with people and quotes, one JSON object a line, and how their places are carried over to what
//! byline makes of the same text. Places count characters.

use std::{error::Error, fs};

use byline::{
    article::Article,
    source::{self, Location},
    text::Span,
};
use serde::Deserialize;

/// An annotated article.
#[derive(Clone, Deserialize)]
pub(crate) struct Gold {
    /// Its text.
    pub(crate) text: String,
    /// Where people are named; none where the corpus does not tell.
    pub(crate) people: Option<Vec<Named>>,
    /// Its quoted regions; none where the corpus does not tell.
    pub(crate) quotes: Option<Vec<Quoted>>,
    /// Places that count neither way, each from its first character up to the one behind its last.
    #[serde(default)]
    pub(crate) ignore: Vec<(usize, usize)>,
}

/// A person named.
#[derive(Clone, Deserialize)]
pub(crate) struct Named {
    /// The first character.
    pub(crate) start: usize,
    /// One past the last.
    pub(crate) end: usize,
    /// The person's fullest name.
    pub(crate) name: Option<String>,
}

/// A quoted region.
#[derive(Clone, Deserialize)]
pub(crate) struct Quoted {
    /// The first character.
    pub(crate) start: usize,
    /// One past the last.
    pub(crate) end: usize,
    /// "direct", "mixed" and others.
    pub(crate) kind: String,
    /// The name of whoever said it.
    pub(crate) speaker: Option<String>,
    /// Whether the name was found by a machine.
    #[serde(default)]
    pub(crate) speaker_silver: bool,
}

/// Reads a file of annotated articles.
pub(crate) fn read(path: &str) -> Result<Vec<Gold>, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    text.lines().map(|line| serde_json::from_str(line).map_err(|error| format!("{path}: {error}").into())).collect()
}

/// The article that byline makes of an annotated one, and the way between their places.
pub(crate) struct Read {
    pub(crate) article: Article,
    /// Where each character of the article that is no white space stands, in bytes, and the one of the annotated text.
    solid: Vec<(u32, usize)>,
}

impl Gold {
    /// The article as the program reads it; none if letters were lost on the way, so that places cannot be told.
    pub(crate) fn article(&self) -> Option<Read> {
        let article = source::read(&Location::Piped(self.text.as_bytes().into())).ok()?;
        let here = article.text.as_str().char_indices().filter(|(_, c)| !c.is_whitespace());
        let there = self.text.chars().enumerate().filter(|(_, c)| !c.is_whitespace());
        let solid: Vec<_> = here.clone().zip(there.clone()).map(|((at, _), (place, _))| (at as u32, place)).collect();
        (here.count() == there.count()).then_some(Read { article, solid })
    }
}

impl Read {
    /// The place in the annotated text of a span of the article.
    pub(crate) fn place(&self, span: Span) -> Option<(usize, usize)> {
        let first = self.solid.partition_point(|(at, _)| *at < span.start);
        let behind = self.solid.partition_point(|(at, _)| *at < span.end);
        (first < behind).then(|| (self.solid[first].1, self.solid[behind - 1].1 + 1))
    }
}

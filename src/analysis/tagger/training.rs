//! What the trainer needs of the tagger: the features of every word that can be part of a name, as tagging sees them.

use super::{Bearer, Label, Model, features, tag_with, units::Units};
use crate::{
    analysis::{gazetteer::without_accents, tokens::Tokens, words::Classes},
    article::Article,
    text::Span,
};

pub use super::LABELS;

/// A run of words that can be names.
pub struct Chain {
    /// The words.
    pub words: Vec<Word>,
}

/// A word that can be part of a name.
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Whether it is a title, which is no part of a person's name.
    pub is_title: bool,
    /// The hashes of its features.
    pub features: Vec<u64>,
}

/// The runs of an article, in order.
pub fn chains(article: &Article) -> Vec<Chain> {
    let tokens = Tokens::of(article);
    let mut units = Units::of(&tokens);
    let mut chains = Vec::new();
    for block in 0..tokens.blocks.len() {
        units.turn_to(block);
        for (number, places) in units.places_of_chains().enumerate() {
            let run = features::Run::of(&units, number);
            let word = |(place, at): (usize, usize)| {
                let unit = &units.all[at];
                let mut hashes = Vec::with_capacity(128);
                features::of_word(units.vocabulary.word(unit), |feature| hashes.push(feature));
                features::of_place(&units, &run, at, |feature| hashes.push(feature));
                let span = tokens.span(units.places[place].tokens());
                Word { span, is_title: unit.classes.any(Classes::TITLE), features: hashes }
            };
            chains.push(Chain { words: places.zip(units.chains[number].clone()).map(word).collect() });
        }
    }
    chains
}

/// A word in lower case as it is looked up in the lists once more, without accents.
pub fn plain(word: &str) -> String {
    without_accents(word)
}

/// The people's names that a model finds in an article, before repetitions are looked for.
pub fn people(model: &Model, article: &Article) -> Vec<Span> {
    let tokens = Tokens::of(article);
    let names = tag_with(model, &tokens, |_| 0).into_iter();
    names.filter(|name| name.of == Bearer::Person).map(|name| tokens.span(name.tokens)).collect()
}

/// The labels of words by the names that were annotated: `names` in order, each with whether it is a person's. Titles
/// at the beginning of a person's name are taken off.
pub fn labels(chain: &Chain, names: &[(Span, bool)]) -> Vec<Label> {
    let mut before: Option<usize> = None;
    let mut labels = Vec::with_capacity(chain.words.len());
    for (place, word) in chain.words.iter().enumerate() {
        let at = names.partition_point(|(name, _)| name.end <= word.span.start);
        let name = names.get(at).filter(|(name, _)| name.overlaps(word.span));
        let goes_on = |name: Span| chain.words.get(place + 1).is_some_and(|next| next.span.overlaps(name));
        let (label, known) = match name {
            None => (Label::Outside, None),
            Some((_, true)) if before == Some(at) => (Label::PersonInside, Some(at)),
            Some((name, true)) if word.is_title && goes_on(*name) => (Label::Outside, None),
            Some((_, true)) => (Label::PersonBegin, Some(at)),
            Some((_, false)) if before == Some(at) => (Label::OtherInside, Some(at)),
            Some((_, false)) => (Label::OtherBegin, Some(at)),
        };
        labels.push(label);
        before = known;
    }
    labels
}

//! Which words are part of a person's name, by a model trained on annotated text: a linear-chain conditional random
//! field over the runs of words that can be names at all. One entrance, `tag`; what the trainer shares with it is in
//! [`training`], so that training and tagging cannot drift apart.
//!
//! Only capitalised words, and particles before them, can be part of a name. All other words are outside, which cuts
//! the text into short runs that are labelled one by one and keeps the cost of a text's other words near nothing.

mod again;
mod features;
mod hash;
mod model;
#[doc(hidden)]
pub mod training;
mod units;
mod viterbi;
mod vocabulary;
mod vote;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub use model::Model;

use super::{names::Supposed, tokens::Tokens};
use units::{Place, Units};
use viterbi::Verdict;

/// What a word is part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Label {
    /// No name.
    #[default]
    Outside = 0,
    /// The first word of a person's name.
    PersonBegin = 1,
    /// A further word of a person's name.
    PersonInside = 2,
    /// The first word of the name of something else.
    OtherBegin = 3,
    /// A further word of the name of something else.
    OtherInside = 4,
}

/// How many labels there are.
pub const LABELS: usize = 5;

impl Label {
    /// All labels, each at the index that is its number.
    pub const ALL: [Self; LABELS] =
        [Self::Outside, Self::PersonBegin, Self::PersonInside, Self::OtherBegin, Self::OtherInside];

    /// Whether a word so labelled can follow one labelled `before`.
    pub fn may_follow(self, before: Self) -> bool {
        match self {
            Self::PersonInside => matches!(before, Self::PersonBegin | Self::PersonInside),
            Self::OtherInside => matches!(before, Self::OtherBegin | Self::OtherInside),
            _ => true,
        }
    }

    /// Whether it goes on with the name before it.
    pub fn is_inside(self) -> bool {
        matches!(self, Self::PersonInside | Self::OtherInside)
    }

    /// Whether it is of a person's name.
    pub fn is_person(self) -> bool {
        matches!(self, Self::PersonBegin | Self::PersonInside)
    }
}

/// A name that the model found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tagged {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Whose name it is.
    pub(super) of: Bearer,
}

/// Whose name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearer {
    /// A person's.
    Person,
    /// Something else's: an organisation, a place, a people, a work.
    Other,
}

/// What it is worth that the rules suppose a word to be part of a person's name, or not to be, on the scale of the
/// model's weights. The two finders err in different places: what they agree on is nearly always right.
const SUPPOSED: i32 = 120;

/// What each point is worth beyond those that are enough.
const BEYOND: i32 = 15;

/// What it is worth that a name of several words lacks one point of being supposed to be a person's.
const LACKING: i32 = 45;

/// Finds the names of a text with the model that the program carries, in their order; `supposed` is what the rules make
/// of them.
pub(super) fn tag(tokens: &Tokens, supposed: &Supposed) -> Vec<Tagged> {
    let Some(model) = Model::carried() else { return Vec::new() };
    let mut supposals = vec![-SUPPOSED as i16; tokens.all.len()];
    for (name, lacks) in &supposed.open {
        supposals[name.tokens.clone()].fill((-LACKING * lacks).max(-SUPPOSED) as i16);
    }
    for (name, beyond) in supposed.people.iter().zip(&supposed.beyond) {
        supposals[name.tokens.clone()].fill((SUPPOSED + BEYOND * (*beyond).clamp(0, 4)) as i16);
    }
    tag_with(model, tokens, |token| supposals.get(token).copied().unwrap_or_default().into())
}

/// Finds the names of a text; `prior` is what it is worth by other evidence that a token is part of a person's name.
fn tag_with(model: &Model, tokens: &Tokens, prior: impl Fn(usize) -> i32) -> Vec<Tagged> {
    let mut units = Units::of(tokens);
    // All features of a word are taken down before they are looked up, which keeps the program small.
    let mut features = Vec::with_capacity(128);
    let mut words = Vec::with_capacity(units.vocabulary.all().len());
    for word in units.vocabulary.all() {
        features.clear();
        features::of_word(word, |feature| features.push(feature));
        words.push(model.score(&features));
    }
    let mut scores = Vec::new();
    let mut path = viterbi::Path::default();
    let mut verdicts = vec![Verdict::default(); units.places.len()];
    let mut judge = |units: &Units, number: usize, places: &[Place], worth: i32, verdicts: &mut [Verdict]| {
        let run = features::Run::of(units, number);
        scores.clear();
        for (at, place) in units.chains[number].clone().zip(places) {
            features.clear();
            features::of_place(units, &run, at, |feature| features.push(feature));
            let (here, anywhere) = (model.score(&features), words[place.word as usize]);
            let mut score: [i32; LABELS] = std::array::from_fn(|label| here[label] + anywhere[label]);
            raise(&mut score, worth + prior(place.tokens().start));
            scores.push(score);
        }
        verdicts.copy_from_slice(path.judge(&scores, model.transitions()));
    };
    let mut runs = Vec::new();
    for block in 0..tokens.blocks.len() {
        units.turn_to(block);
        for (number, places) in units.places_of_chains().enumerate() {
            judge(&units, number, &units.places[places.clone()], 0, &mut verdicts[places.clone()]);
            runs.extend(again::Judged::of(&units, block, number, places));
        }
    }
    // A second look, now that people are known.
    for (run, worth) in again::look(&runs, &units.places, &verdicts) {
        units.turn_to(run.block);
        let places = run.places.clone();
        judge(&units, run.number, &units.places[places.clone()], worth, &mut verdicts[places]);
    }
    vote::settle(&units.places, &units.vocabulary, &mut verdicts);
    let mut names: Vec<Tagged> = Vec::new();
    let named = units.places.iter().zip(&verdicts).filter(|(_, verdict)| verdict.label != Label::Outside);
    for (place, verdict) in named {
        let tokens = place.tokens();
        let of = if verdict.label.is_person() { Bearer::Person } else { Bearer::Other };
        match names.last_mut() {
            Some(name) if verdict.label.is_inside() => name.tokens.end = tokens.end,
            _ => names.push(Tagged { tokens, of }),
        }
    }
    names
}

/// Makes it worth more that a word is part of a person's name.
fn raise(scores: &mut [i32; LABELS], worth: i32) {
    scores[Label::PersonBegin as usize] += worth;
    scores[Label::PersonInside as usize] += worth;
}

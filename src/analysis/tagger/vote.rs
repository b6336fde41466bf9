//! One word, one meaning: a word that stands alone is a person's name everywhere in a text or nowhere, by what all its
//! places together say.

use super::{Label, units::Place, viterbi::Verdict, vocabulary::Vocabulary};

/// Makes the words that stand alone agree with each other. In headlines, where every word has a capital, nothing is
/// changed and nothing counts.
pub(super) fn settle(places: &[Place], vocabulary: &Vocabulary, verdicts: &mut [Verdict]) {
    let mut sums = vec![0_i32; vocabulary.all().len()];
    let parts = parts(places, vocabulary, verdicts);
    for (place, verdict) in places.iter().zip(&*verdicts).filter(|(place, _)| !place.headline) {
        let sum = &mut sums[place.word as usize];
        *sum = sum.saturating_add(verdict.margin + parts[place.word as usize]);
    }
    for (at, place) in places.iter().enumerate() {
        let label = verdicts[at].label;
        if is_followed(verdicts, at) || label.is_inside() || place.headline {
            continue;
        }
        let sum = sums[place.word as usize];
        if label == Label::PersonBegin && sum < 0 {
            verdicts[at].label = Label::OtherBegin;
        } else if sum > 0 && place.alone {
            verdicts[at].label = Label::PersonBegin;
        }
    }
}

/// Whether a name goes on behind a word.
fn is_followed(verdicts: &[Verdict], at: usize) -> bool {
    verdicts.get(at + 1).is_some_and(|next| next.label.is_inside())
}

/// What it is worth that a word ends somebody's full name in the same text, on the scale of the model's weights.
const SURNAME: i32 = 160;

/// What it is worth that a word begins one; half as much if it is a place too.
const GIVEN: i32 = 120;

/// What it is worth for each word that it is part of somebody's full name.
fn parts(places: &[Place], vocabulary: &Vocabulary, verdicts: &[Verdict]) -> Vec<i32> {
    let mut parts = vec![0; vocabulary.all().len()];
    for (at, place) in places.iter().enumerate() {
        let (label, part) = (verdicts[at].label, &mut parts[place.word as usize]);
        if !is_followed(verdicts, at) && label == Label::PersonInside {
            *part = SURNAME;
        } else if is_followed(verdicts, at) && label == Label::PersonBegin {
            let is_place = vocabulary.all()[place.word as usize].known & 4 != 0;
            *part = (*part).max(if is_place { GIVEN / 2 } else { GIVEN });
        }
    }
    parts
}

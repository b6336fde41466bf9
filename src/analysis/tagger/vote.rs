//! One word, one meaning: a word that stands alone is a person's name everywhere in a text or nowhere, by what all its
//! places together say.

use super::{Label, units::Units, viterbi::Verdict};

/// Makes the words that stand alone agree with each other. In headlines, where every word has a capital, nothing is
/// changed and nothing counts.
pub(super) fn settle(units: &Units, verdicts: &mut [Verdict]) {
    let mut sums = vec![0_i32; units.vocabulary.all().len()];
    let parts = parts(units, verdicts);
    for (place, verdict) in units.places.iter().zip(&*verdicts).filter(|(place, _)| !place.headline) {
        let sum = &mut sums[place.word as usize];
        *sum = sum.saturating_add(verdict.margin + parts[place.word as usize]);
    }
    for (chain, at) in units.chains.iter().flat_map(|chain| chain.clone().map(move |at| (chain, at))) {
        let label = verdicts[at].label;
        let is_followed = at + 1 < chain.end && verdicts[at + 1].label.is_inside();
        if is_followed || label.is_inside() || units.places[at].headline {
            continue;
        }
        let sum = sums[units.places[at].word as usize];
        if label == Label::PersonBegin && sum < 0 {
            verdicts[at].label = Label::OtherBegin;
        } else if sum > 0 && chain.len() == 1 {
            verdicts[at].label = Label::PersonBegin;
        }
    }
}

/// What it is worth that a word ends somebody's full name in the same text, on the scale of the model's weights.
const SURNAME: i32 = 160;

/// What it is worth that a word begins one; half as much if it is a place too.
const GIVEN: i32 = 120;

/// What it is worth for each word that it is part of somebody's full name.
fn parts(units: &Units, verdicts: &[Verdict]) -> Vec<i32> {
    let mut parts = vec![0; units.vocabulary.all().len()];
    for chain in &units.chains {
        for at in chain.clone() {
            let is_last = at + 1 == chain.end || !verdicts[at + 1].label.is_inside();
            let word = units.places[at].word as usize;
            if is_last && verdicts[at].label == Label::PersonInside {
                parts[word] = SURNAME;
            } else if !is_last && verdicts[at].label == Label::PersonBegin {
                let is_place = units.vocabulary.all()[word].known & 4 != 0;
                parts[word] = parts[word].max(if is_place { GIVEN / 2 } else { GIVEN });
            }
        }
    }
    parts
}

//! A second look at the runs that the model takes for no people, once it knows whom else the text names: the members of
//! a list are alike, and what is a person's name in one place is so in another.

use std::{collections::HashMap, ops::Range};

use super::{
    super::{tokens::Case, words::Classes},
    hash::join,
    units::Units,
    viterbi::Verdict,
};

/// What it is worth that the next member of a list is a person's full name.
const LISTED: i32 = 100;

/// The most that other places are worth.
const ELSEWHERE: i32 = 160;

/// The runs that look like people's full names and are to be judged again, by their numbers, each with what it is worth
/// for each of its words that they are a person's.
pub(super) fn look(units: &Units, verdicts: &[Verdict]) -> Vec<(usize, i32)> {
    let is_full = |chain: &Range<usize>| chain.len() > 1 && chain.clone().all(|at| verdicts[at].label.is_person());
    let several = || units.chains.iter().enumerate().filter(|(_, chain)| (2..=LONGEST).contains(&chain.len()));
    let open: Vec<_> = several().filter(|(_, chain)| !is_full(chain) && may_be_full(units, chain)).collect();
    // What all places together say of two words in a row.
    let pairs_of = |chain: &Range<usize>| {
        let words = chain.clone().zip(chain.start + 1..chain.end);
        words.map(|(one, two)| {
            (join(units.places[one].word, units.places[two].word), verdicts[one].margin.min(verdicts[two].margin))
        })
    };
    let mut pairs: HashMap<u32, i32> =
        open.iter().flat_map(|(_, chain)| pairs_of(chain)).map(|(pair, _)| (pair, 0)).collect();
    for (pair, margin) in several().flat_map(|(_, chain)| pairs_of(chain)) {
        if let Some(sum) = pairs.get_mut(&pair) {
            *sum = sum.saturating_add(margin);
        }
    }
    let worth = |(number, chain): (usize, &Range<usize>)| {
        let mut listed = [units.listed_before(number), units.listed_behind(number)].into_iter().flatten();
        let listed = listed.any(|other| is_full(&units.chains[other]));
        let elsewhere = pairs_of(chain).map(|(pair, _)| pairs.get(&pair).copied().unwrap_or_default()).min();
        let worth = i32::from(listed) * LISTED + elsewhere.unwrap_or_default().clamp(0, ELSEWHERE);
        (worth > 0).then_some((number, worth))
    };
    open.into_iter().filter_map(worth).collect()
}

/// Longest full name, in words.
const LONGEST: usize = 4;

/// Whether a run is written like a person's full name and has no word that says it is something else.
fn may_be_full(units: &Units, chain: &Range<usize>) -> bool {
    let other = Classes::ORGANIZATION.or(Classes::PEOPLE).or(Classes::CALENDAR).or(Classes::FUNCTION);
    units.all[units.run(chain)].iter().all(|unit| {
        let known = units.vocabulary.word(unit).known;
        !unit.headline && unit.case != Case::Capitals && !unit.classes.any(other) && known & 8 == 0
    })
}

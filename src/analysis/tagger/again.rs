//! A second look at the runs that the model takes for no people, once it knows whom else the text names: the members of
//! a list are alike, and what is a person's name in one place is so in another.

use std::{collections::HashMap, ops::Range};

use super::{
    super::{tokens::Case, words::Classes},
    hash::join,
    units::{Place, Units},
    viterbi::Verdict,
};

/// What it is worth that the next member of a list is a person's full name.
const LISTED: i32 = 100;

/// The most that other places are worth.
const ELSEWHERE: i32 = 160;

/// A run of several words that was judged once.
pub(super) struct Judged {
    /// Its places.
    pub(super) places: Range<usize>,
    /// Its block.
    pub(super) block: usize,
    /// Its number among the runs of the block.
    pub(super) number: usize,
    /// The places of the runs before and behind it in a list; empty where none is.
    listed: [Range<usize>; 2],
    /// Whether it is written like a person's full name.
    may_be_full: bool,
    /// Whether one of its words is also written in lower case, so that one person beside it is not enough.
    is_common: bool,
}

impl Judged {
    /// What may be asked of a run again; nothing of one that no full name looks like.
    pub(super) fn of(units: &Units, block: usize, number: usize, places: Range<usize>) -> Option<Self> {
        let chain = units.chains.get(number).filter(|chain| (2..=LONGEST).contains(&chain.len()))?;
        let places_of = |other: usize| {
            let between: usize = units.chains[other.min(number)..other.max(number)].iter().map(Range::len).sum();
            let start = if other < number { places.start - between } else { places.start + between };
            start..start + units.chains[other].len()
        };
        let listed = [units.listed_before(number), units.listed_behind(number)];
        let listed = listed.map(|other| other.map_or(0..0, places_of));
        let may_be_full = may_be_full(units, chain);
        let is_common = units.all[chain.clone()].iter().any(|unit| units.vocabulary.word(unit).known & 8 != 0);
        Some(Self { places, block, number, listed, may_be_full, is_common })
    }
}

/// Which of the runs that look like people's full names are to be judged again, each with what it is worth for each of
/// its words that they are a person's.
pub(super) fn look<'a>(runs: &'a [Judged], places: &[Place], verdicts: &[Verdict]) -> Vec<(&'a Judged, i32)> {
    let is_full = |run: &Range<usize>| run.len() > 1 && run.clone().all(|at| verdicts[at].label.is_person());
    let open: Vec<_> = runs.iter().filter(|run| run.may_be_full && !is_full(&run.places)).collect();
    // What all places together say of two words in a row.
    let pairs_of = |run: &Judged| {
        let words = run.places.clone().zip(run.places.start + 1..run.places.end);
        words.map(|(one, two)| {
            (join(places[one].word, places[two].word), verdicts[one].margin.min(verdicts[two].margin))
        })
    };
    let mut pairs: HashMap<u32, i32> = open.iter().flat_map(|run| pairs_of(run)).map(|(pair, _)| (pair, 0)).collect();
    for (pair, margin) in runs.iter().flat_map(pairs_of) {
        if let Some(sum) = pairs.get_mut(&pair) {
            *sum = sum.saturating_add(margin);
        }
    }
    let worth = |run: &'a Judged| {
        let listed = run.listed.iter().filter(|run| is_full(run)).count();
        if run.is_common && listed < 2 {
            return None;
        }
        let elsewhere = pairs_of(run).map(|(pair, _)| pairs.get(&pair).copied().unwrap_or_default()).min();
        let worth = i32::from(listed > 0) * LISTED + elsewhere.unwrap_or_default().clamp(0, ELSEWHERE);
        (worth > 0).then_some((run, worth))
    };
    open.into_iter().filter_map(worth).collect()
}

/// Longest full name, in words.
const LONGEST: usize = 4;

/// Whether a run is written like a person's full name and has no word that says it is something else.
fn may_be_full(units: &Units, chain: &Range<usize>) -> bool {
    let other = Classes::ORGANIZATION.or(Classes::PEOPLE).or(Classes::CALENDAR).or(Classes::FUNCTION);
    units.all[chain.clone()]
        .iter()
        .all(|unit| !unit.headline && unit.case != Case::Capitals && !unit.classes.any(other))
}

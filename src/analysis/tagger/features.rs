//! The features of a word that can be part of a name: what it is, what stands around it, the run of capitalised words
//! it stands in, and how the text uses it elsewhere.

use std::ops::Range;

use super::{
    super::{tokens::Case, words::Classes},
    hash::{feature, join},
    units::{Unit, Units},
    vocabulary::{USES, Word},
};

/// Calls `take` with each feature of a word that is the same wherever it stands in the text.
pub(super) fn of_word(word: &Word, mut take: impl FnMut(u64)) {
    let mut kind = 0;
    let mut put = |one: u32, two: u32| {
        kind += 1;
        take(feature(kind, one, two));
    };
    let (known, uses) = (word.known, word.uses);
    put(word.key, 0);
    for (&head, &tail) in word.heads.iter().zip(&word.tails) {
        put(head, 0);
        put(tail, 0);
    }
    put(word.tails[2], known);
    put(word.form, known);
    put(known, 0);
    put(uses, 0);
    put(uses & 0x3f, known);
    put(uses >> 6 & 0xfff, known);
    put(uses >> 18, known);
    put(u32::from(word.times.min(4)), known);
    put(u32::from(word.times.min(4)), uses & 0xff);
    for way in 0..USES {
        let level = uses >> (2 * way) & 3;
        if level > 0 {
            take(feature(100 + way as u32, level, 0));
            take(feature(120 + way as u32, level, known));
        }
    }
}

/// What a run of words that can be names tells of each of them.
pub(super) struct Run {
    range: Range<usize>,
    /// The keys of what stands before it and behind it, of its last and of its first word.
    keys: [u32; 4],
    class_last: u32,
    class_first: u32,
    class_left: u32,
    class_right: u32,
    pattern: u32,
    listed_before: u32,
    listed_behind: u32,
    has_organization: bool,
}

impl Run {
    /// Looks at a run once, however long it is.
    pub(super) fn of(units: &Units, range: &Range<usize>) -> Self {
        let (first, last) = (&units.all[range.start], &units.all[range.end - 1]);
        let (left, right) = (units.before(range.start, 1), units.after(range.end - 1, 1));
        let listed = |run: Option<&Range<usize>>| run.map_or(0, |run| summary(units, run));
        Self {
            range: range.clone(),
            keys: [left.key, right.key, last.key, first.key],
            class_last: class(last),
            class_first: class(first),
            class_left: class(left),
            class_right: class(right),
            pattern: pattern(units, range),
            listed_before: listed(units.listed_before(range)),
            listed_behind: listed(units.listed_behind(range)),
            has_organization: units.all[range.clone()].iter().any(|unit| unit.classes.any(Classes::ORGANIZATION)),
        }
    }
}

/// Calls `take` with each feature that the unit `at`, which stands in `run`, has by its place.
pub(super) fn of_place(units: &Units, run: &Run, at: usize, mut take: impl FnMut(u64)) {
    let mut kind = 200;
    let mut put = |one: u32, two: u32| {
        kind += 1;
        take(feature(kind, one, two));
    };
    let unit = &units.all[at];
    let [before2, before] = [2, 1].map(|steps| units.before(at, steps));
    let [next, next2, next3] = [1, 2, 3].map(|steps| units.after(at, steps));
    let word = units.vocabulary.word(unit);
    let shape = shape(unit, word);
    let known = known(unit, word);
    let listed = |unit: &Unit| if unit.may_be_name { units.vocabulary.word(unit).known } else { 32 };
    let (known_before, known_next) = (listed(before), listed(next));
    let (class, class_before, class_next) = (class(unit), class(before), class(next));
    let (class_before2, class_next2) = (self::class(before2), self::class(next2));
    let position = position(&run.range, at);
    let uses = word.uses;

    // Words.
    put(unit.key, before.key);
    put(unit.key, next.key);
    put(before.key, position);
    put(next.key, position);
    put(before.key, 0);
    put(next.key, 0);
    put(before2.key, 0);
    put(next2.key, 0);
    put(before.key, next.key);
    put(before2.key, before.key);
    put(next.key, next2.key);
    put(before.key, known);
    put(next.key, known);
    put(before.key, class_next);
    put(next.key, class_before);
    // How they are written.
    put(shape, 0);
    put(shape, word.form);
    put(shape, position);
    put(join(shape, sketch(before)), sketch(next));
    // Lists of names.
    put(known, shape);
    put(known, position);
    put(known, known_before);
    put(known, known_next);
    put(join(known, known_before), join(known_next, position));
    // Classes of words.
    put(class, known);
    put(class_before, position);
    put(class_next, position);
    put(class_before, class_next);
    put(class_before, known);
    put(class_next, known);
    put(class_before2, class_before);
    put(join(class_next, class_next2), join(self::class(next3), position));
    // Uses of the words in the text.
    let used = |unit: &Unit| if unit.may_be_name { units.vocabulary.word(unit).uses } else { u32::MAX };
    put(uses, position);
    put(used(before), position);
    put(used(next), position);
    put(uses & 0x3f, join(used(next) & 0x3f, position));
    // The run of words.
    for key in run.keys {
        put(key, position);
    }
    put(run.class_last, position);
    put(run.class_first, position);
    put(join(run.class_left, run.class_right), join(known, position));
    put(run.pattern, position);
    put(join(run.pattern, run.class_left), join(run.class_right, position));
    // The names beside it in a list.
    put(join(run.listed_before, run.listed_behind), position);
    put(run.listed_before, join(known, position));
    put(run.listed_behind, join(known, position));
    put(u32::from(run.has_organization), position);
}

/// How a word is written, and whether it would be written so anyway.
fn shape(unit: &Unit, word: &Word) -> u32 {
    unit.case as u32
        | u32::from(unit.first) << 2
        | u32::from(unit.headline) << 3
        | (word.form & 0x3f8) << 4
        | u32::from(unit.after_mark) << 16
}

/// How a neighbour is written.
fn sketch(unit: &Unit) -> u32 {
    unit.kind as u32 | (unit.case as u32) << 5 | u32::from(unit.may_be_name) << 8
}

/// The lists that a word is on, and whether it has to have its capital.
fn known(unit: &Unit, word: &Word) -> u32 {
    word.known | u32::from(unit.first || unit.headline) << 6
}

/// The classes of a word that tell of names.
fn class(unit: &Unit) -> u32 {
    const TELLING: Classes = Classes::SAYING
        .or(Classes::TITLE)
        .or(Classes::ROLE)
        .or(Classes::GROUP)
        .or(Classes::ORGANIZATION)
        .or(Classes::PEOPLE)
        .or(Classes::CALENDAR)
        .or(Classes::FUNCTION)
        .or(Classes::CLAUSE)
        .or(Classes::PREPOSITION)
        .or(Classes::PARTICLE)
        .or(Classes::SUFFIX)
        .or(Classes::DETERMINER)
        .or(Classes::PLACE_PREFIX)
        .or(Classes::BE)
        .or(Classes::POSSESSIVE);
    // They are among the first classes.
    join(unit.classes.and(TELLING) as u32, unit.kind as u32 | u32::from(unit.is_capital()) << 5)
}

/// Where in the run the word stands, and how long the run is.
fn position(chain: &Range<usize>, at: usize) -> u32 {
    let (from_start, to_end) = (at - chain.start, chain.end - 1 - at);
    (from_start.min(3) << 2 | to_end.min(3)) as u32
}

/// What a run is in short: how long, and the lists that its first and its last word are on.
fn summary(units: &Units, chain: &Range<usize>) -> u32 {
    let of = |at: usize| {
        let unit = &units.all[at];
        let capitals = u32::from(unit.case == Case::Capitals) << 4;
        units.vocabulary.word(unit).known & 0xf | capitals | u32::from(unit.classes.any(Classes::ORGANIZATION)) << 5
    };
    1 + join(of(chain.start), of(chain.end - 1)).wrapping_add(chain.len().min(3) as u32)
}

/// The lists that the first words of the run are on.
fn pattern(units: &Units, chain: &Range<usize>) -> u32 {
    units.all[chain.clone()].iter().take(5).fold(chain.len().min(6) as u32, |pattern, unit| {
        let listed = units.vocabulary.word(unit).known & 0xf;
        let case = u32::from(unit.case == Case::Capitals) << 5 | u32::from(unit.case == Case::Initial) << 6;
        join(pattern, listed | case | u32::from(unit.classes.any(Classes::ORGANIZATION)) << 4)
    })
}

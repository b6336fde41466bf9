//! The features of a word that can be part of a name: what it is, what stands around it, the run of capitalised words
//! it stands in, and how the text uses it elsewhere.

use std::ops::Range;

use super::{
    super::{
        tokens::{Case, Kind},
        words::Classes,
    },
    hash::{feature, join},
    units::{Unit, Units},
    vocabulary::{OLD, USES, Word, acts},
};

/// Calls `take` with each feature of a word that is the same wherever it stands in the text.
pub(super) fn of_word(word: &Word, mut take: impl FnMut(u64)) {
    let mut kind = 0;
    let mut put = |one: u32, two: u32| {
        kind += 1;
        take(feature(kind, one, two));
    };
    let (known, uses, more) = (word.known, word.uses as u32 & 0xfff_ffff, (word.uses >> 28) as u32);
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
    put(more, 0);
    put(more, known);
    put(more, uses);
    for way in 0..USES {
        let level = (word.uses >> (2 * way)) as u32 & 3;
        if level > 0 {
            take(feature(100 + way as u32, level, 0));
            take(feature(130 + way as u32, level, known));
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
    /// Whether a person's verb, age or kin stands beside it, as bits.
    cue: u32,
    /// The word behind the bracket that follows, and its classes; of the boundary where none follows.
    beyond_key: u32,
    beyond_class: u32,
}

impl Run {
    /// Looks at a run, by its number, once, however long it is.
    pub(super) fn of(units: &Units, number: usize) -> Self {
        let range = &units.chains[number];
        let (first, last) = (&units.all[range.start], &units.all[range.end - 1]);
        let (left, right) = (units.before(range.start, 1), units.after(range.end - 1, 1));
        let listed = |number: Option<usize>| number.map_or(0, |number| summary(units, &units.chains[number]));
        let beyond = units.beyond_bracket(range.end);
        Self {
            range: range.clone(),
            cue: cue(units, range),
            beyond_key: beyond.key,
            beyond_class: class(beyond),
            keys: [left.key, right.key, last.key, first.key],
            class_last: class(last),
            class_first: class(first),
            class_left: class(left),
            class_right: class(right),
            pattern: pattern(units, range),
            listed_before: listed(units.listed_before(number)),
            listed_behind: listed(units.listed_behind(number)),
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
    let (uses, more) = (word.uses as u32 & 0xfff_ffff, (word.uses >> 28) as u32);

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
    let all_uses = |unit: &Unit| if unit.may_be_name { units.vocabulary.word(unit).uses } else { u64::MAX };
    let used = |unit: &Unit| all_uses(unit) as u32 & 0xfff_ffff;
    let more_used = |unit: &Unit| (all_uses(unit) >> 28) as u32;
    put(uses, position);
    put(used(before), position);
    put(used(next), position);
    put(uses & 0x3f, join(used(next) & 0x3f, position));
    put(more, position);
    put(more_used(before), position);
    put(more_used(next), position);
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
    // What stands around the run, whatever the words, and what stands beyond a bracket behind it.
    put(run.cue, position);
    put(run.cue, join(known, position));
    put(run.cue, shape);
    put(run.beyond_key, position);
    put(run.beyond_class, join(known, position));
}

/// Whether a run is said to do what only people do (1), such a thing is done to it (2), an age (4), a role (8) or a
/// people's name (16) stands before it, an age behind it (32), or a possessive (64).
fn cue(units: &Units, run: &Range<usize>) -> u32 {
    let small = |unit: &Unit, classes: Classes| unit.case == Case::Lower && unit.classes.any(classes);
    let (before, next) = (units.before(run.start, 1), |steps: usize| units.after(run.end - 1, steps));
    let is_age = |at: usize| next(at).kind == Kind::Number && matches!(next(at + 1).kind, Kind::Comma | Kind::Close);
    u32::from(acts(&next))
        | u32::from(small(before, Classes::DEED)) << 1
        | u32::from(before.key == OLD) << 2
        | u32::from(small(before, Classes::ROLE)) << 3
        | u32::from(before.classes.any(Classes::PEOPLE)) << 4
        | u32::from(matches!(next(1).kind, Kind::Open | Kind::Comma) && is_age(2)) << 5
        | u32::from(next(1).kind == Kind::Possessive) << 6
        | (run.len().min(3) as u32) << 7
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
        .or(Classes::POSSESSIVE)
        .or(Classes::DEED)
        .or(Classes::LETTERS);
    let told = unit.classes.and(TELLING);
    join(told as u32 ^ ((told >> 32) as u32 * 0x9e37), unit.kind as u32 | u32::from(unit.is_capital()) << 5)
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

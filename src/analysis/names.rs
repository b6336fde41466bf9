//! Which runs of words may be the name of a person, and which are, by what [`super::candidates`] makes of each and what
//! the whole article tells of them. It finds names and says nothing of whose they are.

use std::{collections::HashMap, ops::Range};

use super::{
    candidates::{self, Candidate, Signs},
    gazetteer::Known,
    tokens::{BlockTokens, Case, Kind, Tokens},
    words::Classes,
};

/// The name of a person, once, where it stands.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// Its tokens, without titles.
    pub(super) tokens: Range<usize>,
}

/// Names that may be people's.
pub(super) struct Supposed {
    /// Those that are certain enough.
    pub(super) people: Vec<Name>,
    /// How many points each of them has beyond what is enough.
    pub(super) beyond: Vec<i32>,
    /// Those of several words that are not, each with what is missing, in points.
    pub(super) open: Vec<(Name, i32)>,
}

/// Finds the names that are certain enough by themselves or by what the article says elsewhere; repetitions of parts
/// of them are left to [`super::people`].
pub(super) fn find_names(tokens: &Tokens) -> Supposed {
    let mut candidates = Vec::new();
    for BlockTokens { tokens: range, is_headline, .. } in &tokens.blocks {
        let shouting = *is_headline;
        let mut at = range.start;
        while at < range.end {
            if !begins_run(tokens, at) {
                at += 1;
                continue;
            }
            let end = run_end(tokens, at, range.end, shouting);
            let segment = name_in(tokens, at..end, shouting);
            if !segment.is_empty() {
                candidates.push(Candidate::new(tokens, segment, shouting));
            }
            at = end;
        }
    }
    // What tells that a surname is a person's counts wherever the surname stands.
    let mut told: HashMap<u32, Signs> = HashMap::new();
    for candidate in &candidates {
        told.entry(candidate.last_key).or_default().add(candidate.signs);
    }
    let told = |candidate: &Candidate| told.get(&candidate.last_key).copied().unwrap_or_default();
    let mut is_person: Vec<bool> = candidates.iter().map(|candidate| candidate.is_person(told(candidate))).collect();
    for at in (0..candidates.len()).chain((0..candidates.len()).rev()) {
        if is_person[at] || !candidates[at].may_be_listed() {
            continue;
        }
        let is_listed = |other: usize| {
            let (before, after) = (at.min(other), at.max(other));
            is_person[other] && candidates[other].words > 1 && is_list(tokens, &candidates[before], &candidates[after])
        };
        // What stands in brackets between two members may look like names too.
        let last = candidates.len() - 1;
        let mut near = (at.saturating_sub(NEAR)..at).chain(at + 1..=last.min(at + NEAR));
        if near.any(is_listed) {
            candidates[at].points += LISTED;
            is_person[at] = candidates[at].is_person(told(&candidates[at]));
        }
    }
    let mut people = Vec::new();
    let mut beyond = Vec::new();
    let mut open = Vec::new();
    for (candidate, is_person) in candidates.into_iter().zip(is_person) {
        let (lacks, may_be_listed) = (candidate.lacks(told(&candidate)), candidate.may_be_listed());
        let name = Name { tokens: candidate.tokens };
        if is_person {
            people.push(name);
            beyond.push(-lacks);
        } else if may_be_listed {
            open.push((name, lacks));
        }
    }
    Supposed { people, beyond, open }
}

/// What it is worth to stand in a list beside somebody's full name, in points.
const LISTED: i32 = 2;

/// How many runs away the next member of a list may be.
const NEAR: usize = 3;

/// Whether nothing but a comma or "and" parts two names, and what stands in brackets behind the first.
fn is_list(tokens: &Tokens, before: &Candidate, after: &Candidate) -> bool {
    let mut gap = candidates::behind_bracket(tokens, before.tokens.end)..after.tokens.start;
    matches!(gap.len(), 1..=2)
        && gap.all(|at| tokens.all[at].kind == Kind::Comma || matches!(tokens.word(at), "and" | "&"))
}

/// Whether a run of capitalised words can begin here.
pub(super) fn begins_run(tokens: &Tokens, at: usize) -> bool {
    let token = &tokens.all[at];
    if !token.is_capital() {
        return false;
    }
    if !token.is(Classes::FUNCTION.or(Classes::CALENDAR)) {
        return true;
    }
    // "Will Smith", "April Ryan", but not "last May Ramiro Valdés".
    let dated = at > 0
        && matches!(
            tokens.word(at - 1),
            "last" | "Last" | "this" | "in" | "In" | "since" | "of" | "early" | "late" | "on" | "On"
        );
    let is_day = tokens.word(at).ends_with("day");
    let speaks = tokens.all.get(at + 2).is_some_and(|next| next.kind == Kind::Comma || next.is(Classes::SAYING));
    (!token.first || speaks && token.is(Classes::HIS_NAME.or(Classes::HER_NAME)))
        && !dated
        && !is_day
        && token.case == Case::Capital
        && tokens.all[at].known.any(Known::GIVEN)
        && tokens.all.get(at + 1).is_some_and(|next| {
            next.is_capital() && !next.is(Classes::FUNCTION.or(Classes::CALENDAR)) && next.known.any(Known::SURNAME)
        })
}

/// The end of the run of capitalised words that begins at `start`, small words inside names included.
fn run_end(tokens: &Tokens, start: usize, limit: usize, headline: bool) -> usize {
    let mut end = start + 1;
    while end < limit && end - start <= LONGEST_RUN {
        match run_step(tokens, end, limit, headline) {
            0 => break,
            step => end += step,
        }
    }
    end
}

/// How many tokens from `at` on belong to a run that came so far; none where it ends.
fn run_step(tokens: &Tokens, at: usize, limit: usize, headline: bool) -> usize {
    let capital = |at: usize| at < limit && tokens.all[at].is_capital() && begins_run(tokens, at);
    let particle = |at: usize| at < limit && tokens.all[at].is(Classes::PARTICLE) && !tokens.all[at].is_capital();
    let hyphen = |at: usize| at < limit && tokens.all[at].kind == Kind::Hyphen;
    if capital(at) || is_small_surname(tokens, at, limit, headline) {
        return 1;
    }
    let joined = hyphen(at) && (capital(at + 1) || is_syllable(tokens, at + 1, limit))
        || capital(at + 1) && is_inner_stop(tokens, at);
    let junior = tokens.all[at].kind == Kind::Comma && at + 1 < limit && is_junior(tokens, at + 1);
    if joined || junior || particle(at) && capital(at + 1) {
        return 2;
    }
    // "Marcia “Cia” Price".
    let mark = |at: usize| at < limit && tokens.all[at].kind == Kind::Mark;
    // "Michael “The Machine” Price".
    let words = if capital(at + 1) || matches!(tokens.word(at + 1), "The" | "El" | "Big" | "Lil") {
        1 + usize::from(!mark(at + 2) && capital(at + 2))
    } else {
        0
    };
    let close = at + 1 + words;
    let nickname = words > 0
        && mark(at)
        && close < limit
        && mark(close)
        && tokens.touch(at, at + 1)
        && tokens.touch(close - 1, close);
    let given = &tokens.all[at - 1];
    let is_given = !given.known.any(Known::COMMON) || given.is(Classes::HIS_NAME.or(Classes::HER_NAME));
    let surname = close + 1 + usize::from(particle(close + 1));
    if nickname && capital(surname) && !tokens.all[surname].first && is_given {
        return surname + 1 - at;
    }
    // "Al-Assad", "van der Berg".
    if particle(at) && (hyphen(at + 1) || particle(at + 1)) && capital(at + 2) { 3 } else { 0 }
}

/// Whether it is a surname that looks like a small word ("James To", "Will Young"): capitalised in running text, behind
/// a given name and before a word without a capital.
fn is_small_surname(tokens: &Tokens, at: usize, limit: usize, headline: bool) -> bool {
    let Some(token) = tokens.all.get(at).filter(|token| at < limit && token.is_capital() && !token.first) else {
        return false;
    };
    !headline
        && token.is(Classes::FUNCTION.or(Classes::CALENDAR))
        && token.case == Case::Capital
        && !tokens.word(at).ends_with("day")
        && tokens.all[at - 1].is(Classes::HIS_NAME.or(Classes::HER_NAME))
        && tokens.all.get(at + 1).is_none_or(|next| !next.is_capital() && next.kind != Kind::Number)
}

/// Whether it is the full stop between an initial and a name that is written without a space ("D.Ankhbayar").
pub(super) fn is_inner_stop(tokens: &Tokens, at: usize) -> bool {
    tokens.word(at) == "."
        && tokens.touch(at - 1, at)
        && tokens.touch(at, at + 1)
        && tokens.all[at - 1].is_capital()
        && tokens.all[at - 1].span.len() <= 2
        && tokens.all.get(at + 1).is_some_and(|next| next.case == Case::Capital && next.span.len() > 2)
}

/// Longest run of capitalised words that is looked at as one, in tokens.
const LONGEST_RUN: usize = 24;

/// Whether it is the second part of a given name ("Ki-moon", "Jong-un") and no word of its own ("Ghani-led").
fn is_syllable(tokens: &Tokens, at: usize, limit: usize) -> bool {
    let Some(token) = tokens.all.get(at).filter(|token| at < limit && token.is_word()) else { return false };
    let word = tokens.word(at);
    word.len() <= 5
        && !token.is(Classes::SUFFIXED.or(Classes::FUNCTION))
        && !word.ends_with("ed")
        && !word.strip_suffix("ing").is_some_and(|stem| stem.is_empty() || stem.contains(['a', 'e', 'i', 'o', 'u']))
}

fn is_junior(tokens: &Tokens, at: usize) -> bool {
    matches!(tokens.word(at), "Jr" | "Sr" | "II" | "III")
}

/// The part of a run that can be a name: without titles, peoples and other words in front.
fn name_in(tokens: &Tokens, run: Range<usize>, headline: bool) -> Range<usize> {
    let word = |at: usize| &tokens.all[at];
    let mut start = run.start;
    let mut end = run.end;
    let mut titled = false;
    // "Jane Doe MP".
    while end > start + 2 && word(end - 1).is(Classes::LETTERS) && word(end - 1).case == Case::Capitals {
        end -= 1;
    }
    for at in run.start..end {
        let is_nickname = at > start && word(at - 1).kind == Kind::Mark;
        let is_last = at + 1 >= end;
        let after_given = at > start && tokens.all[at - 1].known.any(Known::GIVEN) && !word(at - 1).is(Classes::TITLE);
        let is_surname = after_given && tokens.all[at].known.any(Known::SURNAME);
        if word(at).is(Classes::TITLE) && !is_last && !is_surname && !is_nickname {
            start = at + 1;
            titled = true;
        }
    }
    // Behind a title or before "Ki-moon" a common word is a name too.
    let other = Classes::PEOPLE.or(Classes::TITLE).or(Classes::ROLE).or(Classes::ORGANIZATION);
    let is_name = |at: usize| {
        let before_syllables = at + 4 == end && word(at + 2).kind == Kind::Hyphen && !word(at + 3).is_capital();
        begins_name(tokens, at) || (titled || before_syllables) && !word(at).is(other) && word(at).case == Case::Capital
    };
    while start + 1 < end && !is_name(start) && word(start).kind == Kind::Word {
        start += 1;
        while start + 1 < end && !word(start).is_capital() {
            start += 1;
        }
    }
    // "Mayor de Blasio".
    let first = |at: usize| at > run.start && tokens.all[at - 1].is(Classes::TITLE) && word(at).is(Classes::PARTICLE);
    while start < end && !word(start).is_capital() && !first(start) {
        start += 1;
    }
    if headline {
        end = headline_end(tokens, start..end);
    }
    start..end
}

/// Whether a name can begin with the word, if more words follow.
fn begins_name(tokens: &Tokens, at: usize) -> bool {
    let token = &tokens.all[at];
    let known = tokens.all[at].known;
    let given = known.any(Known::GIVEN);
    if token.case == Case::Initial {
        return tokens.word(at).len() <= 4 && tokens.word(at) != "U.S." && tokens.word(at) != "U.N.";
    }
    if token.is(Classes::PEOPLE.or(Classes::TITLE).or(Classes::ROLE)) {
        return given
            && !token.is(Classes::PEOPLE)
            && tokens.all.get(at + 1).is_some_and(|next| next.known.any(Known::SURNAME));
    }
    if token.case == Case::Capitals {
        // "JANE DOE", but not "NATO Jens Stoltenberg".
        let next_is_capitals = tokens.all.get(at + 1).is_some_and(|next| next.case == Case::Capitals);
        return next_is_capitals && (given || known.is_empty() && tokens.word(at).len() > 4);
    }
    if token.is(Classes::ORGANIZATION) {
        return given;
    }
    if known.any(Known::COMMON) && token.first {
        return given && !token.is(Classes::SAYING);
    }
    if token.first && !given && tokens.word(at).ends_with("ing") {
        return false;
    }
    given || !known.any(Known::COMMON.or(Known::MOSTLY_OTHER))
}

/// In a headline a name is a given name and a surname, and what follows is the next word.
fn headline_end(tokens: &Tokens, run: Range<usize>) -> usize {
    let mut at = run.start + 1;
    while at + 1 < run.end && tokens.all[at].kind == Kind::Hyphen {
        at += 2;
    }
    while at < run.end && (tokens.all[at].case == Case::Initial || tokens.all[at].is(Classes::PARTICLE)) {
        at += 1;
    }
    (at + 1).min(run.end)
}

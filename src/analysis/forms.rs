//! The forms of a person's name: its words as they are compared, whether two names can be one person's, and what a title
//! or a given name tells of whose it is. It sees names one or two at a time and knows no register.

use std::ops::Range;

use super::{
    people::{Gender, noun_gender},
    tokens::{Case, Kind, Token, Tokens, key},
    words::Classes,
};

/// The keys of a name's words, without initials, suffixes and hyphens.
pub(super) fn keys(tokens: &Tokens, name: &Range<usize>) -> Vec<u32> {
    tokens.all[name.clone()]
        .iter()
        .filter(|token| token.is_word() && token.case != Case::Initial && !token.is(Classes::SUFFIX))
        .map(name_key)
        .collect()
}

/// The key of a word of a name: "al" and "el" are one word in two spellings.
pub(super) fn name_key(token: &Token) -> u32 {
    const AL: u32 = key("al");
    const EL: u32 = key("el");
    if token.key == EL { AL } else { token.key }
}

/// Whether the family name stands first: before two syllables with a hyphen ("Leung Kwok-hung").
pub(super) fn is_family_first(tokens: &Tokens, name: &Range<usize>) -> bool {
    name.len() == 4
        && tokens.all[name.start + 2].kind == Kind::Hyphen
        && tokens.all[name.end - 1].case == Case::Lower
        && tokens.all[name.start].is_capital()
}

/// Whether two names are the same two words in the other order ("Shinzo Abe", "Abe Shinzo").
pub(super) fn is_turned(one: &[u32], other: &[u32]) -> bool {
    matches!((one, other), ([a, b], [c, d]) if a == d && b == c)
}

/// Whether what stands at `at` is the verb of the one named before it, or an age: "said", "denies", ", 43,".
pub(super) fn is_subject(tokens: &Tokens, at: usize) -> bool {
    let Some(next) = tokens.all.get(at) else { return false };
    let is_verb =
        next.case == Case::Lower && next.is(Classes::SAYING.or(Classes::DEED).or(Classes::VERB).or(Classes::BE));
    let is_aged = next.kind == Kind::Comma
        && tokens.all.get(at + 1).is_some_and(|next| next.kind == Kind::Number || tokens.word(at + 1) == "who");
    next.is_word() && is_verb || is_aged || next.kind == Kind::Possessive
}

/// Whether it is one word to the eye: a surname alone, with its particles and hyphens ("de la Doe", "Doe-Roe").
pub(super) fn is_surname(tokens: &Tokens, name: &Range<usize>) -> bool {
    let begins_word = |at: &usize| {
        let token = &tokens.all[*at];
        let is_joined = *at > name.start && tokens.all[at - 1].kind == Kind::Hyphen;
        token.is_word() && !is_joined && !token.is(Classes::PARTICLE.or(Classes::SUFFIX)) && token.case != Case::Initial
    };
    name.clone().filter(begins_word).count() < 2
}

/// Whether somebody of the name `theirs` can be called `keys`, a name of several words.
pub(super) fn can_call(theirs: &[u32], keys: &[u32]) -> bool {
    same_person(theirs, keys) || theirs.len() > keys.len() && theirs.ends_with(keys)
}

/// Whether two full names are one person's: they begin and end alike, and one has all the words of the other.
fn same_person(one: &[u32], other: &[u32]) -> bool {
    one.first() == other.first()
        && one.last() == other.last()
        && (one.iter().all(|key| other.contains(key)) || other.iter().all(|key| one.contains(key)))
}

/// Whether the title before a name is a man's or a woman's.
pub(super) fn title_gender(tokens: &Tokens, at: usize) -> Option<Gender> {
    title_at(tokens, at).and_then(|title| noun_gender(tokens.all[title].classes))
}

/// Where the word before a name stands, over the full stop of "Mr.".
fn title_at(tokens: &Tokens, name: usize) -> Option<usize> {
    let before = name.checked_sub(1)?;
    let is_dotted = tokens.all[before].kind == Kind::Stop && !tokens.all[before].first;
    if is_dotted { before.checked_sub(1) } else { Some(before) }
}

/// Whether "Mr" or "Mrs" stands before a name.
pub(super) fn courtesy_gender(tokens: &Tokens, name: usize) -> Option<Gender> {
    match tokens.word(title_at(tokens, name)?) {
        "Mr" | "Sir" => Some(Gender::He),
        "Mrs" | "Ms" | "Miss" | "Dame" => Some(Gender::She),
        _ => None,
    }
}

/// Whether a given name is a man's or a woman's alone.
pub(super) fn name_gender(first: &Token) -> Option<Gender> {
    match (first.is(Classes::HIS_NAME), first.is(Classes::HER_NAME)) {
        (true, false) => Some(Gender::He),
        (false, true) => Some(Gender::She),
        _ => None,
    }
}

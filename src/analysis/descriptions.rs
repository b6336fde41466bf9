//! What a description of somebody ("the senator", "the 54-year-old", "a woman from Kent") is made of, and whether it can
//! mean a person who is known. It looks at the words alone; whom they mean is for [`super::discourse`] to say.

use std::ops::Range;

use super::{
    people::{Gender, noun_gender},
    tokens::{Kind, Tokens},
    words::Classes,
};

/// Roles that somebody has beside another, so that the text tells of them before it calls anybody so: such a
/// description alone is no other name for whoever is spoken of.
const ACCOMPANYING: &[&str] = &[
    "aide",
    "anchor",
    "caller",
    "host",
    "interpreter",
    "interviewer",
    "lawyer",
    "moderator",
    "organiser",
    "organizer",
    "presenter",
    "reporter",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "translator",
    "volunteer",
    "witness",
];

/// Parties of a case and the like, who are rarely somebody of whom another role is told.
pub(super) const PARTIES: &[&str] = &[
    "accused",
    "attacker",
    "complainant",
    "defendant",
    "driver",
    "gunman",
    "plaintiff",
    "shooter",
    "suspect",
    "victim",
    "witness",
];

/// Whether the words before a noun tell one bearer of the role from another.
pub(super) fn is_qualified(tokens: &Tokens, before: Range<usize>) -> bool {
    tokens.all[before].iter().any(|token| token.is_word() && !token.is_capital() && !token.is(UNQUALIFYING))
}

/// Whether it is said of somebody that they gave no name: "the woman, who refused to be named".
pub(super) fn is_unnamed(tokens: &Tokens, words: &Range<usize>) -> bool {
    let who = words.end + usize::from(tokens.all.get(words.end).is_some_and(|token| token.kind == Kind::Comma));
    tokens.word(who) == "who"
        && (who..who + LONGEST_REFUSAL).any(|at| {
            matches!(tokens.word(at), "named" | "identified" | "name" | "anonymity" | "anonymous" | "anonymously")
        })
}

/// How far behind "who" it is told that somebody gave no name, in tokens.
const LONGEST_REFUSAL: usize = 10;

pub(super) fn accompanies(noun: &str) -> bool {
    ACCOMPANYING.iter().any(|one| noun.eq_ignore_ascii_case(one))
}

/// Whether a description brings in somebody, and is no other name for a person who is known ("the former governor"):
/// it is indefinite, belongs to somebody or tells of a role beside another.
pub(super) fn is_new(tokens: &Tokens, words: &Range<usize>, head: usize) -> bool {
    const FIRST: [&str; 9] = ["a", "an", "one", "another", "my", "our", "his", "her", "their"];
    let first = tokens.word(words.start);
    FIRST.iter().any(|new| first.eq_ignore_ascii_case(new))
        || tokens.all[words.start..head].iter().any(|token| token.kind == Kind::Possessive)
        || accompanies(tokens.word(head))
}

/// The noun of a description of one person: "woman" in "a woman from Kent".
pub(super) fn lone_head(tokens: &Tokens, words: &Range<usize>) -> Option<usize> {
    let end = words.clone().find(|&at| tokens.all[at].is(Classes::PREPOSITION)).unwrap_or(words.end);
    let head = (words.start..end).rev().find(|&at| tokens.all[at].is_word())?;
    let noun = &tokens.all[head];
    (noun.is(Classes::ROLE) && !noun.is(Classes::GROUP) && !noun.is_capital()).then_some(head)
}

/// Words of a description that do not tell one bearer of a role from another.
pub(super) const UNQUALIFYING: Classes = Classes::FUNCTION
    .or(Classes::PEOPLE)
    .or(Classes::TITLE)
    .or(Classes::ROLE)
    .or(Classes::POSSESSIVE)
    .or(Classes::MOOD);

/// The noun of a description that can mean one known person: a role behind "the", "his" or "her" or a capital.
pub(super) struct Head {
    /// Its token.
    pub(super) at: usize,
    /// Where the words that belong to it end, before "of" and the like.
    pub(super) end: usize,
    /// Whether it is a man's or a woman's.
    pub(super) gender: Option<Gender>,
}

impl Head {
    pub(super) fn of(tokens: &Tokens, words: &Range<usize>) -> Option<Self> {
        let first = tokens.all.get(words.start)?;
        let definite = matches!(tokens.word(words.start), "the" | "The" | "his" | "her" | "His" | "Her")
            || first.is_capital() && !first.is(Classes::DETERMINER);
        if !definite || first.is(Classes::GROUP) {
            return None;
        }
        let end = (words.start + 1..words.end)
            .find(|&at| {
                tokens.all[at].is(Classes::PREPOSITION.or(Classes::CLAUSE)) || tokens.all[at].kind == Kind::Comma
            })
            .unwrap_or(words.end);
        let at = (words.start..end).rev().find(|&at| tokens.all[at].is_word())?;
        let noun = &tokens.all[at];
        let is_role = noun.is(Classes::ROLE.or(Classes::TITLE)) && !noun.is(Classes::GROUP);
        let is_role = is_role || is_of_age(tokens, words) && tokens.word(at) == "old" || is_of_people(tokens, at);
        is_role.then(|| Self { at, end, gender: noun_gender(noun.classes) })
    }
}

/// The key of the age that a description tells: "the 54-year-old", "the 34-year-old mother of three".
pub(super) fn age_in(tokens: &Tokens, words: &Range<usize>) -> Option<u32> {
    let is_age = |at: &usize| {
        tokens.all[*at].kind == Kind::Number
            && (at + 1..words.end.min(at + 3)).any(|at| matches!(tokens.word(at), "year" | "years"))
    };
    words.clone().take(3).find(is_age).map(|at| tokens.all[at].key)
}

pub(super) fn is_of_age(tokens: &Tokens, words: &Range<usize>) -> bool {
    age_in(tokens, words).is_some()
}

/// Whether the word is what one of a people is called: "the Belgian", but not "the French".
fn is_of_people(tokens: &Tokens, at: usize) -> bool {
    let (token, word) = (&tokens.all[at], tokens.word(at));
    let is_adjective = ["s", "sh", "ch", "ese", "ic"].iter().any(|end| word.ends_with(end));
    token.is(Classes::PEOPLE) && token.is_capital() && !token.is(Classes::GROUP) && !is_adjective
}

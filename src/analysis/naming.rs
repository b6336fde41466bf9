//! Which words name a person: what the rules of [`super::names`] suppose and the model of [`super::tagger`] decides,
//! brought into the form of a mention, without titles and with the "Jr." behind it.

use std::{collections::HashSet, ops::Range};

use super::{
    gazetteer::Known,
    names::{self, Name},
    tagger::{self, Bearer},
    tokens::{Case, Kind, Tokens},
    words::Classes,
};

/// The names in a text.
pub(super) struct Names {
    /// Those of people, in order; repetitions that are not certain by themselves are left to [`super::people`].
    pub(super) people: Vec<Name>,
    /// Those of anything else, in order.
    pub(super) others: Vec<Range<usize>>,
}

/// Finds the names in a text.
pub(super) fn find(tokens: &Tokens) -> Names {
    let supposed = names::find_names(tokens);
    let mut names = Names { people: Vec::with_capacity(supposed.len()), others: Vec::new() };
    let mut with_nickname = supposed.iter().filter(|name| has_nickname(tokens, &name.tokens)).peekable();
    for tagged in tagger::tag(tokens, &supposed) {
        while let Some(name) = with_nickname.next_if(|name| name.tokens.start <= tagged.tokens.start) {
            names.people.push(name.clone());
        }
        if names.people.last().is_some_and(|last| tagged.tokens.start < last.tokens.end) {
            continue;
        }
        match tagged.of {
            Bearer::Person => {
                let name = with_surname(&supposed, without_titles(tokens, tagged.tokens));
                let name = with_junior(tokens, name);
                if is_in_organization(tokens, &name) {
                    names.others.push(name);
                } else if !is_bare_title(tokens, &name) {
                    names.people.push(Name { tokens: name });
                }
            }
            Bearer::Other => names.others.push(tagged.tokens),
        }
    }
    names.people.extend(with_nickname.cloned());
    add_unheard_of(tokens, &supposed, &mut names);
    names
}

/// Adds names that only the rules find: those that no list knows, and full ones whose surname is no common word. Of
/// words that it never met the model knows nothing, while what stands around them may tell enough.
fn add_unheard_of(tokens: &Tokens, supposed: &[Name], names: &mut Names) {
    let surname = |name: &Name| name.tokens.end - 1;
    let is_told_enough = |name: &&Name| {
        let known = tokens.all[surname(name)].known;
        known.is_empty() || name.tokens.len() > 1 && !known.any(Known::COMMON.or(Known::MOSTLY_OTHER))
    };
    let is_missed = |name: &&Name| !overlaps(&names.people, &name.tokens);
    let added: Vec<_> = supposed.iter().filter(is_told_enough).filter(is_missed).cloned().collect();
    if added.is_empty() {
        return;
    }
    let surnames: HashSet<_> = added.iter().map(|name| tokens.word(surname(name))).collect();
    let is_borne = |other: &Range<usize>| other.len() == 1 && surnames.contains(tokens.word(other.start));
    names.others.retain(|other| !is_borne(other) && !overlaps(&added, other));
    names.people.extend(added);
    names.people.sort_by_key(|name| name.tokens.start);
}

/// Whether any of the names, which are in order, has a token of the range.
fn overlaps(names: &[Name], range: &Range<usize>) -> bool {
    let at = names.partition_point(|name| name.tokens.end <= range.start);
    names.get(at).is_some_and(|name| name.tokens.start < range.end)
}

/// Whether a nickname stands inside the name, in quotation marks, which the model does not see across.
fn has_nickname(tokens: &Tokens, name: &Range<usize>) -> bool {
    tokens.all[name.clone()].iter().any(|token| token.kind == Kind::Mark)
}

/// The name without the titles in front, but for those that are somebody's given name ("Dean Smith").
fn without_titles(tokens: &Tokens, mut name: Range<usize>) -> Range<usize> {
    // "Oscar-winner Jane Doe".
    while name.len() > 3 && tokens.all[name.start + 1].kind == Kind::Hyphen && is_plain(tokens, name.start + 2) {
        name.start += 3;
    }
    while name.len() > 1 {
        let (title, next) = (&tokens.all[name.start], &tokens.all[name.start + 1]);
        let stop = usize::from(next.kind == Kind::Stop);
        let is_given = name.len() == 2
            && title.known.any(Known::GIVEN)
            && next.known.any(Known::SURNAME)
            && !title.is(Classes::ROLE);
        let is_part = next.kind == Kind::Hyphen;
        if !title.is(Classes::TITLE) || is_given || is_part || name.len() < 2 + stop {
            break;
        }
        name.start += 1 + stop;
    }
    name
}

/// Whether it is a word of its own behind a hyphen, and no syllable of a name ("Ki-moon").
fn is_plain(tokens: &Tokens, at: usize) -> bool {
    let token = &tokens.all[at];
    token.is_word() && !token.is_capital() && (token.is(Classes::ROLE.or(Classes::SUFFIXED)) || token.span.len() > 5)
}

/// The name with a surname that the model takes for no name while the rules do ("Doris Day").
fn with_surname(supposed: &[Name], name: Range<usize>) -> Range<usize> {
    let at = supposed.partition_point(|known| known.tokens.start < name.start);
    let same = supposed.get(at).filter(|known| name.len() == 1 && known.tokens.start == name.start);
    same.map_or(name.clone(), |known| name.start..known.tokens.end.max(name.end))
}

/// The name with ", Jr." and with the full stop of "Jr.".
fn with_junior(tokens: &Tokens, mut name: Range<usize>) -> Range<usize> {
    let is = |at: usize, kind: Kind| tokens.all.get(at).is_some_and(|token| token.kind == kind);
    let is_junior = |at: usize| matches!(tokens.word(at), "Jr" | "Sr");
    if is(name.end, Kind::Comma) && is_junior(name.end + 1) {
        name.end += 2;
    }
    if name.len() > 1 && is_junior(name.end - 1) && is(name.end, Kind::Stop) && tokens.touch(name.end - 1, name.end) {
        name.end += 1;
    }
    name
}

/// Whether a full name begins that of an organisation or a place: "the Jane Doe Institute".
fn is_in_organization(tokens: &Tokens, name: &Range<usize>) -> bool {
    let next = tokens.all.get(name.end).filter(|next| next.is_capital() && !next.first);
    name.len() > 1 && next.is_some_and(|next| next.is(Classes::ORGANIZATION) && next.case == Case::Capital)
}

/// Whether it is a title and no name: "the Pope".
fn is_bare_title(tokens: &Tokens, name: &Range<usize>) -> bool {
    let before = name.start.checked_sub(1).map_or("", |at| tokens.word(at));
    name.len() == 1
        && tokens.all.get(name.start).is_some_and(|token| token.is(Classes::TITLE))
        && before.eq_ignore_ascii_case("the")
}

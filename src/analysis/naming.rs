//! Which words name a person: what the rules of [`super::names`] suppose and the model of [`super::tagger`] decides,
//! brought into the form of a mention, without titles and with the "Jr." behind it.

use std::{collections::HashSet, ops::Range};

use super::{
    gazetteer::Known,
    names::{self, Name},
    namesakes,
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
    let supposals = names::find_names(tokens);
    let supposed = &supposals.people;
    let mut names = Names { people: Vec::with_capacity(supposed.len()), others: Vec::new() };
    let mut with_nickname = supposed.iter().filter(|name| has_nickname(tokens, &name.tokens)).peekable();
    for tagged in tagger::tag(tokens, &supposals) {
        while let Some(name) = with_nickname.next_if(|name| name.tokens.start <= tagged.tokens.start) {
            names.people.push(name.clone());
        }
        if names.people.last().is_some_and(|last| tagged.tokens.start < last.tokens.end) {
            continue;
        }
        match tagged.of {
            Bearer::Person => {
                let name = with_surname(supposed, without_titles(tokens, tagged.tokens));
                let name = with_junior(tokens, without_letters(tokens, with_saint(tokens, name)));
                if is_in_organization(tokens, &name) || is_place(tokens, &name) {
                    names.others.push(name);
                } else if !is_bare_title(tokens, &name) {
                    names.people.push(Name { tokens: name });
                }
            }
            Bearer::Other => names.others.push(tagged.tokens),
        }
    }
    names.people.extend(with_nickname.cloned());
    add_unheard_of(tokens, supposed, &mut names);
    without_prizes(tokens, &mut names);
    without_works(tokens, &mut names);
    namesakes::part(tokens, &mut names);
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
    let is_missed = |name: &&Name| {
        let is_other = is_in_organization(tokens, &name.tokens) || is_place(tokens, &name.tokens);
        !is_other && !overlaps(&names.people, &name.tokens)
    };
    let trimmed = |name: &Name| Name { tokens: without_letters(tokens, without_titles(tokens, name.tokens.clone())) };
    let added: Vec<_> = supposed.iter().filter(is_told_enough).filter(is_missed).map(trimmed).collect();
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
pub(super) fn has_nickname(tokens: &Tokens, name: &Range<usize>) -> bool {
    tokens.all[name.clone()].iter().any(|token| token.kind == Kind::Mark)
}

/// The name without the titles in front, but for those that are somebody's given name ("Dean Smith").
fn without_titles(tokens: &Tokens, mut name: Range<usize>) -> Range<usize> {
    // "Oscar-winner Jane Doe".
    while name.len() > 3 && tokens.all[name.start + 1].kind == Kind::Hyphen && is_plain(tokens, name.start + 2) {
        name.start += 3;
    }
    // "A Jane Doe supporter".
    if name.len() > 1 && tokens.all[name.start].first && tokens.word(name.start) == "A" {
        name.start += 1;
    }
    // "Ethiopians Jane Doe and Mary Roe", "Stunningly Doe", "CS Jane Doe".
    let people = tokens.word(name.start).strip_suffix('s');
    if name.len() > 2 && people.is_some_and(|people| Classes::of(people).any(Classes::PEOPLE)) {
        name.start += 1;
    }
    if name.len() > 1 && is_no_given_name(tokens, &name) {
        name.start += 1;
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

/// Whether a name of several words begins with one that is none: an adverb that begins a sentence, or letters that stand
/// for an office.
fn is_no_given_name(tokens: &Tokens, name: &Range<usize>) -> bool {
    let (first, next) = (&tokens.all[name.start], &tokens.all[name.start + 1]);
    let word = tokens.word(name.start);
    let is_adverb = first.first && word.len() > 5 && word.ends_with("ly") && !first.known.any(Known::GIVEN);
    let is_office = first.case == Case::Capitals
        && name.len() > 2
        && (2..=4).contains(&word.len())
        && next.case == Case::Capital
        && next.known.any(Known::GIVEN)
        && (!first.known.any(Known::GIVEN) || next.is(Classes::HIS_NAME.or(Classes::HER_NAME)));
    next.is_capital() && (is_adverb || is_office)
}

/// The name without the letters behind it that stand for degrees, honours and offices.
fn without_letters(tokens: &Tokens, mut name: Range<usize>) -> Range<usize> {
    while name.len() > 1 {
        let last = name.end - 1;
        let (token, before) = (&tokens.all[last], &tokens.all[last - 1]);
        let is_loud = before.case == Case::Capitals;
        let is_written = token.case != Case::Capital || tokens.word(last).chars().skip(1).any(char::is_uppercase);
        let is_title = token.is(Classes::LETTERS) && (is_written || name.len() > 2 && !token.known.any(Known::SURNAME));
        let is_short = token.case == Case::Capitals && tokens.word(last).len() <= 4 && !token.is(Classes::SUFFIX);
        let is_office = is_short && name.len() > 2 && token.known.is_empty();
        if is_loud || before.kind == Kind::Hyphen || !(is_title || is_office) {
            break;
        }
        name.end = last;
    }
    name
}

/// The name with what stands before the saint in it: "Edna St. Vincent Doe".
fn with_saint(tokens: &Tokens, mut name: Range<usize>) -> Range<usize> {
    let Some(given) = name.start.checked_sub(3) else { return name };
    let is_saint =
        tokens.word(given + 1) == "St" && tokens.word(given + 2) == "." && tokens.touch(given + 1, given + 2);
    if is_saint && name.len() > 1 && tokens.all[given].known.any(Known::GIVEN) {
        name.start = given;
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

/// Whether a name is or begins that of an organisation or a place: "the Jane Doe Institute".
fn is_in_organization(tokens: &Tokens, name: &Range<usize>) -> bool {
    let first = &tokens.all[name.start];
    // "Sinn Féin", "King Edward's School", "Lou Gehrig's disease".
    let is_body = name.len() > 1 && first.is(Classes::ORGANIZATION) && !first.known.any(Known::GIVEN);
    let owns = tokens.all.get(name.end).is_some_and(|next| next.kind == Kind::Possessive);
    let is_named_after = owns
        && matches!(
            tokens.word(name.end + 1),
            "School" | "College" | "Hospital" | "Church" | "Cathedral" | "Law" | "disease" | "syndrome" | "palsy"
        );
    if is_body || is_named_after || is_building(tokens, name) {
        return true;
    }
    let next = tokens.all.get(name.end).filter(|next| next.is_capital() && !next.first);
    name.len() > 1 && next.is_some_and(|next| next.is(Classes::ORGANIZATION) && next.case == Case::Capital)
}

/// Whether it is what a building or a body in small letters is called: "the Jane Doe primary school".
fn is_building(tokens: &Tokens, name: &Range<usize>) -> bool {
    let is_the = name.start.checked_sub(1).is_some_and(|before| matches!(tokens.word(before), "the" | "The"));
    let kind = matches!(
        tokens.word(name.end),
        "elementary" | "primary" | "secondary" | "middle" | "high" | "international" | "memorial" | "public"
    );
    let noun = name.end + usize::from(kind);
    is_the
        && name.len() > 1
        && matches!(
            tokens.word(noun),
            "school"
                | "college"
                | "campus"
                | "university"
                | "hospital"
                | "clinic"
                | "prison"
                | "airport"
                | "stadium"
                | "bridge"
                | "library"
                | "museum"
                | "theatre"
                | "theater"
                | "foundation"
                | "institute"
        )
}

/// Whether it begins as places do: "San Miguel", "Puerto Rico".
fn is_place(tokens: &Tokens, name: &Range<usize>) -> bool {
    let first = &tokens.all[name.start];
    let is_saint = matches!(tokens.word(name.start), "St" | "Saint");
    name.len() > 1 && first.is(Classes::PLACE_PREFIX) && !is_saint && !first.is(Classes::HIS_NAME.or(Classes::HER_NAME))
}

/// Takes out full names that never stand but in quotation marks of their own: films, songs and newspapers.
fn without_works(tokens: &Tokens, names: &mut Names) {
    let is_mark =
        |at: Option<usize>| at.and_then(|at| tokens.all.get(at)).is_some_and(|token| token.kind == Kind::Mark);
    let key = |name: &Range<usize>| tokens.text.get(tokens.span(name.clone()).range()).unwrap_or_default();
    let is_enclosed =
        |name: &Range<usize>| name.len() > 1 && is_mark(name.start.checked_sub(1)) && is_mark(Some(name.end));
    let (enclosed, bare): (Vec<_>, Vec<_>) =
        names.people.iter().map(|name| &name.tokens).filter(|name| name.len() > 1).partition(|name| is_enclosed(name));
    let mut works: HashSet<_> = enclosed.into_iter().map(key).collect();
    if works.is_empty() {
        return;
    }
    for name in bare {
        works.remove(key(name));
    }
    give_away(names, |name| is_enclosed(name) && works.contains(key(name)));
}

/// Moves the names that are those of things from the people to the others.
fn give_away(names: &mut Names, is_thing: impl Fn(&Range<usize>) -> bool) {
    let (things, people): (Vec<_>, _) =
        std::mem::take(&mut names.people).into_iter().partition(|name| is_thing(&name.tokens));
    names.people = people;
    if !things.is_empty() {
        names.others.extend(things.into_iter().map(|name| name.tokens));
        names.others.sort_by_key(|other| other.start);
    }
}

/// Takes out single words behind "a" that no noun follows: "She won an Oscar."
fn without_prizes(tokens: &Tokens, names: &mut Names) {
    let small = Classes::PREPOSITION.or(Classes::CLAUSE).or(Classes::BE).or(Classes::ADVERB);
    give_away(names, |name| {
        let before = name.start.checked_sub(1).map_or("", |at| tokens.word(at));
        let is_whole = tokens
            .all
            .get(name.end)
            .is_none_or(|next| matches!(next.kind, Kind::Stop | Kind::Comma) || next.is(small) && !next.is_capital());
        name.len() == 1 && matches!(before, "a" | "an" | "A" | "An") && is_whole
    });
}

/// Whether it is a title and no name: "the Pope".
fn is_bare_title(tokens: &Tokens, name: &Range<usize>) -> bool {
    let before = name.start.checked_sub(1).map_or("", |at| tokens.word(at));
    name.len() == 1
        && tokens.all.get(name.start).is_some_and(|token| token.is(Classes::TITLE))
        && before.eq_ignore_ascii_case("the")
}

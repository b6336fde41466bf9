//! What speaks for and against a run of capitalised words being the name of a person: points for its words, its letters
//! and what stands around it. It sees one run at a time; [`super::names`] finds the runs and brings together what the
//! article tells of them.

use std::ops::Range;

use super::{
    gazetteer::Known,
    names,
    tokens::{Case, Kind, Token, Tokens},
    words::Classes,
};

/// What stands around a name and tells of whom or what it is: a set of signs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs(u8);

impl Signs {
    /// A title stands before it.
    const TITLED: Self = Self(1);
    /// An age stands behind it.
    const AGED: Self = Self(1 << 1);
    /// It is the subject of a verb of saying.
    const SAYS: Self = Self(1 << 2);
    /// A role stands beside it.
    const ROLE: Self = Self(1 << 3);
    /// A word of place stands before it.
    const PLACE: Self = Self(1 << 4);
    /// What stands before it begins the name of a place, a storm or a ship.
    const THING: Self = Self(1 << 5);
    /// It stands below or behind a quotation, and a dash before it, as who said it.
    const SIGNED: Self = Self(1 << 6);

    /// The points that a sign is worth, if it is there.
    fn worth(self, sign: Self, points: i32) -> i32 {
        if self.0 & sign.0 == 0 { 0 } else { points }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    fn add_if(&mut self, is_there: bool, sign: Self) {
        if is_there {
            self.add(sign);
        }
    }

    fn of(tokens: &Tokens, name: &Range<usize>) -> Self {
        let at = |at: usize| tokens.all.get(at);
        let before = name.start.checked_sub(1).and_then(at);
        let before_stop = match before {
            Some(token) if token.kind == Kind::Stop && !token.first => name.start.checked_sub(2).and_then(at),
            _ => before,
        };
        let next = at(name.end);
        let second = at(name.end + 1);
        let is_word = |token: Option<&Token>, classes: Classes| token.is_some_and(|token| token.is(classes));
        let comma = next.is_some_and(|token| token.kind == Kind::Comma);
        let age = comma
            && second.is_some_and(|token| token.kind == Kind::Number && token.span.len() <= 3)
            && at(name.end + 2).is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Stop | Kind::Close));
        let says_after = is_word(next, Classes::SAYING) && !next.is_some_and(Token::is_capital);
        let says_before = before.is_some_and(|token| token.is(Classes::SAYING) && !token.is_capital())
            && name.start >= 2
            && at(name.start - 2).is_some_and(|token| matches!(token.kind, Kind::Mark | Kind::Comma));
        // "The mayor Jane Doe", "the mayor, Jane Doe, …".
        let closed = before.is_some_and(|token| token.kind == Kind::Comma) && comma;
        let role = if closed { name.start.checked_sub(2).and_then(at) } else { before_stop };
        // "The Ethiopians Jane Doe and Mary Roe".
        let several = name.len() > 1
            && before.is_some_and(Token::is_capital)
            && tokens.word(name.start - 1).strip_suffix('s').is_some_and(|one| Classes::of(one).any(Classes::PEOPLE));
        let role_before = several || role.is_some_and(|token| token.is(Classes::ROLE) && !token.is_capital());
        let apposed =
            comma && (is_word(second, Classes::ROLE.or(Classes::TITLE)) || is_apposition(tokens, name.end + 1));
        let in_place = before.is_some_and(Token::is_word)
            && matches!(tokens.word(name.start - 1), "in" | "at" | "near" | "from" | "outside" | "across");
        let who = comma && tokens.word(name.end + 1) == "who";
        let mut signs = Self::default();
        signs.add_if(is_word(before_stop, Classes::TITLE), Self::TITLED);
        signs.add_if(age, Self::AGED);
        signs.add_if(says_after || says_before, Self::SAYS);
        // "The Jane Doe-led government".
        let leads = next.is_some_and(|token| token.kind == Kind::Hyphen) && tokens.word(name.end + 1) == "led";
        signs.add_if(role_before || apposed || who || leads, Self::ROLE);
        signs.add_if(in_place, Self::PLACE);
        let thing = before.is_some_and(|token| token.is(Classes::PLACE_PREFIX) && token.is_capital());
        signs.add_if(thing, Self::THING);
        let ends = next
            .is_none_or(|next| next.first || matches!(next.kind, Kind::Stop | Kind::Comma | Kind::Open | Kind::Mark));
        let signed = ends
            && before.is_some_and(|token| token.kind == Kind::Dash)
            && name.start.checked_sub(2).and_then(at).is_some_and(|token| token.kind == Kind::Mark);
        signs.add_if(signed, Self::SIGNED);
        signs
    }
}

/// Whether a description of a person begins here: a determiner and, within a few words, somebody's role.
fn is_apposition(tokens: &Tokens, at: usize) -> bool {
    let Some(first) = tokens.all.get(at) else { return false };
    let begins = matches!(tokens.word(at), "a" | "an" | "the" | "his" | "her") || first.is_capital();
    begins
        && tokens.all[at + 1..tokens.all.len().min(at + 7)]
            .iter()
            .take_while(|token| token.is_word() || matches!(token.kind, Kind::Possessive | Kind::Hyphen))
            .any(|token| token.is(Classes::ROLE))
}

/// A run that may be a name.
pub(super) struct Candidate {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// The key of its last word.
    pub(super) last_key: u32,
    /// What stands around it.
    pub(super) signs: Signs,
    /// What the words themselves say, in points; a person has two.
    pub(super) points: i32,
    /// How many words with capitals it has.
    pub(super) words: usize,
    headline: bool,
    plain: bool,
}

impl Candidate {
    pub(super) fn new(tokens: &Tokens, range: Range<usize>, headline: bool) -> Self {
        let words: Vec<usize> = range
            .clone()
            .filter(|&at| tokens.all[at].is_capital() && !tokens.all[at].is(Classes::SUFFIX))
            .filter(|&at| at == range.start || tokens.all[at - 1].kind != Kind::Mark)
            .collect();
        let last = words.last().copied().unwrap_or(range.start);
        let signs = if headline { Signs::default() } else { Signs::of(tokens, &range) };
        let mut points = 0;
        let mut plain = true;
        for (i, &at) in words.iter().enumerate() {
            let token = &tokens.all[at];
            let known = tokens.all[at].known;
            let (first, is_last) = (i == 0, i + 1 == words.len());
            // "Will Smith": a name that everybody knows counts whatever else the word means.
            let typical = first
                && words.len() > 1
                && token.is(Classes::HIS_NAME.or(Classes::HER_NAME))
                && !known.any(Known::PLACE);
            // "Doris Day", "Gerald Ford".
            let surname_too = is_last
                && words.len() == 2
                && known.any(Known::SURNAME)
                && tokens.all[words[0]].is(Classes::HIS_NAME.or(Classes::HER_NAME));
            if token.is(Classes::ORGANIZATION) && !(first && known.any(Known::GIVEN)) && !surname_too {
                points -= if is_last { 6 } else { 4 };
            }
            if token.is(Classes::PEOPLE.or(Classes::CALENDAR)) && !known.any(Known::GIVEN) && !surname_too {
                points -= 4;
            }
            if token.is(Classes::ROLE.or(Classes::TITLE).or(Classes::GROUP))
                && !known.any(Known::SURNAME.or(Known::GIVEN))
            {
                points -= 4;
            }
            let known_first = tokens.all[words[0]].is(Classes::HIS_NAME.or(Classes::HER_NAME));
            if token.case == Case::Capitals && !headline && !known_first {
                points -= 2;
            }
            if token.case == Case::Initial {
                points += match () {
                    () if is_last => 0,
                    () if first => 1,
                    () => 2,
                };
            }
            if first && known.any(Known::GIVEN) {
                points += if known.any(Known::COMMON.or(Known::PLACE))
                    && !known.any(Known::MOSTLY_PERSON)
                    && !typical
                    && !surname_too
                {
                    1
                } else {
                    2
                };
            }
            if !first && !is_last && known.any(Known::GIVEN) {
                points += 1;
            }
            if is_last && known.any(Known::SURNAME) {
                points += 1;
            }
            if known.any(Known::MOSTLY_PERSON) {
                points += 1;
            }
            if known.any(Known::MOSTLY_OTHER) && !typical && !surname_too {
                points -= 2;
            }
            if known.any(Known::COMMON) && !known.any(Known::MOSTLY_PERSON) && !typical && !surname_too {
                points -= 1;
            }
            if known.any(Known::PLACE) && !known.any(Known::GIVEN.or(Known::SURNAME).or(Known::MOSTLY_PERSON)) {
                points -= 2;
            }
            if first && !is_last && token.is(Classes::PLACE_PREFIX) {
                points -= 6;
            }
            plain &= !known.any(Known::COMMON.or(Known::MOSTLY_OTHER))
                && token.case != Case::Capitals
                && !token.is(Classes::ORGANIZATION.or(Classes::PEOPLE));
        }
        points += points_of_form(tokens, &range, &words);
        Self { last_key: tokens.all[last].key, tokens: range, signs, points, words: words.len(), headline, plain }
    }

    /// Whether it can be told by the names beside it: some plain words outside a headline.
    pub(super) fn may_be_listed(&self) -> bool {
        self.words > 1 && self.plain && !self.headline
    }

    /// Whether the words, what stands around them here and what stands around the last of them elsewhere in the
    /// article make a person of it.
    pub(super) fn is_person(&self, told: Signs) -> bool {
        let points = self.points
            + self.signs.worth(Signs::PLACE, if self.words == 1 { -3 } else { -1 })
            + self.signs.worth(Signs::THING, -6);
        if self.words >= 2 {
            let told = told.worth(Signs::TITLED, 3)
                + told.worth(Signs::AGED, 4)
                + told.worth(Signs::SAYS, 2)
                + told.worth(Signs::ROLE, 3)
                + told.worth(Signs::SIGNED, 2);
            return points + told + i32::from(self.plain) >= ENOUGH;
        }
        if self.headline {
            return false;
        }
        let here = self.signs.worth(Signs::TITLED, 3) + self.signs.worth(Signs::AGED, 4);
        let plain = i32::from(self.plain && self.points > 0);
        let told = told.worth(Signs::SAYS, 1) + told.worth(Signs::ROLE, 1) + told.worth(Signs::THING, -6);
        points + here + plain + told >= ENOUGH
    }
}

/// What the form of the whole run is worth, in points; `words` are its words with capitals.
fn points_of_form(tokens: &Tokens, range: &Range<usize>, words: &[usize]) -> i32 {
    let mut points = 0;
    let last = words.last().copied().unwrap_or(range.start);
    // "Ban Ki-moon", "Yuen Kwok-yung".
    let syllable = tokens.all[range.clone()]
        .iter()
        .rev()
        .take(1)
        .any(|token| token.is_word() && !token.is_capital() && !token.is(Classes::PARTICLE));
    if names::is_inner_stop(tokens, range.start + 1) && range.len() == 3 {
        points += 2;
    }
    // "Nimsdai “Nims” Purja".
    if tokens.all[range.clone()].iter().any(|token| token.kind == Kind::Mark) {
        points += 2;
    }
    // "Elizabeth Quat": a given name and a word that is nothing else.
    if words.len() == 2
        && tokens.all[words[0]].is(Classes::HIS_NAME.or(Classes::HER_NAME))
        && tokens.all[last].known.is_empty()
    {
        points += 1;
    }
    if range.len() == 3 && tokens.all[range.start + 1].kind == Kind::Hyphen && !syllable {
        // "Trump-Pence" is two people.
        points -= 2;
    }
    if syllable && words.len() > 1 {
        points += 3;
    }
    // "The Ashraf Ghani-led government" names him; "the Grand Canyon" is nobody.
    let joined = tokens.all.get(range.end).is_some_and(|next| next.kind == Kind::Hyphen);
    if !joined && range.start > 0 && tokens.word(range.start - 1).eq_ignore_ascii_case("the") {
        let given = words.first().is_some_and(|&at| tokens.all[at].is(Classes::HIS_NAME.or(Classes::HER_NAME)));
        points -= if given && words.len() > 1 { 1 } else { 4 };
    }
    if words.len() == 1 && tokens.all[last].is(Classes::TITLE) {
        points -= 4;
    }
    points
}

/// The points that make a person.
const ENOUGH: i32 = 3;

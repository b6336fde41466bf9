//! Which words are the name of a person: by lists of names, titles and the words around them, gathered over the whole
//! article. It finds names and says nothing of whose they are.

use std::{collections::HashMap, ops::Range};

use super::{
    gazetteer::Known,
    tokens::{Case, Kind, Token, Tokens},
    words::Classes,
};

/// The name of a person, once, where it stands.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// Its tokens, without titles.
    pub(super) tokens: Range<usize>,
}

/// Finds the names that are certain enough by themselves or by what the article says elsewhere; repetitions of parts
/// of them are left to [`super::people`].
pub(super) fn find_names(tokens: &Tokens) -> Vec<Name> {
    let mut candidates = Vec::new();
    for (block, range) in &tokens.blocks {
        let shouting = is_headline(tokens, range.clone());
        let _ = block;
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
    candidates.retain(|candidate| candidate.is_person(told.get(&candidate.last_key).copied().unwrap_or_default()));
    candidates.into_iter().map(|candidate| Name { tokens: candidate.tokens }).collect()
}

/// Whether most words of the block have capitals, so that a capital tells nothing.
pub(super) fn is_headline(tokens: &Tokens, range: Range<usize>) -> bool {
    let (mut capitals, mut words) = (0, 0);
    for token in tokens.all[range].iter().filter(|token| token.is_word()) {
        if token.is(Classes::SAYING) && !token.is_capital() {
            return false;
        }
        if !token.is(Classes::FUNCTION) {
            words += 1;
            capitals += usize::from(token.is_capital());
        }
    }
    words >= 4 && capitals * 4 > words * 3
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
    let joined = hyphen(at) && (capital(at + 1) || is_syllable(tokens, at + 1, limit));
    let junior = tokens.all[at].kind == Kind::Comma && at + 1 < limit && is_junior(tokens, at + 1);
    if joined || junior || particle(at) && capital(at + 1) {
        return 2;
    }
    // "Marcia “Cia” Price".
    let mark = |at: usize| at < limit && tokens.all[at].kind == Kind::Mark;
    let nickname =
        mark(at) && capital(at + 1) && mark(at + 2) && tokens.touch(at, at + 1) && tokens.touch(at + 1, at + 2);
    if nickname && capital(at + 3) && tokens.all[at - 1].known.any(Known::GIVEN) {
        return 4;
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

/// Longest run of capitalised words that is looked at as one, in tokens.
const LONGEST_RUN: usize = 24;

/// Whether it is the second part of a given name ("Ki-moon", "Jong-un") and no word of its own ("Ghani-led").
fn is_syllable(tokens: &Tokens, at: usize, limit: usize) -> bool {
    let Some(token) = tokens.all.get(at).filter(|token| at < limit && token.is_word()) else { return false };
    let word = tokens.word(at);
    word.len() <= 5
        && !token.is(Classes::SUFFIXED.or(Classes::FUNCTION))
        && !word.ends_with("ed")
        && !word.ends_with("ing")
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
    for at in run.clone() {
        let is_last = at + 1 >= end;
        let after_given = at > start && tokens.all[at - 1].known.any(Known::GIVEN) && !word(at - 1).is(Classes::TITLE);
        let is_surname = after_given && tokens.all[at].known.any(Known::SURNAME);
        if word(at).is(Classes::TITLE) && !is_last && !is_surname {
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
    while start < end && !word(start).is_capital() {
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

/// What stands around a name and tells of whom or what it is: a set of signs.
#[derive(Clone, Copy, Debug, Default)]
struct Signs(u8);

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

    /// The points that a sign is worth, if it is there.
    fn worth(self, sign: Self, points: i32) -> i32 {
        if self.0 & sign.0 == 0 { 0 } else { points }
    }

    fn add(&mut self, other: Self) {
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
        let role_before = role.is_some_and(|token| token.is(Classes::ROLE) && !token.is_capital());
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
struct Candidate {
    tokens: Range<usize>,
    last_key: u32,
    signs: Signs,
    /// What the words themselves say, in points; a person has two.
    points: i32,
    words: usize,
    headline: bool,
    plain: bool,
}

impl Candidate {
    fn new(tokens: &Tokens, range: Range<usize>, headline: bool) -> Self {
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
        // "Ban Ki-moon", "Yuen Kwok-yung".
        let syllable = tokens.all[range.clone()]
            .iter()
            .rev()
            .take(1)
            .any(|token| token.is_word() && !token.is_capital() && !token.is(Classes::PARTICLE));
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
        Self { last_key: tokens.all[last].key, tokens: range, signs, points, words: words.len(), headline, plain }
    }

    /// Whether the words, what stands around them here and what stands around the last of them elsewhere in the
    /// article make a person of it.
    fn is_person(&self, told: Signs) -> bool {
        let points = self.points + self.signs.worth(Signs::PLACE, if self.words == 1 { -3 } else { -1 });
        if self.words >= 2 {
            let told = told.worth(Signs::TITLED, 3)
                + told.worth(Signs::AGED, 4)
                + told.worth(Signs::SAYS, 2)
                + told.worth(Signs::ROLE, 3);
            return points + told + i32::from(self.plain) >= ENOUGH;
        }
        if self.headline {
            return false;
        }
        let here = self.signs.worth(Signs::TITLED, 3) + self.signs.worth(Signs::AGED, 4);
        let plain = i32::from(self.plain && self.points > 0);
        points + here + plain + told.worth(Signs::SAYS, 1) + told.worth(Signs::ROLE, 1) >= ENOUGH
    }
}

/// The points that make a person.
const ENOUGH: i32 = 3;

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
pub(super) struct Signs(u16);

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
    /// It is the subject of what only people do.
    const ACTS: Self = Self(1 << 7);
    /// Such a thing is done to it, or "according to" stands before it.
    const SUFFERS: Self = Self(1 << 8);
    /// Somebody's kin stands behind it: "'s wife", "and her son".
    const KIN: Self = Self(1 << 9);
    /// "Identified as", "named" or "26-year-old" stands before it.
    const NAMED: Self = Self(1 << 10);
    /// It is where somebody works: "an analyst at", "chairman of".
    const FIRM: Self = Self(1 << 11);

    /// The points that a sign is worth, if it is there.
    fn worth(self, sign: Self, points: i32) -> i32 {
        if self.has(sign) { points } else { 0 }
    }

    fn has(self, sign: Self) -> bool {
        self.0 & sign.0 != 0
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
        // "Jane Doe (24)".
        let in_bracket = |kind: Kind, steps: usize| at(name.end + steps).is_some_and(|token| token.kind == kind);
        let age = age || in_bracket(Kind::Open, 0) && in_bracket(Kind::Number, 1) && in_bracket(Kind::Close, 2);
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
        // "Teachers Jane Doe and Mary Roe".
        let several =
            several || name.len() > 1 && before.is_some_and(|before| before.is(Classes::GROUP) && before.is_capital());
        // "The Gambian Jane Doe left".
        let verb = Classes::BE.or(Classes::MODAL).or(Classes::VERB).or(Classes::DEED).or(Classes::SAYING);
        let is_told = comma || next.is_some_and(|next| next.case == Case::Lower && next.is(verb));
        let of_people = name.len() > 1
            && is_told
            && before
                .is_some_and(|before| before.is(Classes::PEOPLE) && before.is_capital() && !before.is(Classes::GROUP));
        let role_before =
            several || of_people || role.is_some_and(|token| token.is(Classes::ROLE) && !token.is_capital());
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
        let behind = behind_bracket(tokens, name.end);
        signs.add_if(acts(tokens, behind), Self::ACTS);
        let beyond_says = behind > name.end && at(behind).is_some_and(|token| token.is(Classes::SAYING));
        signs.add_if(beyond_says, Self::SAYS);
        let word_before = |steps: usize| name.start.checked_sub(steps).map_or("", |at| tokens.word(at));
        let according = word_before(1) == "to" && word_before(2).eq_ignore_ascii_case("according");
        let done = before.is_some_and(|token| token.is(Classes::DEED) && token.case == Case::Lower);
        signs.add_if(done, Self::SUFFERS);
        // "According to Jane Doe", and a line that begins "Jane Doe: “…".
        let begins = at(name.start).is_some_and(|token| token.first);
        let labels = begins && in_bracket(Kind::Colon, 0) && in_bracket(Kind::Mark, 1);
        signs.add_if(according || labels, Self::SAYS);
        let is_kin = |at: usize| tokens.all.get(at).is_some_and(|token| token.is(Classes::ROLE) && !token.is_capital());
        let owner = next.is_some_and(|next| next.kind == Kind::Possessive) && is_kin(name.end + 1);
        let with_kin = tokens.word(name.end) == "and"
            && matches!(tokens.word(name.end + 1), "his" | "her" | "their")
            && is_kin(name.end + 2);
        signs.add_if(owner || with_kin, Self::KIN);
        let known_as = word_before(1) == "as" && matches!(word_before(2), "identified" | "known");
        let old = word_before(1) == "old" && word_before(3) == "year";
        signs.add_if(old || known_as || matches!(word_before(1), "named"), Self::NAMED);
        let works = matches!(word_before(1), "at" | "of")
            && name.start.checked_sub(2).and_then(at).is_some_and(|token| token.is(Classes::ROLE.or(Classes::TITLE)));
        let is_office = word_before(1) == "at"
            || matches!(
                word_before(2),
                "chairman"
                    | "chairwoman"
                    | "chair"
                    | "chief"
                    | "executive"
                    | "ceo"
                    | "CEO"
                    | "CFO"
                    | "director"
                    | "partner"
                    | "president"
                    | "head"
                    | "founder"
                    | "co-founder"
                    | "owner"
            );
        signs.add_if(works && is_office, Self::FIRM);
        signs
    }
}

/// What stands behind a name, or behind the bracket of a few words that follows it.
pub(super) fn behind_bracket(tokens: &Tokens, end: usize) -> usize {
    if tokens.all.get(end).is_none_or(|token| token.kind != Kind::Open) {
        return end;
    }
    let close =
        (end + 1..end + LONGEST_BRACKET).find(|&at| tokens.all.get(at).is_some_and(|token| token.kind == Kind::Close));
    close.map_or(end, |close| close + 1)
}

/// The longest bracket behind a name that is looked across, in tokens.
const LONGEST_BRACKET: usize = 8;

/// Whether a verb for what only people do stands at `at`: "died", "was killed", "has also resigned".
fn acts(tokens: &Tokens, at: usize) -> bool {
    let is_small = |at: usize, classes: Classes| {
        tokens.all.get(at).is_some_and(|token| token.case == Case::Lower && token.is(classes))
    };
    let helper = Classes::BE.or(Classes::ADVERB).or(Classes::MODAL);
    let helpers = (at..at + 2).take_while(|&at| is_small(at, helper)).count();
    is_small(at + helpers, Classes::DEED)
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
            .filter(|&at| !is_marked(tokens, range.start..at))
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
            if first && (known.any(Known::GIVEN) || typical) {
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
        self.points(told) >= ENOUGH
    }

    /// How many points are missing for a person.
    pub(super) fn lacks(&self, told: Signs) -> i32 {
        ENOUGH - self.points(told)
    }

    fn points(&self, told: Signs) -> i32 {
        let points = self.points
            + self.signs.worth(Signs::PLACE, if self.words == 1 { -3 } else { -1 })
            + self.signs.worth(Signs::THING, -6)
            + self.signs.worth(Signs::FIRM, -3);
        if self.words >= 2 {
            let told = told.worth(Signs::TITLED, 3)
                + told.worth(Signs::AGED, 4)
                + told.worth(Signs::SAYS, 2)
                + told.worth(Signs::ROLE, 3)
                + told.worth(Signs::SIGNED, 2)
                + if told.has(Signs::PLACE) { -1 } else { told.worth(Signs::ACTS, 2) + told.worth(Signs::SUFFERS, 1) }
                + told.worth(Signs::KIN, 3)
                + told.worth(Signs::NAMED, 2);
            return points + told + i32::from(self.plain);
        }
        if self.headline {
            return 0;
        }
        let here = self.signs.worth(Signs::TITLED, 3) + self.signs.worth(Signs::AGED, 4);
        let plain = i32::from(self.plain && self.points > 0);
        let told = told.worth(Signs::SAYS, 1) + told.worth(Signs::ROLE, 1) + told.worth(Signs::THING, -6);
        points + here + plain + told
    }
}

/// Whether a quotation mark is open behind the words.
fn is_marked(tokens: &Tokens, words: Range<usize>) -> bool {
    tokens.all[words].iter().filter(|token| token.kind == Kind::Mark).count() % 2 == 1
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

//! Who the people are: names joined to persons, every repetition of a name found, and what the text tells of each
//! person (their roles, whether "he" or "she" is said of them).

use std::{collections::HashMap, ops::Range};

use super::{
    describing::describe,
    forms::{
        can_call, courtesy_gender, is_family_first, is_subject, is_surname, is_turned, keys, name_gender, name_key,
        title_gender,
    },
    gazetteer::Known,
    names::Name,
    naming::{Names, has_nickname},
    tokens::{BlockTokens, Case, Kind, Token, Tokens},
    words::Classes,
};
use crate::text::Span;

/// A person and what the text tells of them.
#[derive(Debug, Default)]
pub(super) struct Someone {
    /// The fullest form of the name.
    pub(super) name: String,
    /// The keys of the name's words, in order, without initials and suffixes.
    pub(super) keys: Vec<u32>,
    /// Whether "he" or "she" is said of them.
    pub(super) gender: Option<Gender>,
    /// Whether nothing but the given name tells the gender.
    pub(super) is_guessed: bool,
    /// The key of their age.
    pub(super) age: Option<u32>,
    /// The keys of words that describe them ("secretary-general", "nato"), as titles or appositions.
    pub(super) roles: Vec<u32>,
}

/// Which pronoun is used of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    /// "He".
    He,
    /// "She".
    She,
}

/// A mention by its tokens.
#[derive(Clone, Debug)]
pub(super) struct NamedAt {
    /// Its tokens, without titles.
    pub(super) tokens: Range<usize>,
    /// Who, as an index into the people.
    pub(super) person: usize,
}

/// The people and where they are named.
pub(super) struct People {
    /// The people, in the order of their first mention.
    pub(super) all: Vec<Someone>,
    /// The mentions, in order.
    pub(super) mentions: Vec<NamedAt>,
    /// Of each token, one more than the index of the mention that it belongs to; 0 if it belongs to none.
    mention_of: Vec<u32>,
    /// The people of whom each role is told, in the order of their first mention, up to [`MOST_NAMESAKES`].
    by_role: HashMap<u32, Vec<usize>>,
}

impl People {
    /// Joins the names to persons and finds their repetitions.
    pub(super) fn of(tokens: &Tokens, names: &Names) -> Self {
        let mut register = Register::new(tokens, &names.people);
        register.find_mentions(tokens, names);
        register.into_people(tokens)
    }

    /// Where the names with a nickname in quotation marks are, in order.
    pub(super) fn nicknamed(&self, tokens: &Tokens) -> Vec<Span> {
        let names = self.mentions.iter().map(|mention| &mention.tokens).filter(|name| name.len() > 2);
        names.filter(|name| has_nickname(tokens, name)).map(|name| tokens.span(name.clone())).collect()
    }

    /// The people of whom a role is told.
    pub(super) fn with_role(&self, role: u32) -> &[usize] {
        self.by_role.get(&role).map_or(&[], Vec::as_slice)
    }

    /// The mention that a token belongs to, by its index.
    pub(super) fn mention_at(&self, token: usize) -> Option<usize> {
        (*self.mention_of.get(token)? as usize).checked_sub(1)
    }
}

/// Most words between somebody's name and "born" with another, in tokens.
const LONGEST_BIRTH: usize = 12;

/// How many people of one name are kept apart; no article has so many, and a text made to have them costs no more.
const MOST_NAMESAKES: usize = 64;

/// The persons while they are being made out.
struct Register {
    all: Vec<Someone>,
    /// Of each person, whether the text has named them so far.
    seen: Vec<bool>,
    /// The persons whose name ends with a word.
    by_last: HashMap<u32, Vec<usize>>,
    /// The persons whose name begins with a word.
    by_first: HashMap<u32, Vec<usize>>,
    mentions: Vec<NamedAt>,
}

impl Register {
    fn new(tokens: &Tokens, names: &[Name]) -> Self {
        let mut register = Self {
            all: Vec::new(),
            seen: Vec::new(),
            by_last: HashMap::new(),
            by_first: HashMap::new(),
            mentions: Vec::new(),
        };
        // Full names first, so that a surname has somebody to join, wherever the full name stands.
        let mut surnames = Vec::new();
        for name in names {
            let keys = keys(tokens, &name.tokens);
            if is_surname(tokens, &name.tokens) {
                surnames.push((name, keys));
            } else {
                register.add(tokens, name, keys);
            }
        }
        for (name, keys) in surnames {
            register.add(tokens, name, keys);
        }
        register
    }

    fn add(&mut self, tokens: &Tokens, name: &Name, keys: Vec<u32>) {
        let (Some(&first), Some(&last)) = (keys.first(), keys.last()) else { return };
        let text = tokens.span(name.tokens.clone());
        let text = tokens.text.get(text.range()).unwrap_or_default();
        // "The Doe-Jones debate" is about two people who are known by then.
        let is_pair =
            keys.len() == 2 && tokens.all[name.tokens.start + 1].kind == Kind::Hyphen && name.tokens.len() == 3;
        if is_pair && keys.iter().all(|key| self.by_last.contains_key(key)) {
            return;
        }
        let gender = courtesy_gender(tokens, name.tokens.start);
        if keys.len() == 1 {
            let mut bearers = self.by_last.get(&last).into_iter().chain(self.by_first.get(&last)).flatten().peekable();
            // "Mrs Doe" is not Peter Doe.
            let is_other = |&person: &usize| {
                gender.is_some() && self.all[person].gender.is_some_and(|known| Some(known) != gender)
            };
            if bearers.peek().is_some() && !bearers.all(is_other) {
                return;
            }
        } else if let Some(&same) = self
            .by_first
            .get(&last)
            .and_then(|them| them.iter().find(|&&person| is_turned(&self.all[person].keys, &keys)))
        {
            let namesakes = self.by_last.entry(last).or_default();
            if namesakes.len() < MOST_NAMESAKES && !namesakes.contains(&same) {
                namesakes.push(same);
            }
            return;
        } else if let Some(&same) = self
            .by_last
            .get(&last)
            .and_then(|them| them.iter().find(|&&person| can_call(&self.all[person].keys, &keys)))
        {
            let person = &mut self.all[same];
            if text.chars().count() > person.name.chars().count() && keys.len() >= person.keys.len() {
                person.name = fold_space(text);
                person.keys = keys;
            }
            return;
        }
        let person = self.all.len();
        let namesakes = self.by_last.entry(last).or_default();
        if namesakes.len() == MOST_NAMESAKES {
            return;
        }
        namesakes.push(person);
        if keys.len() > 1 {
            let namesakes = self.by_first.entry(first).or_default();
            if namesakes.len() < MOST_NAMESAKES {
                namesakes.push(person);
            }
        }
        if is_family_first(tokens, &name.tokens) {
            let namesakes = self.by_last.entry(first).or_default();
            if namesakes.len() < MOST_NAMESAKES {
                namesakes.push(person);
            }
        }
        let is_guessed = gender.is_none();
        let gender = gender.or_else(|| if keys.len() > 1 { name_gender(&tokens.all[name.tokens.start]) } else { None });
        self.all.push(Someone { name: fold_space(text), keys, gender, is_guessed, ..Someone::default() });
    }

    /// Goes over all words once more and takes each name and each repetition of one, but none inside the name of
    /// something else.
    fn find_mentions(&mut self, tokens: &Tokens, names: &Names) {
        let mut people = names.people.iter().peekable();
        let mut others = names.others.iter().peekable();
        let mut recent: HashMap<u32, usize> = HashMap::new();
        let mut at = 0;
        for &BlockTokens { tokens: ref range, is_headline: headline, .. } in &tokens.blocks {
            at = range.start.max(at);
            while at < range.end {
                while people.next_if(|name| name.tokens.start < at).is_some() {}
                while others.next_if(|other| other.end <= at).is_some() {}
                let found = if let Some(name) = people.next_if(|name| name.tokens.start == at) {
                    let whole = self.whose(tokens, name, &recent).map(|person| (name.tokens.end, person));
                    whole.or_else(|| self.match_at(tokens, at, range.end, headline, &recent))
                } else if !may_begin_name(tokens, at) {
                    None
                } else if let Some(other) =
                    others.peek().filter(|other| other.start <= at && !begins_sentence(tokens, other.start..at))
                {
                    // The model errs; a full name that is known by now is somebody's all the same.
                    let first = &tokens.all[at];
                    let is_whole = |person: usize| {
                        self.all[person].keys.first() == Some(&name_key(first))
                            || first.case == Case::Initial
                            || first.is(Classes::PARTICLE)
                    };
                    let whole = self.full_at(tokens, at, range.end);
                    let whole = whole.filter(|&(end, person)| (at..end) == **other && is_whole(person));
                    // "CS Doe", where a Doe is known.
                    let office = at.checked_sub(1).filter(|&office| (office..at + 1) == **other);
                    let is_titled = office.is_some_and(|office| {
                        let (office, word) = (&tokens.all[office], tokens.word(office));
                        office.case == Case::Capitals && word.len() <= 4 && first.case == Case::Capital
                    });
                    let is_borne = |at: &usize| {
                        self.by_last
                            .get(&name_key(&tokens.all[*at]))
                            .is_some_and(|them| them.iter().any(|&person| self.is_seen(person)))
                    };
                    let titled = Some(at).filter(|at| is_titled && is_borne(at));
                    // "But Doe", where Doe is a surname and nothing else; not "with Doe", which may be a firm's name, unless
                    // the text alone knows the name.
                    let is_led_in = at.checked_sub(1).is_some_and(|led_in| tokens.all[led_in].case == Case::Capital);
                    let is_lone =
                        (is_led_in || first.known.is_empty()) && (at..at + 1) == **other && self.is_only_surname(first);
                    let lone = Some(at).filter(|_| is_lone);
                    whole.or_else(|| {
                        lone.or(titled).and_then(|at| self.match_at(tokens, at, range.end, headline, &recent))
                    })
                } else {
                    self.match_at(tokens, at, range.end, headline, &recent)
                };
                let Some((end, person)) = found else {
                    at += 1;
                    continue;
                };
                // A surname alone goes on meaning whom it meant before, at first the one who was named first: the full
                // name of a namesake ("his wife, Mary Smith") does not change that.
                self.seen.resize(self.all.len(), false);
                self.seen[person] = true;
                let keys = &self.all[person].keys;
                if let (Some(&first), Some(&last)) = (keys.first(), keys.last()) {
                    let alone = end == at + 1 && name_key(&tokens.all[at]) == last;
                    if alone {
                        recent.insert(last, person);
                    } else {
                        recent.entry(last).or_insert(person);
                    }
                    // A given name alone, or a family name that stands first, means who bore it last.
                    if first != last {
                        recent.insert(first, person);
                    }
                }
                self.mentions.push(NamedAt { tokens: at..end, person });
                at = end;
            }
        }
    }

    /// Whether the word can mean nobody but somebody whose full name is known.
    fn is_only_surname(&self, word: &Token) -> bool {
        let them = self.by_last.get(&word.key);
        them.is_some_and(|them| them.iter().any(|&person| self.all[person].keys.len() > 1))
            && !word.known.any(Known::PLACE.or(Known::COMMON).or(Known::MOSTLY_OTHER))
            && !word.is(Classes::ORGANIZATION.or(Classes::PEOPLE).or(Classes::CALENDAR))
    }

    /// The longest name that begins at `at`: a full name, else a surname or a given name alone.
    fn match_at(
        &self,
        tokens: &Tokens,
        at: usize,
        limit: usize,
        headline: bool,
        recent: &HashMap<u32, usize>,
    ) -> Option<(usize, usize)> {
        if let Some(full) = self.full_at(tokens, at, limit) {
            return Some(full);
        }
        let token = &tokens.all[at];
        let by_surname = self.by_last.contains_key(&name_key(token));
        // "Long said", but not "Long before".
        let may_be_word = token.first && token.is(Classes::FUNCTION) && !(by_surname && is_subject(tokens, at + 1));
        if !token.is_capital() || may_be_word {
            return None;
        }
        let them = self.bearers(tokens, at)?;
        if !stands_alone(tokens, at, limit, headline, by_surname) {
            return None;
        }
        let known = tokens.all[at].known;
        if token.first && known.any(Known::COMMON) && !known.any(Known::MOSTLY_PERSON) && !by_surname {
            return None;
        }
        let person = self.choose(tokens, at, them, recent)?;
        Some((with_suffix(tokens, at + 1, limit), person))
    }

    /// Whose a name is that was found by itself.
    fn whose(&self, tokens: &Tokens, name: &Name, recent: &HashMap<u32, usize>) -> Option<usize> {
        let keys = keys(tokens, &name.tokens);
        let last = keys.last()?;
        if keys.len() > 1 {
            let them = self.by_last.get(last)?;
            let is_theirs =
                |&person: &usize| can_call(&self.all[person].keys, &keys) || is_turned(&self.all[person].keys, &keys);
            return them.iter().copied().find(is_theirs);
        }
        let at = name.tokens.clone().find(|&at| name_key(&tokens.all[at]) == *last)?;
        self.choose(tokens, at, self.bearers(tokens, at)?, recent)
    }

    /// The people whom the word at `at` can mean by itself: by their surname, but behind "Sir" by their given name.
    fn bearers(&self, tokens: &Tokens, at: usize) -> Option<&Vec<usize>> {
        let key = name_key(&tokens.all[at]);
        let (by_last, by_first) = (self.by_last.get(&key), self.by_first.get(&key));
        let is_knight = at > 0 && matches!(tokens.word(at - 1), "Sir" | "Dame");
        let are_seen = |them: &Vec<usize>| them.iter().any(|&person| self.is_seen(person));
        if is_knight || by_first.is_some_and(are_seen) && !by_last.is_some_and(are_seen) {
            by_first.or(by_last)
        } else {
            by_last.or(by_first)
        }
    }

    fn is_seen(&self, person: usize) -> bool {
        self.seen.get(person).copied().unwrap_or_default()
    }

    /// Who of several people with one name is meant at `at`.
    fn choose(&self, tokens: &Tokens, at: usize, them: &[usize], recent: &HashMap<u32, usize>) -> Option<usize> {
        let gender = title_gender(tokens, at);
        let fits =
            |person: usize| gender.is_none() || self.all[person].gender.is_none() || self.all[person].gender == gender;
        if let [only] = them {
            return Some(*only);
        }
        recent
            .get(&name_key(&tokens.all[at]))
            .copied()
            .filter(|person| them.contains(person) && fits(*person))
            .or_else(|| them.iter().copied().find(|&person| fits(person) && self.is_seen(person)))
            .or_else(|| them.iter().copied().find(|&person| fits(person)))
            .or_else(|| them.first().copied())
    }

    fn full_at(&self, tokens: &Tokens, at: usize, limit: usize) -> Option<(usize, usize)> {
        let token = &tokens.all[at];
        let mut found = None;
        let mut keys: Vec<u32> = vec![name_key(token)];
        if token.case == Case::Initial {
            keys.clear();
        }
        let mut end = at + 1;
        while end < limit && end - at < 12 {
            let next = &tokens.all[end];
            let syllable = next.is_word() && tokens.all[end - 1].kind == Kind::Hyphen;
            let inside = next.is_capital()
                || next.is(Classes::PARTICLE)
                || matches!(next.kind, Kind::Hyphen | Kind::Mark)
                || syllable;
            if !inside {
                break;
            }
            end += 1;
            if next.is_word() && next.case != Case::Initial {
                keys.push(name_key(next));
            }
            if next.case == Case::Initial || !next.is_word() || keys.is_empty() {
                continue;
            }
            let Some(them) = self.by_last.get(&name_key(next)) else { continue };
            if let Some(&person) = them.iter().find(|&&person| {
                let theirs = &self.all[person].keys;
                let is_full =
                    theirs.len() > 1 && (can_call(theirs, &keys) && keys.len() > 1 || is_turned(theirs, &keys));
                is_full || token.case == Case::Initial && theirs.ends_with(&keys)
            }) {
                found = Some((end, person));
            }
        }
        found.map(|(end, person)| (with_suffix(tokens, end, limit), person))
    }

    /// Whose each person's mentions are: their own, or those of the person who was born with that name ("Jane Doe,
    /// born Mary Jones").
    fn known_by(&self, tokens: &Tokens) -> Vec<usize> {
        let mut known_by: Vec<usize> = (0..self.all.len()).collect();
        for pair in self.mentions.windows(2) {
            let [known, born] = pair else { continue };
            let birth = born.tokens.start - 1;
            let near = known.tokens.end..birth;
            let is_told = matches!(tokens.word(birth), "born" | "née" | "nee")
                && near.len() <= LONGEST_BIRTH
                && !near.clone().any(|at| tokens.all[at].kind == Kind::Stop && tokens.all[at].first);
            let known = known_by[known.person];
            if is_told && known != born.person && self.all[born.person].keys.len() > 1 {
                known_by[born.person] = known;
            }
        }
        known_by
    }

    fn into_people(mut self, tokens: &Tokens) -> People {
        for mention in &self.mentions {
            let person = &mut self.all[mention.person];
            let written = tokens.text.get(tokens.span(mention.tokens.clone()).range()).unwrap_or_default();
            if written.len() > person.name.len() {
                let written = fold_space(written);
                if written.len() > person.name.len() {
                    person.name = written;
                }
            }
        }
        let known_by = self.known_by(tokens);
        let mut order: Vec<Option<usize>> = vec![None; self.all.len()];
        let mut people = Vec::new();
        for mention in &mut self.mentions {
            let person = known_by[mention.person];
            let slot = &mut order[person];
            if slot.is_none() {
                *slot = Some(people.len());
                people.push(std::mem::take(&mut self.all[person]));
            }
            mention.person = slot.unwrap_or_default();
        }
        for mention in &self.mentions {
            describe(tokens, mention, &mut people[mention.person]);
        }
        let mut by_role: HashMap<u32, Vec<usize>> = HashMap::new();
        for (person, someone) in people.iter().enumerate() {
            for &role in someone.roles.iter().chain(&someone.age) {
                let them = by_role.entry(role).or_default();
                if them.len() < MOST_NAMESAKES {
                    them.push(person);
                }
            }
        }
        let mut mention_of = vec![0; tokens.all.len()];
        for (number, mention) in (1..).zip(&self.mentions) {
            mention_of[mention.tokens.clone()].fill(number);
        }
        People { all: people, mentions: self.mentions, mention_of, by_role }
    }
}

/// Whether the words are those that a sentence begins with, and no part of the name of something: "But Doe left".
fn begins_sentence(tokens: &Tokens, words: Range<usize>) -> bool {
    !words.is_empty() && tokens.all[words].iter().all(|token| token.first && token.is(Classes::FUNCTION))
}

/// Whether a repetition of a name can begin with the word.
fn may_begin_name(tokens: &Tokens, at: usize) -> bool {
    let token = &tokens.all[at];
    if token.first && tokens.word(at) == "A" {
        return false;
    }
    let is_particle = token.is(Classes::PARTICLE)
        && tokens.all.get(at + 1).is_some_and(|next| next.is_capital() || next.kind == Kind::Hyphen);
    token.is_capital() || is_particle
}

fn fold_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a word that can be somebody's name is not part of another name or of a company's.
fn stands_alone(tokens: &Tokens, at: usize, limit: usize, headline: bool, by_surname: bool) -> bool {
    let word = |at: usize| tokens.all.get(at).filter(|token| token.is_word());
    let before =
        at.checked_sub(1).and_then(word).filter(|_| !tokens.all[at].first || tokens.all[at - 1].kind == Kind::Word);
    let next = word(at + 1).filter(|_| at + 1 < limit);
    if next.is_some_and(|next| {
        next.is_capital() && next.is(Classes::ORGANIZATION) || !headline && !by_surname && next.is_capital()
    }) {
        return false;
    }
    if !headline
        && next.is_some_and(|next| {
            next.is_capital()
                && !next.is(Classes::FUNCTION
                    .or(Classes::SUFFIX)
                    .or(Classes::CALENDAR)
                    .or(Classes::TITLE)
                    .or(Classes::ROLE)
                    .or(Classes::PEOPLE)
                    .or(Classes::GROUP))
        })
    {
        return false;
    }
    before.is_none_or(|before| {
        !before.is_capital()
            || headline
            || before.is(Classes::TITLE
                .or(Classes::FUNCTION)
                .or(Classes::PEOPLE)
                .or(Classes::ROLE)
                .or(Classes::CALENDAR))
            || before.case == Case::Capitals
    })
}

/// The end of a name with what may follow it: "Jr.", ", Jr.", "II".
fn with_suffix(tokens: &Tokens, end: usize, limit: usize) -> usize {
    let is_suffix = |at: usize| at < limit && tokens.all[at].is(Classes::SUFFIX) && tokens.all[at].is_capital();
    let is_junior = |at: usize| is_suffix(at) && matches!(tokens.word(at), "Jr" | "Sr");
    let end = match () {
        () if is_suffix(end) => end + 1,
        () if end < limit && tokens.all[end].kind == Kind::Comma && is_junior(end + 1) => end + 2,
        () => return end,
    };
    let dotted = is_junior(end - 1) && end < limit && tokens.word(end) == "." && tokens.touch(end - 1, end);
    end + usize::from(dotted)
}

/// Whether a noun or title is a man's or a woman's.
pub(super) fn noun_gender(classes: Classes) -> Option<Gender> {
    if classes.any(Classes::HIS_NOUN) {
        Some(Gender::He)
    } else if classes.any(Classes::HER_NOUN) {
        Some(Gender::She)
    } else {
        None
    }
}

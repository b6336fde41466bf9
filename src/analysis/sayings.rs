//! Who says something in a sentence: the words of saying and their subject. Grammar alone; whom "he" or "the senator"
//! means is for others to say.

use std::ops::Range;

use super::{
    people::People,
    sentences::Item,
    tokens::{Kind, Token, Tokens},
    words::Classes,
};

/// Words of saying and whoever says.
#[derive(Clone, Debug)]
pub(super) struct Saying {
    /// The items of the sentence that are the words of saying.
    pub(super) cue: Range<usize>,
    /// Who says it.
    pub(super) subject: Subject,
    /// The items of the sentence that name the subject.
    pub(super) place: Range<usize>,
    /// How strong a sign of speech the words are.
    pub(super) strength: Strength,
}

/// How strong a sign of speech words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// They may come with quoted words ("called", "described").
    Wording,
    /// They are words of saying.
    Saying,
}

/// Who says something, as the sentence puts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A person by name: the index of the mention.
    Named(usize),
    /// A pronoun: its token.
    Pronoun(usize),
    /// A description, by its tokens.
    Described(Range<usize>),
}

/// One sentence and what it is read with.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// All tokens.
    pub(super) tokens: &'a Tokens<'a>,
    /// All people.
    pub(super) people: &'a People,
    /// The items of the sentence.
    pub(super) items: &'a [Item],
}

impl<'a> Reading<'a> {
    /// The token at a place of the sentence; `None` for a quotation and outside.
    pub(super) fn token(&self, at: usize) -> Option<&'a Token> {
        match self.items.get(at)? {
            Item::Token(token) => self.tokens.all.get(*token),
            Item::Quote { .. } => None,
        }
    }

    fn index(&self, at: usize) -> Option<usize> {
        match self.items.get(at)? {
            Item::Token(token) => Some(*token),
            Item::Quote { .. } => None,
        }
    }

    fn is(&self, at: usize, classes: Classes) -> bool {
        self.token(at).is_some_and(|token| token.is(classes))
    }

    /// The letters of the token at a place.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.index(at).map_or("", |token| self.tokens.word(token))
    }

    /// Whether a quotation stands at a place.
    pub(super) fn is_quote(&self, at: usize) -> bool {
        matches!(self.items.get(at), Some(Item::Quote { .. }))
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.token(at).map(|token| token.kind)
    }

    /// All sayings of the sentence, in order.
    pub(super) fn sayings(&self) -> Vec<Saying> {
        let mut sayings: Vec<Saying> = Vec::new();
        for at in 0..self.items.len() {
            let Some(token) = self.token(at) else { continue };
            if token.is(Classes::SAYING.or(Classes::WORDING)) {
                if let Some(saying) = self.verb(at, sayings.last()) {
                    sayings.push(saying);
                }
            } else if self.word(at).eq_ignore_ascii_case("according") && self.word(at + 1) == "to" {
                let end = self.phrase_end(at + 2);
                if let Some((subject, place)) = self.noun_phrase(at + 2..end) {
                    sayings.push(Saying { cue: at..at + 2, subject, place, strength: Strength::Saying });
                }
            }
        }
        sayings
    }

    /// The saying whose verb stands at `at`, if it is a verb and has a subject.
    fn verb(&self, at: usize, previous: Option<&Saying>) -> Option<Saying> {
        let token = self.token(at)?;
        if token.is_capital() && at > 0 && !self.is_quote(at - 1) {
            return None;
        }
        let strength = if token.is(Classes::SAYING) { Strength::Saying } else { Strength::Wording };
        let made = |(subject, place)| Saying { cue: at..at + 1, subject, place, strength };
        let word = self.word(at);
        let is_participle = word.ends_with("ing");
        let after_quote = at == 0
            || self.is_quote(at - 1)
            || self.kind(at - 1) == Some(Kind::Comma) && at > 1 && self.is_quote(at - 2);
        if after_quote && !is_participle && self.begins_noun_phrase(at + 1) {
            let end = self.phrase_end(at + 1);
            if let Some(found) = self.subject_behind(at + 1..end) {
                return Some(made(found));
            }
        }
        let mut before = at.checked_sub(1)?;
        if self.is(before, Classes::DETERMINER.or(Classes::POSSESSIVE))
            && !matches!(self.word(before), "all" | "both" | "some" | "many" | "several" | "this" | "that" | "one")
            || self.kind(before) == Some(Kind::Possessive)
        {
            return None;
        }
        let is_infinitive = self.word(before) == "to";
        if self.is(before, Classes::PREPOSITION) && !is_infinitive && !is_participle {
            return None;
        }
        if is_infinitive || is_participle && !self.is(before, Classes::BE) {
            if is_participle && self.is(before, Classes::CLAUSE.or(Classes::PREPOSITION)) && at < 3 {
                return None;
            }
            return previous
                .map(|saying| (saying.subject.clone(), saying.place.clone()))
                .or_else(|| self.main_subject(at))
                .map(made);
        }
        let mut passive = false;
        while self.is(before, Classes::ADVERB.or(Classes::BE)) {
            passive |= self.is(before, Classes::BE);
            before = before.checked_sub(1)?;
        }
        if passive && !is_participle {
            let by = (at + 1..self.items.len().min(at + 8)).find(|&by| self.word(by) == "by")?;
            return self.noun_phrase(by + 1..self.phrase_end(by + 1)).map(made);
        }
        self.subject_before(before + 1, at, previous).map(made)
    }

    /// The subject whose last word stands before `end`.
    fn subject_before(&self, end: usize, verb: usize, previous: Option<&Saying>) -> Option<(Subject, Range<usize>)> {
        let last = end.checked_sub(1)?;
        if matches!(self.word(last), "who" | "which" | "whom") {
            let mut before = last;
            if before > 0 && self.kind(before - 1) == Some(Kind::Comma) {
                before -= 1;
            }
            return self.noun_phrase(self.phrase_start(before)..before);
        }
        if self.is(last, Classes::CLAUSE) || self.is_quote(last) {
            let earlier = || previous.map(|saying| (saying.subject.clone(), saying.place.clone()));
            return earlier().or_else(|| self.main_subject(verb));
        }
        if matches!(self.kind(last), Some(Kind::Comma | Kind::Dash | Kind::Close)) {
            return self.apposed(last).or_else(|| self.main_subject(verb));
        }
        let start = self.phrase_start(end);
        self.noun_phrase(start..end).or_else(|| self.main_subject(verb))
    }

    /// The subject of "X, the head of Y, said" and "the head of Y, X, said", where `close` is the second comma.
    fn apposed(&self, close: usize) -> Option<(Subject, Range<usize>)> {
        let mut close = close;
        for round in 0..4 {
            let open = (close.saturating_sub(LONGEST_APPOSITION)..close).rev().find(|&at| {
                self.is_quote(at)
                    || matches!(self.kind(at), Some(Kind::Comma | Kind::Dash | Kind::Open | Kind::Semicolon))
            });
            let open_at = open.filter(|&open| !self.is_quote(open));
            let inside = open.map_or(0, |open| open + 1)..close;
            if round == 0
                && let Some((Subject::Named(mention), place)) = self.noun_phrase(inside.clone())
                && place.start <= inside.start + 4
                && !self.is(inside.start, Classes::PREPOSITION.or(Classes::CLAUSE).or(Classes::POSSESSIVE))
            {
                return Some((Subject::Named(mention), place));
            }
            let Some(open) = open_at else {
                return self.noun_phrase(inside);
            };
            let start = self.phrase_start(open);
            if let Some(found) = self.noun_phrase(start..open) {
                return Some(found);
            }
            close = open;
        }
        None
    }

    /// The subject of an inverted "said X": a name, or a description with the name behind a comma.
    fn subject_behind(&self, phrase: Range<usize>) -> Option<(Subject, Range<usize>)> {
        let found = self.noun_phrase(phrase.clone());
        if let Some((Subject::Described(_), _)) = &found
            && self.kind(phrase.end) == Some(Kind::Comma)
        {
            let start = phrase.end + 1;
            if let Some(index) = self.index(start)
                && let Some(mention) = self.mention_from(index)
                && !self.is(phrase.start, Classes::GROUP)
            {
                let length = self.people.mentions[mention].tokens.len();
                let follows = self.kind(start + length);
                if matches!(follows, None | Some(Kind::Comma | Kind::Stop)) {
                    return Some((Subject::Named(mention), start..start + length));
                }
            }
        }
        found
    }

    fn begins_noun_phrase(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else { return false };
        token.is_capital()
            && !token.is(Classes::CALENDAR)
            && (!token.is(Classes::FUNCTION) || token.is(Classes::PRONOUN))
            || token.is(Classes::DETERMINER
                .or(Classes::POSSESSIVE)
                .or(Classes::PRONOUN)
                .or(Classes::ROLE)
                .or(Classes::GROUP)
                .or(Classes::TITLE)
                .or(Classes::PEOPLE))
    }

    /// Where the phrase that ends before `end` begins: behind the last mark, quotation, clause word or verb of saying.
    fn phrase_start(&self, end: usize) -> usize {
        let mut start = end;
        while start > 0 && end - start < LONGEST_PHRASE {
            let before = start - 1;
            let stops = match self.kind(before) {
                None | Some(Kind::Comma | Kind::Colon | Kind::Semicolon | Kind::Dash | Kind::Open | Kind::Close) => {
                    true
                }
                Some(Kind::Stop) => self.token(before).is_some_and(|token| token.first),
                Some(_) => {
                    self.is(before, Classes::CLAUSE)
                        || self.is(before, Classes::SAYING)
                            && !self.is(before, Classes::ROLE.or(Classes::GROUP))
                            && !self.token(before).is_some_and(Token::is_capital)
                }
            };
            if stops {
                break;
            }
            start = before;
        }
        start
    }

    /// Where the phrase that begins at `start` ends.
    fn phrase_end(&self, start: usize) -> usize {
        let mut end = start;
        while end < self.items.len() && end - start < LONGEST_PHRASE {
            let stops = match self.kind(end) {
                None | Some(Kind::Comma | Kind::Colon | Kind::Semicolon | Kind::Dash | Kind::Open | Kind::Close) => {
                    true
                }
                Some(Kind::Stop) => self.token(end).is_some_and(|token| token.first),
                Some(_) => self.is(end, Classes::CLAUSE) || self.is(end, Classes::SAYING) && end > start,
            };
            if stops {
                break;
            }
            end += 1;
        }
        end
    }

    /// Whom a phrase names, and by which of its words.
    fn noun_phrase(&self, phrase: Range<usize>) -> Option<(Subject, Range<usize>)> {
        let mut phrase = phrase;
        while phrase.start < phrase.end
            && (self.is(phrase.start, Classes::ADVERB.or(Classes::CALENDAR))
                || self.kind(phrase.start) == Some(Kind::Possessive))
            && !self.is(phrase.start, Classes::DETERMINER)
        {
            phrase.start += 1;
        }
        while phrase.start < phrase.end
            && (self.is(phrase.end - 1, Classes::ADVERB.or(Classes::CALENDAR))
                || matches!(self.word(phrase.end - 1), "on" | "in" | "has"))
        {
            phrase.end -= 1;
        }
        if phrase.is_empty() {
            return None;
        }
        let mut named = None;
        let mut at = phrase.start;
        while at < phrase.end {
            let Some(mention) = self.index(at).and_then(|index| self.mention_from(index)) else {
                if self.is(at, Classes::PRONOUN)
                    && named.is_none()
                    && (at == phrase.start || self.is(phrase.start, Classes::PREPOSITION))
                    && !self.is(at, Classes::CLAUSE)
                {
                    let token = self.index(at)?;
                    return Some((Subject::Pronoun(token), at..at + 1));
                }
                at += 1;
                continue;
            };
            let end = at + self.people.mentions[mention].tokens.len();
            if end <= phrase.end && self.is_head(at..end, &phrase) {
                named = Some((Subject::Named(mention), at..end));
            }
            at = end;
        }
        named.or_else(|| self.description(phrase))
    }

    /// Whether a name is what its phrase is about, and not what somebody or something else in it belongs to.
    fn is_head(&self, name: Range<usize>, phrase: &Range<usize>) -> bool {
        if name.end < phrase.end {
            let next = name.end;
            if self.kind(next) == Some(Kind::Possessive) || self.kind(next) == Some(Kind::Hyphen) {
                return false;
            }
            let noun = Classes::ROLE.or(Classes::GROUP).or(Classes::ORGANIZATION);
            if self.is(next, noun)
                && !self.is(
                    next,
                    Classes::SAYING
                        .or(Classes::WORDING)
                        .or(Classes::FUNCTION)
                        .or(Classes::ADVERB)
                        .or(Classes::PREPOSITION),
                )
            {
                return false;
            }
        } else if self.kind(name.end) == Some(Kind::Possessive) {
            return false;
        }
        // Over the titles before it, to a preposition that it hangs on.
        let mut before = name.start;
        while before > phrase.start {
            let at = before - 1;
            let is_title = self.token(at).is_some_and(|token| token.is_capital() && !token.is(Classes::FUNCTION))
                || self.is(at, Classes::TITLE.or(Classes::ROLE).or(Classes::PEOPLE))
                || matches!(self.kind(at), Some(Kind::Stop | Kind::Hyphen));
            if !is_title {
                break;
            }
            before = at;
        }
        if before == phrase.start || !self.is(before - 1, Classes::PREPOSITION) {
            return true;
        }
        self.word(before - 1) == "of"
            && before >= 2
            && self.is(before - 2, Classes::TITLE)
            && self.token(before - 2).is_some_and(Token::is_capital)
            && before < name.start
    }

    /// A description of a source: from its determiner to its end.
    fn description(&self, phrase: Range<usize>) -> Option<(Subject, Range<usize>)> {
        let mut phrase = phrase;
        if self.is(phrase.start, Classes::PREPOSITION) {
            let start = phrase
                .clone()
                .skip(2)
                .find(|&at| self.is(at, Classes::DETERMINER) && !self.is(at - 1, Classes::PREPOSITION))?;
            phrase.start = start;
        }
        let noun = Classes::ROLE.or(Classes::GROUP).or(Classes::TITLE).or(Classes::ORGANIZATION);
        let names_a_source = phrase.clone().any(|at| {
            self.is(at, noun)
                || self.token(at).is_some_and(|token| {
                    token.is_capital() && !token.first && !token.is(Classes::FUNCTION.or(Classes::CALENDAR))
                })
        }) || self
            .token(phrase.start)
            .is_some_and(|token| token.is_capital() && !token.is(Classes::FUNCTION.or(Classes::CALENDAR)))
            || self.is(phrase.start, Classes::DETERMINER.or(Classes::POSSESSIVE));
        if !names_a_source {
            return None;
        }
        let (first, last) = (self.index(phrase.start)?, self.index(phrase.end - 1)?);
        Some((Subject::Described(first..last + 1), phrase))
    }

    /// The first person or pronoun of the sentence that hangs on no preposition, before `limit`.
    pub(super) fn main_subject(&self, limit: usize) -> Option<(Subject, Range<usize>)> {
        let mut at = 0;
        while at < limit.min(self.items.len()).min(LONGEST_APPOSITION * 2) {
            if let Some(mention) = self.index(at).and_then(|index| self.mention_from(index)) {
                let end = at + self.people.mentions[mention].tokens.len();
                if end <= limit && self.is_head(at..end, &(self.phrase_start(at)..self.items.len())) {
                    return Some((Subject::Named(mention), at..end));
                }
                at = end;
                continue;
            }
            if matches!(self.word(at), "he" | "she" | "He" | "She") {
                return Some((Subject::Pronoun(self.index(at)?), at..at + 1));
            }
            at += 1;
        }
        None
    }

    /// The mention that begins with a token.
    fn mention_from(&self, token: usize) -> Option<usize> {
        self.people.mentions.binary_search_by_key(&token, |mention| mention.tokens.start).ok()
    }
}

/// Longest phrase that can be a subject, in items.
const LONGEST_PHRASE: usize = 24;
/// Longest apposition between commas, in items.
const LONGEST_APPOSITION: usize = 40;

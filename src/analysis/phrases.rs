//! What a phrase of a sentence names: a person, a pronoun or a description, and where such a phrase begins and ends.
//! It looks at one sentence and knows nothing of quotations but where they stand.

use std::ops::Range;

use super::{
    people::People,
    sentences::Item,
    tokens::{Kind, Token, Tokens},
    words::Classes,
};

/// Who says something, as the sentence puts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A person by name: the index of the mention.
    Named(usize),
    /// A pronoun: its token.
    Pronoun(usize),
    /// A description, by its tokens.
    Described(Range<usize>),
    /// Somebody of whom the sentence does not tell ("She was asked, “…”").
    Untold,
}

/// Somebody named, and the items of the sentence that do so.
pub(super) type Found = (Subject, Range<usize>);

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
            Item::Token(token) => self.tokens.all.get(*token as usize),
            Item::Quote { .. } => None,
        }
    }

    pub(super) fn index(&self, at: usize) -> Option<usize> {
        match self.items.get(at)? {
            Item::Token(token) => Some(*token as usize),
            Item::Quote { .. } => None,
        }
    }

    pub(super) fn is(&self, at: usize, classes: Classes) -> bool {
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

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.token(at).map(|token| token.kind)
    }

    /// Whether a mention begins at a place.
    pub(super) fn is_mention(&self, at: usize) -> bool {
        self.index(at).is_some_and(|token| self.mention_from(token).is_some())
    }

    /// The place behind a mention that begins at `at`.
    pub(super) fn mention_end(&self, at: usize, mention: usize) -> usize {
        let last = self.people.mentions[mention].tokens.end;
        let mut end = at + 1;
        while end < self.items.len() && self.index(end).is_none_or(|token| token < last) && !self.is_quote(end) {
            end += 1;
        }
        end
    }

    /// The mention that ends right before `at`.
    pub(super) fn mention_before(&self, at: usize) -> Option<Found> {
        let last = self.index(at.checked_sub(1)?)?;
        let mention = self.people.mention_at(last)?;
        let tokens = &self.people.mentions[mention].tokens;
        let start = (at.saturating_sub(tokens.len())..at).find(|&at| self.index(at) == Some(tokens.start))?;
        (tokens.end == last + 1).then_some((Subject::Named(mention), start..at))
    }

    /// Where the phrase that ends before `end` begins: behind the last mark, quotation, clause word or verb of saying.
    pub(super) fn phrase_start(&self, end: usize) -> usize {
        let mut start = end;
        while start > 0 && end - start < LONGEST_PHRASE {
            let before = start - 1;
            let stops = match self.kind(before) {
                None | Some(Kind::Comma | Kind::Colon | Kind::Semicolon | Kind::Dash | Kind::Open | Kind::Close) => {
                    true
                }
                Some(Kind::Stop) => self.token(before).is_some_and(|token| token.first),
                Some(_) => {
                    self.is(before, Classes::CLAUSE) && !self.joins_name(before)
                        || self.may_say(before) && !self.is(before, Classes::ROLE.or(Classes::GROUP))
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
    pub(super) fn phrase_end(&self, start: usize) -> usize {
        let mut end = start;
        while end < self.items.len() && end - start < LONGEST_PHRASE {
            let stops = match self.kind(end) {
                None | Some(Kind::Comma | Kind::Colon | Kind::Semicolon | Kind::Dash | Kind::Open | Kind::Close) => {
                    true
                }
                Some(Kind::Stop) => self.token(end).is_some_and(|token| token.first),
                Some(_) => {
                    self.is(end, Classes::CLAUSE) && !self.joins_name(end)
                        || end > start && self.may_say(end) && !self.is(end, Classes::DOCUMENT)
                }
            };
            if stops {
                break;
            }
            end += 1;
        }
        end
    }

    /// Whether the word at a place may be a verb of saying, and is not the noun of "secretary of state".
    fn may_say(&self, at: usize) -> bool {
        let is_noun = at > 0 && self.word(at - 1) == "of" && !self.word(at).ends_with("ing");
        self.is(at, Classes::SAYING) && !self.token(at).is_some_and(Token::is_capital) && !is_noun
    }

    /// Whether "and" stands inside the name of an organisation: "the Department of Health and Human Services".
    fn joins_name(&self, and: usize) -> bool {
        let is_part = |at: usize| self.token(at).is_some_and(Token::is_capital) && !self.is_mention(at);
        if self.word(and) != "and" || !is_part(and + 1) {
            return false;
        }
        let Some(first) = (and.saturating_sub(LONGEST_PART)..and).rev().take_while(|&at| is_part(at)).last() else {
            return false;
        };
        first > 1
            && matches!(self.word(first - 1), "of" | "for" | "on")
            && is_part(first - 2)
            && self.mention_before(first - 1).is_none()
    }

    /// Whom a phrase names, and by which of its words.
    pub(super) fn noun_phrase(&self, phrase: Range<usize>) -> Option<Found> {
        let mut phrase = phrase;
        while phrase.start < phrase.end
            && (self.is(phrase.start, Classes::ADVERB.or(Classes::CALENDAR))
                || self.kind(phrase.start) == Some(Kind::Possessive))
            && !self.is_mention(phrase.start)
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
        // "He is the best, Doe argues": the name right before the verb comes first.
        if let Some((Subject::Named(mention), place)) = self.mention_before(phrase.end)
            && place.start >= phrase.start
            && self.is_head(place.clone(), &phrase)
        {
            return Some((Subject::Named(mention), place));
        }
        // "Jane Doe told the court she felt so": the pronoun right before the verb.
        let last = phrase.end - 1;
        if last > phrase.start && matches!(self.word(last), "he" | "she") {
            return Some((Subject::Pronoun(self.index(last)?), last..phrase.end));
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
            let end = self.mention_end(at, mention);
            if end <= phrase.end && self.is_head(at..end, &phrase) {
                named = Some((Subject::Named(mention), at..end));
            }
            at = end;
        }
        named.or_else(|| self.author(&phrase)).or_else(|| self.description(phrase))
    }

    /// Whose words a statement, a letter or the like are ("Jane Doe's statement", "a tweet by Jane Doe", "the judge's
    /// ruling").
    pub(super) fn author(&self, phrase: &Range<usize>) -> Option<Found> {
        let document = phrase.clone().find(|&at| self.is(at, Classes::DOCUMENT))?;
        let named = phrase.clone().find_map(|at| {
            let mention = self.index(at).and_then(|index| self.mention_from(index))?;
            let end = self.mention_end(at, mention);
            let owns = self.kind(end) == Some(Kind::Possessive) && end < document && document <= end + 3;
            let by = at > document
                && self.kind(end) != Some(Kind::Possessive)
                && (document..at).any(|at| matches!(self.word(at), "by" | "from"))
                && (at..end).len() + 8 > at - document;
            (end <= phrase.end && (owns || by)).then_some((Subject::Named(mention), at..end))
        });
        named.or_else(|| {
            let owns = |at: &usize| self.kind(*at) == Some(Kind::Possessive);
            let end = (phrase.start..document).rev().take(LONGEST_PART).find(owns)?;
            let start = (phrase.start..end).rev().find(|&at| self.is(at, Classes::DETERMINER))?;
            let owner = self.index(start)?..self.index(end - 1)? + 1;
            self.is(end - 1, Classes::ROLE).then_some((Subject::Described(owner), start..end))
        })
    }

    /// Whether a name is what its phrase is about, and not what somebody or something else in it belongs to.
    fn is_head(&self, name: Range<usize>, phrase: &Range<usize>) -> bool {
        if name.end < phrase.end {
            let next = name.end;
            if self.kind(next) == Some(Kind::Possessive) || self.kind(next) == Some(Kind::Hyphen) {
                return false;
            }
            if self.qualifies(next) {
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
        if self.word(before - 1) != "of" || before < 2 || before == name.start {
            return false;
        }
        // "Secretary of State Jane Doe", "Bank of England governor Jane Doe".
        let owner = self.token(before - 2).filter(|token| token.is_capital());
        let office = Classes::TITLE.or(Classes::ROLE);
        owner.is_some_and(|owner| {
            owner.is(Classes::TITLE) || !self.is(before, office) && self.is(name.start - 1, office)
        })
    }

    /// Whether the words from `at` lead to somebody's role, so that a name before them only qualifies it
    /// ("Clinton communication director").
    pub(super) fn qualifies(&self, at: usize) -> bool {
        let none = Classes::FUNCTION.or(Classes::SAYING).or(Classes::WORDING).or(Classes::ADVERB).or(Classes::CLAUSE);
        let none = none.or(Classes::PREPOSITION).or(Classes::VERB).or(Classes::MODAL);
        for next in at..at + 4 {
            let Some(token) = self.token(next).filter(|token| token.is_word() && !token.is(none)) else { return false };
            let word = self.word(next);
            if token.is(Classes::ROLE) && (next > at || !token.is_capital()) {
                return true;
            }
            if word.ends_with("ed") || word.ends_with('s') {
                return false;
            }
        }
        false
    }

    /// A description of a source: from its determiner to its end.
    fn description(&self, phrase: Range<usize>) -> Option<Found> {
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
            || self.is(phrase.start, Classes::DETERMINER.or(Classes::POSSESSIVE))
            || self.word(phrase.start) == "@";
        if !names_a_source || phrase.len() == 1 && matches!(self.word(phrase.start), "the" | "The" | "a" | "an") {
            return None;
        }
        let opens = Classes::DETERMINER.or(Classes::POSSESSIVE).or(Classes::PEOPLE).or(noun);
        let begins = self.is(phrase.start, opens)
            || self.word(phrase.start) == "@"
            || self.token(phrase.start).is_some_and(|token| token.is_capital() || token.kind == Kind::Number);
        let acts = |at: usize| {
            self.is(at, Classes::MODAL.or(Classes::VERB))
                || self.word(at).ends_with("ed")
                || self.word(at).ends_with("ing")
        };
        if !begins && (acts(phrase.start) || !phrase.clone().any(|at| self.is(at, Classes::ROLE.or(Classes::GROUP)))) {
            return None;
        }
        let (first, last) = (self.index(phrase.start)?, self.index(phrase.end - 1)?);
        Some((Subject::Described(first..last + 1), phrase))
    }

    /// The first person or pronoun of the sentence that hangs on no preposition, before `limit`.
    pub(super) fn main_subject(&self, limit: usize) -> Option<Found> {
        let limit = limit.min(self.items.len()).min(REACH);
        let main = self.main_clause(limit);
        self.first_subject(main..limit).or_else(|| self.first_subject(0..limit))
    }

    /// Where the main clause of the sentence begins: behind the comma of a subordinate one that comes first.
    pub(super) fn main_clause(&self, limit: usize) -> usize {
        let limit = limit.min(self.items.len()).min(REACH);
        let first = self.word(0);
        let joins = matches!(first, "And" | "But" | "So" | "Or" | "Nor" | "Yet" | "and" | "but" | "so" | "or");
        let hangs = first.ends_with("ing") && self.is(1, Classes::FUNCTION) && !self.is_mention(0);
        let subordinate = !joins && self.is(0, Classes::CLAUSE.or(Classes::PREPOSITION)) || hangs;
        let comma = (0..limit).find(|&at| self.kind(at) == Some(Kind::Comma)).filter(|_| subordinate);
        // "In March 1916 he gave a friend, Jane Doe, …": no comma stands before the clause.
        let comma = comma.filter(|&comma| {
            !(1..comma).any(|at| {
                matches!(self.word(at), "he" | "she")
                    && (self.is(at - 1, Classes::CALENDAR) || self.kind(at - 1) == Some(Kind::Number))
            })
        });
        comma.map_or(0, |comma| comma + 1)
    }

    /// Whether the sentence begins with a clause that another one has to follow: "But even as she spoke, …".
    pub(super) fn begins_below(&self) -> bool {
        let first = (0..3)
            .map(|at| self.word(at).to_ascii_lowercase())
            .find(|word| !matches!(word.as_str(), "but" | "and" | "yet" | "even"));
        matches!(first.as_deref(), Some("as" | "while" | "when" | "although" | "though" | "if" | "after" | "because"))
    }

    /// What the clause of a verb at `verb` is about by its first words: a person, "it" or "they", or a description
    /// ("several groups", "the ad").
    pub(super) fn clause_subject(&self, verb: usize) -> Option<Found> {
        let main = self.main_subject(verb);
        let Some((subject, place)) = self.leading_source(verb) else { return main };
        // "Deputy editor and former mayor Jane Doe, saying …": the name belongs to the words before it.
        let clause = Classes::PREPOSITION.or(Classes::CLAUSE).or(Classes::MODAL).or(Classes::VERB).or(Classes::SAYING);
        let names_it = |start: usize| {
            let between = place.end..start;
            // "The school secretary, former pilot Jane Doe, …"
            let first = (between.start..start).rev().find(|&at| !self.is(at, Classes::TITLE.or(Classes::ROLE)));
            let start = first.map_or(start, |before| before + 1);
            let is_apposed = between.len() <= LONGEST_SOURCE
                && !between.is_empty()
                && self.kind(start - 1) == Some(Kind::Comma)
                && (between.len() < 4 || self.is(place.end, Classes::PREPOSITION))
                && !(place.end + 1..start - 1).any(|at| self.is(at, clause) || self.kind(at) == Some(Kind::Comma));
            let is_titled = between.len() == 1 && self.kind(place.end) == Some(Kind::Stop);
            between.is_empty()
                || is_apposed
                || is_titled
                || start <= place.end + LONGEST_SOURCE
                    && self.word(place.end) == "and"
                    && !(place.end + 1..start).any(|at| self.is(at, clause))
        };
        main.filter(|(_, named)| named.start < place.start || names_it(named.start)).or(Some((subject, place)))
    }

    /// The description or the pronoun of things or several people that a sentence begins with, before `limit`.
    pub(super) fn leading_source(&self, limit: usize) -> Option<Found> {
        let limit = limit.min(REACH).min(self.items.len());
        let mut start = usize::from(self.is_quote(0));
        if start == 0 {
            // "KENT, Dec. 8 (AP) — The mayor …"
            let dateline = (1..limit.min(LONGEST_DATELINE)).find(|&at| self.kind(at) == Some(Kind::Dash));
            start = dateline.map_or(0, |dash| dash + 1);
        }
        let comma = || (start..limit).find(|&at| self.kind(at) == Some(Kind::Comma));
        // "But the woman left", "But in the evening, the woman left".
        if matches!(self.word(start), "And" | "But" | "Yet" | "Or" | "So") {
            return self.source_from(start + 1, limit).or_else(|| self.source_from(comma()? + 1, limit));
        }
        // "Asked about it, the mayor laughed."
        let is_participle = matches!(self.word(start), "Asked" | "Told" | "Pressed")
            || self.word(start).ends_with("ing") && self.is(start + 1, Classes::FUNCTION) && !self.is_mention(start);
        if is_participle || self.is(start, Classes::CLAUSE.or(Classes::PREPOSITION)) {
            start = comma()? + 1;
        }
        self.source_from(start, limit)
    }

    /// The description or the pronoun of things or several people that begins at `start`, over commas and small words.
    fn source_from(&self, start: usize, limit: usize) -> Option<Found> {
        let mut start = start;
        while start < limit
            && (self.kind(start) == Some(Kind::Comma)
                || self.is(start, Classes::ADVERB.or(Classes::CLAUSE)) && !self.is(start, Classes::DETERMINER))
        {
            start += 1;
        }
        if matches!(self.word(start), "it" | "It" | "they" | "They" | "we" | "We" | "I" | "you" | "You") {
            return Some((Subject::Pronoun(self.index(start)?), start..start + 1));
        }
        if let Some(found) = self.aged(start).or_else(|| self.belonging(start)) {
            return Some(found);
        }
        let noun = Classes::ROLE.or(Classes::GROUP).or(Classes::TITLE);
        let ends = Classes::PREPOSITION.or(Classes::CLAUSE).or(Classes::MODAL).or(Classes::BE).or(Classes::VERB);
        let mut end = None;
        for at in start..limit.min(start + LONGEST_SOURCE) {
            let Some(token) = self.token(at).filter(|token| token.is_word() || token.kind == Kind::Hyphen) else {
                break;
            };
            if self.is_mention(at) || token.is(ends) || token.is(Classes::SAYING) && !token.is(noun) {
                break;
            }
            if token.is(noun) && !token.is(Classes::DETERMINER)
                || token.is_capital() && !token.first && !token.is(Classes::FUNCTION.or(Classes::CALENDAR))
            {
                end = Some(at + 1);
            } else if end.is_some() && token.is_word() {
                break;
            }
        }
        let end = end.filter(|&end| self.kind(end) != Some(Kind::Possessive))?;
        let begins = self.is(start, Classes::DETERMINER.or(Classes::POSSESSIVE).or(Classes::PEOPLE).or(noun))
            || self.token(start).is_some_and(|token| token.is_capital() || token.kind == Kind::Number);
        let range = self.index(start)?..self.index(end - 1)? + 1;
        begins.then_some((Subject::Described(range), start..end))
    }

    /// A description by age from `start`: "the 54-year-old", "a 34-year-old baker".
    fn aged(&self, start: usize) -> Option<Found> {
        let is_aged = self.is(start, Classes::DETERMINER)
            && self.kind(start + 1) == Some(Kind::Number)
            && self.word(start + 3) == "year"
            && self.word(start + 5) == "old";
        let noun = Classes::ROLE.or(Classes::PEOPLE).or(Classes::TITLE);
        let end = (start + 6..start + 9).find(|&at| !self.is(at, noun))?;
        let found = is_aged && !self.is_mention(end);
        found.then_some((Subject::Described(self.index(start)?..self.index(end - 1)? + 1), start..end))
    }

    /// Somebody who belongs to the one named at `start`: "Jane Doe's mother".
    fn belonging(&self, start: usize) -> Option<Found> {
        let mention = self.mention_from(self.index(start)?)?;
        let owner = self.mention_end(start, mention);
        let noun = (owner + 1..owner + 4).find(|&at| self.is(at, Classes::ROLE) && !self.is(at, Classes::GROUP))?;
        let is_plain = (owner + 1..noun).all(|at| self.token(at).is_some_and(Token::is_word));
        let ends = !self.token(noun + 1).is_some_and(|next| next.is_capital() || next.is(Classes::ROLE));
        let found = self.kind(owner) == Some(Kind::Possessive) && is_plain && ends;
        found.then_some((Subject::Described(self.index(start)?..self.index(noun)? + 1), start..noun + 1))
    }

    /// Whether the words from `start` on stand in a clause behind the verb of the main one: "This is what Jane Doe gave".
    pub(super) fn is_embedded(&self, start: usize) -> bool {
        let main = self.main_clause(start)..start;
        let verb = main.clone().find(|&at| self.is(at, Classes::BE.or(Classes::MODAL).or(Classes::VERB)));
        verb.is_some_and(|verb| {
            (verb + 1..start)
                .any(|at| matches!(self.word(at), "what" | "that" | "which" | "whom" | "if" | "because" | "where"))
        })
    }

    /// The tokens of two names that are the subject of the sentence together: "Jane Doe and Paul Jones opened it".
    pub(super) fn leading_pair(&self) -> Option<Range<usize>> {
        let Some((Subject::Named(first), place)) = self.clause_subject(self.items.len()) else { return None };
        let second = place.end + 1;
        let mention = self.index(second).and_then(|index| self.mention_from(index))?;
        let is_pair = self.word(place.end) == "and"
            && self.kind(self.mention_end(second, mention)) != Some(Kind::Possessive)
            && self.people.mentions[mention].person != self.people.mentions[first].person;
        is_pair.then(|| self.people.mentions[first].tokens.start..self.people.mentions[mention].tokens.end)
    }

    /// The tokens of several names that are the subject of the sentence together: "Jane Doe, Mayor Paul Jones and Ann Roe
    /// were there".
    pub(super) fn leading_list(&self) -> Option<Range<usize>> {
        let Some((Subject::Named(first), place)) = self.clause_subject(self.items.len()) else { return None };
        if self.kind(place.end) != Some(Kind::Comma) {
            return None;
        }
        let verb =
            (place.end..self.items.len().min(REACH)).find(|&at| matches!(self.word(at), "were" | "are" | "have"))?;
        let (Subject::Named(last), _) = self.mention_before(verb)? else { return None };
        let joined = (place.end..verb).any(|at| self.word(at) == "and");
        joined.then(|| self.people.mentions[first].tokens.start..self.people.mentions[last].tokens.end)
    }

    fn first_subject(&self, range: Range<usize>) -> Option<Found> {
        let (mut at, limit) = (range.start, range.end);
        while at < limit {
            if let Some(mention) = self.index(at).and_then(|index| self.mention_from(index)) {
                let end = self.mention_end(at, mention);
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
    pub(super) fn mention_from(&self, token: usize) -> Option<usize> {
        let mention = self.people.mention_at(token)?;
        (self.people.mentions[mention].tokens.start == token).then_some(mention)
    }
}

/// Longest phrase that can be a subject, in items.
pub(super) const LONGEST_PHRASE: usize = 24;
/// Longest part of an organisation's name before "and", and most words between an owner and a document, in items.
const LONGEST_PART: usize = 6;
/// Longest dateline ("KENT, Ohio, Dec. 8 (AP) —"), in items.
const LONGEST_DATELINE: usize = 12;
/// Longest description that a sentence begins with, in items.
const LONGEST_SOURCE: usize = 10;
/// Where the first subject of a sentence is looked for, in items from its beginning.
const REACH: usize = 80;

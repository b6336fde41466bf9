//! Whose words a sentence brings where somebody quotes, hears or names another: "the Post quoted Jane Doe as saying", "he
//! heard people shouting", "a villager, who identified himself as Paul Jones". Grammar alone, as in [`super::sayings`].

use super::{
    phrases::{Found, LONGEST_PHRASE, Reading, Subject},
    sayings::LONGEST_ASIDE,
    tokens::Kind,
    words::Classes,
};

impl Reading<'_> {
    /// The verb of "quoted Jane Doe as saying" or "Jane Doe was quoted as saying", where `saying` is the participle.
    pub(super) fn quoting_before(&self, saying: usize) -> Option<usize> {
        let having = saying > 1 && self.word(saying - 1) == "having";
        let like = saying.checked_sub(1 + usize::from(having))?;
        if self.word(like) != "as" || !(having || self.word(saying).ends_with("ing")) {
            return None;
        }
        let near = like.saturating_sub(LONGEST_PHRASE)..like;
        near.rev().take_while(|&at| !self.is_quote(at)).find(|&at| quotes(self.word(at)))
    }

    /// Whether the verb at a place quotes somebody "as saying" something, so that the words are not its subject's.
    pub(super) fn quotes_somebody(&self, at: usize) -> bool {
        let behind = at + 1..self.items.len().min(at + LONGEST_PHRASE);
        quotes(self.word(at))
            && behind.take_while(|&at| !self.is_quote(at)).any(|like| {
                let next = self.word(like + 1);
                self.word(like) == "as"
                    && (next.ends_with("ing") && self.is(like + 1, Classes::SAYING) || next == "having")
            })
    }

    /// Whose words they are that somebody is quoted with, where `quoting` is "quoted" and `saying` the participle.
    pub(super) fn quoted_somebody(&self, quoting: usize, saying: usize) -> Option<Found> {
        let mut before = quoting;
        while before > 0 && self.is(before - 1, Classes::ADVERB.or(Classes::BE)) {
            before -= 1;
        }
        if (before..quoting).any(|at| self.is(at, Classes::BE)) {
            return self.subject_before(before, quoting, None);
        }
        if matches!(self.word(quoting + 1), "him" | "her" | "them") && quoting + 3 >= saying {
            return Some((Subject::Pronoun(self.index(quoting + 1)?), quoting + 1..quoting + 2));
        }
        self.subject_behind(quoting + 1..self.phrase_end(quoting + 1))
    }

    /// Whether somebody who is named from `name` on is spoken to or about: "praised Jane Doe", "wrote to Jane Doe". A
    /// participle behind the name is then not theirs, unless they are seen or heard.
    pub(super) fn is_addressed(&self, name: usize) -> bool {
        let is_title = |at: usize| {
            self.token(at).is_some_and(|token| {
                token.is(Classes::TITLE.or(Classes::ROLE).or(Classes::DETERMINER))
                    || token.kind == Kind::Stop && !token.first
            })
        };
        let before = (name.saturating_sub(LONGEST_PHRASE)..name).rev().find(|&at| !is_title(at));
        before.is_some_and(|before| {
            let word = self.word(before);
            let speaks = self.is(before, Classes::WORDING.or(Classes::SAYING)) && !perceives(word) && !quotes(word);
            speaks && !word.ends_with("ing") || matches!(word, "to" | "on" | "at" | "against" | "upon" | "for")
        })
    }

    /// Those whom somebody hears or sees say what the participle at a place brings: "He heard people shouting “…”".
    pub(super) fn heard_before(&self, participle: usize) -> Option<Found> {
        let near = participle.saturating_sub(LONGEST_ASIDE)..participle;
        let verb =
            near.rev().take_while(|&at| self.kind(at) != Some(Kind::Comma)).find(|&at| perceives(self.word(at)))?;
        let found = self.noun_phrase(verb + 1..participle)?;
        (found.1.end == participle && self.can_speak(&found.0)).then_some(found)
    }

    /// The name that somebody gave, told from `start` on: "a villager, who identified himself as Paul Jones", "a woman
    /// who gave her name as Jane Doe".
    pub(super) fn called_themselves(&self, start: usize) -> Option<Found> {
        let near = start..self.items.len().min(start + LONGEST_ASIDE);
        let like = near.into_iter().find(|&at| {
            self.word(at) == "as"
                && matches!(self.word(at - 1), "himself" | "herself" | "themselves" | "name" | "themself")
        })?;
        let mention = self.mention_from(self.index(like + 1)?)?;
        Some((Subject::Named(mention), like + 1..self.mention_end(like + 1, mention)))
    }
}

/// Whether a verb quotes somebody.
fn quotes(verb: &str) -> bool {
    matches!(
        verb,
        "quote" | "quotes" | "quoted" | "quoting" | "cite" | "cites" | "cited" | "citing" | "reported" | "recorded"
    )
}

/// Whether a verb tells that somebody is seen, heard or remembered.
fn perceives(verb: &str) -> bool {
    const VERBS: &[&str] = &[
        "hear",
        "hears",
        "heard",
        "hearing",
        "see",
        "sees",
        "saw",
        "seen",
        "seeing",
        "watch",
        "watched",
        "show",
        "shows",
        "showed",
        "showing",
        "feature",
        "features",
        "featured",
        "featuring",
        "catch",
        "catches",
        "caught",
        "record",
        "recorded",
        "remember",
        "remembers",
        "remembered",
        "recall",
        "recalls",
        "recalled",
        "find",
        "found",
        "picture",
        "imagine",
        "film",
        "filmed",
        "overheard",
        "depict",
        "depicts",
        "have",
        "had",
        "has",
    ];
    VERBS.contains(&verb)
}

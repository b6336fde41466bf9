//! Who is meant by a name with an apposition, an aside or a role beside it: "Jane Doe, a farmer from Albany, New York,
//! said". Grammar alone, as in [`super::sayings`].

use std::ops::Range;

use super::{
    phrases::{Found, Reading, Subject},
    tokens::Kind,
    words::Classes,
};

impl Reading<'_> {
    /// Whoever is named before an aside in dashes, of which the second stands at `last`: "Jane Doe – who wrote ‘Home’ –
    /// said".
    pub(super) fn before_dashes(&self, last: usize) -> Option<Found> {
        if self.kind(last) != Some(Kind::Dash) {
            return None;
        }
        let inside = last.saturating_sub(LONGEST_APPOSITION)..last;
        let open = inside.rev().find(|&at| self.kind(at) == Some(Kind::Dash))?;
        let found = self.noun_phrase(self.phrase_start(open)..open);
        found.filter(|(subject, place)| place.end == open && matches!(subject, Subject::Named(_)))
    }

    /// Whoever is named right before an apposition that begins at `start`, where a sentence or a clause begins with the
    /// name: "Jane Doe, a farmer from Albany, New York, said".
    pub(super) fn named_before(&self, start: usize) -> Option<Found> {
        let comma = start.checked_sub(1)?;
        if self.kind(comma) != Some(Kind::Comma) || !matches!(self.word(start), "a" | "an" | "the" | "one") {
            return None;
        }
        let first = self.phrase_start(comma);
        let (subject, place) = self.noun_phrase(first..comma)?;
        let is_title = |at: usize| {
            self.token(at).is_some_and(|token| {
                token.is_capital() && !token.is(Classes::FUNCTION)
                    || token.is(Classes::TITLE.or(Classes::ROLE).or(Classes::PEOPLE).or(Classes::DETERMINER))
                    || token.kind == Kind::Stop && !token.first
            })
        };
        let is_bare = place.end == comma && (first..place.start).all(is_title);
        (is_bare && matches!(subject, Subject::Named(_))).then_some((subject, place))
    }

    /// The subject of "X, the head of Y, said" and "the head of Y, X, said", where `close` is the second comma.
    pub(super) fn apposed(&self, close: usize) -> Option<Found> {
        let mut close = close;
        let mut fallback = None;
        for round in 0..4 {
            let open = (close.saturating_sub(LONGEST_APPOSITION)..close).rev().find(|&at| {
                self.is_quote(at)
                    || matches!(self.kind(at), Some(Kind::Comma | Kind::Dash | Kind::Open | Kind::Semicolon))
            });
            let open_at = open.filter(|&open| !self.is_quote(open));
            let inside = open.map_or(0, |open| open + 1)..close;
            if round == 0
                && let Some((Subject::Named(mention), place)) = self.noun_phrase(inside.clone())
                && place.start <= inside.start + 8
                && place.end == inside.end
                && !self.digresses(inside.start..place.start)
                && !self.is(inside.start, Classes::PREPOSITION.or(Classes::CLAUSE).or(Classes::POSSESSIVE))
            {
                return Some((Subject::Named(mention), place));
            }
            // "Doe, the head of the club, for example, said": words between commas that name nothing.
            if let Some(open) = open_at.filter(|_| inside.len() <= 3 && !inside.clone().any(|at| self.is_naming(at))) {
                close = open;
                continue;
            }
            let Some(open) = open_at else {
                return fallback.or_else(|| self.noun_phrase(inside));
            };
            let start = self.phrase_start(open);
            match self.noun_phrase(start..open) {
                Some((Subject::Described(range), place))
                    if !self.is(start, Classes::DETERMINER.or(Classes::POSSESSIVE)) =>
                {
                    fallback.get_or_insert((Subject::Described(range), place));
                }
                Some(found @ (Subject::Described(_), _)) => return self.named_before(start).or(Some(found)),
                Some(found) => return Some(found),
                None => {}
            }
            close = open;
        }
        fallback
    }

    /// Whether a word can be part of a name, an age or a description.
    pub(super) fn is_naming(&self, at: usize) -> bool {
        let naming =
            Classes::ROLE.or(Classes::GROUP).or(Classes::TITLE).or(Classes::DETERMINER).or(Classes::POSSESSIVE);
        self.is(at, naming) || self.token(at).is_none_or(|token| token.is_capital() || token.kind == Kind::Number)
    }

    /// Whether a clause begins in a range, so that a name behind it is not what the range is about.
    pub(super) fn digresses(&self, range: Range<usize>) -> bool {
        let mut hangs = false;
        range.into_iter().any(|at| {
            hangs |= self.is(at, Classes::PREPOSITION);
            let joins = matches!(self.word(at), "and" | "or");
            self.is(at, Classes::CLAUSE) && (!joins || hangs)
        })
    }

    /// The person of "their spokeswoman, Jane Doe, …", where only the description was found.
    pub(super) fn named_behind(&self, found: Found) -> Found {
        let end = found.1.end;
        let is_role = matches!(found.0, Subject::Described(_)) && self.is(end - 1, Classes::ROLE);
        if !is_role || self.kind(end) != Some(Kind::Comma) {
            return found;
        }
        let Some(mention) = self.index(end + 1).and_then(|index| self.mention_from(index)) else { return found };
        let behind = self.mention_end(end + 1, mention);
        if !matches!(self.kind(behind), None | Some(Kind::Comma | Kind::Stop)) {
            return found;
        }
        (Subject::Named(mention), end + 1..behind)
    }
}

/// Longest apposition between commas, in items.
pub(super) const LONGEST_APPOSITION: usize = 40;

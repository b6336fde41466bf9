//! Whether quoted words are speech, a phrase in somebody else's sentence, or the title of something. It goes by the
//! form of the words and by what stands around them; who said them is for others to say.

use super::{
    QuoteKind,
    phrases::Reading,
    sayings::{Saying, Side, Strength},
    tokens::{Kind, Token},
    words::Classes,
};
use crate::text::Span;

/// A quoted region and where it stands in its sentence.
#[derive(Clone, Copy)]
pub(super) struct Region<'a> {
    reading: Reading<'a>,
    at: usize,
    text: &'a str,
}

impl<'a> Region<'a> {
    /// The region of `span`, the item `at` of the sentence.
    pub(super) fn new(reading: Reading<'a>, at: usize, span: Span) -> Self {
        Self { reading, at, text: reading.tokens.text.get(span.range()).unwrap_or_default() }
    }

    /// Whether it ends as speech does that its speaker's name follows.
    pub(super) fn trails_on(&self) -> bool {
        self.text.ends_with([',', '?', '!', '-', '–', '—', '…'])
            || matches!(self.reading.kind(self.at + 1), Some(Kind::Comma | Kind::Dash))
    }

    /// Whether it ends with a comma.
    pub(super) fn ends_with_comma(&self) -> bool {
        self.text.ends_with(',')
    }

    /// Speech, or a phrase in somebody else's sentence.
    pub(super) fn kind(&self, found: Option<(&Saying, Side)>) -> QuoteKind {
        if self.is_speech(found) { QuoteKind::Speech } else { QuoteKind::Phrase }
    }

    fn is_speech(&self, found: Option<(&Saying, Side)>) -> bool {
        let Self { reading, at, text } = *self;
        let starts_big = text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric());
        let stops = text.ends_with(['.', '?', '!', '…', '—', '–']);
        let trails = self.trails_on();
        let words = text.split_whitespace().take(LONG).count();
        let side = found.map(|(_, side)| side);
        let is_last = reading.items.get(at + 1).is_none()
            || at + 2 == reading.items.len() && reading.kind(at + 1) == Some(Kind::Stop);
        let previous = at.checked_sub(1).and_then(|before| reading.token(before));
        let led_in = previous.is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Colon | Kind::Dash));
        let colon = previous.is_some_and(|token| token.kind == Kind::Colon);
        let says_before = previous.is_some_and(|token| token.is(Classes::SAYING));
        // "She wrote in her memoir, “The Long Night,” that …": a title, unless a verb of saying leads straight to it.
        let says_it = found.is_some_and(|(saying, _)| {
            saying.strength == Strength::Saying && (at.saturating_sub(2)..=at).contains(&saying.cue.end)
        });
        let title = self.is_title();
        if led_in && title && !says_it || self.has_author() {
            return false;
        }
        // A whole sentence, wherever it stands.
        let hangs = text.split_whitespace().next().is_some_and(|word| Classes::of(word).any(Classes::PREPOSITION));
        if words == LONG && !title && (starts_big || !hangs && (says_before || led_in && says_it)) {
            return true;
        }
        match () {
            () if at == 0 && side == Some(Side::Behind) => trails || stops || words > 4,
            () if at == 0 && is_last => !title && starts_big && (stops || words > 4) || stops && words > 3,
            () if at == 0 => starts_big && words > 2 && (stops || self.ends_with_comma() && !title),
            () if colon => starts_big || words > 3,
            () if led_in && starts_big => {
                side.is_some() && (stops || trails || words > 2 || is_last) || stops && words > 2
            }
            () if says_before => starts_big && (stops || is_last || words > 3),
            () if side == Some(Side::Behind) => starts_big && (trails || stops) && words > 2 && !title,
            () => starts_big && stops && words > 4 && side.is_some() && !title,
        }
    }

    /// Whether a phrase is somebody's words, and no title, term or mockery of the writer's.
    pub(super) fn is_told(&self, saying: &Saying, side: Side) -> bool {
        let near = match side {
            Side::Before => self.at - saying.cue.end,
            Side::Behind => 0,
            Side::Apart => usize::MAX,
        };
        if self.is_title() || self.has_author() {
            // "She told “Good Morning”" is no word of hers.
            let tells = matches!(self.reading.word(saying.cue.start), "told" | "tells" | "telling" | "asked");
            return side == Side::Before && near == 0 && !tells;
        }
        let before = |back: usize| self.at.checked_sub(back).map_or("", |at| self.reading.word(at));
        let is_so_called = before(1) == "called" && (before(2) == "so" || before(3) == "so");
        match saying.strength {
            _ if is_so_called => false,
            // "They saw a “supermax” prison, and an aide said …": another clause.
            Strength::Saying if side == Side::Apart => {
                let first = saying.place.start.min(saying.cue.start);
                let joins = |at: usize| self.reading.is(at, Classes::CLAUSE) && self.reading.word(at) != "as";
                !first.checked_sub(1).is_some_and(joins)
            }
            Strength::Saying => true,
            Strength::Wording => side != Side::Apart && near <= FARTHEST_WORDING,
        }
    }

    /// Whether it is written as the title of a book or a show: with capitals in all words but the small ones, of
    /// which a single one is enough where somebody's or a kind of work is spoken of ("the film “Home”").
    fn is_title(&self) -> bool {
        let big = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
        let small = |word: &str| Classes::of(word.trim_end_matches(['.', ',', '?', '!'])).any(Classes::FUNCTION);
        if !big(self.text) || !self.text.split_whitespace().all(|word| big(word) || small(word)) {
            return false;
        }
        let words = || self.text.split_whitespace().filter(|word| big(word));
        // "The Revenant", inside a sentence.
        let name = self.text.strip_prefix("The ").filter(|_| self.at > 0);
        let is_name = name.is_some_and(|name| name.starts_with(char::is_uppercase));
        words().filter(|word| !small(word)).nth(1).is_some()
            || is_name
            || words().count() < 4
                && (self.follows_work() || self.reading.is(self.at + 1, Classes::WORK) || self.is_before_role())
    }

    /// Whether somebody's work follows whom it made known: "the “Home” actress Jane Doe".
    fn is_before_role(&self) -> bool {
        let owned = self
            .at
            .checked_sub(1)
            .is_some_and(|before| self.reading.is(before, Classes::DETERMINER.or(Classes::POSSESSIVE)));
        owned && self.reading.token(self.at + 1).is_some_and(|next| next.is(Classes::ROLE) && !next.is_capital())
    }

    /// Whether its author is told behind it: "“Where to Go,” by Jane Doe".
    fn has_author(&self) -> bool {
        let by = self.at + 1 + usize::from(self.reading.kind(self.at + 1) == Some(Kind::Comma));
        self.reading.word(by) == "by"
            && !self.text.ends_with(['.', '?', '!'])
            && self.reading.token(by + 1).is_some_and(Token::is_capital)
    }

    /// Whether the words before are a possessive or name a kind of work.
    fn follows_work(&self) -> bool {
        let mut before = self.at;
        while before > 0 && matches!(self.reading.kind(before - 1), Some(Kind::Comma)) {
            before -= 1;
        }
        before
            .checked_sub(1)
            .and_then(|before| self.reading.token(before))
            .is_some_and(|token: &Token| token.is(Classes::WORK) || before == self.at && token.kind == Kind::Possessive)
    }
}

/// From how many words on a passage is long.
const LONG: usize = 8;
/// Farthest that a verb like "called" stands before the words it brings, in items.
const FARTHEST_WORDING: usize = 12;

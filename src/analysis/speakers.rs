//! Who said each quotation, whether it is speech, and which quoted passages are one utterance.

use std::ops::Range;

use super::{
    Quote, QuoteKind, Speaker, Via, Who,
    discourse::Discourse,
    marks::Passage,
    people::{Gender, People},
    phrases::{Found, Reading, Subject},
    sayings::{Saying, Strength},
    sentences::{Item, Sentences},
    tokens::{Kind, Token, Tokens},
    words::Classes,
};
use crate::text::Span;

/// Makes the quotes: passages with kind and speaker, split utterances joined.
pub(super) fn attribute(tokens: &Tokens, passages: Vec<Passage>, sentences: &Sentences, people: &People) -> Vec<Quote> {
    let mut attribution = Attribution {
        tokens,
        people,
        genders: people.all.iter().map(|someone| someone.gender).collect(),
        discourse: Discourse::default(),
        drafts: passages.iter().map(|_| Draft::default()).collect(),
        last: None,
        open: None,
    };
    for (number, sentence) in sentences.all.iter().enumerate() {
        let reading = Reading { tokens, people, items: &sentences.items[sentence.items.clone()] };
        attribution.read(reading, number, sentence.block, &passages);
    }
    attribution.finish(passages)
}

/// What has been found out about a passage.
#[derive(Clone, Default)]
struct Draft {
    kind: Option<QuoteKind>,
    speaker: Option<Speaker>,
    /// The passage that this one goes on with.
    goes_on: Option<usize>,
}

/// Speech whose attribution ended the last sentence ("“We won,” she said."), so that a quotation after it goes on.
struct Open {
    passage: usize,
    sentence: usize,
    block: usize,
}

/// Whoever spoke last.
#[derive(Clone)]
struct Last {
    who: Who,
    sentence: usize,
    block: usize,
    /// Whether it was a quotation of speech.
    quoted: bool,
}

struct Attribution<'a> {
    tokens: &'a Tokens<'a>,
    people: &'a People,
    genders: Vec<Option<Gender>>,
    discourse: Discourse,
    drafts: Vec<Draft>,
    last: Option<Last>,
    open: Option<Open>,
}

impl Attribution<'_> {
    fn read(&mut self, reading: Reading, number: usize, block: usize, passages: &[Passage]) {
        let sayings = reading.sayings();
        self.discourse.read(reading, &sayings, &mut self.genders);
        let mut previous: Option<(usize, usize)> = None;
        let mut behind = false;
        let mut spoke = None;
        let open = self.open.take().filter(|open| open.block == block && open.sentence + 1 == number);
        for (at, item) in reading.items.iter().enumerate() {
            let Item::Quote { passage, part } = *item else { continue };
            if part > 0 && self.drafts[passage].kind.is_some() {
                // A later paragraph of the same speech may bring the speaker that the first one lacked.
                if self.drafts[passage].speaker.as_ref().is_none_or(|speaker| speaker.via == Via::Carried)
                    && let Some((saying, _)) = self.saying_for(reading, &sayings, at, passages[passage].spans[part])
                    && let Some(speaker) = self.speaker(reading, saying)
                {
                    spoke = Some((speaker.who, true));
                    self.drafts[passage].speaker = Some(speaker);
                }
                continue;
            }
            let span = passages[passage].spans[part];
            let found = self.saying_for(reading, &sayings, at, span);
            let kind = self.kind(reading, at, span, found.as_ref().map(|(saying, side)| (*saying, *side)));
            if let Some((before, head)) = previous
                && behind
                && goes_on(reading, &sayings, before, at)
                && self.drafts[head].kind == Some(QuoteKind::Speech)
            {
                self.drafts[passage] = Draft { kind: Some(QuoteKind::Speech), goes_on: Some(head), ..Draft::default() };
                previous = Some((at, head));
                continue;
            }
            let said =
                found.filter(|(saying, side)| kind == QuoteKind::Speech || self.says_phrase(saying, *side, at, span));
            if let Some(open) = open
                .as_ref()
                .filter(|_| at == 0 && kind == QuoteKind::Speech && !matches!(found, Some((_, Side::Behind))))
            {
                self.drafts[passage] = Draft { kind: Some(kind), goes_on: Some(open.passage), ..Draft::default() };
                previous = Some((at, open.passage));
                continue;
            }
            let mut speaker = said.and_then(|(saying, _)| self.speaker(reading, saying));
            if kind == QuoteKind::Speech && found.is_none_or(|(saying, side)| is_far(reading, saying, side, at)) {
                speaker = self.named_beside(reading, at, span).or(speaker);
            }
            if found.is_none() && speaker.is_none() && kind == QuoteKind::Speech {
                speaker = self.carried(at == 0 && reading.items.len() <= 2, number, block);
            }
            if kind == QuoteKind::Speech
                && let Some(speaker) = &speaker
            {
                spoke = Some((speaker.who, true));
            }
            behind = matches!(found, Some((_, Side::Behind)));
            self.drafts[passage] = Draft { kind: Some(kind), speaker, goes_on: None };
            previous = Some((at, passage));
        }
        if let Some((0, head)) = previous
            && self.drafts[head].kind == Some(QuoteKind::Speech)
            && is_attribution(reading, &sayings)
        {
            self.open = Some(Open { passage: head, sentence: number, block });
        }
        if spoke.is_none() {
            let strong = sayings.iter().find(|saying| saying.strength == Strength::Saying);
            spoke = strong.and_then(|saying| self.speaker(reading, saying)).map(|speaker| (speaker.who, false));
        }
        if reading.token(reading.items.len().saturating_sub(1)).is_some_and(|token| token.kind == Kind::Colon) {
            // "Doe released this statement:" and the speech in the next paragraph.
            let close = sayings.last().filter(|saying| reading.items.len() - saying.cue.end <= 12);
            let main = || {
                let (subject, place) = reading.main_subject(reading.items.len())?;
                self.speaker(reading, &Saying { cue: 0..0, subject, place, strength: Strength::Saying })
            };
            let speaker = close.and_then(|saying| self.speaker(reading, saying)).or_else(main);
            spoke = speaker.map(|speaker| (speaker.who, true)).or(spoke);
        }
        if let Some((who, quoted)) = spoke {
            self.last = Some(Last { who, sentence: number, block, quoted });
        }
    }

    /// The saying that a quotation belongs to, and on which side of it the words stand.
    fn saying_for<'s>(
        &self,
        reading: Reading,
        sayings: &'s [Saying],
        at: usize,
        span: Span,
    ) -> Option<(&'s Saying, Side)> {
        let behind = sayings.iter().find(|saying| saying.cue.start > at && attached(reading, saying, at));
        let before = sayings.iter().rev().find(|saying| saying.cue.end <= at && saying.place.start < at);
        let strong = sayings
            .iter()
            .rev()
            .find(|saying| saying.cue.end <= at && saying.place.start < at && saying.strength == Strength::Saying);
        let before = match before {
            Some(weak) if weak.strength == Strength::Wording && at - weak.cue.end > 6 => strong.or(Some(weak)),
            other => other,
        };
        let trails = self.trails_on(reading, at, span);
        let led_in = before.filter(|saying| leads_in(reading, saying, at));
        let comma = self.tokens.text.get(span.range()).is_some_and(|text| text.ends_with(','));
        if let Some(saying) = behind.filter(|_| led_in.is_none() || trails && comma) {
            return Some((saying, Side::Behind));
        }
        if let Some(saying) = led_in.or(before) {
            return Some((saying, Side::Before));
        }
        let later = sayings
            .iter()
            .find(|saying| saying.cue.start > at && saying.place.start > at && saying.strength == Strength::Saying);
        later.map(|saying| (saying, Side::Apart))
    }

    /// Whether the quotation ends as one does that its speaker's name follows.
    fn trails_on(&self, reading: Reading, at: usize, span: Span) -> bool {
        let text = self.tokens.text.get(span.range()).unwrap_or_default();
        text.ends_with([',', '?', '!', '-', '–', '—', '…'])
            || matches!(reading.token(at + 1).map(|token| token.kind), Some(Kind::Comma | Kind::Dash))
    }

    /// Speech, or a phrase in somebody else's sentence.
    fn kind(&self, reading: Reading, at: usize, span: Span, found: Option<(&Saying, Side)>) -> QuoteKind {
        let text = self.tokens.text.get(span.range()).unwrap_or_default();
        let starts_big = text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric());
        let stops = text.ends_with(['.', '?', '!', '…', '—', '–']);
        let trails = self.trails_on(reading, at, span);
        let words = text.split_whitespace().take(8).count();
        let side = found.map(|(_, side)| side);
        let is_last = reading.items.get(at + 1).is_none()
            || at + 2 == reading.items.len() && reading.token(at + 1).is_some_and(|t| t.kind == Kind::Stop);
        let previous = at.checked_sub(1).and_then(|before| reading.token(before));
        let led_in = previous.is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Colon | Kind::Dash));
        let colon = previous.is_some_and(|token| token.kind == Kind::Colon);
        let says_before = previous.is_some_and(|token| token.is(Classes::SAYING));
        // "She wrote in her memoir, “The Long Night,” that …": a title, unless a verb of saying leads straight to it.
        let says_it = found.is_some_and(|(saying, _)| {
            saying.strength == Strength::Saying && (at.saturating_sub(2)..=at).contains(&saying.cue.end)
        });
        let titled = led_in && is_title(text) && !says_it;
        let speech = if titled {
            false
        } else if at == 0 && side == Some(Side::Behind) {
            trails || stops || words > 4
        } else if at == 0 && is_last {
            !is_title(text) && starts_big && (stops || words > 4) || stops && words > 3
        } else if at == 0 {
            starts_big && words > 2 && (stops || text.ends_with(',') && side.is_none() && !is_title(text))
        } else if colon {
            starts_big || words > 3
        } else if led_in && starts_big {
            side.is_some() && (stops || trails || words > 2 || is_last)
        } else if says_before {
            starts_big && (stops || is_last || words > 3)
        } else if side == Some(Side::Behind) {
            starts_big && (trails || stops) && words > 2 && !is_title(text)
        } else {
            starts_big && stops && words > 4 && side.is_some()
        };
        if speech { QuoteKind::Speech } else { QuoteKind::Phrase }
    }

    /// Whether a phrase is somebody's words, and no title, term or mockery of the writer's.
    fn says_phrase(&self, saying: &Saying, side: Side, at: usize, span: Span) -> bool {
        let near = match side {
            Side::Before => at - saying.cue.end,
            Side::Behind => 0,
            Side::Apart => LONGEST_ATTRIBUTION,
        };
        let text = self.tokens.text.get(span.range()).unwrap_or_default();
        if is_title(text) {
            return side == Side::Before && near == 0;
        }
        match saying.strength {
            Strength::Saying => true,
            Strength::Wording => side != Side::Apart && near <= FARTHEST_WORDING,
        }
    }

    /// The speaker of a saying: `None` where a pronoun cannot be resolved.
    fn speaker(&self, reading: Reading, saying: &Saying) -> Option<Speaker> {
        let cue = items_span(reading, &saying.cue).filter(|_| !saying.cue.is_empty());
        let words = items_span(reading, &saying.place);
        let (who, via) = match &saying.subject {
            Subject::Named(mention) => (person(self.people.mentions[*mention].person), Via::Name),
            Subject::Pronoun(token) => {
                (person(self.discourse.pronoun(self.tokens, *token, &self.genders)?), Via::Pronoun)
            }
            Subject::Described(range) => {
                let who = self.discourse.description(self.tokens, self.people, range, &self.genders);
                (who.map_or(Who::Source(words?), person), Via::Description)
            }
        };
        Some(Speaker { who, via, words, cue })
    }

    /// The speaker that a colon or a dash tells without a word of saying: "Doe was angry: “…”", "“…” — Jane Doe".
    fn named_beside(&self, reading: Reading, at: usize, span: Span) -> Option<Speaker> {
        let trails = at == 0 && self.trails_on(reading, at, span);
        let colon = at > 0 && reading.token(at - 1).is_some_and(|token| token.kind == Kind::Colon);
        let dash = reading.token(at + 1).is_some_and(|token| token.kind == Kind::Dash);
        let (subject, place) = match () {
            () if dash && reading.is_mention(at + 2) => reading.noun_phrase(at + 2..reading.phrase_end(at + 2))?,
            () if trails => self.name_behind(reading, at)?,
            () if colon => reading.main_subject(at)?,
            () => return None,
        };
        self.speaker(reading, &Saying { cue: 0..0, subject, place, strength: Strength::Saying })
    }

    /// The name right behind a quotation with a verb that is on no list ("“Really?” Doe pressed").
    fn name_behind(&self, reading: Reading, at: usize) -> Option<Found> {
        let start = (at + 1..at + 8).find(|&start| reading.is_mention(start))?;
        if (at + 1..start).any(|at| !reading.token(at).is_some_and(|token| token.is_capital() || is_before_name(token)))
        {
            return None;
        }
        let found = reading.noun_phrase(start..reading.phrase_end(start))?;
        let Subject::Named(mention) = found.0 else { return None };
        let next = self.tokens.all.get(self.people.mentions[mention].tokens.end)?;
        let small = Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::CLAUSE).or(Classes::GROUP).or(Classes::ROLE);
        let is_verb = next.is_word() && !next.is_capital() && !next.is(small) || next.is(Classes::VERB);
        (found.1.start == start && is_verb).then_some(found)
    }

    /// The speaker of a quotation whose sentence names none: whoever spoke before it, if not too long ago.
    fn carried(&self, alone: bool, number: usize, block: usize) -> Option<Speaker> {
        let carried = |who| Speaker { who, via: Via::Carried, words: None, cue: None };
        // Somebody whom the sentence before is about, though they say nothing there, comes first.
        let topic = self.discourse.topic(1).filter(|_| {
            !alone && self.last.as_ref().is_some_and(|last| last.block == block && last.sentence + 1 < number)
        });
        if let Some(topic) = topic {
            return Some(carried(person(topic)));
        }
        if let Some(last) = &self.last {
            let near = last.block == block && number - last.sentence <= 3;
            let next_block = alone && last.block + 1 == block;
            if near || next_block && (last.quoted || number - last.sentence <= 1) {
                return Some(carried(last.who));
            }
        }
        self.discourse.topic(2).map(|topic| carried(person(topic)))
    }

    fn finish(self, passages: Vec<Passage>) -> Vec<Quote> {
        let mut quotes: Vec<Quote> = Vec::with_capacity(passages.len());
        let mut place = vec![0; passages.len()];
        for (passage, (draft, Passage { spans })) in self.drafts.into_iter().zip(passages).enumerate() {
            if let Some(head) = draft.goes_on {
                place[passage] = place[head];
                if let Some(quote) = quotes.get_mut(place[head]) {
                    quote.spans.extend(spans);
                }
                continue;
            }
            place[passage] = quotes.len();
            quotes.push(Quote { spans, kind: draft.kind.unwrap_or(QuoteKind::Phrase), speaker: draft.speaker });
        }
        quotes
    }
}

/// Where the words of saying stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Before the quotation.
    Before,
    /// Right behind it.
    Behind,
    /// Further behind in the sentence.
    Apart,
}

/// Farthest that a verb like "called" stands before the words it brings, in items.
const FARTHEST_WORDING: usize = 12;
/// Longest attribution, in items.
const LONGEST_ATTRIBUTION: usize = 40;

fn person(index: usize) -> Who {
    Who::Person(super::PersonId(index as u32))
}

fn items_span(reading: Reading, items: &Range<usize>) -> Option<Span> {
    let first = reading.token(items.start)?;
    let last = reading.token(items.end.checked_sub(1)?)?;
    Some(Span { start: first.span.start, end: last.span.end })
}

/// Whether the saying is the attribution right behind the quotation at `at`: its subject or its verb comes first there.
fn attached(reading: Reading, saying: &Saying, at: usize) -> bool {
    let first = saying.place.start.min(saying.cue.start);
    if saying.place.start <= at || saying.cue.start <= at || saying.cue.start - at > LONGEST_ATTRIBUTION {
        return false;
    }
    (at + 1..first).all(|between| {
        reading.token(between).is_some_and(|token| {
            matches!(token.kind, Kind::Comma | Kind::Dash | Kind::Hyphen | Kind::Stop | Kind::Possessive)
                || token.is_word()
                    && !token.is(Classes::CLAUSE.or(Classes::PREPOSITION))
                    && (is_before_name(token) || reading.qualifies(between))
        })
    })
}

/// Whether the quotation at `at` goes on with the one at `before`, with nothing but "she said," in between.
fn goes_on(reading: Reading, sayings: &[Saying], before: usize, at: usize) -> bool {
    let between = before + 1..at;
    if between.is_empty() || between.len() > LONGEST_ATTRIBUTION {
        return false;
    }
    let mut inside = sayings.iter().filter(|saying| between.contains(&saying.cue.start));
    let (Some(saying), None) = (inside.next(), inside.next()) else { return false };
    attached(reading, saying, before)
        && reading.token(at - 1).is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Dash | Kind::Semicolon))
        && !reading.word(saying.cue.start).ends_with("ing")
}

/// Whether the sentence is a quotation and its attribution, and nothing else.
fn is_attribution(reading: Reading, sayings: &[Saying]) -> bool {
    let [saying] = sayings else { return false };
    saying.strength == Strength::Saying
        && attached(reading, saying, 0)
        && reading.items.len() <= LONGEST_ATTRIBUTION
        && !(1..reading.items.len()).any(|at| reading.is_quote(at))
}

/// Whether all words but the small ones have capitals, as in the title of a book or a show.
fn is_title(text: &str) -> bool {
    let big = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
    let small = |word: &str| Classes::of(word.trim_end_matches(['.', ',', '?', '!'])).any(Classes::FUNCTION);
    big(text)
        && text.split_whitespace().filter(|word| big(word) && !small(word)).nth(1).is_some()
        && text.split_whitespace().all(|word| big(word) || small(word))
}

/// Whether the words of saying are too far before a quotation after a colon to be its own.
fn is_far(reading: Reading, saying: &Saying, side: Side, at: usize) -> bool {
    let colon = at > 0 && reading.token(at - 1).is_some_and(|token| token.kind == Kind::Colon);
    colon
        && (side == Side::Apart
            || side == Side::Before && saying.strength == Strength::Wording && at - saying.cue.end > 6)
}

/// Whether a word may stand between a quotation and the name behind it: a title, or a small word.
fn is_before_name(token: &Token) -> bool {
    token.is_capital()
        || token.is(Classes::TITLE.or(Classes::ROLE).or(Classes::DETERMINER).or(Classes::ADVERB).or(Classes::PEOPLE))
}

/// Whether the words of saying lead straight to the quotation: with a comma, a colon or nothing in between at its end.
fn leads_in(reading: Reading, saying: &Saying, at: usize) -> bool {
    at >= 1
        && (saying.cue.end == at
            || reading.token(at - 1).is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Colon | Kind::Dash))
            || reading.word(at - 1) == "that")
}

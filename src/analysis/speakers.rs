//! Who said each quotation, whether it is speech, and which quoted passages are one utterance.

use std::ops::Range;

use super::{
    Quote, QuoteKind, Speaker, Via, Who,
    attributions::{
        goes_on, has_unread_attribution, is_attribution, is_before_name, is_far, is_inscription, is_led_in_unread,
        is_list, saying_for,
    },
    discourse::{Discourse, Meant},
    kinds::Region,
    marks::Passage,
    people::{Gender, People},
    phrases::{Found, Reading, Subject},
    sayings::{Saying, Side, Strength},
    sentences::{self, Item, Sentence},
    tokens::{Kind, Token, Tokens},
    turns,
    words::Classes,
};
use crate::text::Span;

/// Makes the quotes: passages with kind and speaker, split utterances joined.
pub(super) fn attribute(tokens: &Tokens, passages: Vec<Passage>, people: &People) -> Vec<Quote> {
    let mut attribution = Attribution {
        tokens,
        people,
        genders: people.all.iter().map(|someone| someone.gender).collect(),
        discourse: Discourse::default(),
        drafts: passages.iter().map(|_| Draft::default()).collect(),
        last: None,
        open: None,
        quoted: None,
        asked: false,
    };
    sentences::each(tokens, &passages, |Sentence { number, block, follows, items }| {
        attribution.read(Reading { tokens, people, items }, number, block, follows, &passages);
    });
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
    /// The last quotation and its block.
    quoted: Option<(usize, usize)>,
    /// Whether the last sentence asked something.
    asked: bool,
}

/// A sentence while its quotations are gone through.
struct Line<'a> {
    reading: Reading<'a>,
    sayings: &'a [Saying],
    number: usize,
    block: usize,
    /// Whether a sentence of the same block stands before it.
    follows: bool,
    /// Speech of the sentence before that a quotation at the beginning of this one goes on with.
    open: Option<Open>,
    /// The quotation before: its item, and the passage that holds its speaker.
    previous: Option<(usize, usize)>,
    /// Whether the words of saying stood behind the quotation before.
    behind: bool,
    /// Who spoke last, and whether in quoted speech.
    spoke: Option<(Who, bool)>,
}

impl Attribution<'_> {
    fn read(&mut self, reading: Reading, number: usize, block: usize, follows: bool, passages: &[Passage]) {
        let sayings = reading.sayings();
        self.discourse.read(reading, &sayings, &mut self.genders);
        let open = self.open.take().filter(|open| open.block == block && open.sentence + 1 == number);
        let mut line = Line {
            reading,
            sayings: &sayings,
            number,
            block,
            follows,
            open,
            previous: None,
            behind: false,
            spoke: None,
        };
        for (at, item) in reading.items.iter().enumerate() {
            let Item::Quote { passage, part } = *item else { continue };
            let (passage, part) = (passage as usize, part as usize);
            let span = passages[passage].spans[part];
            if part > 0 && self.drafts[passage].kind.is_some() {
                self.later_paragraph(&mut line, at, passage, span);
            } else {
                self.quotation(&mut line, at, passage, span);
            }
        }
        if let Some((0, head)) = line.previous
            && self.drafts[head].kind == Some(QuoteKind::Speech)
            && is_attribution(reading, &sayings)
        {
            self.open = Some(Open { passage: head, sentence: number, block });
        }
        self.remember_sources(reading, &sayings);
        if let Some(speaker) = self.signature(&line) {
            line.spoke = Some((speaker.who, true));
            if let Some((head, _)) = self.quoted {
                self.drafts[head].speaker = Some(speaker);
            }
        }
        if let Some((_, head)) = line.previous {
            self.quoted = Some((head, block));
        }
        self.asked = reading.word(reading.items.len().saturating_sub(1)) == "?";
        if let Some((who, quoted)) = self.spoke_last(&line) {
            self.last = Some(Last { who, sentence: number, block, quoted });
        }
    }

    /// A later paragraph of the same speech may bring the speaker that the first one lacked.
    fn later_paragraph(&mut self, line: &mut Line, at: usize, passage: usize, span: Span) {
        let head = self.drafts[passage].goes_on;
        let known = self.drafts[head.unwrap_or(passage)].speaker.as_ref();
        line.previous = Some((at, head.unwrap_or(passage)));
        let found = saying_for(line.reading, line.sayings, Region::new(line.reading, at, span), at);
        line.behind = matches!(found, Some((_, Side::Behind)));
        let Some((saying, side)) = found else { return };
        // Where a mark is missing, somebody else's words may stand in the paragraph: they go with the name beside them.
        let is_other = head.is_some() && side == Side::Behind && matches!(saying.subject, Subject::Named(_));
        if !is_other && known.is_some_and(|speaker| speaker.via != Via::Carried) {
            return;
        }
        let Some(speaker) = self.speaker(line.reading, saying) else { return };
        line.spoke = Some((speaker.who, true));
        if known.is_none_or(|known| known.who != speaker.who) {
            self.drafts[passage].goes_on = None;
            line.previous = Some((at, passage));
        }
        self.drafts[passage].speaker = Some(speaker);
    }

    fn quotation(&mut self, line: &mut Line, at: usize, passage: usize, span: Span) {
        let reading = line.reading;
        if let Some(label) = self.label(reading, at, span) {
            let speaker = self.labelled(&label);
            line.spoke = speaker.as_ref().map(|speaker| (speaker.who, true));
            self.drafts[passage] = Draft { kind: Some(QuoteKind::Speech), speaker, goes_on: None };
            line.previous = Some((at, passage));
            line.behind = false;
            return;
        }
        let region = Region::new(reading, at, span);
        let found = saying_for(reading, line.sayings, region, at);
        let kind = region.kind(found);
        if let Some(head) = self.goes_on_with(line, at, kind, found) {
            self.drafts[passage] = Draft { kind: Some(QuoteKind::Speech), speaker: None, goes_on: Some(head) };
            line.previous = Some((at, head));
            return;
        }
        let speaker = self.speaker_for(line, region, span, at, kind, found);
        line.behind = matches!(found, Some((_, Side::Behind)));
        if (kind == QuoteKind::Speech || line.behind)
            && let Some(speaker) = &speaker
        {
            line.spoke = Some((speaker.who, true));
        }
        self.drafts[passage] = Draft { kind: Some(kind), speaker, goes_on: None };
        line.previous = Some((at, passage));
    }

    /// The passage that a quotation goes on with: "“We won,” she said, “and will again.”", "“We won,” she said. “And
    /// will again.”"
    fn goes_on_with(&self, line: &Line, at: usize, kind: QuoteKind, found: Option<(&Saying, Side)>) -> Option<usize> {
        if let Some((before, head)) = line.previous
            && line.behind
            && goes_on(line.reading, line.sayings, before, at)
            && self.drafts[head].kind == Some(QuoteKind::Speech)
        {
            return Some(head);
        }
        let open = line.open.as_ref()?;
        let is_own = kind != QuoteKind::Speech || matches!(found, Some((_, Side::Behind)));
        (at == 0 && !is_own).then_some(open.passage)
    }

    fn speaker_for(
        &self,
        line: &Line,
        region: Region,
        span: Span,
        at: usize,
        kind: QuoteKind,
        found: Option<(&Saying, Side)>,
    ) -> Option<Speaker> {
        let reading = line.reading;
        let is_speech = kind == QuoteKind::Speech;
        let said = found.filter(|(saying, side)| is_speech || region.is_told(saying, *side));
        let mut speaker = said.and_then(|(saying, _)| self.speaker(reading, saying));
        if is_speech
            && let Some((saying, _)) = said
            && let Some(other) = speaker.as_ref().and_then(|speaker| self.other_than_named(span, saying, speaker))
        {
            speaker = speaker.map(|speaker| Speaker { who: other, ..speaker });
        }
        if speaker.is_none()
            && let Some((before, head)) = line.previous
            && is_list(reading, before, at)
        {
            speaker.clone_from(&self.drafts[head].speaker);
        }
        if is_speech && found.is_none_or(|(saying, side)| is_far(reading, saying, side, at)) {
            speaker = self.named_beside(reading, region, at).or(speaker);
        }
        let is_unread = at == 0 && region.trails_on() && has_unread_attribution(reading);
        // "The ministry has a slogan, “…”": what the sentence is about is no person, and speaks for itself.
        let is_about_thing = || at > 0 && matches!(reading.clause_subject(at), Some((Subject::Described(_), _)));
        let is_unread = is_unread || is_led_in_unread(reading, at);
        if is_speech && found.is_none() && speaker.is_none() && !is_unread && !is_about_thing() {
            speaker = self.carried(line, at == 0 && reading.items.len() <= 2);
        }
        speaker
    }

    /// Whom a pronoun means if not whom it seems to mean: somebody seldom calls themselves by name.
    fn other_than_named(&self, span: Span, saying: &Saying, speaker: &Speaker) -> Option<Who> {
        let (Subject::Pronoun(token), Who::Person(seeming)) = (&saying.subject, speaker.who) else { return None };
        let names = &self.people.mentions;
        let first = names.partition_point(|name| self.tokens.all[name.tokens.start].span.start < span.start);
        let inside = names[first..].iter().take_while(|name| self.tokens.all[name.tokens.start].span.start < span.end);
        let seeming = seeming.0 as usize;
        if !inside.take(MOST_NAMED).any(|name| name.person == seeming) {
            return None;
        }
        self.discourse.pronoun_but(self.tokens, *token, &self.genders, seeming).map(person)
    }

    /// Whose the quotation of the block before is, where this block is its source and nothing else: "— Jane Doe,
    /// mayor", with a dash or inside the marks that were opened before.
    fn signature(&self, line: &Line) -> Option<Speaker> {
        let reading = line.reading;
        let (head, block) = self.quoted?;
        let known = self.drafts[head].speaker.as_ref();
        if block + 1 != line.block
            || line.previous.is_some()
            || !line.sayings.is_empty()
            || !(1..=LONGEST_SIGNATURE).contains(&reading.items.len())
            || known.is_some_and(|speaker| speaker.via != Via::Carried)
        {
            return None;
        }
        let dash = reading.kind(0) == Some(Kind::Dash);
        let range = &self.tokens.blocks.get(line.block)?.tokens;
        let closes = self.tokens.all[range.clone()].last().is_some_and(|token| token.kind == Kind::Mark);
        let length = reading.items.len();
        let is_whole = reading.index(0) == Some(range.start)
            && reading.index(length - 1).is_some_and(|last| last + 2 >= range.end)
            && !(1..length).any(|at| reading.kind(at) == Some(Kind::Dash) && at + 2 >= length);
        let says = Classes::VERB.or(Classes::MODAL).or(Classes::BE).or(Classes::CLAUSE);
        if !is_whole
            || !(dash || closes)
            || (0..length).any(|at| reading.is(at, says) && !reading.token(at).is_some_and(Token::is_capital))
        {
            return None;
        }
        let start = usize::from(dash);
        let name = (start..length).find(|&at| reading.is_mention(at));
        let is_title = |at: usize| {
            reading.token(at).is_some_and(|token| is_before_name(token) || token.kind == Kind::Stop && !token.first)
        };
        let (subject, place) = match name.filter(|&name| (start..name).all(is_title)) {
            Some(name) => reading.noun_phrase(name..reading.phrase_end(name))?,
            None if dash => reading.noun_phrase(start..reading.phrase_end(start))?,
            None => return None,
        };
        self.speaker(reading, &Saying { cue: 0..0, subject, place, strength: Strength::Saying })
    }

    fn remember_sources(&mut self, reading: Reading, sayings: &[Saying]) {
        if let Some(pair) = reading.leading_pair() {
            self.discourse.remember_pair(pair);
        }
        for saying in sayings {
            if let Subject::Described(words) = &saying.subject {
                self.discourse.remember(reading.tokens, words);
            }
        }
        if sayings.is_empty()
            && let Some((Subject::Described(words), _)) = reading.leading_source(reading.items.len())
        {
            self.discourse.remember(reading.tokens, &words);
        }
    }

    /// Who spoke last in a sentence, and whether in quoted speech.
    fn spoke_last(&self, line: &Line) -> Option<(Who, bool)> {
        let Line { reading, sayings, .. } = *line;
        let length = reading.items.len();
        if reading.kind(length.saturating_sub(1)) == Some(Kind::Colon) {
            // "Doe released this statement:" and the speech in the next paragraph.
            let close = sayings.last().filter(|saying| length - saying.cue.end <= 12);
            let main = || {
                let (subject, place) = reading.clause_subject(length)?;
                self.speaker(reading, &Saying { cue: 0..0, subject, place, strength: Strength::Saying })
            };
            if let Some(speaker) = close.and_then(|saying| self.speaker(reading, saying)).or_else(main) {
                return Some((speaker.who, true));
            }
        }
        line.spoke.or_else(|| {
            // "After the interview concluded, Jane Doe said so": the main clause tells who spoke.
            let main = reading.main_clause(length);
            let may_speak =
                |saying: &&Saying| saying.strength == Strength::Saying && reading.may_go_on(&saying.subject);
            let mut strong = sayings.iter().filter(may_speak);
            let first = strong.clone().next()?;
            let saying = strong.find(|saying| saying.place.start >= main).unwrap_or(first);
            Some((self.speaker(reading, saying)?.who, false))
        })
    }

    /// The label of the turn that a quotation is: at its own beginning, or right before it.
    fn label(&self, reading: Reading, at: usize, span: Span) -> Option<Range<usize>> {
        let inside = || turns::label(self.tokens, turns::first_token(self.tokens, span));
        let before = || {
            let colon = reading.index(at.checked_sub(1)?)?;
            turns::label(self.tokens, reading.index(0)?).filter(|label| label.end == colon)
        };
        inside().or_else(before)
    }

    /// Whom the label of a turn names; nobody for the question of an interview.
    fn labelled(&self, label: &Range<usize>) -> Option<Speaker> {
        if turns::is_question_or_answer(self.tokens, label) {
            return None;
        }
        let mention = label.clone().find_map(|at| self.people.mention_at(at)).map(|at| &self.people.mentions[at]);
        let named =
            mention.map(|mention| (person(mention.person), self.tokens.span(mention.tokens.clone()), Via::Name));
        let words = self.tokens.span(label.clone());
        let (who, words, via) = named.unwrap_or((Who::Source(words), words, Via::Description));
        Some(Speaker { who, via, words: Some(words), cue: None })
    }

    /// The speaker of a saying: `None` where a pronoun cannot be resolved.
    fn speaker(&self, reading: Reading, saying: &Saying) -> Option<Speaker> {
        let cue = items_span(reading, &saying.cue).filter(|_| !saying.cue.is_empty());
        let words = items_span(reading, &saying.place);
        let (who, via) = match &saying.subject {
            Subject::Named(mention) => (person(self.people.mentions[*mention].person), Via::Name),
            Subject::Pronoun(token) => {
                let somebody = self.discourse.pronoun(self.tokens, *token, &self.genders).map(|meant| match meant {
                    Meant::Person(index) => person(index),
                    Meant::Stranger(words) => Who::Source(self.tokens.span(words)),
                });
                let thing =
                    || self.discourse.thing(self.tokens, *token).map(|words| Who::Source(self.tokens.span(words)));
                (somebody.or_else(thing)?, Via::Pronoun)
            }
            Subject::Described(range) => {
                let who = self.discourse.description(self.tokens, self.people, range, &self.genders);
                // "The deputy leader said Doe was “facile”": whom she speaks about is another.
                let about = (saying.cue.end..saying.cue.end + 3)
                    .find_map(|at| reading.mention_from(reading.index(at)?))
                    .map(|mention| self.people.mentions[mention].person);
                let who = who.filter(|who| saying.cue.is_empty() || about != Some(*who));
                (who.map_or(Who::Source(words?), person), Via::Description)
            }
            Subject::Untold => return None,
        };
        Some(Speaker { who, via, words, cue })
    }

    /// The speaker that a colon or a dash tells without a word of saying: "Doe was angry: “…”", "“…” — Jane Doe".
    fn named_beside(&self, reading: Reading, region: Region, at: usize) -> Option<Speaker> {
        let trails = at == 0 && region.trails_on();
        let colon = at > 0 && reading.token(at - 1).is_some_and(|token| token.kind == Kind::Colon);
        let dash = reading.token(at + 1).is_some_and(|token| token.kind == Kind::Dash);
        // "“…” — Coach Jane Doe".
        let is_title = |at: usize| reading.token(at).is_some_and(is_before_name);
        let signed = (at + 2..at + 6).find(|&name| reading.is_mention(name));
        let signed = signed.filter(|&name| (at + 2..name).all(is_title));
        let (subject, place) = match () {
            () if dash && signed.is_some() => {
                let name = signed?;
                reading.noun_phrase(name..reading.phrase_end(name))?
            }
            () if trails => self.name_behind(reading, at)?,
            () if colon && !is_inscription(reading, at) => {
                reading.author(&(reading.phrase_start(at - 1)..at - 1)).or_else(|| reading.clause_subject(at))?
            }
            () => return None,
        };
        self.speaker(reading, &Saying { cue: 0..0, subject, place, strength: Strength::Saying })
    }

    /// The name right behind a quotation with a verb that is on no list ("“Really?” Doe pressed", "“Really!” beamed
    /// Doe").
    fn name_behind(&self, reading: Reading, at: usize) -> Option<Found> {
        if reading.word(at + 1).ends_with("ed") && reading.is_mention(at + 2) {
            let found = reading.noun_phrase(at + 2..reading.phrase_end(at + 2))?;
            return matches!(found.0, Subject::Named(_)).then_some(found);
        }
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
    fn carried(&self, line: &Line, alone: bool) -> Option<Speaker> {
        let Line { number, block, follows, .. } = *line;
        let carried = |who| Speaker { who, via: Via::Carried, words: None, cue: None };
        // Somebody whom the sentence before is about, though they say nothing there, comes first. Whom a question is
        // about does not answer it.
        let topic = |within| if self.asked { None } else { self.discourse.topic(within) };
        let nearest = topic(1).filter(|_| match &self.last {
            Some(last) if last.block == block => !alone && last.sentence + 1 < number,
            _ => follows,
        });
        if let Some(nearest) = nearest {
            return Some(carried(person(nearest)));
        }
        if let Some(last) = &self.last {
            let near = last.block == block && number - last.sentence <= 3;
            let next_block = alone && last.block + 1 == block;
            if near || next_block && (last.quoted || number - last.sentence <= 1) {
                return Some(carried(last.who));
            }
        }
        topic(2).map(|topic| carried(person(topic)))
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

/// How many names in a quotation are asked whether they are the speaker's.
const MOST_NAMED: usize = 40;

/// Longest line that tells the source of the quotation before it, in items.
const LONGEST_SIGNATURE: usize = 24;
fn person(index: usize) -> Who {
    Who::Person(super::PersonId(index as u32))
}

fn items_span(reading: Reading, items: &Range<usize>) -> Option<Span> {
    let first = reading.token(items.start)?;
    let last = reading.token(items.end.checked_sub(1)?)?;
    Some(Span { start: first.span.start, end: last.span.end })
}

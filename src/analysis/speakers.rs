//! Who said each quotation, whether it is speech, and which quoted passages are one utterance.

use std::ops::Range;

use super::{
    Quote, QuoteKind, Speaker, Via, Who,
    discourse::{Discourse, Meant},
    kinds::Region,
    marks::Passage,
    people::{Gender, People},
    phrases::{Found, Reading, Subject},
    sayings::{Saying, Side, Strength},
    sentences::{Item, Sentences},
    tokens::{Kind, Token, Tokens},
    turns,
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
        quoted: None,
        asked: false,
    };
    for (number, sentence) in sentences.all.iter().enumerate() {
        let reading = Reading { tokens, people, items: &sentences.items[sentence.items.clone()] };
        let follows = number.checked_sub(1).is_some_and(|before| sentences.all[before].block == sentence.block);
        attribution.read(reading, number, sentence.block, follows, &passages);
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
        let speaker = self.speaker_for(line, region, at, kind, found);
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
        at: usize,
        kind: QuoteKind,
        found: Option<(&Saying, Side)>,
    ) -> Option<Speaker> {
        let reading = line.reading;
        let is_speech = kind == QuoteKind::Speech;
        let said = found.filter(|(saying, side)| is_speech || region.is_told(saying, *side));
        let mut speaker = said.and_then(|(saying, _)| self.speaker(reading, saying));
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
        let (_, range) = self.tokens.blocks.get(line.block)?;
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
        let mention = label.clone().find_map(|at| self.people.mention_at(at));
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

/// Most words between a determiner behind a quotation and the noun that it belongs to, in items.
const LONGEST_BEFORE_NAME: usize = 8;
/// Longest line that tells the source of the quotation before it, in items.
const LONGEST_SIGNATURE: usize = 24;
/// Longest object of "called" before the name that it is given, in items.
const LONGEST_OBJECT: usize = 6;
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

/// The saying that a quotation belongs to, and on which side of it the words stand.
fn saying_for<'s>(reading: Reading, sayings: &'s [Saying], region: Region, at: usize) -> Option<(&'s Saying, Side)> {
    let behind = sayings.iter().find(|saying| saying.cue.start > at && attached(reading, saying, at));
    let before = sayings.iter().rev().find(|saying| saying.cue.end <= at && saying.place.start < at);
    let before = before.filter(|saying| saying.strength == Strength::Saying || !is_inscription(reading, at));
    let before = before.filter(|saying| !is_aside(reading, saying, at)).or_else(|| {
        sayings.iter().rev().skip_while(|saying| saying.cue.end > at).nth(1).filter(|saying| saying.place.start < at)
    });
    let strong = sayings
        .iter()
        .rev()
        .find(|saying| saying.cue.end <= at && saying.place.start < at && saying.strength == Strength::Saying);
    let before = match before {
        Some(weak) if weak.strength == Strength::Wording && at - weak.cue.end > 6 => strong.or(Some(weak)),
        // "The bank wanted to “train” them, said Doe": the whole sentence is hers.
        Some(weak) if weak.strength == Strength::Wording && at > 0 && reading.word(at - 1) == "to" => {
            let close = sayings.last().filter(|last| last.strength == Strength::Saying && last.cue.start > at);
            return close
                .or(Some(weak))
                .map(|saying| (saying, if saying.cue.start > at { Side::Apart } else { Side::Before }));
        }
        other => other,
    };
    let trails = region.trails_on();
    let led_in = before.filter(|saying| leads_in(reading, saying, at) || labels(reading, saying, at));
    // "She left, saying, “We won,” and her face told of it": what cannot speak says nothing.
    let behind = behind.filter(|saying| led_in.is_none() || reading.can_speak(&saying.subject));
    // "Moscow denies it — “why?” asked Doe": an inverted verb can belong to nothing else.
    if let Some(saying) = behind.filter(|saying| saying.cue.start == at + 1 && saying.place.start > saying.cue.start) {
        return Some((saying, Side::Behind));
    }
    // "As Doe claimed that “we won,” an aide said they had not.": her words stand in a clause of their own.
    if let Some(saying) = led_in.filter(|_| reading.word(at - 1) == "that" && reading.begins_below()) {
        return Some((saying, Side::Before));
    }
    if let Some(saying) = behind.filter(|_| led_in.is_none() || trails && region.ends_with_comma()) {
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

/// Whether the saying stands between two dashes, of which the second leads to the quotation at `at`: "Doe commented —
/// which the paper noted — “…”".
fn is_aside(reading: Reading, saying: &Saying, at: usize) -> bool {
    let first = saying.place.start.min(saying.cue.start);
    reading.kind(at - 1) == Some(Kind::Dash)
        && (first.saturating_sub(4)..first).any(|dash| reading.kind(dash) == Some(Kind::Dash))
}

/// Whether the saying is the attribution right behind the quotation at `at`: its subject or its verb comes first there.
fn attached(reading: Reading, saying: &Saying, at: usize) -> bool {
    let mut first = saying.place.start.min(saying.cue.start);
    if saying.place.start <= at || saying.cue.start <= at || saying.cue.start - at > LONGEST_ATTRIBUTION {
        return false;
    }
    // "“We won,” the paper quoted Jane Doe as saying": who quotes her comes first.
    if let Some(quoting) = reading.quoting_before(saying.cue.start).filter(|quoting| (at..first).contains(quoting)) {
        first = reading.phrase_start(quoting);
    }
    // "“We won,” a tired, happy Jane Doe said": what a determiner begins.
    let begin = at + 1 + usize::from(matches!(reading.kind(at + 1), Some(Kind::Comma | Kind::Dash)));
    let clause = Classes::CLAUSE.or(Classes::PREPOSITION).or(Classes::SAYING).or(Classes::VERB).or(Classes::MODAL);
    let is_one_phrase = reading.is(begin, Classes::DETERMINER.or(Classes::POSSESSIVE))
        && first - begin <= LONGEST_BEFORE_NAME
        && !(begin..first).any(|between| reading.is(between, clause) || reading.is_quote(between));
    is_one_phrase
        || (at + 1..first).all(|between| {
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

/// Whether words behind a quotation at the beginning of a sentence tell who said it in a way that is not understood:
/// "“Four more years!” went up from the crowd."
fn has_unread_attribution(reading: Reading) -> bool {
    let first = 1 + usize::from(matches!(reading.kind(1), Some(Kind::Comma | Kind::Dash)));
    reading.token(first).is_some_and(|token| {
        token.is_word() && !token.is_capital() && !token.is(Classes::CLAUSE.or(Classes::PREPOSITION))
    })
}

/// Whether words of saying lead to the quotation at `at` in a way that is not understood: "no tale beginning, “…”".
fn is_led_in_unread(reading: Reading, at: usize) -> bool {
    let Some(mark) = at.checked_sub(1) else { return false };
    matches!(reading.kind(mark), Some(Kind::Comma | Kind::Colon))
        && (mark.saturating_sub(2)..mark).any(|word| reading.is(word, Classes::SAYING) && !reading.is_quote(word))
}

/// Whether nothing but commas and "and" stands between two quotations.
fn is_list(reading: Reading, before: usize, at: usize) -> bool {
    let mut between = before + 1..at;
    between.len() <= 3
        && between.all(|at| {
            reading.kind(at) == Some(Kind::Comma) || matches!(reading.word(at), "and" | "or" | "but" | "also" | "then")
        })
}

/// Whether the sentence is a quotation and its attribution, and nothing else.
fn is_attribution(reading: Reading, sayings: &[Saying]) -> bool {
    let Some((saying, others)) = sayings.split_first() else { return false };
    if reading.items.len() > LONGEST_ATTRIBUTION {
        return false;
    }
    // "Said Jane Doe, a lawyer who said she was alarmed": what is told of her ends nothing.
    let who = (saying.cue.end.max(saying.place.end)..reading.items.len()).find(|&at| reading.word(at) == "who");
    let is_told = |other: &Saying| {
        who.is_some_and(|who| {
            !(who..other.cue.start).any(|at| matches!(reading.word(at), "but" | "and" | "while" | "though"))
        })
    };
    saying.strength == Strength::Saying
        && others.iter().filter(|other| other.strength == Strength::Saying).all(is_told)
        && attached(reading, saying, 0)
        && !(1..reading.items.len()).any(|at| reading.is_quote(at))
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

/// Whether the quotation at `at` is what stands on a thing: "the front page, which had the headline: “…”".
fn is_inscription(reading: Reading, at: usize) -> bool {
    at > 1
        && reading.kind(at - 1) == Some(Kind::Colon)
        && matches!(reading.word(at - 2), "headline" | "caption" | "title" | "slogan" | "motto")
}

/// Whether the words of saying give somebody the quotation for a name: "Doe called Roe “a fool”".
fn labels(reading: Reading, saying: &Saying, at: usize) -> bool {
    let clause = Classes::CLAUSE.or(Classes::MODAL).or(Classes::VERB).or(Classes::SAYING);
    saying.strength == Strength::Wording
        && matches!(reading.word(saying.cue.start), "call" | "calls" | "called" | "calling" | "dubbed" | "branded")
        && saying.place.end <= saying.cue.start
        && (saying.cue.end..at).len() <= LONGEST_OBJECT
        && !(saying.cue.end..at).any(|at| reading.is(at, clause) || reading.kind(at) == Some(Kind::Comma))
}

/// Whether the words of saying lead straight to the quotation: with a comma, a colon or nothing in between at its end.
fn leads_in(reading: Reading, saying: &Saying, at: usize) -> bool {
    at >= 1
        && (saying.cue.end == at
            || reading.token(at - 1).is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Colon | Kind::Dash))
            || reading.word(at - 1) == "that")
}

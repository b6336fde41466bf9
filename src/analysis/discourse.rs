//! Whom "he" or "the senator" means, by what the text has said so far.

use std::{collections::VecDeque, ops::Range};

use super::{
    descriptions::{
        Head, PARTIES, UNQUALIFYING, accompanies, age_in, is_new, is_of_age, is_qualified, is_unnamed, lone_head,
    },
    people::{Gender, People, noun_gender},
    phrases::{Reading, Subject},
    sayings::Saying,
    sentences::Item,
    tokens::{Kind, Token, Tokens, key},
    words::Classes,
};

/// How many references back a pronoun is looked up.
const MEMORY: usize = 40;
/// How many sentences back a pronoun is looked up.
const REACH: i32 = 9;

/// How many sentences back "it" and "they" are looked up, and how many sources are remembered for them.
const NEAR: i32 = 2;
const FEW: usize = 4;

/// How many sentences back somebody is looked up of whom neither "he" nor "she" was said.
const REACH_UNKNOWN: i32 = 4;

/// The weight of somebody who is the subject of a verb of saying, of the first subject of a sentence, and of somebody
/// who is introduced ("Jane Doe, the mayor, …").
const SPEAKS: i32 = 9;
const LEADS: i32 = 7;
const INTRODUCED: i32 = 6;
/// The weight of a first subject that stands in a clause of its own ("This is what Jane Doe gave"), and of whomever a
/// sentence is said to be about ("For Jane Doe, …", "In Jane Doe's speech, …").
const EMBEDDED: i32 = 2;
const TOPIC: i32 = 5;
/// The weight of each of two who are a subject together.
const PAIRED: i32 = 1;
/// What each sentence in between takes from a weight.
const PER_SENTENCE: i32 = 5;

/// What has been said so far, sentence by sentence.
#[derive(Default)]
pub(super) struct Discourse {
    references: Vec<Reference>,
    sentence: i32,
    /// The sources of the last sentences that are no named people, at most [`FEW`].
    things: VecDeque<Thing>,
    /// Everybody whom the text tells of without a name.
    strangers: Vec<Stranger>,
}

/// Somebody without a name ("a woman from Kent").
struct Stranger {
    words: Range<usize>,
    /// The key of the noun.
    role: u32,
    gender: Option<Gender>,
}

/// Whom a pronoun means.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Meant {
    /// A person, as an index into the people.
    Person(usize),
    /// Somebody without a name, by the words that told of them first.
    Stranger(Range<usize>),
}

/// Whom a reference is to: a person or a stranger, each by its index.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Referent {
    Person(usize),
    Stranger(usize),
}

/// A source that is no named person and that "it" or "they" may mean.
struct Thing {
    words: Range<usize>,
    sentence: i32,
    is_several: bool,
}

/// Somebody referred to, by name, by a pronoun that was resolved or by the first words about a stranger.
struct Reference {
    who: Referent,
    sentence: i32,
    token: usize,
    weight: i32,
}

impl Reference {
    /// The person, if it is no stranger.
    fn person(&self) -> Option<usize> {
        match self.who {
            Referent::Person(person) => Some(person),
            Referent::Stranger(_) => None,
        }
    }
}

impl Discourse {
    /// Takes in the next sentence: its names, and its pronouns where it is clear whom they mean.
    pub(super) fn read(&mut self, reading: Reading, sayings: &[Saying], people: &mut [Option<Gender>]) {
        self.sentence += 1;
        let main = reading.clause_subject(reading.items.len());
        let main_token = match &main {
            Some((Subject::Named(mention), _)) => reading.people.mentions[*mention].tokens.start,
            Some((Subject::Pronoun(token), _)) => *token,
            _ => usize::MAX,
        };
        let is_embedded = main.as_ref().is_some_and(|(_, place)| reading.is_embedded(place.start));
        let owns = |mention: usize| {
            let end = reading.people.mentions[mention].tokens.end;
            reading.tokens.all.get(end).is_some_and(|next| next.kind == Kind::Possessive)
        };
        let speaks = |token: usize| {
            let finite = sayings
                .iter()
                .take(MEMORY)
                .filter(|saying| saying.cue.len() > 1 || !reading.word(saying.cue.start).ends_with("ing"));
            finite.into_iter().any(|saying| match &saying.subject {
                // "Jane Doe's letter says": what she has speaks, and she is spoken of no more for it.
                Subject::Named(mention) => reading.people.mentions[*mention].tokens.start == token && !owns(*mention),
                Subject::Pronoun(pronoun) => *pronoun == token,
                Subject::Described(_) | Subject::Untold => false,
            })
        };
        let tokens = reading.tokens;
        // "Jane Doe asked him why": he is who will answer.
        let asked = sayings.iter().take(MEMORY).find(|saying| {
            let object = reading.index(saying.cue.end);
            let is_somebody =
                object.is_some_and(|at| is_asked_pronoun(tokens, at) || reading.people.mention_at(at).is_some());
            is_asking(reading.word(saying.cue.start)) && is_somebody
        });
        let asks = |token: usize| match asked.map(|saying| &saying.subject) {
            Some(Subject::Named(mention)) => reading.people.mentions[*mention].tokens.start == token,
            Some(Subject::Pronoun(pronoun)) => *pronoun == token,
            _ => false,
        };
        // "Jane Doe and Paul Roe opened it": neither is "she" more than another.
        let pair = reading.leading_pair().or_else(|| reading.leading_list());
        let in_pair = |token: usize| pair.as_ref().is_some_and(|pair| pair.contains(&token));
        // "She left it, Doe said": she may be another.
        let tells_of_another = sayings.iter().take(FEW).any(|saying| matches!(saying.subject, Subject::Named(_)));
        self.meet_strangers(reading, sayings, people);
        let mut covered = 0;
        for item in reading.items {
            let Item::Token(at) = *item else { continue };
            let at = at as usize;
            if at < covered {
                continue;
            }
            let token = &tokens.all[at];
            if token.is_capital()
                && let Some(mention) = reading.people.mention_at(at)
            {
                let mention = &reading.people.mentions[mention];
                covered = mention.tokens.end;
                // "A reporter asked Jane Doe so": she is who will answer.
                let is_asked = at > 0 && is_asking(tokens.word(at - 1));
                let weight = match () {
                    () if asks(at) => EMBEDDED,
                    () if in_pair(at) => PAIRED,
                    () if speaks(at) || is_asked => SPEAKS,
                    () if at == main_token && is_embedded => EMBEDDED.max(weight_in_place(tokens, &mention.tokens)),
                    () if at == main_token => LEADS + i32::from(mention.tokens.len() > 1),
                    () if is_topic(reading, at, mention.tokens.end) => TOPIC,
                    () => weight_in_place(tokens, &mention.tokens),
                };
                let who = Referent::Person(mention.person);
                self.references.push(Reference { who, sentence: self.sentence, token: at, weight });
            } else if let Some(gender) = pronoun_gender(tokens, at) {
                let subject = token.is(Classes::PRONOUN);
                let is_object = matches!(tokens.word(at), "him" | "her");
                if let Some(who) = self.who(gender, at, people, None) {
                    // Only the subject of a later sentence tells for sure of whom it is said.
                    let is_reported = at == main_token && !speaks(at) && tells_of_another;
                    if (at == main_token || speaks(at)) && !is_reported && !self.spoken_of(who, self.sentence) {
                        match who {
                            Referent::Person(person) => people[person].get_or_insert(gender),
                            Referent::Stranger(stranger) => self.strangers[stranger].gender.get_or_insert(gender),
                        };
                    }
                    let weight = match () {
                        () if asks(at) => EMBEDDED,
                        () if speaks(at)
                            || at > 0 && is_asking(tokens.word(at - 1)) && is_asked_pronoun(tokens, at) =>
                        {
                            SPEAKS
                        }
                        () if at == main_token || is_object && self.has_vague_stranger() => LEADS,
                        () if subject => 3,
                        () => -1,
                    };
                    self.references.push(Reference { who, sentence: self.sentence, token: at, weight });
                }
            }
        }
    }

    /// Whether the sentence tells of a stranger who may be a man or a woman. Whomever it calls "her" is somebody else,
    /// and rather "she" in the next one: "An aide urged her to stay. She went."
    fn has_vague_stranger(&self) -> bool {
        let here = self.references.iter().rev().take_while(|reference| reference.sentence == self.sentence);
        here.take(MEMORY).any(|reference| match reference.who {
            Referent::Stranger(stranger) => self.strangers[stranger].gender.is_none(),
            Referent::Person(_) => false,
        })
    }

    /// Takes in those of whom the sentence tells without a name: whoever says something in it, and whomever it is
    /// about ("a woman from Kent", "my mother").
    fn meet_strangers(&mut self, reading: Reading, sayings: &[Saying], people: &[Option<Gender>]) {
        let tokens = reading.tokens;
        let said = sayings.iter().take(FEW).filter_map(|saying| match &saying.subject {
            Subject::Described(words) => Some((words.clone(), SPEAKS)),
            _ => None,
        });
        let led = reading.clause_subject(reading.items.len()).and_then(|(subject, _)| match subject {
            Subject::Described(words) => Some((words, LEADS)),
            _ => None,
        });
        let met: Vec<_> = said.chain(led).collect();
        for (words, weight) in met {
            let is_met = self.references.iter().rev().take(FEW).any(|reference| reference.token == words.start);
            if is_met {
                continue;
            }
            if let Some(person) = self.description(tokens, reading.people, &words, people) {
                let who = Referent::Person(person);
                self.references.push(Reference { who, sentence: self.sentence, token: words.start, weight });
                continue;
            }
            let Some(head) = lone_head(tokens, &words) else { continue };
            let noun = &tokens.all[head];
            let gender = noun_gender(noun.classes);
            let weight = if gender.is_some() { weight } else { weight - OF_EITHER_GENDER };
            let is_definite =
                matches!(tokens.word(words.start), "the" | "The") && !is_qualified(tokens, words.start..head);
            let is_definite =
                is_definite && !tokens.all[words.start + 1..head.max(words.start + 1)].iter().any(Token::is_capital);
            let recent = self.strangers.len().saturating_sub(MEMORY);
            let known = self.strangers[recent..].iter().rposition(|stranger| stranger.role == noun.key);
            let known = known.filter(|_| is_definite).map(|known| Referent::Stranger(recent + known));
            if known.is_none() && !is_definite && !is_new(tokens, &words, head) {
                continue;
            }
            let who = known.unwrap_or(Referent::Stranger(self.strangers.len()));
            self.references.push(Reference { who, sentence: self.sentence, token: words.start, weight });
            if known.is_none() {
                self.strangers.push(Stranger { role: noun.key, words, gender });
            }
        }
    }

    /// Remembers a source of the last sentence that is no named person.
    pub(super) fn remember(&mut self, tokens: &Tokens, words: &Range<usize>) {
        let end = words.clone().find(|&at| tokens.all[at].is(Classes::PREPOSITION)).unwrap_or(words.end);
        let Some(head) = (words.start..end).rev().find(|&at| tokens.all[at].is_word()) else { return };
        let noun = &tokens.all[head];
        if noun.is(Classes::ROLE) && !noun.is(Classes::GROUP) || tokens.all[words.start].is(Classes::PRONOUN) {
            return;
        }
        let is_several = tokens.word(head).ends_with('s') && !noun.is_capital();
        self.keep(Thing { words: words.clone(), sentence: self.sentence, is_several });
    }

    /// Remembers two people whom the last sentence was about, by all the words that name them.
    pub(super) fn remember_pair(&mut self, words: Range<usize>) {
        self.keep(Thing { words, sentence: self.sentence, is_several: true });
    }

    fn keep(&mut self, thing: Thing) {
        if self.things.len() == FEW {
            self.things.pop_front();
        }
        self.things.push_back(thing);
    }

    /// What "it" or "they" at `token` means: the source that was last spoken of.
    pub(super) fn thing(&self, tokens: &Tokens, token: usize) -> Option<Range<usize>> {
        let several = match tokens.word(token) {
            "it" | "It" => false,
            "they" | "They" => true,
            _ => return None,
        };
        let group = |thing: &Thing| tokens.all[thing.words.clone()].iter().any(|token| token.is(Classes::GROUP));
        let mut near = self.things.iter().rev().filter(|thing| {
            thing.words.end <= token
                && self.sentence - thing.sentence <= NEAR
                && (thing.is_several == several || several && group(thing))
        });
        near.next().map(|thing| thing.words.clone())
    }

    /// Whether somebody was referred to in a sentence.
    fn spoken_of(&self, who: Referent, sentence: i32) -> bool {
        self.references.iter().rev().take_while(|r| r.sentence == sentence).take(MEMORY).any(|r| r.who == who)
    }

    /// Whom a pronoun at `token` means.
    pub(super) fn pronoun(&self, tokens: &Tokens, token: usize, genders: &[Option<Gender>]) -> Option<Meant> {
        let own = self.references.iter().rev().take(MEMORY).find(|reference| reference.token == token);
        let who = match own {
            Some(own) => own.who,
            None => self.who(pronoun_gender(tokens, token)?, token, genders, None)?,
        };
        Some(match who {
            Referent::Person(person) => Meant::Person(person),
            Referent::Stranger(stranger) => Meant::Stranger(self.strangers.get(stranger)?.words.clone()),
        })
    }

    /// The person whom a pronoun at `token` means if it is not `unlikely`.
    pub(super) fn pronoun_but(
        &self,
        tokens: &Tokens,
        token: usize,
        genders: &[Option<Gender>],
        unlikely: usize,
    ) -> Option<usize> {
        match self.who(pronoun_gender(tokens, token)?, token, genders, Some(unlikely))? {
            Referent::Person(person) => Some(person),
            Referent::Stranger(_) => None,
        }
    }

    fn gender_of(&self, who: Referent, genders: &[Option<Gender>]) -> Option<Gender> {
        match who {
            Referent::Person(person) => genders.get(person).copied().flatten(),
            Referent::Stranger(stranger) => self.strangers.get(stranger)?.gender,
        }
    }

    fn who(
        &self,
        gender: Gender,
        token: usize,
        genders: &[Option<Gender>],
        unlikely: Option<usize>,
    ) -> Option<Referent> {
        let mut best: Option<(i32, Referent)> = None;
        for reference in self.references.iter().rev().filter(|reference| reference.token < token).take(MEMORY) {
            let distance = self.sentence.saturating_sub(reference.sentence);
            if distance > REACH {
                break;
            }
            if unlikely.is_some() && reference.person() == unlikely {
                continue;
            }
            let known = self.gender_of(reference.who, genders);
            // "An aide said she had won": somebody else.
            let is_unlikely = distance == 0 && known.is_none() && reference.person().is_none();
            if is_unlikely || known.is_some_and(|known| known != gender) || known.is_none() && distance > REACH_UNKNOWN
            {
                continue;
            }
            let points = reference.weight - PER_SENTENCE * distance + if known.is_some() { 2 } else { 0 };
            if best.is_none_or(|(most, _)| points > most) {
                best = Some((points, reference.who));
            }
        }
        best.map(|(_, who)| who)
    }

    /// Whom a description means: somebody of that role, or else the person spoken of, where the words can only mean
    /// one person.
    pub(super) fn description(
        &self,
        tokens: &Tokens,
        people: &People,
        words: &Range<usize>,
        genders: &[Option<Gender>],
    ) -> Option<usize> {
        if is_unnamed(tokens, words) {
            return None;
        }
        if let Some(person) = self.role_bearer(tokens, people, words, genders) {
            return Some(person);
        }
        // "The man", "the billionaire": whoever is spoken of.
        let Head { at: head, end, gender } = Head::of(tokens, words)?;
        let of_age = is_of_age(tokens, words);
        let is_qualified = !of_age && is_qualified(tokens, words.start..head);
        let is_possessed = matches!(tokens.word(words.start), "his" | "her" | "His" | "Her");
        // "The mother-of-two".
        let is_compound = end > words.start && tokens.all[end - 1].kind == Kind::Hyphen;
        if is_qualified
            || is_possessed
            || end < words.end && !of_age && !is_compound
            || tokens.all[words.clone()].iter().any(|t| t.kind == Kind::Possessive)
            || accompanies(tokens.word(head))
        {
            return None;
        }
        let role = tokens.all[head].key;
        if self.strangers.iter().rev().take(MEMORY).any(|stranger| stranger.role == role) {
            return None;
        }
        // "The suspect" is not the spokesman who was spoken of, nor "the 54-year-old" somebody of another age.
        let is_other = |person: usize| {
            people.all.get(person).is_some_and(|someone| {
                PARTIES.contains(&tokens.word(head)) && !someone.roles.is_empty() || of_age && someone.age.is_some()
            })
        };
        let recent = self.references.iter().rev().filter(|r| r.token < words.start).take(6);
        recent
            .filter(|r| !r.person().is_some_and(is_other))
            .filter(|r| self.sentence.saturating_sub(r.sentence) <= 2 && r.weight >= 3)
            .find(|r| {
                r.person().map_or(self.gender_of(r.who, genders) == gender, |person| fits(genders, person, gender))
            })
            .and_then(Reference::person)
    }

    /// The person of whom the role in a description is told.
    fn role_bearer(
        &self,
        tokens: &Tokens,
        people: &People,
        words: &Range<usize>,
        genders: &[Option<Gender>],
    ) -> Option<usize> {
        let Head { at: head, gender, .. } = Head::of(tokens, words)?;
        if let Some(age) = age_in(tokens, words) {
            let of_age = people.with_role(age).iter().copied().filter(|&person| {
                people.all.get(person).is_some_and(|someone| someone.age == Some(age)) && fits(genders, person, gender)
            });
            let last =
                |person: usize| self.references.iter().rev().take(MEMORY * 4).position(|r| r.person() == Some(person));
            return of_age.min_by_key(|&person| last(person).unwrap_or(usize::MAX));
        }
        let mut best: Option<(i32, usize)> = None;
        for &person in people.with_role(tokens.all[head].key) {
            let Some(someone) = people.all.get(person).filter(|_| fits(genders, person, gender)) else { continue };
            let before = &tokens.all[words.start..head];
            let is_told = |token: &&Token| someone.roles.contains(&token.key);
            let mut qualifying = before.iter().filter(|token| token.is_word() && !token.is(UNQUALIFYING)).peekable();
            if qualifying.peek().is_some() && !qualifying.any(|token| is_told(&token)) {
                continue;
            }
            let shared = before.iter().filter(is_told).count() as i32;
            let is_past = someone.roles.contains(&FORMER) && !before.iter().any(|token| token.key == FORMER);
            let back = (0..).zip(self.references.iter().rev().filter(|r| r.token < words.start).take(MEMORY * 4));
            let last = back.filter(|(_, r)| r.person() == Some(person)).map(|(back, _)| back).next();
            let points = 10 * shared - last.unwrap_or(100) - if is_past { PAST } else { 0 };
            if best.is_none_or(|(most, _)| points > most) {
                best = Some((points, person));
            }
        }
        best.map(|(_, person)| person)
    }

    /// The person whom the last sentence was about.
    pub(super) fn topic(&self, within: i32) -> Option<usize> {
        let recent = self.references.iter().rev().take(MEMORY);
        recent
            .filter(|r| self.sentence.saturating_sub(r.sentence) <= within && r.weight >= LEADS)
            .find_map(Reference::person)
    }
}

/// What somebody of whom neither "he" nor "she" is certain is less likely to be.
const OF_EITHER_GENDER: i32 = 2;

/// Whether it is somebody who is asked: "him", and "her" but for "her husband".
fn is_asked_pronoun(tokens: &Tokens, at: usize) -> bool {
    let owns = || {
        let small = Classes::FUNCTION.or(Classes::CLAUSE).or(Classes::PREPOSITION);
        tokens.all.get(at + 1).is_some_and(|next| next.is_word() && !next.is(small))
    };
    tokens.word(at) == "him" || tokens.word(at) == "her" && !owns()
}

fn is_asking(verb: &str) -> bool {
    matches!(verb, "asked" | "asks" | "asking")
}

/// The word that makes an office one of the past, and what it takes from a bearer for a description without it.
const FORMER: u32 = key("former");
const PAST: i32 = 20;

fn fits(genders: &[Option<Gender>], person: usize, gender: Option<Gender>) -> bool {
    let known = genders.get(person).copied().flatten();
    gender.is_none() || known.is_none() || known == gender
}

/// Whether the name of the tokens `name..end` begins a sentence as what it is about: "For Jane Doe, …", "In Jane Doe's
/// speech for a friend, …".
fn is_topic(reading: Reading, name: usize, end: usize) -> bool {
    let is_title = |token: &Token| token.is(Classes::TITLE) || token.kind == Kind::Stop && !token.first;
    let first = (0..4).find(|&at| reading.index(at) == Some(name));
    let leads = first.is_some_and(|first| {
        let titles = 1..first;
        first > 0 && titles.into_iter().all(|at| reading.token(at).is_some_and(is_title))
    });
    let next = reading.tokens.all.get(end).map(|next| next.kind);
    leads
        && match reading.word(0) {
            "For" => next == Some(Kind::Comma),
            "In" | "At" | "During" => next == Some(Kind::Possessive),
            _ => false,
        }
}

/// The weight of a name that is no subject, by what stands beside it.
fn weight_in_place(tokens: &Tokens, name: &Range<usize>) -> i32 {
    let next = tokens.all.get(name.end).map(|next| next.kind);
    let before = |back: usize| name.start.checked_sub(back).map(|at| &tokens.all[at]);
    // "With Jane Doe — who is the mayor — saying so": she acts all the same.
    let acts = name.start > 0
        && tokens.word(name.start - 1) == "with"
        && (tokens.word(name.end).ends_with("ing") || matches!(next, Some(Kind::Comma | Kind::Dash)));
    let hangs = before(1).is_some_and(|token| token.is(Classes::PREPOSITION)) && !acts;
    let belongs = before(1).is_some_and(|token| token.kind == Kind::Comma)
        && before(2).is_some_and(|token| token.is(Classes::ROLE));
    let introduced = !belongs && next == Some(Kind::Comma) && name.len() > 1;
    match () {
        () if introduced || acts => INTRODUCED,
        () if next == Some(Kind::Possessive) || hangs => -2,
        () => 0,
    }
}

fn pronoun_gender(tokens: &Tokens, at: usize) -> Option<Gender> {
    match tokens.word(at) {
        "he" | "He" | "him" | "his" | "His" | "himself" => Some(Gender::He),
        "she" | "She" | "her" | "Her" | "hers" | "herself" => Some(Gender::She),
        _ => None,
    }
}

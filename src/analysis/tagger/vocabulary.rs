//! What is known of each word that can be part of a name: from the lists of names, from its letters, and from how the
//! text uses it elsewhere, which tells most.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

use super::{
    super::{
        gazetteer::Known,
        tokens::{Case, Kind, Tokens, key},
        words::{Classes, with_lower},
    },
    hash::{self, join},
    units::Unit,
};

/// A way in which a text can use a word.
#[derive(Clone, Copy, Debug)]
enum Use {
    /// It also stands in lower case.
    Small,
    /// It stands behind a given name.
    AfterGiven,
    /// It stands behind a title.
    AfterTitle,
    /// It is capitalised where only a name would be.
    Inner,
    /// A verb of saying stands beside it.
    Says,
    /// A preposition of place stands before it.
    InPlace,
    /// "The" stands before it.
    AfterThe,
    /// A word of an organisation ends its run.
    BeforeOrganization,
    /// An age stands behind it.
    Aged,
    /// It stands behind an initial.
    AfterInitial,
    /// It stands before a surname.
    BeforeSurname,
    /// A role in lower case stands before it, or a description of somebody behind it.
    Role,
    /// It stands alone.
    Alone,
    /// "Who" stands behind it.
    Who,
    /// It ends a run of a few words.
    Last,
    /// It begins a run of a few words.
    First,
    /// A verb for what only people do stands behind it.
    Acts,
    /// Such a verb, or "according to", stands before it.
    Suffers,
    /// The word for somebody's kin stands behind it ("'s wife", "and her son").
    Kin,
    /// It is told that this is a name, or an age stands before it.
    Named,
}

/// How many ways there are.
pub(super) const USES: usize = 20;

/// How often a text uses a word in which way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Uses([u16; USES]);

impl Uses {
    fn add(&mut self, seen: u32) {
        for (bit, times) in self.0.iter_mut().enumerate() {
            *times = times.saturating_add((seen >> bit & 1) as u16);
        }
    }

    /// For each way two bits: never 0, sometimes 1, in a good part of `all` times 2.
    fn levels(self, all: u16) -> u64 {
        self.0.iter().rev().fold(0, |levels, &times| {
            let level = if times == 0 { 0 } else { 1 + u64::from(u32::from(times) * 5 >= u32::from(all) * 2) };
            levels << 2 | level
        })
    }
}

/// What is known of a word.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    /// Its hash.
    pub(super) key: u32,
    /// The lists it is on, as bits: given names 1, surnames 2, places 4, words written in lower case 8, its parts only 16.
    pub(super) known: u32,
    /// How the text uses it: for each way two bits, never 0, sometimes 1, often 2.
    pub(super) uses: u64,
    /// How often it stands with a capital.
    pub(super) times: u16,
    counts: Uses,
    /// Hashes of its first one to four letters.
    pub(super) heads: [u32; 4],
    /// Hashes of its last one to four letters.
    pub(super) tails: [u32; 4],
    /// Its form: length, hyphens, apostrophes, inner capitals, foreign letters.
    pub(super) form: u32,
}

/// The words of a text that can be part of a name.
#[derive(Default)]
pub(super) struct Vocabulary {
    words: Vec<Word>,
}

/// The vocabulary while it is gathered, block by block.
#[derive(Default)]
pub(super) struct Gatherer {
    vocabulary: Vocabulary,
    /// The entry of each word, by its key.
    numbers: HashMap<u32, u32, BuildHasherDefault<KeyHasher>>,
    /// The keys of all words that stand in lower case, as often as they do.
    small: Vec<u32>,
}

impl Gatherer {
    /// Gathers the words of a block's chains, tells each unit its word, and sees how the block uses them.
    pub(super) fn gather(&mut self, tokens: &Tokens, units: &mut [Unit], chains: &[Range<usize>]) {
        let words = &mut self.vocabulary.words;
        if words.is_empty() {
            words.push(Word::default());
        }
        for unit in chains.iter().cloned().flatten() {
            let unit = &mut units[unit];
            unit.word = *self.numbers.entry(unit.key).or_insert_with(|| {
                words.push(Word::of(tokens, unit));
                words.len() as u32 - 1
            });
        }
        let is_small = |unit: &&Unit| unit.case == Case::Lower && unit.is_word() && !unit.may_be_name;
        self.small.extend(units.iter().filter(is_small).map(|unit| unit.key));
        for chain in chains {
            for at in chain.clone() {
                let uses = self.vocabulary.uses_at(units, chain, at);
                let word = &mut self.vocabulary.words[units[at].word as usize];
                word.counts.add(uses);
                word.times = word.times.saturating_add(1);
            }
        }
    }

    pub(super) fn finish(self) -> Vocabulary {
        let mut vocabulary = self.vocabulary;
        for number in self.small.iter().filter_map(|key| self.numbers.get(key)) {
            vocabulary.words[*number as usize].counts.add(1 << Use::Small as u32);
        }
        for word in &mut vocabulary.words {
            word.uses = word.counts.levels(word.times);
        }
        vocabulary
    }
}

impl Vocabulary {
    /// All words, in the order of their numbers.
    pub(super) fn all(&self) -> &[Word] {
        &self.words
    }

    /// What is known of a unit's word.
    pub(super) fn word(&self, unit: &Unit) -> &Word {
        &self.words[unit.word as usize]
    }

    /// What this one place tells of the use of its word.
    fn uses_at(&self, units: &[Unit], chain: &Range<usize>, at: usize) -> u32 {
        let unit = &units[at];
        if unit.case == Case::Lower || unit.headline {
            return 0;
        }
        let none = &Unit::BOUNDARY;
        let before = if unit.begins { none } else { at.checked_sub(1).map_or(none, |at| &units[at]) };
        let next = |steps: usize| units.get(at + steps).filter(|next| !next.begins).unwrap_or(none);
        let known = |unit: &Unit| if unit.may_be_name { self.word(unit).known } else { 0 };
        let mut uses = 0;
        let mut tell = |is_so: bool, what: Use| uses |= u32::from(is_so) << what as u32;
        let in_chain_before = at > chain.start;
        let in_chain_after = at + 1 < chain.end;
        let title_before = before.classes.any(Classes::TITLE);
        tell(in_chain_before && !title_before && known(before) & (1 | 4) == 1, Use::AfterGiven);
        tell(title_before && (before.is_capital() || !before.is_word()), Use::AfterTitle);
        tell(!unit.first && !unit.begins, Use::Inner);
        let small = |unit: &Unit, classes: Classes| unit.case == Case::Lower && unit.classes.any(classes);
        tell(
            !in_chain_after && small(next(1), Classes::SAYING)
                || !in_chain_before && small(before, Classes::SAYING) && unit.first,
            Use::Says,
        );
        tell(!in_chain_before && matches!(before.key, IN | AT | NEAR | FROM), Use::InPlace);
        tell(!in_chain_before && before.key == THE, Use::AfterThe);
        tell(in_chain_after && units[chain.end - 1].classes.any(Classes::ORGANIZATION), Use::BeforeOrganization);
        let comma = next(1).kind == Kind::Comma;
        let age = comma && next(2).kind == Kind::Number && matches!(next(3).kind, Kind::Comma | Kind::Stop);
        tell(age, Use::Aged);
        tell(in_chain_before && before.case == Case::Initial, Use::AfterInitial);
        let surname_next = in_chain_after && known(next(1)) & 2 != 0;
        tell(surname_next && known(unit) & 1 != 0, Use::BeforeSurname);
        let described = comma && (2..6).any(|steps| small(next(steps), Classes::ROLE));
        tell(small(before, Classes::ROLE) || described, Use::Role);
        tell(!in_chain_before && !in_chain_after && !unit.first, Use::Alone);
        tell(next(1).key == WHO || comma && next(2).key == WHO, Use::Who);
        let words = chain.len();
        let is_short = (2..=4).contains(&words) && !units[chain.end - 1].classes.any(Classes::ORGANIZATION);
        tell(is_short && !in_chain_after, Use::Last);
        tell(is_short && !in_chain_before, Use::First);
        tell(!in_chain_after && acts(&next), Use::Acts);
        let before2 = if before.begins { none } else { at.checked_sub(2).map_or(none, |at| &units[at]) };
        let by_word = before.key == TO && before2.key == ACCORDING;
        tell(!in_chain_before && (small(before, Classes::DEED) || by_word), Use::Suffers);
        let owner = next(1).kind == Kind::Possessive && small(next(2), Classes::ROLE);
        let with_kin = next(1).key == AND && small(next(2), Classes::POSSESSIVE) && small(next(3), Classes::ROLE);
        tell(!in_chain_after && (owner || with_kin), Use::Kin);
        let named = matches!(before.key, NAMED | OLD) || before.key == AS && matches!(before2.key, KNOWN | IDENTIFIED);
        let aged = next(1).kind == Kind::Open && next(2).kind == Kind::Number && next(3).kind == Kind::Close;
        tell(!in_chain_before && named || !in_chain_after && aged, Use::Named);
        uses
    }
}

/// Whether a verb for what only people do follows, as `next` gives the units behind a name: "died", "was killed", "has
/// also died".
pub(super) fn acts<'a>(next: &impl Fn(usize) -> &'a Unit) -> bool {
    let is_small = |unit: &Unit, classes: Classes| unit.case == Case::Lower && unit.classes.any(classes);
    let helpers = (1..=2).take_while(|&steps| is_small(next(steps), HELPER)).count();
    is_small(next(helpers + 1), Classes::DEED)
}

/// What may stand between a name and its verb.
const HELPER: Classes = Classes::BE.or(Classes::ADVERB).or(Classes::MODAL);

/// Bit of a word that is on no list itself, while its parts may be.
const IN_PARTS: u32 = 1 << 4;

const IN: u32 = key("in");
const AT: u32 = key("at");
const NEAR: u32 = key("near");
const FROM: u32 = key("from");
const THE: u32 = key("the");
const WHO: u32 = key("who");
const AND: u32 = key("and");
const TO: u32 = key("to");
const AS: u32 = key("as");
const ACCORDING: u32 = key("according");
const NAMED: u32 = key("named");
const KNOWN: u32 = key("known");
const IDENTIFIED: u32 = key("identified");
/// The key of "year-old".
pub(super) const OLD: u32 = join(key("year"), key("old"));

impl Word {
    fn of(tokens: &Tokens, unit: &Unit) -> Self {
        let parts = unit.tokens();
        let span = tokens.span(parts.clone());
        let text = tokens.text.get(span.range()).unwrap_or_default();
        let parts = tokens.all.get(parts).unwrap_or_default();
        let known = match parts {
            [only] => only.known.lists(),
            _ => match Known::of(text).lists() {
                0 => parts.iter().fold(IN_PARTS, |all, part| all | part.known.lists()),
                listed => listed,
            },
        };
        let mut word = Self { key: unit.key, known, form: form(text), ..Self::default() };
        with_lower(text, |lower| {
            let mut ends = lower.char_indices().map(|(at, _)| at).skip(1).chain([lower.len()]);
            for head in &mut word.heads {
                *head = ends.next().map_or(0, |end| hash::bytes(&lower[..end]));
            }
            let mut starts = lower.char_indices().rev().map(|(at, _)| at);
            for tail in &mut word.tails {
                *tail = starts.next().map_or(0, |start| hash::bytes(&lower[start..]));
            }
        });
        word
    }
}

/// The form of a word: its length, and whether it holds a hyphen, an apostrophe, an inner capital, a full stop, foreign
/// letters.
fn form(text: &str) -> u32 {
    let mut form = match text.chars().count() {
        n @ 0..=4 => n as u32,
        5..=6 => 5,
        7..=9 => 6,
        _ => 7,
    };
    let mut previous = ' ';
    for c in text.chars() {
        form |= match c {
            '-' | '‐' | '‑' => 1 << 3,
            '\'' | '’' => 1 << 4,
            '.' => 1 << 5,
            _ if c.is_uppercase() && previous.is_lowercase() => 1 << 6,
            _ if c.is_lowercase() && matches!(previous, '-' | '‐' | '‑') => 1 << 9,
            's' if previous.is_uppercase() => 1 << 8,
            _ if !c.is_ascii() => 1 << 7,
            _ => 0,
        };
        previous = c;
    }
    form
}

/// Keys are hashes already.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

//! The words of a text as the model sees them: parts joined by a hyphen are one word, the full stop of an abbreviation
//! and quotation marks are left out, and runs of words that can be names are told from the rest.

use std::ops::Range;

use super::{
    super::{
        tokens::{BlockTokens, Case, Kind, Token, Tokens, key},
        words::Classes,
    },
    hash::join,
    vocabulary::{Gatherer, Vocabulary},
};

/// A word, number or mark.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "five facts that do not depend on each other")]
pub(super) struct Unit {
    /// Its first token.
    start: u32,
    /// One past its last token.
    end: u32,
    /// A hash of the word in lower case, or of the kind of anything else.
    pub(super) key: u32,
    /// The classes of its parts.
    pub(super) classes: Classes,
    /// What it is.
    pub(super) kind: Kind,
    /// How its first part is written.
    pub(super) case: Case,
    /// Whether its capital may be due to its place.
    pub(super) first: bool,
    /// Whether it can be part of a name.
    pub(super) may_be_name: bool,
    /// Whether no sentence goes on across the gap before it.
    pub(super) begins: bool,
    /// Whether a quotation mark stands before it.
    pub(super) after_mark: bool,
    /// Whether most words around it have capitals, so that a capital tells nothing.
    pub(super) headline: bool,
    /// Its entry in the vocabulary; only that of a word that can be part of a name is of use.
    pub(super) word: u32,
}

impl Unit {
    /// What stands beyond the end of a sentence.
    pub(super) const BOUNDARY: Self = Self {
        start: 0,
        end: 0,
        key: 1,
        classes: Classes::NONE,
        kind: Kind::Stop,
        case: Case::Lower,
        first: false,
        may_be_name: false,
        begins: true,
        after_mark: false,
        headline: false,
        word: 0,
    };

    /// Its tokens.
    pub(super) fn tokens(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it is a word.
    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Whether it is a word that begins with a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.kind == Kind::Word && self.case != Case::Lower
    }
}

/// A word that can be part of a name, where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Its first token.
    start: u32,
    /// One past its last token.
    end: u32,
    /// Its entry in the vocabulary.
    pub(super) word: u32,
    /// Whether it stands in a headline.
    pub(super) headline: bool,
    /// Whether it is a run by itself.
    pub(super) alone: bool,
}

impl Place {
    /// Its tokens.
    pub(super) fn tokens(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The units of a text, block by block: those of all at once would be larger than the text.
pub(super) struct Units<'a> {
    tokens: &'a Tokens<'a>,
    /// All words that can be part of a name.
    pub(super) places: Vec<Place>,
    /// Of each block, the first place in it or behind it.
    firsts: Vec<usize>,
    /// What is known of their words.
    pub(super) vocabulary: Vocabulary,
    /// The block that was turned to.
    block: Option<usize>,
    /// Its units.
    pub(super) all: Vec<Unit>,
    /// The runs of them that can be names.
    pub(super) chains: Vec<Range<usize>>,
}

impl<'a> Units<'a> {
    pub(super) fn of(tokens: &'a Tokens<'a>) -> Self {
        let mut units = Self {
            tokens,
            places: Vec::new(),
            firsts: Vec::with_capacity(tokens.blocks.len()),
            vocabulary: Vocabulary::default(),
            block: None,
            all: Vec::new(),
            chains: Vec::new(),
        };
        let mut gatherer = Gatherer::default();
        for block in &tokens.blocks {
            units.firsts.push(units.places.len());
            units.read(block);
            gatherer.gather(tokens, &mut units.all, &units.chains);
            for chain in &units.chains {
                let alone = chain.len() == 1;
                let place =
                    |&Unit { start, end, word, headline, .. }: &Unit| Place { start, end, word, headline, alone };
                units.places.extend(units.all[chain.clone()].iter().map(place));
            }
        }
        units.vocabulary = gatherer.finish();
        units
    }

    /// Turns to a block, by its number.
    pub(super) fn turn_to(&mut self, block: usize) {
        if self.block == Some(block) {
            return;
        }
        self.block = Some(block);
        self.read(&self.tokens.blocks[block]);
        for (at, place) in self.chains.iter().cloned().flatten().zip(&self.places[self.firsts[block]..]) {
            self.all[at].word = place.word;
        }
    }

    fn read(&mut self, block: &BlockTokens) {
        self.all.clear();
        join_block(self.tokens, block, &mut self.all);
        mark_names(&mut self.all);
        find_chains(&self.all, &mut self.chains);
    }

    /// The places of each run of the block, in order.
    pub(super) fn places_of_chains(&self) -> impl Iterator<Item = Range<usize>> {
        let first = self.block.map_or(0, |block| self.firsts[block]);
        self.chains.iter().scan(first, |first, chain| {
            let places = *first..*first + chain.len();
            *first = places.end;
            Some(places)
        })
    }

    /// The unit `steps` before `at`, or the boundary where the sentence begins in between.
    pub(super) fn before(&self, at: usize, steps: usize) -> &Unit {
        for step in 0..steps {
            if step > at || self.all[at - step].begins {
                return &Unit::BOUNDARY;
            }
        }
        at.checked_sub(steps).map_or(&Unit::BOUNDARY, |at| &self.all[at])
    }

    /// The unit `steps` after `at`, or the boundary where the sentence ends in between.
    pub(super) fn after(&self, at: usize, steps: usize) -> &Unit {
        for step in 1..=steps {
            if self.all.get(at + step).is_none_or(|unit| unit.begins) {
                return &Unit::BOUNDARY;
            }
        }
        &self.all[at + steps]
    }

    /// The run that stands before a run in a list, behind which are a comma, "and" or both, both by their numbers; each
    /// may have something in brackets behind it.
    pub(super) fn listed_before(&self, number: usize) -> Option<usize> {
        let start = self.chains.get(number)?.start;
        let is_apart = |at: usize| is_joint(&self.all[at]) && !self.all[at + 1].begins;
        let gap = (1..=2).take_while(|gap| start.checked_sub(*gap).is_some_and(is_apart)).last()?;
        let end = start - gap;
        let end = if self.before(end, 1).kind == Kind::Close { self.bracket_start(end)? } else { end };
        let ends = |number: usize| self.chains[number].end;
        let mut before = (0..number).rev().take_while(|&other| ends(other) >= end);
        before.find(|&other| ends(other) == end && !self.all[end].begins)
    }

    /// Where a bracket of a few words opens that closes before `end`.
    fn bracket_start(&self, end: usize) -> Option<usize> {
        let open = (2..=LONGEST_BRACKET).find(|&steps| self.before(end, steps).kind == Kind::Open)?;
        end.checked_sub(open)
    }

    /// What stands behind the bracket of a few words that opens at `open`; the boundary where none does.
    pub(super) fn beyond_bracket(&self, open: usize) -> &Unit {
        let is_here = |at: usize| self.all.get(at).is_some_and(|unit| !unit.begins);
        if !is_here(open) || self.all[open].kind != Kind::Open {
            return &Unit::BOUNDARY;
        }
        let mut within = (open + 1..open + LONGEST_BRACKET).take_while(|&at| is_here(at));
        let close = within.find(|&at| self.all[at].kind == Kind::Close);
        close.filter(|&close| is_here(close + 1)).map_or(&Unit::BOUNDARY, |close| &self.all[close + 1])
    }

    /// The run that stands behind a run in a list, both by their numbers.
    pub(super) fn listed_behind(&self, number: usize) -> Option<usize> {
        let end = self.chains.get(number)?.end;
        let is_near = |next: &usize| self.chains[*next].start < end + LONGEST_BRACKET + 2;
        let mut near = (number + 1..self.chains.len()).take_while(is_near);
        near.find(|&next| self.listed_before(next) == Some(number))
    }
}

/// The longest bracket between the members of a list, with its marks.
const LONGEST_BRACKET: usize = 8;

/// Whether it stands between the members of a list.
fn is_joint(unit: &Unit) -> bool {
    const AND: u32 = key("and");
    unit.kind == Kind::Comma || unit.key == AND
}

/// Joins the tokens of one block to units.
fn join_block(tokens: &Tokens, block: &BlockTokens, all: &mut Vec<Unit>) {
    let range = &block.tokens;
    let mut begins = true;
    let mut after_mark = false;
    let mut at = range.start;
    while at < range.end {
        let token = &tokens.all[at];
        let start = at;
        at += 1;
        if token.kind == Kind::Mark {
            after_mark = true;
            continue;
        }
        let is_abbreviation = token.kind == Kind::Stop && !token.first && start > range.start;
        if is_abbreviation && tokens.all[start - 1].is_word() && tokens.touch(start - 1, start) {
            continue;
        }
        let mut unit = Unit {
            start: start as u32,
            end: at as u32,
            key: if token.is_word() { token.key } else { plain_key(token) },
            classes: token.classes,
            kind: token.kind,
            case: token.case,
            first: token.first,
            may_be_name: false,
            begins,
            after_mark,
            headline: block.is_headline,
            word: 0,
        };
        if token.is_word() {
            while let Some(part) = next_part(tokens, at, range.end) {
                unit.key = join(unit.key, part.key);
                unit.classes = unit.classes.or(part.classes);
                if unit.case == Case::Lower && part.is_capital() && token.is(Classes::PARTICLE) {
                    unit.case = Case::Capital;
                }
                at += 2;
                unit.end = at as u32;
            }
        }
        begins = token.kind == Kind::Stop && token.first;
        after_mark = false;
        all.push(unit);
    }
}

/// The part of a word behind a hyphen or an inner full stop at `at`, unless it is a word of its own as in "Ghani-led".
fn next_part<'a>(tokens: &'a Tokens, at: usize, end: usize) -> Option<&'a Token> {
    let joint = tokens.all.get(at).filter(|_| at + 1 < end && tokens.touch(at - 1, at) && tokens.touch(at, at + 1))?;
    let part = tokens.all.get(at + 1).filter(|part| part.is_word())?;
    match joint.kind {
        Kind::Hyphen => (part.is_capital() || !part.is(Classes::SUFFIXED)).then_some(part),
        // "D.Ankhbayar".
        Kind::Other => (tokens.word(at) == ".").then_some(part),
        _ => None,
    }
}

/// The key of what is no word: by its kind, of a number by its length too.
fn plain_key(token: &Token) -> u32 {
    let kind = token.kind as u32 + 2;
    if token.kind == Kind::Number { kind + 100 * (token.span.len().min(5) as u32) } else { kind }
}

/// Marks the units that can be part of a name: words with a capital, and particles before them.
fn mark_names(all: &mut [Unit]) {
    let mut next = Unit::BOUNDARY;
    for at in (0..all.len()).rev() {
        let before_is_capital = at > 0 && all[at - 1].is_capital();
        let unit = &mut all[at];
        let next_may = next.may_be_name && !next.begins && !next.after_mark;
        unit.may_be_name = if !unit.is_word() {
            false
        } else if unit.case == Case::Lower {
            unit.classes.any(Classes::PARTICLE) && next_may
        } else if unit.classes.any(Classes::PRONOUN) && unit.case == Case::Initial {
            false
        } else {
            // "The" and "In" at the start of a sentence, before a word without a capital.
            !unit.classes.any(Classes::FUNCTION) || !unit.first || next_may || before_is_capital
        };
        next = *unit;
    }
}

/// Finds the runs of units that can be names.
fn find_chains(all: &[Unit], chains: &mut Vec<Range<usize>>) {
    chains.clear();
    for (at, unit) in all.iter().enumerate().filter(|(_, unit)| unit.may_be_name) {
        match chains.last_mut() {
            Some(last) if last.end == at && !unit.begins && !unit.after_mark => last.end += 1,
            _ => chains.push(at..at + 1),
        }
    }
}

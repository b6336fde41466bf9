//! The text outside the quotations, sentence by sentence, with each quotation as one thing that stands in it.

use std::ops::Range;

use super::{
    marks::Passage,
    tokens::{BlockTokens, Kind, Token, Tokens},
    words::Classes,
};

/// What a sentence is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A token, by its index.
    Token(u32),
    /// A quoted region: which passage, and which of its spans.
    Quote {
        /// Index of the passage.
        passage: u32,
        /// Index of the span in the passage.
        part: u32,
    },
}

/// A sentence of the prose.
pub(super) struct Sentence<'a> {
    /// Its number in the text.
    pub(super) number: usize,
    /// The block it stands in.
    pub(super) block: usize,
    /// Whether another sentence of the same block stands before it.
    pub(super) follows: bool,
    /// Its items.
    pub(super) items: &'a [Item],
}

/// Calls `read` with each sentence of the prose, in order.
pub(super) fn each(tokens: &Tokens, passages: &[Passage], mut read: impl FnMut(Sentence)) {
    let mut items: Vec<Item> = Vec::new();
    let (mut number, mut last_block) = (0, None);
    let mut close = |items: &mut Vec<Item>, block: usize| {
        if !items.is_empty() {
            read(Sentence { number, block, follows: last_block == Some(block), items });
            items.clear();
            number += 1;
            last_block = Some(block);
        }
    };
    let mut regions = passages
        .iter()
        .enumerate()
        .flat_map(|(passage, p)| {
            p.spans.iter().enumerate().map(move |(part, span)| (passage as u32, part as u32, *span))
        })
        .peekable();
    for (block, BlockTokens { block: what, tokens: range, .. }) in tokens.blocks.iter().enumerate() {
        if !what.kind.is_prose() {
            continue;
        }
        let mut at = range.start;
        while at < range.end {
            if let Some((passage, part, span)) = regions.next_if(|(_, _, span)| span.start <= tokens.all[at].span.start)
            {
                items.push(Item::Quote { passage, part });
                while at < range.end && tokens.all[at].span.start < span.end {
                    at += 1;
                }
                // The closing mark is no word of the sentence.
                while at < range.end && tokens.all[at].kind == Kind::Mark && tokens.touch(at - 1, at) {
                    at += 1;
                }
                if ends_sentence(tokens, at, range.end) {
                    close(&mut items, block);
                }
                continue;
            }
            let token = &tokens.all[at];
            if token.kind != Kind::Mark {
                items.push(Item::Token(at as u32));
            }
            at += 1;
            let next = tokens.all.get(at);
            // "Jane Doe (R-Wisc.) said": the stop is the abbreviation's.
            let goes_on = next
                .is_some_and(|next| next.is_word() && !next.is_capital() || next.kind == Kind::Close && at < range.end);
            let aside = token.kind == Kind::Close
                && at > 1
                && tokens.all[at - 2].kind == Kind::Stop
                && begins_with_bracket(tokens, &items);
            if token.kind == Kind::Semicolon || token.kind == Kind::Stop && token.first && !goes_on || aside {
                close(&mut items, block);
            }
        }
        close(&mut items, block);
    }
}

/// Whether a sentence stands in brackets.
fn begins_with_bracket(tokens: &Tokens, items: &[Item]) -> bool {
    matches!(items.first(), Some(Item::Token(first)) if tokens.all[*first as usize].kind == Kind::Open)
}

/// Whether the quotation that ends before `at` ends its sentence: with a full stop, or with any stop before a
/// capital that does not begin an attribution.
fn ends_sentence(tokens: &Tokens, at: usize, end: usize) -> bool {
    let mut last = at;
    while last > 0 && tokens.all[last - 1].kind == Kind::Mark {
        last -= 1;
    }
    let stop = last.checked_sub(1).map(|last| &tokens.all[last]).filter(|token| token.kind == Kind::Stop);
    let Some(next) = tokens.all.get(at).filter(|_| at < end) else { return true };
    if stop.is_none() || !next.is_capital() {
        return false;
    }
    if tokens.word(last - 1) == "." {
        return !is_whole_tag(&tokens.all[at..end.min(at + LONGEST_TAG)]);
    }
    let tag = &tokens.all[at..end.min(at + LONGEST_TAG)];
    let says =
        tag.iter().any(|token| token.is(Classes::SAYING)) || goes_on(tokens, at..end) || is_apposed(tokens, at..end);
    // "“Really?” Doe pressed.": a few words and a stop.
    let is_short = tag.iter().take(5).skip_while(|token| token.is_word()).any(|token| token.kind == Kind::Stop);
    !says && !is_short
}

/// Whether the words begin with a name and "went on": "“Really?” Doe went on, as if she had not heard."
fn goes_on(tokens: &Tokens, words: Range<usize>) -> bool {
    let name = words.clone().take(LONGEST_TAG).take_while(|&at| tokens.all[at].is_capital()).count();
    let verb = words.start + name;
    verb < words.end && matches!(tokens.word(verb), "went" | "goes") && tokens.word(verb + 1) == "on"
}

/// Whether the words begin with a name, an apposition between commas and a verb of saying: "“Really?” Jane Doe, the
/// chairwoman of the club in Northern Kent, said."
fn is_apposed(tokens: &Tokens, words: Range<usize>) -> bool {
    let is = |at: usize, kind: Kind| at < words.end && tokens.all[at].kind == kind;
    let name = words.clone().take(LONGEST_TAG).take_while(|&at| tokens.all[at].is_capital()).count();
    let comma = words.start + name;
    let far = words.end.min(comma + LONGEST_ASIDE);
    let close = (comma + 1..far).find(|&at| is(at, Kind::Comma) || is(at, Kind::Stop) && tokens.all[at].first);
    name > 0
        && is(comma, Kind::Comma)
        && close.is_some_and(|close| {
            is(close, Kind::Comma)
                && tokens.all[close + 1..words.end]
                    .first()
                    .is_some_and(|verb| verb.is(Classes::SAYING.or(Classes::WORDING)))
        })
}

/// Whether the words behind a closed quotation are an attribution and nothing else: "“… won.” Jane Doe said."
fn is_whole_tag(tag: &[Token]) -> bool {
    let Some(verb) = tag.iter().position(|token| token.is(Classes::SAYING) && !token.is_capital()) else {
        return false;
    };
    let names = |token: &Token| {
        let small = Classes::TITLE.or(Classes::ROLE).or(Classes::DETERMINER).or(Classes::PARTICLE).or(Classes::PRONOUN);
        token.is_capital() && !token.is(Classes::FUNCTION)
            || token.is(small)
            || token.kind == Kind::Stop && !token.first
    };
    verb > 0 && tag[..verb].iter().all(names) && tag.get(verb + 1).is_some_and(|next| next.kind == Kind::Stop)
}

/// How far behind a quotation its attribution is looked for, in tokens.
const LONGEST_TAG: usize = 8;
/// Longest apposition of an attribution behind a question, in tokens.
const LONGEST_ASIDE: usize = 16;

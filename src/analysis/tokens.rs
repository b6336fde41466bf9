//! Words, numbers and marks: the text cut up once, for all the steps that follow. A token knows where it is, how it is
//! written and which classes its word belongs to; what it means is for others to say.

use std::ops::Range;

use super::{
    gazetteer::{Known, without_accent},
    words::Classes,
};
use crate::{
    article::{Article, Block, BlockKind},
    text::{Span, is_quotation_mark},
};

/// One token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Where.
    pub(super) span: Span,
    /// What.
    pub(super) kind: Kind,
    /// How a word is written.
    pub(super) case: Case,
    /// The classes of a word; none for anything else.
    pub(super) classes: Classes,
    /// What is known of a capitalised word as a name.
    pub(super) known: Known,
    /// A hash of the word in lower case, or of the number.
    pub(super) key: u32,
    /// Of a word: whether its capital may be due to its place, as the first of a sentence or of a quotation.
    /// Of a full stop: whether it ends a sentence.
    pub(super) first: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with inner apostrophes ("O'Neill") and, if they are single, full stops ("U.S.").
    Word,
    /// Digits and what is written together with them ("1990s", "2.5").
    Number,
    /// The 's behind a word.
    Possessive,
    /// A quotation mark or an apostrophe that is not inside a word.
    Mark,
    /// `.`, `!`, `?` or `…`.
    Stop,
    /// A comma.
    Comma,
    /// A colon.
    Colon,
    /// A semicolon.
    Semicolon,
    /// A dash.
    Dash,
    /// A hyphen between the parts of a word.
    Hyphen,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// Anything else.
    Other,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// With a small letter at its beginning, or in a script without capitals.
    Lower,
    /// With a capital at its beginning.
    Capital,
    /// In capitals.
    Capitals,
    /// As single capitals: "J", "J.K.".
    Initial,
}

/// The tokens of an article.
pub(super) struct Tokens<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// All tokens, in order.
    pub(super) all: Vec<Token>,
    /// The blocks.
    pub(super) blocks: Vec<BlockTokens>,
}

/// A block, cut up.
pub(super) struct BlockTokens {
    /// The block.
    pub(super) block: Block,
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Whether most of its words have capitals, so that a capital tells nothing.
    pub(super) is_headline: bool,
}

impl<'a> Tokens<'a> {
    /// Cuts up all blocks but code.
    pub(super) fn of(article: &'a Article) -> Self {
        let text = article.text.as_str();
        let mut all = Vec::with_capacity(text.len() / 5);
        let mut blocks = Vec::with_capacity(article.blocks.len());
        for block in &article.blocks {
            let start = all.len();
            if block.kind != BlockKind::Code && block.span.fits(text) {
                Cutter {
                    text,
                    at: block.span.start as usize,
                    end: block.span.end as usize,
                    all: &mut all,
                    first: true,
                }
                .cut();
            }
            let is_headline = is_headline(text, &all[start..]);
            blocks.push(BlockTokens { block: block.clone(), tokens: start..all.len(), is_headline });
        }
        Self { text, all, blocks }
    }

    /// The letters of a token.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.all.get(at).and_then(|token| self.text.get(token.span.range())).unwrap_or_default()
    }

    /// Whether two neighbouring tokens are written without a space between them.
    pub(super) fn touch(&self, left: usize, right: usize) -> bool {
        matches!((self.all.get(left), self.all.get(right)), (Some(l), Some(r)) if l.span.end == r.span.start)
    }

    /// The span from the first to the last token of a range; empty for an empty one.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match (self.all.get(range.start), range.end.checked_sub(1).and_then(|last| self.all.get(last))) {
            (Some(first), Some(last)) if range.start < range.end => {
                Span { start: first.span.start, end: last.span.end }
            }
            _ => Span::new(0, 0),
        }
    }
}

impl Token {
    /// Whether it is a word.
    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Whether it is a word with a capital at its beginning.
    pub(super) fn is_capital(&self) -> bool {
        self.kind == Kind::Word && self.case != Case::Lower
    }

    /// Whether it is a word of one of the classes.
    pub(super) fn is(&self, classes: Classes) -> bool {
        self.classes.any(classes)
    }
}

/// Whether most words of a block have capitals.
fn is_headline(text: &str, block: &[Token]) -> bool {
    let is_small = |token: &Token| token.is_word() && !token.is_capital();
    let is_sentence = block.last().is_some_and(|last| text.get(last.span.range()) == Some("."));
    // Headlines do not end with a full stop, and write "Says" with a capital.
    if block.iter().any(|token| is_small(token) && (is_sentence || token.is(Classes::SAYING))) {
        return false;
    }
    let words = || block.iter().filter(|token| token.is_word() && !token.is(Classes::FUNCTION));
    let (all, capitals) = (words().count(), words().filter(|token| token.is_capital()).count());
    all >= 4 && capitals * 4 > all * 3
}

/// Cuts one block.
struct Cutter<'a, 'b> {
    text: &'a str,
    at: usize,
    end: usize,
    all: &'b mut Vec<Token>,
    first: bool,
}

impl Cutter<'_, '_> {
    fn cut(mut self) {
        while let Some(c) = self.peek(self.at) {
            let start = self.at;
            if c.is_whitespace() {
                self.at += c.len_utf8();
            } else if is_letter(c) {
                self.word(start);
            } else if c.is_numeric() {
                self.number(start);
            } else {
                self.mark(start, c);
            }
        }
    }

    fn peek(&self, at: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(at).filter(|_| at < self.end)?;
        if byte < 0x80 { Some(byte as char) } else { self.text.get(at..)?.chars().next() }
    }

    fn push(&mut self, start: usize, kind: Kind) {
        let span = Span::new(start, self.at);
        self.all.push(Token {
            span,
            kind,
            case: Case::Lower,
            classes: Classes::NONE,
            known: Known::default(),
            key: 0,
            first: false,
        });
    }

    fn word(&mut self, start: usize) {
        self.at = self.letters_end(start);
        if self.at - start <= 2 {
            self.dotted(start);
        }
        let word = &self.text[start..self.at];
        let stem = ["'s", "’s", "'S", "’S"].iter().find_map(|s| word.strip_suffix(s)).filter(|stem| !stem.is_empty());
        let end = self.at;
        if let Some(stem) = stem {
            self.at = start + stem.len();
        }
        let word = &self.text[start..self.at];
        let classes = Classes::of(word);
        let first = std::mem::take(&mut self.first);
        let case = case(word);
        let known = if case == Case::Lower { Known::default() } else { Known::of(word) };
        self.all.push(Token {
            span: Span::new(start, self.at),
            kind: Kind::Word,
            case,
            classes,
            known,
            key: key_of(word),
            first,
        });
        if self.at < end {
            let start = self.at;
            self.at = end;
            self.push(start, Kind::Possessive);
        }
    }

    /// The end of the letters from `at`; an apostrophe between letters is one of them.
    fn letters_end(&self, mut at: usize) -> usize {
        while let Some(c) = self.peek(at) {
            let next = at + c.len_utf8();
            let inside = is_apostrophe(c) && self.peek(next).is_some_and(is_letter);
            if !(is_letter(c) || c.is_numeric() || inside) {
                break;
            }
            at = next;
        }
        at
    }

    /// Takes in the full stops of "U.S." and "J.K.", and that of a single initial before another word.
    fn dotted(&mut self, start: usize) {
        let mut end = self.at;
        let mut parts = 1;
        while self.peek(end) == Some('.') {
            let Some(letter) = self.peek(end + 1).filter(|c| c.is_alphabetic()) else { break };
            let next = end + 1 + letter.len_utf8();
            if self.peek(next) != Some('.') {
                break;
            }
            end = next;
            parts += 1;
        }
        if self.peek(end) != Some('.') {
            return;
        }
        let is_initial = self.text[start..self.at].chars().all(char::is_uppercase) && self.at - start == 1;
        let before_name = || {
            self.peek(end + 1).is_some_and(char::is_whitespace)
                && self.peek(end + 2).is_some_and(char::is_uppercase)
                && &self.text[start..self.at] != "I"
        };
        if parts > 1 || is_initial && before_name() {
            self.at = end + 1;
        }
    }

    fn number(&mut self, start: usize) {
        let mut at = start;
        while let Some(c) = self.peek(at) {
            let next = at + c.len_utf8();
            let inside = matches!(c, '.' | ',') && self.peek(next).is_some_and(char::is_numeric);
            if !c.is_alphanumeric() && !inside {
                break;
            }
            at = next;
        }
        self.at = at;
        self.first = false;
        self.push(start, Kind::Number);
        if let Some(token) = self.all.last_mut() {
            token.key = key(&self.text[start..at]);
        }
    }

    fn mark(&mut self, start: usize, c: char) {
        self.at += c.len_utf8();
        let next = self.peek(self.at);
        let next_is_letter = next.is_some_and(char::is_alphanumeric);
        let kind = match c {
            '`' | '\'' | '‘' | '’' if next == Some(c) && !self.is_inner_mark(start, c) => {
                self.at += c.len_utf8();
                Kind::Mark
            }
            _ if is_quotation_mark(c) => Kind::Mark,
            '.' if next_is_letter => Kind::Other,
            '.' | '!' | '?' | '…' | '。' => Kind::Stop,
            ',' | '،' | '、' => Kind::Comma,
            ':' => Kind::Colon,
            ';' => Kind::Semicolon,
            '-' if next == Some('-') => {
                self.at += 1;
                Kind::Dash
            }
            '-' | '‐' | '‑' if next_is_letter && self.after_word(start) => Kind::Hyphen,
            '–' | '—' | '―' | '-' | '‐' | '‑' => Kind::Dash,
            '(' | '[' | '{' => Kind::Open,
            ')' | ']' | '}' => Kind::Close,
            _ => Kind::Other,
        };
        match kind {
            Kind::Stop => self.first = !(c == '.' && self.is_abbreviation(start)),
            Kind::Mark if !self.after_word(start) => self.first = true,
            Kind::Colon => self.first = true,
            _ => {}
        }
        let first = self.first;
        self.push(start, kind);
        if let Some(token) = self.all.last_mut() {
            token.first = first && kind == Kind::Stop;
        }
    }

    fn after_word(&self, at: usize) -> bool {
        self.all.last().is_some_and(|last| last.span.end as usize == at)
    }

    /// Whether the mark at `at` closes a quotation inside the one that the two behind it close: "‘We won.’’’".
    fn is_inner_mark(&self, at: usize, mark: char) -> bool {
        self.after_word(at) && self.peek(at + 2 * mark.len_utf8()) == Some(mark)
    }

    /// Whether the full stop at `at` belongs to the word before it.
    fn is_abbreviation(&self, at: usize) -> bool {
        self.after_word(at) && self.all.last().is_some_and(|last| last.is(Classes::ABBREVIATION))
    }
}

/// Letters, and what is written on or between them.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || !c.is_ascii() && (c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}'))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘')
}

fn case(word: &str) -> Case {
    let mut chars = word.chars();
    if !chars.next().is_some_and(char::is_uppercase) {
        return Case::Lower;
    }
    let mut rest = chars.filter(|c| c.is_alphabetic()).peekable();
    if word.ends_with('.') || rest.peek().is_none() {
        Case::Initial
    } else if rest.all(char::is_uppercase) {
        Case::Capitals
    } else {
        Case::Capital
    }
}

/// The key of a word, without the accents of Latin letters: "Orbán" and "Orban" are one name. Equal keys are a hint; whoever
/// must be sure compares the letters.
fn key_of(word: &str) -> u32 {
    if word.is_ascii() {
        return key(word);
    }
    let mut buffer = [0; 4];
    let letters = word.chars().flat_map(char::to_lowercase).map(without_accent);
    letters.fold(NO_KEY, |hash, c| c.encode_utf8(&mut buffer).bytes().fold(hash, mix))
}

/// The key of a word of ASCII letters.
pub(super) const fn key(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let mut hash = NO_KEY;
    let mut at = 0;
    while at < bytes.len() {
        hash = mix(hash, bytes[at].to_ascii_lowercase());
        at += 1;
    }
    hash
}

/// FNV-1a: its start, and a step.
const NO_KEY: u32 = 0x811c_9dc5;

const fn mix(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

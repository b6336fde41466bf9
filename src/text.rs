//! The gate: the only place where bytes from outside become text, and the only one that makes a [`CleanLine`], a
//! [`CleanBody`] or a [`Span`].
//!
//! It knows nothing of news, files or terminals; what comes out of it is safe to show on any of them.

mod decode;
mod width;

use std::{fmt, ops::Range};

use serde::{Deserialize, Deserializer, Serialize};

pub use decode::{Undecodable, decode, decode_as};
pub use width::{grapheme_width, graphemes, width};

/// Zero-width characters that may follow one another on a letter; a terminal shows no more, and text that piles up
/// hundreds of them is an attack on the lines around it.
const MARKS_PER_LETTER: u32 = 8;

/// Whether a sign opens or closes a quotation, in whatever language.
pub fn is_quotation_mark(c: char) -> bool {
    let straight = matches!(c, '"' | '\'' | '`' | '″' | '‶' | '＂');
    straight || matches!(c, '\u{2018}'..='\u{201f}' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』')
}

/// A count with its noun: "1 feed", "2 feeds".
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A half-open range of bytes in a clean text, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte; never before `start`.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes. An end before the start gives the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end.max(start) as u32 }
    }

    /// The span as a range that indexes a string.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Its length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the byte at `at` lies inside.
    pub fn contains(self, at: u32) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the span can be cut out of `text`: in range, in order and on character boundaries.
    pub fn fits(self, text: &str) -> bool {
        self.start <= self.end && text.get(self.range()).is_some()
    }
}

/// Clean text without line breaks: a title, a name, a link, a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct CleanLine(String);

impl CleanLine {
    /// Cleans `raw`; every run of white space, line breaks included, becomes one space, and none is left at the ends.
    pub fn new(raw: &str) -> Self {
        let mut clean = String::with_capacity(raw.len());
        Gate::default().pass(raw, &mut clean);
        let mut line = String::with_capacity(clean.len());
        for word in clean.split_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        Self(line)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for CleanLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CleanLine {
    /// What is read back passes the gate again.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self::new(&String::deserialize(from)?))
    }
}

/// Clean text with `\n` as its only line break: the body of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct CleanBody {
    text: String,
}

impl CleanBody {
    /// Cleans `raw`, keeping its lines.
    pub fn new(raw: &str) -> Self {
        let mut body = Self::default();
        body.push(raw);
        body
    }

    /// Cleans `raw` and puts it at the end.
    pub fn push(&mut self, raw: &str) {
        self.text.reserve(raw.len());
        Gate::default().pass(raw, &mut self.text);
    }

    /// Takes white space off the end, back to the byte `start` at most; a `start` that is no place in it does nothing.
    pub fn trim_end_to(&mut self, start: usize) {
        if let Some(end) = self.text.get(start..) {
            self.text.truncate(start + end.trim_end().len());
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether it holds no byte.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

impl<'de> Deserialize<'de> for CleanBody {
    /// What is read back passes the gate again.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self::new(&String::deserialize(from)?))
    }
}

/// What the gate has to remember from one character to the next.
#[derive(Default)]
struct Gate {
    after_return: bool,
    marks: u32,
}

impl Gate {
    /// Appends `raw` to `out` without what could move the cursor, recolour, reorder or hide text.
    fn pass(&mut self, raw: &str, out: &mut String) {
        let mut rest = raw;
        while let Some(first) = rest.chars().next() {
            // News is mostly printable ASCII: runs of it are copied whole.
            let plain = plain_length(rest.as_bytes());
            if plain > 0 && !self.after_return {
                out.push_str(&rest[..plain]);
                self.marks = 0;
                rest = &rest[plain..];
                continue;
            }
            let taken = if first == '\x1b' { escape_length(rest) } else { first.len_utf8() };
            self.step(first, out);
            rest = &rest[taken..];
        }
    }

    fn step(&mut self, c: char, out: &mut String) {
        let after_return = std::mem::take(&mut self.after_return);
        match c {
            '\n' if after_return => {}
            '\r' => {
                self.after_return = true;
                self.letter('\n', out);
            }
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => self.letter('\n', out),
            '\t' | '\x0b' | '\x0c' => self.letter(' ', out),
            _ if is_unsafe(c) => {}
            _ if width::char_width(c) == 0 => {
                if self.marks < MARKS_PER_LETTER {
                    self.marks += 1;
                    out.push(c);
                }
            }
            _ => self.letter(c, out),
        }
    }

    fn letter(&mut self, c: char, out: &mut String) {
        self.marks = 0;
        out.push(c);
    }
}

/// How many bytes of printable ASCII and newlines `bytes` begins with. Taken in steps that the compiler can look at whole.
fn plain_length(bytes: &[u8]) -> usize {
    const STEP: usize = 32;
    let is_plain = |&b: &u8| (b' '..0x7f).contains(&b) || b == b'\n';
    let is_plain_step = |step: &&[u8]| step.iter().fold(true, |all, b| all & is_plain(b));
    let steps = bytes.chunks_exact(STEP).take_while(is_plain_step).count() * STEP;
    steps + bytes[steps..].iter().take_while(|b| is_plain(b)).count()
}

/// Controls, and characters that reorder, tag or annotate the text around them without being seen.
fn is_unsafe(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'        // C0, DEL, C1
        | '\u{ad}' | '\u{feff}'                  // soft hyphen, byte order mark
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // bidi embeddings, overrides, isolates
        | '\u{206a}'..='\u{206f}'                // deprecated shaping controls
        | '\u{fff9}'..='\u{fffb}'                // interlinear annotation
        | '\u{e0000}'..='\u{e007f}'              // tags
    )
}

/// Length in bytes of the escape sequence that `rest` begins with (ECMA-48: CSI, the string controls, and the short
/// forms). One that is not closed ends at the line's end, so that it cannot swallow an article.
fn escape_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let line_end = memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
    let line = &bytes[..line_end];
    let body = |end: Option<usize>| end.map_or(1, |i| i + 1);
    let length = match line.get(1) {
        Some(b'[') => {
            let end = line.iter().skip(2).position(|b| !(0x20..0x40).contains(b));
            body(end.map(|i| i + 2).filter(|&i| (0x40..0x7f).contains(&line[i])))
        }
        Some(b']' | b'P' | b'X' | b'^' | b'_') => {
            let bell = memchr::memchr(0x07, line);
            let terminator = memchr::memmem::find(line, b"\x1b\\").map(|i| i + 1);
            body([bell, terminator].into_iter().flatten().min())
        }
        Some(b' '..=b'/') if line.len() > 2 && (0x30..0x7f).contains(&line[2]) => 3,
        Some(0x30..0x7f) => 2,
        _ => 1,
    };
    debug_assert!(rest.is_char_boundary(length));
    length
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn body(raw: &str, clean: &str) {
        assert_eq!(CleanBody::new(raw).as_str(), clean);
    }

    #[test]
    fn line_breaks_become_newlines() {
        body("a\r\nb\rc\u{85}d\u{2028}e\u{2029}f\n", "a\nb\nc\nd\ne\nf\n");
        body("a\r\r\n\nb", "a\n\n\nb");
        body("a\r\u{301}\n", "a\n\u{301}\n");
    }

    #[test]
    fn tabs_become_spaces_and_unseen_characters_go() {
        body("a\tb\u{ad}c\u{feff}d\0e\x7f\u{9b}f", "a bcdef");
        body("a\u{202e}b\u{2066}c\u{2069}d\u{e0041}", "abcd");
    }

    #[test]
    fn escape_sequences_go_whole() {
        body("a\x1b[31mb\x1b[0m", "ab");
        body("a\x1b]0;title\x07b", "ab");
        body("a\x1b]8;;http://x\x1b\\b", "ab");
        body("a\x1bPq#0\x1b\\b", "ab");
        body("a\x1bcb\x1b(Bc", "abc");
        body("a\x1b", "a");
    }

    #[test]
    fn an_open_escape_swallows_nothing() {
        body("a\x1b]0;title and more\nb", "a]0;title and more\nb");
        body("a\x1b[12é", "a[12é");
    }

    #[test]
    fn letters_and_joiners_of_all_scripts_stay() {
        for text in ["e\u{301}", "👩‍👩‍👧", "👍🏽", "ا\u{200c}ب", "שלום", "กำ", "한국", "日本語"]
        {
            body(text, text);
        }
    }

    #[test]
    fn piled_up_marks_are_bounded() {
        let marks = "\u{301}".repeat(500);
        assert_eq!(CleanBody::new(&format!("a{marks}b")).as_str().chars().count(), 2 + MARKS_PER_LETTER as usize);
    }

    #[test]
    fn a_line_has_single_spaces_and_no_breaks() {
        assert_eq!(CleanLine::new("  a \t\r\n b\u{a0}\x1b[1mc ").as_str(), "a b c");
    }

    proptest! {
        #[test]
        fn what_passed_once_passes_unchanged(raw in any::<String>(), escape in "(\x1b[\\[\\]P(c;0-9a-z\x07]{0,6}|é|\n){0,8}") {
            let once = CleanBody::new(&format!("{escape}{raw}{escape}"));
            prop_assert_eq!(CleanBody::new(once.as_str()), once.clone());
            prop_assert!(!once.as_str().chars().any(is_unsafe_in_body));
            let line = CleanLine::new(&raw);
            prop_assert_eq!(CleanLine::new(line.as_str()), line.clone());
            prop_assert!(!line.as_str().contains('\n'));
        }

        #[test]
        fn any_bytes_decode_or_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(text) = decode(&bytes) {
                CleanBody::new(&text);
            }
        }
    }

    fn is_unsafe_in_body(c: char) -> bool {
        c != '\n' && is_unsafe(c)
    }
}

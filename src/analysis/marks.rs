//! Which quotation marks open, which close, and what stands between them. It goes by marks alone: what a quotation
//! means, and whether two belong together, is for others to say.
//!
//! Every block of prose is read once. A mark inside an open quotation never closes it unless it is of its own kind;
//! a quotation that is not closed ends with its paragraph, or goes on in the next one if that opens with the mark again.

use std::ops::Range;

use super::{
    tokens::{BlockTokens, Kind, Tokens},
    words::Classes,
};
use crate::text::Span;

/// A quoted passage: one span for each paragraph, marks excluded; never empty.
pub(super) struct Passage {
    /// Its spans, in order.
    pub(super) spans: Vec<Span>,
}

impl Passage {
    /// Whether it looks like a phrase by itself: a few words without a stop at their end.
    pub(super) fn is_phrase(&self, tokens: &Tokens) -> bool {
        let text = self.spans.last().and_then(|span| tokens.text.get(span.range())).unwrap_or_default();
        // Where no spaces stand between words, two signs or so make one.
        let signs = text
            .chars()
            .filter(|&c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'));
        let words = text.split_whitespace().take(5).count() + signs.take(10).count() / 2;
        self.spans.len() == 1 && !text.ends_with(['.', ',', '!', '?', '…', '。']) && words < 5
    }
}

/// Finds the quoted passages of all prose blocks.
pub(super) fn find_passages(tokens: &Tokens) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut singles = Vec::new();
    let mut came = Came::default();
    for (i, BlockTokens { block, tokens: range, .. }) in tokens.blocks.iter().enumerate() {
        if !block.kind.is_prose() {
            // A picture or a heading may stand between two paragraphs of one speech.
            continue;
        }
        let marks = read_marks(tokens, range.clone(), block.span);
        let next = tokens.blocks[i + 1..].iter().find(|next| next.block.kind.is_prose());
        let next_opens = next
            .and_then(|next| Mark::read(tokens, next.tokens.start, next.block.span))
            .filter(|mark| mark.opens().is_some());
        let mut reader = Reader {
            marks: &marks,
            start: block.span.start as usize,
            end: block.span.end as usize,
            text: tokens.text,
            next_opens,
            passages: &mut passages,
            singles: &mut singles,
        };
        came = reader.read(came);
    }
    without_crossheads(tokens, passages, &singles)
}

/// Leaves out the lines in single marks that some papers set between paragraphs as headings, in articles whose
/// quotations have double marks.
fn without_crossheads(tokens: &Tokens, passages: Vec<Passage>, singles: &[usize]) -> Vec<Passage> {
    if singles.is_empty() || singles.len() * 2 >= passages.len() {
        return passages;
    }
    let bare = |span: Span| {
        let text = tokens.text.get(span.range()).unwrap_or_default();
        text.trim_matches(|c: char| !c.is_alphanumeric())
    };
    let is_crosshead = |passage: &Passage| {
        let [span] = passage.spans[..] else { return false };
        let after = tokens.blocks.partition_point(|block| block.block.span.start <= span.start);
        tokens.blocks[..after].last().is_some_and(|block| bare(block.block.span) == bare(span))
            && bare(span).split_whitespace().take(LONGEST_CROSSHEAD + 1).count() <= LONGEST_CROSSHEAD
    };
    let mut singles = singles.iter().peekable();
    let kept = passages.into_iter().enumerate().filter(|(at, passage)| {
        let is_single = singles.next_if(|single| *single == at).is_some();
        !(is_single && is_crosshead(passage))
    });
    kept.map(|(_, passage)| passage).collect()
}

/// Longest line between paragraphs that is a heading, in words.
const LONGEST_CROSSHEAD: usize = 8;

/// Marks that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// “ ” " „ ″, and two single marks on either side, as typewriters had it
    Double,
    /// ‘ ’ ' ‚ ‹ ›
    Single,
    /// « »
    Angle,
    /// 「 」 『 』
    Corner,
}

/// What comes open from the block before.
#[derive(Default)]
struct Came {
    /// A quotation that this block goes on with: it opens with the mark again.
    reopened: Option<Passage>,
    /// Whether the last quotation had no closing mark: the one that this block closes without having opened it.
    unclosed: bool,
}

/// What the letter of a mark says, before its place is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Glyph {
    Opening,
    Closing,
    Either,
}

/// Marks of typewriters that go by rules of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Two straight apostrophes: they close what another mark opened, and open nothing themselves, since wiki text
    /// stresses words with them.
    Apostrophes,
    /// A grave accent, which an apostrophe closes.
    Grave,
    /// Any other.
    Plain,
}

/// One mark and its surroundings.
struct Mark {
    family: Family,
    glyph: Glyph,
    /// The letters on the mark's outside.
    start: usize,
    end: usize,
    /// Whether a quotation can begin here: space before, a word behind.
    can_open: bool,
    /// Whether a quotation can end here: a word before.
    can_close: bool,
    /// Whether it may also be an apostrophe, or the sign for feet or inches.
    doubtful: bool,
    form: Form,
    /// How many marks of the family behind this one in the block close, and how many open.
    closers: usize,
    openers: usize,
}

/// All marks of a block.
fn read_marks(tokens: &Tokens, range: Range<usize>, block: Span) -> Vec<Mark> {
    let mut marks: Vec<Mark> = range.filter_map(|at| Mark::read(tokens, at, block)).collect();
    let mut counts = [(0, 0); 4];
    for mark in marks.iter_mut().rev() {
        let (closers, openers) = &mut counts[mark.family as usize];
        (mark.closers, mark.openers) = (*closers, *openers);
        if mark.closes() {
            *closers += 1;
        } else {
            *openers += 1;
        }
    }
    marks
}

impl Mark {
    /// The mark at a token; `None` where it is no mark, or surely an apostrophe or a unit.
    fn read(tokens: &Tokens, at: usize, block: Span) -> Option<Self> {
        let token = tokens.all.get(at).filter(|token| token.kind == Kind::Mark)?;
        let (start, end) = (token.span.start as usize, token.span.end as usize);
        let (family, glyph) = family(tokens.word(at));
        let before = tokens.text[block.start as usize..start].chars().next_back();
        let mut behind = tokens.text[end..block.end as usize].chars();
        let (next, after_next) = (behind.next(), behind.next());
        let space_before = before.is_none_or(|c| c.is_whitespace() || "([{—–-/…".contains(c) || opening_glyph(c));
        let trails_off = next == Some('.') && after_next == Some('.');
        let word_behind = next.is_some_and(|c| !c.is_whitespace() && !".,;:!?)]}".contains(c)) || trails_off;
        let can_open = space_before && word_behind;
        let can_close = before.is_some_and(|c| !c.is_whitespace() && !"([{".contains(c));
        let after_digit = before.is_some_and(|c| c.is_ascii_digit());
        let mut doubtful = false;
        match family {
            Family::Single if glyph != Glyph::Opening || next.is_some_and(|c| c.is_ascii_digit()) => {
                let word_touches = tokens.touch(at, at + 1);
                let elided = word_touches
                    && tokens.all.get(at + 1).is_some_and(|t| t.is(Classes::ELISION) || t.kind == Kind::Number);
                if space_before && elided || is_n(tokens, at) {
                    return None;
                }
                let plural = before.is_some_and(|c| matches!(c, 's' | 'S' | 'z' | 'x'));
                let before_noun = next == Some(' ')
                    && tokens
                        .all
                        .get(at + 1)
                        .is_some_and(|t| t.is_word() && !t.is(Classes::FUNCTION.or(Classes::SAYING)));
                doubtful = plural && before_noun || after_digit && next.is_some_and(char::is_whitespace);
                if !can_open && next.is_some_and(char::is_alphanumeric) {
                    return None;
                }
            }
            Family::Double if after_digit && glyph != Glyph::Opening => {
                let feet = at.checked_sub(2).is_some_and(|feet| {
                    matches!(tokens.word(feet), "'" | "’" | "′")
                        && tokens.touch(feet, feet + 1)
                        && tokens.touch(at - 1, at)
                });
                if feet {
                    return None;
                }
                doubtful = next == Some(' ') && tokens.all.get(at + 1).is_some_and(super::tokens::Token::is_word);
            }
            _ => {}
        }
        let form = match tokens.word(at) {
            "''" => Form::Apostrophes,
            "`" => Form::Grave,
            _ => Form::Plain,
        };
        Some(Self { family, glyph, start, end, can_open, can_close, doubtful, form, closers: 0, openers: 0 })
    }

    /// The family that the mark opens where nothing is open yet.
    fn opens(&self) -> Option<Family> {
        let opens = match self.glyph {
            Glyph::Opening => self.can_open || self.form != Form::Grave,
            Glyph::Closing => self.can_open && !self.can_close && self.family != Family::Single,
            Glyph::Either => self.can_open || !self.can_close && self.family == Family::Double,
        };
        (opens && self.form != Form::Apostrophes).then_some(self.family)
    }

    /// Whether the mark can close a quotation of its family that stands open.
    fn closes(&self) -> bool {
        match self.glyph {
            Glyph::Opening => self.can_close && !self.can_open,
            Glyph::Closing => self.can_close || !self.can_open,
            Glyph::Either => !self.can_open,
        }
    }
}

fn opening_glyph(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '“' | '‘' | '„' | '«' | '‹')
}

/// Whether it is an apostrophe of "rock 'n' roll".
fn is_n(tokens: &Tokens, at: usize) -> bool {
    let n = |at: usize| tokens.word(at).eq_ignore_ascii_case("n");
    n(at + 1) && tokens.touch(at, at + 1) || at > 0 && n(at - 1) && tokens.touch(at - 1, at)
}

fn family(mark: &str) -> (Family, Glyph) {
    match mark {
        "“" | "„" | "‟" | "``" | "‘‘" | "‶" => (Family::Double, Glyph::Opening),
        "”" | "’’" | "''" => (Family::Double, Glyph::Closing),
        "‘" | "‚" | "‹" | "`" => (Family::Single, Glyph::Opening),
        "’" | "›" => (Family::Single, Glyph::Closing),
        "'" => (Family::Single, Glyph::Either),
        "«" => (Family::Angle, Glyph::Opening),
        "»" => (Family::Angle, Glyph::Closing),
        "「" | "『" => (Family::Corner, Glyph::Opening),
        "」" | "』" => (Family::Corner, Glyph::Closing),
        _ => (Family::Double, Glyph::Either),
    }
}

/// Reads the marks of one block.
struct Reader<'a> {
    marks: &'a [Mark],
    start: usize,
    end: usize,
    text: &'a str,
    next_opens: Option<Mark>,
    passages: &'a mut Vec<Passage>,
    /// Which passages single marks opened.
    singles: &'a mut Vec<usize>,
}

impl Reader<'_> {
    /// Reads all marks. What came open from the block before is gone on with; what stays open is handed on.
    fn read(&mut self, came: Came) -> Came {
        let mut passage = came.reopened.unwrap_or_else(|| Passage { spans: Vec::new() });
        let mut i = 0;
        if came.unclosed && passage.spans.is_empty() {
            i = self.close_late();
        }
        // Where two apostrophes stress words, a single one beside them is none of a quotation either.
        let doubled = self.marks.iter().any(|mark| mark.form == Form::Apostrophes && mark.can_open && !mark.can_close);
        let mut unclosed = false;
        while i < self.marks.len() {
            let mark = &self.marks[i];
            let end = match mark.opens() {
                None => None,
                Some(Family::Single) if doubled => None,
                Some(Family::Single) => self.single_end(i),
                Some(family) => Some(self.end_of(i, family)),
            };
            let Some(end) = end else {
                i += 1;
                continue;
            };
            let (stop, next) = match end {
                End::Mark(close) => (self.marks[close].start, close + 1),
                End::Before(open) => (self.marks[open].start, open),
                End::Block => (self.end, self.marks.len()),
            };
            push_trimmed(&mut passage, self.text, mark.end, stop);
            if matches!(end, End::Block) && self.goes_on(mark) {
                return Came { reopened: Some(passage), unclosed: false };
            }
            unclosed = matches!(end, End::Block) && mark.family == Family::Double && !passage.spans.is_empty();
            if mark.family == Family::Single && !passage.spans.is_empty() {
                self.singles.push(self.passages.len());
            }
            self.close(std::mem::replace(&mut passage, Passage { spans: Vec::new() }));
            i = next;
        }
        self.close(passage);
        Came { reopened: None, unclosed }
    }

    /// Takes the words up to the first double mark, if that can only close and an attribution follows, for the rest of
    /// the last quotation: it was left open in the block before, and the mark that opens it again is missing. The mark
    /// to go on with.
    fn close_late(&mut self) -> usize {
        let first = self.marks.iter().position(|mark| mark.family == Family::Double);
        let closes = |mark: &Mark| {
            let trails = self.text[..mark.start].ends_with([',', '?', '!']);
            trails && !mark.can_open && !mark.doubtful && mark.glyph != Glyph::Opening
        };
        match (first, self.passages.last_mut()) {
            (Some(first), Some(passage)) if closes(&self.marks[first]) => {
                push_trimmed(passage, self.text, self.start, self.marks[first].start);
                first + 1
            }
            _ => 0,
        }
    }

    /// Whether the next block opens with the mark again: speech over several paragraphs.
    fn goes_on(&self, mark: &Mark) -> bool {
        let same = |next: &Mark| {
            next.glyph == mark.glyph
                || mark.family == Family::Double && mark.glyph == Glyph::Opening && next.glyph == Glyph::Either
        };
        self.next_opens.as_ref().is_some_and(|next| next.family == mark.family && same(next))
    }

    fn close(&mut self, passage: Passage) {
        if !passage.spans.is_empty() {
            self.passages.push(passage);
        }
    }

    /// Where the quotation that the mark at `open` opens ends. Quotations inside it are stepped over.
    fn end_of(&self, open: usize, family: Family) -> End {
        let glyph = self.marks[open].glyph;
        let mut inner = 0;
        // The mark that opens the next block takes the place of a closing one here.
        let goes_on = usize::from(self.goes_on(&self.marks[open]));
        for (i, mark) in self.marks.iter().enumerate().skip(open + 1) {
            if mark.family != family {
                continue;
            }
            let closers = mark.closers + goes_on;
            if mark.closes() {
                // A straight mark looks the same at both levels: the last one is the outer one's.
                let both_straight = glyph == Glyph::Either && mark.glyph == Glyph::Either;
                if mark.doubtful && closers > mark.openers {
                    continue;
                }
                if inner == 0 || both_straight && inner == 1 && closers == 0 {
                    return End::Mark(i);
                }
                inner -= 1;
            } else if closers < mark.openers + inner + 2 {
                return End::Before(i);
            } else {
                inner += 1;
            }
        }
        End::Block
    }

    /// Where a single quotation mark closes; `None` where it is an apostrophe after all.
    fn single_end(&self, open: usize) -> Option<End> {
        let mut doubtful = None;
        let mut in_double = false;
        for (i, mark) in self.marks.iter().enumerate().skip(open + 1) {
            match mark.family {
                Family::Double => in_double = !mark.closes(),
                Family::Single if in_double => {}
                // Two grave accents hold code.
                Family::Single if mark.form == Form::Grave && self.marks[open].form == Form::Grave => return None,
                Family::Single if mark.opens().is_some() && !mark.can_close => {
                    return doubtful.or(Some(End::Before(i)).filter(|_| self.is_surely_open(open)));
                }
                Family::Single if mark.can_close && mark.doubtful => {
                    doubtful = doubtful.or(Some(End::Mark(i)));
                }
                Family::Single if mark.can_close => return Some(End::Mark(i)),
                _ => {}
            }
        }
        let goes_on = self.goes_on(&self.marks[open]);
        doubtful.or(Some(End::Block).filter(|_| goes_on || self.is_surely_open(open)))
    }

    /// Whether a single mark without an end opens a quotation nevertheless: a curly one at the block's start or after
    /// a comma or colon.
    fn is_surely_open(&self, open: usize) -> bool {
        let mark = &self.marks[open];
        let before = self.text[..mark.start].trim_end();
        mark.glyph == Glyph::Opening
            && (before.len() + 2 <= mark.start || before.ends_with([',', ':']) || before.is_empty())
    }
}

/// Where a quotation ends.
#[derive(Clone, Copy)]
enum End {
    /// At its closing mark.
    Mark(usize),
    /// Before another mark that opens: the closing one is missing.
    Before(usize),
    /// With the block.
    Block,
}

fn push_trimmed(passage: &mut Passage, text: &str, start: usize, end: usize) {
    let inside = text.get(start..end).unwrap_or_default();
    let words = inside.trim_start();
    let start = start + inside.len() - words.len();
    let words = words.trim_end();
    // "(Applause.)" is a stage direction and nobody's words.
    let is_aside = words.starts_with('(') && words.find(')') == Some(words.len() - 1);
    if !is_aside && words.chars().any(char::is_alphanumeric) {
        passage.spans.push(Span::new(start, start + words.len()));
    }
}

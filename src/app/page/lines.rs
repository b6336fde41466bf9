//! The lines of a block: where its text breaks at a width. It knows no page and no screen.

use textwrap::{
    WordSeparator, WordSplitter,
    core::Fragment,
    wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit},
};

use super::Line;
use crate::{
    article::{Article, BlockKind},
    text::{self, Span},
};

/// Columns by which code stands back.
const CODE_INDENT: u16 = 2;

/// The lines of one block.
pub(super) fn lay_out(article: &Article, block: usize, width: u16) -> Box<[Line]> {
    let block = &article.blocks[block];
    let text = article.slice(block.span);
    // On the narrowest screens an indent would leave nothing for the words.
    let room = |indent: u16| if indent + 8 <= width { indent } else { 0 };
    let (first, rest) = match block.kind {
        BlockKind::Quotation(depth) => {
            let indent = room(2 * u16::from(depth.min(8)));
            (indent, indent)
        }
        BlockKind::ListItem { depth, mark } => {
            let indent = room(2 * u16::from(depth.min(8)));
            let hang = text.get(..usize::from(mark)).map_or(0, text::width) as u16;
            (indent, room(indent + hang))
        }
        _ => (0, 0),
    };
    let start = block.span.start;
    let line = |(span, indent): (Span, u16)| Line {
        span: Span::new((start + span.start) as usize, (start + span.end) as usize),
        indent,
    };
    match block.kind {
        BlockKind::Code => {
            let indent = room(CODE_INDENT);
            return split_rigid(text, width - indent).map(|span| line((span, indent))).collect();
        }
        BlockKind::Table => return table_rows(text, width).into_iter().map(line).collect(),
        _ => {}
    }
    let widths = [f64::from(width - first), f64::from(width - rest)];
    let mut indent = Some(first);
    break_lines(text, &widths).into_iter().map(|span| line((span, indent.take().unwrap_or(rest)))).collect()
}

/// The rows of a table; one that is too wide goes on below, indented, and breaks between words.
fn table_rows(text: &str, width: u16) -> Vec<(Span, u16)> {
    let rest = if width > 8 { 2 } else { 0 };
    let widths = [f64::from(width), f64::from(width - rest)];
    let mut at = 0;
    let mut rows = Vec::new();
    for row in text.split('\n') {
        let spans = break_lines(row, &widths).into_iter().enumerate();
        rows.extend(spans.map(|(number, span)| {
            let span = Span::new(at + span.start as usize, at + span.end as usize);
            (span, if number > 0 { rest } else { 0 })
        }));
        at += row.len() + 1;
    }
    rows
}

/// A text outside the body, in lines of at most `width` columns.
pub fn wrap(text: &str, width: u16) -> impl ExactSizeIterator<Item = &str> {
    wrap_spans(text, width).into_iter().map(|span| &text[span.range()])
}

/// As [`wrap`], where the lines stand in the text.
pub fn wrap_spans(text: &str, width: u16) -> Vec<Span> {
    break_lines(text, &[f64::from(width)])
}

/// A word, or a part of one that may be broken off, with the spaces after it.
#[derive(Clone, Copy, Debug)]
struct Word {
    start: u32,
    end: u32,
    columns: u16,
    spaces: u16,
}

impl Fragment for Word {
    fn width(&self) -> f64 {
        f64::from(self.columns)
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(self.spaces)
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// The lines of `text`, each without the spaces at its end; at least one word stands on each.
fn break_lines(text: &str, widths: &[f64]) -> Vec<Span> {
    let narrowest = widths.iter().copied().fold(f64::INFINITY, f64::min).max(1.0) as usize;
    let words = words(text, narrowest);
    let lines = wrap_optimal_fit(&words, widths, &Penalties::new()).unwrap_or_else(|_| wrap_first_fit(&words, widths));
    let span = |line: &[Word]| Some(Span::new(line.first()?.start as usize, line.last()?.end as usize));
    lines.into_iter().filter_map(span).collect()
}

/// The words of `text`, none wider than `widest`.
fn words(text: &str, widest: usize) -> Vec<Word> {
    let separator = if text.is_ascii() { WordSeparator::AsciiSpace } else { WordSeparator::UnicodeBreakProperties };
    let mut words = Vec::with_capacity(text.len() / 5 + 1);
    let mut at = 0;
    for found in separator.find_words(text) {
        let (start, end) = (at, at + found.word.len());
        at = end + found.whitespace.len();
        let spaces = (at - end) as u16;
        if start == end && words.is_empty() {
            continue;
        }
        let mut from = start;
        if found.word.contains('-') {
            for point in WordSplitter::HyphenSplitter.split_points(found.word) {
                push_word(&mut words, text, from..start + point, widest);
                from = start + point;
            }
        }
        push_word(&mut words, text, from..end, widest);
        if let Some(last) = words.last_mut() {
            last.spaces = spaces;
        }
    }
    words
}

/// Adds a word, in pieces if it is wider than a line.
fn push_word(words: &mut Vec<Word>, text: &str, range: std::ops::Range<usize>, widest: usize) {
    let word = &text[range.clone()];
    let columns = text::width(word);
    let piece = |start: usize, end: usize, columns: usize| Word {
        start: start as u32,
        end: end as u32,
        columns: columns as u16,
        spaces: 0,
    };
    if columns <= widest {
        words.push(piece(range.start, range.end, columns));
        return;
    }
    words.extend(split_rigid(word, widest as u16).map(|span| {
        let (start, end) = (range.start + span.start as usize, range.start + span.end as usize);
        piece(start, end, text::width(&text[start..end]))
    }));
}

/// The lines of preformatted text; one that is too wide goes on in the next row.
fn split_rigid(text: &str, width: u16) -> impl Iterator<Item = Span> {
    let mut at = 0;
    let mut spans = Vec::new();
    for line in text.split('\n') {
        let (mut start, mut columns) = (at, 0);
        for (offset, grapheme) in text::graphemes(line) {
            let wide = text::grapheme_width(grapheme);
            if columns + wide > usize::from(width) && columns > 0 {
                spans.push(Span::new(start, at + offset));
                (start, columns) = (at + offset, 0);
            }
            columns += wide;
        }
        spans.push(Span::new(start, at + line.len()));
        at += line.len() + 1;
    }
    spans.into_iter()
}

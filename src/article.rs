//! The article: what was written. Its whole body is one clean string, and all that is known about the body is spans
//! into that string.
//!
//! It does not know where it came from, what it means or how it is shown.

mod anchor;
mod compare;
mod identity;

use serde::{Deserialize, Serialize};

pub use anchor::Anchor;
pub use compare::{Difference, Fate, Piece, compare};
pub use identity::{Identity, Key, KeyKind, Reach, without_scheme};

use crate::text::{CleanBody, CleanLine, Span};

/// Longest block, in bytes. No paragraph that a person wrote comes near it; a longer one becomes several blocks, cut at
/// a space and with nothing put in between, so that all work on one block is bounded.
pub const LONGEST_BLOCK: usize = 32 * 1024;

/// One article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// What it is called, and where that comes from.
    pub title: Title,
    /// Who wrote it, as printed, without "By".
    pub byline: Option<CleanLine>,
    /// The publication.
    pub site: Option<CleanLine>,
    /// When it was published.
    pub date: Option<Date>,
    /// Its address on the web.
    pub link: Option<CleanLine>,
    /// The body: the texts of the blocks, joined by blank lines.
    pub text: CleanBody,
    /// The blocks, in order; together they cover the body but for the white space between them.
    pub blocks: Vec<Block>,
    /// Inline marks, by their start.
    pub marks: Vec<Mark>,
}

impl Article {
    /// The text of `span`.
    pub fn slice(&self, span: Span) -> &str {
        self.text.as_str().get(span.range()).unwrap_or_default()
    }

    /// The inline marks that touch `span`.
    pub fn marks_in(&self, span: Span) -> impl Iterator<Item = &Mark> {
        let end = self.marks.partition_point(|mark| mark.span.start < span.end);
        // Marks nest and lie inside a block each, so none that reaches `span` begins before its block does.
        let block = self.blocks.get(self.block_at(span.start)).map_or(0, |block| block.span.start);
        let start = self.marks.partition_point(|mark| mark.span.start < block).min(end);
        self.marks[start..end].iter().filter(move |mark| mark.span.overlaps(span))
    }

    /// The index of the block that holds the byte `at`, or of the last block before it.
    pub fn block_at(&self, at: u32) -> usize {
        self.blocks.partition_point(|block| block.span.start <= at).saturating_sub(1)
    }
}

/// A title and its origin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// The words; never empty in an article that was read.
    pub text: CleanLine,
    /// Where the words come from.
    pub origin: TitleOrigin,
}

/// Where a title comes from, which tells whether it has to be shown above the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TitleOrigin {
    /// The source gives it apart from the body: shown above it.
    Given,
    /// It stands in the body as a [`BlockKind::Title`].
    InBody,
    /// The text has none; this one is made from its first sentence, for lists.
    #[default]
    Made,
}

/// When an article was published: a day, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Date {
    /// A day without a time.
    Day(jiff::civil::Date),
    /// A moment.
    Instant(jiff::Timestamp),
}

impl Date {
    /// Reads the forms that the web uses: RFC 3339, ISO 8601 and RFC 2822. Anything else gives nothing.
    pub fn parse(raw: &str) -> Option<Self> {
        let raw = raw.trim();
        if let Ok(instant) = raw.parse::<jiff::Timestamp>() {
            return Some(Self::Instant(instant));
        }
        if let Ok(zoned) = jiff::fmt::rfc2822::parse(raw) {
            return Some(Self::Instant(zoned.timestamp()));
        }
        raw.parse().ok().map(Self::Day)
    }

    /// The day on a calendar in `zone`.
    pub fn day(self, zone: &jiff::tz::TimeZone) -> jiff::civil::Date {
        match self {
            Self::Day(day) => day,
            Self::Instant(instant) => zone.to_datetime(instant).date(),
        }
    }
}

/// A block of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is; without line breaks inside, except in code and tables.
    pub span: Span,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// The article's title.
    Title,
    /// A heading; 1 is the highest level, 6 the lowest.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// Running text that somebody else wrote, set off by the source; 1 is the outermost depth.
    Quotation(u8),
    /// An item of a list. Its text begins with its mark ("• ", "1. ").
    ListItem {
        /// Nesting, from 0.
        depth: u8,
        /// Length of the mark in bytes, the space included; 0 for a further paragraph of an item.
        mark: u8,
    },
    /// Preformatted text; its lines stand as they are.
    Code,
    /// A table; one line a row, its columns padded.
    Table,
    /// A picture's caption or its description.
    Figure,
    /// Who made a picture or a text: "(Image Credits: AP)", "By Jane Doe".
    Credit,
}

impl BlockKind {
    /// Whether its line breaks are its own and must stay.
    pub fn is_preformatted(self) -> bool {
        matches!(self, Self::Code | Self::Table)
    }

    /// Whether it is running text, in which people speak.
    pub fn is_prose(self) -> bool {
        matches!(self, Self::Paragraph | Self::Quotation(_) | Self::ListItem { .. } | Self::Figure)
    }
}

/// An inline mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// Where it is.
    pub span: Span,
}

/// What an inline mark is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkKind {
    /// Stressed, usually in italics.
    Emphasis,
    /// Strongly stressed, usually bold.
    Strong,
    /// Code.
    Code,
    /// A link to this address; only http, https and mailto.
    Link(CleanLine),
}

/// Puts an article's body together, block by block, so that spans and text cannot disagree.
#[derive(Debug, Default)]
pub struct BodyBuilder {
    text: CleanBody,
    blocks: Vec<Block>,
    marks: Vec<Mark>,
    open: Vec<(MarkKind, usize)>,
    block_start: usize,
}

impl BodyBuilder {
    /// Adds raw text to the open block; in blocks that are not preformatted the caller folds white space.
    pub fn push(&mut self, raw: &str) {
        self.text.push(raw);
    }

    /// The text of the open block so far.
    pub fn open_text(&self) -> &str {
        &self.text.as_str()[self.block_start..]
    }

    /// Opens an inline mark here.
    pub fn open_mark(&mut self, kind: MarkKind) {
        self.open.push((kind, self.text.len()));
    }

    /// Closes the inline mark that was opened last. Without one, nothing happens.
    pub fn close_mark(&mut self) {
        if let Some((kind, start)) = self.open.pop() {
            self.mark(kind, start.max(self.block_start), self.text.len());
        }
    }

    /// Ends the open block. An empty one leaves no trace; marks still open go on in the next.
    pub fn end_block(&mut self, kind: BlockKind) {
        // The blank line before the block is not part of it.
        self.text.trim_end_to(self.block_start);
        let (start, end) = (self.block_start, self.text.len());
        for i in 0..self.open.len() {
            let (mark, from) = self.open[i].clone();
            self.mark(mark, from.max(start), end);
        }
        if start < end {
            self.add_blocks(kind, start, end);
            self.text.push("\n\n");
            self.block_start = self.text.len();
        }
        for (_, from) in &mut self.open {
            *from = self.block_start;
        }
    }

    /// The whole body: text, blocks and marks, in the order of their spans.
    pub fn finish(mut self, kind: BlockKind) -> (CleanBody, Vec<Block>, Vec<Mark>) {
        self.end_block(kind);
        self.text.trim_end_to(0);
        let end = self.text.len() as u32;
        self.marks.retain(|mark| mark.span.end <= end);
        self.marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        (self.text, self.blocks, self.marks)
    }

    fn mark(&mut self, kind: MarkKind, start: usize, end: usize) {
        if start < end {
            self.marks.push(Mark { kind, span: Span::new(start, end) });
        }
    }

    /// One block, or several where it is longer than [`LONGEST_BLOCK`].
    fn add_blocks(&mut self, kind: BlockKind, mut start: usize, end: usize) {
        let text = self.text.as_str();
        while end - start > LONGEST_BLOCK {
            let limit = text.floor_char_boundary(start + LONGEST_BLOCK);
            let cut = text[start..limit].rfind([' ', '\n']).map_or(limit, |at| start + at);
            let cut = if cut == start { limit } else { cut };
            self.blocks.push(Block { kind, span: Span::new(start, cut) });
            start = cut + text[cut..end].len() - text[cut..end].trim_start().len();
        }
        if start < end {
            self.blocks.push(Block { kind, span: Span::new(start, end) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_blocks_leave_no_trace() {
        let mut body = BodyBuilder::default();
        for block in ["", "One ", " ", "", "two.", "\n"] {
            body.push(block);
            assert_eq!(body.open_text(), block);
            body.end_block(BlockKind::Paragraph);
        }
        let (text, blocks, _) = body.finish(BlockKind::Paragraph);
        assert_eq!(text.as_str(), "One\n\ntwo.");
        assert_eq!(blocks.iter().map(|block| block.span).collect::<Vec<_>>(), [Span::new(0, 3), Span::new(5, 9)]);
    }
}

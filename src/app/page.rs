//! The page: an article laid out in lines of a given width. A line is a span of the article's body and an indent, so
//! everything known about the body falls on the screen by intersecting spans.
//!
//! Blocks are laid out when they are first looked at: what a screen costs does not depend on the length of the text.
//! Line breaking is optimal-fit over a paragraph, on words measured as the terminal draws them.

mod lines;

use std::sync::Arc;

use self::lines::lay_out;
pub use self::lines::{wrap, wrap_spans};
use crate::{
    article::{Article, BlockKind, TitleOrigin},
    text::Span,
};

/// A line of the body on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// What stands on it, without the white space that the break took the place of.
    pub span: Span,
    /// Columns left free before it.
    pub indent: u16,
}

/// A line above the body, which the source gives apart from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderLine {
    /// A part of the title.
    Title(String),
    /// A part of who wrote it, where and when.
    Origin(String),
}

/// One row of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row<'a> {
    /// Nothing: the space between blocks.
    Blank,
    /// A line above the body.
    Header(&'a HeaderLine),
    /// A line of the block with this index.
    Text(usize, Line),
}

/// A row's place on a page. A part is the header, or a block with the space above it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowAt {
    part: u32,
    row: u32,
}

/// Where a page stands, which holds at any width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On this row of the lines that the source gives apart from the body.
    Header(u32),
    /// At this byte of the body.
    Body(u32),
}

impl Place {
    /// The byte of the body at the place or behind it.
    pub fn byte(self) -> u32 {
        match self {
            Self::Header(_) => 0,
            Self::Body(byte) => byte,
        }
    }
}

/// An article at a width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    article: Arc<Article>,
    width: u16,
    header: Vec<HeaderLine>,
    /// Which part is the header: the first, or the second where the title stands in the body.
    header_part: usize,
    blocks: Vec<Option<Box<[Line]>>>,
    /// Rows before each part, and of all together, once every block is laid out.
    rows_before: Option<Vec<u32>>,
}

impl Page {
    /// Lays `article` out in `width` columns, at first only its header. `origin` is the line under the title: who
    /// wrote it, where and when.
    pub fn new(article: Arc<Article>, origin: &str, width: u16) -> Self {
        let width = width.max(1);
        let mut header = Vec::new();
        if article.title.origin == TitleOrigin::Given {
            header.extend(wrap(article.title.text.as_str(), width).map(|line| HeaderLine::Title(line.to_owned())));
        }
        header.extend(wrap(origin, width).map(|line| HeaderLine::Origin(line.to_owned())));
        let title_leads = article.blocks.first().is_some_and(|block| block.kind == BlockKind::Title);
        let blocks = vec![None; article.blocks.len()];
        Self { article, width, header, header_part: usize::from(title_leads), blocks, rows_before: None }
    }

    /// The columns that the text has.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// The article.
    pub fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// Lays out every block; from then on [`Page::rows`] and [`Page::row_number`] answer.
    pub fn fill(&mut self) {
        let mut before = Vec::with_capacity(self.blocks.len() + 2);
        let mut total = 0;
        for part in 0..=self.blocks.len() as u32 {
            before.push(total);
            total += self.rows_of(part);
        }
        before.push(total);
        self.rows_before = Some(before);
    }

    /// Rows of the whole page; `None` until it is filled.
    pub fn rows(&self) -> Option<u32> {
        self.rows_before.as_ref().and_then(|before| before.last().copied())
    }

    /// How many rows stand above `at`; `None` until the page is filled.
    pub fn row_number(&self, at: RowAt) -> Option<u32> {
        self.rows_before.as_ref().and_then(|before| before.get(at.part as usize)).map(|before| before + at.row)
    }

    /// The row that is `rows` further down, or up if negative; never past the first or the last.
    pub fn step(&mut self, from: RowAt, rows: i64) -> RowAt {
        let mut at = from;
        let mut left = rows.unsigned_abs();
        while left > 0 {
            let available = if rows > 0 { self.rows_of(at.part).saturating_sub(at.row + 1) } else { at.row };
            let taken = u64::from(available).min(left) as u32;
            at.row = if rows > 0 { at.row + taken } else { at.row - taken };
            left -= u64::from(taken);
            if left == 0 {
                break;
            }
            let next = if rows > 0 { self.part_below(at.part) } else { self.part_above(at.part) };
            let Some(next) = next else { break };
            at = RowAt { part: next, row: if rows > 0 { 0 } else { self.rows_of(next) - 1 } };
            left -= 1;
        }
        at
    }

    /// The row at the top of the last full screen of `height` rows.
    pub fn last_top(&mut self, height: u16) -> RowAt {
        let last = self.blocks.len() as u32;
        let mut end = RowAt { part: last, row: self.rows_of(last).saturating_sub(1) };
        if self.rows_of(last) == 0 {
            end = self.step(end, -1);
        }
        self.step(end, 1 - i64::from(height.max(1)))
    }

    /// The first row.
    pub fn first(&mut self) -> RowAt {
        let part = if self.rows_of(0) == 0 { self.part_below(0).unwrap_or(0) } else { 0 };
        RowAt { part, row: 0 }
    }

    /// What stands on the row, or on the next that is not blank.
    pub fn place_of(&mut self, at: RowAt) -> Place {
        if self.block_of(at.part).is_none() && !self.header.is_empty() {
            return Place::Header(at.row);
        }
        Place::Body(self.byte_at(at))
    }

    /// The row of a place.
    pub fn row_of(&mut self, place: Place) -> RowAt {
        match place {
            Place::Body(byte) => self.row_with(byte),
            Place::Header(_) if self.header.is_empty() => self.first(),
            Place::Header(row) => RowAt { part: self.header_part as u32, row: row.min(self.header.len() as u32 - 1) },
        }
    }

    /// The row on which the byte `at` of the body stands, or the first line after it.
    pub fn row_with(&mut self, at: u32) -> RowAt {
        if self.blocks.is_empty() {
            return RowAt::default();
        }
        let block = self.article.block_at(at);
        let gap = self.gap_above(block);
        let lines = self.lines(block);
        let line = lines.partition_point(|line| line.span.end <= at).min(lines.len().saturating_sub(1));
        RowAt { part: self.part_of(block), row: gap + line as u32 }
    }

    /// The first byte of the body that stands on the row or below it; 0 in the header.
    pub fn byte_at(&mut self, at: RowAt) -> u32 {
        let Some(block) = self.block_of(at.part) else {
            return self.article.blocks.get(self.header_part).map_or(0, |block| block.span.start);
        };
        let gap = self.gap_above(block);
        let line = at.row.saturating_sub(gap) as usize;
        let start = self.article.blocks[block].span.start;
        self.lines(block).get(line).map_or(start, |line| line.span.start)
    }

    /// Lays out what `height` rows from `top` on show, so that [`Page::rows_from`] gives them.
    pub fn prepare(&mut self, top: RowAt, height: u16) {
        let mut rows = 0;
        let mut part = top.part;
        while rows < u32::from(height) + top.row && part as usize <= self.blocks.len() {
            rows += self.rows_of(part);
            part += 1;
        }
    }

    /// The rows from `top` on, as far as they are laid out.
    pub fn rows_from(&self, top: RowAt) -> impl Iterator<Item = Row<'_>> {
        let parts = (top.part..=self.blocks.len() as u32).map_while(|part| {
            let block = self.block_of(part);
            let (gap, lines) = match block {
                Some(block) => (self.gap_above(block), self.blocks[block].as_deref()?),
                None => (0, &[][..]),
            };
            let header = if block.is_none() { self.header.as_slice() } else { &[] };
            let blank = std::iter::repeat_n(Row::Blank, gap as usize);
            let text = lines.iter().map(move |&line| Row::Text(block.unwrap_or_default(), line));
            Some(blank.chain(header.iter().map(Row::Header)).chain(text))
        });
        parts.flatten().skip(top.row as usize)
    }

    /// The block that a part is; none where it is the header.
    fn block_of(&self, part: u32) -> Option<usize> {
        let part = part as usize;
        let block = if part > self.header_part { part - 1 } else { part };
        (part != self.header_part && block < self.blocks.len()).then_some(block)
    }

    fn part_of(&self, block: usize) -> u32 {
        (block + usize::from(block >= self.header_part)) as u32
    }

    fn rows_of(&mut self, part: u32) -> u32 {
        match self.block_of(part) {
            Some(block) => self.gap_above(block) + self.lines(block).len() as u32,
            None => self.header.len() as u32,
        }
    }

    /// The next part below that has rows.
    fn part_below(&mut self, part: u32) -> Option<u32> {
        (part + 1..=self.blocks.len() as u32).find(|part| self.rows_of(*part) > 0)
    }

    /// The next part above that has rows.
    fn part_above(&mut self, part: u32) -> Option<u32> {
        (0..part).rev().find(|part| self.rows_of(*part) > 0)
    }

    fn lines(&mut self, block: usize) -> &[Line] {
        let (article, width) = (&self.article, self.width);
        self.blocks[block].get_or_insert_with(|| lay_out(article, block, width))
    }

    /// Blank rows above a block: none between the items of a list, nor inside a paragraph that was cut for its length.
    fn gap_above(&self, block: usize) -> u32 {
        let blocks = &self.article.blocks;
        let Some(above) = block.checked_sub(1) else {
            return u32::from(self.header_part == 0 && !self.header.is_empty());
        };
        let (above, this) = (&blocks[above], &blocks[block]);
        let list = |kind| matches!(kind, BlockKind::ListItem { .. });
        let continued = this.span.start - above.span.end < 2;
        let close = continued || (list(above.kind) && list(this.kind));
        u32::from(!close)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{article::BodyBuilder, text};

    fn article(blocks: &[(BlockKind, &str)]) -> Arc<Article> {
        let mut body = BodyBuilder::default();
        for (kind, text) in blocks {
            body.push(text);
            body.end_block(*kind);
        }
        let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
        Arc::new(Article { text, blocks, marks, ..Article::default() })
    }

    fn filled(article: &Arc<Article>, origin: &str, width: u16) -> Page {
        let mut page = Page::new(Arc::clone(article), origin, width);
        page.fill();
        page
    }

    /// The rows as they would be seen.
    fn seen(page: &mut Page) -> Vec<String> {
        let top = page.first();
        let article = Arc::clone(page.article());
        let row = |row| match row {
            Row::Blank => String::new(),
            Row::Header(HeaderLine::Title(line) | HeaderLine::Origin(line)) => line.clone(),
            Row::Text(_, line) => format!("{}{}", " ".repeat(line.indent.into()), article.slice(line.span)),
        };
        page.rows_from(top).map(row).collect()
    }

    #[track_caller]
    fn check(blocks: &[(BlockKind, &str)], origin: &str, width: u16, rows: &[&str]) {
        assert_eq!(seen(&mut filled(&article(blocks), origin, width)), rows);
    }

    #[test]
    fn blocks_stand_apart_and_items_of_a_list_together() {
        let item = BlockKind::ListItem { depth: 0, mark: 4 };
        let blocks = [(BlockKind::Paragraph, "Two words more"), (item, "• one two three"), (item, "• four")];
        check(&blocks, "", 10, &["Two words", "more", "", "• one two", "  three", "• four"]);
    }

    #[test]
    fn indents_give_way_on_the_narrowest_screens() {
        let item = BlockKind::ListItem { depth: 2, mark: 4 };
        check(&[(item, "• one two")], "", 5, &["• one", "two"]);
        check(&[(BlockKind::Quotation(1), "one two three")], "", 12, &["  one two", "  three"]);
    }

    #[test]
    fn the_origin_stands_under_the_title_wherever_that_is() {
        let text = (BlockKind::Paragraph, "Text");
        check(&[(BlockKind::Title, "Title"), text], "By us", 20, &["Title", "By us", "", "Text"]);
        check(&[text], "By us", 20, &["By us", "", "Text"]);
    }

    #[test]
    fn lines_break_evenly_and_after_hyphens() {
        check(
            &[(BlockKind::Paragraph, "To be, or not to be: that is the question")],
            "",
            16,
            &["To be, or not to", "be: that is the", "question"],
        );
        check(&[(BlockKind::Paragraph, "a well-known word")], "", 8, &["a well-", "known", "word"]);
    }

    #[test]
    fn code_keeps_its_lines_and_words_wider_than_a_line_go_on() {
        check(&[(BlockKind::Code, "a  b\n\n  cdefgh")], "", 6, &["a  b", "", "  cdef", "gh"]);
        check(&[(BlockKind::Code, "a b\n\n  cdefghijk")], "", 10, &["  a b", "  ", "    cdefgh", "  ijk"]);
        check(&[(BlockKind::Paragraph, "日本語日本 ab")], "", 5, &["日本", "語日", "本 ab"]);
        check(&[(BlockKind::Paragraph, "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧")], "", 4, &["👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧"]);
    }

    #[test]
    fn rows_of_a_table_break_between_words() {
        let table = (BlockKind::Table, "Name     │ Born in\nAda      │ London");
        check(&[table], "", 20, &["Name     │ Born in", "Ada      │ London"]);
        check(&[table], "", 12, &["Name     │", "  Born in", "Ada      │", "  London"]);
    }

    fn kinds() -> impl Strategy<Value = BlockKind> {
        prop_oneof![
            Just(BlockKind::Title),
            Just(BlockKind::Paragraph),
            Just(BlockKind::Quotation(2)),
            Just(BlockKind::ListItem { depth: 1, mark: 0 }),
            Just(BlockKind::Code),
            Just(BlockKind::Table),
        ]
    }

    proptest! {
        #[test]
        fn lines_joined_give_back_the_text(
            blocks in proptest::collection::vec((kinds(), "[a-z é日👍\u{301}\u{200d}\n-]{0,60}"), 0..8),
            width in 1_u16..30,
        ) {
            let one_line = |(kind, text): &(BlockKind, String)| match kind {
                BlockKind::Code | BlockKind::Table => (*kind, text.clone()),
                _ => (*kind, text.replace('\n', " ")),
            };
            let blocks: Vec<_> = blocks.iter().map(one_line).collect();
            let blocks: Vec<_> = blocks.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
            let article = article(&blocks);
            let mut page = filled(&article, "origin", width);
            let top = page.first();
            let lines: Vec<_> = page.rows_from(top).filter_map(|row| match row {
                Row::Text(_, line) => Some(line),
                _ => None,
            }).collect();
            let mut at = 0;
            for line in &lines {
                prop_assert!(line.span.fits(article.text.as_str()) && line.span.start >= at);
                let between = &article.text.as_str()[at as usize..line.span.start as usize];
                prop_assert!(between.chars().all(char::is_whitespace), "{between:?} is lost");
                let columns = text::width(article.slice(line.span)) + usize::from(line.indent);
                let widest = text::graphemes(article.slice(line.span)).map(|(_, grapheme)| text::grapheme_width(grapheme)).max();
                prop_assert!(columns <= width.into() || widest > Some(width.into()), "{columns} columns");
                at = line.span.end;
            }
            prop_assert!(article.text.as_str()[at as usize..].trim().is_empty());
            prop_assert_eq!(page.rows(), Some(page.rows_from(top).count() as u32));
        }

        #[test]
        fn steps_down_and_up_meet(words in 1_usize..400, width in 1_u16..40, down in 0_i64..80, height in 1_u16..20) {
            let text = "word ".repeat(words);
            let blocks = [(BlockKind::Title, "A title"), (BlockKind::Paragraph, text.as_str()), (BlockKind::Paragraph, "End")];
            let article = article(&blocks);
            let mut page = filled(&article, "origin", width);
            let first = page.first();
            let there = page.step(first, down);
            let number = page.row_number(there).unwrap();
            prop_assert_eq!(i64::from(number), down.min(i64::from(page.rows().unwrap()) - 1));
            prop_assert_eq!(page.step(there, -i64::from(number)), first);
            let place = page.place_of(there);
            let back = page.row_of(place);
            prop_assert!((number..=number + 1).contains(&page.row_number(back).unwrap()), "{place:?}");
            prop_assert_eq!(page.place_of(back), place);
            let last_top = page.last_top(height);
            prop_assert_eq!(page.row_number(last_top), Some(page.rows().unwrap().saturating_sub(height.into())));
        }
    }
}

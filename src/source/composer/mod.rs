//! The one builder of blocks for all that is marked up: HTML and Markdown are walks that enter and leave [`Part`]s, and
//! what becomes of a part is decided here alone.
//!
//! It knows no syntax. Depth is bounded: parts nested deeper than any article needs are flattened into those around.

mod table;

use table::Table;

use super::{fold, shape};
use crate::{
    article::{Article, BlockKind, BodyBuilder, MarkKind, TitleOrigin},
    text::CleanLine,
};

/// Parts within parts; deeper ones count as text of the deepest.
const DEEPEST: usize = 64;

/// A part of a document, which holds text and other parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Anything that begins on a line of its own.
    Paragraph,
    /// A heading of this level.
    Heading(u8),
    /// Words of somebody else, set off.
    Quotation,
    /// A list; an ordered one counts from the number.
    List(Option<u64>),
    /// An item of the innermost list.
    Item,
    /// Preformatted text.
    Code,
    /// A table.
    Table,
    /// A row of the table.
    Row,
    /// A cell of the row.
    Cell,
    /// A picture with its caption.
    Figure,
    /// Words that differ from those around in nothing that is shown.
    Span,
    /// Stressed words.
    Emphasis,
    /// Strongly stressed words.
    Strong,
    /// Code within a line.
    CodeSpan,
    /// A link to this address.
    Link(&'a str),
}

/// A part that was entered and not yet left.
#[derive(Debug)]
enum Open {
    Block(Part<'static>),
    List {
        next: Option<u64>,
    },
    /// The mark is opened in the body with the first letter inside, so that it holds no space before it.
    Inline {
        kind: MarkKind,
        is_opened: bool,
    },
    /// A part within a table.
    InTable(Part<'static>),
    /// A part that changes nothing where it stands.
    Nothing,
}

/// Puts the body of an article together.
#[derive(Debug, Default)]
pub(super) struct Composer {
    article: Article,
    body: BodyBuilder,
    open: Vec<Open>,
    /// Parts entered beyond [`DEEPEST`].
    too_deep: usize,
    /// Inline parts that wait for their first letter.
    unopened: usize,
    /// Whether white space, or a line break, stands between the last letter and the next.
    space: bool,
    line_break: bool,
    /// The mark of an item that waits for its first letter.
    waiting_mark: Option<String>,
    /// Length of the mark that the open block begins with.
    mark: u8,
    table: Option<Table>,
    /// The description of a picture whose figure has no caption so far.
    description: Option<String>,
    has_text: bool,
}

impl Composer {
    /// What the source says about the whole.
    pub(super) fn about(&mut self) -> &mut Article {
        &mut self.article
    }

    /// Enters a part. Each is left again by [`Self::leave`], in reverse order.
    pub(super) fn enter(&mut self, part: Part<'_>) {
        if self.open.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        let open = match &mut self.table {
            Some(table) => Open::InTable(table.enter(part)),
            None => self.begin(part),
        };
        self.open.push(open);
    }

    /// Leaves the part that was entered last. Without one, nothing happens.
    pub(super) fn leave(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(open) = self.open.last() else { return };
        match open {
            Open::Block(Part::Table) => self.leave_table(),
            Open::Block(Part::Figure) => {
                if let Some(description) = self.description.take() {
                    self.text(&description);
                }
                self.end_block();
            }
            Open::Block(_) | Open::List { .. } => self.end_block(),
            Open::Inline { is_opened: true, .. } => self.body.close_mark(),
            Open::Inline { is_opened: false, .. } => self.unopened -= 1,
            Open::InTable(part) => {
                if let Some(table) = &mut self.table {
                    table.leave(*part);
                }
            }
            Open::Nothing => {}
        }
        if let Some(Open::Block(Part::Item)) = self.open.pop() {
            self.waiting_mark = None;
        }
    }

    /// Adds text to the innermost part. White space is folded, except in code.
    pub(super) fn text(&mut self, raw: &str) {
        if let Some(table) = &mut self.table {
            table.text(raw);
            return;
        }
        if self.is_in_code() {
            let raw = if self.body.open_text().is_empty() { raw.trim_start_matches(['\n', '\r']) } else { raw };
            self.body.push(raw);
            return;
        }
        if raw.starts_with(char::is_whitespace) {
            self.space = true;
        }
        if raw.trim().is_empty() {
            return;
        }
        self.description = None;
        self.begin_text(raw);
        let body = &mut self.body;
        fold(raw, |piece| body.push(piece));
        self.space = raw.ends_with(char::is_whitespace);
    }

    /// Ends the line. Whether the words go on in the same sentence shows with what follows.
    pub(super) fn line_break(&mut self) {
        if let Some(table) = &mut self.table {
            table.text(" ");
        } else if self.is_in_code() {
            self.body.push("\n");
        } else {
            self.line_break = true;
        }
    }

    /// A picture's description, which is shown where it has no caption. A picture amid text is an ornament.
    pub(super) fn picture(&mut self, description: &str) {
        if self.table.is_some() || !self.body.open_text().is_empty() || !description.chars().any(char::is_alphabetic) {
            return;
        }
        let is_in_figure = self.open.iter().any(|open| matches!(open, Open::Block(Part::Figure)));
        if !is_in_figure {
            self.enter(Part::Figure);
        }
        self.description = Some(description.to_owned());
        if !is_in_figure {
            self.leave();
        }
    }

    /// The whole article.
    pub(super) fn finish(mut self) -> Article {
        while !self.open.is_empty() {
            self.too_deep = 0;
            self.leave();
        }
        self.end_block();
        (self.article.text, self.article.blocks, self.article.marks) = self.body.finish(BlockKind::Paragraph);
        credit_author(&mut self.article);
        self.article
    }

    /// Opens a part outside of tables.
    fn begin(&mut self, part: Part<'_>) -> Open {
        let kind = match part {
            Part::Emphasis => MarkKind::Emphasis,
            Part::Strong => MarkKind::Strong,
            Part::CodeSpan => MarkKind::Code,
            Part::Link(address) => match link(address) {
                Some(address) => MarkKind::Link(address),
                None => return Open::Nothing,
            },
            Part::Span => return Open::Nothing,
            _ => return self.begin_block(part),
        };
        let same = std::mem::discriminant(&kind);
        let is_inside = |open: &Open| match open {
            Open::Inline { kind, .. } => std::mem::discriminant(kind) == same,
            Open::Block(part) => *part == Part::Code,
            _ => false,
        };
        if self.open.iter().any(is_inside) {
            return Open::Nothing;
        }
        self.unopened += 1;
        Open::Inline { kind, is_opened: false }
    }

    fn begin_block(&mut self, part: Part<'_>) -> Open {
        self.end_block();
        let part = match part {
            Part::Heading(level) => Part::Heading(level),
            Part::Quotation => Part::Quotation,
            Part::List(first) => return Open::List { next: first },
            Part::Item => {
                self.waiting_mark = Some(self.next_mark());
                Part::Item
            }
            Part::Code => Part::Code,
            Part::Table => {
                self.table = Some(Table::default());
                Part::Table
            }
            Part::Figure => Part::Figure,
            _ => Part::Paragraph,
        };
        Open::Block(part)
    }

    /// The mark of the innermost list's next item.
    fn next_mark(&mut self) -> String {
        let list = self.open.iter_mut().rev().find_map(|open| match open {
            Open::List { next } => Some(next),
            _ => None,
        });
        let Some(next) = list.and_then(Option::as_mut) else { return "• ".to_owned() };
        let number = *next;
        *next = next.saturating_add(1);
        format!("{number}. ")
    }

    /// Puts down what stands between the last letter and `raw`, and what begins with it.
    fn begin_text(&mut self, raw: &str) {
        if std::mem::take(&mut self.line_break) && !self.body.open_text().is_empty() {
            if self.goes_on(raw) { self.space = true } else { self.end_block() }
        }
        if self.body.open_text().is_empty() {
            // A mark is put only before what is still there behind the gate.
            if !CleanLine::new(raw).is_empty()
                && let Some(mark) = self.waiting_mark.take()
            {
                self.body.push(&mark);
                self.mark = mark.len() as u8;
            }
        } else if self.space {
            self.body.push(" ");
        }
        if self.unopened > 0 {
            for open in &mut self.open {
                if let Open::Inline { kind, is_opened: is_opened @ false } = open {
                    self.body.open_mark(kind.clone());
                    *is_opened = true;
                }
            }
            self.unopened = 0;
        }
    }

    /// Whether `raw`, on a new line, goes on with the sentence of the open block.
    fn goes_on(&self, raw: &str) -> bool {
        let is_heading = self.open.iter().any(|open| matches!(open, Open::Block(Part::Heading(_) | Part::Figure)));
        let next = raw.trim_start();
        is_heading || next.starts_with(char::is_lowercase) && !shape::ends_sentence(self.body.open_text())
    }

    fn end_block(&mut self) {
        let kind = self.kind();
        if !self.body.open_text().trim().is_empty() {
            self.has_text |= kind != BlockKind::Title;
        }
        if kind == BlockKind::Title {
            self.article.title.text = CleanLine::new(self.body.open_text());
            self.article.title.origin = TitleOrigin::InBody;
        }
        self.body.end_block(kind);
        (self.space, self.line_break, self.mark) = (false, false, 0);
    }

    /// What the open block is, by the parts that it stands in.
    fn kind(&self) -> BlockKind {
        let mut quotations = 0u8;
        let mut lists = 0u8;
        let mut innermost = None;
        for open in &self.open {
            match open {
                Open::Block(Part::Quotation) => quotations = quotations.saturating_add(1),
                Open::List { .. } => lists = lists.saturating_add(1),
                _ => {}
            }
            if let Open::Block(part @ (Part::Heading(_) | Part::Quotation | Part::Item | Part::Figure)) = open {
                innermost = Some(*part);
            }
        }
        let text = self.body.open_text();
        match innermost {
            _ if self.is_in_code() => BlockKind::Code,
            Some(Part::Heading(level)) if self.is_title(level) => BlockKind::Title,
            Some(Part::Heading(level)) => BlockKind::Heading(level),
            Some(Part::Item) => BlockKind::ListItem { depth: lists.saturating_sub(1), mark: self.mark },
            Some(Part::Quotation) => BlockKind::Quotation(quotations),
            Some(Part::Figure) | None if shape::is_credit(text.trim()) => BlockKind::Credit,
            Some(_) => BlockKind::Figure,
            None => BlockKind::Paragraph,
        }
    }

    /// Whether a heading is the article's title: it says the same, or it is the first of a text that has none.
    fn is_title(&self, level: u8) -> bool {
        let text = self.body.open_text();
        if self.has_text || text.trim().is_empty() || self.article.title.origin == TitleOrigin::InBody {
            return false;
        }
        let given = self.article.title.text.as_str();
        if given.is_empty() { level == 1 } else { letters(given).eq(letters(text)) }
    }

    fn is_in_code(&self) -> bool {
        self.open.iter().any(|open| matches!(open, Open::Block(Part::Code)))
    }

    fn leave_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        match table.drawn() {
            Ok(rows) => {
                self.body.push(&rows);
                self.body.end_block(BlockKind::Table);
                self.has_text |= !rows.is_empty();
            }
            Err(paragraphs) => {
                for paragraph in paragraphs {
                    self.text(&paragraph);
                    self.end_block();
                }
            }
        }
    }
}

/// The address, if it is one that may be opened.
pub(super) fn link(address: &str) -> Option<CleanLine> {
    let address = CleanLine::new(address);
    let is_open = |scheme: &str| address.as_str().get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
    ["http://", "https://", "mailto:"].into_iter().any(is_open).then_some(address)
}

/// What two writings of one title have in common.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Paragraphs at the top among which the line that names the author is looked for.
const TOP: usize = 3;

/// Makes a paragraph at the top that only repeats who wrote the article a credit line.
fn credit_author(article: &mut Article) {
    let Some(author) = article.byline.clone() else { return };
    for index in 0..article.blocks.len().min(TOP) {
        let block = &article.blocks[index];
        let is_byline = shape::byline(article.slice(block.span)) == Some(author.as_str());
        if block.kind == BlockKind::Paragraph && is_byline {
            article.blocks[index].kind = BlockKind::Credit;
        }
    }
}

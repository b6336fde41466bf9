//! The reader pane on the screen: the page, with everything that is known about the text drawn onto it by
//! intersecting spans.

use ratatui::{
    buffer::Buffer,
    style::{Modifier, Style},
};

use super::{Theme, put};
use crate::{
    analysis::QuoteKind,
    app::{
        Request, State,
        insight::Insight,
        page::{self, HeaderLine, Line, Row},
        reader::{Marked, OpenArticle},
        screen::{MARGIN, Rect, Screen},
    },
    article::{BlockKind, MarkKind},
    text::Span,
};

/// Draws the reader.
pub(super) fn draw(state: &State, theme: &Theme, area: Rect, screen: &Screen, buffer: &mut Buffer) {
    let text = screen.text;
    let Some(open) = state.reader().open() else {
        return draw_nothing(state, theme, text, buffer);
    };
    for (y, row) in (text.y..text.y + text.height).zip(open.page().rows_from(open.top())) {
        match row {
            Row::Blank => {}
            Row::Header(HeaderLine::Title(line)) => {
                put(buffer, text.x, y, text.x + text.width, line, theme.heading);
            }
            Row::Header(HeaderLine::Origin(line)) => {
                put(buffer, text.x, y, text.x + text.width, line, theme.faint);
            }
            Row::Text(block, line) => {
                let painter = Painter { state, theme, open, block, line };
                painter.draw(Rect { y, height: 1, ..text }, area, buffer);
            }
        }
    }
}

fn draw_nothing(state: &State, theme: &Theme, text: Rect, buffer: &mut Buffer) {
    let (words, style) = match state.reader().fault() {
        Some(fault) => (fault.as_str(), theme.fault),
        None if state.is_pending(Request::Article) => ("Opening…", theme.faint),
        None => ("No article is open. Choose one in the list; ? shows the keys.", theme.faint),
    };
    for (y, line) in (text.y..text.y + text.height).zip(page::wrap(words, text.width.max(1))) {
        put(buffer, text.x, y, text.x + text.width, line, style);
    }
}

/// One line of the body on its way to the screen.
struct Painter<'a> {
    state: &'a State,
    theme: &'a Theme,
    open: &'a OpenArticle,
    block: usize,
    line: Line,
}

impl Painter<'_> {
    fn draw(&self, row: Rect, pane: Rect, buffer: &mut Buffer) {
        self.draw_margin(row, pane, buffer);
        let article = &self.open.opened.article;
        let end = row.x + row.width;
        let mut x = row.x + self.line.indent;
        if let BlockKind::Quotation(_) = article.blocks[self.block].kind
            && self.line.indent >= 2
        {
            put(buffer, x - 2, row.y, end, "│", self.theme.faint);
        }
        for piece in self.pieces() {
            x = put(buffer, x, row.y, end, article.slice(piece), self.style(piece.start));
        }
    }

    /// The bar beside speech. A sign takes its place where a bookmarked passage begins, where the text has changed, and at
    /// the first new line of a last page that repeats lines of the page before.
    fn draw_margin(&self, row: Rect, pane: Rect, buffer: &mut Buffer) {
        if row.x < pane.x + MARGIN {
            return;
        }
        let x = row.x - MARGIN;
        if let Some(insight) = &self.open.insight {
            let mut speech = insight.quotes_in(self.line.span).iter().filter(|(_, quote)| is_speech(insight, *quote));
            if let Some((_, quote)) = speech.next() {
                let current = self.open.marked_quote() == Some(*quote);
                let (bar, style) = if current { ("▌", Modifier::BOLD) } else { ("▎", Modifier::empty()) };
                put(buffer, x, row.y, row.x, bar, self.theme.quote.add_modifier(style));
            }
        }
        if self.open.is_fresh_from(self.line.span) {
            put(buffer, x, row.y, row.x, "›", self.theme.sign);
        }
        if let Some(change) = self.open.changes_in(self.line.span).next() {
            put(buffer, x, row.y, row.x, if change.is_empty() { "−" } else { "+" }, self.theme.sign);
        }
        if self.open.passages_in(self.line.span).any(|passage| passage.start >= self.line.span.start) {
            put(buffer, x, row.y, row.x, "★", self.theme.sign);
        }
    }

    /// The line cut wherever the look of the text may change.
    fn pieces(&self) -> Vec<Span> {
        let span = self.line.span;
        let mut cuts = vec![span.start, span.end];
        let mut cut =
            |of: Span| cuts.extend([of.start, of.end].into_iter().filter(|&at| span.start < at && at < span.end));
        if let Some(insight) = &self.open.insight {
            insight.quotes_in(span).iter().for_each(|(region, _)| cut(*region));
            insight.mentions_in(span).iter().for_each(|mention| cut(mention.span));
        }
        self.open.opened.article.marks_in(span).for_each(|mark| cut(mark.span));
        if let Some(Marked::Passage(passage)) = self.open.marked {
            cut(passage);
        }
        self.open.changes_in(span).for_each(&mut cut);
        cuts.sort_unstable();
        cuts.dedup();
        cuts.windows(2).map(|ends| Span::new(ends[0] as usize, ends[1] as usize)).collect()
    }

    /// How the text at a byte looks.
    fn style(&self, at: u32) -> Style {
        let theme = self.theme;
        let here = Span::new(at as usize, at as usize + 1);
        let article = &self.open.opened.article;
        let mut style = match article.blocks[self.block].kind {
            BlockKind::Title | BlockKind::Heading(_) => theme.heading,
            BlockKind::Credit | BlockKind::Figure => theme.credit,
            _ => theme.text,
        };
        for mark in article.marks_in(here) {
            style = match mark.kind {
                MarkKind::Emphasis => style.add_modifier(Modifier::ITALIC),
                MarkKind::Strong => style.add_modifier(Modifier::BOLD),
                MarkKind::Code => style.patch(theme.code),
                MarkKind::Link(_) => style.patch(theme.link),
            };
        }
        if let Some(insight) = &self.open.insight {
            style = self.lit(style, insight, here);
        }
        if self.open.changes_in(here).any(|change| !change.is_empty()) {
            style = style.patch(theme.came);
        }
        if matches!(self.open.marked, Some(Marked::Passage(passage)) if passage.contains(at)) {
            style = style.add_modifier(Modifier::REVERSED);
        }
        style
    }

    /// The style with what the analysis adds to it.
    fn lit(&self, mut style: Style, insight: &Insight, here: Span) -> Style {
        for &(_, quote) in insight.quotes_in(here) {
            if is_speech(insight, quote) {
                style = style.patch(self.theme.quote);
            }
            if self.open.marked_quote() == Some(quote) {
                style = style.add_modifier(Modifier::BOLD);
            }
        }
        let alone = self.state.reader().lit();
        for mention in insight.mentions_in(here) {
            if alone.is_none_or(|person| person == mention.person) {
                style = style.patch(self.theme.person(insight.rank(mention.person)));
            }
            let marked = match self.open.marked {
                Some(Marked::Mention(index)) => insight.analysis().mentions.get(index) == Some(mention),
                _ => false,
            };
            if marked || alone == Some(mention.person) {
                style = style.patch(self.theme.marked);
            }
        }
        style
    }
}

fn is_speech(insight: &Insight, quote: usize) -> bool {
    insight.quote(quote).is_some_and(|quote| quote.kind == QuoteKind::Speech)
}

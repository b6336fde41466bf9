//! Plain text: what its layout and the looks of its lines say, put into blocks. No letter is dropped and none made up;
//! only line breaks, the marks of mail-style quoting and the rules under titles go.

mod lines;
mod reflow;

use std::borrow::Cow;

use lines::{Line, lines};
use reflow::{Form, Paragraph, joint, paragraphs};

use super::shape;
use crate::{
    article::{Article, BlockKind, BodyBuilder, Date, Title, TitleOrigin},
    text::{CleanBody, CleanLine},
};

/// Headings that follow one another are an outline at most; more short lines in a row are a list or a poem.
const HEADINGS_IN_A_ROW: usize = 2;
/// Paragraphs at the top among which a byline and a date are looked for.
const TOP: usize = 4;

/// Most words of a headline that quotes; more is a paragraph.
const HEADLINE_WORDS: usize = 20;
/// Lines in which the quotation marks of running text are looked for.
const LOOKED_AT: usize = 200;

/// Reads a plain text. The title stays empty where the text has none.
pub(super) fn read(raw: &str) -> Article {
    let clean = CleanBody::new(raw);
    let lines = lines(clean.as_str());
    let paragraphs = paragraphs(&lines);
    let text = Text { lines: &lines, paragraphs: &paragraphs };
    let mut article = Article::default();
    let kinds = text.kinds(&mut article);
    let mut body = BodyBuilder::default();
    for (paragraph, kind) in paragraphs.iter().zip(kinds) {
        let lines = &lines[paragraph.lines.clone()];
        push_lines(lines, |piece| body.push(piece));
        body.end_block(kind);
    }
    (article.text, article.blocks, article.marks) = body.finish(BlockKind::Paragraph);
    article
}

struct Text<'a> {
    lines: &'a [Line<'a>],
    paragraphs: &'a [Paragraph],
}

impl Text<'_> {
    /// What each paragraph is; what the top of the text says about the whole goes into `article`.
    fn kinds(&self, article: &mut Article) -> Vec<BlockKind> {
        let looks: Vec<bool> = (0..self.paragraphs.len()).map(|at| self.looks_like_heading(at)).collect();
        let mut kinds: Vec<BlockKind> = (0..self.paragraphs.len()).map(|at| self.kind(at, &looks)).collect();
        let title = self.title();
        let below = usize::from(title.is_some());
        if let Some((text, first)) = title.zip(kinds.first_mut()) {
            article.title = Title { text, origin: TitleOrigin::InBody };
            *first = BlockKind::Title;
        }
        for (at, kind) in kinds.iter_mut().enumerate().take(TOP).skip(below) {
            let Some(line) = self.short(at) else { break };
            if let Some(name) = shape::byline(&line) {
                article.byline = Some(CleanLine::new(name));
                *kind = BlockKind::Credit;
            } else if let Some(day) = shape::date(&line) {
                article.date = Some(Date::Day(day));
                *kind = BlockKind::Paragraph;
            } else {
                break;
            }
        }
        kinds
    }

    fn kind(&self, at: usize, looks: &[bool]) -> BlockKind {
        match self.paragraphs[at].form {
            Form::Item(_) if self.is_alone(at) => BlockKind::Paragraph,
            Form::Item(depth) => BlockKind::ListItem { depth, mark: self.lines_of(at)[0].mark },
            Form::Quoted(depth) => BlockKind::Quotation(depth),
            Form::Underlined => BlockKind::Heading(2),
            Form::Running if self.short(at).is_some_and(|line| shape::is_credit(&line)) => BlockKind::Credit,
            Form::Running if looks[at] && self.stands_above_text(at, looks) => BlockKind::Heading(2),
            Form::Running => BlockKind::Paragraph,
        }
    }

    /// The first paragraph, if it is a title: it looks like one, and text follows.
    fn title(&self) -> Option<CleanLine> {
        let line = self.short(0)?;
        let next = self.paragraphs.get(1)?;
        let is_apart = self.lines[next.lines.start].apart;
        let is_longer = self.columns(1) > self.columns(0) || next.lines.len() > 1;
        let is_title = match self.paragraphs[0].form {
            Form::Underlined => true,
            Form::Running => (shape::is_title(&line) || self.is_headline(&line)) && (is_apart || is_longer),
            _ => false,
        };
        is_title.then(|| CleanLine::new(&line))
    }

    /// Whether the first line quotes as headlines do, unlike the text below it.
    fn is_headline(&self, line: &str) -> bool {
        let text = self.lines.iter().skip(1).take(LOOKED_AT);
        line.split(' ').count() <= HEADLINE_WORDS
            && shape::quotes_like_a_headline(line)
            && text.into_iter().any(|line| line.text.contains(shape::is_double_mark))
    }

    fn looks_like_heading(&self, at: usize) -> bool {
        self.paragraphs[at].form == Form::Running && self.short(at).is_some_and(|line| shape::is_heading(&line))
    }

    /// Whether a line that looks like a heading stands like one: alone, and above running text.
    fn stands_above_text(&self, at: usize, looks: &[bool]) -> bool {
        // A row that is already too long need not be seen to its end.
        let enough = HEADINGS_IN_A_ROW + 1;
        let before = looks[..at].iter().rev().take(enough).take_while(|&&looks| looks).count();
        let after = looks[at + 1..].iter().take(enough).take_while(|&&looks| looks).count();
        // The title may stand right above the first heading, and is no part of its row.
        let before = before - usize::from(before == at && at > 0);
        let is_above_text = self.paragraphs.get(at + after + 1).is_some_and(|next| {
            let is_text =
                self.columns(at + after + 1) > self.columns(at) && !self.lines[next.lines.start].begins_lower();
            next.form == Form::Running && is_text || matches!(next.form, Form::Item(_) | Form::Quoted(_))
        });
        is_above_text && before + 1 + after <= HEADINGS_IN_A_ROW && self.stands_alone(at)
    }

    /// Whether blank lines or long paragraphs are on both sides.
    fn stands_alone(&self, at: usize) -> bool {
        let parted = |at: usize| self.paragraphs.get(at).is_none_or(|next| self.lines[next.lines.start].apart);
        let long = |at: usize| self.columns(at) > 80;
        (parted(at) || long(at - 1)) && (parted(at + 1) || long(at + 1))
    }

    /// Whether an item with a dash has no other beside it: that is somebody's name below their words.
    fn is_alone(&self, at: usize) -> bool {
        let is_item = |at: Option<usize>| {
            at.and_then(|at| self.paragraphs.get(at)).is_some_and(|next| matches!(next.form, Form::Item(_)))
        };
        self.lines_of(at)[0].text.starts_with('-') && !is_item(at.checked_sub(1)) && !is_item(Some(at + 1))
    }

    /// The words of a paragraph that is short enough to be more than running text.
    fn short(&self, at: usize) -> Option<Cow<'_, str>> {
        if self.paragraphs.get(at)?.lines.len() > 4 || self.columns(at) > shape::LONGEST_TITLE as u32 {
            return None;
        }
        if let [line] = self.lines_of(at)
            && super::is_folded(line.text)
        {
            return Some(Cow::Borrowed(line.text));
        }
        let mut words = String::new();
        push_lines(self.lines_of(at), |piece| words.push_str(piece));
        Some(Cow::Owned(words))
    }

    fn columns(&self, at: usize) -> u32 {
        self.lines_of(at).iter().map(|line| line.columns).sum()
    }

    fn lines_of(&self, at: usize) -> &[Line<'_>] {
        &self.lines[self.paragraphs[at].lines.clone()]
    }
}

/// Gives the words of `lines` as one line, piece by piece.
fn push_lines(lines: &[Line<'_>], mut push: impl FnMut(&str)) {
    let mut before: Option<&str> = None;
    for line in lines {
        if let Some(before) = before {
            push(joint(before, line.text));
        }
        super::fold(line.text, &mut push);
        before = Some(line.text);
    }
}

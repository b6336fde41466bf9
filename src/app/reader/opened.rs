//! The open article: its page, where on it the reader is, and the motions along it.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::{Setting, Spot};
use crate::{
    analysis::{Analysis, PersonId},
    app::{
        Change, Effect, Opened, Request, Tickets, Wish,
        insight::Insight,
        page::{Page, Place, Row, RowAt},
    },
    article::{Anchor, Article, Date, Difference},
    text::{CleanLine, Span},
};

/// Texts up to this many bytes are laid out whole at once; longer ones by a worker, after the part that is seen.
const LAID_OUT_AT_ONCE: usize = 12 * 1024;
/// Characters of the text by which the place is found again.
const ANCHORED: usize = 60;
/// Words that are read in a minute.
const WORDS_A_MINUTE: usize = 238;
/// Bytes of an English word with the space after it.
const BYTES_A_WORD: usize = 6;

/// What the reader jumped to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marked {
    /// The quote with this index.
    Quote(usize),
    /// The mention with this index.
    Mention(usize),
    /// A bookmarked passage.
    Passage(Span),
}

/// Where the page stands, for the footer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The page's number and how many there are; `None` until the text is laid out to its end.
    pub page: Option<(u32, u32)>,
    /// How much of the text stands above the lower edge of the screen, in per cent.
    pub percent: u32,
    /// Minutes it takes to read what is left.
    pub minutes: usize,
}

/// The article on the desk.
#[derive(Clone, Debug)]
pub struct OpenArticle {
    /// The article and what the reader left in it.
    pub opened: Opened,
    /// What it says, once that is known.
    pub insight: Option<Insight>,
    /// What was jumped to last.
    pub marked: Option<Marked>,
    page: Page,
    top: RowAt,
    /// What stays at the top of the screen whatever its width.
    place: Place,
    /// The place as it is saved; `None` where it is to be saved wherever it is.
    saved_place: Option<Place>,
    /// Where on the last page what was not yet seen begins, if it shows lines of the page before.
    fresh: Option<u32>,
    /// Whether the reader has been told that this is the end.
    end_told: bool,
    /// Whether reading has begun since it was opened.
    is_begun: bool,
    /// The time zone in which its date is told.
    zone: TimeZone,
    /// Where it differs from an earlier state of its text, in order: what came, and the empty spans at which something
    /// went.
    changes: Vec<Span>,
}

/// A direction along the text, and how often.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Forward(i64),
    Back(i64),
}

/// A page on keeps the last line of the page before at the top, so that the eye finds its place.
pub(super) fn page_step(height: i64) -> i64 {
    if height > 4 { height - 1 } else { height.max(1) }
}

impl Spot {
    /// Where it stands in its article as that is now.
    fn byte_in(&self, article: &Article) -> Option<u32> {
        let anchor = self.place.as_ref()?;
        anchor.find(article).or_else(|| anchor.find_gap(article)).map(|span| span.start)
    }
}

impl OpenArticle {
    /// An article, at the place where its reader left it or at `at`; and for a long one the wish for the rest of its
    /// page.
    pub(super) fn new(
        opened: Opened,
        at: Option<&Spot>,
        setting: &Setting,
        tickets: &mut Tickets,
    ) -> (Self, Option<Effect>) {
        let article = Arc::clone(&opened.article);
        let insight = opened.analysis.clone().map(|analysis| Insight::new(analysis, &article));
        let left = opened.place.map(|span| span.start).filter(|start| *start > 0);
        let byte = at.map_or(left, |spot| spot.byte_in(&article));
        let (mut page, effect) = lay_out(article, setting, tickets);
        let first = page.first();
        let place = byte.map_or_else(|| page.place_of(first), Place::Body);
        let mut open = Self {
            opened,
            insight,
            marked: None,
            page,
            top: first,
            place,
            saved_place: Some(place),
            fresh: None,
            end_told: false,
            is_begun: false,
            zone: setting.zone.clone(),
            changes: Vec::new(),
        };
        // A screen with room for more shows what stands above the place, instead of nothing below the end.
        open.top = open.page.row_of(place).min(open.page.last_top(setting.height));
        (open, effect)
    }

    pub(super) fn receive_analysis(&mut self, analysis: Arc<Analysis>) {
        self.opened.analysis = Some(Arc::clone(&analysis));
        self.insight = Some(Insight::new(analysis, &self.opened.article));
    }

    /// Takes in its page, unless that was laid out for a width that is no longer the screen's.
    pub(super) fn receive_page(&mut self, page: Page) {
        if self.page.width() == page.width() {
            self.page = page;
        }
    }

    /// Lays it out for the screen, where its width has changed, and makes the rows it shows ready.
    pub(super) fn settle(&mut self, setting: &Setting, tickets: &mut Tickets) -> Option<Effect> {
        let mut effect = None;
        if self.page.width() != setting.width.max(1) {
            (self.page, effect) = lay_out(Arc::clone(&self.opened.article), setting, tickets);
            self.top = self.page.row_of(self.place);
        }
        self.page.prepare(self.top, setting.height);
        effect
    }

    /// The place to be saved, if it has moved since it was saved last.
    pub(super) fn unsaved_place(&mut self) -> Option<Effect> {
        if !self.has_unsaved_place() {
            return None;
        }
        self.saved_place = Some(self.place);
        let anchor = self.anchor();
        Some(Effect::Change { subject: self.opened.subject(), change: Change::Place(anchor) })
    }

    /// Reading begins; whether the library does not know yet that this state of the text was read.
    pub(super) fn begin(&mut self) -> bool {
        self.saved_place = None;
        let is_first = !std::mem::replace(&mut self.is_begun, true);
        !self.opened.read || (is_first && self.opened.seen.is_some())
    }

    pub(super) fn mark_changes(&mut self, differences: &[Difference]) {
        let spans = differences.iter().map(|difference| {
            let gap = difference.came.is_empty().then_some(difference.at);
            difference.came.iter().copied().chain(gap)
        });
        self.changes = spans.flatten().collect();
    }

    pub(super) fn clear(&mut self) {
        self.marked = None;
        self.changes.clear();
    }

    pub(super) fn has_unsaved_place(&self) -> bool {
        self.saved_place != Some(self.place)
    }

    /// The words at the top of the screen.
    fn anchor(&self) -> Anchor {
        let start = self.place.byte() as usize;
        let text = self.opened.article.text.as_str();
        let end = text[start..].char_indices().nth(ANCHORED).map_or(text.len(), |(offset, _)| start + offset);
        Anchor::new(&self.opened.article, Span::new(start, end))
    }

    /// The place at the top of the screen.
    pub(super) fn spot(&self) -> Spot {
        Spot { which: self.opened.which, place: matches!(self.place, Place::Body(_)).then(|| self.anchor()) }
    }

    pub(super) fn return_to(&mut self, spot: &Spot) {
        self.top = match spot.byte_in(&self.opened.article) {
            Some(byte) => self.page.row_with(byte),
            None => self.page.first(),
        };
        self.place = self.page.place_of(self.top);
    }

    pub(super) fn go_to_top(&mut self) -> Vec<Wish> {
        let top = self.page.first();
        self.move_to(top)
    }

    pub(super) fn go_to_end(&mut self, height: i64) -> Vec<Wish> {
        let end = self.page.last_top(height as u16);
        self.move_to(end)
    }

    /// The byte at the top of the screen, or the next.
    pub fn top_byte(&self) -> u32 {
        self.place.byte()
    }

    /// The page.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The row at the top of the screen.
    pub fn top(&self) -> RowAt {
        self.top
    }

    /// The quote that was jumped to last.
    pub fn marked_quote(&self) -> Option<usize> {
        match self.marked {
            Some(Marked::Quote(quote)) => Some(quote),
            _ => None,
        }
    }

    /// Whether what was not yet seen begins in `span`, on a last page that shows lines of the page before as well.
    pub fn is_fresh_from(&self, span: Span) -> bool {
        self.fresh.is_some_and(|at| span.contains(at))
    }

    /// Where the text in `span` differs from an earlier state: what came, and the empty spans at which something went.
    pub fn changes_in(&self, span: Span) -> impl Iterator<Item = Span> {
        let is_in = move |change: &Span| {
            change.overlaps(span) || change.is_empty() && (span.start..=span.end).contains(&change.start)
        };
        self.changes.iter().copied().filter(is_in)
    }

    /// The bookmarked passages that touch `span`.
    pub fn passages_in(&self, span: Span) -> impl Iterator<Item = Span> {
        self.opened.passages.iter().map(|(_, passage)| *passage).filter(move |passage| passage.overlaps(span))
    }

    /// Where the page stands, on a screen of `height` rows.
    pub fn progress(&self, height: u16) -> Progress {
        let text = self.opened.article.text.as_str();
        let height = u32::from(height.max(1));
        let last_seen = self.page.rows_from(self.top).take(height as usize).filter_map(|row| match row {
            Row::Text(_, line) => Some(line.span.end),
            _ => None,
        });
        let seen = last_seen.last().unwrap_or(0) as usize;
        let step = page_step(i64::from(height)) as u32;
        let page = self.page.rows().zip(self.page.row_number(self.top)).map(|(rows, above)| {
            let pages = 1 + rows.saturating_sub(height).div_ceil(step);
            ((1 + above.div_ceil(step)).min(pages), pages)
        });
        let percent = (seen * 100).checked_div(text.len()).unwrap_or(100) as u32;
        let left = (text.len() - seen) / BYTES_A_WORD;
        Progress { page, percent, minutes: left.div_ceil(WORDS_A_MINUTE) }
    }

    fn move_to(&mut self, top: RowAt) -> Vec<Wish> {
        self.top = top;
        self.place = self.page.place_of(top);
        (self.end_told, self.fresh) = (false, None);
        Vec::new()
    }

    /// Scrolls; down no further than the last full screen, unless it already stands lower.
    pub(super) fn scroll(&mut self, rows: i64, height: i64) -> Vec<Wish> {
        let to = self.page.step(self.top, rows);
        let limit = self.page.last_top(height as u16).max(self.top);
        self.move_to(to.min(limit))
    }

    /// Whether the last row is on the screen.
    pub(super) fn is_at_end(&mut self, height: i64) -> bool {
        self.top >= self.page.last_top(height as u16)
    }

    /// A page on. At the end it stops once, and says so; the next time it asks for the next unread article.
    pub(super) fn page_down(&mut self, rows: i64, height: i64) -> Vec<Wish> {
        if !self.is_at_end(height) {
            let (wanted, fresh) = (self.page.step(self.top, rows), self.page.step(self.top, height));
            self.scroll(rows, height);
            if self.top < wanted {
                self.fresh = Some(self.page.byte_at(fresh));
            }
            return Vec::new();
        }
        if std::mem::replace(&mut self.end_told, true) {
            return vec![Wish::NextUnread];
        }
        vec![Wish::notice("The end. Once more goes to the next unread article")]
    }

    /// Marks something and brings it onto the screen: where it is seen whole, nothing moves.
    pub(super) fn mark(&mut self, marked: Marked, height: i64) {
        self.marked = Some(marked);
        let Some(span) = self.span_of(marked) else { return };
        let (first, last) = (self.page.row_with(span.start), self.page.row_with(span.end.saturating_sub(1)));
        let bottom = self.page.step(self.top, height - 1);
        if first < self.top || last > bottom {
            let top = self.page.step(first, -(height / 4));
            let limit = self.page.last_top(height as u16).max(self.top);
            self.move_to(top.min(limit));
        }
    }

    /// A passage that is a quote, as that quote.
    pub(super) fn recognised(&self, marked: Marked) -> Marked {
        let Marked::Passage(span) = marked else { return marked };
        let insight = self.insight.as_ref();
        let quote = insight.and_then(|insight| {
            insight.speech_from(span.start, 1).filter(|&quote| insight.extent(quote) == Some(span))
        });
        quote.map_or(marked, Marked::Quote)
    }

    fn span_of(&self, marked: Marked) -> Option<Span> {
        let insight = self.insight.as_ref();
        match marked {
            Marked::Quote(quote) => insight?.extent(quote),
            Marked::Mention(mention) => insight?.analysis().mentions.get(mention).map(|mention| mention.span),
            Marked::Passage(span) => Some(span),
        }
    }

    /// From where to look on: what is marked and on the screen, else the top of the screen.
    fn looking_from(&mut self, height: i64) -> (u32, u32) {
        let end = self.page.step(self.top, height - 1);
        let visible = |open: &mut Self, span: Span| {
            let row = open.page.row_with(span.start);
            row >= open.top && row <= end
        };
        match self.marked.and_then(|marked| self.span_of(marked)) {
            Some(span) if visible(self, span) => (span.start + 1, span.start),
            _ => {
                let top = self.page.byte_at(self.top);
                (top, top)
            }
        }
    }

    pub(super) fn visit_quote(&mut self, way: Way, height: i64) -> Vec<Wish> {
        let (after, before) = self.looking_from(height);
        let Some(insight) = &self.insight else { return vec![not_yet()] };
        let (found, none) = match way {
            Way::Forward(times) => (insight.speech_from(after, times as usize), "No quote further down"),
            Way::Back(times) => (insight.speech_before(before, times as usize), "No quote further up"),
        };
        match found {
            Some(quote) => self.mark(Marked::Quote(quote), height),
            None => return vec![Wish::notice(none)],
        }
        Vec::new()
    }

    pub(super) fn visit_mention(&mut self, person: Option<PersonId>, way: Way, height: i64) -> Vec<Wish> {
        let (after, before) = self.looking_from(height);
        let Some(insight) = &self.insight else { return vec![not_yet()] };
        let (found, none) = match way {
            Way::Forward(times) => {
                (insight.mention_from(after, person, times as usize), "Nobody is named further down")
            }
            Way::Back(times) => (insight.mention_before(before, person, times as usize), "Nobody is named further up"),
        };
        match found {
            Some(mention) => self.mark(Marked::Mention(mention), height),
            None => return vec![Wish::notice(none)],
        }
        Vec::new()
    }

    pub(super) fn visit_paragraph(&mut self, blocks: i64, height: i64) -> Vec<Wish> {
        let article = Arc::clone(&self.opened.article);
        let place = self.place.byte();
        let here = article.block_at(place);
        let inside = blocks < 0 && article.blocks.get(here).is_some_and(|block| block.span.start < place);
        let target = here as i64 + blocks + i64::from(inside);
        let Some(last) = article.blocks.len().checked_sub(1) else { return Vec::new() };
        let target = target.clamp(0, last as i64) as usize;
        let top = if target == 0 { self.page.first() } else { self.page.row_with(article.blocks[target].span.start) };
        let limit = self.page.last_top(height as u16).max(self.top);
        self.move_to(top.min(limit))
    }

    /// The current quote, else the first paragraph that begins on a screen of `height` rows, else the one that fills it.
    fn passage(&mut self, height: i64) -> Option<Span> {
        if let Some(extent) = self.marked_quote().and_then(|quote| self.insight.as_ref()?.extent(quote)) {
            return Some(extent);
        }
        let (place, blocks) = (self.place.byte(), &self.opened.article.blocks);
        let here = self.opened.article.block_at(place);
        let first = blocks.get(here)?.span;
        let next = blocks.get(here + 1).map(|block| block.span).filter(|_| first.start < place);
        let bottom = self.page.step(self.top, height - 1);
        Some(next.filter(|next| self.page.row_with(next.start) <= bottom).unwrap_or(first))
    }

    pub(super) fn toggle_passage(&mut self, height: i64) -> Vec<Wish> {
        let Some(span) = self.passage(height) else { return Vec::new() };
        let known = self.opened.passages.iter().find(|(_, passage)| *passage == span);
        let change = match known {
            Some(&(id, _)) => Change::RemoveBookmark(id),
            None => Change::Passage(Anchor::new(&self.opened.article, span)),
        };
        vec![Wish::Effect(Effect::Change { subject: self.opened.subject(), change })]
    }

    /// The passage with who said it and where, on the way to the clipboard.
    pub(super) fn copy_quote(&mut self, height: i64) -> Vec<Wish> {
        let quote = self.marked_quote();
        let spans = quote.and_then(|quote| Some(self.insight.as_ref()?.quote(quote)?.spans.clone()));
        let spans = spans.or_else(|| self.passage(height).map(|span| vec![span])).unwrap_or_default();
        let article = &self.opened.article;
        let words: Vec<_> = spans.iter().map(|&span| article.slice(span)).collect();
        let speaker = quote.and_then(|quote| self.insight.as_ref()?.speaker(article, quote));
        // A comma before “she said” belongs to the sentence that the quote is taken from.
        let said = words.join(" … ").replace('\n', " ");
        let title = format!("“{}”", article.title.text);
        let line = |line: &Option<CleanLine>| line.as_ref().map(ToString::to_string);
        let parts = [
            speaker.map(str::to_owned),
            Some(title),
            line(&article.site),
            article.date.map(|date| written(date, &self.zone)),
            line(&article.link),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        let copied = format!("“{}” — {}", said.trim_end_matches(','), parts.join(", "));
        let what = if quote.is_some() { "Copied the quote" } else { "Copied the paragraph" };
        vec![Wish::Effect(Effect::Copy(copied)), Wish::notice(what)]
    }
}

/// The article's page: whole, or for a long text its beginning and the request for the rest.
fn lay_out(article: Arc<Article>, setting: &Setting, tickets: &mut Tickets) -> (Page, Option<Effect>) {
    let (origin, width) = (origin(&article, &setting.zone), setting.width);
    let mut page = Page::new(Arc::clone(&article), &origin, width);
    if article.text.len() <= LAID_OUT_AT_ONCE {
        page.fill();
        return (page, None);
    }
    let ticket = tickets.issue(Request::Page);
    (page, Some(Effect::LayOut { ticket, article, origin, width }))
}

/// Who wrote an article, where and when, in a line.
fn origin(article: &Article, zone: &TimeZone) -> String {
    let date = article.date.map(|date| written(date, zone));
    let parts =
        [article.byline.as_ref().map(|by| format!("By {by}")), article.site.as_ref().map(CleanLine::to_string), date];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A date as one writes it.
fn written(date: Date, zone: &TimeZone) -> String {
    date.day(zone).strftime("%-d %B %Y").to_string()
}

fn not_yet() -> Wish {
    Wish::notice("byline is still reading who said what")
}

//! The reader pane: the open article, the page on the screen, and what is lit and marked on it.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::{
    ArticleRef, Change, Effect, Opened, Request, Subject, Switch, Tickets, Wish,
    insight::Insight,
    page::{Page, RowAt},
};
use crate::{
    analysis::{Analysis, PersonId},
    article::{Anchor, Article},
    library::{ArticleId, RevisionId},
    text::{CleanLine, Span},
};

/// Texts up to this many bytes are laid out whole at once; longer ones by a worker, after the part that is seen.
const LAID_OUT_AT_ONCE: usize = 12 * 1024;
/// Words that are read in a minute.
const WORDS_A_MINUTE: usize = 238;
/// Bytes of an English word with the space after it.
const BYTES_A_WORD: usize = 6;

/// What a key means to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table of bindings says what each does")]
pub enum ReaderCommand {
    PageDown,
    PageUp,
    Down,
    Up,
    HalfDown,
    HalfUp,
    Top,
    Bottom,
    NextQuote,
    PreviousQuote,
    NextMention,
    PreviousMention,
    NextParagraph,
    PreviousParagraph,
    JumpBack,
    JumpForward,
    BookmarkPassage,
    CopyQuote,
}

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

/// A place in an article that one jumped from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The article.
    pub which: ArticleRef,
    /// The byte at the top of the page.
    pub byte: u32,
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
    /// The byte that stays at the top of the screen whatever its width.
    place: u32,
    saved_place: u32,
    /// Whether the reader has been told that this is the end.
    end_told: bool,
}

/// What a page is laid out for.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Columns of the text.
    pub width: u16,
    /// Rows of the text.
    pub height: u16,
    /// The time zone in which dates are shown.
    pub zone: TimeZone,
}

/// The reader.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    open: Option<OpenArticle>,
    fault: Option<CleanLine>,
    lit: Option<PersonId>,
    back: Vec<Spot>,
    forward: Vec<Spot>,
}

impl Reader {
    /// The open article.
    pub fn open(&self) -> Option<&OpenArticle> {
        self.open.as_ref()
    }

    /// Why there is none.
    pub fn fault(&self) -> Option<&CleanLine> {
        self.fault.as_ref()
    }

    /// The one person who is lit; `None` where everyone is.
    pub fn lit(&self) -> Option<PersonId> {
        self.lit
    }

    /// Lights one person alone, or everyone again.
    pub fn light(&mut self, person: Option<PersonId>) {
        self.lit = person;
    }

    /// Puts an article on the desk, at the place where its reader left it or at the byte `at`.
    pub fn show(&mut self, opened: Opened, at: Option<u32>, setting: &Setting, tickets: &mut Tickets) -> Vec<Effect> {
        let article = Arc::clone(&opened.article);
        let insight = opened.analysis.clone().map(Insight::new);
        let place = at.or(opened.place.map(|span| span.start)).unwrap_or(0);
        let mut effects = Vec::new();
        if insight.is_none() {
            let ticket = tickets.issue(Request::Analysis);
            let revision = opened.kept.map(|(_, revision)| revision);
            effects.push(Effect::Analyze { ticket, revision, article: Arc::clone(&article) });
        }
        let (page, effect) = lay_out(article, setting, tickets);
        effects.extend(effect);
        let top = RowAt::default();
        let mut open =
            OpenArticle { opened, insight, marked: None, page, top, place, saved_place: place, end_told: false };
        // A screen with room for more shows what stands above the place, instead of nothing below the end.
        open.top = open.row_of_place().min(open.page.last_top(setting.height));
        (self.open, self.fault, self.lit) = (Some(open), None, None);
        effects
    }

    /// Takes the article off the desk, and says why there is none.
    pub fn close(&mut self, fault: Option<CleanLine>) {
        (self.open, self.fault) = (None, fault);
    }

    /// Takes in the analysis of the open article.
    pub fn receive_analysis(&mut self, analysis: Arc<Analysis>) {
        if let Some(open) = &mut self.open {
            open.opened.analysis = Some(Arc::clone(&analysis));
            open.insight = Some(Insight::new(analysis));
        }
    }

    /// Takes in the page of the open article, laid out to its end, unless its width is no longer the screen's.
    pub fn receive_page(&mut self, page: Page) {
        if let Some(open) = &mut self.open
            && open.page.width() == page.width()
        {
            open.page = page;
        }
    }

    /// Takes in a change that is in the library by now.
    pub fn refresh(&mut self, which: ArticleRef, kept: (ArticleId, RevisionId), switch: Switch) {
        let concerns = |opened: &Opened| opened.which == which || opened.kept.is_some_and(|(id, _)| id == kept.0);
        if let Some(open) = self.open.as_mut().filter(|open| concerns(&open.opened)) {
            open.opened.kept.get_or_insert(kept);
            open.opened.apply(switch);
        }
    }

    /// Lays the open article out for the screen, where its width has changed, and makes the rows it shows ready.
    pub fn settle(&mut self, setting: &Setting, tickets: &mut Tickets) -> Option<Effect> {
        let open = self.open.as_mut()?;
        let mut effect = None;
        if open.page.width() != setting.width.max(1) {
            (open.page, effect) = lay_out(Arc::clone(&open.opened.article), setting, tickets);
            open.top = open.row_of_place();
        }
        open.page.prepare(open.top, setting.height);
        effect
    }

    /// Does what a key asks, `count` times; `height` is how many rows the page has.
    pub fn apply(&mut self, command: ReaderCommand, count: Option<u32>, height: u16) -> Vec<Wish> {
        let Some(spot) = self.spot() else { return Vec::new() };
        let (times, lit) = (count.unwrap_or(1).max(1), self.lit);
        let Some(open) = self.open.as_mut() else { return Vec::new() };
        let (height, times) = (i64::from(height.max(1)), i64::from(times));
        match command {
            ReaderCommand::PageDown => open.page_down(page_step(height) * times, height),
            ReaderCommand::PageUp => open.scroll(-page_step(height) * times, height),
            ReaderCommand::Down => open.scroll(times, height),
            ReaderCommand::Up => open.scroll(-times, height),
            ReaderCommand::HalfDown => open.scroll((height / 2).max(1) * times, height),
            ReaderCommand::HalfUp => open.scroll(-(height / 2).max(1) * times, height),
            ReaderCommand::Top => {
                let top = open.page.first();
                self.jump(spot, |open| open.move_to(top))
            }
            ReaderCommand::Bottom => self.jump(spot, |open| {
                let end = open.page.last_top(height as u16);
                open.move_to(end)
            }),
            ReaderCommand::NextQuote => self.jump(spot, |open| open.visit_quote(Way::Forward(times), height)),
            ReaderCommand::PreviousQuote => self.jump(spot, |open| open.visit_quote(Way::Back(times), height)),
            ReaderCommand::NextMention => self.jump(spot, |open| open.visit_mention(lit, Way::Forward(times), height)),
            ReaderCommand::PreviousMention => self.jump(spot, |open| open.visit_mention(lit, Way::Back(times), height)),
            ReaderCommand::NextParagraph => open.visit_paragraph(times, height),
            ReaderCommand::PreviousParagraph => open.visit_paragraph(-times, height),
            ReaderCommand::JumpBack => self.travel(Way::Back(times)),
            ReaderCommand::JumpForward => self.travel(Way::Forward(times)),
            ReaderCommand::BookmarkPassage => open.toggle_passage(),
            ReaderCommand::CopyQuote => open.copy_quote(),
        }
    }

    /// Goes to a quote, a mention or a passage that an overlay named.
    pub fn go_to(&mut self, marked: Marked, height: u16) -> Vec<Wish> {
        let Some(spot) = self.spot() else { return Vec::new() };
        self.jump(spot, |open| {
            open.mark(open.recognised(marked), i64::from(height));
            Vec::new()
        })
    }

    /// Goes to a byte of the open article, as one comes back to where one was.
    pub fn return_to(&mut self, byte: u32) {
        if let Some(open) = &mut self.open {
            open.place = byte;
            open.top = open.row_of_place();
        }
    }

    /// Clears what is lit and marked; whether anything was.
    pub fn clear(&mut self) -> bool {
        let lit = self.lit.take().is_some();
        self.open.as_mut().and_then(|open| open.marked.take()).is_some() || lit
    }

    /// Scrolls by rows, as the wheel does.
    pub fn scroll(&mut self, rows: i64, height: u16) -> Vec<Wish> {
        self.open.as_mut().map_or_else(Vec::new, |open| open.scroll(rows, i64::from(height)))
    }

    /// The place to be saved, if it has moved since it was saved last.
    pub fn unsaved_place(&mut self) -> Option<Effect> {
        let open = self.open.as_mut().filter(|open| open.place != open.saved_place)?;
        open.saved_place = open.place;
        let start = open.place as usize;
        let text = open.opened.article.text.as_str();
        let end = text[start..].char_indices().nth(60).map_or(text.len(), |(offset, _)| start + offset);
        let anchor = Anchor::new(&open.opened.article, Span::new(start, end));
        Some(Effect::Change { subject: open.opened.subject(), change: Change::Place(anchor) })
    }

    /// Whether the place has moved since it was saved last.
    pub fn has_unsaved_place(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.place != open.saved_place)
    }

    /// Remembers where the reader is before another article takes the desk.
    pub fn leave_spot(&mut self) {
        if let Some(spot) = self.spot() {
            self.remember(spot);
        }
    }

    fn spot(&self) -> Option<Spot> {
        self.open.as_ref().map(|open| Spot { which: open.opened.which, byte: open.place })
    }

    fn remember(&mut self, spot: Spot) {
        if self.back.last() != Some(&spot) {
            self.back.push(spot);
        }
        self.forward.clear();
    }

    /// Does a jump, and remembers where it set off if it led anywhere.
    fn jump(&mut self, from: Spot, go: impl FnOnce(&mut OpenArticle) -> Vec<Wish>) -> Vec<Wish> {
        let wishes = self.open.as_mut().map_or_else(Vec::new, go);
        if self.spot() != Some(from) {
            self.remember(from);
        }
        wishes
    }

    fn travel(&mut self, way: Way) -> Vec<Wish> {
        let Some(here) = self.spot() else { return Vec::new() };
        let mut at = here;
        let (times, back) = match way {
            Way::Back(times) => (times, true),
            Way::Forward(times) => (times, false),
        };
        for _ in 0..times {
            let (from, onto) =
                if back { (&mut self.back, &mut self.forward) } else { (&mut self.forward, &mut self.back) };
            let Some(spot) = from.pop() else { break };
            onto.push(at);
            at = spot;
        }
        if at == here {
            let end = if back { "This is where you set off" } else { "This is as far as you jumped" };
            return vec![Wish::notice(end)];
        }
        vec![Wish::Visit(at)]
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
    let date = article.date.map(|date| date.day(zone).strftime("%-d %B %Y").to_string());
    let parts =
        [article.byline.as_ref().map(|by| format!("By {by}")), article.site.as_ref().map(CleanLine::to_string), date];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A direction along the text, and how often.
#[derive(Clone, Copy)]
enum Way {
    Forward(i64),
    Back(i64),
}

/// A page on keeps the last line of the page before at the top, so that the eye finds its place.
fn page_step(height: i64) -> i64 {
    if height > 4 { height - 1 } else { height.max(1) }
}

impl OpenArticle {
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

    /// The bookmarked passages that touch `span`.
    pub fn passages_in(&self, span: Span) -> impl Iterator<Item = Span> {
        self.opened.passages.iter().map(|(_, passage)| *passage).filter(move |passage| passage.overlaps(span))
    }

    /// Where the page stands, on a screen of `height` rows.
    pub fn progress(&self, height: u16) -> Progress {
        let text = self.opened.article.text.as_str();
        let height = u32::from(height.max(1));
        let last_seen = self.page.rows_from(self.top).take(height as usize).filter_map(|row| match row {
            super::page::Row::Text(_, line) => Some(line.span.end),
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

    fn row_of_place(&mut self) -> RowAt {
        if self.place == 0 { self.page.first() } else { self.page.row_with(self.place) }
    }

    fn move_to(&mut self, top: RowAt) -> Vec<Wish> {
        self.top = top;
        self.place = if top == self.page.first() { 0 } else { self.page.byte_at(top) };
        self.end_told = false;
        Vec::new()
    }

    /// Scrolls; down no further than the last full screen, unless it already stands lower.
    fn scroll(&mut self, rows: i64, height: i64) -> Vec<Wish> {
        let to = self.page.step(self.top, rows);
        let limit = self.page.last_top(height as u16).max(self.top);
        self.move_to(to.min(limit))
    }

    /// A page on. At the end it stops once, and says so; the next time it asks for the next unread article.
    fn page_down(&mut self, rows: i64, height: i64) -> Vec<Wish> {
        if self.top < self.page.last_top(height as u16) {
            self.scroll(rows, height);
            return vec![Wish::Begin];
        }
        if std::mem::replace(&mut self.end_told, true) {
            return vec![Wish::Begin, Wish::NextUnread];
        }
        vec![Wish::Begin, Wish::notice("The end. Once more goes to the next unread article")]
    }

    /// Marks something and brings it onto the screen: where it is seen whole, nothing moves.
    fn mark(&mut self, marked: Marked, height: i64) {
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
    fn recognised(&self, marked: Marked) -> Marked {
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
            _ if self.top == self.page.first() => (0, 0),
            _ => {
                let top = self.page.byte_at(self.top);
                (top, top)
            }
        }
    }

    fn visit_quote(&mut self, way: Way, height: i64) -> Vec<Wish> {
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

    fn visit_mention(&mut self, person: Option<PersonId>, way: Way, height: i64) -> Vec<Wish> {
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

    fn visit_paragraph(&mut self, blocks: i64, height: i64) -> Vec<Wish> {
        let article = Arc::clone(&self.opened.article);
        let here = article.block_at(self.place);
        let inside = blocks < 0 && article.blocks.get(here).is_some_and(|block| block.span.start < self.place);
        let target = here as i64 + blocks + i64::from(inside);
        let Some(last) = article.blocks.len().checked_sub(1) else { return Vec::new() };
        let target = target.clamp(0, last as i64) as usize;
        let top = if target == 0 { self.page.first() } else { self.page.row_with(article.blocks[target].span.start) };
        let limit = self.page.last_top(height as u16).max(self.top);
        self.move_to(top.min(limit))
    }

    /// The current quote, else the paragraph at the top of the screen.
    fn passage(&self) -> Option<Span> {
        if let Some(extent) = self.marked_quote().and_then(|quote| self.insight.as_ref()?.extent(quote)) {
            return Some(extent);
        }
        let article = &self.opened.article;
        article.blocks.get(article.block_at(self.place)).map(|block| block.span)
    }

    fn toggle_passage(&mut self) -> Vec<Wish> {
        let Some(span) = self.passage() else { return Vec::new() };
        let known = self.opened.passages.iter().find(|(_, passage)| *passage == span);
        let change = match known {
            Some(&(id, _)) => Change::RemoveBookmark(id),
            None => Change::Passage(Anchor::new(&self.opened.article, span)),
        };
        vec![Wish::Effect(Effect::Change { subject: self.opened.subject(), change })]
    }

    /// The passage with who said it and where, on the way to the clipboard.
    fn copy_quote(&self) -> Vec<Wish> {
        let article = &self.opened.article;
        let quote = self.marked_quote();
        let spans = quote.and_then(|quote| Some(self.insight.as_ref()?.quote(quote)?.spans.clone()));
        let spans = spans.or_else(|| self.passage().map(|span| vec![span])).unwrap_or_default();
        let words: Vec<_> = spans.iter().map(|&span| article.slice(span)).collect();
        let speaker = quote.and_then(|quote| self.insight.as_ref()?.speaker(article, quote));
        let mut copied = format!("“{}”", words.join(" … ").replace('\n', " "));
        let source = [article.site.as_ref(), article.link.as_ref()].into_iter().flatten();
        let source: Vec<_> = source.map(CleanLine::as_str).collect();
        let title = format!("“{}”", article.title.text);
        let parts = speaker.into_iter().chain([title.as_str()]).chain(source);
        copied.push_str(" — ");
        copied.push_str(&parts.collect::<Vec<_>>().join(", "));
        let what = if quote.is_some() { "Copied the quote" } else { "Copied the paragraph" };
        vec![Wish::Effect(Effect::Copy(copied)), Wish::notice(what)]
    }
}

fn not_yet() -> Wish {
    Wish::notice("byline is still reading who said what")
}

impl Opened {
    /// Whom a change of the library concerns.
    pub fn subject(&self) -> Subject {
        match self.kept {
            Some((id, revision)) => Subject::Kept { which: self.which, id, revision },
            None => {
                Subject::New { which: self.which, article: Arc::clone(&self.article), analysis: self.analysis.clone() }
            }
        }
    }

    fn apply(&mut self, switch: Switch) {
        match switch {
            Switch::Begun => self.read = true,
            Switch::Read(read) => self.read = read,
            Switch::Bookmarked(bookmarked) => self.bookmarked = bookmarked,
            Switch::PassageAdded(id, span) => {
                self.passages.push((id, span));
                self.passages.sort_by_key(|(_, span)| *span);
            }
            Switch::BookmarkRemoved(id) => self.passages.retain(|(known, _)| *known != id),
            Switch::Placed => {}
        }
    }
}

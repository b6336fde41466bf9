//! What is read back is not trusted: text passes the gate again, and spans that do not fit the text are let go.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::{Analysis, PersonId, Speaker, Who},
    article::{Article, Block, BlockKind, BodyBuilder, Mark, TitleOrigin},
    text::{CleanBody, Span},
};

/// All that is known about a body, as it is stored.
#[derive(Serialize, Deserialize)]
pub(super) struct Layout<'a> {
    title: TitleOrigin,
    blocks: Cow<'a, [Block]>,
    marks: Cow<'a, [Mark]>,
}

impl<'a> Layout<'a> {
    pub(super) fn of(article: &'a Article) -> Self {
        Self {
            title: article.title.origin,
            blocks: Cow::Borrowed(&article.blocks),
            marks: Cow::Borrowed(&article.marks),
        }
    }

    /// As it is stored; older versions stored JSON.
    fn read(stored: &[u8]) -> Option<Layout<'static>> {
        if stored.starts_with(b"{") { serde_json::from_slice(stored).ok() } else { postcard::from_bytes(stored).ok() }
    }
}

/// How a body came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Restored {
    /// As it was stored.
    Whole,
    /// Its text or its layout was not sound: it is laid out anew, and what was known about its text does not hold.
    Anew,
}

/// Puts body and layout back into `article`.
pub(super) fn restore(article: &mut Article, body: &str, layout: &[u8]) -> Restored {
    article.text = CleanBody::new(body);
    let text = article.text.as_str();
    let layout = Layout::read(layout);
    if text == body
        && let Some(layout) = layout.filter(|layout| cover(&layout.blocks, text))
    {
        article.title.origin = layout.title;
        article.blocks = layout.blocks.into_owned();
        article.marks = layout.marks.into_owned();
        article.marks.retain(|mark| mark.span.fits(text));
        article.marks.sort_by_key(|mark| mark.span.start);
        return Restored::Whole;
    }
    let mut paragraphs = BodyBuilder::default();
    for line in body.lines() {
        paragraphs.push(line);
        paragraphs.end_block(BlockKind::Paragraph);
    }
    article.title.origin = TitleOrigin::Given;
    (article.text, article.blocks, article.marks) = paragraphs.finish(BlockKind::Paragraph);
    Restored::Anew
}

/// Whether blocks stand in order and leave out nothing but white space.
fn cover(blocks: &[Block], text: &str) -> bool {
    let is_blank = |from: usize, to: usize| text.get(from..to).is_some_and(|gap| gap.trim().is_empty());
    let mut at = 0;
    for block in blocks {
        let span = block.span.range();
        if !block.span.fits(text) || !is_blank(at, span.start) {
            return false;
        }
        at = span.end;
    }
    is_blank(at, text.len())
}

/// Whether all that an analysis says is there: its people, and its spans in their order.
pub(super) fn is_sound(analysis: &Analysis, text: &str) -> bool {
    let is_known = |person: PersonId| (person.0 as usize) < analysis.people.len();
    let fits = |span: Span| span.fits(text);
    let is_there = |speaker: &Speaker| {
        let who = match speaker.who {
            Who::Person(person) => is_known(person),
            Who::Source(words) => fits(words),
        };
        who && speaker.words.is_none_or(fits) && speaker.cue.is_none_or(fits)
    };
    analysis.mentions.iter().all(|mention| fits(mention.span) && is_known(mention.person))
        && analysis.mentions.is_sorted_by(|a, b| a.span.end <= b.span.start)
        && analysis.quotes.iter().all(|quote| {
            !quote.spans.is_empty()
                && quote.spans.iter().copied().all(fits)
                && quote.speaker.as_ref().is_none_or(is_there)
        })
        && analysis.quotes.is_sorted_by_key(|quote| quote.spans.first().map(|span| span.start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::{Mention, Person, Quote, QuoteKind, Via},
        article::MarkKind,
        text::CleanLine,
    };

    fn article(body: &str) -> Article {
        let mut paragraphs = BodyBuilder::default();
        for paragraph in body.split('\n') {
            paragraphs.push(paragraph);
            paragraphs.end_block(BlockKind::Paragraph);
        }
        let (text, blocks, marks) = paragraphs.finish(BlockKind::Paragraph);
        Article { text, blocks, marks, ..Article::default() }
    }

    /// Stores `stored`, reads it back with `body` in place of its text.
    #[track_caller]
    fn check(stored: &Article, body: &str, how: Restored, wanted: &Article) {
        let layout = postcard::to_stdvec(&Layout::of(stored)).unwrap();
        let mut read = Article::default();
        assert_eq!(restore(&mut read, body, &layout), how);
        assert_eq!(
            (read.text, read.blocks, read.marks),
            (wanted.text.clone(), wanted.blocks.clone(), wanted.marks.clone())
        );
    }

    fn mark(start: usize, end: usize) -> Mark {
        Mark { kind: MarkKind::Strong, span: Span::new(start, end) }
    }

    #[test]
    fn what_is_sound_comes_back_as_it_was() {
        let mut whole = article("One two.\nThree é.");
        whole.marks = vec![mark(0, 3), mark(4, 7)];
        check(&whole, whole.text.as_str(), Restored::Whole, &whole);
        check(&article(""), "", Restored::Whole, &article(""));
    }

    #[test]
    fn a_body_that_does_not_pass_the_gate_is_laid_out_anew() {
        let stored = article("One two.\nThree.");
        check(&stored, "One \x1b[31mtwo.\n\nThree.", Restored::Anew, &stored);
    }

    #[test]
    fn blocks_that_do_not_cover_the_body_are_laid_out_anew() {
        let stored = article("One two.\nThree.");
        check(&stored, "One two and.\n\nThree.", Restored::Anew, &article("One two and.\nThree."));
        check(&stored, "One", Restored::Anew, &article("One"));
        check(&article("One"), stored.text.as_str(), Restored::Anew, &stored);
        let mut twisted = stored.clone();
        twisted.blocks.swap(0, 1);
        check(&twisted, stored.text.as_str(), Restored::Anew, &stored);
        twisted.blocks[0].span = Span { start: 5, end: 2 };
        check(&twisted, stored.text.as_str(), Restored::Anew, &stored);
    }

    #[test]
    fn a_layout_of_an_older_version_is_read() {
        let whole = article("One two.\nThree é.");
        let mut read = Article::default();
        let json = serde_json::to_vec(&Layout::of(&whole)).unwrap();
        assert_eq!(restore(&mut read, whole.text.as_str(), &json), Restored::Whole);
        assert_eq!(read.blocks, whole.blocks);
    }

    #[test]
    fn a_layout_that_is_no_layout_is_made_anew() {
        for layout in ["", "{}", "[]", "{\"title\":\"Given\",\"blocks\":1,\"marks\":[]}", "\u{1}\u{7f}"] {
            let mut read = Article::default();
            assert_eq!(restore(&mut read, "One.\n\nTwo.", layout.as_bytes()), Restored::Anew);
            assert_eq!(read.blocks.len(), 2);
        }
    }

    #[test]
    fn marks_that_do_not_fit_go() {
        let whole = article("One é.");
        let mut stored = whole.clone();
        stored.marks = vec![mark(4, 5), mark(3, 900), Mark { kind: MarkKind::Code, span: Span { start: 3, end: 1 } }];
        check(&stored, whole.text.as_str(), Restored::Whole, &whole);
    }

    const TEXT: &str = "“No,” said Ann é. “Yes.”";

    fn analysis() -> Analysis {
        let who = Who::Person(PersonId(0));
        let speaker = Speaker { who, via: Via::Name, words: Some(Span::new(15, 18)), cue: Some(Span::new(10, 14)) };
        let quote =
            |start, end, speaker| Quote { spans: vec![Span::new(start, end)], kind: QuoteKind::Speech, speaker };
        Analysis {
            people: vec![Person { name: CleanLine::new("Ann") }],
            mentions: vec![Mention { span: Span::new(15, 18), person: PersonId(0) }],
            quotes: vec![quote(3, 6, Some(speaker)), quote(26, 30, None)],
            ..Analysis::default()
        }
    }

    #[track_caller]
    fn refused(spoil: impl FnOnce(&mut Analysis)) {
        let mut analysis = analysis();
        assert!(is_sound(&analysis, TEXT));
        spoil(&mut analysis);
        assert!(!is_sound(&analysis, TEXT));
    }

    #[test]
    fn an_analysis_with_spans_that_do_not_fit_is_refused() {
        let far = Span::new(20, 900);
        let inside_a_letter = Span::new(1, 2);
        refused(|analysis| analysis.mentions[0].span = far);
        refused(|analysis| analysis.mentions[0].span = inside_a_letter);
        refused(|analysis| analysis.quotes[0].spans.push(far));
        refused(|analysis| analysis.quotes[0].spans.clear());
        refused(|analysis| analysis.quotes[0].speaker.as_mut().unwrap().words = Some(far));
        refused(|analysis| analysis.quotes[0].speaker.as_mut().unwrap().cue = Some(far));
        refused(|analysis| analysis.quotes[0].speaker.as_mut().unwrap().who = Who::Source(inside_a_letter));
    }

    #[test]
    fn an_analysis_of_nobody_or_out_of_order_is_refused() {
        refused(|analysis| analysis.people.clear());
        refused(|analysis| analysis.mentions[0].person = PersonId(7));
        refused(|analysis| analysis.quotes[0].speaker.as_mut().unwrap().who = Who::Person(PersonId(1)));
        refused(|analysis| analysis.quotes.swap(0, 1));
        refused(|analysis| analysis.mentions.push(analysis.mentions[0]));
    }
}

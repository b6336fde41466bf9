//! The anchor: a place in an article that outlives a change of its text. It is found again by its words, and where
//! these have changed, by the text around them.
//!
//! It does not know what it is used for, or how revisions are kept.

use std::{cmp::Reverse, ops::Range};

use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::Article;
use crate::text::{CleanBody, Span};

/// Characters kept on either side, to tell one occurrence of the same words from another.
const CONTEXT: usize = 48;
/// Longest stretch of words kept, in characters; a longer passage is found again by its beginning.
const WORDS: usize = 4096;
/// Bytes of context that are not found by chance; a shorter one finds nothing on its own.
const TELLING: usize = 16;
/// Bytes that a passage may have grown by, besides twice its length, and still be taken for the same passage.
const GROWTH: usize = 200;

/// A place in one revision of an article: the reading place, a bookmark. On another revision it is found again by
/// its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Where, in the revision that the anchor was made on.
    pub span: Span,
    /// The words of the span.
    pub words: CleanBody,
    /// What stands before them.
    pub before: CleanBody,
    /// What stands after them.
    pub after: CleanBody,
}

impl Anchor {
    /// The anchor of `span` in `article`. A span that does not fit the text is widened to whole characters, and cut
    /// at the end of the text.
    pub fn new(article: &Article, span: Span) -> Self {
        let text = article.text.as_str();
        let start = text.floor_char_boundary(span.start as usize);
        let end = text.ceil_char_boundary(span.end as usize).max(start);
        Self {
            span: Span::new(start, end),
            words: CleanBody::new(first_chars(&text[start..end], WORDS)),
            before: CleanBody::new(last_chars(&text[..start], CONTEXT)),
            after: CleanBody::new(first_chars(&text[end..], CONTEXT)),
        }
    }

    /// Where the anchor stands in `article`, which may be another revision than its own; `None` if it is not there.
    /// The span fits the text. Takes time linear in the length of the text.
    pub fn find(&self, article: &Article) -> Option<Span> {
        if self.stands_unmoved(article.text.as_str()) {
            return Some(self.span);
        }
        let text = Folded::new(article.text.as_str());
        self.by_words(&text, article).or_else(|| self.by_context(&text, article))
    }

    /// Where the words stood that [`find`](Self::find) does not find: the empty span before what came after them, else
    /// after what came before; `None` if neither is there.
    pub fn find_gap(&self, article: &Article) -> Option<Span> {
        let text = Folded::new(article.text.as_str());
        let after = text.nearest(&fold(self.after.as_str()), self.span.end).map(|found| found.start);
        let before = || text.nearest(&fold(self.before.as_str()), self.span.start).map(|found| found.end);
        let at = *text.origin.get(after.or_else(before)?)? as usize;
        Some(Span::new(at, at))
    }

    fn stands_unmoved(&self, text: &str) -> bool {
        let Some(words) = text.get(self.span.range()) else { return false };
        if !self.words.as_str().trim().is_empty() {
            return words.starts_with(self.words.as_str());
        }
        let Range { start, end } = self.span.range();
        text[..start].ends_with(self.before.as_str()) && text[end..].starts_with(self.after.as_str())
    }

    /// The occurrence of the words whose surroundings agree best; among equals, the nearest.
    fn by_words(&self, text: &Folded, article: &Article) -> Option<Span> {
        let words = fold(self.words.as_str());
        if words.is_empty() {
            return None;
        }
        let (before, after) = (fold(self.before.as_str()), fold(self.after.as_str()));
        let agreement = |at: usize| {
            let left = text.folded[..at].trim_end().bytes().rev().zip(before.bytes().rev());
            let right = text.folded[at + words.len()..].trim_start().bytes().zip(after.bytes());
            left.take_while(|(a, b)| a == b).count() + right.take_while(|(a, b)| a == b).count()
        };
        let at = memmem::find_iter(text.folded.as_bytes(), words.as_bytes())
            .max_by_key(|&at| (agreement(at), Reverse(text.distance(at, self.span.start))))?;
        let found = text.original(at..at + words.len());
        if self.words.len() >= self.span.len() {
            return Some(found);
        }
        let end = article.text.as_str().ceil_char_boundary(found.start as usize + self.span.len());
        Some(Span::new(found.start as usize, end))
    }

    /// What stands now between the text before and the text after the words. Nothing there: the words were deleted,
    /// and nothing is found. Where only one side is found, as much text beside it as the words had, within one block.
    fn by_context(&self, text: &Folded, article: &Article) -> Option<Span> {
        let (before, after) = (fold(self.before.as_str()), fold(self.after.as_str()));
        let start = text.nearest(&before, self.span.start).map(|found| found.end);
        let end = match start {
            Some(start) => text.next(&after, start),
            None => text.nearest(&after, self.span.end),
        };
        match (start, end.map(|found| found.start)) {
            (Some(start), Some(end)) => {
                let between = text.trimmed(start..end)?;
                (between.len() <= 2 * self.span.len() + GROWTH).then_some(between)
            }
            (Some(start), None) => {
                let rest = text.trimmed(start..text.folded.len())?;
                let block = article.blocks.get(article.block_at(rest.start))?.span;
                let end = (rest.start as usize + self.span.len()).min(block.end as usize);
                whole_words(article.text.as_str(), rest.start as usize..end)
            }
            (None, Some(end)) => {
                let rest = text.trimmed(0..end)?;
                let block = article.blocks.get(article.block_at(rest.end - 1))?.span;
                let start = (rest.end as usize).saturating_sub(self.span.len()).max(block.start as usize);
                whole_words(article.text.as_str(), start..rest.end as usize)
            }
            (None, None) => None,
        }
    }
}

/// The words that lie whole in `range`, which may be cut anywhere; `None` where there are none.
fn whole_words(text: &str, range: Range<usize>) -> Option<Span> {
    let start = text.ceil_char_boundary(range.start);
    let end = text.floor_char_boundary(range.end);
    let cut = text.get(start..end)?;
    let opens_inside = text[..start].ends_with(is_letter) && cut.starts_with(is_letter);
    let closes_inside = cut.ends_with(is_letter) && text[end..].starts_with(is_letter);
    let skipped = if opens_inside { cut.find(char::is_whitespace)? } else { 0 };
    let kept = if closes_inside { cut.rfind(char::is_whitespace)? } else { cut.len() };
    let words = cut.get(skipped..kept)?;
    let start = start + skipped + words.len() - words.trim_start().len();
    let words = words.trim();
    (!words.is_empty()).then(|| Span::new(start, start + words.len()))
}

fn is_letter(c: char) -> bool {
    !c.is_whitespace()
}

fn first_chars(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

fn last_chars(text: &str, count: usize) -> &str {
    count.checked_sub(1).and_then(|back| text.char_indices().nth_back(back)).map_or(text, |(start, _)| &text[start..])
}

/// `text` with single spaces for its white space, and none at its ends.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// A text with single spaces for its white space, so that words are found however their lines are broken, and the way
/// back to the text.
struct Folded {
    folded: String,
    /// For each byte of `folded`, and for its end, the byte of the text.
    origin: Vec<u32>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut origin = Vec::with_capacity(text.len() + 1);
        for (at, c) in text.char_indices() {
            if !c.is_whitespace() {
                folded.push(c);
                origin.extend((at..at + c.len_utf8()).map(|byte| byte as u32));
            } else if !folded.ends_with(' ') {
                folded.push(' ');
                origin.push(at as u32);
            }
        }
        origin.push(text.len() as u32);
        Self { folded, origin }
    }

    /// The span of the text that a range of the folded text stands for. The range is not empty and has no space at
    /// its end.
    fn original(&self, range: Range<usize>) -> Span {
        Span::new(self.origin[range.start] as usize, self.origin[range.end - 1] as usize + 1)
    }

    fn distance(&self, at: usize, from: u32) -> u32 {
        self.origin[at].abs_diff(from)
    }

    /// The telling occurrence of `context` that is nearest to the byte `from` of the text.
    fn nearest(&self, context: &str, from: u32) -> Option<Range<usize>> {
        if context.len() < TELLING {
            return None;
        }
        let at =
            memmem::find_iter(self.folded.as_bytes(), context.as_bytes()).min_by_key(|&at| self.distance(at, from))?;
        Some(at..at + context.len())
    }

    /// The first telling occurrence of `context` from the byte `start` of the folded text on.
    fn next(&self, context: &str, start: usize) -> Option<Range<usize>> {
        if context.len() < TELLING {
            return None;
        }
        let at = start + memmem::find(&self.folded.as_bytes()[start..], context.as_bytes())?;
        Some(at..at + context.len())
    }

    /// The span of the text in a range of the folded text, without spaces at its ends; `None` where nothing is left.
    fn trimmed(&self, range: Range<usize>) -> Option<Span> {
        let text = self.folded.get(range.clone())?;
        let start = range.start + text.len() - text.trim_start().len();
        let end = range.end - (text.len() - text.trim_end().len());
        (start < end).then(|| self.original(start..end))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::{BlockKind, BodyBuilder};

    fn article(text: &str) -> Article {
        let mut body = BodyBuilder::default();
        for paragraph in text.split("\n\n") {
            body.push(paragraph);
            body.end_block(BlockKind::Paragraph);
        }
        let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
        Article { text, blocks, marks, ..Article::default() }
    }

    /// Anchors what stands between ‹ and › in `old`; it must be found between ‹ and › in `new`, or not at all where
    /// `new` has none.
    #[track_caller]
    fn check(old: &str, new: &str) {
        let (old, span) = marked(old);
        let (new, wanted) = marked(new);
        let anchor = Anchor::new(&old, span.expect("the old text marks the anchor"));
        let found = anchor.find(&new);
        assert_eq!(found.map(|span| new.slice(span)), wanted.map(|span| new.slice(span)));
        assert_eq!(found, wanted);
    }

    fn marked(text: &str) -> (Article, Option<Span>) {
        let open = text.find('‹');
        let close = text.find('›').map(|at| at - '‹'.len_utf8());
        (article(&text.replace(['‹', '›'], "")), open.zip(close).map(|(start, end)| Span::new(start, end)))
    }

    const LEAD: &str = "The harbour was rebuilt over eleven long winters.";
    const TAIL: &str = "Nobody on the quay remembers who paid for it.";

    #[test]
    fn in_the_same_text_it_stays() {
        check("one ‹two› two three", "one ‹two› two three");
        check("one two ‹two› three", "one two ‹two› three");
        check("‹one›", "‹one›");
        check("one ‹› two", "one ‹› two");
        check("‹›", "‹›");
    }

    #[test]
    fn it_moves_with_its_words() {
        check("a ‹ferry› sank", "Last night a ‹ferry› sank");
        check("Last night a ‹ferry› sank", "a ‹ferry› sank");
        check("é ‹日本› ü", "ö é é ‹日本› ü");
        check("a ‹ferry›", "‹ferry›");
    }

    #[test]
    fn its_surroundings_tell_it_from_others() {
        check("He said no. She said ‹no›.", "Well: he said no. She said ‹no›.");
        check("He said ‹no›. She said no.", "Well: he said ‹no›. She said no.");
        check("no, said Ann. ‹no›, said Bob.", "yes! no, said Cy. no, said Ann. ‹no›, said Bob.");
    }

    #[test]
    fn among_equals_the_nearest_is_taken() {
        check("0123456789 ‹aye›", "aye 45678 ‹aye› 0 aye");
        check("0123456789 ‹aye›", "aye 456 ‹aye› 012 aye");
    }

    #[test]
    fn white_space_may_change() {
        check("a ‹long and winding› road", "on a ‹long\nand  winding› road");
        check("a\n\n‹long\n\nand winding› road", "a ‹long and winding› road");
        check("a‹ long ›road", "what a ‹long› road");
    }

    #[test]
    fn changed_words_are_found_between_their_neighbours() {
        let old = format!("{LEAD} ‹It cost nine millions.› {TAIL}");
        check(&old, &format!("{LEAD} ‹It cost ninety millions.› {TAIL}"));
        check(&old, &format!("New! {LEAD}\n\n‹It was dear.› {TAIL}"));
    }

    #[test]
    fn changed_words_are_found_beside_one_neighbour() {
        let old = format!("{LEAD} ‹It cost 9 millions.› {TAIL}");
        check(&old, &format!("{LEAD} ‹It was not a cheap› harbour."));
        check(&old, &format!("{LEAD} ‹So dear!›\n\nThe end."));
        check(&old, &format!("All new. It was ‹not a cheap one.› {TAIL}"));
        check(&old, &format!("All new.\n\n‹So dear!› {TAIL}"));
    }

    #[test]
    fn what_is_gone_is_not_found() {
        let old = format!("{LEAD} ‹It cost nine millions.› {TAIL}");
        check(&old, &format!("{LEAD} {TAIL}"));
        check(&old, "Another story altogether.");
        check(&old, "");
        check(&old, &format!("{LEAD} {} {TAIL}", "Much was added here. ".repeat(40)));
        check("a ‹b› c", "a d c");
        check("one ‹› two", "three");
    }

    #[track_caller]
    fn gap(old: &str, new: &str) {
        let (old, span) = marked(old);
        let (new, wanted) = marked(new);
        let anchor = Anchor::new(&old, span.expect("the old text marks the anchor"));
        assert_eq!((anchor.find(&new), anchor.find_gap(&new)), (None, wanted));
    }

    #[test]
    fn deleted_words_leave_a_gap() {
        let old = format!("{LEAD} ‹It cost nine millions.› {TAIL}");
        gap(&old, &format!("New. {LEAD} ‹›{TAIL}"));
        gap(&old, &format!("New. {LEAD}\n\n{} ‹›{TAIL}", "Much was added here. ".repeat(40).trim()));
        gap(&old, &format!("New. {LEAD}‹›"));
        gap(&old, "Another story altogether.");
    }

    #[test]
    fn a_long_passage_is_found_by_its_beginning() {
        let long: String = (0..3000).fold(String::new(), |text, n| text + &format!("{n} é "));
        let old = article(&format!("start {long}end"));
        let anchor = Anchor::new(&old, Span::new(6, 6 + long.len()));
        assert_eq!(anchor.words.as_str().chars().count(), WORDS);
        assert_eq!(anchor.find(&old), Some(anchor.span));
        let new = article(&format!("a new start {long}end"));
        assert_eq!(anchor.find(&new), Some(Span::new(12, 12 + long.len())));
        let cut = article(&format!("x start {}", &long[..7999]));
        assert_eq!(anchor.find(&cut).map(Span::range), Some(8..cut.text.len()));
    }

    #[test]
    fn spans_that_do_not_fit_are_made_to() {
        let text = article("é日");
        assert_eq!(Anchor::new(&text, Span { start: 1, end: 3 }).span, Span::new(0, 5));
        assert_eq!(Anchor::new(&text, Span { start: 90, end: 99 }).span, Span::new(5, 5));
        assert_eq!(Anchor::new(&text, Span { start: 5, end: 0 }).span, Span::new(5, 5));
    }

    #[test]
    fn a_tampered_anchor_finds_what_fits_or_nothing() {
        let text = article("one two three");
        for span in [Span { start: 9, end: 2 }, Span { start: 0, end: u32::MAX }, Span::new(99, 99)] {
            let anchor = Anchor { span, ..Anchor::new(&text, Span::new(4, 7)) };
            assert!(anchor.find(&text).is_none_or(|span| span.fits(text.text.as_str())));
        }
    }

    fn text() -> impl Strategy<Value = String> {
        "(([ab]{1,3}|é|日本|said|\\.)( |\n\n|  )){0,30}"
    }

    proptest! {
        #[test]
        fn words_that_stay_are_found(before in text(), words in text(), after in text(), left in text(), right in text()) {
            prop_assume!(!words.trim().is_empty());
            let old = Article { text: CleanBody::new(&format!("{before}{words}{after}")), ..Article::default() };
            let anchor = Anchor::new(&old, Span::new(before.len(), before.len() + words.len()));
            let new = Article { text: CleanBody::new(&format!("{left}{words}{right}")), ..Article::default() };
            let found = anchor.find(&new);
            prop_assert!(found.is_some_and(|span| span.fits(new.text.as_str())));
            prop_assert_eq!(fold(new.slice(found.unwrap())), fold(&words));
        }

        #[test]
        fn any_edit_gives_a_fitting_span_or_none(old in text(), new in text(), ends in (0usize..200, 0usize..200)) {
            let old = article(&old);
            let new = article(&new);
            let anchor = Anchor::new(&old, Span::new(ends.0, ends.1));
            prop_assert!(anchor.span.fits(old.text.as_str()));
            prop_assert_eq!(anchor.find(&old), Some(anchor.span));
            prop_assert!(anchor.find(&new).is_none_or(|span| span.fits(new.text.as_str())));
            prop_assert!(anchor.find_gap(&new).is_none_or(|span| span.fits(new.text.as_str())));
        }
    }
}

//! What differs between two states of an article, word by word.
//!
//! Passages are compared first and then the words of those that differ, so that a new passage is not told by words that
//! happen to stand elsewhere. Dates, links and emphasis do not count: this is for somebody who has read the text.

use std::ops::Range;

use similar::{
    DiffOp, DiffTag,
    algorithms::{Capture, Compact, Replace, myers},
};
use unicode_segmentation::UnicodeSegmentation;

use super::{Article, TitleOrigin};
use crate::text::Span;

/// Most passages or words that are compared one by one; of more than these, all count as replaced. The time that
/// comparing takes grows with the square of it, a tenth of a second here.
const MOST: usize = 4096;
/// Fewest words that stand between two changes to tell them apart: a lone "of" that happens to stay only disturbs.
const FEWEST: usize = 3;
/// What ends a passage among its words.
const END: &str = "\n\n";

/// A passage that differs between two states of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where it is in the newer text: what came; where nothing did, the empty span at which something went.
    pub at: Span,
    /// The passage in the order of reading: what went stands before what came in its place.
    pub pieces: Vec<Piece>,
    /// What came, in the newer text.
    pub came: Vec<Span>,
}

/// A stretch of a passage, of one fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub fate: Fate,
    /// Its words, on one line; behind a space, unless they follow closely.
    pub words: String,
}

/// What became of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They stand in both states.
    Stayed,
    /// They stand in the older state alone.
    Went,
    /// They stand in the newer state alone.
    Came,
}

/// What differs between an older and a newer state of an article, in the order of the newer one. A title that is shown
/// above the text comes first, at its beginning.
pub fn compare(older: &Article, newer: &Article) -> Vec<Difference> {
    let (before, after) = (passages(older), passages(newer));
    let old_texts: Vec<_> = before.iter().map(|(text, _)| *text).collect();
    let new_texts: Vec<_> = after.iter().map(|(text, _)| *text).collect();
    let mut found = Vec::new();
    for change in changes(&old_texts, &new_texts).into_iter().filter(|op| op.tag() != DiffTag::Equal) {
        let next = after.get(change.new_range().start).map(|(_, start)| start.unwrap_or(0));
        let mut passage = Open { place: next.unwrap_or(newer.text.len() as u32), ..Open::default() };
        let (old, new) = (words(&before[change.old_range()]), words(&after[change.new_range()]));
        for run in runs(&old, &new) {
            if run.stays {
                run.new.for_each(|at| passage.take(Fate::Stayed, &new[at], &mut found));
            } else {
                run.old.for_each(|at| passage.take(Fate::Went, &old[at], &mut found));
                run.new.for_each(|at| passage.take(Fate::Came, &new[at], &mut found));
            }
        }
    }
    found
}

/// A text that stands by itself, and where it begins in the body; a title above the body has no place in it.
type Passage<'a> = (&'a str, Option<u32>);

fn passages(article: &Article) -> Vec<Passage<'_>> {
    let title = (article.title.origin == TitleOrigin::Given).then_some((article.title.text.as_str(), None));
    let blocks = article.blocks.iter().map(|block| (article.slice(block.span), Some(block.span.start)));
    title.into_iter().chain(blocks).collect()
}

/// A word or a sign.
struct Word<'a> {
    text: &'a str,
    /// Where it stands in the body; empty where it does not.
    span: Span,
    is_spaced: bool,
}

fn words<'a>(passages: &[Passage<'a>]) -> Vec<Word<'a>> {
    let mut words = Vec::new();
    for (text, start) in passages {
        let span = |from: usize, to: usize| {
            start.map_or(Span::new(0, 0), |start| Span { start: start + from as u32, end: start + to as u32 })
        };
        let mut is_spaced = false;
        for (at, word) in text.split_word_bound_indices() {
            if word.trim().is_empty() {
                is_spaced = true;
                continue;
            }
            words.push(Word { text: word, span: span(at, at + word.len()), is_spaced });
            is_spaced = false;
        }
        words.push(Word { text: END, span: span(text.len(), text.len()), is_spaced: false });
    }
    words
}

/// What has to be done to the old to get the new.
fn changes(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let tails = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = tails.take_while(|(old, new)| old == new).count();
    let (old_len, new_len) = (old.len() - head - tail, new.len() - head - tail);
    if old_len.max(new_len) > MOST {
        return vec![
            DiffOp::Equal { old_index: 0, new_index: 0, len: head },
            DiffOp::Replace { old_index: head, old_len, new_index: head, new_len },
            DiffOp::Equal { old_index: head + old_len, new_index: head + new_len, len: tail },
        ];
    }
    let mut ops = Compact::new(Replace::new(Capture::new()), old, new);
    // Writing them down cannot fail.
    let _ = myers::diff(&mut ops, old, 0..old.len(), new, 0..new.len());
    ops.into_inner().into_inner().into_ops()
}

/// Words that stay, or words in the place of others.
struct Run {
    stays: bool,
    old: Range<usize>,
    new: Range<usize>,
}

/// The runs that lead from the old words to the new; too few to be told apart from what changes around them change too.
fn runs(old: &[Word<'_>], new: &[Word<'_>]) -> Vec<Run> {
    let old_texts: Vec<_> = old.iter().map(|word| word.text).collect();
    let new_texts: Vec<_> = new.iter().map(|word| word.text).collect();
    let ops = changes(&old_texts, &new_texts);
    let last = ops.len().saturating_sub(1);
    let (mut runs, mut old_at, mut new_at): (Vec<Run>, usize, usize) = (Vec::new(), 0, 0);
    for (number, op) in ops.iter().enumerate() {
        // Where one side is empty, the index that is given for it need not follow the op before.
        let (old, new) = (old_at..old_at + op.old_range().len(), new_at..new_at + op.new_range().len());
        (old_at, new_at) = (old.end, new.end);
        let words = &new_texts[new.clone()];
        let letters = words.iter().filter(|word| word.contains(char::is_alphanumeric)).count();
        let begins = |texts: &[&str], at: usize| at.checked_sub(1).is_none_or(|before| texts[before] == END);
        let begins = begins(&old_texts, old.start) || begins(&new_texts, new.start);
        let is_lone = (1..last).contains(&number) && letters < FEWEST && !words.contains(&END) && !begins;
        let stays = op.tag() == DiffTag::Equal && !is_lone;
        match runs.last_mut().filter(|before| before.stays == stays) {
            Some(before) => (before.old.end, before.new.end) = (old.end, new.end),
            None => runs.push(Run { stays, old, new }),
        }
    }
    runs
}

/// A passage on its way.
#[derive(Default)]
struct Open {
    pieces: Vec<Piece>,
    came: Vec<Span>,
    /// Where something went.
    gap: Option<u32>,
    /// How far the newer text was gone through.
    place: u32,
}

impl Open {
    fn take(&mut self, fate: Fate, word: &Word<'_>, found: &mut Vec<Difference>) {
        if fate == Fate::Went {
            self.gap.get_or_insert(self.place);
        } else {
            self.place = word.span.end;
        }
        if word.text == END {
            return found.extend(self.close());
        }
        let before = self.pieces.last().map(|piece| piece.fate);
        let is_replaced = before == Some(Fate::Went) && fate == Fate::Came;
        let space = if before.is_some() && (word.is_spaced || is_replaced) { " " } else { "" };
        match self.pieces.last_mut().filter(|piece| piece.fate == fate) {
            Some(piece) => piece.words.extend([space, word.text]),
            None => self.pieces.push(Piece { fate, words: format!("{space}{}", word.text) }),
        }
        if fate == Fate::Came && !word.span.is_empty() {
            match self.came.last_mut().filter(|_| before == Some(Fate::Came)) {
                Some(came) => came.end = word.span.end,
                None => self.came.push(word.span),
            }
        }
    }

    /// The passage at its end, if anything in it differs.
    fn close(&mut self) -> Option<Difference> {
        let Self { pieces, came, gap, place } = std::mem::take(self);
        self.place = place;
        let gap = gap.unwrap_or(place);
        let at = came
            .first()
            .zip(came.last())
            .map_or(Span { start: gap, end: gap }, |(first, last)| Span { start: first.start, end: last.end });
        pieces.iter().any(|piece| piece.fate != Fate::Stayed).then_some(Difference { at, pieces, came })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        article::{BlockKind, BodyBuilder, Title},
        text::CleanLine,
    };

    fn article(title: &str, passages: &[&str]) -> Article {
        let mut body = BodyBuilder::default();
        for passage in passages {
            body.push(passage);
            body.end_block(BlockKind::Paragraph);
        }
        let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
        let title = Title { text: CleanLine::new(title), origin: TitleOrigin::Given };
        Article { title, text, blocks, marks, ..Article::default() }
    }

    /// A passage with what went in square brackets and what came in braces.
    fn written(difference: &Difference) -> String {
        let piece = |Piece { fate, words }: &Piece| match fate {
            Fate::Stayed => words.clone(),
            Fate::Went => format!("[{words}]"),
            Fate::Came => format!("{{{words}}}"),
        };
        difference.pieces.iter().map(piece).collect()
    }

    #[track_caller]
    fn check(older: &[&str], newer: &[&str], expected: &[&str]) {
        let (older, newer) = (article("Title", older), article("Title", newer));
        let found = compare(&older, &newer);
        assert_eq!(found.iter().map(written).collect::<Vec<_>>(), expected);
        for difference in &found {
            assert!(difference.at.fits(newer.text.as_str()), "{difference:?}");
            let came: Vec<_> = difference.came.iter().map(|&span| newer.slice(span).to_owned()).collect();
            let told = difference.pieces.iter().filter(|piece| piece.fate == Fate::Came);
            assert_eq!(came, told.map(|piece| piece.words.trim().to_owned()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn words_that_changed_stand_in_their_passage() {
        let before = "The fire burned for nine days, the mayor said on Monday.";
        let after = "The fire burned for eleven days, the mayor said on Monday.";
        check(
            &["Before.", before, "After."],
            &["Before.", after, "After."],
            &["The fire burned for[ nine]{ eleven} days, the mayor said on Monday."],
        );
        check(&[before], &[before], &[]);
        check(&["“Nine (9) came.”"], &["“Ten (10) came.”"], &["“[Nine (9]{ Ten (10}) came.”"]);
    }

    #[test]
    fn passages_come_and_go() {
        check(&["One.", "Three."], &["One.", "Two.", "Three."], &["{Two.}"]);
        check(&["One.", "Two.", "Three."], &["One.", "Three."], &["[Two.]"]);
        check(&["One.", "Two."], &["One."], &["[Two.]"]);
        check(&[], &["One.", "Two."], &["{One.}", "{Two.}"]);
        check(&["One."], &[], &["[One.]"]);
    }

    #[test]
    fn a_passage_that_was_split_or_joined_has_not_changed() {
        check(&["One came here. Two went there."], &["One came here.", "Two went there."], &[]);
        check(&["One came here.", "Two went there."], &["One came here. Two went there."], &[]);
    }

    #[test]
    fn few_words_between_changes_change_with_them() {
        check(
            &["There were 9 of the 12 of us in it."],
            &["There were 7 of the 10 of us in it."],
            &["There were[ 9 of the 12]{ 7 of the 10} of us in it."],
        );
    }

    #[test]
    fn a_title_above_the_text_is_compared_too() {
        let found = compare(&article("Nine are safe", &["One."]), &article("Ten are safe", &["One."]));
        assert_eq!(found.iter().map(written).collect::<Vec<_>>(), ["[Nine]{ Ten} are safe"]);
        assert_eq!((found[0].at, found[0].came.len()), (Span::new(0, 0), 0));
    }

    #[test]
    fn what_went_is_told_where_it_stood() {
        let newer = article("Title", &["One.", "Three came."]);
        let found = compare(&article("Title", &["One.", "Two.", "Three soon came."]), &newer);
        let places: Vec<_> =
            found.iter().map(|difference| &newer.text.as_str()[difference.at.start as usize..]).collect();
        assert_eq!(places, ["Three came.", " came."]);
        assert_eq!(found.iter().map(written).collect::<Vec<_>>(), ["[Two.]", "Three[ soon] came."]);
    }

    #[test]
    fn texts_that_share_nothing_are_replaced_without_being_compared() {
        let passage = |word: &str| vec![format!("{word} ").repeat(3); MOST + 1];
        let (older, newer) = (passage("old"), passage("new"));
        let article = |passages: &[String]| article("Title", &passages.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(compare(&article(&older), &article(&newer)).len(), 2 * MOST + 1);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_off_the_differences(
            older in prop::collection::vec("[ab]( [abc]){0,8}", 0..6),
            newer in prop::collection::vec("[ab]( [abc]){0,8}", 0..6),
        ) {
            let build = |passages: &[String]| article("Title", &passages.iter().map(String::as_str).collect::<Vec<_>>());
            let (older, newer) = (build(&older), build(&newer));
            let found = compare(&older, &newer);
            let words = |article: &Article, without: Fate| {
                let count = article.text.as_str().split_whitespace().count() as i64;
                let told = found.iter().flat_map(|difference| &difference.pieces);
                let told = told.filter(|piece| piece.fate != Fate::Stayed && piece.fate != without);
                count - told.map(|piece| piece.words.split_whitespace().count() as i64).sum::<i64>()
            };
            // What is left of either text, without what went or came, is what stayed.
            prop_assert_eq!(words(&older, Fate::Came), words(&newer, Fate::Went));
            for difference in &found {
                prop_assert!(difference.at.fits(newer.text.as_str()));
            }
        }
    }
}

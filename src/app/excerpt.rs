//! A sentence of an article as an overlay shows it: short enough to be read at a glance, with the words lit that matter.
//!
//! It splits sentences only to show them; what a sentence says, the analysis has decided before.

use unicode_segmentation::UnicodeSegmentation;

use super::overlay::Tone;
use crate::{
    article::Article,
    text::{CleanLine, Span},
};

/// Bytes of text between lit words, or beside them, that are shown without being shortened.
const SHOWN_WHOLE: usize = 110;
/// Bytes that are left at each end of what is shortened.
const LEFT_OVER: usize = 40;
/// Letters of the longest abbreviation that is expected before a name.
const LONGEST_TITLE: usize = 4;

/// A part of an article's text, shortened, and the words in it that matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Excerpt {
    /// The words.
    pub text: CleanLine,
    /// Where in them something is lit, in order.
    pub lit: Vec<(Span, Tone)>,
}

/// The sentence or sentences of one block that hold `span`. A full stop that may belong to a title or an initial ends
/// none, nor does a mark before a small letter (“We won!” she cried): a sentence too many is easier to read than half
/// a one.
pub fn sentence(article: &Article, span: Span) -> Span {
    let Some(block) = article.blocks.get(article.block_at(span.start)) else { return span };
    let text = article.slice(block.span);
    let from = span.start.saturating_sub(block.span.start) as usize;
    let to = span.end.saturating_sub(block.span.start) as usize;
    let (mut start, mut end, mut at) = (0, text.len(), 0);
    for piece in text.split_sentence_bounds() {
        at += piece.len();
        if is_abbreviated(piece) || text[at..].starts_with(char::is_lowercase) {
            continue;
        }
        if at <= from {
            start = at;
        } else if at >= to {
            end = at;
            break;
        }
    }
    let kept = &text[start..end];
    let lead = kept.len() - kept.trim_start().len();
    let begin = block.span.start as usize + start + lead;
    Span::new(begin, begin + kept.trim().len())
}

/// Whether the full stop at the end of `piece` looks like that of "Mr.", "Sen.", "J." or "U.S.".
fn is_abbreviated(piece: &str) -> bool {
    let Some(body) = piece.trim_end().strip_suffix('.') else { return false };
    let word = body.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_short = word.chars().count() <= LONGEST_TITLE || word.contains('.');
    is_short && word.starts_with(char::is_uppercase)
}

/// What stands in `span`, with the words of `lit`, which are in order and apart. Long stretches without any of them are
/// shortened to their ends.
pub fn excerpt(article: &Article, span: Span, lit: &[(Span, Tone)]) -> Excerpt {
    let mut text = String::new();
    let mut found = Vec::new();
    let mut at = span.start;
    for &(words, tone) in lit.iter().filter(|(words, _)| span.start <= words.start && words.end <= span.end) {
        if words.start < at {
            continue;
        }
        shorten(article.slice(Span { start: at, end: words.start }), &mut text);
        let start = text.len();
        text.push_str(article.slice(words));
        found.push((Span::new(start, text.len()), tone));
        at = words.end;
    }
    shorten(article.slice(Span { start: at, end: span.end }), &mut text);
    let line = CleanLine::new(&text.replace('\n', " "));
    if line.as_str() != text {
        // White space that is no single blank, as in a table, has moved the words.
        found.clear();
    }
    Excerpt { text: line, lit: found }
}

/// Adds `text`, or where it is long its beginning and its end, cut between words.
pub(super) fn shorten(text: &str, out: &mut String) {
    if text.len() <= SHOWN_WHOLE {
        out.push_str(text);
        return;
    }
    let blank = |(_, c): &(usize, char)| c.is_whitespace();
    let head = text.char_indices().take_while(|(at, _)| *at <= LEFT_OVER).filter(blank).last();
    let tail = text.char_indices().skip_while(|(at, _)| at + LEFT_OVER < text.len()).find(blank);
    out.push_str(&text[..head.map_or(0, |(at, _)| at)]);
    out.push_str(" …");
    out.push_str(&text[tail.map_or(text.len(), |(at, _)| at)..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind, BodyBuilder};

    fn article(blocks: &[&str]) -> Article {
        let mut body = BodyBuilder::default();
        for block in blocks {
            body.push(block);
            body.end_block(BlockKind::Paragraph);
        }
        let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
        Article { text, blocks, marks, ..Article::default() }
    }

    fn find(article: &Article, words: &str) -> Span {
        let at = article.text.as_str().find(words).unwrap();
        Span::new(at, at + words.len())
    }

    #[track_caller]
    fn check_sentence(block: &str, words: &str, expected: &str) {
        let article = article(&["Before it.", block, "After it."]);
        assert_eq!(article.slice(sentence(&article, find(&article, words))), expected);
    }

    #[test]
    fn a_sentence_ends_where_it_should() {
        check_sentence("One fell. Two rose, he said. Three left.", "he", "Two rose, he said.");
        check_sentence("One fell. Two rose, he said.", "he", "Two rose, he said.");
        check_sentence("“We won!” she cried. Nobody heard.", "she", "“We won!” she cried.");
        check_sentence("One fell. Then two rose. Three left.", "fell. Then two", "One fell. Then two rose.");
    }

    #[test]
    fn titles_and_initials_end_no_sentence() {
        check_sentence("It fell. Sen. J. D. Moss said so. He left.", "Moss", "Sen. J. D. Moss said so.");
        check_sentence("The count was made by Mr. Moss.", "Moss", "The count was made by Mr. Moss.");
        check_sentence("It happened in the U.S. Moss said so.", "Moss", "It happened in the U.S. Moss said so.");
        check_sentence("It ended with Gen.", "Gen", "It ended with Gen.");
    }

    #[test]
    fn long_stretches_are_shortened_and_lit_words_stay() {
        let long = "word ".repeat(60);
        let article = article(&[&format!("Moss {long}said it {long}twice.")]);
        let lit = [(find(&article, "Moss"), Tone::Person(0)), (find(&article, "said"), Tone::Plain)];
        let whole = article.blocks[0].span;
        let Excerpt { text, lit } = excerpt(&article, whole, &lit);
        assert!(text.as_str().starts_with("Moss word word") && text.as_str().ends_with("word twice."), "{text}");
        assert_eq!(text.as_str().matches('…').count(), 2, "{text}");
        let shown: Vec<_> = lit.iter().map(|(span, _)| &text.as_str()[span.range()]).collect();
        assert_eq!(shown, ["Moss", "said"]);
        assert!(text.as_str().len() < 200, "{text}");
    }

    #[test]
    fn a_text_without_blanks_is_cut_too() {
        let article = article(&[&"x".repeat(500)]);
        assert_eq!(excerpt(&article, article.blocks[0].span, &[]).text.as_str(), "…");
    }
}

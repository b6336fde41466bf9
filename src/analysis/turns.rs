//! Turns of a transcript: the label before what somebody says ("DOE: We won.", "Q: Who won?"), inside the marks or
//! before them. It knows how a label is written; whose it is, is for others to say.

use std::ops::Range;

use super::{
    marks::Passage,
    tokens::{Case, Kind, Tokens},
};
use crate::text::Span;

/// Longest label, in tokens: "SECRETARY-GENERAL JANE DOE:".
const LONGEST_LABEL: usize = 8;

/// The tokens of the label that words from `start` on begin with, up to the colon: words in capitals.
pub(super) fn label(tokens: &Tokens, start: usize) -> Option<Range<usize>> {
    let after = tokens.all.get(start..)?;
    let length = after.iter().take(LONGEST_LABEL).position(|token| token.kind == Kind::Colon)?;
    let label = start..start + length;
    let is_part = |at: usize| {
        let token = &tokens.all[at];
        match token.kind {
            Kind::Word => matches!(token.case, Case::Capitals | Case::Initial) && tokens.word(at) != "I",
            Kind::Stop | Kind::Hyphen => true,
            _ => false,
        }
    };
    (length > 0 && label.clone().all(is_part)).then_some(label)
}

/// Whether a label names nobody: "Q" and "A" of an interview.
pub(super) fn is_question_or_answer(tokens: &Tokens, label: &Range<usize>) -> bool {
    label.len() == 1 && matches!(tokens.word(label.start), "Q" | "A")
}

/// The first token of a quoted region.
pub(super) fn first_token(tokens: &Tokens, span: Span) -> usize {
    tokens.all.partition_point(|token| token.span.start < span.start)
}

/// Cuts passages of several paragraphs where another turn begins: a transcript that is quoted at length opens its
/// marks with every paragraph and closes them once.
pub(super) fn split(tokens: &Tokens, passages: Vec<Passage>) -> Vec<Passage> {
    let mut turns: Vec<Passage> = Vec::with_capacity(passages.len());
    for passage in passages {
        if passage.spans.len() == 1 {
            turns.push(passage);
            continue;
        }
        let mut spans = Vec::new();
        for span in passage.spans {
            if !spans.is_empty() && label(tokens, first_token(tokens, span)).is_some() {
                turns.push(Passage { spans: std::mem::take(&mut spans) });
            }
            spans.push(span);
        }
        turns.push(Passage { spans });
    }
    turns
}

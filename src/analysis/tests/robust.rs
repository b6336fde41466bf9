//! Whatever the text, the answer keeps its promises.

use proptest::prelude::*;

use super::{analyze, article};
use crate::text::Span;

/// Checks what holds for every analysis: spans cut the text, in order and without overlaps, and every index leads
/// somewhere.
fn check(text: &str) {
    let article = article(text);
    let analysis = analyze(&article);
    let body = article.text.as_str();
    let mut end = 0;
    for mention in &analysis.mentions {
        assert!(mention.span.fits(body) && !mention.span.is_empty() && mention.span.start >= end, "{mention:?}");
        assert!((mention.person.0 as usize) < analysis.people.len());
        end = mention.span.end;
    }
    assert!(analysis.people.iter().all(|person| !person.name.is_empty()));
    let mut spans: Vec<Span> = Vec::new();
    let mut start = 0;
    for quote in &analysis.quotes {
        assert!(!quote.spans.is_empty());
        assert!(quote.spans[0].start >= start);
        start = quote.spans[0].start;
        assert!(quote.spans.is_sorted());
        spans.extend(&quote.spans);
        if let Some(speaker) = &quote.speaker {
            assert!([speaker.words, speaker.cue].into_iter().flatten().all(|span| span.fits(body) && !span.is_empty()));
            assert!(!analysis.speaker_name(&article, speaker).is_empty());
        }
    }
    spans.sort();
    for (i, span) in spans.iter().enumerate() {
        assert!(span.fits(body) && !span.is_empty());
        assert!(spans.get(i + 1).is_none_or(|next| !span.overlaps(*next)));
    }
}

const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "``",
    "''",
    "「",
    "」",
    " ",
    " ",
    " ",
    "\n\n",
    "\n\n# ",
    ".",
    ",",
    "!",
    "?",
    "…",
    ":",
    ";",
    "—",
    "-",
    "(",
    ")",
    "Jane",
    "Doe",
    "Jane Doe",
    "Paul Jones",
    "Mr.",
    "Sen.",
    "President",
    "said",
    " said ",
    "told",
    "according to",
    "she",
    "he",
    "who",
    "the senator",
    "a spokesman for",
    "NATO",
    "de",
    "van",
    "O'Neill",
    "1990s",
    "6'2\"",
    "U.S.",
    "J.",
    "é",
    "日本",
    "e\u{301}",
    "👩‍👩‍👧",
    "the",
    "of",
    "and",
    "that",
    "Kabul",
    "'s",
    "’s",
    "ß",
    "İ",
];

proptest! {
    #[test]
    fn scrambled_articles(pieces in proptest::collection::vec(0..PIECES.len(), 0..120)) {
        check(&pieces.into_iter().map(|piece| PIECES[piece]).collect::<String>());
    }

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }
}

//! What changed in the article, passage by passage, with what went before what came in its place; choosing a passage goes
//! there.

use super::{Entry, Kind, Overlay, Tone};
use crate::{
    app::{
        Wish,
        excerpt::{Excerpt, shorten},
        reader::Marked,
    },
    article::{Difference, Fate},
    text::{CleanLine, Span},
};

/// What differs from an earlier state of the open article.
pub fn changes(title: &str, differences: &[Difference]) -> Overlay {
    Overlay::new(Kind::Changes, title, "", 20, differences.iter().map(entry).collect())
}

fn entry(difference: &Difference) -> Entry {
    let has = |fate| difference.pieces.iter().any(|piece| piece.fate == fate);
    let what = match (has(Fate::Came), has(Fate::Went), has(Fate::Stayed)) {
        (true, false, false) => "new",
        (false, true, false) => "gone",
        _ => "changed",
    };
    let (mut words, mut lit) = (String::new(), Vec::new());
    for piece in &difference.pieces {
        let start = words.len();
        let tone = match piece.fate {
            Fate::Stayed => {
                shorten(&piece.words, &mut words);
                continue;
            }
            Fate::Came => Tone::Came,
            Fate::Went => Tone::Went,
        };
        words.push_str(&piece.words);
        let space = piece.words.len() - piece.words.trim_start().len();
        lit.push((Span::new(start + space, words.len()), tone));
    }
    let text = CleanLine::new(&words);
    if text.as_str() != words {
        // What the gate took out has moved the words.
        lit.clear();
    }
    Entry::quoting(what, Excerpt { text, lit }).leading_to([Wish::GoTo(Marked::Passage(difference.at))])
}

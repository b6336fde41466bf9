//! How many columns a text takes, counted as ratatui draws it: grapheme by grapheme.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that `text` takes on a terminal.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(grapheme_width).sum() }
}

/// Columns that one grapheme takes.
pub fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.len() == 1 { 1 } else { grapheme.width() }
}

/// The graphemes of `text`, each with the byte it starts at.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.grapheme_indices(true)
}

/// Columns of one character on its own; 0 for marks and joiners.
pub(super) fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_count_once() {
        for (text, columns) in [("abc", 3), ("e\u{301}", 1), ("日本", 4), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("שלום", 4), ("", 0)]
        {
            assert_eq!(width(text), columns, "{text}");
        }
    }
}

//! Words as the search compares them: runs of letters and digits without capitals and accents, as the index's own
//! `unicode61` makes them.

use nucleo_matcher::chars::normalize;

use crate::text::Span;

/// The words of a text, folded, each with where it stands.
pub(super) fn words(text: &str) -> impl Iterator<Item = (Span, String)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = rest.find(|&(_, c)| c.is_alphanumeric())?;
        let (mut word, mut end) = (String::new(), start + first.len_utf8());
        push(first, &mut word);
        while let Some((at, c)) = rest.next_if(|&(_, c)| c.is_alphanumeric() || is_mark(c)) {
            push(c, &mut word);
            end = at + c.len_utf8();
        }
        Some((Span::new(start, end), word))
    })
}

/// The words of a text, folded, one space between them: two texts that differ only in capitals, accents and punctuation
/// are the same.
pub(super) fn fold(text: &str) -> String {
    words(text).map(|(_, word)| word).collect::<Vec<_>>().join(" ")
}

fn push(c: char, word: &mut String) {
    if !is_mark(c) {
        word.extend(normalize(c).to_lowercase().filter(|c| !is_mark(*c)));
    }
}

/// Whether it is an accent that stands by itself behind its letter.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, folded: &str) {
        assert_eq!(fold(text), folded);
    }

    #[test]
    fn capitals_and_accents_go() {
        check("Łódź, “Ærø” – São", "łodz æro sao");
        check("e\u{301}te\u{301} ÉTÉ", "ete ete");
        check("don't 3.5", "don t 3 5");
        check("  –  ", "");
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "“Été,” 42";
        let found: Vec<_> = words(text).map(|(span, word)| (&text[span.range()], word)).collect();
        assert_eq!(found, [("Été", "ete".to_owned()), ("42", "42".to_owned())]);
    }
}

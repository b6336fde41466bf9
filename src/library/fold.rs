//! Words as the search compares them: runs of letters and digits without capitals and accents, as the index's own
//! `unicode61` makes them. Chinese and Japanese put no spaces between words: there, each sign is one, and a word is found
//! as a phrase.

use std::borrow::Cow;

use nucleo_matcher::chars::normalize;

use crate::text::Span;

/// The words of a text, folded, each with where it stands.
pub(super) fn words(text: &str) -> impl Iterator<Item = (Span, String)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = rest.find(|&(_, c)| c.is_alphanumeric())?;
        let (mut word, mut end) = (String::new(), start + first.len_utf8());
        push(first, &mut word);
        let goes_on = |c: char| (c.is_alphanumeric() && !is_word(first) && !is_word(c)) || is_mark(c);
        while let Some((at, c)) = rest.next_if(|&(_, c)| goes_on(c)) {
            push(c, &mut word);
            end = at + c.len_utf8();
        }
        Some((Span::new(start, end), word))
    })
}

/// A text as it is given to the index, which takes what no space parts for one word.
pub(super) fn parted(text: &str) -> Cow<'_, str> {
    if !text.contains(is_word) {
        return Cow::Borrowed(text);
    }
    let mut parted = String::with_capacity(text.len() * 4 / 3);
    let mut was_word = false;
    for c in text.chars() {
        let is_word = is_word(c);
        if was_word || is_word {
            parted.push(' ');
        }
        parted.push(c);
        was_word = is_word;
    }
    parted.into()
}

/// Whether a sign is taken for a word: it is of a script that puts no spaces between them.
fn is_word(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The runs of letters and digits of a text, folded, each with where it stands: words, but for scripts without spaces.
pub(super) fn runs(text: &str) -> impl Iterator<Item = (Span, String)> {
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
    runs(text).map(|(_, word)| word).collect::<Vec<_>>().join(" ")
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
    fn scripts_without_spaces_have_a_word_a_sign() {
        let found: Vec<_> = words("iPhone手机在コーヒー é").map(|(_, word)| word).collect();
        assert_eq!(found, ["iphone", "手", "机", "在", "コ", "ー", "ヒ", "ー", "e"]);
        assert_eq!(parted("手机, iOS9版"), " 手 机 , iOS9 版");
        assert!(matches!(parted("Été – 한국어 и ё"), Cow::Borrowed(_)));
        assert_eq!(fold("北京 大学"), "北京 大学");
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "“Été,” 42";
        let found: Vec<_> = words(text).map(|(span, word)| (&text[span.range()], word)).collect();
        assert_eq!(found, [("Été", "ete".to_owned()), ("42", "42".to_owned())]);
    }
}

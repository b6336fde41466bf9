//! What may stand at a place of a query: pure words; what the library knows is for `search` to add.

use super::{FIELDS, STATES, is_quotation};
use crate::text::Span;

/// What completes the word at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::library) enum Completing {
    /// One of these words.
    Words(Vec<String>),
    /// What a feed is called.
    Feed(String),
    /// A tag or a folder.
    Tag(String),
    /// A person of the library.
    Person(String),
}

/// Times that are often meant.
const TIMES: [&str; 7] = ["today", "yesterday", "7d", "2w", "1m", "3m", "1y"];

/// What completes the query before the byte `at`, and the bytes that it takes the place of.
pub(in crate::library) fn completing(text: &str, at: usize) -> (Span, Completing) {
    let before = text.get(..at).unwrap_or(text);
    let start = word_start(before);
    let word = before[start..].strip_prefix('-').unwrap_or(&before[start..]);
    let Some((field, value)) = word.split_once(':') else {
        let fields = FIELDS.iter().filter(|(name, _)| !word.is_empty() && name.starts_with(word));
        let fields = fields.map(|(name, _)| format!("{name}:")).collect();
        return (Span::new(before.len() - word.len(), before.len()), Completing::Words(fields));
    };
    let span = Span::new(before.len() - value.len(), before.len());
    let value = value.trim_start_matches(is_quotation);
    let known = |words: &[&str]| {
        let words = words.iter().filter(|word| word.starts_with(value));
        Completing::Words(words.map(|word| (*word).to_owned()).collect())
    };
    let completing = match field {
        "feed" => Completing::Feed(value.to_owned()),
        "tag" => Completing::Tag(value.to_owned()),
        "person" => Completing::Person(value.to_owned()),
        "is" => known(&STATES),
        "since" | "before" => known(&TIMES),
        _ => known(&[]),
    };
    (span, completing)
}

/// Where the word begins that is not finished yet; spaces between quotation marks belong to it.
fn word_start(text: &str) -> usize {
    let (mut start, mut quoted) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_quotation(c) => quoted = !quoted,
            '(' if !quoted && matches!(&text[start..at], "" | "-") => start = at + 1,
            _ if c.is_whitespace() && !quoted => start = at + c.len_utf8(),
            _ => {}
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, start: usize, wanted: &Completing) {
        let (span, completing) = completing(text, text.len());
        assert_eq!((span, &completing), (Span::new(start, text.len()), wanted));
    }

    fn words(words: &[&str]) -> Completing {
        Completing::Words(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn fields_and_their_values_are_completed() {
        check("", 0, &words(&[]));
        check("harbour", 7 - 7, &words(&[]));
        check("harbour t", 8, &words(&["title:", "tag:"]));
        check("-pe", 1, &words(&["person:"]));
        check("is:", 3, &words(&["unread", "read", "bookmarked"]));
        check("a is:un", 5, &words(&["unread"]));
        check("since:7", 6, &words(&["7d"]));
        check("title:", 6, &words(&[]));
        check("a OR -((is:un", 11, &words(&["unread"]));
    }

    #[test]
    fn names_of_the_library_are_asked_for() {
        check("feed:Gaz", 5, &Completing::Feed("Gaz".to_owned()));
        check("x person:\"Ann L", 9, &Completing::Person("Ann L".to_owned()));
        check("tag:\"a b\" t", 10, &words(&["title:", "tag:"]));
    }

    #[test]
    fn what_stands_behind_the_place_does_not_count() {
        assert_eq!(completing("ti harbour", 2), (Span::new(0, 2), words(&["title:"])));
        assert_eq!(completing("é", 1).0, Span::new(0, 2), "a place inside a letter is taken for the end");
    }
}

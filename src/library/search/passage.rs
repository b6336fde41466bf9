//! The sentence in which something was found.

use crate::{
    article::Article,
    library::{Passage, Query},
    text::Span,
};

/// Most bytes that are shown on either side of what was found.
const AROUND: usize = 160;
/// In letters, without the last stop.
const LONGEST_ABBREVIATION: usize = 4;

/// The sentence with the first of what a query finds in an article's body; `None` where that stands in none.
pub(super) fn of(article: &Article, query: &Query) -> Option<Passage> {
    let text = article.text.as_str();
    let lights = query.lights(text);
    let first = *lights.first()?;
    let block = article.blocks.get(article.block_at(first.start))?.span;
    let span = sentence(text, block, first);
    let lights = lights.into_iter().skip_while(|light| light.start < span.start);
    let lights = lights.take_while(|light| light.end <= span.end).collect();
    Some(Passage { span, lights, words: crate::text::CleanBody::new(&text[span.range()]) })
}

/// The sentence of a block around what was found; of a long one, the part around it.
fn sentence(text: &str, block: Span, found: Span) -> Span {
    let block_text = block.range();
    let before = &text[block_text.start..found.start as usize];
    let begin = before.char_indices().rev().find(|&(at, _)| is_end(before, at));
    let begin = begin.map_or(0, |(at, c)| at + c.len_utf8());
    let start = block_text.start + begin + (before[begin..].len() - before[begin..].trim_start_matches(closes).len());
    let start =
        start + (text[start..found.start as usize].len() - text[start..found.start as usize].trim_start().len());
    let from = (found.end as usize).min(block_text.end);
    let end = text[from..block_text.end].char_indices().find(|&(at, _)| is_end(&text[..block_text.end], from + at));
    let end = end.map_or(block_text.end, |(at, c)| {
        let rest = &text[from + at + c.len_utf8()..block_text.end];
        block_text.end - rest.trim_start_matches(closes).len()
    });
    shortened(text, Span::new(start, end), found)
}

fn shortened(text: &str, span: Span, found: Span) -> Span {
    let near = text.ceil_char_boundary((found.start as usize).saturating_sub(AROUND));
    let far = text.floor_char_boundary((found.end as usize + AROUND).min(text.len()));
    // A cut is made between words.
    let (before, after) = (near..found.start as usize, found.end as usize..far);
    let start = if near <= span.start as usize {
        span.start as usize
    } else {
        text[before].find(' ').map_or(near, |at| near + at + 1)
    };
    let end = if far >= span.end as usize {
        span.end as usize
    } else {
        text[after].rfind(' ').map_or(far, |at| found.end as usize + at)
    };
    Span::new(start, end)
}

/// Whether a sentence ends with the sign at a place.
fn is_end(text: &str, at: usize) -> bool {
    let Some(sign) = text[at..].chars().next().filter(|sign| matches!(sign, '.' | '!' | '?' | '…')) else {
        return false;
    };
    is_gap(&text[at + sign.len_utf8()..]) && !(sign == '.' && is_short(&text[..at]))
}

/// Whether the text breaks off in what looks like an abbreviation ("Nov", "Sen", "U.S"). Where it is a name that ends a
/// sentence, two sentences are shown for one.
fn is_short(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
    word.starts_with(char::is_uppercase) && word.chars().count() <= LONGEST_ABBREVIATION
}

/// Quotation marks and brackets that close with a sentence.
fn closes(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | ')' | '»' | ']')
}

/// Whether a sentence is over here: white space follows, or what closes and then white space.
fn is_gap(rest: &str) -> bool {
    let rest = rest.trim_start_matches(closes);
    rest.is_empty() || rest.starts_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::article;

    #[track_caller]
    fn check(query: &str, body: &str, wanted: &str, lit: &[&str]) {
        let article = article("A", body);
        let passage = of(&article, &Query::parse(query, 0).unwrap()).unwrap();
        assert_eq!(passage.words.as_str(), wanted);
        assert_eq!(passage.lights.iter().map(|light| article.slice(*light)).collect::<Vec<_>>(), lit);
    }

    #[test]
    fn what_was_found_stands_in_its_sentence() {
        let body = "Nothing here.\nAll was calm. “The harbour burnt!” he said. The harbour of 3.5 km is old.";
        check("burnt", body, "“The harbour burnt!”", &["burnt"]);
        check("harbour -fog", body, "“The harbour burnt!”", &["harbour"]);
        check("said", body, "he said.", &["said"]);
        let body = "It rained. On Nov. 9 Sen. J. Roe of the U.S. Senate came to the harbour. He left.";
        check("harbour", body, "On Nov. 9 Sen. J. Roe of the U.S. Senate came to the harbour.", &["harbour"]);
        check("rained", body, "It rained.", &["rained"]);
        check("old harbour", "The harbour of 3.5 km is old.", "The harbour of 3.5 km is old.", &["harbour", "old"]);
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        let body = format!("{}harbour {}", "some é words ".repeat(40), "and more ".repeat(40));
        let article = article("A", &body);
        let passage = of(&article, &Query::parse("harbour", 0).unwrap()).unwrap();
        let words = passage.words.as_str();
        assert!(words.len() < 2 * AROUND + 20 && words.contains(" harbour "), "{words}");
        assert!(words.starts_with("some") || words.starts_with("é") || words.starts_with("words"), "{words}");
        assert_eq!(article.slice(passage.span), words);
    }

    #[test]
    fn what_the_body_does_not_hold_has_no_sentence() {
        assert_eq!(of(&article("Harbour", "Fire."), &Query::parse("title:harbour", 0).unwrap()), None);
    }
}

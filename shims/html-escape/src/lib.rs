//! Stands in for the crate `html-escape`, of which dom_smoothie asks for one function. The table of names is that of
//! html5ever, which is in the program already: a second one would make it a fifth of a megabyte larger.

use std::borrow::Cow;

use markup5ever::data::NAMED_ENTITIES;

/// Most bytes between the signs that begin and end an entity.
const LONGEST: usize = 32;

/// The text with signs for its entities. What is none stays as it is.
pub fn decode_html_entities<S: AsRef<str> + ?Sized>(text: &S) -> Cow<'_, str> {
    let text = text.as_ref();
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let end = after.bytes().take(LONGEST).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((signs(&after[..=end])?, end)));
        match found {
            Some(((first, second), end)) => {
                decoded.push(first);
                decoded.extend(second);
                rest = &after[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    decoded.into()
}

/// What an entity stands for, given with the sign that ends it: one sign, or two.
fn signs(entity: &str) -> Option<(char, Option<char>)> {
    let (first, second) = match entity.strip_prefix('#') {
        Some(number) => {
            let number = number.strip_suffix(';')?;
            let hexadecimal = number.strip_prefix(['x', 'X']);
            let number = hexadecimal.map_or_else(|| number.parse(), |digits| u32::from_str_radix(digits, 16));
            (number.ok()?, 0)
        }
        None => *NAMED_ENTITIES.get(entity)?,
    };
    let sign = |number: u32| char::from_u32(number).filter(|sign| *sign != '\0');
    Some((sign(first)?, sign(second)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, decoded: &str) {
        assert_eq!(decode_html_entities(text), decoded);
    }

    #[test]
    fn names_and_numbers_are_decoded() {
        check("Fish &amp; chips &#8211; &#x1F41f; &eacute;t&eacute; &NotEqualTilde;", "Fish & chips – 🐟 été ≂̸");
    }

    #[test]
    fn what_is_no_entity_stays() {
        let text = "a & b &; &# &#x; &#0; &nosuch; &amp &#99999999; &é";
        check(text, text);
        check("&&lt;", "&<");
    }
}

//! Which language a text is in, as far as it matters: English or not.

use super::{
    Language,
    tokens::{Kind, Tokens},
    words::Classes,
};

/// How much text is looked at, in tokens and in bytes.
const SAMPLE_TOKENS: usize = 600;
const SAMPLE_BYTES: usize = 4096;
/// Fewer words than this tell nothing.
const FEWEST_WORDS: usize = 12;
/// Fewer words in small letters than this tell nothing.
const FEWEST_SMALL: usize = 24;

/// The language of the text; `None` where it is too short or too mixed to tell.
pub(super) fn detect(tokens: &Tokens) -> Option<Language> {
    let (mut words, mut small, mut english) = (0, 0, 0);
    for token in tokens.all.iter().filter(|token| token.kind == Kind::Word).take(SAMPLE_TOKENS) {
        words += 1;
        // Where many are named, their names say nothing of the language.
        small += usize::from(!token.is_capital());
        english += usize::from(token.is(Classes::ENGLISH));
    }
    // A quarter of ordinary English is such words; this spares the search through all languages.
    let is_english = words >= FEWEST_WORDS && english * 100 >= words * 18;
    if is_english || small >= FEWEST_SMALL && english * 100 >= small * 18 {
        return Some(Language::ENGLISH);
    }
    let text = tokens.text;
    let sample = &text[..text.floor_char_boundary(SAMPLE_BYTES)];
    let found = whatlang::detect(sample).filter(whatlang::Info::is_reliable)?;
    let language = Language::of(found.lang())?;
    // Lists, tables and code have few small words and look like anything.
    let doubtful = words > 0 && english * 100 >= words * 8 && found.script() == whatlang::Script::Latin;
    if doubtful { None } else { Some(language) }
}

//! What is known of words that can be names, whatever the article: lists of given names, surnames and places, and how
//! words were used in annotated text. Packed by `train`; sources and licences are in `assets/names/NOTICE.md`.

use std::sync::OnceLock;

use super::words::with_lower;

/// What is known of a word as a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Known(u8);

impl Known {
    /// It is a given name.
    pub(super) const GIVEN: Self = Self(1);
    /// It is a surname.
    pub(super) const SURNAME: Self = Self(1 << 1);
    /// It is part of a place's name.
    pub(super) const PLACE: Self = Self(1 << 2);
    /// It is a word that is also written in lower case.
    pub(super) const COMMON: Self = Self(1 << 3);
    /// Capitalised, it is mostly part of a person's name.
    pub(super) const MOSTLY_PERSON: Self = Self(1 << 4);
    /// Capitalised, it is mostly no part of a person's name.
    pub(super) const MOSTLY_OTHER: Self = Self(1 << 5);

    /// Whether anything of `other` is known.
    pub(super) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What is known by either.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether nothing is known.
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The lists that a word is on, as bits: given names 1, surnames 2, places 4, words in lower case 8.
    pub(super) const fn lists(self) -> u32 {
        self.0 as u32 & 15
    }

    /// What is known of a word, written in any case.
    pub(super) fn of(word: &str) -> Self {
        with_lower(word, |lower| {
            let look_up = |word: &str| Self(map().and_then(|map| map.get(word)).unwrap_or_default() as u8);
            let known = look_up(lower);
            if lower.is_ascii() { known } else { known.or(look_up(&without_accents(lower))) }
        })
    }
}

/// The word with the accented letters of Europe's languages as plain ones; many lists of names are written so.
pub(super) fn without_accents(word: &str) -> String {
    word.chars().map(without_accent).collect()
}

/// A small letter of Europe's languages as a plain one.
pub(super) const fn without_accent(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē'..='ě' => 'e',
        'ĝ'..='ģ' => 'g',
        'ì'..='ï' | 'ĩ'..='ı' => 'i',
        'ł' | 'ĺ'..='ľ' => 'l',
        'ñ' | 'ń'..='ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō'..='ő' => 'o',
        'ŕ'..='ř' => 'r',
        'ś'..='š' | 'ș' => 's',
        'ţ'..='ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ'..='ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź'..='ž' => 'z',
        c => c,
    }
}

fn map() -> Option<&'static fst::Map<&'static [u8]>> {
    static MAP: OnceLock<Option<fst::Map<&'static [u8]>>> = OnceLock::new();
    MAP.get_or_init(|| fst::Map::new(&include_bytes!("../../assets/names/names.fst")[..]).ok()).as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, known: Known) {
        assert!(Known::of(word).any(known), "{word}: {:?}", Known::of(word));
    }

    #[test]
    fn the_packed_lists_open() {
        check("Margaret", Known::GIVEN);
        check("thatcher", Known::SURNAME);
        check("Łódź", Known::PLACE);
        check("table", Known::COMMON);
        check("Cristóbal", Known::GIVEN);
        check("JOHN", Known::MOSTLY_PERSON);
        check("Washington", Known::MOSTLY_OTHER);
        assert!(Known::of("zorblax").is_empty());
        assert!(Known::of("").is_empty());
    }
}

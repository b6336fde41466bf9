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

    /// What is known of a word, written in any case.
    pub(super) fn of(word: &str) -> Self {
        with_lower(word, |lower| Self(map().and_then(|map| map.get(lower)).unwrap_or_default() as u8))
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
        check("JOHN", Known::MOSTLY_PERSON);
        check("Washington", Known::MOSTLY_OTHER);
        assert!(Known::of("zorblax").is_empty());
        assert!(Known::of("").is_empty());
    }
}

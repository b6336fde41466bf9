//! The word lists of the analysis (`assets/words/`), each read in one place: which classes a word belongs to.
//!
//! It knows words one at a time and nothing of texts.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::OnceLock,
};

/// A set of classes of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u64);

/// Names each class once, with the file that lists its words.
macro_rules! classes {
    ($($name:ident = $bit:literal, $file:literal;)*) => {
        impl Classes {
            $(pub(super) const $name: Self = Self(1 << $bit);)*
        }
        const LISTS: &[(Classes, &str)] = &[
            $((Classes::$name, include_str!(concat!("../../assets/words/", $file, ".txt"))),)*
        ];
    };
}

classes! {
    SAYING = 0, "saying";
    WORDING = 1, "wording";
    TITLE = 2, "titles";
    ROLE = 3, "roles";
    GROUP = 4, "groups";
    ORGANIZATION = 5, "organizations";
    PEOPLE = 6, "peoples";
    CALENDAR = 7, "calendar";
    FUNCTION = 8, "function";
    CLAUSE = 9, "clauses";
    PREPOSITION = 10, "prepositions";
    ADVERB = 11, "adverbs";
    PARTICLE = 12, "particles";
    SUFFIX = 13, "suffixes";
    SUFFIXED = 14, "suffixed";
    ELISION = 15, "elisions";
    ABBREVIATION = 16, "sentence_abbreviations";
    HIS_NAME = 17, "men";
    HER_NAME = 18, "women";
    HIS_NOUN = 19, "masculine";
    HER_NOUN = 20, "feminine";
    PRONOUN = 21, "pronouns";
    DETERMINER = 22, "determiners";
    BE = 23, "be";
    POSSESSIVE = 24, "possessives";
    ENGLISH = 25, "english";
    VERB = 26, "verbs";
    DOCUMENT = 27, "documents";
    MODAL = 28, "modals";
    BASE = 29, "base";
    PLACE_PREFIX = 30, "place_prefixes";
    WORK = 31, "works";
    MOOD = 32, "moods";
    DEED = 33, "deeds";
    LETTERS = 34, "letters";
}

impl Classes {
    /// No class.
    pub(super) const NONE: Self = Self(0);

    /// Whether any class of `other` is in the set.
    pub(super) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The classes of either set.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The classes in both sets, as bits.
    pub(super) const fn and(self, other: Self) -> u64 {
        self.0 & other.0
    }

    /// The classes of a word, which may be written in any case.
    pub(super) fn of(word: &str) -> Self {
        if word.len() > LONGEST_WORD {
            return Self::NONE;
        }
        with_lower(word, |lower| lists().get(lower).copied().unwrap_or_default())
    }
}

/// Length in bytes of the longest word that is looked up.
const LONGEST_WORD: usize = 40;

/// Calls `act` with the word in lower case and with straight apostrophes; ASCII words need no memory for it.
pub(super) fn with_lower<R>(word: &str, act: impl FnOnce(&str) -> R) -> R {
    let mut buffer = [0; LONGEST_WORD];
    match buffer.get_mut(..word.len()) {
        Some(lower) if word.is_ascii() => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            act(std::str::from_utf8(lower).unwrap_or(word))
        }
        _ => act(&word.replace('’', "'").to_lowercase()),
    }
}

type Lists = HashMap<String, Classes, BuildHasherDefault<Fnv>>;

fn lists() -> &'static Lists {
    static MAP: OnceLock<Lists> = OnceLock::new();
    MAP.get_or_init(|| {
        let mut map = Lists::default();
        let mut put = |word: String, class: Classes| {
            let classes = map.entry(word).or_default();
            *classes = classes.or(class);
        };
        for (class, list) in LISTS {
            for line in list.lines().filter(|line| !line.starts_with('#')) {
                if class.any(Classes::DEED) {
                    verb_forms(line, |form| put(form, *class));
                    continue;
                }
                if class.any(Classes::SAYING.or(Classes::WORDING)) {
                    let base = line.split_whitespace().next().unwrap_or_default();
                    verb_forms(line, |form| put(form, *class));
                    put(base.to_owned(), Classes::BASE);
                    continue;
                }
                for word in line.split_whitespace() {
                    let bare = word.trim_start_matches(['+', '-']);
                    put(bare.to_owned(), *class);
                    if class.any(Classes::ROLE) {
                        // Several of them are a source, and none of those who are named.
                        put(plural(bare), Classes::GROUP);
                    }
                    match word.as_bytes()[0] {
                        b'+' => put(bare.to_owned(), Classes::HIS_NOUN),
                        b'-' => put(bare.to_owned(), Classes::HER_NOUN),
                        _ => {}
                    }
                }
            }
        }
        map
    })
}

/// The hash FNV-1a: every word of a text is looked up, and words are short.
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The plural of a noun for a person, made by rule.
fn plural(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("man") {
        format!("{stem}men")
    } else if let Some(stem) = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        format!("{stem}ies")
    } else if noun.ends_with('s') || noun.ends_with("ch") || noun.ends_with("sh") || noun.ends_with('x') {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}

/// The forms of a verb: those of the line, or the regular ones of its only word.
fn verb_forms(line: &str, mut put: impl FnMut(String)) {
    let mut words = line.split_whitespace();
    let (Some(base), rest) = (words.next(), words) else { return };
    put(base.to_owned());
    let mut irregular = false;
    for form in rest {
        irregular = true;
        put(form.to_owned());
    }
    if irregular {
        return;
    }
    if let Some(stem) = base.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u'])) {
        put(format!("{stem}ies"));
        put(format!("{stem}ied"));
        put(format!("{base}ing"));
    } else if let Some(stem) = base.strip_suffix('e') {
        put(format!("{base}s"));
        put(format!("{base}d"));
        put(format!("{stem}ing"));
    } else {
        let hisses = base.ends_with("ss") || base.ends_with("sh") || base.ends_with("ch");
        put(if hisses { format!("{base}es") } else { format!("{base}s") });
        put(format!("{base}ed"));
        put(format!("{base}ing"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, class: Classes) {
        assert!(Classes::of(word).any(class), "{word}");
    }

    #[test]
    fn verbs_have_their_forms() {
        for word in ["said", "Says", "adding", "cried", "cries", "argued", "argues", "quipped", "stresses", "replying"]
        {
            check(word, Classes::SAYING);
        }
        assert!(!Classes::of("saied").any(Classes::SAYING));
    }

    #[test]
    fn words_are_known_in_any_case_and_with_either_apostrophe() {
        check("MR", Classes::TITLE);
        check("It’s", Classes::FUNCTION);
        check("Señor", Classes::TITLE);
        assert_eq!(Classes::of(&"x".repeat(500)), Classes::NONE);
    }

    #[test]
    fn marks_tell_of_whom_a_title_is_used() {
        check("mrs", Classes::HER_NOUN);
        check("king", Classes::HIS_NOUN);
        assert!(!Classes::of("senator").any(Classes::HIS_NOUN.or(Classes::HER_NOUN)));
    }
}

//! Packs the lists of names, and what annotated text tells of each word, into the map that the analysis looks words up in.

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use byline::analysis::tagger::training;

use crate::corpus::read_packed;

/// The name stands in the list of given names.
const GIVEN: u64 = 1;
/// The name stands in the list of surnames.
const SURNAME: u64 = 1 << 1;
/// The word is part of a place's name.
const PLACE: u64 = 1 << 2;
/// The word is written in lower case in running text.
const COMMON: u64 = 1 << 3;
/// Where the word is capitalised in running text, it is mostly part of a person's name.
const MOSTLY_PERSON: u64 = 1 << 4;
/// Where the word is capitalised in running text, it is mostly no part of a person's name.
const MOSTLY_OTHER: u64 = 1 << 5;

/// Packs the lists of names and what the annotated text tells of each word into one map from the word in lower case
/// to its bits.
pub(crate) fn pack_names(folder: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let read = |name: &str| read_packed(&folder.join(name));
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    for (list, bit) in [("given.txt.gz", GIVEN), ("surnames.txt.gz", SURNAME), ("places.txt.gz", PLACE)] {
        for name in read(list)?.lines().filter(|name| name.chars().count() > 1) {
            *words.entry(name.to_owned()).or_default() |= bit;
        }
    }
    for (word, uses) in count_uses(&read("names.tsv.gz")?) {
        let bits = words.entry(word).or_default();
        // A name on the lists takes more to be doubted.
        let doubt = if *bits & (GIVEN | SURNAME) == 0 { 2 } else { 4 };
        *bits |= uses.bits(doubt);
    }
    // A word is looked up as it is and without its accents, so that where the plain form tells all, it stands for both.
    let is_told = |word: &str, bits: u64| {
        let plain = training::plain(word);
        plain != word && words.get(&plain).is_some_and(|plain| plain & bits == bits)
    };
    // English news write names in Latin letters.
    let is_latin =
        |word: &str| word.chars().all(|c| c < LATIN_END || ('\u{1e00}'..'\u{1f00}').contains(&c) || !c.is_alphabetic());
    let mut map = fst::MapBuilder::memory();
    for (word, bits) in words.iter().filter(|(word, bits)| **bits != 0 && is_latin(word) && !is_told(word, **bits)) {
        map.insert(word, *bits)?;
    }
    let packed = map.into_inner()?;
    println!("{} words, {} bytes", words.len(), packed.len());
    Ok(fs::write(out, packed)?)
}

/// The first letter of no Latin alphabet, but for those with two accents, which Vietnamese has and which come later.
const LATIN_END: char = '\u{250}';

/// How often a word is used in which way.
#[derive(Default)]
struct Uses {
    lower: u32,
    person: u32,
    other: u32,
}

impl Uses {
    /// What the uses tell; `doubt` is how often a word must be seen as something else than a name.
    fn bits(&self, doubt: u32) -> u64 {
        let (person, other) = (f64::from(self.person), f64::from(self.other));
        let share = person / (person + other).max(1.0);
        let mut bits = 0;
        if self.lower >= doubt && f64::from(self.lower) > 0.1 * person {
            bits |= COMMON;
        }
        if self.person >= 2 && share >= 0.75 {
            bits |= MOSTLY_PERSON;
        }
        if self.other >= doubt && share <= 0.15 {
            bits |= MOSTLY_OTHER;
        }
        bits
    }
}

/// Counts the words of a file of tokens and labels; a capital at the start of a sentence tells nothing of a word that
/// is no name.
fn count_uses(tokens: &str) -> BTreeMap<String, Uses> {
    let mut uses: BTreeMap<String, Uses> = BTreeMap::new();
    let mut starts = true;
    for line in tokens.lines() {
        let Some((word, label)) = line.split_once('\t') else {
            starts = true;
            continue;
        };
        let first = word.chars().next().unwrap_or(' ');
        if first.is_lowercase() && label == "O" {
            uses.entry(word.to_owned()).or_default().lower += 1;
        } else if first.is_uppercase() && word.len() > 2 {
            let uses = uses.entry(word.to_lowercase()).or_default();
            match label {
                "B-PER" | "I-PER" => uses.person += 1,
                "O" if starts => {}
                _ => uses.other += 1,
            }
        }
        starts = false;
    }
    uses
}

//! Whether the engine knows people or only names: an annotated text with everybody's name replaced by another must score
//! as the text itself does.

use std::{collections::HashMap, error::Error, path::Path};

use byline::analysis::analyze;

use crate::{
    corpus::read_packed,
    gold::{self, Gold},
    random::Random,
    score::{Score, Scores},
    variants::Names,
};

/// How often the names of a corpus are drawn anew.
const DRAWS: u64 = 3;

/// Prints the scores of annotated files as they are and with every name replaced, side by side.
pub(crate) fn compare(folder: &Path, paths: &[&str]) -> Result<(), Box<dyn Error>> {
    let names = Names::new(&latin(folder, "given.txt.gz")?, &latin(folder, "surnames.txt.gz")?);
    for path in paths {
        let articles = gold::read(path)?;
        println!("{path}");
        let mut plain = Scores::default();
        for gold in &articles {
            plain.add(gold);
        }
        print("as it is", &plain, &plain);
        for draw in 0..DRAWS {
            let mut random = Random(draw);
            let mut other = Scores::default();
            for gold in &articles {
                other.add(&replace(gold, &names, &mut random));
            }
            print(&format!("replaced, draw {}", draw + 1), &other, &plain);
        }
    }
    Ok(())
}

/// The names of a list that are written in Latin letters; English news write no others.
fn latin(folder: &Path, name: &str) -> Result<String, Box<dyn Error>> {
    let list = read_packed(&folder.join(name))?;
    let names = list.lines().filter(|name| name.chars().all(|c| plain(c).is_ascii()));
    Ok(names.collect::<Vec<_>>().join("\n"))
}

/// A letter without its accents.
fn plain(c: char) -> char {
    nucleo_matcher::chars::normalize(c)
}

/// A word without accents: "Vázquez" and "Vazquez" are one name.
fn fold(word: &str) -> String {
    word.chars().map(plain).collect()
}

fn print(title: &str, scores: &Scores, plain: &Scores) {
    let row = |what: &str, score: Score, plain: Score| {
        if !score.is_empty() {
            println!("  {title:18} {what:10} {score}  ({:+.2})", score.f1() - plain.f1());
        }
    };
    row("people", scores.people, plain.people);
    row("speakers", scores.speakers, plain.speakers);
}

/// The article with each person's name replaced by one and the same other, wherever its words stand with a capital.
fn replace(gold: &Gold, names: &Names, random: &mut Random) -> Gold {
    let words = draw(gold, names, random);
    let mut text = String::with_capacity(gold.text.len());
    // Where each character of the old text begins in the new one.
    let mut places = Vec::with_capacity(gold.text.len() + 1);
    let mut count = 0;
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}');
    let mut rest = gold.text.as_str();
    while let Some(c) = rest.chars().next() {
        let end = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len()).max(c.len_utf8());
        let (old, behind) = rest.split_at(end);
        let new = other(old, &words).unwrap_or_else(|| old.to_owned());
        let length = new.chars().count();
        places.extend((0..old.chars().count()).map(|at| count + at.min(length)));
        count += length;
        text.push_str(&new);
        rest = behind;
    }
    places.push(count);
    let place = |at: usize| places.get(at).copied().unwrap_or(count);
    let rename = |name: &Option<String>| {
        let name = name.as_deref()?;
        let parts = name.split_inclusive(|c: char| !is_letter(c)).map(|part| {
            let word = part.trim_end_matches(|c: char| !is_letter(c));
            other(word, &words).unwrap_or_else(|| word.to_owned()) + &part[word.len()..]
        });
        Some(parts.collect())
    };
    let mut copy = Gold { text, ..gold.clone() };
    for named in copy.people.iter_mut().flatten() {
        (named.start, named.end, named.name) = (place(named.start), place(named.end), rename(&named.name));
    }
    for quote in copy.quotes.iter_mut().flatten() {
        (quote.start, quote.end, quote.speaker) = (place(quote.start), place(quote.end), rename(&quote.speaker));
    }
    for ignored in &mut copy.ignore {
        *ignored = (place(ignored.0), place(ignored.1));
    }
    copy
}

/// What stands for a word, whatever its accents, written in capitals where the word is.
fn other(word: &str, words: &HashMap<String, String>) -> Option<String> {
    let word = fold(word);
    if let Some(new) = words.get(&word) {
        return Some(new.clone());
    }
    let is_loud = word.chars().all(char::is_uppercase);
    let lower = || words.iter().filter(|(old, _)| old.to_uppercase() == word).map(|(_, new)| new.to_uppercase());
    if is_loud && word.len() > 2 { lower().min() } else { None }
}

/// Draws a word for each word of the names that the annotation or the engine knows in the article. Words that the
/// article also writes without a capital stay, and so do the small words and the suffixes inside names.
fn draw(gold: &Gold, names: &Names, random: &mut Random) -> HashMap<String, String> {
    let mut known: Vec<String> = Vec::new();
    known.extend(gold.people.iter().flatten().filter_map(|named| named.name.clone()));
    known.extend(gold.quotes.iter().flatten().filter_map(|quote| quote.speaker.clone()));
    if let Some(read) = gold.article() {
        known.extend(analyze(&read.article).people.iter().map(|person| person.name.as_str().to_owned()));
    }
    let mut words = HashMap::new();
    for name in known {
        let parts: Vec<&str> = name.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty()).collect();
        for (at, old) in parts.iter().enumerate() {
            let is_name = old.chars().count() > 2 && old.starts_with(char::is_uppercase) && !matches!(*old, "III");
            let is_word = gold.text.split(|c: char| !c.is_alphabetic()).any(|word| word == old.to_lowercase());
            if is_name && !is_word && !words.contains_key(&fold(old)) {
                let is_given = at == 0 && parts.len() > 1;
                let new = if is_given { names.given_like(old, random) } else { names.surname(random) };
                words.insert(fold(old), new);
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_everywhere_and_places_follow() {
        let names = Names::new("zora", "quendril");
        let json = r#"{"text": "Jane Doe, 54, spoke. “No,” said DOE. A will is a will.",
            "people": [{"start": 0, "end": 8, "name": "Jane Doe"}],
            "quotes": [{"start": 22, "end": 25, "kind": "direct", "speaker": "Jane Doe"}]}"#;
        let gold: Gold = serde_json::from_str(json).expect("a well-formed article");
        let surname = names.surname(&mut Random(1));
        let copy = replace(&gold, &names, &mut Random(0));
        let slice = |start: usize, end: usize| copy.text.chars().skip(start).take(end - start).collect::<String>();
        let people = copy.people.iter().flatten().map(|named| slice(named.start, named.end)).collect::<Vec<_>>();
        let quotes = copy.quotes.iter().flatten().map(|quote| slice(quote.start, quote.end)).collect::<Vec<_>>();
        assert!(!copy.text.contains("Doe") && !copy.text.contains("DOE") && !surname.is_empty());
        assert_eq!(people, [copy.people.iter().flatten().filter_map(|named| named.name.clone()).collect::<String>()]);
        assert_eq!(quotes, ["No,"]);
        assert_eq!(fold("Vázquez"), "Vazquez");
        assert!(copy.text.ends_with("A will is a will."));
    }
}

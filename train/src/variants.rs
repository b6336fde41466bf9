//! Documents made from documents, so that the model learns the forms that annotated text is short of: names that are on
//! no list, sentences in capitals, headlines.

use std::collections::HashMap;

use crate::{
    corpus::{Document, Part, Sentence},
    random::Random,
};

/// Lists of names to choose from.
pub(crate) struct Names {
    given: Vec<String>,
    surnames: Vec<String>,
}

impl Names {
    /// Takes names of one word and in Latin letters from lists in lower case, one a line.
    pub(crate) fn new(given: &str, surnames: &str) -> Self {
        let usable = |list: &str| {
            let names = list.lines().filter(|name| name.chars().all(char::is_alphabetic) && name.len() > 2);
            names.map(capitalize).collect::<Vec<_>>()
        };
        Self { given: usable(given), surnames: usable(surnames) }
    }

    /// A surname; one in three is on no list: the beginning of one and the end of another.
    pub(crate) fn surname(&self, random: &mut Random) -> String {
        draw(&self.surnames, random)
    }

    /// A given name in place of another, of which one in three is on no list; it is no name of the other sex.
    pub(crate) fn given_like(&self, old: &str, random: &mut Random) -> String {
        let sex = |name: &str| {
            let is_in = |list: &str| list.lines().skip(1).flat_map(str::split_whitespace).any(|word| word == name);
            (is_in(MEN), is_in(WOMEN))
        };
        let (his, hers) = sex(&old.to_lowercase());
        loop {
            let new = draw(&self.given, random);
            let (man, woman) = sex(&new.to_lowercase());
            if !(his && woman && !man || hers && man && !woman) {
                return new;
            }
        }
    }
}

const MEN: &str = include_str!("../../assets/words/men.txt");
const WOMEN: &str = include_str!("../../assets/words/women.txt");

/// One of some names, or in one case of three the beginning of one and the end of another.
fn draw(names: &[String], random: &mut Random) -> String {
    let name = random.pick(names).clone();
    if random.below(3) > 0 {
        return name;
    }
    let other = random.pick(names);
    let head: String = name.chars().take(name.chars().count().div_ceil(2)).collect();
    let tail: String = other.chars().skip(other.chars().count() / 2).collect();
    head + &tail
}

/// The document with its people's names replaced, each word by the same one throughout; none if nobody is named.
pub(crate) fn rename(document: &Document, names: &Names, random: &mut Random) -> Option<Document> {
    let mut new_words: HashMap<String, String> = HashMap::new();
    let mut copy = document.clone();
    let mut any = false;
    for sentence in &mut copy.sentences {
        for at in 0..sentence.words.len() {
            let part = sentence.words[at].part;
            let old = &sentence.words[at].text;
            if !part.is_person() || !old.chars().next().is_some_and(char::is_uppercase) || old.len() < 3 {
                continue;
            }
            any = true;
            let goes_on = sentence.words.get(at + 1).is_some_and(|next| next.part == Part::Person { begins: false });
            let is_given = part == Part::Person { begins: true } && goes_on;
            let new = new_words
                .entry(old.clone())
                .or_insert_with(|| if is_given { random.pick(&names.given).clone() } else { names.surname(random) });
            sentence.words[at].text.clone_from(new);
        }
    }
    any.then_some(copy)
}

/// Of a hundred sentences, how many are copied in capitals.
const IN_CAPITALS: usize = 6;
/// Of a hundred sentences, how many are copied as headlines.
const AS_HEADLINES: usize = 5;

/// Adds copies of some sentences in capitals and as headlines.
pub(crate) fn add_headlines(document: &mut Document, random: &mut Random) {
    let mut added = Vec::new();
    for sentence in &document.sentences {
        if random.in_percent(IN_CAPITALS) {
            added.push(rewrite(sentence, |word, _| word.to_uppercase()));
        }
        if random.in_percent(AS_HEADLINES) {
            added.push(rewrite(sentence, |word, at| {
                let is_small = matches!(
                    word,
                    "a" | "an"
                        | "the"
                        | "of"
                        | "in"
                        | "on"
                        | "at"
                        | "to"
                        | "for"
                        | "and"
                        | "or"
                        | "by"
                        | "with"
                        | "as"
                        | "'s"
                );
                if is_small && at > 0 { word.to_owned() } else { capitalize(word) }
            }));
        }
    }
    document.sentences.extend(added);
}

fn rewrite(sentence: &Sentence, write: impl Fn(&str, usize) -> String) -> Sentence {
    let mut copy = sentence.clone();
    copy.stands_alone = true;
    if copy.words.last().is_some_and(|last| last.text == ".") {
        copy.words.pop();
    }
    for (at, word) in copy.words.iter_mut().enumerate() {
        word.text = write(&word.text, at);
    }
    copy
}

fn capitalize(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

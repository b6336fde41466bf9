//! Documents made from documents, so that the model learns the forms that annotated text is short of: names that are on
//! no list, sentences in capitals, headlines.

use std::collections::{HashMap, HashSet};

use crate::{
    corpus::{Document, Part, Sentence},
    random::Random,
};

/// Lists of names to choose from.
pub(crate) struct Names {
    given: Vec<String>,
    surnames: Vec<String>,
    /// Which letters follow which two in names.
    letters: HashMap<[char; 2], Vec<char>>,
    /// Words that no made-up name is: those of the lists, in lower case.
    listed: HashSet<String>,
}

impl Names {
    /// Takes names of one word and in Latin letters from lists in lower case, one a line.
    pub(crate) fn new(given: &str, surnames: &str) -> Self {
        let usable = |list: &str| {
            let names = list.lines().filter(|name| name.chars().all(char::is_alphabetic) && name.len() > 2);
            names.map(capitalize).collect::<Vec<_>>()
        };
        let listed = given.lines().chain(surnames.lines()).map(str::to_owned).collect();
        let mut letters: HashMap<[char; 2], Vec<char>> = HashMap::new();
        for name in given.lines().chain(surnames.lines()).filter(|name| name.bytes().all(|b| b.is_ascii_lowercase())) {
            let mut before = [' ', ' '];
            for letter in name.chars().chain([' ']) {
                letters.entry(before).or_default().push(letter);
                before = [before[1], letter];
            }
        }
        Self { given: usable(given), surnames: usable(surnames), letters, listed }
    }

    /// The names, with further words that no made-up one is.
    pub(crate) fn without(mut self, words: impl Iterator<Item = String>) -> Self {
        self.listed.extend(words);
        self
    }

    /// A name that is on no list, by turns a likely row of letters and one of bare syllables, as the names of many
    /// countries are that the lists are short of.
    fn made_up(&self, random: &mut Random) -> String {
        for _ in 0..MOST_TRIES {
            let name = if random.in_percent(50) { self.row_of_letters(random) } else { syllables(random) };
            if (3..=12).contains(&name.len()) && !self.listed.contains(&name) {
                return capitalize(&name);
            }
        }
        capitalize(&(syllables(random) + &syllables(random)))
    }

    fn row_of_letters(&self, random: &mut Random) -> String {
        let mut name = String::new();
        let mut before = [' ', ' '];
        while let Some(letters) = self.letters.get(&before).filter(|_| name.len() < 13) {
            let letter = *random.pick(letters);
            if letter == ' ' {
                break;
            }
            name.push(letter);
            before = [before[1], letter];
        }
        name
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

/// How often a made-up name may turn out to be on a list.
const MOST_TRIES: usize = 50;

/// What syllables of made-up names begin with, go on with and end on; a blank is nothing.
const ONSETS: &str = "b ch d dh f g gw h j k kh kw l m mb mw n nd ng nj ny p r s sh t th ts v w y z zh _ br kr tr";
const VOWELS: &str = "a a a e e i i o o u ai au ia ie oo ua";
const CODAS: &str = "_ _ _ _ _ _ n n ng r l m s k t";

/// One to four syllables.
fn syllables(random: &mut Random) -> String {
    let [onsets, vowels, codas] = [ONSETS, VOWELS, CODAS].map(|list| list.split(' ').collect::<Vec<&str>>());
    let count = 1 + random.below(2) + random.below(3);
    let mut name = String::new();
    for at in 0..count {
        name.push_str(random.pick::<&str>(&onsets).trim_matches('_'));
        name.push_str(random.pick::<&str>(&vowels));
        let closes = at + 1 == count || random.in_percent(20);
        name.push_str(if closes { random.pick::<&str>(&codas).trim_matches('_') } else { "" });
    }
    name
}

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
            if !part.is_person() || !is_renamed(old) {
                continue;
            }
            any = true;
            let is_given = part == Part::Person { begins: true } && goes_on(sentence, at);
            let new = new_words
                .entry(old.clone())
                .or_insert_with(|| if is_given { random.pick(&names.given).clone() } else { names.surname(random) });
            sentence.words[at].text.clone_from(new);
        }
    }
    any.then_some(copy)
}

/// How the names of a document are made up.
#[derive(Clone, Copy)]
enum Style {
    /// A given name and a surname.
    Plain,
    /// A surname and two syllables with a hyphen ("Choe Soon-mil").
    Hyphen,
    /// A surname and one or two short names ("Ang Peng Liam").
    Short,
    /// Initials and a surname ("K.T. Presad", "AD Mathaws").
    Initials,
}

/// Of a hundred documents, how many call their people by the given name when they name them again.
const BY_GIVEN: usize = 20;
/// Of a hundred names of something else, how many are replaced too, so that words that nobody knows are not always
/// somebody.
const OTHERS: usize = 60;

/// The document with names that are on no list throughout, so that nothing tells of its people but their names' form
/// and place, and what the document says of them elsewhere; none if nobody is named.
pub(crate) fn make_up(document: &Document, names: &Names, random: &mut Random) -> Option<Document> {
    let mut copy = document.clone();
    let mut people: HashMap<String, String> = HashMap::new();
    let mut others: HashMap<String, bool> = HashMap::new();
    let mut things: HashMap<String, String> = HashMap::new();
    let by_given = random.in_percent(BY_GIVEN);
    let mut any = false;
    // Full names first: what a surname alone is replaced by depends on the whole.
    for sentence in &document.sentences {
        for (at, word) in sentence.words.iter().enumerate() {
            let begins = word.part == Part::Person { begins: true };
            if !begins || !goes_on(sentence, at) || !is_renamed(&word.text) {
                continue;
            }
            let last = (at + 1..sentence.words.len()).take_while(|&next| goes_on(sentence, next - 1)).last();
            let Some(last) = last.map(|last| &sentence.words[last].text).filter(|last| is_renamed(last)) else {
                continue;
            };
            if people.contains_key(last) {
                continue;
            }
            let (given, surname, short) = full_name(names, random);
            people.insert(key_of_full(&word.text), given.clone());
            people.insert(key_of_full(last), surname);
            people.insert(last.clone(), if by_given { given.clone() } else { short });
            people.entry(word.text.clone()).or_insert(given);
        }
    }
    for sentence in &mut copy.sentences {
        let mut is_replaced = false;
        let parts: Vec<(Part, bool)> =
            (0..sentence.words.len()).map(|at| (sentence.words[at].part, goes_on(sentence, at))).collect();
        for (word, (part, goes_on)) in sentence.words.iter_mut().zip(parts) {
            if !is_renamed(&word.text) {
                continue;
            }
            match part {
                Part::None => {}
                Part::Person { begins } => {
                    any = true;
                    let in_full = goes_on || !begins;
                    let full = if in_full { people.get(&key_of_full(&word.text)) } else { None };
                    if let Some(new) = full {
                        word.text.clone_from(new);
                    } else {
                        let new = people.entry(word.text.clone()).or_insert_with(|| names.made_up(random));
                        word.text.clone_from(new);
                    }
                }
                Part::Other { begins } => {
                    if begins {
                        is_replaced = *others.entry(word.text.clone()).or_insert_with(|| random.in_percent(OTHERS));
                    }
                    // "Ministry" and "Street" tell what it is, and stay.
                    if is_replaced && !names.listed.contains(&format!("={}", word.text.to_lowercase())) {
                        let new = things.entry(word.text.clone()).or_insert_with(|| names.made_up(random));
                        word.text.clone_from(new);
                    }
                }
            }
        }
    }
    any.then_some(copy)
}

fn key_of_full(word: &str) -> String {
    format!("{word} ")
}

/// What is written first and last of a full name, and what the person is called for short.
fn full_name(names: &Names, random: &mut Random) -> (String, String, String) {
    let style = match random.below(20) {
        0..=12 => Style::Plain,
        13..=14 => Style::Hyphen,
        15..=16 => Style::Short,
        _ => Style::Initials,
    };
    let short = |random: &mut Random| loop {
        let name = names.made_up(random);
        if name.len() <= 5 {
            break name;
        }
    };
    match style {
        Style::Plain => {
            let mut given = names.made_up(random);
            let surname = names.made_up(random);
            match random.below(12) {
                0 => given = format!("{given} {}", names.made_up(random)),
                1 => given = format!("{given} {}.", random.pick(&CAPITALS)),
                2 => given.clone_from(random.pick(&names.given)),
                _ => {}
            }
            let surname = match random.below(16) {
                0 => format!("{} {surname}", random.pick(&PARTICLES)),
                1 => format!("{surname}-{}", names.made_up(random)),
                2 => random.pick(&names.surnames).clone(),
                _ => surname,
            };
            (given, surname.clone(), surname)
        }
        Style::Hyphen => {
            let (family, one, two) = (short(random), short(random), short(random));
            (family.clone(), format!("{one}-{}", two.to_lowercase()), family)
        }
        Style::Short => {
            let (family, one, two) = (short(random), short(random), short(random));
            (family.clone(), if random.in_percent(50) { format!("{one} {two}") } else { one }, family)
        }
        Style::Initials => {
            let letters: Vec<char> = (0..=random.below(3)).map(|_| *random.pick(&CAPITALS)).collect();
            let given: String = match random.below(3) {
                0 => letters.iter().collect(),
                1 => letters.iter().flat_map(|letter| [*letter, '.']).collect(),
                _ => letters.iter().map(|letter| format!("{letter}.")).collect::<Vec<_>>().join(" "),
            };
            let surname = names.made_up(random);
            (given, surname.clone(), surname)
        }
    }
}

const CAPITALS: [char; 20] =
    ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'R', 'S', 'T', 'V', 'W', 'Y'];
const PARTICLES: [&str; 8] = ["de", "van", "bin", "al", "von", "da", "ole", "el"];

/// Whether a word of a name is one that can be replaced.
fn is_renamed(word: &str) -> bool {
    word.len() > 2 && word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a person's name goes on behind the word.
fn goes_on(sentence: &Sentence, at: usize) -> bool {
    sentence.words.get(at + 1).is_some_and(|next| next.part == Part::Person { begins: false })
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

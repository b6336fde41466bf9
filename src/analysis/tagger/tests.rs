//! The tagger against plain versions of itself: the table against a map, the best labels against all labels, the words
//! that are scored once for a text against each scored in its place.

use std::{borrow::Cow, collections::HashMap};

use proptest::prelude::*;

use super::{units::Units, viterbi::Path, *};
use crate::article::{Article, BlockKind, BodyBuilder};

fn article(text: &str) -> Article {
    let mut body = BodyBuilder::default();
    for paragraph in text.split("\n\n") {
        body.push(paragraph);
        body.end_block(BlockKind::Paragraph);
    }
    let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
    Article { text, blocks, marks, ..Article::default() }
}

/// Checks the runs of words that can be names.
#[track_caller]
fn runs(text: &str, expected: &[&str]) {
    let article = article(text);
    let tokens = Tokens::of(&article);
    let mut units = Units::of(&tokens);
    let words = |chain: &Range<usize>, units: &Units| {
        let words =
            units.all[chain.clone()].iter().map(|unit| &article.text.as_str()[tokens.span(unit.tokens()).range()]);
        words.collect::<Vec<_>>().join("|")
    };
    let mut found = Vec::new();
    for block in 0..tokens.blocks.len() {
        units.turn_to(block);
        found.extend(units.chains.iter().map(|chain| words(chain, &units)));
    }
    assert_eq!(found, expected, "\nin: {text}");
}

#[test]
fn words_with_capitals_can_be_names() {
    runs("Later Jane Doe met them.", &["Later|Jane|Doe"]);
    runs("He met Jane, Paul and Anna.", &["Jane", "Paul", "Anna"]);
    runs("In the end I left. The end.", &[]);
    runs("He left. Jane stayed.", &["Jane"]);
    runs("It was 12 May.", &["May"]);
    runs("", &[]);
}

#[test]
fn small_words_inside_names_can_be_part_of_them() {
    runs("They saw Anna von der Linden there.", &["Anna|von|der|Linden"]);
    runs("They saw de Blasio there.", &["de|Blasio"]);
    runs("They saw a den there.", &[]);
}

#[test]
fn parts_joined_by_a_hyphen_are_one_word() {
    runs("The speech by Jean-Pierre Doe ended.", &["Jean-Pierre|Doe"]);
    runs("The speech by al-Doe ended.", &["al-Doe"]);
    runs("The Doe-led group left.", &["The|Doe"]);
    runs("They met B.Bolormaa there.", &["B.Bolormaa"]);
}

#[test]
fn marks_part_runs_and_abbreviations_do_not() {
    runs("They saw Mr. Doe there.", &["Mr|Doe"]);
    runs("They saw the \"Jane\" Doe film.", &["Jane", "Doe"]);
    runs("They left Doe. Jane stayed.", &["Doe", "Jane"]);
    runs("They left Doe\n\nJane stayed.", &["Doe", "Jane"]);
}

#[test]
fn the_model_that_the_program_carries_opens() {
    let model = Model::carried().expect("the model in assets opens");
    assert_ne!(model.transitions(), &[[0; LABELS]; LABELS]);
}

#[test]
fn what_is_no_model_is_refused() {
    let whole = Model::write(&[[1; LABELS]; LABELS], &[(7, [1; LABELS])], 4);
    assert!(Model::read(Cow::Owned(whole.clone())).is_some());
    assert!(Model::read(Cow::Owned(whole[..whole.len() - 1].to_vec())).is_none());
    assert!(Model::read(Cow::Owned(whole[..40].to_vec())).is_none());
    assert!(Model::read(Cow::Owned(Vec::new())).is_none());
    let full: Vec<u8> = whole[..64].iter().copied().chain([1; 32]).collect();
    assert!(Model::read(Cow::Owned(full)).is_none());
    let other: Vec<u8> = whole.iter().map(|byte| byte ^ 1).collect();
    assert!(Model::read(Cow::Owned(other)).is_none());
}

/// Small weights that depend on nothing but the feature; half of all features have none.
fn weights_of(feature: u64) -> [i8; LABELS] {
    let seed = feature.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    if seed >> 63 == 0 { [0; LABELS] } else { std::array::from_fn(|label| (seed >> (8 * label)) as i8 / 8) }
}

const TRANSITIONS: [[i16; LABELS]; LABELS] =
    [[9, -4, 0, 3, 0], [5, -30, 40, -9, 0], [5, -30, 20, -9, 0], [1, 7, 0, -8, 30], [0, 2, 0, -8, 25]];

/// Every labelling that can be, in the order of its numbers, with its worth.
fn all_labellings(scores: &[[i32; LABELS]]) -> Vec<(i32, Vec<Label>)> {
    let mut all = vec![(0, Vec::new())];
    for row in scores {
        let longer = all.iter().flat_map(|(worth, labels): &(i32, Vec<Label>)| {
            let before = labels.last().copied().unwrap_or_default();
            Label::ALL.into_iter().filter(move |label| label.may_follow(before)).map(move |label| {
                let step = i32::from(TRANSITIONS[before as usize][label as usize]) + row[label as usize];
                (worth + step, labels.iter().copied().chain([label]).collect())
            })
        });
        all = longer.collect();
    }
    all
}

fn worth(scores: &[[i32; LABELS]], labels: &[Label]) -> i32 {
    all_labellings(scores).into_iter().find(|(_, all)| all == labels).map_or(i32::MIN, |(worth, _)| worth)
}

/// Checks a run against all labellings it can have.
fn check_run(scores: &[[i32; LABELS]]) {
    let mut path = Path::default();
    let verdicts = path.judge(scores, &TRANSITIONS.map(|row| row.map(i32::from)));
    let all = all_labellings(scores);
    let best = all.iter().map(|(worth, _)| *worth).max();
    let labels: Vec<Label> = verdicts.iter().map(|verdict| verdict.label).collect();
    assert_eq!(Some(worth(scores, &labels)), best);
    for (at, verdict) in verdicts.iter().enumerate() {
        let most = |person: bool| {
            all.iter().filter(|(_, labels)| labels[at].is_person() == person).map(|(worth, _)| *worth).max()
        };
        assert_eq!(Some(verdict.margin), most(true).zip(most(false)).map(|(yes, no)| yes - no));
    }
}

/// The scores of every unit that can be part of a name, by a map and with nothing kept from one unit to the next.
fn plain_scores(units: &Units, weights: &HashMap<u64, [i8; LABELS]>) -> Vec<[i32; LABELS]> {
    let mut all = Vec::new();
    for (number, chain) in units.chains.iter().enumerate() {
        let run = features::Run::of(units, number);
        for at in chain.clone() {
            let mut features = Vec::new();
            features::of_word(units.vocabulary.word(&units.all[at]), |feature| features.push(feature));
            features::of_place(units, &run, at, |feature| features.push(feature));
            all.push(std::array::from_fn(|label| {
                features.iter().filter_map(|feature| weights.get(feature)).map(|row| i32::from(row[label])).sum()
            }));
        }
    }
    all
}

/// Checks the names that a model made up for the text finds against those by the plain way, and their order.
fn check_text(text: &str) {
    let article = article(text);
    let tokens = Tokens::of(&article);
    let mut units = Units::of(&tokens);
    let mut weights: HashMap<u64, [i8; LABELS]> = HashMap::new();
    for chain in training::chains(&article) {
        for feature in chain.words.iter().flat_map(|word| &word.features) {
            weights.insert(*feature, weights_of(*feature));
        }
    }
    let mut rows: Vec<_> = weights.iter().map(|(feature, row)| (*feature, *row)).collect();
    rows.retain(|(_, row)| *row != [0; LABELS]);
    rows.sort_unstable();
    let model = Model::write(&TRANSITIONS, &rows, (rows.len() * 2 + 2).next_power_of_two());
    let model = Model::read(Cow::Owned(model)).expect("a table with room is a model");
    for (&feature, row) in &weights {
        let mut scores = [0; LABELS];
        model.add(feature, &mut scores);
        assert_eq!(scores, row.map(i32::from));
    }
    let mut all_scores = Vec::new();
    let mut verdicts = Vec::new();
    let mut runs = Vec::new();
    for block in 0..tokens.blocks.len() {
        units.turn_to(block);
        let scores = plain_scores(&units, &weights);
        for (number, places) in units.places_of_chains().enumerate() {
            let own = places.start - all_scores.len()..places.end - all_scores.len();
            verdicts.extend_from_slice(Path::default().judge(&scores[own], model.transitions()));
            runs.extend(again::Judged::of(&units, block, number, places));
        }
        all_scores.extend(scores);
    }
    for (run, worth) in again::look(&runs, &units.places, &verdicts) {
        let scores = &mut all_scores[run.places.clone()];
        for score in &mut *scores {
            raise(score, worth);
        }
        verdicts[run.places.clone()].copy_from_slice(Path::default().judge(scores, model.transitions()));
    }
    vote::settle(&units.places, &units.vocabulary, &mut verdicts);
    let begins = |label| matches!(label, Label::PersonBegin | Label::OtherBegin);
    let plain: Vec<_> = (0..units.places.len())
        .filter(|&at| begins(verdicts[at].label))
        .map(|at| {
            let inside = verdicts[at + 1..].iter().take_while(|verdict| verdict.label.is_inside()).count();
            let of = if verdicts[at].label.is_person() { Bearer::Person } else { Bearer::Other };
            Tagged { tokens: units.places[at].tokens().start..units.places[at + inside].tokens().end, of }
        })
        .collect();
    assert_eq!(tag_with(&model, &tokens, |_| 0), plain);
    let mut end = 0;
    for name in tag(&tokens, &crate::analysis::names::find_names(&tokens)) {
        assert!(end <= name.tokens.start && name.tokens.start < name.tokens.end && name.tokens.end <= tokens.all.len());
        end = name.tokens.end;
    }
}

/// Checks what is counted of a word in a text: how often it has a capital, and whether it also stands without.
#[track_caller]
fn counts(text: &str, word: &str, times: u16, small: u64) {
    let article = article(text);
    let tokens = Tokens::of(&article);
    let units = Units::of(&tokens);
    let is_word = |at: &usize| tokens.text.get(tokens.span(units.places[*at].tokens()).range()) == Some(word);
    let at = (0..units.places.len()).find(is_word).expect("the word can be a name");
    let known = &units.vocabulary.all()[units.places[at].word as usize];
    assert_eq!((known.times, known.uses & 3), (times, small), "{word} in: {text}");
}

#[test]
fn a_text_tells_how_it_uses_its_words() {
    counts("They met Doe. Then Doe and Roe left.", "Doe", 2, 0);
    counts("They saw Bush by a bush.", "Bush", 1, 2);
    counts("Bush, Bush, Bush and Bush saw a bush.", "Bush", 4, 1);
}

const PIECES: &[&str] = &[
    " ", " ", " ", " ", "\n\n", ".", ". ", ",", "-", "’s", "\"", "“", "(", "J.", "Mr.", "Jane", "Doe", "JANE", "de",
    "al-", "von", "the", "The", "said", "senator", "Bush", "bush", "54", "É", "ß", "\u{301}", "木村", "I", "U.S.",
    "McX", "'",
];

proptest! {
    #[test]
    fn the_best_labels_are_the_best_of_all(scores in prop::collection::vec(prop::array::uniform5(-60..60_i32), 1..5)) {
        check_run(&scores);
    }

    #[test]
    fn texts_are_tagged_as_the_plain_way_does(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        check_text(&pieces.concat());
    }

    #[test]
    fn no_text_is_too_strange(text in any::<String>()) {
        check_text(&text);
    }
}

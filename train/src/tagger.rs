//! Trains the tagger of names and writes its model.

use std::{borrow::Cow, collections::HashMap, error::Error, fs, path::Path};

use byline::analysis::tagger::{Model, training};

use crate::{
    corpus::{Annotated, Document, read_documents, read_packed},
    crf::{self, Example, Settings, Weights},
    random::Random,
    score::{self, Score},
    variants::{self, Names},
};

/// Slots of the model's table, a power of two.
const SLOTS: usize = 1 << 16;
/// How full the table may be.
const MOST_FEATURES: usize = SLOTS * 5 / 8;
/// How to train, by trial on text that is not trained on.
const SETTINGS: Settings = Settings { epochs: 4, rate: 0.1, l1: 3.0 };
/// How many models are trained, each with other names in place of the text's; the mean of them is written, which depends
/// less on chance.
const ROUNDS: usize = 4;
/// What a weight of one is in the model; it is that of the analysis too, which weighs other evidence against it.
const SCALE: f32 = 80.0;
/// Of a hundred documents, how many are seen once more with names that are on no list.
const MADE_UP: usize = 70;
/// How often a feature must occur.
const SEEN: u32 = 2;

/// One document in this many is held out to measure what is learnt from the others.
const HELD_OUT: usize = 16;

/// Trains on the texts of a folder, measures on a part that is held out for it and on the files `gold`, and writes a model
/// that has learnt from all of them.
pub(crate) fn train(folder: &Path, out: &Path, gold: &[&str]) -> Result<(), Box<dyn Error>> {
    let read = |name: &str| read_packed(&folder.join(name));
    let names = Names::new(&read("given.txt.gz")?, &read("surnames.txt.gz")?);
    let documents = read_documents(&read("names.tsv.gz")?);
    let names = names.without(words(&documents));
    let split = documents.iter().cloned().zip(0..).partition::<Vec<_>, _>(|(_, number)| number % HELD_OUT == 0);
    let [held_out, rest] =
        [split.0, split.1].map(|part| part.into_iter().map(|(document, _)| document).collect::<Vec<_>>());
    let (model, _) = learn(&rest, &names, 1)?;
    let mut score = Score::default();
    for text in held_out.iter().map(Document::print) {
        score.add(&training::people(&model, &text.article), &text.people());
    }
    println!("without the rules, on {} documents held out: {score}", held_out.len());
    let (model, bytes) = learn(&documents, &names, ROUNDS)?;
    for path in gold {
        println!("without the rules, on {path}: {}", score::score_model(&model, path)?);
    }
    Ok(fs::write(out, bytes)?)
}

/// The words of the documents in lower case; with a "=" before them those that are also written so.
fn words(documents: &[Document]) -> impl Iterator<Item = String> {
    let words = documents.iter().flat_map(|document| &document.sentences).flat_map(|sentence| &sentence.words);
    words.flat_map(|word| {
        let lower = word.text.to_lowercase();
        let is_small = lower == word.text;
        [is_small.then(|| format!("={lower}")), Some(lower)].into_iter().flatten()
    })
}

/// Trains on some documents; answers with the model and its bytes.
fn learn(documents: &[Document], names: &Names, rounds: usize) -> Result<(Model, Vec<u8>), Box<dyn Error>> {
    let mut builder = Builder::default();
    let mut ends = vec![0];
    for round in 0..rounds {
        let mut random = Random(round as u64);
        for document in documents {
            let renamed = variants::rename(document, names, &mut random);
            let made_up =
                if random.in_percent(MADE_UP) { variants::make_up(document, names, &mut random) } else { None };
            for mut document in [Some(document.clone()), renamed, made_up].into_iter().flatten() {
                variants::add_headlines(&mut document, &mut random);
                builder.add(&document.print());
            }
        }
        ends.push(builder.examples.len());
    }
    let (examples, features) = builder.finish();
    println!("{} runs, {} features", examples.len(), features.len());
    let mut weights = Weights::none(features.len());
    for round in ends.windows(2) {
        weights.add(&crf::train(&examples[round[0]..round[1]], features.len(), SETTINGS), 1.0 / rounds as f32);
    }
    let bytes = pack(&features, &weights);
    let model = Model::read(Cow::Owned(bytes.clone())).ok_or("the model is too large for its table")?;
    Ok((model, bytes))
}

/// Collects examples and gives their features numbers.
#[derive(Default)]
struct Builder {
    numbers: HashMap<u64, u32>,
    features: Vec<(u64, u32)>,
    examples: Vec<Example>,
}

impl Builder {
    fn add(&mut self, text: &Annotated) {
        for chain in training::chains(&text.article) {
            let labels = training::labels(&chain, &text.names);
            let mut example = Example { features: Vec::new(), ends: Vec::new(), labels };
            for word in &chain.words {
                for &hash in &word.features {
                    let number = *self.numbers.entry(hash).or_insert_with(|| {
                        self.features.push((hash, 0));
                        self.features.len() as u32 - 1
                    });
                    self.features[number as usize].1 += 1;
                    example.features.push(number);
                }
                example.ends.push(example.features.len() as u32);
            }
            self.examples.push(example);
        }
    }

    /// The examples without the rare features, which get new numbers.
    fn finish(mut self) -> (Vec<Example>, Vec<u64>) {
        let mut kept = Vec::new();
        let numbers: Vec<Option<u32>> = self
            .features
            .iter()
            .map(|&(hash, times)| {
                (times >= SEEN).then(|| {
                    kept.push(hash);
                    kept.len() as u32 - 1
                })
            })
            .collect();
        for example in &mut self.examples {
            let mut features = Vec::with_capacity(example.features.len());
            let mut start = 0;
            for end in &mut example.ends {
                let word = &example.features[start..*end as usize];
                features.extend(word.iter().filter_map(|&feature| numbers[feature as usize]));
                start = *end as usize;
                *end = features.len() as u32;
            }
            example.features = features;
        }
        (self.examples, kept)
    }
}

/// The weights in eight bits, the heaviest features first.
fn pack(features: &[u64], weights: &Weights) -> Vec<u8> {
    let most = |row: &[f32]| row.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let mut rows: Vec<(f32, u64, [f32; training::LABELS])> = features
        .iter()
        .zip(&weights.features)
        .map(|(&hash, row)| (most(row), hash, *row))
        .filter(|row| row.0 > 0.0)
        .collect();
    rows.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let nonzero = rows.len();
    rows.truncate(MOST_FEATURES);
    let packed: Vec<(u64, [i8; training::LABELS])> = rows
        .iter()
        .map(|(_, hash, row)| (*hash, row.map(|weight| (weight * SCALE).round().clamp(-127.0, 127.0) as i8)))
        .filter(|(_, row)| row.iter().any(|&weight| weight != 0))
        .collect();
    println!("{nonzero} features have weight, {} are kept", packed.len());
    let transitions = weights.transitions.map(|row| row.map(|weight| (weight * SCALE).round() as i16));
    Model::write(&transitions, &packed, SLOTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# doc 1\nJane\tB-PER\nDoe\tI-PER\nsaw\tO\nRome\tB-X\n.\tO\n\nDoe\tB-PER\nleft\tO\nRome\tB-X\n.\tO\n\n\
        # doc 2\nPaul\tB-PER\nRoe\tI-PER\nand\tO\nAnna\tB-PER\nRoe\tI-PER\nleft\tO\nParis\tB-X\n.\tO\n";

    #[test]
    fn the_same_data_give_the_same_bytes() {
        let learn = || {
            let names = Names::new("anna\njane\npaul", "doe\nroe\nsmith");
            learn(&read_documents(TEXT), &names, 2).expect("a small model fits its table").1
        };
        let bytes = learn();
        assert_eq!(bytes, learn());
        assert!(bytes[64..].iter().any(|byte| *byte != 0), "nothing was learnt");
    }
}

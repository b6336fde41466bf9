//! Trains the tagger of names and writes its model.

use std::{borrow::Cow, collections::HashMap, error::Error, fs, path::Path};

use byline::analysis::tagger::{Model, training};

use crate::{
    corpus::{Annotated, read_documents, read_packed},
    crf::{self, Example, Settings, Weights},
    random::Random,
    score,
    variants::{self, Names},
};

/// Slots of the model's table, a power of two.
const SLOTS: usize = 1 << 16;
/// How full the table may be.
const MOST_FEATURES: usize = SLOTS * 5 / 8;
/// How to train, by trial on text that is not trained on.
const SETTINGS: Settings = Settings { epochs: 4, rate: 0.1, l1: 2.5 };
/// How many models are trained, each with other names in place of the text's; the mean of them is written, which depends
/// less on chance.
const ROUNDS: usize = 4;
/// What a weight of one is in the model; it is that of the analysis too, which weighs other evidence against it.
const SCALE: f32 = 80.0;
/// How often a feature must occur.
const SEEN: u32 = 2;

/// Trains on the texts of a folder, measures on `gold` and writes the model.
pub(crate) fn train(folder: &Path, out: &Path, gold: &[&str]) -> Result<(), Box<dyn Error>> {
    let read = |name: &str| read_packed(&folder.join(name));
    let names = Names::new(&read("given.txt.gz")?, &read("surnames.txt.gz")?);
    let documents = read_documents(&read("names.tsv.gz")?);
    let mut builder = Builder::default();
    let mut ends = vec![0];
    for round in 0..ROUNDS {
        let mut random = Random(round as u64);
        for document in &documents {
            let renamed = variants::rename(document, &names, &mut random);
            for mut document in [Some(document.clone()), renamed].into_iter().flatten() {
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
        weights.add(&crf::train(&examples[round[0]..round[1]], features.len(), SETTINGS), 1.0 / ROUNDS as f32);
    }
    let bytes = pack(&features, &weights);
    let model = Model::read(Cow::Owned(bytes.clone())).ok_or("the model is too large for its table")?;
    for path in gold {
        println!("{path}: {}", score::score(&model, &score::read(path)?));
    }
    Ok(fs::write(out, bytes)?)
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

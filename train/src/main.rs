//! Makes the data that byline's analysis carries, from lists and annotated text that are not part of the repository.
//!
//! It runs on a developer's machine and never ships.

mod corpus;
mod crf;
mod gold;
mod lists;
mod random;
mod replaced;
mod score;
mod tagger;
mod variants;

use std::{error::Error, path::Path};

const USAGE: &str = "\
usage: train names FOLDER OUT                    packs the lists of names
       train tagger FOLDER OUT [GOLD.jsonl …]    trains the tagger of names, measures it and writes the model
       train replaced FOLDER GOLD.jsonl …        scores byline with every name replaced by another
FOLDER holds given.txt.gz, surnames.txt.gz, places.txt.gz and names.tsv.gz; a GOLD is text annotated with people and
quotes, one JSON object a line. README.md tells more.";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["names", folder, out] => lists::pack_names(Path::new(folder), Path::new(out)),
        ["tagger", folder, out, ref gold @ ..] => tagger::train(Path::new(folder), Path::new(out), gold),
        ["replaced", folder, ref gold @ ..] if !gold.is_empty() => replaced::compare(Path::new(folder), gold),
        _ => Err(USAGE.into()),
    }
}

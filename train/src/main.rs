//! Makes the data that byline's analysis carries, from lists and annotated text that are not part of the repository.
//!
//! It runs on a developer's machine and never ships.

mod corpus;
mod crf;
mod lists;
mod random;
mod score;
mod tagger;
mod variants;

use std::{error::Error, path::Path};

const USAGE: &str = "\
usage: train names FOLDER OUT        packs the lists of names
       train tagger FOLDER OUT [GOLD.jsonl …]   trains the tagger of names
FOLDER holds given.txt.gz, surnames.txt.gz, places.txt.gz and names.tsv.gz; a GOLD is text annotated with people, by
which the tagger is measured.";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["names", folder, out] => lists::pack_names(Path::new(folder), Path::new(out)),
        ["tagger", folder, out, ref gold @ ..] => tagger::train(Path::new(folder), Path::new(out), gold),
        _ => Err(USAGE.into()),
    }
}

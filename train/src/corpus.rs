//! Annotated text: read as tokens and labels, put together again as articles with the names' spans.

use std::{error::Error, fs::File, io::Read, path::Path};

use byline::{
    article::{Article, BlockKind, BodyBuilder},
    text::Span,
};

/// A word of annotated text.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Its letters.
    pub(crate) text: String,
    /// What name it is part of.
    pub(crate) part: Part,
}

/// What name a word is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// None.
    None,
    /// A person's, as its first word or a further one.
    Person { begins: bool },
    /// Something else's.
    Other { begins: bool },
}

impl Part {
    fn of(label: &str) -> Self {
        match label {
            "B-PER" => Self::Person { begins: true },
            "I-PER" => Self::Person { begins: false },
            "B-X" => Self::Other { begins: true },
            "I-X" => Self::Other { begins: false },
            _ => Self::None,
        }
    }

    pub(crate) fn is_person(self) -> bool {
        matches!(self, Self::Person { .. })
    }
}

/// A sentence and how it is set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    /// Its words.
    pub(crate) words: Vec<Word>,
    /// Whether it stands in a block of its own.
    pub(crate) stands_alone: bool,
}

/// A document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    /// Its sentences.
    pub(crate) sentences: Vec<Sentence>,
}

/// An article and its names, in order, each with whether it is a person's.
pub(crate) struct Annotated {
    pub(crate) article: Article,
    pub(crate) names: Vec<(Span, bool)>,
}

impl Annotated {
    /// Where people are named.
    pub(crate) fn people(&self) -> Vec<Span> {
        self.names.iter().filter(|(_, is_person)| *is_person).map(|(span, _)| *span).collect()
    }
}

/// The text of a file that was packed with gzip.
pub(crate) fn read_packed(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    flate2::read::GzDecoder::new(file).read_to_string(&mut text)?;
    Ok(text)
}

/// Reads tokens and labels: a blank line ends a sentence, "# doc ID" begins a document.
pub(crate) fn read_documents(text: &str) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    let mut sentence = Sentence::default();
    for line in text.lines().chain([""]) {
        if let Some(id) = line.strip_prefix("# doc ") {
            let alone = id.starts_with("wnut");
            sentence.stands_alone = alone;
            documents.push(Document::default());
        } else if let Some((word, label)) = line.split_once('\t') {
            sentence.words.push(Word { text: word.to_owned(), part: Part::of(label) });
        } else if let (Some(document), false) = (documents.last_mut(), sentence.words.is_empty()) {
            document.sentences.push(std::mem::take(&mut sentence));
        }
    }
    documents
}

/// Where a name begins and ends in a paragraph, in bytes, and whether it is a person's.
type Place = (usize, usize, bool);

/// How many sentences make a paragraph.
const PARAGRAPH: usize = 3;

impl Document {
    /// The document as it would be printed.
    pub(crate) fn print(&self) -> Annotated {
        let mut body = BodyBuilder::default();
        let mut text = String::new();
        let mut blocks: Vec<(String, Vec<Place>)> = Vec::new();
        let mut names: Vec<Place> = Vec::new();
        let mut count = 0;
        for sentence in &self.sentences {
            if !text.is_empty() && (sentence.stands_alone || count == PARAGRAPH) {
                blocks.push((std::mem::take(&mut text), std::mem::take(&mut names)));
                count = 0;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            sentence.print(&mut text, &mut names);
            count = if sentence.stands_alone { PARAGRAPH } else { count + 1 };
        }
        blocks.push((text, names));
        let mut spans = Vec::new();
        let mut start = 0;
        for (text, names) in blocks.iter().filter(|(text, _)| !text.trim().is_empty()) {
            body.push(text);
            // The gate may drop characters; a block that it changed is left without names, and is rare.
            let kept = body.open_text() == text;
            let length = body.open_text().trim_end().len();
            if kept {
                spans.extend(names.iter().map(|&(from, to, is)| (Span::new(start + from, start + to), is)));
            }
            body.end_block(BlockKind::Paragraph);
            start += length + 2;
        }
        let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
        Annotated { article: Article { text, blocks, marks, ..Article::default() }, names: spans }
    }
}

impl Sentence {
    /// Appends the sentence, and its names with their places in `out`.
    fn print(&self, out: &mut String, names: &mut Vec<Place>) {
        let mut is_open = false;
        let mut glue = true;
        for word in &self.words {
            let text = word.text.as_str();
            let is_quote = matches!(text, "\"" | "''" | "``" | "'");
            let closes = is_quote && is_open;
            let leans = closes
                || matches!(text, "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "..." | "…" | "n't" | "n’t")
                || (text.starts_with('\'') || text.starts_with('’')) && text.len() > 1 && text.len() < 6;
            if !glue && !leans {
                out.push(' ');
            }
            if is_quote && text != "'" {
                is_open = !is_open;
            }
            glue = matches!(text, "(" | "[" | "$" | "#" | "@") || is_quote && !closes && text != "'";
            let start = out.len();
            out.push_str(if matches!(text, "''" | "``") { "\"" } else { text });
            let end = out.len();
            match word.part {
                Part::None => {}
                Part::Person { begins: true } => names.push((start, end, true)),
                Part::Other { begins: true } => names.push((start, end, false)),
                Part::Person { .. } | Part::Other { .. } => {
                    if let Some(last) = names.last_mut() {
                        last.1 = end;
                    }
                }
            }
        }
    }
}

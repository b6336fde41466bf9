//! Bytes in, articles out: files, folders and standard input. One entrance, [`read`].

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::{
    article::{Article, BlockKind, BodyBuilder, Title, TitleOrigin},
    text::{self, CleanLine},
};

/// Where an article can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file.
    File(PathBuf),
    /// What stands on standard input.
    StandardInput,
}

/// How the bytes of a source are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
}

/// Why an article could not be read.
#[derive(Debug)]
pub struct SourceError(CleanLine);

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for SourceError {}

/// Reads one article.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub fn read(location: &Location) -> Result<Article, SourceError> {
    let Location::File(path) = location else { return Err(SourceError(CleanLine::new("todo"))) };
    let bytes = std::fs::read(path).map_err(|e| SourceError(CleanLine::new(&e.to_string())))?;
    let text = text::decode(&bytes).map_err(|_| SourceError(CleanLine::new("binary")))?;
    let mut body = BodyBuilder::default();
    for paragraph in text.split("\n\n") {
        body.push(&paragraph.replace('\n', " "));
        body.end_block(BlockKind::Paragraph);
    }
    let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
    Ok(Article {
        title: Title { text: CleanLine::new("x"), origin: TitleOrigin::Made },
        text,
        blocks,
        marks,
        ..Article::default()
    })
}

/// The files that a folder holds, in name order.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .filter(|e| e.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}

//! Why an article could not be read. Every message names the source, says what is wrong and what the reader can do.

use std::{fmt, io, path::Path};

use super::{bytes::LARGEST, feed::ListError, web::WebError};
use crate::text::CleanLine;

/// Why a source gives no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    /// Nothing of this name is there.
    NotFound(CleanLine),
    /// The reader has no right to it.
    Forbidden(CleanLine),
    /// The system could not read it, for this reason.
    Unreadable(CleanLine, CleanLine),
    /// It holds no text.
    Empty(CleanLine),
    /// It is a page in which no article was found.
    EmptyPage(CleanLine),
    /// It holds something else than text.
    Binary(CleanLine),
    /// It is larger than byline reads.
    TooLarge(CleanLine),
    /// It is a folder where a file is needed.
    Folder(CleanLine),
    /// It is a device, a pipe or a socket.
    Special(CleanLine),
    /// It is a folder that holds no file that byline reads.
    FolderWithoutArticles(CleanLine),
    /// It is a feed, and no article.
    Feed(CleanLine),
    /// It is no list of feeds.
    NoFeeds(CleanLine, ListError),
    /// It could not be fetched.
    Web(CleanLine, WebError),
}

impl SourceError {
    /// What it names as the source.
    pub fn name(&self) -> CleanLine {
        match self {
            Self::NotFound(name)
            | Self::Forbidden(name)
            | Self::Unreadable(name, _)
            | Self::Empty(name)
            | Self::EmptyPage(name)
            | Self::Binary(name)
            | Self::TooLarge(name)
            | Self::Folder(name)
            | Self::Special(name)
            | Self::FolderWithoutArticles(name)
            | Self::Feed(name)
            | Self::NoFeeds(name, _)
            | Self::Web(name, _) => name.clone(),
        }
    }

    /// What the system's `error` means for the file or folder at `path`.
    pub(super) fn from_io(path: &Path, error: &io::Error) -> Self {
        let name = shown(path);
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NotFound(name),
            io::ErrorKind::PermissionDenied => Self::Forbidden(name),
            _ => Self::Unreadable(name, CleanLine::new(&error.to_string())),
        }
    }
}

/// A path as a reader is shown it.
pub(super) fn shown(path: &Path) -> CleanLine {
    CleanLine::new(&path.display().to_string())
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(name) => write!(f, "{name}: no such file or folder; check the name"),
            Self::Forbidden(name) => write!(f, "{name}: you are not allowed to read it; change its permissions"),
            Self::Unreadable(name, reason) => {
                write!(f, "{name}: could not be read ({reason}); try again, or copy it elsewhere")
            }
            Self::Empty(name) => write!(f, "{name}: there is no text in it; name a file with an article"),
            Self::EmptyPage(name) => write!(f, "{name}: no article was found in this page; open it in a browser"),
            Self::Binary(name) => write!(f, "{name}: not a text; byline reads plain text, Markdown and HTML"),
            Self::TooLarge(name) => {
                write!(f, "{name}: larger than {} MiB, the most that byline reads; split it", LARGEST / 1024 / 1024)
            }
            Self::Folder(name) => write!(f, "{name}: a folder; name a file in it"),
            Self::Special(name) => write!(f, "{name}: not a regular file; pipe its content into `byline -`"),
            Self::FolderWithoutArticles(name) => {
                write!(f, "{name}: no articles in this folder; byline looks for .txt, .md and .html files")
            }
            Self::Feed(name) => write!(f, "{name}: a feed, not an article; follow it with `byline add`"),
            Self::NoFeeds(name, error) => write!(f, "{name}: {error}"),
            Self::Web(name, error) => write!(f, "{name}: {error}"),
        }
    }
}

impl std::error::Error for SourceError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_clean_lines() {
        let fault = SourceError::from_io(Path::new("a\x1b[31m\nb.txt"), &io::ErrorKind::NotFound.into());
        assert_eq!(fault.to_string(), "a b.txt: no such file or folder; check the name");
        let fault = SourceError::from_io(Path::new("a"), &io::Error::other("disk\ngone"));
        assert_eq!(fault.to_string(), "a: could not be read (disk gone); try again, or copy it elsewhere");
    }
}

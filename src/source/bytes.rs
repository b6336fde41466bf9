//! Where an article is, and its bytes: never more than a bound, and never from something that does not end.

use std::{
    borrow::Cow,
    fmt::Write as _,
    fs::{self, File},
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sha2::{Digest, Sha256};

use super::{
    bundled,
    fault::{SourceError, shown},
    page::fetch_page,
    web::{Client, Content, web_address},
};
use crate::text::CleanLine;

/// Most bytes of one source.
pub(super) const LARGEST: u64 = 64 * 1024 * 1024;

/// What a reader is shown for standard input.
const STANDARD_INPUT: &str = "standard input";

/// Where an article can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// In a file.
    File(PathBuf),
    /// In what was piped into the program; these are the bytes.
    Piped(Arc<[u8]>),
    /// In the program itself, under this file name.
    Bundled(&'static str),
    /// On the web.
    Web {
        /// The address.
        address: CleanLine,
        /// How long its server may take.
        patience: Duration,
    },
}

/// Whether a text comes in on standard input: from a pipe or a file, and not from a terminal or from nowhere.
pub fn is_piped() -> bool {
    #[cfg(unix)]
    let is_piped =
        |about: &fs::Metadata| about.is_file() || std::os::unix::fs::FileTypeExt::is_fifo(&about.file_type());
    #[cfg(not(unix))]
    let is_piped = |about: &fs::Metadata| about.is_file();
    fs::metadata("/dev/stdin").is_ok_and(|about| is_piped(&about))
}

impl Location {
    /// Reads standard input to its end.
    ///
    /// # Errors
    /// [`SourceError::TooLarge`], or what the system says.
    pub fn piped() -> Result<Self, SourceError> {
        Self::piped_from(io::stdin().lock())
    }

    /// Reads what is left of standard input to its end.
    ///
    /// # Errors
    /// [`SourceError::TooLarge`], or what the system says.
    pub fn piped_from(rest: impl Read) -> Result<Self, SourceError> {
        bounded(rest, Path::new(STANDARD_INPUT), 0).map(|bytes| Self::Piped(bytes.into()))
    }

    /// What a reader is shown: the path, or "standard input".
    pub fn name(&self) -> CleanLine {
        match self {
            Self::File(path) => shown(path),
            Self::Piped(_) => CleanLine::new(STANDARD_INPUT),
            Self::Bundled(name) => CleanLine::new(name),
            Self::Web { address, .. } => address.clone(),
        }
    }

    /// A key by which the library knows the place again: "file:" and the canonical path, "piped:" and the SHA-256 of
    /// the bytes, "bundled:" and the name, or "web:" and the address. In a path, `%` and bytes that are not UTF-8 are percent-escaped.
    pub fn identity(&self) -> String {
        match self {
            Self::File(path) => {
                let canonical = fs::canonicalize(path).or_else(|_| std::path::absolute(path));
                format!("file:{}", escaped(&canonical.unwrap_or_else(|_| path.clone())))
            }
            Self::Piped(bytes) => Sha256::digest(bytes).iter().fold("piped:".to_owned(), |mut key, byte| {
                // Writing to a string cannot fail.
                let _ = write!(key, "{byte:02x}");
                key
            }),
            Self::Bundled(name) => format!("bundled:{name}"),
            Self::Web { address, .. } => {
                format!("web:{}", web_address(address.as_str()).map_or_else(|_| address.to_string(), String::from))
            }
        }
    }

    /// What a reader is shown of the place behind a key that [`identity`](Self::identity) gave: the path or the address;
    /// `None` where nobody can go there again.
    pub fn shown_of(identity: &str) -> Option<CleanLine> {
        match identity.split_once(':')? {
            ("file", path) => Some(CleanLine::new(&path.replace("%25", "%"))),
            ("web", address) => Some(CleanLine::new(address)),
            _ => None,
        }
    }

    /// The path whose extension tells the format.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Piped(_) | Self::Web { .. } => None,
            Self::Bundled(name) => Some(Path::new(name)),
        }
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> Result<Cow<'_, [u8]>, SourceError> {
        match self {
            Self::File(path) => file(path).map(Cow::Owned),
            Self::Piped(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::Bundled(name) => {
                let text = bundled::text(name).ok_or_else(|| SourceError::NotFound(self.name()))?;
                Ok(Cow::Borrowed(text.as_bytes()))
            }
            Self::Web { address, patience } => self.page(address, *patience).map(|page| Cow::Owned(page.bytes)),
        }
    }

    /// The page at an address.
    pub(super) fn page(&self, address: &CleanLine, patience: Duration) -> Result<Content, SourceError> {
        fetch_page(&Client::new(patience), address.as_str()).map_err(|error| SourceError::Web(self.name(), error))
    }
}

/// The bytes of a regular file. Others are refused before they are opened, since opening a pipe that nobody writes to
/// waits for ever.
fn file(path: &Path) -> Result<Vec<u8>, SourceError> {
    let fault = |error| SourceError::from_io(path, &error);
    let about = fs::metadata(path).map_err(fault)?;
    if about.is_dir() {
        return Err(SourceError::Folder(shown(path)));
    }
    if !about.is_file() {
        return Err(SourceError::Special(shown(path)));
    }
    if about.len() > LARGEST {
        return Err(SourceError::TooLarge(shown(path)));
    }
    bounded(File::open(path).map_err(fault)?, path, about.len() as usize)
}

/// The bytes of a regular file as they are asked for: for what may be larger than a source.
///
/// # Errors
/// One line that names the file, says what is wrong with it and what the reader can do.
pub fn stream(path: &Path) -> Result<BufReader<File>, SourceError> {
    let fault = |error| SourceError::from_io(path, &error);
    if !fs::metadata(path).map_err(fault)?.is_file() {
        return Err(if path.is_dir() { SourceError::Folder(shown(path)) } else { SourceError::Special(shown(path)) });
    }
    File::open(path).map(BufReader::new).map_err(fault)
}

/// All that `from` gives, if it ends within the bound; about `expected` bytes.
pub(super) fn bounded(from: impl Read, name: &Path, expected: usize) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::with_capacity(expected + 1);
    from.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| SourceError::from_io(name, &error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(SourceError::TooLarge(shown(name)));
    }
    Ok(bytes)
}

fn escaped(path: &Path) -> String {
    let mut key = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        key.push_str(&chunk.valid().replace('%', "%25"));
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(key, "%{byte:02X}");
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_known_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("100%é.txt");
        fs::write(&path, "text").unwrap();
        let key = Location::File(path).identity();
        assert!(key.starts_with("file:/") && key.ends_with("/100%25é.txt"), "{key}");
        let roundabout = folder.path().join(".").join("100%é.txt");
        assert_eq!(Location::File(roundabout).identity(), key);
        let shown = |key: &str| Location::shown_of(key).map(|place| place.to_string());
        let path = fs::canonicalize(folder.path()).unwrap().join("100%é.txt");
        assert_eq!(shown(&key), Some(path.display().to_string()));
        assert_eq!(shown("file:/a/100%2525"), Some("/a/100%25".to_owned()));
        assert_eq!(shown("web:https://a.example/"), Some("https://a.example/".to_owned()));
        assert_eq!(shown("piped:00"), None);
        let piped = Location::Piped(b"abc"[..].into());
        assert_eq!(piped.identity(), "piped:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(piped.name().as_str(), "standard input");
        assert_eq!(Location::Bundled("welcome.md").identity(), "bundled:welcome.md");
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_have_keys_too() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"/no/such/\xff.txt"));
        assert_eq!(Location::File(path.to_owned()).identity(), "file:/no/such/%FF.txt");
    }

    #[test]
    fn endless_sources_are_refused() {
        assert!(matches!(bounded(io::repeat(b'a'), Path::new("a"), 0), Err(SourceError::TooLarge(_))));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn devices_are_refused() {
        assert!(matches!(file(Path::new("/dev/zero")), Err(SourceError::Special(_))));
    }
}

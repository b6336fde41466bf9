//! What tells that somebody else has written to the library.

use std::path::Path;

use super::{Library, LibraryError};

/// A state of the library's file, as its connection sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileVersion(i64);

impl Library {
    /// The file that the library is in; `None` in memory.
    pub fn file(&self) -> Option<&Path> {
        self.connection.path().filter(|path| !path.is_empty()).map(|_| self.path.as_path())
    }

    /// The state of the file. It is another one whenever another connection has written, and stays the same whatever is
    /// written through this one.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn file_version(&self) -> Result<FileVersion, LibraryError> {
        self.read(|state| state.pragma_query_value(None, "data_version", |row| row.get(0)).map(FileVersion))
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        library::{Library, ReadState},
        source::{self, Location},
    };

    #[test]
    fn only_what_others_write_makes_another_version() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.sqlite");
        let (mut ours, mut theirs) = (Library::open(&path).unwrap(), Library::open(&path).unwrap());
        assert_eq!(ours.file(), Some(path.as_path()));
        let before = ours.file_version().unwrap();
        let article = source::read(&Location::Bundled("penicillin.md")).unwrap();
        let id = ours.keep("a", &article, 0).unwrap();
        assert_eq!(ours.file_version().unwrap(), before);
        theirs.set_read(id, ReadState::Read).unwrap();
        assert_ne!(ours.file_version().unwrap(), before);
        assert_eq!(Library::in_memory().unwrap().file(), None);
    }
}

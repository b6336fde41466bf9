//! Which articles a path names: a file itself, a folder all that it holds, in the order of their names; of numbers in
//! names, the smaller comes first.

use std::{
    fs::{self, File},
    path::Path,
};

use walkdir::{DirEntry, WalkDir};

use super::{
    Format,
    bytes::{Location, bounded},
    fault::{SourceError, shown},
};

/// The articles that `named` stands for. In a folder these are the files with an extension that byline reads, however
/// deep; hidden files and folders are left out, links are followed and never in a circle. What cannot be entered is a
/// fault in its place, and the rest goes on.
///
/// # Errors
/// Where nothing of this name can be read, or a folder holds no article.
pub fn find(named: &Path) -> Result<impl Iterator<Item = Result<Location, SourceError>> + use<>, SourceError> {
    let about = fs::metadata(named).map_err(|error| SourceError::from_io(named, &error))?;
    if !about.is_dir() {
        let alone = if is_handed_over(named) { taken(named)? } else { Location::File(named.to_owned()) };
        return Ok(Some(Ok(alone)).into_iter().chain(None.into_iter().flatten()));
    }
    let mut inside = walk(named);
    let first = inside.next().ok_or_else(|| SourceError::FolderWithoutArticles(shown(named)))?;
    Ok(Some(first).into_iter().chain(Some(inside).into_iter().flatten()))
}

/// Why there is nothing to read at a path. What a file holds is not looked at: it may be a pipe, and would be read up.
pub fn missing(named: &Path) -> Option<SourceError> {
    let is_file = fs::metadata(named).is_ok_and(|about| !about.is_dir());
    if is_file { None } else { find(named).err() }
}

fn walk(folder: &Path) -> impl Iterator<Item = Result<Location, SourceError>> + use<> {
    WalkDir::new(folder)
        .follow_links(true)
        .sort_by(|a, b| alphanumeric_sort::compare_os_str(a.file_name(), b.file_name()))
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry))
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_file() && Format::is_known(entry.path()) => {
                Some(Ok(Location::File(entry.into_path())))
            }
            Ok(_) => None,
            Err(error) => fault(&error).map(Err),
        })
}

/// What went wrong on the walk, if a reader has to know: circles of links do not matter, nor do broken links to what is
/// no article.
fn fault(error: &walkdir::Error) -> Option<SourceError> {
    let path = error.path()?;
    let fault = SourceError::from_io(path, error.io_error()?);
    let matters = !matches!(fault, SourceError::NotFound(_)) || Format::is_known(path);
    matters.then_some(fault)
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Whether the shell handed the content over as an open file: `byline <(command)`, `byline /dev/stdin`.
fn is_handed_over(named: &Path) -> bool {
    cfg!(unix)
        && (named.starts_with("/dev/fd") || named.starts_with("/proc/self/fd") || named == Path::new("/dev/stdin"))
}

fn taken(named: &Path) -> Result<Location, SourceError> {
    let file = File::open(named).map_err(|error| SourceError::from_io(named, &error))?;
    bounded(file, named, 0).map(|bytes| Location::Piped(bytes.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes the files, each with its name as its text, and shows what is found.
    #[track_caller]
    fn check(files: &[&str], found: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        assert_eq!(names(folder.path()), found);
    }

    fn names(folder: &Path) -> Vec<String> {
        let found = find(folder).map(Iterator::collect::<Vec<_>>).unwrap_or_default();
        let name = |location: Result<Location, SourceError>| match location {
            Ok(Location::File(path)) => path.strip_prefix(folder).unwrap().display().to_string(),
            other => format!("{other:?}"),
        };
        found.into_iter().map(name).collect()
    }

    #[test]
    fn a_folder_gives_its_articles_by_name() {
        check(&["b.txt", "a/z.md", "a/B.HTML", "c.TXT", "x.pdf", "y"], &["a/B.HTML", "a/z.md", "b.txt", "c.TXT"]);
        check(&["b.text", "c.markdown", "d.htm", "e.xhtml"], &["b.text", "c.markdown", "d.htm", "e.xhtml"]);
    }

    #[test]
    fn numbers_in_names_count_by_their_value() {
        check(
            &["10.txt", "9.txt", "1.txt", "a 2/7.txt", "a 11/3.txt"],
            &["1.txt", "9.txt", "10.txt", "a 2/7.txt", "a 11/3.txt"],
        );
    }

    proptest::proptest! {
        /// Sorting by an order that contradicts itself would panic.
        #[test]
        fn the_order_of_names_is_one(a in "[0-2a中.é]{0,5}", b in "[0-2a中.é]{0,5}", c in "[0-2a中.é]{0,5}") {
            let order = |a: &str, b: &str| alphanumeric_sort::compare_str(a, b);
            proptest::prop_assert_eq!(order(&a, &b), order(&b, &a).reverse());
            proptest::prop_assert!(order(&a, &b).is_gt() || order(&b, &c).is_gt() || order(&a, &c).is_le());
        }
    }

    #[test]
    fn hidden_files_are_left_out() {
        check(&[".a.txt", ".git/a.txt", "b.txt"], &["b.txt"]);
    }

    #[test]
    fn a_folder_without_articles_is_a_fault() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.pdf"), "").unwrap();
        assert!(matches!(find(folder.path()).err(), Some(SourceError::FolderWithoutArticles(_))));
        assert!(matches!(find(&folder.path().join("none")).err(), Some(SourceError::NotFound(_))));
    }

    #[test]
    fn a_file_gives_itself_whatever_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".a");
        fs::write(&path, "text").unwrap();
        let found: Vec<_> = find(&path).unwrap().collect();
        assert_eq!(found, [Ok(Location::File(path))]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_never_in_a_circle() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "text").unwrap();
        symlink(folder.path(), folder.path().join("circle")).unwrap();
        symlink("nowhere", folder.path().join("broken")).unwrap();
        symlink("a.txt", folder.path().join("b.txt")).unwrap();
        assert_eq!(names(folder.path()), ["a.txt", "b.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_entered_is_a_fault_in_its_place() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let closed = folder.path().join("a");
        fs::create_dir(&closed).unwrap();
        fs::write(folder.path().join("b.txt"), "text").unwrap();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        // Whoever runs as root may enter it nevertheless.
        if fs::read_dir(&closed).is_err() {
            let found: Vec<_> = find(folder.path()).unwrap().collect();
            assert!(matches!(found[..], [Err(SourceError::Forbidden(_)), Ok(_)]), "{found:?}");
        }
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    }
}

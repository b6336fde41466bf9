//! Analyses that an older byline made: finding them, and storing what today's says instead.

use std::{
    fs::{File, OpenOptions},
    sync::Arc,
};

use rusqlite::{Transaction, params};

use super::{ArticleId, Library, LibraryError, RevisionId, as_integer, check::Restored, fetch, index};
use crate::{
    analysis::{self, Analysis},
    article::Article,
};

/// Bytes of text that one answer brings at the most, unless a single text is longer.
const BYTES_AT_ONCE: usize = 256 * 1024;

/// An outdated analysis, by its place in the order in which they are renewed: the latest versions first, in each the
/// newest texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outdated {
    /// The version of what is stored.
    pub version: u32,
    /// The text that it is of.
    pub revision: RevisionId,
}

/// The right to renew analyses. One session at a time has it; it ends with this value, or with the process.
#[derive(Debug)]
pub struct Turn {
    /// Locked; nothing stands in it. A library in memory needs none.
    _file: Option<File>,
}

impl Library {
    /// At most `limit` texts behind `after` that are current and whose analysis is of an older version.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn outdated(
        &self,
        after: Option<Outdated>,
        limit: usize,
    ) -> Result<Vec<(Outdated, Arc<Article>)>, LibraryError> {
        self.read(|state| {
            let (first, from) = after
                .map_or((analysis::VERSION.saturating_sub(1), i64::MAX), |after| (after.version, after.revision.0));
            let mut found = Vec::new();
            let mut bytes = 0;
            for version in (0..=first).rev().filter(|version| *version < analysis::VERSION) {
                let from = if version == first { from } else { i64::MAX };
                let mut query = state.prepare_cached(OUTDATED)?;
                let mut rows = query.query(params![version, from, as_integer(limit - found.len())])?;
                while let Some(row) = rows.next()? {
                    let (revision, id) = (RevisionId(row.get(0)?), ArticleId(row.get(1)?));
                    let (article, restored) = fetch::article(state, id, revision)?;
                    if let Restored::Whole = restored {
                        bytes += article.text.len();
                        found.push((Outdated { version, revision }, Arc::new(article)));
                    }
                    if bytes > BYTES_AT_ONCE {
                        return Ok(found);
                    }
                }
                if found.len() == limit {
                    break;
                }
            }
            Ok(found)
        })
    }

    /// How many stored analyses are of an older version, those of texts that are no longer current among them.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn count_outdated(&self) -> Result<u64, LibraryError> {
        let count = "SELECT count(*) FROM analysis WHERE version < ?1";
        let counted = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0).map(i64::unsigned_abs);
        self.read(|state| state.prepare_cached(count)?.query_row([analysis::VERSION], counted))
    }

    /// Stores what texts say by today's analysis, all or none. One that is no longer outdated keeps what is stored.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn renew(&mut self, analyses: &[(RevisionId, Arc<Analysis>)]) -> Result<(), LibraryError> {
        self.write(|change| {
            for (revision, analysis) in analyses {
                if is_outdated(change, *revision)? {
                    fetch::store(change, *revision, analysis)?;
                    index::hear(change, *revision, analysis)?;
                }
            }
            Ok(())
        })
    }

    /// Takes the right to renew analyses, unless another session has it.
    pub fn take_turn(&self) -> Option<Turn> {
        let Some(path) = self.file() else { return Some(Turn { _file: None }) };
        let mut path = path.as_os_str().to_owned();
        path.push("-turn");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // Where there is no such file or no lock to be had, outdated analyses wait until their article is opened.
        let file = options.open(path).ok()?;
        file.try_lock().ok()?;
        Some(Turn { _file: Some(file) })
    }
}

/// Of one version, so that the rows come in order along the index.
const OUTDATED: &str = "SELECT analysis.revision, article.id FROM analysis \
                        CROSS JOIN revision ON revision.id = analysis.revision \
                        CROSS JOIN article ON article.id = revision.article \
                        WHERE analysis.version = ?1 AND analysis.revision < ?2 \
                        AND article.revision = revision.id AND article.deleted_at IS NULL \
                        ORDER BY analysis.revision DESC LIMIT ?3";

fn is_outdated(state: &Transaction<'_>, revision: RevisionId) -> rusqlite::Result<bool> {
    let query = "SELECT EXISTS (SELECT * FROM analysis WHERE revision = ?1 AND version < ?2)";
    state.prepare_cached(query)?.query_row(params![revision.0, analysis::VERSION], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::analyze,
        library::{Sought, TimeOrder, tests::plan},
        source::{self, Location},
    };

    /// A library of three articles, the analyses of which have these versions.
    fn library(path: Option<&std::path::Path>, versions: [u32; 3]) -> (Library, Vec<RevisionId>) {
        let mut library = path.map_or_else(Library::in_memory, Library::open).unwrap();
        let location = Location::Bundled("penicillin.md");
        let article = source::read(&location).unwrap();
        let ids = library.keep_all(["a", "b", "c"].map(|identity| (identity, &article)), 0).unwrap();
        let revisions: Vec<_> = ids.into_iter().map(|id| library.fetch(id).unwrap().revision).collect();
        for (revision, version) in revisions.iter().zip(versions) {
            library.store_analysis(*revision, &analyze(&article)).unwrap();
            let age = "UPDATE analysis SET version = ?2 WHERE revision = ?1";
            library.connection.execute(age, params![revision.0, version]).unwrap();
        }
        (library, revisions)
    }

    fn found(library: &Library, after: Option<Outdated>) -> Vec<RevisionId> {
        library.outdated(after, 10).unwrap().into_iter().map(|(outdated, _)| outdated.revision).collect()
    }

    #[test]
    fn outdated_analyses_are_found_newest_first_and_renewed_once() {
        let old = analysis::VERSION - 1;
        let (mut library, revisions) = library(None, [old, analysis::VERSION, old]);
        assert_eq!(found(&library, None), [revisions[2], revisions[0]]);
        let first = library.outdated(None, 1).unwrap();
        assert_eq!(found(&library, Some(first[0].0)), [revisions[0]]);
        assert_eq!(library.count_outdated().unwrap(), 2);
        let empty = Arc::new(Analysis::default());
        // One that another session has renewed meanwhile keeps what it has.
        library.renew(&[(revisions[0], Arc::clone(&empty)), (revisions[1], empty)]).unwrap();
        assert_eq!(found(&library, None), [revisions[2]]);
        let people = |library: &Library, identity| {
            let id = library.find(identity).unwrap().unwrap();
            library.fetch(id).unwrap().analysis.unwrap().people.len()
        };
        assert_eq!(people(&library, "a"), 0);
        assert!(people(&library, "b") > 0);
        let says = library.fetch(library.find("b").unwrap().unwrap()).unwrap().analysis.unwrap();
        let quotes = library.sayings(&Sought::default(), TimeOrder::NewestFirst, None, 999).unwrap();
        library.renew(&[(revisions[2], says)]).unwrap();
        let renewed = library.sayings(&Sought::default(), TimeOrder::NewestFirst, None, 999).unwrap();
        assert_eq!(renewed, quotes, "what is renewed is indexed once");
    }

    #[test]
    fn what_a_newer_byline_stored_is_not_outdated() {
        let (library, _) = library(None, [analysis::VERSION + 1; 3]);
        assert_eq!(found(&library, None), []);
    }

    #[test]
    fn one_session_at_a_time_renews() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.sqlite");
        let (one, _) = library(Some(&path), [0; 3]);
        let other = Library::open(&path).unwrap();
        let turn = one.take_turn();
        assert!(turn.is_some() && other.take_turn().is_none());
        drop(turn);
        assert!(other.take_turn().is_some());
    }

    #[test]
    fn outdated_analyses_are_found_without_sorting() {
        assert!(plan(OUTDATED).iter().all(|step| !step.contains("TEMP B-TREE")), "{:?}", plan(OUTDATED));
    }
}

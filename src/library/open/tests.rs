//! A library's file: made, found again, refused, damaged, shared by sessions, left by a crash, and of every version.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    thread,
};

use super::*;
use crate::{
    library::{
        Brought, Counts, Extent, Fetch, FetchOutcome, Item, NewFeed, Query, ReadState, Shelf, Window,
        tests::{anchor, article},
    },
    text::CleanLine,
};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// Opening `path` is refused, with one line that names the file and says what to do.
#[track_caller]
fn refused(path: &Path, fault: &Fault) {
    let error = Library::open(path).unwrap_err();
    assert_eq!(error.fault, *fault);
    let line = error.to_string();
    assert!(line.contains(&path.display().to_string()) && !line.contains('\n'), "{line}");
    assert!(line.contains("--library PATH"), "{line}");
}

#[test]
fn a_library_is_made_with_its_folders_and_found_again() {
    let folder = folder();
    let path = folder.path().join("a/b/library.sqlite");
    let id = Library::open(&path).unwrap().keep("a", &article("A", "text"), 0).unwrap();
    let library = Library::open(&path).unwrap();
    assert_eq!(library.find("a").unwrap(), Some(id));
    let mode: String = library.connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("new/library.sqlite");
    let mut library = Library::open(&path).unwrap();
    library.keep("a", &article("A", "text"), 0).unwrap();
    for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.file_name());
    }
    assert_eq!(fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn names_with_a_meaning_for_sqlite_are_plain_names() {
    let folder = folder();
    for name in [":memory:", "file:x?mode=memory", "a b'\"é"] {
        let path = folder.path().join(name);
        Library::open(&path).unwrap().keep("a", &article("A", "text"), 0).unwrap();
        assert!(Library::open(&path).unwrap().find("a").unwrap().is_some(), "{name}");
        assert!(path.is_file(), "{name}");
    }
}

#[test]
fn what_cannot_be_opened_is_refused() {
    let folder = folder();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    for path in [folder.path().to_owned(), file.join("below"), file.join("far/below")] {
        let error = Library::open(&path).unwrap_err();
        assert!(matches!(error.fault, Fault::Unreachable(_)), "{error}");
        assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    }
    assert!(Library::open(Path::new("")).is_err());
}

#[test]
fn a_library_that_cannot_be_written_is_read_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a?b%c.sqlite");
    let missing = Library::open_to_read(&path, |_| {}).unwrap_err();
    assert!(matches!(missing.fault, Fault::Missing) && !path.exists(), "{missing}");
    let mut library = Library::open(&path).unwrap();
    library.keep("a", &article("A", "Boats."), 0).unwrap();
    drop(library);
    let mut library = Library::as_it_is(&path).unwrap();
    assert_eq!(library.counts().unwrap().articles, 1);
    assert_eq!(library.keep("b", &article("B", "More."), 0).unwrap_err().fault, Fault::ReadOnly);
    std::fs::write(&path, "no library").unwrap();
    assert!(Library::as_it_is(&path).is_none());
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let folder = folder();
    let text = folder.path().join("notes.txt");
    let words = "Not a database, but long enough to be taken for one. ".repeat(100);
    fs::write(&text, &words).unwrap();
    refused(&text, &Fault::Foreign);
    assert_eq!(fs::read_to_string(&text).unwrap(), words);
    let other = folder.path().join("other.sqlite");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE bookmark (url)").unwrap();
    let before = fs::read(&other).unwrap();
    refused(&other, &Fault::Foreign);
    assert_eq!(fs::read(&other).unwrap(), before);
}

#[test]
fn an_empty_file_becomes_a_library() {
    let folder = folder();
    let path = folder.path().join("empty");
    fs::write(&path, "").unwrap();
    assert_eq!(Library::open(&path).unwrap().find("a"), Ok(None));
}

#[test]
fn a_library_of_a_newer_byline_is_refused() {
    let folder = folder();
    let path = folder.path().join("library.sqlite");
    let library = Library::open(&path).unwrap();
    library.connection.pragma_update(None, "user_version", as_integer(MIGRATIONS.len() + 1)).unwrap();
    drop(library);
    refused(&path, &Fault::Newer);
}

#[test]
fn a_damaged_library_is_reported() {
    let folder = folder();
    let path = folder.path().join("library.sqlite");
    let mut library = Library::open(&path).unwrap();
    for n in 0..50 {
        library.keep(&n.to_string(), &article("A", &"text ".repeat(200)), n).unwrap();
    }
    drop(library);
    let mut bytes = fs::read(&path).unwrap();
    bytes[4096..].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    let error = Library::open(&path).and_then(|library| library.rows(Shelf::All, Window::First, 9)).unwrap_err();
    assert_eq!(error.fault, Fault::Damaged);
    assert!(error.to_string().contains("--library PATH"));
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(700).unwrap();
    assert!(Library::open(&path).and_then(|library| library.rows(Shelf::All, Window::First, 9)).is_err());
}

#[test]
fn a_library_without_its_tables_is_damaged() {
    let library = Library::in_memory().unwrap();
    library.connection.execute_batch("DROP TABLE bookmark").unwrap();
    assert_eq!(library.bookmarks(None, 9).unwrap_err().fault, Fault::Damaged);
}

#[test]
fn a_full_disk_is_reported_and_loses_nothing() {
    let folder = folder();
    let mut library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    let id = library.keep("a", &article("A", "text"), 0).unwrap();
    let pages: i64 = library.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    let limit: i64 =
        library.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| row.get(0)).unwrap();
    assert_eq!(limit, pages);
    let error = library.keep("b", &article("B", &"text ".repeat(9000)), 0).unwrap_err();
    assert_eq!(error.fault, Fault::Full);
    assert!(error.to_string().ends_with("make room and try again"));
    assert_eq!((library.find("a"), library.find("b")), (Ok(Some(id)), Ok(None)));
}

#[test]
fn a_library_that_another_program_holds_is_reported() {
    let folder = folder();
    let path = folder.path().join("library.sqlite");
    let (holder, mut library) = (Library::open(&path).unwrap(), Library::open(&path).unwrap());
    library.connection.busy_timeout(Duration::ZERO).unwrap();
    holder.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = library.keep("a", &article("A", "text"), 0).unwrap_err();
    assert_eq!(error.fault, Fault::Busy);
    assert_eq!(library.find("a"), Ok(None), "reading goes on");
    holder.connection.execute_batch("ROLLBACK").unwrap();
    assert!(library.keep("a", &article("A", "text"), 0).is_ok());
}

#[test]
fn a_library_that_may_not_be_written_can_be_read() {
    let folder = folder();
    let path = folder.path().join("library.sqlite");
    let id = Library::open(&path).unwrap().keep("a", &article("A", "text"), 0).unwrap();
    let connection = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut library = Library::set_up(connection, path, |_| {}).unwrap();
    assert_eq!(library.find("a"), Ok(Some(id)));
    assert_eq!(library.set_read(id, ReadState::Read).unwrap_err().fault, Fault::ReadOnly);
}

#[test]
fn sessions_that_start_together_share_one_library() {
    let folder = folder();
    let path = folder.path().join("library.sqlite");
    let ids: Vec<_> = thread::scope(|scope| {
        let sessions: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| Library::open(&path).unwrap().keep("a", &article("A", "text"), 0).unwrap()))
            .collect();
        sessions.into_iter().map(|session| session.join().unwrap()).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]));
}

#[test]
fn two_sessions_write_at_once_and_see_each_other() {
    let folder = folder();
    let path = folder.path().join("library.sqlite");
    thread::scope(|scope| {
        for session in 0..2 {
            let path = &path;
            scope.spawn(move || {
                let mut library = Library::open(path).unwrap();
                for n in 0..20 {
                    let text = article("A", &format!("{session} {n}"));
                    let id = library.keep(&(n % 5).to_string(), &text, n).unwrap();
                    library.bookmark_article(id).unwrap();
                    library.set_read(id, ReadState::Read).unwrap();
                }
            });
        }
    });
    let library = Library::open(&path).unwrap();
    assert_eq!(library.rows(Shelf::Bookmarks, Window::First, 99).unwrap().rows.len(), 5);
    assert_eq!(library.rows(Shelf::Unread, Window::First, 99).unwrap().rows.len(), 0);
    let revisions: i64 = library.connection.query_row("SELECT count(*) FROM revision", [], |row| row.get(0)).unwrap();
    assert_eq!(revisions, 40, "every text differs from the one before it");
}

#[test]
fn what_was_not_committed_is_not_there_after_a_crash() {
    let folder = folder();
    let path = folder.path().join("library.sqlite");
    let mut library = Library::open(&path).unwrap();
    library.keep("a", &article("A", "text"), 0).unwrap();
    library.connection.execute_batch("BEGIN IMMEDIATE; UPDATE article SET identity = 'b'").unwrap();
    // A crash leaves the database and its log as they stand on the disk.
    let crashed = folder.path().join("crashed.sqlite");
    fs::copy(&path, &crashed).unwrap();
    fs::copy(folder.path().join("library.sqlite-wal"), folder.path().join("crashed.sqlite-wal")).unwrap();
    let found = Library::open(&crashed).unwrap();
    assert!(found.find("a").unwrap().is_some());
    assert_eq!(found.find("b"), Ok(None));
}

/// Where the child of the test below finds its library.
const CHILD: &str = "BYLINE_TEST_LIBRARY";

#[test]
#[ignore = "the child that the next test kills"]
fn keep_until_killed() {
    let Some(path) = env::var_os(CHILD) else { return };
    let mut library = Library::open(Path::new(&path)).unwrap();
    for n in 0..10_000 {
        let id = library.keep(&n.to_string(), &article("A", "text"), 0).unwrap();
        library.bookmark_article(id).unwrap();
        println!("\nkept {n}");
    }
}

#[test]
fn what_was_written_outlives_a_kill() {
    let folder = folder();
    let path = folder.path().join("library.sqlite");
    let mut session = Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "library::open::tests::keep_until_killed"])
        .env(CHILD, &path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut kept: Vec<String> = Vec::new();
    for line in BufReader::new(session.stdout.take().unwrap()).lines() {
        kept.extend(line.unwrap().strip_prefix("kept ").map(str::to_owned));
        if kept.len() == 20 {
            session.kill().unwrap();
        }
    }
    session.wait().unwrap();
    assert!(kept.len() >= 20);
    let library = Library::open(&path).unwrap();
    for n in &kept {
        let id = library.find(n).unwrap().unwrap();
        assert!(library.fetch(id).unwrap().bookmarked);
    }
    let sound: String = library.connection.pragma_query_value(None, "integrity_check", |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
}

#[test]
fn what_was_indexed_before_scripts_were_parted_is_found() {
    let folder = folder();
    let path = folder.path().join("library.sqlite");
    let mut library = Library::open(&path).unwrap();
    let chinese = article("北京大学", "“We say 我们来了 today,” said Ann Lee.");
    let id = library.keep("a", &chinese, 0).unwrap();
    library.keep("b", &article("Fog", "Nobody came."), 0).unwrap();
    let kept = library.fetch(id).unwrap();
    library.store_analysis(kept.revision, &crate::analysis::analyze(&chinese)).unwrap();
    let back = "INSERT INTO search (search) VALUES ('rebuild'); INSERT INTO spoken (spoken) VALUES ('rebuild'); \
                ALTER TABLE article DROP COLUMN page_failures; PRAGMA user_version = 3;";
    library.connection.execute_batch(back).unwrap();
    let found = |library: &Library, query: &str| {
        library.search(&Query::parse(query, 0).unwrap(), Window::First, 9).unwrap().hits.len()
    };
    assert_eq!((found(&library, "大学"), found(&library, "quote:来了")), (0, 0));
    drop(library);
    let mut library = Library::open(&path).unwrap();
    assert_eq!((found(&library, "大学"), found(&library, "quote:来了"), found(&library, "fog")), (1, 1, 1));
    library.delete(&[id], 7).unwrap();
    assert_eq!((found(&library, "大学"), found(&library, "quote:来了"), found(&library, "fog")), (0, 0, 1));
}

fn historic() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/libraries")
}

/// Writes the library that stands for the present version: run it once, before a version is released.
#[test]
#[ignore = "writes a file of the repository"]
fn make_historic_library() {
    let path = historic().join(format!("v{}.sqlite", MIGRATIONS.len()));
    assert!(!path.exists(), "a released version's library stays as it is");
    let mut library = Library::open(&path).unwrap();
    let old = article("The ferry", "The ferry sank at dawn.\nIt was rust, said Ann Lee.");
    let new = article("The ferry", "All are safe.\nThe ferry sank at dawn.\nIt was rust, said Ann Lee.");
    let id = library.keep("ferry", &old, 1_700_000_000).unwrap();
    let revision = library.fetch(id).unwrap().revision;
    library.set_place(id, revision, &anchor(&old, "It was rust"), 1_700_000_050).unwrap();
    library.bookmark_passage(id, revision, &anchor(&old, "said Ann Lee")).unwrap();
    library.keep("ferry", &new, 1_700_000_100).unwrap();
    library.set_read(id, ReadState::Read).unwrap();
    let other = library.keep("other", &article("Another", "Nothing more."), 1_700_000_200).unwrap();
    library.bookmark_article(other).unwrap();
    let gazette = NewFeed { address: CleanLine::new("https://gazette.example/feed"), ..NewFeed::default() };
    let feed = library.follow(&gazette).unwrap().id();
    let fog = article("Fog", "Nobody saw it, said Ann Lee.").into();
    let item = Item { identity: "fog".into(), article: fog, extent: Extent::Summary, analysis: None };
    let brought = Brought { title: Some(CleanLine::new("The Gazette")), items: vec![item], ..Brought::default() };
    let outcome = FetchOutcome::Brought(brought);
    library.gather(feed, &Fetch { at: 1_600_000_000, next_try: None, moved_to: None, outcome }).unwrap();
}

#[test]
fn every_historic_library_opens() {
    let folder = folder();
    for version in 1..=MIGRATIONS.len() {
        let path = folder.path().join(format!("v{version}.sqlite"));
        fs::copy(historic().join(format!("v{version}.sqlite")), &path).unwrap();
        let mut told = None;
        let library = Library::open_telling(&path, |articles| told = Some(articles)).unwrap();
        let is_old = version < MIGRATIONS.len();
        assert_eq!(told, is_old.then_some(if version == 1 { 2 } else { 3 }), "an older one takes its time");
        let id = library.find("ferry").unwrap().unwrap();
        let kept = library.fetch(id).unwrap();
        assert!(kept.read && !kept.bookmarked);
        assert!(kept.article.text.as_str().starts_with("All are safe.\n\nThe ferry"));
        assert_eq!(kept.place.map(|span| kept.article.slice(span)), Some("It was rust"));
        assert_eq!(kept.passages.iter().map(|p| kept.article.slice(p.1)).collect::<Vec<_>>(), ["said Ann Lee"]);
        let titles: Vec<_> = library.bookmarks(None, 9).unwrap().into_iter().map(|b| b.title.to_string()).collect();
        assert_eq!(titles, ["Another", "The ferry"]);
        assert_eq!(library.last_read().unwrap(), Some(id));
        let feeds = library.feeds().unwrap();
        assert_eq!(
            feeds.iter().map(|feed| feed.label().as_str()).collect::<Vec<_>>(),
            &["The Gazette"][..version.min(2) - 1]
        );
        let articles = 2 + feeds.len() as u64;
        let unread = if version < 3 { articles as usize } else { 0 };
        assert_eq!(library.outdated(None, 9).unwrap().len(), unread, "what older versions analysed is analysed anew");
        let hits = library.search(&Query::parse("ferry", 0).unwrap(), Window::First, 9).unwrap().hits;
        assert_eq!(hits.iter().map(|hit| hit.row.key.id).collect::<Vec<_>>(), [id]);
        assert_eq!(library.counts().unwrap(), Counts { articles, unread: articles - 1, bookmarked: 2 });
    }
}

//! What goes out comes back: export and import are each other's inverse.

use super::*;
use crate::{
    analysis::{Person, analyze},
    library::{
        Brought, Fetch, FetchOutcome, Item, NewFeed, Query, ReadState, Retention, Sought, TimeOrder, Window,
        tests::{anchor, article, library},
    },
};

/// A library with something of everything.
fn stock() -> Library {
    let mut library = library();
    let new = |address: &str, tags: &[&str]| NewFeed {
        address: CleanLine::new(address),
        name: Some(CleanLine::new("Mine")),
        folder: Some(CleanLine::new("World/North")),
        tags: tags.iter().map(|tag| CleanLine::new(tag)).collect(),
        full_text: FullText::Always,
        ..NewFeed::default()
    };
    let gone = library.follow(&new("gone", &[])).unwrap().id();
    let feed = library.follow(&new("gazette", &["b", "a"])).unwrap().id();
    library.set_retention(feed, Retention { days: Some(9), count: Some(99) }).unwrap();
    let said = article("Said", "“It was rust,” said Ann Lee of the harbour. “We waited long enough,” she said.");
    let analysis = Some(analyze(&said).into());
    let item = |identity: &str, article: &Article, extent| Item {
        identity: identity.into(),
        article: article.clone().into(),
        extent,
        analysis: None,
    };
    let items = vec![
        Item { analysis, ..item("said", &said, Extent::FullText) },
        item("short", &article("Short", "In short."), Extent::Summary),
        item("deleted", &article("Deleted", "Away."), Extent::FullText),
        item("buried", &article("Buried", "Away for good."), Extent::FullText),
    ];
    let fetch = |at, outcome| Fetch { at, next_try: Some(at + 60), moved_to: None, outcome };
    let brought = Brought { etag: Some(CleanLine::new("\"x\"")), items, ..Brought::default() };
    let added = library.gather(feed, &fetch(10, FetchOutcome::Brought(brought.clone()))).unwrap().added;
    library.gather(gone, &fetch(11, FetchOutcome::Brought(brought))).unwrap();
    library.gather(feed, &fetch(12, FetchOutcome::Failed(CleanLine::new("404")))).unwrap();
    library.set_read(added[0], ReadState::Read).unwrap();
    let kept = library.fetch(added[0]).unwrap();
    library.set_place(added[0], kept.revision, &anchor(&kept.article, "She".to_lowercase().as_str()), 77).unwrap();
    library.keep_page(added[1], &article("Short | Site", "At length."), None, 20).unwrap();
    library.miss_page(added[0]).unwrap();
    library.bookmark_article(added[1]).unwrap();
    library.bookmark_passage(added[0], kept.revision, &anchor(&kept.article, "rust")).unwrap();
    library.delete(&added[3..], 30).unwrap();
    library.bury(31, 9).unwrap();
    library.delete(&added[2..3], 40).unwrap();
    library.unfollow(gone).unwrap();
    let file = library.keep("file:/a", &article("File", "Old text."), 1).unwrap();
    library.keep("file:/a", &article("File", "New text."), 2).unwrap();
    library.bookmark_article(file).unwrap();
    library.keep_search(&CleanLine::new("Rust"), &CleanLine::new("rust OR quote:rust")).unwrap();
    library
}

fn exported(library: &Library) -> Vec<Record> {
    let mut records = Vec::new();
    library
        .export::<LibraryError>(|record| {
            records.push(record);
            Ok(())
        })
        .unwrap();
    records
}

fn through_json(records: &[Record]) -> Vec<Record> {
    records.iter().map(|record| serde_json::from_str(&serde_json::to_string(record).unwrap()).unwrap()).collect()
}

fn import(into: &mut Library, records: &[Record]) -> Imported {
    let mut intake = Intake::default();
    into.import(records, &mut intake).unwrap();
    intake.imported
}

#[test]
fn what_is_exported_comes_back_whole() {
    let from = stock();
    let records = exported(&from);
    assert_eq!(records.len(), 1 + 2 + 5 + 3 + 1);
    let mut into = library();
    let imported = import(&mut into, &through_json(&records));
    assert_eq!(imported, Imported { feeds: 2, articles: 5, bookmarks: 3, searches: 1, ..Imported::default() });
    assert_eq!(exported(&into), records);
    assert_eq!(into.counts().unwrap(), from.counts().unwrap());
    let feeds = |library: &Library| -> Vec<_> {
        library
            .feeds()
            .unwrap()
            .into_iter()
            .map(|feed| (feed.address, feed.state, feed.articles, feed.unread))
            .collect()
    };
    assert_eq!(feeds(&into), feeds(&from));
}

#[test]
fn what_comes_back_is_found_again() {
    let mut into = library();
    import(&mut into, &exported(&stock()));
    let titles = |query: &str| -> Vec<String> {
        let hits = into.search(&Query::parse(query, 0).unwrap(), Window::First, 9).unwrap().hits;
        hits.iter().map(|hit| hit.row.title.to_string()).collect()
    };
    assert_eq!(titles("harbour"), ["Said"]);
    assert_eq!(titles("away"), [""; 0]);
    let by = into.people_named("Ann Lee").unwrap();
    let said = into.sayings(&Sought { by, ..Sought::default() }, TimeOrder::NewestFirst, None, 9).unwrap();
    assert!(said.iter().any(|saying| saying.words.as_str() == "It was rust,"), "{said:?}");
    assert_eq!(into.last_read().unwrap().map(|id| into.row(id).unwrap().title), Some(CleanLine::new("Said")));
}

#[test]
fn importing_again_changes_nothing() {
    let mut library = stock();
    let records = exported(&library);
    assert_eq!(import(&mut library, &records), Imported::default());
    assert_eq!(exported(&library), records);
}

#[test]
fn another_library_is_added_to() {
    let mut into = library();
    let id = into.keep("file:/a", &article("File", "Old text."), 5).unwrap();
    into.bookmark_article(id).unwrap();
    let imported = import(&mut into, &exported(&stock()));
    assert_eq!((imported.articles, imported.bookmarks), (4, 2));
    assert_eq!(into.fetch(id).unwrap().article.text.as_str(), "Old text.", "what is here stays as it is");
    assert!(!into.fetch(id).unwrap().read);
    let read = ArticleRecord { read: true, ..an_article(&stock()) };
    import(&mut into, &[Record::Article(Box::new(read))]);
    assert!(into.fetch(id).unwrap().read);
}

fn an_article(library: &Library) -> ArticleRecord {
    let record = exported(library).into_iter().find_map(|record| match record {
        Record::Article(article) if article.identity == "file:/a" => Some(*article),
        _ => None,
    });
    record.unwrap()
}

#[test]
fn an_outdated_analysis_stays_outdated() {
    let mut record = an_article(&stock());
    let people = vec![Person { name: CleanLine::new("Ann Lee") }];
    let analysis = Analysis { people, ..Analysis::default() };
    record.revisions[1].analysis = Some(AnalysisRecord { version: 0, analysis });
    let mut into = library();
    import(&mut into, &[Record::Article(Box::new(record))]);
    assert_eq!(into.outdated(None, 9).unwrap().len(), 1);
}

#[test]
fn texts_that_were_never_understood_are_named_and_left_to_a_session() {
    let mut records = exported(&stock());
    for record in &mut records {
        if let Record::Article(article) = record {
            article.revisions.iter_mut().for_each(|revision| revision.analysis = None);
        }
    }
    let (mut into, mut intake) = (library(), Intake::default());
    into.import(&records, &mut intake).unwrap();
    let unheard = intake.take_unheard();
    assert_eq!(unheard.len(), 3, "{unheard:?}");
    assert_eq!(exported(&into), records);
    assert_eq!(into.outdated(None, 9).unwrap().len(), 3);
    let analyses = unheard.iter().map(|(id, revision)| {
        let kept = into.fetch_revision(*id, *revision).unwrap();
        (*revision, analyze(&kept.article).into())
    });
    let analyses: Vec<_> = analyses.collect();
    into.renew(&analyses).unwrap();
    assert_eq!(into.people_named("Ann Lee").unwrap().len(), 1);
    assert_eq!((into.outdated(None, 9).unwrap().len(), intake.take_unheard()), (0, vec![]));
}

/// A library with one file, in these states of its text, each kept at its time.
fn with_file(texts: &[(i64, &str)]) -> (Library, ArticleId) {
    let mut library = library();
    for (kept_at, text) in texts {
        library.keep("file:/a", &article("File", text), *kept_at).unwrap();
    }
    let id = library.find("file:/a").unwrap().unwrap();
    (library, id)
}

fn texts(library: &Library) -> Vec<(i64, String)> {
    let texts = an_article(library).revisions.into_iter();
    texts.map(|revision| (revision.kept_at, revision.article.text.as_str().to_owned())).collect()
}

/// Bookmarks these words in the current text.
fn mark(library: &mut Library, id: ArticleId, words: &str) {
    let kept = library.fetch(id).unwrap();
    library.bookmark_passage(id, kept.revision, &anchor(&kept.article, words)).unwrap();
}

#[test]
fn a_known_article_gets_the_texts_that_it_does_not_have() {
    let (mut from, id) = with_file(&[(1, "Of zebras."), (3, "Of lions.")]);
    mark(&mut from, id, "lions");
    from.keep("file:/a", &article("File", "Of bears, and of rust."), 5).unwrap();
    mark(&mut from, id, "rust");
    from.bookmark_article(id).unwrap();
    let (mut into, id) = with_file(&[(2, "Of apes."), (4, "Of lions.")]);
    let imported = import(&mut into, &through_json(&exported(&from)));
    assert_eq!(imported, Imported { texts: 2, bookmarks: 3, ..Imported::default() });
    let text = |at: i64, text: &str| (at, text.to_owned());
    let wanted = [text(1, "Of zebras."), text(2, "Of apes."), text(4, "Of lions."), text(5, "Of bears, and of rust.")];
    assert_eq!(texts(&into), wanted);
    let kept = into.fetch(id).unwrap();
    assert_eq!(kept.article.text.as_str(), "Of bears, and of rust.", "the newest of all");
    assert!(kept.bookmarked);
    let found = |query: &str| into.search(&Query::parse(query, 0).unwrap(), Window::First, 9).unwrap().hits.len();
    assert_eq!((found("bears"), found("lions"), found("zebras")), (1, 0, 0));
    let marked: Vec<_> = into.bookmarks(None, 9).unwrap();
    let lions =
        marked.iter().find(|mark| mark.passage.as_ref().is_some_and(|at| at.words.as_str() == "lions")).unwrap();
    let made_on = into.fetch_revision(id, lions.revision).unwrap();
    assert_eq!(made_on.article.text.as_str(), "Of lions.", "each bookmark stands on its own text");
    // Once more, nothing is new; and it goes out as it came in.
    assert_eq!(import(&mut into, &exported(&from)), Imported::default());
    let mut again = library();
    import(&mut again, &exported(&into));
    assert_eq!(exported(&again), exported(&into));
}

#[test]
fn an_older_text_leaves_the_current_one_and_what_is_kept_next_alone() {
    let (from, _) = with_file(&[(1, "Of zebras.")]);
    let (mut into, id) = with_file(&[(2, "Of apes.")]);
    assert_eq!(import(&mut into, &exported(&from)).texts, 1);
    assert_eq!(into.fetch(id).unwrap().article.text.as_str(), "Of apes.");
    let earlier = into.earlier(id, into.fetch(id).unwrap().revision, None).unwrap().unwrap();
    assert_eq!(earlier.text.as_str(), "Of zebras.");
    into.keep("file:/a", &article("File", "Of apes."), 9).unwrap();
    assert_eq!(texts(&into).len(), 2, "what did not change is kept once");
    into.keep("file:/a", &article("File", "Of zebras."), 0).unwrap();
    assert_eq!(into.fetch(id).unwrap().article.text.as_str(), "Of zebras.", "though a clock was set back");
    assert_eq!(texts(&into).len(), 3);
}

#[test]
fn a_bookmark_without_its_text_is_put_on_its_words_or_counted() {
    let (mut from, id) = with_file(&[(1, "Of zebras and of lions.")]);
    mark(&mut from, id, "zebras");
    mark(&mut from, id, "lions");
    from.bookmark_article(id).unwrap();
    let bookmarks = exported(&from).into_iter().filter_map(|record| match record {
        Record::Bookmark(bookmark) => Some(Record::Bookmark(BookmarkRecord { revision: 7, ..bookmark })),
        _ => None,
    });
    let bookmarks: Vec<_> = bookmarks.collect();
    let (mut into, id) = with_file(&[(4, "First, a long tale of one ape.\n\nThen of lions.")]);
    assert_eq!(import(&mut into, &bookmarks), Imported { bookmarks: 2, lost: 1, ..Imported::default() });
    let kept = into.fetch(id).unwrap();
    assert_eq!(kept.passages.iter().map(|(_, span)| kept.article.slice(*span)).collect::<Vec<_>>(), ["lions"]);
    assert_eq!(import(&mut library(), &bookmarks).lost, 3, "nor is their article here");
}

#[test]
fn records_that_make_no_sense_have_a_fault() {
    let sound = an_article(&stock());
    let fault = |spoil: fn(&mut ArticleRecord)| {
        let mut article = sound.clone();
        spoil(&mut article);
        Record::Article(Box::new(article)).fault()
    };
    assert_eq!(fault(|_| {}), None);
    assert!(fault(|article| article.current = Some(2)).unwrap().contains("not among"));
    assert!(fault(|article| article.seen = Some(9)).unwrap().contains("not among"));
    assert!(fault(|article| article.listed_at = i64::MIN).unwrap().contains("calendar"));
}

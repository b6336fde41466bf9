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

#[test]
fn what_is_exported_comes_back_whole() {
    let from = stock();
    let records = exported(&from);
    assert_eq!(records.len(), 1 + 2 + 5 + 3 + 1);
    let mut into = library();
    let imported = into.import(&through_json(&records)).unwrap();
    assert_eq!(imported, Imported { feeds: 2, articles: 5, bookmarks: 3, searches: 1 });
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
    into.import(&exported(&stock())).unwrap();
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
    assert_eq!(library.import(&records).unwrap(), Imported::default());
    assert_eq!(exported(&library), records);
}

#[test]
fn another_library_is_added_to() {
    let mut into = library();
    let id = into.keep("file:/a", &article("File", "Old text."), 5).unwrap();
    into.bookmark_article(id).unwrap();
    let imported = into.import(&exported(&stock())).unwrap();
    assert_eq!((imported.articles, imported.bookmarks), (4, 2));
    assert_eq!(into.fetch(id).unwrap().article.text.as_str(), "Old text.", "what is here stays as it is");
    assert!(!into.fetch(id).unwrap().read);
    let read = ArticleRecord { read: true, ..an_article(&stock()) };
    into.import(&[Record::Article(Box::new(read))]).unwrap();
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
    into.import(&[Record::Article(Box::new(record))]).unwrap();
    assert_eq!(into.outdated(None, 9).unwrap().len(), 1);
}

//! The verbs that read the library, as a process: what they print, in which forms, and how they end.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
    sync::Arc,
};

use byline::{
    analysis::analyze,
    article::{Anchor, Article, BlockKind, BodyBuilder, Date, Title, TitleOrigin},
    library::{Brought, Extent, Fetch, FetchOutcome, Item, Library, NewFeed, Query, ReadState, Window},
    text::{CleanLine, Span},
};
use serde_json::Value;
use tempfile::TempDir;

/// A folder with a library of three articles.
struct Place {
    folder: TempDir,
}

fn line(text: &str) -> CleanLine {
    CleanLine::new(text)
}

fn article(title: &str, date: &str, body: &str) -> Article {
    let mut paragraphs = BodyBuilder::default();
    for paragraph in body.lines() {
        paragraphs.push(paragraph);
        paragraphs.end_block(BlockKind::Paragraph);
    }
    let (text, blocks, marks) = paragraphs.finish(BlockKind::Paragraph);
    Article {
        title: Title { text: line(title), origin: TitleOrigin::Given },
        site: Some(line("The Gazette")),
        date: Date::parse(date),
        link: Some(line(&format!("https://gazette.example/{}", title.len()))),
        text,
        blocks,
        marks,
        ..Article::default()
    }
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: TempDir::new().unwrap() };
        let mut library = place.library("library.sqlite");
        let feed = NewFeed { address: line("https://gazette.example/feed"), ..NewFeed::default() };
        let feed = library.follow(&feed).unwrap().id();
        let items = [
            ("Ferry sinks", "2026-03-01", "“It was rust,” said Ann Lee, the captain.\nThe harbour is closed."),
            ("Harbour opens", "2026-03-09", "“All are *safe*,” said Ann Lee. “We open, again,” said Bo Ek."),
            ("Fog", "2026-03-10", "Nobody saw the harbour."),
        ];
        let items = items.map(|(title, date, body)| {
            let article = article(title, date, body);
            let analysis = Some(Arc::new(analyze(&article)));
            Item { identity: title.into(), article: Arc::new(article), extent: Extent::FullText, analysis }
        });
        let outcome = FetchOutcome::Brought(Brought { items: items.to_vec(), ..Brought::default() });
        let fetch = Fetch { at: 1_773_145_000, next_try: None, moved_to: None, outcome };
        let ids = library.gather(feed, &fetch).unwrap().added;
        library.set_read(ids[0], ReadState::Read).unwrap();
        library.bookmark_article(ids[2]).unwrap();
        let kept = library.fetch(ids[1]).unwrap();
        let at = kept.article.text.as_str().find("All are").unwrap();
        let passage = Anchor::new(&kept.article, Span::new(at, at + "All are *safe*".len()));
        library.bookmark_passage(ids[1], kept.revision, &passage).unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn library(&self, name: &str) -> Library {
        Library::open(&self.path(name)).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_byline"));
        command.args(arguments).env_clear().env("HOME", self.folder.path());
        command.env("BYLINE_LIBRARY", self.path("library.sqlite"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    #[track_caller]
    fn run(&self, arguments: &[&str]) -> String {
        let ended = self.command(arguments).output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
        String::from_utf8(ended.stdout).unwrap()
    }

    #[track_caller]
    fn lines(&self, arguments: &[&str]) -> Vec<Value> {
        self.run(arguments).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[track_caller]
    fn fails(&self, arguments: &[&str], code: i32, told: &str) {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        let stderr = String::from_utf8(stderr).unwrap();
        assert_eq!((status.code(), stdout.len()), (Some(code), 0), "{stderr}");
        assert!(stderr.contains(told), "{stderr}");
    }
}

#[test]
fn search_prints_what_it_finds_newest_first() {
    let place = Place::new();
    let found = place.run(&["search", "harbour"]);
    let titles: Vec<_> = found.lines().filter(|line| line.starts_with("2026")).collect();
    assert_eq!(
        titles,
        [
            "2026-03-10  Fog  (The Gazette)",
            "2026-03-09  Harbour opens  (The Gazette)",
            "2026-03-01  Ferry sinks  (The Gazette)"
        ]
    );
    assert!(found.contains("    The harbour is closed.\n    https://gazette.example/11\n"), "{found}");
    assert_eq!(place.run(&["search", "harbour -fog is:read"]).lines().count(), 3);
    assert_eq!(place.run(&["search", "harbour", "--limit", "1"]).lines().count(), 3);
    assert!(place.run(&["search", "--ranked", "harbour"]).starts_with("2026-03-09"));
    assert_eq!(place.run(&["search", "nowhere"]), "");
}

#[test]
fn search_prints_json() {
    let place = Place::new();
    let found = place.lines(&["search", "rust OR feed:nobody", "--json"]);
    assert_eq!(found.len(), 1);
    let hit = &found[0];
    assert_eq!((&hit["title"], &hit["read"], &hit["bookmarked"]), (&"Ferry sinks".into(), &true.into(), &false.into()));
    assert_eq!((&hit["date"], &hit["link"]), (&"2026-03-01".into(), &"https://gazette.example/11".into()));
    let (text, at) = (hit["passage"]["text"].as_str().unwrap(), &hit["passage"]["found"][0]);
    let found: String = text
        .chars()
        .skip(at["start"].as_u64().unwrap() as usize)
        .take((at["end"].as_u64().unwrap() - at["start"].as_u64().unwrap()) as usize)
        .collect();
    assert_eq!((text, found.as_str()), ("“It was rust,” said Ann Lee, the captain.", "rust"));
}

#[test]
fn a_query_without_sense_is_pointed_at() {
    let place = Place::new();
    place.fails(&["search", "harbour since:soon"], 2, "  harbour since:soon\n                ^^^^\n");
    place.fails(&["search", "who:x"], 2, "who: is no field");
    place.fails(&["search"], 2, "<QUERY>");
}

#[test]
fn quotes_print_what_somebody_said_in_order_of_time() {
    let place = Place::new();
    let said = place.run(&["quotes", "--by", "Ann Lee"]);
    assert_eq!(
        said,
        "2026-03-01  Ann Lee, in “Ferry sinks” (The Gazette)\n    “It was rust,”\n\
         2026-03-09  Ann Lee, in “Harbour opens” (The Gazette)\n    “All are *safe*,”\n"
    );
    assert_eq!(place.run(&["quotes", "--by", "lee", "--since", "2026-03-02"]).lines().count(), 2);
    assert_eq!(place.run(&["quotes", "--by", "lee", "--before", "2026-03-01"]), "");
    let about = place.lines(&["quotes", "--about", "open again", "--json"]);
    assert_eq!(
        (about.len(), &about[0]["speaker"], &about[0]["quote"]),
        (1, &"Bo Ek".into(), &"We open, again,".into())
    );
    assert_eq!(
        place.run(&["quotes", "--by", "Bo Ek", "--csv"]),
        "date,speaker,quote,title,site\n2026-03-09,Bo Ek,\"We open, again,\",Harbour opens,The Gazette\n"
    );
    place.fails(&["quotes", "--by", "Cy Dal"], 1, "Cy Dal: nobody in the library");
    place.fails(&["quotes", "--by", "Lee", "--since", "soon"], 2, "soon is no time");
    place.fails(&["quotes"], 2, "--by");
}

#[test]
fn people_print_who_is_in_the_library() {
    let place = Place::new();
    let people = place.lines(&["people", "--json"]);
    let told: Vec<_> =
        people.iter().map(|person| (person["name"].as_str().unwrap(), person["quotes"].as_u64())).collect();
    assert_eq!(told, [("Ann Lee", Some(2)), ("Bo Ek", Some(1))]);
    assert_eq!(
        place.run(&["people", "--csv"]),
        "name,articles,quotes,latest\nAnn Lee,2,2,2026-03-09\nBo Ek,1,1,2026-03-09\n"
    );
    assert!(place.run(&["people", "bo"]).contains("1 quote in       1 article, the last on 2026-03-09  Bo Ek"));
    assert_eq!(place.run(&["people", "--recent", "--limit", "1"]).lines().count(), 1);
}

#[test]
fn bookmarks_print_articles_and_passages_with_their_source() {
    let place = Place::new();
    assert_eq!(
        place.run(&["bookmarks", "--markdown"]),
        "## [Harbour opens](<https://gazette.example/13>)\n\nThe Gazette, 2026-03-09\n\n> All are \\*safe\\*\n\n\
         ## [Fog](<https://gazette.example/3>)\n\nThe Gazette, 2026-03-10\n\n"
    );
    let marked = place.lines(&["bookmarks", "--json"]);
    assert_eq!((marked.len(), &marked[0]["passages"][0]), (2, &"All are *safe*".into()));
    assert_eq!((&marked[0]["article"], &marked[1]["article"]), (&false.into(), &true.into()));
    assert!(place.run(&["bookmarks"]).starts_with("Harbour opens\n    The Gazette, 2026-03-09\n"));
}

#[test]
fn what_is_exported_is_taken_in_again() {
    let place = Place::new();
    let exported = place.run(&["export"]);
    assert!(exported.starts_with("{\"kind\":\"library\",\"version\":1}\n"), "{exported}");
    fs::write(place.path("export.jsonl"), &exported).unwrap();
    let (file, other) = (place.path("export.jsonl"), place.path("other.sqlite"));
    let (file, other) = (file.to_str().unwrap(), other.to_str().unwrap());
    let told = place.run(&["import", file, "--library", other]);
    assert_eq!(told, "Taken in: 1 feed, 3 articles, 2 bookmarks, 0 searches; the rest was there already\n");
    assert_eq!(place.run(&["export", "--library", other]), exported);
    let told = place.run(&["import", file]);
    assert_eq!(told, "Taken in: 0 feeds, 0 articles, 0 bookmarks, 0 searches; the rest was there already\n");
    assert_eq!(place.run(&["export"]), exported);
    let hits = place.library("other.sqlite").search(&Query::parse("rust", 0).unwrap(), Window::First, 9).unwrap();
    assert_eq!(hits.hits.len(), 1);
}

#[test]
fn what_is_no_export_is_refused() {
    let place = Place::new();
    let refused = |content: &str, told: &str| {
        fs::write(place.path("broken"), content).unwrap();
        place.fails(&["import", place.path("broken").to_str().unwrap()], 1, told);
    };
    refused("{\"kind\":\"library\",\"version\":99}\n", "line 1: this was written by a newer byline");
    refused("{\"kind\":\"library\",\"version\":1}\n{\"kind\":\"artic", "line 2: this is no record");
    refused("{\"kind\":\"search\",\"name\":\"a\",\"query\":\"b\"}\n", "begins with its version");
}

#[test]
fn the_manual_page_has_every_verb_and_key() {
    let place = Place::new();
    let page = place.run(&["man"]);
    for told in [".TH byline", "BYLINE SEARCH", "BYLINE QUOTES", "since:7d", ".SH KEYS", "next quote", "EXIT STATUS"] {
        assert!(page.contains(told), "{told}");
    }
}

#[test]
fn shells_complete_verbs_and_options() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = place.run(&["completions", shell]);
        assert!(script.contains("bookmarks") && script.contains("ranked"), "{shell}");
    }
    place.fails(&["completions", "dos"], 2, "possible values");
}

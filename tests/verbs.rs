//! The verbs that read the library, as a process: what they print, in which forms, and how they end.

use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
    sync::Arc,
};

use byline::{
    analysis::analyze,
    article::{Anchor, Article, BlockKind, BodyBuilder, Date, Title, TitleOrigin},
    library::{ArticleId, Brought, Extent, Fetch, FetchOutcome, Item, Library, NewFeed, Query, ReadState, Window},
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

    /// Puts a file without a date into the library.
    fn keeps_file(&self) -> ArticleId {
        let body = "“We lost … everything,” a woman from Kent said on Monday after the flood. “All of it.”";
        let article = article("Flood", "", body);
        let article = Article { site: None, link: None, byline: Some(line("Jo Doe")), ..article };
        let mut library = self.library("library.sqlite");
        let id = library.keep("file:/home/ann/100%25.txt", &article, 7).unwrap();
        library.store_analysis(library.fetch(id).unwrap().revision, &analyze(&article)).unwrap();
        id
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
    place.fails(&["search", "harbour", "--rankd"], 2, "'--rankd'");
}

#[test]
fn words_with_a_minus_need_no_quotes() {
    let place = Place::new();
    let found = place.run(&["search", "harbour"]);
    let (library, path) = ("--library", place.path("library.sqlite"));
    let path = path.to_str().unwrap();
    for query in [
        &["search", "harbour", "-fog"][..],
        &["search", "-fog", "--limit", "9", "harbour"],
        &[library, path, "search", "harbour", "-fog", "--json"],
        &["search", "-\"nobody saw\" harbour"],
        &["search", "--", "-fog", "harbour"],
    ] {
        let fewer = place.run(query);
        assert!(!fewer.contains("Fog") && fewer.contains("Ferry sinks") && found.contains("Fog"), "{query:?}: {fewer}");
    }
}

#[test]
fn what_only_reads_makes_no_library() {
    let place = Place::new();
    let (missing, inside) = (place.path("none/such.sqlite"), place.path("none"));
    let missing = missing.to_str().unwrap();
    let queries =
        [&["search", "moon"][..], &["quotes", "--about", "moon"], &["people"], &["bookmarks"], &["export"], &["feeds"]];
    for query in queries {
        place.fails(&[query, &["--library", missing]].concat(), 1, "there is no library");
        let mut command = place.command(query);
        let ended = command.env("BYLINE_LIBRARY", "").output().unwrap();
        assert_eq!((ended.status.code(), ended.stderr), (Some(0), vec![]), "the reader's own is empty: {query:?}");
    }
    assert!(!inside.exists() && !place.path(".local").exists());
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
        "date,speaker,quote,title,site,link,source,byline,kind,via,person\n\
         2026-03-09,Bo Ek,\"We open, again,\",Harbour opens,The Gazette,https://gazette.example/13,\
         https://gazette.example/13,,speech,name,true\n"
    );
    assert_eq!(place.run(&["quotes", "--by", "lee", "--limit", "1"]).lines().count(), 2);
    assert_eq!(place.run(&["quotes", "--by", "lee", "--limit", "0"]), "");
    place.fails(&["quotes", "--by", "Cy Dal"], 1, "Cy Dal: nobody in the library");
    place.fails(&["quotes", "--by", "Lee", "--since", "soon"], 2, "soon is no time");
    place.fails(&["quotes"], 2, "--by");
}

#[test]
fn a_quote_tells_where_it_stands_and_how_its_speaker_was_found() {
    let place = Place::new();
    place.keeps_file();
    let said = place.lines(&["quotes", "--about", "lost everything", "--json"]).remove(0);
    let wanted = serde_json::json!({
        "version": 1, "speaker": "a woman from Kent", "quote": "We lost … everything, … All of it.",
        "title": "Flood", "site": null, "date": null, "link": null, "source": "/home/ann/100%.txt",
        "byline": "Jo Doe", "kind": "speech", "via": "description", "person": false,
        "parts": ["We lost … everything,", "All of it."],
    });
    assert_eq!(said, wanted);
    let said = place.lines(&["quotes", "--by", "Bo Ek", "--json"]).remove(0);
    let told = |field: &str| said[field].as_str();
    assert_eq!((told("link"), told("source")), (Some("https://gazette.example/13"), told("link")));
    assert_eq!((told("date"), &said["person"]), (Some("2026-03-09"), &true.into()));
    assert_eq!(place.lines(&["quotes", "--by", "A Woman from KENT", "--json"]), [wanted]);
    let said = place.run(&["quotes", "--about", "lost everything"]);
    assert!(said.starts_with("kept 1970-01-01  a woman from Kent, in “Flood” (/home/ann/100%.txt)\n"), "{said}");
    let said = place.run(&["quotes", "--about", "lost everything", "--csv"]);
    assert!(said.lines().nth(1).unwrap().starts_with(",a woman"), "{said}");
}

#[test]
fn what_an_older_byline_understood_is_told_without_what_is_not_known() {
    let place = Place::new();
    place.keeps_file();
    let age = "UPDATE analysis SET version = 0";
    rusqlite::Connection::open(place.path("library.sqlite")).unwrap().execute(age, []).unwrap();
    let said = place.lines(&["quotes", "--about", "lost everything", "--json"]).remove(0);
    assert_eq!((&said["kind"], &said["via"], &said["person"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(said["parts"], serde_json::json!(["We lost … everything, … All of it."]));
}

#[test]
fn files_are_told_by_their_paths() {
    let place = Place::new();
    let id = place.keeps_file();
    place.library("library.sqlite").bookmark_article(id).unwrap();
    let found = place.lines(&["search", "flood", "--json"]).remove(0);
    assert_eq!((&found["source"], &found["date"]), (&"/home/ann/100%.txt".into(), &Value::Null));
    let found = place.run(&["search", "flood"]);
    assert!(found.starts_with("kept 1970-01-01  Flood\n") && found.ends_with("    /home/ann/100%.txt\n"), "{found}");
    assert_eq!(place.lines(&["search", "rust", "--json"])[0]["source"], "https://gazette.example/11");
    let marked = place.lines(&["bookmarks", "--json"]).remove(0);
    assert_eq!((&marked["source"], &marked["date"]), (&"/home/ann/100%.txt".into(), &Value::Null));
    assert!(place.run(&["bookmarks"]).starts_with("Flood\n    /home/ann/100%.txt\n"));
    assert!(place.run(&["bookmarks", "--markdown"]).starts_with("## Flood\n\n/home/ann/100%.txt\n\n## ["));
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
        "## [Harbour opens](<https://gazette.example/13>)\n\nThe Gazette, 2026-03-09\n\n> “All are \\*safe\\*” — Ann Lee\n\n\
         ## [Fog](<https://gazette.example/3>)\n\nThe Gazette, 2026-03-10\n\n"
    );
    let marked = place.lines(&["bookmarks", "--json"]);
    assert_eq!((marked.len(), &marked[0]["passages"][0]), (2, &"All are *safe*".into()));
    assert_eq!(marked[0]["bookmarks"], serde_json::json!([{ "text": "All are *safe*", "speaker": "Ann Lee" }]));
    assert_eq!((&marked[0]["article"], &marked[1]["article"]), (&false.into(), &true.into()));
    assert!(place.run(&["bookmarks"]).starts_with("Harbour opens\n    The Gazette, 2026-03-09\n"));
}

#[test]
fn bookmarked_speech_stands_between_its_marks() {
    let place = Place::new();
    let mut library = place.library("library.sqlite");
    let body = "\"First of all,\" said Ann Lee, \"we sail.\nIt is late.";
    let (told, other) = (article("Sailing", "2026-03-11", body), article("Sailing", "2026-03-11", "“Go,” said Bo Ek."));
    let id = library.keep("file:/a", &told, 0).unwrap();
    library.store_analysis(library.fetch(id).unwrap().revision, &analyze(&told)).unwrap();
    let kept = library.fetch(id).unwrap();
    let mark = |library: &mut Library, words: &str| {
        let start = kept.article.text.as_str().find(words).unwrap();
        let passage = Anchor::new(&kept.article, Span::new(start, start + words.len()));
        library.bookmark_passage(id, kept.revision, &passage).unwrap();
    };
    mark(&mut library, "First of all,\" said Ann Lee, \"we sail.");
    mark(&mut library, "It is late.");
    let printed = place.run(&["bookmarks"]);
    let said = "    > \"First of all,\" said Ann Lee, \"we sail.” — Ann Lee\n    > It is late.\n";
    assert!(printed.contains(said), "{printed}");
    // What is no longer in the text is told as it was.
    library.keep("file:/a", &other, 1).unwrap();
    assert!(place.run(&["bookmarks"]).contains(said));
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
fn what_was_exported_without_being_understood_is_understood_as_it_is_taken_in() {
    let place = Place::new();
    let records = place.lines(&["export"]).into_iter().map(|mut record| {
        for revision in record["revisions"].as_array_mut().into_iter().flatten() {
            revision["analysis"] = Value::Null;
        }
        format!("{record}\n")
    });
    fs::write(place.path("export.jsonl"), records.collect::<String>()).unwrap();
    let (file, other) = (place.path("export.jsonl"), place.path("other.sqlite"));
    let (file, other) = (file.to_str().unwrap(), other.to_str().unwrap());
    place.run(&["import", file, "--library", other]);
    for verb in [&["people", "--json"][..], &["quotes", "--by", "Ann Lee", "--json"]] {
        assert_eq!(place.run(&[verb, &["--library", other]].concat()), place.run(verb));
    }
}

#[test]
fn texts_and_folders_are_kept_and_known_again() {
    let place = Place::new();
    for (name, text) in [
        ("corpus/a.txt", "Flood\n\n“We lost everything,” said Cy Dal.\n"),
        ("corpus/deep/b.md", "# Wind\n\n“It blew,” said Cy Dal of Kent.\n"),
        ("corpus/c.html", "<html><body><p>“All was calm,” said Cy Dal, who came back.</p></body></html>"),
        ("corpus/empty.txt", ""),
        ("story", "Storm\n\nSee https://storm.example for more.\nNothing else.\n"),
    ] {
        let path = place.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let (corpus, story) = (place.path("corpus"), place.path("story"));
    let (corpus, story) = (corpus.to_str().unwrap(), story.to_str().unwrap());
    let ended = place.command(&["import", corpus, story]).output().unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(
        (ended.status.code(), String::from_utf8(ended.stdout).unwrap()),
        (Some(0), "Kept: 4 new articles\n".into())
    );
    assert!(told.starts_with("byline: ") && told.contains("empty.txt: there is no text") && told.lines().count() == 1);
    let said = place.lines(&["quotes", "--by", "Cy Dal", "--json"]);
    assert_eq!(said.len(), 3);
    let sources: Vec<_> = said.iter().map(|said| said["source"].as_str().unwrap().to_owned()).collect();
    let real = |name: &str| fs::canonicalize(place.path(name)).unwrap().display().to_string();
    assert_eq!(sources, [real("corpus/a.txt"), real("corpus/c.html"), real("corpus/deep/b.md")]);

    fs::write(place.path("corpus/a.txt"), "Flood\n\n“We lost nothing,” said Cy Dal.\n").unwrap();
    let roundabout = format!("{corpus}/../corpus");
    assert_eq!(place.run(&["import", &roundabout, story]), "Kept: 0 new articles, 1 changed, 3 there already\n");
    assert_eq!(place.run(&["quotes", "--by", "Cy Dal", "--about", "lost everything"]), "");
    assert_eq!(place.run(&["quotes", "--by", "Cy Dal", "--about", "lost nothing"]).lines().count(), 2);
    // What was kept without being understood is understood now.
    let forget = "DELETE FROM analysis";
    rusqlite::Connection::open(place.path("library.sqlite")).unwrap().execute(forget, []).unwrap();
    place.run(&["import", corpus]);
    assert_eq!(place.lines(&["quotes", "--by", "Cy Dal", "--json"])[0]["kind"], "speech");
    let missing = place.path("missing.txt");
    place.fails(&["import", missing.to_str().unwrap()], 1, "missing.txt: no such file");
}

#[test]
fn a_text_from_standard_input_is_kept() {
    let place = Place::new();
    let mut command = place.command(&["import", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    command.stdin.take().unwrap().write_all("“We sail,” said Cy Dal.\n".as_bytes()).unwrap();
    assert_eq!(String::from_utf8(command.wait_with_output().unwrap().stdout).unwrap(), "Kept: 1 new article\n");
    assert_eq!(place.run(&["quotes", "--by", "Cy Dal"]).lines().count(), 2);
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
    let exported = place.run(&["export"]);
    refused(&exported.replace("\"current\":0", "\"current\":5"), "line 3: this article names a text");
}

#[test]
fn what_stands_before_a_broken_line_is_taken_in_and_blank_lines_are_none() {
    let place = Place::new();
    let exported = place.run(&["export"]);
    let spaced = format!("\u{feff}{}\n  \n", exported.replace('\n', "\r\n\n"));
    let (file, other) = (place.path("export.jsonl"), place.path("other.sqlite"));
    let (file, other) = (file.to_str().unwrap(), other.to_str().unwrap());
    fs::write(file, format!("{exported}{{}}\n")).unwrap();
    place.fails(&["import", file, "--library", other], 1, "line 8: this is no record");
    place.fails(&["import", file, "--library", other], 1, "; what stands before it was taken in");
    assert_eq!(place.run(&["export", "--library", other]), exported);
    fs::write(file, spaced).unwrap();
    let told = place.run(&["import", file, "--library", place.path("third.sqlite").to_str().unwrap()]);
    assert!(told.starts_with("Taken in: 1 feed, 3 articles, 2 bookmarks"), "{told}");
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

//! What queries find, in which order, along every way; and that the index follows what happens to articles.

use proptest::prelude::*;

use super::*;
use crate::{
    analysis::{Analysis, Person, Quote, QuoteKind},
    article::{Article, Date},
    library::{
        Brought, Extent, Fetch, FetchOutcome, Item, NewFeed, ReadState, Shelf,
        query::Query,
        tests::{article, library},
    },
};

const NOW: i64 = 1_773_145_000; // 10 March 2026

/// A library of two feeds and a file.
fn stock() -> Library {
    let mut library = library();
    let gazette = feed(&mut library, "The Gazette", &["news"]);
    let fog = feed(&mut library, "Fog Weekly", &["weather", "news"]);
    brings(
        &mut library,
        gazette,
        &[
            ("Harbour opens", "2026-03-01", "The old harbour opens. Ships come."),
            ("Fire", "2026-03-09T06:00:00Z", "A fire in the old town. The harbour is safe."),
            ("Été", "2026-03-09T18:00:00Z", "Summer comes early to the harbour town."),
        ],
    );
    brings(
        &mut library,
        fog,
        &[("Fog", "2026-02-01", "Fog lay on the harbour for days."), ("Sun", "2025-12-31", "No fog.")],
    );
    let file = Article {
        date: Date::parse("2024-01-01"),
        byline: Some(CleanLine::new("Jo Doe")),
        ..article("Essay", "On fires.")
    };
    library.keep("file", &file, 0).unwrap();
    library
}

fn feed(library: &mut Library, title: &str, tags: &[&str]) -> crate::library::FeedId {
    let tags = tags.iter().map(|tag| CleanLine::new(tag)).collect();
    let feed = NewFeed { address: CleanLine::new(title), tags, ..NewFeed::default() };
    library.follow(&feed).unwrap().id()
}

fn brings(library: &mut Library, feed: crate::library::FeedId, items: &[(&str, &str, &str)]) -> Vec<ArticleId> {
    let items = items.iter().map(|(title, date, body)| {
        let article = Article { date: Date::parse(date), ..article(title, body) };
        Item { identity: (*title).into(), article: article.into(), extent: Extent::FullText, analysis: None }
    });
    let outcome = FetchOutcome::Brought(Brought { items: items.collect(), ..Brought::default() });
    library.gather(feed, &Fetch { at: 0, next_try: None, moved_to: None, outcome }).unwrap().added
}

/// The titles of what a query finds.
fn found_by(library: &Library, query: &str) -> Vec<String> {
    let found = library.search(&parsed(query), Window::First, 99).unwrap().hits;
    found.iter().map(|hit| hit.row.title.to_string()).collect()
}

#[test]
fn words_are_found_in_scripts_without_spaces() {
    let mut library = library();
    let feed = feed(&mut library, "日報", &[]);
    let items =
        [("北京大学", "2026-03-01", "我们在iPhone手机上看新闻。"), ("コーヒー", "2026-03-02", "東京の大学です。")];
    let ids = brings(&mut library, feed, &items);
    assert_eq!(found_by(&library, "大学"), ["コーヒー", "北京大学"]);
    assert_eq!(found_by(&library, "京大"), ["北京大学"], "a part of what stands together");
    assert_eq!(found_by(&library, "学大"), [""; 0], "in this order alone");
    assert_eq!(found_by(&library, "title:大学 手机"), ["北京大学"]);
    assert_eq!(found_by(&library, "iphone feed:日報"), ["北京大学"]);
    let hits = library.search(&parsed("新闻"), Window::First, 9).unwrap().hits;
    let passage = hits[0].passage.as_ref().unwrap();
    assert_eq!(passage.words.as_str(), "我们在iPhone手机上看新闻。");
    assert_eq!(passage.lights.iter().map(|light| light.len()).collect::<Vec<_>>(), ["新闻".len()]);
    library.delete(&ids, 7).unwrap();
    assert_eq!(found_by(&library, "大学"), [""; 0]);
    library.restore(&ids[..1]).unwrap();
    assert_eq!(found_by(&library, "大学"), ["北京大学"]);
}

#[test]
fn brackets_find_what_they_say() {
    let library = stock();
    assert_eq!(found_by(&library, "(fog -harbour) OR (old fire)"), ["Fire", "Sun"]);
    assert_eq!(found_by(&library, "harbour -(old fire)"), ["Été", "Harbour opens", "Fog"]);
    assert_eq!(found_by(&library, "(feed:gazette (ships OR summer)) OR by:doe"), ["Été", "Harbour opens", "Essay"]);
}

fn parsed(query: &str) -> Query {
    Query::parse(query, NOW).unwrap()
}

fn titles(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.row.title.as_str()).collect()
}

#[track_caller]
fn check_in(library: &Library, query: &str, wanted: &[&str]) {
    let hits = library.search(&parsed(query), Window::First, 99).unwrap();
    assert_eq!((titles(&hits.hits), hits.from_first, hits.to_last), (wanted.to_vec(), true, true), "{query}");
    // Window by window, in both directions, it is the same.
    let (mut forward, mut window): (Vec<Hit>, _) = (Vec::new(), Window::First);
    loop {
        let hits = library.search(&parsed(query), window, 1).unwrap();
        forward.extend(hits.hits);
        if hits.to_last {
            break;
        }
        window = Window::After(forward.last().unwrap().row.key);
    }
    assert_eq!(titles(&forward), wanted, "{query}");
    let (mut backward, mut window): (Vec<Hit>, _) = (Vec::new(), Window::Last);
    loop {
        let hits = library.search(&parsed(query), window, 1).unwrap();
        backward.splice(0..0, hits.hits);
        if hits.from_first {
            break;
        }
        window = Window::Before(backward[0].row.key);
    }
    assert_eq!(titles(&backward), wanted, "{query}");
}

#[track_caller]
fn check(query: &str, wanted: &[&str]) {
    check_in(&stock(), query, wanted);
}

#[test]
fn words_are_found_newest_first() {
    check("harbour", &["Été", "Fire", "Harbour opens", "Fog"]);
    check("HARBOUR town", &["Été", "Fire"]);
    check("\"old harbour\"", &["Harbour opens"]);
    check("ete", &["Été"]);
    check("harb*", &["Été", "Fire", "Harbour opens", "Fog"]);
    check("nowhere", &[]);
}

#[test]
fn what_must_not_stand_and_what_may_are_found() {
    check("harbour -old", &["Été", "Fog"]);
    check("ships OR days", &["Harbour opens", "Fog"]);
    check("-harbour", &["Sun", "Essay"]);
    check("-harbour -fog", &["Essay"]);
    check("ships OR -harbour", &["Harbour opens", "Sun", "Essay"]);
    check("ships OR feed:fog", &["Harbour opens", "Fog", "Sun"]);
}

#[test]
fn fields_narrow_what_is_found() {
    check("title:harbour", &["Harbour opens"]);
    check("by:doe fire*", &["Essay"]);
    check("by:harbour", &[]);
    check("feed:gazette fire", &["Fire"]);
    check("feed:fog", &["Fog", "Sun"]);
    check("tag:news", &["Été", "Fire", "Harbour opens", "Fog", "Sun"]);
    check("tag:weather fog", &["Fog", "Sun"]);
    check("-tag:news", &["Essay"]);
    check("feed:nobody", &[]);
    let mut library = stock();
    let feed = library.feeds().unwrap().iter().find(|feed| feed.title.as_str() == "Fog Weekly").unwrap().id;
    library.set_folder(feed, Some(&CleanLine::new("World/Far North/Sea"))).unwrap();
    for part in ["tag:world", "tag:SEA", "tag:\"far north\"", "tag:\"far north/sea\"", "tag:\"world/far north\""] {
        check_in(&library, part, &["Fog", "Sun"]);
    }
    for part in ["tag:far", "tag:orld", "tag:world/sea"] {
        check_in(&library, part, &[]);
    }
}

#[test]
fn times_bound_what_is_found() {
    check("since:2026-03-09", &["Été", "Fire"]);
    check("harbour before:2026-03-09", &["Harbour opens", "Fog"]);
    check("harbour since:2026-02 before:2026-03-09", &["Harbour opens", "Fog"]);
    check("since:7h", &[]);
    check("harbour OR since:2026-03-09", &["Été", "Fire", "Harbour opens", "Fog"]);
}

#[test]
fn what_the_reader_did_narrows_what_is_found() {
    let mut library = stock();
    let find =
        |library: &Library, query: &str| library.search(&parsed(query), Window::First, 1).unwrap().hits[0].row.key.id;
    let (fire, fog) = (find(&library, "title:fire"), find(&library, "title:fog"));
    library.set_read(fire, ReadState::Read).unwrap();
    library.bookmark_article(fog).unwrap();
    check_in(&library, "harbour is:unread", &["Été", "Harbour opens", "Fog"]);
    check_in(&library, "harbour is:read", &["Fire"]);
    check_in(&library, "is:bookmarked", &["Fog"]);
    check_in(&library, "harbour -is:bookmarked", &["Été", "Fire", "Harbour opens"]);
    check_in(&library, "is:bookmarked OR is:read", &["Fire", "Fog"]);
    library.delete(&[fire], 0).unwrap();
    check_in(&library, "fire OR town", &["Été"]);
    library.restore(&[fire]).unwrap();
    check_in(&library, "fire OR town", &["Été", "Fire"]);
}

#[test]
fn the_index_follows_a_text_that_changes() {
    let mut library = stock();
    let moved = Article { date: Date::parse("2020-01-01"), ..article("Essay", "On water and harbours.") };
    library.keep("file", &moved, 1).unwrap();
    check_in(&library, "by:doe", &[]);
    check_in(&library, "harbour*", &["Été", "Fire", "Harbour opens", "Fog", "Essay"]);
    let id = library.find("file").unwrap().unwrap();
    library.keep_page(id, &article("Essay | Site", "All of it: on ice."), None, 2).unwrap();
    check_in(&library, "water", &[]);
    check_in(&library, "ice", &["Essay"]);
    let checked = "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)";
    library.connection.execute(checked, []).unwrap();
    let checked = "INSERT INTO spoken (spoken, rank) VALUES ('integrity-check', 1)";
    library.connection.execute(checked, []).unwrap();
}

#[test]
fn the_best_are_those_that_say_it_in_the_title_or_often() {
    let library = stock();
    let ranked = |query: &str, limit| -> Vec<String> {
        let hits = library.search_ranked(&parsed(query), limit).unwrap();
        hits.iter().map(|hit| hit.row.title.to_string()).collect()
    };
    assert_eq!(ranked("harbour", 1), ["Harbour opens"]);
    assert_eq!(ranked("fog", 9), ["Fog", "Sun"]);
    assert_eq!(ranked("harbour -feed:gazette", 9), ["Fog"]);
    assert_eq!(ranked("is:unread", 2), ["Été", "Fire"], "without words, newest first");
}

#[test]
fn hits_stand_with_their_sentence() {
    let library = stock();
    let hit = library.search(&parsed("harbour"), Window::First, 9).unwrap().hits.remove(1);
    let passage = hit.passage.unwrap();
    assert_eq!((passage.words.as_str(), hit.title), ("The harbour is safe.", vec![]));
    let kept = library.fetch(hit.row.key.id).unwrap();
    assert_eq!(passage.lights.iter().map(|light| kept.article.slice(*light)).collect::<Vec<_>>(), ["harbour"]);
    assert_eq!(kept.revision, hit.revision);
}

#[test]
fn a_kept_search_is_a_shelf() {
    let mut library = stock();
    let line = CleanLine::new;
    let id = library.keep_search(&line("Harbour"), &line("harbour before:2026-03-09")).unwrap();
    let rows = |library: &Library| -> Vec<String> {
        let rows = library.rows(Shelf::Search(id), Window::First, 9).unwrap().rows;
        rows.iter().map(|row| row.title.to_string()).collect()
    };
    assert_eq!(rows(&library), ["Harbour opens", "Fog"]);
    let (deed, count) = library.mark_all_read(Shelf::Search(id)).unwrap();
    let read = |library: &Library| {
        let rows = library.rows(Shelf::All, Window::First, 9).unwrap().rows;
        rows.iter().filter(|row| row.read).map(|row| row.title.to_string()).collect::<Vec<_>>()
    };
    assert_eq!((count, read(&library)), (2, vec!["Harbour opens".to_owned(), "Fog".to_owned()]));
    assert_eq!((library.unmark(deed).unwrap(), read(&library)), (2, vec![]));
    assert_eq!(library.keep_search(&line("Harbour"), &line("sun fog")).unwrap(), id);
    assert_eq!(rows(&library), ["Sun"]);
    let kept = library.searches().unwrap();
    assert_eq!((kept[0].name.as_str(), kept[0].query.as_str()), ("Harbour", "sun fog"));
    library.keep_search(&line("Harbour"), &line("is:nonsense")).unwrap();
    assert_eq!(rows(&library), [""; 0]);
    library.drop_search(id).unwrap();
    assert_eq!((library.searches().unwrap(), rows(&library)), (vec![], vec![]));
}

#[test]
fn names_of_the_library_complete_a_query() {
    let library = stock();
    let names = |query: &str| -> Vec<String> {
        let names = library.complete(query, query.len(), 9).unwrap().names;
        names.iter().map(ToString::to_string).collect()
    };
    assert_eq!(names("harbour feed:ga"), ["\"The Gazette\""]);
    assert_eq!(names("tag:"), ["news", "weather"]);
    assert_eq!(names("is:u"), ["unread"]);
}

#[test]
fn a_search_can_be_stopped_and_goes_on_afterwards() {
    let library = stock();
    library.interrupter().stop();
    assert_eq!(library.search(&parsed("harbour"), Window::First, 9).unwrap().hits.len(), 4);
}

/// One article of a small library, by what of the few words and marks there are it has.
#[derive(Clone, Debug)]
struct Sketch {
    day: u8,
    title: u8,
    body: u8,
    feed: u8,
    /// Said in it, in it, read, bookmarked.
    flags: [bool; 4],
}

const WORDS: [&str; 3] = ["fire", "fog", "sea"];

/// The words whose bits are set.
fn sketched(bits: u8) -> String {
    let set = WORDS.iter().enumerate().filter(|(bit, _)| bits & (1 << bit) != 0);
    set.map(|(_, word)| *word).chain(["text"]).collect::<Vec<_>>().join(" ")
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let parts = (0u8..4, 0u8..8, 0u8..8, 0u8..3, proptest::array::uniform4(any::<bool>()));
    parts.prop_map(|(day, title, body, feed, flags)| Sketch { day, title, body, feed, flags })
}

fn drawn(sketches: &[Sketch]) -> Library {
    let mut library = library();
    let feeds = [feed(&mut library, "Gazette", &["news"]), feed(&mut library, "Weekly", &["news", "calm"])];
    for (number, sketch) in sketches.iter().enumerate() {
        let text = sketched(sketch.body);
        let date = Date::parse(&format!("2026-03-0{}", 1 + sketch.day));
        let article = Article { date, ..article(&sketched(sketch.title), &text) };
        let [said, named, read, bookmarked] = sketch.flags;
        let spans = vec![article.blocks[0].span];
        let quotes = said.then_some(Quote { spans, kind: QuoteKind::Speech, speaker: None });
        let people = named.then(|| Person { name: CleanLine::new("Ann Lee") });
        let analysis = Analysis {
            quotes: quotes.into_iter().collect(),
            people: people.into_iter().collect(),
            ..Analysis::default()
        };
        let id = if let Some(feed) = feeds.get(usize::from(sketch.feed)) {
            let (identity, analysis) = (number.to_string().as_str().into(), Some(analysis.into()));
            let item = Item { identity, article: article.into(), extent: Extent::FullText, analysis };
            let outcome = FetchOutcome::Brought(Brought { items: vec![item], ..Brought::default() });
            let fetch = Fetch { at: 0, next_try: None, moved_to: None, outcome };
            library.gather(*feed, &fetch).unwrap().added[0]
        } else {
            let id = library.keep(&number.to_string(), &article, 0).unwrap();
            library.store_analysis(library.fetch(id).unwrap().revision, &analysis).unwrap();
            id
        };
        if read {
            library.set_read(id, ReadState::Read).unwrap();
        }
        if bookmarked {
            library.bookmark_article(id).unwrap();
        }
    }
    library
}

/// What may be asked, and whether it holds of an article.
type Asked = (&'static str, fn(&Sketch) -> bool);

const ASKED: [Asked; 11] = [
    ("fire", |of| (of.title | of.body) & 1 != 0),
    ("title:fog", |of| of.title & 2 != 0),
    ("sea*", |of| (of.title | of.body) & 4 != 0),
    ("quote:fire", |of| of.flags[0] && of.body & 1 != 0),
    ("person:lee", |of| of.flags[1]),
    ("is:unread", |of| !of.flags[2]),
    ("is:bookmarked", |of| of.flags[3]),
    ("feed:weekly", |of| of.feed == 1),
    ("tag:news", |of| of.feed < 2),
    ("since:2026-03-03", |of| of.day >= 2),
    ("before:2026-03-02", |of| of.day < 1),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whichever way is taken, what is found is what holds.
    #[test]
    fn every_way_finds_the_same(
        sketches in proptest::collection::vec(sketch(), 0..9),
        groups in proptest::collection::vec(proptest::collection::vec((0..ASKED.len(), any::<bool>()), 1..4), 1..4),
    ) {
        let library = drawn(&sketches);
        let term = |&(asked, negated): &(usize, bool)| format!("{}{}", if negated { "-" } else { "" }, ASKED[asked].0);
        let group = |group: &Vec<_>| group.iter().map(term).collect::<Vec<_>>().join(" OR ");
        let query = groups.iter().map(group).collect::<Vec<_>>().join(" ");
        let holds = |of: &Sketch| {
            groups.iter().all(|group| group.iter().any(|&(asked, negated)| ASKED[asked].1(of) != negated))
        };
        let all = library.rows(Shelf::All, Window::First, 99).unwrap().rows;
        let wanted = all.iter().filter(|row| holds(&sketches[row.key.id.0 as usize - 1]));
        let wanted: Vec<_> = wanted.map(|row| row.key).collect();
        let parsed = parsed(&query);
        let keys = |hits: &Hits| hits.hits.iter().map(|hit| hit.row.key).collect::<Vec<_>>();
        prop_assert_eq!(keys(&library.search(&parsed, Window::First, 99).unwrap()), wanted.clone(), "{}", query);
        let (mut forward, mut window) = (Vec::new(), Window::First);
        loop {
            let hits = library.search(&parsed, window, 2).unwrap();
            forward.extend(keys(&hits));
            match forward.last() {
                Some(last) if !hits.to_last => window = Window::After(*last),
                _ => break,
            }
        }
        prop_assert_eq!(&forward, &wanted, "{}", query);
        let (mut backward, mut window) = (Vec::new(), Window::Last);
        loop {
            let hits = library.search(&parsed, window, 2).unwrap();
            backward.splice(0..0, keys(&hits));
            match backward.first() {
                Some(first) if !hits.from_first => window = Window::Before(*first),
                _ => break,
            }
        }
        prop_assert_eq!(&backward, &wanted, "{}", query);
    }
}

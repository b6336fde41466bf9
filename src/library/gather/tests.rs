//! Feeds and what they bring: what is new, what changed, what stays as the reader left it, and what is counted.

use super::*;
use crate::{
    analysis::Person,
    article::{Date, Title, TitleOrigin},
    library::{
        Counts, Extent, Followed, NewFeed, ReadState, Shelf, Window,
        tests::{anchor, article, library, writes},
    },
};

fn clean(text: &str) -> CleanLine {
    CleanLine::new(text)
}

fn gazette() -> NewFeed {
    NewFeed { address: clean("https://gazette.example/feed"), ..NewFeed::default() }
}

fn item(identity: &str, text: &str) -> Item {
    let article = article(identity, text);
    Item { identity: identity.into(), article: article.into(), extent: Extent::FullText, analysis: None }
}

fn fetch(at: i64, outcome: FetchOutcome) -> Fetch {
    Fetch { at, next_try: None, moved_to: None, outcome }
}

fn brings(at: i64, items: &[Item]) -> Fetch {
    let title = Some(clean("The Gazette"));
    fetch(at, FetchOutcome::Brought(Brought { title, items: items.to_vec(), ..Brought::default() }))
}

/// A library that follows one feed, which has brought three items.
fn followed() -> (Library, FeedId, Vec<ArticleId>) {
    let mut library = library();
    let feed = library.follow(&gazette()).unwrap().id();
    let items = [item("a", "Rain."), item("b", "Sun."), item("c", "Fog.")];
    let added = library.gather(feed, &brings(10, &items)).unwrap().added;
    (library, feed, added)
}

fn listed(library: &Library, shelf: Shelf) -> Vec<String> {
    let rows = library.rows(shelf, Window::First, 99).unwrap().rows;
    rows.iter().map(|row| row.title.to_string()).collect()
}

#[test]
fn a_feed_is_followed_once_and_known_again() {
    let (mut library, feed, _) = followed();
    assert_eq!(library.follow(&gazette()).unwrap(), Followed::Known(feed));
    assert_eq!(library.find_feed(&gazette().address).unwrap(), Some(feed));
    let told = library.feed(feed).unwrap();
    assert_eq!((told.label().as_str(), told.articles, told.unread), ("The Gazette", 3, 3));
    assert_eq!(told.state.succeeded_at, Some(10));
    library.name_feed(feed, Some(&clean("Gaz"))).unwrap();
    assert_eq!(library.feeds().unwrap()[0].label().as_str(), "Gaz");
    library.unfollow(feed).unwrap();
    assert_eq!((library.feeds().unwrap().len(), library.find_feed(&gazette().address).unwrap()), (0, None));
    assert_eq!(library.follow(&gazette()).unwrap(), Followed::New(feed));
}

#[test]
fn feeds_stand_by_folder_and_name_with_their_tags() {
    let mut library = library();
    let new = |address: &str, folder: Option<&str>, tags: &[&str]| NewFeed {
        address: clean(address),
        folder: folder.map(clean),
        tags: tags.iter().copied().map(clean).collect(),
        ..NewFeed::default()
    };
    let wanted = [new("b", Some("World"), &["x", "a b"]), new("C", None, &[]), new("a", Some("World"), &["x"])];
    library.follow_all(&wanted).unwrap();
    let names = |library: &Library| -> Vec<_> {
        let feeds = library.feeds().unwrap();
        feeds
            .iter()
            .map(|feed| format!("{} {:?}", feed.label(), feed.tags.iter().map(CleanLine::as_str).collect::<Vec<_>>()))
            .collect()
    };
    assert_eq!(names(&library), ["C []", r#"a ["x"]"#, r#"b ["a b", "x"]"#]);
    let id = library.find_feed(&clean("a")).unwrap().unwrap();
    library.set_tags(id, &[clean("y")]).unwrap();
    library.set_folder(id, None).unwrap();
    assert_eq!(names(&library), [r#"a ["y"]"#, "C []", r#"b ["a b", "x"]"#]);
}

#[test]
fn a_fetch_that_finds_all_as_it_was_writes_nothing() {
    let (mut library, feed, _) = followed();
    let before = writes(&library);
    let items = [item("a", "Rain."), item("b", "Sun."), item("c", "Fog.")];
    assert_eq!(library.gather(feed, &brings(99, &items)).unwrap(), Gathered::default());
    assert_eq!(library.gather(feed, &brings(99, &items[1..])).unwrap(), Gathered::default());
    assert_eq!(library.gather(feed, &fetch(99, FetchOutcome::Unchanged)).unwrap(), Gathered::default());
    assert_eq!(
        library.news_among(feed, &[item("a", "Rain."), item("a", "Hail."), item("d", "")]).unwrap(),
        [false, true, true]
    );
    assert_eq!(writes(&library), before);
}

#[test]
fn an_item_is_known_within_its_feed() {
    let (mut library, feed, added) = followed();
    let other = library.follow(&NewFeed { address: clean("other"), ..NewFeed::default() }).unwrap().id();
    let same = library.gather(other, &brings(20, &[item("a", "Rain.")])).unwrap();
    assert!(!added.contains(&same.added[0]));
    assert_eq!(listed(&library, Shelf::Feed(other)), ["a"]);
    assert_eq!(listed(&library, Shelf::Feed(feed)), ["a", "b", "c"]);
}

#[test]
fn an_item_that_changed_keeps_what_the_reader_left() {
    let (mut library, feed, added) = followed();
    let kept = library.fetch(added[0]).unwrap();
    library.set_read(added[0], ReadState::Read).unwrap();
    library.set_place(added[0], kept.revision, &anchor(&kept.article, "Rain."), 11).unwrap();
    library.bookmark_article(added[0]).unwrap();
    let gathered = library.gather(feed, &brings(30, &[item("a", "Much news.\nRain.")])).unwrap();
    assert_eq!(gathered, Gathered { added: vec![], changed: vec![added[0]] });
    let now = library.fetch(added[0]).unwrap();
    assert!(now.read && now.bookmarked);
    assert_eq!(now.place.map(|place| now.article.slice(place)), Some("Rain."));
    assert_eq!((now.seen, now.feed), (Some(kept.revision), Some(feed)), "the reader has seen the old text");
    library.set_read(added[0], ReadState::Read).unwrap();
    assert_eq!(library.fetch(added[0]).unwrap().seen, None);
    assert_eq!(library.last_read().unwrap(), Some(added[0]));
}

#[test]
fn the_page_stays_where_the_summary_comes_again() {
    let (mut library, feed, _) = followed();
    let summary = |text: &str| Item { extent: Extent::Summary, ..item("s", text) };
    let id = library.gather(feed, &brings(20, &[summary("In short.")])).unwrap().added[0];
    assert_eq!(library.summaries(feed, 9).unwrap(), [], "without a link there is no page");
    let says = Analysis { people: vec![Person { name: clean("Ann Lee") }], ..Analysis::default() };
    let page = article("s | Gazette", "In short.\nAt length.");
    let revision = library.keep_page(id, &page, Some(&says), 21).unwrap().unwrap();
    let extent = |library: &Library| library.fetch(id).map(|kept| (kept.extent, kept.revision)).unwrap();
    assert_eq!(extent(&library), (Extent::Page, revision));
    assert_eq!(library.fetch(id).unwrap().analysis.as_deref(), Some(&says));
    assert_eq!(library.keep_page(id, &page, None, 22).unwrap(), Some(revision), "the page did not change");
    assert_eq!(library.gather(feed, &brings(30, &[summary("In short.")])).unwrap(), Gathered::default());
    assert_eq!(library.gather(feed, &brings(31, &[summary("Shorter.")])).unwrap().changed, [id]);
    assert_eq!(library.gather(feed, &brings(32, &[summary("Shorter.")])).unwrap(), Gathered::default());
    assert_eq!(extent(&library), (Extent::Page, revision));
    assert_eq!(listed(&library, Shelf::Feed(feed))[0], "s", "the list has the feed's title");
    let whole = Item { extent: Extent::FullText, ..item("s", "The feed has it all now.") };
    library.gather(feed, &brings(33, &[whole])).unwrap();
    assert_eq!(extent(&library).0, Extent::FullText);
}

#[test]
fn a_page_is_completed_with_what_the_feed_tells() {
    let mut library = library();
    let feed = library.follow(&gazette()).unwrap().id();
    let told = |title: &str, text: &str| Article {
        byline: Some(clean("Jane Roe")),
        site: Some(clean("The Gazette")),
        date: Date::parse("2024-01-02T03:04:05Z"),
        ..article(title, text)
    };
    let kept = |library: &mut Library, number: &str, of: &Article, page: &Article| {
        let item = Item { article: of.clone().into(), extent: Extent::Summary, ..item(number, "") };
        let id = library.gather(feed, &brings(20, &[item])).unwrap().added[0];
        let revision = library.keep_page(id, page, None, 21).unwrap();
        (revision, library.fetch(id).unwrap())
    };
    let item = told("Boats", "They are back.");
    let (_, bare) = kept(&mut library, "1", &item, &article("Boats | The Gazette", "The boats are back, at length."));
    assert_eq!(bare.article.title.text, item.title.text);
    assert_eq!((&bare.article.byline, &bare.article.site, bare.article.date), (&item.byline, &item.site, item.date));
    let page = Article {
        byline: Some(clean("John Doe")),
        site: Some(clean("The Post")),
        date: Date::parse("2024-01-02"),
        title: Title { text: clean("The boats are back"), origin: TitleOrigin::InBody },
        ..article("", "The boats are back, at length.")
    };
    let (_, full) = kept(&mut library, "2", &item, &page);
    assert_eq!((&full.article.byline, &full.article.site), (&page.byline, &page.site), "the page knows better");
    assert_eq!((full.article.date, &full.article.title.text), (item.date, &page.title.text));
    let (refused, wall) = kept(&mut library, "3", &item, &article("Boats", "Accept?"));
    assert_eq!((refused, wall.extent, wall.article.text.as_str()), (None, Extent::Summary, "They are back."));
}

#[test]
fn what_is_kept_in_steps_is_the_same_and_may_end_in_the_middle() {
    let items: Vec<_> = (0..7).map(|number| item(&number.to_string(), "Text.")).collect();
    let brought = Brought { etag: Some(clean("e")), items, ..Brought::default() };
    let fetch = fetch(20, FetchOutcome::Brought(brought));
    let mut whole = library();
    let feed = whole.follow(&gazette()).unwrap().id();
    let added = whole.gather(feed, &fetch).unwrap().added;
    let mut library = library();
    library.follow(&gazette()).unwrap();
    let steps = fetch.in_steps(3);
    assert_eq!(steps.len(), 3);
    for step in &steps[..2] {
        assert_eq!(library.gather(feed, step).unwrap().added.len(), 3);
        assert_eq!(library.feed(feed).unwrap().state.etag, None, "it is to be fetched again");
    }
    assert_eq!(library.gather_in_steps(feed, &fetch, 3).unwrap().added.len(), 1, "that completes it");
    assert_eq!(
        (listed(&library, Shelf::All), library.feed(feed).unwrap()),
        (listed(&whole, Shelf::All), whole.feed(feed).unwrap())
    );
    assert_eq!(whole.fetch(added[0]).unwrap().article.title, library.fetch(added[0]).unwrap().article.title);
}

#[test]
fn summaries_are_told_with_their_links() {
    let mut library = library();
    let feed = library.follow(&gazette()).unwrap().id();
    let linked = |name: &str| {
        let link = Some(clean(&format!("https://gazette.example/{name}")));
        let article = Article { link, date: Date::parse(name), ..article(name, "Short.") };
        Item { identity: name.into(), article: article.into(), extent: Extent::Summary, analysis: None }
    };
    let added = library.gather(feed, &brings(5, &[linked("2024-01-01"), linked("2024-01-02")])).unwrap().added;
    let told =
        |library: &Library| -> Vec<_> { library.summaries(feed, 9).unwrap().into_iter().map(|(id, _)| id).collect() };
    assert_eq!(told(&library), [added[1], added[0]]);
    assert_eq!(library.summaries(feed, 1).unwrap().len(), 1, "of the newest");
    for _ in 0..5 {
        assert_eq!(told(&library), [added[1], added[0]]);
        library.miss_page(added[0]).unwrap();
    }
    assert_eq!(told(&library), [added[1]], "one that fails again and again is given up");
    library.gather(feed, &brings(5, &[linked("2024-01-03")])).unwrap();
    let added = [added[1], library.summaries(feed, 1).unwrap()[0].0];
    library.keep_page(added[1], &article("A", "Long."), None, 6).unwrap();
    assert_eq!(told(&library), [added[0]]);
}

#[test]
fn a_failure_is_told_until_a_fetch_goes_well() {
    let (mut library, feed, _) = followed();
    let fail = |at| Fetch { next_try: Some(at + 60), ..fetch(at, FetchOutcome::Failed(clean("404"))) };
    library.gather(feed, &fail(20)).unwrap();
    library.gather(feed, &fail(80)).unwrap();
    let state = library.feed(feed).unwrap().state;
    assert_eq!((state.failures, state.failed_at, state.next_try), (2, Some(80), Some(140)));
    assert_eq!((state.error.unwrap().as_str(), state.succeeded_at), ("404", Some(10)));
    library.gather(feed, &fetch(150, FetchOutcome::Unchanged)).unwrap();
    let state = library.feed(feed).unwrap().state;
    assert_eq!((state.failures, state.error, state.next_try, state.succeeded_at), (0, None, None, Some(150)));
    assert_eq!(state.failed_at, Some(80));
}

#[test]
fn what_is_broken_in_a_feed_is_told_as_long_as_it_is() {
    let (mut library, feed, _) = followed();
    let (etag, fault) = (Some(clean("e")), Some(clean("item 3 is broken")));
    let broken = fetch(20, FetchOutcome::Brought(Brought { etag, fault: fault.clone(), ..Brought::default() }));
    library.gather(feed, &broken).unwrap();
    let before = writes(&library);
    library.gather(feed, &fetch(30, FetchOutcome::Unchanged)).unwrap();
    assert_eq!((library.feed(feed).unwrap().state.error, writes(&library)), (fault, before));
    // A failure takes its place: what is broken is found again when all is fetched.
    library.gather(feed, &fetch(40, FetchOutcome::Failed(clean("404")))).unwrap();
    let state = library.feed(feed).unwrap().state;
    assert_eq!((state.error, state.etag), (Some(clean("404")), None));
}

#[test]
fn a_feed_that_moved_is_found_where_it_is_now() {
    let (mut library, feed, _) = followed();
    let moved = Fetch { moved_to: Some(clean("new")), ..fetch(20, FetchOutcome::Unchanged) };
    library.gather(feed, &moved).unwrap();
    assert_eq!(library.find_feed(&clean("new")).unwrap(), Some(feed));
    let other = library.follow(&gazette()).unwrap().id();
    let before = writes(&library);
    library.gather(other, &moved).unwrap();
    assert_eq!(writes(&library), before, "the address is another feed's");
}

#[test]
fn what_is_unread_goes_with_its_feed_and_what_was_read_stays() {
    let (mut library, feed, added) = followed();
    library.set_read(added[0], ReadState::Read).unwrap();
    library.bookmark_article(added[1]).unwrap();
    library.unfollow(feed).unwrap();
    assert_eq!(listed(&library, Shelf::All), ["a", "b"]);
    assert_eq!(library.gather(feed, &brings(20, &[item("d", "Snow.")])).unwrap(), Gathered::default());
    library.follow(&gazette()).unwrap();
    let again = library.gather(feed, &brings(20, &[item("a", "Rain."), item("c", "Fog.")])).unwrap();
    assert_eq!(again.added.len(), 1);
    assert_eq!(listed(&library, Shelf::Unread), ["c", "b"], "what was read is not unread again");
}

#[test]
fn shelves_and_feeds_count_what_stands_on_them() {
    let (mut library, feed, added) = followed();
    let file = library.keep("file", &article("F", "text"), 0).unwrap();
    library.set_read(added[0], ReadState::Read).unwrap();
    library.set_read(file, ReadState::Read).unwrap();
    library.bookmark_article(added[0]).unwrap();
    assert_eq!(library.counts().unwrap(), Counts { articles: 4, unread: 2, bookmarked: 1 });
    library
        .connection
        .execute("UPDATE article SET deleted_at = 1 WHERE id IN (?1, ?2)", [added[0].0, added[1].0])
        .unwrap();
    assert_eq!(library.counts().unwrap(), Counts { articles: 2, unread: 1, bookmarked: 0 });
    let told = library.feed(feed).unwrap();
    assert_eq!((told.articles, told.unread), (1, 1));
    library.connection.execute("UPDATE article SET deleted_at = NULL", []).unwrap();
    library.connection.execute("DELETE FROM article WHERE id = ?1", [added[0].0]).unwrap();
    assert_eq!(library.counts().unwrap(), Counts { articles: 3, unread: 2, bookmarked: 0 });
}

#[test]
fn what_was_deleted_stays_deleted() {
    let (mut library, feed, added) = followed();
    library.connection.execute("UPDATE article SET deleted_at = 1 WHERE id = ?1", [added[0].0]).unwrap();
    let before = writes(&library);
    assert_eq!(library.gather(feed, &brings(20, &[item("a", "News.")])).unwrap(), Gathered::default());
    assert_eq!(writes(&library), before);
    assert_eq!(listed(&library, Shelf::All), ["b", "c"]);
    assert!(library.fetch(added[0]).is_err());
    assert_eq!(library.rows(Shelf::Unread, Window::First, 9).unwrap().rows.len(), 2);
}

#[test]
fn a_fetch_is_kept_whole_or_not_at_all() {
    let (mut library, feed, _) = followed();
    library.connection.execute_batch("CREATE TEMP TRIGGER stop BEFORE INSERT ON main.revision WHEN NEW.title = 'e' BEGIN SELECT RAISE(ABORT, 'stop'); END").unwrap();
    assert!(library.gather(feed, &brings(20, &[item("d", "Snow."), item("e", "Ice.")])).is_err());
    assert_eq!(listed(&library, Shelf::All), ["a", "b", "c"]);
    assert_eq!(library.feed(feed).unwrap().state.succeeded_at, Some(10));
}

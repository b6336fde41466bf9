//! A refresh as a session goes through it: how it is stopped, how many ask one host, whose news are kept, and which of
//! them are news at all.

#[expect(dead_code, reason = "the other test programs that share it use the rest")]
mod loopback;

use std::{
    sync::{Arc, mpsc::Sender},
    thread,
    time::Duration,
};

use byline::{
    library::{
        ArticleId, Feed, FeedId, FetchOutcome, Library, LibraryError, NewFeed, ReadState, Record, Shelf, Window,
    },
    refresh::{Fetched, Pace, Ways, pages, refresh},
    source::web::Client,
    text::CleanLine,
};
use loopback::{Answer, Server};

/// Longer than any test: what waits for it hangs.
const FOR_EVER: Duration = Duration::from_hours(1);

fn ways() -> Ways {
    Ways {
        client: Client::new(FOR_EVER),
        clock: || 1_700_000_000,
        pace: Pace::BesideReader,
        news: Arc::new(|_, items| vec![true; items.len()]),
    }
}

fn rss(items: u32) -> String {
    let item = |item| format!("<item><guid>{item}</guid><title>Item {item}</title></item>");
    let items: String = (0..items).map(item).collect();
    format!("<rss version='2.0'><channel><title>E</title>{items}</channel></rss>")
}

/// A library that follows these paths of a server.
fn following(server: &Server, paths: &[String]) -> (Library, Vec<Feed>) {
    let mut library = Library::in_memory().unwrap();
    for path in paths {
        let address = CleanLine::new(&server.at(path));
        library.follow(&NewFeed { address, ..NewFeed::default() }).unwrap();
    }
    let feeds = library.feeds().unwrap();
    (library, feeds)
}

/// So many paths, each with an answer that is held back until what comes with it is dropped.
fn held(server: &Server, count: usize) -> (Vec<String>, Vec<Sender<()>>) {
    let paths: Vec<_> = (0..count).map(|number| format!("/{number}")).collect();
    let releases = paths.iter().map(|path| {
        let (answer, release) = Answer::feed(rss(1)).held();
        server.set(path, answer);
        release
    });
    let releases = releases.collect();
    (paths, releases)
}

#[test]
fn a_refresh_that_is_stopped_ends_at_once() {
    let server = Server::start([("/quick", Answer::feed(rss(2)))]);
    let (mut paths, releases) = held(&server, 2);
    paths.push("/quick".to_owned());
    let (mut library, feeds) = following(&server, &paths);
    let ways = ways();
    let mut underway = refresh(feeds, &ways);
    let first = underway.next().unwrap();
    assert_eq!(library.gather(first.feed, &first.fetch).unwrap().added.len(), 2);
    let waiting = thread::spawn(move || underway.next());
    ways.client.stop();
    // The servers still say nothing.
    assert_eq!(waiting.join().unwrap(), None);
    drop(releases);
    assert_eq!(library.counts().unwrap().articles, 2);
}

#[test]
fn one_host_is_not_asked_by_all_at_once() {
    let server = Server::start([]);
    let (paths, mut releases) = held(&server, 12);
    let (_, feeds) = following(&server, &paths);
    let mut underway = refresh(feeds, &ways());
    assert_eq!(underway.left(), 12);
    // Four are asked for at first, in their order.
    drop(releases.remove(0));
    assert!(underway.next().is_some());
    assert!(server.asked().len() <= 5, "{:?}", server.paths());
    drop(releases);
    assert_eq!(underway.by_ref().count(), 11);
    assert_eq!((underway.left(), server.asked().len()), (0, 12));
}

#[test]
fn a_host_that_asks_to_wait_is_not_asked_for_the_rest() {
    let server = Server::start([]);
    let paths: Vec<_> = (0..20).map(|number| format!("/{number}")).collect();
    for path in &paths {
        server.set(path, Answer::status(429).with("Retry-After", "3600"));
    }
    let (_, feeds) = following(&server, &paths);
    let fetched: Vec<_> = refresh(feeds, &ways()).collect();
    assert!(fetched.iter().all(|fetched| fetched.fetch.next_try == Some(1_700_003_600)), "{fetched:?}");
    assert_eq!(fetched.len(), 20);
    assert!(server.asked().len() <= 4, "those that were asked at once: {:?}", server.paths());
}

#[test]
fn only_news_are_analysed_and_handed_on() {
    let server = Server::start([("/feed", Answer::feed(rss(3)))]);
    let (_, feeds) = following(&server, &["/feed".to_owned()]);
    let ways =
        Ways { news: Arc::new(|_: FeedId, items| (0..items.len()).map(|number| number == 1).collect()), ..ways() };
    let fetched: Vec<_> = refresh(feeds, &ways).collect();
    let FetchOutcome::Brought(brought) = &fetched[0].fetch.outcome else { panic!("{fetched:?}") };
    let items: Vec<_> =
        brought.items.iter().map(|item| (item.identity.0[0].words.as_str(), item.analysis.is_some())).collect();
    assert_eq!(items, [("id:1", true)]);
}

#[test]
fn what_is_dated_ahead_is_listed_by_when_it_came() {
    // It is 14 November 2023, 22:13.
    let item = |key: &str, date: &str| format!("<item><guid>{key}</guid><title>{key}</title>{date}</item>");
    let dated = |key, date| item(key, &format!("<pubDate>{date} GMT</pubDate>"));
    let items = [
        dated("old", "13 Nov 2023 09:00:00"),
        dated("ahead", "01 Jan 2099 00:00:00"),
        dated("tonight", "15 Nov 2023 01:00:00"),
        item("undated", ""),
        item("undated too", ""),
    ];
    let feed = format!("<rss version='2.0'><channel><title>E</title>{}</channel></rss>", items.concat());
    let server = Server::start([("/feed", Answer::feed(feed))]);
    let (mut library, feeds) = following(&server, &["/feed".to_owned()]);
    let fetched = refresh(feeds, &ways()).next().unwrap();
    library.gather(fetched.feed, &fetched.fetch).unwrap();
    let rows = library.rows(Shelf::All, Window::First, 9).unwrap().rows;
    let titles: Vec<_> = rows.iter().map(|row| row.title.as_str()).collect();
    assert_eq!(titles, ["tonight", "ahead", "undated", "undated too", "old"]);
}

#[test]
fn a_job_that_panics_costs_no_other() {
    let server = Server::start([("/good", Answer::feed(rss(1))), ("/bad", Answer::feed(rss(2)))]);
    let (_, feeds) = following(&server, &["/good".to_owned(), "/bad".to_owned()]);
    let news = |_: FeedId, items: &[_]| if items.len() == 2 { panic!("as it may") } else { vec![true] };
    let fetched: Vec<_> = refresh(feeds, &Ways { news: Arc::new(news), ..ways() }).collect();
    let failed = |fetched: &&Fetched| matches!(fetched.fetch.outcome, FetchOutcome::Failed(_));
    assert_eq!((fetched.len(), fetched.iter().filter(failed).count()), (2, 1));
    let broken = Ways { clock: || panic!("as it may"), ..ways() };
    let (_, feeds) = following(&server, &["/good".to_owned(), "/bad".to_owned()]);
    assert_eq!(refresh(feeds, &broken).count(), 0);
}

#[test]
fn a_page_is_read_for_an_article_or_says_why_not() {
    let text = "“The boats are back,” said Ingrid Møller on the quay. ".repeat(9);
    let page = format!("<!doctype html><title>Boats</title><article><p>{text}</p></article>");
    let server = Server::start([("/boats", Answer::page(page)), ("/feed", Answer::feed(rss(1)))]);
    let (mut library, feeds) = following(&server, &["/feed".to_owned()]);
    let fetched = refresh(feeds, &ways()).next().unwrap();
    let article = library.gather(fetched.feed, &fetched.fetch).unwrap().added[0];
    let read = |path: &str| {
        pages(vec![(article, CleanLine::new(&server.at(path)))], &ways()).map(|page| page.outcome).next().unwrap()
    };
    let (page, analysis) = read("/boats").unwrap();
    assert_eq!(page.text.as_str(), text.trim());
    assert_eq!(analysis.people.len(), 1);
    library.keep_page(article, &page, Some(&analysis), 1_700_000_000).unwrap();
    assert_eq!(library.fetch(article).unwrap().article.text, page.text);
    assert_eq!(read("/none").unwrap_err().why().as_str(), "there is nothing at this address (status 404); check it");
    assert!(read("/feed").unwrap_err().why().as_str().ends_with("a feed, not an article; follow it with `byline add`"));
}

/// A feed that is fetched again and again.
struct Followed {
    server: Server,
    library: Library,
    feed: Feed,
}

impl Followed {
    fn new() -> Self {
        let server = Server::start([]);
        let (library, mut feeds) = following(&server, &["/feed".to_owned()]);
        Self { server, library, feed: feeds.remove(0) }
    }

    /// Fetches the feed with these items: what is listed then, the read ones with a tick.
    fn fetch(&mut self, items: &[&str]) -> Vec<String> {
        self.fetch_as("E", items)
    }

    fn fetch_as(&mut self, title: &str, items: &[&str]) -> Vec<String> {
        let item = |item: &&str| format!("<item>{item}</item>");
        let items: String = items.iter().map(item).collect();
        let feed = format!("<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>");
        self.server.set("/feed", Answer::feed(feed));
        let fetched = refresh(vec![self.feed.clone()], &ways()).next().unwrap();
        self.library.gather(fetched.feed, &fetched.fetch).unwrap();
        let rows = self.library.rows(Shelf::All, Window::First, 99).unwrap().rows;
        rows.iter().map(|row| format!("{}{}", row.title, if row.read { " ✓" } else { "" })).collect()
    }

    fn ids(&self) -> Vec<ArticleId> {
        let rows = self.library.rows(Shelf::All, Window::First, 99).unwrap().rows;
        rows.iter().map(|row| row.key.id).collect()
    }

    fn read_all(&mut self) {
        for id in self.ids() {
            self.library.set_read(id, ReadState::Read).unwrap();
        }
    }

    /// How many states of their texts are kept of all articles.
    fn revisions(&self) -> usize {
        let mut count = 0;
        let exported: Result<(), LibraryError> = self.library.export(|record| {
            count += if let Record::Article(article) = record { article.revisions.len() } else { 0 };
            Ok(())
        });
        exported.unwrap();
        count
    }
}

/// Fetches a feed with these items, has all of it read, and fetches it with others each: the last list.
#[track_caller]
fn check(first: &[&str], then: &[&[&str]], expected: &[&str]) {
    let mut followed = Followed::new();
    let mut listed = followed.fetch(first);
    followed.read_all();
    for items in then {
        listed = followed.fetch(items);
    }
    listed.sort();
    assert_eq!(listed, expected);
}

#[test]
fn what_is_read_stays_so_where_items_begin_to_share_a_mark() {
    let link = "<link>https://a.example/</link>";
    let [a, b, c] = ["A", "B", "C"].map(|title| format!("<title>{title}</title>{link}"));
    check(&[&a], &[&[&b, &a], &[&b], &[&c]], &["A ✓", "B", "C"]);
    let item = |title: &str, link: &str| format!("<guid>all</guid><title>{title}</title><link>/{link}</link>");
    let [a, b, c] = ["A", "B", "C"].map(|title| item(title, title));
    check(&[&a], &[&[&b, &a], &[&b], &[&c], &[&c, &b, &a]], &["A ✓", "B", "C"]);
    let [a, b, c] = ["A", "B", "C"].map(|title| item(title, ""));
    check(&[&a], &[&[&b, &a], &[&b], &[&c], &[&c, &b, &a]], &["A ✓", "B", "C"]);
    let [one, two] = ["1", "2"].map(|link| item("Tides", link));
    check(&[&one], &[&[&two, &one], &[&two]], &["Tides", "Tides ✓"]);
}

#[test]
fn an_item_is_the_same_with_another_title_link_or_id() {
    let item = |id: &str, title: &str, link: &str, rest: &str| {
        format!("<guid>{id}</guid><title>{title}</title><link>/{link}</link>{rest}")
    };
    let date = "<pubDate>Mon, 13 Nov 2023 10:00:00 GMT</pubDate>";
    check(&[&item("1", "Boats", "a", "")], &[&[&item("1", "Ships", "a", "")]], &["Ships ✓"]);
    check(&[&item("1", "Boats", "a", "")], &[&[&item("1", "Boats", "b", "")]], &["Boats ✓"]);
    check(&[&item("1", "Boats", "a", date)], &[&[&item("1", "Ships", "b", date)]], &["Ships ✓"]);
    check(&[&item("1", "Boats", "a", date)], &[&[&item("2", "Boats", "a", date)]], &["Boats ✓"]);
    let titled = |title: &str| format!("<title>{title}</title><link>/a</link>");
    check(&[&titled("Boats")], &[&[&titled("Ships")]], &["Ships ✓"]);
    check(&[&titled("Boats")], &[&[&item("1", "Boats", "a", "")]], &["Boats ✓"]);
}

#[test]
fn a_site_that_moves_to_https_brings_nothing_again() {
    let item = |scheme: &str, number: u32| {
        let page = format!("{scheme}://a.example/{number}");
        format!("<guid>{page}</guid><title>{number}</title><link>{page}</link>")
    };
    let linked = |scheme: &str| format!("<title>3</title><link>{scheme}://a.example/3</link>");
    let both = |scheme| [item(scheme, 1), item(scheme, 2), linked(scheme)];
    let (before, after) = (both("http"), both("https"));
    let [before, after] = [&before, &after].map(|items| items.each_ref().map(String::as_str));
    check(&before, &[&after, &before, &after], &["1 ✓", "2 ✓", "3 ✓"]);
    let mut followed = Followed::new();
    followed.fetch(&before);
    followed.fetch(&after);
    let link = followed.library.fetch(followed.ids()[0]).unwrap().article.link.clone();
    assert!(link.is_some_and(|link| link.as_str().starts_with("https:")), "it leads where the item is now");
    assert_eq!(followed.revisions(), 3);
}

#[test]
fn items_that_differ_are_never_one() {
    let same = |text: &str| format!("<title>Same</title><description>{text}</description>");
    let [one, two, three] = ["One.", "Two.", "Three."].map(same);
    check(&[&one, &two], &[&[&one, &two], &[&two], &[&three, &two]], &["Same", "Same ✓", "Same ✓"]);
    let [one, two] = ["One.", "Two."].map(|text| format!("<description>{text}</description>"));
    check(&[&one, &two], &[&[&two], &[&one]], &["One. ✓", "Two. ✓"]);
    let item = |title: &str| format!("<guid>http://a.example/</guid><title>{title}</title>");
    check(&[&item("A"), &item("B"), &item("C")], &[], &["A", "B", "C"]);
}

#[test]
fn what_says_the_same_is_no_other_state_of_an_article() {
    let mut followed = Followed::new();
    let item = |number: u32, minute: u32| {
        format!(
            "<guid>{number}</guid><title>Item {number}</title><pubDate>13 Nov 2023 10:{minute:02}:{number:02} GMT</pubDate>\
             <description><![CDATA[<p>The boats are <a href='/back?visit={minute}'>back</a>.]]></description>"
        )
    };
    for minute in 0..9 {
        let listed =
            followed.fetch_as(&format!("E at 10:{minute:02}"), &[&item(3, minute), &item(2, 0), &item(1, minute)]);
        assert_eq!(listed, ["Item 3", "Item 2", "Item 1"]);
    }
    assert_eq!(followed.revisions(), 3);
}

//! Feeds as the program follows them, against a web server on the loopback: each verb, and what a refresh that ends badly
//! leaves behind.

mod home;
#[expect(dead_code, reason = "the other test programs that share it use the rest")]
mod loopback;

use std::{
    io::{BufRead, BufReader},
    process::Child,
};

use home::{Ended, Home, lines, refreshed, rss};
use loopback::{Answer, Server};
use serde_json::Value;

#[test]
fn a_feed_is_followed_by_its_address() {
    let server = Server::start([("/feed", Answer::feed(rss("The Estuary", &[(1, "One."), (2, "Two.")])))]);
    let home = Home::new();
    let address = server.at("/feed");
    let out = home.done(&["add", "--folder", "News/Far", "--tag", "boats", "--tag", "sea", &address]);
    assert_eq!(out, format!("Following The Estuary ({address}), 2 articles\n"));
    assert_eq!(server.paths(), ["/feed"]);
    let feed = home.feeds().remove(0);
    assert_eq!(feed["title"], "The Estuary");
    assert_eq!((&feed["articles"], &feed["unread"]), (&Value::from(2), &Value::from(2)));
    assert_eq!((&feed["folder"], &feed["tags"]), (&Value::from("News/Far"), &serde_json::json!(["boats", "sea"])));
    assert!(home.done(&["add", &address]).starts_with("Followed already: The Estuary"));
    assert_eq!(home.feeds()[0]["tags"], serde_json::json!(["boats", "sea"]));
    let shown = home.done(&["feeds"]);
    assert!(
        shown.starts_with("The Estuary  (2 unread of 2)\n") && shown.contains("in News/Far  #boats  #sea"),
        "{shown}"
    );
}

/// A feed with an item of each of these days of January 2020.
fn dated(days: std::ops::RangeInclusive<u32>) -> Answer {
    let item = |day| {
        format!("<item><guid>{day}</guid><title>Day {day}</title><pubDate>{day:02} Jan 2020 08:00 GMT</pubDate></item>")
    };
    let items: String = days.rev().map(item).collect();
    Answer::feed(format!("<rss version='2.0'><channel><title>Days</title>{items}</channel></rss>"))
}

#[test]
fn what_a_feed_is_not_to_keep_goes_after_a_refresh() {
    let server = Server::start([("/feed", dated(1..=5))]);
    let home = Home::new();
    let address = server.at("/feed");
    let out = home.done(&["add", "--keep", "3", &address]);
    assert_eq!(out, format!("Following Days ({address}), 3 articles\n"));
    let found = |query: &str| lines(&home.done(&["search", "--json", query])).len();
    assert_eq!((found("title:day"), found("2020")), (3, 0));
    server.set("/feed", dated(1..=7));
    assert_eq!(home.refresh()[0]["added"], 2);
    let titles: Vec<_> =
        lines(&home.done(&["search", "--json", "day"])).iter().map(|hit| hit["title"].to_string()).collect();
    assert_eq!(titles, ["\"Day 7\"", "\"Day 6\"", "\"Day 5\""]);
    assert_eq!(home.refresh()[0]["added"], 0, "what went does not come back");
    assert_eq!((home.feeds()[0]["keep_count"].as_u64(), home.feeds()[0]["keep_days"].as_u64()), (Some(3), None));
    assert!(home.done(&["set", "Days", "--keep", "90d,500"]).contains("  (0 unread of 0)\n"));
    assert!(home.done(&["feeds"]).contains("  keeps 90 days, 500 articles\n"));
    home.done(&["add", "--keep", "all", &address]);
    assert!(home.feeds()[0]["keep_count"].is_null() && home.feeds()[0]["keep_days"].is_null());
    server.set("/feed", dated(1..=9));
    assert_eq!(home.refresh()[0]["added"], 2);
    assert_eq!(home.feeds()[0]["articles"], 2, "all are kept again");
    let ended = home.run(&["add", "--keep", "0", &address]);
    assert!(ended.code == Some(2) && ended.err.contains("neither an age nor a number"), "{ended:?}");
}

#[test]
fn a_feed_is_called_and_sorted_as_it_is_wished() {
    let home = Home::new();
    home.write("urls", "https://a.example/feed\nhttps://b.example/feed news");
    home.done(&["import", "urls"]);
    let told = home.done(&["set", "--name", "Tides", "--folder", "Sea", "--tag", "boats", "https://a.example/feed"]);
    assert_eq!(told, "Tides  (0 unread of 0)\n    https://a.example/feed  in Sea  #boats\n    not fetched yet\n");
    home.done(&["set", "--full-text", "tides", "https://b.example/feed"]);
    let feeds = home.feeds();
    assert!(feeds.iter().all(|feed| feed["full_text"] == true), "{feeds:?}");
    assert!(feeds.iter().any(|feed| feed["tags"] == serde_json::json!(["news"])), "what is not said stays: {feeds:?}");
    home.done(&["set", "--name", "", "--folder", "", "--tag", "", "--summaries", "Tides"]);
    let feed = home.feeds().into_iter().find(|feed| feed["address"] == "https://a.example/feed").unwrap();
    assert_eq!((&feed["name"], &feed["folder"], &feed["tags"]), (&Value::Null, &Value::Null, &serde_json::json!([])));
    assert_eq!(feed["full_text"], false);
    let ended = home.run(&["set", "--summaries", "gulls"]);
    assert!(ended.code == Some(1) && ended.err.contains("gulls: no feed of this name"), "{ended:?}");
    assert_eq!(home.run(&["set", "https://a.example/feed"]).code, Some(2));
}

#[test]
fn a_feed_is_found_by_its_page() {
    let page = "<!doctype html><html><head><link rel=alternate type='application/rss+xml' title='All' href='feed'>\
                <link rel=alternate type='application/rss+xml' title='Comments' href='/comments'></head><body></body></html>";
    let feed = Answer::feed(rss("The Estuary", &[(1, "One.")]));
    let bare = "<!doctype html><html><body><p>Nothing.</body></html>";
    let server = Server::start([
        ("/news", Answer::page(page)),
        ("/feed", feed.clone()),
        ("/blog/", Answer::page(bare)),
        ("/blog/feed.xml", feed),
        ("/no/", Answer::page(bare)),
    ]);
    let home = Home::new();
    let out = home.done(&["add", &server.at("/news")]);
    assert!(
        out.contains(&server.at("/feed")) && out.contains(&format!("also names {}", server.at("/comments"))),
        "{out}"
    );
    assert!(home.done(&["add", &server.at("/blog/")]).contains(&server.at("/blog/feed.xml")));
    // So it is for addresses that are typed in short, and where redirects led.
    server.set("/moved", Answer::redirect(302, "/blog/"));
    for typed in [format!("feed:{}", server.at("/moved")), server.at("/moved").replace("http://", "")] {
        assert!(home.done(&["add", &typed]).starts_with("Followed already: The Estuary"), "{typed}");
    }
    server.set("/feed", Answer::status(404));
    let ended = home.run(&["add", &server.at("/no/")]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("a web page that names no feed; look on it"), "{ended:?}");
    assert_eq!(home.feeds().len(), 2);
}

#[test]
fn another_library_can_be_named_anywhere() {
    let home = Home::new();
    home.write("urls", "https://a.example/feed");
    home.done(&["--library", "other.sqlite", "import", "urls"]);
    assert!(home.feeds().is_empty());
    assert_eq!(lines(&home.done(&["feeds", "--json", "--library", "other.sqlite"])).len(), 1);
    let named = home.byline(&["feeds", "--json"]).env("BYLINE_LIBRARY", home.path("other.sqlite")).output().unwrap();
    assert_eq!(lines(&Ended::from(named).out).len(), 1);
}

#[test]
fn a_feed_that_is_broken_is_followed_and_says_so() {
    let broken = rss("E", &[(1, "One."), (2, "Two.")]).replace("Item 2</title>", "Item 2");
    let server = Server::start([("/feed", Answer::feed(broken).with("ETag", "\"1\""))]);
    let home = Home::new();
    assert_eq!(home.done(&["refresh"]), "No feeds are followed yet; follow one with byline add URL\n");
    let ended = home.run(&["add", &server.at("/feed")]);
    assert!(ended.out.ends_with("1 article\n") && ended.err.contains("): item 2 (“Item 2"), "{ended:?}");
    assert_eq!(home.refresh()[0]["outcome"], "unchanged");
    assert!(home.done(&["feeds"]).contains("with a fault: item 2 (“Item 2"));
}

#[test]
fn what_is_no_feed_is_not_followed() {
    let server = Server::start([("/text", Answer::new("text/plain", "Boats."))]);
    let home = Home::new();
    for (address, told) in [
        (server.at("/text"), "it is no feed"),
        (server.at("/none"), "nothing at this address"),
        ("ftp://a.example/feed".to_owned(), "http and https alone"),
        ("news".to_owned(), "not an address"),
    ] {
        let ended = home.run(&["add", &address]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
        assert!(ended.err.starts_with(&format!("byline: {address}: ")) && ended.err.contains(told), "{ended:?}");
    }
    assert!(home.feeds().is_empty());
    assert_eq!(home.run(&["add"]).code, Some(2));
}

#[test]
fn a_refresh_brings_what_is_new_and_changed() {
    let server = Server::start([("/feed", Answer::feed(rss("E", &[(1, "One.")])).with("ETag", "\"1\""))]);
    let home = Home::new();
    home.done(&["add", &server.at("/feed")]);
    assert_eq!(home.refresh()[0]["outcome"], "unchanged");
    assert_eq!(server.asked().last().unwrap().headers["if-none-match"], "\"1\"");
    server.set("/feed", Answer::feed(rss("E", &[(3, "Three."), (2, "Two."), (1, "One, corrected.")])));
    let line = home.refresh().remove(0);
    assert_eq!((&line["added"], &line["changed"]), (&Value::from(2), &Value::from(1)));
    // The same again, without a validator: nothing is new.
    let line = home.refresh().remove(0);
    assert_eq!((&line["added"], &line["changed"]), (&Value::from(0), &Value::from(0)));
    assert_eq!(home.feeds()[0]["articles"], 3);
    assert_eq!(home.done(&["refresh"]), "1 feed: 0 new articles\n");
}

#[test]
fn a_refresh_without_news_writes_nothing() {
    let server = Server::start([("/a", Answer::feed(rss("A", &[(1, "One.")])).with("ETag", "\"1\""))]);
    server.set("/b", Answer::feed(rss("B", &[(1, "One.")])));
    let home = Home::new();
    home.done(&["add", &server.at("/a"), &server.at("/b")]);
    let before = home.library();
    assert_eq!(home.refresh().len(), 2);
    assert!(home.library() == before, "a row was written");
}

#[test]
fn named_feeds_alone_are_refreshed() {
    let server = Server::start([("/a", Answer::feed(rss("Boats", &[]))), ("/b", Answer::feed(rss("Tides", &[])))]);
    let home = Home::new();
    home.done(&["add", &server.at("/a"), &server.at("/b")]);
    home.done(&["refresh", "boats"]);
    home.done(&["refresh", &server.at("/b").replace("http://", "HTTP://").replace("/b", "/x/../b#top")]);
    assert_eq!(server.paths(), ["/a", "/b", "/a", "/b"]);
    let ended = home.run(&["refresh", "gulls"]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    assert!(ended.err.contains("gulls: no feed of this name"), "{ended:?}");
    server.set("/a", Answer::status(500));
    assert_eq!(home.run(&["refresh", "Boats"]).code, Some(1));
    assert_eq!(home.run(&["refresh"]).code, Some(0));
}

#[test]
fn a_feed_that_moved_for_good_is_asked_there_from_now_on() {
    let server = Server::start([
        ("/old", Answer::redirect(301, "/new")),
        ("/for-now", Answer::redirect(302, "/new")),
        ("/parked", Answer::redirect(301, "/page")),
        ("/new", Answer::feed(rss("E", &[]))),
        ("/page", Answer::page("<!doctype html><p>For sale.")),
    ]);
    let home = Home::new();
    home.write("urls", &["/parked", "/for-now", "/old"].map(|path| server.at(path)).join("\n"));
    home.done(&["import", "urls"]);
    home.refresh();
    let mut addresses: Vec<_> = home.feeds().iter().map(|feed| feed["address"].as_str().unwrap().to_owned()).collect();
    addresses.sort();
    assert_eq!(addresses, [server.at("/for-now"), server.at("/new"), server.at("/parked")]);
}

#[test]
fn a_server_that_asks_to_wait_is_left_alone() {
    let (line, feed) = refreshed(Answer::status(429).with("Retry-After", "3600"));
    assert!(line["error"].as_str().unwrap().contains("too busy (status 429)"), "{line}");
    assert!(feed["next_try"].is_string() && feed["next_try"] == line["next_try"], "{feed}");
    let server = Server::start([("/feed", Answer::status(503).with("Retry-After", "3600"))]);
    let home = Home::new();
    home.write("urls", &server.at("/feed"));
    home.done(&["import", "urls"]);
    home.refresh();
    assert_eq!(home.done(&["refresh"]), "0 feeds: 0 new articles; 1 feed not due yet, see byline feeds\n");
    assert_eq!(server.paths().len(), 1);
    assert!(home.done(&["feeds"]).contains("    next try 2"));
    // Asked for by name, it is asked all the same.
    server.set("/feed", Answer::feed(rss("E", &[(1, "One.")])));
    assert_eq!(home.done(&["refresh", &server.at("/feed")]), "1 feed: 1 new article\n");
    assert!(home.feeds()[0]["next_try"].is_null());
}

#[test]
fn pages_are_fetched_where_the_full_text_is_wanted() {
    let text =
        "The boats came back to the harbour on Monday, and the whole town stood on the quay to see them. ".repeat(5);
    let page = format!(
        "<!doctype html><html><head><title>Item 1</title></head><body><article><p>{text}</p></article></body></html>"
    );
    let server = Server::start([("/feed", Answer::feed(rss("E", &[(1, "In short.")]))), ("/1", Answer::page(page))]);
    let home = Home::new();
    home.done(&["add", "--full-text", &server.at("/feed")]);
    assert_eq!(server.paths(), ["/feed", "/1"]);
    assert_eq!(home.feeds()[0]["full_text"], true);
    // What failed to come stays a summary, and is tried again a few times; what is known is not fetched again.
    server.set("/feed", Answer::feed(rss("E", &[(2, "In short."), (1, "In short.")])));
    assert_eq!(home.done(&["refresh"]), "1 feed: 1 new article\n");
    assert_eq!(server.paths()[2..], ["/feed", "/2"]);
    // Where its server asks to wait, that is no try.
    server.set("/2", Answer::status(429));
    home.done(&["refresh"]);
    assert_eq!(server.paths()[4..], ["/feed", "/2"]);
    server.set("/2", Answer::status(404));
    let error = || home.feeds()[0]["error"].clone();
    assert!(error().as_str().unwrap().starts_with("full texts: 1 could not be had, the last: the server is too busy"));
    for _ in 0..4 {
        assert_eq!(home.done(&["refresh"]), "1 feed: 0 new articles\n");
    }
    assert!(error().as_str().unwrap().contains("nothing at this address"), "{:?}", error());
    assert_eq!(server.paths()[6..], ["/feed", "/2", "/feed", "/2", "/feed", "/2", "/feed", "/2"]);
    home.done(&["refresh"]);
    assert_eq!((&server.paths()[14..], error()), (&["/feed".to_owned()][..], Value::Null), "not for ever");
}

#[test]
fn a_page_that_failed_is_fetched_with_a_later_refresh() {
    let feed = Answer::feed(rss("E", &[(1, "In short.")])).with("ETag", "\"1\"");
    let server = Server::start([("/feed", feed.clone()), ("/1", Answer::status(500))]);
    let home = Home::new();
    let ended = home.run(&["add", "--full-text", &server.at("/feed")]);
    assert!(ended.err.contains("full texts: 1 could not be had, the last: the server failed"), "{ended:?}");
    let found = || lines(&home.done(&["search", "--json", "quay"])).len();
    assert_eq!(found(), 0);
    let text = "The boats came back, and the whole town stood on the quay to see them. ".repeat(9);
    let page = format!("<!doctype html><title>Item 1</title><article><p>{text}</p></article>");
    server.set("/1", Answer::page(page));
    // While the feed itself is not to be had, its pages are not either.
    server.set("/feed", Answer::status(500));
    home.refresh();
    assert_eq!(server.paths(), ["/feed", "/1", "/feed"]);
    server.set("/feed", feed);
    home.done(&["refresh", "E"]);
    assert_eq!((server.paths().split_off(3), found()), (vec!["/feed".to_owned(), "/1".to_owned()], 1));
}

#[test]
fn lists_come_in_and_go_out() {
    let home = Home::new();
    home.write(
        "list.opml",
        "<opml version='2.0'><body><outline text='News'><outline text='The A' xmlUrl='https://a.example/feed'/></outline>\
         <outline text='B &amp; C' xmlUrl='https://b.example/feed' category='x,y'/><outline xmlUrl='ftp://c'/></body></opml>",
    );
    let ended = home.run(&["import", "list.opml"]);
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.err, "byline: ftp://c: only http and https addresses can be followed\n");
    assert_eq!(ended.out, "Following 2 new feeds; 1 line left out; byline refresh fetches what they have\n");
    let opml = home.done(&["export", "--opml"]);
    assert!(opml.contains("text=\"B &amp; C\"") && opml.contains("category=\"x,y\""), "{opml}");
    let before = home.feeds();
    let other = Home::new();
    other.write("list.opml", &opml);
    other.done(&["import", "list.opml"]);
    assert_eq!(other.feeds(), before);
    assert_eq!(other.done(&["export", "--opml"]), opml);
    other.write("urls", "https://a.example/feed\nhttps://d.example/feed sea \"~The D\"\n");
    assert!(other.done(&["import", "urls"]).starts_with("Following 1 new feed; 1 feed followed already"));
    assert!(other.feeds().iter().any(|feed| feed["name"] == "The D" && feed["tags"] == serde_json::json!(["sea"])));
    other.write("empty.opml", "<opml><body/></opml>");
    let ended = other.run(&["import", "empty.opml"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("empty.opml: no feed is named in it"), "{ended:?}");
    assert!(other.done(&["export"]).starts_with("{\"kind\":\"library\""), "without --opml, it is all that there is");
}

#[test]
fn a_feed_can_be_followed_no_longer() {
    let server =
        Server::start([("/a", Answer::feed(rss("Boats", &[(1, "One.")]))), ("/b", Answer::feed(rss("Tides", &[])))]);
    let home = Home::new();
    home.done(&["add", &server.at("/a"), &server.at("/b")]);
    assert_eq!(home.done(&["unfollow", "Boats"]), format!("No longer following Boats ({})\n", server.at("/a")));
    assert_eq!(home.feeds().len(), 1);
    assert_eq!(home.run(&["unfollow", "Boats"]).code, Some(1));
}

#[test]
fn a_page_is_read_and_kept() {
    let text =
        "The boats came back to the harbour on Monday, and the whole town stood on the quay to see them. ".repeat(5);
    let page = format!(
        "<!doctype html><html><head><title>Boats</title></head><body><article><p>{text}</p></article></body></html>"
    );
    let server = Server::start([("/boats", Answer::page(page)), ("/feed", Answer::feed(rss("E", &[])))]);
    let home = Home::new();
    let out = home.done(&[&server.at("/boats")]);
    assert_eq!(out, format!("Boats\n\n{}\n", text.trim()));
    let before = home.library();
    let identity = format!("web:{}", server.at("/boats"));
    assert!(before.windows(identity.len()).any(|bytes| bytes == identity.as_bytes()), "it was not kept");
    home.done(&[&server.at("/boats")]);
    assert!(home.library() == before, "the same page was kept twice");
    let ended = home.run(&[&server.at("/feed")]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("a feed, not an article; follow it with `byline add`"), "{ended:?}");
    assert!(home.run(&[&server.at("/none")]).err.contains("there is nothing at this address"));
    let json = lines(&home.done(&["analyze", "--json", &server.at("/boats")]));
    assert_eq!((&json[0]["title"], &json[0]["link"]), (&Value::from("Boats"), &Value::from(server.at("/boats"))));
}

/// Starts a refresh of four feeds, of which the last is held back, and waits until the others are kept.
fn three_of_four(server: &Server, home: &Home) -> Child {
    let urls: Vec<_> = (0..4).map(|number| server.at(&format!("/{number}"))).collect();
    home.write("urls", &urls.join("\n"));
    home.done(&["import", "urls"]);
    let mut refresh = home.byline(&["refresh", "--json"]).spawn().unwrap();
    let told = BufReader::new(refresh.stdout.take().unwrap()).lines().take(3).map(Result::unwrap);
    assert_eq!(lines(&told.collect::<Vec<_>>().join("\n")).iter().filter(|line| line["added"] == 2).count(), 3);
    refresh
}

fn four_feeds() -> (Server, std::sync::mpsc::Sender<()>) {
    let feed = |number| Answer::feed(rss(&format!("Feed {number}"), &[(1, "One."), (2, "Two.")])).with("ETag", "\"1\"");
    let server = Server::start([("/0", feed(0)), ("/1", feed(1)), ("/2", feed(2))]);
    let (held, release) = feed(3).held();
    server.set("/3", held);
    (server, release)
}

#[test]
fn a_refresh_that_is_killed_leaves_the_library_whole() {
    let (server, release) = four_feeds();
    let home = Home::new();
    let mut refresh = three_of_four(&server, &home);
    refresh.kill().unwrap();
    refresh.wait().unwrap();
    drop(release);
    let articles = |home: &Home| home.feeds().iter().map(|feed| feed["articles"].as_u64().unwrap()).sum::<u64>();
    assert_eq!(articles(&home), 6);
    let added: u64 = home.refresh().iter().map(|line| line["added"].as_u64().unwrap()).sum();
    assert_eq!((added, articles(&home)), (2, 8));
}

#[test]
fn a_refresh_that_loses_the_network_is_completed_by_the_next() {
    let (server, release) = four_feeds();
    let home = Home::new();
    let mut refresh = three_of_four(&server, &home);
    server.set("/3", Answer::feed(rss("Feed 3", &[(1, "One."), (2, "Two.")])));
    // The server goes in the midst of the last answer.
    server.hang_up();
    drop(release);
    assert!(refresh.wait().unwrap().success());
    let failed: Vec<_> = home.feeds().into_iter().filter(|feed| feed["failures"] == 1).collect();
    assert!(failed.len() == 1 && failed[0]["next_try"].is_null(), "{failed:?}");
    let added: u64 = home.refresh().iter().map(|line| line["added"].as_u64().unwrap()).sum();
    assert_eq!(added, 2);
    assert!(home.feeds().iter().all(|feed| feed["articles"] == 2 && feed["error"].is_null()));
}

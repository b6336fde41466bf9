//! Each fault of a server, a feed and a page as the program tells it, against a web server on the loopback; and feeds that
//! mean harm.

mod home;
#[expect(dead_code, reason = "the other test programs that share it use the rest")]
mod loopback;

use std::io::Write;

use home::{Home, refreshed, rss};
use loopback::{Answer, Body, Server};
use serde_json::Value;

#[track_caller]
fn fails(answer: Answer, saying: &str) {
    let (line, feed) = refreshed(answer);
    assert_eq!(line["outcome"], "failed", "{line}");
    assert!(line["error"].as_str().unwrap().contains(saying), "{line}");
    assert_eq!((&feed["error"], &feed["failures"]), (&line["error"], &Value::from(1)));
    assert!(feed["failed_at"].is_string() && feed["succeeded_at"].is_null(), "{feed}");
}

#[track_caller]
fn reads(answer: Answer, articles: u64, fault: Option<&str>) {
    let (line, feed) = refreshed(answer);
    assert_eq!((line["outcome"].as_str(), line["added"].as_u64()), (Some("read"), Some(articles)), "{line}");
    assert_eq!(feed["articles"], articles);
    assert!(feed["succeeded_at"].is_string() && feed["failed_at"].is_null(), "{feed}");
    match fault {
        Some(fault) => assert!(feed["error"].as_str().unwrap().contains(fault), "{feed}"),
        None => assert!(feed["error"].is_null(), "{feed}"),
    }
}

#[test]
fn every_fault_of_a_server_is_told() {
    fails(Answer::status(404), "nothing at this address (status 404); check it");
    fails(Answer::status(410), "gone for good");
    fails(Answer::status(500), "the server failed (status 500); try again later");
    fails(Answer::status(403), "lets byline not see it (status 403)");
    fails(Answer::feed("").sent(Body::CutOff(rss("E", &[(1, "One.")]).into_bytes(), 100)), "broke off");
    fails(Answer::feed("").sent(Body::Endless(vec![b' '; 1 << 20])), "larger than 64 MiB");
    fails(Answer::feed("x").with("Content-Encoding", "gzip"), "; try again");
    fails(Answer::redirect(301, "/feed"), "from one address to the next");
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let server = Server::start([("/feed", Answer::status(200).sent(Body::Silent))]);
    let home = Home::new();
    home.write(".config/byline/config.toml", "timeout = 1\n");
    home.write("urls", &server.at("/feed"));
    home.done(&["import", "urls"]);
    assert_eq!(home.refresh()[0]["error"], "the server took too long; try again later");
}

#[test]
fn every_fault_of_a_feed_is_told() {
    let page = "<!doctype html><html><head><link rel=alternate type='application/rss+xml' href='/rss'></head></html>";
    fails(Answer::feed(page), "a web page, not a feed; its feed is http://127.0.0.1:");
    fails(Answer::feed(" "), "the answer is empty");
    fails(Answer::feed("Nothing here."), "it is no feed");
    fails(Answer::feed("\u{1}\u{2}\0\0"), "it is no text");
    fails(Answer::feed("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": ["), "the feed is broken");
}

#[test]
fn a_broken_item_costs_no_other() {
    let broken = rss("E", &[(1, "One."), (2, "Two."), (3, "Three.")]);
    reads(Answer::feed(broken.replace("Item 2</title>", "Item 2")), 2, Some("item 2 (“Item 2"));
    reads(Answer::feed(broken.replace("Two.", "T&#27;wo &amp;&#0; \u{1b}[31m & < more")), 3, None);
    reads(Answer::feed(&broken[..broken.find("Three").unwrap()]), 2, Some("item 3 (“Item 3”)"));
    let json = "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"id\": 1, \"title\": \"One\"}, \
                {\"id\": 2, \"title\": \"a \"quote\"}, {\"id\": 3, \"title\": \"Three\"}, {\"id";
    reads(Answer::feed(json), 2, Some("item 2 is broken and left out"));
}

#[test]
fn encodings_and_compression_are_understood() {
    let raw = rss("René", &[(1, "“Naïve”")]);
    let (latin, ..) = encoding_rs::WINDOWS_1252.encode(&raw);
    reads(Answer::new("text/xml; charset=windows-1252", latin.into_owned()), 1, None);
    reads(Answer::new("text/xml; charset=iso-8859-1", raw.clone()), 1, None);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(raw.as_bytes()).unwrap();
    reads(Answer::feed(gzip.finish().unwrap()).with("Content-Encoding", "gzip"), 1, None);
}

/// Nobody waits for long where that is what is to be told; all else has the time that a busy machine needs.
fn patience_for(saying: &str) -> &'static str {
    if saying.contains("took too long") { "timeout = 1\n" } else { "timeout = 60\n" }
}

/// What `byline URL` says of a page that cannot be had.
#[track_caller]
fn page_fails(answer: Answer, saying: &str) {
    let server = Server::start([("/page", answer), ("/circle", Answer::redirect(302, "/circle"))]);
    let home = Home::new();
    home.write(".config/byline/config.toml", patience_for(saying));
    let address = server.at("/page");
    let ended = home.run(&[&address]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{ended:?}");
    assert!(ended.err.starts_with(&format!("byline: {address}")) && ended.err.contains(saying), "{ended:?}");
    assert_eq!(home.library(), b"", "nothing is kept");
}

#[test]
fn every_fault_of_a_page_is_told() {
    page_fails(Answer::status(410), "gone for good");
    page_fails(Answer::status(403), "lets byline not see it (status 403)");
    page_fails(Answer::status(503), "too busy (status 503)");
    page_fails(Answer::status(500), "the server failed (status 500); try again later");
    page_fails(Answer::redirect(302, "/circle"), "from one address to the next");
    page_fails(Answer::redirect(302, "file:///etc/passwd"), "http and https alone");
    page_fails(Answer::page("").sent(Body::CutOff(b"<p>The boats are back.".to_vec(), 9)), "broke off");
    page_fails(Answer::page("").sent(Body::Endless(vec![b' '; 1 << 20])), "larger than 16 MiB");
    page_fails(Answer::page("x").with("Content-Encoding", "gzip"), "; try again");
    page_fails(Answer::status(200).sent(Body::Silent), "the server took too long");
    page_fails(Answer::page("").sent(Body::Stalled(b"<p>The boats".to_vec())), "the server took too long");
    page_fails(Answer::new("image/png", "\u{1}PNG\0\0"), "not a text; byline reads");
    page_fails(
        Answer::page("<!doctype html><script>boats()</script>"),
        "no article was found in this page; open it in a browser",
    );
}

#[test]
fn hostile_feeds_are_read_or_refused() {
    let deep = format!("{}boats{}", "<div><b>".repeat(5_000), "</b></div>".repeat(5_000));
    reads(Answer::feed(rss("Deep", &[(1, &format!("<![CDATA[{deep}]]>"))])), 1, None);
    let huge = "The boats are back. ".repeat(50_000);
    reads(Answer::feed(rss("Huge", &[(1, &huge), (2, "Short.")])), 2, None);
    let nested = format!("<rss version='2.0'><channel>{}", "<item>".repeat(5_000));
    fails(Answer::feed(nested), "the feed is broken");
    let many: Vec<_> = (0..1_000).map(|number| (number, "")).collect();
    reads(Answer::feed(rss("Many", &many)), 1_000, None);
    let one_key = "<item><guid>a</guid><title>T</title></item>".repeat(1_000);
    reads(Answer::feed(format!("<rss version='2.0'><channel>{one_key}</channel></rss>")), 1, None);
    let entities = "<!DOCTYPE rss [<!ENTITY a 'boats'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
    reads(Answer::feed(format!("{entities}{}", rss("E", &[(1, "&b; and &b;")]))), 1, None);
}

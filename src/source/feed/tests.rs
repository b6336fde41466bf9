//! Feeds as whole documents: every kind, every fault, and what tells one item from another.

use proptest::prelude::*;

use super::*;
use crate::article::{Date, Key, KeyKind, Reach};

const ADDRESS: &str = "https://news.example/feeds/all.xml";

#[track_caller]
fn feed(raw: &str) -> Feed {
    parse(raw.as_bytes(), None, ADDRESS).unwrap()
}

fn rss(items: &str) -> String {
    format!("<?xml version='1.0'?><rss version='2.0'><channel><title>The Estuary</title>{items}</channel></rss>")
}

/// Each item in short: the first key that is its own, its title, its text.
fn shown(feed: &Feed) -> Vec<String> {
    let line = |item: &Item| {
        let key = item.identity.0.iter().find(|key| key.reach == Reach::One).unwrap();
        format!("{} | {} | {}", key.words, item.article.title.text, item.article.text.as_str())
    };
    feed.items.iter().map(line).collect()
}

#[track_caller]
fn check(raw: &str, items: &[&str]) {
    let feed = feed(raw);
    assert_eq!(shown(&feed), items);
    assert!(feed.faults.is_empty(), "{:?}", feed.faults);
}

#[test]
fn rss_is_read() {
    let feed = feed(
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
         <channel><title>The Estuary</title><link>https://news.example/</link><item><guid>7</guid><title>Boats &amp; tides</title>\
         <link>/boats?a=1</link><dc:creator>By Jane Roe</dc:creator><pubDate>Thu, 02 Jan 2020 03:04:05 GMT</pubDate>\
         <description>In short.</description><content:encoded><![CDATA[<p>The <em>boats</em> are back.</p><p>See <a href='/all'>all</a>.]]>\
         </content:encoded></item></channel></rss>",
    );
    assert_eq!(feed.title.as_ref().map(CleanLine::as_str), Some("The Estuary"));
    assert_eq!(feed.site.as_ref().map(CleanLine::as_str), Some("https://news.example/"));
    assert_eq!(shown(&feed), ["id:7 | Boats & tides | The boats are back.\n\nSee all."]);
    let Item { article, extent, .. } = &feed.items[0];
    assert_eq!(*extent, Extent::Full);
    assert_eq!(article.byline.as_ref().map(CleanLine::as_str), Some("Jane Roe"));
    assert_eq!(article.site, feed.title);
    assert_eq!(article.date, Date::parse("2020-01-02T03:04:05Z"));
    assert_eq!(article.link.as_ref().map(CleanLine::as_str), Some("https://news.example/boats?a=1"));
    assert_eq!(article.marks.len(), 2);
}

#[test]
fn atom_is_read() {
    let feed = feed(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Estuary</title><link rel='self' href='all.xml'/>\
         <link href='https://news.example/'/><author><name>Jane Roe</name></author><entry><id>tag:1</id>\
         <title type='html'>Boats &lt;b&gt;back&lt;/b&gt;</title><link rel='enclosure' href='x.mp3'/><link href='boats'/>\
         <updated>2020-01-02T03:04:05+02:00</updated><summary>Short.</summary><content type='xhtml'>\
         <div xmlns='http://www.w3.org/1999/xhtml'><p>The boats <b>are</b> back.</p></div></content></entry></feed>",
    );
    assert_eq!(feed.site.as_ref().map(CleanLine::as_str), Some("https://news.example/"));
    assert_eq!(shown(&feed), ["id:tag:1 | Boats back | The boats are back."]);
    let article = &feed.items[0].article;
    assert_eq!(article.byline.as_ref().map(CleanLine::as_str), Some("Jane Roe"));
    assert_eq!(article.link.as_ref().map(CleanLine::as_str), Some("https://news.example/feeds/boats"));
    assert_eq!(article.date, Date::parse("2020-01-02T01:04:05Z"));
}

#[test]
fn json_feed_is_read() {
    let feed = feed(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Estuary", "home_page_url": "https://news.example/",
            "authors": [{"name": "Jane Roe"}], "items": [
            {"id": 7, "url": "/boats", "title": "Boats", "content_html": "<p>They are <b>back</b>.", "date_published": "2020-01-02T03:04:05Z"},
            {"id": "8", "content_text": "No title.\n\nTwo paragraphs."}, {"id": "9", "title": 3, "content_text": "broken"}]}"#,
    );
    assert_eq!(shown(&feed), ["id:7 | Boats | They are back.", "id:8 | No title. | No title.\n\nTwo paragraphs."]);
    assert_eq!(feed.items[0].article.byline.as_ref().map(CleanLine::as_str), Some("Jane Roe"));
    assert_eq!(feed.faults.len(), 1);
    assert!(feed.faults[0].as_str().starts_with("item 3 is broken and left out: "), "{:?}", feed.faults);
}

#[test]
fn old_versions_are_read() {
    let item =
        "<item><title>A</title><link>https://a.example/1</link><description>The boats are back.</description></item>";
    for root in ["version='0.91'", "version='0.94'", "", "version='2.0' xmlns='http://backend.userland.com/rss2'"] {
        let raw = format!("<rss {root}><channel><title>T</title>{item}</channel></rss>");
        check(&raw, &["link:https://a.example/1 | A | The boats are back."]);
    }
    for namespace in ["http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"] {
        let raw = format!(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='{namespace}'>\
             <channel><title>T</title></channel>{item}</rdf:RDF>"
        );
        check(&raw, &["link:https://a.example/1 | A | The boats are back."]);
    }
    check(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><id>1</id><title>A</title>\
         <content type='text/html' mode='escaped'>&lt;p&gt;The boats.</content></entry></feed>",
        &["id:1 | A | The boats."],
    );
}

#[test]
fn dates_are_understood_as_feeds_write_them() {
    for written in [
        "Thu, 02 Jan 2020 03:04:05 GMT",
        "Thu, 2 January 2020 3:04:05 UTC",
        "Thursday, 02 Jan 2020 03:04:05 +0000",
        "Jan 02 2020 03:04:05 GMT",
        "Don, 02 Jan 2020 03:04:05 Z",
        "2020-01-02T03:04:05Z",
        "2020-01-02T05:04:05+0200",
    ] {
        let feed = feed(&rss(&format!("<item><title>A</title><pubDate>{written}</pubDate></item>")));
        assert_eq!(feed.items[0].article.date, Date::parse("2020-01-02T03:04:05Z"), "{written}");
    }
}

#[test]
fn an_item_is_known_by_its_id_else_its_link_else_its_title_and_date() {
    check(
        &rss("<item><guid>a</guid><link>https://a.example/1</link><title>A</title></item>\
              <item><link>https://a.example/2</link><title>A</title></item>\
              <item><title>A</title><pubDate>Thu, 02 Jan 2020 03:04:05 GMT</pubDate></item><item><title>A</title></item>"),
        &[
            "id:a | A | A",
            "link:https://a.example/2 | A | A",
            "title:A\n2020-01-02T03:04:05Z | A | A",
            "title:A\n | A | A",
        ],
    );
}

/// The keys of each item, those that others share in brackets.
#[track_caller]
fn keys(items: &str) -> Vec<Vec<String>> {
    let shown = |key: &Key| match (key.reach, key.kind) {
        // What stands behind its first line is a digest.
        (_, KeyKind::Whole) => format!("{} …", key.words.lines().next().unwrap()),
        (Reach::One, _) => key.words.clone(),
        (Reach::Several, _) => format!("[{}]", key.words),
    };
    feed(&rss(items)).items.iter().map(|item| item.identity.0.iter().map(shown).collect()).collect()
}

#[test]
fn marks_that_items_share_are_told_from_their_own() {
    let shared = "<item><guid>all</guid><link>https://a.example/1</link><title>A</title></item>\
                  <item><guid>all</guid><link>https://a.example/</link><title>B</title></item>\
                  <item><link>http://a.example/</link><title>C</title></item><item><title>D</title></item>";
    assert_eq!(
        keys(shared),
        [
            vec!["[id:all]", "link:https://a.example/1", "link:https://a.example/1 …", "title:A\n"],
            vec!["[id:all]", "[link:https://a.example/]", "link:https://a.example/ …", "title:B\n"],
            vec!["[link:http://a.example/]", "link:http://a.example/ …", "title:C\n"],
            vec!["title:D\n", "title:D …"],
        ]
    );
    let alike = "<item><title>A</title><description>One.</description></item>\
                 <item><title>A</title><description>Two.</description></item><item><description>Three.</description></item>";
    assert_eq!(keys(alike), [vec!["[title:A\n]", "title:A …"], vec!["[title:A\n]", "title:A …"], vec!["title: …"]]);
    let twice = "<item><guid>a</guid><title>A</title></item><item><guid>a</guid><title>A</title></item>";
    assert_eq!(keys(twice), [["id:a", "id:a …", "title:A\n"]]);
}

#[test]
fn a_broken_item_costs_no_other() {
    let feed = feed(&rss(
        "<item><guid>1</guid><title>One</title></item><item><guid>2</guid><title>Two &amp; a half</title><b></item>\
         <item><guid>3</guid><title>Three</title></item>",
    ));
    assert_eq!(shown(&feed), ["id:1 | One | One", "id:3 | Three | Three"]);
    assert_eq!(feed.faults.len(), 1);
    assert!(feed.faults[0].as_str().starts_with("item 2 (“Two &amp; a half”) is broken and left out: "), "{feed:?}");
    assert_eq!(feed.title.as_ref().map(CleanLine::as_str), Some("The Estuary"));
}

#[track_caller]
fn author(told: &str, wanted: Option<&str>) {
    let item = format!("<item><guid>1</guid><title>One</title><author>{told}</author></item>");
    let feed = feed(&format!("<rss version='2.0'><channel><title>E</title>{item}</channel></rss>"));
    assert_eq!(feed.items[0].article.byline.as_ref().map(CleanLine::as_str), wanted, "{told}");
}

#[test]
fn authors_are_called_by_their_names() {
    author("anna@news.example (Anna Author)", Some("Anna Author"));
    author("anna@news.example ( Anna van Author )", Some("Anna van Author"));
    author("anna@news.example", None);
    author("Anna Author", Some("Anna Author"));
    author("Anna (Annie) Author", Some("Anna (Annie) Author"));
}

#[test]
fn an_author_over_whom_the_parser_panics_costs_one_item() {
    let feed =
        feed(&rss("<managingEditor>（a@b.example</managingEditor><item><guid>1</guid><title>One</title></item>\
         <item><guid>2</guid><title>Two</title><author>（editor@a.example</author></item>"));
    assert_eq!(shown(&feed), ["id:1 | One | One"]);
    assert_eq!(feed.faults[0].as_str(), "item 2 (“Two”) is broken and left out: byline stumbled over it");
}

#[test]
fn a_feed_that_breaks_off_gives_what_is_whole() {
    let whole = rss("<item><guid>1</guid><title>One</title></item><item><guid>2</guid><title>Two</title></item>");
    let feed = feed(&whole[..whole.find("Two").unwrap()]);
    assert_eq!(shown(&feed), ["id:1 | One | One"]);
    assert_eq!(feed.faults.len(), 1);
}

#[test]
fn illegal_signs_cost_nothing() {
    check(
        &rss("<item><guid>1</guid><title>Red &#27;[31m&#x0;alert\u{1b}</title><link>https://a.example/?a=1&b=2</link>\
              <description>Q&A &nbsp; 1 < 2</description></item><item><guid>2</guid><title>Ben &amp; Ann</title></item>"),
        &["id:1 | Red [31malert | Q&A 1 < 2", "id:2 | Ben & Ann | Ben & Ann"],
    );
    let with_nul = rss("<item><guid>1</guid><title>A\0B</title></item>");
    check(&with_nul, &["id:1 | AB | AB"]);
}

#[test]
fn escapes_do_not_pass_the_gate() {
    let raw = r#"{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "\u001b]8;;x\u0007A\u202eB", "content_text": "\u001b[31mred\u0085"}]}"#;
    check(raw, &["id:1 | AB | red"]);
}

#[test]
fn encodings_are_understood() {
    let raw = rss("<item><guid>1</guid><title>René</title><description>“Naïve”</description></item>");
    let expected = ["id:1 | René | “Naïve”"];
    let (windows, ..) = encoding_rs::WINDOWS_1252.encode(&raw);
    let declared = windows.iter().copied().collect::<Vec<_>>();
    let declared =
        [b"<?xml version='1.0' encoding='windows-1252'?>".as_slice(), &declared["<?xml version='1.0'?>".len()..]]
            .concat();
    let utf16: Vec<u8> = raw.encode_utf16().flat_map(u16::to_le_bytes).collect();
    // What is declared is wrong, and the bytes are UTF-8.
    let falsely = raw.replace("<?xml version='1.0'?>", "<?xml version='1.0' encoding='iso-8859-1'?>");
    for (bytes, charset) in [
        (windows.as_ref(), Some("windows-1252")),
        (declared.as_slice(), None),
        (utf16.as_slice(), None),
        (falsely.as_bytes(), Some("iso-8859-1")),
        ([b"\xef\xbb\xbf", raw.as_bytes()].concat().as_slice(), None),
    ] {
        assert_eq!(shown(&parse(bytes, charset, ADDRESS).unwrap()), expected);
    }
}

#[test]
fn what_is_a_summary_is_told() {
    let long = "The boats are back in the harbour. ".repeat(40);
    for (item, extent) in [
        ("<link>https://a.example</link><description>In short.</description>".to_owned(), Extent::Summary),
        (format!("<link>https://a.example</link><description>{long}</description>"), Extent::Full),
        (format!("<link>https://a.example</link><description>{long} […]</description>"), Extent::Summary),
        ("<link>https://a.example</link><content:encoded>A short note.</content:encoded>".to_owned(), Extent::Full),
        (
            format!(
                "<link>https://a.example</link><content:encoded>{long}&lt;p&gt;&lt;a&gt;Read more »</content:encoded>"
            ),
            Extent::Summary,
        ),
        ("<description>Nowhere to go on.</description>".to_owned(), Extent::Full),
        ("<link>https://a.example</link>".to_owned(), Extent::Summary),
        (
            format!(
                "<link>https://a.example</link><description>{long}</description><content:encoded>x</content:encoded>"
            ),
            Extent::Full,
        ),
    ] {
        let feed = feed(&rss(&format!("<item><title>A</title>{item}</item>")));
        assert_eq!(feed.items[0].extent, extent, "{item}");
    }
}

#[test]
fn loose_markup_is_read_as_markup() {
    check(
        &rss("<item><guid>1</guid><title>A</title><description>One<br>two <b>three</b><p>Four.</description></item>"),
        &["id:1 | A | One two three\n\nFour."],
    );
}

#[test]
fn what_is_no_feed_says_what_it_is() {
    let fault = |raw: &[u8]| parse(raw, None, ADDRESS).unwrap_err();
    assert_eq!(fault(b" \n"), FeedError::Empty);
    assert_eq!(fault(b"\x89PNG\x0d\x0a\x1a\x0a\0\0\0\x0dIHDR"), FeedError::Binary);
    assert_eq!(fault(b"Not found."), FeedError::Unknown);
    assert_eq!(fault(b"<opml><body/></opml>"), FeedError::Unknown);
    assert_eq!(fault(b"{\"items\": []}"), FeedError::Unknown);
    assert!(matches!(fault(b"{\"version\": "), FeedError::Broken(_)));
    assert!(matches!(fault(b"<rss><channel><item><title>a</channel>"), FeedError::Broken(_)));
    let page = b"<!DOCTYPE html><html><head><link rel=alternate type=application/rss+xml href=/rss></head></html>";
    let fault = fault(page);
    assert_eq!(fault.to_string(), "it is a web page, not a feed; its feed is https://news.example/rss");
}

#[test]
fn an_empty_feed_is_one() {
    check(&rss(""), &[]);
}

#[test]
fn hostile_feeds_give_nothing() {
    for unit in ["<item>", "</item", "<item><![CDATA[</item>", "<rss>", "<item><title>x</title><b></item>", "<", "]]>"]
    {
        let raw = rss(&unit.repeat(100_000 / unit.len()));
        let read = parse(raw.as_bytes(), None, ADDRESS);
        assert!(read.as_ref().map_or(true, |feed| feed.items.is_empty()), "{unit}: {read:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_give_a_feed_or_a_fault(raw in "(<(rss|channel|item|title|link|guid|description|feed|entry|content type='html'|author|!\\[CDATA\\[)>|</(channel|item|title|link|guid|description|entry|author)>|[a-z@.é（ ]{1,6}|&[a-z#0-9]{0,3};?|\\]\\]>|\u{1b}){0,60}") {
        for root in ["<rss><channel>", "<feed>", ""] {
            let _ = parse(format!("{root}{raw}").as_bytes(), None, ADDRESS).map(|feed| {
                for item in &feed.items {
                    assert!(!item.article.blocks.is_empty() && !item.article.title.text.is_empty());
                }
            });
        }
    }
}

//! Lists of feeds, as readers give them to one another: OPML in and out, newsboat's `urls` file in.
//!
//! It knows no library; whether a feed is followed already is not its matter.

use std::{collections::BTreeMap, fmt, io};

use quick_xml::{
    Reader, Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

use super::{
    super::{html, web::web_address},
    mend,
};
use crate::text::{self, CleanLine};

/// What parts the levels of a folder.
const LEVEL: char = '/';

/// A feed in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedFeed {
    /// Where it is fetched from.
    pub address: CleanLine,
    /// What it is called.
    pub title: Option<CleanLine>,
    /// The address of its web site.
    pub site: Option<CleanLine>,
    /// The folder that it is in; levels are parted by "/".
    pub folder: Option<CleanLine>,
    /// Its tags.
    pub tags: Vec<CleanLine>,
}

/// A list of feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedList {
    /// The feeds, in their order; none twice.
    pub feeds: Vec<ListedFeed>,
    /// What could not be taken over, and why, in one line each.
    pub skipped: Vec<CleanLine>,
}

/// Why a text is no list of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListError {
    /// It is no text.
    Binary,
    /// No feed is named in it.
    NoFeeds,
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Binary => "not a text; name an OPML file, or the urls file of newsboat",
            Self::NoFeeds => "no feed is named in it; name an OPML file, or the urls file of newsboat",
        })
    }
}

impl std::error::Error for ListError {}

impl FeedList {
    /// Adds a feed. Of one that is listed again, in another folder, the folder becomes a tag.
    fn add(&mut self, feed: ListedFeed) {
        let Some(known) = self.feeds.iter_mut().find(|known| known.address == feed.address) else {
            return self.feeds.push(feed);
        };
        let folder = feed.folder.filter(|folder| known.folder.as_ref() != Some(folder));
        for tag in feed.tags.into_iter().chain(folder) {
            if !known.tags.contains(&tag) {
                known.tags.push(tag);
            }
        }
    }

    fn skip(&mut self, what: &str, why: &str) {
        self.skipped.push(CleanLine::new(&format!("{what}: {why}")));
    }
}

/// Reads a list of feeds: OPML, or lines as newsboat has them.
///
/// # Errors
/// Where no feed is named.
pub fn read_list(bytes: &[u8]) -> Result<FeedList, ListError> {
    let text = text::decode(bytes).map_err(|_| ListError::Binary)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    let list = if text.starts_with('<') { outlines(text) } else { lines(text) };
    if list.feeds.is_empty() && list.skipped.is_empty() { Err(ListError::NoFeeds) } else { Ok(list) }
}

fn outlines(text: &str) -> FeedList {
    let mended = mend::mend(text);
    let mut reader = Reader::from_str(&mended);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends) = (false, true);
    let mut list = FeedList::default();
    let mut folders: Vec<String> = Vec::new();
    loop {
        let event = match reader.read_event() {
            Ok(Event::Eof) => return list,
            Ok(event) => event,
            Err(error) => {
                list.skip("the rest of the list", &format!("it is broken ({error})"));
                return list;
            }
        };
        match event {
            Event::Start(tag) if is_outline(&tag) => {
                let name = outline(&tag, &folders, &mut list);
                folders.push(name);
            }
            Event::Empty(tag) if is_outline(&tag) => {
                outline(&tag, &folders, &mut list);
            }
            Event::End(tag) if tag.name().as_ref() == "outline" => {
                folders.pop();
            }
            _ => {}
        }
    }
}

fn is_outline(tag: &BytesStart<'_>) -> bool {
    tag.name().as_ref() == "outline"
}

/// Takes the feed of an outline; gives the name of the folder that it is where it is no feed, else an empty one.
fn outline(tag: &BytesStart<'_>, folders: &[String], list: &mut FeedList) -> String {
    let attribute = |wanted: &str| {
        let found = tag.html_attributes().flatten().find(|found| found.key.as_ref().eq_ignore_ascii_case(wanted))?;
        Some(CleanLine::new(&unescaped(&found.value))).filter(|value| !value.is_empty())
    };
    let title = attribute("title").or_else(|| attribute("text"));
    let Some(address) = attribute("xmlUrl") else {
        return title.map_or_else(String::new, |title| title.as_str().replace(LEVEL, "∕"));
    };
    let title = title.filter(|title| *title != address);
    let address = match followable(&address) {
        Ok(address) => address,
        Err(why) => {
            list.skip(address.as_str(), &why);
            return String::new();
        }
    };
    let within: Vec<_> = folders.iter().filter(|folder| !folder.is_empty()).map(String::as_str).collect();
    let folder = (!within.is_empty()).then(|| CleanLine::new(&within.join("/")));
    let tags = attribute("category").map(|tags| {
        let tags = tags.as_str().split(',').map(|tag| CleanLine::new(tag.trim().trim_start_matches('/')));
        tags.filter(|tag| !tag.is_empty()).collect()
    });
    list.add(ListedFeed { address, title, site: attribute("htmlUrl"), folder, tags: tags.unwrap_or_default() });
    String::new()
}

/// An attribute's value with what its references stand for, each alone: one that nobody knows costs no other.
fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let length = reference.find(';').map_or(1, |end| end + 1);
        let (reference, behind) = reference.split_at(length);
        match quick_xml::escape::unescape(reference) {
            Ok(known) if length > 1 => out.push_str(&known),
            // The names of HTML, of which XML has none.
            _ if length > 1 => out.push_str(&html::line(reference)),
            _ => out.push_str(reference),
        }
        rest = behind;
    }
    out + rest
}

/// One feed a line, followed by its tags; one that begins with `~` is its title.
fn lines(text: &str) -> FeedList {
    let mut list = FeedList::default();
    for line in text.lines() {
        let mut words = words(line).into_iter();
        let Some(address) = words.next() else { continue };
        let kind = ["query:", "exec:", "filter:", "file:"].iter().find(|kind| address.starts_with(**kind));
        if let Some(kind) = kind {
            let kind = kind.trim_end_matches(':');
            list.skip(&address, &format!("byline has no feeds of the kind “{kind}”"));
            continue;
        }
        let address = match followable(&CleanLine::new(&address)) {
            Ok(address) => address,
            Err(why) => {
                list.skip(&address, &why);
                continue;
            }
        };
        let mut feed = ListedFeed { address, ..ListedFeed::default() };
        for word in words {
            match word.strip_prefix('~') {
                Some(title) => feed.title = Some(CleanLine::new(title)),
                // Such a tag hides a feed in newsboat, and is none.
                None if word.starts_with('!') => {}
                None => feed.tags.push(CleanLine::new(&word)),
            }
        }
        list.add(feed);
    }
    let is_list = !list.feeds.is_empty() || list.skipped.iter().any(|line| line.as_str().contains("of the kind"));
    if is_list { list } else { FeedList::default() }
}

/// The words of a line, up to a comment; quotation marks hold a word together, and a backslash makes the next sign
/// stand for itself within them.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start().chars().peekable();
    while let Some(first) = rest.next_if(|c| *c != '#') {
        let mut word = String::new();
        if first == '"' {
            while let Some(c) = rest.next().filter(|c| *c != '"') {
                word.extend(if c == '\\' { rest.next() } else { Some(c) });
            }
        } else {
            word.push(first);
            while let Some(c) = rest.next_if(|c| !c.is_whitespace()) {
                word.push(c);
            }
        }
        words.push(word);
        while rest.next_if(|c| c.is_whitespace()).is_some() {}
    }
    words
}

/// An address as it is followed however it is written; or why it cannot be. A list names whole addresses.
fn followable(address: &CleanLine) -> Result<CleanLine, String> {
    let begins = |scheme: &str| address.as_str().get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
    if !["https://", "http://", "feed:"].iter().any(|scheme| begins(scheme)) {
        return Err("only http and https addresses can be followed".to_owned());
    }
    web_address(address.as_str()).map(|url| CleanLine::new(url.as_str())).map_err(|error| error.to_string())
}

/// Writes a list as OPML 2.0: folders as outlines around their feeds, tags as categories.
///
/// # Errors
/// What the system says where it cannot be written.
pub fn write_opml(feeds: &[ListedFeed], out: impl io::Write) -> io::Result<()> {
    let mut by_folder: BTreeMap<Vec<&str>, Vec<&ListedFeed>> = BTreeMap::new();
    for feed in feeds {
        let folder = feed.folder.as_ref().map_or("", CleanLine::as_str);
        by_folder.entry(folder.split(LEVEL).filter(|level| !level.is_empty()).collect()).or_default().push(feed);
    }
    let mut writer = Writer::new_with_indent(out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.write_event(Event::Start(BytesStart::new("opml").with_attributes([("version", "2.0")])))?;
    writer.write_event(Event::Start(BytesStart::new("head")))?;
    writer.create_element("title").write_text_content(BytesText::new("Feeds of byline"))?;
    writer.write_event(Event::End(BytesEnd::new("head")))?;
    writer.write_event(Event::Start(BytesStart::new("body")))?;
    let mut open: Vec<&str> = Vec::new();
    for (folder, feeds) in by_folder {
        let common = open.iter().zip(&folder).take_while(|(a, b)| a == b).count();
        for _ in common..open.len() {
            writer.write_event(Event::End(BytesEnd::new("outline")))?;
        }
        for level in folder.iter().skip(common) {
            writer.write_event(Event::Start(BytesStart::new("outline").with_attributes([("text", *level)])))?;
        }
        open = folder;
        for feed in feeds {
            writer.write_event(Event::Empty(written(feed)))?;
        }
    }
    for name in open.iter().map(|_| "outline").chain(["body", "opml"]) {
        writer.write_event(Event::End(BytesEnd::new(name)))?;
    }
    writer.get_mut().write_all(b"\n")
}

fn written(feed: &ListedFeed) -> BytesStart<'static> {
    let title = feed.title.as_ref().unwrap_or(&feed.address);
    let mut tag = BytesStart::new("outline");
    tag.extend_attributes([("type", "rss"), ("text", title.as_str()), ("xmlUrl", feed.address.as_str())]);
    if let Some(site) = &feed.site {
        tag.push_attribute(("htmlUrl", site.as_str()));
    }
    if !feed.tags.is_empty() {
        let tags: Vec<_> = feed.tags.iter().map(CleanLine::as_str).collect();
        tag.push_attribute(("category", tags.join(",").as_str()));
    }
    tag
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads a list and shows each feed as "address|title|folder|tags".
    #[track_caller]
    fn check(raw: &str, feeds: &[&str], skipped: &[&str]) {
        let list = read_list(raw.as_bytes()).unwrap_or_default();
        let line = |line: &Option<CleanLine>| line.as_ref().map_or("", CleanLine::as_str).to_owned();
        let shown = list.feeds.iter().map(|feed| {
            let tags: Vec<_> = feed.tags.iter().map(CleanLine::as_str).collect();
            format!("{}|{}|{}|{}", feed.address, line(&feed.title), line(&feed.folder), tags.join(","))
        });
        assert_eq!(shown.collect::<Vec<_>>(), feeds);
        let told: Vec<_> = list.skipped.iter().map(CleanLine::as_str).collect();
        assert_eq!(told, skipped);
    }

    #[test]
    fn folders_of_outlines_are_kept() {
        check(
            "<?xml version='1.0'?><opml version='1.0'><body><outline text='News'><outline text='Far &amp; wide'>\
             <outline text='A' title='The A' xmlUrl='https://a.example/?x=1&y=2' htmlUrl='https://a.example'/></outline>\
             <outline text='B' XMLURL='http://b.example' category='/x/y,z'></outline></outline>\
             <outline type='rss' text='C' xmlUrl='https://c.example'/></body></opml>",
            &[
                "https://a.example/?x=1&y=2|The A|News/Far & wide|",
                "http://b.example/|B|News|x/y,z",
                "https://c.example/|C||",
            ],
            &[],
        );
    }

    #[test]
    fn each_reference_is_understood_alone() {
        check(
            "<opml><body><outline text='Feed A &hellip; &amp;amp; &quot;q&quot; &xyzzy; R&D' xmlUrl='https://a.example/'/>\
             <outline text='Caf&eacute;'><outline text='https://b.example' xmlUrl='HTTPS://b.example#top'/></outline></body></opml>",
            &["https://a.example/|Feed A … &amp; \"q\" &xyzzy; R&D||", "https://b.example/|https://b.example|Café|"],
            &[],
        );
        check(
            "<opml><body><outline xmlUrl='http://[::1/bad'/><outline xmlUrl='feed://a.example/x'/></body></opml>",
            &["https://a.example/x|||"],
            &["http://[::1/bad: not an address; write it as https://example.org/feed"],
        );
    }

    #[test]
    fn a_feed_in_two_folders_has_the_second_as_a_tag() {
        check(
            "<opml><body><outline text='One'><outline xmlUrl='https://a.example'/></outline>\
             <outline text='Two'><outline xmlUrl='https://a.example'/></outline></body></opml>",
            &["https://a.example/||One|Two"],
            &[],
        );
    }

    #[test]
    fn a_broken_list_gives_what_stands_before() {
        check(
            "<opml><body><outline xmlUrl='https://a.example' text='Q&A'/></b><outline xmlUrl='ftp://b'/><outline xmlUrl='htt",
            &["https://a.example/|Q&A||"],
            &["ftp://b: only http and https addresses can be followed"],
        );
    }

    #[test]
    fn the_lines_of_newsboat_are_understood() {
        check(
            "# mine\nhttps://a.example news \"far away\" \"~The \\\"A\\\"\"\n\nhttp://b.example/#top !hidden # comment\n\
             \"query:Unread:unread = \\\"yes\\\"\" all\nexec:~/bin/x\nfilter:~/y:https://c.example\nfile:///d\nnonsense\n",
            &["https://a.example/|The \"A\"||news,far away", "http://b.example/|||"],
            &[
                "query:Unread:unread = \"yes\": byline has no feeds of the kind “query”",
                "exec:~/bin/x: byline has no feeds of the kind “exec”",
                "filter:~/y:https://c.example: byline has no feeds of the kind “filter”",
                "file:///d: byline has no feeds of the kind “file”",
                "nonsense: only http and https addresses can be followed",
            ],
        );
    }

    #[test]
    fn other_texts_are_no_lists() {
        assert_eq!(read_list(b"Dear all,\nthe boats are back."), Err(ListError::NoFeeds));
        assert_eq!(read_list(b"<html><p>a</p></html>"), Err(ListError::NoFeeds));
        assert_eq!(read_list(b"\x7fELF\0\0\0"), Err(ListError::Binary));
    }

    fn feed() -> impl Strategy<Value = ListedFeed> {
        let word = "[a-z&<>\"'é]{1,6}( [a-z]{1,3})?";
        let line = move || proptest::option::of(word.prop_map(|line| CleanLine::new(&line)));
        let folder = proptest::option::of("[a-c&]{1,2}(/[a-c]{1,2}){0,2}".prop_map(|line| CleanLine::new(&line)));
        let tags = proptest::collection::vec(word.prop_map(|line| CleanLine::new(&line)), 0..3);
        let title = word.prop_map(|line| Some(CleanLine::new(&line)));
        (title, line(), folder, tags).prop_map(|(title, site, folder, tags)| ListedFeed {
            address: CleanLine::default(),
            title,
            site,
            folder,
            tags,
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(mut feeds in proptest::collection::vec(feed(), 1..8)) {
            for (number, feed) in feeds.iter_mut().enumerate() {
                feed.address = CleanLine::new(&format!("https://{number}.example/?a=1&b=2"));
            }
            let mut opml = Vec::new();
            write_opml(&feeds, &mut opml).unwrap();
            let mut read = read_list(&opml).unwrap().feeds;
            read.sort_by_key(|feed| feed.address.clone());
            prop_assert_eq!(read, feeds);
        }
    }
}

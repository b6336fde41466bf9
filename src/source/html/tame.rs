//! HTML made harmless to what reads it: balanced, of bounded depth, with few attributes and without what shows no text.
//!
//! Parsing HTML by the standard takes time quadratic in depth, in the attributes of a tag and in formatting left open,
//! and picking the article out of a page takes longer still. So nothing of a page goes further as it stands: each tag
//! is written anew, and no page can hold more than is written here.

/// Elements within elements. Pages of newspapers have 20 to 40.
const DEEPEST: usize = 96;
/// Elements of a page that is still read as one; of those beyond only the paragraphs are kept.
const MOST_ELEMENTS: usize = 50_000;
/// Attributes of an element, and bytes of one's value; pictures written into the page are longer.
const MOST_ATTRIBUTES: usize = 32;
const LONGEST_VALUE: usize = 4096;
/// Bytes of a page's structured data.
const LONGEST_DATA: usize = 256 * 1024;
/// Bytes of text in a row. A longer one is parted by an empty element, since each character reference in a text takes
/// time proportional to the text before it.
const LONGEST_TEXT: usize = 8 * 1024;

/// Elements that have no content.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that go with all that is in them: it is no text, or not the article's.
const DROPPED: [&str; 17] = [
    "audio",
    "canvas",
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "select",
    "style",
    "svg",
    "script",
    "template",
    "textarea",
    "title",
    "video",
    "xmp",
];

/// Elements that end an open paragraph.
const BLOCKS: [&str; 37] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tr",
    "ul",
];

/// A page that can be parsed in time proportional to its length.
pub(super) struct Tame {
    /// The page.
    pub(super) html: String,
    /// Whether it is small enough to look for the article in it.
    pub(super) is_page: bool,
}

/// Makes a page harmless.
pub(super) fn tame(raw: &str) -> Tame {
    let mut tamer = Tamer { rest: raw, out: String::with_capacity(raw.len()), ..Tamer::default() };
    tamer.run();
    Tame { html: tamer.out, is_page: tamer.elements <= MOST_ELEMENTS }
}

#[derive(Default)]
struct Tamer<'a> {
    rest: &'a str,
    out: String,
    /// The elements that are open in `out`.
    open: Vec<String>,
    /// Elements that were left out for their depth and are not yet closed.
    beyond: usize,
    elements: usize,
    /// Names whose end tag was looked for in vain; a second search would take as long.
    unclosed: Vec<String>,
    has_new_text: bool,
    /// Where in `out` the last tag ended.
    after_tag: usize,
}

impl<'a> Tamer<'a> {
    fn run(&mut self) {
        while let Some(at) = memchr::memchr(b'<', self.rest.as_bytes()) {
            self.text(at);
            let next = self.rest.as_bytes().get(1).copied().unwrap_or_default();
            match next {
                b'/' => self.end_tag(),
                b'!' | b'?' => self.comment(),
                b'a'..=b'z' | b'A'..=b'Z' => self.start_tag(),
                _ => {
                    // What is written next decides whether this stays text: a letter that follows a comment must not.
                    let is_followed_by_text = !matches!(next, 0 | b'<') || self.rest.as_bytes().get(2) == Some(&b'<');
                    self.write_text(if is_followed_by_text { "<" } else { "&lt;" });
                    self.rest = &self.rest[1..];
                }
            }
        }
        self.text(self.rest.len());
        self.close_to(0);
    }

    fn text(&mut self, length: usize) {
        let (text, rest) = self.rest.split_at(length);
        self.write_text(text);
        self.rest = rest;
    }

    fn write_text(&mut self, mut text: &str) {
        self.has_new_text |= !text.trim().is_empty();
        while self.out.len() + text.len() > self.after_tag + LONGEST_TEXT {
            let limit = text.floor_char_boundary(LONGEST_TEXT.min(text.len()));
            // A cut within a reference would show its name instead of its character.
            let cut = text[..limit].rfind(['&', ' ']).filter(|&at| at > 0).unwrap_or(limit);
            self.out.push_str(&text[..cut]);
            self.write_tag("<wbr>");
            text = &text[cut..];
        }
        self.out.push_str(text);
    }

    fn write_tag(&mut self, tag: &str) {
        self.out.push_str(tag);
        self.after_tag = self.out.len();
    }

    fn comment(&mut self) {
        let (opening, closing) = if self.rest.starts_with("<!--") { (4, "-->") } else { (2, ">") };
        let body = &self.rest[opening..];
        let is_empty = opening == 4 && body.starts_with('>');
        let end = memchr::memmem::find(body.as_bytes(), closing.as_bytes());
        self.rest = match end {
            _ if is_empty => &body[1..],
            Some(end) => &body[end + closing.len()..],
            // An open comment holds the rest of the page; a page that is cut off ends here, too.
            None => "",
        };
    }

    fn end_tag(&mut self) {
        let name = tag_name(&self.rest[2..]);
        let end = memchr::memchr(b'>', self.rest.as_bytes()).map_or(self.rest.len(), |at| at + 1);
        self.rest = &self.rest[end..];
        if self.is_flat() {
            self.flat(&name);
        } else if self.beyond > 0 && !is_implied(&name) {
            self.beyond -= 1;
        } else if let Some(at) = self.open.iter().rposition(|open| *open == name) {
            let is_of_table = matches!(name.as_str(), "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot");
            let leaves_cell = self.open[at..].iter().skip(1).any(|open| matches!(open.as_str(), "td" | "th" | "table"));
            if is_of_table || !leaves_cell {
                self.close_to(at);
            }
        }
    }

    fn start_tag(&mut self) {
        let name = tag_name(&self.rest[1..]);
        let (attributes, rest) = attributes(&self.rest[1 + name.len()..]);
        self.rest = rest;
        if DROPPED.contains(&name.as_str()) {
            self.drop_element(&name, &attributes);
        } else if self.is_flat() {
            self.flat(&name);
        } else if matches!(name.as_str(), "html" | "head" | "body") {
            self.write_start(&name, &attributes);
        } else {
            self.close_implied(&name);
            let is_void = VOID.contains(&name.as_str());
            if self.open.len() >= DEEPEST && !is_void {
                self.beyond += usize::from(!is_implied(&name));
                if BLOCKS.contains(&name.as_str()) {
                    self.write_tag("<br>");
                }
                self.elements += 1;
                return;
            }
            self.write_start(&name, &attributes);
            if !is_void {
                self.open.push(name);
            }
        }
    }

    fn write_start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.elements += 1;
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            self.out.push_str(&value.replace('"', "&quot;"));
            self.out.push('"');
        }
        self.write_tag(">");
    }

    /// Leaves an element out, save for the page's title and its structured data.
    fn drop_element(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let Some((content, rest)) = self.content(name) else {
            if matches!(name, "script" | "style") {
                self.rest = "";
            }
            return;
        };
        self.rest = rest;
        let is_data = attributes.iter().any(|(key, value)| *key == "type" && value.contains("ld+json"));
        if name == "title" && content.len() <= LONGEST_VALUE {
            self.out.push_str("<title>");
            self.out.push_str(&content.replace('<', "&lt;"));
            self.out.push_str("</title>");
        } else if name == "script" && is_data && content.len() <= LONGEST_DATA {
            self.out.push_str("<script type=\"application/ld+json\">");
            self.out.push_str(&content.replace('<', "\\u003c"));
            self.out.push_str("</script>");
        }
    }

    /// What stands before the end tag of `name`, and behind it.
    fn content(&mut self, name: &str) -> Option<(&'a str, &'a str)> {
        if self.unclosed.iter().any(|unclosed| unclosed == name) {
            return None;
        }
        let rest = self.rest;
        let end = memchr::memmem::find_iter(rest.as_bytes(), b"</").find(|&at| tag_name(&rest[at + 2..]) == name);
        let Some(end) = end else {
            self.unclosed.push(name.to_owned());
            return None;
        };
        let behind = &rest[end..];
        let close = memchr::memchr(b'>', behind.as_bytes()).map_or(behind.len(), |at| at + 1);
        Some((&rest[..end], &behind[close..]))
    }

    /// Whether the page has more elements than are read, so that only paragraphs are told apart.
    fn is_flat(&self) -> bool {
        self.elements > MOST_ELEMENTS
    }

    fn flat(&mut self, name: &str) {
        self.close_to(0);
        if self.has_new_text && (name == "br" || BLOCKS.contains(&name)) {
            self.write_tag("<p>");
            self.has_new_text = false;
        }
    }

    /// Closes what the beginning of `name` closes by the standard.
    fn close_implied(&mut self, name: &str) {
        let (closed, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu", "table"]),
            "dd" | "dt" => (&["dd", "dt"], &["dl", "table"]),
            "td" | "th" => (&["td", "th", "caption"], &["tr", "table"]),
            "tr" => (&["tr", "caption", "colgroup"], &["tbody", "thead", "tfoot", "table"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot", "caption", "colgroup"], &["table"]),
            "a" => (&["a"], &["table", "td", "th"]),
            _ => (&[], &[]),
        };
        self.close_within(closed, within);
        if BLOCKS.contains(&name) {
            self.close_within(&["p"], &["table", "td", "th", "caption", "button"]);
        }
    }

    /// Closes the innermost of `closed` that is open within the innermost of `within`.
    fn close_within(&mut self, closed: &[&str], within: &[&str]) {
        if closed.is_empty() {
            return;
        }
        let found =
            self.open.iter().rposition(|open| closed.contains(&open.as_str()) || within.contains(&open.as_str()));
        if let Some(at) = found
            && closed.contains(&self.open[at].as_str())
        {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, length: usize) {
        while self.open.len() > length {
            if let Some(name) = self.open.pop() {
                self.out.push_str("</");
                self.out.push_str(&name);
                self.write_tag(">");
            }
        }
    }
}

/// Elements whose end tags are often left out.
fn is_implied(name: &str) -> bool {
    matches!(name, "p" | "li" | "dd" | "dt" | "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "option")
}

/// The name that a tag begins with, in lower case; a name of odd characters is cut before them.
fn tag_name(tag: &str) -> String {
    let end = tag.bytes().position(|b| !(b.is_ascii_alphanumeric() || b == b'-')).unwrap_or(tag.len());
    tag[..end.min(64)].to_ascii_lowercase()
}

/// The attributes of a tag, and what follows the tag. Those that are long, odd or too many are left out.
fn attributes(tag: &str) -> (Vec<(&str, &str)>, &str) {
    let mut found = Vec::new();
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (found, rest.get(1..).unwrap_or_default());
        }
        // An equals sign at the beginning belongs to the name.
        let end = rest.bytes().skip(1).position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'='));
        let end = end.map_or(rest.len(), |at| at + 1);
        let end = if rest.is_char_boundary(end) { end } else { rest.len() };
        let (key, behind) = rest.split_at(end);
        let (value, behind) = match behind.trim_start().strip_prefix('=') {
            Some(behind) => value(behind.trim_start()),
            None => ("", behind),
        };
        let is_plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.'));
        if is_plain && key.len() <= 64 && value.len() <= LONGEST_VALUE && found.len() < MOST_ATTRIBUTES {
            found.push((key, value));
        }
        rest = behind;
    }
}

/// An attribute's value, and what follows it.
fn value(text: &str) -> (&str, &str) {
    for mark in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(mark) {
            return quoted.split_once(mark).unwrap_or((quoted, ""));
        }
    }
    let end = text.bytes().position(|b| b.is_ascii_whitespace() || b == b'>').unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, tamed: &str) {
        assert_eq!(tame(raw).html, tamed);
    }

    #[test]
    fn tags_are_balanced() {
        check("<div><p>a<p>b</div>", "<div><p>a</p><p>b</p></div>");
        check("<b><i>a</b>b</i>", "<b><i>a</i></b>b");
        check("<ul><li>a<li>b<ul><li>c</ul></ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>");
        check(
            "<table><tr><td>a<td>b<tr><td>c</table>",
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        );
        check("a</p></div>b", "ab");
        check("<p>a<div>b", "<p>a</p><div>b</div>");
        check("<td></p>a<br/>", "<td>a<br></td>");
    }

    #[test]
    fn what_shows_no_text_goes() {
        check("a<script>if (a<b) '</p>'</script>b<style>c</style><!-- <p> -->d<!doctype html>", "abd");
        check("a<svg><p>x</svg>b<noscript>c</NOSCRIPT >d", "abd");
        check("a<svg>b", "ab");
        check("a<script>b", "a");
        check("a<!-->b<!-- c", "ab");
    }

    #[test]
    fn title_and_structured_data_stay() {
        check("<title>a <b> &amp; c</title>", "<title>a &lt;b> &amp; c</title>");
        check(
            "<script type='application/ld+json'>{\"a\":\"</p>\"}</script>",
            "<script type=\"application/ld+json\">{\"a\":\"\\u003c/p>\"}</script>",
        );
    }

    #[test]
    fn attributes_are_written_anew() {
        check(
            "<A Href=a?b=c CLASS='x \"y\"' disabled>z</a>",
            "<a Href=\"a?b=c\" CLASS=\"x &quot;y&quot;\" disabled=\"\">z</a>",
        );
        check("<a title=\"a>b\" / =x \u{e9}=y>z", "<a title=\"a>b\">z</a>");
        check(&format!("<img src=\"{}\" alt=b>", "x".repeat(5000)), "<img alt=\"b\">");
        check("<a b=\"c", "<a b=\"c\"></a>");
    }

    #[test]
    fn what_is_no_tag_is_text() {
        check("1 < 2 <3 <", "1 < 2 <3 &lt;");
        check("<<!-- -->b> <<<b>c", "&lt;b> <&lt;<b>c</b>");
    }

    #[test]
    fn long_texts_are_parted() {
        let words = "word &amp; ".repeat(3000);
        let parted = tame(&words).html;
        assert_eq!(parted.replace("<wbr>", ""), words);
        assert!(parted.split("<wbr>").all(|part| part.len() <= LONGEST_TEXT));
        assert!(tame(&"&amp;<!-- -->".repeat(3000)).html.contains("<wbr>"));
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let deep = tame(&format!("{}a{}b", "<div>".repeat(200), "</div>".repeat(200)));
        assert_eq!(deep.html.matches("<div>").count(), DEEPEST);
        assert!(deep.html.ends_with("</div>b") && deep.is_page);
        let many = tame(&"<p><b>a</b>".repeat(60_000));
        assert!(!many.is_page && many.html.matches("<b>").count() <= MOST_ELEMENTS);
        assert_eq!(many.html.matches("<p>").count(), 60_000);
    }
}

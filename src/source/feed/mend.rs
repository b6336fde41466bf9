//! XML made well-formed where feeds commonly fail to be: characters and references that XML forbids, loose `&` and `<`,
//! markup that stands unescaped in a description, a CDATA section that nobody closes, and roots of old or mistaken
//! namespaces.
//!
//! It mends signs, and knows nothing of what they say. What it leaves broken costs the item that it stands in.

use std::fmt::Write as _;

/// Elements whose content is text, so that tags in it were meant to be escaped; and how they end.
const TEXTUAL: [(&str, &str); 2] = [("description", "</description>"), ("content:encoded", "</content:encoded>")];

/// Atom's elements of text, whose type is often given as a media type.
const TYPED: [&str; 6] = ["title", "subtitle", "summary", "content", "rights", "tagline"];

/// Prefixes that feeds use without declaring them.
const PREFIXES: [(&str, &str); 5] = [
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("xmlns:media", "http://search.yahoo.com/mrss/"),
];

/// Namespaces of earlier versions, and what reads them as well.
const SUCCEEDED: [(&str, &str); 4] = [
    ("http://my.netscape.com/rdf/simple/0.9/", "http://purl.org/rss/1.0/"),
    ("http://channel.netscape.com/rdf/simple/0.9/", "http://purl.org/rss/1.0/"),
    ("http://purl.org/atom/ns#", "http://www.w3.org/2005/Atom"),
    ("https://www.w3.org/2005/Atom", "http://www.w3.org/2005/Atom"),
];

const CDATA: &str = "<![CDATA[";

/// Longest name of a character, as in `&CounterClockwiseContourIntegral;`.
const LONGEST_NAME: usize = 32;

/// Mends XML. Declaration, processing instructions, comments and document type are left out: none of them is read, and
/// a declared encoding no longer holds.
pub(super) fn mend(raw: &str) -> String {
    let mut mender = Mender { rest: raw, out: String::with_capacity(raw.len() + 512), ..Mender::default() };
    mender.run();
    mender.out
}

#[derive(Default)]
struct Mender<'a> {
    rest: &'a str,
    out: String,
    /// The element that was opened last.
    element: &'a str,
    has_root: bool,
    /// What was looked for, and how many bytes before the end of the text it stands next; nothing where it does not.
    ahead: Vec<(&'static str, Option<usize>)>,
}

impl<'a> Mender<'a> {
    fn run(&mut self) {
        while let Some(at) = memchr::memchr2(b'<', b'&', self.rest.as_bytes()) {
            let text = self.take(at);
            self.push_legal(text);
            if self.rest.starts_with('&') {
                self.reference();
            } else {
                self.markup();
            }
        }
        let text = self.take(self.rest.len());
        self.push_legal(text);
    }

    /// The next so many bytes, which are behind it then.
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn push_legal(&mut self, text: &str) {
        if text.chars().all(is_legal) {
            self.out.push_str(text);
        } else {
            self.out.extend(text.chars().filter(|&c| is_legal(c)));
        }
    }

    /// A reference to a character: kept, left out where XML has no such character, or a loose sign.
    fn reference(&mut self) {
        let name = reference_name(self.rest);
        let Some(name) = name else {
            self.take(1);
            self.out.push_str("&amp;");
            return;
        };
        self.take(name.len() + 2);
        let number = name.strip_prefix('#').map(|number| match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        });
        match number {
            None => {
                self.out.push('&');
                self.out.push_str(name);
                self.out.push(';');
            }
            Some(number) => {
                let character = number.ok().and_then(char::from_u32).filter(|&c| is_legal(c));
                // Writing to a string cannot fail.
                let _ = character.map(|c| write!(self.out, "&#{};", u32::from(c)));
            }
        }
    }

    fn markup(&mut self) {
        let rest = self.rest.as_bytes();
        match rest.get(1) {
            Some(b'!') if self.rest.starts_with(CDATA) => self.cdata(),
            Some(b'!') if self.rest.starts_with("<!--") => self.skip("<!--", "-->"),
            Some(b'!') => self.document_type(),
            Some(b'?') => self.skip("<?", "?>"),
            Some(b'/' | b'_') => self.tag(),
            Some(byte) if byte.is_ascii_alphabetic() || *byte >= 0x80 => self.tag(),
            _ => {
                self.take(1);
                self.out.push_str("&lt;");
            }
        }
    }

    /// Leaves out what stands from `opening` to `closing`, or the opening alone where nothing closes it.
    fn skip(&mut self, opening: &str, closing: &'static str) {
        let end = self.find(closing).map_or(opening.len(), |at| at + closing.len());
        self.take(end);
    }

    fn document_type(&mut self) {
        let end = self.find(">").map_or(self.rest.len(), |at| at + 1);
        let has_declarations = self.rest[..end].contains('[');
        let end = if has_declarations { self.find("]>").map_or(end, |at| at + 2) } else { end };
        self.take(end);
    }

    /// Where `wanted` stands next in the rest. What was found ahead once is not looked for again before it is reached,
    /// so that all searches together take time linear in the text.
    fn find(&mut self, wanted: &'static str) -> Option<usize> {
        let known = self.ahead.iter().position(|(known, _)| *known == wanted);
        let left = self.rest.len();
        if let Some((_, found)) = known.and_then(|known| self.ahead.get(known)) {
            match found {
                None => return None,
                Some(behind) if *behind <= left => return Some(left - behind),
                Some(_) => {}
            }
        }
        let found = memchr::memmem::find(self.rest.as_bytes(), wanted.as_bytes());
        let entry = (wanted, found.map(|at| left - at));
        match known.and_then(|known| self.ahead.get_mut(known)) {
            Some(known) => *known = entry,
            None => self.ahead.push(entry),
        }
        found
    }

    /// A CDATA section. One that would reach over the beginning of another was never closed: it ends with its element.
    fn cdata(&mut self) {
        self.take(CDATA.len());
        let end = self.find("]]>");
        let next = self.find(CDATA);
        if let Some(end) = end.filter(|end| next.is_none_or(|next| next > *end)) {
            let content = self.take(end);
            self.take("]]>".len());
            return self.push_cdata(content);
        }
        let closing = format!("</{}>", self.element);
        let element_end = memchr::memmem::find(self.rest.as_bytes(), closing.as_bytes());
        let content = self.take(element_end.or(end).unwrap_or(self.rest.len()));
        self.push_cdata(content);
    }

    fn push_cdata(&mut self, content: &str) {
        self.out.push_str(CDATA);
        self.push_legal(&content.replace("]]>", "]]&gt;"));
        self.out.push_str("]]>");
    }

    fn tag(&mut self) {
        let Some(length) = tag_length(self.rest) else {
            // Cut off in the midst of a tag.
            self.take(self.rest.len());
            return;
        };
        let tag = self.take(length);
        let name = tag_name(tag);
        if tag.starts_with("</") || tag.ends_with("/>") {
            self.push_tag(tag);
            return;
        }
        self.element = name;
        if !self.has_root {
            self.has_root = true;
            self.push_tag(&root(tag));
        } else if TYPED.contains(&name) && tag.contains("type") {
            let typed = tag.replace("application/xhtml+xml", "xhtml").replace("text/plain", "text");
            self.push_tag(&typed);
        } else {
            self.push_tag(tag);
        }
        if let Some((_, closing)) = TEXTUAL.iter().find(|(textual, _)| *textual == name) {
            self.loose_markup(closing);
        }
    }

    /// A tag as it stands, with what is loose in its attributes escaped.
    fn push_tag(&mut self, tag: &str) {
        let mut rest = tag.get(1..).unwrap_or_default();
        self.out.push('<');
        while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
            self.push_legal(&rest[..at]);
            let is_reference = reference_name(&rest[at..]).is_some_and(|name| !name.starts_with('#'));
            self.out.push_str(match rest.as_bytes()[at] {
                b'<' => "&lt;",
                _ if is_reference => "&",
                _ => "&amp;",
            });
            rest = &rest[at + 1..];
        }
        self.push_legal(rest);
    }

    /// The content of an element of text, if there are tags in it that nobody escaped.
    fn loose_markup(&mut self, closing: &'static str) {
        let Some(end) = self.find(closing) else { return };
        let mut holds = |sign| self.find(sign).is_some_and(|at| at < end);
        if !holds(CDATA) && !holds("<item") && !holds("</item") && self.rest.find('<').is_some_and(|at| at < end) {
            let content = self.take(end);
            self.push_cdata(content);
        }
    }
}

/// Whether XML 1.0 has the character.
fn is_legal(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

/// The name between `&` and `;` at the beginning of `text`, if that is a reference.
fn reference_name(text: &str) -> Option<&str> {
    let after = text.strip_prefix('&')?;
    let name = &after[..memchr::memchr(b';', after.as_bytes().get(..=LONGEST_NAME).unwrap_or(after.as_bytes()))?];
    let letters = name.strip_prefix('#').unwrap_or(name);
    let is_name = !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_name.then_some(name)
}

/// The length of the tag that `text` begins with; a `>` within quotation marks does not end it.
fn tag_length(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return Some(at + 1),
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    None
}

fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(name.len())]
}

/// The tag of the root: with a version and namespaces that are known, and every prefix declared.
pub(super) fn root(tag: &str) -> String {
    let name = tag_name(tag);
    let attributes = attributes(tag);
    let is_rss = name == "rss";
    let mut out = format!("<{name}");
    if is_rss {
        out.push_str(" version=\"2.0\"");
    }
    let kept = attributes.iter().filter(|(name, _)| !(is_rss && matches!(*name, "version" | "xmlns")));
    let kept = kept.map(|&(name, value)| {
        let known = SUCCEEDED.iter().find(|(old, _)| *old == value);
        (name, known.map_or(value, |(_, new)| new))
    });
    let missing = PREFIXES.into_iter().filter(|(prefix, _)| !attributes.iter().any(|(name, _)| name == prefix));
    for (name, value) in kept.chain(missing) {
        let quote = if value.contains('"') { '\'' } else { '"' };
        // Writing to a string cannot fail.
        let _ = write!(out, " {name}={quote}{value}{quote}");
    }
    out.push('>');
    out
}

/// Names and values of a tag's attributes.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut rest = tag.trim_end_matches(['>', '/']);
    let mut attributes = Vec::new();
    rest = rest.find(char::is_whitespace).map_or("", |at| &rest[at..]);
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
        let Some((value, next)) = after[1..].split_once(quote) else { break };
        let name = name.trim();
        if !name.contains(char::is_whitespace) {
            attributes.push((name, value));
        }
        rest = next;
    }
    attributes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Mends what stands in a root.
    #[track_caller]
    fn check(raw: &str, mended: &str) {
        let out = mend(&format!("<a>{raw}</a>"));
        let inner = out.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</a>"));
        assert_eq!(inner, Some(mended));
    }

    #[test]
    fn what_is_well_formed_stays() {
        for whole in ["<b c=\"d &amp; e\">f &lt; g &#65; &nbsp;</b>", "<b/>", "é日", "<![CDATA[<p>&x]]>"] {
            check(whole, whole);
        }
    }

    #[test]
    fn illegal_characters_go() {
        check("a\u{1b}b\0c\u{ffff}d", "abcd");
        check("a&#27;b&#x1B;c&#0;d&#xD800;e&#99999999999;f", "abcdef");
        check("<![CDATA[a\u{8}b]]>", "<![CDATA[ab]]>");
        check("<b c=\"a\u{1b}b&#27;\"/>", "<b c=\"ab&amp;#27;\"/>");
    }

    #[test]
    fn loose_signs_are_escaped() {
        check("Q&A, a&b;, x & y; 1 < 2", "Q&amp;A, a&b;, x &amp; y; 1 &lt; 2");
        check("<b c='?a=1&b=2&amp;c'/>", "<b c='?a=1&amp;b=2&amp;c'/>");
        check("<b c='1<2'/>", "<b c='1&lt;2'/>");
    }

    #[test]
    fn what_is_not_read_is_left_out() {
        assert_eq!(mend("<?xml encoding='x'?><!DOCTYPE a [<!ENTITY b \"c\">]><!-- <b> -->\n"), "\n");
        check("a<!-- open", "a open");
    }

    #[test]
    fn markup_in_a_description_is_text() {
        check(
            "<description>One<br>two <b>three</b></description>",
            "<description><![CDATA[One<br>two <b>three</b>]]></description>",
        );
        check("<description>a &lt;b></description>", "<description>a &lt;b></description>");
    }

    #[test]
    fn a_section_that_nobody_closes_ends_with_its_element() {
        check("<b><![CDATA[one</b><b><![CDATA[two]]></b>", "<b><![CDATA[one]]></b><b><![CDATA[two]]></b>");
        check("<b><![CDATA[one</b>", "<b><![CDATA[one]]></b>");
    }

    #[test]
    fn roots_get_what_they_need() {
        let root = root("<rss version='0.93' xmlns=\"http://backend.userland.com/rss2\" xmlns:dc='x'>");
        assert!(root.starts_with("<rss version=\"2.0\" xmlns:dc=\"x\" xmlns:atom="), "{root}");
        assert!(
            super::root("<feed xmlns=\"http://purl.org/atom/ns#\">").contains("xmlns=\"http://www.w3.org/2005/Atom\"")
        );
    }

    #[test]
    fn hostile_texts_are_mended() {
        for unit in
            ["<description>", "<!--", "<![CDATA[", "&", "<!", "<?", "<a b='", "<b><![CDATA[", "<b><![CDATA[</b>"]
        {
            let text = unit.repeat(500_000 / unit.len());
            assert!(!mend(&format!("<a>{text}<item></description>]]>")).is_empty(), "{unit}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_mended(raw in "([a-z&;#]{0,4}|<[a-z/!?]{0,3}|é|>|\"|'|<description>|</description>|<!\\[CDATA\\[|\\]\\]>|\u{1b}|é){0,60}") {
            prop_assert!(mend(&raw).chars().all(is_legal));
        }
    }
}

//! A feed that is broken as a whole, cut into its items, so that each can be read alone and only what is broken is lost.
//!
//! It looks for the signs that begin and end an item, and parses nothing.

use super::mend::root;

/// The pieces of a broken feed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pieces<'a> {
    /// What stands before the first item, and what has to follow for it to be a feed.
    pub(super) head: (&'a str, String),
    /// The least that makes a feed of an item: what to put before it, and behind.
    pub(super) frame: (String, String),
    /// The items, each as it stands.
    pub(super) items: Vec<&'a str>,
}

/// Cuts a feed up. `None` where it has no root that a feed has.
pub(super) fn cut(raw: &str) -> Option<Pieces<'_>> {
    let (tag, name) = root_tag(raw)?;
    let kind = if name == "feed" { Kind { name: "entry", behind: &["<entry", "</feed"] } } else { ITEM };
    let items = items(raw, &kind);
    let first = items.first().map_or(raw.len(), |item| item.as_ptr() as usize - raw.as_ptr() as usize);
    let head = &raw[..first];
    let in_channel = head.contains("<channel") && !head.contains("</channel>");
    let closing = format!("{}</{name}>", if in_channel { "</channel>" } else { "" });
    let channel = if in_channel { "<channel>" } else { "" };
    Some(Pieces { head: (head, closing.clone()), frame: (format!("{}{channel}", root(tag)), closing), items })
}

/// How the items of a kind of feed are told.
struct Kind {
    name: &'static str,
    /// What may follow the end of an item.
    behind: &'static [&'static str],
}

const ITEM: Kind =
    Kind { name: "item", behind: &["<item", "</channel", "</rss", "</rdf", "</RDF", "<image", "<textinput"] };

/// The tag of the root, and its name.
fn root_tag(raw: &str) -> Option<(&str, &str)> {
    let known = ["rss", "feed", "rdf:RDF", "RDF"];
    raw.match_indices('<').find_map(|(at, _)| {
        let name = known.into_iter().find(|name| begins(&raw[at..], name))?;
        let end = at + raw[at..].find('>')?;
        Some((&raw[at..=end], name))
    })
}

fn items<'a>(raw: &'a str, kind: &Kind) -> Vec<&'a str> {
    let mut items = Vec::new();
    let mut begun = None;
    let mut in_cdata = false;
    for at in memchr::memchr2_iter(b'<', b']', raw.as_bytes()) {
        let rest = &raw[at..];
        if in_cdata && rest.starts_with("]]>") {
            in_cdata = false;
        } else if !in_cdata && rest.starts_with("<![CDATA[") {
            in_cdata = true;
        } else if let Some(after) = rest.strip_prefix("</").and_then(|rest| rest.strip_prefix(kind.name)) {
            let Some(behind) = after.trim_start().strip_prefix('>') else { continue };
            let whole = raw.len() - behind.len();
            let behind = behind.trim_start();
            // In a section that was never closed, the end of an item is known by what follows it.
            if !in_cdata || behind.is_empty() || kind.behind.iter().any(|next| behind.starts_with(next)) {
                items.extend(begun.take().map(|begun: usize| &raw[begun..whole]));
                in_cdata = false;
            }
        } else if !in_cdata && begins(rest, kind.name) {
            // One that was never ended is broken, and the next one begins all the same.
            items.extend(begun.replace(at).map(|begun| &raw[begun..at]));
        }
    }
    items.extend(begun.map(|begun| &raw[begun..]));
    items
}

fn begins(rest: &str, name: &str) -> bool {
    let after = rest.strip_prefix('<').and_then(|rest| rest.strip_prefix(name));
    after.is_some_and(|after| after.starts_with(|c: char| c == '>' || c.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, items: &[&str]) {
        let raw = format!("<rss version='2.0'><channel><title>a</title>{raw}");
        let pieces = cut(&raw).unwrap();
        assert_eq!(pieces.items, items);
        assert_eq!(pieces.head, ("<rss version='2.0'><channel><title>a</title>", "</channel></rss>".to_owned()));
    }

    #[test]
    fn items_are_cut_out() {
        check("<item>a</item> <item b='c'>d</item></channel></rss>", &["<item>a</item>", "<item b='c'>d</item>"]);
        check("<item>a</item><item>b<c></item></channel>", &["<item>a</item>", "<item>b<c></item>"]);
    }

    #[test]
    fn one_that_does_not_end_costs_no_other() {
        check("<item>a<item>b</item>", &["<item>a", "<item>b</item>"]);
        check("<item>a</item><item>b</it", &["<item>a</item>", "<item>b</it"]);
    }

    #[test]
    fn sections_may_hold_what_looks_like_an_end() {
        let whole = "<item><![CDATA[an <item> ends with </item> always]]></item>";
        check(&format!("{whole}<item>b</item>"), &[whole, "<item>b</item>"]);
        let open = "<item><![CDATA[never closed</item>";
        check(&format!("{open}\n<item>b</item>"), &[open, "<item>b</item>"]);
    }

    #[test]
    fn every_kind_of_root_is_known() {
        let rdf = "<?xml?><rdf:RDF xmlns='x'><channel><items/></channel><item>a</item></rdf:RDF>";
        let pieces = cut(rdf).unwrap();
        assert_eq!((pieces.items.as_slice(), pieces.head.1.as_str()), (&["<item>a</item>"][..], "</rdf:RDF>"));
        assert_eq!(cut("<feed><entry>a</entry></feed>").unwrap().items, ["<entry>a</entry>"]);
        assert_eq!(cut("<html><p>a</html>"), None);
        assert_eq!(cut(""), None);
    }
}

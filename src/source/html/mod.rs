//! HTML: the article is picked out of the page, and its tree walked into blocks.

mod tame;

use std::borrow::Cow;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Metadata, Readability};
use tame::tame;
use url::Url;

use super::{
    composer::{Composer, Part, link},
    shape,
};
use crate::{
    article::{Article, Date, Title, TitleOrigin},
    text::CleanLine,
};

/// Where the article stands when it was found in a page.
const FOUND: &str = "#readability-page-1";

/// Reads a page, or a part of one. The title stays empty where the page has none.
pub(super) fn read(raw: &str) -> Article {
    read_at(raw, "")
}

/// As [`read`], for a page that was found at this address.
pub(super) fn read_at(raw: &str, found_at: &str) -> Article {
    let page = tame(raw);
    let mut reader = Readability::from(page.html);
    let address = address(&reader.doc);
    reader.doc_url = link(found_at).or(address.clone()).map(|address| address.as_str().to_owned());
    let mut metadata = reader.get_article_metadata(reader.parse_json_ld());
    let time = || reader.doc.select_single("article time[datetime]").attr("datetime");
    metadata.published_time = metadata.published_time.or_else(|| time().map(|time| time.to_string()));
    let found = if page.is_page { reader.parse().ok() } else { None };
    metadata.byline = metadata.byline.or_else(|| found.as_ref()?.byline.clone());
    let mut composer = Composer::default();
    tell(composer.about(), &metadata, address);
    match reader.doc.select_single(FOUND).nodes().first() {
        Some(root) if found.is_some() => walk(root, &mut composer),
        _ => {
            make_absolute(&reader.doc, found_at);
            walk(&reader.doc.root(), &mut composer);
        }
    }
    composer.finish()
}

/// Makes an article of a piece of HTML that is the article and nothing else; `about` is what is known of it already, and
/// `base` what its links are relative to.
pub(super) fn compose(raw: &str, base: &str, about: Article) -> Article {
    let document = Document::fragment(tame(raw).html);
    make_absolute(&document, base);
    let mut composer = Composer::default();
    *composer.about() = about;
    walk(&document.root(), &mut composer);
    composer.finish()
}

/// Completes the links of a document by the address that they are relative to.
fn make_absolute(document: &Document, base: &str) {
    let Ok(base) = Url::parse(base) else { return };
    for link in &document.select("a[href]") {
        let absolute = base.join(&link.attr_or("href", ""));
        link.set_attr("href", absolute.as_ref().map_or("", Url::as_str));
    }
}

/// The text of a line in which there may be tags and references.
pub(super) fn line(raw: &str) -> Cow<'_, str> {
    if raw.contains(['<', '&']) { Document::fragment(tame(raw).html).text().to_string().into() } else { raw.into() }
}

/// The tree of a page.
pub(super) fn document(raw: &str) -> Document {
    Document::from(tame(raw).html)
}

/// Puts a piece of HTML that stands in another text into its blocks.
pub(super) fn insert(raw: &str, composer: &mut Composer) {
    walk(&Document::fragment(tame(raw).html).root(), composer);
}

/// The page's own address on the web, if it tells one.
fn address(document: &Document) -> Option<CleanLine> {
    let told = |selector: &str, attribute: &str| {
        let address = document.select_single(selector).attr(attribute)?;
        link(&address).filter(|address| address.as_str().contains("://"))
    };
    told("link[rel=canonical]", "href").or_else(|| told("meta[property='og:url']", "content"))
}

/// Takes what the page says about the article.
fn tell(article: &mut Article, metadata: &Metadata, address: Option<CleanLine>) {
    let line = |text: &Option<String>| text.as_deref().map(CleanLine::new).filter(|line| !line.is_empty());
    let site = metadata.site_name.as_deref().unwrap_or_default();
    let title = CleanLine::new(without_site(&metadata.title, site));
    if !title.is_empty() {
        article.title = Title { text: title, origin: TitleOrigin::Given };
    }
    let byline = line(&metadata.byline).filter(|byline| link(byline.as_str()).is_none());
    article.byline = byline.map(|byline| shape::byline(byline.as_str()).map_or(byline.clone(), CleanLine::new));
    article.site = line(&metadata.site_name);
    article.date = metadata.published_time.as_deref().and_then(Date::parse);
    article.link = address.or_else(|| link(metadata.url.as_deref()?));
}

/// A title without the name of the publication, which many pages put behind it: "Harbour opens | The Estuary".
fn without_site<'a>(title: &'a str, site: &str) -> &'a str {
    let head = title.trim_end().strip_suffix(site.trim()).filter(|_| !site.trim().is_empty());
    let parted = head.and_then(|head| head.trim_end().strip_suffix(['|', '-', '–', '—', '·', ':', '»']));
    parted.filter(|head| head.ends_with(' ')).map_or(title, str::trim_end)
}

/// What an element is to a reader.
enum Element<'a> {
    Part(Part<'a>),
    /// Words that a browser puts into quotation marks.
    Quote,
    LineBreak,
    Picture,
    /// Nothing; what is in it counts as if it stood outside.
    Transparent,
    /// Left out with all that is in it.
    Hidden,
}

/// Walks all that is in `root`. The walk is a loop: how deep a page is does not matter to the stack.
fn walk(root: &NodeRef<'_>, composer: &mut Composer) {
    let mut next = root.first_child();
    let mut depth = 0usize;
    while let Some(node) = next {
        let inner = if enter(&node, composer) { node.first_child() } else { None };
        if inner.is_some() {
            depth += 1;
            next = inner;
            continue;
        }
        leave(&node, composer);
        let mut last = node;
        next = last.next_sibling();
        while next.is_none() && depth > 0 {
            depth -= 1;
            let Some(parent) = last.parent() else { return };
            leave(&parent, composer);
            next = parent.next_sibling();
            last = parent;
        }
    }
}

/// Enters a node, and tells whether to go on to what is in it.
fn enter(node: &NodeRef<'_>, composer: &mut Composer) -> bool {
    if node.is_text() {
        composer.text(&node.text());
        return false;
    }
    let Some(name) = node.node_name() else { return true };
    let href = if &*name == "a" { node.attr("href") } else { None };
    match element(&name, href.as_deref(), node) {
        Element::Part(part) => composer.enter(part),
        Element::Quote => composer.text("“"),
        Element::LineBreak => composer.line_break(),
        Element::Picture => composer.picture(&node.attr_or("alt", "")),
        Element::Transparent => {}
        Element::Hidden => return false,
    }
    true
}

fn leave(node: &NodeRef<'_>, composer: &mut Composer) {
    let Some(name) = node.node_name() else { return };
    match element(&name, Some(""), node) {
        Element::Part(_) => composer.leave(),
        Element::Quote => composer.text("”"),
        _ => {}
    }
}

fn element<'a>(name: &str, href: Option<&'a str>, node: &NodeRef<'_>) -> Element<'a> {
    let part = match name {
        "h1" => Part::Heading(1),
        "h2" => Part::Heading(2),
        "h3" => Part::Heading(3),
        "h4" => Part::Heading(4),
        "h5" => Part::Heading(5),
        "h6" => Part::Heading(6),
        "blockquote" => Part::Quotation,
        "ul" | "menu" | "dir" => Part::List(None),
        "ol" => Part::List(Some(node.attr("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1))),
        "li" => Part::Item,
        "pre" => Part::Code,
        "table" => Part::Table,
        "tr" => Part::Row,
        "td" | "th" => Part::Cell,
        "figure" => Part::Figure,
        "em" | "i" | "cite" | "dfn" | "var" => Part::Emphasis,
        "strong" | "b" => Part::Strong,
        "code" | "kbd" | "samp" | "tt" => Part::CodeSpan,
        "a" => Part::Link(href.unwrap_or_default()),
        "address" | "article" | "aside" | "body" | "caption" | "center" | "dd" | "details" | "div" | "dl" | "dt"
        | "fieldset" | "figcaption" | "footer" | "form" | "header" | "hgroup" | "hr" | "legend" | "main" | "nav"
        | "p" | "section" | "summary" => Part::Paragraph,
        "q" => return Element::Quote,
        "br" => return Element::LineBreak,
        "img" => return Element::Picture,
        "head" | "title" | "script" | "style" | "template" | "object" | "button" => return Element::Hidden,
        _ => return Element::Transparent,
    };
    Element::Part(part)
}

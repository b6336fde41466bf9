//! Markdown, as `CommonMark` and GitHub write it, with front matter: a walk over pulldown-cmark's events.

use pulldown_cmark::{CodeBlockKind, Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use super::{
    composer::{Composer, Part},
    html,
};
use crate::{
    article::{Article, Date, Title, TitleOrigin},
    text::CleanLine,
};

/// Reads a Markdown text. The title stays empty where the text has none.
pub(super) fn read(raw: &str) -> Article {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut walk = Walk { composer: Composer::default(), inside: Inside::Text, label: None };
    for event in Parser::new_ext(raw, options) {
        walk.step(event);
    }
    walk.composer.finish()
}

struct Walk {
    composer: Composer,
    inside: Inside,
    /// The label of a footnote that waits for its first word.
    label: Option<String>,
}

/// Where text goes that is not the body's.
enum Inside {
    Text,
    FrontMatter(String),
    /// A piece of HTML.
    Html(String),
    /// A picture's description, and how many pictures are described within it.
    Picture(String, usize),
}

impl Walk {
    fn step(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) => self.text(&text),
            Event::Code(text) => self.code(&text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.composer.line_break(),
            Event::FootnoteReference(label) => self.text(&format!("[{label}]")),
            Event::TaskListMarker(true) => self.text("[x] "),
            Event::TaskListMarker(false) => self.text("[ ] "),
            Event::InlineHtml(tag) if is_line_break(&tag) => self.composer.line_break(),
            Event::InlineHtml(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::Rule => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        if let Inside::Picture(_, depth) = &mut self.inside {
            *depth += usize::from(matches!(tag, Tag::Image { .. }));
            return;
        }
        let part = match tag {
            Tag::Heading { level, .. } => Part::Heading(*level as u8),
            Tag::BlockQuote(_) => Part::Quotation,
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => Part::Code,
            Tag::List(first) => Part::List(*first),
            Tag::Item => Part::Item,
            Tag::Table(_) => Part::Table,
            Tag::TableHead | Tag::TableRow => Part::Row,
            Tag::TableCell => Part::Cell,
            Tag::Emphasis => Part::Emphasis,
            Tag::Strong => Part::Strong,
            Tag::Link { dest_url, .. } => Part::Link(dest_url),
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle) => {
                self.inside = Inside::FrontMatter(String::new());
                return;
            }
            Tag::HtmlBlock => {
                self.inside = Inside::Html(String::new());
                return;
            }
            Tag::Image { .. } => {
                self.inside = Inside::Picture(String::new(), 0);
                return;
            }
            Tag::FootnoteDefinition(label) => {
                self.label = Some(format!("[{label}] "));
                Part::Paragraph
            }
            Tag::Strikethrough | Tag::Superscript | Tag::Subscript => Part::Span,
            _ => Part::Paragraph,
        };
        self.composer.enter(part);
    }

    fn end(&mut self, tag: TagEnd) {
        match (tag, std::mem::replace(&mut self.inside, Inside::Text)) {
            (TagEnd::MetadataBlock(_), Inside::FrontMatter(text)) => front_matter(&text, self.composer.about()),
            (TagEnd::HtmlBlock, Inside::Html(text)) => html::insert(&text, &mut self.composer),
            (TagEnd::Image, Inside::Picture(description, 0)) => self.composer.picture(&description),
            (TagEnd::Image, Inside::Picture(description, depth)) => {
                self.inside = Inside::Picture(description, depth - 1);
            }
            (_, inside @ Inside::Picture(..)) => self.inside = inside,
            (TagEnd::MetadataBlock(_) | TagEnd::Image, _) => {}
            _ => self.composer.leave(),
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.inside {
            Inside::Text => {
                if let Some(label) = self.label.take() {
                    self.composer.text(&label);
                }
                self.composer.text(text);
            }
            Inside::FrontMatter(whole) | Inside::Html(whole) | Inside::Picture(whole, _) => whole.push_str(text),
        }
    }

    fn code(&mut self, text: &str) {
        if matches!(self.inside, Inside::Text) {
            self.composer.enter(Part::CodeSpan);
            self.composer.text(text);
            self.composer.leave();
        } else {
            self.text(text);
        }
    }
}

fn is_line_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("<br"))
}

/// Takes what `text`, the lines between `---`, says about the article. Of YAML this reads keys with one value or a
/// list of values, which is what articles have.
fn front_matter(text: &str, article: &mut Article) {
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let list = value.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let mut values: Vec<&str> = match list {
            Some(list) => list.split(',').map(unquoted).collect(),
            None => vec![unquoted(value)],
        };
        while let Some(item) = lines.peek().and_then(|next| next.trim_start().strip_prefix("- ")) {
            values.push(unquoted(item));
            lines.next();
        }
        values.retain(|value| !value.is_empty());
        let value = CleanLine::new(&values.join(", "));
        if !value.is_empty() {
            tell(article, &key.trim().to_lowercase(), value);
        }
    }
}

fn tell(article: &mut Article, key: &str, value: CleanLine) {
    match key {
        "title" => article.title = Title { text: value, origin: TitleOrigin::Given },
        "author" | "authors" | "byline" => article.byline = Some(value),
        "date" | "published" => article.date = Date::parse(value.as_str()),
        "site" | "source" | "publication" => article.site = Some(value),
        "link" | "url" => article.link = super::composer::link(value.as_str()),
        _ => {}
    }
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let quoted = |mark| value.strip_prefix(mark).and_then(|rest: &str| rest.strip_suffix(mark));
    quoted('"').or_else(|| quoted('\'')).unwrap_or(value)
}

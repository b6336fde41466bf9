//! What comes of files as a whole: their form, their encoding, and whatever bytes they hold.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::article::MarkKind;

/// What every article that was read holds to: blocks in order, apart, not empty, on character boundaries and covering
/// all that is not white space; marks in range; a title.
#[track_caller]
fn check_article(article: &Article) {
    let text = article.text.as_str();
    let mut end = 0;
    for block in &article.blocks {
        assert!(block.span.fits(text), "{block:?} is out of range");
        assert!(block.span.start >= end, "{block:?} overlaps the one before");
        let (between, inside) = (&text[end as usize..block.span.start as usize], article.slice(block.span));
        assert!(between.trim().is_empty(), "{between:?} is in no block");
        assert!(!inside.trim().is_empty(), "{block:?} is empty");
        assert!(block.kind.is_preformatted() || !inside.contains('\n'), "{inside:?} has line breaks");
        if let BlockKind::ListItem { mark, .. } = block.kind {
            assert!(
                inside.is_char_boundary(usize::from(mark)) && usize::from(mark) < inside.len(),
                "{inside:?}, {mark}"
            );
        }
        end = block.span.end;
    }
    assert_eq!(end as usize, text.len(), "the end is in no block");
    for mark in &article.marks {
        assert!(mark.span.fits(text) && !mark.span.is_empty(), "{mark:?} is out of range");
    }
    assert!(article.marks.is_sorted_by_key(|mark| mark.span.start));
    assert!(article.blocks.is_empty() || !article.title.text.is_empty(), "no title");
}

/// An article in short: each block with the sign of its kind.
fn shown(article: &Article) -> String {
    let mut lines = String::new();
    for block in &article.blocks {
        let sign = match block.kind {
            BlockKind::Title => "T ".to_owned(),
            BlockKind::Heading(level) => format!("H{level} "),
            BlockKind::Paragraph => String::new(),
            BlockKind::Quotation(depth) => format!("Q{depth} "),
            BlockKind::ListItem { depth, mark } => format!("L{depth},{mark} "),
            BlockKind::Code => "C ".to_owned(),
            BlockKind::Table => "# ".to_owned(),
            BlockKind::Figure => "F ".to_owned(),
            BlockKind::Credit => "© ".to_owned(),
        };
        let words = marked(article, block);
        writeln!(lines, "{sign}{words}").unwrap();
    }
    lines.trim_end().to_owned()
}

/// The words of a block, with signs where inline marks begin and end.
fn marked(article: &Article, block: &crate::article::Block) -> String {
    let mut words = String::new();
    for (at, c) in article.slice(block.span).char_indices().chain([(block.span.len(), '\0')]) {
        let at = block.span.start + at as u32;
        for mark in article.marks.iter().rev().filter(|mark| mark.span.end == at && mark.span.start >= block.span.start)
        {
            match &mark.kind {
                MarkKind::Emphasis => words.push('}'),
                MarkKind::Strong => words.push_str("}}"),
                MarkKind::Code => words.push('`'),
                MarkKind::Link(address) => write!(words, "|{address}>").unwrap(),
            }
        }
        for mark in article.marks.iter().filter(|mark| mark.span.start == at && at < block.span.end) {
            words.push_str(match &mark.kind {
                MarkKind::Emphasis => "{",
                MarkKind::Strong => "{{",
                MarkKind::Code => "`",
                MarkKind::Link(_) => "<",
            });
        }
        words.push(c);
    }
    words.trim_end_matches('\0').to_owned()
}

fn article(name: &'static str, raw: &str) -> Article {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, raw).unwrap();
    let article = read(&Location::File(path)).unwrap();
    check_article(&article);
    article
}

#[track_caller]
fn plain(raw: &str, expected: &str) {
    assert_eq!(shown(&article("a.txt", raw)), expected);
}

#[track_caller]
fn markdown(raw: &str, expected: &str) {
    assert_eq!(shown(&article("a.md", raw)), expected);
}

const LONG: &str = "The harbour of the town was opened on Monday by the mayor, who said that she was glad of it.";

mod plain_text {
    use super::*;

    #[test]
    fn a_title_stands_above_text() {
        plain(&format!("Harbour opens\n\n{LONG}"), &format!("T Harbour opens\n{LONG}"));
        plain(&format!("Harbour opens\n{LONG}"), &format!("T Harbour opens\n{LONG}"));
        plain("Harbour opens\n=============\nAt last.", "T Harbour opens\nAt last.");
        plain("Harbour opens", "Harbour opens");
        plain("“We won.”\n\nShe left.", "“We won.”\nShe left.");
    }

    #[test]
    fn a_headline_quotes_unlike_the_text_below_it() {
        let headline = "Mayor calls bridge an 'open wound.'";
        plain(&format!("{headline}\n\n{LONG} \"So there.\""), &format!("T {headline}\n{LONG} \"So there.\""));
        let long = format!("{LONG} She was glad, she said, of 'every stone.'");
        plain(&format!("{long}\n\n{LONG} \"So.\""), &format!("{long}\n{LONG} \"So.\""));
        plain(&format!("{headline}\n\n{LONG} 'So there.'"), &format!("{headline}\n{LONG} 'So there.'"));
    }

    #[test]
    fn a_text_without_a_title_is_called_by_its_first_sentence() {
        let article = article("a.txt", "She left. He stayed.\n\nThey met again.");
        assert_eq!(article.title, Title { text: CleanLine::new("She left."), origin: TitleOrigin::Made });
    }

    #[test]
    fn bylines_and_dates_stand_below_the_title() {
        let raw = format!("Harbour opens\n\nBy Jane Doe\n\nFriday, July 21, 2017\n\n{LONG}");
        plain(&raw, &format!("T Harbour opens\n© By Jane Doe\nFriday, July 21, 2017\n{LONG}"));
        let article = article("a.txt", &raw);
        assert_eq!(article.byline.unwrap().as_str(), "Jane Doe");
        assert_eq!(article.date, crate::article::Date::parse("2017-07-21"));
        assert_eq!(article.title.origin, TitleOrigin::InBody);
    }

    #[test]
    fn headings_stand_alone_above_text() {
        plain(&format!("{LONG}\n\nA new start\n\n{LONG}"), &format!("{LONG}\nH2 A new start\n{LONG}"));
        plain(&format!("{LONG}\nA NEW START\n{LONG}"), &format!("{LONG}\nH2 A NEW START\n{LONG}"));
        plain(&format!("{LONG}\n\nStart\n-----\n\n{LONG}"), &format!("{LONG}\nH2 Start\n{LONG}"));
        plain(
            &format!("{LONG}\n\n'If the sea rises, we will leave at once'\n\n{LONG}"),
            &format!("{LONG}\nH2 'If the sea rises, we will leave at once'\n{LONG}"),
        );
    }

    #[test]
    fn short_lines_in_a_row_are_no_headings() {
        plain(&format!("{LONG}\n\nRed\n\nBlue\n\nGreen\n\n{LONG}"), &format!("{LONG}\nRed\nBlue\nGreen\n{LONG}"));
        plain(&format!("{LONG}\n\nThe end"), &format!("{LONG}\nThe end"));
        plain(&format!("{LONG}\n\n“We won”\n\n{LONG}"), &format!("{LONG}\n“We won”\n{LONG}"));
    }

    #[test]
    fn credits_stand_anywhere() {
        plain(&format!("{LONG}\n\n(Image Credits: AP)"), &format!("{LONG}\n© (Image Credits: AP)"));
    }

    #[test]
    fn lists_and_mail_keep_their_form() {
        plain(
            &format!("{LONG}\n\n- one\n-  two\n  - three\n1. four"),
            &format!("{LONG}\nL0,2 - one\nL0,2 - two\nL1,2 - three\nL0,3 1. four"),
        );
        plain(&format!("{LONG}\n\n- Jane Doe\n\n{LONG}"), &format!("{LONG}\n- Jane Doe\n{LONG}"));
        plain("She wrote:\n> We won.\n> > Who?\nGood.", "She wrote:\nQ1 We won.\nQ2 Who?\nGood.");
    }

    #[test]
    fn wrapped_text_is_the_same_article() {
        let raw = format!(
            "Harbour opens\n\n{LONG} {LONG}\n\n'If the sea rises again, as it did in the year of the flood, we will leave'\n\n{LONG} The Doe-led council and the pre- and post-war owners agreed. {LONG}\n\n(Image Credits: AP)"
        );
        for width in [40, 64, 72, 80] {
            let wrapped = raw.split("\n\n").map(|paragraph| fill(paragraph, width)).collect::<Vec<_>>().join("\n\n");
            assert_eq!(shown(&article("a.txt", &wrapped)), shown(&article("a.txt", &raw)), "{wrapped}");
        }
    }

    /// Wraps as most programs do, at spaces and behind hyphens.
    fn fill(paragraph: &str, width: usize) -> String {
        let mut filled = String::new();
        let mut columns = 0;
        for piece in paragraph.split_inclusive([' ', '-']) {
            if columns + piece.trim_end().len() > width {
                filled.truncate(filled.trim_end().len());
                filled.push('\n');
                columns = 0;
            }
            filled.push_str(piece);
            columns += piece.len();
        }
        filled
    }
}

mod marked_down {
    use super::*;

    #[test]
    fn blocks_of_all_kinds() {
        markdown("# Title\n\nText *of* **all** `kinds`.", "T Title\nText {of} {{all}} `kinds`.");
        markdown("## One\n\na\n\n### Two\n\nb", "H2 One\na\nH3 Two\nb");
        markdown("- a\n- b\n  1. c\n  2. d\n\n  more", "L0,4 • a\nL0,4 • b\nL1,3 1. c\nL1,3 2. d\nL0,0 more");
        markdown("> a\n>\n> > b\n\nc", "Q1 a\nQ2 b\nc");
        markdown("a\n\n```rust\nlet a = 1;\n\n  b\n```\n", "a\nC let a = 1;\n\n  b");
        markdown("| a | b |\n|---|---|\n| long | c |", "# a    │ b\nlong │ c");
        markdown("a [link](https://a.b/c) and [none](javascript:x)", "a <link|https://a.b/c> and none");
        markdown("![A boat](a.png)\n\ntext ![icon](b.png) text", "F A boat\ntext text");
        markdown("one\ntwo  \nthree.  \nFour", "one two three.\nFour");
        markdown("a~~b~~[^1]\n\n[^1]: note", "ab[1]\n[1] note");
    }

    #[test]
    fn marks_hold_no_space_at_their_ends() {
        markdown("a *b* c", "a {b} c");
        markdown("**a *b* c**", "{{a {b} c}}");
    }

    #[test]
    fn front_matter_tells_about_the_article() {
        let article = article(
            "a.md",
            "---\ntitle: \"A: b\"\nauthor:\n  - Jane Doe\n  - John Roe\ndate: 2020-01-02\nsite: The Herald\nurl: https://a.b\n---\n# Other\n\ntext",
        );
        assert_eq!(article.title, Title { text: CleanLine::new("A: b"), origin: TitleOrigin::Given });
        assert_eq!(article.byline.as_ref().unwrap().as_str(), "Jane Doe, John Roe");
        assert_eq!(article.date, crate::article::Date::parse("2020-01-02"));
        assert_eq!(article.site.as_ref().unwrap().as_str(), "The Herald");
        assert_eq!(article.link.as_ref().unwrap().as_str(), "https://a.b");
        assert_eq!(shown(&article), "H1 Other\ntext");
    }

    #[test]
    fn markdown_is_recognised_without_a_name() {
        assert_eq!(shown(&article("a", "# A title\n\nSome *text*")), "T A title\nSome {text}");
        assert_eq!(article("a", "---\ntitle: A title\n---\ntext").title.text, CleanLine::new("A title"));
        assert_eq!(shown(&article("a", "#1 in the charts")), "#1 in the charts");
    }

    #[test]
    fn a_title_that_is_repeated_is_shown_once() {
        let article = article("a.md", "---\ntitle: A title\n---\n# A Title!\n\ntext");
        assert_eq!(article.title.origin, TitleOrigin::InBody);
        assert_eq!(shown(&article), "T A Title!\ntext");
    }
}

mod web_pages {
    use super::*;

    #[track_caller]
    fn html(raw: &str, expected: &str) {
        assert_eq!(shown(&article("a.html", raw)), expected);
    }

    #[test]
    fn the_site_goes_from_the_title_and_the_author_is_credited_once() {
        let page = |title: &str| {
            let text = "The harbour of the town was opened on Monday by the mayor, who said that she was glad of it. "
                .repeat(6);
            let about = "<meta property='og:site_name' content='The Estuary'><meta name='author' content='Jane Roe'>";
            let raw = format!(
                "<html><head><title>{title}</title>{about}</head><body><article><h1>Harbour opens</h1>\
                 <p>By Jane Roe</p><p>{text}</p><p>{text}</p></article></body></html>"
            );
            article("a.html", &raw)
        };
        let read = page("Harbour opens | The Estuary");
        assert_eq!(read.title.text, CleanLine::new("Harbour opens"));
        assert_eq!(read.byline, Some(CleanLine::new("Jane Roe")));
        let credits = read.blocks.iter().filter(|block| block.kind == BlockKind::Credit).count();
        assert_eq!((credits, read.slice(read.blocks[0].span)), (1, "By Jane Roe"));
        assert_eq!(page("Swimming in The Estuary").title.text, CleanLine::new("Swimming in The Estuary"));
    }

    #[test]
    fn blocks_of_all_kinds() {
        html("<p>Text <em>of</em> <b>all</b> <code>kinds</code>.", "Text {of} {{all}} `kinds`.");
        html("<h2>One</h2><p>a<h3>Two</h3><p>b", "H2 One\na\nH3 Two\nb");
        html(
            "<ul><li>a<li><p>b</p><ol start=3><li>c<li>d</ol><p>more</ul>",
            "L0,4 • a\nL0,4 • b\nL1,3 3. c\nL1,3 4. d\nL0,0 more",
        );
        html("<blockquote><p>a</p><blockquote>b</blockquote></blockquote>c", "Q1 a\nQ2 b\nc");
        html("<p>a</p><pre><code>\nlet a = 1;\n\n  b &lt; c\n</code></pre>", "a\nC let a = 1;\n\n  b < c");
        html("<table><tr><th>a</th><th>b</th></tr><tr><td>long<td> c </table>", "# a    │ b\nlong │ c");
        html("<figure><img src=a alt='A boat'><figcaption>At sea</figcaption></figure><p>text</p>", "F At sea\ntext");
        html("<p>text</p><figure><img src=a alt='A boat'></figure>", "text\nF A boat");
        html(
            "<figure><img src=a><figcaption>Photo: Jane Doe</figcaption></figure><p>text</p>",
            "© Photo: Jane Doe\ntext",
        );
        html("<p>He said <q>so</q>.<script>x</script><style>y</style>", "He said “so”.");
        html("a<hr>b", "a\nb");
    }

    #[test]
    fn a_table_that_arranges_text_gives_paragraphs() {
        html("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>", "One.\nTwo.");
        html(&format!("<table><tr><td>Left.</td><td>{LONG}</td></tr></table>"), &format!("Left.\n{LONG}"));
    }

    #[test]
    fn a_row_that_is_too_wide_is_told_in_a_line() {
        let wide = "The boats that were built of oak in the yard behind the harbour, and those of pine";
        html(
            &format!("<p>{LONG}</p><table><tr><th>Name<th>What<tr><td>Ada<td>{wide}<tr><td>Bea<td></table>"),
            &format!("{LONG}\nName · What\nAda · {wide}\nBea"),
        );
        // Where a cell has paragraphs, the table only arranges text.
        let arranged = format!("<table><tr><td>Left.<td>Right.<tr><td>Left.<td><p>{wide}.</p><p>Two.</p></table>");
        let article = crate::source::html::compose(&arranged, "", Article::default());
        assert_eq!(article.text.as_str(), format!("Left.\n\nRight.\n\nLeft.\n\n{wide}.\n\nTwo."));
    }

    #[test]
    fn white_space_is_folded() {
        html("<p>\n  a\n\tb <i> c </i>d&nbsp; e</p>\n\n<p> </p>", "a b {c} d e");
        html("<p>a<b>b</b>c</p>", "a{{b}}c");
    }

    #[test]
    fn all_white_space_is_folded() {
        for text in [
            "",
            "a b",
            "a  b",
            "a\tb",
            "a\n b",
            "a\u{85}b",
            "a\u{a0}b",
            "ა\u{1680}b",
            "a \u{2003}b",
            "a\u{3000}",
            "“日本” é",
        ] {
            let mut folded = String::new();
            super::super::fold(text, |piece| folded.push_str(piece));
            assert_eq!(folded, text.split_whitespace().collect::<Vec<_>>().join(" "), "{text:?}");
        }
    }

    #[test]
    fn line_breaks_part_what_is_no_sentence() {
        html("<p>One.<br>Two.</p>", "One.\nTwo.");
        html("<p>Roses are red<br>Violets are blue</p>", "Roses are red\nViolets are blue");
        html("<p>one line and<br>another</p>", "one line and another");
        html("<h2>One<br>Two</h2><p>a</p>", "H2 One Two\na");
    }

    #[test]
    fn only_links_that_may_be_opened_are_kept() {
        html(
            "<p><a href='https://a.b/c'>a</a> <a href='/d'>b</a> <a href='javascript:x'>c</a> <a href=mailto:a@b>d</a>",
            "<a|https://a.b/c> b c <d|mailto:a@b>",
        );
        html("<link rel=canonical href='https://a.b/c/d'><p><a href='/e'>a</a> text", "<a|https://a.b/e> text");
    }

    #[test]
    fn an_article_is_picked_out_of_its_page() {
        let raw = format!(
            "<!doctype html><html><head><title>Harbour opens | The Herald</title>\
             <meta property='og:title' content='Harbour opens'><meta property='og:site_name' content='The Herald'>\
             <meta property='article:published_time' content='2020-01-02T03:04:05+00:00'>\
             <meta name=author content='By Jane Doe'><link rel=canonical href='https://example.com/harbour'></head>\
             <body><nav><ul><li><a href=/>Home</a><li><a href=/news>News</a></ul></nav>\
             <article><h1>Harbour opens</h1><p>{LONG} {LONG}</p><p>{LONG}</p><h2>A new start</h2><p>{LONG}</p></article>\
             <footer><a href=/about>About us</a></footer></body></html>"
        );
        let article = article("a.html", &raw);
        assert_eq!(article.title.text.as_str(), "Harbour opens");
        assert_eq!(article.byline.as_ref().unwrap().as_str(), "Jane Doe");
        assert_eq!(article.site.as_ref().unwrap().as_str(), "The Herald");
        assert_eq!(article.date, crate::article::Date::parse("2020-01-02T03:04:05Z"));
        assert_eq!(article.link.as_ref().unwrap().as_str(), "https://example.com/harbour");
        let body = shown(&article);
        let body = body.strip_prefix("T Harbour opens\n").unwrap_or(&body);
        assert_eq!(body, format!("{LONG} {LONG}\n{LONG}\nH2 A new start\n{LONG}"));
    }

    #[test]
    fn dates_are_read_in_the_forms_of_the_web() {
        for (told, understood) in [
            ("2020-01-02T03:04:05Z", "2020-01-02T03:04:05Z"),
            ("2020-01-02T03:04:05.123+02:00", "2020-01-02T01:04:05.123Z"),
            ("2020-01-02T03:04:05+0200", "2020-01-02T01:04:05Z"),
            ("2020-01-02T03:04+02:00", "2020-01-02T01:04:00Z"),
            ("Thu, 02 Jan 2020 03:04:05 GMT", "2020-01-02T03:04:05Z"),
            ("2020-01-02", "2020-01-02"),
            ("2020-01-02T03:04:05", "2020-01-02"),
        ] {
            let article =
                article("a.html", &format!("<article><time datetime='{told}'>then</time><p>{LONG}</article>"));
            assert_eq!(article.date, crate::article::Date::parse(understood), "{told}");
        }
    }

    /// Each of these takes minutes where depth, number or attributes are not bounded.
    #[test]
    fn hostile_pages_can_be_read() {
        let fill = |unit: &str| unit.repeat(60_000 / unit.len());
        for page in [
            fill("<div>"),
            fill("<p>x"),
            fill("<b><p>x"),
            fill("<a b=c><i>x"),
            fill("</p>"),
            fill("<table><tr><td>x"),
            fill("<svg>"),
            fill("<ul><li>x"),
            fill("<"),
            fill("<!--"),
            format!("<p {}>x", fill(" a=b")),
            fill("<blockquote><em>x"),
            fill("<select><option>x"),
            fill("&amp;<!---->"),
        ] {
            check_article(&with_title(html::read(&page), || CleanLine::new("a")));
        }
    }
}

mod sources {
    use super::*;

    #[track_caller]
    fn fault(name: &str, bytes: &[u8], expected: fn(CleanLine) -> SourceError) {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::File(folder.path().join(name));
        std::fs::write(folder.path().join(name), bytes).unwrap();
        assert_eq!(read(&location).unwrap_err(), expected(location.name()));
    }

    #[test]
    fn what_is_no_article_is_a_fault() {
        fault("a.txt", b"", SourceError::Empty);
        fault("a.txt", b" \n\t\n", SourceError::Empty);
        fault("a.txt", b"\x1b[31m\x1b[0m", SourceError::Empty);
        fault("a.md", b"---\ntitle: A\n---\n", SourceError::Empty);
        fault("a.html", b"<html><head><title>A</title></head></html>", SourceError::Empty);
        fault("a.txt", b"\x7fELF\0\0\0", SourceError::Binary);
    }

    #[test]
    fn a_missing_file_and_a_folder_are_faults() {
        let folder = tempfile::tempdir().unwrap();
        let read = |path: &Path| read(&Location::File(path.to_owned())).unwrap_err();
        assert!(matches!(read(folder.path()), SourceError::Folder(_)));
        assert!(matches!(read(&folder.path().join("none")), SourceError::NotFound(_)));
    }

    #[test]
    fn a_file_beyond_the_bound_is_refused_unread() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::File::create(&path).unwrap().set_len(bytes::LARGEST + 1).unwrap();
        assert!(matches!(read(&Location::File(path)), Err(SourceError::TooLarge(_))));
    }

    #[test]
    fn the_bundled_articles_can_be_read() {
        let articles: Vec<Article> = bundled().map(|location| read(&location).unwrap()).collect();
        for article in &articles {
            check_article(article);
            assert_eq!(article.title.origin, TitleOrigin::Given);
            assert!(article.date.is_some() && article.byline.is_some() && article.site.is_some());
        }
        assert_eq!(articles[0].title.text.as_str(), "Welcome to byline");
    }

    #[test]
    fn formats_are_told_by_name_and_by_look() {
        for (name, text, format) in [
            ("a.md", "<html>", Format::Markdown),
            ("a.XHTML", "text", Format::Html),
            ("a.txt", "<html>", Format::Plain),
            ("a", "\u{feff} \n<!DOCTYPE HTML><p>a", Format::Html),
            ("a", "<HTML lang=en>", Format::Html),
            ("a", "<?xml version=\"1.0\"?><html>", Format::Html),
            ("a.log", "<p>a", Format::Plain),
        ] {
            assert_eq!(Format::of(Some(Path::new(name)), text), format, "{name}, {text}");
        }
    }
}

mod properties {
    use super::*;

    fn letters(text: &str) -> String {
        text.chars().filter(|c| c.is_alphanumeric()).collect()
    }

    proptest! {
        #[test]
        fn plain_text_keeps_its_letters(raw in "([A-Za-z]{1,9}[ .,!?'\"-]{0,2}|[“”éß日1]|\n|\n\n|  |\n> |\n- |\n2\\. |\n===\n|\tBy |Photo: ){0,80}") {
            let article = plain::read(&raw);
            if !article.blocks.is_empty() {
                check_article(&with_title(article.clone(), || CleanLine::new("a")));
            }
            prop_assert_eq!(letters(article.text.as_str()), letters(&raw));
        }

        #[test]
        fn any_text_gives_an_article(raw in any::<String>()) {
            for read in [plain::read, markdown::read, html::read] {
                let article = with_title(read(&raw), || CleanLine::new("a"));
                check_article(&article);
            }
        }

        #[test]
        fn any_markdown_gives_an_article(raw in "([a-z]{1,5} |[*_`~\\[\\]()!<>#|+-]|\n|\n\n|    |> |- |1\\. |<br>|<div>|</div>|<p>|---\n|\\|-\\|-\\|\n|\\[\\^a\\]|\\[\\^a\\]: |&amp;|\u{202e}){0,120}") {
            check_article(&with_title(markdown::read(&raw), || CleanLine::new("a")));
        }

        #[test]
        fn any_html_gives_an_article(raw in "(<(p|div|b|em|a href=\"http://x\"|li|ul|ol|table|tr|td|pre|h1|figure|img alt='x'|br|q|blockquote|svg|title|script|!--)>|</(p|div|b|em|a|li|ul|ol|table|tr|td|pre|h1|figure|q|blockquote|svg|title|script)>|[a-z]{1,5}[ .]?|\n|&[a-z#0-9]{0,3};?|<|>|[\"'=/\u{202e}é]){0,90}") {
            check_article(&with_title(html::read(&raw), || CleanLine::new("a")));
        }
    }
}

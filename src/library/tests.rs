//! What the library promises: each verb, revisions, two sessions at once, and tampered rows.

use super::*;
use crate::{
    analysis::{self, Analysis, Person},
    article::{Anchor, Article, BlockKind, BodyBuilder, Date, MarkKind, Title, TitleOrigin},
    text::{CleanBody, CleanLine, Span},
};

/// An article with a paragraph for each line of `body`.
pub(super) fn article(title: &str, body: &str) -> Article {
    let mut paragraphs = BodyBuilder::default();
    for paragraph in body.lines() {
        paragraphs.push(paragraph);
        paragraphs.end_block(BlockKind::Paragraph);
    }
    let (text, blocks, marks) = paragraphs.finish(BlockKind::Paragraph);
    let title = Title { text: CleanLine::new(title), origin: TitleOrigin::Given };
    Article { title, text, blocks, marks, ..Article::default() }
}

pub(super) fn library() -> Library {
    Library::in_memory().unwrap()
}

/// How `SQLite` goes about a query.
pub(super) fn plan(query: &str) -> Vec<String> {
    let library = library();
    let mut plan = library.connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
    let parameters = vec![0; plan.parameter_count()];
    let steps = plan.query_map(rusqlite::params_from_iter(parameters), |row| row.get(3)).unwrap();
    steps.map(Result::unwrap).collect()
}

/// The anchor of `words` in an article's text.
pub(super) fn anchor(article: &Article, words: &str) -> Anchor {
    Anchor::new(article, span(article, words))
}

fn span(article: &Article, words: &str) -> Span {
    let start = article.text.as_str().find(words).expect("the text has these words");
    Span::new(start, start + words.len())
}

pub(super) fn writes(library: &Library) -> i64 {
    library.connection.query_row("SELECT total_changes()", [], |row| row.get(0)).unwrap()
}

const OLD: &str = "The ferry sank at dawn.\nAnn Lee, the captain, said it was rust.\nDivers go down today.";
const NEW: &str = "UPDATE: all are safe.\nThe ferry sank at dawn.\nAnn Lee, the captain, said it was rust.";

#[test]
fn an_article_comes_back_as_it_was_kept() {
    let mut library = library();
    let mut body = BodyBuilder::default();
    body.push("A heading");
    body.end_block(BlockKind::Heading(2));
    body.push("See ");
    body.open_mark(MarkKind::Link(CleanLine::new("https://example.org/é")));
    body.push("this “é”");
    body.close_mark();
    body.end_block(BlockKind::ListItem { depth: 1, mark: 0 });
    body.push("a  b\n  c");
    let (text, blocks, marks) = body.finish(BlockKind::Code);
    let article = Article {
        title: Title { text: CleanLine::new("Title"), origin: TitleOrigin::InBody },
        byline: Some(CleanLine::new("Jo Doe")),
        site: Some(CleanLine::new("The Gazette")),
        date: Date::parse("2024-03-01T10:20:30Z"),
        link: Some(CleanLine::new("https://example.org")),
        text,
        blocks,
        marks,
    };
    let id = library.keep("a", &article, 7).unwrap();
    let kept = library.fetch(id).unwrap();
    assert_eq!(*kept.article, article);
    assert_eq!((kept.id, kept.analysis, kept.place, kept.passages), (id, None, None, vec![]));
    assert_eq!((kept.read, kept.bookmarked), (false, false));
}

#[test]
fn an_empty_article_is_kept_too() {
    let mut library = library();
    let id = library.keep("", &Article::default(), 0).unwrap();
    assert_eq!(library.fetch(id).unwrap().article.text, CleanBody::default());
}

#[test]
fn an_article_is_known_by_its_identity() {
    let mut library = library();
    let a = library.keep("a", &article("A", "one"), 0).unwrap();
    let b = library.keep("b", &article("A", "one"), 0).unwrap();
    assert_ne!(a, b);
    assert_eq!(library.find("a").unwrap(), Some(a));
    assert_eq!(library.find("b").unwrap(), Some(b));
    assert_eq!(library.find("A").unwrap(), None);
}

#[test]
fn what_did_not_change_writes_nothing() {
    let mut library = library();
    let id = library.keep("a", &article("A", OLD), 0).unwrap();
    let (before, revision) = (writes(&library), library.fetch(id).unwrap().revision);
    assert_eq!(library.keep("a", &article("A", OLD), 99).unwrap(), id);
    assert_eq!(library.keep_all([("a", &article("A", OLD))], 99).unwrap(), [id]);
    library.set_read(id, ReadState::Unread).unwrap();
    library.remove_article_bookmark(id).unwrap();
    assert_eq!(writes(&library), before);
    assert_eq!(library.fetch(id).unwrap().revision, revision);
}

#[test]
fn any_change_makes_a_revision_and_the_old_one_stays() {
    let mut library = library();
    let old = article("A", OLD);
    let id = library.keep("a", &old, 5).unwrap();
    let mut latest = library.fetch(id).unwrap().revision;
    let dated = Article { date: Date::parse("2020-02-03"), ..article("B", NEW) };
    let marked = Article { marks: vec![], byline: Some(CleanLine::new("Jo")), ..dated.clone() };
    for changed in [article("B", OLD), article("B", NEW), dated, marked, article("A", OLD)] {
        assert_eq!(library.keep("a", &changed, 6).unwrap(), id);
        let kept = library.fetch(id).unwrap();
        assert!(kept.revision > latest);
        assert_eq!(*kept.article, changed);
        let row = library.rows(Shelf::All, Window::First, 9).unwrap().rows.remove(0);
        assert_eq!((row.title, row.date), (changed.title.text, changed.date));
        latest = kept.revision;
    }
    assert_eq!(*library.fetch_revision(id, RevisionId(1)).unwrap().article, old);
}

#[test]
fn many_are_kept_at_once_or_none() {
    let mut library = library();
    let (a, b) = (article("A", OLD), article("B", NEW));
    let ids = library.keep_all([("a", &a), ("b", &b), ("a", &b)], 0).unwrap();
    assert_eq!(ids[0], ids[2]);
    assert_eq!(*library.fetch(ids[0]).unwrap().article, b);
    library.connection.execute_batch("CREATE TEMP TRIGGER stop BEFORE INSERT ON main.article WHEN NEW.identity = 'd' BEGIN SELECT RAISE(ABORT, 'stop'); END").unwrap();
    assert!(library.keep_all([("c", &a), ("d", &b)], 0).is_err());
    assert_eq!(library.find("c").unwrap(), None);
}

#[test]
fn a_revision_keeps_what_the_reader_left() {
    let mut library = library();
    let (old, new) = (article("A", OLD), article("A", NEW));
    let id = library.keep("a", &old, 0).unwrap();
    let first = library.fetch(id).unwrap().revision;
    library.set_read(id, ReadState::Read).unwrap();
    library.set_place(id, first, &anchor(&old, "Ann Lee"), 5).unwrap();
    let whole = library.bookmark_article(id).unwrap();
    let stays = library.bookmark_passage(id, first, &anchor(&old, "it was rust")).unwrap();
    let goes = library.bookmark_passage(id, first, &anchor(&old, "Divers go down today.")).unwrap();
    library.keep("a", &new, 0).unwrap();

    let kept = library.fetch(id).unwrap();
    assert_ne!(kept.revision, first);
    assert!(kept.read && kept.bookmarked);
    assert_eq!(kept.place, Some(span(&new, "Ann Lee")));
    assert_eq!(kept.passages, [(stays, span(&new, "it was rust"))]);

    let listed = library.bookmarks(None, 9).unwrap();
    assert_eq!(listed.iter().map(|bookmark| bookmark.id).collect::<Vec<_>>(), [goes, stays, whole]);
    assert_eq!((listed[0].article, listed[0].revision), (id, first));
    assert_eq!(listed[0].passage.as_ref().unwrap().words.as_str(), "Divers go down today.");
    assert_eq!(listed[2].passage, None);

    let back = library.fetch_revision(id, first).unwrap();
    assert_eq!(back.passages, [(stays, span(&old, "it was rust")), (goes, span(&old, "Divers go down today."))]);
    assert_eq!(back.place, Some(span(&old, "Ann Lee")));
}

#[test]
fn a_passage_has_one_bookmark_on_every_revision() {
    let mut library = library();
    let (old, new) = (article("A", OLD), article("A", NEW));
    let id = library.keep("a", &old, 0).unwrap();
    let first = library.fetch(id).unwrap().revision;
    let mark = library.bookmark_passage(id, first, &anchor(&old, "it was rust")).unwrap();
    assert_eq!(library.bookmark_passage(id, first, &anchor(&old, "it was rust")).unwrap(), mark);
    library.keep("a", &new, 0).unwrap();
    let second = library.fetch(id).unwrap().revision;
    assert_eq!(library.bookmark_passage(id, second, &anchor(&new, "it was rust")).unwrap(), mark);
    assert_ne!(library.bookmark_passage(id, second, &anchor(&new, "was rust")).unwrap(), mark);
    assert_eq!(library.bookmarks(None, 9).unwrap().len(), 2);
}

#[test]
fn an_article_has_one_bookmark_and_its_passages_their_own() {
    let mut library = library();
    let text = article("A", OLD);
    let id = library.keep("a", &text, 0).unwrap();
    let revision = library.fetch(id).unwrap().revision;
    let is_listed = |library: &Library| library.rows(Shelf::Bookmarks, Window::First, 9).unwrap().rows.len() == 1;
    assert!(!is_listed(&library));
    let whole = library.bookmark_article(id).unwrap();
    assert_eq!(library.bookmark_article(id).unwrap(), whole);
    let passage = library.bookmark_passage(id, revision, &anchor(&text, "dawn")).unwrap();
    library.remove_article_bookmark(id).unwrap();
    assert!(is_listed(&library));
    assert!(!library.fetch(id).unwrap().bookmarked);
    library.remove_bookmark(passage).unwrap();
    library.remove_bookmark(passage).unwrap();
    assert!(!is_listed(&library));
    assert_ne!(library.bookmark_article(id).unwrap(), whole, "an id is not used twice");
    assert!(is_listed(&library));
}

#[test]
fn bookmarks_are_listed_newest_first_by_window() {
    let mut library = library();
    let mut ids = Vec::new();
    for n in 0..7 {
        let id = library.keep(&n.to_string(), &article("A", OLD), 0).unwrap();
        ids.push(library.bookmark_article(id).unwrap());
    }
    ids.reverse();
    let mut listed: Vec<BookmarkId> = Vec::new();
    loop {
        let window = library.bookmarks(listed.last().copied(), 3).unwrap();
        if window.is_empty() {
            break;
        }
        listed.extend(window.iter().map(|bookmark| bookmark.id));
    }
    assert_eq!(listed, ids);
}

#[test]
fn the_place_moves_with_the_reader() {
    let mut library = library();
    let text = article("A", OLD);
    let id = library.keep("a", &text, 0).unwrap();
    let revision = library.fetch(id).unwrap().revision;
    for words in ["Ann", "dawn", "Divers"] {
        library.set_place(id, revision, &anchor(&text, words), 5).unwrap();
        assert_eq!(library.fetch(id).unwrap().place, Some(span(&text, words)));
    }
}

#[test]
fn the_place_stays_where_its_words_were_deleted() {
    let mut library = library();
    let (old, new) = (article("A", OLD), article("A", &OLD.replace("The ferry sank at dawn.\n", "")));
    let id = library.keep("a", &old, 0).unwrap();
    let revision = library.fetch(id).unwrap().revision;
    library.set_place(id, revision, &anchor(&old, "The ferry sank at dawn."), 5).unwrap();
    library.keep("a", &new, 0).unwrap();
    assert_eq!(library.fetch(id).unwrap().place, Some(Span::new(0, 0)));
}

#[test]
fn reading_takes_an_article_off_the_unread_shelf() {
    let mut library = library();
    let id = library.keep("a", &article("A", OLD), 0).unwrap();
    let unread = |library: &Library| library.rows(Shelf::Unread, Window::First, 9).unwrap().rows.len();
    assert_eq!(unread(&library), 1);
    library.set_read(id, ReadState::Read).unwrap();
    assert_eq!(unread(&library), 0);
    assert!(library.rows(Shelf::All, Window::First, 9).unwrap().rows[0].read);
    library.set_read(id, ReadState::Unread).unwrap();
    assert_eq!(unread(&library), 1);
}

fn says(name: &str) -> Analysis {
    Analysis { people: vec![Person { name: CleanLine::new(name) }], ..Analysis::default() }
}

#[test]
fn an_analysis_belongs_to_its_revision_and_version() {
    let mut library = library();
    let id = library.keep("a", &article("A", OLD), 0).unwrap();
    let first = library.fetch(id).unwrap().revision;
    library.store_analysis(first, &says("Ann")).unwrap();
    library.store_analysis(first, &says("Ann Lee")).unwrap();
    assert_eq!(library.fetch(id).unwrap().analysis.as_deref(), Some(&says("Ann Lee")));
    library.keep("a", &article("A", NEW), 0).unwrap();
    assert_eq!(library.fetch(id).unwrap().analysis, None);
    assert!(library.fetch_revision(id, first).unwrap().analysis.is_some());
    library.connection.execute("UPDATE analysis SET version = ?1", [analysis::VERSION + 1]).unwrap();
    assert_eq!(library.fetch_revision(id, first).unwrap().analysis, None);
}

#[track_caller]
fn gone<T: std::fmt::Debug>(answer: Result<T, LibraryError>) {
    assert_eq!(answer.unwrap_err().fault, Fault::Gone);
}

#[test]
fn what_is_gone_is_said_to_be_gone() {
    let mut library = library();
    let text = article("A", OLD);
    let id = library.keep("a", &text, 0).unwrap();
    let other = library.keep("b", &text, 0).unwrap();
    let revision = library.fetch(other).unwrap().revision;
    let (nobody, nothing, anchor) = (ArticleId(99), RevisionId(99), anchor(&text, "dawn"));
    gone(library.fetch(nobody));
    gone(library.fetch_revision(id, nothing));
    gone(library.fetch_revision(id, revision));
    gone(library.store_analysis(nothing, &says("Ann")));
    gone(library.set_place(nobody, revision, &anchor, 5));
    gone(library.set_place(id, revision, &anchor, 5));
    gone(library.bookmark_article(nobody));
    gone(library.bookmark_passage(nobody, revision, &anchor));
    gone(library.bookmark_passage(id, revision, &anchor));
    assert_eq!(library.set_read(nobody, ReadState::Read), Ok(()));
    assert_eq!(library.remove_article_bookmark(nobody), Ok(()));
}

#[test]
fn tampered_text_comes_back_clean() {
    let mut library = library();
    let text = article("A", OLD);
    let id = library.keep("a", &text, 0).unwrap();
    let revision = library.fetch(id).unwrap().revision;
    library.bookmark_passage(id, revision, &anchor(&text, "dawn")).unwrap();
    library.store_analysis(revision, &says("Ann")).unwrap();
    let tamper = "UPDATE article SET title = X || title, site = X || 'site';
        UPDATE revision SET title = X, byline = X, site = X, link = X, body = X || body;
        UPDATE bookmark SET anchor = replace(anchor, 'dawn', '\\u001b[31mdawn');";
    library.connection.execute_batch(&tamper.replace('X', "(char(27) || '[2J' || char(8238) || 'x')")).unwrap();

    let row = library.rows(Shelf::All, Window::First, 1).unwrap().rows.remove(0);
    assert_eq!((row.title.as_str(), row.site.as_ref().map(CleanLine::as_str)), ("xA", Some("xsite")));
    let kept = library.fetch(id).unwrap();
    let lines = [Some(&kept.article.title.text), kept.article.byline.as_ref(), kept.article.link.as_ref()];
    assert_eq!(lines.map(|line| line.map(CleanLine::as_str)), [Some("x"); 3]);
    assert_eq!(kept.article.text.as_str(), format!("x{}", text.text.as_str()));
    assert_eq!(kept.article.blocks.len(), 3);
    assert_eq!(kept.analysis, None, "what was said of another text does not hold");
    assert_eq!(kept.passages.len(), 1);
    let listed = library.bookmarks(None, 1).unwrap().remove(0);
    assert_eq!((listed.title.as_str(), listed.passage.unwrap().words.as_str()), ("xA", "dawn"));
}

#[test]
fn tampered_marks_and_anchors_are_let_go() {
    let mut library = library();
    let text = article("A", OLD);
    let id = library.keep("a", &text, 0).unwrap();
    let revision = library.fetch(id).unwrap().revision;
    library.set_place(id, revision, &anchor(&text, "dawn"), 5).unwrap();
    library.bookmark_passage(id, revision, &anchor(&text, "dawn")).unwrap();
    library.store_analysis(revision, &says("Ann")).unwrap();
    library
        .connection
        .execute_batch(
            "UPDATE place SET anchor = '{'; UPDATE bookmark SET anchor = '7'; UPDATE analysis SET analysis = x'';
             UPDATE revision SET layout = x'', published = 'yesterday'; UPDATE article SET published = 'soon';",
        )
        .unwrap();
    let kept = library.fetch(id).unwrap();
    assert_eq!((kept.place, kept.passages, kept.analysis), (None, vec![], None));
    assert_eq!(kept.article.text, text.text);
    assert_eq!(kept.article.blocks, text.blocks);
    let listed = library.bookmarks(None, 9).unwrap();
    assert_eq!(listed.len(), 1, "it can still be removed");
    library.remove_bookmark(listed[0].id).unwrap();
    assert_eq!(library.rows(Shelf::All, Window::First, 9).unwrap().rows[0].date, None);
}

#[test]
fn what_is_dated_at_the_end_of_time_is_kept_and_heard_as_well() {
    let mut library = library();
    for date in ["9999-12-31", "9999-12-30T00:00:00Z", "0001-01-01"] {
        let text = "“The harbour opens,” said Ann Lee.\nNobody else spoke.";
        let article = Article { date: Date::parse(date), ..article(date, text) };
        let id = library.keep(&format!("test:{date}"), &article, 1_000).unwrap();
        let revision = library.fetch(id).unwrap().revision;
        library.store_analysis(revision, &analysis::analyze(&article)).unwrap();
    }
    let people = library.people(Prominence::Quoted, None, 1_000, 9).unwrap();
    assert_eq!(people.iter().map(|figure| (figure.articles, figure.quotes)).collect::<Vec<_>>(), [(3, 3)]);
}

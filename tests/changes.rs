//! Sessions: an article that changes after it was read.

mod desk;

use std::path::Path;

use byline::{
    article::{Article, BlockKind, BodyBuilder, Title, TitleOrigin},
    library::{Brought, Extent, Fetch, FetchOutcome, Item, Library, NewFeed},
    text::CleanLine,
};
use desk::{Session, folder};

/// Passages enough for the last ones to stand below the first screen.
const FILLER: &str = "The ferry was late again, as it had been all week, and nobody on the quay was surprised by it.";

/// Has a feed bring a story of these passages; the same story each time.
fn brings(folder: &Path, extent: Extent, passages: &[&str]) {
    let mut library = Library::open(&folder.join("library.sqlite")).unwrap();
    let address = CleanLine::new("https://post.example/feed");
    let feed = library.follow(&NewFeed { address, ..NewFeed::default() }).unwrap().id();
    let mut body = BodyBuilder::default();
    for passage in passages {
        body.push(passage);
        body.end_block(BlockKind::Paragraph);
    }
    let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
    let title = Title { text: CleanLine::new("A fire in the harbour"), origin: TitleOrigin::Given };
    let article = std::sync::Arc::new(Article { title, text, blocks, marks, ..Article::default() });
    let items = vec![Item { identity: "fire".into(), article, extent, analysis: None }];
    let outcome = FetchOutcome::Brought(Brought { items, ..Brought::default() });
    library.gather(feed, &Fetch { at: 1_990_000_000, next_try: None, moved_to: None, outcome }).unwrap();
}

const FIRST: [&str; 4] = ["Nine boats burned in the old harbour.", FILLER, "Nobody was hurt.", FILLER];
const SECOND: [&str; 4] =
    ["Eleven boats burned in the old harbour.", FILLER, FILLER, "The mayor has asked for help from the capital."];

#[test]
fn what_changed_since_an_article_was_read_is_listed_and_marked() {
    let folder = folder();
    drop(Session::on(folder.path(), 80, 24));
    brings(folder.path(), Extent::FullText, &FIRST);
    Session::on(folder.path(), 80, 24)
        .keys("g")
        .sees("• A fire")
        .keys("Enter c")
        .sees("It has not changed since it came");
    brings(folder.path(), Extent::FullText, &SECOND);
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("g").sees("± A fire").sees_not("• A fire").keys("Enter").sees("changed (c)").sees_not("+");
    session.keys("c").sees("What changed since you read it").sees("1/3");
    session.sees("changed  Nine Eleven boats burned in the old harbour.");
    session.sees("gone     Nobody was hurt.").sees("new      The mayor has asked for help");
    // In the text, what is new is marked until that is cleared.
    session.keys("↓ ↓ Enter").sees("+ The mayor has asked").sees("+ Eleven").sees("− The ferry").sees("changed (c)");
    session.keys("Esc").sees_not("+ ").sees_not("− ").keys("q").sees_not("± A fire");
    // It has been read as it stands by now; what changed before can still be seen.
    session.keys("j k Enter").sees_not("changed (c)").keys("c").sees("Nothing changed since you read it").sees("1/3");
}

#[test]
fn jumps_lead_back_to_the_words_of_a_text_that_changed() {
    let folder = folder();
    let long: Vec<_> = (0..40).map(|number| format!("Passage {number}. {FILLER}")).collect();
    let long: Vec<_> = long.iter().map(String::as_str).collect();
    brings(folder.path(), Extent::FullText, &long);
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("g Enter 2 0 } j");
    let top = session.top();
    session.keys("G");
    // Most of what stood above is gone, and what is left ends in signs of several bytes.
    let short: Vec<_> =
        long[18..24].iter().copied().chain(["“Überfahrt” – über die Ærø, sagte Zoë — ’tis “so” …"; 9]).collect();
    brings(folder.path(), Extent::FullText, &short);
    session.tell(byline::app::Msg::Touched);
    session.keys("q k j g Enter [");
    assert_eq!(session.top(), top);
    // Where the words are gone, it is the text near by.
    brings(folder.path(), Extent::FullText, &["“Überfahrt” – über die Ærø, sagte Zoë", "’tis “so” …"]);
    session.tell(byline::app::Msg::Touched);
    session.keys("q k j g Enter [ [ ] ] Space").screen();
}

#[test]
fn what_changes_under_the_eyes_of_the_reader_is_told_of_the_text_as_it_is_now() {
    let folder = folder();
    drop(Session::on(folder.path(), 80, 24));
    brings(folder.path(), Extent::FullText, &FIRST);
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("g Enter").sees("Nine boats");
    brings(folder.path(), Extent::FullText, &SECOND);
    session.tell(byline::app::Msg::Touched);
    session.sees("Nine boats").keys("c").sees("What changed since you read it").sees("1/3");
    session.keys("Esc").sees("Eleven boats");
}

#[test]
fn what_changed_is_told_at_each_size() {
    for (width, height) in [(80, 24), (40, 12), (200, 60), (20, 5)] {
        let folder = folder();
        drop(Session::on(folder.path(), width, height));
        brings(folder.path(), Extent::FullText, &FIRST);
        Session::on(folder.path(), width, height).keys("g Enter");
        brings(folder.path(), Extent::FullText, &SECOND);
        let mut session = Session::on(folder.path(), width, height);
        insta::assert_snapshot!(format!("changes_{width}x{height}"), session.keys("g Enter c").screen());
    }
}

#[test]
fn a_page_in_the_place_of_a_summary_and_another_date_are_no_change() {
    let folder = folder();
    drop(Session::on(folder.path(), 80, 24));
    brings(folder.path(), Extent::Summary, &FIRST[..1]);
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("g Enter");
    let mut library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    let id = library.last_read().unwrap().unwrap();
    let article = library.fetch(id).unwrap().article;
    let page = Article { link: Some(CleanLine::new("https://post.example/fire")), ..(*article).clone() };
    library.keep_page(id, &page, None, 1_990_000_001).unwrap();
    let later = Article { byline: Some(CleanLine::new("Ann Lee")), ..page };
    library.keep_page(id, &later, None, 1_990_000_002).unwrap();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("g").sees_not("±").keys("Enter").sees("full text").sees_not("changed (c)").keys("c");
    session.sees("Not a word of this article has changed");
}

#[test]
fn an_article_that_the_library_does_not_keep_has_no_earlier_state() {
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 80, 24, &[("a.txt", "One.\n"), ("b.txt", "Two.\n")]);
    session.keys("c").sees("Nothing is known of an earlier state");
}

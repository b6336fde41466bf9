//! Sessions: the list, its shelves, and what goes on in the library meanwhile.

mod desk;

use std::{collections::VecDeque, path::Path};

use byline::{
    app::{
        Effect, Msg, Refreshed, Request, Settings, State,
        list::Listed,
        screen::{Pane, Size},
        update,
    },
    library::{Brought, Extent, Fetch, FetchOutcome, Item as FeedItem, Library, NewFeed, ReadState, Shelf, Window},
    text::CleanLine,
};
use desk::{Session, folder, long_library};

/// Makes all that the library of this folder has stored what a byline before this one would have said.
fn age_analyses(folder: &Path) {
    let library = rusqlite::Connection::open(folder.join("library.sqlite")).unwrap();
    assert!(library.execute("UPDATE analysis SET version = version - 1, analysis = x''", []).unwrap() > 0);
}

#[test]
fn a_session_begins_with_the_article_that_was_read_last() {
    let folder = folder();
    long_library(folder.path(), None);
    let mut session = Session::on(folder.path(), 100, 24);
    session.sees("This is what story 1499 says").keys("G").sees("This is what story 0000 says");
    // Looking at an article is not reading it.
    drop(session);
    let mut session = Session::on(folder.path(), 100, 24);
    session.sees("This is what story 1499 says").keys("G Enter q g");
    drop(session);
    let mut session = Session::on(folder.path(), 100, 24);
    session.sees("This is what story 0000 says").sees("Story 0003").keys("1").sees("This is what story 1499 says");
}

#[test]
fn what_an_older_byline_said_is_renewed_while_nothing_else_is_to_do() {
    let folder = folder();
    drop(Session::on(folder.path(), 80, 24));
    age_analyses(folder.path());
    let library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    assert_eq!(library.count_outdated().unwrap(), 8);
    let mut session = Session::on(folder.path(), 80, 24);
    assert_eq!(library.count_outdated().unwrap(), 0);
    session.keys("j w").sees("Neil Armstrong").sees_not("reading");
    // A session with nothing left to do asks for nothing.
    assert_eq!(update(&mut session.state, Msg::Resize(Size { width: 80, height: 24 })), []);
}

#[test]
fn renewal_waits_for_whatever_else_is_asked_for_and_tells_how_far_it_is() {
    let folder = folder();
    drop(Session::on(folder.path(), 80, 24));
    age_analyses(folder.path());
    let mut session = Session::on(folder.path(), 80, 24);
    age_analyses(folder.path());
    let (state, effects) = State::new(Settings::default(), Size { width: 80, height: 24 }, Listed::Shelf(Shelf::All));
    session.state = state;
    let is_renewal = |effect: &Effect| matches!(effect, Effect::Renew { .. });
    let mut waiting: VecDeque<_> = effects.into();
    let mut renewal = None;
    while let Some(effect) = waiting.pop_front() {
        if is_renewal(&effect) {
            assert!(waiting.is_empty(), "{waiting:?} come first");
            renewal = effect.ticket();
            continue;
        }
        for msg in session.answers(effect) {
            waiting.extend(update(&mut session.state, msg));
        }
    }
    let ticket = renewal.expect("eight analyses are outdated");
    let outdated = session.librarian.outdated(None);
    let reached = Some(outdated[5].0);
    session.sees_not("rereading");
    assert_eq!(update(&mut session.state, Msg::Renewed { ticket, reached, left: 8 }).len(), 1);
    session.sees("rereading who said what 0 %");
    // Another article is asked for: what the renewal answers then comes too late, and it is asked for again after it.
    let effects = update(&mut session.state, Msg::Key("j".parse().unwrap()));
    assert!(!effects.iter().any(is_renewal));
    session.carry_out(effects);
    session.sees_not("rereading");
}

#[test]
fn what_another_process_changes_is_shown_and_the_list_does_not_jump() {
    let folder = folder();
    long_library(folder.path(), None);
    let mut session = Session::on(folder.path(), 100, 24);
    session.keys("C-d C-d C-d j j j j");
    let before = session.screen();
    let rows = |screen: &str| {
        let row = |line: &str| line.chars().take(25).filter(|c| *c != '•').collect::<String>();
        screen.lines().skip(1).map(row).collect::<Vec<_>>()
    };
    let mut other = Library::open(&folder.path().join("library.sqlite")).unwrap();
    let newest = other.rows(Shelf::All, Window::First, 2).unwrap().rows;
    let article = other.fetch(newest[0].key.id).unwrap().article;
    other.keep("test:new", &article, 7).unwrap();
    session.tell(Msg::Touched);
    assert_eq!(rows(&session.screen()), rows(&before));
    session.keys("g").sees("Story 1499");
    assert_eq!(session.screen().matches("Story 1499").count(), 3, "{}", session.screen());
}

#[test]
fn the_list_is_where_it_was_after_an_article_was_read() {
    let folder = folder();
    long_library(folder.path(), None);
    for (width, height) in [(80, 24), (40, 12), (120, 30)] {
        let mut session = Session::on(folder.path(), width, height);
        session.keys("1 C-d C-d j j j k k");
        let rows =
            |screen: String| screen.lines().map(|row| row.chars().skip(1).take(26).collect()).collect::<Vec<String>>();
        let before = rows(session.screen());
        assert_eq!(rows(session.keys("Enter Space z q q").screen()), before);
    }
}

#[test]
fn what_was_read_stays_on_the_unread_shelf_while_others_change_the_library() {
    let folder = folder();
    long_library(folder.path(), Some(&[3, 2, 1]));
    let mut session = Session::on(folder.path(), 100, 24);
    session.keys("2 Enter q j").sees("Story 0003").sees("Story 0002").sees("Story 0001");
    let mut other = Library::open(&folder.path().join("library.sqlite")).unwrap();
    let read = other.rows(Shelf::Unread, Window::First, 5).unwrap().rows;
    assert_eq!(read.len(), 2);
    other.set_read(read[1].key.id, ReadState::Read).unwrap();
    session.tell(Msg::Touched);
    session.sees("Story 0003").sees("Story 0002").sees_not("Story 0001");
}

#[test]
fn an_article_without_a_date_shows_when_it_was_kept() {
    let folder = folder();
    long_library(folder.path(), None);
    Session::on(folder.path(), 100, 30).sees("Story 1499 has a headline").sees("kept 1 Jan 1970");
}

#[test]
fn what_cannot_be_had_is_told_and_asked_for_no_more() {
    let folder = folder();
    long_library(folder.path(), None);
    let mut session = Session::on(folder.path(), 100, 24);
    let asked = (0..150).find_map(|_| {
        let effects = update(&mut session.state, Msg::Key("j".parse().unwrap()));
        effects.iter().find(|effect| matches!(effect, Effect::LoadRows { .. })).and_then(Effect::ticket)
    });
    session.tell(Msg::Failed { ticket: asked.unwrap(), fault: CleanLine::new("The disk is gone") });
    session.sees("The disk is gone").keys("j j");
    assert!(!session.state.is_pending(Request::Rows));
    session.keys("1 G").sees("This is what story 0000 says");
}

#[test]
fn a_shelf_that_was_left_changes_nothing_when_its_rows_come() {
    let folder = folder();
    feeds(folder.path());
    let mut session = Session::on(folder.path(), 100, 24);
    let effects = update(&mut session.state, Msg::Key("2".parse().unwrap()));
    session.keys("4").sees("Harbour");
    let open = session.state.reader().open().map(|open| open.opened.which);
    session.carry_out(effects);
    assert_eq!(session.state.reader().open().map(|open| open.opened.which), open);
    session.sees("4 Feeds").keys("1").sees("1 All").sees("Story 1");
}

#[test]
fn what_changes_while_rows_are_on_their_way_is_shown_after_them() {
    let folder = folder();
    long_library(folder.path(), None);
    let mut session = Session::on(folder.path(), 100, 24);
    let mut library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    let first = library.rows(Shelf::All, Window::First, 1).unwrap().rows[0].key.id;
    session.sees("• Story 1499");
    // The rows are read, something changes, and only then do they arrive.
    let effects = update(&mut session.state, Msg::Key("1".parse().unwrap()));
    let late: Vec<_> = effects.into_iter().flat_map(|effect| session.answers(effect)).collect();
    library.set_read(first, ReadState::Read).unwrap();
    session.tell(Msg::Touched);
    for msg in late {
        session.tell(msg);
    }
    session.sees("Story 1499").sees_not("• Story 1499");
}

#[test]
fn a_long_list_is_walked_by_window() {
    let folder = folder();
    long_library(folder.path(), None);
    let mut session = Session::on(folder.path(), 90, 8);
    session.sees("This is what story 1499 says").keys("G").sees("This is what story 0000 says");
    session.keys("k").sees("This is what story 0001 says").keys("g").sees("This is what story 1499 says");
    for number in (0..1499).rev() {
        session.keys("j");
        assert!(session.top().contains(&format!("Story {number:04}")), "{}", session.top());
        assert!(session.state.list().items().len() <= 1300);
    }
    for number in 1..1500 {
        session.keys("k");
        assert!(session.top().contains(&format!("Story {number:04}")), "{}", session.top());
    }
}

#[test]
fn the_next_unread_is_found_beyond_the_window() {
    let folder = folder();
    long_library(folder.path(), Some(&[7, 1007]));
    let mut session = Session::on(folder.path(), 100, 30);
    session.keys("n").sees("This is what story 1007 says").keys("n").sees("This is what story 0007 says");
    session.keys("n").sees("This is what story 1007 says").keys("N").sees("This is what story 0007 says");
    session.keys("N").sees("This is what story 1007 says");
    session.keys("2").sees("This is what story 1007 says").sees_not("Story 1499");
    session.keys("Enter q n").sees("This is what story 0007 says").sees("Story 1007");
    session.keys("Enter n").sees("Nothing else here is unread");
}

/// A library that follows a feed of two articles and one that has failed.
fn feeds(folder: &Path) {
    let mut library = Library::open(&folder.join("library.sqlite")).unwrap();
    let feed = |address: &str, title: &str| NewFeed {
        address: CleanLine::new(address),
        title: Some(CleanLine::new(title)),
        ..NewFeed::default()
    };
    let post = library.follow(&feed("https://post.example/feed", "The Harbour Post")).unwrap().id();
    let times = library.follow(&feed("https://times.example/feed", "Valley Times")).unwrap().id();
    let item = |number: i64| FeedItem {
        identity: number.to_string().as_str().into(),
        article: std::sync::Arc::new(byline::article::Article {
            title: byline::article::Title { text: CleanLine::new(&format!("Story {number}")), ..Default::default() },
            ..byline::article::Article::default()
        }),
        extent: Extent::Summary,
        analysis: None,
    };
    let brought = Brought { items: vec![item(1), item(2)], ..Brought::default() };
    let fetch = Fetch { at: 1_790_000_000, next_try: None, moved_to: None, outcome: FetchOutcome::Brought(brought) };
    library.gather(post, &fetch).unwrap();
    let why = CleanLine::new("the server says 500; try again later");
    let outcome = FetchOutcome::Failed(why);
    let fetch = Fetch { at: 1_790_000_000, next_try: Some(1_790_003_600), moved_to: None, outcome };
    library.gather(times, &fetch).unwrap();
}

#[test]
fn the_feeds_at_each_size() {
    for (width, height) in [(80, 24), (40, 12), (200, 60), (20, 5)] {
        let folder = folder();
        feeds(folder.path());
        let mut session = Session::on(folder.path(), width, height);
        insta::assert_snapshot!(format!("feeds_{width}x{height}"), session.keys("4 j").screen());
    }
}

#[test]
fn a_feed_lists_its_articles_and_says_that_they_are_summaries() {
    let folder = folder();
    feeds(folder.path());
    let mut session = Session::on(folder.path(), 120, 30);
    session.keys("4").sees("The Harbour Post").sees("2/2");
    session.keys("j").sees("next try 21 Sep 2026 15:13").keys("k");
    session.keys("Enter").sees("Story 2").sees("Story 1").sees("4 The Harbour Post").sees_not("Valley");
    session.keys("Enter").sees("summary").keys("q q").sees("Valley Times").sees("1/2");
    session.keys("1").sees("Story 2").sees_not("1/2");
}

#[test]
fn keys_for_an_article_leave_alone_what_a_feed_stands_before() {
    let folder = folder();
    feeds(folder.path());
    let mut session = Session::on(folder.path(), 100, 24);
    let open = session.state.reader().open().map(|open| (open.opened.read, open.opened.bookmarked));
    session.keys("4");
    for key in ["s", "S", "r", "w", "@", "c", "x", ".", "p", "Y"] {
        session.keys(key).sees("No article is open");
        assert!(session.state.overlays().is_empty() && session.state.focus() == Pane::List, "{key}");
    }
    assert_eq!(session.state.reader().open().map(|open| (open.opened.read, open.opened.bookmarked)), open);
    // A link is that of the feed's site.
    session.keys("y");
    assert!(matches!(session.asked.last(), Some(Effect::Copy(link)) if link.starts_with("https://")));
    assert!(!format!("{:?}", session.asked.last()).contains("/story"));
}

#[test]
fn an_empty_shelf_of_feeds_says_how_to_add_one() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("4").sees("Nothing is followed yet.").sees("byline add URL");
    session.tell(Msg::Pasted(CleanLine::new("post.example")));
    session.sees("› post.example").keys("Enter").sees("Looking for the feed at post.example");
    let Some(Effect::Follow { ticket, address }) = session.asked.last().cloned() else { panic!("nothing was asked") };
    assert_eq!(address.as_str(), "post.example");
    session.tell(Msg::Followed { ticket, outcome: Err(CleanLine::new("post.example: no such server")) });
    session.sees("no such server");
    // What was refused is there to be corrected; what was followed is not.
    session.keys("a").sees("› post.example").keys("s Enter");
    let Some(Effect::Follow { ticket, .. }) = session.asked.last().cloned() else { panic!("nothing was asked") };
    feeds(folder.path());
    let feed = Library::open(&folder.path().join("library.sqlite")).unwrap().feeds().unwrap().remove(0);
    session.tell(Msg::Followed { ticket, outcome: Ok(Box::new(feed)) });
    session.sees("Following The Harbour Post").keys("a").sees_not("post.example");
}

#[test]
fn a_long_notice_is_shown_whole() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 40, 12);
    let told = "post.example: the answer is no feed and names none; look for the address on the site itself";
    session.tell(Msg::Notice(CleanLine::new(told)));
    let words = session.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.ends_with(told), "{words}");
    session.keys("j").sees_not("post.example");
}

#[test]
fn full_text_is_fetched_with_every_refresh_if_that_is_wanted() {
    let folder = folder();
    feeds(folder.path());
    let mut session = Session::on(folder.path(), 120, 30);
    session.keys("4").sees("Full text: where x asks for it").sees("Last news: 21 Sep 2026 14:13").sees("refresh");
    session.keys("X").sees("Full text is fetched with every refresh of The Harbour Post").keys("j k");
    session.sees("Full text: with every refresh").sees("Articles: 2, 2 unread");
    session.keys("j").sees("Last failure: 21 Sep 2026 14:13").sees("Next try: 21 Sep 2026 15:13");
    session.sees("the server says 500; try again later").sees("Articles: 0, 0 unread");
    // In an article it is the feed that brought it.
    session.keys("k Enter X").sees("The Harbour Post shows its summaries; x fetches a full text");
    let file = [("a.txt", "A file.\n"), ("b.txt", "Another.\n")];
    Session::with_files(folder.path(), 80, 24, &file).keys("X").sees("This article comes from no feed");
}

#[test]
fn a_refresh_tells_how_far_it_is_and_what_came_of_it() {
    let folder = folder();
    feeds(folder.path());
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("R");
    let Some(Effect::Refresh { ticket, feed: None }) = session.asked.last().cloned() else { panic!("not asked") };
    let so_far = Refreshed { feeds: 2, done: 1, added: 3, ..Refreshed::default() };
    session.tell(Msg::Refreshing(so_far));
    session.sees("refreshing 1/2, 3 new").keys("R").sees("Esc stops it").keys("Esc");
    assert_eq!(session.asked.last(), Some(&Effect::StopFetching));
    let outcome = Ok(Refreshed { is_stopped: true, ..so_far });
    session.tell(Msg::Refreshed { ticket, outcome });
    session.sees("Stopped after 1 of 2 feeds: 3 new articles").sees_not("refreshing");
    // What comes too late is not shown.
    session.tell(Msg::Refreshing(so_far));
    session.keys("j").sees_not("refreshing");
    // In a feed, that feed alone is asked.
    session.keys("4 Enter R");
    assert!(matches!(session.asked.last(), Some(Effect::Refresh { feed: Some(_), .. })));
}

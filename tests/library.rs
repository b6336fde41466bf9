//! Sessions: what the library as a whole is asked and told.

mod desk;

use std::path::Path;

use byline::{
    app::{Effect, Msg, update},
    library::{Library, NewFeed, Shelf, Window},
    source::{self, Location},
    text::CleanLine,
};
use desk::{Session, folder};

/// A library of three articles, in two of which Ann Lee speaks.
fn harbour(folder: &Path) {
    let mut library = Library::open(&folder.join("library.sqlite")).unwrap();
    let texts = [
        "The harbour opens\n\n“The harbour opens again in spring,” said Ann Lee, the mayor of the town, on Monday.\n",
        "The harbour closes\n\n“Nobody told us that the ferry would stop in winter,” Ann Lee told reporters on Friday.\n",
        "The bridge stands\n\nThe bridge over the river was finished in May, and nobody fell into the water.\n",
    ];
    for (number, text) in texts.into_iter().enumerate() {
        let path = folder.join("story.txt");
        std::fs::write(&path, text).unwrap();
        let article = source::read(&Location::File(path)).unwrap();
        let id = library.keep(&format!("test:{number}"), &article, 86_400 * number as i64).unwrap();
        let revision = library.fetch(id).unwrap().revision;
        library.store_analysis(revision, &byline::analysis::analyze(&article)).unwrap();
    }
}

#[test]
fn what_is_typed_while_a_search_goes_on_is_asked_at_once() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 100, 24);
    session.keys("/");
    let press = |session: &mut Session, key: &str| update(&mut session.state, Msg::Key(key.parse().unwrap()));
    let is_question = |effect: &Effect| matches!(effect, Effect::Ask { .. });
    let first = press(&mut session, "m");
    assert!(first.iter().any(is_question));
    let second: Vec<_> = ["o", "o", "n"].iter().flat_map(|key| press(&mut session, key)).collect();
    assert_eq!(second.iter().filter(|effect| is_question(effect)).count(), 3);
    // The answer to what was typed first comes late, and counts no more.
    session.carry_out(second);
    let hits = session.screen();
    session.carry_out(first);
    assert_eq!(session.screen(), hits);
}

#[test]
fn a_search_shows_its_hits_while_it_is_typed() {
    let folder = folder();
    harbour(folder.path());
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("/").sees("title: feed:").keys("h a r").sees("The harbour closes").sees("The harbour opens");
    session.sees_not("The bridge stands  ").keys("b o u r Space f e r r y");
    session.sees("The harbour closes").sees_not("The harbour opens");
    session.keys("C-u w i n t e r").sees("that the ferry would stop in winter").sees_not("The harbour opens");
    session.keys("Enter").sees("The harbour closes").sees("reporters on Friday");
    assert!(session.state.reader().open().unwrap().marked.is_some());
}

#[test]
fn the_hits_are_gone_through_until_esc() {
    let folder = folder();
    harbour(folder.path());
    let mut session = Session::on(folder.path(), 80, 24);
    session
        .keys("/ h a r b o u r Enter")
        .sees("reporters on Friday")
        .keys("n")
        .sees("Hit 2/2 for harbour")
        .sees("on Monday");
    session.keys("n").sees("No hit beyond this one").keys("N").sees("reporters on Friday");
    session.keys("Esc n").sees_not("Hit");
}

#[test]
fn a_search_is_kept_as_a_shelf() {
    let folder = folder();
    harbour(folder.path());
    let mut session = Session::on(folder.path(), 80, 24);
    session
        .keys("/ C-s")
        .sees("Type what to search for")
        .keys("t i t l e : C-s")
        .sees("Not kept: write something after title:");
    session.keys("C-u h a r b o u r C-s").sees("Kept “harbour” as a shelf").sees("The harbour opens");
    session.keys("C-u").sees("harbour  a kept search").keys("Enter").sees("/ harbour").sees_not("The bridge stands");
    session.sees("• The harbour closes").sees("• The harbour opens").keys("q").sees("The bridge stands");
    // What stands on it can be marked as read, and stays where it is until the shelf is opened again.
    session.keys("/ Enter A").sees("Marked 2 articles as read").sees_not("•").sees("The harbour opens").keys("U");
    session.sees("• The harbour opens").keys("q / Del").sees("Forgot the search “harbour”").sees_not("a kept search");
    session.keys("Esc U").sees("Kept “harbour” as a shelf").keys("/").sees("a kept search");
    // A hit is not removed by the key that forgets a search.
    session.keys("h a r Del").sees("The harbour opens").sees("1/2");
    session.keys("Esc U U").sees("There is nothing to take back").keys("/").sees_not("a kept search");
}

#[test]
fn tags_are_shelves_too() {
    let folder = folder();
    harbour(folder.path());
    let mut library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    let (address, tags) = (CleanLine::new("https://sea.example"), vec![CleanLine::new("sea")]);
    library.follow(&NewFeed { address, tags, ..NewFeed::default() }).unwrap();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("/").sees("sea  a tag, 0 of 0 unread").keys("Enter").sees("/ sea").sees("Nothing of the feeds with");
}

#[test]
fn a_kept_search_at_each_size() {
    for (width, height) in [(80, 24), (40, 12), (200, 60), (20, 5)] {
        let folder = folder();
        harbour(folder.path());
        let mut session = Session::on(folder.path(), width, height);
        let screen = session.keys("/ h a r b o u r C-s C-u Enter").screen();
        insta::assert_snapshot!(format!("kept_search_{width}x{height}"), screen);
    }
}

#[test]
fn a_query_that_makes_no_sense_is_pointed_at() {
    let folder = folder();
    harbour(folder.path());
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("/ c o l o u r : r e d Space").sees("colour: is no field; there are title:");
    session.keys("C-u h a r").sees("The harbour opens").keys("b").sees("The harbour opens").sees("1/2");
    // What was found before is not gone to while the query makes no sense.
    session.keys("Space s i n c e : f o o Space").sees("foo is no time").sees("0/0");
    session.keys("Enter D").sees("foo is no time").sees("foo D").keys("Esc").sees("The harbour opens");
    session.keys("/ t i t l Tab").sees("› title:");
}

#[test]
fn a_long_list_tells_that_there_is_more_and_end_goes_on_to_it() {
    let folder = folder();
    let mut library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    let path = folder.path().join("story.txt");
    std::fs::write(&path, "A boat\n\nOf boats.\n").unwrap();
    let article = source::read(&Location::File(path)).unwrap();
    let names: Vec<_> = (0..250).map(|number| format!("test:{number}")).collect();
    library.keep_all(names.iter().map(|name| (name.as_str(), &article)), 0).unwrap();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("/ b o a t").sees("1/100+").keys("End").sees("200/250").sees_not("+").keys("End").sees("250/250");
    session.keys("Home C-u b o a t s").sees("1/100+").keys("End ↑").sees("199/250");
}

#[test]
fn the_best_hits_come_first_if_that_is_wanted() {
    let folder = folder();
    harbour(folder.path());
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("/ b r i d g e C-r").sees("Search, best first").sees("The bridge stands");
    session.keys("C-r").sees("Search, newest first");
}

#[test]
fn all_that_somebody_said_is_read_in_order_of_time() {
    for (width, height) in [(80, 24), (40, 12), (200, 60), (20, 5)] {
        let folder = folder();
        harbour(folder.path());
        let mut session = Session::on(folder.path(), width, height);
        insta::assert_snapshot!(format!("figures_{width}x{height}"), session.keys("5").screen());
        insta::assert_snapshot!(format!("sayings_{width}x{height}"), session.keys("Enter").screen());
    }
    let folder = folder();
    harbour(folder.path());
    let mut session = Session::on(folder.path(), 100, 24);
    session.keys("5").sees("Ann Lee").sees("2 articles, 2 quotes").keys("C-r").sees("People, the most quoted first");
    session
        .keys("x y z")
        .sees_not("2 articles")
        .keys("C-u l e")
        .sees("Ann Lee")
        .keys("Enter")
        .sees("Ann Lee, oldest first");
    let screen = session.screen();
    assert!(screen.find("opens again") < screen.find("Nobody told"), "{screen}");
    session.keys("C-r").sees("Ann Lee, newest first");
    session.keys("f e r r y").sees("Nobody told us").sees_not("opens again");
    // Choosing one goes to the quote itself.
    session.keys("Enter").sees("Ann Lee 1/1").sees("told reporters");
    assert!(session.state.overlays().is_empty());
}

#[test]
fn who_says_nothing_leads_to_the_articles_that_name_them() {
    let folder = folder();
    harbour(folder.path());
    let path = folder.path().join("bridge.txt");
    std::fs::write(&path, "A toll\n\nJohn Smith, the engineer, walked over the bridge on Monday. He was alone.\n")
        .unwrap();
    let article = source::read(&Location::File(path)).unwrap();
    let mut library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    let id = library.keep("test:toll", &article, 86_400 * 5).unwrap();
    let revision = library.fetch(id).unwrap().revision;
    library.store_analysis(revision, &byline::analysis::analyze(&article)).unwrap();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("5 s m i").sees("1 article, 0 quotes").keys("Enter").sees("› person:\"John Smith\"");
    session.sees("A toll  6 Jan 1970").keys("Enter").sees("walked over the bridge");
}

#[test]
fn a_shelf_is_marked_as_read_and_that_is_taken_back() {
    let folder = folder();
    harbour(folder.path());
    let mut session = Session::on(folder.path(), 100, 24);
    session.sees("• The harbour opens").keys("U").sees("nothing to take back");
    session.keys("A").sees("Marked 3 articles as read; U takes it back").sees_not("• The");
    session.keys("U").sees("3 articles unread again").sees("• The harbour opens").sees("• The bridge stands");
    session.keys("Enter q A").sees("Marked 2 articles as read");
}

#[test]
fn an_article_is_deleted_and_brought_back() {
    let folder = folder();
    harbour(folder.path());
    let mut session = Session::on(folder.path(), 100, 24);
    session.keys("j D").sees("Deleted the article; U brings it back").sees_not("The harbour closes");
    session.sees("The bridge stands").sees("The harbour opens");
    session.keys("U").sees("The article is back").sees("The harbour closes");
    session.keys("D j D U U").sees("The harbour opens").sees("The bridge stands");
    // One that was read leaves the unread shelf too, and the next one is shown in its place.
    session.keys("2 Enter q D").sees_not("The bridge stands").sees("Nobody told us").keys("U 1");
    let library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    assert_eq!(library.rows(Shelf::All, Window::First, 9).unwrap().rows.len(), 3);
}

//! Sessions: how an article is read.

mod desk;

use std::path::Path;

use byline::{
    app::{
        ArticleRef, Effect, Mouse, MouseAction, Msg,
        keys::{BINDINGS, Mode},
        list::{Item, Listed},
        update,
    },
    source,
    text::CleanLine,
};
use desk::{Session, folder};

const SPEECH: &str = "The vote was close, and the hall was loud until the chair rose to speak at last.\n\n\
    “We have won,” said Jane Doe, the mayor of the town, “and nobody thought that we could.”\n\n\
    Her rival, John Roe, was not so sure. “Count again,” he said on the steps of the hall.\n\n\
    Doe laughed. A spokesman for the council called the count “final”.\n";

#[test]
fn the_library_opens_on_the_welcome_at_each_size() {
    for (width, height) in [(80, 24), (40, 12), (200, 60), (20, 5)] {
        let folder = folder();
        let screen = Session::on(folder.path(), width, height).screen();
        insta::assert_snapshot!(format!("library_{width}x{height}"), screen);
    }
}

#[test]
fn an_article_is_read_at_each_size() {
    for (width, height) in [(80, 24), (40, 12), (200, 60), (20, 5)] {
        let folder = folder();
        let screen = Session::on(folder.path(), width, height).keys("Enter Space").screen();
        insta::assert_snapshot!(format!("reader_{width}x{height}"), screen);
    }
}

#[test]
fn overlays_at_each_size() {
    for (width, height) in [(80, 24), (40, 12), (200, 60), (20, 5)] {
        let folder = folder();
        let mut session = Session::on(folder.path(), width, height);
        session.keys("Enter S s");
        let overlays = [("help", "?"), ("people", "@"), ("quotes", "w"), ("evidence", "w ↓ Tab"), ("bookmarks", "B")];
        for (name, keys) in overlays {
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), session.keys(keys).screen());
            session.keys("Esc Esc");
        }
    }
}

#[test]
fn quotes_are_visited_in_turn_with_their_speaker_and_number() {
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 80, 24, &[("a.txt", SPEECH)]);
    session.keys(".").sees("Jane Doe 1/2");
    session.keys(".").sees("John Roe 2/2");
    session.keys(".").sees("No quote further down");
    session.keys(",").sees("Jane Doe 1/2");
}

#[test]
fn the_words_that_tell_who_spoke_are_shown_in_their_sentence() {
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 80, 24, &[("a.txt", SPEECH)]);
    session.keys("w Tab").sees("Why Jane Doe").sees("By the name “Jane Doe”, with “said”");
    session.sees("“We have won,” said Jane Doe, the mayor of the town, “and nobody thought");
    session.keys("Esc ↓ Tab").sees("Why John Roe").sees("By the pronoun “he”, with “said”");
    session.sees("“Count again,” he said on the steps of the hall.").sees("“he” is the person named here");
    session.sees("Her rival, John Roe, was not so sure.").sees_not("He laughed");
    session.keys("Esc ↓ Tab").sees("By the words “A spokesman for the council”, with “called”: a source");
    // A place in the text closes the overlays and stands marked.
    session.keys("↓ Enter").sees("The vote was close");
    assert!(session.state.overlays().is_empty());
    assert!(session.state.reader().open().unwrap().marked.is_some());
}

#[test]
fn evidence_fits_the_smallest_screens() {
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 40, 12, &[("a.txt", SPEECH)]);
    session.keys("w ↓ Tab").sees("By the pronoun “he”, with “said”").sees("“Count again,” he said on the steps");
    session.sees("Her rival, John Roe, was not so").sees("│ sure.");
}

#[test]
fn speech_that_goes_on_shows_where_its_speaker_was_named() {
    let text = "“We have won,” said Jane Doe, the mayor, on the steps of the hall last night.\n\n\
        “Nobody thought that we could do it at all, and now we shall do what we promised.”\n";
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 80, 24, &[("a.txt", text)]);
    session.keys("w End Tab").sees("Carried over").sees("“We have won,” said Jane Doe");
}

#[test]
fn who_spoke_is_not_explained_where_the_text_leaves_it_open() {
    let text =
        "Jane Doe met the council.\n\n“That is a thing that nobody in this town has ever seen before,” it went.\n";
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 80, 24, &[("a.txt", text)]);
    session.keys("w Tab").sees("—").sees("The text leaves open who said this");
}

#[test]
fn a_source_without_a_name_stands_in_brackets() {
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 80, 24, &[("a.txt", SPEECH)]);
    session.keys("w").sees("(A spokesman for the…").sees("│ Jane Doe ").sees_not("(Jane");
}

#[test]
fn people_show_their_share_of_what_is_said() {
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 80, 24, &[("a.txt", SPEECH)]);
    // Nine of the words are hers, two are his; “final” is a phrase and no speech.
    session
        .keys("@")
        .sees("2 mentions, 1 quote, 82 % of what is said")
        .sees("1 mention, 1 quote, 18 % of what is said");
    session.keys("Esc").resize(40, 12).keys("@").sees("2×, 1 quote, 82 %").sees("1×, 1 quote, 18 %");
}

#[test]
fn a_last_page_that_repeats_lines_shows_where_the_new_ones_begin() {
    let text: Vec<_> = (1..=20).map(|number| format!("Line number {number}.")).collect();
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 60, 13, &[("a.txt", &text.join("\n\n"))]);
    session.keys("Space Space").sees_not("›").keys("Space").sees("› Line number 18.").keys("k").sees_not("›");
}

#[test]
fn a_count_repeats_the_motion() {
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 80, 24, &[("a.txt", SPEECH)]);
    session.keys("2 .").sees("2/2");
    session.keys("Esc 9 9 .").sees("2/2");
}

#[test]
fn a_bookmark_is_told_shown_and_there_after_a_restart() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("s").sees("Bookmarked the article").sees("★");
    session.keys("Enter . S").sees("Bookmarked the passage");
    drop(session);
    let mut session = Session::on(folder.path(), 80, 24);
    session.sees("★").keys("B").sees("Welcome to byline").sees("the article");
    session.keys("Enter").sees("★");
    drop(session);
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("B Del Del").sees("No bookmarks yet");
    session.keys("Esc").sees_not("★");
}

#[test]
fn the_place_survives_a_restart_and_another_width() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 80, 14);
    session.keys("Enter Space j j");
    let top = session.top();
    session.keys("q q");
    drop(session);
    assert_eq!(Session::on(folder.path(), 80, 14).keys("Enter").top(), top);
    let word = top.split(' ').next().unwrap().to_owned();
    assert!(Session::on(folder.path(), 50, 14).keys("Enter").top().contains(&word));
}

#[test]
fn the_same_text_is_at_the_top_after_any_resize() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("j Enter Space Space");
    let top = session.top();
    for (width, height) in [(40, 12), (200, 60), (20, 5), (91, 7), (3, 3), (1, 1)] {
        session.resize(width, height).screen();
    }
    assert_eq!(session.resize(80, 24).top(), top);
}

#[test]
fn the_first_lines_stay_at_the_top_whatever_stands_above_them() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 80, 16);
    session.keys("j Enter");
    let title = session.top();
    // Row by row from the title into the text: what is at the top stays there, and is gone back to.
    for _ in 0..8 {
        let top = session.keys("j").top();
        assert_ne!(top, title);
        session.resize(50, 16).screen();
        assert_eq!(session.resize(80, 16).top(), top);
        session.keys("z z");
        assert_eq!(session.top(), top);
    }
    session.keys("g j j j j");
    let text = session.top();
    assert_eq!(session.keys("G [").top(), text);
    assert_eq!(session.keys("g [").top(), text);
}

#[test]
fn who_comes_to_the_end_has_read() {
    let folder = folder();
    let long = format!("{SPEECH}\n\n{}\n\nOver.\n", "A line of the story.\n\n".repeat(30));
    let files = [("a.txt", long.as_str()), ("b.txt", long.as_str()), ("c.txt", long.as_str()), ("d.txt", &long)];
    let mut session = Session::with_files(folder.path(), 80, 24, &files);
    let read = |session: &Session| session.state.list().files().iter().map(|item| item.read).collect::<Vec<_>>();
    // A look at the first lines is none yet.
    session.keys("Tab j j . }");
    assert_eq!(read(&session), [false; 4]);
    session.keys("d");
    assert_eq!(read(&session), [true, false, false, false]);
    session.keys("J G");
    assert_eq!(read(&session), [true, true, false, false]);
    session.keys("J 9 9 j");
    assert_eq!(read(&session), [true, true, true, false]);
}

#[test]
fn the_passage_is_the_first_that_begins_on_the_screen() {
    let folder = folder();
    let text = format!("{}\n\nThe second paragraph.\n\nThe third one.\n", "One long paragraph. ".repeat(30));
    let mut session = Session::with_files(folder.path(), 60, 16, &[("a.txt", &text)]);
    session.keys("Enter j j j j S B").sees("The second paragraph").sees_not("One long paragraph. One");
}

#[test]
fn a_text_that_joins_the_library_while_it_is_analysed_is_not_analysed_again() {
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 80, 24, &[]);
    let path = folder.path().join("a.txt");
    std::fs::write(&path, SPEECH).unwrap();
    let number = session.catalogue.add(Ok(source::Location::File(path.clone())));
    let which = ArticleRef::File(number);
    let article = std::sync::Arc::new(source::read(&source::Location::File(path)).unwrap());
    let title = article.title.text.clone();
    let (key, site, date, read, bookmarked, changed, fault) = (None, None, None, false, false, false, None);
    let found = vec![Item { which, key, title, site, date, read, bookmarked, changed, fault }];
    // The analysis takes its time; reading begins meanwhile, and the library takes the text in.
    let mut late = Vec::new();
    let mut waiting: Vec<_> = update(&mut session.state, Msg::FilesFound(found));
    while let Some(effect) = waiting.pop() {
        let msgs = match effect {
            Effect::Analyze { .. } => {
                late.push(effect);
                Vec::new()
            }
            Effect::Open { ticket, .. } => session.librarian.complete(byline::runtime::FileRead {
                ticket,
                number,
                article: std::sync::Arc::clone(&article),
                analysis: None,
            }),
            effect => session.answers(effect),
        };
        for msg in msgs {
            waiting.extend(update(&mut session.state, msg));
        }
    }
    assert_eq!(late.len(), 1);
    session.carry_out(late);
    session.keys(".").sees("Jane Doe 1/");
    let library = byline::library::Library::open(&folder.path().join("library.sqlite")).unwrap();
    assert_eq!(library.count_outdated().unwrap(), 0);
    let kept = library.rows(byline::library::Shelf::All, byline::library::Window::First, 99).unwrap().rows;
    let id = kept.iter().find(|row| row.title.as_str() == article.title.text.as_str()).unwrap().key.id;
    assert!(library.fetch(id).unwrap().analysis.is_some());
}

#[test]
fn space_stops_once_at_the_end_and_goes_on_to_the_next_unread() {
    let folder = folder();
    let mut session =
        Session::with_files(folder.path(), 80, 24, &[("a.txt", SPEECH), ("b.txt", "Another text.\n\nWith an end.")]);
    session.keys("Enter Space").sees("The end.").sees("The vote was close");
    session.keys("Space").sees("Another text");
}

#[test]
fn a_file_that_was_read_is_known_again() {
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 80, 24, &[("a.txt", SPEECH)]);
    session.keys("s q").sees_not("•").sees("★");
    drop(session);
    let mut session =
        Session::with_files(folder.path(), 80, 24, &[("a.txt", &format!("A new first line.\n\n{SPEECH}"))]);
    session.sees("A new first line").keys("B").sees("the article");
}

#[test]
fn one_person_is_lit_alone_and_followed() {
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 80, 24, &[("a.txt", SPEECH)]);
    session.keys("@").sees("Jane Doe").sees("2 mentions, 1 quote");
    session.keys("Enter").sees("Jane Doe is lit alone");
    session.keys("p p p").sees("Nobody is named further down");
}

#[test]
fn jumps_are_gone_back_and_forward() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 80, 14);
    session.keys("Enter");
    let first = session.top();
    let last = session.keys("G").top();
    assert_ne!(first, last);
    assert_eq!(session.keys("[").top(), first);
    assert_eq!(session.keys("]").top(), last);
    session.keys("]").sees("as far as you jumped");
}

#[test]
fn the_quote_is_copied_with_who_said_it_and_where() {
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 80, 24, &[("a.txt", SPEECH)]);
    session.keys(". Y").sees("Copied the quote");
    let Some(Effect::Copy(copied)) = session.asked.last() else { panic!("nothing was copied") };
    assert!(copied.starts_with("“We have won, … and nobody thought that we could.” — Jane Doe, “The vote"), "{copied}");
    let folder = crate::folder();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys(". Y");
    let quote = "“I cannot live without books” — Thomas Jefferson, “Welcome to byline”, byline, 23 November 2026";
    assert_eq!(session.asked.last(), Some(&Effect::Copy(quote.to_owned())));
}

#[test]
fn faults_are_told_and_the_rest_opens() {
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 100, 24, &[("a.bin", "\u{0}\u{1}"), ("b.txt", SPEECH)]);
    session.sees("a.bin");
    session.keys("J").sees("The vote was close");
}

#[test]
fn keys_typed_while_an_article_opens_wait_for_it() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 80, 14);
    session.keys("Enter");
    let key = |name: &str| Msg::Key(name.parse().unwrap());
    let effects = update(&mut session.state, key("J"));
    for name in ["2", "Space"] {
        assert!(update(&mut session.state, key(name)).is_empty());
    }
    session.carry_out(effects);
    let top = session.top();
    assert_eq!(session.keys("g 2 Space").top(), top);
    session.sees_not("Welcome").keys("q").sees_not("• How an Eight-Year Promise");
}

#[test]
fn what_cannot_be_found_keeps_its_name() {
    let folder = folder();
    let mut session = Session::listing(folder.path(), 100, 24, Listed::Files);
    let fault = source::find(Path::new("no/such.txt")).err().unwrap();
    let fault = CleanLine::new(&fault.to_string());
    let which = ArticleRef::File(session.catalogue.add(Err(fault.clone())));
    let title = fault.clone();
    let (key, site, date, fault) = (None, None, None, Some(fault));
    session.tell(Msg::FilesFound(vec![Item {
        which,
        key,
        title,
        site,
        date,
        read: false,
        bookmarked: false,
        changed: false,
        fault,
    }]));
    session.sees("! no/such.txt").sees("│  no/such.txt: no such file");
}

#[test]
fn the_mouse_opens_scrolls_and_changes_shelves() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 120, 20);
    let mouse = |x, y, action| Msg::Mouse(Mouse { x, y, action });
    session.tell(mouse(5, 3, MouseAction::Click));
    session.sees("How an Eight-Year Promise Ended in One Small Step\n").keys("q");
    let top = session.top();
    session.tell(mouse(80, 10, MouseAction::WheelDown));
    assert_ne!(session.top(), top);
    session.tell(mouse(80, 10, MouseAction::WheelUp));
    assert_eq!(session.top(), top);
    session.tell(mouse(20, 0, MouseAction::Click));
    session.sees("No bookmarks yet");
    session.keys("1 w");
    session.tell(mouse(0, 0, MouseAction::Click));
    assert!(session.state.overlays().is_empty());
}

#[test]
fn where_nothing_is_there_keys_say_so() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("3").sees("No bookmarks yet");
    for key in ["Enter", "Space", ".", "j", "D", "Y", "w"] {
        let told = session.keys(key).state.notice().map(ToString::to_string).unwrap_or_default();
        assert!(key == "j" || told.contains("nothing here") || told.contains("No article is open"), "{key}: {told}");
        session.sees("No bookmarks yet");
    }
    session.keys("4 Enter").sees("Nothing is followed yet; a adds a feed");
}

#[test]
fn a_click_on_a_shelf_or_beside_its_articles_gives_the_list_the_keys() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 120, 40);
    let click = |x, y| Msg::Mouse(Mouse { x, y, action: MouseAction::Click });
    session.keys("Enter").tell(click(20, 0));
    session.sees("No bookmarks yet").keys("1").sees("Welcome to byline");
    session.keys("Enter").tell(click(5, 36));
    session.keys("j").sees_not("means nothing");
    assert_eq!(session.state.list().selected(), 1);
}

#[test]
fn a_page_of_an_overlay_is_as_many_entries_as_are_seen() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("? PgDn");
    let number = |session: &Session| session.state.overlays()[0].number().0;
    assert!((15..=22).contains(&number(&session)), "{}", number(&session));
    session.keys("PgUp PgUp");
    assert_eq!(number(&session), 1);
    // F1 helps over any overlay, and closes the help.
    session.keys("Esc @ F1").sees("Keys  1/").sees("overlays").keys("F1").sees("People  1/");
}

#[test]
fn who_said_what_begins_with_what_is_on_the_screen() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("j Enter").keys("w").sees("Who said what  1/").keys("Esc G w").sees_not("Who said what  1/");
}

#[test]
fn the_help_does_what_it_lists() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("? w h o Space s a i d Enter").sees("╭─ Who said what");
}

#[test]
fn typing_filters_an_overlay() {
    let folder = folder();
    let mut session = Session::on(folder.path(), 80, 24);
    session.keys("? z e n").sees("› zen").sees("Nothing matches");
    session.keys("C-u a l o n e").sees("the text alone, and back").sees_not("half a page");
    session.keys("Esc").sees("Welcome");
}

#[test]
fn text_keeps_its_columns_in_every_script() {
    let text = "日本語の文章です。👩‍👩‍👧 e\u{301}te\u{301} 👍🏽 שלום عربى\n\n“Ça va”, said Zoë Müller.\n";
    let folder = folder();
    let mut session = Session::with_files(folder.path(), 30, 12, &[("a.txt", text)]);
    insta::assert_snapshot!(session.screen());
}

/// Every key of the table does something, seen from a desk on which there is something to do.
#[test]
fn no_key_is_dead() {
    for binding in BINDINGS {
        let desks: &[&str] = match binding.mode {
            Mode::Everywhere => &["Enter . q", "Enter ."],
            Mode::List => &["j j"],
            Mode::Reader => &["j Enter Space . G [ } ."],
            Mode::Overlay => &["Enter ? s ↓ ↓ ↓"],
            Mode::Quotes => &["Enter w"],
            Mode::Search => &["/ f e", "/ f e l l C-s C-u"],
            Mode::Library => &["5"],
            Mode::Bookmarks => &["s B"],
        };
        for keys in binding.keys {
            let does_something = desks.iter().any(|before| {
                let folder = folder();
                let mut session = Session::on(folder.path(), 80, 14);
                session.keys(before);
                let (state, asked) = (format!("{:?}", session.state), session.asked.len());
                session.keys(keys);
                state != format!("{:?}", session.state) || asked != session.asked.len()
            });
            assert!(does_something, "{keys} does nothing in {:?}", binding.mode);
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn any_keys_at_any_size_draw(sizes in proptest::collection::vec((1_u16..130, 1_u16..40), 1..4), picks in proptest::collection::vec(0_usize..500, 0..40)) {
        let folder = folder();
        let keys: Vec<_> = BINDINGS.iter().flat_map(|binding| binding.keys).collect();
        let mut session = Session::on(folder.path(), 80, 24);
        for (round, (width, height)) in sizes.into_iter().enumerate() {
            session.resize(width, height);
            for pick in picks.iter().skip(round * 10).take(10) {
                session.keys(keys[pick % keys.len()]).screen();
            }
        }
    }
}

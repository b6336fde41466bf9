//! A session that follows feeds: the program on a terminal, against a web server on the loopback.
#![cfg(unix)]

#[expect(dead_code, reason = "shared with tests that need more of it")]
mod loopback;
mod pty;

use byline::library::{Library, Retention, Shelf, Window};
use loopback::{Answer, Server};
use portable_pty::CommandBuilder;
use pty::Terminal;
use tempfile::TempDir;

fn start(home: &TempDir, columns: u16, rows: u16) -> Terminal {
    run(home, &[], columns, rows)
}

fn run(home: &TempDir, arguments: &[&str], columns: u16, rows: u16) -> Terminal {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_byline"));
    command.args(arguments);
    command.env_clear();
    command.env("HOME", home.path());
    command.env("TERM", "xterm-256color");
    command.env("BYLINE_LIBRARY", home.path().join("library.sqlite"));
    Terminal::run(command, columns, rows)
}

/// A feed of items with these titles, each with a summary and the link of its page.
fn feed(server: &Server, titles: &[&str]) -> Answer {
    let item = |(number, title): (usize, &&str)| {
        let link = server.at(&format!("/page/{number}"));
        format!(
            "<item><title>{title}</title><link>{link}</link><guid>{number}</guid><description>The harbour opens again in spring, in short.</description></item>"
        )
    };
    let items: String = titles.iter().enumerate().map(item).collect();
    Answer::feed(format!("<rss version=\"2.0\"><channel><title>The Harbour Post</title>{items}</channel></rss>"))
}

fn page() -> Answer {
    let said = "<p>“The harbour opens again in spring,” said Ingrid Moller, who has run it for eleven years and knows \
                every boat in it by its name.</p><p>The ministry had promised as much in the autumn, and the boats had \
                waited since then, in the rain and in the snow, for a word from the capital that never came.</p>";
    Answer::page(format!(
        "<html><head><title>Harbour</title></head><body><article><h1>Harbour</h1>{}</article></body></html>",
        said.repeat(3)
    ))
}

#[test]
fn a_feed_is_followed_refreshed_and_read_in_full() {
    let home = TempDir::new().unwrap();
    let server = Server::start([("/page/0", page())]);
    server.set("/feed.xml", feed(&server, &["Harbour opens"]));
    let mut terminal = start(&home, 120, 40);
    terminal.wait_for("Welcome to byline");
    // An empty shelf of feeds takes an address there and then.
    terminal.press("4");
    terminal.wait_for("Nothing is followed yet");
    terminal.press(&format!("\x1b[200~{}\x1b[201~", server.at("/feed.xml")));
    terminal.wait_for("Add a feed");
    terminal.press("\r");
    terminal.wait_for("Following The Harbour Post");
    terminal.wait_for("1/1");
    terminal.press("\r");
    terminal.wait_for("4 The Harbour Post");
    terminal.wait_for("summary");
    // The page has all of it, and is analysed as well.
    terminal.press("x");
    terminal.wait_for("full text");
    terminal.wait_for("said Ingrid Moller");
    terminal.press(".");
    terminal.wait_for("Ingrid Moller 1/");
    // What is new comes in below the eyes of the reader, and nothing jumps.
    server.set("/feed.xml", feed(&server, &["Harbour opens", "Harbour closes"]));
    terminal.press("R");
    terminal.wait_for("1 new article from 1 feed");
    terminal.wait_for("Harbour closes");
    terminal.press("hq");
    terminal.wait_for("2/2");
    terminal.press("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.check_given_back();
}

#[test]
fn faults_of_feeds_are_told_where_they_are_looked_for() {
    let home = TempDir::new().unwrap();
    let server = Server::start([]);
    server.set("/feed.xml", feed(&server, &["Harbour opens"]));
    let mut terminal = start(&home, 120, 40);
    terminal.wait_for("Welcome to byline");
    terminal.press(&format!("4a{}\r", server.at("/feed.xml")));
    terminal.wait_for("Following The Harbour Post");
    server.set("/feed.xml", Answer::status(500));
    terminal.press("R");
    terminal.wait_for("1 failed: 4 shows why");
    terminal.wait_for("Next try: ");
    terminal.press(&format!("a{}\r", server.at("/nothing")));
    terminal.wait_for("/nothing: ");
    terminal.press("R");
    terminal.wait_for("No feed is due");
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn what_a_feed_is_not_to_keep_goes_after_a_refresh() {
    let home = TempDir::new().unwrap();
    let server = Server::start([]);
    server.set("/feed.xml", feed(&server, &["Harbour opens"]));
    let library = || Library::open(&home.path().join("library.sqlite")).unwrap();
    let mut terminal = start(&home, 120, 40);
    terminal.wait_for("Welcome to byline");
    terminal.press(&format!("4a{}\r", server.at("/feed.xml")));
    terminal.wait_for("Following The Harbour Post");
    let feed_id = library().feeds().unwrap()[0].id;
    library().set_retention(feed_id, Retention { days: None, count: Some(1) }).unwrap();
    server.set("/feed.xml", feed(&server, &["Harbour opens", "Harbour closes", "Harbour freezes"]));
    terminal.press("R");
    terminal.wait_for("2 new articles from 1 feed");
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
    let rows = library().rows(Shelf::Feed(feed_id), Window::First, 9).unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["Harbour closes"]);
}

#[test]
fn a_refresh_is_stopped_by_esc() {
    let home = TempDir::new().unwrap();
    let server = Server::start([]);
    server.set("/feed.xml", feed(&server, &["Harbour opens"]));
    let mut terminal = start(&home, 120, 40);
    terminal.wait_for("Welcome to byline");
    terminal.press(&format!("4a{}\r", server.at("/feed.xml")));
    terminal.wait_for("Following The Harbour Post");
    let (held, release) = feed(&server, &["Harbour opens"]).held();
    server.set("/feed.xml", held);
    terminal.press("R");
    terminal.wait_for("refreshing 0/1");
    // The keys go on meanwhile.
    terminal.press("?");
    terminal.wait_for("type to filter");
    terminal.press("\x1b");
    terminal.wait_until("the help closed", |screen| !screen.contents().contains("type to filter"));
    terminal.press("\x1b");
    terminal.wait_for("Stopped after 0 of 1 feed");
    drop(release);
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn full_texts_that_are_fetched_with_a_refresh_are_stopped_by_esc() {
    let home = TempDir::new().unwrap();
    let server = Server::start([("/page/0", page())]);
    server.set("/feed.xml", feed(&server, &["Harbour opens"]));
    let mut terminal = start(&home, 120, 40);
    terminal.wait_for("Welcome to byline");
    terminal.press(&format!("4a{}\r", server.at("/feed.xml")));
    terminal.wait_for("Following The Harbour Post");
    terminal.wait_for("1/1");
    terminal.press("X");
    terminal.wait_for("Full text is fetched with every refresh");
    let (held, release) = page().held();
    server.set("/page/0", held);
    terminal.press("R");
    terminal.wait_for("full texts 0/1");
    terminal.press("\x1b");
    terminal.wait_for("Stopped after 1 of 1 feed");
    // The next refresh completes what this one left.
    drop(release);
    server.set("/page/0", page());
    terminal.press("R");
    terminal.wait_for("0 new articles from 1 feed");
    terminal.press("\r");
    terminal.wait_for("full text");
    // A page that does not come is let go as well.
    let (held, release) = feed(&server, &["Harbour opens"]).held();
    server.set("/other.xml", held);
    terminal.press(&format!("h4a{}\r", server.at("/other.xml")));
    terminal.wait_for("Looking for the feed");
    terminal.press("\x1b");
    terminal.wait_for("Stopped");
    drop(release);
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn full_texts_are_shown_whichever_was_asked_for_first() {
    let shows = |terminal: &mut Terminal, title: &str| {
        // Beside the list, on the right.
        terminal.wait_until("the article", |screen| screen.rows(43, 77).any(|row| row.contains(title)));
    };
    let home = TempDir::new().unwrap();
    let server = Server::start([("/page/1", page())]);
    server.set("/feed.xml", feed(&server, &["Harbour opens", "Harbour closes"]));
    let (held, release) = page().held();
    server.set("/page/0", held);
    let mut terminal = start(&home, 120, 40);
    terminal.wait_for("Welcome to byline");
    terminal.press(&format!("4a{}\r", server.at("/feed.xml")));
    terminal.wait_for("Following The Harbour Post");
    terminal.wait_for("2/2");
    terminal.press("\r");
    terminal.wait_for("4 The Harbour Post");
    terminal.wait_for("summary");
    terminal.press("x");
    terminal.wait_for("fetching");
    terminal.press("hj");
    shows(&mut terminal, "Harbour closes");
    terminal.press("x");
    terminal.wait_for("full text");
    terminal.press("k");
    shows(&mut terminal, "Harbour opens");
    terminal.wait_for("summary");
    drop(release);
    terminal.wait_for("full text");
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn a_page_that_takes_long_holds_up_no_other() {
    let home = TempDir::new().unwrap();
    let server = Server::start([("/page/1", page())]);
    let (held, release) = page().held();
    server.set("/page/0", held);
    let mut terminal = run(&home, &[&server.at("/page/0"), &server.at("/page/1")], 120, 40);
    terminal.wait_for("Opening");
    terminal.press("j");
    terminal.wait_for("said Ingrid Moller");
    drop(release);
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn the_command_line_counts_full_texts_as_they_come() {
    let home = TempDir::new().unwrap();
    let server = Server::start([("/page/0", page())]);
    server.set("/feed.xml", feed(&server, &["Harbour opens", "Harbour closes"]));
    let (held, release) = page().held();
    server.set("/page/1", held);
    let mut terminal = run(&home, &["add", "--full-text", &server.at("/feed.xml")], 120, 40);
    terminal.wait_for("full texts 1 of 2");
    drop(release);
    terminal.wait_for("Following The Harbour Post");
    assert_eq!(terminal.wait_for_end(), 0);
}

//! The program on a terminal: what it shows, and that it gives the terminal back as it was.
#![cfg(unix)]

mod pty;

use std::{
    fs,
    path::{Path, PathBuf},
};

use byline::{
    library::{Library, Row, Shelf, Window},
    text::CleanLine,
};
use portable_pty::CommandBuilder;
use pty::Terminal;
use rustix::process::Signal;
use tempfile::TempDir;

/// A line of the welcome, the first article of a new library.
const WELCOME: &str = "You are reading a news text that is also the manual.";

/// A home of its own.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn library(&self) -> PathBuf {
        self.0.path().join("library.sqlite")
    }

    fn file(&self, name: &str, content: &str) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn configure(&self, configuration: &str) {
        let folder = self.0.path().join("config/byline");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("config.toml"), configuration).unwrap();
    }

    fn command(&self, program: &str, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.env("HOME", self.0.path());
        command.env("XDG_CONFIG_HOME", self.0.path().join("config"));
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("BYLINE_LIBRARY", self.library());
        command.env("BYLINE", env!("CARGO_BIN_EXE_byline"));
        command
    }

    fn start_at(&self, columns: u16, rows: u16, arguments: &[&str]) -> Terminal {
        Terminal::run(self.command(env!("CARGO_BIN_EXE_byline"), arguments), columns, rows)
    }

    /// A session on the library, which shows its first article.
    fn start(&self) -> Terminal {
        let mut terminal = self.start_at(120, 40, &[]);
        terminal.wait_for(WELCOME);
        terminal
    }

    fn first_row(&self) -> Row {
        Library::open(&self.library()).unwrap().rows(Shelf::All, Window::First, 1).unwrap().rows.remove(0)
    }
}

/// The screen's line that holds `text`.
fn line_of(terminal: &Terminal, text: &str) -> Option<usize> {
    terminal.screen().contents().lines().position(|line| line.contains(text))
}

/// An article of many short numbered paragraphs.
fn numbered() -> String {
    let paragraphs: Vec<_> = (1..=200).map(|number| format!("Paragraph number {number} is here.")).collect();
    paragraphs.join("\n\n")
}

#[test]
fn the_keys_do_what_the_welcome_says() {
    let home = Home::new();
    let mut terminal = home.start();
    assert!(terminal.screen().alternate_screen() && terminal.screen().hide_cursor());
    terminal.press("\r");
    terminal.press(".");
    terminal.wait_for("Thomas Jefferson 1/");
    terminal.press(".");
    terminal.wait_for("Francis Bacon 2/");
    terminal.press("jj");
    terminal.wait_until("two lines further down", |screen| !screen.contents().contains("By The byline authors"));
    terminal.press(" ");
    terminal.wait_for("If you get lost");
    terminal.press("?");
    terminal.wait_for("type to filter");
    terminal.press("suspend");
    terminal.wait_until("the filter's hit alone", |screen| {
        screen.contents().contains("fg in the shell") && !screen.contents().contains("next mention")
    });
    terminal.press("\x1b");
    terminal.wait_until("the help closed", |screen| !screen.contents().contains("fg in the shell"));
    terminal.press("q");
    terminal.press("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.check_given_back();
}

#[test]
fn the_same_text_stands_at_the_top_after_a_resize() {
    let home = Home::new();
    let file = home.file("numbered.txt", &numbered());
    let mut terminal = home.start_at(120, 40, &[&file]);
    terminal.wait_for("page 1/");
    terminal.press(" \x06");
    terminal.wait_until("two pages on", |screen| {
        screen.contents().lines().nth(1).is_some_and(|line| line.contains("number 38 "))
    });
    for (columns, rows) in [(50, 12), (200, 60), (91, 14), (120, 40)] {
        terminal.resize(columns, rows);
        terminal.wait_until("the same paragraph", |screen| {
            let contents = screen.contents();
            let lines: Vec<_> = contents.lines().collect();
            let top = lines.iter().position(|line| line.contains("Paragraph number"));
            top.is_some_and(|top| top < 2 && lines[top].contains("number 38 "))
                && lines.len() == usize::from(rows)
                && lines[usize::from(rows) - 1].contains("page")
        });
    }
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn any_size_will_do() {
    let home = Home::new();
    let mut terminal = home.start_at(1, 1, &[]);
    terminal.wait_until("the alternate screen", vt100::Screen::alternate_screen);
    terminal.press("?");
    terminal.resize(2, 2);
    terminal.resize(120, 40);
    terminal.wait_for("type to filter");
    terminal.press("\x1b");
    terminal.wait_for(WELCOME);
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.check_given_back();
}

#[test]
fn signals_that_end_a_session_give_the_terminal_back() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let home = Home::new();
        let mut terminal = home.start();
        terminal.signal(signal);
        assert_eq!(terminal.wait_for_end(), 0, "{signal:?}");
        terminal.check_given_back();
    }
}

#[test]
fn a_session_ends_with_its_terminal() {
    let home = Home::new();
    home.start().hang_up();
    // Where the terminal controls no one, no signal tells of its end.
    let mut command = home.command(env!("CARGO_BIN_EXE_byline"), &[]);
    command.set_controlling_tty(false);
    let mut terminal = Terminal::run(command, 120, 40);
    terminal.wait_for(WELCOME);
    terminal.hang_up();
}

#[test]
fn a_suspended_session_gives_the_terminal_back_and_takes_it_again() {
    let home = Home::new();
    let mut terminal = home.start();
    for round in 1..=2 {
        terminal.press("\x1a");
        terminal.wait_until("the terminal given back", |screen| !screen.alternate_screen() && !screen.hide_cursor());
        terminal.wait_for_stop();
        terminal.check_given_back();
        terminal.signal(Signal::CONT);
        terminal
            .wait_until("the session again", |screen| screen.alternate_screen() && screen.contents().contains(WELCOME));
        terminal.press(if round == 1 { "l" } else { "?" });
    }
    terminal.wait_for("type to filter");
    terminal.press("\x03");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.check_given_back();
}

#[test]
fn a_session_that_was_stopped_without_a_word_sets_the_terminal_up_anew() {
    let home = Home::new();
    let mut terminal = home.start();
    terminal.signal(Signal::STOP);
    terminal.wait_for_stop();
    // What a shell does when it finds its job stopped.
    terminal.make_ordinary();
    terminal.signal(Signal::CONT);
    terminal.press("?");
    terminal.wait_for("type to filter");
    terminal.press("\x03");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.check_given_back();
}

#[test]
fn a_shell_brings_a_suspended_session_back() {
    let home = Home::new();
    let mut terminal = Terminal::run(home.command("bash", &["--norc", "--noprofile", "-i"]), 120, 40);
    terminal.press("PS1='ready> '\r");
    terminal.wait_for("\nready> ");
    terminal.press("$BYLINE\r");
    terminal.wait_for(WELCOME);
    terminal.press("\x1a");
    terminal.wait_for("Stopped");
    assert!(!terminal.screen().alternate_screen() && !terminal.screen().hide_cursor());
    terminal.press("echo typed $((6*7))\r");
    terminal.wait_for("\ntyped 42");
    terminal.press("fg\r");
    terminal.wait_until("the session again", |screen| screen.alternate_screen() && screen.contents().contains(WELCOME));
    terminal.press("q");
    terminal.wait_until("the shell again", |screen| {
        !screen.alternate_screen() && screen.contents().trim_end().ends_with("$BYLINE\nready>")
    });
    terminal.press("echo code $?\r");
    terminal.wait_for("\ncode 0");
    terminal.press("exit\r");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.check_given_back();
}

#[test]
fn a_text_comes_from_a_pipe_and_the_keys_from_the_terminal() {
    // A text that is piped in is what is to be read, also where nothing says so.
    for script in ["cat numbered.txt | $BYLINE -", "cat numbered.txt | $BYLINE", "$BYLINE < numbered.txt"] {
        let home = Home::new();
        home.file("numbered.txt", &numbered());
        let script = format!("cd; {script}; echo ended with $?");
        let mut terminal = Terminal::run(home.command("sh", &["-c", &script]), 120, 40);
        terminal.wait_for("page 1/");
        terminal.press("\rG");
        terminal.wait_for("Paragraph number 200 is here.");
        terminal.press("Q");
        assert_eq!(terminal.wait_for_end(), 0);
        assert!(terminal.screen().contents().contains("ended with 0"));
        terminal.check_given_back();
    }
}

#[test]
fn nothing_in_the_place_of_a_text_opens_the_library() {
    let home = Home::new();
    let mut terminal = Terminal::run(home.command("sh", &["-c", "$BYLINE < /dev/null"]), 120, 40);
    terminal.wait_for(WELCOME);
    terminal.press("q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn names_of_nothing_are_told_on_an_untouched_terminal() {
    let home = Home::new();
    let mut terminal = home.start_at(120, 40, &["neither", "nor"]);
    assert_eq!(terminal.wait_for_end(), 1);
    assert_eq!(
        terminal.screen().contents().trim(),
        "byline: neither: no such file or folder; check the name\nbyline: nor: no such file or folder; check the name"
    );
    // Where there is something to read, it is read, and the list tells the rest.
    let file = home.file("numbered.txt", &numbered());
    let mut terminal = home.start_at(120, 40, &["neither", &file]);
    terminal.wait_for("! neither ");
    terminal.wait_for("neither: no such file or folder; check");
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn a_text_cannot_come_from_where_the_keys_do() {
    let home = Home::new();
    let mut terminal = home.start_at(120, 40, &["-"]);
    assert_eq!(terminal.wait_for_end(), 2);
    assert!(terminal.screen().contents().contains("byline: standard input is the terminal itself"));
}

#[test]
fn a_library_that_cannot_be_opened_is_told_on_an_untouched_terminal() {
    let home = Home::new();
    fs::write(home.library(), "This is no library at all, but a letter to the editor.").unwrap();
    let mut terminal = home.start_at(120, 40, &[]);
    assert_eq!(terminal.wait_for_end(), 1);
    assert!(terminal.screen().contents().starts_with("byline: "), "{}", terminal.screen().contents());
    assert!(!terminal.sent().contains('\x1b'));
}

#[test]
fn a_library_that_cannot_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let mut terminal = home.start();
    terminal.press("q");
    assert_eq!(terminal.wait_for_end(), 0);
    let folder = home.0.path().join("sealed");
    fs::create_dir(&folder).unwrap();
    let sealed = folder.join("library.sqlite");
    fs::copy(home.library(), &sealed).unwrap();
    let permit = |mode| {
        fs::set_permissions(&sealed, fs::Permissions::from_mode(mode & 0o666)).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
    };
    permit(0o555);
    // Whoever may do everything is stopped by no permission.
    if fs::write(folder.join("probe"), "").is_ok() {
        return permit(0o755);
    }
    let mut terminal = home.start_at(120, 40, &["--library", sealed.to_str().unwrap()]);
    terminal.wait_for("Nothing is kept in this session: ");
    terminal.wait_for(WELCOME);
    terminal.press("j\r s");
    terminal.wait_for("cannot be written; change your rights");
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
    permit(0o755);
}

#[test]
fn a_file_is_read_without_a_library_too() {
    let home = Home::new();
    fs::write(home.library(), "This is no library at all, but a letter to the editor.").unwrap();
    let file = home.file("numbered.txt", &numbered());
    let mut terminal = home.start_at(120, 40, &[&file]);
    terminal.wait_for("Nothing is kept in this session: ");
    terminal.wait_for("Paragraph number 7 is here.");
    terminal.press("s");
    terminal.wait_for("Bookmarked the article");
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
    assert!(fs::read_to_string(home.library()).unwrap().starts_with("This is no library"));
}

#[test]
fn a_key_right_after_esc_is_a_key_of_its_own() {
    let home = Home::new();
    let mut terminal = home.start();
    terminal.press("?");
    terminal.wait_for("type to filter");
    terminal.press("\x1bz");
    terminal.wait_until("the text alone", |screen| {
        !screen.contents().contains("2 Unread") && screen.contents().contains(WELCOME)
    });
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn a_configuration_that_makes_no_sense_is_told_on_an_untouched_terminal() {
    let home = Home::new();
    home.configure("colum = 60\n");
    let mut terminal = home.start_at(120, 40, &[]);
    assert_eq!(terminal.wait_for_end(), 1);
    assert!(terminal.screen().contents().contains("config.toml: line 1"), "{}", terminal.screen().contents());
    assert!(!terminal.sent().contains('\x1b'));
}

#[test]
fn the_mouse_opens_and_scrolls_unless_it_is_turned_off() {
    let home = Home::new();
    let mut terminal = home.start();
    assert_eq!(terminal.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::PressRelease);
    // Three rows down over the reader, then a click on the second article.
    terminal.press("\x1b[<65;80;20M");
    terminal.wait_until("the title gone", |screen| !screen.contents().contains("By The byline authors"));
    terminal.press("\x1b[<0;5;4M\x1b[<0;5;4m");
    terminal.wait_until("another article", |screen| !screen.contents().contains("You are reading"));
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.check_given_back();

    home.configure("mouse = false\n");
    let mut terminal = home.start_at(120, 40, &[]);
    terminal.wait_for("2 Unread");
    assert_eq!(terminal.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn what_was_shown_as_kept_outlives_a_kill() {
    let home = Home::new();
    let mut terminal = home.start();
    terminal.press("s");
    terminal.wait_for("Bookmarked the article");
    terminal.press("\r");
    terminal.press("jjjj");
    let library = home.library();
    let first = home.first_row();
    terminal.wait_meanwhile("the place", || has_place(&library, &first));
    terminal.signal(Signal::KILL);
    terminal.wait_for_end();

    let row = home.first_row();
    assert!(row.bookmarked && row.read && row.key == first.key);
    let mut terminal = home.start_at(120, 40, &[]);
    terminal.wait_for("page 2/2");
    assert_eq!(line_of(&terminal, "By The byline authors"), None);
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
}

fn has_place(library: &Path, row: &Row) -> bool {
    let library = Library::open(library).unwrap();
    library.fetch(row.key.id).unwrap().place.is_some_and(|place| place.start > 0)
}

#[test]
fn what_was_asked_for_is_kept_however_soon_the_session_ends() {
    let home = Home::new();
    let mut terminal = home.start();
    terminal.press("s\rjjjjQ");
    assert_eq!(terminal.wait_for_end(), 0);
    let row = home.first_row();
    assert!(row.bookmarked && row.read && has_place(&home.library(), &row));
}

#[test]
fn what_another_process_keeps_shows_in_a_running_session() {
    let home = Home::new();
    let mut terminal = home.start();
    let mut library = Library::open(&home.library()).unwrap();
    let article = library.fetch(home.first_row().key.id).unwrap().article;
    let mut article = (*article).clone();
    article.title.text = CleanLine::new("Fresh from another process");
    // Just above the one that is selected.
    library.keep("test:fresh", &article, 0).unwrap();
    terminal.press("g");
    terminal.wait_for("Fresh from another process");
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn nothing_is_asked_of_the_terminal() {
    let home = Home::new();
    let mut terminal = home.start();
    terminal.press("\r.y?");
    terminal.wait_for("type to filter");
    terminal.press("\x1b");
    terminal.wait_until("the help closed", |screen| !screen.contents().contains("type to filter"));
    terminal.press("\x0c");
    terminal.resize(80, 24);
    terminal.wait_until("a narrow screen", |screen| {
        screen.contents().contains("Thomas Jefferson 1/") && !screen.contents().contains("2 Unread")
    });
    terminal.press("Q");
    assert_eq!(terminal.wait_for_end(), 0);
    let asked: Vec<_> = sequences(&terminal.sent()).into_iter().filter(|sequence| asks(sequence)).collect();
    assert_eq!(asked, Vec::<String>::new());
}

/// The escape sequences in what was sent, without their first byte.
fn sequences(sent: &str) -> Vec<String> {
    let sequence = |at: &str| match at.chars().next() {
        Some('[') => at.find(|c: char| ('@'..='~').contains(&c) && c != '[').map(|end| at[..=end].to_owned()),
        _ => Some(at.to_owned()),
    };
    sent.split('\x1b').skip(1).filter_map(sequence).collect()
}

/// Whether a sequence wants an answer, or asks to be told of every motion of the mouse.
fn asks(sequence: &str) -> bool {
    match (sequence.chars().next(), sequence.chars().last()) {
        (Some('['), Some('c' | 'n' | 't')) | (Some('P' | 'Z'), _) => true,
        (Some('['), Some('u')) => sequence.starts_with("[?"),
        (Some('['), Some('q')) => sequence.starts_with("[>"),
        (Some('['), Some('p')) => sequence.contains('$'),
        (Some('['), Some('h')) => sequence.contains("1002") || sequence.contains("1003"),
        (Some(']'), _) => sequence.contains('?'),
        _ => false,
    }
}

#[test]
fn questions_to_a_terminal_are_recognised() {
    let questions = "\x1b[c\x1b[>0c\x1b[6n\x1b[?u\x1b[>q\x1b[?2026$p\x1b]11;?\x07\x1bP+q544e\x1b\\\x1b[18t\x1b[?1003h";
    assert_eq!(sequences(questions).iter().filter(|sequence| asks(sequence)).count(), 10);
    let statements = "\x1b[?1049h\x1b[>1u\x1b[<1u\x1b[?1000h\x1b[2J\x1b[1;2H\x1b[0m\x1b]52;c;aGk=\x1b\\\x1b[?2026l";
    assert_eq!(sequences(statements).iter().filter(|sequence| asks(sequence)).count(), 0);
}

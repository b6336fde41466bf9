//! What a refresh costs: 500 feeds at 500 addresses of the loopback, each 30 ms away, with ten new items of 3 kB each; then
//! again with nothing new; and how soon a session answers keys while it refreshes them. The program itself against a
//! server within this one. Prints each figure with its limit; `cargo bench --bench refresh` measures the release build.

#[cfg(target_os = "linux")]
#[path = "../tests/pty/mod.rs"]
mod pty;

#[cfg(target_os = "linux")]
mod figures {
    use std::{
        fs,
        io::{BufRead, BufReader, Write},
        net::{Ipv4Addr, TcpListener, TcpStream},
        path::Path,
        process::{Command, Stdio},
        thread,
        time::{Duration, Instant},
    };

    use byline::library::Library;
    use portable_pty::CommandBuilder;

    use crate::pty::Terminal;

    const FEEDS: u32 = 500;
    const ITEMS: u32 = 10;
    const LATENCY: Duration = Duration::from_millis(30);
    const BYTES_OF_ITEM: usize = 3000;
    const ETAG: &str = "\"first\"";

    /// Sentences of which the items are made, so that there are people and quotes to be found.
    const SENTENCES: [&str; 5] = [
        "“We waited for nine winters,” said Ingrid Møller, the harbour master. ",
        "The ministry in the capital had promised as much in the autumn, and nobody counted the days. ",
        "Boats lay along the quay in two rows, and the gulls had come back before them. ",
        "“It is not only about money,” Henrik Dahl told reporters on Monday. “It is about who stays.” ",
        "According to the council, the work went on through the storms of January and February. ",
    ];

    fn feed(number: u32) -> String {
        let item = |item: u32| {
            let mut text = String::new();
            for sentence in SENTENCES.iter().cycle().skip((number + item) as usize) {
                if text.len() > BYTES_OF_ITEM {
                    break;
                }
                text.push_str(sentence);
                if text.len().is_multiple_of(7) {
                    text.push_str("</p><p>");
                }
            }
            format!(
                "<item><guid>{number}-{item}</guid><title>Story {item} of feed {number}</title><link>/{item}</link>\
                 <pubDate>Thu, 02 Jan 2020 03:04:{item:02} GMT</pubDate><description><![CDATA[<p>{text}</p>]]></description></item>"
            )
        };
        let items: String = (0..ITEMS).map(item).collect();
        format!("<?xml version='1.0'?><rss version='2.0'><channel><title>Feed {number}</title>{items}</channel></rss>")
    }

    fn host(number: u32) -> Ipv4Addr {
        let [.., high, low] = number.to_be_bytes();
        Ipv4Addr::new(127, 7, high, low)
    }

    /// Serves every feed at its own address; gives their common port.
    fn serve() -> u16 {
        let first = TcpListener::bind((host(0), 0)).unwrap();
        let port = first.local_addr().unwrap().port();
        let others = (1..FEEDS).map(|number| TcpListener::bind((host(number), port)).unwrap());
        for (number, listener) in (0..).zip(std::iter::once(first).chain(others)) {
            let body = feed(number);
            thread::Builder::new().stack_size(128 * 1024).spawn(move || accept(&listener, &body)).unwrap();
        }
        port
    }

    fn accept(listener: &TcpListener, body: &str) {
        for stream in listener.incoming() {
            answer(stream.unwrap(), body);
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the sleep is the distance of the server")]
    fn answer(mut stream: TcpStream, body: &str) {
        let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
        let asked: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
        thread::sleep(LATENCY);
        let is_known =
            asked.iter().any(|line| line.to_lowercase().starts_with("if-none-match") && line.ends_with(ETAG));
        let (status, body) = if is_known { ("304 Not Modified", "") } else { ("200 OK", body) };
        let length = body.len();
        // A client that was killed reads no more.
        let _ = write!(
            stream,
            "HTTP/1.1 {status}\r\nETag: {ETAG}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
    }

    fn byline(home: &Path, arguments: &[&str]) -> (f64, String) {
        let begun = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_byline"));
        command.args(arguments).env_clear().env("HOME", home).stdin(Stdio::null());
        let ended = command.output().unwrap();
        assert!(ended.status.success() && ended.stderr.is_empty(), "{ended:?}");
        (begun.elapsed().as_secs_f64(), String::from_utf8(ended.stdout).unwrap())
    }

    /// The first two articles of a new library, the first line of each as the list and the reader show it.
    const FIRST: [&str; 2] = ["Welcome to byline", "How an Eight-Year Promise"];
    /// How many articles a new library has.
    const BUNDLED: u64 = 8;
    /// The row of the screen on which the first of them stands in the list, the rows that each takes, and the column at
    /// which the reader begins, on a terminal of 120 columns.
    const LIST: u16 = 1;
    const ROWS: u16 = 2;
    const READER: u16 = 43;

    /// Refreshes from a session whose reader goes up and down the list all the while: the seconds that it takes, and the
    /// milliseconds from each key until the selection has moved, and until the article is shown.
    fn refresh_beside_reader(home: &Path) -> (f64, Vec<f64>, Vec<f64>) {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_byline"));
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        let mut terminal = Terminal::run(command, 120, 40);
        let shows = |screen: &vt100::Screen, article: usize| {
            screen.rows(READER, 120 - READER).any(|row| row.contains(FIRST[article]))
        };
        terminal.wait_until("the welcome", |screen| shows(screen, 0));
        let refresh_begun = Instant::now();
        terminal.press("R");
        terminal.wait_for("refreshing");
        let (mut moved, mut shown) = (Vec::new(), Vec::new());
        for article in [1, 0].into_iter().cycle() {
            let begun = Instant::now();
            let passed = || begun.elapsed().as_secs_f64() * 1000.0;
            terminal.press(if article == 1 { "j" } else { "k" });
            let row = LIST + ROWS * article as u16;
            terminal.wait_until("the selection", |screen| screen.cell(row, 3).is_some_and(vt100::Cell::inverse));
            moved.push(passed());
            terminal.wait_until("the article", |screen| shows(screen, article));
            shown.push(passed());
            if !terminal.screen().contents().contains("refreshing") {
                break;
            }
        }
        let seconds = refresh_begun.elapsed().as_secs_f64();
        terminal.press("\x03");
        terminal.wait_for_end();
        let library = Library::open(&home.join(".local/share/byline/library.sqlite")).unwrap();
        assert_eq!(library.counts().unwrap().unread, u64::from(FEEDS * ITEMS) + BUNDLED);
        (seconds, moved, shown)
    }

    fn report(what: &str, figure: f64, limit: f64) {
        let verdict = if figure <= limit { "" } else { "  MISSED" };
        println!("{what:<56} {figure:>8.2} s (limit {limit} s){verdict}");
    }

    fn report_keys(what: &str, mut times: Vec<f64>, limit: f64) {
        times.sort_by(f64::total_cmp);
        let part = |of: usize| times[(times.len() - 1) * of / 100];
        let (median, most, slowest) = (part(50), part(99), part(100));
        let verdict = if slowest <= limit { "" } else { "  MISSED" };
        println!(
            "{what:<56} {slowest:>8.2} ms (limit {limit} ms; median {median:.2}, 99 of 100 within {most:.2}, {} keys){verdict}",
            times.len()
        );
    }

    /// A home whose library follows all feeds.
    fn home(port: u16) -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        let urls: Vec<_> = (0..FEEDS).map(|number| format!("http://{}:{port}/feed", host(number))).collect();
        fs::write(home.path().join("urls"), urls.join("\n")).unwrap();
        byline(home.path(), &["import", home.path().join("urls").to_str().unwrap()]);
        home
    }

    pub(crate) fn print() {
        let port = serve();
        let home = home(port);
        let (seconds, told) = byline(home.path(), &["refresh"]);
        assert_eq!(told, format!("{FEEDS} feeds: {} new articles\n", FEEDS * ITEMS));
        report("500 feeds with ten new items each", seconds, 6.0);
        let file = |name| fs::read(home.path().join(".local/share/byline").join(name)).unwrap_or_default();
        let library = || [file("library.sqlite"), file("library.sqlite-wal")].concat();
        let before = library();
        let (seconds, told) = byline(home.path(), &["refresh"]);
        assert_eq!(told, format!("{FEEDS} feeds: 0 new articles\n"));
        report("the same again, with nothing new", seconds, 2.0);
        println!("{:<56} {:>8}", "bytes written by that", if library() == before { "none" } else { "some  MISSED" });
        println!("{:<56} {:>8.1} MB", "the library then", before.len() as f64 / 1e6);
        let (seconds, moved, shown) = refresh_beside_reader(self::home(port).path());
        report("500 feeds with ten new items each, in a session", seconds, 6.0);
        report_keys("a key in the list while they are refreshed", moved, 20.0);
        report_keys("and the article that it leads to", shown, 20.0);
    }
}

fn main() {
    // Where tests are run, nothing is measured.
    #[cfg(target_os = "linux")]
    if std::env::args().any(|argument| argument == "--bench") {
        figures::print();
    }
}

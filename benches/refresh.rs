//! What a refresh costs: 500 feeds at 500 addresses of the loopback, each 30 ms away, with ten new items of 3 kB each; then
//! again with nothing new. The program itself against a server within this one. Prints each figure with its limit;
//! `cargo bench --bench refresh` measures the release build.

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

    fn report(what: &str, figure: f64, limit: f64) {
        let verdict = if figure <= limit { "" } else { "  MISSED" };
        println!("{what:<56} {figure:>8.2} s (limit {limit} s){verdict}");
    }

    pub(crate) fn print() {
        let port = serve();
        let home = tempfile::tempdir().unwrap();
        let urls: Vec<_> = (0..FEEDS).map(|number| format!("http://{}:{port}/feed", host(number))).collect();
        fs::write(home.path().join("urls"), urls.join("\n")).unwrap();
        byline(home.path(), &["import", home.path().join("urls").to_str().unwrap()]);
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
    }
}

fn main() {
    // Where tests are run, nothing is measured.
    #[cfg(target_os = "linux")]
    if std::env::args().any(|argument| argument == "--bench") {
        figures::print();
    }
}

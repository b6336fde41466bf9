//! How the library bears growing: the program and the library on 1,000 articles and on many more. Prints a table, a
//! column for each size.
//!
//! `cargo bench --bench scale -- 1000 10000 100000 1000000` makes a library of each size and measures. With a folder in
//! `BYLINE_SCALE`, the libraries stay there and are found there again; a million articles take 12 GB.

#[cfg(target_os = "linux")]
#[path = "../tests/pty/mod.rs"]
mod pty;
#[cfg(target_os = "linux")]
mod synthetic;

#[cfg(target_os = "linux")]
mod figures {
    use std::{
        fs,
        path::{Path, PathBuf},
        time::{Duration, Instant},
    };

    use byline::library::{ArticleId, Library, Prominence, Query, Shelf, Sought, TimeOrder, Window};
    use portable_pty::CommandBuilder;

    use crate::{pty::Terminal, synthetic};

    /// Rows of a tall screen.
    const SCREEN: usize = 60;
    const RUNS: usize = 9;

    /// The figures of one size, each under its name.
    type Column = Vec<(String, String)>;

    /// The median time in milliseconds.
    fn median(mut run: impl FnMut() -> Duration) -> f64 {
        let mut times: Vec<_> = (0..RUNS).map(|_| run().as_secs_f64() * 1000.0).collect();
        times.sort_by(f64::total_cmp);
        times[RUNS / 2]
    }

    fn timed<T>(work: impl FnOnce() -> T) -> Duration {
        let begun = Instant::now();
        std::hint::black_box(work());
        begun.elapsed()
    }

    fn start(path: &Path) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_byline"));
        command.env_clear();
        command.env("HOME", path.parent().unwrap());
        command.env("TERM", "xterm-256color");
        command.env("BYLINE_LIBRARY", path);
        Terminal::run(command, 120, 40)
    }

    fn quit(mut terminal: Terminal) {
        terminal.press("\x03");
        terminal.wait_for_end();
    }

    /// What the session shows of a title.
    fn shown(title: &str) -> String {
        title.chars().take(16).collect()
    }

    /// From the start of the program to its first frame, which shows the newest article.
    fn launch(path: &Path, newest: &str) -> f64 {
        median(|| {
            let begun = Instant::now();
            let mut terminal = start(path);
            terminal.wait_for(newest);
            let time = begun.elapsed();
            quit(terminal);
            time
        })
    }

    /// From a key in the list to the frame that shows its effect, and the resident memory in MB after scrolling through
    /// many windows, opening articles and searching.
    fn key_and_memory(path: &Path, newest: &str, titles: &[String]) -> (f64, f64) {
        let mut terminal = start(path);
        terminal.wait_for(newest);
        let mut next = titles.iter().skip(1);
        let key = median(|| {
            let title = next.next().expect("there are more rows than runs");
            let begun = Instant::now();
            terminal.press("j");
            // The reader beside the list previews the article that is selected.
            terminal.wait_until(title, |screen| screen.rows(42, 78).any(|row| row.contains(title.as_str())));
            begun.elapsed()
        });
        for _ in 0..200 {
            terminal.press("\x1b[6~");
        }
        terminal.press("G");
        terminal.hear_for(Duration::from_millis(500));
        for _ in 0..20 {
            terminal.press("J");
            terminal.hear_for(Duration::from_millis(20));
        }
        for query in ["the", "\"government court\"", "cont*", "the person:a"] {
            terminal.press("/");
            terminal.wait_for("Search");
            terminal.press(query);
            terminal.hear_for(Duration::from_millis(500));
            terminal.press("\x1b");
            terminal.wait_until("the list again", |screen| !screen.contents().contains("Search"));
        }
        terminal.press("g");
        terminal.wait_for(newest);
        let status = fs::read_to_string(format!("/proc/{}/status", terminal.pid())).unwrap();
        quit(terminal);
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        let kilobytes: f64 = resident.split_whitespace().next().unwrap().parse().unwrap();
        (key, kilobytes / 1024.0)
    }

    fn measure(path: &Path, size: usize) -> Column {
        let mut column = vec![("articles".to_owned(), size.to_string())];
        let mut tell =
            |what: &str, figure: f64, unit: &str| column.push((format!("{what}, {unit}"), format!("{figure:.2}")));
        let megabytes = fs::metadata(path).unwrap().len() as f64 / 1e6;
        tell("size on disk", megabytes, "MB");
        let library = Library::open(path).unwrap();
        let rows = library.rows(Shelf::All, Window::First, 100).unwrap().rows;
        let titles: Vec<_> = rows.iter().map(|row| shown(row.title.as_str())).collect();
        tell("launch to first frame", launch(path, &titles[0]), "ms");
        let (key, memory) = key_and_memory(path, &titles[0], &titles);
        tell("key in the list", key, "ms");
        tell("memory after scrolling, opening and searching", memory, "MB");
        let opened = || Library::open(path).unwrap();
        tell(
            "open the library and read the first rows",
            median(|| timed(|| opened().rows(Shelf::All, Window::First, SCREEN))),
            "ms",
        );
        let middle = rows[0].key.when - 5 * 365 * 86_400;
        let middle = byline::library::RowKey { when: middle, id: ArticleId(0) };
        for (shelf, name) in
            [(Shelf::All, "all"), (Shelf::Unread, "unread"), (Shelf::Feed(library.feeds().unwrap()[0].id), "a feed")]
        {
            tell(
                &format!("a window in the middle of {name}"),
                median(|| timed(|| library.rows(shelf, Window::Around(middle), 200))),
                "ms",
            );
        }
        let rare = synthetic::rare(500);
        for (name, query) in [
            ("the commonest word", "the"),
            ("a rare word", rare.as_str()),
            ("a phrase of common words", "\"government court\""),
            ("a prefix of three letters", "pre*"),
            ("a prefix of four letters", "cont*"),
            ("a prefix of six letters", "presel*"),
            ("a common and a rare word", "the -of title:moon"),
            ("a word in one feed", "the feed:feed7.example"),
            ("a person and a word", &format!("the person:\"{}\"", synthetic::name(0))),
            ("a word that was said", "quote:government"),
            ("a rare word of a title or one feed", &format!("title:{rare} OR feed:feed7.example")),
            ("without the commonest words", "-the -of"),
        ] {
            let query = Query::parse(query, synthetic::NOW).unwrap();
            // Each time by a session that has read nothing yet.
            let first = median(|| {
                let library = opened();
                timed(|| library.search(&query, Window::First, SCREEN))
            });
            tell(&format!("first {SCREEN} results: {name}"), first, "ms");
        }
        let the = Query::parse("the", synthetic::NOW).unwrap();
        tell(
            "ranked, of ten thousand: the commonest word",
            median(|| timed(|| library.search_ranked(&the, SCREEN))),
            "ms",
        );
        let most = library.people(Prominence::Quoted, None, synthetic::NOW, 1).unwrap().remove(0);
        let sought = Sought { by: vec![most.id], ..Sought::default() };
        tell("quotes of the most quoted person", most.quotes as f64, "");
        tell(
            "the first of these",
            median(|| timed(|| library.sayings(&sought, TimeOrder::NewestFirst, None, SCREEN))),
            "ms",
        );
        tell(
            "all of these",
            median(|| timed(|| library.sayings(&sought, TimeOrder::OldestFirst, None, usize::MAX))),
            "ms",
        );
        tell(
            "first people, with their weeks",
            median(|| timed(|| library.people(Prominence::Quoted, None, synthetic::NOW, SCREEN))),
            "ms",
        );
        let mut id = 0;
        let step = (size / RUNS).max(1) as i64;
        tell(
            "open an article",
            median(|| {
                id += step;
                timed(|| library.fetch(ArticleId(id - step / 2)).unwrap())
            }),
            "ms",
        );
        column
    }

    pub(crate) fn print(sizes: &[usize]) {
        let folder = tempfile::tempdir().unwrap();
        let kept = std::env::var_os("BYLINE_SCALE").map(PathBuf::from);
        let folder = kept.as_deref().unwrap_or(folder.path());
        let mut columns: Vec<Column> = Vec::new();
        for &size in sizes {
            let path = folder.join(format!("{size}.sqlite"));
            if !path.exists() {
                let begun = Instant::now();
                synthetic::fill(&path, size).unwrap();
                eprintln!("{size} articles were made in {:.0} s", begun.elapsed().as_secs_f64());
            }
            columns.push(measure(&path, size));
            if kept.is_none() {
                fs::remove_file(&path).unwrap();
            }
        }
        for (row, (name, _)) in columns[0].iter().enumerate() {
            let figures: Vec<_> = columns.iter().map(|column| format!("{:>10}", column[row].1)).collect();
            println!("{name:<56}{}", figures.concat());
        }
    }
}

fn main() {
    // Where tests are run, nothing is measured.
    #[cfg(target_os = "linux")]
    if std::env::args().any(|argument| argument == "--bench") {
        let mut sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
        if sizes.is_empty() {
            sizes = vec![1000, 10_000, 100_000];
        }
        figures::print(&sizes);
    }
}

//! What a reader waits for at the start of a session, and what one costs that does nothing: the program itself on a
//! pseudo-terminal. Prints each figure with its limit; `cargo bench --bench startup` measures the release build.

#[cfg(target_os = "linux")]
#[path = "../tests/pty/mod.rs"]
mod pty;

#[cfg(target_os = "linux")]
mod figures {
    use std::{
        fs,
        path::Path,
        time::{Duration, Instant},
    };

    use byline::library::{Library, Shelf, Window};
    use portable_pty::CommandBuilder;

    use crate::pty::Terminal;

    /// A line of the welcome, the first article of a new library.
    const WELCOME: &str = "You are reading a news text that is also the manual.";
    const IDLE: Duration = Duration::from_secs(10);
    const RUNS: usize = 10;

    fn start(home: &Path, arguments: &[&str]) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_byline"));
        command.args(arguments);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("BYLINE_LIBRARY", home.join("library.sqlite"));
        Terminal::run(command, 120, 40)
    }

    /// Ends a session, whatever it shows, and says how many milliseconds that took.
    fn quit(mut terminal: Terminal) -> f64 {
        let begun = Instant::now();
        terminal.press("\x03");
        terminal.wait_for_end();
        begun.elapsed().as_secs_f64() * 1000.0
    }

    fn report(what: &str, figure: f64, limit: f64, unit: &str) {
        let verdict = if figure <= limit { "" } else { "  MISSED" };
        println!("{what:<48} {figure:>8.1} {unit:<4} (limit {limit} {unit}){verdict}");
    }

    /// The median times in milliseconds from the start of the program until `text` is on the screen, and from the key
    /// that ends it at once to its end.
    fn start_and_end(home: &Path, arguments: &[&str], text: &str) -> (f64, f64) {
        let runs = (0..RUNS).map(|_| {
            let begun = Instant::now();
            let mut terminal = start(home, arguments);
            terminal.wait_for(text);
            (begun.elapsed().as_secs_f64() * 1000.0, quit(terminal))
        });
        let (starts, ends): (Vec<_>, Vec<_>) = runs.unzip();
        (median(starts), median(ends))
    }

    fn median(mut times: Vec<f64>) -> f64 {
        times.sort_by(f64::total_cmp);
        f64::midpoint(times[(times.len() - 1) / 2], times[times.len() / 2])
    }

    /// Resident memory in MB after every article of the library was opened.
    fn memory(home: &Path) -> f64 {
        let library = Library::open(&home.join("library.sqlite")).unwrap();
        let rows = library.rows(Shelf::All, Window::First, 100).unwrap().rows;
        let mut terminal = start(home, &[]);
        terminal.wait_for(WELCOME);
        for row in &rows[1..] {
            terminal.press("J");
            let title: String = row.title.as_str().chars().take(24).collect();
            terminal.wait_until(&title, |screen| screen.rows(40, 80).any(|line| line.contains(&title)));
        }
        let status = fs::read_to_string(process(&terminal).join("status")).unwrap();
        quit(terminal);
        field(&status, "VmRSS:") / 1024.0
    }

    /// How often any thread of an idle session woke, and for how many milliseconds it ran.
    fn idle(home: &Path) -> (f64, f64) {
        let mut terminal = start(home, &[]);
        terminal.wait_for(WELCOME);
        terminal.press("\r.");
        terminal.wait_for("Thomas Jefferson 1/");
        terminal.press("jjj?");
        terminal.wait_for("type to filter");
        terminal.resize(100, 30);
        terminal.wait_until("the new size", |screen| {
            screen.rows(0, 100).nth(29).is_some_and(|row| row.contains("Esc close"))
        });
        // The place is saved, it is looked twice whether anybody else has written, and the session comes to rest.
        terminal.hear_for(Duration::from_secs(4));
        let before = activity(&terminal);
        assert!(!terminal.hear_for(IDLE), "an idle session draws");
        let after = activity(&terminal);
        quit(terminal);
        (after.0 - before.0, after.1 - before.1)
    }

    /// The wake-ups of all threads, and the time that they ran in milliseconds.
    fn activity(terminal: &Terminal) -> (f64, f64) {
        let (mut wakes, mut ran) = (0.0, 0.0);
        for thread in fs::read_dir(process(terminal).join("task")).unwrap() {
            let thread = thread.unwrap().path();
            let status = fs::read_to_string(thread.join("status")).unwrap();
            wakes += field(&status, "voluntary_ctxt_switches:") + field(&status, "nonvoluntary_ctxt_switches:");
            let schedule = fs::read_to_string(thread.join("schedstat")).unwrap();
            ran += schedule.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e6;
        }
        (wakes, ran)
    }

    fn process(terminal: &Terminal) -> std::path::PathBuf {
        Path::new("/proc").join(terminal.pid().to_string())
    }

    fn field(status: &str, name: &str) -> f64 {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }

    pub(crate) fn print() {
        let home = tempfile::tempdir().unwrap();
        let begun = Instant::now();
        let mut terminal = start(home.path(), &[]);
        terminal.wait_for(WELCOME);
        println!("{:<48} {:>8.1} ms", "the very first start", begun.elapsed().as_secs_f64() * 1000.0);
        quit(terminal);

        let (starts, ends) = start_and_end(home.path(), &[], WELCOME);
        report("start on the library", starts, 30.0, "ms");
        report("its end", ends, 30.0, "ms");
        report("memory after every article", memory(home.path()), 30.0, "MB");
        let (wakes, ran) = idle(home.path());
        report("wake-ups in 10 idle seconds", wakes, 0.0, "");
        report("processor time in 10 idle seconds", ran, 0.0, "ms");
        // Last, since what is read from the command line joins the library.
        let long = home.path().join("long.txt");
        let paragraph = "“The harbour opens again in spring,” said Ingrid Moller, who runs it. The ministry in \
            the capital had promised as much in the autumn, and the boats had waited since. Nobody counted the days.\n\n";
        fs::write(&long, paragraph.repeat(10_000_000 / paragraph.len())).unwrap();
        let (starts, ends) = start_and_end(home.path(), &[long.to_str().unwrap()], " h left");
        report("start on a text of 10 MB", starts, 100.0, "ms");
        report("its end, in the midst of its analysis", ends, 30.0, "ms");
    }
}

fn main() {
    // Where tests are run, nothing is measured.
    #[cfg(target_os = "linux")]
    if std::env::args().any(|argument| argument == "--bench") {
        figures::print();
    }
}

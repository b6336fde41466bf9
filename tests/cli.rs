//! The program as a process: what it prints, where to, and how it ends. It has a home of its own and no terminal.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

const HARBOUR: &str = "Ærø’s harbour opens again

“We waited – naïvely – for nine winters,” said Ingrid Møller, the harbour master. “Now the boats are back.”

The ministry said: “The work is done.” Nobody believed “the plan” for long.
";

/// A folder for articles and a home that byline may use.
struct Place {
    articles: TempDir,
    home: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { articles: TempDir::new().unwrap(), home: TempDir::new().unwrap() }
    }

    /// With these files, each a name and its content.
    fn with(files: &[(&str, &str)]) -> Self {
        let place = Self::new();
        for (name, content) in files {
            let path = place.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.articles.path().join(name)
    }

    /// byline with these arguments, in the folder of articles.
    fn byline(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_byline"));
        command.args(arguments).current_dir(self.articles.path()).env_clear().env("HOME", self.home.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        Ended::from(self.byline(arguments).output().unwrap())
    }

    fn run_on(&self, arguments: &[&str], input: &[u8]) -> Ended {
        let mut child = self.byline(arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Ended::from(child.wait_with_output().unwrap())
    }

    /// How many files are in the home.
    fn files_in_home(&self) -> usize {
        fs::read_dir(self.home.path()).unwrap().count()
    }
}

#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ended {
    #[track_caller]
    fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[track_caller]
    fn sources(&self) -> Vec<String> {
        self.lines().iter().map(|line| line["source"].as_str().unwrap().to_owned()).collect()
    }

    /// Ended with this code, and said nothing on standard error.
    #[track_caller]
    fn ended_silently(&self, code: i32) {
        assert_eq!((self.code, self.err.as_str()), (Some(code), ""), "{self:?}");
    }

    /// Ended with this code, and said one clean line about `about` on standard error.
    #[track_caller]
    fn ended_telling(&self, code: i32, about: &str) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.err.starts_with("byline: ") && self.err.contains(about), "{self:?}");
        assert!(self.err.ends_with('\n') && self.err.lines().count() == 1, "{self:?}");
        assert!(is_clean(&self.err), "{self:?}");
    }
}

fn is_clean(text: &str) -> bool {
    !text.contains(|c: char| c.is_control() && c != '\n')
}

#[track_caller]
fn check_keys(object: &Value, keys: &[&str]) {
    let has: BTreeSet<_> = object.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(has, keys.iter().copied().collect(), "{object}");
}

fn chars(text: &str, region: &Value) -> String {
    let at = |key: &str| region[key].as_u64().unwrap() as usize;
    text.chars().skip(at("start")).take(at("end") - at("start")).collect()
}

#[test]
fn help_and_version_are_printed() {
    let place = Place::new();
    let help = place.run(&["--help"]);
    help.ended_silently(0);
    assert!(help.out.contains("analyze") && help.out.contains("--library"), "{}", help.out);
    let version = place.run(&["--version"]);
    version.ended_silently(0);
    assert_eq!(version.out, concat!("byline ", env!("CARGO_PKG_VERSION"), "\n"));
    assert!(place.run(&["analyze", "--help"]).out.contains("--json"));
    assert_eq!(place.files_in_home(), 0);
}

#[test]
fn arguments_that_make_no_sense_end_with_2() {
    let place = Place::new();
    for arguments in [&["--nonsense"][..], &["analyze"], &["analyze", "--nonsense", "a"], &["--library"]] {
        let ended = place.run(arguments);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{arguments:?} {ended:?}");
        assert!(!ended.err.is_empty());
    }
    let ended = place.run(&["--non\x1b[31msense\x1b]0;title\x07"]);
    assert!(ended.code == Some(2) && is_clean(&ended.err), "{ended:?}");
}

#[test]
fn the_library_is_read_in_a_terminal_alone() {
    let place = Place::new();
    let ended = place.run(&[]);
    ended.ended_telling(2, "terminal");
    assert_eq!(ended.out, "");
    assert_eq!(place.files_in_home(), 0);
}

#[test]
fn json_has_every_key_and_counts_characters() {
    let place = Place::with(&[("harbour.txt", HARBOUR)]);
    let ended = place.run(&["analyze", "--json", "harbour.txt"]);
    ended.ended_silently(0);
    let [line] = &ended.lines()[..] else { panic!("{ended:?}") };
    let keys = ["version", "source", "title", "byline", "date", "link", "lang", "text", "people", "quotes"];
    check_keys(line, &keys);
    assert_eq!((&line["version"], &line["source"]), (&1.into(), &"harbour.txt".into()));
    assert_eq!((&line["title"], &line["lang"]), (&"Ærø’s harbour opens again".into(), &"en".into()));
    assert_eq!((&line["byline"], &line["date"], &line["link"]), (&Value::Null, &Value::Null, &Value::Null));
    let text = line["text"].as_str().unwrap();
    assert!(HARBOUR.trim_end().ends_with(text) || text == HARBOUR.trim_end(), "{text}");

    let people = line["people"].as_array().unwrap();
    let [ingrid] = &people[..] else { panic!("{people:?}") };
    check_keys(ingrid, &["id", "name", "mentions"]);
    assert_eq!((&ingrid["id"], &ingrid["name"]), (&0.into(), &"Ingrid Møller".into()));
    for mention in ingrid["mentions"].as_array().unwrap() {
        check_keys(mention, &["start", "end"]);
        assert_eq!(chars(text, mention), "Ingrid Møller");
    }

    let quotes = line["quotes"].as_array().unwrap();
    for quote in quotes {
        check_keys(quote, &["spans", "kind", "speaker", "cue"]);
        assert!(quote["spans"].as_array().is_some_and(|spans| !spans.is_empty()));
        quote["spans"].as_array().unwrap().iter().for_each(|span| check_keys(span, &["start", "end"]));
    }
    let speech = quotes.iter().find(|quote| quote["kind"] == "speech").unwrap();
    let words: Vec<_> = speech["spans"].as_array().unwrap().iter().map(|span| chars(text, span)).collect();
    assert_eq!(words[0], "We waited – naïvely – for nine winters,");
    let speaker = &speech["speaker"];
    check_keys(speaker, &["person", "name", "via", "text", "start", "end"]);
    assert_eq!((&speaker["person"], &speaker["name"]), (&0.into(), &"Ingrid Møller".into()));
    assert_eq!((&speaker["via"], &speaker["text"]), (&"name".into(), &"Ingrid Møller".into()));
    assert_eq!(chars(text, speaker), "Ingrid Møller");
    check_keys(&speech["cue"], &["start", "end"]);
    assert_eq!(chars(text, &speech["cue"]), "said");
    let phrase = quotes.iter().find(|quote| quote["kind"] == "phrase").unwrap();
    assert_eq!((&phrase["speaker"], &phrase["cue"]), (&Value::Null, &Value::Null));
}

#[test]
fn what_an_article_tells_of_itself_is_in_the_json() {
    let head =
        "---\ntitle: Tide\nauthor: Ada Reed\ndate: 2024-05-06\nlink: https://example.org/tide\n---\nThe tide came.\n";
    let place = Place::with(&[("tide.md", head)]);
    let ended = place.run(&["analyze", "--json", "tide.md"]);
    let [line] = &ended.lines()[..] else { panic!("{ended:?}") };
    assert_eq!(
        (&line["title"], &line["byline"], &line["date"]),
        (&"Tide".into(), &"Ada Reed".into(), &"2024-05-06".into())
    );
    assert_eq!((&line["people"], &line["quotes"]), (&Value::Array(Vec::new()), &Value::Array(Vec::new())));
}

#[test]
fn a_folder_is_read_to_its_depth_by_name_and_without_hidden_files() {
    let files = ["b.txt", "a/z.md", "a/.hidden.txt", ".git/x.txt", "c.html", "notes.pdf", "a/b/c.txt"];
    let place = Place::with(&files.map(|name| (name, "The boats are back in the harbour.")));
    let ended = place.run(&["analyze", "--json", "."]);
    ended.ended_silently(0);
    let sources = ended.sources();
    let shown: Vec<_> = sources.iter().map(|source| source.trim_start_matches("./")).collect();
    assert_eq!(shown, ["a/b/c.txt", "a/z.md", "b.txt", "c.html"]);
}

#[test]
fn a_bad_file_in_a_folder_is_told_and_forgiven() {
    let place = Place::with(&[("a.txt", "The boats are back."), ("b.txt", ""), ("c.txt", "The tide came in.")]);
    for form in [&["analyze", "--json", "."][..], &["analyze", "."], &["."]] {
        let ended = place.run(form);
        ended.ended_telling(0, "b.txt");
        let (first, last) = (ended.out.find("The boats"), ended.out.find("The tide"));
        assert!(first.is_some() && first < last, "{form:?} {ended:?}");
    }
}

#[test]
fn a_bad_file_that_was_named_makes_a_failure_of_it() {
    let place = Place::with(&[("a.txt", "The boats are back."), ("b.txt", ""), ("c.txt", "The tide came in.")]);
    for form in [&["analyze", "--json"][..], &["analyze"], &[]] {
        for bad in ["b.txt", "none.txt"] {
            let ended = place.run(&[form, &["a.txt", bad, "c.txt"]].concat());
            ended.ended_telling(1, bad);
            let (first, last) = (ended.out.find("The boats"), ended.out.find("The tide"));
            assert!(first.is_some() && first < last, "{form:?} {ended:?}");
        }
    }
}

#[test]
fn names_in_messages_come_out_clean() {
    let place = Place::with(&[("bad\x1b[31m\x1b]0;t\x07.txt", "")]);
    place.run(&["analyze", "--json", "."]).ended_telling(0, "bad.txt");
    place.run(&["bad\x1b[31m\x1b]0;t\x07.txt"]).ended_telling(1, "bad.txt");
    place.run(&["analyze", "none\x1b[2J.txt"]).ended_telling(1, "none.txt");
}

#[test]
fn standard_input_is_read_where_it_is_named() {
    let place = Place::with(&[("a.txt", "The boats are back.")]);
    let ended = place.run_on(&["analyze", "--json", "-", "a.txt"], HARBOUR.as_bytes());
    ended.ended_silently(0);
    assert_eq!(ended.sources(), ["standard input", "a.txt"]);
    assert_eq!(ended.lines()[0]["people"][0]["name"], "Ingrid Møller");
    let ended = place.run_on(&["-"], HARBOUR.as_bytes());
    ended.ended_silently(0);
    assert!(ended.out.contains("for nine winters"), "{ended:?}");
    place.run_on(&["analyze", "-"], b"").ended_telling(1, "standard input");
}

#[test]
fn many_files_come_out_in_their_order() {
    let place = Place::new();
    let names: Vec<_> = (0..300).map(|number| format!("{number:03}.txt")).collect();
    for (number, name) in names.iter().enumerate() {
        // The first ones take longest, so that the others overtake them.
        let paragraphs = if number % 100 == 0 { 400 } else { 1 };
        fs::write(place.path(name), format!("Number {number}\n\n{}", HARBOUR.repeat(paragraphs))).unwrap();
    }
    let ended = place.run(&["analyze", "--json", "."]);
    ended.ended_silently(0);
    let shown: Vec<_> = ended.sources().iter().map(|source| source.trim_start_matches("./").to_owned()).collect();
    assert_eq!(shown, names);
    let titles: Vec<_> = ended.lines().iter().map(|line| line["title"].as_str().unwrap().to_owned()).collect();
    assert_eq!(titles, (0..300).map(|number| format!("Number {number}")).collect::<Vec<_>>());
}

#[test]
fn the_text_for_people_names_them_and_what_they_said() {
    let place = Place::with(&[("harbour.txt", HARBOUR)]);
    let ended = place.run(&["analyze", "harbour.txt"]);
    ended.ended_silently(0);
    assert!(ended.out.contains("Ærø’s harbour opens again\nharbour.txt\n"), "{}", ended.out);
    assert!(ended.out.contains("Ingrid Møller: “We waited – naïvely – for nine winters,"), "{}", ended.out);
}

#[test]
fn text_comes_out_clean() {
    let foul = "Red \x1b[31malert\x1b[0m\n\nThe \x1b]0;owned\x07boats\r\nare\u{202e} back\u{9b}2J, \x1b]52;c;aGk=\x1b\\they say.\n";
    let place = Place::with(&[("foul.txt", foul)]);
    for arguments in [&["foul.txt"][..], &["analyze", "foul.txt"], &["analyze", "--json", "foul.txt"]] {
        let ended = place.run(arguments);
        ended.ended_silently(0);
        assert!(is_clean(&ended.out) && !ended.out.contains('\u{202e}'), "{ended:?}");
        assert!(ended.out.contains("Red alert"), "{ended:?}");
        assert!(!ended.out.contains("owned") && !ended.out.contains("aGk"), "{ended:?}");
    }
}

#[test]
fn several_texts_are_set_apart() {
    let place = Place::with(&[("a.txt", "The boats are back."), ("b.txt", "The tide came in.")]);
    assert_eq!(place.run(&["a.txt", "b.txt"]).out, "The boats are back.\n\n\nThe tide came in.\n");
}

#[test]
fn analysis_leaves_the_library_alone() {
    let place = Place::with(&[("harbour.txt", HARBOUR)]);
    let expected = place.run(&["analyze", "--json", "harbour.txt"]).out;
    assert_eq!(place.files_in_home(), 0);
    let library = place.path("library.sqlite");
    let named = place.byline(&["analyze", "--json", "harbour.txt"]).env("BYLINE_LIBRARY", &library).output().unwrap();
    assert_eq!(Ended::from(named).out, expected);
    assert!(!library.exists());
    for home in [None, Some("/dev/null/nowhere")] {
        let mut command = place.byline(&["analyze", "--json", "harbour.txt"]);
        command.env_remove("HOME").envs(home.map(|home| ("HOME", home)));
        let ended = Ended::from(command.output().unwrap());
        ended.ended_silently(0);
        assert_eq!(ended.out, expected);
    }
    let ended = Ended::from(place.byline(&["harbour.txt"]).env("HOME", "/dev/null/nowhere").output().unwrap());
    ended.ended_silently(0);
}

/// Reads one line of what the program prints and hangs up.
fn hang_up_after_a_line(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    line
}

#[test]
fn a_reader_that_hangs_up_is_no_failure() {
    let place = Place::new();
    for number in 0..300 {
        fs::write(place.path(&format!("{number:03}.txt")), HARBOUR.repeat(10)).unwrap();
    }
    for arguments in [&["analyze", "--json", "."][..], &["analyze", "."], &["."]] {
        let mut child = place.byline(arguments).spawn().unwrap();
        assert!(hang_up_after_a_line(&mut child).len() > 1);
        assert_eq!(Ended::from(child.wait_with_output().unwrap()).code, Some(0), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let place = Place::with(&[("harbour.txt", HARBOUR)]);
    for arguments in [&["analyze", "--json", "harbour.txt"][..], &["analyze", "harbour.txt"], &["harbour.txt"]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let ended = Ended::from(place.byline(arguments).stdout(full).output().unwrap());
        ended.ended_telling(1, "cannot be written");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn sources_that_do_not_end_are_refused() {
    let place = Place::new();
    place.run(&["/dev/zero"]).ended_telling(1, "/dev/zero");
    let mut child = place.byline(&["analyze", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut endless = std::io::repeat(b'a').take(256 * 1024 * 1024);
    // The program hangs up as soon as it is more than it reads.
    assert!(std::io::copy(&mut endless, &mut input).is_err());
    drop(input);
    Ended::from(child.wait_with_output().unwrap()).ended_telling(1, "standard input");
}

#[test]
fn a_file_named_like_an_option_is_read_after_two_dashes() {
    let place = Place::with(&[("--json", "The boats are back.")]);
    let ended = place.run(&["analyze", "--json", "--", "--json"]);
    ended.ended_silently(0);
    assert_eq!(ended.sources(), ["--json"]);
    assert!(Path::new(&place.path("--json")).exists());
}

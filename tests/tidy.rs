//! The invariants of ARCHITECTURE.md that can be read off the code: who may name whom, and how a file looks.
//!
//! The code is taken apart by hand, as far as that needs: comments and literals go, `use` trees are spelled out.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Which of our modules each of them may name.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("article", &["text"]),
    ("source", &["text", "article"]),
    ("analysis", &["text", "article"]),
    ("library", &["text", "article", "analysis"]),
    ("refresh", &["text", "article", "source", "analysis", "library"]),
    ("app", &["text", "article", "analysis", "library"]),
    ("view", &["text", "article", "analysis", "library", "app"]),
    ("runtime", &["text", "article", "source", "analysis", "library", "refresh", "app", "view"]),
    ("config", &["text", "app", "view", "runtime"]),
    ("cli", &["text", "article", "source", "analysis", "library", "refresh", "app", "view", "runtime", "config"]),
    ("lib", &[]),
    ("main", &["cli"]),
];

/// What only some files may name; a path stands for all that is in it.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("crossterm", &["src/runtime/terminal.rs", "src/runtime/input.rs"]),
    ("signal_hook", &["src/runtime/terminal.rs", "src/runtime/input.rs"]),
    ("rustix", &["src/runtime/input.rs"]),
    ("ratatui", &["src/view/", "src/runtime/terminal.rs"]),
    ("rusqlite", &["src/library/"]),
    ("ureq", &["src/source/web/"]),
    ("clap", &["src/cli/"]),
    ("notify", &["src/runtime/watch.rs"]),
    ("open", &["src/runtime.rs"]),
    ("crate::view::draw", &["src/runtime.rs"]),
    ("crate::library::Library", &["src/library/", "src/runtime.rs", "src/runtime/", "src/cli/"]),
    ("std::fs", &["src/config.rs", "src/source/", "src/library/", "src/runtime/"]),
    ("std::net", &[]),
    ("std::io", &["src/config.rs", "src/source/", "src/library/", "src/runtime.rs", "src/runtime/", "src/cli/"]),
    ("std::env", &["src/config.rs", "src/main.rs"]),
    ("std::process", &["src/main.rs"]),
    ("std::thread", &["src/refresh.rs", "src/runtime.rs", "src/runtime/", "src/cli/readings.rs"]),
    ("std::time::Instant", &["src/runtime.rs"]),
    ("std::time::SystemTime", &[]),
    ("jiff::Timestamp::now", &["src/runtime.rs", "src/runtime/", "src/cli/"]),
    ("jiff::Zoned::now", &[]),
];

/// Most lines of a file.
const LONGEST: usize = 600;

/// A file of ours: its path from the root of the project, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn is_test(&self) -> bool {
        !self.path.contains("src/") || self.path.ends_with("tests.rs") || self.path.contains("/tests/")
    }

    /// The lines before the tests at the end.
    fn shipped(&self) -> Vec<&str> {
        let lines: Vec<_> = self.text.lines().collect();
        let begins_tests = |pair: &[&str]| {
            pair[0].starts_with("#[cfg(")
                && pair[0].contains("test")
                && pair[1].starts_with("mod ")
                && pair[1].ends_with('{')
        };
        let end = lines.windows(2).position(begins_tests).unwrap_or(lines.len());
        lines[..end].to_vec()
    }

    /// The module at the top of the tree that it belongs to.
    fn module(&self) -> &str {
        let rest = self.path.strip_prefix("src/").unwrap_or(&self.path);
        rest.split(['/', '.']).next().unwrap_or(rest)
    }

    /// Whether `super` is the root of the crate here.
    fn is_top(&self) -> bool {
        self.path.matches('/').count() == 1 || self.path.ends_with(&format!("{}/mod.rs", self.module()))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folders: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
            found.push(Source { path, text });
        }
    }
    assert!(found.len() > 5, "{folders:?}");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// Identifiers and signs of the code, without its comments and literals. `::` is one sign.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => string_length(rest),
            '\'' => character_length(rest),
            c if c.is_alphanumeric() || c == '_' => {
                let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                tokens.push(&rest[..length]);
                length
            }
            c if c.is_whitespace() => c.len_utf8(),
            _ => {
                let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
                tokens.push(&rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
    tokens
}

fn string_length(code: &str) -> usize {
    let mut escaped = false;
    let end = code.char_indices().skip(1).find(|&(_, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(code.len(), |(at, _)| at + 1)
}

/// A character's literal, or the sign before a lifetime.
fn character_length(code: &str) -> usize {
    let mut chars = code.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let after = at + escaped.len_utf8();
            code[after..].find('\'').map_or(1, |end| after + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// All paths that the code names, those of `use` trees spelled out.
fn paths(code: &str) -> BTreeSet<String> {
    let tokens = tokens(code);
    let mut paths = BTreeSet::new();
    let mut at = 0;
    while at < tokens.len() {
        let begun = at;
        spell_out(&tokens, &mut at, "", &mut paths);
        at = at.max(begun + 1);
    }
    paths
}

/// Adds the path, or tree of paths, that begins at `at`, each behind `prefix`, and moves on behind it.
fn spell_out(tokens: &[&str], at: &mut usize, prefix: &str, paths: &mut BTreeSet<String>) {
    let is_name = |token: &str| token.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let mut path = prefix.to_owned();
    while let Some(token) = tokens.get(*at) {
        if *token == "{" && path.ends_with("::") {
            *at += 1;
            while tokens.get(*at).is_some_and(|token| *token != "}") {
                let begun = *at;
                spell_out(tokens, at, &path, paths);
                *at = (*at).max(begun + usize::from(*at == begun));
            }
            *at += 1;
            return;
        }
        if !is_name(token) {
            break;
        }
        path.push_str(token);
        *at += 1;
        if tokens.get(*at) != Some(&"::") {
            break;
        }
        path.push_str("::");
        *at += 1;
    }
    if !path.is_empty() && path != prefix {
        paths.insert(path.trim_end_matches("::").to_owned());
    }
}

fn is_within(path: &str, whole: &str) -> bool {
    path.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[track_caller]
fn check_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn paths_are_spelled_out() {
    let code = r#"
        use std::{fs::{self, File}, io};
        use crate::app::{State, keys::{Code, Key}}; // crate::nothing
        fn f<'a>(c: char) -> &'a str { if c == '"' || c == '\'' { "crate::nothing" } else { crate::text::width(x) } }
    "#;
    let expected = [
        "crate::app::State",
        "crate::app::keys::Code",
        "crate::app::keys::Key",
        "crate::text::width",
        "std::fs::File",
        "std::fs::self",
        "std::io",
    ];
    let found: Vec<_> = paths(code).into_iter().filter(|path| path.contains("::")).collect();
    assert_eq!(found, expected);
}

#[test]
fn modules_name_only_those_before_them() {
    let mut faults = Vec::new();
    for source in sources(&["src"]).iter().filter(|source| !source.is_test()) {
        let module = source.module();
        let Some((_, may_name)) = MAY_NAME.iter().find(|(of, _)| *of == module) else {
            faults.push(format!("{}: which modules may it name?", source.path));
            continue;
        };
        for path in paths(&source.shipped().join("\n")) {
            let ours = path.strip_prefix("crate::").or_else(|| path.strip_prefix("byline::"));
            let ours = ours.or_else(|| path.strip_prefix("super::").filter(|_| source.is_top()));
            let Some(named) = ours.and_then(|ours| ours.split("::").next()) else { continue };
            if named != module && !may_name.contains(&named) {
                faults.push(format!("{} names {path}", source.path));
            }
        }
    }
    check_none(&faults);
}

#[test]
fn what_touches_the_world_is_named_where_it_belongs() {
    let mut faults = Vec::new();
    for source in sources(&["src"]).iter().filter(|source| !source.is_test()) {
        for path in paths(&source.shipped().join("\n")) {
            let banned = ONLY_IN.iter().filter(|(what, _)| is_within(&path, what) && path.contains("::"));
            let banned = banned.filter(|(_, only)| !only.iter().any(|allowed| source.path.starts_with(allowed)));
            faults.extend(banned.map(|(what, _)| format!("{} names {path}, but {what} is not for it", source.path)));
        }
    }
    check_none(&faults);
}

#[test]
fn every_file_says_what_it_owns_and_is_not_too_long() {
    let mut faults = Vec::new();
    for source in sources(&["src", "tests", "benches", "train/src"]) {
        if !source.text.starts_with("//! ") {
            faults.push(format!("{} does not say what it owns", source.path));
        }
        if source.text.lines().count() > LONGEST {
            faults.push(format!("{} has more than {LONGEST} lines", source.path));
        }
    }
    check_none(&faults);
}

#[test]
fn what_may_panic_has_its_reason_beside_it() {
    let mut faults = Vec::new();
    for source in sources(&["src"]).iter().filter(|source| !source.is_test()) {
        let mut above = "";
        for (number, line) in source.shipped().into_iter().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            let panics = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];
            let reason = line.contains("// ") || above.trim_start().starts_with("// ") || line.contains(".expect(\"");
            if panics.iter().any(|call| code.contains(call)) && !reason {
                faults.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
            above = line;
        }
    }
    check_none(&faults);
}

#[test]
fn lints_are_expected_and_never_allowed() {
    let mut faults = Vec::new();
    for source in sources(&["src", "tests", "benches", "train/src"]) {
        for (number, line) in source.text.lines().enumerate() {
            let line = line.trim_start();
            if line.starts_with(concat!("#[", "allow")) || line.starts_with(concat!("#![", "allow")) {
                faults.push(format!("{}:{}: {line}", source.path, number + 1));
            }
        }
    }
    check_none(&faults);
}

#[test]
fn the_program_exits_in_main_alone() {
    let exits = |source: &Source| paths(&source.shipped().join("\n")).iter().any(|path| path.contains("ExitCode"));
    let found: Vec<_> = sources(&["src"]).into_iter().filter(exits).map(|source| source.path).collect();
    assert_eq!(found, ["src/main.rs"]);
}

#[test]
fn the_readme_shows_the_table_of_keys() {
    let table = byline::app::keys::markdown();
    assert!(read("README.md").contains(&table), "the table by now:\n{table}");
}

#[test]
fn the_architecture_names_every_dependency() {
    let (manifest, architecture) = (read("Cargo.toml"), read("ARCHITECTURE.md"));
    let mut in_dependencies = false;
    let mut names = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
        } else if in_dependencies && let Some((name, _)) = line.split_once(" = ") {
            names.push(name);
        }
    }
    assert!(names.len() > 20, "{names:?}");
    let words: BTreeSet<_> = architecture.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').collect();
    let unnamed: Vec<_> = names.into_iter().filter(|name| !words.contains(name)).map(str::to_owned).collect();
    check_none(&unnamed);
}

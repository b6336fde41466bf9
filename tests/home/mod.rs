//! A home in which tests run the program, and what they look at of it: how it ends, what it says of feeds and what it keeps.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::loopback::{Answer, Server};

/// A home for byline.
pub(crate) struct Home(TempDir);

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Gives a file this content.
    pub(crate) fn write(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn byline(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_byline"));
        command.args(arguments).current_dir(self.0.path()).env_clear().env("HOME", self.0.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        Ended::from(self.byline(arguments).output().unwrap())
    }

    /// Runs what must end well and silently.
    #[track_caller]
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let ended = self.run(arguments);
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{ended:?}");
        ended.out
    }

    /// What `byline feeds --json` says of each feed.
    pub(crate) fn feeds(&self) -> Vec<Value> {
        lines(&self.done(&["feeds", "--json"]))
    }

    /// What `byline refresh --json` says of each feed.
    pub(crate) fn refresh(&self) -> Vec<Value> {
        lines(&self.run(&["refresh", "--json"]).out)
    }

    /// The content of the library's file and of its journal.
    pub(crate) fn library(&self) -> Vec<u8> {
        let data = self.path(".local/share/byline");
        let part = |name| fs::read(data.join(name)).unwrap_or_default();
        [part("library.sqlite"), part("library.sqlite-wal")].concat()
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

pub(crate) fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A feed with these items: number and text.
pub(crate) fn rss(title: &str, items: &[(u32, &str)]) -> String {
    let item = |(number, text): &(u32, &str)| {
        format!(
            "<item><guid>{number}</guid><title>Item {number}</title><link>/{number}</link>\
             <description>{text}</description></item>"
        )
    };
    let items: String = items.iter().map(item).collect();
    format!("<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>")
}

/// Follows a feed with this answer, and tells what becomes of it at a refresh.
#[track_caller]
pub(crate) fn refreshed(answer: Answer) -> (Value, Value) {
    let server = Server::start([("/feed", answer)]);
    let home = Home::new();
    home.write("urls", &server.at("/feed"));
    home.done(&["import", "urls"]);
    let line = home.refresh().remove(0);
    (line, home.feeds().remove(0))
}

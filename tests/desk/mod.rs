//! A session without a terminal: keys in, screens out. What the app asks of the world is carried out inline, on a library
//! in a folder of its own; no threads, no clocks.

#![expect(dead_code, reason = "shared by tests, none of which needs all of it")]

use std::{collections::VecDeque, path::Path, sync::Arc};

use byline::{
    analysis::analyze,
    app::{
        ArticleRef, Effect, Msg, Settings, State,
        keys::Key,
        list::{Item, Listed},
        page::Page,
        screen::Size,
        update,
    },
    library::{Library, Outdated, ReadState, Shelf},
    runtime::{Catalogue, FileRead, Librarian},
    source::{self, Location},
    text::CleanLine,
    view::{Colours, Theme, draw},
};
use ratatui::{Terminal, backend::TestBackend};

/// A session without a terminal.
pub(crate) struct Session {
    pub(crate) state: State,
    pub(crate) librarian: Librarian,
    pub(crate) catalogue: Catalogue,
    terminal: Terminal<TestBackend>,
    /// What was asked of the world beyond the library, in its order.
    pub(crate) asked: Vec<Effect>,
}

impl Session {
    pub(crate) fn on(library: &Path, width: u16, height: u16) -> Self {
        Self::listing(library, width, height, Listed::Shelf(Shelf::All))
    }

    pub(crate) fn listing(library: &Path, width: u16, height: u16, listed: Listed) -> Self {
        let catalogue = Catalogue::default();
        let librarian = Librarian::new(Library::open(&library.join("library.sqlite")).unwrap(), catalogue.clone());
        let (state, effects) = State::new(Settings::default(), Size { width, height }, listed);
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut session = Self { state, librarian, catalogue, terminal, asked: Vec::new() };
        session.carry_out(effects);
        session
    }

    /// A session on files with these names and contents.
    pub(crate) fn with_files(library: &Path, width: u16, height: u16, files: &[(&str, &str)]) -> Self {
        let mut session = Self::listing(library, width, height, Listed::Files);
        let found = files.iter().map(|(name, content)| {
            let path = library.join(name);
            std::fs::write(&path, content).unwrap();
            let location = Location::File(path);
            let title = location.name();
            let which = ArticleRef::File(session.catalogue.add(Ok(location)));
            let (key, site, date, read, bookmarked, changed, fault) = (None, None, None, false, false, false, None);
            Item { which, key, title, site, date, read, bookmarked, changed, fault }
        });
        let found = found.collect();
        session.tell(Msg::FilesFound(found));
        session
    }

    pub(crate) fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.state, msg);
        self.carry_out(effects);
    }

    pub(crate) fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut waiting: VecDeque<_> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            for msg in self.answers(effect) {
                waiting.extend(update(&mut self.state, msg));
            }
        }
    }

    pub(crate) fn answers(&mut self, effect: Effect) -> Vec<Msg> {
        match effect {
            Effect::Open { ticket, which: ArticleRef::File(number), .. } => {
                let location = self.catalogue.get(number).unwrap();
                match location.and_then(|at| source::read(&at).map_err(|error| CleanLine::new(&error.to_string()))) {
                    Ok(article) => {
                        let analysis = Some(Arc::new(analyze(&article)));
                        self.librarian.complete(FileRead { ticket, number, article: Arc::new(article), analysis })
                    }
                    Err(fault) => vec![Msg::Opened { ticket, outcome: Err(fault) }],
                }
            }
            Effect::Analyze { ticket, article, .. } => {
                vec![Msg::Analyzed { ticket, analysis: Arc::new(analyze(&article)) }]
            }
            Effect::Renew { ticket, after } => {
                let outdated = self.librarian.outdated(after);
                let reached = outdated.last().map(|(outdated, _)| *outdated);
                let renewed =
                    |(outdated, article): (Outdated, Arc<_>)| (outdated.revision, Arc::new(analyze(&article)));
                let analyses = outdated.into_iter().map(renewed);
                self.librarian.renew(ticket, reached, analyses.collect())
            }
            Effect::LayOut { ticket, article, origin, width } => {
                let mut page = Page::new(article, &origin, width);
                page.fill();
                vec![Msg::LaidOut { ticket, page: Box::new(page) }]
            }
            Effect::Wake { ticket, .. } => vec![Msg::Woke(ticket)],
            Effect::Refresh { .. }
            | Effect::StopFetching
            | Effect::Follow { .. }
            | Effect::FetchPage { .. }
            | Effect::Browse(_)
            | Effect::Copy(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Quit => {
                self.asked.push(effect);
                Vec::new()
            }
            effect => self.librarian.carry_out(effect),
        }
    }

    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.tell(Msg::Key(key.parse::<Key>().unwrap()));
        }
        self
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.terminal.backend_mut().resize(width, height);
        self.tell(Msg::Resize(Size { width, height }));
        self
    }

    pub(crate) fn screen(&mut self) -> String {
        let (state, theme) = (&self.state, Theme::new(Colours::Sixteen));
        self.terminal.draw(|frame| draw(state, &theme, frame)).unwrap();
        let buffer = self.terminal.backend().buffer();
        let row = |y| {
            let mut skip = 0;
            let mut line = String::new();
            for x in 0..buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                if skip == 0 {
                    line.push_str(symbol);
                    skip = byline::text::width(symbol).max(1);
                }
                skip -= 1;
            }
            line.trim_end().to_owned()
        };
        (0..buffer.area.height).map(row).collect::<Vec<_>>().join("\n")
    }

    #[track_caller]
    pub(crate) fn sees(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(words), "no {words:?} on the screen:\n{screen}");
        self
    }

    #[track_caller]
    pub(crate) fn sees_not(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(words), "{words:?} is on the screen:\n{screen}");
        self
    }

    /// The first line of the text on the screen.
    pub(crate) fn top(&mut self) -> String {
        let text = self.state.screen().text;
        let screen = self.screen();
        let line = screen.lines().skip(usize::from(text.y)).find(|line| !line.trim().is_empty());
        line.unwrap_or_default().chars().skip(usize::from(text.x)).collect::<String>().trim().to_owned()
    }
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A library with so many articles that no window holds them all; all are unread, or only these.
pub(crate) fn long_library(folder: &Path, unread: Option<&[usize]>) {
    let mut library = Library::open(&folder.join("library.sqlite")).unwrap();
    let path = folder.join("story.txt");
    let story = |number| {
        std::fs::write(&path, format!("Story {number:04} has a headline\n\nThis is what story {number:04} says.\n"))
            .unwrap();
        (format!("test:{number}"), source::read(&Location::File(path.clone())).unwrap())
    };
    let stories: Vec<_> = (0..1500).map(story).collect();
    let ids = library.keep_all(stories.iter().map(|(identity, story)| (identity.as_str(), story)), 0).unwrap();
    for (number, id) in
        ids.into_iter().enumerate().filter(|(number, _)| unread.is_some_and(|unread| !unread.contains(number)))
    {
        library.set_read(id, ReadState::Read).unwrap_or_else(|error| panic!("{number}: {error}"));
    }
}

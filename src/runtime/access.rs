//! The ways from the app to the library. What it asks goes to the store, in order. While a refresh has the store write,
//! what only reads goes past it on a connection of its own: no reader waits for what is fetched. Where something that
//! the reader did is still to be written, what is read waits for that.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Sender, channel},
    },
};

use super::{
    Event, spawn,
    store::{Catalogue, Errand, Librarian, Pass, serve},
};
use crate::{
    app::{Effect, Msg},
    library::Library,
};

/// The ways to the library.
pub(super) struct Access {
    /// Where the library is; `None` where it is in memory, with one way to it.
    file: Option<PathBuf>,
    catalogue: Catalogue,
    errands: Sender<Errand>,
    events: Sender<Event>,
    is_refreshing: bool,
    /// Its copies go with what the reader did, and are gone when that is written.
    pass: Pass,
    /// The way past the store, once it was needed.
    beside: Option<Sender<Errand>>,
}

impl Access {
    /// To the library in this file, which the store has that takes these errands.
    pub(super) fn new(
        file: Option<PathBuf>,
        catalogue: Catalogue,
        errands: Sender<Errand>,
        events: Sender<Event>,
    ) -> Self {
        Self { file, catalogue, errands, events, is_refreshing: false, pass: Pass::default(), beside: None }
    }

    /// Where the store takes errands.
    pub(super) fn errands(&self) -> &Sender<Errand> {
        &self.errands
    }

    /// Passes on what the app asks of the library. A thread that is gone has said so before.
    pub(super) fn give(&mut self, effect: Effect) {
        let is_written = Arc::strong_count(&self.pass) == 1;
        let is_beside = self.is_refreshing && is_written && only_reads(&effect);
        if is_beside && self.beside.is_none() {
            self.beside = self.file.clone().map(|file| self.start(file));
        }
        let way = self.beside.as_ref().filter(|_| is_beside).unwrap_or(&self.errands);
        let pass = matches!(effect, Effect::Change { .. } | Effect::Do { .. }).then(|| Arc::clone(&self.pass));
        let _ = way.send(Errand::Effect(Box::new(effect), pass));
    }

    /// A refresh begins.
    pub(super) fn begin_refresh(&mut self) {
        self.is_refreshing = true;
    }

    /// Hears what is answered.
    pub(super) fn hear(&mut self, msg: &Msg) {
        if matches!(msg, Msg::Refreshed { .. }) {
            // Without anyone who sends, the thread on the way past the store ends.
            (self.is_refreshing, self.beside) = (false, None);
        }
    }

    /// Opens the way past the store.
    fn start(&self, file: PathBuf) -> Sender<Errand> {
        let (errands, inbox) = channel();
        let (catalogue, store, events) = (self.catalogue.clone(), self.errands.clone(), self.events.clone());
        spawn("reader", move || match Library::open(&file) {
            Ok(library) => serve(&mut Librarian::new(library, catalogue), &inbox, &events),
            // The store's own way is still there.
            Err(_) => inbox.iter().for_each(|errand| drop(store.send(errand))),
        });
        errands
    }
}

fn only_reads(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::LoadRows { .. }
            | Effect::FindUnread { .. }
            | Effect::Open { .. }
            | Effect::LoadBookmarks { .. }
            | Effect::LoadFeeds { .. }
            | Effect::Ask { .. }
            | Effect::Complete { .. }
            | Effect::Compare { .. }
    )
}

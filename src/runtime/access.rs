//! The ways from the app to the library. What it asks goes to the store, in order. While a refresh has the store write,
//! what only reads goes past it on a connection of its own: no reader waits for what is fetched. Where something that
//! the reader did is still to be written, what is read waits for that.

use std::{
    path::PathBuf,
    sync::mpsc::{Sender, channel},
};

use super::{
    Event, spawn,
    store::{Catalogue, Errand, Librarian, serve},
};
use crate::{
    app::{Effect, Msg, Request},
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
    /// How much of what the reader did is not yet known to be written.
    unwritten: usize,
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
        Self { file, catalogue, errands, events, is_refreshing: false, unwritten: 0, beside: None }
    }

    /// Where the store takes errands.
    pub(super) fn errands(&self) -> &Sender<Errand> {
        &self.errands
    }

    /// Passes on what the app asks of the library. A thread that is gone has said so before.
    pub(super) fn give(&mut self, effect: Effect) {
        self.unwritten += usize::from(matches!(effect, Effect::Change { .. } | Effect::Do { .. }));
        let is_beside = self.is_refreshing && self.unwritten == 0 && only_reads(&effect);
        if is_beside && self.beside.is_none() {
            self.beside = self.file.clone().map(|file| self.start(file));
        }
        let way = self.beside.as_ref().filter(|_| is_beside).unwrap_or(&self.errands);
        let _ = way.send(Errand::Effect(Box::new(effect)));
    }

    /// A refresh begins.
    pub(super) fn begin_refresh(&mut self) {
        self.is_refreshing = true;
    }

    /// Hears what is answered.
    pub(super) fn hear(&mut self, msg: &Msg) {
        match msg {
            Msg::Changed { .. } | Msg::Done { .. } => self.unwritten = self.unwritten.saturating_sub(1),
            Msg::Failed { ticket, .. } if ticket.request == Request::Deed => {
                self.unwritten = self.unwritten.saturating_sub(1);
            }
            // Without anyone who sends, the thread on the way past the store ends.
            Msg::Refreshed { .. } => (self.is_refreshing, self.beside) = (false, None),
            _ => {}
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

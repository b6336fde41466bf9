//! The ways from the app to the library. What it asks goes to the store, in order. While a refresh or the
//! renewal of analyses has the store write, what only reads goes past it on a connection of its own: no reader waits for
//! what is fetched. What overlays ask goes
//! past it always, and is given up when the next question comes: no key waits for a search. Where something that the
//! reader did is still to be written, what is read waits for that.

use std::{
    path::PathBuf,
    sync::{
        Arc, OnceLock,
        mpsc::{Receiver, Sender, channel},
    },
};

use super::{
    Event, spawn,
    store::{Catalogue, Errand, Librarian, Pass, serve},
};
use crate::{
    app::{Effect, Msg, Request},
    library::{Interrupter, Library},
};

/// The ways to the library.
pub(super) struct Access {
    /// Where the library is; `None` where it is in memory, with one way to it.
    file: Option<PathBuf>,
    catalogue: Catalogue,
    errands: Sender<Errand>,
    events: Sender<Event>,
    is_refreshing: bool,
    is_renewing: bool,
    /// Its copies go with what the reader did, and are gone when that is written.
    pass: Pass,
    /// The way past the store while it writes what was fetched, once it was needed.
    beside: Option<Way>,
    /// The way of what overlays ask, once it was needed.
    asking: Option<Way>,
}

/// A way past the store, with a connection of its own.
struct Way {
    errands: Sender<Errand>,
    /// Gives up what is being read on it; there once the connection is.
    interrupter: Arc<OnceLock<Interrupter>>,
}

impl Access {
    /// To the library in this file, which the store has that takes these errands.
    pub(super) fn new(
        file: Option<PathBuf>,
        catalogue: Catalogue,
        errands: Sender<Errand>,
        events: Sender<Event>,
    ) -> Self {
        Self {
            file,
            catalogue,
            errands,
            events,
            is_refreshing: false,
            is_renewing: false,
            pass: Pass::default(),
            beside: None,
            asking: None,
        }
    }

    /// Where the store takes errands.
    pub(super) fn errands(&self) -> &Sender<Errand> {
        &self.errands
    }

    /// Passes on what the app asks of the library. A thread that is gone has said so before.
    pub(super) fn give(&mut self, effect: Effect) {
        let is_written = Arc::strong_count(&self.pass) == 1;
        let errands = match effect {
            Effect::Ask { .. } if is_written => self.way_of_questions().cloned(),
            _ if (self.is_refreshing || self.is_renewing) && is_written && only_reads(&effect) => {
                self.way_beside().cloned()
            }
            _ => None,
        };
        let pass = matches!(effect, Effect::Change { .. } | Effect::Do { .. }).then(|| Arc::clone(&self.pass));
        let _ = errands.as_ref().unwrap_or(&self.errands).send(Errand::Effect(Box::new(effect), pass));
    }

    /// Where the next question goes. Nobody waits for the answer to the one before it any more.
    fn way_of_questions(&mut self) -> Option<&Sender<Errand>> {
        if self.asking.is_none() {
            self.asking = self.file.clone().map(|file| self.start("questions", file, newest));
        }
        let way = self.asking.as_ref()?;
        if let Some(interrupter) = way.interrupter.get() {
            interrupter.stop();
        }
        Some(&way.errands)
    }

    fn way_beside(&mut self) -> Option<&Sender<Errand>> {
        if self.beside.is_none() {
            self.beside = self.file.clone().map(|file| self.start("reader", file, next));
        }
        self.beside.as_ref().map(|way| &way.errands)
    }

    /// Outdated analyses are renewed from now on.
    pub(super) fn begin_renewal(&mut self) {
        self.is_renewing = true;
    }

    /// A refresh begins.
    pub(super) fn begin_refresh(&mut self) {
        self.is_refreshing = true;
    }

    /// Hears what is answered.
    pub(super) fn hear(&mut self, msg: &Msg) {
        match msg {
            Msg::Refreshed { .. } => self.is_refreshing = false,
            Msg::Renewed { reached: None, .. } => self.is_renewing = false,
            Msg::Failed { ticket, .. } if ticket.request == Request::Renewal => self.is_renewing = false,
            _ => return,
        }
        if !self.is_refreshing && !self.is_renewing {
            // Without anyone who sends, the thread on the way past the store ends.
            self.beside = None;
        }
    }

    /// Opens a way past the store; `take` says what is done next of what waits.
    fn start(&self, name: &str, file: PathBuf, take: fn(&Receiver<Errand>) -> Option<Errand>) -> Way {
        let (errands, inbox) = channel();
        let (catalogue, store, events) = (self.catalogue.clone(), self.errands.clone(), self.events.clone());
        let interrupter = Arc::new(OnceLock::new());
        let own = Arc::clone(&interrupter);
        spawn(name, move || match Library::open(&file) {
            Ok(library) => {
                let _ = own.set(library.interrupter());
                let errands = std::iter::from_fn(|| take(&inbox));
                serve(&mut Librarian::new(library, catalogue), errands, &events);
            }
            // The store's own way is still there.
            Err(_) => inbox.iter().for_each(|errand| drop(store.send(errand))),
        });
        Way { errands, interrupter }
    }
}

/// The next errand, in order.
fn next(inbox: &Receiver<Errand>) -> Option<Errand> {
    inbox.recv().ok()
}

/// The newest errand; nobody waits for the answers to those before it.
fn newest(inbox: &Receiver<Errand>) -> Option<Errand> {
    let first = inbox.recv().ok()?;
    Some(inbox.try_iter().last().unwrap_or(first))
}

fn only_reads(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::LoadRows { .. }
            | Effect::FindUnread { .. }
            | Effect::Open { .. }
            | Effect::LoadBookmarks { .. }
            | Effect::LoadFeeds { .. }
            | Effect::Complete { .. }
            | Effect::Compare { .. }
    )
}

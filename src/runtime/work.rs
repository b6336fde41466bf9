//! The workers: the threads that read files, analyse articles and lay out long ones, and the one that surveys what the
//! command line named. None of them knows the library; what it should keep goes to the store.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
};

use super::{
    Event, Named, STUMBLED, spawn,
    store::{Catalogue, Errand, FileRead},
};
use crate::{
    analysis::{Analysis, analyze},
    app::{ArticleRef, Effect, Msg, Ticket, list::Item, page::Page},
    article::Article,
    library::{Outdated, RevisionId},
    source::{self, Location, SourceError},
    text::CleanLine,
};

/// Texts up to this many bytes are analysed before they are shown: that takes less time than a reader can see.
const ANALYSED_AT_ONCE: usize = 64 * 1024;
/// How many files are told of at once.
const FILES_AT_ONCE: usize = 256;
/// Files up to this many bytes are read for their title before they are opened.
const READ_FOR_TITLE: u64 = 1024 * 1024;

/// How many pages of the web that the command line named may be fetched at once.
const PAGES_AT_ONCE: usize = 4;

/// The workers, each on a thread of its own: one reads files, a few fetch pages, one analyses, one lays out. So none
/// waits for what another does with a long text or a slow server.
#[derive(Debug)]
pub(super) struct Workers {
    catalogue: Catalogue,
    reading: Sender<Effect>,
    fetching: Vec<Sender<Effect>>,
    analysis: Sender<Effect>,
    layout: Sender<Effect>,
}

impl Workers {
    /// Starts the threads. What they are in the midst of when the session ends, nobody waits for.
    pub(super) fn start(catalogue: &Catalogue, errands: &Sender<Errand>, events: &Sender<Event>) -> Self {
        let start = |name| {
            let (jobs, inbox) = channel();
            let (catalogue, errands, events) = (catalogue.clone(), errands.clone(), events.clone());
            spawn(name, move || Worker { catalogue, errands, events, renewed: Vec::new() }.work(&inbox));
            jobs
        };
        Self {
            catalogue: catalogue.clone(),
            reading: start("reading"),
            fetching: (0..PAGES_AT_ONCE).map(|_| start("fetching")).collect(),
            analysis: start("analysis"),
            layout: start("layout"),
        }
    }

    /// Gives an effect to the worker that it is for. A thread that is gone has said so before.
    pub(super) fn give(&self, effect: Effect) {
        let worker = match effect {
            Effect::Analyze { .. } | Effect::Renew { .. } => &self.analysis,
            Effect::LayOut { .. } => &self.layout,
            Effect::Open { which: ArticleRef::File(number), .. } if self.is_on_the_web(number) => {
                self.fetching.get(number % PAGES_AT_ONCE).unwrap_or(&self.reading)
            }
            _ => &self.reading,
        };
        let _ = worker.send(effect);
    }

    /// Whether a file is a page of the web, which may take long to come.
    fn is_on_the_web(&self, number: usize) -> bool {
        matches!(self.catalogue.get(number), Some(Ok(Location::Web { .. })))
    }
}

/// What is told where carrying out an effect panics: an answer too, so that nobody waits for one for ever.
fn apology(effect: &Effect) -> Vec<Msg> {
    let stumbled = CleanLine::new(STUMBLED);
    match *effect {
        Effect::Open { ticket, .. } => vec![Msg::Opened { ticket, outcome: Err(stumbled) }],
        Effect::Analyze { ticket, .. } => {
            vec![Msg::Analyzed { ticket, analysis: Arc::default() }, Msg::Notice(stumbled)]
        }
        _ => vec![Msg::Notice(stumbled)],
    }
}

struct Worker {
    catalogue: Catalogue,
    errands: Sender<Errand>,
    events: Sender<Event>,
    /// What was renewed last: who opens one of these just then finds it here, and it is not analysed twice.
    renewed: Vec<(RevisionId, Arc<Analysis>)>,
}

impl Worker {
    fn work(mut self, jobs: &Receiver<Effect>) {
        let mut next = None;
        while let Some(first) = next.take().or_else(|| jobs.recv().ok()) {
            // Where several are waiting, the reader has moved on: only the newest still counts.
            let effect = jobs.try_iter().last().unwrap_or(first);
            let apology = apology(&effect);
            match catch_unwind(AssertUnwindSafe(|| self.carry_out(effect, jobs))) {
                Ok(interrupted_by) => next = interrupted_by,
                Err(_) => apology.into_iter().for_each(|msg| self.tell(msg)),
            }
        }
    }

    /// Carries an effect out; gives the one that came in between and is to be carried out next, if there is one.
    fn carry_out(&mut self, effect: Effect, jobs: &Receiver<Effect>) -> Option<Effect> {
        match effect {
            Effect::Open { ticket, which: ArticleRef::File(number), .. } => self.open(ticket, number),
            Effect::Analyze { ticket, revision, article } => {
                let analysis = self.analyze(revision, &article);
                self.tell(Msg::Analyzed { ticket, analysis });
            }
            Effect::Renew { ticket, after } => return self.renew(ticket, after, jobs),
            Effect::LayOut { ticket, article, origin, width } => {
                let mut page = Page::new(article, &origin, width);
                page.fill();
                self.tell(Msg::LaidOut { ticket, page: Box::new(page) });
            }
            _ => {}
        }
        None
    }

    /// Analyses an article, and has that stored with its revision if the library has it.
    fn analyze(&self, revision: Option<RevisionId>, article: &Article) -> Arc<Analysis> {
        let is_it = |(of, _): &&(RevisionId, _)| revision == Some(*of);
        if let Some((_, analysis)) = self.renewed.iter().find(is_it) {
            return Arc::clone(analysis);
        }
        let analysis = Arc::new(analyze(article));
        if let Some(revision) = revision {
            let _ = self.errands.send(Errand::Store(revision, Arc::clone(&analysis)));
        }
        analysis
    }

    /// Analyses texts anew, one after another, until something else is to be done. One over which the analysis panics
    /// is passed over. Gives what is to be done then.
    fn renew(&mut self, ticket: Ticket, after: Option<Outdated>, jobs: &Receiver<Effect>) -> Option<Effect> {
        let (answer, outdated) = channel();
        let _ = self.errands.send(Errand::Outdated { after, answer });
        let (mut reached, mut next) = (None, None);
        self.renewed.clear();
        for (outdated, article) in outdated.recv().unwrap_or_default() {
            let analysis = catch_unwind(|| Arc::new(analyze(&article))).ok();
            self.renewed.extend(analysis.map(|analysis| (outdated.revision, analysis)));
            reached = Some(outdated);
            next = jobs.try_recv().ok();
            if next.is_some() {
                break;
            }
        }
        let _ = self.errands.send(Errand::Renew { ticket, reached, analyses: self.renewed.clone() });
        next
    }

    fn open(&self, ticket: Ticket, number: usize) {
        let location = match self.catalogue.get(number) {
            Some(Ok(location)) => location,
            Some(Err(fault)) => return self.tell(Msg::Opened { ticket, outcome: Err(fault) }),
            None => return,
        };
        let read = source::read(&location);
        self.tell(Msg::FileRead(item(number, &location, read.as_ref())));
        match read {
            Ok(article) => {
                let analysis = (article.text.len() <= ANALYSED_AT_ONCE).then(|| Arc::new(analyze(&article)));
                let file = FileRead { ticket, number, article: Arc::new(article), analysis };
                let _ = self.errands.send(Errand::Complete(Box::new(file)));
            }
            Err(error) => self.tell(Msg::Opened { ticket, outcome: Err(CleanLine::new(&error.to_string())) }),
        }
    }

    fn tell(&self, msg: Msg) {
        // Without a desk there is nobody to tell.
        let _ = self.events.send(msg.into());
    }
}

/// Finds what the command line named, on a thread of its own, and tells of it as it is found.
pub(super) fn survey(named: Vec<Named>, catalogue: Catalogue, events: Sender<Event>) {
    spawn("survey", move || {
        let mut found = Vec::new();
        let tell = |found: &mut Vec<Item>| events.send(Msg::FilesFound(std::mem::take(found)).into()).is_ok();
        for named in named {
            for location in locations(&named) {
                let title = location.as_ref().map_or_else(SourceError::name, Location::name);
                let location = location.map_err(|error| CleanLine::new(&error.to_string()));
                let fault = location.as_ref().err().cloned();
                found.push(Item { fault, ..untold(catalogue.add(location), title) });
                if found.len() == FILES_AT_ONCE && !tell(&mut found) {
                    return;
                }
            }
        }
        if tell(&mut found) {
            read_titles(&catalogue, &events);
        }
    });
}

fn locations(named: &Named) -> Box<dyn Iterator<Item = Result<Location, SourceError>>> {
    match named {
        Named::StandardInput => Box::new(std::iter::once(Location::piped())),
        Named::Page { address, patience } => {
            Box::new(std::iter::once(Ok(Location::Web { address: address.clone(), patience: *patience })))
        }
        Named::Path(path) => match source::find(path) {
            Ok(found) => Box::new(found),
            Err(error) => Box::new(std::iter::once(Err(error))),
        },
    }
}

/// Tells the titles of files, one after the other; a single file's is told when it is opened.
fn read_titles(catalogue: &Catalogue, events: &Sender<Event>) {
    if catalogue.get(1).is_none() {
        return;
    }
    for (number, location) in (0..).map_while(|number| Some((number, catalogue.get(number)?))) {
        let Ok(location @ Location::File(path)) = &location else { continue };
        if std::fs::metadata(path).is_ok_and(|about| about.len() > READ_FOR_TITLE) {
            continue;
        }
        let read = catch_unwind(|| source::read(location));
        let Ok(read) = read else { continue };
        if events.send(Msg::FileRead(item(number, location, read.as_ref())).into()).is_err() {
            return;
        }
    }
}

fn untold(number: usize, title: CleanLine) -> Item {
    let which = ArticleRef::File(number);
    let (key, site, date, read, bookmarked, changed, fault) = (None, None, None, false, false, false, None);
    Item { which, key, title, site, date, read, bookmarked, changed, fault }
}

fn item(number: usize, location: &Location, read: Result<&Article, &SourceError>) -> Item {
    match read {
        Ok(article) => {
            let (site, date) = (article.site.clone(), article.date);
            Item { site: site.or_else(|| Some(location.name())), date, ..untold(number, article.title.text.clone()) }
        }
        Err(error) => Item { fault: Some(CleanLine::new(&error.to_string())), ..untold(number, location.name()) },
    }
}

//! What the arguments name, read and analysed on all cores and handed over in its order.

use std::{
    collections::BTreeMap,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError, mpsc::channel},
    thread,
};

use super::Outcome;
use crate::{
    analysis::{Analysis, analyze},
    article::Article,
    runtime::Named,
    source::{self, Location, SourceError},
    text::CleanLine,
};

/// How many items each core may be ahead of whoever takes the results.
const AHEAD: usize = 32;

/// Where an article is.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) at: Result<Location, SourceError>,
    /// Whether it was named itself, and not the folder that holds it. Where it cannot be read, the run has failed.
    pub(super) is_named: bool,
}

impl Found {
    /// What was named itself.
    pub(super) fn named(at: Result<Location, SourceError>) -> Self {
        Self { at, is_named: true }
    }
}

/// Where the articles are that something names.
pub(super) fn found(named: Named) -> Box<dyn Iterator<Item = Found> + Send> {
    let path = match named {
        Named::StandardInput => return one(Location::piped()),
        Named::Page { address, patience } => return one(Ok(Location::Web { address, patience })),
        Named::Path(path) => path,
    };
    let is_named = !path.is_dir();
    match source::find(&path) {
        Ok(all) => Box::new(all.map(move |at| Found { at, is_named })),
        Err(error) => one(Err(error)),
    }
}

fn one(at: Result<Location, SourceError>) -> Box<dyn Iterator<Item = Found> + Send> {
    Box::new(std::iter::once(Found::named(at)))
}

/// Does `work` with every article, and hands what comes of it, or why nothing does, to `take` in their order. An article
/// over which the analysis breaks off does not take the others with it. The first error of `take` ends it; a place that
/// was named and cannot be read makes the outcome a failure.
pub(super) fn each<R: Send, E: From<io::Error>>(
    found: impl Iterator<Item = Found> + Send,
    work: impl Fn(&Location, Article, Analysis) -> R + Sync,
    mut take: impl FnMut(Result<R, CleanLine>) -> Result<(), E>,
) -> Result<Outcome, E> {
    let mut outcome = Outcome::Done;
    let read = |Found { at, is_named }: Found| {
        let fault = |error: SourceError| CleanLine::new(&error.to_string());
        let worked = at.map_err(fault).and_then(|at| {
            let worked = catch_unwind(AssertUnwindSafe(|| {
                let article = source::read(&at).map_err(fault)?;
                let analysis = analyze(&article);
                Ok(work(&at, article, analysis))
            }));
            let stumbled = |_| format!("{}: byline stumbled over it; please report it with the file", at.name());
            worked.map_err(stumbled).unwrap_or_else(|told| Err(CleanLine::new(&told)))
        });
        (worked, is_named)
    };
    in_order(found, read, |(worked, is_named)| {
        if is_named && worked.is_err() {
            outcome = Outcome::Failed;
        }
        take(worked)
    })?;
    Ok(outcome)
}

/// Does `work` for each item on all cores, and hands the results to `take` in the order of the items. The first error
/// of `take` ends it.
pub(super) fn in_order<T: Send, R: Send, E: From<io::Error>>(
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    on_cores(thread::available_parallelism().map_or(1, usize::from), items, work, take)
}

fn on_cores<T: Send, R: Send, E: From<io::Error>>(
    cores: usize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    // An item is begun with a permit, and what is taken gives one back: while a long article holds up the others, they
    // do not pile up in memory.
    let (permits, permitted) = channel();
    (0..AHEAD * cores).try_for_each(|_| permits.send(())).map_err(io::Error::other)?;
    let begin = Mutex::new((items.enumerate(), permitted));
    let (results, inbox) = channel();
    thread::scope(|scope| {
        // Both ends go with whoever takes the results, whereupon the others stop.
        let (permits, inbox) = (permits, inbox);
        for _ in 0..cores {
            let (results, begin, work) = (results.clone(), &begin, &work);
            scope.spawn(move || {
                let next = || {
                    let (items, permitted) = &mut *begin.lock().unwrap_or_else(PoisonError::into_inner);
                    permitted.recv().ok().and_then(|()| items.next())
                };
                while let Some((number, item)) = next() {
                    if results.send((number, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(results);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, result) in inbox {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                take(result)?;
                next += 1;
                // Where nobody is left to begin anything, permits are of no use.
                let _ = permits.send(());
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_taken_in_order_and_do_not_pile_up() {
        let (begun, beginnings) = channel();
        let beginnings = Mutex::new(beginnings);
        let items = (0..1000).inspect(|_| begun.send(()).unwrap());
        // The first item is done only when as many as are allowed have been begun behind it.
        let work = |number| {
            let allowed = if number == 0 { 2 * AHEAD } else { 0 };
            (0..allowed).for_each(|_| beginnings.lock().unwrap().recv().unwrap());
            number
        };
        let mut taken = Vec::new();
        let take = |number| {
            if number == 0 {
                assert_eq!(beginnings.lock().unwrap().try_iter().count(), 0, "begun too early");
            }
            taken.push(number);
            Ok::<_, io::Error>(())
        };
        on_cores(2, items, work, take).unwrap();
        assert_eq!(taken, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn the_first_error_ends_it() {
        let take = |number| if number == 3 { Err(io::Error::from(io::ErrorKind::BrokenPipe)) } else { Ok(()) };
        let ended = on_cores(2, 0.., |number| number, take);
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}

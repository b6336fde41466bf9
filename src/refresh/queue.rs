//! Which job is next, where many hosts are to be asked at once and none by too many: a queue that lends places.
//!
//! It knows neither what a job is nor how it is done.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

/// Jobs, each at a host.
#[derive(Debug)]
pub(super) struct Queue<J> {
    state: Mutex<State<J>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<J> {
    /// The jobs of each host that nobody has taken.
    jobs: HashMap<String, VecDeque<J>>,
    /// A place for each job that may be taken now; several of one host are apart.
    free: VecDeque<String>,
    /// How many jobs nobody has taken.
    left: usize,
}

/// A job that was taken, with its place, which is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Turn<'a, J> {
    queue: &'a Queue<J>,
    host: String,
    job: Option<J>,
}

impl<J> Turn<'_, J> {
    /// The job, while its place is held.
    pub(super) fn job(&self) -> Option<&J> {
        self.job.as_ref()
    }

    /// Where the place is.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// Gives the place back, and the job away.
    pub(super) fn end(mut self) -> Option<J> {
        self.job.take()
    }
}

impl<J> Drop for Turn<'_, J> {
    fn drop(&mut self) {
        let mut state = self.queue.state();
        state.free.push_back(std::mem::take(&mut self.host));
        self.queue.changed.notify_one();
    }
}

impl<J> Queue<J> {
    /// A queue of jobs, each with its host, of which so many are done at once for each.
    pub(super) fn new(jobs: impl IntoIterator<Item = (String, J)>, at_once: usize) -> Self {
        let mut by_host: HashMap<String, VecDeque<J>> = HashMap::new();
        let mut free = VecDeque::new();
        let mut left = 0;
        for (host, job) in jobs {
            let of_host = by_host.entry(host.clone()).or_default();
            of_host.push_back(job);
            if of_host.len() <= at_once {
                free.push_back(host);
            }
            left += 1;
        }
        Self { state: Mutex::new(State { jobs: by_host, free, left }), changed: Condvar::new() }
    }

    /// The next job whose host has a place; waits for one. `None` where no job is left.
    pub(super) fn take(&self) -> Option<Turn<'_, J>> {
        let mut state = self.state();
        loop {
            if state.left == 0 {
                return None;
            }
            let Some(host) = state.free.pop_front() else {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            // A place at a host without jobs is not needed any more.
            if let Some(job) = state.jobs.get_mut(&host).and_then(VecDeque::pop_front) {
                state.left -= 1;
                if state.left == 0 {
                    self.changed.notify_all();
                }
                return Some(Turn { queue: self, host, job: Some(job) });
            }
        }
    }

    /// How many jobs nobody has taken.
    pub(super) fn len(&self) -> usize {
        self.state().left
    }

    /// Drops all jobs that nobody has taken.
    pub(super) fn clear(&self) {
        self.state().left = 0;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State<J>> {
        // Whoever panicked did so outside: the state is changed whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// So many may be at work at once.
#[derive(Debug)]
pub(super) struct Permits {
    free: Mutex<usize>,
    returned: Condvar,
}

impl Permits {
    pub(super) fn new(count: usize) -> Self {
        Self { free: Mutex::new(count.max(1)), returned: Condvar::new() }
    }

    /// Works with a permit; waits for one.
    pub(super) fn with<T>(&self, work: impl FnOnce() -> T) -> T {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = self.returned.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        drop(free);
        let _returned = Returned(self);
        work()
    }
}

/// Gives a permit back, also where the work panics.
struct Returned<'a>(&'a Permits);

impl Drop for Returned<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.returned.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    fn queue(jobs: &[(&str, u32)]) -> Queue<u32> {
        Queue::new(jobs.iter().map(|&(host, job)| (host.to_owned(), job)), 2)
    }

    #[test]
    fn a_host_has_no_more_than_its_places() {
        let queue = queue(&[("a", 1), ("a", 2), ("a", 3), ("b", 4)]);
        let turns: Vec<_> = (0..3).map(|_| queue.take().unwrap()).collect();
        let taken: Vec<_> = turns.iter().map(|turn| *turn.job().unwrap()).collect();
        assert_eq!(taken, [1, 2, 4]);
        assert!(queue.state().free.is_empty());
        drop(turns);
        assert_eq!(queue.take().unwrap().end(), Some(3));
        assert!(queue.take().is_none());
    }

    #[test]
    fn who_waits_for_a_place_gets_it() {
        let queue = queue(&[("a", 1), ("a", 2), ("a", 3)]);
        let (taken, heard) = channel();
        std::thread::scope(|scope| {
            let (first, second) = (queue.take().unwrap(), queue.take().unwrap());
            scope.spawn(|| {
                taken.send(queue.take().and_then(Turn::end)).unwrap();
                taken.send(queue.take().and_then(Turn::end)).unwrap();
            });
            assert!(heard.try_recv().is_err());
            drop(first);
            assert_eq!(heard.recv().unwrap(), Some(3));
            assert_eq!(heard.recv().unwrap(), None);
            drop(second);
        });
    }

    #[test]
    fn a_queue_that_was_cleared_gives_nothing() {
        let queue = queue(&[("a", 1), ("b", 2)]);
        queue.clear();
        assert!(queue.take().is_none());
    }

    #[test]
    fn permits_come_back_from_a_panic() {
        let permits = Permits::new(1);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| permits.with(|| panic!("as it may"))));
        assert!(panicked.is_err());
        assert_eq!(permits.with(|| 7), 7);
    }
}

//! Hearing that the library's files were written to. The system says so without being asked; by whom, it does not say.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::Sender,
    },
};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::Event;
use crate::app::Msg;

/// A watch over the library's files, until it is dropped.
#[derive(Debug)]
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    /// The file that is watched.
    file: PathBuf,
    /// Whether it was told and nobody has looked since.
    told: Arc<AtomicBool>,
}

impl Watch {
    /// Watches the library at `path`, which is open. Where the system cannot, what others change is seen when a shelf is
    /// opened.
    pub(super) fn over(path: &Path, events: Sender<Event>) -> Option<Self> {
        let told = Arc::new(AtomicBool::new(false));
        let is_told = Arc::clone(&told);
        let hear = move |event: notify::Result<notify::Event>| {
            let is_change = event.is_ok_and(|event| matches!(event.kind, EventKind::Modify(_) | EventKind::Create(_)));
            if is_change && !is_told.swap(true, Ordering::AcqRel) {
                // Without a desk there is nobody to tell.
                let _ = events.send(Msg::Touched.into());
            }
        };
        let mut watcher = notify::recommended_watcher(hear).ok()?;
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        // Changes go into the log first; without one, into the library itself.
        let file = [PathBuf::from(log), path.to_owned()].into_iter().find(|file| begin(&mut watcher, file))?;
        Some(Self { watcher, file, told })
    }

    /// Hears nothing until what is returned is dropped: who writes much need not be told of every page of it. What
    /// others write meanwhile is to be looked for then.
    pub(super) fn pause(&mut self) -> Pause<'_> {
        // What is still heard does no harm.
        let _ = self.watcher.unwatch(&self.file);
        Pause(self)
    }

    /// It is looked now: what is written from here on is to be told again.
    pub(super) fn look(&self) {
        self.told.store(false, Ordering::Release);
    }
}

/// While this is there, nothing is heard.
pub(super) struct Pause<'a>(&'a mut Watch);

impl Drop for Pause<'_> {
    fn drop(&mut self) {
        begin(&mut self.0.watcher, &self.0.file);
    }
}

/// Whether the file is watched now.
fn begin(watcher: &mut RecommendedWatcher, file: &Path) -> bool {
    watcher.watch(file, RecursiveMode::NonRecursive).is_ok()
}

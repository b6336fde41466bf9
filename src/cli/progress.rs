//! One line on standard error that tells how far something is, while it takes its time.

use std::io::{self, IsTerminal, Write};

/// The line. Progress that cannot be shown is none.
#[derive(Debug)]
pub(super) struct Progress {
    is_shown: bool,
}

impl Progress {
    /// Shown where standard error is a terminal.
    pub(super) fn new() -> Self {
        Self { is_shown: io::stderr().is_terminal() }
    }

    /// Never shown.
    pub(super) fn hidden() -> Self {
        Self { is_shown: false }
    }

    /// Shows this in place of what was shown before.
    pub(super) fn show(&self, told: &str) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r\x1b[K{told}");
        }
    }

    /// Takes the line away, for something else to be told.
    pub(super) fn clear(&self) {
        self.show("");
    }
}

//! What the store does that can be taken back.

use super::Librarian;
use crate::{
    app::{Deed, Done},
    library::LibraryError,
    runtime::now,
};

impl Librarian {
    /// Does it, or takes it back.
    pub(super) fn carry_out_deed(&mut self, deed: Deed) -> Result<Done, LibraryError> {
        match deed {
            Deed::MarkAllRead(shelf) => {
                let (deed, count) = self.library.mark_all_read(shelf)?;
                Ok(Done::MarkedRead(deed, count))
            }
            Deed::Unmark(deed) => Ok(Done::Unmarked(self.library.unmark(deed)?)),
            Deed::Delete(id) => {
                self.library.delete(&[id], now())?;
                Ok(Done::Deleted(id))
            }
            Deed::Restore(id) => Ok(Done::Restored(self.library.restore(&[id])?.first().copied())),
        }
    }
}

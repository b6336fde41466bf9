//! What the store does that can be taken back.

use super::Librarian;
use crate::{
    app::{Deed, Done},
    library::{FullText, LibraryError, Query},
    runtime::now,
    text::CleanLine,
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
            Deed::KeepSearch(search) => {
                if let Err(error) = Query::parse(search.query.as_str(), now()) {
                    return Ok(Done::Senseless(CleanLine::new(&error.to_string())));
                }
                self.library.keep_search(&search.name, &search.query)?;
                Ok(Done::SearchKept(search))
            }
            Deed::DropSearch(search) => {
                for kept in self.library.searches()?.into_iter().filter(|kept| kept.name == search.name) {
                    self.library.drop_search(kept.id)?;
                }
                Ok(Done::SearchDropped(search))
            }
            Deed::ToggleFullText(id) => {
                let feed = self.library.feed(id)?;
                let wish = match feed.full_text {
                    FullText::Always => FullText::OnDemand,
                    FullText::OnDemand => FullText::Always,
                };
                self.library.set_full_text(id, wish)?;
                Ok(Done::FullTextSet(feed.label().clone(), wish))
            }
            Deed::Restore(id) => Ok(Done::Restored(self.library.restore(&[id])?.first().copied())),
        }
    }
}

//! Deeds that can be taken back: marking a whole shelf as read, deleting an article.

use super::State;
use crate::{
    app::{ArticleRef, Deed, Done, Effect, Request, Wish, list::Listed},
    library::{FullText, Shelf},
    text::counted,
};

impl State {
    /// Marks all as read that stands on the shelf, or in the selected feed.
    pub(super) fn mark_all_read(&mut self) -> Vec<Wish> {
        let shelf = match self.list.listed() {
            Listed::Shelf(shelf) => Some(shelf),
            Listed::Feeds => self.feeds.current().map(|feed| Shelf::Feed(feed.id)),
            Listed::Files => None,
        };
        match shelf {
            Some(shelf) => self.wish_for(Deed::MarkAllRead(shelf)),
            None => vec![Wish::notice("Only what is in the library can be marked as read; 1 lists it")],
        }
    }

    /// Deletes the selected article.
    pub(super) fn delete(&mut self) -> Vec<Wish> {
        match self.list.current().map(|item| item.which) {
            Some(ArticleRef::Kept(id)) => self.wish_for(Deed::Delete(id)),
            Some(_) => vec![Wish::notice("Only an article of the library can be deleted; 1 lists them")],
            None => vec![Wish::notice("There is nothing here to delete")],
        }
    }

    /// Takes back what was done last.
    pub(super) fn undo(&mut self) -> Vec<Wish> {
        if self.tickets.is_pending(Request::Deed) {
            return vec![busy()];
        }
        let Some(deed) = self.undo.pop() else { return vec![Wish::notice("There is nothing to take back")] };
        let wishes = self.wish_for(deed.clone());
        self.undoing = Some(deed);
        wishes
    }

    pub(super) fn done(&mut self, done: Done) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let told = match done {
            Done::MarkedRead(_, 0) => "All of it was read before".to_owned(),
            Done::MarkedRead(deed, count) => {
                self.can_undo(Deed::Unmark(deed));
                format!("Marked {} as read; U takes it back", counted(count, "article"))
            }
            Done::Unmarked(count) => format!("{} unread again", counted(count, "article")),
            Done::Deleted(id) => {
                wishes = self.list.forget(id);
                self.can_undo(Deed::Restore(id));
                "Deleted the article; U brings it back".to_owned()
            }
            Done::Restored(Some(_)) => "The article is back".to_owned(),
            Done::Restored(None) => "The article cannot be brought back any more".to_owned(),
            Done::SearchKept(search) => {
                let told = format!("Kept “{}” as a shelf: / lists it while nothing is typed", search.name);
                self.can_undo(Deed::DropSearch(search));
                told
            }
            Done::SearchDropped(search) => {
                let told = format!("Forgot the search “{}”; U brings it back", search.name);
                self.can_undo(Deed::KeepSearch(search));
                told
            }
            Done::FullTextSet(feed, FullText::Always) => {
                format!("Full text is fetched with every refresh of {feed} from now on; the same key ends that")
            }
            Done::FullTextSet(feed, FullText::OnDemand) => format!("{feed} shows its summaries; x fetches a full text"),
            Done::Senseless(why) => format!("Not kept: {why}"),
        };
        wishes.extend(self.reload());
        wishes.push(Wish::notice(told));
        wishes
    }

    /// Remembers what takes back what was done, unless that was itself taking something back.
    fn can_undo(&mut self, deed: Deed) {
        if self.undoing.take().is_none() {
            self.undo.push(deed);
        }
    }

    pub(super) fn wish_for(&mut self, deed: Deed) -> Vec<Wish> {
        if self.tickets.is_pending(Request::Deed) {
            return vec![busy()];
        }
        self.undoing = None;
        let ticket = self.tickets.issue(Request::Deed);
        vec![Wish::Effect(Effect::Do { ticket, deed })]
    }
}

fn busy() -> Wish {
    Wish::notice("One moment: what was asked before is still being done")
}

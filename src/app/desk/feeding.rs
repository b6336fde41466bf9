//! Feeds on the desk: refreshing them, following a new one, and the full text of what they only summarise.

use super::{State, no_article};
use crate::{
    app::{ArticleRef, Deed, Effect, Opening, Refreshed, Request, Wish, list::Listed},
    library::{ArticleId, Extent, Feed, Shelf},
    text::{CleanLine, counted},
};

impl State {
    /// Refreshes the feed whose articles are listed, else all that are due.
    pub(super) fn refresh(&mut self) -> Vec<Wish> {
        if self.tickets.is_pending(Request::Refresh) {
            return vec![Wish::notice("A refresh goes on; Esc stops it")];
        }
        let feed = match self.list.listed() {
            Listed::Shelf(Shelf::Feed(feed)) => Some(feed),
            _ => None,
        };
        let ticket = self.tickets.issue(Request::Refresh);
        self.refreshing = Some(Refreshed::default());
        vec![Wish::Effect(Effect::Refresh { ticket, feed })]
    }

    /// Stops all that is being fetched. A refresh says how far it came; nothing comes of the rest.
    pub(super) fn stop_fetching(&mut self) -> Vec<Wish> {
        let fetching = [Request::Refresh, Request::Follow, Request::FullText];
        if !fetching.iter().any(|request| self.tickets.is_pending(*request)) {
            return Vec::new();
        }
        self.tickets.cancel(Request::Follow);
        self.tickets.cancel(Request::FullText);
        vec![Wish::Effect(Effect::StopFetching), Wish::notice("Stopped")]
    }

    pub(super) fn refreshed(&mut self, outcome: Result<Refreshed, CleanLine>) -> Vec<Wish> {
        self.refreshing = None;
        let told = outcome.map_or_else(|fault| fault, |refreshed| CleanLine::new(&summary(refreshed)));
        let mut wishes = self.reload();
        wishes.push(Wish::Notice(told));
        wishes
    }

    /// A feed that is followed now is shown among the others.
    pub(super) fn followed(&mut self, outcome: Result<Box<Feed>, CleanLine>) -> Vec<Wish> {
        match outcome {
            Ok(feed) => {
                self.refused = CleanLine::default();
                let mut wishes = self.list.show(Listed::Feeds, &mut self.tickets);
                let hint = feed.state.error.as_ref().map_or("Enter lists its articles", CleanLine::as_str);
                wishes.push(Wish::notice(format!("Following {}; {hint}", feed.label())));
                self.feeds.select_once_there(feed.id);
                wishes
            }
            Err(fault) => vec![Wish::Notice(fault)],
        }
    }

    /// Asks for the text that the open article has on its page.
    pub(super) fn fetch_page(&mut self) -> Vec<Wish> {
        let Some(open) = self.article() else { return vec![no_article()] };
        let Some((id, _)) = open.opened.kept.filter(|_| open.opened.feed.is_some()) else {
            return vec![Wish::notice("This is all there is: the article comes from no feed")];
        };
        let Some(link) = open.opened.article.link.clone() else {
            return vec![Wish::notice("This article has no link to fetch its full text from")];
        };
        if open.opened.extent == Extent::Page {
            return vec![Wish::notice("This is the full text, as its page has it; o opens the page")];
        }
        let ticket = self.tickets.issue_beside(Request::FullText);
        vec![Wish::Effect(Effect::FetchPage { ticket, id, link })]
    }

    /// Has full text fetched with every refresh of the selected feed, or of the one that brought the open article; or
    /// no longer.
    pub(super) fn always_fetch_pages(&mut self) -> Vec<Wish> {
        let selected = self.selected_feed().map(|feed| feed.id);
        match selected.or_else(|| self.reader.open().and_then(|open| open.opened.feed)) {
            Some(feed) => self.wish_for(Deed::ToggleFullText(feed)),
            None => vec![Wish::notice("This article comes from no feed")],
        }
    }

    /// Shows the full text where the summary stood, if that is still open.
    pub(super) fn page_fetched(&mut self, id: ArticleId, outcome: Result<(), CleanLine>) -> Vec<Wish> {
        if let Err(fault) = outcome {
            return vec![Wish::Notice(fault)];
        }
        let which = self.reader.open().filter(|open| open.opened.kept.is_some_and(|(open, _)| open == id));
        let which = which.map(|open| open.opened.which).filter(|_| self.opening.is_none());
        which.map_or_else(Vec::new, |which: ArticleRef| vec![Wish::Open(Opening::preview(which))])
    }
}

fn summary(refreshed: Refreshed) -> String {
    let Refreshed { feeds, done, failed, added, is_stopped, .. } = refreshed;
    let news = counted(added, "new article");
    if is_stopped {
        return format!("Stopped after {done} of {}: {news}", counted(feeds, "feed"));
    }
    if feeds == 0 {
        return "No feed is due; 4 shows when each is, a adds one".to_owned();
    }
    let failures = if failed > 0 { format!(", {failed} failed: 4 shows why") } else { String::new() };
    format!("{news} from {}{failures}", counted(feeds, "feed"))
}

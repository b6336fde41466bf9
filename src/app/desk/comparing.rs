//! What changed in the open article since it was read.

use std::sync::Arc;

use super::{State, no_article};
use crate::{
    app::{Effect, Opening, Request, Wish, overlay},
    article::Difference,
};

impl State {
    /// Tells what changed in the article; of one that has changed under the reader's eyes, in the text as it is now.
    pub(super) fn tell_changes(&mut self) -> Vec<Wish> {
        let Some(opened) = self.article().map(|open| &open.opened) else { return vec![no_article()] };
        let has_changed = self.list.current().is_some_and(|item| item.which == opened.which && item.changed);
        if has_changed && opened.seen.is_none() && self.opening.is_none() {
            return vec![Wish::Open(Opening { compare: true, ..Opening::preview(opened.which) })];
        }
        self.compare()
    }

    /// Asks what changed in the open article.
    pub(super) fn compare(&mut self) -> Vec<Wish> {
        let Some(open) = self.article() else { return vec![no_article()] };
        let opened = &open.opened;
        let Some((id, revision)) = opened.kept.filter(|_| self.opening.is_none()) else {
            return vec![Wish::notice("Nothing is known of an earlier state of this article")];
        };
        let (seen, article) = (opened.seen, Arc::clone(&opened.article));
        let ticket = self.tickets.issue(Request::Comparison);
        vec![Wish::Effect(Effect::Compare { ticket, id, revision, seen, article })]
    }

    /// Marks what is new in the open article, and lists what changed.
    pub(super) fn compared(&mut self, differences: Option<Vec<Difference>>) -> Vec<Wish> {
        let Some(opened) = self.reader.open().map(|open| &open.opened) else { return Vec::new() };
        let is_news = opened.seen.is_some();
        let title = match (is_news, opened.read) {
            (true, _) => "What changed since you read it",
            (false, true) => "Nothing changed since you read it; this did before",
            (false, false) => "What changed last",
        };
        match differences {
            None => vec![Wish::notice("It has not changed since it came")],
            Some(none) if none.is_empty() => vec![Wish::notice("Not a word of this article has changed")],
            Some(differences) => {
                self.reader.mark_changes(&differences);
                vec![Wish::Overlay(Box::new(overlay::changes(title, &differences)))]
            }
        }
    }
}

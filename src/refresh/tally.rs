//! What became of the pages of articles, feed by feed, in one line each.

use std::collections::{BTreeMap, HashMap};

use crate::{
    library::{ArticleId, FeedId},
    text::CleanLine,
};

/// The pages that are wanted, and those that could not be had.
#[derive(Debug, Default)]
pub struct Tally {
    feed_of: HashMap<ArticleId, FeedId>,
    faults: BTreeMap<FeedId, Vec<CleanLine>>,
}

impl Tally {
    /// Pages of a feed are wanted, or none.
    pub fn want(&mut self, feed: FeedId, pages: &[(ArticleId, CleanLine)]) {
        self.faults.entry(feed).or_default();
        self.feed_of.extend(pages.iter().map(|(article, _)| (*article, feed)));
    }

    /// One could not be had.
    pub fn miss(&mut self, article: ArticleId, why: CleanLine) {
        if let Some(feed) = self.feed_of.get(&article) {
            self.faults.entry(*feed).or_default().push(why);
        }
    }

    /// What is to be told of each feed; nothing where all came.
    pub fn told(&self) -> impl Iterator<Item = (FeedId, Option<CleanLine>)> {
        self.faults.iter().map(|(feed, faults)| {
            let last = faults.last();
            (*feed, last.map(|last| CleanLine::new(&format!("{} could not be had, the last: {last}", faults.len()))))
        })
    }
}

//! What the store does for those who fetch feeds and pages.

use std::sync::mpsc::Sender;

use super::Librarian;
use crate::{
    app::Msg,
    library::{ArticleId, Feed, FeedId, Gathered, Library, LibraryError, NewFeed},
    refresh::{Fetched, NoPage, PageRead, SHORTER_PAGE},
    runtime::{now, watch::Watch},
    text::CleanLine,
};

/// An answer of the store to another thread; a fault is one line.
type Answer<T> = Sender<Result<T, CleanLine>>;

/// What is asked of the store about feeds.
#[derive(Debug)]
pub(in crate::runtime) enum FeedErrand {
    /// The feed of this name, or all that are due.
    Due {
        /// One feed, due or not.
        feed: Option<FeedId>,
        /// The time, in seconds since 1970.
        at: i64,
        /// Where they go.
        answer: Answer<Vec<Feed>>,
    },
    /// To follow a feed.
    Follow {
        /// Which.
        feed: Box<NewFeed>,
        /// Where it goes then.
        answer: Answer<Feed>,
    },
    /// To keep what some fetches came to, in one step.
    Gather {
        /// What came.
        fetched: Vec<Fetched>,
        /// Where it goes what was new in each.
        answer: Answer<Vec<Gathered>>,
    },
    /// Which articles of a feed are summaries still, with their links.
    Summaries {
        /// Of this feed.
        feed: FeedId,
        /// So many at the most.
        limit: usize,
        /// Where they go.
        answer: Answer<Vec<(ArticleId, CleanLine)>>,
    },
    /// To keep the text that an article has on its page.
    KeepPage {
        /// What was read there, or why nothing was.
        page: Box<PageRead>,
        /// Told when it is kept.
        answer: Answer<()>,
    },
    /// To say of a feed what became of the pages of its articles.
    TellPages {
        /// Of this feed.
        feed: FeedId,
        /// What is wrong; nothing where all came.
        fault: Option<CleanLine>,
        /// Told when it is written.
        answer: Answer<()>,
    },
    /// To clear away a little of what nobody is going to miss.
    ClearAway {
        /// The time, in seconds since 1970.
        at: i64,
        /// Where it goes how much that was; 0 when nothing is left.
        answer: Answer<usize>,
    },
}

/// So many articles are cleared away in one go, so that no reader waits for it.
const CLEARED_AT_ONCE: usize = 8;

impl Librarian {
    /// Does what is asked about feeds. Whoever asked may be gone by the time of the answer.
    pub(super) fn run_feed_errand(&mut self, errand: FeedErrand) -> Vec<Msg> {
        match errand {
            FeedErrand::Due { feed, at, answer } => {
                let _ = answer.send(told(self.due(feed, at)));
            }
            FeedErrand::Follow { feed, answer } => {
                let followed = self.library.follow(&feed).and_then(|followed| self.library.feed(followed.id()));
                let _ = answer.send(told(followed));
            }
            FeedErrand::Gather { fetched, answer } => {
                let fetches: Vec<_> = fetched.iter().map(|fetched| (fetched.feed, &fetched.fetch)).collect();
                return self.write_much(&answer, |library| told(library.gather_all(&fetches)));
            }
            FeedErrand::Summaries { feed, limit, answer } => {
                let _ = answer.send(told(self.library.summaries(feed, limit)));
            }
            FeedErrand::KeepPage { page, answer } => {
                return self.write_much(&answer, |library| keep_page(library, *page));
            }
            FeedErrand::TellPages { feed, fault, answer } => {
                return self.write_much(&answer, |library| told(library.tell_pages(feed, fault.as_ref())));
            }
            FeedErrand::ClearAway { at, answer } => {
                return self.write_much(&answer, |library| told(library.clear_away(at, CLEARED_AT_ONCE)));
            }
        }
        Vec::new()
    }

    /// Writes what was fetched. The session is told of it once, and not by the watch for each page that is written.
    fn write_much<T>(
        &mut self,
        answer: &Answer<T>,
        write: impl FnOnce(&mut Library) -> Result<T, CleanLine>,
    ) -> Vec<Msg> {
        let pause = self.watch.as_mut().map(Watch::pause);
        let written = write(&mut self.library);
        drop(pause);
        self.has_news |= written.is_ok();
        let _ = answer.send(written);
        vec![Msg::Touched]
    }

    fn due(&self, feed: Option<FeedId>, at: i64) -> Result<Vec<Feed>, LibraryError> {
        if let Some(id) = feed {
            return Ok(vec![self.library.feed(id)?]);
        }
        let mut feeds = self.library.feeds()?;
        feeds.retain(|feed| feed.is_due(at));
        Ok(feeds)
    }
}

/// Keeps the text of a page. That it could not be had is counted, so that it is not tried for ever.
fn keep_page(library: &mut Library, page: PageRead) -> Result<(), CleanLine> {
    let (article, analysis) = match page.outcome {
        Ok(read) => read,
        Err(NoPage::NotNow(why)) => return Err(why),
        Err(NoPage::Missed(why)) => return missed(library, page.article, why),
    };
    match told(library.keep_page(page.article, &article, Some(&analysis), now()))? {
        Some(_) => Ok(()),
        None => missed(library, page.article, CleanLine::new(SHORTER_PAGE)),
    }
}

fn missed(library: &mut Library, article: ArticleId, why: CleanLine) -> Result<(), CleanLine> {
    // Where that fails, it is tried once more.
    let _ = library.miss_page(article);
    Err(why)
}

fn told<T>(outcome: Result<T, LibraryError>) -> Result<T, CleanLine> {
    outcome.map_err(|error| CleanLine::new(&error.to_string()))
}

//! All bookmarks, the newest first; choosing one goes there.

use super::{Entry, Kind, Overlay, Tone};
use crate::{
    app::{ArticleRef, Change, Effect, Opening, Subject, Wish, screen::Pane},
    library::Bookmark,
};

/// The bookmarks.
pub fn bookmarks(bookmarks: Vec<Bookmark>) -> Overlay {
    let entries = bookmarks.into_iter().map(entry).collect();
    Overlay::new(Kind::Bookmarks, "Bookmarks", "No bookmarks yet: s keeps an article, S a passage", 40, entries)
}

fn entry(bookmark: Bookmark) -> Entry {
    let which = ArticleRef::Kept(bookmark.article);
    let subject = Subject::Kept { which, id: bookmark.article, revision: bookmark.revision };
    let passage = bookmark.passage.is_some().then_some((bookmark.id, bookmark.revision));
    let change = if passage.is_some() { Change::RemoveBookmark(bookmark.id) } else { Change::Bookmark(false) };
    let opening = Opening { passage, begin: true, ..Opening::preview(which) };
    // Words that bring their own marks need no others around them.
    let quoted = |words: &str| {
        if words.starts_with(['“', '"', '‘', '«']) { words.to_owned() } else { format!("“{words}”") }
    };
    let words =
        bookmark.passage.map_or_else(|| "the article".to_owned(), |anchor| quoted(anchor.words.as_str().trim()));
    let entry = Entry::new(bookmark.title.as_str(), &words, Tone::Plain)
        .leading_to([Wish::Open(opening), Wish::Focus(Pane::Reader)]);
    Entry { remove: vec![Wish::Effect(Effect::Change { subject, change })], ..entry }
}

//! What is deleted is gone from every shelf and known all the same; it comes back whole, or is buried.

use super::*;
use crate::{
    library::{
        Brought, Counts, Extent, Fetch, FetchOutcome, Gathered, Item, NewFeed, ReadState, Retention, Shelf, Window,
        tests::{article, library},
    },
    text::CleanLine,
};

fn titles(library: &Library, shelf: Shelf) -> Vec<String> {
    let rows = library.rows(shelf, Window::First, 99).unwrap().rows;
    rows.iter().map(|row| row.title.to_string()).collect()
}

fn brings(at: i64, days: impl IntoIterator<Item = i64>) -> Fetch {
    let items = days.into_iter().map(|day| {
        let date = jiff::Timestamp::from_second(day * 86_400).ok().map(crate::article::Date::Instant);
        let text = crate::article::Article { date, ..article(&day.to_string(), "text") };
        Item {
            identity: day.to_string().as_str().into(),
            article: text.into(),
            extent: Extent::FullText,
            analysis: None,
        }
    });
    let outcome = FetchOutcome::Brought(Brought { items: items.collect(), ..Brought::default() });
    Fetch { at, next_try: None, moved_to: None, outcome }
}

fn feed(library: &mut Library) -> crate::library::FeedId {
    library.follow(&NewFeed { address: CleanLine::new("a"), ..NewFeed::default() }).unwrap().id()
}

#[test]
fn a_deleted_article_comes_back_as_it_was() {
    let mut library = library();
    let id = library.keep("a", &article("A", "text"), 0).unwrap();
    library.keep("b", &article("B", "text"), 0).unwrap();
    library.bookmark_article(id).unwrap();
    library.set_read(id, ReadState::Read).unwrap();
    let before = library.fetch(id).unwrap();
    assert_eq!(library.delete(&[id, id, ArticleId(99)], 7).unwrap(), [id]);
    assert_eq!((titles(&library, Shelf::All), titles(&library, Shelf::Bookmarks)), (vec!["B".to_owned()], vec![]));
    assert_eq!((library.bookmarks(None, 9).unwrap().len(), library.find("a").unwrap()), (0, None));
    assert_eq!(library.counts().unwrap(), Counts { articles: 1, unread: 1, bookmarked: 0 });
    assert_eq!(library.restore(&[id, id]).unwrap(), [id]);
    assert_eq!(library.fetch(id).unwrap(), before);
    assert_eq!(library.counts().unwrap(), Counts { articles: 2, unread: 1, bookmarked: 1 });
}

#[test]
fn what_is_buried_stays_known_and_gone() {
    let mut library = library();
    let feed = feed(&mut library);
    let ids = library.gather(feed, &brings(0, 1..=3)).unwrap().added;
    library.bookmark_article(ids[0]).unwrap();
    library.delete(&ids[..2], 50).unwrap();
    assert_eq!(library.bury(50, 9).unwrap(), 0, "too early");
    assert_eq!(library.bury(51, 9).unwrap(), 2);
    assert_eq!(library.bury(51, 9).unwrap(), 0);
    assert_eq!(library.restore(&ids).unwrap(), []);
    assert_eq!(library.gather(feed, &brings(60, 1..=3)).unwrap(), Gathered::default());
    assert_eq!(titles(&library, Shelf::All), ["3"]);
}

#[test]
fn a_file_that_was_deleted_is_kept_again() {
    let mut library = library();
    let id = library.keep("a", &article("A", "text"), 0).unwrap();
    library.delete(&[id], 7).unwrap();
    assert_eq!(library.keep("a", &article("A", "text"), 8).unwrap(), id);
    library.delete(&[id], 7).unwrap();
    library.bury(9, 9).unwrap();
    assert_eq!(library.keep("a", &article("A", "text"), 10).unwrap(), id);
    assert_eq!((titles(&library, Shelf::All), library.fetch(id).is_ok()), (vec!["A".to_owned()], true));
}

#[test]
fn retention_goes_by_age_and_number_and_spares_bookmarks() {
    let mut library = library();
    let feed = feed(&mut library);
    let ids = library.gather(feed, &brings(0, 1..=9)).unwrap().added;
    library.keep("file", &article("file", "text"), 0).unwrap();
    let now = 10 * 86_400;
    assert_eq!(library.retire(now, 99).unwrap(), 0, "off unless it is wished for");
    library.bookmark_article(ids[0]).unwrap();
    library.set_retention(feed, Retention { days: Some(7), count: None }).unwrap();
    assert_eq!(library.retire(now, 99).unwrap(), 1, "the second day is too long ago, the first is bookmarked");
    assert_eq!(titles(&library, Shelf::Feed(feed)), ["9", "8", "7", "6", "5", "4", "3", "1"]);
    library.set_retention(feed, Retention { days: None, count: Some(3) }).unwrap();
    assert_eq!(library.retire(now, 2).unwrap(), 2, "so many at once");
    assert_eq!(library.retire(now, 99).unwrap(), 2);
    assert_eq!(titles(&library, Shelf::Feed(feed)), ["9", "8", "7", "1"]);
    assert_eq!(library.gather(feed, &brings(20, 1..=9)).unwrap(), Gathered::default(), "none comes back");
    assert_eq!(titles(&library, Shelf::All).len(), 5);
    library.set_read(ids[8], ReadState::Read).unwrap();
    library.unfollow(feed).unwrap();
    assert_eq!(library.retire(now + 99 * 86_400, 99).unwrap(), 0, "what was read in a feed that was left stays");
}

#[test]
fn what_is_being_read_is_not_taken_away() {
    let mut library = library();
    let feed = feed(&mut library);
    let ids = library.gather(feed, &brings(0, 1..=4)).unwrap().added;
    library.set_retention(feed, Retention { days: Some(1), count: Some(1) }).unwrap();
    let now = 9 * 86_400;
    let kept = library.fetch(ids[1]).unwrap();
    let place = crate::article::Anchor::new(&kept.article, crate::text::Span::new(0, 4));
    library.set_place(ids[1], kept.revision, &place, now - 60).unwrap();
    assert_eq!(library.clear_away(now, 2).unwrap(), 2, "so many at once");
    assert_eq!(library.clear_away(now, 2).unwrap(), 1, "also the newest, by its age");
    assert_eq!((library.clear_away(now, 2).unwrap(), titles(&library, Shelf::All)), (0, vec!["2".to_owned()]));
    assert_eq!(library.clear_away(now + 86_400, 2).unwrap(), 1, "a day later it is read no more");
    assert_eq!(titles(&library, Shelf::All), [""; 0]);
}

#[test]
fn what_was_deleted_can_come_back_for_a_month() {
    let mut library = library();
    let id = library.keep("a", &article("A", "text"), 0).unwrap();
    library.delete(&[id], 7).unwrap();
    assert_eq!(library.clear_away(30 * 86_400, 9).unwrap(), 0);
    assert_eq!(library.clear_away(31 * 86_400, 9).unwrap(), 1);
    assert_eq!(library.restore(&[id]).unwrap(), []);
}

#[test]
fn all_that_is_unread_on_a_shelf_is_marked_and_unmarked() {
    let mut library = library();
    let feed = feed(&mut library);
    let ids = library.gather(feed, &brings(0, 1..=4)).unwrap().added;
    library.keep("file", &article("file", "text"), 0).unwrap();
    library.set_read(ids[0], ReadState::Read).unwrap();
    let (deed, count) = library.mark_all_read(Shelf::Feed(feed)).unwrap();
    assert_eq!((count, titles(&library, Shelf::Unread)), (3, vec!["file".to_owned()]));
    let (other, count) = library.mark_all_read(Shelf::Unread).unwrap();
    assert_eq!((count, library.counts().unwrap().unread, library.feed(feed).unwrap().unread), (1, 0, 0));
    library.set_read(ids[1], ReadState::Read).unwrap();
    assert_eq!(library.unmark(deed).unwrap(), 2, "one was opened meanwhile");
    assert_eq!(library.unmark(deed).unwrap(), 0);
    assert_eq!(titles(&library, Shelf::Unread), ["4", "3"]);
    assert_eq!(library.unmark(other).unwrap(), 1);
    assert_eq!(library.mark_all_read(Shelf::All).unwrap().1, 3);
}

//! The list, by window. An index gives each shelf in the order of the list; a window is read from a gap between two
//! rows in both directions, so that its cost does not grow with the library.

use std::collections::{BinaryHeap, HashMap};

use rusqlite::{Transaction, params_from_iter};

use super::{
    ArticleId, FeedId, Library, LibraryError, Row, RowKey, Rows, Shelf, Window, as_integer, fetch::line, search,
};
use crate::article::Date;

/// The gap above every row, and the one below: no article has an id as extreme.
pub(super) const TOP: RowKey = RowKey { when: i64::MAX, id: ArticleId(i64::MAX) };
pub(super) const BOTTOM: RowKey = RowKey { when: i64::MIN, id: ArticleId(i64::MIN) };

impl Library {
    /// At most `limit` rows of a shelf.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn rows(&self, shelf: Shelf, window: Window, limit: usize) -> Result<Rows, LibraryError> {
        self.read(|state| windowed(window, limit, |side, gap, limit| read(state, shelf, side, gap, limit)))
    }

    /// The row of one article.
    ///
    /// # Errors
    /// The article is gone, or the library cannot be read.
    pub fn row(&self, id: ArticleId) -> Result<Row, LibraryError> {
        self.read(|state| {
            state
                .prepare_cached(&format!("SELECT {COLUMNS} FROM article WHERE id = ?1 AND deleted_at IS NULL"))?
                .query_row([id.0], row)
        })
    }
}

/// The window of what `read` gives, by side of a gap, at most so many rows, the nearest first.
pub(super) fn windowed(
    window: Window,
    limit: usize,
    mut read: impl FnMut(Side, RowKey, usize) -> rusqlite::Result<Vec<Row>>,
) -> rusqlite::Result<Rows> {
    let (gap, newer, older) = match window {
        Window::First => (TOP, 0, limit),
        Window::Last => (BOTTOM, limit, 0),
        Window::After(key) => (key, 0, limit),
        Window::Before(key) => (above(key), limit, 0),
        Window::Around(key) => (above(key), limit, limit),
    };
    // One row more than wanted tells whether there are more.
    let mut above = read(Side::Newer, gap, newer.saturating_add(1))?;
    let mut below = read(Side::Older, gap, older.saturating_add(1))?;
    let below_wanted = below.len().min(older);
    let above_wanted = match window {
        Window::Around(_) => (limit / 2).max(limit - below_wanted),
        _ => newer,
    };
    let from_first = above.len() <= above_wanted;
    above.truncate(above_wanted);
    let below_wanted = older.min(limit - above.len());
    let to_last = below.len() <= below_wanted;
    below.truncate(below_wanted);
    above.reverse();
    above.append(&mut below);
    Ok(Rows { rows: above, from_first, to_last })
}

/// What a [`Row`] is made of.
pub(super) const COLUMNS: &str = "listed_at, id, title, site, published, read, bookmarks > 0, \
                                  read AND seen IS NOT NULL AND seen <> revision";

/// The gap just above a row: ids are whole numbers, so nothing stands between it and the row.
fn above(key: RowKey) -> RowKey {
    RowKey { id: ArticleId(key.id.0.saturating_add(1)), ..key }
}

/// A side of a gap; its rows are read with the nearest first. A gap is named by the key just above it, so the row of
/// that key is on the newer side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Newer,
    Older,
}

/// A part of a side. `SQLite` compares no pair with a row id along an index, so what shares the second of the gap is
/// read apart from what lies beyond; a folder added at once may well be a library of one second.
#[derive(Clone, Copy, Debug)]
enum Part {
    SameSecond,
    Beyond,
}

/// The rows of a part: ?1 is the gap's second, ?2 the limit, ?3 the gap's id in the same second, ?4 the shelf's own id.
fn query(shelf: Shelf, side: Side, part: Part) -> String {
    let shelf = condition(shelf);
    let bound = match (part, side) {
        (Part::SameSecond, Side::Newer) => "listed_at = ?1 AND id >= ?3",
        (Part::SameSecond, Side::Older) => "listed_at = ?1 AND id < ?3",
        (Part::Beyond, Side::Newer) => "listed_at > ?1",
        (Part::Beyond, Side::Older) => "listed_at < ?1",
    };
    let order = match side {
        Side::Newer => "listed_at ASC, id ASC",
        Side::Older => "listed_at DESC, id DESC",
    };
    format!(
        "SELECT {COLUMNS} FROM article \
         WHERE {shelf} AND {bound} ORDER BY {order} LIMIT ?2"
    )
}

/// At most so many rows of a shelf on a side of a gap, the nearest first.
pub(super) fn read(
    state: &Transaction<'_>,
    shelf: Shelf,
    side: Side,
    gap: RowKey,
    limit: usize,
) -> rusqlite::Result<Vec<Row>> {
    match shelf {
        Shelf::Tag(tag) => {
            let feeds = "SELECT feed FROM tagging JOIN feed ON feed.id = feed WHERE tag = ?1 AND articles > 0";
            let mut feeds = state.prepare_cached(feeds)?;
            let feeds = feeds.query_map([tag.0], |row| row.get(0).map(FeedId))?.collect::<Result<Vec<_>, _>>()?;
            merged(state, &feeds, side, gap, limit)
        }
        Shelf::Search(search) => search::of_shelf(state, search, side, gap, limit),
        _ => along_index(state, shelf, side, gap, limit),
    }
}

/// The rows of several feeds in one order: the nearest of each, and where one is taken, that feed's next.
pub(super) fn merged(
    state: &Transaction<'_>,
    feeds: &[FeedId],
    side: Side,
    gap: RowKey,
    limit: usize,
) -> rusqlite::Result<Vec<Row>> {
    // The nearest is the greatest, whichever the side.
    let nearness = |key: RowKey| match side {
        Side::Older => (key.when, key.id.0),
        Side::Newer => (key.when.saturating_neg(), -key.id.0),
    };
    let (mut heads, mut rows) = (BinaryHeap::new(), Vec::new());
    let mut waiting: HashMap<FeedId, Row> = HashMap::new();
    let mut fresh: Vec<(FeedId, RowKey)> = feeds.iter().map(|feed| (*feed, gap)).collect();
    while rows.len() < limit {
        for (feed, gap) in fresh.drain(..) {
            if let Some(row) = along_index(state, Shelf::Feed(feed), side, gap, 1)?.pop() {
                heads.push((nearness(row.key), feed));
                waiting.insert(feed, row);
            }
        }
        let Some((_, feed)) = heads.pop() else { break };
        if let Some(row) = waiting.remove(&feed) {
            fresh.push((feed, beyond(row.key, side)));
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The gap on the far side of a row.
pub(super) fn beyond(key: RowKey, side: Side) -> RowKey {
    match side {
        Side::Older => key,
        Side::Newer => above(key),
    }
}

fn along_index(
    state: &Transaction<'_>,
    shelf: Shelf,
    side: Side,
    gap: RowKey,
    limit: usize,
) -> rusqlite::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for part in [Part::SameSecond, Part::Beyond] {
        if rows.len() < limit {
            let wanted = as_integer(limit - rows.len());
            let mut query = state.prepare_cached(&query(shelf, side, part))?;
            // A query names only what it needs; the rest is left out of it.
            let given: [i64; 4] = [gap.when, wanted, gap.id.0, own_id(shelf)];
            let named = query.parameter_count();
            for row in query.query_map(params_from_iter(&given[..named]), row)? {
                rows.push(row?);
            }
        }
    }
    Ok(rows)
}

/// What an article on a shelf fulfils, in the words of the partial indexes, so that `SQLite` knows them again. ?4 is the
/// shelf's own id.
fn condition(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::All => "deleted_at IS NULL",
        Shelf::Unread => "read = 0 AND deleted_at IS NULL",
        Shelf::Bookmarks => "bookmarks > 0 AND deleted_at IS NULL",
        Shelf::Feed(_) => "feed = ?4 AND deleted_at IS NULL",
        Shelf::Tag(_) => "feed IN (SELECT feed FROM tagging WHERE tag = ?4) AND deleted_at IS NULL",
        // What a search finds is for it to say.
        Shelf::Search(_) => "FALSE",
    }
}

/// What tells shelves of one kind apart.
fn own_id(shelf: Shelf) -> i64 {
    match shelf {
        Shelf::All | Shelf::Unread | Shelf::Bookmarks => 0,
        Shelf::Feed(feed) => feed.0,
        Shelf::Tag(tag) => tag.0,
        Shelf::Search(search) => search.0,
    }
}

pub(super) fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let published: Option<String> = row.get(4)?;
    Ok(Row {
        key: RowKey { when: row.get(0)?, id: ArticleId(row.get(1)?) },
        title: line(row, 2)?.unwrap_or_default(),
        site: line(row, 3)?,
        date: published.and_then(|date| Date::parse(&date)),
        read: row.get(5)?,
        bookmarked: row.get(6)?,
        changed: row.get(7)?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        article::Article,
        library::{
            FeedId, ReadState, SearchId, TagId,
            tests::{article, library, plan},
        },
    };

    const SHELVES: [(Shelf, &str); 4] = [
        (Shelf::All, "article_listed ("),
        (Shelf::Unread, "article_unread ("),
        (Shelf::Bookmarks, "article_bookmarked ("),
        (Shelf::Feed(FeedId(1)), "article_feed (feed=? AND "),
    ];

    #[test]
    fn every_window_is_read_along_an_index() {
        for (shelf, index) in SHELVES {
            for (side, part, bound) in [
                (Side::Newer, Part::SameSecond, "listed_at=? AND rowid>?"),
                (Side::Older, Part::SameSecond, "listed_at=? AND rowid<?"),
                (Side::Newer, Part::Beyond, "listed_at>?"),
                (Side::Older, Part::Beyond, "listed_at<?"),
            ] {
                let query = query(shelf, side, part);
                assert_eq!(plan(&query), [format!("SEARCH article USING INDEX {index}{bound})")], "{query}");
            }
        }
    }

    #[test]
    fn rows_stand_by_publication_else_by_arrival() {
        let mut library = library();
        let dated = |date| Article { date: Date::parse(date), ..article(date, "text") };
        library.keep("a", &dated("2024-05-02"), 0).unwrap();
        library.keep("b", &dated("2024-05-02T00:00:01Z"), 0).unwrap();
        library.keep("c", &dated("2024-05-01T23:59:59Z"), 0).unwrap();
        // The first second of 2025.
        library.keep("d", &dated("undated"), 1_735_689_600).unwrap();
        let titles = |library: &Library| -> Vec<String> {
            let rows = library.rows(Shelf::All, Window::First, 9).unwrap().rows;
            rows.iter().map(|row| row.title.to_string()).collect()
        };
        let mut order = ["undated", "2024-05-02T00:00:01Z", "2024-05-02", "2024-05-01T23:59:59Z"];
        assert_eq!(titles(&library), order);
        // A correction, later, does not put an undated article on top again; a date moves it.
        library.keep("d", &Article { link: None, ..article("undated", "other text") }, 1_900_000_000).unwrap();
        assert_eq!(titles(&library), order);
        library.keep("d", &dated("2023-01-01"), 0).unwrap();
        order.rotate_left(1);
        order[3] = "2023-01-01";
        assert_eq!(titles(&library), order);
    }

    #[test]
    fn an_empty_shelf_has_no_ends_to_find() {
        let library = library();
        let key = RowKey { when: 0, id: ArticleId(1) };
        for window in [Window::First, Window::Last, Window::After(key), Window::Before(key), Window::Around(key)] {
            let rows = library.rows(Shelf::All, window, 5).unwrap();
            assert_eq!(rows, Rows { rows: vec![], from_first: true, to_last: true });
        }
    }

    /// Ten articles, the newest with id 10 and `when` 10; the window's ids and ends.
    #[track_caller]
    fn check(window: Window, limit: usize, ids: &[i64], from_first: bool, to_last: bool) {
        let mut library = library();
        for n in 1..=10 {
            library.keep(&n.to_string(), &article("A", "text"), n).unwrap();
        }
        let rows = library.rows(Shelf::All, window, limit).unwrap();
        assert_eq!(rows.rows.iter().map(|row| row.key.id.0).collect::<Vec<_>>(), ids);
        assert_eq!((rows.from_first, rows.to_last), (from_first, to_last));
    }

    fn key(n: i64) -> RowKey {
        RowKey { when: n, id: ArticleId(n) }
    }

    #[test]
    fn windows_say_what_they_hold_and_where_they_end() {
        check(Window::First, 3, &[10, 9, 8], true, false);
        check(Window::First, 10, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], true, true);
        check(Window::First, 0, &[], true, false);
        check(Window::Last, 3, &[3, 2, 1], false, true);
        check(Window::Last, 99, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], true, true);
        check(Window::After(key(8)), 2, &[7, 6], false, false);
        check(Window::After(key(3)), 2, &[2, 1], false, true);
        check(Window::After(key(1)), 2, &[], false, true);
        check(Window::After(key(99)), 2, &[10, 9], true, false);
        check(Window::Before(key(8)), 2, &[10, 9], true, false);
        check(Window::Before(key(3)), 2, &[5, 4], false, false);
        check(Window::Before(key(10)), 2, &[], true, false);
        check(Window::Before(key(-1)), 2, &[2, 1], false, true);
        check(Window::Around(key(5)), 5, &[7, 6, 5, 4, 3], false, false);
        check(Window::Around(key(5)), 4, &[7, 6, 5, 4], false, false);
        check(Window::Around(key(10)), 4, &[10, 9, 8, 7], true, false);
        check(Window::Around(key(9)), 4, &[10, 9, 8, 7], true, false);
        check(Window::Around(key(1)), 4, &[4, 3, 2, 1], false, true);
        check(Window::Around(key(2)), 4, &[4, 3, 2, 1], false, true);
        check(Window::Around(key(99)), 3, &[10, 9, 8], true, false);
        check(Window::Around(key(-9)), 3, &[3, 2, 1], false, true);
        check(Window::Around(key(5)), 99, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], true, true);
        check(Window::Around(key(5)), 1, &[5], false, false);
        check(Window::Around(key(5)), usize::MAX, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], true, true);
    }

    /// What a session may do to an article of the library.
    #[derive(Clone, Copy, Debug)]
    enum Deed {
        Keep { article: u8, when: i64 },
        Read(u8),
        Unread(u8),
        Bookmark(u8),
        Remove(u8),
    }

    fn deed() -> impl Strategy<Value = Deed> {
        let article = 0u8..24;
        prop_oneof![
            4 => (article.clone(), 0i64..4).prop_map(|(article, when)| Deed::Keep { article, when }),
            1 => article.clone().prop_map(Deed::Read),
            1 => article.clone().prop_map(Deed::Unread),
            2 => article.clone().prop_map(Deed::Bookmark),
            1 => article.prop_map(Deed::Remove),
        ]
    }

    fn carry_out(library: &mut Library, deed: Deed) {
        let found = |library: &Library, article: u8| library.find(&article.to_string()).unwrap();
        match deed {
            Deed::Keep { article: n, when } => {
                let date = jiff::Timestamp::from_second(when).ok().map(Date::Instant);
                library.keep(&n.to_string(), &Article { date, ..article("A", "text") }, 0).unwrap();
            }
            Deed::Read(n) | Deed::Unread(n) => {
                let state = if matches!(deed, Deed::Read(_)) { ReadState::Read } else { ReadState::Unread };
                if let Some(id) = found(library, n) {
                    library.set_read(id, state).unwrap();
                }
            }
            Deed::Bookmark(n) => {
                if let Some(id) = found(library, n) {
                    library.bookmark_article(id).unwrap();
                }
            }
            Deed::Remove(n) => {
                if let Some(id) = found(library, n) {
                    library.remove_article_bookmark(id).unwrap();
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn paging_gives_each_row_once_in_order(
            deeds in proptest::collection::vec(deed(), 0..60),
            limit in 1usize..7,
            start in (0i64..4, 0i64..25),
        ) {
            let mut library = library();
            for deed in deeds {
                carry_out(&mut library, deed);
            }
            let half = "INSERT INTO feed (id, address, title) VALUES (1, 'a', 'A'), (2, 'b', 'B');
                INSERT INTO tag VALUES (1, 'odd'); INSERT INTO tagging VALUES (1, 1), (2, 1);
                INSERT INTO kept_search VALUES (1, 'odd', 'text tag:odd');
                UPDATE article SET feed = 1 + id % 4 / 2 WHERE id % 2; UPDATE feed SET articles = 9";
            library.connection.execute_batch(half).unwrap();
            let all = library.rows(Shelf::All, Window::First, 99).unwrap();
            prop_assert!(all.from_first && all.to_last);
            prop_assert!(all.rows.is_sorted_by(|a, b| a.key > b.key));
            for shelf in SHELVES.into_iter().map(|(shelf, _)| shelf).chain([Shelf::Tag(TagId(1)), Shelf::Search(SearchId(1))]) {
                let mut wanted = all.rows.clone();
                wanted.retain(|row| match shelf {
                    Shelf::All => true,
                    Shelf::Unread => !row.read,
                    Shelf::Bookmarks => row.bookmarked,
                    Shelf::Feed(_) => row.key.id.0 % 4 == 1,
                    Shelf::Tag(_) | Shelf::Search(_) => row.key.id.0 % 2 == 1,
                });

                let mut forward = library.rows(shelf, Window::First, limit).unwrap();
                while !forward.to_last {
                    let next = Window::After(forward.rows.last().unwrap().key);
                    let next = library.rows(shelf, next, limit).unwrap();
                    prop_assert!(!next.from_first);
                    forward.rows.extend(next.rows);
                    forward.to_last = next.to_last;
                }
                prop_assert_eq!(&forward.rows, &wanted);

                let mut backward = library.rows(shelf, Window::Last, limit).unwrap();
                while !backward.from_first {
                    let next = Window::Before(backward.rows[0].key);
                    let next = library.rows(shelf, next, limit).unwrap();
                    prop_assert!(!next.to_last);
                    backward.rows.splice(0..0, next.rows);
                    backward.from_first = next.from_first;
                }
                prop_assert_eq!(&backward.rows, &wanted);

                let key = RowKey { when: start.0, id: ArticleId(start.1) };
                let around = library.rows(shelf, Window::Around(key), limit).unwrap();
                prop_assert_eq!(around.rows.len(), limit.min(wanted.len()));
                if let Some(first) = around.rows.first() {
                    let at = wanted.iter().position(|row| row == first).unwrap();
                    let end = at + around.rows.len();
                    prop_assert_eq!(&around.rows[..], &wanted[at..end]);
                    prop_assert_eq!((around.from_first, around.to_last), (at == 0, end == wanted.len()));
                    let stands = wanted.partition_point(|row| row.key > key);
                    prop_assert!(at <= stands && stands <= end);
                }
            }
        }
    }
}

//! Searching: a query is carried out along whatever index leads to the fewest articles, in the order of the list, so
//! that the first of many are there at once. What is found stands with the sentence that it was found in.

mod passage;
mod plan;

use std::collections::HashSet;

use rusqlite::{Transaction, params_from_iter, types::Value};

pub(super) use self::plan::figures_called;
use self::plan::{Plan, Way};
use super::{
    ArticleId, Hit, Hits, Library, LibraryError, Names, Query, Row, RowKey, Rows, SearchId, Window, fetch,
    index::{Doc, QUOTES},
    query::{Completing, completing},
    rows::{self, Side, TOP},
};
use crate::text::CleanLine;

/// How many of the newest hits are ranked.
const RANKED: usize = 10_000;
/// How many rows are looked at between one look at the index and the next.
const STRETCH: usize = 256;

impl Library {
    /// At most `limit` of the articles that a query finds, newest first.
    ///
    /// # Errors
    /// The library cannot be read, or was stopped.
    pub fn search(&self, query: &Query, window: Window, limit: usize) -> Result<Hits, LibraryError> {
        self.read(|state| {
            let plan = Plan::of(query, state)?;
            let Rows { rows, from_first, to_last } =
                rows::windowed(window, limit, |side, gap, limit| plan.rows(state, side, gap, limit))?;
            Ok(Hits { hits: with_passages(state, query, rows)?, from_first, to_last })
        })
    }

    /// The best of the newest ten thousand articles that a query finds, the best first, at most `limit`. Words of the
    /// title count most, rare words more than common ones.
    ///
    /// # Errors
    /// The library cannot be read, or was stopped.
    pub fn search_ranked(&self, query: &Query, limit: usize) -> Result<Vec<Hit>, LibraryError> {
        self.read(|state| {
            let plan = Plan::of(query, state)?;
            let mut rows = plan.rows(state, Side::Older, TOP, RANKED)?;
            if let (Some(text), Some(oldest)) = (&plan.text, rows.last().map(|row| row.key.when)) {
                let ranks = ranks(state, text, oldest)?;
                let rank =
                    |row: &Row| ranks.binary_search_by_key(&row.key.id, |(id, _)| *id).map_or(0.0, |at| ranks[at].1);
                rows.sort_by(|a, b| rank(a).total_cmp(&rank(b)));
            }
            rows.truncate(limit);
            with_passages(state, query, rows)
        })
    }

    /// What the word before the byte `at` of a query may become, and the bytes whose place it takes; at most `limit`.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn complete(&self, query: &str, at: usize, limit: usize) -> Result<Names, LibraryError> {
        let (span, completing) = completing(query, at);
        let names = match completing {
            Completing::Words(words) => words,
            Completing::Feed(typed) => self.names(FEED_NAMES, &typed)?,
            Completing::Tag(typed) => self.names(TAG_NAMES, &typed)?,
            Completing::Person(typed) => {
                let people = self.people_called(&typed, limit)?;
                people.into_iter().map(|figure| figure.name.to_string()).collect()
            }
        };
        let quoted = |name: &String| if name.contains(' ') { format!("\"{name}\"") } else { name.clone() };
        let names = names.iter().take(limit).map(|name| CleanLine::new(&quoted(name))).collect();
        Ok(Names { span, names })
    }

    /// The names that a query of the library gives and that hold what was typed.
    fn names(&self, query: &str, typed: &str) -> Result<Vec<String>, LibraryError> {
        let typed = super::fold::fold(typed);
        let names: Vec<String> =
            self.read(|state| state.prepare_cached(query)?.query_map([], |row| row.get(0))?.collect())?;
        Ok(names.into_iter().filter(|name| super::fold::fold(name).contains(&typed)).collect())
    }
}

const FEED_NAMES: &str = "SELECT DISTINCT coalesce(name, title) FROM feed WHERE followed ORDER BY 1 COLLATE NOCASE";
const TAG_NAMES: &str = "SELECT name FROM tag UNION SELECT folder FROM feed WHERE folder IS NOT NULL AND followed";

/// The rows of a kept search on a side of a gap. One that makes no sense any more finds nothing.
pub(super) fn of_shelf(
    state: &Transaction<'_>,
    search: SearchId,
    side: Side,
    gap: RowKey,
    limit: usize,
) -> rusqlite::Result<Vec<Row>> {
    match super::searches::kept(state, search)? {
        Some(query) => Plan::of(&query, state)?.rows(state, side, gap, limit),
        None => Ok(Vec::new()),
    }
}

/// By article, how well the text matches, the best the least; of articles listed that day or later.
fn ranks(state: &Transaction<'_>, text: &str, oldest: i64) -> rusqlite::Result<Vec<(ArticleId, f64)>> {
    let query = "SELECT rowid, bm25(search, 8.0, 2.0, 1.0) FROM search WHERE search MATCH ?1 AND rowid >= ?2";
    let mut query = state.prepare_cached(query)?;
    let ranks = query
        .query_map((text, Doc::of_day(oldest).0), |row| Ok((Doc(row.get(0)?).article(), row.get(1)?)))?
        .collect::<Result<Vec<_>, _>>();
    ranks.map(|mut ranks| {
        ranks.sort_by_key(|(id, _)| *id);
        ranks
    })
}

fn with_passages(state: &Transaction<'_>, query: &Query, rows: Vec<Row>) -> rusqlite::Result<Vec<Hit>> {
    let mut hits = Vec::with_capacity(rows.len());
    for row in rows {
        let revision = fetch::current(state, row.key.id)?;
        let (article, _) = fetch::article(state, row.key.id, revision)?;
        let title = query.lights_in_title(row.title.as_str());
        let passage = passage::of(&article, query);
        hits.push(Hit { link: article.link, title, revision, passage, row });
    }
    Ok(hits)
}

impl Plan {
    /// At most so many rows on a side of a gap, the nearest first.
    fn rows(&self, state: &Transaction<'_>, side: Side, gap: RowKey, limit: usize) -> rusqlite::Result<Vec<Row>> {
        self.along(&self.way, state, side, gap, limit)
    }

    fn along(
        &self,
        way: &Way,
        state: &Transaction<'_>,
        side: Side,
        gap: RowKey,
        limit: usize,
    ) -> rusqlite::Result<Vec<Row>> {
        let mut sieve = Sieve { plan: self, state, side, gap, limit, rows: Vec::new() };
        match way {
            Way::Text(text) => sieve.by_docs(
                "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid",
                &[Value::from(text.clone())],
                1,
            )?,
            Way::Spoken(text) => sieve.by_docs(
                "SELECT rowid FROM spoken WHERE spoken MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid",
                &[Value::from(text.clone())],
                QUOTES,
            )?,
            Way::Figures(figures) => {
                let figures: Vec<_> = figures.iter().map(|figure| figure.0.to_string()).collect();
                let figures = figures.join(", ");
                let query = format!(
                    "SELECT DISTINCT doc FROM appearance WHERE person IN ({figures}) AND doc BETWEEN ?2 AND ?3 \
                     ORDER BY doc"
                );
                sieve.by_docs(&query, &[Value::Null], 1)?;
            }
            Way::Shelf(shelf) => sieve.by_rows(|gap| rows::read(state, *shelf, side, gap, STRETCH))?,
            Way::Feeds(feeds) => sieve.by_rows(|gap| rows::merged(state, feeds, side, gap, STRETCH))?,
            // The nearest of all are among the nearest of each.
            Way::Either(ways) => {
                for way in ways {
                    sieve.rows.extend(self.along(way, state, side, gap, limit)?);
                }
                sieve.rows.sort_by_key(|row| row.key);
                sieve.rows.dedup_by_key(|row| row.key);
                if side == Side::Older {
                    sieve.rows.reverse();
                }
                sieve.rows.truncate(limit);
            }
        }
        Ok(sieve.rows)
    }
}

/// Takes what fits out of what a way leads along.
struct Sieve<'a> {
    plan: &'a Plan,
    state: &'a Transaction<'a>,
    side: Side,
    gap: RowKey,
    limit: usize,
    rows: Vec<Row>,
}

impl Sieve<'_> {
    fn is_full(&self) -> bool {
        self.rows.len() >= self.limit
    }

    /// Along numbers of the index, which stand by days: each day's rows are put into their order.
    fn by_docs(&mut self, query: &str, given: &[Value], by: i64) -> rusqlite::Result<()> {
        let (first, last) = self.plan.docs(self.side, self.gap);
        let mut given = given.to_vec();
        given.extend([first.0.saturating_mul(by).into(), last.0.saturating_mul(by).saturating_add(by - 1).into()]);
        let order = if self.side == Side::Older { "DESC" } else { "ASC" };
        let mut docs = self.state.prepare_cached(&format!("{query} {order}"))?;
        let mut docs = docs.query(params_from_iter(given))?;
        let mut fits = self.state.prepare_cached(&self.plan.sieve())?;
        let (mut day, mut last): (Vec<Row>, Option<Doc>) = (Vec::new(), None);
        while let Some(row) = docs.next()? {
            let doc = Doc(row.get::<_, i64>(0)?.div_euclid(by));
            if last == Some(doc) {
                continue;
            }
            if last.is_some_and(|last| last.day() != doc.day()) {
                self.take(&mut day);
                if self.is_full() {
                    return Ok(());
                }
            }
            last = Some(doc);
            day.extend(self.plan.pass(&mut fits, doc.article())?);
        }
        self.take(&mut day);
        Ok(())
    }

    /// Which articles of a stretch hold what must not stand in them.
    fn refused(&self, one: RowKey, other: RowKey) -> rusqlite::Result<HashSet<Doc>> {
        let Some(without) = &self.plan.without else { return Ok(HashSet::new()) };
        let [one, other] = [one, other].map(|key| Doc::of_day(key.when));
        let (first, last) = (one.min(other), one.max(other).next_day());
        let query = "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3";
        let mut query = self.state.prepare_cached(query)?;
        query.query_map((without, first.0, last.0), |row| row.get(0).map(Doc))?.collect()
    }

    /// The rows of a day, in their order.
    fn take(&mut self, day: &mut Vec<Row>) {
        let (side, gap) = (self.side, self.gap);
        day.retain(|row| (row.key < gap) == (side == Side::Older));
        day.sort_by_key(|row| row.key);
        if side == Side::Older {
            day.reverse();
        }
        day.truncate(self.limit - self.rows.len());
        self.rows.append(day);
    }

    /// Along rows that stand in the order of the list, by stretches.
    fn by_rows(&mut self, mut next: impl FnMut(RowKey) -> rusqlite::Result<Vec<Row>>) -> rusqlite::Result<()> {
        let mut fits = self.state.prepare_cached(&self.plan.sieve())?;
        let mut gap = self.plan.nearest(self.side, self.gap);
        loop {
            let stretch = next(gap)?;
            let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else { return Ok(()) };
            gap = rows::beyond(last.key, self.side);
            let refused = self.refused(first.key, last.key)?;
            for row in &stretch {
                if self.plan.is_past(self.side, row.key) {
                    return Ok(());
                }
                if refused.contains(&Doc::of(row.key.when, row.key.id)) {
                    continue;
                }
                self.rows.extend(self.plan.pass(&mut fits, row.key.id)?);
                if self.is_full() {
                    return Ok(());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;

//! Who is in the library, and what they said in it: everyone who is named in full, joined across articles.

use std::collections::HashSet;

use rusqlite::{Transaction, params, params_from_iter, types::Value};

use super::{
    Figure, FigureId, Library, LibraryError, Prominence, Saying, Sought, TimeOrder, WEEKS, as_integer,
    fetch::line,
    fold,
    index::{Doc, QUOTES},
    rows, search,
};
use crate::text::{CleanBody, CleanLine};

/// Seconds of a week.
const WEEK: i64 = 7 * 86_400;

impl Library {
    /// At most `limit` people in an order, from the first or after one; `now`, in seconds since 1970, ends the last of
    /// their weeks.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn people(
        &self,
        order: Prominence,
        after: Option<FigureId>,
        now: i64,
        limit: usize,
    ) -> Result<Vec<Figure>, LibraryError> {
        let column = column(order);
        self.read(|state| {
            let query = format!(
                "SELECT id, name, articles, quotes, latest FROM person WHERE ({column}, id) < (?1, ?2) \
                 ORDER BY {column} DESC, id DESC LIMIT ?3"
            );
            let gap = match after {
                None => (i64::MAX, i64::MAX),
                Some(after) => {
                    let key = format!("SELECT {column} FROM person WHERE id = ?1");
                    (state.prepare_cached(&key)?.query_row([after.0], |row| row.get(0))?, after.0)
                }
            };
            let mut query = state.prepare_cached(&query)?;
            let people = query.query_map((gap.0, gap.1, as_integer(limit)), figure)?;
            with_weeks(state, people.collect::<Result<_, _>>()?, now)
        })
    }

    /// At most `limit` people in whose names all of these words stand, the last of them perhaps not to its end; those in
    /// the most articles first. Their weeks are not counted.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn people_called(&self, name: &str, limit: usize) -> Result<Vec<Figure>, LibraryError> {
        let words: Vec<_> = fold::runs(name).map(|(span, _)| format!("\"{}\"", &name[span.range()])).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|state| {
            let query = "SELECT person.id, person.name, articles, quotes, latest FROM named \
                         CROSS JOIN person ON person.id = named.rowid WHERE named MATCH ?1 \
                         ORDER BY articles DESC, person.id LIMIT ?2";
            let mut query = state.prepare_cached(query)?;
            query.query_map((format!("{} *", words.join(" ")), as_integer(limit)), figure)?.collect()
        })
    }

    /// The people of the library whom a name means: the one with exactly this full name, else all in whose names its
    /// words stand.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn people_named(&self, name: &str) -> Result<Vec<FigureId>, LibraryError> {
        self.read(|state| {
            let mut exactly = state.prepare_cached("SELECT id FROM person WHERE folded = ?1")?;
            let exactly: Vec<_> =
                exactly.query_map([fold::fold(name)], |row| row.get(0).map(FigureId))?.collect::<Result<_, _>>()?;
            if !exactly.is_empty() {
                return Ok(exactly);
            }
            Ok(search::figures_called(state, name)?.into_iter().map(|(figure, _)| figure).collect())
        })
    }

    /// What those speakers are called who are no people of the library and whom a name means: those with exactly this
    /// name, else those in whose name its words stand beside one another. Capitals and accents do not matter.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn sources_named(&self, name: &str) -> Result<Vec<CleanLine>, LibraryError> {
        let wanted = fold::fold(name);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|state| {
            let query = "SELECT DISTINCT source FROM quote WHERE speaker = 0 AND source IS NOT NULL";
            let mut query = state.prepare_cached(query)?;
            let mut rows = query.query([])?;
            let (mut exactly, mut within) = (Vec::new(), Vec::new());
            while let Some(row) = rows.next()? {
                let folded = fold::fold(row.get_ref(0)?.as_str()?);
                if folded == wanted {
                    exactly.extend(line(row, 0)?);
                } else if format!(" {folded} ").contains(&format!(" {wanted} ")) {
                    within.extend(line(row, 0)?);
                }
            }
            Ok(if exactly.is_empty() { within } else { exactly })
        })
    }

    /// What was said, in order of time: at most about `limit` quotes, to the end of a day; beyond those of the day of
    /// `after`, if that is given.
    ///
    /// # Errors
    /// The library cannot be read, or was stopped.
    pub fn sayings(
        &self,
        sought: &Sought,
        order: TimeOrder,
        after: Option<&Saying>,
        limit: usize,
    ) -> Result<Vec<Saying>, LibraryError> {
        self.read(|state| sayings(state, sought, order, after, limit))
    }
}

fn column(order: Prominence) -> &'static str {
    match order {
        Prominence::Recent => "latest",
        Prominence::Quoted => "quotes",
    }
}

fn figure(row: &rusqlite::Row<'_>) -> rusqlite::Result<Figure> {
    let count = |column| row.get::<_, i64>(column).map(|count| u64::try_from(count).unwrap_or_default());
    Ok(Figure {
        id: FigureId(row.get(0)?),
        name: line(row, 1)?.unwrap_or_default(),
        articles: count(2)?,
        quotes: count(3)?,
        latest: Doc(row.get(4)?).day(),
        weeks: [0; WEEKS],
    })
}

/// Counts the articles of the last weeks.
fn with_weeks(state: &Transaction<'_>, mut people: Vec<Figure>, now: i64) -> rusqlite::Result<Vec<Figure>> {
    let mut docs = state.prepare_cached("SELECT doc FROM appearance WHERE person = ?1 AND doc >= ?2 AND doc < ?3")?;
    let end = Doc::of_day(now).next_day();
    let begin = end.day() - WEEKS as i64 * WEEK;
    for figure in &mut people {
        let mut docs = docs.query((figure.id.0, Doc::of_day(begin).0, end.0))?;
        while let Some(row) = docs.next()? {
            let week = (Doc(row.get(0)?).day() - begin) / WEEK;
            if let Some(count) = figure.weeks.get_mut(week as usize) {
                *count += 1;
            }
        }
    }
    Ok(people)
}

fn sayings(
    state: &Transaction<'_>,
    sought: &Sought,
    order: TimeOrder,
    after: Option<&Saying>,
    limit: usize,
) -> rusqlite::Result<Vec<Saying>> {
    let day = |second: i64| Doc::of_day(second.clamp(-400_000_000_000, 400_000_000_000));
    let (mut first, mut last) = (day(sought.since.unwrap_or(i64::MIN)), day(sought.before.unwrap_or(i64::MAX)));
    if let Some(after) = after {
        match order {
            TimeOrder::NewestFirst => last = last.min(Doc(day(after.row.key.when).0 - 1)),
            TimeOrder::OldestFirst => first = first.max(day(after.row.key.when).next_day()),
        }
    }
    let last = if last == day(last.day()) { last.next_day() } else { last };
    let about: Vec<_> =
        sought.about.iter().flat_map(|about| fold::words(about.as_str())).map(|(_, word)| word).collect();
    let sources: HashSet<_> = sought.sources.iter().map(CleanLine::as_str).collect();
    let (query, mut given) = way(sought, &about);
    given.extend([first.0.saturating_mul(QUOTES).into(), last.0.saturating_mul(QUOTES).into()]);
    let direction = if order == TimeOrder::NewestFirst { "DESC" } else { "ASC" };
    let mut quotes = state.prepare_cached(&format!("{query} {direction}"))?;
    let mut quotes = quotes.query(params_from_iter(given))?;
    let mut row_of = state.prepare_cached(&format!("SELECT {} FROM article WHERE id = ?1", rows::COLUMNS))?;
    let within = sought.since.unwrap_or(i64::MIN)..sought.before.unwrap_or(i64::MAX);
    let mut found: Vec<Saying> = Vec::new();
    let mut day_begins = 0;
    let mut last: Option<(Doc, super::Row)> = None;
    while let Some(row) = quotes.next()? {
        let is_nobody = row.get::<_, i64>(0)? == 0;
        if is_nobody && !sources.is_empty() && !line(row, 2)?.is_some_and(|source| sources.contains(source.as_str())) {
            continue;
        }
        let words = row.get_ref(3)?.as_str()?;
        if !about.is_empty() && !holds_all(words, &about) {
            continue;
        }
        let id: i64 = row.get(1)?;
        let doc = Doc(id.div_euclid(QUOTES));
        if last.as_ref().is_none_or(|(last, _)| *last != doc) {
            if last.as_ref().is_some_and(|(last, _)| last.day() != doc.day()) {
                in_order(&mut found[day_begins..], order);
                day_begins = found.len();
                if found.len() >= limit {
                    return Ok(found);
                }
            }
            last = Some((doc, row_of.query_row(params![doc.article().0], rows::row)?));
        }
        let Some((_, article)) = last.as_ref().filter(|(_, row)| within.contains(&row.key.when)) else { continue };
        let figure = Some(row.get(0)?).filter(|figure| *figure != 0).map(FigureId);
        found.push(Saying {
            article: article.key.id,
            number: id.rem_euclid(QUOTES) as usize,
            figure,
            speaker: line(row, 2)?,
            words: CleanBody::new(words),
            row: article.clone(),
        });
    }
    in_order(&mut found[day_begins..], order);
    Ok(found)
}

/// The query that leads along the quotes, and what it is given first.
fn way(sought: &Sought, about: &[String]) -> (String, Vec<Value>) {
    let columns = "SELECT quote.speaker, quote.id, coalesce(person.name, source), quote.words";
    let person = "LEFT JOIN person ON person.id = quote.speaker";
    // Who is no person of the library has the number 0.
    let nobody = Some(FigureId(0)).filter(|_| !sought.sources.is_empty());
    let by: Vec<_> = sought.by.iter().chain(&nobody).map(|figure| figure.0.to_string()).collect();
    match &sought.about {
        // Nobody has said so much that it could not be looked through.
        _ if !by.is_empty() => {
            let by = by.join(", ");
            (
                format!(
                    "{columns} FROM quote {person} WHERE quote.speaker IN ({by}) AND quote.id BETWEEN ?2 AND ?3 ORDER BY quote.id"
                ),
                vec![Value::Null],
            )
        }
        Some(_) if !about.is_empty() => {
            let words: Vec<_> = about.iter().map(|word| format!("\"{word}\"")).collect();
            let query = format!(
                "{columns} FROM spoken CROSS JOIN quote ON quote.id = spoken.rowid {person} \
                 WHERE spoken MATCH ?1 AND spoken.rowid BETWEEN ?2 AND ?3 ORDER BY spoken.rowid"
            );
            (query, vec![words.join(" ").into()])
        }
        _ => {
            let query = format!(
                "{columns} FROM quote INDEXED BY quote_id {person} WHERE quote.id BETWEEN ?2 AND ?3 ORDER BY quote.id"
            );
            (query, vec![Value::Null])
        }
    }
}

fn holds_all(words: &str, wanted: &[String]) -> bool {
    let words: Vec<_> = fold::words(words).map(|(_, word)| word).collect();
    wanted.iter().all(|wanted| words.contains(wanted))
}

/// Puts the quotes of one day in the order of their articles, and those of an article as they stand there.
fn in_order(day: &mut [Saying], order: TimeOrder) {
    match order {
        TimeOrder::NewestFirst => day.sort_by_key(|saying| (std::cmp::Reverse(saying.row.key), saying.number)),
        TimeOrder::OldestFirst => day.sort_by_key(|saying| (saying.row.key, saying.number)),
    }
}

#[cfg(test)]
mod tests;

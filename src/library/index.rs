//! The index: what makes an article found by its words, by who is in it and by what was said in it. It holds every
//! article in the current state of its text, unless it was deleted, and is written with the article, in one step.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{
    ArticleId, FigureId, RevisionId, fetch,
    fold::{fold, parted},
};
use crate::{
    analysis::{Analysis, Quote, QuoteKind, Who},
    article::Article,
};

/// The number of an article in the index holds its day above these bits and its id in them.
const ID_BITS: u32 = 32;
/// How many quotes of an article are indexed.
pub(super) const QUOTES: i64 = 1024;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// The number under which an article is indexed. By these, articles stand in the order of their days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Doc(pub(super) i64);

impl Doc {
    /// The first number of the day that holds this second.
    pub(super) fn of_day(second: i64) -> Self {
        Self(second.div_euclid(DAY) << ID_BITS)
    }

    /// The number of an article that is listed at this second.
    pub(super) fn of(second: i64, article: ArticleId) -> Self {
        Self(Self::of_day(second).0 + article.0)
    }

    /// The first number of the day after.
    pub(super) fn next_day(self) -> Self {
        Self(((self.0 >> ID_BITS) + 1) << ID_BITS)
    }

    pub(super) fn article(self) -> ArticleId {
        ArticleId(self.0 & ((1 << ID_BITS) - 1))
    }

    /// The first second of its day.
    pub(super) fn day(self) -> i64 {
        (self.0 >> ID_BITS) * DAY
    }
}

/// A state of an article's text that is to be indexed.
pub(super) struct Fresh<'a> {
    pub(super) id: ArticleId,
    pub(super) revision: RevisionId,
    pub(super) article: &'a Article,
    pub(super) analysis: Option<&'a Analysis>,
}

/// Indexes what is fresh, and keeps what it says.
pub(super) fn add(change: &Transaction<'_>, fresh: Vec<Fresh<'_>>) -> rusqlite::Result<()> {
    let mut docs = Vec::with_capacity(fresh.len());
    for fresh in fresh {
        match fresh.analysis {
            Some(analysis) => fetch::store(change, fresh.revision, analysis)?,
            None => fetch::store_none(change, fresh.revision)?,
        }
        let doc = "SELECT doc, revision FROM article WHERE id = ?1";
        let (doc, current) = change
            .prepare_cached(doc)?
            .query_row([fresh.id.0], |row| Ok((Doc(row.get(0)?), RevisionId(row.get(1)?))))?;
        docs.push((doc, current, fresh));
    }
    // The full-text index takes rows in the order of their numbers at a fraction of the cost.
    docs.sort_by_key(|(doc, ..)| *doc);
    for (doc, current, fresh) in &docs {
        add_text(change, fresh.id)?;
        if *current != fresh.revision {
            add_again(change, fresh.id, *current, *doc)?;
        } else if let Some(analysis) = fresh.analysis {
            add_sayings(change, *doc, fresh.article, analysis)?;
        }
    }
    Ok(())
}

/// Indexes an article that was taken out, as it is now.
pub(super) fn restore(change: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<()> {
    add_text(change, id)?;
    match indexed(change, id)? {
        Some((doc, revision)) => add_again(change, id, revision, doc),
        None => Ok(()),
    }
}

/// Takes an article out of the index, before anything of it changes. One that is not in it is let be.
pub(super) fn remove(change: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<()> {
    let Some((doc, _)) = indexed(change, id)? else { return Ok(()) };
    if let Some(text) = Text::of(change, id)? {
        text.parted().remove(change)?;
    }
    remove_sayings(change, doc)
}

/// Indexes what an article says that was indexed without, or with what was understood before.
pub(super) fn hear(change: &Transaction<'_>, revision: RevisionId, analysis: &Analysis) -> rusqlite::Result<()> {
    let whose = "SELECT id FROM article WHERE id = (SELECT article FROM revision WHERE id = ?1) AND revision = ?1";
    let id = change.prepare_cached(whose)?.query_row([revision.0], |row| Ok(ArticleId(row.get(0)?))).optional()?;
    let Some(id) = id else { return Ok(()) };
    let Some((doc, _)) = indexed(change, id)? else { return Ok(()) };
    remove_sayings(change, doc)?;
    let (article, _) = fetch::article(change, id, revision)?;
    add_sayings(change, doc, &article, analysis)
}

/// Under which number an article is in the index, and with which text.
fn indexed(state: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<Option<(Doc, RevisionId)>> {
    let query = "SELECT doc, revision FROM article WHERE id = ?1 AND deleted_at IS NULL AND revision IS NOT NULL";
    let mut query = state.prepare_cached(query)?;
    query.query_row([id.0], |row| Ok((Doc(row.get(0)?), RevisionId(row.get(1)?)))).optional()
}

fn add_text(change: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<()> {
    Text::of(change, id)?.map_or(Ok(()), |text| text.parted().add(change))
}

/// Parts, in an index that knew nothing of scripts without spaces, the words of the articles that are written in one.
pub(super) fn part(change: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut all = change.prepare("SELECT doc, title, byline, body FROM searchable")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let text = Text::read(row)?;
        let parted = text.parted();
        if parted != text {
            text.remove(change)?;
            parted.add(change)?;
        }
    }
    let mut all = change.prepare("SELECT id, words FROM quote")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let (id, words): (i64, String) = (row.get(0)?, row.get(1)?);
        if parted(&words) != words {
            let forget = "INSERT INTO spoken (spoken, rowid, words) VALUES ('delete', ?1, ?2)";
            change.prepare_cached(forget)?.execute(params![id, words])?;
            let index = "INSERT INTO spoken (rowid, words) VALUES (?1, ?2)";
            change.prepare_cached(index)?.execute(params![id, parted(&words)])?;
        }
    }
    Ok(())
}

/// What the index holds of an article.
#[derive(PartialEq, Eq)]
struct Text {
    doc: Doc,
    title: String,
    byline: Option<String>,
    body: String,
}

impl Text {
    /// Of an article that has a text.
    fn of(state: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<Option<Self>> {
        let query = "SELECT article.doc, revision.title, revision.byline, body \
                     FROM article JOIN revision ON revision.id = article.revision WHERE article.id = ?1";
        state.prepare_cached(query)?.query_row([id.0], Self::read).optional()
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { doc: Doc(row.get(0)?), title: row.get(1)?, byline: row.get(2)?, body: row.get(3)? })
    }

    /// As the index gets it.
    fn parted(&self) -> Self {
        let byline = self.byline.as_deref().map(|byline| parted(byline).into_owned());
        Self { doc: self.doc, title: parted(&self.title).into_owned(), byline, body: parted(&self.body).into_owned() }
    }

    fn add(&self, change: &Transaction<'_>) -> rusqlite::Result<()> {
        let add = "INSERT INTO search (rowid, title, byline, body) VALUES (?1, ?2, ?3, ?4)";
        change.prepare_cached(add)?.execute(params![self.doc.0, self.title, self.byline, self.body])?;
        Ok(())
    }

    /// Takes it out; it must be what was put in.
    fn remove(&self, change: &Transaction<'_>) -> rusqlite::Result<()> {
        let remove = "INSERT INTO search (search, rowid, title, byline, body) VALUES ('delete', ?1, ?2, ?3, ?4)";
        change.prepare_cached(remove)?.execute(params![self.doc.0, self.title, self.byline, self.body])?;
        Ok(())
    }
}

/// Indexes what a text of the library says, if that is known.
fn add_again(change: &Transaction<'_>, id: ArticleId, revision: RevisionId, doc: Doc) -> rusqlite::Result<()> {
    let (article, _) = fetch::article(change, id, revision)?;
    match fetch::analysis(change, revision, &article)? {
        Some(analysis) => add_sayings(change, doc, &article, &analysis),
        None => Ok(()),
    }
}

fn add_sayings(change: &Transaction<'_>, doc: Doc, article: &Article, analysis: &Analysis) -> rusqlite::Result<()> {
    let mut figures = Vec::with_capacity(analysis.people.len());
    for person in &analysis.people {
        figures.push(figure(change, person.name.as_str())?);
    }
    // By figure, how often it is quoted here.
    let mut present: BTreeMap<i64, i64> = figures.iter().flatten().map(|figure| (figure.0, 0)).collect();
    for (number, quote) in (0..QUOTES).zip(&analysis.quotes) {
        let Some((figure, source)) = speaker(quote, article, analysis, &figures) else { continue };
        if let Some(count) = present.get_mut(&figure) {
            *count += 1;
        }
        let words = words(quote, article);
        let id = doc.0 * QUOTES + number;
        let add = "INSERT OR REPLACE INTO quote (speaker, id, source, words) VALUES (?1, ?2, ?3, ?4)";
        change.prepare_cached(add)?.execute(params![figure, id, source, words])?;
        let index = "INSERT INTO spoken (rowid, words) VALUES (?1, ?2)";
        change.prepare_cached(index)?.execute(params![id, parted(&words)])?;
    }
    for (figure, quotes) in present {
        let appear = "INSERT OR IGNORE INTO appearance (person, doc) VALUES (?1, ?2)";
        change.prepare_cached(appear)?.execute([figure, doc.0])?;
        let count = "UPDATE person SET articles = articles + 1, quotes = quotes + ?2, latest = max(latest, ?3) \
                     WHERE id = ?1";
        change.prepare_cached(count)?.execute([figure, quotes, doc.0])?;
    }
    Ok(())
}

/// The person of the library who has this name, if it is a full one: a bare surname may be anybody's.
fn figure(change: &Transaction<'_>, name: &str) -> rusqlite::Result<Option<FigureId>> {
    let folded = fold(name);
    if !folded.contains(' ') {
        return Ok(None);
    }
    let known = "SELECT id FROM person WHERE folded = ?1";
    let known = change.prepare_cached(known)?.query_row([&folded], |row| row.get(0)).optional()?;
    if let Some(known) = known {
        return Ok(Some(FigureId(known)));
    }
    let add = "INSERT INTO person (name, folded, latest) VALUES (?1, ?2, ?3)";
    let id = change.prepare_cached(add)?.insert(params![name, folded, i64::MIN])?;
    change.prepare_cached("INSERT INTO named (rowid, name) VALUES (?1, ?2)")?.execute(params![id, name])?;
    Ok(Some(FigureId(id)))
}

/// Who said a quote: the number of a person of the library, or 0 with what the text calls the speaker, if anything.
/// `None` for quoted words that nobody is said to have said: those are no quotes to be found.
fn speaker<'a>(
    quote: &Quote,
    article: &'a Article,
    analysis: &'a Analysis,
    figures: &[Option<FigureId>],
) -> Option<(i64, Option<&'a str>)> {
    match &quote.speaker {
        None => (quote.kind == QuoteKind::Speech).then_some((0, None)),
        Some(speaker) => {
            let figure = match speaker.who {
                Who::Person(person) => figures.get(person.0 as usize).copied().flatten(),
                Who::Source(_) => None,
            };
            Some(figure.map_or_else(|| (0, Some(analysis.speaker_name(article, speaker))), |figure| (figure.0, None)))
        }
    }
}

/// The words of a quote; what stands between its parts is left out, and told.
fn words(quote: &Quote, article: &Article) -> String {
    let parts: Vec<_> = quote.spans.iter().map(|&span| article.slice(span).trim()).collect();
    parts.join(" … ")
}

fn remove_sayings(change: &Transaction<'_>, doc: Doc) -> rusqlite::Result<()> {
    let first = doc.0 * QUOTES;
    let spoken = "SELECT quote.speaker, quote.id, words FROM quote WHERE id BETWEEN ?1 AND ?2";
    let mut spoken = change.prepare_cached(spoken)?;
    let quotes = spoken.query_map([first, first + QUOTES - 1], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let quotes: Vec<(i64, i64, String)> = quotes.collect::<Result<_, _>>()?;
    for (speaker, id, words) in quotes {
        let forget = "INSERT INTO spoken (spoken, rowid, words) VALUES ('delete', ?1, ?2)";
        change.prepare_cached(forget)?.execute(params![id, parted(&words)])?;
        change.prepare_cached("DELETE FROM quote WHERE speaker = ?1 AND id = ?2")?.execute([speaker, id])?;
        change.prepare_cached("UPDATE person SET quotes = quotes - 1 WHERE id = ?1")?.execute([speaker])?;
    }
    let mut present = change.prepare_cached("SELECT person FROM appearance WHERE doc = ?1")?;
    let present: Vec<i64> = present.query_map([doc.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for figure in present {
        change.prepare_cached("DELETE FROM appearance WHERE person = ?1 AND doc = ?2")?.execute([figure, doc.0])?;
        let count = "UPDATE person SET articles = articles - 1, latest = coalesce((SELECT max(doc) FROM appearance \
                     WHERE person = ?1), 0) WHERE id = ?1";
        change.prepare_cached(count)?.execute([figure])?;
        let forget = "INSERT INTO named (named, rowid, name) SELECT 'delete', id, name FROM person \
                      WHERE id = ?1 AND articles <= 0";
        if change.prepare_cached(forget)?.execute([figure])? > 0 {
            change.prepare_cached("DELETE FROM person WHERE id = ?1")?.execute([figure])?;
        }
    }
    Ok(())
}

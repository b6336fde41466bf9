//! The plan of a search: which index to go along, and what the articles on the way have to fulfil.

use rusqlite::{Statement, Transaction, params_from_iter, types::Value};

use crate::library::{
    ArticleId, FeedId, FigureId, Query, Row, RowKey, Shelf, fold,
    index::{Doc, QUOTES},
    query::{Field, Group, Term, What, Words},
    rows::{self, BOTTOM, Side},
};

/// So few articles are looked at one by one, whatever else a query asks for.
const FEW: usize = 1500;
/// Most people that one name may mean.
const NAMESAKES: usize = 200;

/// How a query is carried out.
pub(super) struct Plan {
    /// What the full-text index is asked, of what must stand in the text.
    pub(super) text: Option<String>,
    /// The way that leads along all that is sought.
    pub(super) way: Way,
    /// What the full-text index is asked, of what must not stand in the text, where the way leads through the whole list:
    /// it is then asked once for many articles, not for each.
    pub(super) without: Option<String>,
    /// What has to hold besides, in SQL, and what it is given from ?2 on.
    conditions: Vec<String>,
    given: Vec<Value>,
    /// The first second, and the one after the last.
    since: i64,
    before: i64,
}

/// What leads to the articles that may fit.
pub(super) enum Way {
    /// The full-text index of articles, asked this.
    Text(String),
    /// That of quotes.
    Spoken(String),
    /// Where these people appear.
    Figures(Vec<FigureId>),
    /// A shelf of the list.
    Shelf(Shelf),
    /// What these feeds brought.
    Feeds(Vec<FeedId>),
    /// All of these, merged.
    Either(Vec<Way>),
}

impl Plan {
    pub(super) fn of(query: &Query, state: &Transaction<'_>) -> rusqlite::Result<Self> {
        let mut plan = Self {
            text: None,
            way: Way::Shelf(Shelf::All),
            without: None,
            conditions: Vec::new(),
            given: Vec::new(),
            since: i64::MIN,
            before: i64::MAX,
        };
        let (mut texts, mut nots, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for group in &query.groups {
            match group.0.as_slice() {
                [Term { negated: true, what: What::Words(field, words) }] => nots.push((group, asked(*field, words))),
                [Term { negated: false, what: What::Since(at) }] => plan.since = plan.since.max(*at),
                [Term { negated: false, what: What::Before(at) }] => plan.before = plan.before.min(*at),
                _ => match all_text(group) {
                    Some(text) => texts.push(text),
                    None => rest.push(group),
                },
            }
        }
        if !texts.is_empty() {
            let mut text = texts.join(" AND ");
            for (_, not) in nots.drain(..) {
                text = format!("({text}) NOT {not}");
            }
            plan.text = Some(text);
        }
        plan.choose(&rest, state)?;
        // The index finds what stands in a text, not what stands in none.
        if matches!(plan.way, Way::Shelf(Shelf::All)) && !nots.is_empty() {
            plan.without = Some(nots.iter().map(|(_, not)| format!("({not})")).collect::<Vec<_>>().join(" OR "));
        } else {
            rest.extend(nots.iter().map(|(group, _)| *group));
        }
        for group in rest {
            plan.demand(group, state)?;
        }
        Ok(plan)
    }

    /// Takes the way along the fewest articles.
    fn choose(&mut self, groups: &[&Group], state: &Transaction<'_>) -> rusqlite::Result<()> {
        let mut shortest: Option<(i64, Way)> = None;
        let mut uncounted = None;
        for group in groups {
            match along(group, state)? {
                Some((Some(count), way)) if shortest.as_ref().is_none_or(|(least, _)| count < *least) => {
                    shortest = Some((count, way));
                }
                Some((None, way)) => uncounted = Some(way),
                _ => {}
            }
        }
        self.way = match (shortest, &self.text, uncounted) {
            (Some((count, way)), ..) if count <= FEW as i64 => way,
            (_, Some(text), _) => {
                self.way = Way::Text(text.clone());
                return Ok(());
            }
            (_, None, Some(way)) | (Some((_, way)), None, None) => way,
            (None, None, None) => return Ok(()),
        };
        // The text is then one more thing that has to hold.
        if let Some(text) = self.text.clone() {
            let text = self.give(text);
            self.conditions.push(format!("EXISTS (SELECT 1 FROM search WHERE search MATCH {text} AND rowid = doc)"));
        }
        Ok(())
    }

    fn give(&mut self, value: impl Into<Value>) -> String {
        self.given.push(value.into());
        format!("?{}", self.given.len() + 1)
    }

    /// Adds what a group asks of an article.
    fn demand(&mut self, group: &Group, state: &Transaction<'_>) -> rusqlite::Result<()> {
        let mut alternatives = Vec::new();
        for term in &group.0 {
            let condition = self.condition(&term.what, state)?;
            alternatives.push(if term.negated { format!("NOT ifnull({condition}, FALSE)") } else { condition });
        }
        self.conditions.push(alternatives.join(" OR "));
        Ok(())
    }

    fn condition(&mut self, what: &What, state: &Transaction<'_>) -> rusqlite::Result<String> {
        Ok(match what {
            What::Words(field, words) => {
                let text = self.give(asked(*field, words));
                format!("EXISTS (SELECT 1 FROM search WHERE search MATCH {text} AND rowid = doc)")
            }
            What::Quote(words) => {
                let text = self.give(quoted(words));
                format!(
                    "EXISTS (SELECT 1 FROM spoken WHERE spoken MATCH {text} \
                     AND rowid BETWEEN doc * {QUOTES} AND doc * {QUOTES} + {QUOTES} - 1)"
                )
            }
            What::Feed(name) => format!("feed IN ({})", list(feeds_called(state, name)?.iter().map(|feed| feed.0))),
            What::Tag(name) => format!("feed IN ({})", list(feeds_tagged(state, name)?.iter().map(|feed| feed.0))),
            What::Person(words) => {
                let figures = figures_meant(state, words)?;
                let figures = list(figures.iter().map(|(figure, _)| figure.0));
                format!(
                    "EXISTS (SELECT 1 FROM appearance WHERE appearance.doc = article.doc AND person IN ({figures}))"
                )
            }
            What::Unread => "read = 0".to_owned(),
            What::Bookmarked => "bookmarks > 0".to_owned(),
            What::Since(at) => format!("listed_at >= {at}"),
            What::Before(at) => format!("listed_at < {at}"),
        })
    }

    /// The query that gives an article's row if it fits.
    pub(super) fn sieve(&self) -> String {
        let sieve = format!("SELECT {} FROM article WHERE id = ?1 AND deleted_at IS NULL", rows::COLUMNS);
        self.conditions.iter().fold(sieve, |sieve, condition| format!("{sieve} AND ({condition})"))
    }

    /// The row of an article that fits; `sieve` as [`sieve`](Self::sieve) gives it.
    pub(super) fn pass(&self, sieve: &mut Statement<'_>, id: ArticleId) -> rusqlite::Result<Option<Row>> {
        let given = std::iter::once(Value::from(id.0)).chain(self.given.iter().cloned());
        let mut rows = sieve.query_map(params_from_iter(given), rows::row)?;
        let row = rows.next().transpose()?;
        Ok(row.filter(|row| (self.since..self.before).contains(&row.key.when)))
    }

    /// The numbers of the index between which all is that is sought on a side of a gap.
    pub(super) fn docs(&self, side: Side, gap: RowKey) -> (Doc, Doc) {
        let day = |second: i64| Doc::of_day(second.clamp(BOUND.0, BOUND.1));
        let (since, before) = match side {
            Side::Older => (self.since, self.before.min(gap.when.saturating_add(1))),
            Side::Newer => (self.since.max(gap.when), self.before),
        };
        (day(since), Doc(day(before).next_day().0 - 1))
    }

    /// The gap to begin at: not farther from what is sought than need be.
    pub(super) fn nearest(&self, side: Side, gap: RowKey) -> RowKey {
        match side {
            Side::Older if self.before < gap.when => RowKey { when: self.before, id: BOTTOM.id },
            Side::Newer if self.since > gap.when => RowKey { when: self.since, id: BOTTOM.id },
            _ => gap,
        }
    }

    /// Whether nothing that is sought is beyond this row.
    pub(super) fn is_past(&self, side: Side, key: RowKey) -> bool {
        match side {
            Side::Older => key.when < self.since,
            Side::Newer => key.when >= self.before,
        }
    }
}

/// Seconds that the index has days for: far more than a date can say.
const BOUND: (i64, i64) = (-400_000_000_000, 400_000_000_000);

/// The way along all that fulfils a group, with the number of its articles where that is known; `None` where there is none
/// but the whole list.
fn along(group: &Group, state: &Transaction<'_>) -> rusqlite::Result<Option<(Option<i64>, Way)>> {
    let (mut count, mut ways) = (Some(0), Vec::new());
    let mut texts = Vec::new();
    for term in &group.0 {
        let (articles, way) = match &term.what {
            _ if term.negated => return Ok(None),
            What::Since(_) | What::Before(_) => return Ok(None),
            What::Words(field, words) => {
                texts.push(format!("({})", asked(*field, words)));
                continue;
            }
            What::Quote(words) => (None, Way::Spoken(quoted(words))),
            What::Unread => (Some(tally(state, "unread")?), Way::Shelf(Shelf::Unread)),
            What::Bookmarked => (Some(tally(state, "bookmarked")?), Way::Shelf(Shelf::Bookmarks)),
            What::Feed(name) => along_feeds(state, feeds_called(state, name)?)?,
            What::Tag(name) => along_feeds(state, feeds_tagged(state, name)?)?,
            What::Person(words) => along_figures(state, words)?,
        };
        count = count.zip(articles).map(|(count, articles)| count + articles);
        ways.push(way);
    }
    if !texts.is_empty() {
        count = None;
        ways.push(Way::Text(texts.join(" OR ")));
    }
    // Who goes through the whole list meets all the others on the way.
    if ways.len() > 1 && ways.iter().any(|way| matches!(way, Way::Shelf(Shelf::All))) {
        return Ok(None);
    }
    let way = if ways.len() > 1 { Some(Way::Either(ways)) } else { ways.pop() };
    Ok(way.map(|way| (count, way)))
}

/// What the full-text index is asked for a group, if that can tell all of it.
fn all_text(group: &Group) -> Option<String> {
    let asked = group.0.iter().map(|term| match term {
        Term { negated: false, what: What::Words(field, words) } => Some(asked(*field, words)),
        _ => None,
    });
    let asked: Option<Vec<_>> = asked.collect();
    asked.map(|asked| format!("({})", asked.join(" OR ")))
}

fn asked(field: Field, words: &Words) -> String {
    let column = match field {
        Field::Anywhere => "",
        Field::Title => "title : ",
        Field::Byline => "byline : ",
    };
    format!("{column}{}", quoted(words))
}

/// Words as the index is asked for them.
fn quoted(words: &Words) -> String {
    format!("\"{}\"{}", fold::parted(&words.raw).replace('"', "\"\""), if words.open { " *" } else { "" })
}

fn list(ids: impl Iterator<Item = i64>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

fn tally(state: &Transaction<'_>, column: &str) -> rusqlite::Result<i64> {
    state.prepare_cached(&format!("SELECT {column} FROM tally"))?.query_row([], |row| row.get(0))
}

fn along_feeds(state: &Transaction<'_>, feeds: Vec<FeedId>) -> rusqlite::Result<(Option<i64>, Way)> {
    let mut articles = 0;
    for feed in &feeds {
        let mut query = state.prepare_cached("SELECT articles FROM feed WHERE id = ?1")?;
        articles += query.query_row([feed.0], |row| row.get::<_, i64>(0))?;
    }
    // Where most articles fit, the list itself is the shortest way.
    let way = if articles > tally(state, "articles")? / 4 { Way::Shelf(Shelf::All) } else { Way::Feeds(feeds) };
    Ok((Some(articles), way))
}

fn along_figures(state: &Transaction<'_>, words: &Words) -> rusqlite::Result<(Option<i64>, Way)> {
    let figures = figures_meant(state, words)?;
    let articles = figures.iter().map(|(_, articles)| articles).sum();
    Ok((Some(articles), Way::Figures(figures.into_iter().map(|(figure, _)| figure).collect())))
}

/// The feeds whose name or address holds these words.
fn feeds_called(state: &Transaction<'_>, name: &str) -> rusqlite::Result<Vec<FeedId>> {
    let wanted = fold::fold(name);
    let mut query = state.prepare_cached("SELECT id, coalesce(name, title), address FROM feed")?;
    let mut rows = query.query([])?;
    let mut feeds = Vec::new();
    while let Some(row) = rows.next()? {
        let holds = |text: &str| fold::fold(text).contains(&wanted);
        if holds(row.get_ref(1)?.as_str()?) || row.get_ref(2)?.as_str()?.contains(name) {
            feeds.push(FeedId(row.get(0)?));
        }
    }
    Ok(feeds)
}

/// The feeds with this tag, or in this folder or one within, whatever folders this one is in.
fn feeds_tagged(state: &Transaction<'_>, name: &str) -> rusqlite::Result<Vec<FeedId>> {
    let query = "SELECT feed, tag.name FROM tagging JOIN tag ON tag.id = tagging.tag \
                 UNION ALL SELECT id, folder FROM feed WHERE folder IS NOT NULL";
    let levels = |name: &str| name.split('/').map(fold::fold).collect::<Vec<_>>();
    let wanted = levels(name);
    let mut query = state.prepare_cached(query)?;
    let mut rows = query.query([])?;
    let mut feeds = Vec::new();
    while let Some(row) = rows.next()? {
        if levels(row.get_ref(1)?.as_str()?).windows(wanted.len()).any(|part| part == wanted) {
            feeds.push(FeedId(row.get(0)?));
        }
    }
    feeds.sort_unstable();
    feeds.dedup();
    Ok(feeds)
}

/// The people of the library in whose names these words stand, the most present first, each with the number of their
/// articles.
pub(in crate::library) fn figures_called(
    state: &Transaction<'_>,
    name: &str,
) -> rusqlite::Result<Vec<(FigureId, i64)>> {
    let words: Vec<_> = fold::runs(name).map(|(span, _)| format!("\"{}\"", &name[span.range()])).collect();
    figures_asked(state, &words.join(" "))
}

/// The same, where the last word may go on.
fn figures_meant(state: &Transaction<'_>, words: &Words) -> rusqlite::Result<Vec<(FigureId, i64)>> {
    let runs: Vec<_> = fold::runs(&words.raw).map(|(span, _)| format!("\"{}\"", &words.raw[span.range()])).collect();
    figures_asked(state, &format!("{}{}", runs.join(" "), if words.open { " *" } else { "" }))
}

fn figures_asked(state: &Transaction<'_>, asked: &str) -> rusqlite::Result<Vec<(FigureId, i64)>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let query = "SELECT person.id, person.articles FROM named CROSS JOIN person ON person.id = named.rowid \
                 WHERE named MATCH ?1 ORDER BY articles DESC, person.id LIMIT ?2";
    let mut query = state.prepare_cached(query)?;
    let found = query.query_map((asked, NAMESAKES as i64), |row| Ok((FigureId(row.get(0)?), row.get(1)?)))?;
    found.collect()
}

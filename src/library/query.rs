//! The query language: what a reader types becomes plain data, or an error that points at the place.
//!
//! ```text
//! words "a phrase" -not this OR that begin*  title: feed: tag: by: person: quote:
//! is:unread is:read is:bookmarked since:7d before:2026-01-01
//! ```
//! All must hold; OR joins what stands beside it and binds closest. It knows no library: how a query is carried out is
//! for `search`.

mod complete;

use std::fmt;

use jiff::{Timestamp, civil, tz::TimeZone};

pub(super) use complete::{Completing, completing};

use super::fold;
use crate::text::Span;

/// Fewest letters before a star: two would be the beginning of nearly every article's words.
const BEGINNING: usize = 3;

/// What is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// All of these must hold.
    pub(super) groups: Vec<Group>,
}

/// One of these must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group(pub(super) Vec<Term>);

/// Something that must, or must not, hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) negated: bool,
    pub(super) what: What,
}

/// What may hold of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Words(Field, Words),
    Feed(String),
    Tag(String),
    Person(String),
    Quote(Words),
    Unread,
    Bookmarked,
    /// Listed at this second or later.
    Since(i64),
    /// Listed before this second.
    Before(i64),
}

/// Where words may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Anywhere,
    Title,
    Byline,
}

/// Words that stand beside one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// As they were typed.
    pub(super) raw: String,
    /// As they are compared.
    pub(super) folded: Vec<String>,
    /// Whether the last one may go on.
    pub(super) open: bool,
}

/// Why a query makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The bytes of the query that are meant.
    pub at: Span,
    /// What is wrong with them.
    pub fault: QueryFault,
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryFault {
    /// There is nothing to search for.
    Empty,
    /// A word before a colon is no field.
    UnknownField(String),
    /// Nothing stands after a field's colon.
    NoValue(String),
    /// `is:` does not know this.
    UnknownState(String),
    /// This is no time.
    NoTime(String),
    /// A phrase does not end.
    OpenPhrase,
    /// OR has nothing on one of its sides.
    LoneOr,
    /// Neither a letter nor a digit.
    NoWord,
    /// Too few letters before a star.
    ShortBeginning,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            QueryFault::Empty => write!(f, "there is nothing to search for; write a word"),
            QueryFault::UnknownField(field) => write!(
                f,
                "{field}: is no field; there are {}, and \"quotes\" search for a colon itself",
                FIELDS.map(|(name, _)| format!("{name}:")).join(" ")
            ),
            QueryFault::NoValue(field) => {
                let wanted = FIELDS.iter().find(|(name, _)| name == field).map_or("something", |(_, wanted)| wanted);
                write!(f, "write something after {field}: without a space ({wanted})")
            }
            QueryFault::UnknownState(state) => {
                write!(f, "is:{state} says nothing; there are {}", STATES.map(|state| format!("is:{state}")).join(" "))
            }
            QueryFault::NoTime(time) => write!(f, "{time} is no time; write 7d, 2w, 3m, 1y, today or 2026-01-31"),
            QueryFault::OpenPhrase => write!(f, "this phrase has no end; close it with \""),
            QueryFault::LoneOr => write!(f, "OR wants something on both sides; write or for the word"),
            QueryFault::NoWord => write!(f, "there is no letter and no digit in this; write a word"),
            QueryFault::ShortBeginning => write!(f, "this is the beginning of too many words; write three letters"),
        }
    }
}

impl std::error::Error for QueryError {}

/// The fields, each with what it looks for.
pub(super) const FIELDS: [(&str, &str); 9] = [
    ("title", "words of the title"),
    ("feed", "the name or address of a feed"),
    ("tag", "a tag or folder"),
    ("by", "who wrote it"),
    ("person", "who is in it"),
    ("quote", "words that somebody said"),
    ("is", "unread, read or bookmarked"),
    ("since", "7d, 2w, 3m, 1y, today or a day like 2026-01-31"),
    ("before", "as since:, for what is older"),
];

/// What follows `is:`.
pub(super) const STATES: [&str; 3] = ["unread", "read", "bookmarked"];

impl Query {
    /// Reads a query; `now` is in seconds since 1970.
    ///
    /// # Errors
    /// The query makes no sense.
    pub fn parse(text: &str, now: i64) -> Result<Self, QueryError> {
        Parser { text, at: 0, now, end: End::Given }.query()
    }

    /// As [`parse`](Self::parse), while the reader is still typing: the last word may go on, and what only begins at the
    /// end does not count yet.
    ///
    /// # Errors
    /// The query makes no sense, whatever follows.
    pub fn parse_typed(text: &str, now: i64) -> Result<Self, QueryError> {
        Parser { text, at: 0, now, end: End::Open }.query()
    }

    /// The second at which a time begins, written as after `since:`; `now` is in seconds since 1970.
    ///
    /// # Errors
    /// It is no time.
    pub fn moment(text: &str, now: i64) -> Result<i64, QueryError> {
        let parser = Parser { text, at: 0, now, end: End::Given };
        parser.time(text).map_err(|fault| error(Span::new(0, text.len()), fault))
    }

    /// Where what is searched for stands in a body; in the order of the text, none overlapping.
    pub fn lights(&self, body: &str) -> Vec<Span> {
        self.found_in(body, |what| match what {
            What::Words(Field::Anywhere, words) | What::Quote(words) => Some(words),
            _ => None,
        })
    }

    /// Where what is searched for stands in a title.
    pub fn lights_in_title(&self, title: &str) -> Vec<Span> {
        self.found_in(title, |what| match what {
            What::Words(Field::Anywhere | Field::Title, words) => Some(words),
            _ => None,
        })
    }

    fn found_in<'a>(&'a self, text: &str, searched: impl Fn(&'a What) -> Option<&'a Words>) -> Vec<Span> {
        let terms = self.groups.iter().flat_map(|group| &group.0).filter(|term| !term.negated);
        let wanted: Vec<_> = terms.filter_map(|term| searched(&term.what)).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let words: Vec<_> = fold::words(text).collect();
        let mut found: Vec<Span> = Vec::new();
        for (at, (span, _)) in words.iter().enumerate() {
            if found.last().is_some_and(|last| span.start < last.end) {
                continue;
            }
            let longest =
                wanted.iter().filter(|wanted| wanted.stand_at(&words[at..])).map(|wanted| wanted.folded.len());
            if let Some(last) = longest.max().and_then(|length| words.get(at + length - 1)) {
                found.push(Span { start: span.start, end: last.0.end });
            }
        }
        found
    }
}

impl Words {
    /// Whether the words begin with these.
    fn stand_at(&self, words: &[(Span, String)]) -> bool {
        let last = self.folded.len() - 1;
        words.len() > last
            && self.folded.iter().zip(words).enumerate().all(|(at, (wanted, (_, word)))| {
                if self.open && at == last { word.starts_with(wanted) } else { word == wanted }
            })
    }
}

/// What the end of the text means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// The query is as it is meant.
    Given,
    /// The reader is typing.
    Open,
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    now: i64,
    end: End,
}

/// What is found between spaces.
enum Token {
    Or(Span),
    Term(Term),
    /// The beginning of something, at the end of what is typed, and what it would be as it stands.
    Unfinished(QueryError),
}

impl Parser<'_> {
    fn query(mut self) -> Result<Query, QueryError> {
        let mut groups: Vec<Group> = Vec::new();
        let mut or: Option<Span> = None;
        let mut unfinished = None;
        while let Some(token) = self.token()? {
            match token {
                Token::Or(at) if or.is_some() || groups.is_empty() => return Err(error(at, QueryFault::LoneOr)),
                Token::Or(at) => or = Some(at),
                Token::Term(term) => match groups.last_mut() {
                    Some(group) if or.take().is_some() => group.0.push(term),
                    _ => groups.push(Group(vec![term])),
                },
                Token::Unfinished(fault) => unfinished = Some(fault),
            }
        }
        match or {
            Some(at) if self.end == End::Given => Err(error(at, QueryFault::LoneOr)),
            _ if groups.is_empty() => {
                Err(unfinished.unwrap_or_else(|| error(Span::new(0, self.text.len()), QueryFault::Empty)))
            }
            _ => Ok(Query { groups }),
        }
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn token(&mut self) -> Result<Option<Token>, QueryError> {
        self.at += self.rest().len() - self.rest().trim_start().len();
        let start = self.at;
        if self.rest().is_empty() {
            return Ok(None);
        }
        if self.rest() == "OR" || self.rest().starts_with("OR ") {
            self.at += 2;
            return Ok(Some(Token::Or(Span::new(start, self.at))));
        }
        let negated = self.rest().starts_with('-') && self.rest().len() > 1;
        self.at += usize::from(negated);
        let field = self.field()?;
        let value_at = self.at;
        let value = self.value()?;
        let at = Span::new(start, self.at);
        if value.text.is_empty() {
            let fault = error(at, field.map_or(QueryFault::NoWord, |field| QueryFault::NoValue(field.to_owned())));
            return if self.is_typing() { Ok(Some(Token::Unfinished(fault))) } else { Err(fault) };
        }
        let place = Span::new(value_at, self.at);
        match self.what(field, value, place) {
            Ok((negates, what)) => Ok(Some(Token::Term(Term { negated: negated != negates, what }))),
            Err(fault) if self.is_typing() => Ok(Some(Token::Unfinished(error(place, fault)))),
            Err(fault) => Err(error(place, fault)),
        }
    }

    /// Whether what was just read may go on.
    fn is_typing(&self) -> bool {
        self.end == End::Open && self.at == self.text.len()
    }

    /// The field before a colon, if there is one.
    fn field(&mut self) -> Result<Option<&'static str>, QueryError> {
        let word = self.rest().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        if word.is_empty() || !self.rest()[word.len()..].starts_with(':') {
            return Ok(None);
        }
        let known = FIELDS.iter().find(|(name, _)| *name == word.to_ascii_lowercase());
        let Some((name, _)) = known else {
            let at = Span::new(self.at, self.at + word.len() + 1);
            return Err(error(at, QueryFault::UnknownField(word.to_owned())));
        };
        self.at += word.len() + 1;
        Ok(Some(name))
    }

    /// What stands up to the next space, or between quotation marks.
    fn value(&mut self) -> Result<Value, QueryError> {
        let start = self.at;
        let rest = &self.text[start..];
        let Some(phrase) = rest.strip_prefix('"') else {
            let text = rest.split(char::is_whitespace).next().unwrap_or_default();
            self.at += text.len();
            let (text, starred) = text.strip_suffix('*').map_or((text, false), |text| (text, true));
            return Ok(Value { text: text.to_owned(), starred, phrase: false });
        };
        let Some(end) = phrase.find('"') else {
            self.at = self.text.len();
            return match self.end {
                End::Open => Ok(Value { text: phrase.to_owned(), starred: false, phrase: true }),
                End::Given => Err(error(Span::new(start, self.text.len()), QueryFault::OpenPhrase)),
            };
        };
        self.at += end + 2;
        let starred = self.rest().starts_with('*');
        self.at += usize::from(starred);
        Ok(Value { text: phrase[..end].to_owned(), starred, phrase: true })
    }

    /// What a field and its value mean, and whether the value means the contrary.
    fn what(&self, field: Option<&str>, value: Value, at: Span) -> Result<(bool, What), QueryFault> {
        let Value { text, .. } = &value;
        let what = match field {
            None => What::Words(Field::Anywhere, self.words(&value, at)?),
            Some("title") => What::Words(Field::Title, self.words(&value, at)?),
            Some("by") => What::Words(Field::Byline, self.words(&value, at)?),
            Some("quote") => What::Quote(self.words(&value, at)?),
            Some("feed") => What::Feed(value.text),
            Some("tag") => What::Tag(value.text),
            Some("person") => What::Person(value.text),
            Some("since") => What::Since(self.time(text)?),
            Some("before") => What::Before(self.time(text)?),
            Some(_) => match text.as_str() {
                "unread" => What::Unread,
                "read" => return Ok((true, What::Unread)),
                "bookmarked" => What::Bookmarked,
                _ => return Err(QueryFault::UnknownState(value.text)),
            },
        };
        Ok((false, what))
    }

    fn words(&self, value: &Value, at: Span) -> Result<Words, QueryFault> {
        let folded: Vec<_> = fold::words(&value.text).map(|(_, word)| word).collect();
        let Some(last) = folded.last() else { return Err(QueryFault::NoWord) };
        let long_enough = last.chars().count() >= BEGINNING;
        if value.starred && !long_enough {
            return Err(QueryFault::ShortBeginning);
        }
        // A phrase that is closed is done, and so is a word with a space after it.
        let going_on = self.is_typing() && !(value.phrase && self.text[at.range()].ends_with('"') && at.len() > 1);
        Ok(Words { raw: value.text.clone(), open: value.starred || (going_on && long_enough), folded })
    }

    /// The second at which a time begins. Days begin in Greenwich, as in the list.
    fn time(&self, text: &str) -> Result<i64, QueryFault> {
        let no_time = || QueryFault::NoTime(text.to_owned());
        let now = Timestamp::from_second(self.now).map_err(|_| no_time())?;
        let today = TimeZone::UTC.to_datetime(now).date();
        let long_ago = |number: &str, unit: &str| {
            let number = number.parse::<i32>().ok()?;
            match unit {
                "h" => return self.now.checked_sub(i64::from(number) * 3600),
                "d" => today.checked_sub(jiff::Span::new().try_days(number).ok()?),
                "w" => today.checked_sub(jiff::Span::new().try_weeks(number).ok()?),
                "m" => today.checked_sub(jiff::Span::new().try_months(number).ok()?),
                "y" => today.checked_sub(jiff::Span::new().try_years(number).ok()?),
                _ => return None,
            }
            .ok()
            .and_then(midnight)
        };
        let written = |text: &str| text.parse::<civil::Date>().ok().and_then(midnight);
        let unit = text.len() - text.chars().next_back().map_or(0, char::len_utf8);
        let time = match text {
            "today" => midnight(today),
            "yesterday" => today.yesterday().ok().and_then(midnight),
            _ => long_ago(&text[..unit], &text[unit..])
                .or_else(|| written(text))
                .or_else(|| written(&format!("{text}-01")))
                .or_else(|| written(&format!("{text}-01-01"))),
        };
        time.ok_or_else(no_time)
    }
}

struct Value {
    text: String,
    starred: bool,
    phrase: bool,
}

fn midnight(day: civil::Date) -> Option<i64> {
    TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok().map(Timestamp::as_second)
}

fn error(at: Span, fault: QueryFault) -> QueryError {
    QueryError { at, fault }
}

#[cfg(test)]
mod tests;

//! The query language: what a reader types becomes plain data, or an error that points at the place.
//!
//! ```text
//! words "a phrase" -not NOT this OR that (these and those) begin*  title: feed: tag: by: person: quote:
//! is:unread is:read is:bookmarked since:7d before:2026-01-01
//! ```
//! All must hold; OR joins what stands beside it and binds closest, unless brackets say otherwise. It knows no library: how a query is carried out is
//! for `search`.

mod complete;

use std::fmt;

use jiff::{Timestamp, civil, tz::TimeZone};

pub(super) use complete::{Completing, completing};

use super::fold;
use crate::text::Span;

/// Fewest letters before a star: two would be the beginning of nearly every article's words.
const BEGINNING: usize = 3;
/// Brackets within brackets, at the most.
const DEEPEST: usize = 16;
/// What brackets with OR or a minus may come to, in groups: they multiply.
const MOST_GROUPS: usize = 64;

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
    Person(Words),
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
    /// NOT has nothing behind it.
    LoneNot,
    /// Neither a letter nor a digit.
    NoWord,
    /// Too few letters before a star.
    ShortBeginning,
    /// A bracket that is not closed.
    OpenBracket,
    /// A bracket that closes nothing.
    LoneBracket,
    /// Brackets that come to more than can be looked for.
    TooInvolved,
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
            QueryFault::LoneNot => write!(f, "NOT wants something behind it; write not for the word"),
            QueryFault::NoWord => write!(f, "there is no letter and no digit in this; write a word"),
            QueryFault::ShortBeginning => write!(f, "this is the beginning of too many words; write three letters"),
            QueryFault::OpenBracket => write!(f, "this bracket is not closed; close it with )"),
            QueryFault::LoneBracket => {
                write!(f, "this bracket closes nothing; open it with ( before a word, or take it away")
            }
            QueryFault::TooInvolved => write!(f, "these brackets come to too much; ask in several searches"),
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
        Parser { text, at: 0, now, end: End::Given, depth: 0 }.query()
    }

    /// As [`parse`](Self::parse), while the reader is still typing: the last word may go on, and what only begins at the
    /// end does not count yet.
    ///
    /// # Errors
    /// The query makes no sense, whatever follows.
    pub fn parse_typed(text: &str, now: i64) -> Result<Self, QueryError> {
        Parser { text, at: 0, now, end: End::Open, depth: 0 }.query()
    }

    /// The second at which a time begins, written as after `since:`; `now` is in seconds since 1970.
    ///
    /// # Errors
    /// It is no time.
    pub fn moment(text: &str, now: i64) -> Result<i64, QueryError> {
        let parser = Parser { text, at: 0, now, end: End::Given, depth: 0 };
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
    /// How many brackets are open.
    depth: usize,
}

/// What is found between spaces.
enum Token {
    Or(Span),
    Term(Term),
    /// A bracket, and whether what is in it must not hold.
    Open {
        at: Span,
        negated: bool,
    },
    Close(Span),
    /// The beginning of something, at the end of what is typed, and what it would be as it stands.
    Unfinished(QueryError),
}

impl Parser<'_> {
    fn query(mut self) -> Result<Query, QueryError> {
        match self.all(None)? {
            (groups, _) if !groups.is_empty() => Ok(Query { groups }),
            (_, unfinished) => {
                Err(unfinished.unwrap_or_else(|| error(Span::new(0, self.text.len()), QueryFault::Empty)))
            }
        }
    }

    /// What must hold of all that stands up to the end, or up to the bracket that closes the one that was `opened`; and
    /// what is not finished in it.
    fn all(&mut self, opened: Option<Span>) -> Result<(Vec<Group>, Option<QueryError>), QueryError> {
        let mut parts: Vec<Vec<Group>> = Vec::new();
        let (mut or, mut unfinished, mut is_closed) = (None, None, false);
        while let Some(token) = self.token()? {
            let (part, at) = match token {
                Token::Or(at) if or.is_some() || parts.is_empty() => return Err(error(at, QueryFault::LoneOr)),
                Token::Or(at) => {
                    or = Some(at);
                    continue;
                }
                Token::Unfinished(fault) => {
                    unfinished = Some(fault);
                    continue;
                }
                Token::Close(at) if opened.is_none() => return Err(error(at, QueryFault::LoneBracket)),
                Token::Close(_) => {
                    is_closed = true;
                    break;
                }
                Token::Term(term) => (vec![Group(vec![term])], Span::new(self.at, self.at)),
                Token::Open { at, negated } => match self.bracket(at, negated)? {
                    Ok(part) => (part, at),
                    Err(fault) => {
                        unfinished = Some(fault);
                        continue;
                    }
                },
            };
            match parts.last_mut() {
                Some(last) if or.take().is_some() => *last = either(last, &part, at)?,
                _ => parts.push(part),
            }
        }
        match (or, opened) {
            (Some(at), _) if is_closed || self.end == End::Given => Err(error(at, QueryFault::LoneOr)),
            (_, Some(at)) if !is_closed && self.end == End::Given => Err(error(at, QueryFault::OpenBracket)),
            _ => Ok((parts.into_iter().flatten().collect(), unfinished)),
        }
    }

    /// What stands between brackets; or what is wrong with it while it is not finished.
    fn bracket(&mut self, at: Span, negated: bool) -> Result<Result<Vec<Group>, QueryError>, QueryError> {
        if self.depth == DEEPEST {
            return Err(error(at, QueryFault::TooInvolved));
        }
        self.depth += 1;
        let (groups, unfinished) = self.all(Some(at))?;
        self.depth -= 1;
        if groups.is_empty() {
            let fault = unfinished.unwrap_or_else(|| error(Span { end: self.at as u32, ..at }, QueryFault::NoWord));
            return if self.is_typing() { Ok(Err(fault)) } else { Err(fault) };
        }
        if negated { none(groups, at).map(Ok) } else { Ok(Ok(groups)) }
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
        if is_or(self.rest()) {
            self.at += OR.len();
            return Ok(Some(Token::Or(Span::new(start, self.at))));
        }
        if self.rest().starts_with(')') {
            self.at += 1;
            return Ok(Some(Token::Close(Span::new(start, self.at))));
        }
        let not = self.not();
        if not && (self.rest().is_empty() || self.rest().starts_with(')') || is_or(self.rest())) {
            let fault = error(Span::new(start, start + NOT.len()), QueryFault::LoneNot);
            return if self.is_typing() { Ok(Some(Token::Unfinished(fault))) } else { Err(fault) };
        }
        for (sign, negated) in [("(", not), ("-(", !not)] {
            if self.rest().starts_with(sign) {
                self.at += sign.len();
                return Ok(Some(Token::Open { at: Span::new(start, self.at), negated }));
            }
        }
        let minus = self.rest().starts_with('-') && self.rest().len() > 1;
        self.at += usize::from(minus);
        let negated = minus != not;
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

    /// Takes NOT and the blanks behind it; whether it stands here.
    fn not(&mut self) -> bool {
        if !is_operator(self.rest(), NOT) {
            return false;
        }
        self.at += NOT.len();
        self.at += self.rest().len() - self.rest().trim_start().len();
        true
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
        let Some(phrase) = rest.strip_prefix(is_quotation) else {
            let text = word(rest);
            self.at += text.len();
            let (text, starred) = text.strip_suffix('*').map_or((text, false), |text| (text, true));
            return Ok(Value { text: text.to_owned(), starred, phrase: false });
        };
        let Some((end, mark)) = phrase.char_indices().find(|(_, c)| is_quotation(*c)) else {
            self.at = self.text.len();
            return match self.end {
                End::Open => Ok(Value { text: phrase.to_owned(), starred: false, phrase: true }),
                End::Given => Err(error(Span::new(start, self.text.len()), QueryFault::OpenPhrase)),
            };
        };
        self.at += rest.len() - phrase.len() + end + mark.len_utf8();
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
            Some("person") => What::Person(self.words(&value, at)?),
            Some("since") => What::Since(self.time(text)?),
            Some("before") => What::Before(self.time(text)?),
            Some(_) => match text.to_lowercase().as_str() {
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
        let meant = &self.text[at.range()];
        let is_closed = value.phrase && meant.chars().count() > 1 && meant.ends_with(is_quotation);
        let going_on = self.is_typing() && !is_closed;
        Ok(Words { raw: value.text.clone(), open: value.starred || (going_on && long_enough), folded })
    }

    /// The second at which a time begins. Days begin in Greenwich, as in the list.
    fn time(&self, text: &str) -> Result<i64, QueryFault> {
        let typed = text;
        let no_time = || QueryFault::NoTime(typed.to_owned());
        let now = Timestamp::from_second(self.now).map_err(|_| no_time())?;
        let today = TimeZone::UTC.to_datetime(now).date();
        let long_ago = |number: &str, unit: &str| {
            // What is yet to come is no time that an article could be of.
            let number = number.parse::<i32>().ok().filter(|number| *number >= 0)?;
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
        let text = text.to_lowercase();
        let text = text.as_str();
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

const OR: &str = "OR";
const NOT: &str = "NOT";

fn is_or(text: &str) -> bool {
    is_operator(text, OR)
}

/// Whether a text begins with this word, which is then no word to be found.
fn is_operator(text: &str, operator: &str) -> bool {
    text.strip_prefix(operator).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '(', ')']))
}

/// The marks around a phrase; those that a keyboard or a text has curled are as good.
fn is_quotation(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟')
}

struct Value {
    text: String,
    starred: bool,
    phrase: bool,
}

fn midnight(day: civil::Date) -> Option<i64> {
    TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok().map(Timestamp::as_second)
}

/// The word at the beginning of a text, up to a space or a bracket that closes what was opened before it.
fn word(text: &str) -> &str {
    let mut opened = 0u32;
    let end = text.find(|c: char| match c {
        '(' => {
            opened += 1;
            false
        }
        ')' if opened > 0 => {
            opened -= 1;
            false
        }
        _ => c == ')' || c.is_whitespace(),
    });
    &text[..end.unwrap_or(text.len())]
}

/// What must hold where one or the other must.
fn either(one: &[Group], other: &[Group], at: Span) -> Result<Vec<Group>, QueryError> {
    if one.len() * other.len() > MOST_GROUPS {
        return Err(error(at, QueryFault::TooInvolved));
    }
    let joined = |one: &Group, other: &Group| Group([one.0.as_slice(), &other.0].concat());
    Ok(one.iter().flat_map(|one| other.iter().map(move |other| joined(one, other))).collect())
}

/// What must hold where not all of these may.
fn none(groups: Vec<Group>, at: Span) -> Result<Vec<Group>, QueryError> {
    let mut broken: Option<Vec<Group>> = None;
    for group in groups {
        let alone = |term: Term| Group(vec![Term { negated: !term.negated, ..term }]);
        let all: Vec<_> = group.0.into_iter().map(alone).collect();
        broken = Some(match broken {
            Some(broken) => either(&broken, &all, at)?,
            None => all,
        });
    }
    Ok(broken.unwrap_or_default())
}

fn error(at: Span, fault: QueryFault) -> QueryError {
    QueryError { at, fault }
}

#[cfg(test)]
mod tests;

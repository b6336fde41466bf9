//! JSON Feed. Items are looked at one by one, since one that is not as it should be must not cost the others; where the
//! text itself is broken, each item is cut out, and only what is broken is lost.

use std::borrow::Cow;

use feed_rs::model;
use serde_json::{Deserializer, Value, json};

use super::{Feed, FeedError, item, lost, understood};
use crate::text::CleanLine;

/// The version of JSON Feed that all are read as.
const VERSION: &str = "https://jsonfeed.org/version/1.1";
/// How often the next item is looked for behind a broken one, in one feed.
const MOST_ATTEMPTS: usize = 32;

/// What stands in a feed.
#[derive(Default)]
struct Pieces {
    /// All but the items.
    head: Value,
    /// The items, or why one cannot be read.
    items: Vec<Result<Value, String>>,
    /// What is wrong with the text as a whole.
    fault: Option<String>,
}

/// Reads a JSON Feed.
pub(super) fn read(text: &str, address: &str) -> Result<Feed, FeedError> {
    let text = without_controls(text);
    let Pieces { head, items, fault } = match serde_json::from_str::<Value>(&text) {
        Ok(mut head) => match head.get_mut("items").map(Value::take) {
            Some(Value::Array(items)) => Pieces { head, items: items.into_iter().map(Ok).collect(), fault: None },
            _ => return Err(FeedError::Unknown),
        },
        Err(error) => cut(&text).ok_or_else(|| FeedError::Broken(CleanLine::new(&error.to_string())))?,
    };
    let version = head.get("version").and_then(Value::as_str);
    if !version.is_some_and(|version| version.contains("jsonfeed.org")) {
        return Err(FeedError::Unknown);
    }
    let mut frame = frame(&head);
    let mut with = |items: Vec<Value>| {
        frame["items"] = Value::Array(items);
        understood(&frame.to_string())
    };
    let mut whole = with(Vec::new()).map_err(FeedError::Broken)?;
    let mut faults = Vec::new();
    for (number, read) in (1..).zip(items) {
        let title = read.as_ref().ok().and_then(|item| item.get("title")).and_then(Value::as_str).unwrap_or_default();
        let title = title.to_owned();
        match read.map_err(|why| CleanLine::new(&why)).and_then(|item| with(vec![with_words_for_id(item)])) {
            Ok(model::Feed { mut entries, .. }) => whole.entries.append(&mut entries),
            Err(why) => faults.push(lost(number, &title, &why)),
        }
    }
    faults.extend(fault.map(|fault| CleanLine::new(&fault)));
    match faults.first() {
        Some(fault) if whole.entries.is_empty() => Err(FeedError::Broken(fault.clone())),
        _ => Ok(item::read(whole, faults, address)),
    }
}

/// What is said of the feed itself; where that cannot be understood, the least.
fn frame(head: &Value) -> Value {
    let title = head.get("title").and_then(Value::as_str).unwrap_or_default();
    let bare = json!({"version": VERSION, "title": title, "items": []});
    let mut frame = bare.clone();
    for key in ["home_page_url", "author", "authors"] {
        frame[key] = head.get(key).cloned().unwrap_or_default();
    }
    if understood(&frame.to_string()).is_ok() { frame } else { bare }
}

fn with_words_for_id(mut item: Value) -> Value {
    if let Some(id) = item.get_mut("id").filter(|id| id.is_number()) {
        *id = Value::from(id.to_string());
    }
    item
}

/// The text with spaces for the controls that JSON does not allow in it: between words they mean no more.
fn without_controls(text: &str) -> Cow<'_, str> {
    let is_control = |c: char| c < ' ';
    if text.contains(is_control) { text.replace(is_control, " ").into() } else { text.into() }
}

/// Cuts a broken feed up. `None` where its items cannot be found.
fn cut(text: &str) -> Option<Pieces> {
    let (key, mut at) = items_at(text)?;
    let head = format!("{}}}", text[..key].trim_end().trim_end_matches(','));
    let mut pieces = Pieces { head: serde_json::from_str(&head).ok()?, ..Pieces::default() };
    let mut attempts = MOST_ATTEMPTS;
    loop {
        at += text[at..].len() - text[at..].trim_start_matches([' ', ',']).len();
        let rest = &text[at..];
        if rest.starts_with(']') {
            return Some(pieces);
        }
        match read_one(rest) {
            Some(Ok((item, length))) => {
                pieces.items.push(Ok(item));
                at += length;
            }
            Some(Err(why)) => {
                pieces.items.push(Err(why));
                let Some(next) = next_item(rest, &mut attempts) else { return Some(pieces) };
                at += next;
            }
            None => {
                pieces.fault = Some("the feed breaks off; what stands before that was read".to_owned());
                return Some(pieces);
            }
        }
    }
}

/// Where the key of the items stands, and what stands within their brackets begins.
fn items_at(text: &str) -> Option<(usize, usize)> {
    let (mut depth, mut begun) = (0usize, None);
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match (byte, begun) {
            (b'\\', Some(_)) => drop(bytes.next()),
            (b'"', None) => begun = Some(at),
            (b'"', Some(start)) => {
                begun = None;
                let behind = text[at + 1..].trim_start().strip_prefix(':').map(str::trim_start);
                if depth == 1
                    && &text[start..=at] == "\"items\""
                    && let Some(within) = behind.and_then(|behind| behind.strip_prefix('['))
                {
                    return Some((start, text.len() - within.len()));
                }
            }
            (b'{' | b'[', None) => depth += 1,
            (b'}' | b']', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The value at the beginning of a text, and its length; or what is wrong with it. `None` where there is nothing.
fn read_one(text: &str) -> Option<Result<(Value, usize), String>> {
    let mut values = Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next()?;
    Some(value.map(|value| (value, values.byte_offset())).map_err(|error| {
        let why = error.to_string();
        // The line and the column would be those of what was cut out.
        why.split_once(" at line ").map_or(why.as_str(), |(why, _)| why).to_owned()
    }))
}

/// Where, behind a broken item, the next one begins that is whole.
fn next_item(text: &str, attempts: &mut usize) -> Option<usize> {
    for (at, _) in text.match_indices('{').skip(1) {
        let before = text[..at].trim_end().strip_suffix(',').map(str::trim_end);
        if !before.is_some_and(|before| before.ends_with('}')) {
            continue;
        }
        *attempts = attempts.checked_sub(1)?;
        // What has no id is a part of an item.
        if matches!(read_one(&text[at..]), Some(Ok((item, _))) if item.get("id").is_some()) {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"{"version": "https://jsonfeed.org/version/1", "title": "E, \"items\": [", "items" : ["#;

    /// The titles of the items, and the faults.
    #[track_caller]
    fn check(items: &str, titles: &[&str], faults: &[&str]) {
        let feed = read(&format!("{HEAD}{items}"), "https://a.example/").unwrap();
        let found: Vec<_> = feed.items.iter().map(|item| item.article.title.text.as_str()).collect();
        assert_eq!(found, titles);
        assert_eq!(feed.faults.iter().map(CleanLine::as_str).collect::<Vec<_>>(), faults);
        assert_eq!(feed.title.as_ref().map(CleanLine::as_str), Some("E, \"items\": ["));
    }

    const ONE: &str = r#"{"id": "1", "title": "One", "tags": ["a", "b"], "authors": [{"name": "A"}, {"name": "B"}]}"#;
    const TWO: &str = r#"{"id": 2, "title": "Two", "content_text": "] } {"}"#;

    #[test]
    fn what_stands_before_a_break_is_read() {
        check(&format!("{ONE}, {TWO}"), &["One", "Two"], &["the feed breaks off; what stands before that was read"]);
        let eof = "item 2 is broken and left out: EOF while parsing a string";
        check(&format!("{ONE}, {}", &TWO[..20]), &["One"], &[eof]);
        check(&format!("{ONE},"), &["One"], &["the feed breaks off; what stands before that was read"]);
    }

    #[test]
    fn a_broken_item_costs_no_other() {
        let quoted = r#"{"id": "3", "title": "the "old" one", "authors": [{"name": "A"}, {"name": "B"}]}"#;
        let why = "item 1 is broken and left out: expected `,` or `}`";
        check(&format!("{quoted}, {ONE}, {TWO}]}}"), &["One", "Two"], &[why]);
        check(&format!("{ONE} {TWO}]"), &["One", "Two"], &[]);
    }

    #[test]
    fn raw_controls_in_a_string_are_spaces() {
        check("{\"id\": \"1\", \"title\": \"One\tand\none\"}]}", &["One and one"], &[]);
    }

    #[test]
    fn what_holds_no_item_is_told() {
        let broken = |text: &str| read(text, "").unwrap_err();
        assert!(matches!(broken(&HEAD[..50]), FeedError::Broken(_)));
        assert!(matches!(broken(HEAD), FeedError::Broken(_)));
        assert_eq!(broken("{\"a\": 1}"), FeedError::Unknown);
        assert_eq!(broken("{\"version\": \"2\", \"items\": [{\"id\": 1},"), FeedError::Unknown);
    }

    #[test]
    fn a_hostile_text_is_refused() {
        let text = format!("{HEAD}{{\"id\": {}", "},{\"id\":\"".repeat(20_000));
        assert!(read(&text, "").is_err());
    }
}

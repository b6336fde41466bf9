//! Queries as they are read, and errors as they point.

use super::*;

/// Tuesday, 10 March 2026, shortly after noon in Greenwich.
const NOW: i64 = 1_773_145_000;

/// How a query is understood: groups in a row, alternatives with a bar between.
fn told(query: &Query) -> String {
    let words = |words: &Words| format!("{}{}", words.folded.join("+"), if words.open { "*" } else { "" });
    let term = |term: &Term| {
        let what = match &term.what {
            What::Words(Field::Anywhere, found) => words(found),
            What::Words(Field::Title, found) => format!("title:{}", words(found)),
            What::Words(Field::Byline, found) => format!("by:{}", words(found)),
            What::Quote(found) => format!("quote:{}", words(found)),
            What::Feed(name) => format!("feed:{name}"),
            What::Tag(name) => format!("tag:{name}"),
            What::Person(found) => format!("person:{}", words(found)),
            What::Unread => "unread".to_owned(),
            What::Bookmarked => "bookmarked".to_owned(),
            What::Since(at) => format!("since:{}", Timestamp::from_second(*at).unwrap()),
            What::Before(at) => format!("before:{}", Timestamp::from_second(*at).unwrap()),
        };
        format!("{}{what}", if term.negated { "-" } else { "" })
    };
    let group = |group: &Group| group.0.iter().map(term).collect::<Vec<_>>().join("|");
    query.groups.iter().map(group).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(text: &str, wanted: &str) {
    assert_eq!(Query::parse(text, NOW).map(|query| told(&query)), Ok(wanted.to_owned()));
}

#[track_caller]
fn check_typed(text: &str, wanted: &str) {
    assert_eq!(Query::parse_typed(text, NOW).map(|query| told(&query)), Ok(wanted.to_owned()));
}

#[track_caller]
fn refused(text: &str, place: &str, told: &str) {
    let error = Query::parse(text, NOW).unwrap_err();
    assert_eq!((&text[error.at.range()], error.to_string().contains(told)), (place, true), "{error}");
}

#[test]
fn words_phrases_and_beginnings() {
    check("Harbour  “Fire”", "harbour fire");
    check("\"Old harbour\" Été", "old+harbour ete");
    check("harb* \"old harb\"*", "harb* old+harb*");
    check("covid-19 don't", "covid+19 don+t");
    check("or and not", "or and not");
    check("“Old harbour” title:„a b“ \"c d”", "old+harbour title:a+b c+d");
    check("person:mand* person:\"Ann L\"", "person:mand* person:ann+l");
}

#[test]
fn what_must_not_stand_and_what_may() {
    check("fire -harbour -\"two words\"", "fire -harbour -two+words");
    check("a OR b c OR -d OR e f", "a|b c|-d|e f");
    check("-is:unread -is:read is:READ", "-unread unread -unread");
    check("fire NOT fog NOT title:a", "fire -fog -title:a");
    check("NOT -fog a OR NOT b", "fog a|-b");
    check("NOT(a b) NOT (c) -NOT x NOTE", "-a|-b -c -not x note");
    check_typed("fire NOT", "fire");
    check_typed("fire NOT ", "fire");
    check_typed("fire NOT fo", "fire -fo");
}

#[test]
fn brackets_hold_together() {
    check("(a OR b) c", "a|b c");
    check("(a b) OR c", "a|c b|c");
    check("a (b c)", "a b c");
    check("-(a b) c", "-a|-b c");
    check("-(a OR b)", "-a -b");
    check("-(a -(b OR c))", "-a|b|c");
    check("x OR(title:\"a b\" -harb*)OR y", "x|title:a+b|y x|-harb*|y");
    check("person:\"Ann (Lee)\" f(x) (g(x))", "person:ann+lee f+x g+x");
    check_typed("(a OR (b harb", "a|b a|harb*");
    check_typed("a (", "a");
    check_typed("a -(is:", "a");
    check_typed("a OR (", "a");
    assert_eq!(Query::parse_typed("(", NOW).unwrap_err().fault, QueryFault::NoWord);
}

#[test]
fn fields_and_their_values() {
    check("title:Fire by:\"Jo Doe\" quote:rust*", "title:fire by:jo+doe quote:rust*");
    check("feed:Gazette tag:news person:\"Ann Lee\"", "feed:Gazette tag:news person:ann+lee");
    check("is:bookmarked is:unread TITLE:x", "bookmarked unread title:x");
    check("-feed:x OR tag:y", "-feed:x|tag:y");
    check("10:30 :x", "10+30 x");
}

#[test]
fn times_are_days_of_the_list() {
    check("since:7d", "since:2026-03-03T00:00:00Z");
    check("since:2w before:1m", "since:2026-02-24T00:00:00Z before:2026-02-10T00:00:00Z");
    check("since:1y before:today", "since:2025-03-10T00:00:00Z before:2026-03-10T00:00:00Z");
    check("since:TODAY", "since:2026-03-10T00:00:00Z");
    check("since:2h", "since:2026-03-10T10:16:40Z");
    check("since:2026-01-31 before:yesterday", "since:2026-01-31T00:00:00Z before:2026-03-09T00:00:00Z");
    check("since:2025 before:2025-11", "since:2025-01-01T00:00:00Z before:2025-11-01T00:00:00Z");
}

#[test]
fn errors_point_at_the_place() {
    refused("", "", "write a word");
    refused("fire who:x", "who:", "who: is no field; there are title: feed:");
    refused("https://example.org", "https:", "\"quotes\"");
    refused("fire title: x", "title:", "something after title: without a space (words of the title)");
    refused("a is:old", "old", "is:unread is:read is:bookmarked");
    refused("since:soon x", "soon", "7d, 2w");
    refused("since:2026-02-30", "2026-02-30", "no time");
    refused("since:99999999999y", "99999999999y", "no time");
    refused("a \"open phrase", "\"open phrase", "close it");
    refused("OR a", "OR", "both sides");
    refused("a OR", "OR", "both sides");
    refused("a OR OR b", "OR", "both sides");
    refused("a –", "–", "no letter");
    refused("ab*", "ab*", "three letters");
    refused("\"\"", "\"\"", "no letter");
    refused("since:-7d", "-7d", "no time");
    refused("a NOT", "NOT", "not for the word");
    refused("a NOT OR b", "NOT", "something behind it");
    refused("(a NOT) b", "NOT", "something behind it");
    refused("“open phrase", "“open phrase", "close it");
    refused("a (b OR c", "(", "close it with )");
    refused("a -((b) c", "-(", "close it with )");
    refused("a b) c", ")", "closes nothing");
    refused("title:(a b)", ")", "closes nothing");
    refused("a () b", "()", "no letter");
    refused("(a OR) b", "OR", "both sides");
    refused("(is:old)", "old", "is:unread");
    refused(&"(".repeat(99), "(", "too much");
    let much = ["(a b c)"; 9].join(" OR ");
    refused(&much, "(", "too much");
}

#[test]
fn while_it_is_typed_the_last_word_goes_on() {
    check_typed("old harb", "old harb*");
    check_typed("old harb ", "old harb");
    check_typed("ol", "ol");
    check_typed("\"old har", "old+har*");
    check_typed("\"old har\"", "old+har");
    check_typed("“old har”", "old+har");
    check_typed("“old har", "old+har*");
    check_typed("title:fir", "title:fir*");
    check_typed("fire is:un", "fire");
    check_typed("fire since:", "fire");
    check_typed("fire since:20", "fire");
    check_typed("fire -", "fire");
    check_typed("fire OR", "fire");
    assert!(Query::parse_typed("is:x fire", NOW).is_err(), "what is finished must make sense");
    assert_eq!(Query::parse_typed("is:", NOW).unwrap_err().fault, QueryFault::NoValue("is".to_owned()));
    assert_eq!(Query::parse_typed("since:20", NOW).unwrap_err().fault, QueryFault::NoTime("20".to_owned()));
}

#[track_caller]
fn lit(query: &str, text: &str, wanted: &[&str]) {
    let found = Query::parse(query, NOW).unwrap().lights(text);
    assert_eq!(found.iter().map(|span| &text[span.range()]).collect::<Vec<_>>(), wanted);
}

#[test]
fn what_is_found_is_lit_where_it_stands() {
    lit("fire", "A fire, FIRE and fires.", &["fire", "FIRE"]);
    lit("fire*", "A fire and fires.", &["fire", "fires"]);
    lit("ete", "L’été.", &["été"]);
    lit("\"old harbour\" harbour", "The old\nharbour, an old house, a harbour.", &["old\nharbour", "harbour"]);
    lit("a OR -b title:c by:d quote:e", "a b c d e", &["a", "e"]);
    lit("is:unread", "unread", &[]);
}

#[test]
fn a_title_is_lit_where_titles_are_searched() {
    let query = Query::parse("title:fire harbour by:x", NOW).unwrap();
    let title = "Harbour fire x";
    assert_eq!(query.lights_in_title(title), [Span::new(0, 7), Span::new(8, 12)]);
}

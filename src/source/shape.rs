//! What a line of text is by its looks alone: a title, a heading, a credit, a byline, a date, the end of a sentence.
//!
//! It sees one line and no neighbours; what a line is among others is decided by who asks. In doubt a line is running
//! text, since a heading wrongly found hides what somebody said in it.

use jiff::civil;

/// Longest heading, in bytes.
pub(super) const LONGEST_HEADING: usize = 160;
/// Longest title, in bytes.
pub(super) const LONGEST_TITLE: usize = 240;
/// Most words of a heading; more is a sentence without its full stop.
const HEADING_WORDS: usize = 18;
/// Columns of a title that is made from the first sentence.
const MADE_TITLE: usize = 80;

/// Words of saying that turn a line with quotation marks into speech.
const SAYING: [&str; 22] = [
    "said",
    "says",
    "say",
    "told",
    "tells",
    "asked",
    "asks",
    "added",
    "adds",
    "wrote",
    "writes",
    "replied",
    "replies",
    "tweeted",
    "explained",
    "recalled",
    "insisted",
    "shouted",
    "stated",
    "continued",
    "answered",
    "noted",
];

/// What credits a picture, as the first word of a line, in lower case.
const CREDIT_WORDS: [&str; 14] = [
    "image",
    "images",
    "photo",
    "photos",
    "photograph",
    "photographs",
    "photography",
    "picture",
    "pictures",
    "video",
    "graphic",
    "illustration",
    "credit",
    "credits",
];

/// Whether the line looks like a heading within a text.
pub(super) fn is_heading(line: &str) -> bool {
    line.len() <= LONGEST_HEADING
        && (!ends_sentence(line) || is_wholly_in_single_marks(line) && is_capitalised(line))
        && line.split(' ').count() <= HEADING_WORDS
        && begins_like_a_heading(line)
        && !line.ends_with([':', ';', ',', '-', '–', '—', '…', '/', '\'', '"', '”', '»'])
            | is_wholly_in_single_marks(line)
        && sentence_ends_inside(line) == 0
        && !line.ends_with(" and")
        && !line.ends_with(" or")
        && !is_address(line)
        && !is_speech(line)
        && !names_a_speaker(line)
}

/// Whether the line looks like the title of a text.
pub(super) fn is_title(line: &str) -> bool {
    let is_closed = ends_sentence(line) && !line.ends_with(['?', '!', '？', '！']);
    line.len() <= LONGEST_TITLE
        && line.chars().any(char::is_alphabetic)
        && !line.ends_with([':', ',', '/', '…'])
        && (!is_closed || is_title_case(line))
        && sentence_ends_inside(line) <= 1
        && !is_wholly_in_double_marks(line)
        && !is_dateline(line)
        && !is_address(line)
        && byline(line).is_none()
        && !is_credit(line)
        && date(line).is_none()
}

/// Who wrote a text, if the line is such a line: "By Jane Doe" gives "Jane Doe".
pub(super) fn byline(line: &str) -> Option<&str> {
    let name = ["By ", "BY ", "by "].iter().find_map(|by| line.strip_prefix(by))?;
    let name = name.trim_start_matches(':').trim();
    let is_name = name.len() <= 100
        && name.split(' ').count() <= 14
        && name.chars().next().is_some_and(char::is_uppercase)
        && name.split(' ').filter(|word| word.chars().next().is_some_and(char::is_lowercase)).count() <= 3
        && !ends_sentence(name)
        && !name.contains(['"', '“', '?', '!', ';']);
    is_name.then_some(name)
}

/// Whether the line credits a picture: "(Image Credits: AP)", "Photograph: Jane Doe", "(AP Photo/Jane Doe)".
pub(super) fn is_credit(line: &str) -> bool {
    if line.len() > 160 || is_address(line) {
        return false;
    }
    let inner = line.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
    let words = inner.unwrap_or(line);
    let mut parts = words.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default();
    let names_maker = CREDIT_WORDS.iter().any(|word| first.eq_ignore_ascii_case(word)) && !ends_sentence(words);
    if inner.is_none() && !names_maker {
        return false;
    }
    let before_colon = words.split_once(':').map(|(before, _)| before.split(' ').count());
    let second = parts.next().unwrap_or_default();
    let is_by = ["by", "via", "courtesy", "credit", "credits"].contains(&second.to_lowercase().as_str());
    if inner.is_some() {
        let agency =
            ["AP", "AFP", "EPA", "Reuters", "Getty", "PA"].contains(&words.split([' ', '/']).next().unwrap_or(""));
        return names_maker && (before_colon.is_some() || is_by || words.contains('/'))
            || agency && (words.contains('/') || words.to_lowercase().contains("photo") || words.contains("Images"));
    }
    before_colon == Some(1) || is_by && (before_colon == Some(2) || words.len() <= 80)
}

/// The day that the line names, if it is nothing but a date.
pub(super) fn date(line: &str) -> Option<civil::Date> {
    const FORMS: [&str; 8] = [
        "%A, %B %d, %Y",
        "%B %d, %Y",
        "%d %B %Y",
        "%A, %d %B %Y",
        "%A %d %B %Y",
        "%A %B %d, %Y",
        "%Y-%m-%d",
        "%b %d, %Y",
    ];
    if line.len() > 40 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    FORMS.iter().find_map(|form| civil::Date::strptime(form, line).ok())
}

/// Whether the text ends where a sentence does, quotation marks and brackets aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(is_closing).ends_with(is_stop)
}

/// The first sentence of `text`, cut at a word where it is long; empty only where `text` has no word.
pub(super) fn made_title(text: &str) -> String {
    let end = sentence_ends(text).next().unwrap_or(text.len());
    let sentence = text[..end].trim();
    let mut columns = 0;
    let mut last_word = 0;
    for (at, grapheme) in crate::text::graphemes(sentence) {
        columns += crate::text::grapheme_width(grapheme);
        if grapheme == " " {
            last_word = at;
        }
        if columns > MADE_TITLE {
            let cut = if last_word > 0 { last_word } else { at };
            return format!("{}…", sentence[..cut].trim_end_matches([' ', ',', ';', ':', '-', '–', '—']));
        }
    }
    sentence.to_owned()
}

fn begins_like_a_heading(line: &str) -> bool {
    let first = line.trim_start_matches(['\'', '‘', '’', '¿', '¡', '(']).chars().next();
    first.is_some_and(|c| c.is_numeric() || c.is_alphabetic() && !c.is_lowercase())
        && line.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// 'If we see terrorists, we attack' — how some papers set a sub-heading that quotes.
fn is_wholly_in_single_marks(line: &str) -> bool {
    line.starts_with(['\'', '‘']) && line.ends_with(['\'', '’'])
}

fn is_wholly_in_double_marks(line: &str) -> bool {
    line.starts_with(is_double_mark) && line.ends_with(is_double_mark) && line.matches(is_double_mark).count() <= 2
}

/// Whether somebody speaks in the line: words in double marks that are more than a term in its middle.
fn is_speech(line: &str) -> bool {
    let mut marks = line.match_indices(is_double_mark);
    let Some((open, _)) = marks.next() else { return false };
    let close = marks.next().map_or(line.len(), |(at, _)| at);
    open == 0
        || line[..open].trim_end().ends_with([':', ','])
        || line[open..close].split(' ').count() > 4
        || line.split(|c: char| !c.is_alphabetic()).any(|word| SAYING.contains(&word.to_lowercase().as_str()))
}

/// "SMITH: Yes, of course" is a line of a transcript.
fn names_a_speaker(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(name, _)| {
        name.split(' ').count() <= 3 && name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase)
    })
}

/// "KABUL (AP) — …" begins running text.
fn is_dateline(line: &str) -> bool {
    [") — ", ") – ", ") - ", ") -- "].iter().any(|dash| line.find(dash).is_some_and(|at| at < 60))
}

fn is_address(line: &str) -> bool {
    line.contains("://") || line.starts_with("www.") || line.contains('@')
}

/// Whether four in five of the longer words begin with a capital.
fn is_title_case(line: &str) -> bool {
    let words = line.split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'').filter(|word| word.len() > 3);
    let (mut capital, mut all) = (0, 0);
    for word in words {
        all += 1;
        capital += usize::from(!word.starts_with(char::is_lowercase));
    }
    all >= 3 && capital * 5 >= all * 4
}

/// Whether a line quotes as headlines do: in single marks, where running text would use double ones.
pub(super) fn quotes_like_a_headline(line: &str) -> bool {
    let opens = |(at, _): (usize, &str)| line[..at].ends_with([' ', ':']);
    let closes = |(at, mark): (usize, &str)| !line[at + mark.len()..].starts_with(char::is_alphanumeric);
    let open = line.match_indices(['\'', '‘']).find(|&mark| opens(mark));
    let close = line.rmatch_indices(['\'', '’']).find(|&mark| closes(mark));
    open.zip(close).is_some_and(|((open, _), (close, _))| open < close)
        && !line.contains(is_double_mark)
        && sentence_ends_inside(line) == 0
}

/// Whether every word but the smallest begins with a capital.
fn is_capitalised(line: &str) -> bool {
    let words = line.split(' ').map(|word| word.trim_start_matches(is_opening));
    words.clone().count() > 1 && words.into_iter().all(|word| word.len() <= 3 || !word.starts_with(char::is_lowercase))
}

fn sentence_ends_inside(line: &str) -> usize {
    sentence_ends(line).filter(|&end| end < line.trim_end().len()).count()
}

/// Where sentences end: after a stop that is followed by a space and the beginning of another sentence, and that does
/// not belong to an initial, an abbreviation or a number.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(is_stop).filter_map(|(at, stop)| {
        let after = &text[at + stop.len()..];
        let rest = after.trim_start_matches(is_closing);
        let end = text.len() - rest.len();
        if stop.len() > 1 {
            return Some(end);
        }
        let next = rest.strip_prefix(' ')?.trim_start();
        let begins = next.chars().find(|c| !is_opening(*c))?;
        let word = text[..at].rsplit([' ', '(', '“', '"']).next().unwrap_or_default();
        (!begins.is_lowercase() && (stop != "." || !is_abbreviation(word))).then_some(end)
    })
}

/// "J", "U.S", "Dr", "Sept": what a full stop follows within a sentence.
fn is_abbreviation(word: &str) -> bool {
    const TITLES: [&str; 28] = [
        "Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Gov", "Sen", "Rep", "Lt", "Col", "Sgt", "Capt", "Prof", "Rev", "Hon",
        "Jr", "Sr", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "No", "vs", "Maj",
    ];
    word.contains('.') || TITLES.contains(&word) || word.chars().count() == 1 && word.chars().all(char::is_uppercase)
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」')
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '「')
}

pub(super) fn is_double_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn heading(line: &str) {
        assert!(is_heading(line), "{line}");
    }

    #[track_caller]
    fn running(line: &str) {
        assert!(!is_heading(line), "{line}");
    }

    #[test]
    fn short_lines_without_a_stop_are_headings() {
        heading("A new start for the harbour");
        heading("TOUGH STANCE ON FISHING QUOTAS");
        heading("'If the river rises again, we will leave the town at once'");
        heading("‘We never saw it coming’");
        heading("Decades of work undone");
        heading("What the U.S. Coast Guard found");
        heading("The “forgotten” villages of the north");
        heading("2019 to 2021");
        heading("港の新しい始まり");
    }

    #[test]
    fn sentences_and_speech_are_no_headings() {
        running("The harbour opened on Monday.");
        running("“We won”");
        running("\"But it is what we have,\"");
        running("Mayor says harbour is “as good as it ever was”");
        running("Doe: “We are open”");
        running("DOE: We are open");
        running("Doe continued:");
        running("It rained. Then it stopped");
        running("– Jane Doe, in a letter");
        running("and so on");
        running("A new roof; and");
        running("https://example.com/a");
        running("7");
        running(&"Long ".repeat(19));
    }

    #[test]
    fn headlines_quote_in_single_marks() {
        for line in ["Mayor calls bridge an 'open wound.'", "A lesson from the coast: ‘Never turn your back.’"] {
            assert!(quotes_like_a_headline(line), "{line}");
        }
        for line in ["The mayor’s bridge isn’t open.", "It was 'open.' It was not.", "'Open' and \"closed\" at once."]
        {
            assert!(!quotes_like_a_headline(line), "{line}");
        }
        heading("'All Bets Are Off.'");
        running("'We lost the bet.'");
    }

    #[test]
    fn titles_may_ask_and_shout() {
        for line in [
            "Who owns the sea?",
            "Harbour opens at last!",
            "Harbour Opens After Nine Years of Delays.",
            "“We won,” says mayor",
        ] {
            assert!(is_title(line), "{line}");
        }
        for line in [
            "The harbour opened after nine years of delays.",
            "“We won.”",
            "PORT DOVER (AP) — The harbour opened",
            "By Jane Doe",
            "Photo: Jane Doe",
            "***",
            "One. Two. Three.",
        ] {
            assert!(!is_title(line), "{line}");
        }
    }

    #[test]
    fn bylines_name_people() {
        assert_eq!(byline("By Jane Doe"), Some("Jane Doe"));
        assert_eq!(byline("BY JANE DOE AND JOHN ROE"), Some("JANE DOE AND JOHN ROE"));
        assert_eq!(byline("By Jane van der Doe, Staff Writer"), Some("Jane van der Doe, Staff Writer"));
        assert_eq!(byline("By Monday the water had gone."), None);
        assert_eq!(byline("By the time help came, it was over"), None);
        assert_eq!(byline("Bye Jane"), None);
    }

    #[test]
    fn credits_name_makers_of_pictures() {
        for line in [
            "(Image Credits: AP)",
            "(Photo: Jane Doe/Reuters)",
            "Photograph: Jane Doe/The Herald",
            "(AP Photo/Jane Doe)",
            "Photo by Jane Doe",
            "[Photo courtesy of the museum]",
            "Image credit: NASA",
        ] {
            assert!(is_credit(line), "{line}");
        }
        for line in [
            "(AP)",
            "Photo shows the harbour",
            "Photos by the thousand were taken.",
            "Image is everything: he knew it",
            "Credit where it is due",
        ] {
            assert!(!is_credit(line), "{line}");
        }
    }

    #[test]
    fn dates_stand_alone() {
        let day = civil::date(2017, 7, 21);
        for line in ["Friday, July 21, 2017", "July 21, 2017", "21 July 2017", "2017-07-21"] {
            assert_eq!(date(line), Some(day), "{line}");
        }
        assert_eq!(date("July 2017"), None);
        assert_eq!(date("On July 21, 2017"), None);
    }

    #[test]
    fn a_made_title_is_the_first_sentence() {
        assert_eq!(made_title("Dr. Jane Doe of the U.S. Navy won. She left."), "Dr. Jane Doe of the U.S. Navy won.");
        assert_eq!(made_title("“We won.” She left."), "“We won.”");
        assert_eq!(made_title("no stop"), "no stop");
        let long = "word ".repeat(30);
        assert_eq!(made_title(&long), format!("{}…", "word ".repeat(16).trim_end()));
        assert_eq!(made_title(&"x".repeat(100)), format!("{}…", "x".repeat(80)));
    }
}

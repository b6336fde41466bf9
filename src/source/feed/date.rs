//! The dates of feeds, as they are written in the wild: the forms of the standards, what servers and databases print, and
//! names of zones that no standard has.

use jiff::{Timestamp, civil, tz::Offset};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Zones that feeds name, in minutes ahead of Greenwich.
const ZONES: [(&str, i32); 35] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("eet", 120),
    ("eest", 180),
    ("sast", 120),
    ("msk", 180),
    ("ist", 330),
    ("wib", 420),
    ("sgt", 480),
    ("hkt", 480),
    ("awst", 480),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("art", -180),
];

/// The moment that a feed writes. What has no time stands at the beginning of its day, what has no zone in Greenwich.
pub(super) fn read(raw: &str) -> Option<Timestamp> {
    let raw = raw.trim();
    raw.parse().ok().or_else(|| since_1970(raw)).or_else(|| Parts::of(raw).moment())
}

/// Seconds or milliseconds since 1970.
fn since_1970(raw: &str) -> Option<Timestamp> {
    let is_number = raw.bytes().all(|byte| byte.is_ascii_digit());
    match raw.len() {
        9 | 10 if is_number => Timestamp::from_second(raw.parse().ok()?).ok(),
        12 | 13 if is_number => Timestamp::from_millisecond(raw.parse().ok()?).ok(),
        _ => None,
    }
}

/// What the words of a date tell. Words that tell nothing, as the day of the week in any language, are passed over.
#[derive(Default)]
struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: (i8, i8, i8),
    is_afternoon: Option<bool>,
    minutes_ahead: i32,
}

impl Parts {
    fn of(raw: &str) -> Self {
        let mut parts = Self::default();
        let is_date =
            |part: &str| part.len() == 10 && part.bytes().all(|byte| byte.is_ascii_digit() || b"-/.".contains(&byte));
        let (first, rest) = raw.split_at(raw.floor_char_boundary(10));
        let rest = if is_date(first) {
            let mut numbers = first.split(['-', '/', '.']);
            parts.year = numbers.next().filter(|year| year.len() == 4).and_then(year);
            parts.month = numbers.next().and_then(|month| month.parse().ok());
            parts.day = numbers.next().and_then(|day| day.parse().ok());
            rest.trim_start_matches('T')
        } else {
            raw
        };
        for word in rest.split([' ', ',', '(', ')', '\u{a0}', '\n']).filter(|word| !word.is_empty()) {
            parts.take(&word.to_ascii_lowercase());
        }
        parts
    }

    fn take(&mut self, word: &str) {
        let begins_with = |is: fn(char) -> bool| word.starts_with(is);
        if let Some((hour, rest)) = word.split_once(':').filter(|_| begins_with(|c| c.is_ascii_digit())) {
            self.take_time(hour, rest);
        } else if let Some(minutes) = zone(word) {
            self.minutes_ahead = minutes;
        } else if matches!(word, "am" | "a.m." | "pm" | "p.m.") {
            self.is_afternoon = Some(word.starts_with('p'));
        } else if begins_with(char::is_alphabetic) {
            let name = word.trim_end_matches('.');
            let month = MONTHS.iter().position(|month| name.len() > 2 && (month.starts_with(name) || name == "sept"));
            self.month = self.month.or(month.and_then(|month| i8::try_from(month + 1).ok()));
        } else {
            // "01-jun-2026".
            let mut pieces = word.split('-');
            let number = pieces.next().unwrap_or_default().trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
            match number.len() {
                1 | 2 if self.day.is_none() => self.day = number.parse().ok(),
                2 | 4 if self.year.is_none() => self.year = year(number),
                _ => {}
            }
            pieces.for_each(|piece| self.take(piece));
        }
    }

    /// "10:00", "10:00:00.5Z", "10:00:00+0200", "10:00pm".
    fn take_time(&mut self, hour: &str, rest: &str) {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(rest.len());
        let (digits, behind) = rest.split_at(end);
        let mut numbers = digits.split(':').map(|number| number.parse().unwrap_or_default());
        let minute = numbers.next().unwrap_or_default();
        // A minute of 61 seconds is told where one is put in.
        self.time = (hour.parse().unwrap_or_default(), minute, numbers.next().unwrap_or_default().min(59));
        let behind =
            behind.strip_prefix('.').map_or(behind, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
        if !behind.is_empty() {
            self.take(behind);
        }
    }

    fn moment(&self) -> Option<Timestamp> {
        let (hour, minute, second) = self.time;
        let hour = match self.is_afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        let day = civil::Date::new(self.year?, self.month?, self.day?).ok()?;
        let time = civil::Time::new(hour, minute, second, 0).ok()?;
        let offset = Offset::from_seconds(self.minutes_ahead * 60).ok()?;
        offset.to_timestamp(day.to_datetime(time)).ok()
    }
}

/// A year of four digits, or of two; of four that were made from two.
fn year(digits: &str) -> Option<i16> {
    match digits.parse().ok()? {
        year @ 0..70 => Some(2000 + year),
        year @ 70..100 => Some(1900 + year),
        year => Some(year),
    }
}

/// "+0200", "-05:30", "cest", "gmt+2": minutes ahead of Greenwich.
fn zone(word: &str) -> Option<i32> {
    if let Some((_, minutes)) = ZONES.iter().find(|(name, _)| *name == word) {
        return Some(*minutes);
    }
    let word = word.strip_prefix("gmt").or_else(|| word.strip_prefix("utc")).unwrap_or(word);
    let (sign, digits) = match word.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-" | "−", digits) => (-1, digits),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    let (hours, minutes) =
        if digits.len() > 2 { digits.split_at_checked(digits.len() - 2)? } else { (digits.as_str(), "0") };
    Some(sign * (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, moment: &str) {
        assert_eq!(read(raw).map(|moment| moment.to_string()).as_deref(), Some(moment), "{raw}");
    }

    #[test]
    fn the_forms_of_the_standards_are_understood() {
        for raw in [
            "2026-06-01T10:00:00Z",
            "2026-06-01T12:00:00+02:00",
            "2026-06-01T12:00:00.000+0200",
            "Mon, 01 Jun 2026 10:00:00 GMT",
            "Mon, 1 Jun 26 10:00 +0000",
            "Monday, 01-Jun-26 10:00:00 GMT",
            "Mon, 01 Jun 2026 04:00:00 -0600",
        ] {
            check(raw, "2026-06-01T10:00:00Z");
        }
    }

    #[test]
    fn so_are_those_of_the_wild() {
        for raw in [
            "2026-06-01 10:00:00",
            "2026-06-01T10:00",
            "2026/06/01 10:00",
            "Mon, 01 Jun 2026 12:00:00 CEST",
            "Mon Jun  1 10:00:00 2026",
            "Mon Jun 01 10:00:00 UTC 2026",
            "Mo, 01 June 2026 10:00:00 Z",
            "Mon, 01-Jun-2026 10:00:00 GMT",
            "June 1st, 2026 10:00 am",
            "Jun 1, 2026 06:00:00 AM EDT",
            "Mon, 01 Jun 0026 10:00:00 GMT",
            "1780308000",
            "1780308000000",
            "Mon, 01 Jun 2026 10:00:00 GMT (Greenwich)",
            "1 Jun 2026 12:00 GMT+2",
        ] {
            check(raw, "2026-06-01T10:00:00Z");
        }
        check("June 1, 2026 10:00 PM", "2026-06-01T22:00:00Z");
        check("12:30 am, 1 June 2026", "2026-06-01T00:30:00Z");
        check("01 Jun 2026", "2026-06-01T00:00:00Z");
        check("2026-06-01", "2026-06-01T00:00:00Z");
        check("Wed, 31 Dec 1997 00:00:00 GMT", "1997-12-31T00:00:00Z");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for raw in ["", "soon", "yesterday at 10:00", "31 Feb 2026", "June 2026", "12", "2026-13-01", "10:00", "é"] {
            assert_eq!(read(raw), None, "{raw}");
        }
    }
}

//! The lines of a plain text and what can be measured on each of them alone; and how wide the text is wrapped.

/// Narrowest and widest column that somebody wraps prose at.
const WRAPPED: std::ops::RangeInclusive<u32> = 30..=160;

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Its words, without the marks of mail-style quoting and white space at the ends.
    pub(super) text: &'a str,
    /// Characters from the left edge to the last letter.
    pub(super) columns: u32,
    /// Characters before the first letter.
    pub(super) indent: u32,
    /// How many `>` stand before it.
    pub(super) quoted: u8,
    /// Length of the mark of a list item and the space after it, or 0.
    pub(super) mark: u8,
    /// Whether a blank line, or the beginning, stands before it.
    pub(super) apart: bool,
}

impl<'a> Line<'a> {
    fn new(raw: &'a str, apart: bool) -> Self {
        let (quoted, rest) = quoted(raw);
        let text = rest.trim();
        let columns = char_count(raw.trim_end());
        Self { text, columns, indent: columns - char_count(text), quoted, mark: list_mark(text), apart }
    }

    /// Whether `next` could not have begun on this line if the text is wrapped at `width`.
    pub(super) fn is_full(&self, next: &Line<'_>, width: u32) -> bool {
        // Two columns, since some leave two spaces behind a sentence.
        let word = next.text.split(' ').next().map_or(0, char_count);
        self.columns + 2 + word > width
    }

    /// Whether nothing but `=` or `-` stands here: what underlines a title.
    pub(super) fn is_rule(&self) -> bool {
        self.text.len() >= 3 && (self.text.bytes().all(|b| b == b'=') || self.text.bytes().all(|b| b == b'-'))
    }

    /// Whether the line goes on in the middle of a sentence.
    pub(super) fn begins_lower(&self) -> bool {
        self.text.starts_with(char::is_lowercase)
    }
}

/// The lines of a clean text that are not blank.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::with_capacity(text.len() / 64);
    let mut apart = true;
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    for end in ends {
        let line = Line::new(&text[start..end], apart);
        apart = line.text.is_empty();
        if !apart {
            lines.push(line);
        }
        start = end + 1;
    }
    lines
}

/// The width that the text is wrapped at, if it is: nearly all its sentences that run over a line's end do so where the
/// next word had no room.
pub(super) fn wrap_width(lines: &[Line<'_>]) -> Option<u32> {
    let mut columns: Vec<u32> = lines.iter().filter(|line| line.text.contains(' ')).map(|line| line.columns).collect();
    let rank = columns.len().checked_sub(1 + columns.len() * 3 / 100)?;
    let (_, &mut width, _) = columns.select_nth_unstable(rank);
    if !WRAPPED.contains(&width) {
        return None;
    }
    let (mut running, mut full, mut goes_on) = (0, 0, false);
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        if next.apart || next.mark > 0 || line.quoted != next.quoted || super::super::shape::ends_sentence(line.text) {
            continue;
        }
        // Counted by columns, since the short lines of a poem say less than full ones.
        let columns = u64::from(line.columns);
        running += columns;
        full += if line.is_full(next, width) { columns } else { 0 };
        goes_on |= next.begins_lower();
    }
    (goes_on && full * 5 >= running * 3).then_some(width)
}

/// Columns are counted in characters, as the programs that wrap plain text count them.
fn char_count(text: &str) -> u32 {
    if text.is_ascii() { text.len() as u32 } else { text.chars().count() as u32 }
}

/// How deep a line is quoted in the way of mail, and what is quoted.
fn quoted(line: &str) -> (u8, &str) {
    let mut depth = 0u8;
    let mut rest = line;
    while let Some(inner) = rest.trim_start().strip_prefix('>') {
        depth = depth.saturating_add(1);
        rest = inner;
    }
    (depth, rest)
}

/// Length in bytes of the mark of a list item that the text begins with, and of the one space that follows it.
fn list_mark(text: &str) -> u8 {
    let Some((mark, rest)) = text.split_once(' ') else { return 0 };
    let digits = mark.strip_suffix(['.', ')']).unwrap_or_default();
    let is_number = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let is_bullet = matches!(mark, "-" | "*" | "+" | "•" | "‣" | "◦" | "▪" | "●" | "·");
    let is_item = (is_number || is_bullet) && rest.chars().any(char::is_alphanumeric);
    if is_item { mark.len() as u8 + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn mark(text: &str, length: u8) {
        assert_eq!(list_mark(text), length, "{text}");
    }

    #[test]
    fn items_of_lists_have_marks() {
        mark("- one", 2);
        mark("* one", 2);
        mark("• one", 4);
        mark("1. one", 3);
        mark("12) one", 4);
        mark("* * *", 0);
        mark("-one", 0);
        mark("2019. one", 0);
        mark("– one", 0);
        mark("-", 0);
    }

    #[test]
    fn lines_are_measured() {
        let all = lines("one\n\n  > > twö \n- three\n>\n==\n");
        let seen: Vec<_> = all.iter().map(|l| (l.text, l.columns, l.indent, l.quoted, l.mark, l.apart)).collect();
        assert_eq!(
            seen,
            [
                ("one", 3, 0, 0, 0, true),
                ("twö", 9, 6, 2, 0, true),
                ("- three", 7, 0, 0, 2, false),
                ("==", 2, 0, 0, 0, true)
            ]
        );
    }

    #[test]
    fn a_wrapped_text_tells_its_width() {
        let wrapped = "The harbour of the town was opened\non a Monday morning in the spring\nby the mayor and nobody else came\nto see it happen.";
        assert_eq!(wrap_width(&lines(wrapped)), Some(34));
        assert_eq!(wrap_width(&lines("Roses are red\nViolets are blue\nSugar is sweet\nand so are you")), None);
        assert_eq!(wrap_width(&lines("One line.\nAnother line that is a good deal longer.\nA third.")), None);
        assert_eq!(wrap_width(&lines("")), None);
    }
}

//! From lines to paragraphs: which line begins a new one and which goes on with the one before.
//!
//! It knows how a text is laid out and not what its paragraphs are.

use std::ops::Range;

use super::lines::{Line, wrap_width};
use crate::{source::shape::ends_sentence, text::grapheme_width};

/// Lines that make one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Its lines.
    pub(super) lines: Range<usize>,
    /// What the layout says about it.
    pub(super) form: Form,
}

/// What the layout says about a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing.
    Running,
    /// The item of a list, at this depth.
    Item(u8),
    /// A title or a heading, underlined; the line below it belongs to no paragraph.
    Underlined,
    /// Quoted in the way of mail, at this depth.
    Quoted(u8),
}

/// The paragraphs of a text.
pub(super) fn paragraphs(lines: &[Line<'_>]) -> Vec<Paragraph> {
    let width = wrap_width(lines);
    let mut paragraphs = Vec::with_capacity(lines.len());
    let mut indents = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let rest = &lines[start + 1..];
        let end = start + 1 + rest.iter().position(|line| line.apart).unwrap_or(rest.len());
        let layout = Layout { lines, width: width.filter(|&width| !is_verse(&lines[start..end], width)) };
        layout.split(start..end, &mut indents, &mut paragraphs);
        start = end;
    }
    paragraphs
}

/// What stands before `next` when it is put behind `line`: no space where a word was broken at its hyphen or dash, nor
/// between the letters of scripts that have none.
pub(super) fn joint(line: &str, next: &str) -> &'static str {
    let (last, first) = (line.chars().next_back().unwrap_or(' '), next.chars().next().unwrap_or(' '));
    let stem = line.trim_end_matches(['-', '‐', '–', '—']);
    let is_broken = stem.len() < line.len()
        && stem.ends_with(char::is_alphanumeric)
        && first.is_alphanumeric()
        && !["and ", "or ", "to "].iter().any(|word| next.starts_with(word));
    if is_broken || is_wide(last) && is_wide(first) { "" } else { " " }
}

fn is_wide(c: char) -> bool {
    !c.is_ascii() && grapheme_width(c.encode_utf8(&mut [0; 4])) == 2
}

/// Whether the lines of a block end before they are full, as those of a poem or an address do.
fn is_verse(block: &[Line<'_>], width: u32) -> bool {
    let pairs = block.windows(2).filter(|pair| pair[1].mark == 0);
    let (mut full, mut all) = (0, 0);
    for pair in pairs {
        all += 1;
        full += u32::from(pair[0].is_full(&pair[1], width));
    }
    all >= 3 && full * 5 < all * 2
}

struct Layout<'a> {
    lines: &'a [Line<'a>],
    /// The width that the block is wrapped at; `None` where each line stands for itself.
    width: Option<u32>,
}

impl Layout<'_> {
    /// Splits one block, a run of lines without a blank one.
    fn split(&self, block: Range<usize>, indents: &mut Vec<u32>, out: &mut Vec<Paragraph>) {
        let mut at = block.start;
        while at < block.end {
            let line = &self.lines[at];
            let is_item = self.begins_item(at, &block);
            let mut end = at + 1;
            while end < block.end && self.goes_on(at..end, is_item, &block) {
                end += 1;
            }
            let is_underlined = end == at + 1
                && line.quoted == 0
                && self.lines[end..block.end].first().is_some_and(|next| next.is_rule() && !line.is_rule());
            let form = match (line.quoted, is_item) {
                (0, true) => Form::Item(depth(line.indent, indents)),
                (0, false) if is_underlined => Form::Underlined,
                (0, false) => Form::Running,
                (quoted, _) => Form::Quoted(quoted),
            };
            if !matches!(form, Form::Item(_)) {
                indents.clear();
            }
            out.push(Paragraph { lines: at..end, form });
            at = end + usize::from(is_underlined);
        }
    }

    /// Whether the line begins the item of a list, and is not one that happens to begin with a dash or a number.
    fn begins_item(&self, at: usize, block: &Range<usize>) -> bool {
        let line = &self.lines[at];
        if line.mark == 0 {
            return false;
        }
        let Some(before) = at.checked_sub(1).filter(|before| block.contains(before)) else { return true };
        let before = &self.lines[before];
        before.mark > 0 || line.indent > 0 || self.width.is_none_or(|width| !before.is_full(line, width))
    }

    /// Whether the line behind `so_far` belongs to the same paragraph.
    fn goes_on(&self, so_far: Range<usize>, is_item: bool, block: &Range<usize>) -> bool {
        let at = so_far.end;
        let (first, last, next) = (&self.lines[so_far.start], &self.lines[at - 1], &self.lines[at]);
        if next.quoted != last.quoted || next.is_rule() || last.is_rule() || self.begins_item(at, block) {
            return false;
        }
        if is_item && next.indent > first.indent {
            return true;
        }
        let Some(width) = self.width else { return false };
        if next.quoted == 0 && next.indent != last.indent {
            let is_first_indented = so_far.len() == 1 && next.indent < first.indent;
            if !is_first_indented {
                return false;
            }
        }
        if last.is_full(next, width) || next.begins_lower() {
            return true;
        }
        let is_ragged = last.columns * 5 >= width * 3 && so_far.len() > 1;
        is_ragged && !ends_sentence(last.text)
    }
}

/// How many items further out are open at this indent.
fn depth(indent: u32, open: &mut Vec<u32>) -> u8 {
    open.retain(|&outer| outer < indent);
    open.push(indent);
    (open.len() - 1).min(usize::from(u8::MAX)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::plain::lines::lines;

    /// Paragraphs are shown with `/` where lines were joined and `|` between them.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let lines = lines(text);
        let shown: Vec<String> = paragraphs(&lines)
            .into_iter()
            .map(|paragraph| lines[paragraph.lines].iter().map(|line| line.text).collect::<Vec<_>>().join("/"))
            .collect();
        assert_eq!(shown.join("|"), expected);
    }

    #[test]
    fn lines_stand_for_themselves_where_nothing_is_wrapped() {
        check("One.\nTwo.\n\nThree.", "One.|Two.|Three.");
        check("Roses are red\nViolets are blue\nSugar is sweet", "Roses are red|Violets are blue|Sugar is sweet");
    }

    #[test]
    fn wrapped_lines_are_joined() {
        check(
            "The harbour of the town was opened\non a Monday morning in the spring\nby the mayor.\n\nShe left.",
            "The harbour of the town was opened/on a Monday morning in the spring/by the mayor.|She left.",
        );
        check(
            "The harbour of the town was opened\non a Monday morning by the mayor.\nNobody else came to see the open\nsea that day.",
            "The harbour of the town was opened/on a Monday morning by the mayor./Nobody else came to see the open/sea that day.",
        );
    }

    #[test]
    fn a_short_line_after_a_sentence_ends_a_wrapped_paragraph() {
        check(
            "The harbour of the town was opened\non a Monday morning in the spring\nby the mayor.\nNobody else came to see the open\nsea that day.",
            "The harbour of the town was opened/on a Monday morning in the spring/by the mayor.|Nobody else came to see the open/sea that day.",
        );
    }

    #[test]
    fn indents_begin_wrapped_paragraphs() {
        check(
            "   The harbour of the town was opened\non a Monday morning in spring by all.\n   Nobody else came to see the open\nsea that day.",
            "The harbour of the town was opened/on a Monday morning in spring by all.|Nobody else came to see the open/sea that day.",
        );
    }

    #[test]
    fn items_keep_their_lines() {
        check(
            "- one thing\n- another thing that is\n  longer\n1. a number",
            "- one thing|- another thing that is/longer|1. a number",
        );
        check(
            "The harbour of the town was opened\n- on a Monday morning in the spring\nby the mayor and nobody else came\nto see it happen.",
            "The harbour of the town was opened/- on a Monday morning in the spring/by the mayor and nobody else came/to see it happen.",
        );
    }

    #[test]
    fn a_poem_in_a_wrapped_text_keeps_its_lines() {
        check(
            "The harbour of the town was opened\non a Monday morning in the spring\nby the mayor and nobody else came\nto see it happen.\n\nO sea\nO wind\nO rain\nO sand",
            "The harbour of the town was opened/on a Monday morning in the spring/by the mayor and nobody else came/to see it happen.|O sea|O wind|O rain|O sand",
        );
    }

    #[test]
    fn broken_words_are_joined_without_a_space() {
        for (line, next, between) in [
            ("the Doe-", "led party", ""),
            ("the pre-", "and post-war years", " "),
            ("the sea -", "and more", " "),
            ("the sea—", "all of it", ""),
            ("the sea --", "all of it", " "),
            ("日本", "語", ""),
            ("the", "sea", " "),
        ] {
            assert_eq!(joint(line, next), between, "{line}");
        }
    }
}

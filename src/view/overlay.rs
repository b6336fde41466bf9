//! An overlay on the screen: its frame, its filter and its entries.

use ratatui::{
    buffer::Buffer,
    style::{Modifier, Style},
};

use super::{Theme, clear, fitted, put};
use crate::{
    app::{
        overlay::{Entry, Kind, Overlay, Tone},
        page,
        screen::Rect,
    },
    text::{self, Span},
};

/// Draws an overlay.
pub(super) fn draw(overlay: &Overlay, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    clear(buffer, area, theme.text);
    draw_frame(theme, area, buffer);
    let end = area.x + area.width.saturating_sub(2);
    let (number, all) = overlay.number();
    let more = if overlay.has_more() { "+" } else { "" };
    let count = if overlay.kind == Kind::AddFeed { String::new() } else { format!(" {number}/{all}{more} ") };
    let room = area.width.saturating_sub(7 + count.len() as u16);
    let title = format!(" {} ", fitted(overlay.title.as_str(), room));
    let x = put(buffer, area.x + 2, area.y, end, &title, theme.heading);
    put(buffer, x, area.y, end, &count, theme.faint);
    if area.height > 1 {
        let x = put(buffer, area.x + 2, area.y + 1, end, "› ", theme.faint);
        match overlay.filter() {
            "" => put(buffer, x, area.y + 1, end, &fitted(prompt(overlay.kind), end.saturating_sub(x)), theme.faint),
            filter => put(buffer, x, area.y + 1, end, &format!("{filter}▏"), theme.text),
        };
        if let Some((_, at)) = overlay.fault() {
            point_at(
                overlay.filter(),
                at,
                theme,
                Rect { x, y: area.y + 1, width: end.saturating_sub(x), height: 1 },
                buffer,
            );
        }
    }
    let entries = Overlay::entries_area(area);
    if let Some((why, _)) = overlay.fault() {
        for (y, line) in (entries.y..entries.y + entries.height).zip(page::wrap(why.as_str(), entries.width.max(1))) {
            put(buffer, entries.x, y, entries.x + entries.width, line, theme.fault);
        }
        return;
    }
    if overlay.shown().len() == 0 {
        let is_told = overlay.filter().is_empty() || overlay.kind == Kind::AddFeed;
        let empty = if is_told { overlay.empty.as_str() } else { "Nothing matches" };
        for (y, line) in (entries.y..entries.y + entries.height).zip(page::wrap(empty, entries.width.max(1))) {
            put(buffer, entries.x, y, entries.x + entries.width, line, theme.faint);
        }
    }
    for placed in overlay.placed(entries) {
        let row = Rect { y: entries.y + placed.row, height: placed.rows, ..entries };
        let selected = placed.index == overlay.selected();
        let Some(entry) = overlay.shown().nth(placed.index) else { continue };
        draw_entry(overlay, entry, theme, row, selected, buffer);
    }
}

/// Marks the place in what was typed that makes no sense.
fn point_at(typed: &str, at: Span, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let (Some(before), Some(word)) = (typed.get(..at.start as usize), typed.get(at.range())) else { return };
    let word = if word.is_empty() { " " } else { word };
    let x = area.x + text::width(before) as u16;
    put(buffer, x, area.y, area.x + area.width, word, theme.fault.patch(theme.marked));
}

/// What stands where nothing has been typed.
fn prompt(kind: Kind) -> &'static str {
    match kind {
        Kind::Evidence => "Enter goes there, Esc goes back",
        Kind::AddFeed => "type or paste an address",
        Kind::Search => "type what to search for",
        Kind::Figures => "type a name, Enter shows what they said",
        Kind::Sayings => "type words to find in it, Enter goes there",
        Kind::Help | Kind::People | Kind::Quotes | Kind::Bookmarks | Kind::Changes => "type to filter, Esc closes",
    }
}

fn draw_entry(overlay: &Overlay, entry: &Entry, theme: &Theme, area: Rect, selected: bool, buffer: &mut Buffer) {
    let base = if selected { theme.selected } else { theme.text };
    if selected {
        clear(buffer, area, base);
    }
    let (left, right) = overlay.columns(area);
    let end = area.x + area.width;
    let left_end = if entry.right.is_empty() { end } else { area.x + left.saturating_sub(2) };
    let name = fitted(entry.left.as_str(), left_end - area.x);
    put(buffer, area.x, area.y, left_end, &name, base.patch(tone_style(entry.tone, theme)));
    let right_style = if entry.tone == Tone::Heading { base.patch(theme.heading) } else { base };
    let lines = page::wrap_spans(entry.right.as_str(), right.max(1));
    let last = usize::from(area.height).min(lines.len()).saturating_sub(1);
    for (row, line) in lines.iter().enumerate().take(last + 1) {
        let (y, x) = (area.y + row as u16, area.x + left);
        if row == last && row + 1 < lines.len() {
            let cut = format!("{} …", &entry.right.as_str()[line.range()]);
            put(buffer, x, y, end, &fitted(&cut, right), right_style);
        } else {
            draw_line(entry, *line, theme, Rect { x, y, width: right, height: 1 }, right_style, buffer);
        }
    }
}

/// A line of the right column, piece by piece wherever something in it is lit.
fn draw_line(entry: &Entry, line: Span, theme: &Theme, area: Rect, base: Style, buffer: &mut Buffer) {
    let text = entry.right.as_str();
    let end = area.x + area.width;
    let (mut x, mut at) = (area.x, line.start);
    for (span, tone) in entry.lit.iter().filter(|(span, _)| span.overlaps(line)) {
        let (start, stop) = (span.start.max(line.start), span.end.min(line.end));
        x = put(buffer, x, area.y, end, &text[at as usize..start as usize], base);
        let style = base.patch(tone_style(*tone, theme));
        x = put(buffer, x, area.y, end, &text[start as usize..stop as usize], style);
        at = stop;
    }
    put(buffer, x, area.y, end, &text[at as usize..line.end as usize], base);
}

fn tone_style(tone: Tone, theme: &Theme) -> Style {
    match tone {
        Tone::Plain => theme.key,
        Tone::Heading => theme.heading.add_modifier(Modifier::UNDERLINED),
        Tone::Person(rank) => theme.person(rank),
        Tone::Source => theme.source,
        Tone::Found => theme.found,
        Tone::Came => theme.came,
        Tone::Went => theme.went,
    }
}

fn draw_frame(theme: &Theme, area: Rect, buffer: &mut Buffer) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let (right, bottom) = (area.x + area.width - 1, area.y + area.height - 1);
    let line = "─".repeat(usize::from(area.width - 2));
    let edges = [(area.y, "╭", "╮"), (bottom, "╰", "╯")];
    let edges = if Overlay::has_lower_edge(area) { &edges[..] } else { &edges[..1] };
    for &(y, left_corner, right_corner) in edges {
        put(buffer, area.x, y, right + 1, left_corner, theme.faint);
        put(buffer, area.x + 1, y, right, &line, theme.faint);
        put(buffer, right, y, right + 1, right_corner, theme.faint);
    }
    for y in area.y + 1..bottom + u16::from(!Overlay::has_lower_edge(area)) {
        put(buffer, area.x, y, right + 1, "│", theme.faint);
        put(buffer, right, y, right + 1, "│", theme.faint);
    }
}

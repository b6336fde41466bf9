//! The view: a frame is a function of the desk's state, which it reads and never changes. Each pane is drawn by the
//! file of its name; everything that does not change from frame to frame was worked out before.

mod feeds;
mod footer;
mod list;
mod overlay;
mod reader;
mod theme;

use ratatui::{
    Frame,
    buffer::{Buffer, Cell, CellDiffOption},
    layout,
    style::Style,
};

pub use theme::{Colours, Theme};

use crate::{
    app::{
        State,
        screen::{Rect, Size},
    },
    text,
};

/// Draws the desk.
pub fn draw(state: &State, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    // The terminal may have shrunk since the state heard of its size.
    if (Size { width: area.width, height: area.height }) != state.size() {
        return;
    }
    let buffer = frame.buffer_mut();
    let screen = state.screen();
    if let Some(area) = screen.list {
        list::draw(state, theme, area, buffer);
    }
    if let Some(rule) = screen.rule {
        for y in rule.y..rule.y + rule.height {
            put(buffer, rule.x, y, rule.x + 1, "│", theme.faint);
        }
    }
    if let Some(area) = screen.reader {
        match state.selected_feed() {
            Some(feed) => feeds::draw_details(state, feed, theme, screen.text, buffer),
            None => reader::draw(state, theme, area, &screen, buffer),
        }
    }
    if let Some(area) = screen.footer {
        footer::draw(state, theme, area, &screen, buffer);
    }
    for over in state.overlays() {
        overlay::draw(over, theme, screen.overlay, buffer);
    }
    if let Some(notice) = state.notice() {
        footer::draw_notice(notice.as_str(), theme, buffer);
    }
    repaint_clusters(buffer);
}

/// Has rows drawn whole, now and once more when they change, that hold a wide cluster of several characters, such as a
/// flag or a family. Terminals disagree on how many cells these take, and what one leaves behind in a cell that
/// ratatui takes for blank would stay.
fn repaint_clusters(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width.max(1));
    for row in buffer.content.chunks_mut(width) {
        let is_cluster = |cell: &Cell| cell.symbol().len() > 4 && text::grapheme_width(cell.symbol()) > 1;
        if row.iter().any(is_cluster) {
            for cell in row {
                cell.set_diff_option(CellDiffOption::AlwaysUpdate);
            }
        }
    }
}

/// Writes `text` from column `x` up to column `end`, and says where it stopped. A character that would be cut in two
/// is left out.
fn put(buffer: &mut Buffer, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
    if y >= buffer.area.height {
        return x;
    }
    let end = end.min(buffer.area.width);
    if x >= end {
        return x;
    }
    buffer.set_stringn(x, y, text, usize::from(end - x), style).0
}

/// As much of `text` as `columns` hold; what is left out is shown by an ellipsis.
fn fitted(text: &str, columns: u16) -> String {
    if text::width(text) <= usize::from(columns) {
        return text.to_owned();
    }
    let mut used = 1;
    let mut fitting = String::new();
    for (_, grapheme) in text::graphemes(text) {
        used += text::grapheme_width(grapheme);
        if used > usize::from(columns) {
            break;
        }
        fitting.push_str(grapheme);
    }
    fitting.truncate(fitting.trim_end().len());
    if columns > 0 {
        fitting.push('…');
    }
    fitting
}

/// Empties a rectangle.
fn clear(buffer: &mut Buffer, area: Rect, style: Style) {
    let area = layout::Rect::new(area.x, area.y, area.width, area.height).intersection(buffer.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            buffer[(x, y)].reset();
            buffer[(x, y)].set_style(style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(lines: [&str; 2]) -> Buffer {
        let mut buffer = Buffer::with_lines(lines);
        repaint_clusters(&mut buffer);
        buffer
    }

    #[test]
    fn what_a_flag_may_leave_behind_is_drawn_over() {
        let (with, without) = (frame(["a 🇫🇷 b", "日本 c"]), frame(["      ", "日本 d"]));
        let drawn: Vec<_> = with.diff(&without).into_iter().map(|(x, y, _)| (x, y)).collect();
        assert_eq!(drawn, [(0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (5, 1)]);
        assert!(!without.diff(&frame(["      ", "日本 d"])).iter().any(|(_, y, _)| *y == 0));
    }
}

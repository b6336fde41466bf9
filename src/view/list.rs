//! The list pane on the screen: the shelves, and below them the articles.

use jiff::Timestamp;
use ratatui::{buffer::Buffer, style::Style};

use super::{Theme, clear, fitted, put};
use crate::{
    app::{
        Request, State,
        list::{Item, Listed},
        screen::{Pane, Rect},
    },
    article::Date,
    library::Shelf,
};

/// Draws the list.
pub(super) fn draw(state: &State, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let screen = state.screen();
    let (items, item_height) = (screen.items(), screen.item_height());
    if items.y > area.y {
        draw_shelves(state, theme, area, buffer);
    }
    let list = state.list();
    if list.listed() == Listed::Feeds {
        return super::feeds::draw(state, theme, items, item_height, buffer);
    }
    if list.items().is_empty() {
        return draw_empty(empty_text(state), theme, items, buffer);
    }
    let visible = list.items().iter().enumerate().skip(list.top()).take(screen.items_seen());
    for (row, (index, item)) in visible.enumerate() {
        let y = items.y + row as u16 * item_height;
        let place = Rect { y, height: item_height.min(items.y + items.height - y), ..items };
        let style = match (index == list.selected(), state.focus()) {
            (true, Pane::List) => theme.selected,
            (true, Pane::Reader) => theme.resting,
            _ => theme.text,
        };
        draw_item(state, item, theme, place, style, buffer);
    }
}

/// What is said where there is nothing to list.
pub(super) fn draw_empty(told: &str, theme: &Theme, items: Rect, buffer: &mut Buffer) {
    for (row, line) in crate::app::page::wrap(told, items.width.saturating_sub(4).max(1)).enumerate() {
        let y = items.y + 1 + row as u16;
        if y < items.y + items.height {
            put(buffer, items.x + 2, y, items.x + items.width, line, theme.faint);
        }
    }
}

fn draw_shelves(state: &State, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let end = area.x + area.width;
    for (listed, name, x) in state.list().shelves(area.width) {
        let style = if state.list().is_open(listed) { theme.heading } else { theme.faint };
        put(buffer, area.x + x, area.y, end, &fitted(&name, area.width.saturating_sub(x + 1)), style);
    }
}

fn empty_text(state: &State) -> &'static str {
    if state.is_pending(Request::Rows) {
        return "";
    }
    match state.list().listed() {
        Listed::Files => "Reading…",
        Listed::Shelf(Shelf::All) => "The library is empty. Open a file: byline FILE",
        Listed::Shelf(Shelf::Unread) => "Nothing is unread. 1 shows all articles.",
        Listed::Feeds => "",
        Listed::Shelf(Shelf::Feed(_)) => "Nothing of this feed is in the library. R fetches it.",
        Listed::Shelf(Shelf::Tag(_)) => "Nothing of the feeds with this tag is in the library.",
        Listed::Shelf(Shelf::Search(_)) => "This search finds nothing.",
        Listed::Shelf(Shelf::Bookmarks) => "No bookmarks yet: s keeps an article, S a passage.",
    }
}

/// An item takes a row for its title and, where there is room, one for where and when it was published.
fn draw_item(state: &State, item: &Item, theme: &Theme, area: Rect, style: Style, buffer: &mut Buffer) {
    clear(buffer, area, style);
    let end = area.x + area.width;
    let sign = if item.fault.is_some() {
        "!"
    } else if item.changed {
        "±"
    } else if item.read {
        " "
    } else {
        "•"
    };
    put(buffer, area.x, area.y, end, sign, style.patch(theme.sign));
    let star_at = end.saturating_sub(2);
    let title_end = if item.bookmarked { star_at.saturating_sub(1) } else { end.saturating_sub(1) };
    let title_style = if item.read { style } else { style.patch(theme.heading) };
    let title = fitted(item.title.as_str(), title_end.saturating_sub(area.x + 2));
    put(buffer, area.x + 2, area.y, title_end, &title, title_style);
    if item.bookmarked {
        put(buffer, star_at, area.y, end, "★", style.patch(theme.sign));
    }
    if area.height > 1 {
        let columns = area.width.saturating_sub(3);
        let (below, style) = match &item.fault {
            Some(fault) => (fault.to_string(), style.patch(theme.fault)),
            None => (origin(state, item), style.patch(theme.faint)),
        };
        put(buffer, area.x + 2, area.y + 1, end, &fitted(&below, columns), style);
    }
}

/// Where and when an article was published; for one without a date, when the library took it in.
fn origin(state: &State, item: &Item) -> String {
    let day = |date: Date| date.day(&state.settings().zone).strftime("%-d %b %Y").to_string();
    let kept = || {
        let since = Timestamp::from_second(item.key?.when).ok()?;
        Some(format!("kept {}", day(Date::Instant(since))))
    };
    let date = item.date.map(day).or_else(kept);
    let parts = [item.site.as_ref().map(ToString::to_string), date];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

//! The shelf of feeds on the screen: what each is called and how much of it is unread, and below how it was fetched last.

use jiff::{Timestamp, tz::TimeZone};
use ratatui::{buffer::Buffer, style::Style};

use super::{Theme, clear, fitted, put};
use crate::{
    app::{
        State,
        screen::{Pane, Rect},
    },
    library::Feed,
    text,
};

/// What is said where nothing is followed.
const EMPTY: &str = "Nothing is followed yet. Paste the address of a feed here, or of a site that has one; or press a \
                     and type it. From a shell: byline add URL, byline import FILE.";

/// Draws the feeds.
pub(super) fn draw(state: &State, theme: &Theme, items: Rect, item_height: u16, buffer: &mut Buffer) {
    let feeds = state.feeds();
    if feeds.all().is_empty() {
        return super::list::draw_empty(EMPTY, theme, items, buffer);
    }
    let visible = feeds.all().iter().enumerate().skip(feeds.top());
    for (row, (index, feed)) in visible.enumerate().take(usize::from(items.height / item_height.max(1)).max(1)) {
        let y = items.y + row as u16 * item_height;
        let place = Rect { y, height: item_height.min(items.y + items.height - y), ..items };
        let style = match (index == feeds.selected(), state.focus()) {
            (true, Pane::List) => theme.selected,
            (true, Pane::Reader) => theme.resting,
            _ => theme.text,
        };
        draw_feed(state, feed, theme, place, style, buffer);
    }
}

fn draw_feed(state: &State, feed: &Feed, theme: &Theme, area: Rect, style: Style, buffer: &mut Buffer) {
    clear(buffer, area, style);
    let end = area.x + area.width;
    let sign = if feed.state.failures > 0 {
        "!"
    } else if feed.unread > 0 {
        "•"
    } else {
        " "
    };
    put(buffer, area.x, area.y, end, sign, style.patch(theme.sign));
    let count = format!("{}/{}", feed.unread, feed.articles);
    let count_at = end.saturating_sub(text::width(&count) as u16 + 1);
    let label_style = if feed.unread > 0 { style.patch(theme.heading) } else { style };
    let label = fitted(feed.label().as_str(), count_at.saturating_sub(area.x + 3));
    put(buffer, area.x + 2, area.y, count_at, &label, label_style);
    if count_at > area.x + 3 {
        put(buffer, count_at, area.y, end, &count, style.patch(theme.faint));
    }
    if area.height > 1 {
        let told = status(feed, &state.settings().zone);
        let told_style = if feed.state.error.is_some() { theme.fault } else { theme.faint };
        let told = fitted(&told, area.width.saturating_sub(3));
        put(buffer, area.x + 2, area.y + 1, end, &told, style.patch(told_style));
    }
}

/// How a feed was fetched last: when it is tried again and what was wrong, or when it last brought anything.
pub(super) fn status(feed: &Feed, zone: &TimeZone) -> String {
    let moment = |at: Option<i64>, form| {
        let at = Timestamp::from_second(at?).ok()?;
        Some(zone.to_datetime(at).strftime(form).to_string())
    };
    let state = &feed.state;
    let next = moment(state.next_try, "%-d %b %H:%M").filter(|_| state.failures > 0);
    let news = moment(state.succeeded_at, "%-d %b %Y %H:%M");
    let mut parts = Vec::new();
    parts.extend(next.map(|at| format!("next try {at}")));
    parts.extend(state.error.as_ref().map(ToString::to_string));
    parts.extend(news.map(|at| format!("last news {at}")));
    if parts.is_empty() {
        parts.push("not fetched yet: R fetches it".to_owned());
    }
    parts.join(" · ")
}

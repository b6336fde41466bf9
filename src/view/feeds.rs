//! The shelf of feeds on the screen: what each is called, how much of it is unread and how it was fetched last; and where
//! there is room, all that is known of the selected one.

use jiff::{Timestamp, tz::TimeZone};
use ratatui::{buffer::Buffer, style::Style};

use super::{Theme, clear, fitted, put};
use crate::{
    app::{
        State,
        keys::{Command, DeskCommand, Mode},
        page,
        screen::{Pane, Rect},
    },
    library::{Feed, FullText},
    text::{self, CleanLine},
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

/// How a feed was fetched last: what was wrong, and when it is tried again or last brought anything.
pub(super) fn status(feed: &Feed, zone: &TimeZone) -> String {
    let fault = feed.state.error.as_ref().map(ToString::to_string);
    fault.into_iter().chain([times(feed, zone)]).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// When a feed is tried again, and when it last brought anything.
pub(super) fn times(feed: &Feed, zone: &TimeZone) -> String {
    let state = &feed.state;
    let next = moment(state.next_try, zone).filter(|_| state.failures > 0).map(|at| format!("next try {at}"));
    let news = moment(state.succeeded_at, zone).map(|at| format!("last news {at}"));
    let parts: Vec<_> = next.into_iter().chain(news).collect();
    if parts.is_empty() && state.error.is_none() {
        "not fetched yet: R fetches it".to_owned()
    } else {
        parts.join(" · ")
    }
}

fn moment(at: Option<i64>, zone: &TimeZone) -> Option<String> {
    let at = Timestamp::from_second(at?).ok()?;
    Some(zone.to_datetime(at).strftime("%-d %b %Y %H:%M").to_string())
}

/// Draws all that is known of a feed beside the list of feeds.
pub(super) fn draw_details(state: &State, feed: &Feed, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let zone = &state.settings().zone;
    let tags: Vec<_> = feed.tags.iter().map(CleanLine::as_str).collect();
    let keymap = &state.settings().keymap;
    let key = |command| keymap.keys_of(Mode::Everywhere, Command::Desk(command)).next().unwrap_or_default();
    let always = key(DeskCommand::AlwaysFullText);
    let full_text = match feed.full_text {
        FullText::Always => format!("with every refresh, where it gives summaries; {always} ends that"),
        FullText::OnDemand => format!("where {} asks for it; {always}: with every refresh", key(DeskCommand::FullText)),
    };
    let fetched = &feed.state;
    let facts = [
        ("Articles", Some(format!("{}, {} unread", feed.articles, feed.unread))),
        ("Site", feed.site.as_ref().map(ToString::to_string)),
        ("Folder", feed.folder.as_ref().map(ToString::to_string)),
        ("Tags", (!tags.is_empty()).then(|| tags.join(", "))),
        ("Full text", Some(full_text)),
        ("Last news", moment(fetched.succeeded_at, zone)),
        ("Last failure", moment(fetched.failed_at, zone)),
        ("Next try", moment(fetched.next_try, zone)),
    ];
    let facts = facts.into_iter().filter_map(|(what, told)| Some(format!("{what}: {}", told?)));
    let paragraphs = [
        (vec![feed.label().to_string()], theme.heading),
        (vec![feed.address.to_string()], theme.faint),
        (facts.collect(), theme.text),
        (fetched.error.iter().map(ToString::to_string).collect(), theme.fault),
    ];
    let (mut y, end) = (area.y, area.y + area.height);
    for (lines, style) in paragraphs {
        for line in lines.iter().flat_map(|line| page::wrap(line, area.width.max(1))) {
            if y < end {
                put(buffer, area.x, y, area.x + area.width, line, style);
            }
            y += 1;
        }
        y += 1;
    }
}

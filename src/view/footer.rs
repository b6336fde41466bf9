//! The last row: a notice, or the place in the article, the current quote's speaker, and what keys may do.

use ratatui::buffer::Buffer;

use super::{Theme, clear, feeds, fitted, put};
use crate::{
    app::{
        Request, State,
        keys::{BINDINGS, Binding, Command, DeskCommand, Mode},
        list::{ListCommand, Listed},
        page,
        reader::{Marked, OpenArticle},
        screen::{Pane, Rect, Screen},
    },
    library::Extent,
    text,
};

/// Draws the footer.
pub(super) fn draw(state: &State, theme: &Theme, area: Rect, screen: &Screen, buffer: &mut Buffer) {
    let end = area.x + area.width;
    let next = state.may_follow();
    if !next.is_empty() {
        let keys: Vec<_> = next.iter().map(|(key, command)| format!("{key} {}", help_of(*command))).collect();
        put(buffer, area.x + 1, area.y, end, &fitted(&keys.join("  "), area.width.saturating_sub(2)), theme.text);
        return;
    }
    // Over an overlay the hints have the row for themselves: its keys are not yet in the fingers.
    let left = if state.overlays().is_empty() { status(state, screen) } else { String::new() };
    let x = put(buffer, area.x + 1, area.y, end, &fitted(&left, area.width.saturating_sub(2)), theme.text);
    draw_hints(state, theme, Rect { x: x + 2, width: end.saturating_sub(x + 2), ..area }, buffer);
}

/// Draws a notice over the lowest rows, as many as it needs: it says at its end what can be done.
pub(super) fn draw_notice(notice: &str, theme: &Theme, buffer: &mut Buffer) {
    let (width, height) = (buffer.area.width, buffer.area.height);
    let lines = page::wrap(notice, width.saturating_sub(2).max(1));
    let rows = (lines.len() as u16).min(height);
    let top = height - rows;
    clear(buffer, Rect { x: 0, y: top, width, height: rows }, theme.text);
    for (y, line) in (top..height).zip(lines) {
        put(buffer, 1, y, width, line, theme.notice);
    }
}

fn status(state: &State, screen: &Screen) -> String {
    let mut parts = Vec::new();
    if let Some(count) = state.count() {
        parts.push(count.to_string());
    }
    parts.extend(under_way(state));
    match (state.selected_feed(), state.reader().open().filter(|_| screen.reader.is_some())) {
        // Where a feed has two rows, the lower one tells what was wrong.
        (Some(feed), _) if screen.item_height() > 1 => parts.push(feeds::times(feed, &state.settings().zone)),
        (Some(feed), _) => parts.push(feeds::status(feed, &state.settings().zone)),
        (None, Some(open)) => parts.extend(reading(state, open, screen)),
        (None, None) => parts.extend(listing(state)),
    }
    parts.join(" · ")
}

fn reading(state: &State, open: &OpenArticle, screen: &Screen) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(quote) = open.marked_quote()
        && let Some(insight) = &open.insight
    {
        let speaker = insight.speaker(&open.opened.article, quote).unwrap_or("speaker not named");
        let number = insight.speech_number(quote).map(|(number, all)| format!(" {number}/{all}")).unwrap_or_default();
        parts.push(format!("{}{number}", fitted(speaker, 40)));
    }
    if let Some(Marked::Mention(mention)) = open.marked
        && let Some(insight) = &open.insight
        && let Some((person, number, all)) = insight.mention_number(mention)
    {
        parts.push(format!("{} {number}/{all}", fitted(insight.analysis().name(person), 40)));
    }
    if open.opened.seen.is_some() {
        let key = state.settings().keymap.keys_of(Mode::Everywhere, Command::Desk(DeskCommand::Changes)).next();
        parts.push(key.map_or("changed".to_owned(), |key| format!("changed ({key})")));
    }
    if open.opened.feed.is_some() {
        parts.push(if open.opened.extent == Extent::Summary { "summary" } else { "full text" }.to_owned());
    }
    let progress = open.progress(screen.text.height);
    if let Some((page, pages)) = progress.page {
        parts.push(format!("page {page}/{pages}"));
    }
    parts.push(format!("{} %", progress.percent));
    match progress.minutes {
        0 => {}
        minutes @ 1..100 => parts.push(format!("{minutes} min left")),
        minutes => parts.push(format!("{} h left", minutes.div_ceil(60))),
    }
    if state.is_pending(Request::Article) {
        parts.push("opening…".to_owned());
    } else if open.insight.is_none() {
        parts.push("reading who said what…".to_owned());
    }
    parts
}

/// What goes on besides the reading.
fn under_way(state: &State) -> Option<String> {
    if let Some(so_far) = state.refreshing() {
        return Some(match so_far.pages {
            0 => format!("refreshing {}/{}, {} new (Esc stops)", so_far.done, so_far.feeds, so_far.added),
            pages => format!("full texts {}/{pages}, {} new (Esc stops)", so_far.pages_done, so_far.added),
        });
    }
    if state.is_pending(Request::Follow) {
        return Some("looking for the feed… (Esc stops)".to_owned());
    }
    if state.is_pending(Request::FullText) {
        return Some("fetching the full text… (Esc stops)".to_owned());
    }
    state.renewal().percent().map(|percent| format!("rereading who said what {percent} %"))
}

fn listing(state: &State) -> Option<String> {
    let list = state.list();
    let files = list.files().len();
    (files > 0 && list.items().len() == files).then(|| format!("{}/{files}", list.selected() + 1))
}

/// What is hinted at on the shelf of feeds, whose keys have to do with no article.
const FEED_HINTS: [(Command, &str); 4] = [
    (Command::List(ListCommand::Open), "its articles"),
    (Command::Desk(DeskCommand::AddFeed), "add"),
    (Command::Desk(DeskCommand::Refresh), "refresh"),
    (Command::Desk(DeskCommand::Help), "help"),
];

/// The hints that fit, from the table of keys.
fn draw_hints(state: &State, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let on_feeds = state.overlays().is_empty() && state.focus() == Pane::List && state.list().listed() == Listed::Feeds;
    let modes =
        if state.overlays().is_empty() && state.focus() == Pane::List { &state.modes()[..2] } else { state.modes() };
    let hinted = modes.iter().flat_map(|mode| BINDINGS.iter().filter(move |binding| binding.mode == *mode));
    let hinted = hinted.filter_map(|binding| {
        let of_feeds = || FEED_HINTS.iter().find(|(command, _)| *command == binding.command).map(|(_, hint)| *hint);
        let hint = if on_feeds { of_feeds() } else { Some(binding.hint).filter(|hint| !hint.is_empty()) };
        Some((key_of(state, binding), hint?))
    });
    let hints: Vec<_> = hinted.collect();
    let width = |(key, hint): &(String, &str)| (text::width(key) + text::width(hint) + 3) as u16;
    let mut room = area.width;
    let fitting: Vec<_> =
        hints.iter().take_while(|hint| room.checked_sub(width(hint)).map(|left| room = left).is_some()).collect();
    let used: u16 = fitting.iter().map(|hint| width(hint)).sum();
    let end = area.x + area.width;
    let mut x = end.saturating_sub(used);
    for (key, hint) in fitting {
        x = put(buffer, x, area.y, end, key, theme.key);
        x = put(buffer, x + 1, area.y, end, hint, theme.faint) + 2;
    }
}

fn key_of(state: &State, binding: &Binding) -> String {
    state.settings().keymap.keys_of(binding.mode, binding.command).next().unwrap_or_default()
}

fn help_of(command: Command) -> &'static str {
    BINDINGS.iter().find(|binding| binding.command == command).map_or("", |binding| binding.help)
}

//! What the mouse does on the desk.

use super::State;
use crate::app::{
    Mouse, MouseAction, Wish,
    list::{Direction, ListCommand, Listed},
    overlay::{self, Overlay},
    screen::{Pane, Screen},
};

/// Rows that a notch of the wheel moves.
const WHEEL_ROWS: i64 = 3;

impl State {
    pub(super) fn click(&mut self, mouse: Mouse) -> Vec<Wish> {
        let screen = self.screen();
        if let Some(overlay) = self.overlays.last_mut() {
            return click_overlay(overlay, screen, mouse);
        }
        let rows = if mouse.action == MouseAction::WheelDown { WHEEL_ROWS } else { -WHEEL_ROWS };
        let items = screen.items();
        let on_list = screen.list.is_some_and(|list| list.contains(mouse.x, mouse.y));
        match mouse.action {
            MouseAction::Click if on_list && items.contains(mouse.x, mouse.y) => {
                let row = usize::from((mouse.y - items.y) / screen.item_height());
                let clicked =
                    if self.list.listed() == Listed::Feeds { self.feeds.click(row) } else { self.list.click(row) };
                if clicked.is_empty() { vec![Wish::Focus(Pane::List)] } else { clicked }
            }
            MouseAction::Click if screen.reader.is_some_and(|reader| reader.contains(mouse.x, mouse.y)) => {
                vec![Wish::Focus(Pane::Reader)]
            }
            MouseAction::Click if on_list => {
                let width = screen.list.map_or(0, |list| list.width);
                let mut wishes = self.list.click_shelf(mouse.x, width, &mut self.tickets);
                wishes.push(Wish::Focus(Pane::List));
                wishes
            }
            MouseAction::Click => Vec::new(),
            MouseAction::WheelDown if on_list && self.list.listed() == Listed::Feeds => {
                self.feeds.apply(ListCommand::Down, screen.items_seen())
            }
            MouseAction::WheelUp if on_list && self.list.listed() == Listed::Feeds => {
                self.feeds.apply(ListCommand::Up, screen.items_seen())
            }
            MouseAction::WheelDown if on_list => self.list.neighbour(Direction::Down),
            MouseAction::WheelUp if on_list => self.list.neighbour(Direction::Up),
            MouseAction::WheelDown | MouseAction::WheelUp => self.reader.scroll(rows, screen.text.height),
        }
    }
}

fn click_overlay(overlay: &mut Overlay, screen: Screen, mouse: Mouse) -> Vec<Wish> {
    let area = Overlay::entries_area(screen.overlay);
    match mouse.action {
        MouseAction::WheelDown => overlay.apply(overlay::OverlayCommand::Down, area),
        MouseAction::WheelUp => overlay.apply(overlay::OverlayCommand::Up, area),
        MouseAction::Click if area.contains(mouse.x, mouse.y) => overlay.click(mouse.y - area.y, area),
        MouseAction::Click if screen.overlay.contains(mouse.x, mouse.y) => Vec::new(),
        MouseAction::Click => vec![Wish::CloseOverlay],
    }
}

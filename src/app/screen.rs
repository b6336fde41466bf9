//! The layout of the screen: a pure value, computed from the size and what is open, used by update and view alike.

/// Columns and rows of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Rect {
    /// Whether the cell lies inside.
    pub fn contains(self, x: u16, y: u16) -> bool {
        (self.x..self.x + self.width).contains(&x) && (self.y..self.y + self.height).contains(&y)
    }

    /// The same without `rows` at the top.
    pub fn below(self, rows: u16) -> Self {
        let rows = rows.min(self.height);
        Self { y: self.y + rows, height: self.height - rows, ..self }
    }
}

/// One of the two panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The list of articles.
    #[default]
    List,
    /// The article.
    Reader,
}

/// Whether the text has the screen for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zen {
    /// It shares it with the list and the footer.
    #[default]
    Off,
    /// It stands alone.
    On,
}

/// From this many columns on, list and reader stand side by side.
const WIDE: u16 = 90;
/// From this many columns on, an overlay leaves a margin that is worth looking at.
const ROOMY: u16 = 110;
/// Columns left of the text that hold the bar of a quote.
pub const MARGIN: u16 = 2;

/// Where everything is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// The list with its heading, if it is seen.
    pub list: Option<Rect>,
    /// The column between list and reader.
    pub rule: Option<Rect>,
    /// The reader, if it is seen.
    pub reader: Option<Rect>,
    /// The text in the reader; where it would be, while the reader is not seen. Its margin lies to its left.
    pub text: Rect,
    /// The last row.
    pub footer: Option<Rect>,
    /// An overlay with its frame.
    pub overlay: Rect,
    /// All but the footer.
    body: Rect,
}

impl Screen {
    /// The layout for a terminal of this size, with a text column of at most `column` columns.
    pub fn new(size: Size, focus: Pane, zen: Zen, column: u16) -> Self {
        let Size { width, height } = size;
        let footer_rows = u16::from(zen == Zen::Off && height > 1);
        let body = Rect { x: 0, y: 0, width, height: height - footer_rows };
        let footer = (footer_rows > 0).then_some(Rect { y: body.height, height: 1, ..body });
        let (list, rule, reader) = if zen == Zen::Off && width >= WIDE {
            let split = (width * 7 / 20).clamp(28, 64);
            let list = Rect { width: split, ..body };
            let rule = Rect { x: split, width: 1, ..body };
            (Some(list), Some(rule), Some(Rect { x: split + 1, width: width - split - 1, ..body }))
        } else if zen == Zen::Off && focus == Pane::List {
            (Some(body), None, None)
        } else {
            (None, None, Some(body))
        };
        let text = text_column(reader.unwrap_or(body), column);
        Self { list, rule, reader, text, footer, overlay: overlay(body), body }
    }

    /// The items of the list, below its heading; where they would be, while the list is not seen, so that it does not
    /// scroll meanwhile.
    pub fn items(&self) -> Rect {
        let list = self.list.unwrap_or(self.body);
        list.below(u16::from(list.height > 3))
    }

    /// Rows that an item of the list takes.
    pub fn item_height(&self) -> u16 {
        if self.items().height >= 12 { 2 } else { 1 }
    }

    /// How many items of the list are seen at once.
    pub fn items_seen(&self) -> usize {
        usize::from((self.items().height / self.item_height()).max(1))
    }
}

fn text_column(pane: Rect, column: u16) -> Rect {
    let margin = if pane.width > 4 * MARGIN { MARGIN } else { 0 };
    let right = u16::from(margin > 0);
    let width = (pane.width - margin - right).clamp(u16::from(pane.width > 0), column.max(1));
    let free = pane.width - width - margin - right;
    let top = u16::from(pane.height >= 14);
    Rect { x: pane.x + free / 2 + margin, y: pane.y + top, width, height: pane.height - top }
}

fn overlay(body: Rect) -> Rect {
    // Where there is little room around it, an overlay takes it all: slivers of what lies behind only disturb.
    let width = if body.width < ROOMY { body.width } else { body.width.min(96) };
    let height = if body.height < 30 { body.height } else { body.height.saturating_sub(4).min(44) };
    Rect { x: (body.width - width) / 2, y: (body.height - height) / 2, width, height }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_list_stands_beside_the_reader_from_90_columns_on() {
        let screen = |width, focus| Screen::new(Size { width, height: 24 }, focus, Zen::Off, 72);
        assert!(screen(90, Pane::List).list.is_some() && screen(90, Pane::List).reader.is_some());
        assert!(screen(89, Pane::List).reader.is_none());
        assert!(screen(89, Pane::Reader).list.is_none());
        assert_eq!(screen(89, Pane::Reader).text.width, 72);
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_screen_at_any_size(width in 0_u16..300, height in 0_u16..100, column in 0_u16..200, reader: bool, zen: bool) {
            let focus = if reader { Pane::Reader } else { Pane::List };
            let zen = if zen { Zen::On } else { Zen::Off };
            let screen = Screen::new(Size { width, height }, focus, zen, column);
            let rects = [screen.list, screen.rule, screen.reader, screen.footer, Some(screen.text), Some(screen.overlay)];
            for rect in rects.into_iter().flatten() {
                prop_assert!(rect.x + rect.width <= width && rect.y + rect.height <= height, "{rect:?}");
            }
            prop_assert!(screen.list.is_some() || screen.reader.is_some());
        }
    }
}

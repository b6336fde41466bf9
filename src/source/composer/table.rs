//! Tables: cells collected, then drawn in padded columns. What is no table but a layout comes out as paragraphs.

use super::Part;
use crate::text::{CleanLine, width};

/// Widest table that is drawn, in columns: what a column of text holds.
const WIDEST: usize = 72;
/// Widest cell in whose row the others are told, in columns; a longer text is prose that was put into a table.
const WIDEST_CELL: usize = 240;
/// What stands between two cells of a row that is told in a line of text.
const NEXT: &str = " · ";
/// Most cells of a row.
const MOST_COLUMNS: usize = 24;
/// Largest drawn table in bytes; padding makes large ones larger still.
const LARGEST: usize = 256 * 1024;
/// What stands between two cells.
const BETWEEN: &str = " │ ";

/// A table while it is read: rows of cells of paragraphs.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<Vec<String>>>,
}

impl Table {
    /// Enters a part within the table, and tells as what. Of tables within tables the text remains.
    pub(super) fn enter(&mut self, part: Part<'_>) -> Part<'static> {
        match part {
            Part::Row => {
                self.rows.push(Vec::new());
                Part::Row
            }
            Part::Cell => {
                if self.rows.is_empty() {
                    self.rows.push(Vec::new());
                }
                if let Some(row) = self.rows.last_mut() {
                    row.push(Vec::new());
                }
                Part::Cell
            }
            Part::Span | Part::Emphasis | Part::Strong | Part::CodeSpan | Part::Link(_) => Part::Span,
            _ => {
                self.end_paragraph();
                Part::Paragraph
            }
        }
    }

    /// Leaves a part within the table.
    pub(super) fn leave(&mut self, part: Part<'static>) {
        if part == Part::Paragraph {
            self.end_paragraph();
        }
    }

    /// Adds text to the cell.
    pub(super) fn text(&mut self, raw: &str) {
        if self.rows.last().is_none_or(Vec::is_empty) {
            if raw.trim().is_empty() {
                return;
            }
            self.enter(Part::Cell);
        }
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            match cell.last_mut() {
                Some(paragraph) => paragraph.push_str(raw),
                None => cell.push(raw.to_owned()),
            }
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut())
            && cell.last().is_some_and(|paragraph| !paragraph.trim().is_empty())
        {
            cell.push(String::new());
        }
    }

    /// One line for each row; or a paragraph for each row, where they are too wide for that; or the paragraphs in the
    /// cells, where the table only arranges text.
    pub(super) fn drawn(self) -> Result<String, Vec<String>> {
        let rows: Vec<Vec<CleanLine>> =
            self.rows.iter().map(|row| row.iter().map(|cell| CleanLine::new(&cell.join(" "))).collect()).collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut widths = vec![0; columns];
        for row in &rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = width(cell.as_str()).max(*widest);
            }
        }
        if !(2..=MOST_COLUMNS).contains(&columns) || widths.iter().any(|&width| width > WIDEST_CELL) {
            return Err(self.rows.into_iter().flatten().flatten().collect());
        }
        let whole = widths.iter().sum::<usize>() + (columns - 1) * width(BETWEEN);
        if whole > WIDEST || rows.len() * whole > LARGEST {
            let is_told = |paragraph: &&String| !paragraph.trim().is_empty();
            if self.rows.iter().flatten().any(|cell| cell.iter().filter(is_told).count() > 1) {
                return Err(self.rows.into_iter().flatten().flatten().collect());
            }
            let told = |row: &Vec<CleanLine>| {
                let cells = row.iter().filter(|cell| !cell.is_empty()).map(CleanLine::as_str);
                cells.collect::<Vec<_>>().join(NEXT)
            };
            return Err(rows.iter().map(told).collect());
        }
        let mut drawn = String::new();
        for row in rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())) {
            let mut line = String::new();
            for (at, (cell, widest)) in row.iter().zip(&widths).enumerate() {
                line.push_str(if at > 0 { BETWEEN } else { "" });
                line.push_str(cell.as_str());
                line.extend(std::iter::repeat_n(' ', widest - width(cell.as_str())));
            }
            drawn.push_str(if drawn.is_empty() { "" } else { "\n" });
            drawn.push_str(line.trim_end());
        }
        Ok(drawn)
    }
}

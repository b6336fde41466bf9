//! Tables of comma-separated values, for spreadsheets and programs.

use std::io;

/// A table that is printed piece by piece.
pub(super) struct Table(csv::Writer<Vec<u8>>);

impl Table {
    /// With a first line of what stands in the columns.
    pub(super) fn new(columns: &[&str]) -> io::Result<Self> {
        let mut table = Self(csv::Writer::from_writer(Vec::new()));
        table.add(columns)?;
        Ok(table)
    }

    /// Adds a line.
    pub(super) fn add(&mut self, cells: &[impl AsRef<[u8]>]) -> io::Result<()> {
        Ok(self.0.write_record(cells)?)
    }

    /// What was added since this was last asked for.
    pub(super) fn take(&mut self) -> io::Result<Vec<u8>> {
        self.0.flush()?;
        let fresh = csv::Writer::from_writer(Vec::new());
        std::mem::replace(&mut self.0, fresh).into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

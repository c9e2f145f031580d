//! A table of controls.
//!
//! A quote that is not closed would make the rest of the file one cell, which libraries forgive; so the table is
//! read here. It must not know what a control is for.

use super::{COLUMNS, ControlStatus, REQUIRED, is_date, no_date, state, twice};
use crate::json::{Language, Source, did_you_mean};
use crate::measurement::Record;
use crate::refusal::{Reason, Refusal};
use std::collections::BTreeSet;

/// Bytes of a table, at most.
const TEXT_MAX: usize = 4 << 20;
/// Cells of a line, at most.
const CELLS_MAX: usize = 64;

pub(super) fn read(record: Record<'_>) -> Result<Vec<ControlStatus>, Refusal> {
    let source = Source {
        language: Language::Csv,
        ..Source::of_bytes(record.file, None, record.bytes)?
    };
    if source.text.len() > TEXT_MAX {
        let problem = format!("{} bytes, and at most {TEXT_MAX} are read", source.text.len());
        return Err(source.refuse(0, Reason::TooLarge, problem, "split the table"));
    }
    let mut lines = Lines {
        source: &source,
        at: 0,
    };
    let columns = lines.next_line()?.unwrap_or_default();
    known(&source, &columns)?;
    let mut controls = Vec::new();
    let mut seen = BTreeSet::new();
    while let Some(cells) = lines.next_line()? {
        let row = Row {
            source: &source,
            columns: &columns,
            cells: &cells,
            number: controls.len() + 1,
        };
        let control = row.control()?;
        if !seen.insert(control.control.clone()) {
            return Err(twice(&source, cells[0].at, &control.control));
        }
        controls.push(control);
    }
    Ok(controls)
}

/// One cell, without its quotes, and where it begins.
#[derive(Debug)]
struct Cell {
    at: usize,
    text: String,
}

fn known(source: &Source<'_>, columns: &[Cell]) -> Result<(), Refusal> {
    let mut names = BTreeSet::new();
    for column in columns {
        let name = column.text.as_str();
        if !COLUMNS.contains(&name) {
            let problem = format!("`{}` is no column of a table of controls", name.escape_debug());
            let cure = match name.contains([';', '\t']) {
                true => "separate the columns by commas".to_owned(),
                false => did_you_mean(name, &COLUMNS),
            };
            return Err(source.refuse(column.at, Reason::Unknown, problem, cure));
        }
        if !names.insert(name) {
            let problem = format!("the column `{name}` is there twice");
            return Err(source.refuse(column.at, Reason::NamedTwice, problem, "keep one of them"));
        }
    }
    match REQUIRED.iter().find(|it| !names.contains(*it)) {
        Some(missing) => {
            let problem = format!("there is no column `{missing}`");
            Err(source.refuse(
                0,
                Reason::Missing,
                problem,
                format!("name it in the first line: {}", COLUMNS.join(",")),
            ))
        }
        None => Ok(()),
    }
}

struct Row<'r> {
    source: &'r Source<'r>,
    columns: &'r [Cell],
    cells: &'r [Cell],
    /// From 1, without the line of names.
    number: usize,
}

impl Row<'_> {
    fn control(&self) -> Result<ControlStatus, Refusal> {
        let (source, cells) = (self.source, self.cells);
        if cells.len() != self.columns.len() {
            let problem = format!("{} cells under {} columns", cells.len(), self.columns.len());
            let cure = "give every line a cell for each column, and put texts with commas in quotes";
            return Err(source.refuse(cells[0].at, Reason::Malformed, problem, cure));
        }
        let status = self.required("status")?;
        let optional = |name: &str| self.cell(name).filter(|it| !it.text.is_empty());
        let text = |name: &str| optional(name).map(|it| it.text.clone());
        let date = |cell: &Cell| match is_date(&cell.text) {
            true => Ok(cell.text.clone()),
            false => Err(no_date(source, cell.at, &cell.text)),
        };
        Ok(ControlStatus {
            control: self.required("control")?.text.clone(),
            state: state(source, status.at, &status.text)?,
            reason: text("reason"),
            assessed: date(self.required("assessed")?)?,
            assessor: text("assessor"),
            expires: optional("expires").map(date).transpose()?,
            entry: format!("{} row {}", source.file, self.number),
            remarks: Vec::new(),
        })
    }

    fn cell(&self, name: &str) -> Option<&Cell> {
        let column = self.columns.iter().position(|it| it.text == name)?;
        self.cells.get(column)
    }

    fn required(&self, name: &str) -> Result<&Cell, Refusal> {
        let cell = self.cell(name).filter(|it| !it.text.is_empty());
        cell.ok_or_else(|| {
            let problem = format!("nothing under `{name}`");
            let at = self.cell(name).map_or(0, |it| it.at);
            self.source.refuse(
                at,
                Reason::Missing,
                problem,
                "fill the cell, or leave the line out",
            )
        })
    }
}

struct Lines<'r> {
    source: &'r Source<'r>,
    at: usize,
}

impl Lines<'_> {
    fn rest(&self) -> &str {
        &self.source.text[self.at..]
    }

    /// The cells of the next line that is not blank.
    fn next_line(&mut self) -> Result<Option<Vec<Cell>>, Refusal> {
        while self.rest().starts_with(['\r', '\n']) {
            self.at += 1;
        }
        if self.rest().is_empty() {
            return Ok(None);
        }
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell()?);
            let over = !self.rest().starts_with(',');
            if cells.len() > CELLS_MAX {
                let problem = format!("more than {CELLS_MAX} cells in a line");
                return Err(self.refuse(
                    self.at,
                    Reason::TooLarge,
                    problem,
                    "keep the columns that are known",
                ));
            }
            if over {
                return Ok(Some(cells));
            }
            self.at += 1;
        }
    }

    fn cell(&mut self) -> Result<Cell, Refusal> {
        let at = self.at;
        if self.rest().starts_with('"') {
            return self.quoted();
        }
        let length = self.rest().find([',', '\n', '\r']).unwrap_or(self.rest().len());
        let text = self.rest()[..length].to_owned();
        if let Some(quote) = text.find('"') {
            let problem = "a quote in the middle of a cell".to_owned();
            let cure = "put the whole cell in quotes, and double the quotes within";
            return Err(self.refuse(at + quote, Reason::Malformed, problem, cure));
        }
        self.at += length;
        Ok(Cell {
            at,
            text: text.trim().to_owned(),
        })
    }

    fn quoted(&mut self) -> Result<Cell, Refusal> {
        let at = self.at;
        let mut text = String::new();
        self.at += 1;
        loop {
            let Some(length) = self.rest().find('"') else {
                let problem = "a quote that is not closed".to_owned();
                return Err(self.refuse(
                    at,
                    Reason::Malformed,
                    problem,
                    "close it, and double the quotes within",
                ));
            };
            text.push_str(&self.rest()[..length]);
            self.at += length + 1;
            if !self.rest().starts_with('"') {
                break;
            }
            text.push('"');
            self.at += 1;
        }
        match self.rest().is_empty() || self.rest().starts_with([',', '\n', '\r']) {
            true => Ok(Cell { at, text }),
            false => {
                let problem = "something behind the closing quote of a cell".to_owned();
                Err(self.refuse(
                    self.at,
                    Reason::Malformed,
                    problem,
                    "double the quotes within a cell",
                ))
            }
        }
    }

    fn refuse(&self, at: usize, reason: Reason, problem: String, cure: &str) -> Refusal {
        self.source.refuse(at, reason, problem, cure)
    }
}

//! Aligned columns that fit a width: the last column takes what is left and is wrapped.
//!
//! It must not know what stands in it.

use crate::render::style::{HEADING, PLAIN, painted};
use anstyle::Style;
use unicode_width::UnicodeWidthStr;

#[derive(Clone, Debug)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    pub(crate) fn new(text: impl Into<String>) -> Cell {
        Cell::styled(text, PLAIN)
    }

    pub(crate) fn styled(text: impl Into<String>, style: Style) -> Cell {
        Cell {
            text: text.into(),
            style,
        }
    }
}

#[derive(Debug)]
pub(crate) struct Table {
    /// Empty strings where there are no heads.
    heads: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// Between columns.
const GAP: usize = 2;
/// No column but the last is wider; what is longer is wrapped too.
const COLUMN_MAX: usize = 24;
/// Even on a narrow terminal.
const LAST_MIN: usize = 20;

impl Table {
    pub(crate) fn new(heads: &[&str]) -> Table {
        Table {
            heads: heads.iter().map(|it| (*it).to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// So many columns without a line of heads.
    pub(crate) fn headless(n_columns: usize) -> Table {
        Table::new(&vec![""; n_columns])
    }

    /// INVARIANT: as many cells as there are heads.
    pub(crate) fn row(&mut self, cells: Vec<Cell>) {
        assert_eq!(cells.len(), self.heads.len(), "a row has a cell for each column");
        self.rows.push(cells);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Each line begins with `indent` spaces and ends with a line break.
    pub(crate) fn text(&self, indent: usize, width: usize, has_colour: bool) -> String {
        let widths = self.widths(width.saturating_sub(indent));
        let heads: Vec<Cell> = self.heads.iter().map(|it| Cell::styled(it, HEADING)).collect();
        let has_heads = self.heads.iter().any(|it| !it.is_empty());
        let heads = has_heads.then_some(&heads);
        heads
            .into_iter()
            .chain(&self.rows)
            .map(|row| lines(row, &widths, indent, has_colour))
            .collect()
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let last = self.heads.len() - 1;
        let mut widths: Vec<usize> = (0..last)
            .map(|column| self.natural(column).min(COLUMN_MAX))
            .collect();
        let taken: usize = widths.iter().map(|it| it + GAP).sum();
        widths.push(width.saturating_sub(taken).max(LAST_MIN));
        widths
    }

    fn natural(&self, column: usize) -> usize {
        let cells = self.rows.iter().map(|row| row[column].text.width());
        cells.chain([self.heads[column].width()]).max().unwrap_or(0)
    }
}

fn lines(row: &[Cell], widths: &[usize], indent: usize, has_colour: bool) -> String {
    let wrapped: Vec<Vec<String>> = row
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrap(&cell.text, *width))
        .collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let line = |index: usize| {
        let mut line = " ".repeat(indent);
        for ((cell, lines), width) in row.iter().zip(&wrapped).zip(widths) {
            let text = lines.get(index).map_or("", String::as_str);
            line.push_str(&painted(text, cell.style, has_colour));
            line.push_str(&" ".repeat(width.saturating_sub(text.width()) + GAP));
        }
        format!("{}\n", line.trim_end())
    };
    (0..height).map(line).collect()
}

/// A line break in the text stays one. Names are not broken at their hyphens.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options)
        .into_iter()
        .map(|it| it.into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_the_last_is_wrapped() {
        let mut table = Table::new(&["a", "words"]);
        table.row(vec![
            Cell::new("one"),
            Cell::new("some words that do not fit on one line"),
        ]);
        table.row(vec![Cell::new("ü"), Cell::styled("x", HEADING)]);
        let expected = [
            "  a    words",
            "  one  some words that do not",
            "       fit on one line",
            "  ü    x",
            "",
        ];
        let expected = expected.join("\n");
        assert_eq!(table.text(2, 30, false), expected);
    }

    #[test]
    fn colour_does_not_move_a_column() {
        let mut table = Table::new(&["a", "b"]);
        table.row(vec![Cell::styled("x", HEADING), Cell::new("y")]);
        let coloured = table.text(0, 30, true);
        assert!(coloured.contains("\u{1b}[1mx\u{1b}[0m  y"), "{coloured:?}");
    }
}

//! Labels that never cover each other: each goes into the first row in which it is free.
//!
//! It must not know what a label says.

use super::canvas::Px;

#[derive(Default)]
pub(super) struct Rows {
    /// For each row the taken stretches.
    rows: Vec<Vec<(Px, Px)>>,
}

const GAP: Px = Px::of(8);

impl Rows {
    /// Takes `height` rows in a row from `from` to `to` and gives the first; `None` where that needs more
    /// than `most` rows.
    pub(super) fn take(&mut self, from: Px, to: Px, height: usize, most: usize) -> Option<usize> {
        let fits = |first: &usize| (*first..*first + height).all(|row| self.is_free(row, from, to));
        let first = (0..).find(fits)?;
        if first + height > most {
            return None;
        }
        self.rows
            .resize_with(self.rows.len().max(first + height), Vec::new);
        self.rows[first..first + height]
            .iter_mut()
            .for_each(|row| row.push((from, to)));
        Some(first)
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    fn is_free(&self, row: usize, from: Px, to: Px) -> bool {
        let taken = self.rows.get(row);
        taken.is_none_or(|taken| {
            taken
                .iter()
                .all(|(start, end)| to + GAP <= *start || *end + GAP <= from)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_cover_another_goes_one_row_down() {
        let mut rows = Rows::default();
        let at = |from, to| (Px::of(from), Px::of(to));
        for ((from, to), expected) in [(at(0, 50), 0), (at(40, 90), 1), (at(60, 90), 0), (at(0, 200), 2)] {
            assert_eq!(rows.take(from, to, 1, 9), Some(expected));
        }
        assert_eq!(rows.take(Px::of(40), Px::of(60), 1, 3), None);
        assert_eq!(rows.len(), 3);
    }
}

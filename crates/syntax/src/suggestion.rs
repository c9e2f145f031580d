//! "Did you mean": the nearest of the words that would have been right.
//!
//! It must not know what the words mean.

/// The nearest candidate, if it is near enough to be what was meant. The first of equals wins.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Of short words a single letter is too much: `A` is not `at`.
    let allowed = match word.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        _ => 3,
    };
    let near = candidates
        .into_iter()
        .filter_map(|it| Some((distance(word, it, allowed)?, it)));
    // Two letters off at the beginning make another word: `impossible` is not `possible`.
    let near = near.filter(|(distance, it)| *distance < 2 || begin_alike(word, it));
    near.min_by_key(|(distance, _)| *distance).map(|(_, it)| it)
}

fn begin_alike(a: &str, b: &str) -> bool {
    let first = |it: &str| it.chars().next().map(|it| it.to_ascii_lowercase());
    first(a) == first(b)
}

/// Letters to change, add, drop or swap; `None` when more than `allowed`. Case does not count.
fn distance(a: &str, b: &str, allowed: usize) -> Option<usize> {
    // Lengths first, so that a word of a megabyte costs nothing.
    if a.len().abs_diff(b.len()) > 4 * allowed {
        return None;
    }
    let a: Vec<char> = a.to_lowercase().chars().collect();
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut earlier = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (above[j - 1] + same).min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(earlier[j - 2] + 1);
            }
        }
        earlier = std::mem::replace(&mut above, row);
    }
    Some(above[b.len()]).filter(|it| *it <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        let words = ["clause", "capability", "check", "until", "unless"];
        assert_eq!(nearest("cluase", words), Some("clause"));
        assert_eq!(nearest("Check", words), Some("check"));
        assert_eq!(nearest("capabilty", words), Some("capability"));
        assert_eq!(nearest("unles", words), Some("unless"));
    }

    #[test]
    fn another_word_is_another_word() {
        assert_eq!(nearest("banana", ["clause", "check"]), None);
        assert_eq!(nearest("impossible", ["possible"]), None);
        assert_eq!(nearest("A", ["at"]), None);
        assert_eq!(nearest(&"clause".repeat(100_000), ["clause"]), None);
    }
}

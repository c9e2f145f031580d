//! "Did you mean": the nearest of some known words to one that is not known.
//!
//! It must not know what the words are names of.

/// The candidate that a person most likely meant, if one is near enough; the first of equally near ones.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let reach = (word.chars().count() / 3).clamp(1, 3);
    let near = candidates
        .into_iter()
        .filter(|it| *it != word)
        .map(|it| (distance(word, it), it));
    near.filter(|(distance, _)| *distance <= reach)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}

/// How to mend a word that is none of those that are known: the nearest one, or all there are.
pub fn cure<'c>(word: &str, known: impl IntoIterator<Item = &'c str> + Clone) -> String {
    if let Some(near) = nearest(word, known.clone()) {
        return format!("did you mean `{near}`?");
    }
    let known: Vec<&str> = known.into_iter().collect();
    match known.is_empty() {
        true => "there is none".to_owned(),
        false => format!("there are `{}`", known.join("`, `")),
    }
}

/// Insertions, deletions, replacements and swaps of neighbours; letters of other case are the same.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.to_lowercase().chars().collect();
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for row in 1..=left.len() {
        let mut next = vec![row];
        for column in 1..=right.len() {
            let replaced = last[column - 1] + usize::from(left[row - 1] != right[column - 1]);
            let mut least = replaced.min(last[column] + 1).min(next[column - 1] + 1);
            let swapped = row > 1
                && column > 1
                && left[row - 1] == right[column - 2]
                && left[row - 2] == right[column - 1];
            if swapped {
                least = least.min(before[column - 2] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut last, next);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_of_neighbours_is_one_step() {
        assert_eq!(distance("trainign", "training"), 1);
        assert_eq!(distance("tranig", "training"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("ASL-3", "asl-3"), 0);
    }

    #[test]
    fn where_no_word_is_near_all_are_named() {
        assert_eq!(
            cure("trainign", ["training", "storing"]),
            "did you mean `training`?"
        );
        assert_eq!(
            cure("x", ["training", "storing"]),
            "there are `training`, `storing`"
        );
        assert_eq!(cure("x", []), "there is none");
    }

    #[test]
    fn a_far_word_is_not_suggested() {
        assert_eq!(nearest("storing", ["training", "deployment"]), None);
        assert_eq!(
            nearest("weigth-security", ["weight-security", "wet-security"]),
            Some("weight-security")
        );
        assert_eq!(nearest("ASL-5", ["ASL-3", "ASL-4"]), Some("ASL-3"));
        assert_eq!(nearest("hi", ["lo", "high"]), None);
    }
}

//! Lists as one says them.
//!
//! It must not know what is listed.

/// `a`, `b` or `c`.
pub(super) fn any_of(items: &[String]) -> String {
    match items {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

pub(super) fn quoted(items: &[impl AsRef<str>]) -> Vec<String> {
    items.iter().map(|it| format!("`{}`", it.as_ref())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_ends_in_or() {
        assert_eq!(any_of(&quoted(&["a", "b", "c"])), "`a`, `b` or `c`");
        assert_eq!(any_of(&quoted(&["a"])), "`a`");
    }
}

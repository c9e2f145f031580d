//! Nothing unfinished lands, no test is switched off, and nothing names the machine it was written on.

use super::tree::Tree;

/// Put together from halves, so that this file does not hold them itself.
const UNFINISHED: [&str; 5] = [
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
    concat!("FIX", "ME"),
    concat!("#[ig", "nore"),
    concat!("db", "g!("),
];

/// Roots of paths that exist on one machine only.
const LOCAL: [&str; 6] = [
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/Us", "ers/"),
    concat!("/tm", "p/"),
    concat!("C:", "\\"),
];

pub(crate) fn unfinished_or_local(tree: &Tree) -> Vec<String> {
    let lines = tree
        .files()
        .filter(|(path, _)| !path.ends_with(".lock"))
        .flat_map(|(path, text)| {
            text.lines()
                .enumerate()
                .map(move |(index, line)| (path, index + 1, line))
        });
    lines
        .filter_map(|(path, number, line)| {
            let found = banned_in(line)?;
            Some(format!("{path}:{number}: `{found}` must not land"))
        })
        .collect()
}

fn banned_in(line: &str) -> Option<&'static str> {
    let unfinished = UNFINISHED.iter().find(|word| line.contains(**word));
    unfinished
        .or_else(|| LOCAL.iter().find(|start| begins_a_path(line, start)))
        .copied()
}

/// `https://example.org/home/` and `./work/` begin no path of a machine.
fn begins_a_path(line: &str, start: &str) -> bool {
    line.match_indices(start).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|it| it.is_alphanumeric() || ".-_/}>)*".contains(it))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_code_is_seen() {
        for word in UNFINISHED {
            let text = format!("fn f() {{\n    {word}\n}}\n");
            let complaints = unfinished_or_local(&Tree::of(&[("crates/a/src/b.rs", &text)]));
            assert_eq!(
                complaints,
                [format!("crates/a/src/b.rs:2: `{word}` must not land")]
            );
        }
    }

    #[test]
    fn a_path_of_a_machine_is_seen_and_an_address_is_not() {
        let local = format!("see {}me/notes.md", LOCAL[0]);
        assert_eq!(unfinished_or_local(&Tree::of(&[("README.md", &local)])).len(), 1);
        let address = format!("see https://example.org{}notes.md", LOCAL[0]);
        assert_eq!(
            unfinished_or_local(&Tree::of(&[("README.md", &address)])).len(),
            0
        );
    }
}

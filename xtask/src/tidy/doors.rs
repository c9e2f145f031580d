//! Every Rust file says first what it is for, and a `lib.rs` is a door: a list, not a room.

use super::tree::Tree;

const LINES_OF_A_DOOR: usize = 80;

pub(crate) fn no_first_line(tree: &Tree) -> Vec<String> {
    let silent = tree.rust().filter(|(_, text)| !text.starts_with("//! "));
    silent
        .map(|(path, _)| format!("{path}:1: the first line should be `//! ` and what the file is for"))
        .collect()
}

pub(crate) fn crowded(tree: &Tree) -> Vec<String> {
    let doors = tree.rust().filter(|(path, _)| path.ends_with("/lib.rs"));
    let counted = doors.map(|(path, text)| (path, text.lines().count()));
    counted
        .filter(|(_, lines)| *lines > LINES_OF_A_DOOR)
        .map(|(path, lines)| format!("{path}: {lines} lines; a door has at most {LINES_OF_A_DOOR}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_say_what_it_is_for_is_seen() {
        let tree = Tree::of(&[
            ("crates/a/src/b.rs", "fn main() {}\n"),
            ("crates/a/src/c.rs", "//! Good.\n"),
        ]);
        assert_eq!(
            no_first_line(&tree),
            ["crates/a/src/b.rs:1: the first line should be `//! ` and what the file is for"]
        );
    }

    #[test]
    fn a_crowded_door_is_seen() {
        let crowd = "//! A door.\n".repeat(81);
        assert_eq!(crowded(&Tree::of(&[("crates/a/src/lib.rs", &crowd)])).len(), 1);
        assert_eq!(crowded(&Tree::of(&[("crates/a/src/room.rs", &crowd)])).len(), 0);
    }
}

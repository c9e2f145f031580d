//! A file laid out as it should be: blocks only, every other byte as it was.
//!
//! White space is all that changes; words, articles and comments stay, in their order. It must not know
//! what a statement means.

mod paragraph;
mod piece;

use crate::diagnostic::{Diagnostic, FileId, Severity};
use crate::kind::{Leaf, Node, SyntaxKind};
use crate::parse::{FileKind, parse};
use piece::Piece;
use rowan::NodeOrToken;

/// The text with its blocks laid out; what is wrong with it, if anything is.
pub fn format(text: &str, kind: FileKind) -> Result<String, Vec<Diagnostic>> {
    let parse = parse(text, kind, FileId(0));
    if parse.diagnostics.iter().any(|it| it.severity == Severity::Error) {
        return Err(parse.diagnostics);
    }
    let mut formatted = String::with_capacity(text.len());
    for part in parse.root().children_with_tokens() {
        match part {
            NodeOrToken::Token(prose) => formatted.push_str(prose.text()),
            NodeOrToken::Node(block) => block_into(&block, text, &mut formatted),
        }
    }
    Ok(formatted)
}

fn block_into(block: &Node, text: &str, formatted: &mut String) {
    let fences = fences(block);
    let (opening, closing) = (fences.first(), fences.get(1));
    let margin = opening.map_or(String::new(), |it| margin(text, it));
    let line_end = if opening.map_or(text, |it| it.text()).contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    formatted.push_str(opening.map_or("", |it| it.text()));
    for line in lines(&piece::pieces(block)) {
        let line = format!("{margin}{line}");
        formatted.push_str(line.trim_end());
        formatted.push_str(line_end);
    }
    formatted.push_str(closing.map_or("", |it| it.text().trim_start_matches(['\r', '\n'])));
}

fn fences(block: &Node) -> Vec<Leaf> {
    let leaves = block.children_with_tokens().filter_map(|it| it.into_token());
    leaves.filter(|it| it.kind() == SyntaxKind::Fence).collect()
}

/// What stands before each line of a block in a list or a quote: the marks of quotes, and blanks for the rest.
fn margin(text: &str, opening: &Leaf) -> String {
    let indentation = opening.text().len() - opening.text().trim_start().len();
    let fence = usize::from(opening.text_range().start()) + indentation;
    let line = text[..fence].rfind(['\n', '\r']).map_or(0, |it| it + 1);
    let blank = |it: char| if it == '>' || it.is_whitespace() { it } else { ' ' };
    text[line..fence].chars().map(blank).collect()
}

/// Statements and comments one after the other; blank lines between them stay, one at most.
fn lines(pieces: &[Piece]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = pieces;
    while let [first, ..] = rest {
        let paragraph;
        (paragraph, rest) = rest.split_at(paragraph::length(rest));
        if first.n_lines_before > 1 && !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(paragraph::lines(paragraph));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_as(kind: FileKind, text: &str, expected: &str) {
        let formatted = format(text, kind).expect("the text is sound");
        assert_eq!(formatted, expected);
        assert_eq!(format(&formatted, kind).as_deref(), Ok(expected), "not stable");
    }

    fn check(text: &str, expected: &str) {
        check_as(FileKind::Hold, text, expected);
    }

    #[test]
    fn inner_white_space_is_one_blank() {
        check("party   A  is\n the   developer .", "party A is the developer.\n");
        check(
            "check c:it is possible that( x is found and\ty is done ) ,expect yes.",
            "check c: it is possible that (x is found and y is done), expect yes.\n",
        );
        check(
            "assume x takes lognormal ( median 12 months,p90 24 months ).",
            "assume x takes lognormal(median 12 months, p90 24 months).\n",
        );
    }

    #[test]
    fn each_statement_has_its_line_and_at_most_one_blank_line_before_it() {
        check(
            "\n\nparty A is internal. party B is outside.\n\n\n\nparty C is outside.\n\n",
            "party A is internal.\nparty B is outside.\n\nparty C is outside.\n",
        );
        check("", "");
        check(" \n", "");
    }

    #[test]
    fn a_long_statement_goes_on_indented() {
        check(
            "clause secure-first \"p. 8\": before training when ASL-3 is indicated, Anthropic must have ASL-3-security in place unless overly-conservative is found.",
            "clause secure-first \"p. 8\": before training when ASL-3 is indicated, Anthropic must have ASL-3-security\n  in place unless overly-conservative is found.\n",
        );
    }

    #[test]
    fn a_long_check_breaks_before_its_property() {
        check(
            "check trigger \"security alone could already cause a stop\", said by \"second commenter\": it is possible that training is paused, expect yes.",
            "check trigger \"security alone could already cause a stop\", said by \"second commenter\":\n  it is possible that training is paused, expect yes.\n",
        );
    }

    #[test]
    fn steps_and_parts_of_questions_have_lines_of_their_own() {
        check(
            "scenario \"s\": given x is found on 2024-03-01 y is done then z is paused.",
            "scenario \"s\":\n  given x is found\n  on 2024-03-01 y is done\n  then z is paused.\n",
        );
        check(
            "question q, on p: yes when x is done, void by 2035-01-01.",
            "question q, on p:\n  yes when x is done,\n  void by 2035-01-01.\n",
        );
    }

    #[test]
    fn comments_stay_where_they_are() {
        check(
            "# first\n\nparty A # who\n# what\n is internal. # why  \n# last",
            "# first\n\nparty A  # who\n  # what\n  is internal.  # why\n# last\n",
        );
    }

    #[test]
    fn prose_is_left_alone() {
        let text = "#  Title\n\n\n* x\n\n  ```holdpoint\n  party   A is internal.\n\n\n      party B is outside.\n  ```\n \ttail";
        let expected = "#  Title\n\n\n* x\n\n  ```holdpoint\n  party A is internal.\n\n  party B is outside.\n  ```\n \ttail";
        check_as(FileKind::Markdown, text, expected);
    }

    #[test]
    fn a_block_in_a_quote_keeps_its_marks() {
        let text = "> ```holdpoint\n> party   A is internal.\n>\n> party B is outside.\n> ```\n";
        let expected = "> ```holdpoint\n> party A is internal.\n>\n> party B is outside.\n> ```\n";
        check_as(FileKind::Markdown, text, expected);
    }

    #[test]
    fn line_ends_stay_as_they_are() {
        check("party A is\r\n internal.\r\n", "party A is internal.\r\n");
    }

    #[test]
    fn what_is_not_understood_is_not_touched() {
        let complaints = format("party A.", FileKind::Hold).expect_err("it is broken");
        assert_eq!(complaints[0].code, "HP0118");
    }
}

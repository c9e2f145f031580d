//! Questions: when a prediction market pays.
//!
//! It must not know which conditions can be seen on a record.

use super::condition::condition;
use super::leaf::{date, duration, head};
use crate::kind::SyntaxKind::*;
use crate::parser::{Parser, Rule};

pub(super) fn question(p: &mut Parser<'_>) -> Rule {
    head(p, "the name of the question")?;
    p.slots()?;
    p.expect_kind(Colon)?;
    p.node(QuestionPart, part)?;
    while p.eat_comma(matches!(p.word(), "yes" | "no" | "void" | "evidence" | "if")) {
        p.node(QuestionPart, part)?;
    }
    Ok(())
}

fn part(p: &mut Parser<'_>) -> Rule {
    if p.eat("evidence") {
        p.phrase(&["known", "until"])?;
        duration(p)?;
        return p.expect("after");
    }
    if p.eat("if") {
        return superseded(p);
    }
    if !p.eat("yes") && !p.eat("no") && !p.eat("void") {
        return p.unexpected();
    }
    if p.eat("by") {
        return date(p);
    }
    p.expect("when")?;
    condition(p)
}

fn superseded(p: &mut Parser<'_>) -> Rule {
    p.expect("superseded")?;
    if p.eat("follow") {
        p.phrase(&["successor", "clause", "or", "else"])?;
    }
    p.expect("void")
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_complaints};

    #[test]
    fn a_question_says_how_it_ends() {
        check(
            r#"question q "Q?", on p: yes when f holds for at least 1 month, no when x is found, void by 2035-01-01, evidence known until 180 days after, if superseded follow the successor clause or else void."#,
            r#"(Question question (Head q "Q?") , (Slot on p) : (QuestionPart yes when (ForAtLeast (Atom f holds) for at least (Duration 1 month))) , (QuestionPart no when (Atom x is found)) , (QuestionPart void by 2035-01-01) , (QuestionPart evidence known until (Duration 180 days) after) , (QuestionPart if superseded follow successor clause or else void))"#,
        );
        check(
            "question q, on p: yes by 2030-01-01, if superseded void.",
            "(Question question (Head q) , (Slot on p) : (QuestionPart yes by 2030-01-01) , (QuestionPart if superseded void))",
        );
        check_complaints(
            "question q, on p: yes when f holds no when x is found.",
            "HP0125 [holds -> holds,] a comma is missing before `no`; write `holds, no`",
        );
        check_complaints(
            "question q: yes when f holds.",
            "HP0104 [:] expected words in double quotes, `reading` or `,` and found `:`; go on with words in double quotes, `reading` or `,`",
        );
        check_complaints(
            "question q, on p: maybe when f holds.",
            "HP0104 [maybe] `maybe` cannot stand here; go on with `evidence`, `if`, `yes`, `no` or `void`",
        );
        check_complaints(
            "question q, on p: yes if f holds.",
            "HP0104 [if] expected `by` or `when` and found `if`; go on with `by` or `when`",
        );
    }
}

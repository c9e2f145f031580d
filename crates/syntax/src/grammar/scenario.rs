//! Scenarios: a dated history, and what must hold along it.
//!
//! It must not know the calendar.

use super::condition::condition;
use super::leaf::{date, string};
use crate::kind::SyntaxKind::*;
use crate::parser::{Parser, Rule};

pub(super) fn scenario(p: &mut Parser<'_>) -> Rule {
    string(p)?;
    p.expect_kind(Colon)?;
    p.node(Step, step)?;
    while ["given", "on", "then"].into_iter().any(|it| p.at(it)) {
        p.node(Step, step)?;
    }
    Ok(())
}

fn step(p: &mut Parser<'_>) -> Rule {
    if p.eat("on") {
        date(p)?;
    } else if !p.eat("given") && !p.eat("then") {
        return p.unexpected();
    }
    condition(p)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_complaints};

    #[test]
    fn a_history_has_dated_steps() {
        check(
            r#"scenario "s": given f holds and x is found on 2024-03-01 e indicates L then training is paused."#,
            r#"(Scenario scenario "s" : (Step given (AllOf (Atom f holds) and (Atom x is found))) (Step on 2024-03-01 (Atom e indicates L)) (Step then (Atom training is paused)))"#,
        );
        check_complaints(
            "scenario s: given f holds.",
            "HP0104 [s] expected words in double quotes and found `s`; go on with words in double quotes",
        );
        check_complaints(
            r#"scenario "s": f holds."#,
            "HP0104 [f] expected `on`, `given` or `then` and found `f`; go on with `on`, `given` or `then`",
        );
        check_complaints(
            r#"scenario "s": on 1 March 2024 f holds."#,
            "HP0108 [1] `1` is not written as a date is; a date is written `2024-03-01`, a moment `2024-03-01T12:00:00Z`",
        );
        check_complaints(
            r#"scenario "s": on 2024-3-1 f holds."#,
            "HP0108 [2024-3-1 -> 2024-03-01] `2024-3-1` is not written as a date is; a date is written `2024-03-01`, a moment `2024-03-01T12:00:00Z`",
        );
    }
}

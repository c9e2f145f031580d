//! Checks: a property, and the answers that are expected.
//!
//! It must not know how a property is decided.

use super::leaf::{head, name_of, names_of, reading};
use super::property::property;
use crate::kind::SyntaxKind::*;
use crate::parser::{Parser, Rule};

pub(super) fn check(p: &mut Parser<'_>) -> Rule {
    head(p, "the name of the check")?;
    p.slots()?;
    p.expect_kind(Colon)?;
    p.node(Property, property)?;
    while p.eat_comma(p.word() == "expect") {
        p.node(Expect, expect)?;
    }
    Ok(())
}

fn expect(p: &mut Parser<'_>) -> Rule {
    p.expect("expect")?;
    if !p.eat("yes") && !p.eat("no") && !p.eat("depends") {
        return p.unexpected();
    }
    while at_scope(p) {
        p.node(Scope, scope)?;
    }
    Ok(())
}

fn at_scope(p: &mut Parser<'_>) -> bool {
    ["in", "under", "with", "without", "counting"]
        .into_iter()
        .any(|it| p.at(it))
}

fn scope(p: &mut Parser<'_>) -> Rule {
    if p.eat("in") {
        return name_of(p, "the name of a world");
    }
    if p.eat("under") {
        reading(p)?;
        return if p.eat("of") {
            name_of(p, "the name of what has the reading")
        } else {
            Ok(())
        };
    }
    if p.eat("without") {
        return names_of(p, "the name of a clause");
    }
    if p.eat("counting") {
        return p.expect("intends");
    }
    p.expect("with")?;
    if p.eat("amendment") {
        return Ok(());
    }
    p.expect("only")?;
    names_of(p, "the name of a clause")
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_complaints};

    #[test]
    fn a_check_says_what_is_expected() {
        check(
            r#"check c "t", said by "who": it is possible that f holds, expect yes."#,
            r#"(Check check (Head c "t") , (Slot said by "who") : (Property it is possible that (Atom f holds)) , (Expect expect yes))"#,
        );
        check(
            "check c: L has no upper bound, expect depends, expect no in w.",
            "(Check check (Head c) : (Property L has no upper bound) , (Expect expect depends) , (Expect expect no (Scope in w)))",
        );
        check_complaints(
            "check c: L has no upper bound expect yes.",
            "HP0125 [bound -> bound,] a comma is missing before `expect`; write `bound, expect`",
        );
        check_complaints(
            "check c: L has no upper bound, expect maybe.",
            "HP0104 [maybe] expected `yes`, `no` or `depends` and found `maybe`; go on with `yes`, `no` or `depends`",
        );
        check_complaints(
            "check c: L has no upper bound, yes.",
            "HP0104 [yes] expected `expect` and found `yes`; go on with `expect`",
        );
        check_complaints(
            "check c L has no upper bound.",
            "HP0104 [L] `L` cannot stand here; go on with words in double quotes, `reading`, `,` or `:`",
        );
    }

    #[test]
    fn an_expectation_has_scopes() {
        check(
            r#"check c: L has no upper bound, expect yes in w under reading "r" of d with amendment, expect no with only c and d, expect no without c counting intends."#,
            r#"(Check check (Head c) : (Property L has no upper bound) , (Expect expect yes (Scope in w) (Scope under (Reading reading "r") of d) (Scope with amendment)) , (Expect expect no (Scope with only (Names c and d))) , (Expect expect no (Scope without (Names c)) (Scope counting intends)))"#,
        );
        check_complaints(
            "check c: L has no upper bound, expect yes with c.",
            "HP0104 [c] expected `amendment` or `only` and found `c`; go on with `amendment` or `only`",
        );
        check_complaints(
            "check c: L has no upper bound, expect yes under reading r.",
            "HP0104 [r] expected words in double quotes and found `r`; go on with words in double quotes",
        );
    }
}

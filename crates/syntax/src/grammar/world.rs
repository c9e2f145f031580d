//! Assumptions: how a world behaves.
//!
//! It must not know which world an assumption belongs to.

use super::leaf::{at_name, date, duration, factor, name_of, percent, range, unit};
use crate::kind::SyntaxKind::*;
use crate::parser::{Expected, Parser, Rule};

pub(super) fn assume(p: &mut Parser<'_>) -> Rule {
    p.node(Assumption, assumption)?;
    p.slots().map(|_| ())
}

fn assumption(p: &mut Parser<'_>) -> Rule {
    if p.eat("one") {
        p.phrase(&["step", "is"])?;
        return duration(p);
    }
    if p.eat("it") {
        p.phrase(&["starts", "on"])?;
        return date(p);
    }
    if p.eat_words(&["at", "most"]) {
        p.expect_kind(Number)?;
        return p.phrase(&["safeguards", "are", "under", "way", "at", "once"]);
    }
    if p.eat("work") {
        p.phrase(&["may", "slip", "by", "at", "most"])?;
        duration(p)?;
        return p.phrase(&["in", "all"]);
    }
    if p.eat("defining") {
        name_of(p, "the name of a level or standard")?;
        p.expect("takes")?;
        return takes(p);
    }
    p.hope(Expected::Thing("the name of what is assumed about"));
    if !at_name(p) {
        return p.unexpected();
    }
    p.bump(Name);
    of_name(p)
}

fn of_name(p: &mut Parser<'_>) -> Rule {
    if p.eat("takes") {
        return takes(p);
    }
    if p.eat("doubles") {
        return doubles(p);
    }
    if p.eat("appears") {
        return appears(p);
    }
    if p.eat("keeps") {
        return p.phrase(&["its", "buffer"]);
    }
    if p.eat("starts") {
        return starts(p);
    }
    p.expect("may")?;
    if p.eat("lapse") {
        return Ok(());
    }
    p.phrase(&["miss", "by", "up", "to"])?;
    factor(p)
}

fn takes(p: &mut Parser<'_>) -> Rule {
    if at_name(p) && p.input.kind(1) == LeftParen {
        distribution(p)?;
    } else {
        p.hope(Expected::Thing("a length of time such as `9 to 14 months`"));
        p.hope(Expected::Thing(
            "a distribution such as `lognormal(median 12 months, p90 24 months)`",
        ));
        if p.kind() != Number {
            return p.unexpected();
        }
        range(p)?;
    }
    p.eat_words(&["per", "attempt"]);
    if p.eat("after") {
        name_of(p, "the name of what comes first")?;
        while !p.sees(&["and", "costs"]) && !p.sees(&["and", "succeeds"]) && p.eat("and") {
            name_of(p, "the name of what comes first as well")?;
        }
    }
    if p.eat_words(&["and", "costs"]) {
        p.node(Money, money)?;
    }
    if p.eat_words(&["and", "succeeds"]) {
        chance(p)?;
    }
    Ok(())
}

/// `lognormal(median 12 months, p90 24 months)`.
fn distribution(p: &mut Parser<'_>) -> Rule {
    p.node(Distribution, |p| {
        name_of(p, "the name of a distribution")?;
        p.group(|p| {
            parameter(p)?;
            while p.eat_kind(Comma) {
                parameter(p)?;
            }
            Ok(())
        })
    })
}

fn parameter(p: &mut Parser<'_>) -> Rule {
    p.node(Parameter, |p| {
        name_of(p, "the name of a parameter such as `median`")?;
        duration(p)
    })
}

/// `40 M USD`.
fn money(p: &mut Parser<'_>) -> Rule {
    p.expect_kind(Number)?;
    let _ = p.eat("k") || p.eat("M") || p.eat("B");
    let is_currency = p.word().len() == 3 && p.word().bytes().all(|it| it.is_ascii_uppercase());
    p.hope(Expected::Thing("a currency such as `USD`"));
    if !is_currency {
        return p.unexpected();
    }
    p.bump(Keyword);
    Ok(())
}

fn doubles(p: &mut Parser<'_>) -> Rule {
    p.phrase(&["compute", "every"])?;
    duration(p)?;
    if p.eat("and") {
        p.phrase(&["ends", "at"])?;
        factor(p)?;
    }
    Ok(())
}

fn appears(p: &mut Parser<'_>) -> Rule {
    p.phrase(&["not", "before"])?;
    factor(p)?;
    if p.eat("and") {
        chance(p)?;
        p.phrase(&["per", "doubling"])?;
    }
    Ok(())
}

fn starts(p: &mut Parser<'_>) -> Rule {
    if !p.eat("true") && !p.eat("false") {
        return p.unexpected();
    }
    if p.eat("and") {
        p.expect("turns")?;
        chance(p)?;
        p.expect("per")?;
        return unit(p);
    }
    Ok(())
}

fn chance(p: &mut Parser<'_>) -> Rule {
    p.phrase(&["with", "probability"])?;
    percent(p)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_complaints};

    #[test]
    fn time_has_a_step_and_a_start() {
        check(
            "assume one step is 1 month.",
            "(Assume assume (Assumption one step is (Duration 1 month)))",
        );
        check(
            "assume it starts on 2024-03-01.",
            "(Assume assume (Assumption it starts on 2024-03-01))",
        );
        check_complaints(
            "assume one step is 1.",
            "HP0109 [1] `1` has no unit; say `hours`, `days`, `weeks`, `months`, `years` or `steps` after it",
        );
        check_complaints(
            "assume it starts in 2024.",
            "HP0104 [in] expected `on` and found `in`; go on with `on`",
        );
    }

    #[test]
    fn work_takes_a_range_or_a_distribution() {
        check(
            r#"assume s takes 9 to 14 months and costs 40 M USD, source "estimate", as of 2023-10-26."#,
            r#"(Assume assume (Assumption s takes (Range 9 to 14 months) and costs (Money 40 M USD)) , (Slot source "estimate") , (Slot as of 2023-10-26))"#,
        );
        check(
            "assume s takes 3 months after t.",
            "(Assume assume (Assumption s takes (Range 3 months) after t))",
        );
        check(
            "assume s takes 2 months per attempt and succeeds with probability 25%.",
            "(Assume assume (Assumption s takes (Range 2 months) per attempt and succeeds with probability 25%))",
        );
        check(
            "assume defining L takes 3 months.",
            "(Assume assume (Assumption defining L takes (Range 3 months)))",
        );
        check(
            "assume s takes 3 months after t and u and v and costs 3 EUR.",
            "(Assume assume (Assumption s takes (Range 3 months) after t and u and v and costs (Money 3 EUR)))",
        );
        check(
            "assume s takes lognormal(median 12 months, p90 24 months) after t and costs 3 EUR and succeeds with probability 1%.",
            "(Assume assume (Assumption s takes (Distribution lognormal (Group ( (Parameter median (Duration 12 months)) , (Parameter p90 (Duration 24 months)) ))) after t and costs (Money 3 EUR) and succeeds with probability 1%))",
        );
        check_complaints(
            "assume s takes 9-14 months.",
            "HP0119 [9-14 -> 9 to 14] `9-14` is not written as a number is; a range is written with `to`",
        );
        check_complaints(
            "assume s takes 3months.",
            "HP0119 [3months -> 3 months] `3months` is not written as a number is; put a space before the unit",
        );
        check_complaints(
            "assume s takes long.",
            "HP0104 [long] expected a length of time such as `9 to 14 months` or a distribution such as `lognormal(median 12 months, p90 24 months)` and found `long`; go on with a length of time such as `9 to 14 months` or a distribution such as `lognormal(median 12 months, p90 24 months)`",
        );
        check_complaints(
            "assume s takes 3 months and costs 40M USD.",
            "HP0119 [40M -> 40 M] `40M` is not written as a number is; money is written `40 M USD`",
        );
        check_complaints(
            "assume s takes 3 months and costs 40 M dollars.",
            "HP0104 [dollars] expected a currency such as `USD` and found `dollars`; go on with a currency such as `USD`",
        );
        check_complaints(
            "assume s takes 3 after t.",
            "HP0109 [3] `3` has no unit; say `hours`, `days`, `weeks`, `months`, `years` or `steps` after it",
        );
    }

    #[test]
    fn compute_doubles_and_capabilities_appear() {
        check(
            "assume training doubles compute every 2 months and ends at 4096x.",
            "(Assume assume (Assumption training doubles compute every (Duration 2 months) and ends at 4096x))",
        );
        check(
            "assume training doubles compute every 2 months.",
            "(Assume assume (Assumption training doubles compute every (Duration 2 months)))",
        );
        check(
            "assume c appears not before 8x and with probability 6% per doubling.",
            "(Assume assume (Assumption c appears not before 8x and with probability 6% per doubling))",
        );
        check(
            "assume c appears not before 8x.",
            "(Assume assume (Assumption c appears not before 8x))",
        );
        check_complaints(
            "assume training doubles compute every 2 months and ends at 4096.",
            "HP0109 [4096 -> 4096x] `4096` has no unit; write `4096x`",
        );
        check_complaints(
            "assume c appears not before 8x and with probability 6 per doubling.",
            "HP0109 [6 -> 6%] `6` has no unit; write `6%`",
        );
        check_complaints(
            "assume c appears before 8x.",
            "HP0104 [before] expected `not` and found `before`; go on with `not`",
        );
    }

    #[test]
    fn evaluations_and_safeguards_may_let_one_down() {
        check(
            "assume e keeps its buffer.",
            "(Assume assume (Assumption e keeps its buffer))",
        );
        check("assume s may lapse.", "(Assume assume (Assumption s may lapse))");
        check(
            "assume e may miss by up to 2x.",
            "(Assume assume (Assumption e may miss by up to 2x))",
        );
        check_complaints(
            "assume e may fail.",
            "HP0104 [fail] expected `lapse` or `miss` and found `fail`; go on with `lapse` or `miss`",
        );
    }

    #[test]
    fn facts_start_somewhere() {
        check(
            "assume f starts true and turns with probability 5% per month.",
            "(Assume assume (Assumption f starts true and turns with probability 5% per month))",
        );
        check(
            "assume f starts false.",
            "(Assume assume (Assumption f starts false))",
        );
        check_complaints(
            "assume f starts yes.",
            "HP0104 [yes] expected `true` or `false` and found `yes`; go on with `true` or `false`",
        );
        check_complaints(
            "assume f starts true and turns with probability 5% per moon.",
            "HP0110 [moon] `moon` is no unit of time; units of time are `hours`, `days`, `weeks`, `months`, `years` or `steps`",
        );
    }

    #[test]
    fn work_has_limits() {
        check(
            "assume at most 2 safeguards are under way at once.",
            "(Assume assume (Assumption at most 2 safeguards are under way at once))",
        );
        check(
            "assume work may slip by at most 2 months in all.",
            "(Assume assume (Assumption work may slip by at most (Duration 2 months) in all))",
        );
        check_complaints(
            "assume at most two safeguards are under way at once.",
            "HP0104 [two] expected a number and found `two`; go on with a number",
        );
        check_complaints(
            r#"assume training, source "x", frankly."#,
            "HP0104 [,] `,` cannot stand here; go on with `takes`, `doubles`, `appears`, `keeps`, `starts` or `may`",
        );
    }
}

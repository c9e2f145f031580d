//! Clauses: what is promised. Frame, who, modal, what, tails; and exceptions and gaps beside them.
//!
//! It must not know what bars an action.

use super::condition::condition;
use super::joined::joined;
use super::leaf::{at_name, date, duration, factor, head, maybe_at, name_of, names_of, string};
use crate::errors;
use crate::kind::SyntaxKind::*;
use crate::parser::{Expected, Parser, Rule};

pub(super) fn clause(p: &mut Parser<'_>) -> Rule {
    head(p, "the name of the clause")?;
    p.slots()?;
    p.expect_kind(Colon)?;
    if p.at("despite") {
        despite(p)?;
    }
    p.node(Frame, frame)?;
    comma_before_party(p)?;
    name_of(p, "the name of the party that it binds")?;
    p.node(Modal, modal)?;
    p.node(What, what)?;
    tails(p)
}

fn comma_before_party(p: &mut Parser<'_>) -> Rule {
    let is_party = at_name(p) && matches!(p.input.word(1), "must" | "may" | "intends");
    if p.eat_comma(is_party) {
        Ok(())
    } else {
        p.unexpected()
    }
}

fn despite(p: &mut Parser<'_>) -> Rule {
    p.node(Despite, |p| {
        p.expect("despite")?;
        names_of(p, "the name of a clause")
    })?;
    p.expect_kind(Comma)
}

fn frame(p: &mut Parser<'_>) -> Rule {
    if p.eat("before") || p.eat("while") {
        names_of(p, "the name of an action")?;
        return if p.eat("when") { condition(p) } else { Ok(()) };
    }
    if p.eat("when") {
        return condition(p);
    }
    if p.eat_words(&["at", "all", "times"]) {
        Ok(())
    } else {
        p.unexpected()
    }
}

fn modal(p: &mut Parser<'_>) -> Rule {
    if p.eat("must") {
        p.eat("not");
        return Ok(());
    }
    if p.eat_words(&["intends", "to"]) || p.eat("may") {
        Ok(())
    } else {
        p.unexpected()
    }
}

fn what(p: &mut Parser<'_>) -> Rule {
    if p.eat("have") {
        return goals(p);
    }
    if p.eat("pause") || p.eat("continue") {
        return name_of(p, "the name of an action");
    }
    if p.eat("do") {
        return name_of(p, "the name of a task");
    }
    p.expect("run")?;
    name_of(p, "the name of an evaluation")?;
    every(p)?;
    while p.eat("and") {
        every(p)?;
    }
    Ok(())
}

fn every(p: &mut Parser<'_>) -> Rule {
    p.node(Every, |p| {
        p.expect("every")?;
        p.hope(Expected::Kind(Factor));
        if p.kind() == Factor {
            factor(p)?;
            return p.expect("compute");
        }
        duration(p)
    })
}

fn goals(p: &mut Parser<'_>) -> Rule {
    joined(p, |p| {
        if p.at_kind(LeftParen) {
            p.group(goals)
        } else {
            p.node(Goal, goal)
        }
    })
}

fn goal(p: &mut Parser<'_>) -> Rule {
    name_of(p, "the name of what is to be had")?;
    if p.eat_words(&["approved", "by"]) {
        return name_of(p, "the name of a party");
    }
    if p.eat_words(&["ruled", "out"]) {
        return maybe_at(p);
    }
    if p.eat_words(&["at", "most"]) || p.eat_words(&["at", "least"]) {
        return name_of(p, "the name of a grade");
    }
    let is_said = p.eat_words(&["in", "place"]) || p.eat("defined") || p.eat("done") || p.eat("found");
    match p.word() {
        _ if is_said => Ok(()),
        joint @ ("and" | "or") => p.fail(errors::said_of_all_at_once(p.place(), joint)),
        _ => p.unexpected(),
    }
}

const TAILS: [&str; 4] = ["within", "by", "unless", "until"];

fn tails(p: &mut Parser<'_>) -> Rule {
    let mut given = Vec::new();
    while let Some(word) = tail_here(p) {
        if given.contains(&word) {
            let diagnostic = errors::given_twice(p.place(), &[word]);
            p.spoil(diagnostic);
        }
        given.push(word);
        p.node(Tail, |p| tail(p, word))?;
    }
    Ok(())
}

fn tail_here(p: &mut Parser<'_>) -> Option<&'static str> {
    if p.kind() == Comma && TAILS.contains(&p.input.word(1)) {
        let diagnostic = errors::comma_before_tail(p.place(), p.input.word(1));
        p.report(diagnostic);
        p.bump(Comma);
    }
    TAILS.into_iter().find(|it| p.at(it))
}

fn tail(p: &mut Parser<'_>, word: &'static str) -> Rule {
    p.expect(word)?;
    match word {
        "by" => date(p),
        "within" if p.eat("unspecified") => string(p),
        "within" => duration(p),
        _ => condition(p),
    }
}

pub(super) fn exception(p: &mut Parser<'_>) -> Rule {
    head(p, "the name of the exception")?;
    p.expect_kind(Colon)?;
    p.expect("when")?;
    condition(p)?;
    comma_before_party(p)?;
    name_of(p, "the name of the party that may use it")?;
    p.phrase(&["may", "suspend"])?;
    if p.eat_words(&["all", "clauses"]) {
        Ok(())
    } else {
        names_of(p, "the name of a clause")
    }
}

pub(super) fn not_encoded(p: &mut Parser<'_>) -> Rule {
    p.expect("encoded")?;
    string(p)?;
    p.expect("because")?;
    string(p)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_complaints};

    #[test]
    fn a_gate_says_before() {
        check(
            r#"clause c "p. 8": before training when x is indicated, A must have s in place."#,
            r#"(Clause clause (Head c "p. 8") : (Frame before (Names training) when (Atom x is indicated)) , A (Modal must) (What have (Goal s in place)))"#,
        );
        check(
            "clause c: before training and storing, A must have s in place.",
            "(Clause clause (Head c) : (Frame before (Names training and storing)) , A (Modal must) (What have (Goal s in place)))",
        );
        check_complaints(
            "clause c: before training when x is indicated A must have s in place.",
            "HP0125 [indicated -> indicated,] a comma is missing before `A`; write `indicated, A`",
        );
        check_complaints(
            "clause c: after training, A must do t.",
            "HP0104 [after] `after` cannot stand here; go on with `despite`, `before`, `while`, `when` or `at all times`",
        );
        check_complaints(
            "clause c before training, A must do t.",
            "HP0104 [before] `before` cannot stand here; go on with words in double quotes, `reading`, `,` or `:`",
        );
    }

    #[test]
    fn a_duty_says_while_when_or_at_all_times() {
        check(
            "clause c: while training when x is found, A must do t.",
            "(Clause clause (Head c) : (Frame while (Names training) when (Atom x is found)) , A (Modal must) (What do t))",
        );
        check(
            "clause c: when x is found, A must do t.",
            "(Clause clause (Head c) : (Frame when (Atom x is found)) , A (Modal must) (What do t))",
        );
        check(
            "clause c: at all times, A must do t.",
            "(Clause clause (Head c) : (Frame at all times) , A (Modal must) (What do t))",
        );
        check_complaints(
            "clause c: at all time, A must do t.",
            "HP0104 [time -> times] expected `times` and found `time`; did you mean `times`?",
        );
    }

    #[test]
    fn a_permission_may_override() {
        check(
            "clause c, supersedes b: despite d and e, when x is found, A may continue training.",
            "(Clause clause (Head c) , (Slot supersedes b) : (Despite despite (Names d and e)) , (Frame when (Atom x is found)) , A (Modal may) (What continue training))",
        );
        check_complaints(
            "clause c: despite when x is found, A may continue training.",
            "HP0105 [when] `when` is a word of the language and cannot be a name; choose another name, such as `when-1`",
        );
    }

    #[test]
    fn modals_bind_or_do_not() {
        check(
            "clause c: at all times, A must not continue training.",
            "(Clause clause (Head c) : (Frame at all times) , A (Modal must not) (What continue training))",
        );
        check(
            "clause c: at all times, A intends to do t.",
            "(Clause clause (Head c) : (Frame at all times) , A (Modal intends to) (What do t))",
        );
        check_complaints(
            "clause c: at all times, A shall do t.",
            "HP0104 [shall] expected `must`, `intends to` or `may` and found `shall`; go on with `must`, `intends to` or `may`",
        );
        check_complaints(
            "clause c: at all times, A intends do t.",
            "HP0104 [do] expected `to` and found `do`; go on with `to`",
        );
    }

    #[test]
    fn a_goal_is_a_state() {
        check(
            "clause c: at all times, A must have s in place and (L defined or t done).",
            "(Clause clause (Head c) : (Frame at all times) , A (Modal must) (What have (AllOf (Goal s in place) and (Group ( (AnyOf (Goal L defined) or (Goal t done)) )))))",
        );
        check(
            "clause c: at all times, A must have d found.",
            "(Clause clause (Head c) : (Frame at all times) , A (Modal must) (What have (Goal d found)))",
        );
        check(
            "clause c: at all times, A must have p approved by B.",
            "(Clause clause (Head c) : (Frame at all times) , A (Modal must) (What have (Goal p approved by B)))",
        );
        check(
            "clause c: at all times, A must have L ruled out at high and s at most medium and s at least low.",
            "(Clause clause (Head c) : (Frame at all times) , A (Modal must) (What have (AllOf (Goal L ruled out (At at high)) and (Goal s at most medium) and (Goal s at least low))))",
        );
        check_complaints(
            "clause c: at all times, A must have s.",
            "HP0118 [s] the statement ends where `approved by`, `ruled out`, `at most`, `at least`, `in place`, `defined`, `done` or `found` is expected; go on with `approved by`, `ruled out`, `at most`, `at least`, `in place`, `defined`, `done` or `found`",
        );
        check_complaints(
            "clause c: at all times, A must have s and t in place.",
            "HP0104 [and] `and` stands before it is said what must be so; say it of each, as in `… in place and … in place`",
        );
        check_complaints(
            "clause c: at all times, A must have s in place and t done or d found.",
            "HP0102 [or] `or` after `and` needs parentheses; say which of the two is meant: `(s in place and t done) or …` or `s in place and (t done or …)`",
        );
        check_complaints(
            "clause c: at all times, A must have s in palce.",
            "HP0104 [palce -> place] expected `place` and found `palce`; did you mean `place`?",
        );
    }

    #[test]
    fn an_evaluation_is_run_by_two_clocks() {
        check(
            "clause c: before training, A must run e every 4x compute and every 3 months.",
            "(Clause clause (Head c) : (Frame before (Names training)) , A (Modal must) (What run e (Every every 4x compute) and (Every every (Duration 3 months))))",
        );
        check_complaints(
            "clause c: before training, A must run e.",
            "HP0118 [e] the statement ends where `every` is expected; go on with `every`",
        );
        check_complaints(
            "clause c: before training, A must run e every 4x.",
            "HP0118 [4x] the statement ends where `compute` is expected; go on with `compute`",
        );
        check_complaints(
            "clause c: before training, A must run e every 3.",
            "HP0109 [3] `3` has no unit; say `hours`, `days`, `weeks`, `months`, `years` or `steps` after it",
        );
    }

    #[test]
    fn tails_are_deadlines_and_ends() {
        check(
            "clause c: at all times, A must pause storing until x is found.",
            "(Clause clause (Head c) : (Frame at all times) , A (Modal must) (What pause storing) (Tail until (Atom x is found)))",
        );
        check(
            "clause c: at all times, A must do t within 30 days unless x is found or y is done.",
            "(Clause clause (Head c) : (Frame at all times) , A (Modal must) (What do t) (Tail within (Duration 30 days)) (Tail unless (AnyOf (Atom x is found) or (Atom y is done))))",
        );
        check(
            r#"clause c: at all times, A must do t within unspecified "promptly"."#,
            r#"(Clause clause (Head c) : (Frame at all times) , A (Modal must) (What do t) (Tail within unspecified "promptly"))"#,
        );
        check(
            "clause c: at all times, A must do t by 2024-03-01.",
            "(Clause clause (Head c) : (Frame at all times) , A (Modal must) (What do t) (Tail by 2024-03-01))",
        );
        check_complaints(
            "clause c: at all times, A must do t within 3 days within 4 days.",
            "HP0114 [within] `within` is given twice; keep one `within`",
        );
        check_complaints(
            "clause c: at all times, A must do t, within 3 days.",
            "HP0125 [, -> ] no comma stands before `within`; `within`, `by`, `unless` and `until` follow without a comma",
        );
        check_complaints(
            "clause c: at all times, A must do t unles x is found.",
            "HP0104 [unles -> unless] `unles` cannot stand here; did you mean `unless`?",
        );
        check_complaints(
            "clause c: at all times, A must do t by March 2024.",
            "HP0108 [March] `March` is not written as a date is; a date is written `2024-03-01`, a moment `2024-03-01T12:00:00Z`",
        );
        check_complaints(
            "clause c: at all times, A must do t within promptly.",
            "HP0104 [promptly] expected `unspecified` or a length of time such as `3 months` and found `promptly`; go on with `unspecified` or a length of time such as `3 months`",
        );
    }

    #[test]
    fn an_exception_suspends() {
        check(
            r#"exception e "p. 14": when P has approved x, A may suspend all clauses."#,
            r#"(Exception exception (Head e "p. 14") : when (Atom P has approved x) , A may suspend all clauses)"#,
        );
        check(
            "exception e: when f holds, A may suspend c and d.",
            "(Exception exception (Head e) : when (Atom f holds) , A may suspend (Names c and d))",
        );
        check_complaints(
            "exception e: when f holds, A may suspend.",
            "HP0118 [suspend] the statement ends where `all clauses` or the name of a clause is expected; go on with `all clauses` or the name of a clause",
        );
        check_complaints(
            "exception e: before training, A may suspend all clauses.",
            "HP0104 [before] expected `when` and found `before`; go on with `when`",
        );
    }

    #[test]
    fn what_is_left_out_is_said() {
        check(
            r#"not encoded "p. 14" because "hopes"."#,
            r#"(NotEncoded not encoded "p. 14" because "hopes")"#,
        );
        check_complaints(
            r#"not encoded "p. 14"."#,
            r#"HP0118 ["p. 14"] the statement ends where `because` is expected; go on with `because`"#,
        );
        check_complaints(
            r#"not coded "p. 14" because "hopes"."#,
            "HP0104 [coded] expected `encoded` and found `coded`; go on with `encoded`",
        );
    }
}

//! Who and what: the statements that declare something.
//!
//! It must not know which declarations belong together.

use super::joined::combination;
use super::leaf::{head, maybe_at, name_of, string};
use crate::errors;
use crate::kind::SyntaxKind::*;
use crate::parser::{Expected, Parser, Rule};

pub(super) fn use_file(p: &mut Parser<'_>) -> Rule {
    string(p)
}

/// A head, and then only what follows commas.
pub(super) fn plain(p: &mut Parser<'_>) -> Rule {
    declared(p)?;
    p.slots().map(|_| ())
}

pub(super) fn source(p: &mut Parser<'_>) -> Rule {
    string(p)?;
    p.slots().map(|_| ())
}

pub(super) fn party(p: &mut Parser<'_>) -> Rule {
    declared(p)?;
    p.expect("is")?;
    let is_kind = p.eat("developer") || p.eat("internal") || p.eat("independent") || p.eat("outside");
    if is_kind { Ok(()) } else { p.unexpected() }
}

pub(super) fn level(p: &mut Parser<'_>) -> Rule {
    declared(p)?;
    if p.eat("above") {
        name_of(p, "the name of a level")?;
    }
    if let [true, true, ..] = p.slots()?[..] {
        let diagnostic = errors::two_definitions(p.place_before());
        p.spoil(diagnostic);
    }
    Ok(())
}

pub(super) fn standard(p: &mut Parser<'_>) -> Rule {
    declared(p)?;
    if p.eat("is") {
        return combination(p, "the name of a safeguard, task, determination or standard");
    }
    if p.slots()?.contains(&true) {
        return Ok(());
    }
    p.hope(Expected::Words(&["undefined"]));
    p.unexpected()
}

pub(super) fn evaluation(p: &mut Parser<'_>) -> Rule {
    declared(p)?;
    p.expect("of")?;
    name_of(p, "the name of a level or capability")?;
    maybe_at(p)?;
    p.slots().map(|_| ())
}

/// After `indicated when`: `"success rate" is at least 50% by lower-95`.
pub(super) fn rule(p: &mut Parser<'_>) -> Rule {
    string(p)?;
    p.expect("is")?;
    let compares =
        p.eat_words(&["at", "least"]) || p.eat_words(&["at", "most"]) || p.eat("above") || p.eat("below");
    if !compares {
        return p.unexpected();
    }
    if !p.eat_kind(Percent) {
        p.expect_kind(Number)?;
    }
    if p.eat("by") {
        name_of(p, "the name of an estimator")?;
    }
    Ok(())
}

/// After `decided by`.
pub(super) fn decider(p: &mut Parser<'_>) -> Rule {
    if p.eat("nature") {
        Ok(())
    } else {
        name_of(p, "the name of a party")
    }
}

/// The head; a message names the kind of statement.
fn declared(p: &mut Parser<'_>) -> Rule {
    let thing = match p.form.keyword {
        "policy" => "the name of the policy",
        "party" => "the name of the party",
        "action" => "the name of the action",
        "capability" => "the name of the capability",
        "level" => "the name of the level",
        "safeguard" => "the name of the safeguard",
        "standard" => "the name of the standard",
        "evaluation" => "the name of the evaluation",
        "score" => "the name of the score",
        "determination" => "the name of the determination",
        "task" => "the name of the task",
        "fact" => "the name of the fact",
        "approval" => "the name of the approval",
        _ => "the name of the world",
    };
    head(p, thing)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_complaints};

    #[test]
    fn a_file_is_used_by_its_path() {
        check(r#"use "other.md"."#, r#"(Use use "other.md")"#);
        check_complaints(
            "use other.",
            "HP0104 [other] expected words in double quotes and found `other`; go on with words in double quotes",
        );
        check_complaints(
            "use.",
            "HP0118 [use] the statement ends where words in double quotes is expected; go on with words in double quotes",
        );
    }

    #[test]
    fn a_policy_has_a_date_a_past_and_amenders() {
        check(
            r#"policy rsp-1.0 "RSP 1.0", effective 2023-09-19, supersedes rsp-0.9, amended by Board and LTBT."#,
            r#"(Policy policy (Head rsp-1.0 "RSP 1.0") , (Slot effective 2023-09-19) , (Slot supersedes rsp-0.9) , (Slot amended by (Names Board and LTBT)))"#,
        );
        check("policy p.", "(Policy policy (Head p))");
        check_complaints(
            "policy p, effective 19 September 2023.",
            "HP0108 [19] `19` is not written as a date is; a date is written `2024-03-01`, a moment `2024-03-01T12:00:00Z`",
        );
        check_complaints(
            "policy p, effective 2023/09/19.",
            "HP0108 [2023/09/19 -> 2023-09-19] `2023/09/19` is not written as a date is; a date is written `2024-03-01`, a moment `2024-03-01T12:00:00Z`",
        );
        check_complaints(
            "policy p, amended Board.",
            "HP0104 [Board] expected `by` and found `Board`; go on with `by`",
        );
    }

    #[test]
    fn a_source_is_pinned_by_its_hash() {
        check(
            r#"source "https://example.org/a.pdf", sha256 "9f2c"."#,
            r#"(Source source "https://example.org/a.pdf" , (Slot sha256 "9f2c"))"#,
        );
        check(r#"source "a letter"."#, r#"(Source source "a letter")"#);
        check_complaints(
            "source a-letter.",
            "HP0104 [a-letter] expected words in double quotes and found `a-letter`; go on with words in double quotes",
        );
        check_complaints(
            r#"source "a letter", sha256 9f2c."#,
            "HP0104 [9f2c] expected words in double quotes and found `9f2c`; go on with words in double quotes",
        );
    }

    #[test]
    fn a_party_is_of_one_of_four_kinds() {
        check("party A is the developer.", "(Party party (Head A) is developer)");
        check(
            r#"party B "the board" is internal."#,
            r#"(Party party (Head B "the board") is internal)"#,
        );
        check("party C is independent.", "(Party party (Head C) is independent)");
        check("party D is outside.", "(Party party (Head D) is outside)");
        check_complaints(
            "party A.",
            "HP0118 [A] the statement ends where `is` is expected; go on with `is`",
        );
        check_complaints(
            "party A is external.",
            "HP0104 [external] `external` cannot stand here; go on with `developer`, `internal`, `independent` or `outside`",
        );
        check_complaints(
            "party A is a developper.",
            "HP0104 [developper -> developer] `developper` cannot stand here; did you mean `developer`?",
        );
    }

    #[test]
    fn an_action_may_scale() {
        check(
            r#"action training "train", scales."#,
            r#"(Action action (Head training "train") , (Slot scales))"#,
        );
        check("action storing.", "(Action action (Head storing))");
        check_complaints(
            "action training scales.",
            "HP0125 [training -> training,] a comma is missing before `scales`; write `training, scales`",
        );
        check_complaints(
            "action training, scale.",
            "HP0115 [scale -> scales] `action` has no part that begins with `scale`; did you mean `scales`?",
        );
    }

    #[test]
    fn a_capability_may_be_graded_and_may_fall() {
        check(
            r#"capability c "uplift"."#,
            r#"(Capability capability (Head c "uplift"))"#,
        );
        check(
            "capability cyber, graded low < medium < high, may fall.",
            "(Capability capability (Head cyber) , (Slot graded low < medium < high) , (Slot may fall))",
        );
        check_complaints(
            "capability c, graded low.",
            "HP0118 [low] the statement ends where `<` is expected; go on with `<`",
        );
        check_complaints(
            "capability c, graded low, medium.",
            "HP0104 [,] expected `<` and found `,`; go on with `<`",
        );
        check_complaints(
            "capability c, may fail.",
            "HP0116 [may] `may fail` is no part of `capability`; `may fail` belongs to `safeguard`; after the comma may stand `graded low < high` or `may fall`",
        );
    }

    #[test]
    fn a_level_stands_above_another_and_says_when() {
        check("level L.", "(Level level (Head L))");
        check(
            r#"level M "m" above L, when a-b at high or (c and d), by Board."#,
            r#"(Level level (Head M "m") above L , (Slot when (AnyOf (Part a-b (At at high)) or (Group ( (AllOf (Part c) and (Part d)) )))) , (Slot by Board))"#,
        );
        check(
            "level N above M, undefined.",
            "(Level level (Head N) above M , (Slot undefined))",
        );
        check_complaints(
            "level M above.",
            "HP0118 [above] the statement ends where the name of a level is expected; go on with the name of a level",
        );
        check_complaints(
            "level M above L when c.",
            "HP0125 [L -> L,] a comma is missing before `when`; write `L, when`",
        );
        check_complaints(
            "level M, when b and c or d.",
            "HP0102 [or] `or` after `and` needs parentheses; say which of the two is meant: `(b and c) or …` or `b and (c or …)`",
        );
        check_complaints(
            "level M, when c, undefined.",
            "HP0114 [undefined] a level has `when` or is `undefined`, not both; keep the one that the policy says",
        );
        check_complaints(
            "level M, may fail.",
            "HP0116 [may] `may fail` is no part of `level`; `may fail` belongs to `safeguard`; after the comma may stand `when CAPABILITY`, `undefined` or `by PARTY`",
        );
        check_complaints(
            "level clause.",
            "HP0105 [clause] `clause` is a word of the language and cannot be a name; choose another name, such as `clause-1`",
        );
    }

    #[test]
    fn a_safeguard_has_an_owner() {
        check(
            r#"safeguard s "s", by A."#,
            r#"(Safeguard safeguard (Head s "s") , (Slot by A))"#,
        );
        check(
            "safeguard s, by A, may fail, undefined.",
            "(Safeguard safeguard (Head s) , (Slot by A) , (Slot may fail) , (Slot undefined))",
        );
        check_complaints(
            "safeguard s.",
            "HP0122 [s] `safeguard` without `by PARTY`; add `, by PARTY`",
        );
        check_complaints(
            "safeguard s, may fail.",
            "HP0122 [fail] `safeguard` without `by PARTY`; add `, by PARTY`",
        );
        check_complaints(
            "safeguard s, by A, by B.",
            "HP0114 [by] `by` is given twice; keep one `by`",
        );
        check_complaints(
            "safeguard s, undefined, by A.",
            "HP0121 [by] `by` stands before `undefined`; there is one order, so that every statement of a kind reads alike",
        );
        check_complaints(
            "safeguard s, by A, irreversible.",
            "HP0116 [irreversible] `irreversible` is no part of `safeguard`; `irreversible` belongs to `task`; after the comma may stand `may fail` or `undefined`",
        );
    }

    #[test]
    fn a_standard_is_made_of_parts() {
        check("standard S is s.", "(Standard standard (Head S) is (Part s))");
        check(
            "standard S is (s and t) or u.",
            "(Standard standard (Head S) is (AnyOf (Group ( (AllOf (Part s) and (Part t)) )) or (Part u)))",
        );
        check(
            r#"standard S "later", undefined."#,
            r#"(Standard standard (Head S "later") , (Slot undefined))"#,
        );
        check_complaints(
            "standard S.",
            "HP0118 [S] the statement ends where `is`, `,` or `undefined` is expected; go on with `is`, `,` or `undefined`",
        );
        check_complaints(
            "standard S is s and t or u.",
            "HP0102 [or] `or` after `and` needs parentheses; say which of the two is meant: `(s and t) or …` or `s and (t or …)`",
        );
        check_complaints(
            "standard S is (s and t.",
            "HP0107 [(] this `(` is not closed; put the `)` where the group ends",
        );
        check_complaints(
            "standard S is s and.",
            "HP0118 [and] the statement ends where `(` or the name of a safeguard, task, determination or standard is expected; go on with `(` or the name of a safeguard, task, determination or standard",
        );
    }

    #[test]
    fn an_evaluation_is_of_something() {
        check("evaluation e of L.", "(Evaluation evaluation (Head e) of L)");
        check(
            r#"evaluation e "e" of cyber at high, may be inconclusive, with a buffer of 6x, by Auditor."#,
            r#"(Evaluation evaluation (Head e "e") of cyber (At at high) , (Slot may be inconclusive) , (Slot with buffer of 6x) , (Slot by Auditor))"#,
        );
        check(
            r#"evaluation e of L, indicated when "success rate" is at least 50% by lower-95, ruled out when "success rate" is below 0.2, indicated when "loss" is above 3, ruled out when "loss" is at most 1."#,
            r#"(Evaluation evaluation (Head e) of L , (Slot indicated when "success rate" is at least 50% by lower-95) , (Slot ruled out when "success rate" is below 0.2) , (Slot indicated when "loss" is above 3) , (Slot ruled out when "loss" is at most 1))"#,
        );
        check_complaints(
            "evaluation e.",
            "HP0118 [e] the statement ends where `of` is expected; go on with `of`",
        );
        check_complaints(
            "evaluation e of L, with a buffer of 6.",
            "HP0109 [6 -> 6x] `6` has no unit; write `6x`",
        );
        check_complaints(
            "evaluation e of L, by A, by B.",
            "HP0114 [by] `by` is given twice; keep one `by`",
        );
        check_complaints(
            r#"evaluation e of L, indicated when "rate" is over 50%."#,
            "HP0104 [over] `over` cannot stand here; go on with `at least`, `at most`, `above` or `below`",
        );
    }

    #[test]
    fn a_score_is_graded_by_an_evaluation() {
        check(
            r#"score s "left", graded low < high, by e."#,
            r#"(Score score (Head s "left") , (Slot graded low < high) , (Slot by e))"#,
        );
        check_complaints(
            "score s, by e.",
            "HP0122 [e] `score` without `graded low < high`; add `, graded low < high`",
        );
        check_complaints(
            "score s, graded low < high.",
            "HP0122 [high] `score` without `by EVALUATION`; add `, by EVALUATION`",
        );
    }

    #[test]
    fn a_determination_is_somebodys() {
        check(
            "determination d, by A.",
            "(Determination determination (Head d) , (Slot by A))",
        );
        check(
            r#"determination d reading "at will" "too early", of e, by A, requires t, only if true."#,
            r#"(Determination determination (Head d (Reading reading "at will") "too early") , (Slot of e) , (Slot by A) , (Slot requires t) , (Slot only if true))"#,
        );
        check_complaints(
            "determination d, requires t, by A.",
            "HP0121 [by] `by` stands before `requires`; there is one order, so that every statement of a kind reads alike",
        );
        check_complaints(
            "determination d, by A, only if tru.",
            "HP0104 [tru -> true] expected `true` and found `tru`; did you mean `true`?",
        );
    }

    #[test]
    fn a_task_may_end_actions() {
        check("task t, by A.", "(Task task (Head t) , (Slot by A))");
        check(
            r#"task t "t", by A, irreversible, ends storing and training."#,
            r#"(Task task (Head t "t") , (Slot by A) , (Slot irreversible) , (Slot ends (Names storing and training)))"#,
        );
        check_complaints(
            "task t.",
            "HP0122 [t] `task` without `by PARTY`; add `, by PARTY`",
        );
        check_complaints(
            "task t, by the policy.",
            "HP0105 [policy] `policy` is a word of the language and cannot be a name; choose another name, such as `policy-1`",
        );
    }

    #[test]
    fn a_fact_has_a_decider() {
        check(
            "fact f, decided by nature.",
            "(Fact fact (Head f) , (Slot decided by nature))",
        );
        check(
            r#"fact f "f", decided by Rivals, permanent."#,
            r#"(Fact fact (Head f "f") , (Slot decided by Rivals) , (Slot permanent))"#,
        );
        check_complaints(
            "fact f.",
            "HP0122 [f] `fact` without `decided by PARTY`; add `, decided by PARTY`",
        );
        check_complaints(
            "fact f, decided by.",
            "HP0118 [by] the statement ends where `nature` or the name of a party is expected; go on with `nature` or the name of a party",
        );
    }

    #[test]
    fn an_approval_is_a_partys() {
        check(
            r#"approval a1 "loosen", by LTBT."#,
            r#"(Approval approval (Head a1 "loosen") , (Slot by LTBT))"#,
        );
        check_complaints(
            "approval a1, by LTBT, permanent.",
            "HP0116 [permanent] `permanent` is no part of `approval`; `permanent` belongs to `fact`",
        );
    }

    #[test]
    fn title_and_reading_stand_in_either_order() {
        check(
            r#"task t "t" reading "r", by A."#,
            r#"(Task task (Head t "t" (Reading reading "r")) , (Slot by A))"#,
        );
        check(
            r#"task t reading "r" "t", by A."#,
            r#"(Task task (Head t (Reading reading "r") "t") , (Slot by A))"#,
        );
        check(
            r#"task t reading "r", by A."#,
            r#"(Task task (Head t (Reading reading "r")) , (Slot by A))"#,
        );
        check_complaints(
            "task t reading, by A.",
            "HP0104 [,] expected words in double quotes and found `,`; go on with words in double quotes",
        );
    }

    #[test]
    fn a_world_may_be_for_a_policy() {
        check("world w.", "(World world (Head w))");
        check(
            r#"world w "slow", for p."#,
            r#"(World world (Head w "slow") , (Slot for p))"#,
        );
        check_complaints(
            "world w for p.",
            "HP0125 [w -> w,] a comma is missing before `for`; write `w, for`",
        );
        check_complaints(
            r#"world "slow"."#,
            r#"HP0104 ["slow"] expected the name of the world and found `"slow"`; go on with the name of the world"#,
        );
    }
}

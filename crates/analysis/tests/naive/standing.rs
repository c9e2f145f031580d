//! Policies on which the boards were once wrong: a pause of the first step, compute that grows behind the gate, hands
//! that are busy with what nobody asks for, evaluations in any order. `draw` comes to none of them often.

use super::fixpoint::Length;
use super::{Expected, compared};
use holdpoint_analysis::report::{GradeRow, Wait};
use holdpoint_policy::inquiry::Strength;

/// A policy in which deployment is barred from the first step on.
const BARRED_AT_ONCE: &str = "
policy drawn.
party Lab is the developer.
action training, scales.
action deployment.
capability c1.
level L1.
level L2 above L1, when c1.
safeguard s1, by Lab.
evaluation e1 of L2.
clause k1: before training, Lab must run e1 every 4x compute.
clause k2: before deployment, Lab must have s1 in place.
world w, for drawn.
assume one step is 1 month.
assume training doubles compute every 1 month and ends at 4x.
assume s1 takes 1 steps.
";

/// Without the safeguard training does not go on, so nothing can be indicated without it: a pause is there only before
/// the first evaluation.
const GROWS_ONLY_BEHIND_THE_GATE: &str = "
policy drawn.
party Lab is the developer.
action training, scales.
action deployment.
capability c1.
level L1.
level L2 above L1, when c1.
safeguard s1, by Lab, may fail.
evaluation e1 of L2.
clause k1: before training, Lab must run e1 every 2 months.
clause k2: before training, Lab must have s1 in place.
clause k3: before deployment when L2 is not ruled out, Lab must have s1 in place.
world w, for drawn.
assume one step is 1 month.
assume training doubles compute every 1 month and ends at 16x.
assume s1 takes 4 steps.
";

/// Found in a pause, the developer may be at work on what does not end it, and can do one thing at a time.
const AT_OTHER_WORK: &str = "
policy drawn.
party Lab is the developer.
action training, scales.
capability c1.
level L1.
level L2 above L1, when c1.
safeguard s1, by Lab.
safeguard s2, by Lab.
evaluation e1 of L2.
clause k1: before training, Lab must run e1 every 2x compute.
clause k2: before training when L2 is indicated, Lab must have s1 in place.
world w, for drawn.
assume one step is 1 month.
assume training doubles compute every 1 month and ends at 16x.
assume s1 takes 2 steps.
assume s2 takes 4 steps.
assume at most 1 safeguards are under way at once.
";

/// Who has not prepared has evaluated in any order: what one evaluation indicates the other has not looked for, and the
/// determination of that other has to wait for it.
const EVALUATED_IN_ANY_ORDER: &str = "
policy drawn.
party Lab is the developer.
action training, scales.
capability c1.
capability c2.
level L1.
level L2 above L1, when c1.
level L3 above L2, when c2.
safeguard s2, by Lab.
evaluation e1 of L2.
evaluation e2 of L3.
determination D, of e1, by Lab.
clause k1: before training, Lab must run e1 every 8x compute.
clause k2: before training, Lab must run e2 every 4x compute.
clause k4: before training when L2 is indicated, Lab must have s2 in place unless D is found.
world w, for drawn.
assume one step is 1 month.
assume training doubles compute every 1 month and ends at 8x.
assume s2 takes 4 steps.
assume c1 appears not before 2x.
assume c2 appears not before 1x.
";

/// What the one gate asks for is finished with what the other asks for, before anybody asks for it alone.
const FINISHED_BEFORE_IT_MATTERS: &str = "
policy drawn.
party Lab is the developer.
action training, scales.
action deployment.
capability c1.
level L1.
level L2 above L1, when c1.
level L3 above L2, undefined.
safeguard s1, by Lab.
safeguard s2, by Lab.
evaluation e1 of L2.
clause k1: before training, Lab must run e1 every 3x compute.
clause k2: before training when L2 is indicated, Lab must have s2 in place.
clause k3: before training, Lab must have s1 in place and s2 in place.
clause k4: before deployment when L2 is indicated, Lab must have L3 defined.
world w, for drawn.
assume one step is 1 month.
assume training doubles compute every 1 month and ends at 16x.
assume s1 takes 4 steps.
assume s2 takes 1 steps.
assume c1 appears not before 2x.
";

/// What comes before the safeguard may be lost, but not before the safeguard can be begun.
const LOST_TOO_LATE: &str = "
policy drawn.
party Lab is the developer.
action training, scales.
capability c1.
level L1.
level L2 above L1, when c1.
safeguard s1, by Lab.
safeguard s2, by Lab.
safeguard s3, by Lab.
evaluation e1 of L2.
clause k1: before training, Lab must run e1 every 2x compute and every 4 months.
clause k2: before training when L2 is not ruled out, Lab must have s3 in place.
world w, for drawn.
assume one step is 1 month.
assume training doubles compute every 1 month and ends at 8x.
assume s1 takes 4 steps.
assume s2 takes 4 steps.
assume s3 takes 2 steps after s2 and s1.
assume s2 may lapse.
assume c1 appears not before 4x.
";

#[test]
fn work_that_is_finished_for_the_sake_of_other_work_need_not_matter() {
    let (row, naive) = row(FINISHED_BEFORE_IT_MATTERS, "deployment");
    assert_eq!(row.grade, vec![Strength::Avoidable]);
    assert_eq!(naive.grade, Strength::Avoidable);
}

#[test]
fn what_may_be_lost_can_come_before_what_cannot() {
    let (row, naive) = row(LOST_TOO_LATE, "training");
    assert_eq!(row.prepared_wait, Wait::Steps(2));
    assert_eq!(naive.prepared, Some(Length::Steps(2)));
}

#[test]
fn who_is_found_unprepared_has_evaluated_as_it_liked() {
    let (row, naive) = row(EVALUATED_IN_ANY_ORDER, "training");
    assert_eq!(row.unprepared_wait, Wait::Steps(1));
    assert_eq!(naive.unprepared, Some(Length::Steps(1)));
}

#[test]
fn a_pause_of_the_first_step_counts_where_that_step_leaves_no_choice() {
    let (row, naive) = row(BARRED_AT_ONCE, "deployment");
    assert_eq!(
        (row.grade, row.prepared_wait),
        (vec![Strength::SelfClearing], Wait::Steps(1))
    );
    assert_eq!(
        (naive.grade, naive.prepared),
        (Strength::SelfClearing, Some(Length::Steps(1)))
    );
}

#[test]
fn a_pause_that_no_play_comes_to_is_not_waited_in() {
    let (row, naive) = row(GROWS_ONLY_BEHIND_THE_GATE, "deployment");
    assert_eq!(row.unprepared_wait, Wait::Steps(0));
    assert_eq!(naive.unprepared, Some(Length::Steps(0)));
}

#[test]
fn work_that_is_under_way_and_not_asked_for_is_waited_for() {
    let (row, naive) = row(AT_OTHER_WORK, "training");
    assert_eq!(row.unprepared_wait, Wait::Steps(5));
    assert_eq!(naive.unprepared, Some(Length::Steps(5)));
}

fn row(text: &str, action: &str) -> (GradeRow, Expected) {
    let rows = compared(text).expect("each case is small");
    let found = rows
        .into_iter()
        .find(|(it, _)| it.action == action && it.level.as_deref() == Some("L2"));
    found.expect("L2 is a level of each case")
}

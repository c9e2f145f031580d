//! Permission on small histories, one rule a test.

use super::example::*;
use super::{Conduct, DutyState, Options, Permission, Standing, duty, holds, permission};
use crate::condition::{Atom, Because, Condition, Subject};
use crate::model::*;
use crate::quantity::Decimal;
use crate::record::{Answer, Compute, Happening, Record};
use std::collections::BTreeSet;

/// The clauses that bar training at a date.
fn bars(policy: &Policy, record: &Record, now: &str) -> Vec<usize> {
    bars_of(policy, record, now, TRAINING, &Options::default())
}

fn bars_of(policy: &Policy, record: &Record, now: &str, action: ActionId, options: &Options) -> Vec<usize> {
    match permission(policy, record, date(now), action, options) {
        Permission::Allowed => Vec::new(),
        Permission::Paused(clauses) => clauses.into_iter().map(ClauseId::index).collect(),
    }
}

fn is_true(record: &Record, now: &str, condition: &Condition) -> bool {
    holds(&policy(), record, date(now), condition, &Options::default())
}

fn gate() -> Clause {
    clause(
        "gate",
        before(TRAINING, Some(indicated(HIGH))),
        Modal::Must,
        What::Have(secured()),
    )
}

#[test]
fn a_gate_bars_while_its_condition_holds_and_the_safeguard_is_missing() {
    let policy = with([gate()]);
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-03-01", Happening::InPlace(SECURITY)),
        ("2024-04-01", Happening::NoLongerInPlace(SECURITY)),
        ("2024-05-01", evaluated(SIGNS, Answer::RulesOut)),
    ]);
    assert_eq!(bars(&policy, &record, "2024-01-31"), []);
    assert_eq!(bars(&policy, &record, "2024-02-01"), [0]);
    assert_eq!(bars(&policy, &record, "2024-03-15"), []);
    assert_eq!(bars(&policy, &record, "2024-04-01"), [0]);
    assert_eq!(bars(&policy, &record, "2024-05-01"), []);
    assert_eq!(
        bars_of(&policy, &record, "2024-04-01", DEPLOYMENT, &Options::default()),
        []
    );
    assert_eq!(
        bars(&policy, &record, "2023-01-01"),
        [],
        "before the record starts nothing is barred"
    );
}

#[test]
fn unless_lifts_a_gate_while_it_holds() {
    let policy = with([Clause {
        unless: Some(rivals_far()),
        ..gate()
    }]);
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        (
            "2024-03-01",
            Happening::Turned {
                fact: RIVALS_FAR,
                holds: true,
            },
        ),
        (
            "2024-04-01",
            Happening::Turned {
                fact: RIVALS_FAR,
                holds: false,
            },
        ),
    ]);
    assert_eq!(bars(&policy, &record, "2024-02-01"), [0]);
    assert_eq!(bars(&policy, &record, "2024-03-01"), []);
    assert_eq!(bars(&policy, &record, "2024-04-01"), [0]);
}

#[test]
fn until_ends_a_gate_until_its_condition_becomes_true_anew() {
    let policy = with([Clause {
        until: Some(audited()),
        ..gate()
    }]);
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-03-01", Happening::InPlace(AUDIT)),
        ("2024-04-01", Happening::NoLongerInPlace(AUDIT)),
        ("2024-05-01", evaluated(SIGNS, Answer::RulesOut)),
        ("2024-06-01", evaluated(SIGNS, INDICATES)),
    ]);
    assert_eq!(bars(&policy, &record, "2024-02-01"), [0]);
    assert_eq!(bars(&policy, &record, "2024-03-01"), []);
    assert_eq!(bars(&policy, &record, "2024-04-01"), [], "it has ended");
    assert_eq!(bars(&policy, &record, "2024-06-01"), [0]);
}

#[test]
fn a_prohibition_bars_while_the_state_is_the_case() {
    let policy = with([clause(
        "no",
        before(TRAINING, None),
        Modal::MustNot,
        What::Have(rivals_far()),
    )]);
    let record = record([(
        "2024-02-01",
        Happening::Turned {
            fact: RIVALS_FAR,
            holds: true,
        },
    )]);
    assert_eq!(bars(&policy, &record, "2024-01-15"), []);
    assert_eq!(bars(&policy, &record, "2024-02-01"), [0]);
}

#[test]
fn a_pause_is_fired_and_lasts_until_it_is_ended() {
    let pause = clause(
        "pause",
        Frame::When(indicated(HIGH)),
        Modal::Must,
        What::Pause(TRAINING),
    );
    let for_ever = with([pause.clone()]);
    let until = with([Clause {
        until: Some(secured()),
        ..pause
    }]);
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-03-01", evaluated(SIGNS, Answer::RulesOut)),
        ("2024-04-01", Happening::InPlace(SECURITY)),
        ("2024-05-01", Happening::NoLongerInPlace(SECURITY)),
        ("2024-06-01", evaluated(SIGNS, INDICATES)),
    ]);
    for (now, ended) in [
        ("2024-03-01", false),
        ("2024-04-01", true),
        ("2024-05-01", true),
        ("2024-06-01", false),
    ] {
        assert_eq!(bars(&for_ever, &record, now), [0]);
        assert_eq!(bars(&until, &record, now).is_empty(), ended, "{now}");
    }
}

#[test]
fn a_pause_whose_end_is_there_already_does_not_begin() {
    let pause = clause(
        "pause",
        Frame::When(indicated(HIGH)),
        Modal::Must,
        What::Pause(TRAINING),
    );
    let policy = with([Clause {
        until: Some(secured()),
        ..pause
    }]);
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-02-01", Happening::InPlace(SECURITY)),
    ]);
    assert_eq!(bars(&policy, &record, "2024-02-01"), []);
}

#[test]
fn must_not_continue_bars_while_its_condition_holds() {
    let policy = with([clause(
        "hold",
        Frame::When(rivals_far()),
        Modal::MustNot,
        What::Continue(TRAINING),
    )]);
    let record = record([
        (
            "2024-02-01",
            Happening::Turned {
                fact: RIVALS_FAR,
                holds: true,
            },
        ),
        (
            "2024-03-01",
            Happening::Turned {
                fact: RIVALS_FAR,
                holds: false,
            },
        ),
    ]);
    assert_eq!(bars(&policy, &record, "2024-02-15"), [0]);
    assert_eq!(bars(&policy, &record, "2024-03-01"), []);
}

#[test]
fn an_evaluation_is_overdue_by_the_calendar_on_the_day_itself() {
    let policy = with([clause(
        "run",
        before(TRAINING, None),
        Modal::Must,
        signs_every_4x_and_3_months(),
    )]);
    let record = record([("2024-04-30", evaluated(SIGNS, Answer::RulesOut))]);
    assert_eq!(bars(&policy, &record, "2024-03-31"), []);
    assert_eq!(bars(&policy, &record, "2024-04-01"), [0]);
    assert_eq!(
        bars(&policy, &record, "2024-04-30"),
        [],
        "completed at this very moment"
    );
    assert_eq!(bars(&policy, &record, "2024-07-29"), []);
    assert_eq!(bars(&policy, &record, "2024-07-30"), [0]);
    assert_eq!(
        duty(&policy, &record, date("2024-05-01"), ClauseId(0)),
        DutyState::Due(date("2024-07-30"))
    );
    assert_eq!(
        duty(&policy, &record, date("2024-09-01"), ClauseId(0)),
        DutyState::Overdue(date("2024-07-30"))
    );
}

#[test]
fn an_evaluation_is_overdue_once_compute_has_grown_so_far() {
    let policy = with([clause(
        "run",
        before(TRAINING, None),
        Modal::Must,
        signs_every_4x_and_3_months(),
    )]);
    let compute = |doublings| Happening::Compute(Compute::doublings(doublings, 2).expect("2 is not zero"));
    let record = record([
        ("2024-01-10", compute(3)),
        ("2024-01-20", compute(4)),
        ("2024-01-30", evaluated(SIGNS, Answer::RulesOut)),
        ("2024-01-30", compute(5)),
        ("2024-02-10", compute(8)),
        ("2024-02-20", compute(9)),
    ]);
    let barred = [
        ("2024-01-10", false),
        ("2024-01-20", true),
        ("2024-01-30", false),
        ("2024-02-10", false),
        ("2024-02-20", true),
    ];
    for (now, barred) in barred {
        assert_eq!(!bars(&policy, &record, now).is_empty(), barred, "{now}");
    }
}

#[test]
fn while_never_bars_and_is_breached_by_the_action() {
    let policy = with([clause(
        "share",
        while_(TRAINING),
        Modal::Must,
        What::Have(secured()),
    )]);
    let record = record([
        ("2024-02-01", Happening::GoesOn(TRAINING)),
        ("2024-03-01", Happening::InPlace(SECURITY)),
        ("2024-04-01", Happening::Stops(TRAINING)),
        ("2024-05-01", Happening::NoLongerInPlace(SECURITY)),
    ]);
    assert_eq!(bars(&policy, &record, "2024-02-01"), []);
    let state = |now| duty(&policy, &record, date(now), ClauseId(0));
    assert_eq!(state("2024-01-15"), DutyState::NotOwed);
    assert_eq!(state("2024-02-01"), DutyState::Breached);
    assert_eq!(state("2024-05-01"), DutyState::Breached, "it stays on record");
    let breached = Condition::Atom(Atom::Breached(ClauseId(0)));
    let is_breached = |now| holds(&policy, &record, date(now), &breached, &Options::default());
    assert!(is_breached("2024-02-15") && !is_breached("2024-03-01") && !is_breached("2024-05-01"));
}

#[test]
fn going_on_against_a_gate_is_a_breach() {
    let policy = with([gate()]);
    let record = record([
        ("2024-01-15", Happening::GoesOn(TRAINING)),
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-02-01", Happening::Stops(TRAINING)),
        ("2024-02-10", Happening::GoesOn(TRAINING)),
    ]);
    let state = |now| duty(&policy, &record, date(now), ClauseId(0));
    assert_eq!(state("2024-01-15"), DutyState::NotOwed);
    assert_eq!(state("2024-02-05"), DutyState::Open);
    assert_eq!(state("2024-02-10"), DutyState::Breached);
}

fn report(when: Condition) -> Clause {
    let report = clause("report", Frame::When(when), Modal::Must, What::Do(REPORT));
    Clause {
        deadline: Some(Deadline::Within(days(15))),
        ..report
    }
}

#[test]
fn a_deadline_includes_its_last_instant() {
    let policy = with([report(indicated(HIGH))]);
    let indicated = ("2024-02-01T12:00:00", evaluated(SIGNS, INDICATES));
    let due = date("2024-02-16T12:00:00");
    let state = |done: Option<&str>, now| {
        let done = done.map(|it| (it, Happening::Done(REPORT)));
        duty(
            &policy,
            &record([Some(indicated.clone()), done].into_iter().flatten()),
            date(now),
            ClauseId(0),
        )
    };
    assert_eq!(state(None, "2024-02-01"), DutyState::NotOwed);
    assert_eq!(state(None, "2024-02-05"), DutyState::Due(due));
    assert_eq!(state(None, "2024-02-16T12:00:00"), DutyState::Due(due));
    assert_eq!(state(None, "2024-02-16T12:00:01"), DutyState::Overdue(due));
    assert_eq!(state(Some("2024-02-16T12:00:00"), "2024-05-01"), DutyState::Met);
    assert_eq!(
        state(Some("2024-02-17"), "2024-05-01"),
        DutyState::Breached,
        "it was done late"
    );
}

#[test]
fn a_report_of_an_earlier_time_does_not_serve() {
    let policy = with([report(indicated(HIGH))]);
    let record = record([
        ("2024-01-15", Happening::Done(REPORT)),
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-02-10", Happening::Done(REPORT)),
        ("2024-03-01", evaluated(SIGNS, Answer::RulesOut)),
        ("2024-04-01", evaluated(SIGNS, INDICATES)),
    ]);
    let state = |now| duty(&policy, &record, date(now), ClauseId(0));
    assert_eq!(state("2024-02-01"), DutyState::Due(date("2024-02-16")));
    assert_eq!(state("2024-02-10"), DutyState::Met);
    assert_eq!(
        state("2024-04-02"),
        DutyState::Due(date("2024-04-16")),
        "fired again"
    );
}

#[test]
fn by_a_date_is_by_the_end_of_that_day() {
    let registration = clause("register", Frame::AtAllTimes, Modal::Must, What::Do(REPORT));
    let policy = with([Clause {
        deadline: Some(Deadline::By(date("2024-03-01"))),
        ..registration
    }]);
    let state = |now| duty(&policy, &record([]), date(now), ClauseId(0));
    assert_eq!(state("2024-03-01T18:00:00"), DutyState::Due(date("2024-03-01")));
    assert_eq!(state("2024-03-02"), DutyState::Overdue(date("2024-03-01")));
}

#[test]
fn an_unspecified_deadline_never_passes() {
    let soon = Deadline::Unspecified("promptly".to_owned());
    let policy = with([Clause {
        deadline: Some(soon),
        ..report(indicated(HIGH))
    }]);
    let record = record([("2024-02-01", evaluated(SIGNS, INDICATES))]);
    assert_eq!(
        duty(&policy, &record, date("2030-01-01"), ClauseId(0)),
        DutyState::Open
    );
}

#[test]
fn a_clause_on_a_pause_is_fired_at_the_pause_whoever_asks_when() {
    let pause = clause(
        "pause",
        Frame::When(indicated(HIGH)),
        Modal::Must,
        What::Pause(TRAINING),
    );
    let policy = with([pause, report(paused(TRAINING))]);
    let record = record([("2024-02-01", evaluated(SIGNS, INDICATES))]);
    for now in ["2024-02-01", "2024-02-03", "2024-02-15"] {
        assert_eq!(
            duty(&policy, &record, date(now), ClauseId(1)),
            DutyState::Due(date("2024-02-16")),
            "{now}"
        );
    }
}

#[test]
fn what_a_clause_sees_of_a_pause_is_the_moment_before() {
    // Once it was paused, training resumes only with an approval.
    let restart = clause(
        "restart",
        before(TRAINING, Some(paused(TRAINING))),
        Modal::Must,
        What::Have(rivals_far()),
    );
    let policy = with([gate(), restart]);
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-03-01", Happening::InPlace(SECURITY)),
        (
            "2024-04-01",
            Happening::Turned {
                fact: RIVALS_FAR,
                holds: true,
            },
        ),
    ]);
    assert_eq!(bars(&policy, &record, "2024-03-01"), [1]);
    assert_eq!(bars(&policy, &record, "2024-04-01"), []);
    let stepwise = Options {
        stepwise: true,
        ..Options::default()
    };
    assert_eq!(bars_of(&policy, &record, "2024-02-01", TRAINING, &stepwise), [0]);
}

#[test]
fn a_clause_that_bars_what_is_not_paused_comes_to_an_end() {
    let paradox = clause(
        "paradox",
        before(TRAINING, Some(not(paused(TRAINING)))),
        Modal::Must,
        What::Have(secured()),
    );
    let policy = with([paradox]);
    let record = record([("2024-03-01", Happening::InPlace(SECURITY))]);
    assert_eq!(bars(&policy, &record, "2024-03-01"), []);
}

#[test]
fn a_permission_overrides_the_clauses_that_it_names() {
    let permission = clause(
        "may",
        Frame::When(rivals_far()),
        Modal::May,
        What::Continue(TRAINING),
    );
    let permission = Clause {
        despite: vec![ClauseId(0)],
        ..permission
    };
    let other = clause(
        "other",
        before(TRAINING, Some(indicated(HIGH))),
        Modal::Must,
        What::Have(audited()),
    );
    let policy = with([gate(), other, permission]);
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        (
            "2024-03-01",
            Happening::Turned {
                fact: RIVALS_FAR,
                holds: true,
            },
        ),
        (
            "2024-04-01",
            Happening::Turned {
                fact: RIVALS_FAR,
                holds: false,
            },
        ),
    ]);
    assert_eq!(bars(&policy, &record, "2024-02-01"), [0, 1]);
    assert_eq!(bars(&policy, &record, "2024-03-01"), [1]);
    assert_eq!(bars(&policy, &record, "2024-04-01"), [0, 1]);
}

#[test]
fn an_exception_suspends_once_it_is_exercised_and_may_be() {
    let mut policy = with([gate()]);
    policy.exceptions.push(Exception {
        named: named("emergency"),
        when: rivals_far(),
        who: OTHER,
        suspends: None,
    });
    let fact = |holds| Happening::Turned {
        fact: RIVALS_FAR,
        holds,
    };
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-02-10", Happening::Exercised(ExceptionId(0))),
        ("2024-03-01", fact(true)),
        ("2024-04-01", Happening::Exercised(ExceptionId(0))),
        ("2024-05-01", fact(false)),
        ("2024-06-01", fact(true)),
    ]);
    assert_eq!(
        bars(&policy, &record, "2024-02-10"),
        [0],
        "it may not be exercised yet"
    );
    assert_eq!(
        bars(&policy, &record, "2024-03-01"),
        [0],
        "it has to be exercised anew"
    );
    assert_eq!(bars(&policy, &record, "2024-04-01"), []);
    assert_eq!(bars(&policy, &record, "2024-05-01"), [0]);
    assert_eq!(
        bars(&policy, &record, "2024-06-01"),
        [0],
        "it has to be exercised anew"
    );
}

#[test]
fn a_pause_with_a_deadline_bars_after_it() {
    let pause = clause(
        "pause",
        Frame::When(indicated(HIGH)),
        Modal::Must,
        What::Pause(TRAINING),
    );
    let policy = with([Clause {
        deadline: Some(Deadline::Within(days(5))),
        ..pause
    }]);
    let record = record([
        ("2024-01-15", Happening::GoesOn(TRAINING)),
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
    ]);
    let state = |now| duty(&policy, &record, date(now), ClauseId(0));
    assert_eq!(bars(&policy, &record, "2024-02-06"), []);
    assert_eq!(state("2024-02-06"), DutyState::Due(date("2024-02-06")));
    assert_eq!(bars(&policy, &record, "2024-02-06T00:00:01"), [0]);
    assert_eq!(state("2024-02-07"), DutyState::Overdue(date("2024-02-06")));
}

#[test]
fn what_is_suspended_is_not_breached() {
    let mut policy = with([clause(
        "share",
        while_(TRAINING),
        Modal::Must,
        What::Have(secured()),
    )]);
    let suspends = Some(vec![ClauseId(0)]);
    policy.exceptions.push(Exception {
        named: named("emergency"),
        when: rivals_far(),
        who: DEVELOPER,
        suspends,
    });
    let record = record([
        (
            "2024-02-01",
            Happening::Turned {
                fact: RIVALS_FAR,
                holds: true,
            },
        ),
        ("2024-02-01", Happening::Exercised(ExceptionId(0))),
        ("2024-02-02", Happening::GoesOn(TRAINING)),
        ("2024-03-01", Happening::ExceptionEnded(ExceptionId(0))),
    ]);
    assert_eq!(
        duty(&policy, &record, date("2024-02-15"), ClauseId(0)),
        DutyState::NotOwed
    );
    assert_eq!(
        duty(&policy, &record, date("2024-03-01"), ClauseId(0)),
        DutyState::Breached
    );
}

#[test]
fn what_is_permitted_despite_a_clause_does_not_breach_it() {
    let share = clause("share", while_(TRAINING), Modal::Must, What::Have(secured()));
    let silence = clause("silence", Frame::AtAllTimes, Modal::MustNot, What::Do(REPORT));
    let may = |despite, what| {
        let permission = clause("may", Frame::When(rivals_far()), Modal::May, what);
        Clause {
            despite: vec![ClauseId(despite)],
            ..permission
        }
    };
    let policy = with([
        share,
        silence,
        may(0, What::Continue(TRAINING)),
        may(1, What::Do(REPORT)),
    ]);
    let record = record([
        (
            "2024-02-01",
            Happening::Turned {
                fact: RIVALS_FAR,
                holds: true,
            },
        ),
        ("2024-02-01", Happening::GoesOn(TRAINING)),
        ("2024-02-01", Happening::Done(REPORT)),
        (
            "2024-03-01",
            Happening::Turned {
                fact: RIVALS_FAR,
                holds: false,
            },
        ),
    ]);
    let standing = |now| Standing::at(&policy, &record, date(now), &Options::default());
    assert_eq!(standing("2024-02-15").statuses().breached, BTreeSet::new());
    assert_eq!(
        standing("2024-03-01").statuses().breached,
        BTreeSet::from([ClauseId(0), ClauseId(1)])
    );
    assert_eq!(
        standing("2024-03-01").first_breach(ClauseId(1)),
        Some(date("2024-03-01"))
    );
}

#[test]
fn a_suspended_permission_permits_nothing() {
    let permission = clause("may", Frame::AtAllTimes, Modal::May, What::Continue(TRAINING));
    let mut policy = with([
        gate(),
        Clause {
            despite: vec![ClauseId(0)],
            ..permission
        },
    ]);
    let suspends = Some(vec![ClauseId(1)]);
    policy.exceptions.push(Exception {
        named: named("strict"),
        when: rivals_far(),
        who: OTHER,
        suspends,
    });
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        (
            "2024-03-01",
            Happening::Turned {
                fact: RIVALS_FAR,
                holds: true,
            },
        ),
        ("2024-03-01", Happening::Exercised(ExceptionId(0))),
    ]);
    assert_eq!(bars(&policy, &record, "2024-02-01"), []);
    assert_eq!(bars(&policy, &record, "2024-03-01"), [0]);
}

#[test]
fn a_clause_that_is_left_out_has_no_clock() {
    let policy = with([clause(
        "run",
        while_(TRAINING),
        Modal::Must,
        signs_every_4x_and_3_months(),
    )]);
    let record = record([("2024-02-01", evaluated(SIGNS, Answer::RulesOut))]);
    let without = Options {
        ignored: BTreeSet::from([ClauseId(0)]),
        ..Options::default()
    };
    assert!(holds(
        &policy,
        &record,
        date("2024-06-01"),
        &ruled_out(HIGH),
        &without
    ));
    assert!(!holds(
        &policy,
        &record,
        date("2024-06-01"),
        &ruled_out(HIGH),
        &Options::default()
    ));
}

#[test]
fn intentions_count_only_when_asked() {
    let policy = with([Clause {
        modal: Modal::IntendsTo,
        ..gate()
    }]);
    let record = record([("2024-02-01", evaluated(SIGNS, INDICATES))]);
    let counting = Options {
        counting_intends: true,
        ..Options::default()
    };
    assert_eq!(bars(&policy, &record, "2024-02-01"), []);
    assert_eq!(bars_of(&policy, &record, "2024-02-01", TRAINING, &counting), [0]);
    let without = Options {
        ignored: BTreeSet::from([ClauseId(0)]),
        ..counting
    };
    assert_eq!(bars_of(&policy, &record, "2024-02-01", TRAINING, &without), []);
}

#[test]
fn an_amendment_switches_a_clause_off() {
    let policy = with([gate()]);
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-03-01", Happening::SwitchedOff(ClauseId(0))),
    ]);
    assert_eq!(bars(&policy, &record, "2024-02-01"), [0]);
    assert_eq!(bars(&policy, &record, "2024-03-01"), []);
    assert_eq!(
        duty(&policy, &record, date("2024-03-01"), ClauseId(0)),
        DutyState::NotOwed
    );
}

#[test]
fn a_determination_lapses_when_its_evaluation_is_completed_again() {
    let found = Condition::Atom(Atom::Met(crate::condition::Requirement::Determination(TOO_EARLY)));
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-02-10", Happening::Found(TOO_EARLY)),
        ("2024-02-20", Happening::Done(NEW_TESTS)),
        ("2024-02-21", Happening::Found(TOO_EARLY)),
        ("2024-03-01", evaluated(SIGNS, INDICATES)),
        ("2024-03-02", Happening::Found(TOO_EARLY)),
    ]);
    let found = |now| is_true(&record, now, &found);
    assert!(!found("2024-02-10"), "its task is not done");
    assert!(found("2024-02-21"));
    assert!(!found("2024-03-01"));
    assert!(
        !found("2024-03-02"),
        "its task was done for the earlier indication"
    );
}

#[test]
fn indications_go_down_the_ladder_and_what_is_ruled_out_goes_up() {
    let top_defined = ("2024-01-10", Happening::LevelDefined(TOP));
    let above = record([
        top_defined.clone(),
        ("2024-02-01", evaluated(TOP_SIGNS, INDICATES)),
    ]);
    assert!(is_true(&above, "2024-02-01", &indicated(HIGH)));
    assert!(is_true(&above, "2024-02-01", &indicated(TOP)));
    let below = record([top_defined, ("2024-02-01", evaluated(SIGNS, Answer::RulesOut))]);
    assert!(is_true(&below, "2024-02-01", &ruled_out(TOP)));
    assert!(
        is_true(&below, "2024-02-01", &indicated(LOW)),
        "the base of a ladder"
    );
    let undefined = record([("2024-02-01", evaluated(TOP_SIGNS, INDICATES))]);
    assert!(
        !is_true(&undefined, "2024-02-01", &indicated(TOP)),
        "nobody knows what it would be"
    );
}

#[test]
fn before_any_evaluation_both_are_no() {
    assert!(!is_true(&record([]), "2024-02-01", &indicated(HIGH)));
    assert!(!is_true(&record([]), "2024-02-01", &ruled_out(HIGH)));
}

#[test]
fn every_evaluation_that_was_completed_has_to_rule_it_out() {
    let record = record([
        ("2024-02-01", evaluated(SIGNS, Answer::RulesOut)),
        ("2024-03-01", evaluated(SECOND_LOOK, Answer::Inconclusive)),
        ("2024-04-01", evaluated(SECOND_LOOK, INDICATES)),
        ("2024-05-01", evaluated(SECOND_LOOK, Answer::RulesOut)),
    ]);
    let truth = |now| {
        (
            is_true(&record, now, &indicated(HIGH)),
            is_true(&record, now, &ruled_out(HIGH)),
        )
    };
    assert_eq!(truth("2024-02-01"), (false, true));
    assert_eq!(truth("2024-03-01"), (false, false));
    assert_eq!(truth("2024-04-01"), (true, false));
    assert_eq!(truth("2024-05-01"), (false, true));
}

#[test]
fn an_overdue_ruled_out_lapses() {
    let policy = with([clause(
        "run",
        while_(TRAINING),
        Modal::Must,
        signs_every_4x_and_3_months(),
    )]);
    let record = record([("2024-02-01", evaluated(SIGNS, Answer::RulesOut))]);
    let truth = |now| holds(&policy, &record, date(now), &ruled_out(HIGH), &Options::default());
    assert!(truth("2024-04-30") && !truth("2024-05-01"));
}

#[test]
fn a_graded_answer_indicates_its_grade_and_those_below() {
    let at = |grade| Subject::Capability(CYBER, Some(Grade(grade)));
    let record = record([("2024-02-01", evaluated(GRADED, Answer::Indicates(Some(Grade(2)))))]);
    let indicated = |grade| {
        is_true(
            &record,
            "2024-02-01",
            &Condition::Atom(Atom::Indicated {
                subject: at(grade),
                by: None,
            }),
        )
    };
    let ruled_out = |grade| {
        is_true(
            &record,
            "2024-02-01",
            &Condition::Atom(Atom::RuledOut {
                subject: at(grade),
                by: None,
            }),
        )
    };
    assert_eq!([1, 2, 3].map(indicated), [true, true, false]);
    assert_eq!([1, 2, 3].map(ruled_out), [false, false, true]);
}

#[test]
fn a_score_says_nothing_before_its_first_result() {
    let most = Condition::Atom(Atom::ScoreAtMost(RESULT, Grade(1)));
    let least = Condition::Atom(Atom::ScoreAtLeast(RESULT, Grade(2)));
    let record = record([
        ("2024-02-01", Happening::Scored(RESULT, Grade(1))),
        ("2024-03-01", Happening::Scored(RESULT, Grade(3))),
    ]);
    let truth = |now| (is_true(&record, now, &most), is_true(&record, now, &least));
    assert_eq!(truth("2024-01-15"), (false, false));
    assert_eq!(truth("2024-02-01"), (true, false));
    assert_eq!(truth("2024-03-01"), (false, true));
}

#[test]
fn for_at_least_counts_from_when_it_became_true_without_a_break() {
    let record = record([
        ("2024-02-01", Happening::InPlace(SECURITY)),
        ("2024-02-20", Happening::NoLongerInPlace(SECURITY)),
        ("2024-02-25", Happening::InPlace(SECURITY)),
        ("2024-03-01", Happening::InPlace(AUDIT)),
    ]);
    let lasting = Condition::ForAtLeast(Box::new(secured()), months(1));
    assert!(!is_true(&record, "2024-03-01", &lasting));
    assert!(!is_true(&record, "2024-03-24", &lasting));
    assert!(is_true(&record, "2024-03-25", &lasting));
    let policy = with([clause(
        "gate",
        before(TRAINING, None),
        Modal::Must,
        What::Have(lasting),
    )]);
    assert_eq!(bars(&policy, &record, "2024-03-24"), [0]);
    assert_eq!(bars(&policy, &record, "2024-03-25"), []);
}

#[test]
fn because_of_only_means_that_it_alone_bars() {
    let audit = clause(
        "audit",
        before(TRAINING, None),
        Modal::Must,
        What::Have(audited()),
    );
    let policy = with([gate(), audit]);
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-03-01", Happening::InPlace(AUDIT)),
    ]);
    let because = |only| {
        let because = Some(Because {
            clause: ClauseId(0),
            only,
        });
        Condition::Atom(Atom::Paused {
            action: TRAINING,
            because,
        })
    };
    let truth = |now, only| holds(&policy, &record, date(now), &because(only), &Options::default());
    assert!(truth("2024-02-01", false) && !truth("2024-02-01", true));
    assert!(truth("2024-03-01", true));
}

#[test]
fn what_a_task_has_ended_is_barred_and_not_paused() {
    let policy = with([gate()]);
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-03-01", Happening::Done(SHUTDOWN)),
    ]);
    let is_paused = |now| {
        holds(
            &policy,
            &record,
            date(now),
            &paused(TRAINING),
            &Options::default(),
        )
    };
    assert!(is_paused("2024-02-01") && !is_paused("2024-03-01"));
    assert_eq!(bars(&policy, &record, "2024-03-01"), [0]);
}

#[test]
fn an_eager_developer_carries_out_what_it_may() {
    let policy = with([gate()]);
    let eager = Options {
        conduct: Conduct::Eager,
        ..Options::default()
    };
    let record = record([
        ("2024-02-01", evaluated(SIGNS, INDICATES)),
        ("2024-03-01", Happening::InPlace(SECURITY)),
        ("2024-04-01", Happening::Stops(TRAINING)),
    ]);
    let goes_on = |now| {
        Standing::at(&policy, &record, date(now), &eager)
            .statuses()
            .going_on
            .contains(&TRAINING)
    };
    assert!(
        goes_on("2024-01-01") && !goes_on("2024-02-01") && goes_on("2024-03-01") && !goes_on("2024-04-01")
    );
}

#[test]
fn an_announcement_stands_until_what_it_says_turns_false() {
    let announced = Condition::Atom(Atom::Announced(Box::new(secured())));
    let record = record([
        ("2024-02-01", Happening::Announced(secured())),
        ("2024-03-01", Happening::InPlace(SECURITY)),
        ("2024-04-01", Happening::NoLongerInPlace(SECURITY)),
    ]);
    let truth = |now| is_true(&record, now, &announced);
    assert!(!truth("2024-01-15") && truth("2024-02-01") && truth("2024-03-01") && !truth("2024-04-01"));
}

#[test]
fn approvals_attempts_compute_and_the_world_are_seen() {
    let record = record([
        ("2024-02-01", Happening::Approved(LOOSENING)),
        (
            "2024-02-01",
            Happening::Attempted {
                safeguard: AUDIT,
                succeeded: false,
            },
        ),
        (
            "2024-02-01",
            Happening::Compute(Compute::times(Decimal {
                digits: 25,
                places: 1,
            })),
        ),
        ("2024-02-01", Happening::Reached(Subject::Level(HIGH))),
    ]);
    let truth = |atom| is_true(&record, "2024-02-01", &Condition::Atom(atom));
    assert!(truth(Atom::Approved {
        party: OTHER,
        approval: LOOSENING
    }));
    assert!(!truth(Atom::Approved {
        party: DEVELOPER,
        approval: LOOSENING
    }));
    assert!(truth(Atom::Attempted(AUDIT)) && !is_true(&record, "2024-02-01", &audited()));
    assert!(truth(Atom::ComputeAtLeast(factor(2))) && !truth(Atom::ComputeAtLeast(factor(3))));
    assert!(truth(Atom::Reached(Subject::Level(HIGH))) && !truth(Atom::Reached(Subject::Level(TOP))));
}

#[test]
fn going_back_in_time_is_refused() {
    let policy = with([gate()]);
    let mut standing = Standing::new(&policy, date("2024-01-01"), &Options::default(), []);
    assert!(standing.advance(date("2023-12-31"), &[]).is_err());
    assert!(standing.advance(date("2024-02-01"), &[]).is_ok());
    assert!(standing.advance(date("2024-01-31"), &[]).is_err());
}

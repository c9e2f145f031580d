//! What holds of permission on every small policy and history.

use super::example::*;
use super::{Conduct, Options, Permission, Standing, holds, permission};
use crate::condition::{Atom, Condition, Requirement, Subject};
use crate::model::*;
use crate::quantity::Date;
use crate::record::{Answer, Compute, Happening, Record};
use proptest::prelude::*;
use std::collections::BTreeSet;

const ACTIONS: [ActionId; 2] = [TRAINING, DEPLOYMENT];

/// Conditions over what is recorded directly: none that another clause could turn.
fn fact() -> impl Strategy<Value = Condition> {
    let met = |it| Condition::Atom(Atom::Met(it));
    prop_oneof![
        Just(secured()),
        Just(audited()),
        Just(rivals_far()),
        Just(indicated(HIGH)),
        Just(indicated(TOP)),
        Just(met(Requirement::Task(REPORT))),
        Just(met(Requirement::Determination(TOO_EARLY))),
        Just(Condition::Atom(Atom::LevelDefined(TOP))),
        Just(Condition::Atom(Atom::ScoreAtMost(RESULT, Grade(1)))),
        Just(Condition::Atom(Atom::ComputeAtLeast(factor(4)))),
        Just(Condition::ForAtLeast(Box::new(secured()), months(1))),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    fact().prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(not),
            prop::collection::vec(inner.clone(), 2).prop_map(Condition::All),
            prop::collection::vec(inner, 2).prop_map(Condition::Any),
        ]
    })
}

fn action() -> impl Strategy<Value = ActionId> {
    prop::sample::select(&ACTIONS[..])
}

fn frame() -> impl Strategy<Value = Frame> {
    let when = || prop::option::of(condition());
    prop_oneof![
        3 => (action(), when()).prop_map(|(action, when)| before(action, when)),
        1 => (action(), when()).prop_map(|(action, when)| Frame::While { actions: vec![action], when }),
        3 => condition().prop_map(Frame::When),
        1 => Just(Frame::AtAllTimes),
    ]
}

fn duty() -> impl Strategy<Value = (Modal, What)> {
    let have = || condition().prop_map(What::Have);
    prop_oneof![
        have().prop_map(|it| (Modal::Must, it)),
        have().prop_map(|it| (Modal::MustNot, it)),
        have().prop_map(|it| (Modal::IntendsTo, it)),
        action().prop_map(|it| (Modal::Must, What::Pause(it))),
        action().prop_map(|it| (Modal::MustNot, What::Continue(it))),
        Just((Modal::Must, What::Do(REPORT))),
        Just((Modal::Must, signs_every_4x_and_3_months())),
    ]
}

fn deadline() -> impl Strategy<Value = Option<Deadline>> {
    prop::option::weighted(0.3, Just(Deadline::Within(days(20))))
}

fn a_clause() -> impl Strategy<Value = Clause> {
    let tail = || prop::option::weighted(0.3, condition());
    (frame(), duty(), deadline(), tail(), tail()).prop_map(
        |(frame, (modal, what), deadline, unless, until)| Clause {
            deadline,
            unless,
            until,
            ..clause("clause", frame, modal, what)
        },
    )
}

fn clauses() -> impl Strategy<Value = Vec<Clause>> {
    prop::collection::vec(a_clause(), 1..5)
}

fn happening() -> impl Strategy<Value = Happening> {
    let safeguard = || prop::sample::select(vec![SECURITY, AUDIT]);
    let answer = || prop::sample::select(vec![INDICATES, Answer::RulesOut, Answer::Inconclusive]);
    let level_evaluation = prop::sample::select(vec![SIGNS, SECOND_LOOK, TOP_SIGNS]);
    prop_oneof![
        safeguard().prop_map(Happening::InPlace),
        safeguard().prop_map(Happening::NoLongerInPlace),
        (safeguard(), any::<bool>())
            .prop_map(|(safeguard, succeeded)| Happening::Attempted { safeguard, succeeded }),
        prop::sample::select(vec![REPORT, NEW_TESTS]).prop_map(Happening::Done),
        (level_evaluation, answer()).prop_map(|(evaluation, answer)| evaluated(evaluation, answer)),
        (0u8..4).prop_map(|grade| Happening::Scored(RESULT, Grade(grade))),
        Just(Happening::LevelDefined(TOP)),
        Just(Happening::Found(TOO_EARLY)),
        any::<bool>().prop_map(|holds| Happening::Turned {
            fact: RIVALS_FAR,
            holds
        }),
        Just(Happening::Approved(LOOSENING)),
        action().prop_map(Happening::GoesOn),
        action().prop_map(Happening::Stops),
        (0u32..8).prop_map(|n| Happening::Compute(Compute::doublings(n, 2).expect("2 is not zero"))),
    ]
}

fn day(days_after_start: u16) -> Date {
    let start = date("2024-01-01");
    Date(start.0 + jiff::Span::new().days(i64::from(days_after_start)))
}

/// What happens on which day of the first ten months, in order.
fn history() -> impl Strategy<Value = Vec<(u16, Happening)>> {
    prop::collection::vec((0u16..300, happening()), 0..14).prop_map(|mut all| {
        all.sort_by_key(|(day, _)| *day);
        all
    })
}

fn recorded(history: &[(u16, Happening)]) -> Record {
    let mut record = Record::new(day(0));
    for (at, happening) in history {
        record
            .apply(day(*at), happening.clone())
            .expect("a history is in order");
    }
    record
}

fn bars(
    policy: &Policy,
    record: &Record,
    now: Date,
    action: ActionId,
    options: &Options,
) -> BTreeSet<ClauseId> {
    match permission(policy, record, now, action, options) {
        Permission::Allowed => BTreeSet::new(),
        Permission::Paused(clauses) => clauses.into_iter().collect(),
    }
}

/// Everything that can be asked of a moment.
fn answers(policy: &Policy, standing: &Standing<'_>) -> String {
    let duties: Vec<_> = (0..policy.clauses.len())
        .map(|it| standing.duty(ClauseId::from(it)))
        .collect();
    format!("{:?} {duties:?}", standing.statuses())
}

/// What a happening is about: two about one thing at one moment are in order of their telling.
fn about(happening: &Happening) -> String {
    match happening {
        Happening::InPlace(it) | Happening::NoLongerInPlace(it) => format!("{it:?}"),
        Happening::Attempted { safeguard, .. } => format!("{safeguard:?}"),
        // A finding is about the latest answer.
        Happening::Evaluated {
            evaluation: SIGNS, ..
        }
        | Happening::Found(_) => "signs".to_owned(),
        Happening::Evaluated { evaluation, .. } => format!("{evaluation:?}"),
        Happening::Done(it) => format!("{it:?}"),
        Happening::GoesOn(it) | Happening::Stops(it) => format!("{it:?}"),
        Happening::Turned { .. } => "fact".to_owned(),
        Happening::Compute(_) => "compute".to_owned(),
        other => format!("{other:?}")
            .split('(')
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

fn one_about_each(happenings: Vec<Happening>) -> Vec<Happening> {
    let mut seen = BTreeSet::new();
    happenings
        .into_iter()
        .filter(|it| seen.insert(about(it)))
        .collect()
}

fn shuffled_moment() -> impl Strategy<Value = (Vec<Happening>, Vec<Happening>)> {
    let moment = prop::collection::vec(happening(), 1..8).prop_map(one_about_each);
    moment.prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle()))
}

proptest! {
    #[test]
    fn a_clause_only_adds_bars(clauses in clauses(), history in history(), now in 0u16..330, counting in any::<bool>()) {
        let policy = with(clauses);
        let record = recorded(&history);
        let all = Options { counting_intends: counting, ..Options::default() };
        for left_out in (0..policy.clauses.len()).map(ClauseId::from) {
            let fewer = Options { ignored: BTreeSet::from([left_out]), ..all.clone() };
            for action in ACTIONS {
                let mut expected = bars(&policy, &record, day(now), action, &all);
                expected.remove(&left_out);
                prop_assert_eq!(bars(&policy, &record, day(now), action, &fewer), expected);
            }
        }
    }

    #[test]
    fn a_permission_only_takes_the_named_bars_away(
        clauses in clauses(), history in history(), now in 0u16..330, action in action(), when in condition(),
    ) {
        let without = with(clauses.clone());
        let permission = clause("may", Frame::When(when.clone()), Modal::May, What::Continue(action));
        let policy = with([clauses, vec![Clause { despite: vec![ClauseId(0)], ..permission }]].concat());
        let record = recorded(&history);
        let permitted = holds(&policy, &record, day(now), &when, &Options::default());
        for it in ACTIONS {
            let mut expected = bars(&without, &record, day(now), it, &Options::default());
            if permitted && it == action {
                expected.remove(&ClauseId(0));
            }
            prop_assert_eq!(bars(&policy, &record, day(now), it, &Options::default()), expected);
        }
    }

    #[test]
    fn happenings_of_one_moment_have_no_order(
        clauses in clauses(), history in history(), (moment, shuffled) in shuffled_moment(), later in 0u16..90,
    ) {
        let policy = with(clauses);
        let standing = |moment: &[Happening]| {
            let mut history = history.clone();
            history.extend(moment.iter().map(|it| (300, it.clone())));
            Standing::at(&policy, &recorded(&history), day(300 + later), &Options::default())
        };
        prop_assert_eq!(answers(&policy, &standing(&moment)), answers(&policy, &standing(&shuffled)));
    }

    #[test]
    fn looking_changes_nothing(
        clauses in clauses(), history in history(), mut looks in prop::collection::vec(0u16..330, 0..6), eager in any::<bool>(),
    ) {
        let conduct = if eager { Conduct::Eager } else { Conduct::Recorded };
        let options = Options { conduct, ..Options::default() };
        // The last clause asks what the others bring about.
        let report = clause("report", Frame::When(paused(TRAINING)), Modal::Must, What::Do(REPORT));
        let report = Clause { deadline: Some(Deadline::Within(days(20))), ..report };
        let policy = with([clauses, vec![report]].concat());
        let at_once = Standing::at(&policy, &recorded(&history), day(330), &options);

        let mut step_by_step = Standing::new(&policy, day(0), &options, []);
        let mut days: BTreeSet<u16> = history.iter().map(|(day, _)| *day).collect();
        days.extend(looks.drain(..));
        days.insert(330);
        for it in days {
            let happens: Vec<_> = history.iter().filter(|(day, _)| *day == it).map(|(_, it)| it.clone()).collect();
            step_by_step.advance(day(it), &happens).expect("days are in order");
        }
        prop_assert_eq!(answers(&policy, &at_once), answers(&policy, &step_by_step));
    }

    #[test]
    fn nothing_is_both_indicated_and_ruled_out(history in history(), now in 0u16..330) {
        let policy = with([clause("run", before(TRAINING, None), Modal::Must, signs_every_4x_and_3_months())]);
        let record = recorded(&history);
        let is_true = |it: &Condition| holds(&policy, &record, day(now), it, &Options::default());
        for level in [HIGH, TOP] {
            prop_assert!(!(is_true(&indicated(level)) && is_true(&ruled_out(level))));
        }
        prop_assert!(!is_true(&indicated(TOP)) || is_true(&indicated(HIGH)));
        prop_assert!(!is_true(&ruled_out(HIGH)) || is_true(&ruled_out(TOP)));
        let signs = |by| Condition::Atom(Atom::Indicated { subject: Subject::Level(HIGH), by });
        prop_assert!(!is_true(&signs(Some(SIGNS))) || is_true(&signs(None)));
    }
}

//! What is offered as the shortest way opens, and no smaller set of what could be recorded does; a lease holds until it
//! is said to end.

use super::*;
use crate::Settings;
use crate::evidence::{Complete, Evidence, Said};
use crate::line::Item;
use crate::line::tests::evidence;
use crate::standing::tests::draw::{Drawn, day, drawn};
use crate::standing::tests::looks_at_statuses;
use holdpoint_policy::model::*;
use holdpoint_policy::quantity::Date;
use holdpoint_policy::record::{Answer as Says, Happening};
use proptest::prelude::*;
use std::sync::Arc;

/// A line in which everybody vouches at the end.
fn line(policy: &Arc<Policy>, happenings: &[(Date, Happening)], until: Date) -> Line {
    let mut line = Line::new(Arc::clone(policy), day(0), Settings::default());
    for (entry, (at, it)) in (0..).zip(happenings) {
        line.take(Item::Evidence(evidence(policy, entry, it, *at)));
    }
    for by in (0..policy.parties.len()).map(PartyId::from) {
        let entry = line.size();
        line.take(Item::Evidence(Evidence {
            by,
            says: Vec::new(),
            complete: Some(Complete {
                until,
                holds_until: until,
                entries: entry,
            }),
            ..evidence(policy, entry, &Happening::Stops(ActionId(0)), day(301))
        }));
    }
    line
}

/// Everything that could be recorded of the example's things.
fn everything() -> Vec<Happening> {
    let evaluated = |evaluation: u32, answer| Happening::Evaluated {
        evaluation: EvaluationId(evaluation),
        answer,
    };
    let runs = (0..4).flat_map(|it| {
        [
            evaluated(it, Says::RulesOut),
            evaluated(it, Says::Inconclusive),
            evaluated(it, Says::Indicates(None)),
        ]
    });
    let grades = (0..3).map(|it| Happening::Scored(ScoreId(0), Grade(it)));
    let tasks = (0..3).map(|it| Happening::Done(TaskId(it)));
    let safeguards = (0..2).flat_map(|it| {
        let it = SafeguardId(it);
        let attempted = Happening::Attempted {
            safeguard: it,
            succeeded: true,
        };
        [Happening::InPlace(it), Happening::NoLongerInPlace(it), attempted]
    });
    let actions = (0..2).flat_map(|it| [Happening::GoesOn(ActionId(it)), Happening::Stops(ActionId(it))]);
    let others = [
        Happening::LevelDefined(LevelId(2)),
        Happening::Found(DeterminationId(0)),
        Happening::Found(DeterminationId(1)),
        Happening::Approved(ApprovalId(0)),
        Happening::Exercised(ExceptionId(0)),
        Happening::Turned {
            fact: FactId(0),
            holds: true,
        },
        Happening::Turned {
            fact: FactId(0),
            holds: false,
        },
    ];
    runs.chain(grades)
        .chain(tasks)
        .chain(safeguards)
        .chain(actions)
        .chain(others)
        .collect()
}

/// Whether any set of so many happenings opens.
fn some_set_opens(
    line: &Line,
    action: ActionId,
    now: Date,
    n: usize,
    from: &[Happening],
    set: &mut Vec<Said>,
) -> bool {
    if n == 0 {
        let opens = answer(&line.supposing(now, set, &[]), action) == Answer::Proceed;
        if opens {
            eprintln!("OPENS {set:?}");
        }
        return opens;
    }
    from.iter().enumerate().any(|(index, it)| {
        set.push(Said::Happened(it.clone()));
        let opens = some_set_opens(line, action, now, n - 1, &from[index + 1..], set);
        set.pop();
        opens
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn what_is_offered_opens_and_nothing_smaller_does(Drawn { policy, happenings } in drawn()) {
        prop_assume!(policy.clauses.iter().all(|it| !looks_at_statuses(it)));
        let now = day(302);
        let mut line = line(&policy, &happenings, now);
        for action in [ActionId(0), ActionId(1)] {
            let Some(opening) = line.opening(action, now) else {
                continue;
            };
            let says: Vec<_> = opening.needs.iter().filter_map(|it| match it {
                Need::Happening(it, _) => Some(Said::Happened(it.clone())),
                Need::Complete(_) => None,
            }).collect();
            prop_assert_eq!(says.len(), opening.needs.len(), "everybody has been heard");
            prop_assert!(answer(&line.supposing(now, &says, &[]), action) == Answer::Proceed);
            // Bigger sets are too many to try.
            if opening.is_least && says.len() <= 3 {
                for smaller in 0..says.len() {
                    let found = some_set_opens(&line, action, now, smaller, &everything(), &mut Vec::new());
                    prop_assert!(!found, "{:?}, and {} are enough", opening, smaller);
                }
            }
        }
    }

    #[test]
    fn a_lease_holds_until_it_ends(Drawn { policy, happenings } in drawn(), until in 0u16..400) {
        // What a clause that chases its own status comes to depends on how often it looks.
        prop_assume!(policy.clauses.iter().all(|it| !looks_at_statuses(it)));
        let now = day(302);
        let mut line = line(&policy, &happenings, day(302 + until));
        for action in [ActionId(0), ActionId(1)] {
            let Some(lease) = line.lease(action, now) else {
                prop_assert!(line.verdict(action, now).answer != Answer::Proceed);
                continue;
            };
            let end = lease.closing.map_or(day(2000), |it| it.at);
            for later in (302..900).step_by(7).map(day).filter(|it| *it < end) {
                let verdict = line.verdict(action, later);
                prop_assert!(verdict.answer == Answer::Proceed, "until {:?}: {:?}", end, verdict);
            }
            if end < day(2000) {
                prop_assert!(line.verdict(action, end).answer != Answer::Proceed);
            }
        }
    }
}

#[test]
fn most_ways_are_found() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let now = day(302);
    let (mut found, mut missed) = (0, 0);
    for _ in 0..150 {
        let Drawn { policy, happenings } = drawn().new_tree(&mut runner).expect("a value is drawn").current();
        let mut line = line(&policy, &happenings, now);
        let action = ActionId(0);
        if line.verdict(action, now).answer == Answer::Proceed {
            continue;
        }
        match line.opening(action, now) {
            Some(_) => found += 1,
            None => {
                let by_two =
                    (1..=2).any(|n| some_set_opens(&line, action, now, n, &everything(), &mut Vec::new()));
                missed += usize::from(by_two);
            }
        }
    }
    assert!(
        found > 20 && missed * 20 <= found,
        "{found} found, {missed} missed"
    );
}

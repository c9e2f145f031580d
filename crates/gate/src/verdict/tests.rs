//! What is offered opens, and all of it is needed; most ways are found; a lease holds until it is said to end.

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
    line_of(
        policy,
        happenings,
        (0..policy.parties.len()).map(|it| (it, until)),
    )
}

/// A line in which these parties vouch at the end.
fn line_of(
    policy: &Arc<Policy>,
    happenings: &[(Date, Happening)],
    vouching: impl Iterator<Item = (usize, Date)>,
) -> Line {
    let mut line = Line::new(Arc::clone(policy), day(0), Settings::default());
    for (entry, (at, it)) in (0..).zip(happenings) {
        line.take(Item::Evidence(evidence(policy, entry, it, *at)));
    }
    for (by, until) in vouching.map(|(by, until)| (PartyId::from(by), until)) {
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

fn happenings_of(opening: &Opening) -> Vec<Said> {
    let happenings = opening.needs.iter().filter_map(|it| match it {
        Need::Happening(it, _) => Some(Said::Happened(it.clone())),
        Need::Complete(_) => None,
    });
    happenings.collect()
}

/// An evaluation that indicates is run anew, and says otherwise.
fn overturning(line: &Line, now: Date, set: &[Said]) -> bool {
    let standing = line.supposing(now, &[], &[]);
    set.iter().any(|it| match it {
        Said::Happened(Happening::Evaluated { evaluation, answer }) => {
            !matches!(answer, Says::Indicates(_)) && standing.indicates(*evaluation)
        }
        _ => false,
    })
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
        return !overturning(line, now, set)
            && answer(&line.supposing(now, set, &[]), action) == Answer::Proceed;
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
    fn what_is_offered_opens_and_all_of_it_is_needed(Drawn { policy, happenings } in drawn()) {
        let now = day(302);
        let mut line = line(&policy, &happenings, now);
        for action in [ActionId(0), ActionId(1)] {
            for opening in openings(&mut [&mut line], action, now, 3) {
                let says = happenings_of(&opening);
                prop_assert_eq!(says.len(), opening.needs.len(), "everybody has been heard");
                prop_assert!(answer(&line.supposing(now, &says, &[]), action) == Answer::Proceed);
                for left_out in 0..says.len() {
                    let mut fewer = says.clone();
                    fewer.remove(left_out);
                    let opens = answer(&line.supposing(now, &fewer, &[]), action) == Answer::Proceed;
                    prop_assert!(!opens, "{:?} is not needed in {:?}", says[left_out], opening);
                }
            }
        }
    }

    /// Two readings differ in their clauses; what is offered opens under both.
    #[test]
    fn what_is_offered_opens_under_every_reading(
        Drawn { policy, happenings } in drawn(),
        Drawn { policy: other, .. } in drawn(),
    ) {
        let now = day(302);
        let (mut one, mut other) = (line(&policy, &happenings, now), line(&other, &happenings, now));
        let action = ActionId(0);
        for opening in openings(&mut [&mut one, &mut other], action, now, 3) {
            let says = happenings_of(&opening);
            for line in [&one, &other] {
                prop_assert!(answer(&line.supposing(now, &says, &[]), action) == Answer::Proceed);
            }
        }
    }

    #[test]
    fn a_lease_holds_until_it_ends(Drawn { policy, happenings } in drawn(), until in [0u16..400, 0u16..400], silent in 0usize..4) {
        // What a clause that chases its own status comes to depends on how often it looks.
        prop_assume!(policy.clauses.iter().all(|it| !looks_at_statuses(it)));
        let now = day(302);
        let parties = (0..policy.parties.len()).zip(until).filter(|it| it.0 != silent);
        let mut line = line_of(&policy, &happenings, parties.map(|(party, until)| (party, day(302 + until))));
        for action in [ActionId(0), ActionId(1)] {
            let Some(lease) = line.lease(action, now) else {
                prop_assert!(line.verdict(action, now).answer != Answer::Proceed);
                continue;
            };
            let end = lease.closing.as_ref().map_or(day(2000), |it| it.at);
            for later in (302..900).step_by(7).map(day).filter(|it| *it < end) {
                let verdict = line.verdict(action, later);
                prop_assert!(verdict.answer == Answer::Proceed, "until {:?}: {:?}", end, verdict);
            }
            if let Some(closing) = lease.closing {
                prop_assert_eq!(line.verdict(action, end).answer, closing.answer);
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
        match openings(&mut [&mut line], action, now, 1).is_empty() {
            false => found += 1,
            true => {
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

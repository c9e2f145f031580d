//! Whatever is withheld, nothing opens; whatever the order of arrival, the line stands the same.

use super::*;
use crate::evidence::{Complete, owner};
use crate::standing::tests::draw::{Drawn, day, drawn, example};
use crate::standing::tests::looks_at_statuses;
use crate::verdict::Answer;
use holdpoint_policy::model::{ActionId, ClauseId, DeterminationId, EvaluationId, PartyKind, TaskId};
use holdpoint_policy::quantity::{Decimal, Duration, Unit};
use holdpoint_policy::record::{self, Happening};
use proptest::prelude::*;

/// Something that is recorded.
#[derive(Clone, Debug)]
enum Act {
    Says(Happening, Date),
    /// The party vouches for itself until so many days later.
    Vouches(PartyId, u16),
    Takes(usize),
    Disputes(usize),
    /// What was said before, with an end so many days later.
    Ends(usize, u16),
    /// What was said before, said again of a time so many days ago.
    Late(usize, u16),
}

pub(crate) fn evidence(policy: &Policy, entry: u64, happening: &Happening, at: Date) -> Evidence {
    Evidence {
        entry,
        by: owner(policy, happening).unwrap_or(developer(policy)),
        received: at,
        from: at,
        to: None,
        says: vec![Said::Happened(happening.clone())],
        complete: None,
        correction: None,
    }
}

fn developer(policy: &Policy) -> PartyId {
    let developer = policy
        .parties
        .iter()
        .position(|it| it.kind == PartyKind::Developer);
    PartyId::from(developer.expect("there is one"))
}

fn days(n: u64) -> Duration {
    Duration {
        amount: Decimal { digits: n, places: 0 },
        unit: Unit::Day,
    }
}

fn plus(at: Date, n: u16) -> Date {
    holdpoint_policy::calendar::later(at, days(n.into()))
}

fn minus(at: Date, n: u16) -> Date {
    let span = jiff::Span::new().days(i64::from(n));
    Date(at.0.checked_sub(span).expect("the calendar has it"))
}

/// Everything on record, the acts at their times among what is said.
fn record(policy: &Policy, happenings: &[(Date, Happening)], acts: &[(u16, Act)]) -> Vec<Evidence> {
    let said = happenings
        .iter()
        .map(|(at, it)| (*at, Act::Says(it.clone(), *at)));
    let acts = acts.iter().map(|(at, it)| (plus(day(*at), 0), it.clone()));
    let mut all: Vec<_> = said.chain(acts).collect();
    all.sort_by_key(|(at, _)| *at);
    let mut evidence: Vec<Evidence> = Vec::new();
    for (received, act) in all {
        let next = one(policy, &evidence, received, act);
        evidence.extend(next);
    }
    evidence
}

fn one(policy: &Policy, before: &[Evidence], received: Date, act: Act) -> Option<Evidence> {
    let entry = before.len() as u64;
    let blank = Evidence {
        entry,
        by: developer(policy),
        received,
        from: received,
        to: None,
        says: Vec::new(),
        complete: None,
        correction: None,
    };
    let earlier = |index: usize| before.get(index.checked_rem(before.len())?);
    Some(match act {
        Act::Says(happening, at) => evidence(policy, entry, &happening, at),
        Act::Vouches(by, days) => Evidence {
            by,
            complete: Some(Complete {
                until: received,
                holds_until: plus(received, days),
                entries: entry,
            }),
            ..blank
        },
        Act::Takes(index) => {
            let of = earlier(index)?;
            Evidence {
                by: of.by,
                correction: Some(Correction::Retracts(of.entry)),
                ..blank
            }
        }
        Act::Disputes(index) => {
            let of = earlier(index)?;
            let others = (0..policy.parties.len())
                .map(PartyId::from)
                .find(|it| *it != of.by)?;
            Evidence {
                by: others,
                correction: Some(Correction::Disputes(of.entry)),
                ..blank
            }
        }
        Act::Late(index, days) => {
            let of = earlier(index)?;
            Evidence {
                by: of.by,
                says: of.says.clone(),
                from: minus(received, days),
                ..blank
            }
        }
        Act::Ends(index, days) => {
            let of = earlier(index)?;
            Evidence {
                by: of.by,
                says: of.says.clone(),
                to: Some(plus(received, days + 1)),
                ..blank
            }
        }
    })
}

fn acts() -> impl Strategy<Value = Vec<(u16, Act)>> {
    let index = || 0usize..20;
    let act = prop_oneof![
        6 => ((0u32..2).prop_map(PartyId), 0u16..60).prop_map(|(it, days)| Act::Vouches(it, days)),
        1 => index().prop_map(Act::Takes),
        1 => index().prop_map(Act::Disputes),
        1 => (index(), 0u16..60).prop_map(|(it, days)| Act::Ends(it, days)),
        2 => (index(), 0u16..60).prop_map(|(it, days)| Act::Late(it, days)),
    ];
    prop::collection::vec((0u16..300, act), 0..14)
}

fn settings(lag: u64) -> Settings {
    Settings {
        lag: days(lag),
        ..Settings::default()
    }
}

fn line(policy: &Arc<Policy>, items: impl IntoIterator<Item = Item>, lag: u64) -> Line {
    let mut line = Line::new(Arc::clone(policy), day(0), settings(lag));
    items.into_iter().for_each(|it| line.take(it));
    line
}

fn actions(policy: &Policy) -> impl Iterator<Item = ActionId> + use<> {
    (0..policy.actions.len()).map(ActionId::from)
}

fn same(one: &Standing, another: &Standing) -> Result<(), TestCaseError> {
    prop_assert_eq!(one.statuses(), another.statuses());
    for clause in (0..one.policy().clauses.len()).map(ClauseId::from) {
        prop_assert_eq!(one.duty(clause), another.duty(clause));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn withholding_an_entry_never_opens(Drawn { policy, happenings } in drawn(), acts in acts()) {
        prop_assume!(policy.clauses.iter().all(|it| !looks_at_statuses(it)));
        let record = record(&policy, &happenings, &acts);
        for now in [day(100), day(200), day(301)] {
            let seen: Vec<_> = record.iter().filter(|it| it.received <= now).cloned().collect();
            let shown = |withheld: Option<usize>| {
                let items = seen.iter().enumerate().map(|(index, it)| match Some(index) == withheld {
                    true => Item::NotShown,
                    false => Item::Evidence(it.clone()),
                });
                line(&policy, items, 3)
            };
            let mut whole = shown(None);
            let closed: Vec<_> = actions(&policy).filter(|it| whole.verdict(*it, now).answer != Answer::Proceed).collect();
            for (withheld, entry) in seen.iter().enumerate() {
                let mut less = shown(Some(withheld));
                for action in &closed {
                    let verdict = less.verdict(*action, now);
                    prop_assert!(
                        verdict.answer != Answer::Proceed,
                        "without {:?} {:?} proceeds at {:?}; with it {:?}", entry, action, now, whole.verdict(*action, now)
                    );
                }
            }
        }
    }

    /// What an entry is told of late, and in which order, does not matter once it is there; and what is kept from one
    /// question to the next does not either.
    #[test]
    fn in_any_order_of_arrival_the_line_stands_the_same(
        Drawn { policy, happenings } in drawn(),
        order in prop::collection::vec(any::<u32>(), 20),
        asked in prop::collection::vec(0u16..300, 20),
    ) {
        let late = |entry: usize, (at, it): &(Date, Happening)| Evidence {
            received: day(301),
            ..evidence(&policy, entry as u64, it, *at)
        };
        let mut shuffled: Vec<_> = happenings.iter().zip(order.iter().cycle()).collect();
        shuffled.sort_by_key(|(_, key)| **key);
        let vouching = |entry| (0..policy.parties.len()).map(PartyId::from).zip(entry..).map(|(by, entry)| Evidence {
            by,
            says: Vec::new(),
            complete: Some(Complete { until: day(301), holds_until: day(400), entries: entry }),
            ..late(entry as usize, &(day(301), Happening::Stops(ActionId(0))))
        });
        let vouching: Vec<_> = vouching(happenings.len() as u64).map(Item::Evidence).collect();
        let in_order = happenings.iter().enumerate().map(|(entry, it)| Item::Evidence(late(entry, it)));
        let mut in_order = line(&policy, in_order.chain(vouching.clone()), 1000);
        let mut as_it_came = line(&policy, [], 1000);
        for (entry, ((it, _), asked)) in shuffled.into_iter().zip(asked.iter().cycle()).enumerate() {
            as_it_came.take(Item::Evidence(late(entry, it)));
            as_it_came.standing(day(*asked));
        }
        vouching.into_iter().for_each(|it| as_it_came.take(it));
        for now in (0..11).map(|it| day(it * 31)) {
            same(&in_order.standing(now), &as_it_came.standing(now))?;
        }
    }

    /// What is kept never differs from what a fold from the beginning gives.
    #[test]
    fn asking_in_between_changes_nothing(
        Drawn { policy, happenings } in drawn(),
        acts in acts(),
        asked in prop::collection::vec(0u16..300, 20),
    ) {
        let record = record(&policy, &happenings, &acts);
        let mut asked_often = line(&policy, [], 3);
        for (count, (it, asked)) in record.iter().zip(asked.iter().cycle()).enumerate() {
            asked_often.take(Item::Evidence(it.clone()));
            let mut anew = line(&policy, record[..=count].iter().cloned().map(Item::Evidence), 3);
            same(&asked_often.standing(day(*asked)), &anew.standing(day(*asked)))?;
        }
    }

    /// Nor does a verdict that is remembered.
    #[test]
    fn a_verdict_is_the_same_whatever_was_asked_before(
        Drawn { policy, happenings } in drawn(),
        acts in acts(),
        asked in prop::collection::vec(0u16..400, 12),
    ) {
        let record = record(&policy, &happenings, &acts);
        let items = || record.iter().cloned().map(Item::Evidence);
        let mut asked_often = line(&policy, items(), 3);
        for now in asked.into_iter().map(day) {
            for action in actions(&policy) {
                let mut anew = line(&policy, items(), 3);
                prop_assert_eq!(asked_often.verdict(action, now), anew.verdict(action, now));
            }
        }
    }
}

/// Of which answer something was found nobody says, where it is recorded of the very instant of a new run: it may have been
/// of the answer before, and lapsed.
#[test]
fn what_is_found_at_the_instant_of_a_new_run_opens_nothing() {
    let policy = Arc::new(example());
    let indicates = Happening::Evaluated {
        evaluation: EvaluationId(0),
        answer: record::Answer::Indicates(None),
    };
    let tests = Happening::Done(TaskId(1));
    let found = Happening::Found(DeterminationId(0));
    let answer = |runs: &[u16], said_first: bool, found_on: u16| {
        let runs = runs
            .iter()
            .flat_map(|on| [(*on, indicates.clone()), (*on, tests.clone())]);
        let mut all: Vec<_> = runs.collect();
        let place = if said_first { 0 } else { all.len() };
        all.insert(place, (found_on, found.clone()));
        let told = (0..).zip(&all);
        let told: Vec<_> = told
            .map(|(entry, (on, it))| Evidence {
                received: day(50),
                ..evidence(&policy, entry, it, day(*on))
            })
            .collect();
        let vouching = (0..policy.parties.len()).map(|by| Evidence {
            by: PartyId::from(by),
            says: Vec::new(),
            complete: Some(Complete {
                until: day(50),
                holds_until: day(60),
                entries: (all.len() + by) as u64,
            }),
            ..evidence(&policy, (all.len() + by) as u64, &indicates, day(50))
        });
        let items = told.into_iter().chain(vouching).map(Item::Evidence);
        line(&policy, items, 1000).verdict(ActionId(0), day(50)).answer
    };
    for said_first in [true, false] {
        assert_eq!(answer(&[10], said_first, 10), Answer::Proceed, "of the only run");
        assert_eq!(answer(&[10, 20], said_first, 20), Answer::Pause, "of either run");
        assert_eq!(
            answer(&[10, 20], said_first, 21),
            Answer::Proceed,
            "of the later run"
        );
        assert_eq!(answer(&[10, 20], said_first, 15), Answer::Pause, "lapsed");
    }
}

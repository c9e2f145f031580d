//! What is known here, held against the definition of permission on records that are whole.

pub(crate) mod draw;

use super::bearing::Bearing;
use super::{DutyState, Event, Heard, Standing, Statement};
use crate::Settings;
use crate::value::Value;
use draw::{Drawn, day, drawn};
use holdpoint_policy::condition::Atom;
use holdpoint_policy::model::{ActionId, Clause, ClauseId, Frame, PartyId, Policy, What};
use holdpoint_policy::permission::{self, Options, Permission};
use holdpoint_policy::quantity::Date;
use holdpoint_policy::record::{Happening, Record};
use proptest::prelude::*;
use std::sync::Arc;

fn events(happenings: &[(Date, Happening)]) -> Vec<Event> {
    let each = (0..).zip(happenings);
    each.map(|(entry, (at, happening))| Event {
        at: *at,
        entry,
        statement: Statement::Happened(happening.clone()),
        disputed_by: None,
    })
    .collect()
}

/// Everything said up to then, taken in moment by moment.
fn stands(policy: &Arc<Policy>, events: &[Event], heard: &Heard, now: Date) -> Standing {
    let mut standing = Standing::new(Arc::clone(policy), day(0), Settings::default());
    standing.hear(heard);
    for event in events.iter().filter(|it| it.at <= now) {
        standing.advance(event.at, &[event]);
    }
    standing.advance(now, &[]);
    standing
}

fn heard(policy: &Policy, until: Date) -> Heard {
    let mut heard = Heard::nobody(policy);
    for party in 0..policy.parties.len() {
        heard.set(PartyId::from(party), Some(until));
    }
    heard
}

pub(crate) fn looks_at_statuses(clause: &Clause) -> bool {
    let when = match &clause.frame {
        Frame::Before { when, .. } | Frame::While { when, .. } => when.as_ref(),
        Frame::When(when) => Some(when),
        Frame::AtAllTimes => None,
    };
    let goal = match &clause.what {
        What::Have(goal) => Some(goal),
        _ => None,
    };
    let mut looks = false;
    let conditions = [when, goal, clause.unless.as_ref(), clause.until.as_ref()];
    conditions.into_iter().flatten().for_each(|it| {
        it.atoms(&mut |atom| {
            looks |= matches!(atom, Atom::Paused { .. } | Atom::Breached(_) | Atom::GoingOn(_))
        });
    });
    looks
}

/// The definition, on the record as a whole.
fn defined<'a>(policy: &'a Policy, happenings: &[(Date, Happening)], now: Date) -> permission::Standing<'a> {
    let mut record = Record::new(day(0));
    for (at, happening) in happenings {
        record.apply(*at, happening.clone()).expect("it is in order");
    }
    permission::Standing::at(policy, &record, now, &Options::default())
}

/// Whatever is known of the moment is as the definition has it; how much of it is known.
fn agrees(standing: &Standing, defined: &permission::Standing<'_>) -> Result<[usize; 2], TestCaseError> {
    let policy = standing.policy();
    let mut counts = [0; 2];
    let mut seen = |value: Value| counts[usize::from(value.is_known())] += 1;
    for action in (0..policy.actions.len()).map(ActionId::from) {
        let bars = match defined.permission(action) {
            Permission::Allowed => Vec::new(),
            Permission::Paused(clauses) => clauses,
        };
        for clause in (0..policy.clauses.len()).map(ClauseId::from) {
            let value = standing.bars(clause, action);
            seen(value);
            let expected = Value::of(bars.contains(&clause));
            prop_assert!(
                !value.is_known() || value == expected,
                "{clause:?} bars {action:?}: {value:?}"
            );
        }
        let goes_on = standing.statuses().going_on[action.index()];
        let expected = Value::of(defined.statuses().going_on.contains(&action));
        prop_assert!(
            !goes_on.is_known() || goes_on == expected,
            "{action:?} goes on: {goes_on:?}"
        );
    }
    for clause in (0..policy.clauses.len()).map(ClauseId::from) {
        let value = standing.statuses().breached[clause.index()];
        seen(value);
        let expected = Value::of(defined.statuses().breached.contains(&clause));
        prop_assert!(
            !value.is_known() || value == expected,
            "{clause:?} is breached: {value:?}"
        );
    }
    Ok(counts)
}

fn same_duty(ours: DutyState, theirs: permission::DutyState) -> bool {
    use permission::DutyState as Theirs;
    match (ours, theirs) {
        (DutyState::NotTriggered | DutyState::Waived, Theirs::NotOwed)
        | (DutyState::Open, Theirs::Open)
        | (DutyState::Discharged, Theirs::Met)
        | (DutyState::Breached(_), Theirs::Breached) => true,
        (DutyState::Due(ours), Theirs::Due(theirs)) | (DutyState::Overdue(ours), Theirs::Overdue(theirs)) => {
            ours == theirs
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_whole_record_stands_as_it_is_defined(Drawn { policy, happenings } in drawn()) {
        let heard = heard(&policy, day(4000));
        let events = events(&happenings);
        let moments = happenings.iter().map(|(at, _)| *at).chain((0..12).map(|it| day(it * 31)));
        for now in moments {
            let (standing, defined) = (stands(&policy, &events, &heard, now), defined(&policy, &happenings, now));
            let [unknown, _] = agrees(&standing, &defined)?;
            prop_assert_eq!(unknown, 0);
            for clause in (0..policy.clauses.len()).map(ClauseId::from) {
                let (ours, theirs) = (standing.duty(clause), defined.duty(clause));
                prop_assert!(same_duty(ours, theirs), "{:?}: {:?}, and {:?}", clause, ours, theirs);
            }
        }
    }

    /// Whatever the part that has not been heard of holds, what is known without it stands.
    #[test]
    fn what_is_known_stays_so_however_the_gaps_are_filled(
        Drawn { policy, happenings } in drawn(),
        until in 0u16..300,
        told in prop::collection::vec(any::<bool>(), 14),
    ) {
        // What a clause that chases its own status comes to depends on how often it looks.
        prop_assume!(policy.clauses.iter().all(|it| !looks_at_statuses(it)));
        let heard = heard(&policy, day(until));
        let kept = happenings.iter().zip(told.iter().cycle());
        // A power counts only once it is recorded to be used.
        let is_kept = |(at, it): &(Date, Happening), told: bool| {
            told || *at <= day(until) || matches!(it, Happening::Exercised(_))
        };
        let kept: Vec<_> = kept.filter(|(it, told)| is_kept(it, **told)).map(|(it, _)| it.clone()).collect();
        let events = events(&kept);
        let moments = happenings.iter().map(|(at, _)| *at).chain((0..12).map(|it| day(it * 31)));
        for now in moments {
            agrees(&stands(&policy, &events, &heard, now), &defined(&policy, &happenings, now))?;
        }
    }
}

/// The policy without what keeps its clauses from being looked at one by one.
fn by_themselves(policy: &Policy) -> Policy {
    let mut policy = policy.clone();
    policy.exceptions.clear();
    let mut clauses = std::mem::take(&mut policy.clauses);
    clauses.retain(|it| {
        policy.clauses = vec![it.clone()];
        Bearing::of(&policy, super::looks_at_statuses(&policy)).is_some()
    });
    policy.clauses = clauses;
    policy
}

/// Nothing is said of clauses and exceptions that have gone.
fn is_of(policy: &Policy, happening: &Happening) -> bool {
    match happening {
        Happening::Exercised(_) | Happening::ExceptionEnded(_) => false,
        Happening::SwitchedOff(it) => it.index() < policy.clauses.len(),
        _ => true,
    }
}

fn plus(at: Date, days: u16) -> Date {
    Date(at.0 + jiff::Span::new().days(i64::from(days)))
}

/// Everything that a standing has come to.
fn all_of(standing: &Standing) -> String {
    let of_clauses = (0..standing.policy.clauses.len()).map(ClauseId::from).map(|it| {
        let whys = (0..standing.policy.actions.len()).map(|action| standing.why(it, action.into()));
        (standing.duty(it), whys.collect::<Vec<_>>())
    });
    let of_clauses: Vec<_> = of_clauses.collect();
    format!(
        "{:#?}",
        (&standing.statuses, &standing.memory, standing.next, of_clauses)
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// And where nothing is said and nothing changes, not looking at all does too.
    #[test]
    fn looking_where_an_event_bears_finds_what_looking_everywhere_does(
        Drawn { policy, happenings } in drawn(),
        until in 0u16..400,
        asked in prop::collection::vec(0u16..60, 20),
    ) {
        let policy = Arc::new(by_themselves(&policy));
        let happenings: Vec<_> = happenings.into_iter().filter(|(_, it)| is_of(&policy, it)).collect();
        let mut narrow = Standing::new(Arc::clone(&policy), day(0), Settings::default());
        prop_assert!(narrow.bearing.is_some());
        narrow.hear(&heard(&policy, day(until)));
        let mut wide = Standing { bearing: None, ..narrow.clone() };
        for (event, asked) in events(&happenings).iter().zip(asked.iter().cycle()) {
            narrow.advance(event.at, &[event]);
            wide.advance(event.at, &[event]);
            prop_assert_eq!(all_of(&narrow), all_of(&wide));
            let later = plus(event.at, *asked);
            if narrow.stays_until(later) {
                let before = all_of(&wide);
                let mut looked = wide.clone();
                looked.advance(later, &[]);
                prop_assert_eq!(before, all_of(&looked));
            }
        }
    }
}

/// That is known is worth something only if it is often: half a year after everybody was heard the most is still known.
#[test]
fn most_is_known_while_everybody_is_heard_and_less_after() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut early, mut late) = ([0; 2], [0; 2]);
    for _ in 0..200 {
        let Drawn { policy, happenings } = drawn().new_tree(&mut runner).expect("a value is drawn").current();
        let (heard, events) = (heard(&policy, day(150)), events(&happenings));
        for (now, sum) in [(day(150), &mut early), (day(290), &mut late)] {
            let defined = defined(&policy, &happenings, now);
            let counts = agrees(&stands(&policy, &events, &heard, now), &defined).expect("it agrees");
            (0..2).for_each(|it| sum[it] += counts[it]);
        }
    }
    assert_eq!(early[0], 0, "all is known: {early:?}");
    assert!(
        late[0] > 0 && late[1] > late[0],
        "some is not known, and more is: {late:?}"
    );
}

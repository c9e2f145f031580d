//! Small policies and histories, drawn.

use holdpoint_policy::condition::{Atom, Because, Condition, Requirement, Subject};
use holdpoint_policy::model::*;
use holdpoint_policy::quantity::{Date, Decimal, Duration, Factor, Unit};
use holdpoint_policy::record::{Answer, Compute, Happening};
use holdpoint_policy::{FileId, SourceFile, resolve};
use holdpoint_syntax::{FileKind, parse};
use proptest::prelude::*;
use std::sync::Arc;

/// Something of each kind, and three clauses to be written over.
const THINGS: &str = "
policy example \"Example\", effective 2024-01-01.
party Developer is the developer.
party Trust is independent.
action training, scales.
action deployment.
capability misuse.
capability cyber, graded low < medium < high.
level low.
level high above low, when misuse.
level top above high, undefined.
safeguard security, by Developer.
safeguard audit, by Trust, may fail.
standard both is security and audit.
evaluation signs of high, may be inconclusive.
evaluation second-look of high, may be inconclusive.
evaluation top-signs of top.
evaluation tests of cyber.
score result, graded low < medium < high, by tests.
task report, by Developer.
task new-tests, by Developer, irreversible.
task shutdown, by Developer, ends deployment.
determination too-early, of signs, by Developer, requires new-tests.
determination at-will, by Trust.
fact rivals-far, decided by Trust.
approval loosening, by Trust.
exception emergency: when Trust has approved loosening, Developer may suspend all clauses.
clause c1: before training when high is indicated, Developer must have both in place.
clause c2: before training, Developer must run signs every 4x compute and every 3 months.
clause c3: when high is indicated, Developer must do report within 20 days.
clause c4: despite c1, when too-early is found, Developer may continue training.
";

#[derive(Clone, Debug)]
pub(super) struct Drawn {
    pub(super) policy: Arc<Policy>,
    /// In order; no two at one instant.
    pub(super) happenings: Vec<(Date, Happening)>,
}

pub(super) fn day(days_after_start: u16) -> Date {
    at(days_after_start, 0)
}

fn at(days_after_start: u16, seconds: usize) -> Date {
    let start = jiff::civil::date(2024, 1, 1).at(0, 0, 0, 0);
    let span = jiff::Span::new().days(i64::from(days_after_start));
    let seconds = i64::try_from(seconds).expect("there are few");
    Date(start + span + jiff::SignedDuration::from_secs(seconds))
}

pub(super) fn drawn() -> impl Strategy<Value = Drawn> {
    (clauses(), happenings()).prop_map(|(clauses, happenings)| {
        let mut policy = example();
        policy.clauses.truncate(4);
        policy.clauses.extend(clauses);
        Drawn {
            policy: Arc::new(policy),
            happenings,
        }
    })
}

fn example() -> Policy {
    let parsed = parse(THINGS, FileKind::Hold, FileId(0));
    let file = SourceFile {
        id: FileId(0),
        document: &parsed.document,
        text: THINGS,
        uses: Vec::new(),
    };
    let (encoding, _) = resolve(&[file]);
    let policy = encoding
        .policies
        .into_iter()
        .next()
        .expect("the text states a policy");
    assert_eq!((policy.base.clauses.len(), policy.base.exceptions.len()), (4, 1));
    policy.base
}

fn months(n: u64) -> Duration {
    Duration {
        amount: Decimal { digits: n, places: 0 },
        unit: Unit::Month,
    }
}

fn atom() -> impl Strategy<Value = Condition> {
    let level = || prop::sample::select(vec![LevelId(1), LevelId(2)]).prop_map(Subject::Level);
    let grade = || (0u8..3).prop_map(|it| Subject::Capability(CapabilityId(1), Some(Grade(it))));
    let subject = || prop_oneof![level(), grade()];
    let by = || prop::option::weighted(0.3, (0u32..4).prop_map(EvaluationId));
    let requirement = prop::sample::select(vec![
        Requirement::Safeguard(SafeguardId(0)),
        Requirement::Safeguard(SafeguardId(1)),
        Requirement::Standard(StandardId(0)),
        Requirement::Task(TaskId(0)),
        Requirement::Determination(DeterminationId(0)),
        Requirement::Determination(DeterminationId(1)),
    ]);
    let atom = prop_oneof![
        4 => requirement.prop_map(Atom::Met),
        3 => (subject(), by()).prop_map(|(subject, by)| Atom::Indicated { subject, by }),
        2 => (subject(), by()).prop_map(|(subject, by)| Atom::RuledOut { subject, by }),
        1 => Just(Atom::LevelDefined(LevelId(2))),
        1 => Just(Atom::Holds(FactId(0))),
        1 => Just(Atom::Approved { party: PartyId(1), approval: ApprovalId(0) }),
        1 => Just(Atom::Attempted(SafeguardId(1))),
        1 => Just(Atom::ComputeAtLeast(Factor(Decimal { digits: 4, places: 0 }))),
        1 => (0u8..3).prop_map(|it| Atom::ScoreAtMost(ScoreId(0), Grade(it))),
        1 => (0u8..3).prop_map(|it| Atom::ScoreAtLeast(ScoreId(0), Grade(it))),
        1 => action().prop_map(Atom::GoingOn),
        1 => (action(), prop::option::of((0u32..4, any::<bool>()))).prop_map(|(action, because)| Atom::Paused {
            action,
            because: because.map(|(clause, only)| Because { clause: ClauseId(clause), only }),
        }),
        1 => (0u32..4).prop_map(|it| Atom::Breached(ClauseId(it))),
    ];
    atom.prop_map(Condition::Atom)
}

fn condition() -> impl Strategy<Value = Condition> {
    let timed = atom().prop_map(|it| Condition::ForAtLeast(Box::new(it), months(1)));
    let leaf = prop_oneof![6 => atom(), 1 => timed];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|it| Condition::Not(Box::new(it))),
            prop::collection::vec(inner.clone(), 2).prop_map(Condition::All),
            prop::collection::vec(inner, 2).prop_map(Condition::Any),
        ]
    })
}

fn action() -> impl Strategy<Value = ActionId> {
    prop::sample::select(vec![ActionId(0), ActionId(1)])
}

fn frame() -> impl Strategy<Value = Frame> {
    let when = || prop::option::of(condition());
    let actions = || action().prop_map(|it| vec![it]);
    prop_oneof![
        3 => (actions(), when()).prop_map(|(actions, when)| Frame::Before { actions, when }),
        1 => (actions(), when()).prop_map(|(actions, when)| Frame::While { actions, when }),
        3 => condition().prop_map(Frame::When),
        1 => Just(Frame::AtAllTimes),
    ]
}

fn duty() -> impl Strategy<Value = (Modal, What)> {
    let have = || condition().prop_map(What::Have);
    let run = What::Run {
        evaluation: EvaluationId(1),
        compute: Some(Factor(Decimal { digits: 2, places: 0 })),
        calendar: Some(months(2)),
    };
    prop_oneof![
        have().prop_map(|it| (Modal::Must, it)),
        have().prop_map(|it| (Modal::MustNot, it)),
        have().prop_map(|it| (Modal::IntendsTo, it)),
        action().prop_map(|it| (Modal::Must, What::Pause(it))),
        action().prop_map(|it| (Modal::MustNot, What::Continue(it))),
        action().prop_map(|it| (Modal::May, What::Continue(it))),
        (0u32..2).prop_map(|it| (Modal::Must, What::Do(TaskId(it)))),
        Just((Modal::Must, run)),
    ]
}

fn clause() -> impl Strategy<Value = Clause> {
    let tail = || prop::option::weighted(0.3, condition());
    let within = Duration {
        amount: Decimal {
            digits: 20,
            places: 0,
        },
        unit: Unit::Day,
    };
    let deadline = prop::option::weighted(0.3, Just(Deadline::Within(within)));
    (frame(), duty(), deadline, tail(), tail()).prop_map(
        move |(frame, (modal, what), deadline, unless, until)| {
            let mut clause = example().clauses.swap_remove(0);
            clause.despite = match modal {
                Modal::May => vec![ClauseId(0), ClauseId(1)],
                _ => Vec::new(),
            };
            Clause {
                frame,
                modal,
                what,
                deadline,
                unless,
                until,
                ..clause
            }
        },
    )
}

fn clauses() -> impl Strategy<Value = Vec<Clause>> {
    prop::collection::vec(clause(), 0..4)
}

fn happening() -> impl Strategy<Value = Happening> {
    let safeguard = || (0u32..2).prop_map(SafeguardId);
    let plain = prop::sample::select(vec![
        Answer::Indicates(None),
        Answer::RulesOut,
        Answer::Inconclusive,
    ]);
    let graded = prop_oneof![
        (1u8..3).prop_map(|it| Answer::Indicates(Some(Grade(it)))),
        Just(Answer::RulesOut)
    ];
    let evaluated = |evaluation, answer| Happening::Evaluated {
        evaluation: EvaluationId(evaluation),
        answer,
    };
    prop_oneof![
        2 => safeguard().prop_map(Happening::InPlace),
        1 => safeguard().prop_map(Happening::NoLongerInPlace),
        1 => (safeguard(), any::<bool>())
            .prop_map(|(safeguard, succeeded)| Happening::Attempted { safeguard, succeeded }),
        2 => (0u32..3).prop_map(|it| Happening::Done(TaskId(it))),
        3 => (0u32..3, plain).prop_map(move |(evaluation, answer)| evaluated(evaluation, answer)),
        1 => graded.prop_map(move |answer| evaluated(3, answer)),
        1 => (0u8..3).prop_map(|grade| Happening::Scored(ScoreId(0), Grade(grade))),
        1 => Just(Happening::LevelDefined(LevelId(2))),
        1 => (0u32..2).prop_map(|it| Happening::Found(DeterminationId(it))),
        1 => any::<bool>().prop_map(|holds| Happening::Turned { fact: FactId(0), holds }),
        1 => Just(Happening::Approved(ApprovalId(0))),
        1 => Just(Happening::Exercised(ExceptionId(0))),
        1 => Just(Happening::ExceptionEnded(ExceptionId(0))),
        2 => action().prop_map(Happening::GoesOn),
        1 => action().prop_map(Happening::Stops),
    ]
}

/// What happens in the first ten months; compute doubles with each second happening of it.
fn happenings() -> impl Strategy<Value = Vec<(Date, Happening)>> {
    let compute = prop::collection::vec(0u16..300, 0..5);
    (prop::collection::vec((0u16..300, happening()), 0..12), compute).prop_map(|(mut all, mut compute)| {
        compute.sort_unstable();
        let doublings = (1..).map(|it| Happening::Compute(Compute::doublings(it, 2).expect("2 is not zero")));
        all.extend(compute.into_iter().zip(doublings));
        all.sort_by_key(|(day, _)| *day);
        let each = all.into_iter().enumerate();
        each.map(|(index, (day, it))| (at(day, index), it)).collect()
    })
}

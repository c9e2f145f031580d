//! The worked values of 3-meaning, from a policy built by hand.

use crate::board::{Coalition, Terms};
use crate::known::Known;
use crate::report::Wait;
use crate::setting::Setting;
use crate::waits::{Pauses, Scene};
use holdpoint_policy::condition::{Atom, Condition, Requirement, Subject};
use holdpoint_policy::model::*;
use holdpoint_policy::quantity::{Decimal, Duration, Factor, Unit};
use holdpoint_policy::world::{Assumed, Assumption, Time, Work, World};

fn named(name: &str) -> Named {
    Named {
        name: name.to_owned(),
        title: None,
        reading: None,
        place: Default::default(),
        name_place: Default::default(),
    }
}

fn number(digits: u64) -> Decimal {
    Decimal { digits, places: 0 }
}

fn steps(amount: u64) -> Duration {
    Duration {
        amount: number(amount),
        unit: Unit::Step,
    }
}

fn clause(name: &str, when: Option<Condition>, what: What) -> Clause {
    Clause {
        named: named(name),
        supersedes: None,
        despite: vec![],
        frame: Frame::Before {
            actions: vec![ActionId(0)],
            when,
        },
        who: PartyId(0),
        modal: Modal::Must,
        what,
        deadline: None,
        unless: None,
        until: None,
    }
}

fn policy(may_fail: bool) -> Policy {
    let level = |name: &str, above, definition| Level {
        named: named(name),
        above,
        definition,
        by: PartyId(0),
    };
    let indicated = Condition::Atom(Atom::Indicated {
        subject: Subject::Level(LevelId(1)),
        by: None,
    });
    let security = Condition::Atom(Atom::Met(Requirement::Safeguard(SafeguardId(0))));
    Policy {
        name: "worked".to_owned(),
        parties: vec![Party {
            named: named("Lab"),
            kind: PartyKind::Developer,
        }],
        actions: vec![Action {
            named: named("training"),
            scales: true,
        }],
        capabilities: vec![Capability {
            named: named("danger"),
            grades: vec![],
            may_fall: false,
        }],
        levels: vec![
            level("L2", None, LevelDefinition::Base),
            level(
                "L3",
                Some(LevelId(0)),
                LevelDefinition::When(CapabilityCondition::One(CapabilityId(0), None)),
            ),
            level("L4", Some(LevelId(1)), LevelDefinition::Undefined),
        ],
        safeguards: vec![Safeguard {
            named: named("security"),
            by: PartyId(0),
            may_fail,
            undefined: false,
        }],
        evaluations: vec![Evaluation {
            named: named("signs"),
            of: Subject::Level(LevelId(1)),
            buffer: None,
            by: PartyId(0),
            may_be_inconclusive: false,
            rules: vec![],
        }],
        clauses: vec![
            clause(
                "evaluate",
                None,
                What::Run {
                    evaluation: EvaluationId(0),
                    compute: Some(Factor(number(16))),
                    calendar: None,
                },
            ),
            clause("secure-first", Some(indicated.clone()), What::Have(security)),
            clause(
                "define-next",
                Some(indicated),
                What::Have(Condition::Atom(Atom::LevelDefined(LevelId(2)))),
            ),
        ],
        ..Policy::default()
    }
}

fn world(takes: u64, not_before: u64) -> World {
    let assume = |what| Assumption {
        what,
        text: String::new(),
        source: None,
        as_of: None,
        place: Default::default(),
    };
    let time = Time::Range {
        least: steps(takes),
        most: steps(takes),
    };
    World {
        named: named("w"),
        assumptions: vec![
            assume(Assumed::Step(Duration {
                amount: number(1),
                unit: Unit::Month,
            })),
            assume(Assumed::Doubles {
                action: ActionId(0),
                every: steps(1),
                ends_at: Some(Factor(number(256))),
            }),
            assume(Assumed::Takes {
                work: Work::Safeguard(SafeguardId(0)),
                time,
                after: vec![],
                costs: None,
                succeeds: None,
            }),
            assume(Assumed::Appears {
                capability: CapabilityId(0),
                not_before: Factor(number(1 << not_before)),
                per_doubling: None,
            }),
        ],
    }
}

fn waits(takes: u64, may_fail: bool, not_before: u64) -> (Wait, Wait) {
    let policy = policy(may_fail);
    let world = world(takes, not_before);
    let setting = Setting::of(&policy, &world);
    let terms = Terms::default();
    let known = Known::default();
    let scene = Scene {
        policy: &policy,
        setting: &setting,
        terms: &terms,
        known: &known,
    };
    let pauses = Pauses::at(ActionId(0), Some(LevelId(1)));
    let developer = Coalition::developer();
    (
        scene.prepared_wait(&developer, &pauses).wait,
        scene.unprepared_wait(&developer, &pauses).wait,
    )
}

#[test]
fn the_worked_values_come_out_exactly() {
    assert_eq!(waits(5, false, 2), (Wait::Steps(0), Wait::Steps(5)));
    assert_eq!(waits(5, false, 6), (Wait::Steps(0), Wait::Steps(5)));
    assert_eq!(waits(12, false, 2), (Wait::Steps(7), Wait::Steps(12)));
    assert_eq!(waits(8, false, 1), (Wait::Steps(4), Wait::Steps(8)));
    assert_eq!(waits(5, true, 2), (Wait::Never, Wait::Never));
}

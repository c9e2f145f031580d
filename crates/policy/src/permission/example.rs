//! Small policies made by hand for the tests of permission, so that they need neither parser nor resolver.

use crate::condition::{Atom, Condition, Requirement, Subject};
use crate::model::*;
use crate::quantity::{Date, Decimal, Duration, Factor, Unit};
use crate::record::{Answer, Happening, Record};
use holdpoint_syntax::Place;

pub(super) const DEVELOPER: PartyId = PartyId(0);
pub(super) const OTHER: PartyId = PartyId(1);
pub(super) const TRAINING: ActionId = ActionId(0);
pub(super) const DEPLOYMENT: ActionId = ActionId(1);
pub(super) const SECURITY: SafeguardId = SafeguardId(0);
pub(super) const AUDIT: SafeguardId = SafeguardId(1);
pub(super) const LOW: LevelId = LevelId(0);
pub(super) const HIGH: LevelId = LevelId(1);
pub(super) const TOP: LevelId = LevelId(2);
pub(super) const SIGNS: EvaluationId = EvaluationId(0);
pub(super) const SECOND_LOOK: EvaluationId = EvaluationId(1);
pub(super) const TOP_SIGNS: EvaluationId = EvaluationId(2);
pub(super) const GRADED: EvaluationId = EvaluationId(3);
pub(super) const CYBER: CapabilityId = CapabilityId(1);
pub(super) const TOO_EARLY: DeterminationId = DeterminationId(0);
pub(super) const REPORT: TaskId = TaskId(0);
pub(super) const NEW_TESTS: TaskId = TaskId(1);
pub(super) const SHUTDOWN: TaskId = TaskId(2);
pub(super) const RIVALS_FAR: FactId = FactId(0);
pub(super) const LOOSENING: ApprovalId = ApprovalId(0);
pub(super) const RESULT: ScoreId = ScoreId(0);

pub(super) const INDICATES: Answer = Answer::Indicates(None);

pub(super) fn named(name: &str) -> Named {
    let place = Place::default();
    Named {
        name: name.to_owned(),
        title: None,
        reading: None,
        place,
        name_place: place,
    }
}

/// Three levels on one ladder, the top one undefined, and something of each kind; no clauses.
pub(super) fn policy() -> Policy {
    let safeguard = |name| Safeguard {
        named: named(name),
        by: DEVELOPER,
        may_fail: false,
        undefined: false,
    };
    let task = |name, irreversible, ends| Task {
        named: named(name),
        by: DEVELOPER,
        irreversible,
        ends,
    };
    let level = |name, above, definition| Level {
        named: named(name),
        above,
        definition,
        by: DEVELOPER,
    };
    let evaluation = |name, of| Evaluation {
        named: named(name),
        of,
        buffer: None,
        by: DEVELOPER,
        may_be_inconclusive: true,
        rules: Vec::new(),
    };
    let misuse = LevelDefinition::When(CapabilityCondition::One(CapabilityId(0), None));
    Policy {
        name: "example".to_owned(),
        parties: vec![
            Party {
                named: named("Developer"),
                kind: PartyKind::Developer,
            },
            Party {
                named: named("Trust"),
                kind: PartyKind::Independent,
            },
        ],
        actions: vec![
            Action {
                named: named("training"),
                scales: true,
            },
            Action {
                named: named("deployment"),
                scales: false,
            },
        ],
        capabilities: vec![
            Capability {
                named: named("misuse"),
                grades: Vec::new(),
                may_fall: false,
            },
            Capability {
                named: named("cyber"),
                grades: grades(),
                may_fall: false,
            },
        ],
        levels: vec![
            level("low", None, LevelDefinition::Base),
            level("high", Some(LOW), misuse),
            level("top", Some(HIGH), LevelDefinition::Undefined),
        ],
        safeguards: vec![safeguard("security"), safeguard("audit")],
        evaluations: vec![
            evaluation("signs", Subject::Level(HIGH)),
            evaluation("second-look", Subject::Level(HIGH)),
            evaluation("top-signs", Subject::Level(TOP)),
            evaluation("graded", Subject::Capability(CYBER, None)),
        ],
        scores: vec![Score {
            named: named("result"),
            grades: grades(),
            by: SIGNS,
        }],
        determinations: vec![Determination {
            named: named("too-early"),
            of: Some(SIGNS),
            by: DEVELOPER,
            requires: Some(NEW_TESTS),
            only_if_true: false,
        }],
        tasks: vec![
            task("report", false, Vec::new()),
            task("new-tests", false, Vec::new()),
            task("shutdown", true, vec![TRAINING]),
        ],
        facts: vec![Fact {
            named: named("rivals-far"),
            decided_by: None,
            permanent: false,
        }],
        approvals: vec![Approval {
            named: named("loosening"),
            by: OTHER,
        }],
        ..Policy::default()
    }
}

fn grades() -> Vec<String> {
    ["low", "medium", "high", "critical"].map(str::to_owned).to_vec()
}

pub(super) fn clause(name: &str, frame: Frame, modal: Modal, what: What) -> Clause {
    Clause {
        named: named(name),
        supersedes: None,
        despite: Vec::new(),
        frame,
        who: DEVELOPER,
        modal,
        what,
        deadline: None,
        unless: None,
        until: None,
    }
}

pub(super) fn with(clauses: impl IntoIterator<Item = Clause>) -> Policy {
    Policy {
        clauses: clauses.into_iter().collect(),
        ..policy()
    }
}

pub(super) fn before(action: ActionId, when: Option<Condition>) -> Frame {
    Frame::Before {
        actions: vec![action],
        when,
    }
}

pub(super) fn while_(action: ActionId) -> Frame {
    Frame::While {
        actions: vec![action],
        when: None,
    }
}

pub(super) fn secured() -> Condition {
    Condition::Atom(Atom::Met(Requirement::Safeguard(SECURITY)))
}

pub(super) fn audited() -> Condition {
    Condition::Atom(Atom::Met(Requirement::Safeguard(AUDIT)))
}

pub(super) fn indicated(level: LevelId) -> Condition {
    Condition::Atom(Atom::Indicated {
        subject: Subject::Level(level),
        by: None,
    })
}

pub(super) fn ruled_out(level: LevelId) -> Condition {
    Condition::Atom(Atom::RuledOut {
        subject: Subject::Level(level),
        by: None,
    })
}

pub(super) fn rivals_far() -> Condition {
    Condition::Atom(Atom::Holds(RIVALS_FAR))
}

pub(super) fn paused(action: ActionId) -> Condition {
    Condition::Atom(Atom::Paused {
        action,
        because: None,
    })
}

pub(super) fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

pub(super) fn signs_every_4x_and_3_months() -> What {
    What::Run {
        evaluation: SIGNS,
        compute: Some(factor(4)),
        calendar: Some(months(3)),
    }
}

pub(super) fn factor(digits: u64) -> Factor {
    Factor(Decimal { digits, places: 0 })
}

pub(super) fn months(digits: u64) -> Duration {
    Duration {
        amount: Decimal { digits, places: 0 },
        unit: Unit::Month,
    }
}

pub(super) fn days(digits: u64) -> Duration {
    Duration {
        amount: Decimal { digits, places: 0 },
        unit: Unit::Day,
    }
}

pub(super) fn date(text: &str) -> Date {
    Date(text.parse().expect("the test states a date"))
}

/// A history that starts on 2024-01-01.
pub(super) fn record<'a>(happenings: impl IntoIterator<Item = (&'a str, Happening)>) -> Record {
    let mut record = Record::new(date("2024-01-01"));
    for (at, happening) in happenings {
        record
            .apply(date(at), happening)
            .expect("the test states its dates in order");
    }
    record
}

pub(super) fn evaluated(evaluation: EvaluationId, answer: Answer) -> Happening {
    Happening::Evaluated { evaluation, answer }
}

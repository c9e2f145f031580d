//! What has a name in a policy, kind by kind.
//!
//! It must not know what is compared.

use holdpoint_policy::model::{Named, Policy};

/// In an order in which what a thing is made of comes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Party,
    Action,
    Capability,
    Safeguard,
    Task,
    Fact,
    Approval,
    Level,
    Evaluation,
    Score,
    Determination,
    Standard,
    Clause,
    Exception,
}

impl Kind {
    pub(super) const ALL: [Kind; 14] = [
        Kind::Party,
        Kind::Action,
        Kind::Capability,
        Kind::Safeguard,
        Kind::Task,
        Kind::Fact,
        Kind::Approval,
        Kind::Level,
        Kind::Evaluation,
        Kind::Score,
        Kind::Determination,
        Kind::Standard,
        Kind::Clause,
        Kind::Exception,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Party => "party",
            Kind::Action => "action",
            Kind::Capability => "capability",
            Kind::Safeguard => "safeguard",
            Kind::Task => "task",
            Kind::Fact => "fact",
            Kind::Approval => "approval",
            Kind::Level => "level",
            Kind::Evaluation => "evaluation",
            Kind::Score => "score",
            Kind::Determination => "determination",
            Kind::Standard => "standard",
            Kind::Clause => "clause",
            Kind::Exception => "exception",
        }
    }

    pub(super) fn named(self, it: &Policy) -> Vec<&Named> {
        match self {
            Kind::Party => it.parties.iter().map(|it| &it.named).collect(),
            Kind::Action => it.actions.iter().map(|it| &it.named).collect(),
            Kind::Capability => it.capabilities.iter().map(|it| &it.named).collect(),
            Kind::Safeguard => it.safeguards.iter().map(|it| &it.named).collect(),
            Kind::Task => it.tasks.iter().map(|it| &it.named).collect(),
            Kind::Fact => it.facts.iter().map(|it| &it.named).collect(),
            Kind::Approval => it.approvals.iter().map(|it| &it.named).collect(),
            Kind::Level => it.levels.iter().map(|it| &it.named).collect(),
            Kind::Evaluation => it.evaluations.iter().map(|it| &it.named).collect(),
            Kind::Score => it.scores.iter().map(|it| &it.named).collect(),
            Kind::Determination => it.determinations.iter().map(|it| &it.named).collect(),
            Kind::Standard => it.standards.iter().map(|it| &it.named).collect(),
            Kind::Clause => it.clauses.iter().map(|it| &it.named).collect(),
            Kind::Exception => it.exceptions.iter().map(|it| &it.named).collect(),
        }
    }

    pub(super) fn named_mut(self, it: &mut Policy) -> Vec<&mut Named> {
        match self {
            Kind::Party => it.parties.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Action => it.actions.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Capability => it.capabilities.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Safeguard => it.safeguards.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Task => it.tasks.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Fact => it.facts.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Approval => it.approvals.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Level => it.levels.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Evaluation => it.evaluations.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Score => it.scores.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Determination => it.determinations.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Standard => it.standards.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Clause => it.clauses.iter_mut().map(|it| &mut it.named).collect(),
            Kind::Exception => it.exceptions.iter_mut().map(|it| &mut it.named).collect(),
        }
    }
}

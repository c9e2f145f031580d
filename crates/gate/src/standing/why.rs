//! Why a clause bars an action: the parts of its conditions that make it so, with the entries that they rest on.
//!
//! It must not know what could be done about it.

use super::bars::Clauses;
use super::clocks::Clock;
use super::facts::Said;
use super::view::View;
use crate::value::Value;
use holdpoint_policy::condition::{Atom, Condition, Requirement, Subject};
use holdpoint_policy::model::{
    ActionId, CapabilityCondition, CapabilityId, ClauseId, EvaluationId, Frame, LevelDefinition, Modal,
    PartyId, StandardParts, What,
};
use holdpoint_policy::quantity::Date;

/// One part of a condition, and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The part.
    pub part: Part,
    /// Whether it is so.
    pub value: Value,
    /// The entries that say so, and those that say otherwise; in order, none if nothing was said.
    pub entries: Vec<u64>,
    /// Who would have to be heard from, where that is why it is not known.
    pub unheard: Option<PartyId>,
}

/// What a reason is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A condition without parts, or one that has to last.
    Condition(Condition),
    /// A clock of the evaluation has run out; the calendar's at this date.
    Overdue(EvaluationId, Option<Date>),
    /// An action goes on.
    GoesOn(ActionId),
    /// The time that the clause gives is over.
    DeadlinePassed,
}

impl Clauses<'_> {
    /// The parts that make a clause bar an action, or may.
    pub(super) fn why(&self, id: ClauseId, action: ActionId) -> Vec<Reason> {
        let clause = self.clause(id);
        let mut reasons = Vec::new();
        match &clause.frame {
            Frame::Before { when, .. } | Frame::While { when, .. } => {
                reasons.extend(when.iter().flat_map(|it| self.view.parts(it, true)));
            }
            Frame::When(when) => reasons.extend(self.view.parts(when, true)),
            Frame::AtAllTimes => {}
        }
        if matches!(clause.frame, Frame::Before { .. }) {
            reasons.extend(self.unmet(id, action));
        } else if clause.deadline.is_some() {
            reasons.push(Reason {
                part: Part::DeadlinePassed,
                value: self.grace_is_over(id),
                entries: Vec::new(),
                unheard: None,
            });
        }
        reasons
    }

    /// What keeps the state that the clause asks for from being the case.
    fn unmet(&self, id: ClauseId, action: ActionId) -> Vec<Reason> {
        let clause = self.clause(id);
        let wanted = clause.modal == Modal::MustNot;
        match &clause.what {
            What::Have(goal) => self.view.parts(goal, wanted),
            What::Do(task) => vec![self.view.reason_of(
                &Atom::Met(Requirement::Task(*task)),
                self.duty_holds(clause, action),
            )],
            What::Run { evaluation, .. } => vec![self.view.overdue(*evaluation, &clause.what)],
            What::Pause(of) | What::Continue(of) => vec![self.view.goes_on(*of)],
        }
    }
}

impl View<'_> {
    /// The parts that make a condition so (`being` true) or not so, or that leave it open.
    fn parts(&self, condition: &Condition, being: bool) -> Vec<Reason> {
        match condition {
            Condition::Not(inner) => self.parts(inner, !being),
            Condition::All(parts) => self.deciding(parts, being, true),
            Condition::Any(parts) => self.deciding(parts, being, false),
            Condition::ForAtLeast(inner, _) => {
                let mut reasons = self.parts(inner, being);
                reasons.insert(0, self.lasting(condition));
                reasons
            }
            Condition::Atom(Atom::Met(Requirement::Standard(standard))) => {
                match &self.policy.standards[standard.index()].parts {
                    Some(parts) => self.standard(parts, being),
                    None => self.undefined_standard(condition),
                }
            }
            Condition::Atom(atom) => vec![self.reason_of(atom, self.atom(atom))],
        }
    }

    /// Of a conjunction that is so every part counts; of one that is not, those that are not so.
    fn deciding(&self, parts: &[Condition], being: bool, conjunction: bool) -> Vec<Reason> {
        let all = being == conjunction;
        let counting = parts
            .iter()
            .filter(|it| all || self.value(it) != Value::of(!being));
        counting.flat_map(|it| self.parts(it, being)).collect()
    }

    fn standard(&self, parts: &StandardParts, being: bool) -> Vec<Reason> {
        match parts {
            StandardParts::One(requirement) => self.parts(&Condition::Atom(Atom::Met(*requirement)), being),
            StandardParts::All(inner) | StandardParts::Any(inner) => {
                let all = being == matches!(parts, StandardParts::All(_));
                let counting = inner
                    .iter()
                    .filter(|it| all || self.parts_met(it) != Value::of(!being));
                counting.flat_map(|it| self.standard(it, being)).collect()
            }
        }
    }

    fn undefined_standard(&self, condition: &Condition) -> Vec<Reason> {
        let Condition::Atom(atom @ Atom::Met(Requirement::Standard(standard))) = condition else {
            return Vec::new();
        };
        let defined = Atom::StandardDefined(*standard);
        match self.atom(&defined) {
            Value::True => vec![self.reason_of(atom, self.atom(atom))],
            value => vec![self.reason_of(&defined, value)],
        }
    }

    fn lasting(&self, condition: &Condition) -> Reason {
        Reason {
            part: Part::Condition(condition.clone()),
            value: self.value(condition),
            entries: Vec::new(),
            unheard: None,
        }
    }

    fn goes_on(&self, action: ActionId) -> Reason {
        Reason {
            part: Part::GoesOn(action),
            value: self.statuses.going_on[action.index()],
            entries: entries([Some(&self.facts.goes_on[action.index()])]),
            unheard: self.heard.developer().filter(|_| self.is_silent(None)),
        }
    }

    fn overdue(&self, evaluation: EvaluationId, what: &What) -> Reason {
        let by = self.evaluation(evaluation).by;
        let clock = Clock::of(what);
        let value = clock.map_or(Value::False, |it| self.has_run_out(&it));
        let said = self.facts.completed[evaluation.index()]
            .as_ref()
            .map(|it| &it.said);
        Reason {
            part: Part::Overdue(evaluation, clock.and_then(|it| self.runs_out(&it))),
            value,
            entries: entries([said, Some(&self.facts.compute_said)]),
            unheard: Some(by).filter(|_| !value.is_known() && self.is_silent(Some(by))),
        }
    }

    pub(super) fn reason_of(&self, atom: &Atom, value: Value) -> Reason {
        let (entries, by) = self.sources(atom);
        Reason {
            part: Part::Condition(Condition::Atom(atom.clone())),
            value,
            entries,
            unheard: by
                .into_iter()
                .find(|it| !value.is_known() && self.is_silent(Some(*it))),
        }
    }

    /// The entries that a part rests on, and the parties who could say more.
    fn sources(&self, atom: &Atom) -> (Vec<u64>, Vec<PartyId>) {
        let facts = self.facts;
        let policy = self.policy;
        let one = |said: &Said, by: Option<PartyId>| (entries([Some(said)]), self.speaker(by));
        match atom {
            Atom::Met(Requirement::Safeguard(it)) => one(
                &facts.in_place[it.index()],
                Some(policy.safeguards[it.index()].by),
            ),
            Atom::Met(Requirement::Standard(it)) => one(&facts.standards_in_place[it.index()], None),
            Atom::Met(Requirement::Task(it)) => {
                one(&facts.done[it.index()], Some(policy.tasks[it.index()].by))
            }
            Atom::Met(Requirement::Determination(it)) => {
                let determination = &policy.determinations[it.index()];
                let mut by = self.speaker(Some(determination.by));
                by.extend(determination.of.map(|it| self.evaluation(it).by));
                (entries([Some(&facts.found[it.index()])]), by)
            }
            Atom::Indicated { subject, by } | Atom::RuledOut { subject, by } => {
                self.runs(|it| by.map_or(self.bears_on(it, *subject), |by| by == it))
            }
            Atom::LevelDefined(it) => one(
                &facts.levels_defined[it.index()],
                Some(policy.levels[it.index()].by),
            ),
            Atom::StandardDefined(it) => one(&facts.standards_defined[it.index()], None),
            Atom::Holds(it) => one(&facts.hold[it.index()], policy.facts[it.index()].decided_by),
            Atom::Approved { approval, .. } => one(
                &facts.approved[approval.index()],
                Some(policy.approvals[approval.index()].by),
            ),
            Atom::Attempted(it) => one(
                &facts.attempted[it.index()],
                Some(policy.safeguards[it.index()].by),
            ),
            Atom::ComputeAtLeast(_) => one(&facts.compute_said, None),
            Atom::ScoreAtMost(it, _) | Atom::ScoreAtLeast(it, _) => {
                let by = self.evaluation(policy.scores[it.index()].by).by;
                let said = facts.scores[it.index()].as_ref().map(|it| &it.said);
                (entries([said]), vec![by])
            }
            Atom::GoingOn(it) => one(&facts.goes_on[it.index()], None),
            Atom::Announced(that) => {
                let said = facts.announced.iter().find(|it| it.that == **that);
                (entries([said.map(|it| &it.said)]), self.speaker(None))
            }
            Atom::Reached(_) | Atom::Paused { .. } | Atom::Breached(_) => (Vec::new(), Vec::new()),
        }
    }

    /// Nature says what it has to say through the developer.
    fn speaker(&self, by: Option<PartyId>) -> Vec<PartyId> {
        by.or(self.heard.developer()).into_iter().collect()
    }

    fn runs(&self, which: impl Fn(EvaluationId) -> bool) -> (Vec<u64>, Vec<PartyId>) {
        let ids = (0..self.policy.evaluations.len()).map(EvaluationId::from);
        let ids: Vec<_> = ids.filter(|it| which(*it)).collect();
        let said = ids.iter().map(|it| self.facts.completed[it.index()].as_ref());
        let entries = entries(said.map(|it| it.map(|it| &it.said)));
        (entries, ids.iter().map(|it| self.evaluation(*it).by).collect())
    }

    /// It is of that subject, or of one that counts for it: another of the ladder, or a capability of the level.
    pub(super) fn bears_on(&self, evaluation: EvaluationId, subject: Subject) -> bool {
        let of = self.evaluation(evaluation).of;
        match (of, subject) {
            (Subject::Level(of), Subject::Level(level)) => {
                self.at_or_below(of).contains(&level) || self.at_or_below(level).contains(&of)
            }
            (Subject::Capability(of, _), Subject::Capability(capability, _)) => of == capability,
            (Subject::Capability(of, _), Subject::Level(level)) => {
                match &self.policy.levels[level.index()].definition {
                    LevelDefinition::When(condition) => mentions(condition, of),
                    _ => false,
                }
            }
            (Subject::Level(_), Subject::Capability(..)) => false,
        }
    }
}

fn entries<'s>(said: impl IntoIterator<Item = Option<&'s Said>>) -> Vec<u64> {
    let said = said.into_iter().flatten();
    let mut entries: Vec<u64> = said
        .flat_map(|it| it.entry.into_iter().chain(it.against))
        .collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}

fn mentions(condition: &CapabilityCondition, capability: CapabilityId) -> bool {
    match condition {
        CapabilityCondition::One(it, _) => *it == capability,
        CapabilityCondition::All(parts) | CapabilityCondition::Any(parts) => {
            parts.iter().any(|it| mentions(it, capability))
        }
    }
}

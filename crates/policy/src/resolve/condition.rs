//! Conditions and goals: each word with what it may be said of, and where.
//!
//! It must not know which sentence the condition belongs to, only its setting.

use super::kind::{Kind, Role, Target};
use super::lookup::Resolver;
use super::value::Least;
use crate::condition::{Atom, Because, Condition, Requirement, Subject};
use crate::errors::values as errors;
use crate::model::{EvaluationId, Grade, PartyId};
use crate::quantity::Duration;
use crate::{Place, Span};
use holdpoint_syntax::ast::{self, Goal, GoalState, Name, Predicate};

/// Where a condition stands: what can be seen there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Setting {
    /// In a clause or an exception.
    Clause,
    /// In a property of full plays, which may look at the truth.
    Truth,
    /// In any other property.
    Property,
    /// In `P can …`.
    Can,
    Scenario,
    Question,
}

const IN_PLACE: Role = Role::predicate("is in place", &[Kind::Safeguard, Kind::Standard]);
const INDICATED: Role = Role::predicate("is indicated", &[Kind::Level, Kind::Capability]);
const RULED_OUT: Role = Role::predicate("is ruled out", &[Kind::Level, Kind::Capability]);
const REACHED: Role = Role::predicate("is reached", &[Kind::Level, Kind::Capability]);
const INDICATES: Role = Role::new("indicates", &[Kind::Level, Kind::Capability]);
const RULES_OUT: Role = Role::new("rules out", &[Kind::Level, Kind::Capability]);
const DEFINED: Role = Role::predicate("is defined", &[Kind::Level, Kind::Standard]);
const FOUND: Role = Role::predicate("is found", &[Kind::Determination]);
const DONE: Role = Role::predicate("is done", &[Kind::Task]);
const HOLDS: Role = Role::predicate("holds", &[Kind::Fact]);
const BREACHED: Role = Role::predicate("is breached", &[Kind::Clause]);
const GOING_ON: Role = Role::predicate("is going on", &[Kind::Action]);
const PAUSED: Role = Role::predicate("is paused", &[Kind::Action]);
const AT_MOST: Role = Role::predicate("is at most", &[Kind::Score]);
const AT_LEAST: Role = Role::predicate("is at least", &[Kind::Score]);
const ATTEMPTED: Role = Role::predicate("has been attempted", &[Kind::Safeguard]);

impl Resolver<'_> {
    /// `None` when a part of it could not be resolved; every part has been looked at.
    pub(super) fn condition(&mut self, condition: &ast::Condition, setting: Setting) -> Option<Condition> {
        match condition {
            ast::Condition::All(parts) => self.conditions(parts, setting).map(Condition::All),
            ast::Condition::Any(parts) => self.conditions(parts, setting).map(Condition::Any),
            ast::Condition::Not(inner) => self.condition(inner, setting).map(|it| negated(true, it)),
            ast::Condition::ForAtLeast(inner, length) => {
                let length = self.length(length, setting);
                let inner = self.condition(inner, setting)?;
                Some(Condition::ForAtLeast(Box::new(inner), length))
            }
            ast::Condition::Atom(atom) => self.atom(atom, setting),
        }
    }

    /// The condition that a duty to have something asks for.
    pub(super) fn goal(&mut self, goal: &Goal) -> Option<Condition> {
        match goal {
            Goal::All(parts) => self.goals(parts).map(Condition::All),
            Goal::Any(parts) => self.goals(parts).map(Condition::Any),
            Goal::One { name, state, span } => self.state(name, state, *span).map(Condition::Atom),
        }
    }

    /// A length of time in a condition, with steps only where there are steps.
    pub(super) fn length(&mut self, length: &ast::Duration, setting: Setting) -> Duration {
        self.takes_time(length, "`for at least`");
        match setting {
            Setting::Truth | Setting::Property | Setting::Can => self.duration(length),
            Setting::Clause => self.calendar_duration(length, "a clause"),
            Setting::Scenario => self.calendar_duration(length, "a scenario"),
            Setting::Question => self.calendar_duration(length, "a question"),
        }
    }

    fn conditions(&mut self, parts: &[ast::Condition], setting: Setting) -> Option<Vec<Condition>> {
        let all: Vec<Option<Condition>> = parts.iter().map(|it| self.condition(it, setting)).collect();
        all.into_iter().collect()
    }

    fn goals(&mut self, parts: &[Goal]) -> Option<Vec<Condition>> {
        let all: Vec<Option<Condition>> = parts.iter().map(|it| self.goal(it)).collect();
        all.into_iter().collect()
    }

    fn atom(&mut self, atom: &ast::Spanned<ast::Atom>, setting: Setting) -> Option<Condition> {
        let (not, found) = match &atom.value {
            ast::Atom::Is { name, not, predicate } => {
                (*not, self.predicate(name, predicate, atom.span, setting)?)
            }
            ast::Atom::Indicates {
                evaluation,
                subject,
                at,
            } => {
                let (by, subject) = self.says(evaluation, subject, at.as_ref(), &INDICATES)?;
                (
                    false,
                    Atom::Indicated {
                        subject,
                        by: Some(by),
                    },
                )
            }
            ast::Atom::RulesOut {
                evaluation,
                subject,
                at,
            } => {
                let (by, subject) = self.says(evaluation, subject, at.as_ref(), &RULES_OUT)?;
                (
                    false,
                    Atom::RuledOut {
                        subject,
                        by: Some(by),
                    },
                )
            }
            ast::Atom::Holds { fact, not } => match self.find(fact, &HOLDS)? {
                Target::Fact(id) => (*not, Atom::Holds(id)),
                _ => return None,
            },
            ast::Atom::HasApproved { party, not, approval } => (*not, self.approved(party, approval)?),
            ast::Atom::HasBeenAttempted { safeguard, not } => (*not, self.attempted(safeguard)?),
            ast::Atom::Announced { not, that } => {
                (*not, Atom::Announced(Box::new(self.condition(that, setting)?)))
            }
            ast::Atom::ComputeAtLeast(factor) => (
                false,
                Atom::ComputeAtLeast(self.factor(factor, "the growth of compute", Least::One)),
            ),
        };
        Some(negated(not, Condition::Atom(found)))
    }

    fn predicate(
        &mut self,
        name: &Name,
        predicate: &Predicate,
        span: Span,
        setting: Setting,
    ) -> Option<Atom> {
        match predicate {
            Predicate::InPlace => self.state(name, &GoalState::InPlace, span),
            Predicate::Defined => self.state(name, &GoalState::Defined, span),
            Predicate::Found => self.state(name, &GoalState::Found, span),
            Predicate::Done => self.state(name, &GoalState::Done, span),
            Predicate::RuledOut { at } => self.state(name, &GoalState::RuledOut { at: at.clone() }, span),
            Predicate::AtMost(grade) => self.score(name, grade, &AT_MOST),
            Predicate::AtLeast(grade) => self.score(name, grade, &AT_LEAST),
            Predicate::Indicated { at } => {
                let subject = self.subject(name, at.as_ref(), &INDICATED)?;
                Some(Atom::Indicated { subject, by: None })
            }
            Predicate::Reached { at } => self.reached(name, at.as_ref(), setting),
            Predicate::Breached | Predicate::GoingOn | Predicate::Paused { .. } => {
                self.outcome(name, predicate)
            }
        }
    }

    /// What a policy brings about: paused, going on, breached.
    fn outcome(&mut self, name: &Name, predicate: &Predicate) -> Option<Atom> {
        let role = match predicate {
            Predicate::Breached => &BREACHED,
            Predicate::GoingOn => &GOING_ON,
            _ => &PAUSED,
        };
        match (self.find(name, role), predicate) {
            (Some(Target::Clause(clause)), _) => Some(Atom::Breached(clause)),
            (Some(Target::Action(action)), Predicate::GoingOn) => Some(Atom::GoingOn(action)),
            (
                action,
                Predicate::Paused {
                    because: Some(because),
                },
            ) => {
                let clause = self.clause(&because.clause, "because of");
                let Some(Target::Action(action)) = action else {
                    return None;
                };
                Some(Atom::Paused {
                    action,
                    because: Some(Because {
                        clause: clause?,
                        only: because.only,
                    }),
                })
            }
            (Some(Target::Action(action)), _) => Some(Atom::Paused {
                action,
                because: None,
            }),
            _ => None,
        }
    }

    /// The states that a duty may ask for, and that a condition may be about.
    fn state(&mut self, name: &Name, state: &GoalState, span: Span) -> Option<Atom> {
        match state {
            GoalState::InPlace => self.met(name, &IN_PLACE),
            GoalState::Done => self.met(name, &DONE),
            GoalState::Found => self.met(name, &FOUND),
            GoalState::Defined => self.defined(name, span),
            GoalState::ApprovedBy(party) => self.approved(party, name),
            GoalState::RuledOut { at } => {
                let subject = self.subject(name, at.as_ref(), &RULED_OUT)?;
                Some(Atom::RuledOut { subject, by: None })
            }
            GoalState::AtMost(grade) => self.score(name, grade, &AT_MOST),
            GoalState::AtLeast(grade) => self.score(name, grade, &AT_LEAST),
        }
    }

    fn met(&mut self, name: &Name, role: &Role) -> Option<Atom> {
        self.find(name, role).and_then(requirement).map(Atom::Met)
    }

    fn defined(&mut self, name: &Name, span: Span) -> Option<Atom> {
        let target = self.find(name, &DEFINED)?;
        if !self.here().may_be_undefined(target) {
            let declared = self.here().place_of(target);
            self.report(errors::already_defined(
                self.place(span),
                &name.value,
                target.kind(),
                declared,
            ));
        }
        match target {
            Target::Level(level) => Some(Atom::LevelDefined(level)),
            Target::Standard(standard) => Some(Atom::StandardDefined(standard)),
            _ => None,
        }
    }

    fn reached(&mut self, name: &Name, at: Option<&Name>, setting: Setting) -> Option<Atom> {
        let here = match setting {
            Setting::Truth => None,
            Setting::Clause => Some("by those who keep a clause"),
            Setting::Property => Some("in this property"),
            Setting::Can => Some("by those who play"),
            Setting::Scenario => Some("in a scenario, which states what is on record"),
            Setting::Question => Some("on a record, and a question resolves on the record"),
        };
        if let Some(here) = here {
            self.report(errors::reached_unseen(self.place(name.span), &name.value, here));
        }
        self.subject(name, at, &REACHED).map(Atom::Reached)
    }

    fn score(&mut self, name: &Name, grade: &Name, role: &Role) -> Option<Atom> {
        let target = self.find(name, role)?;
        let grade = self.grade(target, grade)?;
        match target {
            Target::Score(score) if role.word == AT_MOST.word => Some(Atom::ScoreAtMost(score, grade)),
            Target::Score(score) => Some(Atom::ScoreAtLeast(score, grade)),
            _ => None,
        }
    }

    fn attempted(&mut self, name: &Name) -> Option<Atom> {
        let target = self.find(name, &ATTEMPTED)?;
        self.must_be_able_to_fail(name, target, ATTEMPTED.word, name.span);
        match target {
            Target::Safeguard(safeguard) => Some(Atom::Attempted(safeguard)),
            _ => None,
        }
    }

    /// Some words are only for efforts with an open outcome.
    pub(super) fn must_be_able_to_fail(&mut self, name: &Name, target: Target, word: &str, span: Span) {
        if !self.here().may_fail(target) {
            let declared = self.here().place_of(target);
            self.report(errors::never_fails(self.place(span), &name.value, word, declared));
        }
    }

    /// `party has approved approval`: the approval must be the party's own.
    fn approved(&mut self, party: &Name, approval: &Name) -> Option<Atom> {
        let by = self.party(party, "has approved");
        let approval_id = self.approval(approval, "has approved")?;
        let by: PartyId = by?;
        let target = Target::Approval(approval_id);
        if let Some(owner) = self.here().approver(target).filter(|it| it.value != party.value) {
            let (declared, owner): (Place, &str) = (self.here().place_of(target), &owner.value);
            let wrong = errors::not_the_approver(
                self.place(party.span),
                &party.value,
                &approval.value,
                owner,
                declared,
            );
            self.report(wrong);
        }
        Some(Atom::Approved {
            party: by,
            approval: approval_id,
        })
    }

    /// `evaluation indicates subject`: what it evaluates, or what lies below that.
    fn says(
        &mut self,
        evaluation: &Name,
        subject: &Name,
        at: Option<&Name>,
        role: &Role,
    ) -> Option<(EvaluationId, Subject)> {
        let by = self.evaluation(evaluation, role.word);
        let found = self.subject(subject, at, role)?;
        let by = by?;
        self.check_evaluated(evaluation, by, subject, found);
        Some((by, found))
    }

    /// A level, or a capability with a grade exactly when it is graded.
    pub(super) fn subject(&mut self, name: &Name, at: Option<&Name>, role: &Role) -> Option<Subject> {
        let target = self.find(name, role)?;
        if at.is_none() && !self.here().grades(target).is_empty() {
            let grades: Vec<&str> = self
                .here()
                .grades(target)
                .iter()
                .map(|it| it.value.as_str())
                .collect();
            self.report(errors::grade_missing(self.place(name.span), &name.value, &grades));
            return None;
        }
        self.subject_of(target, at)
    }

    /// As `subject`; a graded capability may also stand for all its grades.
    pub(super) fn subject_of(&mut self, target: Target, at: Option<&Name>) -> Option<Subject> {
        let grade = match at {
            Some(at) => Some(self.grade(target, at)?),
            None => None,
        };
        match target {
            Target::Level(level) => Some(Subject::Level(level)),
            Target::Capability(capability) => Some(Subject::Capability(capability, grade)),
            _ => None,
        }
    }

    /// A grade of a capability or a score, by its name.
    pub(super) fn grade(&mut self, owner: Target, grade: &Name) -> Option<Grade> {
        let known: Vec<&str> = self
            .here()
            .grades(owner)
            .iter()
            .map(|it| it.value.as_str())
            .collect();
        if let Some(position) = known.iter().position(|it| *it == grade.value) {
            return u8::try_from(position).ok().map(Grade);
        }
        let (place, name) = (self.place(grade.span), self.here().name_of(owner));
        let wrong = if known.is_empty() {
            errors::not_graded(place, &grade.value, name, owner.kind())
        } else {
            let meant = crate::suggest::nearest(&grade.value, known.iter().copied());
            crate::errors::names::unknown_grade(place, &grade.value, name, &known, meant)
        };
        self.report(wrong);
        None
    }
}

/// What a part of a standard, or the word for it, comes to.
pub(super) fn requirement(target: Target) -> Option<Requirement> {
    Some(match target {
        Target::Safeguard(id) => Requirement::Safeguard(id),
        Target::Standard(id) => Requirement::Standard(id),
        Target::Task(id) => Requirement::Task(id),
        Target::Determination(id) => Requirement::Determination(id),
        _ => return None,
    })
}

/// Where a condition begins, near enough for a message about it.
pub(super) fn first_word(condition: &ast::Condition) -> Option<Span> {
    match condition {
        ast::Condition::All(parts) | ast::Condition::Any(parts) => parts.first().and_then(first_word),
        ast::Condition::Not(inner) | ast::Condition::ForAtLeast(inner, _) => first_word(inner),
        ast::Condition::Atom(atom) => Some(atom.span),
    }
}

fn negated(not: bool, condition: Condition) -> Condition {
    if not {
        Condition::Not(Box::new(condition))
    } else {
        condition
    }
}

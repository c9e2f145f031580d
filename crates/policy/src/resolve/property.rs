//! Properties: what a check asks of its policy.
//!
//! It must not know how a property is decided.

use super::check::policy_id;
use super::condition::{Setting, first_word};
use super::kind::{Kind, Role, Target};
use super::lookup::Resolver;
use crate::condition::{Atom, Condition};
use crate::errors::meaning::never_trains;
use crate::errors::names as errors;
use crate::findings::FINDINGS;
use crate::inquiry::{Ability, At, ClauseOf, Horizon, Lasting, Property, Strength, Thing, Who};
use crate::model::{ActionId, LevelId};
use crate::suggest::nearest;
use holdpoint_syntax::ast::{self, ClauseRef, Name};

const DEPENDS_ON: Role = Role::new(
    "depends on",
    &[
        Kind::Party,
        Kind::Action,
        Kind::Capability,
        Kind::Level,
        Kind::Safeguard,
        Kind::Standard,
        Kind::Evaluation,
        Kind::Score,
        Kind::Determination,
        Kind::Task,
        Kind::Fact,
        Kind::Approval,
        Kind::Clause,
    ],
);

impl Resolver<'_> {
    /// `None` when a part of it could not be resolved.
    pub(super) fn property(&mut self, property: &ast::Property) -> Option<Property> {
        use ast::Property as P;
        match property {
            P::Possible(that) => self.condition(that, Setting::Truth).map(Property::Possible),
            P::NeverPossible(that) => self.condition(that, Setting::Truth).map(Property::NeverPossible),
            P::Inevitable(that) => self.condition(that, Setting::Truth).map(Property::Inevitable),
            P::Can { who, ability } => self.can(who, ability),
            P::PauseLasts { action, at, at_most } => {
                let (action, at) = self.action_at(action, at.as_ref(), "a pause of")?;
                Some(Property::PauseLastsAtMost {
                    action,
                    at,
                    at_most: self.duration(at_most),
                })
            }
            P::PauseCanEnd { action, at, while_ } => {
                let condition = self.condition(while_, Setting::Property);
                let (action, at) = self.action_at(action, at.as_ref(), "a pause of")?;
                Some(Property::PauseCanEndWhile {
                    action,
                    at,
                    condition: condition?,
                })
            }
            P::NoUpperBound { level } => self
                .level(level, "has no upper bound")
                .map(Property::NoUpperBound),
            P::DependsOn { action, on } => self.depends_on(action, on),
            P::Graded { action, at, grade } => {
                // The parser lets only these words through.
                let grade = Strength::ALL.into_iter().find(|it| it.word() == grade.value);
                let (action, at) = self.action_at(action, at.as_ref(), "is graded")?;
                Some(Property::Graded {
                    action,
                    at,
                    grade: grade?,
                })
            }
            P::SilentOn { action, at } => {
                let (action, at) = self.action_at(action, at.as_ref(), "is silent on")?;
                Some(Property::SilentOn { action, at })
            }
            P::LeavesUndefined { action, at } => {
                let (action, at) = self.action_at(action, at.as_ref(), "leaves … undefined")?;
                Some(Property::LeavesUndefined { action, at })
            }
            P::Implies { first, second } => {
                let (first, second) = (self.clause_of(first), self.clause_of(second));
                Some(Property::Implies {
                    first: first?,
                    second: second?,
                })
            }
            P::AsStrong {
                first,
                second,
                action,
            } => self.as_strong(first, second, action),
            P::Probability {
                that,
                deadline,
                at_most,
            } => self.likely(that, deadline.as_ref(), at_most),
            P::FindingReported {
                finding,
                not,
                action,
                at,
            } => self.reported(finding, *not, action.as_ref(), at.as_ref()),
        }
    }

    fn can(&mut self, who: &ast::Who, ability: &ast::Ability) -> Option<Property> {
        let parties = match who {
            ast::Who::Nature => Some(Who::Nature),
            ast::Who::Parties(names) => {
                let found = self.find_all(names, |it, name| it.party(name, "can"));
                (!found.is_empty()).then_some(Who::Parties(found))
            }
        };
        let found = self.ability(ability)?;
        let who = parties?;
        self.check_not_trivial(&who, &found, ability);
        Some(Property::Can { who, ability: found })
    }

    fn ability(&mut self, ability: &ast::Ability) -> Option<Ability> {
        match ability {
            ast::Ability::AvoidPause { action, at } => {
                let (action, at) = self.action_at(action, at.as_ref(), "any pause of")?;
                Some(Ability::AvoidPause { action, at })
            }
            ast::Ability::Avoid(that) => self.condition(that, Setting::Can).map(Ability::Avoid),
            ast::Ability::Ensure(that) => self.condition(that, Setting::Can).map(Ability::Ensure),
            ast::Ability::Force { that, lasting } => {
                let lasting = match lasting {
                    None => Lasting::Once,
                    Some(ast::Lasting::Ever) => Lasting::Ever,
                    Some(ast::Lasting::For(length)) => {
                        self.takes_time(length, "`for`");
                        Lasting::For(self.duration(length))
                    }
                };
                let that = self.condition(that, Setting::Can)?;
                Some(Ability::Force { that, lasting })
            }
            ast::Ability::EndEveryPause { action, at, within } => {
                let within = within.as_ref().map(|it| self.duration(it));
                let (action, at) = self.action_at(action, at.as_ref(), "every pause of")?;
                Some(Ability::EndEveryPause { action, at, within })
            }
        }
    }

    /// What a developer brings about by never going on is no achievement.
    fn check_not_trivial(&mut self, who: &Who, found: &Ability, ability: &ast::Ability) {
        let (condition, wanted, written) = match (found, ability) {
            (Ability::Avoid(it), ast::Ability::Avoid(written)) => (it, false, written),
            (Ability::Ensure(it), ast::Ability::Ensure(written)) => (it, true, written),
            (Ability::Force { that, .. }, ast::Ability::Force { that: written, .. }) => (that, true, written),
            _ => return,
        };
        let Who::Parties(parties) = who else { return };
        if !parties
            .iter()
            .any(|it| self.here().is_developer_side(Target::Party(*it)))
        {
            return;
        }
        if when_nothing_goes_on(condition) != Some(wanted) {
            return;
        }
        let mut actions: Vec<&str> = Vec::new();
        condition.atoms(&mut |atom| {
            if let Atom::GoingOn(action) = atom {
                actions.push(self.here().name_of(Target::Action(*action)));
            }
        });
        actions.dedup();
        let span = first_word(written).unwrap_or_default();
        let trivial = never_trains(self.place(span), &actions);
        self.report(trivial);
    }

    /// `training at ASL-3`.
    fn action_at(&mut self, action: &Name, at: Option<&Name>, word: &'static str) -> Option<(ActionId, At)> {
        let action = self.action(action, word);
        let at: Option<Option<LevelId>> = at.map(|level| self.level(level, "at"));
        match at {
            None => Some((action?, None)),
            Some(level) => Some((action?, Some(level?))),
        }
    }

    fn depends_on(&mut self, action: &Name, on: &Name) -> Option<Property> {
        let action = self.action(action, "depends on");
        let on = match self.find(on, &DEPENDS_ON)? {
            Target::Party(id) => Thing::Party(id),
            Target::Action(id) => Thing::Action(id),
            Target::Capability(id) => Thing::Capability(id, None),
            Target::Level(id) => Thing::Level(id),
            Target::Safeguard(id) => Thing::Safeguard(id),
            Target::Standard(id) => Thing::Standard(id),
            Target::Evaluation(id) => Thing::Evaluation(id),
            Target::Score(id) => Thing::Score(id),
            Target::Determination(id) => Thing::Determination(id),
            Target::Task(id) => Thing::Task(id),
            Target::Fact(id) => Thing::Fact(id),
            Target::Approval(id) => Thing::Approval(id),
            Target::Clause(id) => Thing::Clause(id),
            _ => return None,
        };
        Some(Property::DependsOn { action: action?, on })
    }

    fn clause_of(&mut self, clause: &ClauseRef) -> Option<ClauseOf> {
        let policy = match &clause.of_policy {
            Some(policy) => self.policy(policy)?,
            None => self.here.policy,
        };
        let found = self.under(policy, |it| it.clause(&clause.clause, "implies"))?;
        Some(ClauseOf {
            policy: policy_id(policy),
            clause: found,
        })
    }

    /// The action must have this name in both policies.
    fn as_strong(&mut self, first: &Name, second: &Name, action: &Name) -> Option<Property> {
        let (first, second) = (self.policy(first), self.policy(second));
        let (first, second) = (first?, second?);
        let mine = self.under(first, |it| it.action(action, "as strong as … on"));
        let other = self.under(second, |it| it.action(action, "as strong as … on"));
        mine.and(other)?;
        Some(Property::AsStrong {
            first: policy_id(first),
            second: policy_id(second),
            action: action.value.clone(),
        })
    }

    fn likely(
        &mut self,
        that: &ast::Condition,
        deadline: Option<&ast::Deadline>,
        at_most: &ast::Percent,
    ) -> Option<Property> {
        let that = self.condition(that, Setting::Property);
        let at_most = self.probability(at_most);
        let deadline = match deadline {
            None => None,
            Some(ast::Deadline::Within(length)) => Some(Horizon::Within(self.duration(length))),
            Some(ast::Deadline::By(date)) => Some(Horizon::By(self.date(date)?)),
        };
        Some(Property::ProbabilityAtMost {
            that: that?,
            deadline,
            at_most: at_most?,
        })
    }

    fn reported(
        &mut self,
        finding: &Name,
        not: bool,
        action: Option<&Name>,
        at: Option<&Name>,
    ) -> Option<Property> {
        let on = match action {
            None => Some((None, None)),
            Some(action) => self
                .action_at(action, at, "is reported on")
                .map(|(action, at)| (Some(action), at)),
        };
        if !FINDINGS.iter().any(|(_, name)| *name == finding.value) {
            let all: Vec<&str> = FINDINGS.iter().map(|(_, name)| *name).collect();
            let meant = nearest(&finding.value, all.iter().copied());
            self.report(errors::unknown_finding(
                self.place(finding.span),
                &finding.value,
                &all,
                meant,
            ));
            return None;
        }
        let (action, at) = on?;
        Some(Property::FindingReported {
            finding: finding.value.clone(),
            not,
            action,
            at,
        })
    }
}

/// The value of a condition that is only about what is going on, when nothing is; `None` when it is about
/// anything else too.
fn when_nothing_goes_on(condition: &Condition) -> Option<bool> {
    let all = |parts: &[Condition]| {
        parts
            .iter()
            .map(when_nothing_goes_on)
            .collect::<Option<Vec<bool>>>()
    };
    match condition {
        Condition::All(parts) => all(parts).map(|it| it.into_iter().all(|it| it)),
        Condition::Any(parts) => all(parts).map(|it| it.into_iter().any(|it| it)),
        Condition::Not(inner) => when_nothing_goes_on(inner).map(|it| !it),
        Condition::ForAtLeast(inner, _) => when_nothing_goes_on(inner),
        Condition::Atom(Atom::GoingOn(_)) => Some(false),
        Condition::Atom(_) => None,
    }
}

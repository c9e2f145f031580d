//! What a position remembers, in words: the name of each variable that is not at its first value, and its value.
//!
//! It must not know how a position came about.

use super::Board;
use super::turns::Phase;
use super::vars::{State, Var};
use holdpoint_game::Position;

impl Board<'_> {
    /// `growth 3, signs of ASL-3 1`; what is 0 is left out.
    pub(crate) fn reading(&self, position: Position) -> String {
        let state = State(position);
        let named = self.vars.iter().filter_map(|(var, slot)| {
            let value = state.get(slot);
            let name = if value == 0 { None } else { self.name(var) }?;
            Some(format!("{name} {value}"))
        });
        named.collect::<Vec<_>>().join(", ")
    }

    /// Whose turn it is within the step.
    pub(crate) fn turn(&self, position: Position) -> &'static str {
        match self.phase(position) {
            Phase::Developer => "the developer prepares",
            Phase::TheirOthers | Phase::OurOthers => "other parties prepare",
            Phase::TheirAnswers | Phase::OurAnswers => "nature and others answer",
            Phase::Groups => "which work is in place",
            Phase::Beat => "actions are carried out",
        }
    }

    /// `None` for what is told of a position in other ways.
    fn name(&self, var: Var) -> Option<String> {
        let policy = self.policy;
        let evaluation =
            |id: holdpoint_policy::model::EvaluationId| &policy.evaluations[id.index()].named.name;
        let task = |id: holdpoint_policy::model::TaskId| &policy.tasks[id.index()].named.name;
        Some(match var {
            Var::Phase | Var::Marks => return None,
            Var::Growth => "growth".to_owned(),
            Var::Preparing => "preparing".to_owned(),
            Var::Effort => "effort".to_owned(),
            Var::Released => "released".to_owned(),
            Var::SlipLeft => "slip left".to_owned(),
            Var::Grows => "grows".to_owned(),
            Var::Answer(id) => format!("answer of {}", evaluation(id)),
            Var::Ordered(id) => format!("{} ordered", evaluation(id)),
            Var::SinceGrowth(id) => format!("growth since {}", evaluation(id)),
            Var::SinceTime(id) => format!("steps since {}", evaluation(id)),
            Var::Signs(probe) => format!("signs of {}", self.probe_name(probe)),
            Var::Looked(probe) => format!("looked for {}", self.probe_name(probe)),
            Var::MissAge(probe) => format!("growth past the signs of {}", self.probe_name(probe)),
            Var::SignsAge(probe) => format!("growth since the signs of {}", self.probe_name(probe)),
            Var::Reached(probe) => format!("{} reached", self.probe_name(probe)),
            Var::Group(group) => self.group_name(group),
            Var::Item(id) => policy.safeguards[id.index()].named.name.clone(),
            Var::Attempted(id) => format!("{} attempted", policy.safeguards[id.index()].named.name),
            Var::Task(id) => task(id).clone(),
            Var::TaskFresh(id) => format!("{} fresh", task(id)),
            Var::Found(id) => format!("{} found", policy.determinations[id.index()].named.name),
            Var::Asked(id) => format!("{} asked", policy.determinations[id.index()].named.name),
            Var::Holds(id) => policy.facts[id.index()].named.name.clone(),
            Var::Approved(id) => format!("{} approved", policy.approvals[id.index()].named.name),
            Var::LevelDefined(id) => format!("defining {}", policy.levels[id.index()].named.name),
            Var::StandardDefined(id) => format!("defining {}", policy.standards[id.index()].named.name),
            Var::Score(id) => policy.scores[id.index()].named.name.clone(),
            Var::Latch(index) => format!("latch {index}"),
            Var::Was(index) => format!("was {index}"),
            Var::Exercised(id) => format!("{} exercised", policy.exceptions[id.index()].named.name),
            Var::Off(id) => format!("{} off", policy.clauses[id.index()].named.name),
            Var::WentOn(id) => format!("{} went on", policy.actions[id.index()].named.name),
            Var::Status(index) => format!("status {index}"),
            Var::Held(index) => format!("held {index}"),
            Var::Announced(index) => format!("announced {index}"),
            Var::Breached(id) => format!("{} was breached", policy.clauses[id.index()].named.name),
            Var::WasOwed(id) => format!("{} was owed", policy.clauses[id.index()].named.name),
            Var::Owed(id) => format!("{} owed", policy.clauses[id.index()].named.name),
        })
    }

    /// `security + staff in place`.
    fn group_name(&self, group: usize) -> String {
        let items = self.groups[group].items.iter();
        let names: Vec<&str> = items
            .map(|it| self.policy.safeguards[it.index()].named.name.as_str())
            .collect();
        format!("{} in place", names.join(" + "))
    }
}

//! What a move means to people: who did what between two positions, and what each action does at a beat.
//!
//! It must not know how plays are laid out.

use super::Board;
use super::choices::Choices;
use super::probes::ProbeOf;
use super::turns::Phase;
use super::vars::{Slot, State, Var};
use crate::report::{ActionIs, ActionState, Event, Mover};
use holdpoint_game::Position;
use holdpoint_policy::model::{EvaluationId, PartyId, PartyKind};
use std::collections::BTreeSet;

/// What a beat shows.
#[derive(Clone, Debug)]
pub(crate) struct AtBeat {
    pub(crate) actions: Vec<ActionState>,
    /// Steps of growth before this step, as far as the board counts them.
    pub(crate) grew: bool,
    /// Groups in place.
    pub(crate) in_place: BTreeSet<usize>,
}

/// One stretch of play from a position to the next: what happened, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stretch {
    pub(crate) events: Vec<Event>,
    /// Set if the stretch ends in a beat.
    pub(crate) beat: Option<AtBeat>,
}

impl Board<'_> {
    /// The evaluations on which something depends that is played.
    pub(crate) fn evaluations_played(&self) -> Vec<EvaluationId> {
        self.evaluations.iter().map(|it| it.id).collect()
    }

    /// What happened between two successive positions of a play.
    pub(crate) fn stretch(&self, from: Position, to: Position) -> Stretch {
        let state = State(from);
        let phase = self.phase(from);
        let mut choices = Choices::default();
        self.choose(&state, phase, &mut choices);
        for chosen in choices.states() {
            let stretch = Stretch {
                events: self.events(&state, chosen, phase),
                beat: None,
            };
            if let Some(found) = self.stretch_from(chosen, phase.next(), to, stretch) {
                return found;
            }
        }
        Stretch::default()
    }

    /// Follows the parts of the step without a choice; `None` if they do not lead to `to`.
    fn stretch_from(
        &self,
        state: &State,
        from: Phase,
        to: Position,
        mut stretch: Stretch,
    ) -> Option<Stretch> {
        let (mut state, mut phase) = (*state, from);
        let mut choices = Choices::default();
        while phase != Phase::Beat {
            if !self.has_part(phase) {
                phase = phase.next();
                continue;
            }
            self.choose(&state, phase, &mut choices);
            let Some(next) = choices.only() else {
                let here = state.with(self.slots.phase, phase as u16);
                return (here.0 == to).then_some(stretch);
            };
            stretch.events.extend(self.events(&state, &next, phase));
            (state, phase) = (next, phase.next());
        }
        let beat = self.act(&state).with(self.slots.phase, Phase::Beat as u16);
        stretch.beat = Some(self.at_beat(&state));
        (beat.0 == to).then_some(stretch)
    }

    fn at_beat(&self, before: &State) -> AtBeat {
        let mut state = *before;
        self.fire_latches(&mut state);
        let act = self.carried_out(&state);
        let actions = self.actions.iter().enumerate().map(|(index, action)| {
            let bit = 1 << index;
            let is = if act.went_on & bit != 0 {
                ActionIs::GoingOn
            } else if act.wanted & bit != 0 {
                ActionIs::Paused {
                    because: self.barring(act.bars & action.bars),
                }
            } else {
                ActionIs::NotWanted
            };
            ActionState {
                action: self.policy.actions[action.id.index()].named.name.clone(),
                state: is,
            }
        });
        AtBeat {
            actions: actions.collect(),
            grew: self
                .actions
                .iter()
                .enumerate()
                .any(|(index, it)| it.scales && act.went_on & (1 << index) != 0),
            in_place: (0..self.groups.len())
                .filter(|it| self.group_in_place(*it, &state))
                .collect(),
        }
    }

    fn barring(&self, bars: u128) -> Vec<String> {
        let clauses: BTreeSet<_> = (self.bars.iter().enumerate())
            .filter(|(index, _)| bars & (1 << index) != 0)
            .map(|(_, bar)| bar.clause)
            .collect();
        clauses
            .into_iter()
            .map(|it| self.policy.clauses[it.index()].named.name.clone())
            .collect()
    }

    fn events(&self, before: &State, after: &State, phase: Phase) -> Vec<Event> {
        let answering = matches!(phase, Phase::TheirAnswers | Phase::OurAnswers);
        let mut events = Vec::new();
        for (var, slot) in self.vars.iter() {
            let (old, new) = (before.get(slot), after.get(slot));
            if old != new {
                events.extend(self.event(var, slot, old, new, answering, after));
            }
        }
        events
    }

    fn event(
        &self,
        var: Var,
        slot: Slot,
        old: u16,
        new: u16,
        answering: bool,
        after: &State,
    ) -> Option<Event> {
        let policy = self.policy;
        match var {
            Var::Ordered(id) if answering && new == 0 => Some(self.answer_event(id, after)),
            Var::Score(id) => {
                let score = &policy.scores[id.index()];
                let grade = &score.grades[usize::from(new) - 1];
                let fact = format!("{} is at most {grade}", score.named.name);
                Some(nature(
                    format!("{} comes out {grade}", score.named.name),
                    Some(fact),
                ))
            }
            Var::Task(id) => {
                let task = &policy.tasks[id.index()];
                let done = new == self.vars.most(slot);
                let mover = if old == 0 {
                    self.mover(task.by)
                } else {
                    Mover::Time
                };
                let text = if done {
                    format!("{} is done", task.named.name)
                } else {
                    format!("begins {}", task.named.name)
                };
                let worth_telling = old == 0 || done;
                worth_telling
                    .then(|| event(mover, text, done.then(|| format!("{} is done", task.named.name))))
            }
            Var::LevelDefined(id) => {
                let level = &policy.levels[id.index()];
                self.definition_event(&level.named.name, level.by, slot, old, new)
            }
            Var::StandardDefined(id) => {
                let developer = self.developer_party()?;
                self.definition_event(
                    &policy.standards[id.index()].named.name,
                    developer,
                    slot,
                    old,
                    new,
                )
            }
            Var::Found(id) if new == 1 => {
                let determination = &policy.determinations[id.index()];
                let text = format!("{} is found", determination.named.name);
                Some(event(self.mover(determination.by), text.clone(), Some(text)))
            }
            Var::Found(id) => {
                let text = format!("{} lapses", policy.determinations[id.index()].named.name);
                Some(event(Mover::Time, text, None))
            }
            Var::Holds(id) => {
                let fact = &policy.facts[id.index()];
                let text = if new == 1 {
                    format!("{} holds", fact.named.name)
                } else {
                    format!("{} does not hold", fact.named.name)
                };
                let mover = fact.decided_by.map_or(Mover::Nature, |by| self.mover(by));
                Some(event(mover, text.clone(), Some(text)))
            }
            Var::Approved(id) => {
                let approval = &policy.approvals[id.index()];
                let party = &policy.parties[approval.by.index()].named.name;
                let text = format!("{party} has approved {}", approval.named.name);
                Some(event(
                    self.mover(approval.by),
                    format!("approves {}", approval.named.name),
                    Some(text),
                ))
            }
            Var::Exercised(id) => {
                let exception = &policy.exceptions[id.index()];
                let verb = if new == 1 {
                    "exercises"
                } else {
                    "no longer exercises"
                };
                Some(event(
                    self.mover(exception.who),
                    format!("{verb} {}", exception.named.name),
                    None,
                ))
            }
            Var::Off(id) => {
                let text = format!(
                    "amends the policy: {} no longer counts",
                    policy.clauses[id.index()].named.name
                );
                Some(event(self.mover(self.developer_party()?), text, None))
            }
            Var::Announced(_) if new == 2 => Some(event(
                self.mover(self.developer_party()?),
                "announces it".to_owned(),
                None,
            )),
            Var::Attempted(id) => {
                let text = format!("{} has been attempted", policy.safeguards[id.index()].named.name);
                Some(event(
                    self.mover(policy.safeguards[id.index()].by),
                    text.clone(),
                    Some(text),
                ))
            }
            Var::Signs(probe) if self.probes[probe].hidden.is_some() => Some(nature(
                format!("the signs of {} are there, unseen", self.probe_name(probe)),
                None,
            )),
            Var::Reached(probe) => Some(nature(
                format!("{} is reached, whether known or not", self.probe_name(probe)),
                None,
            )),
            Var::Item(id) => self.item_event(id, slot, old, new),
            Var::Released => Some(event(
                Mover::Time,
                "all work of unstated length is finished".to_owned(),
                None,
            )),
            Var::SlipLeft => Some(event(Mover::Nature, "all work slips by a step".to_owned(), None)),
            _ => None,
        }
    }

    fn item_event(
        &self,
        id: holdpoint_policy::model::SafeguardId,
        slot: Slot,
        old: u16,
        new: u16,
    ) -> Option<Event> {
        let safeguard = &self.policy.safeguards[id.index()];
        let name = &safeguard.named.name;
        let in_place = new == self.vars.most(slot);
        if in_place {
            let text = format!("{name} is in place");
            return Some(event(Mover::Time, text.clone(), Some(text)));
        }
        if old == self.vars.most(slot) {
            return Some(nature(
                format!("{name} lapses"),
                Some(format!("{name} is not in place")),
            ));
        }
        match (old, new) {
            (0, 1) => Some(event(self.mover(safeguard.by), format!("begins {name}"), None)),
            (_, 0) => Some(nature(
                format!("the attempt at {name} fails"),
                Some(format!("{name} has been attempted")),
            )),
            _ => None,
        }
    }

    fn definition_event(&self, name: &str, by: PartyId, slot: Slot, old: u16, new: u16) -> Option<Event> {
        let done = new == self.vars.most(slot);
        let mover = if old == 0 { self.mover(by) } else { Mover::Time };
        if done {
            return Some(event(
                mover,
                format!("defines {name}"),
                Some(format!("{name} is defined")),
            ));
        }
        (old == 0).then(|| event(mover, format!("begins to define {name}"), None))
    }

    fn answer_event(&self, id: EvaluationId, after: &State) -> Event {
        let evaluation = &self.policy.evaluations[id.index()];
        let index = self
            .evaluation_index(id)
            .expect("an ordered evaluation is on the board");
        let subject = self.policy.subject_name(evaluation.of);
        let name = &evaluation.named.name;
        let answer = after.get(self.evaluations[index].answer);
        let probe = self.evaluations[index].grade_of;
        // The lowest grade may be kept as an answer that rules the rest out.
        let grade = probe.and_then(|it| self.grade_word(it, answer.saturating_sub(3)));
        match (answer, grade) {
            (2, _) => nature(format!("{name} is inconclusive"), None),
            (_, Some(grade)) => said(format!("{name} indicates {subject} at {grade}")),
            (0 | 1, None) => said(format!("{name} rules out {subject}")),
            (_, None) => said(format!("{name} indicates {subject}")),
        }
    }

    fn grade_word(&self, probe: usize, grade: u16) -> Option<String> {
        let ProbeOf::Capability(capability) = self.probes[probe].of else {
            return None;
        };
        self.policy.capabilities[capability.index()]
            .grades
            .get(usize::from(grade))
            .cloned()
    }

    pub(super) fn probe_name(&self, probe: usize) -> String {
        match self.probes[probe].of {
            ProbeOf::Level(level) => self.policy.levels[level.index()].named.name.clone(),
            ProbeOf::Capability(it) => self.policy.capabilities[it.index()].named.name.clone(),
        }
    }

    fn mover(&self, party: PartyId) -> Mover {
        let declared = &self.policy.parties[party.index()];
        let name = declared.named.name.clone();
        match declared.kind {
            PartyKind::Developer | PartyKind::Internal => Mover::Developer(name),
            PartyKind::Independent | PartyKind::Outside => Mover::Party(name),
        }
    }

    fn developer_party(&self) -> Option<PartyId> {
        (self
            .policy
            .parties
            .iter()
            .position(|it| it.kind == PartyKind::Developer))
        .map(PartyId::from)
    }
}

fn event(mover: Mover, text: String, fact: Option<String>) -> Event {
    Event { mover, text, fact }
}

fn nature(text: String, fact: Option<String>) -> Event {
    event(Mover::Nature, text, fact)
}

fn said(text: String) -> Event {
    nature(text.clone(), Some(text))
}

//! Evaluations: what they look at, what they may answer, what an answer changes; and the other answers of phase 2,
//! from facts, approvals and determinations.
//!
//! It must not know what an answer leads to.

use super::choices::Choices;
use super::compile::bit;
use super::probes::{Hidden, Probe, ProbeOf, Signs};
use super::truth::{Cond, Now};
use super::vars::{State, Var};
use super::{Board, Evaluation, Owner, probes};
use crate::compute::Ratio;
use crate::ladder;
use crate::setting::Use;
use holdpoint_game::Side;
use holdpoint_policy::condition::{Atom, Subject};
use holdpoint_policy::model::{
    CapabilityCondition, CapabilityId, Clause, EvaluationId, Grade, LevelDefinition, LevelId, What,
};
use std::collections::BTreeSet;

const RULES_OUT: u16 = 1;
const INCONCLUSIVE: u16 = 2;
const INDICATES: u16 = 3;

impl Board<'_> {
    pub(super) fn need_evaluation(&mut self, id: EvaluationId) -> usize {
        if let Some(known) = self.evaluation_index(id) {
            return known;
        }
        let index = self.new_evaluation(id);
        self.compile_clocks(index);
        let of = self.policy.evaluations[id.index()].of;
        let indicates = match of {
            Subject::Level(level) => self.signs_of_level(level),
            Subject::Capability(capability, grade) => {
                let probe = self.need_probe(ProbeOf::Capability(capability));
                if self.is_graded(id) {
                    self.evaluations[index].grade_of = Some(probe);
                    let widest = u32::from(INDICATES + self.probes[probe].top);
                    self.vars.need(Var::Answer(id), widest);
                }
                Signs::Probe(probe, grade.map_or(1, |it| u16::from(it.0)))
            }
        };
        let mut looks_at = BTreeSet::new();
        indicates.probes(&mut |probe| {
            looks_at.insert(probe);
        });
        self.look_below(&mut looks_at);
        let miss = u16::try_from(self.setting.miss_steps(id)).unwrap_or(u16::MAX);
        if miss > 0 {
            self.used.insert(Use::Miss(id));
            for probe in &looks_at {
                self.need_miss_age(*probe, miss);
            }
        }
        let evaluation = &mut self.evaluations[index];
        evaluation.indicates = indicates;
        evaluation.looks_at = looks_at.into_iter().fold(0, |bits, it| bits | bit(it));
        evaluation.miss_steps = miss;
        index
    }

    /// Of a graded capability as a whole: the answer is a grade.
    ///
    /// Read off the policy and not off the board, where conditions are asked for before the evaluation is finished.
    pub(super) fn is_graded(&self, id: EvaluationId) -> bool {
        match self.policy.evaluations[id.index()].of {
            Subject::Capability(capability, None) => {
                self.policy.capabilities[capability.index()].grades.len() > 1
            }
            Subject::Capability(..) | Subject::Level(_) => false,
        }
    }

    /// Whoever sees the signs of a level sees those of the levels below it.
    fn look_below(&self, looks_at: &mut BTreeSet<usize>) {
        let mut open: Vec<usize> = looks_at.iter().copied().collect();
        while let Some(probe) = open.pop() {
            if let Some(below) = &self.probes[probe].below {
                below.probes(&mut |it| {
                    if looks_at.insert(it) {
                        open.push(it);
                    }
                });
            }
        }
    }

    fn need_miss_age(&mut self, probe: usize, steps: u16) {
        let slot = self.vars.need(Var::MissAge(probe), u32::from(steps) + 1);
        let widest = self.probes[probe]
            .miss_age
            .map_or(steps, |(_, known)| known.max(steps));
        self.probes[probe].miss_age = Some((slot, widest));
    }

    pub(super) fn signs_of_one_level(&mut self, level: LevelId) -> Signs {
        match self.policy.levels[level.index()].definition.clone() {
            LevelDefinition::Base => Signs::Always,
            LevelDefinition::Undefined => Signs::Probe(self.need_probe(ProbeOf::Level(level)), 1),
            LevelDefinition::When(condition) if self.counts_together(level) => {
                debug_assert!(!matches!(condition, CapabilityCondition::All(ref it) if it.is_empty()));
                Signs::Probe(self.need_probe(ProbeOf::Level(level)), 1)
            }
            LevelDefinition::When(condition) => self.signs_of_capabilities(&condition),
        }
    }

    fn signs_of_capabilities(&mut self, condition: &CapabilityCondition) -> Signs {
        match condition {
            CapabilityCondition::One(capability, grade) => {
                let probe = self.need_probe(ProbeOf::Capability(*capability));
                Signs::Probe(probe, grade.map_or(1, |it| u16::from(it.0)))
            }
            CapabilityCondition::All(parts) => {
                Signs::All(parts.iter().map(|it| self.signs_of_capabilities(it)).collect())
            }
            CapabilityCondition::Any(parts) => {
                Signs::Any(parts.iter().map(|it| self.signs_of_capabilities(it)).collect())
            }
        }
    }

    /// The level's capabilities matter only through the level: nothing else in the policy looks at one of them.
    fn counts_together(&self, level: LevelId) -> bool {
        let own: BTreeSet<CapabilityId> = ladder::capabilities_of(self.policy, level)
            .into_iter()
            .map(|(it, _)| it)
            .collect();
        let in_other_levels = ladder::levels(self.policy)
            .filter(|it| *it != level)
            .flat_map(|it| ladder::capabilities_of(self.policy, it))
            .any(|(it, _)| own.contains(&it));
        let evaluated = self
            .policy
            .evaluations
            .iter()
            .any(|it| matches!(it.of, Subject::Capability(capability, _) if own.contains(&capability)));
        let graded = own.iter().any(|it| {
            let declared = &self.policy.capabilities[it.index()];
            !declared.grades.is_empty() || declared.may_fall
        });
        let mentioned = own.iter().any(|it| self.mentioned.contains(it));
        !in_other_levels && !evaluated && !graded && !mentioned
    }

    pub(super) fn need_probe(&mut self, of: ProbeOf) -> usize {
        if let Some(known) = self.probes.iter().position(|it| it.of == of) {
            return known;
        }
        let below = self.signs_below(of);
        let index = self.probes.len();
        let (top, may_fall) = match of {
            ProbeOf::Level(_) => (1, false),
            ProbeOf::Capability(capability) => {
                let declared = &self.policy.capabilities[capability.index()];
                ((declared.grades.len().max(2) - 1) as u16, declared.may_fall)
            }
        };
        let signs = self.vars.need(Var::Signs(index), u32::from(top));
        let looked = self.vars.need(Var::Looked(index), 1);
        self.probes.push(Probe {
            of,
            top,
            signs_from: None,
            there_from: None,
            buffer: 0,
            may_fall,
            defined: None,
            below,
            covers: Vec::new(),
            signs,
            looked,
            miss_age: None,
            hidden: None,
        });
        self.cover_levels(index);
        self.time_probe(index);
        self.define_probe(index);
        if self.options.hidden_moments {
            self.hide_moments(index);
        }
        index
    }

    /// What a level that is defined later needs of the level below it.
    fn signs_below(&mut self, of: ProbeOf) -> Option<Signs> {
        let ProbeOf::Level(level) = of else { return None };
        if !ladder::is_undefined(self.policy, level) {
            return None;
        }
        let below = self.policy.levels[level.index()].above?;
        Some(self.signs_of_one_level(below))
    }

    /// Which levels' probes say nothing more once this one has shown signs.
    fn cover_levels(&mut self, index: usize) {
        let ProbeOf::Level(level) = self.probes[index].of else {
            return;
        };
        let may_tell_apart = self.options.hidden_moments || self.longest_miss() > 0;
        for other in (0..index).filter(|_| !may_tell_apart) {
            let ProbeOf::Level(known) = self.probes[other].of else {
                continue;
            };
            if ladder::at_or_below(self.policy, level).contains(&known) {
                self.probes[index].covers.push(other);
            } else if ladder::at_or_below(self.policy, known).contains(&level) {
                self.probes[other].covers.push(index);
            }
        }
    }

    /// From when on nature may let it appear.
    fn time_probe(&mut self, index: usize) {
        let of = self.probes[index].of;
        let buffer = self.buffer_of(of);
        let (signs, there) = match of {
            ProbeOf::Capability(capability) => self.capability_from(capability, buffer.as_ref()),
            ProbeOf::Level(level) => match self.policy.levels[level.index()].definition.clone() {
                LevelDefinition::When(condition) => self.condition_from(&condition, buffer.as_ref()),
                _ => (Some(1), Some(1)),
            },
        };
        let (signs, there) = if self.is_never_shown(of) {
            (None, None)
        } else {
            (signs, there)
        };
        let widest = signs.max(if self.options.hidden_moments { there } else { signs });
        self.need_growth(widest.map_or(1, u32::from));
        let buffer = buffer.map_or(0, |it| {
            u16::try_from(self.setting.growth.steps_to(it)).unwrap_or(u16::MAX)
        });
        let probe = &mut self.probes[index];
        (probe.signs_from, probe.there_from, probe.buffer) = (signs, there, buffer);
    }

    /// Nature keeps to one of its strategies, in which this never shows.
    fn is_never_shown(&self, of: ProbeOf) -> bool {
        let Some(level) = self.options.only_signs_of else {
            return self.options.no_signs;
        };
        match of {
            ProbeOf::Level(it) => it != level,
            ProbeOf::Capability(it) => !ladder::capabilities_of(self.policy, level)
                .iter()
                .any(|(own, _)| *own == it),
        }
    }

    fn capability_from(
        &mut self,
        capability: CapabilityId,
        buffer: Option<&Ratio>,
    ) -> (Option<u16>, Option<u16>) {
        let appears = self.setting.appears(capability);
        if appears && self.options.appears_at_once {
            return (Some(1), Some(1));
        }
        self.used.insert(Use::Appears(capability));
        if !appears {
            return (None, None);
        }
        let short = |steps: u32| u16::try_from(steps).unwrap_or(u16::MAX);
        let signs = short(self.setting.signs_from(capability, buffer));
        (Some(signs), Some(short(self.setting.there_from(capability))))
    }

    /// The soonest for `or`, the latest for `and`.
    fn condition_from(
        &mut self,
        condition: &CapabilityCondition,
        buffer: Option<&Ratio>,
    ) -> (Option<u16>, Option<u16>) {
        let (parts, all) = match condition {
            CapabilityCondition::One(capability, _) => return self.capability_from(*capability, buffer),
            CapabilityCondition::All(parts) => (parts, true),
            CapabilityCondition::Any(parts) => (parts, false),
        };
        let times: Vec<_> = parts.iter().map(|it| self.condition_from(it, buffer)).collect();
        let join = |each: Vec<Option<u16>>| {
            if all {
                each.into_iter().try_fold(0, |a, b| b.map(|b| a.max(b)))
            } else {
                each.into_iter().flatten().min()
            }
        };
        (
            join(times.iter().map(|it| it.0).collect()),
            join(times.iter().map(|it| it.1).collect()),
        )
    }

    /// The widest buffer that an evaluation of it keeps.
    fn buffer_of(&mut self, of: ProbeOf) -> Option<Ratio> {
        let mut widest: Option<Ratio> = None;
        for (index, evaluation) in self.policy.evaluations.iter().enumerate() {
            let id = EvaluationId::from(index);
            let (Some(buffer), true) = (evaluation.buffer, self.setting.keeps_buffer.contains(&id)) else {
                continue;
            };
            if !self.looks_at(evaluation.of, of) {
                continue;
            }
            self.used.insert(Use::Buffer(id));
            let buffer = Ratio::of(buffer.0);
            if widest.as_ref().is_none_or(|known| buffer.is_more_than(known)) {
                widest = Some(buffer);
            }
        }
        widest
    }

    fn looks_at(&self, subject: Subject, of: ProbeOf) -> bool {
        match (subject, of) {
            (Subject::Capability(one, _), ProbeOf::Capability(other)) => one == other,
            (Subject::Level(level), ProbeOf::Capability(capability)) => {
                ladder::capabilities_of(self.policy, level)
                    .iter()
                    .any(|(it, _)| *it == capability)
            }
            (Subject::Level(one), ProbeOf::Level(other)) => one == other,
            (Subject::Capability(capability, _), ProbeOf::Level(level)) => {
                ladder::capabilities_of(self.policy, level)
                    .iter()
                    .any(|(it, _)| *it == capability)
            }
        }
    }

    /// A level that is defined later can appear only once it is defined.
    fn define_probe(&mut self, index: usize) {
        let ProbeOf::Level(level) = self.probes[index].of else {
            return;
        };
        if let Cond::Equal(slot, done) = self.defined(super::Defined::Level(level)) {
            self.probes[index].defined = Some((slot, done));
        }
    }

    fn hide_moments(&mut self, index: usize) {
        let longest = u32::from(self.probes[index].buffer).max(self.longest_miss());
        let signs_age = self.vars.need(Var::SignsAge(index), longest + 1);
        let reached = self
            .vars
            .need(Var::Reached(index), u32::from(self.probes[index].top));
        self.probes[index].hidden = Some(Hidden { signs_age, reached });
    }

    fn longest_miss(&self) -> u32 {
        let ids = (0..self.policy.evaluations.len()).map(EvaluationId::from);
        ids.map(|it| self.setting.miss_steps(it)).max().unwrap_or(0)
    }

    pub(super) fn indicated(&mut self, subject: Subject, by: Option<EvaluationId>) -> Cond {
        if let Some(evaluation) = by {
            return self.indicates(evaluation, subject);
        }
        let mut ways: Vec<Cond> = Vec::new();
        for index in 0..self.policy.evaluations.len() {
            let of = self.policy.evaluations[index].of;
            if self.speaks_of(of, subject) {
                ways.push(self.indicates(EvaluationId::from(index), subject));
            }
        }
        if let Subject::Level(level) = subject {
            if self.policy.levels[level.index()].definition == LevelDefinition::Base {
                ways.push(Cond::Const(true));
            }
            for above in ladder::at_or_above(self.policy, level) {
                ways.extend(self.indicated_by_capabilities(above));
            }
        }
        Cond::any(ways)
    }

    /// A level whose capabilities are evaluated one by one is indicated when they are.
    fn indicated_by_capabilities(&mut self, level: LevelId) -> Option<Cond> {
        let LevelDefinition::When(condition) = self.policy.levels[level.index()].definition.clone() else {
            return None;
        };
        let evaluated = ladder::capabilities_of(self.policy, level)
            .iter()
            .any(|(capability, _)| {
                self.policy
                    .evaluations
                    .iter()
                    .any(|it| matches!(it.of, Subject::Capability(of, _) if of == *capability))
            });
        evaluated.then(|| self.capabilities_indicated(&condition))
    }

    fn capabilities_indicated(&mut self, condition: &CapabilityCondition) -> Cond {
        match condition {
            CapabilityCondition::One(capability, grade) => {
                self.indicated(Subject::Capability(*capability, *grade), None)
            }
            CapabilityCondition::All(parts) => {
                Cond::all(parts.iter().map(|it| self.capabilities_indicated(it)).collect())
            }
            CapabilityCondition::Any(parts) => {
                Cond::any(parts.iter().map(|it| self.capabilities_indicated(it)).collect())
            }
        }
    }

    /// Would an evaluation of `of` that indicates say so of `subject`?
    fn speaks_of(&self, of: Subject, subject: Subject) -> bool {
        match (of, subject) {
            (Subject::Level(of), Subject::Level(level)) => {
                ladder::at_or_below(self.policy, of).contains(&level)
            }
            (Subject::Capability(of, at), Subject::Capability(it, wanted)) => {
                of == it && at.is_none_or(|at| wanted.is_none_or(|wanted| at >= wanted))
            }
            _ => false,
        }
    }

    /// On this board it is as if the evaluation did not exist.
    pub(super) fn is_dropped(&self, id: EvaluationId) -> bool {
        let run = self
            .policy
            .clauses
            .iter()
            .any(|it| matches!(&it.what, What::Run { evaluation, .. } if *evaluation == id));
        let never_shows = self
            .options
            .only_signs_of
            .map_or(self.options.no_signs, |level| self.never_shows(id, level));
        let is_read = self.options.unenforced.iter().any(
            |it| matches!(&self.policy.clauses[it.index()].what, What::Run { evaluation, .. } if *evaluation == id),
        );
        let scores = self.policy.scores.iter().any(|it| it.by == id);
        let decides_more = is_read || scores || self.asks_what_is_ruled_out();
        (self.options.drops_evaluations_nobody_runs() && !run || never_shows) && !decides_more
    }

    /// What is ruled out lapses when the evaluation is late.
    pub(super) fn asks_what_is_ruled_out(&self) -> bool {
        self.policy.clauses.iter().any(names_ruled_out)
    }

    pub(super) fn asks_what_is_breached(&self) -> bool {
        let is_breach = |it: &Clause| names(it, |atom| matches!(atom, Atom::Breached(_)));
        self.policy.clauses.iter().any(is_breach)
    }

    /// Where nature shows signs of one level only, it shows them first in an evaluation of that level: those of levels
    /// above see nothing, and those of levels below say nothing new, unless somebody asks for their own word.
    fn never_shows(&self, id: EvaluationId, level: LevelId) -> bool {
        let Subject::Level(of) = self.policy.evaluations[id.index()].of else {
            return false;
        };
        if of == level {
            return false;
        }
        let is_above = !ladder::at_or_above(self.policy, of).contains(&level);
        let mut clauses = self.policy.clauses.iter();
        let is_asked = self.policy.determinations.iter().any(|it| it.of == Some(id))
            || clauses.any(|it| names_answer_of(it, id));
        let mut evaluations = self.policy.evaluations.iter();
        let has_its_own = evaluations.any(|it| it.of == Subject::Level(level));
        is_above || has_its_own && !is_asked
    }

    fn indicates(&mut self, evaluation: EvaluationId, subject: Subject) -> Cond {
        if self.is_dropped(evaluation) {
            return Cond::Const(false);
        }
        let index = self.need_evaluation(evaluation);
        let answer = self.evaluations[index].answer;
        if !self.is_graded(evaluation) {
            return Cond::AtLeast(answer, INDICATES);
        }
        let grade = grade_asked(subject);
        self.evaluations[index].lowest_matters |= grade == 0;
        Cond::AtLeast(answer, INDICATES + grade)
    }

    pub(super) fn ruled_out(&mut self, subject: Subject, by: Option<EvaluationId>) -> Cond {
        if let Some(evaluation) = by {
            return self.rules_out(evaluation, subject);
        }
        let itself_or_below: Vec<Subject> = match subject {
            Subject::Level(level) => ladder::at_or_below(self.policy, level)
                .into_iter()
                .map(Subject::Level)
                .collect(),
            Subject::Capability(capability, at) => (LEAST.0..=at.unwrap_or(LEAST).0)
                .map(|grade| Subject::Capability(capability, Some(Grade(grade))))
                .collect(),
        };
        let ways = itself_or_below
            .into_iter()
            .map(|it| self.all_rule_out(it))
            .collect();
        let ruled_out = Cond::any(ways);
        match ruled_out {
            Cond::Const(false) => ruled_out,
            _ => Cond::all(vec![ruled_out, Cond::not(self.indicated(subject, None))]),
        }
    }

    /// Some evaluation of this very subject rules it out, each of those that was completed does, and nothing indicates it.
    fn all_rule_out(&mut self, subject: Subject) -> Cond {
        let (mut some, mut each) = (Vec::new(), Vec::new());
        for index in 0..self.policy.evaluations.len() {
            let id = EvaluationId::from(index);
            if !is_of(self.policy.evaluations[index].of, subject) {
                continue;
            }
            let rules_out = self.rules_out(id, subject);
            let evaluation = self.need_evaluation(id);
            let answer = self.evaluations[evaluation].answer;
            each.push(Cond::any(vec![Cond::Equal(answer, 0), rules_out.clone()]));
            some.push(rules_out);
        }
        match Cond::any(some) {
            Cond::Const(false) => Cond::Const(false),
            some => {
                let indicated = self.indicated(subject, None);
                Cond::all(vec![some, Cond::all(each), Cond::not(indicated)])
            }
        }
    }

    fn rules_out(&mut self, id: EvaluationId, subject: Subject) -> Cond {
        let evaluation = self.need_evaluation(id);
        self.evaluations[evaluation].rules_out_matters = true;
        let below = self.says_below(evaluation, subject);
        let answer = self.evaluations[evaluation].answer;
        Cond::all(vec![
            Cond::Is(answer),
            below,
            Cond::not(Cond::Overdue(evaluation)),
        ])
    }

    /// The answer, if there is one, is that the subject is not there.
    fn says_below(&self, evaluation: usize, subject: Subject) -> Cond {
        let answer = self.evaluations[evaluation].answer;
        let rules_out = Cond::AtMost(answer, RULES_OUT);
        let grade = grade_asked(subject);
        if grade == 0 || !self.is_graded(self.evaluations[evaluation].id) {
            return rules_out;
        }
        let lower = Cond::all(vec![
            Cond::AtLeast(answer, INDICATES),
            Cond::AtMost(answer, INDICATES + grade - 1),
        ]);
        Cond::any(vec![rules_out, lower])
    }

    pub(super) fn reached(&mut self, subject: Subject) -> Cond {
        match subject {
            Subject::Capability(capability, grade) => {
                let probe = self.need_probe(ProbeOf::Capability(capability));
                self.probe_reached(probe, grade.map_or(1, |it| u16::from(it.0)))
            }
            Subject::Level(level) => {
                let above = ladder::at_or_above(self.policy, level);
                let ways = above.into_iter().map(|it| self.level_reached(it)).collect();
                Cond::any(ways)
            }
        }
    }

    fn level_reached(&mut self, level: LevelId) -> Cond {
        match self.policy.levels[level.index()].definition.clone() {
            LevelDefinition::Base => Cond::Const(true),
            LevelDefinition::Undefined => {
                let probe = self.need_probe(ProbeOf::Level(level));
                self.probe_reached(probe, 1)
            }
            LevelDefinition::When(_) if self.counts_together(level) => {
                let probe = self.need_probe(ProbeOf::Level(level));
                self.probe_reached(probe, 1)
            }
            LevelDefinition::When(condition) => self.capabilities_reached(&condition),
        }
    }

    fn capabilities_reached(&mut self, condition: &CapabilityCondition) -> Cond {
        match condition {
            CapabilityCondition::One(capability, grade) => {
                self.reached(Subject::Capability(*capability, *grade))
            }
            CapabilityCondition::All(parts) => {
                Cond::all(parts.iter().map(|it| self.capabilities_reached(it)).collect())
            }
            CapabilityCondition::Any(parts) => {
                Cond::any(parts.iter().map(|it| self.capabilities_reached(it)).collect())
            }
        }
    }

    fn probe_reached(&self, probe: usize, grade: u16) -> Cond {
        match self.probes[probe].hidden {
            Some(_) if self.probes[probe].there_from.is_none() => Cond::Const(false),
            Some(hidden) => Cond::AtLeast(hidden.reached, grade.max(1)),
            None => Cond::Const(false),
        }
    }

    /// Every way in which the members of one side may answer in phase 2.
    pub(super) fn answers(&self, states: &mut Choices, side: Side) {
        if self.natures_side() == side {
            self.answer_evaluations(states);
            self.answer_determinations(states);
        }
        self.turn_facts(states, side);
        self.give_approvals(states, side);
    }

    fn answer_evaluations(&self, states: &mut Choices) {
        let Some(first) = states.states().first().copied() else {
            return;
        };
        let is_ordered = |it: &Evaluation| first.is(it.ordered);
        if !self.options.hidden_moments {
            let ordered = self.evaluations.iter().filter(|it| is_ordered(it));
            let looked_at = ordered.fold(0, |bits, it| bits | it.looks_at);
            for probe in probes::each(looked_at) {
                self.look(states, probe);
                // Signs of a level stand for those below it: without this, ways would double with each level.
                if !self.probes[probe].covers.is_empty() {
                    states.drop_repeated();
                }
            }
        }
        for (index, evaluation) in self.evaluations.iter().enumerate() {
            if is_ordered(evaluation) {
                self.complete(states, index);
            }
        }
    }

    /// Nature shows signs that were not seen before, or does not.
    fn look(&self, states: &mut Choices, index: usize) {
        let probe = &self.probes[index];
        let growth = |state: &State| self.slots.growth.map_or(0, |slot| state.get(slot));
        states.each(|state, into| {
            let seen = state.get(probe.signs);
            let may_show = probe.may_show(&state, growth(&state)) && self.below_holds(probe, &state);
            let most = if may_show { probe.top } else { seen };
            let least = match (self.options.shows_at_once, probe.may_fall) {
                (true, _) => most,
                (false, true) => 0,
                (false, false) => seen,
            };
            for grade in least..=most {
                // Once all is seen there is nothing to look for, and no need to remember having looked.
                let looked = u16::from(grade < probe.top);
                let mut shown = state.with(probe.signs, grade).with(probe.looked, looked);
                if let (Some((age, _)), true) = (probe.miss_age, seen == 0 && grade > 0) {
                    shown.set(age, 1);
                }
                if grade > 0 {
                    self.show_below(&mut shown, index);
                }
                into.push(shown);
            }
        });
    }

    /// An evaluation of a lower level sees the signs of this one: whether its own are there changes nothing any more.
    fn show_below(&self, state: &mut State, index: usize) {
        for below in &self.probes[index].covers {
            state.set(self.probes[*below].signs, 1);
            state.set(self.probes[*below].looked, 0);
        }
    }

    /// The signs of the level below are there.
    pub(super) fn below_holds(&self, probe: &Probe, state: &State) -> bool {
        probe
            .below
            .as_ref()
            .is_none_or(|below| below.hold(&|it| state.get(self.probes[it].signs)))
    }

    /// The level below is truly there.
    pub(super) fn below_reached(&self, probe: &Probe, state: &State) -> bool {
        let reached = |it: usize| {
            self.probes[it]
                .hidden
                .map_or(0, |hidden| state.get(hidden.reached))
        };
        probe.below.as_ref().is_none_or(|below| below.hold(&reached))
    }

    fn complete(&self, states: &mut Choices, index: usize) {
        states.each(|state, into| self.completed(&state, index, into));
        for score in self.scores.iter().filter(|it| it.evaluation == index) {
            states.each(|state, into| {
                into.extend((1..=score.n_grades).map(|grade| state.with(score.value, grade)));
            });
        }
    }

    /// Every answer of the evaluation that its signs allow.
    fn completed(&self, state: &State, index: usize, into: &mut Vec<State>) {
        let evaluation = &self.evaluations[index];
        let mut done = state.with(evaluation.ordered, 0).with(evaluation.since_growth, 0);
        done.set(evaluation.since_time, 0);
        for determination in self.determinations.iter().filter(|it| it.of == Some(index)) {
            done.set(determination.found, 0);
            // What was asked of the answer before lapses with it.
            determination.asked.into_iter().for_each(|it| done.set(it, 0));
            if let Some(fresh) = determination.requires.and_then(|task| self.tasks[task].fresh) {
                done.set(fresh, 0);
            }
        }
        let grade = |probe: usize| state.get(self.probes[probe].signs);
        let says = match evaluation.grade_of {
            Some(probe) if grade(probe) > 0 || evaluation.lowest_matters => INDICATES + grade(probe),
            Some(_) => RULES_OUT,
            None if evaluation.indicates.hold(&grade) => INDICATES,
            None => RULES_OUT,
        };
        let no = if evaluation.rules_out_matters {
            RULES_OUT
        } else {
            0
        };
        let mut answer = |answer: u16| into.push(done.with(evaluation.answer, answer));
        answer(if says == RULES_OUT { no } else { says });
        if says != RULES_OUT && self.may_miss(state, evaluation.miss_steps, evaluation.looks_at) {
            answer(no);
        }
        if evaluation.may_be_inconclusive {
            answer(INCONCLUSIVE);
        }
    }

    /// The signs are not old enough to be seen for certain.
    fn may_miss(&self, state: &State, steps: u16, looks_at: u128) -> bool {
        steps > 0
            && probes::each(looks_at).all(|probe| {
                let probe = &self.probes[probe];
                let age = match (probe.hidden, probe.miss_age) {
                    (Some(hidden), _) => state.get(hidden.signs_age),
                    (None, Some((age, _))) => state.get(age),
                    (None, None) => 0,
                };
                age <= steps
            })
    }

    fn answer_determinations(&self, states: &mut Choices) {
        for determination in &self.determinations {
            let Some(asked) = determination.asked else {
                continue;
            };
            states.each(|state, into| {
                let answered = state.with(asked, 0);
                into.push(answered);
                if state.is(asked) {
                    into.push(answered.with(determination.found, 1));
                }
            });
        }
    }

    fn turn_facts(&self, states: &mut Choices, side: Side) {
        for fact in &self.facts {
            let moves = fact.owner != Owner::Developer && self.side_of(fact.owner) == side;
            if moves {
                states.each(|state, into| fact_values(state, fact, into));
            }
        }
    }

    fn give_approvals(&self, states: &mut Choices, side: Side) {
        for approval in &self.approvals {
            if approval.owner != Owner::Developer && self.side_of(approval.owner) == side {
                states.each(|state, into| {
                    into.push(state);
                    if !state.is(approval.approved) {
                        into.push(state.with(approval.approved, 1));
                    }
                });
            }
        }
    }

    /// The developer can be found in a pause only where something is asked of it.
    pub(super) fn is_true(&self, cond: &Cond, state: &State) -> bool {
        self.holds(cond, Now { state, act: None })
    }
}

/// An evaluation of this very level or grade, or of the graded capability as a whole.
fn is_of(of: Subject, subject: Subject) -> bool {
    match (of, subject) {
        (Subject::Capability(of, at), Subject::Capability(it, _)) => {
            of == it && at.is_none_or(|at| u16::from(at.0) == grade_asked(subject))
        }
        (of, subject) => of == subject,
    }
}

/// What is at all there is the least grade above the one at which every model starts.
const LEAST: Grade = Grade(1);

fn grade_asked(subject: Subject) -> u16 {
    match subject {
        Subject::Capability(_, grade) => u16::from(grade.unwrap_or(LEAST).0),
        Subject::Level(_) => u16::from(LEAST.0),
    }
}

/// Some condition of the clause asks what is ruled out.
fn names_ruled_out(clause: &Clause) -> bool {
    names(clause, |atom| matches!(atom, Atom::RuledOut { .. }))
}

/// Some condition of the clause asks what this evaluation itself says.
fn names_answer_of(clause: &Clause, id: EvaluationId) -> bool {
    names(
        clause,
        |atom| matches!(atom, Atom::Indicated { by: Some(by), .. } if *by == id),
    )
}

fn names(clause: &Clause, is_meant: impl Fn(&Atom) -> bool) -> bool {
    let goal = if let What::Have(goal) = &clause.what {
        Some(goal)
    } else {
        None
    };
    let frame = ladder::frame_condition(&clause.frame);
    let conditions = [frame, clause.unless.as_ref(), clause.until.as_ref(), goal]
        .into_iter()
        .flatten();
    let mut found = false;
    conditions.for_each(|it| it.atoms(&mut |atom| found |= is_meant(atom)));
    found
}

/// The values that a fact's decider may give it.
pub(super) fn fact_values(state: State, fact: &super::Fact, into: &mut Vec<State>) {
    if !(fact.permanent && state.is(fact.holds)) {
        into.push(state.with(fact.holds, 0));
    }
    into.push(state.with(fact.holds, 1));
}

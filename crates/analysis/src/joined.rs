//! Two policies in one vocabulary: what has the same name and kind is the same thing, and the clauses of the second
//! follow those of the first.
//!
//! A standard or a determination of the second that is declared otherwise than its namesake keeps its own policy's
//! meaning. It must not know what is compared.

use holdpoint_policy::condition::{Atom, Because, Condition, Requirement, Subject};
use holdpoint_policy::model::*;
use std::collections::BTreeMap;

/// The union of both; ids of the first stay as they are.
pub(crate) fn joined(first: &Policy, second: &Policy) -> Policy {
    let mut union = first.clone();
    let mut joiner = Joiner {
        second,
        moved: Moved::default(),
    };
    joiner.things(&mut union);
    joiner.clauses(&mut union);
    union
}

/// Where the second's things are in the union.
#[derive(Default)]
struct Moved {
    parties: Vec<PartyId>,
    actions: Vec<ActionId>,
    capabilities: Vec<CapabilityId>,
    levels: Vec<LevelId>,
    safeguards: Vec<SafeguardId>,
    standards: Vec<StandardId>,
    evaluations: Vec<EvaluationId>,
    scores: Vec<ScoreId>,
    determinations: Vec<DeterminationId>,
    tasks: Vec<TaskId>,
    facts: Vec<FactId>,
    approvals: Vec<ApprovalId>,
    clauses: u32,
    /// Clauses of the second that are the first's as well.
    same_clauses: BTreeMap<ClauseId, ClauseId>,
    /// For each level of the second that the first defines and the second does not: the act of defining it, which is no
    /// less of an act where the first's text has done it.
    defining: BTreeMap<LevelId, TaskId>,
}

struct Joiner<'a> {
    second: &'a Policy,
    moved: Moved,
}

/// Finds each thing of `second` by name among `union`, or adds it; what is added must still be renamed.
fn merge<T: Clone, I: From<usize>>(
    union: &mut Vec<T>,
    second: &[T],
    named: impl Fn(&T) -> &Named,
) -> (Vec<I>, Vec<usize>) {
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for (index, thing) in union.iter().enumerate() {
        by_name.insert(named(thing).name.clone(), index);
    }
    let mut added = Vec::new();
    let ids = second.iter().map(|thing| {
        let known = by_name.get(&named(thing).name).copied();
        let index = known.unwrap_or_else(|| {
            union.push(thing.clone());
            added.push(union.len() - 1);
            union.len() - 1
        });
        I::from(index)
    });
    (ids.collect(), added)
}

impl Joiner<'_> {
    fn things(&mut self, union: &mut Policy) {
        let second = self.second;
        let (parties, _) = merge(&mut union.parties, &second.parties, |it| &it.named);
        self.moved.parties = self.one_developer(parties, union);
        let moved = &mut self.moved;
        (moved.actions, _) = merge(&mut union.actions, &second.actions, |it| &it.named);
        (moved.capabilities, _) = merge(&mut union.capabilities, &second.capabilities, |it| &it.named);
        let levels: Vec<usize>;
        (moved.levels, levels) = merge(&mut union.levels, &second.levels, |it| &it.named);
        let safeguards: Vec<usize>;
        (moved.safeguards, safeguards) = merge(&mut union.safeguards, &second.safeguards, |it| &it.named);
        let tasks: Vec<usize>;
        (moved.tasks, tasks) = merge(&mut union.tasks, &second.tasks, |it| &it.named);
        let facts: Vec<usize>;
        (moved.facts, facts) = merge(&mut union.facts, &second.facts, |it| &it.named);
        let approvals: Vec<usize>;
        (moved.approvals, approvals) = merge(&mut union.approvals, &second.approvals, |it| &it.named);
        let evaluations: Vec<usize>;
        (moved.evaluations, evaluations) = merge(&mut union.evaluations, &second.evaluations, |it| &it.named);
        let scores: Vec<usize>;
        (moved.scores, scores) = merge(&mut union.scores, &second.scores, |it| &it.named);
        self.determinations(union);
        self.standards(union);
        for (index, fact) in second.facts.iter().enumerate() {
            // No history of either text has it cease that one says is permanent.
            union.facts[self.moved.facts[index].index()].permanent |= fact.permanent;
        }
        self.defining_levels(union);
        let moved = &self.moved;
        for index in levels {
            let level = &mut union.levels[index];
            level.by = moved.party(level.by);
            level.above = level.above.map(|it| moved.level(it));
            if let LevelDefinition::When(condition) = &mut level.definition {
                moved.capabilities(condition);
            }
        }
        safeguards
            .into_iter()
            .for_each(|it| union.safeguards[it].by = moved.party(union.safeguards[it].by));
        for index in tasks {
            let task = &mut union.tasks[index];
            task.by = moved.party(task.by);
            task.ends
                .iter_mut()
                .for_each(|it| *it = moved.actions[it.index()]);
        }
        for index in facts {
            let fact = &mut union.facts[index];
            fact.decided_by = fact.decided_by.map(|it| moved.party(it));
        }
        approvals
            .into_iter()
            .for_each(|it| union.approvals[it].by = moved.party(union.approvals[it].by));
        for index in evaluations {
            let evaluation = &mut union.evaluations[index];
            evaluation.by = moved.party(evaluation.by);
            evaluation.of = moved.subject(evaluation.of);
        }
        scores
            .into_iter()
            .for_each(|it| union.scores[it].by = moved.evaluations[union.scores[it].by.index()]);
    }

    fn determinations(&mut self, union: &mut Policy) {
        for declared in &self.second.determinations {
            let own = Determination {
                by: self.moved.party(declared.by),
                of: declared.of.map(|it| self.moved.evaluations[it.index()]),
                requires: declared.requires.map(|it| self.moved.tasks[it.index()]),
                ..declared.clone()
            };
            let is_it = |it: &Determination| {
                it.named.name == own.named.name
                    && (it.by, it.of, it.requires, it.only_if_true)
                        == (own.by, own.of, own.requires, own.only_if_true)
            };
            let known = union.determinations.iter().position(is_it);
            let index = known.unwrap_or_else(|| {
                union.determinations.push(own);
                union.determinations.len() - 1
            });
            self.moved.determinations.push(index.into());
        }
    }

    /// Standards may name one another in any order: first it is found which are alike.
    fn standards(&mut self, union: &mut Policy) {
        let n_first = union.standards.len();
        let mut n_added = 0;
        let alike: Vec<Option<StandardId>> = (0..self.second.standards.len())
            .map(|it| self.same_standard(union, StandardId::from(it)))
            .collect();
        for known in &alike {
            let id = known.unwrap_or_else(|| {
                n_added += 1;
                StandardId::from(n_first + n_added - 1)
            });
            self.moved.standards.push(id);
        }
        for (declared, known) in self.second.standards.iter().zip(&alike) {
            if known.is_none() {
                let mut own = declared.clone();
                own.parts.iter_mut().for_each(|it| self.moved.parts(it));
                union.standards.push(own);
            }
        }
    }

    /// The standard of the first that has the name and the parts of this one of the second.
    fn same_standard(&self, first: &Policy, id: StandardId) -> Option<StandardId> {
        let declared = &self.second.standards[id.index()];
        let named = |it: &Standard| it.named.name == declared.named.name;
        let position = first.standards.iter().position(named)?;
        let is_it = match (&first.standards[position].parts, &declared.parts) {
            (None, None) => true,
            (Some(one), Some(other)) => self.same_parts(first, one, other),
            _ => false,
        };
        is_it.then(|| StandardId::from(position))
    }

    fn same_parts(&self, first: &Policy, one: &StandardParts, other: &StandardParts) -> bool {
        match (one, other) {
            (StandardParts::All(one), StandardParts::All(other))
            | (StandardParts::Any(one), StandardParts::Any(other)) => {
                let mut pairs = one.iter().zip(other);
                one.len() == other.len() && pairs.all(|(one, other)| self.same_parts(first, one, other))
            }
            (StandardParts::One(one), StandardParts::One(Requirement::Standard(other))) => {
                self.same_standard(first, *other).map(Requirement::Standard) == Some(*one)
            }
            (StandardParts::One(one), StandardParts::One(other)) => self.moved.requirement(*other) == *one,
            _ => false,
        }
    }

    fn defining_levels(&mut self, union: &mut Policy) {
        for (index, level) in self.second.levels.iter().enumerate() {
            let there = &union.levels[self.moved.levels[index].index()];
            let differs = there.definition != LevelDefinition::Undefined;
            if level.definition != LevelDefinition::Undefined || !differs {
                continue;
            }
            let mut named = level.named.clone();
            named.name = format!("define-{}", named.name);
            named.title = Some(format!("define {}", level.named.name));
            let task = TaskId::from(union.tasks.len());
            union.tasks.push(Task {
                named,
                by: self.moved.party(level.by),
                irreversible: false,
                ends: Vec::new(),
            });
            self.moved.defining.insert(LevelId::from(index), task);
        }
    }

    /// A union has one developer: the second's is the first's, whatever it is called.
    fn one_developer(&self, mut parties: Vec<PartyId>, union: &Policy) -> Vec<PartyId> {
        let developer = union
            .parties
            .iter()
            .position(|it| it.kind == PartyKind::Developer)
            .map(PartyId::from);
        for (index, party) in self.second.parties.iter().enumerate() {
            if let (PartyKind::Developer, Some(developer)) = (party.kind, developer) {
                parties[index] = developer;
            }
        }
        parties
    }

    fn clauses(&mut self, union: &mut Policy) {
        self.moved.clauses = union.clauses.len() as u32;
        self.find_same_clauses(union);
        for clause in &self.second.clauses {
            let moved = self.moved.clause(clause.clone());
            union.clauses.push(moved);
        }
    }

    /// Who asks for the breach of a clause that both have asks for one thing. What a clause asks for of others is the same
    /// once they are.
    fn find_same_clauses(&mut self, first: &Policy) {
        loop {
            let n_known = self.moved.same_clauses.len();
            for (index, clause) in self.second.clauses.iter().enumerate() {
                let id = ClauseId::from(index);
                if is_overridden(self.second, id) {
                    continue;
                }
                let moved = self.moved.clause(clause.clone());
                let ids = (0..first.clauses.len()).map(ClauseId::from);
                let mut same = ids.filter(|it| {
                    !is_overridden(first, *it) && says_the_same(&first.clauses[it.index()], &moved)
                });
                if let Some(same) = same.next() {
                    self.moved.same_clauses.insert(id, same);
                }
            }
            if self.moved.same_clauses.len() == n_known {
                return;
            }
        }
    }
}

fn is_overridden(policy: &Policy, clause: ClauseId) -> bool {
    policy.clauses.iter().any(|it| it.despite.contains(&clause))
}

fn says_the_same(one: &Clause, other: &Clause) -> bool {
    let tails = |it: &Clause| (it.deadline.clone(), it.unless.clone(), it.until.clone());
    one.named.name == other.named.name
        && (one.who, one.modal, &one.frame, &one.what) == (other.who, other.modal, &other.frame, &other.what)
        && tails(one) == tails(other)
        && one.despite.is_empty()
        && other.despite.is_empty()
}

impl Moved {
    fn party(&self, id: PartyId) -> PartyId {
        self.parties[id.index()]
    }

    fn level(&self, id: LevelId) -> LevelId {
        self.levels[id.index()]
    }

    fn capabilities(&self, condition: &mut CapabilityCondition) {
        match condition {
            CapabilityCondition::One(capability, _) => *capability = self.capabilities[capability.index()],
            CapabilityCondition::All(parts) | CapabilityCondition::Any(parts) => {
                parts.iter_mut().for_each(|it| self.capabilities(it));
            }
        }
    }

    fn parts(&self, parts: &mut StandardParts) {
        match parts {
            StandardParts::One(requirement) => *requirement = self.requirement(*requirement),
            StandardParts::All(parts) | StandardParts::Any(parts) => {
                parts.iter_mut().for_each(|it| self.parts(it))
            }
        }
    }

    fn requirement(&self, requirement: Requirement) -> Requirement {
        match requirement {
            Requirement::Safeguard(it) => Requirement::Safeguard(self.safeguards[it.index()]),
            Requirement::Standard(it) => Requirement::Standard(self.standards[it.index()]),
            Requirement::Task(it) => Requirement::Task(self.tasks[it.index()]),
            Requirement::Determination(it) => Requirement::Determination(self.determinations[it.index()]),
        }
    }

    fn subject(&self, subject: Subject) -> Subject {
        match subject {
            Subject::Level(it) => Subject::Level(self.level(it)),
            Subject::Capability(it, grade) => Subject::Capability(self.capabilities[it.index()], grade),
        }
    }

    fn clause_asked_for(&self, id: ClauseId) -> ClauseId {
        let own = ClauseId(id.0 + self.clauses);
        self.same_clauses.get(&id).copied().unwrap_or(own)
    }

    fn clause(&self, mut clause: Clause) -> Clause {
        clause.who = self.party(clause.who);
        clause.despite.iter_mut().for_each(|it| it.0 += self.clauses);
        match &mut clause.frame {
            Frame::Before { actions, when } | Frame::While { actions, when } => {
                actions.iter_mut().for_each(|it| *it = self.actions[it.index()]);
                when.iter_mut().for_each(|it| self.condition(it));
            }
            Frame::When(condition) => self.condition(condition),
            Frame::AtAllTimes => {}
        }
        match &mut clause.what {
            What::Have(goal) => self.condition(goal),
            What::Pause(action) | What::Continue(action) => *action = self.actions[action.index()],
            What::Do(task) => *task = self.tasks[task.index()],
            What::Run { evaluation, .. } => *evaluation = self.evaluations[evaluation.index()],
        }
        clause
            .unless
            .iter_mut()
            .chain(&mut clause.until)
            .for_each(|it| self.condition(it));
        clause
    }

    fn condition(&self, condition: &mut Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter_mut().for_each(|it| self.condition(it))
            }
            Condition::Not(inner) | Condition::ForAtLeast(inner, _) => self.condition(inner),
            Condition::Atom(atom) => self.atom(atom),
        }
    }

    fn atom(&self, atom: &mut Atom) {
        match atom {
            Atom::Met(requirement) => *requirement = self.requirement(*requirement),
            Atom::Indicated { subject, by } | Atom::RuledOut { subject, by } => {
                *subject = self.subject(*subject);
                *by = by.map(|it| self.evaluations[it.index()]);
            }
            Atom::Reached(subject) => *subject = self.subject(*subject),
            Atom::LevelDefined(it) => match self.defining.get(it) {
                Some(task) => *atom = Atom::Met(Requirement::Task(*task)),
                None => *it = self.level(*it),
            },
            Atom::StandardDefined(it) => *it = self.standards[it.index()],
            Atom::Holds(it) => *it = self.facts[it.index()],
            Atom::Approved { party, approval } => {
                *party = self.party(*party);
                *approval = self.approvals[approval.index()];
            }
            Atom::Attempted(it) => *it = self.safeguards[it.index()],
            Atom::ComputeAtLeast(_) => {}
            Atom::ScoreAtMost(it, _) | Atom::ScoreAtLeast(it, _) => *it = self.scores[it.index()],
            Atom::GoingOn(it) => *it = self.actions[it.index()],
            Atom::Paused { action, because } => {
                *action = self.actions[action.index()];
                *because = because.map(|it| Because {
                    clause: self.clause_asked_for(it.clause),
                    ..it
                });
            }
            Atom::Breached(it) => *it = self.clause_asked_for(*it),
            Atom::Announced(inner) => self.condition(inner),
        }
    }
}

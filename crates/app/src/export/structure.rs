//! How a policy is built, as a drawing: the levels and what indicates them, the clauses that name them, the actions that
//! they bar, and the safeguards that they ask for.
//!
//! It must not know what a clause means for a game.

use super::Document;
use super::dot::quoted;
use holdpoint_policy::condition::{Atom, Condition, Requirement, Subject};
use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::model::{Clause, Frame, Policy, StandardParts, What};
use std::collections::BTreeSet;

pub(super) fn drawings(encoding: &Encoding) -> Vec<Document> {
    let policies = encoding.policies.iter().map(|it| &it.base);
    policies.map(drawing).collect()
}

fn drawing(policy: &Policy) -> Document {
    let mut drawing = Drawing {
        policy,
        lines: BTreeSet::new(),
    };
    for clause in &policy.clauses {
        drawing.clause(clause);
    }
    for level in &policy.levels {
        if let Some(below) = level.above {
            let below = ("level", policy.levels[below.index()].named.name.as_str());
            drawing.arrow(below, ("level", &level.named.name), "below");
        }
    }
    let title = policy.title.clone().unwrap_or_else(|| policy.name.clone());
    let lines: Vec<String> = drawing.lines.into_iter().collect();
    let text = format!(
        "digraph {} {{\n  rankdir=LR; label={}; labelloc=t; fontname=Helvetica;\n  \
         node [fontname=Helvetica, fontsize=10]; edge [fontname=Helvetica, fontsize=9];\n{}}}\n",
        quoted(&policy.name),
        quoted(&title),
        lines.concat(),
    );
    Document {
        name: format!("{}.dot", policy.name),
        text,
    }
}

struct Drawing<'a> {
    policy: &'a Policy,
    /// Nodes and arrows, each once, in one order.
    lines: BTreeSet<String>,
}

/// A kind of thing, and its name.
type Thing<'a> = (&'static str, &'a str);

impl<'a> Drawing<'a> {
    fn clause(&mut self, clause: &'a Clause) {
        let it = ("clause", clause.named.name.as_str());
        let (condition, actions) = match &clause.frame {
            Frame::Before { actions, when } | Frame::While { actions, when } => {
                (when.as_ref(), actions.clone())
            }
            Frame::When(condition) => (Some(condition), Vec::new()),
            Frame::AtAllTimes => (None, Vec::new()),
        };
        for action in actions {
            self.arrow(
                it,
                ("action", &self.policy.actions[action.index()].named.name),
                "before",
            );
        }
        for thing in self.things(condition) {
            self.arrow(thing, it, "when");
        }
        for thing in self.things(clause.unless.as_ref()) {
            self.arrow(thing, it, "unless");
        }
        match &clause.what {
            What::Have(condition) => {
                for thing in self.things(Some(condition)) {
                    self.arrow(it, thing, "asks for");
                }
            }
            What::Pause(action) | What::Continue(action) => {
                self.arrow(
                    it,
                    ("action", &self.policy.actions[action.index()].named.name),
                    "pauses",
                );
            }
            What::Do(task) => self.arrow(
                it,
                ("task", &self.policy.tasks[task.index()].named.name),
                "asks for",
            ),
            What::Run { evaluation, .. } => {
                let evaluation = &self.policy.evaluations[evaluation.index()];
                let run = ("evaluation", evaluation.named.name.as_str());
                self.arrow(it, run, "runs");
                let of = self.subject(evaluation.of);
                self.arrow(run, of, "looks for");
            }
        }
    }

    /// What a condition names.
    fn things(&mut self, condition: Option<&'a Condition>) -> Vec<Thing<'a>> {
        let mut atoms = Vec::new();
        condition
            .into_iter()
            .for_each(|it| it.atoms(&mut |atom| atoms.push(atom)));
        atoms.into_iter().filter_map(|it| self.thing(it)).collect()
    }

    fn thing(&mut self, atom: &Atom) -> Option<Thing<'a>> {
        let policy = self.policy;
        Some(match atom {
            Atom::Met(requirement) => self.requirement(*requirement),
            Atom::Indicated { subject, .. } | Atom::RuledOut { subject, .. } | Atom::Reached(subject) => {
                self.subject(*subject)
            }
            Atom::LevelDefined(level) => ("level", &policy.levels[level.index()].named.name),
            Atom::StandardDefined(it) => self.requirement(Requirement::Standard(*it)),
            Atom::Holds(fact) => ("fact", &policy.facts[fact.index()].named.name),
            Atom::Approved { approval, .. } => ("approval", &policy.approvals[approval.index()].named.name),
            Atom::Attempted(it) => self.requirement(Requirement::Safeguard(*it)),
            Atom::GoingOn(action) | Atom::Paused { action, .. } => {
                ("action", &policy.actions[action.index()].named.name)
            }
            _ => return None,
        })
    }

    fn requirement(&mut self, requirement: Requirement) -> Thing<'a> {
        let policy = self.policy;
        match requirement {
            Requirement::Safeguard(it) => ("safeguard", &policy.safeguards[it.index()].named.name),
            Requirement::Task(it) => ("task", &policy.tasks[it.index()].named.name),
            Requirement::Determination(it) => {
                ("determination", &policy.determinations[it.index()].named.name)
            }
            Requirement::Standard(it) => {
                let standard = &policy.standards[it.index()];
                let thing = ("standard", standard.named.name.as_str());
                let mut parts = Vec::new();
                standard.parts.iter().for_each(|it| gather(it, &mut parts));
                for part in parts {
                    let part = self.requirement(part);
                    self.arrow(thing, part, "part");
                }
                thing
            }
        }
    }

    fn subject(&self, subject: Subject) -> Thing<'a> {
        match subject {
            Subject::Level(level) => ("level", &self.policy.levels[level.index()].named.name),
            Subject::Capability(it, _) => ("capability", &self.policy.capabilities[it.index()].named.name),
        }
    }

    fn arrow(&mut self, from: Thing<'a>, to: Thing<'a>, words: &str) {
        self.node(from);
        self.node(to);
        let (from, to) = (quoted(&id(from)), quoted(&id(to)));
        self.lines
            .insert(format!("  {from} -> {to} [label={}];\n", quoted(words)));
    }

    fn node(&mut self, thing: Thing<'a>) {
        let shape = match thing.0 {
            "action" => "shape=box, style=filled, fillcolor=\"#f4b183\"",
            "level" => "shape=house",
            "clause" => "shape=note",
            "standard" | "safeguard" => "shape=component",
            "evaluation" => "shape=ellipse",
            _ => "shape=box, style=rounded",
        };
        let label = quoted(&format!("{}\n{}", thing.0, thing.1));
        self.lines
            .insert(format!("  {} [label={label}, {shape}];\n", quoted(&id(thing))));
    }
}

fn id((kind, name): Thing<'_>) -> String {
    format!("{kind} {name}")
}

fn gather(parts: &StandardParts, into: &mut Vec<Requirement>) {
    match parts {
        StandardParts::One(requirement) => into.push(*requirement),
        StandardParts::All(parts) | StandardParts::Any(parts) => parts.iter().for_each(|it| gather(it, into)),
    }
}

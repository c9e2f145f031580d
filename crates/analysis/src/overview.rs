//! Several policies at a glance: the grade of every action, who can end its pauses, what is undefined, the ways around.
//!
//! It must not know how policies are set side by side.

use crate::check::Contexts;
use crate::property::Context;
use crate::report::overview::{ActionOverview, Escape, PolicyOverview};
use crate::{findings, grades, ladder, matrix};
use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::inquiry::{PolicyId, Scope};
use holdpoint_policy::model::{ActionId, LevelDefinition, PartyKind, Policy};

/// Every policy of an encoding, with nothing assumed. `progress` is told how much is done, from 0 to the total.
pub fn overview(encoding: &Encoding, progress: &mut (dyn FnMut(usize, usize) + Send)) -> Vec<PolicyOverview> {
    let contexts = Contexts::new(encoding);
    let n_actions: usize = encoding.policies.iter().map(|it| it.base.actions.len()).sum();
    let mut n_done = 0;
    let mut all = Vec::new();
    for index in 0..encoding.policies.len() {
        let id = PolicyId(index as u32);
        let context = contexts.get(id, &Scope::default()).with_powers();
        let actions = (0..context.policy.actions.len()).map(|action| {
            progress(n_done, n_actions);
            n_done += 1;
            of_action(encoding, &context, action.into())
        });
        let actions = actions.collect();
        all.push(of_policy(&context.policy, actions));
    }
    progress(n_actions, n_actions);
    all
}

fn of_policy(policy: &Policy, actions: Vec<ActionOverview>) -> PolicyOverview {
    let name = |it: &holdpoint_policy::model::PartyId| policy.parties[it.index()].named.name.clone();
    let is_developers =
        |it: &holdpoint_policy::model::PartyId| policy.parties[it.index()].kind.is_developer_side();
    let developer = policy.parties.iter().filter(|it| it.kind == PartyKind::Developer);
    let amended_by = match policy.amended_by.as_slice() {
        [] => developer.map(|it| it.named.name.clone()).collect(),
        named => named.iter().map(name).collect(),
    };
    PolicyOverview {
        id: policy.name.clone(),
        title: policy.title.clone(),
        effective: policy.effective,
        actions,
        undefined: undefined(policy),
        amended_by,
        is_amended_alone: policy.amended_by.iter().all(is_developers),
    }
}

fn undefined(policy: &Policy) -> Vec<String> {
    let levels = (policy.levels.iter())
        .filter(|it| it.definition == LevelDefinition::Undefined)
        .map(|it| ("level", &it.named.name));
    let standards = (policy.standards.iter())
        .filter(|it| it.parts.is_none())
        .map(|it| ("standard", &it.named.name));
    let safeguards = (policy.safeguards.iter())
        .filter(|it| it.undefined)
        .map(|it| ("safeguard", &it.named.name));
    let all = levels.chain(standards).chain(safeguards);
    all.map(|(kind, name)| format!("{kind} {name}")).collect()
}

fn of_action(encoding: &Encoding, context: &Context<'_>, action: ActionId) -> ActionOverview {
    let coded = encoding.policy(context.id);
    ActionOverview {
        action: context.policy.actions[action.index()].named.name.clone(),
        rows: grades::rows(coded, std::slice::from_ref(context), action),
        escapes: escapes(context, action),
    }
}

/// Those that the text grants, then those that a play shows.
fn escapes(context: &Context<'_>, action: ActionId) -> Vec<Escape> {
    let policy = &context.policy;
    let mut all: Vec<Escape> = Vec::new();
    for id in ladder::clause_ids(policy) {
        let clause = &policy.clauses[id.index()];
        if context.terms.counts(id, clause) && ladder::barred_actions(clause).contains(&action) {
            for way in matrix::escapes(policy, id, clause) {
                add(&mut all, way, std::slice::from_ref(&clause.named.name));
            }
        }
    }
    for shortcut in findings::shortcuts(context, action) {
        add(
            &mut all,
            "none of its safeguards in place".to_owned(),
            &shortcut.clauses,
        );
    }
    all
}

fn add(all: &mut Vec<Escape>, way: String, clauses: &[String]) {
    if !all.iter().any(|it| it.way == way) {
        all.push(Escape {
            way: way.clone(),
            clauses: Vec::new(),
        });
    }
    let known = all
        .iter_mut()
        .find(|it| it.way == way)
        .expect("it was just added");
    for clause in clauses {
        if !known.clauses.contains(clause) {
            known.clauses.push(clause.clone());
        }
    }
}

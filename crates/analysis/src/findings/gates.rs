//! Findings about gated actions: what clears a pause, what passes a gate, who is left in a pause.
//!
//! It must not know the text of clauses beyond what they ask.

use super::{Found, Scope, in_words};
use crate::board::{Board, Coalition, Options, Pace, Watch};
use crate::grades::safeguards_asked;
use crate::ladder;
use crate::property::{Context, Reach, reach, reach_with, wait_words};
use crate::strength;
use crate::waits::{MOST_POSITIONS_BESIDE, Pauses};
use crate::words::place;
use holdpoint_game::{Arena, Length, Side, solve};
use holdpoint_policy::Severity;
use holdpoint_policy::condition::{Atom, Condition, Requirement, Subject};
use holdpoint_policy::inquiry::{At, Strength};
use holdpoint_policy::model::{ActionId, Clause, ClauseId, Policy, SafeguardId, StandardParts, What};
use std::collections::BTreeSet;

/// Clauses at the level that bar the action and ask for a state.
fn gates(context: &Context<'_>, action: ActionId, level: At) -> Vec<ClauseId> {
    let policy = &context.policy;
    ladder::clause_ids(policy)
        .filter(|id| {
            let clause = &policy.clauses[id.index()];
            context.terms.counts(*id, clause)
                && ladder::barred_actions(clause).contains(&action)
                && ladder::is_at(policy, *id, level)
                && !matches!(clause.what, What::Run { .. })
        })
        .collect()
}

fn names(policy: &Policy, clauses: &[ClauseId]) -> Vec<String> {
    clauses
        .iter()
        .map(|it| policy.clauses[it.index()].named.name.clone())
        .collect()
}

/// All that clears the gate are safeguards that cannot fail, tasks or definitions.
pub(super) fn checklist_gate(scope: &Scope<'_, '_>) -> Vec<Found> {
    let policy = &scope.context.policy;
    let mut found = Vec::new();
    for (action, level) in scope.gated() {
        let gates = gates(scope.context, action, level);
        let listed = |id: &ClauseId| is_listed(policy, &policy.clauses[id.index()]);
        if gates.is_empty() || !gates.iter().all(listed) {
            continue;
        }
        let message = format!(
            "{}: everything that lifts the pause is the developer's to carry out, whatever its models turn out to do",
            place(&scope.context.policy, action, level)
        );
        let place = policy.clauses[gates[0].index()].named.name_place;
        found.push(
            Found::new(Severity::Note, place, message)
                .clauses(names(policy, &gates))
                .on(action, level),
        );
    }
    found
}

fn is_listed(policy: &Policy, clause: &Clause) -> bool {
    match (&clause.what, &clause.until) {
        (What::Have(goal), _) => all_listed(policy, goal),
        (What::Do(task), _) => policy.parties[policy.tasks[task.index()].by.index()]
            .kind
            .is_developer_side(),
        (What::Pause(_), Some(until)) => all_listed(policy, until),
        _ => false,
    }
}

fn all_listed(policy: &Policy, condition: &Condition) -> bool {
    let mut listed = true;
    condition.atoms(&mut |atom| {
        listed &= match atom {
            Atom::Met(requirement) => is_list_item(policy, *requirement),
            Atom::LevelDefined(level) => policy.parties[policy.levels[level.index()].by.index()]
                .kind
                .is_developer_side(),
            Atom::StandardDefined(_) => true,
            _ => false,
        }
    });
    listed
}

fn is_list_item(policy: &Policy, requirement: Requirement) -> bool {
    match requirement {
        Requirement::Safeguard(it) => {
            let declared = &policy.safeguards[it.index()];
            !declared.may_fail
                && !declared.undefined
                && policy.parties[declared.by.index()].kind.is_developer_side()
        }
        Requirement::Task(it) => policy.parties[policy.tasks[it.index()].by.index()]
            .kind
            .is_developer_side(),
        Requirement::Determination(_) => false,
        Requirement::Standard(it) => policy.standards[it.index()]
            .parts
            .as_ref()
            .is_some_and(|parts| parts_listed(policy, parts)),
    }
}

fn parts_listed(policy: &Policy, parts: &StandardParts) -> bool {
    match parts {
        StandardParts::One(it) => is_list_item(policy, *it),
        StandardParts::All(parts) | StandardParts::Any(parts) => {
            parts.iter().all(|it| parts_listed(policy, it))
        }
    }
}

/// A pause can end with none of its safeguards in place.
pub(super) fn shortcut(scope: &Scope<'_, '_>) -> Vec<Found> {
    let context = scope.context;
    let policy = &context.policy;
    let mut found = Vec::new();
    for (action, level) in scope.gated() {
        let gates = gates(context, action, level);
        let gathered = safeguards_asked(context, action, level);
        let items: BTreeSet<SafeguardId> = gathered.into_iter().flatten().collect();
        if gates.is_empty() || items.is_empty() {
            continue;
        }
        let asking: BTreeSet<ClauseId> = gates
            .iter()
            .copied()
            .filter(|it| !asked_by(policy, *it).is_disjoint(&items))
            .collect();
        let watch = Watch::EndsWhile {
            action,
            clauses: asking.clone(),
            condition: Condition::All(Vec::new()),
        };
        let without = reach_with(context, watch, &|mut options| {
            options.never_begun = items.clone();
            options
        });
        if let Reach::Play { play, .. } = without {
            let asking: Vec<ClauseId> = asking.into_iter().collect();
            let message = format!(
                "{}: a pause can end with none of its safeguards in place",
                place(&context.policy, action, level)
            );
            let place = policy.clauses[asking.first().unwrap_or(&gates[0]).index()]
                .named
                .name_place;
            let found_here = Found::new(Severity::Warning, place, message).clauses(names(policy, &asking));
            found.push(found_here.on(action, level).play(Some(*play)));
        }
    }
    found
}

/// The safeguards that one clause asks for.
fn asked_by(policy: &Policy, id: ClauseId) -> BTreeSet<SafeguardId> {
    let mut items = BTreeSet::new();
    let clause = &policy.clauses[id.index()];
    let goal = if let What::Have(goal) = &clause.what {
        Some(goal)
    } else {
        None
    };
    for condition in goal.into_iter().chain(clause.until.as_ref()) {
        condition.atoms(&mut |atom| {
            if let Atom::Met(requirement) = atom {
                gather(policy, *requirement, &mut items);
            }
        });
    }
    items
}

fn gather(policy: &Policy, requirement: Requirement, items: &mut BTreeSet<SafeguardId>) {
    fn parts_of(policy: &Policy, parts: &StandardParts, items: &mut BTreeSet<SafeguardId>) {
        match parts {
            StandardParts::One(it) => gather(policy, *it, items),
            StandardParts::All(parts) | StandardParts::Any(parts) => {
                parts.iter().for_each(|it| parts_of(policy, it, items));
            }
        }
    }
    match requirement {
        Requirement::Safeguard(it) => drop(items.insert(it)),
        Requirement::Standard(it) => {
            if let Some(parts) = &policy.standards[it.index()].parts {
                parts_of(policy, parts, items);
            }
        }
        Requirement::Task(_) | Requirement::Determination(_) => {}
    }
}

/// All gates kept, and yet the level is truly reached and the action goes on without what is asked at it.
pub(super) fn exposure(scope: &Scope<'_, '_>) -> Vec<Found> {
    // An exercised exception is no gate kept.
    let mut context = scope.context.clone();
    context.terms.with_exceptions = false;
    let context = &context;
    let mut found = Vec::new();
    for (action, level) in scope.gated() {
        let Some(level) = level else { continue };
        for gate in gates(context, action, Some(level)) {
            let clause = &context.policy.clauses[gate.index()];
            let (What::Have(goal), Some(_)) = (&clause.what, ladder::levels_named(&context.policy, clause))
            else {
                continue;
            };
            let exposed = Condition::All(vec![
                Condition::Atom(Atom::Reached(Subject::Level(level))),
                Condition::Atom(Atom::GoingOn(action)),
                Condition::Not(Box::new(goal.clone())),
            ]);
            if let Reach::Play { play, .. } = reach(context, Watch::Condition(exposed.clone()), true) {
                let longest = longest_exposure(context, exposed);
                let message = format!(
                    "{}: the level can be there and the action go on without what `{}` asks for, {} {}, with every gate kept",
                    place(&context.policy, action, Some(level)),
                    clause.named.name,
                    longest,
                    in_words(context)
                );
                let own = vec![clause.named.name.clone()];
                let here = Found::new(Severity::Warning, clause.named.name_place, message).clauses(own);
                found.push(here.on(action, Some(level)).play(Some(*play)));
            }
        }
    }
    found
}

/// Everybody playing for it.
fn longest_exposure(context: &Context<'_>, exposed: Condition) -> String {
    let mut options = Options::new(
        Pace::Together,
        Coalition::everyone(&context.policy),
        context.terms.clone(),
    );
    options.hidden_moments = true;
    let watch = [Watch::Condition(exposed)];
    let longest = Board::new(&context.policy, &context.setting, options, &watch)
        .ok()
        .and_then(|board| {
            let arena = Arena::explore(&board, &board.roots(), MOST_POSITIONS_BESIDE).ok()?;
            let run = solve::longest_run(&arena, Side::Theirs, 1);
            Some(run.value(arena.roots()[0]))
        });
    match longest {
        Some(Length::Finite(steps)) => format!("for up to {}", context.setting.words(steps)),
        Some(Length::Endless) => "without end".to_owned(),
        None => "for a time that the solver has no room to find".to_owned(),
    }
}

/// The grade is another under another reading.
pub(super) fn depends_on_reading(scope: &Scope<'_, '_>) -> Vec<Found> {
    let context = scope.context;
    let coded = context.encoding.policy(context.id);
    let mut found = Vec::new();
    let readings = coded.readings();
    if readings.len() < 2 {
        return found;
    }
    for (action, level) in scope.gated() {
        let base = strength::strength(context, action, level);
        let others = readings.iter().skip(1).filter_map(|reading| {
            let graded = strength::strength(&context.reread(reading), action, level);
            let words: Vec<&str> = graded.grades.iter().map(|it| it.word()).collect();
            (graded.grades != base.grades)
                .then(|| format!("{} ({})", words.join(" or "), coded.reading_words(reading)))
        });
        let others: Vec<String> = others.collect();
        if !others.is_empty() {
            let base: Vec<&str> = base.grades.iter().map(|it| it.word()).collect();
            let message = format!(
                "{} is {} under the base reading and {} under others",
                place(&context.policy, action, level),
                base.join(" or "),
                others.join(", ")
            );
            let place = context.policy.actions[action.index()].named.name_place;
            found.push(Found::new(Severity::Warning, place, message).on(action, level));
        }
    }
    found
}

pub(super) fn self_clearing_pause(scope: &Scope<'_, '_>) -> Vec<Found> {
    let context = scope.context;
    let mut found = Vec::new();
    for (action, level) in scope.gated() {
        let graded = strength::strength(context, action, level);
        if graded.grades == [Strength::SelfClearing] {
            let message = format!(
                "{}: others can force a pause, and the developer alone can end it: {}",
                place(&context.policy, action, level),
                wait_words(&context.setting, graded.prepared)
            );
            let place = context.policy.actions[action.index()].named.name_place;
            found.push(
                Found::new(Severity::Note, place, message)
                    .on(action, level)
                    .play(graded.play),
            );
        }
    }
    found
}

/// A pause from which there is no way out for anybody, and not for want of a definition.
pub(super) fn pause_nobody_can_end(scope: &Scope<'_, '_>) -> Vec<Found> {
    let context = scope.context;
    let mut found = Vec::new();
    for (action, level) in scope.gated() {
        let Reach::Play { play, .. } = reach(context, Watch::Pause { action, level }, false) else {
            continue;
        };
        let everyone = Coalition::everyone(&context.policy);
        let given = |mut options: Options| {
            options.gift = true;
            options
        };
        let pauses = Pauses::at(action, level);
        let ends = context.scene().ends_every_pause_with(&everyone, &pauses, &given);
        if ends == Some(false) {
            let message = format!(
                "{}: there is a pause that nobody can end",
                place(&context.policy, action, level)
            );
            let place = context.policy.actions[action.index()].named.name_place;
            found.push(
                Found::new(Severity::Warning, place, message)
                    .on(action, level)
                    .play(Some(*play)),
            );
        }
    }
    found
}

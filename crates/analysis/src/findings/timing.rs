//! Findings about clocks: intervals, deadlines, and the choice of the moment.
//!
//! It must not know who gains by a moment.

use super::{Found, Scope, assumed, in_words};
use crate::board::Coalition;
use crate::compute::Ratio;
use crate::report::Wait;
use crate::setting::Use;
use crate::waits::Pauses;
use crate::words::{self, place};
use holdpoint_policy::Severity;
use holdpoint_policy::condition::{Atom, Requirement};
use holdpoint_policy::model::{Clause, Deadline, Frame, Modal, SafeguardId, TaskId, What};
use holdpoint_policy::quantity::Duration;
use holdpoint_policy::world::Work;
use std::collections::BTreeSet;

/// Training may pass the whole buffer between two evaluations.
pub(super) fn interval_larger_than_buffer(scope: &Scope<'_, '_>) -> Vec<Found> {
    let policy = &scope.context.policy;
    let mut found = Vec::new();
    for clause in &policy.clauses {
        let What::Run {
            evaluation,
            compute: Some(interval),
            ..
        } = &clause.what
        else {
            continue;
        };
        let Some(buffer) = policy.evaluations[evaluation.index()].buffer else {
            continue;
        };
        if Ratio::of(interval.0).is_more_than(&Ratio::of(buffer.0)) {
            let message = format!(
                "`{}` looks every {}x, and the signs come only {}x before",
                clause.named.name,
                words::decimal(interval.0),
                words::decimal(buffer.0)
            );
            let help = format!("an interval of at most {}x", words::decimal(buffer.0));
            let own = vec![clause.named.name.clone()];
            found.push(
                Found::new(Severity::Warning, clause.named.name_place, message)
                    .clauses(own)
                    .help(help),
            );
        }
    }
    found
}

/// A duty that is fired and never due.
pub(super) fn duty_without_deadline(scope: &Scope<'_, '_>) -> Vec<Found> {
    let policy = &scope.context.policy;
    let open = policy.clauses.iter().filter(|clause| {
        let fired = matches!(clause.frame, Frame::When(_)) && clause.modal != Modal::May;
        let duty = matches!(clause.what, What::Do(_) | What::Have(_));
        fired && duty && matches!(clause.deadline, None | Some(Deadline::Unspecified(_)))
    });
    open.map(|clause| {
        let message = match &clause.deadline {
            Some(Deadline::Unspecified(word)) => {
                format!(
                    "`{}` is due \"{word}\", which nobody can be late for",
                    clause.named.name
                )
            }
            _ => format!("`{}` is owed and never due", clause.named.name),
        };
        let own = vec![clause.named.name.clone()];
        Found::new(Severity::Warning, clause.named.name_place, message)
            .clauses(own)
            .help("say `within …` or `by …`")
    })
    .collect()
}

/// With evaluations only when they are due, the developer would fare worse.
pub(super) fn evaluation_timing_can_be_gamed(scope: &Scope<'_, '_>) -> Vec<Found> {
    let context = scope.context;
    let mut found = Vec::new();
    for (action, level) in scope.gated() {
        let runs = context
            .policy
            .clauses
            .iter()
            .any(|it| matches!(it.what, What::Run { .. }));
        if !runs || crate::strength::clauses_at(context, action, level).is_empty() {
            continue;
        }
        let (scene, pauses, developer) = (context.scene(), Pauses::at(action, level), Coalition::developer());
        let when_due = scene.prepared_wait_with(&developer, &pauses, &|mut options| {
            options.only_due_evaluations = true;
            options
        });
        if matches!(when_due.wait, Wait::Steps(0) | Wait::None) {
            continue;
        }
        let free = scene.prepared_wait(&developer, &pauses);
        if is_shorter(free.wait, when_due.wait) {
            let setting = &context.setting;
            let message = format!(
                "{}: an early evaluation moves the next one that is due, and with it the longest pause, from {} to {}",
                place(&context.policy, action, level),
                crate::property::wait_words(setting, when_due.wait),
                crate::property::wait_words(setting, free.wait)
            );
            let place = context.policy.actions[action.index()].named.name_place;
            found.push(Found::new(Severity::Warning, place, message).on(action, level));
        }
    }
    found
}

fn is_shorter(one: Wait, other: Wait) -> bool {
    match (one, other) {
        (Wait::Steps(one), Wait::Steps(other)) => one < other,
        (Wait::Steps(_), Wait::Unknown | Wait::Never) | (Wait::Unknown, Wait::Never) => true,
        _ => false,
    }
}

/// The deadline is shorter than the world says that the work takes at least.
pub(super) fn met_only_by_breaking_an_assumption(scope: &Scope<'_, '_>) -> Vec<Found> {
    let context = scope.context;
    let mut found = Vec::new();
    for clause in &context.policy.clauses {
        let Some(Deadline::Within(time)) = &clause.deadline else {
            continue;
        };
        let Some((needs, used)) = least_time(scope, clause) else {
            continue;
        };
        if needs > limit(scope, *time) {
            let message = format!(
                "`{}` is due within {}, and {} what it asks takes at least {} ({})",
                clause.named.name,
                words::duration(*time),
                in_words(context),
                context.setting.words(needs),
                assumed(context, &used)
            );
            let own = vec![clause.named.name.clone()];
            found.push(Found::new(Severity::Warning, clause.named.name_place, message).clauses(own));
        }
    }
    found
}

fn limit(scope: &Scope<'_, '_>, time: Duration) -> u32 {
    scope.context.setting.rounded_down(time)
}

/// The least time that the work a clause asks for takes.
fn least_time(scope: &Scope<'_, '_>, clause: &Clause) -> Option<(u32, BTreeSet<Use>)> {
    let setting = &scope.context.setting;
    match &clause.what {
        What::Do(task) => task_time(scope, *task),
        What::Have(goal) => {
            let mut items: BTreeSet<SafeguardId> = BTreeSet::new();
            goal.atoms(&mut |atom| {
                if let Atom::Met(Requirement::Safeguard(it)) = atom {
                    items.insert(*it);
                }
            });
            let schedule = crate::schedule::Schedule { setting };
            let used = schedule
                .closure(&items)
                .into_iter()
                .map(|it| Use::Takes(Work::Safeguard(it)))
                .collect();
            Some((schedule.finished(&items, &BTreeSet::new()).least, used))
        }
        _ => None,
    }
}

fn task_time(scope: &Scope<'_, '_>, task: TaskId) -> Option<(u32, BTreeSet<Use>)> {
    let takes = scope.context.setting.task_takes(task)?;
    Some((takes.least, BTreeSet::from([Use::Takes(Work::Task(task))])))
}

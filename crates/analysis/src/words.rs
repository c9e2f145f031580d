//! Duties, frames and definitions said in the language's own words.
//!
//! It must not know where the words are shown.

use holdpoint_policy::condition::{Atom, Condition, Requirement, Subject};
use holdpoint_policy::inquiry::At;
use holdpoint_policy::model::{
    ActionId, CapabilityCondition, Clause, Comparison, Deadline, EvaluationRule, Frame, Modal, Policy,
    StandardParts, What,
};
use std::collections::BTreeSet;

pub(crate) use holdpoint_policy::words::{condition, decimal, duration};

/// `training at ASL-3`.
pub(crate) fn place(policy: &Policy, action: ActionId, level: At) -> String {
    let action = &policy.actions[action.index()].named.name;
    match level {
        Some(level) => format!("{action} at {}", policy.levels[level.index()].named.name),
        None => action.clone(),
    }
}

/// What a clause asks for, without its frame: `have ASL-3-security in place`.
pub(crate) fn asks(policy: &Policy, clause: &Clause) -> String {
    let not = if clause.modal == Modal::MustNot {
        "not "
    } else {
        ""
    };
    let what = match &clause.what {
        What::Have(goal) => condition(policy, goal),
        What::Pause(action) => format!("pause {}", policy.actions[action.index()].named.name),
        What::Continue(action) => format!("continue {}", policy.actions[action.index()].named.name),
        What::Do(task) => format!("do {}", policy.tasks[task.index()].named.name),
        What::Run {
            evaluation,
            compute,
            calendar,
        } => {
            let name = &policy.evaluations[evaluation.index()].named.name;
            let clocks = [
                compute.map(|it| format!("every {}x compute", decimal(it.0))),
                calendar.map(|it| format!("every {}", duration(it))),
            ];
            format!(
                "run {name} {}",
                clocks.into_iter().flatten().collect::<Vec<_>>().join(" and ")
            )
        }
    };
    format!("{not}{what}")
}

/// The whole clause: `before training, when ASL-3 is indicated: Lab must have S in place`.
pub(crate) fn clause(policy: &Policy, clause: &Clause) -> String {
    let names = |actions: &[ActionId]| {
        let names = actions
            .iter()
            .map(|it| policy.actions[it.index()].named.name.as_str());
        names.collect::<Vec<_>>().join(" and ")
    };
    let when = |it: &Option<Condition>| {
        it.as_ref()
            .map_or(String::new(), |it| format!(" when {}", condition(policy, it)))
    };
    let frame = match &clause.frame {
        Frame::Before { actions, when: it } => format!("before {}{}", names(actions), when(it)),
        Frame::While { actions, when: it } => format!("while {}{}", names(actions), when(it)),
        Frame::When(it) => format!("when {}", condition(policy, it)),
        Frame::AtAllTimes => "at all times".to_owned(),
    };
    let who = &policy.parties[clause.who.index()].named.name;
    let modal = match clause.modal {
        Modal::Must | Modal::MustNot => "must",
        Modal::IntendsTo => "intends to",
        Modal::May => "may",
    };
    let tails = [
        Some(deadline(clause)).filter(|it| !it.is_empty()),
        clause
            .unless
            .as_ref()
            .map(|it| format!("unless {}", condition(policy, it))),
        clause
            .until
            .as_ref()
            .map(|it| format!("until {}", condition(policy, it))),
    ];
    let tails = tails
        .into_iter()
        .flatten()
        .map(|it| format!(", {it}"))
        .collect::<String>();
    format!("{frame}: {who} {modal} {}{tails}", duty(policy, clause))
}

/// What a clause asks for as it stands after `must`: `have ASL-3-security in place`.
pub(crate) fn duty(policy: &Policy, clause: &Clause) -> String {
    match &clause.what {
        What::Have(goal) => {
            let not = if clause.modal == Modal::MustNot {
                "not "
            } else {
                ""
            };
            match had(policy, goal) {
                Some(words) => format!("{not}have {words}"),
                None => format!("{not}have it so that {}", condition(policy, goal)),
            }
        }
        _ => asks(policy, clause),
    }
}

/// `ASL-3-security in place and new-thresholds approved`; `None` where it cannot be said so.
fn had(policy: &Policy, goal: &Condition) -> Option<String> {
    let each = |parts: &[Condition], with: &str| {
        let parts: Option<Vec<String>> = parts.iter().map(|it| had(policy, it)).collect();
        parts.map(|it| it.join(with))
    };
    match goal {
        Condition::All(parts) => each(parts, " and "),
        Condition::Any(parts) if parts.iter().all(|it| matches!(it, Condition::Atom(_))) => {
            each(parts, " or ")
        }
        Condition::Atom(Atom::Approved { party, approval }) => Some(format!(
            "{} approved by {}",
            policy.approvals[approval.index()].named.name,
            policy.parties[party.index()].named.name
        )),
        Condition::Atom(Atom::Met(_) | Atom::LevelDefined(_) | Atom::StandardDefined(_)) => {
            Some(condition(policy, goal).replacen(" is ", " ", 1))
        }
        _ => None,
    }
}

/// Everything that the clause speaks of but for actions, each in its words.
pub(crate) fn named_in(policy: &Policy, clause: &Clause) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let mut add = |it: &Condition| {
        it.atoms(&mut |atom| {
            named.insert(holdpoint_policy::words::atom(policy, atom, false));
        })
    };
    match &clause.frame {
        Frame::Before { when, .. } | Frame::While { when, .. } => when.iter().for_each(&mut add),
        Frame::When(it) => add(it),
        Frame::AtAllTimes => {}
    }
    clause.unless.iter().chain(&clause.until).for_each(&mut add);
    match &clause.what {
        What::Have(goal) => add(goal),
        What::Run { evaluation, .. } => {
            let subject = policy.evaluations[evaluation.index()].of;
            let indicated = Atom::Indicated { subject, by: None };
            named.insert(holdpoint_policy::words::atom(policy, &indicated, false));
        }
        What::Do(task) => {
            let done = Atom::Met(Requirement::Task(*task));
            named.insert(holdpoint_policy::words::atom(policy, &done, false));
        }
        What::Pause(_) | What::Continue(_) => {}
    }
    named
}

/// What a standard is made of.
pub(crate) fn parts(policy: &Policy, it: &StandardParts) -> String {
    let each = |parts: &[StandardParts], with: &str| {
        let part = |it: &StandardParts| match it {
            StandardParts::One(_) => self::parts(policy, it),
            _ => format!("({})", self::parts(policy, it)),
        };
        parts.iter().map(part).collect::<Vec<_>>().join(with)
    };
    match it {
        StandardParts::One(requirement) => requirement_name(policy, *requirement).to_owned(),
        StandardParts::All(parts) => each(parts, " and "),
        StandardParts::Any(parts) => each(parts, " or "),
    }
}

pub(crate) fn capabilities(policy: &Policy, it: &CapabilityCondition) -> String {
    let each = |parts: &[CapabilityCondition], with: &str| {
        let part = |it: &CapabilityCondition| match it {
            CapabilityCondition::One(..) => capabilities(policy, it),
            _ => format!("({})", capabilities(policy, it)),
        };
        parts.iter().map(part).collect::<Vec<_>>().join(with)
    };
    match it {
        CapabilityCondition::One(capability, grade) => {
            policy.subject_name(Subject::Capability(*capability, *grade))
        }
        CapabilityCondition::All(parts) => each(parts, " and "),
        CapabilityCondition::Any(parts) => each(parts, " or "),
    }
}

fn requirement_name(policy: &Policy, requirement: Requirement) -> &str {
    let named = match requirement {
        Requirement::Safeguard(it) => &policy.safeguards[it.index()].named,
        Requirement::Standard(it) => &policy.standards[it.index()].named,
        Requirement::Task(it) => &policy.tasks[it.index()].named,
        Requirement::Determination(it) => &policy.determinations[it.index()].named,
    };
    &named.name
}

fn comparison(it: Comparison) -> &'static str {
    match it {
        Comparison::AtLeast => "is at least",
        Comparison::AtMost => "is at most",
        Comparison::Above => "is above",
        Comparison::Below => "is below",
    }
}

/// `indicated when score is above 50%`.
pub(crate) fn rule(rule: &EvaluationRule) -> String {
    let says = if rule.indicates { "indicated" } else { "ruled out" };
    let percent = if rule.percent { "%" } else { "" };
    let by = rule
        .estimator
        .as_ref()
        .map_or(String::new(), |it| format!(" by {it}"));
    format!(
        "{says} when {} {} {}{percent}{by}",
        rule.quantity,
        comparison(rule.comparison),
        decimal(rule.bound)
    )
}

pub(crate) fn deadline(clause: &Clause) -> String {
    match &clause.deadline {
        None => String::new(),
        Some(Deadline::Within(time)) => format!("within {}", duration(*time)),
        Some(Deadline::Unspecified(word)) => format!("unspecified (\"{word}\")"),
        Some(Deadline::By(date)) => format!("by {}", date.0.date()),
    }
}

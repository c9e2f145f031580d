//! The smallest edit that would make a promise binding, tried out before it is proposed.
//!
//! It must not know how edits are made in an editor.

use crate::ladder;
use crate::property::Context;
use crate::report::Repair;
use crate::strength::{self, Graded};
use holdpoint_policy::condition::{Atom, Condition, Subject};
use holdpoint_policy::inquiry::{At, Strength};
use holdpoint_policy::model::{
    ActionId, Approval, ApprovalId, Clause, Frame, LevelDefinition, Modal, Named, Party, PartyId, PartyKind,
    Policy, SafeguardId, What,
};
use std::collections::BTreeSet;

pub(crate) fn repair(
    context: &Context<'_>,
    action: ActionId,
    level: At,
    graded: &Graded,
    gathered: &[BTreeSet<SafeguardId>],
) -> Option<Repair> {
    if !matches!(
        graded.grades.as_slice(),
        [Strength::Avoidable] | [Strength::SelfClearing]
    ) {
        return None;
    }
    by_nature(context, action, level, gathered).or_else(|| by_approval(context, action, level))
}

/// One safeguard whose success nature decides.
fn by_nature(
    context: &Context<'_>,
    action: ActionId,
    level: At,
    gathered: &[BTreeSet<SafeguardId>],
) -> Option<Repair> {
    gathered.iter().filter_map(|it| it.first()).find_map(|item| {
        let mut policy = context.policy.clone();
        let safeguard = &mut policy.safeguards[item.index()];
        safeguard.may_fail = true;
        let name = safeguard.named.name.clone();
        let title = safeguard
            .named
            .title
            .as_ref()
            .map_or(String::new(), |it| format!(" \"{it}\""));
        let by = policy.parties[safeguard.by.index()].named.name.clone();
        is_binding(context, policy, action, level).then(|| Repair {
            statement: format!("safeguard {name}{title}, by {by}, may fail."),
            why: format!("whether {name} succeeds is then found out, not decided"),
        })
    })
}

/// A release that an independent party must give.
fn by_approval(context: &Context<'_>, action: ActionId, level: At) -> Option<Repair> {
    let mut policy = context.policy.clone();
    let developer = policy
        .parties
        .iter()
        .position(|it| it.kind == PartyKind::Developer)?;
    let known = policy
        .parties
        .iter()
        .position(|it| it.kind == PartyKind::Independent);
    let independent = known.unwrap_or_else(|| {
        policy.parties.push(Party {
            named: named("Reviewer"),
            kind: PartyKind::Independent,
        });
        policy.parties.len() - 1
    });
    let approval = policy.approvals.len();
    policy.approvals.push(Approval {
        named: named("release"),
        by: PartyId::from(independent),
    });
    let when = level.and_then(|it| match policy.levels[it.index()].definition {
        LevelDefinition::When(_) => Some(Condition::Atom(Atom::Indicated {
            subject: Subject::Level(it),
            by: None,
        })),
        _ => None,
    });
    let statement = approval_words(
        &policy,
        action,
        level.filter(|_| when.is_some()),
        independent,
        developer,
        known,
    );
    let goal = Atom::Approved {
        party: PartyId::from(independent),
        approval: ApprovalId::from(approval),
    };
    policy.clauses.push(Clause {
        named: named("release-first"),
        supersedes: None,
        despite: Vec::new(),
        frame: Frame::Before {
            actions: vec![action],
            when,
        },
        who: PartyId::from(developer),
        modal: Modal::Must,
        what: What::Have(Condition::Atom(goal)),
        deadline: None,
        unless: None,
        until: None,
    });
    is_binding(context, policy, action, level).then(|| Repair {
        statement,
        why: "somebody who does not move with the developer has to agree".to_owned(),
    })
}

fn approval_words(
    policy: &Policy,
    action: ActionId,
    level: At,
    independent: usize,
    developer: usize,
    known: Option<usize>,
) -> String {
    let party = &policy.parties[independent].named.name;
    let action = &policy.actions[action.index()].named.name;
    let when = level.map_or(String::new(), |it| {
        format!(" when {} is indicated", policy.levels[it.index()].named.name)
    });
    let declared = if known.is_none() {
        format!("party {party} is independent. ")
    } else {
        String::new()
    };
    let developer = &policy.parties[developer].named.name;
    format!(
        "{declared}approval release, by {party}. clause release-first: before {action}{when}, {developer} must have \
         release approved by {party}."
    )
}

fn is_binding(context: &Context<'_>, policy: Policy, action: ActionId, level: At) -> bool {
    debug_assert!(level.is_none_or(|it| !ladder::is_undefined(&policy, it)));
    strength::strength(&context.edited(policy), action, level).grades == [Strength::Binding]
}

fn named(name: &str) -> Named {
    Named {
        name: name.to_owned(),
        title: None,
        reading: None,
        place: Default::default(),
        name_place: Default::default(),
    }
}

//! Does one clause, or one policy, ask at least as much as another: inclusion of the histories that they permit.
//!
//! The first is kept and the second only read: a play that keeps the first and in which the action goes on against the
//! second separates them. It must not know how policies are aligned for people.

use super::{Answered, Context};
use crate::board::{Board, Coalition, Options, Pace, Watch};
use crate::joined;
use crate::ladder;
use crate::plays::{self, Path};
use crate::setting::Setting;
use crate::waits::MOST_POSITIONS;
use holdpoint_game::{Position, shortest_play};
use holdpoint_policy::inquiry::{ClauseOf, PolicyId};
use holdpoint_policy::model::{ActionId, ClauseId, Policy};
use std::collections::BTreeSet;

pub(crate) fn implies(context: &Context<'_>, first: ClauseOf, second: ClauseOf) -> Answered {
    let (policy, renamed) = both(context, first.policy, second.policy);
    let stronger = first.clause;
    let weaker = renamed(second.clause);
    let actions = ladder::barred_actions(&policy.clauses[weaker.index()]);
    if actions.is_empty() || ladder::barred_actions(&policy.clauses[stronger.index()]).is_empty() {
        return Answered::undecided("only clauses that can bar an action are compared");
    }
    let mut terms = context.terms.clone();
    terms.with_only = Some(BTreeSet::from([stronger, weaker]));
    let plays: Vec<Answered> = (actions.into_iter())
        .map(|action| separate(&policy, &terms, action, &BTreeSet::from([weaker])))
        .collect();
    weakest(plays)
}

pub(crate) fn as_strong(context: &Context<'_>, first: PolicyId, second: PolicyId, action: &str) -> Answered {
    let (policy, renamed) = both(context, first, second);
    let Some(action) = policy
        .actions
        .iter()
        .position(|it| it.named.name == action)
        .map(ActionId::from)
    else {
        return Answered::undecided("the action is not named in both policies");
    };
    let weaker = ladder::clause_ids(&context.encoding.policy(second).base)
        .map(renamed)
        .collect();
    separate(&policy, &context.terms, action, &weaker)
}

/// Both policies in one vocabulary, and where the second's clauses have gone.
fn both(
    context: &Context<'_>,
    first: PolicyId,
    second: PolicyId,
) -> (Policy, impl Fn(ClauseId) -> ClauseId + use<>) {
    let base = context.encoding.policy(first).base.clone();
    if first == second {
        return (base, moved_by(0));
    }
    let by = base.clauses.len() as u32;
    (
        joined::joined(&base, &context.encoding.policy(second).base),
        moved_by(by),
    )
}

fn moved_by(by: u32) -> impl Fn(ClauseId) -> ClauseId {
    move |clause| ClauseId(clause.0 + by)
}

fn separate(
    policy: &Policy,
    terms: &crate::board::Terms,
    action: ActionId,
    weaker: &BTreeSet<ClauseId>,
) -> Answered {
    let setting = Setting::nothing_assumed(policy);
    let mut options = Options::new(Pace::Together, Coalition::everyone(policy), terms.clone());
    options.unenforced = weaker.clone();
    let watch = Watch::Against(action, weaker.clone());
    let board = match Board::new(policy, &setting, options, &[watch]) {
        Ok(board) => board,
        Err(error) => return Answered::undecided(super::possible::too_big(&error)),
    };
    let is_goal = |_: Position, marks: Option<u16>| marks.is_some_and(|marks| marks != 0);
    match shortest_play(&board, &board.roots(), is_goal, MOST_POSITIONS) {
        Err(error) => Answered::undecided(error.to_string()),
        Ok(None) => Answered::of(
            true,
            "every history that keeps the first keeps the second",
            "closed set",
        ),
        Ok(Some(positions)) => {
            let title = "the first permits what the second bars".to_owned();
            let play = plays::tell(&board, &Path::to(positions), title);
            Answered {
                play: Some(play),
                ..Answered::of(false, "a history keeps the first and not the second", "play")
            }
        }
    }
}

/// No if any is no, undecided if any is.
fn weakest(answers: Vec<Answered>) -> Answered {
    use crate::report::Verdict;
    let rank = |answer: &Answered| match answer.verdict {
        Verdict::No => 0,
        Verdict::Undecided(_) => 1,
        _ => 2,
    };
    answers
        .into_iter()
        .min_by_key(rank)
        .unwrap_or_else(|| Answered::undecided("nothing to compare"))
}

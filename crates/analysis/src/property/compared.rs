//! Does one clause, or one policy, ask at least as much as another: inclusion of the histories that they permit.
//!
//! The first is kept and the second only read: a play that keeps the first and in which the action goes on against the
//! second separates them. It must not know how policies are aligned for people.

use super::{Answered, Context};
use crate::board::{Board, Coalition, Options, Pace, Terms, Watch};
use crate::compute::Growth;
use crate::joined;
use crate::ladder;
use crate::plays::{self, Path};
use crate::report::Verdict;
use crate::setting::Setting;
use crate::words;
use holdpoint_game::{Position, shortest_play};
use holdpoint_policy::condition::Atom;
use holdpoint_policy::inquiry::{ClauseOf, PolicyId};
use holdpoint_policy::model::{ActionId, Clause, ClauseId, LevelId, Policy, What};
use std::collections::BTreeSet;

/// Positions among which a play is looked for first, and at most.
const AT_A_GLANCE: usize = 30_000;
const MOST_COMPARED: usize = 500_000;

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
        .map(|action| kept(&policy, &terms, action, &BTreeSet::from([weaker])))
        .collect();
    weakest(plays)
}

pub(crate) fn as_strong(context: &Context<'_>, first: PolicyId, second: PolicyId, action: &str) -> Answered {
    if first == second {
        return Answered::of(true, "it is the same policy", "text");
    }
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
    kept(&policy, &context.terms, action, &weaker)
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

/// Is every history in which the other clauses are kept one in which no clause of `read` bars the action?
///
/// Asked where compute doubles in every step and where it is so slow that calendar clocks run out first: what clocks tell
/// apart at all they tell apart at one of these.
pub(crate) fn kept(policy: &Policy, terms: &Terms, action: ActionId, read: &BTreeSet<ClauseId>) -> Answered {
    let answers = paces(policy, read).into_iter().map(|growth| {
        let mut setting = Setting::nothing_assumed(policy);
        setting.growth = growth;
        kept_at(policy, &setting, terms, action, read)
    });
    // The first no is enough.
    let mut worst: Option<Answered> = None;
    for answer in answers {
        let is_no = answer.verdict == Verdict::No;
        worst = Some(match worst {
            Some(known) => weakest(vec![known, answer]),
            None => answer,
        });
        if is_no {
            break;
        }
    }
    worst.unwrap_or_else(|| Answered::undecided("nothing to compare"))
}

/// The quickest and the slowest; one is enough where no clause that is read has a calendar clock beside one of compute.
fn paces(policy: &Policy, read: &BTreeSet<ClauseId>) -> Vec<Growth> {
    let step = Setting::nothing_assumed(policy);
    let months = policy.clauses.iter().filter_map(|it| match it.what {
        What::Run { calendar, .. } => calendar.map(|it| step.rounded_down(it)),
        _ => None,
    });
    let has_clocks = |it: &ClauseId| {
        matches!(
            policy.clauses[it.index()].what,
            What::Run {
                calendar: Some(_),
                compute: Some(_),
                ..
            }
        )
    };
    let quick = Growth::new(1, 1);
    match months.max() {
        Some(longest) if read.iter().any(has_clocks) => vec![quick, Growth::new(1, u64::from(longest))],
        _ => vec![quick],
    }
}

fn kept_at(
    policy: &Policy,
    setting: &Setting,
    terms: &Terms,
    action: ActionId,
    read: &BTreeSet<ClauseId>,
) -> Answered {
    let watch = Watch::Against(action, read.clone());
    let search = |pace: Pace, most: usize, change: &dyn Fn(&mut Options)| {
        let mut options = Options::new(pace, Coalition::everyone(policy), terms.clone());
        options.unenforced = read.clone();
        change(&mut options);
        separate(policy, setting, options, &watch, most)
    };
    let levels: Vec<Option<LevelId>> = levels_of(policy, read).map(Some).chain([None]).collect();
    let near = near(policy, terms, read);
    let mut last = Answered::undecided("nothing to compare");
    for most in [AT_A_GLANCE, MOST_COMPARED] {
        // Some plays, of few things: what they show stands.
        for level in &levels {
            let (answer, may_overlap) = search(Pace::Together, most, &|options| {
                options.together = true;
                options.no_signs = level.is_none();
                options.only_signs_of = *level;
            });
            if answer.verdict == Verdict::No && !may_overlap {
                return answer;
            }
        }
        // With few clauses kept there are more plays than there are: what they do not come to cannot be.
        let (answer, _) = search(Pace::Together, most, &|options| {
            options.terms.with_only = Some(near.clone());
            options.at_any_time = true;
        });
        if answer.verdict == Verdict::Yes {
            return answer;
        }
        let (answer, may_overlap) = search(Pace::Together, most, &|_| {});
        last = match answer.verdict {
            // Work that overlaps may not fit the times of a gathered board: then each piece by itself.
            Verdict::No if may_overlap => search(Pace::Each, most, &|_| {}).0,
            _ => answer,
        };
        if !matches!(last.verdict, Verdict::Undecided(_)) {
            return last;
        }
    }
    last
}

/// Levels that the clauses name.
fn levels_of(policy: &Policy, clauses: &BTreeSet<ClauseId>) -> impl Iterator<Item = LevelId> {
    let named = clauses
        .iter()
        .filter_map(|it| ladder::levels_named(policy, &policy.clauses[it.index()]));
    named.flatten().collect::<BTreeSet<_>>().into_iter()
}

/// The clauses that are read, and those that speak of something of which they speak.
fn near(policy: &Policy, terms: &Terms, read: &BTreeSet<ClauseId>) -> BTreeSet<ClauseId> {
    let words = |it: &ClauseId| words::named_in(policy, &policy.clauses[it.index()]);
    let of_read: BTreeSet<String> = read.iter().flat_map(words).collect();
    let counts = |it: &ClauseId| terms.counts(*it, &policy.clauses[it.index()]);
    let is_near = |it: &ClauseId| read.contains(it) || !words(it).is_disjoint(&of_read);
    let counting: Vec<ClauseId> = ladder::clause_ids(policy).filter(counts).collect();
    let mut near: BTreeSet<ClauseId> = counting.iter().copied().filter(is_near).collect();
    // With a clause go those that it reads, and the permissions that override it: without them it might bar more.
    loop {
        let of_near = near.iter().flat_map(|it| read_by(&policy.clauses[it.index()]));
        let mut more: BTreeSet<ClauseId> = of_near.collect();
        let overrides =
            |it: &&ClauseId| !near.is_disjoint(&policy.clauses[it.index()].despite.iter().copied().collect());
        more.extend(counting.iter().filter(overrides));
        more.retain(|it| counting.contains(it) && !near.contains(it));
        if more.is_empty() {
            return near;
        }
        near.extend(more);
    }
}

/// Clauses whose bars or breaches the clause speaks of.
fn read_by(clause: &Clause) -> BTreeSet<ClauseId> {
    let mut read = BTreeSet::new();
    let goal = match &clause.what {
        What::Have(goal) => Some(goal),
        _ => None,
    };
    let conditions = [
        ladder::frame_condition(&clause.frame),
        goal,
        clause.unless.as_ref(),
        clause.until.as_ref(),
    ];
    for condition in conditions.into_iter().flatten() {
        condition.atoms(&mut |atom| match atom {
            Atom::Breached(it) => {
                read.insert(*it);
            }
            Atom::Paused {
                because: Some(it), ..
            } => {
                read.insert(it.clause);
            }
            _ => {}
        });
    }
    read
}

/// The answer, and whether a play may rest on work that overlaps.
fn separate(
    policy: &Policy,
    setting: &Setting,
    options: Options,
    watch: &Watch,
    most: usize,
) -> (Answered, bool) {
    let board = match Board::new(policy, setting, options, std::slice::from_ref(watch)) {
        Ok(board) => board,
        Err(error) => return (Answered::undecided(super::possible::too_big(&error)), false),
    };
    if board.never_marks() {
        let why = "what it bars never comes about";
        return (Answered::of(true, why, "text"), false);
    }
    let is_goal = |_: Position, marks: Option<u16>| marks.is_some_and(|marks| marks != 0);
    let answer = match shortest_play(&board, &board.roots(), is_goal, most) {
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
    };
    (answer, board.lack_may_serve())
}

/// No if any is no, undecided if any is.
fn weakest(answers: Vec<Answered>) -> Answered {
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

//! The grade of one action at one level in one setting: how strong is the promise to pause.
//!
//! It must not know what else a report says of the row.

use crate::board::{Coalition, Pace, Watch};
use crate::ladder;
use crate::property::{Context, Reach, reach, wait_words};
use crate::report::{Play, Wait};
use crate::setting::Use;
use crate::waits::Pauses;
use holdpoint_policy::inquiry::{At, Strength};
use holdpoint_policy::model::{ActionId, ClauseId, LevelId};
use std::collections::BTreeSet;

/// A grade with what shows it.
#[derive(Clone, Debug)]
pub(crate) struct Graded {
    /// One when solved exactly; else those that the bounds allow.
    pub(crate) grades: Vec<Strength>,
    /// Starts small, no full stop.
    pub(crate) why: String,
    pub(crate) prepared: Wait,
    /// A pause that can be reached.
    pub(crate) play: Option<Play>,
    pub(crate) used: BTreeSet<Use>,
}

/// The grade, found once for each setting.
pub(crate) fn strength(context: &Context<'_>, action: ActionId, level: At) -> Graded {
    context.graded_once((action, level), || found(context, action, level))
}

fn found(context: &Context<'_>, action: ActionId, level: At) -> Graded {
    if let Some(why) = names_undefined_level(context, action, level) {
        return Graded::plain(Strength::Undefined, why);
    }
    if clauses_at(context, action, level).is_empty() {
        return Graded::plain(Strength::Silent, "no clause frames or bars it here".to_owned());
    }
    let (play, mut used) = match reach(context, Watch::Pause { action, level }, false) {
        Reach::None { used, .. } => {
            let why = "no play of everybody together comes to a pause".to_owned();
            return Graded {
                used,
                ..Graded::plain(Strength::Vacuous, why)
            };
        }
        Reach::Play { play, used } => (Some(*play), used),
        Reach::Unknown(_) => (None, BTreeSet::new()),
    };
    let pauses = Pauses::at(action, level);
    if ends_only_by_the_undefined(context, action, level) {
        let why = "some pause can end only by what the policy names and does not define".to_owned();
        return Graded {
            play,
            used,
            prepared: Wait::Never,
            ..Graded::plain(Strength::Undefined, why)
        };
    }
    let prepared = context.scene().prepared_wait(&Coalition::developer(), &pauses);
    used.extend(prepared.used);
    let grades = grades_of(prepared.wait);
    let why = why(context, prepared.wait);
    Graded {
        grades,
        why,
        prepared: prepared.wait,
        play,
        used,
    }
}

impl Graded {
    fn plain(grade: Strength, why: String) -> Graded {
        Graded {
            grades: vec![grade],
            why,
            prepared: Wait::None,
            play: None,
            used: BTreeSet::new(),
        }
    }
}

/// Clauses at the level that frame or bar the action, whatever their modality.
pub(crate) fn clauses_at(context: &Context<'_>, action: ActionId, level: At) -> Vec<ClauseId> {
    let policy = &context.policy;
    let mut terms = context.terms.clone();
    terms.counting_intends = true;
    ladder::clause_ids(policy)
        .filter(|id| {
            let clause = &policy.clauses[id.index()];
            terms.counts(*id, clause) && ladder::bears_on(clause, action) && ladder::is_at(policy, *id, level)
        })
        .collect()
}

/// The level is undefined, and a clause bears on the action there or above the last defined level.
fn names_undefined_level(context: &Context<'_>, action: ActionId, level: At) -> Option<String> {
    let policy = &context.policy;
    let level = level.filter(|it| ladder::is_undefined(policy, *it))?;
    let beyond: BTreeSet<LevelId> = ladder::levels(policy)
        .filter(|it| ladder::is_undefined(policy, *it) && same_ladder(context, *it, level))
        .collect();
    let bears = ladder::clause_ids(policy).find(|id| {
        let clause = &policy.clauses[id.index()];
        let named = ladder::levels_named(policy, clause);
        let there = named.is_none_or(|it| !it.is_disjoint(&beyond));
        context.terms.counts(*id, clause) && ladder::bears_on(clause, action) && there
    })?;
    let clause = &policy.clauses[bears.index()].named.name;
    Some(format!(
        "`{}` is undefined, and {clause} bears on it",
        policy.levels[level.index()].named.name
    ))
}

fn same_ladder(context: &Context<'_>, one: LevelId, other: LevelId) -> bool {
    let bottom = |level| ladder::at_or_below(&context.policy, level).last().copied();
    bottom(one) == bottom(other)
}

/// Everybody together cannot end some pause, and could if what is undefined were given. Emergencies are no way out.
fn ends_only_by_the_undefined(context: &Context<'_>, action: ActionId, level: At) -> bool {
    let policy = &context.policy;
    let options = context
        .scene()
        .options(Pace::Behind, &Coalition::everyone(policy));
    let asks = (context.scene().board(options, &[Watch::Pause { action, level }]))
        .is_none_or(|board| board.asks_for_undefined(action, level));
    if !asks {
        return false;
    }
    let pauses = &Pauses::at(action, level);
    let mut ordinary = context.clone();
    ordinary.terms.with_exceptions = false;
    let everyone = Coalition::everyone(policy);
    let scene = ordinary.scene();
    scene.unprepared_wait(&everyone, pauses).wait == Wait::Never && {
        let given = scene.unprepared_wait_with(&everyone, pauses, &|mut options| {
            options.gift = true;
            options
        });
        given.wait != Wait::Never
    }
}

fn grades_of(prepared: Wait) -> Vec<Strength> {
    match prepared {
        Wait::Steps(0) => vec![Strength::Avoidable],
        Wait::Steps(_)
        | Wait::Unknown
        | Wait::Between {
            least: 1..,
            most: Some(_),
        } => vec![Strength::SelfClearing],
        Wait::Never => vec![Strength::Binding],
        Wait::Between {
            least: 0,
            most: Some(_),
        } => vec![Strength::Avoidable, Strength::SelfClearing],
        Wait::Between { least: 0, most: None } => {
            vec![Strength::Avoidable, Strength::SelfClearing, Strength::Binding]
        }
        Wait::Between { least: _, most: None } => vec![Strength::SelfClearing, Strength::Binding],
        Wait::None => vec![Strength::Vacuous],
    }
}

fn why(context: &Context<'_>, prepared: Wait) -> String {
    match prepared {
        Wait::Steps(0) => {
            "a pause can be reached, and the developer, playing from the start, can keep every one away"
                .to_owned()
        }
        Wait::Never => {
            "others can bring about a pause that the developer cannot end, whatever it does from the start"
                .to_owned()
        }
        wait => format!(
            "others can force a pause, and the developer, prepared from the start, keeps every one to {}",
            wait_words(&context.setting, wait)
        ),
    }
}

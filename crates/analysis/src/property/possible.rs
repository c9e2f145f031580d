//! What can happen at all, and what cannot but happen: everybody together, within the text.
//!
//! It must not know coalitions.

use super::{Answered, Context};
use crate::board::{Board, Coalition, Options, Pace, Watch, contradicts_itself};
use crate::plays::{self, Path};
use crate::setting::{Setting, Use};
use crate::waits::{MOST_POSITIONS, limit};
use holdpoint_game::{Arena, Position, TooLarge, shortest_play};
use holdpoint_policy::condition::{Atom, Condition};
use std::collections::BTreeSet;

const GOAL: u16 = 1;

/// Positions among which a play is looked for before it is asked whether there is any.
const AT_A_GLANCE: usize = 4_000;

pub(crate) fn possible(context: &Context<'_>, condition: &Condition) -> Answered {
    let watch = Watch::Condition(condition.clone());
    match reach(context, watch, names_reached(condition)) {
        Reach::Play { play, used } => Answered {
            play: Some(*play),
            used,
            ..Answered::of(true, "the play shows it", "play")
        },
        Reach::None { used, shown } => Answered {
            used,
            ..Answered::of(false, shown.why_no_play(), shown.certificate())
        },
        Reach::Unknown(why) => Answered::undecided(why),
    }
}

/// Whether a watched beat can be reached when everybody plays together.
pub(crate) enum Reach {
    Play {
        play: Box<crate::report::Play>,
        used: BTreeSet<Use>,
    },
    None {
        used: BTreeSet<Use>,
        shown: Shown,
    },
    Unknown(String),
}

/// How it was shown that no play comes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// By what is asked of a single step, whatever came before it.
    ByText,
    /// By all that can be reached.
    BySearch,
}

impl Shown {
    fn why_no_play(self) -> &'static str {
        match self {
            Shown::ByText => "no step can be so, whatever came before it",
            Shown::BySearch => "no play of everybody together comes to it",
        }
    }

    pub(crate) fn certificate(self) -> &'static str {
        match self {
            Shown::ByText => "text",
            Shown::BySearch => "closed set",
        }
    }
}

pub(crate) fn reach(context: &Context<'_>, watch: Watch, hidden_moments: bool) -> Reach {
    reach_with(context, watch, &|mut options| {
        options.hidden_moments = hidden_moments;
        options
    })
}

pub(crate) fn reach_with(context: &Context<'_>, watch: Watch, change: &dyn Fn(Options) -> Options) -> Reach {
    match ruled_out_by_text(context, &watch, change) {
        Some(used) => Reach::None {
            used,
            shown: Shown::ByText,
        },
        None => searched(context, watch, change),
    }
}

/// What of the world it takes for the words to rule it out; mostly nothing.
fn ruled_out_by_text(
    context: &Context<'_>,
    watch: &Watch,
    change: &dyn Fn(Options) -> Options,
) -> Option<BTreeSet<Use>> {
    let contradicts = |setting: &Setting| {
        let options = change(options(context, Pace::Together));
        contradicts_itself(&context.policy, setting, options, watch)
    };
    let used = contradicts(&context.setting)?;
    let in_every_world = contradicts(&Setting::nothing_assumed(&context.policy)).is_some();
    Some(if in_every_world { BTreeSet::new() } else { used })
}

fn searched(context: &Context<'_>, watch: Watch, change: &dyn Fn(Options) -> Options) -> Reach {
    // Without regard to how long work takes and when training ends there is more to play and far less to search: what
    // cannot be reached so cannot be reached.
    let is_pause = matches!(watch, Watch::Pause { .. });
    let loosely = |options: Options| {
        let mut options = change(options);
        options.at_any_time = true;
        options.endless = true;
        options.appears_at_once = true;
        // What is there and not seen hangs on evaluations that are late.
        options.any_evaluations = !options.hidden_moments && !names_being_late(&watch);
        if is_pause {
            // Exceptions lift bars, and so bring about a pause only by letting compute grow.
            options.grows_freely = true;
            options.terms.with_exceptions = false;
        }
        options
    };
    // Running all evaluations together is one way to play, and mostly enough.
    let together = |options: Options| {
        let mut options = change(options);
        options.together = true;
        options
    };
    for most in [AT_A_GLANCE, MOST_POSITIONS] {
        let found = reach_at(context, &watch, &together, Pace::Together, most);
        if matches!(found, Reach::Play { .. }) && !overlaps(context, &watch, &together) {
            return found;
        }
        let all = reach_at(context, &watch, &loosely, Pace::Together, MOST_POSITIONS);
        if matches!(all, Reach::None { .. }) {
            return all;
        }
    }
    let together = reach_at(context, &watch, change, Pace::Together, MOST_POSITIONS);
    let exact = match &together {
        // Work that overlaps may not fit the times of a gathered board: replay it piece by piece.
        Reach::Play { .. } => !overlaps(context, &watch, change),
        Reach::None { .. } => context.setting.at_most_under_way.is_none(),
        Reach::Unknown(_) => false,
    };
    if exact {
        together
    } else {
        reach_at(context, &watch, change, Pace::Each, limit(Pace::Each))
    }
}

fn options(context: &Context<'_>, pace: Pace) -> Options {
    Options::new(pace, Coalition::everyone(&context.policy), context.terms.clone())
}

fn reach_at(
    context: &Context<'_>,
    watch: &Watch,
    change: &dyn Fn(Options) -> Options,
    pace: Pace,
    most: usize,
) -> Reach {
    let options = change(options(context, pace));
    let board = match Board::new(
        &context.policy,
        &context.setting,
        options,
        std::slice::from_ref(watch),
    ) {
        Ok(board) => board,
        Err(error) => return Reach::Unknown(too_big(&error)),
    };
    let used = board.used.clone();
    if board.never_marks() {
        return Reach::None {
            used,
            shown: Shown::BySearch,
        };
    }
    let is_goal = |_: Position, marks: Option<u16>| marks.is_some_and(|marks| marks & GOAL != 0);
    let found = context.known.plays.once(("reach", most, board.key()), || {
        shortest_play(&board, &board.roots(), is_goal, most).map_err(|error| error.limit)
    });
    match found {
        Ok(Some(positions)) => {
            let play = plays::tell(&board, &Path::to(positions), "how it comes about".to_owned());
            Reach::Play {
                play: Box::new(play),
                used,
            }
        }
        Ok(None) => Reach::None {
            used,
            shown: Shown::BySearch,
        },
        Err(limit) => Reach::Unknown(TooLarge { limit }.to_string()),
    }
}

fn overlaps(context: &Context<'_>, watch: &Watch, change: &dyn Fn(Options) -> Options) -> bool {
    let options = change(options(context, Pace::Together));
    let board = Board::new(
        &context.policy,
        &context.setting,
        options,
        std::slice::from_ref(watch),
    );
    board.is_ok_and(|board| board.lack_may_serve())
}

pub(crate) fn too_big(error: &crate::board::BoardError) -> String {
    match error {
        crate::board::BoardError::TooWide { bits } => {
            format!("too many things matter at once for the general solver ({bits} bits a position)")
        }
        crate::board::BoardError::TooMany(what) => format!("too many {what} for the general solver"),
    }
}

pub(crate) fn inevitable(context: &Context<'_>, condition: &Condition) -> Answered {
    let watch = Watch::Condition(condition.clone());
    let mut options = options(context, Pace::Together);
    options.hidden_moments = names_reached(condition);
    let board = match Board::new(&context.policy, &context.setting, options, &[watch]) {
        Ok(board) => board,
        Err(error) => return Answered::undecided(too_big(&error)),
    };
    let arena = match Arena::explore(&board, &board.roots(), MOST_POSITIONS) {
        Ok(arena) => arena,
        Err(error) => return Answered::undecided(error.to_string()),
    };
    let used = board.used.clone();
    let without = |node| arena.marks(node).is_none_or(|marks| marks & GOAL == 0);
    match arena.endless_play(without) {
        None => Answered {
            used,
            ..Answered::of(true, "every play comes to it", "ranking")
        },
        Some((stem, circle)) => {
            let repeats_from = Some(stem.len());
            let positions = stem
                .iter()
                .chain(&circle)
                .map(|node| arena.position(*node))
                .collect();
            let path = Path {
                positions,
                repeats_from,
            };
            let play = plays::tell(&board, &path, "how it never comes about".to_owned());
            Answered {
                used,
                play: Some(play),
                ..Answered::of(false, "the play never comes to it", "play")
            }
        }
    }
}

/// Does the question tell an evaluation that has been run from one that is late?
fn names_being_late(watch: &Watch) -> bool {
    let (Watch::Condition(condition) | Watch::EndsWhile { condition, .. }) = watch else {
        return false;
    };
    let mut found = false;
    condition.atoms(&mut |atom| found |= matches!(atom, Atom::RuledOut { .. } | Atom::Breached(_)));
    found
}

/// Does the condition look at what nobody may know?
pub(crate) fn names_reached(condition: &Condition) -> bool {
    let mut found = false;
    condition.atoms(&mut |atom| found |= matches!(atom, Atom::Reached(_)));
    found
}

#[cfg(test)]
mod tests;

//! A row's own boards played out: how many steps in all, and the play that shows the grade.
//!
//! Each board is explored once. It must not know what else a row says.

use crate::board::{Board, Coalition, Options, Pace, Plays, Watch};
use crate::plays::{self, Path};
use crate::property::Context;
use crate::report::{Play, StrategyRow, Wait};
use crate::strength::Graded;
use crate::waits::MOST_POSITIONS_BESIDE;
use holdpoint_game::{Arena, Length, Side, solve};
use holdpoint_policy::inquiry::{At, Strength};
use holdpoint_policy::model::ActionId;
use std::cell::OnceCell;
use std::collections::BTreeSet;

const PAUSE: u16 = 1;
const WANTED: u16 = 2;

/// The cheapest boards first.
const PLAYS: [Plays; 3] = [Plays::Least, Plays::Less, Plays::All];

pub(super) struct Played<'a> {
    context: &'a Context<'a>,
    action: ActionId,
    level: At,
    /// By place in `PLAYS`; `None`: no room.
    behind: [OnceCell<Option<Explored<'a>>>; 3],
    ahead: [OnceCell<Option<Explored<'a>>>; 3],
}

struct Explored<'a> {
    board: Board<'a>,
    arena: Arena,
}

/// Until the world ends training, both sides playing for it.
#[derive(Clone, Copy)]
pub(super) struct InAll {
    pub(super) paused: Wait,
    pub(super) steps: Wait,
}

impl<'a> Played<'a> {
    pub(super) fn new(context: &'a Context<'a>, action: ActionId, level: At) -> Played<'a> {
        Played {
            context,
            action,
            level,
            behind: Default::default(),
            ahead: Default::default(),
        }
    }

    fn explored(&self, pace: Pace, plays: usize) -> Option<&Explored<'a>> {
        let known = match pace {
            Pace::Behind => &self.behind[plays],
            _ => &self.ahead[plays],
        };
        known.get_or_init(|| self.explore(pace, PLAYS[plays])).as_ref()
    }

    fn explore(&self, pace: Pace, plays: Plays) -> Option<Explored<'a>> {
        let context = self.context;
        let mut options = Options::new(pace, Coalition::developer(), context.terms.clone());
        options.keep_to(plays, self.level);
        let watches = [
            Watch::Pause {
                action: self.action,
                level: self.level,
            },
            Watch::Wanted(self.action),
        ];
        let board = Board::new(&context.policy, &context.setting, options, &watches).ok()?;
        let arena = Arena::explore(&board, &board.roots(), MOST_POSITIONS_BESIDE).ok()?;
        Some(Explored { board, arena })
    }

    /// `None` where training has no end, or the action is not training.
    pub(super) fn in_all(&self, graded: &Graded) -> Option<InAll> {
        let scales = self.context.policy.actions[self.action.index()].scales;
        let ends = self.context.setting.ends_after?;
        if !scales || graded.prepared == Wait::None || ends == 0 {
            return None;
        }
        Some(InAll {
            paused: self.total(PAUSE)?,
            steps: self.total(WANTED)?,
        })
    }

    /// Steps with the mark; the closest bounds where they do not meet.
    fn total(&self, mark: u16) -> Option<Wait> {
        let (mut least, mut most) = (None, None);
        for plays in 0..PLAYS.len() {
            let ahead = self.explored(Pace::Ahead, plays).map(|it| it.total(mark));
            let behind = self.explored(Pace::Behind, plays).map(|it| it.total(mark));
            least = least.max(ahead);
            most = [most, behind].into_iter().flatten().min();
            if let (Some(Length::Endless), _) = (least, most) {
                return Some(Wait::Never);
            }
            if least.is_some() && least == most {
                break;
            }
        }
        match (least?, most.and_then(Length::finite)) {
            (Length::Finite(least), Some(most)) if least == most => Some(Wait::Steps(least)),
            (Length::Finite(least), most) => Some(Wait::Between { least, most }),
            (Length::Endless, _) => Some(Wait::Never),
        }
    }

    /// The play that shows the grade, and what the developer does against it.
    pub(super) fn shown(&self, graded: &Graded) -> (Option<Play>, Vec<StrategyRow>) {
        if graded.prepared == Wait::None || graded.grades == [Strength::Undefined] {
            return (graded.play.clone(), Vec::new());
        }
        (0..PLAYS.len())
            .find_map(|plays| self.explored(Pace::Behind, plays)?.shown(graded))
            .unwrap_or((graded.play.clone(), Vec::new()))
    }
}

impl Explored<'_> {
    fn total(&self, mark: u16) -> Length {
        let arena = &self.arena;
        let weight = |_from, to| u64::from(arena.marks(to).is_some_and(|marks| marks & mark != 0));
        let within = arena.select(|_| true);
        let total = solve::least_total(arena, Side::Ours, &within, weight);
        let steps = total.value(arena.roots()[0]).finite();
        steps.map_or(Length::Endless, |it| {
            Length::Finite(u32::try_from(it).unwrap_or(u32::MAX))
        })
    }

    /// `None` where the board does not come to the row's own value.
    fn shown(&self, graded: &Graded) -> Option<(Option<Play>, Vec<StrategyRow>)> {
        let guess = match graded.prepared {
            Wait::Steps(steps) => steps,
            _ => 0,
        };
        let run = solve::longest_run_near(&self.arena, Side::Ours, PAUSE, guess);
        let is_same = match (run.value(self.arena.roots()[0]), graded.prepared) {
            (Length::Finite(steps), Wait::Steps(wait)) => steps == wait,
            (Length::Endless, Wait::Never | Wait::Unknown) => true,
            _ => false,
        };
        is_same.then(|| self.told(graded, &run))
    }

    fn told(&self, graded: &Graded, run: &solve::Run<'_>) -> (Option<Play>, Vec<StrategyRow>) {
        let Explored { board, arena } = self;
        let root = arena.roots()[0];
        let positions =
            |nodes: &[holdpoint_game::NodeId]| nodes.iter().map(|it| arena.position(*it)).collect();
        match run.value(root) {
            Length::Finite(0) => {
                let nodes = avoiding(arena, run, root);
                let play = plays::tell(
                    board,
                    &Path::to(positions(&nodes)),
                    "how every pause is kept away".to_owned(),
                );
                let strategy = plays::decisions(std::slice::from_ref(&play));
                (graded.play.clone().or(Some(play)), strategy)
            }
            Length::Finite(_) => {
                let nodes = run.play_worst(root);
                let nodes = until_it_ends(arena, run, nodes);
                let play = plays::tell(
                    board,
                    &Path::to(positions(&nodes)),
                    "the longest pause that others can force".to_owned(),
                );
                let strategy = plays::decisions(std::slice::from_ref(&play));
                (Some(play), strategy)
            }
            Length::Endless => {
                let nodes = run.play_worst(root);
                let last = nodes.last().copied();
                let repeats_from = nodes
                    .iter()
                    .position(|it| Some(*it) == last)
                    .filter(|it| it + 1 < nodes.len());
                let path = Path {
                    positions: positions(&nodes),
                    repeats_from,
                };
                let play = plays::tell(board, &path, "a pause that the developer cannot end".to_owned());
                let strategy = plays::decisions(std::slice::from_ref(&play));
                (Some(play), strategy)
            }
        }
    }
}

/// The developer keeps to its strategy; others move as they like, first of all so that an evaluation indicates.
fn avoiding(
    arena: &Arena,
    run: &solve::Run<'_>,
    root: holdpoint_game::NodeId,
) -> Vec<holdpoint_game::NodeId> {
    let mut play = vec![root];
    let mut seen = BTreeSet::from([root]);
    let Some(keeping) = run.keeping(root) else {
        return play;
    };
    let mut here = root;
    loop {
        let next = match arena.side(here) {
            Side::Ours => keeping.next(here, 0),
            // The last choice is the one that reveals most: answers are listed from "nothing seen" up.
            Side::Theirs => arena.successors(here).last().copied(),
        };
        let Some(next) = next.filter(|it| seen.insert(*it)) else {
            return play;
        };
        play.push(next);
        here = next;
    }
}

/// Goes on to the beat at which the pause is over.
fn until_it_ends(
    arena: &Arena,
    run: &solve::Run<'_>,
    mut play: Vec<holdpoint_game::NodeId>,
) -> Vec<holdpoint_game::NodeId> {
    let mut seen: BTreeSet<_> = play.iter().copied().collect();
    while let Some(here) = play.last().copied() {
        let next = run.prolong(here);
        if !seen.insert(next) {
            break;
        }
        play.push(next);
        if arena.marks(next).is_some_and(|marks| marks & PAUSE == 0) {
            break;
        }
    }
    play
}

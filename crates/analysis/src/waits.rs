//! How long pauses last: what a coalition can keep them to from the start, and how fast it can end one that is there.
//!
//! Each value is found on two small boards that enclose it (`Pace::Behind`, `Pace::Ahead`); where they disagree, on the
//! board of every safeguard's own progress if that is small enough; else the bounds are the answer. It must not know
//! grades.

use crate::board::{Board, Coalition, Options, Pace, Terms, Watch};
use crate::known::Known;
use crate::report::Wait;
use crate::setting::{Setting, Use};
use holdpoint_game::{self as game, Arena, Length, Marks, NodeId, Position, Side, solve};
use holdpoint_policy::model::{ActionId, LevelId, Policy};
use std::collections::BTreeSet;

/// More positions than this are not explored.
pub(crate) const MOST_POSITIONS: usize = 3_000_000;

/// Nor more than this where every safeguard's own progress is played: such boards have little structure left, and what
/// does not fit soon does not fit.
pub(crate) const MOST_POSITIONS_OF_EACH: usize = 40_000;

/// Nor more than this to learn who else could end a pause.
const MOST_POSITIONS_OF_COALITIONS: usize = 60_000;

/// How much of a board is explored.
pub(crate) fn limit(pace: Pace) -> usize {
    if pace == Pace::Each {
        MOST_POSITIONS_OF_EACH
    } else {
        MOST_POSITIONS
    }
}

const PAUSE: u16 = 1;
const UNRELEASED: u16 = 2;

/// A policy in a world, under given terms.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) setting: &'a Setting,
    pub(crate) terms: &'a Terms,
    pub(crate) known: &'a Known,
}

/// The pauses that a question is about.
#[derive(Clone, Debug)]
pub(crate) struct Pauses {
    pub(crate) watch: Watch,
}

impl Pauses {
    pub(crate) fn at(action: ActionId, level: Option<LevelId>) -> Pauses {
        Pauses {
            watch: Watch::Pause { action, level },
        }
    }

    fn level(&self) -> Option<LevelId> {
        if let Watch::Pause { level, .. } = self.watch {
            level
        } else {
            None
        }
    }
}

/// A value with the assumptions that it used.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) wait: Wait,
    pub(crate) used: BTreeSet<Use>,
}

/// What one board says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Length(Length),
    TooLarge,
}

impl<'a> Scene<'a> {
    pub(crate) fn options(&self, pace: Pace, coalition: &Coalition) -> Options {
        Options::new(pace, coalition.clone(), self.terms.clone())
    }

    pub(crate) fn board(&self, options: Options, watches: &[Watch]) -> Option<Board<'a>> {
        Board::new(self.policy, self.setting, options, watches).ok()
    }

    /// The least n such that the coalition, playing from the start, can keep every single pause to n steps in a row.
    pub(crate) fn prepared_wait(&self, coalition: &Coalition, pauses: &Pauses) -> Found {
        self.prepared_wait_with(coalition, pauses, &|options| options)
    }

    pub(crate) fn prepared_wait_with(
        &self,
        coalition: &Coalition,
        pauses: &Pauses,
        change: &dyn Fn(Options) -> Options,
    ) -> Found {
        let mut inquiry = Inquiry::new(*self, coalition, pauses, change);
        let wait = inquiry.enclose(Question::Prepared);
        Found {
            wait,
            used: inquiry.used,
        }
    }

    /// The most further paused steps over all pauses that can be reached, the coalition playing well from then on.
    pub(crate) fn unprepared_wait(&self, coalition: &Coalition, pauses: &Pauses) -> Found {
        self.unprepared_wait_with(coalition, pauses, &|options| options)
    }

    pub(crate) fn unprepared_wait_with(
        &self,
        coalition: &Coalition,
        pauses: &Pauses,
        change: &dyn Fn(Options) -> Options,
    ) -> Found {
        let mut inquiry = Inquiry::new(*self, coalition, pauses, change);
        let wait = inquiry.enclose(Question::Unprepared);
        Found {
            wait,
            used: inquiry.used,
        }
    }
}

impl<'a> Scene<'a> {
    /// Can the coalition end every pause that can be reached? Asked without regard to how long work takes, where that
    /// decides it.
    pub(crate) fn ends_every_pause(&self, coalition: &Coalition, pauses: &Pauses) -> bool {
        let any_time = |mut options: Options| {
            options.at_any_time = true;
            options
        };
        let mut inquiry = Inquiry::new(*self, coalition, pauses, &any_time);
        if !coalition.developer && inquiry.ends(Question::Unprepared, Pace::Ahead) == Some(false) {
            return false;
        }
        match inquiry.ends(Question::Unprepared, Pace::Behind) {
            Some(true) => return true,
            // Not shown within the room there is for a row's coalitions: it is not claimed.
            None => return false,
            Some(false) => {}
        }
        !matches!(
            self.unprepared_wait(coalition, pauses).wait,
            Wait::Never | Wait::Between { most: None, .. }
        )
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Prepared,
    Unprepared,
}

impl Question {
    fn word(self) -> &'static str {
        match self {
            Question::Prepared => "prepared",
            Question::Unprepared => "unprepared",
        }
    }
}

struct Inquiry<'a, 'b> {
    scene: Scene<'a>,
    coalition: &'b Coalition,
    watch: Watch,
    change: &'b dyn Fn(Options) -> Options,
    used: BTreeSet<Use>,
    /// Some board had work of unstated length.
    unstated_work: bool,
    growth_by_training: bool,
    one_clock: bool,
    level: Option<LevelId>,
}

impl<'a, 'b> Inquiry<'a, 'b> {
    fn new(
        scene: Scene<'a>,
        coalition: &'b Coalition,
        pauses: &Pauses,
        change: &'b dyn Fn(Options) -> Options,
    ) -> Inquiry<'a, 'b> {
        Inquiry {
            scene,
            coalition,
            watch: pauses.watch.clone(),
            change,
            used: BTreeSet::new(),
            unstated_work: false,
            growth_by_training: false,
            one_clock: true,
            level: pauses.level(),
        }
    }

    /// The loosest boards that decide: with compute that grows by itself, with training as it is, each piece by itself.
    fn enclose(&mut self, question: Question) -> Wait {
        let loosely = self.enclosed(question);
        if is_exact(loosely) {
            return loosely;
        }
        self.one_clock = false;
        let closer = self.enclosed(question);
        if is_exact(closer) {
            return closer;
        }
        self.growth_by_training = true;
        let closely = self.enclosed(question);
        if is_exact(closely) {
            closely
        } else {
            self.each_by_itself(question, closely)
        }
    }

    fn enclosed(&mut self, question: Question) -> Wait {
        let most = self.length(question, Pace::Behind);
        if most == Said::Length(Length::Finite(0)) {
            return Wait::Steps(0);
        }
        let least = self.length(question, Pace::Ahead);
        match (least, most) {
            (Said::Length(Length::Finite(least)), Said::Length(Length::Finite(most))) if least == most => {
                Wait::Steps(least)
            }
            (Said::Length(Length::Endless), _) => self.endless(question, least, most),
            _ => between(least, most),
        }
    }

    /// Work of unstated length taken to last for ever leaves no bound: is the pause endless, or as long as that work?
    fn endless(&mut self, question: Question, least: Said, most: Said) -> Wait {
        if !self.unstated_work {
            return Wait::Never;
        }
        match (
            self.ends(question, Pace::Behind),
            self.ends(question, Pace::Ahead),
        ) {
            (Some(true), _) => Wait::Unknown,
            (_, Some(false)) => Wait::Never,
            _ => between(least, most),
        }
    }

    /// The board of every safeguard's own progress.
    fn each_by_itself(&mut self, question: Question, bounds: Wait) -> Wait {
        match self.length(question, Pace::Each) {
            Said::Length(Length::Finite(steps)) => Wait::Steps(steps),
            Said::Length(Length::Endless) => match self.ends(question, Pace::Each) {
                Some(true) => Wait::Unknown,
                Some(false) => Wait::Never,
                None => bounds,
            },
            Said::TooLarge => bounds,
        }
    }

    fn board(&mut self, pace: Pace, effort: bool, finite: bool) -> Option<Board<'a>> {
        let mut options = self.scene.options(pace, self.coalition);
        options.effort = effort && pace != Pace::Each;
        // Found unprepared at any growth, also past the world's end: no fewer pauses than there are.
        options.endless = options.effort && pace == Pace::Behind;
        // A pause that our side is found in must be one that a real play comes to.
        options.growth_by_training = self.growth_by_training || (options.effort && pace == Pace::Ahead);
        if self.one_clock {
            self.play_less(&mut options);
        }
        options.finite = finite;
        let options = (self.change)(options);
        let mut watches = vec![self.watch.clone()];
        watches.extend(finite.then_some(Watch::Unreleased));
        let board = self.scene.board(options, &watches)?;
        self.used.extend(board.used.iter().copied());
        self.unstated_work |= board.has_unstated_work();
        Some(board)
    }

    /// Of the side that may not gain on an enclosing board one strategy is enough, if it happens to be a best one: the
    /// developer runs all evaluations together; nature shows signs of the level that is asked about and of no other.
    fn play_less(&self, options: &mut Options) {
        let against_nature = options.coalition.developer && !options.coalition.nature;
        options.together = options.pace == Pace::Behind && against_nature;
        options.only_signs_of = self
            .level
            .filter(|_| options.pace == Pace::Ahead && against_nature);
    }

    fn length(&mut self, question: Question, pace: Pace) -> Said {
        let effort = question == Question::Unprepared;
        let Some(board) = self.board(pace, effort, false) else {
            return Said::TooLarge;
        };
        let key = (question.word(), board.in_full());
        let length = self.scene.known.lengths.once(key, || match question {
            Question::Prepared => prepared(&board),
            Question::Unprepared => unprepared(&board, pace),
        });
        length.map_or(Said::TooLarge, Said::Length)
    }

    /// Can the coalition end every pause, all work of unstated length being finished at some time?
    fn ends(&mut self, question: Question, pace: Pace) -> Option<bool> {
        let effort = question == Question::Unprepared;
        let board = self.board(pace, effort, true)?;
        let key = (question.word(), board.in_full());
        self.scene.known.ends.once(key, || match question {
            Question::Prepared => {
                let arena = explore(&board, &board.roots())?;
                Some(recurs(&arena, arena.roots()))
            }
            Question::Unprepared => {
                let (arena, starts) = from_pauses(&board, pace)?;
                Some(recurs(&arena, &starts))
            }
        })
    }
}

fn explore(board: &Board<'_>, roots: &[Position]) -> Option<Arena> {
    Arena::explore(board, roots, room(board)).ok()
}

fn prepared(board: &Board<'_>) -> Option<Length> {
    let arena = explore(board, &board.roots())?;
    let run = solve::longest_run(&arena, Side::Ours, PAUSE);
    arena.roots().iter().map(|root| run.value(*root)).max()
}

fn unprepared(board: &Board<'_>, pace: Pace) -> Option<Length> {
    let (arena, starts) = from_pauses(board, pace)?;
    let wait = solve::wait(&arena, Side::Ours, PAUSE);
    Some(
        starts
            .iter()
            .map(|start| wait.value(*start))
            .max()
            .unwrap_or(Length::Finite(0)),
    )
}

fn room(board: &Board<'_>) -> usize {
    if board.options.at_any_time {
        MOST_POSITIONS_OF_COALITIONS
    } else {
        limit(board.options.pace)
    }
}

/// Where the coalition finds itself in a pause: on a board with an effort, the positions from which it begins; on the
/// board of each safeguard, the paused beats themselves.
fn from_pauses(board: &Board<'_>, pace: Pace) -> Option<(Arena, Vec<NodeId>)> {
    let before = explore(board, &board.roots())?;
    let paused = before
        .nodes()
        .filter(|node| before.marks(*node).is_some_and(|marks| marks & PAUSE != 0));
    let paused: Vec<Position> = paused.map(|node| before.position(node)).collect();
    let mut starts = match pace {
        Pace::Each => paused,
        _ => paused
            .into_iter()
            .flat_map(|beat| board.effort_from(beat))
            .collect(),
    };
    drop(before);
    starts.sort_unstable();
    starts.dedup();
    let after = Arena::explore(&UntilUnpaused { board }, &starts, room(board)).ok()?;
    let starts = after.roots().to_vec();
    Some((after, starts))
}

/// The same board, on which play stands still once the pause has ended.
struct UntilUnpaused<'a, 'b> {
    board: &'b Board<'a>,
}

impl game::Board for UntilUnpaused<'_, '_> {
    fn side(&self, position: Position) -> Side {
        self.board.side(position)
    }

    fn moves(&self, position: Position, into: &mut Vec<Position>) {
        match self.marks(position) {
            Some(marks) if marks & PAUSE == 0 => into.push(position),
            _ => self.board.moves(position, into),
        }
    }

    fn marks(&self, position: Position) -> Option<Marks> {
        self.board.marks(position)
    }
}

/// Can our side see to it that pauses end again and again, or that unstated work is never finished?
fn recurs(arena: &Arena, starts: &[NodeId]) -> bool {
    let accept = arena.select(|node| arena.marks(node).is_some_and(is_released_or_unpaused));
    let recur = solve::recur(arena, Side::Ours, &accept);
    starts.iter().all(|start| recur.region.contains(*start))
}

fn is_released_or_unpaused(marks: u16) -> bool {
    marks & PAUSE == 0 || marks & UNRELEASED != 0
}

fn is_exact(wait: Wait) -> bool {
    !matches!(wait, Wait::Between { .. })
}

fn between(least: Said, most: Said) -> Wait {
    let bound = |said| match said {
        Said::Length(length) => length.finite(),
        Said::TooLarge => None,
    };
    let least_steps = match least {
        Said::Length(Length::Finite(steps)) => steps,
        // Endless with unstated work taken to last for ever: at least as long as that work, which is at least a step.
        Said::Length(Length::Endless) => 1,
        Said::TooLarge => 0,
    };
    Wait::Between {
        least: least_steps,
        most: bound(most),
    }
}

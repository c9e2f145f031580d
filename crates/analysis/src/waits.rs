//! How long pauses last: what a coalition can keep them to from the start, and how fast it can end one that is there.
//!
//! Each value is found on two small boards that enclose it (`Pace::Behind`, `Pace::Ahead`); where they disagree, on the
//! board of every safeguard's own progress if that is small enough; else the bounds are the answer. It must not know
//! grades.

use crate::board::{Board, Coalition, Options, Pace, Plays, Terms, Watch};
use crate::known::Known;
use crate::report::Wait;
use crate::setting::{Setting, Use};
use holdpoint_game::{self as game, Arena, Length, Marks, NodeId, Position, Side, solve};
use holdpoint_policy::model::{ActionId, LevelId, Policy};
use std::collections::BTreeSet;

/// More positions than this are not explored.
pub(crate) const MOST_POSITIONS: usize = 3_000_000;

/// Nor more than this for what is told beside a verdict.
pub(crate) const MOST_POSITIONS_BESIDE: usize = 100_000;

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

/// A beat of the pause that is asked about.
pub(crate) const PAUSE: u16 = 1;

/// A beat at which some work of unstated length is not finished.
pub(crate) const UNRELEASED: u16 = 2;

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

    /// A wait, with every board that was asked on the way to it.
    pub(crate) fn inquired(
        &self,
        question: Question,
        coalition: &Coalition,
        pauses: &Pauses,
    ) -> (Wait, Vec<Asked>) {
        let unchanged = |options| options;
        let mut inquiry = Inquiry::new(*self, coalition, pauses, &unchanged);
        let wait = inquiry.enclose(question);
        (wait, inquiry.asked)
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
    /// Can the coalition end every pause that can be reached? Asked first without regard to how long work takes; `None`:
    /// neither was shown within the room that there is for a row's coalitions.
    pub(crate) fn ends_every_pause(&self, coalition: &Coalition, pauses: &Pauses) -> Option<bool> {
        self.ends_every_pause_with(coalition, pauses, &|options| options)
    }

    pub(crate) fn ends_every_pause_with(
        &self,
        coalition: &Coalition,
        pauses: &Pauses,
        change: &dyn Fn(Options) -> Options,
    ) -> Option<bool> {
        let any_time = |options: Options| {
            let mut options = change(options);
            options.at_any_time = true;
            options
        };
        let mut untimed = Inquiry::new(*self, coalition, pauses, &any_time);
        untimed.most_positions = MOST_POSITIONS_OF_COALITIONS;
        // The smallest board first: with nature and the developer on our side there is little that is left out ahead.
        let behind = [(EAGERLY_BEHIND, true), (LOOSELY_BEHIND, true)];
        let mut rungs = [(LOOSELY_AHEAD, false), behind[0], behind[1]];
        if coalition.nature && coalition.developer {
            rungs.rotate_left(1);
        }
        for (rung, shows) in rungs {
            let said = untimed.ends(Question::Unprepared, rung);
            if said == Some(shows) && (shows || !untimed.unstated_work) {
                return said;
            }
        }
        let mut timed = Inquiry::new(*self, coalition, pauses, change);
        timed.most_positions = MOST_POSITIONS_OF_COALITIONS;
        let shown = timed.ends_on_some_rung(Question::Unprepared);
        shown.or_else(|| timed.ends(Question::Unprepared, EACH))
    }
}

/// Which of the two waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    Prepared,
    Unprepared,
}

/// A board that was asked, and what it said.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) options: Options,
    pub(crate) reply: Reply,
}

/// What one board says of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Length(Length),
    /// Whether our side can end every pause, all work of unstated length being finished at some time.
    Ends(bool),
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
    level: Option<LevelId>,
    most_positions: usize,
    /// In order; boards that are too large are left out.
    asked: Vec<Asked>,
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
            level: pauses.level(),
            most_positions: MOST_POSITIONS,
            asked: Vec::new(),
        }
    }

    /// Boards that enclose the value, the cheapest first, until the bounds meet.
    fn enclose(&mut self, question: Question) -> Wait {
        let mut bounds = Bounds::default();
        for rung in RUNGS {
            let limited = self.scene.setting.at_most_under_way.is_some();
            let is_idle = rung.late && !(question == Question::Unprepared && limited);
            // Found unprepared, every board is endless.
            let is_repeated = rung.endless && question == Question::Unprepared;
            if is_idle || is_repeated || !bounds.may_gain_from(rung.pace) {
                continue;
            }
            bounds.learn(rung.pace, self.length(question, rung, bounds.least));
            match bounds.met() {
                Some(Length::Finite(steps)) => return Wait::Steps(steps),
                Some(Length::Endless) if !self.unstated_work => return Wait::Never,
                Some(Length::Endless) => return self.endless(question, bounds),
                None => {}
            }
        }
        self.each_by_itself(question, bounds)
    }

    /// Work of unstated length taken to last for ever leaves no bound: is the pause endless, or as long as that work?
    fn endless(&mut self, question: Question, bounds: Bounds) -> Wait {
        match self.ends_on_some_rung(question) {
            Some(true) => Wait::Unknown,
            Some(false) => Wait::Never,
            None => self.each_by_itself(question, bounds),
        }
    }

    fn ends_on_some_rung(&mut self, question: Question) -> Option<bool> {
        RUNGS.into_iter().filter(|rung| !rung.late).find_map(|rung| {
            match (rung.pace, self.ends(question, rung)) {
                (Pace::Behind, Some(true)) => Some(true),
                (Pace::Ahead, Some(false)) => Some(false),
                _ => None,
            }
        })
    }

    /// The board of every safeguard's own progress.
    fn each_by_itself(&mut self, question: Question, bounds: Bounds) -> Wait {
        match self.length(question, EACH, bounds.least) {
            Said::Length(Length::Finite(steps)) => Wait::Steps(steps),
            Said::Length(Length::Endless) => match self.ends(question, EACH) {
                Some(true) => Wait::Unknown,
                Some(false) => Wait::Never,
                None => bounds.wait(),
            },
            Said::TooLarge => bounds.wait(),
        }
    }

    fn board(&mut self, rung: Rung, effort: bool, finite: bool) -> Option<Board<'a>> {
        let pace = rung.pace;
        let mut options = self.scene.options(pace, self.coalition);
        options.effort = effort && pace != Pace::Each;
        // Found unprepared at any growth, also past the world's end: no fewer pauses than there are.
        options.endless = (options.effort || rung.endless) && pace == Pace::Behind;
        // A pause that our side is found in must be one that a real play comes to.
        options.growth_by_training = !rung.free_growth || (options.effort && pace == Pace::Ahead);
        options.found_late = rung.late && options.effort;
        options.all_work = effort && pace == Pace::Each && self.scene.setting.at_most_under_way.is_some();
        options.keep_to(rung.plays, self.level);
        options.finite = finite;
        let options = (self.change)(options);
        let mut watches = vec![self.watch.clone()];
        watches.extend(finite.then_some(Watch::Unreleased));
        let board = self.scene.board(options, &watches)?;
        self.used.extend(board.used.iter().copied());
        self.unstated_work |= board.has_unstated_work();
        Some(board)
    }

    /// `guess` changes nothing but how soon it is found.
    fn length(&mut self, question: Question, rung: Rung, guess: Length) -> Said {
        let effort = question == Question::Unprepared;
        let Some(board) = self.board(rung, effort, false) else {
            return Said::TooLarge;
        };
        let most = self.most_positions.min(limit(rung.pace));
        let key = (question.word(), most, board.key());
        let length = self.scene.known.lengths.once(key, || match question {
            Question::Prepared => prepared(&board, most, guess),
            Question::Unprepared => unprepared(&board, rung.pace, most),
        });
        self.note(&board, length.map(Reply::Length));
        length.map_or(Said::TooLarge, Said::Length)
    }

    /// Can the coalition end every pause, all work of unstated length being finished at some time?
    fn ends(&mut self, question: Question, rung: Rung) -> Option<bool> {
        let effort = question == Question::Unprepared;
        let board = self.board(rung, effort, true)?;
        let most = self.most_positions.min(limit(rung.pace));
        let key = (question.word(), most, board.key());
        let ends = self.scene.known.verdicts.once(key, || match question {
            Question::Prepared => {
                let arena = explore(&board, &board.roots(), most)?;
                Some(recurs(&arena, arena.roots()))
            }
            Question::Unprepared => {
                let (arena, starts) = from_pauses(&board, rung.pace, most)?;
                Some(recurs(&arena, &starts))
            }
        });
        self.note(&board, ends.map(Reply::Ends));
        ends
    }

    fn note(&mut self, board: &Board<'_>, reply: Option<Reply>) {
        let options = || board.options.clone();
        self.asked.extend(reply.map(|reply| Asked {
            options: options(),
            reply,
        }));
    }
}

fn explore(board: &Board<'_>, roots: &[Position], most: usize) -> Option<Arena> {
    Arena::explore(board, roots, most).ok()
}

fn prepared(board: &Board<'_>, most: usize, guess: Length) -> Option<Length> {
    let arena = explore(board, &board.roots(), most)?;
    let run = solve::longest_run_near(&arena, Side::Ours, PAUSE, guess.finite().unwrap_or(0));
    arena.roots().iter().map(|root| run.value(*root)).max()
}

fn unprepared(board: &Board<'_>, pace: Pace, most: usize) -> Option<Length> {
    let (arena, starts) = from_pauses(board, pace, most)?;
    let wait = solve::wait(&arena, Side::Ours, PAUSE);
    Some(
        starts
            .iter()
            .map(|start| wait.value(*start))
            .max()
            .unwrap_or(Length::Finite(0)),
    )
}

/// Where the coalition finds itself in a pause: on a board with an effort, the positions from which it begins; on the
/// board of each safeguard, the paused beats themselves.
fn from_pauses(board: &Board<'_>, pace: Pace, most: usize) -> Option<(Arena, Vec<NodeId>)> {
    let before = explore(board, &board.roots(), most)?;
    let paused = before.nodes().filter(|node| is_paused(&before, *node));
    let mut starts: Vec<Position> = paused
        .flat_map(|node| found_from(board, pace, before.position(node)))
        .collect();
    drop(before);
    starts.sort_unstable();
    starts.dedup();
    let after = Arena::explore(&UntilUnpaused { board }, &starts, most).ok()?;
    let starts = after.roots().to_vec();
    Some((after, starts))
}

pub(crate) fn is_paused(arena: &Arena, node: NodeId) -> bool {
    arena.marks(node).is_some_and(|marks| marks & PAUSE != 0)
}

/// Where the coalition is that is found in a pause at this beat.
pub(crate) fn found_from(board: &Board<'_>, pace: Pace, beat: Position) -> Vec<Position> {
    match pace {
        Pace::Each => vec![beat],
        _ => board.effort_from(beat),
    }
}

/// The same board, on which play stands still once the pause has ended.
pub(crate) struct UntilUnpaused<'a, 'b> {
    pub(crate) board: &'b Board<'a>,
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

/// What is known of a value so far.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    least: Length,
    /// `Endless`: nothing is known.
    most: Length,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            least: Length::Finite(0),
            most: Length::Endless,
        }
    }
}

impl Bounds {
    fn may_gain_from(&self, pace: Pace) -> bool {
        pace != Pace::Behind || self.least != Length::Endless
    }

    fn learn(&mut self, pace: Pace, said: Said) {
        let Said::Length(length) = said else { return };
        if pace == Pace::Behind {
            self.most = self.most.min(length);
        } else {
            self.least = self.least.max(length);
        }
    }

    fn met(&self) -> Option<Length> {
        (self.least >= self.most).then_some(self.least)
    }

    fn wait(&self) -> Wait {
        let least = match self.least {
            Length::Finite(steps) => steps,
            // Endless with unstated work taken to last for ever: at least as long as that work, which is at least a
            // step.
            Length::Endless => 1,
        };
        Wait::Between {
            least,
            most: self.most.finite(),
        }
    }
}

/// One enclosing board, and how much of the play is left to the sides on it.
#[derive(Clone, Copy, Debug)]
struct Rung {
    pace: Pace,
    /// Compute grows when a side says so, where the question is not about training.
    free_growth: bool,
    plays: Plays,
    /// The world's end of training is not on the board: more for the opponent to do, and no count of growth.
    endless: bool,
    /// Only pauses count that begin so late that any work may be under way.
    late: bool,
}

/// Cheapest first. Free growth is worth its looseness only where it is the opponent's: ours would keep compute as it is.
const RUNGS: [Rung; 9] = [
    Rung {
        pace: Pace::Ahead,
        free_growth: false,
        plays: Plays::Least,
        endless: false,
        late: false,
    },
    Rung {
        endless: true,
        ..EAGERLY_BEHIND
    },
    EAGERLY_BEHIND,
    Rung {
        pace: Pace::Ahead,
        free_growth: false,
        plays: Plays::Least,
        endless: false,
        late: true,
    },
    LOOSELY_BEHIND,
    Rung {
        pace: Pace::Ahead,
        free_growth: false,
        plays: Plays::Less,
        endless: false,
        late: false,
    },
    Rung {
        pace: Pace::Behind,
        free_growth: false,
        plays: Plays::Less,
        endless: false,
        late: false,
    },
    Rung {
        pace: Pace::Behind,
        free_growth: false,
        plays: Plays::All,
        endless: false,
        late: false,
    },
    Rung {
        pace: Pace::Ahead,
        free_growth: false,
        plays: Plays::All,
        endless: false,
        late: false,
    },
];

const EAGERLY_BEHIND: Rung = Rung {
    pace: Pace::Behind,
    free_growth: true,
    plays: Plays::Least,
    endless: false,
    late: false,
};

const LOOSELY_BEHIND: Rung = Rung {
    pace: Pace::Behind,
    free_growth: true,
    plays: Plays::Less,
    endless: false,
    late: false,
};

const LOOSELY_AHEAD: Rung = Rung {
    pace: Pace::Ahead,
    free_growth: true,
    plays: Plays::Less,
    endless: false,
    late: false,
};

const EACH: Rung = Rung {
    pace: Pace::Each,
    free_growth: false,
    plays: Plays::All,
    endless: false,
    late: false,
};

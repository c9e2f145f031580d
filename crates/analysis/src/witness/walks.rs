//! Plays in which somebody else makes every choice, told as any play is told, with what the board itself says at each
//! beat: a door for tests.
//!
//! It must not know who chooses, or what is compared.

use crate::board::{Board, Coalition, Options, Pace, Terms, Watch};
use crate::plays::{self, Path};
use crate::report::Play;
use crate::setting::Setting;
use holdpoint_game::{Board as _, Position};
use holdpoint_policy::condition::Condition;
use holdpoint_policy::model::{EvaluationId, Policy};
use holdpoint_policy::world::World;

/// What is played, and what is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    /// `None`: nothing assumed.
    pub world: Option<&'a World>,
    /// What the board is made for, at most 15; it says of each at every beat whether it holds.
    pub watched: &'a [Condition],
    /// Each safeguard is begun and finished by itself; else those that count together come to be in place together.
    pub one_by_one: bool,
    pub n_walks: usize,
    /// Beats of each walk.
    pub n_steps: usize,
}

/// Everybody's plays on one board.
#[derive(Clone, Debug)]
pub struct Walks {
    /// The evaluations that are played; the others are run in time by themselves, and nothing that is watched depends on
    /// what they say.
    pub evaluations: Vec<EvaluationId>,
    /// Compute doubles the first number of times in the second number of steps in which it grows.
    pub growth: (u32, u32),
    pub walks: Vec<Walk>,
}

/// One play.
#[derive(Clone, Debug)]
pub struct Walk {
    /// As it is told.
    pub play: Play,
    /// For each step of the play, which of the watched conditions hold.
    pub holds: Vec<Vec<bool>>,
}

/// Plays of everybody together; `choose` is told between how many moves, and says which.
///
/// # Errors
///
/// Why there is no such board, for people.
pub fn walks(
    policy: &Policy,
    course: &Course<'_>,
    choose: &mut dyn FnMut(usize) -> usize,
) -> Result<Walks, String> {
    let setting = match course.world {
        Some(world) => Setting::of(policy, world),
        None => Setting::nothing_assumed(policy),
    };
    let pace = if course.one_by_one {
        Pace::Each
    } else {
        Pace::Together
    };
    let options = Options::new(pace, Coalition::everyone(policy), Terms::default());
    let watches: Vec<Watch> = course.watched.iter().cloned().map(Watch::Condition).collect();
    let board = Board::new(policy, &setting, options, &watches).map_err(|error| format!("{error:?}"))?;
    if !course.one_by_one && board.lack_may_serve() {
        return Err("what is in place alone and together would not fit the times of any work".to_owned());
    }
    let walks = (0..course.n_walks).map(|_| walk(&board, course, choose));
    Ok(Walks {
        growth: setting.growth.per_step(),
        walks: walks.collect(),
        evaluations: board.evaluations_played(),
    })
}

fn walk(board: &Board<'_>, course: &Course<'_>, choose: &mut dyn FnMut(usize) -> usize) -> Walk {
    let mut positions: Vec<Position> = board.roots();
    let mut holds: Vec<Vec<bool>> = Vec::new();
    let mut moves = Vec::new();
    while holds.len() < course.n_steps {
        let here = positions[positions.len() - 1];
        moves.clear();
        board.moves(here, &mut moves);
        let next = moves[choose(moves.len())];
        positions.push(next);
        holds.extend(board.marks(next).map(|marks| {
            let each = 0..course.watched.len();
            each.map(|it| marks & (1 << it) != 0).collect()
        }));
    }
    let title = "as it was chosen".to_owned();
    Walk {
        play: plays::tell(board, &Path::to(positions), title),
        holds,
    }
}

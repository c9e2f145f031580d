//! The boards behind the rows of the ladder, solved once more, each answer's grounds read by the game's own audit: a
//! door for tests.
//!
//! It must not know what a value means, or how a row is made from several boards.

mod walks;

pub use walks::{Course, Walk, Walks, walks};

use crate::board::{Board, Coalition, Options, Pace, Terms, Watch};
use crate::ladder;
use crate::setting::Setting;
use holdpoint_game::audit::{self, Flaw};
use holdpoint_game::{Arena, Board as _, Length, Position, Side, solve};
use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::model::{ActionId, Policy};

const PAUSE: u16 = 1;
const UNRELEASED: u16 = 2;

/// What was audited of one action at one level in one setting.
#[derive(Clone, Debug, Default)]
pub struct AuditedRow {
    pub action: String,
    pub level: Option<String>,
    /// `None`: nothing assumed.
    pub world: Option<String>,
    /// Certificates that were accepted.
    pub n_accepted: usize,
    /// Boards of more positions than were allowed.
    pub n_too_large: usize,
    /// Why a certificate was not, each with its board and question.
    pub flaws: Vec<String>,
}

/// Solves and audits the enclosing boards of every row of every policy in every setting, base readings.
pub fn audit_rows(encoding: &Encoding, most_positions: usize) -> Vec<AuditedRow> {
    let mut rows = Vec::new();
    for coded in &encoding.policies {
        let policy = coded.under(&coded.base_reading());
        let plain = Setting::nothing_assumed(&policy);
        let settings = std::iter::once(plain).chain(coded.worlds.iter().map(|it| Setting::of(&policy, it)));
        for setting in settings {
            for action in (0..policy.actions.len()).map(ActionId::from) {
                for level in ladder::levels(&policy) {
                    let row = AuditedRow {
                        action: policy.actions[action.index()].named.name.clone(),
                        level: Some(policy.levels[level.index()].named.name.clone()),
                        world: setting.world.clone(),
                        ..AuditedRow::default()
                    };
                    let pause = Watch::Pause {
                        action,
                        level: Some(level),
                    };
                    rows.push(
                        Auditor {
                            policy: &policy,
                            setting: &setting,
                            pause,
                            most_positions,
                            row,
                        }
                        .audited(),
                    );
                }
            }
        }
    }
    rows
}

struct Auditor<'a> {
    policy: &'a Policy,
    setting: &'a Setting,
    pause: Watch,
    most_positions: usize,
    row: AuditedRow,
}

impl Auditor<'_> {
    fn audited(mut self) -> AuditedRow {
        for pace in [Pace::Behind, Pace::Ahead] {
            for (effort, finite) in [(false, false), (true, false), (false, true)] {
                let mut options = Options::new(pace, Coalition::developer(), Terms::default());
                (options.effort, options.finite) = (effort, finite);
                let mut watches = vec![self.pause.clone()];
                watches.extend(finite.then_some(Watch::Unreleased));
                let board = Board::new(self.policy, self.setting, options, &watches).ok();
                if board.and_then(|it| self.audit(&it)).is_none() {
                    self.row.n_too_large += 1;
                }
            }
        }
        self.row
    }

    /// `None` if the board is too large.
    fn audit(&mut self, board: &Board<'_>) -> Option<()> {
        let arena = Arena::explore(board, &board.roots(), self.most_positions).ok()?;
        let positions = arena.nodes().map(|it| arena.position(it));
        self.note(board, "beats", audit::beats(board, positions));
        match (board.options.effort, board.options.finite) {
            (true, _) => self.wait(board, &arena)?,
            (_, true) => self.recur(board, &arena),
            _ => self.run(board, &arena),
        }
        Some(())
    }

    fn run(&mut self, board: &Board<'_>, arena: &Arena) {
        let run = solve::longest_run(arena, Side::Ours, PAUSE);
        for root in arena.roots() {
            if let Some(keeping) = run.keeping(*root) {
                let shown = keeping.certificate();
                self.note(board, "run at most", audit::run_at_most(board, &shown));
                self.claim(board, run.value(*root) == Length::Finite(shown.bound));
            }
            if let Some(forcing) = run.forcing(*root) {
                let shown = forcing.certificate();
                self.note(board, "run at least", audit::run_at_least(board, &shown));
                self.claim(board, run.value(*root) == Length::Finite(shown.length));
            }
            if run.value(*root) == Length::Endless {
                let shown = run.certificate_of_endless();
                self.note(board, "run endless", audit::run_endless(board, &shown));
                self.claim(board, shown.measure.contains_key(&arena.position(*root)));
            }
        }
    }

    /// From every pause that can be reached.
    fn wait(&mut self, board: &Board<'_>, before: &Arena) -> Option<()> {
        let paused = before
            .nodes()
            .filter(|it| before.marks(*it).is_some_and(|marks| marks & PAUSE != 0));
        let mut starts: Vec<Position> = paused
            .flat_map(|it| board.effort_from(before.position(it)))
            .collect();
        starts.sort_unstable();
        starts.dedup();
        let arena = Arena::explore(board, &starts, self.most_positions).ok()?;
        let wait = solve::wait(&arena, Side::Ours, PAUSE);
        let (most, least) = (wait.certificate_at_most(), wait.certificate_at_least());
        self.note(board, "wait at most", audit::wait_at_most(board, &most));
        self.note(board, "wait at least", audit::wait_at_least(board, &least));
        for start in arena.roots() {
            let (position, value) = (arena.position(*start), wait.value(*start));
            let short = most
                .beats
                .get(&position)
                .map(|it| Length::Finite(it.0))
                .unwrap_or(Length::Endless);
            let long = least.beats.get(&position).copied().unwrap_or(Length::Finite(0));
            self.claim(board, short == value && long == value);
        }
        Some(())
    }

    fn recur(&mut self, board: &Board<'_>, arena: &Arena) {
        let is_end = |marks: u16| marks & PAUSE == 0 || marks & UNRELEASED != 0;
        let accept = arena.select(|node| arena.marks(node).is_some_and(is_end));
        let accepts = |position| board.marks(position).is_some_and(is_end);
        let recur = solve::recur(arena, Side::Ours, &accept);
        let (won, rest) = (recur.certificate(arena), recur.certificate_of_rest(arena));
        self.note(board, "again and again", audit::recur(board, &won, accepts));
        self.note(board, "only so often", audit::cease(board, &rest, accepts));
        self.claim(board, won.moves.len() + rest.measure.len() == arena.len());
    }

    fn note(&mut self, board: &Board<'_>, question: &str, result: Result<(), Flaw>) {
        match result {
            Ok(()) => self.row.n_accepted += 1,
            Err(flaw) => self
                .row
                .flaws
                .push(format!("{:?}, {question}: {flaw}", board.options.pace)),
        }
    }

    /// The certificates speak of the value that was found.
    fn claim(&mut self, board: &Board<'_>, is_made: bool) {
        if !is_made {
            self.row.flaws.push(format!(
                "{:?}: a certificate claims another value",
                board.options.pace
            ));
        }
    }
}

//! The boards behind the rows of the ladder as plain data, for other programs to solve.
//!
//! `plain` is that data; `bounds` picks the boards that show a row's values; `number` numbers their positions. It must
//! not know the language of any other program.

mod bounds;
mod number;
mod plain;
mod together;

pub use plain::{Answer, Bound, ExportedBoard, ExportedRow, Kind, Move, Part, Place, PlainBoard, Question};

use crate::board::Coalition;
use crate::check::Contexts;
use crate::ladder;
use crate::property::Context;
use crate::report::Wait;
use crate::strength::{self, Graded};
use crate::waits::{Pauses, Question as Asks};
use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::inquiry::{At, PolicyId, Scope, Strength};
use holdpoint_policy::model::{ActionId, PartyKind};

/// Which rows, and how large their boards may be; what is `None` is not restricted.
#[derive(Clone, Debug)]
pub struct Selection {
    pub action: Option<String>,
    pub level: Option<String>,
    /// Rows with nothing assumed are left out where a world is named.
    pub world: Option<String>,
    /// Boards of other questions are not made.
    pub questions: &'static [Question],
    pub most_positions: usize,
}

/// The selected rows of every policy, base readings, with their boards.
pub fn rows(encoding: &Encoding, selection: &Selection) -> Vec<ExportedRow> {
    let contexts = Contexts::new(encoding);
    let ids = (0..encoding.policies.len()).map(|it| PolicyId(it as u32));
    ids.filter(|id| has_developer(encoding, *id))
        .flat_map(|id| settings(&contexts, encoding, id, selection))
        .flat_map(|context| rows_of(&context, selection))
        .collect()
}

fn has_developer(encoding: &Encoding, id: PolicyId) -> bool {
    let parties = &encoding.policy(id).base.parties;
    parties.iter().any(|it| it.kind == PartyKind::Developer)
}

fn settings<'a>(
    contexts: &Contexts<'a>,
    encoding: &Encoding,
    id: PolicyId,
    selection: &Selection,
) -> Vec<Context<'a>> {
    let worlds = encoding.policy(id).worlds.iter().enumerate();
    let chosen = worlds.filter(|(_, it)| selection.world.as_ref().is_none_or(|name| *name == it.named.name));
    let plain = selection.world.is_none().then_some(None);
    let scope = |world| Scope {
        world,
        ..Scope::default()
    };
    (plain.into_iter().chain(chosen.map(|(index, _)| Some(index))))
        .map(|world| contexts.get(id, &scope(world)).with_powers())
        .collect()
}

fn rows_of(context: &Context<'_>, selection: &Selection) -> Vec<ExportedRow> {
    let policy = &context.policy;
    let is_chosen = |name: &str, chosen: &Option<String>| chosen.as_ref().is_none_or(|it| it == name);
    let actions = (0..policy.actions.len()).map(ActionId::from);
    let actions = actions.filter(|it| is_chosen(&policy.actions[it.index()].named.name, &selection.action));
    let levels = ladder::places(policy);
    let is_level =
        |it: &At| it.is_none_or(|it| is_chosen(&policy.levels[it.index()].named.name, &selection.level));
    let levels: Vec<At> = levels.into_iter().filter(is_level).collect();
    actions
        .flat_map(|action| levels.iter().map(move |level| (action, *level)))
        .map(|(action, level)| Exporter::new(context, action, level, selection).row())
        .collect()
}

/// Exports one row.
struct Exporter<'a, 'b> {
    context: &'b Context<'a>,
    action: ActionId,
    level: At,
    questions: &'static [Question],
    most_positions: usize,
    boards: Vec<ExportedBoard>,
    left_out: Vec<String>,
}

impl<'a, 'b> Exporter<'a, 'b> {
    fn new(context: &'b Context<'a>, action: ActionId, level: At, selection: &Selection) -> Self {
        Exporter {
            context,
            action,
            level,
            questions: selection.questions,
            most_positions: selection.most_positions,
            boards: Vec::new(),
            left_out: Vec::new(),
        }
    }

    fn row(mut self) -> ExportedRow {
        let graded = strength::strength(self.context, self.action, self.level);
        let is_played = has_a_game(&graded);
        if is_played && self.questions.contains(&Question::Pause) {
            self.together();
        }
        let (mut prepared, mut unprepared) = (Wait::None, Wait::None);
        if is_played && graded.grades != [Strength::Vacuous] {
            prepared = self.wait(Asks::Prepared);
            unprepared = self.wait(Asks::Unprepared);
        }
        let policy = &self.context.policy;
        ExportedRow {
            policy: policy.name.clone(),
            action: policy.actions[self.action.index()].named.name.clone(),
            level: self.level.map(|it| policy.levels[it.index()].named.name.clone()),
            world: self.context.setting.world.clone(),
            grades: graded.grades,
            why: graded.why,
            prepared,
            unprepared,
            length_of_step: self.context.setting.words(1),
            boards: self.boards,
            left_out: self.left_out,
        }
    }

    fn wait(&mut self, question: Asks) -> Wait {
        let pauses = Pauses::at(self.action, self.level);
        let developer = Coalition::developer();
        let (wait, asked) = self.context.scene().inquired(question, &developer, &pauses);
        let is_wanted = self.questions.contains(&bounds::question(question));
        let showing = bounds::showing(wait, &asked).into_iter();
        for shown in showing.filter(|_| is_wanted) {
            self.bound(question, &pauses, shown);
        }
        wait
    }

    fn keep(&mut self, question: Question, bound: Bound, board: Option<ExportedBoard>) {
        match board {
            Some(board) => self.boards.push(board),
            None => {
                let (asked, most) = (question.words(), self.most_positions);
                let why = format!("{asked}, {}: more than {most} positions", bound.words());
                self.left_out.push(why);
            }
        }
    }
}

/// Whether the grade is the outcome of a game, and not of the words alone.
fn has_a_game(graded: &Graded) -> bool {
    match graded.grades.as_slice() {
        [Strength::Silent] => false,
        // Undefined by its words, or because nobody can end some pause.
        [Strength::Undefined] => graded.prepared != Wait::None,
        _ => true,
    }
}

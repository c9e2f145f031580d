//! One row: the grade, the waits, what takes the time, and what would change it.
//!
//! It must not know how a row is shown.

use super::{costs, parties, repair};
use crate::board::{Board, Coalition, Options, Pace, Plays, Watch};
use crate::plays::{self, Path};
use crate::property::{Context, wait_words};
use crate::report::{Dependence, GradeRow, PathItem, Play, StartBy, StrategyRow, Wait};
use crate::schedule::Schedule;
use crate::strength::{self, Graded};
use crate::waits::{MOST_POSITIONS, Pauses};
use holdpoint_game::{Arena, Length, Side, solve};
use holdpoint_policy::encoding::PolicyEncoding;
use holdpoint_policy::inquiry::{At, Strength};
use holdpoint_policy::model::{ActionId, PartyKind, SafeguardId};
use rayon::prelude::*;
use std::collections::BTreeSet;

const PAUSE: u16 = 1;

/// Every row of an action in the settings given; the first context is nothing assumed, base readings.
pub(crate) fn rows(encoding: &PolicyEncoding, contexts: &[Context<'_>], action: ActionId) -> Vec<GradeRow> {
    let Some(plain) = contexts.first() else {
        return Vec::new();
    };
    let levels: Vec<At> = match plain.policy.levels.is_empty() {
        true => vec![None],
        false => crate::ladder::levels(&plain.policy).map(Some).collect(),
    };
    let makers: Vec<Maker<'_, '_>> = (levels.iter())
        .flat_map(|level| {
            contexts.iter().map(|context| Maker {
                encoding,
                context,
                action,
                level: *level,
            })
        })
        .collect();
    makers.par_iter().map(Maker::row).collect()
}

struct Maker<'a, 'b> {
    encoding: &'b PolicyEncoding,
    context: &'b Context<'a>,
    action: ActionId,
    level: At,
}

impl Maker<'_, '_> {
    fn row(&self) -> GradeRow {
        let context = self.context;
        let graded = strength::strength(context, self.action, self.level);
        let pauses = Pauses::at(self.action, self.level);
        let paused = graded.prepared != Wait::None;
        let unprepared = match paused {
            true => context.scene().unprepared_wait(&Coalition::developer(), &pauses),
            false => crate::waits::Found {
                wait: Wait::None,
                used: BTreeSet::new(),
            },
        };
        let mut used = graded.used.clone();
        used.extend(unprepared.used.iter().copied());
        let gathered = self.items();
        let items: BTreeSet<SafeguardId> = gathered.iter().flatten().copied().collect();
        let (play, strategy) = self.shown(&graded);
        GradeRow {
            policy: context.policy.name.clone(),
            action: context.policy.actions[self.action.index()].named.name.clone(),
            level: self
                .level
                .map(|it| context.policy.levels[it.index()].named.name.clone()),
            world: context.setting.world.clone(),
            grade: graded.grades.clone(),
            prepared_wait: graded.prepared,
            unprepared_wait: unprepared.wait,
            critical_path: if paused {
                self.critical_path(&items)
            } else {
                Vec::new()
            },
            total_paused: self.in_all(&graded, Count::Paused),
            makespan: self.in_all(&graded, Count::Steps),
            least_cost: if paused {
                costs::least(context, &pauses, &gathered, graded.prepared)
            } else {
                None
            },
            start_by: self.start_by(&pauses, graded.prepared, &items),
            coalitions: if paused {
                parties::smallest(context, &pauses, unprepared.wait)
            } else {
                Vec::new()
            },
            repair: repair::repair(context, self.action, self.level, &graded, &gathered),
            clauses: self.clause_names(),
            sentence: self.sentence(&graded, unprepared.wait),
            depends_on: self.depends_on(&graded),
            assumptions: context.setting.assumptions(&used),
            length_of_step: context.setting.words(1),
            play,
            strategy,
        }
    }

    fn clause_names(&self) -> Vec<String> {
        let policy = &self.context.policy;
        let ids = strength::clauses_at(self.context, self.action, self.level).into_iter();
        ids.map(|it| policy.clauses[it.index()].named.name.clone())
            .collect()
    }

    /// Safeguards that clauses at the level ask for before the action.
    fn items(&self) -> Vec<BTreeSet<SafeguardId>> {
        safeguards_asked(self.context, self.action, self.level)
    }

    fn critical_path(&self, items: &BTreeSet<SafeguardId>) -> Vec<PathItem> {
        let context = self.context;
        let schedule = Schedule {
            setting: &context.setting,
        };
        let item = |id: SafeguardId| PathItem {
            name: context.policy.safeguards[id.index()].named.name.clone(),
            steps: context.setting.safeguard_takes(id).most,
        };
        schedule.critical_path(items).into_iter().map(item).collect()
    }

    fn start_by(&self, pauses: &Pauses, prepared: Wait, items: &BTreeSet<SafeguardId>) -> Option<StartBy> {
        if prepared != Wait::Steps(0) {
            return None;
        }
        let scene = self.context.scene();
        let developer = Coalition::developer();
        let nothing_begun = scene.prepared_wait_with(&developer, pauses, &|mut options| {
            options.never_begun = items.clone();
            options
        });
        if nothing_begun.wait == Wait::Steps(0) {
            return Some(StartBy::Never);
        }
        let still_none = |delay: u32| {
            let found = scene.prepared_wait_with(&developer, pauses, &|mut options| {
                options.delay = delay;
                options
            });
            found.wait == Wait::Steps(0)
        };
        Some(StartBy::Step(last_true(still_none)))
    }

    fn depends_on(&self, graded: &Graded) -> Vec<Dependence> {
        let mut changes = Vec::new();
        let mut compare = |on: String, context: Context<'_>| {
            let then = strength::strength(&context, self.action, self.level);
            if then.grades != graded.grades {
                let words: Vec<&str> = then.grades.iter().map(|it| it.word()).collect();
                changes.push(Dependence {
                    on,
                    then: words.join(" or "),
                });
            }
        };
        if graded.grades == [Strength::Silent] {
            return Vec::new();
        }
        for reading in self.encoding.readings().into_iter().skip(1) {
            let words = self.encoding.reading_words(&reading);
            compare(words, self.context.reread(&reading));
        }
        let has_intends = self
            .context
            .policy
            .clauses
            .iter()
            .any(|it| it.modal == holdpoint_policy::model::Modal::IntendsTo);
        if has_intends {
            let mut context = self.context.clone();
            context.terms.counting_intends = true;
            compare("counting intends".to_owned(), context);
        }
        let amendable = (self.context.policy.amended_by.iter())
            .all(|it| self.context.policy.parties[it.index()].kind.is_developer_side());
        // It can switch off every clause in the first step.
        if amendable
            && matches!(
                graded.grades.as_slice(),
                [Strength::SelfClearing] | [Strength::Binding]
            )
        {
            let then = Strength::Avoidable.word().to_owned();
            changes.push(Dependence {
                on: "with amendment".to_owned(),
                then,
            });
        }
        changes
    }

    fn sentence(&self, graded: &Graded, unprepared: Wait) -> String {
        let context = self.context;
        let policy = &context.policy;
        let action = &policy.actions[self.action.index()].named.name;
        let level = self.level.map_or(String::new(), |it| {
            format!(" at {}", policy.levels[it.index()].named.name)
        });
        let developer = policy
            .parties
            .iter()
            .find(|it| it.kind == PartyKind::Developer)
            .map_or("the developer", |it| it.named.name.as_str());
        let unprepared = wait_words(&context.setting, unprepared);
        let prepared = wait_words(&context.setting, graded.prepared);
        match graded.grades.as_slice() {
            [Strength::Silent] => format!("{action}{level}: no clause bears on it"),
            [Strength::Vacuous] => {
                format!("{action}{level}: a clause bears on it, and nothing ever pauses it")
            }
            [Strength::Avoidable] => format!(
                "{action}{level}: a pause can happen, and {developer} can see to it from the start that none does; \
                 found unprepared, it ends one within {unprepared}"
            ),
            [Strength::SelfClearing] => format!(
                "{action}{level}: others can force a pause, and {developer} alone can end every one: within {prepared} \
                 when prepared from the start"
            ),
            [Strength::Binding] => {
                format!("{action}{level}: others can bring about a pause that {developer} cannot end alone")
            }
            [Strength::Undefined] => format!("{action}{level}: {}", graded.why),
            _ => format!("{action}{level}: only bounds were found: {}", graded.why),
        }
    }

    /// Paused steps, or all steps, until the world ends training, both sides playing for it.
    fn in_all(&self, graded: &Graded, count: Count) -> Option<Wait> {
        let scales = self.context.policy.actions[self.action.index()].scales;
        let ends = self.context.setting.ends_after?;
        if !scales || graded.prepared == Wait::None || ends == 0 {
            return None;
        }
        [true, false]
            .into_iter()
            .map(|less| self.enclosed(count, less))
            .find(|it| matches!(it, Some(Wait::Steps(_))))?
    }

    fn enclosed(&self, count: Count, less: bool) -> Option<Wait> {
        let total = |pace| {
            let board = self.board(pace, less)?;
            let arena = Arena::explore(&board, &board.roots(), MOST_POSITIONS).ok()?;
            let weight = |_from, to| match (arena.marks(to), count) {
                (Some(marks), Count::Paused) => u64::from(marks & PAUSE != 0),
                (Some(marks), Count::Steps) => u64::from(marks & WANTED != 0),
                (None, _) => 0,
            };
            let within = arena.select(|_| true);
            let total = solve::least_total(&arena, Side::Ours, &within, weight);
            Some(
                total
                    .value(arena.roots()[0])
                    .finite()
                    .map(|it| u32::try_from(it).unwrap_or(u32::MAX)),
            )
        };
        match (total(Pace::Ahead), total(Pace::Behind)) {
            (Some(Some(least)), Some(Some(most))) if least == most => Some(Wait::Steps(least)),
            (Some(Some(least)), Some(most)) => Some(Wait::Between { least, most }),
            (Some(None), _) => Some(Wait::Never),
            _ => None,
        }
    }

    /// With `less`, the side that may not gain keeps to one of its strategies.
    fn board(&self, pace: Pace, less: bool) -> Option<Board<'_>> {
        let context = self.context;
        let mut options = Options::new(pace, Coalition::developer(), context.terms.clone());
        options.keep_to(if less { Plays::Less } else { Plays::All }, self.level);
        let watches = [
            Watch::Pause {
                action: self.action,
                level: self.level,
            },
            Watch::Wanted(self.action),
        ];
        Board::new(&context.policy, &context.setting, options, &watches).ok()
    }

    /// The play that shows the grade, and what the developer does against it.
    fn shown(&self, graded: &Graded) -> (Option<Play>, Vec<StrategyRow>) {
        if graded.prepared == Wait::None || graded.grades == [Strength::Undefined] {
            return (graded.play.clone(), Vec::new());
        }
        [true, false]
            .into_iter()
            .find_map(|less| self.shown_on(graded, less))
            .unwrap_or((graded.play.clone(), Vec::new()))
    }

    /// `None` where the board does not come to the row's own value.
    fn shown_on(&self, graded: &Graded, less: bool) -> Option<(Option<Play>, Vec<StrategyRow>)> {
        let board = self.board(Pace::Behind, less)?;
        let arena = Arena::explore(&board, &board.roots(), MOST_POSITIONS).ok()?;
        let run = solve::longest_run(&arena, Side::Ours, PAUSE);
        let is_same = match (run.value(arena.roots()[0]), graded.prepared) {
            (Length::Finite(steps), Wait::Steps(wait)) => steps == wait,
            (Length::Endless, Wait::Never | Wait::Unknown) => true,
            _ => false,
        };
        is_same.then(|| self.told(graded, &board, &arena, &run))
    }

    fn told(
        &self,
        graded: &Graded,
        board: &Board<'_>,
        arena: &Arena,
        run: &solve::Run<'_>,
    ) -> (Option<Play>, Vec<StrategyRow>) {
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

const WANTED: u16 = 2;

#[derive(Clone, Copy)]
enum Count {
    Paused,
    Steps,
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

/// The last number for which a condition holds that holds up to some number; 0 holds.
fn last_true(condition: impl Fn(u32) -> bool) -> u32 {
    let mut above = 1;
    while above < 4096 && condition(above) {
        above *= 2;
    }
    let mut below = above / 2;
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        if condition(middle) {
            below = middle;
        } else {
            above = middle;
        }
    }
    below
}

/// Safeguards that a clause at the level asks for, through standards, gathered by where they are asked for.
pub(crate) fn safeguards_asked(
    context: &Context<'_>,
    action: ActionId,
    level: At,
) -> Vec<BTreeSet<SafeguardId>> {
    let options = Options::new(Pace::Behind, Coalition::developer(), context.terms.clone());
    let watch = Watch::Pause { action, level };
    match Board::new(&context.policy, &context.setting, options, &[watch]) {
        Ok(board) => board.safeguards_at(action, level),
        Err(_) => Vec::new(),
    }
}

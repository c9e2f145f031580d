//! One row: the grade, the waits, what takes the time, and what would change it.
//!
//! It must not know how a row is shown.

use super::played::Played;
use super::{costs, parties, repair};
use crate::board::{Board, Coalition, Options, Pace, Watch};
use crate::property::{Context, wait_words};
use crate::readings::grade_words;
use crate::report::{Dependence, GradeRow, PathItem, StartBy, Wait};
use crate::schedule::Schedule;
use crate::strength::{self, Graded};
use crate::waits::Pauses;
use holdpoint_policy::encoding::PolicyEncoding;
use holdpoint_policy::inquiry::{At, Strength};
use holdpoint_policy::model::{ActionId, PartyKind, SafeguardId};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Every row of an action in the settings given; the first context is nothing assumed, base readings.
pub(crate) fn rows(encoding: &PolicyEncoding, contexts: &[Context<'_>], action: ActionId) -> Vec<GradeRow> {
    let Some(plain) = contexts.first() else {
        return Vec::new();
    };
    let levels = crate::ladder::places(&plain.policy);
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
        let played = Played::new(context, self.action, self.level);
        let (play, strategy) = played.shown(&graded);
        let in_all = played.in_all(&graded);
        let enders = match paused {
            true => parties::smallest(context, &pauses, unprepared.wait),
            false => parties::Enders::default(),
        };
        let under_readings = self.under_readings(&graded);
        GradeRow {
            policy: context.policy.name.clone(),
            action: context.policy.actions[self.action.index()].named.name.clone(),
            level: self
                .level
                .map(|it| context.policy.levels[it.index()].named.name.clone()),
            world: context.setting.world.clone(),
            grade: graded.grades.clone(),
            depends_on: self.depends_on(&graded, &under_readings),
            under_readings,
            prepared_wait: graded.prepared,
            unprepared_wait: unprepared.wait,
            critical_path: if paused {
                self.critical_path(&items)
            } else {
                Vec::new()
            },
            total_paused: in_all.map(|it| it.paused),
            makespan: in_all.map(|it| it.steps),
            least_cost: if paused {
                costs::least(context, &pauses, &gathered, graded.prepared)
            } else {
                None
            },
            start_by: self.start_by(&pauses, graded.prepared, &items),
            coalitions: enders.sets,
            coalitions_are_open: enders.is_open,
            repair: repair::repair(context, self.action, self.level, &graded, &gathered),
            clauses: self.clause_names(),
            sentence: self.sentence(&graded, unprepared.wait),
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

    /// The grades under each combination of readings, the base first.
    fn under_readings(&self, graded: &Graded) -> Vec<Vec<Strength>> {
        let others = self.encoding.readings().into_iter().skip(1);
        let others = others.map(|it| strength::strength(&self.context.reread(&it), self.action, self.level));
        std::iter::once(graded.grades.clone())
            .chain(others.map(|it| it.grades))
            .collect()
    }

    fn depends_on(&self, graded: &Graded, under_readings: &[Vec<Strength>]) -> Vec<Dependence> {
        let mut changes = Vec::new();
        for (reading, grades) in self.encoding.readings().iter().zip(under_readings) {
            if *grades != graded.grades {
                changes.push(Dependence {
                    on: self.encoding.reading_words(reading),
                    then: grade_words(grades),
                });
            }
        }
        if graded.grades == [Strength::Silent] {
            return changes;
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
            let then = strength::strength(&context, self.action, self.level);
            if then.grades != graded.grades {
                changes.push(Dependence {
                    on: "counting intends".to_owned(),
                    then: grade_words(&then.grades),
                });
            }
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

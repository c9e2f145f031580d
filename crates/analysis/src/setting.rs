//! A world in steps: what its assumptions say about each thing of one policy, rounded to steps of the game.
//!
//! It must not know clauses, or what is asked.

use crate::compute::{Growth, Ratio};
use crate::hands::{Soonest, Worst};
use crate::known::Memo;
use crate::schedule::{SoonestKey, WorstKey};
use holdpoint_policy::model::{
    CapabilityId, EvaluationId, FactId, LevelId, Policy, SafeguardId, StandardId, TaskId,
};
use holdpoint_policy::quantity::{Date, Decimal, Duration, Money, Unit};
use holdpoint_policy::world::{Assumed, Time, Work, World};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const HOURS_OF_MONTH: u64 = 720;

/// How the world is taken to behave; nothing assumed if there is no world.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    /// `None`: nothing assumed.
    pub(crate) world: Option<String>,
    /// Positions in the world's assumptions, with their words.
    pub(crate) texts: Vec<String>,
    pub(crate) step: Duration,
    step_hours: u64,
    pub(crate) start: Option<Date>,
    pub(crate) growth: Growth,
    /// The scaling action is wanted until compute has grown for so many steps.
    pub(crate) ends_after: Option<u32>,
    times: BTreeMap<Work, Steps>,
    pub(crate) after: BTreeMap<SafeguardId, Vec<SafeguardId>>,
    pub(crate) costs: BTreeMap<Work, Money>,
    earliest: BTreeMap<CapabilityId, Ratio>,
    never_appears: BTreeSet<CapabilityId>,
    pub(crate) keeps_buffer: BTreeSet<EvaluationId>,
    pub(crate) may_lapse: BTreeSet<SafeguardId>,
    may_miss: BTreeMap<EvaluationId, Ratio>,
    pub(crate) starts_true: BTreeMap<FactId, bool>,
    /// Facts that are certain not to turn.
    pub(crate) never_turns: BTreeSet<FactId>,
    certain_success: BTreeSet<SafeguardId>,
    pub(crate) no_success: BTreeSet<SafeguardId>,
    pub(crate) at_most_under_way: Option<u32>,
    /// Steps that all work may slip in all.
    pub(crate) slip: u32,
    /// Plans under the limit that have been found.
    pub(crate) soonest: Arc<Memo<SoonestKey, Arc<Soonest>>>,
    pub(crate) worst: Arc<Memo<WorstKey, Worst>>,
    used: BTreeMap<Use, usize>,
}

/// How many steps some work takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Steps {
    pub(crate) least: u32,
    /// `None`: finite, and nobody stated it.
    pub(crate) most: Option<u32>,
}

/// What an assumption is about, so that a verdict can list the assumptions that it used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    Step,
    Start,
    Growth,
    Takes(Work),
    Appears(CapabilityId),
    Buffer(EvaluationId),
    Lapse(SafeguardId),
    Miss(EvaluationId),
    Starts(FactId),
    UnderWay,
    Slip,
}

impl Setting {
    pub(crate) fn nothing_assumed(policy: &Policy) -> Setting {
        Setting {
            world: None,
            texts: Vec::new(),
            step: Duration {
                amount: Decimal { digits: 1, places: 0 },
                unit: Unit::Month,
            },
            step_hours: HOURS_OF_MONTH,
            start: policy.effective,
            growth: Growth::new(1, 1),
            ends_after: None,
            times: BTreeMap::new(),
            after: BTreeMap::new(),
            costs: BTreeMap::new(),
            earliest: BTreeMap::new(),
            never_appears: BTreeSet::new(),
            keeps_buffer: BTreeSet::new(),
            may_lapse: BTreeSet::new(),
            may_miss: BTreeMap::new(),
            starts_true: BTreeMap::new(),
            never_turns: BTreeSet::new(),
            certain_success: BTreeSet::new(),
            no_success: BTreeSet::new(),
            at_most_under_way: None,
            slip: 0,
            soonest: Arc::default(),
            worst: Arc::default(),
            used: BTreeMap::new(),
        }
    }

    pub(crate) fn of(policy: &Policy, world: &World) -> Setting {
        let mut setting = Setting::nothing_assumed(policy);
        setting.world = Some(world.named.name.clone());
        setting.texts = world.assumptions.iter().map(|it| it.text.clone()).collect();
        // The step first: everything else is counted in it.
        for assumption in &world.assumptions {
            if let Assumed::Step(step) = &assumption.what {
                setting.step = *step;
                setting.step_hours = hours(*step, HOURS_OF_MONTH).max(1);
            }
        }
        for (index, assumption) in world.assumptions.iter().enumerate() {
            let used = setting.assume(&assumption.what);
            setting.used.insert(used, index);
        }
        setting
    }

    fn assume(&mut self, what: &Assumed) -> Use {
        match what {
            Assumed::Step(_) => Use::Step,
            Assumed::Starts(date) => {
                self.start = Some(*date);
                Use::Start
            }
            Assumed::Doubles { every, ends_at, .. } => {
                self.growth = Growth::new(self.step_hours, hours(*every, self.step_hours).max(1));
                self.ends_after = ends_at.map(|end| self.growth.steps_to(Ratio::of(end.0)));
                Use::Growth
            }
            Assumed::Takes {
                work,
                time,
                after,
                costs,
                succeeds,
            } => {
                if let Time::Range { least, most } = time {
                    let steps = Steps {
                        least: self.rounded_up(*least),
                        most: Some(self.rounded_up(*most)),
                    };
                    self.times.insert(*work, steps);
                }
                if let (Work::Safeguard(safeguard), false) = (work, after.is_empty()) {
                    self.after.insert(*safeguard, after.clone());
                }
                if let Some(money) = costs {
                    self.costs.insert(*work, money.clone());
                }
                if let (Work::Safeguard(safeguard), Some(chance)) = (work, succeeds) {
                    self.succeed(*safeguard, chance.0);
                }
                Use::Takes(*work)
            }
            Assumed::Appears {
                capability,
                not_before,
                per_doubling,
            } => {
                self.earliest.insert(*capability, Ratio::of(not_before.0));
                if per_doubling.is_some_and(|it| it.0 == 0) {
                    self.never_appears.insert(*capability);
                }
                Use::Appears(*capability)
            }
            Assumed::KeepsBuffer(evaluation) => {
                self.keeps_buffer.insert(*evaluation);
                Use::Buffer(*evaluation)
            }
            Assumed::MayLapse(safeguard) => {
                self.may_lapse.insert(*safeguard);
                Use::Lapse(*safeguard)
            }
            Assumed::MayMiss { evaluation, up_to } => {
                self.may_miss.insert(*evaluation, Ratio::of(up_to.0));
                Use::Miss(*evaluation)
            }
            Assumed::StartsAs { fact, value, turns } => {
                self.starts_true.insert(*fact, *value);
                if turns.is_some_and(|(chance, _)| chance.0 == 0) {
                    self.never_turns.insert(*fact);
                }
                Use::Starts(*fact)
            }
            Assumed::AtMostUnderWay(n) => {
                self.at_most_under_way = Some(*n);
                Use::UnderWay
            }
            Assumed::MaySlip(total) => {
                self.slip = self.rounded_up(*total);
                Use::Slip
            }
        }
    }

    /// Probabilities count for forecasts; what is certain counts here too.
    fn succeed(&mut self, safeguard: SafeguardId, millionths: u32) {
        match millionths {
            0 => drop(self.no_success.insert(safeguard)),
            1_000_000 => drop(self.certain_success.insert(safeguard)),
            _ => {}
        }
    }

    /// Work rounds up to steps.
    pub(crate) fn rounded_up(&self, duration: Duration) -> u32 {
        let hundredths = hundredths_of_hours(duration, self.step_hours);
        let step = self.step_hours * 100;
        u32::try_from(hundredths.div_ceil(step))
            .unwrap_or(u32::MAX)
            .max(1)
    }

    /// Deadlines and clocks round down, at least one step.
    pub(crate) fn rounded_down(&self, duration: Duration) -> u32 {
        let hundredths = hundredths_of_hours(duration, self.step_hours);
        u32::try_from(hundredths / (self.step_hours * 100))
            .unwrap_or(u32::MAX)
            .max(1)
    }

    /// A plain safeguard takes at least one step and any finite number.
    pub(crate) fn safeguard_takes(&self, safeguard: SafeguardId) -> Steps {
        let stated = self.times.get(&Work::Safeguard(safeguard)).copied();
        stated.unwrap_or(Steps { least: 1, most: None })
    }

    /// A task is done in the step in which it is begun unless the world says how long it takes.
    pub(crate) fn task_takes(&self, task: TaskId) -> Option<Steps> {
        self.times.get(&Work::Task(task)).copied()
    }

    /// A definition is immediate unless the world says how long it takes.
    pub(crate) fn defining_level_takes(&self, level: LevelId) -> Option<Steps> {
        self.times.get(&Work::DefiningLevel(level)).copied()
    }

    pub(crate) fn defining_standard_takes(&self, standard: StandardId) -> Option<Steps> {
        self.times.get(&Work::DefiningStandard(standard)).copied()
    }

    /// Does a safeguard that may fail succeed all the same?
    pub(crate) fn succeeds_for_certain(&self, safeguard: SafeguardId) -> bool {
        self.certain_success.contains(&safeguard)
    }

    pub(crate) fn appears(&self, capability: CapabilityId) -> bool {
        !self.never_appears.contains(&capability)
    }

    /// Growth after which the capability may be there: never before the first step of training.
    pub(crate) fn there_from(&self, capability: CapabilityId) -> u32 {
        let stated = self.earliest.get(&capability).cloned().unwrap_or_else(Ratio::one);
        self.growth.steps_to(stated.at_least_one()).max(1)
    }

    /// Growth after which its warning signs may be there, given the buffer that is kept.
    pub(crate) fn signs_from(&self, capability: CapabilityId, buffer: Option<&Ratio>) -> u32 {
        let stated = self.earliest.get(&capability).cloned().unwrap_or_else(Ratio::one);
        let signs = match buffer {
            Some(buffer) => stated.divided_by(buffer),
            None => stated,
        };
        self.growth.steps_to(signs.at_least_one()).max(1)
    }

    /// Growth past the signs up to which an evaluation may say no.
    pub(crate) fn miss_steps(&self, evaluation: EvaluationId) -> u32 {
        self.may_miss
            .get(&evaluation)
            .map_or(0, |it| self.growth.steps_to(it.clone()))
    }

    /// The words of the assumptions about the given things, in the world's order.
    pub(crate) fn assumptions(&self, uses: &BTreeSet<Use>) -> Vec<String> {
        let indices: BTreeSet<usize> = uses.iter().filter_map(|it| self.used.get(it)).copied().collect();
        indices
            .into_iter()
            .map(|index| self.texts[index].clone())
            .collect()
    }

    /// The day on which a step begins.
    pub(crate) fn date(&self, step: u32) -> Date {
        let start = self.start.map_or_else(default_start, |it| it.0);
        let amount = i64::from(step) * whole(self.step.amount);
        let span = match self.step.unit {
            Unit::Month => jiff::Span::new().try_months(amount),
            Unit::Year => jiff::Span::new().try_years(amount),
            _ => jiff::Span::new().try_hours(i64::from(step).saturating_mul(self.step_hours as i64)),
        };
        let later = span.ok().and_then(|span| start.checked_add(span).ok());
        Date(later.unwrap_or(jiff::civil::DateTime::MAX))
    }

    /// `9 months`, in the unit of the step.
    pub(crate) fn words(&self, steps: u32) -> String {
        let amount = self.step.amount;
        let total = u64::from(steps) * amount.digits;
        let scale = 10u64.pow(u32::from(amount.places));
        let number = match total % scale {
            0 => format!("{}", total / scale),
            rest => format!(
                "{}.{:0width$}",
                total / scale,
                rest,
                width = usize::from(amount.places)
            ),
        };
        let unit = unit_word(self.step.unit);
        if number == "1" {
            format!("1 {unit}")
        } else {
            format!("{number} {unit}s")
        }
    }
}

/// A play without a date starts at the beginning of the Unix calendar's century of these policies.
fn default_start() -> jiff::civil::DateTime {
    jiff::civil::date(2023, 1, 1).at(0, 0, 0, 0)
}

fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
        Unit::Step => "step",
    }
}

fn whole(amount: Decimal) -> i64 {
    i64::try_from(amount.digits / 10u64.pow(u32::from(amount.places)))
        .unwrap_or(i64::MAX)
        .max(1)
}

/// In the game a month is 30 days and a year 12 months.
fn hours_of_unit(unit: Unit, step_hours: u64) -> u64 {
    match unit {
        Unit::Hour => 1,
        Unit::Day => 24,
        Unit::Week => 168,
        Unit::Month => HOURS_OF_MONTH,
        Unit::Year => 12 * HOURS_OF_MONTH,
        Unit::Step => step_hours,
    }
}

fn hundredths_of_hours(duration: Duration, step_hours: u64) -> u64 {
    let amount =
        u128::from(duration.amount.digits) * u128::from(hours_of_unit(duration.unit, step_hours)) * 100;
    u64::try_from(amount / 10u128.pow(u32::from(duration.amount.places))).unwrap_or(u64::MAX / 4)
}

fn hours(duration: Duration, step_hours: u64) -> u64 {
    hundredths_of_hours(duration, step_hours) / 100
}

//! The closed list of properties, each answered in one setting with its grounds.
//!
//! It must not know checks, expectations, or how an answer is shown.

mod can;
mod compared;
mod pauses;
mod possible;
mod text;

pub(crate) use compared::{implies, kept};
pub(crate) use possible::{Reach, reach, reach_with};

use crate::board::Terms;
use crate::findings;
use crate::known::Known;
use crate::report::{Play, StrategyRow, Verdict, Wait};
use crate::setting::{Setting, Use};
use crate::strength::{self, Graded};
use crate::waits::Scene;
use holdpoint_policy::encoding::{Encoding, Reading};
use holdpoint_policy::inquiry::{At, PolicyId, Property, Strength};
use holdpoint_policy::model::{ActionId, Policy};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One policy under one reading in one world, under given terms.
#[derive(Clone)]
pub(crate) struct Context<'a> {
    pub(crate) encoding: &'a Encoding,
    pub(crate) id: PolicyId,
    pub(crate) policy: Policy,
    pub(crate) setting: Setting,
    pub(crate) terms: Terms,
    /// Grades found so far, shared by every context made from one encoding; empty for edited policies.
    pub(crate) known: Arc<Known>,
    /// Which reading `policy` is; `None`: an edited policy, of which nothing is remembered.
    pub(crate) reading: Option<Reading>,
}

/// A verdict with its grounds.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) verdict: Verdict,
    /// A sentence, starting small, without a full stop.
    pub(crate) because: String,
    pub(crate) play: Option<Play>,
    pub(crate) strategy: Vec<StrategyRow>,
    pub(crate) used: BTreeSet<Use>,
    /// `play`, `closed set`, `ranking` or `text`.
    pub(crate) certificate: &'static str,
}

impl<'a> Context<'a> {
    pub(crate) fn scene(&self) -> Scene<'_> {
        Scene {
            policy: &self.policy,
            setting: &self.setting,
            terms: &self.terms,
            known: &self.known,
        }
    }

    /// The same setting for another reading.
    pub(crate) fn reread(&self, reading: &Reading) -> Context<'a> {
        let policy = self.encoding.policy(self.id).under(reading);
        Context {
            policy,
            reading: Some(reading.clone()),
            ..self.clone()
        }
    }

    /// The same setting for an edited policy.
    pub(crate) fn edited(&self, policy: Policy) -> Context<'a> {
        Context {
            policy,
            reading: None,
            ..self.clone()
        }
    }

    pub(crate) fn graded_once(&self, of: (ActionId, At), find: impl FnOnce() -> Graded) -> Graded {
        let Some(reading) = self.reading.clone() else {
            return find();
        };
        let key = (
            self.id,
            self.setting.world.clone(),
            reading,
            self.terms.clone(),
            of,
        );
        self.known.grades.once(key, find)
    }

    /// The powers that the text grants belong to a game about who can do what.
    pub(crate) fn with_powers(&self) -> Context<'a> {
        let mut context = self.clone();
        context.terms.with_exceptions = true;
        context
    }

    pub(crate) fn answer(&self, property: &Property) -> Answered {
        match property {
            Property::Possible(condition) => possible::possible(self, condition),
            Property::NeverPossible(condition) => possible::possible(self, condition).negated(),
            Property::Inevitable(condition) => possible::inevitable(self, condition),
            Property::Can { who, ability } => can::can(&self.with_powers(), who, ability),
            Property::PauseLastsAtMost { action, at, at_most } => {
                pauses::lasts_at_most(&self.with_powers(), *action, *at, *at_most)
            }
            Property::PauseCanEndWhile {
                action,
                at,
                condition,
            } => pauses::can_end_while(&self.with_powers(), *action, *at, condition),
            Property::NoUpperBound(level) => text::no_upper_bound(self, *level),
            Property::DependsOn { action, on } => text::depends_on(self, *action, *on),
            Property::Graded { action, at, grade } => self.graded(*action, *at, *grade),
            Property::SilentOn { action, at } => text::silent_on(self, *action, *at),
            Property::LeavesUndefined { action, at } => self.leaves_undefined(*action, *at),
            Property::Implies { first, second } => compared::implies(self, *first, *second),
            Property::AsStrong {
                first,
                second,
                action,
            } => compared::as_strong(self, *first, *second, action),
            Property::ProbabilityAtMost { .. } => Answered::undecided(
                "probabilities come with `holdpoint forecast`, which this version does not have yet",
            ),
            Property::FindingReported {
                finding,
                not,
                action,
                at,
            } => {
                let found = findings::reported(&self.with_powers(), finding, *action, *at);
                if *not { found.negated() } else { found }
            }
        }
    }

    fn graded(&self, action: ActionId, at: At, grade: Strength) -> Answered {
        let found = strength::strength(&self.with_powers(), action, at);
        let words: Vec<&str> = found.grades.iter().map(|it| it.word()).collect();
        let verdict = match found.grades.as_slice() {
            [one] if *one == grade => Verdict::Yes,
            grades if grades.contains(&grade) => {
                Verdict::Undecided(format!("the bounds allow {}", words.join(" or ")))
            }
            _ => Verdict::No,
        };
        Answered {
            verdict,
            because: format!("it is graded {}: {}", words.join(" or "), found.why),
            play: found.play,
            strategy: Vec::new(),
            used: found.used,
            certificate: "ranking",
        }
    }

    fn leaves_undefined(&self, action: ActionId, at: At) -> Answered {
        let levels = match at {
            Some(level) => vec![Some(level)],
            None => crate::ladder::levels(&self.policy).map(Some).collect(),
        };
        let mut used = BTreeSet::new();
        for level in levels {
            let found = strength::strength(&self.with_powers(), action, level);
            used.extend(found.used.iter().copied());
            if found.grades == [Strength::Undefined] {
                return Answered {
                    used,
                    play: found.play,
                    ..Answered::of(true, found.why, "text")
                };
            }
        }
        Answered {
            used,
            ..Answered::of(
                false,
                "every pause can end by something that the policy defines",
                "text",
            )
        }
    }
}

impl Answered {
    pub(crate) fn of(yes: bool, because: impl Into<String>, certificate: &'static str) -> Answered {
        Answered {
            verdict: if yes { Verdict::Yes } else { Verdict::No },
            because: because.into(),
            play: None,
            strategy: Vec::new(),
            used: BTreeSet::new(),
            certificate,
        }
    }

    pub(crate) fn undecided(why: impl Into<String>) -> Answered {
        let why = why.into();
        Answered {
            verdict: Verdict::Undecided(why.clone()),
            ..Answered::of(false, why, "text")
        }
    }

    pub(crate) fn negated(self) -> Answered {
        let verdict = match self.verdict {
            Verdict::Yes => Verdict::No,
            Verdict::No => Verdict::Yes,
            other => other,
        };
        Answered { verdict, ..self }
    }
}

/// `9 months`, `for ever`, `as long as a duration that nobody stated`.
pub(crate) fn wait_words(setting: &Setting, wait: Wait) -> String {
    match wait {
        Wait::Steps(0) => "no time".to_owned(),
        Wait::Steps(steps) => setting.words(steps),
        Wait::Unknown => "as long as a duration that nobody stated".to_owned(),
        Wait::Never => "for ever".to_owned(),
        Wait::Between {
            least,
            most: Some(most),
        } => format!("{} to {}", setting.words(least), setting.words(most)),
        Wait::Between { least, most: None } => format!("at least {}", setting.words(least)),
        Wait::None => "no pause can be reached".to_owned(),
    }
}

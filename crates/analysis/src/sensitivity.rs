//! Which assumption, changed by how little, makes a grade or a verdict another: one thing at a time, each way, all else as
//! it is.
//!
//! It must not know how its answers are shown.

mod dials;
mod margins;
mod nearest;

use crate::check::Contexts;
use crate::ladder;
use crate::property::Context;
use crate::report::sensitivity::{Flip, Sensitivity, Subject};
use crate::report::{self, Verdict};
use crate::setting::{Setting, Use};
use crate::{strength, words};
use dials::{Changed, Dial, Turn};
use holdpoint_policy::encoding::{Encoding, PolicyEncoding};
use holdpoint_policy::inquiry::{At, Check, PolicyId, Scope, Strength};
use holdpoint_policy::model::{ActionId, Policy};
use holdpoint_policy::world::World;
use nearest::{Nearest, Probed};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What to look at.
#[derive(Clone, Debug, Default)]
pub struct SensitivityOptions {
    /// In this world only; in all worlds and with nothing assumed if not given.
    pub world: Option<String>,
    /// Rows as `training@ASL-3`, and names of checks; every row whose action can be paused if none is given.
    pub ids: Vec<String>,
}

/// One answer for each policy. `progress` is told how much is done, from 0 to the total.
pub fn sensitivity(
    encoding: &Encoding,
    options: &SensitivityOptions,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Vec<Sensitivity> {
    let contexts = Contexts::new(encoding);
    let asked = asked(encoding, &contexts, options);
    let n_done = AtomicUsize::new(0);
    let progress = Mutex::new(progress);
    let found: Vec<Option<Subject>> = asked
        .par_iter()
        .map(|it| {
            let subject = it.subject();
            let n_done = n_done.fetch_add(1, Ordering::Relaxed) + 1;
            (progress.lock().unwrap_or_else(PoisonError::into_inner))(n_done, asked.len());
            subject
        })
        .collect();
    let mut all: Vec<Sensitivity> = Vec::new();
    for (asked, subject) in asked.iter().zip(found) {
        let policy = &asked.context.policy.name;
        if all.last().is_none_or(|it| it.policy != *policy) {
            all.push(Sensitivity {
                policy: policy.clone(),
                subjects: Vec::new(),
            });
        }
        all.last_mut()
            .expect("one was just added")
            .subjects
            .extend(subject);
    }
    all
}

/// The rows of an encoding and its checks, as they are asked for.
pub fn known_ids(encoding: &Encoding) -> Vec<String> {
    let rows = encoding.policies.iter().flat_map(|coded| {
        let policy = &coded.base;
        let actions = (0..policy.actions.len()).map(ActionId::from);
        actions.flat_map(move |action| {
            let each = ladder::places(policy).into_iter();
            each.map(move |level| row_id(policy, action, level))
        })
    });
    let checks = encoding.checks.iter().map(|it| it.named.name.clone());
    rows.chain(checks).collect()
}

fn row_id(policy: &Policy, action: ActionId, level: At) -> String {
    let level = level.map(|it| policy.levels[it.index()].named.name.as_str());
    report::row_id(&policy.actions[action.index()].named.name, level)
}

/// One thing asked about in one setting.
struct Asked<'a> {
    context: Context<'a>,
    world: Option<usize>,
    of: Of<'a>,
    /// By its name, or because it is one of all.
    is_named: bool,
}

#[derive(Clone, Copy)]
enum Of<'a> {
    Row(ActionId, At),
    Check(&'a Check),
}

fn asked<'a>(
    encoding: &'a Encoding,
    contexts: &Contexts<'a>,
    options: &SensitivityOptions,
) -> Vec<Asked<'a>> {
    let mut all = Vec::new();
    for (index, coded) in encoding.policies.iter().enumerate() {
        let id = PolicyId(index as u32);
        for world in worlds(coded, options) {
            let scope = Scope {
                world,
                ..Scope::default()
            };
            let context = contexts.get(id, &scope);
            let mut add = |name: &str, of: Of<'a>| {
                let is_named = options.ids.iter().any(|it| it == name);
                let is_one_of_all = options.ids.is_empty() && matches!(of, Of::Row(..));
                if is_named || is_one_of_all {
                    // A grade is about who can do what; a property takes the powers that it needs by itself.
                    let context = match of {
                        Of::Row(..) => context.with_powers(),
                        Of::Check(_) => context.clone(),
                    };
                    all.push(Asked {
                        context,
                        world,
                        of,
                        is_named,
                    });
                }
            };
            for action in (0..coded.base.actions.len()).map(ActionId::from) {
                for level in ladder::places(&coded.base) {
                    add(&row_id(&coded.base, action, level), Of::Row(action, level));
                }
            }
            for check in encoding.checks.iter().filter(|it| it.policy == id) {
                add(&check.named.name, Of::Check(check));
            }
        }
    }
    all
}

fn worlds(coded: &PolicyEncoding, options: &SensitivityOptions) -> Vec<Option<usize>> {
    let named = coded.worlds.iter().enumerate();
    let wanted = |name: &str| options.world.as_deref().is_none_or(|it| it == name);
    let named = named
        .filter(|(_, it)| wanted(&it.named.name))
        .map(|(index, _)| Some(index));
    let plain = options.world.is_none().then_some(None);
    plain.into_iter().chain(named).collect()
}

impl Asked<'_> {
    /// `None`: a row that nobody named, and where nothing can be paused whatever is changed.
    fn subject(&self) -> Option<Subject> {
        let (now, used) = self.found(&self.context);
        if !self.is_named && [Strength::Silent.word(), Strength::Undefined.word()].contains(&now.as_str()) {
            return None;
        }
        let mut subject = Subject {
            id: self.id(),
            words: self.words(),
            world: self.context.setting.world.clone(),
            now,
            length_of_step: self.context.setting.words(1),
            flips: Vec::new(),
            steady: Vec::new(),
            undecided: Vec::new(),
            margins: Vec::new(),
        };
        for dial in self.dials(&used) {
            self.turn(&dial, &mut subject);
        }
        subject.flips.sort_by_key(|it| it.by.unwrap_or(u32::MAX));
        if let Of::Row(action, level) = self.of {
            subject.margins = margins::margins(&self.context, self.assumed(), action, level);
        }
        Some(subject)
    }

    fn id(&self) -> String {
        match self.of {
            Of::Row(action, level) => row_id(&self.context.policy, action, level),
            Of::Check(check) => check.named.name.clone(),
        }
    }

    fn words(&self) -> String {
        match self.of {
            Of::Row(action, level) => words::place(&self.context.policy, action, level),
            Of::Check(check) => check.property_text.clone(),
        }
    }

    fn assumed(&self) -> Option<&World> {
        let coded = self.context.encoding.policy(self.context.id);
        self.world.map(|it| &coded.worlds[it])
    }

    /// The grade or verdict, and what of the world it rests on.
    fn found(&self, context: &Context<'_>) -> (String, BTreeSet<Use>) {
        match self.of {
            Of::Row(action, level) => {
                let graded = strength::strength(context, action, level);
                let words: Vec<&str> = graded.grades.iter().map(|it| it.word()).collect();
                (words.join(" or "), graded.used)
            }
            Of::Check(check) => {
                let answered = context.answer(&check.property);
                (answered.verdict.word().to_owned(), answered.used)
            }
        }
    }

    fn dials(&self, used: &BTreeSet<Use>) -> Vec<Dial> {
        let policy = &self.context.policy;
        let mut dials = self.assumed().map_or(Vec::new(), |world| {
            dials::of_world(policy, &self.context.setting, world, used)
        });
        dials.extend(match self.of {
            Of::Row(action, level) => {
                dials::of_owners(policy, &strength::clauses_at(&self.context, action, level))
            }
            Of::Check(_) => dials::of_owners(policy, &ladder::clause_ids(policy).collect::<Vec<_>>()),
        });
        dials
    }

    fn turn(&self, dial: &Dial, subject: &mut Subject) {
        let (mut is_open, before) = (false, subject.flips.len());
        for turn in &dial.turns {
            match self.nearest(dial, turn, &subject.now) {
                Nearest::At(value, then) => subject.flips.push(Flip {
                    what: dial.what.clone(),
                    from: dial.now.clone(),
                    to: dial.value_words(turn, value, &self.context.setting),
                    by: turn.distance(value),
                    then,
                }),
                Nearest::Nowhere => {}
                Nearest::Open => is_open = true,
            }
        }
        if is_open {
            subject.undecided.push(format!("{} {}", dial.what, dial.now));
        } else if subject.flips.len() == before {
            subject.steady.push(format!("{} {}", dial.what, dial.now));
        }
    }

    fn nearest(&self, dial: &Dial, turn: &Turn, now: &str) -> Nearest {
        // Claims may ask anything; of grades it is known what more time, slip and hands do to them.
        let is_ordered = dial.is_ordered() && matches!(self.of, Of::Row(..));
        let nearest = if is_ordered {
            nearest::of_ordered
        } else {
            nearest::of_any
        };
        nearest(turn.first(), turn.last(), &|value| {
            let (then, _) = self.found(&self.changed(&dial.change(turn, value)));
            match then.as_str() {
                same if same == now => Probed::Same,
                open if open.contains(" or ") || open == undecided() => Probed::Open,
                _ => Probed::Other(then),
            }
        })
    }

    fn changed(&self, changed: &Changed) -> Context<'_> {
        changed_context(&self.context, self.assumed(), changed)
    }
}

/// The same context with one thing changed.
fn changed_context<'a>(context: &Context<'a>, world: Option<&World>, changed: &Changed) -> Context<'a> {
    let policy = changed.policy(&context.policy);
    let setting = match world {
        Some(world) => Setting::of(&policy, &changed.world(world, &context.setting)),
        None => Setting::nothing_assumed(&policy),
    };
    let mut edited = context.edited(policy);
    edited.setting = setting;
    edited
}

fn undecided() -> &'static str {
    Verdict::Undecided(String::new()).word()
}

//! A whole check: every policy's ladder, findings and matrix, and the verdict of every `check` statement in every
//! setting that it speaks of.
//!
//! It must not know files or how a report is shown.

use crate::board::Terms;
use crate::known::Known;
use crate::property::{Answered, Context};
use crate::report::{
    CheckReport, Dependence, Finding, GradeRow, PolicyReport, Report, ScopedAnswer, Verdict,
};
use crate::setting::Setting;
use crate::{coverage, findings, grades, matrix, readings};
use holdpoint_policy::encoding::{Encoding, PolicyEncoding};
use holdpoint_policy::inquiry::{Ability, Answer, Check, Expect, PolicyId, Property, Scope, Who};
use holdpoint_policy::model::{ActionId, PartyKind};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What to look at.
#[derive(Clone, Debug, Default)]
pub struct CheckOptions {
    /// Grades only in this world (and with nothing assumed); all worlds if not given.
    pub world: Option<String>,
    /// Answer the `check` statements only.
    pub checks_only: bool,
}

/// Checks everything that an encoding says and asks. `progress` is told how much is done, from 0 to the total.
pub fn check(
    encoding: &Encoding,
    options: &CheckOptions,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Report {
    let contexts = Contexts::new(encoding);
    let pieces = pieces(encoding, options);
    let done = AtomicUsize::new(0);
    let progress = Mutex::new(progress);
    let told = |piece: &Piece<'_>| {
        let made = piece.make(&contexts, options);
        let n_done = done.fetch_add(1, Ordering::Relaxed) + 1;
        (progress.lock().unwrap_or_else(PoisonError::into_inner))(n_done, pieces.len());
        made
    };
    let made: Vec<Made> = pieces.par_iter().map(told).collect();
    assembled(encoding, options, made)
}

/// What can be looked at by itself.
enum Piece<'a> {
    Rows { policy: PolicyId, action: ActionId },
    Findings(PolicyId),
    Check(&'a Check),
}

enum Made {
    Rows(PolicyId, Vec<GradeRow>),
    Findings(PolicyId, Vec<Finding>),
    Check(Box<CheckReport>),
}

/// Long pieces first.
fn pieces<'a>(encoding: &'a Encoding, options: &CheckOptions) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    for (index, policy) in encoding.policies.iter().enumerate() {
        let id = PolicyId(index as u32);
        // Without a developer there is no game; the diagnostics say so.
        let has_developer = policy
            .base
            .parties
            .iter()
            .any(|it| it.kind == PartyKind::Developer);
        if has_developer && !options.checks_only {
            let actions = (0..policy.base.actions.len()).map(ActionId::from);
            pieces.extend(actions.map(|action| Piece::Rows { policy: id, action }));
            pieces.push(Piece::Findings(id));
        }
    }
    pieces.extend(encoding.checks.iter().map(Piece::Check));
    pieces
}

impl Piece<'_> {
    fn make(&self, made: &Contexts<'_>, options: &CheckOptions) -> Made {
        match self {
            Piece::Rows { policy, action } => {
                let settings = settings(made, *policy, options);
                Made::Rows(
                    *policy,
                    grades::rows(made.encoding.policy(*policy), &settings, *action),
                )
            }
            Piece::Findings(policy) => {
                let settings = settings(made, *policy, options);
                Made::Findings(*policy, findings::all(made.encoding.policy(*policy), &settings))
            }
            Piece::Check(check) => Made::Check(Box::new(check_report(made, check))),
        }
    }
}

/// Nothing assumed, then each world.
fn settings<'a>(made: &Contexts<'a>, id: PolicyId, options: &CheckOptions) -> Vec<Context<'a>> {
    let mut settings = vec![made.get(id, &Scope::default()).with_powers()];
    for (index, world) in made.encoding.policy(id).worlds.iter().enumerate() {
        if options.world.as_ref().is_none_or(|it| *it == world.named.name) {
            let scope = Scope {
                world: Some(index),
                ..Scope::default()
            };
            settings.push(made.get(id, &scope).with_powers());
        }
    }
    settings
}

/// Every piece in its place, whatever the order in which they were made.
fn assembled(encoding: &Encoding, options: &CheckOptions, made: Vec<Made>) -> Report {
    let mut report = Report::default();
    if !options.checks_only {
        report.policies = encoding.policies.iter().map(policy_report).collect();
    }
    for piece in made {
        match piece {
            Made::Rows(policy, rows) => report.policies[policy.0 as usize].grades.extend(rows),
            Made::Findings(policy, findings) => report.policies[policy.0 as usize].findings = findings,
            Made::Check(check) => report.checks.push(*check),
        }
    }
    for (index, policy) in report.policies.iter_mut().enumerate() {
        let id = PolicyId(index as u32);
        let asked = encoding.checks.iter().zip(&report.checks);
        let of_it: Vec<&CheckReport> = asked
            .filter(|(it, _)| it.policy == id)
            .map(|(_, it)| it)
            .collect();
        policy.readings = readings::table(encoding.policy(id), &policy.grades, &of_it);
    }
    report
}

/// One property that no `check` statement asks, in one scope.
pub fn ask(encoding: &Encoding, policy: PolicyId, property: &Property, scope: &Scope) -> ScopedAnswer {
    let context = Contexts::new(encoding).get(policy, scope);
    let answered = context.answer(property);
    scoped(&context, scope_words(encoding, policy, scope), answered, None)
}

fn policy_report(policy: &PolicyEncoding) -> PolicyReport {
    PolicyReport {
        id: policy.base.name.clone(),
        title: policy.base.title.clone(),
        grades: Vec::new(),
        findings: Vec::new(),
        matrix: matrix::matrix(&policy.base),
        coverage: coverage::coverage(policy),
        readings: None,
    }
}

/// Makes contexts that share the grades they find.
pub(crate) struct Contexts<'a> {
    encoding: &'a Encoding,
    known: Arc<Known>,
}

impl<'a> Contexts<'a> {
    pub(crate) fn new(encoding: &'a Encoding) -> Contexts<'a> {
        Contexts {
            encoding,
            known: Arc::default(),
        }
    }

    pub(crate) fn get(&self, id: PolicyId, scope: &Scope) -> Context<'a> {
        let coded = self.encoding.policy(id);
        let mut reading = coded.base_reading();
        for (slot, option) in &scope.readings {
            reading.0[*slot] = *option;
        }
        let policy = coded.under(&reading);
        let setting = match scope.world {
            Some(world) => Setting::of(&policy, &coded.worlds[world]),
            None => Setting::nothing_assumed(&policy),
        };
        let terms = Terms {
            counting_intends: scope.counting_intends,
            with_amendment: scope.with_amendment,
            with_exceptions: false,
            with_only: scope.with_only.as_ref().map(|it| it.iter().copied().collect()),
            without: scope.without.iter().copied().collect(),
        };
        let known = self.known.clone();
        Context {
            encoding: self.encoding,
            id,
            policy,
            setting,
            terms,
            known,
            reading: Some(reading),
        }
    }
}

fn check_report(contexts: &Contexts<'_>, check: &Check) -> CheckReport {
    let encoding = contexts.encoding;
    let mut asked = Asked {
        contexts,
        check,
        answers: Vec::new(),
        under_readings: Vec::new(),
    };
    let plain = asked.answer(&Scope::default(), None);
    asked.under_readings.push(plain.clone());
    let depends_on = asked.differences(&plain);
    let differs = depends_on.iter().any(|it| it.counts);
    for expect in &check.expects {
        asked.expect(expect, differs);
    }
    let verdict = if differs { Verdict::Depends } else { plain };
    let as_expected = asked.answers.iter().all(|it| it.as_expected) && depends_as_expected(check, differs);
    CheckReport {
        id: check.named.name.clone(),
        policy: encoding.policy(check.policy).base.name.clone(),
        title: check.named.title.clone(),
        said_by: check.said_by.clone(),
        property: check.property_text.clone(),
        place: check.named.place,
        verdict,
        under_readings: asked.under_readings,
        as_expected,
        assumptions: united(&asked.answers),
        depends_on: depends_on.into_iter().map(|it| it.dependence).collect(),
        answers: asked.answers,
    }
}

fn depends_as_expected(check: &Check, differs: bool) -> bool {
    check
        .expects
        .iter()
        .all(|it| it.answer != Answer::Depends || differs)
}

fn united(answers: &[ScopedAnswer]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in answers.iter().flat_map(|it| &it.assumptions) {
        if !all.contains(text) {
            all.push(text.clone());
        }
    }
    all
}

struct Asked<'a> {
    contexts: &'a Contexts<'a>,
    check: &'a Check,
    answers: Vec<ScopedAnswer>,
    /// With nothing assumed.
    under_readings: Vec<Verdict>,
}

/// A setting in which the verdict is another.
struct Difference {
    dependence: Dependence,
    /// Worlds and readings make a verdict `depends`; amendment and the like are told and do not.
    counts: bool,
}

impl Asked<'_> {
    fn answer(&mut self, scope: &Scope, expected: Option<Answer>) -> Verdict {
        let context = self.contexts.get(self.check.policy, scope);
        let answered = context.answer(&self.check.property);
        let verdict = answered.verdict.clone();
        let words = scope_words(self.contexts.encoding, self.check.policy, scope);
        self.answers.push(scoped(&context, words, answered, expected));
        verdict
    }

    /// In which worlds and readings, and under which terms, the verdict is another than with nothing assumed.
    fn differences(&mut self, plain: &Verdict) -> Vec<Difference> {
        let coded = self.contexts.encoding.policy(self.check.policy);
        let mut scopes: Vec<(Scope, bool)> = Vec::new();
        for world in 0..coded.worlds.len() {
            scopes.push((
                Scope {
                    world: Some(world),
                    ..Scope::default()
                },
                true,
            ));
        }
        for reading in coded.readings().into_iter().skip(1) {
            let chosen = reading
                .0
                .iter()
                .copied()
                .enumerate()
                .filter(|(_, option)| *option != 0)
                .collect();
            scopes.push((
                Scope {
                    readings: chosen,
                    ..Scope::default()
                },
                true,
            ));
        }
        let has_intends =
            |it: &holdpoint_policy::model::Clause| it.modal == holdpoint_policy::model::Modal::IntendsTo;
        if coded.base.clauses.iter().any(has_intends) {
            scopes.push((
                Scope {
                    counting_intends: true,
                    ..Scope::default()
                },
                false,
            ));
        }
        let mut differences = Vec::new();
        for (scope, counts) in scopes {
            let context = self.contexts.get(self.check.policy, &scope);
            let answered = context.answer(&self.check.property);
            if !scope.readings.is_empty() {
                self.under_readings.push(answered.verdict.clone());
            }
            let on = scope_words(self.contexts.encoding, self.check.policy, &scope);
            let is_another = answered.verdict != *plain && !matches!(answered.verdict, Verdict::Undecided(_));
            if is_another && !matches!(plain, Verdict::Undecided(_)) {
                let dependence = Dependence {
                    on: on.clone(),
                    then: answered.verdict.word().to_owned(),
                };
                differences.push(Difference { dependence, counts });
                if counts {
                    self.answers.push(scoped(&context, on, answered, None));
                }
            } else if counts && answered.verdict != *plain {
                // Not known there: told, and no reason to say that the verdict depends on it.
                self.answers.push(scoped(&context, on, answered, None));
            }
        }
        differences.extend(self.powers(plain));
        differences.extend(self.amendment(plain));
        differences
    }

    /// What is possible once an exception has been exercised.
    fn powers(&self, plain: &Verdict) -> Option<Difference> {
        let coded = self.contexts.encoding.policy(self.check.policy);
        let ordinary = matches!(
            self.check.property,
            Property::Possible(_) | Property::NeverPossible(_) | Property::Inevitable(_)
        );
        if coded.base.exceptions.is_empty() || !ordinary {
            return None;
        }
        let context = self
            .contexts
            .get(self.check.policy, &Scope::default())
            .with_powers();
        let answered = context.answer(&self.check.property);
        let is_another = answered.verdict != *plain && !matches!(answered.verdict, Verdict::Undecided(_));
        is_another.then(|| Difference {
            dependence: Dependence {
                on: "with exceptions exercised".to_owned(),
                then: answered.verdict.word().to_owned(),
            },
            counts: false,
        })
    }

    /// Whoever may amend the policy alone can switch off every clause in the first step.
    fn amendment(&self, plain: &Verdict) -> Option<Difference> {
        let policy = &self.contexts.encoding.policy(self.check.policy).base;
        let is_developers =
            |it: &holdpoint_policy::model::PartyId| policy.parties[it.index()].kind.is_developer_side();
        let by_developer = match &self.check.property {
            Property::Can {
                who: Who::Parties(parties),
                ability,
            } => {
                let ends = matches!(
                    ability,
                    Ability::AvoidPause { .. } | Ability::EndEveryPause { .. }
                );
                ends && parties.iter().any(is_developers)
            }
            Property::PauseLastsAtMost { .. } => true,
            _ => false,
        };
        let changes = by_developer && *plain == Verdict::No && policy.amended_by.iter().all(is_developers);
        changes.then(|| Difference {
            dependence: Dependence {
                on: "with amendment".to_owned(),
                then: Verdict::Yes.word().to_owned(),
            },
            counts: false,
        })
    }

    fn expect(&mut self, expect: &Expect, differs: bool) {
        if expect.answer == Answer::Depends {
            let plain = &mut self.answers[0];
            plain.expected = Some(Answer::Depends);
            plain.as_expected = differs;
            return;
        }
        if expect.scope == Scope::default() {
            let plain = &mut self.answers[0];
            plain.as_expected = plain.as_expected && meets(&plain.verdict, expect.answer);
            plain.expected = Some(
                plain
                    .expected
                    .filter(|it| *it == Answer::Depends)
                    .unwrap_or(expect.answer),
            );
            return;
        }
        let words = scope_words(self.contexts.encoding, self.check.policy, &expect.scope);
        match self.answers.iter_mut().find(|it| it.scope == words) {
            Some(known) => {
                known.expected = Some(expect.answer);
                known.as_expected = meets(&known.verdict, expect.answer);
            }
            None => drop(self.answer(&expect.scope, Some(expect.answer))),
        }
    }
}

fn scoped(
    context: &Context<'_>,
    scope: String,
    answered: Answered,
    expected: Option<Answer>,
) -> ScopedAnswer {
    ScopedAnswer {
        scope,
        as_expected: expected.is_none_or(|it| meets(&answered.verdict, it)),
        verdict: answered.verdict,
        expected,
        assumptions: context.setting.assumptions(&answered.used),
        because: answered.because,
        play: answered.play,
        strategy: answered.strategy,
        certificate: answered.certificate,
    }
}

fn meets(verdict: &Verdict, expected: Answer) -> bool {
    matches!(
        (verdict, expected),
        (Verdict::Yes, Answer::Yes) | (Verdict::No, Answer::No) | (Verdict::Depends, Answer::Depends)
    )
}

/// `nothing assumed`, `in slow`, `under reading "at will" of overly-conservative, counting intends`.
fn scope_words(encoding: &Encoding, policy: PolicyId, scope: &Scope) -> String {
    let coded = encoding.policy(policy);
    let mut words = Vec::new();
    words.extend(
        scope
            .world
            .map(|it| format!("in {}", coded.worlds[it].named.name)),
    );
    for (slot, option) in scope.readings.iter().filter(|(_, option)| *option != 0) {
        let slot = &coded.slots[*slot];
        words.push(format!(
            "under reading \"{}\" of {}",
            slot.options[*option], slot.name
        ));
    }
    if scope.with_amendment {
        words.push("with amendment".to_owned());
    }
    let names = |clauses: &[holdpoint_policy::model::ClauseId]| {
        let names = clauses
            .iter()
            .map(|it| coded.base.clauses[it.index()].named.name.as_str());
        names.collect::<Vec<_>>().join(" and ")
    };
    if let Some(only) = &scope.with_only {
        words.push(format!("with only {}", names(only)));
    }
    if !scope.without.is_empty() {
        words.push(format!("without {}", names(&scope.without)));
    }
    if scope.counting_intends {
        words.push("counting intends".to_owned());
    }
    if words.is_empty() {
        "nothing assumed".to_owned()
    } else {
        words.join(" ")
    }
}

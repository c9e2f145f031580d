//! Every play that `diff` or `compare` shows for a difference, replayed by the definition on each of the two texts.
//!
//! The play is a history: its happenings are one record, which is read under the text that permits and under the text
//! that bars, each by its own things. What only one of them names is nothing to the other, but for evaluations, which
//! say what they say to both. At each step in which the action goes on the first permits it, and at the last the clause
//! of the other that is said to bar it does.
//!
//! Left out, and counted: plays in which something is found that both texts declare, each in its own way, since a play
//! does not tell whose it is; and plays that fail of a clause that asks what is ruled out, where the texts have an
//! evaluation run on other clocks: what the one still rules out has lapsed for the other, and a difference reads both by
//! the clocks of the text that permits.

use crate::published;
use crate::readers::{looks_at_statuses, names};
use crate::text::encoding;
use crate::told;
use crate::{draw, wider};
use holdpoint_analysis::comparison::{Encoded, compare};
use holdpoint_analysis::difference;
use holdpoint_analysis::report::difference::Separation;
use holdpoint_analysis::report::{ActionIs, Event, PlayStep};
use holdpoint_policy::condition::{Atom, Subject};
use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::model::{
    Determination, Evaluation, EvaluationId, Frame, LevelDefinition, PartyId, Policy, What,
};
use holdpoint_policy::permission::{self, Options, Permission};
use holdpoint_policy::quantity::{Date, Unit};
use holdpoint_policy::record::{Answer, Compute, Happening, Record};
use std::collections::BTreeSet;

/// Two texts and what is said to tell them apart.
struct Replay<'a> {
    permits: Policy,
    bars: Policy,
    action: &'a str,
    separation: &'a Separation,
}

/// How much was replayed.
#[derive(Debug, Default)]
struct Replayed {
    plays: usize,
    steps: usize,
    /// Left out.
    ambiguous: usize,
    found: Vec<String>,
}

impl Replayed {
    /// So many plays at least were replayed, and most of those that were shown.
    fn has_no_flaw(&self, at_least: usize) {
        assert!(self.found.is_empty(), "{}", self.found.join("\n\n"));
        let is_enough = self.plays >= at_least && self.steps > self.plays;
        assert!(is_enough && self.ambiguous * 8 < self.plays, "{self:?}");
    }

    fn difference(&mut self, what: &str, old: &Encoding, new: &Encoding) {
        let difference = difference(&old.policies[0], &new.policies[0], &mut |_, _| {});
        let (old, new) = (&old.policies[0].base, &new.policies[0].base);
        for change in &difference.actions {
            self.all(what, (new, old), &change.action, &change.no_longer_barred);
            self.all(what, (old, new), &change.action, &change.newly_barred);
        }
    }

    fn all(&mut self, what: &str, (permits, bars): (&Policy, &Policy), action: &str, all: &[Separation]) {
        for separation in all {
            if finds_what_both_find(permits, bars, separation) {
                self.ambiguous += 1;
                continue;
            }
            let replay = Replay {
                permits: with_evaluations_of(bars, permits),
                bars: with_evaluations_of(permits, bars),
                action,
                separation,
            };
            self.plays += 1;
            self.steps += separation.play.steps.len();
            match replay.flaws() {
                Some(_) if lapses_otherwise(permits, bars, &separation.clause) => self.ambiguous += 1,
                flaws => self.found.extend(flaws.map(|it| format!("{what}: {it}"))),
            }
        }
    }
}

impl Replay<'_> {
    /// What is not as it is said, with the play.
    fn flaws(&self) -> Option<String> {
        let flaw = self.replayed().err()?;
        let title = &self.separation.play.title;
        Some(format!(
            "{title}, {}: {flaw}\n{:#?}",
            self.action, self.separation.play.steps
        ))
    }

    fn replayed(&self) -> Result<(), String> {
        let steps = &self.separation.play.steps;
        let mut records = [Record::new(steps[0].date), Record::new(steps[0].date)];
        let mut grown = 0;
        for step in steps {
            let compute = Happening::Compute(self.compute(grown));
            self.happens(&mut records, step.date, [Some(compute.clone()), Some(compute)]);
            for event in &step.events {
                self.happens(&mut records, step.date, self.told(event)?);
            }
            self.run_in_time(&mut records, step.date);
            let is_going_on = self.goes_on(step, self.action);
            let permitted = self.permission(&self.permits, &records[0], step.date);
            if is_going_on && permitted != Permission::Allowed {
                return Err(format!("step {}: it goes on against {permitted:?}", step.step));
            }
            grown += u32::from(self.scales(step));
        }
        self.ends(&records, &steps[steps.len() - 1])
    }

    /// At the last step it goes on, and the clause that is named bars it.
    fn ends(&self, records: &[Record; 2], last: &PlayStep) -> Result<(), String> {
        if !self.goes_on(last, self.action) {
            return Err("it does not go on at the last step".to_owned());
        }
        let barred = self.permission(&self.bars, &records[1], last.date);
        let name = |it: &holdpoint_policy::model::ClauseId| &self.bars.clauses[it.index()].named.name;
        match &barred {
            Permission::Paused(clauses) if clauses.iter().any(|it| *name(it) == self.separation.clause) => {
                Ok(())
            }
            other => Err(format!("`{}` does not bar it: {other:?}", self.separation.clause)),
        }
    }

    fn permission(&self, policy: &Policy, record: &Record, now: Date) -> Permission {
        let position = policy.actions.iter().position(|it| it.named.name == self.action);
        match position {
            Some(action) => permission::permission(policy, record, now, action.into(), &Options::default()),
            // What a text does not name it does not bar.
            None => Permission::Allowed,
        }
    }

    fn happens(&self, records: &mut [Record; 2], at: Date, happenings: [Option<Happening>; 2]) {
        for (record, happening) in records.iter_mut().zip(happenings) {
            if let Some(happening) = happening {
                record.apply(at, happening).expect("steps follow each other");
            }
        }
    }

    /// What an event is to either text; one of them at least has the thing.
    fn told(&self, event: &Event) -> Result<[Option<Happening>; 2], String> {
        if event.text.contains(" goes on against ") && event.fact.is_none() {
            return Ok([None, None]);
        }
        let each = [&self.permits, &self.bars].map(|it| told::read(it, event).or_else(|| defined(it, event)));
        match each {
            [None, None] => Err(format!("neither text has it: {event:?}")),
            each => Ok(each.map(Option::flatten)),
        }
    }

    /// The developer is eager: an evaluation of which the play tells nothing is run when it would bar.
    fn run_in_time(&self, records: &mut [Record; 2], now: Date) {
        let policy = &self.permits;
        let barred = self.permission(policy, &records[0], now);
        let Permission::Paused(clauses) = barred else {
            return;
        };
        for clause in clauses.iter().map(|it| &policy.clauses[it.index()]) {
            let What::Run { evaluation, .. } = &clause.what else {
                continue;
            };
            let name = &policy.evaluations[evaluation.index()].named.name;
            if !matches!(clause.frame, Frame::Before { .. }) || self.is_told(name) {
                continue;
            }
            let its = |policy: &Policy| {
                let position = policy.evaluations.iter().position(|it| it.named.name == *name)?;
                Some(Happening::Evaluated {
                    evaluation: EvaluationId::from(position),
                    answer: Answer::Inconclusive,
                })
            };
            self.happens(records, now, [its(&self.permits), its(&self.bars)]);
        }
    }

    fn is_told(&self, evaluation: &str) -> bool {
        let events = self.separation.play.steps.iter().flat_map(|it| &it.events);
        let mut said = events.map(|it| it.text.split(' ').next().unwrap_or_default());
        said.any(|it| it == evaluation)
    }

    fn goes_on(&self, step: &PlayStep, action: &str) -> bool {
        let mut states = step.actions.iter();
        states.any(|it| it.action == action && it.state == ActionIs::GoingOn)
    }

    fn scales(&self, step: &PlayStep) -> bool {
        let actions = self.permits.actions.iter().chain(&self.bars.actions);
        let mut scaling = actions.filter(|it| it.scales);
        scaling.any(|it| self.goes_on(step, &it.named.name))
    }

    /// Compute doubles in each step in which it grows, or so slowly that every calendar runs out first.
    fn compute(&self, grown: u32) -> Compute {
        let words = self.separation.play.steps.iter().map(|it| it.compute.as_str());
        let is_slow = words.into_iter().any(|it| it.contains('.'));
        let per = if is_slow { self.longest_calendar() } else { 1 };
        Compute::doublings(grown, per).expect("not in no time")
    }

    /// In months.
    fn longest_calendar(&self) -> u16 {
        let clauses = self.permits.clauses.iter().chain(&self.bars.clauses);
        let months = clauses.filter_map(|it| match it.what {
            What::Run { calendar, .. } => calendar,
            _ => None,
        });
        let months = months.map(|it| match it.unit {
            Unit::Month if it.amount.places == 0 => it.amount.digits,
            _ => panic!("not compared: {it:?}"),
        });
        u16::try_from(months.max().unwrap_or(1)).expect("a short time")
    }
}

/// What one text defines and the other leaves undefined is told as a task.
fn defined(policy: &Policy, event: &Event) -> Option<Option<Happening>> {
    let name = event
        .fact
        .as_ref()?
        .strip_prefix("define-")?
        .strip_suffix(" is done")?;
    let level = policy.levels.iter().position(|it| it.named.name == name)?;
    let is_open = policy.levels[level].definition == LevelDefinition::Undefined;
    Some(is_open.then(|| Happening::LevelDefined(level.into())))
}

/// The clause asks what is ruled out, and the texts do not have every evaluation run on the same clocks.
fn lapses_otherwise(one: &Policy, other: &Policy, clause: &str) -> bool {
    let clocks = |policy: &Policy| {
        let clauses = policy.clauses.iter().map(|it| &it.what);
        let clocks = clauses.filter_map(|it| match it {
            What::Run {
                evaluation,
                compute,
                calendar,
            } => {
                let name = &policy.evaluations[evaluation.index()].named.name;
                Some((name.clone(), format!("{compute:?} {calendar:?}")))
            }
            _ => None,
        });
        clocks.collect::<BTreeSet<_>>()
    };
    let mut clauses = other.clauses.iter().filter(|it| it.named.name == clause);
    let asks = clauses.any(|it| names(it, |atom| matches!(atom, Atom::RuledOut { .. })));
    asks && clocks(one) != clocks(other)
}

/// What has one name and is declared in two ways: a play does not tell which it finds.
fn finds_what_both_find(one: &Policy, other: &Policy, separation: &Separation) -> bool {
    let declared = |policy: &Policy, it: &Determination| {
        let of = it.of.map(|it| policy.evaluations[it.index()].named.name.clone());
        let requires = it.requires.map(|it| policy.tasks[it.index()].named.name.clone());
        (of, requires, it.only_if_true)
    };
    let both = one.determinations.iter().filter(|it| {
        let mut others = other.determinations.iter();
        let namesake = others.find(|other| other.named.name == it.named.name);
        namesake.is_some_and(|namesake| declared(other, namesake) != declared(one, it))
    });
    let both: Vec<String> = both.map(|it| format!("{} is found", it.named.name)).collect();
    let mut events = separation.play.steps.iter().flat_map(|it| &it.events);
    events.any(|it| both.contains(&it.text))
}

/// The policy with the evaluations that only the other text names, of what it names itself.
fn with_evaluations_of(other: &Policy, policy: &Policy) -> Policy {
    let mut joined = policy.clone();
    for evaluation in &other.evaluations {
        let is_known = policy
            .evaluations
            .iter()
            .any(|it| it.named.name == evaluation.named.name);
        let Some(of) = same_subject(other, evaluation.of, policy).filter(|_| !is_known) else {
            continue;
        };
        joined.evaluations.push(Evaluation {
            of,
            by: PartyId(0),
            ..evaluation.clone()
        });
    }
    joined
}

fn same_subject(other: &Policy, of: Subject, policy: &Policy) -> Option<Subject> {
    match of {
        Subject::Level(level) => {
            let name = &other.levels[level.index()].named.name;
            let known = policy.levels.iter().position(|it| it.named.name == *name)?;
            Some(Subject::Level(known.into()))
        }
        Subject::Capability(capability, grade) => {
            let name = &other.capabilities[capability.index()].named.name;
            let known = policy.capabilities.iter().position(|it| it.named.name == *name)?;
            Some(Subject::Capability(known.into(), grade))
        }
    }
}

#[test]
fn plays_between_published_versions_tell_them_apart() {
    let all = published::policies();
    let mut replayed = Replayed::default();
    for (old, new) in [(0, 1), (1, 2), (0, 2)] {
        let what = format!("{} to {}", all[old].0, all[new].0);
        replayed.difference(&what, &all[old].1, &all[new].1);
    }
    replayed.has_no_flaw(40);
}

#[test]
fn plays_of_a_clause_less_tell_what_it_bars() {
    let mut replayed = Replayed::default();
    for seed in 0..150 {
        for (what, less) in each_clause_less(&draw::policy(seed)) {
            let whole = encoding(&draw::policy(seed));
            replayed.difference(&format!("seed {seed} without {what}"), &whole, &encoding(&less));
        }
    }
    replayed.has_no_flaw(250);
}

#[test]
fn plays_between_drawn_texts_tell_them_apart() {
    let mut replayed = Replayed::default();
    for seed in 0..400 {
        let texts = [seed, seed + 5000].map(draw::policy);
        let [one, other] = [&texts[0], &texts[1]].map(|it| encoding(it));
        if graded(&texts[0]) == graded(&texts[1]) {
            replayed.difference(&format!("seed {seed}:\n{}", texts.join("\n")), &one, &other);
        }
        let more = wider::policy(seed);
        let wider = encoding(&more);
        // What is paused or goes on in a play is by the clauses of both.
        if !wider.policies[0].base.clauses.iter().any(looks_at_statuses) {
            replayed.difference(&format!("seed {seed} and more:\n{more}"), &one, &wider);
        }
    }
    replayed.has_no_flaw(1200);
}

/// What one text says of grades; what it says otherwise than another is not the same thing under the same name.
fn graded(text: &str) -> Vec<&str> {
    let about = |it: &&str| it.contains(" graded ") || it.starts_with("level ") && it.contains(" at ");
    text.lines().filter(about).collect()
}

/// What `compare` shows has the same form.
#[test]
fn plays_of_a_comparison_tell_two_encodings_apart() {
    let mut replayed = Replayed::default();
    for seed in 0..40 {
        let whole = draw::policy(seed);
        let Some((what, less)) = each_clause_less(&whole).pop() else {
            continue;
        };
        let (first, second) = (encoding(&whole), encoding(&less));
        let encoded = [(&first, "one"), (&second, "other")].map(|(encoding, label)| Encoded {
            encoding,
            label: label.to_owned(),
        });
        let found = compare(encoded, &[], &mut |_, _| {}).expect("nothing is said of names");
        let (one, other) = (&first.policies[0].base, &second.policies[0].base);
        for pair in &found.actions {
            let what = format!("seed {seed} compared without {what}");
            replayed.all(&what, (one, other), &pair.action, &pair.first_permits);
            replayed.all(&what, (other, one), &pair.action, &pair.second_permits);
        }
    }
    replayed.has_no_flaw(10);
}

/// Each clause, with the text that lacks it.
fn each_clause_less(whole: &str) -> Vec<(String, String)> {
    let clauses = whole.lines().filter(|it| it.starts_with("clause "));
    let less = clauses.map(|it| (it.to_owned(), whole.replace(&format!("{it}\n"), "")));
    less.collect()
}

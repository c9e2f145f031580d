//! `X takes …`: which work it is, how long it takes, what it waits for.
//!
//! It must not know other assumptions.

use super::kind::{Kind, Role, Target};
use super::lookup::Resolver;
use crate::Place;
use crate::errors::values as errors;
use crate::quantity::Duration;
use crate::suggest::nearest;
use crate::world::{Assumed, Time, Work};
use holdpoint_syntax::ast::{self, Name};
use std::cmp::Ordering;

const TAKES: Role = Role::new("takes", &[Kind::Safeguard, Kind::Task]);
const DEFINING: Role = Role::new("defining … takes", &[Kind::Level, Kind::Standard]);

/// Each distribution with its parameters, in the order of their size.
const DISTRIBUTIONS: &[(&str, &[&str])] = &[
    ("fixed", &["length"]),
    ("uniform", &["least", "most"]),
    ("triangular", &["least", "likely", "most"]),
    ("lognormal", &["median", "p90"]),
];

impl Resolver<'_> {
    pub(super) fn takes(&mut self, takes: &ast::Takes) -> Option<Assumed> {
        let work = self.work(takes);
        let time = self.time(&takes.time);
        let after = self.find_all(&takes.after, |it, name| it.safeguard(name, "after"));
        let costs = takes.costs.as_ref().and_then(|it| self.money(it));
        let succeeds = takes.succeeds.as_ref().and_then(|it| self.probability(it));
        Some(Assumed::Takes {
            work: work?,
            time: time?,
            after,
            costs,
            succeeds,
        })
    }

    fn work(&mut self, takes: &ast::Takes) -> Option<Work> {
        let target = self.find(&takes.name, if takes.defining { &DEFINING } else { &TAKES })?;
        let name = &takes.name;
        if takes.defining && !self.here().may_be_undefined(target) {
            let declared = self.here().place_of(target);
            self.report(errors::already_defined(
                self.place(name.span),
                &name.value,
                target.kind(),
                declared,
            ));
        }
        if takes.per_attempt {
            self.must_be_able_to_fail(name, target, "per attempt", name.span);
        }
        if let Some(chance) = takes.succeeds.as_ref().filter(|_| !takes.per_attempt) {
            self.must_be_able_to_fail(name, target, "succeeds with probability", chance.span);
        }
        match target {
            Target::Safeguard(id) => Some(Work::Safeguard(id)),
            Target::Task(id) => Some(Work::Task(id)),
            Target::Level(id) => Some(Work::DefiningLevel(id)),
            Target::Standard(id) => Some(Work::DefiningStandard(id)),
            _ => None,
        }
    }

    fn time(&mut self, time: &ast::Time) -> Option<Time> {
        match time {
            ast::Time::Range { least, most } => Some(self.range(least, most)),
            ast::Time::Distribution {
                name,
                parameters,
                span,
            } => self.distribution(name, parameters, self.place(*span)),
        }
    }

    /// Work that takes no time at all is no work; a range in which the least is nothing is one such.
    fn range(&mut self, least: &ast::Duration, most: &ast::Duration) -> Time {
        self.takes_time(least, "work");
        let (from, to) = (self.duration(least), self.duration(most));
        if from.compare(&to) != Some(Ordering::Greater) {
            return Time::Range {
                least: from,
                most: to,
            };
        }
        let span = crate::Span {
            start: least.span.start.min(most.span.start),
            end: least.span.end.max(most.span.end),
        };
        self.report(errors::range_upside_down(self.place(span), &self.words(span)));
        Time::Range {
            least: to,
            most: from,
        }
    }

    fn distribution(&mut self, name: &Name, given: &[(Name, ast::Duration)], place: Place) -> Option<Time> {
        let Some((known, wanted)) = DISTRIBUTIONS.iter().find(|(it, _)| *it == name.value) else {
            let all: Vec<&str> = DISTRIBUTIONS.iter().map(|(it, _)| *it).collect();
            let meant = nearest(&name.value, all.iter().copied());
            self.report(errors::unknown_distribution(
                self.place(name.span),
                &name.value,
                &all,
                meant,
            ));
            return None;
        };
        self.check_parameters(known, wanted, given);
        let value = |parameter: &str| {
            given
                .iter()
                .find(|(it, _)| it.value == parameter)
                .map(|(_, it)| it)
        };
        let missing: Vec<&str> = wanted.iter().copied().filter(|it| value(it).is_none()).collect();
        if !missing.is_empty() {
            self.report(errors::missing_parameter(place, known, &missing));
            return None;
        }
        let mut parameters: Vec<(String, Duration)> = Vec::new();
        for (parameter, length) in wanted.iter().filter_map(|it| Some((it, value(it)?))) {
            self.takes_time(length, "work");
            parameters.push(((*parameter).to_owned(), self.duration(length)));
        }
        self.check_order(&parameters, place);
        Some(Time::Distribution {
            name: (*known).to_owned(),
            parameters,
        })
    }

    /// Unknown parameters and repeated ones.
    fn check_parameters(&mut self, known: &str, wanted: &[&str], given: &[(Name, ast::Duration)]) {
        for (index, (parameter, _)) in given.iter().enumerate() {
            let (place, word) = (self.place(parameter.span), &parameter.value);
            if !wanted.contains(&word.as_str()) {
                let meant = nearest(word, wanted.iter().copied());
                self.report(errors::unknown_parameter(place, word, known, wanted, meant));
            } else if let Some((first, _)) = given[..index].iter().find(|(it, _)| it.value == *word) {
                let first = self.place(first.span);
                self.report(errors::repeated_parameter(place, word, first));
            }
        }
    }

    fn check_order(&mut self, parameters: &[(String, Duration)], place: Place) {
        for pair in parameters.windows(2) {
            let [(earlier, low), (later, high)] = pair else {
                continue;
            };
            match low.compare(high) {
                Some(Ordering::Greater) => {
                    self.report(errors::parameters_out_of_order(place, earlier, later))
                }
                Some(_) => {}
                None => self.report(errors::units_cannot_be_compared(place, earlier, later)),
            }
        }
    }
}

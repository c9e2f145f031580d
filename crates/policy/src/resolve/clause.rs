//! Clauses and exceptions: frame, who, modal, what, tails, and which of these go together.
//!
//! It must not know when a clause is owed or bars.

use super::condition::Setting;
use super::lookup::Resolver;
use super::names::Declaration;
use super::value::Least;
use crate::Place;
use crate::condition::Condition;
use crate::errors::meaning as errors;
use crate::errors::names::unknown_label_of;
use crate::model::{Clause, Deadline, Exception, Frame, Modal, What};
use crate::suggest::nearest;
use holdpoint_syntax::ast::{self, Every, Name, Tail};

/// The tails of a clause.
#[derive(Default)]
struct Tails {
    deadline: Option<Deadline>,
    unless: Option<Condition>,
    until: Option<Condition>,
}

impl Resolver<'_> {
    pub(super) fn encode_clause(&mut self, declaration: &Declaration<'_>, clause: &ast::Clause) -> Clause {
        self.check_modal(declaration, clause);
        let despite = self.clauses(&clause.despite, "despite");
        let frame = self.frame(&clause.frame);
        let who = self
            .party(&clause.who, modal_word(clause.modal.value))
            .unwrap_or_else(|| self.party_stand_in());
        let what = self.what(&clause.what);
        self.check_deadlines(declaration, clause);
        let tails = self.tails(&clause.tails);
        self.check_superseded(clause.supersedes.as_ref());
        Clause {
            named: declaration.named(),
            supersedes: clause.supersedes.as_ref().map(|it| it.value.clone()),
            despite,
            frame,
            who,
            modal: modal(clause.modal.value),
            what,
            deadline: tails.deadline,
            unless: tails.unless,
            until: tails.until,
        }
    }

    pub(super) fn encode_exception(
        &mut self,
        declaration: &Declaration<'_>,
        it: &ast::Exception,
    ) -> Exception {
        Exception {
            named: declaration.named(),
            when: self.condition(&it.when, Setting::Clause).unwrap_or_else(nothing),
            who: self
                .party(&it.who, "may suspend")
                .unwrap_or_else(|| self.party_stand_in()),
            suspends: it
                .suspends
                .as_ref()
                .map(|clauses| self.clauses(clauses, "suspend")),
        }
    }

    fn frame(&mut self, frame: &ast::Frame) -> Frame {
        match frame {
            ast::Frame::Before { actions, when } => Frame::Before {
                actions: self.actions(actions, "before"),
                when: when.as_ref().and_then(|it| self.condition(it, Setting::Clause)),
            },
            ast::Frame::While { actions, when } => Frame::While {
                actions: self.actions(actions, "while"),
                when: when.as_ref().and_then(|it| self.condition(it, Setting::Clause)),
            },
            ast::Frame::When(when) => {
                Frame::When(self.condition(when, Setting::Clause).unwrap_or_else(nothing))
            }
            ast::Frame::AtAllTimes => Frame::AtAllTimes,
        }
    }

    fn what(&mut self, what: &ast::What) -> What {
        let found = match what {
            ast::What::Have(goal) => self.goal(goal).map(What::Have),
            ast::What::Pause(action) => self.action(action, "pause").map(What::Pause),
            ast::What::Continue(action) => self.action(action, "continue").map(What::Continue),
            ast::What::Do(task) => self.task(task, "do").map(What::Do),
            ast::What::Run { evaluation, every } => self.run(evaluation, every),
        };
        found.unwrap_or_else(|| What::Have(nothing()))
    }

    fn run(&mut self, evaluation: &Name, every: &[Every]) -> Option<What> {
        let (mut compute, mut calendar) = (None, None);
        for clock in every {
            match clock {
                Every::Compute(factor) => {
                    let found = self.factor(factor, "the growth between two evaluations", Least::MoreThanOne);
                    self.once(&mut compute, found, self.place(factor.span), "compute");
                }
                Every::Calendar(length) => {
                    self.takes_time(length, "the time between two evaluations");
                    let found = self.calendar_duration(length, "a clause");
                    self.once(&mut calendar, found, self.place(length.span), "time");
                }
            }
        }
        let evaluation = self.evaluation(evaluation, "run")?;
        let (compute, calendar) = (compute.map(|(it, _)| it), calendar.map(|(it, _)| it));
        Some(What::Run {
            evaluation,
            compute,
            calendar,
        })
    }

    /// Keeps the first clock of each sort.
    fn once<T>(&mut self, kept: &mut Option<(T, Place)>, found: T, place: Place, unit: &str) {
        match kept {
            Some((_, first)) => {
                let first = *first;
                self.report(errors::repeated_clock(place, unit, first));
            }
            None => *kept = Some((found, place)),
        }
    }

    /// A second tail of a kind is the parser's to report.
    fn tails(&mut self, all: &[Tail]) -> Tails {
        let mut tails = Tails::default();
        for tail in all {
            match tail {
                Tail::Unless(condition) => tails.unless = self.condition(condition, Setting::Clause),
                Tail::Until(condition) => tails.until = self.condition(condition, Setting::Clause),
                _ => {
                    let deadline = self.deadline(tail);
                    tails.deadline = tails.deadline.or(deadline);
                }
            }
        }
        tails
    }

    fn deadline(&mut self, tail: &Tail) -> Option<Deadline> {
        match tail {
            Tail::Within(length) => Some(Deadline::Within(self.calendar_duration(length, "a clause"))),
            Tail::WithinUnspecified(word) => Some(Deadline::Unspecified(word.value.clone())),
            Tail::By(date) => self.date(date).map(Deadline::By),
            Tail::Unless(_) | Tail::Until(_) => None,
        }
    }

    /// At most one deadline, and none where nothing is owed by it.
    fn check_deadlines(&mut self, declaration: &Declaration<'_>, clause: &ast::Clause) {
        let places: Vec<Place> = clause
            .tails
            .iter()
            .filter_map(deadline_span)
            .map(|it| declaration.place_of(it))
            .collect();
        for second in places.iter().skip(1) {
            self.report(errors::repeated_deadline(*second, places[0]));
        }
        let because = match (&clause.frame, clause.modal.value) {
            (_, ast::Modal::May) => "a permission is not owed",
            (ast::Frame::Before { .. }, _) => "a gate bars until its duty holds, however long that takes",
            _ => return,
        };
        if let Some(first) = places.first() {
            self.report(errors::deadline_without_effect(*first, because));
        }
    }

    /// Which modal goes with which kind of duty.
    fn check_modal(&mut self, declaration: &Declaration<'_>, clause: &ast::Clause) {
        use ast::Modal::{IntendsTo, May, Must, MustNot};
        let said = clause.modal.value;
        let place = declaration.place_of(clause.modal.span);
        let (what, fitting): (&str, &[ast::Modal]) = match &clause.what {
            ast::What::Continue(_) => ("continue", &[MustNot, May]),
            ast::What::Pause(_) => ("pause", &[Must, IntendsTo, May]),
            ast::What::Run { .. } => ("run", &[Must, IntendsTo]),
            ast::What::Have(_) => ("have", &[Must, MustNot, IntendsTo, May]),
            ast::What::Do(_) => ("do", &[Must, MustNot, IntendsTo, May]),
        };
        if !fitting.contains(&said) {
            let fitting: Vec<&str> = fitting.iter().map(|it| modal_word(*it)).collect();
            self.report(errors::modal_does_not_fit(
                place,
                modal_word(said),
                what,
                &fitting,
            ));
        }
        if !clause.despite.is_empty() && said != May {
            self.report(errors::despite_without_may(place, modal_word(said)));
        }
        if let Some(itself) = clause
            .despite
            .iter()
            .find(|it| it.value == declaration.name.value)
        {
            self.report(errors::despite_itself(
                declaration.place_of(itself.span),
                &itself.value,
            ));
        }
    }

    /// When the superseded policy is at hand, the superseded clause must be one of its clauses.
    fn check_superseded(&mut self, clause: Option<&Name>) {
        let Some(clause) = clause else { return };
        let opening = self.layout.policies[self.here.policy];
        let older = opening
            .statement
            .and_then(|(policy, _)| policy.supersedes.as_ref());
        let Some(older) = older else { return };
        let Some(names) = self.names.iter().find(|it| it.policy == older.value) else {
            return;
        };
        if !matches!(
            names.lookup(&clause.value, true),
            Some(super::kind::Target::Clause(_))
        ) {
            let known = names
                .of_kind(super::kind::Kind::Clause)
                .map(|(target, _)| names.name_of(target));
            let meant = nearest(&clause.value, known);
            let unknown = unknown_label_of(self.place(clause.span), &clause.value, &older.value, meant);
            self.report(unknown);
        }
    }
}

fn deadline_span(tail: &Tail) -> Option<crate::Span> {
    match tail {
        Tail::Within(length) => Some(length.span),
        Tail::WithinUnspecified(word) => Some(word.span),
        Tail::By(date) => Some(date.span),
        Tail::Unless(_) | Tail::Until(_) => None,
    }
}

/// Stands where a condition could not be resolved.
fn nothing() -> Condition {
    Condition::All(Vec::new())
}

fn modal(modal: ast::Modal) -> Modal {
    match modal {
        ast::Modal::Must => Modal::Must,
        ast::Modal::MustNot => Modal::MustNot,
        ast::Modal::IntendsTo => Modal::IntendsTo,
        ast::Modal::May => Modal::May,
    }
}

fn modal_word(modal: ast::Modal) -> &'static str {
    match modal {
        ast::Modal::Must => "must",
        ast::Modal::MustNot => "must not",
        ast::Modal::IntendsTo => "intends to",
        ast::Modal::May => "may",
    }
}

//! One clause as the parts in which versions differ, and what moved between two.
//!
//! It must not know how clauses are aligned.

use super::logic::{Compared, Formula, compared};
use super::party::{self, Standing};
use crate::ladder;
use crate::report::difference::{Dimension, Direction, Moved};
use crate::words;
use holdpoint_policy::model::{Clause, Deadline, Frame, Modal, Policy, What};
use holdpoint_policy::quantity::{Duration, Factor};
use std::collections::BTreeSet;

pub(super) struct Claim<'a> {
    policy: &'a Policy,
    clause: &'a Clause,
    actions: BTreeSet<&'a str>,
    trigger: Formula,
    unless: Formula,
    /// What ends it; nothing does where nothing is said.
    until: Formula,
}

impl<'a> Claim<'a> {
    pub(super) fn of(policy: &'a Policy, clause: &'a Clause) -> Claim<'a> {
        let actions = match &clause.frame {
            Frame::Before { actions, .. } | Frame::While { actions, .. } => actions.as_slice(),
            Frame::When(_) | Frame::AtAllTimes => &[],
        };
        let formula = |it: &Option<_>| it.as_ref().map_or(Formula::Never, |it| Formula::of(policy, it));
        let when = ladder::frame_condition(&clause.frame);
        Claim {
            policy,
            clause,
            actions: actions
                .iter()
                .map(|it| policy.actions[it.index()].named.name.as_str())
                .collect(),
            trigger: when.map_or(Formula::Always, |it| Formula::of(policy, it)),
            unless: formula(&clause.unless),
            until: formula(&clause.until),
        }
    }

    /// All that it says, each by itself.
    pub(super) fn features(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let goal = self.goal();
        let parts = [
            Some(&self.trigger),
            Some(&self.unless),
            Some(&self.until),
            goal.as_ref(),
        ];
        parts.into_iter().flatten().for_each(|it| it.names(&mut names));
        let mut features: BTreeSet<String> = names.into_iter().map(str::to_owned).collect();
        features.extend(self.actions.iter().map(|it| format!("of {it}")));
        features.insert(frame_words(&self.clause.frame).to_owned());
        features.insert(modal_words(self.clause.modal).to_owned());
        if goal.is_none() {
            features.insert(self.done_words());
        }
        features
    }

    fn goal(&self) -> Option<Formula> {
        match &self.clause.what {
            What::Have(goal) => Some(Formula::of(self.policy, goal)),
            _ => None,
        }
    }

    /// What is to be done, but for how often.
    fn done_words(&self) -> String {
        match &self.clause.what {
            What::Run { evaluation, .. } => {
                format!("run {}", self.policy.evaluations[evaluation.index()].named.name)
            }
            _ => words::asks(self.policy, self.clause),
        }
    }

    fn is_permission(&self) -> bool {
        self.clause.modal == Modal::May
    }

    /// Does this bar whatever the other bars, by what both say? `same` tells of a word whether it means the same in both.
    pub(super) fn keeps(&self, other: &Claim<'_>, same: &impl Fn(&str) -> bool) -> bool {
        let (Some(own), Some(its)) = (self.barring(), other.barring()) else {
            return false;
        };
        let mut names = BTreeSet::new();
        own.names(&mut names);
        its.names(&mut names);
        let is_wider = matches!(compared(&its, &own), Compared::Same | Compared::Wider);
        is_wider && names.into_iter().all(same) && self.clocks_as_tight_as(other)
    }

    /// When a gate bars, but for clocks; `None`: it is no gate, or bars in another way.
    fn barring(&self) -> Option<Formula> {
        let not = |it: &Formula| Formula::Not(Box::new(it.clone()));
        let missing = match (&self.clause.what, self.goal()) {
            (What::Have(_), Some(goal)) if self.clause.modal == Modal::MustNot => goal,
            (What::Have(_), Some(goal)) => not(&goal),
            (What::Run { .. }, _) => Formula::Named(format!("{} is overdue", self.done_words())),
            _ => return None,
        };
        let is_gate = matches!(self.clause.frame, Frame::Before { .. });
        let is_duty = matches!(self.clause.modal, Modal::Must | Modal::MustNot);
        (is_gate && is_duty && self.clause.until.is_none())
            .then(|| Formula::All(vec![self.trigger.clone(), missing, not(&self.unless)]))
    }

    fn clocks_as_tight_as(&self, other: &Claim<'_>) -> bool {
        self.clocks(other)
            .iter()
            .all(|it| it.direction == Some(Direction::Weaker))
    }

    /// What is another in `new`, this being the old one.
    pub(super) fn moved(&self, new: &Claim<'_>) -> Vec<Moved> {
        let mut moved = Vec::new();
        moved.extend(self.modality(new));
        moved.extend(self.scope(new));
        moved.extend(self.trigger(new));
        moved.extend(self.actor(new));
        moved.extend(self.consequence(new));
        moved.extend(self.escapes(new));
        moved.extend(self.clocks(new));
        moved
    }

    fn modality(&self, new: &Claim<'_>) -> Option<Moved> {
        let (from, to) = (self.clause.modal, new.clause.modal);
        let direction = match rank(to).cmp(&rank(from)) {
            std::cmp::Ordering::Greater => Some(Direction::Stronger),
            std::cmp::Ordering::Less => Some(Direction::Weaker),
            std::cmp::Ordering::Equal => None,
        };
        (from != to).then(|| Moved {
            dimension: Dimension::Modality,
            from: modal_words(from).to_owned(),
            to: modal_words(to).to_owned(),
            direction,
        })
    }

    fn scope(&self, new: &Claim<'_>) -> Option<Moved> {
        let named = |it: &BTreeSet<&str>| it.iter().copied().collect::<Vec<_>>().join(" and ");
        let direction = match (
            new.actions.is_superset(&self.actions),
            new.actions.is_subset(&self.actions),
        ) {
            (true, true) => return None,
            (true, false) => Some(Direction::Stronger),
            (false, true) => Some(Direction::Weaker),
            (false, false) => None,
        };
        // A frame that names no action is another frame, and said there.
        if self.actions.is_empty() || new.actions.is_empty() {
            return None;
        }
        Some(Moved {
            dimension: Dimension::Scope,
            from: named(&self.actions),
            to: named(&new.actions),
            direction: self.of_a_duty(direction),
        })
    }

    fn trigger(&self, new: &Claim<'_>) -> Option<Moved> {
        let (from, to) = (&self.clause.frame, &new.clause.frame);
        let direction = if std::mem::discriminant(from) != std::mem::discriminant(to) {
            match (from, to) {
                (Frame::Before { .. }, Frame::While { .. }) => Some(Direction::Weaker),
                (Frame::While { .. }, Frame::Before { .. }) => Some(Direction::Stronger),
                _ => None,
            }
        } else {
            match compared(&self.trigger, &new.trigger) {
                Compared::Same => return None,
                it => self.of_a_duty(stronger_if_wider(it)),
            }
        };
        Some(Moved {
            dimension: Dimension::Trigger,
            from: self.trigger_words(),
            to: new.trigger_words(),
            direction,
        })
    }

    fn trigger_words(&self) -> String {
        let actions = self.actions.iter().copied().collect::<Vec<_>>().join(" and ");
        let frame = match &self.clause.frame {
            Frame::Before { .. } => Some(format!("before {actions}")),
            Frame::While { .. } => Some(format!("while {actions}")),
            Frame::When(_) | Frame::AtAllTimes => None,
        };
        let condition = ladder::frame_condition(&self.clause.frame)
            .map(|it| format!("when {}", words::condition(self.policy, it)));
        let parts: Vec<String> = frame.into_iter().chain(condition).collect();
        if parts.is_empty() {
            return "at all times".to_owned();
        }
        parts.join(", ")
    }

    fn actor(&self, new: &Claim<'_>) -> Option<Moved> {
        let from = Standing::of(self.policy, self.clause.who);
        let to = Standing::of(new.policy, new.clause.who);
        party::moved(Dimension::Actor, &from, &to)
    }

    fn consequence(&self, new: &Claim<'_>) -> Option<Moved> {
        let (dimension, direction) = match (self.goal(), new.goal()) {
            (Some(from), Some(to)) => {
                let compare = compared(&from, &to);
                if compare == Compared::Same {
                    return None;
                }
                let rest = compared(&from.but_for_announcements(), &to.but_for_announcements());
                let dimension = match rest {
                    Compared::Same => Dimension::Disclosure,
                    _ => Dimension::Consequence,
                };
                // More is asked where less will do no longer; less is forbidden where more may be.
                let direction = stronger_if_wider(compare).map(Direction::reversed);
                let is_ban = self.clause.modal == Modal::MustNot;
                (
                    dimension,
                    if is_ban {
                        direction.map(Direction::reversed)
                    } else {
                        direction
                    },
                )
            }
            (None, None) if self.done_words() == new.done_words() => return None,
            _ => (Dimension::Consequence, None),
        };
        let (mut from, mut to) = (self.duty_words(), new.duty_words());
        // The words may be the same and what they stand for another: then in what standards are made of.
        if let (true, Some(was), Some(is)) = (from == to, self.goal(), new.goal()) {
            (from, to) = (was.words(), is.words());
        }
        Some(Moved {
            dimension,
            from,
            to,
            direction,
        })
    }

    /// How often stands with the clocks.
    fn duty_words(&self) -> String {
        match &self.clause.what {
            What::Have(_) => words::duty(self.policy, self.clause),
            _ => self.done_words(),
        }
    }

    /// `unless` and `until`: what lets one out.
    fn escapes(&self, new: &Claim<'_>) -> Vec<Moved> {
        let pairs = [
            (
                "unless",
                &self.unless,
                &new.unless,
                &self.clause.unless,
                &new.clause.unless,
            ),
            (
                "until",
                &self.until,
                &new.until,
                &self.clause.until,
                &new.clause.until,
            ),
        ];
        let mut moved = Vec::new();
        for (word, from, to, from_words, to_words) in pairs {
            let direction = match compared(from, to) {
                Compared::Same => continue,
                it => self.of_a_duty(stronger_if_wider(it).map(Direction::reversed)),
            };
            let said = |policy: &Policy, it: &Option<_>| {
                it.as_ref().map_or_else(
                    || format!("no `{word}`"),
                    |it| format!("{word} {}", words::condition(policy, it)),
                )
            };
            moved.push(Moved {
                dimension: Dimension::Consequence,
                from: said(self.policy, from_words),
                to: said(new.policy, to_words),
                direction,
            });
        }
        moved
    }

    fn clocks(&self, new: &Claim<'_>) -> Vec<Moved> {
        let mut moved = Vec::new();
        if let (
            What::Run {
                compute: from_compute,
                calendar: from_calendar,
                ..
            },
            What::Run {
                compute: to_compute,
                calendar: to_calendar,
                ..
            },
        ) = (&self.clause.what, &new.clause.what)
        {
            let compute = compute_clock(*from_compute, *to_compute);
            let calendar = calendar_clock(*from_calendar, *to_calendar);
            let kept_compute = to_compute.map(|it| format!("every {}x compute", words::decimal(it.0)));
            let kept_calendar = to_calendar.map(|it| format!("every {}", words::duration(it)));
            moved.extend(compute.clone().map(|it| beside(it, &calendar, kept_calendar)));
            moved.extend(calendar.map(|it| beside(it, &compute, kept_compute)));
        }
        moved.extend(deadline(self.clause, new.clause));
        moved
    }

    /// What makes a duty stronger makes a permission weaker.
    fn of_a_duty(&self, direction: Option<Direction>) -> Option<Direction> {
        match self.is_permission() {
            true => direction.map(Direction::reversed),
            false => direction,
        }
    }
}

fn stronger_if_wider(compared: Compared) -> Option<Direction> {
    match compared {
        Compared::Wider => Some(Direction::Stronger),
        Compared::Narrower => Some(Direction::Weaker),
        Compared::Same | Compared::Different => None,
    }
}

fn compute_clock(from: Option<Factor>, to: Option<Factor>) -> Option<Moved> {
    let said = |it: Option<Factor>| {
        it.map_or_else(
            || "no compute clock".to_owned(),
            |it| format!("every {}x compute", words::decimal(it.0)),
        )
    };
    let order = |from: Factor, to: Factor| holdpoint_policy::quantity::compare(from.0, to.0);
    clock(from, to, order, said)
}

fn calendar_clock(from: Option<Duration>, to: Option<Duration>) -> Option<Moved> {
    let said = |it: Option<Duration>| {
        it.map_or_else(
            || "no calendar clock".to_owned(),
            |it| format!("every {}", words::duration(it)),
        )
    };
    let order = |from: Duration, to: Duration| from.compare(&to).unwrap_or(std::cmp::Ordering::Equal);
    clock(from, to, order, said)
}

/// A longer clock is weaker, and so is none.
/// One of two clocks moved: the other, if it did not, is as before.
fn beside(mut moved: Moved, other: &Option<Moved>, kept: Option<String>) -> Moved {
    if let (None, Some(kept)) = (other, kept) {
        moved.to.push_str(&format!(", with {kept} as before"));
    }
    moved
}

fn clock<T: Copy + PartialEq>(
    from: Option<T>,
    to: Option<T>,
    order: impl Fn(T, T) -> std::cmp::Ordering,
    said: impl Fn(Option<T>) -> String,
) -> Option<Moved> {
    use std::cmp::Ordering;
    let direction = match (from, to) {
        (None, None) => return None,
        (Some(_), None) => Some(Direction::Weaker),
        (None, Some(_)) => Some(Direction::Stronger),
        (Some(a), Some(b)) if a == b => return None,
        (Some(a), Some(b)) => match order(a, b) {
            Ordering::Less => Some(Direction::Weaker),
            Ordering::Greater => Some(Direction::Stronger),
            Ordering::Equal => None,
        },
    };
    Some(Moved {
        dimension: Dimension::Clock,
        from: said(from),
        to: said(to),
        direction,
    })
}

fn deadline(from: &Clause, to: &Clause) -> Option<Moved> {
    if from.deadline == to.deadline {
        return None;
    }
    let direction = match (&from.deadline, &to.deadline) {
        (Some(Deadline::Within(a)), Some(Deadline::Within(b))) => {
            clock(
                Some(*a),
                Some(*b),
                |a, b| a.compare(&b).unwrap_or(std::cmp::Ordering::Equal),
                |_| String::new(),
            )?
            .direction
        }
        (Some(Deadline::By(a)), Some(Deadline::By(b))) if a < b => Some(Direction::Weaker),
        (Some(Deadline::By(_)), Some(Deadline::By(_))) => Some(Direction::Stronger),
        (Some(Deadline::Within(_) | Deadline::By(_)), Some(Deadline::Unspecified(_)) | None) => {
            Some(Direction::Weaker)
        }
        (Some(Deadline::Unspecified(_)) | None, Some(Deadline::Within(_) | Deadline::By(_))) => {
            Some(Direction::Stronger)
        }
        _ => None,
    };
    let said = |it: &Clause| match words::deadline(it) {
        none if none.is_empty() => "no deadline".to_owned(),
        some => some,
    };
    Some(Moved {
        dimension: Dimension::Clock,
        from: said(from),
        to: said(to),
        direction,
    })
}

fn rank(modal: Modal) -> u8 {
    match modal {
        Modal::Must | Modal::MustNot => 2,
        Modal::IntendsTo => 1,
        Modal::May => 0,
    }
}

fn modal_words(modal: Modal) -> &'static str {
    match modal {
        Modal::Must => "must",
        Modal::MustNot => "must not",
        Modal::IntendsTo => "intends to",
        Modal::May => "may",
    }
}

fn frame_words(frame: &Frame) -> &'static str {
    match frame {
        Frame::Before { .. } => "before",
        Frame::While { .. } => "while",
        Frame::When(_) => "when",
        Frame::AtAllTimes => "at all times",
    }
}

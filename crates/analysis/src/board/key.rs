//! Everything that decides how a board plays, as one key: equal keys are equal boards, whatever the things on them are
//! called, where they are declared and which clause a bar belongs to.
//!
//! It must not know what is asked of a board.

use super::Board;
use std::hash::{Hash, Hasher};

/// The whole board, not a digest of it: two boards with one key have the same positions and moves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(Vec<u8>);

impl Board<'_> {
    pub(crate) fn key(&self) -> Key {
        let mut record = Record(Vec::with_capacity(1024));
        self.record(&mut record);
        Key(record.0)
    }

    fn record(&self, into: &mut Record) {
        let options = &self.options;
        let terms = (
            options.pace,
            options.coalition.developer,
            options.coalition.nature,
        );
        let moments = (options.hidden_moments, options.finite, options.at_any_time);
        let play = (
            options.gift && self.has_undefined,
            options.only_due_evaluations,
            options.together,
            options.shows_at_once,
        );
        (terms, moments, play, options.delay, self.is_endless()).hash(into);
        let world = (
            self.setting.ends_after,
            self.setting.at_most_under_way,
            self.evaluates_first,
            self.found_from,
        );
        (world, self.free_growth, self.enforced, &self.slots).hash(into);
        self.vars.largest().hash(into);
        self.record_moves(into);
        self.record_marks(into);
    }

    fn record_moves(&self, into: &mut Record) {
        into.list(&self.evaluations, |it, into| {
            let answers = (
                it.answer,
                it.indicates.clone(),
                it.grade_of,
                it.rules_out_matters,
                it.lowest_matters,
            );
            let clocks = (it.since_growth, it.since_time, &it.clocks, it.miss_steps);
            (
                answers,
                clocks,
                it.owner,
                it.ordered,
                it.looks_at,
                it.may_be_inconclusive,
            )
                .hash(into);
        });
        into.list(&self.probes, |it, into| {
            let times = (it.signs_from, it.there_from, it.buffer, it.may_fall);
            let needs = (it.defined, &it.below, &it.covers);
            (it.top, times, needs, it.signs, it.looked, it.miss_age, it.hidden).hash(into);
        });
        into.list(&self.groups, |it, into| {
            let when = (it.hold, it.finished.least, it.ready);
            (&it.items, &it.closure, when, it.in_place).hash(into);
        });
        self.items.hash(into);
        into.list(&self.tasks, |it, into| {
            (it.owner, it.progress, it.fresh, it.takes, it.ends_an_action).hash(into);
        });
        into.list(&self.determinations, |it, into| {
            (it.owner, it.found, it.asked, it.of, it.requires).hash(into);
        });
        into.list(&self.facts, |it, into| {
            (it.owner, it.holds, it.permanent, it.starts).hash(into);
        });
        into.list(&self.approvals, |it, into| {
            (it.owner, it.approved).hash(into);
        });
        into.list(&self.definitions, |it, into| {
            (it.owner, it.progress, it.takes).hash(into);
        });
        into.list(&self.scores, |it, into| {
            (it.evaluation, it.value, it.n_grades).hash(into);
        });
        into.list(&self.exceptions, |it, into| {
            (it.owner, it.exercised, &it.when).hash(into);
        });
        into.list(&self.attempts, |it, into| (it.attempted, &it.in_place).hash(into));
        into.list(&self.amendable, |(_, slot), into| slot.hash(into));
    }

    fn record_marks(&self, into: &mut Record) {
        into.list(&self.actions, |it, into| {
            (it.scales, it.bars, &it.ended, it.went_on).hash(into);
        });
        into.list(&self.bars, |it, into| {
            (&it.blocked, &it.lifted).hash(into);
        });
        (&self.latches, &self.statuses, &self.held, &self.announced).hash(into);
        (&self.owed, &self.watches).hash(into);
    }
}

/// Keeps what is hashed instead of hashing it.
struct Record(Vec<u8>);

impl Record {
    fn list<T>(&mut self, elements: &[T], record: impl Fn(&T, &mut Record)) {
        elements.len().hash(self);
        elements.iter().for_each(|it| record(it, self));
    }
}

impl Hasher for Record {
    fn finish(&self) -> u64 {
        unreachable!("a record is kept and never hashed")
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }
}

//! One model line: its entries in the order of the ledger, folded into how things stand, and kept so.
//!
//! Entries come in order of their index, and speak of times in any order: the fold goes back as far as the
//! earliest time that an entry changes, and no further. It must not know how an entry is written down.

mod completeness;
mod kept;
#[cfg(test)]
pub(crate) mod tests;
mod timing;

use crate::Settings;
use crate::evidence::{Correction, Evidence, Said};
use crate::standing::{Event, Heard, Standing, Statement};
use crate::verdict::Remembered;
use completeness::Completeness;
use holdpoint_policy::model::{PartyId, Policy};
use holdpoint_policy::quantity::Date;
use kept::Kept;
use num_bigint::BigUint;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// What an entry of the ledger is to a line.
#[derive(Clone, Debug)]
pub enum Item {
    /// It says something of the line.
    Evidence(Evidence),
    /// It is known to be about something else.
    Elsewhere,
    /// It is about the line, and cannot be used; by that party, if so much is known.
    Unusable {
        by: Option<PartyId>,
        received: Date,
        /// It is known to be of the line.
        is_of_line: bool,
    },
    /// It is in the ledger, and has not been shown.
    NotShown,
}

/// The evidence about a model line, folded under one policy.
#[derive(Clone, Debug)]
pub struct Line {
    policy: Arc<Policy>,
    settings: Settings,
    /// Before it nothing counts; what is said of times before is so at the start.
    start: Date,
    next_index: u64,
    /// Entries that were not elsewhere: as long as there are no more, nothing has changed but the size.
    n_taken: u64,
    /// In order of the index, each with it.
    evidence: Vec<(u64, Evidence)>,
    /// Corrections of which nothing comes.
    idle: Vec<u64>,
    events: BTreeMap<Date, Vec<Event>>,
    /// The first checkpoint of the line, and when it was.
    baseline: Option<(Date, BigUint)>,
    completeness: Completeness,
    kept: Kept,
    remembered: Remembered,
}

impl Line {
    /// With no entries yet. Clocks run from `start`.
    pub fn new(policy: Arc<Policy>, start: Date, settings: Settings) -> Line {
        Line {
            start,
            next_index: 0,
            n_taken: 0,
            idle: Vec::new(),
            evidence: Vec::new(),
            events: BTreeMap::new(),
            baseline: None,
            completeness: Completeness::new(&policy),
            kept: Kept::new(Standing::new(Arc::clone(&policy), start, settings.clone())),
            remembered: Remembered::default(),
            policy,
            settings,
        }
    }

    /// The policy under which it is folded.
    pub fn policy(&self) -> &Arc<Policy> {
        &self.policy
    }

    /// The number of entries of the ledger that were looked at.
    pub fn size(&self) -> u64 {
        self.next_index
    }

    /// The number of entries that are of the line: what a party that vouches now has to say.
    pub fn n_entries(&self) -> u64 {
        self.completeness.shown()
    }

    /// Corrections of entries that are not there, or not the party's to correct: nothing comes of them.
    pub fn idle_corrections(&self) -> impl Iterator<Item = u64> + '_ {
        self.idle.iter().copied()
    }

    /// So many entries that are known to be about something else.
    pub fn pass(&mut self, n: u64) {
        self.next_index += n;
    }

    /// The next entry of the ledger.
    pub fn take(&mut self, item: Item) {
        let index = self.next_index;
        self.next_index += 1;
        if matches!(item, Item::Elsewhere) {
            return;
        }
        self.n_taken += 1;
        let was_heard = match &item {
            // Who says nothing of its record is heard as before.
            Item::Evidence(it) if it.complete.is_none() => None,
            _ => Some(self.completeness.heard().clone()),
        };
        match item {
            Item::Elsewhere => {}
            Item::NotShown => self.completeness.gap(),
            Item::Unusable {
                by,
                received,
                is_of_line,
            } => self.completeness.unusable(by, received, is_of_line),
            Item::Evidence(evidence) => {
                self.completeness.take(&evidence);
                self.add(index, evidence);
            }
        }
        let now_heard = self.completeness.heard();
        if let Some(from) = was_heard.and_then(|it| it.first_difference(now_heard)) {
            self.kept.forget_from(from.unwrap_or(self.start));
        }
    }

    /// How things stood, or stand, at a moment, by all entries that were taken.
    pub fn standing(&mut self, now: Date) -> Standing {
        let now = now.max(self.start);
        let mut standing = self.folded(now).into_owned();
        standing.advance(now, &[]);
        standing
    }

    /// The same without a copy, as it stood at the last entry, where nothing has changed since.
    pub fn looked_at(&mut self, now: Date) -> Cow<'_, Standing> {
        let now = now.max(self.start);
        let mut standing = self.folded(now);
        if !standing.stays_until(now) {
            standing.to_mut().advance(now, &[]);
        }
        standing
    }

    /// How things stood at the last moment up to `now` of which an entry speaks, or at the start. What is not known may
    /// depend on when one looked, so whoever goes on from a moment begins here.
    pub(crate) fn folded(&mut self, now: Date) -> Cow<'_, Standing> {
        let mut standing = self.kept.fold(&self.events, self.completeness.heard(), now);
        if standing.now().is_none() {
            standing.to_mut().advance(self.start, &[]);
        }
        standing
    }

    /// The next moment at which time alone, or what an entry says of it, may change how things stand.
    pub(crate) fn next_change(&self, standing: &Standing) -> Option<Date> {
        let said = self.next_said(standing.now());
        standing.next_change().into_iter().chain(said).min()
    }

    /// The next moment after one of which an entry speaks.
    pub(crate) fn next_said(&self, after: Option<Date>) -> Option<Date> {
        let after = after.map_or(Bound::Unbounded, Bound::Excluded);
        let event = self.events.range((after, Bound::Unbounded)).next();
        event.map(|(at, _)| *at)
    }

    /// Goes on to such a moment.
    pub(crate) fn go_on(&self, standing: &mut Standing, to: Date) {
        kept::take_in(standing, &self.events, to, |_| {});
        standing.advance(to, &[]);
    }

    /// How things would stand if in addition these entries came at `now` and these parties vouched until then.
    pub fn supposing(&self, now: Date, says: &[Said], vouching: &[PartyId]) -> Standing {
        let mut heard = self.completeness.heard().clone();
        for party in vouching {
            heard.set(*party, Some(now));
        }
        let mut events = self.events.clone();
        let supposed = says
            .iter()
            .filter_map(|it| it.statement(self.baseline.as_ref().map(|it| &it.1)));
        events
            .entry(now)
            .or_default()
            .extend(supposed.map(|statement| Event {
                at: now,
                entry: self.next_index,
                statement,
                disputed_by: None,
            }));
        let mut kept = self.kept.clone();
        let first = self.completeness.heard().first_difference(&heard);
        kept.forget_from(first.map_or(now, |it| it.unwrap_or(self.start)).min(now));
        let mut standing = kept.fold(&events, &heard, now).into_owned();
        standing.advance(now, &[]);
        standing
    }

    /// How often anything was taken that may have changed something.
    pub(crate) fn n_taken(&self) -> u64 {
        self.n_taken
    }

    pub(crate) fn remembered(&mut self) -> &mut Remembered {
        &mut self.remembered
    }

    /// Who has been heard up to when.
    pub fn heard(&self) -> &Heard {
        self.completeness.heard()
    }

    fn add(&mut self, index: u64, evidence: Evidence) {
        let rebased = self.rebase(&evidence);
        // What it corrects stands before it, or never will.
        if (evidence.correction).is_some_and(|it| !self.is_entitled(&evidence, it)) {
            self.idle.push(evidence.entry);
        }
        self.evidence.push((index, evidence));
        match rebased {
            true => self.rebuild(),
            false => {
                self.insert(self.evidence.len() - 1);
                self.correct(self.evidence.len() - 1);
            }
        }
    }

    /// A first checkpoint, or one before the first that was known, is what compute is relative to.
    fn rebase(&mut self, evidence: &Evidence) -> bool {
        let compute = evidence.says.iter().find_map(|it| match it {
            Said::Compute(flop) => Some(flop.clone()),
            Said::Happened(_) => None,
        });
        let is_first = |at: Date| self.baseline.as_ref().is_none_or(|(first, _)| at < *first);
        match compute {
            Some(flop) if is_first(evidence.from) => {
                self.baseline = Some((evidence.from, flop));
                true
            }
            _ => false,
        }
    }

    fn rebuild(&mut self) {
        self.events.clear();
        self.kept.forget_from(self.start);
        for position in 0..self.evidence.len() {
            self.insert(position);
            self.correct(position);
        }
    }

    /// Every event of an entry, each at the moment from which it counts.
    fn insert(&mut self, position: usize) {
        let Line {
            evidence,
            baseline,
            settings,
            events,
            kept,
            start,
            ..
        } = self;
        let (index, evidence) = &evidence[position];
        let baseline = baseline.as_ref().map(|it| &it.1);
        let statements = evidence.says.iter().filter_map(|it| it.statement(baseline));
        let own = statements.flat_map(|it| timing::events(evidence, it, settings));
        let end = evidence.to.map(|to| no_longer_vouched(*index, to));
        for event in own.chain(end) {
            put(events, kept, *start, event);
        }
    }

    fn correct(&mut self, position: usize) {
        let (by, correcting) = &self.evidence[position];
        let correction = correcting.correction;
        match correction.filter(|it| self.is_entitled(correcting, *it)) {
            Some(Correction::Disputes(of)) => self.dispute(of, *by),
            Some(Correction::Supersedes(of) | Correction::Retracts(of)) => {
                let event = no_longer_vouched(of, correcting.received);
                put(&mut self.events, &mut self.kept, self.start, event);
            }
            None => {}
        }
    }

    fn evidence(&self, index: u64) -> Option<&Evidence> {
        let found = self.evidence.binary_search_by_key(&index, |it| it.0);
        found.ok().map(|it| &self.evidence[it].1)
    }

    /// A party takes back what it said itself, and disputes what others said.
    fn is_entitled(&self, correcting: &Evidence, correction: Correction) -> bool {
        let is_dispute = matches!(correction, Correction::Disputes(_));
        let corrected = self.evidence(correction.of());
        corrected.is_some_and(|it| (it.by == correcting.by) != is_dispute)
    }

    /// What an entry says is in conflict from the time of which it speaks.
    fn dispute(&mut self, of: u64, by: u64) {
        for event in self.events.values_mut().flatten().filter(|it| it.entry == of) {
            event.disputed_by = event.disputed_by.or(Some(by));
        }
        let from = self.evidence(of).map_or(self.start, |it| it.from);
        self.kept.forget_from(from.max(self.start));
    }
}

fn put(events: &mut BTreeMap<Date, Vec<Event>>, kept: &mut Kept, start: Date, event: Event) {
    let at = event.at.max(start);
    // Most moments have one event.
    let of_moment = events.entry(at).or_insert_with(|| Vec::with_capacity(1));
    let position = of_moment.partition_point(|it| order(it) <= order(&event));
    of_moment.insert(position, Event { at, ..event });
    kept.forget_from(at);
}

/// Of one moment what an entry takes back comes before what is said.
fn order(event: &Event) -> (bool, u64) {
    (event.statement != Statement::NoLongerVouched, event.entry)
}

fn no_longer_vouched(entry: u64, at: Date) -> Event {
    Event {
        at,
        entry,
        statement: Statement::NoLongerVouched,
        disputed_by: None,
    }
}

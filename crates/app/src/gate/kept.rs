//! A gate that is kept open: the ledger is opened and read once, and each call takes in only what has come since.
//!
//! What is kept are the lines that were asked for, folded, and which entries are of which line; not the entries. Every
//! call holds the end of the ledger, and each entry that it reads, against what was there before: a ledger that was set
//! back or put in another's place gives no answer. An entry that was taken in and is changed later counts as it was;
//! [`KeptGate::look_over`] finds it. It must not know who asks.

use super::contents::Contents;
use super::decision::{DECISION, Decision, decide};
use super::lines::Lines;
use super::status::{Standing, standing};
use super::{AsOf, Cut, Mode};
use crate::ledger::{Entries, each_entry, entries_of, read_key, read_roots};
use crate::moment;
use crate::problem::Problem;
use crate::record::{Written, append, frame, from_serde, no_policy};
use holdpoint_gate::evidence::About;
use holdpoint_policy::quantity::Date;
use std::collections::BTreeMap;
use std::path::Path;

/// A ledger, or a bundle of one, that is open to be asked many times. Answers are the same as if it were opened anew for
/// each.
pub struct KeptGate {
    entries: Box<dyn Entries>,
    contents: Contents,
    /// INVARIANT: each by all entries of `contents`, under the revision that was in force when it was asked for last.
    lines: BTreeMap<String, Lines>,
}

/// May an action go on?
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The action, by its name in the policy.
    pub action: &'a str,
    /// The model line.
    pub line: &'a str,
    /// Which entries count, and the moment that is asked about.
    pub as_of: AsOf,
    /// How strictly the answer is followed.
    pub mode: &'a Mode,
    /// What to go by instead of the clock.
    pub now: Option<Date>,
}

impl KeptGate {
    /// Opens a ledger, or a bundle of one that the ledger's public key verifies; what does not hold together is not opened.
    /// With the file of the root keys, only the word of who may speak counts.
    pub fn open(path: &Path, verifier: Option<&str>, roots: Option<&Path>) -> Result<KeptGate, Problem> {
        let roots = roots.map(read_roots).transpose()?;
        let mut contents = Contents::under(roots.as_ref());
        let entries = entries_of(path, verifier, roots.as_ref(), |it| contents.take(it))?;
        contents.is_looked_at()?;
        Ok(KeptGate {
            entries,
            contents,
            lines: BTreeMap::new(),
        })
    }

    /// The number of entries, with those that others have recorded meanwhile.
    pub fn size(&mut self) -> Result<u64, Problem> {
        self.take_in()?;
        Ok(self.contents.size())
    }

    /// Answers; nothing is recorded.
    pub fn decide(&mut self, question: &Question<'_>) -> Result<Decision, Problem> {
        self.take_in()?;
        let cut = question.as_of.cut(&*self.entries, &self.contents, question.now)?;
        self.decide_at(cut, question.action, question.line, question.mode)
    }

    /// How a line stands.
    pub fn status(&mut self, line: &str, as_of: AsOf, now: Option<Date>) -> Result<Standing, Problem> {
        self.take_in()?;
        let cut = as_of.cut(&*self.entries, &self.contents, now)?;
        self.at(cut, line, |lines| standing(lines, cut))
    }

    /// Puts a decision on record, signed with the secret key in a file if one is given; gives the entry.
    pub fn record(
        &mut self,
        decision: &Decision,
        key: Option<&Path>,
        now: Option<Date>,
    ) -> Result<u64, Problem> {
        let store = self.entries.store().ok_or_else(|| {
            Problem::new(
                "nothing is recorded in a bundle",
                "record the decision in the ledger itself",
            )
        })?;
        let key = key.map(read_key).transpose()?;
        let revisions = self.contents.revisions(self.contents.size())?;
        let revision = revisions.into_iter().find(|it| it.entry == decision.policy_entry);
        let role = self.contents.role(key.as_ref());
        let mut members = from_serde(decision)?;
        members.extend(frame(DECISION, revision.ok_or_else(no_policy)?, role));
        let body = Written::new(members)?;
        Ok(append(store, &body, key.as_ref(), moment::now_ms(now)?)?.index)
    }

    /// Reads every entry again and holds it against what was there when it came; gives how many there are.
    pub fn look_over(&mut self) -> Result<u64, Problem> {
        let size = self.size()?;
        each_entry(&*self.entries, 0..size, |_| Ok(()))?;
        Ok(size)
    }

    /// The same of the next `most` entries from `from` on, so that nobody has to wait for all; gives the entry to go on with,
    /// which is the first again after the last.
    pub fn look_over_some(&mut self, from: u64, most: u64) -> Result<u64, Problem> {
        let size = self.size()?;
        let end = from.saturating_add(most).min(size);
        each_entry(&*self.entries, from.min(end)..end, |_| Ok(()))?;
        Ok(if end == size { 0 } else { end })
    }

    pub(super) fn entries(&self) -> &dyn Entries {
        &*self.entries
    }

    pub(super) fn decide_at(
        &mut self,
        cut: Cut,
        action: &str,
        line: &str,
        mode: &Mode,
    ) -> Result<Decision, Problem> {
        let mut decision = self.at(cut, line, |lines| decide(lines, action, cut, mode))?;
        decision.overridden_by = mode.overriding(&*self.entries, &self.contents, cut, (action, line))?;
        Ok(decision)
    }

    /// The line as it is at that cut: the one that is kept, or, of the past, one that is folded for this question.
    fn at<T>(
        &mut self,
        cut: Cut,
        name: &str,
        ask: impl FnOnce(&mut Lines) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let in_force = self.contents.in_force(cut.size, cut.at)?.ok_or_else(no_policy)?;
        let (now, entry) = (cut.size == self.contents.size(), in_force.revision.entry);
        if let Some(kept) = self.lines.get_mut(name)
            && now
            && kept.in_force.revision.entry == entry
        {
            kept.pass_to(cut.size);
            kept.next = self.contents.next(cut.size, cut.at)?;
            kept.unpublished = self.contents.uncounted(cut.size)?;
            return ask(kept);
        }
        let folded = Lines::fold(&*self.entries, &mut self.contents, cut.size, cut.at, name)?;
        let mut lines = folded.ok_or_else(no_policy)?;
        let answer = ask(&mut lines);
        let is_newest = |it: &Lines| it.in_force.revision.entry < entry;
        if now && self.lines.get(name).is_none_or(is_newest) {
            self.lines.insert(name.to_owned(), lines);
        }
        answer
    }

    /// What others have recorded since the last call. What fails in between is taken up again by the next.
    fn take_in(&mut self) -> Result<(), Problem> {
        let size = self.entries.size()?;
        let (contents, lines) = (&mut self.contents, &mut self.lines);
        each_entry(&*self.entries, contents.size()..size, |entry| {
            if super::authority::may_be_key_event(&entry) {
                // It may end what counted so far.
                lines.clear();
            }
            match super::contents::about(&entry) {
                About::Nothing => {}
                About::Line(name) => {
                    if let Some(lines) = lines.get_mut(name) {
                        lines.take_in(&entry);
                    }
                }
                About::Every => lines.values_mut().for_each(|it| it.take_in(&entry)),
            }
            contents.take(&entry);
            Ok(())
        })?;
        self.contents.is_looked_at()
    }
}

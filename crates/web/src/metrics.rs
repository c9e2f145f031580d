//! What is counted while the server runs, in the text format of Prometheus (0.0.4).
//!
//! Labels are of closed sets (actions of the policy, answers, addresses that are served), so that no client can make their number
//! grow. It must not know how an answer comes about.

use crate::desk::Answered;
use holdpoint_app::{Standing, moment_seconds};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Counted since the server was started.
#[derive(Debug, Default)]
pub(crate) struct Metrics(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    /// By action, answer, and whether it opened.
    decisions: BTreeMap<(String, String, bool), u64>,
    /// By why there was none.
    unanswered: BTreeMap<&'static str, u64>,
    /// By address and status.
    responses: BTreeMap<(&'static str, u16), u64>,
    seconds: Seconds,
    /// Statements that came as events: put on record, there before.
    recorded: BTreeMap<&'static str, u64>,
    /// Events that were sent, or given up.
    notified: BTreeMap<&'static str, u64>,
}

/// A histogram of how long answers took.
#[derive(Debug, Default)]
struct Seconds {
    within: [u64; BOUNDS.len()],
    sum: f64,
    count: u64,
}

/// Upper bounds in seconds.
const BOUNDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 3.0];

/// How the ledger is when it is looked at.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Entries; `None` if it cannot be read.
    pub(crate) size: Option<u64>,
    /// Of the lines that are watched.
    pub(crate) standings: Vec<Standing>,
}

impl Metrics {
    pub(crate) fn answered(&self, answered: &Answered, took: Duration) {
        let decision = &answered.decision;
        let mut counts = self.counts();
        let key = (decision.action.clone(), decision.answer.clone(), answered.opens);
        *counts.decisions.entry(key).or_default() += 1;
        counts.seconds.took(took);
    }

    pub(crate) fn unanswered(&self, why: &'static str) {
        *self.counts().unanswered.entry(why).or_default() += 1;
    }

    pub(crate) fn response(&self, path: &'static str, status: u16) {
        *self.counts().responses.entry((path, status)).or_default() += 1;
    }

    pub(crate) fn recorded(&self, how: &'static str) {
        *self.counts().recorded.entry(how).or_default() += 1;
    }

    pub(crate) fn notified(&self, how: &'static str) {
        *self.counts().notified.entry(how).or_default() += 1;
    }

    /// Counting goes on after a panic of somebody else.
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As Prometheus reads it.
    pub(crate) fn text(&self, seen: &Seen) -> String {
        let counts = self.counts();
        let mut page = Page::default();
        page.family(
            "holdpoint_decisions_total",
            "counter",
            "Answers of the gate since the start.",
        );
        for ((action, answer, opens), n) in &counts.decisions {
            let opens = opens.to_string();
            page.sample(&[("action", action), ("answer", answer), ("opens", &opens)], *n);
        }
        page.family(
            "holdpoint_unanswered_total",
            "counter",
            "Questions without an answer, which are undecided.",
        );
        for (why, n) in &counts.unanswered {
            page.sample(&[("why", why)], *n);
        }
        page.family(
            "holdpoint_http_responses_total",
            "counter",
            "Responses by address and status.",
        );
        for ((path, status), n) in &counts.responses {
            page.sample(&[("path", path), ("status", &status.to_string())], *n);
        }
        page.family(
            "holdpoint_events_total",
            "counter",
            "Statements that came as events.",
        );
        for (how, n) in &counts.recorded {
            page.sample(&[("outcome", how)], *n);
        }
        page.family(
            "holdpoint_notifications_total",
            "counter",
            "Events that were sent, or given up.",
        );
        for (how, n) in &counts.notified {
            page.sample(&[("outcome", how)], *n);
        }
        page.seconds(&counts.seconds);
        page.ledger(seen);
        seen.standings.iter().for_each(|it| page.standing_families(it));
        page.text()
    }
}

impl Seconds {
    fn took(&mut self, took: Duration) {
        let seconds = took.as_secs_f64();
        for (bound, n) in BOUNDS.iter().zip(&mut self.within) {
            *n += u64::from(seconds <= *bound);
        }
        self.sum += seconds;
        self.count += 1;
    }
}

/// Families in the order in which they were begun, each with its samples together, as the format wants it.
#[derive(Debug, Default)]
struct Page {
    families: Vec<(String, String)>,
}

impl Page {
    /// Begins a family, or goes on with it.
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let found = self.families.iter().position(|it| it.0 == name);
        let family = match found {
            Some(index) => self.families.remove(index),
            None => (
                name.to_owned(),
                format!("# HELP {name} {help}\n# TYPE {name} {kind}\n"),
            ),
        };
        self.families.push(family);
    }

    fn sample(&mut self, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        self.named("", labels, value);
    }

    fn named(&mut self, suffix: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let Some((name, text)) = self.families.last_mut() else {
            return;
        };
        let labels: Vec<String> = labels
            .iter()
            .map(|(name, value)| format!("{name}=\"{}\"", escaped(value)))
            .collect();
        let labels = match labels.is_empty() {
            true => String::new(),
            false => format!("{{{}}}", labels.join(",")),
        };
        // Writing to a string does not fail.
        let _written = writeln!(text, "{name}{suffix}{labels} {value}");
    }

    fn seconds(&mut self, it: &Seconds) {
        self.family(
            "holdpoint_decision_seconds",
            "histogram",
            "How long answers took.",
        );
        for (bound, n) in BOUNDS.iter().zip(&it.within) {
            self.named("_bucket", &[("le", &bound.to_string())], n);
        }
        self.named("_bucket", &[("le", "+Inf")], it.count);
        self.named("_sum", &[], it.sum);
        self.named("_count", &[], it.count);
    }

    fn ledger(&mut self, seen: &Seen) {
        self.family(
            "holdpoint_ledger_readable",
            "gauge",
            "1 if the ledger can be read.",
        );
        self.sample(&[], u8::from(seen.size.is_some()));
        if let Some(size) = seen.size {
            self.family("holdpoint_ledger_entries", "gauge", "Entries of the ledger.");
            self.sample(&[], size);
        }
    }

    fn standing_families(&mut self, it: &Standing) {
        let model = ("model", it.line.as_str());
        self.family(
            "holdpoint_may_proceed",
            "gauge",
            "1 if the answer is proceed, of lines that are watched.",
        );
        for row in &it.actions {
            self.sample(
                &[model, ("action", &row.action)],
                u8::from(row.answer == "proceed"),
            );
        }
        let help = "Until when a proceed holds if nothing more is recorded, in seconds since 1970.";
        self.family("holdpoint_lease_until_seconds", "gauge", help);
        for row in &it.actions {
            if let Some(until) = row.until.as_deref().and_then(moment_seconds) {
                self.sample(&[model, ("action", &row.action)], until);
            }
        }
        let help = "Up to when a party has vouched for its record, in seconds since 1970.";
        self.family("holdpoint_heard_until_seconds", "gauge", help);
        for row in &it.heard {
            if let Some(until) = row.until.as_deref().and_then(moment_seconds) {
                self.sample(&[model, ("party", &row.party)], until);
            }
        }
        self.family(
            "holdpoint_party_silent",
            "gauge",
            "1 if a party has not been heard up to now.",
        );
        for row in &it.heard {
            self.sample(&[model, ("party", &row.party)], u8::from(row.is_silent));
        }
        self.family("holdpoint_duties", "gauge", "Duties by their state.");
        let mut states: BTreeMap<&str, u64> = BTreeMap::new();
        for row in &it.duties {
            *states.entry(&row.state).or_default() += 1;
        }
        for (state, n) in states {
            self.sample(&[model, ("state", state)], n);
        }
    }

    fn text(self) -> String {
        self.families.into_iter().map(|it| it.1).collect()
    }
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_escaped_and_families_stand_together() {
        let mut page = Page::default();
        for line in ["a\"b\\c\nd", "e"] {
            page.family("one", "gauge", "One.");
            page.sample(&[("model", line)], 1);
            page.family("two", "gauge", "Two.");
            page.sample(&[], 2);
        }
        assert_eq!(
            page.text(),
            "# HELP one One.\n# TYPE one gauge\none{model=\"a\\\"b\\\\c\\nd\"} 1\none{model=\"e\"} 1\n\
             # HELP two Two.\n# TYPE two gauge\ntwo 2\ntwo 2\n"
        );
    }

    #[test]
    fn a_histogram_counts_what_is_within_each_bound() {
        let mut seconds = Seconds::default();
        for millis in [1, 2, 700, 9000] {
            seconds.took(Duration::from_millis(millis));
        }
        assert_eq!(seconds.within, [1, 2, 2, 2, 2, 2, 2, 2, 3, 3]);
        assert_eq!(seconds.count, 4);
    }
}

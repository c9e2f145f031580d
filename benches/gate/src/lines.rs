//! The workload under our gate: one line a model, entries to the line that they are about, an answer to each question.
//!
//! It must not know where entries come from.

use crate::workload::{CLAUSES, START_MS, model_name, policy_text};
use holdpoint_gate::evidence::{self, Evidence, Reading, Shown};
use holdpoint_gate::{Answer, Item, Line, Settings, Value};
use holdpoint_policy::model::{ActionId, Policy};
use holdpoint_policy::quantity::Date;
use holdpoint_policy::{FileId, SourceFile};
use std::sync::Arc;

pub(crate) struct Lines {
    pub(crate) policy: Arc<Policy>,
    pub(crate) action: ActionId,
    names: Vec<String>,
    lines: Vec<Line>,
}

impl Lines {
    pub(crate) fn new(n_models: usize) -> Result<Lines, String> {
        let policy = Arc::new(policy()?);
        let actions = policy.actions.iter();
        let action = actions.map(|it| &it.named.name).position(|it| it == "deployment");
        let line = || Line::new(Arc::clone(&policy), date(START_MS), Settings::default());
        Ok(Lines {
            action: action.ok_or("the policy has no `deployment`")?.into(),
            names: (0..n_models).map(model_name).collect(),
            lines: (0..n_models).map(|_| line()).collect(),
            policy,
        })
    }

    /// What an entry says of its model.
    pub(crate) fn read(&self, model: usize, entry: u64, at_ms: u64, text: &str) -> Result<Evidence, String> {
        let shown = Shown {
            entry,
            received: date(at_ms),
            text,
        };
        match evidence::read(&self.policy, &self.names[model], shown) {
            Reading::Evidence(it) => Ok(it),
            other => Err(format!("{other:?}")),
        }
    }

    pub(crate) fn take(&mut self, model: usize, evidence: Evidence) {
        let line = self.to(model, evidence.entry);
        line.take(Item::Evidence(evidence));
    }

    /// The clauses that bar, one bit for each; both that ask for the evaluation are one.
    pub(crate) fn barred(&mut self, model: usize, size: u64, at: Date) -> Result<u32, String> {
        let action = self.action;
        let verdict = self.to(model, size).verdict(action, at);
        if verdict.answer == Answer::Undecided {
            return Err(format!("{verdict:?}"));
        }
        let barring = verdict.grounds.iter().filter(|it| it.bars == Value::True);
        Ok(barring.fold(0, |all, it| all | 1 << it.clause.index().min(CLAUSES)))
    }

    /// The line of a model, as it is before an entry.
    pub(crate) fn to(&mut self, model: usize, entry: u64) -> &mut Line {
        let line = &mut self.lines[model];
        line.pass(entry - line.size());
        line
    }
}

pub(crate) fn policy() -> Result<Policy, String> {
    let text = policy_text();
    let parse = holdpoint_syntax::parse(&text, holdpoint_syntax::FileKind::Hold, FileId(0));
    let file = SourceFile {
        id: FileId(0),
        document: &parse.document,
        text: &text,
        uses: Vec::new(),
    };
    let (encoding, diagnostics) = holdpoint_policy::resolve(&[file]);
    let policy = encoding.policies.into_iter().next();
    let policy = policy.filter(|_| diagnostics.is_empty());
    policy.map(|it| it.base).ok_or_else(|| format!("{diagnostics:?}"))
}

pub(crate) fn date(ms: u64) -> Date {
    let at = i64::try_from(ms)
        .ok()
        .and_then(|it| jiff::Timestamp::from_millisecond(it).ok());
    Date(
        at.unwrap_or(jiff::Timestamp::MAX)
            .to_zoned(jiff::tz::TimeZone::UTC)
            .datetime(),
    )
}

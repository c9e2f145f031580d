//! The use case `explain FILE ID`: the plays and strategies behind a grade, a claim or a finding.

use crate::check::{CheckFiles, Checked};
use crate::json::plays::{PlayJson, StrategyJson, play, strategy};
use crate::outcome::Outcome;
use crate::words;
use holdpoint_analysis::report::{
    CheckReport, Dependence, Finding, GradeRow, Play, ScopedAnswer, StrategyRow,
};
use serde::Serialize;

#[derive(Clone, Debug)]
pub struct ExplainId {
    pub check: CheckFiles,
    /// The name of a check or of a finding, a finding's code, or `training@ASL-3`.
    pub id: String,
}

#[derive(Clone, Debug)]
pub struct Explained {
    pub checked: Checked,
    pub explanations: Vec<Explanation>,
    pub outcome: Outcome,
}

/// One thing explained: in words, and by a play or a strategy where one can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub title: String,
    pub words: Vec<String>,
    pub play: Option<Play>,
    pub strategy: Vec<StrategyRow>,
}

#[derive(Debug, Serialize)]
pub struct ExplanationJson {
    title: String,
    words: Vec<String>,
    play: Option<PlayJson>,
    strategy: Vec<StrategyJson>,
}

impl ExplainId {
    pub fn run(&self, progress: &mut (dyn FnMut(usize, usize) + Send)) -> Explained {
        let checked = self.check.run(progress);
        let explanations = self.explanations(&checked);
        let outcome = match (checked.was_judged(), explanations.is_empty()) {
            (true, false) => Outcome::Fine,
            (true, true) => Outcome::Unusable,
            (false, _) => checked.outcome,
        };
        Explained {
            checked,
            explanations,
            outcome,
        }
    }

    fn explanations(&self, checked: &Checked) -> Vec<Explanation> {
        let checks = checked
            .report
            .checks
            .iter()
            .filter(|it| it.id == self.id)
            .flat_map(|it| of_check(it, self.check.world.as_deref()));
        let policies = || checked.report.policies.iter();
        let rows = policies()
            .flat_map(|it| &it.grades)
            .filter(|it| it.id() == self.id)
            .filter(|it| self.check.world.is_none() || it.world == self.check.world)
            .map(of_row);
        let findings = policies()
            .flat_map(|it| &it.findings)
            .filter(|it| it.name == self.id || it.code == self.id);
        checks.chain(rows).chain(findings.map(of_finding)).collect()
    }
}

impl Explained {
    pub fn json(&self) -> Vec<ExplanationJson> {
        let one = |it: &Explanation| ExplanationJson {
            title: it.title.clone(),
            words: it.words.clone(),
            play: it.play.as_ref().map(play),
            strategy: strategy(&it.strategy),
        };
        self.explanations.iter().map(one).collect()
    }

    /// Whatever could have been asked for.
    pub fn known_ids(&self) -> Vec<String> {
        let policies = || self.checked.report.policies.iter();
        let mut ids: Vec<String> = self
            .checked
            .report
            .checks
            .iter()
            .map(|it| it.id.clone())
            .collect();
        ids.extend(policies().flat_map(|it| &it.grades).map(GradeRow::id));
        ids.extend(
            policies()
                .flat_map(|it| &it.findings)
                .map(|it| it.name.to_owned()),
        );
        let mut seen = std::collections::BTreeSet::new();
        ids.retain(|it| seen.insert(it.clone()));
        ids
    }
}

/// In a world that is asked for: what is said there, or that it is no other than with nothing assumed.
fn of_check(check: &CheckReport, world: Option<&str>) -> Vec<Explanation> {
    let explained = |(index, answer)| of_answer(check, answer, index == 0);
    let all = check.answers.iter().enumerate();
    let Some(world) = world else {
        return all.map(explained).collect();
    };
    let scope = format!("in {world}");
    let there: Vec<Explanation> = (all.clone())
        .filter(|(_, answer)| answer.scope == scope)
        .map(explained)
        .collect();
    if !there.is_empty() {
        return there;
    }
    let mut plain: Vec<Explanation> = all.take(1).map(explained).collect();
    for explanation in &mut plain {
        explanation
            .words
            .insert(0, format!("the verdict {scope} is the same"));
    }
    plain
}

fn of_answer(check: &CheckReport, answer: &ScopedAnswer, is_first: bool) -> Explanation {
    let claim = check.title.iter().map(|it| format!("claim: {it}"));
    let because = Some(answer.because.clone())
        .filter(|it| !it.is_empty())
        .into_iter();
    let depends = check.depends_on.iter().filter(|_| is_first).map(dependence);
    Explanation {
        title: format!("{}, {}: {}", check.property, answer.scope, answer.verdict.word()),
        words: claim
            .chain(because)
            .chain(depends)
            .chain(assumed(&answer.assumptions))
            .collect(),
        play: answer.play.clone(),
        strategy: answer.strategy.clone(),
    }
}

fn of_row(row: &GradeRow) -> Explanation {
    let world = row
        .world
        .as_deref()
        .map_or_else(|| "nothing assumed".to_owned(), |it| format!("in {it}"));
    let waits = [
        format!(
            "longest pause for a developer that prepares: {}",
            words::wait_of(row, row.prepared_wait)
        ),
        format!(
            "longest pause for one that does not: {}",
            words::wait_of(row, row.unprepared_wait)
        ),
    ];
    let repair = row
        .repair
        .iter()
        .map(|it| format!("would be binding with: {} ({})", it.statement, it.why));
    let words = std::iter::once(row.sentence.clone())
        .chain(waits)
        .chain(row.depends_on.iter().map(dependence));
    Explanation {
        title: format!("{}, {world}: {}", row.id(), words::grade_bounds(row)),
        words: words.chain(repair).chain(assumed(&row.assumptions)).collect(),
        play: row.play.clone(),
        strategy: row.strategy.clone(),
    }
}

fn of_finding(finding: &Finding) -> Explanation {
    Explanation {
        title: format!("{} {}: {}", finding.code, finding.name, finding.message),
        words: finding.help.iter().cloned().collect(),
        play: finding.play.clone(),
        strategy: Vec::new(),
    }
}

fn dependence(it: &Dependence) -> String {
    format!("{}: {}", it.on, it.then)
}

fn assumed(assumptions: &[String]) -> Option<String> {
    if assumptions.is_empty() {
        None
    } else {
        Some(format!("assumes: {}", assumptions.join("; ")))
    }
}

//! `holdpoint test`.

use crate::render::diagnostics;
use crate::terminal::Terminal;
use holdpoint_app::{Outcome, TestFiles, TestedScenario};
use std::path::PathBuf;

/// Do the scenarios come out as they say?
///
/// A scenario is a dated history with what must hold along it. With `X.md`, the files `X.*.md` beside it that
/// `use` it are read too.
#[derive(clap::Args)]
pub(crate) struct Test {
    /// Policy documents.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Test {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let tested = TestFiles {
            paths: self.files.clone(),
        }
        .run();
        terminal.talk(&diagnostics(
            &tested.files,
            &tested.diagnostics,
            terminal.talk_has_colour,
        ));
        for scenario in &tested.scenarios {
            let word = if scenario.failures.is_empty() {
                "ok"
            } else {
                "failed"
            };
            terminal.print(&format!("{word:<6}  {}: {}\n", scenario.policy, scenario.name));
            terminal.talk(&diagnostics(
                &tested.files,
                &scenario.failures,
                terminal.talk_has_colour,
            ));
        }
        if tested.was_run {
            terminal.print(&summary(&tested.scenarios));
        }
        tested.outcome
    }
}

fn summary(scenarios: &[TestedScenario]) -> String {
    let failed = scenarios.iter().filter(|it| !it.failures.is_empty()).count();
    match (scenarios.len(), failed) {
        (0, _) => "no scenarios\n".to_owned(),
        (1, 0) => "1 scenario, which comes out\n".to_owned(),
        (1, _) => "1 scenario, which does not come out\n".to_owned(),
        (n, 0) => format!("{n} scenarios, all come out\n"),
        (n, failed) => format!("{n} scenarios, {failed} do not come out\n"),
    }
}

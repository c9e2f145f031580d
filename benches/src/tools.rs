//! The solvers that are run side by side, ours and others', each as a program: how it is found, called and read.
//!
//! Others are found as in the tests of the exports: by `HOLDPOINT_PRISM_GAMES`, `HOLDPOINT_PRISM` and `HOLDPOINT_STORM`,
//! or on the path. It must not know what is asked, nor which answer is right.

use crate::child::{End, Taken};
use serde_json::Value;
use std::path::{Path, PathBuf};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    PrismGames,
    Prism,
    /// Python with `stormpy`.
    Storm,
}

const STORM: &str = include_str!("storm.py");

impl Tool {
    pub(crate) const ALL: [Tool; 3] = [Tool::PrismGames, Tool::Prism, Tool::Storm];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Tool::PrismGames => "PRISM-games",
            Tool::Prism => "PRISM",
            Tool::Storm => "Storm",
        }
    }

    pub(crate) fn variable(self) -> &'static str {
        match self {
            Tool::PrismGames => "HOLDPOINT_PRISM_GAMES",
            Tool::Prism => "HOLDPOINT_PRISM",
            Tool::Storm => "HOLDPOINT_STORM",
        }
    }

    /// `None`: it is not on this machine.
    pub(crate) fn program(self) -> Option<PathBuf> {
        let named = std::env::var_os(self.variable()).filter(|it| !it.is_empty());
        named.map(PathBuf::from).or_else(|| match self {
            Tool::PrismGames => on_the_path("prism-games"),
            Tool::Prism => on_the_path("prism"),
            Tool::Storm => None,
        })
    }

    /// The call for a model, a file of questions and constants such as `asked=1,most=3`.
    pub(crate) fn call(
        self,
        program: &Path,
        model: &Path,
        questions: &Path,
        constants: &str,
        gib: u64,
    ) -> Vec<String> {
        let mut call = vec![text(program)];
        match self {
            Tool::Storm => call.extend(["-c".to_owned(), STORM.to_owned()]),
            Tool::PrismGames | Tool::Prism => {}
        }
        call.extend([text(model), text(questions)]);
        match self {
            Tool::Storm => call.push(constants.to_owned()),
            Tool::PrismGames => call.extend(prism_options(constants, "-explicit", gib)),
            // The engine that was the fastest of its engines on such models.
            Tool::Prism => call.extend(prism_options(constants, "-sparse", gib)),
        }
        call
    }
}

fn prism_options(constants: &str, engine: &str, gib: u64) -> Vec<String> {
    let mut options = vec![engine.to_owned(), "-javamaxmem".to_owned(), format!("{gib}g")];
    if !constants.is_empty() {
        options.extend(["-const".to_owned(), constants.to_owned()]);
    }
    options
}

fn on_the_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|it| it.join(name))
        .find(|it| it.is_file())
}

pub(crate) fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// What a tool said of each question, in order: `true`, `false` or a number; and the states of its model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) states: Option<u64>,
    pub(crate) results: Vec<String>,
}

/// Reads `States: 12 (1 initial)` and `Result: 2.0 (…)`, which PRISM prints and our lines of Python do as well.
pub(crate) fn said(taken: &Taken) -> Option<Said> {
    let mut said = Said::default();
    for line in taken.output.lines() {
        if let Some(states) = line.strip_prefix("States:") {
            said.states = states.split_whitespace().next().and_then(|it| it.parse().ok());
        }
        if let Some(result) = line.strip_prefix("Result:") {
            said.results
                .push(plain(result.split_whitespace().next().unwrap_or_default()));
        }
    }
    (taken.end == End::Finished && !said.results.is_empty()).then_some(said)
}

/// `3.0` and `3.0000000001` are 3.
fn plain(result: &str) -> String {
    match result.parse::<f64>() {
        Ok(number) if (number - number.round()).abs() < 1e-6 => format!("{}", number.round()),
        _ => result.to_owned(),
    }
}

/// What `holdpoint check --format json` says of each level of the generated policy, lowest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LevelValues {
    /// The longest pause that nature can force, in months.
    pub(crate) prepared: Bounds,
    pub(crate) unprepared: Bounds,
    /// Paused months in all.
    pub(crate) in_all: Bounds,
}

/// A number, or what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bounds {
    Exactly(u64),
    Between(u64, Option<u64>),
}

impl Bounds {
    pub(crate) fn words(self) -> String {
        match self {
            Bounds::Exactly(it) => it.to_string(),
            Bounds::Between(least, Some(most)) => format!("{least} to {most}"),
            Bounds::Between(least, None) => format!("{least} or more"),
        }
    }

    pub(crate) fn admits(self, value: u64) -> bool {
        match self {
            Bounds::Exactly(it) => it == value,
            Bounds::Between(least, most) => least <= value && most.is_none_or(|it| value <= it),
        }
    }

    pub(crate) fn admits_more_than_none(self) -> bool {
        self != Bounds::Exactly(0)
    }

    /// `None` where it is not known exactly.
    pub(crate) fn exact(self) -> Option<u64> {
        match self {
            Bounds::Exactly(it) => Some(it),
            Bounds::Between(..) => None,
        }
    }

    fn read(wait: &Value) -> Option<Bounds> {
        match wait["kind"].as_str()? {
            "steps" => Some(Bounds::Exactly(wait["steps"].as_u64()?)),
            "none" => Some(Bounds::Exactly(0)),
            "between" => Some(Bounds::Between(wait["least"].as_u64()?, wait["most"].as_u64())),
            _ => None,
        }
    }
}

pub(crate) fn levels(output: &str) -> Option<Vec<LevelValues>> {
    let report = document(output)?;
    let rows = report["grades"].as_array()?.iter();
    let rows = rows.filter(|it| it["world"] == "generator" && it["level"] != "L0");
    rows.map(|row| {
        let in_all = Bounds::read(&row["total_paused"]);
        Some(LevelValues {
            prepared: Bounds::read(&row["prepared_wait"])?,
            unprepared: Bounds::read(&row["unprepared_wait"])?,
            in_all: in_all.unwrap_or(Bounds::Between(0, None)),
        })
    })
    .collect()
}

/// What `holdpoint ask --format json` answers in the one world that it is asked about; `None` where it is undecided.
pub(crate) fn yes_or_no(output: &str) -> Option<bool> {
    let asked = document(output)?;
    match asked["answers"].as_array()?.last()?["verdict"].as_str()? {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Talk on standard error may stand around the document.
fn document(output: &str) -> Option<Value> {
    let text = output.get(output.find('{')?..=output.rfind('}')?)?;
    serde_json::from_str(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_read_as_prism_prints_them() {
        let taken = Taken {
            end: End::Finished,
            output: "States:      14 (1 initial)\nResult: 2.0 (exact floating point)\nResult: true\n"
                .to_owned(),
            seconds: 1.0,
            cpu_seconds: 1.0,
            peak_mebibytes: 1.0,
        };
        let said = said(&taken).expect("it finished and said something");
        assert_eq!(
            (said.states, said.results),
            (Some(14), vec!["2".to_owned(), "true".to_owned()])
        );
    }

    #[test]
    fn an_answer_is_that_of_the_world_asked_about() {
        let output =
            "solving\n{\"verdict\":\"yes\",\"answers\":[{\"verdict\":\"yes\"},{\"verdict\":\"no\"}]}\n";
        assert_eq!(yes_or_no(output), Some(false));
        assert_eq!(yes_or_no(&output.replace("no", "undecided")), None);
    }

    #[test]
    fn bounds_say_that_they_are_bounds() {
        let wait = serde_json::json!({"kind": "between", "least": 3, "most": 5});
        let bounds = Bounds::read(&wait).expect("it is well formed");
        assert_eq!(bounds.words(), "3 to 5");
        assert!(bounds.admits(4) && !bounds.admits(6) && bounds.exact().is_none());
    }
}

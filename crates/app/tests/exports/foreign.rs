//! Solvers by others, each as a program that is found by an environment variable or on the path.
//!
//! It must not know which values are right: PRISM compares with `RESULT` itself, and for Storm a few lines of Python do.

use crate::reader::{self, Property};
use holdpoint_app::export::Document;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    PrismGames,
    Prism,
    /// Python with `stormpy`.
    Storm,
}

const STORM: &str = include_str!("storm.py");

impl Tool {
    pub(crate) fn variable(self) -> &'static str {
        match self {
            Tool::PrismGames => "HOLDPOINT_PRISM_GAMES",
            Tool::Prism => "HOLDPOINT_PRISM",
            Tool::Storm => "HOLDPOINT_STORM",
        }
    }

    pub(crate) fn program(self) -> Option<PathBuf> {
        let named = std::env::var_os(self.variable())
            .filter(|it| !it.is_empty())
            .map(PathBuf::from);
        named.or_else(|| {
            let name = match self {
                Tool::PrismGames => "prism-games",
                Tool::Prism => "prism",
                Tool::Storm => return None,
            };
            let path = std::env::var_os("PATH")?;
            let mut programs = std::env::split_paths(&path).map(|it| it.join(name));
            programs.find(|it| it.is_file())
        })
    }

    /// Why it does not come to every value.
    pub(crate) fn solve(self, program: &PathBuf, model: &Document, asked: &Document) -> Result<(), String> {
        let n_asked = reader::properties(&asked.text).len();
        let folder = tempfile::tempdir().map_err(|it| it.to_string())?;
        let write = |it: &Document, name: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, &it.text)
                .map(|()| path)
                .map_err(|it| it.to_string())
        };
        let (model, asked) = (write(model, "model.prism")?, write(asked, "model.props")?);
        let mut command = Command::new(program);
        match self {
            Tool::PrismGames | Tool::Prism => command.arg(model).arg(asked).args(["-explicit", "-test"]),
            Tool::Storm => command.arg("-c").arg(STORM).arg(model).arg(asked),
        };
        let output = command
            .output()
            .map_err(|it| format!("{} cannot be run: {it}", program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let n_passed = text.matches("Testing result: PASS").count();
        if n_passed == n_asked {
            return Ok(());
        }
        Err(format!("{n_passed} of {n_asked} properties\n{text}"))
    }
}

/// Does every job, a few at a time, and gathers what is wrong.
pub(crate) fn side_by_side<J: Sync>(jobs: &[J], work: impl Fn(&J) -> Option<String> + Sync) -> Vec<String> {
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let one_after_the_other = || {
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let found = work(job);
            wrong
                .lock()
                .expect("no worker stops while it writes")
                .extend(found);
        }
    };
    let n_workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..n_workers {
            scope.spawn(one_after_the_other);
        }
    });
    wrong.into_inner().expect("no worker stops while it writes")
}

/// To be seen also where the output of a test that passes is kept back.
pub(crate) fn say(line: &str) {
    let mut talk = std::io::stderr().lock();
    // A closed stream is no reason to fail.
    let _ = writeln!(talk, "{line}");
}

/// What decides the answer.
pub(crate) fn without_comments(model: &str, properties: &[Property]) -> String {
    let code = model
        .lines()
        .map(|it| it.split("//").next().unwrap_or_default().trim_end());
    let lines: Vec<&str> = code.filter(|it| !it.is_empty()).collect();
    format!("{}\n{properties:?}", lines.join("\n"))
}

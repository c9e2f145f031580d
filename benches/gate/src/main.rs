//! The gate and the ledger beside what others use, in one run: `holdpoint-gate-bench`.
//!
//! Every answer is held against an oracle. Each part is a process of its own, so that its memory can be told. Ratios within
//! one run count, and no second by itself.

mod chance;
mod clock;
mod decisions;
mod ledgers;
mod lines;
mod oracle;
mod replay;
mod row;
mod workload;

use row::Row;
use std::process::{Command, ExitCode};

const HELP: &str = "usage: holdpoint-gate-bench [--events N] [--models N] [--large N] [--only PART] [--json FILE] [--markdown FILE]

  --events N      events of the replay (1000000)
  --models N      models (1000)
  --large N       entries of the large ledger and of the long stream (1000000)
  --only PART     replay, decisions, appends, large, stream or cold
  --json FILE     the rows as data
  --markdown FILE the rows as a table

HOLDPOINT_DUCKDB names a Python that has duckdb (else `python3` is tried), HOLDPOINT_PEERS the program of benches/peers
(else it is looked for where `cargo build --release` in that folder puts it), HOLDPOINT ours (else beside this program). What
is not there is left out, and said to be.";

const PARTS: [&str; 6] = ["replay", "decisions", "appends", "large", "stream", "cold"];

struct Options {
    n_events: usize,
    n_models: usize,
    n_large: usize,
    only: Option<String>,
    json: Option<String>,
    markdown: Option<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|it| it == "--help") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let done = Options::read(&arguments).and_then(|options| match &options.only {
        Some(part) => run(part, &options),
        None => every_part(&arguments),
    });
    let written = done.and_then(|(rows, agrees)| {
        Options::read(&arguments)?.write(&rows)?;
        Ok(agrees)
    });
    match written {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("somebody answers otherwise than the oracle");
            ExitCode::FAILURE
        }
        Err(why) => {
            eprintln!("{why}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

/// Each part by this program again.
fn every_part(arguments: &[String]) -> Result<(Vec<Row>, bool), String> {
    let folder = tempfile::tempdir().map_err(|it| it.to_string())?;
    let program = std::env::current_exe().map_err(|it| it.to_string())?;
    let (mut rows, mut agrees) = (Vec::new(), true);
    for part in PARTS {
        let json = folder.path().join(part);
        let mut command = Command::new(&program);
        // What comes last counts.
        command
            .args(arguments)
            .args(["--only", part, "--markdown", "", "--json"])
            .arg(&json);
        let status = command.status().map_err(|it| it.to_string())?;
        match status.code() {
            Some(0 | 1) => agrees &= status.success(),
            _ => return Err(format!("the part `{part}` failed")),
        }
        let text = std::fs::read_to_string(&json).map_err(|it| it.to_string())?;
        rows.extend(serde_json::from_str::<Vec<Row>>(&text).map_err(|it| it.to_string())?);
    }
    Ok((rows, agrees))
}

fn run(part: &str, options: &Options) -> Result<(Vec<Row>, bool), String> {
    let folder = tempfile::tempdir().map_err(|it| it.to_string())?;
    let folder = folder.path();
    let n_models = options.n_models;
    let events = || workload::events(options.n_events, n_models);
    let large = || workload::events(options.n_large, n_models);
    match part {
        "replay" => replay_part(&events(), n_models, folder),
        "decisions" => decisions_part(&events(), n_models, folder),
        "appends" => Ok((ledgers::appends(&events(), folder)?, true)),
        "large" => {
            let path = ledgers::build(&large(), folder, "large.db")?;
            Ok((ledgers::large(&path, options.n_large)?, true))
        }
        "stream" => Ok((ledgers::stream(&large(), folder)?, true)),
        "cold" => {
            let n_first = (workload::SAFEGUARDS + 3) * n_models;
            let path = ledgers::build(&workload::events(n_first, n_models), folder, "cold.db")?;
            let row = ledgers::cold(&path, n_first, n_models)?;
            Ok((or_absent(row.map(|it| vec![it]), "our program"), true))
        }
        other => Err(format!("there is no part `{other}`: {}", PARTS.join(", "))),
    }
}

fn replay_part(
    events: &[workload::Event],
    n_models: usize,
    folder: &std::path::Path,
) -> Result<(Vec<Row>, bool), String> {
    let right = oracle::answers(events, n_models);
    let mut agrees = oracle::agrees_with_search(events, &right, 997);
    let (mut rows, ours_agree, _) = replay::ours(events, n_models, &right)?;
    let path = ledgers::build(events, folder, "replay.db")?;
    let (row, ledger_agrees, ours) = ledgers::replay(&path, events, n_models, &right)?;
    agrees &= ours_agree && ledger_agrees;
    let duckdb = replay::duckdb(events, &right, folder)?;
    match duckdb {
        Some((theirs, they_agree, per_second)) => {
            agrees &= they_agree;
            let bar = format!("5 × DuckDB: {:.2} ×", ours / per_second);
            rows.push(row.with(bar, ours >= 5.0 * per_second));
            rows.extend(theirs);
        }
        None => {
            rows.push(row);
            rows.extend(or_absent(None, "DuckDB"));
        }
    }
    Ok((rows, agrees))
}

fn decisions_part(
    events: &[workload::Event],
    n_models: usize,
    folder: &std::path::Path,
) -> Result<(Vec<Row>, bool), String> {
    let (mut rows, mut agrees, ours) = decisions::ours(events, n_models)?;
    match decisions::peers(events, n_models, folder)? {
        Some((theirs, they_agree, fastest)) => {
            agrees &= they_agree;
            rows.extend(theirs);
            let ratio = fastest / ours;
            let row = Row::new(
                "decision",
                "gate",
                "faster than the fastest of them",
                ratio,
                "times",
            );
            rows.push(row.at_least(10.0));
        }
        None => rows.extend(or_absent(None, "Cedar and regorus")),
    }
    rows.push(decisions::withheld(events, n_models)?);
    Ok((rows, agrees))
}

fn or_absent(rows: Option<Vec<Row>>, who: &str) -> Vec<Row> {
    rows.unwrap_or_else(|| {
        eprintln!("ABSENT: {who}");
        Vec::new()
    })
}

impl Options {
    fn read(arguments: &[String]) -> Result<Options, String> {
        let mut options = Options {
            n_events: 1_000_000,
            n_models: 1000,
            n_large: 1_000_000,
            only: None,
            json: None,
            markdown: None,
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let value = arguments
                .next()
                .ok_or_else(|| format!("`{argument}` wants a value"))?;
            let number = || value.parse().map_err(|_| format!("`{value}` is no number"));
            match argument.as_str() {
                "--events" => options.n_events = number()?,
                "--models" => options.n_models = number()?,
                "--large" => options.n_large = number()?,
                "--only" => options.only = Some(value.clone()),
                "--json" => options.json = Some(value.clone()),
                "--markdown" => options.markdown = Some(value.clone()).filter(|it| !it.is_empty()),
                other => return Err(format!("`{other}` is not known here")),
            }
        }
        Ok(options)
    }

    fn write(&self, rows: &[Row]) -> Result<(), String> {
        let table: String = rows.iter().map(Row::markdown).collect();
        match &self.markdown {
            Some(file) => std::fs::write(file, row::HEAD.to_owned() + &table).map_err(|it| it.to_string())?,
            None if self.json.is_none() => println!("{}{table}", row::HEAD),
            None => print!("{table}"),
        }
        let Some(file) = &self.json else { return Ok(()) };
        let json = serde_json::to_string(rows).map_err(|it| it.to_string())?;
        std::fs::write(file, json).map_err(|it| it.to_string())
    }
}

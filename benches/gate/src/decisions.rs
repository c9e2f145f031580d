//! Single answers: how long one takes, by us and by the engines that others use, and whether anything opens when evidence is
//! withheld.
//!
//! It must not know how a replay is done.

use crate::clock;
use crate::lines::{Lines, date};
use crate::oracle::Model;
use crate::row::Row;
use crate::workload::{CLAUSES, DAYS_MS, Event, Kind, SAFEGUARDS, body, model_name};
use holdpoint_gate::{Answer, Item, Line, Settings};
use holdpoint_policy::model::ClauseId;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

/// Of all models after the whole workload. Gives microseconds of an answer that is not remembered, and whether all are right.
pub(crate) fn ours(events: &[Event], n_models: usize) -> Result<(Vec<Row>, bool, f64), String> {
    let mut lines = Lines::new(n_models)?;
    let mut models = vec![Model::default(); n_models];
    // The last tenth comes one by one, and each is looked at.
    let (first, last) = events.split_at(events.len() * 9 / 10);
    for (index, event) in first.iter().enumerate().filter(|(_, it)| it.kind != Kind::Asked) {
        let evidence = lines.read(event.model, index as u64, event.at_ms, &body(event))?;
        lines.take(event.model, evidence);
        models[event.model].take(event);
    }
    let (mut in_one, mut fresh, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let mut agrees = true;
    for (index, event) in (first.len() as u64..).zip(last) {
        let at = date(event.at_ms);
        models[event.model].take(event);
        if event.kind != Kind::Asked {
            let evidence = lines.read(event.model, index, event.at_ms, &body(event))?;
            let n_clauses = lines.policy.clauses.len();
            let line = lines.to(event.model, index);
            let begun = Instant::now();
            line.take(Item::Evidence(evidence));
            let standing = line.looked_at(at);
            for clause in (0..n_clauses).map(ClauseId::from) {
                std::hint::black_box(standing.duty(clause));
            }
            in_one.push(begun.elapsed().as_secs_f64());
        }
        for times in [&mut fresh, &mut again] {
            let begun = Instant::now();
            let barred = lines.barred(event.model, index + 1, at)?;
            times.push(begun.elapsed().as_secs_f64());
            agrees &= barred == models[event.model].barred(event.at_ms);
        }
    }
    let micros = |times: Vec<f64>| {
        let (median, p99) = clock::median_and_p99(times);
        (median * 1e6, p99 * 1e6)
    };
    let row = |what: &str, (median, p99): (f64, f64), most: f64| {
        Row::new(
            "decision",
            "gate",
            format!("{what} (p99 {p99:.1})"),
            median,
            "µs p50",
        )
        .at_most(most)
    };
    let fresh = micros(fresh);
    let rows = vec![
        row("one event in, every duty up to date", micros(in_one), 2.0),
        row("answer with clauses and entries, just after an event", fresh, 1.0),
        row("the same again, or before anything changes", micros(again), 1.0),
    ];
    Ok((rows, agrees, fresh.0))
}

/// Each model as it was when it was asked about last, for the other engines.
fn written(events: &[Event], n_models: usize) -> Value {
    let mut models = vec![Model::default(); n_models];
    let mut last = vec![None; n_models];
    for event in events {
        models[event.model].take(event);
        if event.kind == Kind::Asked {
            last[event.model] = Some((models[event.model].clone(), event.at_ms));
        }
    }
    let models = last
        .into_iter()
        .enumerate()
        .filter_map(|(model, it)| Some((model, it?)));
    let models = models.map(|(model, (it, at_ms))| {
        let mut evidence: serde_json::Map<String, Value> = (0..SAFEGUARDS)
            .map(|n| (format!("s{n}"), json!(it.in_place[n])))
            .collect();
        evidence.insert("eval_at".to_owned(), json!(it.passed_ms.unwrap_or(0)));
        evidence.insert("checkpoint_at".to_owned(), json!(it.checkpoint_ms));
        let barred = it.barred(at_ms);
        let barred: Vec<String> = (0..=CLAUSES)
            .filter(|it| barred >> it & 1 == 1)
            .map(|it| format!("c{it}"))
            .collect();
        json!({"id": model_name(model), "now": at_ms, "evidence": evidence, "barred": barred})
    });
    let clauses = (0..CLAUSES).map(|it| {
        json!({"clause": format!("c{it}"), "safeguards": [format!("s{}", 2 * it), format!("s{}", 2 * it + 1)]})
    });
    json!({
        "clauses": clauses.collect::<Vec<_>>(),
        "evaluation": format!("c{CLAUSES}"),
        "days_ms": DAYS_MS,
        "models": models.collect::<Vec<_>>(),
    })
}

/// The program of `benches/peers`, which is built apart.
fn program() -> Option<PathBuf> {
    let named = std::env::var_os("HOLDPOINT_PEERS")
        .filter(|it| !it.is_empty())
        .map(PathBuf::from);
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../peers/target/release/holdpoint-peers");
    named.or_else(|| built.is_file().then_some(built))
}

/// Other engines on the same models; `None` if they were not built. Gives the microseconds of the fastest, too.
pub(crate) fn peers(
    events: &[Event],
    n_models: usize,
    folder: &Path,
) -> Result<Option<(Vec<Row>, bool, f64)>, String> {
    let Some(program) = program() else {
        return Ok(None);
    };
    let file = folder.join("models.json");
    std::fs::write(&file, written(events, n_models).to_string()).map_err(|it| it.to_string())?;
    let run = Command::new(&program).arg(&file).output();
    let run = run.map_err(|it| format!("{}: {it}", program.display()))?;
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    let (mut rows, mut agrees, mut fastest) = (Vec::new(), run.status.success(), f64::INFINITY);
    for line in text.lines() {
        let said: Value = serde_json::from_str(line).map_err(|it| format!("{line}: {it}"))?;
        let name = said["engine"].as_str().unwrap_or("?");
        let micros = said["micros_p50"].as_f64().unwrap_or(f64::NAN);
        agrees &= said["agrees"] == true;
        fastest = fastest.min(micros);
        let p99 = said["micros_p99"].as_f64().unwrap_or(f64::NAN);
        rows.push(Row::new(
            "decision",
            name,
            format!("answer with clauses (p99 {p99:.1})"),
            micros,
            "µs p50",
        ));
        let opened = said["opened"].as_f64().unwrap_or(f64::NAN);
        let what = format!("opened by one withheld piece, of {} tries", said["withheld"]);
        rows.push(Row::new("withheld", name, what, opened, ""));
    }
    match rows.is_empty() {
        true => Err(format!(
            "{}: {}",
            program.display(),
            String::from_utf8_lossy(&run.stderr)
        )),
        false => Ok(Some((rows, agrees, fastest))),
    }
}

/// Of some models that are barred each entry on which something rests is withheld in turn.
pub(crate) fn withheld(events: &[Event], n_models: usize) -> Result<Row, String> {
    const SOME: usize = 60;
    let lines = Lines::new(n_models)?;
    let (mut tries, mut opened, mut looked_at) = (0, 0, 0);
    for model in 0..n_models {
        let of_model = || (0u64..).zip(events).filter(|(_, it)| it.model == model);
        let Some((asked, question)) = of_model().filter(|(_, it)| it.kind == Kind::Asked).last() else {
            continue;
        };
        let before: Vec<(u64, &Event)> = of_model()
            .filter(|(index, it)| *index < asked && it.kind != Kind::Asked)
            .collect();
        let answer = |without: Option<u64>| -> Result<Answer, String> {
            let mut line = Line::new(
                Arc::clone(&lines.policy),
                date(events[0].at_ms),
                Settings::default(),
            );
            for (index, event) in &before {
                line.pass(index - line.size());
                line.take(match without == Some(*index) {
                    true => Item::NotShown,
                    false => Item::Evidence(lines.read(model, *index, event.at_ms, &body(event))?),
                });
            }
            Ok(line.verdict(lines.action, date(question.at_ms)).answer)
        };
        if looked_at == SOME {
            break;
        }
        if answer(None)? == Answer::Proceed {
            continue;
        }
        looked_at += 1;
        for index in latest(&before) {
            tries += 1;
            opened += usize::from(answer(Some(index))? == Answer::Proceed);
        }
    }
    let what = format!("opened by one withheld piece, of {tries} tries");
    Ok(Row::new("withheld", "gate", what, opened as f64, "").with("none".to_owned(), opened == 0))
}

/// The last entry about each thing.
fn latest(before: &[(u64, &Event)]) -> Vec<u64> {
    let thing = |kind: Kind| match kind {
        Kind::Attested(it) | Kind::Revoked(it) => it,
        Kind::Passed => SAFEGUARDS,
        Kind::Checkpoint(_) => SAFEGUARDS + 1,
        Kind::Vouched | Kind::Asked => SAFEGUARDS + 2,
    };
    (0..SAFEGUARDS + 3)
        .filter_map(|it| before.iter().rev().find(|(_, event)| thing(event.kind) == it))
        .map(|it| it.0)
        .collect()
}

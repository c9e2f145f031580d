//! Exported games solved by others: by a naive reader of the exported text always, by PRISM-games, PRISM and Storm where
//! they are present.
//!
//! `reader` reads an export back and `sweeps` decides its properties; `foreign` runs the other tools; `values` holds what
//! they say against the rows of a check. `draw` is the naive tests' own.

#[path = "../../../analysis/tests/naive/draw.rs"]
mod draw;
mod foreign;
mod reader;
mod sweeps;
mod values;

use foreign::Tool;
use holdpoint_app::CheckFiles;
use holdpoint_app::export::{Document, ExportFile, ExportFormat};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Policies drawn.
const N_DRAWN: u64 = 60;

/// Boards of more positions are not swept, nor left to others.
const MOST_SWEPT: usize = 2_500;
const MOST_FOREIGN: usize = 2_500;

const FORMATS: [ExportFormat; 2] = [ExportFormat::PrismGames, ExportFormat::Prism];

/// What was exported, and how often somebody agreed.
#[derive(Debug, Default)]
struct Tally {
    n_policies: usize,
    n_models: usize,
    n_properties: usize,
    n_rows: usize,
    /// Boards too large for those who are to solve them.
    n_left_out: usize,
}

#[test]
fn sweeps_over_the_exported_text_come_to_every_value() {
    let mut tally = Tally::default();
    let mut wrong = Vec::new();
    let (_folder, paths) = paths();
    for path in paths {
        tally.n_policies += 1;
        let (exports, notes): (Vec<_>, Vec<_>) = (FORMATS.iter())
            .map(|format| export(&path, *format, MOST_SWEPT))
            .unzip();
        let (exports, notes) = (exports.concat(), notes.concat());
        wrong.extend(swept(&path, &exports, &mut tally));
        wrong.extend(held_against_the_rows(&path, &exports, &notes, &mut tally));
    }
    println!("{tally:?}");
    assert!(
        wrong.is_empty(),
        "{} disagreements:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(
        tally.n_rows >= 4 * tally.n_left_out,
        "too much is left out: {tally:?}"
    );
}

/// Where a sweep over the exported text comes to another answer than is written there.
fn swept(path: &Path, exports: &[Document], tally: &mut Tally) -> Vec<String> {
    let mut wrong = Vec::new();
    for (model, asked) in models(exports) {
        let read = reader::model(&model.text);
        tally.n_models += 1;
        for property in reader::properties(&asked.text) {
            tally.n_properties += 1;
            let found = sweeps::value(&read, &property.formula);
            if found != property.result {
                wrong.push(format!("{path:?} {}: {property:?}, swept {found}", model.name));
            }
        }
    }
    wrong
}

/// Where the boards of a row say another value than the row.
fn held_against_the_rows(
    path: &Path,
    exports: &[Document],
    notes: &[String],
    tally: &mut Tally,
) -> Vec<String> {
    let call = CheckFiles {
        paths: vec![path.to_owned()],
        ..CheckFiles::default()
    };
    let report = call.run(&mut |_, _| {}).report;
    let names: BTreeMap<&str, &Document> = exports.iter().map(|it| (it.name.as_str(), it)).collect();
    let mut wrong = Vec::new();
    for row in report.policies.iter().flat_map(|it| &it.grades) {
        match values::compared(row, &names, notes) {
            values::Compared::Agrees => tally.n_rows += 1,
            values::Compared::LeftOut => tally.n_left_out += 1,
            values::Compared::Differs(why) => wrong.push(format!("{path:?} {why}")),
        }
    }
    wrong
}

#[test]
fn prism_games_comes_to_every_value() {
    solved_by(Tool::PrismGames, ExportFormat::PrismGames);
}

#[test]
fn prism_comes_to_every_value() {
    solved_by(Tool::Prism, ExportFormat::Prism);
}

#[test]
fn storm_comes_to_every_value() {
    solved_by(Tool::Storm, ExportFormat::Prism);
}

/// Says so where the tool is not present.
fn solved_by(tool: Tool, format: ExportFormat) {
    let Some(program) = tool.program() else {
        foreign::say(&format!(
            "not compared with {tool:?}: set {} to its program",
            tool.variable()
        ));
        return;
    };
    let mut tally = Tally::default();
    // Boards that are alike are solved once.
    let mut jobs = BTreeMap::new();
    let (_folder, paths) = paths();
    for path in paths {
        tally.n_policies += 1;
        let (documents, notes) = export(&path, format, MOST_FOREIGN);
        tally.n_left_out += notes.iter().filter(|it| it.contains("left out")).count();
        for (model, asked) in models(&documents) {
            let properties = reader::properties(&asked.text);
            tally.n_models += 1;
            tally.n_properties += properties.len();
            let key = foreign::without_comments(&model.text, &properties);
            jobs.entry(key)
                .or_insert_with(|| (path.clone(), model.clone(), asked.clone()));
        }
    }
    let jobs: Vec<_> = jobs.into_values().collect();
    let wrong = foreign::side_by_side(&jobs, |(path, model, asked)| {
        let solved = tool.solve(&program, model, asked);
        solved.err().map(|why| format!("{path:?} {}: {why}", model.name))
    });
    foreign::say(&format!(
        "compared with {tool:?}: {} boards solved, {tally:?}",
        jobs.len()
    ));
    assert!(
        wrong.is_empty(),
        "{} disagreements:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Drawn policies, as long as the folder is kept, then the shipped ones.
fn paths() -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder for drawn policies");
    let drawn = (0..N_DRAWN).map(|seed| {
        let path = folder.path().join(format!("drawn-{seed}.hold"));
        std::fs::write(&path, draw::policy(seed)).expect("a drawn policy is written");
        path
    });
    let policies = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies"));
    let paths = drawn.chain(shipped(policies)).collect();
    (folder, paths)
}

fn shipped(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the policies are there");
    let mut paths: Vec<PathBuf> = entries.map(|it| it.expect("it can be listed").path()).collect();
    paths.sort();
    let each = paths.into_iter().flat_map(|it| match it.is_dir() {
        true => shipped(&it),
        false => vec![it],
    });
    each.collect()
}

fn export(path: &Path, format: ExportFormat, most_positions: usize) -> (Vec<Document>, Vec<String>) {
    let call = ExportFile {
        path: path.to_owned(),
        format,
        action: None,
        level: None,
        world: None,
        most_positions,
    };
    let exported = call.run();
    assert!(exported.refusal.is_none(), "{path:?}: {:?}", exported.refusal);
    (exported.documents, exported.notes)
}

/// Each model with its properties.
fn models(documents: &[Document]) -> Vec<(&Document, &Document)> {
    documents.chunks(2).map(|it| (&it[0], &it[1])).collect()
}

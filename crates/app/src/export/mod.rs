//! The use case `export`: a policy's rows as games for other solvers, and as drawings.
//!
//! It must not know how a board is made or solved.

mod dot;
mod gsn;
mod prism;
mod properties;
mod selection;
mod structure;

use crate::check::understood;
use crate::files::Files;
use crate::loader::load;
use crate::outcome::{Outcome, has_errors};
use holdpoint_analysis::export::{ExportedBoard, ExportedRow, Question, Selection, rows};
use holdpoint_analysis::report::Report;
use holdpoint_analysis::{CheckOptions, check};
use holdpoint_policy::Diagnostic;
use holdpoint_policy::encoding::Encoding;
use std::path::{Path, PathBuf};

/// More positions than this are not written down, unless somebody asks for more.
pub const MOST_POSITIONS: usize = 20_000;

/// A board of more positions than this cannot be read as a drawing.
const MOST_DRAWN: usize = 60;

const WAITS: [Question; 2] = [Question::Prepared, Question::Unprepared];
const PAUSE: [Question; 1] = [Question::Pause];
const ALL: [Question; 3] = [Question::Pause, Question::Prepared, Question::Unprepared];

#[derive(Clone, Debug)]
pub struct ExportFile {
    pub path: PathBuf,
    pub format: ExportFormat,
    pub action: Option<String>,
    pub level: Option<String>,
    pub world: Option<String>,
    pub most_positions: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// The boards of both waits as games of two players.
    PrismGames,
    /// The board on which everybody plays together, as a Markov decision process.
    Prism,
    Dot,
    Gsn,
}

#[derive(Clone, Debug)]
pub struct Exported {
    pub files: Files,
    pub diagnostics: Vec<Diagnostic>,
    pub documents: Vec<Document>,
    /// What was left out, and why.
    pub notes: Vec<String>,
    /// Why nothing can be exported as it was asked for; the second line says what to do.
    pub refusal: Option<String>,
    pub outcome: Outcome,
}

/// A text under the name that its file would have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub name: String,
    pub text: String,
}

impl ExportFile {
    pub fn run(&self) -> Exported {
        let mut loaded = load(std::slice::from_ref(&self.path));
        let encoding = understood(&mut loaded);
        let mut exported = Exported {
            outcome: Outcome::of(&loaded),
            files: loaded.files,
            diagnostics: loaded.diagnostics,
            documents: Vec::new(),
            notes: Vec::new(),
            refusal: None,
        };
        if has_errors(&exported.diagnostics) {
            return exported;
        }
        exported.refusal = self.unknown_name(&encoding);
        if exported.refusal.is_some() {
            exported.outcome = Outcome::Unusable;
        } else {
            (exported.documents, exported.notes) = self.documents(&encoding);
        }
        exported
    }

    fn documents(&self, encoding: &Encoding) -> (Vec<Document>, Vec<String>) {
        match self.format {
            ExportFormat::PrismGames => games(&self.rows(encoding, &WAITS)),
            ExportFormat::Prism => processes(&self.rows(encoding, &PAUSE)),
            ExportFormat::Dot => self.drawings(encoding),
            ExportFormat::Gsn => (gsn::arguments(&self.report(encoding), self), Vec::new()),
        }
    }

    fn rows(&self, encoding: &Encoding, questions: &'static [Question]) -> Vec<ExportedRow> {
        let selection = Selection {
            action: self.action.clone(),
            level: self.level.clone(),
            world: self.world.clone(),
            questions,
            most_positions: self.most_positions,
        };
        rows(encoding, &selection)
    }

    fn report(&self, encoding: &Encoding) -> Report {
        let options = CheckOptions {
            world: self.world.clone(),
            checks_only: false,
        };
        check(encoding, &options, &mut |_, _| {})
    }

    /// The boards of a row that was asked for where they are small; else how the policy is built.
    fn drawings(&self, encoding: &Encoding) -> (Vec<Document>, Vec<String>) {
        let structures = || structure::drawings(encoding);
        if self.action.is_none() && self.level.is_none() {
            return (structures(), Vec::new());
        }
        let rows = self.rows(encoding, &ALL);
        let (documents, notes) = each_board(&rows, |row, board| {
            let is_small = board.plain.len() <= MOST_DRAWN;
            is_small.then(|| dot::board(row, board)).into_iter().collect()
        });
        if documents.is_empty() {
            let why = format!("no board of at most {MOST_DRAWN} positions; drew how the policy is built");
            return (structures(), vec![why]);
        }
        (documents, notes)
    }
}

impl Exported {
    /// Writes every document into a folder, which is made if it is not there. What Holdpoint wrote before is replaced.
    pub fn write(&self, folder: &Path) -> Result<(), String> {
        let failed = |path: &Path, error| format!("`{}` cannot be written: {error}", path.display());
        std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
        for document in &self.documents {
            let path = folder.join(&document.name);
            std::fs::write(&path, &document.text).map_err(|error| failed(&path, error))?;
        }
        Ok(())
    }
}

fn games(rows: &[ExportedRow]) -> (Vec<Document>, Vec<String>) {
    each_board(rows, prism::game)
}

fn processes(rows: &[ExportedRow]) -> (Vec<Document>, Vec<String>) {
    each_board(rows, prism::process)
}

fn each_board(
    rows: &[ExportedRow],
    write: impl Fn(&ExportedRow, &ExportedBoard) -> Vec<Document>,
) -> (Vec<Document>, Vec<String>) {
    let (mut documents, mut notes) = (Vec::new(), Vec::new());
    for row in rows {
        let before = documents.len();
        documents.extend(row.boards.iter().flat_map(|board| write(row, board)));
        let left_out = row.left_out.iter();
        notes.extend(left_out.map(|why| format!("{}: left out: {why}", selection::row(row))));
        if documents.len() == before && row.left_out.is_empty() {
            let grades: Vec<&str> = row.grades.iter().map(|it| it.word()).collect();
            let grade = grades.join(" or ");
            notes.push(format!("{}: no game: {grade}: {}", selection::row(row), row.why));
        }
    }
    (documents, notes)
}

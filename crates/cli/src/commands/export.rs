//! `holdpoint export`.

use crate::commands::refuse;
use crate::render::diagnostics;
use crate::terminal::Terminal;
use clap::ValueEnum;
use holdpoint_app::Outcome;
use holdpoint_app::export::{ExportFile, ExportFormat, Exported, MOST_POSITIONS};
use std::path::PathBuf;

/// Write what was solved as games for other solvers, or draw it.
///
/// Every row of the ladder is exported, or those that are named. A game comes as a model and its properties,
/// each with the answer that Holdpoint found; prism-games MODEL PROPERTIES -test compares. A drawing is of a
/// row's board where that is small, else of how the policy is built.
#[derive(clap::Args)]
pub(crate) struct Export {
    /// A policy document.
    file: PathBuf,
    #[arg(long)]
    format: Format,
    /// Rows of this action only.
    #[arg(long, value_name = "NAME")]
    action: Option<String>,
    /// Rows at this level only.
    #[arg(long, value_name = "NAME")]
    level: Option<String>,
    /// Rows in this world only.
    #[arg(long, value_name = "NAME")]
    world: Option<String>,
    /// Write files into this folder, instead of printing them one after the other.
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// Leave out boards of more positions.
    #[arg(long, value_name = "N", default_value_t = MOST_POSITIONS)]
    most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The boards of both waits as games of the developer against everybody else.
    PrismGames,
    /// The board on which everybody plays together, as a Markov decision process.
    Prism,
    /// A drawing for Graphviz.
    Dot,
    /// The argument over clauses and claims, in the Goal Structuring Notation, for Graphviz.
    Gsn,
}

impl Export {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let call = ExportFile {
            path: self.file.clone(),
            format: match self.format {
                Format::PrismGames => ExportFormat::PrismGames,
                Format::Prism => ExportFormat::Prism,
                Format::Dot => ExportFormat::Dot,
                Format::Gsn => ExportFormat::Gsn,
            },
            action: self.action.clone(),
            level: self.level.clone(),
            world: self.world.clone(),
            most_positions: self.most,
        };
        let exported = call.run();
        terminal.talk(&diagnostics(
            &exported.files,
            &exported.diagnostics,
            terminal.talk_has_colour,
        ));
        if let Some(refusal) = &exported.refusal {
            return refuse(terminal, refusal);
        }
        for note in &exported.notes {
            terminal.talk(&format!("{note}\n"));
        }
        self.deliver(&exported, terminal)
    }

    fn deliver(&self, exported: &Exported, terminal: &Terminal) -> Outcome {
        let Some(folder) = &self.output else {
            terminal.print(&one_after_the_other(exported));
            return exported.outcome;
        };
        if let Err(message) = exported.write(folder) {
            return refuse(terminal, &message);
        }
        for document in &exported.documents {
            terminal.talk(&format!("wrote {}\n", folder.join(&document.name).display()));
        }
        exported.outcome
    }
}

/// Each under its name where there are several; `//` begins a comment in every format.
fn one_after_the_other(exported: &Exported) -> String {
    match exported.documents.as_slice() {
        [only] => only.text.clone(),
        several => {
            let each = several.iter().map(|it| format!("// {}\n\n{}", it.name, it.text));
            each.collect::<Vec<_>>().join("\n")
        }
    }
}

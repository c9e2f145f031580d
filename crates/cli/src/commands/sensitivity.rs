//! `holdpoint sensitivity`.

use crate::commands::{json, refuse};
use crate::render::{diagnostics, sensitivity};
use crate::terminal::Terminal;
use crate::wait::with_bar;
use clap::ValueEnum;
use holdpoint_app::picture::margins_svg;
use holdpoint_app::{Outcome, Sensed, SensitivityOfFile};
use std::path::PathBuf;

/// Which assumption, changed by how little, makes a grade or a verdict another?
///
/// Changes one thing at a time and leaves all else as it is: how long work takes, when a capability appears, how fast
/// compute grows, whether a buffer is kept, who decides a fact, whether a safeguard may fail; each in both directions, to
/// the nearest value that makes a difference. Of rows whose safeguards have stated times it also shows how late each may be
/// begun. Without IDs it looks at every row whose action can be paused. The exit code is 0, or 2 where the call or a file
/// cannot be used.
#[derive(clap::Args)]
pub(crate) struct Sensitivity {
    file: PathBuf,
    /// Rows of the ladder (ACTION@LEVEL) and names of checks.
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Look at this world only.
    #[arg(long, value_name = "NAME")]
    world: Option<String>,
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    /// A drawing of how late work may begin, for the first row that has one.
    Svg,
}

impl Sensitivity {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let call = SensitivityOfFile {
            path: self.file.clone(),
            ids: self.ids.clone(),
            world: self.world.clone(),
        };
        let sensed = with_bar("changing", |progress| call.run(progress));
        terminal.talk(&diagnostics(
            &sensed.files,
            &sensed.diagnostics,
            terminal.talk_has_colour,
        ));
        if let Some(why) = &sensed.refusal {
            return refuse(terminal, why);
        }
        self.print(terminal, &sensed)
    }

    fn print(&self, terminal: &Terminal, sensed: &Sensed) -> Outcome {
        let mut subjects = sensed.found.iter().flat_map(|it| &it.subjects);
        match self.format {
            Format::Json => terminal.print(&json(&sensed.json())),
            Format::Text => terminal.print(&sensitivity(&sensed.found, terminal)),
            Format::Svg => match subjects.find_map(margins_svg) {
                Some(drawing) => terminal.print(&drawing),
                None => {
                    return refuse(
                        terminal,
                        "no row here has safeguards whose times are stated; try --format text",
                    );
                }
            },
        }
        sensed.outcome
    }
}

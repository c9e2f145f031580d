//! `holdpoint explain`.

use crate::commands::{json, refuse};
use crate::render::{diagnostics, explanation};
use crate::terminal::Terminal;
use crate::wait::with_bar;
use clap::ValueEnum;
use holdpoint_app::picture::{play_itf, play_scenario, timeline_svg};
use holdpoint_app::report::Play;
use holdpoint_app::{CheckFiles, ExplainCode, ExplainId, Explained, Outcome};
use std::path::PathBuf;

/// Why? The play or the strategy behind a grade, a claim or a finding, step by step.
///
/// With one word it explains a code: holdpoint explain HP1001. With a file it explains what `check` said of
/// it: the name of a check, the name of a finding, or a row of the ladder as in
/// holdpoint explain FILE training@ASL-3.
#[derive(clap::Args)]
pub(crate) struct Explain {
    /// A code, or a policy document.
    #[arg(value_name = "CODE | FILE")]
    subject: PathBuf,
    /// A check, a finding, or ACTION@LEVEL.
    id: Option<String>,
    #[arg(long, default_value = "text")]
    format: Format,
    /// Explain what is said of this world only.
    #[arg(long, value_name = "NAME")]
    world: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    /// A drawing of the first play.
    Svg,
    /// A trace of the first play, for other tools.
    Itf,
    /// The first play as a scenario to paste into the document.
    Scenario,
}

impl Explain {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        match &self.id {
            Some(id) => self.explain_id(id, terminal),
            None => self.explain_code(terminal),
        }
    }

    fn explain_code(&self, terminal: &Terminal) -> Outcome {
        let word = self.subject.to_string_lossy();
        let code = ExplainCode { word: &word };
        match code.run() {
            Some(page) => {
                terminal.print(page);
                Outcome::Fine
            }
            None if code.is_like_a_code() => refuse(terminal, &format!("`{word}` is the code of no message")),
            None => refuse(
                terminal,
                &format!(
                    "what of `{word}` should be explained?\n\
                     help: name a check, a finding or a row of the ladder: holdpoint explain {word} ACTION@LEVEL"
                ),
            ),
        }
    }

    fn explain_id(&self, id: &str, terminal: &Terminal) -> Outcome {
        let check = CheckFiles {
            paths: vec![self.subject.clone()],
            world: self.world.clone(),
            ..CheckFiles::default()
        };
        let call = ExplainId {
            check,
            id: id.to_owned(),
        };
        let explained = with_bar("solving", |progress| call.run(progress));
        terminal.talk(&diagnostics(
            &explained.checked.files,
            &explained.checked.diagnostics,
            terminal.talk_has_colour,
        ));
        if !explained.checked.was_judged() {
            return explained.outcome;
        }
        if explained.explanations.is_empty() {
            let known = explained.known_ids().join(", ");
            return refuse(
                terminal,
                &format!("nothing is called `{id}`\nhelp: there is {known}"),
            );
        }
        self.print(&explained, id, terminal)
    }

    fn print(&self, explained: &Explained, id: &str, terminal: &Terminal) -> Outcome {
        let picture = match self.format {
            Format::Json => {
                terminal.print(&json(&explained.json()));
                return explained.outcome;
            }
            Format::Text => {
                explained
                    .explanations
                    .iter()
                    .for_each(|it| terminal.print(&explanation(it, terminal)));
                return explained.outcome;
            }
            Format::Svg => timeline_svg as fn(&Play) -> String,
            Format::Itf => |play: &Play| json(&play_itf(play)),
            Format::Scenario => play_scenario,
        };
        match explained.explanations.iter().find_map(|it| it.play.as_ref()) {
            Some(play) => terminal.print(&picture(play)),
            None => {
                return refuse(
                    terminal,
                    &format!("no play stands behind `{id}`; try --format text"),
                );
            }
        }
        explained.outcome
    }
}

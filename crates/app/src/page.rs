//! A check as one page to pass on: what the page cannot know by itself.
//!
//! It must not know how a page looks.

use crate::check::Checked;
use crate::report_html::{Command, Input, render};
use holdpoint_policy::Place;
use holdpoint_policy::quantity::Date;

impl Checked {
    pub fn html(&self) -> String {
        let policies = &self.report.policies;
        let title = policies
            .first()
            .map_or("Nothing to report", |it| it.title.as_deref().unwrap_or(&it.id));
        render(&Input {
            title,
            report: &self.report,
            effective: &|policy| self.effective(policy),
            heading_of: &|place| self.files.heading(place).map(str::to_owned),
            place_words: &|place| self.place_words(place),
            explain: &|id| Some(format!("holdpoint explain {} {id}", self.first_file())),
            commands: &self.commands(),
            made_by: concat!("holdpoint ", env!("CARGO_PKG_VERSION")),
        })
    }

    fn effective(&self, policy: &str) -> Option<Date> {
        let encoded = self.encoding.policies.iter().find(|it| it.base.name == policy);
        encoded.and_then(|it| it.base.effective)
    }

    fn place_words(&self, place: Place) -> String {
        format!("{}:{}", self.files.name(place), self.files.position(place).line)
    }

    fn commands(&self) -> Vec<Command> {
        let command = |line: String, answers: &str| Command {
            line,
            answers: answers.to_owned(),
        };
        let file = self.first_file();
        vec![
            command(format!("holdpoint check {file}"), "all of this, in a terminal"),
            command(
                format!("holdpoint check {file} --format json"),
                "all of this, for programs",
            ),
            command(format!("holdpoint test {file}"), "the scenarios of the policy"),
        ]
    }

    fn first_file(&self) -> &str {
        self.files
            .iter()
            .next()
            .map_or("FILE", |(_, file)| file.name.as_str())
    }
}

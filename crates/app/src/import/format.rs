//! Whose format a record is in, told by what stands in it.
//!
//! It must not know what the record says.

use crate::problem::Problem;

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    InspectAi,
    LmEvaluationHarness,
    EveryEvalEver,
    Oscal,
    /// A table in CSV, or a list in JSON.
    Controls,
}

/// The members of the whole by which each is known.
const MEMBERS: [(&[&str], Format); 5] = [
    (&["assessment-results"], Format::Oscal),
    (&["controls"], Format::Controls),
    (&["evaluation_results"], Format::EveryEvalEver),
    (&["eval", "status"], Format::InspectAi),
    (&["results", "configs"], Format::LmEvaluationHarness),
];

impl Format {
    /// Of a file with this name and content.
    pub(super) fn of(name: &str, bytes: &[u8]) -> Result<Format, Problem> {
        if bytes.starts_with(b"PK") {
            return Ok(Format::InspectAi);
        }
        if name.ends_with(".csv") {
            return Ok(Format::Controls);
        }
        // Only the names of the members count here; NaN and the like are for the reader of the format to refuse.
        let text = String::from_utf8_lossy(bytes);
        let has = |member: &&str| text.contains(&format!("\"{member}\""));
        let found = MEMBERS.iter().find(|(members, _)| members.iter().all(has));
        found.map(|it| it.1).ok_or_else(|| {
            let message = format!("{name}: whose record it is cannot be told");
            Problem::new(
                message,
                "say it with --as: inspect-ai, lm-eval, every-eval-ever, oscal or controls",
            )
        })
    }
}

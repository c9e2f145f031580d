//! One figure: what was measured of whom, what it came to, and the bar that it has to meet.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) part: String,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) figure: f64,
    pub(crate) unit: String,
    /// The bar in words, and whether it is met; none of who is there to be compared with.
    pub(crate) bar: Option<(String, bool)>,
}

impl Row {
    pub(crate) fn new(part: &str, who: &str, what: impl Into<String>, figure: f64, unit: &str) -> Row {
        Row {
            part: part.to_owned(),
            who: who.to_owned(),
            what: what.into(),
            figure,
            unit: unit.to_owned(),
            bar: None,
        }
    }

    pub(crate) fn at_most(self, most: f64) -> Row {
        let bar = format!("at most {} {}", shown(most), self.unit);
        let met = self.figure <= most;
        self.with(bar, met)
    }

    pub(crate) fn at_least(self, least: f64) -> Row {
        let bar = format!("at least {} {}", shown(least), self.unit);
        let met = self.figure >= least;
        self.with(bar, met)
    }

    pub(crate) fn with(mut self, bar: String, met: bool) -> Row {
        self.bar = Some((bar, met));
        self
    }

    pub(crate) fn markdown(&self) -> String {
        let Row {
            part,
            who,
            what,
            unit,
            ..
        } = self;
        let bar = match &self.bar {
            None => String::new(),
            Some((bar, true)) => format!("{bar}: met"),
            Some((bar, false)) => format!("{bar}: **missed**"),
        };
        format!(
            "| {part} | {who} | {what} | {} {unit} | {bar} |\n",
            shown(self.figure)
        )
    }
}

pub(crate) const HEAD: &str = "| part | who | what | figure | bar |\n|---|---|---|---|---|\n";

/// Three digits are all that such a machine can tell.
fn shown(it: f64) -> String {
    match it.abs() {
        it if it >= 100_000.0 => format!("{:.2} M", it / 1e6),
        it if it >= 100.0 => format!("{it:.0}"),
        it if it >= 1.0 => format!("{it:.1}"),
        0.0 => "0".to_owned(),
        _ => format!("{it:.3}"),
    }
}

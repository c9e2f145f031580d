//! The use case `gate`: may an action go on now, by what is on record?

mod ask;
mod authority;
mod calendar;
pub(crate) mod contents;
mod decision;
mod kept;
pub(crate) mod lines;
mod mode;
mod replay;
pub(crate) mod revision;
mod status;

pub use ask::{AskGate, Decided};
pub use decision::{Decision, GroundJson, LeaseJson, NeedJson, OpeningJson, ReasonJson};
pub use kept::{KeptGate, Question};
pub use mode::{Mode, OverrideGate};
pub use replay::{ReplayDecision, Replayed};
pub use status::{ActionRow, DutyRow, HeardRow, Standing, StatusOfLine};

use crate::ledger::Entries;
use crate::moment;
use crate::problem::Problem;
use contents::Contents;
use holdpoint_policy::quantity::Date;

/// Which part of a ledger counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// All of it, at the time of the call.
    Now,
    /// The first entries, at the time at which the last of them was received.
    Size(u64),
    /// What had been received then.
    Time(Date),
}

/// So many entries, seen from a moment.
#[derive(Clone, Copy, Debug)]
struct Cut {
    size: u64,
    at: Date,
}

impl AsOf {
    /// As a call states it: a number of entries, or a moment.
    pub fn read(text: &str) -> Result<AsOf, String> {
        let size = text.parse().map(AsOf::Size).ok();
        let time = || moment::read_moment(text).map(AsOf::Time).ok();
        size.or_else(time).ok_or_else(|| {
            "write a number of entries, or a moment as 2026-03-02 or 2026-03-02T14:30:00Z".to_owned()
        })
    }

    fn cut(self, entries: &dyn Entries, contents: &Contents, now: Option<Date>) -> Result<Cut, Problem> {
        let all = contents.size();
        let at = match self {
            AsOf::Now => moment::date(moment::now_ms(now)?),
            AsOf::Time(at) => at,
            AsOf::Size(size) if (1..=all).contains(&size) => {
                let at = received(entries, size - 1)?;
                return Ok(Cut { size, at });
            }
            AsOf::Size(size) => {
                return Err(Problem::new(
                    format!("the ledger has not had {size} entries"),
                    format!("it has {all}; name 1 to {all}"),
                ));
            }
        };
        let size = match contents.last_received().is_none_or(|it| it <= at) {
            true => all,
            false => received_by(entries, all, at)?,
        };
        Ok(Cut { size, at })
    }
}

/// How many of the first entries had been received by then; received times never decrease.
fn received_by(entries: &dyn Entries, all: u64, at: Date) -> Result<u64, Problem> {
    let (mut low, mut high) = (0, all);
    while low < high {
        let middle = low + (high - low) / 2;
        match received(entries, middle)? <= at {
            true => low = middle + 1,
            false => high = middle,
        }
    }
    Ok(low)
}

fn received(entries: &dyn Entries, index: u64) -> Result<Date, Problem> {
    let seen = entries.seen(index..index + 1)?;
    let entry = seen
        .first()
        .ok_or_else(|| Problem::of(format!("entry {index} is not there")))?;
    Ok(moment::date(entry.received_ms))
}

//! Questions about an arena, one file each, for either side.
//!
//! Each solver makes passes over the moves that lead into what has just changed, so a pass costs no more than
//! the edges it touches. None of them knows what a mark or a weight means.

mod certify;
mod reach;
mod recur;
mod run;
mod run_levels;
mod run_plays;
mod stay;
mod total;
mod total_pressure;
mod wait;

pub use reach::{Reach, reach};
pub use recur::{Recur, recur};
pub use run::{Run, longest_run, longest_run_near};
pub use run_plays::{Forcing, Keeping};
pub use stay::{Stay, stay};
pub use total::{Total, least_total};
pub use wait::{Wait, wait};

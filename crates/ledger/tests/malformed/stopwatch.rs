//! How long a reader works, which on a machine with other work is less than the time that passes.
//!
//! It must not know what is read.

use std::time::{Duration, Instant};

pub(crate) struct Stopwatch {
    start: Instant,
    /// Where the system says it.
    worked: Option<Duration>,
}

impl Stopwatch {
    pub(crate) fn start() -> Stopwatch {
        Stopwatch {
            start: Instant::now(),
            worked: worked(),
        }
    }

    /// That this thread worked; that passed, where the system does not tell.
    pub(crate) fn elapsed(&self) -> Duration {
        match (self.worked, worked()) {
            (Some(before), Some(now)) => now - before,
            _ => self.start.elapsed(),
        }
    }
}

/// On Linux, the first number is of nanoseconds.
fn worked() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_ascii_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

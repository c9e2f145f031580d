//! What something took: on the processor, which others on the machine do not lengthen, or by the clock on the wall; and how
//! much memory this process has.

use nix::time::{ClockId, clock_gettime};
use std::time::{Duration, Instant};

/// Of all threads of this process.
pub(crate) fn cpu<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let now = || clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).map_or(Duration::ZERO, Duration::from);
    let begun = now();
    let done = work();
    (done, (now() - begun).as_secs_f64())
}

pub(crate) fn wall<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed().as_secs_f64())
}

/// Of many times the one in the middle, and the one that one in a hundred is above.
pub(crate) fn median_and_p99(mut seconds: Vec<f64>) -> (f64, f64) {
    seconds.sort_by(f64::total_cmp);
    let at = |share: usize| seconds.get(seconds.len() * share / 100).copied().unwrap_or(0.0);
    (at(50), at(99))
}

/// Mebibytes that are resident now, and at the most so far; zero where the system does not say.
pub(crate) fn memory() -> (f64, f64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find_map(|it| it.strip_prefix(name));
        let kibibytes = line.and_then(|it| it.split_whitespace().next()?.parse::<f64>().ok());
        kibibytes.unwrap_or(0.0) / 1024.0
    };
    (of("VmRSS:"), of("VmHWM:"))
}

//! An answer in a few plain lines, for whoever started the work and was stopped: the clauses in their words, and what would open.
//!
//! It must not know the protocols.

use holdpoint_app::{Decision, moment_words, words::bars};

/// The answer; the clauses that stand against it; what would open it, or until when it holds.
pub(crate) fn lines(it: &Decision) -> Vec<String> {
    let mut lines = vec![format!(
        "{}: {} of {} at {}",
        it.answer, it.action, it.line, it.at
    )];
    for ground in &it.grounds {
        // The words begin with `clause NAME: `.
        lines.push(format!(
            "{} {}: {}",
            ground.clause,
            bars(&ground.bars),
            ground.words
        ));
    }
    if let Some(least) = it.openings.first() {
        let needs: Vec<String> = least
            .needs
            .iter()
            .map(|it| format!("{} (from {})", it.what, it.by))
            .collect();
        lines.push(format!("what would open: {}", needs.join(", ")));
    }
    if let Some(until) = it.lease.as_ref().and_then(|it| it.until.as_deref()) {
        lines.push(format!(
            "holds until {}, if nothing more is recorded",
            moment_words(until)
        ));
    }
    lines
}

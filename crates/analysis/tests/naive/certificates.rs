//! Every value that the solvers find on the boards of small policies has its certificates accepted by the audit.
//!
//! It must not know how a board is made.

use super::{draw, encoding};
use holdpoint_analysis::witness::audit_rows;

/// Boards of more positions are passed over, and counted.
const MOST_POSITIONS: usize = 20_000;

#[test]
fn every_value_on_the_boards_of_random_policies_is_certified() {
    for seed in 0..60 {
        certified(&format!("seed {seed}"), &draw::policy(seed));
    }
}

#[test]
fn the_worked_values_are_certified() {
    for (takes, may_fail, from) in [
        (5, "", 4),
        (5, "", 64),
        (12, "", 4),
        (8, "", 2),
        (5, ", may fail", 4),
    ] {
        certified(
            &format!("security takes {takes}{may_fail}"),
            &worked(takes, may_fail, from),
        );
    }
}

fn certified(name: &str, text: &str) {
    let rows = audit_rows(&encoding(text), MOST_POSITIONS);
    let flaws: Vec<_> = rows.iter().filter(|it| !it.flaws.is_empty()).collect();
    assert!(flaws.is_empty(), "{name}: {flaws:#?}\n{text}");
    let n_accepted: usize = rows.iter().map(|it| it.n_accepted).sum();
    let n_too_large: usize = rows.iter().map(|it| it.n_too_large).sum();
    assert!(n_accepted > 0, "{name}: nothing was audited");
    assert!(
        n_too_large * 10 <= n_accepted,
        "{name}: {n_too_large} boards are too large"
    );
}

/// The policy and the world of the worked values.
fn worked(takes: u32, may_fail: &str, from: u32) -> String {
    format!(
        "policy worked.
party Lab is the developer.
action training, scales.
capability danger.
level L2.
level L3 above L2, when danger.
level L4 above L3, undefined.
safeguard security, by Lab{may_fail}.
evaluation signs of L3.
clause evaluate: before training, Lab must run signs every 16x compute.
clause secure-first: before training when L3 is indicated, Lab must have security in place.
clause define-next: before training when L3 is indicated, Lab must have L4 defined.
world w, for worked.
assume one step is 1 month.
assume training doubles compute every 1 month and ends at 256x.
assume security takes {takes} steps.
assume danger appears not before {from}x.
"
    )
}

//! Where the crate is known to be wrong: each case with both answers, so that whoever mends it is told here.
//!
//! `draw` keeps away from the first and the third; the second is why waits of actions that do not scale are held to be
//! no shorter than the naive reading's, instead of equal.

use super::{compared, encoding};

/// A policy in which deployment is barred from the first step on.
const BARRED_AT_ONCE: &str = "
policy drawn.
party Lab is the developer.
action training, scales.
action deployment.
capability c1.
level L1.
level L2 above L1, when c1.
safeguard s1, by Lab.
evaluation e1 of L2.
clause k1: before training, Lab must run e1 every 4x compute.
clause k2: before deployment, Lab must have s1 in place.
world w, for drawn.
assume one step is 1 month.
assume training doubles compute every 1 month and ends at 4x.
assume s1 takes 1 steps.
";

/// Without the safeguard training does not go on, so nothing can be indicated without it: a pause is there only before
/// the first evaluation.
const GROWS_ONLY_BEHIND_THE_GATE: &str = "
policy drawn.
party Lab is the developer.
action training, scales.
action deployment.
capability c1.
level L1.
level L2 above L1, when c1.
safeguard s1, by Lab, may fail.
evaluation e1 of L2.
clause k1: before training, Lab must run e1 every 2 months.
clause k2: before training, Lab must have s1 in place.
clause k3: before deployment when L2 is not ruled out, Lab must have s1 in place.
world w, for drawn.
assume one step is 1 month.
assume training doubles compute every 1 month and ends at 16x.
assume s1 takes 4 steps.
";

/// Found in a pause, the developer may be at work on what does not end it, and can do one thing at a time.
const AT_OTHER_WORK: &str = "
policy drawn.
party Lab is the developer.
action training, scales.
capability c1.
level L1.
level L2 above L1, when c1.
safeguard s1, by Lab.
safeguard s2, by Lab.
evaluation e1 of L2.
clause k1: before training, Lab must run e1 every 2x compute.
clause k2: before training when L2 is indicated, Lab must have s1 in place.
clause k3: before training when compute is at least 8x, Lab must have s2 in place.
world w, for drawn.
assume one step is 1 month.
assume training doubles compute every 1 month and ends at 16x.
assume s1 takes 2 steps.
assume s2 takes 4 steps.
assume at most 1 safeguards are under way at once.
";

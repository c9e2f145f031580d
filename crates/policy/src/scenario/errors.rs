//! Every message about a scenario that cannot be told, made by a named function.
//!
//! It must not know when a message is due.

use crate::model::Policy;
use crate::quantity::Date;
use holdpoint_syntax::{Diagnostic, Place};

/// Code and name of every message of this module, in order.
pub const CODES: &[(&str, &str)] = &[
    (NO_DATE, "scenario-without-date"),
    (GIVEN_TOO_LATE, "given-too-late"),
    (GOES_BACK, "scenario-goes-back"),
    (CANNOT_BE_SAID, "cannot-be-said"),
    (NOT_SO, "said-and-not-so"),
];

const NO_DATE: &str = "HP0431";
const GIVEN_TOO_LATE: &str = "HP0432";
const GOES_BACK: &str = "HP0433";
const CANNOT_BE_SAID: &str = "HP0434";
const NOT_SO: &str = "HP0435";

pub(super) fn no_date(place: Place, policy: &Policy) -> Diagnostic {
    let message = format!(
        "this scenario has no date, and `{}` does not say when it takes effect",
        policy.name
    );
    let help = format!(
        "begin with `on DATE …`, or say `policy {}, effective DATE.`",
        policy.name
    );
    Diagnostic::error(NO_DATE, place, message).help(help)
}

pub(super) fn given_too_late(place: Place) -> Diagnostic {
    Diagnostic::error(
        GIVEN_TOO_LATE,
        place,
        "`given` says what is so from the start, and this one comes later",
    )
    .help("move it to the top of the scenario, or say `on DATE …`")
}

pub(super) fn date_goes_back(place: Place, date: Date, latest: Date, is_start: bool) -> Diagnostic {
    let (date, latest) = (date.0.date(), latest.0.date());
    if is_start {
        let message = format!("`{date}` lies before the policy takes effect, on {latest}");
        return Diagnostic::error(GOES_BACK, place, message)
            .help("what is so from the start stands under `given`");
    }
    let message = format!("`{date}` lies before {latest}, to which the scenario has come");
    Diagnostic::error(GOES_BACK, place, message).help("put the steps in the order of time")
}

pub(super) fn cannot_be_said(place: Place, what: &str, why: &str, help: &str) -> Diagnostic {
    Diagnostic::error(
        CANNOT_BE_SAID,
        place,
        format!("`{what}` is nothing that can happen: {why}"),
    )
    .help(help)
}

pub(super) fn ambiguous(place: Place, what: &str, why: &str, help: &str) -> Diagnostic {
    Diagnostic::error(
        CANNOT_BE_SAID,
        place,
        format!("`{what}` does not say what happened: {why}"),
    )
    .help(help)
}

pub(super) fn not_so(place: Place, what: &str, instead: &str) -> Diagnostic {
    Diagnostic::error(
        NOT_SO,
        place,
        format!("`{what}` is said here, and is not so: {instead}"),
    )
    .help("say what has to happen for it, or leave it out")
}

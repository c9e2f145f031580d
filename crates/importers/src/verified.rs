//! A stated mean and standard error, held against the samples.
//!
//! It must not know any format.

use crate::json::View;
use crate::number::{Number, agrees, exact_text, rounded_down};
use crate::refusal::{Reason, Refusal};
use crate::statistics::{Enclosure, Unit, mean, variance_of_mean};
use num_rational::BigRational;
use num_traits::Zero;

const CURE: &str = "score the samples again; if the record was edited by hand, send the one that was not";

/// Refuses a mean that the samples do not give.
pub(crate) fn same_mean(view: View<'_, '_>, stated: &Number, units: &[Unit]) -> Result<(), Refusal> {
    let again = mean(units).unwrap_or_else(BigRational::zero);
    match agrees(&stated.value, &again) {
        true => Ok(()),
        false => Err(differs(view, "the mean", stated, exact_text(&again))),
    }
}

/// Refuses a standard error that the samples do not give.
pub(crate) fn same_error(view: View<'_, '_>, stated: &Number, units: &[Unit]) -> Result<(), Refusal> {
    let again = Enclosure::root(&variance_of_mean(units).unwrap_or_else(BigRational::zero));
    match agrees(&stated.value, &again.low) {
        true => Ok(()),
        false => Err(differs(
            view,
            "the standard error",
            stated,
            rounded_down(&again.low),
        )),
    }
}

fn differs(view: View<'_, '_>, what: &str, stated: &Number, again: String) -> Refusal {
    let problem = format!(
        "{what} is said to be `{}`, and the samples give {again}",
        stated.text
    );
    view.refuse(Reason::Differs, problem, CURE)
}

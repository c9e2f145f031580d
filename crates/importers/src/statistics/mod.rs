//! Bounds on what was measured, in whole numbers from end to end.
//!
//! Roots and quantiles are no fractions, so each comes as two fractions that enclose it; an answer is given only
//! if both ends give it. It must not know where the samples come from.

mod binomial;
mod enclosure;
mod fixed;
mod normal;
mod spread;
mod student;
mod wilson;

pub(crate) use binomial::{bootstrap_upper, clopper_pearson_upper};
pub use enclosure::Enclosure;
pub use spread::Unit;
pub(crate) use spread::{clustered_variance, mean, sample_variance, variance_of_mean};
pub(crate) use wilson::wilson_upper;

pub(crate) use normal::quantile as normal_quantile;
pub(crate) use student::quantile as student_quantile;

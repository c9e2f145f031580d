//! What a record measured: of which model, in which run, with what evidence, and what of it was recomputed.
//!
//! It must not know any format, nor any threshold.

use crate::json::View;
use crate::number::{Number, is_binary};
use crate::refusal::{Reason, Refusal};
use crate::statistics::{Unit, mean};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;

/// One file that is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Record<'b> {
    /// What messages call it.
    pub file: &'b str,
    pub bytes: &'b [u8],
    /// A digest over the content, by the caller: two contents under one identity are told apart by it.
    pub digest: &'b str,
}

/// The tools whose records are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    InspectAi,
    LmEvaluationHarness,
    EveryEvalEver,
}

/// What makes a record this record and no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub tool: Tool,
    pub file: String,
    /// By the caller, over the content.
    pub digest: String,
    /// What the tool itself identifies the record by.
    pub record: String,
    pub run: Option<String>,
    pub task: String,
    pub model: String,
    /// As the record writes it.
    pub created: Option<String>,
}

/// One score of one run, in one metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measurement {
    pub identity: Identity,
    /// Whose score: a scorer, or a filter.
    pub scorer: String,
    /// How the epochs of a sample became one, where the record says so; the mean otherwise.
    pub reducer: Option<String>,
    /// `accuracy`, `mean` and the like.
    pub metric: String,
    pub evidence: Evidence,
    /// The numbers that the record itself states, each with what became of it.
    pub stated: Vec<Stated>,
    /// What a reader should know before relying on it.
    pub remarks: Vec<String>,
}

/// What a measurement rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Every sample's score was in the record; at least one.
    Units(Vec<Unit>),
    /// How many of how many succeeded; of at least one, and no more than all.
    Counts { successes: usize, n: usize },
    /// Only what the record states: nothing could be recomputed.
    Stated {
        mean: Number,
        standard_error: Option<Number>,
        n: Option<usize>,
    },
}

/// A number that a record states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    pub name: String,
    pub number: Number,
    /// `None` if the samples give the same; else why they were not asked.
    pub not_recomputed: Option<&'static str>,
}

impl Evidence {
    /// The mean that was measured.
    ///
    /// # Panics
    /// Of evidence of no units, which no reader makes.
    pub fn mean(&self) -> BigRational {
        match self {
            // INVARIANT: no importer makes evidence of no units.
            Evidence::Units(units) => mean(units).expect("evidence has at least one unit"),
            Evidence::Counts { successes, n } => BigRational::new((*successes).into(), (*n).into()),
            Evidence::Stated { mean, .. } => mean.value.clone(),
        }
    }

    /// How many of how many succeeded, where every score is zero or one.
    pub fn counts(&self) -> Option<(usize, usize)> {
        match self {
            Evidence::Units(units) => {
                let binary = units.iter().all(|it| is_binary(&it.value));
                let successes = units.iter().filter(|it| it.value.is_one()).count();
                binary.then_some((successes, units.len()))
            }
            Evidence::Counts { successes, n } => Some((*successes, *n)),
            Evidence::Stated { .. } => None,
        }
    }

    /// The square of the standard error of the mean. `None` where there are fewer than two units, or none is stated.
    pub(crate) fn variance(&self) -> Option<BigRational> {
        match self {
            Evidence::Units(units) => crate::statistics::variance_of_mean(units),
            Evidence::Counts { successes, n } => counts_variance(*successes, *n),
            Evidence::Stated { standard_error, .. } => {
                standard_error.as_ref().map(|it| &it.value * &it.value)
            }
        }
    }

    /// On how many units the mean rests, where that is known.
    pub fn n(&self) -> Option<usize> {
        match self {
            Evidence::Units(units) => Some(units.len()),
            Evidence::Counts { n, .. } => Some(*n),
            Evidence::Stated { n, .. } => *n,
        }
    }
}

/// Numbers that are kept of one record, at most.
const SCORES_MAX: usize = 1 << 19;

/// How many numbers were kept so far, so that no record fills the memory.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    spent: usize,
}

impl Budget {
    /// Refuses more than 2^19 in all.
    pub(crate) fn spend(&mut self, n: usize, view: View<'_, '_>) -> Result<(), Refusal> {
        self.spent += n;
        match self.spent <= SCORES_MAX {
            true => Ok(()),
            false => {
                let problem = format!("more than {SCORES_MAX} scores in one record");
                Err(view.refuse(Reason::TooLarge, problem, "split the run into several records"))
            }
        }
    }
}

/// The sample variance of zeros and ones over n.
fn counts_variance(successes: usize, n: usize) -> Option<BigRational> {
    let below = n.checked_sub(1).filter(|it| *it > 0)?;
    let share = BigRational::new(successes.into(), n.into());
    Some(&share * (BigRational::one() - &share) / BigInt::from(below))
}

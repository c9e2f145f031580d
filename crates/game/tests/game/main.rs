//! Solvers against oracles written in the simplest possible way, on random boards and on all tiny ones;
//! certificates against the audit.

mod boards;
mod naive;

mod certifying;
mod facts;
mod heeding;
mod refusing;
mod searching;
mod solving;

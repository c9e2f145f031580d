//! What is asked about, and by which entries: the same words for every question about a model line.
//!
//! It must not know what is asked.

use holdpoint_app::{AsOf, Date, read_moment};
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Asked {
    /// A ledger, in a file or at `postgres://...`, or a bundle of one.
    #[arg(long, value_name = "LEDGER")]
    pub(super) ledger: PathBuf,
    /// The model line.
    #[arg(long, value_name = "LINE")]
    pub(super) model: String,
    /// Of a bundle: the ledger's public key, `NAME+ID+KEY`.
    #[arg(long, value_name = "KEY")]
    pub(super) verifier: Option<String>,
    /// The file of the root keys: only what is signed by a key that speaks for whom it names counts.
    #[arg(long, value_name = "FILE")]
    pub(super) roots: Option<PathBuf>,
    /// By the first so many entries, or by what had been received at a moment.
    #[arg(long, value_name = "SIZE|DATE", value_parser = AsOf::read)]
    pub(super) as_of: Option<AsOf>,
    /// Go by this moment instead of the clock, for a rehearsal.
    #[arg(long, value_name = "DATE", value_parser = read_moment)]
    pub(super) now: Option<Date>,
}

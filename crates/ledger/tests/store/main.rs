//! What every store promises, in one list of cases that all of them pass: nothing twice, nothing half, nothing lost
//! whoever is killed, times in order, one order for all who write, and whatever was changed is found.
//!
//! The half in PostgreSQL needs the feature `postgres` and a server that can be started here; without one nothing is
//! shown of it, and the test says so.

#![allow(clippy::unwrap_used, reason = "what a test cannot set up stops it")]

mod bit_flips;
mod kept;
mod place;
mod processes;
mod promises;
#[cfg(feature = "postgres")]
mod replicas;
#[cfg(feature = "postgres")]
mod server;
mod signed;
mod tampering;

use libtest_mimic::{Arguments, Trial};
use place::Host;
use std::process::ExitCode;

/// Something that is true of every store.
type Case = (&'static str, fn(&Host));

/// The functions with their names.
macro_rules! cases {
    ($($case:ident),* $(,)?) => { &[$((stringify!($case), $case)),*] };
}
pub(crate) use cases;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    if processes::is_one(&words) {
        processes::run(&words);
        return ExitCode::SUCCESS;
    }
    let mut trials = trials(&Host::Files);
    let files_only = bit_flips::CASES.iter().chain(promises::OF_FILES);
    trials.extend(files_only.map(|it| trial(&Host::Files, it)));
    #[cfg(feature = "postgres")]
    let server = server::Server::start().map(std::sync::Arc::new);
    #[cfg(feature = "postgres")]
    match &server {
        Ok(server) => {
            let host = Host::Server(std::sync::Arc::clone(server));
            trials.extend(self::trials(&host));
            trials.extend(replicas::CASES.iter().map(|it| trial(&host, it)));
        }
        Err(why) => eprintln!("SKIPPED: {why}, so nothing was stored in PostgreSQL"),
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trials(host: &Host) -> Vec<Trial> {
    let cases = [promises::CASES, signed::CASES, tampering::CASES, processes::CASES];
    let cases = cases.into_iter().flatten();
    cases.map(|it| trial(host, it)).collect()
}

fn trial(host: &Host, (name, case): &Case) -> Trial {
    let (host, case) = (host.clone(), *case);
    Trial::test(format!("{host}::{name}"), move || {
        case(&host);
        Ok(())
    })
}

//! All literate cases, run with the binary that was just built.

use std::process::ExitCode;

fn main() -> ExitCode {
    holdpoint_tests::main(
        env!("CARGO_BIN_EXE_holdpoint"),
        concat!(env!("CARGO_MANIFEST_DIR"), "/../.."),
    )
}

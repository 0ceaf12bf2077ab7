//! Every verb, for terminals and schedulers.

use std::process::ExitCode;

fn main() -> ExitCode {
    raccord::cli::run(std::env::args_os())
}

//! Every verb, for terminals and schedulers.

use std::process::ExitCode;

fn main() -> ExitCode {
    raccord::worker::hardening::no_core_dumps();
    raccord::cli::run(std::env::args_os())
}

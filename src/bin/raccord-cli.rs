//! Every verb, for terminals and schedulers.

use std::process::ExitCode;

/// Records are made of many small pieces, and a tenth of a first synchronisation was the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    raccord::worker::hardening::no_core_dumps();
    raccord::cli::run(std::env::args_os())
}

//! Every verb, for terminals and schedulers.

fn main() {}

//! Raccord keeps Business Central and Dataverse in step.
#[cfg(test)] mod t { #[test] fn builds() {} }

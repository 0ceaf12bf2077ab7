//! From what a client sent to what a column holds.

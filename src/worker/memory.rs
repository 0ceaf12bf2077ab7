//! How much memory this process has, and how often it had to wait for the processor, where the system says so.

use std::fmt;

/// Memory of a process, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// What is in memory now, shared libraries and mapped files among it.
    pub resident: u64,
    /// The most that ever was.
    pub peak: u64,
    /// The part of what is in memory now that belongs to this process alone: heap and stacks.
    pub own: u64,
}

impl fmt::Display for Memory {
    /// Names and millions of bytes, for whoever measures.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [resident, peak, own] = [self.resident, self.peak, self.own].map(|n| n / 1_000_000);
        write!(out, "resident_MB={resident} peak_MB={peak} own_MB={own}")
    }
}

/// The memory of this process; nothing where the system does not tell.
pub fn of_this_process() -> Option<Memory> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    Some(Memory {
        resident: entry(&status, "VmRSS:")?,
        peak: entry(&status, "VmHWM:")?,
        own: entry(&status, "RssAnon:")?,
    })
}

/// How often the system took the processor away from this thread; nothing where it does not tell.
pub fn interruptions() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/thread-self/status").ok()?;
    number(&status, "nonvoluntary_ctxt_switches:")
}

/// One line of the status, in bytes; the system counts in units of 1,024.
fn entry(status: &str, name: &str) -> Option<u64> {
    Some(number(status, name)? * 1024)
}

fn number(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_in_bytes() {
        let status = "Name:\tx\nVmHWM:\t  200 kB\nVmRSS:\t     100 kB\n";
        assert_eq!(entry(status, "VmRSS:"), Some(102_400));
        assert_eq!(entry(status, "VmHWM:"), Some(204_800));
        assert_eq!(entry(status, "RssAnon:"), None);
    }
}

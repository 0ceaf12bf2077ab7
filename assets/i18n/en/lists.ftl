### Long tables: couplings, jobs, history.

couplings-sentence =
    { $count ->
        [one] { $count } coupling
       *[other] { $count } couplings
    }
couplings-empty-title = No couplings yet
couplings-empty-why = Couple records by match, or synchronise a mapping that creates what is missing
couplings-column-state = State
pair-in-step = In step
pair-pending = To do
pair-conflict = Conflict
pair-skipped = Skipped
pair-error = Error
pair-broken = Broken
jobs-sentence = What each run did, newest first
jobs-empty-title = Nothing has run yet
jobs-empty-why = Each synchronisation leaves a line here per mapping and direction
jobs-column-started = Started
jobs-column-kind = Kind
jobs-column-inserted = Inserted
jobs-column-modified = Modified
jobs-column-unchanged = Unchanged
jobs-column-conflicts = Conflicts
jobs-column-failed = Failed
jobs-column-problem = Ended early by
job-synchronization = Synchronisation
job-coupling = Coupling
job-uncoupling = Uncoupling
job-resolution = Decision
job-revert = Revert
history-sentence = Every write with before and after, newest first
history-revert-help = Writes the earlier values of the selected change back
history-empty-title = Nothing has been written yet
history-empty-why = Every write to either side is kept here with what was there before
history-column-action = What
history-column-changes = Changes
history-insert = Created
history-modify = Changed
history-delete = Deleted
history-couple = Coupled
history-uncouple = Uncoupled
history-decide = Decided

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
list-search = Search by name or id
list-all-mappings = All mappings
list-all-reasons = All reasons
list-all-states = All states
list-all-kinds = All kinds
list-drafts-only = With drafts only
list-drafts-any = Draft or not
list-group = Grouping
list-group-none = Not grouped
list-group-cause = Grouped by cause
list-group-reason = Grouped by reason
list-group-mapping = Grouped by table mapping
list-widen = Show all
list-no-match-title = No row fits the filter
list-no-match-why = Rows are here, but the filter leaves all of them out
list-details = Details
list-back = Back to the list
couplings-column-bc-id = Id in Business Central
couplings-column-dv-id = Id in Dataverse
couplings-sync = Synchronise
couplings-values = Values
couplings-agreed = Both sides last agreed { $when }
couplings-never-agreed = Both sides have never agreed
couplings-as-it-was = as it was: { $value }
couplings-writes = What was written
couplings-changed = Changed
couplings-id = Id
presence-unread = Not read yet
presence-exists = Exists
presence-deleted = Deleted
presence-out-of-filter = Outside the table filter
jobs-column-time = Time
jobs-running = Running
jobs-any-result = Any result
jobs-result = Result
jobs-troubled-only = With failures only
jobs-clear-month = Forget jobs older than 30 days…
jobs-clear-quarter = Forget jobs older than 90 days…
jobs-this-run = This run
jobs-run-before = The run before
question-jobs-title = Forget old jobs
question-jobs-consequence = Jobs that started more than { $days ->
        [one] 1 day
       *[other] { $days } days
    } ago leave the log. Jobs with failures stay as long as a skipped record refers to them
question-jobs-verb =
    { $count ->
        [one] Forget { $count } job
       *[other] Forget { $count } jobs
    }
history-field = Field
history-before = Before
history-after = After
history-lost = { $field }: “{ $value }” was given up by a decision
coupling-title = Set up coupling: { $record }
coupling-help = Choose the row of Dataverse that belongs to this record. The row it is coupled with now becomes free
coupling-help-dv = Choose the record of Business Central that belongs to this row. The record it is coupled with now becomes free
coupling-after = What happens then
coupling-after-nothing = Compare only; differences open as a conflict
coupling-after-bc = Write the values of Business Central
coupling-after-dv = Write the values of Dataverse
coupling-search = Search among rows without a partner
coupling-none = No row without a partner is known in this table mapping
list-column-mapping = Mapping

## How a run spent its time
jobs-column-deleted = Deleted
jobs-live = Follow what runs
jobs-now = What runs now
timeline-read = Read from { $side }
timeline-plan = Compare
timeline-write = Write to { $side }
timeline-wait-requests = Wait: { $side } allows no more requests for now
timeline-wait-work = Wait: { $side } allows no more work for now
timeline-wait-asked = Wait: { $side } asked for a pause
timeline-numbers =
    { $count ->
        [one] { $count } record
       *[other] { $count } records
    } · { $time }
timeline-bar = { $what }: { $numbers }, { $after } after the start
timeline-requests =
    Requests of the whole run: { $bc } to Business Central, { $dv } to Dataverse; { $throttled ->
        [0] no answer
        [one] one answer
       *[other] { $throttled } answers
    } asked for a pause; { $waited } of waiting
timeline-level = Messages
timeline-level-all = All
timeline-level-warnings = Warnings and errors
timeline-level-errors = Errors
timeline-no-messages = No message of this kind
timeline-left-out =
    { $count ->
        [one] One more message was not kept; the errors and skipped records have it
       *[other] { $count } more messages were not kept; the errors and skipped records have them
    }
timeline-unknown = No timeline was recorded for this run
jobs-paused = Stands still while you read
jobs-follow = Follow the newest

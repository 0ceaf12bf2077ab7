### The shell of the window: navigation, buttons, states, units. Sentence case; buttons are verbs.

app-name = Raccord
app-demo-badge = Demo

## Navigation
nav = Pages
nav-home = Home
nav-conflicts = Conflicts
nav-errors = Errors
nav-couplings = Couplings
nav-mappings = Mappings
nav-match = Match
nav-jobs = Jobs
nav-history = History
nav-settings = Settings
nav-about = About
nav-count = { $page }, { $count }

## Buttons
action-apply = Apply
action-back = Back
action-cancel = Cancel
action-clear = Clear
action-close = Close
action-columns = Columns…
action-continue = Continue
action-copy = Copy
action-copy-details = Copy details
action-delete = Delete
action-details = Details
action-edit = Edit
action-export = Export…
action-filter = Filter
action-help = Help
action-more = More
action-open = Open
action-open-bc = Open in Business Central
action-open-dv = Open in Dataverse
action-redo = Redo
action-refresh = Refresh
action-restore = Restore
action-retry = Retry
action-retry-all = Retry all
action-revert = Revert
action-revert-merge = Revert both sides
action-review = Review
action-save = Save
action-search = Search
action-select-all = Select all
action-settings = Settings
action-skip = Skip for now
action-stop = Stop
action-sync-now = Synchronise now
action-try-again = Try again
action-undo = Undo

## Four states of a page
state-loading = Loading…
state-stale = Shown as of { $when }; refreshing
state-error-what = What happened
state-error-next = What to do
state-error-code = Code { $code }

## Notices and notifications
notice-info = Note
notice-success = Done
notice-warning = Warning
notice-error = Problem
notice-dismiss = Dismiss
notifications = Notifications
notifications-empty = Nothing has happened yet
notifications-clear = Clear the list
toast-copied = { $rows ->
    [one] { $rows } row copied
   *[other] { $rows } rows copied
}

## Status bar
status = Status
status-bc = Business Central
status-dv = Dataverse
status-connected = { $side } connected
status-connecting = { $side } connecting…
status-offline = { $side } not reachable
status-signed-out = { $side } signed out
status-demo = { $side } simulated
status-next-sync = Next synchronisation { $when }
status-no-schedule = No schedule
status-progress = { $done } of { $total }
status-progress-open = { $done } so far
status-remaining = about { $span } left
status-stopping = Finishing the record in hand, then stopping
status-idle = Everything is quiet

## Confirmation
confirm-type-number = Type { $number } to confirm
confirm-irreversible = This cannot be undone

## Fields
field-required = Required
field-reveal = Show { $field }
field-hide = Hide { $field }
field-copy = Copy { $field }
field-help = Help for { $field }

## Tables
table-rows = { $rows ->
    [0] No rows
    [one] { $rows } row
   *[other] { $rows } rows
}
table-selected = { $rows ->
    [one] { $rows } selected
   *[other] { $rows } selected
}
table-row = Row { $row }
table-row-loading = Row { $row }, loading
table-row-failed = Could not be read
table-sorted-ascending = { $column }, sorted ascending
table-sorted-descending = { $column }, sorted descending
table-sort-hint = Click to sort; a third click restores the order
table-sort-ascending = Sort ascending
table-sort-descending = Sort descending
table-move-left = Move to the left
table-move-right = Move to the right
table-group-open = { $group }, open
table-group-closed = { $group }, closed
table-reset-columns = Reset columns
table-empty = Nothing to show
table-column-width = Width of the column { $column }
table-select-row = Select { $row }
table-copy-rows = Copy rows

## Values
value-empty = (empty)
value-unchanged = (unchanged)
value-yes = Yes
value-no = No
value-none = —

## Times and sizes
date-full = { $day } { $month } { $year }
date-short = { $day } { $month }
date-and-time = { $date } { $time }
time-now = just now
time-ago = { $span } ago
time-ahead = in { $span }
span-seconds-exact = { $n } s
span-seconds = { $n } s
span-minutes = { $n } min
span-hours = { $n } h
span-days = { $n } d
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = June
month-7 = July
month-8 = Aug
month-9 = Sept
month-10 = Oct
month-11 = Nov
month-12 = Dec
unit-byte = B
unit-kilobyte = kB
unit-megabyte = MB
unit-gigabyte = GB
unit-terabyte = TB

nav-welcome = Welcome
status-not-connected = { $side } not connected
status-last-run = Last synchronisation { $when }
running-connecting = Connecting both sides…
running-synchronising = Synchronising…
running-coupling = { $mapping }: looking for matches…
running-deciding = Writing the decision…
running-reading = { $mapping }: reading…
running-writing = { $mapping }: writing…
running-comparing = { $mapping }: comparing…
waiting-requests = Waiting { $seconds } s: { $side } allows { $allowed } requests in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}
waiting-work = Waiting { $seconds } s: { $side } allows { $allowed ->
    [one] one minute
   *[other] { $allowed } minutes
} of work in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}
waiting-asked = Waiting { $seconds } s: { $side } asked for a pause
running-working = Working…
toast-synced =
    { $written ->
        [0] Synchronised; nothing had to be written
        [one] Synchronised; { $written } record written
       *[other] Synchronised; { $written } records written
    }{ $waiting ->
        [0] { "" }
        [one] . { $waiting } needs you
       *[other] . { $waiting } need you
    }
toast-moved-on = A side was changed meanwhile. Your choices stand where their values did not change
toast-resolved = { $record }: both sides agree again
toast-skipped =
    { $count ->
        [one] { $count } record takes part again
       *[other] { $count } records take part again
    }
toast-cleared =
    { $count ->
        [one] { $count } entry deleted
       *[other] { $count } entries deleted
    }
toast-reverted = The earlier values are written back
toast-reverted-together = { $left ->
    [0] { $count ->
        [one] One write is taken back
       *[other] { $count } writes are taken back
    }
   *[other] Taken back: { $count }; left as they are: { $left }
}
name-and-value = { $name }: { $value }
toast-connected = Connected: { $name }
toast-demo-ready = The demo is ready. Colleagues have edited both sides, and { $count ->
    [one] a conflict waits
   *[other] { $count } conflicts wait
} for you
question-delete-title = Delete the remaining records
question-delete-consequence = The record that still exists on the other side is deleted there, and the coupling is removed. The history keeps its values
question-delete-verb =
    { $count ->
        [one] Delete { $count } record
       *[other] Delete { $count } records
    }
question-brake-title = Let a large run through
question-brake-verb =
    { $count ->
        [one] Write to { $count } pair
       *[other] Write to { $count } pairs
    }
question-brake-more = … and { $count } more
question-clear-title = Delete error entries
question-clear-consequence =
    { $open ->
        [0] Only entries that are no longer open are deleted
        [one] { $open } entry is still open and is kept
       *[other] { $open } entries are still open and are kept
    }
settings-sentence = Changes apply at once
settings-language = Language
settings-theme = Look
settings-theme-system = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-theme-contrast = High contrast
settings-folder = Data folder
settings-version = Version
action-show-here = Show in Raccord
question-clear-include =
    { $open ->
        [one] Also delete the { $open } entry that is still open
       *[other] Also delete the { $open } entries that are still open
    }
question-clear-everything = Entries that are still open are deleted too. Their records come back as errors only when they fail again
question-clear-export = Export all entries first…
question-clear-verb =
    { $count ->
        [0] Delete nothing
        [one] Delete { $count } entry
       *[other] Delete { $count } entries
    }
toast-parted =
    { $count ->
        [one] { $count } coupling deleted; both records are as they were
       *[other] { $count } couplings deleted; the records are as they were
    }
toast-coupled-again =
    { $count ->
        [0] Coupled
        [one] { $count } coupling is back
       *[other] { $count } couplings are back
    }
toast-exported =
    { $rows ->
        [one] { $rows } row written to { $file }
       *[other] { $rows } rows written to { $file }
    }

## What the browser shows at the end of a sign-in
sign-in-page-done = You are signed in. You can close this page and go back to Raccord.
sign-in-page-failed = The sign-in did not succeed. Raccord says why; you can close this page.
sign-in-browser-opened = Sign in to { $side } in the browser that was opened, or at this address:
sign-in-browser = Open this address in a browser on this machine and sign in to { $side }:
sign-in-device = Go to { $page } on any device within { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
} and type this code to sign in to { $side }:
question-handle-title = Mark as handled
question-handle-consequence = The entries close and keep your note. A record that fails again comes back as a new entry
question-handle-note = Note
question-handle-note-help = For whoever asks later; it may stay empty
question-handle-verb =
    { $count ->
        [one] Mark { $count } entry as handled
       *[other] Mark { $count } entries as handled
    }
question-clear-back = Until Raccord is closed they can be brought back
toast-uncleared =
    { $count ->
        [0] Nothing was left to bring back
        [one] { $count } entry is back
       *[other] { $count } entries are back
    }
toast-handled =
    { $count ->
        [one] { $count } entry marked as handled
       *[other] { $count } entries marked as handled
    }
toast-reopened-errors =
    { $count ->
        [0] Nothing is open again
        [one] { $count } entry is open again
       *[other] { $count } entries are open again
    }
toast-resolved-outside = { $record }: resolved outside; both sides agree again
toast-resolved-partly = { $record }: what was decided is written, the rest stays a conflict
question-quit-go-on = Go on, and minimise the window
question-quit-go-on-help = What runs goes on, and so does the schedule; a second start of Raccord brings the window back
status-rate = { $rate } a minute
status-left = { $left } left

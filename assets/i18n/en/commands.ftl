### Everything that can be asked of the window: palette, menus, overview of keys.

command-go = Go to: { $what }
command-back = Go back
command-forward = Go forward
command-try-demo = Try the demo
command-choose-connection-file = Connect my systems…
command-connect = Connect
command-sync-now = Synchronise now
command-show-stopped-plan = Show the plan that the safety brake stopped…
command-sync-mapping = Synchronise: { $what }
command-stop = Stop what runs
command-refresh = Refresh the page
command-set-lang = Language: { $what }
command-set-theme = Look: { $what }
command-open-url = Open in the browser
command-open-skipped = Open
command-retry = Retry the selected records
command-retry-all = Retry all skipped records
command-restore = Restore records
command-ask-delete = Delete records…
command-filter-errors = Show errors: { $what }
command-ask-clear-errors = { $what }…
command-revert = Revert
command-revert-merge = Revert both sides
command-confirm = Confirm
command-decline = Cancel
command-dismiss-notice = Dismiss the notice
command-show-palette = Command palette
command-show-shortcuts = All keys
command-show-notifications = Notifications
command-show-help = Help for this page
command-close-layer = Close
command-show-coupling-choice = Set up coupling
command-zoom-in = Larger
command-zoom-out = Smaller
command-zoom-reset = Normal size
command-toggle-full-screen = Full screen
command-quit = Quit
command-match = Match-based coupling
command-full = Full synchronisation: { $what }
command-rules = Decide many conflicts by a rule

merge-command-focus = Look at a field
merge-command-move = Next or previous field
merge-command-next-open = Next open field
merge-command-next-open-back = Previous open field
merge-command-take = Take { $side }
merge-command-take-base = Keep last synchronisation
merge-command-take-both = Take both texts
merge-command-take-all-open = Take { $side } for all open fields
merge-command-take-section = Take { $side } for a section
merge-command-take-section-here = Take { $side } for this section
merge-command-begin-edit = Type a value
merge-command-typed = Type
merge-command-highlight = Go through a list
merge-command-choose = Take from a list
merge-command-take-piece = Take a place of a text
merge-command-commit-edit = Take what was typed
merge-command-cancel-edit = Forget what was typed
merge-command-reopen = Reopen the field
merge-command-undo = Undo the last choice
merge-command-redo = Redo the choice
merge-command-toggle-unchanged = Show or hide unchanged fields
merge-command-toggle-preview = Show or hide exactly what is written
merge-command-toggle-detail = Show or hide whole values
merge-command-filter = Filter fields
merge-command-review-moved = Look at what a side changed meanwhile
merge-command-dismiss-moved = Put away what a side changed meanwhile
merge-command-offer-alike = Same answer for similar conflicts
merge-command-dismiss-alike = Put away the offer for similar conflicts
merge-command-uncouple = Uncouple
merge-command-apply = Apply to both sides
merge-command-step = Next conflict
merge-command-step-back = Previous conflict
merge-command-discard = Discard my choices

## Why something cannot be asked for now
why-not-connected = Nothing is connected
why-running = Something runs already
why-nothing-runs = Nothing runs
why-stopping = It stops already
why-nothing-there = There is nothing
why-nothing-chosen = No record is selected that this can be done with
why-nothing-stopped = The safety brake has stopped nothing
why-here-already = This page is shown
why-so-already = It is so already

## The palette
palette-title = Command palette
palette-hint = What would you like to do?
palette-nothing = No command has these words in its name

## Leaving
question-quit-title = Quit while something runs
question-quit-consequence = The record in hand is finished and stored first. The rest is done at the next synchronisation
question-quit-verb = Finish the record and quit

## The overview of keys
keys-title = All keys
keys-everywhere = Everywhere
keys-tables = In tables
keys-table-move = Previous or next row
keys-table-ends = First or last row
keys-table-pages = A page up or down
keys-table-toggle = Select the row, or take it out
keys-table-extend = Extend the selection
keys-table-all = Select all rows of the filter
keys-table-open = Open the row
keys-table-details = Details of the row, in a low window
keys-table-copy = Copy the selected rows for a spreadsheet
keys-table-menu = Menu of the selected rows
keys-table-search = Filter the page
keys-table-export = Export the rows to a file
keys-merge = In the merge editor
keys-merge-move = Previous or next field
keys-merge-open = Next or previous open field
keys-merge-bc = Take Business Central
keys-merge-dv = Take Dataverse
keys-merge-base = Keep last synchronisation
keys-merge-both = Take both texts
keys-merge-edit = Type a value
keys-merge-reopen = Reopen the field
keys-merge-all = All open fields from that side
keys-merge-section = The whole section from that side
keys-merge-undo = Undo, redo
keys-merge-unchanged = Show or hide unchanged fields
keys-merge-detail = Show or hide whole values
keys-merge-filter = Filter fields by name
keys-merge-preview = Exactly what is written
keys-merge-apply = Apply to both, then the next conflict
keys-merge-skip = Skip for now; the draft is kept
keys-merge-step = Next or previous conflict
keys-merge-alike = Look at the conflicts that wait for the same answer, when they are offered
keys-merge-rules = Decide many conflicts by one rule
keys-merge-rules-next = There: fill the drafts, then write them, then go back
keys-merge-apart = The merge editor in a window of its own, or back
keys-merge-leave = Back to the list; the draft is kept

## Help per page. Each line is a paragraph.
help-title = Help: { $page }
help-welcome =
    Raccord keeps Business Central and Dataverse in step. It reads both sides, remembers what both held when they last agreed, and writes only what changed.
    The demo uses two simulated systems on this computer: nothing leaves the machine, and you can try everything.
    To connect your own systems, let the wizard lead you: Connect my systems. Nothing is written before you say so.
help-home =
    What needs you stands first: conflicts, skipped records and errors, the errors by cause. Review leads to the records.
    Each table mapping has a line with its state and its numbers. They follow what happens, also when somebody else resolves something.
    Synchronise now reads what changed on both sides and writes it. If that would change a large part of a table, the safety brake stops it and shows you the plan first.
help-conflicts =
    A skipped record takes no part in synchronisation until somebody decides, or until it becomes equal by itself. Nothing else waits for it.
    A conflict means that both sides changed the same field after the last synchronisation. Enter opens it in the merge editor; in the pane below you can decide right here with ← and →.
    Where one side was deleted, restore creates it again and delete removes the other one too. Where the same failure came again and again, mend its cause, then retry.
    Removing a coupling leaves both records as they are.
help-merge =
    Each line is a field: what both held at the last synchronisation, what each side holds now, and the result. Fields that only one side changed are merged already.
    ← takes Business Central, → takes Dataverse, 0 keeps the last synchronisation, E types a value. N goes to the next open field.
    The line at the bottom says what will be written to each side. Nothing is written before you apply; a draft is kept if you leave.
    Rules decides many conflicts at once: first you see what a rule would decide, then it fills drafts, and writing is a step of its own. Afterwards History can take a decision back.
help-errors =
    Each line is a record that could not be written. Errors are grouped by cause: mend the cause once, then retry all of it.
    Source is where the values came from, destination is where they were to go. Both open in the browser, or here in Raccord.
    Entries close by themselves when the record is written. What you have dealt with elsewhere you can mark as handled, with a note; the filter by state finds it again.
    Deleting entries keeps those that still stand unless you say otherwise. Until Raccord is closed, deleted entries can be brought back.
help-couplings =
    A coupling says which record of Business Central belongs to which row of Dataverse.
    Broken means that one of the two is gone. Restore creates it again, delete removes the other one too, and deleting the coupling leaves what exists as it is.
help-jobs =
    Each synchronisation leaves a line per table mapping and direction: what it inserted, modified, left alone, and what failed.
    The pane below shows how the time was spent and compares with the run before.
help-history =
    Every write to either side stands here with the values before and after.
    Revert writes the values from before back, as a new write that you can revert too.
help-settings =
    Changes apply at once. They are kept in the data folder, beside the cache.
command-ask-take = Synchronise with the values of { $what }…
command-uncouple = Delete coupling
command-couple-again = Couple again
command-find-deleted = Find for deleted { $what }
command-retry-errors = Retry the selected errors
command-retry-cause = Retry all: { $what }
command-set-up-coupling = Set up coupling…
command-couple-with = Couple with this row
command-ask-clear-jobs = Forget old jobs…
command-show-jobs = Synchronisation log: { $what }
command-show-coupling = Show the coupling
command-sync-records = Synchronise these records: { $what }
command-show-span = Show this span
command-list = Change the list
command-export = Export…
command-include-open = Delete open entries too


## Why something cannot be done with the selected records
why-not-one-gone = Only where exactly one of the two records still exists
why-one-gone = Only where both records exist
why-no-conflict = No conflict is selected
why-not-coupled = Only where the record still exists in Business Central
why-not-single = Select exactly one record
why-one-mapping = Select records of one table mapping
why-no-change = Only a change of existing values can be taken back
command-ask-handle = Mark as handled…
command-handle-errors = Mark as handled
command-reopen-errors = Open again
command-restore-cleared = Bring back what was deleted: { $what }
command-for-all = Do it with all rows
command-copy-rows = Copy selected rows
why-not-open = Only entries that still stand
merge-command-apply-decided = Apply decided fields only
command-health = Connection: { $what }

## Names of keys
key-shift = Shift
key-escape = Esc
key-enter = Enter
key-space = Space
key-tab = Tab
key-backspace = Backspace
key-delete = Del
key-home = Home
key-end = End
key-pageup = PgUp
key-pagedown = PgDn
key-up = ↑
key-down = ↓
key-left = ←
key-right = →
key-comma = ,
key-plus = +
key-equals = =
key-minus = −
key-questionmark = {"?"}
key-slash = /
command-show-whole-text = Show the whole text
merge-command-own-from-now = From now on { $side } decides this field
merge-command-open-field-mapping = Open the field mapping
merge-command-couple-target = Couple the record that the field refers to
keys-merge-whole = The whole text, both sides beside each other
keys-table-fold = Fold the group shut, or open
keys-skipped = Among skipped records and conflicts
keys-skipped-open = Open the conflict, or where the record waits
keys-mappings = Among table mappings
keys-mappings-save = Save the draft
keys-mappings-move = Move the open field mapping up or down
keys-mappings-open = Open the field mapping, or close it
keys-mappings-remove = Remove the field mapping
why-no-pair = Only where both records of the entry exist
command-minimize = Minimise the window
command-leave-demo = Leave the demo and forget it

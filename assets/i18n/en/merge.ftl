### Merge editor.

merge-field = Field
merge-last-synced = Last synced
merge-result = Result
merge-will-write = Will write
merge-take-bc = Take Business Central
merge-take-dv = Take Dataverse
merge-keep-last-synced = Keep last synced
merge-custom-value = Custom value
merge-choose = Choose

## States of a field
merge-state-open = Open
merge-state-done = Decided
merge-state-auto = Merged by itself
merge-state-suggested = Suggested
merge-state-invalid = Not valid
merge-state-locked = One way
merge-state-blocked = Blocked

## A cell read aloud
merge-cell = { $side }, { $value }
merge-cell-taken = taken
merge-cell-changed = changed
merge-cell-unchanged = unchanged

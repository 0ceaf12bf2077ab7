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

merge-open-count =
    { $open ->
        [0] All decided
       *[other] { $open } of { $total ->
            [one] { $total } field
           *[other] { $total } fields
        } still open
    }
merge-show-unchanged = Show unchanged ({ $count })
merge-next = Next conflict
merge-previous = Previous conflict
merge-position = { $n } of { $of }
merge-since = Both sides changed since they were last in step, { $when }
merge-never-synced = These two records never agreed before
merge-never = never synced
merge-changed = changed { $when }
merge-changed-by = changed { $when } by { $who }
merge-take-both = Merge both
merge-reopen = Reopen
merge-type-value = Value for { $field }
merge-limit-bc = up to { $max } characters in Business Central
merge-limit-dv = up to { $max } in Dataverse
merge-writes-nothing = nothing
merge-apply = Apply to both
merge-discard = Discard my choices
merge-preview = Preview
merge-hindrance-open =
    { $count ->
        [one] One field is still open
       *[other] { $count } fields are still open
    }
merge-hindrance-impossible = The result of { $field } is not possible on one side
class-same = Unchanged
class-bc-only = Only Business Central changed it
class-dv-only = Only Dataverse changed it
class-same-change = Both sides changed it alike
class-both-changed = Both sides changed it
class-text-disjoint = Both sides changed different places of the text
class-no-base = The sides differ and were never in step
class-one-empty = Only one side has a value
class-one-way = Flows one way only
class-constant = The mapping states the value
class-unresolvable = Refers to a record that is not coupled
class-invalid = Does not fit the other side

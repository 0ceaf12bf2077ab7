### Table mappings and their editor.

mappings-sentence =
    { $count ->
        [0] No mapping says yet what is kept in step with what
        [one] { $count } mapping says what is kept in step with what
       *[other] { $count } mappings say what is kept in step with what
    }
mappings-empty-title = No mapping yet
mappings-empty-why = A mapping says which table of Business Central is kept in step with which table of Dataverse, field by field
mappings-file = File
mappings-import = Import mappings…
mappings-export = Export mappings…
mappings-import-title = Choose a mapping file
mappings-export-title = Save the mappings as
mappings-defaults = Add missing default mappings
mappings-new = New…
mappings-new-title = A new mapping
mappings-new-name = Name
mappings-new-bc = Table of Business Central
mappings-new-dv = Table of Dataverse
mappings-new-taken = There is a mapping of this name already
mappings-new-make = Begin
mappings-on = on
mappings-unsaved = Unsaved
mappings-changed = Changed
mappings-takes-part = { $mapping } takes part
mappings-records = { $bc } / { $dv } records
mappings-counts = { $pairs ->
    [one] { $pairs } pair
   *[other] { $pairs } pairs
}. Without a partner: { $bc } in Business Central, { $dv } in Dataverse
mappings-filter-bc = Filter in Business Central
mappings-filter-dv = Filter in Dataverse
mappings-filter-help = OData conditions, for example: blocked eq ' '. Empty: every record takes part
mappings-save-look = Save…
mappings-why-faulty = Something below must be mended first
mappings-why-unchanged = Nothing is changed
mappings-discard = Discard changes
mappings-reset = Back to the default
mappings-try = Show what it would do
mappings-trying = Working out what the changed mapping would do. Nothing is written
mappings-read-fields = Read both tables’ fields again
mappings-on-conflict = When both change
mappings-on-deletion = When one is deleted
mappings-detection = Conflicts by
policy-ask = Ask
policy-bc = Business Central wins
policy-dv = Dataverse wins
policy-newest = The newest wins
policy-restore = Create it again
policy-uncouple = Uncouple
policy-delete = Delete the other too
detection-field = Field
detection-record = Record
mappings-fields = Field mappings
mappings-no-example = No record of it was read yet, so there is no example
mappings-example-of = Example: { $record } ({ $place } of { $count })
mappings-example-before = Previous example
mappings-example-next = Next example
mappings-example-unread = not read yet
mappings-example-through = { $value }… through { $mapping }
mappings-column-rules = Rules
mappings-column-example = Example
mappings-add-field = Add a field
mappings-remove-field = Remove
mappings-row-drag = Drag to another place; with the keyboard Alt+↑ and Alt+↓
mappings-row-on = { $field } takes part
mappings-row-direction = { $field }: { $direction }. Change the direction
mappings-row-one-way = The table flows one way
mappings-is-criterion = Criterion
mappings-is-lookup = Through { $mapping }
mappings-constant = always { $value }
mappings-pick-bc = Field of Business Central, row { $row }
mappings-pick-dv = Field of Dataverse, row { $row }
mappings-used = in use
mappings-make = What it is
mappings-make-pair = a field on both sides
mappings-make-constant-dv = a stated value in Dataverse
mappings-make-constant-bc = a stated value in Business Central
mappings-make-name = a name that Dataverse keeps in two parts
mappings-first-part = First part
mappings-last-part = Last part
mappings-match = Criterion for matching
mappings-case = Upper and lower case must agree
mappings-never-clear = Never transfer an empty value
mappings-owner = Who wins without asking
mappings-owner-nobody = nobody
mappings-owner-note = { $field } is never asked about: its owner’s value is written
mappings-group = Decided together with fields of the group
mappings-lookup = Reference through
mappings-lookup-none = no reference
lookup-key = What Business Central’s field holds
lookup-key-id = the id
lookup-key-key = number or code
lookup-key-company = number of the company contact
unresolved = If it is not coupled
unresolved-fail = an error
unresolved-clear = empty the field
unresolved-keep = keep what is there
unresolved-wait = wait in silence
mappings-rules-to = On the way to { $side }
mappings-add-rule = Add a rule
mappings-rule-up = Move up: { $rule }
mappings-rule-remove = Remove: { $rule }
mappings-pair-add = Add a value
mappings-pair-remove = Remove this value
mappings-runs = How runs behave
mappings-brake-changes = Most changed, in %
mappings-brake-deletions = Most deleted, in %
mappings-brake-from = From so many records on
mappings-skip-after = Skip after equal failures
mappings-every = Pause between runs
mappings-when-quiet = Pause after a quiet run
mappings-runs-help = Pauses are written 90s, 30m, 4h or 1d; empty as the schedule has it. 100 % never stops a run, 0 failures never skip a record
mappings-problems =
    { $count ->
        [one] { $count } thing to look at
       *[other] { $count } things to look at
    }
mappings-show = Show { $field }
kind-enum = one of { $count } values
kind-options = one of { $count } options
kind-lookup = reference
kind-read-only = read only
kind-required = required
picker-choose = Choose…
picker-type = Type part of the name
picker-nothing = Nothing is called so. Enter takes what you typed
picker-suggested = suggested
toast-mapping-saved = { $mapping } saved
toast-imported =
    { $count ->
        [one] { $count } mapping imported
       *[other] { $count } mappings imported
    }
toast-written = Written: { $path }
impact-title = What the next synchronisation would do with it
impact-nothing = Nothing would be written
impact-insert =
    { $count ->
        [one] { $count } record would be created in { $side }
       *[other] { $count } records would be created in { $side }
    }
impact-modify =
    { $count ->
        [one] { $count } record would be changed in { $side }
       *[other] { $count } records would be changed in { $side }
    }
impact-delete =
    { $count ->
        [one] { $count } record would be deleted in { $side }
       *[other] { $count } records would be deleted in { $side }
    }
impact-couple =
    { $count ->
        [one] { $count } pair would be coupled
       *[other] { $count } pairs would be coupled
    }
impact-uncouple =
    { $count ->
        [one] { $count } coupling would be removed
       *[other] { $count } couplings would be removed
    }
impact-conflict =
    { $count ->
        [one] { $count } pair would be in conflict
       *[other] { $count } pairs would be in conflict
    }
impact-skip =
    { $count ->
        [one] { $count } record would be skipped
       *[other] { $count } records would be skipped
    }
impact-fail =
    { $count ->
        [one] { $count } record would fail
       *[other] { $count } records would fail
    }
impact-one-insert = Would be created in { $side }
impact-one-modify = Would be changed in { $side }
impact-one-delete = Would be deleted in { $side }
impact-one-couple = Would be coupled
impact-one-uncouple = Its coupling would be removed
impact-one-conflict = Would be in conflict
impact-one-skip = Would be skipped
impact-one-fail = Would fail
finding-no-field = { $side } has no field { $field }
finding-read-only = { $side } does not let anybody write { $field }; let the values flow the other way only
finding-required = New records in { $side } must have { $field }, and nothing gives it a value
finding-refused = { $failed } of { $of } records that were looked at { $failed ->
    [one] does not fit
   *[other] do not fit
}: { $why }
fault-syntax = Not understood: { $detail }
fault-blank = A name is missing
fault-unprintable = A name has control characters
fault-same_name = There is another mapping of this name
fault-no_fields = The mapping has no fields
fault-option_set_both_ways = An option set flows one way; choose a direction
fault-circle = It would have to run before itself: { $detail }
fault-sides = Two fields are needed, or one and a stated value
fault-name_parts = Only Dataverse keeps a name in parts, and only in two
fault-against_table = The field flows against its table
fault-written_twice = The field is written by another row too ({ $detail })
fault-setting = Two settings exclude each other: { $detail }
fault-rule = Not a rule: { $detail }
fault-pattern = Not a regular expression: { $detail }
fault-condition = The condition is not understood: { $detail }
fault-filter = A quote or parenthesis of the filter is not closed: { $detail }
fault-value = Not a value that a field can have: { $detail }
rule-trim = Cut blanks at both ends
rule-uppercase = Upper case
rule-lowercase = Lower case
rule-title-case = Each word with a capital
rule-alphanumeric-only = Letters and digits only
rule-replace = Replace a text
rule-prefix = Put in front
rule-suffix = Put at the end
rule-substring = Part of the text
rule-between = What stands between
rule-regex-replace = Replace by pattern
rule-regex-match = Keep what fits a pattern
rule-map = Values by a list
rule-default = If empty
rule-round = Round to decimals
rule-round-to = Round to a step
rule-multiply = Multiply
rule-at-least = At least
rule-at-most = At most
rule-parse-decimal = Text to number
rule-format-decimal = Number to text
rule-parse-date = Text to date
rule-parse-date-time = Text to moment
rule-format-date = Date to text
rule-date-part = Part of a date
rule-from-unix-time = Seconds to moment
rule-to-unix-time = Moment to seconds
rule-text-find = Text
rule-text-with = Becomes
rule-text-pattern = Pattern
rule-text-text = Text
rule-text-first = From character
rule-text-length = Characters
rule-text-after = After
rule-text-before = Before
rule-text-otherwise = All others become
rule-text-decimals = Decimals
rule-text-step = Step
rule-text-rounding = nearest, up, down
rule-text-factor = Factor
rule-text-number = Number
rule-text-point = Decimal mark
rule-text-group = Group mark
rule-text-form = Form
rule-text-part = Part (year … weekday)
rule-text-from = Value
rule-text-to = Becomes
command-mapping = Mappings: { $what }
help-mappings =
    A mapping keeps one table of each system in step, field by field. Choose it at the left, switch it on or off, and change it at the right; nothing is stored before you save.
    Each row of the grid pairs two fields. Type part of a name to find a field; likely partners come first. The arrow is the direction, the example is a record that was really read.
    Alt with the arrow keys moves a row, Del removes it, Ctrl+Z takes a step back, Ctrl+S saves. A change that decides which records take part first shows what it would do.

## Versions
versions-title = Versions
versions-hide = Hide the versions
versions-none = No version has been kept yet. Every change that is saved from now on is one
versions-before = Before versions were kept
versions-now = now
versions-first = the first one
versions-put-back = Put back
versions-put-back-help = Makes the draft what the mapping was since { $since }. Nothing is stored before you save
versions-lines = What changed
versions-added =
    { $count ->
        [one] { $count } field mapping added
       *[other] { $count } field mappings added
    }
versions-removed =
    { $count ->
        [one] { $count } removed
       *[other] { $count } removed
    }
versions-changed =
    { $count ->
        [one] { $count } changed
       *[other] { $count } changed
    }
versions-table = settings of the table changed

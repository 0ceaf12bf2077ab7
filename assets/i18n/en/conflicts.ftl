### List of skipped records and conflicts.

conflicts-title = Conflicts

conflicts-sentence =
    { $conflicts ->
        [0] { $skipped ->
            [0] No conflict
            [one] No conflict; { $skipped } skipped record waits for you
           *[other] No conflict; { $skipped } skipped records wait for you
        }
        [one] { $conflicts } conflict{ $skipped ->
            [0] { "" }
            [one] { " " }and { $skipped } other skipped record
           *[other] { " " }and { $skipped } other skipped records
        }
       *[other] { $conflicts } conflicts{ $skipped ->
            [0] { "" }
            [one] { " " }and { $skipped } other skipped record
           *[other] { " " }and { $skipped } other skipped records
        }
    }
conflicts-empty-title = No conflicts
conflicts-empty-why = Records that both sides changed in the same field wait here for your decision
conflicts-column-record = Record
conflicts-column-reason = Why it waits
conflicts-column-fields = Open fields
conflicts-column-since = Since
conflicts-column-draft = Draft
conflicts-draft-of = { $decided } of { $total }
conflicts-draft-begun = Begun
conflicts-resolve = Resolve
conflicts-retry-help = The selected records take part in the next synchronisation again
reason-conflict = Changed in Business Central { $bc } and in Dataverse { $dv }, both after the last synchronisation { $last }
reason-deleted-bc = Deleted in Business Central; the Dataverse row still exists
reason-deleted-dv = Deleted in Dataverse; the Business Central record still exists
reason-repeated = Failed several times in a row for the same reason
reason-blocked = Something it refers to is not coupled
reason-invalid = Its values do not fit the other side
conflicts-column-bc = Changed in Business Central
conflicts-column-dv = Changed in Dataverse
conflicts-column-last = Last synchronisation
reason-never = Both sides hold different values since they were coupled: Business Central { $bc }, Dataverse { $dv }; they were never synchronised
reason-repeated-because = Failed several times in a row for the same reason. { $why }
reason-brief-because = { $reason }: { $why }
reason-short-conflict = Both sides changed
reason-short-deleted-bc = Deleted in Business Central
reason-short-deleted-dv = Deleted in Dataverse
reason-short-repeated = Failed repeatedly
reason-short-blocked = Waits for something else
reason-short-invalid = Values do not fit
preview-ready = All fields are decided
preview-open =
    { $count ->
        [one] { $count } field open: ← takes Business Central, → takes Dataverse
       *[other] { $count } fields open: ← takes Business Central, → takes Dataverse
    }
preview-full = Merge editor
conflicts-show-error = Show its error
conflicts-open-mapping = Open the mapping
question-take-title = Overwrite one side
question-take-consequence = Wherever the two sides differ, the values of { $side } are written and those of { $other } are replaced. The history keeps what was replaced
question-take-verb =
    { $count ->
        [one] Overwrite { $count } record in { $other }
       *[other] Overwrite { $count } records in { $other }
    }
preview-apart = Conflicts are decided in the merge editor’s own window
conflicts-by-rule = Decide by a rule…

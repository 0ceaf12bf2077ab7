### List of skipped records and conflicts.

conflicts-title = Conflicts

conflicts-sentence =
    { $conflicts ->
        [0] No conflict
        [one] { $conflicts } conflict
       *[other] { $conflicts } conflicts
    }{ $skipped ->
        [0] { "" }
        [one] { " " }and { $skipped } other skipped record
       *[other] { " " }and { $skipped } other skipped records
    }
conflicts-empty-title = No conflicts
conflicts-empty-why = Records that both sides changed in the same field wait here for your decision
conflicts-column-record = Record
conflicts-column-reason = Why it waits
conflicts-column-fields = Open fields
conflicts-column-since = Since
conflicts-column-draft = Draft
conflicts-draft-begun = Begun
conflicts-resolve = Resolve
conflicts-retry-help = The selected records take part in the next synchronisation again
reason-conflict = Changed in Business Central { $bc } and in Dataverse { $dv }, both after the last synchronisation { $last }
reason-deleted-bc = Deleted in Business Central; the Dataverse row still exists
reason-deleted-dv = Deleted in Dataverse; the Business Central record still exists
reason-repeated = Failed alike several times
reason-blocked = Something it refers to is not coupled
reason-invalid = Its values do not fit the other side

### Match-based coupling, full synchronisation review.

nav-full = Full sync
match-sentence = Couples records of both sides that agree on the criteria of their mapping. Coupling itself writes nothing to either service
match-preview = Preview
match-preview-again = Preview again
match-empty-title = No mapping takes part
match-empty-why = Switch a mapping on, and records of its tables can be coupled here
match-alone = Without a partner: { $bc } in Business Central, { $dv } in Dataverse
match-no-rules = This mapping names no criteria. Mark a field of it as a criterion, then records can be matched
match-rule = { $bc } = { $dv }
match-rule-called = { $field } ({ $rule })
match-rule-strict = { $rule } (upper and lower case must agree)
match-and = and
match-change-criteria = Change the criteria
match-add-criterion = Add a criterion…
match-remove-criterion = { $field } is no criterion
match-rules-help = Tried in this order. A pair is sure only if each of the two matches exactly one other; an empty field proves nothing
match-result = What the criteria find
match-tab-sure = { $count } sure
match-tab-near = { $count } to look at
match-tab-several = { $count } with several candidates
match-tab-alone = { $count } without a match
match-none-sure = No pair matches exactly
match-none-near = No other pair is nearly alike
match-none-several = No record matches several others
match-more = { $count ->
    [one] { $count } more pair is sure and will be coupled too
   *[other] { $count } more pairs are sure and will be coupled too
}
match-why-equal = equal: { $fields }
match-why-near = { $score } % alike: { $fields }
match-why-field = { $field } { $score } %
match-near-tick = Tick from { $score } % ({ $count })
match-near-tick-none = Tick none
match-near-help = These do not match exactly; none is coupled unless you tick it. Alike is the share of three-letter pieces that both have in common; a field that tells records apart weighs more than one that many share
match-several-help = These match more than one record. None is coupled unless you choose its partner
match-choose-none = Leave alone
match-partner-of = Partner of { $record }
match-candidates = { $count ->
    [one] { $count } candidate
   *[other] { $count } candidates
}
match-without = { $count ->
    [one] { $count } record matches nothing
   *[other] { $count } records match nothing
}
match-create-help = Every record without a match is then created on the other side, as its mapping’s direction allows
match-create-held = Nothing is created while matching pairs are left out: what would be created could be their duplicate
match-couple = { $count ->
    [0] Couple
    [one] Couple { $count } pair
   *[other] Couple { $count } pairs
}
match-creates = Creates records too
match-then = Then
match-then-compare = compare; differing fields become conflicts
match-then-bc = write Business Central’s values to Dataverse
match-then-dv = write Dataverse’s values to Business Central
match-couple-help = Coupling can be taken back. The comparison happens at the next synchronisation of { $mapping }
toast-coupled =
    { $count ->
        [0] Nothing was coupled
        [one] { $count } pair coupled
       *[other] { $count } pairs coupled
    }{ $created ->
        [0] { "" }
        [one] , { $created } record created
       *[other] , { $created } records created
    }
toast-uncoupled =
    { $count ->
        [one] { $count } coupling removed
       *[other] { $count } couplings removed
    }

full-sentence =
    { $count ->
        [0] Nothing is to be run
        [one] { $count } mapping is still to be run from the beginning
       *[other] { $count } mappings are still to be run from the beginning
    }
full-done = Every mapping has been run from the beginning
full-busy = Under way; you may go on working
full-start = Start…
full-go-on = Go on…
full-again = Start from the beginning…
full-review = Read both sides
full-review-help = Reads both sides and says what each mapping would begin with. Writes nothing
full-not-reviewed = Nothing has been read yet. A review reads both sides and says what each mapping would begin with; it writes nothing
full-empty-title = No mapping takes part
full-empty-why = Switch mappings on first; they are run here in the order in which they depend on each other
full-wave = Wave { $wave }
full-records = Business Central { $bc } · Dataverse { $dv }
full-unread = Not read yet
full-create = Create what is missing
full-couple = Couple, then create
full-no-records = No records
full-status-waiting = Waiting
full-status-in-process = Under way
full-status-success = Done
full-status-error = Failed
full-waits = Waits for { $names }
full-anyway = Start { $mapping } anyway
full-nothing = Nothing had to be done
full-coupled = { $count } coupled
full-inserted = { $count } created
full-modified = { $count } changed
full-unchanged = { $count } unchanged
full-failed = { $count } failed
question-full-title = Run the full synchronisation
question-full-consequence = Both sides are read as a whole. Records that match are coupled, missing ones are created, differences are written by the rules of each mapping. The safety brake stays on
question-full-verb =
    { $count ->
        [one] Synchronise { $count } mapping
       *[other] Synchronise { $count } mappings
    }

help-match =
    Records of both sides that belong together are coupled here. The criteria of a mapping say which fields must agree; a preview shows what they find before anything is coupled.
    Untick what you do not want, tick or choose what nearly matches, then couple. Coupling writes nothing to either service and can be taken back from the notification.
help-full =
    A full synchronisation runs every mapping once from the beginning, in waves: a mapping starts when everything it depends on has succeeded.
    Read both sides first: it shows how many records there are and what is recommended. What fails is repaired and started again from where it stopped.
plan-title = What a full comparison would do
plan-compare = Compare everything
plan-help = Reads every record of both sides and lists what would be done, without doing it. Changes can be left out or turned to the other side; what is created, coupled or deleted is run as a whole, by synchronising
plan-run =
    { $count ->
        [0] Run the selected changes
        [one] Run { $count } change
       *[other] Run { $count } changes
    }
plan-recommended = as recommended
plan-reset = Reset { $record } to what is recommended
plan-reset-all = Reset all to recommended ({ $count })
plan-show-pair = Show the pair { $record } among the couplings
plan-direction-of = Direction of { $record }
command-plan = Full comparison: { $what }
plan-reason-changed = { $side } changed
plan-reason-merged = both sides changed, and all of it is kept
plan-reason-new = only in { $side }
plan-reason-matched = found by match
plan-reason-conflict = both sides changed the same fields
plan-reason-policy = a rule of the mapping lets { $side } win
plan-reason-decided = decided by a person
plan-reason-taken = { $side } was chosen by a person
plan-reason-deleted = deleted in { $side }
plan-reason-restored = was missing in { $side }
plan-reason-reverted = an earlier write is taken back
full-shows = What is shown
full-in-waves = The mappings in waves

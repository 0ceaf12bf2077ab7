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
        [0] All decided: Ctrl+Enter writes it
       *[other] { $open } of { $total ->
            [one] { $total } field
           *[other] { $total } fields
        } still open: ← and → take a side
    }
merge-open-elsewhere =
    { $open } of { $total ->
        [one] { $total } field
       *[other] { $total } fields
    } still open: N goes to the next
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
merge-limit-bc = { $max ->
    [one] one character
   *[other] up to { $max } characters
} in Business Central
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

## Sections and tools
merge-section-general = General
merge-section-address = Address
merge-section-contact = Contact
merge-section-terms = Prices and terms
merge-take-all = take all
merge-take-all-help = { $section }: take { $side } for every field that both sides changed
merge-filter = Filter fields
merge-nothing-shown = No field with these words
merge-state-reopened = Open again: a side has changed since you chose
merge-was = You had chosen: { $choice }
merge-same-but-written = Both sides say the same and write it differently
merge-locked-why = The mapping decides this field
merge-not-coupled = record { $id }… (not coupled)

## Who decided a field
merge-by-comparison = Merged by itself: only this changed
merge-by-mapping = Decided by the mapping
merge-by-owner = Decided by the mapping: { $side } owns this field
merge-by-first = Decided by the first synchronisation
merge-by-policy = Decided by the mapping’s policy: { $side } wins
merge-by-proposal = A suggestion. Confirm it by taking it
merge-by-you = Decided by you
merge-by-rule = Decided by a rule for many conflicts: { $rule }
merge-by-nobody = Nobody has decided yet

## Giving a value
merge-type-text = Type a value. Enter takes it, Esc leaves the field as it was
merge-type-number = Type an amount. Enter takes it, Esc leaves the field as it was
merge-type-day = Type a day, such as 2026-11-23 or 23 Nov 2026. Enter takes it, Esc leaves the field as it was
merge-type-lines = Ctrl+Enter takes the text, Esc leaves the field as it was
merge-take-text = Take this text
merge-list-keys = Up and down go through the list, Enter takes, Esc leaves the field as it was
merge-search-record = Search a coupled record for { $field }
merge-no-record = No coupled record has these words in its name. Couple the record first
merge-not-a-number = This is not a number
merge-not-a-date = This is not a day. Write it as 2026-11-23 or 23 Nov 2026
merge-piece = Place { $n } of the text
merge-piece-both = Both
merge-piece-removed = (removed)

## What happened meanwhile
merge-moved-bc = Business Central changed { $fields } since you opened this{ $reopened ->
        [0] . Your choices still stand
        [one] . One choice is open again
       *[other] . { $reopened } choices are open again
    }
merge-moved-dv = Dataverse changed { $fields } since you opened this{ $reopened ->
        [0] . Your choices still stand
        [one] . One choice is open again
       *[other] . { $reopened } choices are open again
    }
merge-moved-both = { $fields } changed since you were here{ $reopened ->
        [0] . Your choices still stand
        [one] . One choice is open again
       *[other] . { $reopened } choices are open again
    }
merge-alike =
    { $count ->
        [one] { $count } other conflict waits only for { $field }. Take { $side } there too?
       *[other] { $count } other conflicts wait only for { $field }. Take { $side } there too?
    }
merge-alike-action = Look at them…

## Exact payloads
merge-preview-title = Exactly what would be sent
merge-copy-json = Copy as JSON

## Deleted on one side
merge-gone-bc = Deleted in Business Central after both were in step, { $when }
merge-gone-dv = Deleted in Dataverse after both were in step, { $when }
merge-gone-keep = Keep it: create it again in { $gone }
merge-gone-keep-then = { $gone } gets a new record with the values of { $left }, and the two stay coupled
merge-gone-delete = Delete it in { $left } too…
merge-gone-delete-then = The record is deleted in { $left } as well. You are asked once more. The history keeps its values
merge-gone-uncouple = Uncouple
merge-gone-uncouple-then = Nothing is written. The record in { $left } stays and is no longer synchronised with this one
merge-gone-skip-then = Nothing happens. The record waits here
merge-gone-left-bc = What Business Central still has
merge-gone-left-dv = What Dataverse still has


## Many conflicts by a rule
merge-rules = Rules…
merge-rules-help = Decide many conflicts at once; you see what would happen first
merge-rules-title = Decide many conflicts by a rule
merge-rules-text = The rule answers only fields that are open. First you see what it would decide; then it fills drafts; writing is a step of its own
merge-rules-reading = Reading the conflicts…
merge-rules-left-out = { $count ->
    [one] { $count } more conflict is
   *[other] { $count } more conflicts are
} left out: no more than 500 are looked at together
merge-rule = Rule
merge-rule-bc = Take Business Central
merge-rule-dv = Take Dataverse
merge-rule-later = Take the record that was changed last (time of the record, not of the field)
merge-rule-filled = Take the side that has a value
merge-rule-larger = Take the larger amount or later day
merge-rule-smaller = Take the smaller amount or earlier day
merge-rule-append = Append Dataverse’s text to Business Central’s
merge-rules-field = Field
merge-rules-every-field = Every open field
merge-rules-would =
    Would decide { $fields ->
        [one] { $fields } field
       *[other] { $fields } fields
    } in { $records ->
        [one] { $records } record
       *[other] { $records } records
    }; { $open ->
        [one] { $open } stays open
       *[other] { $open } stay open
    }; then writes { $bc } in Business Central, { $dv } in Dataverse
merge-rules-filled =
    The drafts are filled, nothing is written yet. { $ready ->
        [one] { $ready } conflict is decided
       *[other] { $ready } conflicts are decided
    }; { $open ->
        [one] { $open } stays open
       *[other] { $open } stay open
    }
merge-rules-writes = { $bc } to Business Central, { $dv } to Dataverse
merge-rules-stays-open = stays open: { $fields }
merge-rules-fill =
    { $count ->
        [one] Fill the draft of { $count } conflict
       *[other] Fill the drafts of { $count } conflicts
    }
merge-rules-unfill = Take the drafts back
merge-rules-write =
    { $count ->
        [one] Write { $count } conflict to both sides
       *[other] Write { $count } conflicts to both sides
    }
merge-rules-written =
    { $done } of { $total } resolved{ $failed ->
        [0] { "" }
       *[other] ; { $failed } not, they wait in the list
    }
toast-resolved-many =
    { $count ->
        [one] { $count } conflict resolved: both sides agree again
       *[other] { $count } conflicts resolved: both sides agree again
    }

## Fields of the default mappings
caption-number = Number
caption-code = Code
caption-displayName = Name
caption-addressLine1 = Address
caption-addressLine2 = Address, line 2
caption-postalCode = Postcode
caption-city = City
caption-state = State or region
caption-country = Country
caption-phoneNumber = Phone
caption-phoneNo = Phone
caption-mobilePhoneNumber = Mobile phone
caption-email = E-mail
caption-email2 = Second e-mail
caption-website = Website
caption-currencyId = Currency
caption-paymentTermsId = Payment terms
caption-shipmentMethodId = Shipment method
caption-creditLimit = Credit limit
caption-salespersonCode = Salesperson
caption-blocked = Blocked
caption-jobTitle = Job title
caption-companyNumber = Company
caption-type = Type
caption-inventory = Inventory
caption-unitPrice = Unit price
caption-unitCost = Unit cost
caption-baseUnitOfMeasureId = Base unit
caption-unitOfMeasureId = Unit of measure
caption-description = Description
caption-quantity = Quantity
caption-discountAmount = Discount
caption-dueDate = Due date
caption-validUntilDate = Valid until
caption-requestedDeliveryDate = Requested delivery
caption-externalDocumentNumber = External document number
caption-customerId = Customer
caption-itemId = Item
caption-documentId = Document
caption-status = Status
caption-estimatedValue = Estimated value
caption-estimatedClosingDate = Estimated closing date
caption-shipToName = Ship-to name
caption-shipToAddressLine1 = Ship-to address
caption-shipToAddressLine2 = Ship-to address, line 2
caption-shipToCity = Ship-to city
caption-shipToState = Ship-to state or region
caption-shipToPostCode = Ship-to postcode
caption-shipToCountry = Ship-to country
caption-billToName = Bill-to name
caption-billToAddressLine1 = Bill-to address
caption-billToAddressLine2 = Bill-to address, line 2
caption-billToCity = Bill-to city
caption-billToState = Bill-to state or region
caption-billToPostCode = Bill-to postcode
caption-billToCountry = Bill-to country
merge-apply-decided = Apply decided fields only
merge-apply-decided-why-not = Decide at least one field and leave another open; both sides must have agreed once

## What was decided, said aloud
merge-said =
    { $field }: { $what }, { $open ->
        [0] no open field left
        [one] one open field left
       *[other] { $open } open fields left
    }
merge-said-bc = Business Central taken
merge-said-dv = Dataverse taken
merge-said-base = last synced kept
merge-said-both = both texts taken
merge-said-custom = { $value } given
merge-said-reopened = open again
merge-said-several =
    { $count ->
        [one] One field changed
       *[other] { $count } fields changed
    }, { $open ->
        [0] no open field left
        [one] one open field left
       *[other] { $open } open fields left
    }

## Texts of several lines
merge-text-cut = { $head }… ({ $count } characters)
merge-comparing = Comparing the texts…
merge-text-too-long = The text is too long to be compared line by line. Take one side whole, or type a text
merge-place = Place { $n }, from line { $line }
merge-place-said = “{ $before }” became “{ $now }”
merge-more-places =
    { $count ->
        [one] One more place: show the whole text
       *[other] { $count } more places: show the whole text
    }
merge-more-places-typed =
    { $count ->
        [one] One more place is taken as proposed; change it in the text below
       *[other] { $count } more places are taken as proposed; change them in the text below
    }
merge-whole = Whole text
merge-whole-title = { $field }: the whole text
merge-whole-places =
    { $count ->
        [0] Nobody changed it
        [one] One place was changed. − stood there, + is new
       *[other] { $count } places were changed. − stood there, + is new
    }
merge-line-gone = Removed: { $line }
merge-line-new = New: { $line }

## Beyond the conflict
merge-couple-first = Couple it first…
merge-add-option = Add it to the option mapping…
merge-open-field-mapping = Open the field mapping
merge-own-from-now = From now on { $side } decides this field
merge-own-from-now-help = The field mapping is changed: where both sides change this field, { $side } wins without asking. The notification takes it back
merge-searching = Searching…
merge-apart = Open in a window of its own
merge-together = Back into the main window
merge-command-apart = Move the merge editor to a window of its own, or back
merge-command-leave = Leave the merge editor, keeping the draft

## Read again, and sides that take no changes
merge-hindrance-refused = { $side } takes no changes: take what it already has
merge-cannot-win = Cannot win: { $side } would have to be changed. { $why }
merge-writes-refused = { $fields } – takes no changes. { $why }
merge-refused = { $side } takes no changes of this record, so only its own values can win. { $why }
merge-not-read-again = The records could not be read again; what is shown may be old. { $why }
merge-command-look-again = Read both records again
merge-command-doubt = Ask { $side } again whether it takes changes

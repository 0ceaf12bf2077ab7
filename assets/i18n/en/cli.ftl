### What the terminal program says to a person.

cli-about = Keeps Business Central and Dataverse in step

## Help: headings
cli-usage = Usage:
cli-verbs = Verbs
cli-verb = VERB
cli-arguments = Arguments
cli-options = Options

## Help: verbs
cli-verb-sandbox = Run both services, emulated, until stopped; the first line printed says where they are
cli-verb-demo = Play the whole story against emulated services and check that it is true
cli-verb-connect = Try a connection file and store it; secrets go to the key store
cli-verb-doctor = Check the way to both services, from the address to the currencies
cli-verb-schema = Show what a side offers: entity sets, fields, types, lengths, options
cli-verb-mappings = List, show, import, export and change table mappings
cli-verb-mappings-list = List all mappings
cli-verb-mappings-show = Show one mapping as it stands in a mapping file
cli-verb-mappings-import = Read a mapping file; mappings of the same name are replaced
cli-verb-mappings-export = Write all mappings as a mapping file
cli-verb-mappings-defaults = Add the default mappings that are missing
cli-verb-mappings-enable = Let mappings take part in synchronisation
cli-verb-mappings-disable = Let mappings take no part
cli-verb-mappings-set = Change settings of a mapping, as a mapping file spells them; an empty value removes one
cli-verb-couple = Couple two records by hand, or all that match
cli-verb-create = Create partners for single records, whatever the mapping does with new ones
cli-verb-uncouple = Remove couplings, also of what belongs to the pairs; the records stay
cli-verb-couplings = Show couplings
cli-verb-couplings-list = List couplings and where each pair stands
cli-verb-couplings-alone = List records without a partner, and why they have none
cli-verb-plan = Say what a synchronisation would do; nothing is written on either side
cli-verb-sync = Synchronise once, mappings in the order of their dependencies
cli-verb-skipped = Look at skipped records, conflicts among them, and decide
cli-verb-skipped-list = List skipped records, the newest first
cli-verb-skipped-show = Show a skipped record field by field
cli-verb-skipped-retry = Let skipped records take part again
cli-verb-skipped-restore = Create the missing side again
cli-verb-skipped-delete = Delete the remaining side
cli-verb-skipped-find-deleted = Look for pairs of which one record is gone
cli-verb-skipped-resolve = Decide a conflict and write the result; while a field is undecided nothing is written
cli-verb-errors = Look at integration errors
cli-verb-errors-list = List errors, each with what to do about it
cli-verb-errors-clear = Forget errors
cli-verb-jobs = Look at what runs did
cli-verb-jobs-list = List jobs, the newest first
cli-verb-jobs-show = Show a job with everything it wrote
cli-verb-history = Look at every write with before and after, and take one back
cli-verb-history-list = List writes, the newest first
cli-verb-history-revert = Take back a write, a merge or a whole job by new writes, guarded like any other
cli-verb-full = Synchronise everything from the beginning, in waves
cli-verb-full-review = Say what it would begin with; nothing is written
cli-verb-full-start = Start it, or go on where it stopped; a mapping starts when what it depends on has succeeded
cli-verb-jobs-clear = Forget ended jobs; those that skipped records refer to stay
cli-verb-schedule = Show the schedule, or say how often mappings are synchronised
cli-verb-schedule-run = Keep synchronising until stopped, for a service manager
cli-verb-status = Show counts by state, how far each side was read, and the last run
cli-verb-backup = Copy the local cache to a file; it holds no secret
cli-verb-restore = Replace the local cache by a backup
cli-verb-folder = Show where the data folder is, or move it
cli-verb-folder-move = Move the data folder: it is copied, the copy is checked, then the old place is cleared and remembers the new one
cli-verb-diagnostics = Save what helps to find an error as a zip: versions, counts, settings and the log; no secret, no value of a record

## Help: arguments
cli-arg-help = Show this help
cli-arg-version = Show the version
cli-arg-data_dir = Data folder; the platform’s own if not given
cli-arg-lang = Language: en or fr; the system’s if not given
cli-arg-json = Print exactly one JSON document
cli-arg-verbose = Log more to standard error; may be repeated
cli-arg-records = Number of customers
cli-arg-seed = Number that decides everything else; the same seed makes the same data
cli-arg-bc_port = Port of Business Central; any free one if not given
cli-arg-dv_port = Port of Dataverse; any free one if not given
cli-arg-colleagues = Let simulated colleagues keep editing both sides
cli-arg-broken = Broken set-up to begin with, by its name in docs/sandbox.md; may be repeated
cli-arg-faults = File (TOML) that says what goes wrong
cli-arg-sandbox-tls = Put both services under TLS; the certificate of their authority is written into this folder as ca.pem
cli-arg-sandbox-certificate = With --tls: what their certificate is like (good, wrong-host, expired, not-yet-valid)
cli-arg-sandbox-no_gzip = Never compress answers, even for clients that accept it
cli-arg-file = File
cli-arg-start_anew = Gives up the couplings made with another environment or company; mappings and history stay
cli-arg-same_environment = Keeps the couplings: it is the same environment under another address
cli-arg-session_secrets = Keep secrets in memory only and read the variables again at every start
cli-arg-doctor-checks = Checks to make: proxy, reachable, tls, clock, tenant, sign_in, audience, api_version, administration_mode, registered, identity, company, base_currency, environment, user, administrator, privileges, readable, tables, required_fields, change_tracking, duplicate_rules, language, field_lengths, options, exchange_rates, local_currency, currency_precision, same_currency; all if none is named
cli-arg-doctor-side = Only those of one side: bc or dv
cli-arg-side = Side: bc or dv
cli-arg-set = Entity set, for example customers
cli-arg-name = Name of the mapping
cli-arg-names = Names of mappings
cli-arg-settings = Settings, for example direction=to_dataverse
cli-arg-mapping = Name of the mapping
cli-arg-plan-mapping = Only this mapping; may be repeated
cli-arg-sync-mapping = Only this mapping; may be repeated
cli-arg-couplings-list-mapping = Only this mapping
cli-arg-couplings-alone-mapping = Only this mapping
cli-arg-skipped-find-deleted-mapping = Only this mapping
cli-arg-bc = Id of the Business Central record
cli-arg-dv = Id of the Dataverse row
cli-arg-couple-take = Side whose values both get: bc, dv or none
cli-arg-match = Couple what matches by the match fields of the mapping
cli-arg-create = Create what finds no partner
cli-arg-preview = Only say what would be done
cli-arg-alone = Leave the pairs alone that belong to them: persons of a company, lines of a document
cli-arg-history-revert-id = One write, by its id as the list shows it
cli-arg-history-revert-job = All writes of this job
cli-arg-merge = Also what the same run wrote to the other side of the pair
cli-arg-all = All of them
cli-arg-which = Which
cli-arg-every = Pause between runs: 90s, 30m, 4h, 1d
cli-arg-off = Switch the schedule off
cli-arg-runs = End after so many runs
cli-arg-anyway = Start this mapping although what it depends on has not succeeded; may be repeated
cli-arg-again = Begin from the beginning
cli-arg-instead = Give up the couplings that either record has now
cli-arg-allow_large = Let a run through that the safety brake would stop, and partners be created that may be there already
cli-arg-full = Read everything again instead of what changed
cli-arg-record = Only the pair of this record; may be repeated
cli-arg-history-list-record = Only the pair of this record
cli-arg-take = Take this side’s values wherever the sides differ: bc or dv
cli-arg-skipped-resolve-take = What is taken for open fields that are not named: bc, dv or base
cli-arg-field = Decision for one field, for example phoneNumber=bc or creditLimit=value:12500; may be repeated
cli-arg-id = Id, as the list shows it
cli-arg-ids = Ids, as the list shows them
cli-arg-state = Only in this state: in_step, pending, conflict, skipped, error or broken; may be repeated
cli-arg-cause = Only of this cause, by its code, for example too_long
cli-arg-older_than = Only those older than this: 7d, 12h, 30m
cli-arg-include_open = Also those that still stand
cli-arg-renderer = Draw with this: glow, or software without the graphics card
cli-arg-measure = Measure the window over a large cache
cli-arg-part = Part of the measuring that this process does
cli-arg-since = When the process was started, in microseconds since 1970
cli-arg-connection = Connection file
cli-arg-in_step = Pairs in step besides

## Wrong usage
cli-usage-next = Add --help to see what can be given.
cli-usage-value = The value { $value } does not fit { $argument }.
cli-usage-unknown = There is no argument { $argument } here.
cli-usage-unknown-verb = There is no verb { $verb }.
cli-usage-missing = An argument is missing: { $argument }.
cli-usage-missing-verb = A verb is missing.
cli-usage-conflict = { $argument } and { $other } exclude each other.
cli-usage-count = The number of values of { $argument } is wrong.
cli-usage-other = These arguments cannot be understood.
cli-usage-valid = Possible: { $values }.
cli-usage-meant = Was { $other } meant?
cli-usage-every = The pause must be longer than nothing.
cli-usage-schedule-off = The schedule is off. Switch it on with schedule --every 30m.
cli-usage-couple = Say what to couple: --bc ID with --dv ID, or --match.
cli-no-display = This machine has no display for a window. Use raccord-cli in a terminal, or raccord demo to see the story here.

## Errors and stopping
cli-error = Error: { $message }
cli-error-next = What to do: { $next }
cli-error-answer = Answer: { $parts }
cli-error-said = In its own words: { $said }
cli-error-output = The result could not be written: { $problem }
cli-stopping = Stopping after the request in flight. Once more stops at once; nothing is lost by it.

## Progress
cli-reading = reading { $side }
cli-writing = writing { $side }
cli-planning = comparing
cli-more-problems = … and { $count } more problems; raccord-cli errors list shows them.
cli-mapping-done = done

## Columns
cli-col-recommendation = Recommendation
cli-col-waits-for = Waits for
cli-col-likeness = Likeness
cli-col-every = Every
cli-col-next-run = Next run
cli-col-quiet-runs = Quiet runs
cli-col-id = Id
cli-col-side = Side
cli-col-name = Name
cli-col-user = User
cli-col-currency = Currency
cli-col-address = Address
cli-col-status = Status
cli-col-check = Check
cli-col-found = Found
cli-col-set = Entity set
cli-col-field = Field
cli-col-fields = Fields
cli-col-type = Type
cli-col-written = Writing
cli-col-enabled = Takes part
cli-col-matched = Matched by
cli-col-record = Record
cli-col-action = Action
cli-col-before = Before
cli-col-after = After
cli-col-base = Last agreed
cli-col-pick = Taken
cli-col-result = Result
cli-col-state = State
cli-col-last-synced = Last in step
cli-col-time = Time
cli-col-message = Message
cli-col-reason = Reason
cli-col-open-fields = Open fields
cli-col-since = Since
cli-col-ended = End
cli-col-conflicts = Conflicts
cli-col-coupled = Coupled
cli-col-merged = Merged fields
cli-col-errors = Errors
cli-col-skipped = Skipped
cli-col-broken = Broken
cli-col-in-step = In step
cli-col-pending = Pending
cli-col-alone-bc = Alone in BC
cli-col-alone-dv = Alone in DV
cli-col-last-run = Last run

## Words in columns
cli-status-ok = ok
cli-status-warning = look
cli-status-failed = FAILED
cli-status-unknown = unknown
cli-state-in_step = in step
cli-state-pending = pending
cli-state-conflict = conflict
cli-state-skipped = skipped
cli-state-error = error
cli-state-broken = broken
cli-reason-conflict = conflict
cli-reason-deleted_in_bc = deleted in Business Central
cli-reason-deleted_in_dv = deleted in Dataverse
cli-reason-repeated_failure = failed repeatedly
cli-reason-blocked = blocked
cli-reason-invalid = invalid value
cli-action-insert = insert
cli-action-modify = modify
cli-action-delete = delete
cli-action-couple = couple
cli-action-uncouple = uncouple
cli-action-conflict = conflict
cli-action-skip = skip
cli-action-fail = fail
cli-action-decide = decide
cli-pick-undecided = ?
cli-pick-leave = (left as it is)
cli-pick-base = last agreed
cli-pick-bc = Business Central
cli-pick-dv = Dataverse
cli-pick-both = both
cli-pick-value = value
cli-error-open = open
cli-error-closed = closed
cli-job-done = done
cli-job-running = running
cli-field-read-only = never
cli-field-required = required
cli-disabled = { $name } (off)
cli-kind-text = text
cli-kind-text-max = text, { $max } characters
cli-kind-enum = one of { $members }
cli-kind-boolean = yes or no
cli-kind-integer = whole number
cli-kind-decimal = decimal number
cli-kind-date = date
cli-kind-moment = moment
cli-kind-id = id
cli-kind-lookup = reference to { $target }

## Checks
cli-check-wrong = { $check }: { $message }
cli-error-who = Who can do it: { $who }

## Results
cli-nothing = Nothing.
cli-connected = Connected with { $name }.
cli-coupled = Both records are coupled.
cli-uncoupled = { $count ->
    [one] { $count } coupling removed.
   *[other] { $count } couplings removed.
}
cli-reverted = { $reverted } taken back, { $left } left as they are.
cli-would-revert = Would be taken back: { $reverted }; left as they are: { $left }.
cli-match-done = { $coupled } coupled, { $created } created, { $ambiguous } ambiguous, { $failed } failed; alone: { $unmatched_bc } in Business Central, { $unmatched_dv } in Dataverse.
cli-match-preview = Would be: { $coupled } coupled, { $created } created, { $ambiguous } ambiguous, { $failed } failed; alone: { $unmatched_bc } in Business Central, { $unmatched_dv } in Dataverse.
cli-plan-nothing = Nothing would be written.
cli-requests = Requests: { $bc } · { $dv }
cli-requests-side = { $side } { $total } ({ $operations } operations in batches, throttled { $throttled }×)
cli-needs-attention = Needs a person: { $conflicts ->
    [one] 1 conflict
   *[other] { $conflicts } conflicts
}, { $errors ->
    [one] 1 error
   *[other] { $errors } errors
}, { $skipped ->
    [one] 1 other skipped record
   *[other] { $skipped } other skipped records
}.
cli-needs-where = raccord-cli errors list and raccord-cli skipped list name each record, why, and what to do.
cli-connect-doctor = Every check of this connection at once: raccord-cli doctor --connection { $path }
cli-all-quiet = Nothing needs a person.
cli-exported = { $count ->
    [one] 1 mapping
   *[other] { $count } mappings
} written to { $path }
cli-full-full_synchronisation = create what is missing
cli-full-couple_records = couple, then create
cli-full-no_records = no records
cli-full-waiting = waiting
cli-full-in_process = in process
cli-full-success = success
cli-full-error = error
cli-match-doubtful = several match
cli-match-hints = For a person to look at:
cli-schedule-off = The schedule is off.
cli-schedule-every = Synchronised every { $every }, less often where nothing happens.
cli-schedule-asleep = asleep
cli-schedule-ran = { $time }  { $mappings ->
    [one] 1 mapping
   *[other] { $mappings } mappings
}: { $inserted } inserted, { $modified } modified, { $deleted } deleted, { $failed } failed, { $conflicts ->
    [one] 1 conflict
   *[other] { $conflicts } conflicts
}
cli-no-mappings = No mappings yet.
cli-no-couplings = No couplings.
cli-no-alone = Every record has its partner.
cli-alone-skipped = skipped
cli-alone-error = error
cli-alone-uncoupled = its coupling was removed
cli-alone-other_mapping = coupled by another mapping
cli-alone-mapping_off = the mapping is switched off
cli-alone-left_alone = the mapping leaves new records alone
cli-alone-waiting = waits
cli-no-skipped = No skipped records.
cli-no-errors = No errors.
cli-no-jobs = No jobs.
cli-no-history = Nothing was written.
cli-more-rows = … and { $count } more; --json lists all.
cli-errors-cleared = { $count ->
    [one] 1 error
   *[other] { $count } errors
} forgotten.
cli-resolved = Resolved. Written:
cli-would-write = Would write:
cli-nothing-to-write = Nothing.
cli-still-open = Nothing was written: these fields are undecided: { $fields }
cli-moved-on = Nothing was written: a side moved on meanwhile; decide again: { $fields }
cli-half-done = { $side } was written, the other side failed; the rest is an error that is tried again.
cli-skipped-done = Done for { $count }.
cli-skipped-outside =
    { $count ->
        [one] One pair rests, since a record left its filter: raccord-cli couplings list --state broken names it.
       *[other] { $count } pairs rest, since a record left its filter: raccord-cli couplings list --state broken names them.
    }
cli-status-connection = Connection { $name }
cli-status-held = { $program } has been working here since { $since }; this is what it has stored so far.
cli-status-no-connection = Not connected yet. To begin: raccord-cli connect FILE, or raccord-cli connect --bc ADDRESS --dv ADDRESS with any address that you copy from the browser; --help says more. To try it without an account: raccord-cli sandbox.
cli-status-since = { $message } (since { $since })
cli-diagnostics-done = Saved to { $path }: { $list }
cli-backup-done = Copied to { $path }
cli-restore-done = Restored from { $path }. What was coupled after that copy was made is matched again by the next synchronisation; what stays in doubt gets no partner unasked.
cli-folder-moved = Moved to { $path }. Whoever names { $was } gets there.
cli-sandbox-runs = Both services run. Ctrl-C stops them.
cli-sandbox-edit = { $side }: somebody changed { $field } of { $record }

## Demo: one step each; lines after the first are details
cli-demo-services = Two services were started on this machine.
    Business Central with { $customers } customers at { $bc }
    Dataverse with { $accounts } accounts at { $dv }
cli-demo-connected = Connected: company { $bc }, organisation { $dv }.
cli-demo-matched = Coupled by match: { $matched } pairs.
    { $ambiguous } records match several others and were left to a person.
cli-demo-first = First synchronisation.
    Read: { $read_bc } records in Business Central, { $read_dv } in Dataverse
    Created: { $created_bc } in Business Central, { $created_dv } in Dataverse
    Changed: { $modified_bc } in Business Central, { $modified_dv } in Dataverse
    Left to a person: { $conflicts } conflicts, { $errors } errors, { $skipped } skipped records
    Requests: { $requests_bc } + { $requests_dv }
cli-demo-edited = People edited both sides.
    { $bc_only } customers in Business Central only, { $dv_only } in Dataverse only
    { $merged } on both sides in different fields
    { $conflicts } on both sides in the same field
cli-demo-second = Second synchronisation.
    Changed: { $modified_bc } in Business Central, { $modified_dv } in Dataverse
    Merged fields: { $merged_fields }
    Conflicts: { $conflicts }
    Requests: { $requests_bc } + { $requests_dv }
cli-demo-decided = One conflict was decided: { $field } of { $record }.
    Last agreed: { $base }
    Business Central: { $bc }
    Dataverse: { $dv }
    Decided: { $decision }
cli-demo-third = Third synchronisation: { $written } records written.
    Requests: { $requests_bc } + { $requests_dv }
cli-demo-true = The story is true: both services were read back, and all { $checks } checks hold.
cli-demo-false = The story is NOT true: { $wrong } of { $checks } checks do not hold.
cli-demo-check = { $check }: expected { $expected }, found { $found }

## How each side is read
cli-col-changes = Changes
cli-col-deletions = Deletions
cli-col-why = Why
cli-col-last-sweep = Ids compared
cli-col-next-sweep = Next
reading-changes-delta-token = from the change log
reading-changes-modified-since = by time of last change
reading-changes-whole = everything is read
reading-alone = (one request each: the service refuses such reads in a batch)
reading-deletions-tombstones = from the change log
reading-deletions-count-and-sweep = by count; ids when it is off
reading-deletions-sweep = by comparing ids (no count)
reading-deletions-whole = what no longer comes is gone
reading-reason-change-log = the service keeps a change log for it
reading-reason-no-change-log = the service keeps no change log
reading-reason-tracking-off = change tracking is off for this table
reading-reason-no-modified-time = its records have no time of last change
reading-reason-option-set = an option set: a few values without times
reading-reason-computed = a field is worked out from another table
note-no-companies = there are no companies; the address itself holds the entity sets
note-no-entity-definitions = no table definitions; the schema comes from $metadata
note-root-elsewhere = the Web API is not at its usual path
note-no-change-tracking = { $set }: no change tracking; changes are found by time of last change
note-read-whole = { $set }: no time of last change; it is read whole each time
note-other-batch-form = batches are taken in the other form only
note-no-batch = batches are refused; each request goes alone
note-no-etags = { $set }: records have no version; they are read again before each write
note-ids-ignored = { $set }: ids chosen here are ignored; new records are looked up
note-create-by-post = records are created by POST
note-no-sorting = { $set }: sorting by time of last change is refused
note-delta-expired = { $set }: the token of the change log was too old; it was read whole
note-page-size-ignored = { $set }: the page size asked for is ignored
note-reads-alone = reads inside a batch are refused; each is a request of its own
note-no-count = { $set }: records are not counted, or not all; ids are compared instead: each time where they are one page, else at the cadence

## Signing in
cli-verb-sign-in = Let the person of the connection sign in anew
cli-verb-sign-out = Forget the sign-in of the connection's person on this machine
cli-arg-secrets = Where secrets are kept: key-store, file (encrypted with a passphrase, in the data folder) or session (memory only)
cli-arg-no_browser = Show the address to sign in at instead of opening a browser
cli-arg-list = List environments, companies and organisations instead of connecting; store nothing
cli-arg-connect-file = Connection file; without one, --bc and --dv describe the connection
cli-arg-connect-name = Name of the connection
cli-arg-connect-bc = Any address of Business Central: web client, API or admin centre
cli-arg-connect-dv = Any address of the Dataverse environment: app or API
cli-arg-environment = Environment of Business Central, if another than the address names
cli-arg-company = Company: name, display name or id
cli-arg-sign_in = How to sign in: browser, device-code, client-secret, certificate or basic
cli-arg-bc_sign_in = How to sign in to Business Central, if otherwise
cli-arg-tenant = Tenant: domain name or id
cli-arg-authority = Sign-in service of another cloud, or a whole token address
cli-arg-client_id = Application (client) id from Microsoft Entra
cli-arg-connect-certificate = PEM file with the application's certificate and private key
cli-arg-secret_expires = The day on which the client secret expires (2027-05-31), so that you are told in time
cli-arg-user = User name, with a web service access key in RACCORD_BC_SECRET
cli-arg-ca_file = PEM file with a further authority to trust
cli-arg-doctor-connection = A connection file whose checks are made without storing it; its secrets are read from their variables
cli-arg-to = Where to: a folder that is new or empty, or one in which a folder Raccord is made
cli-arg-proxy = Proxy: http://host:port, system or none
cli-arg-no_proxy = A host that is reached without the proxy; may be repeated
cli-arg-proxy_user = User whom the proxy is told; the password is read from RACCORD_PROXY_SECRET, or typed, and kept with the other secrets
cli-connect-company = There are several companies. Choose one with --company: { $list }
cli-connected-next = What next: raccord-cli doctor makes all checks, raccord-cli plan shows what the first synchronisation would write, raccord-cli sync writes it.
cli-connect-what = Name a connection file, or both services with --bc and --dv.
cli-connect-address = “{ $address }” is not an address of that service, or not an encrypted one.
cli-connect-organisation = That page does not name the organisation's address. Open the app, or look up the environment URL in the Power Platform admin centre.
cli-passphrase = Passphrase of the file with the secrets:
cli-proxy-password = Password of the proxy’s user:
cli-signed-in = { $known ->
    [no] Signed in.
   *[other] Signed in as { $user }.
}
cli-signed-out = The sign-in is forgotten on this machine. Tokens that were given out end by themselves within about an hour.
cli-col-offer = Kind
cli-offer-environment = Environment
cli-offer-company = Company
cli-offer-organisation = Organisation
cli-arg-decided_only = Writes what is decided although other fields are open; these stay a conflict
cli-partly-resolved = What was decided is written. Still open: { $fields }
cli-record-gone = (deleted)
cli-arg-quiet = Let the schedule rest between these times of each day
cli-arg-no_quiet = Let the schedule rest at no time
cli-schedule-quiet = At rest each day { $quiet }.
cli-arg-safe_mode = Let the schedule rest and draw without the graphics card
cli-arg-minimized = Begin minimised
cli-arg-screenshot = Write a picture of a page to a file and end
cli-usage-page = There is no such page. There are: { $pages }.
cli-window-raised = Raccord is open already; its window comes to the front.

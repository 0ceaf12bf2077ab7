### Home page.

home-title = Home
home-in-step = Everything is in step
home-not-yet = Nothing was synchronised yet
home-first-run = The first synchronisation is under way
home-needs-you = Needs you

home-waiting =
    { $conflicts ->
        [0] { "" }
        [one] { $conflicts } conflict ·{ " " }
       *[other] { $conflicts } conflicts ·{ " " }
    }{ $skipped ->
        [0] { "" }
        [one] { $skipped } skipped record ·{ " " }
       *[other] { $skipped } skipped records ·{ " " }
    }{ $errors ->
        [0] no error
        [one] { $errors } error
       *[other] { $errors } errors
    }
home-conflicts =
    { $count ->
        [one] { $count } conflict
       *[other] { $count } conflicts
    }
home-skipped =
    { $count ->
        [one] { $count } skipped record
       *[other] { $count } skipped records
    }
home-show-plan = Show the plan…
home-column-mapping = Table mapping
home-column-state = State
home-column-last = Last run
home-column-pairs = Couplings
home-column-conflicts = Conflicts
home-column-errors = Errors
home-empty-title = Nothing is connected yet
home-empty-why = Connect your systems, or look around in the demo
mapping-in-step = In step
mapping-pending = To do
mapping-needs-you = Needs you
mapping-stopped = Stopped
mapping-off = Off
mapping-new = Not yet synchronised
welcome-title = Keep Business Central and Dynamics 365 Sales in step
welcome-sentence = Raccord shows what it will write before it writes, merges field by field, and never loses an edit
welcome-try-demo = Try the demo
welcome-try-demo-help = Two simulated systems on this computer with 2,000 customers; 37 conflicts and 24 errors wait for you. No account is needed, nothing leaves this machine
welcome-connect = Connect my systems…
welcome-connect-help = Seven steps, about five minutes; nothing is written until you say so
welcome-choose-file = Choose a connection file
welcome-does = What it does
welcome-does-answer = It reads what changed in both systems, works out what each must learn from the other, shows that, and writes it with as few requests as possible. What both sides changed differently waits for you, field by field. Every write stands in the history and can be taken back
welcome-does-not = What it never does
welcome-does-not-answer = It never overwrites a value that it has not seen, never deletes a record unless you or a rule of yours says so, never creates the same record twice, and never takes a conflict for decided
welcome-privacy = Privacy
welcome-privacy-answer = Your records go to your two services and to nobody else: there is no account with us, no measuring of use, no report that sends itself. The cache lies on this computer, for you alone to read; passwords and keys are in the key store of the system
welcome-backup = Open a backup…
welcome-never = Raccord sends your data to your two services and to nobody else
home-column-runs = Last runs
home-column-pending = To do
plot-title = Records per minute
plot-span = Span
plot-hour = 1 h
plot-day = 24 h
plot-week = 7 days
plot-month = 30 days
plot-form = Form
plot-form-plot = Plot
plot-form-numbers = Numbers
plot-nothing = Nothing was written in this time
plot-time = From
plot-to-dv = To Dataverse
plot-to-bc = To Business Central
plot-errors = Errors
plot-spoken = Records written to Dataverse: { $dv }, to Business Central: { $bc }, errors: { $failed }
plot-small = Records written by the last runs, oldest first: { $numbers }
home-sync-more = More ways to synchronise
home-column-next = Next run
home-due-now = now
home-reading = How each side is read
plan-preview = Preview: say what a synchronisation would do
health-sign-in = Sign in…
health-check = Check the connection
home-health = The connection needs you
status-stopped = { $side } does not let Raccord in
worker-ended = Raccord made a mistake several times in a row and does nothing more in the background. What was stored is intact.
health-start-again = Start again
health-do-again = Synchronise again
home-mappings-off = { $count ->
    [one] { $count } more mapping is off
   *[other] { $count } more mappings are off
}

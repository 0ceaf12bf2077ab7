### Settings, about and diagnostics.

settings-search = Search the settings
settings-nothing = No setting is called so
settings-general = General
settings-zoom = Size
settings-zoom-percent = { $percent } %
settings-motion = Reduce motion
settings-region = Rows, numbers and dates
settings-density = Density
settings-density-comfortable = Comfortable
settings-density-compact = Compact
settings-formats = Numbers and dates
settings-numbers = Numbers
settings-dates = Dates
settings-format-language = As the language has them
settings-notify = Show a notification of the system when something stops the connection while this window is behind others
settings-schedule = Schedule
settings-schedule-on = Synchronise by itself
settings-schedule-every = Pause between runs
settings-schedule-help = Runs happen while the window is open. A mapping that finds nothing to do pauses longer; each mapping may have a pause of its own
settings-limits = Limits
settings-limits-help = These apply to all mappings at once. A run that would change or delete more stops and asks before it writes
settings-limits-differ = Mappings differ in this; what you enter here applies to all of them
settings-connection = Connection
settings-connect = Connect with a connection file…
settings-network = Proxy, certificates and time limits stand in the connection file under network; a change is tried before it is kept. Secrets are never shown
settings-data = Data
settings-open-folder = Open the folder
settings-backup = Back up…
settings-restore = Restore a backup…
settings-backup-title = Save the backup as
settings-restore-title = Choose a backup
settings-retention = Retention
settings-forget-jobs = Forget jobs older than 90 days
settings-forget-errors = Forget closed errors older than 90 days
settings-retention-help = Errors that still stand stay, and so do jobs that skipped records refer to
toast-setting-kept = The setting applies to all mappings
question-restore-title = Restore the backup
question-restore-consequence = The local cache is replaced by { $path }. Couplings, history and settings of mappings are as they were then; nothing is written to either service
question-restore-verb = Replace the cache
command-setting = Settings: { $what }
command-about = About and diagnostics: { $what }
about-sentence = What runs here, and a report for support
about-copy = Copy the report
about-save = Save diagnostics…
about-save-title = Save the diagnostics as
about-version = Version
about-system = System
about-renderer = Drawing
about-folder = Data folder
about-cache = Local cache
about-log = Log files
about-schema = Version of the cache
about-pairs = Couplings
about-history = Writes in the history
about-errors = Open errors
about-connection = Connection
about-bc = Business Central
about-dv = Dataverse
about-checks = Checks of the connection
about-check = Check now
about-checks-help = Asks both services whether address, sign-in, rights, tables and currencies are as they should be. Writes nothing
about-took = { $ms } ms for all of them
about-check-line =
    { $side ->
        [none] { $name }: { $status }. { $found }
       *[other] { $side }, { $name }: { $status }. { $found }
    }
about-check-ok = well
about-check-unknown = not known
about-check-warning = worth a look
about-check-failed = failed
about-diagnostics = Diagnostics
about-diagnostics-help = A zip with versions, sizes, addresses of the services, settings, mappings, checks, causes of errors, the last jobs in numbers and the log. No secret and no value of a record; look at it before you save it
about-preview = Show what is saved
about-hide = Hide
about-licences = Licences
about-licences-text = Raccord may be used under MIT or Apache-2.0, at your choice. The letters are Inter, DejaVu and Noto Sans Mono under their own free licences
help-about =
    Here stands what runs on this computer and how large its data are. Copy the report, or save the diagnostics, when you ask somebody for help; look at them first.
    The checks ask both services step by step whether everything is as it should be, and say what to do where it is not.

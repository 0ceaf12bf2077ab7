### The setup wizard, signing in, the passphrase, and what the settings say about the connection.

wizard-title = Connect my systems
wizard-step-of = Step { $number } of { $count }
wizard-step-start = Start
wizard-step-business-central = Business Central
wizard-step-dataverse = Dataverse
wizard-step-checks = Checks
wizard-step-tables = Tables
wizard-step-plan = First plan
wizard-step-schedule = Schedule
wizard-standing-done = done
wizard-standing-here = shown now
wizard-standing-open = still to come
wizard-standing-failed = something stands in its way
wizard-sentence-start = About five minutes; nothing is written to either system before you say so
wizard-sentence-business-central = Paste any address of Business Central, then sign in
wizard-sentence-dataverse = Paste any address of your Dynamics 365 or Power Apps environment
wizard-sentence-checks = What usually goes wrong is looked for before the first record moves
wizard-sentence-tables = Which tables take part, and which way values flow
wizard-sentence-plan = What the first synchronisation would do; nothing is written before you run it
wizard-sentence-schedule = When Raccord synchronises by itself
wizard-exit = Save and exit
wizard-finish = Finish
wizard-keep = Where secrets are kept
wizard-anew = Begin anew
wizard-go-on = Go on
wizard-edit = Edit the connection…
wizard-test = Test
wizard-sign-in = Sign in…
wizard-sign-in-again = Sign in again
wizard-sign-out = Sign out
wizard-unlock = Unlock
wizard-beside = Add another connection…
wizard-beside-title = Choose an empty folder for the other connection
wizard-beside-help = Another connection has a data folder and a window of its own; both run side by side
wizard-move = Move the data folder…
wizard-move-title = Choose a new or empty folder
wizard-move-help = Everything in it is copied and checked; only then is the old place cleared. Secrets that are kept for this session only are asked for again
wizard-bar-kept = Setting up was left at step { $number }, { $step }
wizard-bar-locked = The secrets are locked; nothing is synchronised until you give the passphrase

## Start
wizard-name = Name of the connection
wizard-name-usual = My connection
wizard-name-help = Only you see it
wizard-folder-help = Cache, log and settings are kept here, readable by you alone
wizard-keep-key-store = In the system’s key store
wizard-keep-file = In a file that a passphrase encrypts
wizard-keep-session = Nowhere: this session only
wizard-keep-asked = Looking for the system’s key store…
wizard-keep-key-store-help = Secrets are kept in the key store of this system, never in the data folder
wizard-keep-file-help = Secrets are kept in secrets.json in the data folder, encrypted; the passphrase is asked for at every start
wizard-keep-file-help-missing = This system has no key store that answers. Secrets are kept in secrets.json in the data folder, encrypted; the passphrase is asked for at every start
wizard-keep-session-help = Secrets stay in memory and are gone when you close the window; you give them again at the next start
wizard-passphrase = Passphrase
wizard-passphrase-help = At least eight characters. Nobody can open the file without it
wizard-from-file = Fill in from a connection file…
wizard-from-file-help = The file that raccord-cli connect takes; it holds no secret

## Business Central and Dataverse
wizard-address-bc = Address of Business Central
wizard-address-bc-help = From the address bar of the web client, from an API or the admin centre. On premises: the address of the server instance
wizard-address-dv = Address of Dataverse
wizard-address-dv-help = From the address bar of any model-driven app, or the environment URL of the admin centre
wizard-environment = Environment
wizard-environment-help = As it stands in addresses; listed once you are signed in. Empty on premises
wizard-environments = Environments found
wizard-company = Company
wizard-company-help = Listed once you are signed in
wizard-companies = Companies found
wizard-organisations = Environments found
wizard-choose = Choose…
wizard-moved = That is an address of { $side }: it was put into its step
wizard-who = Who signs in
wizard-kind = Sign in with
wizard-kind-browser = Browser
wizard-kind-device = Code on another device
wizard-kind-secret = Application with client secret
wizard-kind-certificate = Application with certificate
wizard-kind-basic = User and web service access key (on premises)
wizard-tenant = Tenant
wizard-tenant-help = The domain name or id of your Microsoft Entra tenant
wizard-client-id = Application (client) id
wizard-client-id-help = Of the app registration in Microsoft Entra that both systems know
wizard-client-id-help-person = Of an app registration in Microsoft Entra with the redirect address http://localhost for public clients
wizard-secret = Client secret
wizard-key = Web service access key
wizard-secret-help = The value, not the id of the secret
wizard-secret-help-editing = Leave it empty to keep the one in use
wizard-expires = The secret expires on
wizard-expires-help = If you know it; Raccord then reminds you in time
wizard-user = User name
wizard-user-help = The user of Business Central whose web service access key it is
wizard-certificate = Certificate file
wizard-certificate-help = PEM with the certificate and its unencrypted key; read at each start, never copied
wizard-certificate-choose = Choose the certificate…
wizard-more = More: another cloud, proxy, company certificates
wizard-authority = Sign-in service
wizard-authority-help = Only for sovereign clouds and emulated services; empty for the usual one
wizard-token-url = Address that gives out tokens
wizard-scope = Scope of the sign-in
wizard-secret-env = Secret read once from the variable
wizard-no-proxy = Without the proxy
wizard-proxy-secret-env = Password of the proxy from the variable
wizard-timeout = Time limit, in seconds: { $what }
wizard-timeout-connect = to connect
wizard-timeout-first_byte = until the answer begins
wizard-timeout-read = between two pieces of an answer
wizard-timeout-total = for a whole answer
wizard-proxy = Proxy
wizard-proxy-help = Empty: as the system says. none: no proxy
wizard-proxy-user = User of the proxy
wizard-proxy-user-help = Only if the proxy asks who is there
wizard-proxy-password = Password of the proxy’s user
wizard-ca-file = File with further certificate authorities
wizard-ca-file-help = PEM or DER; trusted besides those of the system
wizard-same-sign-in = Use the sign-in of Business Central
wizard-same-help = The same application signs in to both
wizard-same-help-tenant = Both belong to the tenant { $tenant }: you sign in once for both
wizard-same-not = Dataverse gets a sign-in of its own, for another tenant or another application
wizard-not-tried = Not tried yet
wizard-trial-passed = Everything on the way in is well
wizard-trial-signed-in = Signed in as { $user }
wizard-trial-failed = Something stands in the way

## What is wrong with a field
wizard-fault-name = Give the connection a name
wizard-fault-key-store = This system has no key store that answers: choose the file or this session
wizard-fault-passphrase = The passphrase needs at least eight characters
wizard-fault-address-bc = Paste the address that your browser shows in Business Central
wizard-fault-address-dv = Paste the address that your browser shows in the app of Dynamics 365, such as https://contoso.crm4.dynamics.com
wizard-fault-not-https = Use https: plain http is only for services on this computer
wizard-fault-no-address = This is no address: copy it again from the browser, with https://
wizard-fault-no-api = This address does not lead to an API: paste the one of the web client, or one that ends in /api/v2.0
wizard-fault-no-sign-in = Without a sign-in only services on this computer can be reached
wizard-fault-company = Choose a company from the list
wizard-fault-tenant = Enter the tenant, such as contoso.onmicrosoft.com; the admin centre of Microsoft Entra shows it
wizard-fault-tenant-form = A tenant is a domain name or an id: letters, digits, dots and dashes
wizard-fault-client-id = Enter the application (client) id, such as 11111111-2222-3333-4444-555555555555; the overview of the app registration shows it
wizard-fault-secret = Enter the secret; the app registration shows it once, right after it was made
wizard-fault-expires = Enter the day as year-month-day, such as 2027-05-31, or nothing
wizard-fault-user = Enter the user name
wizard-fault-user-form = A user name holds plain letters and no colon
wizard-fault-certificate = Enter the whole path of the file, from the root
wizard-fault-proxy = Enter an address with http://, or none
wizard-fault-proxy-user = A user needs a proxy with an address: enter it above

## Checks
wizard-check-all = Check everything again
wizard-check-again = Check again: { $name }
wizard-copy-checks = Copy the checks
wizard-raw = Show what the service said
wizard-raw-hide = Hide what the service said
wizard-checks-passed = Everything is as it should be
wizard-checks-warnings =
    { $count ->
        [one] One thing is worth a look; you may go on
       *[other] { $count } things are worth a look; you may go on
    }
wizard-checks-failed =
    { $count ->
        [one] One thing must be mended before records can move
       *[other] { $count } things must be mended before records can move
    }
wizard-read-only = Continue read-only
wizard-read-only-help = You see the plan; nothing can be written, and all tables are switched off at the end
wizard-read-only-end = Read-only: at the end all tables are switched off, so that nothing is written. Mend what the checks say, then switch them on under Mappings
wizard-why-failed = A check failed: mend it and check again, or continue read-only
wizard-why-elsewhere = Say first what becomes of the couplings
wizard-why-unchecked = The checks were not made yet
wizard-why-read-only = Nothing is written: a check failed, and you chose to continue read-only
wizard-elsewhere = This data folder has couplings that were made with another environment or company. They would be wrong there
wizard-elsewhere-anew = Start anew: remove the couplings, keep mappings and history
wizard-elsewhere-same = It is the same one under another address: keep the couplings

## Tables
wizard-count = Count again
wizard-counting = Reading both sides; nothing is written
wizard-direction-of = Direction of { $mapping }
wizard-direction-both = Both ways
wizard-direction-dv = Business Central → Dataverse
wizard-direction-bc = Dataverse → Business Central
wizard-depends = Comes after { $names }
wizard-depends-off = { $names } is switched off: references to it stay empty

## First plan
wizard-mode-of = First synchronisation of { $mapping }
wizard-mode-create = Match, then create what is missing
wizard-mode-match = Match only, leave the rest alone
wizard-mode-leave = Leave the table alone
wizard-plan-make = Work out the plan
wizard-plan-again = Work it out again
wizard-plan-coupled =
    { $count ->
        [one] 1 pair matches
       *[other] { $count } pairs match
    }
wizard-plan-create-bc = create { $count } in Business Central
wizard-plan-create-dv = create { $count } in Dataverse
wizard-plan-modify-bc = change { $count } in Business Central
wizard-plan-modify-dv = change { $count } in Dataverse
wizard-plan-conflicts =
    { $count ->
        [one] 1 for you to decide
       *[other] { $count } for you to decide
    }
wizard-plan-failed = { $count } would fail, see below
wizard-plan-group-fail =
    { $count ->
        [one] 1 record would fail: { $cause }
       *[other] { $count } records would fail: { $cause }
    }
wizard-plan-group-wait =
    { $count ->
        [one] 1 record would wait for you: { $cause }
       *[other] { $count } records would wait for you: { $cause }
    }
wizard-plan-all =
    { $count ->
        [one] Show it
       *[other] Show all { $count }
    }
wizard-plan-fewer = Show fewer
wizard-plan-rest = Export the plan to see the rest
wizard-plan-export = Export the plan…
wizard-plan-why = Why
wizard-plan-id-bc = Id in Business Central
wizard-plan-id-dv = Id in Dataverse
wizard-plan-pace = The duration is an estimate, not a measurement: one request after another, { $read } for each that reads, { $bc } (Business Central) and { $dv } (Dataverse) for each batch of 100 writes
wizard-plan-cost = About { $duration }; requests: { $bc } to Business Central, { $dv } to Dataverse
wizard-plan-nothing = Nothing has been written yet. You may go on without running it
wizard-run =
    { $count ->
        [one] Run it: one write
       *[other] Run it: { $count } writes
    }
wizard-run-anyway =
    { $count ->
        [one] Run it anyway: one write
       *[other] Run it anyway: { $count } writes
    }
wizard-ran =
    { $waiting ->
        [0] Done: { $written ->
            [one] 1 record written
           *[other] { $written } records written
        }, nothing waits for you
        [one] Done: { $written ->
            [one] 1 record written
           *[other] { $written } records written
        }, 1 waits for you
       *[other] Done: { $written ->
            [one] 1 record written
           *[other] { $written } records written
        }, { $waiting } wait for you
    }

## Schedule
wizard-summary = What you have set up
wizard-summary-tables =
    { $count ->
        [one] One table takes part
       *[other] { $count } tables take part
    }
wizard-summary-ran = The first synchronisation was run
wizard-summary-not-ran = The first synchronisation was not run yet; Synchronise now on the home page runs it

## What is being done
wizard-working-try = Trying the way in…
wizard-working-check = Asking both services…
wizard-working-store = Connecting…
wizard-working-count = Reading both sides…
wizard-working-plan = Working out the plan; nothing is written…
wizard-working-run = First synchronisation…

## Signing in
wizard-prompt-title = Sign in to { $side }
wizard-prompt-opened = Your browser shows the sign-in. If it does not, open this address in a browser on this computer:
wizard-prompt-open = Open this address in a browser on this computer:
wizard-prompt-device = Go to { $page } on any device within { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    } and type this code:
wizard-prompt-copy-address = Copy the address
wizard-prompt-copy-code = Copy the code
wizard-prompt-browser = Open the browser again
wizard-prompt-page = Open the page here
wizard-prompt-waiting = Waiting for you to sign in
wizard-unlock-title = Unlock the secrets
wizard-unlock-why = The secrets of this connection are in an encrypted file. Give its passphrase to synchronise; everything else can be looked at without it
wizard-unlock-later = Not now
toast-signed-in = Signed in
toast-signed-in-as = Signed in as { $user }
toast-signed-out = The sign-in on this computer is forgotten
toast-moved = The data folder is now { $path }
command-wizard = Connection
why-demo = The demo has services of its own; leave it to connect yours
help-wizard =
    Seven steps lead from nothing to two systems that are kept in step: what you have, who signs in, checks, tables, a plan, the schedule. Each can be tried by itself, and you may leave at any time: what you typed is kept, without secrets.
    Paste addresses as you find them; the fields are filled from them. Once you are signed in, environments and companies are listed.
    A check that failed says its cause, what to do and who can do it. Mend it and check again; warnings let you go on.
    Nothing is written to either system before you run the first synchronisation. Ctrl+Enter goes on.

### What went wrong and what to do about it, by cause. Codes are a promise to scripts; words are not.
### For each cause: `-title` (a few words, for lists), the sentence itself, and `-next` (what to do).
### `$has_…` is `yes` if the parameter is known; an unknown one stands as `cause-any-…`, after its noun.

## What stands for a parameter that is not known
cause-any-side = the service
cause-any-mapping = in question
cause-any-field = in question
cause-any-value = in question
cause-any-limit = allowed
cause-any-record = in question
cause-any-privilege = needed
cause-any-target = in question
cause-any-path = in question
cause-any-address = in question
cause-any-company = in question
cause-any-table = in question
cause-any-currency = in question
cause-any-program = another program
cause-any-pid = unknown
cause-any-since = an unknown time
cause-any-line = unknown
cause-any-variable = for it
cause-any-user = in question
cause-any-count = many
cause-any-what = in question
cause-any-tenant = in question
cause-any-client_id = in question
cause-any-issuer = an authority that is not named
cause-any-proxy = in use
cause-any-host = in question
cause-any-seconds = several
cause-any-total = many
cause-any-share = too many
cause-any-destination = in question
cause-any-source = in question
cause-any-list = in question
cause-any-days = few
cause-any-until = soon
cause-any-span = long
cause-any-every = more often
cause-any-was = another one
cause-any-is = this one
cause-any-version = another one
cause-any-supported = an older one

## Reaching a service
cause-unreachable-title = No connection
cause-unreachable = { $has_address ->
    [yes] { $side } cannot be reached at { $address }.
   *[no] { $side } cannot be reached.
}
cause-unreachable-next = Check that this machine is online, that the address is right and that no firewall or proxy stands in between. The next synchronisation continues where this one stopped.
cause-timeout-title = No complete answer in time
cause-timeout = { $side } did not finish its answer within { $seconds } s.
cause-timeout-next = Synchronise again in a few minutes; whatever was being written is looked up first, never written twice. If it happens often, look at the service's own status page, or allow more time with total_timeout under network in the connection file.
cause-connect_timeout-title = No connection in time
cause-connect_timeout = No connection to { $side } ({ $host }) was made within { $seconds } s. Nothing was sent.
cause-connect_timeout-next = Check that this machine is online and that no firewall swallows the connection. If your network needs a proxy, set it in the system or under network in the connection file; a slow line may need a longer connect_timeout there.
cause-first_byte_timeout-title = No answer in time
cause-first_byte_timeout = { $side } ({ $host }) did not begin to answer within { $seconds } s.
cause-first_byte_timeout-next = Synchronise again in a few minutes; whatever was being written is looked up first, never written twice. If it happens often, look at the service's own status page, or allow more time with first_byte_timeout under network in the connection file.
cause-read_timeout-title = Answer stalled
cause-read_timeout = { $side } ({ $host }) began to answer, then nothing more came for { $seconds } s.
cause-read_timeout-next = Synchronise again: reading goes on with the page that is missing. If it happens often, look for a firewall or proxy that holds back long answers, or allow more time with read_timeout under network in the connection file.
cause-answer_lost-title = Answer lost
cause-answer_lost = The connection to { $side } broke while something was being written, so that it is not known yet whether it was done.
cause-answer_lost-next = Synchronise again: Raccord looks up whether the write was done before it writes anything twice.
cause-tls_failed-title = Secure connection failed
cause-tls_failed = No secure connection to { $side } ({ $host }) could be made: the encryption failed, or its certificate cannot be used.
cause-tls_failed-next = Check that the address and its port are those of the service. If your company inspects traffic, ask its network administrators. The details say what failed.
cause-certificate_unknown-title = Certificate not trusted
cause-certificate_unknown = The certificate of { $host } was issued by { $issuer }, whom this machine does not trust. Nothing was sent.
cause-certificate_unknown-next = If this is your company's own authority, which inspects traffic, ask its administrators to install its root certificate on this machine, or save that certificate in a file and name it: in the window under Edit the connection, More; as ca_file under network in the connection file. If not, somebody may be listening in: do not go on.
cause-certificate_for_other_host-title = Certificate for another host
cause-certificate_for_other_host = The certificate that { $host } shows, issued by { $issuer }, is for another host. Nothing was sent.
cause-certificate_for_other_host-next = Check the address of { $side } in the connection: it must be the one that the certificate names. The details list the names.
cause-certificate_expired-title = Certificate out of date
cause-certificate_expired = The certificate of { $host }, issued by { $issuer }, is not valid today. Nothing was sent.
cause-certificate_expired-next = Check this machine's date and time. If they are right, the administrators of { $host } must renew its certificate.
cause-proxy_unreachable-title = Proxy not reachable
cause-proxy_unreachable = The proxy { $proxy } cannot be reached, so neither can { $side } ({ $host }). Nothing was sent.
cause-proxy_unreachable-next = Check the proxy in the system's settings, in HTTPS_PROXY, or as proxy under network in the connection file, whichever is used. To go without one, write proxy = "none" there.
cause-proxy_sign_in-title = Proxy wants a sign-in
cause-proxy_sign_in = The proxy { $proxy } asks for a user and a password, or refuses those that it was given. Nothing was sent.
cause-proxy_sign_in-next = Give the proxy's user and password: in the window under Edit the connection, More; in the terminal with connect --proxy and --proxy-user. A proxy that takes only Windows sign-in cannot be used directly: ask its administrators for another way.
cause-proxy_refused-title = Proxy refuses the way
cause-proxy_refused = The proxy { $proxy } was reached, but did not lead to { $host }. Nothing was sent.
cause-proxy_refused-next = Ask the proxy's administrators to allow connections to { $host }; check that the address of { $side } is right.
cause-not_https-title = Address is not encrypted
cause-not_https = The address { $address } of { $side } would send data without encryption.
cause-not_https-next = Write the address with https. Plain http is accepted for this machine only.
cause-wrong_address-title = Wrong address
cause-wrong_address = The address { $address } does not lead to { $side }.
cause-wrong_address-next = For Dataverse use the environment URL from the Power Platform admin center; for Business Central the API address that ends in /api/v2.0.
cause-throttled-title = Too many requests
cause-throttled = { $side } asked for fewer requests and still did so after several waits.
cause-throttled-next = Wait some minutes, then synchronise again. Look for other programs that use the same user, since they share its allowance.
cause-service_unavailable-title = Service not available
cause-service_unavailable = { $side } says that it is not available now.
cause-service_unavailable-next = Try again later. If it lasts, look at the service's own status page or ask its administrator.
cause-malformed_answer-title = Answer not understood
cause-malformed_answer = { $side } answered with something that is not what its interface promises. Nothing of that answer was used.
cause-malformed_answer-next = Check that the address leads to the service itself and not to a sign-in or error page of a proxy. Try again; if it stays, keep the details for the service's support.
cause-request_too_large-title = Too large
cause-request_too_large = What was sent is larger than { $side } takes.
cause-request_too_large-next = Raccord sends less at a time by itself. If it is a single record, shorten its longest text; if a proxy stands in between, ask its administrators for its limit.
cause-service_error-title = Fault in the service
cause-service_error = { $side } failed while it worked on this, and says no more.
cause-service_error-next = Synchronise again. If it stays with the same record, an extension or plug-in of { $side } may be at fault: give its administrator or support the request id below.
cause-api_switched_off-title = Interface is switched off
cause-api_switched_off = { $side } answers at this address, but its API is switched off.
cause-api_switched_off-next = An administrator of the server must enable API services (on premises: ApiServicesEnabled of the server instance), then check again.
cause-api_version-title = Other version of the interface
cause-api_version = The address of { $side } names a version of the interface that Raccord does not speak: { $what }.
cause-api_version-next = Use the address that ends in { $value }.
cause-clock_skew-title = Clocks differ
cause-clock_skew = { $has_seconds ->
    [yes] This machine's clock and that of { $side } differ by { $seconds } s.
   *[no] { $side } holds a fresh sign-in for expired or not begun: this machine's clock is wrong.
}
cause-clock_skew-next = Let this machine set its date and time from the network. Sign-ins are refused when clocks differ by more than five minutes; what changed is still found, since Raccord never compares the two clocks.
cause-budget_exhausted-title = Allowance is used up
cause-budget_exhausted = The requests that { $side } allows are used up for now.
cause-budget_exhausted-next = Nothing to do: Raccord waits until { $side } lets it go on. If it lasts, look for other programs that use the same user, or let the schedule run less often.

## Signing in
cause-wrong_secret-title = Wrong secret
cause-wrong_secret = The sign-in to { $side } was refused: the client secret or password is wrong.
cause-wrong_secret-next = Copy the secret's value, not its id, from the application's page in Microsoft Entra, and connect again.
cause-secret_expired-title = Secret has expired
cause-secret_expired = The client secret for { $side } has expired.
cause-secret_expired-next = Create a new secret on the application's page in Microsoft Entra, and connect again with it.
cause-secret_expired-certificate = The certificate that Raccord shows to { $side } expired on { $until }.
cause-secret_expired-certificate-next = Make a new certificate with its key, add it on the application's page in Microsoft Entra under Certificates and secrets, and put it in place of { $path }.
cause-secret_missing-title = Secret is missing
cause-secret_missing = { $has_variable ->
    [yes] The secret for { $side } is missing: the environment variable { $variable } is not set.
   *[no] The secret for { $side } was not given to this program.
}
cause-secret_missing-next = { $has_variable ->
    [yes] Set { $variable } to the secret and start again, or connect again without session secrets so that the key store keeps it.
   *[no] Connect again and give the secret.
}
cause-unknown_application-title = Unknown application
cause-unknown_application = The application { $client_id } is not known in the tenant that { $side } signs in to.
cause-unknown_application-next = Compare the client id with the application's page in Microsoft Entra, and check that it is registered in this tenant.
cause-unknown_tenant-title = Unknown tenant
cause-unknown_tenant = The tenant { $tenant } that { $side } signs in to does not exist.
cause-unknown_tenant-next = Check the tenant's domain name or id in the connection file.
cause-consent_missing-title = Consent is missing
cause-consent_missing = Nobody has consented to this application using { $side }.
cause-consent_missing-next = Ask an administrator of the tenant to grant consent on the application's API permissions page in Microsoft Entra.
cause-wrong_password-title = Wrong password
cause-wrong_password = The user name or password for { $side } is wrong.
cause-wrong_password-next = Sign in again with the right password. On premises, a web service access key is needed instead of the password; it stands on the user's card in Business Central.
cause-user_unknown-title = Unknown user
cause-user_unknown = The user { $user } is not known in the tenant that { $side } belongs to.
cause-user_unknown-next = Sign in with a user of that tenant, or ask its administrator to invite this one as a guest.
cause-user_not_assigned-title = User not assigned
cause-user_not_assigned = The tenant lets only assigned users use the application { $client_id }, and this one is not among them.
cause-user_not_assigned-next = Ask an administrator to assign the user on the application's page in Microsoft Entra, under Enterprise applications, Users and groups.
cause-user_locked-title = User is locked
cause-user_locked = The user is locked for a while, after too many wrong passwords or from an address that is not trusted.
cause-user_locked-next = Wait a quarter of an hour and sign in again. If it stays, an administrator of Microsoft Entra can unlock the user.
cause-password_change-title = Password must be changed
cause-password_change = The password of the user of { $side } has expired or must be changed at the next sign-in.
cause-password_change-next = Sign in once in a browser at myaccount.microsoft.com, change the password there, then sign in here again.
cause-mfa_required-title = Second factor needed
cause-mfa_required = The tenant wants a second factor for { $side }, and only a person can give it.
cause-mfa_required-next = Sign in again in the browser. For a synchronisation that runs by itself, use an application with a client secret or a certificate: no second factor is asked of those.
cause-conditional_access-title = Refused by a rule of the tenant
cause-conditional_access = A conditional access rule of the tenant refuses this sign-in: it demands a certain device, place or way of signing in.
cause-conditional_access-next = Ask an administrator which rule it was: the sign-in log of Microsoft Entra names it under the request id below. Signing in in the browser instead of by device code helps if the rule is about devices; an application with a certificate or secret is outside of rules for users.
cause-sign_in_needed-title = Nobody is signed in
cause-sign_in_needed = Nobody is signed in to { $side }, or this program was not allowed to keep the sign-in.
cause-sign_in_needed-next = Sign in again: connect on the connection's page, or raccord-cli sign-in.
cause-sign_in_expired-title = Sign-in has ended
cause-sign_in_expired = The sign-in to { $side } has ended: it was unused for too long, the password changed, or an administrator took it back.
cause-sign_in_expired-next = Sign in again: connect on the connection's page, or raccord-cli sign-in. Nothing is lost meanwhile; the next synchronisation catches up.
cause-sign_in_declined-title = Sign-in declined
cause-sign_in_declined = The sign-in to { $side } was declined or its page was closed.
cause-sign_in_declined-next = Sign in again and accept what the page asks for. If it asks for more than you may accept, an administrator must.
cause-sign_in_timed_out-title = Sign-in not completed
cause-sign_in_timed_out = Nobody completed the sign-in to { $side } in time.
cause-sign_in_timed_out-next = Begin again and complete it within a quarter of an hour. If the browser did not open, copy the address that is shown.
cause-sign_in_forged-title = Answer of a foreign sign-in
cause-sign_in_forged = What came back to this program is not the answer to its own sign-in to { $side }. It was thrown away.
cause-sign_in_forged-next = Begin again. If it happens again, look for other programs or pages that open addresses on this machine.
cause-public_client_off-title = No sign-in by people
cause-public_client_off = The application { $client_id } is not set up for people who sign in on their own machine.
cause-public_client_off-next = On the application's page in Microsoft Entra, under Authentication, add the platform Mobile and desktop applications with http://localhost, and allow public client flows. Or use a client secret or certificate.
cause-redirect_refused-title = Way back not registered
cause-redirect_refused = The application { $client_id } is not registered with the address that the browser is to come back to.
cause-redirect_refused-next = On the application's page in Microsoft Entra, under Authentication, add the platform Mobile and desktop applications with the redirect URI http://localhost.
cause-certificate_refused-title = Certificate refused
cause-certificate_refused = The certificate that the application shows to { $side } is not one that is registered for it, has expired, or its proof was refused.
cause-certificate_refused-next = Compare the thumbprint with the application's page in Microsoft Entra, under Certificates and secrets, and check this machine's date and time.
cause-sign_in_refused-title = Sign-in refused
cause-sign_in_refused = The sign-in to { $side } was refused.
cause-sign_in_refused-next = Read the service's own words below and check the sign-in part of the connection.
cause-not_registered-title = Not registered in the service
cause-not_registered = { $has_client_id ->
    [yes] The sign-in worked, but { $side } does not let in the application { $client_id }, or the person who signed in with it.
   *[no] The sign-in worked, but { $side } does not let this application or user in.
}
cause-not_registered-next = { $side ->
    [Dataverse] In the Power Platform admin center, under the environment's Users, Application users, add the application by this client id and give it a security role. For a person: add the user to the environment.
   *[other] In Business Central, on the page Microsoft Entra Applications, add the application by this client id, set its state to Enabled and give it permission sets. For a person: add and enable the user.
}
cause-user_disabled-title = User is disabled
cause-user_disabled = The integration user of { $side } is disabled.
cause-user_disabled-next = Enable the user in { $side }, or connect with another one. A user who lost the licence is disabled, too.
cause-application_disabled-title = Application is disabled
cause-application_disabled = The application { $client_id } is disabled in the tenant that { $side } signs in to.
cause-application_disabled-next = An administrator of the tenant can enable it in Microsoft Entra, under Enterprise applications, Properties, Enabled for users to sign in.
cause-wrong_scope-title = Scope is not valid
cause-wrong_scope = The scope that was asked for { $side } is not one that the sign-in knows.
cause-wrong_scope-next = Remove scope from the connection, so that the usual one is asked for; with a cloud of its own (sovereign), it must end in /.default.
cause-unknown_resource-title = Service unknown in the tenant
cause-unknown_resource = The tenant that was signed in to does not know { $side } at this address.
cause-unknown_resource-next = Compare the environment's address with the Power Platform admin center, and the tenant with the one that the environment belongs to.
cause-wrong_audience-title = Sign-in is for another service
cause-wrong_audience = { $side } refuses the sign-in since it was made for another service.
cause-wrong_audience-next = Remove scope from the sign-in part of the connection, or write the one of { $side } there. On premises, ValidAudiences of the server instance must list the application or https://api.businesscentral.dynamics.com.
cause-other_tenant-title = Another tenant
cause-other_tenant = { $has_is ->
    [yes] { $side } belongs to the tenant { $is }, and the sign-in is to { $was }.
   *[no] { $side } refuses the sign-in since it is from another tenant.
}
cause-other_tenant-next = Write the tenant of the environment in the sign-in part of the connection.
cause-secret_expires_soon-title = Secret expires soon
cause-secret_expires_soon = The client secret for { $side } expires on { $until }.
cause-secret_expires_soon-next = Create a new secret on the application's page in Microsoft Entra before that day, and connect again with it and its new date. Both secrets work side by side meanwhile.
cause-secret_expires_soon-certificate = The certificate that Raccord shows to { $side } expires on { $until }.
cause-secret_expires_soon-certificate-next = Make a new certificate with its key before that day, add it on the application's page in Microsoft Entra under Certificates and secrets, and put it in place of { $path }. Both certificates work side by side meanwhile.
cause-sign_in_expires_soon-title = Sign-in ends soon
cause-sign_in_expires_soon = The sign-in to { $side } ends on { $until } unless it is used before.
cause-sign_in_expires_soon-next = Synchronise once, which renews it, or sign in again.

## Permissions and set-up
cause-missing_permission-title = Permission is missing
cause-missing_permission = { $has_privilege ->
    [yes] The integration user of { $side } has no permission for { $privilege }.
   *[no] { $has_list ->
        [yes] The integration user of { $side } has no permission for: { $list }.
       *[no] The integration user of { $side } is not permitted to do this.
    }
}
cause-missing_permission-next = { $has_privilege ->
    [yes] Give a role or permission set with { $privilege } to the integration user in { $side }, then retry.
   *[no] Give the integration user the permission sets or security roles for the mapped tables in { $side }, then retry.
}
cause-administration_mode-title = Administration mode
cause-administration_mode = The environment of { $side } is in administration mode and lets only administrators in.
cause-administration_mode-next = Wait until the maintenance is over. The next synchronisation catches up by itself.
cause-unknown_company-title = Unknown company
cause-unknown_company = The company { $company } does not exist in { $side }.
cause-unknown_company-next = Write the company's name, display name or id as Business Central shows it. The details list the companies that exist.
cause-unknown_table-title = Unknown table
cause-unknown_table = { $has_list ->
    [yes] { $side } lacks mapped tables: { $list }.
   *[no] { $side } has no table { $table }.
}
cause-unknown_table-next = Correct the table in the mapping { $mapping }, or disable the mapping. A table may also be hidden from a user without permission to read it.
cause-unknown_field-title = Unknown field
cause-unknown_field = { $has_list ->
    [yes] { $side } lacks mapped fields: { $list }.
   *[no] The field { $field } does not exist in { $side }.
}
cause-unknown_field-next = Correct the field in the mapping { $mapping }, or remove it there.
cause-invalid_filter-title = Filter refused
cause-invalid_filter = { $side } refused the filter of the mapping { $mapping }.
cause-invalid_filter-next = Correct the filter in the mapping; the service's own words say where it fails.
cause-no_roles-title = No security role
cause-no_roles = The integration user of { $side } has no security role at all.
cause-no_roles-next = Give the user a security role with the privileges of the mapped tables, in the Power Platform admin center under Users, Manage roles; then check again.
cause-licence_missing-title = Licence is missing
cause-licence_missing = The user of { $side } has no licence that lets it work with this data.
cause-licence_missing-next = Assign a licence in the Microsoft 365 admin center, or use an application instead of a person: applications need none.
cause-access_mode-title = User may not work with data
cause-access_mode = The access mode of the user of { $side } is { $what }: it does not let the user read and write records.
cause-access_mode-next = Set the access mode to Read-Write or Non-interactive in the Power Platform admin center, or use an application user.
cause-administrator_account-title = Administrator as integration user
cause-administrator_account = The integration user of { $side } is a System Administrator ({ $what }).
cause-administrator_account-next = Use an application user or a user of its own with a security role for the mapped tables only, and take System Administrator from it: a leaked secret would open everything, and privileges that are missing stay hidden until the role is taken away.
cause-change_tracking_off-title = Change tracking is off
cause-change_tracking_off = These tables of { $side } do not track their changes: { $list }. Raccord finds changes by time instead and compares ids to find deletions, which costs more requests.
cause-change_tracking_off-next = Switch on Track changes in the properties of these tables in Power Apps.
cause-change_log_expired-title = Change log is over
cause-change_log_expired = The last synchronisation is so long ago that { $side } no longer keeps what changed since then.
cause-change_log_expired-next = Nothing to do: the table is read once as a whole, then by its changes again.
cause-required_not_mapped-title = Required column without value
cause-required_not_mapped = New records of { $side } get no value in required columns: { $list }.
cause-required_not_mapped-next = Map a field to each of them, or give it a value for new records (on_create) in the mapping.
cause-field_shortened-title = Texts may not fit
cause-field_shortened = These fields of { $side } take fewer characters than the other side may hold: { $list }.
cause-field_shortened-next = A longer text is refused, not cut. Lengthen the field, or add the rule “Part of the text” (substring) to it in the mapping.
cause-option_without_partner-title = Value without partner
cause-option_without_partner = These values have no partner in { $side }: { $list }.
cause-option_without_partner-next = Add the option there, or couple it with one that has another name. Records with these values fail until then.
cause-duplicate_rules-title = Duplicates possible
cause-duplicate_rules = { $side } has duplicate detection rules for tables in which records will be created: { $list }. They do not hold back programs, so the first synchronisation may create what is there already.
cause-duplicate_rules-next = Couple by match before the first synchronisation, and look at its plan.
cause-language_differs-title = Another language
cause-language_differs = Labels of options come in the language { $is } for this user; the organisation's is { $was }. Options are matched by their labels.
cause-language_differs-next = Set the user's language in { $side } to that of the organisation, or couple the options by hand.
cause-currency_precision-title = Fewer decimals
cause-currency_precision = Amounts have fewer decimals in { $side } than on the other side for: { $list }. They are rounded on their way.
cause-currency_precision-next = Give the currency as many decimals in { $side }, if amounts must arrive unrounded.
cause-currency_missing-title = Currency is missing
cause-currency_missing = { $side } lacks currencies that the other side uses: { $list }.
cause-currency_missing-next = Enable the mapping CURRENCY, or add the currency in { $side }, with an exchange rate. Records that use it fail until then.
cause-currencies_differ-title = Different local currencies
cause-currencies_differ = Business Central keeps its books in { $was }, Dataverse in { $is }.
cause-currencies_differ-next = Amounts in local currency, such as credit limits, must not be synchronised between these two: remove those fields from the mappings.
cause-key_not_defined-title = Key is not defined
cause-key_not_defined = { $side } has no such alternate key.
cause-key_not_defined-next = Define the key in the properties of the table in Power Apps, and wait until it is active.
cause-other_environment-title = Another environment
cause-other_environment = The address of { $side } leads to another environment ({ $is }) than the one that this data folder's couplings were made with ({ $was }). Nothing was read or written.
cause-other_environment-next = If this is a copy, or you mean another environment: use another data folder for it (--data-dir), so that both stand side by side; or start anew in this one, which removes its couplings and keeps mappings and history: edit the connection in the window, or raccord-cli connect FILE --start-anew. If it is a mistake, correct the address.
cause-other_company-title = Another company
cause-other_company = The company { $is } is not the one that this data folder's couplings were made with ({ $was }). Nothing was read or written.
cause-other_company-next = To work with both, use another data folder for it (--data-dir). To go over to this company, start anew, which removes the couplings and keeps mappings and history: edit the connection in the window, or raccord-cli connect FILE --start-anew.
cause-overdue-title = Nothing synchronised for long
cause-overdue = Nothing was synchronised for { $span }, though it is planned every { $every }.
cause-overdue-next = See that the program of the schedule runs (raccord-cli schedule run, or the window), then synchronise now: what stops it is told then.

## Records
cause-stale-title = Changed meanwhile
cause-stale = The record { $record } was changed in { $side } after it was read, so that nothing was written over it.
cause-stale-next = Nothing to do: the next synchronisation reads it again and continues with the newer values.
cause-record_gone-title = Record is gone
cause-record_gone = The record { $record } does not exist in { $side } any more.
cause-record_gone-next = Find for deleted records, then decide whether to restore the record, delete the other one or remove the coupling.
cause-record_gone-out_of_filter = { $record } in { $side } does not pass the filter of the mapping { $mapping }.
cause-record_gone-out_of_filter-next = Change the record so that it takes part, or the filter of the mapping.
cause-record_gone-not_coupled = The record { $record } of { $side } is not coupled in the mapping { $mapping }.
cause-record_gone-not_coupled-next = Look at the couplings of the mapping for the right record.
cause-record_gone-unknown = No mapping of this run knows the record { $record } of { $side }.
cause-record_gone-no_such_number = Nothing in the list has the number { $record }, or not any more.
cause-record_gone-no_such_number-next = Take the number from the list as it is now.
cause-record_gone-unknown-next = Check the id and the side; a record that is new there is known after the next synchronisation.
cause-duplicate_key-title = Exists already
cause-duplicate_key = { $has_value ->
    [yes] { $side } has another record with the same { $field } { $value } already.
   *[no] { $side } has a record with the same key already.
}
cause-duplicate_key-next = If it is the same record, couple both by hand or by match. If not, change the key of one of them.
cause-duplicate_key-already_coupled = { $record } is coupled with { $target } already.
cause-duplicate_key-already_coupled-next = Remove that coupling first, or couple with --instead.
cause-duplicate_key-coupled_elsewhere = { $record } is coupled with { $target } already, by the mapping { $mapping }.
cause-duplicate_key-coupled_elsewhere-next = Remove that coupling first, or couple with --instead: a record has one partner, however many mappings see it.
cause-too_long-title = Text is too long
cause-too_long = { $has_limit ->
    [yes] The text of the field { $field } is longer than the { $limit } characters that { $side } takes.
   *[no] The text of the field { $field } is longer than { $side } takes.
}
cause-too_long-next = Shorten the text in the record where it was written, or add the rule “Part of the text” (substring) to the field in the mapping.
cause-value_refused-title = Value refused
cause-value_refused = { $has_value ->
    [yes] { $side } does not accept { $value } in the field { $field }.
   *[no] { $side } does not accept the value of the field { $field }.
}
cause-value_refused-next = Correct the value in the record where it was written, or add a transformation rule to the field in the mapping.
cause-value_refused-no_such_pick = The field { $field } cannot be decided by “{ $value }”.
cause-value_refused-no_such_pick-next = Take one side’s value, or type one; both together can be kept only of long texts.
cause-required_missing-title = Value is missing
cause-required_missing = The field { $field } must have a value in { $side }.
cause-required_missing-next = Fill the field in the other system, or give the mapping a default value for new records.
cause-read_only_field-title = Field cannot be written
cause-read_only_field = { $side } does not let the field { $field } be written.
cause-read_only_field-next = Set the field's direction in the mapping { $mapping } to the other side, or remove the field there.
cause-reference_missing-title = Reference is missing
cause-reference_missing = { $has_value ->
    [yes] The field { $field } refers to { $value }, which does not exist in { $side }.
   *[no] The field { $field } refers to a record that does not exist in { $side }.
}
cause-reference_missing-next = Create the missing record in { $side } or correct the reference, then retry.
cause-business_rule-title = Refused by a business rule
cause-business_rule = A business rule of { $side } refused the change.
cause-business_rule-next = Read the service's own words below, correct the record or the rule, then retry.
cause-business_rule-cannot_be_reverted = Only changes can be taken back, not creations, deletions or couplings, and only while both records are coupled.
cause-business_rule-cannot_be_reverted-next = Delete, restore or couple the record instead.
cause-business_rule-both_sides_exist = Both records exist, so there is nothing to restore or to delete.
cause-business_rule-both_sides_exist-next = Retry the record, synchronise it with a side, or remove the coupling.
cause-plug_in_refused-title = Refused by a plug-in
cause-plug_in_refused = A plug-in or workflow of { $side } stopped the change.
cause-plug_in_refused-next = Read the plug-in's own words below, correct the record or ask whoever looks after the plug-in, then retry.
cause-value_not_kept-title = Value is not kept
cause-value_not_kept = { $has_value ->
    [yes] { $side } accepted the change, but the field { $field } still holds its former value instead of { $value }.
   *[no] { $side } accepted the change, but the field { $field } still holds its former value instead of being emptied.
}
cause-value_not_kept-next = Ask whoever looks after { $side } what puts the field back (a plug-in, a workflow, field security), or set the field’s direction in the mapping { $mapping } to the other side; then retry.
cause-duplicate_detected-title = Held for a duplicate
cause-duplicate_detected = A duplicate detection rule of { $side } holds this record for a duplicate of another one.
cause-duplicate_detected-next = If it is the same record, couple both. If not, make them differ in what the rule compares, or change the rule.
cause-still_referenced-title = Still in use
cause-still_referenced = The record { $record } cannot be deleted in { $side }, since other records refer to it.
cause-still_referenced-next = Delete or change those records first, or remove the coupling instead.

## Rules of the synchronisation
cause-lookup_not_coupled-title = Reference is not coupled
cause-lookup_not_coupled = { $has_value ->
    [yes] The field { $field } refers to { $value } ({ $target }), which is not coupled yet.
   *[no] The field { $field } refers to a record of { $target } that is not coupled yet.
}
cause-lookup_not_coupled-next = Couple that record, by hand or by match. This one follows by itself in the next synchronisation.
cause-missing_exchange_rate-title = Exchange rate is missing
cause-missing_exchange_rate = { $has_list ->
    [yes] These currencies have no exchange rate in { $side }: { $list }.
   *[no] The currency { $currency } has no exchange rate in Business Central.
}
cause-missing_exchange_rate-next = Enter an exchange rate for the currency in { $has_list ->
    [yes] { $side }
   *[no] Business Central
} (in Business Central: Currencies, Exchange Rates), then retry.
cause-option_missing-title = Option is missing
cause-option_missing = { $has_value ->
    [yes] The option set behind the field { $field } has no value { $value }.
   *[no] The option set behind the field { $field } lacks the value.
}
cause-option_missing-next = Add the option in Dataverse or couple it with an existing one, then retry.
cause-conflict-title = Conflict
cause-conflict = { $has_destination ->
    [yes] Cannot update the { $destination ->
        [customers] customer
        [vendors] vendor
        [accounts] account
        [contacts] contact
        [items] item
        [products] product
        [opportunities] opportunity
       *[other] { $destination }
    } record because it has a later modified date than the { $source ->
        [customers] customer
        [vendors] vendor
        [accounts] account
        [contacts] contact
        [items] item
        [products] product
        [opportunities] opportunity
       *[other] { $source }
    } record.
   *[no] { $has_field ->
        [yes] Both sides changed { $field } to different values.
       *[no] Both sides changed the same field to different values.
    }
}
cause-conflict-next = Decide which value is kept. Nothing is written to this record until then.
cause-deleted_in_bc-title = Deleted in Business Central
cause-deleted_in_bc = The record { $record } was deleted in Business Central and still exists in Dataverse.
cause-deleted_in_bc-next = Restore it, delete it in Dataverse too, or remove the coupling.
cause-deleted_in_dv-title = Deleted in Dataverse
cause-deleted_in_dv = The record { $record } was deleted in Dataverse and still exists in Business Central.
cause-deleted_in_dv-next = Restore it, delete it in Business Central too, or remove the coupling.
cause-invalid_mapping-title = Mapping is not valid
cause-invalid_mapping = The mapping { $mapping } is not valid or does not exist.
cause-invalid_mapping-next = Look at the mapping and correct what the details name.
cause-create_uncertain-title = Creation is uncertain
cause-create_uncertain = The record { $record } was being created in { $side } when the connection broke, and it cannot be told for certain whether it exists.
cause-create_uncertain-next = Look for it in { $side }. If it is there, couple both by hand; if not, retry.
cause-several_matches-title = Several records match
cause-several_matches = Its partner in { $side } cannot be told: more than one record of either side matches, or one that another mapping sees or that was uncoupled, so that none was coupled and none created.
cause-several_matches-next = Couple the right two by hand, or make the others differ. Matching with a preview names them.
cause-may_have_partner-title = May have a partner already
cause-may_have_partner = Raccord’s cache came back from a copy. Since that copy was made this record may have got a partner in { $side }, and { $side } has records of which the same is true: none was created, for it might be a duplicate.
cause-may_have_partner-next = Couple it by hand if its partner is there. If none of them has one, let partners be created: raccord-cli sync --mapping { $mapping } --allow-large, or create them one by one.
cause-dependency_unread-title = Waits for another mapping
cause-dependency_unread = { $target }, on which this mapping depends, could not be read; nothing of this mapping was written.
cause-dependency_unread-next = Mend what is told of { $target }. This mapping follows in the next synchronisation; to run it anyway, name it alone: raccord-cli sync --mapping NAME.
cause-one_way_table-title = Table does not flow that way
cause-one_way_table = { $mapping } does not write to { $side }, so the other side’s values cannot be taken over there.
cause-one_way_table-next = Take { $side }’s values instead, or change the direction of the table mapping.
cause-safety_brake-title = Safety brake
cause-safety_brake = { $what ->
    [deletions] Nothing was written: the run would delete the other record of { $count } of { $total } pairs of the mapping { $mapping } ({ $share } %), more than the safety brake allows.
   *[changes] Nothing was written: the run would change { $count } of { $total } pairs of the mapping { $mapping } ({ $share } %), more than the safety brake allows.
}
cause-safety_brake-next = Look at the plan (raccord-cli plan --mapping { $mapping }). If it is right, let it through once: raccord-cli sync --allow-large, or Show the plan on the home page.

## This machine
cause-not_connected-title = Not connected
cause-not_connected = This data folder has no connection to Business Central and Dataverse yet.
cause-not_connected-next = Connect first: in the terminal with raccord-cli connect FILE, in the window with the connection setup.
cause-disk_full-title = Disk is full
cause-disk_full = The disk is full, so that the local cache cannot be written. What was stored before is intact.
cause-disk_full-next = Free some space on the disk that holds the data folder, then synchronise again: it continues where it stopped.
cause-cache_damaged-title = Cache is damaged
cause-cache_damaged = The local cache cannot be read.
cause-cache_damaged-next = Restore a backup of it, or move the data folder away and couple again by match. No business data is lost: it lives in the two services.
cause-cache_damaged-newer = This cache was written by a newer version of Raccord: its format is { $version }, and this version knows { $supported }.
cause-cache_damaged-newer-next = Nothing is damaged. Use the newer version again; to go on with this one, restore a backup that it made itself.
cause-cache_damaged-foreign = This file was made by another program than Raccord.
cause-cache_damaged-foreign-next = Check that the path and the data folder are the right ones. The file was left as it is.
cause-cache_locked-title = Data folder is in use
cause-cache_locked = { $has_pid ->
    [yes] The data folder is in use by { $program } (process { $pid }) since { $since }.
   *[no] The data folder is in use by another program.
}
cause-cache_locked-next = Close the other program or wait until it is done. Another data folder can be named with --data-dir.
cause-file_problem-title = File cannot be used
cause-file_problem = { $has_what ->
    [yes] The { $what } of this machine cannot be used.
   *[no] The file { $path } could not be read or written.
}
cause-file_problem-next = { $has_what ->
    [yes] Unlock it, or keep the secrets in memory with --session-secrets.
   *[no] Check that the path is right and that you may read and write there.
}
cause-file_problem-moved_away = The data folder was moved to { $path }, which is not there now. Nothing was begun anew.
cause-file_problem-moved_away-next = If it is on another disk, connect that disk. If the folder is gone for good, remove the file moved-to in the old folder and restore a backup there.
cause-file_problem-own_file = { $path } is a file that Raccord itself needs. Nothing was written.
cause-file_problem-own_file-next = Choose another name or folder.
cause-file_problem-not_empty = In { $path } lie other things, or another data folder.
cause-file_problem-not_empty-next = Choose a new or empty folder.
cause-file_problem-inside = { $path } lies inside of the data folder, or the other way round.
cause-file_problem-inside-next = Choose a folder beside it.
cause-file_problem-copy_differs = The copy in { $path } is not what was copied. The old data folder is as it was.
cause-file_problem-copy_differs-next = Check the disk, then try again, or choose another place.
cause-invalid_file-title = File is not valid
cause-invalid_file = { $has_field ->
    [yes] The file is not valid at { $field }.
   *[no] { $has_line ->
        [yes] The file is not valid at line { $line }.
       *[no] The content of the file is not valid.
    }
}
cause-invalid_file-next = Correct the file; the details say what was expected.
cause-invalid_file-pfx = The file { $path } is no PEM file: it is a PFX (PKCS #12) file or a certificate in binary form.
cause-invalid_file-pfx-next = Convert it, and name the result: openssl pkcs12 -in FILE.pfx -out FILE.pem -nodes. The PEM file must hold the certificate and its private key without a passphrase; let nobody else read it.
cause-key_store_unusable-title = No key store
cause-key_store_unusable = This machine's key store cannot be used, so that the secrets cannot be kept there.
cause-key_store_unusable-next = Keep them in a file that a passphrase encrypts (raccord-cli connect --secrets file), or only until the program ends (--secrets session). On Linux a key store is there when GNOME Keyring, KWallet or another Secret Service runs and is unlocked.
cause-passphrase_needed-title = Passphrase needed
cause-passphrase_needed = The secrets of this data folder are in an encrypted file, and it needs its passphrase.
cause-passphrase_needed-next = Type the passphrase when you are asked for it, or set { $variable } to it before you start the program.
cause-wrong_passphrase-title = Wrong passphrase
cause-wrong_passphrase = The passphrase does not open the file with the secrets, or the file was changed.
cause-wrong_passphrase-next = Try again. Without the passphrase the secrets cannot be had back: delete the file { $path } and connect again with --secrets file and a new passphrase of at least eight characters; couplings and history stay.
cause-wrong_passphrase-too_short = The passphrase is too short: it needs at least { $limit } characters.
cause-wrong_passphrase-too_short-next = Choose a longer one, several words for instance, and write it down where only you find it: without it the secrets cannot be had back.
cause-cancelled-title = Stopped
cause-cancelled = The work was stopped before its end. What was done until then is stored.
cause-cancelled-next = Start it again whenever you like: it continues where it stopped.
cause-unknown-title = Unexpected problem
cause-unknown = { $has_side ->
    [yes] { $side } reported a problem that Raccord does not know.
   *[no] Something happened that Raccord does not know.
}
cause-unknown-next = The details hold the original words. Try again, and report it if it stays.
cause-internal-title = Mistake of this program
cause-internal = Raccord made a mistake and stopped this piece of work. What was stored before is intact, and the window goes on.
cause-internal-next = Do it again: it continues where it stopped. If it happens again, save the diagnostics on the page About of the window and report it with them.

## Who can do something about it
fixer-nobody = Nobody has to: it passes by itself
fixer-user = You
fixer-service_administrator = An administrator of Business Central or Dataverse
fixer-directory_administrator = An administrator of the tenant (Microsoft Entra)
fixer-network_administrator = Whoever looks after the network
fixer-support = Support
field-in-words = “{ $field }”

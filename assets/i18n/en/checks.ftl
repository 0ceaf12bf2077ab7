### The checks of a connection, by their names: what is checked, and what is said when all is well.
### What is said when it is not comes from the causes. `$known` is `yes` if something was found.

check-unknown = could not be checked, since something before it failed or the service does not tell
check-proxy = Proxy
check-proxy-ok = { $known ->
    [yes] The way leads through the proxy { $found }.
   *[no] The way leads there directly, without a proxy.
}
check-reachable = Reachable
check-reachable-ok = { $found } answers.
check-tls = Encryption
check-tls-ok = { $known ->
    [yes] The certificate of { $found } is trusted.
   *[no] The service is on this machine, where no encryption is needed.
}
check-clock = Clocks
check-clock-ok = { $known ->
    [yes] The clocks differ by { $found } s.
   *[no] The clocks agree.
}
check-tenant = Tenant
check-tenant-ok = { $known ->
    [yes] The sign-in is to the tenant { $found }.
   *[no] No tenant is needed.
}
check-sign_in = Sign-in
check-sign_in-ok = The sign-in works ({ $found }).
check-audience = Token
check-audience-ok = The service takes the token.
check-api_version = Interface
check-api_version-ok = { $known ->
    [yes] The interface is switched on, version { $found }.
   *[no] The interface is switched on.
}
check-administration_mode = Administration mode
check-administration_mode-ok = The environment lets everybody in.
check-registered = Registration
check-registered-ok = { $known ->
    [yes] The application or user is registered and enabled: { $found }.
   *[no] The application or user is registered and enabled.
}
check-identity = Organisation
check-identity-ok = The organisation is { $found }.
check-company = Company
check-company-ok = The company is { $found }.
check-base_currency = Local currency
check-base_currency-ok = { $known ->
    [yes] The books are kept in { $found }.
   *[no] The local currency is known.
}
check-environment = Environment
check-environment-ok = { $known ->
    [yes] It is the one that this folder's couplings belong to: { $found }.
   *[no] No couplings were made with another one.
}
check-user = User
check-user-ok = { $found } is enabled and may work with data.
check-administrator = No administrator
check-administrator-ok = { $known ->
    [yes] The user is no System Administrator; its roles: { $found }.
   *[no] The user is no System Administrator.
}
check-privileges = Privileges
check-privileges-ok = { $known ->
    [yes] The user has all { $found } privileges that the enabled mappings need.
   *[no] The user has all privileges that the enabled mappings need.
}
check-readable = Permission to read
check-readable-ok = Read one record of each: { $found }.
check-tables = Tables and fields
check-tables-ok = All mapped tables and fields exist: { $found }.
check-required_fields = Required fields
check-required_fields-ok = New records get a value in every required field.
check-change_tracking = Change tracking
check-change_tracking-ok = Every mapped table tracks its changes.
check-duplicate_rules = Duplicate detection
check-duplicate_rules-ok = No rule about duplicates concerns what will be created.
check-language = Language
check-language-ok = Labels come in the organisation's language, { $found }.
check-field_lengths = Lengths of texts
check-field_lengths-ok = Every mapped text fits into its field.
check-options = Options
check-options-ok = Every mapped value has a partner.
check-exchange_rates = Exchange rates
check-exchange_rates-ok = Every currency in use has an exchange rate.
check-local_currency = Currencies of the other side
check-local_currency-ok = { $known ->
    [yes] The other side's local currency { $found } exists here.
   *[no] The currencies of the other side exist here.
}
check-currency_precision = Decimals of amounts
check-currency_precision-ok = Amounts keep their decimals.
check-same_currency = Same local currency
check-same_currency-ok = Both sides keep their books in { $found }.

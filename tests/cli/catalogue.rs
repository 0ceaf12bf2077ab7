//! The catalogue of causes, cause by cause: each has a test that provokes it over the wire, in the services, the sign-in
//! service, the network or the data folder.

use raccord::model::reason::{Cause, Cause as C};
use std::collections::BTreeSet;
use std::path::Path;
use strum::IntoEnumIterator as _;

/// Where each cause is provoked: the file below `tests/`, the test, and the causes that it names.
const PROVOKED: &[(&str, &str, &[Cause])] = &[
    (
        "cli/trouble.rs",
        "a_wrong_address_secret_company_or_file_is_told_apart",
        &[
            C::Unreachable,
            C::NotHttps,
            C::WrongSecret,
            C::NotConnected,
            C::InvalidFile,
        ],
    ),
    (
        "remote/transport.rs",
        "each_time_limit_has_its_own_cause",
        &[
            C::Timeout,
            C::ConnectTimeout,
            C::FirstByteTimeout,
            C::ReadTimeout,
        ],
    ),
    (
        "remote/failures.rs",
        "a_read_whose_answer_is_lost_is_asked_for_again",
        &[C::AnswerLost],
    ),
    (
        "remote/transport.rs",
        "what_does_not_speak_tls_is_told_apart_from_a_bad_certificate",
        &[C::TlsFailed],
    ),
    (
        "cli/network.rs",
        "a_proxy_that_asks_and_an_authority_of_the_company_are_passed_and_leave_no_trace",
        &[
            C::CertificateUnknown,
            C::ProxySignIn,
            C::ProxyRefused,
            C::SecretMissing,
            C::FileProblem,
        ],
    ),
    (
        "cli/network.rs",
        "certificates_that_are_old_or_for_somebody_else_are_told_apart",
        &[C::CertificateForOtherHost, C::CertificateExpired],
    ),
    (
        "remote/transport.rs",
        "a_proxy_that_does_not_lead_there_is_not_taken_for_the_service",
        &[C::ProxyUnreachable],
    ),
    (
        "remote/failures.rs",
        "tls_that_fails_and_a_web_page_in_its_place_are_told_apart",
        &[C::WrongAddress],
    ),
    (
        "remote/failures.rs",
        "a_service_that_asks_for_more_patience_than_there_is_gets_none",
        &[C::Throttled],
    ),
    (
        "remote/writing.rs",
        "one_that_stays_put_off_is_about_itself_and_not_about_the_service",
        &[C::ServiceUnavailable],
    ),
    (
        "remote/failures.rs",
        "a_page_of_garbage_is_an_error_with_its_place",
        &[C::MalformedAnswer],
    ),
    (
        "remote/causes.rs",
        "every_refusal_of_business_central_arrives_as_its_cause",
        &[
            C::RequestTooLarge,
            C::ServiceError,
            C::ValueRefused,
            C::ReadOnlyField,
            C::ReferenceMissing,
        ],
    ),
    (
        "cli/refused.rs",
        "each_set_up_that_lets_nobody_work_stops_the_run_with_its_own_cause",
        &[
            C::ApiSwitchedOff,
            C::NotRegistered,
            C::UserDisabled,
            C::WrongAudience,
            C::NoRoles,
            C::LicenceMissing,
            C::AccessMode,
            C::AdministrationMode,
            C::UnknownCompany,
        ],
    ),
    (
        "cli/doctor.rs",
        "a_connection_that_is_refused_is_looked_at_whole_before_it_is_stored",
        &[C::ApiVersion],
    ),
    (
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
        &[
            C::ClockSkew,
            C::OtherTenant,
            C::AdministratorAccount,
            C::UnknownField,
            C::ChangeTrackingOff,
            C::RequiredNotMapped,
            C::FieldShortened,
            C::OptionWithoutPartner,
            C::DuplicateRules,
            C::LanguageDiffers,
            C::CurrencyPrecision,
            C::CurrencyMissing,
            C::MissingExchangeRate,
        ],
    ),
    (
        "cli/causes.rs",
        "an_allowance_that_is_used_up_is_told_by_the_status",
        &[C::BudgetExhausted],
    ),
    (
        "cli/connecting.rs",
        "each_broken_sign_in_says_what_to_do",
        &[
            C::SecretExpired,
            C::UnknownApplication,
            C::UnknownTenant,
            C::ConsentMissing,
            C::ConditionalAccess,
        ],
    ),
    (
        "remote/people.rs",
        "each_refusal_at_the_page_comes_back_as_its_cause",
        &[
            C::WrongPassword,
            C::UserUnknown,
            C::UserNotAssigned,
            C::UserLocked,
            C::PasswordChange,
            C::MfaRequired,
            C::SignInDeclined,
            C::SignInTimedOut,
            C::SignInForged,
            C::PublicClientOff,
            C::UnknownResource,
        ],
    ),
    (
        "cli/connecting.rs",
        "a_person_signs_in_once_and_stays_signed_in_until_signing_out",
        &[C::SignInNeeded, C::PassphraseNeeded, C::WrongPassphrase],
    ),
    (
        "cli/causes.rs",
        "a_sign_in_that_nobody_uses_is_told_before_it_ends",
        &[C::SignInExpired, C::SignInExpiresSoon],
    ),
    (
        "remote/causes.rs",
        "every_refusal_of_entra_arrives_as_its_cause",
        &[C::RedirectRefused, C::SignInRefused, C::ApplicationDisabled],
    ),
    (
        "remote/people.rs",
        "each_refusal_of_an_application_comes_back_as_its_cause",
        &[C::CertificateRefused, C::WrongScope],
    ),
    (
        "cli/health.rs",
        "a_secret_that_ends_soon_is_told_before",
        &[C::SecretExpiresSoon],
    ),
    (
        "cli/refused.rs",
        "a_privilege_that_is_missing_is_named_record_by_record_and_what_waited_follows",
        &[C::MissingPermission],
    ),
    (
        "cli/reading.rs",
        "a_custom_page_is_listed_described_and_synchronised",
        &[C::UnknownTable],
    ),
    (
        "remote/causes.rs",
        "every_refusal_of_dataverse_arrives_as_its_cause",
        &[
            C::InvalidFilter,
            C::ChangeLogExpired,
            C::KeyNotDefined,
            C::RequiredMissing,
            C::PlugInRefused,
            C::DuplicateDetected,
            C::StillReferenced,
            C::Unknown,
        ],
    ),
    (
        "cli/causes.rs",
        "books_that_are_kept_in_two_currencies_are_told_before_the_first_record",
        &[C::CurrenciesDiffer],
    ),
    (
        "cli/environment.rs",
        "a_copied_environment_is_refused_until_a_person_says_what_it_is",
        &[C::OtherEnvironment],
    ),
    (
        "cli/environment.rs",
        "another_company_is_refused_and_has_its_own_folder_beside",
        &[C::OtherCompany],
    ),
    (
        "cli/causes.rs",
        "a_schedule_that_nobody_keeps_is_told_and_a_run_mends_it",
        &[C::Overdue],
    ),
    (
        "remote/dv.rs",
        "a_service_that_stops_at_the_first_failure_gets_the_rest_again",
        &[C::Stale],
    ),
    (
        "cli/links.rs",
        "a_partner_is_created_for_a_named_record_and_refused_for_a_coupled_one_s196",
        &[C::RecordGone, C::DuplicateKey, C::OneWayTable],
    ),
    (
        "cli/hostile.rs",
        "whatever_records_hold_arrives_to_the_letter_and_is_obeyed_nowhere",
        &[C::TooLong, C::Conflict],
    ),
    (
        "cli/links.rs",
        "a_merge_and_a_job_are_taken_back_as_a_whole",
        &[C::BusinessRule],
    ),
    (
        "cli/causes.rs",
        "a_person_whose_company_takes_no_part_waits_for_it",
        &[C::LookupNotCoupled],
    ),
    (
        "cli/causes.rs",
        "an_option_that_is_missing_on_the_other_side_is_named",
        &[C::OptionMissing],
    ),
    (
        "cli/causes.rs",
        "a_record_that_somebody_deleted_is_told_by_its_side",
        &[C::DeletedInBc, C::DeletedInDv],
    ),
    (
        "cli/causes.rs",
        "a_mapping_that_does_not_exist_is_told",
        &[C::InvalidMapping],
    ),
    (
        "cli/refused.rs",
        "a_table_that_may_not_be_read_is_told_with_its_permission_and_holds_back_what_depends_on_it",
        &[C::DependencyUnread],
    ),
    (
        "cli/causes.rs",
        "a_creation_whose_answer_was_lost_and_that_two_records_may_be_is_left_to_a_person",
        &[C::CreateUncertain],
    ),
    (
        "cli/causes.rs",
        "a_record_that_matches_two_others_is_left_alone_and_told",
        &[C::SeveralMatches],
    ),
    (
        "cli/untaken.rs",
        "a_value_that_a_plug_in_puts_back_is_told_and_written_no_third_time",
        &[C::ValueNotKept],
    ),
    (
        "cli/causes.rs",
        "more_changes_than_the_brake_lets_through_stop_the_run",
        &[C::SafetyBrake],
    ),
    (
        "cli/trouble.rs",
        "a_full_disk_is_a_sentence_and_what_was_stored_stays",
        &[C::DiskFull],
    ),
    (
        "cli/trouble.rs",
        "a_damaged_cache_is_reported_and_left_alone",
        &[C::CacheDamaged],
    ),
    (
        "cli/trouble.rs",
        "a_folder_in_use_says_by_whom",
        &[C::CacheLocked],
    ),
    (
        "cli/causes.rs",
        "a_system_without_a_key_store_says_so_and_stores_nothing",
        &[C::KeyStoreUnusable],
    ),
    (
        "remote/people.rs",
        "a_person_may_cancel_and_does_not_wait_for_ever",
        &[C::Cancelled],
    ),
    (
        "cli/fallen.rs",
        "a_panic_in_the_middle_of_a_run_loses_nothing_and_doubles_nothing",
        &[C::Internal],
    ),
];

#[test]
fn every_cause_of_the_catalogue_is_provoked_somewhere() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut told: BTreeSet<Cause> = BTreeSet::new();
    for (file, test, causes) in PROVOKED {
        let text = std::fs::read_to_string(tests.join(file)).unwrap();
        assert!(
            text.contains(&format!("fn {test}(")),
            "{file} has no test {test}"
        );
        for cause in *causes {
            assert!(told.insert(*cause), "{cause:?} stands there twice");
            let named = format!("Cause::{cause:?}");
            let coded = format!("\"{}\"", cause.code());
            assert!(
                text.contains(&named) || text.contains(&coded),
                "{file} does not name {cause:?}"
            );
        }
    }
    let missing: Vec<Cause> = Cause::iter()
        .filter(|cause| !told.contains(cause))
        .collect();
    assert!(missing.is_empty(), "nothing provokes {missing:?}");
}

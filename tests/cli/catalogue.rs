//! The catalogue of causes, cause by cause: each has a test that provokes it over the wire, in the services, the sign-in
//! service, the network or the data folder; the causes that had none have it here.

use super::connecting::{file, followed, with_passphrase};
use super::support::{Desk, Shop, codes, ended};
use jiff::{SignedDuration, Timestamp};
use raccord::model::reason::Cause;
use raccord::sandbox::http::faults::Plan;
use raccord::sandbox::http::flaws::Flaw;
use raccord::sandbox::system::decree::Decree;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use strum::IntoEnumIterator as _;

/// Where each cause is provoked: the file below `tests/`, and the test.
const PROVOKED: &[(Cause, &str, &str)] = &[
    (
        Cause::Unreachable,
        "cli/trouble.rs",
        "a_wrong_address_secret_company_or_file_is_told_apart",
    ),
    (
        Cause::Timeout,
        "remote/transport.rs",
        "each_time_limit_has_its_own_cause",
    ),
    (
        Cause::ConnectTimeout,
        "remote/transport.rs",
        "each_time_limit_has_its_own_cause",
    ),
    (
        Cause::FirstByteTimeout,
        "remote/transport.rs",
        "each_time_limit_has_its_own_cause",
    ),
    (
        Cause::ReadTimeout,
        "remote/transport.rs",
        "each_time_limit_has_its_own_cause",
    ),
    (
        Cause::AnswerLost,
        "remote/failures.rs",
        "a_read_whose_answer_is_lost_is_asked_for_again",
    ),
    (
        Cause::TlsFailed,
        "remote/transport.rs",
        "what_does_not_speak_tls_is_told_apart_from_a_bad_certificate",
    ),
    (
        Cause::CertificateUnknown,
        "cli/network.rs",
        "a_proxy_that_asks_and_an_authority_of_the_company_are_passed_and_leave_no_trace",
    ),
    (
        Cause::CertificateForOtherHost,
        "cli/network.rs",
        "certificates_that_are_old_or_for_somebody_else_are_told_apart",
    ),
    (
        Cause::CertificateExpired,
        "cli/network.rs",
        "certificates_that_are_old_or_for_somebody_else_are_told_apart",
    ),
    (
        Cause::ProxyUnreachable,
        "remote/transport.rs",
        "a_proxy_that_does_not_lead_there_is_not_taken_for_the_service",
    ),
    (
        Cause::ProxySignIn,
        "cli/network.rs",
        "a_proxy_that_asks_and_an_authority_of_the_company_are_passed_and_leave_no_trace",
    ),
    (
        Cause::ProxyRefused,
        "cli/network.rs",
        "a_proxy_that_asks_and_an_authority_of_the_company_are_passed_and_leave_no_trace",
    ),
    (
        Cause::NotHttps,
        "cli/trouble.rs",
        "a_wrong_address_secret_company_or_file_is_told_apart",
    ),
    (
        Cause::WrongAddress,
        "remote/failures.rs",
        "tls_that_fails_and_a_web_page_in_its_place_are_told_apart",
    ),
    (
        Cause::Throttled,
        "remote/failures.rs",
        "a_service_that_asks_for_more_patience_than_there_is_gets_none",
    ),
    (
        Cause::ServiceUnavailable,
        "remote/writing.rs",
        "one_that_stays_put_off_is_about_itself_and_not_about_the_service",
    ),
    (
        Cause::MalformedAnswer,
        "remote/failures.rs",
        "a_page_of_garbage_is_an_error_with_its_place",
    ),
    (
        Cause::RequestTooLarge,
        "remote/causes.rs",
        "every_refusal_of_business_central_arrives_as_its_cause",
    ),
    (
        Cause::ServiceError,
        "remote/causes.rs",
        "every_refusal_of_business_central_arrives_as_its_cause",
    ),
    (
        Cause::ApiSwitchedOff,
        "cli/refused.rs",
        "each_set_up_that_lets_nobody_work_stops_the_run_with_its_own_cause",
    ),
    (
        Cause::ApiVersion,
        "cli/doctor.rs",
        "a_connection_that_is_refused_is_looked_at_whole_before_it_is_stored",
    ),
    (
        Cause::ClockSkew,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::BudgetExhausted,
        "cli/catalogue.rs",
        "an_allowance_that_is_used_up_is_told_by_the_status",
    ),
    (
        Cause::WrongSecret,
        "cli/trouble.rs",
        "a_wrong_address_secret_company_or_file_is_told_apart",
    ),
    (
        Cause::SecretExpired,
        "cli/connecting.rs",
        "each_broken_sign_in_says_what_to_do",
    ),
    (
        Cause::SecretMissing,
        "cli/network.rs",
        "a_proxy_that_asks_and_an_authority_of_the_company_are_passed_and_leave_no_trace",
    ),
    (
        Cause::UnknownApplication,
        "cli/connecting.rs",
        "each_broken_sign_in_says_what_to_do",
    ),
    (
        Cause::UnknownTenant,
        "cli/connecting.rs",
        "each_broken_sign_in_says_what_to_do",
    ),
    (
        Cause::ConsentMissing,
        "cli/connecting.rs",
        "each_broken_sign_in_says_what_to_do",
    ),
    (
        Cause::WrongPassword,
        "remote/people.rs",
        "each_refusal_at_the_page_comes_back_as_its_cause",
    ),
    (
        Cause::UserUnknown,
        "remote/people.rs",
        "each_refusal_at_the_page_comes_back_as_its_cause",
    ),
    (
        Cause::UserNotAssigned,
        "remote/people.rs",
        "each_refusal_at_the_page_comes_back_as_its_cause",
    ),
    (
        Cause::UserLocked,
        "remote/people.rs",
        "each_refusal_at_the_page_comes_back_as_its_cause",
    ),
    (
        Cause::PasswordChange,
        "remote/people.rs",
        "each_refusal_at_the_page_comes_back_as_its_cause",
    ),
    (
        Cause::MfaRequired,
        "remote/people.rs",
        "each_refusal_at_the_page_comes_back_as_its_cause",
    ),
    (
        Cause::ConditionalAccess,
        "cli/connecting.rs",
        "each_broken_sign_in_says_what_to_do",
    ),
    (
        Cause::SignInNeeded,
        "cli/connecting.rs",
        "a_person_signs_in_once_and_stays_signed_in_until_signing_out",
    ),
    (
        Cause::SignInExpired,
        "cli/catalogue.rs",
        "a_sign_in_that_nobody_uses_is_told_before_it_ends",
    ),
    (
        Cause::SignInDeclined,
        "remote/people.rs",
        "each_refusal_at_the_page_comes_back_as_its_cause",
    ),
    (
        Cause::SignInTimedOut,
        "remote/people.rs",
        "each_refusal_at_the_page_comes_back_as_its_cause",
    ),
    (
        Cause::SignInForged,
        "remote/people.rs",
        "each_refusal_at_the_page_comes_back_as_its_cause",
    ),
    (
        Cause::PublicClientOff,
        "remote/people.rs",
        "each_refusal_at_the_page_comes_back_as_its_cause",
    ),
    (
        Cause::RedirectRefused,
        "remote/causes.rs",
        "every_refusal_of_entra_arrives_as_its_cause",
    ),
    (
        Cause::CertificateRefused,
        "remote/people.rs",
        "each_refusal_of_an_application_comes_back_as_its_cause",
    ),
    (
        Cause::SignInRefused,
        "remote/causes.rs",
        "every_refusal_of_entra_arrives_as_its_cause",
    ),
    (
        Cause::NotRegistered,
        "cli/refused.rs",
        "each_set_up_that_lets_nobody_work_stops_the_run_with_its_own_cause",
    ),
    (
        Cause::UserDisabled,
        "cli/refused.rs",
        "each_set_up_that_lets_nobody_work_stops_the_run_with_its_own_cause",
    ),
    (
        Cause::ApplicationDisabled,
        "remote/causes.rs",
        "every_refusal_of_entra_arrives_as_its_cause",
    ),
    (
        Cause::WrongScope,
        "remote/people.rs",
        "each_refusal_of_an_application_comes_back_as_its_cause",
    ),
    (
        Cause::UnknownResource,
        "remote/people.rs",
        "each_refusal_at_the_page_comes_back_as_its_cause",
    ),
    (
        Cause::WrongAudience,
        "cli/refused.rs",
        "each_set_up_that_lets_nobody_work_stops_the_run_with_its_own_cause",
    ),
    (
        Cause::OtherTenant,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::SecretExpiresSoon,
        "cli/health.rs",
        "a_secret_that_ends_soon_is_told_before",
    ),
    (
        Cause::SignInExpiresSoon,
        "cli/catalogue.rs",
        "a_sign_in_that_nobody_uses_is_told_before_it_ends",
    ),
    (
        Cause::MissingPermission,
        "cli/refused.rs",
        "a_privilege_that_is_missing_is_named_record_by_record_and_what_waited_follows",
    ),
    (
        Cause::NoRoles,
        "cli/refused.rs",
        "each_set_up_that_lets_nobody_work_stops_the_run_with_its_own_cause",
    ),
    (
        Cause::LicenceMissing,
        "cli/refused.rs",
        "each_set_up_that_lets_nobody_work_stops_the_run_with_its_own_cause",
    ),
    (
        Cause::AccessMode,
        "cli/refused.rs",
        "each_set_up_that_lets_nobody_work_stops_the_run_with_its_own_cause",
    ),
    (
        Cause::AdministratorAccount,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::AdministrationMode,
        "cli/refused.rs",
        "each_set_up_that_lets_nobody_work_stops_the_run_with_its_own_cause",
    ),
    (
        Cause::UnknownCompany,
        "cli/refused.rs",
        "each_set_up_that_lets_nobody_work_stops_the_run_with_its_own_cause",
    ),
    (
        Cause::UnknownTable,
        "cli/reading.rs",
        "a_custom_page_is_listed_described_and_synchronised",
    ),
    (
        Cause::UnknownField,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::InvalidFilter,
        "remote/causes.rs",
        "every_refusal_of_dataverse_arrives_as_its_cause",
    ),
    (
        Cause::ChangeTrackingOff,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::ChangeLogExpired,
        "remote/causes.rs",
        "every_refusal_of_dataverse_arrives_as_its_cause",
    ),
    (
        Cause::RequiredNotMapped,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::FieldShortened,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::OptionWithoutPartner,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::DuplicateRules,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::LanguageDiffers,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::CurrencyPrecision,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::CurrencyMissing,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::CurrenciesDiffer,
        "cli/catalogue.rs",
        "books_that_are_kept_in_two_currencies_are_told_before_the_first_record",
    ),
    (
        Cause::KeyNotDefined,
        "remote/causes.rs",
        "every_refusal_of_dataverse_arrives_as_its_cause",
    ),
    (
        Cause::OtherEnvironment,
        "cli/environment.rs",
        "a_copied_environment_is_refused_until_a_person_says_what_it_is",
    ),
    (
        Cause::OtherCompany,
        "cli/environment.rs",
        "another_company_is_refused_and_has_its_own_folder_beside",
    ),
    (
        Cause::Overdue,
        "cli/catalogue.rs",
        "a_schedule_that_nobody_keeps_is_told_and_a_run_mends_it",
    ),
    (
        Cause::Stale,
        "remote/dv.rs",
        "a_service_that_stops_at_the_first_failure_gets_the_rest_again",
    ),
    (
        Cause::RecordGone,
        "cli/links.rs",
        "a_partner_is_created_for_a_named_record_and_refused_for_a_coupled_one_s196",
    ),
    (
        Cause::DuplicateKey,
        "cli/links.rs",
        "a_partner_is_created_for_a_named_record_and_refused_for_a_coupled_one_s196",
    ),
    (
        Cause::TooLong,
        "cli/hostile.rs",
        "whatever_records_hold_arrives_to_the_letter_and_is_obeyed_nowhere",
    ),
    (
        Cause::ValueRefused,
        "remote/causes.rs",
        "every_refusal_of_business_central_arrives_as_its_cause",
    ),
    (
        Cause::RequiredMissing,
        "remote/causes.rs",
        "every_refusal_of_dataverse_arrives_as_its_cause",
    ),
    (
        Cause::ReadOnlyField,
        "remote/causes.rs",
        "every_refusal_of_business_central_arrives_as_its_cause",
    ),
    (
        Cause::ReferenceMissing,
        "remote/causes.rs",
        "every_refusal_of_business_central_arrives_as_its_cause",
    ),
    (
        Cause::BusinessRule,
        "cli/links.rs",
        "a_merge_and_a_job_are_taken_back_as_a_whole",
    ),
    (
        Cause::PlugInRefused,
        "remote/causes.rs",
        "every_refusal_of_dataverse_arrives_as_its_cause",
    ),
    (
        Cause::DuplicateDetected,
        "remote/causes.rs",
        "every_refusal_of_dataverse_arrives_as_its_cause",
    ),
    (
        Cause::StillReferenced,
        "remote/causes.rs",
        "every_refusal_of_dataverse_arrives_as_its_cause",
    ),
    (
        Cause::LookupNotCoupled,
        "cli/catalogue.rs",
        "a_person_whose_company_takes_no_part_waits_for_it",
    ),
    (
        Cause::MissingExchangeRate,
        "cli/doctor.rs",
        "every_broken_set_up_is_found_by_its_check_and_said_in_words",
    ),
    (
        Cause::OptionMissing,
        "cli/catalogue.rs",
        "an_option_that_is_missing_on_the_other_side_is_named",
    ),
    (
        Cause::Conflict,
        "cli/hostile.rs",
        "whatever_records_hold_arrives_to_the_letter_and_is_obeyed_nowhere",
    ),
    (
        Cause::DeletedInBc,
        "cli/catalogue.rs",
        "a_record_that_somebody_deleted_is_told_by_its_side",
    ),
    (
        Cause::DeletedInDv,
        "cli/catalogue.rs",
        "a_record_that_somebody_deleted_is_told_by_its_side",
    ),
    (
        Cause::InvalidMapping,
        "cli/catalogue.rs",
        "a_mapping_that_does_not_exist_is_told",
    ),
    (
        Cause::DependencyUnread,
        "cli/refused.rs",
        "a_table_that_may_not_be_read_is_told_with_its_permission_and_holds_back_what_depends_on_it",
    ),
    (
        Cause::CreateUncertain,
        "cli/catalogue.rs",
        "a_creation_whose_answer_was_lost_and_that_two_records_may_be_is_left_to_a_person",
    ),
    (
        Cause::SeveralMatches,
        "cli/catalogue.rs",
        "a_record_that_matches_two_others_is_left_alone_and_told",
    ),
    (
        Cause::OneWayTable,
        "cli/links.rs",
        "a_partner_is_created_for_a_named_record_and_refused_for_a_coupled_one_s196",
    ),
    (
        Cause::SafetyBrake,
        "cli/catalogue.rs",
        "more_changes_than_the_brake_lets_through_stop_the_run",
    ),
    (
        Cause::NotConnected,
        "cli/trouble.rs",
        "a_wrong_address_secret_company_or_file_is_told_apart",
    ),
    (
        Cause::DiskFull,
        "cli/trouble.rs",
        "a_full_disk_is_a_sentence_and_what_was_stored_stays",
    ),
    (
        Cause::CacheDamaged,
        "cli/trouble.rs",
        "a_damaged_cache_is_reported_and_left_alone",
    ),
    (
        Cause::CacheLocked,
        "cli/trouble.rs",
        "a_folder_in_use_says_by_whom",
    ),
    (
        Cause::FileProblem,
        "cli/network.rs",
        "a_proxy_that_asks_and_an_authority_of_the_company_are_passed_and_leave_no_trace",
    ),
    (
        Cause::InvalidFile,
        "cli/trouble.rs",
        "a_wrong_address_secret_company_or_file_is_told_apart",
    ),
    (
        Cause::KeyStoreUnusable,
        "cli/catalogue.rs",
        "a_system_without_a_key_store_says_so_and_stores_nothing",
    ),
    (
        Cause::PassphraseNeeded,
        "cli/connecting.rs",
        "a_person_signs_in_once_and_stays_signed_in_until_signing_out",
    ),
    (
        Cause::WrongPassphrase,
        "cli/connecting.rs",
        "a_person_signs_in_once_and_stays_signed_in_until_signing_out",
    ),
    (
        Cause::Cancelled,
        "remote/people.rs",
        "a_person_may_cancel_and_does_not_wait_for_ever",
    ),
    (
        Cause::Internal,
        "cli/fallen.rs",
        "a_panic_in_the_middle_of_a_run_loses_nothing_and_doubles_nothing",
    ),
    (
        Cause::Unknown,
        "remote/causes.rs",
        "every_refusal_of_dataverse_arrives_as_its_cause",
    ),
];

/// Causes that no answer of a service can bring about, and why.
const NOT_OVER_THE_WIRE: &[(Cause, &str)] = &[];

#[test]
fn every_cause_of_the_catalogue_is_provoked_somewhere() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut told: BTreeSet<Cause> = BTreeSet::new();
    for (cause, file, test) in PROVOKED {
        assert!(told.insert(*cause), "{cause:?} stands there twice");
        let text = std::fs::read_to_string(tests.join(file)).unwrap();
        assert!(
            text.contains(&format!("fn {test}(")),
            "{file} has no test {test}"
        );
        let named = format!("Cause::{cause:?}");
        let coded = format!("\"{}\"", cause.code());
        assert!(
            text.contains(&named) || text.contains(&coded),
            "{file} does not name {cause:?}"
        );
    }
    for (cause, why) in NOT_OVER_THE_WIRE {
        assert!(told.insert(*cause), "{cause:?} stands there twice");
        assert!(why.len() > 30, "{cause:?}: {why}");
    }
    let missing: Vec<Cause> = Cause::iter()
        .filter(|cause| !told.contains(cause))
        .collect();
    assert!(missing.is_empty(), "nothing provokes {missing:?}");
}

/// Everything that a run and the lists after it say by code.
fn told_by(shop: &Shop, run: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for verb in [run, &["errors", "list"], &["skipped", "list"], &["status"]] {
        let told = shop.run(verb);
        let document = told.json();
        words_are_whole(&document);
        found.extend(codes(&document));
    }
    found
}

/// No sentence for people has a hole in it.
fn words_are_whole(document: &Value) {
    match document {
        Value::Array(parts) => parts.iter().for_each(words_are_whole),
        Value::Object(members) => {
            for (name, value) in members {
                if let (Some(text), "message" | "next_step") = (value.as_str(), name.as_str()) {
                    let broken = text.contains(['{', '$']) || text.contains("cause-");
                    assert!(!broken && text.len() > 10, "{name}: {text}");
                }
                words_are_whole(value);
            }
        }
        _ => {}
    }
}

fn says(shop: &Shop, run: &[&str], cause: &str) {
    let found = told_by(shop, run);
    assert!(found.contains(cause), "{cause} is not in {found:?}");
}

fn faults(shop: &Shop, faults: Value) {
    let plan: Plan = serde_json::from_value(faults).unwrap();
    shop.services.server.common().set_faults(plan);
}

/// Connected and synchronised once, and somebody beside it.
fn settled(records: u32) -> (Shop, Desk) {
    let shop = Shop::connected(records);
    shop.run(&["couple", "--mapping", "CUSTOMER", "--match"])
        .ok(&[0, 3]);
    shop.run(&["sync"]).ok(&[0, 3]);
    let desk = Desk::at(&shop);
    (shop, desk)
}

/// The ids of the pairs of customers.
fn pairs(shop: &Shop) -> Vec<(String, String)> {
    let listed = shop.run(&["couplings", "list", "--mapping", "CUSTOMER"]);
    let listed = listed.ok(&[0, 3]);
    let id = |pair: &Value, name: &str| pair[name].as_str().unwrap().to_owned();
    let pairs = listed.as_array().unwrap().iter();
    pairs
        .map(|pair| (id(pair, "bc_id"), id(pair, "dv_id")))
        .collect()
}

#[test]
fn a_record_that_somebody_deleted_is_told_by_its_side() {
    let (shop, desk) = settled(12);
    let pairs = pairs(&shop);
    let (customer, _) = &pairs[0];
    desk.delete_bc("customers", customer, "displayName");
    desk.delete_dv(&format!("accounts({})", pairs[1].1));
    let found = told_by(&shop, &["sync"]);
    for cause in ["deleted_in_bc", "deleted_in_dv"] {
        assert!(found.contains(cause), "{cause} is not in {found:?}");
    }
}

#[test]
fn more_changes_than_the_brake_lets_through_stop_the_run() {
    let (shop, desk) = settled(12);
    shop.run(&["mappings", "set", "CUSTOMER", "brake_from=2"])
        .ok(&[0]);
    for (customer, _) in pairs(&shop) {
        desk.edit_bc(&format!("customers({customer})"), &json!({"city": "Metz"}));
    }
    let stopped = shop.run(&["sync"]);
    assert_eq!(stopped.code, 3, "{stopped:?}");
    assert_eq!(stopped.json()["error"]["code"], "safety_brake");
    assert_eq!(
        desk.all_dv("accounts?$filter=address1_city eq 'Metz'")
            .len(),
        0
    );
    shop.run(&["sync", "--allow-large"]).ok(&[0, 3]);
    assert!(
        !desk
            .all_dv("accounts?$filter=address1_city eq 'Metz'")
            .is_empty()
    );
}

#[test]
fn a_record_that_matches_two_others_is_left_alone_and_told() {
    let (shop, desk) = settled(6);
    desk.add_bc("customers", &json!({"displayName": "Jumeaux SA"}));
    let twin = json!({"name": "Jumeaux SA", "customertypecode": 3});
    desk.add_dv("accounts", &twin);
    desk.add_dv("accounts", &twin);
    let before = desk.all_bc("customers").len();
    says(&shop, &["sync"], "several_matches");
    assert_eq!(desk.all_bc("customers").len(), before);
    let listed = shop.run(&["errors", "list", "--cause", "several_matches"]);
    assert!(listed.stdout.contains("Jumeaux SA"), "{listed:?}");
}

#[test]
fn an_option_that_is_missing_on_the_other_side_is_named() {
    let shop = Shop::open(12);
    let common = shop.services.server.common();
    common.set_flaw(Flaw::OptionMissing, true).unwrap();
    shop.connect().ok(&[0]);
    says(&shop, &["sync"], "option_missing");
}

#[test]
fn a_creation_whose_answer_was_lost_and_that_two_records_may_be_is_left_to_a_person() {
    let (shop, desk) = settled(6);
    let own_ids: Decree = serde_json::from_str(r#"{"do":"client-ids","on":false}"#).unwrap();
    shop.services.world().decree(&own_ids).unwrap();
    // Which request of a run creates the record is found by losing the answers of one after the other.
    for lost in 1..8 {
        let name = format!("Perdue {lost}");
        // Blocked, so that the mapping leaves it out; whoever looks for the lost one finds both.
        let twin = json!({"displayName": name, "blocked": "All"});
        desk.add_bc("customers", &twin);
        desk.add_dv("accounts", &json!({"name": name, "customertypecode": 3}));
        let fault = json!({"kind": "drop_after", "side": "bc", "method": "POST", "nth": lost});
        faults(&shop, json!({"fault": [fault]}));
        let found = told_by(&shop, &["sync", "--mapping", "CUSTOMER"]);
        faults(&shop, json!({}));
        if found.contains("create_uncertain") {
            let made = desk.all_bc(&format!("customers?$filter=displayName eq '{name}'"));
            assert_eq!(made.len(), 2, "no third one was made");
            return;
        }
    }
    panic!("no lost answer left a doubt");
}

#[test]
fn books_that_are_kept_in_two_currencies_are_told_before_the_first_record() {
    let shop = Shop::open(6);
    let common = shop.services.server.common();
    common.set_flaw(Flaw::OtherBaseCurrency, true).unwrap();
    let file = shop.path("connection.toml").display().to_string();
    let checks = shop.run(&["doctor", "same_currency", "--connection", &file]);
    assert!(codes(&checks.ok(&[3])).contains("currencies_differ"));
    common.set_flaw(Flaw::OtherBaseCurrency, false).unwrap();
    let checks = shop.run(&["doctor", "same_currency", "--connection", &file]);
    assert_eq!(codes(&checks.ok(&[0])), BTreeSet::new());
}

#[test]
fn an_allowance_that_is_used_up_is_told_by_the_status() {
    let (shop, _desk) = settled(6);
    faults(
        &shop,
        json!({"fault": [{"kind": "status", "status": 429, "retry_after": "0", "side": "dv"}]}),
    );
    says(&shop, &["sync"], "budget_exhausted");
    faults(&shop, json!({}));
    shop.run(&["sync"]).ok(&[0, 3]);
    let status = shop.run(&["status"]).json();
    assert!(!codes(&status).contains("budget_exhausted"), "{status}");
}

#[test]
fn a_person_whose_company_takes_no_part_waits_for_it() {
    let (shop, desk) = settled(6);
    desk.add_dv(
        "accounts",
        &json!({"name": "Prospect", "customertypecode": 8}),
    );
    let prospect = desk.all_dv("accounts?$filter=name eq 'Prospect'");
    let bind = format!("/accounts({})", prospect[0]["accountid"].as_str().unwrap());
    let person = json!({"lastname": "Curie", "parentcustomerid_account@odata.bind": bind});
    desk.add_dv("contacts", &person);
    says(&shop, &["sync"], "lookup_not_coupled");
}

/// Lets time pass: what the folder remembers of its runs is as much older.
fn aged(shop: &Shop, days: i64) {
    fn shifted(value: &mut Value, days: i64) {
        match value {
            Value::Object(members) => members.values_mut().for_each(|value| shifted(value, days)),
            Value::String(text) => {
                if let Ok(time) = text.parse::<Timestamp>() {
                    *text = (time - SignedDuration::from_hours(24 * days)).to_string();
                }
            }
            _ => {}
        }
    }
    let db = rusqlite::Connection::open(shop.data().join("cache.sqlite3")).unwrap();
    let read = "SELECT value FROM fact WHERE name = 'health'";
    let text: String = db.query_row(read, [], |row| row.get(0)).unwrap();
    let mut record: Value = serde_json::from_str(&text).unwrap();
    shifted(&mut record, days);
    let write = "UPDATE fact SET value = ?1 WHERE name = 'health'";
    db.execute(write, [record.to_string()]).unwrap();
}

#[test]
fn a_schedule_that_nobody_keeps_is_told_and_a_run_mends_it() {
    let (shop, _desk) = settled(3);
    shop.run(&["schedule", "--every", "30m"]).ok(&[0]);
    assert!(!codes(&shop.run(&["status"]).json()).contains("overdue"));
    aged(&shop, 2);
    assert!(codes(&shop.run(&["status"]).ok(&[3])).contains("overdue"));
    shop.run(&["sync"]).ok(&[0, 3]);
    assert!(!codes(&shop.run(&["status"]).json()).contains("overdue"));
}

#[test]
fn a_sign_in_that_nobody_uses_is_told_before_it_ends() {
    let shop = Shop::open(3);
    let file = file(&shop, "browser");
    let connect = [
        "--json",
        "connect",
        &file,
        "--secrets",
        "file",
        "--no-browser",
    ];
    followed(with_passphrase(&shop, &connect)).ok(&[0]);
    let run = |verb| {
        let told = with_passphrase(&shop, &["--json", verb]).output().unwrap();
        codes(&ended(told).json())
    };
    run("sync");
    aged(&shop, 80);
    assert!(run("status").contains("sign_in_expires_soon"));
    aged(&shop, 20);
    assert!(run("status").contains("sign_in_expired"));
    run("sync");
    assert!(!run("status").contains("sign_in_expired"));
}

#[test]
fn a_mapping_that_does_not_exist_is_told() {
    let (shop, _desk) = settled(3);
    says(&shop, &["sync", "--mapping", "NOBODY"], "invalid_mapping");
}

#[test]
fn a_system_without_a_key_store_says_so_and_stores_nothing() {
    let shop = Shop::open(3);
    let file = shop.path("connection.toml").display().to_string();
    let mut command = shop.command(&["--json", "connect", &file, "--secrets", "key-store"]);
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    if cfg!(target_os = "linux") {
        let told = ended(command.output().unwrap());
        assert_eq!(told.code, 1, "{told:?}");
        assert_eq!(told.json()["error"]["code"], "key_store_unusable");
        assert_eq!(shop.run(&["status"]).json()["connection"], Value::Null);
    }
}

use super::*;
use crate::model::Side;
use crate::model::defaults::default_mappings;
use crate::remote::connection::Connection;
use crate::worker::schedule::Ran;

/// Hours after a moment that all tests begin with.
fn hour(hours: i64) -> Timestamp {
    minute(hours * 60)
}

fn minute(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + minutes * 60).unwrap()
}

fn day(days: i64) -> Timestamp {
    hour(days * 24)
}

fn customer() -> Vec<TableMapping> {
    let mut all = default_mappings().unwrap();
    all.retain(|mapping| mapping.name.as_str() == "CUSTOMER");
    all
}

fn every(text: &str) -> Schedule {
    let mut schedule = Schedule::default();
    schedule.set(Some(text.parse().unwrap()));
    schedule
}

fn found(record: &Record, schedule: &Schedule, now: Timestamp) -> Vec<Ailment> {
    let facts = Facts {
        record,
        expiries: &[],
        schedule,
        mappings: &customer(),
    };
    assess(&facts, now)
}

fn causes(found: &[Ailment]) -> Vec<Cause> {
    found.iter().map(|one| one.problem.cause).collect()
}

fn ends(what: Credential, at: Timestamp, now: Timestamp) -> Vec<Cause> {
    let expiries = [Expiry {
        side: Side::Dv,
        what,
        at,
        path: None,
    }];
    let facts = Facts {
        record: &Record::default(),
        expiries: &expiries,
        schedule: &Schedule::default(),
        mappings: &[],
    };
    causes(&assess(&facts, now))
}

#[test]
fn what_ends_is_told_in_time_and_when_it_has_ended() {
    for what in [Credential::Secret, Credential::Certificate] {
        assert!(ends(what, day(31), day(0)).is_empty());
        assert_eq!(ends(what, day(30), day(0)), [Cause::SecretExpiresSoon]);
        assert_eq!(ends(what, day(30), day(30)), [Cause::SecretExpired]);
    }
    let sign_in = Credential::SignIn;
    assert!(ends(sign_in, day(15), day(0)).is_empty());
    assert_eq!(ends(sign_in, day(14), day(0)), [Cause::SignInExpiresSoon]);
    assert_eq!(ends(sign_in, day(14), day(20)), [Cause::SignInExpired]);
}

#[test]
fn what_stopped_runs_stands_from_the_first_one_until_one_goes_well() {
    let off = Schedule::default();
    let mut record = Record::default();
    let disabled = Problem::new(Cause::UserDisabled).on(Side::Dv);
    record.was_stopped(&disabled, hour(1));
    record.was_stopped(&disabled, hour(5));
    let told = found(&record, &off, hour(6));
    assert_eq!(causes(&told), [Cause::UserDisabled]);
    assert_eq!(told.first().unwrap().since, Some(hour(1)));
    assert!(told.iter().all(Ailment::needs_a_person));
    assert_eq!(record.stopped.as_ref().unwrap().runs, 2);
    // Another cause is another story.
    record.was_stopped(&Problem::new(Cause::Unreachable).on(Side::Bc), hour(7));
    let told = found(&record, &off, hour(8));
    assert_eq!(told.first().unwrap().since, Some(hour(7)));
    assert!(!told.iter().any(Ailment::needs_a_person));
    record.went_well(true, hour(9));
    assert!(found(&record, &off, hour(10)).is_empty());
}

#[test]
fn a_stopped_run_that_says_nothing_of_the_link_is_not_told() {
    let mut record = Record::default();
    for cause in [
        Cause::Cancelled,
        Cause::DiskFull,
        Cause::SafetyBrake,
        Cause::TooLong,
    ] {
        record.was_stopped(&Problem::new(cause), hour(1));
        assert_eq!(record, Record::default(), "{cause:?}");
    }
}

#[test]
fn requests_that_are_used_up_are_told_as_that() {
    let mut record = Record::default();
    record.was_stopped(&Problem::new(Cause::Throttled).on(Side::Dv), hour(1));
    let told = found(&record, &Schedule::default(), hour(2));
    assert_eq!(causes(&told), [Cause::BudgetExhausted]);
}

#[test]
fn nothing_synchronised_for_longer_than_planned_is_told_once_it_is_clear() {
    let (mut schedule, mut record) = (every("1h"), Record::default());
    record.was_planned(true, minute(0));
    let overdue = |record: &Record, schedule: &Schedule, at: i64| {
        causes(&found(record, schedule, minute(at))) == [Cause::Overdue]
    };
    // From when it was switched on: a pause, and as much again.
    assert!(!overdue(&record, &schedule, 120));
    assert!(overdue(&record, &schedule, 121));
    record.went_well(true, minute(130));
    assert!(!overdue(&record, &schedule, 250));
    assert!(overdue(&record, &schedule, 251));
    // Runs that fail are no synchronisation, however often they are tried.
    let mappings = customer();
    schedule.ran(mappings.first().unwrap(), Ran::Failed, minute(249));
    assert!(overdue(&record, &schedule, 251));
    // A mapping that finds nothing is asked less often, by plan.
    for _ in 0..3 {
        schedule.ran(mappings.first().unwrap(), Ran::Quiet, minute(130));
    }
    assert!(!overdue(&record, &schedule, 251));
    assert!(overdue(&record, &schedule, 130 + 3 * 60 + 121));
    // Short pauses get half an hour, and a schedule that is off plans nothing.
    assert!(!overdue(&record, &every("1m"), 161));
    assert!(overdue(&record, &every("1m"), 162));
    assert!(!overdue(&record, &Schedule::default(), 9_999));
}

#[test]
fn a_folder_of_before_is_not_overdue_until_something_is_known() {
    assert!(found(&Record::default(), &every("5m"), day(40)).is_empty());
}

#[test]
fn a_quiet_run_is_no_news_for_a_quarter_of_an_hour() {
    let mut record = Record::default();
    record.went_well(true, minute(0));
    let at = |minutes: i64| {
        let mut later = record.clone();
        later.went_well(true, minute(minutes));
        later.is_news_after(&record)
    };
    assert!(record.is_news_after(&Record::default()));
    assert!(!at(14) && at(15));
    let mut stopped = record.clone();
    stopped.was_stopped(&Problem::new(Cause::UserDisabled), minute(1));
    assert!(stopped.is_news_after(&record) && record.is_news_after(&stopped));
}

/// A connection whose sides sign in like this.
fn connection(bc: &str, dv: &str) -> Connection {
    let text = format!(
        "name = \"a\"\n[business_central]\nurl = \"https://bc.example/api/v2.0\"\n[business_central.sign_in]\n{bc}\n\
         [dataverse]\nurl = \"https://dv.example\"\n[dataverse.sign_in]\n{dv}\n"
    );
    Connection::from_toml(&text).unwrap()
}

const APP: &str = "tenant = \"contoso.com\"\nclient_id = \"c\"\n";

#[test]
fn the_date_of_a_secret_is_read_in_both_forms_and_told_once_for_one_secret() {
    let with = |day: &str| format!("kind = \"client_credentials\"\n{APP}secret_expires = {day}");
    let (quoted, bare) = (with("\"2027-05-31\""), with("2027-05-31"));
    let one = connection(&quoted, &bare);
    let found = expiries(&one, &Record::default());
    let [expiry] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(expiry.at.to_string(), "2027-05-31T00:00:00Z");
    // What is stored is what was read.
    assert_eq!(Connection::from_toml(&one.to_toml().unwrap()), Ok(one));
    let other = with("2027-06-01");
    let two = connection(&quoted, &other);
    assert_eq!(expiries(&two, &Record::default()).len(), 2);
}

#[test]
fn a_certificate_tells_its_end_itself_and_a_sign_in_lives_from_its_last_use() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("c.pem");
    let mut params = rcgen::CertificateParams::new(vec!["x".to_owned()]).unwrap();
    params.not_after = rcgen::date_time_ymd(2027, 2, 3);
    let key = rcgen::KeyPair::generate().unwrap();
    std::fs::write(&path, params.self_signed(&key).unwrap().pem()).unwrap();
    let file = path.display().to_string().replace('\\', "/");
    let certificate = format!("kind = \"certificate\"\n{APP}certificate = \"{file}\"");
    let found = expiries(&connection(&certificate, &certificate), &Record::default());
    let ends: Vec<_> = found
        .iter()
        .map(|one| (one.what, one.at.to_string()))
        .collect();
    assert_eq!(
        ends,
        [(Credential::Certificate, "2027-02-03T00:00:00Z".to_owned())]
    );

    let person = format!("kind = \"browser\"\n{APP}");
    let person = connection(&person, &person);
    assert!(expiries(&person, &Record::default()).is_empty());
    let mut record = Record::default();
    record.went_well(false, day(0));
    let found = expiries(&person, &record);
    let ends: Vec<_> = found.iter().map(|one| (one.what, one.at)).collect();
    assert_eq!(ends, [(Credential::SignIn, day(90))]);
}

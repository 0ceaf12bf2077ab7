use super::read;
use pretty_assertions::assert_eq;

#[test]
fn a_filter_with_open_quotes_or_parentheses_is_refused_and_one_beyond_us_is_not() {
    let with = |filter: &str| {
        let text = format!(
            "[[mapping]]\nname = \"A\"\nbc = \"customers\"\ndv = \"accounts\"\ndirection = \"both\"\nbc_filter = \"{filter}\"\n\
             [[mapping.field]]\nbc = \"displayName\"\ndv = \"name\"\n"
        );
        let faults = read(&text).err().unwrap_or_default();
        let codes = faults.iter().map(|fault| fault.fault.code());
        codes.collect::<Vec<_>>()
    };
    for broken in [
        "(((",
        "number eq 'O''Neil",
        "(number eq ')'",
        "number eq 1)",
    ] {
        assert_eq!(with(broken), ["filter"], "{broken}");
    }
    for whole in [
        "number eq 'O''Neil'",
        "length(number) gt (3)",
        "name eq '(('",
    ] {
        assert!(with(whole).is_empty(), "{whole}");
    }
}

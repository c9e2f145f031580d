//! What the strict reader takes and refuses, with the place.

use super::{Source, Value, View, Want, read};
use crate::refusal::{Reason, Refusal};

fn source(text: &str) -> Source<'_> {
    Source {
        file: "a.json",
        member: None,
        lines_before: 0,
        text,
        language: super::Language::Json,
    }
}

fn refused(text: &str) -> Refusal {
    read(&source(text), &Want::All).unwrap_err()
}

#[test]
fn a_bare_nan_is_refused_where_it_stands() {
    let refusal = refused("{\"a\": [1,\n  {\"b/c\": NaN}]}");
    assert_eq!(refusal.reason, Reason::NotANumber);
    assert_eq!(
        refusal.to_string(),
        "a.json, line 2, column 11, at /a/1/b~1c: `NaN` is no number\nhelp: mend what computed it, or write \
         `null` and say in another member why there is no number"
    );
    for word in ["NaN", "Infinity", "-Infinity"] {
        assert_eq!(refused(&format!("[{word}]")).reason, Reason::NotANumber);
    }
}

#[test]
fn a_name_that_stands_twice_is_refused_however_it_is_spelt() {
    let refusal = refused(r#"{"score": 1, "\u0073core": 0}"#);
    assert_eq!(refusal.reason, Reason::NamedTwice);
    assert_eq!(refusal.place.line_column, Some((1, 14)));
}

#[test]
fn what_is_not_wanted_is_examined_all_the_same() {
    const SOME: Want = Want::Members(&[("a", &Want::All)]);
    let text = r#"{"a": 1, "b": {"c": [2, {"d": 3}]}}"#;
    let node = read(&source(text), &SOME).unwrap();
    let Value::Object(members) = &node.value else {
        panic!("{node:?}")
    };
    assert_eq!(members[1].1.value, Value::Skipped);
    let twice = r#"{"a": 1, "b": {"c": 1, "c": 2}}"#;
    assert_eq!(
        read(&source(twice), &SOME).unwrap_err().reason,
        Reason::NamedTwice
    );
    let nan = r#"{"a": 1, "b": [NaN]}"#;
    assert_eq!(read(&source(nan), &SOME).unwrap_err().reason, Reason::NotANumber);
}

#[test]
fn what_is_no_json_is_refused() {
    let texts = [
        "",
        "{",
        "[1,]",
        "{\"a\" 1}",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "[1 2]",
        "\"\u{1}\"",
        "\"\\ud800\"",
        "\"\\x\"",
        "nul",
        "{} {}",
        "\"abc",
        "\"\\",
        "{\"a\":1,}",
        "'a'",
        "-",
        "--1",
        "1-1",
    ];
    for text in texts {
        assert_eq!(refused(text).reason, Reason::Malformed, "{text}");
    }
    let bytes = Source::of_bytes("a.json", None, b"[1, \xff]").unwrap_err();
    assert_eq!(
        (bytes.reason, bytes.place.line_column),
        (Reason::Malformed, Some((1, 5)))
    );
}

#[test]
fn depth_is_bounded() {
    assert_eq!(refused(&"[".repeat(100_000)).reason, Reason::TooLarge);
}

#[test]
fn escapes_mean_what_they_say() {
    let source = source(r#"["\ud83d\ude00\n\u00e4\/", "é"]"#);
    let node = read(&source, &Want::All).unwrap();
    let items = View::new(&source, &node).items().unwrap();
    assert_eq!(items[0].text().unwrap(), "😀\nä/");
    assert_eq!(items[1].text().unwrap(), "é");
}

#[test]
fn a_missing_member_is_refused_with_what_is_near() {
    let source = source(r#"{"staus": "success"}"#);
    let node = read(&source, &Want::All).unwrap();
    let refusal = View::new(&source, &node).member("status").unwrap_err();
    assert_eq!(refusal.cure, "did you mean `status` where it says `staus`?");
    let unknown = View::new(&source, &node).only(&["status"]).unwrap_err();
    assert_eq!(
        (unknown.reason, unknown.cure.as_str()),
        (Reason::Unknown, "did you mean `status`?")
    );
}

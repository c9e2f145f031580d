//! The one spelling, held against an independent writer, and everything that is not it.

use super::*;
use proptest::prelude::*;

fn problem(text: &str) -> (usize, String) {
    let unreadable = read(text.as_bytes()).expect_err(text);
    (unreadable.at, unreadable.problem)
}

#[track_caller]
fn refused(text: &str, at: usize, words: &str) {
    let (found, problem) = problem(text);
    assert!(problem.contains(words), "{problem}");
    assert_eq!(found, at, "{problem}");
}

#[test]
fn canonical_bytes_come_back_as_they_were() {
    for text in [
        "null",
        "[]",
        "{}",
        r#"{"a":{},"b":[1,-2,0],"c":"\b\t\n\f\r\"\\\u001f\u0000/é"}"#,
        "[9007199254740991,-9007199254740991,true,false,null]",
        // By UTF-16 units the emoji comes first, by characters the Hebrew letter would.
        "{\"\u{20ac}\":1,\"\u{1f600}\":2,\"\u{fb33}\":3}",
    ] {
        assert_eq!(read(text.as_bytes()).unwrap().to_canonical(), text);
    }
}

#[test]
fn names_that_stand_twice_or_out_of_order_are_refused() {
    refused(r#"{"a":1,"a":2}"#, 7, "`a` stands twice");
    refused(r#"{"a":1,"b":2,"a":3}"#, 13, "`a` stands twice");
    refused(r#"{"b":1,"a":2}"#, 7, "`a` stands behind `b`");
    refused("{\"\u{fb33}\":1,\"\u{1f600}\":2}", 9, "stands behind");
    let twice = vec![("a".to_owned(), Value::Null), ("a".to_owned(), Value::Null)];
    assert_eq!(Object::new(twice), Err(NamedTwice("a".to_owned())));
}

#[test]
fn numbers_that_readers_would_see_differently_are_refused() {
    for text in ["NaN", "Infinity", "-Infinity"] {
        refused(&format!("[{text}]"), 1, "is no number");
    }
    for text in [
        "1.5",
        "1e3",
        "9007199254740992",
        "-9007199254740992",
        "123456789012345678901234567890",
        "1.0",
        "-",
        "1-1",
    ] {
        refused(&format!("[0,{text}]"), 3, "is no integer within 2^53 - 1");
    }
    for text in ["-0", "01", "-07", "00"] {
        refused(
            &format!("[{text}]"),
            1,
            "not how canonical JSON writes an integer",
        );
    }
}

#[test]
fn other_spellings_are_refused_at_their_place() {
    refused(r#"{"a": 1}"#, 5, "blank space");
    refused("1\n", 1, "blank space");
    refused(" 1", 0, "blank space");
    refused(r#""\/""#, 1, r"`\/`");
    refused(r#""a\u0041""#, 2, r"`\u0041`");
    refused(r#""\u001F""#, 1, r"`\u001F`");
    refused(r#""\u000a""#, 1, r"`\u000a`");
    refused(r#""\ud83d\ude00""#, 1, r"`\ud83d`");
    refused("\"\u{1}\"", 1, "control character");
    refused("[1,]", 3, "`]` where a value belongs");
    refused("[1 ", 2, "blank space");
    refused("[1", 2, "ends where `,` belongs");
    refused("{\"a\"", 4, "ends where `:` belongs");
    refused("{a:1}", 1, "`a` where `\"` belongs");
    refused("\"a", 2, "ends where `\"` belongs");
    refused("\"\\u00", 1, "`\\u`");
    refused("", 0, "ends where a value belongs");
    refused("nul", 0, "`n` where a value belongs");
    refused("{}{}", 2, "`{` where the end belongs");
    assert_eq!(read(b"\"ab\xff\"").unwrap_err().at, 3);
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(read(nested(64).as_bytes()).is_ok());
    refused(&nested(65), 64, "more than 64");
    refused(&"[".repeat(1_000_000), 64, "more than 64");
}

#[test]
fn a_refusal_names_the_cure() {
    let shown = read(br#"{"flop":2.5e26}"#).unwrap_err().to_string();
    assert_eq!(
        shown,
        "byte 8: `2.5e26` is no integer within 2^53 - 1\n\
         help: write larger numbers and fractions as decimal strings, such as \"2.5e26\""
    );
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (-Integer::MAX..=Integer::MAX).prop_map(|it| Value::Integer(Integer(it))),
        any::<String>().prop_map(Value::String),
        "[\\x00-\\x7f]{0,6}".prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|it| Value::Object(Object::new(it.into_iter().collect()).unwrap())),
        ]
    })
}

fn as_serde(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Integer(value) => value.value().into(),
        Value::String(value) => value.clone().into(),
        Value::Array(items) => items.iter().map(as_serde).collect(),
        Value::Object(object) => {
            let members = object.members().iter();
            // Against the order, so that the oracle has to find it.
            members
                .rev()
                .map(|(name, value)| (name.clone(), as_serde(value)))
                .collect()
        }
    }
}

proptest! {
    #[test]
    fn an_independent_writer_agrees(value in values()) {
        let text = value.to_canonical();
        prop_assert_eq!(&text, &serde_jcs::to_string(&as_serde(&value)).unwrap());
        prop_assert_eq!(read(text.as_bytes()).unwrap(), value);
    }

    #[test]
    fn whatever_is_read_is_written_as_it_was(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(value) = read(&bytes) {
            prop_assert_eq!(value.to_canonical().into_bytes(), bytes);
        }
    }

    #[test]
    fn a_changed_byte_is_refused_or_is_another_value(
        value in values(), pick in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = value.to_canonical().into_bytes();
        let at = pick.index(bytes.len());
        bytes[at] = byte;
        match read(&bytes) {
            Ok(other) => prop_assert_eq!(other.to_canonical().into_bytes(), bytes),
            Err(unreadable) => prop_assert!(unreadable.at <= bytes.len()),
        }
    }
}

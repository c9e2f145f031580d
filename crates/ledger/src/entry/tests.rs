//! Commitments bind to everything and say nothing; what is shown of an entry is checked against them.

use super::*;
use proptest::prelude::*;

const BODY: &str = r#"{"flop":"2.5e26","kind":"status-period","paused":true,"why":"ASL-3 not in place"}"#;

fn entry(body: &str) -> Entry {
    Entry {
        index: 7,
        received_ms: 1_700_000_000_000,
        request_key: RequestKey::new("r-1").unwrap(),
        secret: Secret::draw(|it| it.fill(9)),
        body: Body::read(body.as_bytes()).unwrap(),
    }
}

#[test]
fn a_commitment_binds_to_every_part() {
    let entry = entry(BODY);
    let changed = [
        Entry {
            index: 8,
            ..entry.clone()
        },
        Entry {
            received_ms: 1,
            ..entry.clone()
        },
        Entry {
            request_key: RequestKey::new("r-2").unwrap(),
            ..entry.clone()
        },
        Entry {
            secret: Secret::draw(|it| it.fill(8)),
            ..entry.clone()
        },
        Entry {
            body: Body::read(BODY.replace("true", "false").as_bytes()).unwrap(),
            ..entry.clone()
        },
        Entry {
            body: Body::read(BODY.replace("why", "who").as_bytes()).unwrap(),
            ..entry.clone()
        },
        Entry {
            body: Body::padding(),
            ..entry.clone()
        },
    ];
    for other in changed {
        assert_ne!(other.commitment(), entry.commitment(), "{other:?}");
    }
}

#[test]
fn equal_bodies_do_not_look_equal() {
    let one = entry(BODY);
    let other = Entry {
        secret: Secret::draw(|it| it.fill(8)),
        ..one.clone()
    };
    let (one, other) = (one.reveal(|_| Show::Name), other.reveal(|_| Show::Name));
    for (one, other) in one.fields.iter().zip(&other.fields) {
        assert_ne!(one, other);
    }
}

#[test]
fn a_field_is_shown_and_the_others_are_seen_to_be_withheld() {
    let entry = entry(BODY);
    let shown = entry.reveal(|name| match name {
        "paused" => Show::Open,
        "why" => Show::Name,
        _ => Show::Nothing,
    });
    assert_eq!(shown.verify(entry.commitment()), Ok(()));
    assert_eq!((shown.fields.len(), shown.n_withheld()), (4, 3));
    assert_eq!(shown.body(), None);
    assert!(
        matches!(&shown.fields[2], Field::Open { name, value, .. } if name == "paused" && value == "true")
    );
    assert!(matches!(&shown.fields[3], Field::Withheld { name, .. } if name == "why"));
    let text = format!("{shown:?}");
    assert!(!text.contains("2.5e26") && !text.contains("ASL-3") && !text.contains("status-period"));
}

#[test]
fn nothing_can_be_left_out_added_or_changed_unseen() {
    let entry = entry(BODY);
    let shown = entry.reveal(|_| Show::Open);
    let committed = entry.commitment();
    assert_eq!(shown.body(), Some(entry.body.clone()));
    let mut cases = vec![shown.clone(); 6];
    cases[0].fields.pop();
    cases[1].fields.push(Field::Sealed { field: committed });
    cases[2].fields.swap(0, 1);
    cases[3].index = 6;
    cases[4].received_ms += 1;
    if let Field::Open { value, .. } = &mut cases[5].fields[2] {
        *value = "false".to_owned();
    }
    for case in cases {
        assert_eq!(case.verify(committed), Err(Misshown::AnotherCommitment));
    }
}

#[test]
fn a_commitment_to_nonsense_is_found_out() {
    let open = |name: &str, value: &str| Field::Open {
        name: name.to_owned(),
        value: value.to_owned(),
        salt: Hash::of(&[]),
    };
    let nonsense = [
        vec![open("a", "1"), open("a", "2")],
        vec![
            open("b", "1"),
            Field::Sealed { field: Hash::of(&[]) },
            open("a", "2"),
        ],
        vec![open("a", "1"), open("b", "1.5")],
    ];
    for fields in nonsense {
        let mut shown = entry("{}").reveal(|_| Show::Open);
        let wrong = fields.len() - 1;
        shown.fields = fields;
        let parts = Parts {
            salt: shown.salt,
            index: shown.index,
            received_ms: shown.received_ms,
            request: shown.request,
            fields: shown.fields.iter().map(Field::hash).collect(),
        };
        assert_eq!(
            shown.verify(commitment(&parts)),
            Err(Misshown::NoBody { field: wrong })
        );
        assert_eq!(shown.body(), None);
    }
}

#[test]
fn only_canonical_objects_are_bodies() {
    assert_eq!(
        Body::read(b"[1]").unwrap_err().problem,
        "a body that is no object"
    );
    assert_eq!(Body::read(br#"{"a":1.5}"#).unwrap_err().at, 5);
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(Body::BYTES_MAX));
    assert!(
        Body::read(large.as_bytes())
            .unwrap_err()
            .problem
            .contains("at most 1048576")
    );
    assert_eq!(Body::read(b"{}").unwrap(), Body::padding());
    for key in ["", "a\nb", &"x".repeat(201)] {
        assert_eq!(RequestKey::new(key), None);
    }
}

#[test]
fn what_is_no_reveal_is_refused_with_its_place() {
    let whole = entry(BODY).reveal(|name| if name == "why" { Show::Nothing } else { Show::Open });
    let whole = whole.to_json();
    let cases = [
        ("\"received_ms\"", "\"a\"", "byte "),
        ("\"index\":7", "\"index\":-7", "index"),
        (
            "{\"field_hash\":\"",
            "{\"field_hash\":\"Z",
            "fields[3].field_hash",
        ),
        ("\"name\":\"flop\"", "\"name\":7", "fields[0].name"),
        ("\"name\":\"flop\",", "", "fields[0]"),
        (
            "{\"name\":\"flop\"",
            "{\"field_hash\":\"\",\"name\":\"flop\"",
            "fields[0]",
        ),
        ("\"salt\":\"", "\"salt\":\"0", "fields[0].salt"),
    ];
    for (was, is, place) in cases {
        let misshapen = Reveal::from_json(whole.replacen(was, is, 1).as_bytes()).unwrap_err();
        assert!(misshapen.place.starts_with(place), "{is}: {misshapen}");
    }
    let too_many = whole.replacen("\"index\":7", "\"index\":7,\"indey\":7", 1);
    let misshapen = Reveal::from_json(too_many.as_bytes()).unwrap_err();
    assert!(
        misshapen.cure.contains("did you mean one of `fields`, `index`"),
        "{misshapen}"
    );
}

proptest! {
    #[test]
    fn every_way_of_showing_leads_to_the_same_commitment(
        members in prop::collection::btree_map("[a-z]{1,5}", 0i64..1000, 0..8),
        ways in prop::collection::vec(0usize..3, 8),
    ) {
        let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        let entry = entry(&format!("{{{}}}", members.join(",")));
        let way = |name: &str| {
            let names = entry.body.object().members().iter();
            [Show::Open, Show::Name, Show::Nothing][ways[names.take_while(|it| it.0 != name).count()]]
        };
        let shown = entry.reveal(way);
        prop_assert_eq!(shown.verify(entry.commitment()), Ok(()));
        prop_assert_eq!(shown.fields.len(), members.len());
        prop_assert_eq!(shown.body().is_some(), shown.n_withheld() == 0);
        prop_assert_eq!(Reveal::from_json(shown.to_json().as_bytes()), Ok(shown));
    }
}

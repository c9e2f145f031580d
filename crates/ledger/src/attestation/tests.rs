//! Attestations are exactly what was signed, and what is none is refused with its place.

use super::*;
use crate::canonical;
use crate::note::KeyName;
use proptest::prelude::*;

pub(crate) fn signer(seed: u8) -> Signer {
    let name = KeyName::new(&format!("example.org/key-{seed}")).unwrap();
    Signer::new(name, Algorithm::Ed25519, &[seed; 32])
}

fn said(text: &str) -> Object {
    match canonical::read(text.as_bytes()).unwrap() {
        Value::Object(object) => object,
        other => panic!("{other:?} is no object"),
    }
}

const SAID: &str = r#"{"_type":"https://in-toto.io/Statement/v1","predicate":{"flop":"2.5e26"},"predicateType":"https://example.org/evaluation/v1","role":"issuer","subject":[{"digest":{"sha256":"ab"},"name":"model"}]}"#;

fn signed() -> Attestation {
    let mut attestation = Attestation::new(said(SAID)).unwrap();
    attestation.sign(&signer(1));
    attestation.sign(&signer(2));
    attestation
}

#[test]
fn an_attestation_comes_back_from_its_body_and_its_envelope() {
    let attestation = signed();
    let body = attestation.body().unwrap();
    assert_eq!(Attestation::read(&body), Ok(Some(attestation.clone())));
    assert_eq!(
        Attestation::from_dsse(attestation.to_dsse().as_bytes()),
        Ok(attestation.clone())
    );
    assert_eq!(attestation.role(), Role::Issuer);
    assert_eq!(attestation.predicate_type(), "https://example.org/evaluation/v1");
    assert_eq!(Attestation::read(&Body::padding()), Ok(None));
}

#[test]
fn what_is_signed_is_what_dsse_says() {
    // Put together by hand from the words of DSSE: type and payload, each behind its length.
    let by_hand = [
        b"DSSEv1 28 application/vnd.in-toto+json 195 ".as_slice(),
        SAID.as_bytes(),
    ]
    .concat();
    assert_eq!(SAID.len(), 195);
    assert_eq!(signed().signed_bytes(), by_hand);
}

#[test]
fn a_signature_is_of_one_key_and_of_all_that_is_said() {
    let attestation = signed();
    let is_signed_by = |seed| attestation.is_signed_by(signer(seed).verifier());
    assert_eq!(
        [is_signed_by(1), is_signed_by(2), is_signed_by(3)],
        [Some(true), Some(true), None]
    );
    for (was, is) in [("2.5e26", "2.5e25"), ("issuer", "auditor"), ("model", "other")] {
        let body = attestation.body().unwrap().text().replace(was, is);
        let changed = Attestation::read(&Body::read(body.as_bytes()).unwrap())
            .unwrap()
            .unwrap();
        assert_eq!(changed.is_signed_by(signer(1).verifier()), Some(false), "{is}");
    }
}

#[test]
fn signatures_of_other_kinds_are_kept_as_they_are_and_count_for_nothing() {
    let other = r#""signatures":[{"bits":[1,2],"kind":"ml-dsa-44"},"#;
    let body = signed()
        .body()
        .unwrap()
        .text()
        .replace(r#""signatures":["#, other);
    let body = Body::read(body.as_bytes()).unwrap();
    let attestation = Attestation::read(&body).unwrap().unwrap();
    assert_eq!(attestation.body().unwrap(), body);
    let [Signature::Other { kind, .. }, _, _] = attestation.signatures() else {
        panic!("{:?}", attestation.signatures());
    };
    assert_eq!(kind, "ml-dsa-44");
    assert_eq!(attestation.signatures()[0].key(), None);
    assert_eq!(attestation.is_signed_by(signer(1).verifier()), Some(true));
}

#[test]
fn what_is_no_attestation_is_refused_with_its_place() {
    let whole = signed().body().unwrap().text().to_owned();
    let refused = |was: &str, is: &str| {
        let changed = whole.replacen(was, is, 1);
        assert_ne!(changed, whole, "{was}");
        let body = Body::read(changed.as_bytes()).unwrap();
        let misshapen = Attestation::read(&body).unwrap_err();
        assert!(!misshapen.cure.is_empty());
        format!("{}: {}", misshapen.place, misshapen.problem)
    };
    let cases = [
        (
            "Statement/v1",
            "Statement/v2",
            "_type: `\"https://in-toto.io/Statement/v2\"` is not `https:",
        ),
        (
            "https://example.org/evaluation/v1",
            "evaluation",
            "predicateType: `\"evaluation\"` is not an address",
        ),
        (r#""role":"issuer","#, "", ": no member `role`"),
        (
            r#""issuer""#,
            r#""ceo""#,
            "role: `\"ceo\"` is not one of the roles `log`, `issuer`",
        ),
        (
            r#"{"digest":{"sha256":"ab"},"name":"model"}"#,
            "",
            "subject: `[]` says of nothing",
        ),
        (
            r#""digest":{"sha256":"ab"},"#,
            "",
            "subject[0]: no member `digest`",
        ),
        (
            r#""ab""#,
            "1",
            "subject[0].digest: `sha256` has a digest that is no string",
        ),
        (r#"{"keyid":""#, r#"{"keyid":"A"#, "signatures[0].keyid: `"),
        (r#"=="},"#, r#"="},"#, "signatures[0].sig: `"),
        (
            r#""sig""#,
            r#""sign""#,
            "signatures[0]: `sign` is no member that is known here",
        ),
    ];
    for (was, is, words) in cases {
        let found = refused(was, is);
        assert!(found.starts_with(words), "{found}");
    }
    let signature = signed().signatures()[0].to_value().to_canonical();
    let twice = refused(&signature, &format!("{signature},{signature}"));
    assert!(
        twice.starts_with("signatures[1]: the key `") && twice.ends_with("signs twice"),
        "{twice}"
    );
    let mut nested = signed().body().unwrap().object().clone();
    assert!(
        Attestation::new(std::mem::take(&mut nested))
            .unwrap_err()
            .problem
            .contains("`signatures`")
    );
}

#[test]
fn an_envelope_is_read_strictly() {
    let whole = signed().to_dsse();
    let cases = [
        (PAYLOAD_TYPE, "text/plain", "payloadType"),
        ("\"payload\":\"", "\"payload\":\"!", "payload"),
        ("\"payload\":\"", "\"payload\":\"AAAA", "payload, byte 0"),
        ("\"signatures\"", "\"signatured\"", ""),
    ];
    for (was, is, place) in cases {
        let misshapen = Attestation::from_dsse(whole.replacen(was, is, 1).as_bytes()).unwrap_err();
        assert_eq!(misshapen.place, place, "{misshapen}");
    }
}

proptest! {
    #[test]
    fn any_changed_bit_of_a_signature_is_seen(at in 0usize..64, bit in 0u8..8) {
        let mut attestation = signed();
        let Signature::Ed25519 { bytes, .. } = &mut attestation.signatures[0] else {
            panic!("it is one");
        };
        bytes[at] ^= 1 << bit;
        prop_assert_eq!(attestation.is_signed_by(signer(1).verifier()), Some(false));
        prop_assert_eq!(attestation.is_signed_by(signer(2).verifier()), Some(true));
    }
}

//! Notes held against an independent crate, and everything that is no note.

use super::*;
use crate::hash::Hash;
use proptest::prelude::*;
use signed_note::{Note as OracleNote, StandardSigner, StandardVerifier, VerifierList};

fn name(text: &str) -> KeyName {
    KeyName::new(text).unwrap()
}

fn signer(text: &str, algorithm: Algorithm) -> Signer {
    Signer::new(name(text), algorithm, &[7; 32])
}

fn signed(text: &str) -> (Note, Signer, Signer) {
    let log = signer("example.org/ledger", Algorithm::Ed25519);
    let witness = signer("witness.example.net", Algorithm::Cosigner);
    let mut note = Note::new(text).unwrap();
    note.sign(&log, 0);
    note.sign(&witness, 1_700_000_000);
    (note, log, witness)
}

#[test]
fn several_keys_sign_one_text() {
    let (note, log, witness) = signed("a\nb\n\nc\n");
    let read = Note::parse(note.to_string().as_bytes()).unwrap();
    assert_eq!(read, note);
    assert_eq!(log.verifier().verify(&read), Ok(None));
    assert_eq!(witness.verifier().verify(&read), Ok(Some(1_700_000_000)));
    let stranger = signer("example.com", Algorithm::Ed25519);
    assert_eq!(
        stranger.verifier().verify(&read),
        Err(Unverified::Unsigned(name("example.com")))
    );
    // One name, another key: the id tells them apart.
    let renewed = Signer::new(name("example.org/ledger"), Algorithm::Ed25519, &[8; 32]);
    assert!(matches!(
        renewed.verifier().verify(&read),
        Err(Unverified::Unsigned(_))
    ));
}

#[test]
fn another_text_or_time_is_not_signed() {
    let (note, log, witness) = signed("a\n");
    let text = note.to_string().replacen('a', "b", 1);
    let changed = Note::parse(text.as_bytes()).unwrap();
    let wrong = |signer: &Signer| Err(Unverified::WrongSignature(signer.verifier().name().clone()));
    assert_eq!(log.verifier().verify(&changed), wrong(&log));
    assert_eq!(witness.verifier().verify(&changed), wrong(&witness));
    let mut redated = note.clone();
    redated.signatures[1].bytes[7] ^= 1;
    assert_eq!(witness.verifier().verify(&redated), wrong(&witness));
    for bytes in [0, 7, 63, 73] {
        let mut cut = note.clone();
        cut.signatures.iter_mut().for_each(|it| it.bytes.resize(bytes, 0));
        assert_eq!(log.verifier().verify(&cut), wrong(&log));
        assert_eq!(witness.verifier().verify(&cut), wrong(&witness));
    }
}

#[test]
fn one_wrong_line_of_a_key_is_not_made_good_by_a_right_one() {
    let (mut note, log, _) = signed("a\n");
    let mut wrong = note.signatures[0].clone();
    wrong.bytes[0] ^= 1;
    note.signatures.push(wrong);
    assert!(matches!(
        log.verifier().verify(&note),
        Err(Unverified::WrongSignature(_))
    ));
}

/// The order of the group of Ed25519, lowest byte first.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

#[test]
fn a_signature_has_one_spelling() {
    let (mut note, log, _) = signed("a\n");
    assert_eq!(log.verifier().verify(&note), Ok(None));
    // Without strictness, adding the order to the second half gives another signature that verifies.
    let mut carry = 0;
    for (byte, added) in note.signatures[0].bytes[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(added) + carry;
        (*byte, carry) = (sum.to_le_bytes()[0], sum >> 8);
    }
    assert!(matches!(
        log.verifier().verify(&note),
        Err(Unverified::WrongSignature(_))
    ));
}

#[test]
fn a_line_of_the_same_key_is_replaced() {
    let (mut note, _, witness) = signed("a\n");
    note.sign(&witness, 1_700_000_001);
    assert_eq!(note.signatures().len(), 2);
    assert_eq!(witness.verifier().verify(&note), Ok(Some(1_700_000_001)));
}

#[test]
fn an_independent_crate_reads_ours_and_we_read_its() {
    let (note, log, _) = signed("a\nb\n");
    let verifier = StandardVerifier::new(&log.verifier().to_string()).unwrap();
    let oracle = OracleNote::from_bytes(note.to_string().as_bytes()).unwrap();
    let (verified, unknown) = oracle
        .verify(&VerifierList::new(vec![Box::new(verifier)]))
        .unwrap();
    assert_eq!((verified.len(), unknown.len()), (1, 1));
    assert_eq!(oracle.to_bytes(), note.to_string().into_bytes());

    let seed = [1u8; 33];
    let ours = Signer::new(name("peer"), Algorithm::Ed25519, &[1; 32]);
    let id = ours.verifier().id_hex();
    let secret = format!("PRIVATE+KEY+peer+{id}+{}", STANDARD.encode(seed));
    let mut theirs = OracleNote::new(b"theirs\n", &[]).unwrap();
    theirs
        .add_sigs(&[&StandardSigner::new(&secret).unwrap()])
        .unwrap();
    let read = Note::parse(&theirs.to_bytes()).unwrap();
    assert_eq!(ours.verifier().verify(&read), Ok(None));
}

#[test]
fn a_key_comes_back_as_it_was_and_others_are_refused() {
    for algorithm in [Algorithm::Ed25519, Algorithm::Cosigner] {
        let text = signer("example.org/ledger", algorithm).verifier().to_string();
        assert_eq!(Verifier::parse(&text).unwrap().to_string(), text);
    }
    let problem = |text: &str| Verifier::parse(text).expect_err(text).problem;
    assert_eq!(problem("a"), "`a` is no key: it needs two `+`");
    assert_eq!(problem("a b+00000000+AQ=="), "`a b` is no name of a key");
    assert!(problem("a+00000000+*").contains("is no base64 of a key"));
    assert!(problem("a+00000000+").contains("is no base64 of a key"));
    let tagged = |tag: u8, key: &[u8]| STANDARD.encode([&[tag], key].concat());
    let key = signer("a", Algorithm::Ed25519).verifier().key.to_bytes();
    assert!(problem(&format!("a+00000000+{}", tagged(1, &key))).contains("not the id"));
    assert!(problem(&format!("a+00000000+{}", tagged(2, &key))).contains("algorithm"));
    assert!(problem(&format!("a+00000000+{}", tagged(1, &key[1..]))).contains("full order"));
    // The neutral element and a point of order eight.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    assert!(problem(&format!("a+00000000+{}", tagged(1, &neutral))).contains("full order"));
    assert!(problem(&format!("a+00000000+{}", tagged(4, &[0; 32]))).contains("full order"));
}

#[test]
fn what_is_no_note_is_refused_at_its_line() {
    let problem = |text: &str| {
        let malformed = Note::parse(text.as_bytes()).expect_err(text);
        (malformed.line, malformed.problem)
    };
    assert_eq!(problem(""), (1, "no blank line before the signatures".to_owned()));
    assert_eq!(problem("a\nb\n").0, 3);
    assert_eq!(
        problem("a\n\n"),
        (3, "no signature, or its line has no end".to_owned())
    );
    assert_eq!(problem("a\n\n\u{2014} n AAAAAAA=").0, 3);
    assert_eq!(problem("\n\n\u{2014} n AAAAAAA=\n").0, 2);
    assert_eq!(problem("a\tb\n\n\u{2014} n AAAAAAA=\n").0, 1);
    assert_eq!(problem("a\r\n\n\u{2014} n AAAAAAA=\n").0, 1);
    assert_eq!(problem("a\n\n\u{2014} n AAAAAAA=\r\n").0, 3);
    let line = |line: &str| problem(&format!("a\n\n\u{2014} n AAAAAAA=\n{line}\n"));
    assert_eq!(
        line("- n AAAAAAA="),
        (4, "`- n AAAAAAA=` is no line of a signature".to_owned())
    );
    assert_eq!(
        line("\u{2014} n"),
        (4, "no signature behind the name `n`".to_owned())
    );
    assert_eq!(
        line("\u{2014} a+b AAAAAAA="),
        (4, "`a+b` is no name of a key".to_owned())
    );
    for base64 in ["", "AAAA", "AAAAAA==", "AAAAAAB=", "AAAAAAA", "*"] {
        assert_eq!(line(&format!("\u{2014} n {base64}")).0, 4);
    }
    let many = format!("a\n\n{}", "\u{2014} n AAAAAAA=\n".repeat(101));
    assert_eq!(problem(&many), (103, "more than 100 signatures".to_owned()));
    assert!(problem(&"a".repeat(1_000_001)).1.contains("at most 1000000"));
    assert_eq!(Note::parse(b"a\n\xff").unwrap_err().line, 2);
    assert!(Note::new("").is_err());
    assert!(Note::new("\n").is_err());
    assert!(Note::new("a").is_err());
}

/// Vectors of C2SP/CCTV: of signatures with points of every odd kind, those count alone that no strict verifier
/// refuses.
#[test]
fn odd_points_are_refused_and_exactly_43_of_914_accepted() {
    let vectors = include_str!("../../tests/vectors/cctv/ed25519.json");
    let vectors: Vec<serde_json::Value> = serde_json::from_str(vectors).unwrap();
    let is_accepted = |vector: &serde_json::Value| {
        let key = [&[1][..], &hex(&vector["key"])].concat();
        let id = Hash::of(&[b"a\n", &key]).to_string();
        let key = Verifier::parse(&format!("a+{}+{}", &id[..8], STANDARD.encode(&key)));
        let signature: [u8; 64] = hex(&vector["sig"]).try_into().unwrap();
        let message = vector["msg"].as_str().unwrap().as_bytes();
        key.is_ok_and(|it| it.verify_bytes(message, &signature))
    };
    let harmless = ["low_order_component_R", "low_order_component_A"];
    for vector in &vectors {
        let flags = vector["flags"].as_array().map_or(&[][..], Vec::as_slice);
        let is_harmless = flags.iter().all(|it| harmless.contains(&it.as_str().unwrap()));
        assert_eq!(is_accepted(vector), is_harmless, "{}", vector["number"]);
    }
    assert_eq!(vectors.len(), 914);
    assert_eq!(vectors.iter().filter(|it| is_accepted(it)).count(), 43);
}

fn hex(digits: &serde_json::Value) -> Vec<u8> {
    let digits = digits.as_str().unwrap();
    let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(byte).collect()
}

proptest! {
    #[test]
    fn what_is_read_is_written_as_it_was(text in "[a\n\u{2014} +=AB]{0,80}") {
        let whole = format!("a\n{text}\n\n\u{2014} n AAAAAAA=\n");
        if let Ok(note) = Note::parse(whole.as_bytes()) {
            prop_assert_eq!(note.to_string(), whole);
        }
        if let Ok(note) = Note::parse(text.as_bytes()) {
            prop_assert_eq!(note.to_string(), text);
        }
    }

    #[test]
    fn a_flipped_bit_in_a_signed_note_is_never_verified(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let (note, log, witness) = signed("example\n12\n");
        let mut bytes = note.to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1u8 << bit;
        if let Ok(read) = Note::parse(&bytes) {
            let both = log.verifier().verify(&read).is_ok() && witness.verifier().verify(&read).is_ok();
            prop_assert!(!both);
        }
    }

    #[test]
    fn nothing_makes_a_reader_stop(text in any::<String>(), near in "[a+/=0-9\\n\u{2014} AQ-]{0,120}") {
        for text in [text, near] {
            if let Ok(key) = Verifier::parse(&text) {
                prop_assert_eq!(key.to_string(), text.clone());
            }
            if let Ok(signature) = Signature::parse(&text, 1) {
                prop_assert_eq!(signature.to_string(), text.clone());
            }
            if let Ok(checkpoint) = crate::Checkpoint::parse(&text) {
                prop_assert_eq!(checkpoint.to_string(), text.clone());
            }
            if let Err(malformed) = Note::parse(text.as_bytes()) {
                prop_assert!((1..=text.lines().count() + 2).contains(&malformed.line));
            }
        }
    }
}

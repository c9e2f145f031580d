//! Every role at every index, before, within and after a key's life; every way in which a role is misused.

use super::*;
use crate::attestation::STATEMENT_TYPE;
use crate::canonical::Value;
use crate::canonical::shape::{object, text};
use crate::note::{Algorithm, KeyName, Signer};
use crate::store::AppendError;
use crate::verify::{Fault, Trust};
use crate::{RequestKey, Secret, Sqlite, Store, Submission};
use proptest::prelude::*;

fn signer(seed: u8) -> Signer {
    let name = KeyName::new(&format!("example.org/key-{seed}")).unwrap();
    Signer::new(name, Algorithm::Ed25519, &[seed; 32])
}

fn id(seed: u8) -> KeyId {
    signer(seed).verifier().key_id()
}

/// Keys 1, 2 and 3, two of which must sign.
fn roots() -> Roots {
    Roots::new(2, [1, 2, 3].map(|it| signer(it).verifier().clone()).into()).unwrap()
}

fn signed(mut attestation: Attestation, seeds: &[u8]) -> Body {
    for seed in seeds {
        attestation.sign(&signer(*seed));
    }
    attestation.body().unwrap()
}

fn event(event: &KeyEvent, seeds: &[u8]) -> Body {
    signed(event.attestation(), seeds)
}

fn add(seed: u8, role: Role) -> KeyEvent {
    let key = signer(seed).verifier().clone();
    KeyEvent::Add {
        key,
        role,
        speaks_for: Vec::new(),
    }
}

fn said(role: Role, seeds: &[u8]) -> Body {
    let subject = object([("digest", object([("sha256", text("ab"))]))]);
    let said = object([
        ("_type", text(STATEMENT_TYPE)),
        ("predicateType", text("https://example.org/anything/v1")),
        ("role", text(role.name())),
        ("subject", Value::Array(vec![subject])),
    ]);
    let Value::Object(said) = said else {
        panic!("an object was made")
    };
    signed(Attestation::new(said).unwrap(), seeds)
}

fn taken(bodies: &[Body]) -> Keyring {
    let mut keyring = Keyring::new(&roots());
    for body in bodies {
        keyring.take(body).unwrap();
    }
    keyring
}

#[track_caller]
fn refused(keyring: &Keyring, body: &Body) -> Refusal {
    let mut after = keyring.clone();
    let refusal = after.take(body).unwrap_err();
    assert!(refusal.to_string().contains("help: "), "{refusal}");
    let mut skipped = keyring.clone();
    skipped.skip();
    assert_eq!(after, skipped, "what is refused changes no key");
    refusal
}

#[test]
fn a_key_signs_in_its_role_from_behind_its_beginning_to_its_end() {
    let issuer = said(Role::Issuer, &[4]);
    let mut keyring = Keyring::new(&roots());
    let barred = |keyring: &Keyring| match refused(keyring, &issuer) {
        Refusal::Barred { why, .. } => why,
        other => panic!("{other}"),
    };
    assert_eq!(barred(&keyring), Barred::Unknown);
    keyring.take(&event(&add(4, Role::Issuer), &[1, 2])).unwrap();
    let admitted = keyring.take(&issuer).unwrap();
    assert_eq!((admitted.role, admitted.keys), (Some(Role::Issuer), vec![id(4)]));
    keyring
        .take(&event(&KeyEvent::Retire { key: id(4) }, &[2, 3]))
        .unwrap();
    assert_eq!(barred(&keyring), Barred::Retired { retired: 2 });
    let at = |index| keyring.may_sign(id(4), Role::Issuer, index);
    assert_eq!(
        [at(0), at(1), at(2)],
        [Err(Barred::NotYet { added: 0 }), Ok(()), Ok(())]
    );
    assert_eq!(at(3), Err(Barred::Retired { retired: 2 }));
    assert_eq!(keyring.key(id(4)), Some((signer(4).verifier(), Role::Issuer)));
}

#[test]
fn a_revoked_key_does_not_count_from_the_stated_entry_on_even_in_hindsight() {
    let issuer = said(Role::Issuer, &[4]);
    let revoke = |from| event(&KeyEvent::Revoke { key: id(4), from }, &[1, 2]);
    let keyring = taken(&[
        event(&add(4, Role::Issuer), &[1, 3]),
        issuer.clone(),
        issuer.clone(),
    ]);
    assert_eq!(
        refused(&keyring, &revoke(4)),
        Refusal::RevokedAhead { from: 4, index: 3 }
    );
    let mut keyring = keyring;
    keyring.take(&revoke(2)).unwrap();
    let at = |keyring: &Keyring, index| keyring.may_sign(id(4), Role::Issuer, index);
    assert_eq!(at(&keyring, 1), Ok(()));
    assert_eq!(at(&keyring, 2), Err(Barred::Revoked { from: 2 }));
    // Later it turns out that it was stolen earlier; a later index takes nothing back.
    keyring.take(&revoke(1)).unwrap();
    keyring.take(&revoke(3)).unwrap();
    assert_eq!(at(&keyring, 1), Err(Barred::Revoked { from: 1 }));
}

#[test]
fn every_role_but_its_own_is_refused() {
    let roles = [Role::Issuer, Role::Auditor, Role::Government];
    let seeds = [4, 5, 6];
    let events: Vec<Body> = roles
        .iter()
        .zip(seeds)
        .map(|(role, seed)| event(&add(seed, *role), &[1, 2]))
        .collect();
    let keyring = taken(&events);
    for (role, own) in roles.iter().zip(seeds) {
        for seed in seeds {
            let body = said(*role, &[seed]);
            if seed == own {
                assert!(keyring.clone().take(&body).is_ok());
                // Beside a key that may, one that may not spoils it.
                let both = said(*role, &[own, if own == 4 { 5 } else { 4 }]);
                assert!(matches!(refused(&keyring, &both), Refusal::Barred { .. }));
                continue;
            }
            let Refusal::Barred {
                why: Barred::OtherRole { .. },
                ..
            } = refused(&keyring, &body)
            else {
                panic!("{seed} as {role}");
            };
        }
    }
}

#[test]
fn log_keys_sign_no_entries_and_root_keys_sign_key_events_alone() {
    let keyring = taken(&[
        event(&add(4, Role::Log), &[1, 2]),
        event(&add(5, Role::Issuer), &[1, 2]),
    ]);
    assert_eq!(refused(&keyring, &said(Role::Log, &[4])), Refusal::LogSigns);
    assert_eq!(refused(&keyring, &said(Role::Root, &[1, 2])), Refusal::RootSigns);
    let as_issuer = event(&add(6, Role::Issuer), &[])
        .text()
        .replace("\"role\":\"root\"", "\"role\":\"issuer\"");
    let as_issuer = Attestation::read(&Body::read(as_issuer.as_bytes()).unwrap())
        .unwrap()
        .unwrap();
    assert_eq!(
        refused(&keyring, &signed(as_issuer, &[5])),
        Refusal::NotByRoot { role: Role::Issuer }
    );
    assert_eq!(keyring.may_sign(id(4), Role::Log, 9), Ok(()));
}

#[test]
fn so_many_root_keys_must_sign_and_so_many_must_be_left() {
    let keyring = Keyring::new(&roots());
    let one = event(&add(4, Role::Issuer), &[1]);
    let (n_signers, threshold) = (1, 2);
    assert_eq!(
        refused(&keyring, &one),
        Refusal::TooFewRoots { n_signers, threshold }
    );
    let mut keyring = keyring;
    keyring
        .take(&event(&KeyEvent::Retire { key: id(3) }, &[2, 3]))
        .unwrap();
    let second = event(&KeyEvent::Retire { key: id(2) }, &[1, 2]);
    assert_eq!(
        refused(&keyring, &second),
        Refusal::TooFewRootsLeft { n_left: 1, threshold }
    );
    keyring.take(&event(&add(7, Role::Root), &[1, 2])).unwrap();
    keyring.take(&second).unwrap();
    assert!(keyring.take(&event(&add(8, Role::Auditor), &[1, 7])).is_ok());
    let by_retired = event(&add(9, Role::Auditor), &[1, 2]);
    let why = Barred::Retired { retired: 2 };
    assert_eq!(
        refused(&keyring, &by_retired),
        Refusal::Barred {
            key: id(2),
            role: Role::Root,
            why
        }
    );
    let verifiers = |seeds: &[u8]| seeds.iter().map(|it| signer(*it).verifier().clone()).collect();
    assert_eq!(Roots::new(0, verifiers(&[1])), None);
    assert_eq!(Roots::new(2, verifiers(&[1])), None);
    assert_eq!(Roots::new(1, verifiers(&[1, 1])), None);
}

#[test]
fn a_key_has_one_role_and_one_life() {
    let mut keyring = taken(&[event(&add(4, Role::Issuer), &[1, 2])]);
    let again = event(&add(4, Role::Auditor), &[1, 2]);
    assert_eq!(refused(&keyring, &again), Refusal::KnownKey { key: id(4) });
    assert_eq!(
        refused(&keyring, &event(&KeyEvent::Retire { key: id(9) }, &[1, 2])),
        Refusal::UnknownKey { key: id(9) }
    );
    let retire = event(&KeyEvent::Retire { key: id(4) }, &[1, 2]);
    keyring.take(&retire).unwrap();
    assert_eq!(refused(&keyring, &retire), Refusal::RetiredTwice { key: id(4) });
    assert_eq!(refused(&keyring, &again), Refusal::KnownKey { key: id(4) });
}

#[test]
fn what_is_unsigned_or_wrongly_signed_is_refused_and_padding_is_not() {
    let mut keyring = taken(&[event(&add(4, Role::Issuer), &[1, 2])]);
    assert_eq!(keyring.take(&Body::padding()).unwrap().role, None);
    assert_eq!(
        refused(&keyring, &Body::read(b"{\"a\":1}").unwrap()),
        Refusal::Unsigned
    );
    assert_eq!(refused(&keyring, &said(Role::Issuer, &[])), Refusal::Unsigned);
    let other = said(Role::Issuer, &[])
        .text()
        .replace("[]", r#"[{"kind":"ml-dsa-44"}]"#);
    assert_eq!(
        refused(&keyring, &Body::read(other.as_bytes()).unwrap()),
        Refusal::Unsigned
    );
    let changed = said(Role::Issuer, &[4]).text().replace("\"ab\"", "\"cd\"");
    let changed = Body::read(changed.as_bytes()).unwrap();
    assert_eq!(
        refused(&keyring, &changed),
        Refusal::WrongSignature { key: id(4) }
    );
    let with_other = said(Role::Issuer, &[4])
        .text()
        .replace("\"signatures\":[", r#""signatures":[{"kind":"x"},"#);
    let admitted = keyring.take(&Body::read(with_other.as_bytes()).unwrap()).unwrap();
    assert_eq!(
        (admitted.keys, admitted.unchecked),
        (vec![id(4)], vec!["x".to_owned()])
    );
}

#[test]
fn key_events_are_read_strictly() {
    let whole = event(&add(4, Role::Issuer), &[]).text().to_owned();
    let revoke = event(&KeyEvent::Revoke { key: id(4), from: 3 }, &[])
        .text()
        .to_owned();
    let cases = [
        (&whole, "\"add\"", "\"ad\"", "predicate.action"),
        (
            &whole,
            "\"role\":\"issuer\"",
            "\"role\":\"issue\"",
            "predicate.role",
        ),
        (
            &whole,
            "example.org/key-4+",
            "example.org/key-4+0",
            "predicate.key",
        ),
        (&revoke, "\"from\":3", "\"from\":-3", "predicate.from"),
        (&revoke, "\"from\":3,", "", "predicate"),
    ];
    for (text, was, is, place) in cases {
        let body = Body::read(text.replacen(was, is, 1).as_bytes()).unwrap();
        let attestation = Attestation::read(&body).unwrap().unwrap();
        assert_eq!(KeyEvent::read(&attestation).unwrap_err().place, place);
    }
    for whole in [
        add(4, Role::Log),
        KeyEvent::Retire { key: id(4) },
        KeyEvent::Revoke {
            key: id(4),
            from: 1 << 60,
        },
    ] {
        assert_eq!(KeyEvent::read(&whole.attestation()), Ok(Some(whole)));
    }
}

fn submission(key: &str, body: &Body) -> Submission {
    Submission {
        request_key: RequestKey::new(key).unwrap(),
        secret: Secret::draw(|it| it.fill(1)),
        body: body.clone(),
    }
}

#[test]
fn a_store_under_roots_lets_in_and_opens_only_what_might_be_signed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let store = Sqlite::open_under(&path, &roots()).unwrap();
    let second = Sqlite::open_under(&path, &roots()).unwrap();
    let issuer = said(Role::Issuer, &[4]);
    let append = |store: &Sqlite, key: &str, body: &Body| store.append(vec![submission(key, body)], 1);
    assert!(matches!(
        append(&store, "a", &issuer),
        Err(AppendError::Refused { .. })
    ));
    let batch = [
        event(&add(4, Role::Issuer), &[1, 2]),
        issuer.clone(),
        said(Role::Auditor, &[4]),
    ];
    let batch = (0..)
        .zip(&batch)
        .map(|(n, it): (u32, _)| submission(&n.to_string(), it))
        .collect();
    assert!(matches!(store.append(batch, 1), Err(AppendError::Refused { .. })));
    assert_eq!(store.size(), Ok(0), "a batch is stored whole or not at all");
    append(&second, "a", &event(&add(4, Role::Issuer), &[1, 2])).unwrap();
    assert_eq!(
        append(&store, "b", &issuer).unwrap()[0].index,
        1,
        "what another opening wrote is seen"
    );
    append(&second, "c", &event(&KeyEvent::Retire { key: id(4) }, &[1, 2])).unwrap();
    assert!(matches!(
        append(&store, "d", &issuer),
        Err(AppendError::Refused { .. })
    ));
    assert_eq!(
        append(&store, "b", &issuer).unwrap()[0].index,
        1,
        "what is stored stays stored"
    );
    drop((store, second));
    assert!(Sqlite::open_under(&path, &roots()).is_ok());
    let unguarded = Sqlite::open(&path).unwrap();
    append(&unguarded, "e", &issuer).unwrap();
    drop(unguarded);
    let trust = Trust {
        roots: Some(roots()),
        ..Trust::default()
    };
    let faults = Sqlite::examine(&path, &trust).unwrap().faults;
    assert!(
        matches!(faults[..], [Fault::NotAdmitted { index: 3, .. }]),
        "{faults:?}"
    );
    assert!(Sqlite::open_under(&path, &roots()).is_err());
}

/// What a key's life comes to, told from the list of events alone.
fn naive(events: &[(u8, u64)], index: u64) -> bool {
    let added = events.iter().position(|it| it.0 == 0).map(|it| it as u64);
    let retired = events.iter().position(|it| it.0 == 1).map(|it| it as u64);
    let revoked = events.iter().filter(|it| it.0 == 2).map(|it| it.1).min();
    added.is_some_and(|it| index > it)
        && retired.is_none_or(|it| index <= it)
        && revoked.is_none_or(|it| index < it)
}

proptest! {
    #[test]
    fn a_life_is_what_its_events_say(
        retire_at in 1usize..6,
        revocations in prop::collection::vec((1usize..6, 0u64..6), 0..3),
    ) {
        let mut plan = vec![(9u8, 0u64); 6];
        plan[0] = (0, 0);
        plan[retire_at] = (1, 0);
        for (at, from) in revocations {
            if at != retire_at && from <= at as u64 {
                plan[at] = (2, from);
            }
        }
        let mut keyring = Keyring::new(&roots());
        for (what, from) in &plan {
            let body = match what {
                0 => event(&add(4, Role::Issuer), &[1, 2]),
                1 => event(&KeyEvent::Retire { key: id(4) }, &[1, 2]),
                2 => event(&KeyEvent::Revoke { key: id(4), from: *from }, &[1, 2]),
                _ => Body::padding(),
            };
            keyring.take(&body).unwrap();
        }
        for index in 0..8 {
            prop_assert_eq!(keyring.may_sign(id(4), Role::Issuer, index).is_ok(), naive(&plan, index));
        }
    }
}

fn add_for(seed: u8, parties: &[&str]) -> KeyEvent {
    KeyEvent::Add {
        key: signer(seed).verifier().clone(),
        role: Role::Issuer,
        speaks_for: parties.iter().map(|it| (*it).to_owned()).collect(),
    }
}

#[test]
fn what_is_signed_counts_for_the_parties_of_a_key_that_might_sign_and_for_no_other() {
    let issuer = said(Role::Issuer, &[4]);
    let both = said(Role::Issuer, &[4, 5]);
    let mut keyring = taken(&[
        event(&add_for(4, &["Lab", "Board"]), &[1, 2]),
        event(&add_for(5, &["Trust"]), &[1, 2]),
    ]);
    let counts = |keyring: &Keyring, body: &Body, index, party| keyring.counts(body, index, Some(party));
    assert_eq!(counts(&keyring, &issuer, 2, "Board"), Ok(()));
    assert_eq!(counts(&keyring, &both, 2, "Trust"), Ok(()));
    assert_eq!(keyring.counts(&issuer, 2, None), Ok(()));
    let why = Barred::SpeaksNotFor {
        party: "Trust".to_owned(),
        speaks_for: vec!["Lab".to_owned(), "Board".to_owned()],
    };
    let barred = |why| Err(Uncounted::Barred { key: id(4), why });
    assert_eq!(counts(&keyring, &issuer, 2, "Trust"), barred(why));
    assert_eq!(
        counts(&keyring, &issuer, 0, "Lab"),
        barred(Barred::NotYet { added: 0 })
    );
    assert_eq!(
        counts(&keyring, &Body::padding(), 2, "Lab"),
        Err(Uncounted::Unsigned)
    );
    // Of two that signed, the other one still counts.
    let revoke = KeyEvent::Revoke { key: id(4), from: 2 };
    keyring.take(&event(&revoke, &[1, 2])).unwrap();
    assert_eq!(
        counts(&keyring, &issuer, 2, "Lab"),
        barred(Barred::Revoked { from: 2 })
    );
    assert_eq!(counts(&keyring, &both, 2, "Trust"), Ok(()));
    assert!(counts(&keyring, &both, 2, "Lab").is_err());
    // The name of a key that might sign is nothing without its signature.
    let stolen = both.text().replace(&id(5).to_string(), &id(6).to_string());
    let stolen = stolen.replace(&id(4).to_string(), &id(5).to_string());
    let stolen = Body::read(stolen.as_bytes()).unwrap();
    assert_eq!(
        keyring.counts(&stolen, 2, Some("Trust")).unwrap_err(),
        Uncounted::Barred {
            key: id(6),
            why: Barred::Unknown
        }
    );
}

#[test]
fn whom_a_key_speaks_for_is_said_in_one_way() {
    let body = event(&add_for(4, &["Lab", "Board"]), &[1, 2]);
    let attestation = Attestation::read(&body).unwrap().unwrap();
    assert_eq!(
        KeyEvent::read(&attestation),
        Ok(Some(add_for(4, &["Lab", "Board"])))
    );
    // Nobody: the bytes from before there were parties.
    let predicate = add_for(4, &[]).attestation();
    assert!(!predicate.body().unwrap().text().contains("speaks_for"));
    for (wrong, problem) in [
        (r#""speaks_for":[]"#, "names no party"),
        (r#""speaks_for":"Lab""#, "is not an array"),
        (r#""speaks_for":["Lab","Lab"]"#, "is named twice"),
        (r#""speaks_for":[""]"#, "is not the name of a party"),
        (r#""speaks_fro":["Lab"]"#, "is no member that is known here"),
    ] {
        let text = body.text().replace(r#""speaks_for":["Lab","Board"]"#, wrong);
        let attestation = Attestation::read(&Body::read(text.as_bytes()).unwrap());
        let misshapen = KeyEvent::read(&attestation.unwrap().unwrap()).unwrap_err();
        assert!(misshapen.problem.contains(problem), "{misshapen}");
        assert!(misshapen.place.starts_with("predicate"), "{misshapen}");
    }
    let text = body.text().replace(r#""role":"issuer""#, r#""role":"log""#);
    let attestation = Attestation::read(&Body::read(text.as_bytes()).unwrap());
    let misshapen = KeyEvent::read(&attestation.unwrap().unwrap()).unwrap_err();
    assert!(misshapen.problem.contains("speaks for no party"), "{misshapen}");
}

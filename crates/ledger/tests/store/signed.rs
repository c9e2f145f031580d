//! A store that was opened under root keys lets in what might be signed, whoever else writes beside it.

use crate::place::{Host, Ledger};
use crate::{Case, cases};
use holdpoint_ledger::note::{Algorithm, KeyName, Signer};
use holdpoint_ledger::store::AppendError;
use holdpoint_ledger::verify::{Fault, Trust};
use holdpoint_ledger::{Attestation, Body, KeyEvent, RequestKey, Role, Roots, Secret, Submission};

pub(crate) const CASES: &[Case] = cases![
    a_key_that_another_opening_added_or_retired_is_known,
    what_was_let_in_without_being_looked_at_is_found,
];

const ROOT: u8 = 1;
const ISSUER: u8 = 4;

fn signer(seed: u8) -> Signer {
    let name = KeyName::new(&format!("example.org/key-{seed}")).unwrap();
    Signer::new(name, Algorithm::Ed25519, &[seed; 32])
}

fn roots() -> Roots {
    Roots::new(1, vec![signer(ROOT).verifier().clone()]).unwrap()
}

fn signed(mut attestation: Attestation, seed: u8) -> Body {
    attestation.sign(&signer(seed));
    attestation.body().unwrap()
}

fn evaluation() -> Body {
    let said = r#"{"_type":"https://in-toto.io/Statement/v1","predicate":{},"predicateType":"https://example.org/evaluation/v1","role":"issuer","subject":[{"digest":{"sha256":"ab"}}]}"#;
    let said = Body::read(said.as_bytes()).unwrap().object().clone();
    signed(Attestation::new(said).unwrap(), ISSUER)
}

fn add() -> Body {
    let key = signer(ISSUER).verifier().clone();
    let event = KeyEvent::Add {
        speaks_for: Vec::new(),
        key,
        role: Role::Issuer,
    };
    signed(event.attestation(), ROOT)
}

fn retire() -> Body {
    let key = signer(ISSUER).verifier().key_id();
    signed(KeyEvent::Retire { key }.attestation(), ROOT)
}

fn append(store: &Ledger, key: &str, body: Body) -> Result<u64, AppendError> {
    let submission = Submission {
        request_key: RequestKey::new(key).unwrap(),
        secret: Secret::draw(|it| it.fill(1)),
        body,
    };
    store.append(vec![submission], 1).map(|it| it[0].index)
}

fn a_key_that_another_opening_added_or_retired_is_known(host: &Host) {
    let place = host.place();
    let one = place.open_under(&roots()).unwrap();
    let other = place.open_under(&roots()).unwrap();
    let is_refused = |it| matches!(it, Err(AppendError::Refused { .. }));
    assert!(is_refused(append(&one, "early", evaluation())));
    assert_eq!(append(&other, "add", add()), Ok(0));
    assert_eq!(append(&one, "in time", evaluation()), Ok(1));
    assert_eq!(append(&other, "retire", retire()), Ok(2));
    assert!(is_refused(append(&one, "late", evaluation())));
    assert_eq!(
        append(&one, "in time", evaluation()),
        Ok(1),
        "what is stored stays"
    );
    drop((one, other));
    assert_eq!(place.open_under(&roots()).unwrap().size(), Ok(3));
}

fn what_was_let_in_without_being_looked_at_is_found(host: &Host) {
    let (place, unguarded) = host.begin();
    assert_eq!(append(&unguarded, "unsigned", evaluation()), Ok(0));
    let trust = Trust {
        roots: Some(roots()),
        ..Trust::default()
    };
    let faults = place.faults(&trust);
    assert!(
        matches!(faults[..], [Fault::NotAdmitted { index: 0, .. }]),
        "{faults:?}"
    );
    assert!(place.open_under(&roots()).is_err());
}

//! The examples of the language contract and the encoded policies of this repository resolve.

use crate::set::{check, document, encode, resolved_documents};
use crate::show::show;

const CONTRACT: &str = include_str!("../../../syntax/tests/fixtures/contract.md");
const RSP: &str = include_str!("../../../../policies/anthropic/rsp-1.0.md");
const THREAD: &str = include_str!("../../../../policies/anthropic/rsp-1.0.thread.md");
const COMPUTE_SHARE: &str = include_str!("../../../../policies/other/compute-share.md");
const REFERENCE: &str = include_str!("../../../../docs/language.md");
const GUIDE: &str = include_str!("../../../../docs/guide/first-policy.md");
const TRIAL: &str = include_str!("../../../../policies/examples/clinical-trial.md");

#[test]
fn every_example_resolves_with_its_loose_ends_named() {
    assert_eq!(
        check(&[("contract.md", CONTRACT)]),
        "\
warning HP0326 at |\"9f2c…\"|: `9f2c…` is no SHA-256 digest, so the source is not pinned
  help: write its 64 hexadecimal digits
warning HP0219 at |takeover|: `takeover` is declared and nothing refers to it
  help: name it where it matters, or leave the capability out
warning HP0219 at |cyber-post|: `cyber-post` is declared and nothing refers to it
  help: name it where it matters, or leave the score out"
    );
}

#[test]
fn every_example_is_in_the_encoding() {
    let encoding = encode(&[("contract.md", CONTRACT)]);
    let policy = &encoding.policies[0];
    assert_eq!(encoding.policies.len(), 1);
    assert_eq!((policy.base.clauses.len(), policy.base.exceptions.len()), (8, 1));
    assert_eq!(
        (policy.worlds.len(), policy.slots.len(), policy.alternatives.len()),
        (2, 1, 1)
    );
    assert_eq!(
        (
            encoding.checks.len(),
            encoding.scenarios.len(),
            encoding.questions.len()
        ),
        (12, 1, 1)
    );
}

#[test]
fn a_document_beside_the_policy_speaks_of_it_in_either_order() {
    assert_eq!(check(&[("rsp-1.0.md", RSP), ("rsp-1.0.thread.md", THREAD)]), "");
    assert_eq!(check(&[("rsp-1.0.thread.md", THREAD), ("rsp-1.0.md", RSP)]), "");
}

#[test]
fn the_other_policies_resolve() {
    assert_eq!(check(&[("compute-share.md", COMPUTE_SHARE)]), "");
    assert_eq!(check(&[("clinical-trial.md", TRIAL)]), "");
}

#[test]
fn what_the_book_shows_resolves() {
    encode(&[("language.md", REFERENCE)]);
    encode(&[("first-policy.md", GUIDE)]);
}

/// `show` looks up every id of an encoding.
#[test]
fn whatever_is_left_out_every_id_is_that_of_an_entry() {
    let files = [("contract.md", CONTRACT)];
    let whole = document(0, &files);
    for n_left_out in [1, 2, 5, 20] {
        for start in 0..=whole.statements.len().saturating_sub(n_left_out) {
            let mut rest = whole.clone();
            rest.statements.drain(start..start + n_left_out);
            let (encoding, _) = resolved_documents(&[rest], &files);
            assert!(show(&encoding).starts_with("policy "));
        }
    }
}

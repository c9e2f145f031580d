//! A log and a witness that talk to each other, every answer that the protocol has, and trust policies.

use super::*;
use crate::tree::Tree;

const TIME_S: NonZeroU64 = NonZeroU64::new(1_700_000_000).unwrap();

fn signer(name: &str, algorithm: Algorithm, seed: u8) -> Signer {
    Signer::new(KeyName::new(name).unwrap(), algorithm, &[seed; 32])
}

fn log() -> Signer {
    signer("example.org/ledger", Algorithm::Ed25519, 1)
}

fn cosigner(seed: u8) -> Signer {
    signer(&format!("witness.example.net/w{seed}"), Algorithm::Cosigner, seed)
}

fn tree(word: &str, size: u64) -> Tree {
    let mut tree = Tree::new();
    for index in 0..size {
        tree.append(format!("{word} {index}").as_bytes());
    }
    tree
}

fn checkpoint(tree: &Tree) -> Checkpoint {
    Checkpoint::new(log().verifier().name().clone(), tree.size(), tree.root())
}

fn request(tree: &Tree, old: u64) -> Request {
    Request {
        old,
        path: tree.consistency(old, tree.size()).unwrap_or_default(),
        note: checkpoint(tree).sign(&log(), 0),
    }
}

fn witness() -> Witness {
    let logs = TrustPolicy::of_logs(vec![log().verifier().clone()]);
    Witness::new(cosigner(2), logs).unwrap()
}

/// What the witness says that saw `last`.
fn answer(request: &str, last: Option<&Tree>) -> Decision {
    witness().decide(request.as_bytes(), |_| last.map(checkpoint), TIME_S)
}

fn status(request: &Request, last: Option<&Tree>) -> u16 {
    let decision = answer(&request.to_string(), last);
    assert_eq!(decision.keep.is_some(), decision.response.status == 200);
    decision.response.status
}

fn named(text: &str) -> TrustPolicy {
    TrustPolicy::parse(text.as_bytes()).unwrap()
}

/// A policy with one log, the witnesses `w2`, `w3`, `w4` and these lines.
fn policy(lines: &str) -> String {
    let mut text = format!("log {}\n", log().verifier());
    for seed in 2..5 {
        text += &format!("witness w{seed} {}\n", cosigner(seed).verifier());
    }
    text + lines
}

#[test]
fn a_log_that_only_grows_is_cosigned_again_and_again() {
    let mut last: Option<Checkpoint> = None;
    for size in [0, 1, 1, 2, 7, 8, 13] {
        let tree = tree("a", size);
        let sent = request(&tree, last.as_ref().map_or(0, Checkpoint::size));
        let text = sent.to_string();
        assert_eq!(Request::parse(text.as_bytes()).as_ref(), Ok(&sent));
        let decision = witness().decide(text.as_bytes(), |_| last.clone(), TIME_S);
        assert_eq!(decision.response.status, 200, "{}", decision.response.body);
        let mut note = sent.note.clone();
        let named = &named(&policy("quorum none\n")).witnesses()[0].clone();
        assert_eq!(
            take_answer(&mut note, &named.key, &decision.response),
            Ok(TIME_S.get())
        );
        let kept = decision.keep.unwrap();
        assert_eq!(kept, note);
        assert!(log().verifier().verify(&kept).is_ok());
        last = Some(Checkpoint::parse(kept.text()).unwrap());
    }
}

#[test]
fn every_refusal_of_the_protocol_has_its_status() {
    let (five, eight, other) = (tree("a", 5), tree("a", 8), tree("b", 8));
    assert_eq!(status(&request(&eight, 5), Some(&five)), 200);
    assert_eq!(status(&request(&eight, 9), Some(&five)), 400);
    assert_eq!(status(&request(&other, 5), Some(&five)), 422);
    assert_eq!(status(&request(&other, 8), Some(&eight)), 422);
    let short = Request {
        path: Vec::new(),
        ..request(&eight, 5)
    };
    assert_eq!(status(&short, Some(&five)), 422);
    let long = Request {
        path: vec![Hash::of(&[])],
        ..request(&eight, 0)
    };
    assert_eq!(status(&long, None), 422);
    let empty = Checkpoint::new(log().verifier().name().clone(), 0, Hash::of(&[b"x"]));
    let empty = Request {
        old: 0,
        path: Vec::new(),
        note: empty.sign(&log(), 0),
    };
    assert_eq!(status(&empty, None), 422);
    let stranger = signer("example.com/other", Algorithm::Ed25519, 9);
    let strange = Checkpoint::new(stranger.verifier().name().clone(), 8, eight.root());
    let strange = Request {
        note: strange.sign(&stranger, 0),
        ..request(&eight, 0)
    };
    assert_eq!(status(&strange, None), 404);
    let renewed = signer("example.org/ledger", Algorithm::Ed25519, 9);
    let unsigned = Request {
        note: checkpoint(&eight).sign(&renewed, 0),
        ..request(&eight, 0)
    };
    assert_eq!(status(&unsigned, None), 403);
    let forged = request(&eight, 0).to_string().replace("\n8\n", "\n9\n");
    assert_eq!(answer(&forged, None).response.status, 403);
}

#[test]
fn a_size_that_conflicts_is_told_in_the_form_that_logs_read() {
    let (five, eight) = (tree("a", 5), tree("a", 8));
    for (old, last, seen) in [(0, Some(&five), 5), (5, None, 0), (5, Some(&eight), 8)] {
        let decision = answer(&request(&eight, old).to_string(), last);
        assert_eq!(decision.response.status, 409);
        assert_eq!(decision.response.content_type, Some("text/x.tlog.size"));
        assert_eq!(decision.response.body, format!("{seen}\n"));
        let (mut note, named) = (request(&eight, old).note, named(&policy("quorum none\n")));
        let taken = take_answer(&mut note, &named.witnesses()[0].key, &decision.response);
        assert_eq!(taken, Err(Unanswered::Saw { size: seen }));
    }
}

#[test]
fn a_request_that_cannot_be_read_is_told_its_line() {
    let sent = request(&tree("a", 8), 5).to_string();
    let n_hashes = request(&tree("a", 8), 5).path.len();
    let told = |was: &str, is: &str| {
        let response = answer(&sent.replacen(was, is, 1), None).response;
        assert_eq!(response.status, 400);
        response.body
    };
    assert!(told("old 5", "old 05").starts_with("line 1: `old 05` where `old` and a number belong"));
    assert!(told("=\n", "\n").starts_with("line 2: "));
    assert!(told("\n8\n", "\n+8\n").starts_with(&format!("line {}: `+8` is no number", n_hashes + 4)));
    assert!(told("\u{2014} ", "- ").contains("is no line of a signature"));
    let hash = format!("{}\n", Hash::of(&[]).base64());
    assert!(told("old 5\n", &format!("old 5\n{}", hash.repeat(63))).starts_with("line 65: "));
}

#[test]
fn an_answer_counts_only_if_the_witness_signed_it_and_says_when() {
    let sent = request(&tree("a", 8), 0);
    let witnesses = named(&policy("quorum none\n"));
    let asked = &witnesses.witnesses()[0];
    let answered = |status, body: String| {
        let mut note = sent.note.clone();
        take_answer(&mut note, &asked.key, &Response::new(status, body)).unwrap_err()
    };
    let other = format!("{}\n", sent.note.signature(&cosigner(3), TIME_S.get()));
    assert!(matches!(
        answered(200, other),
        Unanswered::Unverified(Unverified::Unsigned(_))
    ));
    let undated = format!("{}\n", sent.note.signature(&cosigner(2), 0));
    assert_eq!(answered(200, undated), Unanswered::Undated);
    let elsewhere = request(&tree("b", 8), 0).note;
    let elsewhere = format!("{}\n", elsewhere.signature(&cosigner(2), TIME_S.get()));
    assert!(matches!(
        answered(200, elsewhere),
        Unanswered::Unverified(Unverified::WrongSignature(_))
    ));
    assert!(matches!(
        answered(200, "yes\n".to_owned()),
        Unanswered::Malformed(_)
    ));
    assert!(matches!(
        answered(409, "7\n".to_owned()),
        Unanswered::Refused { status: 409, .. }
    ));
    assert!(matches!(
        answered(503, String::new()),
        Unanswered::Refused { status: 503, .. }
    ));
}

#[test]
fn only_a_cosigner_witnesses() {
    let logs = TrustPolicy::of_logs(vec![log().verifier().clone()]);
    assert!(Witness::new(log(), logs).is_none());
}

#[test]
fn a_quorum_is_counted_as_a_naive_count_says() {
    let lines = "group north 2 w2 w3\ngroup all-of-them any north w4\n";
    let sent = checkpoint(&tree("a", 8)).sign(&log(), 0);
    for quorum in ["none", "w2", "north", "all-of-them"] {
        let policy = named(&policy(&format!("{lines}quorum {quorum}\n")));
        for who in 0..8u8 {
            let has = |seed: u8| who & (1 << (seed - 2)) != 0;
            let mut note = sent.clone();
            for seed in (2..5).filter(|it| has(*it)) {
                note.sign(&cosigner(seed), u64::from(seed));
            }
            let expected = match quorum {
                "none" => true,
                "w2" => has(2),
                "north" => has(2) && has(3),
                _ => has(2) && has(3) || has(4),
            };
            let found = policy.check(&note);
            assert_eq!(found.is_ok(), expected, "{quorum} {who}");
            if let Ok(vouched) = found {
                let times: Vec<u64> = vouched.witnesses.iter().map(|it| it.1).collect();
                let expected: Vec<u64> = (2..5).filter(|it| has(*it)).map(u64::from).collect();
                assert_eq!(times, expected);
            }
        }
    }
}

#[test]
fn a_wrong_signature_of_a_known_witness_is_not_excused_by_a_quorum() {
    let policy = named(&policy("group any any w2 w3\nquorum any\n"));
    let mut note = checkpoint(&tree("a", 8)).sign(&log(), 0);
    note.sign(&cosigner(2), 1);
    note.add(
        checkpoint(&tree("b", 8))
            .sign(&log(), 0)
            .signature(&cosigner(3), 1),
    );
    assert!(matches!(
        policy.check(&note),
        Err(Unvouched::Unverified(Unverified::WrongSignature(_)))
    ));
    // Of a stranger, nothing is asked.
    let mut note = checkpoint(&tree("a", 8)).sign(&log(), 0);
    note.sign(&cosigner(2), 1);
    note.add(
        checkpoint(&tree("b", 8))
            .sign(&log(), 0)
            .signature(&cosigner(7), 1),
    );
    assert!(policy.check(&note).is_ok());
}

#[test]
fn blanks_comments_and_bytes_that_are_no_text_are_read() {
    let key = cosigner(2).verifier().to_string();
    let log = log().verifier().to_string();
    let mut text = format!("# by hand\n\n \t\nlog\t{log} https://example.org/ \n  witness ").into_bytes();
    text.extend(b"\xff\xfe ");
    text.extend(format!("{key} https://w.example/\n\t# end\nquorum \t").bytes());
    text.extend(b"\xff\xfe\n");
    let policy = TrustPolicy::parse(&text).unwrap();
    assert_eq!(policy.witnesses()[0].name.as_bytes(), b"\xff\xfe");
    assert_eq!(policy.witnesses()[0].url.as_deref(), Some("https://w.example/"));
    assert_eq!(policy.logs()[0].url.as_deref(), Some("https://example.org/"));
}

#[test]
fn what_is_no_trust_policy_is_refused_with_line_word_and_cure() {
    let refused = |lines: &str| {
        let malformed = TrustPolicy::parse(policy(lines).as_bytes()).expect_err(lines);
        assert!(!malformed.cure.is_empty());
        (malformed.line, malformed.problem)
    };
    let problem = |line: usize, problem: &str| (line, problem.to_owned());
    assert_eq!(
        refused("Quorum none\n"),
        problem(5, "`Quorum` begins no line of a policy")
    );
    assert_eq!(
        refused("quorum\n"),
        problem(5, "`quorum` with too many or too few words behind it")
    );
    assert_eq!(
        refused("quorum w9\n"),
        problem(5, "`w9` is no witness or group on a line before")
    );
    assert_eq!(
        refused("\nquorum none\nquorum w2\n"),
        problem(7, "a second line `quorum`")
    );
    assert_eq!(refused(""), problem(1, "no line `quorum`"));
    assert_eq!(
        refused("group g 3 w2 w3\n"),
        problem(5, "`3` is neither `all`, `any` nor a number from 1 to 2")
    );
    for count in ["0", "01", "+1", "-1", "half"] {
        assert_eq!(refused(&format!("group g {count} w2 w3\n")).0, 5, "{count}");
    }
    assert_eq!(refused("group g all\n").0, 5);
    assert_eq!(
        refused("group g all g\n"),
        problem(5, "`g` is no witness or group on a line before")
    );
    assert_eq!(refused("group g all none\n").0, 5);
    assert_eq!(refused("group w2 all w3\n"), problem(5, "`w2` is named already"));
    assert_eq!(
        refused("group none all w3\n"),
        problem(5, "`none` is the quorum that needs nobody")
    );
    assert_eq!(
        refused("group g all w2 w2\n"),
        problem(5, "`w2` is a member already")
    );
    assert_eq!(
        refused("group g all w2\ngroup h all w2 w3\n"),
        problem(6, "`w2` is a member already")
    );
    assert_eq!(
        refused("quorum none"),
        problem(5, "the file is empty or its last line has no end")
    );
    assert_eq!(refused("quorum\u{7}none\n").0, 5);
    assert_eq!(refused("quorum none\r\n").0, 5);
    let twice = format!("witness w9 {}\n", cosigner(2).verifier());
    assert!(refused(&twice).1.contains("is that of another witness"));
    let twice = format!("log {}\n", log().verifier());
    assert!(refused(&twice).1.contains("is that of another log"));
    let kind = format!("witness w9 {}\n", log().verifier());
    assert!(refused(&kind).1.ends_with("is a key of the other kind"));
    assert_eq!(refused("log example.org/ledger\n").0, 5);
    assert_eq!(TrustPolicy::parse(b"").unwrap_err().line, 1);
}

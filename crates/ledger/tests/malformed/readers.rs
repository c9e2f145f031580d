//! Every reader of the ledger, with inputs that it takes.
//!
//! It must not know how the inputs are changed.

use holdpoint_ledger::bundle::{Answer, Known, Shown, verify, write};
use holdpoint_ledger::canonical::{self, Misshapen, Unreadable};
use holdpoint_ledger::entry::Show;
use holdpoint_ledger::note::{Algorithm, KeyName, Malformed, Note, Signature, Signer, Verifier};
use holdpoint_ledger::tree::Tree;
use holdpoint_ledger::verify::Fault;
use holdpoint_ledger::witness::Request;
use holdpoint_ledger::{
    Attestation, Body, Checkpoint, Entry, Hash, KeyEvent, Proof, Receipt, RequestKey, Reveal, Role, Roots,
    Secret, Sqlite, Store, Submission, TlogProof, TrustPolicy,
};

/// What a reader says to an input.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// Where there is one, with what is written of what was read.
    Taken { again: Option<Vec<u8>> },
    Refused {
        /// A line, a byte or a member of the input, which is there.
        has_place: bool,
        why: String,
    },
}

type Read = dyn Fn(&[u8]) -> Verdict;

pub(crate) struct Reader {
    pub(crate) name: &'static str,
    pub(crate) good: Vec<Vec<u8>>,
    pub(crate) read: Box<Read>,
}

fn reader(name: &'static str, good: &[String], read: impl Fn(&[u8]) -> Verdict + 'static) -> Reader {
    Reader {
        name,
        good: good.iter().map(|it| it.clone().into_bytes()).collect(),
        read: Box::new(read),
    }
}

pub(crate) fn all() -> Vec<Reader> {
    [notes(), trust(), json(), bundles()]
        .into_iter()
        .flatten()
        .collect()
}

fn taken(again: &impl ToString) -> Verdict {
    Verdict::Taken {
        again: Some(again.to_string().into_bytes()),
    }
}

fn malformed(input: &[u8], found: &Malformed) -> Verdict {
    let n_lines = input.iter().filter(|it| **it == b'\n').count() + 2;
    Verdict::Refused {
        has_place: (1..=n_lines).contains(&found.line) && !found.cure.is_empty() && !found.problem.is_empty(),
        why: found.to_string(),
    }
}

fn lined<T: ToString>(input: &[u8], found: Result<T, Malformed>) -> Verdict {
    match found {
        Ok(found) => taken(&found),
        Err(found) => malformed(input, &found),
    }
}

/// As [`lined`], of comments and blanks that are not written again.
fn loose<T>(input: &[u8], found: Result<T, Malformed>) -> Verdict {
    match found {
        Ok(_) => Verdict::Taken { again: None },
        Err(found) => malformed(input, &found),
    }
}

/// Readers of text are given no bytes that are none.
fn of_text<T: ToString>(read: fn(&str) -> Result<T, Malformed>) -> impl Fn(&[u8]) -> Verdict {
    move |input| {
        let text = String::from_utf8_lossy(input).into_owned();
        match lined(text.as_bytes(), read(&text)) {
            Verdict::Taken { again } if text.as_bytes() == input => Verdict::Taken { again },
            Verdict::Taken { again } => {
                assert_eq!(again, Some(text.into_bytes()));
                Verdict::Taken { again: None }
            }
            refused => refused,
        }
    }
}

fn unreadable(input: &[u8], found: &Unreadable) -> Verdict {
    Verdict::Refused {
        has_place: found.at <= input.len() && !found.cure.is_empty(),
        why: found.to_string(),
    }
}

/// A place is the number of a byte, or the way to a member.
fn misshapen(input: &[u8], found: &Misshapen) -> Verdict {
    let place = found.place.strip_prefix("payload, ").unwrap_or(&found.place);
    let has_place = match place.strip_prefix("byte ") {
        Some(at) => at.parse::<usize>().is_ok_and(|it| it <= input.len()),
        None => place.split(['.', '[']).all(|it| {
            let number = it.strip_suffix(']').map(|it| it.parse::<usize>().is_ok());
            number.unwrap_or(true)
        }),
    };
    Verdict::Refused {
        has_place: has_place && !found.cure.is_empty(),
        why: found.to_string(),
    }
}

fn shaped<T>(input: &[u8], found: Result<T, Misshapen>, write: impl Fn(&T) -> String) -> Verdict {
    match found {
        Ok(found) => taken(&write(&found)),
        Err(found) => misshapen(input, &found),
    }
}

fn signer(name: &str, algorithm: Algorithm, seed: u8) -> Signer {
    Signer::new(KeyName::new(name).unwrap(), algorithm, &[seed; 32])
}

fn log() -> Signer {
    signer("example.org/ledger", Algorithm::Ed25519, 1)
}

fn witness(seed: u8) -> Signer {
    signer(&format!("witness.example.net/w{seed}"), Algorithm::Cosigner, seed)
}

fn tree(size: u64) -> Tree {
    let mut tree = Tree::new();
    for index in 0..size {
        tree.append(Hash::of(&[&index.to_be_bytes()]).as_bytes());
    }
    tree
}

fn note(size: u64) -> Note {
    let mut note = Checkpoint::new(log().verifier().name().clone(), size, tree(size).root()).sign(&log(), 0);
    note.sign(&witness(2), 1_700_000_000);
    note
}

fn notes() -> Vec<Reader> {
    let texts = [1, 42, 1000].map(|size| note(size).text().to_owned());
    let extended = format!("{}more\n", texts[1]);
    let whole = [1, 42, 1000].map(|size| note(size).to_string());
    let line = whole[0].lines().last().unwrap().to_owned();
    let keys = [log().verifier().to_string(), witness(2).verifier().to_string()];
    let proof = |index, size| Proof {
        index,
        size,
        path: tree(size).inclusion(index, size).unwrap(),
    };
    let proofs = [
        TlogProof::new(&proof(7, 42), &note(42), None)
            .unwrap()
            .to_string(),
        TlogProof::new(&proof(999, 1000), &note(1000), Some(b"extra"))
            .unwrap()
            .to_string(),
    ];
    let request = |old, new| Request {
        old,
        path: tree(new).consistency(old, new).unwrap(),
        note: note(new),
    };
    let requests = [request(0, 42).to_string(), request(42, 1000).to_string()];
    vec![
        reader("note", &whole, |it| lined(it, Note::parse(it))),
        reader(
            "checkpoint",
            &[&texts[..], &[extended]].concat(),
            of_text(Checkpoint::parse),
        ),
        reader("signature", &[line], of_text(|it| Signature::parse(it, 1))),
        reader("key", &keys, of_text(Verifier::parse)),
        reader("tlog-proof", &proofs, |it| lined(it, TlogProof::parse(it))),
        reader("witness request", &requests, |it| lined(it, Request::parse(it))),
    ]
}

fn policy() -> String {
    let mut text = format!("# trust\nlog {} https://example.org/\n", log().verifier());
    for seed in 2..6 {
        text += &format!("witness w{seed} {}\n", witness(seed).verifier());
    }
    text + "group north 2 w2 w3 w4\ngroup all-of-them all north w5\nquorum all-of-them\n"
}

fn trust() -> Vec<Reader> {
    let key = |seed| {
        signer("example.org/root", Algorithm::Ed25519, seed)
            .verifier()
            .clone()
    };
    let roots = Roots::new(2, [7, 8, 9].map(key).into()).unwrap().to_string();
    vec![
        reader("trust policy", &[policy()], |it| {
            loose(it, TrustPolicy::parse(it))
        }),
        reader("root keys", &[roots], |it| loose(it, Roots::parse(it))),
    ]
}

fn entry(index: u64, body: &Body) -> Entry {
    Entry {
        index,
        received_ms: 1_700_000_000_000,
        request_key: RequestKey::new("a request").unwrap(),
        secret: Secret::draw(|it| it.fill(3)),
        body: body.clone(),
    }
}

fn body(text: &str) -> Body {
    Body::read(text.as_bytes()).unwrap()
}

/// Signed, by whomever.
fn attestations() -> Vec<Attestation> {
    let issuer = signer("example.org/issuer", Algorithm::Ed25519, 5);
    let added = KeyEvent::Add {
        speaks_for: vec!["Lab".to_owned(), "Board".to_owned()],
        key: issuer.verifier().clone(),
        role: Role::Issuer,
    };
    let said = body(
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"flop\":\"2.5e26\"},\
         \"predicateType\":\"https://example.org/evaluation/v1\",\"role\":\"issuer\",\
         \"subject\":[{\"digest\":{\"sha256\":\"ab\"},\"name\":\"model\"}]}",
    );
    let said = Attestation::new(said.object().clone()).unwrap();
    let mut attestations = vec![added.attestation(), said];
    attestations.iter_mut().for_each(|it| it.sign(&issuer));
    attestations
}

/// Members of two attestations do not fit together by chance alone, so that readers behind the JSON are reached.
fn json() -> Vec<Reader> {
    let plain = "{\"\u{e9}\":[1,-2,null,{\"a\":true}],\"\u{1f600}\":\"\\u0001\\n\"}";
    let bodies: Vec<String> = attestations()
        .iter()
        .map(|it| it.body().unwrap().text().to_owned())
        .collect();
    let envelopes: Vec<String> = attestations().iter().map(Attestation::to_dsse).collect();
    let receipt = Receipt {
        index: 7,
        received_ms: u64::MAX,
        commitment: Hash::of(&[]),
    };
    let proof = Proof {
        index: 7,
        size: 42,
        path: tree(42).inclusion(7, 42).unwrap(),
    };
    let shown = entry(7, &body(&bodies[0])).reveal(|name| match name {
        "role" | "subject" => Show::Open,
        "predicate" => Show::Name,
        _ => Show::Nothing,
    });
    let all = [&bodies[..], &[plain.to_owned()]].concat();
    vec![
        reader("canonical JSON", &all, |it| match canonical::read(it) {
            Ok(value) => taken(&value.to_canonical()),
            Err(found) => unreadable(it, &found),
        }),
        reader("body", &all, |it| match Body::read(it) {
            Ok(body) => taken(&body.text()),
            Err(found) => unreadable(it, &found),
        }),
        reader("attestation", &bodies, |it| match Body::read(it) {
            Err(found) => unreadable(it, &found),
            Ok(body) => match Attestation::read(&body) {
                Ok(None) => Verdict::Taken { again: None },
                Ok(Some(found)) => match KeyEvent::read(&found) {
                    Ok(_) => taken(&found.body().unwrap().text()),
                    Err(found) => misshapen(it, &found),
                },
                Err(found) => misshapen(it, &found),
            },
        }),
        reader("DSSE", &envelopes, |it| {
            shaped(it, Attestation::from_dsse(it), Attestation::to_dsse)
        }),
        reader("receipt", &[receipt.to_json()], |it| {
            shaped(it, Receipt::from_json(it), Receipt::to_json)
        }),
        reader("proof", &[proof.to_json()], |it| {
            shaped(it, Proof::from_json(it), Proof::to_json)
        }),
        reader("reveal", &[shown.to_json()], |it| {
            shaped(it, Reveal::from_json(it), Reveal::to_json)
        }),
    ]
}

pub(crate) fn known() -> Known {
    let key = |seed| {
        signer("example.org/root", Algorithm::Ed25519, seed)
            .verifier()
            .clone()
    };
    Known {
        policy: TrustPolicy::of_logs(vec![log().verifier().clone()]),
        pins: Vec::new(),
        roots: Roots::new(2, [7, 8, 9].map(key).into()),
    }
}

fn written(shown: impl Fn(&Entry) -> Shown) -> String {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("ledger.db")).unwrap();
    for number in 0..6u8 {
        let submission = Submission {
            request_key: RequestKey::new(&number.to_string()).unwrap(),
            secret: Secret::draw(|it| it.fill(number)),
            body: attestations()[usize::from(number) % 2].body().unwrap(),
        };
        store.append(vec![submission], 1).unwrap();
    }
    let root = store.root_at(6).unwrap().unwrap();
    let origin = log().verifier().name().clone();
    store
        .keep_checkpoint(&Checkpoint::new(origin.clone(), 6, root).sign(&log(), 0))
        .unwrap();
    let mut out = Vec::new();
    write(&store, &origin, 6, shown, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A bundle is not refused but reported on; what cannot be read of it is said with its line.
fn report(input: &[u8], known: &Known) -> Verdict {
    let report = verify(input, known).unwrap();
    let n_lines = input.iter().filter(|it| **it == b'\n').count() + 1;
    let is_line = |why: &str| {
        let rest = why.strip_prefix("line ").unwrap_or("");
        let digits = rest.split(|it: char| !it.is_ascii_digit()).next().unwrap_or("");
        digits
            .parse::<usize>()
            .is_ok_and(|it| (1..=n_lines).contains(&it))
    };
    let has_place = report.faults.iter().all(|fault| match fault {
        Fault::File { why } | Fault::Unreadable { why, .. } => is_line(why),
        _ => true,
    });
    assert_eq!(report.answer() == Answer::Fails, !report.faults.is_empty());
    match report.faults.first() {
        None => Verdict::Taken { again: None },
        Some(fault) => Verdict::Refused {
            has_place,
            why: fault.to_string(),
        },
    }
}

fn bundles() -> Vec<Reader> {
    let part = |it: &Entry| {
        let show = |name: &str| if name == "role" { Show::Open } else { Show::Nothing };
        match it.index % 3 {
            0 => Shown::All,
            1 => Shown::Part(it.reveal(show)),
            _ => Shown::Nothing,
        }
    };
    let bundles = [written(|_| Shown::All), written(part)];
    let unsigned = Known {
        roots: None,
        ..known()
    };
    vec![
        reader("bundle", &bundles, move |it| report(it, &unsigned)),
        reader("bundle under root keys", &[written(|_| Shown::Nothing)], {
            let known = known();
            move |it| report(it, &known)
        }),
    ]
}

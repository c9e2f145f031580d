//! Single values of a bundle are changed, and all sums computed anew: what holds all the same was not changed.

use crate::bit_flips::drawn;
use crate::made::{Case, line};
use crate::{cases, signed};
use holdpoint_ledger::bundle::{Answer, verify};
use serde_json::{Value, json};

/// Of each ledger.
pub(crate) const N_MUTATED: u64 = 400;

/// What stands where something else belongs.
fn odd(seed: u64) -> Value {
    let all = json!([
        null, true, 0, 1, 7, -1, 9_007_199_254_740_991u64, "", "0", "7", "9007199254740992", "18446744073709551615",
        "18446744073709551616", "+9007199254740992", "\u{7f}", "a b", "\u{2003}", "AA==", "AB==", [], {}, [{}], {"a": 1}, "{}", "[]", "{\"a\":1}",
        "issuer", "root", "nothing", "part", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "\u{1f600}\u{e000}", [[[[]]]]
    ]);
    let all = all.as_array().unwrap();
    all[drawn(seed, "odd", all.len())].clone()
}

/// Changes one value somewhere within, or takes it out.
fn change(value: &mut Value, seed: u64, depth: u64) {
    let inside = seed.wrapping_mul(31).wrapping_add(depth);
    match value {
        Value::Object(members) if !members.is_empty() && drawn(inside, "stop", 4) > 0 => {
            let name = members
                .keys()
                .nth(drawn(inside, "member", members.len()))
                .unwrap()
                .clone();
            match drawn(inside, "out", 12) {
                0 => drop(members.remove(&name)),
                1 => drop(members.insert("z".to_owned(), odd(inside))),
                _ => change(&mut members[&name], seed, depth + 1),
            }
        }
        Value::Array(items) if !items.is_empty() && drawn(inside, "stop", 4) > 0 => {
            let at = drawn(inside, "item", items.len());
            match drawn(inside, "out", 6) {
                0 => drop(items.remove(at)),
                1 => items.push(odd(inside)),
                _ => change(&mut items[at], seed, depth + 1),
            }
        }
        Value::String(text) if text.starts_with('{') && drawn(inside, "stop", 4) > 0 => {
            let mut body: Value = serde_json::from_str(text).unwrap();
            change(&mut body, seed, depth + 1);
            *text = serde_jcs::to_string(&body).unwrap();
        }
        Value::String(text) if !text.is_empty() && drawn(inside, "letter", 2) == 0 => {
            let at = drawn(inside, "at", text.chars().count());
            let letters = text.chars().enumerate();
            let other = if drawn(inside, "other", 2) == 0 { 'A' } else { '0' };
            *text = letters
                .map(|(index, it)| if index == at { other } else { it })
                .collect();
        }
        other => *other = odd(inside),
    }
}

/// The bundle with one value changed; sums are right again.
pub(crate) fn mutated(bundle: &str, seed: u64) -> Vec<u8> {
    let mut lines: Vec<Value> = bundle
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    let at = drawn(seed, "line", lines.len());
    change(&mut lines[at], seed, 0);
    let written = |it: Value| match it.is_object() {
        true => line(it),
        false => format!("{it}\n"),
    };
    lines.into_iter().map(written).collect::<String>().into_bytes()
}

/// The line of each entry, of a bundle that can be read.
fn entry_lines(bundle: &str) -> Vec<&str> {
    bundle.lines().filter(|it| it.contains("\"shown\":")).collect()
}

#[test]
fn an_entry_that_holds_stands_on_the_very_line_that_was_written() {
    let whole = |cases: Vec<Case>| cases.into_iter().next().unwrap();
    let mut n_holding = 0;
    for case in [whole(cases::all()), whole(signed::all())] {
        assert_eq!(case.report().answer(), Answer::Holds);
        let (known, written) = (case.known(), entry_lines(&case.bundle));
        for seed in 0..N_MUTATED {
            let bundle = String::from_utf8(mutated(&case.bundle, seed)).unwrap();
            let report = verify(bundle.as_bytes(), &known).unwrap();
            let found = entry_lines(&bundle);
            for run in report.runs().iter().filter(|it| it.answer == Answer::Holds) {
                for index in run.first..=run.last {
                    assert!(
                        found.contains(&written[index as usize]),
                        "seed {seed}, entry {index}"
                    );
                    n_holding += 1;
                }
            }
            let is_whole = report.answer() == Answer::Holds;
            assert!(!is_whole || found == written, "seed {seed}");
        }
    }
    assert!(n_holding > 0);
}

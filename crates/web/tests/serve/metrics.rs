//! What Prometheus reads.

use crate::house::{House, Running};
use holdpoint_web::Serve;
use std::collections::{BTreeMap, BTreeSet};

/// Samples by their name with labels. Panics where the text is not of format 0.0.4.
fn samples(text: &str) -> BTreeMap<String, f64> {
    let mut samples = BTreeMap::new();
    let mut families = BTreeSet::new();
    let mut family = String::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            family = rest.split(' ').next().expect("a name").to_owned();
            assert!(families.insert(family.clone()), "{family} is there twice");
            continue;
        }
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').expect("a name and a type");
            assert_eq!(name, family);
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
            continue;
        }
        let (name, value) = line.rsplit_once(' ').expect("a name and a value");
        assert!(name.starts_with(&family), "{line} stands among {family}");
        let value = value.parse().expect("a number");
        assert!(
            samples.insert(name.to_owned(), value).is_none(),
            "{name} is there twice"
        );
    }
    assert!(text.ends_with('\n'));
    samples
}

#[test]
fn answers_faults_and_the_ledger_are_counted() {
    let house = House::new();
    let server = Running::of(Serve {
        watched: vec![
            "open".to_owned(),
            "shut".to_owned(),
            "a \"quoted\\ line\"\n".to_owned(),
        ],
        ..house.setup()
    });
    for line in ["open", "open", "shut", "silent"] {
        server.get(&format!("/v1/decision?action=training&model={line}"));
    }
    for number in 0..20 {
        // Names that a client makes up are no labels.
        server.get(&format!("/v1/decision?action=sailing-{number}&model=open"));
        server.get(&format!("/v1/data/{number}"));
    }
    server.get("/v1/decision?action=training");
    let response = server.get("/metrics");
    assert!(
        response.head.contains("content-type: text/plain; version=0.0.4"),
        "{response:?}"
    );
    let samples = samples(&response.body);
    let of = |name: &str| {
        *samples
            .get(name)
            .unwrap_or_else(|| panic!("{name} is missing: {samples:#?}"))
    };
    let decisions = |answer: &str, opens: bool| {
        of(&format!(
            "holdpoint_decisions_total{{action=\"training\",answer=\"{answer}\",opens=\"{opens}\"}}"
        ))
    };
    assert_eq!(decisions("proceed", true), 2.0);
    assert_eq!(decisions("pause", false), 1.0);
    assert_eq!(decisions("undecided", false), 1.0);
    assert_eq!(of("holdpoint_unanswered_total{why=\"not-answerable\"}"), 20.0);
    assert_eq!(of("holdpoint_decision_seconds_count"), 4.0);
    assert_eq!(of("holdpoint_decision_seconds_bucket{le=\"+Inf\"}"), 4.0);
    assert!(of("holdpoint_decision_seconds_sum") > 0.0);
    assert_eq!(
        of("holdpoint_http_responses_total{path=\"/v1/decision\",status=\"400\"}"),
        1.0
    );
    assert_eq!(
        of("holdpoint_http_responses_total{path=\"another\",status=\"404\"}"),
        20.0
    );
    assert_eq!(of("holdpoint_ledger_readable"), 1.0);
    assert_eq!(of("holdpoint_ledger_entries"), 6.0);
    assert_eq!(
        of("holdpoint_may_proceed{model=\"open\",action=\"training\"}"),
        1.0
    );
    assert_eq!(
        of("holdpoint_may_proceed{model=\"shut\",action=\"training\"}"),
        0.0
    );
    // 2026-02-01T00:00:00Z
    assert_eq!(
        of("holdpoint_heard_until_seconds{model=\"open\",party=\"Trust\"}"),
        1_769_904_000.0
    );
    assert_eq!(
        of("holdpoint_lease_until_seconds{model=\"open\",action=\"training\"}"),
        1_769_904_000.0
    );
    assert_eq!(of("holdpoint_party_silent{model=\"open\",party=\"Lab\"}"), 0.0);
    let quoted = "holdpoint_may_proceed{model=\"a \\\"quoted\\\\ line\\\"\\n\",action=\"training\"}";
    assert_eq!(of(quoted), 0.0);
}

#[test]
fn a_ledger_that_cannot_be_read_is_seen() {
    let house = House::new();
    let server = Running::of(Serve {
        ledger: house.folder.path().join("none.db"),
        watched: vec!["open".to_owned()],
        ..house.setup()
    });
    server.get("/v1/decision?action=training&model=open");
    let samples = samples(&server.get("/metrics").body);
    assert_eq!(samples["holdpoint_ledger_readable"], 0.0);
    assert_eq!(samples["holdpoint_unanswered_total{why=\"unavailable\"}"], 1.0);
    assert!(!samples.keys().any(|it| it.starts_with("holdpoint_may_proceed")));
}

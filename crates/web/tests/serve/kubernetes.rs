//! The admission webhook: reviews of the shape that `admission.k8s.io/v1` documents, of the kinds that run work.

use crate::house::{House, Running};
use holdpoint_app::Mode;
use holdpoint_web::Serve;
use serde_json::{Value, json};

const PATH: &str = "/kubernetes/v1/admission";
const UID: &str = "705ab4f5-6393-11e8-b7cc-42010a800002";

/// As an API server sends it.
fn review(operation: &str, kind: (&str, &str, &str), object: Value) -> Value {
    let (group, name, resource) = kind;
    let kind = json!({"group": group, "version": "v1", "kind": name});
    let resource = json!({"group": group, "version": "v1", "resource": resource});
    json!({
        "apiVersion": "admission.k8s.io/v1",
        "kind": "AdmissionReview",
        "request": {
            "uid": UID,
            "kind": kind,
            "resource": resource,
            "requestKind": kind,
            "requestResource": resource,
            "name": "run-7",
            "namespace": "pretraining",
            "operation": operation,
            "userInfo": {"username": "alice@example.org", "groups": ["system:authenticated"]},
            "object": object,
            "oldObject": null,
            "dryRun": false,
            "options": {"apiVersion": "meta.k8s.io/v1", "kind": "CreateOptions"},
        },
    })
}

fn labels(line: &str) -> Value {
    json!({"labels": {"holdpoint/action": "training", "holdpoint/model": line, "app": "trainer"}})
}

fn pod_template(line: &str) -> Value {
    json!({
        "metadata": labels(line),
        "spec": {
            "restartPolicy": "Never",
            "containers": [{
                "name": "trainer",
                "image": "registry.example.org/trainer:7",
                "resources": {"limits": {"nvidia.com/gpu": "8"}},
            }],
        },
    })
}

fn job(line: &str) -> Value {
    json!({
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": "run-7", "namespace": "pretraining"},
        "spec": {"parallelism": 64, "completions": 64, "suspend": false, "template": pod_template(line)},
    })
}

fn pod(line: &str) -> Value {
    let mut pod = pod_template(line);
    pod["apiVersion"] = json!("v1");
    pod["kind"] = json!("Pod");
    pod["metadata"]["generateName"] = json!("run-7-");
    pod
}

fn deployment(line: &str) -> Value {
    json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "server", "namespace": "pretraining", "generation": 1},
        "spec": {
            "replicas": 3,
            "selector": {"matchLabels": {"app": "trainer"}},
            "template": pod_template(line),
        },
    })
}

fn cron_job(line: &str) -> Value {
    json!({
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": "nightly"},
        "spec": {"schedule": "0 3 * * *", "jobTemplate": {"spec": {"template": pod_template(line)}}},
    })
}

const JOB: (&str, &str, &str) = ("batch", "Job", "jobs");

fn ask(server: &Running, review: &Value) -> Value {
    let response = server.post(PATH, &review.to_string());
    assert_eq!(response.status, 200, "{response:?}");
    let answer = response.json();
    assert_eq!(answer["apiVersion"], "admission.k8s.io/v1");
    assert_eq!(answer["kind"], "AdmissionReview");
    assert_eq!(answer["response"]["uid"], UID);
    assert!(answer["response"]["allowed"].is_boolean());
    answer["response"].clone()
}

#[test]
fn work_is_let_in_by_proceed_alone_and_else_the_clause_is_shown() {
    let house = House::new();
    let server = house.server();
    type Make = fn(&str) -> Value;
    let kinds: [((&str, &str, &str), Make); 4] = [
        (JOB, job),
        (("", "Pod", "pods"), pod),
        (("apps", "Deployment", "deployments"), deployment),
        (("batch", "CronJob", "cronjobs"), cron_job),
    ];
    for (kind, make) in kinds {
        let open = ask(&server, &review("CREATE", kind, make("open")));
        assert_eq!(
            (&open["allowed"], &open["status"]),
            (&json!(true), &Value::Null),
            "{kind:?}"
        );
        assert_eq!(open["warnings"], Value::Null);
        let shut = ask(&server, &review("CREATE", kind, make("shut")));
        assert_eq!(
            (&shut["allowed"], &shut["status"]["code"]),
            (&json!(false), &json!(403))
        );
        let message = shut["status"]["message"].as_str().expect("a message");
        for says in [
            "pause: training of shut",
            "shut bars it: clause shut: before training, Lab must have locks in place.",
            "what would open: locks is in place (from Lab)",
        ] {
            assert!(message.contains(says), "{message} should say {says}");
        }
        let silent = ask(&server, &review("CREATE", kind, make("silent")));
        assert_eq!(silent["allowed"], false);
        assert_eq!(silent["auditAnnotations"]["answer"], "undecided");
    }
}

#[test]
fn a_dry_run_is_not_put_on_record() {
    let house = House::new();
    let server = house.server();
    let before = house.n_entries();
    let mut dry = review("CREATE", JOB, job("open"));
    dry["request"]["dryRun"] = json!(true);
    let answer = ask(&server, &dry);
    assert_eq!(
        (&answer["allowed"], &answer["auditAnnotations"]["entry"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(house.n_entries(), before);
    let real = ask(&server, &review("CREATE", JOB, job("open")));
    assert_eq!(real["auditAnnotations"]["entry"], before.to_string());
    assert_eq!(house.n_entries(), before + 1);
}

#[test]
fn while_it_is_only_watched_work_is_let_in_with_a_warning() {
    let house = House::new();
    let server = Running::of(Serve {
        mode: Mode::WatchOnly,
        ..house.setup()
    });
    let shut = ask(&server, &review("CREATE", JOB, job("shut")));
    assert_eq!(shut["allowed"], true);
    let warning = shut["warnings"][0].as_str().expect("a warning");
    assert!(
        warning.starts_with("holdpoint: pause: training of shut"),
        "{warning}"
    );
    assert!(warning.chars().count() <= 256);
    let unlabelled = ask(
        &server,
        &review("CREATE", JOB, json!({"metadata": {}, "spec": {}})),
    );
    assert_eq!(unlabelled["allowed"], false, "what cannot be asked is no answer");
}

#[test]
fn work_can_be_stopped_while_the_gate_is_shut_and_not_started() {
    let house = House::new();
    let server = house.server();
    let before = house.n_entries();
    let changed = |pointer: &str, value: Value| {
        let mut object = deployment("shut");
        *object.pointer_mut(pointer).expect("it is there") = value;
        let mut review = review("UPDATE", ("apps", "Deployment", "deployments"), object);
        review["request"]["oldObject"] = deployment("shut");
        review
    };
    for (pointer, value) in [
        ("/spec/replicas", json!(0)),
        ("/metadata/generation", json!(2)),
        ("/metadata/name", json!("other")),
    ] {
        assert_eq!(
            ask(&server, &changed(pointer, value))["allowed"],
            true,
            "{pointer}"
        );
    }
    for (pointer, value) in [
        ("/spec/replicas", json!(4)),
        ("/spec/template/spec/containers/0/image", json!("other")),
        ("/spec/template/metadata/labels/app", json!("other")),
    ] {
        assert_eq!(
            ask(&server, &changed(pointer, value))["allowed"],
            false,
            "{pointer}"
        );
    }
    let mut relabelled = changed("/spec/template/metadata/labels/holdpoint~1model", json!("silent"));
    assert_eq!(ask(&server, &relabelled)["allowed"], false);
    relabelled["request"]["object"]["spec"]["template"]["metadata"] = json!({});
    assert_eq!(ask(&server, &relabelled)["allowed"], false);
    let mut suspended = job("shut");
    suspended["spec"]["suspend"] = json!(true);
    let before_asked = house.n_entries();
    assert_eq!(
        ask(&server, &review("CREATE", JOB, suspended.clone()))["allowed"],
        true
    );
    assert_eq!(house.n_entries(), before_asked, "nothing was asked");
    let mut resumed = review("UPDATE", JOB, job("shut"));
    resumed["request"]["oldObject"] = suspended;
    assert_eq!(ask(&server, &resumed)["allowed"], false);
    let mut deleted = review("DELETE", JOB, Value::Null);
    deleted["request"]["oldObject"] = job("shut");
    assert_eq!(ask(&server, &deleted)["allowed"], true);
    // An old object decides nothing where one is made.
    let mut made = review("CREATE", JOB, job("shut"));
    made["request"]["oldObject"] = job("shut");
    assert_eq!(ask(&server, &made)["allowed"], false);
    assert!(house.n_entries() > before);
}

#[test]
fn a_review_that_is_wrong_lets_nothing_in_and_says_why() {
    let house = House::new();
    let server = house.server();
    let before = house.n_entries();
    let with = |pointer: &str, value: Value| {
        let mut review = review("CREATE", JOB, job("open"));
        *review.pointer_mut(pointer).expect("it is there") = value;
        review
    };
    let pods = "/request/object/spec/template/metadata";
    let wrong = [
        (
            with("/apiVersion", json!("admission.k8s.io/v1beta1")),
            "admissionReviewVersions",
        ),
        (with("/kind", json!("Review")), "AdmissionReview"),
        (
            with("/request/operation", json!("PATCH")),
            "there is no operation `PATCH`",
        ),
        (
            with("/request/operation", json!("CRAETE")),
            "did you mean `CREATE`?",
        ),
        (with("/request/operation", json!("CONNECT")), "CONNECT"),
        (with("/request/operation", Value::Null), "request.operation"),
        (with("/request/object", Value::Null), "request.object"),
        (with("/request/object", json!([])), "request.object"),
        (with("/request/object", json!({})), "holdpoint/action"),
        (with("/request/dryRun", json!("yes")), "request.dryRun"),
        (with(pods, json!({})), "label the pods with `holdpoint/action`"),
        (
            with(pods, json!({"labels": {"holdpoint/action": "training"}})),
            "which model line",
        ),
        (with(pods, json!({"labels": {"holdpoint/action": 1}})), "is `1`"),
        (
            with(
                pods,
                json!({
                    "labels": {"holdpoint/action": "training", "holdpoint/model": "shut"},
                    "annotations": {"holdpoint/model": "open"},
                }),
            ),
            "as a label and `open` as an annotation",
        ),
        (
            with("/request/object/metadata", labels("shut")),
            "`shut` on the object and `open` on its pods",
        ),
        (
            with(
                pods,
                json!({"labels": {"holdpoint/action": "trainign", "holdpoint/model": "open"}}),
            ),
            "did you mean `training`?",
        ),
    ];
    for (review, says) in wrong {
        let answer = ask(&server, &review);
        assert_eq!(answer["allowed"], false, "{review}");
        let message = answer["status"]["message"].as_str().expect("a message");
        assert!(message.starts_with("undecided: "), "{message}");
        assert!(message.contains(says), "{message} should say {says}");
    }
    let mut scale = review(
        "UPDATE",
        ("autoscaling", "Scale", "deployments"),
        json!({"spec": {"replicas": 9}}),
    );
    scale["request"]["subResource"] = json!("scale");
    assert_eq!(ask(&server, &scale)["allowed"], false);
    // Without a `uid` there is nobody to answer.
    for (body, field) in [
        ("".to_owned(), "line 1, column 0"),
        ("{}".to_owned(), "request"),
        ("{\"request\": 1}".to_owned(), "request"),
        (with("/request/uid", json!("")).to_string(), "request.uid"),
        (with("/request/uid", json!(7)).to_string(), "request.uid"),
    ] {
        server.post(PATH, &body).is_problem(400, field, "");
    }
    assert_eq!(house.n_entries(), before);
}

#[test]
fn the_manifests_ask_where_the_server_answers_and_fail_closed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../integrations/kubernetes");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).expect(name);
    let webhook = read("webhook.yaml");
    for says in [
        "failurePolicy: Fail",
        "sideEffects: NoneOnDryRun",
        "admissionReviewVersions: [v1]",
        &format!("path: {PATH}"),
    ] {
        assert!(webhook.contains(says), "it should say {says}");
    }
    let number = |text: &str, name: &str| -> u64 {
        let line = text.lines().find_map(|it| it.trim().strip_prefix(name));
        line.and_then(|it| it.trim().trim_matches('"').parse().ok())
            .expect(name)
    };
    let patience = number(&webhook, "timeoutSeconds:");
    let server = read("server.yaml");
    let timeout = number(&server, "- --timeout=");
    assert!(
        timeout < patience,
        "the server has to answer before the API server gives up"
    );
    assert_eq!(
        number(&server, "replicas:"),
        1,
        "one file of a ledger has one server"
    );
}

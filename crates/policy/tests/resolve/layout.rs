//! Which file belongs to which policy, and whose names a word means.

use crate::set::{check, encode};

const OLD: &str = "policy old. party Lab is the developer. action training, scales. task tidy, by Lab.
    clause gate: before training, Lab must have tidy done.";
const NEW: &str =
    "policy new, supersedes old. party Lab is the developer. action training, scales. task sweep, by Lab.
    clause gate, supersedes gate: before training, Lab must have sweep done.
    world soon. assume one step is 1 week.";

#[test]
fn a_file_without_a_policy_belongs_to_the_one_it_uses() {
    let claims = "use \"old.hold\". check c: it is possible that training is paused because of gate.";
    let encoding = encode(&[("claims.hold", claims), ("old.hold", OLD)]);
    assert_eq!(encoding.policies.len(), 1);
    assert_eq!(encoding.policy(encoding.checks[0].policy).base.name, "old");
}

#[test]
fn a_file_that_a_policy_uses_adds_to_it() {
    let policy = "policy whole. use \"parts.hold\". clause gate: before training, Lab must have tidy done.";
    let parts = "party Lab is the developer. action training, scales. task tidy, by Lab.";
    let encoding = encode(&[("whole.hold", policy), ("parts.hold", parts)]);
    assert_eq!(
        (encoding.policies.len(), encoding.policies[0].base.tasks.len()),
        (1, 1)
    );
}

#[test]
fn parts_that_two_policies_use_are_parts_of_both() {
    let both = "use \"first.hold\". use \"second.hold\". check same: first is at least as strong as second on training.";
    let first = "policy first. use \"parts.hold\". clause gate: before training, Lab must have tidy done.";
    let second = "policy second. use \"parts.hold\".";
    let parts = "party Lab is the developer. action training, scales. task tidy, by Lab.";
    let set = [
        ("both.hold", both),
        ("first.hold", first),
        ("second.hold", second),
        ("parts.hold", parts),
    ];
    assert_eq!(check(&set), "");
    let encoding = encode(&set);
    let n_tasks: Vec<usize> = encoding.policies.iter().map(|it| it.base.tasks.len()).collect();
    assert_eq!(n_tasks, [1, 1]);
}

#[test]
fn what_is_asked_is_asked_of_the_first_policy_unless_it_names_another() {
    let both = "use \"old.hold\". use \"new.hold\".
        check here: it is possible that training is paused because of gate.
        check across: gate of new implies gate of old.
        question q, on new: yes when sweep is done, no by 2030-01-01.
        world late, for new. assume one step is 1 month.";
    let encoding = encode(&[("both.hold", both), ("old.hold", OLD), ("new.hold", NEW)]);
    let names: Vec<&str> = encoding.policies.iter().map(|it| it.base.name.as_str()).collect();
    assert_eq!(names, ["old", "new"]);
    let asked: Vec<u32> = encoding.checks.iter().map(|it| it.policy.0).collect();
    assert_eq!((asked, encoding.questions[0].policy.0), (vec![0, 1], 1));
    let worlds: Vec<&str> = encoding.policies[1]
        .worlds
        .iter()
        .map(|it| it.named.name.as_str())
        .collect();
    assert_eq!(worlds, ["soon", "late"]);
}

#[test]
fn each_policy_has_its_own_names() {
    let both = "use \"old.hold\". use \"new.hold\". check c: it is possible that sweep is done.";
    assert_eq!(
        check(&[("both.hold", both), ("old.hold", OLD), ("new.hold", NEW)]),
        "\
HP0201 at |sweep|: there is no task `sweep`
  see |sweep|: the policy `new` has it; each policy has its own names
  help: declare it, `task sweep …`, or name one that is declared"
    );
}

#[test]
fn a_superseded_clause_must_be_there_when_its_policy_is() {
    let new = "policy new, supersedes old. party Lab is the developer. action training, scales.
        clause gate, supersedes gat: at all times, Lab must not continue training.";
    let both = "use \"old.hold\". use \"new.hold\".";
    assert_eq!(
        check(&[("both.hold", both), ("old.hold", OLD), ("new.hold", new)]),
        "\
HP0201 at |gat|: `old` has no clause `gat`
  help: did you mean `gate`?
  fix: gate"
    );
    assert_eq!(check(&[("new.hold", new)]), "");
}

#[test]
fn policies_of_one_file_follow_each_other() {
    let text = format!("{OLD}\n{NEW}\ncheck c: new is at least as strong as old on training.");
    let encoding = encode(&[("it.hold", &text)]);
    assert_eq!((encoding.policies.len(), encoding.checks[0].policy.0), (2, 1));
}

#[test]
fn two_policies_of_one_name_are_refused() {
    let text = format!("{OLD}\n{OLD}");
    assert_eq!(
        check(&[("it.hold", &text)]),
        "\
HP0211 at |old|: `old` is declared twice
  see |old|: declared here first
  help: give it another name"
    );
}

#[test]
fn documents_without_a_policy_make_one_where_they_belong_together() {
    let encoding = encode(&[
        (
            "a.hold",
            "use \"b.hold\". check c: it is possible that crisis holds.",
        ),
        ("b.hold", "fact crisis, decided by nature."),
        ("c.hold", "fact calm, decided by nature."),
    ]);
    let facts: Vec<usize> = encoding.policies.iter().map(|it| it.base.facts.len()).collect();
    assert_eq!(
        (encoding.policies[0].base.name.as_str(), facts),
        ("document", vec![1, 1])
    );
}

#[test]
fn files_that_use_each_other_come_to_an_end() {
    let encoding = encode(&[
        (
            "a.hold",
            "use \"b.hold\". fact calm, decided by nature. check c: it is possible that calm holds and crisis holds.",
        ),
        ("b.hold", "use \"a.hold\". fact crisis, decided by nature."),
    ]);
    assert_eq!(
        (encoding.policies.len(), encoding.policies[0].base.facts.len()),
        (1, 2)
    );
}

#[test]
fn nothing_makes_an_empty_policy() {
    assert_eq!(encode(&[]).policies.len(), 1);
    assert_eq!(encode(&[("it.hold", "")]).policies[0].base.name, "document");
}

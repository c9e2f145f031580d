//! Declarations to plain data.
//!
//! It must not know which declarations belong together.

use super::leaf::{at, date, head, listed, name, names, slot_name, text};
use super::quantity::{factor, number, percent};
use super::tree::{Words, has_slot, parts, slot, span};
use crate::ast::{
    Action, Approval, Capability, Combination, Comparison, Determination, Evaluation, EvaluationRule, Fact,
    Level, Name, Party, PartyKind, Policy, RuleAnswer, Safeguard, Score, Source, Standard, Task,
};
use crate::kind::{Node, SyntaxKind};

pub(super) fn policy(node: &Node) -> Option<Policy> {
    Some(Policy {
        head: head(node)?,
        effective: slot(node, &["effective"]).and_then(|it| date(&it)),
        supersedes: slot_name(node, &["supersedes"]),
        amended_by: slot(node, &["amended"]).map_or(Vec::new(), |it| listed(&it)),
    })
}

pub(super) fn source(node: &Node) -> Option<Source> {
    Some(Source {
        location: text(node)?,
        sha256: slot(node, &["sha256"]).and_then(|it| text(&it)),
    })
}

pub(super) fn party(node: &Node) -> Option<Party> {
    let kind = match *Words::of(node).list().last()? {
        "developer" => PartyKind::Developer,
        "internal" => PartyKind::Internal,
        "independent" => PartyKind::Independent,
        "outside" => PartyKind::Outside,
        _ => return None,
    };
    Some(Party {
        head: head(node)?,
        kind,
    })
}

pub(super) fn action(node: &Node) -> Option<Action> {
    Some(Action {
        head: head(node)?,
        scales: has_slot(node, &["scales"]),
    })
}

pub(super) fn capability(node: &Node) -> Option<Capability> {
    Some(Capability {
        head: head(node)?,
        grades: grades(node),
        may_fall: has_slot(node, &["may", "fall"]),
    })
}

fn grades(node: &Node) -> Vec<Name> {
    slot(node, &["graded"]).map_or(Vec::new(), |it| names(&it))
}

pub(super) fn level(node: &Node) -> Option<Level> {
    Some(Level {
        head: head(node)?,
        above: name(node),
        when: slot(node, &["when"]).and_then(|it| combination_in(&it)),
        undefined: has_slot(node, &["undefined"]),
        by: slot_name(node, &["by"]),
    })
}

/// The combination that is a part of this node.
fn combination_in(node: &Node) -> Option<Combination> {
    node.children().find_map(|it| combination(&it))
}

fn combination(node: &Node) -> Option<Combination> {
    let all = || {
        node.children()
            .map(|it| combination(&it))
            .collect::<Option<Vec<_>>>()
    };
    match node.kind() {
        SyntaxKind::Part => Some(Combination::One {
            name: name(node)?,
            at: at(node),
        }),
        SyntaxKind::Group => combination_in(node),
        SyntaxKind::AllOf => Some(Combination::All(all()?)),
        SyntaxKind::AnyOf => Some(Combination::Any(all()?)),
        _ => None,
    }
}

pub(super) fn safeguard(node: &Node) -> Option<Safeguard> {
    Some(Safeguard {
        head: head(node)?,
        by: slot_name(node, &["by"])?,
        may_fail: has_slot(node, &["may", "fail"]),
        undefined: has_slot(node, &["undefined"]),
    })
}

pub(super) fn standard(node: &Node) -> Option<Standard> {
    Some(Standard {
        head: head(node)?,
        parts: combination_in(node),
    })
}

pub(super) fn evaluation(node: &Node) -> Option<Evaluation> {
    let rules = parts(node, SyntaxKind::Slot)
        .filter_map(|it| evaluation_rule(&it))
        .collect();
    Some(Evaluation {
        head: head(node)?,
        of: name(node)?,
        at: at(node),
        buffer: slot(node, &["with", "buffer"]).and_then(|it| factor(&it)),
        by: slot_name(node, &["by"]),
        may_be_inconclusive: has_slot(node, &["may", "be", "inconclusive"]),
        rules,
    })
}

fn evaluation_rule(node: &Node) -> Option<EvaluationRule> {
    let words = Words::of(node);
    let words = words.list();
    let (answer, compared) = match &words[..] {
        ["indicated", "when", "is", compared @ ..] => (RuleAnswer::Indicated, compared),
        ["ruled", "out", "when", "is", compared @ ..] => (RuleAnswer::RuledOut, compared),
        _ => return None,
    };
    let percent = percent(node);
    Some(EvaluationRule {
        span: span(node),
        answer,
        quantity: text(node)?,
        comparison: comparison(compared)?,
        bound: percent
            .as_ref()
            .map_or_else(|| number(node), |it| Some(it.clone()))?
            .value,
        percent: percent.is_some(),
        by: name(node),
    })
}

fn comparison(words: &[&str]) -> Option<Comparison> {
    Some(match words {
        ["at", "least", ..] => Comparison::AtLeast,
        ["at", "most", ..] => Comparison::AtMost,
        ["above", ..] => Comparison::Above,
        ["below", ..] => Comparison::Below,
        _ => return None,
    })
}

pub(super) fn score(node: &Node) -> Option<Score> {
    Some(Score {
        head: head(node)?,
        grades: grades(node),
        by: slot_name(node, &["by"])?,
    })
}

pub(super) fn determination(node: &Node) -> Option<Determination> {
    Some(Determination {
        head: head(node)?,
        of: slot_name(node, &["of"]),
        by: slot_name(node, &["by"])?,
        requires: slot_name(node, &["requires"]),
        only_if_true: has_slot(node, &["only", "if", "true"]),
    })
}

pub(super) fn task(node: &Node) -> Option<Task> {
    Some(Task {
        head: head(node)?,
        by: slot_name(node, &["by"])?,
        irreversible: has_slot(node, &["irreversible"]),
        ends: slot(node, &["ends"]).map_or(Vec::new(), |it| listed(&it)),
    })
}

pub(super) fn fact(node: &Node) -> Option<Fact> {
    Some(Fact {
        head: head(node)?,
        decided_by: slot_name(node, &["decided", "by"]),
        permanent: has_slot(node, &["permanent"]),
    })
}

pub(super) fn approval(node: &Node) -> Option<Approval> {
    Some(Approval {
        head: head(node)?,
        by: slot_name(node, &["by"])?,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::check_said;

    #[test]
    fn a_policy_keeps_all_that_it_says() {
        check_said(
            r#"policy p "P", effective 2024-01-01, supersedes o, amended by A and B."#,
            r#"Policy(Policy { head: Head { name: "p", title: Some("P"), reading: None }, effective: Some("2024-01-01"), supersedes: Some("o"), amended_by: ["A", "B"] })"#,
        );
        check_said(
            r#"source "x"."#,
            r#"Source(Source { location: "x", sha256: None })"#,
        );
    }

    #[test]
    fn parties_and_actions() {
        check_said(
            "party A is the developer.",
            r#"Party(Party { head: Head { name: "A", title: None, reading: None }, kind: Developer })"#,
        );
        check_said(
            r#"action training "t", scales."#,
            r#"Action(Action { head: Head { name: "training", title: Some("t"), reading: None }, scales: true })"#,
        );
    }

    #[test]
    fn capabilities_and_levels() {
        check_said(
            r#"capability c reading "r", graded low < high, may fall."#,
            r#"Capability(Capability { head: Head { name: "c", title: None, reading: Some("r") }, grades: ["low", "high"], may_fall: true })"#,
        );
        check_said(
            "level M above L, when (a1 and b) or c at high, by A.",
            r#"Level(Level { head: Head { name: "M", title: None, reading: None }, above: Some("L"), when: Some(Any([All([One { name: "a1", at: None }, One { name: "b", at: None }]), One { name: "c", at: Some("high") }])), undefined: false, by: Some("A") })"#,
        );
        check_said(
            "level N, undefined.",
            r#"Level(Level { head: Head { name: "N", title: None, reading: None }, above: None, when: None, undefined: true, by: None })"#,
        );
    }

    #[test]
    fn safeguards_and_standards() {
        check_said(
            "safeguard s, by A, may fail.",
            r#"Safeguard(Safeguard { head: Head { name: "s", title: None, reading: None }, by: "A", may_fail: true, undefined: false })"#,
        );
        check_said(
            "standard S is s and (t or u).",
            r#"Standard(Standard { head: Head { name: "S", title: None, reading: None }, parts: Some(All([One { name: "s", at: None }, Any([One { name: "t", at: None }, One { name: "u", at: None }])])) })"#,
        );
        check_said(
            "standard S, undefined.",
            r#"Standard(Standard { head: Head { name: "S", title: None, reading: None }, parts: None })"#,
        );
    }

    #[test]
    fn evaluations_and_scores() {
        check_said(
            "evaluation e of L at high, with a buffer of 2.5x, by A, may be inconclusive.",
            r#"Evaluation(Evaluation { head: Head { name: "e", title: None, reading: None }, of: "L", at: Some("high"), buffer: Some(Decimal { digits: 25, places: 1 }), by: Some("A"), may_be_inconclusive: true, rules: [] })"#,
        );
        check_said(
            r#"evaluation e of L, indicated when "r" is at least 0.50 by low, ruled out when "r" is below 20%."#,
            r#"Evaluation(Evaluation { head: Head { name: "e", title: None, reading: None }, of: "L", at: None, buffer: None, by: None, may_be_inconclusive: false, rules: [EvaluationRule { answer: Indicated, quantity: "r", comparison: AtLeast, bound: Decimal { digits: 50, places: 2 }, percent: false, by: Some("low") }, EvaluationRule { answer: RuledOut, quantity: "r", comparison: Below, bound: Decimal { digits: 20, places: 0 }, percent: true, by: None }] })"#,
        );
        check_said(
            "score s, graded low < high, by e.",
            r#"Score(Score { head: Head { name: "s", title: None, reading: None }, grades: ["low", "high"], by: "e" })"#,
        );
    }

    #[test]
    fn what_parties_decide() {
        check_said(
            "determination d, of e, by A, requires t, only if true.",
            r#"Determination(Determination { head: Head { name: "d", title: None, reading: None }, of: Some("e"), by: "A", requires: Some("t"), only_if_true: true })"#,
        );
        check_said(
            "task t, by A, irreversible, ends x and y.",
            r#"Task(Task { head: Head { name: "t", title: None, reading: None }, by: "A", irreversible: true, ends: ["x", "y"] })"#,
        );
        check_said(
            "fact f, decided by nature, permanent.",
            r#"Fact(Fact { head: Head { name: "f", title: None, reading: None }, decided_by: None, permanent: true })"#,
        );
        check_said(
            "approval p, by A.",
            r#"Approval(Approval { head: Head { name: "p", title: None, reading: None }, by: "A" })"#,
        );
    }
}

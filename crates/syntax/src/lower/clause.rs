//! Clauses, exceptions and gaps to plain data.
//!
//! It must not know what bars an action.

use super::condition::condition_in;
use super::leaf::{at, date, head, listed, name, names, slot_name, text, texts};
use super::quantity::{duration, factor};
use super::tree::{Words, part, parts, span};
use crate::ast::{Clause, Every, Exception, Frame, Goal, GoalState, Modal, NotEncoded, Spanned, Tail, What};
use crate::kind::{Node, SyntaxKind};

pub(super) fn clause(node: &Node) -> Option<Clause> {
    let modal_node = part(node, SyntaxKind::Modal)?;
    Some(Clause {
        head: head(node)?,
        supersedes: slot_name(node, &["supersedes"]),
        despite: part(node, SyntaxKind::Despite).map_or(Vec::new(), |it| listed(&it)),
        frame: frame(&part(node, SyntaxKind::Frame)?)?,
        who: name(node)?,
        modal: Spanned {
            value: modal(&modal_node)?,
            span: span(&modal_node),
        },
        what: what(&part(node, SyntaxKind::What)?)?,
        tails: parts(node, SyntaxKind::Tail)
            .map(|it| tail(&it))
            .collect::<Option<_>>()?,
    })
}

fn frame(node: &Node) -> Option<Frame> {
    let when = condition_in(node);
    Some(match *Words::of(node).list().first()? {
        "before" => Frame::Before {
            actions: listed(node),
            when,
        },
        "while" => Frame::While {
            actions: listed(node),
            when,
        },
        "when" => Frame::When(when?),
        "at" => Frame::AtAllTimes,
        _ => return None,
    })
}

fn modal(node: &Node) -> Option<Modal> {
    Some(match Words::of(node).list()[..] {
        ["must"] => Modal::Must,
        ["must", "not"] => Modal::MustNot,
        ["intends", "to"] => Modal::IntendsTo,
        ["may"] => Modal::May,
        _ => return None,
    })
}

fn what(node: &Node) -> Option<What> {
    Some(match *Words::of(node).list().first()? {
        "have" => What::Have(goal_in(node)?),
        "pause" => What::Pause(name(node)?),
        "continue" => What::Continue(name(node)?),
        "do" => What::Do(name(node)?),
        "run" => What::Run {
            evaluation: name(node)?,
            every: parts(node, SyntaxKind::Every)
                .map(|it| every(&it))
                .collect::<Option<_>>()?,
        },
        _ => return None,
    })
}

fn every(node: &Node) -> Option<Every> {
    match factor(node) {
        Some(factor) => Some(Every::Compute(factor)),
        None => duration(node).map(Every::Calendar),
    }
}

fn goal_in(node: &Node) -> Option<Goal> {
    node.children().find_map(|it| goal(&it))
}

fn goal(node: &Node) -> Option<Goal> {
    let all = || node.children().map(|it| goal(&it)).collect::<Option<Vec<_>>>();
    Some(match node.kind() {
        SyntaxKind::AllOf => Goal::All(all()?),
        SyntaxKind::AnyOf => Goal::Any(all()?),
        SyntaxKind::Group => goal_in(node)?,
        SyntaxKind::Goal => Goal::One {
            name: name(node)?,
            state: goal_state(node)?,
            span: span(node),
        },
        _ => return None,
    })
}

fn goal_state(node: &Node) -> Option<GoalState> {
    let second = || names(node).into_iter().nth(1);
    Some(match Words::of(node).list()[..] {
        ["in", "place"] => GoalState::InPlace,
        ["defined"] => GoalState::Defined,
        ["done"] => GoalState::Done,
        ["found"] => GoalState::Found,
        ["approved", "by"] => GoalState::ApprovedBy(second()?),
        ["ruled", "out"] => GoalState::RuledOut { at: at(node) },
        ["at", "most"] => GoalState::AtMost(second()?),
        ["at", "least"] => GoalState::AtLeast(second()?),
        _ => return None,
    })
}

fn tail(node: &Node) -> Option<Tail> {
    Some(match Words::of(node).list()[..] {
        ["within"] => Tail::Within(duration(node)?),
        ["within", "unspecified"] => Tail::WithinUnspecified(text(node)?),
        ["by"] => Tail::By(date(node)?),
        ["unless"] => Tail::Unless(condition_in(node)?),
        ["until"] => Tail::Until(condition_in(node)?),
        _ => return None,
    })
}

pub(super) fn exception(node: &Node) -> Option<Exception> {
    let clauses = part(node, SyntaxKind::Names).map(|it| names(&it));
    Some(Exception {
        head: head(node)?,
        when: condition_in(node)?,
        who: name(node)?,
        suspends: clauses,
    })
}

pub(super) fn not_encoded(node: &Node) -> Option<NotEncoded> {
    let mut texts = texts(node).into_iter();
    Some(NotEncoded {
        source: texts.next()?,
        because: texts.next()?,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::check_said;

    #[test]
    fn a_clause_keeps_its_parts() {
        check_said(
            r#"clause c "p", supersedes b: despite d and e, before x and y when f holds, A must not continue x within 3 days unless f holds."#,
            r#"Clause(Clause { head: Head { name: "c", title: Some("p"), reading: None }, supersedes: Some("b"), despite: ["d", "e"], frame: Before { actions: ["x", "y"], when: Some(Atom(Holds { fact: "f", not: false })) }, who: "A", modal: MustNot, what: Continue("x"), tails: [Within(Duration { amount: Decimal { digits: 3, places: 0 }, unit: Day }), Unless(Atom(Holds { fact: "f", not: false }))] })"#,
        );
    }

    #[test]
    fn frames_and_modals() {
        check_said(
            "clause c: while x, A intends to do t by 2024-01-01.",
            r#"Clause(Clause { head: Head { name: "c", title: None, reading: None }, supersedes: None, despite: [], frame: While { actions: ["x"], when: None }, who: "A", modal: IntendsTo, what: Do("t"), tails: [By("2024-01-01")] })"#,
        );
        check_said(
            r#"clause c: at all times, A may pause x until f holds within unspecified "soon"."#,
            r#"Clause(Clause { head: Head { name: "c", title: None, reading: None }, supersedes: None, despite: [], frame: AtAllTimes, who: "A", modal: May, what: Pause("x"), tails: [Until(Atom(Holds { fact: "f", not: false })), WithinUnspecified("soon")] })"#,
        );
    }

    #[test]
    fn goals() {
        check_said(
            "clause c: when f holds, A must have (s in place or L defined) and t done and d found and p approved by B and L ruled out at high and g at most low and g at least low.",
            r#"Clause(Clause { head: Head { name: "c", title: None, reading: None }, supersedes: None, despite: [], frame: When(Atom(Holds { fact: "f", not: false })), who: "A", modal: Must, what: Have(All([Any([One { name: "s", state: InPlace }, One { name: "L", state: Defined }]), One { name: "t", state: Done }, One { name: "d", state: Found }, One { name: "p", state: ApprovedBy("B") }, One { name: "L", state: RuledOut { at: Some("high") } }, One { name: "g", state: AtMost("low") }, One { name: "g", state: AtLeast("low") }])), tails: [] })"#,
        );
    }

    #[test]
    fn clocks() {
        check_said(
            "clause c: before x, A must run e every 4x compute and every 3 months.",
            r#"Clause(Clause { head: Head { name: "c", title: None, reading: None }, supersedes: None, despite: [], frame: Before { actions: ["x"], when: None }, who: "A", modal: Must, what: Run { evaluation: "e", every: [Compute(Decimal { digits: 4, places: 0 }), Calendar(Duration { amount: Decimal { digits: 3, places: 0 }, unit: Month })] }, tails: [] })"#,
        );
    }

    #[test]
    fn exceptions_and_gaps() {
        check_said(
            "exception e: when f holds, A may suspend all clauses.",
            r#"Exception(Exception { head: Head { name: "e", title: None, reading: None }, when: Atom(Holds { fact: "f", not: false }), who: "A", suspends: None })"#,
        );
        check_said(
            "exception e: when f holds, A may suspend c and d.",
            r#"Exception(Exception { head: Head { name: "e", title: None, reading: None }, when: Atom(Holds { fact: "f", not: false }), who: "A", suspends: Some(["c", "d"]) })"#,
        );
        check_said(
            r#"not encoded "p" because "why"."#,
            r#"NotEncoded(NotEncoded { source: "p", because: "why" })"#,
        );
    }
}

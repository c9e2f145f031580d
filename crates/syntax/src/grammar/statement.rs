//! All kinds of statements: how each begins, and what it offers after commas.
//!
//! It must not know how the parts are written.

use super::leaf::{date, end, grades, name_of, names_of, string, top_level_when};
use super::{check, clause, declaration, question, scenario, world};
use crate::kind::SyntaxKind;
use crate::parser::{Form, Parser, Rule, Slot};

type Write = fn(&mut Parser<'_>) -> Rule;

const fn form(keyword: &'static str, kind: SyntaxKind, rule: Write, slots: &'static [Slot]) -> Form {
    Form {
        keyword,
        kind,
        slots,
        rule,
    }
}

const fn slot(lead: &'static [&'static str], shape: &'static str, rule: Write) -> Slot {
    Slot::optional(lead, shape, rule)
}

/// In the order in which a message lists them.
pub(crate) static FORMS: [Form; 23] = [
    form("use", SyntaxKind::Use, declaration::use_file, &[]),
    form("policy", SyntaxKind::Policy, declaration::plain, POLICY),
    form("source", SyntaxKind::Source, declaration::source, SOURCE),
    form("party", SyntaxKind::Party, declaration::party, &[]),
    form("action", SyntaxKind::Action, declaration::plain, ACTION),
    form(
        "capability",
        SyntaxKind::Capability,
        declaration::plain,
        CAPABILITY,
    ),
    form("level", SyntaxKind::Level, declaration::level, LEVEL),
    form("safeguard", SyntaxKind::Safeguard, declaration::plain, SAFEGUARD),
    form("standard", SyntaxKind::Standard, declaration::standard, STANDARD),
    form(
        "evaluation",
        SyntaxKind::Evaluation,
        declaration::evaluation,
        EVALUATION,
    ),
    form("score", SyntaxKind::Score, declaration::plain, SCORE),
    form(
        "determination",
        SyntaxKind::Determination,
        declaration::plain,
        DETERMINATION,
    ),
    form("task", SyntaxKind::Task, declaration::plain, TASK),
    form("fact", SyntaxKind::Fact, declaration::plain, FACT),
    form("approval", SyntaxKind::Approval, declaration::plain, APPROVAL),
    form("clause", SyntaxKind::Clause, clause::clause, CLAUSE),
    form("exception", SyntaxKind::Exception, clause::exception, &[]),
    form("not", SyntaxKind::NotEncoded, clause::not_encoded, &[]),
    form("world", SyntaxKind::World, declaration::plain, WORLD),
    form("assume", SyntaxKind::Assume, world::assume, ASSUME),
    form("check", SyntaxKind::Check, check::check, CHECK),
    form("scenario", SyntaxKind::Scenario, scenario::scenario, &[]),
    form("question", SyntaxKind::Question, question::question, QUESTION),
];

const POLICY: &[Slot] = &[
    slot(&["effective"], "effective DATE", date),
    slot(&["supersedes"], "supersedes POLICY", |p| {
        name_of(p, "the name of a policy")
    }),
    slot(&["amended", "by"], "amended by PARTY", |p| {
        names_of(p, "the name of a party")
    }),
];
const SOURCE: &[Slot] = &[slot(&["sha256"], "sha256 \"…\"", string)];
const ACTION: &[Slot] = &[slot(&["scales"], "scales", end)];
const CAPABILITY: &[Slot] = &[
    slot(&["graded"], "graded low < high", grades),
    slot(&["may", "fall"], "may fall", end),
];
const LEVEL: &[Slot] = &[
    slot(&["when"], "when CAPABILITY", top_level_when),
    slot(&["undefined"], "undefined", end),
    BY,
];
const BY: Slot = slot(&["by"], "by PARTY", |p| name_of(p, "the name of a party"));
const SAFEGUARD: &[Slot] = &[
    BY.required(),
    slot(&["may", "fail"], "may fail", end),
    slot(&["undefined"], "undefined", end),
];
const STANDARD: &[Slot] = &[slot(&["undefined"], "undefined", end)];
const EVALUATION: &[Slot] = &[
    slot(
        &["with", "buffer", "of"],
        "with a buffer of 6x",
        super::leaf::factor,
    )
    .free(),
    BY.free(),
    slot(&["may", "be", "inconclusive"], "may be inconclusive", end).free(),
    slot(
        &["indicated", "when"],
        "indicated when \"…\" is at least 50%",
        declaration::rule,
    )
    .repeated(),
    slot(
        &["ruled", "out", "when"],
        "ruled out when \"…\" is below 20%",
        declaration::rule,
    )
    .repeated(),
];
const SCORE: &[Slot] = &[
    slot(&["graded"], "graded low < high", grades).required(),
    slot(&["by"], "by EVALUATION", |p| {
        name_of(p, "the name of an evaluation")
    })
    .required(),
];
const DETERMINATION: &[Slot] = &[
    slot(&["of"], "of EVALUATION", |p| {
        name_of(p, "the name of an evaluation")
    }),
    BY.required(),
    slot(&["requires"], "requires TASK", |p| {
        name_of(p, "the name of a task")
    }),
    slot(&["only", "if", "true"], "only if true", end),
];
const TASK: &[Slot] = &[
    BY.required(),
    slot(&["irreversible"], "irreversible", end),
    slot(&["ends"], "ends ACTION", |p| names_of(p, "the name of an action")),
];
const FACT: &[Slot] = &[
    slot(&["decided", "by"], "decided by PARTY", declaration::decider).required(),
    slot(&["permanent"], "permanent", end),
];
const APPROVAL: &[Slot] = &[BY.required()];
const CLAUSE: &[Slot] = &[slot(&["supersedes"], "supersedes CLAUSE", |p| {
    name_of(p, "the name of a clause")
})];
const WORLD: &[Slot] = &[slot(&["for"], "for POLICY", |p| {
    name_of(p, "the name of a policy")
})];
const ASSUME: &[Slot] = &[
    slot(&["source"], "source \"…\"", string),
    slot(&["as", "of"], "as of DATE", date),
];
const CHECK: &[Slot] = &[slot(&["said", "by"], "said by \"…\"", string)];
const QUESTION: &[Slot] = &[slot(&["on"], "on POLICY", |p| name_of(p, "the name of a policy")).required()];

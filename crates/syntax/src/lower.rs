//! From the tree to plain data, one module a family of statements.
//!
//! It reads only what the grammar has accepted, so it has nothing to complain about. It must not know
//! what a name refers to.

mod clause;
mod condition;
mod declaration;
mod leaf;
mod property;
mod quantity;
mod question;
mod tree;
mod world;

use crate::ast::{Document, Quote, Statement, StatementKind};
use crate::blocks::{self, Markdown};
use crate::kind::{Node, SyntaxKind};

/// The statements of a file in order, with the quotes and headings around them.
pub(crate) fn document(root: &Node, text: &str, markdown: Markdown) -> Document {
    let mut statements = Vec::new();
    let mut first_of_block = Vec::new();
    for block in root.children().filter(|it| it.kind() == SyntaxKind::Block) {
        let first = statements.len();
        statements.extend(block.children().filter_map(|it| statement(&it)));
        first_of_block.push((statements.len() > first).then_some(first));
    }
    let quotes = markdown
        .quotes
        .into_iter()
        .map(|it| quote(it, &first_of_block, text))
        .collect();
    Document {
        statements,
        quotes,
        headings: markdown.headings,
    }
}

fn quote(quote: blocks::Quote, first_of_block: &[Option<usize>], text: &str) -> Quote {
    let block = quote
        .block
        .and_then(|it| first_of_block.get(it).copied().flatten());
    let mut span = quote.span;
    let words = &text[span.start as usize..span.end as usize];
    span.end = span.start + u32::try_from(words.trim_end().len()).unwrap_or(0);
    Quote {
        span,
        text: quote.text,
        paraphrase: quote.paraphrase,
        encoded_by: block,
    }
}

/// `None` for what is broken; the parser has said why.
fn statement(node: &Node) -> Option<Statement> {
    if !node.kind().is_statement() {
        return None;
    }
    let kind = kind(node);
    // INVARIANT: what the grammar accepts can be lowered; a statement never gets lost in silence.
    debug_assert!(kind.is_some(), "not lowered: {node:#?}");
    Some(Statement {
        span: tree::span(node),
        kind: kind?,
    })
}

fn kind(node: &Node) -> Option<StatementKind> {
    Some(match node.kind() {
        SyntaxKind::Use => StatementKind::Use(leaf::text(node)?),
        SyntaxKind::Policy => StatementKind::Policy(declaration::policy(node)?),
        SyntaxKind::Source => StatementKind::Source(declaration::source(node)?),
        SyntaxKind::Party => StatementKind::Party(declaration::party(node)?),
        SyntaxKind::Action => StatementKind::Action(declaration::action(node)?),
        SyntaxKind::Capability => StatementKind::Capability(declaration::capability(node)?),
        SyntaxKind::Level => StatementKind::Level(declaration::level(node)?),
        SyntaxKind::Safeguard => StatementKind::Safeguard(declaration::safeguard(node)?),
        SyntaxKind::Standard => StatementKind::Standard(declaration::standard(node)?),
        SyntaxKind::Evaluation => StatementKind::Evaluation(declaration::evaluation(node)?),
        SyntaxKind::Score => StatementKind::Score(declaration::score(node)?),
        SyntaxKind::Determination => StatementKind::Determination(declaration::determination(node)?),
        SyntaxKind::Task => StatementKind::Task(declaration::task(node)?),
        SyntaxKind::Fact => StatementKind::Fact(declaration::fact(node)?),
        SyntaxKind::Approval => StatementKind::Approval(declaration::approval(node)?),
        SyntaxKind::Clause => StatementKind::Clause(clause::clause(node)?),
        SyntaxKind::Exception => StatementKind::Exception(clause::exception(node)?),
        SyntaxKind::NotEncoded => StatementKind::NotEncoded(clause::not_encoded(node)?),
        SyntaxKind::World => StatementKind::World(world::world(node)?),
        SyntaxKind::Assume => StatementKind::Assume(world::assume(node)?),
        SyntaxKind::Check => StatementKind::Check(property::check(node)?),
        SyntaxKind::Scenario => StatementKind::Scenario(question::scenario(node)?),
        SyntaxKind::Question => StatementKind::Question(question::question(node)?),
        _ => return None,
    })
}

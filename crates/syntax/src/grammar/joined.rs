//! Parts joined by `and` or by `or`, never by both without parentheses.
//!
//! It must not know what the parts are.

use super::leaf::{maybe_at, name_of};
use crate::errors;
use crate::kind::SyntaxKind::{self, *};
use crate::parser::{Parser, Rule};
use rowan::Checkpoint;

/// `part`, `part and part …`, `part or part …`.
pub(super) fn joined(p: &mut Parser<'_>, part: impl Fn(&mut Parser<'_>) -> Rule) -> Rule {
    let start = p.checkpoint();
    let mut seams = Seams::new(p.input.position());
    part(p)?;
    let Some((word, kind)) = connective(p) else {
        return Ok(());
    };
    loop {
        seams.add(p);
        p.bump(Keyword);
        part(p)?;
        match connective(p) {
            None => return finish(p, start, kind),
            Some((next, _)) if next != word => mix(p, &mut seams, word),
            Some(_) => {}
        }
    }
}

fn finish(p: &mut Parser<'_>, start: Checkpoint, kind: SyntaxKind) -> Rule {
    p.wrap(start, kind);
    Ok(())
}

fn connective(p: &mut Parser<'_>) -> Option<(&'static str, SyntaxKind)> {
    if p.at("and") {
        Some(("and", AllOf))
    } else if p.at("or") {
        Some(("or", AnyOf))
    } else {
        None
    }
}

/// The first fault is enough; the rest is read on, for what else may be wrong.
fn mix(p: &mut Parser<'_>, seams: &mut Seams, word: &'static str) {
    if seams.is_mixed {
        return;
    }
    seams.is_mixed = true;
    let mut first = p.place();
    first.span = p.input.span_at(seams.last);
    let diagnostic = errors::mixed(first, word, p.place(), &seams.readings(p, word));
    p.spoil(diagnostic);
}

/// Where the connecting words stand, by token.
struct Seams {
    start: usize,
    last: usize,
    is_mixed: bool,
}

impl Seams {
    fn new(start: usize) -> Self {
        Seams {
            start,
            last: start,
            is_mixed: false,
        }
    }

    fn add(&mut self, p: &Parser<'_>) {
        self.last = p.input.position();
    }

    /// `(A and B) or …` and `A and (B or …)`, in the user's words.
    fn readings(&self, p: &Parser<'_>, word: &str) -> [String; 2] {
        let other = if word == "and" { "or" } else { "and" };
        let before = p.input.text_between(self.start, self.last);
        let after = p.input.text_between(self.last + 1, p.input.position());
        [
            format!("({before} {word} {after}) {other} …"),
            format!("{before} {word} ({after} {other} …)"),
        ]
    }
}

/// Names with `and`, `or` and parentheses: what a level or a standard is made of.
pub(super) fn combination(p: &mut Parser<'_>, thing: &'static str) -> Rule {
    joined(p, |p| part(p, thing))
}

fn part(p: &mut Parser<'_>, thing: &'static str) -> Rule {
    if p.at_kind(LeftParen) {
        return p.group(|p| combination(p, thing));
    }
    p.node(Part, |p| {
        name_of(p, thing)?;
        maybe_at(p)
    })
}

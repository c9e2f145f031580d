//! Circles: a level above itself, a standard that is a part of itself, work that waits for itself. And the
//! ladder, which is what remains.
//!
//! Readings are laid over one another: a circle that only two readings make together is one too.

use super::kind::{Kind, Target};
use super::lookup::Resolver;
use super::names::{Declaration, Names};
use crate::Place;
use crate::condition::{Requirement, Subject};
use crate::encoding::{Meaning, PolicyEncoding};
use crate::errors::meaning::circle;
use crate::errors::values::not_evaluated;
use crate::model::{EvaluationId, Grade, LevelId, Standard, StandardId, StandardParts};
use holdpoint_syntax::ast::{Name, StatementKind};
use std::collections::{BTreeMap, BTreeSet};

impl Resolver<'_> {
    /// Reports the circles of a policy's declarations and takes one edge out of each, so that whoever
    /// follows `above` or the parts of a standard comes to an end.
    pub(super) fn break_circles(&mut self, encoding: &mut PolicyEncoding) {
        for members in circles(&self.edges_of_levels(encoding)) {
            self.report_circle(&members, "is above");
            cut_level(encoding, members[0]);
        }
        for members in circles(&edges_of_standards(encoding)) {
            self.report_circle(&members, "is made of");
            cut_standard(encoding, members[0]);
        }
    }

    fn edges_of_levels(&self, encoding: &PolicyEncoding) -> BTreeMap<Target, Vec<Target>> {
        let alternatives = encoding.alternatives.iter().filter_map(|it| match &it.meaning {
            Meaning::Level(id, level) => Some((*id, level)),
            _ => None,
        });
        let base = encoding
            .base
            .levels
            .iter()
            .enumerate()
            .map(|(index, it)| (LevelId::from(index), it));
        let mut edges: BTreeMap<Target, Vec<Target>> = BTreeMap::new();
        for (id, level) in base.chain(alternatives) {
            edges
                .entry(Target::Level(id))
                .or_default()
                .extend(level.above.map(Target::Level));
        }
        edges
    }

    fn report_circle(&mut self, members: &[Target], word: &str) {
        let named: Vec<(String, Place)> = members
            .iter()
            .map(|it| (self.here().name_of(*it).to_owned(), self.here().place_of(*it)))
            .collect();
        self.report(circle(&named, word));
    }

    /// `evaluation indicates subject`: the subject must be what it evaluates, or lie below that.
    pub(super) fn check_evaluated(
        &mut self,
        evaluation: &Name,
        by: EvaluationId,
        subject: &Name,
        found: Subject,
    ) {
        let target = Target::Evaluation(by);
        let names = self.here();
        let speaks = names
            .declarations(target)
            .iter()
            .any(|it| names.speaks_of(it, found));
        let Some((of, declared)) = names.evaluated(target) else {
            return;
        };
        if !speaks {
            let place = self.place(subject.span);
            self.report(not_evaluated(
                place,
                &evaluation.value,
                &subject.value,
                of,
                declared,
            ));
        }
    }
}

impl<'a> Names<'a> {
    /// What an evaluation is of, when that is known.
    fn evaluated(&self, evaluation: Target) -> Option<(&'a str, Place)> {
        let declaration = self.first(evaluation)?;
        let StatementKind::Evaluation(it) = &declaration.statement.kind else {
            return None;
        };
        self.lookup(&it.of.value, false)?;
        Some((&it.of.value, declaration.name_place()))
    }

    fn speaks_of(&self, declaration: &Declaration<'a>, subject: Subject) -> bool {
        let StatementKind::Evaluation(evaluation) = &declaration.statement.kind else {
            return false;
        };
        match (self.lookup(&evaluation.of.value, false), subject) {
            (Some(Target::Level(top)), Subject::Level(level)) => self.is_at_or_below(level, top),
            (Some(Target::Capability(of)), Subject::Capability(capability, grade)) => {
                let top = evaluation
                    .at
                    .as_ref()
                    .and_then(|at| self.position(Target::Capability(of), at));
                of == capability && top.is_none_or(|top| grade.is_none_or(|it| it <= top))
            }
            _ => false,
        }
    }

    fn is_at_or_below(&self, level: LevelId, top: LevelId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![Target::Level(top)];
        while let Some(next) = open.pop() {
            if next == Target::Level(level) {
                return true;
            }
            if seen.insert(next) {
                open.extend(self.levels_under(next));
            }
        }
        false
    }

    fn levels_under(&self, level: Target) -> Vec<Target> {
        let all = self
            .declarations(level)
            .iter()
            .filter_map(|it| match &it.statement.kind {
                StatementKind::Level(level) => level.above.as_ref(),
                _ => None,
            });
        all.filter_map(|name| self.lookup(&name.value, false))
            .filter(|it| it.kind() == Kind::Level)
            .collect()
    }

    fn position(&self, owner: Target, grade: &Name) -> Option<Grade> {
        let position = self.grades(owner).iter().position(|it| it.value == grade.value)?;
        u8::try_from(position).ok().map(Grade)
    }
}

fn edges_of_standards(encoding: &PolicyEncoding) -> BTreeMap<Target, Vec<Target>> {
    let alternatives = encoding.alternatives.iter().filter_map(|it| match &it.meaning {
        Meaning::Standard(id, standard) => Some((*id, standard)),
        _ => None,
    });
    let base = encoding
        .base
        .standards
        .iter()
        .enumerate()
        .map(|(index, it)| (StandardId::from(index), it));
    let mut edges: BTreeMap<Target, Vec<Target>> = BTreeMap::new();
    for (id, standard) in base.chain(alternatives) {
        let parts = edges.entry(Target::Standard(id)).or_default();
        if let Some(it) = &standard.parts {
            standards_in(it, parts);
        }
    }
    edges
}

fn standards_in(parts: &StandardParts, found: &mut Vec<Target>) {
    match parts {
        StandardParts::One(Requirement::Standard(id)) => found.push(Target::Standard(*id)),
        StandardParts::One(_) => {}
        StandardParts::All(parts) | StandardParts::Any(parts) => {
            parts.iter().for_each(|it| standards_in(it, found))
        }
    }
}

fn cut_level(encoding: &mut PolicyEncoding, at: Target) {
    let Target::Level(at) = at else { return };
    encoding.base.levels[at.index()].above = None;
    for alternative in &mut encoding.alternatives {
        if let Meaning::Level(id, level) = &mut alternative.meaning {
            level.above = level.above.filter(|_| *id != at);
        }
    }
}

fn cut_standard(encoding: &mut PolicyEncoding, at: Target) {
    let Target::Standard(at) = at else { return };
    encoding.base.standards[at.index()].parts = None;
    for alternative in &mut encoding.alternatives {
        match &mut alternative.meaning {
            Meaning::Standard(id, Standard { parts, .. }) if *id == at => *parts = None,
            _ => {}
        }
    }
}

/// Circles, each in the order in which its members name one another and beginning with its least member.
/// Without what their first members name, no circle is left: of several through one member, one is found.
pub(super) fn circles<N: Copy + Ord>(edges: &BTreeMap<N, Vec<N>>) -> Vec<Vec<N>> {
    let mut edges = edges.clone();
    let mut found = Vec::new();
    while let Some(mut members) = first_circle(&edges) {
        let least = (0..members.len()).min_by_key(|it| members[*it]).unwrap_or(0);
        members.rotate_left(least);
        edges.insert(members[0], Vec::new());
        found.push(members);
    }
    found
}

fn first_circle<N: Copy + Ord>(edges: &BTreeMap<N, Vec<N>>) -> Option<Vec<N>> {
    let mut done = BTreeSet::new();
    edges
        .keys()
        .find_map(|start| circle_from(*start, edges, &mut done))
}

/// Depth first, with the way here on a list of its own: documents may be deep.
fn circle_from<N: Copy + Ord>(
    start: N,
    edges: &BTreeMap<N, Vec<N>>,
    done: &mut BTreeSet<N>,
) -> Option<Vec<N>> {
    let next = |node: N| edges.get(&node).cloned().unwrap_or_default().into_iter();
    let mut way = vec![(start, next(start))];
    while let Some((node, rest)) = way.last_mut() {
        let node = *node;
        match rest.next() {
            None => {
                done.insert(node);
                way.pop();
            }
            Some(to) => {
                if let Some(begin) = way.iter().position(|(it, _)| *it == to) {
                    return Some(way[begin..].iter().map(|(it, _)| *it).collect());
                }
                if !done.contains(&to) {
                    way.push((to, next(to)));
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(edges: &[(u8, &[u8])]) -> Vec<Vec<u8>> {
        circles(&edges.iter().map(|(from, to)| (*from, to.to_vec())).collect())
    }

    #[test]
    fn circles_are_found_in_order_and_only_where_they_are() {
        assert_eq!(found(&[(1, &[2, 3]), (2, &[3]), (3, &[])]), Vec::<Vec<u8>>::new());
        assert_eq!(found(&[(1, &[1])]), [[1]]);
        assert_eq!(found(&[(3, &[1]), (1, &[2]), (2, &[3])]), [[1, 2, 3]]);
        assert_eq!(
            found(&[(1, &[2]), (2, &[1]), (3, &[4]), (4, &[3])]),
            [[1, 2], [3, 4]]
        );
        assert_eq!(found(&[(0, &[2]), (1, &[0]), (2, &[3, 1]), (3, &[2])]), [[2, 3]]);
    }
}

//! Which statements belong to which policy.
//!
//! A `policy` statement opens a policy, to the end of its file or to the next one. A file without one
//! belongs to the first policy that it uses; if it uses none, to each policy that uses it; files that have
//! nothing to do with any policy make an unnamed one. It must not know what a statement says.

use super::SourceFile;
use crate::{FileId, Place, Span};
use holdpoint_syntax::ast::{Policy, Quote, Statement, StatementKind};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the policy of a document without a `policy` statement.
const UNNAMED: &str = "document";

pub(super) struct Layout<'a> {
    /// In order of their files, the first is the one asked for.
    pub(super) segments: Vec<Segment<'a>>,
    /// Never empty.
    pub(super) policies: Vec<Opening<'a>>,
}

/// A run of statements of one file that belong to the same policies.
pub(super) struct Segment<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) statements: &'a [Statement],
    pub(super) quotes: Vec<&'a Quote>,
    /// Whose names its words are; never empty. What it asks is asked of the first.
    pub(super) policies: Vec<usize>,
}

/// What opens a policy.
#[derive(Clone, Copy)]
pub(super) struct Opening<'a> {
    /// `None`: no file that belongs together with this one has a `policy` statement.
    pub(super) statement: Option<(&'a Policy, &'a Statement)>,
    pub(super) file: FileId,
    /// The segment that it opens.
    pub(super) segment: usize,
}

impl<'a> Opening<'a> {
    pub(super) fn name(&self) -> &'a str {
        self.statement
            .map_or(UNNAMED, |(policy, _)| policy.head.name.value.as_str())
    }

    pub(super) fn name_and_place(&self) -> Option<(&'a str, Place)> {
        let (policy, _) = self.statement?;
        Some((
            self.name(),
            Place {
                file: self.file,
                span: policy.head.name.span,
            },
        ))
    }
}

impl<'a> Layout<'a> {
    pub(super) fn of(files: &[SourceFile<'a>]) -> Layout<'a> {
        let mut layout = Layout {
            segments: Vec::new(),
            policies: Vec::new(),
        };
        for file in files {
            layout.cut(file);
        }
        layout.house(files);
        layout.sort_policies();
        if layout.policies.is_empty() {
            layout.policies.push(Opening {
                statement: None,
                file: FileId(0),
                segment: 0,
            });
        }
        layout
    }

    /// The segments of a policy: what it opens first, then the others in order.
    pub(super) fn segments_of(&self, policy: usize) -> Vec<usize> {
        let all = self.in_order_of_declaration().into_iter();
        all.filter(|it| self.segments[*it].policies.contains(&policy))
            .collect()
    }

    /// The segments that open a policy first: their readings are the base.
    pub(super) fn in_order_of_declaration(&self) -> Vec<usize> {
        let opens = |segment: usize| self.policies.iter().any(|it| it.segment == segment);
        let mut order: Vec<usize> = (0..self.segments.len()).collect();
        order.sort_by_key(|segment| !opens(*segment));
        order
    }

    /// Cuts a file before each `policy` statement but the first.
    fn cut(&mut self, file: &SourceFile<'a>) {
        let statements = &file.document.statements;
        let openings: Vec<usize> = (0..statements.len())
            .filter(|it| policy_of(&statements[*it]).is_some())
            .collect();
        let mut starts = vec![0];
        starts.extend(openings.iter().skip(1));
        for (nth, start) in starts.iter().enumerate() {
            let end = starts.get(nth + 1).copied().unwrap_or(statements.len());
            let policies = openings
                .get(nth)
                .map(|opening| self.open(file.id, &statements[*opening]));
            let region = Span {
                start: if nth == 0 {
                    0
                } else {
                    statements[*start].span.start
                },
                end: statements.get(end).map_or(u32::MAX, |it| it.span.start),
            };
            let quotes = file
                .document
                .quotes
                .iter()
                .filter(|it| region.start <= it.span.start && it.span.start < region.end);
            self.segments.push(Segment {
                file: file.id,
                text: file.text,
                statements: &statements[*start..end],
                quotes: quotes.collect(),
                policies: policies.into_iter().collect(),
            });
        }
    }

    fn open(&mut self, file: FileId, statement: &'a Statement) -> usize {
        let statement = policy_of(statement).map(|policy| (policy, statement));
        self.policies.push(Opening {
            statement,
            file,
            segment: self.segments.len(),
        });
        self.policies.len() - 1
    }

    /// Gives the segments without a `policy` statement to their policies.
    fn house(&mut self, files: &[SourceFile<'a>]) {
        let mut homes = Homes::new(files, &self.segments);
        for index in 0..self.segments.len() {
            let file = self.segments[index].file;
            if !self.segments[index].policies.is_empty() {
                continue;
            }
            self.segments[index].policies = homes.of(file);
            if self.segments[index].policies.is_empty() {
                self.policies.push(Opening {
                    statement: None,
                    file,
                    segment: index,
                });
                self.segments[index].policies = vec![self.policies.len() - 1];
                // Whoever is connected to this file finds the unnamed policy here.
                homes.opens.insert(file, self.policies.len() - 1);
            }
        }
    }

    /// Puts the policies into the order of their files; the unnamed ones were found last.
    fn sort_policies(&mut self) {
        let mut order: Vec<usize> = (0..self.policies.len()).collect();
        order.sort_by_key(|policy| self.policies[*policy].segment);
        self.policies = order.iter().map(|policy| self.policies[*policy]).collect();
        for policy in self.segments.iter_mut().flat_map(|it| &mut it.policies) {
            *policy = order.iter().position(|it| it == policy).unwrap_or(0);
        }
    }
}

impl Segment<'_> {
    pub(super) fn place(&self, span: Span) -> Place {
        Place {
            file: self.file,
            span,
        }
    }
}

fn policy_of(statement: &Statement) -> Option<&Policy> {
    match &statement.kind {
        StatementKind::Policy(policy) => Some(policy),
        _ => None,
    }
}

/// The `use` graph, and the first policy that each file opens.
struct Homes {
    uses: BTreeMap<FileId, Vec<FileId>>,
    used_by: BTreeMap<FileId, Vec<FileId>>,
    opens: BTreeMap<FileId, usize>,
}

impl Homes {
    fn new(files: &[SourceFile<'_>], segments: &[Segment<'_>]) -> Homes {
        let uses: BTreeMap<FileId, Vec<FileId>> = files.iter().map(|it| (it.id, it.uses.clone())).collect();
        let mut used_by: BTreeMap<FileId, Vec<FileId>> = BTreeMap::new();
        for (user, used) in files
            .iter()
            .flat_map(|file| file.uses.iter().map(|used| (file.id, *used)))
        {
            used_by.entry(used).or_default().push(user);
        }
        let mut opens = BTreeMap::new();
        for segment in segments {
            if let Some(policy) = segment.policies.first() {
                opens.entry(segment.file).or_insert(*policy);
            }
        }
        Homes { uses, used_by, opens }
    }

    fn of(&self, file: FileId) -> Vec<usize> {
        if let Some(policy) = self.below(file, &mut BTreeSet::new()) {
            return vec![policy];
        }
        let mut users = BTreeSet::new();
        self.above(file, &mut BTreeSet::new(), &mut users);
        users.into_iter().collect()
    }

    /// The first policy that a file uses, itself or through files without a policy.
    fn below(&self, file: FileId, seen: &mut BTreeSet<FileId>) -> Option<usize> {
        if !seen.insert(file) {
            return None;
        }
        let used = self.uses.get(&file).map_or(&[][..], Vec::as_slice);
        used.iter()
            .find_map(|it| self.opens.get(it).copied().or_else(|| self.below(*it, seen)))
    }

    /// The policies of the files that use a file that itself uses none.
    fn above(&self, file: FileId, seen: &mut BTreeSet<FileId>, found: &mut BTreeSet<usize>) {
        if !seen.insert(file) {
            return;
        }
        for user in self.used_by.get(&file).map_or(&[][..], Vec::as_slice) {
            let home = self
                .opens
                .get(user)
                .copied()
                .or_else(|| self.below(*user, &mut BTreeSet::new()));
            match home {
                Some(policy) => drop(found.insert(policy)),
                None => self.above(*user, seen, found),
            }
        }
    }
}

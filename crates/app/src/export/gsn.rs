//! The argument that a policy stops an action, in the shapes of the Goal Structuring Notation: the claim, argued over its
//! clauses and over what was asked of it.
//!
//! The words are the notation's own: a rectangle is a goal, a slanted box a strategy, an ellipse a solution (what is
//! shown), a rounded box context; a diamond below says that nothing supports it. It must not know how anything was found.

use super::dot::quoted;
use super::{Document, ExportFile};
use crate::words;
use holdpoint_analysis::report::{CheckReport, GradeRow, MatrixCell, PolicyReport, Report, Verdict};
use holdpoint_policy::inquiry::Strength;
use std::fmt::Write;

/// One drawing a row.
pub(super) fn arguments(report: &Report, asked: &ExportFile) -> Vec<Document> {
    let policies = report.policies.iter();
    policies
        .flat_map(|policy| {
            let rows = policy.grades.iter().filter(|row| is_asked(row, asked));
            rows.map(|row| argument(report, policy, row)).collect::<Vec<_>>()
        })
        .collect()
}

fn is_asked(row: &GradeRow, asked: &ExportFile) -> bool {
    let is = |chosen: &Option<String>, name: Option<&str>| chosen.is_none() || chosen.as_deref() == name;
    is(&asked.action, Some(&row.action))
        && is(&asked.level, row.level.as_deref())
        && is(&asked.world, row.world.as_deref())
}

fn argument(report: &Report, policy: &PolicyReport, row: &GradeRow) -> Document {
    let mut drawing = Drawing::default();
    let top = drawing.node(Shape::Goal, &claim(policy, row));
    if !row.assumptions.is_empty() {
        let assumed = format!("assumes: {}", row.assumptions.join("; "));
        let context = drawing.node(Shape::Context, &assumed);
        drawing.in_context(&top, &context);
    }
    drawing.graded(&top, row);
    drawing.clauses(&top, policy, row);
    let checks = report.checks.iter().filter(|it| is_about(it, policy, row));
    drawing.checks(&top, row.world.as_deref(), &checks.collect::<Vec<_>>());
    let world = row.world.as_deref().unwrap_or("nothing-assumed");
    Document {
        name: format!("{}.{}.{world}.gsn.dot", policy.id, row.id().replace('@', ".")),
        text: drawing.text(&policy.id),
    }
}

/// In the row's world where that was asked by itself; else whatever was found in all.
fn verdict_in<'a>(check: &'a CheckReport, world: Option<&str>) -> &'a Verdict {
    let there = |world: &str| {
        let scope = format!("in {world}");
        check.answers.iter().find(|it| it.scope == scope)
    };
    let answer = world.map_or(check.answers.first(), there);
    answer.map_or(&check.verdict, |it| &it.verdict)
}

/// Whether the check asks about the row's action, and about no other level than the row's.
fn is_about(check: &CheckReport, policy: &PolicyReport, row: &GradeRow) -> bool {
    let names = |name: &str| check.property.split_whitespace().any(|it| it == name);
    let level = row.level.as_deref();
    let levels = policy.grades.iter().filter_map(|it| it.level.as_deref());
    let is_elsewhere = levels.filter(|it| Some(*it) != level).any(names) && !level.is_some_and(names);
    check.policy == policy.id && names(&row.action) && !is_elsewhere
}

fn claim(policy: &PolicyReport, row: &GradeRow) -> String {
    let title = policy.title.as_deref().unwrap_or(&policy.id);
    let world = match &row.world {
        Some(world) => format!("in {world}"),
        None => "with nothing assumed".to_owned(),
    };
    format!(
        "{title} makes {} stop when it must, {world}",
        words::row_words(row)
    )
}

#[derive(Clone, Copy)]
enum Shape {
    Goal,
    Strategy,
    Solution,
    Context,
    /// Nothing supports what is above.
    Undeveloped,
}

impl Shape {
    fn letter(self) -> char {
        match self {
            Shape::Goal => 'G',
            Shape::Strategy => 'S',
            Shape::Solution => 'N',
            Shape::Context => 'C',
            Shape::Undeveloped => 'U',
        }
    }

    fn style(self) -> &'static str {
        match self {
            Shape::Goal => "shape=box",
            Shape::Strategy => "shape=parallelogram, margin=0",
            Shape::Solution => "shape=ellipse",
            Shape::Context => "shape=box, style=rounded",
            Shape::Undeveloped => "shape=diamond, width=0.3, height=0.3",
        }
    }
}

#[derive(Default)]
struct Drawing {
    lines: String,
    n_nodes: usize,
}

impl Drawing {
    fn node(&mut self, shape: Shape, words: &str) -> String {
        self.n_nodes += 1;
        let id = format!("{}{}", shape.letter(), self.n_nodes);
        let label = match shape {
            Shape::Undeveloped => String::new(),
            _ => format!("{id}\n{}", wrapped(words)),
        };
        let _ = writeln!(
            self.lines,
            "  {id} [label={}, {}];",
            quoted(&label),
            shape.style()
        );
        id
    }

    fn supported(&mut self, above: &str, below: &str) {
        let _ = writeln!(self.lines, "  {above} -> {below} [arrowhead=normal];");
    }

    fn in_context(&mut self, of: &str, context: &str) {
        let _ = writeln!(self.lines, "  {of} -> {context} [arrowhead=empty, style=dashed];");
        let _ = writeln!(self.lines, "  {{ rank=same; {of}; {context}; }}");
    }

    /// The grade for or against the claim.
    fn graded(&mut self, top: &str, row: &GradeRow) {
        let strategy = self.node(Shape::Strategy, "argued over every play of the game");
        self.supported(top, &strategy);
        let goal = self.node(Shape::Goal, &row.sentence);
        self.supported(&strategy, &goal);
        let grade = words::grade_bounds(row);
        let waits = format!(
            "graded {grade}: prepared {}, unprepared {}",
            words::wait_of(row, row.prepared_wait),
            words::wait_of(row, row.unprepared_wait)
        );
        let solution = self.node(Shape::Solution, &waits);
        self.supported(&goal, &solution);
    }

    fn clauses(&mut self, top: &str, policy: &PolicyReport, row: &GradeRow) {
        let bearing: Vec<&MatrixCell> = (policy.matrix.iter())
            .filter(|it| it.action == row.action && row.clauses.contains(&it.clause))
            .collect();
        let strategy = self.node(Shape::Strategy, "argued over each clause that bears on it");
        self.supported(top, &strategy);
        if bearing.is_empty() {
            self.undeveloped(&strategy);
        }
        for cell in bearing {
            let words = format!("{}: {} before {}", cell.clause, cell.requires, cell.action);
            let goal = self.node(Shape::Goal, &words);
            self.supported(&strategy, &goal);
            let when = self.node(Shape::Context, &format!("when {}", cell.trigger));
            self.in_context(&goal, &when);
            if row.grade == [Strength::Undefined] || cell.owner.is_empty() {
                self.undeveloped(&goal);
            } else {
                let solution = self.node(Shape::Solution, &format!("shown by {}", cell.owner));
                self.supported(&goal, &solution);
            }
        }
    }

    fn checks(&mut self, top: &str, world: Option<&str>, checks: &[&CheckReport]) {
        if checks.is_empty() {
            return;
        }
        let strategy = self.node(Shape::Strategy, "argued over what was asked of the policy");
        self.supported(top, &strategy);
        for check in checks {
            let goal = self.node(Shape::Goal, check.title.as_deref().unwrap_or(&check.property));
            self.supported(&strategy, &goal);
            match verdict_in(check, world) {
                Verdict::Undecided(_) => self.undeveloped(&goal),
                verdict => {
                    let solution = self.node(Shape::Solution, &format!("{}: {}", check.id, verdict.word()));
                    self.supported(&goal, &solution);
                }
            }
        }
    }

    fn undeveloped(&mut self, above: &str) {
        let diamond = self.node(Shape::Undeveloped, "");
        self.supported(above, &diamond);
    }

    fn text(&self, name: &str) -> String {
        format!(
            "digraph {} {{\n  rankdir=LR; node [fontname=Helvetica, fontsize=10];\n{}}}\n",
            quoted(name),
            self.lines
        )
    }
}

/// In lines of about this many characters.
const WIDTH: usize = 28;

fn wrapped(words: &str) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in words.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        if !line.is_empty() && line.chars().count() + word.chars().count() >= WIDTH {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

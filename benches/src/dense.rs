//! Boolean games without structure: every fact's next value is a formula over facts drawn from all of them.
//!
//! The sides move in turn, each by a choice of its own; asked is at how many positions the opponent can force the goal.
//! Ours plays positions in words; the peers are an attractor on decision diagrams (OxiDD) and PRISM-games. It must not
//! know policies.

use crate::child::{self, Limits};
use crate::game::Draws;
use crate::row::{Row, unanswered};
use crate::tools::{self, Tool};
use holdpoint_game::Side;
use holdpoint_game::facts::{FactBoard, Gate, Wire};
use oxidd::bdd::{BDDFunction, BDDManagerRef};
use oxidd::util::num::F64;
use oxidd::util::{AllocResult, SatCountCache};
use oxidd::{BooleanFunction, FunctionSubst, Manager, ManagerRef, Subst};
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// Facts that each formula looks at.
const N_LEAVES: usize = 8;

/// Facts that must hold or not at a goal.
const N_GOAL: usize = 5;

const N_CHOICE_BITS: usize = 1;

const SEED: u64 = 1;

/// Nodes and remembered results that the diagrams have room for: some 2 GiB.
const ROOM: (usize, usize) = (80_000_000, 16_000_000);

/// Ours, the diagrams, and PRISM-games where it is there.
pub(crate) fn rows(
    n: u32,
    folder: &Path,
    limits: Limits,
    prism_games: Option<&Path>,
) -> io::Result<Vec<Row>> {
    let this = std::env::current_exe()?;
    let call = |how: &str| {
        [
            tools::text(&this),
            "dense".to_owned(),
            how.to_owned(),
            n.to_string(),
        ]
    };
    let mut rows = vec![
        row(
            n,
            "holdpoint_game, 64 positions a word",
            true,
            &call("words"),
            limits,
        )?,
        row(n, "OxiDD attractor", false, &call("diagrams"), limits)?,
    ];
    if let Some(program) = prism_games {
        let (model, asked) = (folder.join("dense.prism"), folder.join("dense.props"));
        fs::write(&model, prism_model(&drawn(n as usize, SEED)))?;
        fs::write(&asked, "filter(count, <<theirs>> P>=1 [ F \"goal\" ])\n")?;
        let call = Tool::PrismGames.call(program, &model, &asked, "", limits.mebibytes / 1024);
        rows.push(row(n, Tool::PrismGames.name(), false, &call, limits)?);
    }
    let ours = rows[0].answer.clone();
    for other in rows.iter_mut().filter(|it| it.agrees.is_some()) {
        other.agrees = Some(other.answer == ours);
    }
    Ok(rows)
}

fn row(n: u32, tool: &str, is_ours: bool, call: &[String], limits: Limits) -> io::Result<Row> {
    let mut row = Row::new(
        &format!("{n} boolean facts"),
        tool,
        "positions at which the goal is forced",
        is_ours,
    );
    let taken = child::run(call, limits)?;
    row.took(&taken);
    match tools::said(&taken) {
        Some(said) => {
            row.answer = said.results[0].clone();
            row.states = said.states;
            row.agrees = (!is_ours).then_some(true);
        }
        None => row.answer = unanswered(taken.end),
    }
    Ok(row)
}

/// `holdpoint-bench dense words|diagrams N`: one way of solving, and what PRISM would print of it.
pub(crate) fn in_a_process(arguments: &[String]) -> ExitCode {
    let [how, n] = arguments else {
        return ExitCode::from(2);
    };
    let Ok(n) = n.parse() else {
        return ExitCode::from(2);
    };
    let board = drawn(n, SEED);
    let found = match how.as_str() {
        "words" => Some(board.reach(Side::Theirs).len()),
        "diagrams" => by_diagrams(&board, ROOM).ok(),
        _ => return ExitCode::from(2),
    };
    let Some(found) = found else {
        return ExitCode::FAILURE;
    };
    println!("States: {}\nResult: {found}", 1u64 << n);
    ExitCode::SUCCESS
}

/// The same board on every machine. Fact 0 says whose move it is.
fn drawn(n_facts: usize, seed: u64) -> FactBoard {
    let mut drawing = Drawing {
        draws: Draws::new(seed),
        n_wires: n_facts + N_CHOICE_BITS,
        gates: Vec::new(),
    };
    let mut next = vec![drawing.gate(Gate::Not(0))];
    next.extend((1..n_facts).map(|_| drawing.formula()));
    let goal = drawing.goal(n_facts);
    FactBoard {
        n_facts,
        n_choice_bits: N_CHOICE_BITS,
        gates: drawing.gates,
        next,
        ours: 0,
        goal,
    }
}

struct Drawing {
    draws: Draws,
    /// Facts and choices.
    n_wires: usize,
    gates: Vec<Gate>,
}

impl Drawing {
    fn gate(&mut self, gate: Gate) -> Wire {
        self.gates.push(gate);
        (self.n_wires + self.gates.len() - 1) as Wire
    }

    /// A tree over facts and choices, one of which may be denied.
    fn formula(&mut self) -> Wire {
        let mut level: Vec<Wire> = (0..N_LEAVES).map(|_| self.leaf(self.n_wires)).collect();
        while level.len() > 1 {
            level = level.chunks(2).map(|it| self.join(it[0], it[1])).collect();
        }
        level[0]
    }

    fn leaf(&mut self, n_wires: usize) -> Wire {
        let wire = self.draws.below(n_wires as u64) as Wire;
        if self.draws.below(2) == 0 {
            self.gate(Gate::Not(wire))
        } else {
            wire
        }
    }

    fn join(&mut self, one: Wire, other: Wire) -> Wire {
        let gate = match self.draws.below(3) {
            0 => Gate::And(one, other),
            1 => Gate::Or(one, other),
            _ => Gate::Xor(one, other),
        };
        self.gate(gate)
    }

    fn goal(&mut self, n_facts: usize) -> Wire {
        let first = self.leaf(n_facts);
        (1..N_GOAL).fold(first, |all, _| {
            let more = self.leaf(n_facts);
            self.gate(Gate::And(all, more))
        })
    }
}

/// The attractor on diagrams: the set of positions before is the set itself with each fact replaced by its formula.
fn by_diagrams(board: &FactBoard, (n_nodes, n_results): (usize, usize)) -> AllocResult<u64> {
    let manager = oxidd::bdd::new_manager(n_nodes, n_results, 1);
    let facts = manager.with_manager_exclusive(|it| {
        it.add_vars(board.n_facts as u32);
        (0..board.n_facts as u32)
            .map(|fact| BDDFunction::var(it, fact))
            .collect::<AllocResult<Vec<_>>>()
    })?;
    let mut substitutions = Vec::new();
    let mut wires = Vec::new();
    for choice in 0..1usize << board.n_choice_bits {
        wires = worked_out(board, &manager, &facts, choice)?;
        let next: Vec<BDDFunction> = board.next.iter().map(|it| wires[*it as usize].clone()).collect();
        substitutions.push(Subst::new((0..board.n_facts as u32).collect::<Vec<_>>(), next));
    }
    let (ours, goal) = (
        wires[board.ours as usize].clone(),
        wires[board.goal as usize].clone(),
    );
    let mut region = goal;
    loop {
        let before: Vec<BDDFunction> = substitutions
            .iter()
            .map(|it| region.substitute(it))
            .collect::<AllocResult<_>>()?;
        let (mut some, mut every) = (before[0].clone(), before[0].clone());
        for more in &before[1..] {
            (some, every) = (some.or(more)?, every.and(more)?);
        }
        let grown = region.or(&ours.ite(&every, &some)?)?;
        if grown == region {
            let count = region.sat_count(
                board.n_facts as u32,
                &mut SatCountCache::<F64, rustc_hash::FxBuildHasher>::default(),
            );
            return Ok(count.0 as u64);
        }
        region = grown;
    }
}

fn worked_out(
    board: &FactBoard,
    manager: &BDDManagerRef,
    facts: &[BDDFunction],
    choice: usize,
) -> AllocResult<Vec<BDDFunction>> {
    let mut wires = facts.to_vec();
    let constant = |holds: bool| {
        manager.with_manager_shared(|it| {
            if holds {
                BDDFunction::t(it)
            } else {
                BDDFunction::f(it)
            }
        })
    };
    wires.extend((0..board.n_choice_bits).map(|bit| constant(choice >> bit & 1 == 1)));
    for gate in &board.gates {
        let at = |wire: Wire| &wires[wire as usize];
        let wire = match *gate {
            Gate::And(one, other) => at(one).and(at(other))?,
            Gate::Or(one, other) => at(one).or(at(other))?,
            Gate::Xor(one, other) => at(one).xor(at(other))?,
            Gate::Not(one) => at(one).not()?,
        };
        wires.push(wire);
    }
    Ok(wires)
}

/// Every position begins a play, so that all of them are counted.
fn prism_model(board: &FactBoard) -> String {
    let mut text =
        "smg\n\nplayer ours [ours] endplayer\nplayer theirs [theirs] endplayer\n\nmodule facts\n".to_owned();
    for fact in 0..board.n_facts {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  x{fact} : bool;");
    }
    for choice in 0..1usize << board.n_choice_bits {
        let words = words(board, choice);
        let next = board.next.iter().enumerate();
        let next: Vec<String> = next
            .map(|(fact, it)| format!("(x{fact}'={})", words[*it as usize]))
            .collect();
        for (side, guard) in [("ours", ""), ("theirs", "!")] {
            let _ = writeln!(
                text,
                "  [{side}] {guard}{} -> {};",
                words[board.ours as usize],
                next.join(" & ")
            );
        }
    }
    let goal = &words(board, 0)[board.goal as usize];
    let _ = writeln!(text, "endmodule\n\ninit true endinit\n\nlabel \"goal\" = {goal};");
    text
}

fn words(board: &FactBoard, choice: usize) -> Vec<String> {
    let mut words: Vec<String> = (0..board.n_facts).map(|it| format!("x{it}")).collect();
    words.extend((0..board.n_choice_bits).map(|bit| (choice >> bit & 1 == 1).to_string()));
    for gate in &board.gates {
        let at = |wire: Wire| &words[wire as usize];
        let word = match *gate {
            Gate::And(one, other) => format!("({} & {})", at(one), at(other)),
            Gate::Or(one, other) => format!("({} | {})", at(one), at(other)),
            Gate::Xor(one, other) => format!("({} != {})", at(one), at(other)),
            Gate::Not(one) => format!("(!{})", at(one)),
        };
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_diagrams_come_to_the_same() {
        for seed in 0..20 {
            let board = drawn(9, seed);
            let by_words = board.reach(Side::Theirs).len();
            let by_diagrams = by_diagrams(&board, (100_000, 100_000)).expect("few facts have small diagrams");
            assert_eq!(by_diagrams, by_words, "seed {seed}");
        }
    }
}

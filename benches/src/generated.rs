//! The generated policy games, ours and others side by side: the same game as a policy text for `holdpoint check`, as a
//! model written by hand for PRISM-games, PRISM and Storm, and as our own exports.
//!
//! It must not know how a run is measured.

use crate::child::{self, Limits, Taken};
use crate::game::{Game, Size};
use crate::policy_text;
use crate::prism_model::{self, Players};
use crate::row::{Row, unanswered};
use crate::tools::{self, LevelValues, Tool};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// In games of so many pieces others are asked about every level, and about paused months in all.
const N_ASKED_EVERYTHING: usize = 4;

/// What those are asked who do not solve games, and ours once more.
const TOGETHER: &str = "is a pause possible at the highest level";

/// A game with what ours said of it.
pub(crate) struct Measured<'a> {
    holdpoint: &'a Path,
    folder: &'a Path,
    limits: Limits,
    name: String,
    game: Game,
    levels: Vec<LevelValues>,
}

impl<'a> Measured<'a> {
    /// Runs ours on the game of a size; the game and the row.
    pub(crate) fn ours(
        holdpoint: &'a Path,
        folder: &'a Path,
        limits: Limits,
        size: Size,
    ) -> io::Result<(Measured<'a>, Row)> {
        let game = Game::drawn(size, 1);
        let path = folder.join("generated.md");
        fs::write(&path, policy_text::document(&game))?;
        let call = [
            &tools::text(holdpoint),
            "check",
            &tools::text(&path),
            "--format",
            "json",
        ]
        .map(str::to_owned);
        let taken = child::run(&call, limits)?;
        let levels = tools::levels(&taken.output).unwrap_or_default();
        let mut row = Row::new(
            &size.words(),
            "holdpoint check",
            "every row, finding and play",
            true,
        );
        row.took(&taken);
        row.agrees = confirmed(&game, &levels);
        row.answer = if levels.is_empty() {
            unanswered(taken.end)
        } else {
            of_levels(&levels)
        };
        let measured = Measured {
            holdpoint,
            folder,
            limits,
            name: size.words(),
            game,
            levels,
        };
        Ok((measured, row))
    }

    /// PRISM-games on the model written by hand: the longest pause, and in small games the paused months, at each level;
    /// in larger ones at the level of the longest pause only.
    pub(crate) fn by_hand(&self, program: &Path) -> io::Result<Row> {
        let model = self.written("hand.prism", &prism_model::model(&self.game, Players::Two))?;
        let is_small = self.game.months.len() <= N_ASKED_EVERYTHING;
        let asked = if is_small {
            "V/paused months at each level"
        } else {
            "V at the level where it is longest"
        };
        let mut row = Row::new(&self.name, Tool::PrismGames.name(), asked, false);
        let longest = (0..self.levels.len()).max_by_key(|it| self.levels[*it].prepared.exact());
        let mut answers = Vec::new();
        row.agrees = Some(true);
        for index in (0..self.levels.len()).filter(|it| is_small || Some(*it) == longest) {
            let answer = self.at_level(program, &model, index, is_small, &mut row)?;
            let Some(answer) = answer else { return Ok(row) };
            answers.push(answer);
        }
        row.answer = answers.join(", ");
        Ok(row)
    }

    /// `None`: it came to no answer, and the row says why.
    fn at_level(
        &self,
        program: &Path,
        model: &Path,
        index: usize,
        in_all: bool,
        row: &mut Row,
    ) -> io::Result<Option<String>> {
        let level = &self.levels[index];
        // Where ours has only bounds there is nothing to confirm but one of them.
        let most = level.prepared.exact().unwrap_or(0);
        let questions = prism_model::questions_of_two(most as u32, in_all);
        let asked = self.written("hand.props", &(questions.join("\n") + "\n"))?;
        let taken = self.call(
            Tool::PrismGames,
            program,
            model,
            &asked,
            &format!("asked={},most={most}", index + 1),
        )?;
        row.took(&taken);
        let Some(said) = tools::said(&taken).filter(|it| it.results.len() == questions.len()) else {
            (row.answer, row.agrees) = (unanswered(taken.end), None);
            return Ok(None);
        };
        row.states = row.states.max(said.states);
        let (longest, paused) = found(most, &said.results, in_all);
        let agrees = longest == Some(most) && paused.is_none_or(|it| level.in_all.admits(it));
        row.agrees = row.agrees.map(|so_far| so_far && agrees);
        let words = |it: Option<u64>| it.map_or("another".to_owned(), |it| it.to_string());
        Ok(Some(if in_all {
            format!("{}/{}", words(longest), words(paused))
        } else {
            words(longest)
        }))
    }

    /// Ours, asked nothing but what PRISM and Storm are asked; held against what ours says of the whole ladder.
    pub(crate) fn asked(&self) -> io::Result<Row> {
        let path = self.folder.join("generated.md");
        let property = policy_text::highest_level_pauses(&self.game);
        let call = [
            &tools::text(self.holdpoint),
            "ask",
            &tools::text(&path),
            &property,
            "--format",
            "json",
        ]
        .map(str::to_owned);
        let taken = child::run(&call, self.limits)?;
        let mut row = Row::new(&self.name, "holdpoint ask", TOGETHER, true);
        row.took(&taken);
        match tools::yes_or_no(&taken.output) {
            Some(is_possible) => self.say_together(is_possible, &mut row),
            None => row.answer = unanswered(taken.end),
        }
        Ok(row)
    }

    /// Writes down what was answered to the question for everybody together, and whether it agrees with the ladder.
    fn say_together(&self, is_possible: bool, row: &mut Row) {
        let highest = self.levels.last();
        row.agrees = highest.map(|it| is_possible == it.unprepared.admits_more_than_none());
        row.answer = if is_possible { "yes" } else { "no" }.to_owned();
    }

    /// PRISM or Storm on the same model with everybody playing together: can there be a pause at the highest level?
    pub(crate) fn together(&self, tool: Tool, program: &Path) -> io::Result<Row> {
        let model = self.written(
            "together.prism",
            &prism_model::model(&self.game, Players::Together),
        )?;
        let asked = self.written("together.props", &format!("{}\n", prism_model::QUESTION_TOGETHER))?;
        let mut row = Row::new(&self.name, tool.name(), TOGETHER, false);
        let constants = format!("asked={},most=0", self.game.n_levels);
        let taken = self.call(tool, program, &model, &asked, &constants)?;
        row.took(&taken);
        match tools::said(&taken) {
            Some(said) => {
                self.say_together(said.results[0] == "1", &mut row);
                row.states = said.states;
            }
            None => row.answer = unanswered(taken.end),
        }
        Ok(row)
    }

    /// PRISM-games on our own exports of the highest level's prepared wait: boards that enclose the value.
    pub(crate) fn exported(&self, program: &Path) -> io::Result<Option<Row>> {
        let boards = self.export()?;
        if boards.is_empty() {
            return Ok(None);
        }
        let mut row = Row::new(
            &self.name,
            "PRISM-games on our export",
            "V at the highest level",
            false,
        );
        let (mut n_passed, mut n_asked, mut n_answered) = (0, 0, 0);
        for model in boards {
            let asked = model.with_extension("props");
            n_asked += fs::read_to_string(&asked)?.matches("RESULT").count();
            let mut call = Tool::PrismGames.call(program, &model, &asked, "", self.limits.mebibytes / 1024);
            call.push("-test".to_owned());
            let taken = child::run(&call, self.limits)?;
            row.took(&taken);
            n_answered += taken.output.matches("Testing result:").count();
            n_passed += taken.output.matches("Testing result: PASS").count();
            row.states = row.states.max(tools::said(&taken).and_then(|it| it.states));
        }
        row.agrees = (n_answered == n_asked).then_some(n_passed == n_asked);
        row.answer = format!("{n_passed} of {n_asked} properties come out");
        Ok(Some(row))
    }

    fn export(&self) -> io::Result<Vec<PathBuf>> {
        let level = policy_text::level_name(self.game.n_levels);
        let into = self.folder.join("exported");
        let path = self.folder.join("generated.md");
        let (holdpoint, path, into_text) = (
            tools::text(self.holdpoint),
            tools::text(&path),
            tools::text(&into),
        );
        let call = [
            holdpoint.as_str(),
            "export",
            &path,
            "--format",
            "prism-games",
            "--action",
            "training",
            "--level",
            &level,
            "--world",
            "generator",
            "--output",
            &into_text,
        ];
        child::run(&call.map(str::to_owned), self.limits)?;
        let Ok(entries) = fs::read_dir(&into) else {
            return Ok(Vec::new());
        };
        let mut boards: Vec<PathBuf> = entries.flatten().map(|it| it.path()).collect();
        boards.retain(|it| {
            it.to_string_lossy().contains(".prepared.") && it.extension().is_some_and(|it| it == "prism")
        });
        boards.sort();
        Ok(boards)
    }

    fn call(
        &self,
        tool: Tool,
        program: &Path,
        model: &Path,
        asked: &Path,
        constants: &str,
    ) -> io::Result<Taken> {
        let call = tool.call(program, model, asked, constants, self.limits.mebibytes / 1024);
        child::run(&call, self.limits)
    }

    fn written(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        let path = self.folder.join(name);
        fs::write(&path, text)?;
        Ok(path)
    }
}

/// The longest pause, if the answers say that it is `most`, and the paused months.
fn found(most: u64, results: &[String], in_all: bool) -> (Option<u64>, Option<u64>) {
    let kept = results.first().is_some_and(|it| it == "true");
    let not_better = most == 0 || results.get(1).is_some_and(|it| it == "false");
    let paused = results.last().filter(|_| in_all).and_then(|it| it.parse().ok());
    ((kept && not_better).then_some(most), paused)
}

/// Whether every level waits as long as its longest chain says, where there is no limit on work.
fn confirmed(game: &Game, levels: &[LevelValues]) -> Option<bool> {
    let expected: Option<Vec<u64>> = (1..=game.n_levels)
        .map(|it| game.wait_without_limit(it))
        .collect();
    let found = levels.iter().map(|it| it.prepared.exact());
    let expected = expected?;
    Some(found.eq(expected.into_iter().map(Some)))
}

fn of_levels(levels: &[LevelValues]) -> String {
    let each = levels
        .iter()
        .map(|it| format!("{}/{}", it.prepared.words(), it.in_all.words()));
    let each: Vec<String> = each.collect();
    match each.len() {
        0..=6 => each.join(", "),
        n => format!(
            "{} … {} ({} of {n} exact)",
            each[0],
            each[n - 1],
            levels.iter().filter(|it| it.prepared.exact().is_some()).count()
        ),
    }
}

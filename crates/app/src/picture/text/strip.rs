//! The strip: a line an action, a character a step, so that a pause is seen before anything is read.
//!
//! A play longer than the line is wide puts several steps into one character; a pause is never lost in that.
//! It must not know what happened in a step.

use super::super::story::{self, ActionLane, counted};
use super::Style;
use super::columns::wrapped;
use holdpoint_analysis::report::{ActionIs, Play};
use unicode_width::UnicodeWidthStr;

pub(super) fn character(is: &ActionIs) -> char {
    match is {
        ActionIs::GoingOn => '━',
        ActionIs::Paused { .. } => '░',
        ActionIs::NotWanted => '·',
    }
}

const LEGEND: &str = "━ going on   ░ paused   · not wanted";

pub(super) fn lines(play: &Play, width: usize, style: &Style) -> Vec<String> {
    let lanes = story::action_lanes(play);
    if lanes.is_empty() {
        return vec!["No action is shown in this play.".to_owned()];
    }
    let strip = Strip::new(play, &lanes, width);
    let mut lines: Vec<String> = vec![strip.years(play, style)];
    for lane in &lanes {
        lines.extend(strip.lane(lane, style));
    }
    lines.extend(strip.repeats(play, style));
    lines.extend(strip.legend(width, style));
    lines
}

struct Strip {
    /// Where the characters begin.
    indent: usize,
    first: u32,
    end: u32,
    steps_per_character: u32,
}

impl Strip {
    fn new(play: &Play, lanes: &[ActionLane<'_>], width: usize) -> Strip {
        let names = lanes.iter().map(|it| it.action.width()).max().unwrap_or(0);
        let indent = names.min(width / 3).max(4) + 2;
        let (first, end) = (story::first_step(play), story::end_step(play));
        // One column is kept for the sign that the play repeats.
        let room = u32::try_from(width.saturating_sub(indent + 1).max(1)).unwrap_or(u32::MAX);
        Strip {
            indent,
            first,
            end,
            steps_per_character: (end - first).div_ceil(room).max(1),
        }
    }

    fn column_of(&self, step: u32) -> usize {
        ((step - self.first) / self.steps_per_character) as usize
    }

    fn n_columns(&self) -> usize {
        self.column_of(self.end - 1) + 1
    }

    /// A year above the first step in it, where there is room.
    fn years(&self, play: &Play, style: &Style) -> String {
        let mut line = " ".repeat(self.indent);
        let mut year_before = None;
        for step in &play.steps {
            let (year, at) = (step.date.0.year(), self.indent + self.column_of(step.step));
            let fits = at + 4 <= self.indent + self.n_columns().max(4);
            if year_before != Some(year) && fits && (line.len() < at || line.len() == self.indent) {
                line += &" ".repeat(at - line.len());
                line += &year.to_string();
            }
            year_before = Some(year);
        }
        style.quiet.around(line.trim_end())
    }

    fn lane(&self, lane: &ActionLane<'_>, style: &Style) -> Vec<String> {
        let mut names = wrapped(lane.action, self.indent - 2).into_iter();
        let name = names.next().unwrap_or_default();
        let gap = " ".repeat(self.indent - name.width());
        let mut lines = vec![format!("{name}{gap}{}", self.characters(lane, style))];
        lines.extend(names);
        lines
    }

    fn characters(&self, lane: &ActionLane<'_>, style: &Style) -> String {
        let mut shown = String::new();
        let states: Vec<Option<&ActionIs>> = (0..self.n_columns())
            .map(|column| self.most_telling(lane, column))
            .collect();
        for run in states.chunk_by(|a, b| a.map(character) == b.map(character)) {
            let (text, mark) = match run[0] {
                Some(is @ ActionIs::Paused { .. }) => (character(is), style.paused),
                Some(is @ ActionIs::GoingOn) => (character(is), style.going_on),
                Some(is @ ActionIs::NotWanted) => (character(is), style.quiet),
                None => (' ', style.quiet),
            };
            shown += &mark.around(&text.to_string().repeat(run.len()));
        }
        shown
    }

    /// Of the steps in one character, a paused one if there is any, else the first.
    fn most_telling<'a>(&self, lane: &ActionLane<'a>, column: usize) -> Option<&'a ActionIs> {
        let from = self.first + u32::try_from(column).unwrap_or(u32::MAX) * self.steps_per_character;
        let states = (from..(from + self.steps_per_character).min(self.end)).filter_map(|step| lane.at(step));
        let states: Vec<&ActionIs> = states.collect();
        let paused = states.iter().find(|it| matches!(it, ActionIs::Paused { .. }));
        paused.or(states.first()).copied()
    }

    fn repeats(&self, play: &Play, style: &Style) -> Option<String> {
        let step = play.steps.get(play.repeats_from?)?;
        let from = self.column_of(step.step);
        let arc = "─".repeat(self.n_columns() - from);
        Some(format!(
            "{}{}",
            " ".repeat(self.indent + from),
            style.quiet.around(&format!("{}↻", arc.replacen('─', "╰", 1)))
        ))
    }

    fn legend(&self, width: usize, style: &Style) -> Vec<String> {
        let scale = match self.steps_per_character {
            1 => String::new(),
            steps => format!("   (one character is {})", counted(steps, "step")),
        };
        let (legend, room) = (
            format!("{LEGEND}{scale}"),
            width.saturating_sub(self.indent).max(24),
        );
        let lines = if legend.width() <= room {
            vec![legend]
        } else {
            wrapped(&legend, room)
        };
        let indent = " ".repeat(self.indent.min(width.saturating_sub(24)));
        lines
            .iter()
            .map(|line| format!("{indent}{}", style.quiet.around(line)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::*;

    fn strip(play: &Play, width: usize) -> Vec<String> {
        lines(play, width, &Style::default())
    }

    #[test]
    fn a_step_is_a_character_and_a_pause_is_seen() {
        let strip = strip(&fixture::list_ends_pause(), 80);
        assert!(
            strip.contains(&"training    ━━━━━░░░░░░░░━".to_owned()),
            "{strip:#?}"
        );
        assert!(
            strip.contains(&"storing     ━━━━━━━━━━━━━━".to_owned()),
            "{strip:#?}"
        );
        assert!(
            strip.contains(&"deployment  ━━━━━░░░░░━━━━".to_owned()),
            "{strip:#?}"
        );
    }

    #[test]
    fn an_action_that_ended_is_not_wanted_any_more() {
        assert!(strip(&fixture::deletion(), 80).contains(&"training    ━░·".to_owned()));
    }

    #[test]
    fn a_long_play_shares_characters_and_loses_no_pause() {
        let strip = strip(&fixture::long(300), 120);
        let training = strip
            .iter()
            .find(|it| it.starts_with("training"))
            .expect("a lane an action");
        assert!(training.width() <= 120);
        assert_eq!(
            training.split('━').filter(|it| it.contains('░')).count(),
            25,
            "{training}"
        );
        assert!(
            strip.iter().any(|it| it.contains("one character is 3 steps")),
            "{strip:#?}"
        );
    }

    #[test]
    fn an_arc_spans_what_repeats() {
        let strip = strip(&fixture::pause_for_ever(), 60);
        assert!(strip.contains(&format!("{}╰─↻", " ".repeat(12))), "{strip:#?}");
    }
}

//! A play as a dated timeline for a terminal: a strip of all its steps on top, then what changed and when.
//!
//! It must not know whether the terminal has colours: the caller gives a `Style`.

mod columns;
mod strip;

use self::columns::Columns;
use super::story::{self, Change, changes, counted, date_words, length_words, mover_words};
use holdpoint_analysis::report::{ActionIs, Play};

/// What stands around a word to show it in some way; both empty for a plain one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mark {
    pub open: &'static str,
    pub close: &'static str,
}

/// How the parts of a timeline are shown; plain by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    pub title: Mark,
    /// Dates, folded steps, the legend.
    pub quiet: Mark,
    /// An action that is paused, in the strip and in words.
    pub paused: Mark,
    /// An action that goes on.
    pub going_on: Mark,
}

impl Mark {
    fn around(self, text: &str) -> String {
        format!("{}{text}{}", self.open, self.close)
    }
}

/// The play as plain text, at most `width` columns wide where its words allow it.
pub fn timeline_text(play: &Play, width: usize) -> String {
    timeline_text_styled(play, width, &Style::default())
}

/// The same with the caller's marks, which take no room.
pub fn timeline_text_styled(play: &Play, width: usize, style: &Style) -> String {
    let columns = Columns::for_play(play, width);
    let mut lines = head(play, &columns, style);
    lines.extend(strip::lines(play, width, style));
    lines.push(String::new());
    lines.extend(Telling { play, columns, style }.lines());
    lines.join("\n") + "\n"
}

fn head(play: &Play, columns: &Columns, style: &Style) -> Vec<String> {
    let mut lines: Vec<String> = columns::wrapped(&play.title, columns.width);
    lines = lines.iter().map(|line| style.title.around(line)).collect();
    lines.extend(columns::wrapped(&story::summary(play), columns.width));
    lines.push(String::new());
    lines
}

/// The list of steps below the strip.
struct Telling<'a> {
    play: &'a Play,
    columns: Columns,
    style: &'a Style,
}

impl Telling<'_> {
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut position = 0;
        while position < self.play.steps.len() {
            let quiet = self.quiet_run(position);
            if self.play.repeats_from == Some(position) {
                lines.push(self.style.quiet.around("↻ from here it repeats for ever"));
            }
            if quiet > 0 {
                lines.push(self.folded(position, quiet));
                position += quiet;
            } else {
                lines.extend(self.step(position));
                position += 1;
            }
        }
        lines.extend(self.again());
        lines
    }

    /// How many steps from `position` on change nothing; a step at which the play comes round breaks a run.
    fn quiet_run(&self, position: usize) -> usize {
        let is_quiet =
            |at: &usize| self.play.steps[*at].events.is_empty() && changes(self.play, *at).is_empty();
        let same_run = |at: &usize| *at == position || self.play.repeats_from != Some(*at);
        (position..self.play.steps.len())
            .take_while(|at| is_quiet(at) && same_run(at))
            .count()
    }

    /// `… 4 months the same`.
    fn folded(&self, position: usize, count: usize) -> String {
        let steps = &self.play.steps;
        let next = position + count;
        let length = match steps.get(next) {
            Some(after) => length_words(steps[position].date, after.date),
            None => counted(count as u64, "step"),
        };
        self.columns.aside(&format!("… {length} the same"), self.style)
    }

    fn step(&self, position: usize) -> Vec<String> {
        let step = &self.play.steps[position];
        let mut said: Vec<(&str, String, Mark)> = Vec::new();
        for event in &step.events {
            said.push((mover_words(&event.mover), event.text.clone(), Mark::default()));
        }
        for change in changes(self.play, position) {
            said.push((
                "",
                format!("{} {}", arrow(&change), change.words()),
                self.mark(&change),
            ));
        }
        self.columns
            .step(&date_words(step.date), &step.compute, &said, self.style)
    }

    fn mark(&self, change: &Change<'_>) -> Mark {
        match change.now {
            ActionIs::Paused { .. } => self.style.paused,
            ActionIs::GoingOn => self.style.going_on,
            ActionIs::NotWanted => self.style.quiet,
        }
    }

    fn again(&self) -> Option<String> {
        let step = self.play.steps.get(self.play.repeats_from?)?;
        let words = format!("↻ and again as from {}, for ever", date_words(step.date));
        Some(self.style.quiet.around(&words))
    }
}

/// The strip's own characters, so that list and strip read alike.
fn arrow(change: &Change<'_>) -> char {
    strip::character(change.now)
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn each_change_is_told_once_with_its_date_and_clauses() {
        let text = timeline_text(&fixture::list_ends_pause(), 100);
        assert_eq!(
            text.matches("training pauses because of secure-first and define-next")
                .count(),
            1,
            "{text}"
        );
        assert_eq!(text.matches("training resumes").count(), 1, "{text}");
        let line = text
            .lines()
            .find(|it| it.contains("warning-signs indicates"))
            .expect("the answer is told");
        assert!(
            line.starts_with("2024-02-19") && line.contains("nature"),
            "{text}"
        );
    }

    #[test]
    fn steps_that_change_nothing_are_folded_into_their_length() {
        let text = timeline_text(&fixture::list_ends_pause(), 100);
        assert!(text.contains("… 2 months the same"), "{text}");
        assert!(!text.contains("2023-10-19"), "{text}");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for play in [
            fixture::list_ends_pause(),
            fixture::long(300),
            fixture::deletion(),
            fixture::empty(),
        ] {
            for width in [40, 60, 80, 120] {
                let text = timeline_text(&play, width);
                let widest = text.lines().map(UnicodeWidthStr::width).max();
                assert!(widest <= Some(width), "{width}:\n{text}");
            }
        }
    }

    #[test]
    fn a_play_without_end_says_from_where_it_repeats() {
        let text = timeline_text(&fixture::pause_for_ever(), 80);
        let mark = text
            .lines()
            .position(|it| it.contains("from here it repeats for ever"));
        let step = text.lines().position(|it| it.starts_with("2023-11-19"));
        assert!(mark.is_some() && mark < step, "{text}");
        assert!(text.contains("and again as from 2023-11-19"), "{text}");
    }

    #[test]
    fn marks_stand_around_the_words_and_take_no_room() {
        let style = Style {
            paused: Mark {
                open: "<",
                close: ">",
            },
            ..Style::default()
        };
        let play = fixture::list_ends_pause();
        let styled = timeline_text_styled(&play, 70, &style);
        assert!(
            styled.contains("<░ deployment pauses because of deploy-gate>"),
            "{styled}"
        );
        assert_eq!(styled.replace(['<', '>'], ""), timeline_text(&play, 70));
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        let text = timeline_text(&fixture::hostile(), 80);
        assert!(text.chars().all(|it| it == '\n' || !it.is_control()), "{text:?}");
    }
}

//! The answer to one property, and what stands behind an answer.

use crate::render::ladder::indented;
use crate::render::style::{HEADING, painted};
use crate::render::table::{Cell, Table};
use crate::terminal::Terminal;
use holdpoint_app::Explanation;
use holdpoint_app::picture::{Mark, Style, timeline_text_styled};
use holdpoint_app::report::{CheckReport, Play, StrategyRow};
use holdpoint_app::words::answer_word;

/// The answer to `ask`, scope by scope, with what it depends on.
pub(crate) fn answer(check: &CheckReport, terminal: &Terminal) -> String {
    let mut text = format!(
        "{}\n",
        painted(check.verdict.word(), HEADING, terminal.has_colour)
    );
    for it in &check.answers {
        let expected = it
            .expected
            .map(|it| format!(", expected {}", answer_word(it)))
            .unwrap_or_default();
        let line = format!("{}: {}{expected}; {}", it.scope, it.verdict.word(), it.because);
        text.push_str(&indented(&line, 2, terminal.width));
    }
    for it in &check.depends_on {
        text.push_str(&indented(&format!("{}: {}", it.on, it.then), 2, terminal.width));
    }
    if !check.assumptions.is_empty() {
        text.push_str(&indented(
            &format!("assumes: {}", check.assumptions.join("; ")),
            2,
            terminal.width,
        ));
    }
    if let Some(play) = check.answers.iter().find_map(|it| it.play.as_ref()) {
        text.push_str(&format!("\n{}", timeline(play, terminal)));
    }
    text
}

pub(crate) fn explanation(explanation: &Explanation, terminal: &Terminal) -> String {
    let mut text = format!("{}\n", painted(&explanation.title, HEADING, terminal.has_colour));
    text.extend(explanation.words.iter().map(|it| indented(it, 2, terminal.width)));
    if !explanation.strategy.is_empty() {
        text.push_str(&format!("\n{}", strategy(&explanation.strategy, terminal)));
    }
    if let Some(play) = &explanation.play {
        text.push_str(&format!("\n{}", timeline(play, terminal)));
    }
    text + "\n"
}

fn strategy(rows: &[StrategyRow], terminal: &Terminal) -> String {
    let mut table = Table::new(&["when", "then"]);
    rows.iter()
        .for_each(|it| table.row(vec![Cell::new(&it.when), Cell::new(&it.then)]));
    table.text(2, terminal.width, terminal.has_colour)
}

pub(crate) fn timeline(play: &Play, terminal: &Terminal) -> String {
    let style = if terminal.has_colour {
        COLOURS
    } else {
        Style::default()
    };
    timeline_text_styled(play, terminal.width, &style)
}

/// The colours of `style`, in the form in which a timeline takes them.
const COLOURS: Style = Style {
    title: Mark {
        open: "\u{1b}[1m",
        close: "\u{1b}[0m",
    },
    quiet: Mark {
        open: "\u{1b}[2m",
        close: "\u{1b}[0m",
    },
    paused: Mark {
        open: "\u{1b}[33m",
        close: "\u{1b}[0m",
    },
    going_on: Mark {
        open: "\u{1b}[32m",
        close: "\u{1b}[0m",
    },
};

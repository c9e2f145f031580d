//! The game as a policy document.
//!
//! One graded capability makes a model reach a level, one evaluation looks for it after each run of training, and each
//! level has a gate that asks for its standard. It must not know how the document is read.

use crate::game::{Game, RUN_MONTHS};

pub(crate) fn document(game: &Game) -> String {
    let mut lines = vec!["# A generated policy\n\n```holdpoint".to_owned()];
    lines.extend(declarations(game));
    (1..=game.n_levels).for_each(|level| lines.extend(at_level(game, level)));
    lines.extend(world(game));
    lines.push("```\n".to_owned());
    lines.join("\n")
}

pub(crate) fn level_name(level: u32) -> String {
    format!("L{level}")
}

/// The question whether what the highest level asks for can pause training, as a property of the document.
pub(crate) fn highest_level_pauses(game: &Game) -> String {
    format!(
        "it is possible that training is paused because of gate-{}, expect yes in generator",
        game.n_levels
    )
}

fn declarations(game: &Game) -> Vec<String> {
    let grades: Vec<String> = (1..=game.n_levels).map(|it| format!("g{it}")).collect();
    let mut lines = vec![
        "policy generated \"Generated\", effective 2024-01-01.".to_owned(),
        "party Lab is the developer.".to_owned(),
        "action training, scales.".to_owned(),
        format!("capability danger, graded none < {}.", grades.join(" < ")),
        "evaluation tests of danger.".to_owned(),
        // A run of training is one doubling.
        "clause run: before training, Lab must run tests every 2x compute.".to_owned(),
        "level L0.".to_owned(),
    ];
    lines.extend(
        (1..=game.n_levels).map(|it| format!("level L{it} above L{}, when danger at g{it}.", it - 1)),
    );
    lines.extend(game.pieces().map(|it| format!("safeguard s{it}, by Lab.")));
    lines
}

fn at_level(game: &Game, level: u32) -> Vec<String> {
    let own: Vec<String> = game.of_level(level).map(|it| format!("s{it}")).collect();
    vec![
        format!("standard S{level} is {}.", own.join(" and ")),
        format!(
            "clause gate-{level}: before training when danger is indicated at g{level}, Lab must have S{level} in place."
        ),
    ]
}

fn world(game: &Game) -> Vec<String> {
    let end = 1u64 << (game.horizon_months / RUN_MONTHS);
    let mut lines = vec![
        "world generator, for generated.".to_owned(),
        "assume one step is 1 month.".to_owned(),
        format!("assume training doubles compute every {RUN_MONTHS} months and ends at {end}x."),
    ];
    lines.extend(game.pieces().map(|it| takes(game, it)));
    if let Some(hands) = game.n_hands {
        lines.push(format!(
            "assume at most {hands} safeguards are under way at once."
        ));
    }
    if game.slips > 0 {
        lines.push(format!(
            "assume work may slip by at most {} months in all.",
            game.slips
        ));
    }
    lines
}

fn takes(game: &Game, piece: usize) -> String {
    let months = game.months[piece];
    let unit = if months == 1 { "month" } else { "months" };
    let before: Vec<String> = game.after[piece].iter().map(|it| format!("s{it}")).collect();
    let after = match before.is_empty() {
        true => String::new(),
        false => format!(" after {}", before.join(" and ")),
    };
    format!("assume s{piece} takes {months} {unit}{after}.")
}

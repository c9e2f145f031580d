//! The game as a policy document.
//!
//! Each level has a capability that makes a model reach it, an evaluation that is run after each run of training, and a
//! gate that asks for the level's standard. It must not know how the document is read.

use crate::game::{Game, LEVELS_A_RUN, RUN_MONTHS};

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

fn declarations(game: &Game) -> Vec<String> {
    let mut lines = vec![
        "policy generated \"Generated\", effective 2024-01-01.".to_owned(),
        "party Lab is the developer.".to_owned(),
        "action training, scales.".to_owned(),
        "level L0.".to_owned(),
    ];
    for level in 1..=game.n_levels {
        lines.push(format!("capability c{level}."));
        lines.push(format!("level L{level} above L{}, when c{level}.", level - 1));
    }
    lines.extend(game.pieces().map(|it| format!("safeguard s{it}, by Lab.")));
    lines
}

fn at_level(game: &Game, level: u32) -> Vec<String> {
    let own: Vec<String> = game.of_level(level).map(|it| format!("s{it}")).collect();
    vec![
        format!("standard S{level} is {}.", own.join(" and ")),
        format!("evaluation e{level} of L{level}."),
        // A run of training is one doubling.
        format!("clause run-{level}: before training, Lab must run e{level} every 2x compute."),
        format!(
            "clause gate-{level}: before training when L{level} is indicated, Lab must have S{level} in place."
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
    lines.extend((1..=game.n_levels).filter_map(appears));
    if let Some(hands) = game.n_hands {
        lines.push(format!("assume at most {hands} safeguards are under way at once."));
    }
    if game.slips > 0 {
        lines.push(format!("assume work may slip by at most {} months in all.", game.slips));
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

/// The first month after the run that must have ended: a tenth above its compute is passed in one month more.
fn appears(level: u32) -> Option<String> {
    let runs_ended = (level - 1) / LEVELS_A_RUN;
    let tenths = 11u64 << runs_ended;
    (runs_ended > 0).then(|| format!("assume c{level} appears not before {}.{}x.", tenths / 10, tenths % 10))
}

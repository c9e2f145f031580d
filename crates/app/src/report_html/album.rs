//! Plays as they stand in a page: a drawing, a step at a time without a script, a scenario to paste.
//!
//! The same play is shown once; elsewhere stands a link to it. It must not know what a play is shown for.

use super::{marked, prose};
use crate::picture::{Change, changes, date_words, mover_words, play_scenario, timeline_svg_in_page};
use holdpoint_analysis::report::{ActionIs, ActionState, Play, PlayStep, StrategyRow};
use maud::{Markup, PreEscaped, html};

#[derive(Default)]
pub(super) struct Album {
    shown: Vec<Play>,
}

impl Album {
    /// The play, or a link to where it stands already.
    pub(super) fn play(&mut self, play: &Play) -> Markup {
        if let Some(number) = self.shown.iter().position(|it| it == play) {
            return html! { p.same { "The play is " a href={ "#play-" (number) } { "shown above: " (marked(&play.title)) } "." } };
        }
        let number = self.shown.len();
        self.shown.push(play.clone());
        html! {
            figure.play id={ "play-" (number) } {
                figcaption { strong { (prose(&play.title)) } " " span.quiet { (play.world) } }
                div.drawing tabindex="0" role="group" aria-label="Timeline, scrolls sideways" {
                    (PreEscaped(timeline_svg_in_page(play)))
                }
                (steps(play, number))
                details.scenario {
                    summary { "As a scenario to paste into the policy's document" }
                    pre { code { (play_scenario(play)) } }
                }
            }
        }
    }
}

/// One radio button a step in which something changed; the style shows the panel of the chosen one.
fn steps(play: &Play, number: usize) -> Markup {
    let told: Vec<usize> = (0..play.steps.len()).filter(|it| is_told(play, *it)).collect();
    let id = |index: usize| format!("play-{number}-{index}");
    html! {
        @if !told.is_empty() {
            fieldset.steps {
                legend { "Step by step" }
                @for (index, position) in told.iter().enumerate() {
                    input type="radio" name={ "play-" (number) } id=(id(index)) checked[index == 0];
                    label.date for=(id(index)) { (date_words(play.steps[*position].date)) }
                    div.panel {
                        (panel(play, *position))
                        p.turn {
                            @if index > 0 { label for=(id(index - 1)) { "‹ back" } }
                            @if index + 1 < told.len() { label for=(id(index + 1)) { "next ›" } }
                        }
                    }
                }
            }
        }
    }
}

fn is_told(play: &Play, position: usize) -> bool {
    let returns = play.repeats_from == Some(position);
    returns || !play.steps[position].events.is_empty() || !changes(play, position).is_empty()
}

fn panel(play: &Play, position: usize) -> Markup {
    let step = &play.steps[position];
    html! {
        p { strong { (date_words(step.date)) } " · step " (step.step + 1) " · compute " (step.compute) }
        @if play.repeats_from == Some(position) { p.quiet { "↻ From here it repeats for ever." } }
        ul {
            @for event in &step.events { li { span.who { (mover_words(&event.mover)) } " " (marked(&event.text)) } }
            @for change in changes(play, position) { (changed(&change)) }
        }
        (states(step))
    }
}

fn changed(change: &Change<'_>) -> Markup {
    let class = match change.now {
        ActionIs::Paused { .. } => "held",
        ActionIs::GoingOn => "on",
        ActionIs::NotWanted => "out",
    };
    html! { li class=(class) { strong { (change.words()) } } }
}

fn states(step: &PlayStep) -> Markup {
    let of = |state: &ActionState| match &state.state {
        ActionIs::GoingOn => ("on", "goes on"),
        ActionIs::Paused { .. } => ("held", "paused"),
        ActionIs::NotWanted => ("out", "not wanted"),
    };
    html! {
        @if !step.actions.is_empty() {
            p.states {
                @for state in &step.actions {
                    span class={ "state " (of(state).0) } { (state.action) ": " (of(state).1) }
                    " "
                }
            }
        }
    }
}

/// What the developer does, and when.
pub(super) fn strategy(rows: &[StrategyRow]) -> Markup {
    html! {
        @if !rows.is_empty() {
            table.plain {
                caption { "What the developer does" }
                thead { tr { th scope="col" { "When" } th scope="col" { "Then" } } }
                tbody { @for row in rows { tr { td { (row.when) } td { (row.then) } } } }
            }
        }
    }
}

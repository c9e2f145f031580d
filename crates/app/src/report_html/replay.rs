//! How to get every answer of the page again.
//!
//! It must not know how commands are run.

use super::Input;
use maud::{Markup, html};

pub(super) fn section(input: &Input<'_>) -> Markup {
    html! {
        p { "The page holds nothing that these command lines do not give again, from the same files and with the same program (" (input.made_by) ")." }
        @if !input.commands.is_empty() {
            dl.commands { @for command in input.commands { dt { code { (command.line) } } dd { (command.answers) } } }
        }
    }
}

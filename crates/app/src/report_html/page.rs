//! x
use super::Input;
pub fn render(input: &Input<'_>) -> String { input.title.to_owned() }

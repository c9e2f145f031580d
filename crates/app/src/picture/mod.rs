//! One play, shown: as text for a terminal, as a drawing, as a trace for other tools, as a scenario.
//!
//! It must not know how a play was found, nor whether a terminal has colours.

mod doings;
mod fact;
mod itf;
mod scenario;
mod story;
mod svg;
mod text;

pub(crate) use story::{Change, changes, counted, date_words, list, mover_words};
pub(crate) use svg::{STYLE as SVG_STYLE, timeline_svg_in_page};

pub use itf::play_itf;
pub use scenario::play_scenario;
pub use svg::{margins_svg, timeline_svg};
pub use text::{Mark, Style, timeline_text, timeline_text_styled};

#[cfg(test)]
pub(crate) mod fixture;

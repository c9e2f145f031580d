//! A play as a drawing: a lane an action, work under way, answers of evaluations, decisions, over dates.
//!
//! It is one SVG without references to anything outside or inside it, so that many of them may stand in one
//! page. Colours follow the reader's light or dark setting; no meaning hangs on colour alone. It must not
//! know what a page around it looks like.

mod actions;
mod canvas;
mod happenings;
mod legend;
mod margins;
mod rows;
mod scale;
mod signs;

#[cfg(test)]
mod tests;

pub use self::margins::margins_svg;

use self::canvas::{Canvas, Px, broken, cut, width_of};
use self::legend::Key;
use self::scale::Scale;
use super::doings::{Doings, doings};
use super::story::{self, ActionLane, changes, date_words, mover_words};
use holdpoint_analysis::report::Play;

/// The style that every drawing needs once in its page.
pub(crate) const STYLE: &str = include_str!("svg/style.css");

const WIDTH: Px = Px::of(960);
const MARGIN: Px = Px::of(16);
const LABELS_MAX: Px = Px::of(230);

/// The play as an SVG document that stands by itself.
pub fn timeline_svg(play: &Play) -> String {
    let mut sheet = Sheet::new(play);
    sheet.heading();
    sheet.body();
    sheet.finish(Around::Nothing)
}

/// The same without heading, paper and style, for a page that has them.
pub(crate) fn timeline_svg_in_page(play: &Play) -> String {
    let mut sheet = Sheet::new(play);
    sheet.body();
    sheet.finish(Around::Page)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Nothing,
    Page,
}

/// What is drawn so far; lanes are added from top to bottom.
struct Sheet<'a> {
    play: &'a Play,
    lanes: Vec<ActionLane<'a>>,
    doings: Doings<'a>,
    scale: Scale,
    canvas: Canvas,
    /// Where the next lane begins.
    y: Px,
    /// Where the lines of the dates begin.
    top: Px,
    /// Where they end.
    bottom: Px,
    keys: Vec<Key>,
}

impl<'a> Sheet<'a> {
    fn new(play: &'a Play) -> Self {
        let (lanes, doings) = (story::action_lanes(play), doings(play));
        let names = lanes.iter().map(|it| it.action);
        let names = names.chain(doings.works.iter().map(|it| it.name));
        let names = names.chain(doings.evaluations.iter().map(|it| it.name));
        let labels = names
            .map(width_of)
            .max()
            .unwrap_or_default()
            .clamp(Px::of(110), LABELS_MAX);
        let scale = Scale::new(play, MARGIN + labels + Px::of(12), WIDTH - MARGIN);
        let canvas = Canvas::default();
        Sheet {
            play,
            lanes,
            doings,
            scale,
            canvas,
            y: MARGIN,
            top: MARGIN,
            bottom: MARGIN,
            keys: Vec::new(),
        }
    }

    fn heading(&mut self) {
        let room = Px((WIDTH - MARGIN - MARGIN).0 * 12 / 15);
        for line in broken(&self.play.title, room) {
            self.y = self.y + Px::of(18);
            self.words(MARGIN, self.y, "hp-title", &line);
        }
        self.y = self.y + Px::of(18);
        self.words(MARGIN, self.y, "hp-quiet", &story::summary(self.play));
        self.y = self.y + Px::of(16);
    }

    fn body(&mut self) {
        if self.play.steps.is_empty() {
            self.y = self.y + Px::of(18);
            return self.words(MARGIN, self.y, "hp-quiet", "This play has no steps.");
        }
        self.repetition();
        self.dates();
        self.actions();
        self.works();
        self.evaluations();
        self.moments();
        self.bottom = self.y;
        self.legend();
    }

    /// An arrow back to where the play repeats from.
    fn repetition(&mut self) {
        let Some(step) = self.play.repeats_from.and_then(|it| self.play.steps.get(it)) else {
            return;
        };
        let words = "from here it repeats for ever";
        let (from, to, y) = (self.scale.x(step.step), self.scale.right, self.y + Px::of(22));
        let at = from.min(WIDTH - MARGIN - width_of(words));
        self.words(at, self.y + Px::of(12), "hp-quiet", words);
        let arrow = format!("M{to} {} V{y} H{from} V{}", y + Px::of(9), y + Px::of(9));
        let head = format!(
            "M{} {} L{from} {} L{} {}",
            from - Px::of(4),
            y + Px::of(4),
            y + Px::of(10),
            from + Px::of(4),
            y + Px::of(4)
        );
        self.canvas.leaf(
            "path",
            &[("class", &"hp-loop"), ("d", &format!("{arrow} {head}"))],
        );
        self.y = self.y + Px::of(34);
    }

    fn dates(&mut self) {
        self.words(MARGIN, self.y + Px::of(12), "hp-head", "DATE");
        self.words(MARGIN, self.y + Px::of(27), "hp-head", "COMPUTE");
        for tick in self.scale.ticks(self.play) {
            self.words(tick.x, self.y + Px::of(12), "hp-quiet", &tick.date);
            self.words(tick.x, self.y + Px::of(27), "hp-quiet", tick.compute);
        }
        self.y = self.y + Px::of(34);
        self.top = self.y;
    }

    fn section(&mut self, words: &str) {
        self.y = self.y + Px::of(20);
        self.words(MARGIN, self.y, "hp-head", words);
        self.y = self.y + Px::of(6);
    }

    /// Opens a lane of that height and names it; the caller closes it.
    fn lane(&mut self, class: &str, name: &str, height: Px) {
        let room = self.scale.left - MARGIN - Px::of(12);
        let shown = cut(name, room);
        self.canvas.open("g", &[("class", &format!("hp-lane {class}"))]);
        let (x, y) = (MARGIN, self.y + Px(height.0 / 2 + 42));
        let place: &[(&str, &dyn std::fmt::Display)] = &[("x", &x), ("y", &y)];
        self.canvas.open("text", place);
        if shown != name {
            self.canvas.text("title", &[], name);
        }
        self.canvas.text("tspan", &[], &shown);
        self.canvas.close();
    }

    fn words(&mut self, x: Px, y: Px, class: &str, words: &str) {
        self.canvas
            .text("text", &[("x", &x), ("y", &y), ("class", &class)], words);
    }

    fn finish(self, around: Around) -> String {
        let height = self.y + MARGIN;
        let mut page = page(&self.play.title, &description(self.play), height, around);
        self.date_lines(&mut page);
        page.put(self.canvas);
        page.finish()
    }

    /// Behind everything else.
    fn date_lines(&self, page: &mut Canvas) {
        for tick in self.scale.ticks(self.play) {
            let (x, y) = (tick.x, self.top);
            let path = format!("M{x} {y} V{}", self.bottom);
            page.leaf("path", &[("class", &"hp-grid"), ("d", &path)]);
        }
    }
}

/// Begins a drawing of that height; what is put into it follows.
fn page(title: &str, description: &str, height: Px, around: Around) -> Canvas {
    let mut page = Canvas::default();
    let view = format!("0 0 {WIDTH} {height}");
    let namespace = "http://www.w3.org/2000/svg";
    let size: &[(&str, &dyn std::fmt::Display)] = &[
        ("xmlns", &namespace),
        ("class", &"hp-play"),
        ("role", &"img"),
        ("viewBox", &view),
        ("width", &WIDTH),
        ("height", &height),
    ];
    page.open("svg", size);
    page.text("title", &[], title);
    page.text("desc", &[], description);
    if around == Around::Nothing {
        page.text("style", &[], STYLE);
        page.leaf(
            "rect",
            &[("class", &"hp-paper"), ("width", &WIDTH), ("height", &height)],
        );
    }
    page
}

/// All that the drawing shows, for those who hear it.
fn description(play: &Play) -> String {
    let mut words = story::summary(play);
    for (position, step) in play.steps.iter().enumerate() {
        let events = step
            .events
            .iter()
            .map(|it| format!("{} {}", mover_words(&it.mover), it.text));
        let told: Vec<String> = events
            .chain(changes(play, position).iter().map(|it| it.words()))
            .collect();
        if !told.is_empty() {
            words += &format!(" {}: {}.", date_words(step.date), told.join("; "));
        }
    }
    if let Some(step) = play.repeats_from.and_then(|it| play.steps.get(it)) {
        words += &format!(" From {} on it repeats for ever.", date_words(step.date));
    }
    words
}

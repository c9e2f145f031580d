//! The lanes of the actions: a bar while one goes on, hatched while it is paused, dots when nobody wants it.
//!
//! It must not know where else a lane is drawn.

use super::super::story::{ActionLane, Span, counted, list};
use super::canvas::{Px, broken, width_of};
use super::legend::Key;
use super::rows::Rows;
use super::{MARGIN, Sheet, WIDTH};
use holdpoint_analysis::report::ActionIs;

const BAR: Px = Px::of(18);
const LANE: Px = Px::of(26);
const LINE: Px = Px::of(15);
/// Between two lines of a hatching.
const HATCH: i32 = 70;

impl<'a> Sheet<'a> {
    pub(super) fn actions(&mut self) {
        if self.lanes.is_empty() {
            return;
        }
        self.section("ACTIONS");
        for lane in std::mem::take(&mut self.lanes) {
            self.action(&lane);
        }
    }

    fn action(&mut self, lane: &ActionLane<'a>) {
        self.lane("hp-action", lane.action, LANE);
        for span in &lane.spans {
            self.span(lane.action, span);
        }
        self.y = self.y + LANE;
        let rows = self.reasons(lane);
        self.y =
            self.y + Px(LINE.0 * i32::try_from(rows).unwrap_or(0)) + Px::of(if rows > 0 { 4 } else { 0 });
        self.canvas.close();
    }

    fn span(&mut self, action: &str, span: &Span<'_>) {
        let (from, to) = (self.scale.x(span.from), self.scale.x(span.until));
        let y = self.y + Px::of(4);
        let (width, told) = (to - from, told(action, span));
        let class = match span.is {
            ActionIs::NotWanted => {
                self.key(Key::NotWanted);
                let path = format!("M{} {} H{to}", from + Px::of(3), y + Px(BAR.0 / 2));
                return self
                    .canvas
                    .told("path", &[("class", &"hp-out"), ("d", &path)], &told);
            }
            ActionIs::GoingOn => Key::GoingOn,
            ActionIs::Paused { .. } => Key::Paused,
        };
        self.key(class);
        let name = if class == Key::Paused { "hp-held" } else { "hp-on" };
        let place: &[(&str, &dyn std::fmt::Display)] = &[
            ("class", &name),
            ("x", &from),
            ("y", &y),
            ("width", &width),
            ("height", &BAR),
            ("rx", &2),
        ];
        self.canvas.told("rect", place, &told);
        if class == Key::Paused {
            self.canvas.leaf(
                "path",
                &[("class", &"hp-hatch"), ("d", &hatching(from, to, y, BAR))],
            );
        }
    }

    /// Under the bars, the clauses that bar; gives the number of lines. The same clauses are named again only
    /// where that takes no more room.
    fn reasons(&mut self, lane: &ActionLane<'a>) -> usize {
        let mut rows = Rows::default();
        let mut named: Vec<&[String]> = Vec::new();
        for span in &lane.spans {
            let ActionIs::Paused { because } = span.is else {
                continue;
            };
            let again = named.contains(&because.as_slice());
            let most = if again { rows.len() } else { usize::MAX };
            if !because.is_empty() && self.reason(span.from, because, &mut rows, most) {
                named.push(because);
            }
        }
        rows.len()
    }

    fn reason(&mut self, from: u32, because: &[String], rows: &mut Rows, most: usize) -> bool {
        let right = WIDTH - MARGIN;
        let lines = broken(
            &format!("because of {}", list(because, "and")),
            right - self.scale.left,
        );
        let width = lines.iter().map(|it| width_of(it)).max().unwrap_or_default();
        let x = self.scale.x(from).min(right - width);
        let Some(first) = rows.take(x, x + width, lines.len(), most) else {
            return false;
        };
        for (row, line) in (first..).zip(&lines) {
            let y = self.y + Px(LINE.0 * i32::try_from(row).unwrap_or(0)) + Px::of(11);
            self.words(x, y, "hp-why", line);
        }
        true
    }
}

/// `training is paused because of secure-first, 3 steps`.
fn told(action: &str, span: &Span<'_>) -> String {
    let length = counted(span.until - span.from, "step");
    match span.is {
        ActionIs::GoingOn => format!("{action} goes on, {length}"),
        ActionIs::NotWanted => format!("{action} is not wanted, {length}"),
        ActionIs::Paused { because } if because.is_empty() => format!("{action} is paused, {length}"),
        ActionIs::Paused { because } => {
            format!("{action} is paused because of {}, {length}", list(because, "and"))
        }
    }
}

/// Slanted lines within a box, drawn one by one: a pattern would need a name that is unique in the page.
pub(super) fn hatching(from: Px, to: Px, top: Px, height: Px) -> String {
    let bottom = top + height;
    let mut path = String::new();
    let first = (from.0 - height.0).div_euclid(HATCH) * HATCH;
    for foot in (first..to.0).step_by(HATCH as usize) {
        let (start, end) = ((from.0 - foot).max(0), (to.0 - foot).min(height.0));
        if start < end {
            let rise = Px(end - start);
            path += &format!("M{} {}l{rise} -{rise}", Px(foot + start), bottom - Px(start));
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hatching_leaves_its_box() {
        let path = hatching(Px::of(100), Px::of(131), Px::of(10), Px::of(18));
        let numbers = |line: &str| -> Vec<f64> {
            line.split([' ', 'l'])
                .map(|it| it.trim_start_matches('-').parse().expect("a number"))
                .collect()
        };
        let lines: Vec<Vec<f64>> = path.split('M').skip(1).map(numbers).collect();
        assert!(lines.len() > 4);
        for line in lines {
            let (x, y, rise) = (line[0], line[1], line[2]);
            assert!(
                x >= 100.0 && x + rise <= 131.0 && y <= 28.0 && y - rise >= 10.0,
                "{line:?}"
            );
        }
    }
}

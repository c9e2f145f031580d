//! How late work may begin: a bar for each safeguard, begun as soon as it can be, and the room behind it.
//!
//! It must not know how the room was found.

use super::canvas::{Canvas, Px, cut, width_of};
use super::{Around, MARGIN, WIDTH, page};
use crate::words;
use holdpoint_analysis::report::sensitivity::{Margin, Room, Subject};

const LANE: Px = Px::of(24);
const BAR: Px = Px::of(14);
const LABELS_MAX: Px = Px::of(230);

/// Of a row whose safeguards have stated times; `None` where there is none.
pub fn margins_svg(subject: &Subject) -> Option<String> {
    if subject.margins.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new(subject);
    sheet.heading();
    sheet.axis();
    subject.margins.iter().for_each(|it| sheet.lane(it));
    Some(sheet.finish())
}

struct Sheet<'a> {
    subject: &'a Subject,
    canvas: Canvas,
    left: Px,
    /// Steps on the axis.
    n_steps: u32,
    y: Px,
}

impl<'a> Sheet<'a> {
    fn new(subject: &'a Subject) -> Self {
        let names = subject.margins.iter().map(|it| width_of(&it.safeguard));
        let labels = names.max().unwrap_or_default().clamp(Px::of(110), LABELS_MAX);
        let end = |it: &Margin| match it.room {
            Room::Spare(spare) => it.earliest + it.takes + spare,
            _ => it.earliest + it.takes,
        };
        Sheet {
            subject,
            canvas: Canvas::default(),
            left: MARGIN + labels + Px::of(12),
            n_steps: subject.margins.iter().map(end).max().unwrap_or(1).max(1),
            y: MARGIN,
        }
    }

    fn x(&self, step: u32) -> Px {
        // Room for the words behind the last bar.
        let width = i64::from((WIDTH - MARGIN - Px::of(150) - self.left).0);
        let along = width * i64::from(step) / i64::from(self.n_steps);
        self.left + Px(i32::try_from(along).unwrap_or(i32::MAX / 4))
    }

    fn heading(&mut self) {
        self.y = self.y + Px::of(18);
        let (y, title) = (self.y, title(self.subject));
        self.canvas.text(
            "text",
            &[("x", &MARGIN), ("y", &y), ("class", &"hp-title")],
            &title,
        );
        self.y = self.y + Px::of(24);
    }

    fn axis(&mut self) {
        let stride = (self.n_steps / 12).max(1);
        for step in (0..=self.n_steps).step_by(stride as usize) {
            let (x, y) = (self.x(step), self.y);
            let bottom = y + Px(LANE.0 * self.subject.margins.len() as i32) + Px::of(8);
            let line = format!("M{x} {} V{bottom}", y + Px::of(4));
            self.canvas.text(
                "text",
                &[("x", &x), ("y", &y), ("class", &"hp-quiet")],
                &step.to_string(),
            );
            self.canvas.leaf("path", &[("class", &"hp-grid"), ("d", &line)]);
        }
        self.y = self.y + Px::of(8);
    }

    fn lane(&mut self, margin: &Margin) {
        let (from, to) = (self.x(margin.earliest), self.x(margin.earliest + margin.takes));
        let (top, middle) = (self.y + Px::of(5), self.y + Px::of(16));
        let name = cut(&margin.safeguard, self.left - MARGIN - Px::of(12));
        self.canvas.text("text", &[("x", &MARGIN), ("y", &middle)], &name);
        let told = format!("{}: {}", margin.safeguard, words::room(margin.room));
        let width = to - from;
        self.canvas.told(
            "rect",
            &[
                ("class", &"hp-work"),
                ("x", &from),
                ("y", &top),
                ("width", &width),
                ("height", &BAR),
                ("rx", &Px::of(3)),
            ],
            &told,
        );
        let mut end = to;
        match margin.room {
            Room::Spare(spare) if spare > 0 => {
                end = self.x(margin.earliest + margin.takes + spare);
                let line = format!("M{to} {} H{end} M{end} {top} V{}", middle - Px::of(4), top + BAR);
                self.canvas.leaf("path", &[("class", &"hp-open"), ("d", &line)]);
            }
            Room::Short(short) => {
                let late = self.x(margin.earliest + margin.takes.saturating_sub(short));
                let width = to - late;
                self.canvas.leaf(
                    "rect",
                    &[
                        ("class", &"hp-held"),
                        ("x", &late),
                        ("y", &top),
                        ("width", &width),
                        ("height", &BAR),
                    ],
                );
            }
            _ => {}
        }
        let x = end + Px::of(8);
        self.canvas.text(
            "text",
            &[("x", &x), ("y", &middle), ("class", &"hp-quiet")],
            &words::room(margin.room),
        );
        self.y = self.y + LANE;
    }

    fn finish(self) -> String {
        let told: Vec<String> = (self.subject.margins.iter())
            .map(|it| format!("{}: {}", it.safeguard, words::room(it.room)))
            .collect();
        let height = self.y + MARGIN;
        let mut sheet = page(&title(self.subject), &told.join("; "), height, Around::Nothing);
        sheet.put(self.canvas);
        sheet.finish()
    }
}

fn title(subject: &Subject) -> String {
    let world = subject.world.as_deref().unwrap_or(words::NOTHING_ASSUMED);
    format!(
        "{}, {world}: how late work may begin, in steps of {}",
        subject.words, subject.length_of_step
    )
}

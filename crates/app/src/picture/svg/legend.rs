//! What the shapes mean; only those that were drawn.
//!
//! It must not know where they were drawn.

use super::actions::hatching;
use super::canvas::{Px, width_of};
use super::signs::Sign;
use super::{MARGIN, Sheet, WIDTH};
use std::fmt::Display;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    GoingOn,
    Paused,
    NotWanted,
    Work,
    Sign(Sign),
}

const SAMPLE: Px = Px::of(22);
const HEIGHT: Px = Px::of(10);
const LINE: Px = Px::of(18);

impl Key {
    const ALL: [Key; 12] = [
        Key::GoingOn,
        Key::Paused,
        Key::NotWanted,
        Key::Work,
        Key::Sign(Sign::Finished),
        Key::Sign(Sign::Failed),
        Key::Sign(Sign::RulesOut),
        Key::Sign(Sign::Indicates),
        Key::Sign(Sign::Neither),
        Key::Sign(Sign::Decision),
        Key::Sign(Sign::Fact),
        Key::Sign(Sign::Move),
    ];

    fn words(self) -> &'static str {
        match self {
            Key::GoingOn => "going on",
            Key::Paused => "paused",
            Key::NotWanted => "not wanted",
            Key::Work => "work under way",
            Key::Sign(Sign::Finished) => "finished",
            Key::Sign(Sign::Failed) => "attempt fails",
            Key::Sign(Sign::RulesOut) => "rules out",
            Key::Sign(Sign::Indicates) => "indicates",
            Key::Sign(Sign::Neither) => "neither",
            Key::Sign(Sign::Decision) => "decision",
            Key::Sign(Sign::Fact) => "fact",
            Key::Sign(Sign::Move) => "other move",
        }
    }
}

impl Sheet<'_> {
    pub(super) fn key(&mut self, key: Key) {
        if !self.keys.contains(&key) {
            self.keys.push(key);
        }
    }

    pub(super) fn legend(&mut self) {
        self.y = self.y + Px::of(14);
        self.canvas.open("g", &[("class", &"hp-legend")]);
        let mut x = MARGIN;
        for key in Key::ALL
            .into_iter()
            .filter(|it| self.keys.contains(it))
            .collect::<Vec<_>>()
        {
            let width = SAMPLE + Px::of(6) + width_of(key.words());
            if x + width > WIDTH - MARGIN {
                (x, self.y) = (MARGIN, self.y + LINE);
            }
            self.sample(key, x);
            self.words(
                x + SAMPLE + Px::of(6),
                self.y + Px::of(9),
                "hp-quiet",
                key.words(),
            );
            x = x + width + Px::of(18);
        }
        self.y = self.y + HEIGHT;
        self.canvas.close();
    }

    fn sample(&mut self, key: Key, x: Px) {
        let y = self.y;
        let class = match key {
            Key::Sign(sign) => {
                return sign.draw(
                    &mut self.canvas,
                    x + Px(SAMPLE.0 / 2),
                    y + Px(HEIGHT.0 / 2),
                    key.words(),
                );
            }
            Key::NotWanted => {
                let path = format!("M{x} {} h22", y + Px(HEIGHT.0 / 2));
                return self.canvas.leaf("path", &[("class", &"hp-out"), ("d", &path)]);
            }
            Key::GoingOn => "hp-on",
            Key::Paused => "hp-held",
            Key::Work => "hp-work",
        };
        let place: &[(&str, &dyn Display)] = &[
            ("class", &class),
            ("x", &x),
            ("y", &y),
            ("width", &SAMPLE),
            ("height", &HEIGHT),
            ("rx", &2),
        ];
        self.canvas.leaf("rect", place);
        if key == Key::Paused {
            let lines = hatching(x, x + SAMPLE, y, HEIGHT);
            self.canvas.leaf("path", &[("class", &"hp-hatch"), ("d", &lines)]);
        }
    }
}

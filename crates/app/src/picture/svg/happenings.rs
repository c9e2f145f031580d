//! The lanes under the actions: work under way, answers of evaluations, decisions and facts.
//!
//! It must not know what any of them did to an action.

use super::super::doings::{Answer, AnswerIs, End, Evaluation, Moment, MomentKind, Work};
use super::super::story::end_step;
use super::canvas::{Px, cut, width_of};
use super::legend::Key;
use super::rows::Rows;
use super::signs::Sign;
use super::{MARGIN, Sheet, WIDTH};
use std::fmt::Display;

const LANE: Px = Px::of(20);
const BAR: Px = Px::of(10);
const ROW: Px = Px::of(17);
const HALF_SIGN: Px = Px::of(6);
/// From the middle of a sign to the words beside it.
const TO_WORDS: Px = Px::of(9);
/// More rows of decisions than this would push everything else off the page; the rest are signs alone.
const ROWS_MAX: usize = 12;

impl<'a> Sheet<'a> {
    pub(super) fn works(&mut self) {
        let works = std::mem::take(&mut self.doings.works);
        if !works.is_empty() {
            self.section("WORK UNDER WAY");
        }
        for work in &works {
            self.work(work);
        }
    }

    fn work(&mut self, work: &Work<'_>) {
        self.lane("hp-work-lane", work.name, LANE);
        let ends = work
            .stretches
            .iter()
            .skip(1)
            .map(|it| it.from)
            .chain([end_step(self.play)]);
        let stretches: Vec<(u32, End, u32)> = work
            .stretches
            .iter()
            .zip(ends)
            .map(|(it, next)| (it.from, it.end, next))
            .collect();
        for (from, end, next) in &stretches {
            self.stretch(work.name, *from, *end, *next);
        }
        // After all bars, so that no bar covers a sign.
        for (_, end, _) in &stretches {
            self.end_sign(work.name, *end);
        }
        self.y = self.y + LANE;
        self.canvas.close();
    }

    fn stretch(&mut self, name: &str, from: u32, end: End, next: u32) {
        let (class, until) = match end {
            End::Finished(step) | End::Failed(step) => ("hp-work", step),
            End::Open => ("hp-open", next),
        };
        self.key(Key::Work);
        let (x, y) = (self.scale.x(from), self.y + Px((LANE.0 - BAR.0) / 2));
        let width = (self.scale.x(until) - x).max(Px::of(3));
        let place: &[(&str, &dyn Display)] = &[
            ("class", &class),
            ("x", &x),
            ("y", &y),
            ("width", &width),
            ("height", &BAR),
            ("rx", &2),
        ];
        self.canvas.told("rect", place, &end_words(name, end));
    }

    fn end_sign(&mut self, name: &str, end: End) {
        let (sign, step) = match end {
            End::Finished(step) => (Sign::Finished, step),
            End::Failed(step) => (Sign::Failed, step),
            End::Open => return,
        };
        self.key(Key::Sign(sign));
        let (x, y) = (self.scale.x(step), self.y + Px(LANE.0 / 2));
        sign.draw(&mut self.canvas, x, y, &end_words(name, end));
    }

    pub(super) fn evaluations(&mut self) {
        let evaluations = std::mem::take(&mut self.doings.evaluations);
        if !evaluations.is_empty() {
            self.section("EVALUATIONS");
        }
        for evaluation in &evaluations {
            self.evaluation(evaluation);
        }
    }

    fn evaluation(&mut self, evaluation: &Evaluation<'_>) {
        self.lane("hp-evaluation", evaluation.name, LANE);
        let mut rows = Rows::default();
        for answer in &evaluation.answers {
            let x = self.scale.sign(answer.step);
            rows.take(x - HALF_SIGN, x + HALF_SIGN, 1, 1);
            let sign = sign_of(answer.is);
            self.key(Key::Sign(sign));
            sign.draw(
                &mut self.canvas,
                x,
                self.y + Px(LANE.0 / 2),
                &answer_words(evaluation.name, answer),
            );
        }
        let firsts = evaluation
            .answers
            .chunk_by(|a, b| (a.is, a.of) == (b.is, b.of))
            .map(|run| run[0]);
        for answer in firsts.filter(|it| it.is != AnswerIs::RulesOut) {
            self.answer_label(&answer, &mut rows);
        }
        let below = i32::try_from(rows.len().saturating_sub(1)).unwrap_or(0);
        self.y = self.y + LANE + Px(ROW.0 * below);
        self.canvas.close();
    }

    /// Beside the sign where no other sign is in the way, else below.
    fn answer_label(&mut self, answer: &Answer<'_>, rows: &mut Rows) {
        let words = match answer.is {
            AnswerIs::Indicates => format!("indicates {}", answer.of),
            AnswerIs::RulesOut | AnswerIs::Neither => answer.of.to_owned(),
        };
        let (x, y) = (self.scale.sign(answer.step), self.y + Px(LANE.0 / 2 + 42));
        let (words, width) = self.fitted(&words);
        let x = (x + TO_WORDS).min(WIDTH - MARGIN - width);
        if let Some(row) = rows.take(x + Px::of(6), x + width, 1, ROWS_MAX) {
            self.words(
                x,
                y + Px(ROW.0 * i32::try_from(row).unwrap_or(0)),
                "hp-why",
                &words,
            );
        }
    }

    fn fitted(&self, words: &str) -> (String, Px) {
        let words = cut(words, WIDTH - MARGIN - self.scale.left);
        let width = width_of(&words);
        (words, width)
    }

    pub(super) fn moments(&mut self) {
        let moments = std::mem::take(&mut self.doings.moments);
        if moments.is_empty() {
            return;
        }
        self.section("DECISIONS AND FACTS");
        self.canvas.open("g", &[("class", &"hp-lane hp-moments")]);
        let mut rows = Rows::default();
        for (kind, words) in distinct(&moments) {
            let alike = moments.iter().filter(|it| (it.kind, it.words) == (kind, words));
            let steps: Vec<u32> = alike.map(|it| it.step).collect();
            self.moment(kind, words, &steps, &mut rows);
        }
        self.y = self.y + Px(ROW.0 * i32::try_from(rows.len()).unwrap_or(0));
        self.canvas.close();
    }

    /// All that has the same words in one row, and the words once.
    fn moment(&mut self, kind: MomentKind, words: &str, steps: &[u32], rows: &mut Rows) {
        let signs: Vec<Px> = steps.iter().map(|step| self.scale.sign(*step)).collect();
        let (Some(first), Some(last)) = (signs.first().copied(), signs.last().copied()) else {
            return;
        };
        // A drawing has no second typeface for the user's own words.
        let words = &words.replace('`', "");
        let (shown, width) = self.fitted(words);
        let is_behind = last + TO_WORDS + width <= WIDTH - MARGIN;
        let at = if is_behind {
            last + TO_WORDS
        } else {
            (first - TO_WORDS - width).max(MARGIN)
        };
        let (from, to) = (at.min(first - HALF_SIGN), (at + width).max(last + HALF_SIGN));
        let place = rows.take(from, to, 1, ROWS_MAX);
        let row = place
            .or_else(|| rows.take(first - HALF_SIGN, last + HALF_SIGN, 1, usize::MAX))
            .unwrap_or(0);
        let y = self.y + Px(ROW.0 * i32::try_from(row).unwrap_or(0)) + Px(ROW.0 / 2);
        let sign = sign_of_moment(kind);
        self.key(Key::Sign(sign));
        for x in signs {
            sign.draw(&mut self.canvas, x, y, words);
        }
        if place.is_some() {
            self.words(at, y + Px(42), "hp-told", &shown);
        }
    }
}

/// In order of first appearance.
fn distinct<'a>(moments: &[Moment<'a>]) -> Vec<(MomentKind, &'a str)> {
    let mut seen = Vec::new();
    for moment in moments {
        if !seen.contains(&(moment.kind, moment.words)) {
            seen.push((moment.kind, moment.words));
        }
    }
    seen
}

fn sign_of_moment(kind: MomentKind) -> Sign {
    match kind {
        MomentKind::Decision => Sign::Decision,
        MomentKind::Fact => Sign::Fact,
        MomentKind::Move => Sign::Move,
    }
}

fn end_words(name: &str, end: End) -> String {
    match end {
        End::Finished(_) => format!("{name}: finished"),
        End::Failed(_) => format!("{name}: the attempt fails"),
        End::Open => format!("{name}: under way"),
    }
}

fn sign_of(answer: AnswerIs) -> Sign {
    match answer {
        AnswerIs::Indicates => Sign::Indicates,
        AnswerIs::RulesOut => Sign::RulesOut,
        AnswerIs::Neither => Sign::Neither,
    }
}

fn answer_words(evaluation: &str, answer: &Answer<'_>) -> String {
    match answer.is {
        AnswerIs::Indicates => format!("{evaluation} indicates {}", answer.of),
        AnswerIs::RulesOut => format!("{evaluation} rules out {}", answer.of),
        AnswerIs::Neither => answer.of.to_owned(),
    }
}

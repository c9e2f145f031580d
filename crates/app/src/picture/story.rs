//! A play read as lanes of time: what each action did and for how long, what changed in each step.
//!
//! It must not know how that is drawn.

use holdpoint_analysis::report::{ActionIs, Mover, Play, PlayStep};
use holdpoint_policy::quantity::Date;

/// What one action did, from the first step to the last, without holes.
pub(crate) struct ActionLane<'a> {
    pub(crate) action: &'a str,
    pub(crate) spans: Vec<Span<'a>>,
}

/// Steps `from` to before `until` in which the state was one and the same.
pub(crate) struct Span<'a> {
    pub(crate) from: u32,
    pub(crate) until: u32,
    pub(crate) is: &'a ActionIs,
}

/// One lane for each action, in the order of the policy.
pub(crate) fn action_lanes(play: &Play) -> Vec<ActionLane<'_>> {
    let mut lanes: Vec<ActionLane<'_>> = Vec::new();
    for step in &play.steps {
        for state in &step.actions {
            let lane = match lanes.iter().position(|it| it.action == state.action) {
                Some(index) => &mut lanes[index],
                None => {
                    lanes.push(ActionLane {
                        action: &state.action,
                        spans: Vec::new(),
                    });
                    lanes.last_mut().expect("one was just pushed")
                }
            };
            lane.extend_to(step.step, &state.state);
        }
    }
    let end = end_step(play);
    for span in lanes.iter_mut().filter_map(|lane| lane.spans.last_mut()) {
        span.until = end;
    }
    lanes
}

impl<'a> ActionLane<'a> {
    fn extend_to(&mut self, step: u32, is: &'a ActionIs) {
        if let Some(last) = self.spans.last_mut() {
            last.until = step;
            if last.is == is {
                return;
            }
        }
        self.spans.push(Span {
            from: step,
            until: step + 1,
            is,
        });
    }

    /// `None` before the action first appears.
    pub(crate) fn at(&self, step: u32) -> Option<&'a ActionIs> {
        let span = self.spans.iter().find(|it| it.from <= step && step < it.until)?;
        Some(span.is)
    }

    pub(crate) fn paused_steps(&self) -> u32 {
        let paused = self
            .spans
            .iter()
            .filter(|it| matches!(it.is, ActionIs::Paused { .. }));
        paused.map(|it| it.until - it.from).sum()
    }
}

/// `rsp-1.0, in early: 14 steps from 2023-09-19 to 2024-10-19. Paused: training 8 steps.`
pub(crate) fn summary(play: &Play) -> String {
    let (Some(first), Some(last)) = (play.steps.first(), play.steps.last()) else {
        return format!("{}, {}: no steps.", play.policy, play.world);
    };
    let steps = counted(end_step(play) - first_step(play), "step");
    let (from, to) = (date_words(first.date), date_words(last.date));
    let lanes = action_lanes(play);
    let paused = lanes.iter().filter(|it| it.paused_steps() > 0);
    let paused: Vec<String> = paused
        .map(|it| format!("{} {}", it.action, counted(it.paused_steps(), "step")))
        .collect();
    let paused = if paused.is_empty() {
        "Nothing is paused.".to_owned()
    } else {
        format!("Paused: {}.", paused.join(", "))
    };
    format!(
        "{}, {}: {steps} from {from} to {to}. {paused}",
        play.policy, play.world
    )
}

/// The number of the first step.
pub(crate) fn first_step(play: &Play) -> u32 {
    play.steps.first().map_or(0, |it| it.step)
}

/// The number after the last step.
pub(crate) fn end_step(play: &Play) -> u32 {
    play.steps.last().map_or(0, |it| it.step + 1)
}

/// How the state of some actions differs from the step before, alike for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change<'a> {
    /// At least one.
    pub(crate) actions: Vec<&'a str>,
    /// `None`: the play begins.
    pub(crate) before: Option<&'a ActionIs>,
    pub(crate) now: &'a ActionIs,
}

/// The actions whose state differs from the step before; all of them where the play begins.
pub(crate) fn changes(play: &Play, position: usize) -> Vec<Change<'_>> {
    let step = &play.steps[position];
    let before = position.checked_sub(1).map(|it| &play.steps[it]);
    let mut changes: Vec<Change<'_>> = Vec::new();
    for state in &step.actions {
        let (before, now) = (before.and_then(|it| state_in(it, &state.action)), &state.state);
        match changes.iter_mut().find(|it| (it.before, it.now) == (before, now)) {
            _ if before == Some(now) => {}
            Some(alike) => alike.actions.push(&state.action),
            None => changes.push(Change {
                actions: vec![&state.action],
                before,
                now,
            }),
        }
    }
    changes
}

fn state_in<'a>(step: &'a PlayStep, action: &str) -> Option<&'a ActionIs> {
    step.actions
        .iter()
        .find(|it| it.action == action)
        .map(|it| &it.state)
}

impl Change<'_> {
    /// `training pauses because of secure-first`.
    pub(crate) fn words(&self) -> String {
        let subject = list(&self.actions, "and");
        let verb = |one: &'static str, many: &'static str| if self.actions.len() == 1 { one } else { many };
        let what = match (self.before, self.now) {
            (Some(ActionIs::Paused { because: earlier }), ActionIs::Paused { because: now }) => {
                format!("{} paused{}", verb("stays", "stay"), shift_words(earlier, now))
            }
            (_, ActionIs::Paused { because }) if because.is_empty() => verb("pauses", "pause").to_owned(),
            (_, ActionIs::Paused { because }) => {
                format!("{} because of {}", verb("pauses", "pause"), list(because, "and"))
            }
            (Some(ActionIs::Paused { .. }), ActionIs::GoingOn) => verb("resumes", "resume").to_owned(),
            (_, ActionIs::GoingOn) => verb("goes on", "go on").to_owned(),
            (_, ActionIs::NotWanted) => verb("is not wanted", "are not wanted").to_owned() + " any more",
        };
        format!("{subject} {what}")
    }
}

/// `, now also because of b, no longer because of a`.
fn shift_words(earlier: &[String], now: &[String]) -> String {
    let only_in = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|it| !those.contains(it)).cloned().collect()
    };
    let (new, gone) = (only_in(now, earlier), only_in(earlier, now));
    let mut words = String::new();
    if !new.is_empty() {
        words += &format!(", now also because of {}", list(&new, "and"));
    }
    if !gone.is_empty() {
        words += &format!(", no longer because of {}", list(&gone, "and"));
    }
    words
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list<S: AsRef<str>>(items: &[S], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [init @ .., end] => {
            let init: Vec<&str> = init.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", init.join(", "), end.as_ref())
        }
    }
}

/// `3 steps`, `1 step`.
pub(crate) fn counted(count: impl Into<u64>, noun: &str) -> String {
    let count = count.into();
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

pub(crate) fn mover_words(mover: &Mover) -> &str {
    match mover {
        Mover::Developer(name) | Mover::Party(name) => name,
        Mover::Nature => "nature",
        Mover::Time => "time",
    }
}

/// `2023-09-19`, or the instant where it is not midnight; both are dates of the language.
pub(crate) fn date_words(date: Date) -> String {
    let day = date.0.date();
    match (date.0.hour(), date.0.minute(), date.0.second()) {
        (0, 0, 0) => day.to_string(),
        (hour, minute, second) => format!("{day}T{hour:02}:{minute:02}:{second:02}Z"),
    }
}

/// The time between two dates in the largest unit that fits: `4 months`, `2 weeks`, `10 days`, `6 hours`.
pub(crate) fn length_words(from: Date, to: Date) -> String {
    let hours = u64::try_from(to.0.duration_since(from.0).as_hours()).unwrap_or(0);
    let months = whole_months(from, to);
    match hours {
        _ if months > 0 => counted(months, "month"),
        _ if hours % (7 * 24) == 0 && hours > 0 => counted(hours / (7 * 24), "week"),
        _ if hours % 24 == 0 => counted(hours / 24, "day"),
        _ => counted(hours, "hour"),
    }
}

/// 0 where the two dates are not whole months apart. The last day of a month counts as its 31st.
fn whole_months(from: Date, to: Date) -> u64 {
    let at_end = to.0.day() < from.0.day() && to.0.day() == to.0.date().days_in_month();
    if from.0.time() != to.0.time() || (from.0.day() != to.0.day() && !at_end) {
        return 0;
    }
    let month_of = |date: Date| i64::from(date.0.year()) * 12 + i64::from(date.0.month());
    u64::try_from(month_of(to) - month_of(from)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, date};
    use super::*;

    #[test]
    fn a_lane_has_no_holes_and_ends_with_the_play() {
        let play = fixture::list_ends_pause();
        for lane in action_lanes(&play) {
            assert_eq!(lane.spans.first().map(|it| it.from), Some(0), "{}", lane.action);
            assert_eq!(
                lane.spans.last().map(|it| it.until),
                Some(end_step(&play)),
                "{}",
                lane.action
            );
            assert!(
                lane.spans
                    .windows(2)
                    .all(|pair| pair[0].until == pair[1].from && pair[0].is != pair[1].is)
            );
        }
    }

    #[test]
    fn steps_left_out_keep_the_state_before() {
        let mut play = fixture::list_ends_pause();
        play.steps.retain(|it| it.step == 0 || it.step == 5);
        assert_eq!(action_lanes(&play)[0].at(3), Some(&ActionIs::GoingOn));
    }

    #[test]
    fn a_change_of_clauses_names_what_came_and_what_went() {
        let paused = |names: &[&str]| ActionIs::Paused {
            because: names.iter().map(|it| (*it).to_owned()).collect(),
        };
        let (before, now) = (paused(&["a", "b"]), paused(&["b", "c"]));
        let change = Change {
            actions: vec!["training"],
            before: Some(&before),
            now: &now,
        };
        assert_eq!(
            change.words(),
            "training stays paused, now also because of c, no longer because of a"
        );
    }

    #[test]
    fn lengths_are_told_in_the_largest_whole_unit() {
        assert_eq!(length_words(date(2023, 9, 19), date(2024, 1, 19)), "4 months");
        assert_eq!(length_words(date(2024, 1, 31), date(2024, 2, 29)), "1 month");
        assert_eq!(length_words(date(2024, 1, 1), date(2024, 1, 15)), "2 weeks");
        assert_eq!(length_words(date(2024, 1, 1), date(2024, 1, 11)), "10 days");
    }
}

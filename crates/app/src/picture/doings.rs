//! What happened beside the actions, read from a play's events: work under way, answers of evaluations,
//! decisions and facts.
//!
//! The checker's events are sentences; the facts in them are conditions of the language and say nearly all.
//! It must not know how that is drawn.

use super::fact::{Fact, Says};
use holdpoint_analysis::report::{Event, Play};

#[derive(Default)]
pub(crate) struct Doings<'a> {
    /// In order of their start.
    pub(crate) works: Vec<Work<'a>>,
    pub(crate) evaluations: Vec<Evaluation<'a>>,
    pub(crate) moments: Vec<Moment<'a>>,
}

/// A safeguard or task with each time that somebody worked on it.
pub(crate) struct Work<'a> {
    pub(crate) name: &'a str,
    pub(crate) stretches: Vec<Stretch>,
}

pub(crate) struct Stretch {
    pub(crate) from: u32,
    pub(crate) end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Finished(u32),
    /// An attempt that did not succeed.
    Failed(u32),
    /// Still under way when the play ends.
    Open,
}

pub(crate) struct Evaluation<'a> {
    pub(crate) name: &'a str,
    pub(crate) answers: Vec<Answer<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answer<'a> {
    pub(crate) step: u32,
    pub(crate) is: AnswerIs,
    /// The level, or the event's own words where it names none.
    pub(crate) of: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnswerIs {
    Indicates,
    RulesOut,
    Neither,
}

/// Something at one step that is neither work nor an answer.
pub(crate) struct Moment<'a> {
    pub(crate) step: u32,
    pub(crate) kind: MomentKind,
    pub(crate) words: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MomentKind {
    /// A definition, a determination, an approval.
    Decision,
    /// Something else that became true or false.
    Fact,
    /// A move that makes no condition true.
    Move,
}

pub(crate) fn doings(play: &Play) -> Doings<'_> {
    let mut doings = Doings::default();
    for step in &play.steps {
        for event in &step.events {
            doings.take_in(step.step, event);
        }
    }
    doings.drop_orders();
    doings
}

/// `starts a and b` names what is begun; `begins to define L` is work at L.
fn begun(text: &str) -> Option<impl Iterator<Item = &str>> {
    let names = ["starts ", "begins ", "tries "]
        .iter()
        .find_map(|verb| text.strip_prefix(*verb))?;
    let names = names.strip_prefix("to define ").unwrap_or(names);
    Some(names.split(" and ").flat_map(|it| it.split(", ")).map(str::trim))
}

impl<'a> Doings<'a> {
    fn take_in(&mut self, step: u32, event: &'a Event) {
        if let Some(names) = begun(&event.text) {
            names.for_each(|name| self.start(step, name));
        }
        match event.fact.as_deref() {
            Some(said) => Fact::all(said).into_iter().for_each(|fact| self.fact(step, fact)),
            None => self.bare_move(step, &event.text),
        }
    }

    fn start(&mut self, step: u32, name: &'a str) {
        let stretch = Stretch {
            from: step,
            end: End::Open,
        };
        match self.works.iter_mut().find(|it| it.name == name) {
            Some(work) => work.stretches.push(stretch),
            None => self.works.push(Work {
                name,
                stretches: vec![stretch],
            }),
        }
    }

    fn fact(&mut self, step: u32, fact: Fact<'a>) {
        match fact.says {
            Says::Indicates(of) if !fact.not => self.answer(step, fact.subject, AnswerIs::Indicates, of),
            Says::RulesOut(of) if !fact.not => self.answer(step, fact.subject, AnswerIs::RulesOut, of),
            Says::InPlace | Says::Done if !fact.not && self.end(fact.subject, End::Finished(step)) => {}
            Says::Attempted if !fact.not && self.end(fact.subject, End::Failed(step)) => {}
            Says::Defined | Says::Found | Says::Approved(_) => {
                self.end(fact.subject, End::Finished(step));
                self.moment(step, MomentKind::Decision, fact.text);
            }
            _ => self.moment(step, MomentKind::Fact, fact.text),
        }
    }

    fn answer(&mut self, step: u32, evaluation: &'a str, is: AnswerIs, of: &'a str) {
        let answer = Answer { step, is, of };
        match self.evaluations.iter_mut().find(|it| it.name == evaluation) {
            Some(known) => known.answers.push(answer),
            None => self.evaluations.push(Evaluation {
                name: evaluation,
                answers: vec![answer],
            }),
        }
    }

    /// Whether there was work of that name to end. An attempt that failed in the same step in which its
    /// safeguard came to be in place did not fail.
    fn end(&mut self, name: &str, end: End) -> bool {
        let named = |it: &&mut Work<'_>| it.name == name || it.name.strip_prefix("defining ") == Some(name);
        let Some(work) = self.works.iter_mut().find(named) else {
            return false;
        };
        let same_step = |at: End| matches!((at, end), (End::Failed(a), End::Finished(b)) if a == b);
        match work
            .stretches
            .iter_mut()
            .rev()
            .find(|it| it.end == End::Open || same_step(it.end))
        {
            Some(stretch) => stretch.end = end,
            None => return false,
        }
        true
    }

    /// A move without a fact; the start of work is told already.
    fn bare_move(&mut self, step: u32, text: &'a str) {
        if let Some(evaluation) = text.strip_suffix(" is inconclusive") {
            self.answer(step, evaluation, AnswerIs::Neither, text);
        } else if begun(text).is_none() {
            self.moment(step, MomentKind::Move, text);
        }
    }

    fn moment(&mut self, step: u32, kind: MomentKind, words: &'a str) {
        self.moments.push(Moment { step, kind, words });
    }

    /// The order of an evaluation is seen in its answer.
    fn drop_orders(&mut self) {
        let evaluations = &self.evaluations;
        let is_order = |it: &Moment<'_>| {
            let ordered = it.words.strip_prefix("orders ");
            ordered.is_some_and(|name| evaluations.iter().any(|known| known.name == name))
        };
        self.moments.retain(|it| !is_order(it));
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn work_runs_from_its_start_to_the_step_in_which_it_is_there() {
        let play = fixture::list_ends_pause();
        let doings = doings(&play);
        let ends: Vec<_> = doings
            .works
            .iter()
            .map(|it| (it.name, it.stretches[0].from, it.stretches[0].end))
            .collect();
        let expected = [
            ("weight-security", 6, End::Finished(9)),
            ("expert-red-team", 6, End::Failed(8)),
            ("compartments", 9, End::Finished(13)),
        ];
        assert_eq!(ends, expected);
    }

    #[test]
    fn answers_are_gathered_by_evaluation_and_orders_are_not_shown_twice() {
        let play = fixture::list_ends_pause();
        let doings = doings(&play);
        assert_eq!(doings.evaluations.len(), 1);
        let steps: Vec<_> = doings.evaluations[0].answers.iter().map(|it| it.step).collect();
        assert_eq!(steps, [0, 3, 5, 13]);
        assert!(doings.moments.iter().all(|it| it.words != "orders warning-signs"));
    }

    #[test]
    fn decisions_facts_and_other_moves_are_told_apart() {
        let play = fixture::deletion();
        let kinds: Vec<_> = doings(&play)
            .moments
            .iter()
            .map(|it| (it.kind, it.words))
            .collect();
        let expected = [
            (MomentKind::Decision, "LTBT has approved loosening"),
            (MomentKind::Fact, "delete-weights is done"),
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn an_answer_that_leaves_it_open_is_an_answer() {
        let mut play = fixture::pause_for_ever();
        play.steps[3]
            .events
            .push(fixture::developer("warning-signs is inconclusive", None));
        let is: Vec<_> = doings(&play).evaluations[0]
            .answers
            .iter()
            .map(|it| it.is)
            .collect();
        assert_eq!(is, [AnswerIs::Indicates, AnswerIs::Neither]);
    }

    #[test]
    fn defining_a_level_is_work_and_a_decision() {
        let mut play = fixture::pause_for_ever();
        play.steps[1]
            .events
            .push(fixture::developer("begins to define ASL-4", None));
        play.steps[3].events.push(fixture::time("ASL-4 is defined"));
        let doings = doings(&play);
        assert_eq!(
            (doings.works[1].name, doings.works[1].stretches[0].end),
            ("ASL-4", End::Finished(3))
        );
        assert_eq!(doings.moments[0].kind, MomentKind::Decision);
    }

    #[test]
    fn an_attempt_that_succeeds_in_its_last_step_did_not_fail() {
        let mut play = fixture::pause_for_ever();
        let event = fixture::nature("theft-unlikely is in place");
        play.steps[3].events.push(event);
        assert_eq!(doings(&play).works[0].stretches[1].end, End::Finished(3));
        assert_eq!(doings(&play).works[0].stretches[0].end, End::Open);
    }
}

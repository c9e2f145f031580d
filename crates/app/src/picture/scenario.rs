//! A play as a `scenario` of the language, to be pasted into the document whose policy it is about.
//!
//! Every fact stands on its date, an evaluation's answer again at each run; after each date in which an
//! action paused, resumed or came under other clauses stands what is then expected. The language cannot say
//! moves that make no condition true (the start of work, an exception being used): a date on which an action
//! changes and nothing is said borrows a fact that stands anyway. It must not know how scenarios are run.

use super::fact::{Fact, is_compound};
use super::story::date_words;
use holdpoint_analysis::report::{ActionIs, ActionState, Play, PlayStep};
use std::collections::BTreeMap;

/// The play as a scenario that passes where the play is a play of the policy.
pub fn play_scenario(play: &Play) -> String {
    let lines = Lines::of(play);
    if lines.written.is_empty() {
        return format!(
            "# `{}` says nothing that a scenario could say.\n",
            one_line(&play.title)
        );
    }
    format!(
        "scenario \"{}\":\n{}.\n",
        one_line(&play.title),
        lines.written.join("\n")
    )
}

/// A title as it may stand between quotation marks.
fn one_line(title: &str) -> String {
    title
        .replace('"', "'")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The lines so far, and what they have said.
#[derive(Default)]
struct Lines<'a> {
    written: Vec<String>,
    /// What was last expected of each action.
    expected: BTreeMap<&'a str, &'a ActionIs>,
    /// The latest fact that may be said twice.
    lasting: Option<Fact<'a>>,
}

impl<'a> Lines<'a> {
    fn of(play: &'a Play) -> Lines<'a> {
        let mut lines = Lines::default();
        for step in &play.steps {
            lines.add(step);
        }
        if lines.written.is_empty() {
            lines.expect_from_the_start(play);
        }
        lines
    }

    fn add(&mut self, step: &'a PlayStep) {
        let changed: Vec<&ActionState> = step.actions.iter().filter(|it| self.is_news(it)).collect();
        let facts = self.facts(step, !changed.is_empty());
        if facts.is_empty() {
            return;
        }
        self.written
            .push(format!("  on {} {}", date_words(step.date), facts.join(" and ")));
        self.expect(&changed);
    }

    fn is_news(&self, state: &ActionState) -> bool {
        self.expected.get(state.action.as_str()) != Some(&&state.state)
    }

    /// What became true in the step; a borrowed fact where something must be said and nothing became true.
    fn facts(&mut self, step: &'a PlayStep, needed: bool) -> Vec<String> {
        let mut facts: Vec<String> = Vec::new();
        for said in step.events.iter().filter_map(|it| it.fact.as_deref()) {
            let fact = if is_compound(said) {
                format!("({said})")
            } else {
                said.to_owned()
            };
            if !facts.contains(&fact) {
                facts.push(fact);
            }
            Fact::all(said).into_iter().for_each(|it| self.remember(it));
        }
        if facts.is_empty() && needed {
            facts.extend(self.lasting.map(|it| it.text.to_owned()));
        }
        facts
    }

    fn remember(&mut self, fact: Fact<'a>) {
        if fact.lasts() {
            self.lasting = Some(fact);
        } else if self.lasting.is_some_and(|it| it.topic() == fact.topic()) {
            self.lasting = None;
        }
    }

    fn expect(&mut self, changed: &[&'a ActionState]) {
        let expectations: Vec<String> = changed.iter().filter_map(|it| expectation(it)).collect();
        if !expectations.is_empty() {
            self.written
                .push(format!("  then {}", expectations.join(" and ")));
        }
        self.expected
            .extend(changed.iter().map(|it| (it.action.as_str(), &it.state)));
    }

    /// A play in which no fact is said shows what the policy leaves alone.
    fn expect_from_the_start(&mut self, play: &'a Play) {
        if let Some(step) = play.steps.first() {
            self.expect(&step.actions.iter().collect::<Vec<_>>());
        }
    }
}

/// `None` for an action that is not wanted: the language has no word for wanting.
fn expectation(state: &ActionState) -> Option<String> {
    let action = &state.action;
    match &state.state {
        ActionIs::GoingOn => Some(format!("{action} is not paused")),
        ActionIs::Paused { because } if because.is_empty() => Some(format!("{action} is paused")),
        ActionIs::Paused { because } => {
            let each = because
                .iter()
                .map(|clause| format!("{action} is paused because of {clause}"));
            Some(each.collect::<Vec<_>>().join(" and "))
        }
        ActionIs::NotWanted => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn each_fact_stands_on_its_date_and_each_change_after_it() {
        let scenario = play_scenario(&fixture::list_ends_pause());
        let pause = "  on 2024-02-19 warning-signs indicates ASL-3\n  \
                     then training is paused because of secure-first and training is paused because of define-next \
                     and deployment is paused because of deploy-gate\n";
        assert!(scenario.contains(pause), "{scenario}");
        assert!(scenario.ends_with("then training is not paused.\n"), "{scenario}");
    }

    #[test]
    fn every_run_of_an_evaluation_is_said_again() {
        let play = fixture::list_ends_pause();
        let answers = play.steps.iter().flat_map(|it| &it.events);
        let answers = answers.filter(|it| {
            it.fact
                .as_deref()
                .is_some_and(|fact| fact.starts_with("warning-signs"))
        });
        let lines = play_scenario(&play).matches("warning-signs").count();
        assert_eq!(lines, answers.count());
        assert!(lines > 1);
    }

    #[test]
    fn a_choice_is_put_in_parentheses() {
        let mut play = fixture::list_ends_pause();
        play.steps[5].events[0].fact = Some("a is done or b is done".to_owned());
        assert!(play_scenario(&play).contains("on 2024-02-19 (a is done or b is done)"));
    }

    #[test]
    fn a_change_without_a_fact_borrows_one_that_stands() {
        let mut play = fixture::list_ends_pause();
        let resumes = play.steps.last_mut().expect("the fixture has steps");
        resumes.events.clear();
        let date = date_words(resumes.date);
        let scenario = play_scenario(&play);
        assert!(
            scenario.contains(&format!(
                "on {date} ASL-4 is defined\n  then training is not paused"
            )),
            "{scenario}"
        );
    }

    #[test]
    fn a_fact_that_has_turned_back_is_not_borrowed() {
        let mut play = fixture::list_ends_pause();
        play.steps[12]
            .events
            .push(fixture::nature("ASL-4 is not defined"));
        play.steps[13].events.clear();
        assert!(!play_scenario(&play).contains("2024-10-19"));
    }

    #[test]
    fn every_scenario_is_one_in_the_language() {
        for play in [
            fixture::list_ends_pause(),
            fixture::pause_for_ever(),
            fixture::deletion(),
            fixture::long(300),
        ] {
            let text = play_scenario(&play);
            let parse = holdpoint_syntax::parse(
                &text,
                holdpoint_syntax::FileKind::Hold,
                holdpoint_syntax::FileId(0),
            );
            assert_eq!(parse.diagnostics, [], "{text}");
        }
    }

    #[test]
    fn nothing_said_is_said_so() {
        assert!(play_scenario(&fixture::empty()).starts_with("# "));
        let mut quiet = fixture::list_ends_pause();
        quiet.steps.truncate(1);
        quiet.steps[0].events.clear();
        assert!(play_scenario(&quiet).contains("  then training is not paused"));
    }

    #[test]
    fn a_title_cannot_end_its_string() {
        let mut play = fixture::list_ends_pause();
        play.title = "a \"quoted\"\ntitle".to_owned();
        assert!(play_scenario(&play).starts_with("scenario \"a 'quoted' title\":\n"));
    }
}

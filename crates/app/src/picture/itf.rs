//! A play as a trace in the Informal Trace Format, which trace viewers and model checkers read.
//!
//! The format: <https://apalache-mc.org/docs/adr/015adr-trace.html>. Numbers are `#bigint`, so that no
//! reader has to guess their size. It must not know terminals or pages.

use super::fact::{Fact, is_compound};
use super::story::{date_words, mover_words};
use holdpoint_analysis::report::{ActionIs, Play, PlayStep};
use serde_json::{Map, Value, json};

const FORMAT: &str = "https://apalache-mc.org/docs/adr/015adr-trace.html";

/// Every variable with its type, in Apalache's notation.
const VARIABLES: [(&str, &str); 7] = [
    ("step", "Int"),
    ("date", "Str"),
    ("compute", "Str"),
    ("moves", "Seq({ mover: Str, text: Str })"),
    ("actions", "Str -> Str"),
    ("because", "Str -> Set(Str)"),
    ("facts", "Set(Str)"),
];

/// The play as an ITF trace; one state a step, `loop` where it repeats for ever.
pub fn play_itf(play: &Play) -> Value {
    let types: Map<String, Value> = VARIABLES
        .iter()
        .map(|(name, kind)| ((*name).to_owned(), json!(kind)))
        .collect();
    let mut trace = json!({
        "#meta": {
            "format": "ITF",
            "format-description": FORMAT,
            "description": play.title,
            "source": play.policy,
            "world": play.world,
            "varTypes": types,
        },
        "vars": VARIABLES.map(|(name, _)| name),
        "states": states(play),
    });
    if let Some(position) = play.repeats_from {
        trace["loop"] = json!(position);
    }
    trace
}

fn states(play: &Play) -> Vec<Value> {
    let mut standing = Standing::default();
    let numbered = play.steps.iter().enumerate();
    let states = numbered.map(|(index, step)| {
        standing.take_in(step);
        json!({
            "#meta": { "index": index },
            "step": { "#bigint": step.step.to_string() },
            "date": date_words(step.date),
            "compute": step.compute,
            "moves": moves(step),
            "actions": actions(step),
            "because": because(step),
            "facts": set(standing.facts.iter()),
        })
    });
    states.collect()
}

fn moves(step: &PlayStep) -> Vec<Value> {
    let events = step.events.iter();
    events
        .map(|it| json!({ "mover": mover_words(&it.mover), "text": it.text }))
        .collect()
}

fn actions(step: &PlayStep) -> Value {
    let pairs = step
        .actions
        .iter()
        .map(|it| json!([it.action, state_word(&it.state)]));
    json!({ "#map": pairs.collect::<Vec<_>>() })
}

fn because(step: &PlayStep) -> Value {
    let pairs = step.actions.iter().map(|it| match &it.state {
        ActionIs::Paused { because } => json!([it.action, set(because.iter())]),
        ActionIs::GoingOn | ActionIs::NotWanted => json!([it.action, set([].iter())]),
    });
    json!({ "#map": pairs.collect::<Vec<_>>() })
}

fn set<'a>(items: impl Iterator<Item = &'a String>) -> Value {
    json!({ "#set": items.collect::<Vec<_>>() })
}

fn state_word(state: &ActionIs) -> &'static str {
    match state {
        ActionIs::GoingOn => "going on",
        ActionIs::Paused { .. } => "paused",
        ActionIs::NotWanted => "not wanted",
    }
}

/// The facts that stand: each as last said, in the order in which they were.
#[derive(Default)]
struct Standing {
    facts: Vec<String>,
}

impl Standing {
    fn take_in(&mut self, step: &PlayStep) {
        for event in &step.events {
            for fact in event.fact.as_deref().map(Fact::all).unwrap_or_default() {
                self.facts.retain(|earlier| !replaces(&fact, earlier));
                self.facts.push(fact.text.to_owned());
            }
            // The language has no condition for a determination that lapses.
            if let (None, Some(lapsed)) = (&event.fact, event.text.strip_suffix(" lapses")) {
                self.facts
                    .retain(|earlier| *earlier != format!("{lapsed} is found"));
            }
        }
    }
}

fn replaces(fact: &Fact<'_>, earlier: &str) -> bool {
    earlier == fact.text || (!is_compound(earlier) && Fact::all(earlier)[0].topic() == fact.topic())
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn facts_at(trace: &Value, index: usize) -> Vec<&str> {
        let set = trace["states"][index]["facts"]["#set"]
            .as_array()
            .expect("a set is a list");
        set.iter()
            .map(|it| it.as_str().expect("facts are strings"))
            .collect()
    }

    #[test]
    fn every_state_gives_every_variable_and_its_place() {
        let play = fixture::list_ends_pause();
        let trace = play_itf(&play);
        let states = trace["states"].as_array().expect("states are a list");
        assert_eq!(states.len(), play.steps.len());
        for (index, state) in states.iter().enumerate() {
            assert_eq!(state["#meta"]["index"], json!(index));
            for name in trace["vars"].as_array().expect("vars are a list") {
                let name = name.as_str().expect("names are strings");
                assert!(!state[name].is_null(), "state {index} lacks {name}");
                assert!(trace["#meta"]["varTypes"][name].is_string(), "{name} has no type");
            }
        }
    }

    #[test]
    fn a_later_answer_takes_the_place_of_the_earlier_one() {
        let trace = play_itf(&fixture::list_ends_pause());
        assert!(facts_at(&trace, 3).contains(&"warning-signs rules out ASL-3"));
        let later = facts_at(&trace, 5);
        assert!(later.contains(&"warning-signs indicates ASL-3"));
        assert!(!later.contains(&"warning-signs rules out ASL-3"));
    }

    #[test]
    fn a_determination_that_lapses_stands_no_more() {
        let mut play = fixture::deletion();
        play.steps[1]
            .events
            .push(fixture::nature("overly-conservative is found"));
        play.steps[2]
            .events
            .push(fixture::developer("overly-conservative lapses", None));
        let trace = play_itf(&play);
        assert!(facts_at(&trace, 1).contains(&"overly-conservative is found"));
        assert!(!facts_at(&trace, 2).contains(&"overly-conservative is found"));
    }

    #[test]
    fn the_clauses_that_bar_are_a_set_and_empty_where_nothing_does() {
        let trace = play_itf(&fixture::list_ends_pause());
        assert_eq!(
            trace["states"][5]["because"]["#map"][0],
            json!(["training", { "#set": ["secure-first", "define-next"] }])
        );
        assert_eq!(
            trace["states"][0]["because"]["#map"][0],
            json!(["training", { "#set": [] }])
        );
    }

    #[test]
    fn a_loop_points_at_the_state_it_goes_back_to() {
        assert_eq!(play_itf(&fixture::pause_for_ever())["loop"], json!(2));
        assert!(play_itf(&fixture::list_ends_pause()).get("loop").is_none());
    }
}

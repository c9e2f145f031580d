//! Plays for tests, written out as the checker would answer them.
//!
//! It must not know what a test asks of them.

use holdpoint_analysis::report::{ActionIs, ActionState, Event, Mover, Play, PlayStep};
use holdpoint_policy::quantity::Date;

pub(crate) fn date(year: i16, month: i8, day: i8) -> Date {
    Date(jiff::civil::date(year, month, day).at(0, 0, 0, 0))
}

/// The date `months` after the start that the plays share.
fn month(months: u32) -> Date {
    let (years, months) = ((8 + months) / 12, (8 + months) % 12 + 1);
    date(
        2023 + i16::try_from(years).expect("short plays"),
        i8::try_from(months).expect("at most 12"),
        19,
    )
}

pub(crate) fn developer(text: &str, fact: Option<&str>) -> Event {
    event(Mover::Developer("Anthropic".to_owned()), text, fact)
}

pub(crate) fn nature(text: &str) -> Event {
    event(Mover::Nature, text, Some(text))
}

pub(crate) fn time(text: &str) -> Event {
    event(Mover::Time, text, Some(text))
}

fn event(mover: Mover, text: &str, fact: Option<&str>) -> Event {
    Event {
        mover,
        text: text.to_owned(),
        fact: fact.map(str::to_owned),
    }
}

pub(crate) fn paused(clauses: &[&str]) -> ActionIs {
    ActionIs::Paused {
        because: clauses.iter().map(|it| (*it).to_owned()).collect(),
    }
}

/// One step a month; compute doubles in each step in which the first action goes on.
pub(crate) struct Telling {
    play: Play,
    doublings: u32,
}

impl Telling {
    pub(crate) fn new(title: &str, world: &str) -> Self {
        let play = Play {
            title: title.to_owned(),
            policy: "rsp-1.0".to_owned(),
            world: world.to_owned(),
            steps: Vec::new(),
            repeats_from: None,
        };
        Telling { play, doublings: 0 }
    }

    pub(crate) fn step(mut self, events: Vec<Event>, actions: &[(&str, ActionIs)]) -> Self {
        let step = u32::try_from(self.play.steps.len()).expect("short plays");
        let compute = format!("{}x", 1_u64 << self.doublings.min(60));
        let state = |(action, is): &(&str, ActionIs)| ActionState {
            action: (*action).to_owned(),
            state: is.clone(),
        };
        let actions: Vec<ActionState> = actions.iter().map(state).collect();
        if actions.first().is_some_and(|it| it.state == ActionIs::GoingOn) {
            self.doublings += 1;
        }
        self.play.steps.push(PlayStep {
            step,
            date: month(step),
            compute,
            events,
            actions,
        });
        self
    }

    pub(crate) fn repeating_from(mut self, position: usize) -> Self {
        self.play.repeats_from = Some(position);
        self
    }

    pub(crate) fn done(self) -> Play {
        self.play
    }
}

fn three(training: ActionIs, storing: ActionIs, deployment: ActionIs) -> [(&'static str, ActionIs); 3] {
    [
        ("training", training),
        ("storing", storing),
        ("deployment", deployment),
    ]
}

/// Fourteen months: a list that is begun late holds training, and its end lets it go on.
pub(crate) fn list_ends_pause() -> Play {
    let on = || ActionIs::GoingOn;
    let all_on = || three(on(), on(), on());
    let held = || {
        three(
            paused(&["secure-first", "define-next"]),
            on(),
            paused(&["deploy-gate"]),
        )
    };
    let secure_only = || three(paused(&["secure-first"]), on(), on());
    Telling::new("the list is begun late, and its end ends the pause", "in early")
        .step(
            vec![
                developer("orders warning-signs", None),
                nature("warning-signs rules out ASL-3"),
            ],
            &all_on(),
        )
        .step(vec![], &all_on())
        .step(vec![], &all_on())
        .step(vec![nature("warning-signs rules out ASL-3")], &all_on())
        .step(vec![], &all_on())
        .step(vec![nature("warning-signs indicates ASL-3")], &held())
        .step(
            vec![
                developer("starts weight-security", None),
                developer("starts expert-red-team", None),
            ],
            &held(),
        )
        .step(vec![], &held())
        .step(
            vec![
                event(
                    Mover::Nature,
                    "expert-red-team fails",
                    Some("expert-red-team has been attempted"),
                ),
                developer("starts expert-red-team", None),
            ],
            &held(),
        )
        .step(
            vec![
                time("weight-security is in place"),
                developer("starts compartments", None),
            ],
            &three(
                paused(&["secure-first", "define-next"]),
                on(),
                paused(&["deploy-gate"]),
            ),
        )
        .step(
            vec![nature("expert-red-team is in place")],
            &three(paused(&["secure-first", "define-next"]), on(), on()),
        )
        .step(
            vec![developer("defines ASL-4", Some("ASL-4 is defined"))],
            &secure_only(),
        )
        .step(vec![], &secure_only())
        .step(
            vec![
                time("compartments is in place"),
                nature("warning-signs indicates ASL-3"),
            ],
            &all_on(),
        )
        .done()
}

/// Nothing that anybody does ends it: the last two steps repeat.
pub(crate) fn pause_for_ever() -> Play {
    let held = || [("training", paused(&["secure-first"]))];
    Telling::new("nature holds the pause for ever", "nothing assumed")
        .step(
            vec![developer("starts theft-unlikely", None)],
            &[("training", ActionIs::GoingOn)],
        )
        .step(vec![nature("warning-signs indicates ASL-3")], &held())
        .step(vec![developer("starts theft-unlikely", None)], &held())
        .step(
            vec![event(
                Mover::Nature,
                "theft-unlikely fails",
                Some("theft-unlikely has been attempted"),
            )],
            &held(),
        )
        .repeating_from(2)
        .done()
}

/// The weights are deleted, and two actions end.
pub(crate) fn deletion() -> Play {
    let on = || ActionIs::GoingOn;
    Telling::new("the weights are deleted", "nothing assumed")
        .step(vec![], &three(on(), on(), on()))
        .step(
            vec![
                nature("next-signs indicates ASL-4"),
                event(
                    Mover::Party("LTBT".to_owned()),
                    "approves loosening",
                    Some("LTBT has approved loosening"),
                ),
            ],
            &three(paused(&["not-beyond"]), paused(&["lock-down"]), on()),
        )
        .step(
            vec![developer("does delete-weights", Some("delete-weights is done"))],
            &three(ActionIs::NotWanted, ActionIs::NotWanted, on()),
        )
        .done()
}

/// `n_steps` months with an evaluation in every third and a pause of a quarter in every year.
pub(crate) fn long(n_steps: u32) -> Play {
    (0..n_steps)
        .fold(
            Telling::new("many years of evaluations", "in slow"),
            |play, step| {
                let training = if step % 12 > 8 {
                    paused(&["secure-first"])
                } else {
                    ActionIs::GoingOn
                };
                let events = if step % 3 == 0 {
                    vec![nature("warning-signs rules out ASL-3")]
                } else {
                    vec![]
                };
                play.step(events, &[("training", training), ("storing", ActionIs::GoingOn)])
            },
        )
        .done()
}

/// Words that are markup to a careless writer.
pub(crate) fn hostile() -> Play {
    let clause = "a<b>&\"c\"'d'";
    Telling::new("</title><script>alert(1)</script> & \u{1}", "<world>")
        .step(
            vec![developer("starts <img src=x>", None)],
            &[("<training>", ActionIs::GoingOn)],
        )
        .step(
            vec![nature("\"&<signs> indicates <L>")],
            &[("<training>", paused(&[clause]))],
        )
        .done()
}

pub(crate) fn empty() -> Play {
    Telling::new("nothing happens", "nothing assumed").done()
}

/// Much at once: long names, many clauses, decisions every month.
pub(crate) fn busy() -> Play {
    let clauses = [
        "secure-first",
        "define-next",
        "not-beyond",
        "evaluate",
        "update-for-next-level",
        "board-approval-of-the-training-run",
        "independent-review-of-the-safety-case",
        "external-audit-of-the-weights-store",
    ];
    (0..24)
        .fold(
            Telling::new("a year in which very much happens", "in early"),
            |play, step| {
                let held = paused(&clauses[..1 + step % clauses.len()]);
                let training = if step % 4 == 3 { ActionIs::GoingOn } else { held };
                let work = format!("starts a-safeguard-with-a-rather-long-name-{}", step % 6);
                let events = vec![
                    developer(&work, None),
                    developer(
                        "finds that it was overly conservative",
                        Some("overly-conservative is found"),
                    ),
                    nature(if step % 2 == 0 {
                        "warning-signs indicates ASL-3"
                    } else {
                        "next-signs rules out ASL-4"
                    }),
                    event(
                        Mover::Party("Rivals".to_owned()),
                        "give up",
                        Some("in-the-lead holds"),
                    ),
                ];
                play.step(
                    events,
                    &[
                        ("training", training),
                        ("an-action-with-a-very-long-name-indeed", ActionIs::GoingOn),
                    ],
                )
            },
        )
        .done()
}

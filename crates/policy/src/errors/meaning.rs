//! What only a whole document can get wrong: circles, sentences that say nothing, answers that contradict.

use super::names::quoted;
use super::{
    ASSUMPTION_WITHOUT_WORLD, CIRCLE, DEADLINE_WITHOUT_EFFECT, DEPENDS_WITH_SCOPE, DESPITE_WITHOUT_MAY,
    EXPECTS_CONTRADICT, LEVEL_WITHOUT_CONDITION, MODAL_DOES_NOT_FIT, NEVER_TRAINS, NO_BUFFER_TO_KEEP,
    NO_DEVELOPER, OUTCOME_MISSING, OVERRIDES_ITSELF, REPEATED_ASSUMPTION, REPEATED_CLOCK, REPEATED_DEADLINE,
    REPEATED_QUESTION_PART, SCOPES_CONTRADICT, TWO_DEVELOPERS,
};
use crate::resolve::kind::Kind;
use holdpoint_syntax::{Diagnostic, Place};

pub(crate) fn no_developer(place: Place, name: &str, kind: Kind) -> Diagnostic {
    let message = format!(
        "{} `{name}` belongs to the developer, and no party is the developer",
        kind.keyword()
    );
    Diagnostic::error(NO_DEVELOPER, place, message).help("declare one: `party NAME is the developer.`")
}

pub(crate) fn two_developers(place: Place, name: &str, first: Place, first_name: &str) -> Diagnostic {
    Diagnostic::error(TWO_DEVELOPERS, place, format!("`{name}` is a second developer"))
        .related(first, format!("`{first_name}` is the developer"))
        .help("a policy has one developer; a party that moves with it `is internal`")
}

/// `members` in order, each naming the next, the last naming the first.
pub(crate) fn circle(members: &[(String, Place)], word: &str) -> Diagnostic {
    let (first, place) = &members[0];
    let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    let message = match names.as_slice() {
        [only] => format!("`{only}` {word} itself"),
        names => format!(
            "a circle: `{}` {word} `{first}`",
            names.join(&format!("` {word} `"))
        ),
    };
    let circle = Diagnostic::error(CIRCLE, *place, message).help("break the circle at one of its places");
    members[1..].iter().fold(circle, |it, (name, place)| {
        it.related(*place, format!("`{name}` stands in the circle"))
    })
}

pub(crate) fn level_without_condition(place: Place, level: &str, above: &str) -> Diagnostic {
    let message = format!("`{level}` is above `{above}` and does not say when it is reached");
    Diagnostic::error(LEVEL_WITHOUT_CONDITION, place, message)
        .help("add `, when CAPABILITY`, or `, undefined` if the policy does not say")
}

pub(crate) fn modal_does_not_fit(place: Place, modal: &str, what: &str, fitting: &[&str]) -> Diagnostic {
    Diagnostic::error(
        MODAL_DOES_NOT_FIT,
        place,
        format!("`{modal}` does not go with `{what}`"),
    )
    .help(format!("`{what}` goes with {}", quoted(fitting)))
}

pub(crate) fn despite_without_may(place: Place, modal: &str) -> Diagnostic {
    Diagnostic::error(
        DESPITE_WITHOUT_MAY,
        place,
        format!("`despite` is for permissions, and this clause says `{modal}`"),
    )
    .help("say `may`, or leave `despite …,` out")
}

pub(crate) fn despite_itself(place: Place, clause: &str) -> Diagnostic {
    Diagnostic::error(OVERRIDES_ITSELF, place, format!("`{clause}` overrides itself"))
        .help("name the clauses that it overrides")
}

pub(crate) fn repeated_deadline(place: Place, first: Place) -> Diagnostic {
    Diagnostic::error(REPEATED_DEADLINE, place, "a clause has at most one deadline")
        .related(first, "the first deadline")
        .help("split it into two clauses, or leave one deadline out")
}

pub(crate) fn deadline_without_effect(place: Place, because: &str) -> Diagnostic {
    Diagnostic::warning(
        DEADLINE_WITHOUT_EFFECT,
        place,
        format!("this deadline has no effect: {because}"),
    )
    .help("leave it out, or state the duty in a clause `when …` of its own")
}

pub(crate) fn repeated_clock(place: Place, unit: &str, first: Place) -> Diagnostic {
    Diagnostic::error(REPEATED_CLOCK, place, format!("a second clock in {unit}"))
        .related(first, "the first one")
        .help("keep the shorter: at most one clock in compute and one in time")
}

pub(crate) fn assumption_without_world(place: Place) -> Diagnostic {
    Diagnostic::error(
        ASSUMPTION_WITHOUT_WORLD,
        place,
        "this assumption belongs to no world",
    )
    .help("put `world NAME.` before it in the same file")
}

pub(crate) fn repeated_assumption(place: Place, what: &str, first: Place) -> Diagnostic {
    Diagnostic::error(
        REPEATED_ASSUMPTION,
        place,
        format!("this world already assumes {what}"),
    )
    .related(first, "assumed here first")
    .help("keep one of the two, or put one into a world of its own")
}

pub(crate) fn no_buffer_to_keep(place: Place, evaluation: &str, declared: Place) -> Diagnostic {
    Diagnostic::warning(
        NO_BUFFER_TO_KEEP,
        place,
        format!("`{evaluation}` has no buffer to keep"),
    )
    .related(declared, "declared here without `with a buffer of …`")
    .help("leave the assumption out, or state the buffer where the evaluation is declared")
}

pub(crate) fn never_trains(place: Place, actions: &[&str]) -> Diagnostic {
    let message = format!(
        "a developer that never does what counts here wins trivially: this only asks it not to go on with {}",
        quoted(actions)
    );
    Diagnostic::error(NEVER_TRAINS, place, message)
        .help("`can …` is asked of a developer that goes on whenever it may; ask for a pause, or for what goes on without a measure: `can avoid that … is going on and … is not in place`")
}

pub(crate) fn scopes_contradict(place: Place, what: &str) -> Diagnostic {
    Diagnostic::error(SCOPES_CONTRADICT, place, format!("one answer is expected {what}"))
        .help("split it into two `expect`")
}

pub(crate) fn depends_with_scope(place: Place) -> Diagnostic {
    Diagnostic::error(
        DEPENDS_WITH_SCOPE,
        place,
        "`depends` compares worlds and readings, so it takes none",
    )
    .help("say `expect depends`, and `expect yes in …` or `expect no in …` beside it")
}

pub(crate) fn expects_contradict(place: Place, first: Place, same: bool) -> Diagnostic {
    let message = if same {
        "this answer is expected twice"
    } else {
        "yes and no are expected under the same assumptions"
    };
    Diagnostic::error(EXPECTS_CONTRADICT, place, message)
        .related(first, "expected here first")
        .help("keep one of the two")
}

pub(crate) fn repeated_question_part(place: Place, what: &str, first: Place) -> Diagnostic {
    Diagnostic::error(
        REPEATED_QUESTION_PART,
        place,
        format!("this question says {what} twice"),
    )
    .related(first, "said here first")
    .help("keep one of the two; conditions are joined by `or`")
}

pub(crate) fn outcome_missing(place: Place, question: &str, outcome: &str) -> Diagnostic {
    Diagnostic::error(
        OUTCOME_MISSING,
        place,
        format!("`{question}` never resolves `{outcome}`"),
    )
    .help(format!("add `{outcome} when …` or `{outcome} by DATE`"))
}

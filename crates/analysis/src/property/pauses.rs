//! How long a pause lasts, and in what state it can end.
//!
//! It must not know who asked.

use super::possible::{Reach, reach};
use super::{Answered, Context, wait_words};
use crate::board::{Coalition, Watch};
use crate::report::Wait;
use crate::waits::Pauses;
use holdpoint_policy::condition::Condition;
use holdpoint_policy::inquiry::At;
use holdpoint_policy::model::ActionId;
use holdpoint_policy::quantity::Duration;

/// The developer playing well from the pause on.
pub(crate) fn lasts_at_most(context: &Context<'_>, action: ActionId, at: At, most: Duration) -> Answered {
    let limit = context.setting.rounded_down(most);
    let found = context
        .scene()
        .unprepared_wait(&Coalition::developer(), &Pauses::at(action, at));
    let words = format!(
        "found unprepared, the developer ends every pause within {}",
        wait_words(&context.setting, found.wait)
    );
    let answer = match found.wait {
        Wait::Steps(steps) => Answered::of(steps <= limit, words, "ranking"),
        Wait::None => Answered::of(true, "no pause can be reached", "closed set"),
        Wait::Unknown => Answered::of(false, words, "ranking"),
        Wait::Never => Answered::of(false, "others can hold some pause for ever", "ranking"),
        Wait::Between { most: Some(most), .. } if most <= limit => Answered::of(true, words, "ranking"),
        Wait::Between { least, .. } if least > limit => Answered::of(false, words, "ranking"),
        Wait::Between { .. } => Answered::undecided(words),
    };
    Answered {
        used: found.used,
        ..answer
    }
}

pub(crate) fn can_end_while(
    context: &Context<'_>,
    action: ActionId,
    at: At,
    condition: &Condition,
) -> Answered {
    let clauses = crate::ladder::clauses_at(&context.policy, at);
    let watch = Watch::EndsWhile {
        action,
        clauses,
        condition: condition.clone(),
    };
    match reach(context, watch, super::possible::names_reached(condition)) {
        Reach::Play { play, used } => Answered {
            play: Some(*play),
            used,
            ..Answered::of(true, "the play shows how the pause ends", "play")
        },
        Reach::None { used, shown } => Answered {
            used,
            ..Answered::of(
                false,
                "every pause that ends does so otherwise",
                shown.certificate(),
            )
        },
        Reach::Unknown(why) => Answered::undecided(why),
    }
}

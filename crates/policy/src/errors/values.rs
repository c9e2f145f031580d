//! Kinds, grades, units and numbers that do not fit where they stand.

use super::names::quoted;
use super::{
    ALREADY_DEFINED, DEVELOPER_DECIDES, DOES_NOT_SCALE, FACTOR_TOO_SMALL, GRADE_MISSING, MISSING_PARAMETER,
    MONEY_NOT_WHOLE, MONEY_TOO_LARGE, NEVER_FAILS, NO_SUCH_DATE, NO_TIME, NOT_A_COUNT, NOT_A_DIGEST,
    NOT_EVALUATED, NOT_GRADED, NOT_THE_APPROVER, PARAMETERS_OUT_OF_ORDER, PROBABILITY_ABOVE_ONE,
    PROBABILITY_TOO_FINE, RANGE_UPSIDE_DOWN, REACHED_UNSEEN, REPEATED_PARAMETER, STEP_UNIT,
    UNKNOWN_DISTRIBUTION, UNKNOWN_PARAMETER, WRONG_KIND,
};
use crate::resolve::kind::{Kind, Role};
use holdpoint_syntax::{Diagnostic, Place};

pub(crate) fn wrong_kind(place: Place, name: &str, kind: Kind, role: &Role, declared: Place) -> Diagnostic {
    let message = format!(
        "`{}` is for {}, and `{name}` is {}",
        role.word,
        role.plural(),
        kind.one()
    );
    let wrong = Diagnostic::error(WRONG_KIND, place, message).related(declared, "declared here");
    match kind.predicate() {
        Some(fitting) if role.is_predicate => wrong.help(format!("of {} one says `{fitting}`", kind.one())),
        _ => wrong.help(format!("name {} here", role.one())),
    }
}

/// `graded low < high` asks for `at GRADE` wherever the name is said to be indicated.
pub(crate) fn grade_missing(place: Place, name: &str, grades: &[&str]) -> Diagnostic {
    Diagnostic::error(
        GRADE_MISSING,
        place,
        format!("`{name}` is graded, and no grade is named"),
    )
    .help(format!("say `at` and one of {} after it", quoted(grades)))
}

pub(crate) fn not_graded(place: Place, grade: &str, name: &str, kind: Kind) -> Diagnostic {
    let message = format!(
        "`{name}` is {} without grades, so `at {grade}` says nothing",
        kind.one()
    );
    let help = match kind {
        Kind::Capability => format!("leave `at {grade}` out, or declare `{name}` with `graded … < …`"),
        _ => format!("leave `at {grade}` out"),
    };
    Diagnostic::error(NOT_GRADED, place, message).help(help)
}

pub(crate) fn already_defined(place: Place, name: &str, kind: Kind, declared: Place) -> Diagnostic {
    Diagnostic::error(
        ALREADY_DEFINED,
        place,
        format!("`{name}` is {} that is already defined", kind.one()),
    )
    .related(declared, "defined here")
    .help("only what is declared `undefined` can come to be defined")
}

pub(crate) fn not_the_approver(
    place: Place,
    party: &str,
    approval: &str,
    owner: &str,
    declared: Place,
) -> Diagnostic {
    Diagnostic::error(
        NOT_THE_APPROVER,
        place,
        format!("`{approval}` is not an approval that `{party}` can give"),
    )
    .related(declared, format!("it belongs to `{owner}`"))
    .help(format!("name `{owner}`, or declare an approval by `{party}`"))
}

pub(crate) fn never_fails(place: Place, name: &str, word: &str, declared: Place) -> Diagnostic {
    Diagnostic::error(
        NEVER_FAILS,
        place,
        format!("`{word}` is for safeguards that may fail, and `{name}` cannot"),
    )
    .related(declared, "declared here without `may fail`")
    .help("declare it with `, may fail` if the outcome of the effort is open")
}

pub(crate) fn not_evaluated(
    place: Place,
    evaluation: &str,
    subject: &str,
    of: &str,
    declared: Place,
) -> Diagnostic {
    let message = format!("`{evaluation}` says nothing about `{subject}`");
    Diagnostic::error(NOT_EVALUATED, place, message)
        .related(declared, format!("it is an evaluation of `{of}`"))
        .help(format!(
            "an evaluation speaks of what it evaluates and of what lies below that; name `{of}`"
        ))
}

pub(crate) fn reached_unseen(place: Place, name: &str, here: &str) -> Diagnostic {
    Diagnostic::error(
        REACHED_UNSEEN,
        place,
        format!("whether `{name}` is reached cannot be seen {here}"),
    )
    .help(format!(
        "say `{name} is indicated` or `{name} is ruled out`; `is reached` is for `it is possible that …`"
    ))
}

pub(crate) fn no_such_date(place: Place, date: &str) -> Diagnostic {
    Diagnostic::error(NO_SUCH_DATE, place, format!("`{date}` is not in the calendar"))
        .help("write year-month-day, as in `2026-02-28`, or an instant, as in `2026-02-28T12:00:00Z`")
}

pub(crate) fn step_unit(place: Place, text: &str, here: &str) -> Diagnostic {
    Diagnostic::error(
        STEP_UNIT,
        place,
        format!("`{text}` counts steps, and {here} knows no steps"),
    )
    .help("use hours, days, weeks, months or years; a step is a unit of worlds and checks")
}

pub(crate) fn step_of_steps(place: Place) -> Diagnostic {
    Diagnostic::error(STEP_UNIT, place, "a step is stated in steps")
        .help("use hours, days, weeks, months or years, as in `one step is 1 month`")
}

pub(crate) fn no_time(place: Place, text: &str, what: &str) -> Diagnostic {
    Diagnostic::error(
        NO_TIME,
        place,
        format!("`{text}` is no time, and {what} takes some"),
    )
    .help("state a length greater than zero")
}

pub(crate) fn factor_too_small(place: Place, factor: &str, what: &str, more_than_one: bool) -> Diagnostic {
    let least = if more_than_one {
        "more than 1x"
    } else {
        "at least 1x"
    };
    Diagnostic::error(
        FACTOR_TOO_SMALL,
        place,
        format!("`{factor}` is too small: {what} is {least}"),
    )
    .help("compute starts at 1x and only grows")
}

pub(crate) fn probability_above_one(place: Place, percent: &str) -> Diagnostic {
    Diagnostic::error(
        PROBABILITY_ABOVE_ONE,
        place,
        format!("`{percent}` is more than certain"),
    )
    .help("a probability lies between 0% and 100%")
}

pub(crate) fn probability_too_fine(place: Place, percent: &str) -> Diagnostic {
    Diagnostic::error(
        PROBABILITY_TOO_FINE,
        place,
        format!("`{percent}` is finer than one in a million"),
    )
    .help("probabilities are kept in millionths: four digits after the point are enough")
}

pub(crate) fn money_not_whole(place: Place, money: &str) -> Diagnostic {
    Diagnostic::error(
        MONEY_NOT_WHOLE,
        place,
        format!("`{money}` is not a whole number of hundredths"),
    )
    .help("leave out the digits below a hundredth")
}

pub(crate) fn money_too_large(place: Place, money: &str) -> Diagnostic {
    Diagnostic::error(
        MONEY_TOO_LARGE,
        place,
        format!("`{money}` is more than can be counted"),
    )
    .help("amounts up to 10^17 of a currency are counted")
}

pub(crate) fn range_upside_down(place: Place, text: &str) -> Diagnostic {
    Diagnostic::error(
        RANGE_UPSIDE_DOWN,
        place,
        format!("the range `{text}` ends before it begins"),
    )
    .help("write the smaller number first")
}

pub(crate) fn not_a_count(place: Place, number: &str) -> Diagnostic {
    Diagnostic::error(
        NOT_A_COUNT,
        place,
        format!("`{number}` is no number of safeguards that work can go on with"),
    )
    .help("write a whole number, at least 1")
}

pub(crate) fn unknown_distribution(
    place: Place,
    name: &str,
    all: &[&str],
    meant: Option<&str>,
) -> Diagnostic {
    let unknown = Diagnostic::error(
        UNKNOWN_DISTRIBUTION,
        place,
        format!("there is no distribution `{name}`"),
    );
    match meant {
        Some(it) => unknown.help(format!("did you mean `{it}`?")).fix(it),
        None => unknown.help(format!("the distributions are {}", quoted(all))),
    }
}

pub(crate) fn unknown_parameter(
    place: Place,
    name: &str,
    of: &str,
    all: &[&str],
    meant: Option<&str>,
) -> Diagnostic {
    let unknown = Diagnostic::error(
        UNKNOWN_PARAMETER,
        place,
        format!("`{of}` has no parameter `{name}`"),
    );
    match meant {
        Some(it) => unknown.help(format!("did you mean `{it}`?")).fix(it),
        None => unknown.help(format!("its parameters are {}", quoted(all))),
    }
}

pub(crate) fn repeated_parameter(place: Place, name: &str, first: Place) -> Diagnostic {
    Diagnostic::error(
        REPEATED_PARAMETER,
        place,
        format!("the parameter `{name}` is given twice"),
    )
    .related(first, "given here first")
    .help("leave one of them out")
}

pub(crate) fn missing_parameter(place: Place, of: &str, missing: &[&str]) -> Diagnostic {
    Diagnostic::error(
        MISSING_PARAMETER,
        place,
        format!("`{of}` also needs {}", quoted(missing)),
    )
    .help(format!(
        "add it, as in `{} 12 months`",
        missing.first().copied().unwrap_or(of)
    ))
}

pub(crate) fn parameters_out_of_order(place: Place, earlier: &str, later: &str) -> Diagnostic {
    Diagnostic::error(
        PARAMETERS_OUT_OF_ORDER,
        place,
        format!("`{earlier}` lies above `{later}`"),
    )
    .help(format!("let `{earlier}` be at most `{later}`"))
}

pub(crate) fn units_cannot_be_compared(place: Place, earlier: &str, later: &str) -> Diagnostic {
    let message = format!("`{earlier}` and `{later}` cannot be compared: one is in steps and one is not");
    Diagnostic::error(PARAMETERS_OUT_OF_ORDER, place, message).help("state all of them in one unit")
}

pub(crate) fn does_not_scale(place: Place, action: &str, declared: Place) -> Diagnostic {
    Diagnostic::error(
        DOES_NOT_SCALE,
        place,
        format!("compute grows by an action that scales, and `{action}` does not"),
    )
    .related(declared, "declared here without `scales`")
    .help("name the action that scales, or declare this one with `, scales`")
}

pub(crate) fn developer_decides(place: Place, fact: &str, party: &str, declared: Place) -> Diagnostic {
    Diagnostic::error(
        DEVELOPER_DECIDES,
        place,
        format!("`{fact}` does not turn by chance: `{party}` decides it"),
    )
    .related(declared, "declared here")
    .help("leave `turns with probability …` out; chance is for facts that nature or others decide")
}

pub(crate) fn not_a_digest(place: Place, text: &str) -> Diagnostic {
    Diagnostic::warning(
        NOT_A_DIGEST,
        place,
        format!("`{text}` is no SHA-256 digest, so the source is not pinned"),
    )
    .help("write its 64 hexadecimal digits")
}
